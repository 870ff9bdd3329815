"""The vault: a folder with the encrypted records, their key, and who has them open."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from bodymap.charting.audit import AuditHead, ChainState, Step
from bodymap.charting.edits import Change, Edit, EditKind, EditLine, Transaction
from bodymap.charting.faults import Cancelled, RecordsFault
from bodymap.charting.found import FoundPatients, fold
from bodymap.charting.kinds import Record, from_plain
from bodymap.charting.records import (
    Clinic,
    Defaults,
    Mark,
    NeedlesOut,
    NoteSection,
    Patient,
    Section,
    TargetKind,
    Therapist,
    Visit,
    now,
    plain,
)
from bodymap.store import audit, places, trail
from bodymap.store.columns import Row, Table
from bodymap.store.database import Database, Error, faults
from bodymap.store.files import fault_of_os, read_only, write_durably
from bodymap.store.find import FindList, newest
from bodymap.store.find import Row as FindRow
from bodymap.store.lock import FolderLock
from bodymap.store.opening import open_records, refuse_others_folder
from bodymap.store.rows import TABLES
from bodymap.store.rules import changed_meanwhile, kept, refused
from bodymap.store.trail import Progress

log = logging.getLogger(__name__)

HEAD_NAME = "audit-head.json"
MOST_READ = 1_000
MOST_MADE = 2_000
"""Answers kept of what was read; then all are forgotten at once."""
WARM_ROWS = 150
"""Patients taken into the find list at a time: some 5 to 10 ms."""

_NEWEST_FIRST = "ORDER BY visits.date DESC, visits.created_at DESC, visits.id DESC"
_VISITS = "(SELECT count(*) FROM visits v WHERE v.patient_id = patients.id AND v.removed = 0)"
_LAST_VISIT = "(SELECT max(v.date) FROM visits v WHERE v.patient_id = patients.id AND v.removed = 0)"
_FIND_COLUMNS = (
    "patients.id, patients.family_name, patients.given_names, patients.date_of_birth, patients.clinic_id,"
    f" patients.created_at, {_VISITS}, {_LAST_VISIT}"
)


class Vault:
    """Satisfies RecordsStore. Belongs to the thread that opened it; `warm` and `idle` are its slices of idle time."""

    def __init__(self, folder: Path, db: Database, lock: FolderLock) -> None:
        self.folder = folder
        self._db: Database | None = db
        self._lock = lock
        self._list = FindList()
        self._loading: Iterator[None] | None = None
        self._checkpoint_due = False
        self._read: dict[tuple[str, str, tuple[Any, ...]], tuple[Any, ...]] = {}
        self._marks_made: dict[Row, Record] = {}
        with faults(folder):
            self.id: str = db.conn.execute("SELECT id FROM vault").fetchone()[0]
        self._head_written: int | None = None

    @staticmethod
    def open(folder: Path | str, *, create: bool = False) -> Vault:
        """Open the records in this folder; `create` starts new ones where there are none. Raises RecordsFault."""
        folder = Path(folder)
        if create:
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise (
                    read_only(folder) if isinstance(error, FileExistsError) else fault_of_os(error, folder)
                ) from error
        if not folder.is_dir():
            raise RecordsFault(
                "missing",
                f"The folder of the records is not there: {folder}.",
                "Nothing was changed.",
                "If it lies on a drive of its own, connect that drive; otherwise choose where the records are.",
            )
        refuse_others_folder(folder)
        lock = FolderLock.take(folder)
        db = None
        try:
            db = open_records(folder, create=create)
            vault = Vault(folder, db, lock)
            vault.idle()  # a head that is missing from the first day could never be missed later
            return vault
        except BaseException:
            if db is not None:
                db.close()
            lock.release()
            raise

    def __enter__(self) -> Vault:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def warnings(self) -> tuple[str, ...]:
        """Sentences about a folder that is no safe home for records (synchronised, on a network, almost full)."""
        return places.warnings(self.folder)

    @property
    def database(self) -> Database:
        """The open database, for the modules of this package."""
        if self._db is None:
            raise RecordsFault(
                "locked",
                "The records are closed.",
                "Everything recorded is safe.",
                "Open them again to go on.",
            )
        return self._db

    # -- writing

    def apply(self, transaction: Transaction) -> None:
        """Commit records, edit and audit together; on the disk when it returns. Doing the same again is harmless."""
        transaction = kept(transaction)
        db = self.database
        try:
            with faults(self.folder), db.atomic():
                if not self._write(db, transaction):
                    return
        finally:
            self._forget(transaction)
        self._checkpoint_due = True
        self._refresh(transaction)

    def _write(self, db: Database, transaction: Transaction) -> bool:
        """All rows of the transaction; False if they stand there already."""
        run = db.conn.execute
        edit = transaction.edit
        if edit is not None and run("SELECT 1 FROM edits WHERE id = ?", (edit.id,)).fetchone() is not None:
            if self.edit(edit.id) != edit:
                raise refused("an undo step of this id exists already")
            return False
        if edit is None and self._stored_already(transaction):
            return False
        at, therapist_id = plain(transaction.at), transaction.therapist_id or None
        number, previous = self._head(db)
        for change in transaction.changes:
            self._write_record(db, change)
            number += 1
            previous = self._write_audit(db, change, audit.Entry(
                number, at, transaction.therapist_id, transaction.action, change.kind, change.id,
                change.after.revision, None, "", previous,
            ))  # fmt: skip
        if edit is not None:
            self._write_edit(db, edit, therapist_id)
        return True

    def _stored_already(self, transaction: Transaction) -> bool:
        last = {(change.kind, change.id): change.after for change in transaction.changes}
        return bool(last) and all(
            self._find(kind, record_id) == record for (kind, record_id), record in last.items()
        )

    def _write_record(self, db: Database, change: Change) -> None:
        table = TABLES[change.kind]
        # Read from the file, whatever was read of it before: this is the guard against a change in the meantime.
        rows = self._rows(table.select("WHERE id = ?"), (change.id,))
        stored = self._made(table, rows[0]) if rows else None
        if stored != change.before:
            raise changed_meanwhile()
        row = table.to_row(change.after)
        if stored is None:
            db.conn.execute(table.insert, row)
        elif db.conn.execute(table.update, (*row, change.id, stored.revision)).rowcount != 1:
            raise changed_meanwhile()
        if isinstance(change.after, NoteSection):
            before = change.before.text if isinstance(change.before, NoteSection) else ""
            step = audit.patch(before, change.after.text)
            db.conn.execute(
                "INSERT INTO note_patches (note_id, revision, start, removed, inserted) VALUES (?, ?, ?, ?, ?)",
                (change.id, change.after.revision, step.start, step.removed, step.inserted),
            )

    def _write_audit(self, db: Database, change: Change, entry: audit.Entry) -> str:
        old, new = audit.values_of(change)
        salt_old, text_old = (audit.new_salt(), audit.canonical(old)) if old is not None else (None, None)
        salt_new, text_new = audit.new_salt(), audit.canonical(new)
        entry = audit.with_digests(
            entry,
            audit.digest(salt_old, text_old) if salt_old is not None and text_old is not None else None,
            audit.digest(salt_new, text_new),
        )
        made = entry.hash()
        db.conn.execute(
            "INSERT INTO audit (number, at, therapist_id, action, kind, record_id, revision, digest_old, digest_new,"
            " previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                entry.number,
                entry.at,
                entry.therapist_id or None,
                entry.action,
                entry.kind,
                entry.record_id,
                entry.revision,
                entry.digest_old,
                entry.digest_new,
                entry.previous,
                made,
            ),
        )
        db.conn.execute(
            "INSERT INTO audit_values (number, salt_old, old, salt_new, new) VALUES (?, ?, ?, ?, ?)",
            (entry.number, salt_old, text_old, salt_new, text_new),
        )
        return made

    def _write_edit(self, db: Database, edit: Edit, therapist_id: str | None) -> None:
        cursor = db.conn.execute(
            "INSERT INTO edits (id, scope, name, kind, of, at, therapist_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                edit.id,
                edit.scope,
                edit.name,
                edit.kind.value,
                edit.of,
                plain(edit.at),
                edit.therapist_id or None,
            ),
        )
        for position, change in enumerate(edit.changes):
            db.conn.execute(
                "INSERT INTO edit_changes (edit_number, position, kind, record_id, revision, before, after)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    cursor.lastrowid,
                    position,
                    change.kind,
                    change.id,
                    change.after.revision,
                    _without_text(change.before) if change.before is not None else None,
                    _without_text(change.after),
                ),
            )

    def _refresh(self, transaction: Transaction) -> None:
        """Bring the find list up to what was committed. Never fails: the commit has happened."""
        patients: dict[str, None] = {}
        for change in transaction.changes:
            for record in (change.before, change.after):
                if isinstance(record, Patient):
                    patients[record.id] = None
                elif isinstance(record, Visit):
                    patients[record.patient_id] = None
        try:
            for patient_id in patients:
                rows = self._find_rows("WHERE patients.id = ? AND patients.removed = 0", (patient_id,))
                if rows:
                    self._list.put(*rows[0])
                else:
                    self._list.drop(patient_id)
        except (Error, RecordsFault):
            log.exception("the find list is built anew")
            self._list, self._loading = FindList(), None

    # -- reading

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        with faults(self.folder):
            rows: list[Row] = self.database.conn.execute(sql, values).fetchall()
        return rows

    def _find(self, kind: str, record_id: str) -> Record | None:
        found: list[Record] = self._select(kind, "WHERE id = ?", (record_id,))
        return found[0] if found else None

    def _get(self, kind: str, record_id: str) -> Any:
        record = self._find(kind, record_id)
        if record is None:
            raise KeyError(record_id)
        return record

    def _select(self, kind: str, rest: str, values: Sequence[Any] = ()) -> list[Any]:
        """The records of a kind that the rest of the statement selects. One click asks for the same visit and defaults
        a dozen times: what was read stands until something of its kind is written, for nobody else writes here."""
        key = kind, rest, tuple(values)
        held = self._read.get(key)
        if held is None:
            self.database  # noqa: B018  closed records are a fault
            table = TABLES[kind]
            held = tuple(self._made(table, row) for row in self._rows(table.select(rest), values))
            if len(self._read) >= MOST_READ:
                self._read.clear()
            self._read[key] = held
        return list(held)

    def _made(self, table: Table, row: Row) -> Record:
        """The record of this row. A visit of two hundred marks is read anew after each of them: of rows that are as
        they were, the records stand."""
        if table.kind != "mark":
            return table.to_record(row)
        known = self._marks_made.get(row)
        if known is not None:
            return known
        if len(self._marks_made) >= MOST_MADE:
            self._marks_made.clear()
        made = self._marks_made[row] = table.to_record(row)
        return made

    def _forget(self, transaction: Transaction) -> None:
        """What was read of the kinds that were written is read anew. A visit decides what is selected of others too."""
        kinds = {change.kind for change in transaction.changes}
        if "visit" in kinds:
            self._read.clear()
        for key in [key for key in self._read if key[0] in kinds]:
            del self._read[key]

    def record(self, kind: str, record_id: str) -> Record:
        record: Record = self._get(kind, record_id)
        return record

    def select(self, kind: str, **fields: str | None) -> Sequence[Any]:
        return self._select(
            kind, f"WHERE removed = 0{_where(kind, fields)} ORDER BY rowid", (*fields.values(),)
        )

    def select_ever(self, kind: str, **fields: str | None) -> Sequence[Any]:
        return self._select(kind, f"WHERE 1{_where(kind, fields)} ORDER BY rowid", (*fields.values(),))

    def clinic(self) -> Clinic:
        clinic: Clinic = self._get("clinic", "clinic")
        return clinic

    def therapists(self) -> Sequence[Therapist]:
        found: list[Therapist] = self._select("therapist", "WHERE removed = 0")
        return sorted(found, key=lambda t: (fold(t.name), t.id))

    def therapist(self, therapist_id: str) -> Therapist:
        therapist: Therapist = self._get("therapist", therapist_id)
        return therapist

    def patient(self, patient_id: str) -> Patient:
        patient: Patient = self._get("patient", patient_id)
        return patient

    def visit(self, visit_id: str) -> Visit:
        visit: Visit = self._get("visit", visit_id)
        return visit

    def mark(self, mark_id: str) -> Mark:
        mark: Mark = self._get("mark", mark_id)
        return mark

    def note(self, visit_id: str) -> dict[Section, tuple[str, int]]:
        self.visit(visit_id)
        note = dict.fromkeys(Section, ("", 0))
        for record in self._select("note", "WHERE visit_id = ?", (visit_id,)):
            note[record.section] = (record.text, record.revision)
        return note

    def marks_of(self, visit_id: str) -> Sequence[Mark]:
        self.visit(visit_id)
        return self._select("mark", "WHERE visit_id = ? AND removed = 0 ORDER BY ordinal, id", (visit_id,))

    def next_ordinal(self, visit_id: str) -> int:
        rows = self._rows("SELECT coalesce(max(ordinal), 0) + 1 FROM marks WHERE visit_id = ?", (visit_id,))
        return int(rows[0][0])

    def last_mark(self, therapist_id: str) -> Mark | None:
        # CROSS JOIN keeps the marks outside: walked from the newest, the first that fits ends the search.
        found: list[Mark] = self._select(
            "mark",
            "CROSS JOIN visits ON visits.id = marks.visit_id WHERE visits.therapist_id = ? AND marks.removed = 0"
            " ORDER BY marks.created_at DESC, marks.ordinal DESC, marks.id DESC LIMIT 1",
            (therapist_id,),
        )
        return found[0] if found else None

    def last_mark_of(self, patient_id: str, kind: TargetKind, target_id: str, until: date) -> Mark | None:
        found = self._rows(
            "SELECT visit_id, ordinal, id FROM marks"
            " WHERE visit_id IN (SELECT id FROM visits WHERE patient_id = ? AND removed = 0 AND date <= ?)"
            " AND removed = 0 AND target_kind = ? AND target_id = ?",
            (patient_id, until.isoformat(), kind.value, target_id),
        )
        if not found:
            return None
        with_it = {visit_id for visit_id, _, _ in found}
        newest = next(visit.id for visit in self.visits_of(patient_id) if visit.id in with_it)
        return self.mark(
            max((ordinal, mark_id) for visit_id, ordinal, mark_id in found if visit_id == newest)[1]
        )

    def last_mark_in(self, visit_id: str) -> Mark | None:
        found: list[Mark] = self._select(
            "mark", "WHERE visit_id = ? AND removed = 0 ORDER BY ordinal DESC, id DESC LIMIT 1", (visit_id,)
        )
        return found[0] if found else None

    def needles_out_of(self, visit_id: str) -> Sequence[NeedlesOut]:
        return self._select(
            "needles_out", "WHERE visit_id = ? AND removed = 0 ORDER BY body_part", (visit_id,)
        )

    def last_lot(self, therapist_id: str) -> Visit | None:
        found: list[Visit] = self._select(
            "visit",
            f"WHERE therapist_id = ? AND needle_lot <> '' AND removed = 0 {_NEWEST_FIRST} LIMIT 1",
            (therapist_id,),
        )
        return found[0] if found else None

    def defaults_of(self, therapist_id: str | None) -> Sequence[Defaults]:
        return self._select(
            "defaults", "WHERE therapist_id IS ? AND removed = 0 ORDER BY target_id", (therapist_id,)
        )

    def visits_of(self, patient_id: str) -> Sequence[Visit]:
        return self._select("visit", f"WHERE patient_id = ? AND removed = 0 {_NEWEST_FIRST}", (patient_id,))

    def visits_on(self, day: date) -> Sequence[Visit]:
        return self._select("visit", f"WHERE date = ? AND removed = 0 {_NEWEST_FIRST}", (day.isoformat(),))

    def all_visits(self) -> Iterator[Visit]:
        # Read at once: a cursor left half way would keep the log from being checkpointed.
        return iter(self._select("visit", f"WHERE removed = 0 {_NEWEST_FIRST}"))

    def mark_counts(self, visit_ids: Sequence[str]) -> dict[str, int]:
        counts = dict.fromkeys(visit_ids, 0)
        ids = list(counts)
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            counts.update(
                self._rows(
                    "SELECT visit_id, count(*) FROM marks WHERE removed = 0 AND visit_id IN"
                    f" ({', '.join('?' * len(part))}) GROUP BY visit_id",
                    part,
                )  # type: ignore[arg-type]
            )
        return counts

    def edits_of(self, scope: str) -> Sequence[EditLine]:
        rows = self._rows("SELECT id, name, kind, of FROM edits WHERE scope = ? ORDER BY number", (scope,))
        return [EditLine(edit_id, name, EditKind(kind), of) for edit_id, name, kind, of in rows]

    def edit(self, edit_id: str) -> Edit:
        rows = self._rows(
            "SELECT number, scope, name, kind, of, at, therapist_id FROM edits WHERE id = ?", (edit_id,)
        )
        if not rows:
            raise KeyError(edit_id)
        number, scope, name, kind, of, at, therapist_id = rows[0]
        changes = self._rows(
            "SELECT kind, record_id, revision, before, after FROM edit_changes WHERE edit_number = ? ORDER BY position",
            (number,),
        )
        return Edit(
            edit_id,
            scope,
            name,
            tuple(self._change(*row) for row in changes),
            datetime.fromisoformat(at),
            therapist_id or "",
            EditKind(kind),
            of,
        )

    def _change(self, kind: str, record_id: str, revision: int, before: str | None, after: str) -> Change:
        old, new = json.loads(before) if before is not None else None, json.loads(after)
        if kind == "note":
            new["text"], text_before = self._note_at(record_id, revision)
            if old is not None:
                old["text"] = text_before
        return Change(from_plain(kind, old) if old is not None else None, from_plain(kind, new))

    def _note_at(self, note_id: str, revision: int) -> tuple[str, str]:
        """A note's text at that revision and at the one before: from today's, patch by patch back."""
        text: str = self._get("note", note_id).text
        steps = self._rows(
            "SELECT start, removed, inserted FROM note_patches WHERE note_id = ? AND revision >= ?"
            " ORDER BY revision DESC",
            (note_id, revision),
        )
        at_revision = text
        for step in steps:
            at_revision, text = text, audit.Patch(*step).back(text)
        return at_revision, text

    def audit_head(self) -> AuditHead:
        with faults(self.folder):
            return AuditHead(*self._head(self.database))

    def _head(self, db: Database) -> tuple[int, str]:
        row = db.conn.execute("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1").fetchone()
        return (row[0], row[1]) if row is not None else (0, audit.genesis(self.id))

    def steps_of(self, kind: str, ids: Sequence[str]) -> Sequence[Step]:
        entries = []
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            marks = ", ".join("?" * len(part))
            entries += self._rows(
                f"SELECT {trail.COLUMNS} FROM {trail.FROM} WHERE a.kind = ? AND a.record_id IN ({marks})",
                (kind, *part),
            )
        return trail.steps(trail.told(row) for row in sorted(entries, key=lambda row: row[0]))

    def touched_since(self, kind: str, ids: Sequence[str], since: datetime) -> Sequence[str]:
        found: set[str] = set()
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            marks = ", ".join("?" * len(part))
            rows = self._rows(
                f"SELECT DISTINCT record_id FROM audit WHERE kind = ? AND record_id IN ({marks}) AND at >= ?",
                (kind, *part, plain(since)),
            )
            found |= {row[0] for row in rows}
        return [one for one in ids if one in found]

    def visits_left(self, patient_id: str) -> Sequence[str]:
        held = {visit.id for visit in self.select_ever("visit", patient_id=patient_id)}
        # A move is the only step that says whose the visit was before.
        moved = self._rows(
            "SELECT DISTINCT a.record_id FROM audit a JOIN audit_values v ON v.number = a.number"
            " WHERE a.kind = 'visit' AND a.revision > 1 AND json_extract(v.old, '$.patient_id') = ?",
            (patient_id,),
        )
        return [record_id for (record_id,) in moved if record_id not in held]

    def verify_audit(self, progress: Progress | None = None) -> ChainState:
        with faults(self.folder):
            state = trail.verified(self._audit_rows(progress), audit.genesis(self.id))
            cut = self._missing_link() if state.broken_at is None else None
            return state if cut is None else ChainState(state.head, min(cut, state.head.number + 1))

    def _audit_rows(self, progress: Progress | None) -> Iterator[Row]:
        """All entries with their values. Some at a time: while the user is shown how far it is no cursor stays open."""
        last = 0
        while rows := self._rows(
            f"SELECT {trail.COLUMNS} FROM {trail.FROM} WHERE a.number > ? ORDER BY a.number LIMIT 1000",
            (last,),
        ):
            yield from rows
            last = rows[-1][0]
            if progress is not None and not progress(last, self._head(self.database)[0]):
                raise Cancelled

    def _missing_link(self) -> int | None:
        """The number of the head beside the records where the audit does not hold it: it was cut or written anew."""
        try:
            head = json.loads((self.folder / HEAD_NAME).read_text(encoding="utf-8"))
            number, digest, of = int(head["number"]), str(head["hash"]), str(head["vault"])
        except (OSError, ValueError, KeyError, TypeError):
            return None  # says nothing of the chain; `check` tells
        row = self.database.conn.execute("SELECT hash FROM audit WHERE number = ?", (number,)).fetchone()
        fits = of == self.id and (number == 0 or (row is not None and row[0] == digest))
        return None if fits else number

    # -- finding patients

    def find_patients(self, text: str, limit: int = 50) -> FoundPatients:
        """From the list in memory; before that is warm, those seen most recently come straight from the database."""
        if not self._list.ready:
            if not text.strip():
                return self._seen_recently(limit)
            for _ in self.warm():
                pass
        return self._list.find(text, limit)

    def like_patients(self, patient: Patient) -> Sequence[Patient]:
        for _ in self.warm():
            pass
        return self._list.like(patient, self.patient)

    def warm(self, rows_per_slice: int = WARM_ROWS) -> Iterator[None]:
        """Build the find list a slice at each step, so that the window stays alive; at once done if it is built."""
        self.database  # noqa: B018  closed records are a fault even when there is nothing left to do
        if self._loading is None and not self._list.ready:
            self._loading = self._list.load(self._batches(rows_per_slice), rows_per_slice)
        while self._loading is not None:
            if next(self._loading, self) is self:
                self._loading = None
                return
            yield

    def _batches(self, size: int) -> Iterator[list[FindRow]]:
        # By row number: a change made between two slices neither shifts nor repeats anything, and no cursor stays
        # open. The + keeps the planner from an index by which it would sort all patients again for each slice.
        last = 0
        while True:
            rows = self._rows(
                f"SELECT {_FIND_COLUMNS}, patients.rowid FROM patients WHERE patients.rowid > ? AND +removed = 0"
                " ORDER BY patients.rowid LIMIT ?",
                (last, size),
            )
            if not rows:
                return
            last = rows[-1][-1]
            yield [_find_row(row) for row in rows]

    def _find_rows(self, rest: str, values: Sequence[Any]) -> list[FindRow]:
        return [_find_row(row) for row in self._rows(f"SELECT {_FIND_COLUMNS} FROM patients {rest}", values)]

    def _seen_recently(self, limit: int) -> FoundPatients:
        limit = max(limit, 0)
        total = self._rows("SELECT count(*) FROM patients WHERE removed = 0")[0][0]
        if limit == 0:
            return FoundPatients((), total)
        ids: dict[str, str] = {}
        with faults(self.folder):
            visits = self.database.conn.execute(
                "SELECT visits.patient_id, visits.date FROM visits"
                " CROSS JOIN patients ON patients.id = visits.patient_id"
                " WHERE visits.removed = 0 AND patients.removed = 0 ORDER BY visits.date DESC"
            )
            for patient_id, day in visits:
                # A whole day more than asked for: within a day the order is by when the patient's record was made.
                if len(ids) >= limit and day < min(ids.values()):
                    break
                ids.setdefault(patient_id, day)
            visits.close()
            oldest = min(ids.values()) if len(ids) >= limit else ""
            made = self.database.conn.execute(
                "SELECT id, created_at FROM patients WHERE removed = 0 ORDER BY created_at DESC, id DESC"
            )
            unseen = 0
            for patient_id, created_at in made:
                day = (created_at or "")[:10]
                if day < oldest or unseen >= limit:
                    break
                if patient_id not in ids and self._is_unseen(patient_id):
                    ids[patient_id] = day
                    unseen += 1
            made.close()
        rows = []
        for patient_id in ids:
            rows += self._find_rows("WHERE patients.id = ?", (patient_id,))
        return FoundPatients(newest(rows, limit), total)

    def _is_unseen(self, patient_id: str) -> bool:
        return not self._rows(
            "SELECT 1 FROM visits WHERE patient_id = ? AND removed = 0 LIMIT 1", (patient_id,)
        )

    # -- idle time and the end

    def idle(self) -> None:
        """For quiet moments: moves the log into the file and puts the audit's head beside it. Never raises faults."""
        if self._db is None:
            return
        try:
            if self._checkpoint_due:
                self._db.conn.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                self._checkpoint_due = False
            self._write_head()
        except (Error, OSError) as error:
            log.warning("idle work was put off: %s", type(error).__name__)

    def _write_head(self) -> None:
        """The audit's head outside the database: whoever shortens the audit must find and change this too."""
        number, digest = self._head(self.database)
        if self._head_written is None:
            self._head_written = self._head_beside(number)
        if self._head_written == number:
            return
        head = {"format": 1, "vault": self.id, "number": number, "hash": digest, "at": plain(now())}
        write_durably(self.folder / HEAD_NAME, json.dumps(head).encode() + b"\n")
        self._head_written = number

    def _head_beside(self, newest_number: int) -> int:
        """The number of the head that was written last, if it is a link of this chain; -1 if there is none.

        One that is not stays where it is: it is the evidence that `check` shows.
        """
        path = self.folder / HEAD_NAME
        if not path.exists():
            return -1
        try:
            head = json.loads(path.read_text(encoding="utf-8"))
            number, digest = int(head["number"]), str(head["hash"])
        except (OSError, ValueError, KeyError, TypeError):
            log.warning("the audit's head beside the records cannot be read")
            return newest_number
        row = self.database.conn.execute("SELECT hash FROM audit WHERE number = ?", (number,)).fetchone()
        if head.get("vault") != self.id or (number > 0 and (row is None or row[0] != digest)):
            log.warning("the audit's head beside the records is not a link of the audit")
            return newest_number
        return number

    def close(self) -> None:
        """Let go of the records: key, connection, folded list and folder lock. Harmless when done twice."""
        if self._db is None:
            return
        try:
            self._write_head()
        except (Error, OSError) as error:
            log.warning("the audit's head was not written: %s", type(error).__name__)
        db, self._db = self._db, None
        self._read.clear()
        self._marks_made.clear()
        self._list, self._loading = FindList(), None
        try:
            db.close()  # the last connection moves the log into the file
        except Error as error:
            log.warning("closing: %s", getattr(error, "sqlite_errorname", ""))
        finally:
            self._lock.release()


def _find_row(row: Row) -> FindRow:
    """What the find list needs of a patient; its other fields stay empty."""
    patient = Patient(
        row[0],
        family_name=row[1],
        given_names=row[2],
        date_of_birth=date.fromisoformat(row[3]) if row[3] else None,
        clinic_id=row[4],
        created_at=datetime.fromisoformat(row[5]) if row[5] else None,
    )
    return patient, row[6], date.fromisoformat(row[7]) if row[7] else None


def _where(kind: str, fields: Mapping[str, str | None]) -> str:
    for name in fields:
        if name not in TABLES[kind].columns:
            raise KeyError(name)
    return "".join(f" AND {name} IS ?" for name in fields)


def _without_text(record: Record) -> str:
    data = plain(record)
    if isinstance(record, NoteSection):
        del data["text"]
    return audit.canonical(data)
