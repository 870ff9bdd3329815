"""Snippets: a short word that the session note turns into the therapist's own text.

In the text, braces are fields: `{muscles}` is filled in from the visit, `{1:how often}` is a place to write in, "how
often" standing there until something is written; the numbers give the order, and `{0}` is where writing goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bodymap.atlas.catalogue import mid_sentence
from bodymap.charting.faults import Refused
from bodymap.charting.found import fold
from bodymap.charting.records import Mark, Side
from bodymap.charting.rules import tidy_text
from bodymap.charting.wording import side

LONGEST_WORD = 20
LONGEST_TEXT = 5_000
KNOWN = {
    "muscles": "the muscles marked in this visit",
    "side": "right, left, or right and left",
    "needles": "how many needles",
    "visit": "the number of the visit",
    "date": "the day of the visit",
}
"""The fields that a visit fills in, and what each is."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """`word` is what is typed after the semicolon ("nki"), `text` what it becomes, fields in braces.

    `therapist_id` None is the clinic's; `example` marks one of the starter few.
    """

    id: str
    word: str
    text: str
    therapist_id: str | None = None
    example: bool = False
    revision: int = 1
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """A place to write in: where it starts in the expanded text, and how long what stands there is."""

    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Expanded:
    """What a snippet becomes, and its places to write in, in the order in which Tab goes through them. `end` is where
    writing goes on after them."""

    text: str
    stops: tuple[Stop, ...]
    end: int


_FIELD = re.compile(r"\{(?:(\d{1,2})(?::([^{}\n]*))?|([a-z]+))\}")
_WORD = re.compile(r"^[^\W_]+$")
# A semicolon begins a snippet at the start of a line, after a blank or an opening sign: never within a word, and never
# where it ends one ("pain; worse at night").
_TYPED = re.compile(r"(?:^|[\s(\[{\"'“‘/–—-]);([^\W_]*)$")


def typed_word(before: str) -> str | None:
    """The word of a snippet that is being typed, "" after the semicolon alone; None where none is. `before` is the
    line up to the cursor."""
    match = _TYPED.search(before)
    return match[1] if match and len(match[1]) <= LONGEST_WORD else None


def expand(text: str, known: Mapping[str, str]) -> Expanded:
    """The text with its fields filled in. A field that the visit does not know (no marks yet, another word) is a place
    to write in under its own name."""
    pieces: list[str] = []
    stops: list[tuple[int, int, Stop]] = []
    length, at, end = 0, 0, -1

    def put(piece: str) -> None:
        nonlocal length
        pieces.append(piece)
        length += len(piece)

    for match in _FIELD.finditer(text):
        put(text[at : match.start()])
        at = match.end()
        number, shown, name = match.groups()
        if number == "0":
            end = length
            put(shown or "")
        elif name and known.get(name):
            put(known[name])
        else:
            words = (shown or "") if number else name
            # Fields without a number come where they stand, after the numbered ones.
            stops.append((int(number) if number else 100, len(stops), Stop(length, len(words))))
            put(words)
    put(text[at:])
    ordered = tuple(stop for _, _, stop in sorted(stops, key=lambda one: one[:2]))
    return Expanded("".join(pieces), ordered, length if end < 0 else end)


def known_of(marks: Iterable[Mark], number: int, day: str) -> dict[str, str]:
    """What a visit fills into fields; empty where it does not say."""
    held = [mark for mark in marks if not mark.removed]
    by_name: dict[str, set[Side]] = {}
    for mark in held:
        by_name.setdefault(mark.target.name, set()).add(mark.side)
    sides = [one for one in (Side.RIGHT, Side.LEFT) if any(one in found for found in by_name.values())]
    # The side is said with each muscle only where it is not the same for all.
    each = len({frozenset(found) for found in by_name.values()}) > 1
    muscles = [
        f"{_sides(found)} {mid_sentence(n)}".strip() if each else mid_sentence(n)
        for n, found in by_name.items()
    ]
    return {
        "muscles": _listed(muscles),
        "side": " and ".join(side(one) for one in sides),
        "needles": str(sum(mark.needles for mark in held)) if held else "",
        "visit": str(number) if number else "",
        "date": day,
    }


def _sides(found: set[Side]) -> str:
    return " and ".join(side(one) for one in (Side.RIGHT, Side.LEFT) if one in found)


def _listed(names: list[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part) if names else ""


def tidy(snippet_id: str, word: str, text: str, others: Iterable[Snippet]) -> tuple[str, str]:
    """Word and text as they are kept. Raises Refused for what cannot be typed or is taken."""
    word = word.strip().lstrip(";").strip()
    if not word:
        raise Refused("word", "Give the snippet a word to type, for example nki.")
    if len(word) > LONGEST_WORD or not _WORD.match(word):
        raise Refused(
            "word", f"The word is letters and digits only, {LONGEST_WORD} at most: for example nki."
        )
    for other in others:
        if other.id != snippet_id and fold(other.word) == fold(word):
            raise Refused("word", f"There is a snippet ;{other.word} already. Choose another word.")
    text = tidy_text(text).strip("\n")
    if not text.strip():
        raise Refused("text", "Write what the word is to become.")
    if len(text) > LONGEST_TEXT:
        raise Refused("text", f"This text is longer than {LONGEST_TEXT:,} characters. Please shorten it.")
    return word, text


def _example(word: str, text: str) -> Snippet:
    return Snippet(f"example:{word}", word, text, example=True)


EXAMPLES = (
    _example("nki", "No known contraindication to needling today; asked and unchanged."),
    _example(
        "con",
        "Risks and alternatives were explained and questions answered; verbal consent to dry needling was given.",
    ),
    _example("tol", "Needling of the {muscles} was tolerated {1:well}; {2:no bleeding or bruising}."),
    _example(
        "after",
        "Told to expect soreness for up to {1:two days}, to keep moving, and to call if it lasts longer.",
    ),
    _example("hep", "Home programme: {1:exercise}, {2:sets and repetitions}, {3:how often}."),
    _example("next", "Next visit in {1:how long}: {2:what is planned}.{0}"),
)
"""A starter few, to be changed or removed. They become records only when they are."""
