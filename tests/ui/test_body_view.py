"""The body view as a person uses it: real events on the widget, the true plates, records in memory."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QHelpEvent,
    QImage,
    QNativeGestureEvent,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QToolTip

from bodymap import assets
from bodymap.atlas.atlas import Atlas
from bodymap.atlas.body import Region
from bodymap.atlas.geometry import inner_point
from bodymap.charting.edits import EditKind, Transaction, changed
from bodymap.charting.faults import RecordsFault
from bodymap.charting.records import Mark, NeedleSize, TargetKind, VisitStatus, now
from bodymap.drawing.inks import COLOUR_ON_DARK, COLOUR_ON_LIGHT
from bodymap.store.memory import MemoryStore
from bodymap.ui.body_view import LARGEST_SCALE, NO_VISIT, SIGNED, BodyView
from bodymap.workspace.workspace import Workspace

# The offscreen platform has no window stack and says so whenever a menu opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
NONE, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
PLATE = "posterior"


@pytest.fixture(scope="session")
def atlas(tmp_path_factory) -> Atlas:
    return Atlas(assets.folder(), tmp_path_factory.mktemp("plates"))


@dataclass
class Room:
    """A view on the back of the body with an open visit, and all that it said."""

    view: BodyView
    workspace: Workspace
    store: MemoryStore
    visit_id: str
    said: list[str] = field(default_factory=list)
    failed: list[RecordsFault] = field(default_factory=list)
    selections: list[tuple[str, ...]] = field(default_factory=list)
    activated: list[str] = field(default_factory=list)
    hovered: list[str] = field(default_factory=list)

    @property
    def marks(self) -> list[Mark]:
        return list(self.workspace.marks.of(self.visit_id))

    def region(self, muscle: str, side: str = "right", layer: int = 1) -> Region:
        plate = self.workspace.atlas.plate(self.view.plate)
        return next(r for r in plate.layers[layer].regions if (r.muscle, r.side) == (muscle, side))

    def inside(self, muscle: str, side: str = "right", layer: int = 1) -> tuple[float, float]:
        return inner_point(self.region(muscle, side, layer).rings)

    def px(self, u: float, v: float) -> QPoint:
        x, y = self.view.view.to_px(u, v)
        return QPoint(round(x), round(y))

    def on(self, muscle: str, side: str = "right") -> QPoint:
        return self.px(*self.inside(muscle, side))

    def click(self, at: QPoint, button=LEFT, modifiers=NONE) -> None:
        QTest.mouseMove(self.view, at)
        QTest.mouseClick(self.view, button, modifiers, at)

    def drag(self, start: QPoint, end: QPoint, button=LEFT, release: bool = True) -> None:
        QTest.mousePress(self.view, button, NONE, start)
        for step in (0.3, 0.6, 1.0):
            QTest.mouseMove(self.view, start + (end - start) * step)
        if release:
            QTest.mouseRelease(self.view, button, NONE, end)

    def wheel(self, at: QPoint, notches: float, modifiers=NONE, pixels: QPoint | None = None) -> None:
        device = QPointingDevice.primaryPointingDevice()
        event = QWheelEvent(
            QPointF(at),
            QPointF(self.view.mapToGlobal(at)),
            pixels or QPoint(),
            QPoint(0, round(120 * notches)),
            Qt.MouseButton.NoButton,
            modifiers,
            Qt.ScrollPhase.NoScrollPhase if pixels is None else Qt.ScrollPhase.ScrollUpdate,
            False,
            Qt.MouseEventSource.MouseEventNotSynthesized,
            device,
        )
        QApplication.sendEvent(self.view, event)

    def picture(self) -> QImage:
        return self.view.grab().toImage()

    def menu(self, name: str) -> QMenu:
        found = [
            menu for menu in self.view.findChildren(QMenu) if menu.objectName() == name and menu.isVisible()
        ]
        assert found, f"no {name}"
        return found[-1]

    def action(self, menu: QMenu, text: str):
        return next(action for action in menu.actions() if action.text() == text)

    def sign(self) -> None:
        """Play a visit that was signed elsewhere."""
        visit = self.workspace.visits.get(self.visit_id)
        change = changed(visit, status=VisitStatus.SIGNED)
        self.store.apply(Transaction((change,), now(), visit.therapist_id, "sign"))
        self.view.set_visit(self.visit_id)


@pytest.fixture
def room(qtbot, atlas) -> Room:
    store = MemoryStore()
    workspace = Workspace(store, atlas)
    patient = workspace.patients.create(family_name="Doe", given_names="J")
    visit = workspace.visits.create(patient.id)
    view = BodyView()
    qtbot.addWidget(view)
    made = Room(view, workspace, store, visit.id)
    view.said.connect(made.said.append)
    view.failed.connect(made.failed.append)
    view.selection_changed.connect(made.selections.append)
    view.mark_activated.connect(made.activated.append)
    view.hovered.connect(made.hovered.append)
    view.resize(700, 900)
    view.show_plate(PLATE, 1)
    view.set_workspace(workspace)
    view.set_visit(visit.id)
    view.show()
    qtbot.waitExposed(view)
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(lambda: view.sharp)
    yield made
    view.set_workspace(None)


def _near(colour: QColor, other: QColor, slack: int = 24) -> bool:
    return all(
        abs(a - b) <= slack
        for a, b in (
            (colour.red(), other.red()),
            (colour.green(), other.green()),
            (colour.blue(), other.blue()),
        )
    )


def _count(image: QImage, colour: QColor, centre: QPoint, reach: int) -> int:
    """How many pixels around the centre have that colour."""
    return sum(
        _near(image.pixelColor(x, y), colour)
        for x in range(max(0, centre.x() - reach), min(image.width(), centre.x() + reach))
        for y in range(max(0, centre.y() - reach), min(image.height(), centre.y() + reach))
    )


# -- clicking marks --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("muscle", "side"),
    [
        ("gluteus-maximus", "right"),
        ("gluteus-maximus", "left"),
        ("latissimus-dorsi", "right"),
        ("latissimus-dorsi", "left"),
        ("gastrocnemius-medial", "left"),
        ("trapezius-lower", "right"),
    ],
)
def test_a_click_marks_the_muscle_under_it(room, muscle, side):
    room.click(room.on(muscle, side))
    (mark,) = room.marks
    assert (mark.target.id, mark.side.value) == (muscle, side)
    assert mark.point is not None
    u, v = room.inside(muscle, side)
    assert abs(mark.point.u - u) < 1.5
    assert abs(mark.point.v - v) < 1.5
    assert [line.split(". ")[0] for line in room.said] == [f"Marked {mark.title}"]
    assert room.view.selected == (mark.id,)
    assert room.selections == [(mark.id,)]


def test_the_patients_right_is_on_the_right_of_the_back_and_on_the_left_of_the_front(room):
    middle = room.view.width() / 2
    assert room.on("gluteus-maximus", "right").x() > middle > room.on("gluteus-maximus", "left").x()
    assert room.view._side_words() == ("Patient’s LEFT", "Patient’s RIGHT")
    room.view.show_plate("anterior", 1)
    assert room.view._side_words() == ("Patient’s RIGHT", "Patient’s LEFT")
    muscle = next(
        r.muscle for r in room.workspace.atlas.plate("anterior").layers[1].regions if r.side == "right"
    )
    assert room.on(muscle, "right").x() < middle


def test_the_mark_is_drawn_where_it_was_clicked_and_nowhere_else(room):
    at = room.on("latissimus-dorsi", "right")
    before = room.picture()
    room.click(at)
    QTest.mouseMove(room.view, QPoint(3, 300))
    after = room.picture()
    disc = COLOUR_ON_LIGHT.mark_selected.disc
    assert _count(before, disc, at, 30) == 0
    assert _count(after, disc, at, 30) > 60
    changed_far = [
        (x, y)
        for x in range(0, after.width(), 2)
        for y in range(40, after.height(), 2)
        if max(abs(x - at.x()), abs(y - at.y())) > 40 and after.pixel(x, y) != before.pixel(x, y)
    ]
    assert changed_far == []


def test_what_a_click_finds_is_what_is_painted_there(room):
    """The mapping from pixels to millimetres and the picture agree: a muscle's colour ends where its hits end."""
    region = room.region("gluteus-maximus", "right")
    image = room.picture()
    ring = max(region.rings, key=len)
    cu, cv = room.inside("gluteus-maximus", "right")
    lit = room.px(cu, cv)
    QTest.mouseMove(room.view, lit)
    hovered = room.picture()
    differing = inside = outside = 0
    box = region.box
    x0, y1 = room.view.view.to_px(box[0], box[1])
    x1, y0 = room.view.view.to_px(box[2], box[3])
    for x in range(int(x0) + 1, int(x1)):
        for y in range(int(y0) + 1, int(y1)):
            u, v = room.view.view.to_mm(x + 0.5, y + 0.5)
            hit = room.workspace.atlas.at(PLATE, 1, u, v).region
            changed_here = image.pixel(x, y) != hovered.pixel(x, y)
            inside += hit is region
            outside += hit is not region
            differing += changed_here != (hit is region)
    assert ring
    assert inside > 1000
    assert outside > 500
    # The outline is two pixels wide: only pixels along it may differ.
    assert differing < 2.5 * ((x1 - x0) + (y1 - y0)) * 2


