"""A count with a minus and a plus large enough for a finger."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QFrame, QHBoxLayout, QSpinBox, QToolButton, QWidget

from bodymap.ui import icons


class Stepper(QFrame):
    """`stepped` tells a new value that a person chose, by button, wheel, arrow key or figures."""

    stepped = Signal(int)

    def __init__(self, low: int, high: int, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "segments")
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(1)
        self.field = QSpinBox(self)
        self.field.setRange(low, high)
        self.field.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.setAccessibleName(what)
        self.field.setMinimumWidth(40)
        self.field.setStyleSheet(
            "QSpinBox { min-height: 26px; padding: 0 2px; } QSpinBox:focus { min-height: 24px; }"
        )
        self.less, self.more = (
            self._button("minus", f"Fewer {what}", -1),
            self._button("plus", f"More {what}", 1),
        )
        row.addWidget(self.less)
        row.addWidget(self.field, 1)
        row.addWidget(self.more)
        self.field.valueChanged.connect(self.stepped)
        self.setFocusProxy(self.field)

    def _button(self, icon: str, tip: str, step: int) -> QToolButton:
        button = QToolButton(self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setAutoRepeat(True)
        button.setToolTip(tip)
        button.setStyleSheet("QToolButton { padding: 0 5px; }")
        icons.give(button, icon, 16)
        button.clicked.connect(lambda: self.field.stepBy(step))
        return button

    def value(self) -> int:
        self.field.interpretText()
        return self.field.value()

    def set_value(self, value: int) -> None:
        """Show the value; says nothing."""
        self.field.blockSignals(True)
        self.field.setValue(value)
        self.field.blockSignals(False)
