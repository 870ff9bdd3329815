"""The clinic's policy: what it requires of a visit, and how long things hold. Nothing of it blocks charting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bodymap.charting.consent import ConsentState
from bodymap.charting.events import AdverseEvent, Harm
from bodymap.charting.meetings import Meeting, at_marks
from bodymap.charting.outcomes import Complaint, PainScore, RangeOfMotion, Stage
from bodymap.charting.plans import ReviewDue, TreatmentPlan, certification_on
from bodymap.charting.records import (
    Disposition,
    Ltr,
    Mark,
    Section,
    TargetKind,
    Tolerance,
    VerbalConsent,
    Visit,
)
from bodymap.charting.rules import out_and_stayed


class Requirement(StrEnum):
    """What a clinic may require of a visit before it is signed; each leads to a field of the screen."""

    MARKS = "marks"
    CONSENT = "consent"
    VERBAL_CONSENT = "verbal_consent"
    PRECAUTIONS = "precautions"
    OVERRIDES = "overrides"
    RESPONSE = "response"
    OPEN_EVENTS = "open_events"
    PAIN_BEFORE = "pain_before"
    PAIN_AFTER = "pain_after"
    MOTION = "motion"
    NEEDLE_SIZE = "needle_size"
    TWITCH = "twitch"
    NEEDLES_OUT = "needles_out"
    LOT = "lot"
    TOLERANCE = "tolerance"
    EVENTS = "events"
    AFTERCARE = "aftercare"
    NOTE = "note"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    CONDITION = "condition"
    DIAGNOSIS = "diagnosis"
    REVIEW = "review"
    CERTIFICATION = "certification"
    MINUTES = "minutes"
    NEXT_VISIT = "next_visit"
    THERAPIST = "therapist"


DEFAULT_REQUIREMENTS = (
    "marks",
    "consent",
    "verbal_consent",
    "precautions",
    "overrides",
    "open_events",
    "pain_before",
    "pain_after",
    "needle_size",
    "twitch",
    "needles_out",
    "lot",
    "events",
    "aftercare",
    "note",
    "assessment",
    "condition",
    "review",
    "therapist",
)
"""CLINICAL.md: consent and precautions by every source; each muscle by name and needle, with its twitch response;
lot and expiry of the needles, in equals out; whether anything adverse happened; aftercare; what is treated; what
was made of it and how it goes on; who treated. A visit needs no plan ("tune-up"), so a complaint is enough for
that. The rules of a clinic that has set its own stay as they are."""


@dataclass(frozen=True, slots=True)
class Policy:
    """There is one; its id is "policy". `consent_months` is how long a written consent holds, None for no end;
    `review_visits` after how many visits of a plan it is looked at again; `retention_years` after how many years
    without a visit a record is proposed for removal, counted from coming of age (`of_age`) for who was seen as a minor,
    None for never;
    `without_billing_help` takes the CPT counts off the screen; `certification` shows a plan's certification dates.
    """

    id: str = "policy"
    requires: tuple[str, ...] = DEFAULT_REQUIREMENTS
    consent_months: int | None = 12
    review_visits: int = 3
    without_billing_help: bool = False
    certification: bool = False
    retention_years: int | None = None
    of_age: int = 18
    revision: int = 1
    removed: bool = False

    @staticmethod
    def id_of() -> str:
        return "policy"


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that the policy requires and the visit lacks. `field` names the field of the screen that it leads to,
    `about` the record there (a mark's, a complaint's, an event's id; "" where there is one field only)."""

    requirement: Requirement
    sentence: str
    field: str
    about: str = ""


