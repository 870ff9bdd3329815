"""A draft made for the wrong patient or day is put right here."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.wording import day as in_words
from bodymap.ui.day_field import DayField
from bodymap.ui.lines import Line, LinesView
from bodymap.ui.widgets import Label, refusal_line
from bodymap.workspace.workspace import Workspace


class MoveVisit(QDialog):
    """`moved` tells in a sentence what was done."""

    moved = Signal(str)

    def __init__(self, parent: QWidget, workspace: Workspace, visit_id: str) -> None:
        super().__init__(parent)
        self.workspace, self.visit_id = workspace, visit_id
        visit = workspace.visits.get(visit_id)
        self.patient_id = visit.patient_id
        self.setWindowTitle("Move this visit")
        self.setMinimumWidth(520)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 20)
        column.setSpacing(6)
        for words, role in (
            ("Move this visit", "display"),
            ("Marks and note go with it. The change is kept in the history and can be undone.", "muted"),
        ):
            label = Label(words)
            label.setProperty("role", role)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addSpacing(8)
        column.addWidget(self._label("Date of the visit"))
        self.day = DayField("Date of the visit", workspace.history.today(), with_age=False)
        self.day.set_day(visit.date)
        column.addWidget(self.day)
        column.addWidget(self._label("Patient"))
        self.patient = Label()
        self.patient.setProperty("role", "lead")
        column.addWidget(self.patient)
        self.find = QLineEdit()
        self.find.setPlaceholderText("Find another patient")
        self.find.setAccessibleName("Find another patient")
        column.addWidget(self.find)
        card = QFrame()
        card.setProperty("role", "card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(2, 2, 2, 2)
        self.list = LinesView("Patients")
        self.list.setFixedHeight(158)
        inner.addWidget(self.list)
        self.card = card
        column.addWidget(card)
        card.hide()
        self.refusal = refusal_line()
        column.addWidget(self.refusal)
        column.addSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        cancel = QPushButton("Cancel")
        cancel.setAutoDefault(False)
        cancel.setProperty("scale", "large")
        cancel.clicked.connect(self.reject)
        self.move_button = QPushButton("Move the visit")
        self.move_button.setProperty("role", "primary")
        self.move_button.setProperty("scale", "large")
        self.move_button.setDefault(True)
        self.move_button.clicked.connect(self.do_move)
        row.addWidget(cancel)
        row.addWidget(self.move_button)
        column.addLayout(row)
        QWidget.setTabOrder(self.move_button, cancel)
        self.find.textChanged.connect(self._search)
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(self._choose)
        self._show_patient()

    @staticmethod
    def _label(words: str) -> QLabel:
        label = Label(words)
        label.setProperty("role", "strong")
        return label

    def _show_patient(self) -> None:
        patient = self.workspace.patients.get(self.patient_id)
        born = f", born {in_words(patient.date_of_birth)}" if patient.date_of_birth else ""
        self.patient.setText(patient.name + born)

    def _search(self, text: str) -> None:
        self.card.setVisible(bool(text.strip()))
        if not text.strip():
            self.adjustSize()
            return
        found = self.workspace.patients.find(text.strip(), 20)
        self.list.show_lines(
            [
                Line(
                    "patient",
                    one.id,
                    one.name,
                    " · ".join(p for p in (in_words(one.date_of_birth), one.clinic_id) if p),
                )
                for one in found.lines
            ]
            or [Line("heading", "", "Nobody found")]
        )

    def _choose(self, line: Line) -> None:
        self.patient_id = line.id
        self.find.clear()
        self._show_patient()
        self.move_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refuse(self, sentence: str) -> None:
        self.refusal.setText(sentence)
        self.refusal.show()
        self.adjustSize()

    def do_move(self) -> None:
        """Have the visit moved; a refusal stands here and nothing is changed."""
        if self.find.text().strip():
            # Enter while finding takes the patient found; it does not yet move.
            self.list.choose_current()
            return
        try:
            day = self.day.day()
            if day is None:
                raise Refused("date", "A visit needs a date.")
            before = self.workspace.visits.get(self.visit_id)
            after = self.workspace.visits.move(
                self.visit_id, patient_id=self.patient_id, day=day, origin=self
            )
        except Refused as refused:
            self._refuse(refused.sentence)
            return
        except RecordsFault as fault:
            self._refuse(str(fault))
            return
        self.accept()
        parts = []
        if after.patient_id != before.patient_id:
            parts.append(f"to {self.workspace.patients.get(after.patient_id).name}")
        if after.date != before.date:
            parts.append(f"to {in_words(after.date)}")
        if parts:
            self.moved.emit(f"The visit was moved {' and '.join(parts)}.")
