"""Invented people and visits for the store's tests, and transactions in one line."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from bodymap.charting.edits import Change, Edit, EditKind, Transaction, changed, created
from bodymap.charting.records import (
    Mark,
    NeedleSize,
    NoteSection,
    Patient,
    Point,
    Section,
    Side,
    Target,
    TargetKind,
    Therapist,
    Visit,
    new_id,
)

MORNING = datetime(2026, 3, 2, 8, 0, 0, 250000, tzinfo=UTC)


@dataclass
class Practice:
    """A store with one therapist, one patient and one visit, and a clock that ticks at each use."""

    store: Any
    therapist: Therapist = field(default_factory=lambda: Therapist(new_id(), "Vera Nadel", "PT 4711"))
    patient: Patient = field(
        default_factory=lambda: Patient(
            new_id(), "Quillfeather", "Zenobia", date(1971, 5, 9), clinic_id="QX-0815", created_at=MORNING
        )
    )
    ticks: Any = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.visit = Visit(new_id(), self.patient.id, self.therapist.id, date(2026, 3, 2), created_at=MORNING)

    def begin(self) -> Practice:
        """Store the three."""
        self.do(created(self.therapist), created(self.patient), created(self.visit), edit=False)
        return self

    def now(self) -> datetime:
        return MORNING + timedelta(milliseconds=next(self.ticks))

    def transaction(
        self,
        *changes: Change,
        edit: bool = True,
        kind: EditKind = EditKind.DO,
        of: str | None = None,
        action: str = "change",
    ) -> Transaction:
        at = self.now()
        made = (
            Edit(new_id(), self.visit.id, action, changes, at, self.therapist.id, kind, of) if edit else None
        )
        return Transaction(changes, at, self.therapist.id, action, made)

    def do(self, *changes: Change, **more: Any) -> Transaction:
        transaction = self.transaction(*changes, **more)
        self.store.apply(transaction)
        return transaction

    def mark(self, ordinal: int = 1, **values: Any) -> Mark:
        """A mark, not stored yet."""
        return Mark(
            **{
                "id": new_id(),
                "visit_id": self.visit.id,
                "ordinal": ordinal,
                "target": Target(TargetKind.MUSCLE, "infraspinatus", "Infraspinatus", "infraspinatus"),
                "side": Side.RIGHT,
                "point": Point("posterior", 1, 1, -81.234, 1302.5),
                "needle": NeedleSize(300, 40),
                "created_at": self.now(),
                **values,
            },
        )

    def note(self, text: str, section: Section = Section.SUBJECTIVE) -> Change:
        """The change of a section of the note to this text, from whatever stands there."""
        record = self.section(section)
        return changed(record, text=text) if record.revision else created(replace(record, text=text))

    def section(self, section: Section = Section.SUBJECTIVE) -> NoteSection:
        """A section of the note as it stands."""
        text, revision = self.store.note(self.visit.id)[section]
        return NoteSection(NoteSection.id_of(self.visit.id, section), self.visit.id, section, text, revision)