OF_NEEDLES = frozenset(
    {
        Requirement.MARKS,
        Requirement.VERBAL_CONSENT,
        Requirement.PAIN_BEFORE,
        Requirement.PAIN_AFTER,
        Requirement.NEEDLES_OUT,
        Requirement.LOT,
        Requirement.TOLERANCE,
        Requirement.EVENTS,
        Requirement.AFTERCARE,
    }
)
"""What is asked of a visit because it had needles: not where it was decided to needle nothing."""


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """What of a visit the policy looks at, read once; `pain_rows` are id and name of what pain is asked for;
    `note_lacks` which of assessment and plan are empty in the note."""

    visit: Visit
    visit_number: int
    marks: tuple[Mark, ...]
    consent: ConsentState
    screened: bool
    unanswered: int
    may_thin: tuple[str, ...]
    unreasoned: tuple[Meeting, ...]
    response_recorded: bool
    open_events: tuple[AdverseEvent, ...]
    events_here: tuple[AdverseEvent, ...]
    complaints: tuple[Complaint, ...]
    pain_rows: tuple[tuple[str, str], ...]
    pains: tuple[PainScore, ...]
    ranges: tuple[RangeOfMotion, ...]
    needles_differ: str
    note_written: bool
    note_lacks: tuple[Section, ...]
    therapist_named: bool
    plan: TreatmentPlan | None
    review: ReviewDue | None


def missing(policy: Policy, facts: VisitFacts) -> tuple[Missing, ...]:
    """What the policy requires and the visit lacks, in the order of `Requirement`, which is that of a visit."""
    found: list[Missing] = []
    needed = [one for one in Requirement if one not in OF_NEEDLES]
    for requirement in needed if facts.visit.without_needles(facts.marks) else Requirement:
        if requirement is Requirement.ASSESSMENT and found and found[-1].requirement is Requirement.NOTE:
            continue  # an empty note is one thing, said once
        if requirement.value in policy.requires:
            found += _LOOKS[requirement](facts)
    return tuple(found)


def _one(
    requirement: Requirement, lacking: bool, sentence: str, field: str, about: str = ""
) -> list[Missing]:
    return [Missing(requirement, sentence, field, about)] if lacking else []


def _marks(facts: VisitFacts) -> list[Missing]:
    return _one(Requirement.MARKS, not facts.marks, "Nothing is marked on the body.", "body")


def _consent(facts: VisitFacts) -> list[Missing]:
    return _one(Requirement.CONSENT, not facts.consent.valid, facts.consent.sentence, "consent")


def _verbal(facts: VisitFacts) -> list[Missing]:
    said = facts.visit.verbal_consent
    found = _one(
        Requirement.VERBAL_CONSENT,
        said is VerbalConsent.NOT_RECORDED,
        "Whether the patient agreed today is not recorded.",
        "verbal_consent",
    )
    return found + _one(
        Requirement.VERBAL_CONSENT,
        said is VerbalConsent.REFUSED and bool(facts.marks),
        "The patient refused today, but needles are marked.",
        "verbal_consent",
    )


def _precautions(facts: VisitFacts) -> list[Missing]:
    found = _one(
        Requirement.PRECAUTIONS,
        not facts.screened,
        "Precautions were not asked about at this visit.",
        "precautions",
    )
    found += [
        Missing(
            Requirement.PRECAUTIONS,
            f"Whether {name} thins the blood is not recorded.",
            "precautions",
        )
        for name in facts.may_thin
    ]
    many = "1 precaution was" if facts.unanswered == 1 else f"{facts.unanswered} precautions were"
    return found + _one(
        Requirement.PRECAUTIONS, bool(facts.unanswered), f"{many} never answered.", "precautions"
    )


def _overrides(facts: VisitFacts) -> list[Missing]:
    """One line for each precaution; it leads to the first mark that has no reason for it."""
    found: list[Missing] = []
    for key in dict.fromkeys(meeting.key for meeting in facts.unreasoned):
        met = [meeting for meeting in facts.unreasoned if meeting.key == key]
        found.append(
            Missing(
                Requirement.OVERRIDES,
                f"No reason is given for: {at_marks(met[0].sentence, [one.mark_id for one in met], facts.marks)}",
                "override",
                met[0].mark_id or key,
            )
        )
    return found


def _response(facts: VisitFacts) -> list[Missing]:
    return _one(
        Requirement.RESPONSE,
        facts.visit_number > 1 and not facts.response_recorded,
        "How it went after the last visit is not recorded.",
        "response",
    )


def _open_events(facts: VisitFacts) -> list[Missing]:
    return [
        Missing(
            Requirement.OPEN_EVENTS, f"{event.title} of an earlier visit is still open.", "event", event.id
        )
        for event in facts.open_events
    ]


