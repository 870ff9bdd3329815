"""Painting a plate: paths built once from the curves' floats, painted in the order of assets/plates/README.md."""

from __future__ import annotations

import json
import math
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QTransform

from bodymap import assets
from bodymap.atlas.body import Layer, Plate, Region, Shape
from bodymap.atlas.geometry import Box, Curve, control_box
from bodymap.drawing.engraving import apart, lines_of
from bodymap.drawing.inks import FAMILIES, LIKENESS, SHADES, UNDER, Ink, Tissue, Tones, family_of, tone_of

FIBRES_FROM = 0.7
"""Device pixels per millimetre below which fibre lines would only be grey noise."""
WIDE_FROM = 0.6
"""Device pixels per millimetre from which pens may be wider than a pixel."""
POINT_PX = 2.4
"""Pixels that stand for a point of distance between fibre lines in a picture: their pens are a whole pixel wide."""
RELIEF_FROM = 0.2
"""Device pixels per millimetre below which relief is smaller than a pixel."""


@dataclass(frozen=True, slots=True)
class View:
    """How a plate lies on a picture: `scale` in pixels per millimetre, and the pixel where (u, v) = (0, 0) falls."""

    scale: float
    x: float
    y: float

    def to_px(self, u: float, v: float) -> tuple[float, float]:
        """Millimetres of the plate to pixels; v grows upwards, pixels downwards."""
        return self.x + u * self.scale, self.y - v * self.scale

    def to_mm(self, x: float, y: float) -> tuple[float, float]:
        """Pixels to millimetres of the plate."""
        return (x - self.x) / self.scale, (self.y - y) / self.scale

    @staticmethod
    def fit(box: Box, width: float, height: float, margin: float = 0.0) -> View:
        """The view that shows the whole box (millimetres), centred in width x height pixels with a margin in pixels."""
        u0, v0, u1, v1 = box
        room_x, room_y = max(1.0, width - 2 * margin), max(1.0, height - 2 * margin)
        scale = min(room_x / max(1e-6, u1 - u0), room_y / max(1e-6, v1 - v0))
        return View(scale, width / 2 - (u0 + u1) / 2 * scale, height / 2 + (v0 + v1) / 2 * scale)

    def zoom_at(self, x: float, y: float, factor: float) -> View:
        """The view scaled by the factor while what lies under that pixel stays there."""
        return View(self.scale * factor, x - (x - self.x) * factor, y - (y - self.y) * factor)

    def moved(self, dx: float, dy: float) -> View:
        """The view moved by that many pixels."""
        return View(self.scale, self.x + dx, self.y + dy)

    def shown(self, width: float, height: float) -> Box:
        """The box in millimetres that width x height pixels show."""
        u0, v1 = self.to_mm(0, 0)
        u1, v0 = self.to_mm(width, height)
        return u0, v0, u1, v1

    def transform(self) -> QTransform:
        """Millimetres to pixels, for a painter."""
        return QTransform(self.scale, 0, 0, -self.scale, self.x, self.y)


def path_of(curve: Curve) -> QPainterPath:
    """The curve as a QPainterPath in millimetres, v upwards, filled even-odd."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    xy = curve.xy
    at = 0
    move, line, cubic, close = path.moveTo, path.lineTo, path.cubicTo, path.closeSubpath
    for op in curve.ops:
        if op == "C":
            cubic(xy[at], xy[at + 1], xy[at + 2], xy[at + 3], xy[at + 4], xy[at + 5])
            at += 6
        elif op == "L":
            line(xy[at], xy[at + 1])
            at += 2
        elif op == "M":
            move(xy[at], xy[at + 1])
            at += 2
        else:
            close()
    return path


@dataclass(frozen=True, slots=True)
class Piece:
    """One path ready to paint. `box` is in millimetres (v upwards); `tone` numbers a muscle's colours, else -1."""

    path: QPainterPath
    box: Box
    kind: str
    tone: int
    id: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class LayerPieces:
    """All paths of one layer of one plate, in painting order."""

    skin: tuple[Piece, ...]
    skin_lines: tuple[Piece, ...]
    bones: tuple[Piece, ...]
    under: tuple[Piece, ...]
    muscles: tuple[Piece, ...]
    relief: tuple[Piece, ...]
    fibres: tuple[Piece, ...]
    over: tuple[Piece, ...]
    lines: tuple[Piece, ...]
    by_region: dict[str, Piece]


