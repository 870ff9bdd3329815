"""The atlas as the rest of the program meets it."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from bodymap.atlas import atlas as atlas_module
from bodymap.atlas.atlas import Atlas, Named
from bodymap.atlas.geometry import contains
from bodymap.exchange.geojson import collection, write_atlas


def test_plates_in_their_order(square_assets: Path) -> None:
    for name in ("plantar", "posterior", "anterior", "palm"):
        (square_assets / "plates" / f"{name}.svg").touch()
    assert Atlas(square_assets).plate_ids == ("anterior", "posterior", "plantar", "palm", "square")


def test_unknown_ids(square_atlas: Atlas) -> None:
    with pytest.raises(KeyError):
        square_atlas.plate("../muscles")
    with pytest.raises(KeyError):
        square_atlas.target("muscle", "suboccipitals")
    with pytest.raises(KeyError):
        square_atlas.target("tissue", "bone marrow")


def test_a_plate_is_read_once_by_many_threads(square_atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[Path] = []
    real = atlas_module.load_plate

    def counted(path: Path, cache: Path | None, **how: object) -> object:
        reads.append(path)
        return real(path, cache, **how)

    monkeypatch.setattr(atlas_module, "load_plate", counted)
    gate = threading.Barrier(8)
    got: list[object] = []

    def ask() -> None:
        gate.wait(5)
        got.append(square_atlas.plate("square"))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert len(reads) == 1
    assert len(got) == 8
    assert all(plate is got[0] for plate in got)


def test_at_through_and_level(square_atlas: Atlas) -> None:
    hit = square_atlas.at("square", 1, -45, 65)
    assert hit.region is not None
    assert hit.region.muscle == "deltoid-middle"
    near = square_atlas.at("square", 1, 62, 150, reach_mm=3, narrow_mm=6)
    assert near.region is not None
    assert (near.region.muscle, near.near) == ("omohyoid", True)
    assert len(square_atlas.through("square", -75, 70)) == 2


@pytest.mark.parametrize(
    ("kind", "target_id", "expected"),
    [
        ("muscle", "trapezius-upper", Named("muscle", "trapezius-upper", "upper trapezius", "trapezius")),
        ("muscle", "infraspinatus", Named("muscle", "infraspinatus", "infraspinatus", "infraspinatus")),
        ("group", "suboccipitals", Named("group", "suboccipitals", "suboccipitals", "suboccipitals")),
        ("tissue", "scar", Named("tissue", "scar", "scar", None)),
    ],
)
def test_targets(square_atlas: Atlas, kind: str, target_id: str, expected: Named) -> None:
    assert square_atlas.target(kind, target_id) == expected


def test_where_a_muscle_is(square_atlas: Atlas) -> None:
    rows = square_atlas.regions_of("deltoid-middle")
    assert [(plate, layer, region.side) for plate, layer, region in rows] == [
        ("square", 1, "right"),
        ("square", 1, "left"),
        ("square", 2, "right"),
        ("square", 2, "left"),
    ]
    assert square_atlas.regions_of("soleus") == []


@pytest.mark.parametrize("side", ["right", "left"])
def test_usual_point_lies_well_inside_on_its_side(square_atlas: Atlas, side: str) -> None:
    point = square_atlas.usual_point("deltoid-middle", side)
    assert point is not None
    plate, layer, u, v = point
    assert (plate, layer) == ("square", 1)
    assert (u < 0) == (side == "right")
    hit = square_atlas.at(plate, layer, u, v)
    assert hit.region is not None
    assert (hit.region.muscle, hit.side) == ("deltoid-middle", side)
    assert square_atlas.usual_point("soleus", side) is None
    deep = square_atlas.usual_point("multifidus-lumbar", side)
    assert deep is not None
    assert deep[1] == 2


def test_geojson(square_atlas: Atlas, tmp_path: Path) -> None:
    file = tmp_path / "atlas.geojson"
    assert (
        write_atlas(square_atlas, file) == 10
    )  # the nasalis shows the way and is no muscle of the catalogue
    data = json.loads(file.read_text())
    assert data == json.loads(json.dumps(collection(square_atlas)))
    first = data["features"][0]
    assert first["properties"] == {
        "muscle": "deltoid-middle",
        "side": "right",
        "view": "square",
        "layer": 1,
        "name": "Middle deltoid",
    }
    shell, hole = first["geometry"]["coordinates"]
    assert shell[0] == shell[-1]
    assert contains((tuple(map(tuple, shell[:-1])),), -65, 85)
    assert contains((tuple(map(tuple, hole[:-1])),), -65, 85)
