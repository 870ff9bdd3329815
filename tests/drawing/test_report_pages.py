"""The report of a course on paper: it says all that it is given, shades what was needled, and stays short."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from bodymap.charting.plans import TreatmentPlan
from bodymap.charting.progress import Needled, Pair, Plot, Progress, Stop
from bodymap.charting.records import Clinic, Patient, Point, Therapist
from bodymap.charting.report import DISCHARGE, PROGRESS, Report, report_of
from bodymap.drawing import fonts
from bodymap.drawing.inks import ink_named
from bodymap.drawing.often import Often, shades_on
from bodymap.drawing.pages import Page, Text, to_images, write_pdf
from bodymap.drawing.plots import PlotShapes
from bodymap.drawing.report_pages import lay_out_report

from .conftest import SlabAtlas

START = date(2026, 3, 2)
PLAN = TreatmentPlan(
    "plan", "p", "Neck pain", icd10="M54.2", goals="Sleep through the night", visits_suggested=6, weeks=4
)
PLACES = ("anterior", "posterior")


def course(visits: int = 6, muscles: int = 3, plots: int = 2) -> Progress:
    """So many weekly visits; muscle k is needled in every (k+1)th, on the right; each value is of its own."""
    numbers = count(100)
    days = tuple(START + timedelta(days=7 * n) for n in range(visits))
    stops = tuple(Stop(f"v{n}", n + 1, day, muscles, muscles) for n, day in enumerate(days))
    made = tuple(
        Plot(
            f"measure:m{k}",
            f"Measure {k}",
            "kg",
            "lower",
            50,
            f"Source {k}",
            days,
            tuple(Pair(next(numbers) * 10, next(numbers) * 10) for _ in days),
        )
        for k in range(plots)
        if visits
    )
    needled = []
    for k in range(muscles if visits else 0):
        mine = tuple(n for n in range(1, visits + 1) if (n - 1) % (k + 1) == 0)
        point = Point(PLACES[k % 2], 1, 1 + k % 2, (-1 if k % 2 == 0 else 1) * 80.0, 700.0 + k * 40)
        needled.append(
            Needled(
                f"muscle-{k % 12}",
                f"muscle number {k}",
                "right",
                mine,
                tuple(f"0.30x{40 + n} mm" for n in mine),
                tuple(days[n - 1] for n in mine),
                (point,),
                (f"muscle-{k % 12}",),
            )
        )
    return Progress(stops, made, tuple(needled))


def made(progress: Progress | None = None, **given: object) -> Report:
    facts: dict[str, object] = {
        "kind": PROGRESS,
        "clinic": Clinic(
            name="Riverside Physical Therapy", address="12 Mill Lane\nAshford", phone="555 0102"
        ),
        "patient": Patient("p", "Doe", "Jane", date(1980, 3, 3), "female", "RP-20418"),
        "therapist": Therapist("t", "Sam Osei, PT", "PT-44821"),
        "plan": PLAN,
        "progress": progress if progress is not None else course(),
        "summary": "In the therapist's own words.",
        "events": ("Visit of 9 Mar 2026: Bruising (mild); still open.",),
        "events_said": "1 adverse event was recorded.",
        "made_at": datetime(2026, 11, 21, 20, 50, tzinfo=UTC),
        "audit_number": 412,
        "audit_digest": "a1b2c3d4e5f60718293a4b5c6d7e8f90",
    }
    return report_of(**(facts | given))  # type: ignore[arg-type]


def read(pages: list[Page], tmp_path: Path) -> str:
    """The text as a reader copies it from the PDF."""
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext (poppler-utils)")
    write_pdf(pages, tmp_path / "report.pdf", "Progress report")
    raw = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "report.pdf"), "-"],
        capture_output=True,
        check=True,
        timeout=60,
    ).stdout.decode()
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", raw))


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("ink", ["colour", "mono"])
def test_every_value_and_word_is_in_the_pdf_of_one_page(ink: str, paper: str, tmp_path: Path) -> None:
    report = made()
    pages = lay_out_report(report, SlabAtlas(), paper=paper, ink=ink)
    assert len(pages) == 1
    text = read(pages, tmp_path)
    for plot in report.progress.plots:
        for pair in plot.pairs:
            for value in (pair.before, pair.after):
                assert value is not None
                assert re.search(rf"\b{value // 10}\b", text), value
    for said in (
        "Riverside Physical Therapy",
        "12 Mill Lane, Ashford",
        "555 0102",
        "Dry needling: progress report",
        "Doe, Jane",
        "Born 3 Mar 1980",
        "female",
        "Clinic id RP-20418",
        "Sam Osei, PT, PT-44821",
        "Neck pain (M54.2)",
        "Sleep through the night",
        "6 visits, 4 weeks",
        "In the therapist's own words.",
        "Measure 0 (kg)",
        "less than 5 kg from the first value, too little to matter",
        "Source 0; Source 1",
        "Muscle number 1, right 3 of 6",
        "0.30x45 mm, 30 Mar 2026",
        "Bruising (mild); still open",
        "audit entry 412, digest a1b2c3d4e5f60718",
        "Page 1 of 1",
    ):
        assert said in text, said
    for day in ("2 Mar", "9 Mar", "16 Mar", "23 Mar", "30 Mar", "6 Apr"):
        assert text.count(day) >= 3, f"{day}: below both plots and in the list of visits"


def test_the_body_is_shaded_by_how_often_and_deep_muscles_too() -> None:
    pages = lay_out_report(made(), SlabAtlas())
    windows = [op for op in pages[0].operations if isinstance(op, Often)]
    assert {window.plate.id for window in windows} == {"anterior", "posterior"}
    for window in windows:
        counts = {shade.region.muscle: shade.count for shade in window.shades}
        assert counts == {"muscle-0": 6, "muscle-1": 3, "muscle-2": 2}
        assert {shade.region.side for shade in window.shades} == {"right"}
        steps = {shade.region.muscle: shade.step for shade in window.shades}
        assert steps["muscle-0"] > steps["muscle-1"] >= steps["muscle-2"]
        assert window.rect.right() <= pages[0].width


def test_a_muscle_is_shown_by_the_layer_that_shows_it_and_not_by_slivers() -> None:
    atlas = SlabAtlas()
    plate = atlas.plates["anterior"]
    first = plate.layers[1]
    sliver = ((-150.0, 60.0), (-149.0, 60.0), (-149.0, 65.0), (-150.0, 65.0))
    regions = tuple(
        replace(region, rings=(sliver,)) if region.muscle == "muscle-0" else region
        for region in first.regions
    )
    layers = {**plate.layers, 1: replace(first, regions=regions)}
    needled = course().needled
    layer_of = {s.region.muscle: s.region.layer for s in shades_on(replace(plate, layers=layers), needled, 6)}
    assert layer_of == {"muscle-0": 2, "muscle-1": 1, "muscle-2": 1}


def test_points_of_the_plots_lie_on_the_page_in_the_order_of_the_visits() -> None:
    (page,) = lay_out_report(made(), SlabAtlas())
    plots = [op for op in page.operations if isinstance(op, PlotShapes)]
    assert len(plots) == 2
    assert plots[0].area.top() == plots[1].area.top(), "side by side"
    for shapes in plots:
        assert [index for index, *_ in shapes.made.before] == list(range(6))
        assert all(shapes.area.contains(x, y) for _, x, y in (*shapes.made.before, *shapes.made.after))


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="needs pdfinfo (poppler-utils)")
def test_preview_and_pdf_break_alike(tmp_path: Path) -> None:
    pages = lay_out_report(made(course(30, 24, 4), summary="A sentence of the summary. " * 40), SlabAtlas())
    write_pdf(pages, tmp_path / "report.pdf", PROGRESS)
    info = subprocess.run(
        ["pdfinfo", str(tmp_path / "report.pdf")], capture_output=True, check=True, text=True, timeout=60
    ).stdout
    assert f"Pages:           {len(pages)}" in info
    assert len(to_images(pages, 40)) == len(pages)
    for number, page in enumerate(pages, 1):
        raw = subprocess.run(
            ["pdftotext", "-f", str(number), "-l", str(number), str(tmp_path / "report.pdf"), "-"],
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout.decode()
        told = re.sub(r"\s", "", unicodedata.normalize("NFKC", raw))
        for op in page.operations:
            if isinstance(op, Text):
                line = op.layout.lineAt(op.line)
                words = op.layout.text()[line.textStart() : line.textStart() + line.textLength()]
                assert re.sub(r"\s", "", unicodedata.normalize("NFKC", words)) in told, words


def test_nothing_leaves_the_page_or_lies_on_the_foot() -> None:
    for progress in (course(), course(16, 20, 5), course(200, 9, 4), course(1, 1, 1)):
        for page in lay_out_report(made(progress), SlabAtlas(), paper="letter"):
            for op in page.operations:
                if isinstance(op, Text):
                    wide = op.layout.lineAt(op.line).naturalTextWidth()
                    assert op.x >= 0
                    assert op.x + wide <= page.width - 30 * 1200 / 72
                    assert op.baseline < page.height


@pytest.mark.parametrize(
    ("progress", "given", "most"),
    [
        (course(200, 9, 4), {}, 3),
        (course(40, 24, 6), {}, 3),
        (course(12, 9, 5), {"summary": "word " * 390}, 2),
        (course(1, 1, 1), {}, 1),
        (course(0, 0, 0), {"events": (), "events_said": "No adverse event was recorded."}, 1),
        (course(0, 0, 0), {"plan": None, "summary": "", "events": ()}, 1),
        (course(), {"patient": Patient("p", "W" * 100 + " " + "v" * 98, "Ä")}, 2),
        (course(), {"plan": replace(PLAN, diagnosis="d" * 200, goals="g " * 400)}, 2),
        (course(), {"events": tuple(f"Visit {n}: Bruising, " + "x " * 80 for n in range(6))}, 2),
    ],
    ids=["200-visits", "40", "long-summary", "one", "none", "no-plan", "long-name", "long-plan", "events"],
)
def test_odd_courses_stay_short(progress: Progress, given: dict[str, object], most: int) -> None:
    pages = lay_out_report(made(progress, **given), SlabAtlas())
    assert 1 <= len(pages) <= most


def test_without_a_value_or_a_needle_it_says_so(tmp_path: Path) -> None:
    text = read(
        lay_out_report(made(course(2, 0, 0), events=(), events_said="Nothing."), SlabAtlas()), tmp_path
    )
    assert "No pain, motion or other measure was recorded in this course." in text
    assert "No needling was recorded in this course." in text


def test_what_no_font_has_is_a_box_and_said(tmp_path: Path) -> None:
    report = made(
        kind=DISCHARGE, summary="Fine \U0001f600 indeed.", patient=Patient("p", "Doe", "J\u2028ane")
    )
    text = read(lay_out_report(report, SlabAtlas()), tmp_path)
    assert f"Fine {fonts.BOX} indeed." in text
    assert f"1 character could not be printed and is shown as {fonts.BOX}" in text
    assert "Dry needling: discharge summary" in text


def test_a_plate_that_is_gone_leaves_the_table(tmp_path: Path) -> None:
    progress = course(2, 1, 0)
    lost = replace(progress.needled[0], points=(Point("lost", 1, 1, 0.0, 0.0),))
    pages = lay_out_report(made(replace(progress, needled=(lost,))), SlabAtlas())
    assert not [op for op in pages[0].operations if isinstance(op, Often)]
    assert "Muscle number 0, right" in read(pages, tmp_path)


def test_the_clinics_colour_is_on_the_report() -> None:
    report = made(clinic=Clinic(name="Riverside", accent="#7a1f5c"))
    (page,) = lay_out_report(report, SlabAtlas())
    colours = {op.colour.name() for op in page.operations if isinstance(op, Text)}
    assert "#7a1f5c" in colours
    assert ink_named("colour").accent.name() not in colours
