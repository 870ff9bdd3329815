"""Avoid-zones and shaded areas: what lies in an outline, on which side, and where it is seen on another view."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bodymap.atlas.atlas import Atlas
from bodymap.atlas.geometry import contains
from bodymap.charting.faults import Refused
from bodymap.charting.places import Laterality, Outline
from bodymap.charting.zones import (
    MARGIN,
    area,
    carried_over,
    check_outline,
    inside,
    muscles_under,
    sample,
    side_of,
)

points = st.tuples(st.integers(-300, 300), st.integers(-300, 300))


@given(st.lists(points, min_size=3, max_size=12, unique=True), points)
@settings(max_examples=300, deadline=None)
def test_inside_agrees_with_the_hit_test_of_the_atlas(
    corners: list[tuple[int, int]], point: tuple[int, int]
) -> None:
    # Off the grid of the corners, so that no point lies on an edge's end.
    u, v = point[0] + 0.31, point[1] + 0.47
    outline = Outline.polygon("anterior", 1, corners)
    assert inside(outline, u, v) == contains([corners], u, v)


@given(st.floats(-200, 200), st.floats(0, 1700), st.floats(1, 100))
@settings(max_examples=100, deadline=None)
def test_samples_of_a_circle_lie_in_it(u: float, v: float, radius: float) -> None:
    outline = Outline.circle("anterior", 1, u, v, radius)
    found = sample(outline)
    assert len(found) > 50
    assert all(inside(outline, *point) for point in found)
    assert area(outline) == pytest.approx(math.pi * radius**2, rel=1e-2)


@pytest.mark.parametrize(
    "outline",
    [
        Outline.polygon("anterior", 1, [(0, 0), (1, 1)]),
        Outline.polygon("anterior", 1, [(0, 0), (10, 10), (20, 20)]),
        Outline.circle("anterior", 1, 0, 1000, 0.2),
        Outline.circle("anterior", 1, 0, 1000, 900),
        Outline.circle("anterior", 1, 9000, 1000, 20),
        Outline("anterior", 1, ()),
    ],
    ids=["two corners", "a line", "too small", "too large", "off the body", "nothing"],
)
def test_what_encloses_nothing_is_refused(outline: Outline) -> None:
    with pytest.raises(Refused) as refused:
        check_outline(outline)
    assert refused.value.field == "outline"


@pytest.mark.parametrize(
    ("plate", "u", "side"),
    [
        ("anterior", -100, Laterality.RIGHT),
        ("anterior", 100, Laterality.LEFT),
        ("anterior", 0, Laterality.BOTH),
        ("posterior", 100, Laterality.RIGHT),
        ("posterior", -100, Laterality.LEFT),
        ("right_lateral", 0, Laterality.RIGHT),
        ("left_lateral", 0, Laterality.LEFT),
    ],
)
def test_sides_are_the_patients(atlas: Atlas, plate: str, u: float, side: Laterality) -> None:
    assert side_of(Outline.circle(plate, 1, u, 1000, 30), atlas.plate(plate)) is side


def test_a_narrow_zone_in_the_middle_is_on_neither_side(atlas: Atlas) -> None:
    outline = Outline.polygon("anterior", 1, [(-4, 1000), (4, 1000), (4, 1200), (-4, 1200)])
    assert side_of(outline, atlas.plate("anterior")) is Laterality.MIDLINE


@pytest.mark.parametrize(
    ("plate", "u", "v", "radius", "muscle"),
    [
        ("anterior", -100, 1300, 25, "pectoralis-major-sternocostal"),
        ("posterior", 60, 1440, 15, "trapezius-upper"),
        ("anterior", -120, 700, 25, "rectus-femoris"),
        ("posterior", 80, 900, 25, "gluteus-maximus"),
    ],
)
def test_a_zone_is_seen_on_the_other_views_of_its_muscle(
    atlas: Atlas, plate: str, u: float, v: float, radius: float, muscle: str
) -> None:
    outline = Outline.circle(plate, 1, u, v, radius)
    source = atlas.plate(plate)
    touched = muscles_under(outline, source)
    assert (muscle, "right") in touched
    seen = [one for other in atlas.plate_ids for one in carried_over(outline, source, atlas.plate(other))]
    assert seen
    for one in seen:
        assert one.plate != plate
        assert not one.plate.startswith("left")
        heights = [corner.v for corner in one.corners]
        assert min(heights) >= v - radius - MARGIN - 0.01
        assert max(heights) <= v + radius + MARGIN + 0.01
        target = atlas.plate(one.plate)
        # What is carried over shows no muscle that the zone does not touch.
        regions = [r for r in target.layers[1].regions if (r.muscle, r.side) in touched]
        assert sum(any(contains(r.rings, *p) for r in regions) for p in sample(one)) > 0.9 * len(sample(one))


def test_soles_have_no_height(atlas: Atlas) -> None:
    outline = Outline.circle("plantar", 1, -100, 20, 20)
    for other in atlas.plate_ids:
        assert carried_over(outline, atlas.plate("plantar"), atlas.plate(other)) == ()
