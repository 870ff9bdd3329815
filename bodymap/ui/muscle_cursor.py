"""The keyboard's place on the body: the current muscle, which arrow keys move, Enter marks and an outline shows.

It remembers where it is while the mouse or a selected mark has the say; `on` is whether it is to be seen.
"""

from __future__ import annotations

from collections.abc import Callable
from math import hypot
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from bodymap.atlas.neighbours import BACK, Neighbours, Way
from bodymap.drawing.plates import View, pieces_of

if TYPE_CHECKING:
    from bodymap.atlas.body import Plate, Region
    from bodymap.atlas.geometry import Uv
    from bodymap.drawing.inks import Ink

LINE_PX, HALO_PX = 3.0, 5.5
"""The outline around the muscle, and how far the ground reaches that parts it from the flesh around: logical pixels."""
EDGE_PX = 24.0
"""How far a current muscle is kept from the view's edges."""

ARROWS: dict[Qt.Key, Way] = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}


class MuscleCursor:
    """The current muscle of the plate and layer shown."""

    def __init__(self, muscles: Callable[[], tuple[Region, ...]]) -> None:
        """`muscles` answers the regions that can be marked now, the same tuple as long as they are the same."""
        self.region: Region | None = None
        self.on = False
        self._muscles = muscles
        self._plate = ""
        self._neighbours: Neighbours | None = None
        self._made_for: tuple[Region, ...] = ()
        self._came: tuple[Region, Way] | None = None  # from where, and by which arrow

    @property
    def neighbours(self) -> Neighbours:
        """How the arrows join the muscles shown; worked out when an arrow is first pressed (about 0.1 s)."""
        muscles = self._muscles()
        if self._neighbours is None or self._made_for is not muscles:
            self._neighbours, self._made_for = Neighbours(muscles), muscles
        return self._neighbours

    def turn(self, plate: str) -> None:
        """Another plate or layer is shown: the current muscle stays if it is there; in another layer of the same
        plate the one nearest to it takes its place."""
        before, same = self.region, plate == self._plate
        self._plate = plate
        self._came = None
        if before is None:
            return
        self.region = next(
            (
                region
                for region in self._muscles()
                if region.muscle == before.muscle and region.side in (before.side, "midline")
            ),
            None,
        )
        if self.region is None and same:
            self.place_near(*_middle(before))

    def put(self, region: Region | None) -> None:
        """Begin there."""
        if region is not self.region:
            self.region = region
            self._came = None

    def move(self, way: Way) -> bool:
        """Go to the neighbour in that direction; whether there is one. The arrow back undoes the arrow before it.

        Only that one: a longer way back would hide the muscles that lie beside the way.
        """
        if self.region is None:
            return False
        came, here = self._came, self.region
        if came is not None and came[1] == BACK[way]:
            self.region, self._came = came[0], None
            return True
        if here.id not in self.neighbours:
            return self.place_near(*_middle(here))  # it can no longer be marked
        to = self.neighbours.next(here.id, way)
        if to is None:
            return False
        self.region, self._came = to, (here, way)
        return True

    def place_near(self, u: float, v: float) -> bool:
        """Begin at the muscle whose box lies nearest to that point; whether there is any. No neighbours are needed:
        turning a layer must not wait for them."""

        def far(region: Region) -> float:
            at_u, at_v = _middle(region)
            return hypot(at_u - u, at_v - v)

        self.put(min(self._muscles(), key=far, default=None))
        return self.region is not None


def _middle(region: Region) -> Uv:
    u0, v0, u1, v1 = region.box
    return (u0 + u1) / 2, (v0 + v1) / 2


def outline_rect(region: Region, view: View) -> QRect:
    """The pixels that the outline may touch."""
    u0, v0, u1, v1 = region.box
    x0, y0 = view.to_px(u0, v1)
    x1, y1 = view.to_px(u1, v0)
    more = HALO_PX + 2
    return QRectF(x0, y0, x1 - x0, y1 - y0).adjusted(-more, -more, more, more).toAlignedRect()


def paint_outline(painter: QPainter, plate: Plate, region: Region, ink: Ink, view: View) -> None:
    """A line in the colour of text on a ground in that of paper: seen on any flesh, and without telling colours.

    It lies around the muscle and covers nothing of it: a small one would be all outline.
    """
    path = pieces_of(plate, region.layer).by_region[region.id].path
    u0, v0, u1, v1 = region.box
    more = 2 * (HALO_PX + 2) / view.scale
    around = QPainterPath(path)
    around.addRect(u0 - more, v0 - more, u1 - u0 + 2 * more, v1 - v0 + 2 * more)
    painter.save()
    painter.setTransform(view.transform(), True)
    painter.setClipPath(around, Qt.ClipOperation.IntersectClip)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    # Half of each pen falls inside and is cut.
    for colour, reach in ((ink.paper, HALO_PX), (ink.text, LINE_PX)):
        pen = QPen(colour, 2 * reach)
        pen.setCosmetic(True)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(path)
    painter.restore()


def way_into_sight(region: Region, inside: Uv, view: View, width: float, height: float, top: float) -> Uv:
    """By how many pixels to pan so that the muscle is seen: as a whole where it fits, else a point inside it."""
    u0, v0, u1, v1 = region.box
    left, high = view.to_px(u0, v1)
    right, low = view.to_px(u1, v0)
    x, y = view.to_px(*inside)
    return (
        _into(left, right, x, EDGE_PX, width - EDGE_PX),
        _into(high, low, y, top + EDGE_PX, height - EDGE_PX),
    )


def _into(low: float, high: float, at: float, least: float, most: float) -> float:
    """How far to move a stretch so that it lies between least and most; where it is longer, the place `at` in it."""
    if high - low > most - least:
        low = high = at
    return max(0.0, least - low) - max(0.0, high - most)
