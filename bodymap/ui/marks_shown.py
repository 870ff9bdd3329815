"""The visit's marks as the body view shows them: which stand on this plate, where their discs lie, what was hit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF

from bodymap.atlas.catalogue import mid_sentence
from bodymap.charting import wording
from bodymap.charting.records import Ltr, Mark
from bodymap.drawing.marks import (
    RADIUS_PX,
    Marker,
    Place,
    Placed,
    extent,
    extent_rim,
    marker_at,
    tips_and_centres,
)
from bodymap.ui.tissue_menu import LAYER_WORDS

if TYPE_CHECKING:
    from bodymap.drawing.plates import View


USUAL = "at its usual place, not pointed at"


def mark_line(number: int, mark: Mark) -> str:
    """3 · R infraspinatus · 0.30x40 · LTR 2: what a mark says of itself in one line."""
    parts = [str(number), mark.title]
    if mark.level:
        parts.append(wording.level(mark))
    if mark.needle:
        parts.append(str(mark.needle))
    if mark.needles > 1:
        parts.append(f"{mark.needles} needles")
    if mark.insertions not in (1, mark.needles):
        parts.append(f"{mark.insertions} insertions")
    if mark.ltr is Ltr.YES:
        parts.append(f"LTR {mark.ltr_count}" if mark.ltr_count else "LTR yes")
    elif mark.ltr is Ltr.NONE:
        parts.append("LTR none")
    if carried := wording.carried(mark):
        parts.append(carried)
    if mark.usual_place:
        parts.append(USUAL)
    if mark.note:
        note = mark.note if len(mark.note) <= 60 else mark.note[:59].rstrip() + "…"
        parts.append(note)
    return " · ".join(parts)


def mark_spoken(shown: Shown) -> str:
    """Mark 3, right infraspinatus, 0.30 x 40 mm, 2 needles: the same for those who listen, without signs."""
    mark = shown.mark
    name = mid_sentence(mark.target.name)
    parts = [f"Mark {shown.number}", f"{wording.side(mark.side)} {name}" if mark.side.short else name]
    if mark.level:
        parts.append(mark.level if mark.level_confirmed else f"about {mark.level}")
    if mark.needle:
        parts.append(f"{str(mark.needle).replace('x', ' x ')} mm")
    parts.append("1 needle" if mark.needles == 1 else f"{mark.needles} needles")
    if mark.insertions != mark.needles:
        parts.append("1 insertion" if mark.insertions == 1 else f"{mark.insertions} insertions")
    if mark.ltr is not Ltr.NOT_RECORDED:
        parts.append(f"twitch response {wording.ltr(mark)}")
    if carried := wording.carried(mark):
        parts.append(carried)
    if mark.usual_place:
        parts.append(USUAL)
    if mark.note:
        parts.append(mark.note if len(mark.note) <= 60 else mark.note[:59].rstrip() + "…")
    if not shown.here and mark.point is not None:
        parts.append(f"in the {LAYER_WORDS.get(mark.point.layer, '')} layer")
    return ", ".join(parts)


@dataclass(frozen=True)
class Shown:
    """A mark on the plate. `here` says that it lies in the layer shown; others are drawn as ghosts."""

    mark: Mark
    number: int
    here: bool
    placed: Placed

    @property
    def extent(self) -> QRectF:
        """The pixels (logical) that it may touch."""
        return extent(self.placed, RADIUS_PX)

    @cached_property
    def box(self) -> QRect:
        """The same in whole pixels."""
        left, top, right, low = self.edges
        return QRect(left, top, right - left + 1, low - top + 1)

    @cached_property
    def edges(self) -> tuple[int, int, int, int]:
        """The same as plain numbers: left, top, right and bottom, the last two within.

        Reckoned without Qt's rectangles: a step of a zoom asks it of each mark.
        """
        (tx, ty), (cx, cy) = self.placed.tip, self.placed.centre
        left, right = (tx, cx) if tx < cx else (cx, tx)
        top, low = (ty, cy) if ty < cy else (cy, ty)
        rim = extent_rim(RADIUS_PX)
        return floor(left - rim), floor(top - rim), ceil(right + rim) - 1, ceil(low + rim) - 1


class MarksShown:
    """The visit's marks in the order of their numbers, and those among them that this plate bears."""

    def __init__(self) -> None:
        self.marks: tuple[Mark, ...] = ()
        self.shown: tuple[Shown, ...] = ()
        self._numbers: dict[str, int] = {}
        self._by_id: dict[str, Shown] = {}

    def take(self, marks: Sequence[Mark]) -> None:
        """These are the visit's marks now; `lay_out` has to follow."""
        self.marks = tuple(marks)
        self._numbers = {mark.id: number for number, mark in enumerate(self.marks, 1)}

    def number(self, mark_id: str) -> int:
        """The mark's number, from 1; 0 for one that is not of this visit."""
        return self._numbers.get(mark_id, 0)

    def mark(self, mark_id: str) -> Mark | None:
        number = self.number(mark_id)
        return self.marks[number - 1] if number else None

    def get(self, mark_id: str) -> Shown | None:
        """The mark as it lies on the plate; None where it is not on it."""
        return self._by_id.get(mark_id)

    def lay_out(
        self,
        plate: str,
        layer: int,
        view: View,
        selected: Collection[str] = (),
        hovered: str = "",
        moved: tuple[str, float, float] | None = None,
    ) -> None:
        """Find each mark's place under this view (logical pixels). `moved` is a mark being dragged: id, u, v.

        A dragged mark is laid out last, so that no other disc dodges it on its way.
        """
        on_plate = [mark for mark in self.marks if mark.point and mark.point.plate == plate]
        if moved:
            on_plate.sort(key=lambda mark: mark.id == moved[0])
        chosen, dragged = set(selected), moved[0] if moved else ""
        places = []
        for mark in on_plate:
            assert mark.point is not None
            places.append(
                (moved[1], moved[2]) if moved and mark.id == dragged else (mark.point.u, mark.point.v)
            )
        found = []
        for mark, place, (tip, centre) in zip(
            on_plate, places, tips_and_centres(places, view, RADIUS_PX), strict=True
        ):
            assert mark.point is not None
            here = mark.point.layer == layer
            if mark.id in chosen or mark.id == dragged:
                state = "selected"
            else:
                state = "ghost" if not here else "hover" if mark.id == hovered else ""
            found.append(self._shown(mark, here, state, place, tip, centre))
        self.shown = tuple(found)
        self._by_id = {one.mark.id: one for one in self.shown}

    def _shown(self, mark: Mark, here: bool, state: str, place: Place, tip: Place, centre: Place) -> Shown:
        """As it was shown before where nothing changed: of two hundred marks a click changes one or two."""
        number, was = self._numbers[mark.id], self._by_id.get(mark.id)
        if (
            was is not None
            and was.mark is mark
            and was.here is here
            and was.number == number
            and was.placed.marker.state == state
            and was.placed.tip == tip
            and was.placed.centre == centre
        ):
            return was
        marker = was.placed.marker if was is not None else None
        if (
            marker is None
            or was.mark is not mark
            or marker.state != state
            or marker.number != number
            or (marker.u, marker.v) != place
        ):
            marker = Marker(number, *place, state, mark.carried)
        return Shown(mark, number, here, Placed(marker, tip, centre))

    def at(self, x: float, y: float, reach: float = 4.0, *, ghosts: bool = False) -> Shown | None:
        """The mark whose disc or needle's point lies at that pixel (logical); ghosts only when asked for.

        A ghost never takes the press from the muscle that is seen there.
        """
        can = [one for one in self.shown if ghosts or one.here]
        hit = marker_at([one.placed for one in can], x, y, RADIUS_PX, reach)
        return next((one for one in can if one.placed is hit), None) if hit else None

    def within(self, rect: QRect) -> list[Shown]:
        """Those that may touch these pixels (logical)."""
        left, top, right, low = rect.left(), rect.top(), rect.right(), rect.bottom()
        found = []
        for one in self.shown:
            x0, y0, x1, y1 = one.edges
            if x0 <= right and x1 >= left and y0 <= low and y1 >= top:
                found.append(one)
        return found

    def changed_since(self, before: Sequence[Shown]) -> list[QRectF]:
        """The pixels in which this layout differs from that one: where a mark came, went, moved or looks different."""
        old = {one.mark.id: one for one in before}
        rects = []
        for one in self.shown:
            was = old.pop(one.mark.id, None)
            if was is None:
                rects.append(one.extent)
            elif was is not one and was.placed != one.placed:
                rects += [was.extent, one.extent]
        rects += [was.extent for was in old.values()]
        return rects
