"""The text from marks, above the field of the objective part: read, selected, copied, folded; never typed into."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bodymap.ui import icons
from bodymap.ui.clipboard import ConfidentialText
from bodymap.ui.elided import Elided

HEAD_PX = 28
BESIDE_PX = 36  # margins of the text, and the room of a scroll bar
LEAST_LINES = 2  # below that it is better folded
WHAT = "From the marks"


class DerivedText(QFrame):
    """`folded` tells that its head was pressed, and whether it is folded now."""

    folded = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "derived")
        self._room = 0
        self._text = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 0, 2, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 6, 0)
        row.setSpacing(4)
        self.head = QToolButton()
        self.head.setProperty("role", "derived")
        self.head.setText(WHAT)
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.head.setToolTip(
            "Written from marks, findings and needle counts; it changes with them and cannot be typed into. "
            "Charts and what is copied carry it ahead of your own text."
        )
        self.head.clicked.connect(lambda: self._press())
        row.addWidget(self.head, 0, Qt.AlignmentFlag.AlignLeft)
        # Folded, its beginning still stands there.
        self.begins = Elided()
        self.begins.setProperty("role", "small")
        self.begins.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self.begins, 1)
        row.addStretch(0)
        column.addLayout(row)
        self.view = ConfidentialText()
        self.view.setProperty("role", "derived-text")
        self.view.setReadOnly(True)
        self.view.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.view.setTabChangesFocus(True)
        self.view.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(f"{WHAT}, written by itself")
        column.addWidget(self.view)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._is_folded = True
        self.fold(True)
        self.hide()

    def text(self) -> str:
        return self._text

    def show_text(self, text: str) -> None:
        """Show this text; without one there is nothing to be seen."""
        if text == self._text:
            return
        self._text = text
        self._fill()
        self.begins.setText(text.replace("\n", " "))
        self._fit()

    def _fill(self) -> None:
        """Folded, nobody sees the whole text, and laying out a long one takes as long as a click may."""
        if not self._is_folded and self.view.toPlainText() != self._text:
            self.view.setPlainText(self._text)

    def is_folded(self) -> bool:
        return self._is_folded

    def fold(self, on: bool) -> None:
        """Fold the text away but for its head, or show it."""
        self._is_folded = on
        self._fill()
        self.view.setVisible(not on)
        self.begins.setVisible(on)
        icons.give(self.head, "unfold" if on else "down", 14)
        self.head.setAccessibleName(f"{WHAT}: {'show' if on else 'fold away'}")
        self._fit()

    def wanted(self) -> int:
        """How high the whole text is without its head; 0 while it is folded or there is none."""
        if self._is_folded or not self.text():
            return 0
        # Measured rather than asked of the document, which counts a paragraph that was never painted as one line.
        wide = max(80, self.width() - BESIDE_PX)
        wrapped = Qt.TextFlag.TextWordWrap
        return self._height_of(
            self.view.fontMetrics().boundingRect(QRect(0, 0, wide, 100_000), wrapped, self.text()).height()
        )

    def _height_of(self, text_px: int) -> int:
        return text_px + 2 * int(self.view.document().documentMargin()) + 4

    def set_room(self, px: int) -> None:
        """How high it may be with its head, so that the field below keeps its room: a longer text scrolls."""
        self._room = px
        self._fit()

    def _press(self) -> None:
        self.fold(not self._is_folded)
        self.folded.emit(self._is_folded)

    def _fit(self) -> None:
        wanted = self.wanted()
        if wanted:
            least = min(wanted, self._height_of(LEAST_LINES * self.view.fontMetrics().lineSpacing()))
            self.view.setFixedHeight(max(least, min(wanted, self._room - HEAD_PX)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(80, super().minimumSizeHint().height())
