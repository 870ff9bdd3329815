"""Every command by name, and all keys on one sheet."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from bodymap.ui.actions import TABLE
from bodymap.ui.keys_sheet import KeysSheet
from bodymap.ui.main_window import MainWindow
from bodymap.ui.palette import Palette, ranked

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
        ("whoel plate", "Whole plate"),
        ("previw", "Preview the chart"),
    ],
)
def test_the_command_meant_comes_first(typed: str, first: str) -> None:
    assert NAMES[ranked(typed, NAMES)[0]] == first


def test_nothing_typed_lists_all_and_nonsense_none() -> None:
    assert ranked("", NAMES) == list(range(len(NAMES)))
    assert ranked("zzzz qqq", NAMES) == []
    assert ranked("zq", NAMES) == []


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
