"""Which parts of which plates a chart shows, how they stand side by side, and where the sites' numbers go.

Plain geometry: frames in millimetres of the plates, everything on the page in dots. No Qt.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from bodymap.atlas.body import Plate
from bodymap.atlas.geometry import Box
from bodymap.charting.chart import Site
from bodymap.drawing.labels import LEFT, RIGHT, settle, shared_out, uncrossed
from bodymap.drawing.marks import Place
from bodymap.drawing.plates import View

# Millimetres of the body.
AIR = 75.0
"""Around the outermost sites."""
LEAST = 260.0
"""Less of a body is hard to recognise, even beside a small whole one."""
TOGETHER = 330.0
"""Sites nearer than this to the next belong into one picture: both shoulders, a thigh and its knee."""
MOST = 4
"""Pictures on a chart, where fewer plates than that bear sites."""
WHOLE = 0.72
"""A frame that takes so much of a plate's height shows all of it."""
MOSTLY = 0.6
"""Frames of one plate that together take so much of its height are one picture of all of it."""
_NARROWEST = 0.42
"""Width of a frame by its height: a spine without its trunk says little."""
_GROWS = 1.35
"""So many times as large a picture may become to take in an area that reaches out of it."""
_NEAR = 90.0
"""A frame that comes this near to the crown or the soles takes them in."""


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a plate (`frame`, mm) with the sites that lie there. The shallowest layer that bears one of them is
    shown; what was needled deeper is hatched over it."""

    plate: Plate
    layer: int
    sites: tuple[Site, ...]
    frame: Box

    @property
    def is_part(self) -> bool:
        """Whether it shows so little of the plate that the reader has to be told where it is."""
        box = self.plate.box
        return self.frame[3] - self.frame[1] < WHOLE * (box[3] - box[1])

    @property
    def numbered(self) -> tuple[Site, ...]:
        """The needled sites; the others are findings."""
        return tuple(site for site in self.sites if not site.letter)

    @property
    def lettered(self) -> tuple[Site, ...]:
        """The findings."""
        return tuple(site for site in self.sites if site.letter)

    @property
    def deeper(self) -> dict[int, tuple[Site, ...]]:
        """The sites below the layer shown, by their layer."""
        found: dict[int, tuple[Site, ...]] = {}
        for site in self.numbered:
            if site.point is not None and site.point.layer > self.layer:
                found[site.point.layer] = (*found.get(site.point.layer, ()), site)
        return dict(sorted(found.items()))


def windows_of(placed: Sequence[tuple[Plate, Sequence[Site]]]) -> list[Window]:
    """The windows for the sites of each plate, in the order of the plates; far parts of one plate get their own."""
    groups = [(plate, cluster) for plate, sites in placed for cluster in _pictures(plate, sites)]
    while len(groups) > max(MOST, len(placed)):
        # The two of one plate that lie nearest to each other share a picture.
        apart = [
            (_gap(groups[i][1], groups[j][1]), i, j)
            for i in range(len(groups))
            for j in range(i + 1, len(groups))
            if groups[i][0] is groups[j][0]
        ]
        _, i, j = min(apart)
        joined = sorted((*groups[i][1], *groups.pop(j)[1]), key=lambda site: site.number)
        groups[i] = (groups[i][0], joined)
    windows = [
        Window(plate, _shallowest(sites), tuple(sites), _frame(plate, sites)) for plate, sites in groups
    ]
    return _levelled(windows)


def _shallowest(sites: Sequence[Site]) -> int:
    """The layer to be shown: that of needled sites, where there are any."""
    needled = [site for site in sites if not site.letter]
    return min(_point(site)[2] for site in needled or sites)


def _point(site: Site) -> tuple[float, float, int]:
    point = site.point
    assert point is not None, "only sites with a point are shown"
    return point.u, point.v, point.layer


def _gap(a: Sequence[Site], b: Sequence[Site]) -> float:
    """How far the nearest sites of two groups lie apart, in the direction in which they are farther."""
    return min(
        max(abs(_point(one)[0] - _point(other)[0]), abs(_point(one)[1] - _point(other)[1]))
        for one in a
        for other in b
    )


def _clusters(sites: Sequence[Site]) -> list[list[Site]]:
    """The sites in groups; each is nearer than `TOGETHER` to another of its group."""
    groups: list[list[Site]] = []
    for site in sites:
        near = [group for group in groups if _gap(group, [site]) < TOGETHER]
        groups = [group for group in groups if group not in near]
        groups.append(sorted([site, *(s for group in near for s in group)], key=lambda s: s.number))
    return sorted(groups, key=lambda group: group[0].number)


def _pictures(plate: Plate, sites: Sequence[Site]) -> list[list[Site]]:
    """The sites of each picture of that plate: those of far parts apart, unless the parts are most of the body."""
    groups = _clusters(sites)
    while len(groups) > 1:
        frames = [_frame(plate, group) for group in groups]
        if sum(frame[3] - frame[1] for frame in frames) > MOSTLY * (plate.box[3] - plate.box[1]):
            return [list(sites)]
        twice = next(
            ((i, j) for i, j in combinations(range(len(groups)), 2) if _shared(frames[i], frames[j]) > 0.2),
            None,
        )
        if twice is None:
            break
        i, j = twice
        groups[i] = sorted((*groups[i], *groups.pop(j)), key=lambda site: site.number)
    return groups


def _shared(a: Box, b: Box) -> float:
    """Of the smaller box: what part of it the other shows too."""
    wide, tall = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    smaller = min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
    return max(0.0, wide) * max(0.0, tall) / smaller


def _frame(plate: Plate, sites: Sequence[Site]) -> Box:
    """What has to be seen: the sites with air around them, enough of the body to know it again.

    Many sites close to each other need the room more than the reader needs their surroundings.
    """
    us, vs = [_point(site)[0] for site in sites], [_point(site)[1] for site in sites]
    return _framed(plate, us, vs, min(1.0, (len(sites) - 1) / 14))


def _framed(plate: Plate, us: Sequence[float], vs: Sequence[float], crowd: float = 0.0) -> Box:
    u0, v0, u1, v1 = plate.box
    air, least = AIR * (1 - 0.4 * crowd), LEAST * (1 - 0.35 * crowd)
    wide, tall = max(max(us) - min(us) + 2 * air, least), max(max(vs) - min(vs) + 2 * air, least)
    wide, tall = max(wide, _NARROWEST * tall), max(tall, _NARROWEST * wide)
    if tall > WHOLE * (v1 - v0):
        return plate.box
    low, high = _span((min(vs) + max(vs)) / 2, tall, v0, v1)
    if v1 - v0 > 1000:
        # The plate's own margin is not worth showing, a whole head or foot is.
        high = v1 if v1 - high < _NEAR else high
        low = v0 if low - v0 < _NEAR else low
    left, right = _span((min(us) + max(us)) / 2, wide, u0, u1)
    return left, low, right, high


def _span(middle: float, length: float, low: float, high: float) -> tuple[float, float]:
    """A stretch of that length around the middle, moved to lie between low and high; all of it where it is longer."""
    if length >= high - low:
        return low, high
    start = min(max(middle - length / 2, low), high - length)
    return start, start + length


def _levelled(windows: list[Window]) -> list[Window]:
    """Front and back of one part show the same heights, as if they stood side by side, where that costs little."""
    made = list(windows)
    for i, j in pairwise(range(len(made))):
        one, other = made[i], made[j]
        if one.plate.id == other.plate.id or not (_is_body(one.plate) and _is_body(other.plate)):
            continue
        low, high = min(one.frame[1], other.frame[1]), max(one.frame[3], other.frame[3])
        # Two points at the hip are not worth a whole leg because the other picture shows one.
        shortest = min(one.frame[3] - one.frame[1], other.frame[3] - other.frame[1])
        if high - low <= 1.3 * shortest:
            for k, window in ((i, one), (j, other)):
                frame = (window.frame[0], low, window.frame[2], high)
                made[k] = Window(window.plate, window.layer, window.sites, frame)
    return made


def with_areas(
    windows: Sequence[Window], areas: Sequence[tuple[Plate, Box]]
) -> tuple[list[Window], list[Window]]:
    """The windows, grown a little where an area reaches out of one; and a window for each plate with areas that none of
    them shows, to be printed small: nothing was needled there."""
    made, alone = list(windows), dict[str, tuple[Plate, list[Box]]]()
    for plate, box in areas:
        own = [k for k, window in enumerate(made) if window.plate.id == plate.id]
        grown = {k: _joined(made[k].frame, box) for k in own}
        near = min(own, key=lambda k: _growth(made[k].frame, grown[k]), default=None)
        if near is None or _growth(made[near].frame, grown[near]) > _GROWS:
            alone.setdefault(plate.id, (plate, []))[1].append(box)
        else:
            window = made[near]
            made[near] = Window(window.plate, window.layer, window.sites, grown[near])
    small = []
    for plate, boxes in alone.values():
        us = [u for box in boxes for u in (box[0], box[2])]
        vs = [v for box in boxes for v in (box[1], box[3])]
        small.append(Window(plate, min(plate.layers, default=1), (), _framed(plate, us, vs)))
    return made, small


def _joined(a: Box, b: Box) -> Box:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def _growth(before: Box, after: Box) -> float:
    """How many times as large the picture has to show."""
    return max(
        (after[2] - after[0]) / (before[2] - before[0]), (after[3] - after[1]) / (before[3] - before[1])
    )


def _is_body(plate: Plate) -> bool:
    return plate.box[3] - plate.box[1] > 1000


# -- side by side ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """Windows side by side: how many, how tall (dots), and the width of each."""

    tall: float
    wide: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """What there is for the windows, in dots: the page's width, the height left if all else stands on the same page
    (it may be negative), the most height a page has; what stands over each row, the gap between windows, the least
    height worth printing, what a number takes in a column, the scale (dots a millimetre) of life size, and the most
    height of a row on a page of its own."""

    wide: float
    one_page: float
    page: float
    over: float
    gap: float
    least: float
    number: float
    life: float
    most: float = math.inf


def arranged(windows: Sequence[Window], room: Room) -> list[Row]:
    """The rows in which the windows come out largest, on one page with the rest where that can be."""
    best: tuple[tuple[bool, float], list[Row]] | None = None
    for columns in range(1, min(4, len(windows)) + 1):
        groups = [windows[k : k + columns] for k in range(0, len(windows), columns)]
        for one_page in (True, False):
            made = _rows(groups, room, one_page)
            if made is None:
                continue
            rows, worth = made
            if best is None or (one_page, worth) > best[0]:
                best = (one_page, worth), rows
    assert best is not None, "there are windows, and they may take pages of their own"
    return best[1]


def _rows(groups: Sequence[Sequence[Window]], room: Room, one_page: bool) -> tuple[list[Row], float] | None:
    """These rows, and how large the bodies come out; None where one page cannot hold them."""
    ideals = []
    leasts = []
    for group in groups:
        across = room.wide - room.gap * (len(group) - 1)
        ideal = across / sum(_aspect(window) for window in group)
        # Numbers beside a crowd of sites need their height.
        crowd = max(len(window.sites) for window in group)
        numbers = math.ceil(crowd / 2) * room.number + 2 * room.over if crowd > 6 else 0.0
        life = max((w.frame[3] - w.frame[1]) * room.life for w in group)
        ideals.append(max(min(ideal, life), numbers))
        leasts.append(max(min(room.least, ideals[-1]), numbers))
    if one_page:
        spare = room.one_page - room.over * len(groups) - sum(leasts)
        if spare < 0:
            return None
        wants = [ideal - least for ideal, least in zip(ideals, leasts, strict=True)]
        part = min(1.0, spare / sum(wants)) if sum(wants) > 0 else 0.0
        talls = [least + part * want for least, want in zip(leasts, wants, strict=True)]
    else:
        most = min((room.page if len(groups) > 1 else 1.5 * room.page) / 2 - room.over, room.most)
        talls = [
            min(max(least, min(ideal, most)), room.page - room.over)
            for ideal, least in zip(ideals, leasts, strict=True)
        ]
    rows = [Row(tall, _widths(group, tall, room)) for group, tall in zip(groups, talls, strict=True)]
    worth, weight = 0.0, 0.0
    for group, row in zip(groups, rows, strict=True):
        for window, wide in zip(group, row.wide, strict=True):
            u0, v0, u1, v1 = window.frame
            many = math.sqrt(len(window.sites))
            worth += many * math.log(min(wide / (u1 - u0), row.tall / (v1 - v0)))
            weight += many
    # Where more rows make no body larger, fewer stand better.
    return rows, worth / weight - 0.03 * len(rows)


def _aspect(window: Window) -> float:
    u0, v0, u1, v1 = window.frame
    return min(3.0, max(0.45, (u1 - u0) / (v1 - v0)))


def _widths(group: Sequence[Window], tall: float, room: Room) -> tuple[float, ...]:
    """The row's width shared out by what the frames need; none is less than a third of its fair share."""
    across = room.wide - room.gap * (len(group) - 1)
    needs = [max(_aspect(window) * tall, across / len(group) * 0.6) for window in group]
    return tuple(across * need / sum(needs) for need in needs)


