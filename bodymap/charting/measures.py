"""Named measures and motions: what a value may be, its unit, which way is better, what change matters.

Read from assets/measures.tsv and assets/motions.tsv; each row names its source. Numbers only: no questionnaire's text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from bodymap import assets
from bodymap.atlas.catalogue import CatalogueFault, read_table
from bodymap.charting.faults import Refused
from bodymap.charting.found import fold
from bodymap.charting.outcomes import Motion
from bodymap.charting.places import Laterality

PAIN = "nprs"
"""The row of the pain scale itself: its minimal important change."""
PSFS, UNNAMED = "psfs", "activity not named"
"""The measure that is nothing without its activity, and what is said where none was named."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A named measure. `low`, `high` and `important` (the minimal important change, None where no source gives one) are
    tenths of the unit; `step` the smallest difference that can be recorded, in tenths. `better` is "lower" or "higher".
    `sided` where each side has its own value, `several` where it is taken of several activities."""

    id: str
    name: str
    about: str
    unit: str
    low: int
    high: int
    step: int
    better: str
    important: int | None
    sided: bool
    several: bool
    source: str


@dataclass(frozen=True, slots=True)
class JointMotion:
    """A motion of a joint in degrees: `normal` as commonly taught, `low` to `high` what a body can reach at all,
    `better` "higher" but for what is measured as lacking.
    `sided` is False for the spine's bending forwards and backwards. `also` has other words by which it is found,
    `usual` who moves the joint where nobody says: it is shown before it is written."""

    joint: str
    movement: str
    name: str
    normal: int
    low: int
    high: int
    better: str
    sided: bool
    body_part: str
    source: str
    also: str = ""
    usual: Motion = Motion.ACTIVE


@dataclass(frozen=True, slots=True)
class Sought:
    """What was typed to find a motion or measure: the words of its name, the side and how it is moved where they are
    said, and the value."""

    words: tuple[str, ...]
    side: Laterality | None = None
    motion: Motion | None = None
    value: str = ""


_SIDES = {
    "right": Laterality.RIGHT,
    "r": Laterality.RIGHT,
    "rt": Laterality.RIGHT,
    "left": Laterality.LEFT,
    "l": Laterality.LEFT,
    "lt": Laterality.LEFT,
    "both": Laterality.BOTH,
    "bilateral": Laterality.BOTH,
    "b": Laterality.BOTH,
}
_MOTIONS = {
    "active": Motion.ACTIVE,
    "arom": Motion.ACTIVE,
    "passive": Motion.PASSIVE,
    "prom": Motion.PASSIVE,
}
_IDLE = frozenset({"of", "the", "degrees", "degree", "deg", "to"})


def sought(text: str) -> Sought:
    """Lumbar side bending right 25 is the words lumbar, side, bending; the right; 25. A number is a value only where
    words stand before it: 30 s chair stand begins with a name. 36% and 18/50 are values too."""
    words: list[str] = []
    side: Laterality | None = None
    motion: Motion | None = None
    value = ""
    plain = re.sub(r"(\d)\s+%", r"\1%", fold(text))
    for word in plain.replace("-", " ").replace("\u00b0", " ").split():
        if word in _SIDES:
            side = _SIDES[word]
        elif word in _MOTIONS:
            motion = _MOTIONS[word]
        elif words and re.fullmatch(r"\d{1,3}([.,]\d)?(%|/\d{1,3})?", word):
            value = word
        elif word not in _IDLE:
            words.append(word)
    return Sought(tuple(words), side, motion, value)


@cache
def measures() -> Mapping[str, Measure]:
    """The measures by id, in the table's order."""
    return read_measures(assets.path("measures.tsv"))


@cache
def motions() -> Mapping[tuple[str, str], JointMotion]:
    """The motions by joint and movement, in the table's order."""
    return read_motions(assets.path("motions.tsv"))


