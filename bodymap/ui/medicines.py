"""What the patient takes: name, dose, whether it thins the blood; ended when it is taken no more."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from bodymap.charting.medicines import name_and_dose
from bodymap.charting.precautions import Medication, taken_on
from bodymap.charting.wording import day
from bodymap.ui.mark_details import TypedField
from bodymap.ui.record_page import Card, RecordPage
from bodymap.ui.widgets import button, words_label
from bodymap.workspace.workspace import Workspace


class MedicineRow(QWidget):
    """One medicine; of some it is asked below whether they thin the blood, which nothing but a person answers."""

    def __init__(self, owner: Medicines, medicine: Medication) -> None:
        super().__init__()
        self._id = medicine.id
        self._asked = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(6)
        self.name = TypedField(f"Medicine: {medicine.name}", "medicine", 200)
        self.name.typed.connect(lambda text: owner.rename(self._id, text))
        row.addWidget(self.name, 2)
        self.dose = TypedField(f"Dose of {medicine.name}", "dose", 200)
        self.dose.typed.connect(lambda text: owner.change(self._id, dose=text))
        row.addWidget(self.dose, 2)
        self.thins = QCheckBox("thins blood")
        self.thins.setAccessibleName(f"{medicine.name} thins the blood")
        self.thins.clicked.connect(lambda on: owner.say_thins(self._id, on))
        row.addWidget(self.thins)
        self.ended = button(
            "Ended", lambda: owner.end(self._id), "quiet", "Taken no more after this visit's day"
        )
        self.ended.setAccessibleName(f"{medicine.name} is taken no more")
        row.addWidget(self.ended)
        column.addLayout(row)
        self.question = QWidget()
        asks = QHBoxLayout(self.question)
        asks.setContentsMargins(0, 0, 0, 2)
        asks.setSpacing(6)
        asks.addWidget(words_label("Does it thin the blood?"), 1)
        self.yes = button("Yes", lambda: owner.say_thins(self._id, True))
        self.no = button("No", lambda: owner.say_thins(self._id, False))
        for one, word in ((self.yes, "thins"), (self.no, "does not thin")):
            one.setAccessibleName(f"{medicine.name} {word} the blood")
            asks.addWidget(one)
        self.question.hide()
        column.addWidget(self.question)

    def forget_asked(self) -> None:
        """Another visit is shown: what was answered before takes no room in it."""
        self._asked = False

    def show_medicine(self, medicine: Medication, *, asked: bool, editable: bool) -> None:
        """Show it as it is recorded; `asked`: nobody said yet whether it thins the blood. A question that was answered
        keeps its place: the next press is meant for what stands below it."""
        self._asked = self._asked or asked
        self.name.show_value(medicine.name)
        self.name.setAccessibleName(f"Medicine: {medicine.name}")
        self.dose.show_value(medicine.dose)
        self.thins.setChecked(medicine.thins_blood)
        self.question.setVisible(self._asked and editable)
        for one in (self.yes, self.no):
            one.setEnabled(asked)
        for one in (self.name, self.dose, self.thins, self.ended):
            one.setEnabled(editable)


class Medicines(QWidget):
    """The list and the field that adds to it. Refusals are said in `card`."""

    def __init__(self, page: RecordPage, card: Card) -> None:
        super().__init__()
        self._page, self._card = page, card
        self.rows: dict[str, MedicineRow] = {}
        self._visit_id = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(4)
        column.addLayout(self.lines)
        self.add = TypedField("Another medicine", "Medicine and dose (metformin 500 mg), then Enter", 200)
        self.add.typed.connect(self._add)
        column.addWidget(self.add)

    def show_state(self, workspace: Workspace, visit_id: str, editable: bool) -> None:
        """Show what the patient takes and what was known on the visit's day; rows that stand stay."""
        visit = workspace.visits.get(visit_id)
        # One that ends on the visit's day was taken on it, but is told already.
        taken = [
            one
            for one in workspace.precautions.medications(visit.patient_id)
            if one.ended_on is None and taken_on(one, visit.date)
        ]
        if visit_id != self._visit_id:
            self._visit_id = visit_id
            for row in self.rows.values():
                row.forget_asked()
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
            asked = workspace.precautions.asks_if_thinning(medicine)
            self.rows[medicine.id].show_medicine(medicine, asked=asked, editable=editable)
        self.add.setEnabled(editable)

    def change(self, medicine_id: str, **values: object) -> None:
        """Set fields of one."""
        page = self._page
        page.attempt(
            self._card, lambda ws: ws.precautions.change_medication(medicine_id, origin=page, **values)
        )

    def rename(self, medicine_id: str, text: str) -> None:
        """The name as it is typed now; a dose typed along with it goes to its own field."""
        name, dose = name_and_dose(text)
        self.change(medicine_id, name=name, **({"dose": dose} if dose else {}))

    def say_thins(self, medicine_id: str, thins: bool) -> None:
        """What the therapist says of it."""
        page = self._page
        page.attempt(
            self._card,
            lambda ws: ws.precautions.say_thinning(medicine_id, thins, visit_id=page.visit_id, origin=page),
        )

    def end(self, medicine_id: str) -> None:
        """It is taken no more."""
        page = self._page

        def verb(ws: Workspace) -> None:
            one = ws.precautions.end_medication(medicine_id, visit_id=page.visit_id, origin=page)
            page.ended.emit(
                f"{one.name}: taken until {day(one.ended_on)}, no more after that. Charts up to that day list it.",
                one.patient_id,
            )

        page.attempt(self._card, verb)

    def _add(self, text: str) -> None:
        page = self._page
        name, dose = name_and_dose(text)

        def verb(ws: Workspace) -> None:
            patient_id = ws.visits.get(page.visit_id).patient_id
            ws.precautions.add_medication(patient_id, name, dose=dose, visit_id=page.visit_id, origin=page)

        if text.strip() and page.attempt(self._card, verb):
            self.add.clear()
