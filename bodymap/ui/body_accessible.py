"""The body for assistive technology: each muscle of the shown layer, and each mark, is a child of the body view.

A screen reader finds muscles from head to foot, the patient's right before the left, each with its side and the number
of its marks ("Right infraspinatus, 2 marks"); pressing one marks it. Then come the marks, as the list names them.

The interfaces are made when somebody asks for them, and events are sent only while somebody listens: without
assistive technology all of this costs one question a change.

Who owns what: Qt's cache deletes the interface of the view with the view, and those of the children when it is told
to (`deleteAccessibleInterface`). Python must never delete one that Qt still knows, so each is kept here until Qt has
let it go; and none is deleted while one of its methods may be running, but with the next turn of the event loop.
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleStateChangeEvent,
    QWindow,
)
from PySide6.QtWidgets import QAccessibleWidget

from bodymap.atlas.body import Region
from bodymap.atlas.neighbours import reading_order
from bodymap.charting.records import Mark, TargetKind
from bodymap.ui.marks_shown import mark_spoken

if TYPE_CHECKING:
    from bodymap.ui.body_view import BodyView

HELP = (
    "Arrow keys go from muscle to muscle, Enter marks, Tab goes through the marks, Ctrl+Tab leaves the body."
)

Key = tuple[str, str]
"""A muscle and the patient's side."""

NOTHING = shiboken6.VoidPtr(0)
"""A null pointer. None or 0 would reach C++ as the address of Python's own None or 0, and crash there."""

_bodies: list[BodyItem] = []  # until Qt has deleted them with their views


class _Action(QAccessibleActionInterface):
    """What can be done with a child. An object of its own: Qt asks for its address."""

    def __init__(self, item: _Child) -> None:
        super().__init__()
        self._item = weakref.ref(item)

    def actionNames(self) -> list[str]:
        return [QAccessibleActionInterface.pressAction(), QAccessibleActionInterface.setFocusAction()]

    def doAction(self, name: str) -> None:
        item = self._item()
        if item is None or not item.isValid():
            return
        if name == QAccessibleActionInterface.pressAction():
            item.press()
        elif name == QAccessibleActionInterface.setFocusAction():
            item.focus()

    def keyBindingsForAction(self, name: str) -> list[str]:
        return ["Return"] if name == QAccessibleActionInterface.pressAction() else []


class _Child(QAccessibleInterface):
    """A part of the body view that is no widget."""

    def __init__(self, view: BodyView) -> None:
        super().__init__()
        self._view = weakref.ref(view)
        self.gone = False
        self._action = _Action(self)
        self.id = QAccessible.registerAccessibleInterface(self)

    @property
    def view(self) -> BodyView | None:
        view = self._view()
        return view if view is not None and shiboken6.isValid(view) else None

    # what each child says of itself

    def name(self, view: BodyView) -> str:
        raise NotImplementedError

    def place(self, view: BodyView) -> QRectF:
        """In pixels of the view."""
        raise NotImplementedError

    def fill(self, state: QAccessible.State, view: BodyView) -> None:
        """Set what is particular to it."""

    def press(self) -> None:
        raise NotImplementedError

    def focus(self) -> None:
        raise NotImplementedError

    # what Qt asks

    def isValid(self) -> bool:
        return not self.gone and self.view is not None

    def object(self) -> QObject | None:
        return None

    def window(self) -> QWindow | None:
        view = self.view
        return view.window().windowHandle() if view is not None else None

    def parent(self) -> QAccessibleInterface | None:
        view = self.view
        return QAccessible.queryAccessibleInterface(view) if view is not None else None

    def child(self, index: int) -> QAccessibleInterface | None:
        return None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def rect(self) -> QRect:
        view = self.view
        if view is None or self.gone:
            return QRect()
        place = self.place(view).toAlignedRect()
        return place.translated(view.mapToGlobal(QPoint(0, 0)))

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        view = self.view
        if view is None or self.gone:
            state.invalid = True
            return state
        state.focusable = True
        state.offscreen = not self.place(view).intersects(QRectF(view.rect()))
        state.invisible = not view.isVisible()
        state.focused = focused(view) is self
        self.fill(state, view)
        return state

    def text(self, kind: QAccessible.Text) -> str:
        view = self.view
        if view is None or self.gone or kind != QAccessible.Text.Name:
            return ""
        return self.name(view)

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Names are the atlas's."""

    def interface_cast(self, kind: QAccessible.InterfaceType) -> object:
        if kind == QAccessible.InterfaceType.ActionInterface and not self.gone:
            return shiboken6.VoidPtr(self._action)
        return NOTHING