def test_two_clicks_at_two_places_leave_two_numbered_marks(room):
    room.click(room.on("gluteus-maximus", "right"))
    room.click(room.on("gluteus-maximus", "left"))
    assert [mark.side.value for mark in room.marks] == ["right", "left"]
    assert [one.number for one in room.view._marks.shown] == [1, 2]


def test_the_press_counts_not_the_release(room):
    at = room.on("gluteus-maximus", "right")
    QTest.mousePress(room.view, LEFT, NONE, at)
    QTest.mouseMove(room.view, at + QPoint(2, 2))
    QTest.mouseRelease(room.view, LEFT, NONE, at + QPoint(2, 2))
    (mark,) = room.marks
    assert room.px(mark.point.u, mark.point.v) == at


def test_esc_before_the_release_leaves_nothing(room):
    at = room.on("gluteus-maximus", "right")
    QTest.mousePress(room.view, LEFT, NONE, at)
    QTest.keyClick(room.view, Qt.Key.Key_Escape)
    QTest.mouseRelease(room.view, LEFT, NONE, at)
    assert room.marks == []
    assert room.workspace.history.undo_name(room.visit_id) == ""


def test_without_a_visit_a_click_says_what_to_do(room):
    room.view.set_visit(None)
    room.click(room.on("gluteus-maximus"))
    assert room.said == [NO_VISIT]
    assert room.marks == []