# -- numbers ---------------------------------------------------------------------------------------------------------


def crowded(tips: Sequence[Place], centres: Sequence[Place], radius: float) -> bool:
    """Whether numbers beside their points are hard to read: a long needle, or a disc that lies over another's point."""
    for i, (tip, centre) in enumerate(zip(tips, centres, strict=True)):
        if math.dist(tip, centre) > 3.4 * radius:
            return True
        if any(math.dist(other, centre) < 1.15 * radius for j, other in enumerate(tips) if j != i):
            return True
    return False


def in_columns(
    tips: Sequence[Place], left: float, right: float, low: float, high: float, tall: float
) -> list[Place] | None:
    """Centres for the numbers in two columns at x = left and x = right, y from low to high, `tall` for each; straight
    leaders to the tips do not cross. None where they do not fit."""
    sides = shared_out(tips, False, near=3 * tall)
    if max(sides.count(LEFT), sides.count(RIGHT)) * tall > high - low:
        # As many to the left as to the right, by where they lie.
        order = sorted(range(len(tips)), key=lambda i: tips[i][0])
        for turn, i in enumerate(order):
            sides[i] = LEFT if turn < len(order) // 2 else RIGHT
    places: list[Place] = [(0.0, 0.0)] * len(tips)
    for side, x in ((LEFT, left), (RIGHT, right)):
        own = [i for i, its in enumerate(sides) if its == side]
        try:
            middles = settle([tips[i][1] for i in own], [tall] * len(own), low, high)
        except ValueError:
            return None
        for i, y in zip(own, middles, strict=True):
            places[i] = (x, y)
    return uncrossed(tips, places)


def view_of(window: Window, left: float, top: float, wide: float, tall: float, margin: float) -> View:
    """The frame as large as the rectangle (dots) allows; where it leaves room over, more of the body fills it."""
    view = View.fit(window.frame, wide, tall, margin).moved(left, top)
    box = window.plate.box
    u0, v1 = view.to_mm(left, top)
    u1, v0 = view.to_mm(left + wide, top + tall)
    across, up = _shift(u0, u1, box[0], box[2]), _shift(v0, v1, box[1], box[3])
    return view.moved(-across * view.scale, up * view.scale)


def _shift(a: float, b: float, low: float, high: float) -> float:
    """How far the stretch from a to b moves so as not to reach beyond one end while body is left at the other."""
    if b - a >= high - low:
        return (low + high) / 2 - (a + b) / 2
    return max(0.0, low - a) + min(0.0, high - b)
