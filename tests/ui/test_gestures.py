"""Gestures as objects, on a surface that only writes down what it is asked for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt

from bodymap.ui.gestures import MoveMark, Pan, Pinch, Place, PressMark

NONE = Qt.KeyboardModifier.NoModifier


class Paper:
    """Keeps every request as a tuple."""

    def __init__(self) -> None:
        self.asked: list[tuple] = []

    def pan_by(self, dx, dy):
        self.asked.append(("pan", dx, dy))

    def zoom_about(self, at, factor):
        self.asked.append(("zoom", at.x(), at.y(), factor))

    def click(self, at, modifiers):
        self.asked.append(("click", at.x(), at.y()))

    def click_mark(self, mark_id, modifiers):
        self.asked.append(("mark", mark_id))

    def tip_of(self, mark_id):
        return QPointF(10, 20)

    def lift_mark(self, mark_id):
        self.asked.append(("lift", mark_id))

    def drag_mark(self, mark_id, tip):
        self.asked.append(("drag", tip.x(), tip.y()))

    def drop_mark(self, mark_id, tip):
        self.asked.append(("drop", tip.x(), tip.y()))

    def end_drag(self):
        self.asked.append(("end",))


@pytest.fixture
def paper():
    return Paper()


def test_a_click_means_where_the_press_fell(paper):
    place = Place(paper, QPointF(50, 60), NONE)
    assert place.move(QPointF(52, 61)) is place
    place.finish(QPointF(53, 62))
    assert paper.asked == [("click", 50, 60)]


def test_a_click_that_strays_becomes_a_pan_from_where_it_began(paper):
    place = Place(paper, QPointF(50, 60), NONE)
    pan = place.move(QPointF(58, 60))
    assert isinstance(pan, Pan)
    pan.finish(QPointF(60, 65))
    assert paper.asked == [("pan", 8, 0), ("pan", 2, 5)]


def test_a_cancelled_click_asks_for_nothing(paper):
    Place(paper, QPointF(50, 60), NONE).cancel()
    assert paper.asked == []


def test_a_cancelled_pan_goes_back(paper):
    pan = Pan(paper, QPointF(0, 0))
    pan.move(QPointF(30, 10))
    pan.move(QPointF(40, -10))
    pan.cancel()
    assert (sum(a[1] for a in paper.asked), sum(a[2] for a in paper.asked)) == (0, 0)


def test_a_press_on_a_mark_selects_it_or_moves_it(paper):
    press = PressMark(paper, QPointF(16, 8), "m", NONE)
    press.finish(QPointF(17, 8))
    assert paper.asked == [("mark", "m")]
    press = PressMark(paper, QPointF(16, 8), "m", NONE)
    moving = press.move(QPointF(26, 18))
    assert isinstance(moving, MoveMark)
    # The needle's point stays as far from the pointer as it was when the disc was taken.
    moving.finish(QPointF(36, 28))
    assert paper.asked[1:] == [("lift", "m"), ("drag", 20, 30), ("drop", 30, 40)]


def test_a_cancelled_move_only_ends_the_drag(paper):
    moving = MoveMark(paper, QPointF(16, 8), "m")
    moving.move(QPointF(40, 40))
    moving.cancel()
    assert [word for word, *_ in paper.asked] == ["drag", "end"]


def test_a_pinch_zooms_about_the_middle_and_pans_with_it(paper):
    pinch = Pinch(paper, QPointF(0, 0), QPointF(100, 0))
    pinch.spread(QPointF(0, 10), QPointF(200, 10))
    assert paper.asked == [("pan", 50, 10), ("zoom", 100, 10, 2.0)]


def test_fingers_at_one_place_do_not_divide_by_nothing(paper):
    pinch = Pinch(paper, QPointF(5, 5), QPointF(5, 5))
    pinch.spread(QPointF(5, 5), QPointF(5, 5))
    assert paper.asked[-1] == ("zoom", 5, 5, 1.0)
