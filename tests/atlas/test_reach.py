"""Whether a hand can hit each muscle on the body of the smallest screen, and which muscles no plate shows."""

from __future__ import annotations

import csv
import math

import pytest

from bodymap.atlas.atlas import COARSE, Atlas
from bodymap.atlas.geometry import Rings, Uv, inner_point, rings_of

from .conftest import ASSETS

# The body view of a window of 1366 x 768 pixels, less the words above the plate and the margin around it.
WIDTH, HEIGHT = 528 - 8, 718 - 24 - 8
WIDE = 8.0  # mm
REACH, NARROW = 6.0, 12.0  # pixels, as the body view has them
TRIES = ((0, 0), (1, -1), (-1, 1))  # pixels beside the aim


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return Atlas(ASSETS)


@pytest.fixture(scope="module")
def absent() -> dict[str, str]:
    with (ASSETS / "plates" / "absent.tsv").open(encoding="utf-8") as file:
        return {row["muscle"]: row["reason"] for row in csv.DictReader(file, delimiter="\t")}


def width_at(rings: Rings, at: Uv) -> float:
    """Twice the distance from there to the outline, mm."""
    u, v = at
    nearest = math.inf
    for ring in rings:
        for (u0, v0), (u1, v1) in zip(ring, (*ring[1:], ring[0]), strict=True):
            du, dv = u1 - u0, v1 - v0
            along = max(0.0, min(1.0, ((u - u0) * du + (v - v0) * dv) / (du * du + dv * dv or 1.0)))
            nearest = min(nearest, math.hypot(u - u0 - along * du, v - v0 - along * dv))
    return 2 * nearest


def test_a_muscle_is_on_a_plate_or_stands_in_the_list_with_its_reason(
    atlas: Atlas, absent: dict[str, str]
) -> None:
    shown = {muscle.id for muscle in atlas.catalogue.muscles if atlas.regions_of(muscle.id)}
    assert {muscle.id for muscle in atlas.catalogue.muscles} - shown == set(absent)
    assert all(len(reason) > 20 for reason in absent.values())
    for muscle in absent:
        name = atlas.catalogue.muscle(muscle).name
        assert atlas.find(name)[0].id == muscle  # it is added by the search


def hits(atlas: Atlas, plate: str, layer: int, aim: Uv, pixel: float, muscle: str) -> bool:
    """Whether each of three tries, a pixel off at most, would mark the muscle."""
    found = [
        atlas.at(plate, layer, aim[0] + dx * pixel, aim[1] + dy * pixel, REACH * pixel, NARROW * pixel).region
        for dx, dy in TRIES
    ]
    return all(region is not None and region.muscle == muscle for region in found)


def test_each_muscle_can_be_hit_where_an_aspect_shows_it_whole(atlas: Atlas) -> None:
    widest: dict[str, float] = {}
    hit: set[str] = set()
    framed: set[str] = set()
    for aspect in atlas.aspects:
        plate = atlas.plate(aspect.plate)
        u0, v0, u1, v1 = aspect.box or plate.box
        pixel = max((u1 - u0) / WIDTH, (v1 - v0) / HEIGHT)  # mm
        for number, layer in plate.layers.items():
            for region in layer.regions:
                if region.side == "left" or not region.muscle:
                    continue  # the mirror image of the right
                rings = rings_of(region.curve, COARSE)
                aim = inner_point(rings)
                if not (u0 <= aim[0] <= u1 and v0 <= aim[1] <= v1):
                    continue
                widest[region.muscle] = max(widest.get(region.muscle, 0.0), width_at(rings, aim))
                if hits(atlas, plate.id, number, aim, pixel, region.muscle):
                    hit.add(region.muscle)
                # What a double click frames: the muscle fills about 60 % of the view, at most 7 pixels a millimetre.
                r0, s0, r1, s1 = region.box
                close = max((r1 - r0) / WIDTH / 0.62, (s1 - s0) / HEIGHT / 0.62, 1 / 7.0)
                if hits(atlas, plate.id, number, aim, min(pixel, close), region.muscle):
                    framed.add(region.muscle)
    assert sorted(m for m, width in widest.items() if width > WIDE and m not in hit) == []
    assert sorted(set(widest) - framed - hit) == []


def test_what_only_specialists_needle_is_offered_where_they_ask_for_it(atlas: Atlas) -> None:
    place = atlas.usual_point("levator-ani", "right")
    assert place is not None
    plain = Atlas(ASSETS)
    plain.specialist = False
    assert plain.usual_point("levator-ani", "right") is None
    assert "levator-ani" not in {found.id for found in plain.find("levator ani")}
    plate, layer, u, v = place
    marked, hinted = atlas.at(plate, layer, u, v).region, plain.at(plate, layer, u, v).region
    assert marked is not None
    assert hinted is not None
    assert (marked.muscle, hinted.muscle, hinted.name) == ("levator-ani", "", "pelvic floor")
    assert plain.at(plate, layer, u, v).region is hinted
    assert "levator-ani" not in {region.muscle for region in plain.through(plate, u, v)}
    assert atlas.target("muscle", "levator-ani").name == plain.target("muscle", "levator-ani").name


