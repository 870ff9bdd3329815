"""Treatment plans: the course that visits may belong to, and what was decided when it was looked at again."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from bodymap import assets
from bodymap.atlas.catalogue import read_table
from bodymap.charting.faults import Refused
from bodymap.charting.found import fold
from bodymap.charting.places import Laterality
from bodymap.charting.records import Visit
from bodymap.charting.wording import day as day_in_words


class Decision(StrEnum):
    """What comes of looking at the course again."""

    GO_ON = "go_on"
    CHANGE = "change"
    DISCHARGE = "discharge"


DISCHARGED = "discharged"
"""Why a plan ended whose end was decided at a visit, until the therapist says more."""


@dataclass(frozen=True, slots=True)
class TreatmentPlan:
    """A patient's course. `visits_suggested`, `weeks` and the rest are what the therapist says; nothing is prefilled.

    `icd10` holds ICD-10-CM codes where a clinic wants them, with commas between (`read_icd10`). `certified_on` to
    `certified_until` where a payer needs it.
    `summary` is how the therapist sums the course up for the report, written on `summary_on`; "" for the draft.
    """

    id: str
    patient_id: str
    diagnosis: str
    side: Laterality = Laterality.NOT_RECORDED
    icd10: str = ""
    goals: str = ""
    visits_suggested: int | None = None
    frequency: str = ""
    weeks: int | None = None
    starts_on: date | None = None
    certified_on: date | None = None
    certified_until: date | None = None
    ended_on: date | None = None
    ended_why: str = ""
    summary: str = ""
    summary_on: date | None = None
    revision: int = 1
    removed: bool = False


@dataclass(frozen=True, slots=True)
class PlanReview:
    """What was decided at a visit about the plan. Its id is "VISIT:review"."""

    id: str
    visit_id: str
    plan_id: str
    decision: Decision
    note: str = ""
    revision: int = 1
    removed: bool = False

    @staticmethod
    def id_of(visit_id: str) -> str:
        return f"{visit_id}:review"


_CHANGES = {
    "diagnosis": "diagnosis",
    "side": "side",
    "icd10": "ICD-10-CM",
    "goals": "goals",
    "visits_suggested": "visits planned",
    "frequency": "frequency",
    "weeks": "weeks planned",
}


def plan_changes(before: TreatmentPlan, after: TreatmentPlan) -> str:
    """What of the plan is otherwise than before: visits planned: 4 → 6; goals: none → sleep through. "" for nothing."""

    def shown(plan: TreatmentPlan, name: str) -> str:
        value = getattr(plan, name)
        words = value.word if isinstance(value, Laterality) else str(value if value is not None else "")
        return " / ".join(words.split("\n")) or "none"

    ends = ((word, shown(before, name), shown(after, name)) for name, word in _CHANGES.items())
    return "; ".join(f"{word}: {was} \u2192 {now}" for word, was, now in ends if was != now)


@dataclass(frozen=True, slots=True)
class Condition:
    """A diagnosis or condition of the clinic's own list, beside those of assets/conditions.tsv."""

    id: str
    text: str
    icd10: str = ""
    revision: int = 1
    removed: bool = False


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """That a plan is to be looked at again at this visit, and why, in a sentence."""

    plan_id: str
    visit_number: int
    sentence: str
    at_end: bool


def treatments(visits: Sequence[Visit], without: Container[str]) -> dict[str, int]:
    """By the id of each of a plan's visits, the oldest first, how many treatments the plan had with it. Planned visits
    are treatments: one of those in `without`, at which nothing was needled, uses none up."""
    found, number = {}, 0
    for visit in visits:
        number += visit.id not in without
        found[visit.id] = number
    return found


def visit_of_plan(number: int, suggested: int | None, needled: bool) -> str:
    """Which visit of its plan it is: Visit 2 of 4 of this plan. `number` is that of the treatments with it."""
    if not needled:
        before = f"{number} {'was' if number == 1 else 'were'} before it" if number else "none was before it"
        of = f"is none of the {suggested} planned" if suggested else "is not counted in this plan"
        return f"Nothing was needled, so this visit {of}: {before}."
    if suggested and number > suggested:
        return f"Visit {number} of this plan: {suggested} {'was' if suggested == 1 else 'were'} planned."
    return f"Visit {number}{f' of {suggested}' if suggested else ''} of this plan."


