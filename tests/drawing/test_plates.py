"""Plates on screen: views, what is painted where, inks."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage, QPainter

from bodymap.atlas.atlas import Atlas
from bodymap.atlas.body import Region
from bodymap.atlas.plates import load_plate
from bodymap.drawing.images import render_plate
from bodymap.drawing.inks import (
    COLOUR_ON_LIGHT,
    FAMILIES,
    HIGH_CONTRAST,
    INKS,
    MONO,
    SHADES,
    UNDER,
    Ink,
    family_of,
    ink_named,
    luminance,
    tone_of,
)
from bodymap.drawing.plates import View, paint_plate, paint_region, pieces_of, tones_in, tones_of

from .conftest import SlabAtlas

PLATES = Path(__file__).parents[2] / "assets" / "plates"
number = st.floats(-2000, 2000, allow_nan=False)


@given(st.floats(0.01, 60), number, number, number, number)
def test_millimetres_and_pixels_are_each_others_inverse(
    scale: float, x: float, y: float, u: float, v: float
) -> None:
    view = View(scale, x, y)
    assert view.to_mm(*view.to_px(u, v)) == pytest.approx((u, v), abs=1e-6 * max(1, 1 / scale) * 10)
    mapped = view.transform().map(u, v)
    assert mapped == pytest.approx(view.to_px(u, v), abs=1e-6)


@given(st.floats(0.05, 20), st.floats(0.2, 5), number, number)
def test_zooming_keeps_what_lies_under_the_pointer(scale: float, factor: float, x: float, y: float) -> None:
    view = View(scale, 300, 700)
    assert view.zoom_at(x, y, factor).to_mm(x, y) == pytest.approx(view.to_mm(x, y), abs=1e-6)


def test_fit_shows_the_whole_box_centred_within_its_margin() -> None:
    view = View.fit((-100, 0, 100, 800), 500, 500, 20)
    assert view.to_px(0, 800) == pytest.approx((250, 20))
    assert view.to_px(0, 0) == pytest.approx((250, 480))
    assert view.shown(500, 500)[1] < 0


@pytest.mark.parametrize("ink", INKS.values(), ids=list(INKS))
def test_each_thing_is_painted_where_the_plate_has_it_with_v_upwards(ink: Ink, atlas: SlabAtlas) -> None:
    plate = atlas.plate("anterior")
    image = render_plate(plate, 1, ink, 1720)
    view = View.fit(plate.box, image.width(), image.height())

    def at(u: float, v: float) -> QColor:
        x, y = view.to_px(u, v)
        return image.pixelColor(round(x), round(y))

    tones = tones_in(plate, plate.layers[1])
    muscle = plate.layers[1].regions[0]  # the lowest, on the right: u < 0
    assert at(-128, 170) == ink.muscle(tones[muscle.id]).fill
    assert at(-128, 85) == ink.muscle(tones[muscle.id]).shade
    assert at(250, 1690) == ink.skin.fill
    assert at(0, 1640) == ink.bone.fill
    assert at(5, 850) == ink.aponeurosis.fill
    assert at(100, 703) == ink.tendon.fill
    assert at(306, 850) == ink.paper


def test_neighbours_never_share_a_tone_and_both_sides_do(atlas: SlabAtlas) -> None:
    plate = atlas.plate("anterior")
    regions = plate.layers[1].regions
    tones = tones_in(plate, plate.layers[1])
    for lower, upper in zip(regions[::2], regions[2::2], strict=False):
        assert tones[lower.id] != tones[upper.id]
    by_muscle = {}
    for region in regions:
        assert by_muscle.setdefault(region.muscle, tones[region.id]) == tones[region.id]


def test_heads_of_one_muscle_are_kin_and_tones_are_the_same_in_every_run() -> None:
    assert family_of("deltoid-anterior") == family_of("deltoid-posterior") == "deltoid"
    assert family_of("gluteus-maximus") == "gluteus-maximus"
    assert tone_of("deltoid-anterior")[0] == tone_of("deltoid-posterior")[0]
    # Salted hashes would recolour the body with every start.
    assert [tone_of(m) for m in ("infraspinatus", "trapezius-upper")] == [(0, 0), (3, 2)]


def test_no_ink_holds_a_translucent_colour_and_mono_is_grey() -> None:
    for ink in INKS.values():
        colours = [ink.muscle(tone).fill for tone in range(18)] + [
            ink.skin.fill,
            ink.mark.disc,
            ink.ghost.fill,
        ]
        assert all(colour.alpha() == 255 for colour in colours)
    image = render_plate(SlabAtlas().plate("anterior"), 1, MONO, 400)
    for y in range(0, image.height(), 7):
        for x in range(image.width()):
            colour = image.pixelColor(x, y)
            assert colour.red() == colour.green() == colour.blue()


def test_inks_by_the_names_of_the_command_line() -> None:
    assert ink_named("colour") is COLOUR_ON_LIGHT
    assert ink_named("mono") is MONO
    with pytest.raises(KeyError):
        ink_named("sepia")


def test_fibres_appear_only_where_they_can_be_told_apart(atlas: SlabAtlas) -> None:
    plate = atlas.plate("anterior")

    def colours(pixels_per_mm: float) -> set[str]:
        image = QImage(600, 400, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        paint_plate(painter, plate, 1, COLOUR_ON_LIGHT, View(2.0, 300, 700), pixels_per_mm=pixels_per_mm)
        painter.end()
        return {image.pixelColor(x, y).name() for x in range(600) for y in range(0, 400, 5)}

    fibres = {COLOUR_ON_LIGHT.muscle(tone).fibre.name() for tone in range(18)}
    assert fibres & colours(2.0)
    assert not fibres & colours(0.3)


def test_a_clip_leaves_out_what_lies_outside_and_paints_the_rest_alike(atlas: SlabAtlas) -> None:
    plate = atlas.plate("anterior")
    view = View(1.0, 300, 900)

    def picture(clip: tuple[float, float, float, float] | None) -> QImage:
        image = QImage(600, 300, QImage.Format.Format_RGB32)
        image.fill(COLOUR_ON_LIGHT.paper)
        painter = QPainter(image)
        paint_plate(painter, plate, 1, COLOUR_ON_LIGHT, view, clip)
        painter.end()
        return image

    assert picture(view.shown(600, 300)) == picture(None)


@pytest.mark.parametrize("style", ["hover", "selected", "ghost"])
@pytest.mark.parametrize("ink", INKS.values(), ids=list(INKS))
def test_a_region_is_raised_inside_its_outline_only(style: str, ink: Ink, atlas: SlabAtlas) -> None:
    plate = atlas.plate("anterior")
    region = plate.layers[1].regions[6]
    view = View.fit(region.box, 300, 300, 40)
    image = QImage(300, 300, QImage.Format.Format_RGB32)
    image.fill(ink.paper)
    painter = QPainter(image)
    paint_plate(painter, plate, 1, ink, view)
    before = image.copy()
    paint_region(painter, plate, region, ink, view, style)
    painter.end()
    assert image != before
    for x, y in ((5, 5), (295, 150), (150, 5), (150, 295)):
        assert image.pixelColor(x, y) == before.pixelColor(x, y)


def test_paths_are_built_once(atlas: SlabAtlas) -> None:
    assert pieces_of(atlas.plate("anterior"), 1) is pieces_of(SlabAtlas().plate("anterior"), 1)
    with pytest.raises(KeyError):
        pieces_of(atlas.plate("anterior"), 9)


def test_high_contrast_is_made_of_few_luminances_and_black_lines() -> None:
    fills = {HIGH_CONTRAST.muscle(tone).fill.name() for tone in range(FAMILIES * SHADES)}
    levels = sorted((luminance(QColor(name)) for name in fills), reverse=True)
    assert len(levels) == 4
    for brighter, darker in pairwise(levels):
        assert (brighter + 0.05) / (darker + 0.05) >= 1.4
    for name in fills:
        assert contrast(HIGH_CONTRAST.muscle(0).edge, QColor(name)) >= 4.5
    # The heads of one muscle lie beside each other: never two of one luminance.
    for family in range(FAMILIES):
        heads = {HIGH_CONTRAST.muscle(family * SHADES + step).fill.name() for step in range(SHADES)}
        assert len(heads) == SHADES


def test_words_and_marks_stand_out_in_high_contrast() -> None:
    ink = HIGH_CONTRAST
    for words in (ink.text, ink.text_quiet, ink.accent):
        assert contrast(words, ink.paper) >= 7
    grounds = [ink.muscle(tone).fill for tone in range(FAMILIES * SHADES)] + [ink.skin.fill, ink.hover.fill]
    for tones in (ink.mark, ink.mark_selected, ink.mark_ghost):
        assert contrast(tones.number, tones.disc) >= 7
        for ground in grounds:
            assert max(contrast(tones.disc, ground), contrast(tones.rim, ground)) >= 3
            assert contrast(tones.needle, ground) >= 3
    # What is selected differs in brightness, not only in hue.
    assert contrast(ink.mark.disc, ink.mark_selected.disc) >= 7


def contrast(a: QColor, b: QColor) -> float:
    bright, dim = sorted((luminance(a), luminance(b)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("name", ["anterior", "posterior", "right_lateral"])
def test_a_muscle_keeps_its_tone_from_layer_to_layer_and_differs_from_what_it_touches(name: str) -> None:
    plate = load_plate(PLATES / f"{name}.svg")
    tone: dict[str, int] = {}
    alike = touching = 0
    for layer in plate.layers.values():
        tones = tones_in(plate, layer)
        for region in layer.regions:
            own = tones[region.id] % UNDER
            assert tone.setdefault(region.muscle or region.name, own) == own
        right = [region for region in layer.regions if region.side == "right"]
        for one in right:
            for other in right:
                if (
                    one.id < other.id
                    and _touch(one, other)
                    and family_of(one.muscle) != family_of(other.muscle)
                ):
                    touching += 1
                    alike += tones[one.id] % UNDER == tones[other.id] % UNDER
    assert touching > 60
    assert alike <= 0.03 * touching


def _touch(one: Region, other: Region) -> bool:
    """Whether two outlines come within half a millimetre of each other."""
    if one.box[0] > other.box[2] or other.box[0] > one.box[2] or one.box[1] > other.box[3]:
        return False
    cells = {(round(u), round(v)) for ring in one.rings for u, v in ring}
    return any((round(u), round(v)) in cells for ring in other.rings for u, v in ring)


def test_the_tones_chosen_beforehand_are_those_of_the_plates_as_they_are() -> None:
    """After a plate is redrawn: assets/plates/drawing/tones.py."""
    chosen = json.loads((PLATES / "tones.json").read_text(encoding="utf-8"))
    atlas = Atlas(PLATES.parent)
    plates = [atlas.plate(name) for name in atlas.plate_ids]
    assert set(chosen) == {plate.digest for plate in plates}
    for plate in plates:
        assert chosen[plate.digest] == tones_of(layer.regions for layer in plate.layers.values())
