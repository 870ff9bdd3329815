"""A motion or measure is found by the words people use, with its side and number in the same line."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from bodymap.charting.outcomes import Motion
from bodymap.charting.places import Laterality
from bodymap.ui.main_window import MainWindow
from bodymap.ui.measures_card import MeasuresCard


@pytest.fixture
def card(window: MainWindow, visit_id: str, qtbot: QtBot) -> MeasuresCard:
    window.visit.steps.go_to("before")
    found = window.visit.steps.before.measures
    qtbot.waitUntil(found.isVisible)
    return found


def finds(card: MeasuresCard, text: str) -> None:
    card.find.setFocus()
    QTest.keyClicks(card.find, text)
    QTest.keyClick(card.find, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("text", "joint", "movement", "sides"),
    [
        ("lumbar flexion", "trunk", "flexion", ["not_recorded"]),
        ("low back extension", "trunk", "extension", ["not_recorded"]),
        ("lumbar side bending", "trunk", "lateral-flexion", ["right", "left"]),
        ("cervical rotation left", "neck", "rotation", ["left"]),
        ("neck rotation", "neck", "rotation", ["right", "left"]),
        ("R shoulder er", "shoulder", "external-rotation", ["right"]),
        ("ankle df l", "ankle", "dorsiflexion", ["left"]),
        ("slr left", "hip", "straight-leg-raise", ["left"]),
        ("hallux extension", "great-toe", "extension", ["right", "left"]),
    ],
)
def test_a_motion_is_found_as_it_is_called(
    card: MeasuresCard, text: str, joint: str, movement: str, sides: list[str]
) -> None:
    finds(card, text)
    assert [(one.joint, one.what, one.side.value) for one in card.rows] == [
        (joint, movement, side) for side in sides
    ]
    assert not card.find.text()


def test_one_line_records_side_kind_and_number(window: MainWindow, visit_id: str, card: MeasuresCard) -> None:
    finds(card, "passive hip ir right 35°")
    [motion] = window.workspace.outcomes.ranges(visit_id)
    assert (motion.joint, motion.movement, motion.side, motion.motion, motion.degrees) == (
        "hip",
        "internal-rotation",
        Laterality.RIGHT,
        Motion.PASSIVE,
        35,
    )


def test_a_number_for_two_sides_is_asked_and_one_beyond_the_joint_refused(
    window: MainWindow, visit_id: str, card: MeasuresCard
) -> None:
    finds(card, "neck rotation 60")
    assert [one.side for one in card.rows] == [Laterality.RIGHT, Laterality.LEFT]
    assert not window.workspace.outcomes.ranges(visit_id)
    finds(card, "lumbar flexion 400")
    assert not window.workspace.outcomes.ranges(visit_id)
    assert "Trunk flexion" in card.refusal.text()


def test_what_is_on_no_list_is_said_where_it_is_seen(card: MeasuresCard, qtbot: QtBot) -> None:
    finds(card, "wiggling of ears")
    said = [one for one in card.findChildren(QLabel) if "called so" in one.text()][-1]
    page = card._page
    qtbot.waitUntil(
        lambda: page.viewport().rect().contains(said.mapTo(page.viewport(), said.rect().center()))
    )
    assert not card.rows


def test_beside_a_measure_stands_what_its_number_means(card: MeasuresCard) -> None:
    finds(card, "ndi")
    (row,) = card.rows.values()
    assert "0 to 50, higher is worse, a change of" in row.change.text()
    assert "[" in row.change.text()  # and whose figure that is
