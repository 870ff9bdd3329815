"""Needles of a visit: opened, left in place, counted out; and what is said where in and out differ."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bodymap.charting.faults import Refused
from bodymap.charting.records import Disposition, Mark, NeedlesOut, Visit
from bodymap.charting.rules import Question
from bodymap.charting.wording import MONTHS, day

ELSEWHERE = "elsewhere"
"""The body part of a mark that belongs to none: other tissue added by name."""


@dataclass(frozen=True, slots=True)
class PartCount:
    """The needles of one body part: left in place, and counted out of it."""

    body_part: str
    left_in: int
    out: int

    @property
    def remaining(self) -> int:
        """Still in; below zero where more came out than were left in."""
        return self.left_in - self.out


@dataclass(frozen=True, slots=True)
class NeedleCounts:
    """The needles of a visit. `opened` is None until it was said; `whole` is a count over the whole body, None where
    it was counted by body part."""

    parts: tuple[PartCount, ...] = ()
    whole: int | None = None
    opened: int | None = None

    @property
    def left_in(self) -> int:
        """All that marks say were left in place."""
        return sum(part.left_in for part in self.parts)

    @property
    def out(self) -> int:
        """All that were counted out."""
        return self.whole if self.whole is not None else sum(part.out for part in self.parts)

    @property
    def remaining(self) -> int:
        return self.left_in - self.out

    @property
    def settled(self) -> bool:
        """Whether as many came out as were left in, in every body part where they were counted so."""
        if self.whole is not None:
            return self.remaining == 0
        return all(part.remaining == 0 for part in self.parts)

    def difference(self, names: Mapping[str, str]) -> str:
        """A sentence where in and out differ, else nothing. `names` are the body parts in words."""
        if self.settled:
            return ""
        if self.whole is not None:
            return f"{_needles(self.left_in)} left in place, but {self.whole} counted out."
        sentences = []
        still = [part for part in self.parts if part.remaining > 0]
        if still:
            sentences.append(
                f"{_needles(sum(p.remaining for p in still))} still in: {_listed(still, names)}."
            )
        over = [part for part in self.parts if part.remaining < 0]
        if over:
            count = -sum(part.remaining for part in over)
            more = "1 more needle was" if count == 1 else f"{count} more needles were"
            sentences.append(f"{more} counted out than left in place: {_listed(over, names)}.")
        return " ".join(sentences)


def counts_of_needles(
    visit: Visit, marks: Iterable[Mark], outs: Iterable[NeedlesOut], part_of: Callable[[Mark], str]
) -> NeedleCounts:
    """What marks and counts say together; removed ones are left out. `part_of` tells a mark's body part."""
    left_in: dict[str, int] = {}
    for mark in marks:
        if not mark.removed and mark.disposition is Disposition.LEFT_IN_PLACE:
            part = part_of(mark)
            left_in[part] = left_in.get(part, 0) + mark.needles
    counted = {out.body_part: out.counted for out in outs if not out.removed}
    whole = counted.pop("", None)
    # As they first appear among the marks: the order in which the therapist went over the body.
    order = [*left_in, *(part for part in counted if part not in left_in)]
    parts = tuple(PartCount(part, left_in.get(part, 0), counted.get(part, 0)) for part in order)
    return NeedleCounts(parts, whole, visit.needles_opened)


def needle_line(counts: NeedleCounts, visit: Visit) -> str:
    """What paper says of the visit's needles, without what was not recorded: "in 9 · out 9 · lot A17"."""
    said = []
    if counts.opened is not None:
        said.append(f"opened {counts.opened}")
    if counts.left_in or counts.out or counts.whole is not None:
        said += [f"in {counts.left_in}", f"out {counts.out}"]
    if visit.needle_lot:
        said.append(f"lot {visit.needle_lot}")
    if visit.needle_expiry:
        said.append(f"expiry {expiry_in_words(visit.needle_expiry)}")
    return " · ".join(said)


def _needles(count: int) -> str:
    return f"{count} {'needle is' if count == 1 else 'needles are'}"


def _listed(parts: Iterable[PartCount], names: Mapping[str, str]) -> str:
    return ", ".join(
        f"{names.get(part.body_part, part.body_part).lower()} {abs(part.remaining)}" for part in parts
    )


# -- expiry

_ISO = re.compile(r"^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$")
_MONTH = re.compile(r"^(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})$")
_DAY = re.compile(r"^(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4}|\d{2})$")
_LETTERS = re.compile(r"^(?:(\d{1,2})\.?\s+)?([a-z]{3,9})\.?\s+(\d{4}|\d{2})$")
HOW = "Write the expiry as on the packet, for example 2027-05 or 31 May 2027."


def read_expiry(text: str) -> str:
    """ISO text of a month or a day from what was typed: 2027-05, 05/2027, 05/27, 31.5.2027, May 2027; "" for nothing.

    Raises Refused for what is none; two figures of a year are of this century.
    """
    plain = " ".join(text.split()).casefold()
    if not plain:
        return ""
    year, month, day_of_month = _taken_apart(plain)
    full = int(year) + (2000 if len(year) == 2 else 0)
    try:
        found = date(full, month, int(day_of_month or 1))
    except ValueError:
        raise Refused("needle_expiry", HOW) from None
    if not 2000 <= full < 2100:
        raise Refused("needle_expiry", HOW)
    return found.isoformat() if day_of_month else found.isoformat()[:7]


def _taken_apart(plain: str) -> tuple[str, int, str | None]:
    if match := _ISO.match(plain):
        return match[1], int(match[2]), match[3]
    if match := _MONTH.match(plain):
        return match[2], int(match[1]), None
    if match := _DAY.match(plain):
        return match[3], int(match[2]), match[1]
    if match := _LETTERS.match(plain):
        for number, name in enumerate(MONTHS, 1):
            if match[2].startswith(name.casefold()):
                return match[3], number, match[1]
    raise Refused("needle_expiry", HOW)


def last_day(expiry: str) -> date | None:
    """The last day on which needles of that expiry may be used; None where it cannot be told."""
    try:
        if len(expiry) == 7:
            year, month = int(expiry[:4]), int(expiry[5:])
            return date(year, month, calendar.monthrange(year, month)[1])
        return date.fromisoformat(expiry)
    except ValueError:
        return None


def expiry_in_words(expiry: str) -> str:
    """May 2027, or 31 May 2027."""
    last = last_day(expiry)
    if last is None:
        return expiry
    return day(last) if len(expiry) > 7 else f"{MONTHS[last.month - 1]} {last.year}"


def asked_about_visit(visit: Visit) -> tuple[Question, ...]:
    """What is worth asking of the visit's needles: an expiry that lies before the visit."""
    last = last_day(visit.needle_expiry)
    if last is None or last >= visit.date:
        return ()
    words = expiry_in_words(visit.needle_expiry)
    return (Question("needle_expiry", f"These needles expired before this visit ({words}). Is it right?"),)
