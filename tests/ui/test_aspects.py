"""Which aspect of the body is shown: by switch, key, swipe and the small whole body."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bodymap.atlas.geometry import inner_point
from bodymap.charting.records import Side
from bodymap.ui.body_panel import BodyPanel
from bodymap.ui.main_window import MainWindow
from bodymap.ui.whole_body import SCALE

from .conftest import followed, press


@pytest.fixture
def body(window: MainWindow, visit_id: str) -> BodyPanel:
    window.body.view.setFocus()
    return window.body


def place(body: BodyPanel, muscle: str, side: str, plate: str, layer: int) -> None:
    body.show_plate(plate, layer)
    region = body.view._region_of(muscle, side)
    assert region is not None
    u, v = inner_point(region.rings)
    body.view.place_at(QPointF(*body.view.view.to_px(u, v)))


def counts(body: BodyPanel, qtbot: QtBot) -> dict[str, int]:
    qtbot.waitUntil(lambda: not body._follow.isActive())
    return {
        body.plates.button(value).text(): body.plates.button(value).badge for value in body.plates.values()
    }


def test_every_switch_shows_its_aspect_and_its_choices(body: BodyPanel) -> None:
    for value in body.plates.values():
        press(body.plates.button(value))
        assert body.aspect == value
        aspect = body._aspects[value]
        assert body.view.plate == aspect.plate
        group = [one for one in body._aspects.values() if one.group == aspect.group]
        assert body.choices.isVisible() is (len(group) > 1)
        for one in group[1:]:
            press(body.choices.button(one.id))
            assert (body.aspect, body.view.plate) == (one.id, one.plate)
            QApplication.processEvents()
        # The switch comes back to the choice made last.
        press(body.plates.button("anterior"))
        assert body.aspect == "anterior"
        press(body.plates.button(value))
        assert body.aspect == group[-1].id
        body._last_of.clear()


def test_a_hand_is_framed_so_that_its_muscles_can_be_hit(body: BodyPanel) -> None:
    press(body.plates.button("right_palm"))
    region = body.view._region_of("abductor-pollicis-brevis", "right")
    assert region is not None
    u0, v0, u1, v1 = region.box
    assert min(u1 - u0, v1 - v0) * body.view.view.scale > 44
    whole = body.view.view.scale
    press(body.plates.button("anterior"))
    assert body.view.view.scale < whole / 2
    assert body.view.fitted


def test_keys_turn_the_body_round_and_back(body: BodyPanel) -> None:
    seen = []
    for _ in range(4):
        QTest.keyClick(body.view, Qt.Key.Key_PageDown)
        seen.append(body.aspect)
    assert seen == ["right_lateral", "posterior", "left_lateral", "anterior"]
    QTest.keyClick(body.view, Qt.Key.Key_PageUp)
    assert body.aspect == "left_lateral"


def swipe(body: BodyPanel, finger: object, way: int) -> None:
    view = body.view
    middle = view.rect().center()
    start, end = middle - QPoint(way * 80, 0), middle + QPoint(way * 80, 6)
    QTest.touchEvent(view, finger).press(0, start, view).commit()
    QTest.touchEvent(view, finger).move(0, middle, view).commit()
    QTest.touchEvent(view, finger).move(0, end, view).commit()
    QTest.touchEvent(view, finger).release(0, end, view).commit()


def test_a_swipe_turns_and_marks_nothing(body: BodyPanel) -> None:
    finger = QTest.createTouchDevice()
    swipe(body, finger, -1)
    assert body.aspect == "right_lateral"
    assert body.view.fitted
    swipe(body, finger, 1)
    swipe(body, finger, 1)
    assert body.aspect == "left_lateral"
    assert not body.view.visit_marks


def test_a_swipe_over_a_zoomed_plate_pans(body: BodyPanel) -> None:
    finger = QTest.createTouchDevice()
    body.view._centre_on(0, 1300, 3.0)
    before = body.view.view.x
    swipe(body, finger, -1)
    assert body.aspect == "anterior"
    assert body.view.view.x < before - 100


def test_marks_elsewhere_are_counted_on_the_switches(body: BodyPanel, qtbot: QtBot) -> None:
    place(body, "deltoid-middle", "right", "right_lateral", 1)
    place(body, "tibialis-anterior", "left", "anterior", 1)
    place(body, "trapezius-upper", "left", "anterior", 1)
    assert len(body.view.visit_marks) == 3
    body.show_aspect("posterior")
    found = counts(body, qtbot)
    assert (found["Front"], found["Side"], found["Back"], found["Hand"], found["Head"]) == (2, 1, 0, 0, 0)
    assert "2 marks" in body.plates.button("anterior").accessibleName()
    body.show_aspect("left_lateral")
    assert counts(body, qtbot)["Side"] == 1
    assert body.choices.button("right_lateral").badge == 1
    assert body.choices.button("left_lateral").badge == 0
    body.show_aspect("anterior")
    found = counts(body, qtbot)
    assert (found["Front"], found["Side"]) == (0, 1)
    body.view.show_plate("anterior", 3)
    qtbot.waitUntil(lambda: not body._follow.isActive())
    assert body.layers.button(1).badge == 2


def test_the_small_body_shows_marks_and_leads_to_a_place(body: BodyPanel, qtbot: QtBot) -> None:
    place(body, "deltoid-middle", "right", "right_lateral", 1)
    place(body, "trapezius-upper", "left", "posterior", 1)
    counts(body, qtbot)
    assert body.whole.isVisible()
    front, back = body.whole._spots
    assert (front.behind, back.behind) == (False, True)
    assert front.u < 0  # the patient's right is on the left of the picture
    assert "On other plates: 1 mark" in body.whole.accessibleName()
    origin = body.whole._origin(True)
    QTest.mouseClick(
        body.whole,
        Qt.MouseButton.LeftButton,
        pos=QPointF(origin.x() + 80 * SCALE, origin.y() - 1300 * SCALE).toPoint(),
    )
    assert body.view.plate == "posterior"
    u, v = body.view.view.to_mm(body.view.width() / 2, body.view.height() / 2)
    assert abs(u - 80) < 25
    assert abs(v - 1300) < 40
    QApplication.processEvents()


def test_a_mark_chosen_in_the_list_leads_to_its_plate(body: BodyPanel) -> None:
    place(body, "deltoid-middle", "right", "right_lateral", 1)
    body.show_aspect("anterior")
    body.view.select((body.view.visit_marks[0].id,), reveal=True)
    assert (body.view.plate, body.aspect) == ("right_lateral", "right_lateral")
    assert body.plates.value() == "right_lateral"


def test_a_muscle_selected_on_one_plate_is_lit_on_the_others(body: BodyPanel) -> None:
    place(body, "infraspinatus", "right", "posterior", 2)
    assert not body.view._lit
    body.show_plate("posterior", 1)
    assert {(r.muscle, r.side, r.layer) for r in body.view._lit} == {("infraspinatus", "right", 1)}
    body.show_plate("right_lateral", 1)
    assert {(r.muscle, r.side) for r in body.view._lit} == {("infraspinatus", "right")}
    body.show_plate("left_lateral", 1)
    assert not body.view._lit
    body.show_plate("posterior", 2)
    assert not body.view._lit  # here the mark itself is seen


def test_a_muscle_sought_is_shown_where_it_is_best_seen(body: BodyPanel) -> None:
    before = body.view.grab().toImage()
    assert body.view.show_muscle(["infraspinatus"])
    assert body.view.plate == "posterior"
    assert {one.side for one in body.view._lit} == {"right", "left"}
    assert body.view.grab().toImage() != before
    assert body.view.show_muscle(["abductor-pollicis-brevis"])
    region = body.view._region_of("abductor-pollicis-brevis", "right")
    u0, v0, u1, v1 = region.box
    assert min(u1 - u0, v1 - v0) * body.view.view.scale > 16
    QTest.keyClick(body.view, Qt.Key.Key_Escape)
    assert not body.view._lit
    assert not body.view.show_muscle(["no-such-muscle"])


def test_a_muscle_is_found_by_name_and_marked(body: BodyPanel, window: MainWindow, qtbot: QtBot) -> None:
    press(body.find_button)
    assert body.browser is not None
    assert body.browser.isVisible()
    QTest.keyClicks(body.browser.filter, "infrspinatus")
    qtbot.waitUntil(lambda: "infraspinatus" in body.view.sought)
    assert body.view.plate == "posterior"
    QTest.keyClick(body.browser.filter, Qt.Key.Key_Return)
    assert not body.browser.isVisible()
    assert body.view.hasFocus()
    region = next(one for one in body.view._lit if one.side == "right")
    x, y = body.view.view.to_px(*inner_point(region.rings))
    QTest.mouseClick(body.view, Qt.MouseButton.LeftButton, pos=QPointF(x, y).toPoint())
    assert [mark.target.id for mark in body.view.visit_marks] == ["infraspinatus"]
    assert not body.view.sought  # what was looked for is found


def test_what_no_plate_shows_is_said(body: BodyPanel) -> None:
    assert not body.show_entry("levator-ani")
    assert "No plate shows levator ani" in body.said.text()
    assert body.show_entry("hamstrings")
    assert len(body.view.sought) >= 3


def test_escape_closes_the_list_of_muscles_and_then_puts_the_light_out(body: BodyPanel, qtbot: QtBot) -> None:
    body.open_browser()
    assert body.browser is not None
    QTest.keyClicks(body.browser.filter, "QL")
    qtbot.waitUntil(lambda: bool(body.view.sought))
    QTest.keyClick(body.browser.filter, Qt.Key.Key_Escape)
    assert body.browser.isVisible()
    QTest.keyClick(body.browser.filter, Qt.Key.Key_Escape)
    assert not body.browser.isVisible()
    QTest.keyClick(body.view, Qt.Key.Key_Escape)
    assert not body.view.sought


def test_the_pelvic_floor_is_offered_by_a_setting(body: BodyPanel, window: MainWindow) -> None:
    body.open_browser()
    window.actions_by_id["specialist"].trigger()
    assert window.preferences["specialist"] is True
    assert body.browser is None
    assert body.show_entry("levator-ani")
    window.actions_by_id["specialist"].trigger()
    assert not body.view.sought
    assert not body.show_entry("levator-ani")


def test_a_line_of_shorthand_becomes_marks(body: BodyPanel, window: MainWindow) -> None:
    QTest.keyClick(body.view, Qt.Key.Key_Slash)
    assert body.quick is not None
    assert body.quick.line.hasFocus()
    QTest.keyClicks(body.quick.line, "R UT x2 0.30x40 LTR3; L QL 60mm")
    assert not body.view.visit_marks  # nothing before Enter
    QTest.keyClick(body.quick.line, Qt.Key.Key_Return)
    made = [(m.target.id, m.side.value, m.needles, str(m.needle)) for m in body.view.visit_marks]
    assert made == [
        ("trapezius-upper", "right", 2, "0.30x40"),
        ("quadratus-lumborum", "left", 1, "0.30x60"),
    ]
    assert not body.quick.line.text()
    window.undo()
    assert not body.view.visit_marks  # one step
    QTest.keyClick(body.quick.line, Qt.Key.Key_Escape)
    assert body.view.hasFocus()


def test_the_line_of_shorthand_adds_to_the_visit_that_is_open(body: BodyPanel, window: MainWindow) -> None:
    body.open_quick()
    assert body.quick is not None
    QTest.keyClicks(body.quick.line, "R infraspinatus")
    window._set_visit("")
    assert not body.quick.line.isVisible()
    body.open_quick()
    assert not body.quick.line.isVisible()
    assert body.quick.line.text() == ""


LONG_NAME = "R medial gastrocnemius: active trigger point"


@pytest.mark.parametrize("plate", ["anterior", "right_leg_medial"])
def test_a_long_name_is_not_covered_by_what_floats_over_the_body(
    window: MainWindow, visit_id: str, plate: str
) -> None:
    window.resize(1366, 768)
    body = window.body
    body.show_plate(plate)
    QApplication.processEvents()
    name = body.view._word_rect(LONG_NAME).toAlignedRect()
    assert name.width() > 150
    assert body.view.rect().contains(name)
    others = [
        QRect(one.mapTo(body, QPoint(0, 0)), one.size())
        for one in (body.find_button, body.whole)
        if one.isVisible()
    ]
    assert len(others) == 2
    shift = body.view.mapTo(body, QPoint(0, 0))
    assert not any(other.intersects(name.translated(shift)) for other in others)
    assert not any(rect.toAlignedRect().intersects(name) for rect, _ in body.view._side_rects())


def test_nor_while_a_tool_is_in_hand(window: MainWindow, visit_id: str) -> None:
    """The name lay beneath "Find muscle": of "L medial gastrocnemius" the side was hidden."""
    window.resize(1366, 768)
    body = window.body
    body.show_plate("posterior")
    body.findings.choose(body.findings.last_kind)
    QApplication.processEvents()
    assert body.view.tool_in_hand
    name = body.view._word_rect(LONG_NAME).toAlignedRect()
    assert name.width() > 150
    assert body.view.rect().contains(name)
    for one in (body.find_button, body.layers, body.whole):
        assert one.isVisible()
        assert not one.geometry().intersects(name)
    assert not body.view.hint_rect.toAlignedRect().intersects(name)


def test_a_plate_is_come_back_to_as_it_was_left(qtbot: QtBot, window: MainWindow, visit_id: str) -> None:
    """Zoom and layer were lost each time another plate was looked at."""
    body, view = window.body, window.body.view
    first, second = (
        next(one for one in body._aspects.values() if one.plate == plate)
        for plate in ("anterior", "posterior")
    )
    body.show_aspect(first.id)
    body.show_plate("anterior", 2)
    view.zoom_about(QPointF(view.width() * 0.4, view.height() * 0.3), 3.0)
    left = view._exact
    body.show_aspect(second.id)
    body.show_plate("posterior", 1)
    assert view.plate == "posterior"
    body.show_aspect(first.id)
    assert (view.plate, view.layer) == ("anterior", 2)
    assert view._exact.scale == pytest.approx(left.scale)
    assert view._exact.to_mm(100, 100) == pytest.approx(left.to_mm(100, 100), abs=0.5)
    body.show_aspect(first.id)  # pressed again: all of it
    assert view._exact.scale < left.scale / 2


def test_choosing_all_rows_leaves_the_body_as_it_is(qtbot: QtBot, window: MainWindow, visit_id: str) -> None:
    marks, view = window.workspace.marks, window.body.view
    deep = marks.add(visit_id, marks.muscle("multifidus-lumbar"), Side.RIGHT, usual=True, shown="posterior")
    near = marks.add(visit_id, marks.muscle("trapezius-upper"), Side.RIGHT, usual=True, shown="posterior")
    followed(window)
    assert deep.point.layer != near.point.layer
    window.body.show_plate(near.point.plate, near.point.layer)
    view.fit()
    spot = view._view.to_px(near.point.u, near.point.v)
    view.zoom_about(QPointF(*spot), 2.0)
    held = view._exact
    window.visit.list.setFocus()
    QTest.keyClick(window.visit.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    followed(window)
    qtbot.waitUntil(lambda: len(view._selected) == 2)
    assert (view.plate, view.layer, view._exact) == (near.point.plate, near.point.layer, held)
    window.visit.list.clearSelection()
    window.visit.list.select([deep.id])
    window._reveal([deep.id])  # out of sight: it is shown
    assert view.layer == deep.point.layer
