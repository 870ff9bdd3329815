"""Precautions, consent, outcomes, plans, events and ready, as the window asks for them, over the real body."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from bodymap import assets
from bodymap.atlas.atlas import Atlas
from bodymap.charting.consent import ConsentStanding
from bodymap.charting.edits import changed, created
from bodymap.charting.events import EventKind, Harm
from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.meetings import reasons_told
from bodymap.charting.outcomes import PainScore, Progress, Stage
from bodymap.charting.places import Laterality, Outline
from bodymap.charting.plans import Decision
from bodymap.charting.policy import Requirement
from bodymap.charting.precautions import Answer, Override, Severity, named_in
from bodymap.charting.records import (
    EStim,
    Ltr,
    Mark,
    NeedleSize,
    Point,
    Position,
    Section,
    Side,
    Target,
    TargetKind,
    Tolerance,
    VisitStatus,
    new_id,
)
from bodymap.charting.tidying import Keep
from bodymap.charting.zones import ZoneKind
from bodymap.store.memory import MemoryStore
from bodymap.workspace.workspace import Workspace
from tests.workspace.conftest import Clock


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return Atlas(assets.folder())


@pytest.fixture
def ws(atlas: Atlas, store: MemoryStore, clock: Clock) -> Workspace:
    return Workspace(store, atlas, clock=clock)


@pytest.fixture
def patient(ws: Workspace) -> str:
    born = date(1980, 1, 1)
    return ws.patients.create(family_name="Sandoval", given_names="Mireya", date_of_birth=born).id


@pytest.fixture
def visit(ws: Workspace, patient: str) -> str:
    return ws.visits.todays(patient).id


def mark(ws: Workspace, visit_id: str, muscle: str = "infraspinatus", **values: object) -> Mark:
    counts_as = ws.atlas.catalogue.counts_as(muscle)
    target = Target(TargetKind.MUSCLE, muscle, ws.atlas.catalogue.name(muscle), counts_as)
    made = Mark(new_id(), visit_id, ws.store.next_ordinal(visit_id), target, **{"side": Side.RIGHT, **values})  # type: ignore[arg-type]
    ws.history.commit([created(made)], "mark", scope=visit_id, name="mark")
    return made


def earlier(ws: Workspace, patient: str, days: int) -> str:
    return ws.visits.create(patient, ws.history.today() - timedelta(days=days)).id


def test_what_is_answered_once_follows_the_patient(ws: Workspace, patient: str) -> None:
    first = earlier(ws, patient, 7)
    ws.precautions.answer(patient, "pacemaker", Answer.YES, since="2019", visit_id=first)
    for implied in ("implant", "heart"):  # asked by themselves beside a pacemaker
        ws.precautions.answer(patient, implied, Answer.NO, visit_id=first)
    assert ws.precautions.answer_rest_no(patient, first) == len(ws.precautions.items()) - 4
    ws.precautions.asked(first)
    second = ws.visits.todays(patient).id
    assert [item.text for item in ws.precautions.strip(second)] == ["Cardiac pacemaker or defibrillator"]
    before = ws.precautions.state(second)
    assert (before.asked, before.unanswered) == (False, 0)
    assert before.sentence.endswith("27 Apr 2026. Unchanged?")
    ws.precautions.unchanged(second)
    assert ws.precautions.state(second).sentence == "Precautions asked about, unchanged since 27 Apr 2026."
    ws.history.undo(second)
    assert not ws.precautions.state(second).asked


def test_a_pacemaker_meets_e_stim_and_the_reason_is_kept(ws: Workspace, patient: str, visit: str) -> None:
    ws.precautions.answer(patient, "pacemaker", Answer.YES)
    quiet = mark(ws, visit)
    assert ws.precautions.at_mark(quiet) == ()
    stimulated = mark(ws, visit, "trapezius-upper", e_stim=EStim(hz=2))
    (met,) = ws.precautions.at_mark(stimulated)
    assert met.severity is Severity.STOP
    assert met.sentence == "Cardiac pacemaker or defibrillator: e-stim, R upper trapezius."
    lines = ws.ready.missing(visit)
    assert any(line.requirement is Requirement.OVERRIDES and line.about == stimulated.id for line in lines)
    with pytest.raises(Refused):
        ws.precautions.give_reason(visit, met, "  ")
    other = mark(ws, visit, "infraspinatus", e_stim=EStim(hz=2))
    given = ws.precautions.give_reason(visit, met, "cardiologist agreed by phone")
    assert {one.mark_id for one in given} == {stimulated.id, other.id}
    assert not any(line.requirement is Requirement.OVERRIDES for line in ws.ready.missing(visit))
    assert ws.precautions.reasons(visit)[0].more == 1

    # What is needled after that was not thought of: it is asked about, and the reason stands ready.
    later = mark(ws, visit, "deltoid-middle", e_stim=EStim(hz=2))
    (line,) = (one for one in ws.ready.missing(visit) if one.requirement is Requirement.OVERRIDES)
    assert line.about == later.id
    (met_later,) = ws.precautions.at_mark(later)
    assert ws.precautions.last_reason(visit, met_later) == "cardiologist agreed by phone"
    text = ws.tidy.text(patient)
    assert (
        "Cardiac pacemaker or defibrillator: e-stim, marks 2, 3. Reason for needling: cardiologist agreed by phone"
        in text
    )
    assert "R middle deltoid. No reason for needling is recorded." in text
    ws.precautions.give_reason(visit, met_later, "away from the device")
    assert not any(line.requirement is Requirement.OVERRIDES for line in ws.ready.missing(visit))
    ws.history.undo(visit)
    assert any(line.requirement is Requirement.OVERRIDES for line in ws.ready.missing(visit))
    # A mark that is taken out takes its reason along.
    ws.marks.remove([stimulated.id, other.id])
    assert ws.precautions.reasons(visit) == ()


def test_the_answers_read_for_a_mark_are_read_once(ws: Workspace, patient: str, visit: str) -> None:
    ws.precautions.answer(patient, "lung-disease", Answer.YES)
    placed = mark(ws, visit)
    there = ws.store.visit(visit)
    assert ws.precautions.at_mark(placed, there)
    asked: list[str] = []
    select = ws.store.select
    ws.store.select = lambda kind, **fields: asked.append(kind) or select(kind, **fields)  # type: ignore[method-assign]
    assert ws.precautions.at_mark(placed, there)
    assert asked == []
    ws.precautions.answer(patient, "lung-disease", Answer.NO)
    assert ws.precautions.at_mark(placed, there) == ()


def test_medicine_and_age_answer_for_themselves(ws: Workspace, patient: str, visit: str) -> None:
    ws.precautions.answer(patient, "blood-thinners", Answer.NO)
    ws.precautions.add_medication(patient, "Apixaban", thins_blood=True)
    deep = mark(ws, visit, "piriformis")
    assert "takes Apixaban" in ws.precautions.at_mark(deep)[0].sentence
    with pytest.raises(Refused):
        ws.precautions.add_medication(patient, "apixaban")
    ws.patients.change(patient, date_of_birth=date(2010, 1, 1))
    assert any(item.text == "Under 18 years" for item in ws.precautions.strip(visit))


def test_a_zone_drawn_once_is_met_always(ws: Workspace, patient: str, visit: str) -> None:
    with pytest.raises(Refused):
        ws.precautions.add_zone(patient, Outline.polygon("anterior", 1, [(0, 0), (1, 1)]))
    zone = ws.precautions.add_zone(
        patient, Outline.circle("anterior", 1, -100, 1300, 30), ZoneKind.PORT, text="port, right chest"
    )
    inside = mark(ws, visit, "pectoralis-major-sternocostal", point=Point("anterior", 1, 1, -110, 1310))
    outside = mark(ws, visit, "pectoralis-major-sternocostal", point=Point("anterior", 1, 1, -20, 1310))
    assert [m.key for m in ws.precautions.at_mark(inside)] == [f"zone:{zone.id}"]
    assert ws.precautions.at_mark(outside) == ()
    ws.precautions.end_zone(zone.id, ws.history.today() - timedelta(days=1))
    assert ws.precautions.at_mark(inside) == ()


def test_a_zone_on_pectoral_muscle_lies_on_the_chest(ws: Workspace, patient: str, visit: str) -> None:
    """Where a pacemaker lies was called the front of the shoulder, beside an alert that says left chest."""
    # Positive u is the patient's left on the plate of the front.
    ws.precautions.add_zone(patient, Outline.circle("anterior", 1, 125, 1350, 22), ZoneKind.PACEMAKER)
    (item,) = (one for one in ws.precautions.strip(visit) if one.key.startswith("zone:"))
    assert item.detail == "left chest, front"
    assert "left chest, front" in section(ws, visit, "Precautions")
    ws.precautions.add_zone(patient, Outline.circle("anterior", 1, 170, 1350, 15), ZoneKind.SCAR)
    assert any("front of the shoulder, left" in one.detail for one in ws.precautions.strip(visit))


def test_a_zone_of_the_front_is_met_from_behind(ws: Workspace, patient: str, visit: str) -> None:
    ws.precautions.add_zone(patient, Outline.circle("posterior", 1, 60, 1440, 15), ZoneKind.SCAR)
    ((_, there),) = ws.precautions.zones_on(patient, "anterior")
    u = sum(c.u for c in there.corners) / len(there.corners)
    middle = sum(c.v for c in there.corners) / len(there.corners)
    placed = mark(ws, visit, "trapezius-upper", point=Point("anterior", 1, 1, u, middle))
    (met,) = ws.precautions.at_mark(placed)
    assert "may lie in this avoid-zone" in met.sentence
    assert ws.precautions.zones(patient)[0].side is Laterality.RIGHT


def test_a_chart_does_not_call_a_zone_not_needled_in_which_a_mark_lies(
    ws: Workspace, patient: str, visit: str
) -> None:
    """Not needled (avoid-zones): scar" stood before "lies in this avoid-zone. Reason for needling"."""
    ws.precautions.add_zone(
        patient, Outline.circle("anterior", 1, 125, 1350, 22), ZoneKind.SCAR, text="Burn scar"
    )
    ws.precautions.add_zone(patient, Outline.circle("anterior", 1, 120, 900, 10), ZoneKind.WOUND)
    mark(ws, visit, "deltoid-anterior", point=Point("anterior", 1, 1, 300, 300))
    inside = mark(ws, visit, "pectoralis-major", point=Point("anterior", 1, 1, 125, 1350))
    (met,) = ws.precautions.at_mark(inside)
    ws.precautions.give_reason(visit, met, "soft, two years old")
    said = section(ws, visit, "Precautions")
    assert "ot needled" not in said
    zones = next(line for line in said.splitlines() if line.startswith("Avoid-zones: "))
    burn, wound = zones.split("; Wound")
    assert burn.endswith("(mark 2 lies in it)")
    assert "mark" not in wound


