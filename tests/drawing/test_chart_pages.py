"""The visit chart as a reader of the PDF finds it."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import combinations, takewhile
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from pdfminer.pdftypes import resolve1
from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor, QImage

from bodymap.charting.chart import Chart, Drawn, Site, letter, sites_of
from bodymap.charting.places import Outline
from bodymap.charting.records import (
    Disposition,
    EStim,
    Mark,
    NeedleSize,
    Point,
    Position,
    Referral,
    Side,
    Target,
    TargetKind,
    Technique,
    Tolerance,
)
from bodymap.drawing import fonts
from bodymap.drawing.chart_pages import DENSE, ROOMY, TIGHT, ChartLayout, Lettered, Setting, lay_out
from bodymap.drawing.chart_plates import windows_of
from bodymap.drawing.inks import COLOUR_ON_LIGHT
from bodymap.drawing.pages import (
    DPI,
    POINT,
    Beneath,
    Discs,
    PlateWindow,
    Text,
    Whereabouts,
    paint_pages_to,
    to_images,
    write_pdf,
)

from .conftest import BODY, SHORT_NOTE, ChartMaker, SlabAtlas, slab_plate

MM = 72 / 25.4


@contextmanager
def printed(chart: Chart, atlas: Any, folder: Path, paper: str = "a4", ink: str = "colour") -> Iterator[Any]:
    file = folder / "chart.pdf"
    write_pdf(lay_out(chart, atlas, paper=paper, ink=ink), file)
    with pdfplumber.open(file) as pdf:
        yield pdf


def words_of(page: Any) -> str:
    """The page's text as a reader copies it, spaces evened out, presentation forms undone."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", page.extract_text() or ""))


def colour(value: Any) -> tuple[int, ...] | None:
    if value is None:
        return None
    parts = value if isinstance(value, (tuple, list)) else (value,)
    return tuple(round(part * 255) for part in parts)


