"""Check plates: check.py MUSCLES.tsv PLATE.svg ... [--reference outlines.json]; exit 1 when anything fails.

Areas mm2, lengths mm. Needs shapely.

`../versions.tsv` holds what the regions of each version are (a digest). A version that went out with a release stays:
where its muscles or skin are drawn otherwise, `data-version` is to be raised, because marks were made on it. One that
was not released yet is written down anew with --record.
"""

import argparse
import csv
import hashlib
import json
import math
import pathlib
import re

import shapes
from frames import FRAMES
from shapely import STRtree
from shapely.affinity import scale
from shapely.geometry import LineString, Polygon
from shapely.ops import nearest_points, unary_union

CLASSES = {
    "body": {"skin", "skin-line"}, "bones": {"bone"}, "muscles": {"muscle"}, "relief": {"shade", "light"},
    "fibres": {"fibre"}, "lines": {"line"}, "tissue-under": {"tendon", "aponeurosis", "fascia", "ligament"},
    "tissue-over": {"tendon", "aponeurosis", "fascia", "ligament"},
}  # fmt: skip
MOST = 12  # nodes per 100 mm of a muscle's outline
# degrees: a turn at a node up to the first is a curve, from the second a drawn corner
SMOOTH, CORNER = 25, 60
PARTS = ("bones", "tissue-under", "muscles", "relief", "fibres", "tissue-over", "lines")
OPEN = {"skin-line", "fibre", "line"}
GRAMMAR = re.compile(r"(M( ?-?\d*\.?\d+){2}(L( ?-?\d*\.?\d+){2}|C( ?-?\d*\.?\d+){6})*Z?)+")


def format_faults(root, known):
    """Structure, classes, path grammar, identities."""
    if [c.tag for c in root][:2] != [shapes.SVG + "title", shapes.SVG + "desc"]:
        yield "title and desc must come first"
    side = "data-mirror" if root.get("data-side") is None else "data-side"
    layers = FRAMES[root.get("data-plate")].layers
    for a in ("viewBox", "data-plate", "data-version", side):
        if root.get(a) is None:
            yield f"root lacks {a}"
    groups = [g.get("id") for g in root if g.tag == shapes.SVG + "g"]
    if groups != ["body", *(f"layer-{n}" for n in layers)]:
        yield f"groups are {groups}"
    seen = set()
    for e in root.iter():
        tag = e.tag.removeprefix(shapes.SVG)
        if tag not in ("svg", "title", "desc", "g", "path"):
            yield f"element {tag}"
        for a in ("transform", "style"):
            if e.get(a) is not None:
                yield f"{tag} has {a}"
        if e.get("id"):
            if e.get("id") in seen:
                yield f"id {e.get('id')} twice"
            seen.add(e.get("id"))
    for layer in layers:
        top = next((g for g in root if g.get("id") == f"layer-{layer}"), ())
        if [g.get("id") for g in top] != [f"layer-{layer}-{p}" for p in PARTS]:
            yield f"layer {layer}: groups {[g.get('id') for g in top]}"
    for name in ["body", *(f"layer-{n}-{p}" for n in layers for p in PARTS)]:
        part = name.split("-", 2)[-1]
        for p in shapes.paths(root, name):
            kind, d = p.get("class"), p.get("d") or ""
            what = p.get("id") or p.get("data-of") or p.get("data-name") or kind
            if kind not in CLASSES[part]:
                yield f"{name}: class {kind}"
            if not GRAMMAR.fullmatch(d):
                yield f"{name} {what}: path grammar"
            if re.search(r"\.\d{3}", d):
                yield f"{name} {what}: more than two decimals"
            for piece in re.findall(r"M[^M]*", d):
                if piece.endswith("Z") == (kind in OPEN):
                    yield f"{name} {what}: {'closed' if kind in OPEN else 'open'} subpath"
                    break
            if p.get("data-muscle") and p.get("data-muscle") not in known:
                yield f"{name}: unknown muscle {p.get('data-muscle')}"
            if kind in ("shade", "light", "fibre") and p.get("data-of") not in seen:
                yield f"{name}: data-of {p.get('data-of')} is nobody"
            if p.get("data-side") == "midline" and kind not in OPEN:
                ends = {
                    (float(x), float(y)) for x, y in re.findall(r"(-?\d*\.?\d+) (-?\d*\.?\d+)(?=[MLCZ])", d)
                }
                if ends != {(-x + 0.0, y) for x, y in ends}:
                    yield f"{name} {what}: on the midline, but not point for point its own mirror image"
                g = shapes.polygon(d)
                if g.symmetric_difference(scale(g, -1, 1, origin=(0, 0))).area > max(2, 0.01 * g.area):
                    yield f"{name} {what}: on the midline, but not its own mirror image"
            if p.get("data-muscle") and p.get("id") != f"layer-{name[6]}-{p.get('data-muscle')}":
                yield f"{name}: id {p.get('id')}"


