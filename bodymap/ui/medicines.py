"""What the patient takes: name, dose, whether it thins the blood; ended when it is taken no more."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from bodymap.charting.precautions import Medication
from bodymap.ui.mark_details import TypedField
from bodymap.ui.record_page import Card, RecordPage
from bodymap.ui.widgets import button, words_label
from bodymap.workspace.workspace import Workspace


class MedicineRow(QWidget):
    """One medicine."""

    def __init__(self, owner: Medicines, medicine: Medication) -> None:
        super().__init__()
        self._owner, self._id = owner, medicine.id
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(words_label(medicine.name), 2)
        self.dose = TypedField(f"Dose of {medicine.name}", "dose", 200)
        self.dose.typed.connect(lambda text: owner.change(self._id, dose=text))
        row.addWidget(self.dose, 2)
        self.thins = QCheckBox("thins blood")
        self.thins.setAccessibleName(f"{medicine.name} thins the blood")
        self.thins.clicked.connect(lambda on: owner.change(self._id, thins_blood=on))
        row.addWidget(self.thins)
        self.ended = button("Ended", lambda: owner.end(self._id), "quiet", "Taken no more, from today on")
        self.ended.setAccessibleName(f"{medicine.name} is taken no more")
        row.addWidget(self.ended)

    def show_medicine(self, medicine: Medication, editable: bool) -> None:
        """Show it as it is recorded."""
        self.dose.show_value(medicine.dose)
        self.thins.setChecked(medicine.thins_blood)
        for one in (self.dose, self.thins, self.ended):
            one.setEnabled(editable)


class Medicines(QWidget):
    """The list and the field that adds to it. Refusals are said in `card`."""

    def __init__(self, page: RecordPage, card: Card) -> None:
        super().__init__()
        self._page, self._card = page, card
        self.rows: dict[str, MedicineRow] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(4)
        column.addLayout(self.lines)
        self.add = TypedField("Another medicine", "Medicine the patient takes, then Enter", 200)
        self.add.typed.connect(self._add)
        column.addWidget(self.add)

    def show_state(self, workspace: Workspace, visit_id: str, editable: bool) -> None:
        """Show what the patient takes now; rows that stand stay."""
        patient_id = workspace.visits.get(visit_id).patient_id
        # One that ends today was taken today, but is told already.
        taken = [one for one in workspace.precautions.medications(patient_id) if one.ended_on is None]
        wanted = {one.id: one for one in taken}
        for medicine_id in [one for one in self.rows if one not in wanted]:
            gone = self.rows.pop(medicine_id)
            self.lines.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for medicine in taken:
            if medicine.id not in self.rows:
                self.rows[medicine.id] = MedicineRow(self, medicine)
                self.lines.addWidget(self.rows[medicine.id])
            self.rows[medicine.id].show_medicine(medicine, editable)
        self.add.setEnabled(editable)

    def change(self, medicine_id: str, **values: object) -> None:
        """Set fields of one."""
        page = self._page
        page.attempt(
            self._card, lambda ws: ws.precautions.change_medication(medicine_id, origin=page, **values)
        )

    def end(self, medicine_id: str) -> None:
        """It is taken no more."""
        page = self._page
        page.attempt(self._card, lambda ws: ws.precautions.end_medication(medicine_id, origin=page))

    def _add(self, text: str) -> None:
        page = self._page

        def verb(ws: Workspace) -> None:
            ws.precautions.add_medication(ws.visits.get(page.visit_id).patient_id, text, origin=page)

        if text.strip() and page.attempt(self._card, verb):
            self.add.clear()
