"""The printed atlas: every view of the body in each of its layers, one a page, each muscle named beside the plate.

Laid out once from plain data into pages: a front page with the contents, the plates, an index of names.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont

from bodymap.atlas.aspects import Aspect
from bodymap.atlas.atlas import MIRRORED
from bodymap.atlas.body import Plate, Region
from bodymap.atlas.catalogue import Catalogue
from bodymap.atlas.geometry import Box, inner_point
from bodymap.drawing import fonts
from bodymap.drawing.inks import Ink, ink_named
from bodymap.drawing.labels import LEFT, RIGHT, Column, Lead, column, shared_out
from bodymap.drawing.pages import (
    POINT,
    Leaders,
    Line,
    Operation,
    Page,
    Panel,
    PlateWindow,
    Rule,
    Whereabouts,
    paper_size,
    wrap,
)
from bodymap.drawing.plates import View, lies_under
from bodymap.drawing.visible import Spot, seen, size, spots

# Lengths in points; `POINT` makes dots of them.
SIDE = 34.0
TOP = 32.0
BOTTOM = 26.0
FOOT = 27.0
TITLE, TITLE_TALL = 16.0, 36.0
SMALL = 6.9
SIZES = ((7.7, 8.9), (7.3, 8.4), (6.9, 7.9), (6.6, 7.4))
"""Size and pitch of the names: the first that fits."""
LABEL_GAP = 0.9
TRACK = 17.0  # between the names and the plate, where leaders slant
TEXT_GAP = 2.6  # between a name and its leader
APART = 3.4  # leaders beside each other, where the muscles leave room
CAPTION_TALL = 11.0
INDEX_COLUMNS, INDEX_GUTTER = 4, 12.0
INDEX_SIZE, INDEX_PITCH, INDEX_HEAD, INDEX_AIR = 7.7, 9.5, 12.0, 7.0

LAYERS = {1: "superficial", 2: "intermediate", 3: "deep"}
CREDIT = (
    "Muscle positions after Z-Anatomy (CC BY-SA 4.0), itself based on BodyParts3D, © The Database Center for Life "
    "Science (CC BY 4.0). The plates are CC BY-SA 4.0."
)
CREDIT_IN_SHORT = "Plates CC BY-SA 4.0, muscle positions after Z-Anatomy and BodyParts3D (CC BY 4.0)."
MIRRORED_SENTENCE = "Only the right one is printed; the left is its mirror image."
ONCE_SENTENCE = "Each muscle is named on one of its two sides."
UNDER_SENTENCE = "Grey italics: lies under this layer, seen between its muscles."
EXTRA_SENTENCE = "Grey upright: for orientation only, not charted."

_LEFT = Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignRight
_CENTRE = Qt.AlignmentFlag.AlignHCenter


class AtlasSource(Protocol):
    """Where the views, their plates and the names come from: the atlas."""

    @property
    def aspects(self) -> Sequence[Aspect]:
        """The views there are, both sides."""

    @property
    def catalogue(self) -> Catalogue:
        """The names of muscles."""

    def plate(self, plate_id: str) -> Plate:
        """The plate of that id."""


def lay_out_atlas(atlas: AtlasSource, *, paper: str = "a4", ink: str | Ink = "colour") -> list[Page]:
    """The pages of the atlas on that paper (a4, letter) in that ink (colour, mono, or an Ink)."""
    chosen = ink if isinstance(ink, Ink) else ink_named(ink)
    return _AtlasLayout(atlas, paper, chosen).pages()


@dataclass(frozen=True, slots=True)
class Figure:
    """A view of the body in one layer: what one page shows. `box` is the part of the plate, in millimetres."""

    aspect: Aspect
    plate: Plate
    layer: int
    box: Box

    @property
    def title(self) -> str:
        return f"{self.aspect.name}, {LAYERS.get(self.layer, f'{self.layer}th')} layer"

    @property
    def both_halves(self) -> bool:
        """Whether the midline runs through the middle of what is shown, so that every muscle is there twice."""
        mirror = self.plate.mirror
        return mirror is not None and abs(self.box[0] + self.box[2] - 2 * mirror) < 1.0


def figures(atlas: AtlasSource) -> list[Figure]:
    """The pages' figures in order: of views of one side only the right one, and no layer without muscles."""
    found = []
    for aspect in atlas.aspects:
        if aspect.id.startswith(MIRRORED):
            continue
        plate = atlas.plate(aspect.plate)
        for number, layer in sorted(plate.layers.items()):
            figure = Figure(aspect, plate, number, aspect.box or plate.box)
            if any(_meets(region.box, figure.box) for region in layer.regions):
                found.append(figure)
    return found


