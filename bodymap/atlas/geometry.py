"""Curves in millimetres of a plate: (u, v), v upwards. Floats only; no Qt."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import ceil, hypot, inf, sqrt
from typing import overload

Uv = tuple[float, float]
Box = tuple[float, float, float, float]  # u0, v0, u1, v1
Ring = tuple[Uv, ...]  # closed: the last point joins the first and does not repeat it
Rings = Sequence[Ring]

FLATNESS = 0.05  # mm: the farthest a flattened outline may lie from its curve, a tenth of a printed hairline
NUMBERS = {"M": 2, "L": 2, "C": 6, "Z": 0}  # numbers a command takes

_COMMAND = re.compile(r"([MLCZ])([^MLCZ]*)")
_FOREIGN = re.compile(r"[^MLCZ0-9.,\s-]")
_TOO_FINE = re.compile(r"\.\d{3}")


@dataclass(frozen=True, slots=True)
class Curve:
    """A path of M, L, C and Z. `ops` holds a letter a command, `xy` their numbers in order (2, 2, 6, 0), v upwards.

    `xy` of a plate from the cache is a read-only view of the one long row that all its curves share.
    """

    ops: str
    xy: array[float] | memoryview[float]


class PackedRings(Sequence[Ring]):
    """Rings that lie one after another in a flat row of u, v, u, v ...; points are made when first looked at."""

    __slots__ = ("_lengths", "_made", "_row")

    def __init__(self, row: memoryview[float], lengths: list[int]) -> None:
        self._row = row
        self._lengths = lengths
        self._made: tuple[Ring, ...] | None = None

    def _all(self) -> tuple[Ring, ...]:
        if self._made is None:
            numbers = self._row.tolist()
            points = list(zip(numbers[0::2], numbers[1::2], strict=True))
            made, at = [], 0
            for length in self._lengths:
                made.append(tuple(points[at : at + length]))
                at += length
            self._made = tuple(made)
        return self._made

    def __len__(self) -> int:
        return len(self._lengths)

    @overload
    def __getitem__(self, index: int) -> Ring: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Ring, ...]: ...
    def __getitem__(self, index: int | slice) -> Ring | tuple[Ring, ...]:
        return self._all()[index]

    def __iter__(self) -> Iterator[Ring]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._all() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all())


def parse_d(d: str) -> Curve:
    """The curve of an SVG path's `d`: absolute M, L, C, Z only, at most two decimals; y is turned into v = -y.

    Repeated coordinates after one letter are allowed as in SVG (after M they are lines). Raises ValueError with a
    sentence on anything else.
    """
    foreign = _FOREIGN.search(d)
    if foreign:
        raise ValueError(f"only the commands M, L, C and Z are allowed in a path, not {foreign.group()!r}.")
    if _TOO_FINE.search(d):
        raise ValueError("a number in a path has more than two decimals.")
    if not d.lstrip().startswith("M"):
        raise ValueError("a path must begin with M.")
    ops: list[str] = []
    xy = array("d")
    for command, text in _COMMAND.findall(d):
        try:
            numbers = [float(word) for word in text.replace(",", " ").split()]
        except ValueError:
            raise ValueError(f"{text.strip()[:40]!r} in a path is not a list of numbers.") from None
        takes = NUMBERS[command]
        if command == "Z":
            if numbers:
                raise ValueError("Z in a path takes no numbers.")
            if not ops or ops[-1] == "Z":
                raise ValueError("Z in a path closes nothing.")
            ops.append("Z")
            continue
        if not numbers or len(numbers) % takes:
            raise ValueError(f"{command} in a path takes {takes} numbers each time, not {len(numbers)}.")
        if command != "M" and ops[-1] == "Z":
            raise ValueError(f"{command} in a path follows Z; a new M is missing.")
        times = len(numbers) // takes
        ops.append("M" + "L" * (times - 1) if command == "M" else command * times)
        numbers[1::2] = [0.0 - y for y in numbers[1::2]]  # 0 - y, so that a zero never becomes -0.0
        xy.extend(numbers)
    return Curve("".join(ops), xy)


def mirrored(curve: Curve, about: float = 0.0) -> Curve:
    """The curve on the other side of the vertical line u = `about` (mm). Exact; twice gives the same curve."""
    xy = array("d", curve.xy)
    twice = 2.0 * about
    xy[0::2] = array("d", [twice - u for u in curve.xy[0::2]])
    return Curve(curve.ops, xy)


def control_box(curve: Curve) -> Box:
    """A box that holds the curve for certain, though it may be larger: that of its control points."""
    if not curve.xy:
        return (0.0, 0.0, 0.0, 0.0)
    us, vs = curve.xy[0::2], curve.xy[1::2]
    return (min(us), min(vs), max(us), max(vs))


def bounds(curve: Curve) -> Box:
    """The smallest box that holds the curve."""
    us: list[float] = []
    vs: list[float] = []
    xy, i, u, v = curve.xy, 0, 0.0, 0.0
    for op in curve.ops:
        if op == "C":
            u1, v1, u2, v2, u3, v3 = xy[i : i + 6]
            us += _extremes(u, u1, u2, u3)
            vs += _extremes(v, v1, v2, v3)
            u, v = u3, v3
        elif op != "Z":
            u, v = xy[i], xy[i + 1]
            us.append(u)
            vs.append(v)
        i += NUMBERS[op]
    return (min(us), min(vs), max(us), max(vs)) if us else (0.0, 0.0, 0.0, 0.0)


def _extremes(a: float, b: float, c: float, d: float) -> list[float]:
    """The end of a cubic's one coordinate and its values where it turns."""
    values = [d]
    if min(a, d) <= b <= max(a, d) and min(a, d) <= c <= max(a, d):
        return values
    q, r, s = (
        d - 3.0 * c + 3.0 * b - a,
        2.0 * (c - 2.0 * b + a),
        b - a,
    )  # the derivative / 3 = q t^2 + r t + s
    if abs(q) < 1e-12:
        roots = [-s / r] if abs(r) > 1e-12 else []
    else:
        under = r * r - 4.0 * q * s
        roots = [(-r + sign * sqrt(under)) / (2.0 * q) for sign in (1.0, -1.0)] if under >= 0.0 else []
    for t in roots:
        if 0.0 < t < 1.0:
            m = 1.0 - t
            values.append(m * m * m * a + 3.0 * m * m * t * b + 3.0 * m * t * t * c + t * t * t * d)
    return values


