"""A reason for needling all the same that was given before is given again in one press, and is this visit's own."""

from __future__ import annotations

from datetime import date, timedelta

from pytestqt.qtbot import QtBot

from bodymap.charting.precautions import Answer, Severity
from bodymap.charting.records import Mark, Patient, Side
from bodymap.charting.wording import day
from bodymap.ui.main_window import MainWindow
from tests.ui.conftest import press

MUSCLES = ("infraspinatus", "trapezius-upper", "deltoid-middle", "supraspinatus")
REASON = "nickel: no reaction at the last course, steel needles with silicone coat"


def needled(window: MainWindow, visit_id: str) -> list[Mark]:
    marks = window.workspace.marks
    return [marks.add(visit_id, marks.muscle(one), Side.RIGHT) for one in MUSCLES]


def test_the_last_reason_is_given_again_in_one_press_for_all_marks(
    window: MainWindow, patient: Patient, qtbot: QtBot
) -> None:
    """It was typed anew for each precaution at each visit: twelve gestures each time."""
    ws, care = window.workspace, window.visit.care
    ws.precautions.change_item("metal", everywhere=True, severity=Severity.CAUTION)
    before = ws.visits.create(patient.id, day=date.today() - timedelta(days=7))
    ws.precautions.answer(patient.id, "metal", Answer.YES, visit_id=before.id)
    ws.precautions.answer(patient.id, "pacemaker", Answer.YES, visit_id=before.id)
    first, *_ = needled(window, before.id)
    (met,) = ws.precautions.at_mark(first)
    told = ws.precautions.give_reason(before.id, met, REASON)
    window.open_patient(patient.id)
    press(window.patients.today_button)
    marks = needled(window, window.visit_id)
    window.visit.select([marks[1].id])
    qtbot.waitUntil(care.again.isVisible)
    assert care.again.text().startswith(f"Again, as on {day(before.date)}, for all 4 marks: “nickel")
    assert REASON in care.again.toolTip()
    press(care.again)
    given = ws.precautions.overrides(window.visit_id)
    assert {one.mark_id for one in given} == {mark.id for mark in marks}
    assert {one.reason for one in given} == {REASON}
    # A record of its own: what is said of it now leaves the earlier visit alone.
    assert not {one.id for one in given} & {one.id for one in told}
    assert not care.again.isVisible()
    assert not care.why.isVisible()
    ws.history.undo(window.visit_id)
    assert not ws.precautions.overrides(window.visit_id)
    assert len(ws.precautions.overrides(before.id)) == len(told)
    # What is needled after the reason was given is asked about again; what the others have is offered.
    (met,) = ws.precautions.at_mark(marks[0])
    ws.precautions.give_reason(window.visit_id, met, "agreed today")
    later = ws.marks.add(window.visit_id, ws.marks.muscle("teres-minor"), Side.RIGHT)
    window.visit.select([later.id])
    qtbot.waitUntil(lambda: care.again.text() == "Again, as at the others: “agreed today”")
    press(care.again)
    assert ws.precautions.overrides(window.visit_id)[-1].mark_id == later.id


def test_nothing_is_offered_where_no_reason_was_ever_given(
    window: MainWindow, patient: Patient, visit_id: str, qtbot: QtBot
) -> None:
    ws, care = window.workspace, window.visit.care
    ws.precautions.change_item("metal", everywhere=True, severity=Severity.CAUTION)
    ws.precautions.answer(patient.id, "metal", Answer.YES, visit_id=visit_id)
    window.visit.select([needled(window, visit_id)[0].id])
    qtbot.waitUntil(care.why.isVisible)
    assert not care.again.isVisible()
