"""Areas drawn on the body, on screen and paper alike: slanted lines where it hurts, crossed ones where one keeps away.

The lines are drawn one by one, never as a pattern of pixels: a printer of 1200 dpi would make grey of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from bodymap.charting.places import Outline
from bodymap.drawing.inks import Ink
from bodymap.drawing.plates import View

_GAP = {False: 5.0, True: 6.0}
"""Between the lines of a pain area and of a zone, whose lines go both ways; in pixels or points."""

_SLIVER = 7.0
"""Points: of an area cut by the frame of a picture as much must show, both ways, as one crossing of its lines takes."""


def path_in(outline: Outline, view: View) -> QPainterPath:
    """The outline as it lies in the view, in pixels or dots."""
    path = QPainterPath()
    if outline.is_circle:
        corner = outline.corners[0]
        reach = outline.radius * view.scale
        path.addEllipse(QPointF(*view.to_px(corner.u, corner.v)), reach, reach)
    else:
        path.addPolygon(QPolygonF([QPointF(*view.to_px(one.u, one.v)) for one in outline.corners]))
        path.closeSubpath()
    path.setFillRule(Qt.FillRule.WindingFill)
    return path


def paint_area(
    painter: QPainter, path: QPainterPath, ink: Ink, *, zone: bool, unit: float = 1.0, paper: bool = False
) -> None:
    """Paint one area; `unit` is a pixel of the screen or, on `paper`, a point in dots.

    Told by the hatching and the outline, not by colour alone: slanted and dashed where it hurts, crossed and solid
    where one keeps away. On paper nothing is transparent, and each line has white beside it, so that it stands out from
    the fibres of a muscle after a fax.
    """
    colour = ink.text if zone else ink.accent
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    if not paper and not ink.bold:
        tint = QColor(ink.mark_selected.disc if zone else ink.accent)
        tint.setAlpha(40 if zone else 70)
        painter.fillPath(path, tint)
    box = path.boundingRect()
    lines = _slanted(box, _GAP[zone] * unit, 1) + (_slanted(box, _GAP[zone] * unit, -1) if zone else [])
    painter.save()
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    strong = paper or ink.bold
    hatch = QColor(colour)
    hatch.setAlpha(255 if strong else 150)
    for pen in [QPen(ink.paper, 1.9 * unit)] * strong + [QPen(hatch, (0.75 if paper else 1.0) * unit)]:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        for one, other in lines:
            painter.drawLine(one, other)
    painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    wide = (2.6, 1.2) if paper else (3.5, 2.0)
    style = Qt.PenStyle.SolidLine if zone else Qt.PenStyle.DashLine
    for pen in (QPen(ink.paper, wide[0] * unit), QPen(colour, wide[1] * unit, style)):
        painter.setPen(pen)
        painter.drawPath(path)
    painter.restore()


def _slanted(box: QRectF, gap: float, way: int) -> list[tuple[QPointF, QPointF]]:
    """Lines at 45 degrees over the box, counted from its corner: they stay put on the body while it is panned."""
    tall, found = box.height(), []
    at = box.left() - tall + gap / 2
    while at < box.right():
        ends = (box.bottom(), box.top()) if way > 0 else (box.top(), box.bottom())
        found.append((QPointF(at, ends[0]), QPointF(at + tall, ends[1])))
        at += gap * 1.4142
    return found


@dataclass(frozen=True, slots=True)
class Hatched:
    """One area on a page, in dots, cut to what the window shows."""

    path: QPainterPath
    zone: bool
    ink: Ink
    window: QRectF
    point: float

    @property
    def places(self) -> list[tuple[float, float]]:
        """Its middle and the ends of its width and height, in dots: words and small bodies keep clear of them."""
        box = self.path.boundingRect()
        middle = box.center()
        ends = [(box.left(), middle.y()), (box.right(), middle.y())]
        ends += [(middle.x(), box.top()), (middle.x(), box.bottom())]
        return [(middle.x(), middle.y()), *ends]

    @property
    def legible(self) -> bool:
        """Whether what the window shows of it can be told for an area: all of a small one, but not the rim of one that
        lies beyond the frame, which looks like a stroke of the pen."""
        if self.window.contains(self.path.boundingRect()):
            return True
        frame = QPainterPath()
        frame.addRect(self.window)
        shown = self.path.intersected(frame).boundingRect()
        return min(shown.width(), shown.height()) >= _SLIVER * self.point

    def paint(self, painter: QPainter) -> None:
        painter.save()
        painter.setClipRect(self.window, Qt.ClipOperation.IntersectClip)
        paint_area(painter, self.path, self.ink, zone=self.zone, unit=self.point, paper=True)
        painter.restore()