def test_a_signed_visit_says_so(room):
    room.click(room.on("gluteus-maximus"))
    room.sign()
    room.said.clear()
    room.click(room.on("gluteus-maximus", "left"))
    tip = room.view.tip_of(room.marks[0].id).toPoint()
    room.drag(tip, tip + QPoint(20, 20))
    room.view.select((room.marks[0].id,))
    QTest.keyClick(room.view, Qt.Key.Key_Delete)
    QTest.keyClick(room.view, Qt.Key.Key_Left)
    assert room.said == [SIGNED] * 4
    assert len(room.marks) == 1


def test_a_click_on_paper_lets_the_selection_go(room):
    room.click(room.on("gluteus-maximus"))
    room.click(QPoint(5, 400))
    assert room.view.selected == ()
    assert len(room.marks) == 1


def test_a_failing_commit_draws_nothing_and_is_passed_on(room):
    at = room.on("gluteus-maximus")
    QTest.mouseMove(room.view, at)
    before = room.picture()
    room.store.failing = RecordsFault("full", "The disk is full.")
    room.click(at)
    assert [fault.kind for fault in room.failed] == ["full"]
    assert room.said == []
    assert room.picture() == before
    room.store.failing = None
    assert room.marks == []


# -- double click ----------------------------------------------------------------------------------------


def test_a_double_click_frames_the_muscle_and_leaves_no_mark(room):
    at = room.on("gluteus-maximus")
    scale = room.view.view.scale
    room.click(at)
    assert len(room.marks) == 1
    QTest.mouseDClick(room.view, LEFT, NONE, at)
    assert room.marks == []
    assert room.view.view.scale > 2 * scale
    box = room.region("gluteus-maximus").box
    top_left, bottom_right = room.px(box[0], box[3]), room.px(box[2], box[1])
    assert room.view.rect().contains(top_left)
    assert room.view.rect().contains(bottom_right)
    # The record tells what happened: marked, then taken back.
    kinds = [line.kind for line in room.store.edits_of(room.visit_id)]
    assert kinds[:2] == [EditKind.DO, EditKind.UNDO]


def test_a_third_quick_click_marks_nothing(room):
    at = room.on("gluteus-maximus")
    room.click(at)
    QTest.mouseDClick(room.view, LEFT, NONE, at)
    room.click(at)
    assert room.marks == []


def test_a_double_click_on_paper_fits(room):
    fitted = room.view.view
    room.view.zoom_in()
    at = QPoint(5, 400)
    room.click(at)
    QTest.mouseDClick(room.view, LEFT, NONE, at)
    assert room.view.view == fitted


def test_a_double_click_on_a_mark_activates_it(room):
    at = room.on("gluteus-maximus")
    room.click(at)
    room.click(QPoint(5, 400))
    QTest.mouseDClick(room.view, LEFT, NONE, at)
    assert room.activated == [room.marks[0].id]


def test_a_double_click_takes_back_only_its_own_mark(room):
    at = room.on("gluteus-maximus")
    room.click(at)
    mark = room.marks[0]
    # Someone set the needle in between: the newest edit is not the marking.
    room.workspace.marks.change([mark.id], needle=NeedleSize(300, 40))
    event_at = QPointF(at)
    room.view._double_click(event_at)
    assert [m.id for m in room.marks] == [mark.id]
    assert room.marks[0].needle == NeedleSize(300, 40)


# -- other tissue ----------------------------------------------------------------------------------------


def _bare_skin(room) -> QPoint:
    """A place that is skin and nothing else."""
    plate = room.workspace.atlas.plate(PLATE)
    u0, v0, u1, v1 = plate.box
    for v in range(int(v0) + 100, int(v1), 7):
        for u in range(int(u0), int(u1), 3):
            hit = room.workspace.atlas.at(PLATE, 1, u, v, 14, 28)
            if hit.on_body and hit.region is None and hit.tissue in ("", "skin") and hit.side == "right":
                return room.px(u, v)
    raise AssertionError("no bare skin")


def _tissue(room, kind: str) -> tuple[QPoint, str]:
    plate = room.workspace.atlas.plate(PLATE)
    for shape in (*plate.layers[1].tissue_over, *plate.layers[1].tissue_under, *plate.layers[1].bones):
        if shape.tissue != kind or not shape.name:
            continue
        xs, ys = shape.curve.xy[::2], shape.curve.xy[1::2]
        u, v = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
        at = room.px(u, v)
        hit = room.view._hit(QPointF(at))
        if hit and hit.region is None and hit.tissue == kind and hit.tissue_name == shape.name:
            return at, shape.name
    pytest.skip(f"this plate names no {kind}")


