"""Find a command: every action of the window by name, with its keys, in one list that narrows as one types."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QFrame, QVBoxLayout, QWidget

from bodymap.charting.found import fold
from bodymap.ui.lines import Line, LinesView
from bodymap.ui.search_field import SearchField
from bodymap.ui.widgets import Label

WIDTH_PX, HEIGHT_PX = 560, 430
LEAST_SCORE = 65.0
"""How alike (0-100) a command must be to what was typed, where it does not hold the words themselves."""


def ranked(typed: str, names: Sequence[str]) -> list[int]:
    """The indices of the names that fit what was typed, best first: those that begin with it, those that hold all its
    words, then those that are alike (a slip of a key). All of them in their order for nothing."""
    wanted = fold(typed).split()
    if not wanted:
        return list(range(len(names)))
    folded = [fold(name) for name in names]
    whole = " ".join(wanted)

    def rank(index: int) -> tuple[int, int]:
        name = folded[index]
        words = name.split()
        if name.startswith(whole):
            return 0, index
        if all(any(word.startswith(part) for word in words) for part in wanted):
            return 1, index
        return (2, index) if all(part in name for part in wanted) else (3, index)

    found = sorted(rank(index) for index in range(len(names)))
    held = [index for order, index in found if order < 3]
    if held or len(whole) < 4:
        return held  # two or three letters are like everything
    from rapidfuzz import fuzz, process

    alike = process.extract(whole, folded, scorer=fuzz.partial_ratio, score_cutoff=LEAST_SCORE, limit=8)
    return [index for _, _, index in alike]


class Palette(QDialog):
    """`commands`: subject and action, in the order of the menus. Enter or a click does the command."""

    def __init__(self, parent: QWidget, commands: Sequence[tuple[str, QAction]]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._commands = [(subject, action) for subject, action in commands if action.isEnabled()]
        self._names = [f"{_text(action)} {subject}" for subject, action in self._commands]
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = QFrame()
        card.setProperty("role", "popup")
        outer.addWidget(card)
        column = QVBoxLayout(card)
        column.setContentsMargins(10, 10, 10, 8)
        column.setSpacing(6)
        self.field = SearchField()
        self.field.setPlaceholderText("What do you want to do?")
        self.field.setAccessibleName("Find a command")
        self.field.textChanged.connect(self._narrow)
        self.field.installEventFilter(self)
        column.addWidget(self.field)
        self.list = LinesView("Commands")
        self.list.setProperty("armed", True)
        self.list.chosen.connect(self._take)
        self.list.opened.connect(self._take)
        column.addWidget(self.list, 1)
        self.none = Label("No command is called so. Esc closes.")
        self.none.setProperty("role", "muted")
        self.none.hide()
        column.addWidget(self.none)
        self._narrow("")

    def open_over(self, window: QWidget) -> None:
        """Show it in the upper middle of the window."""
        width, height = min(WIDTH_PX, window.width() - 40), min(HEIGHT_PX, window.height() - 80)
        corner = window.mapToGlobal(window.rect().topLeft())
        self.setGeometry(corner.x() + (window.width() - width) // 2, corner.y() + 60, width, height)
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _narrow(self, typed: str) -> None:
        lines = []
        for index in ranked(typed, self._names):
            subject, action = self._commands[index]
            tail = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            on = " · on" if action.isCheckable() and action.isChecked() else ""
            lines.append(Line("command", str(index), _text(action), tail=tail or f"{subject}{on}"))
        self.list.show_lines(lines)
        self.none.setVisible(not lines)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter in the field are meant for the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.list.step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.list.open_current()
                return True
        return super().eventFilter(watched, event)

    def _take(self, line: object) -> None:
        assert isinstance(line, Line)
        action = self._commands[int(line.id)][1]
        self.close()
        action.trigger()


def _text(action: QAction) -> str:
    return action.text().replace("&", "").removesuffix("…")
