"""Draw the context art of the side, arm, leg and foot plates: skin, bones, ligaments, retinacula, lines.

    context_side.py ANATOMY_DIR [PLATE ...]

writes context_PLATE.svg beside this file (../README.md). The skin and everything soft is drawn by hand in
context_side_art.py; bones have the measured outline, cleaned, and are parted along borders drawn by hand. Points are
(u, v) in millimetres as in the plate's file.
"""

import argparse
import pathlib

import context_side_art as A
import draw as D
import numpy as np
import topology as T
from context_curves import closed_d, open_d, spline
from frames import FRAMES
from scipy import ndimage
from shapely.geometry import Polygon

HERE = pathlib.Path(__file__).resolve().parent
FEET = ("plantar", "dorsal_foot")  # shown larger than any other plate: every segment of them is dear
PARTS = ("bones", "tissue-under", "tissue-over", "lines")


def polygon_of(points):
    """A smooth closed line through points, (u, v), as a polygon."""
    out = []
    for a, b, c, d in spline(points, True):
        for i in range(6):
            t, s = i / 6, 1 - i / 6
            out.append(
                tuple(s**3 * a[k] + 3 * s * s * t * b[k] + 3 * s * t * t * c[k] + t**3 * d[k] for k in (0, 1))
            )
    return Polygon(out).buffer(0)


def in_frame(plate, shape):
    """A polygon of the plate's file in the drawing's (x, v)."""
    x = plate.frame.x
    rings = [
        Polygon([(x(u), v) for u, v in g.exterior.coords]).buffer(0) for g in getattr(shape, "geoms", [shape])
    ]
    out = rings[0]
    for r in rings[1:]:
        out = out.union(r)
    return out


def bone_paths(plate, layer, skin):
    """[(name, path data)]: the bone of a layer, going on a little under the muscles, parted by A.BONES."""
    zones = A.BONES[plate.name]
    own = D.raster(plate.polygon(plate.reference["bones"][str(layer)]))
    deep = D.raster(plate.polygon(plate.reference["bones"][str(plate.frame.layers[-1])]))
    muscle = np.zeros_like(own)
    for entry in plate.reference["layers"][str(layer)].values():
        muscle |= D.raster(plate.polygon(entry["outlines"]))
    # under the muscles the bone is as in the deepest layer, or follows its visible edge for a few millimetres
    far = ndimage.distance_transform_edt(~own) * D.PIXEL
    bone = own | (muscle & deep & (far < A.UNDER)) | (muscle & (far < 4))
    for points in A.BONE_ADDED.get((plate.name, layer), []) + A.BONE_ADDED.get((plate.name, 0), []):
        bone |= D.raster(in_frame(plate, polygon_of(points)))
    for points in A.BONE_REMOVED.get(plate.name, []):
        bone &= ~D.raster(in_frame(plate, polygon_of(points)))
    soft = A.SOFT.get(plate.name, 1.3)
    bone = ndimage.gaussian_filter(bone.astype(np.float32), soft / D.PIXEL) > 0.5
    bone &= D.raster(in_frame(plate, skin.buffer(-0.6)))
    labels = np.where(bone, 1, 0).astype(np.int16)
    names = [None, A.REST[plate.name]]
    for name, points in zones:
        if name not in names:
            names.append(name)
        area = D.raster(in_frame(plate, polygon_of(points)))
        labels[area & (labels == 1)] = names.index(name)
    parts = np.zeros_like(bone)
    for k in range(1, len(names)):
        found, n = ndimage.label(labels == k)
        sizes = np.bincount(found.ravel()) * D.PIXEL**2
        small = np.isin(found, [i for i in range(1, n + 1) if sizes[i] < A.LEAST.get(plate.name, 25)])
        parts |= small
    labels = D.nearest(labels, parts, ~parts)
    labels = T.without_checkerboards(labels)
    fine = np.ones(labels.shape, bool)
    arcs = T.trace(labels, D.PIXEL, D.BOTTOM, fine=fine, tolerance=0.35)
    for k in range(1, len(names)):
        pieces = [T.ring_segments(r) for r in T.rings(arcs, {k})]
        pieces = [s for s in pieces if abs(T.area(s)) >= 6]
        if pieces:
            yield names[k], D.path_data(pieces, plate.sign)


