"""The right of the window: this visit. Who, when, the marks, the session note, the way to paper."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bodymap.charting.chart import age_on
from bodymap.charting.counts import counts_of
from bodymap.charting.faults import NotNeedled, RecordsFault, Refused
from bodymap.charting.plans import event_at_a_glance
from bodymap.charting.policy import Missing
from bodymap.charting.records import NeedleSize, Section, Side, Target, VisitStatus
from bodymap.charting.wording import day as in_words
from bodymap.settings import Preferences
from bodymap.ui import icons
from bodymap.ui.add_target import AddTarget, Picked
from bodymap.ui.care_line import CARE_KINDS, CareLine
from bodymap.ui.care_room import CareRoom, Scrolling
from bodymap.ui.copy_visit import CopyVisit
from bodymap.ui.elided import Elided
from bodymap.ui.findings_list import MOST_ROWS, FindingsList
from bodymap.ui.ghosts_line import GhostsLine
from bodymap.ui.later_line import LaterLine
from bodymap.ui.mark_details import DetailsRoom, MarkDetails
from bodymap.ui.mark_rows import LTR, ROW_PX, SIZE
from bodymap.ui.marks_list import MarksView, marks_changed
from bodymap.ui.needle_field import RecentSizes
from bodymap.ui.needles_line import NeedlesLine
from bodymap.ui.next_mark import NextMark
from bodymap.ui.no_needling import NoNeedling
from bodymap.ui.note_editor import STACKED_PX, NoteEditor
from bodymap.ui.patients_panel import count
from bodymap.ui.tab_order import step
from bodymap.ui.visit_steps import VisitSteps
from bodymap.ui.widgets import Label
from bodymap.workspace.changes import Changed
from bodymap.workspace.workspace import Workspace

LEAST_LIST_PX = 28 + 4 * ROW_PX
"""Four rows of the list, whatever else is shown."""
LARGE_PX, MIDDLE_PX, LOW_PX = 900, 720, 645
"""From the first height on there is room for a step and the note; above the second for some more lines of it; up to the
last for one finding only."""
NOTE_PX, LOW_NOTE_PX = 168, 126
"""Height of the note below that, at every step and whether or not somebody writes in it: its parts lie where they lay
when the last one was pressed. The lower one is its tabs and three lines."""
LEAST_STEP_PX = 240
"""What a note that was made higher leaves to the step."""


class VisitPanel(QFrame):
    """`selection_changed` tells mark ids chosen in the list; `said` news; `failed` faults; `offered` a sentence, the
    words of a button and what it does; the rest asks the window.
    """

    selection_changed = Signal(object)
    neighbour_chosen = Signal(object)
    said = Signal(str)
    ended = Signal(str, str)
    offered = Signal(str, str, object)
    failed = Signal(object)
    move_wanted = Signal()
    remove_wanted = Signal()
    print_wanted = Signal()
    preview_wanted = Signal()
    pdf_wanted = Signal()
    todays_wanted = Signal()
    practice_wanted = Signal()
    sets_wanted = Signal()
    default_wanted = Signal(str)

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setMinimumWidth(430)
        self._preferences = preferences
        self.workspace: Workspace | None = None
        self.visit_id = ""
        self.plate_shown: Callable[[], str] = lambda: ""
        """The plate that is looked at while a muscle is added by name."""
        self.recent = RecentSizes(preferences)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.pages = QStackedWidget()
        self.pages.addWidget(self._empty_page())
        self.pages.addWidget(self._visit_page())
        column.addWidget(self.pages)

    # -- building ---------------------------------------------------------------------------------------------------

    def _empty_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 6, 6, 12)
        head = QHBoxLayout()
        head.addStretch(1)
        self.fold_empty = self._fold_button()
        head.addWidget(self.fold_empty)
        column.addLayout(head)
        column.addStretch(2)
        self.empty_title = Label("No visit is open")
        self.empty_title.setProperty("role", "title")
        self.empty_text = Label("")
        self.empty_text.setProperty("role", "muted")
        for label in (self.empty_title, self.empty_text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            column.addWidget(label)
        self.empty_button = QPushButton()
        self.empty_button.setProperty("role", "primary")
        self.empty_button.setProperty("scale", "large")
        self.empty_button.clicked.connect(self.todays_wanted)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.empty_button)
        row.addStretch(1)
        column.addSpacing(10)
        column.addLayout(row)
        column.addStretch(3)
        return page

    def _fold_button(self) -> QToolButton:
        button = QToolButton()
        button.setProperty("role", "icon")
        button.setToolTip("Fold this panel away (F7)")
        button.setAccessibleName("Fold the visit away")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.give(button, "fold-right")
        return button

    def _visit_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 6, 6, 8)
        column.setSpacing(6)
        column.addLayout(self._header())
        body = QVBoxLayout()
        body.setContentsMargins(0, 0, 6, 0)
        body.setSpacing(6)
        self.alerts = Label()
        self.alerts.setProperty("role", "alert")
        self.alerts.setWordWrap(True)
        self.alerts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        body.addWidget(self.alerts)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.marks_part = self._marks_part()
        # Windows that are lower than any screen: the step scrolls, as the others do.
        self.steps = VisitSteps(Scrolling(self.marks_part))
        self.steps.said.connect(self.said)
        self.steps.ended.connect(self.ended)
        self.steps.failed.connect(self.failed)
        self.steps.wanted.connect(self._lead_to)
        self.split.addWidget(self.steps)
        self.note = NoteEditor(self._preferences)
        self.note.setMinimumHeight(LOW_NOTE_PX)
        self.note.room_changed.connect(self._lend)
        self.split.addWidget(self.note)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 0)
        self.split.splitterMoved.connect(self._keep_split)
        self.split.installEventFilter(self)
        body.addWidget(self.split, 1)
        body.addLayout(self._footer())
        column.addLayout(body, 1)
        return page

    def _header(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(4)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        self.who = Elided()
        self.who.setProperty("role", "title")
        self.when = Elided()
        self.when.setProperty("role", "muted")
        for label in (self.who, self.when):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            texts.addWidget(label)
        self.later = LaterLine()
        texts.addWidget(self.later)
        head.addLayout(texts, 1)
        # Here rather than over the body, where it would lie on what is to be clicked; nothing waits for it.
        self.name_button = QPushButton("Add your name")
        self.name_button.setProperty("role", "link")
        self.name_button.setToolTip("Charts carry no therapist and no clinic yet")
        self.name_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.name_button.clicked.connect(self.practice_wanted)
        self.name_button.hide()
        head.addWidget(self.name_button, 0, Qt.AlignmentFlag.AlignTop)
        self.more = QToolButton()
        self.more.setProperty("role", "icon")
        self.more.setToolTip("Sets; move or remove this visit")
        self.more.setAccessibleName("More about this visit")
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        icons.give(self.more, "more")
        menu = QMenu(self.more)
        self.sets_actions = [
            menu.addAction("Lay a set on the body… (Ctrl+Shift+K)", self.sets_wanted.emit),
            menu.addAction("Make a set of these marks…", lambda: self.ghosts.ask_name()),
        ]
        menu.addSeparator()
        self.move_action = menu.addAction("Move to another date or patient…", self.move_wanted.emit)
        self.remove_action = menu.addAction(
            "Remove this visit (it is kept, and can be undone)", self.remove_wanted.emit
        )
        self.more.setMenu(menu)
        head.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        self.fold_visit = self._fold_button()
        head.addWidget(self.fold_visit, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _marks_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        top = QHBoxLayout()
        self.next = NextMark(self.recent)
        self.next.refused.connect(self._refuse)
        self.next.size_set.connect(self._offer_size)
        self.next.failed.connect(self.failed)
        top.setSpacing(6)
        top.addWidget(self.next)
        self.add = AddTarget()
        self.add.picked.connect(self._add)
        self.add.offers_sets = True
        # One line for what the next mark takes and for marking by name: eight marks are to be seen on a small laptop.
        top.addWidget(self.add, 1)
        self.details_button = QToolButton()
        self.details_button.setText("Details")
        self.details_button.setProperty("role", "toggle")
        self.details_button.setCheckable(True)
        self.details_button.setToolTip(
            "Technique, position, time, depth, pain, tolerance and e-stim of the marks selected; lot (Ctrl+D)"
        )
        self.details_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.details_button.toggled.connect(self._unfold_details)
        top.addWidget(self.details_button)
        column.addLayout(top)
        self.list = MarksView(self.recent)
        self.list.setMinimumHeight(LEAST_LIST_PX)
        self.list.selection_changed.connect(self.selection_changed)
        self.list.selection_changed.connect(self._selected)
        self.list.removal_wanted.connect(self.remove_marks)
        model = self.list.marks_model()
        model.refused.connect(self._refuse)
        model.failed.connect(self.failed)
        column.addWidget(self.list, 1)
        # What comes and goes stands between the list and what lies below it: it grows over the list's free space, and
        # nothing above or below moves under the hand.
        self.ghosts = GhostsLine()
        self.ghosts.failed.connect(self.failed)
        column.addWidget(self.ghosts)
        self.care_room = CareRoom()
        self.care_room.grew.connect(self._keep_in_sight)
        low = QHBoxLayout()
        self.care_room.column.addLayout(low)
        self.care_room.column.addStretch(1)
        column.addWidget(self.care_room)
        self.findings = FindingsList()
        column.addWidget(self.findings)
        self.details = MarkDetails()
        self.details.refused.connect(self._refuse)
        self.details.said.connect(self.said)
        self.details.failed.connect(self.failed)
        self.details.default_wanted.connect(self.default_wanted)
        self.details_room = DetailsRoom(self.details)
        self.details_room.hide()
        column.addWidget(self.details_room)
        self.needles = NeedlesLine()
        self.needles.refused.connect(self._refuse)
        self.needles.failed.connect(self.failed)
        column.addWidget(self.needles)
        self.hint = Label(parent=self.list.viewport())
        self.hint.setProperty("role", "muted")
        self.hint.setWordWrap(True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setText("Click a muscle on the body, or add a target by name.")
        self.hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        cover = QVBoxLayout(self.list.viewport())
        cover.addStretch(1)
        cover.addWidget(self.hint)
        self.none = NoNeedling()
        self.none.refused.connect(self._refuse)
        self.none.failed.connect(self.failed)
        cover.addWidget(self.none)
        cover.addStretch(1)
        self.counts = Label()
        self.counts.setProperty("role", "small")
        low.addWidget(self.counts)
        self.care = CareLine()
        self.care.shown.connect(lambda _: self._show_low())
        self.care.failed.connect(self.failed)
        self.care.said.connect(self.said)
        low.addWidget(self.care, 1)
        self._care_due = QTimer(self)
        self._care_due.setSingleShot(True)
        self._care_due.setInterval(0)
        self._care_due.timeout.connect(self._show_care)
        self.refusal = Label()
        self.refusal.setProperty("role", "refusal")
        self.refusal.setWordWrap(True)
        self.refusal.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        low.addWidget(self.refusal, 1)
        return part

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.copy = CopyVisit(self.note)
        self.copy.said.connect(self.said)
        self.copy.failed.connect(self.failed)
        self.copy.about_to_copy.connect(self.finish_edit)
        row.addWidget(self.copy)
        row.addStretch(1)
        self.preview_button = QPushButton("Preview")
        self.pdf_button = QPushButton("Save PDF")
        self.print_button = QPushButton("Print chart")
        self.print_button.setProperty("role", "primary")
        icons.give(self.print_button, "print", 18, "on_accent")
        for button, signal in (
            (self.preview_button, self.preview_wanted),
            (self.pdf_button, self.pdf_wanted),
            (self.print_button, self.print_wanted),
        ):
            button.setProperty("scale", "large")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(signal)
            row.addWidget(button)
        return row

    # -- what is shown ----------------------------------------------------------------------------------------------

    def show_visit(self, workspace: Workspace | None, visit_id: str) -> None:
        """Show this visit; without one, the empty page. The note of the visit before must be saved first."""
        another = visit_id != self.visit_id
        self.workspace, self.visit_id = workspace, visit_id
        self.ghosts.give_up_name()
        self.list.marks_model().show(workspace, visit_id)
        self._refuse("")
        editable = False
        if workspace and visit_id:
            visit = workspace.visits.get(visit_id)
            editable = visit.status is VisitStatus.DRAFT
            self._show_head()
        self.later.show_visit(workspace, visit_id)
        self.note.show_visit(workspace, visit_id, editable=editable)
        self.copy.set_visit(workspace, visit_id)
        self.list.marks_model().editable = editable
        self.findings.editable = editable
        for widget in (self.add, self.next):
            widget.setEnabled(editable)
        self.add.set_workspace(workspace)
        self.add.clear()
        self.move_action.setEnabled(editable)
        self.remove_action.setEnabled(editable)
        self.steps.show_visit(workspace, visit_id, editable=editable)
        self._show_counts()
        self._show_details()
        self._hovered = ""
        if another:
            self.care_room.begin()
        self._show_care()
        self.next.show_next(workspace, visit_id)
        self.pages.setCurrentIndex(1 if visit_id else 0)
        self._place_split()

    def show_empty(self, text: str, button: str = "") -> None:
        """What the empty page says, and the one button that leads on where nothing else on the screen does."""
        self.empty_text.setText(text)
        self.empty_button.setText(button)
        self.empty_button.setVisible(bool(button))

    def _show_head(self) -> None:
        assert self.workspace is not None
        visit = self.workspace.visits.get(self.visit_id)
        patient = self.workspace.patients.get(visit.patient_id)
        self.who.setText(patient.name)
        self.who.setToolTip(patient.name)
        therapist = self.workspace.practice.therapist_of(visit.therapist_id).name
        self.name_button.setVisible(not therapist and visit.status is VisitStatus.DRAFT)
        when = "today" if visit.date == self.workspace.history.today() else ""
        age = age_on(patient.date_of_birth, visit.date)
        event = event_at_a_glance(*self.workspace.plans.event_of(visit), visit.date)
        parts = [
            f"Visit {self.workspace.visits.number(visit)}",
            in_words(visit.date) + (f" ({when})" if when else ""),
            "Draft" if visit.status is VisitStatus.DRAFT else "Signed",
            event,
            therapist,
            f"age {age}" if age is not None and not therapist else "",
        ]
        self.when.setText(" · ".join(part for part in parts if part))
        self.when.setToolTip(self.when.text())
        self.alerts.setText(patient.alerts.replace("\n", " · "))
        self.alerts.setToolTip(patient.alerts)
        self.alerts.setVisible(bool(patient.alerts) and self._alerts_wanted)

    _alerts_wanted = False

    def set_alerts_shown(self, shown: bool) -> None:
        """The alerts stand here while the patient's own panel is folded away."""
        self._alerts_wanted = shown
        if self.workspace and self.visit_id:
            self._show_head()

    def _show_counts(self) -> None:
        marks = self.list.marks_model().marks
        counts = counts_of(marks)
        editable = self.list.marks_model().editable
        self.none.show_visit(self.workspace, self.visit_id, marked=bool(marks), editable=editable)
        self.hint.setVisible(not marks and not self.none.said)
        self.counts.setText(
            " · ".join(
                (
                    count(counts.entries, "site"),
                    count(counts.muscles, "muscle"),
                    count(counts.needles, "needle"),
                    count(counts.insertions, "insertion"),
                )
            )
            if marks
            else ""
        )

    _lent = 0

    def _place_split(self) -> None:
        """The note's height depends on that of the screen alone, or on what was chosen by hand."""
        chosen, total = self._preferences["note_height"], self.split.height()
        large = total > LARGE_PX
        self.care_room.set_room(large=large, whole=self.details_button.isChecked())
        rows = MOST_ROWS if total > MIDDLE_PX else 2 if total > LOW_PX else 1
        self.findings.set_room(rows, least=not large and self.details_button.isChecked())
        if total <= 300:
            return
        if chosen:
            note = max(LOW_NOTE_PX, min(chosen, total - LEAST_STEP_PX))
        elif large:
            note = max(STACKED_PX + 8, total * 45 // 100)
        else:
            note = NOTE_PX if total > MIDDLE_PX else LOW_NOTE_PX
        if note < STACKED_PX:
            note = min(note + self._lent, STACKED_PX - 1)
        self.split.setSizes([total - note, note])

    def _lend(self) -> None:
        """The text from marks is unfolded or folded: the list of marks lends it height."""
        wanted = self.note.more_wanted()
        if wanted != self._lent:
            self._lent = wanted
            self._place_split()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Marks and note share the height anew whenever there is more or less of it."""
        if watched is self.split and event.type() == QEvent.Type.Resize:
            self._place_split()
        return super().eventFilter(watched, event)

    def _keep_split(self, *_: object) -> None:
        self._preferences["note_height"] = max(1, int(self.split.sizes()[1]) - self._lent)

    def _refuse(self, sentence: str) -> None:
        self.refusal.setText(sentence)
        self._show_low()

    def _show_low(self) -> None:
        """One of three in one line: why something was refused, what holds at a mark, the counts. Beside one another
        they would take two lines and move the list."""
        sentence, care = bool(self.refusal.text()), bool(self.care.words.text())
        self.refusal.setVisible(sentence)
        self.care.setVisible(care and not sentence)
        self.counts.setVisible(not sentence and not care)

    def _keep_in_sight(self) -> None:
        """What is said grew over the list: the row that it is said of stays seen."""
        if chosen := self.list.selected():
            self.marks_part.layout().activate()
            self.list.reveal(chosen[-1])

    _hovered = ""

    def hover_mark(self, mark_id: str) -> None:
        """The pointer is over this mark of the body, or over none: what holds there is said below the list."""
        self._hovered = mark_id
        self._show_care()

    def _show_care(self) -> None:
        """What holds at the mark under the pointer, else at the one that is selected; for several or none what nobody
        gave a reason for."""
        self._care_due.stop()
        model = self.list.marks_model()
        ids = [self._hovered] if self._hovered else self.list.selected()
        chosen = [model.marks[row] for row in map(model.row_of, ids) if row >= 0]
        if len(chosen) == 1:
            self.care.show_mark(self.workspace, chosen[0], model.marks, editable=model.editable)
        else:
            self.care.show_several(
                self.workspace, self.visit_id, chosen, model.marks, editable=model.editable
            )

    def finish_edit(self) -> None:
        """Keep what stands in an open editor or field: the visit is about to be left, printed or undone."""
        self.list.finish_edit()
        self.steps.finish()
        self.details.finish()
        self.needles.finish()

    def _lead_to(self, missing: object) -> None:
        """Show the field among marks, needles and note that a missing line is about."""
        assert isinstance(missing, Missing)
        reason = Qt.FocusReason.ShortcutFocusReason
        if missing.field in ("needle", "ltr", "override") and missing.about:
            about = [missing.about] if self.list.marks_model().row_of(missing.about) >= 0 else []
            self.list.select(about)
            # Written in the list: the body stays as it is looked at.
            self.neighbour_chosen.emit(about)
            self.list.go_to(LTR if missing.field == "ltr" else SIZE)
            self.list.setFocus(reason)
            if missing.field == "override":
                self._show_care()
                self.care.ask()
        elif missing.field == "disposition":
            self.list.select([missing.about])
            self.selection_changed.emit([missing.about])
            self.details_button.setChecked(True)
            self._show_details()
            self.details.words["disposition"].setFocus(reason)
        elif missing.field in ("lot", "expiry", "needles_out"):
            self.needles.wanted = True
            self._show_details()
            needles = self.needles
            fields = {"lot": needles.lot, "expiry": needles.expiry, "needles_out": needles.out}
            fields[missing.field].show()
            fields[missing.field].setFocus(reason)
        elif missing.field == "therapist":
            self.practice_wanted.emit()
        elif missing.field == "note":
            if missing.about:
                self.note.show_section(Section(missing.about))
            else:
                self.note.setFocus(reason)
        else:
            self.said.emit(missing.sentence)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes on as the panel is read: rows that were made later are no longer the last."""
        return step(self, forward=forward) or super().focusNextPrevChild(forward)

    # -- details of the marks ---------------------------------------------------------------------------------------

    def toggle_details(self) -> None:
        """Unfold what else is recorded of the marks selected, with the keys in its first field; or fold it away."""
        self.details_button.toggle()
        if self.details_button.isChecked():
            self.details.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _unfold_details(self, on: bool) -> None:
        if on and not self.list.selected() and self.list.marks_model().marks:
            # The mark made last is the one meant.
            self.list.selectRow(len(self.list.marks_model().marks) - 1)
        self.details_room.setVisible(on)
        self._place_split()
        self.needles.wanted = on
        self._show_details()
        if on and (chosen := self.list.selected()):
            # The list is shorter now: the row that is meant stays in sight.
            self.marks_part.layout().activate()
            self.list.reveal(chosen[0])

    def _show_details(self) -> None:
        """What is recorded of the marks selected, and the visit's needles."""
        model = self.list.marks_model()
        self.needles.show_needles(self.workspace, self.visit_id, editable=model.editable, marks=model.marks)
        if self.details.isVisibleTo(self):
            rows = [model.row_of(mark_id) for mark_id in self.list.selected()]
            marks = [model.marks[row] for row in rows if row >= 0]
            self.details.show_marks(self.workspace, marks, editable=model.editable)

    # -- changes ----------------------------------------------------------------------------------------------------

    def on_changed(self, changed: Changed) -> None:
        """Take in what a verb changed."""
        if self.workspace is None or not self.visit_id:
            return
        ids = marks_changed(changed, self.visit_id)
        if ids:
            came = self.list.take_in(ids)
            self._show_counts()
            self.next.show_next(self.workspace, self.visit_id)
            if came:
                self.list.reveal(came[-1])
        if changed.of("defaults"):
            self.list.marks_model().forget_usual()
            self.next.show_next(self.workspace, self.visit_id)
        if ids or changed.of("needles_out") or changed.of("visit"):
            self._show_details()
        if ids or any(changed.of(kind) for kind in CARE_KINDS):
            self._care_due.start()  # a mark that is made is selected next: once for both
        if changed.of("visit") or changed.of("patient") or changed.of("therapist"):
            self._show_head()
        if changed.of("visit") and not ids:
            self._show_counts()
        self.later.on_changed(changed)
        self.note.on_changed(changed)
        self.steps.on_changed(changed)

    def select(self, ids: object) -> None:
        """Select the rows of these marks: the body told them."""
        self.list.select(list(ids))  # type: ignore[call-overload]
        self._say_selected(self.list.selected())

    def _selected(self, ids: object) -> None:
        self._say_selected(list(ids))  # type: ignore[call-overload]

    _several_said = False

    def _say_selected(self, ids: list[str]) -> None:
        self._show_details()
        self._show_care()
        if len(ids) > 1:
            self._refuse("")
            self.said.emit(f"{len(ids)} marks selected: a setting changes all of them.")
        elif self._several_said:
            self.said.emit("")
        self._several_said = len(ids) > 1

    def _offer_size(self, needle: NeedleSize) -> None:
        """Whoever sets the size only after the first clicks means those marks too."""
        bare = [mark.id for mark in self.list.marks_model().marks if mark.needle is None]
        if not bare or self.workspace is None:
            return
        marks = self.workspace.marks
        have = "mark has" if len(bare) == 1 else "marks have"
        self.offered.emit(
            f"{len(bare)} {have} no needle size yet.",
            f"Set {needle}",
            lambda: marks.change(bare, needle=needle, origin=self.list),
        )

    def remove_marks(self, ids: object) -> None:
        """Take these marks out; undo brings them back."""
        if self.workspace is None:
            return
        held = list(ids)  # type: ignore[call-overload]
        rows = [self.list.marks_model().row_of(mark_id) for mark_id in held]
        names = [self.list.marks_model().marks[row].title for row in rows if row >= 0]
        try:
            self.workspace.marks.remove(held, origin=self)
        except RecordsFault as fault:
            self.failed.emit(fault)
            return
        if names:
            what = names[0] if len(names) == 1 else f"{len(names)} marks"
            self.said.emit(
                f"Removed {what}. Undo brings it back."
                if len(names) == 1
                else f"Removed {what}. Undo brings them back."
            )
        left = self.list.marks_model().marks
        if left and rows:
            # As lists do: the keys go on from the neighbour. The body stays where it is looked at.
            neighbour = left[min(min(rows), len(left) - 1)].id
            self.list.select([neighbour])
            self.neighbour_chosen.emit([neighbour])

    def _add(self, picked: object) -> None:
        assert isinstance(picked, Picked)
        if self.workspace is None or not self.visit_id:
            return
        self.add_target(picked.target, picked.side or Side.MIDLINE)

    def add_target(self, target: Target, side: Side) -> None:
        """A mark at the target's usual point, if it has one."""
        assert self.workspace is not None
        try:
            mark = self.workspace.marks.add(
                self.visit_id, target, side, usual=True, shown=self.plate_shown(), origin=self
            )
        except NotNeedled as refused:
            self.failed.emit(refused.asked_by(lambda: self.add_target(target, side)))
            return
        except Refused as refused:
            self._refuse(refused.sentence)
            return
        except RecordsFault as fault:
            self.failed.emit(fault)
            return
        self.list.select([mark.id])
        self.selection_changed.emit([mark.id])
        where = "Drag it to where you needled" if mark.point is not None else "It has no point on the body"
        self.said.emit(f"Added {mark.title}. {where}.")
