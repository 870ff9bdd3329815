"""Quick entry: a line of shorthand, below it what Enter will add and what is asked, names completed while typing.

Enter adds what is understood (`submitted`); what is asked stays in the line, and then a digit alone answers. While
typing, Alt and a digit does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from bodymap.charting.quick_entry import (
    MOST_READINGS,
    Asked,
    Completion,
    Defaults,
    Preview,
    Question,
    Reading,
    complete,
    parse,
)
from bodymap.ui.announce import announce
from bodymap.ui.lines import Line, LinesView
from bodymap.ui.search_field import SearchField
from bodymap.ui.widgets import Label
from bodymap.workspace.changes import Changed
from bodymap.workspace.workspace import Workspace

HINT = "R UT x2 0.30x40 LTR3; L QL 60mm; B multifidus L4-5"
POPUP_PX = 380
ROWS = 7  # of the completions, before one scrolls
GAP_PX = 6


class Flow(QLayout):
    """From left to right, and on the next line where there is no room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}  # by width: one key asks for the same dozens of times
        self.setContentsMargins(0, 0, 0, 0)

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        self._heights.clear()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        held = self._heights.get(width)
        if held is None:
            held = self._heights[width] = self._lay(QRect(0, 0, width, 0), move=False)
        return held

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        shown = [item for item in self._items if not item.isEmpty()]
        return QSize(80, max((item.sizeHint().height() for item in shown), default=0))

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def _lay(self, rect: QRect, *, move: bool) -> int:
        rows: list[list[tuple[QLayoutItem, QSize]]] = [[]]
        x = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().boundedTo(QSize(rect.width(), 10_000))
            if rows[-1] and x + size.width() > rect.width():
                rows.append([])
                x = 0
            rows[-1].append((item, size))
            x += size.width() + GAP_PX
        y = rect.top()
        for row in rows:
            high = max((size.height() for _, size in row), default=0)
            x = rect.left()
            for item, size in row:
                if move:
                    item.setGeometry(QRect(QPoint(x, y + (high - size.height()) // 2), size))
                x += size.width() + GAP_PX
            y += high + GAP_PX
        return y - GAP_PX - rect.top()


def asked_of(preview: Preview, entry: Asked) -> str:
    """The question, with the words of the line that it is about, where the line has several entries."""
    words = preview.line[entry.start : entry.end].strip()
    sentence = entry.question.sentence
    return (
        f"{words}: {sentence}" if len(preview.entries) > 1 and words and words not in sentence else sentence
    )


class Chips(QWidget):
    """What a preview says: a chip for each entry, and the choices of the question that is answered first."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName("What Enter will add")
        self._flow = Flow(self)
        self._labels: dict[str, list[QLabel]] = {}  # by role: a label never changes its looks
        self._shown: list[QLabel] = []
        self._readings: tuple[Reading, ...] = ()
        self.answering = False
        self.choices: list[QPushButton] = []
        for number in range(MOST_READINGS):
            button = QPushButton(self)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, number=number: self.choose(number))
            button.hide()
            self.choices.append(button)
        self.hide()

    def texts(self) -> list[str]:
        """What is shown, chip by chip."""
        return [label.text() for label in self._shown]

    def _label(self, role: str, number: int) -> QLabel:
        made = self._labels.setdefault(role, [])
        while number >= len(made):
            label = Label(parent=self)
            label.setProperty("role", role)
            label.hide()
            made.append(label)
        return made[number]

    def show_preview(self, preview: Preview, answering: bool, offering: bool = True) -> None:
        """One chip an entry; those that are asked stand out, and the first of them offers its choices."""
        self.answering = answering
        first = preview.asked[0] if preview.asked else None
        while self._flow.count():
            self._flow.takeAt(0)
        before, self._shown = self._shown, []
        used: dict[str, int] = {}
        for entry in preview.entries:
            if isinstance(entry, Asked):
                text, role = asked_of(preview, entry), "alert" if entry is first and answering else "small"
            else:
                text, role = entry.words, "said"
            label = self._label(role, used.get(role, 0))
            used[role] = used.get(role, 0) + 1
            if label.text() != text:
                label.setText(text)
                label.setToolTip(text)
            self._shown.append(label)
            self._flow.addWidget(label)
            label.show()
            if entry is first:
                for button in self.choices:
                    self._flow.addWidget(button)
        for label in before:
            if label not in self._shown:
                label.hide()
        self._readings = first.question.readings if first and offering else ()
        for number, button in enumerate(self.choices):
            if number < len(self._readings):
                reading = self._readings[number]
                button.setText(f"{number + 1}  {reading.label}")
                button.setToolTip(f"{'' if answering else 'Alt+'}{number + 1}")
                button.setAccessibleName(f"{number + 1}: {reading.label}")
                button.show()
            else:
                button.hide()
        self.setVisible(bool(preview.entries))
        self._flow.invalidate()
        self.updateGeometry()

    def choose(self, number: int) -> bool:
        """Answer the first question with this choice, counted from 0; whether there is one."""
        if not 0 <= number < len(self._readings):
            return False
        self.chosen.emit(self._readings[number])
        return True


class EntryLine(SearchField):
    """The line itself. Keys go to `keys` first: what it takes, the field does not see."""

    left = Signal()
    entered = Signal()

    def __init__(self, keys: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys

    def event(self, event: Any) -> bool:
        # Tab is a completion here before it goes to the next field.
        if event.type() == event.Type.KeyPress and event.key() == Qt.Key.Key_Tab and self._keys(event):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._keys(event):
            event.accept()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class QuickEntry(QFrame):
    """`submitted` tells a preview to be added; who added it calls `added`, so that nothing typed is lost to a fault.

    `previewed` tells what the line says now, after each change.
    """

    submitted = Signal(object)
    previewed = Signal(object)
    closed = Signal()
    """Escape in an empty line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace: Workspace | None = None
        self.visit_id = ""
        self.preview = Preview()
        self._defaults: Defaults | None = None
        self._stop_listening: Callable[[], None] | None = None
        self._completion = Completion(0, 0)
        self._answering = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.line = EntryLine(self._key)
        self.line.setPlaceholderText(HINT)
        self.line.setMaxLength(2_000)
        self.line.setAccessibleName(
            "Quick entry: side, muscle, needle, twitches; entries apart by semicolons"
        )
        column.addWidget(self.line)
        self.chips = Chips()
        column.addWidget(self.chips)
        # A child of the window rather than a window of its own: some systems do not let a window place itself.
        self.popup = QFrame()
        self.popup.setProperty("role", "popup")
        self.popup.hide()
        self.destroyed.connect(self.popup.deleteLater)
        inner = QVBoxLayout(self.popup)
        inner.setContentsMargins(4, 4, 4, 4)
        self.list = LinesView("Names to go on with", self.popup)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setProperty("armed", True)
        inner.addWidget(self.list)
        self.line.textEdited.connect(lambda _: self._typed())
        self.line.left.connect(self._hide_popup)
        self.line.entered.connect(self._entered)
        self.list.chosen.connect(lambda line: self._insert(int(line.id)))
        self.chips.chosen.connect(self._answer)

    def show_visit(self, workspace: Workspace | None, visit_id: str) -> None:
        """Which visit the line adds to; what was typed for another one goes."""
        if (workspace, visit_id) != (self.workspace, self.visit_id):
            self.line.clear()
        if workspace is not self.workspace:
            if self._stop_listening:
                self._stop_listening()
            self._stop_listening = workspace.notices.listen(self._changed) if workspace else None
        self._defaults = None
        self.workspace, self.visit_id = workspace, visit_id
        self._read()

    def refresh(self) -> None:
        """The defaults may have changed: a mark was placed, the next needle was set."""
        self._defaults = None
        if self.line.text():
            self._read()

    def _entered(self) -> None:
        """Elsewhere the next needle may have been set; and the first name shall be found as quickly as the others."""
        if self.workspace is not None:
            self.workspace.atlas.prepare_to_find()
            self.refresh()

    def _changed(self, changed: Changed) -> None:
        if changed.of("mark"):
            self.refresh()

    def append(self, text: str) -> None:
        """Text from elsewhere, behind what is being typed."""
        held = self.line.text().strip().rstrip(";")
        text = f"{held}; {text.strip()}" if held else text.strip()
        self._set_text(text, len(text))

    def added(self, preview: Preview) -> None:
        """The preview is committed: what was asked stays in the line, and is asked now."""
        self._set_text(preview.left_over)
        self._answering = bool(self.preview.asked)
        self._show()
        if self._answering:
            announce(self, self._question_text())

    # -- reading ----------------------------------------------------------------------------------------------------

    def _typed(self) -> None:
        self._answering = False
        self._read()
        self._suggest(asked_for=False)

    def _read(self) -> None:
        text = self.line.text()
        if self.workspace is None or not self.visit_id:
            self.preview = Preview(text)
        else:
            if self._defaults is None:  # once, and not at every key: they are read from the records
                self._defaults = self.workspace.marks.quick_defaults(self.visit_id)
            self.preview = parse(text, self.workspace.atlas, self._defaults)
        self._show()
        self.previewed.emit(self.preview)

    def _show(self) -> None:
        if not self.preview.asked:
            self._answering = False
        # The popup asks which muscle is meant; the same choices twice would be noise.
        question = self._question()
        offering = not (self.popup.isVisible() and question is not None and question.about == "name")
        self.chips.show_preview(self.preview, self._answering, offering)

    def _set_text(self, text: str, cursor: int | None = None) -> None:
        self.line.setText(text)
        if cursor is not None:
            self.line.setCursorPosition(max(0, min(cursor, len(text))))
        self.popup.hide()
        self._read()

    def _question(self) -> Question | None:
        return self.preview.asked[0].question if self.preview.asked else None

    def _question_text(self) -> str:
        question = self._question()
        if question is None:
            return ""
        choices = ", ".join(f"{n} {reading.label}" for n, reading in enumerate(question.readings, 1))
        return f"{asked_of(self.preview, self.preview.asked[0])} {choices}".strip()

    def _answer(self, reading: Reading) -> None:
        question = self._question()
        if question is None:
            return
        answering = self._answering
        text = self.preview.answered(question, reading)
        from_end = len(self.preview.line) - question.end
        self._set_text(text, len(text) if from_end <= 0 else len(text) - from_end)
        self._answering = answering and bool(self.preview.asked)
        self._show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.preview.asked:
            announce(self, self._question_text())

    # -- completion -------------------------------------------------------------------------------------------------

    def _suggest(self, *, asked_for: bool) -> None:
        """Names for the word at the cursor: by themselves only where it is not understood."""
        self._hide_popup()
        if self.workspace is None:
            return
        cursor = self.line.cursorPosition()
        if not asked_for and not self._unclear_at(cursor):
            return
        self._completion = complete(self.line.text(), cursor, self.workspace.atlas)
        suggestions = self._completion.suggestions
        if not suggestions:
            return
        lines = [
            Line("muscle", str(n), one.label[:1].upper() + one.label[1:], one.detail)
            for n, one in enumerate(suggestions)
        ]
        self.list.show_lines(lines)
        self.list.setCurrentIndex(self.list.rootIndex())  # nothing is chosen before someone chooses
        self._place_popup()
        self._show()

    def _hide_popup(self) -> None:
        if self.popup.isVisible():
            self.popup.hide()
            self._show()

    def _unclear_at(self, cursor: int) -> bool:
        return any(
            question.about == "name" and question.start < cursor <= question.end
            for entry in self.preview.asked
            for question in entry.questions
        )

    def _place_popup(self) -> None:
        window = self.window()
        if self.popup.parentWidget() is not window:
            self.popup.setParent(window)
        lines = self.list.lines_model().lines
        height = sum(50 if line.detail else 38 for line in lines[:ROWS]) + 10
        corner = self.line.mapTo(window, QPoint(0, self.line.height() + 3))
        # Above where it fits: below it would hide the preview.
        above = corner.y() - self.line.height() - height - 6
        if above > 6:
            corner.setY(above)
        else:
            height = max(60, min(height, window.height() - corner.y() - 6))
        left = corner.x() + self.line.cursorRect().left() - 12
        width = min(POPUP_PX, window.width() - 8)
        corner.setX(max(4, min(left, window.width() - width - 4)))
        self.popup.setGeometry(QRect(corner, QSize(width, height)))
        self.popup.show()
        self.popup.raise_()

    def moveEvent(self, event: Any) -> None:
        super().moveEvent(event)
        if self.popup.isVisible():
            self._place_popup()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if self.popup.isVisible():
            self._place_popup()

    def _insert(self, row: int) -> None:
        if not 0 <= row < len(self._completion.suggestions):
            return
        text, done = self.line.text(), self._completion
        inserted = done.suggestions[row].text + " "
        rest = text[done.end :].lstrip(" ")
        if rest[:1] in (";", ","):
            inserted = inserted.rstrip()
        self._set_text(text[: done.start] + inserted + rest, done.start + len(inserted))
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- keys -------------------------------------------------------------------------------------------------------

    def _key(self, event: QKeyEvent) -> bool:
        """Whether this key was one for the popup, a question or the whole line."""
        key = event.key()
        digit = key - Qt.Key.Key_1 if Qt.Key.Key_1 <= key <= Qt.Key.Key_9 else -1
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if digit >= 0 and (
            held == Qt.KeyboardModifier.AltModifier
            or (self._answering and held == Qt.KeyboardModifier.NoModifier)
        ):
            return self.chips.choose(digit) or self._answering
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
            return True
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if not self.popup.isVisible():
                self._suggest(asked_for=True)
                return True
            if self.list.currentIndex().isValid():
                self.list.step(1 if key == Qt.Key.Key_Down else -1)
            else:
                last = len(self._completion.suggestions) - 1
                row = 0 if key == Qt.Key.Key_Down else last
                self.list.setCurrentIndex(self.list.lines_model().index(row))
            return True
        if key == Qt.Key.Key_Tab and self.popup.isVisible():
            self._tab()
            return True
        if key == Qt.Key.Key_Escape and (self.popup.isVisible() or self._answering):
            self.popup.hide()
            self._answering = False
            self._show()
            return True
        if key == Qt.Key.Key_Escape:
            if self.line.text():
                self._set_text("")
            else:
                self.closed.emit()
            return True
        return False

    def _tab(self) -> None:
        """The chosen name, or the first; among several that are called so none is taken unchosen."""
        row = self.list.currentIndex().row()
        suggestions = self._completion.suggestions
        if row < 0 and any(one.reading for one in suggestions):
            self.list.setCurrentIndex(self.list.lines_model().index(0))
            return
        self._insert(max(0, row))

    def _enter(self) -> None:
        if self.popup.isVisible() and self.list.currentIndex().isValid():
            self._insert(self.list.currentIndex().row())
            return
        self._hide_popup()
        if self.preview.understood:
            announce(self, "; ".join(entry.words for entry in self.preview.understood))
            self.submitted.emit(self.preview)
        elif self.preview.asked:
            self._answering = True
            self._show()
            announce(self, self._question_text())

    def hideEvent(self, event: Any) -> None:
        self.popup.hide()
        super().hideEvent(event)
