"""Names beside a picture: which column each stands in, how high, and where its leader line ends. Plain numbers, no Qt.

A leader runs level from its point to the elbow at the edge of the picture, then slants to its name. Names stand in the
order of their points, so no two leaders of a column can cross.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import dist, exp

from bodymap.drawing.visible import Spot

LEFT, RIGHT = "left", "right"
_SLACK = 1e-6


def settle(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float, gap: float = 0.0
) -> list[float]:
    """The middles of labels of these heights, as near as can be to the wanted ones (least squares), in their order.

    None overlap, `gap` stays between them, and all lie from `low` to `high`. Labels that want the same keep the order
    given. Raises ValueError where they do not fit.
    """
    if not wanted:
        return []
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    # Measured from where it would stand if all were pushed to the start, a label only has to be no lower than the one
    # before it: isotonic regression, by pooling neighbours that want to pass each other.
    shelf: list[float] = []
    at = 0.0
    for i in order:
        shelf.append(at + heights[i] / 2)
        at += heights[i] + gap
    if at - gap > high - low + _SLACK:
        raise ValueError(f"labels {at - gap:.1f} tall do not fit into {high - low:.1f}")
    pools: list[tuple[float, int]] = []
    for place, i in enumerate(order):
        total, count = wanted[i] - shelf[place], 1
        while pools and pools[-1][0] / pools[-1][1] >= total / count:
            before, many = pools.pop()
            total, count = total + before, count + many
        pools.append((total, count))
    highest = max(low, high - (at - gap))
    middles = [0.0] * len(wanted)
    place = 0
    for total, count in pools:
        start = min(max(total / count, low), highest)
        for _ in range(count):
            middles[order[place]] = start + shelf[place]
            place += 1
    return middles


def shared_out(points: Sequence[tuple[float, float]], both_halves: bool, near: float) -> list[str]:
    """The column of each point (x, y): left or right, about as many in both, at every height.

    With `both_halves` each point is on both halves of the picture, and turns are taken down the page. Else a point goes
    to the side it is nearer to, unless the other column is emptier there; `near` is how far apart in y two names still
    crowd each other.
    """
    order = sorted(range(len(points)), key=lambda i: (points[i][1], points[i][0], i))
    sides = [LEFT] * len(points)
    if both_halves:
        for turn, i in enumerate(order):
            sides[i] = (LEFT, RIGHT)[turn % 2]
        return sides
    crowd, all_left, last = 0.0, 0, 0.0
    for turn, i in enumerate(order):
        x, y = points[i]
        # Nearer to which side is asked of what lies at that height: a limb may stand aslant.
        weights = [exp(-abs(y - other) / (2 * near)) for _, other in points]
        middle = sum(w * at for w, (at, _) in zip(weights, points, strict=True)) / sum(weights)
        spread = sum(w * abs(at - middle) for w, (at, _) in zip(weights, points, strict=True)) / sum(weights)
        crowd *= exp((last - y) / near) if turn else 1.0
        last = y
        # Who stands nearby counts most; the sum of all only a little, so that no column ends up empty.
        lean = (x - middle) / max(spread, 1e-6) + 0.4 * crowd + 0.1 * (2 * all_left - turn)
        if lean > 0:
            sides[i] = RIGHT
            crowd -= 1
        else:
            crowd += 1
            all_left += 1
    # Two neighbours whose leaders would pass each other change places; each time the leaders become shorter.
    changed = True
    while changed:
        changed = False
        for i, (x, y) in enumerate(points):
            for j, (other_x, other_y) in enumerate(points):
                passing = sides[i] == LEFT and sides[j] == RIGHT and x > other_x
                if passing and abs(y - other_y) < near:
                    sides[i], sides[j] = RIGHT, LEFT
                    changed = True
    return sides


def uncrossed(
    points: Sequence[tuple[float, float]], places: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    """These places given anew to the points, so that no two straight leaders cross.

    Two that cross change places; each time the leaders become shorter together, so this ends.
    """
    chosen = list(places)
    changed = True
    while changed:
        changed = False
        for i in range(len(chosen)):
            for j in range(i + 1, len(chosen)):
                apart = dist(points[i], chosen[i]) + dist(points[j], chosen[j])
                other = dist(points[i], chosen[j]) + dist(points[j], chosen[i])
                if other < apart - _SLACK and _cross(points[i], chosen[i], points[j], chosen[j]):
                    chosen[i], chosen[j] = chosen[j], chosen[i]
                    changed = True
    return chosen


def _cross(
    a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], d: tuple[float, float]
) -> bool:
    """Whether the stretches a-b and c-d cross or touch within."""

    def turn(p: tuple[float, float], q: tuple[float, float], r: tuple[float, float]) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return turn(a, b, c) * turn(a, b, d) <= 0 and turn(c, d, a) * turn(c, d, b) <= 0


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a label stands (its middle) and the point that its leader ends in."""

    middle: float
    spot: Spot


