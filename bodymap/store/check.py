"""Whether the records are what was recorded: pages, structure, audit chain, values, each record against its audit."""

from __future__ import annotations

import contextlib
import dataclasses
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bodymap.charting.faults import RecordsFault
from bodymap.charting.kinds import RECORD_TYPES
from bodymap.charting.records import Clinic, plain
from bodymap.store import audit
from bodymap.store.database import Error, faults, integrity
from bodymap.store.migrations import APPEND_ONLY, RECORD_TABLES
from bodymap.store.rows import TABLES
from bodymap.store.vault import HEAD_NAME, Vault


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. `kind` is a stable word; `number` the audit entry, `record` the record it is about.

    Kinds: RecordsFault's where the records cannot be opened; pages, structure, chain, value, erased, record, head.
    """

    kind: str
    sentence: str
    number: int | None = None
    record: str | None = None


def check(records: Path | str | Vault) -> list[Finding]:
    """Everything that is wrong with a folder's records, or with open ones. Empty: all is well."""
    if isinstance(records, Vault):
        return list(_findings(records))
    try:
        with Vault.open(records) as vault:
            return list(_findings(vault))
    except RecordsFault as fault:
        return [Finding(fault.kind, str(fault))]


def _findings(vault: Vault) -> Iterator[Finding]:
    conn = vault.database.conn
    with faults(vault.folder):
        try:
            # So that the pages' seals are verified in the file as it will be, log included; a full disk forbids it.
            with contextlib.suppress(Error):
                conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            for what in integrity(vault.database, deep=True):
                kind = "pages" if what.startswith("page") else "structure"
                yield Finding(kind, f"The file of the records is damaged ({what}).")
            yield from _schema(vault)
        except Error:
            yield Finding("structure", "The file of the records is damaged: its structure cannot be read.")
            return
        replay = _Replay()
        yield from _chain(vault, replay)
        yield from replay.compared(vault)
        yield from _head(vault)


def _schema(vault: Vault) -> Iterator[Finding]:
    """The guards that the file itself holds: a dropped one is how tampering starts."""
    expected = {f"{table}_are_never_erased" for table in RECORD_TABLES} | {
        f"{t}_rise_by_one" for t in RECORD_TABLES
    }
    expected |= {f"{table}_refuse_{verb}" for table in APPEND_ONLY for verb in ("update", "delete")}
    rows = vault.database.conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    missing = sorted(expected - {row[0] for row in rows})
    if missing:
        yield Finding("structure", f"Guards of the file have been taken out: {', '.join(missing)}.")


_ENTRIES = (
    "SELECT a.number, a.at, a.therapist_id, a.action, a.kind, a.record_id, a.revision, a.digest_old, a.digest_new,"
    " a.previous, a.hash, v.salt_old, v.old, v.salt_new, v.new"
    " FROM audit a LEFT JOIN audit_values v ON v.number = a.number ORDER BY a.number"
)


def _chain(vault: Vault, replay: _Replay) -> Iterator[Finding]:
    previous, expected = audit.genesis(vault.id), 1
    for row in vault.database.conn.execute(_ENTRIES):
        number, kind, record_id = row[0], row[4], row[5]
        entry = audit.Entry(number, row[1], row[2] or "", row[3], kind, record_id, *row[6:10])
        if number != expected:
            yield Finding("chain", f"Audit entries {expected} to {number - 1} are missing.", expected)
        elif entry.previous != previous:
            yield Finding("chain", f"Audit entry {number} does not follow the one before it.", number)
        if entry.hash() != row[10]:
            yield Finding(
                "chain", f"Audit entry {number} was altered after it was written.", number, record_id
            )
        previous, expected = row[10], number + 1
        old, new = row[12], row[14]
        if new is None:
            yield Finding(
                "erased", f"The values of audit entry {number} are gone; only their digests stand.", number
            )
            replay.lost(kind, record_id)
            continue
        sound = audit.digest(row[13], new) == entry.digest_new
        if (old is None) != (entry.digest_old is None):
            sound = False
        elif old is not None:
            sound = sound and audit.digest(row[11], old) == entry.digest_old
        if not sound:
            yield Finding("value", f"The values of audit entry {number} were altered.", number, record_id)
            replay.lost(kind, record_id)
            continue
        finding = replay.follow(entry, json.loads(old) if old is not None else None, json.loads(new))
        if finding is not None:
            yield finding


_UNSAID = {
    kind: {
        field.name: plain(field.default)
        for field in dataclasses.fields(made)
        if field.default is not dataclasses.MISSING
    }
    for kind, made in RECORD_TYPES.items()
}


