"""The therapist's snippets: made, changed, removed. What stands in the fields is kept when another row is chosen, and
when the form is closed."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.snippets import KNOWN, LONGEST_WORD, Snippet
from bodymap.ui.lines import Index, Line, LinesView
from bodymap.ui.widgets import Label, refusal_line
from bodymap.workspace.workspace import Workspace

HOW = (
    "Type a semicolon and the word in the session note, then a blank or Tab. What stands in braces is filled in from "
    "the visit, or is a place to write in: Tab goes from one to the next."
)
WHAT = "what"
"""Stands in a new place to write in, selected, to be named."""


class SnippetsForm(QDialog):
    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._id = ""  # of the snippet in the fields; "" for a new one
        self._kept = ("", "")
        self._removed = ""
        self._leaving = False
        self.setWindowTitle("Snippets")
        self.resize(780, 560)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 20)
        column.setSpacing(4)
        self._text(column, "Snippets", "display")
        self._text(column, HOW, "muted")
        column.addSpacing(10)
        halves = QHBoxLayout()
        halves.setSpacing(20)
        halves.addLayout(self._left(), 2)
        halves.addLayout(self._right(), 3)
        column.addLayout(halves, 1)
        column.addSpacing(10)
        column.addLayout(self._foot())
        self._fill()
        if self.list.lines_model().lines:
            self._show(self.workspace.snippets.all()[0])
        else:
            self.new()

    # -- building ---------------------------------------------------------------------------------------------------

    def _left(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setSpacing(8)
        self.list = LinesView("Snippets")
        self.list.setProperty("role", "")
        self.list.setMinimumWidth(240)
        self.list.selectionModel().currentChanged.connect(self._row_changed)
        left.addWidget(self.list, 1)
        self.new_button = QPushButton("New snippet")
        self.new_button.setAutoDefault(False)
        self.new_button.clicked.connect(self.new)
        left.addWidget(self.new_button)
        return left

    def _right(self) -> QVBoxLayout:
        right = QVBoxLayout()
        right.setSpacing(4)
        self._text(right, "Word to type after the semicolon", "strong")
        self.word = QLineEdit()
        self.word.setMaxLength(LONGEST_WORD + 1)  # a semicolon typed before it does no harm
        self.word.setPlaceholderText("nki")
        self.word.setAccessibleName("Word to type after the semicolon")
        right.addWidget(self.word)
        right.addSpacing(6)
        self._text(right, "What it becomes", "strong")
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("What it becomes")
        self.text.setPlaceholderText("Your own words")
        right.addWidget(self.text, 1)
        right.addSpacing(2)
        fields = QHBoxLayout()
        fields.setSpacing(4)
        self.fields: dict[str, QPushButton] = {}
        for name, tip in (*KNOWN.items(), ("", "A place to write in; Tab goes from one to the next")):
            button = QPushButton(name or "place to write in")
            button.setProperty("role", "link")
            button.setToolTip(tip[:1].upper() + tip[1:])
            button.setAccessibleName(f"Insert: {tip}")
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, name=name: self._insert(name))
            self.fields[name] = button
            fields.addWidget(button)
        fields.addStretch(1)
        self._text(right, "Put in", "small")
        right.addLayout(fields)
        self.refusal = refusal_line()
        right.addWidget(self.refusal)
        return right

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.remove_button = QPushButton("Remove")
        self.remove_button.setAutoDefault(False)
        self.remove_button.setProperty("scale", "large")
        self.remove_button.clicked.connect(self.remove)
        row.addWidget(self.remove_button)
        self.news = Label()
        self.news.setProperty("role", "small")
        row.addWidget(self.news)
        self.back_button = QPushButton("Bring it back")
        self.back_button.setProperty("role", "link")
        self.back_button.setAutoDefault(False)
        self.back_button.clicked.connect(self.bring_back)
        self.back_button.hide()
        row.addWidget(self.back_button)
        row.addStretch(1)
        self.done_button = QPushButton("Done")
        self.done_button.setProperty("role", "primary")
        self.done_button.setProperty("scale", "large")
        self.done_button.setDefault(True)
        self.done_button.clicked.connect(self.done_pressed)
        row.addWidget(self.done_button)
        return row

    @staticmethod
    def _text(column: QVBoxLayout, words: str, role: str) -> None:
        label = Label(words)
        label.setProperty("role", role)
        label.setWordWrap(True)
        column.addWidget(label)

    # -- what is shown ----------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        """The rows anew; the one in the fields stays the current one."""
        shown = self.workspace.snippets.all()
        lines = [self._line(one) for one in shown]
        self.list.selectionModel().blockSignals(True)
        self.list.lines_model().show(lines)
        row = next((row for row, one in enumerate(shown) if one.id == self._id), -1)
        self.list.setCurrentIndex(self.list.lines_model().index(row, 0))
        self.list.selectionModel().blockSignals(False)
        self.list.viewport().update()

    def _line(self, one: Snippet) -> Line:
        example = "example" if one.example else ""
        return Line(
            "snippet", one.id, f";{one.word}", " ".join(one.text.split()), example, current=one.id == self._id
        )

    def _show(self, snippet: Snippet | None) -> None:
        """Put this snippet in the fields, or nothing for a new one."""
        self._id = snippet.id if snippet else ""
        self._kept = (snippet.word, snippet.text) if snippet else ("", "")
        self.word.setText(self._kept[0])
        self.text.setPlainText(self._kept[1])
        self.remove_button.setEnabled(snippet is not None)
        self._refuse("", None)
        self._fill()

    def _row_changed(self, current: Index, before: Index) -> None:
        line = self.list.lines_model().lines[current.row()] if current.isValid() else None
        if line is None or line.id == self._id:
            return
        if not self.keep():
            self._fill()
            return
        self._show(next((one for one in self.workspace.snippets.all() if one.id == line.id), None))

    # -- verbs ------------------------------------------------------------------------------------------------------

    def keep(self) -> bool:
        """Have what stands in the fields kept; False where it cannot be, and why is said."""
        typed = (self.word.text(), self.text.toPlainText())
        if typed == self._kept or (not self._id and not any(part.strip() for part in typed)):
            return True
        try:
            saved = self.workspace.snippets.save(self._id, *typed, origin=self)
        except Refused as refused:
            self._refuse(refused.sentence, self.word if refused.field == "word" else self.text)
            return False
        except RecordsFault as fault:
            self._refuse(f"{fault} What you typed is still here.", None)
            return False
        self._id, self._kept = saved.id, (saved.word, saved.text)
        self._refuse("", None)
        self._say(f"Kept: ;{saved.word}")
        return True

    def new(self) -> None:
        if self.keep():
            self._show(None)
            self.word.setFocus()

    def remove(self) -> None:
        """Take the snippet out; it can be brought back as long as the form is open."""
        removed, word = self._id, self._kept[0]
        try:
            self.workspace.snippets.remove(removed, origin=self)
        except RecordsFault as fault:
            self._refuse(str(fault), None)
            return
        left = self.workspace.snippets.all()
        self._show(left[0] if left else None)
        self._say(f"Removed ;{word}.", removed)

    def bring_back(self) -> None:
        if not self.keep():
            return
        try:
            self.workspace.snippets.restore(self._removed, origin=self)
        except (Refused, RecordsFault) as fault:
            self._refuse(str(fault), None)
            return
        back = next(one for one in self.workspace.snippets.all() if one.id == self._removed)
        self._show(back)
        self._say(f"Back again: ;{back.word}")

    def done_pressed(self) -> None:
        if self.keep():
            self.accept()

    def reject(self) -> None:
        """Esc and the window's cross keep what was typed too; what cannot be kept is left behind at the second."""
        if self._leaving or self.keep():
            super().reject()
        self._leaving = True

    def _insert(self, name: str) -> None:
        """Put a field where the cursor is: one that the visit fills in, or the next place to write in."""
        cursor = self.text.textCursor()
        if name:
            cursor.insertText(f"{{{name}}}")
        else:
            used = [int(number) for number in re.findall(r"\{(\d{1,2})", self.text.toPlainText())]
            opening = f"{{{max(used, default=0) + 1}:"
            cursor.insertText(f"{opening}{WHAT}}}")
            cursor.movePosition(QTextCursor.MoveOperation.Left)
            cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(WHAT))
        self.text.setTextCursor(cursor)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, sentence: str, removed: str = "") -> None:
        self._removed = removed
        self.news.setText(sentence)
        self.back_button.setVisible(bool(removed))

    def _refuse(self, sentence: str, field: QWidget | None) -> None:
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))
        self._leaving = False
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
