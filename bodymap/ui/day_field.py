"""A date as people type it, read back in words below the field while it is typed."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from bodymap.charting.chart import age_on
from bodymap.charting.days import Reading, read_day
from bodymap.charting.faults import Refused
from bodymap.charting.wording import day as in_words
from bodymap.ui.widgets import Label


def day_first() -> bool:
    """Whether dates are written day first in the user's country: 3/5 is then the third of May."""
    pattern = QLocale.system().dateFormat(QLocale.FormatType.ShortFormat).casefold()
    return pattern.find("d") < pattern.find("m")


class DayField(QWidget):
    """`read` tells after each keystroke that the reading may have changed."""

    read = Signal()

    def __init__(self, what: str, today: date, *, with_age: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today, self._with_age = today, with_age
        self._preferred: date | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.field = QLineEdit()
        self.field.setAccessibleName(what)
        self.field.setPlaceholderText("3 May 1970" if with_age else in_words(today))
        self.field.setMaxLength(40)
        column.addWidget(self.field)
        row = QHBoxLayout()
        row.setSpacing(6)
        self.echo = Label()
        self.echo.setProperty("role", "small")
        self.echo.setMinimumHeight(20)
        row.addWidget(self.echo)
        self.other_button = QPushButton()
        self.other_button.setProperty("role", "link")
        self.other_button.setStyleSheet("QPushButton { min-height: 22px; font-size: 13px; }")
        self.other_button.hide()
        self.other_button.clicked.connect(self._take_other)
        row.addWidget(self.other_button)
        row.addStretch(1)
        column.addLayout(row)
        self.setFocusProxy(self.field)
        self.field.textEdited.connect(self._edited)
        self.field.textChanged.connect(self._changed)

    def set_day(self, day: date | None) -> None:
        self.field.setText(in_words(day))

    def day(self) -> date | None:
        """What is read; None for nothing. Raises Refused for what is no date."""
        reading = self._reading()
        return reading.day if reading else None

    def _reading(self) -> Reading | None:
        reading = read_day(self.field.text(), day_first=day_first(), today=self._today)
        if reading and reading.other and reading.other == self._preferred:
            return Reading(reading.other, reading.day)
        return reading

    def _edited(self) -> None:
        self._preferred = None

    def _changed(self) -> None:
        self.other_button.hide()
        try:
            reading = self._reading()
        except Refused:
            # Half a date is no fault; it is refused when it is to be saved.
            self.echo.setText("…")
        else:
            words = self._words(reading.day) if reading else ""
            if reading and self.field.text().strip() == in_words(reading.day):
                # Read back only what was not written so already.
                words = words.removeprefix(in_words(reading.day)).removeprefix(", ")
            self.echo.setText(words)
            if reading and reading.other:
                self.other_button.setText(f"{in_words(reading.other)} instead")
                self.other_button.show()
        self.read.emit()

    def _words(self, day: date) -> str:
        words = in_words(day)
        age = age_on(day, self._today)
        return f"{words}, age {age}" if self._with_age and age is not None and 0 <= age < 130 else words

    def _take_other(self) -> None:
        reading = self._reading()
        if reading and reading.other:
            self._preferred = reading.other
            self._changed()
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