def flatten(curve: Curve, tolerance: float = FLATNESS) -> list[list[Uv]]:
    """The curve's subpaths as straight lines, nowhere farther than `tolerance` (mm) from it.

    Each cubic is cut evenly by Wang's bound: n = sqrt(6/8 * M / tolerance), M the larger second difference of its
    control points. A closed subpath does not repeat its first point.
    """
    lines: list[list[Uv]] = []
    line: list[Uv] = []
    xy, i, u, v = curve.xy, 0, 0.0, 0.0
    for op in curve.ops:
        if op == "C":
            u1, v1, u2, v2, u3, v3 = xy[i], xy[i + 1], xy[i + 2], xy[i + 3], xy[i + 4], xy[i + 5]
            bend = max(hypot(u - 2 * u1 + u2, v - 2 * v1 + v2), hypot(u1 - 2 * u2 + u3, v1 - 2 * v2 + v3))
            n = ceil(sqrt(0.75 * bend / tolerance)) or 1
            for k in range(1, n):
                t = k / n
                m = 1.0 - t
                a, b, c, d = m * m * m, 3.0 * m * m * t, 3.0 * m * t * t, t * t * t
                line.append((a * u + b * u1 + c * u2 + d * u3, a * v + b * v1 + c * v2 + d * v3))
            u, v = u3, v3
            line.append((u, v))
            i += 6
        elif op == "Z":
            if len(line) > 1 and line[0] == line[-1]:
                line.pop()
            u, v = line[0]
        else:
            u, v = xy[i], xy[i + 1]
            if op == "M":
                line = []
                lines.append(line)
            line.append((u, v))
            i += 2
    return lines


def rings_of(curve: Curve, tolerance: float = FLATNESS) -> Rings:
    """The closed outlines of a filled curve, flattened; read by the even-odd rule."""
    return tuple(
        tuple(line[:-1] if line[0] == line[-1] else line)
        for line in flatten(curve, tolerance)
        if len(line) > 2
    )