@dataclass(frozen=True, slots=True)
class Column:
    """A column of labels from `low` to `high`, y downwards; `gap` between labels, leaders `apart` where they can be."""

    side: str
    low: float
    high: float
    gap: float
    apart: float


def column(
    spots: Sequence[Sequence[Spot]],
    heights: Sequence[float],
    place: Column,
    others: Sequence[Spot] = (),
) -> list[Lead]:
    """Label after label: its height in the column and one of the spots offered for it (the first is the preferred one).

    Spots are chosen so that leaders run straight and apart, and not along those of the other column (`others`: where
    they end). Raises ValueError where the labels do not fit.
    """
    if not spots:
        return []
    chosen = [offered[0] for offered in spots]
    middles = settle([spot.y for spot in chosen], heights, place.low, place.high, place.gap)
    for _ in range(_ROUNDS):
        order = sorted(range(len(spots)), key=lambda i: (middles[i], i))
        better = _choose([spots[i] for i in order], [middles[i] for i in order], place, others)
        for i, spot in zip(order, better, strict=True):
            chosen[i] = spot
        middles = settle([spot.y for spot in chosen], heights, place.low, place.high, place.gap)
    return [Lead(middle, spot) for middle, spot in zip(middles, chosen, strict=True)]


_ROUNDS = 3
_SLANT = 0.3  # what a slant costs, per unit of height
_STRAY = 0.04  # what leaving the preferred spot costs, per unit of height
_SHALLOW = 2.5  # what a spot at the very edge costs, per unit of depth that the preferred one has
_TOUCH = 4.0  # what it costs when two leaders touch, per unit of distance that they lack
_SWAP = 60.0  # what it costs when the order of two leaders turns round, per unit


def _choose(
    spots: Sequence[Sequence[Spot]], wanted: Sequence[float], place: Column, others: Sequence[Spot]
) -> list[Spot]:
    """The cheapest chain of spots, one a label, from the first label to the last (dynamic programming)."""

    def own(spot: Spot, best: Spot, want: float) -> float:
        cost = _SLANT * abs(spot.y - want) + _STRAY * abs(spot.y - best.y)
        cost += _SHALLOW * max(0.0, best.depth - spot.depth)
        for other in others:
            between = spot.x - other.x if place.side == RIGHT else other.x - spot.x
            lack = place.apart - abs(spot.y - other.y)
            if lack > 0 and between < place.apart:
                cost += _TOUCH * lack * lack
        return cost

    costs = [own(spot, spots[0][0], wanted[0]) for spot in spots[0]]
    came_from: list[list[int]] = []
    for number in range(1, len(spots)):
        before = spots[number - 1]
        next_costs, choices = [], []
        for spot in spots[number]:
            cheapest, choice = float("inf"), 0
            for j, previous in enumerate(before):
                cost = costs[j]
                down = spot.y - previous.y
                if down < place.apart:
                    lack = place.apart - max(down, 0.0)
                    cost += _TOUCH * lack * lack
                    if down < 0:
                        cost -= _SWAP * down
                if cost < cheapest:
                    cheapest, choice = cost, j
            next_costs.append(cheapest + own(spot, spots[number][0], wanted[number]))
            choices.append(choice)
        came_from.append(choices)
        costs = next_costs
    at = min(range(len(costs)), key=costs.__getitem__)
    chain = [at]
    for choices in reversed(came_from):
        at = choices[at]
        chain.append(at)
    chain.reverse()
    return [offered[at] for offered, at in zip(spots, chain, strict=True)]
