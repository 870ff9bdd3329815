"""The body by keys alone: real key events on the view, the true plates, records in memory."""

from __future__ import annotations

from collections import deque

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from bodymap.atlas.atlas import Atlas
from bodymap.atlas.body import Region
from bodymap.atlas.neighbours import BACK, WAYS, Neighbours, Way
from bodymap.charting.edits import Transaction, changed
from bodymap.charting.records import Mark, VisitStatus, now
from bodymap.drawing.inks import COLOUR_ON_DARK, COLOUR_ON_LIGHT, HIGH_CONTRAST, Ink
from bodymap.store.memory import MemoryStore
from bodymap.ui.body_view import NO_VISIT, SIGNED, BodyView
from bodymap.workspace.workspace import Workspace

KEYS: dict[Way, Qt.Key] = {
    "left": Qt.Key.Key_Left,
    "right": Qt.Key.Key_Right,
    "up": Qt.Key.Key_Up,
    "down": Qt.Key.Key_Down,
}
NONE, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


class Room:
    """A view between two fields, with the focus on it and an open visit."""

    def __init__(self, qtbot: QtBot, atlas: Atlas) -> None:
        self.store = MemoryStore()
        self.workspace = Workspace(self.store, atlas)
        patient = self.workspace.patients.create(family_name="Doe", given_names="J")
        self.visit_id = self.workspace.visits.create(patient.id).id
        self.window = QWidget()
        qtbot.addWidget(self.window)
        row = QHBoxLayout(self.window)
        self.before, self.view, self.after = QLineEdit(), BodyView(), QLineEdit()
        for widget in (self.before, self.view, self.after):
            row.addWidget(widget)
        self.said: list[str] = []
        self.activated: list[str] = []
        self.view.said.connect(self.said.append)
        self.view.mark_activated.connect(self.activated.append)
        self.view.set_workspace(self.workspace)
        self.view.set_visit(self.visit_id)
        self.view.show_plate("posterior", 1)
        self.window.resize(1100, 900)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.view.setFocus()
        qtbot.waitUntil(self.view.hasFocus)
        qtbot.waitUntil(lambda: self.view.sharp)

    @property
    def marks(self) -> list[Mark]:
        return list(self.workspace.marks.of(self.visit_id))

    @property
    def current(self) -> Region | None:
        return self.view._outlined

    @property
    def regions(self) -> list[Region]:
        return list(self.view.muscles)

    def region(self, muscle: str, side: str = "right") -> Region:
        return next(r for r in self.regions if (r.muscle, r.side) == (muscle, side))

    def key(self, key: Qt.Key | Way, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.view, KEYS.get(key, key), modifiers)  # type: ignore[call-overload]

    def go(self, muscle: str, side: str = "right") -> None:
        self.view.go_to_muscle(self.region(muscle, side))

    def seen(self, region: Region) -> bool:
        """Whether the middle of its box lies in the view."""
        u0, v0, u1, v1 = region.box
        x, y = self.view.view.to_px((u0 + u1) / 2, (v0 + v1) / 2)
        return self.view.rect().contains(QPoint(round(x), round(y)))


@pytest.fixture
def room(qtbot: QtBot, atlas: Atlas) -> Room:
    return Room(qtbot, atlas)


# -- arrows ---------------------------------------------------------------------------------------------------------


def test_the_first_arrow_shows_where_one_is_the_next_goes_on(room: Room) -> None:
    assert room.current is None
    room.key("down")
    first = room.current
    assert first is not None
    room.key("down")
    assert room.current is not first
    room.key("up")
    assert room.current is first


@pytest.mark.parametrize(("plate", "layer"), [(p, n) for p in ("anterior", "posterior") for n in (1, 2, 3)])
def test_every_muscle_of_both_sides_is_reached_by_arrow_keys(room: Room, plate: str, layer: int) -> None:
    room.view.show_plate(plate, layer)
    neighbours = Neighbours(room.regions)
    room.key("up")
    assert room.current is not None
    wanted = {region.id for region in room.regions} - {room.current.id}
    came: Step = None
    while wanted:
        for way in way_to_any(neighbours, room.current, came, wanted):
            _, came = stepped(neighbours, room.current, came, way)
            room.key(way)
        wanted.discard(room.current.id)
    assert room.marks == []


Step = tuple[Region, Way] | None
"""The arrow before, and from where."""


