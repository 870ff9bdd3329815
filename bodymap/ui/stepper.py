"""A count with a minus and a plus large enough for a finger."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QToolButton, QWidget

from bodymap.ui import icons, theme


class Stepper(QFrame):
    """`stepped` tells a new value that a person chose, by button, wheel, arrow key or figures."""

    stepped = Signal(int)

    def __init__(self, low: int, high: int, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "segments")
        self._low, self._high, self._value = low, high, low
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(1)
        self.field = QLineEdit(str(low), self)
        self.field.setValidator(QIntValidator(low, high, self.field))
        self.field.setMaxLength(len(str(high)))
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.setAccessibleName(f"How many {what}")
        self.field.setMinimumWidth(34)
        self.field.installEventFilter(self)
        self.field.textEdited.connect(self._typed)
        self.field.editingFinished.connect(lambda: self.field.setText(str(self._value)))
        self.less, self.more = (
            self._button("minus", f"Fewer {what}", -1),
            self._button("plus", f"More {what}", 1),
        )
        row.addWidget(self.less)
        row.addWidget(self.field, 1)
        row.addWidget(self.more)
        self.setFocusProxy(self.field)
        self._sized: bool | None = None
        self._size()

    def _size(self) -> None:
        """As high and wide as the hand needs that it is pressed with."""
        if self._sized is theme.touch():
            return
        self._sized = theme.touch()
        height, width = (44, 44) if self._sized else (32, 34)
        self.field.setStyleSheet(
            f"QLineEdit {{ min-height: {height - 2}px; padding: 0 2px; }}"
            f" QLineEdit:focus {{ min-height: {height - 4}px; padding: 0 1px; }}"
        )
        for button in (self.less, self.more):
            button.setStyleSheet(f"QToolButton {{ padding: 0; min-width: {width}px; }}")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_sized"):
            self._size()

    def _button(self, icon: str, tip: str, step: int) -> QToolButton:
        button = QToolButton(self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setAutoRepeat(True)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        icons.give(button, icon, 16)
        button.clicked.connect(lambda: self.step(step))
        return button

    def value(self) -> int:
        return self._value

    def set_value(self, value: int) -> None:
        """Show the value; says nothing."""
        self._value = min(self._high, max(self._low, value))
        self.field.setText(str(self._value))

    def step(self, by: int) -> None:
        """More or fewer, within what is allowed."""
        before = self._value
        self.set_value(before + by)
        if self._value != before:
            self.stepped.emit(self._value)

    def _typed(self, text: str) -> None:
        """Figures hold at once where they are a count; half a number changes nothing."""
        if text.isdigit() and self._low <= int(text) <= self._high and int(text) != self._value:
            self._value = int(text)
            self.stepped.emit(self._value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys and wheel step."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.step(1 if event.key() == Qt.Key.Key_Up else -1)
                return True
        elif isinstance(event, QWheelEvent) and self.field.hasFocus():
            self.step(1 if event.angleDelta().y() > 0 else -1)
            return True
        return super().eventFilter(watched, event)
