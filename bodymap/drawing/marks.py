"""Painting marks: a needle whose point is exactly at (u, v), and a numbered disc beside it.

One function serves screen, preview and paper. Discs keep their size in pixels (points on paper) whatever the zoom;
where places crowd they move aside on a longer needle. Shape and number carry the meaning, colour only repeats it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from bodymap.drawing import fonts
from bodymap.drawing.inks import Ink, MarkTones
from bodymap.drawing.plates import View

Place = tuple[float, float]

RADIUS_PX = 8.0
"""Radius of a disc on screen in logical pixels (times the device pixel ratio in device pixels)."""
RADIUS_PT = 4.6
"""Radius of a disc on paper in points."""

_GAP = (
    1.18  # discs keep this many radii apart from their rims' centre line, so that two white rims never touch
)
_REST = (
    0.78,
    -1.62,
)  # where a disc stands when nothing is in its way, in radii from the point: up and to the right
_RINGS = (1.8, 2.5, 3.3, 4.3, 5.4, 6.6, 8.0)  # radii from the point to the disc's centre, tried in this order
_TURNS = 16
_COVERS = 1.25  # radii from a disc's centre within which it covers a needle's point
_SEES = 11.0  # radii from a point within which discs, needles and points matter to its disc


@dataclass(frozen=True, slots=True)
class Marker:
    """One mark to paint: the number on its disc, its point in millimetres of the plate, and how it stands out:
    "" plain, "hover", "selected", "ghost" (in another layer). One that was `carried` over from
    an earlier visit and not touched since has a small open ring at its lower right."""

    number: int
    u: float
    v: float
    state: str = ""
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A marker with its place on the picture: the point of the needle and the disc's centre, in pixels."""

    marker: Marker
    tip: Place
    centre: Place


def _candidates() -> tuple[tuple[float, float, float], ...]:
    """Offsets (dx, dy, cost) in radii, cheapest first: near before far, up and right before down and left."""
    offsets = [(_REST[0], _REST[1], 0.0)]
    rest = math.atan2(_REST[1], _REST[0])
    for ring in _RINGS:
        for turn in range(_TURNS):
            angle = rest + 2 * math.pi * turn / _TURNS
            away = min(turn, _TURNS - turn) / (_TURNS / 2)
            offsets.append((ring * math.cos(angle), ring * math.sin(angle), ring - 1.8 + 0.9 * away + 0.05))
    return tuple(sorted(offsets, key=lambda offset: offset[2]))


_OFFSETS = _candidates()


def place_labels(
    points: Sequence[Place], radius: float, bounds: tuple[float, float, float, float] | None = None
) -> list[Place]:
    """Centres for the discs of these points, in the same order and units (y downwards): no two discs overlap.

    Placed one after the other, so that a new mark seldom moves the earlier discs, and the same points always give the
    same answer. A disc covers no needle's point where that can be helped, and crosses as few needles as may be;
    `bounds` (x0, y0, x1, y1) keeps discs inside where there is room.
    """
    answer = _placed(tuple(points), radius, bounds)
    _latest[radius, bounds] = answer
    while len(_latest) > 8:
        del _latest[next(iter(_latest))]
    return list(answer.centres)