def test_a_visit_without_needles_uses_none_of_the_planned_ones_up(ws: Workspace, patient: str) -> None:
    """Fever at the fourth visit: asked for a decision as the last of four, then "Visit 5 of 4"."""
    visits = [earlier(ws, patient, days) for days in (21, 14, 7, 0)]
    plan = ws.plans.start(patient, "Neck pain", visit_id=visits[0], visits_suggested=3)
    for visit in visits[1:]:
        ws.plans.attach(visit, plan.id)
    for visit in (visits[0], visits[1], visits[3]):
        mark(ws, visit, "trapezius-upper")
    assert ws.plans.due(visits[2]) is not None
    ws.visits.say_not_needled(visits[2], "fever")
    assert ws.plans.due(visits[2]) is None
    none = "Nothing was needled, so this visit is none of the 3 planned: 2 were before it."
    assert ws.plans.place(visits[2]) == none
    assert none in section(ws, visits[2], "Treatment plan")
    assert "Visit 3 of 3 of this plan." in section(ws, visits[3], "Treatment plan")
    due = ws.plans.due(visits[3])
    assert due is not None
    assert due.sentence.startswith("Visit 3 is the last of the 3")
    facts = dict(ws.reports.report(patient, plan.id).facts)
    assert facts["Visits"].startswith("3 of 3 planned: ")
    asked = {one.field for one in ws.ready.missing(visits[2])}
    assert not {"pain_before", "pain_after"} & asked
    assert "pain_before" in {one.field for one in ws.ready.missing(visits[3])}


def test_what_names_no_place_is_refused(ws: Workspace, patient: str, visit: str) -> None:
    for call in (
        lambda: ws.precautions.answer(patient, "lymphoedema", Answer.YES, body_parts=["tail"]),
        lambda: ws.precautions.answer(patient, "laminectomy", Answer.YES, levels=["L9"]),
        lambda: ws.outcomes.add_complaint(patient, "Pain", body_part="tail"),
        lambda: ws.events.add(visit, EventKind.BRUISING, body_part="tail"),
        lambda: ws.outcomes.add_complaint(patient, "  "),
        lambda: ws.events.add(visit, EventKind.OTHER),
        lambda: ws.plans.set_minutes(visit, "9999"),
        lambda: ws.outcomes.respond(visit, soreness_hours="some"),
    ):
        with pytest.raises(Refused):
            call()
    assert ws.precautions.answer(patient, "laminectomy", Answer.YES, levels=["l4-5"]).levels == ("L4-5",)
    ws.outcomes.set_pain(visit, "", now="")  # taking back what was never said
    assert ws.outcomes.pain(visit) == {}


def test_the_clinics_list_is_its_own(ws: Workspace) -> None:
    count = len(ws.precautions.items())
    ws.precautions.change_item("diabetes", severity=Severity.CAUTION)
    assert ws.precautions.item("diabetes").severity is Severity.CAUTION
    ws.precautions.remove_item("fillers")
    added = ws.precautions.add_item("Gout", reason="Painful joints.")
    assert [item.id for item in ws.precautions.items()][-1] == added.id
    assert len(ws.precautions.items()) == count
    taken = ws.precautions.import_items("Gout\nRecent flight\npregnancy\nRecent flight\n")
    assert [item.text for item in taken.items] == ["Recent flight"]
    assert taken.sentence == "1 precaution was added. 2 were on the list already: Gout, pregnancy." or (
        "Recent flight" in taken.sentence
    )
    with pytest.raises(Refused):
        ws.precautions.add_item("gout")


def test_consent_follows_its_text_and_its_day(ws: Workspace, patient: str) -> None:
    first = earlier(ws, patient, 30)
    assert ws.consents.state(first).sentence == "There is no written consent."
    with pytest.raises(Refused) as refused:
        ws.consents.give(patient, visit_id=first, day=ws.history.today())
    assert "after the visit" in refused.value.sentence
    given = ws.consents.give(patient, visit_id=first, copy_given=True)
    assert ws.consents.state(first).valid
    assert ws.consents.text_of(given).example
    ws.consents.new_version("Consent", "Our own text for {patient}.")
    later = ws.visits.todays(patient).id
    assert ws.consents.state(later).older_text
    assert ws.consents.printable(patient)[1] == "Our own text for Sandoval, Mireya."
    ws.consents.withdraw(given.id)
    assert ws.consents.state(later).standing is ConsentStanding.WITHDRAWN
    ws.consents.say(later)
    assert ws.visits.get(later).verbal_consent.value == "given"
    assert ws.history.undo_name(later) == "verbal consent"


def test_what_is_after_the_needles_is_not_compared_with_what_was_before_them(
    ws: Workspace, patient: str
) -> None:
    """5 before and 2 after at the first visit, 2 after at the last: nothing has changed, least of all by three."""
    head = ws.outcomes.add_complaint(patient, "Headache")
    first, second = earlier(ws, patient, 7), earlier(ws, patient, 0)
    ws.outcomes.set_pain(first, head.id, now=5)
    ws.outcomes.set_pain(second, head.id, Stage.AFTER, now=2)
    (pain,) = ws.outcomes.moved(second)
    assert (pain.since_last, pain.since_first) == (None, None)
    ws.outcomes.set_pain(first, head.id, Stage.AFTER, now=2)
    (pain,) = ws.outcomes.moved(second)
    assert pain.since_first
    assert pain.since_first.words == "2 → 2 (0)"


@pytest.mark.parametrize(
    ("e_stim", "said"), [(None, "No e-stim is recorded."), (EStim(on=False), "E-stim was not used.")]
)
def test_that_there_was_no_current_is_printed_only_where_somebody_said_so(
    ws: Workspace, patient: str, e_stim: EStim | None, said: str
) -> None:
    visit = earlier(ws, patient, 0)
    ws.precautions.answer(patient, "pacemaker", Answer.YES, visit_id=visit)
    for implied in ("implant", "heart"):  # asked by themselves beside a pacemaker
        ws.precautions.answer(patient, implied, Answer.NO, visit_id=visit)
    ws.precautions.answer_rest_no(patient, visit)
    mark(ws, visit, "trapezius-upper", e_stim=e_stim)
    assert said in dict(ws.telling.sections(visit))["Precautions"]


def test_pain_and_motion_stand_beside_last_time(ws: Workspace, patient: str) -> None:
    neck = ws.outcomes.add_complaint(patient, "Neck pain", side=Laterality.RIGHT)
    visits = [earlier(ws, patient, days) for days in (14, 7, 0)]
    for visit_id, before, after in zip(visits, ("8", "6.5", 5), (6, "5", "2/10"), strict=True):
        ws.outcomes.set_pain(visit_id, neck.id, now=before)
        ws.outcomes.set_pain(visit_id, neck.id, Stage.AFTER, now=after)
        ws.outcomes.set_motion(visit_id, "neck", "rotation", Laterality.RIGHT, 40)
    pain, motion = ws.outcomes.moved(visits[2])
    assert pain.series.name == "Neck pain, right"
    assert pain.within
    assert pain.within.words == "5 → 2 (−3)"
    assert pain.since_last
    assert pain.since_last.trend.value == "little"
    assert pain.since_first
    assert pain.since_first.trend.value == "better"
    assert motion.since_last
    assert motion.since_last.trend.value == "same"
    for call in (
        lambda: ws.outcomes.set_pain(visits[2], neck.id, now="11"),
        lambda: ws.outcomes.set_motion(visits[2], "knee", "flexion", Laterality.LEFT, "190"),
        lambda: ws.outcomes.set_measure(visits[2], "ndi", 51),
        lambda: ws.outcomes.set_pain(visits[2], neck.id, best=7, worst=3),
    ):
        with pytest.raises(Refused):
            call()
    ws.outcomes.set_pain(visits[2], neck.id, now="")
    assert (neck.id, Stage.BEFORE) not in ws.outcomes.pain(visits[2])


def pain_missing(ws: Workspace, visit_id: str) -> list[str]:
    return [one.sentence for one in ws.ready.missing(visit_id) if one.field.startswith("pain_before")]


def test_a_second_complaint_does_not_end_the_course_of_the_first(ws: Workspace, patient: str) -> None:
    first, second = earlier(ws, patient, 7), earlier(ws, patient, 0)
    ws.outcomes.set_pain(first, "", now=6)
    girdle = ws.outcomes.add_complaint(patient, "right pelvic girdle").id
    ws.outcomes.set_pain(first, girdle, now=5)
    assert ws.outcomes.pain_rows(second) == (("", "Pain"), (girdle, "right pelvic girdle"))
    ws.outcomes.set_pain(second, girdle, now=4)
    assert pain_missing(ws, second) == ["Pain before the needles is not recorded: Pain."]
    knee = ws.outcomes.add_complaint(patient, "left knee").id
    ws.outcomes.set_pain(second, knee, now=3)
    # What was first told at the second visit is not asked of the first.
    assert [row for row, _ in ws.outcomes.pain_rows(first)] == ["", girdle]
    assert pain_missing(ws, first) == []
    assert [row for row, _ in ws.outcomes.pain_rows(second)] == ["", girdle, knee]


