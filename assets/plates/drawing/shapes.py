"""Read a plate as shapely geometry in (u, v) millimetres, v upwards. Shared by check.py and export.py."""

import re
import xml.etree.ElementTree as ET

import numpy as np
from shapely.geometry import LineString, Polygon
from shapely.ops import unary_union

SVG = "{http://www.w3.org/2000/svg}"


def pieces(d, steps=10):
    """Each subpath of `d`: (points flattened, nodes, length in mm, closed)."""
    out = []
    for body in re.findall(r"M[^M]*", d):
        points, nodes, closed = [], 0, False
        for command, text in re.findall(r"([MLCZ])([^MLCZ]*)", body):
            n = [float(x) for x in re.findall(r"-?\d*\.?\d+", text)]
            if command == "Z":
                closed = True
                continue
            nodes += 1
            if command == "C":
                p = np.array([points[-1], (n[0], -n[1]), (n[2], -n[3]), (n[4], -n[5])])
                t = np.linspace(0, 1, steps + 1)[1:, None]
                q = (
                    (1 - t) ** 3 * p[0]
                    + 3 * (1 - t) ** 2 * t * p[1]
                    + 3 * (1 - t) * t**2 * p[2]
                    + t**3 * p[3]
                )
                points += [tuple(x) for x in q]
            else:
                points.append((n[0], -n[1]))
        a = np.array(points)
        length = float(np.hypot(*np.diff(a, axis=0).T).sum()) if len(a) > 1 else 0.0
        out.append((a, nodes, length, closed))
    return out


def polygon(d):
    """A closed path as one geometry, even-odd."""
    shape = Polygon()
    for points, *_ in sorted(pieces(d), key=lambda p: -abs(Polygon(p[0]).area) if len(p[0]) > 2 else 0):
        if len(points) > 2:
            shape = shape.symmetric_difference(Polygon(points).buffer(0))
    return shape


def lines(d):
    return unary_union([LineString(p) for p, *_ in pieces(d, 6) if len(p) > 1])


def paths(root, group):
    g = next((g for g in root.iter(SVG + "g") if g.get("id") == group), None)
    return [] if g is None else g.findall(SVG + "path")


def load(file):
    return ET.parse(file).getroot()
