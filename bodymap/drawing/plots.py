"""Plots of what was measured over the visits, read without a legend: on paper and on screen the same.

Each visit is a point, the filled one before the needles, the ring after them; the change that matters lies as a band
around the first value; dates stand below, and below them every value. What was not measured leaves a gap.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from bodymap.charting.measures import in_words
from bodymap.charting.progress import Plot
from bodymap.charting.wording import MONTHS
from bodymap.drawing import fonts
from bodymap.drawing.inks import Ink, mixed
from bodymap.drawing.pages import POINT, Operation, wrap

# Lengths in points; `POINT` makes dots of them.
TITLE, SMALL, FIGURE = 9.2, 7.0, 7.8
TITLE_PITCH, SMALL_PITCH, ROW = 11.6, 8.8, 10.4
HEAD_WIDE = 42.0
"""Left of the area: the axis' figures, and the heads of the rows below."""
AREA_TALL = 66.0
AIR = 8.0
DOT, RING = 2.6, 3.2
HALF_MOST = 9
"""Visits that fit half the width of a page with every value below its point."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything of a plot lies, in the unit of the area that was given: the x of each visit, filled points and
    rings as (visit, x, y), the runs of points that are joined, the ticks as (tenths, y), the band from its upper to its
    lower edge."""

    xs: tuple[float, ...]
    before: tuple[tuple[int, float, float], ...]
    after: tuple[tuple[int, float, float], ...]
    runs: tuple[tuple[tuple[float, float], ...], ...]
    ticks: tuple[tuple[int, float], ...]
    band: tuple[float, float] | None

    @property
    def pitch(self) -> float:
        """From one visit to the next."""
        return self.xs[1] - self.xs[0] if len(self.xs) > 1 else math.inf


def span_of(plot: Plot) -> tuple[int, int]:
    """The ends of the axis in tenths: a short scale whole, a long one as far as values and band need."""
    values = [value for pair in plot.pairs for value in (pair.before, pair.after) if value is not None]
    if plot.low is not None and plot.high is not None and plot.high - plot.low <= 100:
        return plot.low, plot.high
    around = plot.important or 0
    first = plot.first
    ends = [*values, *([first - around, first + around] if first is not None else [])]
    low, high = (min(ends), max(ends)) if ends else (0, 100)
    step = step_of(max(high - low, 2 * around, 40))
    while True:
        low, high = low // step * step, -(-high // step) * step
        # Rounded, it may have become so long that its ticks are farther apart.
        if step_of(high - low) <= step:
            break
        step = step_of(high - low)
    if high == low:
        low, high = low - step, high + step
    if plot.low is not None:
        low = max(low, plot.low)
    if plot.high is not None:
        high = min(high, plot.high)
    return (low, high) if low < high else (low - step, high + step)


def step_of(span: int) -> int:
    """The distance of ticks (tenths) for an axis of that length: 1, 2 or 5 times a power of ten, at most five steps."""
    step, factors = 10, (2, 2.5, 2)
    turn = 0
    while span / step > 4:
        step = int(step * factors[turn % 3])
        turn += 1
    return step


