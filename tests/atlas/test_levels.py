"""Levels by the tips of the spinous processes."""

from __future__ import annotations

import pytest

from bodymap.atlas.atlas import Atlas
from bodymap.atlas.catalogue import CatalogueFault
from bodymap.atlas.levels import Levels, between
from tests.atlas.conftest import ASSETS


@pytest.fixture(scope="module")
def levels() -> Levels:
    return Levels.read(ASSETS)


def test_c1_to_s4_fall(levels: Levels) -> None:
    names = [row.name for row in levels.rows]
    assert names == [
        *(f"C{n}" for n in range(1, 8)),
        *(f"T{n}" for n in range(1, 13)),
        *(f"L{n}" for n in range(1, 6)),
        *(f"S{n}" for n in range(1, 5)),
    ]
    tips = [row.tip for row in levels.rows]
    assert tips == sorted(tips, reverse=True)


def test_thoracic_tips_lie_a_vertebra_below_their_bodies(levels: Levels) -> None:
    """T5-T9 slope so steeply that the tip is nearer the next body's centre than its own."""
    rows = {row.name: row for row in levels.rows}
    for n in range(5, 10):
        own, following = rows[f"T{n}"], rows[f"T{n + 1}"]
        assert own.body_centre is not None
        assert following.body_centre is not None
        assert abs(own.tip - following.body_centre) < abs(own.tip - own.body_centre)


@pytest.mark.parametrize(
    ("v", "level"),
    [
        (1003, "L4"),
        (1000, "L4"),
        (993, "L4-5"),
        (985, "L5"),
        (971, "L5-S1"),
        (1444, "C7"),
        (1435.5, "C7-T1"),
        (1104, "T12-L1"),
        (1287, "T6"),
        (1545, "C1"),
        (1580, ""),
        (880, "S4"),
        (850, ""),
        (100, ""),
    ],
)
def test_at(levels: Levels, v: float, level: str) -> None:
    assert levels.at(v) == level


def test_every_tip_is_its_own_level(levels: Levels) -> None:
    for row in levels.rows:
        assert levels.at(row.tip) == row.name
        assert levels.tip(row.name) == row.tip


def test_between() -> None:
    assert between("L4", "L5") == "L4-5"
    assert between("L5", "S1") == "L5-S1"
    assert between("T11", "T12") == "T11-12"


def test_only_paraspinal_muscles_have_one(square_atlas: Atlas) -> None:
    assert square_atlas.level("square", 1003, "multifidus-lumbar") == "L4"
    assert square_atlas.level("square", 1003, "lumbar-paraspinals") == "L4"
    assert square_atlas.level("square", 1003, "gluteus-maximus") == ""
    assert square_atlas.level("square", 1003, "no-such-muscle") == ""
    assert square_atlas.level("no-such-plate", 1003, "multifidus-lumbar") == ""


def test_a_bad_table_is_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    text = (ASSETS / "levels.tsv").read_text()
    (tmp_path / "levels.tsv").write_text(text.replace("C2\t1511", "C2\t1611"))
    with pytest.raises(CatalogueFault, match="line 3"):
        Levels.read(tmp_path)