_built: OrderedDict[tuple[str, int, str, int], LayerPieces] = OrderedDict()
_KEPT = 32  # layers; about 1 MB each


def pieces_of(plate: Plate, layer: int) -> LayerPieces:
    """The paths of a layer, built on first use. Raises KeyError for a layer that the plate does not have."""
    key = (plate.id, plate.version, plate.digest, layer)
    made = _built.get(key)
    if made is None:
        made = _build(plate, plate.layers[layer])
        _built[key] = made
        while len(_built) > _KEPT:
            _built.popitem(last=False)
    else:
        _built.move_to_end(key)
    return made


def _box_of(path: QPainterPath) -> Box:
    bounds = path.controlPointRect()
    return bounds.left(), bounds.top(), bounds.right(), bounds.bottom()


def _piece(shape: Shape, tone: int = -1) -> Piece:
    path = path_of(shape.curve)
    return Piece(path, _box_of(path), shape.kind, tone, shape.id, shape.of)


def _build(plate: Plate, layer: Layer) -> LayerPieces:
    tones = tones_in(plate, layer)
    muscles = []
    for region in layer.regions:
        path = path_of(region.curve)
        muscles.append(Piece(path, _box_of(path), "muscle", tones[region.id], region.id))
    return LayerPieces(
        skin=tuple(_piece(shape) for shape in plate.skin),
        skin_lines=tuple(_piece(shape) for shape in plate.skin_lines),
        bones=tuple(_piece(shape) for shape in layer.bones),
        under=tuple(_piece(shape) for shape in layer.tissue_under),
        muscles=tuple(muscles),
        relief=tuple(_piece(shape, tones.get(shape.of, 0)) for shape in layer.relief),
        fibres=tuple(_piece(shape, tones.get(shape.of, 0)) for shape in layer.fibres),
        over=tuple(_piece(shape) for shape in layer.tissue_over),
        lines=tuple(_piece(shape) for shape in layer.lines),
        by_region={piece.id: piece for piece in muscles},
    )


def _chosen_before(plate: Plate) -> dict[str, int]:
    """The tones that assets/plates/drawing/tones.py wrote for just this plate; nothing for one changed since.

    Choosing them takes as long as painting the plate.
    """
    try:
        with (assets.folder() / "plates" / "tones.json").open(encoding="utf-8") as file:
            table = json.load(file).get(plate.digest, {})
        return {str(muscle): int(tone) for muscle, tone in table.items()}
    except (OSError, ValueError, AttributeError):
        return {}


_tones: OrderedDict[str, dict[str, int]] = OrderedDict()
_TONES_KEPT = 16


def tones_in(plate: Plate, layer: Layer) -> dict[str, int]:
    """The tone of each region of a layer, with `UNDER` added to what lies under that layer.

    A muscle has one tone in all layers of a plate: peeled, it is known again by it.
    """
    key = f"{plate.id} {plate.digest}"
    tones = _tones.get(key)
    if tones is None:
        tones = _chosen_before(plate) or tones_of(one.regions for one in plate.layers.values())
        _tones[key] = tones
        while len(_tones) > _TONES_KEPT:
            _tones.popitem(last=False)
    return {
        region.id: tones[_toned(region)] + (UNDER if lies_under(plate, region) else 0)
        for region in layer.regions
    }


MOSTLY = 0.5
"""Of a muscle's largest region: what a layer must show of it for the muscle to be that layer's own."""


def lies_under(plate: Plate, region: Region) -> bool:
    """Whether the muscle belongs to a deeper layer, and this one only shows it where its own muscles leave room."""
    if not region.muscle:
        return False
    here = _rough_area(region)
    return any(
        number > region.layer
        and any(
            _rough_area(other) * MOSTLY > here
            for other in layer.regions
            if other.muscle == region.muscle and other.side == region.side
        )
        for number, layer in plate.layers.items()
    )


PASSES = 6
"""How often each muscle's tone is chosen anew, its neighbours' being known."""


def _near(muscle: str, boxes: dict[str, list[tuple[int, Box]]]) -> list[str]:
    """The muscles whose boxes come within a millimetre of this one's in some layer."""
    return [
        other
        for other, places in boxes.items()
        if other != muscle and any(n == m and _meet(a, b) for n, a in places for m, b in boxes[muscle])
    ]


