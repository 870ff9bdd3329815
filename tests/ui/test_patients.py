"""Patients: the first start, new ones, those on record already, found as one types, the visit of today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from bodymap.charting.records import Disposition, Patient, Side
from bodymap.ui.main_window import MainWindow
from bodymap.ui.patients_panel import HIDDEN
from tests.ui.conftest import Answers, FaultyStore, MemoryOpener, press, write


def lines(window: MainWindow) -> list[str]:
    return [line.title for line in window.patients.list.lines_model().lines if line.kind != "heading"]


def test_the_first_start_says_what_to_do(window: MainWindow) -> None:
    assert window.patients.empty_title.text() == "No patients yet"
    assert window.patients.first_button.isVisible()
    assert window.patients.look_button.isVisible()


def test_a_new_patient_is_saved_by_enter_and_opened(window: MainWindow) -> None:
    press(window.patients.first_button)
    form = window.form
    write(form.fields["family_name"], "Sandoval")
    write(form.fields["given_names"], "Mireya")
    write(form.fields["date_of_birth"].field, "3.5.1970")
    assert form.fields["date_of_birth"].echo.text().startswith("3 May 1970, age ")
    QTest.keyClick(form.fields["clinic_id"], Qt.Key.Key_Return)
    assert window.patients.name.text() == "Sandoval, Mireya"
    patient = window.workspace.patients.get(window.patient_id)
    assert patient.date_of_birth.isoformat() == "1970-05-03"


def test_tab_goes_from_name_to_name_to_date_of_birth_and_the_button_comes_last(window: MainWindow) -> None:
    press(window.patients.first_button)
    form = window.form
    form.activateWindow()

    form.fields["family_name"].setFocus()
    for key in "Sandoval\tMireya\t3.5.1970":
        QTest.keyClicks(form.focusWidget(), key)
    typed = form.values_typed()
    assert [typed[key] for key in ("family_name", "given_names", "date_of_birth")] == [
        "Sandoval",
        "Mireya",
        "3.5.1970",
    ]
    stops = []
    while form.focusWidget() not in stops:
        stops.append(form.focusWidget())
        QTest.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
    assert form.swap in stops


def test_a_date_that_reads_two_ways_offers_the_other(window: MainWindow) -> None:
    press(window.patients.first_button)
    born = window.form.fields["date_of_birth"]
    write(born.field, "03/05/1970")
    first = born.day()
    press(born.other_button)
    assert {first.isoformat(), born.day().isoformat()} == {"1970-05-03", "1970-03-05"}
    assert born.day() != first


def test_refusals_stand_at_their_field_and_nothing_is_saved(window: MainWindow) -> None:
    press(window.patients.first_button)
    form = window.form
    press(form.save_button)
    assert form.refusals["family_name"].text().startswith("A patient needs a name")
    write(form.fields["family_name"], "Sandoval")
    assert not form.refusals["family_name"].isVisible()
    for typed, begins in (
        ("31.2.1990", "There is no such day"),
        ("1.1.2999", "This date of birth lies in the future"),
        ("1.1.1850", "This date of birth lies before 1900"),
        ("soon", "Write the date as"),
    ):
        form.fields["date_of_birth"].field.clear()
        write(form.fields["date_of_birth"].field, typed)
        press(form.save_button)
        assert form.refusals["date_of_birth"].text().startswith(begins)
    assert form.isVisible()
    assert window.workspace.patients.find("").total == 0


def test_who_is_on_record_already_is_offered(window: MainWindow, patient: Patient, qtbot: QtBot) -> None:
    window.forms.new_patient()
    form = window.form
    write(form.fields["family_name"], "sandoval")
    write(form.fields["given_names"], "mireya")
    qtbot.waitUntil(form.alike.isVisible)
    button = form.alike.findChildren(type(form.save_button))[0]
    press(button)
    assert window.patient_id == patient.id
    assert window.workspace.patients.find("").total == 1


def test_esc_asks_only_when_something_was_typed(window: MainWindow, answers: Answers) -> None:
    window.forms.new_patient()
    QTest.keyClick(window.form, Qt.Key.Key_Escape)
    assert answers.asked == []
    window.forms.new_patient()
    write(window.form.fields["family_name"], "S")
    QTest.keyClick(window.form, Qt.Key.Key_Escape)
    assert answers.asked == ["Leave without saving?"]


@pytest.mark.parametrize(
    ("typed", "kept"), [("f", "female"), ("Male", "male"), ("intersex", "intersex"), ("w", ""), ("x.", "")]
)
def test_a_letter_is_no_sex(window: MainWindow, typed: str, kept: str) -> None:
    """A half-typed w and Enter saved a patient of sex w."""
    press(window.patients.first_button)
    form = window.form
    write(form.fields["family_name"], "Sandoval")
    field = form.fields["sex"]
    write(field.lineEdit(), typed)
    QTest.keyClick(form.fields["clinic_id"], Qt.Key.Key_Return)
    if kept:
        assert window.workspace.patients.get(window.patient_id).sex == kept
        return
    assert not window.patient_id
    assert form.isVisible()
    assert "choose one of the list" in form.refusals["sex"].text()
    field.lineEdit().clear()
    QTest.keyClick(form.fields["clinic_id"], Qt.Key.Key_Return)
    assert window.workspace.patients.get(window.patient_id).sex == ""


def test_a_full_disk_keeps_what_was_typed(window: MainWindow, store: FaultyStore) -> None:
    from bodymap.charting.faults import RecordsFault

    window.forms.new_patient("Sandoval")
    store.fault = RecordsFault("full", "The disk is full.", "What was saved is safe.", "Make room.")
    press(window.form.save_button)
    assert "What you typed is still here" in window.form.fault.text()
    store.fault = None
    press(window.form.save_button)
    assert window.patients.name.text() == "Sandoval"


def test_find_as_you_type(window: MainWindow, patient: Patient) -> None:
    window.workspace.patients.create(family_name="Müller", given_names="Jörg")
    for typed, found in (
        ("mull", "Müller, Jörg"),
        ("reya", "Sandoval, Mireya"),
        ("n-104", "Sandoval, Mireya"),
    ):
        window.patients.find_field.clear()
        write(window.patients.find_field, typed)
        assert lines(window) == [found]
    QTest.keyClick(window.patients.find_field, Qt.Key.Key_Return)
    assert window.patient_id == patient.id
    assert window.patients.alerts.text() == "Pacemaker"


def test_nobody_found_offers_a_new_patient_of_that_name(window: MainWindow, patient: Patient) -> None:
    write(window.patients.find_field, "Jane Doe")
    assert window.patients.empty_title.text() == "Nobody found for “Jane Doe”"
    press(window.patients.first_button)
    assert window.form.fields["family_name"].text() == "Doe"
    assert window.form.fields["given_names"].text() == "Jane"


def test_arrows_in_the_find_field_walk_through_the_list(window: MainWindow, patient: Patient) -> None:
    window.workspace.patients.create(family_name="Doe", given_names="Jane")
    QTest.keyClick(window.patients.find_field, Qt.Key.Key_Down)
    QTest.keyClick(window.patients.find_field, Qt.Key.Key_Return)
    assert window.patient_id


def test_todays_visit_is_one_click_away_and_made_once(window: MainWindow, patient: Patient) -> None:
    window.open_patient(patient.id)
    assert window.patients.today_button.text() == "Begin today's visit"
    press(window.patients.today_button)
    first = window.visit_id
    assert window.visit.who.text() == "Sandoval, Mireya"
    press(window.patients.back_button)
    assert not window.visit_id
    assert lines(window)[0] == "Sandoval, Mireya"  # among the visits of today
    window.open_patient(patient.id)
    press(window.patients.today_button)
    assert window.visit_id == first


def test_f8_hides_the_names_of_others(window: MainWindow, patient: Patient) -> None:
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert lines(window) == [HIDDEN]
    assert window.preferences["names_hidden"] is True
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert lines(window) == ["Sandoval, Mireya"]


def test_looking_around_shows_a_banner_and_leads_back(window: MainWindow, opener: MemoryOpener) -> None:
    press(window.patients.look_button)
    assert window.workspace.invented
    assert window.body.banner.text().startswith("Invented patients")
    press(window.body.banner.buttons()[0])
    assert not window.workspace.invented
    assert not window.body.banner.isVisible()


def test_editing_is_saved_and_can_be_undone(window: MainWindow, patient: Patient) -> None:
    window.open_patient(patient.id)
    press(window.patients.edit_button)
    window.form.fields["alerts"].setPlainText("Pacemaker, faints")
    press(window.form.save_button)
    assert window.patients.alerts.text() == "Pacemaker, faints"
    press(window.body.bar.buttons()[0])
    assert window.patients.alerts.text() == "Pacemaker"


def test_an_unknown_id_is_answered_in_a_sentence(make_window: Callable[..., MainWindow]) -> None:
    window = make_window()
    window.start_at(visit="0" * 32)
    assert "no patient or visit with that id" in window.body.bar.text()


def test_found_and_enter_and_the_visit_of_today_is_open(window: MainWindow, patient: Patient) -> None:
    write(window.patients.find_field, "sando")
    QTest.keyClick(window.patients.find_field, Qt.Key.Key_Return)
    assert not window.patients.find_field.cross.isVisible()
    visit = window.workspace.visits.get(window.visit_id)
    assert (visit.patient_id, visit.date) == (patient.id, window.workspace.history.today())
    assert window.body.view.hasFocus()
    # Who was used to two of them has marked nothing by the second.
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert not window.workspace.marks.of(visit.id)


def test_one_button_leads_on_from_an_empty_page(window: MainWindow, patient: Patient) -> None:
    window.open_patient(patient.id)
    assert window.patients.today_button.isVisible()
    assert not window.visit.empty_button.isVisible()
    assert window.visit.empty_text.text() == "Click a muscle: that begins today's visit."
    window.fold("patients", True)
    press(window.visit.empty_button)
    assert window.visit_id


def test_a_refusal_has_the_room_that_it_needs(window: MainWindow) -> None:
    window.forms.new_patient()
    form = window.form
    press(form.save_button)
    QApplication.processEvents()
    refusal = form.refusals["family_name"]
    assert refusal.height() >= refusal.heightForWidth(refusal.width())
    field = form.fields["family_name"]
    assert refusal.y() >= field.y() + field.height()
    form.reject()


def test_what_was_said_of_one_patient_does_not_stand_beside_the_next(
    window: MainWindow, visit_id: str, patient: Patient
) -> None:
    """Neither the quiet line nor the offer to move a visit back, which would change a visit that is not shown."""
    assert window.workspace is not None
    other = window.workspace.patients.create(family_name="Okonkwo").id
    window.forms.move_visit()
    form = window.form
    form.day.field.selectAll()
    write(form.day.field, "1.1.2020")
    press(form.move_button)
    assert "moved" in window.body.bar.text()
    window.body.say("Marked R infraspinatus")
    window.open_patient(other)
    press(window.patients.today_button)
    assert window.body.bar.text() == ""
    assert not window.body.said.isVisible()


def test_needles_that_are_still_in_are_said_when_the_patient_is_left(
    window: MainWindow, visit_id: str, patient: Patient
) -> None:
    ws = window.workspace
    assert ws is not None
    mark = ws.marks.add(visit_id, ws.marks.muscle("soleus"), Side.RIGHT)
    ws.marks.change([mark.id], disposition=Disposition.LEFT_IN_PLACE)
    other = ws.patients.create(family_name="Okonkwo").id
    window.open_patient(other)
    assert "1 needle is still in" in window.body.bar.text()
    assert patient.family_name in window.body.bar.text()
    press(window.patients.today_button)
    assert window.visit_id != visit_id
    assert "1 needle is still in" in window.body.bar.text()  # said at the other's visit as well
    back = next(
        one
        for one in window.body.bar.findChildren(QPushButton)
        if one.text() == "Back to that visit" and one.isVisible()
    )
    press(back)
    assert window.visit_id == visit_id
    ws.needles.count_out(visit_id, "leg")
    window.open_patient(other)
    assert "still in" not in window.body.bar.text()


def test_the_way_back_of_a_move_goes_with_the_next_thing_recorded(
    window: MainWindow, visit_id: str, patient: Patient
) -> None:
    """Its button takes back the last step, which would then be another one."""
    ws = window.workspace
    assert ws is not None
    window.forms.move_visit()
    window.form.day.field.selectAll()
    write(window.form.day.field, "1.1.2020")
    press(window.form.move_button)
    assert "The visit was moved" in window.body.bar.text()
    assert window.body.bar.isVisible()
    ws.marks.add(visit_id, ws.marks.muscle("infraspinatus"), Side.RIGHT)
    assert not window.body.bar.isVisible()
    assert ws.visits.get(visit_id).date.year == 2020
    # The same for a patient's particulars.
    window.forms.edit_patient()
    write(window.form.fields["clinic_id"], "9")
    press(window.form.save_button)
    assert "particulars are saved" in window.body.bar.text()
    ws.patients.change(patient.id, alerts="faints")
    assert not window.body.bar.isVisible()


def test_names_change_places_by_one_press(window: MainWindow, patient: Patient) -> None:
    """Whoever looks for a patient may type either name first."""
    write(window.patients.find_field, "Huber Anna")
    press(window.patients.first_button)
    assert window.form.fields["family_name"].text() == "Anna"
    press(window.form.swap)
    assert window.form.fields["family_name"].text() == "Huber"
    assert window.form.fields["given_names"].text() == "Anna"


def test_a_double_click_on_an_earlier_visit_opens_that_one(
    window: MainWindow, patient: Patient, qtbot: QtBot
) -> None:
    """The button for today's visit came in above the list, and the second press met another visit."""
    ws = window.workspace
    today = ws.visits.todays(patient.id)
    earlier = ws.visits.create(patient.id, today.date - timedelta(days=7))
    window.open_visit(today.id)
    lines = window.patients.visits
    row = next(n for n, line in enumerate(lines.lines_model().lines) if line.id == earlier.id)
    at = lines.visualRect(lines.model().index(row, 0)).center()
    place = lines.viewport().mapToGlobal(at)
    QTest.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: window.patients.visit_id == earlier.id)
    QTest.mouseDClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=lines.viewport().mapFromGlobal(place))
    QApplication.processEvents()
    assert window.patients.visit_id == earlier.id