class _Replay:
    """Every record as the audit tells it, from its first entry to its last."""

    def __init__(self) -> None:
        clinic = plain(Clinic())
        self._records: dict[tuple[str, str], dict[str, Any]] = {("clinic", "clinic"): clinic}
        self._lost: set[tuple[str, str]] = set()

    def lost(self, kind: str, record_id: str) -> None:
        """What this record was can no longer be told from the audit."""
        self._lost.add((kind, record_id))

    def follow(self, entry: audit.Entry, old: dict[str, Any] | None, new: dict[str, Any]) -> Finding | None:
        """Take one step further; a finding if the step does not start where the one before ended."""
        which = entry.kind, entry.record_id
        if which in self._lost:
            return None
        record = self._records.get(which)
        if (record is None) != (old is None) or (record or {"revision": 0})["revision"] != entry.revision - 1:
            self._lost.add(which)
            return Finding(
                "chain",
                f"Audit entry {entry.number} changes a {entry.kind} that did not stand as it says.",
                entry.number,
                entry.record_id,
            )
        record = record if record is not None else {}
        if entry.kind == "note" and "text" in new:
            step = audit.Patch(
                new["text"]["start"],
                old["text"]["removed"] if old is not None else "",
                new["text"]["inserted"],
            )
            try:
                new = {**new, "text": step.forward(record.get("text", ""))}
            except ValueError:
                self._lost.add(which)
                return Finding(
                    "chain",
                    f"Audit entry {entry.number} changes a note that did not read as it says.",
                    entry.number,
                    entry.record_id,
                )
        record.update(new)
        record["revision"] = entry.revision
        self._records[which] = record
        return None

    def compared(self, vault: Vault) -> Iterator[Finding]:
        """Each stored record against the record as the audit tells it."""
        for kind, table in TABLES.items():
            seen = set()
            for row in vault.database.conn.execute(table.select("")):
                record_id = str(row[0])
                seen.add(record_id)
                if (kind, record_id) in self._lost:
                    continue
                told = self._records.get((kind, record_id))
                if told is not None:
                    # An entry older than a field says nothing of it: then it is what it is in a fresh record.
                    told = {**_UNSAID[kind], **told}
                if told is None:
                    yield Finding(
                        "record", f"A {kind} is stored that the audit knows nothing of.", None, record_id
                    )
                elif not _same(table.to_record, row, told):
                    yield Finding(
                        "record",
                        f"A {kind} was altered outside BodyMap: the audit says otherwise.",
                        None,
                        record_id,
                    )
            for known_kind, record_id in self._records.keys() | self._lost:
                if known_kind == kind and record_id not in seen:
                    yield Finding(
                        "record", f"A {kind} that the audit knows is no longer stored.", None, record_id
                    )
        for row in vault.database.conn.execute(
            "SELECT n.id FROM note_sections n LEFT JOIN note_patches p ON p.note_id = n.id"
            " GROUP BY n.id HAVING count(p.revision) <> n.revision"
        ):
            yield Finding("record", "A note's history is not complete.", None, row[0])


def _same(to_record: Any, row: Any, told: dict[str, Any]) -> bool:
    try:
        return bool(plain(to_record(row)) == told)
    except (ValueError, TypeError, KeyError):
        return False  # a value that no program of ours writes


def _head(vault: Vault) -> Iterator[Finding]:
    """The head beside the file must be a link of the chain: a chain cut short or written anew does not hold it."""
    path = vault.folder / HEAD_NAME
    try:
        head = json.loads(path.read_text(encoding="utf-8"))
        number, stands, vault_id = int(head["number"]), str(head["hash"]), str(head["vault"])
    except FileNotFoundError:
        if vault.database.conn.execute("SELECT 1 FROM audit LIMIT 1").fetchone() is not None:
            yield Finding("head", f"The audit's head beside the records ({HEAD_NAME}) is missing.")
        return
    except (OSError, ValueError, KeyError, TypeError):
        yield Finding("head", f"The audit's head beside the records ({HEAD_NAME}) cannot be read.")
        return
    if vault_id != vault.id:
        yield Finding("head", f"The audit's head beside the records ({HEAD_NAME}) belongs to other records.")
        return
    if number == 0:
        return
    row = vault.database.conn.execute("SELECT hash FROM audit WHERE number = ?", (number,)).fetchone()
    if row is None:
        yield Finding("head", f"The audit ends before entry {number}, which stood at its end once.", number)
    elif row[0] != stands:
        yield Finding("head", f"Audit entry {number} is not the one that stood there once.", number)
