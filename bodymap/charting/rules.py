"""What a record may hold. Each rule refuses in a sentence (`Refused`) or says nothing."""

from __future__ import annotations

import unicodedata
from datetime import date

from bodymap.charting.faults import Refused
from bodymap.charting.records import Ltr, Mark, Patient, Point

EARLIEST = date(1900, 1, 1)
LONGEST_NAME = 200
LONGEST_LINE = 2_000
LONGEST_NOTE = 2_000_000


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
    """Counts from 0 to 99, at least one needle; an LTR count only with LTR yes."""
    if not 1 <= mark.needles <= 99:
        raise Refused("needles", "Needles: a number from 1 to 99.")
    if not 1 <= mark.insertions <= 999:
        raise Refused("insertions", "Insertions: a number from 1 to 999.")
    if mark.ltr_count is not None and (mark.ltr is not Ltr.YES or not 1 <= mark.ltr_count <= 99):
        raise Refused("ltr", "Twitch responses: a number from 1 to 99.")
    check_point(mark.point)
