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


def carried_to(atlas: Atlas, outline: Outline) -> dict[str, list[Outline]]:
    """The pieces of a zone on the other plates that show any."""
    source = atlas.plate(outline.plate)
    found = {other: list(carried_over(outline, source, atlas.plate(other))) for other in atlas.plate_ids}
    return {plate: pieces for plate, pieces in found.items() if pieces}


def muscles_in(atlas: Atlas, pieces: list[Outline]) -> set[str]:
    """The muscles that are seen in the midst of the pieces."""
    found = set()
    for piece in pieces:
        for u, v in sample(piece):
            region = atlas.at(piece.plate, 1, u, v).region
            if region is not None and region.muscle:
                found.add(region.muscle)
    return found


@pytest.mark.parametrize("half", [70, 83])
def test_a_zone_over_rectus_abdominis_says_nothing_of_the_flanks(atlas: Atlas, half: int) -> None:
    # Drawn by hand: not quite even, and beyond the border of rectus abdominis.
    outline = Outline.polygon("anterior", 1, [(-half - 4, 960), (half, 962), (half + 6, 1110), (-half, 1108)])
    carried = carried_to(atlas, outline)
    assert set(carried) == {"right_lateral", "left_lateral"}
    right, left = carried["right_lateral"], carried["left_lateral"]
    assert sum(map(area, right)) == pytest.approx(sum(map(area, left)), rel=1e-6)  # the same on both sides
    assert "rectus-abdominis" in muscles_in(atlas, right)
    assert max(corner.v for one in right for corner in one.corners) < 1120
    # The side shows rectus abdominis as a strip in front: the flank behind it stays free.
    middle = max(corner.u for one in right for corner in one.corners) - 60
    assert all(corner.u > middle for one in right for corner in one.corners)


def test_a_pacemaker_at_the_left_chest_is_seen_from_the_left_alone(atlas: Atlas) -> None:
    outline = Outline.polygon(
        "anterior", 1, [(60, 1360), (120, 1360), (125, 1390), (110, 1410), (70, 1410), (58, 1385)]
    )
    carried = carried_to(atlas, outline)
    assert set(carried) == {"left_lateral"}
    seen = muscles_in(atlas, carried["left_lateral"])
    assert "pectoralis-major-clavicular" in seen
    assert "deltoid-anterior" not in {
        muscle
        for (muscle, _), under in muscles_under(outline, atlas.plate("anterior")).items()
        if under.to(atlas.plate("anterior"), "left_lateral")
    }


def test_a_scar_over_the_spine_and_one_over_the_achilles_tendon_stay_where_they_are(atlas: Atlas) -> None:
    back = Outline.polygon("posterior", 1, [(-8, 940), (8, 940), (8, 1060), (-8, 1060)])
    assert carried_to(atlas, back) == {}
    achilles = Outline.polygon("posterior", 1, [(80, 70), (92, 70), (92, 160), (80, 160)])
    pieces = [one for found in carried_to(atlas, achilles).values() for one in found]
    assert sum(map(area, pieces)) < 200


def test_a_hip_replacement_drawn_on_the_side_is_seen_from_front_and_back(atlas: Atlas) -> None:
    carried = carried_to(atlas, Outline.circle("right_lateral", 1, 0, 880, 40))
    assert set(carried) == {"anterior", "posterior"}
