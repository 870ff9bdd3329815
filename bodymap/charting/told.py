"""The rest of a visit's record in words, under titles: what stands beside marks and session note on paper and in text.

Nothing is said that was not recorded; what a payer or a board asks for is said in full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bodymap.charting.consent import ConsentState
from bodymap.charting.courses import Moved, Value
from bodymap.charting.events import AdverseEvent, EventKind, Harm
from bodymap.charting.handouts import given_words
from bodymap.charting.measures import in_words
from bodymap.charting.meetings import Meeting, Reasoned, at_marks, marks_in_words
from bodymap.charting.outcomes import (
    Complaint,
    Measured,
    Motion,
    PainArea,
    PainKind,
    PainScore,
    Progress,
    RangeOfMotion,
    Response,
)
from bodymap.charting.places import part_in_words
from bodymap.charting.plans import Decision, PlanReview, TreatmentPlan, event_in_words
from bodymap.charting.precautions import Answer, Medication, Screened, Severity, taken_on
from bodymap.charting.records import Mark, Tolerance, VerbalConsent, Visit
from bodymap.charting.where_it_hurts import areas_under, lies_at
from bodymap.charting.wording import TOLERANCES, day
from bodymap.charting.zones import AvoidZone, in_force

Told = tuple[tuple[str, str], ...]
"""Titles and texts, in the order in which they are read."""

DECISIONS = {
    Decision.GO_ON: "Decided to go on.",
    Decision.CHANGE: "Decided to change the plan.",
    Decision.DISCHARGE: "Discharged.",
}


NO_CHANGE = "No change of the plan was written."


@dataclass(frozen=True, slots=True)
class ToldFacts:
    """What of a visit is told, read once. `plan_place` is which visit of its plan it is, `plan_changed`
    what was changed in the plan at the visit.

    `consent_required`: the clinic's policy asks for it; `taken_by` is who took the written consent. `asked` is the
    sentence on the screening, "" where nothing was asked; `answers` are those of the screening. `unreasoned` is what
    precautions met without a reason being given; `closed` the events of earlier visits, each with that visit's day,
    that were said to be over at this one; `severities` the gravity of each precaution; `changed` those answered
    otherwise than when they were last asked about; `not_stimulated` the ids of those that speak against e-stim, at a
    visit that had needles and no e-stim; `e_stim_denied` that each of its marks says so, rather than nothing;
    `told_on` the days on which events of this visit's needles were told, by id, where that was at a later visit;
    `on_chest` the ids of zones most of which covers muscle of the chest; `in_zones` which marks lie in which zone.
    """

    visit: Visit
    event: tuple[str, date | None]
    plan: TreatmentPlan | None
    plan_place: str
    review: PlanReview | None
    plan_changed: str
    consent: ConsentState
    consent_required: bool
    taken_by: str
    unchanged: bool
    answers: Sequence[Screened]
    asked: str
    asked_note: str
    medications: Sequence[Medication]
    zones: Sequence[AvoidZone]
    reasons: Sequence[Reasoned]
    response: Response | None
    complaints: Sequence[Complaint]
    pains: Sequence[PainScore]
    areas: Sequence[PainArea]
    ranges: Sequence[RangeOfMotion]
    measured: Sequence[Measured]
    moved: Sequence[Moved]
    events: Sequence[AdverseEvent]
    unreasoned: Sequence[Meeting] = ()
    not_stimulated: frozenset[str] = frozenset()
    e_stim_denied: bool = False
    closed: Sequence[tuple[AdverseEvent, date]] = ()
    reported: Sequence[tuple[AdverseEvent, date]] = ()
    told_on: Mapping[str, date] = field(default_factory=dict)
    marks: Sequence[Mark] = ()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()
    on_chest: frozenset[str] = frozenset()
    in_zones: Sequence[Meeting] = ()


def told(facts: ToldFacts, normal: Callable[[RangeOfMotion], int | None]) -> Told:
    """The sections of a visit that hold something. `normal` gives a motion's normal degrees where they are known."""
    sections = {
        "Treatment plan": _plan(facts),
        "Consent": _consent(facts),
        "Precautions": _precautions(facts),
        "Response to the last visit": _response(facts),
        "Outcomes": _outcomes(facts, normal),
        "After the treatment": _after(facts),
    }
    return tuple((title, "\n".join(lines)) for title, lines in sections.items() if lines)


