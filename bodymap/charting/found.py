"""How patients are found as one types: folding, matching words, what a list line shows."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bodymap.charting.records import Patient


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Lower case without accents, for comparing: "Müller" and "MULLER" fold alike, "Łukasz" to "lukasz"."""
    if text.isascii():  # the common case, ten times faster
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_UNDECOMPOSED))
    return "".join(c for c in plain if not unicodedata.combining(c))


# Letters that Unicode does not decompose into a base and an accent.
_UNDECOMPOSED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)


def find_key(patient: Patient) -> str:
    """The folded text that find-as-you-type looks through: names, clinic id, date of birth as people write it."""
    parts = [patient.given_names, patient.family_name, patient.given_names, patient.clinic_id]
    if patient.date_of_birth:
        d = patient.date_of_birth
        parts += [d.isoformat(), f"{d.day}.{d.month}.{d.year}", f"{d.day:02}.{d.month:02}.{d.year}"]
        parts += [
            f"{d.month}/{d.day}/{d.year}",
            f"{d.month:02}/{d.day:02}/{d.year}",
            f"{d.day:02}/{d.month:02}/{d.year}",
        ]
    return fold(" ".join(part for part in parts if part))


@dataclass(frozen=True, slots=True)
class PatientLine:
    """One line of the patient list."""

    id: str
    name: str
    date_of_birth: date | None
    clinic_id: str
    visits: int
    last_visit: date | None


@dataclass(frozen=True, slots=True)
class FoundPatients:
    """The first lines that match, best first, and how many match in all."""

    lines: tuple[PatientLine, ...]
    total: int
