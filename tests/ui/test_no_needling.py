"""A visit at which nothing is needled, said as a therapist would."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bodymap.ui.main_window import MainWindow
from tests.ui.conftest import press
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


def test_a_stray_press_does_not_needle_whoever_was_sent_away(
    qtbot: QtBot, window: MainWindow, visit_id: str
) -> None:
    """The reason was gone and a muscle stood on the chart of a patient with contractions."""
    visits = window.workspace.visits
    visits.say_not_needled(visit_id, "contractions since this morning")
    qtbot.waitUntil(window.visit.none.isVisible)
    said: list[str] = []
    window.body.view.said.connect(said.append)
    click_muscle(window, "deltoid-anterior")
    assert not window.workspace.marks.of(visit_id)
    assert visits.get(visit_id).not_needled
    assert "contractions since this morning. Nothing was marked." in said[-1]
    press(window.visit.none.back)
    click_muscle(window, "deltoid-anterior")
    assert len(window.workspace.marks.of(visit_id)) == 1