class MuscleItem(_Child):
    """A muscle of the layer shown, on one side."""

    def __init__(self, view: BodyView, region: Region) -> None:
        self.region = region
        super().__init__(view)

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Button

    def name(self, view: BodyView) -> str:
        count = _counts(view).get((self.region.muscle, self.region.side), 0)
        marks = "no marks" if not count else "1 mark" if count == 1 else f"{count} marks"
        return f"{view.name_in_words(self.region)}, {marks}"

    def place(self, view: BodyView) -> QRectF:
        u0, v0, u1, v1 = self.region.box
        x0, y0 = view.view.to_px(u0, v1)
        x1, y1 = view.view.to_px(u1, v0)
        return QRectF(x0, y0, x1 - x0, y1 - y0)

    def press(self) -> None:
        view = self.view
        if view is not None:
            view.mark_muscle(self.region)

    def focus(self) -> None:
        view = self.view
        if view is not None:
            view.activateWindow()
            view.setFocus()
            view.go_to_muscle(self.region)


class MarkItem(_Child):
    """A mark on the plate shown."""

    def __init__(self, view: BodyView, mark_id: str) -> None:
        self.mark_id = mark_id
        super().__init__(view)

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def name(self, view: BodyView) -> str:
        shown = view.marks.get(self.mark_id)
        return mark_spoken(shown) if shown is not None else ""

    def place(self, view: BodyView) -> QRectF:
        shown = view.marks.get(self.mark_id)
        return shown.extent if shown is not None else QRectF()

    def fill(self, state: QAccessible.State, view: BodyView) -> None:
        state.selectable = True
        state.multiSelectable = True
        state.selected = self.mark_id in view.selected

    def press(self) -> None:
        view = self.view
        if view is not None:
            view.select((self.mark_id,), reveal=True)

    def focus(self) -> None:
        view = self.view
        if view is not None:
            view.activateWindow()
            view.setFocus()
            view.select((self.mark_id,), reveal=True)


class BodyItem(QAccessibleWidget):
    """The body view: its muscles, its marks, and the widgets that lie on it."""

    def __init__(self, view: BodyView) -> None:
        super().__init__(view, QAccessible.Role.Grouping)
        self._view = weakref.ref(view)
        self._shown: tuple[Region, ...] = ()
        self._muscles: list[MuscleItem] = []
        self._marks: list[MarkItem] = []
        self._going: list[_Child] = []
        view.destroyed.connect(self._view_gone)

    @property
    def view(self) -> BodyView | None:
        view = self._view()
        return view if view is not None and shiboken6.isValid(view) else None

    # -- keeping step with the view ----------------------------------------------------------------------------------

    def refresh(self) -> None:
        """The children that the view has now. Those that stay keep their interfaces, and so what is known of them."""
        view = self.view
        if view is None:
            return
        shown = view.muscles
        if shown is not self._shown:
            self._shown = shown
            gone, self._muscles = self._muscles, []
            self._let_go(gone)
            self._muscles = [MuscleItem(view, region) for region in reading_order(shown)]
            self._came(self._muscles)
        ids = [one.mark.id for one in sorted(view.marks.shown, key=lambda one: one.number)]
        if ids != [item.mark_id for item in self._marks]:
            known = {item.mark_id: item for item in self._marks}
            new = [mark_id for mark_id in ids if mark_id not in known]
            gone_marks = [item for item in self._marks if item.mark_id not in ids]
            known |= {mark_id: MarkItem(view, mark_id) for mark_id in new}
            self._let_go(gone_marks)
            self._marks = [known[mark_id] for mark_id in ids]
            self._came([known[mark_id] for mark_id in new])

    def muscle(self, region: Region) -> MuscleItem | None:
        return next((item for item in self._muscles if item.region is region), None)

    def mark(self, mark_id: str) -> MarkItem | None:
        return next((item for item in self._marks if item.mark_id == mark_id), None)

    @property
    def parts(self) -> list[_Child]:
        return [*self._muscles, *self._marks]

    def _came(self, items: list[MuscleItem] | list[MarkItem]) -> None:
        if QAccessible.isActive():
            for item in items:
                QAccessible.updateAccessibility(QAccessibleEvent(item, QAccessible.Event.ObjectCreated))

    def _let_go(self, items: list[MuscleItem] | list[MarkItem]) -> None:
        """Tell that they are gone now; delete them when nobody can be in the middle of asking them."""
        if not items:
            return
        for item in items:
            if QAccessible.isActive():
                QAccessible.updateAccessibility(QAccessibleEvent(item, QAccessible.Event.ObjectDestroyed))
            item.gone = True
        if not self._going:
            QTimer.singleShot(0, self._delete)
        self._going += items

    def _delete(self) -> None:
        going, self._going = self._going, []
        for item in going:
            if shiboken6.isValid(item):
                QAccessible.deleteAccessibleInterface(item.id)

    def _view_gone(self) -> None:
        self._going += self.parts
        self._muscles, self._marks = [], []
        for item in self._going:
            item.gone = True
        self._delete()

    # -- what Qt asks ------------------------------------------------------------------------------------------------

    def childCount(self) -> int:
        self.refresh()
        return len(self._muscles) + len(self._marks) + super().childCount()

    def child(self, index: int) -> QAccessibleInterface | None:
        self.refresh()
        own = self.parts
        return own[index] if 0 <= index < len(own) else super().child(index - len(own))

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        own = self.parts
        index = next((n for n, item in enumerate(own) if item is child), -1)
        if index >= 0 or isinstance(child, _Child):
            return index
        index = super().indexOfChild(child)
        return index + len(own) if index >= 0 else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:
        view = self.view
        if view is None:
            return None
        at = view.mapFromGlobal(QPoint(x, y))
        if not view.rect().contains(at):
            return None
        widget = view.childAt(at)
        if widget is not None:
            return super().childAt(x, y)
        self.refresh()
        shown = view.marks.at(at.x(), at.y())
        if shown is not None:
            return self.mark(shown.mark.id)
        region = view.region_at(QPointF(at))
        return self.muscle(region) if region is not None else None

    def focusChild(self) -> QAccessibleInterface | None:
        view = self.view
        return (focused(view) or super().focusChild()) if view is not None else None

    def text(self, kind: QAccessible.Text) -> str:
        return HELP if kind == QAccessible.Text.Help else super().text(kind)


