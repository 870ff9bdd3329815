"""Draw the plates from measured anatomy.

draw.py ANATOMY_DIR [PLATE ...] [--out DIR] [--context DIR]

The measurements (outlines.json, fibres.json) say where each muscle lies; corrections.py says where they are wrong or
silent; the drawing - cleaned shapes, common borders, fibres and relief - is made here. If context_PLATE.svg lies
beside this file, its skin, bones and lines are taken in. A drawing aid: needs numpy, scipy and shapely, which the
program itself does not.
"""

import argparse
import csv
import json
import math
import pathlib
import xml.etree.ElementTree as ET

import corrections as C
import corrections_side as S
import fibres
import numpy as np
import shapes
import topology as T
from frames import FRAMES
from scipy import ndimage
from shapely import contains_xy
from shapely.geometry import Polygon
from shapely.ops import unary_union

HERE = pathlib.Path(__file__).resolve().parent
PIXEL = 0.5  # mm
BOTTOM = -12.0  # mm, height of the first row
WIDTH, HEIGHT = 720, 3500  # pixels
SHIFT = 0.0  # mm, u of the first column
NODES = 11.8  # at most, per 100 mm of a muscle's outline: 12, less what rounding may add
CREDIT = (
    "Muscle positions after Z-Anatomy (CC BY-SA 4.0), itself based on BodyParts3D, (c) The Database Center for Life "
    "Science (CC BY 4.0). This plate is CC BY-SA 4.0."
)
SVG = "http://www.w3.org/2000/svg"


def use(frame):
    """Draw on the grid of this plate from now on."""
    global BOTTOM, WIDTH, HEIGHT, SHIFT
    BOTTOM, SHIFT = frame.bottom, frame.shift
    WIDTH, HEIGHT = round(frame.width / PIXEL), round(frame.height / PIXEL)


def exchange(reference, fibres):
    """Give muscles that the model has exchanged their own names again (corrections.EXCHANGED)."""
    tables = [*reference["layers"].values(), reference["full"], *fibres.values()]
    for one, other in C.EXCHANGED:
        for table in tables:
            ones, others = table.pop(one, None), table.pop(other, None)
            if ones is not None:
                table[other] = ones
            if others is not None:
                table[one] = others


class Plate:
    """What is needed to draw one view; `sign` turns distance from the mirror line into u."""

    def __init__(self, name, anatomy):
        self.name = name
        self.frame = FRAMES[name]
        self.sign = self.frame.sign
        self.context = S.names(name)
        use(self.frame)
        views = json.loads((anatomy / "outlines.json").read_text())
        self.reference = views[name]
        self.fibres = json.loads((anatomy / "fibres.json").read_text())[name]
        for muscle, (view, layer) in S.BORROWED.get(name, {}).items():
            self.reference["full"][muscle] = views[view]["layers"][layer][muscle]
        exchange(self.reference, self.fibres)
        with open(anatomy / "muscles.tsv", encoding="utf-8") as f:
            self.english = {row["id"]: row["english"] for row in csv.DictReader(f, delimiter="\t")}

    def full(self, muscle):
        """The outlines of a muscle's whole silhouette."""
        entry = self.reference["full"][muscle]
        return entry["outlines"] if isinstance(entry, dict) else entry

    def polygon(self, outlines):
        """Outlines as one shape in (x, v)."""
        parts = {True: [], False: []}
        for o in outlines:
            if len(o["points"]) > 2:
                parts[o["hole"]].append(Polygon([(self.frame.x(u), v) for u, v in o["points"]]).buffer(0))
        return unary_union(parts[False]).difference(unary_union(parts[True]))


def raster(shape, margin=0.0):
    """Pixels whose centre lies in a shape given in (x, v)."""
    out = np.zeros((HEIGHT, WIDTH), bool)
    for g in getattr(shape, "geoms", [shape]):
        if g.is_empty or g.area == 0:
            continue
        x0, v0, x1, v1 = g.bounds
        j0, j1 = max(0, int(x0 / PIXEL) - 1), min(WIDTH, int(x1 / PIXEL) + 2)
        i0, i1 = max(0, int((v0 - BOTTOM) / PIXEL) - 1), min(HEIGHT, int((v1 - BOTTOM) / PIXEL) + 2)
        if j1 <= j0 or i1 <= i0:
            continue
        x, v = np.meshgrid((np.arange(j0, j1) + 0.5) * PIXEL, (np.arange(i0, i1) + 0.5) * PIXEL + BOTTOM)
        out[i0:i1, j0:j1] |= contains_xy(g, x, v)
    return out


def curve(points, closed=True):
    """A smooth line through hand-set points (Catmull-Rom), for the shapes drawn by hand in corrections.py."""
    p = np.asarray(points, float)
    q = np.concatenate([p[-1:], p, p[:2]]) if closed else np.concatenate([p[:1], p, p[-1:]])
    t = np.linspace(0, 1, 9)[:-1, None]
    out = []
    for a, b, c, d in zip(q[:-3], q[1:-2], q[2:-1], q[3:], strict=True):
        out.append(
            0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        )
    if not closed:
        out.append(p[-1:])
    return np.concatenate(out)