def review_due(
    plan: TreatmentPlan,
    visit: Visit,
    visits: Sequence[Visit],
    reviewed: Iterable[PlanReview],
    review_visits: int,
    without: Container[str] = (),
) -> ReviewDue | None:
    """Whether the plan is due to be looked at again at this visit: from the visit after so many visits on (most
    patients notice an effect after two or three), and where the visits or the weeks suggested are over.

    `visits` are the plan's visits, the oldest first; those in `without` had no needles, and do not count. What was
    decided at this visit or, for the same reason, at an earlier one is not asked again.
    """
    ids = [one.id for one in visits]
    if plan.ended_on is not None or plan.removed or visit.id not in ids:
        return None
    counts = treatments(visits, without)
    number, here = counts[visit.id], ids.index(visit.id) + 1
    decided = {one.visit_id for one in reviewed if one.plan_id == plan.id and not one.removed}
    if visit.id in decided:
        return None
    over = plan_over(plan, number, visit.date, visit.id not in without)
    if over:
        # Decided once after the end, it is not asked at each visit that follows.
        since = next(n for n, one in enumerate(visits) if plan_over(plan, counts[one.id], one.date))
        return None if decided & set(ids[since:here]) else ReviewDue(plan.id, number, over, True)
    if review_visits and number >= review_visits and not decided & set(ids[:here]):
        which = f"Visit {number}" if visit.id not in without else f"{number} visits"
        return ReviewDue(
            plan.id, number, f"{which} of this plan: has it helped? Go on, change, or discharge.", False
        )
    return None


def plan_over(plan: TreatmentPlan, number: int, day: date, needled: bool = True) -> str:
    """A sentence where the visits or the weeks suggested are over at this visit, else nothing."""
    if plan.visits_suggested and number >= plan.visits_suggested:
        planned = f"the {plan.visits_suggested} that were planned"
        if not needled:
            return f"All of {planned} have been. Go on, change, or discharge."
        which = (
            "the last"
            if number == plan.visits_suggested
            else f"{number - plan.visits_suggested} more than the last"
        )
        return f"Visit {number} is {which} of {planned}. Go on, change, or discharge."
    if plan.weeks and plan.starts_on and day >= plan.starts_on + timedelta(weeks=plan.weeks):
        return f"The {plan.weeks} weeks that were planned are over. Go on, change, or discharge."
    return ""


def check_plan(plan: TreatmentPlan, today: date) -> None:
    """A plan has a diagnosis or condition, numbers that can be, and dates in their order. Raises Refused."""
    if not plan.diagnosis:
        raise Refused("diagnosis", "A plan needs a diagnosis or condition. A visit needs no plan.")
    if plan.visits_suggested is not None and not 1 <= plan.visits_suggested <= 99:
        raise Refused("visits_suggested", "Visits suggested: a number from 1 to 99.")
    if plan.weeks is not None and not 1 <= plan.weeks <= 104:
        raise Refused("weeks", "Duration: 1 to 104 weeks.")
    read_icd10(plan.icd10)
    if (
        plan.certified_until is not None
        and plan.certified_on is not None
        and plan.certified_until < plan.certified_on
    ):
        raise Refused("certified_until", "The certification would end before it begins. Check both dates.")
    if plan.starts_on is not None and plan.ended_on is not None and plan.ended_on < plan.starts_on:
        raise Refused("ended_on", "The plan would end before it begins. Check both dates.")
    if plan.ended_on is not None and plan.ended_on > today:
        raise Refused("ended_on", "This date lies in the future. A plan is ended on its day.")


