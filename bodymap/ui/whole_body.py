"""The small whole body: where on it one looks, and where the visit's marks lie, those on other plates too.

Two silhouettes, front and back. A press on one leads there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from bodymap.atlas.body import Plate
from bodymap.atlas.geometry import Box
from bodymap.drawing.plates import path_of
from bodymap.ui import theme

SCALE = 0.062
"""Logical pixels per millimetre: the body is 107 pixels high."""
BODY: Box = (-345.0, -12.0, 345.0, 1720.0)
PAD = 5.0
GAP = 4.0
DOT = 2.4


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark on the small body, or a `ghost`: `behind` on the back; (u, v) of the plate of that silhouette."""

    u: float
    v: float
    behind: bool
    ghost: bool = False


class WholeBody(QFrame):
    """`chosen` tells which silhouette was pressed (True: the back) and where, in millimetres of its plate."""

    chosen = Signal(bool, float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setObjectName("whole-body")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._skin: QPainterPath | None = None
        self._seen: tuple[tuple[bool, Box], ...] = ()
        self._spots: tuple[Spot, ...] = ()
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        width = (BODY[2] - BODY[0]) * SCALE
        return QSize(round(2 * width + GAP + 2 * PAD), round((BODY[3] - BODY[1]) * SCALE + 2 * PAD))

    @property
    def has_body(self) -> bool:
        return self._skin is not None

    def set_body(self, plate: Plate) -> None:
        """Take the silhouette from this plate's skin; front and back are drawn by one and the same."""
        path = QPainterPath()
        for shape in plate.skin:
            path.addPath(path_of(shape.curve))
        path.setFillRule(Qt.FillRule.WindingFill)
        self._skin = path
        self.update()

    def show_state(self, seen: Sequence[tuple[bool, Box]], spots: Sequence[Spot], said: str) -> None:
        """Frame what is seen (front False, back True; mm), put dots where marks lie, and say both in words."""
        state = (tuple(seen), tuple(spots))
        if state != (self._seen, self._spots):
            self._seen, self._spots = state
            self.update()
        if said != self.accessibleName():
            self.setAccessibleName(said)
            self.setToolTip(said)

    def _origin(self, behind: bool) -> QPointF:
        """Where (u, v) = (0, 0) of a silhouette falls."""
        width = (BODY[2] - BODY[0]) * SCALE
        left = PAD + (width + GAP if behind else 0.0)
        return QPointF(left - BODY[0] * SCALE, PAD + BODY[3] * SCALE)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for behind in (False, True):
            origin = self._origin(behind)
            painter.save()
            painter.translate(origin)
            painter.scale(SCALE, -SCALE)
            if self._skin is not None:
                painter.setPen(QPen(theme.color("edge"), 1 / SCALE))
                painter.setBrush(theme.color("sunken"))
                painter.drawPath(self._skin)
            painter.restore()
        painter.setPen(QPen(theme.color("accent"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for behind, (u0, v0, u1, v1) in self._seen:
            o = self._origin(behind)
            place = QRectF(o.x() + u0 * SCALE, o.y() - v1 * SCALE, (u1 - u0) * SCALE, (v1 - v0) * SCALE)
            width = (BODY[2] - BODY[0]) * SCALE
            half = QRectF(o.x() + BODY[0] * SCALE - 2, 2, width + 4, self.height() - 4)
            painter.drawRoundedRect(place & half, 3, 3)
        for spot in self._spots:
            # A ghost is an open ring: nothing has been marked there.
            painter.setPen(QPen(theme.color("text" if spot.ghost else "surface"), 1))
            painter.setBrush(theme.color("surface" if spot.ghost else "text"))
            o = self._origin(spot.behind)
            painter.drawEllipse(QPointF(o.x() + spot.u * SCALE, o.y() - spot.v * SCALE), DOT, DOT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        at = event.position()
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(at.toPoint()):
            behind = at.x() > self.width() / 2
            o = self._origin(behind)
            self.chosen.emit(behind, (at.x() - o.x()) / SCALE, (o.y() - at.y()) / SCALE)