def test_a_press_on_skin_offers_other_tissue_and_marks_what_is_chosen(room):
    at = _bare_skin(room)
    room.click(at)
    assert room.marks == []
    menu = room.menu("tissue-menu")
    room.action(menu, "Scar").trigger()
    (mark,) = room.marks
    assert (mark.target.kind, mark.target.id) == (TargetKind.TISSUE, "scar")
    assert mark.side.value == "right"
    assert room.px(mark.point.u, mark.point.v) == at


def test_what_lies_there_is_offered_first(room):
    at, name = _tissue(room, "tendon")
    room.click(at)
    menu = room.menu("tissue-menu")
    first = next(action for action in menu.actions() if action.text())
    assert first.text().lower() == name.lower()
    first.trigger()
    (mark,) = room.marks
    assert (mark.target.id, mark.target.name.lower()) == ("tendon", name.lower())


def test_other_tissue_in_words_of_ones_own(room):
    room.click(_bare_skin(room))
    edit = room.menu("tissue-menu").findChild(QLineEdit)
    QTest.keyClicks(edit, "Lipoma edge")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    (mark,) = room.marks
    assert (mark.target.id, mark.target.name) == ("other", "Lipoma edge")


def test_esc_in_the_menu_leaves_nothing(room, qtbot):
    room.click(_bare_skin(room))
    menu = room.menu("tissue-menu")
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not room.view.findChildren(QMenu))
    assert room.marks == []
    assert room.said == []


# -- moving marks ----------------------------------------------------------------------------------------


def test_dragging_a_mark_into_another_muscle_renames_it_in_one_step(room):
    room.click(room.on("gluteus-maximus"))
    mark = room.marks[0]
    edits = len(room.store.edits_of(room.visit_id))
    room.drag(room.on("gluteus-maximus"), room.on("latissimus-dorsi"))
    (moved,) = room.marks
    assert (moved.id, moved.target.id) == (mark.id, "latissimus-dorsi")
    assert len(room.store.edits_of(room.visit_id)) == edits + 1
    assert room.said[-1] == f"Moved to {moved.title}: it was {mark.title}"
    room.workspace.history.undo(room.visit_id)
    assert room.marks[0].target.id == "gluteus-maximus"
    # The view follows an undo that was asked for elsewhere.
    u, v = room.inside("gluteus-maximus")
    assert room.view._marks.get(mark.id).placed.tip == pytest.approx(room.view.view.to_px(u, v), abs=1.5)


def test_while_dragged_the_mark_follows_and_says_what_it_would_become(room):
    room.click(room.on("gluteus-maximus"))
    start, end = room.on("gluteus-maximus"), room.on("latissimus-dorsi")
    room.drag(start, end, release=False)
    name = room.marks[0].target.name
    assert room.view._drag_word == "R latissimus dorsi"
    assert room.hovered[-1] == "R latissimus dorsi"
    assert room.view.tip_of(room.marks[0].id).toPoint() == end
    assert _count(room.picture(), COLOUR_ON_LIGHT.mark_selected.disc, end, 30) > 60
    assert room.marks[0].target.name == name  # nothing committed yet
    QTest.mouseRelease(room.view, LEFT, NONE, end)
    assert room.marks[0].target.id == "latissimus-dorsi"


def test_esc_puts_a_dragged_mark_back(room):
    room.click(room.on("gluteus-maximus"))
    before = room.marks
    start, end = room.on("gluteus-maximus"), room.on("latissimus-dorsi")
    QTest.mouseMove(room.view, start)
    picture = room.picture()
    room.drag(start, end, release=False)
    assert room.picture() != picture
    QTest.keyClick(room.view, Qt.Key.Key_Escape)
    QTest.mouseRelease(room.view, LEFT, NONE, end)
    assert room.marks == before
    assert room.view.tip_of(before[0].id).toPoint() == start


def test_a_refused_drop_springs_back_and_says_why(room, qtbot):
    room.click(room.on("gluteus-maximus"))
    mark = room.marks[0]
    room.drag(room.on("gluteus-maximus"), QPoint(6, 500))
    assert room.said[-1] == "That is beside the body: the mark stays where it was."
    qtbot.waitUntil(lambda: room.view._drag is None)
    assert room.marks == [mark]
    assert room.view.tip_of(mark.id).toPoint() == room.on("gluteus-maximus")


def test_a_failing_move_springs_back_and_is_passed_on(room, qtbot):
    room.click(room.on("gluteus-maximus"))
    mark = room.marks[0]
    room.store.failing = RecordsFault("full", "The disk is full.")
    room.drag(room.on("gluteus-maximus"), room.on("latissimus-dorsi"))
    assert [fault.kind for fault in room.failed] == ["full"]
    qtbot.waitUntil(lambda: room.view._drag is None)
    room.store.failing = None
    assert room.marks == [mark]


def test_marks_win_over_regions_and_take_the_click(room):
    room.click(room.on("gluteus-maximus"))
    mark = room.marks[0]
    room.click(QPoint(5, 400))
    disc = QPointF(*room.view._marks.get(mark.id).placed.centre).toPoint()
    room.click(disc)
    assert room.view.selected == (mark.id,)
    assert room.marks == [mark]