def box_of(mask, margin):
    i, j = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return (
        slice(max(0, i[0] - margin), min(HEIGHT, i[-1] + margin + 1)),
        slice(max(0, j[0] - margin), min(WIDTH, j[-1] + margin + 1)),
    )


def fine_areas(plate):
    """Where structures are small: hand, foot, face. There shapes are cleaned with a lighter hand."""
    out = np.zeros((HEIGHT, WIDTH), bool)
    v = (np.arange(HEIGHT) + 0.5) * PIXEL + BOTTOM
    x = (np.arange(WIDTH) + 0.5) * PIXEL
    if plate.frame.fine:
        for u0, v0, u1, v1 in plate.frame.fine:
            x0, x1 = sorted((plate.frame.x(u0), plate.frame.x(u1)))
            out[((v > v0) & (v < v1))[:, None] & ((x > x0) & (x < x1))[None, :]] = True
        return out
    out[(v < 108)[:, None] & (x > 0)[None, :]] = True
    out[(v < 905)[:, None] & (x > 218)[None, :] & (v > 600)[:, None]] = True
    out[(v > (1395 if plate.name == "anterior" else 1490))[:, None] & (x < 110)[None, :]] = True
    return out


def label_map(plate, layer, fine, context=False):
    """The cleaned label map of a layer and the names of its labels (index 0 is background)."""
    shown = plate.reference["layers"][str(layer)]
    names, labels = [None], np.zeros((HEIGHT, WIDTH), np.int16)
    drop = C.DROP.get((plate.name, layer), set())
    keep = C.KEEP.get((plate.name, layer), set())
    for name, entry in sorted(shown.items()):
        shape = plate.polygon(entry["outlines"])
        known = name in plate.english
        if name in drop or not (known or name in plate.context):
            continue
        enough = shape.area >= 140 or (shape.area >= 45 and entry["visible_fraction"] >= 0.4) or name in keep
        if not enough:
            continue
        names.append(name)
        labels[raster(shape)] = len(names) - 1
    # what is dropped is given to the nearest muscle, if it lay among muscles
    for name in sorted(shown):
        if name not in names and name not in C.BARE.get((plate.name, layer), set()):
            hole = raster(plate.polygon(shown[name]["outlines"])) & (labels == 0)
            if hole.any():
                labels[hole] = -2
    labels = absorb(labels)

    def number(name):
        if name not in names:
            names.append(name)
        return names.index(name)

    def apply(edits):
        for kind, name, where, points in edits:
            if context and name in C.LEFT_TO_CONTEXT:
                if where != ["rectus-femoris"]:
                    continue
                name = None
            if kind == "full":
                area = raster(plate.polygon(plate.full(name)))
                if points is not None:
                    area &= raster(Polygon(curve(points)).buffer(0))
            elif kind == "straight":
                area = raster(Polygon(points).buffer(0))
            elif kind == "strip":
                area = strip(np.isin(labels, [number(w) for w in where]), *points)
            elif kind == "tendon":
                if where[0] not in names:
                    continue
                area = beyond(labels == number(where[0]), *points)
            else:
                area = raster(Polygon(curve(points)).buffer(0))
            if where is not None:
                allowed = [number(w) if w else 0 for w in where]
                area &= np.isin(labels, allowed)
            labels[area] = number(name) if name else 0

    apply(C.EDITS.get((plate.name, layer), []))
    labels = close_gaps(labels)
    labels = without_slivers(labels, names, fine)
    labels = smooth(labels, fine)
    apply(C.PARTS.get((plate.name, layer), []))
    labels = crumbs(labels, names)
    labels = smooth(labels, fine, light=True)
    labels = crumbs(labels, names)
    meet = {names.index(n) for n in C.MIDLINE.get((plate.name, layer), ()) if n in names}
    for row in labels:
        first = int((row != 0).argmax())
        if 0 < first * PIXEL <= 4.0 and int(row[first]) in meet:
            row[:first] = row[first]
    return T.without_checkerboards(labels), names


def strip(mask, v0, v1, width):
    """The outermost `width` mm of a shape between two heights, narrowing towards its upper end."""
    out = np.zeros_like(mask)
    for i in range(int((v0 - BOTTOM) / PIXEL), int((v1 - BOTTOM) / PIXEL)):
        columns = np.nonzero(mask[i])[0]
        if len(columns):
            v = i * PIXEL + BOTTOM
            reach = width * min(1.0, 0.25 + 1.5 * (v1 - v) / (v1 - v0))
            out[i, max(columns[0], columns[-1] - int(reach / PIXEL)) : columns[-1] + 1] = True
    return out & mask


def beyond(mask, x, v, dx, dv, k):
    """What lies beyond (x, v) in direction (dx, dv), and `k` times its depth further back: a tongue of tendon."""
    out = np.zeros_like(mask)
    if not mask.any():
        return out
    where = box_of(mask, 2)
    sub = mask[where]
    depth = ndimage.distance_transform_edt(sub) * PIXEL
    gi, gj = np.nonzero(sub)
    px = (gj + where[1].start + 0.5) * PIXEL
    pv = (gi + where[0].start + 0.5) * PIXEL + BOTTOM
    along = ((px - x) * dx + (pv - v) * dv) / math.hypot(dx, dv)
    inner = out[where]
    inner[gi, gj] = along > -k * depth[gi, gj]
    return out


