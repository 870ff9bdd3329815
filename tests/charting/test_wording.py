"""Wording and reading back: sizes, sides, days, counts."""

from __future__ import annotations

from datetime import date

import pytest

from bodymap.charting.counts import counts_of
from bodymap.charting.faults import Refused
from bodymap.charting.found import fold
from bodymap.charting.records import Mark, NeedleSize, Side, Target, TargetKind
from bodymap.charting.wording import day, needle, read_needle, unusual_needle


@pytest.mark.parametrize(
    ("typed", "size"),
    [
        ("0.30x40", NeedleSize(300, 40)),
        ("0,30 x 40", NeedleSize(300, 40)),
        (".25×30 mm", NeedleSize(250, 30)),
        ("0.30 mm x 40 mm", NeedleSize(300, 40)),
        ("0.16*15", NeedleSize(160, 15)),
        ("0.3 40", NeedleSize(300, 40)),
        ("0.25/50", NeedleSize(250, 50)),
        ("25x40", NeedleSize(250, 40)),
        ("30 x 100", NeedleSize(300, 100)),
        ("", None),
        ("  ", None),
    ],
)
def test_sizes_as_people_write_them(typed: str, size: NeedleSize | None) -> None:
    assert read_needle(typed) == size


@pytest.mark.parametrize(
    "typed",
    [
        "forty",
        "0.30",
        "40x0.30",
        "25x30",
        "40x25",
        "60",
        "0.30x400",
        "0.30x",
        "x40",
        "0.30x40x2",
        "-0.3x40",
    ],
)
def test_what_is_no_size_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        read_needle(typed)


@pytest.mark.parametrize("typed", ["60", " 60 mm ", "60mm"])
def test_a_length_alone_goes_with_the_present_diameter(typed: str) -> None:
    assert read_needle(typed, NeedleSize(250, 40)) == NeedleSize(250, 60)
    assert read_needle(typed, NeedleSize(125, 13)) == NeedleSize(125, 60)
    with pytest.raises(Refused, match="how thick"):
        read_needle(typed)


@pytest.mark.parametrize("typed", ["4", "400", "0.30", "6.5"])
def test_what_is_no_length_alone_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        read_needle(typed, NeedleSize(250, 40))


def test_sizes_are_written_one_way() -> None:
    assert needle(NeedleSize(300, 40)) == "0.30x40 mm"
    assert needle(NeedleSize(125, 13)) == "0.125x13 mm"
    assert needle(None) == ""
    assert unusual_needle(NeedleSize(300, 40)) == ""
    assert "unusual" in unusual_needle(NeedleSize(400, 40))


def test_days_have_their_month_in_letters() -> None:
    assert day(date(2026, 11, 12)) == "12 Nov 2026"
    assert day(None) == ""


def test_folding() -> None:
    assert fold("MÜLLER") == fold("müller") == "muller"
    assert fold("Łukasz Øst ß Ærø Đorđe") == "lukasz ost ss aero dorde"


def _mark(id: str, counts_as: str | None, side: Side, needles: int = 1, insertions: int = 1) -> Mark:
    kind = TargetKind.MUSCLE if counts_as else TargetKind.TISSUE
    return Mark(id, "v", 1, Target(kind, id, id, counts_as), side, needles=needles, insertions=insertions)


def test_heads_count_as_their_muscle_and_tissue_as_none() -> None:
    counts = counts_of(
        [
            _mark("gastrocnemius-medial", "gastrocnemius", Side.LEFT, 2, 3),
            _mark("gastrocnemius-lateral", "gastrocnemius", Side.LEFT),
            _mark("gastrocnemius-medial", "gastrocnemius", Side.RIGHT),
            _mark("soleus", "soleus", Side.LEFT),
            _mark("tendon", None, Side.LEFT),
        ]
    )
    assert (counts.entries, counts.muscles, counts.muscles_by_side) == (5, 2, 3)
    assert (counts.needles, counts.insertions) == (6, 7)