def test_complaints_of_one_name_read_as_one_course(ws: Workspace, patient: str) -> None:
    first, second, third = (earlier(ws, patient, days) for days in (14, 7, 0))
    ws.outcomes.set_pain(first, "", now=6)
    # As such records lie in folders: written again under the same name, it was a second complaint.
    again = ws.outcomes.add_complaint(patient, "PAIN").id
    store = ws.store
    for visit_id, now in ((second, 40), (third, 50)):
        made = PainScore(PainScore.id_of(visit_id, again, Stage.BEFORE), visit_id, again, Stage.BEFORE, now)
        ws.history.commit([created(made)], "record pain", scope=visit_id, name="pain")
    (series,) = ws.outcomes.series(patient)
    assert [value.tenths for value in series.values] == [60, 40, 50]
    for visit_id in (first, second, third):
        assert ws.outcomes.pain_rows(visit_id) == (("", "Pain"),)
        assert pain_missing(ws, visit_id) == []
    text = dict(ws.telling.sections(third))["Outcomes"]
    assert text == "Pain: before 5/10; +1 since the last visit, \u22121 since the first."
    # A change goes to the record that is there; nothing is written twice.
    ws.outcomes.set_pain(third, "", now=1)
    assert [(one.complaint_id, one.now) for one in store.select("pain_score", visit_id=third)] == [
        (again, 10)
    ]


def test_what_was_measured_under_both_names_stays_apart(ws: Workspace, patient: str, visit: str) -> None:
    ws.outcomes.set_pain(visit, "", now=6)
    again = ws.outcomes.add_complaint(patient, "Pain").id
    made = PainScore(PainScore.id_of(visit, again, Stage.BEFORE), visit, again, Stage.BEFORE, 20)
    ws.history.commit([created(made)], "record pain", scope=visit, name="pain")
    assert [one.values[0].tenths for one in ws.outcomes.series(patient)] == [60, 20]


def test_what_followed_an_earlier_visit(ws: Workspace, patient: str) -> None:
    first, second = earlier(ws, patient, 7), earlier(ws, patient, 0)
    ws.outcomes.set_pain(first, "", now=6)
    ws.outcomes.set_pain(first, "", Stage.AFTER, now=3)
    mark(ws, first, ltr=Ltr.YES, ltr_count=2)
    mark(ws, first, "teres-minor")
    ws.outcomes.set_pain(second, "", now=4)
    ws.outcomes.respond(second, soreness_hours="24 h", bruise=False)
    assert ws.outcomes.what_followed(patient)[first].words == (
        "pain 6 → 3; next visit 4; LTR in 1 of 2; sore 24 h"
    )


def test_a_plan_is_looked_at_again(ws: Workspace, patient: str) -> None:
    first = earlier(ws, patient, 21)
    plan = ws.plans.start(patient, "Low back pain", visit_id=first, icd10="m5450", visits_suggested=4)
    assert plan.icd10 == "M54.50"
    visits = [first] + [earlier(ws, patient, days) for days in (14, 7, 0)]
    assert {ws.visits.get(visit_id).plan_id for visit_id in visits} == {plan.id}
    tune_up = earlier(ws, patient, 10)
    ws.plans.attach(tune_up)
    assert ws.plans.offered(tune_up) == plan
    assert ws.visits.get(earlier(ws, patient, 40)).plan_id == ""
    assert [ws.plans.number(v) for v in visits] == [1, 2, 3, 4]
    assert ws.plans.due(visits[1]) is None
    due = ws.plans.due(visits[2])
    assert due is not None
    assert not due.at_end
    ws.plans.review(visits[2], Decision.GO_ON)
    assert ws.plans.due(visits[2]) is None
    last = ws.plans.due(visits[3])
    assert last is not None
    assert last.at_end
    ws.plans.review(visits[3], Decision.DISCHARGE)
    assert ws.plans.running(patient) == ()
    with pytest.raises(Refused):
        ws.plans.set_next_visit(visits[3], date(2020, 1, 1))
    assert ws.plans.conditions("tennis")[0].text.startswith("Tennis elbow")


def test_an_event_is_asked_about_until_it_is_closed(ws: Workspace, patient: str) -> None:
    first, second = earlier(ws, patient, 7), earlier(ws, patient, 0)
    mark(ws, first)
    mark(ws, second)
    event = ws.events.add(first, EventKind.BRUISING, body_part="shoulder", side=Laterality.RIGHT)
    assert ws.ready.follows(second).open_events == (event,)
    assert "Bruising, right, shoulder of an earlier visit is still open." in [
        line.sentence for line in ws.ready.missing(second)
    ]
    with pytest.raises(Refused):
        ws.events.close(event.id, date(2030, 1, 1))
    ws.events.close(event.id)
    assert ws.events.open_of(patient, second) == ()
    ws.events.nothing_happened(second)
    rate = ws.events.rates()[0]
    assert (rate.kind, rate.events, rate.treatments, rate.visits) == (EventKind.BRUISING, 1, 2, 2)


def test_how_grave_an_event_was_is_asked_and_never_assumed(ws: Workspace, patient: str, visit: str) -> None:
    event = ws.events.add(visit, EventKind.BRUISING)
    asked = "How grave it was is not recorded: Bruising."
    assert event.severity is Harm.NOT_RECORDED
    assert asked in [line.sentence for line in ws.ready.missing(visit)]
    ws.events.change(event.id, severity=Harm.MILD)
    assert asked not in [line.sentence for line in ws.ready.missing(visit)]


def test_the_days_of_an_event_follow_the_visit_that_is_moved(ws: Workspace, patient: str, visit: str) -> None:
    today = ws.visits.get(visit).date
    event = ws.events.add(visit, EventKind.BRUISING, closed=True)
    later = ws.events.add(visit, EventKind.HEADACHE, noticed_on=today)
    ws.visits.move(visit, day=today - timedelta(days=2))
    moved = {one.id: one for one in ws.events.of(visit)}
    assert (moved[event.id].noticed_on, moved[event.id].closed_on) == (today - timedelta(days=2),) * 2
    ws.events.change(later.id, noticed_on=today - timedelta(days=1))
    ws.visits.move(visit, day=today - timedelta(days=3))
    # Whoever typed a day meant it.
    assert {one.id: one for one in ws.events.of(visit)}[later.id].noticed_on == today - timedelta(days=1)
    ws.visits.move(visit, day=today)
    assert {one.id: one for one in ws.events.of(visit)}[
        later.id
    ].noticed_on == today  # never before its visit
    ws.history.undo(visit)
    assert {one.id: one for one in ws.events.of(visit)}[later.id].noticed_on == today - timedelta(days=1)


def test_the_shipped_policy_asks_for_what_a_board_looks_for(ws: Workspace, patient: str, visit: str) -> None:
    def said() -> list[str]:
        found = [line.sentence for line in ws.ready.missing(visit)]
        return [one for one in found if one in asked]

    asked = {
        "Mark 1: whether it twitched is not recorded.",
        "The lot and the expiry of the needles are not recorded.",
        "The expiry of the needles is not recorded.",
        "The session note has no assessment and no plan.",
        "The session note has no plan.",
        "No therapist's name stands on this visit's chart.",
    }
    made = mark(ws, visit, "gastrocnemius-medial")
    assert len(said()) == 3  # an empty note is said once, as empty
    ws.notes.save(visit, Section.SUBJECTIVE, "As told.")
    assert len(said()) == 4
    ws.notes.save(visit, Section.ASSESSMENT, "Better.")
    assert "The session note has no plan." in said()
    ws.notes.save(visit, Section.PLAN, "Goes on.")
    ws.marks.change([made.id], ltr=Ltr.NONE)
    ws.needles.set_lot(visit, "A1")
    assert said() == [
        "The expiry of the needles is not recorded.",
        "No therapist's name stands on this visit's chart.",
    ]
    ws.needles.set_lot(visit, "A1", "05/2099")
    ws.practice.change_therapist(ws.practice.therapist.id, "Dr. Mara Voss", "")
    assert said() == []


def test_ready_lists_what_the_policy_asks_for(ws: Workspace, patient: str, visit: str) -> None:
    asked = {line.requirement for line in ws.ready.missing(visit)}
    assert {Requirement.MARKS, Requirement.CONSENT, Requirement.NOTE} <= asked
    ws.policies.require(Requirement.MINUTES)
    assert Requirement.MINUTES in {line.requirement for line in ws.ready.missing(visit)}
    for requirement in Requirement:
        ws.policies.require(requirement, False)
    assert ws.ready.missing(visit) == ()
    mark(ws, visit, "gastrocnemius-medial", needle=NeedleSize(300, 40))
    mark(ws, visit, "gastrocnemius-lateral")
    mark(ws, visit, "soleus", side=Side.LEFT)
    mark(ws, visit, "soleus")
    codes = ws.ready.codes(visit)
    assert codes
    assert (codes.code, codes.code_by_side) == ("20560", "20561")
    ws.policies.change(without_billing_help=True)
    assert ws.ready.codes(visit) is None


def test_two_records_become_one_and_two_again(ws: Workspace, patient: str, visit: str) -> None:
    double = ws.patients.create(family_name="Sandoval", given_names="M.").id
    other = earlier(ws, double, 3)
    ws.notes.save(other, Section.PLAN, "of the double")
    ws.precautions.answer(double, "pregnancy", Answer.YES)
    ws.precautions.answer(patient, "pregnancy", Answer.NO)
    ws.precautions.answer(patient, "diabetes", Answer.YES)
    merge = ws.tidy.merge(double, patient)
    assert {v.id for v in ws.visits.of(patient)} == {visit, other}
    assert {i.text for i in ws.precautions.strip(visit)} == {"Pregnancy", "Diabetes"}
    assert ws.patients.find("Sandoval").total == 1
    assert ws.tidy.why_not_unmerge(merge.id) == ""
    ws.tidy.unmerge(merge.id)
    assert [v.id for v in ws.visits.of(double)] == [other]
    assert ws.patients.find("Sandoval").total == 2
    with pytest.raises(Refused):
        ws.tidy.merge(patient, patient)


