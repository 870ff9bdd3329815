"""Muscle fibres: evenly spaced lines through a direction field, all in (x, v) millimetres."""

import heapq
import zlib

import numpy as np
from scipy import ndimage
from topology import fit


def field(samples, mask, x0, v0, pixel):
    """Unit directions on a coarse grid over `mask`: (cos, sin, step) with `step` mask pixels a cell.

    `samples`: rows of x, v, angle in radians, weight. Angles have no head or tail, so doubled angles are averaged.
    """
    step = max(1, round(2.0 / pixel))
    rows = (np.arange(0, mask.shape[0] + step, step) + 0.5) * pixel + v0
    cols = (np.arange(0, mask.shape[1] + step, step) + 0.5) * pixel + x0
    gx, gv = np.meshgrid(cols, rows)
    s = np.asarray(samples, float)
    c, d = np.cos(2 * s[:, 2]) * s[:, 3], np.sin(2 * s[:, 2]) * s[:, 3]
    flat = np.stack([gx.ravel(), gv.ravel()], 1)
    out = np.zeros((2, len(flat)))
    for lo in range(0, len(flat), 4000):
        p = flat[lo : lo + 4000]
        r2 = (p[:, :1] - s[:, 0]) ** 2 + (p[:, 1:] - s[:, 1]) ** 2
        w = np.exp(-r2 / (2 * 8.0**2)) + 0.03 * np.exp(-r2 / (2 * 30.0**2)) + 1e-6
        out[0, lo : lo + 4000] = w @ c
        out[1, lo : lo + 4000] = w @ d
    angle = 0.5 * np.arctan2(out[1], out[0]).reshape(gx.shape)
    return np.cos(angle), np.sin(angle), step


def axis(mask):
    """Angle of the long axis of a shape."""
    i, j = np.nonzero(mask)
    m = np.cov(np.stack([j, i]))
    _w, vec = np.linalg.eigh(m)
    return float(np.arctan2(vec[1, 1], vec[0, 1]))


def streamlines(mask, directions, x0, v0, pixel, spacing, name):
    """Lines at least about `spacing` mm apart inside `mask`: list of point arrays."""
    cosine, sine, step = directions
    height, width = mask.shape
    stride = 1.0 / pixel  # one millimetre, in pixels
    gap = spacing / pixel
    near_seed, near_line = np.zeros(mask.shape, bool), np.zeros(mask.shape, bool)
    depth = ndimage.distance_transform_edt(mask)

    def heading(i, j, like):
        a, b = min(int(i / step + 0.5), cosine.shape[0] - 1), min(int(j / step + 0.5), cosine.shape[1] - 1)
        d = np.array([sine[a, b], cosine[a, b]])
        return -d if like is not None and d @ like < 0 else d

    def disc(radius):
        r = int(np.ceil(radius))
        y, x = np.ogrid[-r : r + 1, -r : r + 1]
        return r, y * y + x * x <= radius * radius

    seed_r, seed_disc = disc(gap * 0.95)
    line_r, line_disc = disc(gap * 0.62)

    def stamp(target, r, d, i, j):
        i, j = int(i), int(j)
        a, b, c, e = max(0, i - r), min(height, i + r + 1), max(0, j - r), min(width, j + r + 1)
        target[a:b, c:e] |= d[a - i + r : b - i + r, c - j + r : e - j + r]

    def grow(i, j, way):
        out, like, turned = [], way, 0.0
        for _ in range(900):
            d = heading(i, j, like)
            mid = heading(i + d[0] * stride / 2, j + d[1] * stride / 2, d) if 0 <= i < height else d
            i2, j2 = i + mid[0] * stride, j + mid[1] * stride
            if (
                not (0 <= i2 < height and 0 <= j2 < width)
                or not mask[int(i2), int(j2)]
                or near_line[int(i2), int(j2)]
            ):
                break
            turned += abs(float(np.cross([*mid, 0], [*like, 0])[2]))
            if turned > 6.5:  # going round in rings
                break
            i, j, like = i2, j2, mid
            out.append((i, j))
        return out

    # seeds: the deepest point first, then beside each line, then whatever is still bare
    lines, queue = [], []
    order = np.argsort(-depth[mask], kind="stable")[:: max(1, int(gap * 2))]
    bare = np.argwhere(mask)[order]
    bare_at = 0
    serial = 0
    while True:
        if queue:
            _, _, i, j = heapq.heappop(queue)
        elif bare_at < len(bare):
            i, j = bare[bare_at] + 0.5
            bare_at += 1
        else:
            break
        if not mask[int(i), int(j)] or near_seed[int(i), int(j)]:
            continue
        d = heading(i, j, None)
        chain = [*grow(i, j, -d)[::-1], (i, j), *grow(i, j, d)]
        if len(chain) * 1.0 < max(2.2 * spacing, 4.0):
            stamp(near_seed, 1, np.ones((3, 3), bool), i, j)
            continue
        chain = np.array(chain)
        for k, (a, b) in enumerate(chain):
            stamp(near_seed, seed_r, seed_disc, a, b)
            stamp(near_line, line_r, line_disc, a, b)
            if k % max(2, int(2 * spacing)) == 0:
                h = heading(a, b, None)
                for side in (1, -1):
                    p, q = a + side * h[1] * gap, b - side * h[0] * gap
                    if 0 <= p < height and 0 <= q < width and mask[int(p), int(q)]:
                        serial += 1
                        heapq.heappush(queue, (-len(chain), serial, p, q))
        lines.append(chain)

    out = []
    for k, chain in enumerate(lines):
        # uneven ends keep the lines from ruling a second outline
        rng = np.random.default_rng(zlib.crc32(f"{name}{k}".encode()))
        n = len(chain)
        cut = (rng.uniform(0.0, 0.10, 2) * n).astype(int)
        chain = chain[cut[0] : n - cut[1]]
        if len(chain) < 4:
            continue
        p = np.stack([chain[:, 1] * pixel + x0, chain[:, 0] * pixel + v0], 1)
        smooth = ndimage.gaussian_filter1d(p, 3, axis=0, mode="nearest")
        out.append(fit(smooth, 0.3))
    return [s for s in out if s]