def _plan(facts: ToldFacts) -> list[str]:
    visit, plan, lines = facts.visit, facts.plan, list[str]()
    if plan is not None:
        what = ", ".join(part for part in (plan.diagnosis, plan.side.word) if part)
        what += f" ({plan.icd10})" if plan.icd10 else ""
        lines.append(f"{what}. {facts.plan_place}")
        many = plan.visits_suggested
        visits = f"{many} {'visit' if many == 1 else 'visits'}" if many else ""
        said = [visits, f"{plan.weeks} weeks" if plan.weeks else "", plan.frequency]
        lines += [f"Planned: {'; '.join(part for part in said if part)}."] if any(said) else []
        lines += [f"Goals: {plan.goals}"] if plan.goals else []
        ends = [f"begun {day(plan.starts_on)}"] if plan.starts_on else []
        # What came later is no part of this visit's chart.
        over = plan.ended_on is not None and plan.ended_on <= visit.date
        ends += [f"ended {day(plan.ended_on)}"] if over else []
        ends += [plan.ended_why] if over and plan.ended_why else []
        course = ", ".join(ends)
        lines += [f"{course[:1].upper()}{course[1:]}."] if ends else []
        if plan.certified_on:
            until = f" to {day(plan.certified_until)}" if plan.certified_until else ""
            lines.append(f"Certified from {day(plan.certified_on)}{until}.")
    if decided := decision_words(facts.review, facts.plan_changed):
        lines.append(decided)
    event, event_date = facts.event
    if event or event_date:
        lines.append(f"Event: {event_in_words(event, event_date, visit.date)}.")
    lines += [f"Other therapies: {', '.join(visit.other_therapies)}."] if visit.other_therapies else []
    lines += [f"Time: {visit.minutes} minutes."] if visit.minutes is not None else []
    lines += [f"Next visit: {day(visit.next_visit)}."] if visit.next_visit else []
    return lines


def decision_words(review: PlanReview | None, changed: str) -> str:
    """What was decided on the plan, the therapist's words on it, and what was changed or that nothing was: "changed"
    alone leaves a reader to guess."""
    said = [DECISIONS[review.decision], review.note] if review is not None else []
    change = review is not None and review.decision is Decision.CHANGE
    if changed:
        said.append(f"{'Changed' if change else 'The plan was changed'}: {changed}.")
    elif change:
        said.append(NO_CHANGE)
    return " ".join(part for part in said if part)


def _consent(facts: ToldFacts) -> list[str]:
    state, consent = facts.consent, facts.consent.consent
    lines: list[str] = [state.sentence] if consent is not None or facts.consent_required else []
    if consent is not None:
        said = [f"text version {consent.text_version} on {consent.form.value}"]
        said += [f"taken by {facts.taken_by}"] if facts.taken_by else []
        said += ["the risks were told"] if consent.risks_told else []
        said += ["a copy was given"] if consent.copy_given else []
        said += [consent.note] if consent.note else []
        text = "; ".join(said)
        lines[0] += f" {text[:1].upper()}{text[1:]}."
    if facts.visit.verbal_consent is VerbalConsent.GIVEN:
        lines.append("The patient agreed at this visit.")
    elif facts.visit.verbal_consent is VerbalConsent.REFUSED:
        lines.append("The patient refused at this visit.")
    return lines


