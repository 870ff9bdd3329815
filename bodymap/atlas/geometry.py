"""Curves in millimetres of a plate: (u, v), v upwards. Floats only; no Qt."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

Uv = tuple[float, float]
Box = tuple[float, float, float, float]  # u0, v0, u1, v1


@dataclass(frozen=True, slots=True)
class Curve:
    """A path of M, L, C and Z: `ops` holds a letter a command, `xy` their numbers (2, 2, 6 and 0), v upwards."""

    ops: str
    xy: array[float]
