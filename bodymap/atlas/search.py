"""Finds muscles and groups by name, Latin, synonym, abbreviation, the beginnings of words, or a typing error.

Ranks, best first: a whole name or synonym; the Latin name; the group a muscle belongs to; initials; the beginning of a
name; the beginnings of its words in any order; what is spelled nearly so.

A phrase that several entries are called by is asked back and never guessed: an abbreviation (PT: pronator teres,
tibialis posterior, peroneus tertius), whole words that several names share ("teres", "biceps long head"), or a typing
error equally near to several. Each of these answers then carries `reading`. A name written out is always meant; half a
word is not asked back, for it is still being typed.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from bodymap.atlas.body import Found, Group, Muscle
from bodymap.atlas.catalogue import Catalogue

EXACT_NAME, EXACT_SYNONYM, EXACT_LATIN, EXACT_MEMBER, EXACT_INITIALS = 100.0, 99.0, 98.0, 97.0, 96.0
LATIN_INITIALS = 94.0  # hardly anyone's abbreviation: no reading beside one of the above
RESPELLED = 1.25  # what an exact answer loses for another spelling, ending or order of words
PREFIX, WORDS, BAG, FUZZY = 85.0, 75.0, 68.0, 60.0
ALIKE = 76.0  # of 100: the least likeness of a typing error that is offered
SHORT = 3  # letters up to which nothing is guessed from likeness
NOT_CALLED, SHARES, BEGINS, CALLED = range(4)  # how far an entry is called by the phrase: see `_readings`

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_FILLERS = frozenset(("of", "the", "musculus", "musculi", "muscle", "muscles"))
_MUSCLE = ("m", "mm")  # before a Latin name; "semi-m" is a name
# Words that differ between the UK and the US, between old and new terms, or that are said short: all become the second.
# Final -ae and plural -s are folded by rule.
_SPELLINGS = {
    "fibre": "fiber",
    "peroneus": "fibularis",
    "peroneal": "fibularis",
    "peronaeus": "fibularis",
    "fibular": "fibularis",
    "scalene": "scalenus",
    "tibial": "tibialis",
    "interosseous": "interossei",
    "interosseus": "interossei",
    "gastroc": "gastrocnemius",
    "delt": "deltoid",
    "trap": "trapezius",
    "pec": "pectoralis",
    "glute": "gluteus",
    "tib": "tibialis",
}
_NOT_PLURAL = ("us", "is", "as", "ss")


def fold(text: str) -> str:
    """Small letters without accents, single spaces, no punctuation: how names are compared."""
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", plain).strip()


def _words(folded: str) -> tuple[str, ...]:
    """The words that tell one name from another."""
    words = folded.split()
    if len(words) > 1 and words[0] in _MUSCLE:
        del words[0]
    return tuple(word for word in words if word not in _FILLERS)


@cache
def _known(word: str) -> str:
    """`_spell` of a catalogue's word: there are few, said many times."""
    return _spell(word)


def _spell(word: str) -> str:
    """One spelling for a word's variants: scapulae and scapula, fibres and fiber, traps and trapezius."""
    plural = word.endswith("s") and not word.endswith(_NOT_PLURAL)
    if (len(word) > 4 and (plural or word.endswith("ae"))) or (plural and word[:-1] in _SPELLINGS):
        word = word[:-1]
    return _SPELLINGS.get(word, word)


def _spelled(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_spell(word) for word in words)


@dataclass(frozen=True, slots=True)
class _Term:
    """One thing an entry can be called."""

    entry: int
    folded: str
    compact: str
    words: tuple[str, ...]
    spelled: tuple[str, ...]
    key: tuple[str, ...]  # the spelled words in the alphabet's order
    letters: frozenset[str]  # those that its words begin with, as written and as spelled
    shown: str
    exact: float


@dataclass(slots=True)
class _Offer:
    """The best that was found for one entry so far."""

    score: float
    term: _Term | None
    called: int = NOT_CALLED