def lean_d(points):
    """Path data of the smooth closed line through points, in as few segments as keep it within 0.12 mm."""
    chain = []
    for a, b, c, d in spline(points, True):
        t = np.linspace(0, 1, 12, endpoint=False)[:, None]
        s = 1 - t
        chain.append(s**3 * np.array(a[:2]) + 3 * s * s * t * np.array(b[:2]) + 3 * s * t * t * np.array(c[:2])
                     + t**3 * np.array(d[:2]))  # fmt: skip
    chain = np.concatenate(chain)
    chain = np.concatenate([chain, chain[:1]]) - np.array([D.SHIFT, 0.0])
    way = (chain[1] - chain[-2]) / np.hypot(*(chain[1] - chain[-2]))
    return D.path_data([[s.round(2) + 0.0 for s in T.fit_cubic(chain, way, -way, 0.12)]], 1)


def path(css, d, name="", tissue="", side=""):
    bits = [f'class="{css}"', f'd="{d}"']
    bits += [f'data-name="{name}"'] if name else []
    bits += [f'data-tissue="{tissue}"'] if tissue else []
    bits += [f'data-side="{side}"'] if side else []
    return f"<path {' '.join(bits)}/>"


def build(plate):
    name = plate.name
    body = [path("skin", closed_d(A.SKIN[name]), "Skin", "skin")]
    for label, *lines in A.SKIN_LINES.get(name, []):
        body.append(path("skin-line", "".join(open_d(p) for p in lines), label))
    skin = polygon_of(A.SKIN[name])
    layers = {n: {k: [] for k in PARTS} for n in plate.frame.layers}
    for n in layers:
        line = lean_d if name in FEET else closed_d
        drawn = [(label, "".join(map(line, rings))) for label, *rings in A.DRAWN_BONES.get(name, ())]
        for label, d in [*(bone_paths(plate, n, skin) if name in A.BONES else ()), *drawn]:
            layers[n]["bones"].append(path("bone", d, label, "bone"))
    for where, over, css, label, *shapes in A.TISSUES.get(name, []):
        sort = "skin" if label == "Ear" else {"aponeurosis": "tendon"}.get(css, css)
        for n in where:
            if int(n) in layers:
                part = layers[int(n)]["tissue-over" if over else "tissue-under"]
                part += [path(css, closed_d(s), label, sort) for s in shapes]
    for where, label, *lines in A.LINES.get(name, []):
        for n in where:
            if int(n) in layers:
                layers[int(n)]["lines"].append(path("line", "".join(open_d(p) for p in lines), label))
    half = 'data-side="right"' if plate.frame.one_side else 'data-mirror="0"'
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{plate.frame.view_box}" data-plate="{name}" '
        f'data-version="1" {half}>',
        f"<title>Context of the {plate.frame.title.lower()}</title>",
        f"<desc>{D.CREDIT}</desc>",
        '<g id="body">',
        *body,
        "</g>",
    ]
    for n, parts in layers.items():
        out.append(f'<g id="layer-{n}" data-layer="{n}">')
        for part in PARTS:
            out += [f'<g id="layer-{n}-{part}">', *parts[part], "</g>"]
        out.append("</g>")
    return "\n".join([*out, "</svg>", ""])


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("anatomy", type=pathlib.Path)
    ap.add_argument("plates", nargs="*", default=[])
    a = ap.parse_args()
    for name in a.plates or [n for n in FRAMES if n in A.SKIN]:
        text = build(D.Plate(name, a.anatomy))
        (HERE / f"context_{name}.svg").write_text(text, encoding="utf-8")
        print(f"context_{name}.svg: {len(text) // 1024} kB")


if __name__ == "__main__":
    main()