def test_what_is_kept_of_two_records_is_chosen_and_given_back(ws: Workspace, patient: str) -> None:
    ws.patients.change(patient, phone="111", alerts="Pacemaker", address="", date_of_birth=date(1979, 5, 3))
    double = ws.patients.create(
        family_name="Sandoval-Ruiz",
        given_names="Mireya",
        phone="222",
        email="m@example.org",
        alerts="pacemaker\nFaints",
        date_of_birth=date(1979, 5, 3),
    ).id
    earlier(ws, double, 3)
    ws.precautions.answer(double, "pregnancy", Answer.YES, detail="week 20")
    ws.precautions.answer(patient, "pregnancy", Answer.NO)
    before = ws.patients.get(patient)
    lines = {line.name: line for line in ws.tidy.beside(double, patient)}
    assert [name for name, line in lines.items() if line.is_choice] == ["Name", "Phone"]
    assert (lines["Email"].keep, lines["Alerts"].keep) == (Keep.OTHER, Keep.BOTH)
    assert lines["Date of birth"].keep is Keep.REMAINING
    assert "Address" not in lines
    held = ws.tidy.holds(double)
    assert (held.visits, held.follows_in_words) == (1, "1 precaution")
    merge = ws.tidy.merge(double, patient, {"Name": Keep.OTHER, "Email": Keep.REMAINING})
    now = ws.patients.get(patient)
    assert (now.name, now.phone, now.email) == ("Sandoval-Ruiz, Mireya", "111", "m@example.org")
    assert now.alerts.splitlines() == ["Pacemaker", "Faints"]
    assert ws.precautions.held(patient).answers["pregnancy"].answer is Answer.YES
    ws.patients.change(patient, phone="333")
    ws.tidy.unmerge(merge.id)
    again = ws.patients.get(patient)
    assert (again.name, again.email, again.alerts) == (before.name, "", "Pacemaker")
    assert again.phone == "333"  # changed since, and nobody asked to have that back
    answer = ws.precautions.held(patient).answers["pregnancy"]
    assert (answer.answer, answer.detail) == (Answer.NO, "")
    assert ws.precautions.held(double).answers["pregnancy"].detail == "week 20"
    assert ws.tidy.merges(patient) == ()


def test_days_with_a_visit_in_both_records_are_told(ws: Workspace, patient: str) -> None:
    double = ws.patients.create(family_name="Sandoval").id
    one = earlier(ws, double, 3)
    other = earlier(ws, patient, 3)
    earlier(ws, patient, 5)
    day = ws.visits.get(one).date
    assert ws.tidy.same_days(double, patient) == (day,)
    ws.tidy.merge(double, patient)
    assert {one, other} <= {visit.id for visit in ws.visits.of(patient)}


def test_a_restricted_record_is_not_merged(ws: Workspace, patient: str) -> None:
    double = ws.patients.create(family_name="Sandoval").id
    ws.tidy.restrict(double, "asked for")
    for pair in ((double, patient), (patient, double)):
        with pytest.raises(RecordsFault, match="restricted"):
            ws.tidy.merge(*pair)
    assert ws.patients.find("Sandoval").total == 2


def test_a_merge_stays_once_a_visit_was_signed(ws: Workspace, patient: str) -> None:
    double = ws.patients.create(family_name="Sandoval", given_names="M.").id
    before, since = earlier(ws, double, 3), earlier(ws, double, 2)
    sign(ws, before)
    merge = ws.tidy.merge(double, patient)
    assert ws.tidy.why_not_unmerge(merge.id) == ""
    sign(ws, since)
    assert "signed since" in ws.tidy.why_not_unmerge(merge.id)
    with pytest.raises(Refused):
        ws.tidy.unmerge(merge.id)
    assert len(ws.visits.of(patient)) == 2


def sign(ws: Workspace, visit_id: str) -> None:
    ws.history.commit([changed(ws.visits.get(visit_id), status=VisitStatus.SIGNED)], "sign visit")


def test_what_was_asked_stays_as_it_was_asked(ws: Workspace, patient: str) -> None:
    first = earlier(ws, patient, 7)
    ws.precautions.answer(patient, "diabetes", Answer.YES, since="2011", visit_id=first)
    ws.precautions.answer_rest_no(patient, first)
    assert ws.precautions.state(first).asked
    second = ws.visits.todays(patient).id
    ws.precautions.unchanged(second)
    ws.precautions.answer(patient, "pregnancy", Answer.YES, visit_id=second)
    told = [dict(ws.telling.sections(visit_id))["Precautions"] for visit_id in (first, second)]
    assert "Diabetes (note): yes (since 2011)." in told[0]
    assert "Pregnancy (caution): yes" not in told[0]
    assert "Pregnancy;" in told[0]
    assert "Pregnancy (caution): yes." in told[1]
    assert f"No, as before, to the other {len(ws.precautions.items()) - 3} items of the list." in told[1]
    ws.history.undo(patient)
    assert "Pregnancy (caution): yes" not in dict(ws.telling.sections(second))["Precautions"]


def precautions_told(ws: Workspace, visit_id: str) -> str:
    return dict(ws.telling.sections(visit_id))["Precautions"]


@pytest.mark.parametrize("answered_first", [True, False])
def test_what_changed_at_a_visit_is_not_called_unchanged(
    ws: Workspace, patient: str, *, answered_first: bool
) -> None:
    first, second, third = (earlier(ws, patient, days) for days in (14, 7, 0))
    ws.precautions.answer(patient, "pregnancy", Answer.YES, detail="week 22", visit_id=first)
    ws.precautions.answer_rest_no(patient, first)
    if not answered_first:
        ws.precautions.unchanged(second)
    ws.precautions.answer(patient, "low-pressure", Answer.YES, visit_id=second)
    ws.precautions.answer(patient, "pregnancy", Answer.YES, detail="week 23", visit_id=second)
    if answered_first:
        assert ws.precautions.state(second).sentence.endswith("no \u2192 yes. The rest unchanged?")
        ws.precautions.unchanged_and_agrees(second)
    said = (
        "Precautions asked about; changed at this visit: Pregnancy, week 22 \u2192 week 23; "
        "Low blood pressure, no \u2192 yes. The rest unchanged since 20 Apr 2026."
    )
    assert ws.precautions.state(second).sentence == said
    told = precautions_told(ws, second)
    assert told.startswith(f"{said}\n")
    assert told.count("Low blood pressure (note): yes.") == 1
    ws.precautions.unchanged(third)
    assert "unchanged since 27 Apr 2026." in precautions_told(ws, third)
    # What had been yes and is no is named, and is not among the items that are no as before.
    ws.precautions.answer(patient, "low-pressure", Answer.NO, visit_id=third)
    told = precautions_told(ws, third)
    assert "changed at this visit: Low blood pressure, yes \u2192 no. The rest unchanged since" in told
    assert f"to the other {len(ws.precautions.items()) - 3} items" in told
    whole = ws.tidy.text(patient)
    assert said in whole
    if answered_first:
        assert "the rest unchanged since last asked" in whole


def test_an_earlier_visit_shows_the_answers_of_its_day(ws: Workspace, patient: str) -> None:
    first, second = earlier(ws, patient, 7), earlier(ws, patient, 0)
    ws.precautions.answer(patient, "pregnancy", Answer.YES, detail="week 22", visit_id=first)
    ws.precautions.answer_rest_no(patient, first)
    ws.precautions.unchanged(second)
    assert not ws.precautions.told_later(first)
    ws.precautions.answer(patient, "low-pressure", Answer.YES, visit_id=second)
    ws.precautions.answer(patient, "pregnancy", Answer.YES, detail="week 23", visit_id=second)
    assert ws.precautions.lines_at(first) == ("Pregnancy (caution; week 22)",)
    assert ws.precautions.lines_at(second) == ("Pregnancy (caution; week 23)", "Low blood pressure (note)")
    assert ws.precautions.told_later(first)


def test_the_marks_of_one_reason_are_told_by_their_numbers(ws: Workspace, patient: str, visit: str) -> None:
    ws.precautions.change_item("metal", everywhere=True, severity=Severity.CAUTION)
    ws.precautions.answer(patient, "metal", Answer.YES, visit_id=visit)
    muscles = ("infraspinatus", "trapezius-upper", "deltoid-middle", "supraspinatus", "teres-minor")
    marks = [mark(ws, visit, muscle) for muscle in muscles]

    def told(part: list[Mark]) -> str:
        (one,) = reasons_told(
            [
                Override(one.id, visit, "k", f"Metal: every needle, {one.title}.", "agreed", one.id)
                for one in part
            ],
            marks,
        )
        return one.about

    assert told(marks) == "Metal: every needle, all 5 marks."
    assert told([*marks[:3], marks[4]]) == "Metal: every needle, marks 1-3, 5."
    assert told(marks[:1]) == "Metal: every needle, R infraspinatus."
    (met,) = ws.precautions.at_mark(marks[0])
    assert ", all 5 marks. No reason for needling is recorded." in precautions_told(ws, visit)
    ws.precautions.give_reason(visit, met, "agreed")
    assert ", all 5 marks. Reason for needling: agreed" in precautions_told(ws, visit)


