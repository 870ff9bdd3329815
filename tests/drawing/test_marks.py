"""Where discs stand beside their points, and how marks are painted."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage, QPainter

from bodymap.drawing.inks import COLOUR_ON_LIGHT, INKS, Ink
from bodymap.drawing.marks import (
    RADIUS_PX,
    Marker,
    _latest,
    _placed,
    marker_at,
    paint_marks,
    place_labels,
    placed,
)
from bodymap.drawing.plates import View

R = 8.0

coordinate = st.floats(0, 400, allow_nan=False, width=32)
points = st.lists(st.tuples(coordinate, coordinate), max_size=60)


@settings(max_examples=60, deadline=None)
@given(points, st.integers(0, 60), st.sampled_from([None, (0.0, 0.0, 400.0, 400.0)]))
def test_marks_added_one_by_one_stand_where_all_at_once_would(
    places: list[tuple[float, float]], taken_back: int, bounds: tuple[float, float, float, float] | None
) -> None:
    for number in range(len(places) + 1):
        if number == taken_back:
            place_labels(places[: number // 2], R, bounds)
        one_by_one = place_labels(places[:number], R, bounds)
    _latest.clear()
    _placed.cache_clear()
    assert place_labels(places, R, bounds) == one_by_one


@pytest.mark.parametrize("bounds", [None, (0.0, 0.0, 300.0, 300.0)])
@pytest.mark.parametrize("crowd", [90.0, 180.0, 300.0])
def test_marks_that_come_go_and_move_stand_where_all_at_once_would(
    crowd: float, bounds: tuple[float, float, float, float] | None
) -> None:
    chance = random.Random(11)
    held: list[tuple[float, float]] = []
    for _ in range(110):
        step = chance.choice(
            ["add", "add", "add", "put", "move", "remove"] if len(held) < 55 else ["move", "remove"]
        )
        place = (chance.uniform(0, crowd), chance.uniform(0, crowd))
        which = chance.randrange(len(held)) if held else 0
        if step == "put":
            held.insert(which, place)
        elif step == "add" or not held:
            held.append(place)
        else:
            del held[which]
            if step == "move":
                held.append(place)
        one_by_one = place_labels(held, R, bounds)
        latest = dict(_latest)
        _latest.clear()
        _placed.cache_clear()
        assert place_labels(held, R, bounds) == one_by_one
        _latest.update(latest)
        _placed.cache_clear()


def overlaps(centres: list[tuple[float, float]], radius: float) -> list[tuple[int, int]]:
    return [
        (i, j)
        for i, a in enumerate(centres)
        for j, b in enumerate(centres[:i])
        if math.dist(a, b) < 2 * radius * 1.1
    ]


@settings(max_examples=60, deadline=None)
@given(points)
def test_no_two_discs_overlap_and_the_answer_is_always_the_same(places: list[tuple[float, float]]) -> None:
    centres = place_labels(places, R)
    assert len(centres) == len(places)
    assert not overlaps(centres, R)
    assert centres == place_labels(list(places), R)


def test_sixty_needles_in_one_place_get_sixty_discs_apart() -> None:
    centres = place_labels([(100.0, 100.0)] * 60, R)
    assert not overlaps(centres, R)


def test_discs_of_scattered_points_stay_close_and_cover_no_other_point() -> None:
    places = [(60.0 * column, 60.0 * row) for row in range(6) for column in range(8)]
    centres = place_labels(places, R)
    for place, centre in zip(places, centres, strict=True):
        assert math.dist(place, centre) <= 3 * R
        assert all(math.dist(other, centre) > R for other in places if other != place)


def test_a_new_mark_far_away_moves_no_disc() -> None:
    chance = random.Random(7)
    places = [(chance.uniform(0, 200), chance.uniform(0, 200)) for _ in range(20)]
    assert place_labels([*places, (900.0, 900.0)], R)[:20] == place_labels(places, R)


def test_discs_stay_inside_the_window_where_there_is_room() -> None:
    places = [(1.0, 1.0), (399.0, 1.0), (1.0, 399.0), (399.0, 399.0), (200.0, 0.0)]
    for x, y in place_labels(places, R, (0, 0, 400, 400)):
        assert R <= x <= 400 - R
        assert R <= y <= 400 - R


def test_panning_moves_discs_with_their_points() -> None:
    markers = [Marker(n, n * 3.0, n * 2.0) for n in range(1, 13)]
    here = placed(markers, View(2.0, 100, 500), R)
    there = placed(markers, View(2.0, 137, 460), R)
    for a, b in zip(here, there, strict=True):
        assert b.centre[0] - a.centre[0] == pytest.approx(37)
        assert b.centre[1] - a.centre[1] == pytest.approx(-40)


def painted(markers: list[Marker], ink: Ink, scale: float = 4.0) -> tuple[QImage, View]:
    view = View(scale, 150.0, 150.0)
    image = QImage(300, 300, QImage.Format.Format_RGB32)
    image.fill(ink.muscle(0).fill)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_marks(painter, placed(markers, view, RADIUS_PX), ink, RADIUS_PX)
    painter.end()
    return image, view


@pytest.mark.parametrize("ink", INKS.values(), ids=list(INKS))
@pytest.mark.parametrize("place", [(0.0, 0.0), (7.5, -3.25), (-20.0, 20.0)])
def test_the_needle_points_exactly_at_its_place(ink: Ink, place: tuple[float, float]) -> None:
    image, view = painted([Marker(4, *place)], ink)
    x, y = view.to_px(*place)
    # A pixel wide dot around the place, whatever the disc beside it does.
    assert near(image.pixelColor(int(x), int(y)), ink.mark.needle)


def near(a: QColor, b: QColor, slack: int = 60) -> bool:
    return all(
        abs(x - y) <= slack for x, y in ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    )


def test_discs_keep_their_size_whatever_the_zoom() -> None:
    def dark(scale: float) -> int:
        image, _ = painted([Marker(1, 0, 0)], COLOUR_ON_LIGHT, scale)
        disc = COLOUR_ON_LIGHT.mark.disc
        return sum(near(image.pixelColor(x, y), disc, 12) for x in range(300) for y in range(300))

    assert dark(0.5) == dark(8.0) > 60


@pytest.mark.parametrize("ink", INKS.values(), ids=list(INKS))
def test_states_differ_in_shape_not_only_in_colour(ink: Ink) -> None:
    """As a photocopy sees them: black or white."""

    def copied(state: str) -> tuple[int, ...]:
        image, _ = painted([Marker(1, 0, 0, state)], ink)
        grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
        return tuple(grey.pixelColor(x, y).red() // 128 for x in range(120, 200) for y in range(110, 190))

    seen = [copied(state) for state in ("", "hover", "selected", "ghost")]
    for i, one in enumerate(seen):
        for other in seen[:i]:
            assert sum(a != b for a, b in zip(one, other, strict=True)) > 12


def test_the_number_stands_out_from_its_disc_in_every_ink() -> None:
    for ink in INKS.values():
        for tones in (ink.mark, ink.mark_selected, ink.mark_ghost):
            assert contrast(tones.disc, tones.number) >= 7
        for tone in range(18):
            # The rim parts a disc from flesh that is as dark as itself.
            flesh = ink.muscle(tone).fill
            assert max(contrast(ink.mark.disc, flesh), contrast(ink.mark.rim, flesh)) >= 3


def contrast(a: QColor, b: QColor) -> float:
    """The ratio of WCAG 2."""

    def luminance(colour: QColor) -> float:
        parts = [
            c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4
            for c in (colour.redF(), colour.greenF(), colour.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def test_a_press_finds_disc_or_point_and_the_topmost_of_two() -> None:
    view = View(1.0, 0, 0)
    found = placed([Marker(1, 50, -50), Marker(2, 200, -200)], view, R)
    assert marker_at(found, *found[0].centre, R) is found[0]
    assert marker_at(found, 201, 199, R) is found[1]
    assert marker_at(found, 300, 20, R) is None


@pytest.mark.parametrize("pixels", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("ink", INKS.values(), ids=list(INKS))
def test_discs_kept_as_pictures_look_like_painted_ones(ink: Ink, pixels: float) -> None:
    states = ["", "hover", "selected", "ghost"]
    marks = [
        Marker(number * 37, 20 + number * 31.37, -60 - number * 0.31, states[number % 4], number > 3)
        for number in range(8)
    ]
    images = []
    for kept in (0.0, pixels, pixels):
        image = QImage(round(280 * pixels), round(90 * pixels), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(pixels)
        image.fill(ink.paper)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_marks(painter, placed(marks, View(1.0, 0.3, 0.2), R), ink, R, pixels=kept)
        painter.end()
        images.append(image)
    painted, first, again = images
    assert first == again
    paper = QImage(painted.size(), painted.format())
    paper.fill(ink.paper)
    apart, inked = (
        [abs(one - other) for one, other in zip(bytes(first.constBits()), bytes(of.constBits()), strict=True)]
        for of in (painted, paper)
    )
    # Moved by a quarter of a pixel at most: a rim is a little lighter here, a little darker there.
    assert sum(apart) < sum(inked) / 6
    assert sum(one > 128 for one in apart) < sum(one > 0 for one in inked) / 40