def shape_faults(root, sign, lay):
    """Overlap, crossings, crumbs, node density, fibres and relief inside."""
    muscles = {p.get("id"): p for p in shapes.paths(root, f"layer-{lay}-muscles")}
    solid = {}
    for name, p in muscles.items():
        for points, *_ in shapes.pieces(p.get("d")):
            ring = Polygon(points)
            if not ring.is_valid:
                yield f"{name}: crosses itself at {ring.buffer(0).representative_point().coords[0]}"
            if ring.area < 8:
                yield f"{name}: piece of {ring.area:.1f} mm2"
            if sign and (points[:, 0] * sign < -0.01).any():
                yield f"{name}: crosses the mirror line"
        solid[name] = shapes.polygon(p.get("d"))
        nodes, length = nodes_and_length(p.get("d"))
        if 100 * nodes > MOST * length:
            yield f"{name}: {nodes} nodes on {length:.0f} mm"
    for turn, x, v in kinks(root, sign, lay):
        yield f"layer {lay}: a kink of {turn:.0f} degrees at {x:.1f} {v:.1f}"
    names, areas = list(solid), list(solid.values())
    tree, overlap = STRtree(areas), 0.0
    for i, g in enumerate(areas):
        for j in tree.query(g):
            if j > i:
                a = g.intersection(areas[j]).area
                overlap += a
                if a > 4:
                    yield f"{names[i]} and {names[j]} overlap by {a:.1f} mm2"
    share = 100 * overlap / max(1, sum(g.area for g in areas))
    if share > 0.5:
        yield f"overlap {share:.2f}%"
    for p in shapes.paths(root, f"layer-{lay}-fibres"):
        home = solid.get(p.get("data-of"))
        if home is not None:
            out = shapes.lines(p.get("d")).difference(home.buffer(0.1)).length
            if out > 0.5:
                yield f"fibres of {p.get('data-of')}: {out:.1f} mm outside"
    for p in shapes.paths(root, f"layer-{lay}-relief"):
        home = solid.get(p.get("data-of"))
        if home is not None:
            out = shapes.polygon(p.get("d")).difference(home.buffer(0.3)).area
            if out > 1:
                yield f"relief of {p.get('data-of')}: {out:.1f} mm2 outside"


def nodes_and_length(d):
    """All points named in a closed path, its first one twice, and its outline in mm."""
    parts = shapes.pieces(d)
    return sum(n for _, n, _, _ in parts), sum(Polygon(q).length for q, *_ in parts)


def segments(d):
    """The segments of a path, each a tuple of points from one node to the next."""
    for body in re.findall(r"M[^M]*", d):
        at = start = None
        for command, text in re.findall(r"([MLCZ])([^MLCZ]*)", body):
            n = [float(x) for x in re.findall(r"-?\d*\.?\d+", text)]
            p = list(zip(n[::2], n[1::2], strict=True))
            if command == "M":
                at = start = p[0]
            elif command != "Z" or at != start:
                p = p or [start]
                yield (at, *p)
                at = p[-1]


def kinks(root, sign, lay):
    """(degrees, x, v) where a border turns at a node by more than SMOOTH and less than a CORNER.

    Where three borders meet, and on the mirror line, a turn is no fault.
    """
    ends = {}
    for part in ("muscles", "tissue-over"):
        for p in shapes.paths(root, f"layer-{lay}-{part}"):
            for s in segments(p.get("d")):
                for way in (s, s[::-1]):
                    toward = next((q for q in way[1:] if math.dist(q, way[0]) > 0.03), way[-1])
                    dx, dy = toward[0] - way[0][0], toward[1] - way[0][1]
                    ends.setdefault(way[0], {})[way] = math.atan2(dy, dx)
    for (x, y), ways in ends.items():
        if len(ways) == 2 and x * sign > 0:
            a, b = ways.values()
            turn = abs(180 - abs(math.degrees(a - b)) % 360)
            if SMOOTH < turn < CORNER:
                yield turn, x, -y


def density(root):
    """How many nodes the muscles have: per 100 mm of outline over all, and in the densest muscle."""
    rows = [
        nodes_and_length(p.get("d")) for lay in (1, 2, 3) for p in shapes.paths(root, f"layer-{lay}-muscles")
    ]
    total = 100 * sum(n for n, _ in rows) / max(1.0, sum(length for _, length in rows))
    worst = max((100 * n / length for n, length in rows), default=0)
    return f"{total:.1f} nodes per 100 mm, {worst:.1f} in the densest of {len(rows)} muscles"


