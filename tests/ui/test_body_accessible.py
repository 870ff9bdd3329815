"""What assistive technology is told of the body: the tree of interfaces, their actions, the events."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bodymap.atlas.atlas import Atlas
from bodymap.charting.records import Ltr, NeedleSize
from bodymap.ui import announce, body_accessible
from bodymap.ui.body_accessible import MarkItem, MuscleItem
from bodymap.ui.main_window import MainWindow
from tests.ui.test_muscle_cursor import Room

NAME, HELP = QAccessible.Text.Name, QAccessible.Text.Help
PRESS, FOCUS = "Press", "SetFocus"


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, str]]]:
    """Somebody listens: the kind of each event about the body's parts, and the name of what it is about."""
    events: list[tuple[str, str]] = []
    told = QAccessible.updateAccessibility

    class Ear:
        """Stands in for Qt's class where the events are sent; all else is Qt's."""

        def __getattr__(self, name: str) -> object:
            return getattr(QAccessible, name)

        @staticmethod
        def updateAccessibility(event: object) -> None:
            about = event.accessibleInterface()  # type: ignore[attr-defined]
            events.append((event.type().name, about.text(NAME)))  # type: ignore[attr-defined]
            told(event)  # type: ignore[arg-type]

    monkeypatch.setattr(body_accessible, "QAccessible", Ear())
    QAccessible.setActive(True)
    yield events
    QAccessible.setActive(False)


@pytest.fixture
def room(qtbot: QtBot, atlas: Atlas, heard: list[tuple[str, str]]) -> Room:
    return Room(qtbot, atlas)


def tree(room: Room) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(room.view)


def parts(room: Room) -> list[QAccessibleInterface]:
    body = tree(room)
    return [body.child(index) for index in range(body.childCount())]


def part(room: Room, name: str) -> QAccessibleInterface:
    return next(one for one in parts(room) if one.text(NAME).startswith(name))


def do(item: QAccessibleInterface, action: str) -> None:
    """Through Qt's own pointer, as its bridges do."""
    item.actionInterface().doAction(action)


# -- what there is --------------------------------------------------------------------------------------------------


def test_every_muscle_of_the_layer_is_there_with_side_and_number_of_marks(room: Room) -> None:
    names = [one.text(NAME) for one in parts(room)]
    assert len(names) == len(room.regions)
    assert names[0].startswith("Right ")
    assert names[1] == names[0].replace("Right", "Left")
    assert {"Right infraspinatus, no marks", "Left infraspinatus, no marks"} <= {*names}
    assert len(set(names)) == len(names)
    assert "Arrow keys" in tree(room).text(HELP)


def test_the_marks_follow_named_as_in_the_list(room: Room) -> None:
    marks = room.workspace.marks
    room.go("infraspinatus")
    room.key(Qt.Key.Key_Return)
    room.key(Qt.Key.Key_Return)
    room.view.mark_muscle(room.region("gluteus-maximus", "left"))
    first, _, third = room.marks
    marks.change([first.id], needle=NeedleSize(300, 40), needles=2, insertions=2, ltr=Ltr.YES, ltr_count=3)
    room.view.show_plate("posterior", 2)
    room.view.mark_muscle(room.regions[0])
    room.view.show_plate("posterior", 1)
    names = [one.text(NAME) for one in parts(room)]
    said = "Mark 1, right infraspinatus, 0.30 x 40 mm, 2 needles, twitch response yes (3)"
    assert names[-4] == f"{said}, at its usual place, not pointed at"
    assert names[-2].startswith("Mark 3, left gluteus maximus")
    assert names[-1].endswith("in the intermediate layer")
    assert "Right infraspinatus, 2 marks" in names
    assert "Left gluteus maximus, 1 mark" in names
    marks.remove([third.id])
    assert "Left gluteus maximus, no marks" in [one.text(NAME) for one in parts(room)]