# -- pan and zoom ----------------------------------------------------------------------------------------


def test_dragging_the_body_pans_and_marks_nothing(room):
    room.view.frame_muscle("gluteus-maximus", "right")
    at = room.on("gluteus-maximus")
    room.drag(at, at + QPoint(60, -40))
    assert room.on("gluteus-maximus") == at + QPoint(60, -40)
    assert room.marks == []


def test_esc_undoes_a_pan(room):
    room.view.frame_muscle("gluteus-maximus", "right")
    before = room.view.view
    at = room.on("gluteus-maximus")
    room.drag(at, at + QPoint(60, -40), release=False)
    QTest.keyClick(room.view, Qt.Key.Key_Escape)
    QTest.mouseRelease(room.view, LEFT, NONE, at)
    assert room.view.view == before
    assert room.marks == []


@pytest.mark.parametrize("how", ["middle", "space"])
def test_the_middle_button_and_space_pan_even_on_a_mark(room, how):
    room.click(room.on("gluteus-maximus"))
    room.view.frame_muscle("gluteus-maximus", "right")
    at = room.on("gluteus-maximus")
    if how == "space":
        QTest.keyPress(room.view, Qt.Key.Key_Space)
    mark = room.marks[0]
    room.drag(at, at + QPoint(-50, 30), MIDDLE if how == "middle" else LEFT)
    if how == "space":
        QTest.keyRelease(room.view, Qt.Key.Key_Space)
    assert room.on("gluteus-maximus") == at + QPoint(-50, 30)
    assert room.marks == [mark]


def test_the_wheel_zooms_and_what_is_under_the_pointer_stays(room):
    at = room.on("gastrocnemius-medial", "left")
    u, v = room.view.view.to_mm(at.x(), at.y())
    for notches in (1, 1, 3, 2, -1, -2, 1):
        room.wheel(at, notches)
        x, y = room.view.view.to_px(u, v)
        assert abs(x - at.x()) <= 1.0
        assert abs(y - at.y()) <= 1.0


def test_zoom_ends_at_the_whole_plate_and_at_24_pixels_a_millimetre(room):
    fitted = room.view.view
    at = room.on("gluteus-maximus")
    room.wheel(at, 60)
    assert room.view.view.scale == pytest.approx(LARGEST_SCALE)
    room.wheel(at, -90)
    assert room.view.view == fitted


def test_shift_and_wheel_pan_and_touchpads_pan(room):
    room.view.frame_muscle("gluteus-maximus", "right")
    at = room.on("gluteus-maximus")
    room.wheel(at, 1, SHIFT)
    assert room.on("gluteus-maximus") == at + QPoint(0, 64)
    room.wheel(at, 0, pixels=QPoint(13, -64))
    assert room.on("gluteus-maximus") == at + QPoint(13, 0)


def test_a_pinch_on_a_touchpad_zooms(room):
    at = QPointF(room.on("gluteus-maximus"))
    scale = room.view.view.scale
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        at,
        at,
        QPointF(room.view.mapToGlobal(at)),
        0.5,
        QPointF(),
    )
    QApplication.sendEvent(room.view, event)
    assert room.view.view.scale == pytest.approx(1.5 * scale)
    # The view lies on whole pixels: up to one in each direction.
    away = room.on("gluteus-maximus") - at.toPoint()
    assert max(abs(away.x()), abs(away.y())) <= 1


def test_keys_zoom_and_fit(room):
    fitted = room.view.view
    QTest.keyClick(room.view, Qt.Key.Key_Plus)
    assert room.view.view.scale > fitted.scale
    QTest.keyClick(room.view, Qt.Key.Key_Minus)
    assert room.view.view.scale == pytest.approx(fitted.scale)
    QTest.keyClick(room.view, Qt.Key.Key_Plus)
    QTest.keyClick(room.view, Qt.Key.Key_0)
    assert room.view.view == fitted


def test_a_new_size_keeps_the_fit_and_a_zoomed_view_its_scale(room, qtbot):
    room.view.resize(500, 700)
    qtbot.waitUntil(lambda: room.view.size() == QSize(500, 700))
    u0, v0, u1, v1 = room.workspace.atlas.plate(PLATE).box
    assert room.view.rect().contains(room.px(u0, v1))
    assert room.view.rect().contains(room.px(u1, v0))
    room.view.frame_muscle("gluteus-maximus", "right")
    scale = room.view.view.scale
    at = room.on("gluteus-maximus")
    room.view.resize(640, 760)
    assert room.view.view.scale == scale
    assert (room.on("gluteus-maximus") - at - QPoint(70, 30)).manhattanLength() <= 2


def test_the_plate_cannot_be_lost(room):
    room.view.zoom_in()
    for _ in range(50):
        room.view.pan_by(400, 0)
    u0, v0, *_ = room.workspace.atlas.plate(PLATE).box
    assert room.px(u0, v0).x() < room.view.width() - 100


