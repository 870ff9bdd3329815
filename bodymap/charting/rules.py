"""What a record may hold. Each rule refuses in a sentence (`Refused`) or says nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bodymap.charting.faults import Refused
from bodymap.charting.records import Disposition, EStim, Ltr, Mark, Patient, Point, Referral, Technique
from bodymap.charting.wording import number, unusual_needle

EARLIEST = date(1900, 1, 1)
LONGEST_NAME = 200
LONGEST_LINE = 2_000
LONGEST_NOTE = 2_000_000
LONGEST_TIME = 180
"""Minutes that a needle may be left in place."""
DEEPEST = 150
"""Millimetres. A bound for what can be true, not for what is safe: that is nowhere said here."""
HZ, PULSE_US, MA = (0.1, 1000.0), (10, 2000), (0.1, 100.0)
"""What e-stim may be set to: hertz, microseconds, milliamperes."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that can be true but seldom is: asked about once, in a sentence, and never refused."""

    field: str
    sentence: str


# Marks that turn the direction of whatever follows them: in a name they would reverse the rest of the line.
_OVERRIDES = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def tidy_line(text: str, longest: int = LONGEST_LINE, field: str = "text", what: str = "This text") -> str:
    """One line: control characters and doubled blanks gone, ends trimmed, composed (NFC).

    Raises Refused when it is longer than `longest` characters.
    """
    text = text.translate(_OVERRIDES)
    plain = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp", "Cs") else c for c in text)
    plain = unicodedata.normalize("NFC", " ".join(plain.split()))
    if len(plain) > longest:
        raise Refused(field, f"{what} is longer than {longest} characters. Please shorten it.")
    return plain


def tidy_text(text: str) -> str:
    """Several lines: line ends as \\n, null and lone surrogate characters gone. Nothing else is touched."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n").replace("\0", "")
    if any("\ud800" <= c <= "\udfff" for c in plain):
        plain = "".join(c for c in plain if not "\ud800" <= c <= "\udfff")
    if len(plain) > LONGEST_NOTE:
        raise Refused(
            "note", f"The note is longer than {LONGEST_NOTE:,} characters. What was saved before is safe."
        )
    return plain


def check_patient(patient: Patient, today: date) -> None:
    """A name there is, made of letters; a birth date between 1900 and today."""
    if not patient.name:
        raise Refused(
            "family_name", "A patient needs a name: write the family name, the given names, or both."
        )
    for field, text in (("family_name", patient.family_name), ("given_names", patient.given_names)):
        if len(text) > LONGEST_NAME:
            raise Refused(field, f"A name is longer than {LONGEST_NAME} characters. Please shorten it.")
    if not any(c.isalpha() for c in patient.name):
        raise Refused("family_name", "This name has no letters. Write it as the patient writes it.")
    born = patient.date_of_birth
    if born and born > today:
        raise Refused("date_of_birth", "This date of birth lies in the future. Check the year.")
    if born and born < EARLIEST:
        raise Refused("date_of_birth", "This date of birth lies before 1900. Check the year.")


def check_visit_day(day: date, today: date, born: date | None = None) -> None:
    """A visit has happened by today, after 1900, and after the patient was born."""
    if day > today:
        raise Refused("date", "This date lies in the future. A visit is charted on its day or afterwards.")
    if day < EARLIEST:
        raise Refused("date", "This date lies before 1900. Check the year.")
    if born and day < born:
        raise Refused("date", "This date lies before the patient was born. Check the date and the patient.")


def check_point(point: Point | None) -> None:
    """A point lies on a plate in a layer from 1 to 3, within 5 m of the body frame's origin."""
    if point is None:
        return
    if not point.plate or point.layer not in (1, 2, 3) or not (abs(point.u) < 5000 and abs(point.v) < 5000):
        raise Refused("point", "This place is not on the body.")


