"""How the record is worded on screen and paper, the same in both."""

from __future__ import annotations

import re
from datetime import date

from bodymap.charting.faults import Refused
from bodymap.charting.records import Ltr, Mark, NeedleSize, Side

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(value: date | None) -> str:
    """12 Nov 2026: the month in letters, because 11/12 reads differently on two sides of an ocean."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}" if value else ""


def side(value: Side) -> str:
    """The PATIENT's side in words."""
    return {Side.RIGHT: "right", Side.LEFT: "left", Side.MIDLINE: "midline"}[value]


def needle(size: NeedleSize | None) -> str:
    """0.30x40 mm; nothing when the size was not set."""
    return f"{size} mm" if size else ""


def ltr(mark: Mark) -> str:
    """not recorded, none, yes, or yes (3)."""
    if mark.ltr is Ltr.YES:
        return f"yes ({mark.ltr_count})" if mark.ltr_count else "yes"
    return {Ltr.NOT_RECORDED: "not recorded", Ltr.NONE: "none"}[mark.ltr]


def level(mark: Mark) -> str:
    """L4, or ≈L4 until the therapist has confirmed it."""
    return mark.level if not mark.level or mark.level_confirmed else f"≈{mark.level}"


_SIZE = re.compile(r"^\s*(\d*[.,]?\d+)\s*(?:mm)?\s*[x×*/ ]\s*(\d+(?:[.,]\d+)?)\s*(?:mm)?\s*$", re.IGNORECASE)


def read_needle(text: str) -> NeedleSize | None:
    """The size from what was typed: "0.30x40", "0,30 × 40 mm", ".25x30"; nothing typed is no size.

    Raises Refused for what is no size, or lies outside 0.05-1.00 mm by 5-200 mm (needles are 0.12-0.35 by 13-100).
    """
    if not text.strip():
        return None
    match = _SIZE.match(text)
    if not match:
        raise Refused("needle", "Write the needle as diameter x length, for example 0.30x40.")
    diameter_um = round(float(match[1].replace(",", ".")) * 1000)
    length = float(match[2].replace(",", "."))
    if diameter_um < 50 or diameter_um > 1000 or not 5 <= length <= 200 or length != int(length):
        raise Refused(
            "needle", "Needles are 0.12 to 0.35 mm thick and 13 to 100 mm long: write for example 0.30x40."
        )
    return NeedleSize(diameter_um, int(length))


def unusual_needle(size: NeedleSize | None) -> str:
    """A sentence when the size lies outside what needles for dry needling usually measure; else nothing."""
    if size is None or (120 <= size.diameter_um <= 350 and 13 <= size.length_mm <= 100):
        return ""
    return f"{size} mm is an unusual needle: 0.12-0.35 x 13-100 mm is usual."
