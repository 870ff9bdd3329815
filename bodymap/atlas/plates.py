"""Reads a plate: the strict SVG of assets/plates/README.md, its left half mirrored, its outlines flattened.

Reading 1 MB of SVG takes about a tenth of a second, so what was read is kept under the file's SHA-256 in a cache
folder: a header, a JSON table of names and lengths, and plain arrays of doubles. A cache that is missing, damaged, of
another format or unwritable only costs the time of reading the SVG.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import struct
import sys
import tempfile
import zlib
from array import array
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from bodymap.atlas.body import Layer, Plate, Region, Shape
from bodymap.atlas.geometry import Box, Curve, PackedRings, bounds, box_of, mirrored, parse_d, rings_of

RIGHT, LEFT, MIDLINE = "right", "left", "midline"
OTHER = {RIGHT: LEFT, LEFT: RIGHT, MIDLINE: MIDLINE}

# group -> the classes its paths may have; the order is the order of the groups in a layer, as they are painted
GROUPS = {
    "bones": ("bone",),
    "tissue-under": ("tendon", "aponeurosis", "fascia", "ligament"),
    "muscles": ("muscle",),
    "relief": ("shade", "light"),
    "fibres": ("fibre",),
    "tissue-over": ("tendon", "aponeurosis", "fascia", "ligament"),
    "lines": ("line",),
}
BODY = ("skin", "skin-line")
TISSUE = {
    "tendon": "tendon",
    "aponeurosis": "fascia",
    "fascia": "fascia",
    "ligament": "ligament",
    "bone": "bone",
}
TISSUE["skin"] = "skin"
OPEN = frozenset(("skin-line", "fibre", "line"))
ATTRIBUTES = frozenset(("id", "class", "d"))
SVG = "{http://www.w3.org/2000/svg}"
SYMMETRY = 0.5  # mm that a midline shape's box may be off its own mirror image

_ID = re.compile(r"[A-Za-z][A-Za-z0-9._-]*\Z")


class PlateFault(ValueError):
    """A plate's file is not as assets/plates/README.md says; the sentence names the file and the id."""


def load_plate(path: Path, cache_dir: Path | None = None, *, mirrored_as: str = "") -> Plate:
    """The plate of an SVG file, from the cache where it holds the same file already.

    `mirrored_as` asks for the mirror image of a plate of one side, under this id: the left arm for the right one.
    Raises OSError where the file cannot be read and PlateFault where it is not a plate; never for a cache.
    """
    data = path.read_bytes()
    digest = hashlib.sha256(data + mirrored_as.encode()).hexdigest()

    def read() -> Plate:
        plate = read_svg(data, path.name)
        return mirror_image(plate, mirrored_as, digest) if mirrored_as else plate

    if cache_dir is None:
        return read()
    cached = cache_dir / f"{digest}.plate"
    with suppress(OSError, ValueError, KeyError, TypeError, IndexError, struct.error):
        return unpack(cached.read_bytes(), digest)
    plate = read()
    with suppress(OSError):
        _write_whole(cached, pack(plate))
    return plate


