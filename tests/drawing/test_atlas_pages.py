"""The printed atlas as a reader of the PDF finds it, and what its leaders point at."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from pdfminer.pdftypes import resolve1
from PySide6.QtGui import QImage

from bodymap import assets
from bodymap.atlas.aspects import Aspect
from bodymap.atlas.atlas import Atlas
from bodymap.atlas.body import Plate
from bodymap.atlas.catalogue import Catalogue
from bodymap.drawing.atlas_pages import (
    INDEX_COLUMNS,
    SIDE,
    Leaders,
    _AtlasLayout,
    figures,
    lay_out_atlas,
)
from bodymap.drawing.inks import COLOUR_ON_LIGHT
from bodymap.drawing.pages import POINT, Page, PlateWindow, Text, paper_size, to_image, write_pdf


@cache
def real() -> Atlas:
    return Atlas(assets.folder())


@cache
def pages(paper: str, ink: str) -> list[Page]:
    return lay_out_atlas(real(), paper=paper, ink=ink)


@contextmanager
def printed(made: list[Page], folder: Path) -> Iterator[Any]:
    """The PDF without its plates: reading back their curves takes minutes, and they bear no text."""
    words = [
        Page(page.width, page.height, [op for op in page.operations if not isinstance(op, PlateWindow)])
        for page in made
    ]
    write_pdf(words, folder / "atlas.pdf", "Muscle atlas")
    with pdfplumber.open(folder / "atlas.pdf") as pdf:
        yield pdf


def even(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()


def window(page: Page) -> PlateWindow:
    return next(op for op in page.operations if isinstance(op, PlateWindow))


def leaders(page: Page) -> tuple[tuple[tuple[float, float], ...], ...]:
    return next(op for op in page.operations if isinstance(op, Leaders)).lines


def named(page: Page) -> list[tuple[str, float, float]]:
    """Each name beside the plate with its middle (x, y) in dots, found by where its lines stand."""
    rect = window(page).rect
    blocks: dict[int, list[Text]] = {}
    for op in page.operations:
        if isinstance(op, Text):
            line = op.layout.lineAt(op.line)
            left, right = line.naturalTextRect().left() + op.x, line.naturalTextRect().right() + op.x
            beside = right < rect.left() or left > rect.right()
            if beside and op.baseline < page.height - 54 * POINT and op.baseline > 66 * POINT:
                blocks.setdefault(id(op.layout), []).append(op)
    found = []
    for ops in blocks.values():
        rects = [op.layout.lineAt(op.line).naturalTextRect().translated(op.x, 0) for op in ops]
        middle = sum(op.baseline for op in ops) / len(ops)
        found.append((ops[0].layout.text(), sum(r.center().x() for r in rects) / len(rects), middle))
    return found


def plate_pages(made: list[Page]) -> list[Page]:
    return [page for page in made if any(isinstance(op, Leaders) for op in page.operations)]


def name_of(atlas: Atlas, plate: str, layer: int, u: float, v: float) -> str:
    region = atlas.at(plate, layer, u, v).region
    assert region is not None, (plate, layer, u, v)
    return atlas.catalogue.name(region.muscle) if region.muscle else region.name


@pytest.mark.parametrize(("paper", "ink"), [("a4", "colour"), ("letter", "mono")])
def test_each_leader_leads_from_its_name_into_that_muscle(paper: str, ink: str) -> None:
    for page in plate_pages(pages(paper, ink)):
        shown, names = window(page), named(page)
        assert len(names) == len(leaders(page))
        assert len({name for name, _, _ in names}) == len(names), "each name stands once"
        for start, elbow, end in leaders(page):
            name, _, middle = min(
                names,
                key=lambda one: (
                    abs(one[2] - start[1])
                    + (
                        1e6
                        if (one[1] < shown.rect.center().x()) != (start[0] < shown.rect.center().x())
                        else 0
                    )
                ),
            )
            assert abs(middle - start[1]) < 5 * POINT
            u, v = shown.view.to_mm(*end)
            assert name_of(real(), shown.plate.id, shown.layer, u, v) == name
            assert elbow[1] == end[1]
            assert shown.rect.contains(*end)


def test_every_muscle_in_the_frame_is_named() -> None:
    """All that lie wholly in it; of those that the frame cuts, those of which more than a dot is in it."""
    atlas = real()
    for figure, page in zip(figures(atlas), plate_pages(pages("a4", "colour")), strict=True):
        names = {name for name, _, _ in named(page)}
        u0, v0, u1, v1 = figure.box
        for region in figure.plate.layers[figure.layer].regions:
            a0, b0, a1, b1 = region.box
            if region.side != "left" and a0 >= u0 and a1 <= u1 and b0 >= v0 and b1 <= v1:
                name = atlas.catalogue.name(region.muscle) if region.muscle else region.name
                assert name in names, (figure.title, name)


@pytest.mark.parametrize(("paper", "ink"), [("a4", "colour"), ("letter", "mono")])
def test_read_back(paper: str, ink: str, tmp_path: Path) -> None:
    atlas, made = real(), pages(paper, ink)
    shown = figures(atlas)
    with printed(made, tmp_path) as pdf:
        assert len(pdf.pages) == len(made)
        texts: list[str] = []
        for number, (page, laid) in enumerate(zip(pdf.pages, made, strict=True), 1):
            assert (page.width * POINT, page.height * POINT) == paper_size(paper)
            words = page.extract_words(keep_blank_chars=False)
            assert min(char["size"] for char in page.chars) >= 6.5
            assert all(w["x0"] > 10 and w["x1"] < page.width - 10 for w in words)
            assert words_apart(words) == []
            foot = page.crop((page.width - 60, page.height - 60, page.width, page.height))
            assert even(foot.extract_text()) == str(number)
            text = ""
            if 1 < number <= len(shown) + 1:
                figure = shown[number - 2]
                assert even(page.extract_text()).startswith(figure.title)
                rect = window(laid).rect
                for x0, x1 in ((0, rect.left() / POINT), (rect.right() / POINT, page.width)):
                    column = page.crop((x0, 60, x1, page.height - 50))
                    text += " " + even(column.extract_text() or "")
            texts.append(text)
        everything = " ".join(texts)
        for muscle in atlas.catalogue.muscles:
            if atlas.regions_of(muscle.id):
                assert muscle.name in everything
        index = index_of(pdf, len(shown) + 2)
        for name, its in index.items():
            assert its == [
                n
                for n, page in enumerate(made, 1)
                if 1 < n < len(shown) + 2 and name in {one for one, _, _ in named(page)}
            ]
            for number in its:
                assert name in texts[number - 1]
        assert {name for page in plate_pages(made) for name, _, _ in named(page)} == set(index)
        front = even(pdf.pages[0].extract_text())
        assert "Z-Anatomy (CC BY-SA 4.0)" in front
        for plate in {figure.plate.id for figure in shown}:
            assert f"{plate} {atlas.plate(plate).version}" in front
        assert "Back 5 6 7" in front
        metadata = resolve1(pdf.doc.catalog["Metadata"]).get_data().decode()
        assert re.search(r'pdfaid:part(>|=")1', metadata)
        assert re.search(r'pdfaid:conformance(>|=")B', metadata)
        described = [
            thing
            for thing in (resolve1(pdf.doc.getobj(n)) for n in pdf.doc.xrefs[0].get_objids())
            if isinstance(thing, dict) and str(thing.get("Type")) == "/'FontDescriptor'"
        ]
        assert len(described) >= 3
        assert all("FontFile" in thing or "FontFile2" in thing or "FontFile3" in thing for thing in described)


def words_apart(words: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Pairs of words that overlap, by more than a hair."""
    return [
        (a["text"], b["text"])
        for a, b in combinations(words, 2)
        if min(a["x1"], b["x1"]) - max(a["x0"], b["x0"]) > 0.3
        and min(a["bottom"], b["bottom"]) - max(a["top"], b["top"]) > 0.3
    ]