def test_they_know_their_place(room: Room) -> None:
    body = tree(room)
    for index, one in enumerate(parts(room)):
        assert one.parent() is body
        assert body.indexOfChild(one) == index
        assert one.childCount() == 0
        assert one.window() is room.window.windowHandle()
    muscle = part(room, "Right infraspinatus")
    at = muscle.rect().center()
    region = room.region("infraspinatus")
    u0, v0, u1, v1 = region.box
    x, y = room.view.view.to_px((u0 + u1) / 2, (v0 + v1) / 2)
    there = room.view.mapToGlobal(QPoint(round(x), round(y)))
    assert (at - there).manhattanLength() <= 2
    assert body.childAt(at.x(), at.y()) is muscle
    assert body.childAt(-500, -500) is None
    corner = room.view.mapToGlobal(QPoint(2, room.view.height() - 2))
    assert body.childAt(corner.x(), corner.y()) is None


def test_what_is_panned_away_is_told_so(room: Room) -> None:
    muscle = part(room, "Right temporalis")
    assert not muscle.state().offscreen
    room.view.frame_muscle("gluteus-maximus", "left")
    assert muscle.state().offscreen
    assert not part(room, "Left gluteus maximus").state().offscreen


def test_the_widgets_over_the_body_stay_children(window: MainWindow, visit_id: str) -> None:
    QAccessible.setActive(True)
    try:
        body = QAccessible.queryAccessibleInterface(window.body.view)
        below = [body.child(index) for index in range(body.childCount())]
        assert any(one.object() is window.body.zoom for one in below)
        own = next(one for one in below if one.object() is window.body.zoom)
        assert body.indexOfChild(own) == below.index(own)
        at = window.body.fit_button.mapToGlobal(window.body.fit_button.rect().center())
        assert body.childAt(at.x(), at.y()) is not None
        assert not isinstance(body.childAt(at.x(), at.y()), MuscleItem)
    finally:
        QAccessible.setActive(False)


# -- what can be done -----------------------------------------------------------------------------------------------


def test_pressing_a_muscle_marks_it(room: Room, heard: list[tuple[str, str]]) -> None:
    muscle = part(room, "Left infraspinatus")
    heard.clear()
    assert muscle.actionInterface().actionNames() == [PRESS, FOCUS]
    do(muscle, PRESS)
    assert [mark.title for mark in room.marks] == ["L infraspinatus"]
    assert ("NameChanged", "Left infraspinatus, 1 mark") in heard
    assert any(kind == "ObjectCreated" and name.startswith("Mark 1, left infra") for kind, name in heard)


def test_pressing_a_mark_selects_it(room: Room, heard: list[tuple[str, str]]) -> None:
    room.view.mark_muscle(room.region("infraspinatus"))
    mark = part(room, "Mark 1")
    assert not mark.state().selected
    heard.clear()
    do(mark, PRESS)
    assert room.view.selected == (room.marks[0].id,)
    assert mark.state().selected
    assert mark.state().focused
    assert ("Focus", mark.text(NAME)) in heard
    assert ("StateChanged", mark.text(NAME)) in heard
    assert tree(room).focusChild() is mark


def test_the_focus_is_told_where_the_arrows_go(room: Room, heard: list[tuple[str, str]]) -> None:
    muscle = part(room, "Right infraspinatus")
    do(muscle, FOCUS)
    assert muscle.state().focused
    assert heard[-1] == ("Focus", "Right infraspinatus, no marks")
    assert tree(room).focusChild() is muscle
    room.key("down")
    assert room.current is not None
    now = part(room, room.view.name_in_words(room.current))
    assert now is not muscle
    assert heard[-1] == ("Focus", now.text(NAME))
    assert not muscle.state().focused
    room.key(Qt.Key.Key_Escape)
    assert heard[-1] == ("Focus", room.view.accessibleName())


def test_every_other_interface_is_none(room: Room) -> None:
    """Qt's bridges ask each object for all of them."""
    for one in (parts(room)[0], tree(room)):
        assert one.textInterface() is None
        assert one.valueInterface() is None
        assert one.selectionInterface() is None
        assert one.tableCellInterface() is None


# -- lives ----------------------------------------------------------------------------------------------------------