def nearest(labels, empty, among):
    """`labels` with the pixels `empty` given the nearest label found in `among`."""
    if not empty.any() or not among.any():
        return labels
    where = box_of(empty, 60)
    index = ndimage.distance_transform_edt(~among[where], return_distances=False, return_indices=True)
    sub = labels[where].copy()
    sub[empty[where]] = sub[tuple(index)][empty[where]]
    out = labels.copy()
    out[where] = sub
    return out


def absorb(labels, reach=5.0):
    """Dropped pixels (-2) within `reach` mm of a muscle become that muscle, the rest background."""
    empty = labels == -2
    far = ndimage.distance_transform_edt(~(labels > 0)) * PIXEL > reach
    labels = nearest(labels, empty & ~far, labels > 0)
    labels[labels == -2] = 0
    return labels


def close_gaps(labels, gap=3.0):
    """Neighbours meet: chinks up to `gap` mm between muscles are given to the nearest."""
    solid = np.pad(labels > 0, 8)
    radius = gap / 2 / PIXEL
    grown = ndimage.distance_transform_edt(~solid) <= radius
    closed = (ndimage.distance_transform_edt(grown) > radius)[8:-8, 8:-8]
    return nearest(labels, closed & (labels == 0), labels > 0)


def without_slivers(labels, names, fine):
    """Parts of a muscle thinner than about 2 mm (0.8 mm in the hand, foot and face) go to the neighbours."""
    lost = np.zeros(labels.shape, bool)
    for k in range(1, len(names)):
        mask = labels == k
        if not mask.any():
            continue
        where = box_of(mask, 8)
        sub = mask[where]
        # the mirror line is not an edge
        padded = np.pad(sub, ((0, 0), (8, 0)), mode="edge" if where[1].start == 0 else "constant")
        for r, zone in (
            (C.SLIVER.get(names[k], 1.2), ~fine[where]),
            (C.SLIVER_FINE.get(names[k], 0.45), fine[where]),
        ):
            r = r / PIXEL
            core = ndimage.distance_transform_edt(padded) > r
            opened = (
                (ndimage.distance_transform_edt(~core) <= r + 0.8)[:, 8:]
                if core.any()
                else np.zeros_like(sub)
            )
            lost[where] |= sub & ~opened & zone
    work = labels.copy()
    work[lost] = 0
    return nearest(work, lost, ~lost)


def smooth(labels, fine, light=False):
    """Each pixel takes the label that prevails around it: rounds stair-steps, keeps neighbours meeting."""
    out = labels.copy()
    best = {}
    for zone, sigma in ((~fine, 0.7 if light else 1.5), (fine, 0.35 if light else 0.6)):
        score = np.zeros(labels.shape, np.float32)
        winner = labels.copy()
        for k in np.unique(labels):
            mask = labels == k
            where = box_of(mask, 16) if k else (slice(None), slice(None))
            g = ndimage.gaussian_filter(
                mask[where].astype(np.float32), sigma / PIXEL, mode="nearest", truncate=3
            )
            better = g > score[where]
            score[where][better] = g[better]
            winner[where][better] = k
        best[sigma] = winner
        out[zone] = winner[zone]
    return out


def crumbs(labels, names):
    """Small loose pieces, and small holes, go to what surrounds them."""
    lost = np.zeros(labels.shape, bool)
    for k in range(len(names)):
        mask = labels == k
        parts, n = ndimage.label(mask)
        if not n:
            continue
        areas = np.bincount(parts.ravel())[1:] * PIXEL**2
        if k == 0:
            small = areas < 30
        elif names[k] in C.MANY:
            small = areas < 14
        else:
            small = areas < max(16, 0.12 * areas.max())
        small &= areas < areas.max()
        if k and areas.max() < 12:
            small[:] = True
        if small.any():
            lost |= np.isin(parts, np.nonzero(small)[0] + 1)
    return nearest(labels, lost, ~lost)


# relief ---------------------------------------------------------------------------------------------------------


def outline(sub, x0, v0):
    """The outer border of a shape, a little inside it, as points a millimetre apart, anticlockwise; None if too
    small. The mirror line is no edge.
    """
    padded = np.pad(sub, ((0, 0), (9, 0)), mode="edge" if x0 == 0 else "constant")
    inner = ndimage.distance_transform_edt(padded)[:, 9:] * PIXEL > 0.7
    labels = T.without_checkerboards(np.pad(inner, ((0, 0), (1, 0))).astype(np.int16))
    if not labels.any():
        return None
    arcs = T.trace(labels, PIXEL, v0, rounds=24, tolerance=0.4)
    rings = [T.flat(T.ring_segments(r)) for r in T.rings(arcs, {1})]
    ring = max(rings, key=lambda p: Polygon(p).area, default=None)
    if ring is None:
        return None
    p = np.asarray(ring, float) + np.array([x0 - PIXEL, 0.0])
    p = np.concatenate([p, p[:1]])
    p = p[np.r_[True, np.hypot(*np.diff(p, axis=0).T) > 1e-6]]
    run = np.r_[0, np.cumsum(np.hypot(*np.diff(p, axis=0).T))]
    if run[-1] < 30:
        return None
    s = np.linspace(0, run[-1], int(run[-1]), endpoint=False)
    p = np.stack([np.interp(s, run, p[:, k]) for k in (0, 1)], 1)
    around = (p[:, 0] * np.roll(p[:, 1], -1) - p[:, 1] * np.roll(p[:, 0], -1)).sum()
    return p if around > 0 else p[::-1]


