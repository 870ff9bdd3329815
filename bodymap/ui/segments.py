"""A row of buttons of which one is chosen: front or back, a layer, a side, a part of the note."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QToolButton, QWidget


class _Segment(QToolButton):
    """Wide enough for its word in bold, so that choosing it moves nothing."""

    def sizeHint(self) -> QSize:
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        return QSize(QFontMetrics(bold).horizontalAdvance(self.text()) + 26, 34)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Segments(QFrame):
    """`chosen` tells the value a person chose; `set_value` says nothing."""

    chosen = Signal(object)

    def __init__(
        self, choices: Sequence[tuple[object, str, str]] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "segments")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2, 2, 2, 2)
        self._row.setSpacing(2)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._values: list[object] = []
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[object, str, str]]) -> None:
        """Each choice: its value, its word, and what its tool tip says."""
        for button in self._group.buttons():
            self._group.removeButton(button)
            button.hide()
            button.deleteLater()
        self._values = [value for value, _, _ in choices]
        for number, (value, text, tip) in enumerate(choices):
            button = _Segment(self)
            button.setText(text)
            button.setToolTip(tip)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, value=value: self.chosen.emit(value))
            self._group.addButton(button, number)
            self._row.addWidget(button)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard goes to the chosen button, from where arrows and the space bar choose."""
        super().focusInEvent(event)
        button = self._group.checkedButton() or (self._group.buttons() or [None])[0]
        if button is not None:
            button.setFocus(event.reason())

    def values(self) -> list[object]:
        return list(self._values)

    def value(self) -> object:
        """The chosen value, or None."""
        number = self._group.checkedId()
        return self._values[number] if number >= 0 else None

    def set_value(self, value: object) -> None:
        """Show this as chosen; a value that is not offered shows none."""
        if value in self._values:
            self._group.button(self._values.index(value)).setChecked(True)
        elif self._group.checkedButton():
            self._group.setExclusive(False)
            self._group.checkedButton().setChecked(False)
            self._group.setExclusive(True)

    def button(self, value: object) -> QToolButton:
        """The button of that value."""
        found = self._group.button(self._values.index(value))
        assert isinstance(found, QToolButton)
        return found
