"""The arrow keys' ways from muscle to muscle, on the true plates."""

from __future__ import annotations

import random
from math import hypot

import pytest

from bodymap import assets
from bodymap.atlas.atlas import Atlas
from bodymap.atlas.body import Region
from bodymap.atlas.geometry import Curve, inner_point
from bodymap.atlas.neighbours import BACK, WAYS, Neighbours, free_point, reading_order, rough_point

PLATES = Atlas(assets.folder()).plate_ids


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    return Atlas(assets.folder(), tmp_path_factory.mktemp("plates"))


def reached(neighbours: Neighbours, start: Region) -> set[str]:
    """All that the arrows lead to from there."""
    seen, rim = {start.id}, [start]
    while rim:
        here = rim.pop()
        for way in WAYS:
            to = neighbours.next(here.id, way)
            if to is not None and to.id not in seen:
                seen.add(to.id)
                rim.append(to)
    return seen


@pytest.mark.parametrize("plate_id", PLATES)
def test_every_muscle_is_reached_from_every_other(atlas: Atlas, plate_id: str) -> None:
    for number, layer in atlas.plate(plate_id).layers.items():
        neighbours = Neighbours(layer.regions)
        wanted = {region.id for region in layer.regions if region.muscle}
        assert wanted
        for region in neighbours.regions:
            assert reached(neighbours, region) == wanted, f"{plate_id} {number} from {region.id}"


@pytest.mark.parametrize("plate_id", PLATES)
def test_an_arrow_leads_in_its_direction_and_mostly_back(atlas: Atlas, plate_id: str) -> None:
    for layer in atlas.plate(plate_id).layers.values():
        neighbours = Neighbours(layer.regions)
        back = arrows = 0
        for region in neighbours.regions:
            u, v = rough_point(region)
            for way in WAYS:
                to = neighbours.next(region.id, way)
                if to is None:
                    continue
                to_u, to_v = rough_point(to)
                du, dv = to_u - u, to_v - v
                along = {"left": -du, "right": du, "up": dv, "down": -dv}[way]
                assert along > 0.45 * hypot(du, dv)
                arrows += 1
                back += neighbours.next(to.id, BACK[way]) is region
        assert back >= 0.65 * arrows, "arrows that are answered by the arrow back"


def test_both_sides_are_joined_across_the_midline(atlas: Atlas) -> None:
    """On the front the patient's right lies at the picture's left."""
    neighbours = Neighbours(atlas.plate("anterior").layers[1].regions)
    here = next(
        r for r in neighbours.regions if r.muscle.startswith("rectus-abdominis") and r.side == "right"
    )
    to = neighbours.next(here.id, "right")
    assert to is not None
    assert to.side == "left"
    assert neighbours.next(to.id, "left") is here


def _square(name: str, u: float, v: float, size: float = 10.0) -> Region:
    from array import array

    xy = array("d", [u, v, u + size, v, u + size, v + size, u, v + size])
    ring = ((u, v), (u + size, v), (u + size, v + size), (u, v + size))
    return Region(name, name, "right", "p", 1, Curve("MLLLZ", xy), (ring,), (u, v, u + size, v + size))


def test_small_ones_around_a_large_one_are_not_cut_off() -> None:
    """Four arrows, but twelve muscles in a row at one side: they hang on each other."""
    large = _square("large", 0, 0, 100)
    row = [_square(f"small-{n}", 110, 8.0 * n, 6) for n in range(12)]
    far = [_square("far", 300, 300), _square("alone", -200, -40)]
    neighbours = Neighbours([large, *row, *far])
    for region in neighbours.regions:
        assert len(reached(neighbours, region)) == 15


def test_one_muscle_alone_and_none_at_all() -> None:
    alone = Neighbours([_square("alone", 0, 0)])
    assert all(alone.next("alone", way) is None for way in WAYS)
    assert Neighbours([]).regions == ()


def test_further_needles_go_beside_the_first(atlas: Atlas) -> None:
    """Each inside the muscle, apart from the others, as long as there is room; a full muscle still answers."""
    layer = atlas.plate("posterior").layers[1]
    region = next(r for r in layer.regions if (r.muscle, r.side) == ("infraspinatus", "right"))

    def holds(u: float, v: float) -> bool:
        return atlas.at("posterior", 1, u, v).region is region

    taken: list[tuple[float, float]] = []
    for _ in range(4):
        taken.append(free_point(region, taken, holds))
    assert taken[0] == pytest.approx(inner_point(region.rings), abs=1.0)
    assert all(holds(u, v) for u, v in taken)
    apart = [hypot(a[0] - b[0], a[1] - b[1]) for n, a in enumerate(taken) for b in taken[:n]]
    assert min(apart) > 4.0
    for _ in range(80):
        u, v = free_point(region, taken, holds)
        assert holds(u, v)
        taken.append((u, v))


@pytest.mark.parametrize("plate_id", PLATES)
def test_a_muscle_is_marked_as_itself(atlas: Atlas, plate_id: str) -> None:
    """At the usual point of a region a press marks that muscle on that side; so does one for a second needle."""
    for number, layer in atlas.plate(plate_id).layers.items():
        for region in layer.regions:
            if not region.muscle:
                continue
            taken: list[tuple[float, float]] = []
            for _ in range(2):
                u, v = free_point(
                    region,
                    taken,
                    lambda u, v: atlas.at(plate_id, number, u, v).region is region,  # noqa: B023
                )
                assert atlas.at(plate_id, number, u, v).region is region, f"{region.id} {taken}"
                taken.append((u, v))


def test_they_are_read_from_head_to_foot_right_before_left(atlas: Atlas) -> None:
    read = reading_order(atlas.plate("anterior").layers[1].regions)
    names = [(region.muscle, region.side) for region in read]
    assert len(names) == len(set(names))
    for muscle, side in names:
        if side == "left" and (muscle, "right") in names:
            assert names.index((muscle, "right")) == names.index((muscle, "left")) - 1
    heights = [rough_point(region)[1] for region in read if region.side == "right"]
    assert heights == sorted(heights, reverse=True)
    assert names[0][1] == "right"


@pytest.mark.parametrize("seed", range(50))
def test_any_scatter_of_muscles_hangs_together(seed: int) -> None:
    """The nearest ones alone leave some of these scatters in two parts (5, 25 and 48)."""
    dice = random.Random(seed)
    neighbours = Neighbours(
        _square(f"{n}", dice.uniform(0, 400), dice.uniform(0, 900), dice.choice((6, 20, 90)))
        for n in range(dice.choice((12, 30, 60)))
    )
    for region in neighbours.regions:
        assert len(reached(neighbours, region)) == len(neighbours.regions)
