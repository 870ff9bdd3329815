"""A visit's steps above its note: before the needles, the needles, after them, the plan. One is shown at a time."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from bodymap.charting.faults import RecordsFault
from bodymap.charting.policy import Missing
from bodymap.ui.after_page import AfterPage
from bodymap.ui.before_page import BeforePage
from bodymap.ui.plan_page import PlanPage
from bodymap.ui.record_page import RecordPage
from bodymap.ui.segments import Segments
from bodymap.ui.tissue_menu import heading, quiet_menu
from bodymap.workspace.changes import Changed
from bodymap.workspace.workspace import Workspace

BEFORE, NEEDLES, AFTER, PLAN = "before", "needles", "after", "plan"
SETTLE_MS = 150
"""What is missing is looked at when a change has settled, never within a click."""

_STEP_OF_FIELD = {
    "consent": BEFORE, "verbal_consent": BEFORE, "precautions": BEFORE, "response": BEFORE, "event": BEFORE,
    "pain_before": BEFORE, "motion": BEFORE, "override": NEEDLES, "body": NEEDLES, "needle": NEEDLES, "ltr": NEEDLES,
    "needles_out": NEEDLES, "lot": NEEDLES, "expiry": NEEDLES, "therapist": NEEDLES, "tolerance": AFTER,
    "events": AFTER, "aftercare": AFTER, "pain_after": AFTER, "minutes": AFTER, "next_visit": AFTER,
    "plan": PLAN, "diagnosis": PLAN, "review": PLAN,
    "certification": PLAN, "note": NEEDLES,
}  # fmt: skip


class VisitSteps(QFrame):
    """`marks` is the step of the needles, made elsewhere. `wanted` tells a `Missing` whose field is to be shown and
    that lies outside the steps (a mark's, the note's)."""

    said = Signal(str)
    ended = Signal(str, str)
    failed = Signal(object)
    wanted = Signal(object)
    needles_shown = Signal(bool)
    """A step is shown now; whether it is that of the needles."""
    beside_changed = Signal()
    """A card stands below the step now, or none any more."""

    def __init__(self, marks: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.marks = marks
        self.workspace: Workspace | None = None
        self.visit_id = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(6)
        self.switch = Segments(
            (
                (BEFORE, "Before", "Precautions, consent, response, pain (F3)"),
                (NEEDLES, "Needles", "Marks and findings (F4)"),
                (AFTER, "After", "Pain, tolerance, events, aftercare (F5)"),
                (PLAN, "Plan", "Treatment plan and what has changed (F10)"),
            )
        )
        self.switch.chosen.connect(lambda step: self.show_step(str(step)))
        head.addWidget(self.switch)
        head.addStretch(1)
        self.ready = QPushButton()
        self.ready.setProperty("role", "link")
        self.ready.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.ready.setToolTip("What the clinic's policy asks for and this visit lacks")
        self.ready.clicked.connect(self._list_missing)
        head.addWidget(self.ready)
        column.addLayout(head)
        self.pages = QStackedWidget()
        self.before, self.after, self.plan = BeforePage(), AfterPage(), PlanPage()
        self.steps: dict[str, QWidget] = {
            BEFORE: self.before, NEEDLES: marks, AFTER: self.after, PLAN: self.plan,
        }  # fmt: skip
        for page in self.steps.values():
            self.pages.addWidget(page)
            if isinstance(page, RecordPage):
                page.said.connect(self.said)
                page.ended.connect(self.ended)
                page.failed.connect(self.failed)
        column.addWidget(self.pages, 1)
        self._column = column
        self._beside: QWidget | None = None
        self._missing: tuple[Missing, ...] = ()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._look)
        self.show_step(NEEDLES)

    @property
    def records(self) -> tuple[RecordPage, ...]:
        """The pages besides the marks."""
        return self.before, self.after, self.plan

    def show_step(self, step: str) -> None:
        """Show this step."""
        self.hide_beside()
        self.switch.set_value(step)
        self.pages.setCurrentWidget(self.steps[step])
        self.needles_shown.emit(step == NEEDLES)

    def show_beside(self, card: QWidget) -> None:
        """Show a card below the step, which keeps its place, until it is closed or a step is chosen."""
        if self._beside is not card:
            self.hide_beside()
            self._beside = card
            self._column.addWidget(card)
        card.show()
        self.beside_changed.emit()

    def hide_beside(self) -> None:
        """The card below the step goes."""
        if self._beside is not None and self._beside.isVisibleTo(self):
            self._beside.hide()
            self.beside_changed.emit()

    @property
    def has_beside(self) -> bool:
        """Whether a card stands below the step."""
        return self._beside is not None and self._beside.isVisibleTo(self)

    def go_to(self, step: str) -> None:
        """A key leads to the step and into its first field."""
        if not self.visit_id:
            return
        self.show_step(step)
        page = self.steps[step]
        if isinstance(page, RecordPage):
            page.first_field().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def decide(self) -> None:
        """Lead to what is decided on the plan, at whatever visit."""
        if self.visit_id:
            self.show_step(PLAN)
            self.plan.decide()

    def say_unchanged(self) -> None:
        """One key: precautions are unchanged, and the patient agrees. Raises Refused, RecordsFault."""
        if self.workspace is not None and self.visit_id:
            self.workspace.precautions.unchanged_and_agrees(self.visit_id, origin=self)
            said = "Precautions unchanged, and the patient agrees."
            if anew := self.workspace.precautions.ask_anew(self.visit_id):
                said += f" Still to be answered: {anew[0].text}."
            self.said.emit(said)

    def say_agrees(self) -> None:
        """One key: the patient agrees to needling at this visit. Raises RecordsFault."""
        if self.workspace is not None and self.visit_id:
            self.workspace.consents.say(self.visit_id, origin=self)
            self.said.emit("The patient agrees to needling at this visit.")

    @property
    def step(self) -> str:
        """The step shown."""
        return str(self.switch.value())

    def show_visit(self, workspace: Workspace | None, visit_id: str, *, editable: bool) -> None:
        """Show this visit in every step; the needles first, as the body beside it."""
        self.workspace, self.visit_id = workspace, visit_id
        for page in self.records:
            page.show_visit(workspace, visit_id, editable=editable)
        self.show_step(NEEDLES)
        self._missing = ()
        self.ready.setText("")
        self._settle.start()

    def on_changed(self, changed: Changed) -> None:
        """Take in what a verb changed."""
        for page in self.records:
            page.on_changed(changed)
        self._settle.start()

    def finish(self) -> None:
        """Keep what is being typed in any step."""
        for page in self.records:
            page.finish()

    def _look(self) -> None:
        if self.workspace is None or not self.visit_id:
            return
        try:
            self._missing = self.workspace.ready.missing(self.visit_id)
        except RecordsFault as fault:
            self.failed.emit(fault)
            return
        count = len(self._missing)
        self.ready.setText(f"{count} missing" if count else "Policy met")
        self.ready.setEnabled(bool(count))
        steps = [_STEP_OF_FIELD.get(one.field, NEEDLES) for one in self._missing]
        self.switch.set_counts({step: steps.count(step) for step in self.steps}, "missing")

    def _list_missing(self) -> None:
        """What is missing, each line leading to its field."""
        menu = quiet_menu(self)
        menu.setObjectName("missing")
        heading(menu, "Still missing by the clinic's policy")
        for one in self._missing:
            menu.addAction(one.sentence).triggered.connect(lambda _=False, one=one: self.lead_to(one))
        menu.popup(self.ready.mapToGlobal(self.ready.rect().bottomLeft()))

    def lead_to(self, missing: Missing) -> None:
        """Show the field that a missing line is about."""
        step = _STEP_OF_FIELD.get(missing.field, NEEDLES)
        self.show_step(step)
        page = self.steps[step]
        if isinstance(page, RecordPage):
            page.reveal(missing.field, missing.about)
        else:
            self.wanted.emit(missing)
