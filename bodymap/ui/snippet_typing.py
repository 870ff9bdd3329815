"""Snippets while a field of the note is typed in: `;` offers them, a blank or Tab expands one, Tab goes through its
places to write in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout

from bodymap.charting.faults import RecordsFault
from bodymap.charting.found import fold
from bodymap.charting.snippets import LONGEST_WORD, Expanded, Snippet, Stop, expand, typed_word
from bodymap.ui.lines import Line, LinesView
from bodymap.workspace.workspace import Workspace

POPUP_PX = 380
ROW_PX = 50
ROWS = 4  # before the list scrolls
_TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class _Places:
    """The places to write in of the snippet just expanded. Qt's cursors move along with what is typed around them."""

    def __init__(self, field: QPlainTextEdit, start: int, made: Expanded) -> None:
        self._field = field
        self._all = self._cursor(start, Stop(0, len(made.text)), made.text)
        self._stops = [self._cursor(start, stop, made.text) for stop in made.stops]
        self._end = self._cursor(start, Stop(made.end, 0), made.text)
        self._at = -1

    def _cursor(self, start: int, stop: Stop, text: str) -> QTextCursor:
        cursor = QTextCursor(self._field.document())
        first = start + _units(text[: stop.start])
        cursor.setPosition(first)
        last = first + _units(text[stop.start : stop.start + stop.length])
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def step(self, by: int) -> bool:
        """Select the next place, or the one before; after the last the cursor goes on behind it. Whether there is
        more to go to."""
        self._at = max(0, self._at + by)
        more = self._at < len(self._stops)
        self._field.setTextCursor(self._stops[self._at] if more else self._end)
        return more

    def holds(self, cursor: QTextCursor) -> bool:
        """Whether the cursor is still within what was expanded."""
        low, high = self._all.selectionStart(), self._all.selectionEnd()
        return low < high and low <= cursor.position() <= high


