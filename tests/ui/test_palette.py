"""Every command by name, and all keys on one sheet."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from bodymap.charting.plans import Decision
from bodymap.ui.actions import TABLE
from bodymap.ui.keys_sheet import KeysSheet
from bodymap.ui.main_window import MainWindow
from bodymap.ui.palette import Palette, alike, ranked

NAMES = [
    "New patient",
    "Print the chart",
    "Save the chart as PDF",
    "Whole plate",
    "Preview the chart",
    "Dark View",
]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("new", "New patient"),
        ("PRINT", "Print the chart"),
        ("chart pdf", "Save the chart as PDF"),
        ("dark", "Dark View"),
    ],
)
def test_the_command_meant_comes_first(typed: str, first: str) -> None:
    assert NAMES[ranked(typed, NAMES)[0]] == first


def test_nothing_typed_lists_all_and_nonsense_none() -> None:
    assert ranked("", NAMES) == list(range(len(NAMES)))
    for nothing in ("zzzz qqq", "zq"):
        assert ranked(nothing, NAMES) == alike(nothing, NAMES) == []


@pytest.mark.parametrize(
    ("typed", "first"), [("whoel plate", "Whole plate"), ("previw", "Preview the chart")]
)
def test_a_slip_of_a_key_finds_what_is_alike(typed: str, first: str) -> None:
    assert ranked(typed, NAMES) == []
    assert NAMES[alike(typed, NAMES)[0]] == first


@pytest.mark.parametrize("typed", ["sign", "decision", "plan", "plna", "decison", "lock"])
def test_an_undo_is_found_by_its_own_word_alone(typed: str) -> None:
    names = ["Undo decision on the plan Visit", "Redo sign Visit", "Treatment plan Visit"]
    for found in (ranked(typed, names), alike(typed, names)):
        assert not {0, 1} & set(found)
    assert [ranked(word, names) for word in ("undo", "un", "redo", "undo plan")] == [[0], [0], [1], [0]]


def opened(window: MainWindow, qtbot: QtBot) -> Palette:
    QTest.keyClick(
        window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    qtbot.waitUntil(lambda: isinstance(window.form, Palette) and window.form.isVisible())
    return window.form


def test_a_command_is_found_by_typing_and_done_by_enter(
    window: MainWindow, visit_id: str, qtbot: QtBot
) -> None:
    palette = opened(window, qtbot)
    QTest.keyClicks(palette.field, "whole pl")
    assert [line.title for line in palette.list.lines_model().lines] == ["Whole plate"]
    window.body.view.zoom_in()
    assert not window.body.view.fitted
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.body.view.fitted)
    assert QApplication.activePopupWidget() is None


def test_arrows_go_through_the_list_and_plates_are_in_it(
    window: MainWindow, visit_id: str, qtbot: QtBot
) -> None:
    palette = opened(window, qtbot)
    QTest.keyClicks(palette.field, "dar")
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    QTest.keyClick(palette.field, Qt.Key.Key_Up)
    palette.field.clear()
    QTest.keyClicks(palette.field, "back bod")
    assert palette.list.lines_model().lines[0].title == "Back"
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.body.view.plate == "posterior")


@pytest.mark.parametrize("typed", ["sign", "signature", "Sign visit", "lock"])
def test_signing_is_answered_and_enter_takes_nothing_back(
    window: MainWindow, visit_id: str, qtbot: QtBot, typed: str
) -> None:
    ws = window.workspace
    assert ws is not None
    plan = ws.plans.start(ws.visits.get(visit_id).patient_id, "Neck pain", visit_id=visit_id)
    ws.plans.review(visit_id, Decision.GO_ON)
    palette = opened(window, qtbot)
    QTest.keyClicks(palette.field, typed)
    assert palette.told.isVisible()
    assert palette.told.text() == "A visit cannot be signed in BodyMap yet: print its chart and sign that."
    assert not palette.list.lines_model().lines
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert ws.plans.of_visit(visit_id) == plan
    assert ws.store.select("plan_review", visit_id=visit_id)
    palette.field.clear()
    assert not palette.told.isVisible()
    QTest.keyClicks(palette.field, "qqqqq")
    assert palette.told.text() == "No command is called so. Esc closes."
    palette.close()


def test_what_cannot_be_done_now_is_not_offered(window: MainWindow, qtbot: QtBot) -> None:
    palette = opened(window, qtbot)
    QTest.keyClicks(palette.field, "print")
    titles = [line.title for line in palette.list.lines_model().lines]
    assert not any("Print the chart" in title for title in titles)


def test_f1_shows_every_key_of_the_menus(window: MainWindow, visit_id: str, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_F1)
    qtbot.waitUntil(lambda: isinstance(window.form, KeysSheet) and window.form.isVisible())
    words = {label.text() for label in window.form.findChildren(QLabel)}
    for row in TABLE:
        for keys in row.keys[:1]:
            assert any(keys in word.split(", ") for word in words), row.id
    QTest.keyClick(window.form, Qt.Key.Key_Escape)