def rgb(of: QColor) -> tuple[int, int, int]:
    return of.red(), of.green(), of.blue()


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("ink", ["colour", "mono"])
@pytest.mark.parametrize("count", [1, 12, 60])
def test_every_site_of_the_record_is_on_the_page(
    paper: str, ink: str, count: int, chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    made = chart(count)
    with printed(made, atlas, tmp_path, paper, ink) as pdf:
        size = {"a4": (595, 842), "letter": (612, 792)}[paper]
        text = ""
        for number, page in enumerate(pdf.pages, 1):
            assert (page.width, page.height) == size
            on_page = words_of(page)
            text += on_page + " "
            assert f"Page {number} of {len(pdf.pages)}" in on_page
            for fact in (
                "Doe, Jane",
                "3 Mar 1980",
                "RP-20418",
                "12 Nov 2026",
                "no. 3",
                "Sam Osei, PT",
                "Draft, not signed",
            ):
                assert fact in on_page, (number, fact)
            assert "Riverside Physical Therapy" in on_page
        for site in made.sites:
            row = f"{site.number} {site.target} {site.side} {site.level} {site.needle} {site.needles} {site.insertions}"
            assert re.sub(r"\s+", " ", f"{row} {site.ltr}") in text
        for _, section in made.note:
            assert section in text
        assert f"{made.counts.entries} site" in text
        assert f"{made.counts.insertions} insertion" in text
        assert "patient's" in text
        for words in (
            "Signature",
            "anterior v1",
            "digest a1b2c3d4e5f60718",
            "PT-44821",
        ):
            assert words in text


WHOLE = Mark(
    "m",
    "v",
    1,
    Target(TargetKind.MUSCLE, "trapezius-upper", "Trapezius, upper part"),
    Side.RIGHT,
    needle=NeedleSize(250, 30),
    product="Seirin J-type",
    technique=Technique.PISTONING,
    time_in_place=10,
    depth_mm=25,
    disposition=Disposition.LEFT_IN_PLACE,
    referral=Referral.REFERRED,
    referral_to="temple and eye",
    e_stim=EStim(True, 2.0, 250, 1.2, True, "1 with 2"),
    position=Position.SIDE_LYING_LEFT,
    tolerance=Tolerance.GOOD,
)


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("ink", ["colour", "mono"])
def test_every_field_of_a_mark_and_the_needles_are_on_the_page(
    paper: str, ink: str, chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    (site,) = sites_of([WHOLE])
    sites = (replace(site, point=Point("anterior", 1, 1, 40, 900)), *chart(3).sites[1:])
    needles = "opened 10 · in 9 · out 8 · lot A17/ä · expiry May 2027"
    made = chart(sites=sites, needles=needles, needles_differ="1 needle is still in: neck 1.")
    with printed(made, atlas, tmp_path, paper, ink) as pdf:
        assert len(pdf.pages) == 1
        text = words_of(pdf.pages[0])
    for said in (
        "Seirin J-type",
        "pistoning",
        "e-stim 2 Hz 250 µs 1.2 mA to twitch, pair 1 with 2",
        "depth 25 mm",
        "left in place",
        "10 min",
        "side-lying left",
        "referred to temple and eye",
        "tolerated well",
        f"Needles {needles}",
        "Check 1 needle is still in: neck 1.",
    ):
        # What the page shapes as one letter is compared letter by letter.
        assert unicodedata.normalize("NFKC", said) in text, said


def test_nothing_that_was_not_recorded_is_printed(
    chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    with printed(chart(12), atlas, tmp_path) as pdf:
        text = words_of(pdf.pages[0])
    for word in (
        "Needles in",
        "out 0",
        "lot",
        "expiry",
        "Check",
        "left in place",
        "not_recorded",
        "None",
        "e-stim",
    ):
        assert word not in text, word


def test_a_row_taller_than_a_page_keeps_its_details(
    chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    tall = replace(
        chart(2).sites[0], note="long note " * 1_500, details="pistoning · " * 40 + "tolerated well"
    )
    with printed(chart(sites=(tall, chart(2).sites[1])), atlas, tmp_path) as pdf:
        pages = [words_of(page) for page in pdf.pages]
    text = " ".join(pages)
    assert text.count("pistoning") == 40
    assert text.count("tolerated well") == 1
    assert len(re.findall(r"\blong\b", text)) == 1_500
    assert text.index("tolerated well") > text.rindex("long")


def test_sixty_sites_with_details_flow_over_pages(
    chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    sites = tuple(replace(site, details=f"detail {site.number}x · prone") for site in chart(60).sites)
    with printed(chart(sites=sites), atlas, tmp_path, ink="mono") as pdf:
        pages = [words_of(page) for page in pdf.pages]
    for site in sites:
        on = [page for page in pages if f"detail {site.number}x · prone" in page]
        assert len(on) == 1, site.number
        row = f"{site.number} {site.target} {site.side} {site.level}"
        assert re.sub(r"\s+", " ", row).strip() in on[0], "a row and its details stand on one page"


def test_twelve_sites_and_a_short_note_are_one_page(chart: ChartMaker, atlas: SlabAtlas) -> None:
    for paper in ("a4", "letter"):
        assert len(lay_out(chart(12), atlas, paper=paper)) == 1


@pytest.mark.parametrize("count", [3, 12, 60])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_needles_point_within_half_a_millimetre_of_where_they_were_charted(
    paper: str, count: int, chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    """Read from the PDF alone: the drawn skin says where the body is, the dots where the needles are."""
    made = chart(count)
    needle = rgb(COLOUR_ON_LIGHT.mark.needle)
    with printed(made, atlas, tmp_path, paper) as pdf:
        page = pdf.pages[0]
        # In the order in which they are painted: a caption, then its plate. The small bodies are small.
        plates = re.findall(r"(Anterior|Posterior), \w+ layer", "".join(c["text"] for c in page.chars))
        skins = [
            c
            for c in page.curves
            if c["fill"]
            and colour(c["non_stroking_color"]) == rgb(COLOUR_ON_LIGHT.skin.fill)
            and c["height"] > 120
        ]
        assert len(skins) == len(plates)
        dots = {
            ((c["x0"] + c["x1"]) / 2, (c["top"] + c["bottom"]) / 2)
            for c in page.curves
            if c["fill"] and colour(c["non_stroking_color"]) == needle and c["width"] < 5
        }
        assert len(dots) == count
        for site in made.sites:
            assert site.point is not None
            aways = []
            for plate, skin in zip(plates, skins, strict=True):
                if plate.lower() == site.point.plate:
                    scale = (skin["x1"] - skin["x0"]) / (BODY[2] - BODY[0])
                    assert (skin["bottom"] - skin["top"]) / (BODY[3] - BODY[1]) == pytest.approx(
                        scale, rel=1e-3
                    )
                    x = skin["x0"] + (site.point.u - BODY[0]) * scale
                    y = skin["bottom"] - (site.point.v - BODY[1]) * scale
                    aways.append(min(max(abs(dot[0] - x), abs(dot[1] - y)) for dot in dots))
            assert min(aways) < 0.5 * MM


def test_each_number_stands_next_to_its_own_point(chart: ChartMaker, atlas: SlabAtlas) -> None:
    for page in lay_out(chart(60), atlas):
        for operation in page.operations:
            for placed in getattr(operation, "markers", ()):
                window = next(
                    w for w in page.operations if isinstance(w, PlateWindow) and w.rect.contains(*placed.tip)
                )
                site = chart(60).sites[placed.marker.number - 1]
                assert site.point is not None
                assert window.plate.id == site.point.plate
                assert window.view.to_mm(*placed.tip) == pytest.approx((site.point.u, site.point.v), abs=0.01)
                assert window.rect.contains(*placed.centre)


def test_a_part_is_printed_large_with_a_small_body_that_says_where_it_is(
    chart: ChartMaker, atlas: SlabAtlas
) -> None:
    near = [
        replace(site, point=replace(site.point, v=900 + site.number)) for site in chart(6).sites if site.point
    ]
    page = lay_out(chart(sites=tuple(near)), atlas)[0]
    windows = [op for op in page.operations if isinstance(op, PlateWindow)]
    assert [w.plate.id for w in windows] == ["anterior", "posterior"]
    bodies = [op for op in page.operations if isinstance(op, Whereabouts)]
    assert [b.plate.id for b in bodies] == ["anterior", "posterior"]
    for window, body in zip(windows, bodies, strict=True):
        for site in near:
            if site.point is not None and site.point.plate == window.plate.id:
                x, y = window.view.to_px(site.point.u, site.point.v)
                assert window.rect.adjusted(200, 200, -200, -200).contains(x, y)
        assert window.view.scale > 0.4 * POINT, "larger than a whole body ever is"
        # The frame on the small body is what the window shows.
        clipped = [max(window.box[0], window.plate.box[0]), max(window.box[1], window.plate.box[1])]
        assert list(body.area[:2]) == pytest.approx(clipped)
    # Front and back stand side by side at the same height.
    assert windows[0].rect.top() == windows[1].rect.top()


def test_far_parts_of_one_plate_get_windows_of_their_own(chart: ChartMaker, atlas: SlabAtlas) -> None:
    first, second = chart(2).sites
    shoulder = replace(first, point=Point("posterior", 1, 1, 120, 1450))
    calf = replace(second, point=Point("posterior", 1, 1, -90, 300))
    page = lay_out(chart(sites=(shoulder, calf)), atlas)[0]
    windows = [op for op in page.operations if isinstance(op, PlateWindow)]
    discs = [op for op in page.operations if isinstance(op, Discs)]
    assert len(windows) == len(discs) == 2
    for window, these in zip(windows, discs, strict=True):
        assert len(these.markers) == 1
        assert window.rect.contains(*these.markers[0].tip)


def test_sites_all_over_the_body_are_one_picture_of_all_of_it(chart: ChartMaker, atlas: SlabAtlas) -> None:
    sites = tuple(
        replace(
            site, point=Point("anterior", 1, 1, 100 if site.number % 2 else -100, 100 + site.number * 130)
        )
        for site in chart(11).sites
    )
    page = lay_out(chart(sites=sites), atlas)[0]
    (window,) = [op for op in page.operations if isinstance(op, PlateWindow)]
    assert window.box[1] <= BODY[1]
    assert window.box[3] >= BODY[3]
    assert not [op for op in page.operations if isinstance(op, Whereabouts)]


@pytest.mark.parametrize("count", [7, 30, 60])
def test_no_number_hides_another_or_a_point_however_close_they_lie(
    count: int, chart: ChartMaker, atlas: SlabAtlas
) -> None:
    sites = tuple(
        replace(
            site, point=Point("posterior", 1, 1, 100 + site.number * 7 % 31, 1400 + site.number * 11 % 29)
        )
        for site in chart(count).sites
    )
    for paper in ("a4", "letter"):
        page = lay_out(chart(sites=sites), atlas, paper=paper)[0]
        (discs,) = [op for op in page.operations if isinstance(op, Discs)]
        (window,) = [op for op in page.operations if isinstance(op, PlateWindow)]
        assert len(discs.markers) == count
        for one in discs.markers:
            assert window.rect.contains(*one.centre)
            for other in discs.markers:
                if other is not one:
                    assert math.dist(one.centre, other.centre) > 2.1 * discs.radius
                assert math.dist(one.centre, other.tip) > 1.15 * discs.radius, (count, paper)
        crossing = [
            (a, b)
            for a, b in combinations(discs.markers, 2)
            if discs.fine
            and QLineF(*a.tip, *a.centre).intersects(QLineF(*b.tip, *b.centre))[0]
            == QLineF.IntersectionType.BoundedIntersection
        ]
        assert not crossing


def test_what_was_needled_deeper_is_hatched_and_named(
    chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    first, second = chart(2).sites
    shallow = replace(first, point=Point("anterior", 1, 1, -100, 900))
    deep = replace(second, target_id="muscle-7", side="left", point=Point("anterior", 1, 2, 100, 1000))
    made = chart(sites=(shallow, deep))
    page = lay_out(made, atlas)[0]
    (window,) = [op for op in page.operations if isinstance(op, PlateWindow)]
    (beneath,) = [op for op in page.operations if isinstance(op, Beneath)]
    assert window.layer == 1
    assert [(region.muscle, region.side, region.layer) for region in beneath.regions] == [
        ("muscle-7", "left", 2)
    ]
    with printed(made, atlas, tmp_path) as pdf:
        assert "hatched beneath: 2 intermediate" in words_of(pdf.pages[0])
    # Where all lies deep, that layer is shown as it is.
    page = lay_out(chart(sites=(deep,)), atlas)[0]
    (window,) = [op for op in page.operations if isinstance(op, PlateWindow)]
    assert window.layer == 2
    assert not [op for op in page.operations if isinstance(op, Beneath)]


def test_no_number_is_cut_from_the_caption_of_a_narrow_picture(chart: ChartMaker, atlas: SlabAtlas) -> None:
    """The third line of a caption was left out, and with it which needles lay deep."""
    front = [
        replace(
            site,
            target_id=f"muscle-{1 + index % 12}",
            point=Point("anterior", 1, 2 if index else 1, (-1) ** index * 20.0, 900.0 + 3 * index),
        )
        for index, site in enumerate(chart(60).sites)
    ]
    back = [
        replace(site, point=Point("posterior", 1, 1, 20.0, 900.0 + 30 * index))
        for index, site in enumerate(chart(80).sites[60:])
    ]
    (page, *_) = lay_out(chart(sites=(*front, *back)), atlas)
    (window,) = [op for op in page.operations if isinstance(op, PlateWindow) and op.plate.id == "anterior"]
    order = list(page.operations)
    start = next(k for k, op in enumerate(order) if isinstance(op, Text) and "beneath" in line_text(op))
    caption = list(takewhile(lambda op: isinstance(op, Text), order[start:]))
    assert len(caption) > 2
    said = " ".join(line_text(op) for op in caption if isinstance(op, Text))
    deep = [site.number for site in front if site.point is not None and site.point.layer == 2]
    assert [int(found) for found in re.findall(r"\d+", said)] == deep
    assert all(op.baseline < window.rect.top() for op in caption if isinstance(op, Text)), (
        "the picture gives it room"
    )


def test_a_column_in_which_nothing_was_recorded_is_not_printed(
    chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    bare = tuple(replace(s, level="", ltr="not recorded", note="", needle="") for s in chart(3).sites)
    with printed(chart(sites=bare, patient_clinic_id="", patient_born=""), atlas, tmp_path) as pdf:
        text = words_of(pdf.pages[0])
    for word in ("Level", "Note", "Clinic id", "Date of birth", "Dominant", "none"):
        assert word not in text, word
    # A reviewer looks for the twitch response: that nobody said is itself said.
    assert "LTR" in text
    assert text.count("not recorded") == 3


@pytest.mark.parametrize(("u", "sides"), [(-10, ["R", "L", "L", "R"]), (-140, ["R", "L"])])
def test_right_and_left_are_the_patients(
    u: float, sides: list[str], chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    """Front: R, L; back: L, R. A part of one side names that side alone."""
    sites = tuple(
        replace(site, point=Point(plate, 1, 1, u, 900))
        for site, plate in zip(chart(2).sites, ("anterior", "posterior"), strict=True)
    )
    with printed(chart(sites=sites, note=()), atlas, tmp_path) as pdf:
        words = [w for w in pdf.pages[0].extract_words() if w["text"] in ("R", "L")]
        large = [w for w in words if w["bottom"] - w["top"] > 8]
        in_order = sorted(large, key=lambda w: (round(w["top"]), w["x0"]))
        assert [w["text"] for w in in_order] == sides


def test_no_row_is_cut_and_each_page_repeats_the_header_row(
    chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    sites = tuple(
        replace(site, note="seven words that take some lines " * (site.number % 7))
        for site in chart(60).sites
    )
    pages = lay_out(chart(sites=sites), atlas)
    assert len(pages) > 2
    rows = 0
    for page in pages:
        texts = [op for op in page.operations if isinstance(op, Text)]
        strings = [line_text(op) for op in texts]
        assert all(
            op.baseline < page.height - 40 / 72 * DPI or "Printed" in s or "Plates" in s
            for op, s in zip(texts, strings, strict=True)
        )
        if any(s.startswith("Flexor carpi") for s in strings):
            assert "Target" in strings
            assert strings.index("Target") < next(
                i for i, s in enumerate(strings) if s.startswith("Flexor carpi")
            )
        for number, string in enumerate(strings):
            if string.startswith("Flexor carpi"):
                rows += 1
                site = sites[int(string.split()[-1]) - 1]
                # The whole note of the row stands on this page, after its target.
                rest = " ".join(strings[number:])
                assert " ".join(site.note.split()) in re.sub(r"\s+", " ", rest)
    assert rows == 60


def line_text(op: Text) -> str:
    line = op.layout.lineAt(op.line)
    return op.layout.text()[line.textStart() : line.textStart() + line.textLength()].strip()


def test_a_row_taller_than_a_page_flows(chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path) -> None:
    words = [f"word{n}" for n in range(3000)]
    sites = (replace(chart(1).sites[0], note=" ".join(words)),)
    with printed(chart(sites=sites), atlas, tmp_path) as pdf:
        text = " ".join(words_of(page) for page in pdf.pages)
        assert re.findall(r"word\d+", text) == words


@pytest.mark.parametrize(
    "note",
    [
        " ".join(f"w{n}" for n in range(17_000))[:100_000],
        "\n".join(f"w{n}" for n in range(14_000))[:100_000],
        "".join(chr(97 + n % 26) for n in range(100_000)),
    ],
    ids=["words", "lines", "one-word"],
)
def test_a_note_of_a_hundred_thousand_characters_is_whole(
    note: str, chart: ChartMaker, atlas: SlabAtlas
) -> None:
    pages = lay_out(chart(2, note=(("Subjective", note),)), atlas)
    assert len(pages) > 10
    found = []
    for page in pages:
        for op in page.operations:
            if isinstance(op, Text):
                line = op.layout.lineAt(op.line)
                if len(op.layout.text()) > 3000 or re.fullmatch(r"w\d+", op.layout.text()):
                    found.append(op.layout.text()[line.textStart() : line.textStart() + line.textLength()])
                assert op.baseline < page.height
    assert re.sub(r"\s", "", "".join(found)) == re.sub(r"\s", "", note)


def test_characters_that_no_font_holds_become_boxes_and_a_sentence(
    chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    made = chart(
        3,
        patient_name="\U0001f600 Doe, Jane",
        note=(("Plan", "bell \x07 efficient \U0001f468\u200d\U0001f469\u200d\U0001f467 flexor"),),
    )
    with printed(made, atlas, tmp_path) as pdf:
        text = words_of(pdf.pages[0])
        assert f"{fonts.BOX} Doe, Jane" in text
        assert f"bell {fonts.BOX} efficient {fonts.BOX} flexor" in text
        assert "3 characters could not be printed and are shown as" in text
        boxes = [c for c in pdf.pages[0].chars if c["text"] == fonts.BOX]
        assert all(box["width"] > 3 for box in boxes)


@pytest.mark.parametrize("word", ["שלום", "مرحبا", "中文", "žluťoučký", "Łukasz", "Ελένη", "Иван"])
def test_words_of_other_scripts_are_printed_or_boxed_never_lost(
    word: str, chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    absent = len(fonts.missing(word))
    with printed(chart(3, note=(("Plan", f"before {word} after"),)), atlas, tmp_path) as pdf:
        chars = unicodedata.normalize("NFKC", "".join(c["text"] for c in pdf.pages[0].chars))
        assert "before" in chars
        assert "after" in chars
        for letter in word:
            assert letter in chars or absent
        assert chars.count(fonts.BOX) == (absent + 1 if absent else 0)


def test_nothing_that_has_no_place_on_a_plate_is_passed_over(
    chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    sites = list(chart(6).sites)
    point = sites[1].point
    assert point is not None
    sites[0] = replace(sites[0], point=None)
    sites[1] = replace(sites[1], point=Point("lost", 1, 1, 0, 0))
    sites[2] = replace(sites[2], point=replace(point, plate_version=9))
    sites[3] = replace(sites[3], point=replace(point, u=1e9))
    sites[4] = replace(sites[4], point=replace(point, v=float("nan")))
    with printed(chart(sites=tuple(sites)), atlas, tmp_path) as pdf:
        text = words_of(pdf.pages[0])
        for words in (
            "no point on a plate",
            "its plate is not in this atlas",
            "marked on version 9 of its plate",
            "its point lies outside the plate",
            "Sites 2, 3, 4 and 5 were marked",
        ):
            assert words in text
        for site in sites:
            assert site.target in text


def test_a_plate_that_cannot_be_read_does_not_keep_the_chart_from_being_printed(
    chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    class Damaged(SlabAtlas):
        def plate(self, plate_id: str) -> Any:
            if plate_id == "anterior":
                raise ValueError("anterior.svg: not a plate")
            return super().plate(plate_id)

    made = chart(4)
    with printed(made, Damaged(), tmp_path) as pdf:
        text = words_of(pdf.pages[0])
        assert text.count("its plate could not be read") == 2
        assert "Sites 1 and 3 were marked" in text
        assert all(site.target in text for site in made.sites)


def test_a_visit_without_sites_plates_or_names_is_still_a_page(
    atlas: SlabAtlas, chart: ChartMaker, tmp_path: Path
) -> None:
    names = "clinic_name clinic_address clinic_phone patient_name patient_born patient_sex patient_clinic_id"
    more = "patient_alerts therapist_name therapist_licence audit_digest"
    empty = dict.fromkeys((*names.split(), *more.split()), "")
    with printed(chart(sites=(), note=(), **empty), atlas, tmp_path) as pdf:
        text = words_of(pdf.pages[0])
        assert "No sites are recorded for this visit." in text
        assert "Page 1 of 1" in text


def test_names_of_two_hundred_characters_are_printed_in_full(
    chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    name = "Wolfeschlegelstein" * 11
    with printed(
        chart(60, patient_name=name, clinic_name="Clinic " * 28, therapist_name=name), atlas, tmp_path
    ) as pdf:
        for page in pdf.pages:
            assert re.sub(r"\s", "", page.extract_text()).count(name) >= 1
            right = max(c["x1"] for c in page.chars)
            assert right <= page.width - 40


def test_an_address_of_several_lines_stands_on_one(
    chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    with printed(chart(1, clinic_address="12 Mill Lane,\r\nAshford\n\nKent"), atlas, tmp_path) as pdf:
        assert "12 Mill Lane, Ashford, Kent" in words_of(pdf.pages[0])


def test_alerts_longer_than_the_head_allows_stand_in_full_below(
    chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    alerts = " ".join(f"alert{n}" for n in range(900))
    with printed(chart(3, patient_alerts=alerts), atlas, tmp_path) as pdf:
        text = " ".join(words_of(page) for page in pdf.pages)
        assert set(re.findall(r"alert\d+", text)) == set(alerts.split())


# -- the file ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ink", ["colour", "mono"])
def test_the_file_is_an_archive_pdf_without_transparency_with_its_fonts(
    ink: str, chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    areas = tuple(
        Drawn(Outline.circle(plate, 1, 60, 1000, 50), "Port", zone)
        for plate, zone in (("anterior", True), ("posterior", False))
    )
    with printed(chart(12, drawn=areas), atlas, tmp_path, ink=ink) as pdf:
        catalogue = pdf.doc.catalog
        assert resolve1(catalogue["OutputIntents"])
        metadata = resolve1(catalogue["Metadata"]).get_data().decode()
        assert re.search(r'pdfaid:part(>|=")1', metadata)
        assert re.search(r'pdfaid:conformance(>|=")B', metadata)
        assert pdf.metadata["Title"] == "Visit chart"
        assert pdf.metadata["Creator"] == "BodyMap"
        assert "Doe" not in metadata + str(pdf.metadata)
        fonts_seen = 0
        for object_id in pdf.doc.xrefs[0].get_objids():
            thing = resolve1(pdf.doc.getobj(object_id))
            attributes = getattr(thing, "attrs", thing)
            if not isinstance(attributes, dict):
                continue
            assert "SMask" not in attributes or str(attributes["SMask"]) == "/'None'"
            assert attributes.get("ca", 1) == 1
            assert attributes.get("CA", 1) == 1
            assert str(attributes.get("Subtype")) != "/'Image'"
            if str(attributes.get("Type")) == "/'FontDescriptor'":
                fonts_seen += 1
                assert any(key in attributes for key in ("FontFile", "FontFile2", "FontFile3"))
        assert fonts_seen >= 2


def test_mono_holds_only_grey(chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path) -> None:
    areas = (Drawn(Outline.circle("anterior", 1, 60, 1000, 50), "Port", zone=True),)
    with printed(chart(12, drawn=areas), atlas, tmp_path, ink="mono") as pdf:
        for page in pdf.pages:
            seen = {
                colour(thing[key])
                for kind in ("curves", "rects", "lines", "chars")
                for thing in getattr(page, kind)
                for key in ("stroking_color", "non_stroking_color")
            }
            for value in seen - {None}:
                assert len(set(value)) == 1, value


def test_text_is_text_without_ligatures(chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path) -> None:
    with printed(chart(3, note=(("Plan", "flexor efficient office waffle fjord"),)), atlas, tmp_path) as pdf:
        raw = "".join(c["text"] for c in pdf.pages[0].chars)
        # A glyph a letter, and spaces that are copied as spaces.
        assert "flexor efficient office waffle fjord" in raw
        assert "\t" not in raw


def test_the_true_plates_make_a_file_under_a_megabyte(chart: ChartMaker, tmp_path: Path) -> None:
    from bodymap import assets
    from bodymap.atlas.atlas import Atlas

    write_pdf(lay_out(chart(12), Atlas(assets.folder(), None)), tmp_path / "true.pdf")
    assert (tmp_path / "true.pdf").stat().st_size < 1_000_000


def test_a_file_that_cannot_be_written_leaves_nothing_behind(
    chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    with pytest.raises(OSError, match="no"):
        write_pdf(lay_out(chart(1), atlas), tmp_path / "nowhere" / "chart.pdf")
    (tmp_path / "taken.pdf").mkdir()
    with pytest.raises(OSError, match="taken"):
        write_pdf(lay_out(chart(1), atlas), tmp_path / "taken.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["taken.pdf"]


def test_a_printer_with_margins_and_another_resolution_breaks_alike_and_in_place(
    chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    from PySide6.QtCore import QMarginsF
    from PySide6.QtGui import QPageLayout, QPageSize
    from PySide6.QtPrintSupport import QPrinter

    pages = lay_out(chart(12, note=(("Plan", "a sentence of the plan that is long enough " * 20),)), atlas)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printer.pdf"))
    printer.setResolution(300)
    size = QPageSize(QPageSize.PageSizeId.A4)
    printer.setPageLayout(
        QPageLayout(
            size, QPageLayout.Orientation.Portrait, QMarginsF(9, 9, 9, 9), QPageLayout.Unit.Millimeter
        )
    )
    paint_pages_to(printer, pages)
    write_pdf(pages, tmp_path / "file.pdf")
    with pdfplumber.open(tmp_path / "printer.pdf") as one, pdfplumber.open(tmp_path / "file.pdf") as other:
        assert len(one.pages) == len(other.pages)
        for a, b in zip(one.pages, other.pages, strict=True):
            lines_a, lines_b = a.extract_text_lines(), b.extract_text_lines()
            assert [line["text"] for line in lines_a] == [line["text"] for line in lines_b]
            for line_a, line_b in zip(lines_a, lines_b, strict=True):
                assert abs(line_a["x0"] - line_b["x0"]) < 0.5 * MM
                assert abs(line_a["bottom"] - line_b["bottom"]) < 0.5 * MM


def test_pages_look_alike_at_any_resolution(chart: ChartMaker, atlas: SlabAtlas) -> None:
    """The same operations are painted: what is dark at 72 dpi is dark at 216."""
    pages = lay_out(chart(12), atlas)
    small, large = to_images(pages, 72)[0], to_images(pages, 216)[0]
    assert (small.width(), small.height()) == (595, 842)
    shrunk = large.scaled(small.size(), mode=_smooth())
    different = sum(
        abs(grey(small, x, y) - grey(shrunk, x, y)) > 110 for x in range(0, 595, 3) for y in range(0, 842, 3)
    )
    assert different < 0.005 * (595 / 3) * (842 / 3)


def _smooth() -> Any:
    from PySide6.QtCore import Qt

    return Qt.TransformationMode.SmoothTransformation


def grey(image: QImage, x: int, y: int) -> int:
    pixel = image.pixelColor(x, y)
    return (pixel.red() + pixel.green() + pixel.blue()) // 3


def test_plates_of_one_side_say_which_side_it_is(chart: ChartMaker, tmp_path: Path) -> None:
    plate = slab_plate("right_lateral", -1)
    layer = plate.layers[1]
    one = replace(
        plate, layers={1: replace(layer, regions=tuple(r for r in layer.regions if r.side == "right"))}
    )

    class Lateral:
        plate_ids = ("right_lateral",)

        def plate(self, plate_id: str) -> Any:
            return one

    sites = (replace(chart(1).sites[0], point=Point("right_lateral", 1, 1, -50, 700)),)
    made = replace(chart(sites=sites), plates=(("right_lateral", 1),))
    with printed(made, Lateral(), tmp_path) as pdf:
        text = words_of(pdf.pages[0])
        assert "R (patient's right)" in text
        assert "patient's left" not in text


def test_a_visit_that_fits_on_one_page_only_when_set_densely_is_set_so(
    chart: ChartMaker, atlas: SlabAtlas
) -> None:
    told = tuple(
        (f"Section {n}", "Words that were told at this visit and fill a line of it. " * 3) for n in range(8)
    )
    sites = tuple(replace(site, point=Point("anterior", 1, 1, -80, 900)) for site in chart(8).sites)
    few, more, many = (
        lay_out(chart(sites=sites, told=told[:n] * t), atlas) for n, t in ((1, 1), (8, 1), (8, 9))
    )

    def size(pages: list[Any]) -> int:
        texts = [op for page in pages for op in page.operations if isinstance(op, Text)]
        return min(op.layout.font().pixelSize() for op in texts if line_text(op).startswith("Words"))

    assert (len(few), len(more)) == (1, 1)
    assert len(many) > 2
    assert size(more) < size(few) == size(many)


def test_a_title_of_two_lines_beside_a_text_of_one_touches_nothing(
    chart: ChartMaker, atlas: SlabAtlas
) -> None:
    told = (("Response to the last visit of all", "Better."), ("Outcomes", "Pain 6, then 3."))
    (page,) = lay_out(chart(2, told=told), atlas)
    at = {line_text(op): op.baseline for op in page.operations if isinstance(op, Text)}
    last = max(baseline for words, baseline in at.items() if words and words in told[0][0])
    assert at["Outcomes"] - last > 9 * POINT


def found_at(letter: str, plate: str, u: float, v: float, version: int = 1) -> Site:
    return Site(0, "muscle 7", "right", "", "", 0, 0, "", "", Point(plate, version, 1, u, v), letter=letter)


def test_findings_lie_on_the_plates_by_their_letters(
    chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    first, *_ = chart(1).sites
    site = replace(first, point=Point("anterior", 1, 1, -80, 900))
    found = (
        found_at("a", "anterior", -60, 930),
        found_at("b", "posterior", 90, 300),
        found_at("c", "lost", 0, 0),
        found_at("d", "anterior", 0, 900, version=9),
    )
    told = (("Findings", "a  R muscle 7: taut band"),)
    plates = (("anterior", 1), ("posterior", 1), ("lost", 1))
    made = replace(chart(sites=(site,), told=told), found=found, plates=plates)
    (page,) = lay_out(made, atlas)
    windows = [op for op in page.operations if isinstance(op, PlateWindow)]
    diamonds = [op for op in page.operations if isinstance(op, Lettered)]
    assert [window.plate.id for window in windows] == ["anterior", "posterior"]
    for window, diamond, one in zip(windows, diamonds, found[:2], strict=True):
        assert one.point is not None
        assert window.view.to_mm(*diamond.place) == pytest.approx((one.point.u, one.point.v), abs=0.01)
        assert window.rect.contains(*diamond.place)
        assert line_text(diamond.words) == one.letter
    numbers = [m.marker.number for op in page.operations if isinstance(op, Discs) for m in op.markers]
    assert numbers == [1], "a finding is no site"
    with printed(made, atlas, tmp_path) as pdf:
        text = words_of(pdf.pages[0])
    assert "◇ found" in text
    assert "1 site ·" in text
    assert "could not be read" not in text


def test_a_visit_of_findings_alone_shows_them(chart: ChartMaker, atlas: SlabAtlas) -> None:
    made = replace(chart(sites=()), found=(found_at("a", "anterior", -60, 930),), plates=(("anterior", 1),))
    (page,) = lay_out(made, atlas)
    assert len([op for op in page.operations if isinstance(op, Lettered)]) == 1


def test_letters_go_on_after_z() -> None:
    assert [letter(number) for number in (0, 25, 26, 51, 52, 701, 702)] == [
        "a",
        "z",
        "aa",
        "az",
        "ba",
        "zz",
        "aaa",
    ]


def test_a_visit_charted_later_says_so_in_the_head(
    chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    with printed(chart(4, charted_on="28 Nov 2026"), atlas, tmp_path) as pdf:
        (page,) = pdf.pages
        (words,) = page.search("28 Nov 2026")
        assert words["top"] < page.height / 4
        assert "Charted on" in words_of(page)
    with printed(chart(4), atlas, tmp_path) as pdf:
        assert "Charted on" not in words_of(pdf.pages[0])


def lines_of(page: Any, *, signed: bool) -> list[str]:
    """The lines of text between the running head and the foot, or the line to sign."""
    low, found = (97 if signed else 50) * POINT, []
    for one in page.operations:
        if isinstance(one, Text) and 62 * POINT < one.baseline < page.height - low:
            line = one.layout.lineAt(one.line)
            found.append(one.layout.text()[line.textStart() : line.textStart() + line.textLength()])
    return found


@pytest.mark.parametrize("setting", [ROOMY, DENSE, TIGHT], ids=["roomy", "dense", "tight"])
@pytest.mark.parametrize("part", [1, 3])
def test_the_signature_never_stands_alone(
    part: int, setting: Setting, chart: ChartMaker, atlas: SlabAtlas
) -> None:
    """However long a text is: at some length the last line of it ends where the page does. Four lengths would do so."""
    for lines in (*range(12, 72, 2), *range(112, 136, 2)):
        note = tuple(
            (title, "\n".join(f"line {n}" for n in range(lines)) if k == part else text)
            for k, (title, text) in enumerate(SHORT_NOTE)
        )
        pages = ChartLayout(chart(8, note=note), atlas, "a4", COLOUR_ON_LIGHT, setting).pages()
        assert lines_of(pages[-1], signed=True), lines
        said = [text for page in pages for text in lines_of(page, signed=page is pages[-1])]
        assert [text for text in said if text.startswith("line ")] == [f"line {n}" for n in range(lines)]


def test_the_signature_keeps_a_row_of_the_table_where_no_note_is(chart: ChartMaker, atlas: SlabAtlas) -> None:
    for count in range(14, 60):
        pages = lay_out(chart(count, note=()), atlas)
        assert any("Flexor carpi" in text for text in lines_of(pages[-1], signed=True)), count


def test_a_full_record_takes_two_pages_at_most_and_nothing_is_cut(
    chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    told = (
        ("Treatment plan", "Neck pain, right (M54.2). Visit 1 of 6 of this plan.\nPlanned: 4 weeks; weekly."),
        ("Consent", "Written consent of 2 May 2026, valid until 1 May 2027.\nThe patient agreed."),
        (
            "Precautions",
            "Answered no: " + "; ".join(f"precaution number {n} of the list" for n in range(40)) + ".",
        ),
        ("Response to the last visit", "Better, no soreness."),
        (
            "Outcomes",
            "\n".join(f"Neck motion {n}, right: before 40°, after 55° (normal 60°)." for n in range(14)),
        ),
        ("After the treatment", "Tolerated well.\nNothing adverse happened."),
    )
    note = tuple((title, " ".join(f"{title}{n}" for n in range(70))) for title, _ in SHORT_NOTE)
    made = chart(7, told=told, note=note)
    with printed(made, atlas, tmp_path) as pdf:
        assert len(pdf.pages) == 2
        text = " ".join(words_of(page) for page in pdf.pages)
    assert all(f"precaution number {n} of the list" in text for n in range(0, 40, 39))
    for word in (*(f"{title}{n}" for title, _ in SHORT_NOTE for n in range(70)), "Better, no soreness."):
        assert word in text, word


def test_what_was_changed_later_stands_below_the_note(
    chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    line = "Changed on 21 Nov 2026: R infraspinatus: LTR none -> yes."
    with printed(chart(2, later=("Changed after that day", line)), atlas, tmp_path) as pdf:
        (page,) = pdf.pages
        words = words_of(page)
    assert words.index(line) > words.index(" ".join(SHORT_NOTE[-1][1].split())[:20])
    with printed(chart(2), atlas, tmp_path) as pdf:
        assert "Changed" not in words_of(pdf.pages[0])


@pytest.mark.parametrize("count", [8, 12, 16])
def test_a_table_does_not_break_where_it_can_stand_whole_on_a_page(
    count: int, chart: ChartMaker, atlas: SlabAtlas
) -> None:
    """It was cut after six of eight rows below pictures that took half the page."""
    told = tuple((f"Section {n}", "Words that were told at this visit. " * 12) for n in range(14))
    pages = lay_out(chart(count, told=told), atlas)
    assert len(pages) > 1
    rows = [sum(text.startswith("Flexor carpi") for text in lines_of(page, signed=False)) for page in pages]
    assert count in rows


def test_a_picture_is_not_made_larger_than_its_sites_because_its_neighbour_is() -> None:
    front, back = slab_plate("anterior", -1), slab_plate("posterior", 1)

    def site(number: int, plate: str, v: float) -> Site:
        return Site(number, "Muscle", "right", "", "", 1, 1, "", "", Point(plate, 1, 1, -80, v))

    whole_leg = [site(n, "anterior", 100 + 150 * n) for n in range(1, 6)]
    hip = [site(6, "posterior", 840), site(7, "posterior", 860)]
    leg, small = windows_of([(front, whole_leg), (back, hip)])
    assert leg.frame[3] - leg.frame[1] > 700
    assert small.frame[3] - small.frame[1] < 300


def test_what_was_decided_instead_of_needling_is_the_strongest_line(
    chart: ChartMaker, atlas: SlabAtlas
) -> None:
    (page,) = lay_out(chart(sites=(), not_needled="contractions since the morning"), atlas)
    texts = [one for one in page.operations if isinstance(one, Text)]
    (said,) = (one for one in texts if line_text(one).startswith("Nothing was needled"))
    assert said.colour == COLOUR_ON_LIGHT.text
    font = said.layout.font()
    note = next(one.layout.font() for one in texts if line_text(one).startswith("Neck pain since"))
    assert font.bold()
    assert font.pixelSize() > 1.15 * note.pixelSize()
