"""The body shaded by how often each muscle was needled: the oftener, the darker; in mono the denser hatched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from bodymap.atlas.atlas import SHALLOW_ENOUGH
from bodymap.atlas.body import Plate, Region
from bodymap.atlas.geometry import Box, area
from bodymap.charting.chart import Site
from bodymap.charting.progress import Needled
from bodymap.drawing.chart_pages import PlateSource
from bodymap.drawing.chart_plates import Window, windows_of
from bodymap.drawing.inks import Ink, Tissue, Tones, mixed
from bodymap.drawing.pages import POINT
from bodymap.drawing.plates import View, paint_plate, pieces_of

STEPS = 4
"""Shades that a reader tells apart, from seldom to most often."""
_TINT = (0.28, 0.48, 0.68, 0.9)
_GAP = (5.8, 3.4, 2.0, 0.0)
"""Points between the lines of each step's hatching; 0 is solid."""


@dataclass(frozen=True, slots=True)
class Shade:
    """One shape to shade, 0 (seldom) to STEPS - 1 (most often)."""

    region: Region
    step: int
    count: int


def step_of(count: int, most: int) -> int:
    """The shade of so many visits where the most are that many: each its own up to four (fewer than four begin with the
    second, so that one visit is neither lost nor black), else quarters of the most."""
    if most < STEPS:
        return min(STEPS - 1, count)
    return min(STEPS - 1, max(0, -(-count * STEPS // most) - 1))


def legend(most: int) -> tuple[tuple[int, str], ...]:
    """The shades that are used where the most are that many, each with its words
    (3 is "4 visits", or "10 to 12 visits")."""
    if most <= 0:
        return ()
    held: dict[int, list[int]] = {}
    for count in range(1, most + 1):
        held.setdefault(step_of(count, most), []).append(count)
    return tuple((step, _visits(counts[0], counts[-1])) for step, counts in sorted(held.items()))


def _visits(low: int, high: int) -> str:
    if low == high:
        return "1 visit" if low == 1 else f"{low} visits"
    return f"{low} to {high} visits"


def shades_on(plate: Plate, needled: Iterable[Needled], most: int) -> tuple[Shade, ...]:
    """The shapes on that plate of what was needled, the deep ones last so that they are seen."""
    found: dict[str, Shade] = {}
    for one in needled:
        count = len(one.visits)
        for muscle in one.muscles:
            shown = _shown(plate, muscle, one.side)
            for region in shown:
                held = found.get(region.id)
                if held is None or held.count < count:
                    found[region.id] = Shade(region, step_of(count, most), count)
    return tuple(sorted(found.values(), key=lambda shade: (shade.region.layer, shade.region.id)))


def _shown(plate: Plate, muscle: str, side: str) -> list[Region]:
    """The muscle's shapes on that side, of the shallowest layer that shows a good part of it: not the slivers that are
    seen between others."""
    layers = {
        number: own
        for number, layer in sorted(plate.layers.items())
        if (own := [r for r in layer.regions if r.muscle == muscle and r.side in (side, "midline")])
    }
    sizes = {number: sum(area(region.rings) for region in own) for number, own in layers.items()}
    most = max(sizes.values(), default=0.0)
    return next((own for number, own in layers.items() if sizes[number] >= SHALLOW_ENOUGH * most), [])


def quiet(ink: Ink) -> Ink:
    """The ink with a body that recedes: what is shaded is what the picture is about."""
    ground = ink.paper if ink.hatch else mixed(ink.paper, ink.skin.fill, 0.55)
    line = QColor(64, 64, 64) if ink.hatch else mixed(ink.skin.edge, ink.paper, 0.25)
    tones = Tones(ground, ground, ground, line, line)
    tissue = Tissue(ground, line)
    return replace(
        ink,
        skin=Tissue(ground, ink.skin.edge),
        bone=tissue,
        tendon=tissue,
        aponeurosis=tissue,
        fascia=tissue,
        ligament=tissue,
        line=line,
        skin_line=line,
        muscles=(tones,),
        muscles_under=(tones,),
        fibre_gap=0.0,
        points={"edge": 0.3, "skin": 0.6, "fibre": 0.14, "line": 0.3},
    )


def paint_body(
    painter: QPainter, plate: Plate, layer: int, ink: Ink, view: View, box: Box | None, point: float | None
) -> None:
    """The quiet body alone: outlines without fibres. `point` as for `paint_plate`."""
    paint_plate(painter, plate, layer, quiet(ink), view, box, point=point, pixels_per_mm=0.0)


def paint_shades(
    painter: QPainter, plate: Plate, layer: int, shades: Sequence[Shade], ink: Ink, view: View, point: float
) -> None:
    """The shaded shapes over it; `point` is the length of a point in the painter's units."""
    painter.save()
    painter.setTransform(view.transform(), True)
    unit = point / view.scale
    for shade in shades:
        path = pieces_of(plate, shade.region.layer).by_region[shade.region.id].path
        paint_swatch(
            painter, path, shade.region.box, shade.step, ink, unit, dashed=shade.region.layer > layer
        )
    painter.restore()


def paint_swatch(
    painter: QPainter,
    path: QPainterPath,
    box: Box,
    step: int,
    ink: Ink,
    unit: float,
    *,
    dashed: bool = False,
) -> None:
    """A shape in the shade of that step; `unit` is a point in the painter's units, `box` what the shape lies in."""
    painter.setPen(Qt.PenStyle.NoPen)
    gap = _GAP[step] * unit
    if not ink.hatch:
        painter.setBrush(mixed(ink.paper, ink.accent, _TINT[step]))
        painter.drawPath(path)
    else:
        painter.setBrush(ink.paper if gap else ink.text)
        painter.drawPath(path)
        if gap:
            painter.save()
            painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
            painter.setPen(QPen(ink.text, 0.6 * unit))
            rise = box[3] - box[1]
            at = (box[0] - rise) // gap * gap
            while at < box[2]:
                painter.drawLine(QPointF(at, box[1]), QPointF(at + rise, box[3]))
                at += gap
            painter.restore()
    # Neighbours of one shade are parted by their outlines.
    line = mixed(mixed(ink.paper, ink.accent, _TINT[step]), QColor(0, 0, 0), 0.5)
    if ink.hatch:
        line = ink.text if gap else ink.paper
    edge = QPen(line, (0.75 if ink.hatch else 0.6) * unit)
    edge.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dashed:
        edge.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(edge)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def course_windows(needled: Sequence[Needled], atlas: PlateSource) -> list[Window]:
    """The parts of the body that bear what was needled, each target where it was needled last."""
    sites: dict[str, list[Site]] = {}
    plates: dict[str, Plate] = {}
    for number, one in enumerate(needled, 1):
        for point in one.points:
            if point.plate not in atlas.plate_ids:
                continue
            try:
                plate = plates.setdefault(point.plate, atlas.plate(point.plate))
            except (OSError, ValueError):
                continue  # a damaged plate: the table names the target all the same
            if plate.version == point.plate_version and point.layer in plate.layers:
                site = Site(number, one.target, one.side, "", "", 0, 0, "", "", point, "", one.target_id)
                sites.setdefault(point.plate, []).append(site)
                break
    return windows_of([(plates[plate], sites[plate]) for plate in atlas.plate_ids if plate in sites])


def widths_of(windows: Sequence[Window], tall: float, room: float, gap: float) -> list[float]:
    """How wide each part of the body is at that height, in the row that they share."""
    aspects = [(w.frame[2] - w.frame[0]) / (w.frame[3] - w.frame[1]) for w in windows]
    wides = [min(3.0, max(0.5, aspect)) * tall for aspect in aspects]
    spare = room - gap * (len(windows) - 1)
    return [wide * min(1.0, spare / sum(wides)) for wide in wides]


def title_of(plate: Plate) -> str:
    """Posterior; Left leg medial."""
    return plate.title.removesuffix(" plate") or plate.id


def sides_at_ends(plate: Plate) -> tuple[str, str] | None:
    """The patient's sides that lie at the left and at the right of the picture; None where it shows one side."""
    middles: dict[str, list[float]] = {"Right": [], "Left": []}
    for region in plate.layers[min(plate.layers)].regions:
        if region.side.capitalize() in middles:
            middles[region.side.capitalize()].append((region.box[0] + region.box[2]) / 2)
    if not all(middles.values()):
        return None
    first, second = sorted(middles, key=lambda side: sum(middles[side]) / len(middles[side]))
    return first, second


@dataclass(frozen=True, slots=True)
class Often:
    """A part of a plate on a page, shaded by how often: `rect` in dots, `view` from millimetres to dots."""

    plate: Plate
    layer: int
    shades: tuple[Shade, ...]
    ink: Ink
    rect: QRectF
    view: View

    def paint(self, painter: QPainter) -> None:
        painter.save()
        painter.setClipRect(self.rect, Qt.ClipOperation.IntersectClip)
        u0, v1 = self.view.to_mm(self.rect.left(), self.rect.top())
        u1, v0 = self.view.to_mm(self.rect.right(), self.rect.bottom())
        paint_body(painter, self.plate, self.layer, self.ink, self.view, (u0, v0, u1, v1), POINT)
        paint_shades(painter, self.plate, self.layer, self.shades, self.ink, self.view, POINT)
        painter.restore()


@dataclass(frozen=True, slots=True)
class Swatch:
    """A small square in the shade of a step, on a page (dots)."""

    rect: QRectF
    step: int
    ink: Ink

    def paint(self, painter: QPainter) -> None:
        path = QPainterPath()
        path.addRect(self.rect)
        box = (self.rect.left(), self.rect.top(), self.rect.right(), self.rect.bottom())
        paint_swatch(painter, path, box, self.step, self.ink, POINT)
