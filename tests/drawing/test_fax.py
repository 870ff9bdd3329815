"""Mono after a fax: 200 dots an inch, each black or white. What a reader needs must still be there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from bodymap.atlas.body import Plate, Region
from bodymap.atlas.geometry import Curve, Uv, area
from bodymap.atlas.hit import PlateIndex
from bodymap.atlas.plates import load_plate
from bodymap.drawing.engraving import apart, lines_of
from bodymap.drawing.inks import MONO
from bodymap.drawing.plates import View, engraved_fibres, lies_under, paint_plate, path_of

PLATES = Path(__file__).parents[2] / "assets" / "plates"
DPI = 200
POINT = DPI / 72
SHOWN = 750.0
"""Millimetres of the body that a window of a visit chart, 90 mm high, shows when trunk and arms were needled."""
SCALE = 90 / SHOWN * DPI / 25.4
WHOLE = 250 / 1715 * DPI / 25.4  # the whole body on A4


@pytest.fixture(scope="module", params=["anterior", "posterior"])
def plate(request: pytest.FixtureRequest) -> Plate:
    return load_plate(PLATES / f"{request.param}.svg")


@dataclass(frozen=True)
class Dots:
    """A grey picture's bytes."""

    bits: bytes
    stride: int
    rows: int

    @staticmethod
    def of(image: QImage) -> Dots:
        return Dots(bytes(image.constBits()), image.bytesPerLine(), image.height())


def faxed(plate: Plate, layer: int, scale: float) -> tuple[Dots, View]:
    """The layer in mono as a fax would hold it: 255 and 0 only."""
    u0, v0, u1, v1 = plate.box
    view = View(scale, -u0 * scale, v1 * scale)
    image = QImage(round((u1 - u0) * scale), round((v1 - v0) * scale), QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_plate(painter, plate, layer, MONO, view, point=POINT, pixels_per_mm=scale * 1.5)
    painter.end()
    return Dots.of(image), view


def black_near(dots: Dots, x: float, y: float, reach: int = 1) -> bool:
    column, row = int(x), int(y)
    return any(
        dots.bits[j * dots.stride + i] < 128
        for i in range(max(0, column - reach), min(dots.stride, column + reach + 1))
        for j in range(max(0, row - reach), min(dots.rows, row + reach + 1))
    )


def drawn(image: Dots, view: View, points: list[Uv]) -> float:
    """The part of these points that black ink marks."""
    return sum(black_near(image, *view.to_px(u, v)) for u, v in points) / len(points)


def points_of(curve: Curve) -> list[Uv]:
    return [point for line in lines_of(curve) for point in line.points]


@pytest.mark.parametrize("layer", [1, 2, 3])
@pytest.mark.parametrize("scale", [SCALE, WHOLE], ids=["half a body", "a whole body"])
def test_skin_bones_and_every_outline_are_still_drawn(plate: Plate, layer: int, scale: float) -> None:
    image, view = faxed(plate, layer, scale)
    index = PlateIndex(plate)
    assert drawn(image, view, points_of(plate.skin[0].curve)) > 0.97
    # Of bones and muscles only what no other shape covers.
    shapes = plate.layers[layer].bones
    paths = [path_of(shape.curve) for shape in shapes]
    bones = [
        point
        for number, shape in enumerate(shapes)
        for point in points_of(shape.curve)
        if (hit := index.at(layer, *point)).region is None
        and hit.tissue in ("bone", "skin")
        and not any(over.contains(QPointF(*point)) for over in paths[number + 1 :])
    ]
    assert len(bones) > 100
    assert drawn(image, view, bones) > 0.95
    muscles = [
        drawn(image, view, points)
        for region in plate.layers[layer].regions
        if len(points := [p for p in points_of(region.curve) if index.at(layer, *p).tissue in ("", "skin")])
        > 8
    ]
    assert len(muscles) > 40
    assert sum(muscles) / len(muscles) > 0.97
    assert min(muscles) > 0.8


@pytest.mark.parametrize("layer", [1, 2, 3])
def test_muscles_keep_fibres_and_bones_stay_white(plate: Plate, layer: int) -> None:
    image, view = faxed(plate, layer, SCALE)
    large = [region for region in plate.layers[layer].regions if area(region.rings) > 2500]
    assert len(large) > 8
    bare = [region.id for region in large if not 0.04 < black_part(image, view, region) < 0.55]
    assert not bare


def black_part(image: Dots, view: View, region: Region) -> float:
    """Of the pixels inside the muscle: the black ones."""
    u0, v0, u1, v1 = region.box
    left, top = view.to_px(u0, v1)
    right, bottom = view.to_px(u1, v0)
    mask = QImage(image.stride, image.rows, QImage.Format.Format_Grayscale8)
    mask.fill(0)
    painter = QPainter(mask)
    painter.setTransform(view.transform())
    painter.fillPath(path_of(region.curve), QColor("white"))
    painter.end()
    inside = Dots.of(mask)
    found = [
        image.bits[j * image.stride + i] < 128
        for j in range(int(top), int(bottom) + 1)
        for i in range(int(left), int(right) + 1)
        if inside.bits[j * inside.stride + i] > 250
    ]
    return sum(found) / max(1, len(found))


def test_fibres_that_would_run_together_are_left_out() -> None:
    def line(u: float) -> str:
        return "ML", [u, 0.0, u, 50.0]

    curve = Curve("ML" * 21, [n for k in range(21) for n in line(k * 0.5)[1]])
    lines = list(lines_of(curve))
    assert len(lines) == 21
    kept = sorted(one.points[0][0] for one in apart(lines, 2.0))
    assert 4 <= len(kept) <= 6
    assert all(b - a >= 2.0 for a, b in pairwise(kept))
    assert len(apart(lines, 0.1)) == 21


def test_a_larger_window_holds_more_fibres(plate: Plate) -> None:
    def length(gap: float) -> float:
        return sum(piece.path.elementCount() for piece in engraved_fibres(plate, 1, gap))

    assert length(2.0) > 1.3 * length(6.0) > 0


def test_what_lies_under_the_shown_layer_recedes_and_is_not_gone() -> None:
    plate = load_plate(PLATES / "posterior.svg")

    def under(layer: int, muscle: str) -> bool:
        return next(lies_under(plate, r) for r in plate.layers[layer].regions if r.muscle == muscle)

    assert under(1, "infraspinatus")
    assert not under(2, "infraspinatus")
    assert not under(1, "trapezius-upper")
    assert not any(lies_under(plate, region) for region in plate.layers[3].regions)


def test_a_part_of_a_plate_is_engraved_as_the_whole(plate: Plate) -> None:
    """Only the muscles that a window shows are worked on, and they come out as they would with all the others."""
    gap, head = 3.0, (-100.0, 1500.0, 100.0, 1720.0)
    part = {p.of: p.path for p in engraved_fibres(replace(plate, digest="part"), 1, gap, head)}
    whole = {p.of: p.path for p in engraved_fibres(replace(plate, digest="whole"), 1, gap)}
    assert 0 < len(part) < len(whole) / 2
    assert all(path == whole[of] for of, path in part.items())
    met = {
        p.of
        for p in engraved_fibres(plate, 1, gap)
        if p.box[2] > head[0] and p.box[0] < head[2] and p.box[3] > head[1] and p.box[1] < head[3]
    }
    assert met <= set(part)