def _write_whole(path: Path, data: bytes) -> None:
    """Writes the file so that a reader sees all of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


# ---- the SVG


class _Reader:
    """One reading of one file; `fail` knows where it is."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.ids: set[str] = set()
        self.mirror: float | None = None
        self.side = ""  # of a plate that shows one side of the body

    def fail(self, where: str, what: str) -> PlateFault:
        return PlateFault(f"{self.file}: {where}: {what}" if where else f"{self.file}: {what}")

    def read(self, data: bytes) -> Plate:
        try:
            root = ElementTree.fromstring(data)
        except ElementTree.ParseError as fault:
            raise self.fail("", f"this is not well-formed SVG ({fault}).") from None
        if root.tag != f"{SVG}svg":
            raise self.fail("", "the root element must be an SVG's svg.")
        plate_id = root.get("data-plate", "")
        if not _ID.match(plate_id):
            raise self.fail("", "data-plate must name the plate.")
        if self.file.endswith(".svg") and self.file != f"{plate_id}.svg":
            raise self.fail("", f"data-plate is {plate_id!r}, but the file's name says otherwise.")
        version = root.get("data-version", "")
        if not version.isdecimal() or int(version) < 1:
            raise self.fail("", "data-version must be a whole number from 1.")
        box = self._view_box(root.get("viewBox", ""))
        mirror = root.get("data-mirror")
        if mirror is not None:
            try:
                self.mirror = float(mirror)
            except ValueError:
                raise self.fail("", f"data-mirror {mirror!r} is not a number.") from None
        self.side = root.get("data-side", "")
        if self.side and (self.side not in (RIGHT, LEFT) or mirror is not None):
            raise self.fail(
                "", "data-side must be right or left, on a plate of one side, which has no data-mirror."
            )
        title = (root.findtext(f"{SVG}title") or plate_id).strip()
        children = [child for child in root if child.tag not in (f"{SVG}title", f"{SVG}desc")]
        names = [self._group(child) for child in children]
        expected = [name for name in ("body", "layer-1", "layer-2", "layer-3") if name in names]
        if names != expected or "layer-1" not in names:
            raise self.fail(
                "",
                f"the groups must be body, layer-1, layer-2, layer-3 in this order, not {', '.join(names)}.",
            )
        skin: list[Shape] = []
        skin_lines: list[Shape] = []
        layers: dict[int, Layer] = {}
        for name, child in zip(names, children, strict=True):
            if name == "body":
                for shape in self._both(self._shapes(child, BODY)):
                    (skin if shape.kind == "skin" else skin_lines).append(shape)
            else:
                number = int(name[-1])
                if child.get("data-layer") != str(number):
                    raise self.fail(name, f"data-layer must be {number}.")
                layers[number] = self._layer(child, number, plate_id)
        plate = Plate(
            id=plate_id,
            title=title,
            version=int(version),
            box=box,
            skin=tuple(skin),
            skin_lines=tuple(skin_lines),
            layers=layers,
            digest=hashlib.sha256(data).hexdigest(),
            mirror=self.mirror,
        )
        return replace(plate, right_sign=_right_sign(plate))

    def _view_box(self, text: str) -> Box:
        try:
            x, y, width, height = (float(word) for word in text.replace(",", " ").split())
        except ValueError:
            raise self.fail("", "viewBox must be four numbers.") from None
        if width <= 0.0 or height <= 0.0:
            raise self.fail("", "viewBox must have a width and a height.")
        return (x, 0.0 - y - height, x + width, 0.0 - y)

    def _group(self, element: Any) -> str:
        """The id of a group, checked."""
        if element.tag != f"{SVG}g":
            raise self.fail(element.get("id", ""), f"only g and path are allowed, not {_tag(element)}.")
        name: str = element.get("id", "")
        if not name:
            raise self.fail("", "a group has no id.")
        for attribute in element.attrib:
            if attribute != "id" and not attribute.startswith("data-"):
                raise self.fail(name, f"the attribute {attribute!r} is not allowed on a group.")
        self._new_id(name)
        return name

    def _new_id(self, name: str) -> None:
        if not _ID.match(name):
            raise self.fail(name, "an id holds letters, digits, dots, hyphens and begins with a letter.")
        if name in self.ids:
            raise self.fail(name, "the id occurs twice.")
        self.ids.add(name)

    def _shapes(self, group: Any, classes: tuple[str, ...]) -> Iterator[tuple[Shape, str]]:
        """The group's paths as drawn, each with its data-muscle."""
        where = group.get("id")
        for number, element in enumerate(group, 1):
            name = element.get("id", "")
            at = name or f"{where}, path {number}"
            if element.tag != f"{SVG}path":
                raise self.fail(at, f"only paths are allowed in this group, not {_tag(element)}.")
            for attribute in element.attrib:
                if attribute not in ATTRIBUTES and not attribute.startswith("data-"):
                    raise self.fail(at, f"the attribute {attribute!r} is not allowed on a path.")
            if name:
                self._new_id(name)
            kind = element.get("class", "")
            if kind not in classes:
                raise self.fail(
                    at, f"the class {kind!r} does not belong here; {where} holds {', '.join(classes)}."
                )
            side = element.get("data-side", self.side or RIGHT)
            if self.side and side != self.side:
                raise self.fail(at, f"all of this plate is the {self.side} side; data-side says {side!r}.")
            if side not in (RIGHT, LEFT, MIDLINE):
                raise self.fail(at, f"data-side must be right, left or midline, not {side!r}.")
            if side == LEFT and self.mirror is not None:
                raise self.fail(at, "the left half is mirrored and must not be drawn.")
            try:
                curve = parse_d(element.get("d", ""))
            except ValueError as fault:
                raise self.fail(at, str(fault)) from None
            if kind not in OPEN and curve.ops.count("Z") != curve.ops.count("M"):
                raise self.fail(at, f"every outline of class {kind} must be closed with Z.")
            if side == MIDLINE and self.mirror is not None:
                u0, _, u1, _ = bounds(curve)
                if abs(u0 + u1 - 2.0 * self.mirror) > SYMMETRY:
                    raise self.fail(at, "a midline shape must be its own mirror image.")
            shape = Shape(
                id=name,
                kind=kind,
                side=side,
                curve=curve,
                name=element.get("data-name", ""),
                tissue=element.get("data-tissue", TISSUE.get(kind, "")),
                of=element.get("data-of", ""),
            )
            yield shape, element.get("data-muscle", "")

    def _both(self, shapes: Iterator[tuple[Shape, str]]) -> list[Shape]:
        """The shapes, each one-sided one followed by its mirror image; ids then end in the side."""
        out: list[Shape] = []
        for shape, _ in shapes:
            out += self._sides(shape)
        return out

    def _sides(self, shape: Shape) -> list[Shape]:
        first = replace(shape, id=_sided(shape.id, shape.side))
        if self.mirror is None or shape.side == MIDLINE:
            return [first]
        return [
            first,
            replace(shape, id=_sided(shape.id, LEFT), side=LEFT, curve=mirrored(shape.curve, self.mirror)),
        ]

    def _layer(self, element: Any, number: int, plate_id: str) -> Layer:
        prefix = f"layer-{number}-"
        groups: dict[str, Any] = {}
        for child in element:
            name = self._group(child)
            short = name.removeprefix(prefix)
            if short == name or short not in GROUPS:
                raise self.fail(name, f"a layer holds the groups {', '.join(prefix + g for g in GROUPS)}.")
            groups[short] = child
        if list(groups) != [short for short in GROUPS if short in groups]:
            raise self.fail(element.get("id"), f"its groups must come in this order: {', '.join(GROUPS)}.")
        regions: list[Region] = []
        sides: dict[str, str] = {}
        if "muscles" in groups:
            for shape, muscle in self._shapes(groups["muscles"], GROUPS["muscles"]):
                if not shape.id.startswith(prefix):
                    raise self.fail(
                        shape.id or groups["muscles"].get("id"), f"a muscle's id must begin with {prefix}."
                    )
                if not muscle and not shape.name:
                    raise self.fail(
                        shape.id, "a muscle needs data-muscle, or data-name where it only shows the way."
                    )
                if muscle and shape.id != prefix + muscle:
                    raise self.fail(shape.id, f"the id must be {prefix}{muscle}, as data-muscle says.")
                sides[shape.id] = shape.side
                for sided in self._sides(shape):
                    regions.append(self._region(sided, muscle, plate_id, number))
        made: dict[str, list[Shape]] = {}
        for short, classes in GROUPS.items():
            if short == "muscles":
                continue
            made[short] = out = []
            for shape, _ in self._shapes(groups[short], classes) if short in groups else ():
                if short in ("relief", "fibres"):
                    if shape.of not in sides:
                        raise self.fail(
                            shape.id or prefix + short,
                            f"data-of {shape.of!r} is not the id of a muscle of this layer.",
                        )
                    # relief and fibres lie on their muscle's side, whatever they say themselves
                    shape = replace(shape, side=sides[shape.of])
                for sided in self._sides(shape):
                    out.append(replace(sided, of=_sided(shape.of, sided.side)) if shape.of else sided)
        return Layer(
            number=number,
            bones=tuple(made["bones"]),
            tissue_under=tuple(made["tissue-under"]),
            regions=tuple(regions),
            relief=tuple(made["relief"]),
            fibres=tuple(made["fibres"]),
            tissue_over=tuple(made["tissue-over"]),
            lines=tuple(made["lines"]),
        )

    def _region(self, shape: Shape, muscle: str, plate_id: str, number: int) -> Region:
        rings = rings_of(shape.curve)
        if not rings:
            raise self.fail(shape.id.partition(":")[0], "the outline encloses nothing.")
        return Region(
            id=shape.id,
            muscle=muscle,
            side=shape.side,
            plate=plate_id,
            layer=number,
            curve=shape.curve,
            rings=rings,
            box=box_of(rings),
            name=shape.name,
        )


