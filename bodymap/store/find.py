"""Find as you type: the patients, folded, in an index in memory. Held by a store and dropped when it closes.

A scan of 100,000 keys takes 10 to 40 ms, which is too slow for a keystroke. So each pair of neighbouring letters has a
bit map, one bit a patient, in a Python integer: one or two letters are answered by the maps alone, longer words by the
few patients whose maps all agree. Joining words is `&`, counting is `bit_count`.
"""

from __future__ import annotations

import heapq
from array import array
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import compress, islice, repeat
from operator import add, contains

from bodymap.charting.found import FoundPatients, PatientLine, find_key, fold
from bodymap.charting.records import Patient

Row = tuple[Patient, int, date | None]
"""A patient, how many visits (not removed), the date of the newest."""

_HIGHEST = "\U0010ffff"
_REMEMBERED = 64
_APART = str.maketrans("-'’,/.", "      ")
_DIGITS = bytes.maketrans(b"\0\1", b"01")
_BITS = bytes.maketrans(b"01", b"\0\1")


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of what was typed. Commas part words: lists show "family, given"."""
    return tuple(dict.fromkeys(fold(text).replace(",", " ").split()))


class _Entry:
    """What the list keeps of one patient. `order` and `recency` sort, and end in the id so that both are unique."""

    __slots__ = ("last_visit", "made", "order", "patient", "recency", "visits")

    def __init__(self, patient: Patient, visits: int, last_visit: date | None) -> None:
        self.patient = patient
        self.visits = visits
        self.last_visit = last_visit
        given = fold(patient.given_names)
        self.order = f"{fold(patient.family_name) or given}\0{given}\0{patient.id}"
        self.made = patient.created_at.isoformat() if patient.created_at else ""
        # By the newest visit, or by the day the record was made where there is none yet.
        seen = last_visit.isoformat() if last_visit else self.made[:10]
        self.recency = f"{seen}\0{self.made}\0{patient.id}"

    def line(self) -> PatientLine:
        p = self.patient
        return PatientLine(p.id, p.name, p.date_of_birth, p.clinic_id, self.visits, self.last_visit)


def _id_of(sort_key: str) -> str:
    return sort_key.rpartition("\0")[2]


@lru_cache(maxsize=40_000)
def _date_key(day: date) -> str:
    """The date of birth as people write it. Kept, because 100,000 patients share some 30,000 of them."""
    return find_key(Patient("", date_of_birth=day))


@lru_cache(maxsize=40_000)
def _date_pairs(day: date) -> frozenset[str]:
    return _pairs(f" {_date_key(day)} ")


def _pairs(text: str) -> frozenset[str]:
    return frozenset(map(add, text, text[1:]))


def _name_key(patient: Patient) -> str:
    """All but the date of birth, a blank before and after each word."""
    key = find_key(Patient("", patient.family_name, patient.given_names, clinic_id=patient.clinic_id))
    names = fold(f"{patient.given_names} {patient.family_name}")
    parted = names.translate(_APART)
    # "Lee" starts a word of "Smith-Lee"; the name as written stays findable too.
    return f" {key} {parted} " if parted != names else f" {key} "


def _with_date(key: str, day: date | None) -> str:
    return f"{key}{_date_key(day)} " if day is not None else key


def newest(rows: Iterable[Row], limit: int) -> tuple[PatientLine, ...]:
    """The lines of those seen most recently, in the order that the list gives for an empty text."""
    entries = sorted((_Entry(*row) for row in rows), key=lambda entry: entry.recency, reverse=True)
    return tuple(entry.line() for entry in entries[: max(limit, 0)])


class FindList:
    """The patients not removed. Loaded in slices; kept up to date by the store that holds it.

    Each patient has a place, a bit number. Places up to `len(self._order)` are in order of name; those of patients new
    or renamed since loading follow in the order they came. A place is never used again: `_alive` says which count.
    """

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}
        self._place: dict[str, int] = {}
        self._at: list[_Entry] = []
        self._keys: list[str] = []
        self._order: list[str] = []
        self._recent: list[str] = []
        self._maps: dict[str, int] = {}
        self._alive = 0
        self._by_clinic_id: dict[str, set[str]] = {}
        self._by_name: dict[str, set[str]] = {}
        self._memo: dict[str, int] = {}
        self._late: dict[str, Row | None] = {}
        self.ready = False

    # -- loading

    def load(self, batches: Iterable[Sequence[Row]], step: int) -> Iterator[None]:
        """Fill the list, a slice for each `next()`. What is put meanwhile is kept and taken in at the end."""
        runs: tuple[list[list[str]], list[list[str]]] = ([], [])
        for batch in batches:
            entries = [_Entry(*row) for row in batch]
            self._entries.update((entry.patient.id, entry) for entry in entries)
            runs[0].append(sorted(entry.order for entry in entries))
            runs[1].append(sorted(entry.recency for entry in entries))
            yield
        # Merging the sorted slices bit by bit: one sort of 100,000 would stall the window for 0.1 s.
        for sorted_slices, sink in zip(runs, (self._order, self._recent), strict=True):
            merged = heapq.merge(*sorted_slices)
            while part := list(islice(merged, step * 10)):
                sink.extend(part)
                yield
        places: dict[
            str, array[int]
        ] = {}  # arrays: millions of boxed numbers would cost memory and collector pauses
        for place, order in enumerate(self._order):
            for pair in self._take(self._entries[_id_of(order)], place):
                found = places.get(pair)
                if found is None:
                    places[pair] = array("L", (place,))
                else:
                    found.append(place)
            if place % step == step - 1:
                yield
        since = 0
        for pair, found in places.items():
            self._maps[pair] = self._map_of(found)
            since += len(found)
            if since > step * 100:
                since = 0
                yield
        self._alive = (1 << len(self._order)) - 1
        self.ready = True
        late, self._late = self._late, {}
        for patient_id, row in late.items():
            if row is None:
                self.drop(patient_id)
            else:
                self.put(*row)

    def _take(self, entry: _Entry, place: int) -> Iterable[str]:
        """Give the entry its place; the pairs of letters it is found by."""
        patient = entry.patient
        key = _name_key(patient)
        self._at.append(entry)
        # Made here, in order of place: a scan then walks through memory instead of jumping about in it.
        self._keys.append(_with_date(key, patient.date_of_birth))
        self._place[patient.id] = place
        self._by_name.setdefault(_same_name(patient), set()).add(patient.id)
        if clinic_id := fold(patient.clinic_id.strip()):
            self._by_clinic_id.setdefault(clinic_id, set()).add(patient.id)
        pairs = _pairs(key)
        return pairs | _date_pairs(patient.date_of_birth) if patient.date_of_birth is not None else pairs

    def _map_of(self, places: Iterable[int]) -> int:
        """The map with these bits set."""
        bits = bytearray((len(self._at) + 7) // 8)
        for place in places:
            bits[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(bits, "little")

    # -- keeping it up to date

    def put(self, patient: Patient, visits: int, last_visit: date | None) -> None:
        """Take in a patient, new or changed."""
        if not self.ready:
            self._late[patient.id] = (patient, visits, last_visit)
            return
        entry = _Entry(patient, visits, last_visit)
        old = self._entries.get(patient.id)
        if old is not None and _same_key(old.patient, patient):
            # Only what is not searched moved on: the place stays, and what was found so far still stands.
            del self._recent[bisect_left(self._recent, old.recency)]
            self._at[self._place[patient.id]] = entry
        else:
            self.drop(patient.id)
            place = len(self._at)
            bit = 1 << place
            for pair in self._take(entry, place):
                self._maps[pair] = self._maps.get(pair, 0) | bit
            self._alive |= bit
            self._memo.clear()
        insort(self._recent, entry.recency)
        self._entries[patient.id] = entry

    def drop(self, patient_id: str) -> None:
        """Take a patient out; unknown ids are no harm."""
        if not self.ready:
            self._late[patient_id] = None
            return
        entry = self._entries.pop(patient_id, None)
        if entry is None:
            return
        self._alive &= ~(1 << self._place.pop(patient_id))
        del self._recent[bisect_left(self._recent, entry.recency)]
        self._by_name[_same_name(entry.patient)].discard(patient_id)
        if clinic_id := fold(entry.patient.clinic_id.strip()):
            self._by_clinic_id[clinic_id].discard(patient_id)

    # -- finding

    def find(self, text: str, limit: int) -> FoundPatients:
        """The lines that match, best first: start of the family name, start of any word, anywhere inside."""
        words = words_of(text)
        limit = max(limit, 0)
        if not words:
            recent = islice(reversed(self._recent), limit)
            return FoundPatients(tuple(self._entries[_id_of(r)].line() for r in recent), len(self._entries))
        matches = self._alive
        for word in words:
            matches &= self._holding(word)
        lines = [self._at[place].line() for place in islice(self._ranked(words, matches), limit)]
        return FoundPatients(tuple(lines), matches.bit_count())

    def _holding(self, word: str) -> int:
        """The map of those whose keys hold the word somewhere."""
        known = self._memo.get(word)
        if known is not None:
            return known
        maps = self._maps
        if len(word) == 1:
            found = 0
            for pair, holding in maps.items():
                if pair[0] == word:
                    found |= holding
        else:
            found = self._alive
            for pair in _pairs(word):
                found &= maps.get(pair, 0)
            if len(word) > 2:
                # What held a part of the word narrows it further: the word as it was one keystroke ago, usually.
                for part, holding in self._memo.items():
                    if part in word:
                        found &= holding
                found = self._verified(word, found)
        while len(self._memo) >= _REMEMBERED:
            del self._memo[next(iter(self._memo))]
        self._memo[word] = found
        return found

    def _verified(self, word: str, candidates: int) -> int:
        """Those candidates that hold the whole word, not only all its pairs."""
        keys = self._keys
        if candidates.bit_count() * 3 > len(keys):
            # Many: looking into every key without a step of Python in between is faster than picking them out.
            flags = bytes(map(contains, keys, repeat(word)))
            return candidates & int(flags[::-1].translate(_DIGITS), 2)
        places = list(_places(candidates))
        return self._map_of(compress(places, map(contains, map(keys.__getitem__, places), repeat(word))))

    def _ranked(self, words: Sequence[str], matches: int) -> Iterator[int]:
        """The places of the matches, best first, as far as they are asked for."""
        by_family = 0
        tail = len(self._order)
        later = [(place, self._at[place].order) for place in _places(matches >> tail << tail)]
        for word in words:
            low, high = bisect_left(self._order, word), bisect_left(self._order, word + _HIGHEST)
            by_family |= ((1 << high) - 1) ^ ((1 << low) - 1)
            for place, order in later:
                if order.startswith(word):
                    by_family |= 1 << place
        yield from self._by_name_order(matches & by_family)
        rest = matches & ~by_family
        starts = [" " + word for word in words]
        starting = rest
        for start in starts:
            for pair in _pairs(start):
                starting &= self._maps.get(pair, 0)
        # Looked into one by one, because seldom more than the first screenful is asked for.
        yielded = 0
        for place in self._by_name_order(starting):
            key = self._keys[place]
            if all(start in key for start in starts):
                yielded |= 1 << place
                yield place
        yield from self._by_name_order(rest & ~yielded)

    def _by_name_order(self, matches: int) -> Iterator[int]:
        """The places in order of name: the sorted ones as they come, the later ones merged in."""
        tail = len(self._order)
        later = matches >> tail
        if not later:
            return _places(matches)
        order = self._at.__getitem__
        late = sorted((place + tail for place in _places(later)), key=lambda place: order(place).order)
        return heapq.merge(_places(matches & ((1 << tail) - 1)), late, key=lambda place: order(place).order)

    def like(self, patient: Patient, read: Callable[[str], Patient]) -> list[Patient]:
        """Others with the same clinic id, or the same folded name and a date of birth that does not differ."""
        ids: dict[str, None] = {}
        if clinic_id := fold(patient.clinic_id.strip()):
            ids.update(dict.fromkeys(sorted(self._by_clinic_id.get(clinic_id, ()))))
        if patient.name:
            for patient_id in sorted(self._by_name.get(_same_name(patient), ())):
                born = self._entries[patient_id].patient.date_of_birth
                if born is None or patient.date_of_birth is None or born == patient.date_of_birth:
                    ids[patient_id] = None
        ids.pop(patient.id, None)
        return [read(patient_id) for patient_id in ids]


def _same_name(patient: Patient) -> str:
    """Equal for names that fold alike, blanks apart."""
    return "\0".join(" ".join(fold(part).split()) for part in (patient.family_name, patient.given_names))


def _same_key(old: Patient, new: Patient) -> bool:
    return (old.family_name, old.given_names, old.clinic_id, old.date_of_birth) == (
        new.family_name,
        new.given_names,
        new.clinic_id,
        new.date_of_birth,
    )


def _places(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set, ascending. Few are stepped through, many are spread out as flags."""
    digits = bin(bits)[:1:-1]  # lowest bit first
    if bits.bit_count() * 8 < len(digits):
        at = digits.find("1")
        while at >= 0:
            yield at
            at = digits.find("1", at + 1)
    else:
        yield from compress(range(len(digits)), digits.encode().translate(_BITS))