def test_the_chart_and_the_text_say_what_was_recorded(ws: Workspace, patient: str) -> None:
    ws.patients.change(patient, alerts="pacemaker")
    ws.practice.change_therapist(ws.practice.therapist.id, "Dana Whitfield", "")
    visit = earlier(ws, patient, 0)
    assert dict(ws.telling.sections(visit)) == {"Consent": "There is no written consent."}
    ws.plans.start(
        patient,
        "Neck pain",
        visit_id=visit,
        side=Laterality.RIGHT,
        icd10="M54.2",
        goals="Sleep through",
        visits_suggested=6,
        weeks=3,
        frequency="twice a week",
    )
    ws.consents.give(patient, visit_id=visit, copy_given=True)
    ws.consents.say(visit)
    ws.precautions.answer(patient, "pacemaker", Answer.YES, since="2019", visit_id=visit)
    for implied in ("implant", "heart"):  # asked by themselves beside a pacemaker
        ws.precautions.answer(patient, implied, Answer.NO, visit_id=visit)
    ws.precautions.answer_rest_no(patient, visit)
    ws.precautions.add_medication(patient, "Metformin", dose="500 mg")
    neck = ws.outcomes.add_complaint(patient, "Neck pain", side=Laterality.RIGHT)
    ws.outcomes.set_pain(visit, neck.id, now="6", best=2, worst=8, period="last week")
    ws.outcomes.set_pain(visit, neck.id, Stage.AFTER, now=3)
    ws.outcomes.set_motion(visit, "neck", "rotation", Laterality.RIGHT, 40)
    ws.outcomes.add_area(visit, Outline.circle("posterior", 1, 28, 1500, 12))
    ws.outcomes.respond(visit, soreness_hours=24, bruise=False)
    stimulated = mark(ws, visit, "trapezius-upper", e_stim=EStim(hz=2))
    ws.precautions.give_reason(visit, ws.precautions.at_mark(stimulated)[0], "cardiologist agreed")
    ws.events.set_tolerance(visit, Tolerance.GOOD)
    ws.events.set_aftercare(visit, handout="After dry needling")
    ws.events.add(visit, EventKind.BLEEDING, Harm.MILD, done="pressed for a minute", closed=True)
    ws.plans.set_minutes(visit, "30 min")
    ws.plans.set_therapies(visit, ["stretching", "stretching", "heat"])
    ws.plans.set_next_visit(visit, ws.history.today() + timedelta(days=7))
    text = ws.tidy.text(patient)
    for said in (
        "Neck pain, right (M54.2). Visit 1 of 6 of this plan.",
        "Planned: 6 visits; 3 weeks; twice a week.",
        "Goals: Sleep through",
        "Other therapies: stretching, heat.",
        "Time: 30 minutes.",
        "Next visit: 11 May 2026.",
        "Written consent of 4 May 2026, valid until 3 May 2027. Text version 1 on paper;",
        "Text version 1 on paper; taken by Dana Whitfield; a copy was given.",
        "The patient agreed at this visit.",
        "Cardiac pacemaker or defibrillator (stop): yes (since 2019).",
        "Medicines: Metformin 500 mg.",
        "e-stim, R upper trapezius. Reason for needling: cardiologist agreed",
        "Sore for 24 hours, no bruise.",
        "Neck pain, right: before 6/10, after 3/10, best 2/10, worst 8/10 (last week).",
        "Neck rotation, right (active): before 40° (normal 60°).",
        "Drawn on the body: pain, right, back of the neck.",
        "Tolerated well.",
        "Bleeding (mild); noticed 4 May 2026; done: pressed for a minute; over on 4 May 2026.",
        "Handout: After dry needling.",
        "CONSENT, VERSION 1: Consent to dry needling",
        "Needled:\n1. Upper trapezius, right: 1 needle; LTR not noted",
    ):
        assert said in text, said
    assert [title for title, _ in ws.visits.chart(visit).told] == [
        "Treatment plan",
        "Consent",
        "Precautions",
        "Response to the last visit",
        "Outcomes",
        "After the treatment",
    ]
    held = json.loads(ws.tidy.json(patient))
    assert {one["now"] for one in held["visits"][0]["records"]["pain_score"]} == {60, 30}
    assert held["records"]["plan"][0]["icd10"] == "M54.2"


def test_a_visit_moved_to_its_patient_leaves_the_plan_behind(ws: Workspace, patient: str) -> None:
    visit = ws.visits.todays(patient).id
    ws.plans.start(patient, "Neck pain", visit_id=visit)
    neck = ws.outcomes.add_complaint(patient, "Neck pain")
    ws.outcomes.set_pain(visit, neck.id, now=4)
    other = ws.patients.create(family_name="Other").id
    ws.visits.move(visit, patient_id=other)
    assert ws.plans.of_visit(visit) is None
    assert [series.name for series in ws.outcomes.series(other)] == ["Neck pain"]
    assert ws.outcomes.series(patient) == ()
    ws.history.undo(visit)
    assert ws.plans.of_visit(visit) is not None


def test_a_restricted_record_is_kept_as_it_is(ws: Workspace, patient: str, visit: str) -> None:
    ws.tidy.restrict(patient, "asked for by the patient")
    for call in (
        lambda: ws.visits.create(patient),
        lambda: mark(ws, visit),
        lambda: ws.notes.save(visit, Section.PLAN, "more"),
        lambda: ws.patients.change(patient, phone="1"),
    ):
        with pytest.raises(RecordsFault, match="restricted"):
            call()
    ws.tidy.lift(patient)
    assert mark(ws, visit)


def test_old_records_are_proposed_and_stay(ws: Workspace) -> None:
    born = date(2012, 6, 1)
    child = ws.patients.create(family_name="Kid", date_of_birth=born).id
    adult = ws.patients.create(family_name="Adult", date_of_birth=date(1970, 1, 1)).id
    for patient_id in (child, adult):
        ws.visits.create(patient_id, date(2014, 3, 1))
    assert ws.tidy.proposed() == ()
    ws.policies.change(retention_years=10)
    assert [p.patient.id for p in ws.tidy.proposed()] == [adult]
    assert ws.patients.find("").total == 2


def test_everything_stands_in_a_file(tmp_path: Path, atlas: Atlas, clock: Clock) -> None:
    from bodymap.store.check import check
    from bodymap.store.vault import Vault

    with Vault.open(tmp_path / "r", create=True) as vault:
        ws = Workspace(vault, atlas, clock=clock)
        patient = ws.patients.create(family_name="Kim").id
        visit = ws.visits.todays(patient).id
        ws.precautions.answer_rest_no(patient, visit)
        ws.consents.give(patient, visit_id=visit)
        ws.plans.start(patient, "Tune-up", visit_id=visit)
        ws.outcomes.set_measure(visit, "grip", "32.5", side=Laterality.LEFT)
        ws.events.add(visit, EventKind.OTHER, text="hiccups", closed=True)
        assert ws.tidy.whole(patient).visits[0].records["measured"][0].tenths == 325
        ws.history.undo(patient)
        ws.history.redo(patient)
        double = ws.patients.create(family_name="Kim", given_names="D.").id
        moved = ws.visits.create(double).id
        ws.precautions.answer(double, "pregnancy", Answer.YES, visit_id=moved)
        merge = ws.tidy.merge(double, patient)
        assert [line.visits for line in ws.patients.find("Kim").lines] == [2]
        ws.tidy.unmerge(merge.id)
        assert sorted(line.visits for line in ws.patients.find("Kim").lines) == [1, 1]
        ws.tidy.restrict(double, "asked for")
    assert check(tmp_path / "r") == []


def test_the_rest_no_is_one_undo_step(ws: Workspace) -> None:
    patient = ws.patients.create(family_name="Kim").id
    visit = ws.visits.todays(patient).id
    ws.precautions.answer(patient, "pregnancy", Answer.YES, visit_id=visit)
    said = ws.precautions.state(visit).sentence
    ws.precautions.answer_rest_no(patient, visit)
    assert ws.precautions.state(visit).asked
    ws.history.undo(patient)
    assert ws.precautions.state(visit).sentence == said
    assert not ws.precautions.state(visit).asked


def test_the_last_answer_is_one_undo_step_with_having_asked(ws: Workspace) -> None:
    patient = ws.patients.create(family_name="Kim").id
    visit = ws.visits.todays(patient).id
    items = [item for item in ws.precautions.items() if item.under_age is None]
    for number, item in enumerate(items):
        assert not ws.precautions.state(visit).asked
        assert ws.precautions.state(visit).some_answered == (number > 0)
        ws.precautions.answer(patient, item.id, Answer.NO, visit_id=visit)
    assert ws.precautions.state(visit).asked
    ws.history.undo(patient)
    state = ws.precautions.state(visit)
    assert not state.asked
    assert state.unanswered == 1
    assert state.sentence == f"{len(items) - 1} of {len(items)} precautions answered."


def test_no_rest_denies_the_medicine_that_is_listed(ws: Workspace, patient: str) -> None:
    """Apixaban stood on the list as thinning the blood, the rest was answered no: the chart denied and listed it."""
    visit = ws.visits.todays(patient).id
    ws.precautions.add_medication(patient, "Apixaban", thins_blood=True)
    assert [item.id for item in ws.precautions.alerted(patient)] == ["blood-thinners"]
    ws.precautions.answer_rest_no(patient, visit)
    assert "blood-thinners" not in ws.precautions.held(patient).answers
    assert "Blood thinners" in ws.precautions.state(visit).sentence
    ws.precautions.answer(patient, "blood-thinners", Answer.YES, visit_id=visit)
    assert ws.precautions.state(visit).asked


def test_one_answer_says_it_of_the_medicine_and_the_precaution(ws: Workspace) -> None:
    """Medicine, "thins blood?" and the precaution were three acts, and the alerts that named it asked nothing."""

    def stands(patient: str) -> tuple[str, list[tuple[str, bool]]]:
        answer = ws.precautions.held(patient).answers.get("blood-thinners")
        medicines = [(one.name, one.thins_blood) for one in ws.precautions.medications(patient)]
        return answer.answer.value if answer else "", medicines

    # Asked of the medicine first.
    patient = ws.patients.create(family_name="Kim").id
    visit = ws.visits.todays(patient).id
    listed = ws.precautions.add_medication(patient, "Apixaban", dose="5 mg", visit_id=visit)
    ws.precautions.say_thinning(listed.id, True, visit_id=visit)
    assert stands(patient) == ("yes", [("Apixaban", True)])
    ws.history.undo(patient)
    assert stands(patient) in (("", [("Apixaban", False)]), ("not_asked", [("Apixaban", False)]))
    # A no from before the medicine was known is none any more.
    ws.precautions.answer(patient, "blood-thinners", Answer.NO, visit_id=visit)
    ws.precautions.add_medication(patient, "Clopidogrel", visit_id=visit)
    (late,) = (one for one in ws.precautions.medications(patient) if one.name == "Clopidogrel")
    ws.precautions.say_thinning(late.id, True, visit_id=visit)
    assert ws.precautions.held(patient).answers["blood-thinners"].answer is Answer.YES
    for _ in range(3):
        ws.history.undo(patient)
    # The precaution first: a yes is about the one that may, a no about all of them.
    ws.precautions.answer(patient, "blood-thinners", Answer.YES, visit_id=visit)
    assert stands(patient) == ("yes", [("Apixaban", True)])
    ws.history.undo(patient)
    ws.precautions.add_medication(patient, "Aspirin", visit_id=visit)
    ws.precautions.answer(patient, "blood-thinners", Answer.YES, visit_id=visit)
    assert stands(patient) == (
        "yes",
        [("Apixaban", False), ("Aspirin", False)],
    )  # which of them is still asked
    ws.history.undo(patient)
    ws.precautions.answer(patient, "blood-thinners", Answer.NO, visit_id=visit)
    assert not any(ws.precautions.asks_if_thinning(one) for one in ws.precautions.medications(patient))
    # The alerts alone.
    patient = ws.patients.create(family_name="Kim", alerts="warfarin").id
    visit = ws.visits.todays(patient).id
    assert [item.id for item in ws.precautions.alerted(patient)] == ["blood-thinners"]
    ws.precautions.answer(patient, "blood-thinners", Answer.YES, visit_id=visit)
    assert stands(patient) == ("yes", [("warfarin", True)])
    ws.history.undo(patient)
    ws.precautions.answer(patient, "blood-thinners", Answer.NO, visit_id=visit)
    assert stands(patient) == ("no", [])


