"""What follows a gesture on the body once its picture is painted.

A click has to be answered on the body within a frame. Lists, counts, texts and buttons follow from it too, but no hand
waits for them: they are brought up to date in the next turn of the event loop, before anything else is asked of them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

log = logging.getLogger(__name__)

Work = Callable[[], object]


class Afterwards(QObject):
    """Work to be done in order once what is due to be painted has been painted. `began` tells that it is begun now."""

    began = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._due: list[Work] = []
        # A timer of zero comes after what is painted: Qt keeps it for when no event is waiting.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.catch_up)

    def do(self, work: Work) -> None:
        """Have it done after the picture."""
        self._due.append(work)
        if not self._timer.isActive():
            self._timer.start()

    @property
    def due(self) -> bool:
        """Whether anything is still to be done."""
        return bool(self._due)

    def catch_up(self) -> None:
        """Do now what is still due: before anything that reads or changes what it shows. What fails is logged, as where
        a listener does: what it would have shown is committed already."""
        self._timer.stop()
        if self._due:
            self.began.emit()
        while self._due:
            work = self._due.pop(0)
            try:
                work()
            except Exception:
                log.exception("what follows a gesture failed")