def body_item(view: BodyView) -> BodyItem | None:
    """The view's interface; None where Qt made its own before this one was offered."""
    item = QAccessible.queryAccessibleInterface(view)
    return item if isinstance(item, BodyItem) else None


def focused(view: BodyView) -> _Child | None:
    """The child that keys are meant for: the current muscle, or the one selected mark."""
    if not view.hasFocus():
        return None
    body = body_item(view)
    if body is None:
        return None
    body.refresh()
    if view.current_muscle is not None:
        return body.muscle(view.current_muscle)
    return body.mark(view.selected[0]) if len(view.selected) == 1 else None


def _counts(view: BodyView) -> dict[Key, int]:
    """How many marks of the visit each muscle has on each side, whichever plate and layer bears them."""
    counts: dict[Key, int] = {}
    for mark in view.marks.marks:
        if mark.target.kind is TargetKind.MUSCLE:
            key = view.known_as(mark.target.id), mark.side.value
            counts[key] = counts.get(key, 0) + 1
    return counts


class Teller:
    """Tells assistive technology what changed on a body view (see `telling`)."""

    def __init__(self, view: BodyView) -> None:
        self._view = weakref.ref(view)
        self._focus: _Child | None = None
        self._counts: dict[Key, int] = {}
        self._marks: dict[str, tuple[Mark, int]] = {}
        self._selected: tuple[str, ...] = ()

    def look(self) -> None:
        """Compare with what was told last."""
        view = self._view()
        if view is None or not shiboken6.isValid(view):
            return
        body = body_item(view)
        if body is None:
            return
        body.refresh()
        self._tell_names(view, body)
        self._tell_selected(view, body)
        focus = focused(view)
        if focus is not self._focus:
            self._focus = focus
            if view.hasFocus():
                QAccessible.updateAccessibility(QAccessibleEvent(focus or body, QAccessible.Event.Focus))

    def _tell_names(self, view: BodyView, body: BodyItem) -> None:
        before, self._counts = self._counts, _counts(view)
        changed: list[_Child | None] = [
            item
            for item in body._muscles
            if before.get(key := (item.region.muscle, item.region.side), 0) != self._counts.get(key, 0)
        ]
        marks = {mark.id: (mark, number) for number, mark in enumerate(view.marks.marks, 1)}
        changed += [
            body.mark(mark_id)
            for mark_id, known in marks.items()
            if mark_id in self._marks and self._marks[mark_id] != known
        ]
        self._marks = marks
        for item in changed:
            if item is not None:
                QAccessible.updateAccessibility(QAccessibleEvent(item, QAccessible.Event.NameChanged))

    def _tell_selected(self, view: BodyView, body: BodyItem) -> None:
        for mark_id in {*self._selected} ^ {*view.selected}:
            item = body.mark(mark_id)
            if item is not None:
                state = QAccessible.State()
                state.selected = True
                QAccessible.updateAccessibility(QAccessibleStateChangeEvent(item, state))
        self._selected = view.selected


def offered(view: BodyView) -> BodyItem:
    """The interface of a body view, for Qt to keep."""
    # Qt has deleted these with their views; only now is it safe for Python to forget them.
    _bodies[:] = [item for item in _bodies if shiboken6.isValid(item)]
    _bodies.append(BodyItem(view))
    return _bodies[-1]