def stepped(neighbours: Neighbours, here: Region, came: Step, way: Way) -> tuple[Region, Step]:
    """What an arrow does: back where one came from, else to the neighbour, else nothing."""
    if came is not None and came[1] == BACK[way]:
        return came[0], None
    to = neighbours.next(here.id, way)
    return (here, came) if to is None else (to, (here, way))


def way_to_any(neighbours: Neighbours, start: Region, came: Step, wanted: set[str]) -> list[Way]:
    """The arrows to the nearest muscle not yet visited."""
    queue: deque[tuple[Region, Step, list[Way]]] = deque([(start, came, [])])
    seen = {(start.id, came and (came[0].id, came[1]))}
    while queue:
        here, came, ways = queue.popleft()
        if here.id in wanted:
            return ways
        for way in WAYS:
            to, by = stepped(neighbours, here, came, way)
            if (to.id, by and (by[0].id, by[1])) not in seen:
                seen.add((to.id, by and (by[0].id, by[1])))
                queue.append((to, by, [*ways, way]))
    raise AssertionError(f"no way from {start.id} to any of {wanted}")


def test_the_arrow_back_undoes_the_arrow_from_every_muscle(room: Room) -> None:
    for region in room.regions[:40]:
        for way in WAYS:
            room.view.go_to_muscle(region)
            room.key(way)
            if room.current is not region:
                room.key(BACK[way])
            assert room.current is region


def test_at_the_edge_an_arrow_does_nothing(room: Room) -> None:
    room.key("up")
    for _ in range(80):
        room.key("up")
    top = room.current
    room.key("up")
    assert room.current is top


def test_the_current_muscle_is_named_lit_and_brought_into_sight(room: Room) -> None:
    room.go("gastrocnemius-medial")
    room.view.zoom_about(room.view.rect().center().toPointF(), 6.0)
    assert room.current is not None
    for _ in range(6):
        room.key("up")
        assert room.view._hover is room.current
        assert room.view._hover_word.startswith(room.view._region_name(room.current))
        u0, _, u1, _ = room.current.box
        if (u1 - u0) * room.view.view.scale < room.view.width() - 60:
            assert room.seen(room.current)


@pytest.mark.parametrize("ink", [COLOUR_ON_LIGHT, COLOUR_ON_DARK, HIGH_CONTRAST], ids=lambda ink: ink.name)
def test_the_outline_is_seen_on_the_flesh(room: Room, qtbot: QtBot, ink: Ink) -> None:
    room.view.set_ink(ink)
    qtbot.waitUntil(lambda: room.view.sharp)
    before = room.view.grab().toImage()
    lines = colours(before, ink)
    room.go("gluteus-maximus")
    assert colours(room.view.grab().toImage(), ink) > lines + 200
    room.key(Qt.Key.Key_Escape)
    assert room.current is None
    assert room.view.grab().toImage() == before


def test_hover_in_high_contrast_is_a_pattern(room: Room, qtbot: QtBot) -> None:
    """As a photocopy sees it: black or white."""
    room.view.set_ink(HIGH_CONTRAST)
    room.view.frame_muscle("infraspinatus", "right")
    qtbot.waitUntil(lambda: room.view.sharp)
    before = copied(room.view.grab().toImage())
    region = room.region("infraspinatus")
    x, y = room.view.view.to_px(*inside(room, "posterior", 1, "infraspinatus"))
    QTest.mouseMove(room.view, QPoint(round(x), round(y)))
    assert room.view._hover is region
    after = copied(room.view.grab().toImage())
    assert sum(a != b for a, b in zip(before, after, strict=True)) > 500


