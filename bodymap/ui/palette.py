"""Find a command: every action of the window by name, with its keys, in one list that narrows as one types."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QFrame, QVBoxLayout, QWidget

from bodymap.charting.found import fold
from bodymap.ui.actions import answer_to
from bodymap.ui.lines import Line, LinesView
from bodymap.ui.search_field import SearchField
from bodymap.ui.widgets import words_label

WIDTH_PX, HEIGHT_PX = 560, 430
LEAST_SCORE = 78.0
"""How alike (0-100) each word typed must be to the beginning of a word of a command that does not hold it."""
_TAKES_BACK = ("undo", "redo")


def ranked(typed: str, names: Sequence[str]) -> list[int]:
    """The indices of the names that hold what was typed, best first: those that begin with it, then those that hold all
    its words. All of them in their order for nothing.

    What is undone or redone carries the words of anything recorded ("Undo decision on the plan"): it is found by its
    own word alone, for Enter would take back what another command was looked for by."""
    wanted = fold(typed).split()
    if not wanted:
        return list(range(len(names)))
    folded = [fold(name) for name in names]
    whole = " ".join(wanted)

    def rank(index: int) -> tuple[int, int]:
        name = folded[index]
        words = name.split()
        if words[0] in _TAKES_BACK and not any(words[0].startswith(part) for part in wanted):
            return 3, index
        if name.startswith(whole):
            return 0, index
        if all(any(word.startswith(part) for word in words) for part in wanted):
            return 1, index
        return (2, index) if all(part in name for part in wanted) else (3, index)

    found = sorted(rank(index) for index in range(len(names)))
    return [index for order, index in found if order < 3]


def alike(typed: str, names: Sequence[str]) -> list[int]:
    """The indices of the names that have words like those typed (a slip of a key), the likest first; never an undo."""
    wanted = fold(typed).split()
    if len("".join(wanted)) < 4:
        return []  # two or three letters are like everything
    from rapidfuzz import fuzz

    def score(name: str) -> float:
        words = fold(name).split()
        if words[0] in _TAKES_BACK:
            return 0.0
        return min(max(fuzz.ratio(part, word[: len(part) + 1]) for word in words) for part in wanted)

    found = sorted((-score(name), index) for index, name in enumerate(names))
    return [index for minus, index in found[:8] if -minus >= LEAST_SCORE]


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
        self.told = words_label("", "muted")
        self.told.hide()
        column.addWidget(self.told)
        self.list = LinesView("Commands")
        self.list.setProperty("armed", True)
        self.list.chosen.connect(self._take)
        self.list.opened.connect(self._take)
        column.addWidget(self.list, 1)
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
        found, answer = ranked(typed, self._names), answer_to(typed)
        told = answer
        if not found and not answer:
            found = alike(typed, self._names)
            told = "No command is called so. Alike:" if found else "No command is called so. Esc closes."
        for index in found:
            subject, action = self._commands[index]
            tail = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            on = " · on" if action.isCheckable() and action.isChecked() else ""
            lines.append(Line("command", str(index), _text(action), tail=tail or f"{subject}{on}"))
        self.list.show_lines(lines)
        self.told.setText(told)
        self.told.setVisible(bool(told))

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
