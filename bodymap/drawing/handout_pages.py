"""The handout: a clinic's own text in large type, with a small body that shows where the needles were.

The text is markdown: headings, paragraphs, lists, **strong** and *emphasis*. It is set as large as one page allows, and
flows on only where even the smallest size is too large for one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont

from bodymap.atlas.body import Plate
from bodymap.charting.chart import Chart, Site
from bodymap.drawing import fonts
from bodymap.drawing.chart_pages import CREDIT, ROOMY, ChartLayout, PlateSource, sides_of
from bodymap.drawing.chart_plates import Window
from bodymap.drawing.inks import Ink, ink_named
from bodymap.drawing.marks import Marker, placed
from bodymap.drawing.pages import POINT, Discs, Line, Page, Panel, PlateWindow, wrap
from bodymap.drawing.plates import View
from bodymap.drawing.sheets import BOTTOM, TOP

SIZES = (13.0, 12.5, 12.0, 11.5, 11.0, 10.5, 10.0)
"""Points: the first at which all stands on one page."""
PITCH = 1.36
BODY_TALL = 168.0
DISC = 3.6
LEGEND = 8.0
"""Points: what the numbers stand for, below the picture."""
INDENT = 16.0
_CENTRE = Qt.AlignmentFlag.AlignHCenter


def lay_out_handout(
    text: str, chart: Chart, atlas: PlateSource, *, paper: str = "a4", ink: str | Ink = "colour"
) -> list[Page]:
    """The pages of a handout whose fields are filled in; `chart` is the visit's."""
    chosen = ink if isinstance(ink, Ink) else ink_named(ink)
    blocks = read(text)
    made: list[Page] = []
    for size in SIZES:
        made = _HandoutLayout(blocks, chart, atlas, paper, chosen, size).pages()
        if len(made) == 1:
            break
    return made


# -- the text --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words in one weight."""

    text: str
    strong: bool = False
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (level 1 to 6), paragraph ("p"), item of a list ("li", with its bullet) or the body ("body")."""

    kind: str
    runs: tuple[Run, ...] = ()
    level: int = 0
    bullet: str = ""


def read(text: str) -> list[Block]:
    """The text's blocks. Whatever markdown holds besides is taken for words: nothing is lost, nothing is loaded."""
    from markdown_it import MarkdownIt  # 30 ms that only who prints a handout waits for

    made, _ = fonts.boxed(text.expandtabs(4))
    tokens = MarkdownIt("zero").enable(
        ["heading", "lheading", "list", "emphasis", "newline", "escape", "backticks", "hr"]
    )
    return list(_blocks(tokens.parse(made)))


def _blocks(tokens: Sequence[object]) -> Iterator[Block]:
    counters: list[int | None] = []
    first = False
    level = 0
    for token in tokens:
        kind = token.type  # type: ignore[attr-defined]
        if kind in ("bullet_list_open", "ordered_list_open"):
            start = token.attrGet("start")  # type: ignore[attr-defined]
            counters.append(int(start or 1) if kind.startswith("ordered") else None)
        elif kind in ("bullet_list_close", "ordered_list_close"):
            counters.pop()
        elif kind == "list_item_open":
            first = True
        elif kind == "heading_open":
            level = int(token.tag[1:])  # type: ignore[attr-defined]
        elif kind == "inline":
            runs = tuple(_runs(token.children or ()))  # type: ignore[attr-defined]
            if "".join(run.text for run in runs).strip() == "{body}":
                yield Block("body")
            elif level:
                yield Block("h", runs, level)
                level = 0
            elif counters:
                bullet = ""
                if first:
                    number = counters[-1]
                    bullet = "•" if number is None else f"{number}."
                    if number is not None:
                        counters[-1] = number + 1
                first = False
                yield Block("li", runs, len(counters), bullet)
            else:
                yield Block("p", runs)


