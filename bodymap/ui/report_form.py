"""The report of a course: of which visits, as what, with the therapist's own words; seen as it will be printed."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLabel, QPlainTextEdit, QWidget

from bodymap.charting.report import DISCHARGE, PROGRESS, Report
from bodymap.drawing.pages import Page
from bodymap.drawing.report_pages import lay_out_report
from bodymap.settings import Preferences
from bodymap.ui.messages import MessageBar
from bodymap.ui.page_form import PageForm
from bodymap.ui.print_dialogs import plain_name
from bodymap.ui.segments import Segments
from bodymap.workspace.workspace import Workspace


class ReportForm(PageForm):
    """The summary is made of the facts until the therapist changes it; then it stays as written."""

    what = "report"
    kind = PROGRESS

    def __init__(
        self,
        parent: QWidget,
        workspace: Workspace,
        patient_id: str,
        plan_id: str,
        preferences: Preferences,
        bar: MessageBar,
    ) -> None:
        super().__init__(parent, "Report of the course", preferences, bar)
        self.workspace, self.patient_id = workspace, patient_id
        self._written = False
        self.kinds = Segments((("progress", PROGRESS, ""), ("discharge", DISCHARGE, "")))
        self.kinds.set_value("progress")
        self.kinds.chosen.connect(lambda _: self._facts_changed())
        self.course = QComboBox()
        self.course.setAccessibleName("Visits")
        self.course.addItem("All visits", "")
        for plan in workspace.plans.of(patient_id):
            self.course.addItem(f"Visits of the plan: {plan.diagnosis}", plan.id)
        self.course.setCurrentIndex(max(0, self.course.findData(plan_id)))
        self.course.currentIndexChanged.connect(lambda _: self._facts_changed())
        title = QLabel("Summary")
        title.setProperty("role", "strong")
        hint = QLabel(
            "Made of what is recorded; change it as you like. What you write here is printed, not kept."
        )
        hint.setProperty("role", "muted")
        hint.setWordWrap(True)
        self.summary = QPlainTextEdit()
        self.summary.setTabChangesFocus(True)
        self.summary.setAccessibleName("Summary")
        self.again = self.button("Write it anew from the facts", self._anew)
        for widget in (self.kinds, self.course, title, hint):
            self.left.addWidget(widget)
        self.left.addWidget(self.summary, 1)
        self.left.addWidget(self.again)
        self._facts_changed()
        self.summary.textChanged.connect(self._typed)

    def _report(self, summary: str | None) -> Report:
        return self.workspace.reports.report(
            self.patient_id,
            self.course.currentData() or "",
            discharge=self.kinds.value() == "discharge",
            summary=summary,
        )

    def _facts_changed(self) -> None:
        """Other visits or another kind: a summary that nobody wrote follows."""
        if not self._written:
            self.summary.blockSignals(True)
            self.summary.setPlainText(self._report(None).summary)
            self.summary.blockSignals(False)
        self.again.setEnabled(self._written)
        self.show_page()

    def _typed(self) -> None:
        self._written = True
        self.again.setEnabled(True)
        self.later.start()

    def _anew(self) -> None:
        self._written = False
        self._facts_changed()

    def pages(self) -> list[Page]:
        report = self._report(self.summary.toPlainText())
        self.kind = report.kind
        return lay_out_report(
            report, self.workspace.atlas, paper=self.preferences["paper"], ink=self.preferences["ink"]
        )

    def name_of_file(self) -> str:
        return f"{self.kind} {plain_name(self.workspace.patients.get(self.patient_id).name)}"
