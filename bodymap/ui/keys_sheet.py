"""The keys on one sheet (F1): those of the menus read off the actions, those of the body and the fields from here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from bodymap.ui.widgets import Label

BODY_KEYS: tuple[tuple[str, str], ...] = (
    ("Click, tap", "mark the muscle; on a mark: select it; on a finding: needle it"),
    ("Double click", "frame the muscle; on a mark: edit it"),
    ("Right click, press long", "the muscles here from the surface down, other tissue, findings"),
    ("Drag a mark", "move it; drag beside marks pans"),
    ("Wheel, pinch", "closer, farther; Shift+wheel pans; Alt+wheel peels layers"),
    ("Swipe, Page Up, Page Down", "the neighbouring view"),
    ("1, 2, 3", "superficial, intermediate, deep"),
    ("Arrows", "to the next muscle; a selected mark: 1 mm (Shift: 5 mm)"),
    ("Enter", "mark the muscle; on a selected mark: edit it"),
    ("Tab", "from mark to mark; Ctrl+Tab leaves the body"),
    ("F", "note findings instead of needles, and back"),
    ("/", "quick entry"),
    ("Delete", "take the selected marks out"),
    ("Alt+0 to 9, Alt+-", "twitch responses of the mark just made or selected; not recorded"),
    ("Alt+E, Alt+I, Alt+O", "its e-stim; left in place; withdrawn at once"),
    ("Alt+Up, Down; Ctrl+Shift+1 to 6", "its needles; its size, as the mark bar offers them"),
    ("+, -, 0", "closer, farther, whole plate"),
    ("Esc", "let go: of a tool, of what is selected, of what was found"),
)
LIST_KEYS: tuple[tuple[str, str], ...] = (
    ("Up, Down", "from mark to mark"),
    ("Right, Left", "from cell to cell"),
    ("Enter, or type", "edit the cell; with several marks selected: all of them"),
    ("Delete", "take the marks out"),
)
NOTE_KEYS: tuple[tuple[str, str], ...] = (
    ("; and a word", "a snippet: a blank or Tab writes it out, arrows and Enter choose one"),
    ("Tab, Shift+Tab", "through its places to write in; else to the next field"),
    ("Ctrl+Z", "take back what was typed or written out"),
)


class KeysSheet(QDialog):
    """`commands` by subject, as the menus have them."""

    def __init__(self, parent: QWidget, commands: Mapping[str, Sequence[QAction]]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 14)
        outer.setSpacing(10)
        title = Label("Keys and gestures")
        title.setProperty("role", "title")
        outer.addWidget(title)
        sheet = QWidget()
        columns = QHBoxLayout(sheet)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(28)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(_table("On the body", BODY_KEYS))
        left.addWidget(_table("In the list of marks", LIST_KEYS))
        left.addWidget(_table("In the session note", NOTE_KEYS))
        for subject, actions in commands.items():
            rows = [(keys, _text(action)) for action in actions if (keys := _keys(action))]
            if rows:
                right.addWidget(_table(subject, rows))
        for column in (left, right):
            column.addStretch(1)
            columns.addLayout(column, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(sheet)
        sheet.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        outer.addWidget(area, 1)
        foot = QHBoxLayout()
        hint = Label("Every command by name: Ctrl+Shift+A")
        hint.setProperty("role", "muted")
        foot.addWidget(hint)
        foot.addStretch(1)
        close = QPushButton("Close")
        close.setProperty("scale", "large")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot.addWidget(close)
        outer.addLayout(foot)
        self.resize(min(980, parent.width() - 60), min(700, parent.height() - 40))


def _table(title: str, rows: Sequence[tuple[str, str]]) -> QWidget:
    part = QWidget()
    grid = QGridLayout(part)
    grid.setContentsMargins(0, 0, 0, 10)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(4)
    head = Label(title)
    head.setProperty("role", "heading")
    grid.addWidget(head, 0, 0, 1, 2)
    for number, (keys, what) in enumerate(rows, 1):
        key = Label(keys)
        key.setProperty("role", "strong")
        key.setWordWrap(True)
        key.setFixedWidth(150)
        key.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        does = Label(what)
        does.setWordWrap(True)
        does.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(key, number, 0)
        grid.addWidget(does, number, 1)
    grid.setColumnStretch(1, 1)
    return part


def _keys(action: QAction) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(keys.toString(native) for keys in action.shortcuts())


def _text(action: QAction) -> str:
    return action.text().replace("&", "").removesuffix("…")