def _quietest(muscle: str, weights: dict[str, float], chosen: dict[str, int], decided: set[str]) -> int:
    """The tone that is least like its neighbours', weighted by how much border they share; at best the name's own."""
    kin = family_of(muscle)
    costs = [0.0] * (FAMILIES * SHADES)
    for other, weight in weights.items():
        if other not in decided:
            continue
        tone = chosen[other]
        alike = family_of(other) == kin
        for option, likeness in enumerate(LIKENESS[tone]):
            if option == tone:
                costs[option] += 2.0 * weight
            elif not alike:
                costs[option] += likeness * weight
            elif option // SHADES != tone // SHADES:
                costs[option] += weight  # heads of one muscle are kin and differ by the step
    family, step = tone_of(muscle)
    options = [
        (family + turn) % FAMILIES * SHADES + (step + nudge) % SHADES
        for turn in range(FAMILIES)
        for nudge in range(SHADES)
    ]
    return min(options, key=costs.__getitem__)


def _nodes(curve: Curve) -> Iterator[tuple[float, float]]:
    """Where the segments of an outline end."""
    xy, at = curve.xy, 0
    for op in curve.ops:
        if op != "Z":
            at += 6 if op == "C" else 2
            yield xy[at - 2], xy[at - 1]


def _rough_area(region: Region) -> float:
    """Of the polygon through the outline's nodes, mm2: near enough to say in which layer a muscle shows most."""
    total = 0.0
    xy = region.curve.xy
    at = 0
    first = last = (0.0, 0.0)
    for op in region.curve.ops:
        if op == "Z":
            here = first
        else:
            at += 6 if op == "C" else 2
            here = (xy[at - 2], xy[at - 1])
        if op == "M":
            first = here
        else:
            total += last[0] * here[1] - here[0] * last[1]
        last = here
    return abs(total) / 2


def _toned(region: Region) -> str:
    """What a tone is chosen for: the muscle, or a shape that only shows the way."""
    return region.muscle or region.name or region.id


def tones_of(layers: Iterable[Iterable[Region]]) -> dict[str, int]:
    """A tone for each muscle of these layers: by its name alone, unless it would look like a neighbour's.

    Neighbours are regions of one layer whose boxes come within a millimetre. Both sides of a muscle get one tone, so
    that the body stays symmetrical.
    """
    boxes: dict[str, list[tuple[int, Box]]] = {}
    sharing: dict[tuple[int, float, float], list[str]] = {}
    for number, regions in enumerate(layers):
        held = list(regions)
        # The left half is the mirror image of the right, but for plates of the left side alone.
        both = any(region.side == "right" for region in held)
        for region in held:
            if region.side != "left" or not both:
                muscle = _toned(region)
                boxes.setdefault(muscle, []).append((number, region.box))
                for u, v in _nodes(region.curve):
                    sharing.setdefault((number, u, v), []).append(muscle)
    # Neighbours have the nodes of their border in common.
    common: dict[str, Counter[str]] = {muscle: Counter() for muscle in boxes}
    for muscles in sharing.values():
        for muscle in muscles if len(muscles) > 1 else ():
            common[muscle].update(other for other in muscles if other != muscle)
    chosen = dict.fromkeys(boxes, 0)
    decided: set[str] = set()
    weights = {muscle: dict.fromkeys(_near(muscle, boxes), 0.1) for muscle in boxes}
    for muscle, others in common.items():
        weights[muscle].update(others)
    for _ in range(PASSES):
        for muscle in boxes:
            chosen[muscle] = _quietest(muscle, weights[muscle], chosen, decided)
            decided.add(muscle)
    return chosen


_engraved: OrderedDict[tuple[str, int, str, int, float], dict[str, Piece]] = OrderedDict()
_ENGRAVED_KEPT = 24


