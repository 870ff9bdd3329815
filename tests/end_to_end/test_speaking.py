"""What is said at the right moment: structures at risk, precautions, both sides of the thorax; never a dialog."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bodymap.charting.precautions import Answer
from bodymap.store.vault import Vault
from tests.end_to_end.person import Person, sit


def begins(person: Person) -> None:
    person.opens()
    person.adds_patient("Okonkwo", "Tobias")
    person.begins_todays_visit()
    person.turns_to("posterior")


def test_structures_at_risk_and_both_sides_are_said(qtbot: QtBot, tmp_path: Path) -> None:
    def work(person: Person) -> None:
        begins(person)
        visit = person.window.visit
        person.needles("trapezius-upper", "right")
        person.sees(visit.care.isVisible)
        assert "pleura" in visit.care.words.text() or "lung" in visit.care.words.text()
        assert "both sides" not in visit.care.words.text()
        assert "catalogue" in visit.care.words.toolTip()
        assert "Nearby" not in person.window.body.said.text()
        assert not visit.counts.isVisible()
        # Without the visit beside the body it is said where the mark is.
        person.window.fold("visit", True)
        person.sees(lambda: person.window.body.view.sharp)
        person.needles("trapezius-upper", "left")
        person.sees(lambda: "both sides" in person.window.body.said.text())
        person.window.fold("visit", False)
        person.sees(lambda: "both sides" in visit.care.words.text())
        assert "BN 121" in visit.care.words.toolTip()
        assert QApplication.activeModalWidget() is None
        # It holds for the visit: with no mark selected it is still said and asked about, also from what is missing.
        visit.list.clearSelection()
        person.sees(lambda: "both sides" in visit.care.words.text())
        assert visit.care.words.property("loud") == "caution"
        (missing,) = (
            one
            for one in person.window.workspace.ready.missing(person.window.visit_id)
            if one.field == "override"
        )
        # What is missing leads to the field itself: what is typed is the reason, never a needle's size.
        visit._lead_to(missing)
        person.sees(visit.care.reason.hasFocus)
        QTest.keyClicks(visit.care.reason, "thin needles, superficial")
        QTest.keyClick(visit.care.reason, Qt.Key.Key_Return)
        person.sees(lambda: not visit.care.reason.isVisible())
        assert not visit.care.why.isVisible()
        # Let go of the mark: the counts are back.
        person.window.body.view.setFocus()
        person.key(Qt.Key.Key_Escape)
        person.window.visit.list.clearSelection()
        person.sees(visit.counts.isVisible)

    sit(qtbot, ["--vault", str(tmp_path / "records")], work)
    with Vault.open(tmp_path / "records") as records:
        (override,) = records.select("override")
        assert (override.reason, override.mark_id) == ("thin needles, superficial", "")
        assert override.about == "both_sides:pleura"


def test_precautions_stand_over_the_body_and_meet_the_mark(qtbot: QtBot, tmp_path: Path) -> None:
    def work(person: Person) -> None:
        begins(person)
        window = person.window
        ws, body = window.workspace, window.body
        assert not body.strip.isVisible()
        ws.precautions.answer(
            window.patient_id, "pacemaker", Answer.YES, detail="left", visit_id=window.visit_id
        )
        person.sees(body.strip.isVisible)
        assert "acemaker" in body.strip.toolTip()
        person.needles("infraspinatus", "right")
        (mark,) = ws.marks.of(window.visit_id)
        assert "acemaker" not in window.visit.care.words.text()
        ws.marks.stimulate([mark.id], on=True, hz=2.0)
        person.sees(lambda: "e-stim" in window.visit.care.words.text())
        assert window.visit.care.why.isVisible()
        # A stop is read whole and is no quiet line.
        words = window.visit.care.words
        assert (words.wordWrap(), words.property("loud")) == (True, "stop")
        assert words.height() >= words.heightForWidth(words.width())
        person.click(body.strip)
        person.sees(window.visit.steps.before.isVisible)
        ws.precautions.answer(window.patient_id, "pacemaker", Answer.NO, visit_id=window.visit_id)
        person.sees(lambda: not body.strip.isVisible())

    sit(qtbot, ["--vault", str(tmp_path / "records")], work)


def test_stop_is_said_of_marks_that_come_together(qtbot: QtBot, tmp_path: Path) -> None:
    """Two marks with e-stim by one line: what their precaution says is not lost because both are selected, or none."""

    def work(person: Person) -> None:
        begins(person)
        window = person.window
        ws, care = window.workspace, window.visit.care
        ws.precautions.answer(window.patient_id, "pacemaker", Answer.YES, visit_id=window.visit_id)
        person.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        person.sees(lambda: window.body.quick is not None and window.body.quick.line.hasFocus())
        QTest.keyClicks(window.body.quick.line, "L infraspinatus; B deltoid posterior e-stim")
        person.key(Qt.Key.Key_Return)
        person.sees(lambda: len(person.marks()) == 3)
        assert len(window.visit.list.selected()) == 3
        assert "acemaker" in care.words.text()
        assert "(and at 1 more)" in care.words.text()
        assert "infraspinatus" not in care.words.text()
        window.visit.list.clearSelection()
        person.sees(lambda: "acemaker" in care.words.text())

    def goes_on(person: Person) -> None:
        person.opens()
        window = person.window
        care = window.visit.care
        person.sees(lambda: "acemaker" in care.words.text())  # nothing has been pressed yet
        # One reason answers all of them, and with it the line goes back to the counts.
        person.click(care.why)
        QTest.keyClicks(care.reason, "cardiologist agrees")
        QTest.keyClick(care.reason, Qt.Key.Key_Return)
        person.sees(window.visit.counts.isVisible)

    sit(qtbot, ["--vault", str(tmp_path / "records")], work)
    sit(qtbot, ["--vault", str(tmp_path / "records"), "--visit", "last"], goes_on)
    with Vault.open(tmp_path / "records") as records:
        overrides = records.select("override")
        assert [one.reason for one in overrides] == ["cardiologist agrees"] * 2
        assert {one.mark_id for one in overrides} == {
            mark.id for mark in records.select("mark") if mark.target.id == "deltoid-posterior"
        }
