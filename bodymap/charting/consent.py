"""Consent: the clinic's texts with their versions, and what a patient agreed to."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from bodymap import assets
from bodymap.charting.faults import Refused
from bodymap.charting.rules import EARLIEST
from bodymap.charting.wording import day as day_in_words


class ConsentForm(StrEnum):
    """How a written consent was given."""

    PAPER = "paper"
    SCREEN = "screen"


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One version of the clinic's text; a text that somebody has agreed to is never changed, a new version is made.

    An empty line parts paragraphs; {patient}, {born}, {therapist}, {licence}, {clinic} and {date} are filled in.
    """

    id: str
    version: int
    title: str
    text: str
    made_on: date | None = None
    example: bool = False
    revision: int = 1
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Consent:
    """A patient's written consent to a version of the text. `therapist_id` took it; `risks_told` is the statement that
    the risks were told in person, besides the text. `expires` is the last day on which
    it holds, None for no end; `withdrawn_on` the day from which it no longer holds."""

    id: str
    patient_id: str
    text_id: str
    text_version: int
    given_on: date
    therapist_id: str | None = None
    form: ConsentForm = ConsentForm.PAPER
    copy_given: bool = False
    risks_told: bool = False
    expires: date | None = None
    withdrawn_on: date | None = None
    note: str = ""
    revision: int = 1
    removed: bool = False


class ConsentStanding(StrEnum):
    """How a patient's written consent stands on a day."""

    VALID = "valid"
    NONE = "none"
    LATER = "later"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ConsentState:
    """The standing and the consent that it is about, in a sentence. `older_text`: the clinic has a newer version."""

    standing: ConsentStanding
    sentence: str
    consent: Consent | None = None
    older_text: bool = False

    @property
    def valid(self) -> bool:
        return self.standing is ConsentStanding.VALID


def standing_of(consent: Consent, on: date) -> ConsentStanding:
    """How one consent stands on a day: valid from its day to `expires`, until the day before it is withdrawn."""
    if consent.given_on > on:
        return ConsentStanding.LATER
    if consent.withdrawn_on is not None and consent.withdrawn_on <= on:
        return ConsentStanding.WITHDRAWN
    if consent.expires is not None and consent.expires < on:
        return ConsentStanding.EXPIRED
    return ConsentStanding.VALID


def consent_on(consents: Iterable[Consent], on: date, newest_version: int = 0) -> ConsentState:
    """How the patient's consents stand on a day: the newest that is valid, else the newest that was, else none."""
    held = [one for one in consents if not one.removed]
    by_standing = {
        standing: [one for one in held if standing_of(one, on) is standing] for standing in ConsentStanding
    }
    for standing in (
        ConsentStanding.VALID,
        ConsentStanding.WITHDRAWN,
        ConsentStanding.EXPIRED,
        ConsentStanding.LATER,
    ):
        if by_standing[standing]:
            newest = max(by_standing[standing], key=lambda one: (one.given_on, one.text_version, one.id))
            older = standing is ConsentStanding.VALID and newest.text_version < newest_version
            return ConsentState(standing, _said(newest, standing, older), newest, older)
    return ConsentState(ConsentStanding.NONE, "There is no written consent.")


def _said(consent: Consent, standing: ConsentStanding, older: bool) -> str:
    given = day_in_words(consent.given_on)
    if standing is ConsentStanding.LATER:
        return f"The written consent is dated {given}, after this visit."
    if standing is ConsentStanding.WITHDRAWN:
        return f"The written consent of {given} was withdrawn on {day_in_words(consent.withdrawn_on)}."
    if standing is ConsentStanding.EXPIRED:
        return f"The written consent of {given} ended on {day_in_words(consent.expires)}."
    until = f", valid until {day_in_words(consent.expires)}" if consent.expires else ""
    newer = " The clinic's text has a newer version." if older else ""
    return f"Written consent of {given}{until}.{newer}"


def expiry_of(given: date, months: int | None) -> date | None:
    """The last day on which a consent given on that day holds; None for no end. Twelve months from 1 Mar 2026 end on
    28 Feb 2027."""
    if months is None:
        return None
    year, month = divmod(given.year * 12 + given.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(given.day, last)) - timedelta(days=1 if given.day <= last else 0)


def check_consent(consent: Consent, today: date, born: date | None = None) -> None:
    """A consent is given by today, after birth, ends and is withdrawn after it is given. Raises Refused."""
    if consent.given_on > today:
        raise Refused("given_on", "This date lies in the future. A consent is dated when it is given.")
    if consent.given_on < EARLIEST or (born and consent.given_on < born):
        raise Refused("given_on", "This date lies before the patient was born. Check the year.")
    if consent.expires is not None and consent.expires < consent.given_on:
        raise Refused("expires", "The consent would end before it was given. Check both dates.")
    if consent.withdrawn_on is not None:
        if consent.withdrawn_on < consent.given_on:
            raise Refused(
                "withdrawn_on", "A consent cannot be withdrawn before it was given. Check both dates."
            )
        if consent.withdrawn_on > today:
            raise Refused(
                "withdrawn_on", "This date lies in the future. It is withdrawn when the patient says so."
            )


def check_before_visit(consent: Consent, visit_date: date) -> None:
    """A consent taken at a visit is not dated after it. Raises Refused."""
    if consent.given_on > visit_date:
        raise Refused(
            "given_on",
            f"This consent is dated {day_in_words(consent.given_on)}, after the visit of {day_in_words(visit_date)}."
            " The visit stays without written consent; a consent is never dated back.",
        )


_TO_WRITE_ON = re.compile(r"(?:_{4,}|\.{6,}|…{2,})\W*$")
_BOX_OF_COPY = re.compile(
    r"^\s*(?:\[ ?\]|☐)\s*(.*\b(?:copy|copia|copie|kopie|kopia|cópia)\b.*?)\W*$", re.IGNORECASE
)


def as_recorded(text: str, consent: Consent) -> str:
    """The text of a form as it stands in the record of who agreed to it, before its fields are filled in. A line to
    write on is no statement there: the form on paper holds what was written. The first is where the signing stands,
    for a consent on paper; the box for the copy says what is recorded."""
    lines = []
    signed = consent.form is not ConsentForm.PAPER
    for line in text.split("\n"):
        if _TO_WRITE_ON.search(line):
            lines += [] if signed else [f"Signed on paper on {day_in_words(consent.given_on)}."]
            signed = True
        elif box := _BOX_OF_COPY.match(line):
            lines.append(f"{box[1]}: {'yes' if consent.copy_given else 'not recorded'}.")
        else:
            lines.append(line)
    return "\n".join(lines)


FIELDS = ("patient", "born", "therapist", "licence", "clinic", "date")


def filled(text: str, values: Mapping[str, str], unknown: str = "____________________") -> str:
    """The text with its fields filled in; what is not known becomes a line to write on, or `unknown`."""

    def value(match: re.Match[str]) -> str:
        return values.get(match[1], "") or unknown

    return re.sub(r"\{(" + "|".join(FIELDS) + r")\}", value, text)


STARTER_ID = "starter"


@cache
def starter() -> ConsentText:
    """The text that is shipped, version 1, for the clinic to adapt (assets/texts/consent.txt): title, then text."""
    title, _, text = assets.path("texts", "consent.txt").read_text(encoding="utf-8").partition("\n")
    return ConsentText(STARTER_ID, 1, title.strip(), text.strip(), example=True)