def engraved_fibres(plate: Plate, layer: int, gap: float, clip: Box | None = None) -> tuple[Piece, ...]:
    """The layer's fibres with lines left out so that those of one muscle lie at least `gap` millimetres apart.

    `clip` leaves out the muscles whose fibres lie outside it: choosing lines takes time, and a hand needs no legs.
    """
    key = (plate.id, plate.version, plate.digest, layer, gap)
    made = _engraved.setdefault(key, {})
    _engraved.move_to_end(key)
    while len(_engraved) > _ENGRAVED_KEPT:
        _engraved.popitem(last=False)
    by_muscle: dict[str, list[Shape]] = {}
    for shape in plate.layers[layer].fibres:
        by_muscle.setdefault(shape.of, []).append(shape)
    pieces = []
    for of, shapes in by_muscle.items():
        if of not in made:
            if clip is not None and not any(_meet(control_box(shape.curve), clip, 0.0) for shape in shapes):
                continue
            path = QPainterPath()
            for line in apart([line for shape in shapes for line in lines_of(shape.curve)], gap):
                path.addPath(path_of(line.curve))
            made[of] = Piece(path, _box_of(path), "fibre", 0, "", of)
        pieces.append(made[of])
    return tuple(pieces)


def _meet(a: Box, b: Box, slack: float = 1.0) -> bool:
    return a[0] <= b[2] + slack and b[0] <= a[2] + slack and a[1] <= b[3] + slack and b[1] <= a[3] + slack


class _Brushwork:
    """A painter under a view, with pens of the right width for screen or paper."""

    def __init__(
        self, painter: QPainter, ink: Ink, view: View, clip: Box | None, point: float | None
    ) -> None:
        self.painter = painter
        self.ink = ink
        self.view = view
        self.clip = clip
        self.point = point
        painter.setTransform(view.transform(), True)

    def pen(self, colour: QColor, width: str) -> QPen:
        """A pen by the name of its width: cosmetic device pixels on screen, points on paper."""
        widths = self.ink.screen if self.point is None else self.ink.points
        if width == "tissue" and width not in widths:
            width = "edge"
        if self.point is None:
            # Small, the lines of hands and feet would run together; and wide ones take four times as long.
            pen = QPen(colour, widths[width] if self.view.scale >= WIDE_FROM else min(1.0, widths[width]))
            pen.setCosmetic(True)
        else:
            pen = QPen(colour, widths[width] * self.point / self.view.scale)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap if self.point is not None else Qt.PenCapStyle.FlatCap)
        return pen

    def gap(self, points: float) -> float:
        """Points as millimetres of the plate, in steps of about 8 %; a picture has `POINT_PX` pixels to a point.

        In steps, so that windows of nearly one scale share the lines that were chosen for it.
        """
        gap = points * (self.point or POINT_PX) / self.view.scale
        return float(1.08 ** round(math.log(gap, 1.08)))

    def seen(self, pieces: Iterable[Piece]) -> Iterable[Piece]:
        """Those that the clip box meets: what lies outside costs neither time nor bytes of the PDF."""
        clip = self.clip
        if clip is None:
            return pieces
        u0, v0, u1, v1 = clip
        return [p for p in pieces if p.box[0] <= u1 and p.box[2] >= u0 and p.box[1] <= v1 and p.box[3] >= v0]

    def fill(self, pieces: Iterable[Piece], colours: Tissue, width: str) -> None:
        painter = self.painter
        painter.setPen(self.pen(colours.edge, width))
        painter.setBrush(colours.fill)
        for piece in self.seen(pieces):
            painter.drawPath(piece.path)

    def tissue(self, pieces: Iterable[Piece]) -> None:
        painter = self.painter
        for piece in self.seen(pieces):
            colours = self.ink.tissue(piece.kind)
            painter.setPen(self.pen(colours.edge, "tissue"))
            painter.setBrush(colours.fill)
            painter.drawPath(piece.path)

    def strokes(self, pieces: Iterable[Piece], colour: QColor, width: str) -> None:
        painter = self.painter
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self.pen(colour, width))
        for piece in self.seen(pieces):
            painter.drawPath(piece.path)