def lens(left, right, home=None):
    """A closed shape with pointed ends between two lines, as segments; empty if it would cross itself or leave
    `home`."""
    around = np.concatenate([left, right[::-1]])
    if len(left) < 6 or not Polygon(around).is_valid or Polygon(around).area < 8:
        return []
    segments = T.fit(left, 0.25) + T.fit(right[::-1], 0.25)
    if home is not None and Polygon(T.flat(segments)).buffer(0).difference(home).area > 0.5:
        return []
    return segments


def shadow(ring, flesh, light, x0, v0, most):
    """The far edge of a belly in shadow: lenses [wide, narrow] along the longest stretch of its border that turns from
    the lamp, without corners, tapering to nothing at both ends and where flesh gives way to tendon.
    """

    def fleshy(p):
        i = ((p[..., 1] - v0) / PIXEL).astype(int).clip(0, flesh.shape[0] - 1)
        j = ((p[..., 0] - x0) / PIXEL).astype(int).clip(0, flesh.shape[1] - 1)
        return flesh[i, j]

    def normal(sigma):
        q = ndimage.gaussian_filter1d(ring, sigma, axis=0, mode="wrap")
        t = np.roll(q, -1, 0) - np.roll(q, 1, 0)
        t /= np.maximum(np.hypot(*t.T), 1e-6)[:, None]
        return np.stack([t[:, 1], -t[:, 0]], 1)

    n = len(ring)
    out = normal(float(np.clip(n / 60, 2.0, 8.0)))
    lamp = np.asarray(light[:2]) / math.hypot(*light[:2])
    away = -(out @ lamp)
    reach = np.arange(1.0, 70.0)
    inward = fleshy(ring[:, None] - out[:, None] * reach[None, :, None])
    # narrow bands of tendon across the flesh do not end a belly
    inward = ndimage.binary_closing(np.pad(inward, ((8, 8), (0, 0)), mode="wrap"), np.ones((13, 1)))[8:-8]
    thick = np.where(inward.all(1), len(reach), inward.argmin(1)).astype(float)
    thick = np.minimum(thick, ndimage.minimum_filter1d(thick, 5, mode="wrap") + 3)
    thick = ndimage.gaussian_filter1d(thick, 10, mode="wrap")
    sharp = normal(2.0)
    corner = (np.roll(sharp, -4, 0) * np.roll(sharp, 4, 0)).sum(1) < math.cos(math.radians(58))
    good = (away > 0.12) & (thick > 2.5) & ~ndimage.binary_dilation(corner, iterations=2)
    if good.all() or not good.any():
        return []
    start = int(good.argmin())
    parts, count = ndimage.label(np.roll(good, -start))
    best, most_shade = None, 0.0
    for k in range(1, count + 1):
        at = (np.nonzero(parts == k)[0] + start) % n
        # one direction: a shadow that turns the corner looks like a hook
        weight = away[at] * np.minimum(thick[at], 20)
        mean = (out[at] * weight[:, None]).sum(0)
        straight = out[at] @ (mean / math.hypot(*mean)) > math.cos(math.radians(48))
        pieces, number_of = ndimage.label(straight)
        for m in range(1, number_of + 1):
            piece = at[pieces == m]
            amount = float((away[piece] * np.sqrt(thick[piece])).sum())
            if amount > most_shade:
                best, most_shade = piece, amount
    if best is None or len(best) < 14:
        return []
    edge, side = ring[best], normal(6.0)[best]
    broad = min(most, 0.36 * float(np.median(thick[best])))
    turned = np.clip((away[best] - 0.05) / 0.45, 0.35, 1.0)
    home = Polygon(ring).buffer(0).buffer(0.4)
    shapes_of = []
    for cut, part in ((0.0, 1.0), (0.13, 0.46)):
        a, b = int(cut * len(best)), len(best) - int(cut * len(best))
        t = np.linspace(0, 1, b - a)
        width = np.minimum(broad * turned[a:b], 0.42 * thick[best][a:b])
        width = ndimage.gaussian_filter1d(width, 20, mode="nearest") * part * np.sin(np.pi * t) ** 0.85
        for less in (1.0, 0.75, 0.5):
            segments = lens(edge[a:b], edge[a:b] - side[a:b] * (less * width)[:, None], home)
            if segments:
                shapes_of.append(segments)
                break
    return shapes_of


