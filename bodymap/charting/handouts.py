"""Handouts: what a patient takes home, written by the clinic in any language as a text with fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from bodymap import assets
from bodymap.charting.faults import Refused
from bodymap.charting.rules import tidy_line, tidy_text


@dataclass(frozen=True, slots=True)
class Handout:
    """`text` is markdown with fields in braces ({patient}, {muscles}); `example` marks one that came with BodyMap."""

    id: str
    name: str
    text: str = ""
    example: bool = False
    revision: int = 1
    removed: bool = False


FIELDS: Mapping[str, str] = {
    "patient": "the patient's name, given names first",
    "given": "the given names",
    "date": "the day of the visit",
    "muscles": "what was needled, each with its side",
    "body": "a small body with the needled places; on a line of its own",
    "clinic": "the clinic's name",
    "address": "the clinic's address",
    "phone": "the clinic's phone",
    "therapist": "the therapist's name",
    "next_visit": "the day of the next visit, where it is recorded",
}
"""What may stand in braces, and what it becomes."""
LONGEST = 20_000

_FIELD = re.compile(r"\{\s*([^{}\n]{0,60}?)\s*\}")


def unknown_fields(text: str) -> tuple[str, ...]:
    """What stands in braces and is no field, each once, in order."""
    return tuple(dict.fromkeys(name for name in _FIELD.findall(text) if name not in FIELDS))


def sentence_on(unknown: Iterable[str]) -> str:
    """What to say of fields that are not known; nothing for none."""
    named = [f"{{{name}}}" for name in unknown]
    if not named:
        return ""
    known = ", ".join(f"{{{name}}}" for name in FIELDS)
    many = "a field" if len(named) == 1 else "fields"
    return f"The text has {many} that BodyMap does not know: {', '.join(named)}. It knows {known}."


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled in; a field without a value leaves nothing, and a line whose fields are all
    without one is left out ("Next visit: {next_visit}"). Raises Refused for unknown ones.

    What is filled in is escaped: a name like *Jane* is printed, not taken for markdown.
    """
    unknown = unknown_fields(text)
    if unknown:
        raise Refused("text", sentence_on(unknown))

    def value(match: re.Match[str]) -> str:
        if match[1] == "body":
            return match[0]
        return re.sub(r"([\\`*_\[\]<>#&!|~])", r"\\\1", " ".join(values.get(match[1], "").split()))

    lines = []
    for line in text.split("\n"):
        names = _FIELD.findall(line)
        if not names or any(name == "body" or values.get(name, "").strip() for name in names):
            lines.append(_FIELD.sub(value, line))
    return "\n".join(lines)


def muscles_in_words(sites: Iterable[tuple[str, str]]) -> str:
    """Upper trapezius (right, left), infraspinatus (right): targets and sides in order, each once."""
    sides: dict[str, list[str]] = {}
    for target, side in sites:
        held = sides.setdefault(target, [])
        if side and side not in held:
            held.append(side)
    return ", ".join(f"{target} ({', '.join(held)})" if held else target for target, held in sides.items())


def tidy(name: str, text: str) -> tuple[str, str]:
    """Name and text as they are kept. Raises Refused in a sentence."""
    name = tidy_line(name, 100, "name", "The name")
    if not name:
        raise Refused("name", "Give the handout a name, for example its language.")
    text = tidy_text(text).strip()
    if len(text) > LONGEST:
        raise Refused(
            "text", f"This text has {len(text)} characters; a handout is one page, and may have {LONGEST}."
        )
    if unknown := unknown_fields(text):
        raise Refused("text", sentence_on(unknown))
    return name, text


LANGUAGES = frozenset(
    {"english", "deutsch", "español", "français", "italiano", "português", "nederlands", "polski", "svenska"}
)
"""Names by which a handout is called after its language: "Handout: English" says nothing to who reads the chart."""


def given_words(name: str) -> str:
    """What the visit says of a handout that was given, by its name: handout in English; After dry needling."""
    return f"handout in {name}" if name.casefold() in LANGUAGES else name


def with_given(said: str, name: str) -> str:
    """What stands in the visit about handouts, with this one: a therapist's own words stay."""
    words = given_words(name)
    parts = [part.strip().casefold() for part in said.split(";")]
    if words.casefold() in parts or name.casefold() in parts:
        return said
    return "; ".join(part for part in (said.strip().rstrip(";"), words) if part)


_SHIPPED = (("english", "English"), ("deutsch", "Deutsch"), ("espanol", "Español"))


@cache
def examples() -> tuple[Handout, ...]:
    """What came with BodyMap, for the clinic to adapt."""
    return tuple(
        Handout(
            f"handout:{file}",
            name,
            assets.path("texts", "handouts", f"{file}.md").read_text(encoding="utf-8").strip(),
            example=True,
        )
        for file, name in _SHIPPED
    )
