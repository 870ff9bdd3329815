"""The report of a course: what was needled how often, how pain and motion went, what else happened. Plain data.

It says what was done and what was measured, one beside the other; that one brought about the other it never says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bodymap.charting.courses import Series, Value, change_between
from bodymap.charting.events import AdverseEvent
from bodymap.charting.measures import in_words
from bodymap.charting.outcomes import Stage
from bodymap.charting.plans import TreatmentPlan
from bodymap.charting.records import Clinic, Mark, Patient, Therapist, Visit
from bodymap.charting.told import event_lines
from bodymap.charting.wording import day, details, needle, side


@dataclass(frozen=True, slots=True)
class Needled:
    """A target on one side: in how many visits, and with what it was needled last, when, and in
    which visit (id)."""

    target_id: str
    name: str
    side: str
    visits: int
    last: str
    last_on: str
    last_in: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A course ready for layout. `kind` is its title; `series` hold at least one value in these visits; `events` are
    lines; `summary` is the sentence that the therapist may change."""

    kind: str
    clinic: Clinic
    patient_name: str
    facts: tuple[tuple[str, str], ...]
    therapist: str
    summary: str
    visits: tuple[tuple[str, date], ...]
    needled: tuple[Needled, ...]
    series: tuple[Series, ...]
    events: tuple[str, ...]
    made_at: datetime


PROGRESS, DISCHARGE = "Progress report", "Discharge summary"


def report_of(
    *,
    clinic: Clinic,
    patient: Patient,
    therapist: Therapist,
    plan: TreatmentPlan | None,
    visits: Sequence[Visit],
    marks: Mapping[str, Sequence[Mark]],
    series: Sequence[Series],
    events: Sequence[AdverseEvent],
    made_at: datetime,
    discharge: bool = False,
    summary: str | None = None,
) -> Report:
    """The report of these visits, the oldest first. Without a `summary` one is made of the facts."""
    ids = {visit.id for visit in visits}
    kept = tuple(one for found in series if (one := _within(found, ids)).values)
    needled = needled_of(visits, marks)
    days = {visit.id: visit.date for visit in visits}
    lines = [
        f"{day(days[event.visit_id])}: {line}"
        for event in events
        if event.visit_id in days
        for line in event_lines([event])
    ]
    who = ", ".join(part for part in (therapist.name, therapist.licence) if part)
    return Report(
        DISCHARGE if discharge else PROGRESS,
        clinic,
        patient.name,
        _facts(patient, plan, visits, who),
        who,
        made_summary(plan, visits, needled, kept, len(lines)) if summary is None else summary,
        tuple((visit.id, visit.date) for visit in visits),
        needled,
        kept,
        tuple(lines),
        made_at,
    )


def _within(series: Series, visit_ids: set[str]) -> Series:
    values = tuple(value for value in series.values if value.visit_id in visit_ids)
    return Series(
        series.key, series.name, series.unit, series.better, series.important, series.source, values
    )


def needled_of(visits: Sequence[Visit], marks: Mapping[str, Sequence[Mark]]) -> tuple[Needled, ...]:
    """Each target and side, the most often needled first."""
    often: Counter[tuple[str, str]] = Counter()
    last: dict[tuple[str, str], tuple[Mark, Visit]] = {}
    for visit in visits:
        here = {(mark.target.id, side(mark.side)): mark for mark in marks.get(visit.id, ())}
        often.update(here.keys())
        last |= {key: (mark, visit) for key, mark in here.items()}
    found = []
    for key, count in often.items():
        mark, visit = last[key]
        settings = " · ".join(part for part in (needle(mark.needle), details(mark)) if part)
        name = mark.target.name[:1].upper() + mark.target.name[1:]
        found.append(Needled(key[0], name, key[1], count, settings, day(visit.date), visit.id))
    return tuple(sorted(found, key=lambda one: (-one.visits, one.name, one.side)))


def _facts(
    patient: Patient, plan: TreatmentPlan | None, visits: Sequence[Visit], who: str
) -> tuple[tuple[str, str], ...]:
    diagnosis = goals = suggested = ""
    if plan is not None:
        diagnosis = ", ".join(part for part in (plan.diagnosis, plan.side.word) if part)
        diagnosis += f" ({plan.icd10})" if plan.icd10 else ""
        goals = plan.goals
        suggested = f" of {plan.visits_suggested} suggested" if plan.visits_suggested else ""
    first, last = (day(visits[0].date), day(visits[-1].date)) if visits else ("", "")
    span = first if first == last else f"{first} to {last}"
    facts = (
        ("Date of birth", day(patient.date_of_birth)),
        ("Clinic id", patient.clinic_id),
        ("Diagnosis", diagnosis),
        ("Goals", goals),
        ("Visits", f"{len(visits)}{suggested}, {span}" if visits else "none"),
        ("Therapist", who),
    )
    return tuple(fact for fact in facts if fact[1])


def made_summary(
    plan: TreatmentPlan | None,
    visits: Sequence[Visit],
    needled: Sequence[Needled],
    series: Sequence[Series],
    events: int,
) -> str:
    """Some sentences of facts, to be changed by whoever signs them."""
    many = "1 visit" if len(visits) == 1 else f"{len(visits)} visits"
    about = f" for {plan.diagnosis}" if plan is not None and plan.diagnosis else ""
    said = [f"{many} with dry needling{about}."]
    if needled:
        most = [f"{one.name.lower()} {one.side}".strip() + f" ({one.visits})" for one in needled[:3]]
        if needled[0].visits > 1:
            said.append(f"Needled most often, with the number of visits: {', '.join(most)}.")
    for one in series[:4]:
        first, last = ends(one)
        if first.visit_id == last.visit_id:
            continue
        change = change_between(one, first, last)
        matters = ""
        if one.important is not None:
            word = "at least" if abs(change.by) >= one.important else "less than"
            matters = f", {word} the {in_words(one.important)} that matter"
        unit = one.unit if one.unit[:1] in ("/", "°", "%", "") else f" {one.unit}"
        said.append(
            f"{one.name}: {in_words(first.tenths)}{unit} at the first visit, "
            f"{in_words(last.tenths)}{unit} at the last{matters}."
        )
    said.append(
        "No adverse event was recorded."
        if not events
        else f"{events} adverse {'event was' if events == 1 else 'events were'} recorded."
    )
    return " ".join(said)


def ends(series: Series) -> tuple[Value, Value]:
    """The first and the last value, before the needles where it was measured then."""
    before = [value for value in series.values if value.stage is Stage.BEFORE] or list(series.values)
    return before[0], before[-1]
