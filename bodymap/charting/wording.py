"""How the record is worded on screen and paper, the same in both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from bodymap.charting.faults import Refused
from bodymap.charting.findings import Finding, FindingKind
from bodymap.charting.records import (
    Disposition,
    EStim,
    Ltr,
    Mark,
    NeedleSize,
    Position,
    Referral,
    Side,
    Technique,
    Tolerance,
)

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(value: date | None) -> str:
    """12 Nov 2026: the month in letters, because 11/12 reads differently on two sides of an ocean."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}" if value else ""


def days(several: Sequence[date]) -> str:
    """13 Nov, 20 Nov, 27 Nov 2026: each year once."""
    words = []
    for index, one in enumerate(several):
        last_of_year = index + 1 == len(several) or several[index + 1].year != one.year
        words.append(day(one) if last_of_year else day(one).rsplit(" ", 1)[0])
    return ", ".join(words)


def moment(value: datetime | None) -> str:
    """12 Nov 2026 14:05 UTC+01:00: the computer's own time, with what it is ahead of UTC."""
    if value is None:
        return ""
    local = value.astimezone()
    offset = local.strftime("%z")
    zone = "UTC" if offset in ("+0000", "") else f"UTC{offset[:3]}:{offset[3:5]}"
    return f"{day(local.date())} {local:%H:%M} {zone}"


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


def level(mark: Mark | Finding) -> str:
    """L4, or ≈L4 until the therapist has confirmed it."""
    return mark.level if not mark.level or mark.level_confirmed else f"≈{mark.level}"


TECHNIQUES = {
    Technique.SUPERFICIAL: "superficial",
    Technique.DEEP: "deep",
    Technique.IN_SITU: "in situ",
    Technique.PISTONING: "pistoning",
    Technique.ROTATION: "rotation",
    Technique.FANNING: "fanning",
    Technique.THREADING: "threading",
    Technique.E_STIM: "e-stim",
}


def technique(value: Technique) -> str:
    """deep, pistoning; nothing where nothing was recorded."""
    return ", ".join(TECHNIQUES[part] for part in value.parts)


DISPOSITIONS = {Disposition.LEFT_IN_PLACE: "left in place", Disposition.WITHDRAWN: "withdrawn at once"}
REFERRALS = {
    Referral.NONE: "no pain reproduced",
    Referral.FAMILIAR: "familiar pain",
    Referral.REFERRED: "referred pain",
}
POSITIONS = {
    Position.PRONE: "prone",
    Position.SUPINE: "supine",
    Position.SIDE_LYING_RIGHT: "side-lying right",
    Position.SIDE_LYING_LEFT: "side-lying left",
    Position.SITTING: "sitting",
    Position.OTHER: "other position",
}
TOLERANCES = {
    Tolerance.GOOD: "tolerated well",
    Tolerance.FAIR: "tolerated fairly",
    Tolerance.POOR: "tolerated poorly",
}


def without_e_stim(mark: Mark) -> Technique:
    """The mark's technique but for e-stim where its settings say that already."""
    if mark.e_stim is None or not mark.e_stim.on:
        return mark.technique
    return Technique.of(*(part for part in mark.technique.parts if part is not Technique.E_STIM))


def number(value: float) -> str:
    """2, 2.5: without a decimal that says nothing."""
    return f"{value:.1f}".removesuffix(".0")


def e_stim(value: EStim | None) -> str:
    """e-stim 2 Hz 250 µs 1.2 mA to twitch, pair 1 with 2; no e-stim; nothing where nothing was said."""
    if value is None:
        return ""
    if not value.on:
        return "no e-stim"
    parts = [
        "e-stim",
        f"{number(value.hz)} Hz" if value.hz is not None else "",
        f"{value.pulse_us} µs" if value.pulse_us is not None else "",
        f"{number(value.ma)} mA" if value.ma is not None else "",
        "to twitch" if value.to_twitch else "",
    ]
    said = " ".join(part for part in parts if part)
    # A bare number in brackets beside the twitch response reads as a count of twitches.
    return said + (f", pair {value.pair}" if value.pair else "")


def referral(mark: Mark | Finding) -> str:
    """referred to temple; familiar pain: temple; no pain reproduced; nothing where nothing was said."""
    if mark.referral_to and mark.referral is Referral.REFERRED:
        return f"referred to {mark.referral_to}"
    word = REFERRALS.get(mark.referral, "")
    return f"{word}: {mark.referral_to}" if word and mark.referral_to else word


FINDINGS = {
    FindingKind.ACTIVE_TRIGGER_POINT: "active trigger point",
    FindingKind.LATENT_TRIGGER_POINT: "latent trigger point",
    FindingKind.TAUT_BAND: "taut band",
    FindingKind.TENDER_POINT: "tender point",
    FindingKind.RAISED_TONE: "raised tone",
    FindingKind.EDEMA: "edema",
}