def paint_plate(
    painter: QPainter,
    plate: Plate,
    layer: int,
    ink: Ink,
    view: View,
    clip: Box | None = None,
    *,
    point: float | None = None,
    pixels_per_mm: float | None = None,
) -> None:
    """Paint a whole plate: body, bones, tissue under, muscles, relief, fibres, tissue over, lines.

    `clip` (millimetres) leaves out what lies wholly outside it; the caller clips the painter if the edge must be cut.
    `point` is the length of a point in the painter's units and makes it paper: pens in points instead of pixels.
    `pixels_per_mm` decides the level of detail; without it the view's scale does. The caller sets antialiasing.
    """
    pieces = pieces_of(plate, layer)
    detail = view.scale if pixels_per_mm is None else pixels_per_mm
    painter.save()
    brush = _Brushwork(painter, ink, view, clip, point)
    brush.fill(pieces.skin, ink.skin, "skin")
    brush.strokes(pieces.skin_lines, ink.skin_line, "line")
    brush.tissue(pieces.bones)
    brush.tissue(pieces.under)
    fibres = detail >= FIBRES_FROM
    for piece in brush.seen(pieces.muscles):
        tones = ink.muscle(piece.tone)
        painter.setPen(brush.pen(tones.edge, "edge"))
        painter.setBrush(tones.fill)
        painter.drawPath(piece.path)
    if detail >= RELIEF_FROM:
        painter.setPen(Qt.PenStyle.NoPen)
        for piece in brush.seen(pieces.relief):
            if piece.kind == "light" and piece.tone >= UNDER:
                continue  # what lies in the depth catches no light
            tones = ink.muscle(piece.tone)
            painter.setBrush(tones.light if piece.kind == "light" else tones.shade)
            painter.drawPath(piece.path)
    if fibres or ink.fibre_gap:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        lines = pieces.fibres
        if ink.fibre_gap:
            lines = engraved_fibres(plate, layer, brush.gap(ink.fibre_gap), clip)
        for piece in brush.seen(lines):
            painter.setPen(brush.pen(ink.muscle(piece.tone).fibre, "fibre"))
            painter.drawPath(piece.path)
    brush.tissue(pieces.over)
    brush.strokes(pieces.lines, ink.line, "line")
    painter.restore()


def paint_region(
    painter: QPainter,
    plate: Plate,
    region: Region,
    ink: Ink,
    view: View,
    style: str,
    *,
    point: float | None = None,
) -> None:
    """Paint one region over the plate: "hover" and "selected" recolour it with its relief and fibres; "ghost" draws
    its dashed outline and hatching, for a muscle that lies under others. Dynamic, so made of few strokes."""
    pieces = pieces_of(plate, region.layer)
    own = pieces.by_region[region.id]
    painter.save()
    brush = _Brushwork(painter, ink, view, None, point)
    if style == "ghost":
        _hatch(painter, brush, own, ink)
        painter.restore()
        return
    tones: Tones = ink.selected if style == "selected" else ink.hover
    painter.setPen(brush.pen(tones.edge, "edge"))
    painter.setBrush(tones.fill)
    painter.drawPath(own.path)
    painter.setPen(Qt.PenStyle.NoPen)
    for piece in pieces.relief:
        if piece.of == region.id:
            painter.setBrush(tones.light if piece.kind == "light" else tones.shade)
            painter.drawPath(piece.path)
    if view.scale >= FIBRES_FROM:
        brush.strokes([piece for piece in pieces.fibres if piece.of == region.id], tones.fibre, "fibre")
    # What lies over the muscle (retinacula, tendons) stays over it.
    brush.tissue([piece for piece in pieces.over if _meet(piece.box, own.box, 0.0)])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(brush.pen(tones.edge, "edge"))
    painter.drawPath(own.path)
    painter.restore()


def _hatch(painter: QPainter, brush: _Brushwork, piece: Piece, ink: Ink) -> None:
    """Parallel opaque lines inside the path, about 5 pixels (or points) apart, and a dashed outline."""
    unit = (brush.point or 1.0) / brush.view.scale
    gap = (5.0 if brush.point is None else 2.5) * unit
    u0, v0, u1, v1 = piece.box
    painter.save()
    painter.setClipPath(piece.path, Qt.ClipOperation.IntersectClip)
    painter.setPen(brush.pen(ink.ghost.fill, "line"))
    rise = v1 - v0
    # Lines start on a grid of the plate, not of the picture: they stay put on the body while it is panned.
    at = (u0 - rise) // gap * gap
    while at < u1:
        painter.drawLine(QPointF(at, v0), QPointF(at + rise, v1))
        at += gap
    painter.restore()
    pen = brush.pen(ink.ghost.edge, "edge")
    pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(QBrush(Qt.BrushStyle.NoBrush))
    painter.drawPath(piece.path)


def clip_to(painter: QPainter, view: View, box: Box) -> None:
    """Cut the painter to the box (millimetres)."""
    x0, y0 = view.to_px(box[0], box[3])
    x1, y1 = view.to_px(box[2], box[1])
    painter.setClipRect(QRectF(x0, y0, x1 - x0, y1 - y0), Qt.ClipOperation.IntersectClip)