class SnippetTyping(QObject):
    """Watches one field. `workspace` and `visit_id` tell what it writes about at the moment."""

    def __init__(
        self,
        field: QPlainTextEdit,
        workspace: Callable[[], Workspace | None],
        visit_id: Callable[[], str],
    ) -> None:
        super().__init__(field)
        self._field = field
        self._workspace = workspace
        self._visit_id = visit_id
        self._typing = False  # a key that writes is on its way: only then is anything offered
        self._declined = False  # Esc was pressed at this word
        self._offered: Sequence[Snippet] = ()
        self._shown: list[Snippet] = []
        self._places: _Places | None = None
        # A child of the window rather than a window of its own: some systems do not let a window place itself.
        self.popup = QFrame()
        self.popup.setProperty("role", "popup")
        self.popup.hide()
        field.destroyed.connect(self.popup.deleteLater)
        column = QVBoxLayout(self.popup)
        column.setContentsMargins(4, 4, 4, 4)
        self.list = LinesView("Snippets", self.popup)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setProperty("armed", True)  # the keys are in the field, and still mean the list
        self.list.chosen.connect(lambda line: self._take(line.id))
        column.addWidget(self.list)
        field.installEventFilter(self)
        field.textChanged.connect(self._text_changed)
        field.cursorPositionChanged.connect(self._cursor_moved)

    def stop(self) -> None:
        """Nothing is offered and no place is gone to any more: another visit is shown, or the field was left."""
        self._places = None
        self._declined = False
        self.popup.hide()

    @property
    def walking(self) -> bool:
        """Whether Tab goes to a place to write in, and not on to the next field."""
        return self._places is not None

    # -- what is typed ----------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if self._key(event):
                return True
            # With Ctrl and Alt together (AltGr) keys write.
            held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
            text = event.text() if held != Qt.KeyboardModifier.ControlModifier else ""
            self._typing = bool(text) and (text.isprintable() or event.key() == Qt.Key.Key_Backspace)
        elif kind == QEvent.Type.InputMethod:
            self._typing = True
        elif kind in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.stop()
        return False

    def _word(self) -> str | None:
        """The snippet's word that ends at the cursor; None where none is being typed."""
        cursor = self._field.textCursor()
        if cursor.hasSelection() or self._field.isReadOnly():
            return None
        line, at = cursor.block().text(), cursor.positionInBlock()
        before, after = _split(line, at)
        if after[:1].isalnum():
            return None
        return typed_word(before)

    def _text_changed(self) -> None:
        typing, self._typing = self._typing, False
        if not typing or not self._field.hasFocus():
            return
        word = self._word()
        if word is None:
            self._declined = False
            self.popup.hide()
        elif not self._declined:
            self._offer(word)

    def _cursor_moved(self) -> None:
        if self._places is not None and not self._places.holds(self._field.textCursor()):
            self._places = None
        if self.popup.isVisible() and self._word() is None:
            self.popup.hide()

    def _key(self, event: QKeyEvent) -> bool:
        """Whether the key was meant for a snippet."""
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            return False
        key, open_ = event.key(), self.popup.isVisible()
        if key == Qt.Key.Key_Escape and (open_ or self._places is not None):
            self._declined = open_
            self._places = self._places if open_ else None
            self.popup.hide()
            return True
        if open_ and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.step(1 if key == Qt.Key.Key_Down else -1)
            return True
        if open_ and key in _TAKES and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            row = self.list.currentIndex().row()
            if 0 <= row < len(self._shown):
                return self._expand(self._shown[row])
        if key in (Qt.Key.Key_Space, Qt.Key.Key_Tab) and not self._declined:
            word = self._word()
            snippet = self._named(word) if word else None
            if snippet is not None:
                return self._expand(snippet, blank=key == Qt.Key.Key_Space)
        if self._places is not None and key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            if not self._places.step(1 if key == Qt.Key.Key_Tab else -1):
                self._places = None
            return True
        return False

    # -- what is offered --------------------------------------------------------------------------------------------

    def _offer(self, word: str) -> None:
        workspace = self._workspace()
        if workspace is None:
            return
        if not self.popup.isVisible():
            # Read once while a word is typed, not at every key.
            self._offered = self._read(workspace)
        self._shown = [one for one in self._offered if fold(one.word).startswith(fold(word))]
        if not self._shown:
            self.popup.hide()
            return
        self.list.show_lines([Line("snippet", one.id, f";{one.word}", _in_short(one)) for one in self._shown])
        if not word:
            # A semicolon alone is often only that: Enter and Tab keep their meaning until a letter or an arrow.
            self.list.clearSelection()
            self.list.setCurrentIndex(self.list.model().index(-1, 0))
        self._place()

    @staticmethod
    def _read(workspace: Workspace) -> Sequence[Snippet]:
        try:
            return workspace.snippets.all()
        except RecordsFault:
            return ()  # the next save says what is wrong with the records

    def _place(self) -> None:
        """Below the line that is typed, above it where there is no room."""
        field, window = self._field, self._field.window()
        if self.popup.parentWidget() is not window:
            self.popup.setParent(window)
        line = field.cursorRect()
        height = min(len(self._shown), ROWS) * ROW_PX + 10
        corner = field.viewport().mapTo(window, QPoint(line.left(), line.bottom() + 4))
        if corner.y() + height > window.height() - 4:
            corner.setY(field.viewport().mapTo(window, line.topLeft()).y() - height - 4)
        corner.setX(max(4, min(corner.x(), window.width() - POPUP_PX - 4)))
        self.popup.setGeometry(QRect(corner.x(), max(4, corner.y()), POPUP_PX, height))
        self.popup.show()
        self.popup.raise_()

    # -- what it becomes --------------------------------------------------------------------------------------------

    def _named(self, word: str) -> Snippet | None:
        workspace = self._workspace()
        if workspace is None:
            return None
        return next((one for one in self._read(workspace) if fold(one.word) == fold(word)), None)

    def _take(self, snippet_id: str) -> None:
        """The row that was pressed."""
        for snippet in self._shown:
            if snippet.id == snippet_id:
                self._expand(snippet)

    def _expand(self, snippet: Snippet, *, blank: bool = False) -> bool:
        """Put the snippet's text in the place of its word, as one step of undo. `blank`: the word was ended by a blank,
        which is kept behind a text that has nothing to fill in."""
        workspace, word = self._workspace(), self._word()
        if workspace is None or word is None:
            return False
        try:
            made = workspace.snippets.expanded(snippet, self._visit_id())
        except RecordsFault:
            return False
        self.popup.hide()
        cursor = self._field.textCursor()
        start = cursor.position() - _units(word) - 1
        typed = cursor.position()
        ends = not made.stops and made.end == len(made.text) and not made.text[-1:].isspace()
        # The text first and then the word away: Qt joins what is typed next to an insertion, never to a removal, and
        # one undo would take both.
        cursor.beginEditBlock()
        cursor.insertText(made.text + (" " if blank and ends else ""))
        after = cursor.position() - (typed - start)
        cursor.setPosition(start)
        cursor.setPosition(typed, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        cursor.setPosition(after)
        cursor.endEditBlock()
        self._places = None
        if made.stops:
            self._places = _Places(self._field, start, made)
            self._places.step(1)
        else:
            if not ends:
                cursor.setPosition(start + _units(made.text[: made.end]))
            self._field.setTextCursor(cursor)
        self._field.ensureCursorVisible()
        return True


def _in_short(snippet: Snippet) -> str:
    """What it becomes, in one line, its fields by their names."""
    return " ".join(expand(snippet.text, {}).text.split())


def _units(text: str) -> int:
    """How many positions of a text cursor the text takes: Qt counts in UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def _split(line: str, at: int) -> tuple[str, str]:
    """What stands before and after a text cursor's position in the line; of what is before, as much as a word needs."""
    if line.isascii():
        return line[max(0, at - LONGEST_WORD - 2) : at], line[at:]
    coded = line.encode("utf-16-le")
    before = coded[: 2 * at].decode("utf-16-le", "ignore")
    return before[-LONGEST_WORD - 2 :], coded[2 * at :].decode("utf-16-le", "ignore")