def test_after_a_faint_the_list_is_not_passed_over(ws: Workspace, patient: str) -> None:
    first, second, third = (earlier(ws, patient, days) for days in (14, 7, 0))
    ws.precautions.answer_rest_no(patient, first)
    event = ws.events.add(first, EventKind.OTHER, Harm.MILD, text="Dizzy, near faint")
    ws.events.close(event.id, ws.visits.get(first).date)
    assert ws.precautions.ask_anew(first) is None
    assert ws.precautions.ask_anew(second) is not None
    asked = "The needles of 20 Apr 2026: dizzy, near faint. Answer yes or no: Earlier abnormal reaction to needling."
    ws.precautions.unchanged(second)
    assert ws.precautions.state(second).sentence.endswith(asked)
    # A no that is given with the faint known is an answer, and is not asked for again.
    ws.precautions.answer(patient, "reaction", Answer.NO, visit_id=second)
    assert [ws.precautions.ask_anew(one) for one in (second, third)] == [None, None]
    assert asked not in ws.precautions.state(second).sentence
    # Told only now, of the needles of last time.
    ws.events.add(second, EventKind.FAINTING, told_in=third)
    assert ws.precautions.ask_anew(third) is not None
    ws.precautions.answer(patient, "fainting", Answer.YES, visit_id=third)
    assert ws.precautions.ask_anew(third) is None
    assert ws.precautions.ask_anew(second) is None


def test_other_events_ask_nothing_and_a_faint_is_not_swept_by_the_rest_no(
    ws: Workspace, patient: str
) -> None:
    first, second = (earlier(ws, patient, days) for days in (7, 0))
    ws.events.add(first, EventKind.DROWSINESS)
    assert ws.precautions.ask_anew(second) is None
    event = ws.events.add(first, EventKind.FAINTING)
    ws.precautions.answer_rest_no(patient, second)
    assert "reaction" not in ws.precautions.held(patient).answers
    ws.events.remove(event.id)
    assert ws.precautions.ask_anew(second) is None


def test_what_the_alerts_name_is_not_swept_by_the_rest_no(ws: Workspace) -> None:
    patient = ws.patients.create(family_name="Kim", alerts="Pacemaker since 2019, faints").id
    visit = ws.visits.todays(patient).id
    named = {"pacemaker", "implant", "heart", "fainting"}
    assert {item.id for item in ws.precautions.alerted(patient)} == named
    ws.precautions.answer_rest_no(patient, visit)
    state = ws.precautions.state(visit)
    assert (state.unanswered, state.alerted, state.asked) == (4, 4, False)
    assert "Cardiac pacemaker or defibrillator" in state.sentence
    ws.precautions.answer(patient, "pacemaker", Answer.YES, visit_id=visit)
    ws.precautions.answer(patient, "fainting", Answer.NO, visit_id=visit)
    # A pacemaker beside "Implant: no" and "Heart disease: no" stood on a chart.
    ws.precautions.answer_rest_no(patient, visit)
    assert {item.id for item in ws.precautions.alerted(patient)} == {"implant", "heart"}
    ws.precautions.answer(patient, "implant", Answer.YES, visit_id=visit)
    ws.precautions.answer(patient, "heart", Answer.NO, visit_id=visit)
    assert ws.precautions.state(visit).asked
    assert ws.precautions.state(visit).sentence == "Precautions asked about."


@pytest.mark.parametrize(
    ("item", "alerts", "named"),
    [
        ("Blood thinners or bleeding disorder", "on blood thinners", True),
        ("Low blood pressure", "on blood thinners", False),
        ("Cardiac pacemaker or defibrillator", "ICD (defibrillator)", True),
        ("Pregnancy", "pregnant, week 20", True),
        ("Diabetes", "parks behind the house", False),
        ("Lung disease, earlier pneumothorax or thoracic surgery", "kidney disease", False),
        ("Diabetes", "", False),
        ("Surgery within the last six weeks", "pregnant, 24 weeks on 2 Nov 2026", False),
        ("Surgery within the last six weeks", "back pain for six weeks", False),
        ("Surgery within the last six weeks", "knee surgery in spring", True),
        ("Fear of needles", "nickel allergy, fear of needles", True),
        ("Fear of needles", "no needles near the scar", False),
    ],
)
def test_alerts_name_a_precaution(item: str, alerts: str, named: bool) -> None:
    assert named_in(item, alerts) is named


def test_the_report_of_a_patient_names_every_diagnosis_and_goal(
    ws: Workspace, patient: str, visit: str
) -> None:
    first = ws.plans.start(patient, "Neck pain", visit_id=visit)
    ws.plans.change(first.id, goals="Turn the head without pain")
    ws.plans.start(patient, "Tennis elbow")
    facts = dict(ws.reports.report(patient).facts)
    assert facts["Diagnosis"].startswith("Neck pain")
    assert "Tennis elbow" in facts["Diagnosis"]
    assert facts["Goals"] == "Turn the head without pain"


def test_a_clinic_id_that_two_patients_have_is_asked_about(ws: Workspace, patient: str) -> None:
    ws.patients.change(patient, clinic_id="N-7")
    assert ws.patients.called(" n-7").id == patient
    with pytest.raises(KeyError):
        ws.patients.called("N-8")
    ws.patients.create(family_name="Kim", clinic_id="N-7")
    with pytest.raises(Refused, match="2 patients"):
        ws.patients.called("N-7")
    assert ws.patients.called(patient).id == patient


def test_a_visit_at_which_nothing_is_needled_says_why(ws: Workspace, patient: str, visit: str) -> None:
    assert any(line.requirement is Requirement.MARKS for line in ws.ready.missing(visit))
    ws.visits.say_not_needled(visit, "  contractions after the last needling;  advice only ")
    asked = {line.requirement for line in ws.ready.missing(visit)}
    assert not asked & {Requirement.MARKS, Requirement.PAIN_AFTER, Requirement.AFTERCARE, Requirement.EVENTS}
    said = "contractions after the last needling; advice only"
    assert ws.visits.chart(visit).not_needled == said
    assert f"No dry needling at this visit: {said}." in ws.visits.narrative(visit)
    with pytest.raises(Refused, match="Nothing was needled"):
        ws.handouts.filled("You were needled on {date}.", visit)
    # Marks count more than what was said before they were made; and nothing is said over marks.
    made = mark(ws, visit)
    assert ws.visits.chart(visit).not_needled == ""
    assert "No dry needling" not in ws.visits.narrative(visit)
    with pytest.raises(Refused, match="Muscles are marked"):
        ws.visits.say_not_needled(visit, "advice only")
    ws.marks.remove([made.id])
    ws.visits.say_not_needled(visit, "")
    assert any(line.requirement is Requirement.MARKS for line in ws.ready.missing(visit))
    assert ws.history.undo(visit) == "no needling taken back"
    assert ws.visits.get(visit).not_needled == said


def test_the_lot_of_last_time_brings_its_expiry(ws: Workspace, patient: str, visit: str) -> None:
    ws.needles.set_lot(visit, "A17", "2099-05")
    again = ws.visits.create(patient, ws.visits.get(visit).date).id
    assert ws.needles.set_lot(again, "A17").needle_expiry == "2099-05"
    assert ws.needles.set_lot(again, "B2").needle_expiry == ""
    assert ws.needles.set_lot(visit, "A17", "").needle_expiry == "", "it can be taken out again"


def test_what_lies_near_a_muscle_of_the_spine_depends_on_its_level(ws: Workspace, visit: str) -> None:
    multifidus = ws.marks.group("multifidus")
    lumbar = ws.precautions.at_risk(multifidus, "L4")
    assert "vertebral artery" not in lumbar.structures
    assert "pleura" not in lumbar.flags
    assert "kidney" in lumbar.structures
    assert "vertebral artery" in ws.precautions.at_risk(multifidus, "C5").structures
    assert {"vertebral artery", "kidney"} <= {
        word
        for word in ("vertebral artery", "kidney")
        if word in ws.precautions.at_risk(multifidus).structures
    }
    across = ws.precautions.at_risk(multifidus, "T12-L1")
    assert "pleura" in across.flags
    assert "kidney" in across.structures


def section(ws: Workspace, visit_id: str, title: str) -> str:
    return dict(ws.telling.sections(visit_id)).get(title, "")


