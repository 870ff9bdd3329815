"""The desk: what every verb shares. It builds a transaction, has it committed, keeps the history, tells who listens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from bodymap.charting.edits import Change, Edit, EditKind, EditLine, Stacks, Transaction, created, restored
from bodymap.charting.faults import RecordsFault
from bodymap.charting.kinds import Record, kind_of
from bodymap.charting.records import Therapist, Visit, new_id, now
from bodymap.workspace.changes import Changed, Notices
from bodymap.workspace.protocol import RecordsStore


class Desk:
    """One person at one set of records. `therapist` is who charts now; `clock` is replaced in tests."""

    def __init__(self, store: RecordsStore, clock: Callable[[], datetime] = now) -> None:
        self.store = store
        self.clock = clock
        self.notices = Notices()
        self._stacks: dict[str, Stacks] = {}
        self.therapist = self._first_therapist()

    def today(self) -> date:
        """The calendar day where the computer stands."""
        return self.clock().astimezone().date()

    def commit(
        self,
        changes: Sequence[Change],
        action: str,
        *,
        scope: str = "",
        name: str = "",
        kind: EditKind = EditKind.DO,
        of: str | None = None,
        origin: object = None,
    ) -> None:
        """Have these changes committed, then told; with a `name` they are an undo step of `scope`."""
        at = self.clock()
        edit = None
        if name:
            edit = Edit(new_id(), scope, name, tuple(changes), at, self.therapist.id, kind, of)
        # The stacks are read before the commit, so that the new edit is not counted twice.
        stacks = self.stacks(scope) if edit else None
        self.store.apply(Transaction(tuple(changes), at, self.therapist.id, action, edit))
        if edit and stacks:
            stacks.add(EditLine(edit.id, edit.name, edit.kind, edit.of))
        self.notices.tell(Changed.from_changes(changes, scope, origin))

    # -- undo ------------------------------------------------------------------------------------------------------

    def stacks(self, scope: str) -> Stacks:
        """What can be undone and redone in this scope, since its first edit ever."""
        if scope not in self._stacks:
            self._stacks[scope] = Stacks(self.store.edits_of(scope))
        return self._stacks[scope]

    def undo_name(self, scope: str) -> str:
        """What undo would take back ("move of R infraspinatus"), or nothing."""
        line = self.stacks(scope).to_undo
        return line.name if line else ""

    def redo_name(self, scope: str) -> str:
        line = self.stacks(scope).to_redo
        return line.name if line else ""

    def undo(self, scope: str, origin: object = None) -> str:
        """Take back the newest edit of the scope; its name, or nothing where there is none."""
        return self._step(scope, self.stacks(scope).to_undo, EditKind.UNDO, origin)

    def redo(self, scope: str, origin: object = None) -> str:
        """Do again what was last taken back; its name, or nothing."""
        return self._step(scope, self.stacks(scope).to_redo, EditKind.REDO, origin)

    def _step(self, scope: str, line: EditLine | None, kind: EditKind, origin: object) -> str:
        if line is None:
            return ""
        edit = self.store.edit(line.id)
        forward = kind is EditKind.REDO
        order = edit.changes if forward else tuple(reversed(edit.changes))
        changes = [restored(change, self.current(change.after), forward=forward) for change in order]
        self.commit(changes, kind.value, scope=scope, name=line.name, kind=kind, of=line.id, origin=origin)
        return line.name

    def current(self, record: Record) -> Record:
        """The record as it is stored now."""
        return self.store.record(kind_of(record), record.id)

    # -- who charts -------------------------------------------------------------------------------------------------

    def _first_therapist(self) -> Therapist:
        """The first by name; on new records one without a name is made, so that nothing blocks the first visit."""
        known = self.store.therapists()
        if known:
            return known[0]
        therapist = Therapist(new_id())
        self.store.apply(Transaction((created(therapist),), self.clock(), therapist.id, "first therapist"))
        return therapist


def draft_only(visit: Visit) -> None:
    """Raise RecordsFault("locked") for a visit that is signed."""
    if visit.status.value != "draft":
        raise RecordsFault(
            "locked",
            "This visit is signed and cannot be changed.",
            "Everything in it is kept.",
            "What is missing can be written as an addendum in a later version.",
        )
