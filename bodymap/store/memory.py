"""The records in memory: for tests of the workspace and the window. Held to the same contract as the vault; no SQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from bodymap.charting.audit import AuditHead, ChainState, Step
from bodymap.charting.edits import Change, Edit, EditLine, Transaction
from bodymap.charting.faults import Cancelled, RecordsFault
from bodymap.charting.found import FoundPatients, fold
from bodymap.charting.kinds import RECORD_TYPES, Record
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
    new_id,
    plain,
)
from bodymap.store import audit, trail
from bodymap.store.find import FindList
from bodymap.store.rules import changed_meanwhile, kept, references, refused

R = TypeVar("R", Clinic, Therapist, Patient, Visit, Mark, NoteSection, NeedlesOut, Defaults)

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Audited:
    """One entry of the audit with its hash and values."""

    entry: audit.Entry
    hash: str
    old: dict[str, Any] | None
    new: dict[str, Any]


class MemoryStore:
    """Satisfies RecordsStore. `failing`, when set, is raised by the next applies: how tests play a full disk."""

    def __init__(self) -> None:
        self.failing: RecordsFault | None = None
        self.audited: list[Audited] = []
        self.id = new_id()
        self._records: dict[str, Record] = {"clinic": Clinic()}
        self._edits: dict[str, Edit] = {}
        self._list = FindList()
        for _ in self._list.load((), 1):
            pass
        self.closed = False

    # -- writing

    def apply(self, transaction: Transaction) -> None:
        transaction = kept(transaction)
        if self.failing is not None:
            raise self.failing
        edit = transaction.edit
        if edit is not None and edit.id in self._edits:
            if self._edits[edit.id] != edit:
                raise refused("an undo step of this id exists already")
            return
        records = dict(self._records)
        if edit is None and self._stored_already(transaction):
            return
        for change in transaction.changes:
            stored = records.get(change.id)
            revision = stored.revision if stored is not None else 0
            if stored is not None and type(stored) is not type(change.after):
                raise refused("another kind of record has this id")
            if revision != change.after.revision - 1 or (revision and stored != change.before):
                raise changed_meanwhile()
            records[change.id] = change.after
        self._check_references(records, transaction)
        if edit is not None and edit.of is not None and edit.of not in self._edits:
            raise refused("it undoes a step that does not exist")
        self._records = records
        if edit is not None:
            self._edits[edit.id] = edit
        for change in transaction.changes:
            self._audit(transaction, change)
        self._refresh(transaction)

    def _stored_already(self, transaction: Transaction) -> bool:
        last = {change.id: change.after for change in transaction.changes}
        return bool(last) and all(
            self._records.get(record_id) == record for record_id, record in last.items()
        )

    def _check_references(self, records: dict[str, Record], transaction: Transaction) -> None:
        needed = [pair for change in transaction.changes for pair in references(change.after)]
        needed += [("therapist", transaction.therapist_id)] if transaction.therapist_id else []
        types: dict[str, type[Any]] = {"visit": Visit, "patient": Patient, "therapist": Therapist}
        for kind, record_id in needed:
            if not isinstance(records.get(record_id), types[kind]):
                raise refused(f"it refers to a {kind} that does not exist")

    def _audit(self, transaction: Transaction, change: Change) -> None:
        old, new = audit.values_of(change)
        head = self.audit_head()
        entry = audit.Entry(
            head.number + 1,
            plain(transaction.at),
            transaction.therapist_id,
            transaction.action,
            change.kind,
            change.id,
            change.after.revision,
            audit.digest(audit.new_salt(), audit.canonical(old)) if old is not None else None,
            audit.digest(audit.new_salt(), audit.canonical(new)),
            head.digest,
        )
        self.audited.append(Audited(entry, entry.hash(), old, new))

    def _refresh(self, transaction: Transaction) -> None:
        patients: set[str] = set()
        for change in transaction.changes:
            if isinstance(change.after, Patient):
                patients.add(change.id)
            elif isinstance(change.after, Visit):
                patients.add(change.after.patient_id)
                if isinstance(change.before, Visit):
                    patients.add(change.before.patient_id)
        for patient_id in patients:
            patient = self.patient(patient_id)
            if patient.removed:
                self._list.drop(patient_id)
            else:
                visits = self.visits_of(patient_id)
                self._list.put(patient, len(visits), visits[0].date if visits else None)

    # -- reading

    def _get(self, kind: type[R], record_id: str) -> R:
        record = self._records.get(record_id)
        if type(record) is not kind:
            raise KeyError(record_id)
        return record

    def _all(self, kind: type[R]) -> Iterator[R]:
        return (record for record in self._records.values() if type(record) is kind)

    def record(self, kind: str, record_id: str) -> Record:
        record = self._records.get(record_id)
        if record is None or type(record) is not RECORD_TYPES[kind]:
            raise KeyError(record_id)
        return record

    def select(self, kind: str, **fields: str | None) -> Sequence[Any]:
        return [record for record in self.select_ever(kind, **fields) if not record.removed]

    def select_ever(self, kind: str, **fields: str | None) -> Sequence[Any]:
        made = RECORD_TYPES[kind]
        for name in fields:
            if name not in made.__dataclass_fields__:
                raise KeyError(name)
        return [
            record
            for record in self._records.values()
            if type(record) is made and all(getattr(record, name) == value for name, value in fields.items())
        ]

    def clinic(self) -> Clinic:
        return self._get(Clinic, "clinic")

    def therapists(self) -> Sequence[Therapist]:
        return sorted((t for t in self._all(Therapist) if not t.removed), key=lambda t: (fold(t.name), t.id))

    def therapist(self, therapist_id: str) -> Therapist:
        return self._get(Therapist, therapist_id)

    def patient(self, patient_id: str) -> Patient:
        return self._get(Patient, patient_id)

    def visit(self, visit_id: str) -> Visit:
        return self._get(Visit, visit_id)

    def mark(self, mark_id: str) -> Mark:
        return self._get(Mark, mark_id)

    def note(self, visit_id: str) -> dict[Section, tuple[str, int]]:
        self.visit(visit_id)
        note: dict[Section, tuple[str, int]] = {}
        for section in Section:
            record = self._records.get(NoteSection.id_of(visit_id, section))
            note[section] = (record.text, record.revision) if isinstance(record, NoteSection) else ("", 0)
        return note

    def marks_of(self, visit_id: str) -> Sequence[Mark]:
        self.visit(visit_id)
        marks = (m for m in self._all(Mark) if m.visit_id == visit_id and not m.removed)
        return sorted(marks, key=lambda m: (m.ordinal, m.id))

    def next_ordinal(self, visit_id: str) -> int:
        return 1 + max((m.ordinal for m in self._all(Mark) if m.visit_id == visit_id), default=0)

    def last_mark(self, therapist_id: str) -> Mark | None:
        marks = [
            m
            for m in self._all(Mark)
            if not m.removed and self.visit(m.visit_id).therapist_id == therapist_id
        ]
        return max(marks, key=lambda m: (m.created_at or _NEVER, m.ordinal, m.id), default=None)

    def last_mark_of(self, patient_id: str, kind: TargetKind, target_id: str, until: date) -> Mark | None:
        for visit in self.visits_of(patient_id):
            if visit.date <= until:
                for mark in reversed(self.marks_of(visit.id)):
                    if (mark.target.kind, mark.target.id) == (kind, target_id):
                        return mark
        return None

    def last_mark_in(self, visit_id: str) -> Mark | None:
        marks = (m for m in self._all(Mark) if m.visit_id == visit_id and not m.removed)
        return max(marks, key=lambda m: (m.ordinal, m.id), default=None)

    def needles_out_of(self, visit_id: str) -> Sequence[NeedlesOut]:
        held = (n for n in self._all(NeedlesOut) if n.visit_id == visit_id and not n.removed)
        return sorted(held, key=lambda n: n.body_part)

    def last_lot(self, therapist_id: str) -> Visit | None:
        visits = (v for v in self._all(Visit) if v.therapist_id == therapist_id and v.needle_lot)
        return next(iter(self._newest_first(visits)), None)

    def defaults_of(self, therapist_id: str | None) -> Sequence[Defaults]:
        held = (d for d in self._all(Defaults) if d.therapist_id == therapist_id and not d.removed)
        return sorted(held, key=lambda d: d.target_id)

    def _newest_first(self, visits: Iterator[Visit]) -> list[Visit]:
        return sorted(
            (visit for visit in visits if not visit.removed),
            key=lambda v: (v.date, v.created_at or _NEVER, v.id),
            reverse=True,
        )

    def visits_of(self, patient_id: str) -> Sequence[Visit]:
        return self._newest_first(v for v in self._all(Visit) if v.patient_id == patient_id)

    def visits_on(self, day: date) -> Sequence[Visit]:
        return self._newest_first(v for v in self._all(Visit) if v.date == day)

    def all_visits(self) -> Iterator[Visit]:
        return iter(self._newest_first(self._all(Visit)))

    def mark_counts(self, visit_ids: Sequence[str]) -> dict[str, int]:
        counts = dict.fromkeys(visit_ids, 0)
        for mark in self._all(Mark):
            if mark.visit_id in counts and not mark.removed:
                counts[mark.visit_id] += 1
        return counts

    def find_patients(self, text: str, limit: int = 50) -> FoundPatients:
        return self._list.find(text, limit)

    def like_patients(self, patient: Patient) -> Sequence[Patient]:
        return self._list.like(patient, self.patient)

    def edits_of(self, scope: str) -> Sequence[EditLine]:
        edits = (edit for edit in self._edits.values() if edit.scope == scope)
        return [EditLine(edit.id, edit.name, edit.kind, edit.of) for edit in edits]

    def edit(self, edit_id: str) -> Edit:
        return self._edits[edit_id]

    def audit_head(self) -> AuditHead:
        if not self.audited:
            return AuditHead(0, audit.genesis(self.id))
        return AuditHead(self.audited[-1].entry.number, self.audited[-1].hash)

    def steps_of(self, kind: str, ids: Sequence[str]) -> Sequence[Step]:
        of = {(kind, record_id) for record_id in ids}
        return trail.steps(
            (one.entry, one.old, one.new)
            for one in self.audited
            if (one.entry.kind, one.entry.record_id) in of
        )

    def touched_since(self, kind: str, ids: Sequence[str], since: datetime) -> Sequence[str]:
        touched = {
            one.entry.record_id
            for one in self.audited
            if one.entry.kind == kind and one.entry.at >= plain(since)
        }
        return [one for one in ids if one in touched]

    def visits_left(self, patient_id: str) -> Sequence[str]:
        held = {visit.id for visit in self.select_ever("visit", patient_id=patient_id)}
        moved = [
            one.entry.record_id
            for one in self.audited
            if one.entry.kind == "visit" and (one.old or {}).get("patient_id") == patient_id
        ]
        return [visit_id for visit_id in dict.fromkeys(moved) if visit_id not in held]

    def verify_audit(self, progress: trail.Progress | None = None) -> ChainState:
        if progress is not None and not progress(len(self.audited), len(self.audited)):
            raise Cancelled
        previous = audit.genesis(self.id)
        for one in self.audited:
            if one.entry.previous != previous or one.entry.hash() != one.hash:
                return ChainState(AuditHead(one.entry.number - 1, previous), one.entry.number)
            previous = one.hash
        return ChainState(self.audit_head())

    def warm(self) -> Iterator[None]:
        """Ready from the first."""
        return iter(())

    def idle(self) -> None:
        """Nothing to do."""

    def close(self) -> None:
        self.closed = True
