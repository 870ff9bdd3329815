"""Find as you type: the patients, folded, in a sorted list in memory.

Held by a store and dropped when it closes. Plain Python: a scan of 100,000 keys takes a few milliseconds, and each
further letter only looks through what the letters before it left over.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from bodymap.charting.found import FoundPatients, PatientLine, find_key, fold
from bodymap.charting.records import Patient

Row = tuple[Patient, int, date | None]
"""A patient, how many visits (not removed), the date of the newest."""

_HIGHEST = "\U0010ffff"
_REMEMBERED = 24
_APART = str.maketrans("-'’,/.", "      ")


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the list keeps of one patient. `order` and `recency` end in the id, so that both are unique."""

    order: str
    recency: str
    key: str
    line: PatientLine
    made: str
    clinic_id: str


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of what was typed. Commas part words: lists show "family, given"."""
    return tuple(dict.fromkeys(fold(text).replace(",", " ").split()))


def _recency(line: PatientLine, made: str) -> str:
    """Sorts by the newest visit, or by the day the record was made where there is none yet."""
    seen = line.last_visit.isoformat() if line.last_visit else made[:10]
    return f"{seen}\0{made}\0{line.id}"


def _entry(patient: Patient, visits: int, last_visit: date | None) -> _Entry:
    line = PatientLine(patient.id, patient.name, patient.date_of_birth, patient.clinic_id, visits, last_visit)
    made = patient.created_at.isoformat() if patient.created_at else ""
    key = " " + find_key(patient)
    names = f"{patient.given_names} {patient.family_name} {patient.clinic_id}"
    parted = names.translate(_APART)
    if parted != names:  # "Lee" starts a word of "Smith-Lee"; the name as written stays findable too
        key += " " + fold(parted)
    name = fold(patient.family_name or patient.given_names)
    order = f"{name}\0{fold(patient.given_names)}\0{patient.id}"
    return _Entry(order, _recency(line, made), key, line, made, fold(patient.clinic_id.strip()))


def newest(rows: Iterable[Row], limit: int) -> tuple[PatientLine, ...]:
    """The lines of those seen most recently, in the order that the list gives for an empty text."""
    entries = sorted((_entry(*row) for row in rows), key=lambda entry: entry.recency, reverse=True)
    return tuple(entry.line for entry in entries[: max(limit, 0)])


class FindList:
    """The patients not removed, in order of name. Loaded in slices; kept up to date by the store that holds it."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}
        self._order: list[str] = []
        self._keys: list[str] = []
        self._recent: list[str] = []
        self._by_clinic_id: dict[str, set[str]] = {}
        self._memo: dict[tuple[str, ...], list[int]] = {}
        self._late: dict[str, Row | None] = {}
        self._loading: Iterator[None] | None = None
        self.ready = False

    # -- loading

    def load(self, batches: Iterable[Sequence[Row]], step: int) -> Iterator[None]:
        """Fill the list, a slice for each `next()`. What is put meanwhile is kept and taken in at the end."""
        order_runs: list[list[str]] = []
        recent_runs: list[list[str]] = []
        for batch in batches:
            entries = [_entry(*row) for row in batch]
            self._entries.update((entry.line.id, entry) for entry in entries)
            order_runs.append(sorted(entry.order for entry in entries))
            recent_runs.append(sorted(entry.recency for entry in entries))
            yield
        # Merging the sorted slices bit by bit: one sort of 100,000 would stall the window for 0.1 s.
        for runs, sink in ((order_runs, self._order), (recent_runs, self._recent)):
            merged = heapq.merge(*runs)
            while part := list(islice(merged, step)):
                sink.extend(part)
                yield
        entries_by_id = self._entries
        for start in range(0, len(self._order), step):
            part = self._order[start : start + step]
            self._keys.extend(entries_by_id[order.rpartition("\0")[2]].key for order in part)
            yield
        for entry in self._entries.values():
            if entry.clinic_id:
                self._by_clinic_id.setdefault(entry.clinic_id, set()).add(entry.line.id)
        self.ready = True
        late, self._late = self._late, {}
        for patient_id, row in late.items():
            if row is None:
                self.drop(patient_id)
            else:
                self.put(*row)

    # -- keeping it up to date

    def put(self, patient: Patient, visits: int, last_visit: date | None) -> None:
        """Take in a patient, new or changed."""
        if not self.ready:
            self._late[patient.id] = (patient, visits, last_visit)
            return
        entry = _entry(patient, visits, last_visit)
        old = self._entries.get(patient.id)
        if old is not None and (old.order, old.key) == (entry.order, entry.key):
            # Only the visits moved on: what was found so far still stands.
            del self._recent[bisect_left(self._recent, old.recency)]
            insort(self._recent, entry.recency)
            self._entries[patient.id] = entry
            return
        self.drop(patient.id)
        at = bisect_left(self._order, entry.order)
        self._order.insert(at, entry.order)
        self._keys.insert(at, entry.key)
        insort(self._recent, entry.recency)
        self._entries[patient.id] = entry
        if entry.clinic_id:
            self._by_clinic_id.setdefault(entry.clinic_id, set()).add(patient.id)
        self._memo.clear()

    def drop(self, patient_id: str) -> None:
        """Take a patient out; unknown ids are no harm."""
        if not self.ready:
            self._late[patient_id] = None
            return
        entry = self._entries.pop(patient_id, None)
        if entry is None:
            return
        at = bisect_left(self._order, entry.order)
        del self._order[at], self._keys[at]
        del self._recent[bisect_left(self._recent, entry.recency)]
        if entry.clinic_id:
            self._by_clinic_id[entry.clinic_id].discard(patient_id)
        self._memo.clear()

    # -- finding

    def find(self, text: str, limit: int) -> FoundPatients:
        """The lines that match, best first: start of the family name, start of any word, anywhere inside."""
        words = words_of(text)
        limit = max(limit, 0)
        if not words:
            newest = islice(reversed(self._recent), limit)
            return FoundPatients(tuple(self._line(recency) for recency in newest), len(self._order))
        matches = self._matches(words)
        lines = tuple(self._line(self._order[at]) for at in islice(self._ranked(words, matches), limit))
        return FoundPatients(lines, len(matches))

    def _line(self, sort_key: str) -> PatientLine:
        return self._entries[sort_key.rpartition("\0")[2]].line

    def _matches(self, words: tuple[str, ...]) -> list[int]:
        """The places, in order of name, whose keys hold every word."""
        known = self._memo.get(words)
        if known is not None:
            return known
        best: list[int] | None = None
        done: tuple[str, ...] = ()
        for old, places in self._memo.items():
            # If every old word is inside a new one, whatever matches now matched then.
            if (best is None or len(places) < len(best)) and all(any(o in w for w in words) for o in old):
                best, done = places, old
        keys = self._keys
        for word in sorted((w for w in words if w not in done), key=len, reverse=True):
            if best is None:
                best = [at for at, key in enumerate(keys) if word in key]
            else:
                best = [at for at in best if word in keys[at]]
        matches = best if best is not None else []
        while len(self._memo) >= _REMEMBERED:
            del self._memo[next(iter(self._memo))]
        self._memo[words] = matches
        return matches

    def _ranked(self, words: tuple[str, ...], matches: list[int]) -> Iterator[int]:
        """The matches, best first, as far as they are asked for."""
        first: set[int] = set()
        for word in words:
            low, high = bisect_left(self._order, word), bisect_left(self._order, word + _HIGHEST)
            if low < high:
                first.update(matches[bisect_left(matches, low) : bisect_left(matches, high)])
        yield from sorted(first)
        keys = self._keys
        starts = [" " + word for word in words]
        inside: list[int] = []
        for at in matches:
            if at in first:
                continue
            key = keys[at]
            for start in starts:
                if start not in key:
                    inside.append(at)
                    break
            else:
                yield at
        yield from inside

    def like(self, patient: Patient, read: Callable[[str], Patient]) -> list[Patient]:
        """Others with the same clinic id, or the same folded name and a date of birth that does not differ."""
        ids: dict[str, None] = {}
        clinic_id = fold(patient.clinic_id.strip())
        if clinic_id:
            ids.update(dict.fromkeys(sorted(self._by_clinic_id.get(clinic_id, ()))))
        family, given = fold(patient.family_name), fold(patient.given_names)
        if family or given:
            start = f"{family or given}\0{given}\0"
            low, high = bisect_left(self._order, start), bisect_left(self._order, start + _HIGHEST)
            for order in self._order[low:high]:
                line = self._entries[order.rpartition("\0")[2]].line
                if None in (patient.date_of_birth, line.date_of_birth) or (
                    patient.date_of_birth == line.date_of_birth
                ):
                    ids[line.id] = None
        ids.pop(patient.id, None)
        return [read(patient_id) for patient_id in ids]