def gleam(flesh, light, x0, v0, heading):
    """The light on a belly: two or three thin streaks of unequal length along its fibres, on the side of the lamp, each
    a long lens; empty if there is no room.
    """
    core = ndimage.binary_opening(flesh, iterations=4)
    parts, n = ndimage.label(core)
    if not n:
        return []
    sizes = np.bincount(parts.ravel())[1:]
    core = parts == sizes.argmax() + 1
    area = core.sum() * PIXEL**2
    if area < 350:
        return []
    depth = ndimage.distance_transform_edt(core) * PIXEL
    gi, gj = np.nonzero(core)
    x, v = (gj + 0.5) * PIXEL + x0, (gi + 0.5) * PIXEL + v0
    c = np.array([x.mean(), v.mean()])
    w, vec = np.linalg.eigh(np.cov(np.stack([x, v])))
    lamp = np.asarray(light[:2]) / math.hypot(*light[:2])

    def inside(points, margin):
        i = ((points[:, 1] - v0) / PIXEL).astype(int).clip(0, flesh.shape[0] - 1)
        j = ((points[:, 0] - x0) / PIXEL).astype(int).clip(0, flesh.shape[1] - 1)
        return depth[i, j] > margin

    if w[1] > 5 * w[0]:
        along = vec[:, 1] * (1 if vec[1, 1] < 0 else -1)  # downwards
        across = np.array([-along[1], along[0]])
        if across @ lamp < 0:
            across = -across
        a, b = (x - c[0]) * along[0] + (v - c[1]) * along[1], (x - c[0]) * across[0] + (v - c[1]) * across[1]
        s = np.arange(math.floor(a.min()) + 1, math.ceil(a.max()))
        k = np.round(a - s[0]).astype(int).clip(0, len(s) - 1)
        high, low = np.full(len(s), -1e9), np.full(len(s), 1e9)
        np.maximum.at(high, k, b)
        np.minimum.at(low, k, b)
        wide = high - low
        if len(s) < 24 or (wide < 0).any():
            return []
        full = np.nonzero(wide > 0.55 * np.quantile(wide, 0.9))[0]
        length, reach = full[-1] - full[0], 0.3 * (full[-1] - full[0])
        half = min(0.05 * float(np.median(wide[full])), 1.5)
        seeds = []
        for at, off in ((0.4, 0.33), (0.52, 0.25), (0.3, 0.43)):
            k = full[0] + int(at * length)
            seeds.append(c + s[k] * along + (high[k] - off * wide[k]) * across)
    else:
        size = math.sqrt(area)
        reach, half = 0.34 * size, min(0.02 * size, 1.5)
        middle = c + lamp * 0.2 * size
        way = heading(*middle)
        side = np.array([-way[1], way[0]])
        seeds = [
            middle + side * off * size + way * back * size
            for off, back in ((0, 0), (0.06, 0.08), (-0.06, -0.05))
        ]
    streaks = []
    for seed, share in zip(seeds, (1.0, 0.6, 0.5), strict=True):
        if inside(seed[None], 2.5)[0]:
            streak = _streak(seed, share * reach, half * (0.6 + 0.4 * share), heading, inside)
            if streak:
                streaks.append(streak)
    return streaks


def _streak(seed, reach, half, heading, inside):
    """A lens `half` mm thick to each side along the fibres through `seed`, `reach` mm each way; empty without room."""
    ways = []
    for sign in (1, -1):
        p, d, way = seed.copy(), sign * heading(*seed), []
        for _ in range(int(reach)):
            h = heading(*p)
            d = h if h @ d > 0 else -h
            p = p + d
            if not inside(p[None], 2.5)[0]:
                break
            way.append(p)
        ways.append(way)
    points = np.array([*ways[1][::-1], seed, *ways[0]])
    if len(points) < 14:
        return []
    points = ndimage.gaussian_filter1d(points, 5, axis=0, mode="nearest")
    t = np.linspace(-1, 1, len(points))
    tangent = np.gradient(points, axis=0)
    tangent /= np.maximum(np.hypot(*tangent.T), 1e-6)[:, None]
    side = np.stack([-tangent[:, 1], tangent[:, 0]], 1) * (half * (1 - t**2))[:, None]
    left, right = points + side, points - side
    return lens(left, right) if inside(np.concatenate([left, right]), 1.0).all() else []


def relief_shapes(mask, belly, light, heading, one_belly=False, sheet=False):
    """[(class, segments)] of one muscle; `mask` on the drawing grid, `belly` the part of it that is flesh. In each of
    its pieces one shadow along the far edge, in two steps, and on the largest a light; a broad sheet has a narrow
    shadow only.
    """
    where = box_of(mask, 6)
    sub, flesh = mask[where], belly[where]
    x0, v0 = where[1].start * PIXEL, where[0].start * PIXEL + BOTTOM
    parts, n = ndimage.label(sub)
    sizes = np.bincount(parts.ravel())[1:] * PIXEL**2 if n else []
    shade, deep, bright = [], [], []
    for k, size in enumerate(sizes, 1):
        piece = parts == k
        meat = piece & flesh
        if size < 110 or meat.sum() * PIXEL**2 < 80:
            continue
        ring = outline(piece, x0, v0)
        if ring is not None:
            tones = shadow(ring, meat, light, x0, v0, 8.0 if sheet else 12.0)
            shade += tones[:1]
            deep += tones[1:]
        if not sheet and not one_belly and size > 0.5 * max(sizes):
            bright += gleam(meat, light, x0, v0, heading)
    return [(kind, found) for kind, found in (("shade", shade), ("shade", deep), ("light", bright)) if found]