def _tag(element: Any) -> str:
    return str(element.tag).removeprefix(SVG)


def _sided(name: str, side: str) -> str:
    """layer-1-soleus:right"""
    return f"{name}:{side}" if name else ""


def _right_sign(plate: Plate) -> int:
    """Where the patient's right lies as drawn: 1 at greater u than the mirror line, -1 at smaller, 0 without a line."""
    if plate.mirror is None:
        return 0
    for layer in plate.layers.values():
        drawn = [bounds(s.curve) for s in (*layer.bones, *layer.tissue_under) if s.side == RIGHT]
        drawn += [r.box for r in layer.regions if r.side == RIGHT]
        lean = sum((u0 + u1) / 2.0 - plate.mirror for u0, _, u1, _ in drawn)
        if lean:
            return 1 if lean > 0.0 else -1
    return -1


def read_svg(data: bytes, file: str) -> Plate:
    """The plate written in this SVG. `file` is the name that faults give. Raises PlateFault."""
    return _Reader(file).read(data)


def mirror_image(plate: Plate, plate_id: str, digest: str) -> Plate:
    """The other side of a plate of one side: u turned to -u, right to left. `digest` is the new plate's own.

    Raises PlateFault for a plate that shows both sides.
    """
    if plate.mirror is not None:
        raise PlateFault(f"{plate.id} shows both sides: it has no mirror image of its own.")

    def renamed(name: str) -> str:
        bare, mark, side = name.rpartition(":")
        return f"{bare}:{OTHER[side]}" if mark and side in OTHER else name

    def shape(one: Shape) -> Shape:
        return replace(
            one,
            id=renamed(one.id),
            of=renamed(one.of),
            side=OTHER[one.side],
            curve=mirrored(one.curve),
        )

    def region(one: Region) -> Region:
        u0, v0, u1, v1 = one.box
        return replace(
            one,
            id=renamed(one.id),
            side=OTHER[one.side],
            plate=plate_id,
            curve=mirrored(one.curve),
            rings=tuple(tuple((0.0 - u, v) for u, v in ring) for ring in one.rings),
            box=(0.0 - u1, v0, 0.0 - u0, v1),
        )

    def layer(one: Layer) -> Layer:
        drawn = {key: tuple(map(shape, getattr(one, key))) for key in _SHAPES}
        return Layer(number=one.number, regions=tuple(map(region, one.regions)), **drawn)

    u0, v0, u1, v1 = plate.box
    title = plate.title.replace("Right", "\0").replace("Left", "Right").replace("\0", "Left")
    title = title.replace("right", "\0").replace("left", "right").replace("\0", "left")
    return replace(
        plate,
        id=plate_id,
        title=title,
        box=(0.0 - u1, v0, 0.0 - u0, v1),
        skin=tuple(map(shape, plate.skin)),
        skin_lines=tuple(map(shape, plate.skin_lines)),
        layers={number: layer(one) for number, one in plate.layers.items()},
        digest=digest,
    )


