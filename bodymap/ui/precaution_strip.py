"""The patient's precautions beside the body while one charts: a press leads to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from bodymap.ui import theme
from bodymap.ui.care_line import SIGNS

if TYPE_CHECKING:
    from bodymap.workspace.precautions import StripItem

EDGE_PX = 9
SIGN_PX = 14
GAP_PX = 4
WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class PrecautionStrip(QAbstractButton):
    """Names the gravest first, each with the sign of its severity, as many as there is room for; all of them stand in
    its tool tip."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._items: tuple[StripItem, ...] = ()
        self._shown: list[tuple[QRect, str, str]] = []
        self.hide()

    def show_items(self, items: Sequence[StripItem]) -> None:
        """These hold for the patient."""
        self._items = tuple(items)
        lines = [f"{SIGNS[i.severity]} {i.text}{f' ({i.detail})' if i.detail else ''}" for i in self._items]
        self.setToolTip("\n".join(lines))
        self.setAccessibleName(f"Precautions: {'; '.join(lines)}" if lines else "No precautions")

    @property
    def has_items(self) -> bool:
        return bool(self._items)

    def fit(self, width: int, room: int) -> QSize:
        """Lay the names out in that width, as many as fit into `room` pixels of height; the size that takes."""
        metrics = QFontMetrics(_font())
        inner = width - 2 * EDGE_PX - SIGN_PX
        self._shown, top = [], EDGE_PX - 2
        for number, item in enumerate(self._items):
            height = metrics.boundingRect(QRect(0, 0, inner, 400), WRAP, item.text).height()
            left = len(self._items) - number
            if number and top + height + EDGE_PX + (metrics.height() if left > 1 else 0) > room:
                rest = QRect(EDGE_PX + SIGN_PX, top, inner, metrics.height())
                self._shown.append((rest, "", f"and {left} more"))
                top += metrics.height() + GAP_PX
                break
            place = QRect(EDGE_PX + SIGN_PX, top, inner, height)
            self._shown.append((place, SIGNS[item.severity], item.text))
            top += height + GAP_PX
        self.update()
        return QSize(width, top + EDGE_PX - 2 - GAP_PX)

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        focused = self.hasFocus()
        painter.setPen(QPen(theme.color("focus" if focused else "on_warn"), 2 if focused else 1))
        painter.setBrush(theme.color("warn"))
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5) if focused else frame, 7, 7)
        painter.setFont(_font())
        painter.setPen(theme.color("on_warn"))
        for place, sign, text in self._shown:
            painter.drawText(place.adjusted(-SIGN_PX, 0, 0, 0), Qt.AlignmentFlag.AlignTop, sign)
            painter.drawText(place, WRAP, text)


def _font() -> QFont:
    return theme.font(13, QFont.Weight.DemiBold)