def finding(found: Finding) -> str:
    """R multifidus ≈L4: active trigger point, referred to buttock."""
    place = f"{found.title} {level(found)}" if found.level else found.title
    said = [FINDINGS[found.kind], referral(found), found.note]
    return f"{place}: {', '.join(word for word in said if word)}"


def details(mark: Mark, usual: Mark | None = None) -> str:
    """What else was recorded of the mark, in one line: "pistoning · e-stim 2 Hz to twitch · 10 min · prone".

    Nothing that was not recorded; product, technique and position not either where they are those of `usual`.
    """
    said = {
        "product": mark.product,
        # E-stim with its settings says the technique too.
        "technique": technique(without_e_stim(mark)),
        "e_stim": e_stim(mark.e_stim),
        "depth_mm": f"depth {mark.depth_mm} mm" if mark.depth_mm is not None else "",
        "disposition": DISPOSITIONS.get(mark.disposition, ""),
        "time_in_place": f"{mark.time_in_place} min" if mark.time_in_place is not None else "",
        "position": POSITIONS.get(mark.position, ""),
        "referral": referral(mark),
        "tolerance": TOLERANCES.get(mark.tolerance, ""),
    }
    if usual is not None:
        for name in ("product", "technique", "position"):
            if getattr(mark, name) == getattr(usual, name):
                said[name] = ""
    return " · ".join(part for part in said.values() if part)


def carried(mark: Mark) -> str:
    """as last time; as in the set; nothing of a mark that was not carried over, or was touched since."""
    if not mark.carried:
        return ""
    return "as in the set" if ":" in mark.carried_from else "as last time"


def whence(mark: Mark) -> str:
    """last time; in the set: where a carried mark has what is asked again."""
    return "in the set" if ":" in mark.carried_from else "last time"


_NUMBER = re.compile(
    r"^\s*(\d+(?:[.,]\d+)?|[.,]\d+)\s*(min|minutes?|mm|cm|hz|[uµ]s|ma)?\.?\s*$", re.IGNORECASE
)
_MEASURES = {
    "time_in_place": ("min", "Write the time in place in minutes, for example 10."),
    "depth_mm": ("mm", "Write the depth in millimetres, for example 25."),
    "hz": ("hz", "Write the frequency in hertz, for example 2 or 2.5."),
    "pulse_us": ("us", "Write the pulse width in microseconds, for example 250."),
    "ma": ("ma", "Write the current in milliamperes, for example 1.2."),
}


def read_measure(field: str, text: str) -> float | None:
    """The number typed for time_in_place, depth_mm, hz, pulse_us or ma, with or without its unit: "10 min", "2,5".

    Nothing typed is None. Raises Refused for another unit, for what is no number, and for a fraction of a minute,
    millimetre or microsecond.
    """
    if not text.strip():
        return None
    unit, how = _MEASURES[field]
    match = _NUMBER.match(text)
    typed = (match[2] or unit).replace("µ", "u").casefold() if match else ""
    if match is None or (typed if not typed.startswith("min") else "min") != unit:
        raise Refused(field, how)
    value = float(match[1].replace(",", "."))
    if field in ("hz", "ma"):
        return value
    if value != int(value):
        raise Refused(field, how)
    return int(value)


_SIZE = re.compile(r"^\s*(\d*[.,]?\d+)\s*(?:mm)?\s*[x×*/ ]\s*(\d+(?:[.,]\d+)?)\s*(?:mm)?\s*$", re.IGNORECASE)


_LENGTH = re.compile(r"^\s*(\d+)\s*(?:mm)?\s*$", re.IGNORECASE)


def read_needle(text: str, present: NeedleSize | None = None) -> NeedleSize | None:
    """The size from what was typed: "0.30x40", "0,30 × 40 mm", ".25x30"; nothing typed is no size. A length alone goes
    with the diameter of the `present` size; "25x40" is 0.25x40, for neither number can be anything else.

    Raises Refused for what is no size, or lies outside 0.05-1.00 mm by 5-200 mm (needles are 0.12-0.35 by 13-100).
    """
    if not text.strip():
        return None
    match = _SIZE.match(text)
    if alone := _LENGTH.match(text):
        if present is None:
            raise Refused("needle", f"{alone[1]} alone does not say how thick: write for example 0.30x40.")
        match = _SIZE.match(f"{present.diameter_um / 1000}x{alone[1]}")
    if not match:
        raise Refused("needle", "Write the needle as diameter x length, for example 0.30x40.")
    diameter_um = round(float(match[1].replace(",", ".")) * 1000)
    length = float(match[2].replace(",", "."))
    if match[1].isdigit() and 12 <= int(match[1]) <= 35:
        if 12 <= length <= 35:
            # Both are hundredths of some needle and the length of another.
            raise Refused(
                "needle",
                f"{match[1]}x{match[2]} can be read two ways: write for example 0.{match[1]}x{match[2]}.",
            )
        diameter_um = int(match[1]) * 10
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