def _runs(children: Sequence[object]) -> Iterator[Run]:
    strong = emphasis = 0
    for child in children:
        kind = child.type  # type: ignore[attr-defined]
        if kind == "strong_open":
            strong += 1
        elif kind == "strong_close":
            strong -= 1
        elif kind == "em_open":
            emphasis += 1
        elif kind == "em_close":
            emphasis -= 1
        elif kind == "hardbreak":
            yield Run("\n")
        elif kind == "softbreak":
            yield Run(" ")
        else:
            yield Run(child.content, strong > 0, emphasis > 0)  # type: ignore[attr-defined]


# -- the page --------------------------------------------------------------------------------------------------------


class _HandoutLayout(ChartLayout):
    def __init__(
        self, blocks: Sequence[Block], chart: Chart, atlas: PlateSource, paper: str, ink: Ink, size: float
    ) -> None:
        # What only a chart says is no patient's business at home.
        super().__init__(
            replace(chart, told=(), note=(), later=("", ""), found=(), drawn=()), atlas, paper, ink, ROOMY
        )
        self.blocks = blocks
        self.size = size
        self.bottom = self.height - (BOTTOM + 12) * POINT

    def pages(self) -> list[Page]:
        self._new_page()
        before = ""
        for block in self.blocks:
            if block.kind == "body":
                self._body()
            else:
                self._block(block, before)
            before = block.kind
        for page in self.made:
            credit = wrap(f"{CREDIT}.", self.font(6.2), self.room_wide)
            page.operations.append(
                credit[0].at(self.left, self.height - (BOTTOM - 4) * POINT, self.ink.text_quiet)
            )
        return self.made

    def _new_page(self) -> None:
        self.made.append(Page(self.width, self.height))
        self.y = TOP * POINT
        self.y = self.clinic_head(self.chart.visit_date) + 4 * POINT

    def _block(self, block: Block, before: str) -> None:
        size = self.size
        indent = 0.0
        weight = fonts.REGULAR
        colour = self.ink.text
        if block.kind == "h":
            size *= {1: 1.7, 2: 1.16}.get(block.level, 1.04)
            weight, colour = fonts.SEMIBOLD, self.ink.accent
            self.y += (0.0 if block.level == 1 else 0.35 * self.size) * POINT
        elif block.kind == "li":
            indent = INDENT * max(1, block.level) * POINT
        lines = self._set(block.runs, size, weight, self.room_wide - indent)
        pitch = size * (1.18 if block.kind == "h" else PITCH)
        # A heading stays with what it heads, and no line of three stands alone.
        together = pitch * (len(lines) if len(lines) < 4 else 2)
        self._need((together + (2 * self.size if block.kind == "h" else 0)) * POINT)
        if block.bullet:
            mark = wrap(block.bullet, self.font(size, fonts.BOLD), indent)
            self.lines(mark[:1], self.left + indent - 12 * POINT, self.y, pitch, size, self.ink.accent)
        while lines:
            fits = max(1, int((self.bottom - self.y) / (pitch * POINT) + 0.01))
            self.y = self.lines(lines[:fits], self.left + indent, self.y, pitch, size, colour)
            lines = lines[fits:]
            if lines:
                self._new_page()
        self.y += (0.22 if block.kind in ("li", "h") else 0.5) * self.size * POINT

    def _set(self, runs: Sequence[Run], size: float, weight: QFont.Weight, wide: float) -> list[Line]:
        """The runs broken into lines; each hard break begins a new one."""
        found: list[Line] = []
        text, spans = "", []
        for run in (*runs, Run("\n")):
            if run.text == "\n":
                if text.strip():
                    found += wrap(text, self.font(size, weight), wide, spans=spans)
                text, spans = "", []
                continue
            if run.strong or run.emphasis:
                bold = fonts.BOLD if run.strong else weight
                spans.append((len(text), len(run.text), self.font(size, bold, italic=run.emphasis)))
            text += run.text
        return found

    def _body(self) -> None:
        """Each plate that bears a site, whole and small, side by side, with the needled places."""
        first = {window.plate.id: window for window in reversed(self.windows)}
        plates = list({window.plate.id: window.plate for window in self.windows}.values())[:4]
        if not plates:
            return
        shown = [s for w in self.windows if w.plate in plates for s in w.numbered if s.point is not None]
        legend = wrap(numbers_in_words(shown), self.font(LEGEND), self.room_wide, _CENTRE)
        tall = BODY_TALL * POINT * (self.size / SIZES[0])
        # Black lines as wide as on a chart would run together on so small a body.
        ink = self.ink
        if ink.fibre_gap:
            ink = replace(ink, fibre_gap=4.5, points={name: 0.5 * wide for name, wide in ink.points.items()})
        below = (20 + LEGEND * PITCH * len(legend)) * POINT
        self._need(tall + below)
        gap = 14 * POINT
        wides = [tall * (p.box[2] - p.box[0]) / (p.box[3] - p.box[1]) for p in plates]
        spare = self.room_wide - gap * (len(plates) - 1)
        wides = [min(wide, spare / len(plates)) for wide in wides]
        x = self.left + (self.room_wide - sum(wides) - gap * (len(plates) - 1)) / 2
        for plate, wide in zip(plates, wides, strict=True):
            rect = QRectF(x, self.y, wide, tall)
            view = View.fit(plate.box, wide, tall, 1 * POINT).moved(x, self.y)
            self.put(Panel(rect, self.ink.paper, None), PlateWindow(plate, 1, ink, rect, view))
            self._sides_in_words(first[plate.id], rect, view)
            sites = [s for w in self.windows if w.plate is plate for s in w.numbered]
            markers = [Marker(s.number, s.point.u, s.point.v) for s in sites if s.point is not None]
            radius = DISC * POINT
            found = [
                one
                for half, bounds in _halves(markers, plate, view, rect)
                for one in placed(half, view, radius, bounds)
            ]
            self.put(Discs(tuple(found), self.ink, radius))
            x += wide + gap
        self.y += tall + 14 * POINT
        self.y = (
            self.lines(legend, self.left, self.y, LEGEND * PITCH, LEGEND, self.ink.text_quiet) + 6 * POINT
        )

    def _sides_in_words(self, window: Window, rect: QRectF, view: View) -> None:
        """Right and left of the patient below the picture, each under its half: beside a head seen from the side there
        is no room."""
        box = PlateWindow(window.plate, 0, self.ink, rect, view).box
        sides = sides_of(window, box)
        for side, on_left in sides.items():
            line = wrap(side, self.font(LEGEND), rect.width())[0]
            part = 0.5 if len(sides) == 1 else 0.25 if on_left else 0.75
            x = rect.left() + part * rect.width() - line.width / 2
            self.put(line.at(x, rect.bottom() + 8 * POINT, self.ink.text))


def numbers_in_words(sites: Sequence[Site]) -> str:
    """1, 3 upper trapezius (right) · 2 infraspinatus (left): what the numbers on the picture stand for."""
    numbers: dict[str, list[str]] = {}
    for site in sorted(sites, key=lambda one: one.number):
        name = f"{site.target} ({site.side})" if site.side else site.target
        numbers.setdefault(name, []).append(str(site.number))
    return " · ".join(f"{', '.join(ones)} {name}" for name, ones in numbers.items())


def _halves(
    markers: Sequence[Marker], plate: Plate, view: View, rect: QRectF
) -> Iterator[tuple[list[Marker], tuple[float, float, float, float]]]:
    """The markers of each half of the body, with where their discs may stand: a number on the other hip than its
    needle would say the wrong side."""
    left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
    if not plate.box[0] < 0 < plate.box[2]:
        yield list(markers), (left, top, right, bottom)
        return
    middle, _ = view.to_px(0, 0)
    yield [one for one in markers if one.u < 0], (left, top, middle, bottom)
    yield [one for one in markers if one.u >= 0], (middle, top, right, bottom)
