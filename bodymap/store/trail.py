"""The audit read back: each step of a record with the record before and after it, and whether the chain holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from bodymap.charting.audit import AuditHead, ChainState, Step
from bodymap.charting.edits import Change
from bodymap.charting.kinds import Record, from_plain
from bodymap.store import audit

Told = tuple[audit.Entry, dict[str, Any] | None, dict[str, Any] | None]
"""An entry with its values before and after, as `audit.values_of` makes them; no values after: they were erased."""

Progress = Callable[[int, int], bool]
"""Told how many entries of how many were looked at; False stops."""

COLUMNS = (
    "a.number, a.at, a.therapist_id, a.action, a.kind, a.record_id, a.revision, a.digest_old, a.digest_new,"
    " a.previous, a.hash, v.salt_old, v.old, v.salt_new, v.new"
)
FROM = "audit a LEFT JOIN audit_values v ON v.number = a.number"


def entry_of(row: Sequence[Any]) -> audit.Entry:
    """The entry in a row of COLUMNS."""
    return audit.Entry(row[0], row[1], row[2] or "", *row[3:10])


def told(row: Sequence[Any]) -> Told:
    """Entry and values in a row of COLUMNS."""
    old, new = row[12], row[14]
    return (
        entry_of(row),
        json.loads(old) if old is not None else None,
        json.loads(new) if new is not None else None,
    )


def verified(rows: Iterable[Sequence[Any]], genesis: str) -> ChainState:
    """Whether each entry follows the one before and says what it said when it was written, its values too. The rows
    are all of the audit's, in order. Values that were erased break nothing: their digests stand."""
    previous, number = genesis, 0
    for row in rows:
        entry = entry_of(row)
        sound = entry.number == number + 1 and entry.previous == previous and entry.hash() == row[10]
        if sound and row[14] is not None:
            sound = audit.digest(row[13], row[14]) == entry.digest_new
            sound = sound and (row[12] is None) == (entry.digest_old is None)
            if sound and row[12] is not None:
                sound = audit.digest(row[11], row[12]) == entry.digest_old
        if not sound:
            return ChainState(AuditHead(number, previous), entry.number)
        previous, number = row[10], entry.number
    return ChainState(AuditHead(number, previous))


def steps(entries: Iterable[Told]) -> list[Step]:
    """Each entry as a step, in the order given; all entries of a record are there, from its first on."""
    data: dict[tuple[str, str], dict[str, Any]] = {}
    records: dict[tuple[str, str], Record | None] = {}
    found = []
    for entry, old, new in entries:
        which = entry.kind, entry.record_id
        lost = which in records and records[which] is None
        after = None if lost or new is None else _after(entry, data.setdefault(which, {}), old, new)
        change = Change(records.get(which), after) if after is not None else None
        records[which] = after
        at = datetime.fromisoformat(entry.at)
        found.append(Step(entry.number, at, entry.therapist_id, entry.action, *which, change))
    return found


def _after(
    entry: audit.Entry, data: dict[str, Any], old: dict[str, Any] | None, new: dict[str, Any]
) -> Record | None:
    """The record after the entry, `data` brought up to it; None where the entry does not fit what was before."""
    try:
        if entry.kind == "note" and "text" in new:
            removed = old["text"]["removed"] if old is not None else ""
            step = audit.Patch(new["text"]["start"], removed, new["text"]["inserted"])
            new = {**new, "text": step.forward(data.get("text", ""))}
        data.update(new)
        data["revision"] = entry.revision
        return from_plain(entry.kind, data)
    except (KeyError, TypeError, ValueError):
        return None