def _pain(requirement: Requirement, stage: Stage, words: str) -> Callable[[VisitFacts], list[Missing]]:
    def look(facts: VisitFacts) -> list[Missing]:
        scored = {pain.complaint_id for pain in facts.pains if pain.stage is stage and pain.now is not None}
        field = f"pain_{stage.value}"
        if all(row == "" for row, _ in facts.pain_rows):
            return _one(requirement, not scored, f"Pain {words} is not recorded.", field)
        return [
            Missing(requirement, f"Pain {words} is not recorded: {title}.", field, row)
            for row, title in facts.pain_rows
            if row not in scored
        ]

    return look


def _motion(facts: VisitFacts) -> list[Missing]:
    return _one(Requirement.MOTION, not facts.ranges, "No range of motion is recorded.", "motion")


def _of_marks(
    requirement: Requirement, lacks: Callable[[Mark], bool], words: str, field: str
) -> Callable[[VisitFacts], list[Missing]]:
    """One line for all marks that lack something; it leads to the first of them."""

    def look(facts: VisitFacts) -> list[Missing]:
        lacking = [(n, mark) for n, mark in enumerate(facts.marks, 1) if lacks(mark)]
        if not lacking:
            return []
        numbers = ", ".join(str(n) for n, _ in lacking[:8]) + (" ..." if len(lacking) > 8 else "")
        marks = "Mark" if len(lacking) == 1 else "Marks"
        return [Missing(requirement, f"{marks} {numbers}: {words}.", field, lacking[0][1].id)]

    return look


def _needles_out(facts: VisitFacts) -> list[Missing]:
    """In equals out; and no needle is said to have stayed and to have been withdrawn at once."""
    found = _one(Requirement.NEEDLES_OUT, bool(facts.needles_differ), facts.needles_differ, "needles_out")
    found += _of_marks(
        Requirement.NEEDLES_OUT,
        out_and_stayed,
        "withdrawn at once, but in situ or minutes in place",
        "disposition",
    )(facts)
    # Marks that nobody said it of are counted nowhere: ten in and ten out of twelve needles would agree. Said of none,
    # no word stands there that the needles came out.
    return found + _of_marks(
        Requirement.NEEDLES_OUT,
        lambda mark: mark.needles > 0 and mark.disposition is Disposition.NOT_RECORDED,
        "left in place or withdrawn at once is not recorded",
        "disposition",
    )(facts)


def _lot(facts: VisitFacts) -> list[Missing]:
    parts = (("lot", facts.visit.needle_lot), ("expiry", facts.visit.needle_expiry))
    lacks = [word for word, value in parts if not value]
    are = "is" if len(lacks) == 1 else "are"
    return _one(
        Requirement.LOT,
        bool(facts.marks) and bool(lacks),
        f"The {' and the '.join(lacks)} of the needles {are} not recorded.",
        "expiry" if lacks == ["expiry"] else "lot",
    )


def _tolerance(facts: VisitFacts) -> list[Missing]:
    told = facts.visit.tolerance is not Tolerance.NOT_RECORDED or any(
        mark.tolerance is not Tolerance.NOT_RECORDED for mark in facts.marks
    )
    return _one(Requirement.TOLERANCE, not told, "How the patient bore it is not recorded.", "tolerance")


def _aftercare(facts: VisitFacts) -> list[Missing]:
    return _one(
        Requirement.AFTERCARE,
        not facts.visit.aftercare_told,
        "Whether aftercare was told is not recorded.",
        "aftercare",
    )


def _events_said(facts: VisitFacts) -> list[Missing]:
    found = _one(
        Requirement.EVENTS,
        not facts.visit.no_events and not facts.events_here,
        "Whether anything adverse happened is not recorded.",
        "events",
    )
    return found + [
        Missing(Requirement.EVENTS, f"How grave it was is not recorded: {event.title}.", "events", event.id)
        for event in facts.events_here
        if event.severity is Harm.NOT_RECORDED
    ]


def _note(facts: VisitFacts) -> list[Missing]:
    return _one(Requirement.NOTE, not facts.note_written, "The session note is empty.", "note")