# ---- the cache

MAGIC = b"BMPLATE\n"
FORMAT = 1
_HEAD = struct.Struct(
    "<8sI32sIIQQI"
)  # magic, format, SHA-256, lengths (JSON, ops, curve and ring doubles), CRC-32
_SHAPES = ("bones", "tissue_under", "relief", "fibres", "tissue_over", "lines")


def pack(plate: Plate) -> bytes:
    """The plate as the cache holds it: little-endian, with a CRC-32 of all that follows the header."""
    ops: list[str] = []
    xy = array("d")
    points = array("d")

    def shape(s: Shape) -> list[Any]:
        ops.append(s.curve.ops)
        xy.extend(s.curve.xy)
        return [s.id, s.kind, s.side, s.name, s.tissue, s.of, len(s.curve.ops), len(s.curve.xy)]

    def region(r: Region) -> list[Any]:
        ops.append(r.curve.ops)
        xy.extend(r.curve.xy)
        for ring in r.rings:
            for point in ring:
                points.extend(point)
        lengths = [len(ring) for ring in r.rings]
        return [r.id, r.muscle, r.side, r.name, r.box, lengths, len(r.curve.ops), len(r.curve.xy)]

    table = {
        "id": plate.id,
        "title": plate.title,
        "version": plate.version,
        "box": plate.box,
        "mirror": plate.mirror,
        "right_sign": plate.right_sign,
        "skin": [shape(s) for s in plate.skin],
        "skin_lines": [shape(s) for s in plate.skin_lines],
        "layers": [
            [
                number,
                {key: [shape(s) for s in getattr(layer, key)] for key in _SHAPES},
                [region(r) for r in layer.regions],
            ]
            for number, layer in plate.layers.items()
        ],
    }
    if sys.byteorder == "big":
        xy.byteswap()
        points.byteswap()
    text = json.dumps(table, separators=(",", ":")).encode()
    letters = "".join(ops).encode("ascii")
    body = text + letters + xy.tobytes() + points.tobytes()
    digest = bytes.fromhex(plate.digest)
    return (
        _HEAD.pack(MAGIC, FORMAT, digest, len(text), len(letters), len(xy), len(points), zlib.crc32(body))
        + body
    )