def read_measures(path: Path) -> dict[str, Measure]:
    """Raises OSError, CatalogueFault."""
    columns = "id name about unit low high step better important sided several source"
    found: dict[str, Measure] = {}
    for where, row in read_table(path, tuple(columns.split())):
        try:
            low, high, step = (tenths(row[name]) for name in ("low", "high", "step"))
            important = tenths(row["important"]) if row["important"] else None
        except ValueError:
            raise CatalogueFault(f"{where}: a value is not a number.") from None
        if row["better"] not in ("lower", "higher") or row["id"] in found or low >= high or not row["source"]:
            raise CatalogueFault(
                f"{where}: better, range or source is not as it must be, or it occurs twice."
            )
        found[row["id"]] = Measure(
            row["id"],
            row["name"],
            row["about"],
            row["unit"],
            low,
            high,
            step,
            row["better"],
            important,
            row["sided"] == "yes",
            row["several"] == "yes",
            row["source"],
        )
    return found


def read_motions(path: Path) -> dict[tuple[str, str], JointMotion]:
    """Raises OSError, CatalogueFault."""
    columns = "joint movement name normal low high better sided body_part source also usual"
    found: dict[tuple[str, str], JointMotion] = {}
    for where, row in read_table(path, tuple(columns.split())):
        try:
            normal, low, high = (int(row[name]) for name in ("normal", "low", "high"))
        except ValueError:
            raise CatalogueFault(f"{where}: the degrees are not whole numbers.") from None
        key = (row["joint"], row["movement"])
        right = (
            low <= normal <= high and row["better"] in ("lower", "higher") and row["usual"] in list(Motion)
        )
        if not right or key in found or not row["source"]:
            raise CatalogueFault(
                f"{where}: the range or the source is not as it must be, or it occurs twice."
            )
        found[key] = JointMotion(
            *key,
            row["name"],
            normal,
            low,
            high,
            row["better"],
            row["sided"] == "yes",
            row["body_part"],
            row["source"],
            row["also"],
            Motion(row["usual"]),
        )
    return found


OWN = "own "
"""How the id of a measure begins that is on no list: its name, as the therapist wrote it, follows."""
OWN_MOST = 9_999


def own_measure(measure_id: str) -> Measure | None:
    """A measure of the therapist's own, of which nothing is known but its name: any number, and no verdict on a change.
    None for an id of the list."""
    name = measure_id.removeprefix(OWN)
    if name == measure_id or not name:
        return None
    most = OWN_MOST * 10
    return Measure(measure_id, name, "", "", -most, most, 1, "", None, False, False, "")


def own_id(text: str) -> str:
    """The id of a measure of one's own that is called so; "" for no name."""
    name = " ".join(text.replace(":", " ").split())
    return f"{OWN}{name}" if name else ""


def activity_of(text: str, measure: Measure) -> str:
    """Of what a measure is taken that stands in one line with it: "PSFS turning in bed 3" is of turning in bed."""
    first, _, rest = text.strip().partition(" ")
    if not measure.several or fold(first) != fold(measure.name.split()[0]):
        return ""
    return re.sub(r"\s*\b\d{1,3}([.,]\d)?\s*(%|/\s*\d{1,3})?\s*$", "", rest).strip()


# -- what is typed


def tenths(text: str) -> int:
    """6.5 and 6,5 are 65 tenths. Raises ValueError for what is no number with at most one decimal."""
    match = re.fullmatch(r"([+\-\u2212]?)(\d{1,4})(?:[.,](\d)0*)?", text.strip())
    if match is None:
        raise ValueError("no number")
    value = int(match[2]) * 10 + int(match[3] or 0)
    return value if match[1] in ("", "+") else -value


def in_words(value: int) -> str:
    """65 tenths are 6.5, 60 are 6."""
    sign, value = ("\u2212" if value < 0 else ""), abs(value)
    return f"{sign}{value // 10}.{value % 10}" if value % 10 else f"{sign}{value // 10}"


_NUMBERED = frozenset(
    (
        "rib",
        "ribs",
        "toe",
        "toes",
        "finger",
        "fingers",
        "digit",
        "ray",
        "metatarsal",
        "metacarpal",
        "grade",
        "stage",
    )
)
"""Words behind which a number is part of the name: rib 7 is no pain of 7."""


