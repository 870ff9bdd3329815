"""One word of a vocabulary, chosen from a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QSizePolicy

from bodymap.ui.widgets import Choice

SEVERAL = object()
"""The marks shown together differ in this."""


class WordField(Choice):
    """One word of a vocabulary. Until one is said its own name stands in it, in grey.

    `said` tells a word that was pressed in the list at once, one that keys lead to when Enter or Tab leaves it: the
    words on the way there are no statements.
    """

    said = Signal(object)

    def __init__(self, name: str, words: Sequence[tuple[object, str]], unsaid: object, tip: str = "") -> None:
        super().__init__()
        self._name = name
        self._keys = self._pending = False
        self.setAccessibleName(tip or name)
        self.setToolTip(tip or name)
        # Kept here: an item's data would come back from Qt as a bare string.
        self._values = [unsaid, *(value for value, _ in words)]
        self._plain = len(self._values)
        self.addItems(["not recorded", *(word for _, word in words)])
        self.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._activated)
        self.show_value(unsaid)

    def show_value(self, value: object) -> None:
        """Show this, or that there is none, or that several marks differ; unless keys are choosing here."""
        if self._pending and self.hasFocus():
            return
        self._pending = False
        self.setPlaceholderText(f"{self._name}: several" if value is SEVERAL else self._name)
        self.setCurrentIndex(self._values.index(value) if value in self._values[1:] else -1)
        unset = "false" if self.currentIndex() >= 0 else "true"
        if self.property("unset") != unset:
            self.setProperty("unset", unset)
            self.style().polish(self)

    def _activated(self, row: int) -> None:
        if self._keys:
            self._pending = True
        else:
            self._pending = False
            self.said.emit(self._values[row])

    def finish(self) -> None:
        """Say what keys have led to."""
        if self._pending:
            self._pending = False
            self.said.emit(self._values[max(self.currentIndex(), 0)])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
            event.accept()
            return
        self._keys = True
        try:
            super().keyPressEvent(event)
        finally:
            self._keys = False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() is not Qt.FocusReason.PopupFocusReason:  # its own list is no leaving
            self.finish()
        super().focusOutEvent(event)

    def offer_last(self, extra: tuple[object, str] | None) -> None:
        """A word at the end of the list that stands for several; None where there is none."""
        held = self._values[self._plain :]
        if ([extra[0]] if extra else []) == held:
            return
        while self.count() > self._plain:
            self.removeItem(self._plain)
            self._values.pop()
        if extra is not None:
            self._values.append(extra[0])
            self.addItem(extra[1])