def _assessment(facts: VisitFacts) -> list[Missing]:
    lacks = facts.note_lacks
    words = " and ".join(f"no {section.value}" for section in lacks)
    about = lacks[0].value if lacks else ""
    return _one(Requirement.ASSESSMENT, bool(lacks), f"The session note has {words}.", "note", about)


def _plan(facts: VisitFacts) -> list[Missing]:
    return _one(Requirement.PLAN, facts.plan is None, "The visit belongs to no treatment plan.", "plan")


def _condition(facts: VisitFacts) -> list[Missing]:
    said = bool(facts.complaints) or (facts.plan is not None and bool(facts.plan.diagnosis))
    return _one(
        Requirement.CONDITION,
        not said,
        "What is treated is not recorded: a diagnosis or a complaint.",
        "diagnosis",
    )


def _diagnosis(facts: VisitFacts) -> list[Missing]:
    lacking = facts.plan is None or not facts.plan.icd10
    return _one(Requirement.DIAGNOSIS, lacking, "There is no diagnosis code.", "diagnosis")


def _review(facts: VisitFacts) -> list[Missing]:
    sentence = facts.review.sentence if facts.review else ""
    return _one(Requirement.REVIEW, facts.review is not None, sentence, "review")


def _certification(facts: VisitFacts) -> list[Missing]:
    said = certification_on(facts.plan, facts.visit.date) if facts.plan else ""
    return _one(Requirement.CERTIFICATION, bool(said), said, "certification")


def _minutes(facts: VisitFacts) -> list[Missing]:
    return _one(Requirement.MINUTES, facts.visit.minutes is None, "Minutes are not recorded.", "minutes")


def _next_visit(facts: VisitFacts) -> list[Missing]:
    return _one(
        Requirement.NEXT_VISIT,
        facts.visit.next_visit is None,
        "The next visit is not recorded.",
        "next_visit",
    )


def _therapist(facts: VisitFacts) -> list[Missing]:
    return _one(
        Requirement.THERAPIST,
        not facts.therapist_named,
        "No therapist's name stands on this visit's chart.",
        "therapist",
    )


_LOOKS: Mapping[Requirement, Callable[[VisitFacts], list[Missing]]] = {
    Requirement.MARKS: _marks,
    Requirement.CONSENT: _consent,
    Requirement.VERBAL_CONSENT: _verbal,
    Requirement.PRECAUTIONS: _precautions,
    Requirement.OVERRIDES: _overrides,
    Requirement.RESPONSE: _response,
    Requirement.OPEN_EVENTS: _open_events,
    Requirement.PAIN_BEFORE: _pain(Requirement.PAIN_BEFORE, Stage.BEFORE, "before the needles"),
    Requirement.PAIN_AFTER: _pain(Requirement.PAIN_AFTER, Stage.AFTER, "after the needles"),
    Requirement.MOTION: _motion,
    Requirement.NEEDLE_SIZE: _of_marks(
        Requirement.NEEDLE_SIZE, lambda m: m.needle is None, "the needle's size is not recorded", "needle"
    ),
    Requirement.TWITCH: _of_marks(
        Requirement.TWITCH,
        lambda m: m.ltr is Ltr.NOT_RECORDED and m.target.kind is not TargetKind.TISSUE,
        "whether it twitched is not recorded",
        "ltr",
    ),
    Requirement.NEEDLES_OUT: _needles_out,
    Requirement.LOT: _lot,
    Requirement.TOLERANCE: _tolerance,
    Requirement.EVENTS: _events_said,
    Requirement.AFTERCARE: _aftercare,
    Requirement.NOTE: _note,
    Requirement.ASSESSMENT: _assessment,
    Requirement.PLAN: _plan,
    Requirement.CONDITION: _condition,
    Requirement.DIAGNOSIS: _diagnosis,
    Requirement.REVIEW: _review,
    Requirement.CERTIFICATION: _certification,
    Requirement.MINUTES: _minutes,
    Requirement.NEXT_VISIT: _next_visit,
    Requirement.THERAPIST: _therapist,
}
