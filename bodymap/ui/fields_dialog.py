"""A window of fields each of which is kept as soon as it is said."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QPushButton

ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FieldsDialog(QDialog):
    """There is nothing to accept in it: Enter says what stands in a field."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keys; in a field it does not close the window."""
        if event.key() in ENTERS and not isinstance(self.focusWidget(), QPushButton):
            event.accept()
            return
        super().keyPressEvent(event)