def groove(arcs, mine, other, depth):
    """The furrow beside a neighbour that lies before a muscle: narrow shadows on it along their common border, in two
    steps, pointed at both ends.
    """
    common = [T.flat(arc.segments) for arc in arcs if {arc.left, arc.right} == {mine, other} and arc.segments]
    if not common:
        return []
    edge = max(common, key=lambda p: np.hypot(*np.diff(p, axis=0).T).sum())
    along = np.r_[0, np.hypot(*np.diff(edge, axis=0).T).cumsum()]
    at = np.arange(0, along[-1], 1.0)
    edge = np.stack([np.interp(at, along, edge[:, k]) for k in (0, 1)], 1)
    way = np.gradient(ndimage.gaussian_filter1d(edge, 6, axis=0), axis=0)
    side = np.stack([-way[:, 1], way[:, 0]], 1) / np.maximum(np.hypot(*way.T), 1e-6)[:, None]
    home = unary_union([Polygon(T.flat(T.ring_segments(ring))).buffer(0) for ring in T.rings(arcs, {mine})])
    middle = len(edge) // 2
    if not contains_xy(home, *(edge[middle] + side[middle])):
        side = -side
    width = depth * np.sin(np.pi * np.linspace(0, 1, len(edge))) ** 0.6
    edge, home = edge + 0.2 * side, home.buffer(0.3)
    lenses = [lens(edge, edge + side * (part * width)[:, None], home) for part in (1.0, 0.45)]
    return [("shade", [segments]) for segments in lenses if segments]


# writing --------------------------------------------------------------------------------------------------------


def number(value):
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def path_data(pieces, sign, closed=True):
    """`d` of pieces, each a list of segments in (x, v)."""
    out = []
    for segments in pieces:
        start = segments[0][0]
        out.append(f"M{number(sign * start[0] + SHIFT)} {number(-start[1])}")
        for s in segments:
            command = "L" if len(s) == 2 else "C"
            out.append(command + " ".join(f"{number(sign * p[0] + SHIFT)} {number(-p[1])}" for p in s[1:]))
        if closed:
            if out[-1].startswith("L") and np.allclose(segments[-1][-1], start):
                out.pop()
            out.append("Z")
    return "".join(out)


def whole(ring):
    """A ring that touches the mirror line, completed by its mirror image; None if it does not touch."""
    k = next((k for k, (arc, _) in enumerate(ring) if arc.on_mirror), None)
    if k is None or sum(arc.on_mirror for arc, _ in ring) != 1:
        return None
    half = T.ring_segments(ring[k + 1 :] + ring[:k])
    flip = np.array([-1.0, 1.0])
    return half + [(s * flip)[::-1] for s in half[::-1]]


class Group:
    def __init__(self, parent, name, **extra):
        self.element = ET.SubElement(parent, f"{{{SVG}}}g", {"id": name, **extra})

    def add(self, kind, d, **attributes):
        if d:
            names = {k.replace("_", "-"): str(v) for k, v in attributes.items() if v is not None}
            ET.SubElement(self.element, f"{{{SVG}}}path", {"class": kind, **names, "d": d})


def inside_of(arcs, label):
    """Pixels inside a label's drawn border."""
    out = np.zeros((HEIGHT, WIDTH), bool)
    for ring in T.rings(arcs, {label}):
        out ^= raster(Polygon(T.flat(T.ring_segments(ring))).buffer(0))
    return out


def half_to_whole_or_half(group, kind, arcs, members, sign, **attributes):
    """Add the shape of labels as one path, or, where it crosses the mirror line, whole as a midline path."""
    sides, middle = [], []
    for ring in T.rings(arcs, members):
        segments = T.ring_segments(ring)
        if abs(T.area(segments)) < 8:
            continue
        both = whole(ring)
        (middle if both else sides).append(both or segments)
    group.add(kind, path_data(middle, sign), data_side="midline", **attributes)
    group.add(kind, path_data(sides, sign), **attributes)


def mask_arcs(mask, rounds=60, tolerance=0.5):
    return T.trace(T.without_checkerboards(mask.astype(np.int16)), PIXEL, BOTTOM, rounds, tolerance)


def own_context(plate, groups, layer, solid):
    """Bones from the measurements, when nobody has drawn them."""
    bone = raster(plate.polygon(plate.reference["bones"][str(layer)]))
    bone &= ndimage.distance_transform_edt(~solid) * PIXEL < 400
    # the bone runs on under the muscles, so that no paper shows between them
    near = ndimage.distance_transform_edt(~bone) * PIXEL < 4
    bone |= near & solid
    bone = ndimage.gaussian_filter(bone.astype(np.float32), 2.0) > 0.5
    parts, _n = ndimage.label(bone)
    sizes = np.bincount(parts.ravel()) * PIXEL**2
    bone &= (sizes >= 60)[parts]
    arcs = mask_arcs(bone)
    half_to_whole_or_half(
        groups["bones"], "bone", arcs, {1}, plate.sign, data_name="Bone", data_tissue="bone"
    )


