"""The window of sets: found, laid, renamed, its places changed, removed and brought back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from bodymap.charting.records import Patient, Side
from bodymap.ui.main_window import MainWindow
from bodymap.ui.sets_form import SetsForm

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def form(qtbot: QtBot, window: MainWindow, patient: Patient) -> SetsForm:
    window.open_visit(window.workspace.visits.todays(patient.id).id)
    window.actions_by_id["sets"].trigger()
    made = window.form
    assert isinstance(made, SetsForm)
    qtbot.waitUntil(made.isVisible)
    return made


def finds(form: SetsForm, text: str) -> None:
    form.find.clear()
    QTest.keyClicks(form.find, text)


def titles(form: SetsForm) -> list[str]:
    return [line.title for line in form.list.lines_model().lines]


def test_found_and_laid_on_a_side_by_keys_alone(window: MainWindow, form: SetsForm) -> None:
    finds(form, "tennis")
    assert titles(form) == ["Tennis elbow"]
    assert form.lay["right"].isVisible()
    assert not form.lay[""].isVisible()
    QTest.keyClick(form.find, Qt.Key.Key_Return)
    assert form.focusWidget() is form.lay["right"]
    QTest.mouseClick(form.lay["left"], LEFT)
    ghosts = window.body.ghosts.ghosts
    assert [one.side for one in ghosts] == [Side.LEFT] * 5
    assert all(one.from_set for one in ghosts)
    assert window.workspace.marks.of(window.visit_id) == []


def test_one_of_both_sides_is_laid_by_enter(window: MainWindow, form: SetsForm) -> None:
    finds(form, "tension")
    QTest.keyClick(form.find, Qt.Key.Key_Return)
    assert len(window.body.ghosts.ghosts) == 10
    said = window.body.said.text()
    assert "without a point" not in said
    assert all(one.point is not None for one in window.body.ghosts.ghosts)
    # Most of them lie on the back: the body has turned there, and says where the others are.
    on = [one.point.plate for one in window.body.ghosts.ghosts]
    assert window.body.view.plate == max(set(on), key=on.count) == "posterior"
    assert f"{on.count('posterior')} on the back" in said
    form.close()
    window.body.ghosts.same_as_last_time()
    assert window.body.said.text().startswith("Marked 10 from the set Tension headache.")
    assert len(window.workspace.marks.of(window.visit_id)) == 10


def test_renamed_changed_removed_and_brought_back(window: MainWindow, form: SetsForm) -> None:
    finds(form, "knee")
    form.name.setFocus()
    form.name.selectAll()
    QTest.keyClicks(form.name, "Hip pain")
    QTest.keyClick(form.name, Qt.Key.Key_Return)
    assert "already" in form.refusal.text(), "another set has that name"
    assert form.name.text() == "Knee pain"
    form.name.selectAll()
    QTest.keyClicks(form.name, "Knee pain of mine")
    QTest.keyClick(form.name, Qt.Key.Key_Return)
    sets = window.workspace.sets
    mine = next(one for one in sets.all() if one.name == "Knee pain of mine")
    assert not mine.example
    count = len(mine.entries)
    outs = [b for b in form.findChildren(QToolButton) if b.isVisible() and b.accessibleName().endswith("set")]
    QTest.mouseClick(outs[0], LEFT)
    assert len(sets.get(mine.id).entries) == count - 1
    turns = [
        b
        for b in form.findChildren(QPushButton)
        if b.isVisible() and b.accessibleName().startswith("Side of")
    ]
    QTest.mouseClick(turns[-1], LEFT)
    assert sets.get(mine.id).entries[-1].side is Side.LEFT
    QTest.keyClicks(form.add, "l popliteus")
    QTest.keyClick(form.add, Qt.Key.Key_Return)
    added = sets.get(mine.id).entries[-1]
    assert (added.target.id, added.side) == ("popliteus", Side.LEFT)
    QTest.mouseClick(form.whose.button(True), LEFT)
    assert sets.get(mine.id).therapist_id is None
    QTest.mouseClick(form.remove_button, LEFT)
    assert mine.id not in {one.id for one in sets.all()}
    QTest.mouseClick(form.back_button, LEFT)
    assert mine.id in {one.id for one in sets.all()}


def test_the_set_shown_is_the_one_lit(form: SetsForm) -> None:
    def lit() -> list[str]:
        return [line.title for line in form.list.lines_model().lines if line.current]

    assert lit() == [form.name.text()]
    form.list.setFocus()
    QTest.keyClick(form.list, Qt.Key.Key_Down)
    assert lit() == [form.name.text()] == [titles(form)[1]]


def test_removed_examples_are_restored(window: MainWindow, form: SetsForm) -> None:
    assert not form.examples_button.isVisible()
    finds(form, "shin")
    QTest.mouseClick(form.remove_button, LEFT)
    assert titles(form) == ["No set is called so"]
    assert form.examples_button.isVisible()
    QTest.mouseClick(form.examples_button, LEFT)
    assert titles(form) == ["Shin splints"]


def test_without_a_draft_nothing_can_be_laid(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_by_id["sets"].trigger()
    form = window.form
    qtbot.waitUntil(form.isVisible)
    assert not any(button.isVisible() for button in form.lay.values())
    assert form.name.text()
