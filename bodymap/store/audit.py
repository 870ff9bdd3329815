"""The audit's chain: what one change is worth, its salted digests, and the hash that ties it to the entry before.

The chain hashes digests, never values. Each digest is taken over a random salt and the value, and both stand in a table
of their own: a lawful erasure drops salt and value, and the chain still verifies while nobody can guess what was there.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, replace
from typing import Any

from bodymap.charting.edits import Change
from bodymap.charting.records import NoteSection, plain


@dataclass(frozen=True, slots=True)
class Patch:
    """How one text became another: at `start` (in characters) `removed` went and `inserted` came."""

    start: int
    removed: str
    inserted: str

    def forward(self, text: str) -> str:
        """The text after, from the text before. ValueError if it is not the text this patch was made of."""
        return self._swapped(text, self.removed, self.inserted)

    def back(self, text: str) -> str:
        """The text before, from the text after."""
        return self._swapped(text, self.inserted, self.removed)

    def _swapped(self, text: str, out: str, into: str) -> str:
        end = self.start + len(out)
        if text[self.start : end] != out:
            raise ValueError("the patch does not belong to this text")
        return text[: self.start] + into + text[end:]


def patch(before: str, after: str) -> Patch:
    """The smallest single replacement that turns one text into the other."""
    start = _common(before, after)
    shortest = min(len(before), len(after)) - start
    tail = (
        _common(before[len(before) - shortest :][::-1], after[len(after) - shortest :][::-1])
        if shortest
        else 0
    )
    return Patch(start, before[start : len(before) - tail], after[start : len(after) - tail])


def _common(one: str, other: str) -> int:
    """How many characters two texts share at their start; by halving, which compares memory instead of characters."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def values_of(change: Change) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """The fields that differ, before (None for a new record) and after; a note's text as a patch."""
    after = plain(change.after)
    before = plain(change.before) if change.before is not None else None
    names = [name for name in after if name != "revision" and (before is None or before[name] != after[name])]
    new = {name: after[name] for name in names}
    old = {name: before[name] for name in names} if before is not None else None
    if isinstance(change.after, NoteSection) and "text" in new:
        text_before = change.before.text if isinstance(change.before, NoteSection) else ""
        step = patch(text_before, change.after.text)
        new["text"] = {"start": step.start, "inserted": step.inserted}
        if old is not None:
            old["text"] = {"start": step.start, "removed": step.removed}
    return old, new


_ENCODE = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode
"""Made once: `json.dumps` makes an encoder anew for each of the entries that are verified."""


def canonical(value: Any) -> str:
    """JSON with one possible spelling: sorted keys, no spaces, every character as itself."""
    return _ENCODE(value)


def new_salt() -> bytes:
    return secrets.token_bytes(16)


def digest(salt: bytes, text: str) -> str:
    """What the chain knows of a value."""
    return hashlib.sha256(salt + text.encode()).hexdigest()


def genesis(vault_id: str) -> str:
    """What the first entry is tied to, so that a chain cannot be moved into another vault."""
    return hashlib.sha256(f"bodymap audit 1 {vault_id}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the audit without its values."""

    number: int
    at: str
    therapist_id: str
    action: str
    kind: str
    record_id: str
    revision: int
    digest_old: str | None
    digest_new: str
    previous: str

    def hash(self) -> str:
        """Over everything the entry says and the hash of the one before."""
        said = [
            self.number,
            self.at,
            self.therapist_id,
            self.action,
            self.kind,
            self.record_id,
            self.revision,
            self.digest_old,
            self.digest_new,
            self.previous,
        ]
        return hashlib.sha256(canonical(said).encode()).hexdigest()


def with_digests(entry: Entry, digest_old: str | None, digest_new: str) -> Entry:
    """The entry with what it knows of its values."""
    return replace(entry, digest_old=digest_old, digest_new=digest_new)
