"""A visit at which nothing is needled, said as a therapist would."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from bodymap.charting.records import Patient, Side
from bodymap.ui.main_window import MainWindow
from tests.ui.conftest import followed, press
from tests.ui.test_begun_by_a_click import click_muscle


def test_it_is_said_with_its_reason_and_taken_back(qtbot: QtBot, window: MainWindow, visit_id: str) -> None:
    line, visits = window.visit.none, window.workspace.visits
    assert line.ask.isVisible()
    press(line.ask)
    assert line.reason.hasFocus()
    QTest.keyClick(line.reason, Qt.Key.Key_Return)
    assert "why nothing is needled" in window.visit.refusal.text()
    assert visits.get(visit_id).not_needled == ""
    QTest.keyClicks(line.reason, "unwell today, advice only")
    QTest.keyClick(line.reason, Qt.Key.Key_Return)
    assert visits.get(visit_id).not_needled == "unwell today, advice only"
    assert not line.reason.isVisible()
    assert "unwell today, advice only" in line.words.text()
    assert window.visit.refusal.text() == ""
    window.undo()
    assert line.words.text() == ""
    press(line.ask)
    QTest.keyClicks(line.reason, "unwell")
    QTest.keyClick(line.reason, Qt.Key.Key_Escape)
    assert visits.get(visit_id).not_needled == ""
    assert line.ask.isVisible()


def test_the_first_mark_takes_the_line_away(qtbot: QtBot, window: MainWindow, visit_id: str) -> None:
    press(window.visit.none.ask)
    click_muscle(window, "deltoid-anterior")
    qtbot.waitUntil(lambda: not window.visit.none.isVisible())
    window.undo()
    qtbot.waitUntil(window.visit.none.isVisible)


SAID = "contractions since this morning"


def sent_away(qtbot: QtBot, window: MainWindow, visit_id: str) -> None:
    """The visit says that nothing was needled."""
    window.workspace.visits.say_not_needled(visit_id, SAID)
    qtbot.waitUntil(window.visit.none.isVisible)


def refused(window: MainWindow, visit_id: str) -> QPushButton:
    """Nothing was marked, the reason stands, and the sentence says so; the one press it offers."""
    assert not window.workspace.marks.of(visit_id)
    assert window.workspace.visits.get(visit_id).not_needled == SAID
    assert f"{SAID}. Nothing was marked." in window.body.bar.text()
    (button,) = window.body.bar.buttons()
    assert button.text() == "Needle all the same"
    return button


def marked_in_one_step(window: MainWindow, visit_id: str, titles: set[str]) -> None:
    """These are marked and the reason is gone; one undo brings it back, and one redo takes it."""
    workspace = window.workspace
    for _ in range(2):
        assert {mark.title for mark in workspace.marks.of(visit_id)} == titles
        assert workspace.visits.get(visit_id).not_needled == ""
        assert not window.body.bar.text()
        window.undo()
        followed(window)
        assert not workspace.marks.of(visit_id)
        assert workspace.visits.get(visit_id).not_needled == SAID
        assert SAID in window.visit.none.words.text()
        window.redo()
        followed(window)


def test_a_stray_press_does_not_needle_whoever_was_sent_away(
    qtbot: QtBot, window: MainWindow, visit_id: str
) -> None:
    """The reason was gone and a muscle stood on the chart of a patient with contractions."""
    sent_away(qtbot, window, visit_id)
    click_muscle(window, "deltoid-anterior")
    refused(window, visit_id)
    press(window.visit.none.back)
    followed(window)
    assert not window.body.bar.text()
    click_muscle(window, "deltoid-anterior")
    assert len(window.workspace.marks.of(visit_id)) == 1


def test_a_press_that_is_meant_takes_the_statement_back(
    qtbot: QtBot, window: MainWindow, visit_id: str
) -> None:
    sent_away(qtbot, window, visit_id)
    click_muscle(window, "deltoid-anterior")
    button = refused(window, visit_id)
    window.body.view.zoom_about(
        QPointF(40, 40), 2.0
    )  # the muscle that was pressed is meant, not what lies there now
    press(button)
    followed(window)
    marked_in_one_step(window, visit_id, {"R anterior deltoid"})


def test_last_time_is_not_offered_to_whoever_was_sent_away(
    qtbot: QtBot, window: MainWindow, patient: Patient
) -> None:
    """The line and the rings stood above the reason; the key needles all the same, once that is said."""
    workspace = window.workspace
    before = workspace.visits.create(patient.id, day=date.today() - timedelta(days=7))
    for muscle in ("infraspinatus", "deltoid-anterior"):
        workspace.marks.add(before.id, workspace.marks.muscle(muscle), Side.RIGHT, usual=True)
    window.open_patient(patient.id)
    press(window.patients.today_button)
    visit_id = window.visit_id
    qtbot.waitUntil(window.visit.ghosts.isVisible)
    sent_away(qtbot, window, visit_id)
    qtbot.waitUntil(lambda: not window.visit.ghosts.isVisible())
    assert not window.body.ghosts.visible
    QTest.keyClick(window.body.view, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    press(refused(window, visit_id))
    followed(window)
    marked_in_one_step(window, visit_id, {"R infraspinatus", "R anterior deltoid"})
    window.undo()
    press(window.visit.none.back)
    qtbot.waitUntil(window.visit.ghosts.isVisible)


def test_a_quick_entry_needles_all_the_same(qtbot: QtBot, window: MainWindow, visit_id: str) -> None:
    sent_away(qtbot, window, visit_id)
    window.body.open_quick()
    line = window.body.quick.line
    QTest.keyClicks(line, "R infraspinatus 0.25x40")
    QTest.keyClick(line, Qt.Key.Key_Return)
    button = refused(window, visit_id)
    assert line.text() == "R infraspinatus 0.25x40"
    press(button)
    followed(window)
    assert line.text() == ""
    marked_in_one_step(window, visit_id, {"R infraspinatus"})


def test_the_list_of_visits_says_it(qtbot: QtBot, window: MainWindow, visit_id: str) -> None:
    """It was listed as a visit of 0 marks, like one that nobody has charted yet."""

    def said() -> list[str]:
        return [line.detail for line in window.patients.visits.lines_model().lines if line.kind == "visit"]

    qtbot.waitUntil(lambda: any("0 marks" in one for one in said()))
    window.workspace.visits.say_not_needled(visit_id, "unwell today")
    qtbot.waitUntil(lambda: any("no needling" in one for one in said()))
    assert not any("0 marks" in one for one in said())
