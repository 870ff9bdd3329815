"""What the window says and asks: the message bar, the page for records that cannot be opened, and the one seam through
which questions are put (`ask`, `tell`, `choose_folder`, `save_as`), which tests replace.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bodymap.ui import icons, theme
from bodymap.ui.announce import announce
from bodymap.ui.widgets import Label

if TYPE_CHECKING:
    from bodymap.charting.faults import RecordsFault

NEWS_MS = 20_000
CARD_PX, CARD_MARGIN_PX = 640, 40
Action = tuple[str, Callable[[], object]]


def ask(parent: QWidget, question: str, detail: str, yes: str, no: str = "Cancel") -> bool:
    """Put a question with two answers; closing it or Esc is the second."""
    from bodymap.ui.question import Question

    return Question(parent, question, detail, yes, no).exec() == Question.DialogCode.Accepted


def tell(parent: QWidget, text: str, detail: str = "") -> None:
    """Say something that must be read before going on. Routine news goes to the message bar instead."""
    from bodymap.ui.question import Question

    Question(parent, text, detail, "OK", "").exec()


def choose_folder(parent: QWidget, title: str, start: str) -> Path | None:
    """A folder that the user chooses, or None."""
    from PySide6.QtWidgets import QFileDialog

    chosen = QFileDialog.getExistingDirectory(parent, title, start)
    return Path(chosen) if chosen else None


def save_as(parent: QWidget, title: str, start: str, kind: str) -> Path | None:
    """A file to write that the user chooses, or None. The dialog itself asks before an existing file is replaced."""
    from bodymap.ui.save_dialog import SaveDialog

    dialog = SaveDialog(parent, title, start, kind)
    try:
        return dialog.target() if dialog.exec() else None
    finally:
        dialog.deleteLater()


def choose_file(parent: QWidget, title: str, start: str, kinds: str) -> Path | None:
    """A file to read that the user chooses, or None."""
    from PySide6.QtWidgets import QFileDialog

    chosen, _ = QFileDialog.getOpenFileName(parent, title, start, kinds)
    return Path(chosen) if chosen else None


def choose_colour(parent: QWidget, title: str, start: str) -> str | None:
    """A colour (#0f5470) that the user chooses, or None."""
    from PySide6.QtGui import QColor
    from PySide6.QtWidgets import QColorDialog

    chosen = QColorDialog.getColor(QColor(start), parent, title)
    return chosen.name() if chosen.isValid() else None


class Sign(QWidget):
    """Which kind of message it is, by a shape of its own: a circle, a triangle, an octagon."""

    def __init__(self) -> None:
        super().__init__()
        self.kind = "info"
        self.setFixedSize(20, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.paint(painter, self.kind, QRectF(self.rect()), theme.color(f"on_{self.kind}"))
        painter.end()


class MessageBar(QFrame):
    """One message at a time: what happened, and buttons for what can be done. News goes by itself, faults stay."""

    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setProperty("kind", "info")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 6, 4)
        row.setSpacing(8)
        self.sign = Sign()
        row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignVCenter)
        self._words = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._words.setSpacing(8)
        row.addLayout(self._words, 1)
        self.label = Label()
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._words.addWidget(self.label, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._words.addLayout(self._buttons)
        self._close = QToolButton()
        self._close.setProperty("role", "icon")
        self._close.setToolTip("Close this message")
        self._close.setAccessibleName("Close this message")
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.give(self._close, "close", 16)
        self._close.clicked.connect(self.clear)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.topic = ""
        self._goes = QTimer(self)
        self._goes.setSingleShot(True)
        self._goes.setInterval(NEWS_MS)
        self._goes.timeout.connect(self.clear)
        self.hide()

    def show_message(self, kind: str, text: str, actions: Sequence[Action] = (), *, topic: str = "") -> None:
        """`kind` is info, warn or fault. A `topic` lets the message be taken away once it no longer holds."""
        self.topic = topic
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self.label.setText(text)
        self.sign.kind = kind
        self.sign.update()
        self.sign.setAccessibleName({"info": "Note", "warn": "Warning", "fault": "Fault"}[kind])
        self.label.style().unpolish(self.label)
        self.label.style().polish(self.label)
        while (item := self._buttons.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for words, do in actions:
            button = QPushButton(words)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, do=do: self._act(do))
            self._buttons.addWidget(button)
            button.show()  # now: the bar may be on the screen already
        self._goes.stop()
        if kind == "info" and not self._close.isHidden():
            self._goes.start()
        self.show()
        self.raise_()
        self.shown.emit()
        announce(self, text, urgent=kind == "fault")

    def _beside(self) -> tuple[int, int]:
        """Pixels that the text takes in one line, and that stand beside it: buttons, cross, margins."""
        buttons = sum(button.sizeHint().width() + 8 for button in self.buttons())
        line = self.label.fontMetrics().horizontalAdvance(self.label.text())
        return line + 16, buttons + self._close.sizeHint().width() + 28 + self.sign.width() + 8

    def width_wanted(self) -> int:
        """The width in which the text takes one line."""
        return sum(self._beside())

    def height_for(self, width: int) -> int:
        """How high the bar must be in that width. A text of many lines has its buttons below it, not beside it."""
        line, beside = self._beside()
        below = bool(self.buttons()) and line > 1.8 * (width - beside)
        self._words.setDirection(
            QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        )
        self._buttons.setAlignment(Qt.AlignmentFlag.AlignLeft if below else Qt.AlignmentFlag.AlignVCenter)
        self.layout().activate()
        return max(self.heightForWidth(width), self.minimumSizeHint().height())

    def closable(self, on: bool) -> None:
        """A message that must stay has no cross."""
        self._close.setVisible(on)

    def _act(self, do: Callable[[], object]) -> None:
        if not self._close.isHidden():
            self.clear()
        do()

    def clear(self) -> None:
        self.topic = ""
        self.hide()

    def clear_topic(self, topic: str) -> None:
        """Take the message away if it is about this."""
        if self.topic == topic:
            self.clear()

    def text(self) -> str:
        return self.label.text() if self.isVisibleTo(self.parentWidget()) else ""

    def buttons(self) -> list[QPushButton]:
        items = (self._buttons.itemAt(i).widget() for i in range(self._buttons.count()))
        return [widget for widget in items if isinstance(widget, QPushButton)]


_TITLES = {
    "in-use": "These records are open elsewhere",
    "newer": "These records were made by a newer BodyMap",
    "foreign": "This folder holds something else",
    "damaged": "These records are damaged",
    "missing": "These records are not where they were",
    "read-only": "These records cannot be written",
    "full": "The disk is full",
    "no-key": "The key of these records is missing",
}


class FaultPage(QFrame):
    """Stands in the window's place while records cannot be opened: what happened, what is safe, what to do."""

    try_again = Signal()
    other_folder = Signal()
    look_around = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        outer = QVBoxLayout(self)
        card = QFrame()
        card.setProperty("role", "sheet")
        card.setFixedWidth(CARD_PX)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(CARD_MARGIN_PX, 34, CARD_MARGIN_PX, 34)
        inner.setSpacing(12)
        self.title = self._label("display")
        self.happened = self._label("lead")
        self.safe = self._label("lead")
        self.next_step = self._label("lead")
        self.folder = self._label("small")
        for label in (self.title, self.happened, self.safe, self.next_step, self.folder):
            inner.addWidget(label)
        inner.addSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.again_button = self._button("Try again", self.try_again, primary=True)
        self.folder_button = self._button("Choose another folder…", self.other_folder)
        self.look_button = self._button("Look around with invented patients", self.look_around)
        for button in (self.again_button, self.folder_button, self.look_button):
            row.addWidget(button)
        row.addStretch(1)
        inner.addLayout(row)
        outer.addStretch(2)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)

    def _label(self, role: str) -> QLabel:
        label = Label()
        label.setProperty("role", role)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _button(self, text: str, signal: object, primary: bool = False) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("scale", "large")
        if primary:
            button.setProperty("role", "primary")
        button.clicked.connect(lambda: signal.emit())  # type: ignore[attr-defined]
        return button

    def show_fault(self, fault: RecordsFault, folder: Path | None) -> None:
        """Fill the page with this fault."""
        self.title.setText(_TITLES.get(fault.kind, "The records cannot be opened"))
        for label, text in (
            (self.happened, fault.happened),
            (self.safe, fault.safe),
            (self.next_step, fault.next_step),
            (self.folder, f"Folder: {folder}" if folder else ""),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        for label in (self.title, self.happened, self.safe, self.next_step, self.folder):
            # A card that is centred is not asked how high it is in its width: a second line would be cut.
            label.ensurePolished()
            height = label.heightForWidth(CARD_PX - 2 * CARD_MARGIN_PX - 2)
            label.setMinimumHeight(max(0, height))
        self.again_button.setFocus()