def index_of(pdf: Any, first: int) -> dict[str, list[int]]:
    """Name and pages as the index says, read column by column."""
    found: dict[str, list[int]] = {}
    for page in pdf.pages[first - 1 :]:
        wide = (page.width - 2 * SIDE + 12) / INDEX_COLUMNS
        for column in range(INDEX_COLUMNS):
            x = SIDE - 2 + column * wide
            lines = (
                page.crop((x, 60, min(page.width, x + wide), page.height - 50)).extract_text() or ""
            ).split("\n")
            joined: list[str] = []
            for line in map(even, lines):
                if re.match(r"^\d", line) and joined:
                    joined[-1] += " " + line
                elif len(line) > 1:
                    joined.append(line)
            for line in joined:
                entry = re.fullmatch(r"(.*?) ((?:\d+, )*\d+)", line)
                assert entry, line
                found[entry[1]] = [int(n) for n in entry[2].split(", ")]
    return found


def test_only_the_right_one_of_two_sides() -> None:
    shown = figures(real())
    assert not [
        figure
        for figure in shown
        if figure.aspect.id.startswith("left_") or figure.plate.id.startswith("left_")
    ]
    assert {"anterior", "posterior", "right_palm", "right_sole", "face", "nape"} <= {
        f.aspect.id for f in shown
    }


def test_layers_of_a_view_are_equally_large_and_in_one_place() -> None:
    where: dict[str, set[tuple[int, ...]]] = {}
    for figure, page in zip(figures(real()), plate_pages(pages("letter", "mono")), strict=True):
        rect = window(page).rect
        where.setdefault(figure.aspect.id, set()).add(tuple(round(n) for n in rect.getCoords()))
    assert {key: len(rects) for key, rects in where.items() if len(rects) > 1} == {}


class Changed:
    """The real atlas with another front plate."""

    def __init__(self, plate: Plate, aspects: tuple[Aspect, ...]) -> None:
        self.changed, self.aspects = plate, aspects

    @property
    def catalogue(self) -> Catalogue:
        return real().catalogue

    def plate(self, plate_id: str) -> Plate:
        return self.changed if plate_id == self.changed.id else real().plate(plate_id)


def test_a_layer_without_muscles_has_no_page() -> None:
    plate = real().plate("anterior")
    bare = {**plate.layers, 2: replace(plate.layers[2], regions=(), fibres=(), relief=())}
    front = tuple(one for one in real().aspects if one.id == "anterior")
    atlas = Changed(replace(plate, layers=bare, digest="bare"), front)
    assert [figure.layer for figure in figures(atlas)] == [1, 3]
    assert len(plate_pages(lay_out_atlas(atlas))) == 2


def test_a_page_is_painted_with_its_leaders() -> None:
    page = plate_pages(pages("a4", "colour"))[3]
    image: QImage = to_image(page, 100)
    x, y = (round(n / POINT * 100 / 72) for n in leaders(page)[0][-1])
    dark = min(image.pixelColor(x + i, y + j).lightness() for i in (-1, 0, 1) for j in (-1, 0, 1))
    assert dark < 110


def test_an_index_of_few_names_ends() -> None:
    """So few on its last page that each could have a column for itself."""
    for names in range(1, 6):
        pages = _AtlasLayout(Atlas(assets.folder()), "letter", COLOUR_ON_LIGHT)
        pages.index = {f"Name {number}": {1: ""} for number in range(names)}
        pages._index_pages()
        assert len(pages.made) == 1
