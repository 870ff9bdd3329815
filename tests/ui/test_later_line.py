"""A visit of an earlier day says that changes are dated, then which were made; one of today says nothing."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bodymap.charting.records import Ltr, Section, Side, Target, TargetKind
from bodymap.charting.wording import day
from bodymap.ui.later_line import BEFORE
from bodymap.ui.main_window import MainWindow


def test_an_earlier_visit_says_what_is_changed_in_it_now(
    window: MainWindow, visit_id: str, qtbot: QtBot
) -> None:
    ws = window.workspace
    assert ws is not None
    line = window.visit.later
    ws.marks.add(
        visit_id, Target(TargetKind.MUSCLE, "infraspinatus", "Infraspinatus"), Side.RIGHT, usual=True
    )
    ws.notes.save(visit_id, Section.PLAN, "Again in a week")
    QTest.qWait(0)
    assert not line.isVisible()
    of, clock = ws.visits.get(visit_id).date, ws.history.clock
    ws.history.clock = lambda: clock() + timedelta(days=21)
    window.open_visit(ws.visits.todays(ws.visits.get(visit_id).patient_id).id)
    assert not line.isVisible()
    window.open_visit(visit_id)
    qtbot.waitUntil(line.isVisible)
    assert line.text() == BEFORE
    assert not line.visibleRegion().isEmpty()
    window.body.view.setFocus()
    QTest.keyClick(window.body.view, Qt.Key.Key_Tab)  # to the mark
    QTest.keyClick(window.body.view, Qt.Key.Key_0, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: ws.marks.of(visit_id)[0].ltr is Ltr.NONE)
    today = day(of + timedelta(days=21))
    qtbot.waitUntil(lambda: today in line.text())
    assert line.text() == f"Added on {today}: R infraspinatus: LTR none"
    # Undone on the same day, the record reads as it did.
    QTest.keyClick(window.body.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: line.text() == BEFORE)