class _Beginnings:
    """Words, each with the number of what it belongs to, found by what they begin with."""

    def __init__(self, words: Iterable[tuple[str, int]]) -> None:
        self._sorted = sorted(words)

    def under(self, beginnings: Iterable[str]) -> set[int]:
        """The numbers of those that begin with one of these."""
        found: set[int] = set()
        for beginning in beginnings:
            at = bisect_left(self._sorted, (beginning,))
            while at < len(self._sorted) and self._sorted[at][0].startswith(beginning):
                found.add(self._sorted[at][1])
                at += 1
        return found


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
        whole = {muscle.parent for muscle in self._catalogue.muscles}
        terms: list[_Term] = []
        for number, entry in enumerate(self._entries):
            of_group: set[tuple[str, ...]] = set()
            names: list[tuple[str, float]] = [(entry.name, EXACT_NAME)]
            names += [(synonym, EXACT_SYNONYM) for synonym in entry.synonyms]
            initialled = [(entry.name, EXACT_INITIALS)]
            if isinstance(entry, Muscle):
                latin = " ".join(_words(fold(entry.latin)))
                names += [(latin, EXACT_LATIN)] if latin else []
                for group in groups_of.get(entry.id, ()):
                    names += [(name, EXACT_MEMBER) for name in (group.name, *group.synonyms)]
                    of_group.update(_key(name) for name in (group.name, *group.synonyms))
                initialled.append((latin, LATIN_INITIALS))
            elif entry.id not in whole:  # "hip flexors" is a description, "pectoralis major" a name
                initialled.clear()
            for name, exact in initialled:
                initials = "".join(word[0] for word in _words(fold(name)))
                if 2 <= len(initials) <= 4:
                    names.append((initials.upper(), exact))
            seen: set[str] = set()
            for name, exact in names:
                folded = fold(name)
                if folded and folded not in seen:
                    seen.add(folded)
                    words = _words(folded)
                    spelled = tuple(map(_known, words))
                    key = tuple(sorted(spelled))
                    if key in of_group:  # "biceps" is the whole muscle first, then its heads
                        exact = EXACT_MEMBER
                    compact = folded.replace(" ", "")
                    letters = frozenset(word[0] for word in (folded, *words, *spelled))
                    terms.append(_Term(number, folded, compact, words, spelled, key, letters, name, exact))
        return terms

    @cached_property
    def _bags(self) -> list[tuple[str, ...]]:
        """All words an entry goes by, its groups' names left out."""
        bags: list[dict[str, None]] = [{} for _ in self._entries]
        for term in self._terms:
            if term.exact > EXACT_MEMBER:
                bags[term.entry].update(dict.fromkeys((*term.words, *term.spelled)))
        return [tuple(bag) for bag in bags]

    @cached_property
    def _written_out(self) -> tuple[list[_Term], list[str]]:
        """What a typing error can be near to, and its letters."""
        terms = [term for term in self._terms if term.exact > EXACT_MEMBER and len(term.folded) > SHORT]
        return terms, [term.folded for term in terms]

    @cached_property
    def _half_words(self) -> frozenset[str]:
        """Words of synonyms that only begin a word of the names (ext, med): who typed them may be going on."""
        full = {
            word for term in self._terms if term.exact in (EXACT_NAME, EXACT_LATIN) for word in term.spelled
        }
        begun = {word[:length] for word in full for length in range(1, len(word))} - full
        return frozenset(begun.intersection(word for term in self._terms for word in term.spelled))

    @cached_property
    def _term_words(self) -> _Beginnings:
        return _Beginnings(
            (word, number)
            for number, term in enumerate(self._terms)
            for word in {*term.words, *term.spelled, term.folded, term.compact}
        )

    @cached_property
    def _bag_words(self) -> _Beginnings:
        return _Beginnings((word, number) for number, bag in enumerate(self._bags) for word in bag)

    @cached_property
    def _by_key(self) -> dict[tuple[str, ...], list[int]]:
        found: dict[tuple[str, ...], list[int]] = {}
        for number, term in enumerate(self._terms):
            found.setdefault(term.key, []).append(number)
        return found

    def _worth_a_look(
        self, query: str, compact: str, key: tuple[str, ...], first: tuple[str, ...]
    ) -> list[_Term]:
        """Those terms, in their order, that can answer at all: looking at each of them at each keystroke is slow."""
        numbers = self._term_words.under((query, compact, *first))
        numbers.update(self._by_key.get(key, ()))
        return [self._terms[number] for number in sorted(numbers)]

    def prepare(self) -> None:
        """Build the index and load what guesses at typing errors, so that the first answer waits for neither."""
        self.find("prepared")

    def find(self, text: str, limit: int = 12, specialist: bool = True) -> list[Found]:
        """The best answers, best first; `specialist` False leaves out what only specialists needle.

        Where the phrase must be asked back, `reading` marks the answers to choose from.
        """
        query = fold(text)[:80]
        if not query or limit < 1:
            return []
        best: dict[int, _Offer] = {}

        def offer(entry: int, score: float, term: _Term | None, called: int = NOT_CALLED) -> None:
            old = best.setdefault(entry, _Offer(score, term))
            old.called = max(old.called, called)
            if score > old.score:
                old.score, old.term = score, term

        compact = query.replace(" ", "")
        asked = _words(query)
        spelled = _spelled(asked)
        key = tuple(sorted(spelled))
        letters = {word[0] for word in (query, *asked[:1], *spelled[:1])}
        full_words = bool(spelled) and self._half_words.isdisjoint(spelled)
        for term in self._worth_a_look(query, compact, key, asked[:1] + spelled[:1]):
            if term.compact == compact or (key and term.key == key and term.exact > EXACT_INITIALS):
                score = term.exact if term.compact == compact else term.exact - RESPELLED
                offer(term.entry, score, term, NOT_CALLED if term.exact == EXACT_MEMBER else CALLED)
                continue
            if term.exact <= EXACT_MEMBER or letters.isdisjoint(term.letters):
                continue  # a group's name and initials must be written out
            called = NOT_CALLED
            if full_words and _contains(term.spelled, spelled):
                called = BEGINS if term.spelled[: len(spelled)] == spelled else SHARES
            if term.folded.startswith(query) or (len(query) > SHORT and term.compact.startswith(compact)):
                offer(term.entry, PREFIX + self._fullness(query, term), term, called)
            elif asked and (_begin(asked, term.words) or _begin(spelled, term.spelled)):
                offer(term.entry, WORDS + self._fullness(query, term), term, called)
        for number in sorted(self._bag_words.under(asked[:1] + spelled[:1])):
            bag = self._bags[number]
            if number not in best and asked and (_begin(asked, bag) or _begin(spelled, bag)):
                offer(number, BAG, None, SHARES if full_words and _contains(bag, spelled) else NOT_CALLED)
        if len(compact) > SHORT and max((one.score for one in best.values()), default=0.0) < LATIN_INITIALS:
            self._guess(query, offer)
        if not specialist:
            for number in list(best):
                entry = self._entries[number]
                if isinstance(entry, Muscle) and entry.specialist:
                    del best[number]
        readings = _readings(best)
        found: list[Found] = []
        for number in sorted(best, key=lambda number: (-best[number].score, number))[:limit]:
            entry, one = self._entries[number], best[number]
            found.append(
                Found(
                    kind="muscle" if isinstance(entry, Muscle) else "group",
                    id=entry.id,
                    name=entry.name,
                    matched=one.term.shown if one.term else entry.name,
                    score=one.score,
                    reading=number in readings,
                )
            )
        return found

    @staticmethod
    def _fullness(query: str, term: _Term) -> float:
        """0-8: how much of the term was typed, and a name before a synonym before Latin."""
        return 7.0 * len(query) / max(len(term.folded), len(query)) + (term.exact - EXACT_LATIN) / 2.0

    def _guess(self, query: str, offer: Callable[[int, float, _Term | None], None]) -> None:
        """Offers what is spelled nearly so: whole terms, word orders, and beginnings of terms not yet written out."""
        from rapidfuzz import fuzz, process

        terms, whole = self._written_out
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


def _contains(words: tuple[str, ...], asked: tuple[str, ...]) -> bool:
    """Whether each asked word is one of the words."""
    return all(word in words for word in asked)


def _key(name: str) -> tuple[str, ...]:
    return tuple(sorted(map(_known, _words(fold(name)))))


def _readings(best: dict[int, _Offer]) -> set[int]:
    """The entries among which must be chosen; none where one is meant.

    Those that are called exactly this; else those whose names begin with these whole words; else those that share them;
    else those equally near to a typing error. The name of one of them, written out, is that one.
    """
    if not best:
        return set()
    top = max(one.score for one in best.values())
    if top > EXACT_SYNONYM:
        return set()
    called = {number for number, one in best.items() if one.called == CALLED}
    if any(best[number].score > LATIN_INITIALS for number in called):
        called = {number for number in called if best[number].score > LATIN_INITIALS}
    if not called:
        called = {number for number, one in best.items() if one.called == BEGINS}
        if len(called) < 2:
            called = {number for number, one in best.items() if one.called in (SHARES, BEGINS)}
    if not called and top <= FUZZY:
        called = {number for number, one in best.items() if one.score == top}
    return called if len(called) > 1 else set()