def uncovered(d, sign, covered):
    """The parts of an open line that no muscle covers, as path data."""
    out = []
    for points, *_ in shapes.pieces(d, 24):
        p = (points - np.array([SHIFT, 0.0])) * np.array([sign, 1.0])
        j = np.abs(p[:, 0] / PIXEL).astype(int).clip(0, WIDTH - 1)
        i = ((p[:, 1] - BOTTOM) / PIXEL).astype(int).clip(0, HEIGHT - 1)
        runs = np.split(np.arange(len(p)), np.nonzero(np.diff(covered[i, j].astype(int)))[0] + 1)
        for run in runs:
            if not covered[i[run[0]], j[run[0]]] and len(run) > 5:
                out.append(T.fit(p[run], 0.1))
    return path_data([s for s in out if s], sign, closed=False)


def merge(root, file, sign, solid):
    """Take in skin, bones, lines and tissue drawn elsewhere in the same format; `solid`: muscle pixels by layer."""
    for g in ET.parse(file).getroot().iter(f"{{{SVG}}}g"):
        name = g.get("id", "")
        target = next((t for t in root.iter(f"{{{SVG}}}g") if t.get("id") == name), None)
        if target is not None:
            layer = int(name[6]) if name.startswith("layer-") else 0
            for path in g.findall(f"{{{SVG}}}path"):
                label = path.get("data-name")
                if label in C.REPLACES.get(layer, ()):
                    continue
                if name.endswith("-lines") and label not in C.OVER_MUSCLE:
                    path.set("d", uncovered(path.get("d"), sign, solid[layer]))
                if path.get("d"):
                    target.append(path)


def spacing_of(mask):
    """Millimetres between fibres: finer in small muscles."""
    depth = ndimage.distance_transform_edt(mask[box_of(mask, 2)])
    width = 2 * PIXEL * float(np.percentile(depth[depth > 0], 95))
    return float(np.clip(width / 7.5, 1.5, 3.6))


def fibre_samples(plate, layer, name, mask):
    hand = C.FIBRES.get((plate.name, layer, name)) or C.FIBRES.get((plate.name, 0, name))
    rows = []
    if hand:
        for x, v, dx, dv in hand:
            rows.append((x, v, math.atan2(dv, dx), 1.0))
        return rows
    for u, v, angle, coherence in plate.fibres.get(str(layer), {}).get(name, []):
        a = math.radians(angle)
        rows.append(
            (
                plate.frame.x(u),
                v,
                math.atan2(math.sin(a), plate.sign * math.cos(a)),
                max(0, coherence - 0.2) ** 1.5,
            )
        )
    i, j = np.nonzero(mask)
    rows.append((j.mean() * PIXEL, i.mean() * PIXEL + BOTTOM, fibres.axis(mask), 0.02))
    return rows


def directions(rows, mask):
    """A function (x, v) -> unit direction of the fibres there."""
    where = box_of(mask, 4)
    x0, v0 = where[1].start * PIXEL, where[0].start * PIXEL + BOTTOM
    cosine, sine, step = fibres.field(rows, mask[where], x0, v0, PIXEL)

    def heading(x, v):
        i, j = int((v - v0) / PIXEL / step), int((x - x0) / PIXEL / step)
        i, j = min(max(i, 0), cosine.shape[0] - 1), min(max(j, 0), cosine.shape[1] - 1)
        return np.array([cosine[i, j], sine[i, j]])

    return heading


def version_of(file):
    """The version that the plate has; the first where it was never drawn. Who draws it otherwise raises it by hand."""
    return ET.parse(file).getroot().get("data-version") if file.exists() else "1"