def _precautions(facts: ToldFacts) -> list[str]:
    lines = [" ".join(part for part in (facts.asked, facts.asked_note) if part)] if facts.asked else []
    for answer in facts.answers:
        if answer.answer is Answer.YES:
            kept_off = ""
            if answer.precaution_id in facts.not_stimulated:
                kept_off = " E-stim was not used." if facts.e_stim_denied else " No e-stim is recorded."
            grave = facts.severities.get(answer.precaution_id)
            name = f"{answer.text} ({grave.value})" if grave is not None else answer.text
            lines.append(f"{name}: yes{f' ({answer.detail})' if answer.detail else ''}.{kept_off}")
    no = [
        answer.text
        for answer in facts.answers
        if answer.answer is Answer.NO and not (facts.unchanged and answer.precaution_id in facts.changed)
    ]
    if no and facts.unchanged:  # which they are stands where they were last answered
        many = "the other item" if len(no) == 1 else f"the other {len(no)} items"
        lines.append(f"No, as before, to {many} of the list.")
    elif no:
        lines.append(f"Answered no: {'; '.join(no)}.")
    taken = [
        medicine_words(one, facts.visit.date) for one in facts.medications if taken_on(one, facts.visit.date)
    ]
    lines += [f"Medicines: {', '.join(taken)}."] if taken else []
    zones = [
        _zone(zone, facts.visit.date, zone.id in facts.on_chest) + _marks_in(zone, facts)
        for zone in facts.zones
        if in_force(zone, facts.visit.date)
    ]
    lines += [f"Avoid-zones: {'; '.join(zones)}."] if zones else []
    lines += [f"{one.about} Reason for needling: {one.reason}" for one in facts.reasons]
    # Who reads the chart asks what was thought of it; that nobody wrote it down is said, not left out.
    met: dict[str, list[Meeting]] = {}
    for meeting in facts.unreasoned:
        met.setdefault(meeting.key, []).append(meeting)
    for ones in met.values():
        sentence = at_marks(ones[0].sentence, [one.mark_id for one in ones], facts.marks)
        lines.append(f"{sentence} No reason for needling is recorded.")
    return lines


def medicine_words(one: Medication, on: date) -> str:
    """Apixaban 5 mg (thins blood; since 2021)."""
    said = ["thins blood"] if one.thins_blood else []
    said += [f"since {one.since}"] if one.since else []
    said += [one.note] if one.note else []
    said += [f"until {day(one.ended_on)}"] if one.ended_on is not None and one.ended_on <= on else []
    name = " ".join(part for part in (one.name, one.dose) if part)
    return f"{name} ({'; '.join(said)})" if said else name


def _zone(zone: AvoidZone, on: date, on_chest: bool) -> str:
    """Pump, right belly, front, since 2020."""
    kind = zone.kind.word.lower()
    what = zone.text or zone.kind.word
    where = lies_at(zone.outline, zone.side, what, on_chest=on_chest)
    said = [what if kind in what.lower() else f"{what} ({kind})", where]
    said += [zone.severity.value] if zone.severity is not Severity.CAUTION else []
    said += [f"since {zone.since}"] if zone.since else []
    said += [f"until {day(zone.ended_on)}"] if zone.ended_on is not None and zone.ended_on <= on else []
    return ", ".join(part for part in said if part)


def _marks_in(zone: AvoidZone, facts: ToldFacts) -> str:
    """(mark 4 lies in it): an avoid-zone is not always one that was avoided."""
    met = {one.mark_id: one for one in facts.in_zones if one.key == f"zone:{zone.id}"}
    numbers = [number for number, mark in enumerate(facts.marks, 1) if mark.id in met]
    perhaps = {n for n in numbers if " may lie in " in met[facts.marks[n - 1].id].sentence}
    sure = [number for number in numbers if number not in perhaps]
    said = [f"{marks_in_words(sure)} {'lies' if len(sure) == 1 else 'lie'} in it"] if sure else []
    said += [f"{marks_in_words(sorted(perhaps))} may lie in it"] if perhaps else []
    return f" ({'; '.join(said)})" if said else ""


