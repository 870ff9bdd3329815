"""Pain from 0 to 10 in one press: eleven cells, keys, or a finger drawn along them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from bodymap.ui import theme

UNSAID = -1


class PainScale(QSlider):
    """0 to 10; -1 while nobody has said. `told` tells a value that a person chose, None for taken back.

    Keys: figures (1 and then 0 is ten), arrows, Delete. Pressing the chosen cell once more takes it back. It is a
    slider for assistive technology too.
    """

    told = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(UNSAID, 10)
        self.setValue(UNSAID)
        self.setAccessibleName(name)
        self.setToolTip(f"{name}: 0 none, 10 the worst there is. Figures, or a press; Delete takes it back")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._tenths: int | None = None
        self._hovered = UNSAID
        self._typed_one = False
        self.setMouseTracking(True)

    def show_tenths(self, tenths: int | None) -> None:
        """Show a value in tenths; None for not recorded. Says nothing."""
        self._tenths = tenths
        self.blockSignals(True)
        self.setValue(UNSAID if tenths is None else round(tenths / 10))
        self.blockSignals(False)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, theme.px(36))

    minimumSizeHint = sizeHint

    def _cell_at(self, x: float) -> int:
        return max(0, min(10, int(x * 11 / max(1, self.width()))))

    def _say(self, value: int | None) -> None:
        self._typed_one = False
        self.show_tenths(None if value is None else value * 10)
        self.told.emit(value)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton and self.isEnabled():
            self._hovered = self._cell_at(event.position().x())
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self._hovered = self._cell_at(event.position().x())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton and self.isEnabled():
            cell = self._cell_at(event.position().x())
            self._say(None if self._tenths == cell * 10 else cell)

    def leaveEvent(self, event) -> None:
        self._hovered = UNSAID
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text()
        event.accept()
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1}.get(
            Qt.Key(key)
        )
        if text.isdecimal() and len(text) == 1:
            ten = self._typed_one and text == "0"
            self._say(10 if ten else int(text))
            self._typed_one = text == "1"
        elif step is not None:
            self._say(max(0, min(10, self.value() + step)) if self._tenths is not None else 0)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if self._tenths is not None:
                self._say(None)
        else:
            event.ignore()
            super().keyPressEvent(event)

    def focusOutEvent(self, event) -> None:
        self._typed_one = False
        super().focusOutEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel that passes over it must not change a record."""
        event.ignore()

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        width = frame.width() / 11
        painter.setPen(QPen(theme.color("edge" if self.isEnabled() else "line"), 1))
        painter.setBrush(theme.color("surface" if self.isEnabled() else "sunken"))
        painter.drawRoundedRect(frame, 7, 7)
        told = None if self._tenths is None else self._tenths / 10
        for number in range(11):
            cell = QRectF(frame.left() + number * width, frame.top(), width, frame.height())
            chosen = told is not None and round(told) == number
            if chosen or (number == self._hovered and self.isEnabled()):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("accent" if chosen else "hover"))
                painter.drawRoundedRect(cell.adjusted(1.5, 1.5, -1.5, -1.5), 5, 5)
            text = str(number)
            if chosen and told is not None and told != number:
                text = f"{told:.1f}"
            painter.setFont(
                theme.font(13 if len(text) > 2 else 14, QFont.Weight.DemiBold if chosen else None)
            )
            painter.setPen(theme.color("on_accent" if chosen else "text" if self.isEnabled() else "muted"))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame, 7, 7)
