"""Painting ghosts: a broken ring round the place itself, with no needle, no disc and no number. Clearly not a mark.

A set's ghosts are squares, earlier visits' smaller and fainter: shape tells them apart, colour only repeats it.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from bodymap.drawing.inks import Ink

RADIUS_PX = 8.0
"""Of the ring of the last visit and of sets, in logical pixels."""
EARLIER_PX = 5.0
"""Of the ring of earlier visits."""
_BOX = 26.0


def ghost_radius(age: int) -> float:
    """Of the ring of a ghost of this age, in logical pixels."""
    return RADIUS_PX if age == 0 else EARLIER_PX


def paint_ghost(
    painter: QPainter,
    centre: QPointF,
    ink: Ink,
    *,
    dpr: float = 1.0,
    age: int = 0,
    from_set: bool = False,
    hovered: bool = False,
) -> None:
    """Paint one ghost with its place at `centre`, in logical pixels of which `dpr` device pixels make one."""
    picture = _picture(ink.ghost.edge.name(), ink.paper.name(), min(age, 1), from_set, hovered, dpr)
    painter.drawPixmap(QPointF(centre.x() - _BOX / 2, centre.y() - _BOX / 2), picture)


@lru_cache(maxsize=64)
def _picture(line: str, paper: str, age: int, from_set: bool, hovered: bool, dpr: float) -> QPixmap:
    """Painted once: two hundred of them lie on a plate."""
    side = round(_BOX * dpr)
    made = QPixmap(side, side)
    made.setDevicePixelRatio(dpr)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw(painter, QColor(line), QColor(paper), age, from_set, hovered)
    painter.end()
    return made


def _draw(painter: QPainter, line: QColor, under: QColor, age: int, from_set: bool, hovered: bool) -> None:
    centre, radius = QPointF(_BOX / 2, _BOX / 2), ghost_radius(age)

    def ring(pen: QPen, fill: QColor | None) -> None:
        painter.setPen(pen)
        painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
        if from_set:
            box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
            painter.drawRoundedRect(box, 2.0, 2.0)
        else:
            painter.drawEllipse(centre, radius, radius)

    # A rim in the paper's colour, so that the ring is seen on any flesh; the flesh itself shows through.
    veil = QColor(under)
    veil.setAlphaF(0.9 if hovered else 0.55 if age == 0 else 0.35)
    ring(QPen(under, 4.2 if age == 0 else 3.0), veil)
    pen = QPen(line, 2.0 if age == 0 else 1.4)
    if not hovered:
        pen.setDashPattern([1.7, 1.5] if age == 0 else [1.4, 1.4])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    ring(pen, None)
    if hovered:
        reach = radius * 0.55
        painter.setPen(QPen(line, 2.0))
        painter.drawLine(centre - QPointF(reach, 0), centre + QPointF(reach, 0))
        painter.drawLine(centre - QPointF(0, reach), centre + QPointF(0, reach))
    elif age == 0:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(line)
        painter.drawEllipse(centre, 1.5, 1.5)