def test_zoomed_pixels_are_sharp_after_a_while_and_rough_at_once(room, qtbot):
    room.wheel(room.on("gluteus-maximus"), 8)
    rough = room.picture()
    assert not room.view.sharp
    qtbot.waitUntil(lambda: room.view.sharp)
    QTest.mouseMove(room.view, QPoint(2, 2))
    assert room.picture() != rough
    assert rough.pixelColor(350, 500) != COLOUR_ON_LIGHT.paper


# -- touch -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def finger():
    return QTest.createTouchDevice()


def test_a_tap_marks_and_two_fingers_pinch(room, finger):
    at = room.on("gluteus-maximus")
    QTest.touchEvent(room.view, finger).press(0, at, room.view).commit()
    QTest.touchEvent(room.view, finger).release(0, at, room.view).commit()
    assert [mark.target.id for mark in room.marks] == ["gluteus-maximus"]
    scale = room.view.view.scale
    a, b = at - QPoint(40, 0), at + QPoint(40, 0)
    QTest.touchEvent(room.view, finger).press(0, a, room.view).commit()
    QTest.touchEvent(room.view, finger).move(0, a, room.view).press(1, b, room.view).commit()
    QTest.touchEvent(room.view, finger).move(0, a - QPoint(40, 0), room.view).move(
        1, b + QPoint(40, 0), room.view
    ).commit()
    assert room.view.view.scale == pytest.approx(2 * scale, rel=0.02)
    assert (room.on("gluteus-maximus") - at).manhattanLength() <= 2
    QTest.touchEvent(room.view, finger).release(0, a, room.view).release(1, b, room.view).commit()
    assert len(room.marks) == 1


def test_a_finger_that_rests_opens_the_menu_and_marks_nothing(room, finger, qtbot):
    at = room.on("gluteus-maximus")
    QTest.touchEvent(room.view, finger).press(0, at, room.view).commit()
    qtbot.waitUntil(lambda: any(m.isVisible() for m in room.view.findChildren(QMenu)))
    QTest.touchEvent(room.view, finger).release(0, at, room.view).commit()
    room.menu("place-menu").close()
    assert room.marks == []


# -- keys on marks ---------------------------------------------------------------------------------------


def test_delete_removes_the_selected_marks_in_one_step(room):
    room.click(room.on("gluteus-maximus"))
    room.click(room.on("gluteus-maximus", "left"))
    first, second = room.marks
    room.view.select((first.id, second.id))
    QTest.keyClick(room.view, Qt.Key.Key_Delete)
    assert room.marks == []
    assert room.view.selected == ()
    assert room.said[-1] == "Removed 2 marks"
    room.workspace.history.undo(room.visit_id)
    assert len(room.marks) == 2
    assert len(room.view._marks.shown) == 2


def test_arrows_nudge_by_a_millimetre_and_with_shift_by_five(room):
    room.click(room.on("gluteus-maximus"))
    before = room.marks[0].point
    QTest.keyClick(room.view, Qt.Key.Key_Right)
    QTest.keyClick(room.view, Qt.Key.Key_Up, SHIFT)
    after = room.marks[0].point
    assert (after.u - before.u, after.v - before.v) == pytest.approx((1.0, 5.0), abs=0.002)


def test_tab_goes_from_mark_to_mark_and_then_on(room):
    room.click(room.on("gluteus-maximus"))
    room.click(room.on("latissimus-dorsi"))
    first, second = room.marks
    room.view.select(())
    QTest.keyClick(room.view, Qt.Key.Key_Tab)
    assert room.view.selected == (first.id,)
    QTest.keyClick(room.view, Qt.Key.Key_Tab)
    assert room.view.selected == (second.id,)
    QTest.keyClick(room.view, Qt.Key.Key_Backtab, SHIFT)
    assert room.view.selected == (first.id,)
    QTest.keyClick(room.view, Qt.Key.Key_Return)
    assert room.activated == [first.id]
    QTest.keyClick(room.view, Qt.Key.Key_Escape)
    assert room.view.selected == ()


def test_the_focus_that_came_by_key_is_seen(room):
    edge = QPoint(0, 450)
    room.click(room.on("gluteus-maximus"))
    assert room.picture().pixelColor(edge) == COLOUR_ON_LIGHT.paper
    QTest.keyClick(room.view, Qt.Key.Key_Tab)
    assert room.picture().pixelColor(edge) == COLOUR_ON_LIGHT.accent


def test_control_click_adds_to_the_selection(room):
    room.click(room.on("gluteus-maximus"))
    room.click(room.on("latissimus-dorsi"))
    first, second = room.marks
    room.click(room.on("gluteus-maximus"), modifiers=CONTROL)
    assert set(room.view.selected) == {first.id, second.id}
    room.click(room.on("gluteus-maximus"), modifiers=CONTROL)
    assert room.view.selected == (second.id,)


# -- hover -----------------------------------------------------------------------------------------------


def test_hover_names_muscle_and_side_and_lights_it_up(room):
    at = room.on("gluteus-maximus", "left")
    dark = room.picture()
    QTest.mouseMove(room.view, at)
    assert room.hovered[-1] == "L gluteus maximus"
    assert room.picture().pixelColor(at) != dark.pixelColor(at)
    QTest.mouseMove(room.view, QPoint(4, 400))
    assert room.hovered[-1] == ""
    assert room.picture() == dark


