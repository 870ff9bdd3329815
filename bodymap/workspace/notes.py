"""The session note: saved as it is typed, section by section."""

from __future__ import annotations

from bodymap.charting.edits import Change, changed
from bodymap.charting.records import NoteSection, Section
from bodymap.charting.rules import tidy_text
from bodymap.workspace.desk import Desk, changed_meanwhile, draft_only


class Notes:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def of(self, visit_id: str) -> dict[Section, str]:
        """The four texts of the visit."""
        return {section: text for section, (text, _) in self._desk.store.note(visit_id).items()}

    def save(
        self, visit_id: str, section: Section, text: str, *, seen: str | None = None, origin: object = None
    ) -> bool:
        """Have the section's text committed; False where nothing differs.

        `seen` is what the writer last saw stored: where somebody else has written since, nothing is, and
        RecordsFault("changed") says so. Not an undo step of the visit: each field undoes its own typing. Raises
        RecordsFault and Refused.
        """
        text = tidy_text(text)
        stored, revision = self._desk.store.note(visit_id)[section]
        if text == stored:
            return False
        draft_only(self._desk.store.visit(visit_id))
        if seen is not None and stored != seen:
            raise changed_meanwhile("This part of the note was written in another window in the meantime.")
        record = NoteSection(
            NoteSection.id_of(visit_id, section), visit_id, section, stored, max(revision, 1)
        )
        change = (
            changed(record, text=text)
            if revision
            else Change(None, NoteSection(record.id, visit_id, section, text, 1))
        )
        self._desk.commit([change], "save note", scope=visit_id, origin=origin)
        return True
