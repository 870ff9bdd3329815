"""Rooms of the step of the needles that never press anything over something else: what does not fit scrolls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

LINE_PX = 24
"""One line: the counts."""
MOST_PX, MOST_LARGE_PX = 78, 200
"""A warning, what lies nearby, the reason offered; on a large screen whatever is said."""


class Scrolling(QScrollArea):
    """Holds something that scrolls where it has too little room, on the ground it lies on."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(inner)
        self.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)  # setWidget turns it on


class CareRoom(Scrolling):
    """Where what holds at a mark is said. It grows with what is said and keeps that height as long as the visit is
    shown: a row of marks above it, or a field below it, would move under the hand. `grew` tells that it did."""

    grew = Signal()

    def __init__(self) -> None:
        inner = QWidget()
        super().__init__(inner)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.column = column
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._most, self._least, self._px = MOST_PX, LINE_PX, LINE_PX
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.fit)
        inner.installEventFilter(self)
        self.setFixedHeight(LINE_PX)
        QApplication.instance().focusChanged.connect(self._follow)

    def set_room(self, *, large: bool, whole: bool) -> None:
        """How high it may be; `whole`: it is as high as it may be from the start, for what lies below has no room to
        give later."""
        self._most = MOST_LARGE_PX if large else MOST_PX
        self._least = MOST_PX if whole and not large else LINE_PX
        self.fit()

    def begin(self) -> None:
        """Another visit is shown: nothing was said of it yet."""
        self._px = LINE_PX
        self.fit()

    def fit(self) -> None:
        """As high as what is said now, or was said before."""
        self._soon.stop()
        wanted = self.column.totalHeightForWidth(max(1, self.width()))
        self._px = max(self._px, min(wanted, self._most))
        height = max(self._least, min(self._px, self._most))
        if height != self.height():
            more = height > self.height()
            self.setFixedHeight(height)
            if more:
                self.grew.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._soon.start()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._soon.start()

    def sizeHint(self) -> QSize:
        return QSize(self.widget().minimumSizeHint().width(), LINE_PX)

    def _follow(self, _old: object, new: object) -> None:
        """The reason that is being written is in sight."""
        if isinstance(new, QWidget) and self.widget().isAncestorOf(new):
            self.ensureWidgetVisible(new, 0, 2)
