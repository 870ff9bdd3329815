"""The handout as a patient reads it: one page, large, whatever the text holds."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pytest

from bodymap.charting.handouts import examples, filled
from bodymap.charting.records import Point
from bodymap.drawing import fonts
from bodymap.drawing.handout_pages import SIZES, Run, lay_out_handout, read
from bodymap.drawing.pages import Discs, PlateWindow, Text, write_pdf

from .conftest import ChartMaker, SlabAtlas

VALUES = {
    "patient": "Jane Doe",
    "date": "12 Nov 2026",
    "muscles": "upper trapezius (right, left), infraspinatus (right)",
    "clinic": "Riverside Physical Therapy",
    "phone": "555 0102",
    "therapist": "Sam Osei, PT",
    "next_visit": "19 Nov 2026",
}


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("ink", ["colour", "mono"])
@pytest.mark.parametrize("number", [0, 1, 2])
def test_each_shipped_text_is_one_page_in_large_type_with_the_body(
    number: int, ink: str, paper: str, chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    text = filled(examples()[number].text, VALUES)
    made = chart(8)
    pages = lay_out_handout(text, made, atlas, paper=paper, ink=ink)
    assert len(pages) == 1
    windows = [op for op in pages[0].operations if isinstance(op, PlateWindow)]
    assert [w.plate.id for w in windows] == ["anterior", "posterior"]
    numbers = [m.marker.number for op in pages[0].operations if isinstance(op, Discs) for m in op.markers]
    assert sorted(numbers) == list(range(1, 9))
    write_pdf(pages, tmp_path / "handout.pdf", "Handout")
    with pdfplumber.open(tmp_path / "handout.pdf") as pdf:
        words = re.sub(r"\s+", " ", pdf.pages[0].extract_text())
        for value in VALUES.values():
            assert value in words
        assert "{" not in words
        # No word of the record that is none of the handout's.
        for private in ("RP-20418", "3 Mar 1980", "Blood thinner", "Draft", "taut band"):
            assert private not in words
        body = [c["size"] for c in pdf.pages[0].chars if c["text"].isalpha() and c["size"] > 9]
        assert sorted(body)[len(body) // 2] >= 10.4
        assert "Doe" not in str(pdf.metadata)


def test_a_number_stands_on_the_side_of_its_needle_and_is_explained(
    chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    """The number of a needle beside the spine stood on the patient's other hip."""
    sites = tuple(
        replace(
            site,
            target="Multifidus",
            side="left" if index % 2 else "right",
            point=Point("posterior", 1, 1, (4.0, -4.0)[index % 2], 1000.0 + 8 * (index // 2)),
        )
        for index, site in enumerate(chart(8).sites)
    )
    pages = lay_out_handout("{body}", chart(sites=sites), atlas)
    (discs,) = [op for op in pages[0].operations if isinstance(op, Discs)]
    (window,) = [op for op in pages[0].operations if isinstance(op, PlateWindow)]
    middle, _ = window.view.to_px(0, 0)
    assert len(discs.markers) == 8
    for one in discs.markers:
        assert (one.centre[0] - middle) * one.marker.u > 0, one.marker.number
    write_pdf(pages, tmp_path / "handout.pdf")
    with pdfplumber.open(tmp_path / "handout.pdf") as pdf:
        words = pdf.pages[0].extract_text()
    assert "1, 3, 5, 7 Multifidus (right) · 2, 4, 6, 8 Multifidus (left)" in words
    left, right = words.index("left"), words.index("right")
    assert left < right, "the back is seen from behind: the patient's left is at the left"


def test_markdown_is_read_and_what_is_no_markdown_is_words() -> None:
    blocks = read(
        "# T\n\na **b** *c*\\\nd\n\n1. x\n2. y\n\n- z\n\n<script>no</script> [l](http://x) ![i](file:///x)\n\n{body}"
    )
    assert [(b.kind, b.level, b.bullet) for b in blocks] == [
        ("h", 1, ""),
        ("p", 0, ""),
        ("li", 1, "1."),
        ("li", 1, "2."),
        ("li", 1, "•"),
        ("p", 0, ""),
        ("body", 0, ""),
    ]
    assert blocks[1].runs[:4] == (Run("a "), Run("b", strong=True), Run(" "), Run("c", emphasis=True))
    assert "".join(run.text for run in blocks[5].runs) == "<script>no</script> [l](http://x) ![i](file:///x)"


def test_a_long_text_becomes_smaller_and_then_flows(chart: ChartMaker, atlas: SlabAtlas) -> None:
    def size(words: int) -> tuple[int, float]:
        pages = lay_out_handout("word " * words, chart(2), atlas)
        texts = [op for page in pages for op in page.operations if isinstance(op, Text)]
        return len(pages), max(
            op.layout.font().pixelSize() for op in texts if op.layout.text().startswith("word")
        )

    few, more, many = size(50), size(750), size(5_000)
    assert (few[0], more[0]) == (1, 1)
    assert few[1] == pytest.approx(SIZES[0] * 1200 / 72, abs=1)
    assert more[1] < few[1]
    assert many[0] > 2
    assert many[1] == pytest.approx(SIZES[-1] * 1200 / 72, abs=1)


def test_characters_that_no_font_holds_are_boxes_and_an_empty_text_is_a_page(
    chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    for text in ("", "\U0001f600 hello \x07"):
        write_pdf(lay_out_handout(text, chart(0), atlas), tmp_path / "handout.pdf")
        with pdfplumber.open(tmp_path / "handout.pdf") as pdf:
            assert ("hello" in pdf.pages[0].extract_text()) is bool(text)
            assert (fonts.BOX in pdf.pages[0].extract_text()) is bool(text)