def pain_behind(text: str) -> tuple[str, str]:
    """A complaint and the pain now, as they are written in one line: "right knee 5" is right knee and "5". "" where no
    number stands behind the name."""
    found = re.fullmatch(r"(.*[^\W\d_].*?)\s+(\d{1,2}(?:[.,]\d)?)(?:\s*/\s*10)?", text.strip())
    if found is None or fold(found[1]).split()[-1] in _NUMBERED:
        return text.strip(), ""
    return found[1].rstrip(" ,:;"), found[2]


def read_pain(value: str | int | float, what: str = "now") -> int:
    """Pain as typed or chosen, in tenths: 7, "7", "6.5", "7/10". Raises Refused beyond 0 to 10."""
    text = str(value).strip().removesuffix("/10").strip()
    try:
        read = tenths(text)
    except ValueError:
        raise Refused(what, "Pain is a number from 0 to 10: write for example 5 or 5.5.") from None
    if not 0 <= read <= 100:
        raise Refused(what, f"Pain is a number from 0 to 10, and {in_words(read)} is not.")
    return read


def read_measure(measure: Measure, value: str | int | float) -> int:
    """A measure's value as typed, in tenths; of a measure in points also as a per cent of them: 36% of 50 are 18.
    Raises Refused beyond its range or finer than its step."""
    unit = f" {measure.unit}" if measure.unit and not measure.unit.startswith("/") else ""
    text = str(value).strip()
    step = f"{measure.name} is recorded in steps of {in_words(measure.step)}{unit}"
    try:
        share = _per_cent(measure, text)
        if share is not None:
            if share.denominator != 1:
                raise Refused("value", f"{step}, and {text} of {in_words(measure.high)} is none of them.")
            read = int(share)
        else:
            read = tenths(text.removesuffix(measure.unit) if measure.unit else text)
    except ValueError:
        raise Refused(
            "value", f"{measure.name}: write a number, for example {in_words(_middle(measure))}."
        ) from None
    if not measure.low <= read <= measure.high:
        low, high = in_words(measure.low), in_words(measure.high)
        raise Refused(
            "value", f"{measure.name} goes from {low} to {high}{unit}, and {in_words(read)} is beyond."
        )
    if read % measure.step:
        also = f", and {text} is {in_words(read)}" if share is not None else ""
        raise Refused("value", f"{step}{also}.")
    return read


def per_cent_words(measure: Measure, value: str) -> str:
    """36% is 18 of 50: what a per cent that was typed was taken as; "" where none was."""
    try:
        share = _per_cent(measure, value.strip())
    except ValueError:
        return ""
    if share is None or share.denominator != 1:
        return ""
    return f"{value.strip().replace(' ', '')} is {in_words(int(share))} of {in_words(measure.high)}"


def _per_cent(measure: Measure, text: str) -> Fraction | None:
    """The tenths that a per cent of the measure's points is; None where none is written, or where the measure's own
    unit is per cent. Raises ValueError for one of what has no full number of points (kg, mm, HIT-6)."""
    if not text.endswith("%") or measure.unit == "%":
        return None
    if not measure.unit.startswith("/") or measure.low:
        raise ValueError("no points to take a share of")
    return Fraction(tenths(text.removesuffix("%")) * measure.high, 1000)


def _middle(measure: Measure) -> int:
    """A value that nobody takes for an end of the scale: about the middle, a whole number."""
    return (measure.low + measure.high) // 20 * 10


def read_degrees(value: str | int, known: JointMotion | None = None) -> int:
    """Degrees as typed: 95, "95°", "-5". Raises Refused beyond what the joint can reach, or 360 for one not known."""
    text = str(value).strip().removesuffix("°").strip().replace("\u2212", "-")
    if not re.fullmatch(r"[+-]?\d{1,3}", text):
        example = (known.normal // 2 or 5) if known is not None else 45
        raise Refused("degrees", f"A motion is a whole number of degrees: write for example {example}.")
    degrees = int(text)
    low, high = (known.low, known.high) if known is not None else (-180, 360)
    if not low <= degrees <= high:
        what = known.name if known is not None else "This motion"
        short = f"{low}° to {high}°".replace("-", "\u2212")
        raise Refused(
            "degrees", f"{what} goes from {short} at most, and {degrees}° is beyond.".replace(" -", " \u2212")
        )
    return degrees
