"""The form for a patient's particulars, new or changed. Refusals stand at the field; people alike are offered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.records import Patient
from bodymap.charting.wording import day as in_words
from bodymap.ui import messages
from bodymap.ui.day_field import DayField
from bodymap.ui.widgets import Choice, Label, button, refusal_line
from bodymap.workspace.workspace import Workspace

# Field, its word, its column (0 left, 1 right), its row.
FIELDS = (
    ("family_name", "Family name", 0, 0),
    ("given_names", "Given names", 1, 0),
    ("date_of_birth", "Date of birth", 0, 1),
    ("sex", "Sex", 1, 1),
    ("clinic_id", "Clinic id", 0, 2),
    ("dominant_side", "Dominant side", 1, 2),
    ("phone", "Phone", 0, 3),
    ("email", "Email", 1, 3),
    ("address", "Address", 0, 4),
    ("alerts", "Alerts, always shown with the patient", 1, 4),
)
SEXES = ("", "female", "male", "other")
LEAST_LETTERS = 3
SIDES = ("", "right", "left", "both")


class PatientForm(QDialog):
    """`saved` tells the id of the patient made or changed; `chosen_instead` that of one already on record."""

    saved = Signal(str)
    chosen_instead = Signal(str)

    def __init__(
        self, parent: QWidget, workspace: Workspace, patient: Patient | None = None, name: str = ""
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.patient = patient
        self.setWindowTitle("Edit patient" if patient else "New patient")
        self.setMinimumWidth(620)
        self.fields: dict[str, QWidget] = {}
        self._alike_ids: frozenset[str] = frozenset()  # who is offered now
        self._offered: frozenset[str] = frozenset()  # who was offered when Enter was last pressed
        self.refusals: dict[str, QLabel] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 20)
        column.setSpacing(4)
        title = Label(self.windowTitle())
        title.setProperty("role", "display")
        column.addWidget(title)
        column.addSpacing(6)
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for key, words, at, row in FIELDS:
            grid.addLayout(self._cell(key, words), row, at)
        column.addLayout(grid)
        self.alike = QFrame()
        self.alike.setProperty("role", "bar")
        self.alike.setProperty("kind", "warn")
        self.alike.setProperty("inset", "true")
        self._alike_rows = QVBoxLayout(self.alike)
        self._alike_rows.setContentsMargins(14, 6, 8, 6)
        self._alike_rows.setSpacing(2)
        self.alike.hide()
        column.addWidget(self.alike)
        self.fault = refusal_line()
        column.addWidget(self.fault)
        column.addSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(8)
        hint = Label("" if patient else "Only a name is needed. The rest can be added later.")
        hint.setProperty("role", "small")
        row.addWidget(hint)
        row.addStretch(1)
        self.cancel_button = QPushButton("Cancel")
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.setProperty("scale", "large")
        self.cancel_button.clicked.connect(self.reject)
        self.save_button = QPushButton("Save" if patient else "Add patient")
        self.save_button.setProperty("role", "primary")
        self.save_button.setProperty("scale", "large")
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self.save)
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        column.addLayout(row)
        self._fill(patient, name)
        self._at_start = self.values_typed()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(120)
        self._wait.timeout.connect(self.offer_alike)
        for key, words, _at, _row in FIELDS:
            self._listen(self.fields[key], key)
            self.fields[key].setAccessibleName(words)
        # What is typed next is the given names: the button above them comes last.
        QWidget.setTabOrder(self.fields["family_name"], self.fields["given_names"])
        QWidget.setTabOrder(self.fields["alerts"], self.save_button)
        QWidget.setTabOrder(self.save_button, self.cancel_button)
        QWidget.setTabOrder(self.cancel_button, self.swap)
        self.fields["family_name"].setFocus()

    # -- fields -----------------------------------------------------------------------------------------------------

    def _cell(self, key: str, words: str) -> QVBoxLayout:
        cell = QVBoxLayout()
        cell.setSpacing(3)
        cell.setContentsMargins(0, 6, 0, 0)
        label = Label(words)
        label.setProperty("role", "strong")
        if key == "given_names":
            # What is typed to find a patient may have either name first.
            head = QHBoxLayout()
            head.addWidget(label)
            head.addStretch(1)
            self.swap = button(
                "Swap names", self._swap_names, "link", "Family name and given names change places"
            )
            self.swap.setAutoDefault(False)
            head.addWidget(self.swap)
            cell.addLayout(head)
        else:
            cell.addWidget(label)
        field: QWidget
        if key == "date_of_birth":
            field = DayField(words, self.workspace.history.today(), with_age=True)
        elif key in ("sex", "dominant_side"):
            field = Choice()
            field.setEditable(key == "sex")
            field.addItems(SEXES if key == "sex" else [s or "not recorded" for s in SIDES])
            if key == "dominant_side":
                field.currentIndexChanged.connect(lambda index, field=field: _show_unset(field, index == 0))
            if key == "sex":
                field.lineEdit().setPlaceholderText("not recorded")
        elif key in ("address", "alerts"):
            field = QPlainTextEdit()
            field.setTabChangesFocus(True)
            field.setFixedHeight(66)
            if key == "alerts":
                field.setPlaceholderText("For example: pacemaker, blood thinners, faints")
        else:
            field = QLineEdit()
        label.setBuddy(field)
        cell.addWidget(field)
        refusal = refusal_line()
        cell.addWidget(refusal)
        cell.addStretch(1)
        self.fields[key], self.refusals[key] = field, refusal
        return cell

    def _swap_names(self) -> None:
        family, given = self.fields["family_name"], self.fields["given_names"]
        assert isinstance(family, QLineEdit)
        assert isinstance(given, QLineEdit)
        first, second = family.text(), given.text()
        family.setText(second)
        given.setText(first)

    def _listen(self, field: QWidget, key: str) -> None:
        def typed(*_: object) -> None:
            self._refuse(key, "")
            if key in ("family_name", "given_names", "date_of_birth", "clinic_id"):
                self._wait.start()

        if isinstance(field, DayField):
            field.read.connect(typed)
        elif isinstance(field, QPlainTextEdit | QLineEdit):
            field.textChanged.connect(typed)
        elif isinstance(field, QComboBox):
            field.currentTextChanged.connect(typed)

    def _fill(self, patient: Patient | None, name: str) -> None:
        if patient is None:
            # What was typed to find the patient is the start of the name.
            family, _, given = name.partition(",") if "," in name else name.rpartition(" ")[::-1]
            if any(c.isdigit() for c in name):
                family = given = ""
            patient = Patient("", family_name=family.strip(), given_names=given.strip())
        for key, field in self.fields.items():
            value = getattr(patient, key)
            if isinstance(field, DayField):
                field.set_day(value)
            elif isinstance(field, QPlainTextEdit):
                field.setPlainText(value)
            elif isinstance(field, QLineEdit):
                field.setText(value)
            elif isinstance(field, QComboBox):
                field.setCurrentText(value) if field.isEditable() else field.setCurrentIndex(
                    SIDES.index(value) if value in SIDES else 0
                )
                if not field.isEditable():
                    _show_unset(field, field.currentIndex() == 0)

    def values_typed(self) -> dict[str, str]:
        """What stands in the fields, as typed."""
        values: dict[str, str] = {}
        for key, field in self.fields.items():
            if isinstance(field, DayField):
                values[key] = field.field.text()
            elif isinstance(field, QPlainTextEdit):
                values[key] = field.toPlainText()
            elif isinstance(field, QLineEdit):
                values[key] = field.text()
            elif isinstance(field, QComboBox):
                values[key] = field.currentText() if field.isEditable() else SIDES[field.currentIndex()]
        return values

    def _values(self) -> dict[str, Any]:
        """What the fields mean. Raises Refused."""
        values: dict[str, Any] = dict(self.values_typed())
        born = self.fields["date_of_birth"]
        assert isinstance(born, DayField)
        values["date_of_birth"] = born.day()
        values["sex"] = self._sex_said(values["sex"])
        return values

    def _sex_said(self, typed: str) -> str:
        """One of the list, be it only begun; else whole words. Raises Refused for a letter or two: nobody could read
        later what was meant."""
        typed = " ".join(typed.split())
        begun = [one for one in SEXES if one and one.startswith(typed.casefold())] if typed else []
        if len(begun) == 1:
            return begun[0]
        before = self.patient.sex if self.patient is not None else ""
        if typed and typed != before and sum(sign.isalpha() for sign in typed) < LEAST_LETTERS:
            raise Refused("sex", f"“{typed}” does not say it: choose one of the list, or write it out.")
        return typed

    # -- alike ------------------------------------------------------------------------------------------------------

    def offer_alike(self) -> None:
        """Show who is on record already and may be the same person."""
        try:
            values = self._values()
        except Refused:
            values = {**self.values_typed(), "date_of_birth": None}
        keys = ("family_name", "given_names", "date_of_birth", "clinic_id")
        known = {key: values[key] for key in keys}
        if self.patient:
            known["id"] = self.patient.id
        try:
            others = list(self.workspace.patients.like(**known))[:3]
        except (RecordsFault, Refused):
            return
        self._alike_ids = frozenset(other.id for other in others)
        while (item := self._alike_rows.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for other in others:
            self._alike_rows.addWidget(self._alike_row(other))
        self.alike.setVisible(bool(others))
        self._fit()

    def _alike_seen(self) -> bool:
        """Whoever types fast and presses Enter sees the offer too: the first press shows it, the next one adds."""
        self._wait.stop()
        self.offer_alike()
        seen, self._offered = self._offered, self._alike_ids
        if self._alike_ids and not self._alike_ids <= seen:
            self.save_button.setText("Add all the same")
            return False
        return True

    def _alike_row(self, other: Patient) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        born = f", born {in_words(other.date_of_birth)}" if other.date_of_birth else ""
        clinic_id = f", clinic id {other.clinic_id}" if other.clinic_id else ""
        label = Label(f"There is already {other.name}{born}{clinic_id}.")
        label.setWordWrap(True)
        line.addWidget(label, 1)
        button = QPushButton("Open that record")
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._take(other.id))
        line.addWidget(button)
        return row

    def _take(self, patient_id: str) -> None:
        self.done(QDialog.DialogCode.Rejected)
        self.chosen_instead.emit(patient_id)

    # -- saving -----------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Have the patient committed; a refusal stands at its field and nothing is saved."""
        for key in self.refusals:
            self._refuse(key, "")
        self.fault.hide()
        if not self.patient and not self._alike_seen():
            return
        try:
            values = self._values()
            if self.patient:
                patient = self.workspace.patients.change(self.patient.id, origin=self, **values)
            else:
                patient = self.workspace.patients.create(origin=self, **values)
        except Refused as refused:
            self._refuse(refused.field if refused.field in self.fields else "family_name", refused.sentence)
            return
        except RecordsFault as fault:
            self.fault.setText(f"{fault} What you typed is still here.")
            self.fault.show()
            self._fit()
            return
        self.accept()
        self.saved.emit(patient.id)

    def _refuse(self, key: str, sentence: str) -> None:
        label, field = self.refusals[key], self.fields[key]
        if not sentence and not label.text():
            return
        label.setText(sentence)
        label.setVisible(bool(sentence))
        shown = field.field if isinstance(field, DayField) else field
        shown.setProperty("refused", "true" if sentence else "false")
        shown.style().unpolish(shown)
        shown.style().polish(shown)
        self._fit()
        if sentence:
            field.setFocus()

    def _fit(self) -> None:
        """As high as its parts now are: a sentence that came must not lie over its field."""
        for label in (*self.refusals.values(), self.fault):
            if not label.isHidden():
                # A label in a grid of grids is not asked how high its text is in the width that it gets.
                label.setMinimumHeight(label.heightForWidth(max(200, label.width())))
        QTimer.singleShot(0, self, self.adjustSize)

    def reject(self) -> None:
        """Close without saving; asks only if something was typed."""
        if self.values_typed() != self._at_start and not messages.ask(
            self, "Leave without saving?", "What you typed in this form will be gone.", "Leave", "Keep typing"
        ):
            return
        super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves from the fields of several lines, where Enter begins a new one."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.save()
            return
        super().keyPressEvent(event)


def _show_unset(field: QComboBox, unset: bool) -> None:
    """What is not recorded looks so, as it does in a field that is empty."""
    field.setProperty("unset", "true" if unset else "false")
    field.style().unpolish(field)
    field.style().polish(field)


def open_form(
    parent: QWidget,
    workspace: Workspace,
    *,
    patient: Patient | None = None,
    name: str = "",
    saved: Callable[[str], object],
    chosen_instead: Callable[[str], object],
) -> PatientForm:
    """Show the form over the window; it goes when it is closed."""
    form = PatientForm(parent, workspace, patient, name)
    form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    form.saved.connect(saved)
    form.chosen_instead.connect(chosen_instead)
    form.open()
    return form