def _response(facts: ToldFacts) -> list[str]:
    response = facts.response
    # Where the bruise is told as an adverse event below it is not said here too.
    bruising = any(event.kind is EventKind.BRUISING for event, _ in facts.reported)
    if response is None:
        return []
    said = [response.progress.value] if response.progress is not Progress.NOT_RECORDED else []
    if response.soreness_hours is not None:
        said.append(f"sore for {response.soreness_hours} hours" if response.soreness_hours else "no soreness")
    if response.bruise is not None and not (response.bruise and bruising):
        said.append("a bruise" if response.bruise else "no bruise")
    lines = [f"{', '.join(said).capitalize()}."] if said else []
    lines += [f"What helped: {response.helped}"] if response.helped else []
    return lines + ([response.note] if response.note else [])


def _outcomes(facts: ToldFacts, normal: Callable[[RangeOfMotion], int | None]) -> list[str]:
    lines = [line for moved in facts.moved if (line := _moved(moved, facts, normal))]
    names = {complaint.id: complaint.title for complaint in facts.complaints}
    with_line = {moved.series.key for moved in facts.moved if moved.before or moved.after}
    for key in dict.fromkeys(f"pain:{pain.complaint_id}" for pain in facts.pains):
        if key not in with_line and (said := _best_and_worst(key, facts)):
            lines.append(f"{names.get(key.removeprefix('pain:'), 'Pain')}: {', '.join(said)}.")
    for area in facts.areas:
        where = ", ".join(part.name.lower() for part in areas_under(area.outline)[:3])
        kind = area.kind.value
        if area.kind in (PainKind.BURNING, PainKind.STABBING):
            kind += " pain"
        place = ", ".join(part for part in (area.side.word, where) if part)
        note = f"; {area.note}" if area.note else ""
        lines.append(f"Drawn on the body: {kind}{f', {place}' if place else ''}{note}.")
    return lines


def _best_and_worst(key: str, facts: ToldFacts) -> list[str]:
    """Best 3/10, worst 8/10 (last week), of the complaint of that key; nothing where nobody said."""
    found = []
    for pain in facts.pains:
        ends = [("best", pain.best), ("worst", pain.worst)]
        said = [f"{word} {in_words(value)}/10" for word, value in ends if value is not None]
        if said and key == f"pain:{pain.complaint_id}":
            found.append(f"{', '.join(said)}{f' ({pain.period})' if pain.period else ''}")
    return list(dict.fromkeys(found))


def _moved(moved: Moved, facts: ToldFacts, normal: Callable[[RangeOfMotion], int | None]) -> str:
    """Pain, neck: before 6/10, after 3/10, best 2/10; -2 since 14 Nov 2026, -4 since the first (31 Oct 2026)."""
    if moved.before is None and moved.after is None:
        return ""
    unit = moved.series.unit
    unit = unit if unit[:1] in ("/", "°", "%", "") else f" {unit}"

    def value(found: Value) -> str:
        return f"{in_words(found.tenths)}{unit}"

    said = [f"before {value(moved.before)}"] if moved.before else []
    said += [f"after {value(moved.after)}"] if moved.after else []
    key = moved.series.key
    # Who moved the joint; passive stands in the name.
    active = " (active)" if key.startswith("motion:") and key.endswith(f":{Motion.ACTIVE.value}") else ""
    line = f"{moved.series.name}{active}: {', '.join([*said, *_best_and_worst(key, facts)])}"
    of = next((r for r in facts.ranges if key.startswith(f"motion:{r.joint}:{r.movement}:")), None)
    degrees = normal(of) if of is not None else None
    line += f" (normal {degrees}°)" if degrees is not None else ""
    line += "".join(f" ({note})" for note in _notes_on(key, facts))
    since = [f"{'+' if one.by > 0 else ''}{in_words(one.by)} {when}" for one, when in moved.since]
    return f"{line}{'; ' if since else ''}{', '.join(since)}."