def check_mark(mark: Mark) -> None:
    """Counts from 0 to 99, at least one needle; an LTR count only with LTR yes; time, depth and e-stim within what can
    be; where pain went only where there was pain."""
    if not 1 <= mark.needles <= 99:
        raise Refused("needles", "Needles: a number from 1 to 99.")
    if not 1 <= mark.insertions <= 999:
        raise Refused("insertions", "Insertions: a number from 1 to 999.")
    if mark.ltr_count is not None and (mark.ltr is not Ltr.YES or not 1 <= mark.ltr_count <= 99):
        raise Refused("ltr", "Twitch responses: a number from 1 to 99.")
    if mark.time_in_place is not None and not 0 <= mark.time_in_place <= LONGEST_TIME:
        raise Refused("time_in_place", f"Time in place: 0 to {LONGEST_TIME} minutes.")
    if mark.depth_mm is not None and not 0 <= mark.depth_mm <= DEEPEST:
        raise Refused("depth_mm", f"Depth: 0 to {DEEPEST} mm.")
    if mark.referral_to and mark.referral not in (Referral.FAMILIAR, Referral.REFERRED):
        raise Refused("referral_to", "Where pain went can be said of familiar or referred pain only.")
    if mark.e_stim is not None:
        check_e_stim(mark.e_stim)
    check_point(mark.point)


def check_e_stim(e_stim: EStim) -> None:
    """Settings within what devices give, and none where there was no e-stim."""
    if not e_stim.on and e_stim != EStim(on=False):
        raise Refused("e_stim", "E-stim that was not used has no settings.")
    for value, (low, high), unit in (
        (e_stim.hz, HZ, "Hz"),
        (e_stim.pulse_us, PULSE_US, "µs"),
        (e_stim.ma, MA, "mA"),
    ):
        if value is not None and not low <= value <= high:
            raise Refused("e_stim", f"E-stim: {number(low)} to {number(high)} {unit}.")


RESULTS = ("ltr", "ltr_count", "referral", "referral_to", "tolerance", "note")
"""What came of one needle, or was said of it: never of several unless that is said."""


def results_replaced(before: Sequence[Mark], after: Sequence[Mark]) -> str:
    """In words how many of these marks had something recorded of them that another now stands for; else nothing."""
    now = {mark.id: mark for mark in after}
    lost = 0
    for mark in before:
        for field in RESULTS:
            held, said = getattr(mark, field), getattr(now.get(mark.id, mark), field)
            if held != said and held not in ("", None) and getattr(held, "value", "") != "not_recorded":
                lost += 1
                break
    return f"replaces {lost} recorded result{'s' if lost > 1 else ''}" if lost else ""


def out_and_stayed(mark: Mark) -> bool:
    """Whether the mark says of one needle that it was withdrawn at once and that it stayed. In situ is a needle left
    lying still: as a technique it comes from last time, what became of the needle is said today."""
    stayed = Technique.IN_SITU in mark.technique.parts or bool(mark.time_in_place)
    return stayed and mark.disposition is Disposition.WITHDRAWN


def asked_about(mark: Mark) -> tuple[Question, ...]:
    """What is worth asking of this mark: an unusual needle, a depth beyond the needle's length, a time in place or
    in situ of needles that were withdrawn at once."""
    found = []
    if sentence := unusual_needle(mark.needle):
        found.append(Question("needle", f"{sentence} Is it right?"))
    if mark.depth_mm is not None and mark.needle is not None and mark.depth_mm > mark.needle.length_mm:
        found.append(
            Question(
                "depth_mm",
                f"{mark.depth_mm} mm is deeper than the needle is long ({mark.needle.length_mm} mm). Is it right?",
            )
        )
    if mark.time_in_place and mark.disposition is Disposition.WITHDRAWN:
        found.append(
            Question(
                "time_in_place",
                f"Withdrawn at once, but {mark.time_in_place} minutes in place. Is it right?",
            )
        )
    elif out_and_stayed(mark):
        found.append(
            Question(
                "technique", f"{mark.title}: withdrawn at once, but the technique says in situ. Is it right?"
            )
        )
    return tuple(found)
