"""Painting findings: a sign for each kind, told by its shape alone. The same on screen and on paper."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from bodymap.charting.findings import FindingKind
from bodymap.drawing.inks import Ink

RADIUS_PX = 7.0
"""Half the size of a sign on screen, in logical pixels."""
RADIUS_PT = 3.6
"""Half the size of a sign on paper, in points."""


@lru_cache(maxsize=16)
def _shape(kind: FindingKind) -> tuple[QPainterPath, QPainterPath, bool]:
    """The sign's outline in units of its radius, the strokes inside it, and whether it is filled with ink."""
    outline, inside = QPainterPath(), QPainterPath()
    match kind:
        case FindingKind.ACTIVE_TRIGGER_POINT | FindingKind.LATENT_TRIGGER_POINT:
            outline.moveTo(0, -1.1)
            for x, y in ((1.1, 0), (0, 1.1), (-1.1, 0)):
                outline.lineTo(x, y)
            outline.closeSubpath()
        case FindingKind.TAUT_BAND:
            outline.addRoundedRect(QRectF(-1.2, -0.45, 2.4, 0.9), 0.4, 0.4)
            inside.moveTo(-0.8, 0)
            inside.lineTo(0.8, 0)
        case FindingKind.TENDER_POINT:
            outline.addEllipse(QPointF(), 0.95, 0.95)
            inside.addEllipse(QPointF(), 0.16, 0.16)
        case FindingKind.RAISED_TONE:
            outline.addRoundedRect(QRectF(-0.9, -0.9, 1.8, 1.8), 0.2, 0.2)
            for y in (-0.25, 0.3):
                inside.moveTo(-0.55, y)
                inside.cubicTo(-0.25, y - 0.5, 0.2, y + 0.5, 0.55, y - 0.05)
        case FindingKind.EDEMA:
            outline.moveTo(0, -1.15)
            outline.cubicTo(0.35, -0.55, 0.85, -0.1, 0.85, 0.35)
            outline.cubicTo(0.85, 1.3, -0.85, 1.3, -0.85, 0.35)
            outline.cubicTo(-0.85, -0.1, -0.35, -0.55, 0, -1.15)
    return outline, inside, kind is FindingKind.ACTIVE_TRIGGER_POINT


def paint_finding(
    painter: QPainter,
    kind: FindingKind,
    centre: QPointF,
    radius: float,
    ink: Ink,
    *,
    state: str = "",
) -> None:
    """Paint the sign of a finding; `radius` in the painter's units. `state`: "" plain, "hover", "needled" (a mark was
    made of it: smaller, so that the mark is what one sees)."""
    outline, inside, filled = _shape(kind)
    size = radius * (0.72 if state == "needled" else 1.2 if state == "hover" else 1.0)
    painter.save()
    painter.translate(centre)
    painter.scale(size, size)
    # A rim in the colour of the paper parts the sign from any flesh.
    rim = QPen(ink.paper, 0.62, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(rim)
    painter.setBrush(ink.paper)
    painter.drawPath(outline)
    line = QPen(ink.text, 0.26, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(line)
    painter.setBrush(ink.text if filled else ink.paper)
    painter.drawPath(outline)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(inside)
    painter.restore()
