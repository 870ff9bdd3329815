"""A line to search with, and a cross to empty it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from bodymap.ui import icons


class SearchField(QLineEdit):
    """Qt's own clear button sits askew in a styled field and does not follow the theme; this one does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 4, 0)
        row.addStretch(1)
        self.cross = QToolButton()
        self.cross.setProperty("role", "icon")
        self.cross.setStyleSheet("QToolButton { min-width: 24px; min-height: 24px; }")
        self.cross.setToolTip("Empty this field")
        self.cross.setAccessibleName("Empty this field")
        self.cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cross.setCursor(Qt.CursorShape.ArrowCursor)
        icons.give(self.cross, "close", 14, "muted")
        self.cross.clicked.connect(self._empty)
        self.cross.hide()
        row.addWidget(self.cross)
        self.setTextMargins(0, 0, 26, 0)
        self.textChanged.connect(lambda text: self.cross.setVisible(bool(text)))

    def event(self, event: QEvent) -> bool:
        """In an empty field Ctrl+Z is meant for the visit, not for what was typed here before."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and not self.text()
            and any(
                event.matches(keys) for keys in (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
            )
        ):
            event.ignore()
            return False
        return super().event(event)

    def _empty(self) -> None:
        self.clear()
        self.textEdited.emit("")
        self.setFocus(Qt.FocusReason.OtherFocusReason)
