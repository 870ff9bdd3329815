"""Fibre lines for one ink only: as an engraver sets them, no closer than the paper, a copier and a fax keep apart.

A plate drawn small has more fibre lines than black ink can hold: they would run together into a dark patch. So some
are left out, whole lines, the longest kept first, until those that remain lie at least a gap apart over most of
their length.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bodymap.atlas.geometry import Curve, Uv

CROWDED = 0.35
"""The part of a line that may lie closer to others than the gap: fans converge at their tendon."""
STEPS = (0.25, 0.5, 0.75, 1.0)
"""Where along a cubic its points are taken."""


@dataclass(frozen=True, slots=True)
class FibreLine:
    """One open line of a path: its own curve, and points along it in millimetres."""

    curve: Curve
    points: tuple[Uv, ...]


def lines_of(curve: Curve) -> Iterator[FibreLine]:
    """The open lines that a path of fibres holds."""
    ops, xy = curve.ops, curve.xy
    starts = [number for number, op in enumerate(ops) if op == "M"]
    at = 0
    for start, end in zip(starts, [*starts[1:], len(ops)], strict=True):
        first = at
        points: list[Uv] = []
        for op in ops[start:end]:
            if op == "C":
                u0, v0 = points[-1]
                u1, v1, u2, v2, u3, v3 = xy[at : at + 6]
                for t in STEPS:
                    s = 1 - t
                    a, b, c, d = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
                    points.append((a * u0 + b * u1 + c * u2 + d * u3, a * v0 + b * v1 + c * v2 + d * v3))
                at += 6
            elif op in "ML":
                points.append((xy[at], xy[at + 1]))
                at += 2
        yield FibreLine(Curve(ops[start:end], xy[first:at]), tuple(points))


def apart(lines: list[FibreLine], gap: float) -> list[FibreLine]:
    """Those lines of one muscle that lie at least `gap` millimetres apart, the longest first."""
    taken: dict[tuple[int, int], list[Uv]] = {}
    kept = []
    near = gap * gap

    def crowded(u: float, v: float) -> bool:
        column, row = int(u // gap), int(v // gap)
        for i in (column - 1, column, column + 1):
            for j in (row - 1, row, row + 1):
                for other_u, other_v in taken.get((i, j), ()):
                    if (u - other_u) ** 2 + (v - other_v) ** 2 < near:
                        return True
        return False

    for line in sorted(lines, key=_length, reverse=True):
        points = _even(line.points, gap / 2)
        if sum(crowded(u, v) for u, v in points) <= CROWDED * len(points):
            kept.append(line)
            for u, v in points:
                taken.setdefault((int(u // gap), int(v // gap)), []).append((u, v))
    return kept


def _length(line: FibreLine) -> float:
    return sum(((u1 - u0) ** 2 + (v1 - v0) ** 2) ** 0.5 for (u0, v0), (u1, v1) in pairwise(line.points))


def _even(points: tuple[Uv, ...], step: float) -> list[Uv]:
    """Points no further than a step apart along the line."""
    made: list[Uv] = []
    for (u0, v0), (u1, v1) in pairwise(points):
        pieces = max(1, int((((u1 - u0) ** 2 + (v1 - v0) ** 2) ** 0.5) / step))
        made.extend((u0 + (u1 - u0) * k / pieces, v0 + (v1 - v0) * k / pieces) for k in range(pieces))
    return [*made, points[-1]]