def ticks_of(low: int, high: int) -> tuple[int, ...]:
    """The few values (tenths) that the axis names, its ends among them where they are round."""
    step = 50 if (low, high) == (0, 100) else step_of(high - low)
    first = -(-low // step) * step
    return tuple(range(first, high + 1, step))


def places(plot: Plot, left: float, top: float, right: float, bottom: float) -> Places:
    """Where everything lies in that area; y grows downwards."""
    many = len(plot.pairs)
    # A single visit stands in the middle of a third: alone at the axis it would look like a scale.
    pitch = (right - left) / max(many, 3)
    xs = tuple(left + (index + 0.5) * pitch for index in range(many))
    low, high = span_of(plot)

    def y(tenths: int) -> float:
        return bottom - (tenths - low) / (high - low) * (bottom - top)

    before = tuple((i, xs[i], y(p.before)) for i, p in enumerate(plot.pairs) if p.before is not None)
    after = tuple((i, xs[i], y(p.after)) for i, p in enumerate(plot.pairs) if p.after is not None)
    runs: list[list[tuple[float, float]]] = []
    last = -2
    for index, x, at in before:
        if index != last + 1:
            runs.append([])
        runs[-1].append((x, at))
        last = index
    band = None
    if plot.important is not None and plot.first is not None:
        band = (
            max(top, min(bottom, y(plot.first + plot.important))),
            max(top, min(bottom, y(plot.first - plot.important))),
        )
    return Places(
        xs,
        before,
        after,
        tuple(tuple(run) for run in runs if len(run) > 1),
        tuple((tick, y(tick)) for tick in ticks_of(low, high)),
        band,
    )


def labelled(many: int, pitch: float, need: float) -> tuple[int, ...]:
    """Which of so many columns have room for a label that needs so much: all, or every so many with first and last."""
    if many <= 1 or pitch >= need:
        return tuple(range(many))
    step = math.ceil(need / pitch)
    chosen = [index for index in range(0, many - 1, step) if many - 1 - index >= step or index == 0]
    if (many - 1) * pitch < need:
        return (0,)
    return (*chosen, many - 1)


def date_words(days: Sequence[date]) -> tuple[str, ...]:
    """13 Nov; 13 Nov 25 where the visits lie in several years."""
    years = len({one.year for one in days}) > 1
    return tuple(
        f"{one.day} {MONTHS[one.month - 1]}{f' {one.year % 100:02d}' if years else ''}" for one in days
    )


# -- drawn -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlotShapes:
    """Band, axis and points of a plot; lengths in dots. `at` is the visit that is looked at, -1 for none."""

    made: Places
    area: QRectF
    ink: Ink
    at: int = -1

    def paint(self, painter: QPainter) -> None:
        ink, area, made = self.ink, self.area, self.made
        painter.save()
        self._band(painter)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for _, y in made.ticks:
            painter.setPen(QPen(ink.rule, 0.35 * POINT))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        if 0 <= self.at < len(made.xs):
            x = made.xs[self.at]
            painter.setPen(QPen(ink.accent, 1.0 * POINT, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(x, area.top() - 2 * POINT), QPointF(x, area.bottom()))
        painter.setPen(QPen(ink.text, 0.6 * POINT))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        small = min(1.0, max(0.36, made.pitch / (7.0 * POINT)))
        for x in made.xs if made.pitch > 4 * POINT else ():
            painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + 2 * POINT * small))
        line = QPen(ink.accent, 1.1 * POINT * max(0.6, small))
        line.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(line)
        for run in made.runs:
            painter.drawPolyline([QPointF(*point) for point in run])
        ends = {index: (x, y) for index, x, y in made.before}
        painter.setPen(QPen(ink.accent, 0.8 * POINT * small, Qt.PenStyle.SolidLine))
        for index, x, y in made.after:
            if index in ends:
                painter.drawLine(QPointF(*ends[index]), QPointF(x, y))
        for _, x, y in made.after:
            ring(painter, QPointF(x, y), ink, small)
        for _, x, y in made.before:
            dot(painter, QPointF(x, y), ink, small)
        painter.restore()

    def _band(self, painter: QPainter) -> None:
        if self.made.band is None:
            return
        ink, (top, bottom) = self.ink, self.made.band
        rect = QRectF(self.area.left(), top, self.area.width(), bottom - top)
        painter.setPen(Qt.PenStyle.NoPen)
        if not ink.hatch:
            painter.setBrush(mixed(ink.paper, ink.accent, 0.13))
            painter.drawRect(rect)
            return
        painter.save()
        painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        painter.setPen(QPen(ink.text, 0.42 * POINT))
        gap = 4.2 * POINT
        x = rect.left() - rect.height()
        while x < rect.right():
            painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()))
            x += gap
        painter.restore()
        painter.setPen(QPen(ink.text, 0.42 * POINT))
        painter.drawLine(rect.topLeft(), rect.topRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())


def dot(painter: QPainter, at: QPointF, ink: Ink, small: float = 1.0) -> None:
    """A value before the needles: filled, with a rim of paper that parts it from lines and band."""
    painter.setPen(QPen(ink.paper, 0.5 * POINT * small))
    painter.setBrush(ink.accent)
    painter.drawEllipse(at, DOT * POINT * small, DOT * POINT * small)


def ring(painter: QPainter, at: QPointF, ink: Ink, small: float = 1.0) -> None:
    """A value after the needles: a ring, wider than the dot, so that both are seen where they are the same."""
    painter.setPen(QPen(ink.paper, 2.4 * POINT * small))
    painter.setBrush(ink.paper)
    painter.drawEllipse(at, RING * POINT * small, RING * POINT * small)
    painter.setPen(QPen(ink.accent, 1.1 * POINT * small))
    painter.drawEllipse(at, RING * POINT * small, RING * POINT * small)


@dataclass(frozen=True, slots=True)
class _Sign:
    """The shape before a row's word."""

    at: QPointF
    filled: bool
    ink: Ink

    def paint(self, painter: QPainter) -> None:
        (dot if self.filled else ring)(painter, self.at, self.ink, 0.86)


@dataclass(frozen=True, slots=True)
class DrawnPlot:
    """A plot laid out: what is painted, how high it is (dots), and where its visits stand."""

    operations: tuple[Operation, ...]
    tall: float
    xs: tuple[float, ...]
    thinned: bool = False
    """Whether not every value found room below its point."""
    head: float = 0.0
    """How high its title and what is said of its band are (dots)."""


