"""The defaults of new marks: set in their own window, or taken from a mark, and what new marks make of them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from bodymap.charting.faults import RecordsFault
from bodymap.charting.records import NeedleSize, Patient, Position, Technique
from bodymap.ui.defaults_form import DefaultsForm
from bodymap.ui.main_window import MainWindow
from tests.ui.conftest import FaultyStore, press, write
from tests.ui.test_begun_by_a_click import LEFT, PLAIN, click_muscle

SIZE = NeedleSize(300, 40)


@pytest.fixture
def form(window: MainWindow) -> DefaultsForm:
    window.actions_by_id["defaults"].trigger()
    assert isinstance(window.form, DefaultsForm)
    return window.form


def types_size(form: DefaultsForm, text: str) -> None:
    line = form.size_field.lineEdit()
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def lines(form: DefaultsForm) -> list[tuple[str, str]]:
    return [(line.title, line.detail) for line in form.targets.lines_model().lines]


def test_the_first_mark_takes_the_defaults_for_all(
    window: MainWindow, form: DefaultsForm, patient: Patient
) -> None:
    assert lines(form) == [("All marks", "nothing set")]
    types_size(form, "0,30 x 40")
    form.position.said.emit(Position.PRONE)
    assert lines(form) == [("All marks", "0.30x40 mm · prone")]
    press(form.close_button)
    window.open_patient(patient.id)
    click_muscle(window, "rectus-femoris")
    [mark] = window.workspace.marks.of(window.visit_id)
    assert (mark.needle, mark.position) == (SIZE, Position.PRONE)
    # What the defaults say anyway is not shown.
    assert window.visit.list.marks_model().details(mark) == ""


def test_a_muscle_has_its_own_and_the_clinic_its(window: MainWindow, form: DefaultsForm) -> None:
    press(form.whose.button(True))
    types_size(form, "0.25x30")
    press(form.whose.button(False))
    assert form.size_field.currentText() == ""
    write(form.add, "infra")
    QTest.keyClick(form.add, Qt.Key.Key_Return)
    assert form.title.text() == "Infraspinatus"
    types_size(form, "0.30x40")
    form.technique.said.emit(Technique.DEEP)
    write(form.product, "Seirin J")
    press(form.close_button)
    practice = window.workspace.practice
    [own] = practice.defaults(practice.therapist.id)
    assert (own.target_id, own.needle, own.technique) == ("infraspinatus", SIZE, Technique.DEEP)
    assert own.product == "Seirin J"  # it had the keys when the window was closed
    [clinic] = practice.defaults(None)
    assert (clinic.target_id, str(clinic.needle)) == ("", "0.25x30")


def test_they_are_removed_and_are_still_there_the_next_time(window: MainWindow, form: DefaultsForm) -> None:
    types_size(form, "0.30x40")
    form.close()
    window.actions_by_id["defaults"].trigger()
    form = window.form
    assert form.size_field.currentText() == "0.30x40"
    press(form.remove_button)
    assert lines(form) == [("All marks", "nothing set")]
    assert form.size_field.currentText() == ""
    assert not form.remove_button.isEnabled()
    assert window.workspace.practice.defaults(window.workspace.practice.therapist.id) == []


def test_a_size_that_is_none_is_refused_and_an_unusual_one_asked_about(
    window: MainWindow, form: DefaultsForm
) -> None:
    types_size(form, "forty")
    assert "0.30x40" in form.refusal.text()
    assert lines(form) == [("All marks", "nothing set")]
    types_size(form, "0.40x40")
    assert "unusual" in form.refusal.text()
    assert lines(form) == [("All marks", "0.40x40 mm")]


def test_other_tissue_has_none(window: MainWindow, form: DefaultsForm) -> None:
    write(form.add, "scar")
    QTest.keyClick(form.add, Qt.Key.Key_Return)
    assert "no muscle" in form.refusal.text()
    assert len(lines(form)) == 1


def test_a_fault_is_said_in_the_window(window: MainWindow, form: DefaultsForm, store: FaultyStore) -> None:
    store.fault = RecordsFault("full", "The disk is full.", "What was saved is safe.", "Make room.")
    types_size(form, "0.30x40")
    store.fault = None
    assert "disk is full" in form.refusal.text()
    assert lines(form) == [("All marks", "nothing set")]


def test_a_mark_s_own_menu_makes_it_the_default(window: MainWindow, patient: Patient) -> None:
    window.open_patient(patient.id)
    click_muscle(window, "rectus-femoris")
    workspace, view = window.workspace, window.body.view
    [mark] = workspace.marks.of(window.visit_id)
    workspace.marks.change([mark.id], needle=SIZE, position=Position.SUPINE)
    tip = view.tip_of(mark.id).toPoint()
    QTest.mouseClick(view, Qt.MouseButton.RightButton, PLAIN, tip)
    from PySide6.QtGui import QContextMenuEvent

    QApplication.sendEvent(
        view, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, tip, view.mapToGlobal(tip))
    )
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(a for a in menu.actions() if a.text() == "Make this the default for rectus femoris")
    QTest.mouseClick(menu, LEFT, PLAIN, menu.actionGeometry(action).center())
    assert window.body.bar.text() == "Your new marks of rectus femoris start with 0.30x40 mm · supine."
    [own] = workspace.practice.defaults(workspace.practice.therapist.id)
    assert (own.target_id, own.needle, own.position) == ("rectus-femoris", SIZE, Position.SUPINE)
    press(window.body.bar.buttons()[0])
    assert window.form.title.text() == "Rectus femoris"
    window.form.close()


def test_details_make_it_the_default_and_the_list_no_longer_shows_what_is_usual(
    window: MainWindow, patient: Patient
) -> None:
    window.open_patient(patient.id)
    click_muscle(window, "rectus-femoris")
    workspace, model = window.workspace, window.visit.list.marks_model()
    press(window.visit.details_button)
    [mark] = workspace.marks.of(window.visit_id)
    button = window.visit.details.default_button
    assert button.text() == "Make this the default for rectus femoris"
    press(button)
    assert "could be a default" in window.body.bar.text()
    workspace.marks.change([mark.id], position=Position.SUPINE)
    assert model.details(model.marks[0]) == "supine"
    press(button)
    assert model.details(model.marks[0]) == ""
