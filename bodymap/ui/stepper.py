"""A count with a minus and a plus large enough for a finger."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRegularExpression, Qt, Signal
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QToolButton, QWidget

from bodymap.ui import icons, theme


class Stepper(QFrame):
    """`stepped` tells a new value that a person chose, by button, wheel, arrow key or figures. `refused` tells the
    sentence for figures that are no such count; the value is then what it was before them."""

    stepped = Signal(int)
    refused = Signal(str)

    def __init__(self, low: int, high: int, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "segments")
        self._low, self._high, self._value = low, high, low
        self._what = what
        self._before: int | None = None  # the value before what is being typed
        self.dropped = False  # whether what was typed last was refused as the keys left it
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(1)
        self.field = QLineEdit(str(low), self)
        # Longer than any count: what is too long is said, not cut to a number that nobody meant.
        self.field.setValidator(QRegularExpressionValidator(QRegularExpression(r"\d*"), self.field))
        self.field.setMaxLength(len(str(high)) + 4)
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.setAccessibleName(f"How many {what}")
        self.field.setMinimumWidth(34)
        self.field.installEventFilter(self)
        self.field.textEdited.connect(self._typed)
        self.field.editingFinished.connect(self._left)
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
        """Show the value; says nothing. Figures that are refused stay as long as the keys are with them."""
        self._value = min(self._high, max(self._low, value))
        if self._before is None or not self.beyond():
            self.field.setText(str(self._value))

    def step(self, by: int) -> None:
        """More or fewer, within what is allowed."""
        before, self._before = self._value, None
        self.set_value(before + by)
        if self._value != before:
            self.stepped.emit(self._value)

    def beyond(self) -> str:
        """The sentence for figures in the field that are no such count, "" for none or a count."""
        text = self.field.text()
        if not text.isdigit() or self._low <= int(text) <= self._high:
            return ""
        return f"{self._what.capitalize()} are counted from {self._low} to {self._high}, and {text} is not."

    def _typed(self, text: str) -> None:
        """Figures hold at once where they are a count; half a number changes nothing, one beyond takes back its
        beginning."""
        if self._before is None:
            self._before = self._value
        wanted = int(text) if text.isdigit() else self._value
        if self.beyond():
            wanted = self._before
        if wanted != self._value:
            self._value = wanted
            self.stepped.emit(self._value)

    def _left(self) -> None:
        """The keys leave the field: it shows what holds."""
        sentence = self.beyond()
        self.dropped, self._before = bool(sentence), None
        self.field.setText(str(self._value))
        if sentence:
            self.refused.emit(sentence)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys and wheel step. Enter on figures that are refused leaves them to be written over."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (sentence := self.beyond()):
                self.field.selectAll()
                self.refused.emit(sentence)
                return True
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.step(1 if event.key() == Qt.Key.Key_Up else -1)
                return True
        elif isinstance(event, QWheelEvent) and self.field.hasFocus():
            self.step(1 if event.angleDelta().y() > 0 else -1)
            return True
        return super().eventFilter(watched, event)
