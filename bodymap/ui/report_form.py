"""The report of a course: of which visits, as what, with the therapist's own words; seen as it will be printed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPlainTextEdit, QWidget

from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.report import DISCHARGE, PROGRESS
from bodymap.charting.wording import day
from bodymap.drawing.pages import Page
from bodymap.drawing.report_pages import lay_out_report
from bodymap.settings import Preferences
from bodymap.ui.messages import MessageBar
from bodymap.ui.page_form import PageForm
from bodymap.ui.print_dialogs import INKS, PAPERS, plain_name
from bodymap.ui.segments import Segments
from bodymap.ui.widgets import Choice, Label
from bodymap.workspace.workspace import Workspace

NOT_KEPT = (
    "Made of what is recorded; change it as you like. These visits are no plan's: it is printed, not kept."
)
DRAFTED = "Made of what is recorded; change it as you like. What you write is kept with the plan."


class ReportForm(PageForm):
    """The summary is made of the facts until the therapist changes it; then it is kept with the plan as written, when
    the report goes to paper, when other visits are chosen and when the form is closed."""

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
        self._not_kept: str | None = None  # what could not be kept, once that was said
        self._plan_id = plan_id
        self.kinds = Segments((("progress", PROGRESS, ""), ("discharge", DISCHARGE, "")))
        plan = workspace.plans.get(plan_id) if plan_id else None
        self.kinds.set_value("discharge" if plan is not None and plan.ended_on else "progress")
        self.kinds.chosen.connect(lambda _: self.show_page())
        self.course = Choice()
        self.course.setAccessibleName("Visits")
        # However long a diagnosis is, it widens nothing.
        self.course.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.course.setMinimumContentsLength(20)
        self.course.addItem("All visits", "")
        for one in workspace.plans.of(patient_id):
            self.course.addItem(f"Visits of the plan: {one.diagnosis}", one.id)
        self.course.setCurrentIndex(max(0, self.course.findData(plan_id)))
        self.course.currentIndexChanged.connect(lambda _: self._other_course())
        title = Label("Summary")
        title.setProperty("role", "strong")
        self.hint = Label()
        self.hint.setProperty("role", "muted")
        self.hint.setWordWrap(True)
        self.summary = QPlainTextEdit()
        self.summary.setTabChangesFocus(True)
        self.summary.setAccessibleName("Summary")
        self.again = self.button("Write it anew from the facts", self._anew)
        self.papers, self.inks = Segments(PAPERS), Segments(INKS)
        row = QHBoxLayout()
        row.setSpacing(8)
        for segments, name in ((self.papers, "paper"), (self.inks, "ink")):
            segments.set_value(preferences[name])
            segments.chosen.connect(lambda value, name=name: self._choose(name, str(value)))
            row.addWidget(segments)
        row.addStretch(1)
        self.left.addWidget(self.kinds, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self.course, title, self.hint):
            self.left.addWidget(widget)
        self.left.addWidget(self.summary, 1)
        self.left.addWidget(self.again)
        self.left.addLayout(row)
        self._read()
        self.summary.textChanged.connect(self._typed)

    # -- the summary --------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        """Show the summary that is kept with the plan, else the draft."""
        plan = self.workspace.plans.get(self._plan_id) if self._plan_id else None
        kept = plan.summary if plan is not None else ""
        self._written = bool(kept)
        self.summary.blockSignals(True)
        self.summary.setPlainText(kept or self.workspace.reports.draft(self.patient_id, self._plan_id))
        self.summary.blockSignals(False)
        if plan is None:
            self.hint.setText(NOT_KEPT)
        elif kept:
            since = self.workspace.reports.visits_since_summary(plan.id)
            later = f", before the last {'visit' if since == 1 else f'{since} visits'}" if since else ""
            self.hint.setText(f"Written on {day(plan.summary_on)}{later}; kept with the plan.")
        else:
            self.hint.setText(DRAFTED)
        self.again.setEnabled(self._written)
        self.show_page()

    def _typed(self) -> None:
        self._written = True
        self.again.setEnabled(True)
        self.later.start()

    def keep(self) -> bool:
        """Keep what was written with the plan; whether it could be."""
        if not self._plan_id:
            return True
        text = self.summary.toPlainText() if self._written else ""
        try:
            self.workspace.reports.keep_summary(self._plan_id, text, origin=self)
        except (Refused, RecordsFault) as problem:
            if self._not_kept == text:
                return True  # said, and closed all the same
            self._not_kept = text
            self.say(f"{problem} To leave without keeping the summary, close once more.")
            return False
        return True

    def _other_course(self) -> None:
        """Other visits: they have a summary of their own."""
        if not self.keep():
            self.course.blockSignals(True)
            self.course.setCurrentIndex(self.course.findData(self._plan_id))
            self.course.blockSignals(False)
            return
        self._plan_id = self.course.currentData() or ""
        self._read()

    def _anew(self) -> None:
        """The draft again; the kept one goes when the form is closed."""
        self.summary.setPlainText(self.workspace.reports.draft(self.patient_id, self._plan_id))
        self._written = False
        self.again.setEnabled(False)
        if self._plan_id:
            self.hint.setText(DRAFTED)

    # -- the page -----------------------------------------------------------------------------------------------------

    def _choose(self, which: str, value: str) -> None:
        self.preferences[which] = value
        self.show_page()

    def pages(self) -> list[Page]:
        report = self.workspace.reports.report(
            self.patient_id,
            self._plan_id,
            discharge=self.kinds.value() == "discharge",
            summary=self.summary.toPlainText(),
        )
        self.kind = report.kind
        return lay_out_report(
            report, self.workspace.atlas, paper=self.preferences["paper"], ink=self.preferences["ink"]
        )

    def remark(self, pages: list[Page]) -> str:
        return f"The report takes {len(pages)} pages." if len(pages) > 2 else ""

    def name_of_file(self) -> str:
        return f"{self.kind} {plain_name(self.workspace.patients.get(self.patient_id).name)}"

    def done(self, result: int) -> None:
        """Closed in whatever way: what was written is kept first."""
        if self.keep():
            super().done(result)
