"""What is over bears the visit's day, whenever that is written; what vanishes is answered, with the way back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from bodymap.charting.events import AdverseEvent, EventKind
from bodymap.charting.places import Outline
from bodymap.charting.precautions import Answer
from bodymap.charting.records import Patient, Side, Target, TargetKind
from bodymap.charting.wording import day
from bodymap.charting.zones import ZoneKind
from bodymap.ui.main_window import MainWindow

from .conftest import press, write


@pytest.fixture
def earlier(window: MainWindow, patient: Patient) -> str:
    """The visit of three days ago, open and written up today."""
    made = window.workspace.visits.create(patient.id, window.workspace.history.today() - timedelta(days=3))
    window.open_patient(patient.id)
    window.open_visit(made.id)
    return made.id


def shown(inside: QWidget, name: str) -> QWidget:
    """The button or field of that name."""
    (found,) = (
        one
        for kind in (QPushButton, QLineEdit)
        for one in inside.findChildren(kind)
        if one.isVisible() and name in (one.accessibleName(), getattr(one, "text", str)())
    )
    return found


def test_a_medicine_ends_on_the_visits_day_and_comes_back(
    window: MainWindow, patient: Patient, earlier: str, qtbot: QtBot
) -> None:
    ws = window.workspace
    window.visit.steps.go_to("before")
    medicines = window.visit.steps.before.precautions.medicines
    qtbot.waitUntil(medicines.add.isVisible)
    write(medicines.add, "Apixaban")
    QTest.keyClick(medicines.add, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(medicines.rows) == 1)
    (row,) = medicines.rows.values()
    of = ws.visits.get(earlier).date
    assert ws.precautions.medications(patient.id)[0].known_on == of
    press(row.ended)
    qtbot.waitUntil(lambda: not medicines.rows)
    (drug,) = ws.precautions.medications(patient.id, ended=True)
    assert drug.ended_on == of
    assert f"Apixaban: taken until {day(of)}" in window.body.bar.label.text()
    press(shown(window.body.bar, "Undo"))
    qtbot.waitUntil(lambda: len(medicines.rows) == 1)
    assert ws.precautions.medications(patient.id)[0].ended_on is None


def test_undo_of_an_end_takes_back_no_other_step(
    window: MainWindow, patient: Patient, earlier: str, qtbot: QtBot
) -> None:
    ws = window.workspace
    ws.precautions.add_medication(patient.id, "Apixaban", visit_id=earlier)
    window.visit.steps.go_to("before")
    medicines = window.visit.steps.before.precautions.medicines
    qtbot.waitUntil(lambda: len(medicines.rows) == 1)
    press(next(iter(medicines.rows.values())).ended)
    qtbot.waitUntil(lambda: not medicines.rows)
    write(medicines.add, "Ibuprofen")
    QTest.keyClick(medicines.add, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(medicines.rows) == 1)
    press(shown(window.body.bar, "Undo"))
    assert [one.name for one in ws.precautions.medications(patient.id)][-1] == "Ibuprofen"
    assert "Something else was written" in window.body.said.text()


@pytest.mark.parametrize("typed", ["", "later"])
def test_an_event_is_over_on_the_day_that_is_said(
    window: MainWindow, patient: Patient, earlier: str, qtbot: QtBot, typed: str
) -> None:
    ws = window.workspace
    first = ws.visits.create(patient.id, ws.visits.get(earlier).date - timedelta(days=7))
    event = ws.events.add(first.id, EventKind.BRUISING)
    window.visit.steps.go_to("before")
    card = window.visit.steps.before.response
    qtbot.waitUntil(lambda: card.events.count() == 1 and card.isVisible())
    field = shown(card, "Day on which it was over: Bruising")
    of = ws.visits.get(earlier).date
    assert field.text() == day(of)
    said = of
    if typed:
        said = first.date + timedelta(days=2)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, day(said))
    button = shown(card, "It is over")
    press(button)
    qtbot.waitUntil(lambda: not button.isEnabled())
    (closed,) = ws.events.of(first.id)
    assert (closed.closed_on, closed.closed_in) == (said, earlier)
    assert f"Bruising of {day(first.date)}: over on {day(said)}." in window.body.bar.label.text()
    press(shown(window.body.bar, "Undo"))
    qtbot.waitUntil(button.isEnabled)
    assert ws.events.of(first.id)[0].open
    assert event.id == closed.id


def test_a_day_that_cannot_be_is_refused_beside_the_event(
    window: MainWindow, patient: Patient, earlier: str, qtbot: QtBot
) -> None:
    ws = window.workspace
    first = ws.visits.create(patient.id, ws.visits.get(earlier).date - timedelta(days=7))
    ws.events.add(first.id, EventKind.BRUISING)
    window.visit.steps.go_to("before")
    card = window.visit.steps.before.response
    qtbot.waitUntil(lambda: card.events.count() == 1 and card.isVisible())
    field = shown(card, "Day on which it was over: Bruising")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, day(first.date - timedelta(days=1)))
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(card.refusal.isVisible)
    assert "before the visit" in card.refusal.text()
    assert ws.events.of(first.id)[0].open


def test_a_zone_ends_on_the_visits_day_and_comes_back(
    window: MainWindow, patient: Patient, earlier: str, qtbot: QtBot
) -> None:
    ws, areas = window.workspace, window.body.areas
    outline = Outline.circle("anterior", ws.atlas.plate("anterior").version, -70, 1330, 30)
    zone = ws.precautions.add_zone(patient.id, outline, ZoneKind.PORT, visit_id=earlier)
    qtbot.waitUntil(lambda: len(areas._areas) > 0)
    menu = QMenu()
    areas.fill_menu(zone.id, menu)
    next(one for one in menu.actions() if one.text().startswith("No longer there")).trigger()
    of = ws.visits.get(earlier).date
    assert ws.precautions.held(patient.id).zones[0].ended_on == of
    assert f"Port: there until {day(of)}" in window.body.bar.label.text()
    press(shown(window.body.bar, "Undo"))
    assert ws.precautions.held(patient.id).zones[0].ended_on is None


def test_a_medicine_of_a_later_visit_is_listed_once_it_is_said_at_an_earlier_one(
    window: MainWindow, patient: Patient, earlier: str, qtbot: QtBot
) -> None:
    """The list of a visit holds what was known on its day; written there too, it is the same medicine."""
    ws = window.workspace
    later = ws.visits.create(patient.id)
    ws.precautions.add_medication(patient.id, "Apixaban", visit_id=later.id)
    window.visit.steps.go_to("before")
    medicines = window.visit.steps.before.precautions.medicines
    qtbot.waitUntil(medicines.add.isVisible)
    assert not medicines.rows
    write(medicines.add, "apixaban")
    QTest.keyClick(medicines.add, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(medicines.rows) == 1)
    (drug,) = ws.precautions.medications(patient.id)
    assert (drug.name, drug.known_on) == ("Apixaban", ws.visits.get(earlier).date)


def test_a_bruise_said_of_the_last_visit_is_recorded_as_an_event_in_one_press(
    window: MainWindow, patient: Patient, earlier: str, qtbot: QtBot
) -> None:
    ws = window.workspace
    first = ws.visits.create(patient.id, ws.visits.get(earlier).date - timedelta(days=7))
    ws.marks.add(first.id, Target(TargetKind.MUSCLE, "infraspinatus", "Infraspinatus"), Side.RIGHT)
    window.visit.steps.go_to("before")
    card = window.visit.steps.before.response
    qtbot.waitUntil(card.isVisible)
    assert not card.record.isVisible()
    qtbot.waitUntil(lambda: card.bruise.height() >= card.bruise.sizeHint().height())  # laid out
    place = card.helped.mapTo(card, card.helped.rect().topLeft())
    press(card.bruise.button(True))
    qtbot.waitUntil(card.record.isVisible)
    # What is pressed next lies where it lay.
    QApplication.processEvents()
    assert card.helped.mapTo(card, card.helped.rect().topLeft()) == place
    assert day(first.date) in card.record.text()
    press(card.record)
    qtbot.waitUntil(lambda: not card.record.isVisible())
    (event,) = ws.events.of(first.id)
    assert (event.kind, event.told_in) == (EventKind.BRUISING, earlier)
    qtbot.waitUntil(lambda: card.events.count() == 1)


def test_bruising_among_the_events_stands_as_said_of_the_last_visit(
    window: MainWindow, patient: Patient, earlier: str, qtbot: QtBot
) -> None:
    ws = window.workspace
    first = ws.visits.create(patient.id, ws.visits.get(earlier).date - timedelta(days=7))
    ws.marks.add(first.id, Target(TargetKind.MUSCLE, "infraspinatus", "Infraspinatus"), Side.RIGHT)
    window.visit.steps.go_to("before")
    card = window.visit.steps.before.response
    qtbot.waitUntil(card.isVisible)
    assert card.bruise.value() is None
    ws.events.add(first.id, EventKind.BRUISING, told_in=earlier)
    qtbot.waitUntil(lambda: card.bruise.value() is True)
    assert not card.record.isVisible()
    assert ws.outcomes.response(earlier) is None


def test_a_near_faint_is_asked_about_before_unchanged_passes_over_it(
    window: MainWindow, patient: Patient, earlier: str, qtbot: QtBot
) -> None:
    ws = window.workspace
    first = ws.visits.create(patient.id, ws.visits.get(earlier).date - timedelta(days=7))
    ws.precautions.answer(patient.id, "pacemaker", Answer.NO, visit_id=first.id)
    ws.precautions.answer_rest_no(patient.id, first.id)
    ws.events.add(first.id, EventKind.OTHER, text="Dizzy, near faint")
    window.visit.steps.go_to("before")
    card = window.visit.steps.before.precautions
    qtbot.waitUntil(card.isVisible)
    (row,) = card._alerted.values()
    assert row.isVisible()
    assert row.choice.value() in (None, Answer.NOT_ASKED)
    press(card.unchanged)
    qtbot.waitUntil(lambda: not card.unchanged.isVisible())
    assert row.isVisible()
    press(row.choice.button(Answer.YES))
    qtbot.waitUntil(lambda: ws.precautions.ask_anew(earlier) is None)
    held = ws.precautions.held(patient.id).answers["reaction"]
    assert (held.answer, held.detail) == (Answer.YES, f"dizzy, near faint, {day(first.date)}")


def an_open_event(window: MainWindow, earlier: str, qtbot: QtBot) -> tuple[AdverseEvent, QWidget, QLineEdit]:
    """A dizzy spell of the visit, its card under After, and the field of its end, which has the keys."""
    event = window.workspace.events.add(earlier, EventKind.OTHER, text="dizzy spell")
    window.visit.steps.go_to("after")
    card = window.visit.steps.after.events
    qtbot.waitUntil(lambda: card.lines.count() == 1 and card.isVisible())
    field = shown(card, "Day on which it was over: dizzy spell")
    assert isinstance(field, QLineEdit)
    field.setFocus()
    return event, card, field


def test_a_day_typed_and_taken_out_again_does_not_open_what_was_said_to_be_over(
    window: MainWindow, patient: Patient, earlier: str, qtbot: QtBot
) -> None:
    """The press left the keys in the field; closing took it away, and then it told its empty day."""
    ws = window.workspace
    event, card, field = an_open_event(window, earlier, qtbot)
    QTest.keyClicks(field, "7")
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    press(shown(card, "It is over"))
    qtbot.waitUntil(lambda: not ws.events.get(event.id).open)
    qtbot.waitUntil(lambda: bool(card.lines.count()))
    QApplication.processEvents()
    closed = ws.events.get(event.id)
    assert not closed.open
    assert closed.closed_on == ws.visits.get(earlier).date


def test_a_day_that_is_refused_closes_nothing(
    window: MainWindow, patient: Patient, earlier: str, qtbot: QtBot
) -> None:
    ws = window.workspace
    event, card, field = an_open_event(window, earlier, qtbot)
    QTest.keyClicks(field, day(ws.history.today() + timedelta(days=9)))
    press(shown(card, "It is over"))
    QApplication.processEvents()
    assert ws.events.get(event.id).open


def test_what_is_typed_into_yes_to_is_no_rest(window: MainWindow, patient: Patient, visit_id: str) -> None:
    """The word "diabetes" was typed and "All no" pressed: diabetes was recorded as a no under the very word."""
    window.visit.steps.go_to("before")
    card = window.visit.steps.before.precautions
    QTest.keyClicks(card.find, "diabetes")
    press(card.none)
    assert "diabetes" not in window.workspace.precautions.held(patient.id).answers
    QTest.keyClick(card.find, Qt.Key.Key_Return)
    assert window.workspace.precautions.held(patient.id).answers["diabetes"].answer is Answer.YES
