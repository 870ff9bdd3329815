"""Whose letterhead the chart carries, and who charts."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.records import Clinic, Therapist
from bodymap.ui.letterhead_field import Letterhead
from bodymap.ui.narrative_field import WIDTH_PX, NarrativeField
from bodymap.ui.widgets import Label, refusal_line
from bodymap.workspace.workspace import Workspace


class PracticeForm(QDialog):
    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.setWindowTitle("Clinic and therapist")
        self.setMinimumWidth(880)
        clinic, therapist = workspace.practice.clinic(), workspace.practice.therapist
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 20)
        column.setSpacing(3)
        self._text(column, "Clinic and therapist", "display")
        self._text(column, "This stands at the head of every chart.", "muted")
        column.addSpacing(8)
        # Side by side: one below the other they are higher than a laptop's screen.
        halves = QHBoxLayout()
        halves.setSpacing(32)
        halves.addLayout(self._left(clinic, therapist), 1)
        halves.addLayout(self._right(clinic))
        column.addLayout(halves)
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
        self.save_button = QPushButton("Save")
        self.save_button.setProperty("role", "primary")
        self.save_button.setProperty("scale", "large")
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self.save)
        row.addWidget(cancel)
        row.addWidget(self.save_button)
        column.addLayout(row)
        QWidget.setTabOrder(self.save_button, cancel)

    def _left(self, clinic: Clinic, therapist: Therapist) -> QVBoxLayout:
        """Who charts, and where."""
        column = QVBoxLayout()
        column.setSpacing(3)
        self.therapist = self._line(column, "Therapist, as it should be printed", therapist.name)
        self.licence = self._line(column, "Licence number", therapist.licence)
        column.addSpacing(10)
        self.clinic = self._line(column, "Clinic", clinic.name)
        self._text(column, "Address", "strong")
        self.address = QPlainTextEdit(clinic.address)
        self.address.setTabChangesFocus(True)
        self.address.setAccessibleName("Address of the clinic")
        self.address.setFixedHeight(68)
        column.addWidget(self.address)
        column.addSpacing(5)
        self.phone = self._line(column, "Phone", clinic.phone)
        column.addStretch(1)
        return column

    def _right(self, clinic: Clinic) -> QVBoxLayout:
        """How its paper looks and reads."""
        column = QVBoxLayout()
        column.setSpacing(3)
        self._text(column, "Logo and colour of the letterhead", "strong")
        self.letterhead = Letterhead(clinic, self._refuse)
        column.addWidget(self.letterhead)
        column.addSpacing(14)
        self.narrative = NarrativeField(clinic)
        self.narrative.setFixedWidth(WIDTH_PX)
        column.addWidget(self.narrative)
        column.addStretch(1)
        return column

    @staticmethod
    def _text(column: QVBoxLayout, words: str, role: str) -> None:
        label = Label(words)
        label.setProperty("role", role)
        column.addWidget(label)

    def _line(self, column: QVBoxLayout, words: str, value: str) -> QLineEdit:
        self._text(column, words, "strong")
        field = QLineEdit(value)
        field.setAccessibleName(words)
        column.addWidget(field)
        column.addSpacing(5)
        return field

    def save(self) -> None:
        practice = self.workspace.practice
        try:
            practice.change_therapist(
                practice.therapist.id, self.therapist.text(), self.licence.text(), origin=self
            )
            practice.change_clinic(
                self.clinic.text(),
                self.address.toPlainText(),
                self.phone.text(),
                logo=self.letterhead.logo,
                accent=self.letterhead.accent,
                narrative_style=self.narrative.style_chosen,
                without_injection=self.narrative.without_injection,
                origin=self,
            )
        except Refused as refused:
            self._refuse(refused.sentence)
            return
        except RecordsFault as fault:
            self._refuse(f"{fault} What you typed is still here.")
            return
        self.accept()

    def _refuse(self, sentence: str) -> None:
        """Say why something cannot be; nothing to say takes back what was said."""
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))
        self.adjustSize()
