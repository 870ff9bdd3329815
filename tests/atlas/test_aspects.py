"""What the switches of the screen offer."""

from __future__ import annotations

from pathlib import Path

import pytest

from bodymap.atlas.aspects import read_aspects
from bodymap.atlas.atlas import Atlas
from bodymap.atlas.catalogue import CatalogueFault

from .conftest import ASSETS

HEAD = "id\tname\tgroup\tchoice\tplate\tbox\tarea\tnext\n"


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return Atlas(ASSETS)


def test_every_plate_has_an_aspect_and_every_aspect_a_plate(atlas: Atlas) -> None:
    assert {one.plate for one in atlas.aspects} == set(atlas.plate_ids)
    assert len(atlas.aspects) == len(read_aspects(ASSETS))


def test_frames_lie_on_their_plates_and_hold_muscles_of_their_side(atlas: Atlas) -> None:
    for one in atlas.aspects:
        plate = atlas.plate(one.plate)
        if one.box is None:
            continue
        u0, v0, u1, v1 = one.box
        assert plate.box[0] <= u0 < u1 <= plate.box[2]
        assert plate.box[1] <= v0 < v1 <= plate.box[3]
        held = [
            region
            for layer in plate.layers.values()
            for region in layer.regions
            if u0 <= region.box[0] and region.box[2] <= u1 and v0 <= region.box[1] and region.box[3] <= v1
        ]
        assert len(held) > 3, one.id
        if one.choice[:2] in ("R ", "L "):
            assert {region.side for region in held} == {"right" if one.choice[0] == "R" else "left"}


def test_turning_comes_back_to_where_it_began_and_no_two_lead_to_the_same(atlas: Atlas) -> None:
    following = {one.id: one.next for one in atlas.aspects}
    assert sorted(following.values()) == sorted(following)
    assert [following["anterior"], following["right_lateral"]] == ["right_lateral", "posterior"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a\tA\tFront\t\tanterior\t1 2 3\t0 0 1 1\ta", "four numbers"),
        ("a\tA\tFront\t\tanterior\t3 0 1 1\t0 0 1 1\ta", "width and a height"),
        ("a\tA\tFront\t\tanterior\t\t\ta", "area"),
        ("a\tA\tFront\t\tanterior\t\t0 0 1 1\tb", "no aspect 'b'"),
        ("a\tA\tFront\t\tanterior\t\t0 0 1 1\ta\na\tA\tFront\t\tanterior\t\t0 0 1 1\ta", "twice"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line(tmp_path: Path, row: str, said: str) -> None:
    (tmp_path / "aspects.tsv").write_text(HEAD + row + "\n", encoding="utf-8")
    with pytest.raises(CatalogueFault, match=said) as fault:
        read_aspects(tmp_path)
    assert "aspects.tsv, line" in str(fault.value)
