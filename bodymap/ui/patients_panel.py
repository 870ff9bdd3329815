"""The left of the window: find a patient, today's visits, then the chosen patient with the visits."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bodymap.charting.chart import age_on
from bodymap.charting.faults import RecordsFault
from bodymap.charting.found import PatientLine
from bodymap.charting.records import Visit, VisitStatus
from bodymap.charting.wording import day as in_words
from bodymap.ui import icons
from bodymap.ui.lines import Line, LinesView
from bodymap.ui.search_field import SearchField
from bodymap.ui.second_click import SecondClick
from bodymap.ui.tissue_menu import heading, quiet_menu
from bodymap.ui.widgets import Label
from bodymap.workspace.changes import Changed
from bodymap.workspace.workspace import Workspace

HIDDEN = "Name hidden"
SOON_MS = 400


def count(number: int, one: str, many: str = "") -> str:
    """1 visit, 3 visits."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


class PatientsPanel(QFrame):
    """`patient_chosen`, `patient_opened` (with today's visit) and `visit_chosen` tell ids; the other signals ask the
    window for what it alone can do."""

    patient_chosen = Signal(str)
    patient_opened = Signal(str)
    visit_chosen = Signal(str)
    todays_wanted = Signal()
    new_wanted = Signal(str)
    edit_wanted = Signal()
    record_wanted = Signal()
    merge_wanted = Signal(str)
    look_around_wanted = Signal()
    left_patient = Signal()
    failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setMinimumWidth(200)
        self.workspace: Workspace | None = None
        self.patient_id = ""
        self.visit_id = ""
        self.names_hidden = False
        self._choosing = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.refresh)

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(8, 6, 6, 6)
        head.setSpacing(4)
        self.menu_button = QToolButton()
        self.menu_button.setProperty("role", "icon")
        self.menu_button.setToolTip("Menu")
        self.menu_button.setAccessibleName("Menu")
        self.menu_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        icons.give(self.menu_button, "menu")
        head.addWidget(self.menu_button)
        self.find_field = SearchField()
        self.find_field.setPlaceholderText("Find a patient")
        self.find_field.setAccessibleName("Find a patient by name, date of birth or clinic id")
        self.find_field.setToolTip("Any part of the name, the date of birth or the clinic id (Ctrl+F)")
        self.find_field.setMaxLength(200)
        self.find_field.textChanged.connect(self._typed)
        self.find_field.returnPressed.connect(self._enter)
        self.find_field.installEventFilter(self)
        head.addWidget(self.find_field, 1)
        self.fold_button = QToolButton()
        self.fold_button.setProperty("role", "icon")
        self.fold_button.setToolTip("Fold this panel away (F6)")
        self.fold_button.setAccessibleName("Fold the patients away")
        self.fold_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.give(self.fold_button, "fold-left")
        head.addWidget(self.fold_button)
        column.addLayout(head)

        self.pages = QStackedWidget()
        self.pages.addWidget(self._list_page())
        self.pages.addWidget(self._patient_page())
        column.addWidget(self.pages, 1)

    # -- the two pages ----------------------------------------------------------------------------------------------

    def _list_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(8, 2, 8, 8)
        column.setSpacing(6)
        self.new_button = QPushButton("New patient")
        self.new_button.setProperty("scale", "large")
        self.new_button.setToolTip("New patient (Ctrl+N)")
        icons.give(self.new_button, "plus", 18)
        self.new_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.new_button.clicked.connect(lambda: self.new_wanted.emit(self.find_field.text().strip()))
        column.addWidget(self.new_button)
        self.list = LinesView("Patients")
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(self._opened)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._offer_more)
        column.addWidget(self.list, 1)
        self.empty = QFrame()
        inner = QVBoxLayout(self.empty)
        inner.setContentsMargins(14, 20, 14, 0)
        inner.setSpacing(10)
        self.empty_title = Label("No patients yet")
        self.empty_title.setProperty("role", "title")
        self.empty_text = Label("")
        self.empty_text.setProperty("role", "muted")
        for label in (self.empty_title, self.empty_text):
            label.setWordWrap(True)
            inner.addWidget(label)
        self.first_button = QPushButton("New patient")
        self.first_button.setProperty("role", "primary")
        self.first_button.setProperty("scale", "large")
        self.first_button.clicked.connect(lambda: self.new_wanted.emit(self.find_field.text().strip()))
        inner.addWidget(self.first_button)
        self.look_button = QPushButton("Look around with\ninvented patients")
        self.look_button.setStyleSheet("QPushButton { min-height: 50px; }")
        self.look_button.clicked.connect(self.look_around_wanted)
        inner.addWidget(self.look_button)
        inner.addStretch(1)
        column.addWidget(self.empty, 1)
        self.empty.hide()
        self.total = Label()
        self.total.setProperty("role", "small")
        self.total.setContentsMargins(14, 0, 14, 0)
        self.total.setWordWrap(True)
        column.addWidget(self.total)
        return page

    def _patient_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(8, 2, 8, 8)
        column.setSpacing(6)
        back = QHBoxLayout()
        self.back_button = QPushButton("All patients")
        self.back_button.setProperty("role", "link")
        self.back_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.give(self.back_button, "back", 18, "accent")
        self.back_button.clicked.connect(self.leave_patient)
        back.addWidget(self.back_button)
        back.addStretch(1)
        self.edit_button = QPushButton("Edit")
        self.edit_button.setProperty("role", "quiet")
        self.edit_button.setToolTip("Edit this patient's particulars (Ctrl+E)")
        self.edit_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.give(self.edit_button, "pen", 18)
        self.edit_button.clicked.connect(self.edit_wanted)
        back.addWidget(self.edit_button)
        self.more = QToolButton()
        self.more.setProperty("role", "icon")
        self.more.setToolTip("The whole record; merge with another one")
        self.more.setAccessibleName("More about this patient")
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        icons.give(self.more, "more")
        menu = QMenu(self.more)
        menu.addAction("The whole record: save, restrict…", self.record_wanted.emit)
        menu.addAction("Merge with another record…", lambda: self.merge_wanted.emit(""))
        self.more.setMenu(menu)
        back.addWidget(self.more)
        column.addLayout(back)
        card = QVBoxLayout()
        card.setContentsMargins(14, 0, 14, 2)
        card.setSpacing(5)
        self.name = Label()
        self.name.setProperty("role", "title")
        self.name.setMaximumHeight(96)
        self.about = Label()
        self.about.setProperty("role", "muted")
        self.alerts = Label()
        self.alerts.setProperty("role", "alert")
        for label in (self.name, self.about, self.alerts):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            card.addWidget(label)
        column.addLayout(card)
        column.addSpacing(4)
        self.today_button = QPushButton("Today's visit")
        self.today_button.setProperty("role", "primary")
        self.today_button.setProperty("scale", "large")
        self.today_button.setToolTip("Open the visit of today, or begin it (Ctrl+T)")
        self.today_button.clicked.connect(self.todays_wanted)
        # Its room stays: the list would move under the second press of a double-click.
        kept = self.today_button.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.today_button.setSizePolicy(kept)
        column.addWidget(self.today_button)
        self.visits = LinesView("Visits, newest first")
        for told in (self.visits.chosen, self.visits.opened):
            told.connect(lambda line: self.visit_chosen.emit(line.id))
        column.addWidget(self.visits, 1)
        return page

    # -- what is shown ----------------------------------------------------------------------------------------------

    def set_workspace(self, workspace: Workspace | None) -> None:
        self._soon.stop()
        self.workspace = workspace
        self.patient_id = self.visit_id = ""
        self.find_field.clear()
        self.pages.setCurrentIndex(0)
        self.refresh()

    def set_names_hidden(self, hidden: bool) -> None:
        self.names_hidden = hidden
        self.refresh()

    def show_patient(self, patient_id: str, visit_id: str = "") -> None:
        """Show this patient, with the visit that is open marked."""
        self.patient_id, self.visit_id = patient_id, visit_id
        self.pages.setCurrentIndex(1)
        self.refresh()

    def leave_patient(self) -> None:
        """Back to the list of all patients."""
        self.patient_id = self.visit_id = ""
        self.pages.setCurrentIndex(0)
        self.refresh()
        self.left_patient.emit()

    def refresh(self) -> None:
        """Read anew what the shown page holds."""
        if self.workspace is None:
            self.list.show_lines(())
            self.list.show()
            self.empty.hide()
            self.total.setText("")
            self.setEnabled(True)
            return
        try:
            if self.pages.currentIndex() == 0:
                self._show_list(self.find_field.text())
            else:
                self._show_patient()
        except RecordsFault as fault:
            self.failed.emit(fault)

    def on_changed(self, changed: Changed) -> None:
        """Take in what a verb changed, as far as it shows here."""
        if changed.of("patient") or changed.of("visit"):
            self.refresh()
        elif changed.of("mark"):
            # How many marks a visit has is not worth a frame of the click that made one.
            self._soon.start()

    def has_visits(self) -> bool:
        """Whether the patient shown has a visit to choose."""
        return any(line.kind == "visit" for line in self.visits.lines_model().lines)

    def focus_find(self) -> None:
        self.find_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_field.selectAll()

    # -- the list ---------------------------------------------------------------------------------------------------

    def _typed(self, text: str) -> None:
        if self.workspace is None or self._choosing:
            return
        if self.pages.currentIndex() == 1:
            if not text:
                return
            self.pages.setCurrentIndex(0)
        self.refresh()

    def _show_list(self, text: str) -> None:
        assert self.workspace is not None
        text = text.strip()
        # As many as one looks through: each line costs a part of the keystroke.
        found = self.workspace.patients.find(text, limit=24 if text else 50)
        lines: list[Line] = []
        if not text:
            lines += self._todays_lines()
        if found.lines:
            title = "Found" if text else "Patients"
            lines.append(
                Line("heading", "", title, tail=f"{found.total:,}" if len(found.lines) > 1 or text else "")
            )
            lines += [self._patient_line(line) for line in found.lines]
        self.list.show_lines(lines)
        self.list.setProperty("armed", bool(text))
        self.list.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self.new_button.setVisible(bool(lines))
        if not lines:
            self.empty_title.setText(f"Nobody found for “{short(text)}”" if text else "No patients yet")
            self.empty_text.setText(
                "Try part of the name, the date of birth or the clinic id."
                if text
                else "Add your first patient, or look around with invented ones: nothing there is about a real person."
            )
            self.look_button.setVisible(not text and not self.workspace.invented)
        more = found.total - len(found.lines)
        self.total.setText(
            f"The first {len(found.lines)} of {found.total:,}. Type more to find the others." if more else ""
        )
        self.total.setVisible(bool(more))

    def _todays_lines(self) -> list[Line]:
        assert self.workspace is not None
        visits = self.workspace.visits.today()
        if not visits:
            return []
        counts = self.workspace.visits.mark_counts(visits)
        lines = [Line("heading", "", "Today", tail=str(len(visits)))]
        for visit in visits:
            name = HIDDEN if self.names_hidden else self.workspace.patients.get(visit.patient_id).name
            lines.append(
                Line(
                    "visit", visit.id, name, f"{_status(visit)} · {_needled(visit, counts.get(visit.id, 0))}"
                )
            )
        return lines

    def _patient_line(self, line: PatientLine) -> Line:
        visits = count(line.visits, "visit") if line.visits else "no visits"
        if self.names_hidden:
            return Line("patient", line.id, HIDDEN, visits)
        detail = [in_words(line.date_of_birth), line.clinic_id]
        return Line(
            "patient",
            line.id,
            line.name,
            " · ".join(part for part in detail if part) or "no date of birth",
            tail=visits if line.visits else "",
            low_tail=self._when(line.last_visit),
        )

    def _when(self, day: date | None) -> str:
        """today, 12 Nov, or 12 Nov 2024 for another year."""
        assert self.workspace is not None
        today = self.workspace.history.today()
        if day is None or day == today:
            return "today" if day else "new"
        words = in_words(day)
        return words.removesuffix(f" {today.year}")

    def _chosen(self, line: Line) -> None:
        self._choosing = True  # the list behind what was chosen need not be read anew
        self.find_field.clear()
        self._choosing = False
        if line.kind == "visit":
            self.visit_chosen.emit(line.id)
        else:
            # The first click of two has turned the page already: what lies under the second is not what it means.
            at = self.mapFromGlobal(self.list.pressed_at)
            SecondClick(self, at, lambda: self.patient_opened.emit(line.id))
            self.patient_chosen.emit(line.id)

    def _opened(self, line: Line) -> None:
        """Enter: today's visit at once."""
        self._choosing = True
        self.find_field.clear()
        self._choosing = False
        (self.visit_chosen if line.kind == "visit" else self.patient_opened).emit(line.id)

    def _offer_more(self, at: QPoint) -> None:
        """The menu of a patient of the list: where the pointer is, by key that of the row with the frame."""
        index = self.list.indexAt(at)
        line = self.list.line_at(index if index.isValid() else self.list.currentIndex())
        if line is None or line.kind != "patient":
            return
        menu = quiet_menu(self)
        menu.setObjectName("patient-menu")
        heading(menu, line.title)
        menu.addAction("Open", lambda: self._chosen(line))
        menu.addAction("Merge with another record…", lambda: self.merge_wanted.emit(line.id))
        menu.popup(self.list.viewport().mapToGlobal(at))

    def _enter(self) -> None:
        if self.pages.currentIndex() == 0:
            if self.list.isVisible():
                self.list.open_current()
            elif self.workspace is not None:
                self.new_wanted.emit(self.find_field.text().strip())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down in the find field walk through the list below it; Esc empties the field."""
        if watched is self.find_field and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.list.setProperty("armed", True)
                self.list.step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.key() == Qt.Key.Key_Escape and self.find_field.text():
                self.find_field.clear()
                return True
        return super().eventFilter(watched, event)

    # -- the patient ------------------------------------------------------------------------------------------------

    def _show_patient(self) -> None:
        assert self.workspace is not None
        patient = self.workspace.patients.get(self.patient_id)
        if patient.removed:
            self.leave_patient()
            return
        today = self.workspace.history.today()
        self.name.setText(short(patient.name, 70))
        self.name.setToolTip(patient.name if len(patient.name) > 60 else "")
        about = []
        if patient.date_of_birth:
            about.append(f"born {in_words(patient.date_of_birth)} ({age_on(patient.date_of_birth, today)})")
        about += [part for part in (patient.sex, patient.clinic_id) if part]
        if patient.dominant_side:
            about.append(
                f"{patient.dominant_side}-handed" if patient.dominant_side != "both" else "both-handed"
            )
        if patient.phone:
            about.append(patient.phone)
        self.about.setText(" · ".join(about))
        self.about.setVisible(bool(about))
        self.alerts.setText(patient.alerts)
        self.alerts.setVisible(bool(patient.alerts))
        visits = self.workspace.visits.of(patient.id)
        self._show_visits(visits, today)

    def _show_visits(self, visits: object, today: date) -> None:
        assert self.workspace is not None
        held: list[Visit] = list(visits)  # type: ignore[call-overload]
        counts = self.workspace.visits.mark_counts(held)
        names = {t.id: t.name for t in self.workspace.practice.therapists()}
        lines = [
            Line("heading", "", "Visits" if held else "No visits yet", tail=str(len(held)) if held else "")
        ]
        for place, visit in enumerate(held):
            when = "Today" if visit.date == today else in_words(visit.date)
            parts = [
                _status(visit),
                _needled(visit, counts.get(visit.id, 0)),
                names.get(visit.therapist_id, ""),
            ]
            lines.append(
                Line(
                    "visit",
                    visit.id,
                    when,
                    " · ".join(part for part in parts if part),
                    tail=f"visit {len(held) - place}",
                    current=visit.id == self.visit_id,
                )
            )
        self.visits.show_lines(lines)
        has_today = any(v.date == today and v.status is VisitStatus.DRAFT for v in held)
        self.today_button.setText("Open today's visit" if has_today else "Begin today's visit")
        open_today = any(v.id == self.visit_id and v.date == today for v in held)
        self.today_button.setVisible(not open_today)


def _status(visit: Visit) -> str:
    return "Draft" if visit.status is VisitStatus.DRAFT else "Signed"


def _needled(visit: Visit, marks: int) -> str:
    """3 marks; no needling where that was said and nothing is marked."""
    return "no needling" if visit.not_needled and not marks else count(marks, "mark")


def short(text: str, longest: int = 30) -> str:
    """The text, cut where it is absurdly long, so that one name cannot fill the panel."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
