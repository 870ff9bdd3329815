"""The report of a course: counts, plots and sentences are those of the record; one or two pages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pdfplumber
import pytest

from bodymap.charting.courses import Series, Value
from bodymap.charting.events import AdverseEvent, EventKind
from bodymap.charting.outcomes import Stage
from bodymap.charting.plans import TreatmentPlan
from bodymap.charting.records import (
    Clinic,
    Mark,
    NeedleSize,
    Patient,
    Side,
    Target,
    TargetKind,
    Therapist,
    Visit,
)
from bodymap.charting.report import Report, report_of
from bodymap.drawing.inks import COLOUR_ON_LIGHT, MONO
from bodymap.drawing.pages import Panel, Text, write_pdf
from bodymap.drawing.report_pages import Plot, Shaded, lay_out_report, shade

from .conftest import SlabAtlas

PATIENT = Patient("p", "Doe", "Jane", date(1980, 3, 3), clinic_id="RP-20418")
PLAN = TreatmentPlan("plan", "p", "Neck pain", icd10="M54.2", goals="Sleep through", visits_suggested=6)


def made(count: int = 6, muscles: int = 3, **given: object) -> Report:
    """So many weekly visits; muscle k is needled in every (k+1)th, on the right. Pain falls by one a visit."""
    start = date(2026, 3, 2)
    visits = [Visit(f"v{n}", "p", "t", start + timedelta(days=7 * n)) for n in range(count)]
    marks = {
        visit.id: [
            Mark(
                f"m{n}-{k}",
                visit.id,
                k + 1,
                Target(TargetKind.MUSCLE, f"muscle-{k}", f"muscle {k}", f"muscle-{k}"),
                Side.RIGHT,
                needle=NeedleSize(250 + n, 30),
            )
            for k in range(muscles)
            if n % (k + 1) == 0
        ]
        for n, visit in enumerate(visits)
    }
    values = tuple(
        Value(visit.id, visit.date, stage, 70 - 10 * n - (15 if stage is Stage.AFTER else 0))
        for n, visit in enumerate(visits)
        for stage in (Stage.BEFORE, Stage.AFTER)
    )
    elsewhere = (*values, Value("other", start, Stage.BEFORE, 99))
    facts: dict[str, object] = {
        "clinic": Clinic(name="Riverside Physical Therapy"),
        "patient": PATIENT,
        "therapist": Therapist("t", "Sam Osei, PT", "PT-44821"),
        "plan": PLAN,
        "visits": visits,
        "marks": marks,
        "series": [Series("pain:c", "Neck pain", "/10", "lower", 20, "Farrar 2001", elsewhere)],
        "events": [AdverseEvent("e", "v1", EventKind.BRUISING)],
        "made_at": datetime(2026, 11, 21, 20, 50, tzinfo=UTC),
    }
    return report_of(**(facts | given))  # type: ignore[arg-type]


def test_counts_and_sentences_are_those_of_the_record() -> None:
    report = made()
    assert [(one.name, one.side, one.visits) for one in report.needled] == [
        ("Muscle 0", "right", 6),
        ("Muscle 1", "right", 3),
        ("Muscle 2", "right", 2),
    ]
    assert report.needled[0].last == "0.255x30 mm"
    assert report.needled[2].last_on == "23 Mar 2026"
    assert {value.visit_id for value in report.series[0].values} == {f"v{n}" for n in range(6)}
    assert report.summary == (
        "6 visits with dry needling for Neck pain. Needled most often, with the number of visits: muscle 0 right (6), "
        "muscle 1 right (3), muscle 2 right (2). Neck pain: 7/10 at the first visit, 2/10 at the last, at least the 2 "
        "that matter. 1 adverse event was recorded."
    )
    for claim in ("because", "due to", "improved by", "caused", "thanks to", "result"):
        assert claim not in report.summary
    assert "No adverse event" in made(1, events=[]).summary
    assert made(summary="My own words.").summary == "My own words."


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("ink", ["colour", "mono"])
def test_the_page_says_it_all_and_shades_the_body_by_how_often(ink: str, paper: str, tmp_path: Path) -> None:
    report = made()
    pages = lay_out_report(report, SlabAtlas(), paper=paper, ink=ink)
    assert len(pages) == 1
    (front, back) = [op for op in pages[0].operations if isinstance(op, Shaded)]
    shares = {region.muscle: share for region, share in front.regions}
    assert shares == pytest.approx({"muscle-0": 1.0, "muscle-1": 0.5, "muscle-2": 1 / 3})
    assert all(region.side == "right" for region, _ in (*front.regions, *back.regions))
    (plot,) = [op for op in pages[0].operations if isinstance(op, Plot)]
    assert len(plot.points) == 12
    assert plot.dashed is not None
    assert all(plot.rect.adjusted(-1, -1, 1, 1).contains(x, y) for x, y, _ in plot.points)
    before = [y for _, y, after in plot.points if not after]
    assert before == sorted(before), "less pain lies lower on the page"
    # What matters is two less than the first seven: five, the third visit's value.
    assert plot.dashed == pytest.approx(before[2])
    write_pdf(pages, tmp_path / "report.pdf", report.kind)
    with pdfplumber.open(tmp_path / "report.pdf") as pdf:
        words = re.sub(r"\s+", " ", pdf.pages[0].extract_text())
    for said in (
        "Doe, Jane",
        "Neck pain (M54.2)",
        "Sleep through",
        "6 of 6 suggested, 2 Mar 2026 to 6 Apr 2026",
        "Muscle 1, right 3",
        "Neck pain: 7 → 2/10",
        "9 Mar 2026: Bruising",
        "Sam Osei, PT, PT-44821",
        "at least the 2 that matter",
    ):
        assert said in words, said


def test_shades_are_told_apart_in_grey() -> None:
    for ink in (COLOUR_ON_LIGHT, MONO):
        lights = [shade(ink, share).lightness() for share in (0.2, 0.5, 1.0)]
        assert lights[0] - lights[1] > 25
        assert lights[1] - lights[2] > 25


def test_many_muscles_and_long_words_stay_on_two_pages() -> None:
    long = made(
        40,
        12,
        summary="a sentence of the summary " * 60,
        events=[AdverseEvent("e", "v1", EventKind.OTHER, text="x " * 300)],
    )
    assert len(lay_out_report(long, SlabAtlas())) <= 2


def test_a_course_of_nothing_is_still_a_page() -> None:
    for report in (
        made(0, plan=None, events=[], series=[]),
        made(1, 0, events=[], series=[]),
        replace(made(1), patient_name="", therapist=""),
    ):
        assert len(lay_out_report(report, SlabAtlas())) == 1


@pytest.mark.parametrize(
    ("most", "words"),
    [
        (1, ["1 visit"]),
        (2, ["1", "2 visits"]),
        (3, ["1", "2", "3 visits"]),
        (10, ["1 to 3", "4 to 6", "7 to 10 visits"]),
    ],
)
def test_the_legend_names_the_counts_of_each_tint(most: int, words: list[str]) -> None:
    (page, *_) = lay_out_report(made(most, 1), SlabAtlas())
    said = [op.layout.text() for op in page.operations if isinstance(op, Text)]
    assert [word for word in said if re.fullmatch(r"\d+( to \d+)?( visits?)?", word)][: len(words)] == words
    panels = [
        op for op in page.operations if isinstance(op, Panel) and op.fill is not None and op.edge is not None
    ]
    assert len(panels) == len(words)
    for number in range(1, most + 1):
        place = next(i for i, text in enumerate(words) if number <= int(re.findall(r"\d+", text)[-1]))
        assert panels[place].fill == shade(COLOUR_ON_LIGHT, number / most), number