def copied(image: QImage) -> bytes:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return bytes(value // 96 for value in bytes(grey.constBits()))


def colours(image: object, ink: Ink) -> int:
    """How many pixels within the plate have the outline's own colour."""
    wanted = ink.text.rgb()
    return sum(
        image.pixel(x, y) == wanted  # type: ignore[attr-defined]
        for x in range(0, image.width(), 1)  # type: ignore[attr-defined]
        for y in range(60, image.height() - 60, 2)  # type: ignore[attr-defined]
    )


def test_control_and_shift_with_an_arrow_pan(room: Room) -> None:
    room.view.zoom_in()
    room.view.zoom_in()
    room.key("down")
    here, at = room.current, room.view.view
    room.key("down", CONTROL)
    assert room.current is here
    assert room.view.view.y < at.y
    room.key("up", SHIFT)
    assert room.view.view.y > at.y
    assert room.current is here


def test_the_mouse_takes_over_and_the_next_arrow_comes_back(room: Room) -> None:
    room.go("infraspinatus")
    QTest.mouseClick(room.view, Qt.MouseButton.LeftButton, NONE, QPoint(4, room.view.height() - 4))
    assert room.current is None
    room.key("down")
    assert room.current is room.region("infraspinatus")


def test_a_press_that_gives_the_focus_does_not_move_the_body_under_it(room: Room, qtbot: QtBot) -> None:
    room.go("gastrocnemius-medial")
    room.before.setFocus()
    for _ in range(6):
        room.view.zoom_in()
    at = room.view.view
    QTest.mouseClick(room.view, Qt.MouseButton.LeftButton, NONE, QPoint(4, 4))
    room.view.setFocus(Qt.FocusReason.MouseFocusReason)
    assert room.view.view == at


# -- marking --------------------------------------------------------------------------------------------------------


def test_enter_marks_and_again_beside_it(room: Room) -> None:
    room.go("infraspinatus")
    room.key(Qt.Key.Key_Return)
    room.key(Qt.Key.Key_Enter)
    first, second = room.marks
    assert {mark.title for mark in room.marks} == {"R infraspinatus"}
    assert first.point != second.point
    assert room.said[-1].startswith("Marked R infraspinatus")
    # No mark is selected: the arrows go on to the next muscle and nudge nothing.
    assert room.view.selected == ()
    room.key("down")
    assert room.current is not room.region("infraspinatus")
    assert [mark.point for mark in room.marks] == [first.point, second.point]


def test_a_key_held_down_makes_one_mark(room: Room) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    room.go("infraspinatus")
    for held in (False, True, True):
        QApplication.sendEvent(
            room.view, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, NONE, "\r", held)
        )
    assert len(room.marks) == 1


def test_the_sides_are_the_patients(room: Room) -> None:
    """On the back the patient's right is at the right."""
    room.go("infraspinatus", "left")
    room.key(Qt.Key.Key_Return)
    assert room.marks[0].title == "L infraspinatus"


def test_without_a_draft_enter_says_why(room: Room) -> None:
    room.go("infraspinatus")
    visit = room.workspace.visits.get(room.visit_id)
    change = changed(visit, status=VisitStatus.SIGNED)
    room.store.apply(Transaction((change,), now(), visit.therapist_id, "sign"))
    room.view.set_visit(room.visit_id)
    room.key("down")
    room.key(Qt.Key.Key_Return)
    assert room.said[-1] == SIGNED
    room.view.set_visit(None)
    room.key(Qt.Key.Key_Return)
    assert room.said[-1] == NO_VISIT
    assert room.marks == []


def test_enter_without_a_current_muscle_does_nothing(room: Room) -> None:
    room.key(Qt.Key.Key_Return)
    assert room.marks == []


# -- marks and muscles ----------------------------------------------------------------------------------------------


def test_a_selected_mark_is_nudged_and_escape_gives_the_arrows_back(room: Room) -> None:
    room.go("infraspinatus")
    room.key(Qt.Key.Key_Return)
    before = room.marks[0].point
    room.key(Qt.Key.Key_Tab)
    assert room.view.selected == (room.marks[0].id,)
    assert room.current is None
    room.key("right")
    after = room.marks[0].point
    assert before is not None
    assert after is not None
    assert (after.u - before.u, after.v - before.v) == pytest.approx((1.0, 0.0), abs=0.002)
    room.key(Qt.Key.Key_Escape)
    assert room.current is room.region("infraspinatus")
    room.key("right")
    assert room.marks[0].point == after


def test_after_a_mark_the_arrows_go_on_from_its_muscle(room: Room) -> None:
    for muscle in ("infraspinatus", "gluteus-maximus"):
        room.go(muscle)
        room.key(Qt.Key.Key_Return)
    room.key(Qt.Key.Key_Tab)
    room.key(Qt.Key.Key_Escape)
    assert room.current is room.region("infraspinatus")


def test_escape_lets_go_step_by_step_and_then_is_the_windows(room: Room) -> None:
    room.go("infraspinatus")
    room.key(Qt.Key.Key_Return)
    room.key(Qt.Key.Key_Tab)
    room.key(Qt.Key.Key_Escape)
    assert room.view.selected == ()
    room.key(Qt.Key.Key_Escape)
    assert room.current is None


