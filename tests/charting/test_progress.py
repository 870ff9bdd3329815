"""A course as it went: counts, values and sentences are those of the record, and say nothing of causes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bodymap.charting.courses import Followed, Series, Value
from bodymap.charting.measures import measures
from bodymap.charting.outcomes import Stage
from bodymap.charting.plans import TreatmentPlan
from bodymap.charting.progress import (
    Pair,
    Plot,
    Progress,
    draft,
    events_sentence,
    not_needled,
    progress_of,
    reached,
)
from bodymap.charting.records import Ltr, Mark, NeedleSize, Point, Side, Target, TargetKind, Visit
from bodymap.charting.report import Course, facts_of, visits_words

START = date(2026, 3, 2)


def visit(number: int, **given: object) -> Visit:
    return Visit(f"v{number}", "p", "t", START + timedelta(days=7 * number), **given)  # type: ignore[arg-type]


def mark(visit_id: str, target: str, side: Side = Side.RIGHT, **given: object) -> Mark:
    kind = given.pop("kind", TargetKind.MUSCLE)
    whole = Target(kind, target, target.replace("-", " ").capitalize(), target)  # type: ignore[arg-type]
    return Mark(f"{visit_id}-{target}-{side}-{len(given)}", visit_id, 1, whole, side, **given)  # type: ignore[arg-type]


def series(*values: tuple[int, Stage, int], key: str = "pain:c", important: int | None = 20) -> Series:
    made = tuple(Value(f"v{n}", START + timedelta(days=7 * n), stage, tenths) for n, stage, tenths in values)
    return Series(key, "Neck pain", "/10", "lower", important, "Farrar 2001", made)


B, A = Stage.BEFORE, Stage.AFTER


def course(visits: int = 3, *found: Series, marks: dict[str, list[Mark]] | None = None) -> Progress:
    return progress_of([visit(n) for n in range(visits)], marks or {}, found, {}, measures())


def test_what_was_needled_is_counted_by_visit_and_side_with_the_last_settings() -> None:
    point = Point("anterior", 1, 1, 5.0, 5.0)
    marks = {
        "v0": [
            mark("v0", "infraspinatus", needle=NeedleSize(250, 30), point=point),
            mark("v0", "infraspinatus", needle=NeedleSize(250, 40)),
            mark("v0", "infraspinatus", Side.LEFT),
        ],
        "v2": [mark("v2", "infraspinatus", needle=NeedleSize(300, 50), ltr=Ltr.YES, ltr_count=2, needles=3)],
        "other": [mark("other", "soleus")],
    }
    made = course(3, marks=marks)
    right, left = made.needled
    assert (right.name, right.visits, right.last) == (
        "Infraspinatus, right",
        (1, 3),
        "0.30x50 mm, 3 needles, LTR yes (2)",
    )
    assert right.last_day == date(2026, 3, 16)
    assert right.points == (point,)
    assert (left.name, left.visits) == ("Infraspinatus, left", (1,))
    assert [stop.sites for stop in made.stops] == [3, 0, 1]
    # Up to the second visit, as it stood then.
    early = made.until(2)
    assert [(one.side, one.visits) for one in early] == [("left", (1,)), ("right", (1,))]
    assert early[1].last == "0.25x40 mm", "of two marks of one visit the later one"
    assert made.until(0) == ()


def test_a_target_without_a_place_is_shown_where_it_is_usually_needled_and_other_tissue_is_not() -> None:
    marks = {"v0": [mark("v0", "suboccipitals"), mark("v0", "scar", kind=TargetKind.TISSUE)]}
    usual = Point("posterior", 1, 2, 1.0, 2.0)
    made = progress_of(
        [visit(0)],
        marks,
        (),
        {"v0": Followed("v0", 0, 0, 0, 60, 40)},
        measures(),
        muscles_of=lambda target: (f"{target}-a", f"{target}-b"),
        usual=lambda target, side: usual,
    )
    scar, group = made.needled
    assert (group.muscles, group.points) == (("suboccipitals-a", "suboccipitals-b"), (usual,))
    assert (scar.muscles, scar.points) == ((), ())
    assert made.stops[0].followed == "pain 6 → 4"


def test_each_visit_has_its_pair_and_what_was_not_measured_is_a_gap() -> None:
    (plot,) = course(3, series((0, B, 60), (0, A, 40), (2, A, 30), (7, B, 99))).plots
    assert plot.pairs == (Pair(60, 40), Pair(), Pair(None, 30))
    assert (plot.low, plot.high, plot.first) == (0, 100, 60)
    assert "9 Mar 2026 not measured" in plot.words
    assert "2 Mar 2026 before 6/10, after 4/10" in plot.words
    # A series of other visits is no part of this course.
    assert course(3, series((7, B, 99))).plots == ()


@pytest.mark.parametrize(
    ("values", "key", "important", "said"),
    [
        (((0, B, 60), (2, B, 30)), "pain:c", 20, "6/10 → 3/10 (−3; better, by at least the 2 that matter)"),
        (((0, B, 60), (2, B, 50)), "pain:c", 20, "6/10 → 5/10 (−1; less than the 2 that matter)"),
        (((0, B, 30), (2, B, 60)), "pain:c", 20, "3/10 → 6/10 (+3; worse, by at least the 2 that matter)"),
        (((0, B, 60), (2, B, 60)), "pain:c", 20, "6/10 → 6/10 (unchanged)"),
        (((0, B, 60), (2, B, 30)), "pain:c", None, "6/10 → 3/10 (−3)"),
        (((0, B, 60), (2, B, 30)), "motion:neck", 60, "6/10 → 3/10 (−3; no more than readings vary)"),
        (((0, A, 60), (1, B, 50)), "pain:c", 20, "6/10 → 5/10 from 2 Mar 2026 to 9 Mar 2026 (−1; "),
        (
            ((1, B, 60), (1, A, 10)),
            "pain:c",
            20,
            "Neck pain 6/10 before, 1/10 after the needles (measured once, on 9 Mar 2026)",
        ),
    ],
)
def test_the_draft_compares_before_with_before(
    values: tuple[tuple[int, Stage, int], ...], key: str, important: int | None, said: str
) -> None:
    made = draft(course(3, series(*values, key=key, important=important)), "Neck pain, right", ())
    assert said in made
    assert made.startswith("3 visits from 2 Mar 2026 to 16 Mar 2026 for neck pain, right. ")
    for claim in ("because", "due to", "improved by", "caused", "thanks to", "result", "effect"):
        assert claim not in made


def test_the_draft_says_before_only_where_it_was_measured_before() -> None:
    before = draft(course(2, series((0, B, 60), (0, A, 40), (1, B, 30))), "", ())
    assert "Measured before the needles of the first and the last visit: " in before
    after = draft(course(2, series((0, A, 60), (1, A, 30))), "", ())
    assert "Measured at the first and the last visit: Neck pain 6/10 → 3/10" in after
    # A first visit measured after its needles only is not set against befores.
    mixed = draft(course(3, series((0, A, 20), (1, B, 60), (2, B, 40))), "", ())
    assert "Measured at the first and the last visit: " in mixed
    assert "6/10 → 4/10 from 9 Mar 2026 to 16 Mar 2026 (−2; " in mixed


def test_the_draft_of_little() -> None:
    assert draft(course(0), "Neck pain", ()) == "No visit has been recorded yet."
    one = course(1, marks={"v0": [mark("v0", "infraspinatus")]})
    assert draft(one, "", ()) == (
        "1 visit on 2 Mar 2026. Needled: right infraspinatus (once). No adverse event was recorded."
    )


def test_the_draft_of_one_visit_says_before_and_after() -> None:
    made = draft(course(1, series((0, B, 50), (0, A, 30))), "", ())
    assert "Measured: Neck pain 5/10 before, 3/10 after the needles. " in made


def test_that_nothing_was_said_is_not_that_nothing_happened() -> None:
    silent = course(2).stops
    stated = progress_of([visit(0, no_events=True), visit(1, no_events=True)], {}, (), {}, measures()).stops
    assert events_sentence(silent, ()) == "No adverse event was recorded."
    assert events_sentence(stated, ()) == "Nothing adverse happened at any visit."
    assert "stated at 1 of 2 visits" in events_sentence((stated[0], silent[1]), ())
    assert events_sentence(stated, ("a",)) == "1 adverse event was recorded."


def test_a_visit_without_a_needle_is_named_with_its_reason() -> None:
    """The referrer saw a dash in a column."""
    visits = [visit(0), visit(1, not_needled="contractions after the last needling."), visit(2)]
    marks = {"v0": [mark("v0", "soleus", level="L5"), mark("v0", "soleus", level="L4", level_confirmed=True)]}
    made = progress_of(visits, marks, [series((0, B, 60), (1, B, 50), (2, B, 10))], {}, measures())
    assert not_needled(made.stops) == (
        "9 Mar 2026 (contractions after the last needling)",
        "16 Mar 2026 (nothing is marked, why is not recorded)",
    )
    assert "Not needled: 9 Mar 2026 (contractions" in draft(made, "Back pain", ())
    assert reached(made.plots) == ("Neck pain 6/10 \u2192 1/10",)
    assert made.needled[0].levels == ("L4", "≈L5")


def test_the_facts_of_a_plan_and_of_none() -> None:
    plan = TreatmentPlan(
        "plan",
        "p",
        "Neck pain",
        icd10="M54.2",
        visits_suggested=6,
        weeks=3,
        ended_on=START,
        ended_why="moved",
    )
    assert dict(facts_of(plan, [START])) == {
        "Diagnosis": "Neck pain (M54.2)",
        "Planned": "6 visits, 3 weeks",
        "Visits": "1 of 6 planned: 2 Mar 2026",
        "Ended": "2 Mar 2026, moved",
    }
    for why in ("", "discharged"):
        silent = dict(facts_of(replace(plan, ended_why=why), [START]))["Ended"]
        assert silent.endswith("why is not recorded")
    said = facts_of(replace(plan, ended_why="discharged"), [START], course=Course(discharge_said=True))
    assert dict(said)["Ended"] == "2 Mar 2026, discharged"
    assert facts_of(None, []) == (("Visits", "none yet"),)
    assert visits_words([date(2025, 12, 30), date(2026, 1, 6)]) == "2: 30 Dec 2025, 6 Jan 2026"
    assert visits_words([START + timedelta(days=n) for n in range(200)]).startswith(
        "200, from 2 Mar 2026 to "
    )


def test_the_words_of_the_band() -> None:
    plot = Plot("pain:c", "Pain", "/10", "lower", 20, "", (START,), (Pair(60),))
    assert plot.band_words == "Band: less than 2 from the first value, too little to matter"
    motion = Plot("motion:x", "Neck rotation", "°", "higher", 60, "", (START,), (Pair(500),))
    assert motion.band_words == "Band: less than 6° from the first value, as readings vary"
    assert Plot("measure:x", "X", "kg", "higher", None, "", (START,), (Pair(5),)).band_words == ""


def test_the_draft_names_measures_then_pain_then_motions_that_moved() -> None:
    def one(key: str, name: str, last: int, important: int) -> Series:
        made = series((0, B, 400), (1, B, last), key=key, important=important)
        return replace(made, name=name)

    every = (
        *(one(f"motion:neck:{n}:right:active", f"Motion {n}", 410, 60) for n in range(4)),
        one("motion:neck:rotation:left:active", "Neck rotation, left", 550, 60),
        one("pain:a", "Neck pain", 200, 20),
        one("pain:b", "Headache", 400, 20),
        one("measure:ndi::", "NDI", 180, 75),
    )
    visits = [visit(0), visit(1)]
    made = draft(progress_of(visits, {}, every, {}, measures()), "", ())
    assert [made.find(name) >= 0 for name in ("NDI", "Neck pain", "Headache", "Neck rotation, left")] == [
        True
    ] * 4
    assert (
        made.find("NDI") < made.find("Neck pain") < made.find("Headache") < made.find("Neck rotation, left")
    )
    assert "Motion" not in made


def test_the_draft_names_all_that_were_needled_as_often() -> None:
    names = [
        "infraspinatus",
        "teres-minor",
        "supraspinatus",
        "subscapularis",
        "deltoid",
        "brachialis",
        "soleus",
    ]
    six = draft(course(1, marks={"v0": [mark("v0", name) for name in names[:6]]}), "", ())
    assert all(name.split("-")[0] in six for name in names[:6])
    assert "more" not in six
    eight = draft(course(1, marks={"v0": [mark("v0", name) for name in [*names, "gastrocnemius"]]}), "", ())
    assert " and 2 more (once)." in eight