def _notes_on(key: str, facts: ToldFacts) -> list[str]:
    """What else was said of this complaint, motion or measure, each once: since when, painful, a note."""
    said: list[str] = []
    for one in facts.complaints:
        if key == f"pain:{one.id}":
            said += [f"since {one.since}"] if one.since else []
            said += [part_in_words(one.body_part)] if one.body_part else []
            over = one.ended_on is not None and one.ended_on <= facts.visit.date
            said += [f"over on {day(one.ended_on)}"] if over else []
    for r in facts.ranges:
        if key == f"motion:{r.joint}:{r.movement}:{r.side.value}:{r.motion.value}":
            said += [f"painful {r.stage.value}"] if r.painful else []
            said += [r.note] if r.note else []
    for m in facts.measured:
        if key == f"measure:{m.measure}:{m.about}:{m.side.value}":
            said += [m.note] if m.note else []
    return list(dict.fromkeys(said))


def _after(facts: ToldFacts) -> list[str]:
    visit, lines = facts.visit, list[str]()
    if visit.tolerance is not Tolerance.NOT_RECORDED:
        lines.append(f"{TOLERANCES[visit.tolerance].capitalize()}.")
    here = ["Nothing adverse happened."] if visit.no_events else []
    here += event_lines(facts.events, visit.date, facts.told_on)
    if facts.reported or facts.closed:  # what stands below is about other needles
        whose = "Of this visit's needles" if facts.marks else "At this visit"
        here = [f"{whose}: {line[:1].lower()}{line[1:]}" for line in here]
    lines += here
    for event, of in facts.reported:
        (line,) = event_lines([event], visit.date)
        lines.append(f"Told at this visit, of the needles of {day(of)}: {line[:1].lower()}{line[1:]}")
    reported = {event.id for event, _ in facts.reported}
    for event, of in facts.closed:
        if event.id in reported:
            continue
        title = f"{event.title[:1].lower()}{event.title[1:]}"
        title += "" if event.severity is Harm.NOT_RECORDED else f" ({event.severity.value})"
        # The needles' day is not the day of what came of them.
        noticed = event.noticed_on if event.noticed_on != of else None
        title += f", of the needles of {day(of)}, noticed {day(noticed)}" if noticed else f" of {day(of)}"
        follow_up = f"; follow-up: {event.follow_up.rstrip('.')}" if event.follow_up else ""
        lines.append(f"Earlier: {title}: over on {day(event.closed_on)}{follow_up}.")
    if visit.aftercare_told:
        lines.append("Aftercare was told.")
    if visit.handout:
        # Of older visits the bare name of a language.
        given = given_words(visit.handout)
        one = given.startswith("handout in ") and ";" not in given
        lines.append(f"{given[:1].upper()}{given[1:]}." if one else f"Handout: {given}.")
    return lines


def event_lines(
    events: Iterable[AdverseEvent], on: date | None = None, told_on: Mapping[str, date] | None = None
) -> list[str]:
    """Each adverse event in a line: what, how grave, what was done, whether it is over; as it was `on` that day. One of
    those in `told_on` (by id) was told on a later day: that is said, and it stands there as it is known now."""
    lines = []
    for event in events:
        later = (told_on or {}).get(event.id)
        grave = "how grave not recorded" if event.severity is Harm.NOT_RECORDED else event.severity.value
        said = [f"{event.title[:1].upper()}{event.title[1:]} ({grave})"]
        said += [f"noticed {day(event.noticed_on)}"] if event.noticed_on else []
        said += [event.text] if event.text and event.text not in event.title else []
        said += [f"done: {event.done.rstrip('.')}"] if event.done else []
        said += [f"follow-up: {event.follow_up.rstrip('.')}"] if event.follow_up else []
        said += [f"told on {day(later)}"] if later else []
        over = event.closed_on is not None and (later or on is None or event.closed_on <= on)
        open_then = "still open on that day" if event.closed_on is not None else "still open"
        said += [f"over on {day(event.closed_on)}" if over else open_then]
        lines.append(f"{'; '.join(said)}.")
    return lines