def test_a_chart_says_no_more_than_was_known_on_its_day(ws: Workspace, patient: str) -> None:
    first, second, third = (earlier(ws, patient, days) for days in (14, 7, 0))
    plan = ws.plans.start(
        patient, "Neck pain", visit_id=first, visits_suggested=4, weeks=4, frequency="weekly"
    )
    for visit in (second, third):
        ws.plans.attach(visit, plan.id)
    # Told at the second visit, whenever that is written down.
    drug = ws.precautions.add_medication(patient, "Apixaban", thins_blood=True, visit_id=second)
    ws.precautions.add_zone(
        patient, Outline.circle("anterior", 1, 90, 1330, 20), ZoneKind.PACEMAKER, visit_id=second
    )
    stimulated = {visit: mark(ws, visit, "trapezius-upper") for visit in (first, second)}
    assert "Apixaban" not in section(ws, first, "Precautions")
    assert "Pacemaker" not in section(ws, first, "Precautions")
    assert "Medicines: Apixaban (thins blood)." in section(ws, second, "Precautions")
    assert "Avoid-zones: Pacemaker, left chest, front." in section(ws, second, "Precautions")
    assert [one.word for one in ws.visits.chart(first).drawn] == []
    assert "Pacemaker" in [one.word for one in ws.visits.chart(second).drawn]
    assert not ws.precautions.at_mark(stimulated[first])
    # Ended on the visit's day, not on the day on which it is typed; the first chart never knew, the second keeps it.
    assert ws.precautions.end_medication(drug.id, visit_id=second).ended_on == ws.visits.get(second).date
    assert "Apixaban (thins blood; until 27 Apr 2026)" in section(ws, second, "Precautions")
    assert "Apixaban" not in section(ws, third, "Precautions")
    ws.history.undo(patient)
    assert "Apixaban" in section(ws, third, "Precautions")
    ws.plans.review(third, Decision.DISCHARGE)
    assert "Planned: 4 visits; 4 weeks; weekly." in section(ws, first, "Treatment plan")
    assert section(ws, second, "Treatment plan").endswith("Begun 20 Apr 2026.")
    assert "ended 4 May 2026, discharged" in section(ws, third, "Treatment plan")


def test_what_was_ended_later_is_not_said_on_an_earlier_chart(ws: Workspace, patient: str) -> None:
    first, second = (earlier(ws, patient, days) for days in (7, 0))
    drug = ws.precautions.add_medication(patient, "Ibuprofen", visit_id=first)
    zone = ws.precautions.add_zone(
        patient, Outline.circle("anterior", 1, -100, 1300, 30), ZoneKind.WOUND, visit_id=first
    )
    neck = ws.outcomes.add_complaint(patient, "Neck pain")
    ws.outcomes.set_pain(first, neck.id, now=6)
    ws.precautions.end_medication(drug.id, visit_id=second)
    ws.precautions.end_zone(zone.id, visit_id=second)
    ws.outcomes.end_complaint(neck.id)
    told = "\n".join(text for _, text in ws.telling.sections(first))
    assert "Ibuprofen" in told
    assert "Wound, right chest, front." in told
    assert "4 May 2026" not in told


def test_a_visit_moved_to_an_earlier_day_keeps_what_was_told_at_it(ws: Workspace, patient: str) -> None:
    visit = earlier(ws, patient, 2)
    ws.precautions.add_medication(patient, "Ibuprofen", visit_id=visit)
    ws.visits.move(visit, day=ws.history.today() - timedelta(days=5))
    assert "Ibuprofen" in section(ws, visit, "Precautions")
    ws.history.undo(visit)
    assert ws.precautions.medications(patient)[0].known_on == ws.visits.get(visit).date


def test_an_event_that_is_over_is_told_where_it_was_said(ws: Workspace, patient: str) -> None:
    first, second, third = (earlier(ws, patient, days) for days in (14, 7, 0))
    after = "After the treatment"
    dizzy = ws.events.add(first, EventKind.DROWSINESS, Harm.MILD)
    bruise = ws.events.add(first, EventKind.BRUISING)
    # Over on the day of the first visit, as the patient says at the third.
    ws.events.close(dizzy.id, ws.visits.get(first).date, closed_in=third)
    assert "Drowsiness (mild); noticed 20 Apr 2026; over on 20 Apr 2026." in section(ws, first, after)
    assert section(ws, second, after) == ""
    assert section(ws, third, after) == "Earlier: drowsiness (mild) of 20 Apr 2026: over on 20 Apr 2026."
    # What came of the needles has a day of its own.
    late = ws.events.add(first, EventKind.OTHER, Harm.MILD, text="cramps", told_in=second)
    ws.events.change(late.id, noticed_on=ws.visits.get(first).date + timedelta(days=7))
    assert not any(one.about == late.id for one in ws.ready.missing(second))
    assert any(one.about == late.id for one in ws.ready.missing(third))
    ws.events.close(late.id, ws.visits.get(second).date, closed_in=third)
    told = "Earlier: cramps (mild), of the needles of 20 Apr 2026, noticed 27 Apr 2026: over on 27 Apr 2026."
    assert told in section(ws, third, after)
    ws.events.remove(late.id)
    # Where nobody wrote down at which visit that was said: the first on that day or later.
    ws.events.change(bruise.id, closed_on=ws.visits.get(first).date + timedelta(days=3))
    assert "Bruising (how grave not recorded); noticed 20 Apr 2026; still open on that day." in section(
        ws, first, after
    )
    assert "bruising of 20 Apr 2026: over on 23 Apr 2026." in section(ws, second, after)
    assert "bruising" not in section(ws, third, after)
    ws.events.reopen(dizzy.id)
    assert section(ws, third, after) == ""
    assert ws.events.close(dizzy.id, closed_in=third).closed_on == ws.visits.get(third).date


def test_an_event_told_later_stands_alike_on_both_charts(ws: Workspace, patient: str) -> None:
    """One chart said "still open", the other "over", and the first not that it was told a week later."""
    first, second = (earlier(ws, patient, days) for days in (7, 0))
    days = [ws.visits.get(one).date for one in (first, second)]
    ws.events.add(
        first, EventKind.BRUISING, Harm.MILD, told_in=second, noticed_on=days[0] + timedelta(days=1)
    )
    (event,) = ws.events.of(first)
    ws.events.close(event.id, days[1] - timedelta(days=1), closed_in=second)
    noticed = "Bruising (mild); noticed 28 Apr 2026"
    assert f"{noticed}; told on 4 May 2026; over on 3 May 2026." in section(ws, first, "After the treatment")
    told = section(ws, second, "After the treatment")
    assert "needles of 27 Apr 2026: bruising (mild); noticed 28 Apr 2026; over on 3 May 2026." in told


def test_the_report_names_precautions_events_and_what_was_decided(ws: Workspace, patient: str) -> None:
    first, second = (earlier(ws, patient, days) for days in (7, 0))
    plan = ws.plans.start(patient, "Neck pain", visit_id=first, goals="Sleep through")
    ws.plans.attach(second, plan.id)
    ws.precautions.answer(patient, "pacemaker", Answer.YES, since="2019", visit_id=first)
    event = ws.events.add(first, EventKind.BRUISING, Harm.MILD)
    ws.events.close(event.id, closed_in=second)
    ws.plans.review(second, Decision.DISCHARGE, "Goal met: sleeps through.")
    made = ws.reports.report(patient, plan.id)
    facts = dict(made.facts)
    assert facts["Goals"] == "Sleep through"
    assert facts["Decided"] == "4 May 2026: Discharged. Goal met: sleeps through."
    held = "Cardiac pacemaker or defibrillator (stop; since 2019), answered yes on 27 Apr 2026"
    assert facts["Precautions"] == held
    assert made.events == ("Visit of 27 Apr 2026: Bruising (mild); noticed 27 Apr 2026; over on 4 May 2026.",)


def test_the_report_says_what_a_referrer_asks_of_the_course(ws: Workspace, patient: str) -> None:
    first, second, third = (earlier(ws, patient, days) for days in (14, 7, 0))
    plan = ws.plans.start(patient, "Low back pain", visit_id=first, goals="Run again", visits_suggested=6)
    for one in (second, third):
        ws.plans.attach(one, plan.id)
    ws.plans.set_event(first, "Half marathon", ws.visits.get(third).date + timedelta(days=3))
    ws.precautions.answer(patient, "pacemaker", Answer.YES, visit_id=first)
    ws.precautions.answer_rest_no(patient, first)
    ws.precautions.answer(patient, "low-pressure", Answer.YES, visit_id=second)
    ws.precautions.unchanged(second)
    ws.precautions.answer(patient, "low-pressure", Answer.NO, visit_id=third)
    ws.precautions.add_medication(patient, "ibuprofen", visit_id=first)
    with_current = mark(ws, first, "multifidus-lumbar", e_stim=EStim(hz=2))
    (met,) = (one for one in ws.precautions.at_mark(with_current) if one.severity is Severity.STOP)
    ws.precautions.give_reason(first, met, "agreed with cardiology")
    ws.visits.say_not_needled(second, "contractions")
    mark(ws, third, "multifidus-lumbar", e_stim=EStim(on=False))
    facts = dict(ws.reports.report(patient, plan.id).facts)
    assert facts["Visits"] == "2 of 6 planned: 20 Apr, 4 May 2026"
    assert facts["Not needled"] == "27 Apr 2026 (contractions)"
    assert facts["Event"] == "Half marathon, 7 May 2026"
    assert facts["Precautions"].splitlines() == [
        "Cardiac pacemaker or defibrillator (stop), answered yes on 20 Apr 2026",
        "Low blood pressure (note), answered yes on 27 Apr 2026, no longer on 4 May 2026",
    ]
    assert facts["Reasons given"] == (
        "Cardiac pacemaker or defibrillator (stop), 20 Apr 2026: agreed with cardiology"
    )
    assert facts["E-stim"].splitlines() == [
        "Used on 20 Apr 2026 (R lumbar multifidus: 2 Hz).",
        "Kept off on 4 May 2026, as was said at each mark.",
        "Against it: Cardiac pacemaker or defibrillator (stop).",
    ]
    assert facts["Medicines"] == "ibuprofen"


