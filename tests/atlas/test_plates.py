"""Reading a plate: both halves, refusals that name file and id, and a cache that is never trusted."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from bodymap.atlas import plates
from bodymap.atlas.body import Plate
from bodymap.atlas.geometry import mirrored
from bodymap.atlas.plates import PlateFault, load_plate, pack, read_svg, unpack
from tests.atlas.conftest import SQUARE


def test_both_halves(square: Plate) -> None:
    assert (square.id, square.title, square.version) == ("square", "Square plate", 3)
    assert square.box == (-100, -20, 100, 200)
    assert (square.mirror, square.right_sign) == (0.0, -1)
    ids = [region.id for region in square.layers[1].regions]
    assert ids[:2] == ["layer-1-deltoid-middle:right", "layer-1-deltoid-middle:left"]
    assert ids[-1] == "layer-1-nasalis:midline"
    right, left = square.layers[1].regions[:2]
    assert (right.side, left.side) == ("right", "left")
    assert left.curve == mirrored(right.curve)
    assert right.box == (-80, 60, -40, 100)
    assert left.box == (40, 60, 80, 100)
    assert len(right.rings) == 2


def test_relief_and_fibres_belong_to_their_side(square: Plate) -> None:
    layer = square.layers[1]
    assert [shape.of for shape in layer.fibres] == [
        "layer-1-deltoid-middle:right",
        "layer-1-deltoid-middle:left",
    ]
    assert [shape.side for shape in layer.relief] == ["right", "left"]


def test_tissue_of_classes(square: Plate) -> None:
    assert {shape.tissue for shape in square.layers[1].tissue_over} == {"tendon"}
    assert {shape.tissue for shape in square.layers[1].bones} == {"bone"}
    assert [shape.tissue for shape in square.skin] == ["skin"]


GOOD = SQUARE.read_text()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("<title>", "<title", "not well-formed"),
        ('data-plate="square"', 'data-plate="round"', "file's name"),
        ('data-version="3"', 'data-version="0"', "data-version"),
        ('data-mirror="0"', 'data-mirror="middle"', "data-mirror"),
        ('viewBox="-100 -200 200 220"', 'viewBox="0 0 5"', "viewBox"),
        ('viewBox="-100 -200 200 220"', 'viewBox="0 0 -5 5"', "viewBox"),
        ('id="layer-2" data-layer="2"', 'id="layer-2" data-layer="1"', "layer-2: data-layer must be 2"),
        ('id="layer-2"', 'id="layer-4"', "in this order"),
        ('id="layer-1-lines"', 'id="layer-1-notes"', "layer-1-notes: a layer holds"),
        ('id="layer-2-muscles"', 'id="layer-1-muscles"', "occurs twice"),
        ('id="layer-1-omohyoid"', 'id="layer-1-deltoid-middle"', "layer-1-deltoid-middle: the id occurs"),
        ('id="layer-1-omohyoid"', 'id="omohyoid"', "omohyoid: a muscle's id must begin with layer-1-"),
        (
            'id="layer-1-omohyoid"',
            'id="layer-1-platysma"',
            "layer-1-platysma: the id must be layer-1-omohyoid",
        ),
        ('class="tendon"', 'class="muscle"', "the class 'muscle' does not belong"),
        ('class="tendon"', 'class="tendon" style="fill:red"', "'style' is not allowed"),
        ('class="tendon"', 'class="tendon" transform="scale(2)"', "'transform' is not allowed"),
        ('class="tendon"', 'class="tendon" data-side="left"', "must not be drawn"),
        ('class="tendon"', 'class="tendon" data-side="both"', "right, left or midline"),
        ('class="tendon"', 'class="tendon" data-side="midline"', "own mirror image"),
        (
            'data-of="layer-1-deltoid-middle" d="M-50',
            'data-of="layer-1-x" d="M-50',
            "'layer-1-x' is not the id",
        ),
        ('data-muscle="" data-name="Nasalis"', 'data-muscle=""', "layer-1-nasalis: a muscle needs"),
        ("L-58 -180 L-58 -120 L-60 -120 Z", "L-58 -180 L-58 -120", "layer-1-omohyoid: every outline"),
        ("L-58 -180 L-58 -120 L-60 -120 Z", "h2 v60 h-2 z", "layer-1-omohyoid: only the commands"),
        (
            "M-60 -180 L-58 -180 L-58 -120 L-60 -120 Z",
            "M-60 -180 Z",
            "layer-1-omohyoid: the outline encloses",
        ),
        ("<title>Square plate</title>", "<style>path {}</style>", "only g and path"),
        ('<path class="line"', '<text class="line"', "layer-1-lines, path 1: only paths"),
    ],
)
def test_refusals_name_file_and_place(old: str, new: str, says: str) -> None:
    assert old in GOOD
    bad = GOOD.replace(old, new, 1)
    if new.startswith("<text"):
        bad = bad.replace('L-5 -125"/>', 'L-5 -125"></text>', 1)
    with pytest.raises(PlateFault) as caught:
        read_svg(bad.encode(), "square.svg")
    sentence = str(caught.value)
    assert sentence.startswith("square.svg: ")
    assert sentence.endswith(".")
    assert says in sentence


def test_groups_of_a_layer_keep_their_order() -> None:
    fibres = GOOD.index('<g id="layer-1-fibres">')
    over = GOOD.index('<g id="layer-1-tissue-over">')
    lines = GOOD.index('<g id="layer-1-lines">')
    bad = GOOD[:fibres] + GOOD[over:lines] + GOOD[fibres:over] + GOOD[lines:]
    with pytest.raises(PlateFault, match="in this order"):
        read_svg(bad.encode(), "square.svg")


def test_a_plate_without_a_mirror_has_one_side() -> None:
    plate = read_svg(GOOD.replace(' data-mirror="0"', "").encode(), "square.svg")
    assert plate.mirror is None
    assert plate.right_sign == 0
    assert {region.side for region in plate.layers[1].regions} == {"right", "midline"}


@pytest.mark.parametrize("side", ["right", "left"])
def test_a_plate_of_one_side_says_which(side: str) -> None:
    one = GOOD.replace('data-mirror="0"', f'data-side="{side}"').replace(' data-side="midline"', "")
    plate = read_svg(one.encode(), "square.svg")
    assert (plate.mirror, plate.right_sign) == (None, 0)
    assert [region.id for region in plate.layers[2].regions] == [
        f"layer-2-deltoid-middle:{side}",
        f"layer-2-multifidus-lumbar:{side}",
    ]
    shapes = [*plate.skin, *plate.skin_lines]
    for layer in plate.layers.values():
        shapes += [*layer.bones, *layer.regions, *layer.relief, *layer.fibres, *layer.tissue_over]
    assert {shape.side for shape in shapes} == {side}
    assert unpack(pack(plate), plate.digest) == plate


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('data-mirror="0"', 'data-mirror="0" data-side="right"', "has no data-mirror"),
        ('data-mirror="0"', 'data-side="both"', "must be right or left"),
        ('data-mirror="0"', 'data-side="right"', "all of this plate is the right side"),
    ],
)
def test_one_side_only(old: str, new: str, says: str) -> None:
    with pytest.raises(PlateFault, match=says):
        read_svg(GOOD.replace(old, new, 1).encode(), "square.svg")


def test_a_plate_may_lack_the_deep_layer() -> None:
    assert sorted(read_svg(GOOD.encode(), "square.svg").layers) == [1, 2]


def test_a_right_half_drawn_at_greater_u() -> None:
    moved = GOOD.replace('data-mirror="0"', 'data-mirror="-90"').replace(' data-side="midline"', "")
    assert read_svg(moved.encode(), "square.svg").right_sign == 1


# ---- the cache


def test_round_trip(square: Plate) -> None:
    again = unpack(pack(square), square.digest)
    assert again == square
    assert again.layers[2].regions[2].curve == square.layers[2].regions[2].curve


def test_the_second_reading_takes_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_plate(SQUARE, tmp_path / "cache")
    monkeypatch.setattr(plates, "read_svg", lambda *_: pytest.fail("the SVG was read again"))
    assert load_plate(SQUARE, tmp_path / "cache") == first


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    file = tmp_path / "square.svg"
    file.write_text(GOOD)
    assert load_plate(file, tmp_path / "cache").version == 3
    file.write_text(GOOD.replace('data-version="3"', 'data-version="4"'))
    assert load_plate(file, tmp_path / "cache").version == 4


@pytest.mark.parametrize("where", ["empty", "short", "head", "table", "numbers", "longer", "older"])
def test_a_damaged_cache_is_silently_made_again(tmp_path: Path, where: str, square: Plate) -> None:
    load_plate(SQUARE, tmp_path)
    (file,) = tmp_path.glob("*.plate")
    good = file.read_bytes()
    at = {"head": 3, "table": 90, "numbers": len(good) - 20}.get(where)
    if at is not None:
        bad = good[:at] + bytes([good[at] ^ 0x40]) + good[at + 1 :]
    elif where == "older":
        bad = good[:8] + struct.pack("<I", plates.FORMAT + 1) + good[12:]
    else:
        bad = {"empty": b"", "short": good[:-9], "longer": good + b"x"}[where]
    file.write_bytes(bad)
    assert load_plate(SQUARE, tmp_path) == square
    assert file.read_bytes() == good
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_a_cache_of_another_file_under_this_name_is_not_believed(tmp_path: Path, square: Plate) -> None:
    other = read_svg(GOOD.replace("Square plate", "Other").encode(), "square.svg")
    (tmp_path / f"{square.digest}.plate").write_bytes(pack(other))
    assert load_plate(SQUARE, tmp_path).title == "Square plate"


def test_an_unusable_cache_folder_does_not_matter(tmp_path: Path, square: Plate) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert load_plate(SQUARE, blocked / "cache") == square
    assert load_plate(SQUARE, None) == square
