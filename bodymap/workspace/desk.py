"""The desk: what every verb shares. It builds a transaction, has it committed, keeps the history, tells who listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar, cast

from bodymap.charting.edits import (
    Change,
    Edit,
    EditKind,
    EditLine,
    Stacks,
    Transaction,
    changed,
    created,
    restored,
)
from bodymap.charting.faults import NotNeedled, RecordsFault
from bodymap.charting.kinds import Record, kind_of
from bodymap.charting.records import Patient, Therapist, Visit, new_id, now
from bodymap.workspace.changes import Changed, Notices
from bodymap.workspace.protocol import RecordsStore

R = TypeVar("R", bound=Record)


class Desk:
    """One person at one set of records. `therapist` is who charts now; `clock` is replaced in tests."""

    def __init__(self, store: RecordsStore, clock: Callable[[], datetime] = now) -> None:
        self.store = store
        self.clock = clock
        self.notices = Notices()
        self._stacks: dict[str, Stacks] = {}
        self._steps: dict[str, int] = {}
        self._steps_made: list[tuple[str, EditKind]] = []
        self._all_the_same = ""
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
        if self._all_the_same and any(one.kind == "mark" and one.before is None for one in changes):
            visit = self.store.visit(self._all_the_same)
            if visit.not_needled:
                changes = [changed(visit, not_needled=""), *changes]
                name += ", needled all the same"
        self._refuse_restricted(changes)
        at = self.clock()
        edit = None
        if name:
            edit = Edit(new_id(), scope, name, tuple(changes), at, self.therapist.id, kind, of)
        # The stacks are read before the commit, so that the new edit is not counted twice.
        stacks = self.stacks(scope) if edit else None
        self.store.apply(Transaction(tuple(changes), at, self.therapist.id, action, edit))
        if edit and stacks:
            stacks.add(EditLine(edit.id, edit.name, edit.kind, edit.of))
            # An undo or redo is about the edit that it names: that is what is moved up in the order.
            self._steps[of or edit.id] = len(self._steps_made)
            self._steps_made.append((scope, kind))
        self.notices.tell(Changed.from_changes(changes, scope, origin))

    @contextmanager
    def needled_all_the_same(self, visit_id: str) -> Iterator[None]:
        """A mark made within takes back, in its own undo step, that nothing was needled at this visit."""
        self._all_the_same = visit_id
        try:
            yield
        finally:
            self._all_the_same = ""

    def to_be_needled(self, visit: Visit) -> None:
        """Raise as `draft_only` does, and NotNeedled where the visit says that nothing was needled and has no marks: a
        stray press must not turn a patient who was sent away into one who was needled."""
        draft_only(visit)
        if not visit.not_needled or visit.id == self._all_the_same:
            return
        if not self.store.marks_of(visit.id):  # read only where it matters: this is asked at each click
            raise NotNeedled(
                visit.id,
                f"This visit says that nothing was needled: {visit.not_needled.rstrip('.')}. Nothing was marked.",
            )

    @property
    def restricted(self) -> frozenset[str]:
        """The ids of the patients whose records are kept but not used, read now: another window may have said so."""
        return frozenset(one.patient_id for one in self.store.select("restriction"))

    def _refuse_restricted(self, changes: Sequence[Change]) -> None:
        """Raise RecordsFault("restricted") for a change of a restricted patient's record."""
        restricted = self.restricted
        if not restricted:
            return
        for change in changes:
            if change.kind in ("restriction", "merge"):
                continue
            for record in (change.before, change.after):
                if record is not None and self._patient_of(record) in restricted:
                    raise RecordsFault(
                        "restricted",
                        "This patient's record is restricted: it is kept, and nothing of it is changed or added.",
                        "Everything in it is kept.",
                        "Lift the restriction first, in the menu under Patients, The whole record.",
                    )

    def _patient_of(self, record: Record) -> str:
        if isinstance(record, Patient):
            return record.id
        if (patient_id := getattr(record, "patient_id", None)) is not None:
            return str(patient_id)
        visit_id = getattr(record, "visit_id", None)
        return self.store.visit(visit_id).patient_id if visit_id else ""

    def put(self, record: R, action: str, *, scope: str = "", name: str = "", origin: object = None) -> R:
        """Have this record stand as it is given, made or changed from what is stored (a removed one comes back); the
        record as it stands then. Nothing is written where nothing differs."""
        change = self.change_to(record)
        if change is not None:
            self.commit([change], action, scope=scope, name=name, origin=origin)
        elif record.removed:
            return record  # never there, and not wanted there
        return cast(R, self.current(record))

    def change_to(self, record: Record) -> Change | None:
        """The change that makes this record stand as it is given; None where it stands so."""
        try:
            before = self.current(record)
        except KeyError:
            return None if record.removed else created(record)
        if replace(record, revision=before.revision) == before:
            return None
        return Change(before, replace(record, revision=before.revision + 1))

    def take_out(
        self, record: Record, action: str, *, scope: str = "", name: str = "", origin: object = None
    ) -> None:
        """The record removed, never erased; undo of the scope brings it back."""
        before = self.current(record)
        if not before.removed:
            self.commit([changed(before, removed=True)], action, scope=scope, name=name, origin=origin)

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

    @property
    def steps(self) -> int:
        """How many undo steps were made since the program began: what `scope_to_undo` counts from."""
        return len(self._steps_made)

    def scope_to_undo(self, scope: str, other: str, since: int = 0) -> str:
        """Which of two scopes holds what was done last: a visit and its patient, whose zones, answers and consent are
        edits of the patient. The other's edits count only from the step `since` on, so that undo in a visit never
        takes back what was written about the patient long before."""
        return other if self._step_of(other, since) > max(self._step_of(scope), -1) else scope

    def scope_to_redo(self, scope: str, other: str, since: int = 0) -> str:
        """Which of the two holds what was undone last; the other's only while nothing was done after it."""
        undone = self._step_of(other, since, redo=True)
        done = len(self._steps_made) - 1
        while done >= 0:
            of, kind = self._steps_made[done]
            if kind is EditKind.DO and of in (scope, other):
                break
            done -= 1
        return other if undone > max(self._step_of(scope, redo=True), done) else scope

    def _step_of(self, scope: str, since: int = 0, *, redo: bool = False) -> int:
        """When, in steps of this start, the edit that undo (or redo) would take was last done or undone; -1 for one of
        before or for none."""
        stacks = self.stacks(scope)
        line = stacks.to_redo if redo else stacks.to_undo
        step = self._steps.get(line.id, -1) if line is not None else -1
        return step if step >= since else -1

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


def changed_meanwhile(happened: str) -> RecordsFault:
    """Somebody else wrote what is about to be written, since it was last looked at here."""
    return RecordsFault(
        "changed",
        happened,
        "Nothing was written; what is stored is unharmed.",
        "Look at it as it stands now and say it again.",
    )


def draft_only(visit: Visit) -> None:
    """Raise RecordsFault("locked") for a visit that is signed, "changed" for one that was removed."""
    if visit.removed:
        raise RecordsFault(
            "changed",
            "This visit was taken out of the lists in the meantime.",
            "Everything in it is kept.",
            "Undo brings it back; then say it again.",
        )
    if visit.status.value != "draft":
        raise RecordsFault(
            "locked",
            "This visit is signed and cannot be changed.",
            "Everything in it is kept.",
            "What is missing can be written as an addendum in a later version.",
        )