def test_what_a_decision_changed_in_the_plan_is_said_from_what_to_what(ws: Workspace, patient: str) -> None:
    """Chart and report said "Decided to change the plan." and not what."""
    first = earlier(ws, patient, 14)
    plan = ws.plans.start(patient, "Low back pain", visit_id=first, goals="Run again")
    ws.plans.change(plan.id, visits_suggested=4)
    second = earlier(ws, patient, 7)
    ws.plans.attach(second, plan.id)
    ws.plans.review(second, Decision.CHANGE)
    title = "Treatment plan"
    assert "Decided to change the plan. No change of the plan was written." in section(ws, second, title)
    ws.plans.change(plan.id, visits_suggested=6, frequency="twice a week")
    ws.plans.change(plan.id, goals="Run 10 km")
    said = (
        "goals: Run again \u2192 Run 10 km; visits planned: 4 \u2192 6; frequency: none \u2192 twice a week"
    )
    assert f"Decided to change the plan. Changed: {said} (written on 4 May 2026)." in section(
        ws, second, title
    )
    third = earlier(ws, patient, 0)
    ws.plans.attach(third, plan.id)
    ws.plans.change(plan.id, visits_suggested=8)
    assert "The plan was changed: visits planned: 6 \u2192 8." in section(ws, third, title)
    assert "8" not in section(ws, second, title).partition("Decided")[2], (
        "what a later visit changed is its own"
    )
    assert "hanged" not in section(ws, first, title), "what the plan began with is no change"
    decided = dict(ws.reports.report(patient, plan.id).facts)["Decided"].splitlines()
    assert decided[0].startswith("27 Apr 2026: Decided to change the plan. Changed: goals: Run again")
    assert decided[1] == "4 May 2026: The plan was changed: visits planned: 6 \u2192 8."


def test_a_later_visit_leaves_the_order_of_an_earlier_chart_as_it_was(ws: Workspace, patient: str) -> None:
    first = earlier(ws, patient, 7)
    ws.outcomes.set_pain(first, "", now=6)
    knee = ws.outcomes.add_complaint(patient, "Left knee").id
    ws.outcomes.set_pain(first, knee, now=5)
    ws.outcomes.set_measure(first, "odi", "38")
    ws.outcomes.set_measure(first, "psfs", "3", about="turning in bed")
    before = section(ws, first, "Outcomes")
    second = earlier(ws, patient, 0)
    ws.outcomes.set_measure(second, "psfs", "8", about="turning in bed")
    ws.outcomes.set_measure(second, "odi", "18")
    ws.outcomes.set_pain(second, knee, now=1)
    ws.outcomes.set_pain(second, "", now=2)
    assert section(ws, first, "Outcomes") == before


def test_a_visit_charted_on_a_later_day_says_so_in_its_head(ws: Workspace, patient: str) -> None:
    assert ws.visits.chart(earlier(ws, patient, 8)).charted_on == "4 May 2026"
    assert ws.visits.chart(earlier(ws, patient, 0)).charted_on == ""


def test_a_yes_told_later_met_nothing_before(ws: Workspace, patient: str) -> None:
    first, second = (earlier(ws, patient, days) for days in (7, 0))
    ws.precautions.answer_rest_no(patient, first)
    for visit in (first, second):
        mark(ws, visit, "trapezius-upper", e_stim=EStim(hz=2))
    ws.precautions.answer(patient, "pacemaker", Answer.YES, visit_id=second)
    assert "No reason for needling" not in section(ws, first, "Precautions")
    assert "e-stim, R upper trapezius. No reason" in section(ws, second, "Precautions")


def test_what_came_of_the_last_needles_stands_on_both_charts(ws: Workspace, patient: str) -> None:
    first, second = (earlier(ws, patient, days) for days in (7, 0))
    mark(ws, first, "gluteus-medius")
    ws.visits.say_not_needled(second, "advice only")
    needled = ws.events.needled_before(second)
    assert needled is not None
    assert needled.id == first
    event = ws.events.add(
        first,
        EventKind.OTHER,
        Harm.MILD,
        text="contractions",
        told_in=second,
        noticed_on=ws.visits.get(first).date,
    )
    assert ws.events.told_at(second) == (event,)
    told = section(ws, second, "After the treatment")
    assert told.startswith(
        "Told at this visit, of the needles of 27 Apr 2026: contractions (mild); noticed 27 Apr 2026"
    )
    assert "Contractions (mild); noticed 27 Apr 2026" in section(ws, first, "After the treatment")
    ws.events.close(event.id, closed_in=second)
    assert section(ws, second, "After the treatment").count("contractions") == 1


def test_whose_needles_each_line_is_about_is_said_where_there_are_two(ws: Workspace, patient: str) -> None:
    first, second = (earlier(ws, patient, days) for days in (7, 0))
    for one in (first, second):
        mark(ws, one, "gluteus-medius")
        ws.events.nothing_happened(one)
    ws.events.add(first, EventKind.BRUISING, Harm.MILD, told_in=second)
    assert section(ws, second, "After the treatment").splitlines() == [
        "Of this visit's needles: nothing adverse happened.",
        "Told at this visit, of the needles of 27 Apr 2026: bruising (mild); noticed 4 May 2026; still open.",
    ]
    ws.events.add(second, EventKind.BLEEDING, Harm.MILD)
    assert section(ws, second, "After the treatment").startswith("Of this visit's needles: bleeding (mild);")
    assert section(ws, first, "After the treatment").startswith("Bruising (mild)")


def test_a_bruise_told_since_is_recorded_in_one_press_and_not_said_twice(ws: Workspace, patient: str) -> None:
    first, second = (earlier(ws, patient, days) for days in (7, 0))
    mark(ws, first, "gluteus-medius")
    ws.events.nothing_happened(first)
    assert ws.events.to_record(second) is None
    ws.outcomes.respond(second, progress=Progress.WORSE, soreness_hours=24, bruise=True)
    assert section(ws, second, "Response to the last visit") == "Worse, sore for 24 hours, a bruise."
    assert [ws.events.record_answer(second).kind for _ in range(2)] == [  # type: ignore[union-attr]
        EventKind.BRUISING,
        EventKind.AGGRAVATION,
    ]
    assert ws.events.to_record(second) is None
    assert ws.events.record_answer(second) is None
    bruise = ws.events.of(first)[0]
    assert (bruise.told_in, bruise.noticed_on, bruise.severity) == (second, None, Harm.NOT_RECORDED)
    assert not ws.visits.get(first).no_events
    assert section(ws, second, "Response to the last visit") == "Worse, sore for 24 hours."
    assert "needles of 27 Apr 2026: bruising" in section(ws, second, "After the treatment")
    # The event alone says it too.
    ws.outcomes.respond(second, bruise=None)
    assert ws.events.bruised_since(second)
    assert "bruise" in ws.outcomes.what_followed(patient)[first].words


def test_a_zone_over_the_belly_is_not_met_in_the_flank(ws: Workspace, patient: str, visit: str) -> None:
    belly = [(-74, 960), (70, 962), (76, 1110), (-70, 1108)]
    ws.precautions.add_zone(patient, Outline.polygon("anterior", 1, belly))
    assert ws.precautions.zones_on(patient, "posterior") == ()
    flank = mark(ws, visit, "external-oblique", point=Point("posterior", 1, 1, -110, 1030))
    assert ws.precautions.at_mark(flank) == ()
    in_front = mark(ws, visit, "rectus-abdominis", point=Point("anterior", 1, 1, -30, 1030))
    assert len(ws.precautions.at_mark(in_front)) == 1


def test_current_is_asked_about_though_the_needle_was_reasoned(
    ws: Workspace, patient: str, visit: str
) -> None:
    """A reason for needling the low back of a pregnant patient stood for the e-stim that was added after it."""
    ws.precautions.answer(patient, "pregnancy", Answer.YES, visit_id=visit)
    low_back = mark(ws, visit, "multifidus-lumbar")
    (met,) = (one for one in ws.precautions.at_mark(low_back) if one.severity is not Severity.NOTE)
    ws.precautions.give_reason(visit, met, "midwife agreed")
    assert ws.precautions.unreasoned(visit) == ()
    ws.marks.change([low_back.id], e_stim=EStim(hz=2))
    (current,) = ws.precautions.unreasoned(visit)
    assert "e-stim" in current.sentence
    ws.precautions.give_reason(visit, current, "2 Hz, away from the belly")
    assert ws.precautions.unreasoned(visit) == ()
    said = [(one.about, one.reason) for one in ws.precautions.reasons(visit)]
    assert len(said) == 2
    assert any("e-stim" in about and reason.startswith("2 Hz") for about, reason in said)
    (line,) = (one for one in ws.precautions.reasons_over([visit]) if "2 Hz" in one)
    assert line.startswith("Pregnancy (")


def test_a_medicine_that_may_thin_is_missing_until_it_is_said(
    ws: Workspace, patient: str, visit: str
) -> None:
    listed = ws.precautions.add_medication(patient, "Apixaban", visit_id=visit)
    said = "Whether Apixaban thins the blood is not recorded."
    assert said in [one.sentence for one in ws.ready.missing(visit)]
    ws.precautions.say_thinning(listed.id, False, visit_id=visit)
    assert said not in [one.sentence for one in ws.ready.missing(visit)]


def test_an_earlier_visit_meets_what_was_known_on_its_day(ws: Workspace, patient: str) -> None:
    """At a mark of an earlier visit the week of pregnancy of a later one was said, and went onto its chart."""
    first, second = (earlier(ws, patient, days) for days in (21, 0))
    ws.precautions.answer(patient, "pregnancy", Answer.YES, detail="week 20", visit_id=first)
    ws.precautions.asked(first)
    ws.precautions.answer(patient, "pregnancy", Answer.YES, detail="week 23", visit_id=second)
    low_back = mark(ws, first, "multifidus-lumbar")
    assert "week 20" in ws.precautions.at_mark(low_back)[0].sentence


def test_nobody_lies_on_the_side_that_is_needled_because_the_other_was(
    ws: Workspace, patient: str, visit: str
) -> None:
    right = mark(ws, visit, "gluteus-medius", position=Position.SIDE_LYING_LEFT)
    assert right.side is Side.RIGHT
    target = ws.marks.muscle("gluteus-medius")
    assert ws.marks.offer(visit, target, side=Side.RIGHT).position is Position.SIDE_LYING_LEFT
    assert ws.marks.offer(visit, target, side=Side.LEFT).position is Position.NOT_RECORDED