def test_another_layer_lets_go_of_the_old_muscles(
    room: Room, qtbot: QtBot, heard: list[tuple[str, str]]
) -> None:
    old = parts(room)
    heard.clear()
    room.view.show_plate("posterior", 3)
    assert [kind for kind, _ in heard].count("ObjectDestroyed") == len(old)
    new = parts(room)
    assert len(new) == len(room.regions)
    assert not {id(one) for one in old} & {id(one) for one in new}
    qtbot.waitUntil(lambda: not any(shiboken6.isValid(one) for one in old))
    assert all(one.isValid() for one in new)


def test_one_that_is_gone_answers_nothing_until_it_is_deleted(room: Room) -> None:
    old = part(room, "Right infraspinatus")
    action = old.actionInterface()
    room.view.show_plate("posterior", 3)
    assert not old.isValid()
    assert old.text(NAME) == ""
    assert old.rect().isEmpty()
    assert old.state().invalid
    action.doAction(PRESS)
    assert room.marks == []


def test_a_removed_mark_goes_and_the_others_stay(room: Room) -> None:
    for muscle in ("infraspinatus", "gluteus-maximus"):
        room.view.mark_muscle(room.region(muscle))
    first, second = (one for one in parts(room) if isinstance(one, MarkItem))
    room.workspace.marks.remove([room.marks[0].id])
    assert [one for one in parts(room) if isinstance(one, MarkItem)] == [second]
    assert second.text(NAME).startswith("Mark 1, right gluteus")
    assert not first.isValid()


@pytest.mark.parametrize("end", ["deleteLater", "delete", "forgotten"])
def test_the_view_may_die_at_any_time(qtbot: QtBot, atlas: Atlas, end: str) -> None:
    """Qt deletes the interfaces with the view; Python's ends of them must not do so again."""
    from bodymap.ui.body_view import BodyView

    QAccessible.setActive(True)
    try:
        view = BodyView()
        view.resize(400, 500)
        view.set_atlas(atlas)
        view.show()
        body = QAccessible.queryAccessibleInterface(view)
        kept = [body.child(index) for index in range(body.childCount())]
        action = kept[3].actionInterface()
        view.show_plate("posterior", 2)  # some are on their way out
        if end == "deleteLater":
            view.deleteLater()
            QApplication.sendPostedEvents(view, QEvent.Type.DeferredDelete)
        elif end == "delete":
            shiboken6.delete(view)
        del view
        gc.collect()
        QApplication.processEvents()
        assert not any(shiboken6.isValid(one) for one in kept)
        action.doAction(PRESS)
        del kept, body, action
        gc.collect()
        QApplication.processEvents()
    finally:
        QAccessible.setActive(False)


def test_nobody_listening_nothing_is_made(
    qtbot: QtBot, atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not QAccessible.isActive()

    def fails(*_: object) -> None:
        raise AssertionError("worked out for nobody")

    monkeypatch.setattr(body_accessible, "Teller", fails)
    monkeypatch.setattr(body_accessible, "BodyItem", fails)
    room = Room(qtbot, atlas)
    room.go("infraspinatus")
    room.key(Qt.Key.Key_Return)
    room.key(Qt.Key.Key_Tab)
    QTest.mouseMove(room.view, QPoint(200, 300))
    room.view.show_plate("posterior", 2)
    assert [line.split(". ")[0] for line in room.said] == ["Marked R infraspinatus"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Marked R infraspinatus", "Marked right infraspinatus"),
        (
            "Moved to L teres major: it was R infraspinatus",
            "Moved to left teres major: it was right infraspinatus",
        ),
        ("Undone: marking R QL", "Undone: marking right QL"),
        ("Removed 2 marks", "Removed 2 marks"),
    ],
)
def test_sides_are_spoken_in_words(text: str, said: str) -> None:
    assert announce.spoken(text) == said


def test_what_the_window_says_is_spoken(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken: list[tuple[str, bool]] = []
    say: Callable[..., None] = lambda widget, text, urgent=False: spoken.append((text, urgent))  # noqa: E731
    monkeypatch.setattr("bodymap.ui.body_panel.announce", say)
    monkeypatch.setattr("bodymap.ui.messages.announce", say)
    window.body.say("Undone: marking R infraspinatus")
    window.body.bar.show_message("fault", "The disk is full.")
    assert spoken == [("Undone: marking R infraspinatus", False), ("The disk is full.", True)]