def draw(plate, out, folder):
    context = folder / f"context_{plate.name}.svg"
    ET.register_namespace("", SVG)
    half = {"data-side": "right"} if plate.frame.one_side else {"data-mirror": "0"}
    root = ET.Element(
        f"{{{SVG}}}svg",
        {
            "viewBox": plate.frame.view_box,
            "data-plate": plate.name,
            "data-version": version_of(out / f"{plate.name}.svg"),
            **half,
        },
    )
    ET.SubElement(root, f"{{{SVG}}}title").text = plate.frame.title
    ET.SubElement(root, f"{{{SVG}}}desc").text = CREDIT
    fine = fine_areas(plate)
    body = Group(root, "body")
    if not context.exists():
        skin = ndimage.gaussian_filter(raster(plate.polygon(plate.reference["silhouette"])).astype(np.float32), 5,
                                       mode="nearest") > 0.5  # fmt: skip
        half_to_whole_or_half(body, "skin", mask_arcs(skin, 90), {1}, plate.sign, data_name="Skin",
                              data_tissue="skin")  # fmt: skip
    # one lamp, above and before the midline: relief that is mirrored is then lit alike
    light = plate.frame.light
    solid = {}
    for layer in plate.frame.layers:
        labels, names = label_map(plate, layer, fine, context.exists())
        tissues = [n and C.tissue(n, plate.english) for n in names]
        kin = {k: names.index(t["of"]) for k, t in enumerate(tissues) if t and t["of"] in names}
        arcs = T.trace(labels, PIXEL, BOTTOM, fine=fine, kin=kin, limit=NODES)
        solid[layer] = labels > 0
        top = Group(root, f"layer-{layer}", **{"data-layer": str(layer)})
        groups = {}
        for part in ("bones", "tissue-under", "muscles", "relief", "fibres", "tissue-over", "lines"):
            groups[part] = Group(top.element, f"layer-{layer}-{part}")
        if not context.exists():
            own_context(plate, groups, layer, labels > 0)
        present = set(np.unique(labels).tolist()) - {0}
        soft = {k: t for k in present if (t := S.tissue(names[k]) or C.tissue(names[k], plate.english))}
        tissue = set(soft)
        owner = {k: t["of"] for k, t in soft.items()}
        # a muscle of which only the tendon shows has no label of its own left
        bellies = (present - tissue) | {names.index(o) for o in owner.values() if o and o in names}
        for k in sorted(bellies, key=lambda k: names[k]):
            name = names[k]
            mine = {k} | {t for t in tissue if owner[t] == name}
            pieces = [T.ring_segments(r) for r in T.rings(arcs, mine)]
            pieces = [s for s in pieces if abs(T.area(s)) >= 8]
            if not pieces:
                continue
            ident = f"layer-{layer}-{name}"
            known = name in plate.english
            groups["muscles"].add(
                "muscle", path_data(pieces, plate.sign), id=ident, data_muscle=name if known else None,
                data_name=None if known else plate.context[name],
            )  # fmt: skip
            # within the border as drawn, which may have been straightened
            mask = labels == k
            mask &= inside_of(arcs, k)
            if not mask.any():
                continue
            whole_muscle = mask.copy()
            for t in mine - {k}:
                whole_muscle |= inside_of(arcs, t)
            rows = fibre_samples(plate, layer, name, mask)
            way = directions(rows, mask)
            for kind, shape in relief_shapes(
                whole_muscle, mask, light, way, names[k] in C.ONE_BELLY, name in C.SHEETS
            ):
                if kind == "light" or (plate.name, layer, name) not in C.CAST:
                    groups["relief"].add(kind, path_data(shape, plate.sign), data_of=ident)
            for other, depth in C.GROOVES.get((plate.name, layer, name), ()):
                for kind, shape in groove(arcs, k, names.index(other), depth):
                    groups["relief"].add(kind, path_data(shape, plate.sign), data_of=ident)
            space = spacing_of(mask)
            where = box_of(mask, 4)
            sub = mask[where]
            x0, v0 = where[1].start * PIXEL, where[0].start * PIXEL + BOTTOM
            padded = np.pad(sub, ((0, 0), (9, 0)), mode="edge" if x0 == 0 else "constant")
            inset = ndimage.distance_transform_edt(padded)[:, 9:] * PIXEL > min(1.3, 0.35 * space + 0.4)
            if inset.sum() * PIXEL**2 < 25:
                continue
            way = fibres.field(rows, inset, x0, v0, PIXEL)
            lines = fibres.streamlines(inset, way, x0, v0, PIXEL, space, ident)
            groups["fibres"].add("fibre", path_data(lines, plate.sign, closed=False), data_of=ident)
        for k in sorted(tissue, key=lambda k: names[k]):
            entry = soft[k]
            half_to_whole_or_half(
                groups["tissue-over"], entry["kind"], arcs, {k}, plate.sign,
                data_name=entry["name"], data_tissue=entry["tissue"],
            )  # fmt: skip
        for label, points in C.LINES.get((plate.name, layer), []):
            segments = T.fit(curve(points, closed=False), 0.15)
            middle = "midline" if all(p[0] == 0 for p in points) else None
            groups["lines"].add("line", path_data([segments], plate.sign, closed=False), data_name=label,
                                data_side=middle)  # fmt: skip
        print(plate.name, layer, len(present - tissue), "muscles", len(arcs), "borders")
    if context.exists():
        merge(root, context, plate.sign, solid)
    ET.indent(root, " ")
    file = out / f"{plate.name}.svg"
    file.write_text(ET.tostring(root, encoding="unicode", xml_declaration=False) + "\n", encoding="utf-8")
    print(file.name, file.stat().st_size // 1024, "kB")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("anatomy", type=pathlib.Path)
    ap.add_argument("plates", nargs="*", default=[])
    ap.add_argument("--out", type=pathlib.Path, default=HERE.parent)
    ap.add_argument("--context", type=pathlib.Path, default=HERE, help="folder of context_PLATE.svg")
    a = ap.parse_args()
    for name in a.plates or FRAMES:
        draw(Plate(name, a.anatomy), a.out, a.context)


if __name__ == "__main__":
    main()
