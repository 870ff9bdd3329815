"""What a user does: patients, visits, marks, notes, undo, change notices. No Qt, no SQL."""