def test_tab_goes_through_the_marks_of_the_visit_on_every_plate_and_leaves(room: Room, qtbot: QtBot) -> None:
    marks = room.workspace.marks
    a = marks.place(room.visit_id, "posterior", 1, *inside(room, "posterior", 1, "infraspinatus"))
    marks.add(room.visit_id, a.target, a.side)  # without a point: nothing to go to
    b = marks.place(room.visit_id, "anterior", 1, *inside(room, "anterior", 1, "rectus-femoris"))
    c = marks.place(room.visit_id, "posterior", 3, *inside(room, "posterior", 3, "multifidus-lumbar"))
    assert a is not None and b is not None and c is not None  # noqa: PT018
    room.view.set_visit(room.visit_id)
    for mark, where in ((a, ("posterior", 1)), (b, ("anterior", 1)), (c, ("posterior", 3))):
        room.key(Qt.Key.Key_Tab)
        assert room.view.selected == (mark.id,)
        assert (room.view.plate, room.view.layer) == where
    room.key(Qt.Key.Key_Tab)
    assert room.after.hasFocus()
    room.view.setFocus(Qt.FocusReason.BacktabFocusReason)
    for mark in (b, a):
        room.key(Qt.Key.Key_Backtab, SHIFT)
        assert room.view.selected == (mark.id,)
    room.key(Qt.Key.Key_Backtab, SHIFT)
    assert room.before.hasFocus()


def inside(room: Room, plate: str, layer: int, muscle: str) -> tuple[float, float]:
    from bodymap.atlas.geometry import inner_point

    regions = room.workspace.atlas.plate(plate).layers[layer].regions
    return inner_point(next(r for r in regions if (r.muscle, r.side) == (muscle, "right")).rings)


def test_control_tab_leaves_at_once(room: Room) -> None:
    room.go("infraspinatus")
    room.key(Qt.Key.Key_Return)
    room.key(Qt.Key.Key_Return)
    room.key(Qt.Key.Key_Tab, CONTROL)
    assert room.after.hasFocus()
    room.view.setFocus()
    room.key(Qt.Key.Key_Backtab, CONTROL | SHIFT)
    assert room.before.hasFocus()


def test_the_outline_goes_with_the_focus_and_comes_back(room: Room) -> None:
    room.go("infraspinatus")
    room.after.setFocus()
    assert room.current is None
    room.view.setFocus(Qt.FocusReason.BacktabFocusReason)
    assert room.current is room.region("infraspinatus")


# -- layers and plates ----------------------------------------------------------------------------------------------


def test_peeling_keeps_the_muscle_or_takes_the_nearest(room: Room) -> None:
    room.go("infraspinatus")
    for layer in (2, 3, 1):
        room.view.show_plate("posterior", layer)
        assert room.current is not None
        assert room.current.layer == layer
        there = {(r.muscle, r.side) for r in room.regions}
        if ("infraspinatus", "right") in there and layer == 2:
            assert (room.current.muscle, room.current.side) == ("infraspinatus", "right")
        assert room.current.side == "right"
    room.go("gluteus-maximus", "left")
    room.view.show_plate("posterior", 3)
    assert room.current is not None
    assert room.current.side == "left"
    room.key(Qt.Key.Key_Return)
    assert room.marks[0].target.id == room.current.muscle


def test_another_plate_keeps_the_muscle_only_if_it_is_there(room: Room) -> None:
    room.go("infraspinatus")
    room.view.show_plate("anterior", 1)
    assert room.current is None or room.current.muscle == "infraspinatus"
    assert not room.view.grab().isNull()
    room.key("down")
    assert room.current is not None
    assert room.current.plate == "anterior"


def test_what_only_specialists_needle_is_met_only_where_it_is_offered(room: Room) -> None:
    atlas = room.workspace.atlas
    atlas.specialist = True
    places = [
        (plate, number, region)
        for plate in atlas.plate_ids
        for number, layer in atlas.plate(plate).layers.items()
        for region in layer.regions
        if region.muscle and atlas.catalogue.muscle(region.muscle).specialist
    ]
    if not places:
        pytest.skip("the plates show no muscle that only specialists needle")
    plate, number, region = places[0]
    room.view.show_plate(plate, number)
    room.view.go_to_muscle(region)
    atlas.specialist = False
    try:
        assert region not in room.view.muscles
        for way in WAYS:
            room.key(way)
            assert room.current is not None
            assert not atlas.catalogue.muscle(room.current.muscle).specialist
    finally:
        atlas.specialist = True
    assert region in room.view.muscles
