"""The picture of a course up to one of its visits, for the screen: the body shaded by how often each muscle was needled
up to there, with that visit's needles on it. Laid out like paper, painted by the same operations."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont

from bodymap.charting.progress import Progress
from bodymap.charting.records import Mark
from bodymap.drawing import fonts
from bodymap.drawing.chart_plates import Window, view_of
from bodymap.drawing.inks import Ink
from bodymap.drawing.marks import Marker, placed
from bodymap.drawing.often import Often, Swatch, legend, shades_on, sides_at_ends, title_of, widths_of
from bodymap.drawing.pages import POINT, Discs, Page, Panel, wrap

CAPTION, KEY = 14.0, 16.0
"""Points below a part of the body: what it is; and below all of them what the shades say."""
GAP = 8.0
DISC = 4.6
WORDS = 9.0


def lay_out_body(
    progress: Progress,
    number: int,
    marks: Sequence[Mark],
    windows: Sequence[Window],
    ink: Ink,
    wide: float,
    tall: float,
) -> Page:
    """One page of that size (points): the parts of the body that the course needled, in one row or two, whichever makes
    them larger, as they were at the visit of that number, whose marks are given."""
    page = Page(
        wide * POINT, tall * POINT, [Panel(QRectF(0, 0, wide * POINT, tall * POINT), ink.paper, None)]
    )
    most = max((len(one.visits) for one in progress.needled), default=0)
    needled = progress.until(number)
    rows = _rows(windows, wide, tall)
    y, deeper = 0.0, False
    for row, height in rows:
        wides = widths_of(row, height, wide, GAP)
        x = (wide - sum(wides) - GAP * (len(row) - 1)) / 2
        for window, across in zip(row, wides, strict=True):
            rect = QRectF(x * POINT, y * POINT, across * POINT, height * POINT)
            view = view_of(window, rect.left(), rect.top(), rect.width(), rect.height(), 2 * POINT)
            layer = min(window.plate.layers)
            shades = shades_on(window.plate, needled, most)
            deeper = deeper or any(shade.region.layer > layer for shade in shades)
            page.operations += [
                Often(window.plate, layer, shades, ink, rect, view),
                Panel(rect, None, ink.rule, 0.7 * POINT),
            ]
            found = _discs(window, marks, rect, view)
            if found:
                page.operations.append(Discs(tuple(found), ink, DISC * POINT))
            _caption(page, window, rect, ink)
            x += across + GAP
        y += height + CAPTION
    _key(page, most, y + 2, ink, deeper)
    return page


def _rows(windows: Sequence[Window], wide: float, tall: float) -> list[tuple[Sequence[Window], float]]:
    """The rows with their heights (points): one, or two where the body comes out larger so."""
    if not windows:
        return []
    best: tuple[float, list[tuple[Sequence[Window], float]]] | None = None
    for many in (1, 2):
        half = -(-len(windows) // many)
        groups = [windows[i : i + half] for i in range(0, len(windows), half)]
        height = (tall - KEY - CAPTION * len(groups)) / len(groups)
        if height <= 20:
            continue
        # The least scale counts: the smallest picture is the one that cannot be read.
        scale = min(
            across / (window.frame[2] - window.frame[0])
            for group in groups
            for window, across in zip(group, widths_of(group, height, wide, GAP), strict=True)
        )
        scale = min(scale, *(height / (window.frame[3] - window.frame[1]) for window in windows))
        if best is None or scale > best[0]:
            best = scale, [(group, height) for group in groups]
    return best[1] if best is not None else []


def _discs(window: Window, marks: Sequence[Mark], rect: QRectF, view: object) -> list:
    """That visit's needles that lie on the plate, by their numbers in the list."""
    markers = [
        Marker(number, mark.point.u, mark.point.v)
        for number, mark in enumerate(marks, 1)
        if mark.point is not None
        and (mark.point.plate, mark.point.plate_version) == (window.plate.id, window.plate.version)
    ]
    bounds = (rect.left(), rect.top(), rect.right(), rect.bottom())
    found = placed(markers, view, DISC * POINT, bounds)  # type: ignore[arg-type]
    return [one for one in found if rect.contains(QPointF(*one.tip))]


def _font(size: float, weight: QFont.Weight = fonts.REGULAR) -> QFont:
    return fonts.font(size * POINT, weight, paper=True)


def _caption(page: Page, window: Window, rect: QRectF, ink: Ink) -> None:
    """What a part of the body is, and at its ends which of the patient's sides lies there."""
    baseline = rect.bottom() + 10 * POINT
    title = wrap(title_of(window.plate), _font(WORDS), rect.width())[:1]
    page.operations += [
        line.at(rect.center().x() - line.width / 2, baseline, ink.text_quiet) for line in title
    ]
    for word, right in zip(sides_at_ends(window.plate) or (), (False, True), strict=False):
        line = wrap(word[:1], _font(WORDS, fonts.SEMIBOLD), rect.width())[0]
        x = rect.right() - line.width - POINT if right else rect.left() + POINT
        page.operations.append(line.at(x, baseline, ink.text))


def _key(page: Page, most: int, y: float, ink: Ink, deeper: bool) -> None:
    """The shades in their order, each with its words."""
    x = 1.0 * POINT
    for step, words in legend(most):
        page.operations.append(Swatch(QRectF(x, (y + 1.6) * POINT, 9 * POINT, 9 * POINT), step, ink))
        line = wrap(words, _font(WORDS), 200 * POINT)[0]
        page.operations.append(line.at(x + 12.5 * POINT, (y + 9.4) * POINT, ink.text))
        x += line.width + 26 * POINT
    if deeper:
        for words in ("Dashed: lies under other muscles", "Dashed: lies deep"):
            line = wrap(words, _font(WORDS), 400 * POINT)[0]
            if x + line.width <= page.width:
                page.operations.append(line.at(x, (y + 9.4) * POINT, ink.text_quiet))
                break
