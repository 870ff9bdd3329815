"""Work for quiet moments: the patient list made ready for finding, the records' housekeeping.

Nothing is done while somebody types or clicks, and then only a few milliseconds at a time.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from bodymap.charting.faults import RecordsFault
from bodymap.workspace.workspace import Workspace

log = logging.getLogger(__name__)

PAUSE_S = 0.15
"""Since the last key, click or wheel: shorter, and a step would come between two keystrokes."""
START_MS = 400
REST_MS = 20_000
INPUT = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchUpdate,
    QEvent.Type.InputMethod,
}


class QuietWork(QObject):
    """Goes on for one workspace until it is stopped."""

    def __init__(self, parent: QObject, workspace: Workspace) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._warming: Iterator[None] | None = workspace.warm()
        self._last_input = 0.0
        self._steps = QTimer(self)
        self._steps.timeout.connect(self._step)
        # The plate and the list come first.
        self._steps.start(START_MS)
        self._rests = QTimer(self)
        self._rests.timeout.connect(self._rest)
        self._rests.start(REST_MS)
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def stop(self) -> None:
        """Before the records are let go."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self._steps.stop()
        self._rests.stop()
        self._warming = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in INPUT:
            self._last_input = monotonic()
        return False

    def _is_quiet(self) -> bool:
        return monotonic() - self._last_input > PAUSE_S

    def _step(self) -> None:
        if self._warming is None:
            self._steps.stop()
            return
        if not self._is_quiet():
            self._steps.setInterval(50)
            return
        self._steps.setInterval(0)
        try:
            next(self._warming)
        except StopIteration:
            self._end_warming()
        except RecordsFault as fault:
            # Whoever looks for a patient is told; here nobody asked.
            log.warning("the patient list was not made ready: %s", fault.kind)
            self._end_warming()

    def _end_warming(self) -> None:
        self._warming = None
        self._steps.stop()
        # A hundred thousand patients live as long as the program: walking them in every collection takes 100 ms.
        gc.collect()
        gc.freeze()

    def _rest(self) -> None:
        if self._is_quiet():
            self._workspace.idle()
