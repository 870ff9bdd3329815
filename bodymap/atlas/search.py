"""Finds muscles and groups by name, Latin, synonym, abbreviation, the beginnings of words, or a typing error.

Ranks, best first: a whole name or synonym; the Latin name; the group a muscle belongs to; initials; the beginning of a
name; the beginnings of its words in any order; what is spelled nearly so. An abbreviation with several readings (PT:
pronator teres, peroneus tertius) gives all of them before anything else and never guesses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from bodymap.atlas.body import Found, Group, Muscle
from bodymap.atlas.catalogue import Catalogue

EXACT_NAME, EXACT_SYNONYM, EXACT_LATIN, EXACT_MEMBER, EXACT_INITIALS = 100.0, 99.0, 98.0, 97.0, 96.0
PREFIX, WORDS, BAG, FUZZY = 85.0, 75.0, 68.0, 60.0
ALIKE = 72.0  # of 100: the least likeness of a typing error that is offered
SHORT = 3  # letters up to which nothing is guessed from likeness

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_FILLERS = frozenset(("of", "the", "musculus", "musculi", "muscle", "muscles", "m", "mm"))
# spellings that differ between the UK and the US or between old and new terms; both sides become the second
_SPELLINGS = {
    "fibre": "fiber",
    "fibres": "fibers",
    "peroneus": "fibularis",
    "peroneal": "fibularis",
    "peronaeus": "fibularis",
    "scalene": "scalenus",
    "gastroc": "gastrocnemius",
    "delt": "deltoid",
    "delts": "deltoid",
    "trap": "trapezius",
    "traps": "trapezius",
    "pec": "pectoralis",
    "pecs": "pectoralis",
    "glute": "gluteus",
    "tib": "tibialis",
    "quad": "quadratus",
}


def fold(text: str) -> str:
    """Small letters without accents, single spaces, no punctuation: how names are compared."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _NOT_WORD.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def _words(folded: str) -> tuple[str, ...]:
    return tuple(word for word in folded.split() if word not in _FILLERS)


def _spelled(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_SPELLINGS.get(word, word) for word in words)


@dataclass(frozen=True, slots=True)
class _Term:
    """One thing an entry can be called."""

    entry: int
    folded: str
    compact: str
    words: tuple[str, ...]
    shown: str
    exact: float


