"""The line below the head of a visit of an earlier day: that what is changed now is dated on its chart, or what was."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QSizePolicy, QWidget

from bodymap.charting.later import charted_until
from bodymap.charting.records import VisitStatus
from bodymap.ui.elided import Elided
from bodymap.workspace.changes import Changed
from bodymap.workspace.workspace import Workspace

BEFORE = "An earlier day: what is changed now is dated on its chart."


class LaterLine(Elided):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setProperty("role", "small")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.hide()
        self._workspace: Workspace | None = None
        self._visit_id = ""
        # The audit is read once what was done is shown, and once for all that was done together.
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.setInterval(0)
        self._due.timeout.connect(self.refresh)

    def show_visit(self, workspace: Workspace | None, visit_id: str) -> None:
        self._workspace, self._visit_id = workspace, visit_id
        self.refresh()

    def on_changed(self, changed: Changed) -> None:
        if self._workspace is not None and self._visit_id:
            self._due.start()

    def refresh(self) -> None:
        self._due.stop()
        text, tip = self._said()
        self.setText(text)
        self.setToolTip(tip)
        self.setVisible(bool(text))

    def _said(self) -> tuple[str, str]:
        ws = self._workspace
        if ws is None or not self._visit_id:
            return "", ""
        visit = ws.visits.get(self._visit_id)
        if visit.removed or charted_until(visit) >= ws.history.today():
            return "", ""
        later = ws.telling.later(visit.id)
        if not later:
            draft = visit.status is VisitStatus.DRAFT
            return (BEFORE, BEFORE) if draft else ("", "")
        lines = [one.line for one in reversed(later)]
        more = f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""
        tip = "Stands on the chart, each with its day:\n" + "\n".join(lines[:8])
        return f"{lines[0].rstrip('.')}{more}", tip
