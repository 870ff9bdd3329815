"""A double click or Enter on a patient, or a click on a muscle, opens the visit of today; an accident costs nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bodymap.atlas.geometry import inner_point
from bodymap.charting.edits import Transaction, changed
from bodymap.charting.records import Patient, Section, VisitStatus
from bodymap.ui.main_window import MainWindow
from tests.ui.conftest import press

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def muscle_at(window: MainWindow, muscle: str, side: str = "right") -> QPoint:
    """The pixel of the body view at which this muscle of the shown plate and layer is best seen."""
    view = window.body.view
    region = next(
        region
        for plate, layer, region in window.workspace.atlas.regions_of(muscle)
        if (plate, layer, region.side) == (view.plate, view.layer, side)
    )
    return QPointF(*view.view.to_px(*inner_point(region.rings))).toPoint()


def click_muscle(window: MainWindow, muscle: str, side: str = "right") -> None:
    QTest.mouseClick(window.body.view, LEFT, PLAIN, muscle_at(window, muscle, side))


def twice_on(window: MainWindow, name: str) -> None:
    """Two quick clicks on that patient of the list, as the window system sends them: to whatever lies there."""
    view = window.patients.list
    row = next(n for n, line in enumerate(view.lines_model().lines) if line.title == name)
    at = view.visualRect(view.lines_model().index(row)).center()
    handle = window.windowHandle()
    at = view.viewport().mapTo(window, at)
    QTest.mouseDClick(handle, LEFT, PLAIN, at)
    QApplication.processEvents()


def sign(window: MainWindow, visit_id: str) -> None:
    """Sign the visit behind the window's back: what signing will do to the record."""
    workspace = window.workspace
    visit = workspace.visits.get(visit_id)
    change = changed(visit, status=VisitStatus.SIGNED)
    workspace.store.apply(
        Transaction((change,), workspace.history.clock(), workspace.practice.therapist.id, "sign")
    )


def visits_of(window: MainWindow, patient: Patient) -> list[str]:
    return [visit.id for visit in window.workspace.visits.of(patient.id)]


def test_two_clicks_on_a_patient_open_the_visit_of_today(window: MainWindow, patient: Patient) -> None:
    # Many visits: the second click would otherwise fall on one of them.
    today = window.workspace.history.today()
    for days in range(1, 12):
        window.workspace.visits.create(patient.id, today - timedelta(days=7 * days))
    window.patients.refresh()
    twice_on(window, "Sandoval, Mireya")
    assert window.workspace.visits.get(window.visit_id).date == today
    assert window.body.view.hasFocus()
    assert len(visits_of(window, patient)) == 12


def test_one_click_on_a_patient_opens_no_visit(window: MainWindow, patient: Patient, qtbot: QtBot) -> None:
    view = window.patients.list
    at = view.visualRect(view.lines_model().index(1)).center()
    QTest.mouseClick(view.viewport(), LEFT, PLAIN, at)
    assert window.patient_id == patient.id
    assert not window.visit_id
    assert visits_of(window, patient) == []


def test_a_visit_that_was_only_looked_into_is_gone_again(window: MainWindow, patient: Patient) -> None:
    twice_on(window, "Sandoval, Mireya")
    assert len(visits_of(window, patient)) == 1
    press(window.patients.back_button)
    assert visits_of(window, patient) == []


@pytest.mark.parametrize("what", ["mark", "note", "needles", "finding"])
def test_a_visit_of_which_anything_was_said_stays(window: MainWindow, patient: Patient, what: str) -> None:
    from bodymap.charting.findings import FindingKind
    from bodymap.charting.records import Side

    twice_on(window, "Sandoval, Mireya")
    workspace, visit_id = window.workspace, window.visit_id
    if what == "mark":
        click_muscle(window, "rectus-femoris")
    elif what == "note":
        workspace.notes.save(visit_id, Section.PLAN, "Again in a week.")
    elif what == "finding":
        target = workspace.marks.muscle("rectus-femoris")
        workspace.findings.add(visit_id, next(iter(FindingKind)), target, Side.LEFT)
    else:
        workspace.needles.set_opened(visit_id, 3)
    press(window.patients.back_button)
    assert visits_of(window, patient) == [visit_id]


