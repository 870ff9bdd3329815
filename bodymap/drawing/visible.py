"""What a reader can see of each muscle of a layer, and where a leader line may end in it.

Regions lie over one another and under tendons as they are painted. Row by row from the top shape down, what is already
covered is taken off the next: exact along a row, and rows as near as the print needs them. No Qt.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from bodymap.atlas.body import Layer
from bodymap.atlas.geometry import Box, Curve, control_box, rings_of

Interval = tuple[float, float]
Rows = dict[int, list[Interval]]
"""What of a shape lies on each row: intervals of u in order, apart from one another."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A point inside what is seen of a region, and how far it is from the nearest edge."""

    x: float
    y: float
    depth: float


def seen(layer: Layer, box: Box, step: float, *, through_tissue: bool = False) -> dict[str, Rows]:
    """What is seen of each region of the layer within the box, on rows `step` mm apart (row k lies at k * step).

    Regions of which nothing is seen are left out. `through_tissue` also sees what only tendons and the like cover.
    """
    covered: Rows = {}
    for shape in () if through_tissue else reversed(layer.tissue_over):
        for row, intervals in _rows(shape.curve, box, step).items():
            covered[row] = _joined(covered.get(row, []), intervals)
    found: dict[str, Rows] = {}
    for region in reversed(layer.regions):
        own: Rows = {}
        for row, intervals in _rows(region.curve, box, step).items():
            above = covered.get(row, [])
            left = _without(intervals, above)
            if left:
                own[row] = left
            covered[row] = _joined(above, intervals)
        if own:
            found[region.id] = own
    return found


def _rows(curve: Curve, box: Box, step: float) -> Rows:
    """The inside of a closed curve (even-odd) on each row, cut to the box."""
    u0, v0, u1, v1 = control_box(curve)
    if u0 >= box[2] or u1 <= box[0] or v0 >= box[3] or v1 <= box[1]:
        return {}
    low, high = ceil(box[1] / step), floor(box[3] / step)
    crossings: dict[int, list[float]] = {}
    for ring in rings_of(curve, step / 4):
        ua, va = ring[-1]
        for ub, vb in ring:
            if va != vb:
                below, above = (va, vb) if va < vb else (vb, va)
                first, last = max(low, ceil(below / step)), min(high, ceil(above / step) - 1)
                if first <= last:
                    slope = (ub - ua) / (vb - va)
                    for row in range(first, last + 1):
                        crossings.setdefault(row, []).append(ua + (row * step - va) * slope)
            ua, va = ub, vb
    rows: Rows = {}
    for row, us in crossings.items():
        us.sort()
        intervals = [
            (max(box[0], a), min(box[2], b))
            for a, b in zip(us[0::2], us[1::2], strict=False)
            if b > box[0] and a < box[2] and b > a
        ]
        if intervals:
            rows[row] = intervals
    return rows


def _joined(a: Sequence[Interval], b: Sequence[Interval]) -> list[Interval]:
    joined: list[Interval] = []
    for start, end in sorted([*a, *b]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _without(intervals: Sequence[Interval], covers: Sequence[Interval]) -> list[Interval]:
    left: list[Interval] = []
    for start, end in intervals:
        at = start
        for a, b in covers:
            if b <= at:
                continue
            if a >= end:
                break
            if a > at:
                left.append((at, a))
            at = max(at, b)
        if at < end:
            left.append((at, end))
    return left


def size(rows: Rows, step: float) -> float:
    """Square millimetres that are seen."""
    return sum(b - a for intervals in rows.values() for a, b in intervals) * step


_ENOUGH = 0.55
"""Of the depth of the deepest point: what a spot must have to be offered."""


def spots(rows: Rows, step: float, deep: float, most: int) -> list[Spot]:
    """Points where a leader may end, the deepest first, then others up and down the region; in mm, y = v upwards.

    `deep` (mm): a point so far from every edge is as good as one still farther. At most `most` of them.
    """
    reach = ceil(deep / step)
    widest_first = sorted(
        ((b - a, (a + b) / 2, row) for row, intervals in rows.items() for a, b in intervals), reverse=True
    )
    found: list[Spot] = []
    deepest = 0.0
    for width, middle, row in widest_first:
        depth = min(width / 2, deep)
        if depth < _ENOUGH * deepest:
            break  # so are all that follow
        for way in (1, -1):
            depth = min(depth, (_clear(rows, row, way, middle, reach) + 0.5) * step)
        deepest = max(deepest, depth)
        found.append(Spot(middle, row * step, depth))
    if not found:
        return []
    good = sorted((s for s in found if s.depth >= _ENOUGH * deepest), key=lambda s: s.y)
    # Among equally deep ones the middle of the region reads best.
    centre = (good[0].y + good[-1].y) / 2
    best = min(good, key=lambda s: (-round(s.depth / deepest, 1), abs(s.y - centre)))
    if len(good) > most:
        good = [good[round(k * (len(good) - 1) / (most - 1))] for k in range(most)]
    return [best, *(s for s in good if s is not best)]


def _clear(rows: Rows, row: int, way: int, u: float, reach: int) -> int:
    """Over how many rows that way the point's column is seen without a break, at most `reach`."""
    for away in range(1, reach + 1):
        intervals = rows.get(row + way * away)
        if not intervals:
            return away - 1
        at = bisect_right(intervals, (u, float("inf"))) - 1
        if at < 0 or intervals[at][1] < u:
            return away - 1
    return reach