ICD10 = re.compile(r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?")


MOST_CODES = 12
"""ICD-10-CM codes of one plan: as many as the claim form CMS-1500 has lines for (item 21)."""


def read_icd10(text: str) -> str:
    """One code or several as typed, in capitals, with their points, each once: m542, m25511 is M54.2, M25.511. Raises
    Refused, which names the one that is none."""
    codes: dict[str, None] = {}
    for part in re.split(r"[,;/\n]|\s+(?=[A-Za-z]\d)", text):
        code = part.upper().replace(" ", "")
        if len(code) > 3 and "." not in code:
            code = f"{code[:3]}.{code[3:]}"
        if code and not ICD10.fullmatch(code):
            raise Refused(
                "icd10",
                f"\u201c{part.strip()}\u201d is no ICD-10-CM code: a letter, two signs and after a point up to"
                " four more. Several stand with commas: M62.831, M25.551.",
            )
        codes |= {code: None} if code else {}
    if len(codes) > MOST_CODES:
        raise Refused("icd10", f"These are {len(codes)} codes. A plan may have {MOST_CODES}.")
    return ", ".join(codes)


def certification_on(plan: TreatmentPlan, day: date) -> str:
    """A sentence where the plan is not certified on that day, else nothing."""
    if plan.certified_on is None:
        return "The plan is not certified."
    if day < plan.certified_on:
        return f"The plan's certification begins on {day_in_words(plan.certified_on)}, after this visit."
    if plan.certified_until is not None and day > plan.certified_until:
        return f"The plan's certification ended on {day_in_words(plan.certified_until)}."
    return ""


# -- an athlete's event


def event_in_words(event: str, event_date: date | None, visit_date: date) -> str:
    """City run, 2 days after this visit. The event alone where it has no date."""
    if event_date is None:
        return event
    days = (event_date - visit_date).days
    many = "1 day" if abs(days) == 1 else f"{abs(days)} days"
    when = (
        "on the day of this visit" if days == 0 else f"{many} {'after' if days > 0 else 'before'} this visit"
    )
    return ", ".join(part for part in (event, f"{day_in_words(event_date)}, {when}") if part)


EVENT_KEPT_DAYS = 14
"""Days after an event during which it is still what a visit is about."""


def event_ahead(visits: Iterable[Visit], visit: Visit) -> tuple[str, date | None]:
    """The event that a visit is about: its own, else the one told last at an earlier visit of the patient, as long as
    it lies ahead or not `EVENT_KEPT_DAYS` behind. "" and None where there is none."""
    if visit.event or visit.event_date:
        return visit.event, visit.event_date
    told = [
        one
        for one in visits
        if one.id != visit.id
        and not one.removed
        and one.date <= visit.date
        and one.event_date is not None
        and (visit.date - one.event_date).days <= EVENT_KEPT_DAYS
    ]
    last = max(told, key=lambda one: one.date, default=None)
    return (last.event, last.event_date) if last is not None else ("", None)


def event_name(text: str) -> str:
    """What an athlete's event is called: whether a visit is before or after it follows from its day."""
    return re.sub(r"^(?:before|after)\s+(?:(?:the|a|her|his|their)\s+)?(?=\S)", "", text, flags=re.IGNORECASE)


def event_at_a_glance(event: str, event_date: date | None, visit_date: date) -> str:
    """City run in 9 days; City run today; City run 2 days ago."""
    if event_date is None:
        return event
    days = (event_date - visit_date).days
    many = "1 day" if abs(days) == 1 else f"{abs(days)} days"
    when = "today" if days == 0 else "tomorrow" if days == 1 else f"in {many}" if days > 0 else f"{many} ago"
    return f"{event or 'Event'} {when}"


def event_asked_about(event: str, event_date: date | None, visit_date: date) -> str:
    """A question where the event lies where it seldom does; else nothing. Usual are 2 to 3 days before an event and up
    to 3 days after it (clinic guides); further off may be right, and is asked about, not refused."""
    if event_date is None:
        return ""
    days = (event_date - visit_date).days
    what = event or "The event"
    if days < -14:
        return f"{what} was {-days} days before this visit. Is the date right?"
    if days in (0, 1):
        when = "today" if days == 0 else "tomorrow"
        return f"{what} is {when}: soreness can last one to two days. Is the date right?"
    if days > 366:
        return f"{what} is more than a year away. Is the date right?"
    return ""


# -- conditions


@dataclass(frozen=True, slots=True)
class KnownCondition:
    """A line of the list that a diagnosis is chosen from. `icd10` "" where no single code fits."""

    text: str
    icd10: str = ""
    words: str = ""


@cache
def shipped_conditions() -> tuple[KnownCondition, ...]:
    """assets/conditions.tsv, in its order."""
    return tuple(
        KnownCondition(row["text"], row["icd10"], row["words"])
        for _, row in read_table(assets.path("conditions.tsv"), ("text", "icd10", "words"))
    )


def find_conditions(text: str, conditions: Iterable[KnownCondition]) -> tuple[KnownCondition, ...]:
    """The conditions whose text, other words or code hold every word typed; those that begin so come first."""
    wanted = fold(text).split()
    found = [
        (not fold(one.text).startswith(fold(text).strip()), index, one)
        for index, one in enumerate(conditions)
        if all(word in fold(f"{one.text} {one.words} {one.icd10}") for word in wanted)
    ]
    return tuple(one for _, _, one in sorted(found, key=lambda entry: entry[:2]))