def test_a_visit_begun_by_the_button_stays_empty(window: MainWindow, patient: Patient) -> None:
    window.open_patient(patient.id)
    press(window.patients.today_button)
    press(window.patients.back_button)
    assert len(visits_of(window, patient)) == 1


def test_a_click_on_a_muscle_begins_the_visit_and_one_undo_takes_both_back(
    window: MainWindow, patient: Patient
) -> None:
    window.open_patient(patient.id)
    view = window.body.view
    assert view.hint == "A click on a muscle begins today’s visit."
    click_muscle(window, "rectus-femoris")
    [mark] = window.workspace.marks.of(window.visit_id)
    assert mark.title == "R rectus femoris"
    assert view.selected == (mark.id,)
    assert window.body.said.text().startswith(
        "Today’s visit begun; undo takes it back too. Marked R rectus femoris"
    )
    visit_id = window.visit_id
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not window.visit_id
    assert visits_of(window, patient) == []
    assert window.patient_id == patient.id
    # Once more does nothing to what is gone.
    QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not window.visit_id
    QTest.keyClick(view, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert window.visit_id == visit_id
    assert [one.title for one in window.workspace.marks.of(visit_id)] == ["R rectus femoris"]


def test_a_click_on_a_muscle_opens_the_visit_that_was_begun_today(
    window: MainWindow, patient: Patient
) -> None:
    begun = window.workspace.visits.create(patient.id)
    window.open_patient(patient.id)
    click_muscle(window, "rectus-femoris")
    assert window.visit_id == begun.id
    assert window.body.said.text().startswith("Today’s visit opened. Marked R rectus femoris")
    QTest.keyClick(window.body.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.visit_id == begun.id
    assert not window.workspace.marks.of(begun.id)


def test_two_clicks_on_a_muscle_frame_it_and_leave_no_visit(window: MainWindow, patient: Patient) -> None:
    window.open_patient(patient.id)
    view = window.body.view
    at = view.mapTo(window, muscle_at(window, "rectus-femoris"))
    QTest.mouseDClick(window.windowHandle(), LEFT, PLAIN, at)
    QApplication.processEvents()
    assert not view.fitted
    assert not window.visit_id
    assert visits_of(window, patient) == []


def test_nobody_s_visit_is_begun_without_a_patient(window: MainWindow, patient: Patient) -> None:
    click_muscle(window, "rectus-femoris")
    assert not window.visit_id
    assert window.body.view.hint == "Open a visit to mark muscles."
    assert visits_of(window, patient) == []


def test_a_signed_visit_takes_no_mark_and_no_other_one_is_begun(window: MainWindow, patient: Patient) -> None:
    signed = window.workspace.visits.create(patient.id)
    sign(window, signed.id)
    window.open_visit(signed.id)
    click_muscle(window, "rectus-femoris")
    assert (window.visit_id, visits_of(window, patient)) == (signed.id, [signed.id])
    window.open_patient(patient.id)
    click_muscle(window, "rectus-femoris")
    assert (window.visit_id, visits_of(window, patient)) == ("", [signed.id])
    assert window.body.said.text().startswith("Today's visit is signed.")
    press(window.patients.back_button)
    twice_on(window, "Sandoval, Mireya")
    assert (window.visit_id, visits_of(window, patient)) == (signed.id, [signed.id])


def test_the_draft_of_another_patient_is_left_alone(window: MainWindow, patient: Patient) -> None:
    other = window.workspace.patients.create(family_name="Doe", given_names="Jane")
    theirs = window.workspace.visits.create(other.id)
    window.open_visit(theirs.id)
    window.open_patient(patient.id)
    click_muscle(window, "rectus-femoris")
    assert window.workspace.visits.get(window.visit_id).patient_id == patient.id
    assert not window.workspace.marks.of(theirs.id)


def test_a_note_that_goes_with_its_visit_is_said_and_comes_back(window: MainWindow, patient: Patient) -> None:
    window.open_patient(patient.id)
    click_muscle(window, "rectus-femoris")
    visit_id = window.visit_id
    window.workspace.notes.save(visit_id, Section.PLAN, "Again in a week.")
    window.body.view.setFocus()
    QTest.keyClick(window.body.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not window.visit_id
    assert "note" in window.body.bar.text()
    press(window.body.bar.buttons()[0])
    assert window.visit_id == visit_id
    assert window.visit.note.fields[Section.PLAN].text() == "Again in a week."
