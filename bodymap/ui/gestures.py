"""Gestures on the body: each is an object that starts with a press, moves, and is finished or cancelled.

A gesture cancelled (Esc, a lost window, a second finger) leaves nothing behind: nothing is committed before `finish`.
Positions are logical pixels of the body view.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QPointF, Qt

from bodymap.ui.overlay import Overlay

MOUSE_SLACK = 4.0
"""Pixels that a mouse may move between press and release and still click."""
TOUCH_SLACK = 14.0
"""The same for a finger, which rolls."""


class Surface(Protocol):
    """What gestures ask of the view they happen on."""

    def pan_by(self, dx: float, dy: float) -> None:
        """Move the plate by pixels."""

    def zoom_about(self, at: QPointF, factor: float) -> None:
        """Scale the plate; what lies under `at` stays there."""

    def click(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """A press and release at one place that is no mark's."""

    def click_mark(self, mark_id: str, modifiers: Qt.KeyboardModifier) -> None:
        """A press and release on a mark."""

    def tip_of(self, mark_id: str) -> QPointF:
        """Where the mark's needle points, in pixels."""

    def lift_mark(self, mark_id: str) -> None:
        """A drag of that mark begins."""

    def drag_mark(self, mark_id: str, tip: QPointF) -> None:
        """Show the mark with its point there, and say what is there; nothing is committed."""

    def drop_mark(self, mark_id: str, tip: QPointF) -> None:
        """Have the mark moved there, or let it spring back and say why."""

    def end_drag(self) -> None:
        """Show the dragged mark where the record has it."""


class Gesture:
    """The base: holds the surface and where it began. `move` answers the gesture that goes on from there."""

    cursor: Qt.CursorShape | None = None
    hides_hover = True

    def __init__(self, surface: Surface, at: QPointF, slack: float = MOUSE_SLACK) -> None:
        self.surface = surface
        self.origin = QPointF(at)
        self.slack = slack

    def move(self, at: QPointF) -> Gesture:
        return self

    def finish(self, at: QPointF) -> None: ...
    def cancel(self) -> None: ...

    def strayed(self, at: QPointF) -> bool:
        """Whether this is no click any more."""
        return math.hypot(at.x() - self.origin.x(), at.y() - self.origin.y()) > self.slack


class Place(Gesture):
    """A click on the body. Dragged further than a click it becomes a pan, so that one never marks by dragging."""

    hides_hover = False

    def __init__(
        self, surface: Surface, at: QPointF, modifiers: Qt.KeyboardModifier, slack: float = MOUSE_SLACK
    ) -> None:
        super().__init__(surface, at, slack)
        self.modifiers = modifiers

    def move(self, at: QPointF) -> Gesture:
        if not self.strayed(at):
            return self
        pan = Pan(self.surface, self.origin, self.slack)
        pan.move(at)
        return pan

    def finish(self, at: QPointF) -> None:
        # Where the press fell, not the release: the hand aims when it presses.
        self.surface.click(self.origin, self.modifiers)


class PressMark(Gesture):
    """A press on a mark: released there it selects, dragged it moves the mark (where marks may be moved)."""

    cursor = Qt.CursorShape.PointingHandCursor

    def __init__(
        self,
        surface: Surface,
        at: QPointF,
        mark_id: str,
        modifiers: Qt.KeyboardModifier,
        slack: float = MOUSE_SLACK,
    ) -> None:
        super().__init__(surface, at, slack)
        self.mark_id = mark_id
        self.modifiers = modifiers

    def move(self, at: QPointF) -> Gesture:
        if not self.strayed(at):
            return self
        self.surface.lift_mark(self.mark_id)
        moving = MoveMark(self.surface, self.origin, self.mark_id, self.slack)
        return moving.move(at)

    def finish(self, at: QPointF) -> None:
        self.surface.click_mark(self.mark_id, self.modifiers)


