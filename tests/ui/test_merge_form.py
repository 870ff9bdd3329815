"""Two records of one patient merged on the screen, and taken apart again."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QRadioButton
from pytestqt.qtbot import QtBot

from bodymap.charting.edits import changed
from bodymap.charting.faults import RecordsFault
from bodymap.charting.records import Patient, VisitStatus
from bodymap.charting.tidying import Keep
from bodymap.ui.main_window import MainWindow
from bodymap.ui.merge_form import MergeForm
from bodymap.ui.patients_panel import HIDDEN

from .conftest import FaultyStore, press, write


@pytest.fixture
def double(window: MainWindow, patient: Patient) -> Patient:
    ws = window.workspace
    made = ws.patients.create(
        family_name="Sandoval",
        given_names="M.",
        clinic_id="N-2210",
        date_of_birth=date(1979, 5, 3),
        phone="+1 555 0199",
    )
    ws.visits.create(made.id, date(2025, 2, 3))
    ws.visits.create(made.id, date(2025, 3, 4))
    return made


@pytest.fixture
def form(window: MainWindow, patient: Patient, double: Patient, qtbot: QtBot) -> MergeForm:
    window.open_patient(patient.id)
    press_menu(window, "Merge with another record…")
    qtbot.waitUntil(lambda: isinstance(window.form, MergeForm) and window.form.isVisible())
    return window.form


def press_menu(window: MainWindow, text: str) -> None:
    """The menu of the patient's page is opened and this line of it pressed."""
    menu = window.patients.more.menu()
    menu.popup(window.patients.more.mapToGlobal(QPoint(0, 30)))
    action = next(action for action in menu.actions() if action.text() == text)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def titles(form: MergeForm) -> list[str]:
    return [line.title for line in form.list.lines_model().lines if line.kind != "heading"]


def test_by_keys_alone_two_records_become_one(
    form: MergeForm, window: MainWindow, patient: Patient, double: Patient, qtbot: QtBot
) -> None:
    ws = window.workspace
    ws.patients.create(family_name="Sandoz", given_names="Karl")
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    assert form.find.hasFocus()
    assert not form.merge_button.isEnabled()
    QTest.keyClicks(form.find, "sando")
    assert patient.name not in titles(form)
    line = next(one for one in form.list.lines_model().lines if one.id == double.id)
    assert (line.detail, line.tail, line.low_tail) == (
        "born 3 May 1979 · N-2210",
        "2 visits",
        "last 4 Mar 2025",
    )
    while form.list.line_at(form.list.currentIndex()).id != double.id:
        QTest.keyClick(form.find, Qt.Key.Key_Down)
    QTest.keyClick(form.find, Qt.Key.Key_Return)
    assert form.comparing.isVisible()
    assert set(form.choices) == {"Name", "Clinic id"}  # nothing to choose where one says nothing
    name = form.choices["Name"]
    assert name[Keep.REMAINING].hasFocus()
    assert name[Keep.OTHER].accessibleName() == "Name: Sandoval, M., of the other record"
    QTest.keyClick(name[Keep.REMAINING], Qt.Key.Key_Right)
    assert name[Keep.OTHER].isChecked()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert form.merge_button.hasFocus()
    assert len(ws.visits.of(patient.id)) == 0
    QTest.keyClick(form.merge_button, Qt.Key.Key_Space)
    now = ws.patients.get(patient.id)
    assert (now.name, now.clinic_id, now.phone) == ("Sandoval, M.", "N-1042", "+1 555 0199")
    assert now.date_of_birth == date(1979, 5, 3)
    assert len(ws.visits.of(patient.id)) == 2
    assert "2 visits came over" in window.body.bar.text()
    assert window.patient_id == patient.id
    (apart,) = window.body.bar.buttons()
    press(apart)
    assert ws.patients.get(patient.id).name == "Sandoval, Mireya"
    assert ws.patients.get(patient.id).date_of_birth is None
    assert len(ws.visits.of(double.id)) == 2
    assert "stands by itself again" in window.body.bar.text()


