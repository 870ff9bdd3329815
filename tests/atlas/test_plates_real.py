"""The plates that are shipped: whole, in the catalogue's words, symmetrical, and right where a hand says so."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bodymap.atlas.atlas import Atlas
from bodymap.atlas.body import Plate
from bodymap.atlas.geometry import area, distance, mirrored
from tests.atlas.conftest import ASSETS

FILES = sorted((ASSETS / "plates").glob("*.svg"))
EDGE = 2.0  # mm: how near to the outline a point chosen by hand may come to lie
with (Path(__file__).parent / "hits_by_hand.tsv").open(encoding="utf-8") as file:
    POINTS = list(csv.DictReader(file, delimiter="\t"))
with (Path(__file__).parent / "hits_on_side_plates.tsv").open(encoding="utf-8") as file:
    MORE_POINTS = list(csv.DictReader(file, delimiter="\t"))
ONE_SIDE = {"right_lateral", "right_arm_lateral", "right_leg_medial"}


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    return Atlas(ASSETS, tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module", params=[path.stem for path in FILES])
def plate(request: pytest.FixtureRequest, atlas: Atlas) -> Plate:
    return atlas.plate(request.param)


if not FILES:

    def test_plates_are_drawn() -> None:
        pytest.skip("no plate is drawn yet")


def test_every_muscle_is_in_the_catalogue(plate: Plate, atlas: Atlas) -> None:
    known = {muscle.id for muscle in atlas.catalogue.muscles}
    for layer in plate.layers.values():
        assert {region.muscle for region in layer.regions if region.muscle} <= known
        assert all(region.muscle or region.name for region in layer.regions)


def test_the_cache_gives_the_same_plate(plate: Plate, atlas: Atlas, tmp_path: Path) -> None:
    assert Atlas(ASSETS, tmp_path).plate(plate.id) == plate
    assert Atlas(ASSETS, tmp_path).plate(plate.id) == plate


def _check_the_other_side(plate: Plate) -> None:
    """A plate of one side: the other side has a plate of its own, its mirror image."""
    assert plate.id.startswith("right_")
    other = Atlas(ASSETS).plate(plate.id.replace("right_", "left_"))
    assert other.version == plate.version
    assert other.box == (-plate.box[2], plate.box[1], -plate.box[0], plate.box[3])
    for number, layer in plate.layers.items():
        for one, two in zip(layer.regions, other.layers[number].regions, strict=True):
            assert (one.side, two.side, one.muscle) == ("right", "left", two.muscle)
            assert two.curve == mirrored(one.curve, 0.0)
            assert two.plate == other.id
        for kind in ("bones", "relief", "fibres", "tissue_over"):
            assert {shape.side for shape in getattr(other.layers[number], kind)} <= {"left"}
            regions = {region.id for region in other.layers[number].regions}
            assert all(not shape.of or shape.of in regions for shape in getattr(other.layers[number], kind))


def test_both_halves_are_mirror_images(plate: Plate) -> None:
    if plate.mirror is None:
        _check_the_other_side(plate)
        return
    for layer in plate.layers.values():
        regions = {region.id: region for region in layer.regions}
        for region in layer.regions:
            if region.side == "right":
                assert regions[region.id.replace(":right", ":left")].curve == mirrored(
                    region.curve, plate.mirror
                )


def test_the_patients_right_is_where_the_view_has_it(plate: Plate) -> None:
    expected = {"anterior": -1, "posterior": 1, "plantar": -1, "dorsal_foot": 1, **dict.fromkeys(ONE_SIDE, 0)}
    if plate.id in expected:
        assert plate.right_sign == expected[plate.id]


def test_regions_lie_on_the_plate_and_are_no_crumbs(plate: Plate) -> None:
    u0, v0, u1, v1 = plate.box
    for layer in plate.layers.values():
        for region in layer.regions:
            a, b, c, d = region.box
            assert u0 <= a < c <= u1, region.id
            assert v0 <= b < d <= v1, region.id
            assert area(region.rings) > 8, region.id


def test_each_region_is_hit_where_its_muscle_is_shown(plate: Plate, atlas: Atlas) -> None:
    for layer in plate.layers.values():
        for muscle in {region.muscle for region in layer.regions if region.muscle}:
            for side in ("right", "left"):
                point = atlas.usual_point(muscle, side)
                if point is None:
                    continue
                hit = atlas.at(*point)
                assert hit.region is not None
                assert (hit.region.muscle, hit.side) in ((muscle, side), (muscle, "midline"))


@pytest.mark.parametrize("row", POINTS, ids=[f"{p['muscle']}-{p['side']}-{n}" for n, p in enumerate(POINTS)])
def test_points_chosen_by_hand(row: dict[str, str], atlas: Atlas) -> None:
    if row["plate"] not in atlas.plate_ids:
        pytest.skip(f"the plate {row['plate']} is not drawn yet")
    u, v = float(row["u"]), float(row["v"])
    hit = atlas.at(row["plate"], int(row["layer"]), u, v)
    assert hit.region is not None, row["reason"]
    assert (hit.region.muscle, hit.side, hit.near) == (row["muscle"], row["side"], False), row["reason"]
    assert distance(hit.region.rings, u, v) >= EDGE


@pytest.mark.parametrize(
    "row", MORE_POINTS, ids=[f"{p['plate']}-{p['layer']}-{p['muscle']}" for p in MORE_POINTS]
)
def test_points_on_the_side_arm_leg_and_foot(row: dict[str, str], atlas: Atlas) -> None:
    u, v = float(row["u"]), float(row["v"])
    hit = atlas.at(row["plate"], int(row["layer"]), u, v)
    assert hit.region is not None, row["reason"]
    assert (hit.region.muscle, hit.side) == (row["muscle"], "right"), row["reason"]
    assert distance(hit.region.rings, u, v) >= EDGE
    other = atlas.at(row["plate"], int(row["layer"]), -u, v)
    if row["plate"] not in ONE_SIDE:
        assert other.region is not None
        assert (other.region.muscle, other.side) == (row["muscle"], "left")


def test_a_plate_of_one_side_is_the_right_side_all_over(plate: Plate) -> None:
    if plate.id not in ONE_SIDE:
        pytest.skip("a plate of both sides")
    assert plate.mirror is None
    for layer in plate.layers.values():
        assert {region.side for region in layer.regions} == {"right"}
        assert {shape.side for shape in (*layer.bones, *layer.fibres, *layer.relief)} == {"right"}


def test_every_muscle_has_a_region_on_some_plate(atlas: Atlas) -> None:
    assert [m.id for m in atlas.catalogue.muscles if not atlas.regions_of(m.id)] == []


def test_the_points_cover_both_plates_and_sides() -> None:
    assert len(POINTS) == 60
    assert {(p["plate"], p["side"]) for p in POINTS} == {
        (plate, side) for plate in ("anterior", "posterior") for side in ("right", "left")
    }
    for point in POINTS:  # the frame's own rule, so that no row contradicts it
        right = float(point["u"]) < 0 if point["plate"] == "anterior" else float(point["u"]) > 0
        assert point["side"] == ("right" if right else "left")
