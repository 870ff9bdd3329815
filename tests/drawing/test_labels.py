"""Names beside a picture: none overlap, no leaders cross, whatever the points."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodymap.drawing.labels import LEFT, RIGHT, Column, column, settle, shared_out
from bodymap.drawing.visible import Spot

LOW, HIGH = 0.0, 1000.0
EPS = 1e-6

heights = st.floats(4.0, 20.0)
somewhere = st.floats(-200.0, 1200.0)
labels = st.lists(st.tuples(somewhere, heights), max_size=30)


@given(labels, st.floats(0.0, 3.0))
def test_none_overlap_and_all_lie_inside(wanted: list[tuple[float, float]], gap: float) -> None:
    middles = settle([w for w, _ in wanted], [h for _, h in wanted], LOW, HIGH, gap)
    placed = sorted((middle - h / 2, middle + h / 2) for middle, (_, h) in zip(middles, wanted, strict=True))
    assert all(b[0] - a[1] >= gap - EPS for a, b in pairwise(placed))
    assert all(top >= LOW - EPS and low <= HIGH + EPS for top, low in placed)


@given(labels)
def test_they_stand_in_the_order_of_their_points(wanted: list[tuple[float, float]]) -> None:
    middles = settle([w for w, _ in wanted], [h for _, h in wanted], LOW, HIGH)
    for i, j in combinations(range(len(wanted)), 2):
        if wanted[i][0] <= wanted[j][0]:
            assert middles[i] < middles[j]


@given(labels)
def test_leaders_through_an_elbow_do_not_cross(wanted: list[tuple[float, float]]) -> None:
    middles = settle([w for w, _ in wanted], [h for _, h in wanted], LOW, HIGH)
    for (w0, m0), (w1, m1) in combinations([(w, m) for (w, _), m in zip(wanted, middles, strict=True)], 2):
        # Between the two upright lines of elbows and names, slants cross where their order turns round.
        assert (w0 - w1) * (m0 - m1) >= 0


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 4)), min_size=1, max_size=4))
def test_no_arrangement_is_nearer(wanted: list[tuple[int, int]]) -> None:
    """Least squares: no label, and no run of labels together, can be moved a little for the better."""
    ws, hs = [float(w) for w, _ in wanted], [float(h) for _, h in wanted]
    middles = settle(ws, hs, 0.0, 40.0)

    def cost(at: list[float]) -> float:
        return sum((a - w) ** 2 for a, w in zip(at, ws, strict=True))

    order = sorted(range(len(ws)), key=lambda i: middles[i])
    for first in range(len(order)):
        for last in range(first, len(order)):
            for nudge in (-0.05, 0.05):
                moved = list(middles)
                for i in order[first : last + 1]:
                    moved[i] += nudge
                row = [(moved[i] - hs[i] / 2, moved[i] + hs[i] / 2) for i in order]
                if (
                    all(b[0] >= a[1] - EPS for a, b in pairwise(row))
                    and row[0][0] >= -EPS
                    and row[-1][1] <= 40.0 + EPS
                ):
                    assert cost(moved) >= cost(middles) - EPS


def test_alone_a_label_stands_at_its_point() -> None:
    assert settle([300.0], [8.0], LOW, HIGH) == [300.0]
    assert settle([], [], LOW, HIGH) == []


def test_a_full_column_fits_and_a_fuller_one_is_refused() -> None:
    assert settle([50.0] * 10, [10.0] * 10, 0.0, 100.0) == pytest.approx([5.0 + 10 * k for k in range(10)])
    with pytest.raises(ValueError, match="do not fit"):
        settle([50.0] * 11, [10.0] * 11, 0.0, 100.0)


points = st.lists(st.tuples(st.floats(0, 300), st.floats(0, 700)), max_size=60)


@given(points, st.booleans())
def test_both_columns_share_the_names(where: list[tuple[float, float]], both_halves: bool) -> None:
    sides = shared_out(where, both_halves, near=30.0)
    assert len(sides) == len(where)
    assert set(sides) <= {LEFT, RIGHT}
    if both_halves:
        assert 0 <= sides.count(LEFT) - sides.count(RIGHT) <= 1
    elif len(where) >= 10:
        assert min(sides.count(LEFT), sides.count(RIGHT)) >= len(where) // 5


def test_a_point_goes_to_the_side_it_is_nearer_to() -> None:
    sides = shared_out([(10, 0), (90, 5), (95, 300), (12, 310), (60, 600), (140, 605)], False, near=30.0)
    assert sides == [LEFT, RIGHT, RIGHT, LEFT, LEFT, RIGHT]


@given(points)
def test_neighbours_do_not_reach_past_each_other(where: list[tuple[float, float]]) -> None:
    sides = shared_out(where, False, near=30.0)
    for ((x0, y0), a), ((x1, y1), b) in combinations(zip(where, sides, strict=True), 2):
        if abs(y0 - y1) < 30.0 and a != b:
            left, right = (x0, x1) if a == LEFT else (x1, x0)
            assert left <= right


@given(
    st.lists(st.lists(st.tuples(st.floats(0, 200), st.floats(0, 900)), min_size=1, max_size=6), max_size=20)
)
def test_a_column_ends_its_leaders_in_the_spots_offered(offered: list[list[tuple[float, float]]]) -> None:
    spots = [[Spot(x, y, 3.0) for x, y in some] for some in offered]
    leads = column(spots, [9.0] * len(spots), Column(LEFT, LOW, HIGH, 1.0, 3.0))
    assert all(lead.spot in some for lead, some in zip(leads, spots, strict=True))
    rows = sorted(leads, key=lambda lead: lead.middle)
    assert all(b.middle - a.middle >= 10.0 - EPS for a, b in pairwise(rows))
    assert all(a.spot.y <= b.spot.y for a, b in pairwise(rows))


def test_leaders_of_tall_muscles_run_straight_and_apart() -> None:
    """Two muscles side by side, as tall as the page: their leaders need neither slant nor touch."""
    tall = [Spot(50.0, float(y), 5.0) for y in (500, *range(100, 900, 20))]
    beside = [Spot(80.0, float(y), 5.0) for y in (500, *range(100, 900, 20))]
    first, second = column([tall, beside], [9.0, 9.0], Column(LEFT, LOW, HIGH, 1.0, 4.0))
    assert abs(first.spot.y - second.spot.y) >= 9.0
    assert abs(first.middle - first.spot.y) < 1.0
    assert abs(second.middle - second.spot.y) < 1.0


def test_a_leader_keeps_off_those_of_the_other_column() -> None:
    """A name on the right whose muscle lies left of a point that the left column's leader already reaches."""
    taken = Spot(100.0, 300.0, 5.0)
    offered = [Spot(60.0, 300.0, 5.0), Spot(60.0, 310.0, 5.0)]
    lead = column([offered], [9.0], Column(RIGHT, LOW, HIGH, 1.0, 4.0), [taken])[0]
    assert lead.spot.y == 310.0