def box_of(rings: Iterable[Ring]) -> Box:
    """The box around rings."""
    us = [u for ring in rings for u, _ in ring]
    vs = [v for ring in rings for _, v in ring]
    return (min(us), min(vs), max(us), max(vs)) if us else (0.0, 0.0, 0.0, 0.0)


def crossings(rings: Rings, v: float) -> list[tuple[float, float]]:
    """The stretches of the height v that lie inside, from left to right: (u from, u to)."""
    met: list[float] = []
    for ring in rings:
        for (u0, v0), (u1, v1) in zip(ring, (*ring[1:], ring[0]), strict=True):
            if (v0 > v) != (v1 > v):
                met.append(u0 + (v - v0) * (u1 - u0) / (v1 - v0))
    met.sort()
    return list(zip(met[::2], met[1::2], strict=True))


def area(rings: Rings) -> float:
    """Square millimetres inside, by the even-odd rule, for rings that do not cross one another."""
    total = 0.0
    for i, ring in enumerate(rings):
        inside = sum(contains((other,), *ring[0]) for j, other in enumerate(rings) if j != i)
        total += -abs(signed_area(ring)) if inside % 2 else abs(signed_area(ring))
    return total


def signed_area(ring: Ring) -> float:
    """Square millimetres of one ring, positive where it runs counter-clockwise (v upwards)."""
    total = 0.0
    u0, v0 = ring[-1]
    for u, v in ring:
        total += u0 * v - u * v0
        u0, v0 = u, v
    return total / 2.0


def contains(rings: Iterable[Ring], u: float, v: float) -> bool:
    """Whether the point lies inside, by the even-odd rule."""
    inside = False
    for ring in rings:
        u0, v0 = ring[-1]
        for u1, v1 in ring:
            if (v0 > v) != (v1 > v) and u < u0 + (v - v0) * (u1 - u0) / (v1 - v0):
                inside = not inside
            u0, v0 = u1, v1
    return inside