def test_who_may_be_the_same_person_is_offered_at_once(
    window: MainWindow, patient: Patient, qtbot: QtBot
) -> None:
    ws = window.workspace
    same = ws.patients.create(family_name="Sandoval", given_names="Mireya", phone="1")
    ws.patients.create(family_name="Okonkwo")
    window.open_patient(patient.id)
    window.actions_by_id["merge_records"].trigger()
    qtbot.waitUntil(window.form.isVisible)
    assert [one.id for one in window.form.list.lines_model().lines] == ["", same.id]
    window.form.reject()


def test_a_merge_is_taken_apart_in_the_form_until_a_visit_is_signed(
    form: MergeForm, window: MainWindow, patient: Patient, double: Patient, qtbot: QtBot
) -> None:
    ws = window.workspace
    form.choose(double.id)
    press(form.merge_button)
    (merge,) = ws.tidy.merges(patient.id)
    window.actions_by_id["merge_records"].trigger()
    again = window.form
    qtbot.waitUntil(again.isVisible)
    assert again.separate_buttons[merge.id].accessibleName().endswith("Sandoval, M., 2 visits.")
    visit = ws.visits.of(patient.id)[0]
    ws.history.commit([changed(visit, status=VisitStatus.SIGNED)], "sign visit")
    press(again.separate_buttons[merge.id])  # signed meanwhile
    assert "has been signed since" in again.refusal.text()
    assert again.refusal.isVisible()
    again.reject()
    window.actions_by_id["merge_records"].trigger()
    qtbot.waitUntil(window.form.isVisible)
    assert window.form.separate_buttons == {}
    assert any("signed since" in label.text() for label in window.form.findChildren(type(form.refusal)))
    window.form.reject()


def test_what_cannot_be_merged_is_said_and_nothing_is_changed(
    form: MergeForm, window: MainWindow, store: FaultyStore, patient: Patient, double: Patient
) -> None:
    ws = window.workspace
    ws.tidy.restrict(double.id, "Asked by the patient.")
    form.choose(double.id)
    press(form.merge_button)
    assert "restricted" in form.refusal.text()
    assert form.isVisible()
    ws.tidy.lift(double.id)
    store.fault = RecordsFault("full", "The disk is full.", "Everything saved before is safe.")
    press(form.merge_button)
    assert "disk is full" in form.refusal.text()
    store.fault = None
    assert len(ws.visits.of(double.id)) == 2
    press(form.another_button)
    assert form.finding.isVisible()
    assert not form.refusal.isVisible()


def test_a_long_or_strange_name_is_shown_as_it_is(form: MergeForm, window: MainWindow) -> None:
    strange = window.workspace.patients.create(
        family_name="<b>Smith & Sons</b> " + "of the very long name " * 3, given_names="Ann"
    )
    form.choose(strange.id)
    choice = form.choices["Name"][Keep.OTHER]
    assert isinstance(choice, QRadioButton)
    assert choice.text().startswith("<b>Smith && Sons</b>")
    assert choice.text().endswith("…")
    assert form.width() < 900


def test_hidden_names_stay_hidden(
    window: MainWindow, patient: Patient, double: Patient, qtbot: QtBot
) -> None:
    window.actions_by_id["hide_names"].trigger()
    window.open_patient(patient.id)
    window.actions_by_id["merge_records"].trigger()
    qtbot.waitUntil(window.form.isVisible)
    write(window.form.find, "sando")
    assert titles(window.form) == [HIDDEN]
    window.form.reject()


def test_from_the_list_a_patient_has_a_menu(
    window: MainWindow, patient: Patient, double: Patient, qtbot: QtBot
) -> None:
    window.patients.refresh()
    view = window.patients.list
    row = next(n for n, line in enumerate(view.lines_model().lines) if line.id == double.id)
    at = view.visualRect(view.lines_model().index(row)).center()
    view.customContextMenuRequested.emit(at)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    action = next(action for action in menu.actions() if action.text().startswith("Merge"))
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    qtbot.waitUntil(lambda: isinstance(window.form, MergeForm) and window.form.isVisible())
    assert window.form.patient_id == double.id
    assert isinstance(window.form.find, QLineEdit)
    window.form.reject()