def test_each_usual_point_that_is_given_lies_in_its_muscle(atlas: Atlas) -> None:
    file = ASSETS / "usual_points.tsv"
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()[1:]]
    assert rows
    for muscle, *_ in rows:
        for side in ("right", "left"):
            place = atlas.usual_point(muscle, side)
            assert place is not None
            region = atlas.at(*place).region
            assert region is not None
            assert (region.muscle, region.side) == (muscle, side)
            plate, layer, u, v = place
            around = [(u + du, v + dv) for du in (-4, 4) for dv in (-4, 4)]
            inside = [atlas.at(plate, layer, *at).region for at in around]
            assert sum(one is not None and one.muscle == muscle for one in inside) >= 3, (
                "not at its very edge"
            )


def test_upper_trapezius_lies_on_the_slope_of_the_shoulder(atlas: Atlas) -> None:
    _, _, u, v = atlas.usual_point("trapezius-upper", "right") or ("", 0, 0.0, 0.0)
    assert abs(u) > 45
    assert v < atlas.levels.height("C7") + 30


@pytest.mark.parametrize(
    ("group", "level", "plate"),
    [
        ("suboccipitals", "", "posterior"),
        ("multifidus", "L4-5", "posterior"),
        ("hamstrings", "", "posterior"),
        ("lumbar-paraspinals", "L3", "posterior"),
    ],
)
def test_a_group_has_its_place_in_one_of_its_muscles(
    atlas: Atlas, group: str, level: str, plate: str
) -> None:
    right = atlas.usual_point_of_group(group, "right", level)
    left = atlas.usual_point_of_group(group, "left", level)
    assert right is not None
    assert left is not None
    assert right[0] == left[0] == plate
    assert right[2] == pytest.approx(-left[2])
    assert right[3] == pytest.approx(left[3])
    hit = atlas.at(*right).region
    assert hit is not None
    assert hit.muscle in atlas.catalogue.group(group).members
    if level:
        assert right[3] == pytest.approx(atlas.levels.height(level), abs=6)


def test_a_group_of_two_sides_has_no_place_in_the_middle(atlas: Atlas) -> None:
    assert atlas.usual_point_of_group("suboccipitals", "midline") is None
    assert atlas.usual_point_of_group("no-such-group", "right") is None


NAMED = [
    # entered on the back, with the patient prone: stays there
    ("gluteus-medius", "posterior", "posterior"),
    ("gluteus-medius", "left_lateral", "lateral"),
    ("gluteus-medius", "anterior", "lateral"),  # a rim beside tensor fasciae latae
    # never beside the shin, whatever is shown
    ("tibialis-posterior", "posterior", "posterior"),
    ("tibialis-posterior", "anterior", "posterior"),
    ("tibialis-posterior", "right_lateral", "posterior"),
    ("tibialis-posterior", "left_leg_medial", "leg_medial"),
    ("tibialis-posterior", "plantar", "posterior"),
    ("flexor-digitorum-longus", "plantar", "posterior"),
    # seen through the body only
    ("piriformis", "anterior", "posterior"),
    ("piriformis", "right_leg_medial", "posterior"),
    ("teres-minor", "anterior", "lateral"),
    ("biceps-femoris-long", "right_leg_medial", "posterior"),
    # a rim or nothing at all
    ("trapezius-middle", "right_lateral", "posterior"),
    ("quadratus-lumborum", "anterior", "posterior"),
    ("quadratus-lumborum", "right_lateral", "lateral"),
    ("infraspinatus", "anterior", "posterior"),
    ("iliacus", "posterior", "anterior"),
    ("vastus-lateralis", "posterior", "posterior"),
    ("vastus-lateralis", "anterior", "anterior"),
    ("multifidus-lumbar", "right_lateral", "posterior"),
]


@pytest.mark.parametrize(("muscle", "shown", "plate"), NAMED)
@pytest.mark.parametrize("side", ["right", "left"])
def test_a_muscle_that_is_named_stays_on_the_plate_shown_where_that_shows_it_well(
    atlas: Atlas, muscle: str, shown: str, plate: str, side: str
) -> None:
    place = atlas.usual_point(muscle, side, shown)
    assert place is not None
    assert place[0] in (plate, f"{side}_{plate}")
    region = atlas.at(*place).region
    assert region is not None
    assert (region.muscle, region.side) == (muscle, side)


def test_wherever_one_looks_a_named_muscle_lies_in_itself_and_on_its_side(atlas: Atlas) -> None:
    for muscle in atlas.catalogue.muscles:
        for side in ("right", "left"):
            best = atlas.usual_point(muscle.id, side)
            for shown in atlas.plate_ids:
                place = atlas.usual_point(muscle.id, side, shown)
                assert (place is None) is (best is None), (muscle.id, shown)
                if place is None:
                    continue
                region = atlas.at(*place).region
                assert region is not None, (muscle.id, shown)
                assert region.muscle == muscle.id, (muscle.id, shown)
                assert region.side in (side, "midline"), (muscle.id, shown)


@pytest.mark.parametrize(
    ("muscle", "highest", "lowest"),
    [
        ("multifidus-lumbar", "L4", "L5"),
        ("iliocostalis-lumborum", "L2", "L5"),
        ("longissimus-lumbar", "L2", "L5"),
        ("semispinalis-cervicis", "C4", "C6"),
        ("levatores-costarum", "T5", "T9"),
        ("longissimus-thoracis", "T5", "T9"),
        ("iliocostalis-thoracis", "T5", "T9"),
    ],
)
def test_muscles_along_the_spine_are_marked_at_a_level_where_they_are_needled(
    atlas: Atlas, muscle: str, highest: str, lowest: str
) -> None:
    place = atlas.usual_point(muscle, "right", "posterior")
    assert place is not None
    assert atlas.levels.height(lowest) - 3 <= place[3] <= atlas.levels.height(highest) + 3
