"""Two records of one patient become one: the other one is found, both are seen side by side, what differs is chosen.

And apart again: the merges of this record that stand are listed above, each with the way back or why there is none.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.found import PatientLine
from bodymap.charting.records import Patient
from bodymap.charting.tidying import Keep, Merge, Particular
from bodymap.charting.wording import day as in_words
from bodymap.ui.lines import Line, LinesView
from bodymap.ui.patients_panel import HIDDEN, count, short
from bodymap.ui.search_field import SearchField
from bodymap.ui.widgets import Label, button, empty, plain_tip, refusal_line, words_label
from bodymap.workspace.workspace import Workspace

LONGEST_VALUE = 44
LONGEST_LIST = 20


class MergeForm(QDialog):
    """`merged` and `separated` tell a sentence and the merge's id, once it is recorded."""

    merged = Signal(str, str)
    separated = Signal(str, str)

    def __init__(
        self, parent: QWidget, workspace: Workspace, patient_id: str, *, names_hidden: bool = False
    ) -> None:
        super().__init__(parent)
        self.workspace, self.patient_id = workspace, patient_id
        self.other_id = ""
        self._names_hidden = names_hidden
        self.choices: dict[str, dict[Keep, QRadioButton]] = {}
        self.setWindowTitle("Merge two records of one patient")
        self.resize(760, min(620, max(480, parent.height() - 60)))
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 20)
        column.setSpacing(8)
        column.addWidget(words_label("Merge two records of one patient", "display"))
        column.addWidget(
            words_label(
                "The visits of the other record, and all that follows the patient, come to this one. The other one "
                "leaves the list. They can be separated again, until a visit that came over has been signed here.",
                "muted",
            )
        )
        column.addSpacing(4)
        column.addWidget(self._finding(), 1)
        column.addWidget(self._comparing(), 1)
        self.refusal = refusal_line()
        column.addWidget(self.refusal)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.another_button = button("Choose another…", self.choose_another)
        row.addWidget(self.another_button)
        row.addStretch(1)
        self.cancel_button = button("Cancel", self.reject)
        self.merge_button = button("Merge the records", self.merge, "primary")
        for one in (self.another_button, self.cancel_button, self.merge_button):
            one.setAutoDefault(False)
            one.setProperty("scale", "large")
        row.addWidget(self.cancel_button)
        row.addWidget(self.merge_button)
        column.addLayout(row)
        self._show_standing()
        self._search("")
        self.choose_another()

    # -- building ---------------------------------------------------------------------------------------------------

    def _finding(self) -> QWidget:
        self.finding = QWidget()
        column = QVBoxLayout(self.finding)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.standing = QVBoxLayout()
        self.standing.setSpacing(4)
        column.addLayout(self.standing)
        patient = self.workspace.patients.get(self.patient_id)
        held = self.workspace.tidy.holds(self.patient_id)
        column.addWidget(words_label(f"This record: {in_short(patient)}, {held.visits_in_words}", "strong"))
        self.find = SearchField()
        self.find.setPlaceholderText("Find the other record")
        self.find.setAccessibleName("Find the other record by name, date of birth or clinic id")
        self.find.textChanged.connect(self._search)
        self.find.installEventFilter(self)
        column.addWidget(self.find)
        self.list = LinesView("Other records")
        self.list.setProperty("role", "")
        self.list.chosen.connect(lambda line: self.choose(line.id))
        self.list.opened.connect(lambda line: self.choose(line.id))
        column.addWidget(self.list, 1)
        return self.finding

    def _comparing(self) -> QWidget:
        self.comparing = QScrollArea()
        self.comparing.setWidgetResizable(True)
        self.comparing.setFrameShape(QFrame.Shape.NoFrame)
        self.comparing.viewport().setAutoFillBackground(False)
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(18, 12, 18, 12)
        column.setSpacing(8)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(16)
        self.grid.setVerticalSpacing(6)
        for place in (1, 2):
            self.grid.setColumnStretch(place, 1)
        self.grid.setColumnMinimumWidth(0, 104)
        column.addLayout(self.grid)
        self.alike = words_label("", "small")
        column.addWidget(self.alike)
        column.addStretch(1)
        self.comparing.setWidget(card)
        return self.comparing

    # -- the other record -------------------------------------------------------------------------------------------

    def _search(self, text: str) -> None:
        """Without a text those who may be the same person, as a new patient's form finds them."""
        patients = self.workspace.patients
        title = "Found"
        try:
            if text.strip():
                found: Sequence[PatientLine] = patients.find(text, LONGEST_LIST).lines
            else:
                title = "May be the same person"
                me = patients.get(self.patient_id)
                known = {"family_name": me.family_name, "given_names": me.given_names}
                known |= {"clinic_id": me.clinic_id}
                like = patients.like(id=me.id, date_of_birth=me.date_of_birth, **known)
                found = [self._line_of(one) for one in like]
        except (RecordsFault, Refused) as problem:
            self._refuse(str(problem))
            return
        others = [one for one in found if one.id != self.patient_id]
        nobody = "Nobody found" if text.strip() else "Type part of a name, a date of birth or a clinic id"
        lines = [Line("heading", "", title if others else nobody)]
        self.list.show_lines([*lines, *(self._row(one) for one in others)])
        self.list.setProperty("armed", bool(text.strip()))

    def _line_of(self, patient: Patient) -> PatientLine:
        held = self.workspace.tidy.holds(patient.id)
        return PatientLine(
            patient.id, patient.name, patient.date_of_birth, patient.clinic_id, held.visits, held.last
        )

    def _row(self, one: PatientLine) -> Line:
        """What tells two people of one name apart: birth, clinic id, how many visits and when the last was."""
        visits = count(one.visits, "visit") if one.visits else "no visits"
        born = f"born {in_words(one.date_of_birth)}" if one.date_of_birth else "no date of birth"
        detail = " · ".join(part for part in (born, one.clinic_id) if part)
        return Line(
            "patient",
            one.id,
            HIDDEN if self._names_hidden else one.name,
            visits if self._names_hidden else detail,
            tail="" if self._names_hidden else visits,
            low_tail=f"last {in_words(one.last_visit)}" if one.last_visit else "",
        )

    def choose(self, other_id: str) -> None:
        """Show this record beside the one that remains."""
        self.other_id = other_id
        self._refuse("")
        try:
            self._compare()
        except RecordsFault as fault:
            self.other_id = ""
            self._refuse(str(fault))
            return
        self._turn()
        first = next(iter(self.choices.values()), None)
        (first[Keep.REMAINING] if first else self.merge_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_another(self) -> None:
        """Back to finding."""
        self.other_id = ""
        self._refuse("")
        self._turn()
        self.find.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self) -> None:
        comparing = bool(self.other_id)
        self.finding.setVisible(not comparing)
        self.comparing.setVisible(comparing)
        self.another_button.setVisible(comparing)
        self.merge_button.setEnabled(comparing)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down in the line walk through the list below it, Enter takes one; Esc empties it before it closes the
        form."""
        if watched is self.find and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.list.setProperty("armed", True)
                self.list.step(1 if event.key() == Qt.Key.Key_Down else -1)
                self.list.viewport().update()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.list.open_current()  # here, or the form would take the same Enter for its own
                return True
            if event.key() == Qt.Key.Key_Escape and self.find.text():
                self.find.clear()
                return True
        return super().eventFilter(watched, event)

    # -- side by side -----------------------------------------------------------------------------------------------

    def _compare(self) -> None:
        tidy = self.workspace.tidy
        lines = tidy.beside(self.other_id, self.patient_id)
        here, there = tidy.holds(self.patient_id), tidy.holds(self.other_id)
        days = tidy.same_days(self.other_id, self.patient_id)
        empty(self.grid)
        self.choices = {}
        for place, words in ((1, "This record, which stays"), (2, "The other record")):
            self.grid.addWidget(words_label(words, "heading", wrap=False), 0, place)
        for row, line in enumerate(lines, 1):
            self._add_particular(row, line)
        for row, (words, one, other) in enumerate(
            (
                ("Visits", here.visits_in_words, there.visits_in_words),
                ("Besides", here.follows_in_words, there.follows_in_words),
            ),
            len(lines) + 1,
        ):
            self._add_words(row, words, one, other)
        said = []
        if any(line.keep is Keep.BOTH for line in lines):
            said.append("The alerts of both are kept.")
        if there.counts and there.counts.get("precaution_answer"):
            said.append("What was answered yes in either record is a yes.")
        if days:
            shown = ", ".join(in_words(day) for day in days[:3]) + (" and more" if len(days) > 3 else "")
            said.append(f"Both have a visit on {shown}: each stays a visit of its own.")
        self.alike.setText(" ".join(said))
        self.alike.setVisible(bool(said))

    def _add_words(self, row: int, words: str, one: str, other: str) -> None:
        self.grid.addWidget(words_label(words, "strong", wrap=False), row, 0, Qt.AlignmentFlag.AlignTop)
        for place, text in ((1, one), (2, other)):
            said = words_label(text or "—", "" if text else "muted")
            self.grid.addWidget(said, row, place, Qt.AlignmentFlag.AlignTop)

    def _add_particular(self, row: int, line: Particular) -> None:
        if not line.is_choice:
            self._add_words(row, line.name, line.remaining, line.other)
            return
        self.grid.addWidget(words_label(line.name, "strong", wrap=False), row, 0)
        group = QButtonGroup(self.comparing)
        made: dict[Keep, QRadioButton] = {}
        for place, keep, text, whose in (
            (1, Keep.REMAINING, line.remaining, "this record"),
            (2, Keep.OTHER, line.other, "the other record"),
        ):
            shown = " / ".join(text.split("\n"))
            choice = QRadioButton(short(shown, LONGEST_VALUE).replace("&", "&&"))
            choice.setAccessibleName(f"{line.name}: {shown}, of {whose}")
            choice.setToolTip(plain_tip(text) if len(shown) > LONGEST_VALUE else "")
            choice.setChecked(keep is line.keep)
            group.addButton(choice)
            made[keep] = choice
            self.grid.addWidget(choice, row, place)
        self.choices[line.name] = made

    def kept(self) -> dict[str, Keep]:
        """What was chosen where the two differ."""
        return {
            name: next(keep for keep, choice in made.items() if choice.isChecked())
            for name, made in self.choices.items()
        }

    # -- verbs ------------------------------------------------------------------------------------------------------

    def merge(self) -> None:
        """Have the records merged; a refusal stands here and nothing is changed."""
        if not self.other_id:
            return
        try:
            merge = self.workspace.tidy.merge(self.other_id, self.patient_id, self.kept(), origin=self)
        except (Refused, RecordsFault) as problem:
            self._refuse(str(problem))
            return
        visits = sum(word.startswith("visit:") for word in merge.moved)
        came = f"{count(visits, 'visit')} came over." if visits else "No visit came over."
        self.accept()
        self.merged.emit(f"Two records are one now. {came}", merge.id)

    def separate(self, merge_id: str) -> None:
        """Take a merge apart; why not is said here."""
        try:
            said = apart(self.workspace, merge_id)
        except (Refused, RecordsFault) as problem:
            self._refuse(str(problem))
            return
        self.accept()
        self.separated.emit(said, merge_id)

    def _show_standing(self) -> None:
        """The merges that can be taken apart, or why they cannot."""
        tidy = self.workspace.tidy
        self.separate_buttons: dict[str, QPushButton] = {}
        for merge in tidy.merges(self.patient_id):
            row = QHBoxLayout()
            why_not = tidy.why_not_unmerge(merge.id)
            row.addWidget(words_label(self._of_merge(merge) + (f" {why_not}" if why_not else "")), 1)
            if not why_not:
                back = button("Separate again", lambda one=merge.id: self.separate(one))  # type: ignore[misc]
                back.setAutoDefault(False)
                back.setAccessibleName(f"Separate again: {self._of_merge(merge)}")
                row.addWidget(back)
                self.separate_buttons[merge.id] = back
            self.standing.addLayout(row)

    def _of_merge(self, merge: Merge) -> str:
        """Merged on 12 Nov 2026: Sandoval, M., 3 visits."""
        name = self.workspace.patients.get(merge.from_id).name
        visits = sum(word.startswith("visit:") for word in merge.moved)
        when = f" on {in_words(merge.made_at.astimezone().date())}" if merge.made_at else ""
        return f"Merged{when}: {name}, {count(visits, 'visit') if visits else 'no visits'}."

    def _refuse(self, sentence: str) -> None:
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on a choice merges nothing by itself: it goes on to the button."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(
            self.focusWidget(), QRadioButton | Label
        ):
            self.merge_button.setFocus(Qt.FocusReason.TabFocusReason)
            event.accept()
            return
        super().keyPressEvent(event)


def apart(workspace: Workspace, merge_id: str) -> str:
    """Take a merge apart; what is then so, in a sentence. Raises Refused, RecordsFault."""
    return f"The record of {workspace.tidy.unmerge(merge_id).name} stands by itself again."


def in_short(patient: Patient) -> str:
    """Sandoval, Mireya, born 3 May 1970."""
    born = f", born {in_words(patient.date_of_birth)}" if patient.date_of_birth else ""
    return f"{short(patient.name, 60)}{born}"
