"""Ghosts on the real body: counted apart, kept apart from marks, told in words; what is carried is seen to be."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bodymap.charting.precautions import Answer
from bodymap.charting.records import Ltr, Mark, Patient, Side
from bodymap.drawing.ghosts import paint_ghost
from bodymap.drawing.inks import ink_named
from bodymap.drawing.marks import Marker, Placed, paint_marks
from bodymap.ui.main_window import MainWindow
from bodymap.ui.marks_list import TARGET
from bodymap.ui.marks_shown import mark_line, mark_spoken
from tests.ui.conftest import followed, press

LAST = (
    ("trapezius-upper", Side.RIGHT),
    ("gluteus-maximus", Side.RIGHT),
    ("gastrocnemius-medial", Side.LEFT),
    ("rectus-femoris", Side.LEFT),
)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def last(window: MainWindow, patient: Patient) -> list[Mark]:
    """A visit a week ago: three marks on the back, one on the front."""
    ws = window.workspace
    visit = ws.visits.create(patient.id, ws.history.today() - timedelta(days=7))
    wanted = []
    for muscle, side in LAST:
        target = ws.marks.muscle(muscle)
        plate = "anterior" if muscle == "rectus-femoris" else "posterior"
        from bodymap.atlas.geometry import inner_point

        region = next(
            r for p, layer, r in ws.atlas.regions_of(muscle) if (p, layer, r.side) == (plate, 1, side.value)
        )
        wanted.append((target, side, ws.marks.point(plate, 1, *inner_point(region.rings)), {}))
    ws.marks.place_made(visit.id, wanted, action="place mark", name="marks")
    return list(ws.marks.of(visit.id))


@pytest.fixture
def draft(qtbot: QtBot, window: MainWindow, patient: Patient, last: list[Mark]) -> str:
    visit = window.workspace.visits.todays(patient.id)
    window.open_visit(visit.id)
    window.body.show_aspect("posterior")
    qtbot.waitUntil(lambda: window.body.view.sharp)
    return visit.id


def place_of(window: MainWindow, ghost: int) -> QPoint:
    point = window.body.ghosts.ghosts[ghost].point
    return QPointF(*window.body.view.view.to_px(point.u, point.v)).toPoint()


def test_the_body_turns_to_where_the_last_visit_was(
    window: MainWindow, patient: Patient, last: list[Mark]
) -> None:
    assert window.body.view.plate == "anterior"
    ws = window.workspace
    ws.marks.remove([last[3].id])
    window.open_visit(ws.visits.todays(patient.id).id)
    assert window.body.view.plate == "posterior"


def test_counted_on_the_switches_apart_from_marks(qtbot: QtBot, window: MainWindow, draft: str) -> None:
    front = window.body.plates.button("anterior")
    qtbot.waitUntil(lambda: front.ghosts == 1)
    assert front.badge == 0
    assert "1 as last time" in front.toolTip()
    assert sum(spot.ghost for spot in window.body.whole._spots) == 4
    window.body.ghosts.same_as_last_time()
    qtbot.waitUntil(lambda: (front.badge, front.ghosts) == (1, 0))
    assert not any(spot.ghost for spot in window.body.whole._spots)
    window.undo()
    qtbot.waitUntil(lambda: (front.badge, front.ghosts) == (0, 1))


def test_a_click_on_a_ghost_never_marks_the_muscle_below(
    window: MainWindow, draft: str, last: list[Mark]
) -> None:
    at = place_of(window, 1)
    for step in (QPoint(0, 0), QPoint(0, 0)):
        QTest.mouseClick(window.body.view, LEFT, Qt.KeyboardModifier.NoModifier, at + step)
        QTest.qWait(0)
    marks = window.workspace.marks.of(draft)
    assert [mark.carried_from for mark in marks] == [last[1].id]


def test_of_another_layer_it_leaves_the_press_to_the_muscle(
    qtbot: QtBot, window: MainWindow, draft: str
) -> None:
    at = place_of(window, 1)
    window.body.show_plate("posterior", 2)
    qtbot.waitUntil(lambda: window.body.view.sharp)
    assert window.body.ghosts.at(QPointF(at), 4.0) == ""
    window.body.show_plate("posterior", 1)
    assert window.body.ghosts.at(QPointF(at), 4.0) != ""


def test_carried_is_told_until_it_is_touched(window: MainWindow, draft: str) -> None:
    window.body.ghosts.same_as_last_time()
    followed(window)
    model, shown = window.visit.list.marks_model(), window.body.view.marks
    first = model.marks[0]
    cell = model.index(0, TARGET)
    assert "as last time" in mark_line(1, first)
    assert "as last time" in mark_spoken(shown.get(first.id))
    assert "as last time" in model.data(cell, Qt.ItemDataRole.AccessibleTextRole)
    assert "as last time" in model.data(cell, Qt.ItemDataRole.ToolTipRole)
    assert shown.get(first.id).placed.marker.carried
    model.change(0, ltr=Ltr.NONE)
    first = model.marks[0]
    assert "as last time" not in mark_line(1, first)
    assert "as last time" not in model.data(cell, Qt.ItemDataRole.AccessibleTextRole)
    assert not shown.get(first.id).placed.marker.carried


def test_escape_lets_the_lasso_go(window: MainWindow, draft: str) -> None:
    body = window.body
    QTest.mouseClick(body.ghost_buttons.lasso_button, LEFT)
    assert body.ghosts.lassoing
    assert "loop" in body.view.hint
    QTest.keyClick(body.view, Qt.Key.Key_Escape)
    assert not body.ghosts.lassoing
    assert not body.ghost_buttons.lasso_button.isChecked()


def test_a_finger_that_rests_draws_a_loop_or_opens_the_menu(
    qtbot: QtBot, window: MainWindow, draft: str
) -> None:
    from PySide6.QtGui import QPointingDevice

    view = window.body.view
    device = QTest.createTouchDevice()
    assert isinstance(device, QPointingDevice)
    a, b = place_of(window, 1), place_of(window, 2)
    left, right = min(a.x(), b.x()) - 22, max(a.x(), b.x()) + 22
    top, low = min(a.y(), b.y()) - 22, max(a.y(), b.y()) + 22
    corners = [
        QPoint(left, top),
        QPoint(right, top),
        QPoint(right, low),
        QPoint(left, low),
        QPoint(left, top),
    ]
    from bodymap.ui.gestures import Lasso

    QTest.touchEvent(view, device).press(0, corners[0], view).commit()
    qtbot.waitUntil(lambda: isinstance(view._gesture, Lasso))
    for corner in corners[1:]:
        QTest.touchEvent(view, device).move(0, corner, view).commit()
    QTest.touchEvent(view, device).release(0, corners[-1], view).commit()
    qtbot.waitUntil(lambda: len(window.workspace.marks.of(draft)) == 2)
    view._tap = None
    at = place_of(window, 0) + QPoint(40, 120)
    QTest.touchEvent(view, device).press(0, at, view).commit()
    qtbot.waitUntil(lambda: isinstance(view._gesture, Lasso))
    QTest.touchEvent(view, device).release(0, at, view).commit()
    qtbot.waitUntil(lambda: view._menu is not None)
    view._menu.close()
    assert len(window.workspace.marks.of(draft)) == 2


def test_the_line_goes_where_there_is_nothing_to_say(window: MainWindow, draft: str) -> None:
    line = window.visit.ghosts
    assert line.isVisible()
    assert line.text.text() == f"Last visit {window.workspace.ghosts.last_time(draft).day}: 4 marks."
    QTest.mouseClick(line.away, LEFT)
    assert not line.isVisible()
    assert window.body.ghosts.ghosts == ()
    assert window.workspace.marks.of(draft) == []


def test_a_fault_marks_nothing_and_says_so(window: MainWindow, opener: object, draft: str) -> None:
    from bodymap.charting.faults import RecordsFault

    store = window.workspace.store
    store.fault = RecordsFault("full", "The disk is full.", "Nothing is lost.", "Make room.")
    try:
        window.actions_by_id["same_again"].trigger()
        assert window.body.bar.isVisible()
    finally:
        store.fault = None
    assert window.workspace.marks.of(draft) == []
    assert len(window.body.ghosts.ghosts) == 4


@pytest.mark.parametrize("ink", ["colour", "colour-on-dark", "mono", "high-contrast"])
def test_a_ghost_is_no_mark_even_without_colour(ink: str) -> None:
    """In grey its picture differs from every state of a mark, and it has no needle and no number."""
    made = ink_named(ink)

    def picture(paint) -> QImage:
        image = QImage(60, 60, QImage.Format.Format_RGB32)
        image.fill(made.muscle(0).base if hasattr(made.muscle(0), "base") else made.paper)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter)
        painter.end()
        return image.convertToFormat(QImage.Format.Format_Grayscale8)

    def darkness(image: QImage, other: QImage) -> int:
        return sum(
            abs((image.pixel(x, y) & 255) - (other.pixel(x, y) & 255)) > 40
            for x in range(60)
            for y in range(60)
        )

    bare = picture(lambda painter: None)
    ghost = picture(lambda painter: paint_ghost(painter, QPointF(30, 30), made))
    assert darkness(ghost, bare) > 20, "it is seen"
    for state in ("", "selected", "ghost", "hover"):
        mark = picture(
            lambda painter, state=state: paint_marks(
                painter, [Placed(Marker(3, 0, 0, state), (30.0, 30.0), (36.0, 17.0))], made, 8.0
            )
        )
        assert darkness(ghost, mark) > 60, state
    earlier = picture(lambda painter: paint_ghost(painter, QPointF(30, 30), made, age=1))
    square = picture(lambda painter: paint_ghost(painter, QPointF(30, 30), made, from_set=True))
    assert darkness(ghost, earlier) > 15
    assert darkness(ghost, square) > 15


def test_hidden_they_are_not_counted(qtbot: QtBot, window: MainWindow, draft: str) -> None:
    front = window.body.plates.button("anterior")
    qtbot.waitUntil(lambda: front.ghosts == 1)
    QTest.mouseClick(window.body.ghost_buttons.show_button, LEFT)
    qtbot.waitUntil(lambda: front.ghosts == 0)
    assert window.preferences["ghosts_hidden"]
    assert not window.body.ghost_buttons.lasso_button.isVisible()
    assert window.body.ghosts.at(QPointF(place_of(window, 1)), 4.0) == ""


@pytest.mark.parametrize("pacemaker", [False, True])
def test_one_press_for_all_names_what_it_sets(
    window: MainWindow, patient: Patient, last: list[Mark], draft: str, *, pacemaker: bool
) -> None:
    workspace = window.workspace
    if pacemaker:
        workspace.precautions.answer(patient.id, "pacemaker", Answer.YES)
    workspace.marks.stimulate([mark.id for mark in last[:2]], on=True, hz=2.0)
    workspace.marks.change([mark.id for mark in last[1:]], time_in_place=10)
    window.visit.show_visit(workspace, draft)
    line = window.visit.ghosts
    press(line.first)
    followed(window)
    said = "time in place in 3 marks" if pacemaker else "e-stim, time in place in 4 marks"
    assert line.second.text() == said
    press(line.second)
    followed(window)
    made = workspace.marks.of(draft)
    assert [mark.time_in_place for mark in made] == [None, 10, 10, 10]
    assert [mark.e_stim is not None for mark in made] == [not pacemaker, not pacemaker, False, False]
    if pacemaker:
        assert "e-stim 2 Hz: again?" in line.text.toolTip()
        assert not line.second.isVisible()