class Search:
    """Answers over one catalogue. The index is built at the first question."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @cached_property
    def _entries(self) -> list[Muscle | Group]:
        return [*self._catalogue.muscles, *self._catalogue.groups]

    @cached_property
    def _terms(self) -> list[_Term]:
        groups_of: dict[str, list[Group]] = {}
        for group in self._catalogue.groups:
            for member in group.members:
                groups_of.setdefault(member, []).append(group)
        terms: list[_Term] = []
        for number, entry in enumerate(self._entries):
            of_group: set[str] = set()
            names: list[tuple[str, float]] = [(entry.name, EXACT_NAME)]
            names += [(synonym, EXACT_SYNONYM) for synonym in entry.synonyms]
            if isinstance(entry, Muscle):
                latin = " ".join(_words(fold(entry.latin)))
                names += [(latin, EXACT_LATIN)] if latin else []
                for group in groups_of.get(entry.id, ()):
                    names += [(name, EXACT_MEMBER) for name in (group.name, *group.synonyms)]
                    of_group.update(fold(name) for name in (group.name, *group.synonyms))
                for name in (entry.name, latin):
                    initials = "".join(word[0] for word in _words(fold(name)))
                    if 2 <= len(initials) <= 4:
                        names.append((initials.upper(), EXACT_INITIALS))
            seen: set[str] = set()
            for name, exact in names:
                folded = fold(name)
                if folded and folded not in seen:
                    seen.add(folded)
                    if folded in of_group:  # "biceps" is the whole muscle first, then its heads
                        exact = EXACT_MEMBER
                    words = _words(folded)
                    terms.append(_Term(number, folded, folded.replace(" ", ""), words, name, exact))
        return terms

    @cached_property
    def _bags(self) -> list[tuple[str, ...]]:
        """All words an entry goes by, its groups' names left out."""
        bags: list[dict[str, None]] = [{} for _ in self._entries]
        for term in self._terms:
            if term.exact not in (EXACT_MEMBER, EXACT_INITIALS):
                bags[term.entry].update(dict.fromkeys((*term.words, *_spelled(term.words))))
        return [tuple(bag) for bag in bags]

    def find(self, text: str, limit: int = 12, specialist: bool = True) -> list[Found]:
        """The best answers, best first; `specialist` False leaves out what only specialists needle."""
        query = fold(text)[:80]
        if not query or limit < 1:
            return []
        best: dict[int, tuple[float, _Term | None]] = {}

        def offer(entry: int, score: float, term: _Term | None) -> None:
            if entry not in best or score > best[entry][0]:
                best[entry] = (score, term)

        compact = query.replace(" ", "")
        asked = _words(query)
        spelled = _spelled(asked)
        for term in self._terms:
            if term.compact == compact:
                offer(term.entry, term.exact, term)
            elif term.exact <= EXACT_MEMBER:
                continue  # a group's name and initials must be written out
            elif term.folded.startswith(query) or (len(query) > SHORT and term.compact.startswith(compact)):
                offer(term.entry, PREFIX + self._fullness(query, term), term)
            elif asked and (_begin(asked, term.words) or _begin(spelled, _spelled(term.words))):
                offer(term.entry, WORDS + self._fullness(query, term), term)
        for number, bag in enumerate(self._bags):
            if number not in best and asked and (_begin(asked, bag) or _begin(spelled, bag)):
                offer(number, BAG, None)
        if len(compact) > SHORT and max((score for score, _ in best.values()), default=0.0) < EXACT_INITIALS:
            self._guess(query, offer)
        order = sorted(best, key=lambda number: (-best[number][0], number))
        found: list[Found] = []
        for number in order:
            entry = self._entries[number]
            score, matched = best[number]
            if not specialist and isinstance(entry, Muscle) and entry.specialist:
                continue
            found.append(
                Found(
                    kind="muscle" if isinstance(entry, Muscle) else "group",
                    id=entry.id,
                    name=entry.name,
                    matched=matched.shown if matched else entry.name,
                    score=score,
                )
            )
            if len(found) == limit:
                break
        return found

    @staticmethod
    def _fullness(query: str, term: _Term) -> float:
        """0-8: how much of the term was typed, and a name before a synonym before Latin."""
        return 7.0 * len(query) / max(len(term.folded), len(query)) + (term.exact - EXACT_LATIN) / 2.0

    def _guess(self, query: str, offer: Callable[[int, float, _Term | None], None]) -> None:
        """Offers what is spelled nearly so: whole terms, word orders, and beginnings of terms not yet written out."""
        from rapidfuzz import fuzz, process

        terms = [term for term in self._terms if term.exact > EXACT_MEMBER and len(term.folded) > SHORT]
        whole = [term.folded for term in terms]
        started = [term.folded[: len(query)] for term in terms]
        for choices, scorer, factor in (
            (whole, fuzz.ratio, 1.0),
            (whole, fuzz.token_sort_ratio, 0.97),
            (started, fuzz.ratio, 0.93),
        ):
            for _, likeness, place in process.extract(
                query, choices, scorer=scorer, limit=24, score_cutoff=ALIKE / factor
            ):
                offer(terms[place].entry, FUZZY * likeness * factor / 100.0, terms[place])


def _begin(asked: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether each asked word begins another of the words, in any order."""
    left = list(words)
    for word in asked:
        for candidate in left:
            if candidate.startswith(word):
                left.remove(candidate)
                break
        else:
            return False
    return True