def test_hover_over_skin_says_the_side(room):
    QTest.mouseMove(room.view, _bare_skin(room))
    assert room.hovered[-1] == "Skin, right"


def test_a_mark_says_its_line(room):
    room.click(room.on("gluteus-maximus"))
    room.workspace.marks.change([room.marks[0].id], needle=NeedleSize(300, 60), needles=2)
    at = room.on("gluteus-maximus")
    QTest.mouseMove(room.view, at + QPoint(0, 60))
    QTest.mouseMove(room.view, at)
    line = "1 · R gluteus maximus · 0.30x60 · 2 needles"
    assert room.hovered[-1] == line
    QApplication.sendEvent(room.view, QHelpEvent(QEvent.Type.ToolTip, at, room.view.mapToGlobal(at)))
    assert QToolTip.text() == line
    QToolTip.hideText()


# -- layers, plates, selection from elsewhere ------------------------------------------------------------


def test_marks_of_another_layer_are_ghosts_and_do_not_take_the_press(room):
    at = room.on("gluteus-maximus")
    room.click(at)
    mark = room.marks[0]
    room.view.select(())
    room.view.show_plate(PLATE, 2)
    ghost = room.view._marks.get(mark.id)
    assert ghost is not None
    assert (ghost.here, ghost.placed.marker.state) == (False, "ghost")
    assert room.view._marks.at(at.x(), at.y()) is None


def test_marks_of_another_plate_are_not_drawn_but_keep_their_numbers(room):
    room.click(room.on("gluteus-maximus"))
    room.view.show_plate("anterior", 1)
    assert room.view._marks.shown == ()
    room.click(room.on("rectus-femoris"))
    assert [one.number for one in room.view._marks.shown] == [2]


def test_select_can_bring_a_mark_into_sight(room, qtbot):
    room.click(room.on("gluteus-maximus"))
    mark = room.marks[0]
    room.view.show_plate("anterior", 1)
    room.wheel(QPoint(350, 150), 12)
    changes = []
    room.view.plate_changed.connect(lambda *what: changes.append(what))
    room.view.select((mark.id,), reveal=True)
    assert changes == [(PLATE, 1)]
    assert room.view.rect().contains(room.view.tip_of(mark.id).toPoint())
    room.view.frame_muscle("gastrocnemius-medial", "left")
    room.view.select(())
    room.view.select((mark.id,), reveal=True)
    assert room.view.rect().contains(room.view.tip_of(mark.id).toPoint())


def test_frame_muscle_finds_another_layer_and_another_plate(room):
    atlas = room.workspace.atlas

    def best(plate: str, layer: int) -> str:
        """A muscle that is best seen there, and not where the view is now."""
        here = {r.muscle for r in atlas.plate(room.view.plate).layers[room.view.layer].regions}
        for region in atlas.plate(plate).layers[layer].regions:
            if region.muscle and region.side == "right" and region.muscle not in here:
                place = atlas.usual_point(region.muscle, "right")
                if place is not None and place[:2] == (plate, layer):
                    return region.muscle
        raise AssertionError((plate, layer))

    for plate, layer in ((PLATE, 2), ("anterior", 1)):
        muscle = best(plate, layer)
        assert room.view.frame_muscle(muscle, "right")
        assert (room.view.plate, room.view.layer) == (plate, layer)
        assert room.view.rect().contains(room.px(*room.inside(muscle, "right", layer)))
    assert not room.view.frame_muscle("no-such-muscle", "right")


# -- menus -----------------------------------------------------------------------------------------------


def _right_click(room, at: QPoint) -> None:
    QTest.mouseClick(room.view, Qt.MouseButton.RightButton, NONE, at)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, room.view.mapToGlobal(at))
    QApplication.sendEvent(room.view, event)


def test_the_right_button_lists_what_lies_here_from_the_surface_down(room):
    u, v = room.inside("gluteus-maximus")
    through = [r for r in room.workspace.atlas.through(PLATE, u, v) if r.muscle]
    _right_click(room, room.px(u, v))
    menu = room.menu("place-menu")
    offered = [action for action in menu.actions() if action.text().startswith("Mark ")]
    assert len(offered) == len(through)
    assert offered[0].text() == "Mark R gluteus maximus (superficial)"
    if len(through) > 1:
        offered[1].trigger()
        (mark,) = room.marks
        assert (mark.target.id, mark.point.layer) == (through[1].muscle, through[1].layer)
    menu.close()


def test_the_right_button_on_a_mark_removes_it(room):
    at = room.on("gluteus-maximus")
    room.click(at)
    _right_click(room, at)
    menu = room.menu("mark-menu")
    room.action(menu, "Remove").trigger()
    menu.close()
    assert room.marks == []


# -- states ----------------------------------------------------------------------------------------------