def gap_faults(root, sign, lay, reference, tissue):
    """Muscles that touch in the reference must meet in the drawing (a tendon drawn between them counts)."""

    def outline(e):
        # without slivers and crumbs, whose contacts say nothing
        g = unary_union([Polygon(o["points"]).buffer(0) for o in e["outlines"] if not o["hole"]])
        g = g.buffer(-1.3).buffer(1.3)
        parts = list(getattr(g, "geoms", [g]))
        most = max(p.area for p in parts)
        return unary_union([p for p in parts if p.area >= max(20, 0.15 * most)])

    drawn = {
        p.get("data-muscle"): shapes.polygon(p.get("d"))
        for p in shapes.paths(root, f"layer-{lay}-muscles")
        if p.get("data-muscle")
    }
    filled = unary_union([*drawn.values(), *tissue])
    shown = {m: outline(e) for m, e in reference["layers"][str(lay)].items() if m in drawn}
    names = sorted(shown)
    for i, a in enumerate(names):
        for b in names[:i]:
            if shown[a].is_empty or shown[b].is_empty or shown[a].distance(shown[b]) > 0.8:
                continue
            common = shown[a].buffer(1).intersection(shown[b].buffer(1))
            if common.area < 2 * 8:  # they only just touch
                continue
            gap = drawn[a].distance(drawn[b])
            if gap > 1.0:
                way = LineString(nearest_points(drawn[a], drawn[b]))
                if way.difference(filled.buffer(0.2)).length > 1.0:
                    yield f"layer {lay}: {a} and {b} are {gap:.1f} mm apart"


def digest(root):
    """Of what a mark's place is read from: each layer's muscles, and the skin. Relief, fibres and tissue may change."""
    said = [
        (p.get("id") or p.get("class"), p.get("d"))
        for group in ("body", *(f"layer-{n}-muscles" for n in FRAMES[root.get("data-plate")].layers))
        for p in shapes.paths(root, group)
        if p.get("class") in ("skin", "muscle")
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def read_versions(file):
    """{(plate, version): (digest, the program's release that it went out with first, or "")}."""
    if not file.is_file():
        return {}
    with file.open(encoding="utf-8", newline="") as lines:
        return {
            (r["plate"], r["version"]): (r["digest"], r["released"])
            for r in csv.DictReader(lines, delimiter="\t")
        }


def write_versions(file, versions):
    rows = [
        ("plate", "version", "digest", "released"),
        *((*key, *said) for key, said in sorted(versions.items())),
    ]
    file.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")


def version_faults(key, now, versions):
    """What is wrong with the version that the plate says it is."""
    plate, version = key
    if key not in versions:
        yield f"version {version} is not in versions.tsv: check.py --record writes it down"
    elif versions[key][0] != now and versions[key][1]:
        yield f"version {version} went out with {versions[key][1]} and is drawn otherwise now: raise data-version"
    elif versions[key][0] != now:
        yield f"version {version} is drawn otherwise than versions.tsv says: check.py --record writes it down anew"
    newest = max((int(number) for name, number in versions if name == plate), default=0)
    if int(version) < newest:
        yield f"version {version} is older than {newest}, which versions.tsv has"


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("muscles", type=pathlib.Path)
    ap.add_argument("plates", nargs="+", type=pathlib.Path)
    ap.add_argument("--reference", type=pathlib.Path)
    ap.add_argument("--record", action="store_true", help="write down what unreleased versions are now")
    a = ap.parse_args()
    kept = a.plates[0].parent / "versions.tsv"
    versions = read_versions(kept)
    known = {line.split("\t")[0] for line in a.muscles.read_text(encoding="utf-8").splitlines()[1:]}
    reference = json.loads(a.reference.read_text()) if a.reference else {}
    count = 0
    for file in a.plates:
        root = shapes.load(file)
        plate = root.get("data-plate")
        sign = 0 if FRAMES[plate].one_side else FRAMES[plate].sign
        faults = list(format_faults(root, known))
        for lay in FRAMES[plate].layers:
            faults += list(shape_faults(root, sign, lay))
            if plate in reference:
                tissue = [shapes.polygon(p.get("d")) for p in shapes.paths(root, f"layer-{lay}-tissue-over")]
                faults += list(gap_faults(root, sign, lay, reference[plate], tissue))
        key = plate, root.get("data-version")
        if a.record and versions.get(key, ("", ""))[1] == "":
            versions[key] = digest(root), ""
        faults += version_faults(key, digest(root), versions)
        for f in faults:
            print(f"{file.name}: {f}")
        print(f"{file.name}: {len(faults)} faults, {file.stat().st_size // 1024} kB, {density(root)}")
        count += len(faults)
    if a.record:
        write_versions(kept, versions)
    raise SystemExit(1 if count else 0)


if __name__ == "__main__":
    main()
