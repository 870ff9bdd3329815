"""A press: inside wins, then what is narrow and near, then tissue and skin; sides are the patient's."""

from __future__ import annotations

import pytest

from bodymap.atlas.body import Plate
from bodymap.atlas.geometry import contains
from bodymap.atlas.hit import PlateIndex
from bodymap.atlas.plates import read_svg
from tests.atlas.conftest import SQUARE

REACH, NARROW = 3.0, 6.0


@pytest.fixture(scope="module")
def index(square: Plate) -> PlateIndex:
    return PlateIndex(square)


@pytest.mark.parametrize(
    ("u", "v", "muscle", "side"),
    [
        (-45, 65, "deltoid-middle", "right"),
        (45, 65, "deltoid-middle", "left"),
        (-30, 80, "pectoralis-minor", "right"),
        (59, 150, "omohyoid", "left"),
        (0, 180, "", "midline"),
    ],
)
def test_inside(index: PlateIndex, u: float, v: float, muscle: str, side: str) -> None:
    hit = index.at(1, u, v, REACH, NARROW)
    assert hit.region is not None
    assert (hit.region.muscle, hit.side, hit.near, hit.on_body) == (muscle, side, False, True)
    assert hit.tissue == ""


def test_a_hole_is_skin(index: PlateIndex) -> None:
    hit = index.at(1, -65, 85, REACH, NARROW)
    assert hit.region is None
    assert (hit.tissue, hit.side, hit.on_body) == ("skin", "right", True)


def test_a_narrow_muscle_is_caught_beside_itself(index: PlateIndex) -> None:
    hit = index.at(1, -62, 150, REACH, NARROW)
    assert hit.region is not None
    assert (hit.region.muscle, hit.near, hit.side) == ("omohyoid", True, "right")
    assert index.at(1, -64, 150, REACH, NARROW).region is None  # 4 mm off
    assert index.at(1, -62, 150).region is None  # nothing allowed
    assert index.at(1, -62, 150, REACH, 1.5).region is None  # not narrow enough


def test_a_broad_muscle_is_not(index: PlateIndex) -> None:
    hit = index.at(1, -81, 80, REACH, NARROW)
    assert hit.region is None
    assert hit.tissue == "skin"


def test_the_nearest_decides_even_where_it_is_broad(index: PlateIndex) -> None:
    assert index.at(1, -39.5, 80, REACH, NARROW).region is None


def test_other_tissue(index: PlateIndex) -> None:
    tendon = index.at(1, 60, 55, REACH, NARROW)
    assert (tendon.region, tendon.tissue, tendon.tissue_name) == (None, "tendon", "Deltoid tendon")
    assert tendon.side == "left"
    rib = index.at(1, -70, 15)
    assert (rib.tissue, rib.tissue_name, rib.side) == ("bone", "Rib", "right")


def test_midline(index: PlateIndex) -> None:
    assert (index.at(1, 1, 110).tissue, index.at(1, 1, 110).side) == ("bone", "midline")
    assert index.at(1, -9, 110).side == "right"
    assert index.at(1, 9, 110).side == "left"


def test_beside_the_body(index: PlateIndex) -> None:
    hit = index.at(1, 99, 50, REACH, NARROW)
    assert (hit.region, hit.on_body, hit.tissue, hit.side) == (None, False, "", "left")


def test_an_unknown_layer(index: PlateIndex) -> None:
    with pytest.raises(KeyError):
        index.at(3, 0, 0)


def test_through_names_each_muscle_once_from_the_surface_down(index: PlateIndex) -> None:
    assert [(r.muscle, r.layer) for r in index.through(-75, 90)] == [("deltoid-middle", 1)]
    assert [(r.muscle, r.layer) for r in index.through(-75, 70)] == [
        ("deltoid-middle", 1),
        ("multifidus-lumbar", 2),
    ]
    assert [r.side for r in index.through(75, 50)] == ["left"]
    assert index.through(0, 0) == []


def test_side_follows_the_drawing_and_not_the_plates_name() -> None:
    """The same squares with the right half at greater u, as a view from behind has it."""
    text = SQUARE.read_text()
    flipped = text.replace('data-mirror="0"', 'data-mirror="-90"').replace(' data-side="midline"', "")
    index = PlateIndex(read_svg(flipped.encode(), "square.svg"))
    assert index.side(-20) == "right"
    assert index.side(-160) == "left"
    assert index.side(-92) == "midline"


def test_one_side_only() -> None:
    text = SQUARE.read_text().replace(' data-mirror="0"', "")
    index = PlateIndex(read_svg(text.encode(), "square.svg"))
    assert index.at(1, 60, 20).side == "right"


def test_the_grid_says_what_every_outline_says(index: PlateIndex, square: Plate) -> None:
    for u in range(-99, 100, 7):
        for v in range(-19, 200, 7):
            held = [r.id for r in square.layers[1].regions if contains(r.rings, u + 0.3, v + 0.3)]
            region = index.at(1, u + 0.3, v + 0.3).region
            assert ([region.id] if region else []) == held


def test_a_tendon_under_the_pointer_is_no_muscle_beside_it() -> None:
    tendon = (
        '<path class="tendon" data-name="Omohyoid tendon" d="M-66 -155 L-61 -155 L-61 -145 L-66 -145 Z"/>'
    )
    drawn = SQUARE.read_bytes().replace(b'<path class="tendon"', tendon.encode() + b'<path class="tendon"', 1)
    with_tendon = PlateIndex(read_svg(drawn, "square.svg"))
    hit = with_tendon.at(1, -62, 150, REACH, NARROW)
    assert (hit.region, hit.tissue_name) == (None, "Omohyoid tendon")
    assert (
        with_tendon.at(1, -60.9, 150, REACH, NARROW).near
        or with_tendon.at(1, -60.9, 150, REACH, NARROW).region
    )