class _Near:
    """Places sorted into squares, each with its number, to count those within a distance without looking at all."""

    def __init__(self, distance: float) -> None:
        self.distance = distance
        self.squares: dict[tuple[int, int], tuple[tuple[float, float, int], ...]] = {}

    def _square(self, place: Place) -> tuple[int, int]:
        return int(place[0] // self.distance), int(place[1] // self.distance)

    def add(self, place: Place, number: int) -> None:
        square = self._square(place)
        self.squares[square] = (*self.squares.get(square, ()), (*place, number))

    def remove(self, place: Place, number: int) -> None:
        square, gone = self._square(place), (*place, number)
        self.squares[square] = tuple(one for one in self.squares[square] if one != gone)

    def copy(self) -> _Near:
        """Another with the same places: what changes in one of the two does not change in the other."""
        other = _Near(self.distance)
        other.squares = self.squares.copy()
        return other

    def count(self, x: float, y: float) -> int:
        """How many lie nearer to (x, y) than the distance."""
        column, row = int(x // self.distance), int(y // self.distance)
        found, limit, squares = 0, self.distance**2, self.squares
        for c in (column - 1, column, column + 1):
            for r in (row - 1, row, row + 1):
                for px, py, _ in squares.get((c, r), ()):
                    if (x - px) ** 2 + (y - py) ** 2 < limit:
                        found += 1
        return found

    def taken(self, x: float, y: float, before: int) -> bool:
        """Whether one with a number below `before` lies nearer to (x, y) than the distance."""
        column, row = int(x // self.distance), int(y // self.distance)
        limit, squares = self.distance**2, self.squares
        for c in (column, column - 1, column + 1):
            for r in (row, row - 1, row + 1):
                for px, py, number in squares.get((c, r), ()):
                    if number < before and (x - px) ** 2 + (y - py) ** 2 < limit:
                        return True
        return False


@dataclass(frozen=True, slots=True)
class _Answer:
    """The discs' centres of these points with what each place costs, and both sorted into squares."""

    points: tuple[Place, ...]
    centres: tuple[Place, ...]
    costs: tuple[float, ...]
    discs: _Near
    tips: _Near


# The last answer by radius and bounds: a mark that comes, goes or is dragged changes little of it.
_latest: dict[tuple[float, tuple[float, float, float, float] | None], _Answer] = {}


@lru_cache(maxsize=64)
def _placed(
    points: tuple[Place, ...], radius: float, bounds: tuple[float, float, float, float] | None
) -> _Answer:
    """The answer as placing all of them anew would give it, from the last one as far as that goes.

    Where a disc stands depends on the discs and needles before it and on all points. A point that comes makes places
    that cover it dearer and no place cheaper: only a disc that covers it may move. What goes, and what moves, concerns
    only a disc for which it lies at a place as cheap as its own, or at its own.
    """
    last = _latest.get((radius, bounds))
    kept: list[int] = []
    # What of the needles (point, disc) is gone or has come, among those before the disc looked at.
    changed: list[tuple[Place, Place]] = []
    if last is not None:
        kept = _still_there(points, last.points)
        stay = set(kept)
        gone = [number for number in range(len(last.points)) if number not in stay]
        changed = [(last.points[number], last.centres[number]) for number in gone]
    centres = [last.centres[number] for number in kept] if last is not None else []
    costs = [last.costs[number] for number in kept] if last is not None else []
    if last is not None and len(kept) == len(last.points):
        discs, tips = last.discs.copy(), last.tips.copy()
    else:
        # A disc's own point counts too: no candidate lies that close to it.
        discs, tips = _Near(2 * _GAP * radius), _Near(_COVERS * radius)
        for number, centre in enumerate(centres):
            discs.add(centre, number)
            tips.add(points[number], number)
    limit = (_COVERS * radius) ** 2
    touched = set()
    for number in range(len(centres), len(points)):
        x, y = points[number]
        tips.add((x, y), number)
        touched |= {n for n, (cx, cy) in enumerate(centres) if (x - cx) ** 2 + (y - cy) ** 2 < limit}
    for number, centre in enumerate(centres):
        if not (
            number in touched
            or (changed and _concerned(points[number], centre, costs[number], changed, radius))
        ):
            continue
        discs.remove(centre, number)
        centres[number], costs[number] = _best(points, centres, number, radius, bounds, discs, tips)
        discs.add(centres[number], number)
        if centres[number] != centre:
            changed += ((points[number], centre), (points[number], centres[number]))
    for number in range(len(centres), len(points)):
        centre, cost = _best(points, centres, number, radius, bounds, discs, tips)
        centres.append(centre)
        costs.append(cost)
        discs.add(centre, number)
    return _Answer(points, tuple(centres), tuple(costs), discs, tips)


def _concerned(
    tip: Place, centre: Place, cost: float, changed: Sequence[tuple[Place, Place]], radius: float
) -> bool:
    """Whether one of these needles, come or gone, can have to do with where the disc of that point stands: it lies at
    a place that is tried no later than the disc's own. All the others cost more than the disc's own does."""
    x, y = tip
    sees = _SEES * radius
    near = [
        one
        for one in changed
        if (abs(one[0][0] - x) < sees and abs(one[0][1] - y) < sees)
        or (abs(one[1][0] - x) < sees and abs(one[1][1] - y) < sees)
    ]
    if cost == math.inf:  # it stands far out because all the near places were taken
        return bool(changed)
    if not near:
        return False
    overlap, covers, rim = (2 * _GAP * radius) ** 2, (_COVERS * radius) ** 2, 1.15 * radius
    places = [(x + dx * radius, y + dy * radius) for dx, dy, least in _OFFSETS if least <= cost]
    places.append(centre)
    for cx, cy in places:
        for (tx, ty), (px, py) in near:
            if (cx - px) ** 2 + (cy - py) ** 2 < overlap or (cx - tx) ** 2 + (cy - ty) ** 2 < covers:
                return True
        if _tangle(tip, (cx, cy), near, rim, 0.1):
            return True
    return False


def _still_there(points: Sequence[Place], before: Sequence[Place]) -> list[int]:
    """Which of the points before, in their order, the points begin with: the rest of them are new."""
    kept: list[int] = []
    number = 0
    for point in points:
        while number < len(before) and before[number] != point:
            number += 1
        if number == len(before):
            break
        kept.append(number)
        number += 1
    return kept


def _best(
    points: Sequence[Place],
    centres: Sequence[Place],
    number: int,
    radius: float,
    bounds: tuple[float, float, float, float] | None,
    discs: _Near,
    tips: _Near,
) -> tuple[Place, float]:
    """The cheapest place for the disc of that point, given the discs before it and all points, and what it costs:
    infinity where all the near places are taken."""
    x, y = points[number]
    needles = [
        (points[i], centres[i]) for i in range(number) if _close(points[i], centres[i], x, y, _SEES * radius)
    ]
    best: Place | None = None
    best_cost = math.inf
    for dx, dy, cost in _OFFSETS:
        if cost >= best_cost:
            break
        cx, cy = x + dx * radius, y + dy * radius
        if discs.taken(cx, cy, number):
            continue
        if bounds is not None and not _inside(cx, cy, radius, bounds):
            cost += 20.0
        # The cost of each fault is in radii of a longer needle that it is worth.
        cost += 3.0 * tips.count(cx, cy)
        if cost >= best_cost:
            continue
        cost += _tangle((x, y), (cx, cy), needles, 1.15 * radius, best_cost - cost)
        if cost < best_cost:
            best, best_cost = (cx, cy), cost
    return (best, best_cost) if best is not None else (_spiral(x, y, radius, discs, number), math.inf)


def _tangle(
    tip: Place, centre: Place, needles: Sequence[tuple[Place, Place]], rim: float, enough: float
) -> float:
    """What crossing these needles costs, and lying over them or under their discs; stops when it is enough."""
    cost = 0.0
    x, y = tip
    cx, cy = centre
    left, right = (x - rim, cx + rim) if x < cx else (cx - rim, x + rim)
    top, low = (y - rim, cy + rim) if y < cy else (cy - rim, y + rim)
    for (tx, ty), (px, py) in needles:
        if (
            (tx < left and px < left)
            or (tx > right and px > right)
            or (ty < top and py < top)
            or (ty > low and py > low)
        ):
            continue
        if _distance((tx, ty), (px, py), cx, cy) < rim:
            cost += 2.0
        if _distance(tip, centre, px, py) < rim:
            cost += 2.0
        if _cross(tip, centre, (tx, ty), (px, py)):
            cost += 1.2
        if cost >= enough:
            break
    return cost


def _spiral(x: float, y: float, radius: float, discs: _Near, number: int) -> Place:
    """The nearest free place further out, when all the near ones are taken."""
    step = 0
    while True:
        ring = (_RINGS[-1] + step * 0.25) * radius
        for turn in range(32):
            angle = 2 * math.pi * turn / 32
            cx, cy = x + ring * math.cos(angle), y + ring * math.sin(angle)
            if not discs.taken(cx, cy, number):
                return cx, cy
        step += 1


def _inside(x: float, y: float, radius: float, bounds: tuple[float, float, float, float]) -> bool:
    rim = 1.15 * radius
    return bounds[0] + rim <= x <= bounds[2] - rim and bounds[1] + rim <= y <= bounds[3] - rim


def _close(a: Place, b: Place, x: float, y: float, reach: float) -> bool:
    return (abs(a[0] - x) < reach and abs(a[1] - y) < reach) or (
        abs(b[0] - x) < reach and abs(b[1] - y) < reach
    )


def _distance(a: Place, b: Place, x: float, y: float) -> float:
    """From (x, y) to the stretch between a and b."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else max(0.0, min(1.0, ((x - a[0]) * dx + (y - a[1]) * dy) / length))
    return math.hypot(x - a[0] - along * dx, y - a[1] - along * dy)


def _cross(a: Place, b: Place, c: Place, d: Place) -> bool:
    """Whether the stretches a-b and c-d cross."""

    def turn(p: Place, q: Place, r: Place) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


def placed(
    markers: Sequence[Marker],
    view: View,
    radius: float,
    bounds: tuple[float, float, float, float] | None = None,
) -> list[Placed]:
    """The markers on the picture. Panning moves all discs alike: placement sees only where points lie to each other."""
    places = [(marker.u, marker.v) for marker in markers]
    return [
        Placed(marker, tip, centre)
        for marker, (tip, centre) in zip(markers, tips_and_centres(places, view, radius, bounds), strict=True)
    ]


def tips_and_centres(
    places: Sequence[Place],
    view: View,
    radius: float,
    bounds: tuple[float, float, float, float] | None = None,
) -> list[tuple[Place, Place]]:
    """Where the points (u, v) lie on the picture, and the centres of their discs."""
    if not places:
        return []
    # Rounded to a hundredth of a pixel so that panning finds the answer already made.
    x0, y0, scale = view.x, view.y, view.scale
    tips = [(u * scale, -v * scale) for u, v in places]
    about = None if bounds is None else (bounds[0] - x0, bounds[1] - y0, bounds[2] - x0, bounds[3] - y0)
    centres = place_labels([(round(x, 2), round(y, 2)) for x, y in tips], radius, about)
    return [
        ((tx + x0, ty + y0), (cx + x0, cy + y0)) for (tx, ty), (cx, cy) in zip(tips, centres, strict=True)
    ]


def marker_at(
    placed_markers: Sequence[Placed], x: float, y: float, radius: float, reach: float = 4.0
) -> Placed | None:
    """The marker whose disc or needle's point lies at that pixel, the topmost first; points within `reach` pixels."""
    for one in reversed(placed_markers):
        if math.hypot(x - one.centre[0], y - one.centre[1]) <= radius * 1.15:
            return one
    for one in reversed(placed_markers):
        if math.hypot(x - one.tip[0], y - one.tip[1]) <= reach:
            return one
    return None


def extent(one: Placed, radius: float) -> QRectF:
    """The pixels that painting the marker may touch, for dirty rectangles."""
    rim = extent_rim(radius)
    rect = QRectF(QPointF(*one.tip), QPointF(*one.centre)).normalized()
    return rect.adjusted(-rim, -rim, rim, rim)


def extent_rim(radius: float) -> float:
    """How many pixels around point and centre painting a marker may touch."""
    return radius * 1.7 + 2


def paint_marks(
    painter: QPainter,
    markers: Sequence[Placed],
    ink: Ink,
    radius: float,
    *,
    paper: bool = False,
    fine: bool = False,
    pixels: float = 0.0,
) -> None:
    """Paint the markers: needles first, then discs with their numbers, then points, so that no point is ever hidden.

    `radius` is in the painter's units; the caller sets antialiasing. Selected and hovered ones come last, on top.
    `fine` draws needles as thin leaders, for numbers that stand far from their points. `pixels` are the device pixels
    of one unit where the painter paints a screen: discs are then kept as pictures, placed to half a pixel.
    """
    if not markers:
        return
    order = sorted(markers, key=lambda one: ("", "ghost", "hover", "selected").index(one.marker.state))
    # What is painted alike is painted at once: a call for each of two hundred needles costs more than its pixels.
    alike = [list(found) for _, found in groupby(order, key=lambda one: one.marker.state)]
    painter.save()
    for found in alike:
        _needles(painter, found, _tones(ink, found[0]), radius, 0.5 if fine else 1.0, pixels)
    if pixels:
        _discs_as_pictures(painter, order, ink, radius, pixels)
    else:
        for one in order:
            _disc(painter, one, _tones(ink, one), radius, paper)
    for found in alike:
        _tips(painter, found, _tones(ink, found[0]), radius, pixels)
    painter.restore()


def _tones(ink: Ink, one: Placed) -> MarkTones:
    if one.marker.state == "selected":
        return ink.mark_selected
    return ink.mark_ghost if one.marker.state == "ghost" else ink.mark


def _needles(
    painter: QPainter, found: Sequence[Placed], tones: MarkTones, radius: float, weight: float, pixels: float
) -> None:
    """The shafts from point to disc, with rims in the plate's contrast so that they show on any flesh: first all rims,
    so that no rim cuts another's needle. `found` are in one state."""
    shafts = [QLineF(*one.tip, *one.centre) for one in found]
    if found[0].marker.state == "ghost":
        painter.setPen(_flat(tones.needle.rgba(), radius * 0.18 * weight, (2.5, 2.0)))
        painter.drawLines(shafts)
        return
    painter.setPen(_flat(tones.rim.rgba(), radius * 0.42 * weight))
    painter.drawLines(shafts)
    _dots(painter, found, tones.rim, radius * 0.36, pixels)
    painter.setPen(_flat(tones.needle.rgba(), radius * 0.18 * weight))
    painter.drawLines(shafts)


def _dots(
    painter: QPainter, found: Sequence[Placed], colour: QColor, radius: float, pixels: float = 0.0
) -> None:
    """Round dots at the points; as pictures, placed to half a pixel, where the painter paints a screen."""
    if pixels:
        _dots_as_pictures(painter, found, colour.rgba(), radius, pixels)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for one in found:
        painter.drawEllipse(QPointF(*one.tip), radius, radius)


@lru_cache(maxsize=128)
def _flat(colour: int, width: float, dashes: tuple[float, ...] = ()) -> QPen:
    """A pen with flat ends in that colour (0xAARRGGBB); kept, because each of hundreds of marks takes several."""
    pen = QPen(_pen(colour, width, dashes))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


@lru_cache(maxsize=128)
def _pen(colour: int, width: float, dashes: tuple[float, ...] = ()) -> QPen:
    pen = QPen(QColor.fromRgba(colour), width)
    if dashes:
        pen.setDashPattern(list(dashes))
    return pen


def _tips(painter: QPainter, found: Sequence[Placed], tones: MarkTones, radius: float, pixels: float) -> None:
    """The points of the needles: small dots whose centres are the places. `found` are in one state."""
    if found[0].marker.state != "ghost":
        _dots(painter, found, tones.needle, radius * 0.22, pixels)
        return
    painter.setPen(_pen(tones.needle.rgba(), radius * 0.12))
    painter.setBrush(tones.disc)
    for one in found:
        painter.drawEllipse(QPointF(*one.tip), radius * 0.22, radius * 0.22)


def _disc(painter: QPainter, one: Placed, tones: MarkTones, radius: float, paper: bool) -> None:
    centre = QPointF(*one.centre)
    state = one.marker.state
    rim = tones.rim.rgba()
    painter.setBrush(tones.disc)
    if state == "selected":
        # A second ring, so that what is selected shows without colour.
        painter.setPen(_pen(rim, radius * 0.2))
        painter.drawEllipse(centre, radius * 1.28, radius * 1.28)
        painter.drawEllipse(centre, radius, radius)
    elif state == "hover":
        painter.setPen(_pen(rim, radius * 0.42))
        painter.drawEllipse(centre, radius * 1.12, radius * 1.12)
    elif state == "ghost":
        painter.setPen(_pen(rim, radius * 0.14, (2.5, 1.8)))
        painter.drawEllipse(centre, radius * 0.9, radius * 0.9)
    else:
        painter.setPen(_pen(rim, radius * 0.18))
        painter.drawEllipse(centre, radius * 1.04, radius * 1.04)
    if one.marker.carried:
        _carried_sign(painter, centre, tones, radius)
    text = str(one.marker.number)
    font, at = _digits(text, round(radius * 8) / 8, paper)
    painter.setFont(font)
    painter.setPen(tones.number)
    painter.drawText(centre + at, text)


_PHASES = 2  # a disc stands at one of so many places within a pixel, across and down; more, and a zoom draws new ones


def _discs_as_pictures(
    painter: QPainter, order: Sequence[Placed], ink: Ink, radius: float, pixels: float
) -> None:
    painter.save()
    if pixels != 1.0:
        painter.scale(1 / pixels, 1 / pixels)  # a picture drawn scaled is no plain copy
    for one in order:
        x, y = (round(at * pixels * _PHASES) for at in one.centre)
        (left, dx), (top, dy) = divmod(x, _PHASES), divmod(y, _PHASES)
        key = _Look(one.marker.number, one.marker.state, one.marker.carried, ink.name, radius, pixels, dx, dy)
        picture = _pictures.pop(key, None)
        if picture is None:
            picture = _picture(key, ink)
        _pictures[key] = picture
        half = picture.width() // 2
        painter.drawPixmap(left - half, top - half, picture)
    while len(_pictures) > _PICTURES_KEPT:
        del _pictures[next(iter(_pictures))]
    painter.restore()


def _dots_as_pictures(
    painter: QPainter, found: Sequence[Placed], colour: int, radius: float, pixels: float
) -> None:
    painter.save()
    if pixels != 1.0:
        painter.scale(1 / pixels, 1 / pixels)
    step = pixels * _PHASES
    for one in found:
        (left, dx), (top, dy) = (divmod(round(at * step), _PHASES) for at in one.tip)
        picture = _dot(colour, radius * pixels, dx, dy)
        half = picture.width() // 2
        painter.drawPixmap(left - half, top - half, picture)
    painter.restore()


@lru_cache(maxsize=128)
def _dot(colour: int, radius: float, dx: int, dy: int) -> QPixmap:
    """A round dot in that colour (0xAARRGGBB), its centre so many phases right of and below the picture's middle."""
    half = math.ceil(radius) + 2
    picture = QPixmap(2 * half, 2 * half)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor.fromRgba(colour))
    painter.drawEllipse(QPointF(half + dx / _PHASES, half + dy / _PHASES), radius, radius)
    painter.end()
    return picture


class _Look(NamedTuple):
    """All that a disc's picture depends on."""

    number: int
    state: str
    carried: bool
    ink: str
    radius: float
    pixels: float
    dx: int
    dy: int


_PICTURES_KEPT = 1000
_pictures: dict[_Look, QPixmap] = {}


def _picture(look: _Look, ink: Ink) -> QPixmap:
    half = math.ceil(look.radius * look.pixels * 1.6) + 2
    picture = QPixmap(2 * half, 2 * half)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(half + look.dx / _PHASES, half + look.dy / _PHASES)
    painter.scale(look.pixels, look.pixels)
    one = Placed(Marker(look.number, 0.0, 0.0, look.state, look.carried), (0.0, 0.0), (0.0, 0.0))
    _disc(painter, one, _tones(ink, one), look.radius, paper=False)
    painter.end()
    return picture


def _carried_sign(painter: QPainter, centre: QPointF, tones: MarkTones, radius: float) -> None:
    """The sign of what was carried over: a small open ring on the disc's rim, told by its shape."""
    at = centre + QPointF(radius * 0.86, radius * 0.7)
    painter.setPen(QPen(tones.rim, radius * 0.62))
    painter.setBrush(tones.rim)
    painter.drawEllipse(at, radius * 0.3, radius * 0.3)
    painter.setPen(QPen(tones.disc, radius * 0.2))
    painter.drawEllipse(at, radius * 0.32, radius * 0.32)


@lru_cache(maxsize=512)
def _digits(text: str, radius: float, paper: bool) -> tuple[QFont, QPointF]:
    """The number's font, and the way from the disc's centre to the start of its baseline: digits look centred."""
    height = radius * {1: 1.5, 2: 1.32}.get(len(text), 1.02)
    font = fonts.font(height, fonts.BOLD, paper=True, tabular=False)
    if not paper:
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    metrics = QFontMetricsF(font)
    return font, QPointF(-metrics.horizontalAdvance(text) / 2, metrics.capHeight() / 2 * 0.97)


def paint_disc(painter: QPainter, one: Placed, ink: Ink, radius: float, *, paper: bool = False) -> None:
    """Paint a marker's disc alone, without needle and point: for tables and lists."""
    painter.save()
    _disc(painter, one, _tones(ink, one), radius, paper)
    painter.restore()


def disc_path(centre: Place, radius: float) -> QPainterPath:
    """The disc's outline, for the accessible shape of a mark."""
    path = QPainterPath()
    path.addEllipse(QPointF(*centre), radius, radius)
    return path