class MoveMark(Gesture):
    """Drags a mark. The needle's point keeps its distance from the pointer, which may hold the disc."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, surface: Surface, at: QPointF, mark_id: str, slack: float = MOUSE_SLACK) -> None:
        super().__init__(surface, at, slack)
        self.mark_id = mark_id
        self.lead = surface.tip_of(mark_id) - at

    def move(self, at: QPointF) -> Gesture:
        self.surface.drag_mark(self.mark_id, at + self.lead)
        return self

    def finish(self, at: QPointF) -> None:
        self.surface.drop_mark(self.mark_id, at + self.lead)

    def cancel(self) -> None:
        self.surface.end_drag()


class PressItem(Gesture):
    """A press on an item of an overlay: released there it is clicked, dragged it is moved (where it may be)."""

    cursor = Qt.CursorShape.PointingHandCursor

    def __init__(
        self,
        surface: Surface,
        at: QPointF,
        overlay: Overlay,
        item: str,
        modifiers: Qt.KeyboardModifier,
        slack: float = MOUSE_SLACK,
    ) -> None:
        super().__init__(surface, at, slack)
        self.overlay = overlay
        self.item = item
        self.modifiers = modifiers
        self.lead = overlay.place_of(item) - at
        self.dragged = False

    def move(self, at: QPointF) -> Gesture:
        if not self.dragged and not self.strayed(at):
            return self
        if not self.overlay.drag(self.item, at + self.lead):
            # What stays where it is does not keep the plate from being panned.
            pan = Pan(self.surface, self.origin, self.slack)
            return pan.move(at)
        self.dragged = True
        self.cursor = Qt.CursorShape.ClosedHandCursor
        return self

    def finish(self, at: QPointF) -> None:
        if self.dragged:
            self.overlay.drop(self.item, at + self.lead)
            self.overlay.end_drag()
        else:
            self.overlay.press(self.item, self.modifiers)

    def cancel(self) -> None:
        if self.dragged:
            self.overlay.end_drag()


class Lasso(Gesture):
    """Draws a loop for an overlay. Released where it began it is `tapped` instead: a click, or the menu."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(
        self,
        surface: Surface,
        at: QPointF,
        overlay: Overlay,
        tapped: Callable[[], None],
        slack: float = MOUSE_SLACK,
    ) -> None:
        super().__init__(surface, at, slack)
        self.overlay = overlay
        self.tapped = tapped
        self.path = [QPointF(at)]

    def move(self, at: QPointF) -> Gesture:
        if len(self.path) > 1 or self.strayed(at):
            self.path.append(QPointF(at))
            self.overlay.lasso(self.path)
        return self

    def finish(self, at: QPointF) -> None:
        if len(self.path) > 1:
            self.overlay.lassoed(self.path)
        else:
            self.tapped()

    def cancel(self) -> None:
        self.overlay.lasso(())


class Pan(Gesture):
    """Moves the plate under the pointer. Cancelled, the plate goes back to where it was."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, surface: Surface, at: QPointF, slack: float = MOUSE_SLACK) -> None:
        super().__init__(surface, at, slack)
        self.last = QPointF(at)

    def move(self, at: QPointF) -> Gesture:
        step = at - self.last
        self.last = QPointF(at)
        self.surface.pan_by(step.x(), step.y())
        return self

    def finish(self, at: QPointF) -> None:
        self.move(at)

    def cancel(self) -> None:
        back = self.origin - self.last
        self.surface.pan_by(back.x(), back.y())


class Pinch(Gesture):
    """Two fingers: what lies between them stays between them while they part, meet and wander."""

    def __init__(self, surface: Surface, first: QPointF, second: QPointF) -> None:
        super().__init__(surface, (first + second) / 2)
        self.middle = (first + second) / 2
        self.apart = max(1.0, self._distance(first, second))

    @staticmethod
    def _distance(first: QPointF, second: QPointF) -> float:
        return math.hypot(second.x() - first.x(), second.y() - first.y())

    def spread(self, first: QPointF, second: QPointF) -> None:
        """The fingers are there now."""
        middle = (first + second) / 2
        apart = max(1.0, self._distance(first, second))
        self.surface.pan_by(middle.x() - self.middle.x(), middle.y() - self.middle.y())
        self.surface.zoom_about(middle, apart / self.apart)
        self.middle, self.apart = middle, apart
