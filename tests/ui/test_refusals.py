"""Why something was not taken stands in its card for as long as it stands there, and no longer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bodymap.ui.before_page import BeforePage
from bodymap.ui.main_window import MainWindow
from tests.ui.conftest import write


@pytest.fixture
def before(window: MainWindow, visit_id: str, qtbot: QtBot) -> BeforePage:
    window.visit.steps.go_to("before")
    page = window.visit.steps.before
    qtbot.waitUntil(page.isVisible)
    return page


def test_the_line_about_a_date_goes_when_the_field_is_cleared(before: BeforePage) -> None:
    card = before.consent
    write(card.signed_on, "soon")
    QTest.keyClick(card.signed_on, Qt.Key.Key_Return)
    assert "This is no date" in card.refusal.text()
    assert card.refusal.isVisible()
    card.signed_on.selectAll()
    QTest.keyClick(card.signed_on, Qt.Key.Key_Delete)
    assert not card.refusal.isVisible()
    # What is refused still stays refused while it stands there.
    write(card.signed_on, "soon")
    QTest.keyClick(card.signed_on, Qt.Key.Key_Return)
    assert card.refusal.isVisible()
    QTest.keyClicks(card.signed_on, "er")
    assert card.refusal.isVisible()


def test_the_line_about_a_pain_goes_when_it_is_left_as_it_was(before: BeforePage) -> None:
    row = before.pain.rows[""]
    write(row.best, "3")
    QTest.keyClick(row.best, Qt.Key.Key_Return)
    row.best.selectAll()
    QTest.keyClicks(row.best, "30")
    QTest.keyClick(row.best, Qt.Key.Key_Return)
    assert before.pain.refusal.isVisible()
    QTest.keyClick(row.best, Qt.Key.Key_Backspace)
    if row.best.text() != "3":  # selected whole after the refusal, where the window has the keys
        QTest.keyClicks(row.best, "3")
    assert not before.pain.refusal.isVisible()


def test_the_line_about_a_precaution_goes_with_the_next_letter(before: BeforePage) -> None:
    card = before.precautions
    write(card.find, "qqq")
    QTest.keyClick(card.find, Qt.Key.Key_Return)
    assert "No precaution" in card.refusal.text()
    QTest.keyClick(card.find, Qt.Key.Key_Backspace)
    assert not card.refusal.isVisible()
