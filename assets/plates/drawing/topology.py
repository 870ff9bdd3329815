"""Shared borders of a label map, drawn as cubic Beziers.

A label map is an array of small integers, row = height, column = distance from the mirror line. Where two labels
meet there is one arc, smoothed and fitted once and used by both, so that neighbours meet exactly. Lengths are
millimetres of the body frame; inside this module a point is (x, v): x away from the mirror line (>= 0), v upwards.
"""

import itertools
import math

import numpy as np

MIRROR = -1
BACKGROUND = 0
STUB = 1.0  # mm: a border shorter than that is none
LEAST = np.array([0.0, -1e9])  # nothing crosses the mirror line


class Arc:
    """One border: `left` and `right` labels as walked from node `a` to node `b`, and its Bezier segments."""

    def __init__(self, a, b, left, right, index):
        self.a, self.b, self.left, self.right, self.index = a, b, left, right, index
        self.segments = []
        self.draft = None  # points, first and last direction: to be fitted again
        self.loop = False  # an island: no junction on it

    @property
    def on_mirror(self):
        return MIRROR in (self.left, self.right)


def without_checkerboards(labels):
    """Two pixels that touch only at a corner would make a border cross itself: fill the corner."""
    labels = labels.copy()
    for _ in range(6):
        a, b, c, d = labels[:-1, :-1], labels[:-1, 1:], labels[1:, :-1], labels[1:, 1:]
        bad = ((a == d) & (a != b) & (a != c)) | ((b == c) & (b != a) & (b != d))
        rows, cols = np.nonzero(bad)
        if not len(rows):
            break
        for i, j in zip(rows, cols, strict=True):
            block = labels[i : i + 2, j : j + 2]
            if block[0, 0] == block[1, 1] != BACKGROUND and block[0, 1] != block[0, 0] != block[1, 0]:
                block[1, 0] = block[0, 0]
            elif block[0, 1] == block[1, 0] != BACKGROUND and block[0, 0] != block[0, 1] != block[1, 1]:
                block[0, 0] = block[0, 1]
            elif block[0, 0] == block[1, 1] != block[0, 1] and block[1, 0] != block[0, 0]:
                block[0, 1] = block[0, 0]
    return labels


def trace(labels, pixel, v0, rounds=60, tolerance=0.4, fine=None, kin=None, limit=None):
    """The arcs of a label map whose first column begins at the mirror line; `pixel` mm a pixel, row 0 at `v0` mm.

    Borders are freed of waves shorter than about 8 mm, where `fine` is set (small structures) 3 mm. `kin`: label to
    the label of the region that it is part of. With `limit`, no region has more than that many nodes per 100 mm.
    """
    traced, raw = borders(labels, pixel, v0)
    least = {}
    for _ in range(12):
        arcs, points = contracted(traced, raw, least, kin or {}, STUB if limit else 0)
        arcs = drawn(arcs, points, pixel, v0, rounds, tolerance, fine)
        crowded = economise(arcs, kin or {}, limit, tolerance) if limit else set()
        if not crowded:
            break
        for k in crowded:
            least[k] = max(1.5 * least.get(k, 0), 1.5)
    return arcs


