"""From muscle to muscle by arrow keys: which region lies next in a direction, and where in it a mark is made.

Each muscle of a layer can be reached from every other. Nearest-in-that-direction alone does not give this: a small
muscle beside a large one is nobody's nearest. So muscles are first joined in pairs, near ones first, each by an arrow
and the arrow back, until all hang together; only then do the arrows still free go to what lies nearest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil, hypot, inf
from typing import Literal

from bodymap.atlas.body import Region
from bodymap.atlas.geometry import Box, Uv, inner_point, nearest, rings_of

Way = Literal["left", "right", "up", "down"]
"""Of the picture, not of the patient."""
WAYS: tuple[Way, ...] = ("left", "right", "up", "down")
BACK: dict[Way, Way] = {"left": "right", "right": "left", "up": "down", "down": "up"}
_ONE_OF_TWO: tuple[Way, ...] = ("right", "up")
_STEP: dict[Way, Uv] = {"left": (-1.0, 0.0), "right": (1.0, 0.0), "up": (0.0, 1.0), "down": (0.0, -1.0)}

WIDEST = (
    1.75  # across : along; an arrow leads nowhere that lies more than about 60 degrees beside its direction
)
ASIDE = 1.9  # how much a millimetre across counts against one along
DETOUR = (
    1.7  # how much farther than the nearest a muscle may be for an arrow that is answered by the arrow back
)
COARSE = 0.5  # mm: flat enough to find a middle


@dataclass(frozen=True, slots=True)
class _Spot:
    """What the arrows go by: a point well inside, and the box."""

    u: float
    v: float
    box: Box


def rough_point(region: Region) -> Uv:
    """A point inside, from the outline's nodes alone: 0.05 ms, where `inner_point` takes 4.

    The middle of the widest stretch inside, looked for at a few heights about the middle.
    """
    outlines = _nodes(region)
    u0, v0, u1, v1 = region.box
    best, wide = ((u0 + u1) / 2, (v0 + v1) / 2), 0.0
    for part, worth in ((0.5, 1.3), (0.4, 1.1), (0.6, 1.1), (0.3, 1.0), (0.7, 1.0), (0.2, 0.8), (0.8, 0.8)):
        v = v0 + (v1 - v0) * part
        crossings = []
        for outline in outlines:
            a_u, a_v = outline[-1]
            for b_u, b_v in outline:
                if (a_v > v) != (b_v > v):
                    crossings.append(a_u + (v - a_v) * (b_u - a_u) / (b_v - a_v))
                a_u, a_v = b_u, b_v
        crossings.sort()
        for left, right in zip(crossings[0::2], crossings[1::2], strict=False):
            if (right - left) * worth > wide:
                best, wide = ((left + right) / 2, v), (right - left) * worth
    return best


def _nodes(region: Region) -> list[list[Uv]]:
    """The outlines' corners: enough to say where the region lies."""
    outlines: list[list[Uv]] = []
    xy, at = region.curve.xy, 0
    for op in region.curve.ops:
        if op == "Z":
            continue
        if op == "M":
            outlines.append([])
        at += 6 if op == "C" else 2
        outlines[-1].append((xy[at - 2], xy[at - 1]))
    return outlines


def reading_order(regions: Iterable[Region]) -> list[Region]:
    """Muscles from head to foot, both sides of one together, the patient's right first."""
    held = [(region, rough_point(region)[1]) for region in regions if region.muscle]
    height: dict[str, float] = {}
    for region, v in held:
        height[region.muscle] = max(v, height.get(region.muscle, -inf))
    sides = ("right", "midline", "left")
    held.sort(key=lambda one: (-height[one[0].muscle], one[0].muscle, sides.index(one[0].side), -one[1]))
    return [region for region, _ in held]


