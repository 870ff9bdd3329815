"""Patients kept tidy: two records of one patient merged, a record restricted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bodymap.charting.records import Patient


@dataclass(frozen=True, slots=True)
class Merge:
    """That the record of one patient was found to be another's too. `moved` names what changed hands ("visit:ID"),
    `copied` what was written anew ("precaution_answer:ID"), so that both can go back; `undone` that they did. `signed`
    are the moved visits that were signed already."""

    id: str
    from_id: str
    into_id: str
    moved: tuple[str, ...] = ()
    copied: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    made_at: datetime | None = None
    undone: bool = False
    revision: int = 1
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Restriction:
    """That a patient's record is kept but not used: nothing of it is changed or added.
    Its id is "PATIENT:restriction"."""

    id: str
    patient_id: str
    reason: str
    since: date | None = None
    revision: int = 1
    removed: bool = False

    @staticmethod
    def id_of(patient_id: str) -> str:
        return f"{patient_id}:restriction"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A patient's record that need not be kept any longer. It is only proposed: nothing is ever removed by itself.
    `last_seen` is the last visit, or the day the record was made where there is none; `kept_until` the last day."""

    patient: Patient
    last_seen: date
    visits: int
    kept_until: date


def kept_until(born: date | None, last_seen: date, years: int, of_age: int) -> date:
    """The last day on which a record must be kept: so many years after the last visit, for one seen as a minor after
    coming of age."""
    start = last_seen
    if born is not None:
        start = max(start, _years_later(born, of_age))
    return _years_later(start, years)


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def proposals(
    patients: Iterable[tuple[Patient, date, int]], today: date, years: int | None, of_age: int
) -> tuple[Proposal, ...]:
    """The records past their time, the longest past first. Each patient comes with the day last seen and visits."""
    if years is None:
        return ()
    found = [
        Proposal(patient, last, visits, kept_until(patient.date_of_birth, last, years, of_age))
        for patient, last, visits in patients
        if not patient.removed
    ]
    return tuple(
        sorted((p for p in found if p.kept_until < today), key=lambda p: (p.kept_until, p.patient.id))
    )
