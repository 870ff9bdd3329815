"""What the workspace asks of a store. One contract suite holds every store to it (tests/store/contract.py)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from bodymap.charting.audit import AuditHead, ChainState, Step
from bodymap.charting.edits import Edit, EditLine, Transaction
from bodymap.charting.found import FoundPatients
from bodymap.charting.kinds import Record
from bodymap.charting.records import (
    Clinic,
    Defaults,
    Mark,
    NeedlesOut,
    Patient,
    Section,
    TargetKind,
    Therapist,
    Visit,
)

__all__ = ["AuditHead", "RecordsStore"]


class RecordsStore(Protocol):
    """The records of one vault. Every method may raise RecordsFault; reads of an unknown id raise KeyError."""

    def apply(self, transaction: Transaction) -> None:
        """Commit records, edit and audit rows together, durably, before returning.

        Raises RecordsFault("changed") when a record's stored revision is not the one the change starts from; then
        nothing is written.
        """

    def record(self, kind: str, record_id: str) -> Record:
        """The record of that kind as it is stored now, removed ones included."""

    def select(self, kind: str, **fields: str | None) -> Sequence[Any]:
        """The records of that kind, not removed, whose text fields have these values (`visit_id="..."`), in the order
        in which they were first stored."""

    def select_ever(self, kind: str, **fields: str | None) -> Sequence[Any]:
        """The same, those that were removed included."""

    def clinic(self) -> Clinic: ...
    def therapists(self) -> Sequence[Therapist]:
        """Those not removed, by name."""

    def therapist(self, therapist_id: str) -> Therapist: ...
    def patient(self, patient_id: str) -> Patient: ...
    def visit(self, visit_id: str) -> Visit: ...
    def mark(self, mark_id: str) -> Mark: ...
    def note(self, visit_id: str) -> dict[Section, tuple[str, int]]:
        """Each section's text and revision ("" and 0 where nothing was ever written)."""

    def marks_of(self, visit_id: str) -> Sequence[Mark]:
        """The marks not removed, by ordinal."""

    def next_ordinal(self, visit_id: str) -> int:
        """One more than the highest ordinal ever given in this visit, removed marks included."""

    def last_mark(self, therapist_id: str) -> Mark | None:
        """The newest mark (not removed) in any visit of this therapist."""

    def last_mark_of(self, patient_id: str, kind: TargetKind, target_id: str, until: date) -> Mark | None:
        """The newest mark (not removed) of this target in this patient's visits up to that day, whatever its side."""

    def last_mark_in(self, visit_id: str) -> Mark | None:
        """The visit's mark (not removed) with the highest ordinal."""

    def needles_out_of(self, visit_id: str) -> Sequence[NeedlesOut]:
        """What was counted out in this visit, not removed, by body part."""

    def last_lot(self, therapist_id: str) -> Visit | None:
        """This therapist's newest visit (not removed) that names a lot."""

    def defaults_of(self, therapist_id: str | None) -> Sequence[Defaults]:
        """The therapist's defaults, or the clinic's for None; not removed, by target."""

    def visits_of(self, patient_id: str) -> Sequence[Visit]:
        """Those not removed, newest first (by date, then by when they were made)."""

    def visits_on(self, day: date) -> Sequence[Visit]:
        """Those not removed, newest first."""

    def all_visits(self) -> Iterator[Visit]:
        """Those not removed, newest first."""

    def mark_counts(self, visit_ids: Sequence[str]) -> dict[str, int]:
        """How many marks, not removed, each visit has."""

    def find_patients(self, text: str, limit: int = 50) -> FoundPatients:
        """Patients any part of whose name, date of birth or clinic id holds every word of `text`.

        Case and accents are folded. Empty text lists those seen most recently. Answers from a list in memory.
        """

    def like_patients(self, patient: Patient) -> Sequence[Patient]:
        """Others who may be the same person: same clinic id, or same folded name and date of birth (or one unknown)."""

    def edits_of(self, scope: str) -> Sequence[EditLine]:
        """The scope's edits in the order they were made."""

    def edit(self, edit_id: str) -> Edit: ...
    def audit_head(self) -> AuditHead: ...
    def steps_of(self, kind: str, ids: Sequence[str]) -> Sequence[Step]:
        """All that the audit holds of these records of one kind, in the order in which it was written."""

    def touched_since(self, kind: str, ids: Sequence[str], since: datetime) -> Sequence[str]:
        """Those of these records of one kind that the audit holds an entry of from that moment on."""

    def visits_left(self, patient_id: str) -> Sequence[str]:
        """The ids of visits that were this patient's once and are another's now."""

    def verify_audit(self, progress: Callable[[int, int], bool] | None = None) -> ChainState:
        """Every link of the audit's chain and every value held against its digest: seconds for a year of records.
        `progress` is told how many entries of how many were looked at; where it says False, Cancelled is raised."""

    def warm(self) -> Iterator[None]:
        """Get ready for finding, a few milliseconds at each step; at its end at once where all is ready."""

    def idle(self) -> None:
        """Housekeeping for quiet moments; a fault only puts it off."""

    def close(self) -> None:
        """Let go of the records: key, connection, folded list and folder lock. Harmless when done twice."""
