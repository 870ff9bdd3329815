"""A needle's size: typed as it is on the packet, or taken from those used lately."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from bodymap.charting.records import NeedleSize
from bodymap.charting.wording import read_needle
from bodymap.settings import Preferences
from bodymap.ui.widgets import Choice

KEPT = 8


class RecentSizes:
    """The sizes used lately, newest first, kept in the preferences."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    def all(self) -> list[str]:
        return [size for size in self._preferences["recent_sizes"] if isinstance(size, str)]

    def used(self, sizes: Iterable[NeedleSize | None]) -> None:
        """These were used, the last of them most lately."""
        held = self.all()
        for size in sizes:
            if size is not None and held[:1] != [str(size)]:
                held = [str(size), *(other for other in held if other != str(size))][:KEPT]
        if held != self._preferences["recent_sizes"]:
            self._preferences["recent_sizes"] = held


class NeedleField(Choice):
    """Type 0.30x40, 0,30 x 40 or a length alone, or choose. Nothing typed is a size that is not set."""

    def __init__(self, recent: RecentSizes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName("Needle size, diameter by length in millimetres")
        self.present: NeedleSize | None = None
        """What the mark has: a length typed alone goes with its diameter."""
        self.addItems(recent.all())
        self.setCurrentIndex(-1)
        self.lineEdit().setPlaceholderText("0.30x40")
        self.lineEdit().setMaxLength(30)
        completer = self.completer()
        if isinstance(completer, QCompleter):
            completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def set_size(self, size: NeedleSize | None) -> None:
        self.present = size
        self.setCurrentText(str(size) if size else "")

    def size_typed(self) -> NeedleSize | None:
        """The size; None for nothing. Raises Refused for what is no size."""
        return read_needle(self.currentText(), self.present)
