"""Patients kept tidy: two records of one patient merged, a record restricted, old ones proposed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bodymap.charting.records import Patient
from bodymap.charting.wording import day as in_words


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


class Keep(StrEnum):
    """Which of two records' particulars stays: that of the record that remains, of the other, or both."""

    REMAINING = "remaining"
    OTHER = "other"
    BOTH = "both"


PARTICULARS: Mapping[str, tuple[str, ...]] = {
    "Name": ("family_name", "given_names"),
    "Date of birth": ("date_of_birth",),
    "Sex": ("sex",),
    "Dominant side": ("dominant_side",),
    "Clinic id": ("clinic_id",),
    "Phone": ("phone",),
    "Email": ("email",),
    "Address": ("address",),
    "Alerts": ("alerts",),
}
"""What is kept of either record as one: a name is not put together of two."""


@dataclass(frozen=True, slots=True)
class Particular:
    """One line of two records beside one another: what each says, in words, and what stays unless somebody chooses.
    There is a choice only where both say something, and not the same; of alerts none is lost."""

    name: str
    remaining: str
    other: str
    keep: Keep

    @property
    def is_choice(self) -> bool:
        return (
            bool(self.remaining and self.other)
            and self.remaining != self.other
            and self.keep is not Keep.BOTH
        )


def beside(remaining: Patient, other: Patient) -> tuple[Particular, ...]:
    """The particulars of two records, those that neither says left out."""
    found = []
    for name, names in PARTICULARS.items():
        here, there = _said(remaining, names), _said(other, names)
        if here or there:
            keep = Keep.OTHER if there and not here else Keep.REMAINING
            if name == "Alerts" and here and there and here != there:
                keep = Keep.BOTH
            found.append(Particular(name, here, there, keep))
    return tuple(found)


def _said(patient: Patient, names: tuple[str, ...]) -> str:
    if names == ("family_name", "given_names"):
        return patient.name
    value = getattr(patient, names[0])
    return in_words(value) if isinstance(value, date) else str(value or "")


def kept(remaining: Patient, other: Patient, choices: Mapping[str, Keep]) -> dict[str, Any]:
    """The fields of the remaining record that a merge changes. `choices` are by the name of the particular; a choice of
    what a record does not say is no choice."""
    values: dict[str, Any] = {}
    for line in beside(remaining, other):
        keep = choices.get(line.name, line.keep) if line.is_choice else line.keep
        names = PARTICULARS[line.name]
        if keep is Keep.OTHER:
            values |= {name: getattr(other, name) for name in names}
        elif keep is Keep.BOTH:
            values[names[0]] = _joined(getattr(remaining, names[0]), getattr(other, names[0]))
    return {name: value for name, value in values.items() if value != getattr(remaining, name)}


def _joined(one: str, other: str) -> str:
    """The lines of both, each once."""
    lines = [line.strip() for line in (*one.splitlines(), *other.splitlines())]
    return "\n".join(_first_of_each(lines))


def _first_of_each(lines: Iterable[str]) -> Iterable[str]:
    seen: dict[str, str] = {}
    for line in lines:
        if line:
            seen.setdefault(line.casefold(), line)
    return seen.values()


@dataclass(frozen=True, slots=True)
class Holds:
    """What one record brings to a merge: visits with the first and last day, and counts of what follows the patient."""

    visits: int = 0
    first: date | None = None
    last: date | None = None
    signed: int = 0
    counts: Mapping[str, int] | None = None

    @property
    def visits_in_words(self) -> str:
        """3 visits, 12 Nov 2024 to 3 Mar 2026; 1 signed."""
        if not self.visits or self.first is None or self.last is None:
            return "no visits"
        said = f"{self.visits} {'visit' if self.visits == 1 else 'visits'}, {in_words(self.first)}"
        if self.last != self.first:
            said += f" to {in_words(self.last)}"
        return said + (f"; {self.signed} signed" if self.signed else "")

    @property
    def follows_in_words(self) -> str:
        """2 precautions, 1 medicine, 1 consent."""
        said = []
        for kind, (one, many) in FOLLOWS.items():
            count = (self.counts or {}).get(kind, 0)
            if count:
                said.append(f"{count} {one if count == 1 else many}")
        return ", ".join(said) or "nothing else"


FOLLOWS: Mapping[str, tuple[str, str]] = {
    "precaution_answer": ("precaution", "precautions"),
    "medication": ("medicine", "medicines"),
    "avoid_zone": ("avoid-zone", "avoid-zones"),
    "consent": ("written consent", "written consents"),
    "complaint": ("complaint", "complaints"),
    "plan": ("treatment plan", "treatment plans"),
}
"""What follows a patient, one and many; precautions are those answered yes."""


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
    `last_seen` is the last visit, or the day the record was made where there is none; `kept_until` the last day.
    `years` and `of_age` are the clinic's rule that this comes of."""

    patient: Patient
    last_seen: date
    visits: int
    kept_until: date
    years: int = 0
    of_age: int = 18

    @property
    def why(self) -> str:
        """Last visit 3 Mar 2010, as a minor; of age on 1 Jun 2014; kept 10 years after that."""
        born = self.patient.date_of_birth
        said = "Last visit" if self.visits else "No visit; record made"
        said += f" {in_words(self.last_seen)}"
        kept = f"kept {self.years} {'year' if self.years == 1 else 'years'} after"
        if born is None:
            return f"{said}; date of birth not recorded; {kept} it."
        grown = _years_later(born, self.of_age)
        if grown > self.last_seen:
            return f"{said}, as a minor; of age on {in_words(grown)}; {kept} that."
        return f"{said}; {kept} it."


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


def in_order_of_time(
    patients: Iterable[tuple[Patient, date, int]], years: int | None, of_age: int
) -> tuple[Proposal, ...]:
    """Every record with the last day of its time, the earliest first; none where there is no rule."""
    if years is None:
        return ()
    found = [
        Proposal(
            patient,
            last,
            visits,
            kept_until(patient.date_of_birth, last, years, of_age),
            years,
            of_age,
        )
        for patient, last, visits in patients
        if not patient.removed
    ]
    return tuple(sorted(found, key=lambda p: (p.kept_until, p.patient.id)))