def borders(labels, pixel, v0):
    """The arcs along the pixels of a label map, and where their points lie."""
    padded = np.pad(labels, 1, constant_values=BACKGROUND)
    # only where something touches the mirror line is there a border with it
    padded[1:-1, 0] = np.where(padded[1:-1, 1] != BACKGROUND, MIRROR, BACKGROUND)
    _height, width = padded.shape
    stride = width + 1
    edges = []  # corner a, corner b, label on the left, label on the right
    i, j = np.nonzero(padded[:, 1:] != padded[:, :-1])
    edges.append(np.stack([i * stride + j + 1, (i + 1) * stride + j + 1, padded[i, j], padded[i, j + 1]], 1))
    i, j = np.nonzero(padded[1:, :] != padded[:-1, :])
    edges.append(
        np.stack([(i + 1) * stride + j, (i + 1) * stride + j + 1, padded[i + 1, j], padded[i, j]], 1)
    )
    edges = np.concatenate(edges)
    lone = (np.minimum(edges[:, 2], edges[:, 3]) == MIRROR) & (
        np.maximum(edges[:, 2], edges[:, 3]) == BACKGROUND
    )
    edges = edges[~lone]

    at = {}
    for k, (a, b) in enumerate(edges[:, :2].tolist()):
        at.setdefault(a, []).append(k)
        at.setdefault(b, []).append(k)

    def place(corner):
        return ((corner % stride - 1) * pixel, v0 + (corner // stride - 1) * pixel)

    points, corner_node = [], {}

    def new_point(p):
        points.append(p)
        return len(points) - 1

    edge_list = edges.tolist()

    def is_junction(ks):
        # on the mirror line two borders of different neighbours may meet without a third
        return len(ks) != 2 or {*edge_list[ks[0]][2:]} != {*edge_list[ks[1]][2:]}

    ends = {c for c, ks in at.items() if is_junction(ks)}
    used = np.zeros(len(edge_list), bool)
    arcs = []

    def walk(start, first):
        chain, corner, k = [], start, first
        labels_of = None
        while True:
            used[k] = True
            a, b, left, right = edge_list[k]
            if corner == b:
                a, b, left, right = b, a, right, left
            labels_of = labels_of or (left, right)
            pa, pb = place(a), place(b)
            chain.append(((pa[0] + pb[0]) / 2, (pa[1] + pb[1]) / 2))
            corner = b
            if corner == start or corner in ends:
                return chain, corner, labels_of
            k = at[corner][0] if at[corner][1] == k else at[corner][1]

    junctions = sorted(ends)
    for corner in junctions:
        corner_node[corner] = new_point(place(corner))
    for corner in junctions:
        for k in at[corner]:
            if used[k]:
                continue
            chain, end, (left, right) = walk(corner, k)
            inner = [new_point(p) for p in chain]
            index = [corner_node[corner], *inner, corner_node[end]]
            arcs.append(Arc(index[0], index[-1], left, right, index))
    for k in range(len(edge_list)):
        if not used[k]:
            chain, _, (left, right) = walk(edge_list[k][0], k)
            inner = [new_point(p) for p in chain]
            arcs.append(Arc(inner[0], inner[0], left, right, [*inner, inner[0]]))
            arcs[-1].loop = True

    return arcs, np.array(points, float)


def contracted(traced, raw, least, kin, always):
    """The arcs without the shortest borders: where one region has too many nodes, two junctions become one.

    `least`: the region to the length (mm) below which its borders go; those below `always` go everywhere. Regions
    never come to touch themselves.
    """
    points, arcs = raw.copy(), []
    for t in traced:
        arcs.append(Arc(t.a, t.b, t.left, t.right, list(t.index)))
        arcs[-1].loop = t.loop

    def region(label):
        return kin.get(label, label)

    def length(arc):
        return float(np.hypot(*np.diff(points[arc.index], axis=0).T).sum())

    def limit(arc):
        return max(least.get(region(arc.left), always), least.get(region(arc.right), always))

    for arc in sorted((t for t in arcs if limit(t) and not t.on_mirror and t.a != t.b), key=length):
        if arc.a == arc.b or length(arc) >= limit(arc) or region(arc.left) == region(arc.right):
            continue
        met = []
        for node in (arc.a, arc.b):
            near = [t for t in arcs if node in (t.a, t.b) and t is not arc]
            met.append(({region(k) for t in near for k in (t.left, t.right)}, near))
        own = {region(arc.left), region(arc.right)}
        both = met[0][0] & met[1][0]
        closes = any({t.a, t.b} == {arc.a, arc.b} for t in met[0][1])
        if closes or MIRROR in met[0][0] | met[1][0] or both - own - {BACKGROUND}:
            continue
        middle = (points[arc.a] + points[arc.b]) / 2
        for node, (_, near) in zip((arc.a, arc.b), met, strict=True):
            shift = middle - points[node]
            reach = 2.5 * float(np.hypot(*shift)) + 1e-9
            for t in near:
                walk = t.index[1:-1] if t.a == node else t.index[-2:0:-1]
                walk = walk[: len(walk) // 2]
                run = np.arange(1, len(walk) + 1) * 0.4
                points[walk] += np.clip(1 - run / reach, 0, 1)[:, None] * shift
        points[arc.a] = middle
        for t in met[1][1]:
            t.index = [arc.a if i == arc.b else i for i in t.index]
            t.a, t.b = t.index[0], t.index[-1]
        arcs.remove(arc)
    return arcs, points


def drawn(arcs, points, pixel, v0, rounds, tolerance, fine):
    """The arcs with their points smoothed and fitted."""
    points, ends_at = points.copy(), {}
    previous = list(range(len(points)))
    following = list(range(len(points)))
    fixed = np.zeros(len(points), bool)
    for arc in arcs:
        index = arc.index
        for q, r, s in zip(index[:-2], index[1:-1], index[2:], strict=True):
            previous[r], following[r] = q, s
        if arc.loop:
            previous[arc.a], following[arc.a] = index[-2], index[1]
        if arc.on_mirror:
            fixed[index] = True
        if not arc.loop:
            ends_at.setdefault(arc.a, []).append((arc, 0))
            ends_at.setdefault(arc.b, []).append((arc, -1))

    # at a junction the two borders that run on into one another are smoothed as one stroke
    nodes = set(ends_at)
    for node in nodes:
        if fixed[node]:
            continue
        outward = []
        for arc, end in ends_at.get(node, []):
            index = arc.index if end == 0 else arc.index[::-1]
            d = points[index[min(10, len(index) - 1)]] - points[node]
            outward.append((d / (np.hypot(*d) or 1), index[1]))
        best = None
        for p in range(len(outward)):
            for q in range(p):
                straight = -float(outward[p][0] @ outward[q][0])
                if straight > 0.6 and (best is None or straight > best[0]):
                    best = (straight, outward[p][1], outward[q][1])
        if best:
            previous[node], following[node] = best[1], best[2]
    previous, following = np.array(previous), np.array(following)
    weight = np.full((len(points), 1), 0.5)
    if fine is not None:
        j = (points[:, 0] / pixel).astype(int).clip(0, fine.shape[1] - 1)
        i = ((points[:, 1] - v0) / pixel).astype(int).clip(0, fine.shape[0] - 1)
        weight[fine[i, j]] = 0.09
    weight[fixed] = 0

    def softened(p):
        p = p.copy()
        for _ in range(rounds):
            p += weight * ((p[previous] + p[following]) / 2 - p)
        return p

    # a second pass over what the first took away gives long curves their depth back
    once = softened(points)
    points = once + softened(points - once)

    tangents = {}
    for node in nodes:
        if previous[node] != node:
            d = points[following[node]] - points[previous[node]]
            tangents[node] = (d / (np.hypot(*d) or 1), int(previous[node]), int(following[node]))
    points[fixed, 0] = 0.0
    for arc in arcs:
        if arc.on_mirror:
            arc.segments = [line(points[arc.a], points[arc.b])]
            continue
        chain = points[arc.index]
        first = last = None
        if arc.a in tangents:
            t, p, n = tangents[arc.a]
            first = t if arc.index[1] == n else -t if arc.index[1] == p else None
        if arc.b in tangents:
            t, p, n = tangents[arc.b]
            # `last` points back into the arc
            last = t if arc.index[-2] == n else -t if arc.index[-2] == p else None
        if arc.loop:
            d = points[arc.index[1]] - points[arc.index[-2]]
            first = d / (np.hypot(*d) or 1)
            last = -first
        arc.draft = chain, first, last
        arc.segments = [np.maximum(s, LEAST) for s in fit(chain, tolerance, first, last)]
    return [arc for arc in arcs if arc.segments]


def economise(arcs, kin, limit, tolerance):
    """Fit borders with fewer segments until no region has more than `limit` nodes per 100 mm of outline.

    Returns the regions in which that cannot be had.
    """
    members = {}
    for label in {k for arc in arcs for k in (arc.left, arc.right)} - {MIRROR, BACKGROUND}:
        members.setdefault(kin.get(label, label), set()).add(label)
    outline = {k: [a for r in rings(arcs, m) for a, _ in r] for k, m in members.items()}
    loops = {k: len(rings(arcs, m)) for k, m in members.items()}
    run = {id(a): np.hypot(*np.diff(flat(a.segments), axis=0).T).sum() for a in arcs}
    length = {k: sum(run[id(a)] for a in o) for k, o in outline.items()}
    loose = {id(arc): tolerance for arc in arcs}

    def over(k):
        # a path names its first point twice
        return loops[k] + sum(len(a.segments) for a in outline[k]) - 0.01 * limit * (length[k] - 0.5)

    hopeless = set()
    while crowded := [k for k in members if k not in hopeless and over(k) > 0]:
        for k in crowded:
            many = [a for a in outline[k] if len(a.segments) > 1 and loose[id(a)] < 6]
            if not many:
                hopeless.add(k)
                continue
            # the border with most nodes for its length gives way first
            arc = min(many, key=lambda a: loose[id(a)])
            loose[id(arc)] *= 1.25
            chain, first, last = arc.draft
            segments = [np.maximum(s, LEAST) for s in fit(chain, loose[id(arc)], first, last)]
            if len(segments) < len(arc.segments):
                arc.segments = segments
    return hopeless


def line(a, b):
    """A straight segment (two points)."""
    return np.array([a, b], float).round(2) + 0.0


def fit(chain, tolerance, first=None, last=None):
    """Cubic segments through a chain of points within `tolerance` mm; corners stay corners."""
    chain = np.asarray(chain, float)
    keep = np.r_[True, np.hypot(*np.diff(chain, axis=0).T) > 1e-6]
    chain = chain[keep]
    if len(chain) < 2:
        return []
    if len(chain) == 2:
        return [line(chain[0], chain[1])]
    # where nodes are to be saved, lesser corners are rounded
    sharp = corners(chain) if tolerance < 1 else corners(chain, degrees=95) if tolerance < 2.5 else []
    cuts = [0, *sharp, len(chain) - 1]
    out = []
    for k, (i, j) in enumerate(itertools.pairwise(cuts)):
        piece = chain[i : j + 1]
        if len(piece) < 2:
            continue
        t0 = first if k == 0 and first is not None else direction(piece)
        t1 = last if k == len(cuts) - 2 and last is not None else direction(piece[::-1])
        out += fit_cubic(piece, t0, t1, tolerance)
    return [s.round(2) + 0.0 for s in out]


def corners(chain, reach=1.6, degrees=62):
    """Where a chain turns by more than `degrees` within `reach` mm."""
    sharpest = math.cos(math.radians(degrees))
    run = np.r_[0, np.cumsum(np.hypot(*np.diff(chain, axis=0).T))]
    if run[-1] < 6 * reach:
        return []
    before = np.searchsorted(run, run - reach).clip(0, len(chain) - 1)
    after = np.searchsorted(run, run + reach).clip(0, len(chain) - 1)
    p, q = chain - chain[before], chain[after] - chain
    straight = (p * q).sum(1) / np.maximum(1e-9, np.hypot(*p.T) * np.hypot(*q.T))
    straight[(run < 2 * reach) | (run > run[-1] - 2 * reach)] = 1
    found = []
    for i in np.argsort(straight):
        if straight[i] > sharpest:
            break
        if all(abs(run[i] - run[f]) > 2.5 * reach for f in found):
            found.append(int(i))
    return sorted(found)


def direction(piece, reach=2.0):
    """Unit direction in which a chain sets out, over its first `reach` mm."""
    run = np.cumsum(np.hypot(*np.diff(piece, axis=0).T))
    k = min(len(piece) - 1, int(np.searchsorted(run, min(reach, run[-1] / 2))) + 1)
    d = piece[k] - piece[0]
    n = np.hypot(*d)
    return d / n if n else np.array([1.0, 0.0])


def bezier(b, t):
    t = np.asarray(t)[:, None]
    return (1 - t) ** 3 * b[0] + 3 * (1 - t) ** 2 * t * b[1] + 3 * (1 - t) * t**2 * b[2] + t**3 * b[3]


def fit_cubic(d, t0, t1, tolerance, depth=0):
    """Schneider's recursive fit of one chain with end tangents t0 and t1 (both pointing into the chain)."""
    span = float(np.hypot(*(d[-1] - d[0])))
    run = np.r_[0, np.cumsum(np.hypot(*np.diff(d, axis=0).T))]
    if len(d) == 2 or run[-1] < 1.2:
        a = max(run[-1], 0.05) / 3
        return [np.array([d[0], d[0] + a * t0, d[-1] - 0 * t1 + a * t1, d[-1]])]
    u = run / run[-1]
    best, worst_at = None, len(d) // 2
    if run[-1] < 14:  # a short border wants few nodes more than the last tenth of a millimetre
        tolerance = max(tolerance, 0.9)
    elif run[-1] < 30:
        tolerance = max(tolerance, 0.5)
    for _ in range(5):
        b = generate(d, u, t0, t1, run[-1], span)
        error = np.hypot(*(bezier(b, u) - d).T)
        k = int(error.argmax())
        if best is None or error[k] < best[0]:
            best, worst_at = (error[k], b), k
        if error[k] < tolerance:
            return [b]
        if error[k] > 12 * tolerance:
            break
        u = reparametrise(b, d, u)
    if depth > 12 or len(d) < 5:
        return [best[1]]
    k = min(max(worst_at, 2), len(d) - 3)
    # a node too near an end makes a stub: keep pieces of comparable length
    lo, hi = np.searchsorted(run, [0.22 * run[-1], 0.78 * run[-1]])
    k = min(max(k, int(lo), 1), int(hi), len(d) - 2)
    i, j = max(0, k - 4), min(len(d) - 1, k + 4)
    t = d[i] - d[j]
    t = t / (np.hypot(*t) or 1)
    return fit_cubic(d[: k + 1], t0, t, tolerance, depth + 1) + fit_cubic(d[k:], -t, t1, tolerance, depth + 1)


def generate(d, u, t0, t1, length, span):
    b0, b1, b2, b3 = (1 - u) ** 3, 3 * u * (1 - u) ** 2, 3 * u**2 * (1 - u), u**3
    a0, a1 = b1[:, None] * t0, b2[:, None] * t1
    rest = d - ((b0 + b1)[:, None] * d[0] + (b2 + b3)[:, None] * d[-1])
    c00, c01, c11 = (a0 * a0).sum(), (a0 * a1).sum(), (a1 * a1).sum()
    x0, x1 = (a0 * rest).sum(), (a1 * rest).sum()
    det = c00 * c11 - c01 * c01
    alpha = ((x0 * c11 - x1 * c01) / det, (c00 * x1 - c01 * x0) / det) if abs(det) > 1e-9 else (0, 0)
    low, high = 0.06 * length, 0.75 * length
    if not (low < alpha[0] < high and low < alpha[1] < high):
        alpha = tuple(min(max(a, low), 0.5 * length) if low < a else length / 3 for a in alpha)
    return np.array([d[0], d[0] + alpha[0] * t0, d[-1] + alpha[1] * t1, d[-1]])


def reparametrise(b, d, u):
    p = bezier(b, u)
    q = 3 * (b[1:] - b[:-1])
    r = 2 * (q[1:] - q[:-1])
    t = u[:, None]
    first = (1 - t) ** 2 * q[0] + 2 * (1 - t) * t * q[1] + t**2 * q[2]
    second = (1 - t) * r[0] + t * r[1]
    num = ((p - d) * first).sum(1)
    den = (first * first).sum(1) + ((p - d) * second).sum(1)
    out = np.where(np.abs(den) > 1e-9, u - num / np.where(np.abs(den) > 1e-9, den, 1), u).clip(0, 1)
    return np.maximum.accumulate(out)


def rings(arcs, members):
    """Closed rings around the labels in `members`: lists of (arc, forward), the inside on the left."""
    out_of, todo = {}, []
    for arc in arcs:
        inside, outside = arc.left in members, arc.right in members
        if inside == outside:
            continue
        item = (arc, inside)
        start = arc.a if inside else arc.b
        out_of.setdefault(start, []).append(item)
        todo.append(item)
    done, found = set(), []
    for item in todo:
        if id(item[0]) in done:
            continue
        ring = []
        while item and id(item[0]) not in done:
            done.add(id(item[0]))
            ring.append(item)
            arc, forward = item
            end = arc.b if forward else arc.a
            start = ring[0][0].a if ring[0][1] else ring[0][0].b
            item = (
                None if end == start else next((n for n in out_of.get(end, []) if id(n[0]) not in done), None)
            )
        found.append(ring)
    return found


def ring_segments(ring):
    """The segments of a ring in walking order."""
    out = []
    for arc, forward in ring:
        out += arc.segments if forward else [s[::-1] for s in arc.segments[::-1]]
    return out


def flat(segments, steps=12):
    """Points along segments, for measuring."""
    t = np.linspace(0, 1, steps + 1)[1:]
    out = [segments[0][:1]]
    for s in segments:
        out.append(s[1:] if len(s) == 2 else bezier(s, t))
    return np.concatenate(out)


def area(segments):
    p = flat(segments)
    return 0.5 * float(np.sum(p[:-1, 0] * p[1:, 1] - p[1:, 0] * p[:-1, 1]))
