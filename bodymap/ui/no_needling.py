"""A visit at which nothing is needled: said with its reason, in one line where the marks would stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from bodymap.charting.faults import RecordsFault, Refused
from bodymap.ui.widgets import Label

if TYPE_CHECKING:
    from bodymap.workspace.workspace import Workspace


class NoNeedling(QFrame):
    """Seen while nothing is marked: a press asks why, Enter keeps it; what was said can be changed and taken back."""

    refused = Signal(str)
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._workspace: Workspace | None = None
        self._visit_id = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.words = Label()
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.words)
        row = QHBoxLayout()
        row.setSpacing(6)
        column.addLayout(row)
        row.addStretch(1)
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.reason.setPlaceholderText("why nothing is needled today, then Enter")
        self.reason.setAccessibleName("Why nothing is needled at this visit")
        self.reason.returnPressed.connect(self._keep)
        self.reason.installEventFilter(self)
        self.reason.hide()
        row.addWidget(self.reason, 8)
        self.ask = self._link("No needling today…", self._ask)
        self.back = self._link("Take back", lambda: self._say(""))
        row.addWidget(self.ask)
        row.addWidget(self.back)
        row.addStretch(1)
        self.hide()

    @staticmethod
    def _link(text: str, pressed: Callable[[], object]) -> QPushButton:
        made = QPushButton(text)
        made.setProperty("role", "link")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(pressed)
        return made

    def show_visit(self, workspace: Workspace | None, visit_id: str, *, marked: bool, editable: bool) -> None:
        """Show what the visit says; nothing where something is `marked`."""
        same = visit_id == self._visit_id
        self._workspace, self._visit_id = workspace, visit_id
        said = workspace.visits.get(visit_id).not_needled if workspace is not None and visit_id else ""
        if marked or not visit_id or not (editable or said):
            self.reason.hide()
            self.hide()
            return
        if not same:
            self.reason.hide()
        writing = self.reason.isVisibleTo(self)
        self.words.setText(f"Nothing is needled at this visit: {said}" if said else "")
        self.words.setVisible(bool(said) and not writing)
        self.ask.setText("Change…" if said else "No needling today…")
        self.ask.setVisible(editable and not writing)
        self.back.setVisible(editable and bool(said) and not writing)
        self.show()

    @property
    def said(self) -> str:
        """What the visit says of it; "" for nothing."""
        return self.words.text()

    def _ask(self) -> None:
        if self._workspace is None:
            return
        self.reason.setText(self._workspace.visits.get(self._visit_id).not_needled)
        for one in (self.words, self.ask, self.back):
            one.hide()
        self.reason.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reason.selectAll()

    def _keep(self) -> None:
        if not self.reason.text().strip():
            self.refused.emit("Write in a few words why nothing is needled: it becomes part of the record.")
            return
        self._say(self.reason.text())

    def _say(self, reason: str) -> None:
        if self._workspace is None:
            return
        try:
            self._workspace.visits.say_not_needled(self._visit_id, reason, origin=self)
        except Refused as refused:
            self.refused.emit(refused.sentence)
            return
        except RecordsFault as fault:
            self.failed.emit(fault)
            return
        self.refused.emit("")
        self._close()

    def _close(self) -> None:
        self.reason.clearFocus()
        self.reason.hide()
        if self._workspace is not None:
            self.show_visit(self._workspace, self._visit_id, marked=False, editable=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape leaves it as it was."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and event.key() == Qt.Key.Key_Escape:
            self.refused.emit("")
            self._close()
            return True
        return super().eventFilter(watched, event)