class Neighbours:
    """The muscles of one layer as the arrow keys join them."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self.regions: tuple[Region, ...] = tuple(region for region in regions if region.muscle)
        self._spots = [_Spot(*rough_point(region), region.box) for region in self.regions]
        self._number = {region.id: number for number, region in enumerate(self.regions)}
        self._next = _joined(self._spots)

    def next(self, region_id: str, way: Way) -> Region | None:
        """What the arrow leads to; None at the edge. Raises KeyError for a region that is not of this layer."""
        to = self._next[self._number[region_id]].get(way)
        return None if to is None else self.regions[to]

    def __contains__(self, region_id: str) -> bool:
        return region_id in self._number


def _gap(a: Box, b: Box) -> float:
    """Millimetres between two boxes; 0 where they meet."""
    return hypot(max(0.0, a[0] - b[2], b[0] - a[2]), max(0.0, a[1] - b[3], b[1] - a[3]))


def _cost(a: _Spot, b: _Spot, way: Way) -> float:
    """How far b lies from a in that direction, what lies aside counting for more; infinite where it lies elsewhere."""
    du, dv = _STEP[way]
    along = (b.u - a.u) * du + (b.v - a.v) * dv
    across = abs((b.u - a.u) * dv) + abs((b.v - a.v) * du)
    if along <= 0.0 or across > WIDEST * along:
        return inf
    return hypot(along, ASIDE * across) + _gap(a.box, b.box)


def _joined(spots: Sequence[_Spot]) -> list[dict[Way, int]]:
    """For each spot, where each arrow leads."""
    arrows: list[dict[Way, int]] = [{} for _ in spots]
    # The other two directions are these two seen from the other end.
    pairs: list[tuple[float, int, int, Way]] = []
    ahead: list[dict[Way, tuple[float, int]]] = [{} for _ in spots]
    for a, spot in enumerate(spots):
        for b, other in enumerate(spots):
            for way in _ONE_OF_TWO:
                cost = _cost(spot, other, way) if a != b else inf
                if cost == inf:
                    continue
                pairs.append((cost, a, b, way))
                for here, there, towards in ((a, b, way), (b, a, BACK[way])):
                    if cost < ahead[here].get(towards, (inf, 0))[0]:
                        ahead[here][towards] = (cost, there)
    pairs.sort()

    # What lies nearest to each other is joined first: there the arrow is what the eye expects.
    for cost, a, b, way in pairs:
        if ahead[a][way] == (cost, b) and ahead[b][BACK[way]] == (cost, a):
            arrows[a][way], arrows[b][BACK[way]] = b, a
    _hang_together(arrows, pairs)
    for cost, a, b, way in pairs:
        near = min(ahead[a][way][0], ahead[b][BACK[way]][0])
        if way not in arrows[a] and BACK[way] not in arrows[b] and cost <= DETOUR * near:
            arrows[a][way], arrows[b][BACK[way]] = b, a
    for a, found in enumerate(ahead):
        for way, (_, b) in found.items():
            arrows[a].setdefault(way, b)
    return arrows


def _groups(arrows: Sequence[dict[Way, int]]) -> list[int]:
    """For each spot, the number of the group that it hangs together with; arrows there and back count."""
    group = [-1] * len(arrows)
    for start in range(len(arrows)):
        if group[start] >= 0:
            continue
        group[start] = start
        rim = [start]
        while rim:
            a = rim.pop()
            for way, b in arrows[a].items():
                if group[b] < 0 and arrows[b].get(BACK[way]) == a:
                    group[b] = start
                    rim.append(b)
    return group


def _hang_together(arrows: list[dict[Way, int]], pairs: Sequence[tuple[float, int, int, Way]]) -> None:
    """Join the groups that are still apart, by the nearest pair of free arrows each time.

    Where no two free arrows face each other, arrows that are taken are turned, if that leaves fewer groups.
    """
    group = _groups(arrows)
    for _, a, b, way in pairs:
        if group[a] != group[b] and way not in arrows[a] and BACK[way] not in arrows[b]:
            arrows[a][way], arrows[b][BACK[way]] = b, a
            old, new = group[a], group[b]
            group = [new if one == old else one for one in group]
    for _, a, b, way in pairs:
        if group[a] == group[b]:
            continue
        back = BACK[way]
        trial = [dict(ways) for ways in arrows]
        for one, gone in ((a, way), (b, back)):
            other = trial[one].pop(gone, None)
            if other is not None:
                trial[other].pop(BACK[gone], None)
        trial[a][way], trial[b][back] = b, a
        found = _groups(trial)
        if len(set(found)) < len(set(group)):
            arrows[:], group = trial, found


def free_point(
    region: Region, taken: Sequence[Uv], holds: Callable[[float, float], bool], apart: float = 12.0
) -> Uv:
    """Where the next mark in this region goes: its usual point; where marks are already, a place beside them.

    Beside means `apart` millimetres from each, less where the muscle is small; first along the muscle, as a second
    needle is set, then across. `holds` says whether a press there would mark this muscle.
    """
    rings = rings_of(region.curve, COARSE)
    middle = inner_point(rings)
    if all(hypot(middle[0] - u, middle[1] - v) >= 0.5 for u, v in taken):
        return middle
    depth = max(1.0, nearest(rings, *middle)[0])
    u0, v0, u1, v1 = region.box
    step = min(apart, max(2.0, depth))
    upright = v1 - v0 >= u1 - u0
    rows = ceil(max(v1 - v0, u1 - u0) / step)
    columns = ceil(min(v1 - v0, u1 - u0) / step)
    places = []
    for row in range(-rows, rows + 1):
        for column in range(-columns, columns + 1):
            du, dv = (column, row) if upright else (row, column)
            far = abs(row) + 1.5 * abs(column)
            places.append((far, row > 0, column < 0, middle[0] + du * step, middle[1] + dv * step))
    places.sort()
    for margin in (min(2.0, depth / 2), 0.0):
        for *_, u, v in places:
            if any(hypot(u - tu, v - tv) < 0.9 * step for tu, tv in taken):
                continue
            if u0 < u < u1 and v0 < v < v1 and nearest(rings, u, v)[0] >= margin and holds(u, v):
                return u, v
    return middle  # the muscle is full of marks
