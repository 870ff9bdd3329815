"""Motion and measures by hand in the real window: found by name, refused beyond the joint, ready at the next visit."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bodymap.charting.outcomes import Motion, Stage
from bodymap.charting.places import Laterality
from bodymap.store.check import check
from bodymap.store.vault import Vault
from bodymap.ui.measures_card import Item, MeasuresCard
from bodymap.ui.record_page import RecordPage
from tests.end_to_end.person import Person, enters, sit
from tests.end_to_end.test_whole_record import chooses, presses, reach, types

RIGHT = Item("neck", "rotation", Laterality.RIGHT)
LEFT = Item("neck", "rotation", Laterality.LEFT)
NDI = Item("", "ndi", Laterality.NOT_RECORDED)


def finds(person: Person, page: RecordPage, card: MeasuresCard, text: str) -> None:
    """Type what it is called; Enter adds the first that is found."""
    reach(person, page, card.find)
    person.click(card.find)
    enters(card.find, text)
    person.sees(card.found.count)
    QTest.keyClick(card.find, Qt.Key.Key_Return)


def writes(person: Person, card: MeasuresCard, item: Item, text: str) -> None:
    """The keys are in the line that asks for its number already."""
    person.sees(lambda: card._asked_next() == item and person.window.focusWidget() is card.find)
    enters(card.find, text)
    QTest.keyClick(card.find, Qt.Key.Key_Return)


def test_motion_and_measures_over_two_visits(qtbot: QtBot, tmp_path: Path) -> None:
    vault = tmp_path / "records"

    def first(person: Person) -> None:
        person.opens()
        person.adds_patient("Lindqvist", "Åsa")
        person.begins_todays_visit()
        steps = person.window.visit.steps
        person.click(steps.switch.button("before"))
        before, card = steps.before, steps.before.measures
        person.sees(before.isVisible)
        assert before.field("motion") is card.find
        finds(person, before, card, "neck rot")
        person.sees(lambda: set(card.rows) == {RIGHT, LEFT})
        writes(person, card, RIGHT, "200")
        person.sees(lambda: "beyond" in card.refusal.text())
        assert "110°" in card.refusal.text()
        writes(person, card, RIGHT, "40°")  # over what was refused
        person.sees(lambda: not card.refusal.isVisible())
        writes(person, card, LEFT, "65")
        presses(person, before, card.rows[RIGHT].painful)
        finds(person, before, card, "ndi")
        writes(person, card, NDI, "22")
        person.sees(lambda: "matters" in card.rows[NDI].field.toolTip())
        assert "Vernon" in card.rows[NDI].field.toolTip()
        # One side, moved by the therapist.
        enters(card.find, "knee flex")
        person.sees(card.side.isVisible)
        chooses(person, before, card.side, Laterality.LEFT)
        chooses(person, before, card.motion, Motion.PASSIVE)
        reach(person, before, card.find)
        person.click(card.find)
        QTest.keyClick(card.find, Qt.Key.Key_Return)
        knee = Item("knee", "flexion", Laterality.LEFT, Motion.PASSIVE)
        writes(person, card, knee, "120")
        person.click(steps.switch.button("after"))
        after = steps.after
        person.sees(after.isVisible)
        # What was measured before the needles stands ready after them.
        assert {RIGHT, LEFT, NDI, knee} <= set(after.measures.rows)
        types(person, after, after.measures.rows[RIGHT].field, "55")
        person.sees(lambda: "40 \u2192 55" in after.measures.rows[RIGHT].change.text())

    sit(qtbot, ["--vault", str(vault)], first)
    with Vault.open(vault) as records:
        (visit,) = list(records.all_visits())
        motions = {(one.joint, one.side, one.stage): one for one in records.select("motion")}
        assert motions["neck", Laterality.RIGHT, Stage.BEFORE].degrees == 40
        assert motions["neck", Laterality.RIGHT, Stage.BEFORE].painful
        assert motions["neck", Laterality.RIGHT, Stage.AFTER].degrees == 55
        assert motions["neck", Laterality.LEFT, Stage.BEFORE].degrees == 65
        assert motions["knee", Laterality.LEFT, Stage.BEFORE].motion is Motion.PASSIVE
        assert len(motions) == 4
        (ndi,) = records.select("measured", visit_id=visit.id)
        assert (ndi.measure, ndi.tenths) == ("ndi", 220)
    assert check(vault) == []

    def second(person: Person) -> None:
        """A week later the rows stand ready: one number each, and Enter."""
        person.opens()
        window = person.window
        (line,) = window.workspace.patients.find("").lines
        window.open_patient(line.id)
        (last,) = window.workspace.visits.of(line.id)
        window.workspace.visits.move(last.id, day=last.date - timedelta(days=7))
        person.click(window.patients.today_button)
        person.sees(lambda: window.visit_id and window.visit_id != last.id)
        steps = window.visit.steps
        person.click(steps.switch.button("before"))
        card = steps.before.measures
        person.sees(lambda: len(card.rows) == 4 and card.rows[RIGHT].isVisible())
        assert "last" in card.rows[NDI].change.text()
        reach(person, steps.before, card.rows[RIGHT].field)
        person.click(card.rows[RIGHT].field)
        for text in ("50", "66", "", "12"):
            field = person.window.focusWidget()
            enters(field, text)
            QTest.keyClick(field, Qt.Key.Key_Return)
        person.sees(lambda: "22 \u2192 12" in card.rows[NDI].change.text())
        assert "40 \u2192 50" in card.rows[RIGHT].change.text()
        # What was written by mistake is taken back by emptying it; its row stays.
        card.rows[LEFT].field.selectAll()
        reach(person, steps.before, card.rows[LEFT].field)
        card.rows[LEFT].field.setFocus()
        card.rows[LEFT].field.selectAll()
        QTest.keyClick(card.rows[LEFT].field, Qt.Key.Key_Delete)
        QTest.keyClick(card.rows[LEFT].field, Qt.Key.Key_Return)
        person.sees(lambda: "last" in card.rows[LEFT].change.text())

    sit(qtbot, ["--vault", str(vault)], second)
    with Vault.open(vault) as records:
        visit = next(records.all_visits())
        motions = {(one.joint, one.side): one.degrees for one in records.select("motion", visit_id=visit.id)}
        assert motions == {("neck", Laterality.RIGHT): 50}
        (ndi,) = records.select("measured", visit_id=visit.id)
        assert ndi.tenths == 120
    assert check(vault) == []