@dataclass(frozen=True, slots=True)
class _Name:
    """A muscle to be named on a page. `spots` are in millimetres (y = v), the best first; `kind`: "", under, extra."""

    text: str
    kind: str
    spots: list[Spot]


@dataclass(slots=True)
class _Drawn:
    """A figure with the names of its muscles shared out to the columns, from the top down."""

    figure: Figure
    names: dict[str, list[_Name]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Fitted:
    """How a page is divided: the scale in dots a millimetre, and the names' lines at the width that this leaves."""

    scale: float
    size: float
    pitch: float
    track: float
    lines: dict[str, list[list[Line]]]


class _AtlasLayout:
    def __init__(self, atlas: AtlasSource, paper: str, ink: Ink) -> None:
        self.atlas = atlas
        self.ink = ink
        self.width, self.height = paper_size(paper)
        self.left, self.right = SIDE * POINT, self.width - SIDE * POINT
        self.room_wide = self.right - self.left
        self.top = (TOP + TITLE_TALL) * POINT
        self.bottom = self.height - (BOTTOM + FOOT + 4) * POINT
        self.fonts: dict[tuple[float, int, bool], QFont] = {}
        self.widths: dict[tuple[str, bool, float], float] = {}
        self.breaks: dict[tuple[str, bool, float, float, bool], list[Line]] = {}
        self.made: list[Page] = []
        self.page_of: dict[tuple[str, int], int] = {}
        self.index: dict[str, dict[int, str]] = {}
        self.index_from: int | None = None

    # -- text

    def font(self, points: float, weight: QFont.Weight = fonts.REGULAR, italic: bool = False) -> QFont:
        key = (points, weight.value, italic)
        if key not in self.fonts:
            self.fonts[key] = fonts.font(points * POINT, weight, italic=italic, paper=True)
        return self.fonts[key]

    def put(self, *operations: Operation) -> None:
        self.made[-1].operations.extend(operations)

    def lines(
        self,
        lines: Sequence[Line],
        x: float,
        y: float,
        pitch: float,
        points: float,
        colour: QColor | None = None,
    ) -> float:
        """Put the lines below y (dots); pitch and size in points. Returns the y below the last."""
        drop = ((pitch - points) / 2 + points * 0.79) * POINT
        for number, line in enumerate(lines):
            self.put(line.at(x, y + number * pitch * POINT + drop, colour or self.ink.text))
        return y + len(lines) * pitch * POINT

    # -- pages

    def pages(self) -> list[Page]:
        shown = figures(self.atlas)
        for number, figure in enumerate(shown, 2):
            self.page_of[figure.aspect.id, figure.layer] = number
        self._front_page(shown)
        drawn = [self._drawn(figure) for figure in shown]
        scales: dict[str, float] = {}
        for one in drawn:
            view = one.figure.aspect.id
            scales[view] = min(scales.get(view, math.inf), self._fitted(one, math.inf).scale)
        for one in drawn:
            # All layers of a view are equally large and in one place: leafing through them takes the body apart.
            self._figure_page(one, self._fitted(one, scales[one.figure.aspect.id]))
        self._index_pages()
        return self.made

    def _new_page(self, sentences: Sequence[str]) -> None:
        """A page with its foot: the sentences, the credit, the number."""
        self.made.append(Page(self.width, self.height))
        y = self.height - (BOTTOM + FOOT - 6) * POINT
        self.put(Rule(self.left, y, self.right, y, self.ink.rule, 0.4 * POINT))
        number = wrap(str(len(self.made)), self.font(9, fonts.SEMIBOLD), 40 * POINT, _RIGHT)
        self.lines(number, self.right - 40 * POINT, y + 2.4 * POINT, 11, 9)
        for text in sentences:
            line = wrap(text, self.font(SMALL), self.room_wide - 44 * POINT)
            y = self.lines(line, self.left, y + 1.6 * POINT, 7.2, SMALL, self.ink.text_quiet)

    # -- which names

    def _drawn(self, figure: Figure) -> _Drawn:
        """What is named on the page, in which column, and where its leader may end."""
        layer, box = figure.plate.layers[figure.layer], figure.box
        least = self._least_scale(box)
        step = POINT / least
        rows = seen(layer, box, step)
        dot = _LEAST_SEEN * (POINT / least) ** 2
        hidden = [
            region
            for region in layer.regions
            if _meets(region.box, box) and size(rows.get(region.id, {}), step) < dot
        ]
        if hidden:
            # What a tendon covers is pointed at through it.
            under = seen(layer, box, step, through_tissue=True)
            rows |= {region.id: under[region.id] for region in hidden if region.id in under}
        deep, most = 6 * POINT / least, 20
        shown = [
            region
            for region in layer.regions
            if region.side != "left"
            and _meets(region.box, box)
            # Of a muscle that the frame cuts, less than a dot's size cannot be pointed at.
            and (_within(region.box, box) or size(rows.get(region.id, {}), step) >= dot)
        ]
        offered = [spots(rows.get(region.id, {}), step, deep, most) or [_inner(region)] for region in shown]
        firsts = [(its[0].x, -its[0].y) for its in offered]
        sides = shared_out(firsts, figure.both_halves, near=30 * POINT / least)
        # Half of the names point to the patient's left, where the muscles are the same the other way round.
        half_of_left = LEFT if figure.plate.right_sign > 0 else RIGHT
        twins = {_twin_key(region): region for region in layer.regions if region.side == "left"}
        made = _Drawn(figure, {LEFT: [], RIGHT: []})
        page = self.page_of[figure.aspect.id, figure.layer]
        for i in sorted(range(len(shown)), key=lambda i: firsts[i][1]):
            region = shown[i]
            if figure.both_halves and sides[i] == half_of_left and region.side == "right":
                twin = twins.get(_twin_key(region))
                its = spots(rows.get(twin.id, {}), step, deep, most) if twin is not None else []
                offered[i] = its or [
                    Spot(2 * (figure.plate.mirror or 0.0) - s.x, s.y, s.depth) for s in offered[i]
                ]
            kind = "extra" if not region.muscle else "under" if lies_under(figure.plate, region) else ""
            made.names[sides[i]].append(_Name(self._name(region), kind, offered[i]))
            self.index.setdefault(self._name(region), {})[page] = kind
        return made

    def _name(self, region: Region) -> str:
        if region.muscle and region.muscle in self.atlas.catalogue:
            return self.atlas.catalogue.name(region.muscle)
        return region.name or region.muscle or region.id

    def _least_scale(self, box: Box) -> float:
        """About the scale that the plate will have, in dots a millimetre."""
        wide = self.room_wide - 2 * (90 + TRACK) * POINT
        return min(wide / (box[2] - box[0]), (self.bottom - self.top) / (box[3] - box[1]))

    # -- a plate's page

    def _figure_page(self, drawn: _Drawn, fitted: _Fitted) -> None:
        figure = drawn.figure
        kinds = {name.kind for names in drawn.names.values() for name in names}
        notes = []
        if "under" in kinds:
            notes.append(UNDER_SENTENCE)
        if "extra" in kinds:
            notes.append(EXTRA_SENTENCE)
        notes.append(ONCE_SENTENCE if figure.both_halves else MIRRORED_SENTENCE)
        plate = f"Plate {figure.plate.id}, version {figure.plate.version}. {CREDIT_IN_SHORT}"
        self._new_page([" ".join(notes), plate])
        title = wrap(figure.title, self.font(TITLE, fonts.SEMIBOLD), self.room_wide - 60 * POINT)
        self.lines(title, self.left, TOP * POINT - 3 * POINT, 20, TITLE)
        if figure.aspect.box is not None or figure.plate.mirror is None or not figure.both_halves:
            self._whereabouts(figure)
        u0, v0, u1, v1 = figure.box
        wide, tall = (u1 - u0) * fitted.scale, (v1 - v0) * fitted.scale
        spare = self.bottom - self.top - CAPTION_TALL * POINT - tall
        y = self.top + CAPTION_TALL * POINT + spare * 0.3
        x = self.width / 2 - wide / 2
        rect = QRectF(x, y, wide, tall)
        view = View(fitted.scale, x - u0 * fitted.scale, y + v1 * fitted.scale)
        self.put(PlateWindow(figure.plate, figure.layer, self.ink, rect, view))
        if figure.aspect.box is not None:
            self.put(Panel(rect, None, self.ink.rule, 0.5 * POINT))
        if figure.both_halves:
            self._sides(figure, rect)
        self._labels(drawn, fitted, rect, view)

    def _sides(self, figure: Figure, rect: QRectF) -> None:
        """R and L of the patient over the upper corners of the plate."""
        right_is_left = figure.plate.right_sign < 0
        for side, on_left in (("right", right_is_left), ("left", not right_is_left)):
            align = _LEFT if on_left else _RIGHT
            text = f"{side[0].upper()} (patient's {side})"
            bold = [(0, 1, self.font(9, fonts.BOLD))]
            line = wrap(text, self.font(SMALL), rect.width() / 2, align, spans=bold)
            x = rect.left() + 5 * POINT if on_left else rect.right() - rect.width() / 2 - 5 * POINT
            self.lines(line, x, rect.top() - CAPTION_TALL * POINT, CAPTION_TALL - 1, 9, self.ink.text_quiet)

    @cached_property
    def _body(self) -> Plate | None:
        """The plate of the small whole body: that of the first view, if areas are measured on it."""
        whole = next((a for a in self.atlas.aspects if a.box is None and a.plate == "anterior"), None)
        return None if whole is None else self.atlas.plate(whole.plate)

    def _whereabouts(self, figure: Figure) -> None:
        body = self._body
        if body is None or figure.aspect.area[3] - figure.aspect.area[1] > 0.8 * (body.box[3] - body.box[1]):
            return
        tall, wide = 50 * POINT, 30 * POINT
        view = View.fit(body.box, wide, tall).moved(self.right - wide, (TOP - 8) * POINT)
        self.put(Whereabouts(body, figure.aspect.area, view, self.ink))

    def _fitted(self, drawn: _Drawn, most: float) -> _Fitted:
        """The largest plate beside which all names fit, up to that scale; names in as few lines as that allows."""
        u0, v0, u1, v1 = drawn.figure.box
        tall = self.bottom - self.top - CAPTION_TALL * POINT
        everyone = [name for names in drawn.names.values() for name in names]
        for points, pitch in SIZES:
            natural = max((self._wide(name, points) for name in everyone), default=0.0) + 1
            longest_word = max(
                (self._wide(replace(n, text=w), points) for n in everyone for w in n.text.split()),
                default=0.0,
            )
            widths = [natural, *(w * POINT for w in range(120, 50, -6) if longest_word < w * POINT < natural)]
            best: tuple[tuple[bool, float], _Fitted] | None = None
            for wide in widths:
                lines = {
                    side: [self._broken(n, points, wide, _ALIGN[side]) for n in names]
                    for side, names in drawn.names.items()
                }
                needed = max(
                    sum(len(one) * pitch + LABEL_GAP for one in some) * POINT for some in lines.values()
                )
                if needed > self.bottom - self.top:
                    continue
                across = self.room_wide - 2 * (wide + (TRACK + TEXT_GAP) * POINT)
                scale = min(across / (u1 - u0), tall / (v1 - v0), most)
                spare = (across - scale * (u1 - u0)) / 2
                broken = sum(len(one) - 1 for some in lines.values() for one in some)
                worth = scale >= most * 0.9999, scale * (1 - 0.5 * broken / max(1, len(everyone)))
                if best is None or worth > best[0]:
                    track = TRACK * POINT + min(spare, 12 * POINT)
                    best = worth, _Fitted(scale, points, pitch, track, lines)
            if best is not None:
                return best[1]
        raise ValueError(f"the names of {drawn.figure.title} do not fit on the page")

    def _font(self, name: _Name, points: float) -> QFont:
        return self.font(points, italic=name.kind == "under")

    def _wide(self, name: _Name, points: float) -> float:
        key = name.text, name.kind == "under", points
        if key not in self.widths:
            self.widths[key] = wrap(name.text, self._font(name, points), 10_000 * POINT)[0].width
        return self.widths[key]

    def _broken(self, name: _Name, points: float, wide: float, align: Qt.AlignmentFlag) -> list[Line]:
        """The name in as few lines as the width allows, and those about equally long."""
        key = name.text, name.kind == "under", points, wide, align == _LEFT
        if key not in self.breaks:
            font = self._font(name, points)
            lines = wrap(name.text, font, wide, align)
            if len(lines) > 1:
                tries = (wrap(name.text, font, wide * part, align) for part in (0.5, 0.6, 0.7, 0.8, 0.9))
                lines = next((narrower for narrower in tries if len(narrower) == len(lines)), lines)
            self.breaks[key] = lines
        return self.breaks[key]

    def _labels(self, drawn: _Drawn, fitted: _Fitted, rect: QRectF, view: View) -> None:
        gap = TEXT_GAP * POINT
        ends: list[Spot] = []
        leaders = []
        for side in (LEFT, RIGHT):
            names = drawn.names[side]
            on_page = [[_on_page(spot, view) for spot in name.spots] for name in names]
            heights = [len(lines) * fitted.pitch * POINT for lines in fitted.lines[side]]
            place = Column(side, self.top, self.bottom, LABEL_GAP * POINT, APART * POINT)
            leads = column(on_page, heights, place, () if drawn.figure.both_halves else ends)
            ends = [lead.spot for lead in leads]
            edge = rect.left() if side == LEFT else rect.right()
            out = -1 if side == LEFT else 1
            text = edge + out * (fitted.track + gap)
            for name, lines, lead in zip(names, fitted.lines[side], leads, strict=True):
                self._label(name, lines, text, side, lead, fitted)
                start = edge + out * fitted.track
                elbow = (edge, lead.spot.y)
                leaders.append(((start, lead.middle), elbow, (lead.spot.x, lead.spot.y)))
        self.put(Leaders(tuple(leaders), self.ink))

    def _label(
        self, name: _Name, lines: list[Line], edge: float, side: str, lead: Lead, fitted: _Fitted
    ) -> None:
        """The name with its inner end at `edge`, its middle at the lead's."""
        wide = lines[0].layout.lineAt(0).width()
        x = edge - wide if side == LEFT else edge
        y = lead.middle - len(lines) * fitted.pitch * POINT / 2
        self.lines(lines, x, y, fitted.pitch, fitted.size, self.ink.text_quiet if name.kind else None)

    # -- front page

    def _front_page(self, shown: Sequence[Figure]) -> None:
        plates = {figure.plate.id: figure.plate.version for figure in shown}
        versions = ", ".join(f"{plate} {version}" for plate, version in plates.items())
        self._new_page([])
        ink = self.ink
        y = (TOP + 16) * POINT
        y = self.lines(
            wrap("Muscle atlas", self.font(30, fonts.SEMIBOLD), self.room_wide), self.left, y, 36, 30
        )
        under = "The views of BodyMap in their layers, each muscle named"
        y = self.lines(wrap(under, self.font(11), self.room_wide), self.left, y, 15, 11, ink.text_quiet)
        y += 12 * POINT
        self.put(Rule(self.left, y, self.right, y, ink.accent, 0.9 * POINT))
        top = y + 20 * POINT
        wide = 262 * POINT
        layers = sorted({figure.layer for figure in shown})
        cell = 52 * POINT
        y = top
        for number, layer in enumerate(layers):
            head = wrap(LAYERS.get(layer, str(layer)).capitalize(), self.font(SMALL), cell, _RIGHT)
            x = self.left + wide - (len(layers) - number) * cell
            self.lines(head, x, y, 11, SMALL, ink.text_quiet)
        y += 13 * POINT
        aspects = {figure.aspect.id: figure.aspect for figure in shown}
        for aspect in aspects.values():
            self.put(Rule(self.left, y, self.left + wide, y, ink.rule, 0.4 * POINT))
            name = wrap(aspect.name, self.font(9.4), wide - len(layers) * cell + 14 * POINT)
            below = self.lines(name, self.left, y + 3 * POINT, 11.6, 9.4)
            for number, layer in enumerate(layers):
                page = self.page_of.get((aspect.id, layer))
                x = self.left + wide - (len(layers) - number) * cell
                if page is not None:
                    self.lines(wrap(str(page), self.font(9.4), cell, _RIGHT), x, y + 3 * POINT, 11.6, 9.4)
            y = below + 3 * POINT
        self.put(Rule(self.left, y, self.left + wide, y, ink.rule, 0.4 * POINT))
        self.lines(wrap("Index of names", self.font(9.4), wide), self.left, y + 3 * POINT, 11.6, 9.4)
        page = wrap(str(len(shown) + 2), self.font(9.4), cell, _RIGHT)
        self.lines(page, self.left + wide - len(layers) * cell, y + 3 * POINT, 11.6, 9.4)
        y += 17.6 * POINT
        self.put(Rule(self.left, y, self.left + wide, y, ink.rule, 0.4 * POINT))
        y += 16 * POINT
        reading = (
            "Right and left are the patient's. Of views of one side the right one is printed; the left is its mirror "
            "image. A layer shows what is seen once the layers above it are taken off. " + UNDER_SENTENCE
        )
        for text in (reading, CREDIT, f"Versions of the plates: {versions}."):
            y = self.lines(wrap(text, self.font(8.2), wide), self.left, y, 11, 8.2, ink.text_quiet)
            y += 7 * POINT
        body = next((figure for figure in shown if figure.aspect.box is None), None)
        if body is not None:
            room = QRectF(
                self.left + wide + 24 * POINT,
                top,
                self.right - self.left - wide - 24 * POINT,
                self.bottom - top,
            )
            view = View.fit(body.box, room.width(), room.height())
            tall = (body.box[3] - body.box[1]) * view.scale
            rect = QRectF(room.left(), top, room.width(), tall)
            moved = view.moved(room.left(), top - (room.height() - tall) / 2)
            self.put(PlateWindow(body.plate, body.layer, ink, rect, moved))

    # -- index

    def _index_pages(self) -> None:
        """Names from A to Z in columns, each with the pages that show it; the columns of the last page equally long."""
        wide = (self.room_wide - (INDEX_COLUMNS - 1) * INDEX_GUTTER * POINT) / INDEX_COLUMNS
        entries: list[tuple[str, list[Line]]] = []
        for name in sorted(self.index, key=lambda name: (name.casefold(), name)):
            entries.append((name[:1].upper(), self._entry(name, wide)))
        while entries:
            full = self.bottom - self.top
            columns = _columns(entries, full)
            if len(columns) <= INDEX_COLUMNS:
                # The last page: as short as its columns can be.
                step = INDEX_PITCH * POINT
                # So few entries that each could have a column for itself end at a line's height.
                while full > 2 * step and len(shorter := _columns(entries, full - step)) <= INDEX_COLUMNS:
                    full, columns = full - step, shorter
            self._index_page(columns[:INDEX_COLUMNS], wide)
            entries = entries[sum(map(len, columns[:INDEX_COLUMNS])) :]

    def _index_page(self, columns: Sequence[Sequence[tuple[str, list[Line]]]], wide: float) -> None:
        title = "Index of names" if self.index_from is None else "Index of names, continued"
        sentence = "Pages in italics: there the muscle lies under the layer shown."
        self._new_page([sentence, CREDIT_IN_SHORT])
        self.index_from = self.index_from or len(self.made)
        self.lines(
            wrap(title, self.font(TITLE, fonts.SEMIBOLD), self.room_wide),
            self.left,
            TOP * POINT - 3 * POINT,
            20,
            TITLE,
        )
        for number, entries in enumerate(columns):
            x = self.left + number * (wide + INDEX_GUTTER * POINT)
            y = self.top
            letter = ""
            for its, lines in entries:
                if its != letter:
                    y += INDEX_AIR * POINT if letter else 0
                    head = wrap(its, self.font(9.5, fonts.BOLD), wide)
                    y = self.lines(head, x, y, INDEX_HEAD, 9.5, self.ink.accent)
                    letter = its
                for at, line in enumerate(lines):
                    y = self.lines([line], x + (9 * POINT if at else 0), y, INDEX_PITCH, INDEX_SIZE)

    def _entry(self, name: str, wide: float) -> list[Line]:
        """A name and its pages, broken into lines; all but the first will be set in."""
        text, spans = f"{name}  ", []
        for number, (page, kind) in enumerate(sorted(self.index[name].items())):
            text += ", " if number else ""
            if kind == "under":
                spans.append((len(text), len(str(page)), self.font(INDEX_SIZE, italic=True)))
            text += str(page)
        return wrap(text, self.font(INDEX_SIZE), wide - 9 * POINT, spans=spans)


_ALIGN = {LEFT: _RIGHT, RIGHT: _LEFT}
"""The left column's names end, the right one's begin, at their leaders."""
_LEAST_SEEN = 3.0  # square points


def _columns(entries: Sequence[tuple[str, list[Line]]], tall: float) -> list[list[tuple[str, list[Line]]]]:
    """The entries in columns no taller than that; a letter stands above its names, again in each new column."""
    columns: list[list[tuple[str, list[Line]]]] = []
    y, letter = math.inf, ""
    for entry in entries:
        its, lines = entry
        needs = len(lines) * INDEX_PITCH * POINT
        over = 0.0 if its == letter else (INDEX_HEAD + INDEX_AIR) * POINT
        if y + over + needs > tall:
            columns.append([])
            y, over = 0.0, INDEX_HEAD * POINT
        columns[-1].append(entry)
        y += over + needs
        letter = its
    return columns


def _meets(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _within(a: Box, b: Box) -> bool:
    return b[0] <= a[0] and b[1] <= a[1] and a[2] <= b[2] and a[3] <= b[3]


def _inner(region: Region) -> Spot:
    """Of a region finer than the rows, or covered by others."""
    return Spot(*inner_point(region.rings), 0.0)


def _twin_key(region: Region) -> tuple[str, str, tuple[int, ...]]:
    """What a region and its mirror image have in common."""
    u0, v0, u1, v1 = region.box
    return region.muscle, region.name, tuple(round(n) for n in (min(abs(u0), abs(u1)), v0, v1))


def _on_page(spot: Spot, view: View) -> Spot:
    x, y = view.to_px(spot.x, spot.y)
    return Spot(x, y, spot.depth * view.scale)
