"""The rules as tables: each row of tests/data/rules says what holds by what the sources say, in words a clinic uses."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bodymap import assets
from bodymap.atlas.atlas import Atlas
from bodymap.atlas.body import Group, Muscle
from bodymap.charting.asked_alone import asked_alone
from bodymap.charting.consent import Consent, consent_on, expiry_of
from bodymap.charting.counts import code_advice, counts_of
from bodymap.charting.courses import moved, series_of, trend_of
from bodymap.charting.events import (
    AdverseEvent,
    EventKind,
    Harm,
    check_event,
    published_rates,
    rates_of,
    severity_rates_of,
)
from bodymap.charting.faults import Refused
from bodymap.charting.measures import (
    measures,
    motions,
    per_cent_words,
    read_degrees,
    read_measure,
    read_pain,
    sought,
    tenths,
)
from bodymap.charting.medicines import NOT_THINNING
from bodymap.charting.meetings import Needled, answers_that_hold, at_risk, both_sides, meetings_of, needled
from bodymap.charting.outcomes import Complaint, Motion, PainScore, RangeOfMotion, Stage
from bodymap.charting.places import Laterality, Outline
from bodymap.charting.plans import (
    Decision,
    PlanReview,
    ReviewDue,
    TreatmentPlan,
    event_ahead,
    event_asked_about,
    event_at_a_glance,
    event_in_words,
    review_due,
    treatments,
    visit_of_plan,
)
from bodymap.charting.policy import Policy, Requirement, VisitFacts, missing
from bodymap.charting.precaution_list import shipped
from bodymap.charting.precautions import (
    Answer,
    Medication,
    PrecautionAnswer,
    Severity,
    as_said,
    week_now,
)
from bodymap.charting.records import (
    Disposition,
    EStim,
    Ltr,
    Mark,
    NeedleSize,
    Patient,
    Section,
    Side,
    Target,
    TargetKind,
    Technique,
    Tolerance,
    VerbalConsent,
    Visit,
)
from bodymap.charting.tidying import kept_until
from bodymap.charting.where_it_hurts import areas_under, suspects
from bodymap.charting.zones import ZoneKind, side_of

TABLES = Path(__file__).parent.parent / "data" / "rules"
DAY = date(2026, 5, 4)
SIDES = {"R": Side.RIGHT, "L": Side.LEFT, "M": Side.MIDLINE}


def rows(name: str) -> list[Any]:
    """The rows of a table, each named by its line and reason."""
    with (TABLES / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [pytest.param(row, id=f"{n}-{row.get('why') or ''}") for n, row in enumerate(found, 2)]


@cache
def atlas() -> Atlas:
    return Atlas(assets.folder())


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def entry_of(name: str) -> tuple[Muscle | Group | None, tuple[Muscle, ...]]:
    if name.startswith("tissue:"):
        return None, ()
    catalogue = atlas().catalogue
    entry = catalogue.entry(name)
    members = entry.members if isinstance(entry, Group) else ()
    return entry, tuple(catalogue.muscle(member) for member in members)


def mark_of(text: str) -> Mark:
    """R multifidus-lumbar L4 e_stim; x3 needles, i6 insertions; a minus in front for a removed one."""
    removed = text.startswith("-")
    side, name, *more = text.removeprefix("-").split()
    entry, _ = entry_of(name)
    if entry is None:
        target = Target(TargetKind.TISSUE, name.partition(":")[2], name.partition(":")[2].capitalize())
    else:
        kind = TargetKind.GROUP if isinstance(entry, Group) else TargetKind.MUSCLE
        target = Target(kind, name, entry.name, atlas().catalogue.counts_as(name))
    mark = Mark(f"mark of {text}", "visit", 1, target, SIDES[side], removed=removed)
    for word in more:
        if word == "e_stim":
            mark = replace(mark, e_stim=EStim(hz=2.0))
        elif word == "e_stim_off":
            mark = replace(mark, e_stim=EStim(on=False))
        elif word in set(Technique):
            mark = replace(mark, technique=Technique(word))
        elif word[0] in "xi":
            count, _, insertions = word.lstrip("x").partition("i")
            mark = replace(mark, needles=int(count or 1), insertions=int(insertions or count))
        else:
            mark = replace(mark, level=word)
    return mark


def place_of(text: str) -> Needled:
    mark = mark_of(text)
    entry, members = entry_of(text.removeprefix("-").split()[1])
    return needled(mark, entry, members, entry.body_part if entry else "")


def answer_of(text: str) -> PrecautionAnswer:
    """lymphoedema@right:arm,hand; laminectomy@L4,L5; a minus in front for a no."""
    name, _, where = text.removeprefix("-").partition("@")
    side, _, parts = where.partition(":") if where.partition(":")[0] in set(Laterality) else ("", "", "")
    levels = "" if side else where
    (item,) = [item for item in shipped() if item.id == name]
    return PrecautionAnswer(
        PrecautionAnswer.id_of("p", name),
        "p",
        name,
        item.text,
        Answer.NO if text.startswith("-") else Answer.YES,
        side=Laterality(side) if side else Laterality.NOT_RECORDED,
        body_parts=tuple(part for part in parts.split(",") if part),
        levels=tuple(level for level in levels.split(",") if level),
    )


# -- precautions


@pytest.mark.parametrize("row", rows("precaution_meets_mark"))
def test_a_precaution_and_a_mark_meet(row: dict[str, str]) -> None:
    patient, visit, medicines = Patient("p", date_of_birth=date(1980, 1, 1)), Visit("v", "p", "t", DAY), []
    for word in row["told"].split():
        what, _, value = word.partition("=")
        if what == "age":
            patient = replace(patient, date_of_birth=DAY.replace(year=DAY.year - int(value)))
        else:
            ended = DAY - timedelta(days=1) if what == "ended" else None
            medicines.append(Medication("m", "p", value, thins_blood=True, ended_on=ended))
    told = {a.precaution_id: a for a in (answer_of(t) for t in row["answers"].split(";") if t)}
    answers = answers_that_hold(shipped(), told, medicines, patient, visit)
    met = meetings_of(mark_of(row["needle"]), place_of(row["needle"]), shipped(), answers)
    assert ",".join(one.key.partition(":")[2] for one in met) == row["meets"]
    assert ",".join(one.severity.value for one in met) == row["severity"]
    for one in met:
        assert one.sentence.endswith(".")
        assert one.title in one.sentence


@pytest.mark.parametrize("row", rows("structures_at_risk"))
def test_what_lies_near_a_muscle(row: dict[str, str]) -> None:
    entry, members = entry_of(row["needle"])
    assert entry is not None
    risk = at_risk(entry, members)
    if isinstance(entry, Group):
        assert set(row["flags"].split(",")) <= risk.flags
    else:
        assert set(row["flags"].split(",")) == risk.flags
    assert row["names"] in risk.structures
    assert risk.structures
    assert not re.search(r"\d ?[cm]m", risk.sentence)  # a structure's name, never a depth
    assert ".." not in risk.sentence
    assert ("pressed on" in risk.sentence) == ("non_compressible" in risk.flags)


@pytest.mark.parametrize("row", rows("both_sides"))
def test_both_sides_of_the_thorax_in_one_visit(row: dict[str, str]) -> None:
    met = both_sides(place_of(text.strip()) for text in row["needles"].split("+"))
    assert (met is not None) == bool(row["met"])
    assert met is None or met.severity is Severity.CAUTION


# -- counts


@pytest.mark.parametrize("row", rows("counts_and_codes"))
def test_muscles_are_counted_under_both_readings(row: dict[str, str]) -> None:
    marks = [mark_of(text.strip()) for text in row["marks"].split("+") if text.strip()]
    counts, advice = counts_of(marks), code_advice(marks)
    assert (counts.muscles, counts.muscles_by_side) == (int(row["muscles"]), int(row["by_side"]))
    assert (counts.needles, counts.insertions) == (int(row["needles"]), int(row["insertions"]))
    assert (advice.code, advice.code_by_side) == (row["code"], row["code_by_side"])
    assert len(advice.named) == counts.muscles
    assert ("payer" in advice.sentence) == (advice.code != advice.code_by_side)


# -- consent


@pytest.mark.parametrize("row", rows("consent_on_a_day"))
def test_consent_on_the_day_of_a_visit(row: dict[str, str]) -> None:
    given = row["given"].split(";")
    expires, withdrawn = row["expires"].split(";"), row["withdrawn"].split(";")
    consents = [
        Consent(str(n), "p", "text", 1, date.fromisoformat(text), None, expires=day(e), withdrawn_on=day(w))
        for n, (text, e, w) in enumerate(zip(given, expires, withdrawn, strict=True))
        if text
    ]
    visit = date.fromisoformat(row["visit"])
    state = consent_on(consents, visit)
    assert state.standing.value == row["standing"]
    assert consent_on(reversed(consents), visit) == state
    assert state.sentence.endswith(".")


@pytest.mark.parametrize("row", rows("consent_ends"))
def test_the_last_day_of_a_consent(row: dict[str, str]) -> None:
    months = int(row["months"]) if row["months"] else None
    assert expiry_of(date.fromisoformat(row["given"]), months) == day(row["last"])


# -- outcomes


@pytest.mark.parametrize("row", rows("change_that_matters"))
def test_a_change_that_matters(row: dict[str, str]) -> None:
    measure = measures()[row["measure"]]
    by = tenths(row["now"]) - tenths(row["before"])
    assert trend_of(by, measure.better, measure.important).value == row["trend"]


@pytest.mark.parametrize("row", rows("what_is_typed"))
def test_what_is_typed_is_read_or_refused_in_a_sentence(row: dict[str, str]) -> None:
    what, *of = row["what"].split()
    read: dict[str, Callable[[], int]] = {
        "pain": lambda: read_pain(row["value"]),
        "motion": lambda: read_degrees(row["value"], motions().get((of[0], of[1]))),
        "measure": lambda: read_measure(measures()[of[0]], row["value"]),
    }
    if row["read"] != "refused":
        assert read[what]() == int(row["read"])
        return
    with pytest.raises(Refused) as refused:
        read[what]()
    assert refused.value.sentence.endswith(".")
    assert refused.value.sentence[0].isupper()


@pytest.mark.parametrize(
    ("measure", "typed", "words"),
    [
        ("ndi", "36%", "36% is 18 of 50"),
        ("ndi", "36 %", "36% is 18 of 50"),
        ("ndi", "36", ""),
        ("odi", "36%", ""),
        ("grip", "50%", ""),
    ],
)
def test_what_a_per_cent_was_taken_as_is_said(measure: str, typed: str, words: str) -> None:
    assert per_cent_words(measures()[measure], typed) == words


@pytest.mark.parametrize(
    ("measure", "example"), [("ndi", "25"), ("odi", "50"), ("hit6", "57"), ("grip", "60")]
)
def test_an_example_is_no_end_of_the_scale(measure: str, example: str) -> None:
    with pytest.raises(Refused, match=f"for example {example}[.]"):
        read_measure(measures()[measure], "much")


@pytest.mark.parametrize(
    ("text", "value"), [("NDI 36%", "36%"), ("ndi 36 %", "36%"), ("NDI 18/50", "18/50"), ("ndi 36", "36")]
)
def test_a_per_cent_or_points_of_all_is_the_value_of_its_line(text: str, value: str) -> None:
    assert (sought(text).words, sought(text).value) == (("ndi",), value)


@pytest.mark.parametrize("row", rows("motion_that_matters"))
def test_a_motion_that_matters(row: dict[str, str]) -> None:
    joint, movement = row["joint"].split()
    visits = [Visit(str(n), "p", "t", DAY + timedelta(days=n)) for n in range(2)]
    ranges = [
        RangeOfMotion(
            str(n), str(n), joint, movement, Laterality.LEFT, Motion.ACTIVE, Stage.BEFORE, int(degrees)
        )
        for n, degrees in enumerate((row["before"], row["now"]))
    ]
    (series,) = series_of(visits, (), (), ranges, (), measures(), motions())
    change = moved(series, visits[1], ["0", "1"]).since_last
    assert change is not None
    assert change.trend.value == row["trend"]


# -- plans


@pytest.mark.parametrize("row", rows("plan_looked_at_again"))
def test_a_plan_is_looked_at_again(row: dict[str, str]) -> None:
    number = int(row["visit"])
    start = date(2026, 1, 5)
    ended = start if row["planned"] == "ended" else None
    planned = int(row["planned"]) if row["planned"].isdigit() else None
    weeks = int(row["weeks"]) if row["weeks"] else None
    plan = TreatmentPlan(
        "plan",
        "p",
        "Low back pain",
        visits_suggested=planned,
        weeks=weeks,
        starts_on=start,
        ended_on=ended,
    )
    visits = [
        Visit(str(n), "p", "t", start + timedelta(weeks=n - 1), plan_id="plan") for n in range(1, number + 1)
    ]
    reviews = [
        PlanReview(PlanReview.id_of(n), n, "plan", Decision.GO_ON) for n in row["decided_at"].split(",") if n
    ]
    without = set(filter(None, row["without"].split(",")))
    due = review_due(plan, visits[-1], visits, reviews, int(row["every"]), without)
    assert ("" if due is None else "end" if due.at_end else "review") == row["due"]
    assert due is None or due.sentence.endswith("discharge.")


@pytest.mark.parametrize("row", rows("visit_of_a_plan"))
def test_which_visit_of_its_plan_a_visit_is(row: dict[str, str]) -> None:
    visits = [Visit(str(n), "p", "t", date(2026, 1, n)) for n in range(1, int(row["visit"]) + 1)]
    without = set(filter(None, row["without"].split(",")))
    number = treatments(visits, without)[row["visit"]]
    planned = int(row["planned"]) if row["planned"] else None
    assert visit_of_plan(number, planned, row["visit"] not in without) == row["words"]


@pytest.mark.parametrize("row", rows("athletes_event"))
def test_an_athletes_event(row: dict[str, str]) -> None:
    visit, event = date.fromisoformat(row["visit"]), day(row["event"])
    asked = event_asked_about("City run", event, visit)
    assert bool(asked) == bool(row["asked"])
    assert asked == "" or asked.endswith("?")
    assert event_in_words("City run", event, visit).startswith("City run")
    assert row["words"] in event_in_words("City run", event, visit)


@pytest.mark.parametrize("row", rows("event_ahead"))
def test_an_event_follows_to_the_next_visits(row: dict[str, str]) -> None:
    visits = []
    for n, said in enumerate(row["visits"].split(",")):
        when, event, name = said.split(":")
        visits.append(Visit(f"v{n}", "p", "t", date.fromisoformat(when), event=name, event_date=day(event)))
    at = date.fromisoformat(row["at"])
    (visit,) = (one for one in visits if one.date == at)
    event, event_date = event_ahead(visits, visit)
    assert event == row["event"]
    assert event_at_a_glance(event, event_date, at) == row["glance"]


# -- after the needles


@pytest.mark.parametrize("row", rows("events_of_needling"))
def test_an_adverse_events_dates(row: dict[str, str]) -> None:
    event = AdverseEvent(
        "e",
        "v",
        EventKind(row["kind"]),
        noticed_on=day(row["noticed"]),
        closed_on=day(row["closed"]),
    )
    today = date(2026, 5, 30)
    visit = date.fromisoformat(row["visit"])
    if not row["refused"]:
        check_event(event, visit, today)
        assert event.open == (not row["closed"])
        return
    with pytest.raises(Refused) as refused:
        check_event(event, visit, today)
    assert refused.value.field == row["refused"]


@pytest.mark.parametrize("row", rows("rates"))
def test_rates_have_their_denominators(row: dict[str, str]) -> None:
    visits, events = [], []
    for n, said in enumerate(row["visits"].split(",")):
        visits.append(Visit(f"v{n}", "p", "t", DAY, no_events=said == "none"))
        events += [
            AdverseEvent(f"{n}-{i}", f"v{n}", EventKind(kind))
            for i, kind in enumerate(said.split("+"))
            if kind not in ("", "none")
        ]
    found = rates_of(visits, {visit.id for visit in visits}, events, published_rates())
    (rate,) = [one for one in found if one.kind.value == row["kind"]]
    assert (rate.events, rate.treatments, rate.visits) == (
        int(row["events"]),
        int(row["treatments"]),
        int(row["all"]),
    )
    assert f"{rate.events} of {rate.treatments} treatments" in rate.sentence
    published = f"{rate.published.per_10000} of {rate.published.of}" if rate.published else ""
    assert published == row["published"]


@pytest.mark.parametrize("row", rows("severity_rates"))
def test_rates_by_severity_count_a_visit_once(row: dict[str, str]) -> None:
    visits, events = [], []
    for n, said in enumerate(row["visits"].split(",")):
        visits.append(Visit(f"v{n}", "p", "t", DAY, no_events=said == "none"))
        events += [
            AdverseEvent(f"{n}-{i}", f"v{n}", EventKind.BRUISING, Harm(harm))
            for i, harm in enumerate(said.split("+"))
            if harm not in ("", "none")
        ]
    mild, worse = severity_rates_of(visits, {visit.id for visit in visits}, events)
    assert (mild.events, worse.events) == (int(row["mild"]), int(row["worse"]))
    assert {(rate.treatments, rate.visits) for rate in (mild, worse)} == {
        (int(row["treatments"]), int(row["all"]))
    }
    assert "36.7% of 20,464 sessions (Boyce 2020)" in mild.sentence


# -- ready?


def facts(words: str) -> VisitFacts:
    """A visit of which nothing but what the words say was recorded."""
    said = set(words.split())
    visit = Visit("v", "p", "t", DAY)
    marks: tuple[Mark, ...] = ()
    if said & {"mark", "sized", "twitched", "untwitched"}:
        mark = mark_of("R soleus")
        mark = replace(mark, needle=NeedleSize(300, 40) if "sized" in said else None)
        ltr = Ltr.YES if "twitched" in said else Ltr.NONE if "untwitched" in said else Ltr.NOT_RECORDED
        mark = replace(
            mark,
            technique=Technique.IN_SITU if "in_situ" in said else Technique.PISTONING,
            disposition=Disposition.WITHDRAWN if "at_once" in said else Disposition.LEFT_IN_PLACE,
            time_in_place=10 if "stayed" in said else None,
        )
        marks = (replace(mark, ltr=ltr),)
        if "and_unsaid" in said:
            marks += (replace(mark, id="other", disposition=Disposition.NOT_RECORDED),)
    values: dict[str, Any] = {
        "needle_lot": "A1" if "lot" in said else "",
        "needle_expiry": "2028-05" if "expiry" in said else "",
        "verbal_consent": VerbalConsent.GIVEN
        if "verbal" in said
        else VerbalConsent.REFUSED
        if "refused" in said
        else VerbalConsent.NOT_RECORDED,
        "tolerance": Tolerance.GOOD if "tolerance" in said else Tolerance.NOT_RECORDED,
        "no_events": "none" in said,
        "aftercare_told": "aftercare" in said,
        "minutes": 30 if "minutes" in said else None,
        "next_visit": DAY + timedelta(days=7) if "next" in said else None,
        "not_needled": "unwell today" if "advice" in said else "",
    }
    plan = None
    if "plan" in said:
        plan = TreatmentPlan(
            "plan",
            "p",
            "Neck pain",
            icd10="M54.2" if "code" in said else "",
            certified_on=DAY if "certified" in said else None,
        )
    stop = meetings_of(
        mark_of("R soleus e_stim"),
        place_of("R soleus e_stim"),
        shipped(),
        {"pacemaker": answer_of("pacemaker")},
    )
    pains = [PainScore(stage.value, "v", "c", stage, 60) for stage in Stage if stage.value in said]
    return VisitFacts(
        visit=replace(visit, **values),
        visit_number=2 if "second" in said else 1,
        marks=marks,
        consent=consent_on([Consent("c", "p", "t", 1, DAY)] if "consent" in said else [], DAY),
        screened="unscreened" not in said,
        unanswered=2 if "unanswered" in said else 0,
        may_thin=(),
        unreasoned=stop if "stop" in said else (),
        response_recorded="response" in said,
        open_events=(AdverseEvent("e", "before", EventKind.BRUISING),) if "event" in said else (),
        events_here=tuple(
            AdverseEvent("here", "v", EventKind.BRUISING, harm)
            for word, harm in (("bruised", Harm.NOT_RECORDED), ("bruised_mild", Harm.MILD))
            if word in said
        ),
        complaints=(Complaint("c", "p", "Neck pain"),) if "complaint" in said else (),
        pain_rows=(("c", "Neck pain"),) if "complaint" in said else (("", "Pain"),),
        pains=tuple(pains),
        ranges=(
            RangeOfMotion("r", "v", "neck", "rotation", Laterality.LEFT, Motion.ACTIVE, Stage.BEFORE, 40),
        )
        if "motion" in said
        else (),
        needles_differ="1 needle is still in: lower leg 1." if "differ" in said else "",
        note_written="note" in said,
        note_lacks=() if "assessed" in said else (Section.ASSESSMENT, Section.PLAN),
        therapist_named="named" in said,
        plan=plan,
        review=ReviewDue("plan", 3, "Visit 3: go on?", False) if "due" in said else None,
    )


@pytest.mark.parametrize("row", rows("policy_and_visit"))
def test_what_the_policy_requires_and_a_visit_lacks(row: dict[str, str]) -> None:
    found = missing(Policy(requires=(row["requires"],)), facts(row["visit"]))
    assert bool(found) == bool(row["missing"])
    for one in found:
        assert one.requirement.value == row["requires"]
        assert one.field == row["field"]
        assert one.sentence[0].isupper() or one.sentence[0].isdigit()
    assert missing(Policy(requires=()), facts(row["visit"])) == ()


def test_each_requirement_stands_in_the_table_as_met_and_as_lacking() -> None:
    said = {(row.values[0]["requires"], bool(row.values[0]["missing"])) for row in rows("policy_and_visit")}
    assert said == {(requirement.value, lacking) for requirement in Requirement for lacking in (True, False)}


# -- what no "the rest no" may answer


@pytest.mark.parametrize("row", rows("asked_alone"))
def test_what_is_asked_by_itself(row: dict[str, str]) -> None:
    texts = {item.id: item.text for item in shipped()}
    answers = {
        one: PrecautionAnswer(one, "p", one, texts[one], answer)
        for field, answer in (("yes", Answer.YES), ("no", Answer.NO))
        for one in filter(None, row[field].split(","))
    }
    medicines = [
        Medication("m", "p", name.rstrip("+-"), thins_blood=name.endswith("+"),
                   note=NOT_THINNING if name.endswith("-") else "")
        for name in filter(None, row["medicines"].split(","))
    ]  # fmt: skip
    zones = [ZoneKind(one) for one in filter(None, row["zones"].split(","))]
    found = asked_alone(shipped(), answers, row["alerts"], medicines, zones)
    assert {one.item.id for one in found} == set(filter(None, row["asked"].split(",")))
    assert not row["why"] or row["why"] in {one.why for one in found}
    assert all(one.why for one in found)


@pytest.mark.parametrize("row", rows("pregnancy_week"))
def test_the_week_of_a_pregnancy_goes_on(row: dict[str, str]) -> None:
    visit = date.fromisoformat(row["visit"])
    answer = PrecautionAnswer(
        "a", "p", "pregnancy", "Pregnancy", Answer.YES, detail=row["told"],
        answered_on=date.fromisoformat(row["said_on"]),
    )  # fmt: skip
    assert week_now(answer, visit) == row["offered"]
    assert as_said(answer, visit).detail == row["read"]
    other = replace(answer, text="Diabetes")
    assert (week_now(other, visit), as_said(other, visit)) == ("", other)


# -- keeping


@pytest.mark.parametrize("row", rows("kept_until"))
def test_how_long_a_record_is_kept(row: dict[str, str]) -> None:
    last_seen = date.fromisoformat(row["last_seen"])
    assert kept_until(day(row["born"]), last_seen, int(row["years"]), int(row["of_age"])) == day(row["last"])


# -- where it hurts


@pytest.mark.parametrize("row", rows("where_it_hurts"))
def test_where_it_hurts(row: dict[str, str]) -> None:
    plate = atlas().plate(row["plate"])
    outline = Outline.circle(plate.id, plate.version, *(float(n) for n in row["outline"].split()[1:]))
    areas = areas_under(outline)
    assert {area.id for area in areas} == {area for area in row["areas"].split(",") if area}
    side = side_of(outline, plate)
    assert side.value == row["side"]
    found = suspects(areas, side)
    first = [one.muscle for one in found[:3]]
    assert set(row["first"].split()) <= set(first)
    assert all(one.sources for one in found)


def test_there_are_cases_enough() -> None:
    assert sum(len(rows(table.stem)) for table in TABLES.glob("*.tsv")) >= 150
