"""Many charts as one PDF: contents, bookmarks, links; cancelled or in trouble it leaves nothing behind."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest

from bodymap.charting.faults import Cancelled
from bodymap.drawing.chart_pages import lay_out
from bodymap.drawing.files import Front, Part, write_file
from bodymap.drawing.sheets import Letterhead

from .conftest import ChartMaker, SlabAtlas

FRONT = Front(
    Letterhead("Riverside Physical Therapy", "12 Mill Lane, Ashford"),
    "Dry needling: charts of a patient",
    "Doe, Jane",
    (("Date of birth", "3 Mar 1980"), ("Email", ""), ("Phone", "555 0142")),
    (("No.", 0.5), ("Visit", 2.0)),
    "Printed 12 Nov 2026",
)


def parts_of(chart: ChartMaker, atlas: SlabAtlas, count: int) -> list[Part]:
    """So many visits; every third takes three pages."""

    def pages(number: int) -> Any:
        words = "a sentence of the plan that is long enough " * (260 if number % 3 == 0 else 1)
        made = replace(chart(2, note=(("Plan", words),)), visit_date=f"day {number}")
        return lambda: lay_out(made, atlas)

    return [Part(f"Visit {n}", (str(n), f"day {n}"), pages(n)) for n in range(1, count + 1)]


# Seventy fill more than a page of contents; on one paper, since reading so many pages back takes its time.
@pytest.mark.parametrize(("count", "paper"), [(1, "a4"), (1, "letter"), (70, "letter")])
def test_contents_bookmarks_and_links_lead_to_the_charts(
    count: int, paper: str, chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    parts = [replace(part) for part in parts_of(chart, atlas, count)]
    # Laid out for this paper.
    parts = [
        replace(p, pages=lambda n=n: lay_out(replace(chart(2), visit_date=f"day {n}"), atlas, paper=paper))
        for n, p in enumerate(parts, 1)
    ]
    heard: list[tuple[int, int]] = []
    file = tmp_path / "file.pdf"
    pages = write_file(FRONT, parts, file, paper=paper, progress=lambda *done: heard.append(done) or True)
    assert heard == [(n, count) for n in range(1, count + 1)]
    assert [path.name for path in tmp_path.iterdir()] == ["file.pdf"]
    with pikepdf.open(file) as pdf, pdfplumber.open(file) as read:
        assert len(pdf.pages) == pages
        size = {"a4": (595, 842), "letter": (612, 792)}[paper]
        assert {(page.width, page.height) for page in read.pages} == {size}
        texts = [re.sub(r"\s+", " ", page.extract_text()) for page in read.pages]
        for number, text in enumerate(texts, 1):
            assert f"File page {number}" in text
        assert "Doe, Jane" in texts[0]
        assert "Phone 555 0142" in texts[0]
        assert "Email" not in texts[0]
        with pdf.open_outline() as outline:
            marks = list(outline.root)
        assert [mark.title for mark in marks] == ["Contents", *(part.title for part in parts)]
        contents = pages - count
        links = [
            annotation
            for page in pdf.pages[:contents]
            for annotation in page.get("/Annots", [])
            if annotation.Subtype == "/Link"
        ]
        assert len(links) == count
        places = {page.objgen: number for number, page in enumerate(pdf.pages)}
        said = re.findall(r"(\d+) day (\d+) (\d+)", " ".join(texts[:contents]))
        assert len(said) == count
        for number, (mark, link, row) in enumerate(zip(marks[1:], links, said, strict=True), 1):
            page = places[link.Dest[0].objgen]
            assert f"day {number}, no. 3" in texts[page]
            assert (row[0], row[2]) == (str(number), str(page + 1))
            destination = mark.destination[0]
            assert places[destination.objgen] == page


def test_charts_of_several_pages_are_counted(chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path) -> None:
    pages = write_file(FRONT, parts_of(chart, atlas, 7), tmp_path / "file.pdf")
    assert pages > 9
    with pdfplumber.open(tmp_path / "file.pdf") as pdf:
        rows = re.findall(r"\d+ day (\d+) (\d+)", pdf.pages[0].extract_text())
        for number, page in rows:
            text = pdf.pages[int(page) - 1].extract_text()
            assert f"day {number}, no. 3" in text
            assert "Page 1 of" in text
        # Fonts are embedded once, and copied spaces are spaces.
        assert "\t" not in "".join(c["text"] for c in pdf.pages[1].chars)
    with pikepdf.open(tmp_path / "file.pdf") as pdf:
        files = [
            thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing
        ]
        assert 1 <= len(files) <= 6


def test_cancelled_or_in_trouble_it_leaves_what_was_there(
    chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    file = tmp_path / "file.pdf"
    file.write_bytes(b"what was there")
    with pytest.raises(Cancelled):
        write_file(FRONT, parts_of(chart, atlas, 5), file, progress=lambda done, _: done < 3)

    def damaged() -> Any:
        raise OSError("the disk went away")

    parts = parts_of(chart, atlas, 2)
    with pytest.raises(OSError, match="went away"):
        write_file(FRONT, [parts[0], replace(parts[1], pages=damaged)], file)
    assert file.read_bytes() == b"what was there"
    assert [path.name for path in tmp_path.iterdir()] == ["file.pdf"]
    with pytest.raises(OSError, match="no"):
        write_file(FRONT, parts, tmp_path / "nowhere" / "file.pdf")


def test_a_row_of_the_contents_is_one_line_however_long_its_words(
    chart: ChartMaker, atlas: SlabAtlas, tmp_path: Path
) -> None:
    (part,) = parts_of(chart, atlas, 1)
    long = replace(part, cells=("1", "Wolfeschlegelstein" * 11), title="x" * 300)
    assert write_file(FRONT, [long] * 40, tmp_path / "file.pdf") == 41
    with pdfplumber.open(tmp_path / "file.pdf") as pdf:
        assert "…" in pdf.pages[0].extract_text()


def test_without_visits_there_is_a_page_that_says_so(tmp_path: Path) -> None:
    assert write_file(FRONT, [], tmp_path / "file.pdf") == 1
    with pdfplumber.open(tmp_path / "file.pdf") as pdf:
        assert "There are no visits." in pdf.pages[0].extract_text()
