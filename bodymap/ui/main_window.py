"""The window: patients and visits, the body, this visit.

It shows its empty ground first, then builds what stands on it, then opens the records: whoever starts the program
sees at once that it comes. What the panels need is therefore imported where they are built, not at the head of this
file.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

# Qt's namespace and its event types are named where they are used: to import them makes their hundred enumerations,
# which takes as long as all else that stands between the start and the first picture.
from PySide6 import QtCore
from PySide6.QtCore import QByteArray, QElapsedTimer, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QFrame, QMainWindow, QMenu, QSplitter, QStackedWidget, QWidget

from bodymap.charting.faults import RecordsFault, Refused
from bodymap.settings import Preferences
from bodymap.ui import theme

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QShowEvent
    from PySide6.QtWidgets import QDialog

    from bodymap.ui.messages import FaultPage
    from bodymap.ui.quiet import QuietWork
    from bodymap.workspace.changes import Changed
    from bodymap.workspace.opening import Opener
    from bodymap.workspace.workspace import Workspace

WIDE_PX = 1800
SMALL_PX = 1340
NEEDS_RECORDS = (
    "new_patient",
    "find",
    "practice",
    "clinic_lists",
    "retention",
    "defaults",
    "hide_names",
    "snippets",
    "day_charts",
    "sets",
)
NEEDS_PATIENT = (
    "todays_visit",
    "edit_patient",
    "patient_file",
    "report",
    "progress",
    "whole_record",
    "merge_records",
)
NOTE_PARTS = ("subjective", "objective", "assessment", "plan")
NEEDS_VISIT = (
    "make_set",
    "add_target",
    "quick_entry",
    "mark_details",
    "preview",
    "pdf",
    "print",
    "handout",
    "consent_paper",
    "picture",
    "step_before",
    "step_needles",
    "step_after",
    "step_plan",
    "decide",
    "copy_visit",
    *(f"copy_{part}" for part in NOTE_PARTS),
)
AFTERWARDS = {"mark", "finding", "needles_out"}
"""Kinds of which the panels show a change after the body has shown it."""
NEEDS_DRAFT = ("move_visit", "remove_visit", "same_again", "unchanged_agrees", "agrees")
LONGEST_PLATE_MS = 5_000  # a plate that cannot be painted must not keep `ready` waiting
LONGEST_BLINK_MS = 300  # how long the records wait for the plate
FRAME_PX = (4, 40)
UNSEEN_MS = 300  # a window that is never painted (minimised) opens its records all the same


class Ground(QFrame):
    """What is seen until the panels stand: their ground. `painted` tells the first time.

    A style sheet paints it: QPainter.fillRect would make Qt's whole namespace first, to choose between its overloads.
    """

    painted = Signal()

    def __init__(self, colours: theme.Tokens) -> None:
        super().__init__()
        self.setStyleSheet(f"background: {colours.window};")
        self._told = False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._told:
            self._told = True
            self.painted.emit()


class MainWindow(QMainWindow):
    """`ready` tells that the records are open, the first list is shown and the plate is painted; `not_opened` that the
    records could not be opened and the page that says why is shown.
    """

    ready = Signal()
    not_opened = Signal(object)

    def __init__(self, opener: Opener, preferences: Preferences, *, folder: Path | None = None) -> None:
        super().__init__()
        self.opener = opener
        self.preferences = preferences
        self.workspace: Workspace | None = None
        self.patient_id = ""
        self.visit_id = ""
        self._given_folder = folder
        self._folder: Path | None = None
        self._begun = False
        self._ready_told = False
        self._wanted: dict[str, str | int] = {}
        self._stop_listening: Callable[[], None] | None = None
        self._fault_page: FaultPage | None = None
        self._unused = ""  # the visit that a double click on a patient began
        self._undone_scope = ""  # of a visit or patient that is no longer shown, while its undo is offered
        self._day = None
        self._quiet: QuietWork | None = None
        self._body_built = False
        self._built = False
        self._opening = QElapsedTimer()
        self.setWindowTitle("BodyMap")
        self._restore()

    def _build_body(self) -> None:
        """Put the body on the ground, between two empty panels, once: it can be shown before there are records."""
        if self._body_built:
            return
        self._body_built = True
        from bodymap.ui.body_panel import BodyPanel

        theme.apply(self.preferences["theme"], self.preferences["fingers"])
        self.body = BodyPanel(theme.tokens().name)
        self.split = QSplitter(QtCore.Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.split)
        for place, panel in enumerate((QWidget(), self.body, QWidget())):
            self.split.addWidget(panel)
            self.split.setStretchFactor(place, 1 if panel is self.body else 0)
        for place, width in ((0, self._widths()[0]), (2, self._widths()[1])):
            self.split.widget(place).setVisible(width > 0)
        self.setCentralWidget(self.stack)
        self.stack.show()  # now, not with the next turn of the event loop
        self._place_widths()
        self.body.view.show_plate(
            str(self._wanted.get("plate") or "anterior"), int(self._wanted.get("layer") or 1)
        )
        self.body.view.set_atlas(self.opener.atlas)

    def _build(self) -> None:
        """Put the other panels beside the body, once."""
        if self._built:
            return
        self._built = True
        self._build_body()
        from bodymap.ui.patients_panel import PatientsPanel
        from bodymap.ui.visit_panel import VisitPanel
        from bodymap.ui.window_forms import WindowForms

        self.forms = WindowForms(self)

        self.patients = PatientsPanel()
        self.visit = VisitPanel(self.preferences)
        self.visit.plate_shown = lambda: self.body.view.plate
        for place, panel in ((0, self.patients), (2, self.visit)):
            empty = self.split.replaceWidget(place, panel)
            if empty is not None:
                empty.deleteLater()
        self.body.ghosts.remember_in(self.preferences)
        self.body.add_mark_bar(self.visit.recent, self.preferences["mark_bar"])
        self._make_actions()
        self._connect()
        self.patients.set_names_hidden(self.preferences["names_hidden"])
        for which in ("patients", "visit"):
            self._fold_now(which, self.preferences[f"{which}_folded"])
        self._place_widths()
        self._order_tabs()
        self._show_state()

    def _order_tabs(self) -> None:
        """Tab goes from left to right, though the body was built first."""
        widgets: list[QWidget] = []
        for panel in (self.patients, self.body, self.visit):
            inside = panel.nextInFocusChain()
            while panel.isAncestorOf(inside):
                if inside.focusPolicy() != QtCore.Qt.FocusPolicy.NoFocus:
                    widgets.append(inside)
                inside = inside.nextInFocusChain()
        for before, after in pairwise(widgets):
            QWidget.setTabOrder(before, after)

    @property
    def form(self) -> QDialog | None:
        """What opened last over the window."""
        return self.forms.form

    # -- building ---------------------------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        from bodymap.ui.actions import Actions

        verbs: dict[str, Callable[[], object]] = {
            "new_patient": self.forms.new_patient,
            "find": self.find,
            "todays_visit": self.todays_visit,
            "edit_patient": self.forms.edit_patient,
            "progress": self.forms.progress,
            "report": lambda: self.forms.report(),
            "patient_file": self.forms.save_patient_file,
            "whole_record": self.forms.whole_record,
            "merge_records": self.forms.merge_records,
            "day_charts": self.forms.save_day_charts,
            "hide_names": self._hide_names,
            "undo": self.undo,
            "redo": self.redo,
            "step_before": lambda: self.visit.steps.go_to("before"),
            "step_needles": lambda: self.visit.steps.go_to("needles"),
            "step_after": lambda: self.visit.steps.go_to("after"),
            "step_plan": lambda: self.visit.steps.go_to("plan"),
            "decide": self.visit.steps.decide,
            "unchanged_agrees": self.visit.steps.say_unchanged,
            "agrees": self.visit.steps.say_agrees,
            "add_target": self._focus_add,
            "quick_entry": lambda: self.body.open_quick(),
            "sets": self.forms.open_sets,
            "make_set": self.visit.ghosts.ask_name,
            "same_again": self.body.ghosts.same_as_last_time,
            "mark_details": self.visit.toggle_details,
            "preview": self.forms.preview,
            "pdf": self.forms.save_pdf,
            "print": self.forms.print_chart,
            "handout": self.forms.handout,
            "consent_paper": self.forms.print_consent,
            "picture": self.forms.save_picture,
            "copy_visit": self.visit.copy.copy,
            **{f"copy_{part}": partial(self.visit.copy.copy, part) for part in NOTE_PARTS},
            "move_visit": self.forms.move_visit,
            "remove_visit": self.remove_visit,
            "find_muscle": self.body.open_browser,
            "specialist": self._offer_specialist,
            "zoom_in": self.body.view.zoom_in,
            "zoom_out": self.body.view.zoom_out,
            "fit": self.body.view.fit,
            "fold_patients": lambda: self.fold("patients", not self.preferences["patients_folded"]),
            "fold_visit": lambda: self.fold("visit", not self.preferences["visit_folded"]),
            "mark_bar": self._fold_mark_bar,
            "theme_light": lambda: self.set_theme("light"),
            "theme_dark": lambda: self.set_theme("dark"),
            "theme_high-contrast": lambda: self.set_theme("high-contrast"),
            "theme_system": lambda: self.set_theme("system"),
            "fingers": self._size_for_fingers,
            "practice": self.forms.edit_practice,
            "clinic_lists": self.forms.edit_clinic_lists,
            "retention": self.forms.open_retention,
            "defaults": self.forms.edit_defaults,
            "snippets": self.forms.edit_snippets,
            "other_folder": self.choose_folder,
            "look_around": self.look_around,
            "own_records": self.back_to_own,
            "commands": self.forms.find_command,
            "keys": self.forms.show_keys,
            "about": self.forms.about,
            "quit": self.close,
        }
        self.actions_by_id = Actions(self, {name: self._safely(verb) for name, verb in verbs.items()})
        self.menu = QMenu(self)
        self._body_menu: QMenu | None = None
        self._plate_actions: list[QAction] = []
        self._menu_filled = False
        # Filled when it is first opened: the first picture need not wait for five submenus.
        self.menu.aboutToShow.connect(self._fill_menu)
        for button in (self.patients.menu_button, self.body.menu_button):
            button.setMenu(self.menu)

    def _fill_menu(self) -> None:
        if not self._menu_filled:
            self._menu_filled = True
            self.actions_by_id.fill(self.menu, {"Body": self._plate_actions})

    def actions_by_subject(self) -> dict[str, list[QAction]]:
        """Every action under its subject's word, the switches of the plates among the body's."""
        return self.actions_by_id.by_subject({"Body": self._plate_actions})

    def _make_plate_actions(self, workspace: Workspace) -> None:
        """One action for each switch of the body's head, Ctrl+1 for the first."""
        if self._plate_actions:
            return
        firsts: dict[str, str] = {}
        for aspect in workspace.atlas.aspects:
            firsts.setdefault(aspect.group, aspect.id)
        for number, (word, first) in enumerate(firsts.items(), 1):
            action = QAction(word, self)
            if number < 10:
                action.setShortcut(QKeySequence(f"Ctrl+{number}"))
            action.triggered.connect(lambda _=False, first=first: self.body.show_group(first))
            self.addAction(action)
            self._plate_actions.append(action)

    def _connect(self) -> None:
        from bodymap.ui.suspects_card import Referring

        p, b, v = self.patients, self.body, self.visit
        p.patient_chosen.connect(self._safely(self._patient_chosen))
        p.patient_opened.connect(self._safely(self._patient_opened))
        p.visit_chosen.connect(self._safely(self._visit_chosen))
        p.left_patient.connect(self._left_patient)
        p.todays_wanted.connect(self._safely(self.todays_visit))
        p.new_wanted.connect(self.forms.new_patient)
        p.edit_wanted.connect(self._safely(self.forms.edit_patient))
        p.record_wanted.connect(self._safely(self.forms.whole_record))
        p.merge_wanted.connect(self._safely(self.forms.merge_records))
        p.look_around_wanted.connect(self.look_around)
        p.failed.connect(b.fault)
        p.fold_button.clicked.connect(lambda: self.fold("patients", True))
        b.unfold_patients.connect(lambda: self.fold("patients", False))
        b.unfold_visit.connect(lambda: self.fold("visit", False))
        b.undo_button.clicked.connect(self._safely(self.undo))
        b.redo_button.clicked.connect(self._safely(self.redo))
        b.view.failed.connect(b.fault)
        b.view.selection_changed.connect(lambda ids: b.view.afterwards.do(partial(v.select, ids)))
        b.view.mark_activated.connect(self._edit_mark)
        b.view.mark_hovered.connect(v.hover_mark)
        self.referring = Referring(b, v.steps, lambda: self.fold("visit", False))
        v.steps.needles_shown.connect(self._needles_shown)
        b.strip.clicked.connect(lambda: v.steps.go_to("before"))
        v.steps.plan.progress_wanted.connect(self._safely(self.forms.progress))
        v.steps.plan.report_wanted.connect(self._safely(lambda: self.forms.report()))
        b.view.default_wanted.connect(self._safely(self._make_default))
        v.default_wanted.connect(self._safely(self._make_default))
        b.view.visit_begun.connect(self._safely(self.open_visit))
        v.findings.follow(b.findings)
        v.ghosts.follow(b.ghosts)
        v.add.set_picked.connect(b.ghosts.lay_set)
        v.add.shorthand.connect(b.open_quick)
        v.sets_wanted.connect(self.forms.open_sets)
        for button in (v.fold_empty, v.fold_visit):
            button.clicked.connect(lambda: self.fold("visit", True))
        v.selection_changed.connect(self._reveal)
        v.neighbour_chosen.connect(b.view.select)
        v.said.connect(b.say)
        v.offered.connect(self._offer)
        v.ended.connect(self._say_ended)
        b.areas.ended.connect(self._say_ended)
        v.practice_wanted.connect(self.forms.edit_practice)
        v.failed.connect(b.fault)
        v.todays_wanted.connect(self._safely(self._empty_page_pressed))
        v.move_wanted.connect(self._safely(self.forms.move_visit))
        v.remove_wanted.connect(self._safely(self.remove_visit))
        v.print_wanted.connect(self._safely(self.forms.print_chart))
        v.steps.before.consent_wanted.connect(self._safely(self.forms.print_consent))
        v.preview_wanted.connect(self._safely(self.forms.preview))
        v.pdf_wanted.connect(self._safely(self.forms.save_pdf))
        self.split.splitterMoved.connect(self._keep_widths)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_theme_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._system_theme_changed)

    def _restore(self) -> None:
        """The window as it was left; the first time as large as the screen allows, up to 1600 by 1000."""
        known = self.preferences["window"]
        if not (
            known and self.restoreGeometry(QByteArray.fromBase64(QByteArray(known.encode("ascii", "ignore"))))
        ):
            room = self.screen().availableGeometry()
            # The system's frame and title come on top of what is asked for.
            self.resize(min(room.width() - FRAME_PX[0], 1600), min(room.height() - FRAME_PX[1], 1000))
        self.setMinimumSize(980, 560)

    # -- opening the records ----------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._begun and not self._built:
            ground = Ground(theme.ground(self.preferences["theme"]))
            # Only once it is painted is the rest begun; a timer alone would come before the first picture.
            ground.painted.connect(lambda: QTimer.singleShot(0, self._begin))
            self.setCentralWidget(ground)
            QTimer.singleShot(UNSEEN_MS, self._begin)

    def _begin(self) -> None:
        if self._begun:
            return
        self._begun = True
        self._build_body()
        self._opening.start()
        self._body_first()

    def _body_first(self) -> None:
        """The plate is seen before the records are opened, as long as painting it takes no longer than a blink."""
        if self._built or self.workspace is not None:
            return
        self.body.view.repaint()
        if (
            not self.body.view.sharp
            and self.body.view.isVisible()
            and self._opening.elapsed() < LONGEST_BLINK_MS
        ):
            QTimer.singleShot(0, self._body_first)
            return
        QTimer.singleShot(0, self._open_first)

    def _open_first(self) -> None:
        self._build()
        if self.workspace is None and self._folder is None:
            remembered = self.preferences["folder"]
            if self._given_folder is None and remembered:
                if not Path(remembered).exists():
                    self._cannot_open(_missing(Path(remembered)), Path(remembered))
                else:
                    # Records were there: an empty folder now is a drive's mount point, and must not be sown anew.
                    self.open_records(Path(remembered), create=False)
                return
            self.open_records(self._given_folder or self.opener.default_folder)

    def start_at(self, *, patient: str = "", visit: str = "", plate: str = "", layer: int = 0) -> None:
        """What to show once the records are open: ids as the command line gives them; visit "last" is the newest."""
        self._wanted = {"patient": patient, "visit": visit, "plate": plate, "layer": layer}
        if self.workspace is not None:
            self._show_wanted()

    def open_records(self, folder: Path, *, create: bool = True) -> None:
        """Work on the records in that folder, made there if it is empty, unless `create` is False.

        What keeps them from opening is said on a page of its own.
        """
        self._begun = True
        self._build()
        self._take(lambda: self.opener.open(folder, create=create), folder)

    def look_around(self) -> None:
        """Work on invented patients, in a folder that goes when the program ends."""
        self._take(self.opener.look_around, None)

    def back_to_own(self) -> None:
        """From the invented patients back to the records opened before."""
        self.open_records(self._folder or self._given_folder or self.opener.default_folder)

    def _take(self, open_: Callable[[], Workspace], folder: Path | None) -> None:
        if not self._let_go():
            return
        if folder is not None:
            self._folder = folder
        try:
            workspace = open_()
        except RecordsFault as fault:
            self._cannot_open(fault, folder)
            return
        self._opening.start()
        self._work_on(workspace)
        warnings = self._folder_warnings(folder)
        if warnings:
            # It stands as long as it holds: the bar would lose it to the next piece of news.
            self.body.banner.show_message(
                "warn", " ".join(warnings), [("Choose another folder…", self.choose_folder)], topic="folder"
            )
        QTimer.singleShot(0, self._tell_ready)

    def _folder_warnings(self, folder: Path | None) -> list[str]:
        return self.opener.warnings(folder) if folder is not None else []

    def _work_on(self, workspace: Workspace) -> None:
        self.workspace = workspace
        workspace.atlas.specialist = self.preferences["specialist"]
        self._make_plate_actions(workspace)
        self._stop_listening = workspace.notices.listen(self._on_changed)
        self._day = workspace.history.today()
        self.stack.setCurrentIndex(0)
        self.body.bar.clear()
        self.patients.set_workspace(workspace)
        self.body.set_workspace(workspace)
        self.visit.show_visit(workspace, "")
        self._show_banner()
        self.patients.find_field.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        self._show_wanted()
        self._show_state()
        from bodymap.ui.quiet import QuietWork

        self._quiet = QuietWork(self, workspace)

    def _show_banner(self) -> None:
        assert self.workspace is not None
        if self.workspace.invented:
            self.body.banner.show_message(
                "info",
                "Invented patients: nothing here is about a real person.",
                [("Back to my records", self.back_to_own)],
            )
        else:
            self.body.banner.clear()

    def _show_wanted(self) -> None:
        wanted, self._wanted = self._wanted, {}
        if self.workspace is None or not wanted:
            return
        try:
            if wanted.get("visit") == "last":
                newest = self.workspace.visits.last()
                if newest:
                    self._visit_chosen(newest.id)
            elif wanted.get("visit"):
                self._visit_chosen(str(wanted["visit"]))
            elif wanted.get("patient"):
                self.open_patient(str(wanted["patient"]))
        except KeyError:
            self.body.bar.show_message(
                "warn", "These records hold no patient or visit with that id.", topic="id"
            )
        if wanted.get("plate") or wanted.get("layer"):
            self.body.show_plate(
                str(wanted.get("plate") or self.body.view.plate), int(wanted.get("layer") or 0)
            )

    def _tell_ready(self) -> None:
        """Tell once the plate stands painted at its own scale."""
        if self._ready_told or self.workspace is None:
            return
        self.body.view.repaint()
        late = self._opening.elapsed() > LONGEST_PLATE_MS
        if not self.body.view.sharp and self.body.view.isVisible() and not late:
            QTimer.singleShot(2, self._tell_ready)
            return
        self._ready_told = True
        self.ready.emit()

    def _cannot_open(self, fault: RecordsFault, folder: Path | None) -> None:
        if self._fault_page is None:
            from bodymap.ui import messages

            page = messages.FaultPage()
            page.try_again.connect(lambda: self.open_records(self._folder or self.opener.default_folder))
            page.other_folder.connect(self.choose_folder)
            page.look_around.connect(self.look_around)
            self.stack.addWidget(page)
            self._fault_page = page
        self._folder = folder or self._folder
        self._fault_page.show_fault(fault, folder)
        self.stack.setCurrentWidget(self._fault_page)
        self._show_state()
        self.not_opened.emit(fault)

    def choose_folder(self) -> None:
        """Work on records in another folder, and remember it."""
        from bodymap.ui import messages

        start = str(self._folder or self.opener.default_folder)
        folder = messages.choose_folder(self, "Open the records in this folder", start)
        if folder is None:
            return
        self.open_records(folder)
        if self.workspace is not None and not self.workspace.invented:
            self.preferences["folder"] = "" if folder == self.opener.default_folder else str(folder)

    def _let_go(self) -> bool:
        """Save what is typed and close the records; False where the user stays because the note cannot be saved."""
        if self.workspace is None:
            return True
        if not self.leave_visit(closing=True):
            return False
        self._drop_unused()
        if self._stop_listening:
            self._stop_listening()
            self._stop_listening = None
        self.patient_id = self.visit_id = self._undone_scope = ""
        self.visit.show_visit(None, "")
        self.body.set_workspace(None)
        self.patients.set_workspace(None)
        if self._quiet is not None:
            self._quiet.stop()
            self._quiet.deleteLater()
            self._quiet = None
        workspace, self.workspace = self.workspace, None
        workspace.close()
        return True

    # -- patients and visits ----------------------------------------------------------------------------------------

    def open_patient(self, patient_id: str) -> None:
        """Show this patient with the visits; a visit of someone else is left. Raises KeyError for an unknown id."""
        if self.workspace is None:
            self._wanted = {"patient": patient_id}
            return
        self.workspace.patients.get(patient_id)
        if not self.leave_visit():
            return
        left = self.visit_id or self._left_in
        self._drop_unused()
        self._set_visit("")
        self._say_left_in(left, patient_id)
        if patient_id != self.patient_id:
            # Undo at one patient must not change another's record.
            self._undone_scope = ""
        self.patient_id = patient_id
        self.patients.show_patient(patient_id)
        self._show_state()

    def open_visit(self, visit_id: str) -> None:
        """Open this visit, with its patient. Raises KeyError for an unknown id."""
        if self.workspace is None:
            self._wanted = {"visit": visit_id}
            return
        visit = self.workspace.visits.get(visit_id)
        if visit_id != self.visit_id:
            if not self.leave_visit():
                return
            left = self.visit_id or self._left_in
            self._drop_unused()
            self._set_visit(visit_id)
            self._say_left_in(left, visit.patient_id)
            self._undone_scope = ""
            marks = self.workspace.marks.of(visit_id)
            points = [mark.point for mark in marks if mark.point] or self.body.ghosts.points()
            if points and all(point.plate != self.body.view.plate for point in points):
                self.body.show_plate(points[0].plate, points[0].layer)
        self.patient_id = visit.patient_id
        self.patients.show_patient(visit.patient_id, visit_id)
        if self.preferences["visit_folded"]:
            self.fold("visit", False)
        self._show_state()

    _left_in = ""

    def _say_left_in(self, left: str, patient_id: str) -> None:
        """The visit that was left for another patient's has needles that are still in: nobody is let go like that."""
        assert self.workspace is not None
        self._left_in = ""
        if not left:
            return
        visit = self.workspace.visits.get(left)
        if visit.removed or visit.patient_id == patient_id or visit.date != self.workspace.history.today():
            return
        if said := self.workspace.needles.difference(left):
            self._left_in = left  # said again at the other's visit, which clears what was said before
            name = self.workspace.patients.get(visit.patient_id).name
            self.body.bar.show_message(
                "warn", f"{name}: {said}", [("Back to that visit", lambda: self.open_visit(left))]
            )

    def _patient_chosen(self, patient_id: str) -> None:
        """A patient of the list that was clicked: a click on a muscle, or Enter, begins the visit."""
        self.open_patient(patient_id)
        if self.patients.today_button.isVisible():
            self.patients.today_button.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def _patient_opened(self, patient_id: str) -> None:
        """Enter or a double click on a patient: today's visit at once, and the keys are meant for the body.

        Who only looks something up loses nothing by it: a visit begun so is gone again if it is left as empty as it
        was. Where today's visit is signed already that one is shown.
        """
        if self.workspace is None:
            return
        before = {visit.id for visit in self.workspace.visits.of(patient_id)}
        if patient_id != self.patient_id:
            self.open_patient(patient_id)
            if patient_id != self.patient_id:
                return  # the note of the visit before cannot be saved, and the user stays there
        visit = self.workspace.visits.todays(patient_id, another=False, origin=self)
        self.open_visit(visit.id)
        self._unused = "" if visit.id in before else visit.id
        self.body.view.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def _drop_unused(self) -> None:
        """A visit that a double click began, and of which nothing was said, is taken out of the lists again."""
        unused, self._unused = self._unused, ""
        if self.workspace is not None and unused and self.workspace.visits.is_empty(unused):
            self.workspace.visits.remove(unused, origin=self)

    def _visit_chosen(self, visit_id: str) -> None:
        """A visit of the list: from here the keys are meant for the body."""
        self.open_visit(visit_id)
        self.body.view.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def todays_visit(self) -> None:
        """Open the patient's visit of today, or begin it."""
        if self.workspace is None or not self.patient_id:
            return
        try:
            visit = self.workspace.visits.todays(self.patient_id, origin=self)
        except (Refused, RecordsFault) as fault:
            self._say_fault(fault)
            return
        self.open_visit(visit.id)
        self.body.view.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    _steps_before = 0  # the undo steps made before the open visit was opened

    def _set_visit(self, visit_id: str) -> None:
        self.body.view.afterwards.catch_up()
        self.visit_id = visit_id
        self._steps_before = self.workspace.history.steps if self.workspace is not None else 0
        self.visit.show_visit(self.workspace, visit_id)
        self.body.take_visit(visit_id)

    def leave_visit(self, closing: bool = False) -> bool:
        """Save the note before the visit is left. Where that fails the user may stay, or leave what was typed last."""
        self.body.view.afterwards.catch_up()
        for topic in ("fault", "offer", "moved", "undo"):
            self.body.bar.clear_topic(topic)
        self.body.say("")  # what was said of one patient does not stand beside the next
        self.visit.finish_edit()
        if self.visit.note.save():
            return True
        from bodymap.ui import messages

        return messages.ask(
            self,
            "The note could not be saved",
            "What you typed last is on the screen but not yet in the records. Stay, and saving is tried again; or "
            "leave it behind. Everything saved before is safe.",
            "Leave it behind",
            "Stay",
        )

    def _left_patient(self) -> None:
        """The list of all patients was asked for: the visit is left as well."""
        if not self.patient_id:
            return
        if not self.leave_visit():
            self.patients.show_patient(self.patient_id, self.visit_id)
            return
        self._drop_unused()
        self.patient_id = ""
        self._set_visit("")
        self._show_state()

    def patient_made(self, patient_id: str) -> None:
        """A new patient is in the records: shown."""
        self.patients.find_field.clear()
        self._patient_chosen(patient_id)

    def patient_changed(self, patient_id: str) -> None:
        """The particulars were saved: said, with the way back."""
        assert self.workspace is not None
        if self.workspace.history.undo_name(patient_id):
            self.body.bar.show_message(
                "info",
                "The patient's particulars are saved.",
                [("Undo", lambda: self._undo_of(patient_id))],
                topic="undo",
            )

    def visit_moved(self, sentence: str) -> None:
        """The open draft has another patient or day: shown there, said, with the way back."""
        assert self.workspace is not None
        visit = self.workspace.visits.get(self.visit_id)
        self.patient_id = visit.patient_id
        self.patients.show_patient(visit.patient_id, visit.id)
        scope = visit.id
        self.body.bar.show_message("info", sentence, [("Undo", lambda: self._undo_of(scope))], topic="undo")
        self._show_state()

    def remove_visit(self) -> None:
        """Take the visit out of the lists; the message that says so offers the way back."""
        if self.workspace is None or not self.visit_id or not self.leave_visit():
            return
        from bodymap.charting.wording import day as in_words
        from bodymap.ui.patients_panel import count

        visit_id = self.visit_id
        visit = self.workspace.visits.get(visit_id)
        marks = len(self.workspace.marks.of(visit_id))
        try:
            self.workspace.visits.remove(visit_id, origin=self)
        except (RecordsFault, Refused) as fault:
            self._say_fault(fault)
            return
        self._undone_scope = visit_id
        self._set_visit("")
        self.patients.show_patient(visit.patient_id)
        self.body.bar.show_message(
            "info",
            f"The visit of {in_words(visit.date)} with {count(marks, 'mark')} was removed from the lists. "
            "Nothing is erased.",
            [("Undo", lambda: self._undo_of(visit_id))],
        )
        self._show_state()

    # -- undo -------------------------------------------------------------------------------------------------------

    def _scope(self) -> str:
        """What undo is about: the open visit, else what was just removed, else the patient."""
        return self.visit_id or self._undone_scope or self.patient_id

    def _step_scope(self, *, redo: bool = False) -> str:
        """What undo (or redo) takes next: of the open visit, or of what follows its patient, whichever was last."""
        scope = self._scope()
        if self.workspace is None or not self.visit_id or not self.patient_id:
            return scope
        history = self.workspace.history
        which = history.scope_to_redo if redo else history.scope_to_undo
        return which(scope, self.patient_id, self._steps_before)

    def undo(self) -> None:
        self._undo_of(self._step_scope())

    def redo(self) -> None:
        if self.workspace is None or not self._scope():
            return
        try:
            name = self.workspace.history.redo(self._step_scope(redo=True), origin=self)
        except (RecordsFault, Refused) as fault:
            self._say_fault(fault)
            return
        if name:
            self.body.say(f"Done again: {name}")
        self._reopen(self._scope())
        self._after_step()

    def _undo_of(self, scope: str) -> None:
        if self.workspace is None or not scope:
            return
        self.visit.finish_edit()
        try:
            name = self.workspace.history.undo(scope, origin=self)
        except (RecordsFault, Refused) as fault:
            self._say_fault(fault)
            return
        if name:
            self.body.say(f"Undone: {name}")
        self._reopen(scope)
        self._after_step()

    def _reopen(self, scope: str) -> None:
        """A visit that undo or redo brought back is opened again."""
        assert self.workspace is not None
        if scope and scope == self._undone_scope and not self.workspace.visits.get(scope).removed:
            self._undone_scope = ""
            self.body.bar.clear()
            self.open_visit(scope)

    def _after_step(self) -> None:
        """Undo may have taken the visit away, or given it to another patient."""
        assert self.workspace is not None
        if self.visit_id:
            visit = self.workspace.visits.get(self.visit_id)
            if visit.removed:
                self._undone_scope = self.visit_id
                self._set_visit("")
                self.patients.show_patient(visit.patient_id)
                if any(self.workspace.notes.of(visit.id).values()):
                    self.body.bar.show_message(
                        "info",
                        "The visit went with its first mark, and the note with it. Nothing is erased.",
                        [("Bring it back", self.redo)],
                    )
            elif visit.patient_id != self.patient_id:
                self.patient_id = visit.patient_id
                self.patients.show_patient(visit.patient_id, visit.id)
        self.body.view.afterwards.do(self._show_state)

    # -- looks and panels -------------------------------------------------------------------------------------------

    def show_plate(self, plate: str, layer: int = 0) -> None:
        """Show this plate and layer; before the records are open, as soon as they are."""
        if self.workspace is None:
            self._wanted |= {"plate": plate, "layer": layer}
            return
        self.body.show_plate(plate, layer)

    def set_theme(self, choice: str) -> None:
        """light, dark, high-contrast or system: at once, and remembered."""
        self.preferences["theme"] = choice
        if not self._built:
            return
        from bodymap.ui import icons

        theme.apply(choice, self.preferences["fingers"])
        icons.refresh(self)
        self.body.set_theme()
        self._show_state()

    def _system_theme_changed(self) -> None:
        if self.preferences["theme"] == "system":
            self.set_theme("system")

    def fold(self, which: str, folded: bool) -> None:
        """Fold the patients or the visit away, or show them; remembered."""
        self.preferences[f"{which}_folded"] = folded
        self._fold_now(which, folded)
        self._place_widths()
        self._show_state()

    def _fold_now(self, which: str, folded: bool) -> None:
        if which == "patients":
            self.patients.setVisible(not folded)
            self.body.show_patients.setVisible(folded)
            self.body.menu_button.setVisible(folded)
            self.visit.set_alerts_shown(folded)
        else:
            self.visit.setVisible(not folded)
            self.body.view.says_care = folded
            self.body.show_visit.setVisible(folded)

    def _widths(self) -> tuple[int, int]:
        """How wide patients and visit are to be; 0 for what is folded away."""
        # At 1280, a common laptop enlarged by half, the layers on the body's head still have room for their words.
        left, right = (
            (340, 760) if self.width() >= WIDE_PX else (276, 560) if self.width() >= SMALL_PX else (244, 536)
        )
        left = self.preferences["patients_width"] or left
        right = self.preferences["visit_width"] or right
        return (
            0 if self.preferences["patients_folded"] else left,
            0 if self.preferences["visit_folded"] else right,
        )

    def _place_widths(self) -> None:
        left, right = self._widths()
        self.split.setSizes([left, max(344, self.width() - left - right), right])

    def _keep_widths(self, *_: object) -> None:
        left, _body, right = self.split.sizes()
        if left:
            self.preferences["patients_width"] = left
        if right:
            self.preferences["visit_width"] = right

    def _needles_shown(self, shown: bool) -> None:
        """The keys of a mark belong to the step of the needles."""
        if self.body.mark_bar is not None:
            self.body.mark_bar.step_aside(not shown)

    def _fold_mark_bar(self) -> None:
        """The bar below the marks, or none: remembered."""
        self.preferences["mark_bar"] = wanted = not self.preferences["mark_bar"]
        assert self.body.mark_bar is not None
        self.body.mark_bar.wanted = wanted
        self.body.mark_bar.refresh()
        self._show_state()

    def _hide_names(self) -> None:
        hidden = not self.preferences["names_hidden"]
        self.preferences["names_hidden"] = hidden
        self.patients.set_names_hidden(hidden)
        self.body.say("Other patients' names are hidden. F8 shows them." if hidden else "")
        self._show_state()

    def _offer_specialist(self) -> None:
        """Offer, or no longer offer, the muscles that only specialists needle. What is charted stays as it is."""
        on = not self.preferences["specialist"]
        self.preferences["specialist"] = on
        if self.workspace is not None:
            self.workspace.atlas.specialist = on
        self.body.forget_browser()
        self.body.view.seek(())
        offered = "are offered" if on else "are no longer offered"
        self.body.say(f"The muscles of the pelvic floor and perineum {offered}.")
        self._show_state()

    def _size_for_fingers(self) -> None:
        """Controls as high as a finger needs, or as low as a pointer allows; remembered."""
        self.preferences["fingers"] = "off" if theme.touch() else "on"
        self.set_theme(self.preferences["theme"])
        from bodymap.ui.segments import Segments

        for segments in self.findChildren(Segments):
            segments.updateGeometry()
        self.body.say(
            "Controls have the size of fingers." if theme.touch() else "Controls have their usual size."
        )

    # -- small verbs ------------------------------------------------------------------------------------------------

    def find(self) -> None:
        if self.preferences["patients_folded"]:
            self.fold("patients", False)
        self.patients.focus_find()

    def _focus_add(self) -> None:
        if self.preferences["visit_folded"]:
            self.fold("visit", False)
        self.visit.add.setFocus(QtCore.Qt.FocusReason.ShortcutFocusReason)

    def _offer(self, sentence: str, words: str, verb: Callable[[], object]) -> None:
        self.body.bar.show_message("info", sentence, [(words, self._safely(verb))], topic="offer")

    def _say_ended(self, sentence: str, scope: str) -> None:
        """Something vanished because it is over: said, with the way back of this step and no other."""
        assert self.workspace is not None
        history = self.workspace.history
        step = history.stacks(scope).to_undo

        def back() -> None:
            if history.stacks(scope).to_undo is step:
                self._undo_of(scope)
            else:
                self.body.say("Something else was written since then; undo takes that back first (Ctrl+Z).")

        self.body.bar.show_message("info", sentence, [("Undo", self._safely(back))], topic="ended")

    def _empty_page_pressed(self) -> None:
        if self.patient_id:
            self.todays_visit()
        else:
            self.forms.new_patient()

    def _reveal(self, ids: object) -> None:
        """Show on the body what was chosen in the list."""
        self.body.view.select(ids, reveal=True)  # type: ignore[arg-type]

    def _edit_mark(self, mark_id: str) -> None:
        """Enter or a double click on a mark of the body: its row, ready for keys."""
        self.body.view.afterwards.catch_up()
        self.visit.list.select([mark_id])
        self.visit.list.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def _make_default(self, mark_id: str) -> None:
        """Size, technique and position of this mark are what new ones of its muscle start with."""
        if self.workspace is None:
            return
        from bodymap.atlas.catalogue import mid_sentence
        from bodymap.ui.defaults_form import in_words

        mark = self.workspace.marks.get(mark_id)
        held = self.workspace.practice.set_defaults_from(mark, origin=self)
        self.body.bar.show_message(
            "info",
            f"Your new marks of {mid_sentence(mark.target.name)} start with {in_words(held)}.",
            [("Change…", lambda: self.forms.edit_defaults(mark.target.id))],
        )

    def _safely(self, verb: Callable[..., object]) -> Callable[..., None]:
        """The verb for a button or a key: what the records refuse is said in the message bar.

        Ids are passed on; a button's "checked" is not.
        """

        def do(*given: object) -> None:
            try:
                verb(*(one for one in given if isinstance(one, str)))
            except (RecordsFault, Refused) as fault:
                self._say_fault(fault)

        return do

    def _say_fault(self, fault: Exception) -> None:
        kind = "fault" if isinstance(fault, RecordsFault) else "warn"
        self.body.bar.show_message(kind, str(fault), topic="fault")

    # -- keeping in step --------------------------------------------------------------------------------------------

    def _on_changed(self, changed: Changed) -> None:
        """After each verb the panels take in what changed, and the menu names what undo would do: at once, but after
        the body's picture where the marks of the open visit are all that changed, by a gesture there or by undo."""
        later = changed.scope == self.visit_id and set(changed.ids) <= AFTERWARDS
        if later and self._by_the_body(changed.origin):
            self.body.on_changed(changed)
            self.body.view.afterwards.do(partial(self._take_in, changed))
            return
        self.body.view.afterwards.catch_up()
        self.body.on_changed(changed)
        self._take_in(changed)

    def _by_the_body(self, origin: object) -> bool:
        return origin is self or (isinstance(origin, QWidget) and self.body.isAncestorOf(origin))

    def _take_in(self, changed: Changed) -> None:
        self.visit.on_changed(changed)
        self.patients.on_changed(changed)
        if changed.origin is self.body.view and self.visit_id in changed.of("visit"):
            self._after_step()  # the second click of two took back the visit that the first began
        self.body.bar.clear_topic("fault")
        # Its button takes back the last step, which is another one now.
        self.body.bar.clear_topic("undo")
        self._show_undo()

    def _show_undo(self) -> None:
        undo = redo = ""
        if self.workspace is not None and self._scope():
            undo = self.workspace.history.undo_name(self._step_scope())
            redo = self.workspace.history.redo_name(self._step_scope(redo=True))
        for name, word in ((undo, "undo"), (redo, "redo")):
            action = self.actions_by_id[word]
            action.setText(f"{word.capitalize()} {name}".strip())
            action.setEnabled(bool(name))
        self.body.set_undo(undo, redo)

    def _show_state(self) -> None:
        """What can be done now, in the menus and on the empty page."""
        acts, ws = self.actions_by_id, self.workspace
        acts.enable(NEEDS_RECORDS, ws is not None)
        acts.enable(NEEDS_PATIENT, bool(ws and self.patient_id))
        acts.enable(NEEDS_VISIT, bool(ws and self.visit_id))
        acts.enable(NEEDS_DRAFT, bool(ws and self.visit_id and self.visit.list.marks_model().editable))
        acts.enable(("look_around",), not (ws and ws.invented))
        acts.enable(("own_records",), bool(ws and ws.invented))
        acts["hide_names"].setChecked(self.preferences["names_hidden"])
        acts["fingers"].setChecked(theme.touch())
        acts["specialist"].setChecked(self.preferences["specialist"])
        acts["fold_patients"].setChecked(not self.preferences["patients_folded"])
        acts["fold_visit"].setChecked(not self.preferences["visit_folded"])
        acts["mark_bar"].setChecked(self.preferences["mark_bar"])
        for choice in ("light", "dark", "high-contrast", "system"):
            acts[f"theme_{choice}"].setChecked(self.preferences["theme"] == choice)
        self.forms.follow()
        self.body.view.set_patient(self.patient_id)
        self._show_undo()
        self._show_title()
        if ws is None:
            self.visit.show_empty("")
        else:
            # The patients panel has the same button; two of them would ask which one is meant.
            folded = self.preferences["patients_folded"]
            if self.patient_id:
                button = self.patients.today_button.text()
                # "Begin today's visit": there is none to choose where there are no rows.
                text = "Click a muscle: that begins today's visit."
                if self.patients.has_visits():
                    text = "Click a muscle to mark it in today's visit, or choose a visit from the list."
                self.visit.show_empty(text, button if folded else "")
            else:
                text = "Choose a patient first, or add a new one."
                self.visit.show_empty(text, "New patient" if folded else "")

    def _show_title(self) -> None:
        """The program's name, never the patient's: the title is seen in the task bar and in screen sharing."""
        invented = self.workspace is not None and self.workspace.invented
        self.setWindowTitle("BodyMap (invented patients)" if invented else "BodyMap")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, as it does in the forms: here Qt knows only the space bar."""
        button = self.focusWidget()
        if event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter) and isinstance(
            button, QAbstractButton
        ):
            button.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Coming back to the window on another day: "today" has moved on."""
        super().changeEvent(event)
        if (
            event.type() == QtCore.QEvent.Type.ActivationChange
            and self.workspace is not None
            and self.isActiveWindow()
        ):
            today = self.workspace.history.today()
            if today != self._day:
                self._day = today
                self.patients.refresh()
                self.visit.later.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what is typed, keep the window's place, let go of the records."""
        if not self._let_go():
            event.ignore()
            return
        self.preferences["window"] = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        super().closeEvent(event)


def _missing(folder: Path) -> RecordsFault:
    return RecordsFault(
        "missing",
        f"The folder {folder} is not there.",
        "Nothing was changed.",
        "If it is on another drive, connect it and try again. Otherwise choose the folder where your records are.",
    )
