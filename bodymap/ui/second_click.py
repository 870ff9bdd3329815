"""The second click of a double click on something that its first click has taken away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QWidget

REACH_PX = 16
"""How far from the first click the second may fall; a finger rolls."""


class SecondClick(QWidget):
    """Lies unseen where the first click fell, for as long as the system waits for a second one, and takes that one."""

    def __init__(self, over: QWidget, at: QPoint, twice: Callable[[], object]) -> None:
        super().__init__(over)
        self._twice = twice
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        reach = QPoint(REACH_PX, REACH_PX)
        self.setGeometry(QRect(at - reach, at + reach))
        self.raise_()
        self.show()
        QTimer.singleShot(QGuiApplication.styleHints().mouseDoubleClickInterval(), self, self.deleteLater)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton and self.isVisible():
            self.hide()
            self._twice()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
