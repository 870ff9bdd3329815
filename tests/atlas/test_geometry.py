"""Curves: strict parsing, exact mirrors, bounds, flattening, and what lies inside."""

from __future__ import annotations

from array import array
from itertools import pairwise
from math import cos, hypot, pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodymap.atlas.geometry import (
    FLATNESS,
    Curve,
    Outline,
    PackedRings,
    Ring,
    area,
    bounds,
    box_of,
    contains,
    control_box,
    distance,
    flatten,
    inner_point,
    mirrored,
    nearest,
    parse_d,
    polygons,
    rings_of,
    signed_area,
    width_near,
)

small = st.integers(-4_000, 4_000).map(lambda n: n / 100)
hundredths = st.integers(-200_000, 200_000).map(lambda n: n / 100)
SQUARE: Ring = ((0.0, 0.0), (40.0, 0.0), (40.0, 40.0), (0.0, 40.0))
HOLE: Ring = ((10.0, 10.0), (20.0, 10.0), (20.0, 20.0), (10.0, 20.0))
STRIP: Ring = ((0.0, 0.0), (4.0, 0.0), (4.0, 60.0), (0.0, 60.0))


def test_y_is_turned_and_letters_may_stand_for_several_points() -> None:
    curve = parse_d("M1 2 3,4C5 6 7 8 9 10 11 12 13 14 15 -16.25Z")
    assert curve.ops == "MLCCZ"
    assert list(curve.xy) == [1, -2, 3, -4, 5, -6, 7, -8, 9, -10, 11, -12, 13, -14, 15, 16.25]


def test_no_negative_zero() -> None:
    assert str(parse_d("M0 0").xy.tolist()) == "[0.0, 0.0]"
    assert str(mirrored(parse_d("M0 0")).xy.tolist()) == "[0.0, 0.0]"


@pytest.mark.parametrize(
    ("d", "says"),
    [
        ("", "begin with M"),
        ("L1 2", "begin with M"),
        ("m1 2", "'m'"),
        ("M1 2 l3 4", "'l'"),
        ("M1 2 H5", "'H'"),
        ("M1 2 A1 1 0 0 0 3 4", "'A'"),
        ("M1 2 Q1 2 3 4", "'Q'"),
        ("M1 2e3", "'e'"),
        ("M1 nan", "'n'"),
        ("M1", "2 numbers"),
        ("M1 2 L", "2 numbers"),
        ("M1 2 C1 2 3 4 5", "6 numbers"),
        ("M1 2 L3 4.125", "two decimals"),
        ("M1 2 L3 4-5", "list of numbers"),
        ("M1 2 L3 4 Z 5", "no numbers"),
        ("M1 2 L3 4 ZZ", "closes nothing"),
        ("M1 2 L3 4 Z L5 6", "follows Z"),
    ],
)
def test_refusals_are_sentences(d: str, says: str) -> None:
    with pytest.raises(ValueError, match=r"\.$") as caught:
        parse_d(d)
    assert says in str(caught.value)


@given(st.lists(st.tuples(hundredths, hundredths), min_size=1, max_size=20), hundredths)
def test_the_mirror_is_exact_and_its_own_inverse(points: list[tuple[float, float]], about: float) -> None:
    d = "M" + " ".join(f"{u:.2f} {v:.2f}" for u, v in points)
    curve = parse_d(d)
    assert mirrored(mirrored(curve)) == curve
    once = mirrored(curve, about)
    assert once.ops == curve.ops
    assert list(once.xy[1::2]) == list(curve.xy[1::2])
    assert all(a + b == pytest.approx(2 * about) for a, b in zip(once.xy[0::2], curve.xy[0::2], strict=True))


@given(st.lists(small, min_size=8, max_size=8))
def test_flattening_stays_on_the_curve_and_in_its_bounds(n: list[float]) -> None:
    curve = Curve("MC", array("d", n))
    (line,) = flatten(curve)
    u0, v0, u1, v1 = bounds(curve)
    c0, c1, c2, c3 = control_box(curve)
    assert c0 <= u0 <= u1 <= c2
    assert c1 <= v0 <= v1 <= c3
    slack = 1e-6
    assert all(u0 - slack <= u <= u1 + slack and v0 - slack <= v <= v1 + slack for u, v in line)
    for k in range(13):
        t, m = k / 12, 1 - k / 12
        weights = (m**3, 3 * m * m * t, 3 * m * t * t, t**3)
        u = sum(w * x for w, x in zip(weights, n[0::2], strict=True))
        v = sum(w * x for w, x in zip(weights, n[1::2], strict=True))
        assert min(_gap(a, b, u, v) for a, b in pairwise(line)) <= FLATNESS + 1e-6


