"""Reading a date as people type it: 3.5.1970, 1970-05-03, 03/05/1970, 3 May 1970, 030570."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bodymap.charting.faults import Refused
from bodymap.charting.wording import MONTHS

_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
_NUMBERS = re.compile(r"^(\d{1,2})\s*([./ -])\s*(\d{1,2})\s*[./ -]\s*(\d{4}|\d{2})$")
_RUN = re.compile(r"^(\d{2})(\d{2})(\d{4}|\d{2})$")
_DAY_MONTH = re.compile(r"^(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]*([a-z]{3,9})\.?,?[\s-]*(\d{4}|\d{2})$")
_MONTH_DAY = re.compile(r"^([a-z]{3,9})\.?\s*(\d{1,2})(?:st|nd|rd|th)?,?\s*(\d{4}|\d{2})$")
_FULL_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]

HOW = "Write the date as day, month and year, for example 3 May 1970 or 1970-05-03."


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, and the other date that the same figures may mean (None where only one can)."""

    day: date
    other: date | None = None


def read_day(text: str, *, day_first: bool, today: date) -> Reading | None:
    """The date that was typed; None for nothing. Raises Refused for what is no date.

    Dots mean day first everywhere; a slash follows `day_first`, the order of the user's country. Two figures of a
    year mean the last such year that is not in the future.
    """
    plain = " ".join(text.split()).casefold()
    if not plain:
        return None
    if match := _ISO.match(plain):
        return Reading(_date(int(match[1]), int(match[2]), int(match[3])))
    if match := _DAY_MONTH.match(plain):
        return _lettered(match[1], match[2], match[3], today)
    if match := _MONTH_DAY.match(plain):
        return _lettered(match[2], match[1], match[3], today)
    if match := _NUMBERS.match(plain):
        return _figures(
            int(match[1]), int(match[3]), match[4], day_first or match[2] == ".", match[2] == ".", today
        )
    if match := _RUN.match(plain):
        return _figures(int(match[1]), int(match[2]), match[3], day_first, False, today)
    raise Refused("date_of_birth", HOW)


def _lettered(day: str, month: str, year: str, today: date) -> Reading:
    for number, name in enumerate(_FULL_MONTHS, 1):
        if name.startswith(month) or MONTHS[number - 1].casefold() == month[:3] == month:
            return Reading(_of(int(day), number, year, today))
    raise Refused("date_of_birth", f"There is no month of that name. {HOW}")


def _figures(first: int, second: int, year: str, day_first: bool, certain: bool, today: date) -> Reading:
    day, month = (first, second) if day_first else (second, first)
    if month > 12 >= day:
        return Reading(_of(month, day, year, today))
    read = _of(day, month, year, today)
    other = _of(month, day, year, today) if day <= 12 and day != month and not certain else None
    return Reading(read, other)


def _of(day: int, month: int, year: str, today: date) -> date:
    """The date; a year of two figures in this century or, where that were in the future, in the last."""
    if len(year) == 4:
        return _date(int(year), month, day)
    century = today.year // 100 * 100
    read = _date(century + int(year), month, day)
    return read if read <= today else _date(century - 100 + int(year), month, day)


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Refused("date_of_birth", "There is no such day in the calendar. Check day and month.") from None
