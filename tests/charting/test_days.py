"""Dates as people type them."""

from __future__ import annotations

from datetime import date

import pytest

from bodymap.charting.days import read_day
from bodymap.charting.faults import Refused

TODAY = date(2026, 11, 21)
MAY = date(1970, 5, 3)


@pytest.mark.parametrize(
    "text",
    ["3.5.1970", "03.05.1970", "3. 5. 1970", "1970-05-03", "1970/5/3", "3 May 1970", "May 3, 1970", "3rd may 1970",
     "3-5-1970", "3/5/1970", "03051970", "3.5.70", "030570", "3 5 1970", "  3.5.1970  ", "3 Sept 1970"],
)  # fmt: skip
def test_day_first(text: str) -> None:
    read = read_day(text, day_first=True, today=TODAY)
    assert read is not None
    assert read.day == (date(1970, 9, 3) if "Sept" in text else MAY)


def test_a_slash_follows_the_country_and_offers_the_other() -> None:
    american = read_day("3/5/1970", day_first=False, today=TODAY)
    assert american is not None
    assert (american.day, american.other) == (date(1970, 3, 5), MAY)
    dotted = read_day("3.5.1970", day_first=False, today=TODAY)
    assert dotted is not None
    assert (dotted.day, dotted.other) == (MAY, None)


def test_what_can_only_be_a_day_is_one() -> None:
    for text, first in (("25/5/1970", False), ("5/25/1970", True)):
        read = read_day(text, day_first=first, today=TODAY)
        assert read is not None
        assert (read.day, read.other) == (date(1970, 5, 25), None)


def test_two_figures_mean_the_last_such_year() -> None:
    for text, year in (("3.5.25", 2025), ("3.5.27", 1927), ("21.11.26", 2026), ("22.11.26", 1926)):
        read = read_day(text, day_first=True, today=TODAY)
        assert read is not None
        assert read.day.year == year


@pytest.mark.parametrize("text", ["31.2.1990", "0.1.1990", "soon", "1990", "3 Foo 1970", "1.13.1990x", "３"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_day(text, day_first=True, today=TODAY)


def test_nothing_is_nothing() -> None:
    assert read_day("  ", day_first=True, today=TODAY) is None