def test_an_empty_view_takes_every_event(qtbot):
    view = BodyView()
    qtbot.addWidget(view)
    view.show()
    QTest.mouseClick(view, LEFT, NONE, QPoint(50, 50))
    QTest.mouseDClick(view, LEFT, NONE, QPoint(50, 50))
    QTest.mouseMove(view, QPoint(60, 60))
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Left, Qt.Key.Key_Plus, Qt.Key.Key_0, Qt.Key.Key_Tab):
        QTest.keyClick(view, key)
    view.fit()
    view.select(("nothing",), reveal=True)
    assert not view.frame_muscle("gluteus-maximus", "right")
    assert not view.grab().isNull()


def test_a_damaged_plate_is_said_not_raised(qtbot, tmp_path, caplog):
    shutil.copytree(assets.folder(), tmp_path / "assets", ignore=shutil.ignore_patterns("drawing"))
    Path(tmp_path / "assets" / "plates" / "posterior.svg").write_text("<svg>", encoding="utf-8")
    view = BodyView()
    qtbot.addWidget(view)
    view.show_plate("posterior", 1)
    view.set_atlas(Atlas(tmp_path / "assets"))
    assert "damaged" in view._trouble
    assert not view.grab().isNull()


def test_dark_ink_repaints_the_plate(room, qtbot):
    room.view.set_ink(COLOUR_ON_DARK)
    qtbot.waitUntil(lambda: room.view.sharp)
    assert room.picture().pixelColor(5, 400) == COLOUR_ON_DARK.paper


def test_it_is_described_for_those_who_listen(room):
    assert room.view.accessibleName().endswith("superficial layer")
    assert "no marks" in room.view.accessibleDescription()
    room.click(room.on("gluteus-maximus"))
    assert "1 mark" in room.view.accessibleDescription()


def test_a_view_that_is_gone_hears_nothing(room, qtbot, atlas):
    other = BodyView()
    other.set_workspace(room.workspace)
    other.set_visit(room.visit_id)
    other.deleteLater()
    QApplication.sendPostedEvents(other, QEvent.Type.DeferredDelete)
    room.click(room.on("gluteus-maximus"))
    assert len(room.marks) == 1


# -- mutations: the guards above are real ----------------------------------------------------------------


@pytest.mark.parametrize(("du", "dv"), [(12.0, 0.0), (0.0, 12.0), (-12.0, 0.0)])
def test_a_shifted_mapping_turns_the_guard_red(room, monkeypatch, du, dv):
    """Shift what a press means by some millimetres: the test of painted colours must notice."""
    at = room.workspace.atlas.at
    monkeypatch.setattr(room.workspace.atlas, "at", lambda p, n, u, v, *rest: at(p, n, u + du, v + dv, *rest))
    with pytest.raises(AssertionError):
        test_what_a_click_finds_is_what_is_painted_there(room)


def test_a_mirrored_side_turns_the_guard_red(room, monkeypatch):
    at = room.workspace.atlas.at

    def mirrored(plate, layer, u, v, *rest):
        hit = at(plate, layer, u, v, *rest)
        if hit.region is None:
            return hit
        other = {"right": "left", "left": "right"}.get(hit.region.side, hit.region.side)
        return replace(hit, region=replace(hit.region, side=other))

    monkeypatch.setattr(room.workspace.atlas, "at", mirrored)
    with pytest.raises(AssertionError):
        test_a_click_marks_the_muscle_under_it(room, "gluteus-maximus", "right")


# -- peeling ---------------------------------------------------------------------------------------------


def test_alt_and_wheel_peel_the_layers_and_keep_the_view(room):
    at = room.on("gluteus-maximus")
    room.wheel(at, 4)
    view = room.view.view
    for notches, layer in ((-1, 2), (-1, 3), (-1, 3), (1, 2), (0.5, 2), (0.5, 1), (3, 1)):
        room.wheel(at, notches, Qt.KeyboardModifier.AltModifier)
        assert room.view.layer == layer
    assert room.view.view == view


def test_the_deep_muscles_under_a_place_are_listed_from_the_surface_down(room):
    place = room.px(*room.inside("gluteus-minimus", layer=3))
    room.view.contextMenuEvent(_asks(room, place))
    texts = [action.text() for action in room.menu("place-menu").actions()]
    order = [
        next(i for i, t in enumerate(texts) if name in t) for name in ("gluteus medius", "gluteus minimus")
    ]
    assert order == sorted(order)


def test_a_deep_muscle_pointed_at_shows_through_the_surface(room):
    place = room.px(*room.inside("gluteus-minimus", layer=3))
    before = room.picture()
    room.view.contextMenuEvent(_asks(room, place))
    menu = room.menu("place-menu")
    deep = next(action for action in menu.actions() if "gluteus minimus" in action.text())
    deep.hovered.emit()
    assert room.picture() != before
    assert room.view.layer == 1
    deep.trigger()
    menu.close()
    [mark] = room.marks
    assert (mark.target.id, mark.point.layer, room.view.layer) == ("gluteus-minimus", 3, 1)
    # Its mark is selected: the ghost stays, so that one sees what lies there.
    assert any(one.muscle == "gluteus-minimus" for one in room.view._lit)
    room.view.select(())
    assert not room.view._lit


def _asks(room, at: QPoint) -> QContextMenuEvent:
    return QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, room.view.mapToGlobal(at))
