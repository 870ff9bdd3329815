"""Two windows on one visit: what is typed and pressed in both is kept, and what was not taken is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from bodymap.charting.precautions import Answer
from bodymap.charting.records import Section, Side
from bodymap.ui.main_window import MainWindow
from bodymap.ui.marks_list import NOTE

from .conftest import press


@pytest.fixture
def two(make_window: Callable[..., MainWindow], qtbot: QtBot) -> tuple[MainWindow, MainWindow]:
    """Both show the same visit of today."""
    one = make_window()
    patient = one.workspace.patients.create(family_name="Sandoval", given_names="Mireya")
    one.open_patient(patient.id)
    press(one.patients.today_button)
    other = make_window()
    other.open_visit(one.visit_id)
    assert one.workspace is not other.workspace
    assert one.workspace.store is other.workspace.store
    qtbot.waitUntil(lambda: other.visit_id == one.visit_id)
    return one, other


def types(window: MainWindow, text: str) -> None:
    note = window.visit.note
    note._choose(Section.PLAN)
    QTest.keyClicks(note.fields[Section.PLAN], text)
    assert note.save()


def test_a_note_typed_in_both_stands_in_both(two: tuple[MainWindow, MainWindow]) -> None:
    one, other = two
    visit = one.visit_id
    types(one, "Again in a week.")
    types(other, "Stretch daily.")
    note = other.visit.note
    assert note.trouble.isVisible()
    assert note.trouble.text() == "Plan was written in another window as well. Both texts stand here now."
    assert note.state.text() == "Saved"
    assert note.fields[Section.PLAN].text() == "Again in a week.\nStretch daily."
    assert one.workspace.notes.of(visit)[Section.PLAN] == "Again in a week.\nStretch daily."
    types(other, " Ice.")  # and on it goes, without the sentence
    assert not note.trouble.isVisible()
    types(one, " Call me.")
    assert one.workspace.notes.of(visit)[Section.PLAN] == ("Again in a week.\nStretch daily. Ice.\n Call me.")
    assert one.visit.note.trouble.isVisible()


def test_a_note_half_typed_is_saved_beside_the_other_when_the_window_closes(
    two: tuple[MainWindow, MainWindow],
) -> None:
    one, other = two
    visit, store = one.visit_id, one.workspace.store
    types(one, "Again in a week.")
    other.visit.note._choose(Section.PLAN)
    QTest.keyClicks(other.visit.note.fields[Section.PLAN], "Stretch")
    other.close()
    assert store.note(visit)[Section.PLAN][0] == "Again in a week.\nStretch"


def test_precautions_pressed_in_both(two: tuple[MainWindow, MainWindow], qtbot: QtBot) -> None:
    one, other = two
    pages = []
    for window in two:
        press(window.visit.steps.switch.button("before"))
        pages.append(window.visit.steps.before)
        press(pages[-1].precautions.unfold)
        qtbot.waitUntil(pages[-1].precautions._rows["pregnancy"].isVisible)
    first, second = (page.precautions for page in pages)
    press(first._rows["pregnancy"].choice.button(Answer.YES))
    press(second._rows["pregnancy"].choice.button(Answer.NO))
    assert "answered in another window in the meantime: yes" in other.body.bar.text()
    # What was not taken is shown as it stands, not as it was pressed.
    assert second._rows["pregnancy"].choice.value() is Answer.YES
    press(second._rows["diabetes"].choice.button(Answer.YES))
    press(second.none)
    assert first.none.isVisible()
    press(first.none)
    patient = one.workspace.visits.get(one.visit_id).patient_id
    held = one.workspace.store.select("precaution_answer", patient_id=patient)
    assert {a.precaution_id for a in held if a.answer is Answer.YES} == {"pregnancy", "diabetes"}
    assert len(held) == len([item for item in one.workspace.precautions.items() if item.under_age is None])


def test_a_mark_removed_in_one_is_said_in_the_other(two: tuple[MainWindow, MainWindow], qtbot: QtBot) -> None:
    one, other = two
    visit, ws = one.visit_id, one.workspace
    mark = other.workspace.marks.add(visit, ws.marks.muscle("infraspinatus"), Side.RIGHT)
    qtbot.waitUntil(lambda: len(other.visit.list.marks_model().marks) == 1)
    ws.marks.remove([mark.id])
    view = other.visit.list
    index = view.model().index(0, NOTE)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
    qtbot.waitUntil(lambda: view.findChild(QLineEdit) is not None)
    field = view.findChild(QLineEdit)
    QTest.keyClicks(field, "sore")
    QTest.keyClick(field, Qt.Key.Key_Return)
    seen = " ".join((other.body.bar.text(), other.visit.refusal.text()))
    assert "The mark R infraspinatus was removed in the meantime." in seen
    assert ws.marks.get(mark.id).removed
