"""What is seen of a muscle, and where a leader may end in it."""

from __future__ import annotations

import pytest

from bodymap.atlas.body import Layer, Region, Shape
from bodymap.atlas.geometry import Box
from bodymap.drawing.visible import seen, size, spots

from .conftest import rectangle

PAGE: Box = (0.0, 0.0, 100.0, 100.0)


def region(name: str, box: Box) -> Region:
    return Region(name, name, "right", "anterior", 1, rectangle(*box), (), box)


def layer(*regions: Region, over: tuple[Box, ...] = ()) -> Layer:
    tendons = tuple(Shape("", "tendon", "right", rectangle(*box)) for box in over)
    return Layer(1, (), (), regions, (), (), tendons, ())


def test_what_is_painted_later_covers() -> None:
    found = seen(layer(region("below", (10, 10, 50, 50)), region("above", (30, 0, 90, 90))), PAGE, 0.5)
    assert size(found["below"], 0.5) == pytest.approx(20 * 40, rel=0.02)
    assert size(found["above"], 0.5) == pytest.approx(60 * 90, rel=0.02)
    assert all(b <= 30 + 1e-6 for intervals in found["below"].values() for _, b in intervals)


def test_a_tendon_covers_unless_looked_through() -> None:
    both = layer(region("muscle", (10, 10, 50, 50)), over=((0, 0, 60, 60),))
    assert "muscle" not in seen(both, PAGE, 0.5)
    assert size(seen(both, PAGE, 0.5, through_tissue=True)["muscle"], 0.5) == pytest.approx(1600, rel=0.02)


def test_the_frame_cuts() -> None:
    found = seen(layer(region("muscle", (80, 20, 160, 60)), region("away", (120, 0, 150, 9))), PAGE, 0.5)
    assert size(found["muscle"], 0.5) == pytest.approx(20 * 40, rel=0.02)
    assert "away" not in found


def test_spots_lie_deep_inside_what_is_seen() -> None:
    found = seen(layer(region("below", (10, 10, 90, 90)), region("above", (40, 0, 100, 100))), PAGE, 0.5)
    offered = spots(found["below"], 0.5, 8.0, 12)
    assert 2 <= len(offered) <= 13
    assert offered[0].depth == pytest.approx(8.0)
    for spot in offered:
        assert 10 + 4 <= spot.x <= 40 - 4
        assert 10 + 4 <= spot.y <= 90 - 4
    assert max(s.y for s in offered) - min(s.y for s in offered) > 50
    assert spots({}, 0.5, 8.0, 12) == []
