"""The clinic's logo and colour on the printed chart."""

from __future__ import annotations

from pathlib import Path

import pdfplumber
import pytest
from pdfminer.pdftypes import resolve1

from bodymap.charting.logo import read_logo
from bodymap.drawing.chart_pages import lay_out
from bodymap.drawing.inks import COLOUR_ON_LIGHT, MONO, luminance
from bodymap.drawing.letterhead import Logo, logo_size, tinted
from bodymap.drawing.pages import write_pdf
from tests.charting.test_logo import LEAF, png, svg

from .conftest import ChartMaker, SlabAtlas

GREEN = (0x2A, 0x7F, 0x62)


@pytest.mark.parametrize("ink", ["colour", "mono"])
@pytest.mark.parametrize("data", [svg(LEAF), png(60, 20)], ids=["svg", "png"])
def test_a_logo_stands_left_of_the_name_and_the_file_stays_an_archive(
    ink: str, data: bytes, chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    made = chart(3, clinic_logo=read_logo(data), clinic_accent="#2a7f62")
    pages = lay_out(made, atlas, ink=ink)
    (logo,) = [op for op in pages[0].operations if isinstance(op, Logo)]
    assert logo.rect.width() / logo.rect.height() == pytest.approx(3, rel=0.01)
    write_pdf(pages, tmp_path / "chart.pdf")
    with pdfplumber.open(tmp_path / "chart.pdf") as pdf:
        assert len(pdf.pages) == 1
        page = pdf.pages[0]
        name = next(word for word in page.extract_words() if word["text"] == "Riverside")
        assert name["x0"] > 43 + logo.rect.width() / 1200 * 72
        accents = {c["non_stroking_color"] for c in page.chars if c["text"] == "R"}
        greens = {c for c in accents if tuple(round(255 * part) for part in c) == GREEN}
        assert bool(greens) is (ink == "colour")
        assert len(page.images) == 1
        for image in page.images:
            attributes = image["stream"].attrs
            assert str(resolve1(attributes.get("SMask"))) in ("None", "/'None'")
            if ink == "mono":
                data = image["stream"].get_data()
                assert data
                assert data[0::3] == data[1::3] == data[2::3]


def test_the_colour_is_made_dark_enough_to_read_and_mono_stays_mono() -> None:
    for colour in ("#ffee00", "#ffffff", "#88ccff", "#0f5470"):
        accent = tinted(COLOUR_ON_LIGHT, colour).accent
        assert 1.05 / (luminance(accent) + 0.05) >= 4.5
    assert tinted(COLOUR_ON_LIGHT, "#2a7f62").accent.name() == "#2a7f62"
    assert tinted(MONO, "#2a7f62") is MONO
    assert tinted(COLOUR_ON_LIGHT, "") is COLOUR_ON_LIGHT


def test_a_kept_logo_that_cannot_be_drawn_leaves_the_chart_whole(chart: ChartMaker, atlas: SlabAtlas) -> None:
    assert logo_size("", 10, 10) is None
    for kept in ("no picture", "png:AAAA"):
        assert logo_size(kept, 10, 10) is None
        assert len(lay_out(chart(3, clinic_logo=kept), atlas)) == 1