def unpack(data: bytes, digest: str) -> Plate:
    """The plate from the cache's bytes. Raises ValueError where they are not whole, of this format, or of this SVG."""
    if len(data) < _HEAD.size:
        raise ValueError("The cache is cut short.")
    magic, version, sha, n_text, n_ops, n_xy, n_points, crc = _HEAD.unpack_from(data)
    if magic != MAGIC or version != FORMAT or sha.hex() != digest:
        raise ValueError("The cache is of another format or file.")
    body = memoryview(data)[_HEAD.size :]
    if len(body) != n_text + n_ops + 8 * (n_xy + n_points) or zlib.crc32(body) != crc:
        raise ValueError("The cache is damaged.")
    table = json.loads(bytes(body[:n_text]))
    letters = bytes(body[n_text : n_text + n_ops]).decode("ascii")
    start = n_text + n_ops
    xy = _doubles(body[start : start + 8 * n_xy])
    points = _doubles(body[start + 8 * n_xy :])
    curve = _curves(letters, xy)
    at = 0

    def shapes(rows: list[Any]) -> tuple[Shape, ...]:
        return tuple(
            Shape(i, kind, side, curve(n, m), name, tissue, of)
            for i, kind, side, name, tissue, of, n, m in rows
        )

    def regions(rows: list[Any], number: int) -> tuple[Region, ...]:
        nonlocal at
        out = []
        for i, muscle, side, name, box, lengths, n, m in rows:
            rings = PackedRings(points[at : at + 2 * sum(lengths)], lengths)
            at += 2 * sum(lengths)
            u0, v0, u1, v1 = box
            out.append(
                Region(i, muscle, side, table["id"], number, curve(n, m), rings, (u0, v0, u1, v1), name)
            )
        return tuple(out)

    skin, skin_lines = shapes(table["skin"]), shapes(table["skin_lines"])
    layers = {}
    for number, rows, muscles in table["layers"]:
        drawn = {key: shapes(rows[key]) for key in _SHAPES}
        layers[number] = Layer(number=number, regions=regions(muscles, number), **drawn)
    u0, v0, u1, v1 = table["box"]
    return Plate(
        id=table["id"],
        title=table["title"],
        version=table["version"],
        box=(u0, v0, u1, v1),
        skin=skin,
        skin_lines=skin_lines,
        layers=layers,
        digest=digest,
        mirror=table["mirror"],
        right_sign=table["right_sign"],
    )


def _doubles(data: memoryview[int]) -> memoryview[float]:
    """The little-endian doubles in the bytes; no copy where the machine keeps them so."""
    if sys.byteorder == "little":
        return data.cast("d")
    numbers = array("d")
    numbers.frombytes(data)
    numbers.byteswap()
    return memoryview(numbers)


def _curves(letters: str, xy: memoryview[float]) -> Callable[[int, int], Curve]:
    """A function that cuts the next curve, of so many letters and numbers, off the two long rows."""
    at = [0, 0]

    def take(n_ops: int, n_xy: int) -> Curve:
        a, b = at
        at[0], at[1] = a + n_ops, b + n_xy
        return Curve(letters[a : a + n_ops], xy[b : b + n_xy])

    return take