def _gap(a: tuple[float, float], b: tuple[float, float], u: float, v: float) -> float:
    du, dv = b[0] - a[0], b[1] - a[1]
    length = du * du + dv * dv
    t = max(0.0, min(1.0, ((u - a[0]) * du + (v - a[1]) * dv) / length)) if length else 0.0
    return hypot(a[0] + t * du - u, a[1] + t * dv - v)


def test_bounds_are_tight() -> None:
    assert bounds(parse_d("M0 0C0 -40 30 -40 30 0")) == pytest.approx((0, 0, 30, 30))


def test_a_hole_is_outside() -> None:
    rings = (SQUARE, HOLE)
    assert contains(rings, 5, 5)
    assert not contains(rings, 15, 15)
    assert not contains(rings, 50, 5)
    assert area(rings) == pytest.approx(1500)


@given(st.floats(-10, 50), st.floats(-10, 50))
def test_bands_say_what_all_edges_say(u: float, v: float) -> None:
    star = tuple((20 + r * cos(k * pi / 9), 20 + r * sin(k * pi / 9)) for k, r in enumerate([19, 7] * 9))
    rings = (star, HOLE)
    assert Outline(rings).contains(u, v) == contains(rings, u, v)


def test_bands_at_corners() -> None:
    """A ray through a corner crosses the outline there once, or not at all where it only touches it."""
    kite: Ring = ((0.0, 10.0), (10.0, 0.0), (20.0, 10.0), (10.0, 20.0))
    outline = Outline((kite,))
    assert outline.contains(5, 10)
    assert not outline.contains(-5, 10)
    assert not outline.contains(0, 20)
    assert not outline.contains(0, 0)


def test_distance_and_nearest() -> None:
    assert distance((SQUARE,), 20, 45) == 5
    assert distance((SQUARE,), 20, 38) == 2
    assert nearest((SQUARE,), 50, 20) == (10, 40, 20)


def test_width_of_a_strip_a_tip_a_side_and_a_corner() -> None:
    assert width_near((STRIP,), 7, 30, 12) == pytest.approx(4, abs=0.1)
    assert width_near((STRIP,), 2, 62, 12) == pytest.approx(4, abs=0.1)  # beyond its end
    assert width_near((STRIP,), 2, 30, 12) == pytest.approx(4, abs=0.1)  # within
    assert width_near((SQUARE,), 43, 20, 12) > 12
    assert width_near((SQUARE,), 42, 42, 12) > 12
    spear: Ring = ((0.0, 0.0), (60.0, -8.0), (60.0, 8.0))
    assert width_near((spear,), -2, 0, 12) < 6


def test_inner_point_avoids_the_hole() -> None:
    u, v = inner_point((SQUARE, HOLE))
    assert contains((SQUARE, HOLE), u, v)
    assert distance((SQUARE, HOLE), u, v) == pytest.approx(11.7, abs=0.8)


def test_polygons_turn_shells_left_and_holes_right() -> None:
    island: Ring = ((13.0, 13.0), (17.0, 13.0), (17.0, 17.0), (13.0, 17.0))
    shapes = polygons((HOLE, SQUARE[::-1], island))
    assert sorted(len(shape) for shape in shapes) == [1, 2]
    for shape in shapes:
        assert signed_area(shape[0]) > 0
        assert all(signed_area(hole) < 0 for hole in shape[1:])


def test_packed_rings_are_the_same_rings() -> None:
    row = array("d", [n for ring in (SQUARE, HOLE) for point in ring for n in point])
    packed = PackedRings(memoryview(row), [4, 4])
    assert len(packed) == 2
    assert packed == (SQUARE, HOLE)
    assert packed[1] == HOLE
    assert box_of(packed) == (0, 0, 40, 40)


def test_rings_do_not_repeat_their_first_point() -> None:
    assert rings_of(parse_d("M0 0L10 0L10 -10L0 0Z")) == (((0, 0), (10, 0), (10, 10)),)
