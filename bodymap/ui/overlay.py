"""What lies on the body besides the marks: findings, ghosts, zones. Each kind is an overlay of its own.

The body view asks its overlays in their order: whom a press belongs to, what the pointer is over, what to paint. So a
kind of thing on the body is one file, and the view does not grow with each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QRegion
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from bodymap.drawing.inks import Ink
    from bodymap.drawing.plates import View


class Overlay(QObject):
    """Base: an overlay that shows nothing. Positions are logical pixels of the body view, places on the plate mm.

    Items are named by their ids. The view calls `lay_out` whenever plate, layer or view changed, before it paints.
    """

    changed = Signal(object)
    """A list of QRectF (logical pixels) that look different now; None for everything."""

    under_marks = True
    """Whether it is painted below the marks (and asked for a press after them) or above."""

    def lay_out(self, plate: str, layer: int, view: View) -> None:
        """This is what is seen from now on."""

    def paint(self, painter: QPainter, region: QRegion, ink: Ink) -> None:
        """Paint what lies in the region. The painter counts logical pixels, with antialiasing."""

    def at(self, at: QPointF, reach: float) -> str:
        """The id of the item that a press at that pixel is meant for, or nothing. `reach` is 4 for a mouse, 12 for a
        finger."""
        return ""

    def word(self, item: str) -> str:
        """What is said of the item while the pointer is over it."""
        return ""

    def hover(self, item: str) -> None:
        """The pointer is over this item now, or over none ("")."""

    def click(self, at: QPointF) -> bool:
        """A click on the body of an open draft, at that pixel: whether the overlay took it, because a tool of its own
        is chosen."""
        return False

    def escape(self) -> bool:
        """Escape was pressed: whether there was a tool to let go of."""
        return False

    def hint(self) -> str:
        """What stands in the lower corner while a tool is chosen."""
        return ""

    def takes_lasso(self, modifiers: Qt.KeyboardModifier) -> bool:
        """Whether a drag that is begun now beside every item draws a loop for this overlay instead of panning."""
        return False

    def takes_long_press(self) -> bool:
        """Whether a finger that rests and is then dragged draws such a loop."""
        return False

    def lasso(self, path: Sequence[QPointF]) -> None:
        """The loop as it is drawn so far, in pixels; empty when it was given up."""

    def lassoed(self, path: Sequence[QPointF]) -> None:
        """The loop was closed: what lies within it is meant."""

    def press(self, item: str, modifiers: Qt.KeyboardModifier) -> None:
        """The item was clicked, or tapped."""

    def draws(self) -> bool:
        """Whether every drag draws a loop for this overlay, also over items, because a tool that draws is chosen."""
        return False

    def drag(self, item: str, at: QPointF) -> bool:
        """The item is being dragged, its place at that pixel; whether it may be. Nothing is committed."""
        return False

    def drop(self, item: str, at: QPointF) -> None:
        """The item was dropped with its place at that pixel."""

    def end_drag(self) -> None:
        """Show what was dragged where the record has it."""

    def place_of(self, item: str) -> QPointF:
        """Where the item's place is, in pixels."""
        return QPointF()

    def fill_menu(self, item: str, menu: QMenu) -> None:
        """Add what can be done with the item to its context menu."""

    def fill_place_menu(self, at: QPointF, menu: QMenu) -> None:
        """Add what can be put here to the menu of a place on the body."""

    def rect_of(self, item: str) -> QRectF:
        """The pixels that the item takes, for tooltips and assistive technology."""
        return QRectF()
