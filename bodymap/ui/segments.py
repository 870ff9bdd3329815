"""A row of buttons of which one is chosen: front or back, a layer, a side, a part of the note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bodymap.ui import theme

WORDY, TIGHT = 26, 20
"""Pixels beside the word of a button."""


class _Segment(QToolButton):
    """Wide enough for its word in bold, so that choosing it moves nothing. A count stands in its upper corner, one of
    what may be marked again in a broken ring in the lower one."""

    badge = 0
    ghosts = 0
    beside = WORDY  # pixels beside the word

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.badge:
            self._paint_badge()
        if self.ghosts:
            self._paint_ghosts()

    def _paint_ghosts(self) -> None:
        text = str(self.ghosts)
        font = theme.font(10, QFont.Weight.DemiBold)
        width = max(15, QFontMetrics(font).horizontalAdvance(text) + 6)
        place = QRectF(self.width() - width - 0.5, self.height() - 14.5, width, 14)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.color("muted"), 1.2)
        pen.setDashPattern([2.2, 1.6])
        painter.setPen(pen)
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(place, 7, 7)
        painter.setPen(theme.color("text"))
        painter.setFont(font)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_badge(self) -> None:
        text = str(self.badge)
        font = theme.font(10, QFont.Weight.DemiBold)
        width = max(14, QFontMetrics(font).horizontalAdvance(text) + 6)
        place = QRectF(self.width() - width, 0, width, 14)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(place, 7, 7)
        painter.setPen(theme.color("on_accent"))
        painter.setFont(font)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def sizeHint(self) -> QSize:
        return QSize(_width_of(self.text(), self.font(), self.beside), theme.px(34))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def _width_of(word: str, font: QFont, beside: int) -> int:
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    return QFontMetrics(bold).horizontalAdvance(word) + beside


class Segments(QFrame):
    """`chosen` tells the value a person chose; `set_value` says nothing."""

    chosen = Signal(object)

    def __init__(
        self,
        choices: Sequence[tuple[object, str, str]] = (),
        parent: QWidget | None = None,
        *,
        upright: bool = False,
        tight: bool = False,
    ) -> None:
        """`upright`: the buttons stand below one another, all as wide as the widest. `tight`: many in one row."""
        super().__init__(parent)
        self.setProperty("role", "segments")
        self._upright = upright
        if tight:
            self.setProperty("tight", "true")
        self._beside = TIGHT if tight else WORDY
        self._row: QBoxLayout = QVBoxLayout(self) if upright else QHBoxLayout(self)
        self._row.setContentsMargins(2, 2, 2, 2)
        self._row.setSpacing(2)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._values: list[object] = []
        self._tips: dict[int, str] = {}
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
            button.beside = self._beside
            button.setText(text)
            button.setToolTip(tip)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, value=value: self._press(value))
            self._group.addButton(button, number)
            if self._upright:
                button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._tips[number] = tip
            self._row.addWidget(button)
            button.show()  # at once: until it is shown a layout counts it as nothing
        self._row.activate()

    def _press(self, value: object) -> None:
        """A press takes the keys along where they are in the row: a ring left around another button looks chosen."""
        if any(button.hasFocus() for button in self._group.buttons()):
            self.button(value).setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit(value)

    def set_counts(
        self, counts: Mapping[object, int], what: str = "", *, ghosts: Mapping[object, int] | None = None
    ) -> None:
        """How many marks (or `what`) lie behind each value, and how many `ghosts`; 0 shows none. Said in the tool tip
        and the accessible name as well."""
        for number, value in enumerate(self._values):
            button = self._group.button(number)
            count = counts.get(value, 0)
            again = (ghosts or {}).get(value, 0)
            if not isinstance(button, _Segment) or (button.badge, button.ghosts) == (count, again):
                continue
            button.badge, button.ghosts = count, again
            said = f"{count} {what}" if what else f"{count} mark" if count == 1 else f"{count} marks"
            if again:
                said = f"{said}, {again} as last time" if count else f"{again} as last time"
            tip = self._tips[number]
            button.setToolTip(f"{tip}: {said}" if count or again else tip)
            button.setAccessibleName(f"{button.text()}, {said}" if count or again else button.text())
            button.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard goes to the chosen button, from where arrows and the space bar choose."""
        super().focusInEvent(event)
        button = self._group.checkedButton() or (self._group.buttons() or [None])[0]
        if button is not None:
            button.setFocus(event.reason())

    def width_of(self, words: Sequence[str]) -> int:
        """Pixels that a row with these words would take."""
        return sum(_width_of(word, self.font(), self._beside) + 2 for word in words) + 4

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