class Outline:
    """Rings sorted into horizontal bands, so that `contains` looks only at the few edges beside the point.

    About 2 us a question, against 15 us over all edges of a large muscle. The bands are made when first asked for.
    """

    __slots__ = ("_bands", "_rings", "_step", "_v0")

    def __init__(self, rings: Rings) -> None:
        self._rings = rings
        self._bands: list[list[tuple[float, float, float, float]]] | None = None
        self._v0 = 0.0
        self._step = 1.0

    @property
    def rings(self) -> Rings:
        return self._rings

    def _sorted(self) -> list[list[tuple[float, float, float, float]]]:
        """A band holds the edges (lower v, upper v, u at v = 0, slope) that reach into it."""
        _, v_low, _, v_high = box_of(self._rings)
        count = max(1, sum(map(len, self._rings)) // 4)
        step = max((v_high - v_low) / count, 1e-6)
        bands: list[list[tuple[float, float, float, float]]] = [[] for _ in range(count + 1)]
        for ring in self._rings:
            u0, v0 = ring[-1]
            for u1, v1 in ring:
                if v0 != v1:
                    low, high = (v0, v1) if v0 < v1 else (v1, v0)
                    slope = (u1 - u0) / (v1 - v0)
                    edge = (low, high, u0 - v0 * slope, slope)
                    for band in bands[int((low - v_low) / step) : int((high - v_low) / step) + 1]:
                        band.append(edge)
                u0, v0 = u1, v1
        self._v0, self._step, self._bands = v_low, step, bands
        return bands

    def contains(self, u: float, v: float) -> bool:
        """Whether the point lies inside, by the even-odd rule."""
        bands = self._bands or self._sorted()
        place = (v - self._v0) / self._step
        if not 0.0 <= place < len(bands):
            return False
        inside = False
        for low, high, at, slope in bands[int(place)]:
            if low <= v < high and u < at + v * slope:
                inside = not inside
        return inside


def nearest(rings: Iterable[Ring], u: float, v: float) -> tuple[float, float, float]:
    """The nearest point of the outlines: its distance in mm, and where it is."""
    best, best_u, best_v = inf, u, v
    for ring in rings:
        u0, v0 = ring[-1]
        for u1, v1 in ring:
            du, dv = u1 - u0, v1 - v0
            length = du * du + dv * dv
            t = ((u - u0) * du + (v - v0) * dv) / length if length else 0.0
            t = 0.0 if t < 0.0 else min(t, 1.0)
            qu, qv = u0 + t * du, v0 + t * dv
            squared = (qu - u) * (qu - u) + (qv - v) * (qv - v)
            if squared < best:
                best, best_u, best_v = squared, qu, qv
            u0, v0 = u1, v1
    return (sqrt(best), best_u, best_v)


def distance(rings: Iterable[Ring], u: float, v: float) -> float:
    """Millimetres from the point to the nearest outline, inside or outside alike."""
    return nearest(rings, u, v)[0]


def width_near(rings: Rings, u: float, v: float, cap: float) -> float:
    """How wide the shape is beside a point near its outline, in mm, not told apart beyond about `cap`.

    Twice the radius of the largest disc inside the shape whose centre lies within `cap` behind the nearest point of
    the outline, seen straight across it: the width of a strip, small in a spear's tip, large at a plain corner.
    """
    gap, edge_u, edge_v = nearest(rings, u, v)
    if gap < 1e-9:  # on the outline itself: look from a hair's breadth beside it
        u, v = u + 1e-3, v + 1e-3
        gap, edge_u, edge_v = nearest(rings, u, v)
    sign = -1.0 if contains(rings, u, v) else 1.0
    du, dv = sign * (edge_u - u) / gap, sign * (edge_v - v) / gap
    steps = 12
    widest = 0.0
    for k in range(1, steps + 1):
        t = cap * k / steps
        at_u, at_v = edge_u + t * du, edge_v + t * dv
        if not contains(rings, at_u, at_v):
            break
        widest = max(widest, 2.0 * distance(rings, at_u, at_v))
    return widest


def inner_point(rings: Rings, precision: float = 0.5) -> Uv:
    """The point inside that is farthest from every outline, to `precision` mm or a fortieth of its narrow side.

    The pole of inaccessibility, by quartering of squares, the most promising first, as in Mapbox's polylabel.
    """
    u0, v0, u1, v1 = box_of(rings)
    precision = max(precision, min(u1 - u0, v1 - v0) / 40.0)
    half = max(min(u1 - u0, v1 - v0) / 2.0, precision)
    queue: list[tuple[float, float, float, float, float]] = []

    def depth(u: float, v: float) -> float:
        gap = distance(rings, u, v)
        return gap if contains(rings, u, v) else -gap

    def look(u: float, v: float, size: float) -> None:
        here = depth(u, v)
        heappush(queue, (-(here + size * sqrt(2.0)), here, u, v, size))

    best, best_uv = -inf, ((u0 + u1) / 2.0, (v0 + v1) / 2.0)
    for column in range(ceil((u1 - u0) / (2.0 * half)) or 1):
        for row in range(ceil((v1 - v0) / (2.0 * half)) or 1):
            look(u0 + (2 * column + 1) * half, v0 + (2 * row + 1) * half, half)
    while queue:
        promise, here, u, v, size = heappop(queue)
        if here > best:
            best, best_uv = here, (u, v)
        if -promise - best <= precision:
            break
        for side in (-0.5, 0.5):
            for rise in (-0.5, 0.5):
                look(u + side * size, v + rise * size, size / 2.0)
    return best_uv


def polygons(rings: Sequence[Ring]) -> list[list[Ring]]:
    """The rings as polygons: each a shell that runs counter-clockwise followed by its holes, clockwise (even-odd)."""
    boxes = [box_of((ring,)) for ring in rings]
    around: list[list[int]] = []
    for i, ring in enumerate(rings):
        u, v = ring[0]
        around.append(
            [
                j
                for j, (u0, v0, u1, v1) in enumerate(boxes)
                if j != i and u0 <= u <= u1 and v0 <= v <= v1 and contains((rings[j],), u, v)
            ]
        )
    shells: dict[int, list[Ring]] = {}
    for i, ring in enumerate(rings):
        if len(around[i]) % 2 == 0:
            shells[i] = [ring if signed_area(ring) > 0.0 else ring[::-1]]
    for i, ring in enumerate(rings):
        if len(around[i]) % 2:
            owner = max((j for j in around[i] if j in shells), key=lambda j: len(around[j]), default=None)
            if owner is not None:
                shells[owner].append(ring if signed_area(ring) < 0.0 else ring[::-1])
    return list(shells.values())
