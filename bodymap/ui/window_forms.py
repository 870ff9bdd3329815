"""What opens over the window: forms, lists, and what is on its way to paper.

One at a time, as `form`; each is destroyed once it is closed, for what a form holds of a patient must not stay behind
it. Every verb needs records, most a patient or a visit; where there is none it does nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6 import QtCore

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from bodymap.ui.main_window import MainWindow
    from bodymap.ui.print_dialogs import Paper, Preview
    from bodymap.workspace.workspace import Workspace

    Form = TypeVar("Form", bound=QDialog)


class WindowForms:
    """The forms of this window; `beside` is the chart's preview while it stands beside the visit."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.form: QDialog | None = None
        self.beside: Preview | None = None

    def _take(self, form: Form) -> Form:
        form.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form = form
        return form

    def _show(self, form: QDialog) -> None:
        self._take(form).open()

    def _of_patient(self) -> Workspace | None:
        """The records, where a patient is shown and what is typed of a visit is saved."""
        w = self._window
        if w.workspace is None or not w.patient_id or not w.leave_visit():
            return None
        return w.workspace

    def _of_visit(self) -> Workspace | None:
        """The records, where a visit is open and what is typed of it is saved."""
        w = self._window
        if w.workspace is None or not w.visit_id or not w.leave_visit():
            return None
        return w.workspace

    # -- patients and visits ----------------------------------------------------------------------------------------

    def new_patient(self, name: str = "") -> None:
        """The form for a new patient; what was typed to find one is the start of the name."""
        w = self._window
        if w.workspace is None:
            return
        from bodymap.ui.patient_form import open_form

        self.form = open_form(
            w, w.workspace, name=name or "", saved=w.patient_made, chosen_instead=w.open_patient
        )

    def edit_patient(self) -> None:
        """The patient's particulars."""
        w = self._window
        if w.workspace is None or not w.patient_id:
            return
        from bodymap.ui.patient_form import open_form

        self.form = open_form(
            w,
            w.workspace,
            patient=w.workspace.patients.get(w.patient_id),
            saved=w.patient_changed,
            chosen_instead=w.open_patient,
        )

    def move_visit(self) -> None:
        """Put a draft made for the wrong patient or day right."""
        workspace = self._of_visit()
        if workspace is None:
            return
        from bodymap.ui.move_visit import MoveVisit

        form = self._take(MoveVisit(self._window, workspace, self._window.visit_id))
        form.moved.connect(self._window.visit_moved)
        form.open()

    def whole_record(self) -> None:
        """The patient's record as a whole: saved, restricted, used again."""
        workspace = self._of_patient()
        if workspace is None:
            return
        from bodymap.ui.record_form import RecordForm

        w = self._window
        self._show(RecordForm(w, workspace, w.patient_id, w.preferences, w.body.bar))

    def merge_records(self, patient_id: str = "") -> None:
        """Another record of the same patient comes to this one (the one shown, or a patient of the list)."""
        w = self._window
        patient_id = patient_id or w.patient_id
        if w.workspace is None or not patient_id or not w.leave_visit():
            return
        from bodymap.ui.merge_form import MergeForm

        form = MergeForm(w, w.workspace, patient_id, names_hidden=w.preferences["names_hidden"])
        form.merged.connect(lambda said, merge_id: self._merged(patient_id, said, merge_id))
        form.separated.connect(lambda said, _: self._merged(patient_id, said))
        self._show(form)

    def _merged(self, patient_id: str, said: str, merge_id: str = "") -> None:
        """The record that remains is shown, what was done is said, with the way back where there is one."""
        w = self._window
        w.open_patient(patient_id)
        back = [("Separate again", lambda: self._separate(patient_id, merge_id))] if merge_id else []
        w.body.bar.show_message("info", said, back, topic="moved")

    def _separate(self, patient_id: str, merge_id: str) -> None:
        w = self._window
        if w.workspace is None:
            return
        from bodymap.charting.faults import RecordsFault, Refused
        from bodymap.ui.merge_form import apart

        try:
            said = apart(w.workspace, merge_id)
        except (Refused, RecordsFault) as problem:
            w.body.bar.show_message("warn", str(problem), topic="fault")
            return
        self._merged(patient_id, said)

    def progress(self) -> None:
        """The patient's visits with a slider: what was needled how often, and what followed."""
        workspace = self._of_patient()
        if workspace is None:
            return
        from bodymap.ui.progress_form import ProgressForm

        w = self._window
        self._show(
            ProgressForm(w, workspace, w.patient_id, w.visit_id, report=lambda plan: self.report(plan))
        )

    # -- paper ------------------------------------------------------------------------------------------------------

    def _paper(self) -> Paper | None:
        """The chart of the open visit on its way to paper."""
        workspace = self._of_visit()
        if workspace is None:
            return None
        from bodymap.ui.print_dialogs import Paper

        w = self._window
        return Paper(w, workspace, w.visit_id, w.preferences, w.body.bar)

    def preview(self) -> None:
        """The chart's pages beside the visit; the one there is comes to the front."""
        paper = self._paper()
        if paper is None:
            return
        if self.beside is not None:
            self.beside.activateWindow()
            return
        self.form = self.beside = paper.preview(self._room_beside())
        if self.beside is not None:
            self.beside.finished.connect(self._preview_closed)

    def _room_beside(self) -> int:
        """The pixels from the window's left edge to the visit's panel; all of it where that is folded."""
        w = self._window
        if not w.visit.isVisible() or w.preferences["visit_folded"]:
            return w.width()
        return w.visit.mapTo(w, QtCore.QPoint(0, 0)).x()

    def _preview_closed(self) -> None:
        self.beside = None

    def follow(self) -> None:
        """The preview shows the visit that is open now, and goes where none is."""
        if self.beside is None:
            return
        if self._window.workspace is not None and self._window.visit_id:
            self.beside.follow(self._window.visit_id)
        else:
            self.beside.reject()

    def save_pdf(self) -> None:
        """The chart as a file."""
        paper = self._paper()
        if paper is not None:
            paper.save_pdf()

    def print_chart(self) -> None:
        """The chart to a printer."""
        paper = self._paper()
        if paper is not None:
            paper.print()

    def save_picture(self) -> None:
        """The body with the visit's marks as a picture."""
        paper = self._paper()
        if paper is not None:
            paper.save_picture()

    def handout(self) -> None:
        """What the patient takes home."""
        workspace = self._of_visit()
        if workspace is None:
            return
        from bodymap.ui.handout_form import HandoutForm

        w = self._window
        self._show(HandoutForm(w, workspace, w.visit_id, w.preferences, w.body.bar))

    def print_consent(self) -> None:
        """The clinic's consent text for this patient, to be signed on paper."""
        workspace = self._of_visit()
        if workspace is None:
            return
        from bodymap.ui.consent_form import ConsentForm

        w = self._window
        self._show(ConsentForm(w, workspace, w.visit_id, w.preferences, w.body.bar))

    def report(self, plan_id: str | None = None) -> None:
        """The report of the patient's course: of that plan ("" for all visits), else of the open visit's plan."""
        workspace = self._of_patient()
        if workspace is None:
            return
        from bodymap.ui.report_form import ReportForm

        w = self._window
        if plan_id is None:
            plan_id = workspace.visits.get(w.visit_id).plan_id if w.visit_id else ""
        self._show(ReportForm(w, workspace, w.patient_id, plan_id, w.preferences, w.body.bar))

    def save_patient_file(self) -> None:
        """All charts of the patient as one PDF."""
        workspace = self._of_patient()
        if workspace is None:
            return
        from bodymap.ui.print_dialogs import save_patient_file

        w = self._window
        save_patient_file(w, workspace, w.patient_id, w.preferences, w.body.bar)

    def save_day_charts(self) -> None:
        """All charts of today as one PDF."""
        w = self._window
        if w.workspace is None or not w.leave_visit():
            return
        from bodymap.ui.print_dialogs import save_day_charts

        save_day_charts(w, w.workspace, w.preferences, w.body.bar)

    # -- what the clinic and the therapist set ----------------------------------------------------------------------

    def edit_clinic_lists(self) -> None:
        """What the clinic sets for all visits."""
        if self._window.workspace is not None:
            from bodymap.ui.clinic_lists import ClinicLists

            self._show(ClinicLists(self._window, self._window.workspace))

    def open_retention(self) -> None:
        """How long records are kept, and those past their time."""
        w = self._window
        if w.workspace is None or not w.leave_visit():
            return
        from bodymap.ui.retention_form import RetentionForm

        form = RetentionForm(w, w.workspace, w.preferences, w.body.bar)
        form.open_wanted.connect(w.open_patient)
        self._show(form)

    def edit_practice(self) -> None:
        """Who charts here, and the clinic."""
        if self._window.workspace is not None:
            from bodymap.ui.practice_form import PracticeForm

            self._show(PracticeForm(self._window, self._window.workspace))

    def edit_defaults(self, target_id: str = "") -> None:
        """What new marks start with: of all targets, or of this one."""
        w = self._window
        if w.workspace is not None:
            from bodymap.ui.defaults_form import DefaultsForm

            self._show(DefaultsForm(w, w.workspace, w.visit.recent, target_id))

    def edit_snippets(self) -> None:
        """The therapist's own abbreviations."""
        if self._window.workspace is not None:
            from bodymap.ui.snippets_form import SnippetsForm

            self._show(SnippetsForm(self._window, self._window.workspace))

    def open_sets(self) -> None:
        """The sets: laid on the open draft, changed."""
        w = self._window
        if w.workspace is None:
            return
        from bodymap.ui.sets_form import SetsForm

        form = self._take(SetsForm(w, w.workspace, w.visit_id, editable=w.body.view.editable))
        form.shown = w.body.view.plate
        form.laid.connect(w.body.ghosts.set_laid)
        form.open()

    # -- help -------------------------------------------------------------------------------------------------------

    def find_command(self) -> None:
        """Every command by name."""
        from bodymap.ui.palette import Palette

        w = self._window
        commands = [
            (subject, action)
            for subject, actions in w.actions_by_subject().items()
            for action in actions
            if action is not w.actions_by_id["commands"]
        ]
        self._take(Palette(w, commands)).open_over(w)

    def show_keys(self) -> None:
        """The keys on one sheet."""
        from bodymap.ui.keys_sheet import KeysSheet

        self._show(KeysSheet(self._window, self._window.actions_by_subject()))

    def about(self) -> None:
        """Version, licences, and whose work the body is drawn after."""
        from bodymap.ui.about import About

        self._show(About(self._window))
