"""The line of quick entry, with real keys on the real body."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from bodymap.atlas.atlas import Atlas
from bodymap.charting.quick_entry import Preview
from bodymap.charting.records import Mark, NeedleSize, Side
from bodymap.store.memory import MemoryStore
from bodymap.ui.quick_entry import QuickEntry
from bodymap.workspace.workspace import Workspace
from tests.ui.conftest import press, write

LINE = "R UT x2 0.30x40 LTR3; L QL 60mm; B multifidus L4-5; suboccipitals"


class Desk:
    """A window with nothing but the field, whose previews are added as the program does."""

    def __init__(self, qtbot: QtBot, atlas: Atlas) -> None:
        self.workspace = Workspace(MemoryStore(), atlas)
        patient = self.workspace.patients.create(family_name="Sandoval", given_names="Mireya")
        self.visit = self.workspace.visits.todays(patient.id).id
        self.window = QWidget()
        qtbot.addWidget(self.window)
        column = QVBoxLayout(self.window)
        column.addStretch(1)
        self.field = QuickEntry()
        column.addWidget(self.field)
        self.window.resize(900, 700)
        self.window.show()
        self.field.show_visit(self.workspace, self.visit)
        self.submitted: list[Preview] = []
        self.field.submitted.connect(self._add)
        self.takes = True

    def _add(self, preview: Preview) -> None:
        self.submitted.append(preview)
        if self.takes:
            self.workspace.marks.add_quick(self.visit, preview)
            self.field.added(preview)

    def type(self, text: str) -> None:
        write(self.field.line, text)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.field.line, key, held)

    def marks(self) -> list[tuple[str, str]]:
        return [(mark.side.short, mark.target.id) for mark in self.all()]

    def all(self) -> list[Mark]:
        return list(self.workspace.marks.of(self.visit))

    @property
    def text(self) -> str:
        return self.field.line.text()


@pytest.fixture
def desk(qtbot: QtBot, atlas: Atlas) -> Desk:
    return Desk(qtbot, atlas)


def test_what_enter_adds_is_shown_before_in_words(desk: Desk) -> None:
    desk.type("R UT x2 0.30x40 LTR3; L QL 60mm")
    assert desk.field.chips.isVisible()
    assert desk.field.chips.texts() == [
        "R upper trapezius, 0.30x40 mm, 2 needles, LTR 3",
        "L quadratus lumborum, 0.30x60 mm",
    ]
    desk.key(Qt.Key.Key_Return)
    assert desk.marks() == [("R", "trapezius-upper"), ("L", "quadratus-lumborum")]
    assert desk.text == ""
    assert not desk.field.chips.isVisible()


def test_what_is_asked_stays_and_a_digit_answers(desk: Desk) -> None:
    desk.type(LINE)
    desk.key(Qt.Key.Key_Return)
    assert len(desk.marks()) == 4
    assert desk.text == "suboccipitals"
    assert desk.field.chips.texts() == ["Which side?"]
    desk.key(Qt.Key.Key_3)
    assert desk.text == "B suboccipitals"
    assert len(desk.marks()) == 4  # answered, not yet added
    desk.key(Qt.Key.Key_Return)
    assert desk.marks()[4:] == [("R", "suboccipitals"), ("L", "suboccipitals")]
    assert desk.text == ""


def test_a_question_names_the_entry_that_it_is_about(desk: Desk) -> None:
    desk.type("R UT; infraspinatus; L QL")
    assert desk.field.chips.texts()[1] == "infraspinatus: Which side?"
    desk.field.line.clear()
    desk.type("infraspinatus")
    assert desk.field.chips.texts() == ["Which side?"]  # nothing else it could be about


def test_a_choice_is_clicked(desk: Desk) -> None:
    desk.type("R PT 0.25x30")
    choices = [button for button in desk.field.chips.choices if button.isVisible()]
    assert len(choices) == 3
    wanted = next(button for button in choices if "pronator" in button.text())
    press(wanted)
    assert desk.field.chips.texts() == ["R pronator teres, 0.25x30 mm"]
    assert desk.field.line.hasFocus()
    desk.key(Qt.Key.Key_Return)
    assert desk.marks() == [("R", "pronator-teres")]


def test_while_typing_a_digit_is_a_digit_and_alt_answers(desk: Desk) -> None:
    desk.type("UT 3")
    assert desk.text == "UT 3"
    desk.field.line.clear()
    desk.type("UT")
    desk.key(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert desk.text == "L UT"
    desk.type("2")  # nothing is asked now
    assert desk.text == "L UT2"


def test_typing_on_ends_the_answering(desk: Desk) -> None:
    desk.type("UT")
    desk.key(Qt.Key.Key_Return)
    assert desk.marks() == []
    desk.type(" r")
    assert desk.field.chips.texts() == ["R upper trapezius"]
    desk.type(" 2n")
    assert desk.field.chips.texts() == ["R upper trapezius, 2 needles"]


def test_names_are_completed(desk: Desk) -> None:
    desk.type("r bra")
    assert desk.field.popup.isVisible()
    titles = [line.title for line in desk.field.list.lines_model().lines]
    assert "Brachialis" in titles
    assert "Brachioradialis" in titles
    assert not any(button.isVisible() for button in desk.field.chips.choices)  # the popup offers them
    assert not desk.field.list.currentIndex().isValid()
    for _ in range(titles.index("Brachialis") + 1):
        desk.key(Qt.Key.Key_Down)
    desk.key(Qt.Key.Key_Return)
    assert desk.text == "r brachialis "
    assert not desk.field.popup.isVisible()
    assert desk.marks() == []
    desk.type("x2")
    desk.key(Qt.Key.Key_Return)
    assert desk.marks() == [("R", "brachialis")]
    assert desk.all()[0].needles == 2


def test_tab_takes_the_first_but_none_of_several(desk: Desk) -> None:
    desk.type("l sol")
    desk.key(Qt.Key.Key_Tab)
    assert desk.text == "l soleus "
    desk.field.line.clear()
    desk.type("l pt")
    desk.key(Qt.Key.Key_Tab)
    assert desk.text == "l pt"
    assert desk.field.list.currentIndex().row() == 0
    desk.key(Qt.Key.Key_Tab)
    assert desk.text != "l pt"
    assert desk.field.line.hasFocus()


def test_what_is_understood_is_not_covered_by_a_popup(desk: Desk) -> None:
    desk.type("R infra")
    assert not desk.field.popup.isVisible()
    desk.key(Qt.Key.Key_Down)
    assert desk.field.popup.isVisible()
    desk.key(Qt.Key.Key_Escape)
    assert not desk.field.popup.isVisible()
    assert desk.text == "R infra"


def test_the_popup_does_not_hide_the_preview(desk: Desk) -> None:
    desk.type("L QL; r bra")
    popup = desk.field.popup
    chips = desk.field.chips
    QApplication.processEvents()
    here = chips.rect().translated(chips.mapTo(desk.window, chips.rect().topLeft()))
    assert not popup.geometry().intersects(here)


def test_a_fault_loses_nothing(desk: Desk) -> None:
    desk.takes = False
    desk.type("R UT; L QL")
    desk.key(Qt.Key.Key_Return)
    assert len(desk.submitted) == 1
    assert desk.text == "R UT; L QL"


def test_enter_in_an_empty_line_adds_nothing(desk: Desk) -> None:
    desk.field.line.setFocus()
    desk.key(Qt.Key.Key_Return)
    assert desk.submitted == []
    desk.type("blurple")
    desk.key(Qt.Key.Key_Return)
    assert desk.submitted == []
    assert desk.text == "blurple"


def test_the_preview_follows_the_next_needle(desk: Desk) -> None:
    desk.type("R UT")
    desk.workspace.marks.set_next(desk.visit, NeedleSize(250, 30), 1, 1)
    desk.field.refresh()
    assert desk.field.chips.texts() == ["R upper trapezius, 0.25x30 mm"]


def test_the_preview_follows_a_mark_that_is_placed_meanwhile(desk: Desk) -> None:
    desk.type("R UT")
    desk.workspace.marks.set_next(desk.visit, NeedleSize(200, 25), 1, 1)
    desk.workspace.marks.add(desk.visit, desk.workspace.marks.muscle("soleus"), Side.LEFT)
    assert desk.field.chips.texts() == ["R upper trapezius, 0.20x25 mm"]


def test_another_visit_begins_with_an_empty_line(desk: Desk) -> None:
    desk.type("R UT")
    desk.field.show_visit(desk.workspace, "")
    assert desk.text == ""
    desk.field.show_visit(None, "")
    desk.type("R UT")
    desk.key(Qt.Key.Key_Return)
    assert desk.submitted == []


def test_many_entries_wrap(desk: Desk, qtbot: QtBot) -> None:
    desk.window.resize(420, 700)
    desk.type("R UT; L UT; R LS; L LS; R infra; L infra; R QL; L QL")
    chips = desk.field.chips
    assert len(chips.texts()) == 8
    qtbot.waitUntil(lambda: len({label.y() for label in chips._shown}) > 1)
    qtbot.waitUntil(lambda: chips.height() >= chips.layout().heightForWidth(chips.width()))
    for label in chips._shown:
        assert label.width() >= label.sizeHint().width()
        assert chips.rect().contains(label.geometry())


def test_sides_of_marks(desk: Desk) -> None:
    desk.type("BL glute med")
    desk.key(Qt.Key.Key_Return)
    assert [mark.side for mark in desk.all()] == [Side.RIGHT, Side.LEFT]
