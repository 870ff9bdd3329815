"""Curves of the context art: points in millimetres of the body frame (u right, v up) become cubic paths.

A point is `(u, v)`, or `(u, v, "c")` where the curve turns a corner.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

Point = tuple[float, float]
Segment = tuple[Point, Point, Point, Point]


def _clean(points: list) -> tuple[list[Point], list[bool]]:
    return [(float(p[0]), float(p[1])) for p in points], [len(p) > 2 for p in points]


def spline(points: list, closed: bool) -> list[Segment]:
    """Centripetal Catmull-Rom through the points (mm) as cubic segments; corners keep their angle."""
    pts, corner = _clean(points)
    n = len(pts)
    if n == 2 and not closed:
        a, b = pts
        return [
            (
                a,
                ((2 * a[0] + b[0]) / 3, (2 * a[1] + b[1]) / 3),
                ((a[0] + 2 * b[0]) / 3, (a[1] + 2 * b[1]) / 3),
                b,
            )
        ]
    out = []
    for i in range(n if closed else n - 1):
        j = (i + 1) % n
        p1, p2 = pts[i], pts[j]
        # A corner, or the end of an open line, has no neighbour: the end tangent then points along the chord.
        p0 = pts[i - 1] if (closed or i > 0) and not corner[i] else None
        p3 = pts[(j + 1) % n] if (closed or j < n - 1) and not corner[j] else None
        d1 = math.dist(p1, p2) ** 0.5 or 1e-6
        c1, c2 = [], []
        for k in (0, 1):
            if p0 is None:
                c1.append(None)
            else:
                d0 = math.dist(p0, p1) ** 0.5 or 1e-6
                c1.append(
                    (d0 * d0 * p2[k] - d1 * d1 * p0[k] + (2 * d0 * d0 + 3 * d0 * d1 + d1 * d1) * p1[k])
                    / (3 * d0 * (d0 + d1))
                )
            if p3 is None:
                c2.append(None)
            else:
                d2 = math.dist(p2, p3) ** 0.5 or 1e-6
                c2.append(
                    (d2 * d2 * p1[k] - d1 * d1 * p3[k] + (2 * d2 * d2 + 3 * d2 * d1 + d1 * d1) * p2[k])
                    / (3 * d2 * (d2 + d1))
                )
        # A missing handle is aimed at the other handle, which gives the span one even bend.
        if c1[0] is None and c2[0] is None:
            c1 = [(2 * p1[k] + p2[k]) / 3 for k in (0, 1)]
            c2 = [(p1[k] + 2 * p2[k]) / 3 for k in (0, 1)]
        elif c1[0] is None:
            c1 = [p1[k] + (c2[k] - p1[k]) / 2 for k in (0, 1)]
        elif c2[0] is None:
            c2 = [p2[k] + (c1[k] - p2[k]) / 2 for k in (0, 1)]
        out.append((p1, (c1[0], c1[1]), (c2[0], c2[1]), p2))
    return out


def _r(p: Point) -> Point:
    return (round(p[0], 2) + 0.0, round(p[1], 2) + 0.0)


def _n(x: float) -> str:
    return f"{x:.2f}".rstrip("0").rstrip(".") if round(x, 2) else "0"


def _xy(p: Point) -> str:
    return f"{_n(p[0])} {_n(-p[1])}"


def _d(segments: list[Segment], closed: bool) -> str:
    parts = [f"M{_xy(segments[0][0])}"]
    parts += [f"C{_xy(a)} {_xy(b)} {_xy(c)}" for _, a, b, c in segments]
    return "".join(parts) + ("Z" if closed else "")


def closed_d(points: list) -> str:
    """Path data of a closed smooth shape."""
    return _d(spline(points, True), True)


def open_d(points: list) -> str:
    """Path data of an open smooth line."""
    return _d(spline(points, False), False)


def mirrored(points: list) -> list:
    """The points seen from the other side of u = 0 (and from the other plate)."""
    return [(-p[0], *p[1:]) for p in points]


def _both(half: list[Segment]) -> list[Segment]:
    """The half and its mirror image, rounded first so that the two agree to the last digit."""
    half = [tuple(_r(p) for p in s) for s in half]
    back = [tuple((-p[0] + 0.0, p[1]) for p in reversed(s)) for s in reversed(half)]
    return half + back


def _around(half: list) -> list:
    inner = half[1:-1] if half[0][0] == 0 and half[-1][0] == 0 else half
    ends = half[-1:] if half[-1][0] == 0 else []
    start = half[:1] if half[0][0] == 0 else []
    return start + inner + ends + mirrored(inner)[::-1]


def symmetric_d(half: list) -> str:
    """Closed shape across the midline from its half outline, from its top at u = 0 to its bottom at u = 0."""
    return _d(_both(spline(_around(half), True)[: len(half) - 1]), True)


def symmetric_open_d(half: list) -> str:
    """Open line across the midline; the half runs from the outer end to u = 0."""
    full = half + mirrored(half[:-1])[::-1]
    return _d(_both(spline(full, False)[: len(half) - 1]), False)


def edges(axis: list) -> tuple[list[Point], list[Point]]:
    """Left and right edges of a ribbon; the axis is [(u, v, width)], all in mm."""
    left, right = [], []
    for i, (u, v, w) in enumerate(axis):
        a, b = axis[max(i - 1, 0)], axis[min(i + 1, len(axis) - 1)]
        du, dv = b[0] - a[0], b[1] - a[1]
        k = w / 2 / (math.hypot(du, dv) or 1)
        left.append((u - dv * k, v + du * k))
        right.append((u + dv * k, v - du * k))
    return left, right


def ribbon(axis: list, cap: float = 0.35) -> list:
    """Closed outline around an axis [(u, v, width)]; `cap` is how far its round ends reach, in end widths."""
    left, right = edges(axis)

    def tip(end, before):
        du, dv = end[0] - before[0], end[1] - before[1]
        k = cap * end[2] / (math.hypot(du, dv) or 1)
        return (end[0] + du * k, end[1] + dv * k)

    if cap <= 0:
        right = [(*right[0], "c"), *right[1:-1], (*right[-1], "c")]
        left = [(*left[0], "c"), *left[1:-1], (*left[-1], "c")]
        return left + right[::-1]
    return [tip(axis[0], axis[1]), *left, tip(axis[-1], axis[-2]), *right[::-1]]


def even(points: list, width: float | tuple) -> list:
    """An axis from a line: one width (mm), or the widths of its two ends."""
    first, last = width if isinstance(width, tuple) else (width, width)
    n = len(points) - 1
    return [(u, v, first + (last - first) * i / n) for i, (u, v) in enumerate(points)]


def tube(points: list, width: float | tuple, cap: float = 0.35) -> list:
    """Closed ribbon of even or tapering width (mm) along a line."""
    return ribbon(even(points, width), cap)


def small_bone(base: Point, head: Point, wide: float, waist: float, knob: float) -> list:
    """A phalanx or metacarpal: flat base, slim shaft, round head; widths in mm."""
    du, dv = head[0] - base[0], head[1] - base[1]
    length = math.hypot(du, dv)
    x, y = du / length, dv / length

    def at(along, across):
        return (base[0] + x * along - y * across, base[1] + y * along + x * across)

    side = [
        (0.0, wide * 0.40),
        (min(0.10 * length, wide * 0.35), wide * 0.5),
        (0.34 * length, waist * 0.54),
        (0.62 * length, waist * 0.5),
        (length - knob * 0.55, knob * 0.47),
        (length - knob * 0.2, knob * 0.47),
    ]
    return [
        at(wide * 0.05, 0),
        *[at(a, c) for a, c in side],
        at(length, 0),
        *[at(a, -c) for a, c in reversed(side)],
    ]


def oval(u: float, v: float, wide: float, high: float, turn: float = 0.0) -> list:
    """An ellipse-like closed shape: centre, whole width and height in mm, turned by degrees."""
    c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    out = []
    for k in range(8):
        t = math.tau * k / 8
        # A little squarer than an ellipse: carpal bones and tarsal bones have flat faces.
        q = 1.06 if k % 2 else 1.0
        x, y = wide / 2 * math.cos(t) * q, high / 2 * math.sin(t) * q
        out.append((u + x * c - y * s, v + x * s + y * c))
    return out


@dataclass
class Sheet:
    """One plate's context art, gathered group by group in painting order."""

    plate: str
    body: list[str] = field(default_factory=list)
    layers: dict[int, dict[str, list[str]]] = field(
        default_factory=lambda: {n: {k: [] for k in PARTS} for n in (1, 2, 3)}
    )

    def _path(self, css: str, d: str, name: str, tissue: str, midline: bool) -> str:
        bits = [f'class="{css}"', f'd="{d}"']
        if name:
            bits.append(f'data-name="{name}"')
        if tissue:
            bits.append(f'data-tissue="{tissue}"')
        if midline:
            bits.append('data-side="midline"')
        return f"<path {' '.join(bits)}/>"

    def skin(self, d: str) -> None:
        self.body.append(self._path("skin", d, "Skin", "skin", True))

    def skin_line(self, *lines: list, name: str = "") -> None:
        """Open lines of the right half; several lines make one path."""
        self.body.append(self._path("skin-line", "".join(open_d(p) for p in lines), name, "", False))

    def skin_line_across(self, *halves: list, name: str = "") -> None:
        d = "".join(symmetric_open_d(p) for p in halves)
        self.body.append(self._path("skin-line", d, name, "", True))

    def skin_line_on_axis(self, *lines: list, name: str = "") -> None:
        d = "".join(open_d(p) for p in lines)
        self.body.append(self._path("skin-line", d, name, "", True))

    def _put(self, layers: str, part: str, path: str) -> None:
        for n in layers:
            self.layers[int(n)][part].append(path)

    def bone(
        self, layers: str, name: str, *shapes: list, hole: list | None = None, tissue: str = "bone"
    ) -> None:
        """A bone of the right half; `hole` is an opening in it, listed the other way round by the caller."""
        d = "".join(closed_d(s) for s in shapes) + (closed_d(hole) if hole else "")
        self._put(layers, "bones", self._path("bone", d, name, tissue, False))

    def bone_across(
        self, layers: str, name: str, *halves: list, holes: list | None = None, tissue="bone"
    ) -> None:
        """A bone across the midline; `holes` are openings of the right half, cut on both sides."""
        d = "".join(symmetric_d(h) for h in halves)
        for h in holes or []:
            half = [tuple(_r(p) for p in s) for s in spline(h, True)]
            other = [tuple((-p[0] + 0.0, p[1]) for p in reversed(s)) for s in reversed(half)]
            d += _d(half, True) + _d(other, True)
        self._put(layers, "bones", self._path("bone", d, name, tissue, True))

    def tissue(self, layers: str, css: str, name: str, *shapes: list, over: bool = False) -> None:
        """Tendon, aponeurosis, fascia or ligament of the right half."""
        kind = {"aponeurosis": "tendon"}.get(css, css)
        # One path a shape: tendons cross, and subpaths that cross would cut holes into each other.
        for shape in shapes:
            path = self._path(css, closed_d(shape), name, kind, False)
            self._put(layers, "tissue-over" if over else "tissue-under", path)

    def tissue_across(self, layers: str, css: str, name: str, *halves: list, over: bool = False) -> None:
        kind = {"aponeurosis": "tendon"}.get(css, css)
        path = self._path(css, "".join(symmetric_d(s) for s in halves), name, kind, True)
        self._put(layers, "tissue-over" if over else "tissue-under", path)

    def line(self, layers: str, *lines: list, name: str = "") -> None:
        self._put(layers, "lines", self._path("line", "".join(open_d(p) for p in lines), name, "", False))

    def line_across(self, layers: str, *halves: list, name: str = "") -> None:
        d = "".join(symmetric_open_d(p) for p in halves)
        self._put(layers, "lines", self._path("line", d, name, "", True))

    def line_on_axis(self, layers: str, *lines: list, name: str = "") -> None:
        d = "".join(open_d(p) for p in lines)
        self._put(layers, "lines", self._path("line", d, name, "", True))

    def svg(self) -> str:
        """The whole file, groups in the order the plate format asks for."""
        out = [
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-360 -1730 720 1745" '
            f'data-plate="{self.plate}" data-version="1" data-mirror="0">',
            f"<title>Context of the {self.plate} plate</title>",
            "<desc>Positions after Z-Anatomy (CC BY-SA 4.0), itself based on BodyParts3D, (c) The Database "
            "Center for Life Science (CC BY 4.0). This plate is CC BY-SA 4.0.</desc>",
            '<g id="body">',
            *self.body,
            "</g>",
        ]
        for n, parts in self.layers.items():
            out.append(f'<g id="layer-{n}" data-layer="{n}">')
            for part, paths in parts.items():
                out += [f'<g id="layer-{n}-{part}">', *paths, "</g>"]
            out.append("</g>")
        return "\n".join([*out, "</svg>", ""])


PARTS = ("bones", "tissue-under", "tissue-over", "lines")