def draw_plot(
    plot: Plot,
    left: float,
    top: float,
    wide: float,
    ink: Ink,
    *,
    area_tall: float = AREA_TALL,
    at: int = -1,
    head: float = 0.0,
) -> DrawnPlot:
    """The plot below that corner in that width (dots). `at` is the visit that is looked at; `head` how high its words
    are at least, so that plots side by side have their areas side by side."""
    made: list[Operation] = []

    def put(
        text: str,
        font: QFont,
        x: float,
        baseline: float,
        colour: QColor,
        align: float = 0.0,
    ) -> None:
        """One line; `align` is the part of its width that lies left of x."""
        for line in wrap(text, font, 10_000 * POINT)[:1]:
            made.append(line.at(x - align * line.width, baseline, colour))

    y = top
    title_font, small_font, figure_font = (
        fonts.font(TITLE * POINT, fonts.SEMIBOLD, paper=True),
        fonts.font(SMALL * POINT, paper=True),
        fonts.font(FIGURE * POINT, paper=True, tabular=True),
    )
    unit = plot.unit.strip("/") if plot.unit.startswith("/") else plot.unit
    scale = f" (0 to {unit})" if plot.unit.startswith("/") else f" ({unit})" if unit else ""
    title = f"{plot.name}{scale}"
    lines = wrap(title, title_font, wide, spans=[(len(plot.name), len(scale), small_font)] if scale else ())
    for line in lines:
        made.append(line.at(left, y + 0.79 * TITLE * POINT, ink.text))
        y += TITLE_PITCH * POINT
    # Of a measure of the therapist's own nobody knows which way is better.
    worse = {"lower": "Lower is better.", "higher": "Higher is better."}.get(plot.better, "")
    words = f"{worse} {plot.band_words}." if plot.band_words else worse
    for line in wrap(words, small_font, wide):
        made.append(line.at(left, y + 0.79 * SMALL * POINT, ink.text_quiet))
        y += SMALL_PITCH * POINT
    y = head_tall = max(y, top + head)
    head_tall -= top
    y += AIR * 0.6 * POINT
    area = QRectF(left + HEAD_WIDE * POINT, y, wide - (HEAD_WIDE + 4.0) * POINT, area_tall * POINT)
    laid = places(plot, area.left(), area.top(), area.right(), area.bottom())
    made.append(PlotShapes(laid, area, ink, at))
    for tick, at_y in laid.ticks:
        put(
            in_words(tick),
            figure_font,
            area.left() - 4 * POINT,
            at_y + 0.33 * FIGURE * POINT,
            ink.text_quiet,
            1.0,
        )
    y = area.bottom() + 4.2 * POINT
    need = max(len(word) for word in date_words(plot.days)) * 3.9 * POINT if plot.days else 0.0
    # With room for the outermost, which are moved inwards.
    for index in labelled(len(laid.xs), laid.pitch, need if laid.pitch >= need else 1.6 * need):
        colour, font = ink.text_quiet, small_font
        if index == at:
            colour, font = ink.text, fonts.font(SMALL * POINT, fonts.BOLD, paper=True)
        # The outermost stay within the plot's width.
        x = min(max(laid.xs[index], left + need / 2), left + wide - need / 2)
        put(date_words(plot.days)[index], font, x, y + 0.9 * SMALL * POINT, colour, 0.5)
    y += SMALL_PITCH * POINT + 1 * POINT
    thinned = False
    for filled, word in ((True, "before"), (False, "after")):
        values = [pair.before if filled else pair.after for pair in plot.pairs]
        if all(value is None for value in values):
            continue
        baseline = y + 0.84 * FIGURE * POINT
        made.append(_Sign(QPointF(left + 3.4 * POINT, baseline - 0.3 * FIGURE * POINT), filled, ink))
        put(word, small_font, left + 9.2 * POINT, baseline, ink.text)
        said = [in_words(value) if value is not None else "–" for value in values]
        shown = labelled(len(said), laid.pitch, (max(map(len, said)) * 4.4 + 2.5) * POINT)
        thinned = thinned or len(shown) < len(said)
        for index in shown:
            if values[index] is None and len(shown) < len(said):
                continue  # among values that are left out, a dash would say that nothing was measured there
            font = (
                fonts.font(FIGURE * POINT, fonts.BOLD, paper=True, tabular=True)
                if index == at
                else figure_font
            )
            colour = ink.text if values[index] is not None else ink.text_quiet
            put(said[index], font, laid.xs[index], baseline, colour, 0.5)
        y += ROW * POINT
    return DrawnPlot(tuple(made), y - top, laid.xs, thinned, head_tall)
