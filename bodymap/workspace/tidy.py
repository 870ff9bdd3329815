"""Patients kept tidy: two records of one patient merged, one restricted, one handed out whole, old ones proposed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from bodymap.charting.edits import Change, EditKind, changed, created
from bodymap.charting.faults import Refused
from bodymap.charting.history import History
from bodymap.charting.precautions import Answer, PrecautionAnswer
from bodymap.charting.records import Patient, Visit, VisitStatus, new_id
from bodymap.charting.rules import check_patient, tidy_text
from bodymap.charting.tidying import (
    Holds,
    Keep,
    Merge,
    Particular,
    Proposal,
    Restriction,
    beside,
    in_order_of_time,
    kept,
)
from bodymap.charting.whole_patient import (
    OF_PATIENT,
    OF_VISIT,
    WholePatient,
    WholeVisit,
    as_json,
    as_text,
)
from bodymap.workspace.consents import Consents
from bodymap.workspace.desk import Desk
from bodymap.workspace.policies import Policies
from bodymap.workspace.visits import Visits

_MOVED = ("avoid_zone", "medication", "consent", "complaint", "plan")
"""What changes hands as it is; answers are written anew, for their id is made of the patient's."""


class Tidy:
    def __init__(self, desk: Desk, policies: Policies, consents: Consents, visits: Visits) -> None:
        self._desk = desk
        self._consents = consents
        self._policies = policies
        self._visits = visits

    # -- two records of one patient -----------------------------------------------------------------------------------

    def beside(self, from_id: str, into_id: str) -> tuple[Particular, ...]:
        """What the two records say of the patient, line by line, as a merge of the first into the second keeps it."""
        store = self._desk.store
        return beside(store.patient(into_id), store.patient(from_id))

    def holds(self, patient_id: str) -> Holds:
        """What the record would bring to a merge."""
        store = self._desk.store
        visits = store.visits_of(patient_id)
        counts = {kind: len(store.select(kind, patient_id=patient_id)) for kind in _MOVED}
        answers = store.select("precaution_answer", patient_id=patient_id)
        counts["precaution_answer"] = sum(one.answer is Answer.YES for one in answers)
        return Holds(
            len(visits),
            visits[-1].date if visits else None,
            visits[0].date if visits else None,
            sum(visit.status is VisitStatus.SIGNED for visit in visits),
            counts,
        )

    def same_days(self, from_id: str, into_id: str) -> tuple[date, ...]:
        """The days on which both records have a visit, the newest first."""
        one, other = ({visit.date for visit in self._desk.store.visits_of(of)} for of in (from_id, into_id))
        return tuple(sorted(one & other, reverse=True))

    def merge(
        self, from_id: str, into_id: str, keep: Mapping[str, Keep] | None = None, *, origin: object = None
    ) -> Merge:
        """The visits and all that follows the patient go from one record to the other; the emptied one leaves the list.
        `keep` says which of two particulars stays, by their names in `beside`. `unmerge` takes it back. Raises
        Refused."""
        if from_id == into_id:
            raise Refused("patient", "This is the same record. Choose the other one of this patient.")
        store = self._desk.store
        source, target = store.patient(from_id), store.patient(into_id)
        if source.removed or target.removed:
            raise Refused("patient", "One of these records is no longer in the list. Choose one that is.")
        visits = store.visits_of(from_id)
        following = [(kind, one) for kind in _MOVED for one in store.select(kind, patient_id=from_id)]
        answers = self._answers(from_id, into_id)
        merge = Merge(
            new_id(),
            from_id,
            into_id,
            (*(f"visit:{visit.id}" for visit in visits), *(f"{kind}:{one.id}" for kind, one in following)),
            tuple(f"precaution_answer:{change.id}" for change in answers if change.before is None),
            tuple(visit.id for visit in visits if visit.status is VisitStatus.SIGNED),
            self._desk.clock(),
        )
        changes: list[Change] = [
            created(merge),
            *(changed(visit, patient_id=into_id) for visit in visits),
            *(changed(one, patient_id=into_id) for _, one in following),
            *answers,
            changed(source, removed=True),
        ]
        if values := kept(target, source, keep or {}):
            check_patient(replace(target, **values), self._desk.today())
            changes.append(changed(target, **values))
        # A scope of its own: Ctrl+Z at the patient's page does not take it back, `unmerge` does. That looks at what was
        # signed since, and reads here what the particulars were.
        self._desk.commit(
            changes, "merge patients", scope=merge.id, name="merge of two records", origin=origin
        )
        return merge

    def _answers(self, from_id: str, into_id: str) -> list[Change]:
        """A yes on either record is a yes; else what the remaining record says."""
        store = self._desk.store
        held = {one.precaution_id: one for one in store.select("precaution_answer", patient_id=into_id)}
        changes: list[Change] = []
        for one in store.select("precaution_answer", patient_id=from_id):
            there = held.get(one.precaution_id)
            if there is not None and (there.answer is Answer.YES or one.answer is not Answer.YES):
                continue
            record = replace(
                one, id=PrecautionAnswer.id_of(into_id, one.precaution_id), patient_id=into_id, revision=1
            )
            change = self._desk.change_to(record)
            changes += [change] if change is not None else []
        return changes

    def merges(self, patient_id: str) -> tuple[Merge, ...]:
        """The merges into this record that stand, the newest first."""
        found: Sequence[Merge] = self._desk.store.select("merge", into_id=patient_id)
        return tuple(merge for merge in reversed(found) if not merge.undone)

    def why_not_unmerge(self, merge_id: str) -> str:
        """A sentence where a merge can no longer be taken back, else ""."""
        merge = self._merge(merge_id)
        if merge.undone:
            return "This merge was taken back already."
        for visit in self._moved_visits(merge):
            if visit.status is VisitStatus.SIGNED and visit.id not in merge.signed:
                return (
                    "A visit of the merged record has been signed since, under the name that it has now."
                    " The merge cannot be taken back any more; the visit can be corrected by an addendum."
                )
        return ""

    def unmerge(self, merge_id: str, *, origin: object = None) -> Patient:
        """What changed hands goes back, and the record returns to the lists. What was added since stays where it was
        added. Raises Refused."""
        if sentence := self.why_not_unmerge(merge_id):
            raise Refused("merge", sentence)
        store = self._desk.store
        merge = self._merge(merge_id)
        changes: list[Change] = [
            changed(merge, undone=True),
            changed(store.patient(merge.from_id), removed=False),
        ]
        for word in merge.moved:
            record: Any = store.record(*word.split(":", 1))
            if record.patient_id == merge.into_id:
                changes.append(changed(record, patient_id=merge.from_id))
        for word in merge.copied:
            record = store.record(*word.split(":", 1))
            if record.revision == 1:  # nobody has answered anew since
                changes.append(changed(record, removed=True))
        line = self._desk.stacks(merge.id).to_undo  # none for a merge of an earlier BodyMap
        if line is not None:
            changes += self._put_back(line.id, merge)
        self._desk.commit(
            changes,
            "unmerge patients",
            scope=merge.id,
            name=line.name if line else "",
            kind=EditKind.UNDO if line else EditKind.DO,
            of=line.id if line else None,
            origin=origin,
        )
        return store.patient(merge.from_id)

    def _put_back(self, edit_id: str, merge: Merge) -> list[Change]:
        """What the merge changed of the remaining record itself, its particulars and answers, as it was before; but for
        what somebody has changed since."""
        changes = []
        for change in self._desk.store.edit(edit_id).changes:
            before, after = change.before, change.after
            of_patient = isinstance(after, Patient) and after.id == merge.into_id
            if before is None or not (of_patient or isinstance(after, PrecautionAnswer)):
                continue
            now = self._desk.current(after)
            values = {
                field.name: getattr(before, field.name)
                for field in fields(before)
                if field.name != "revision"
                and getattr(before, field.name) != getattr(after, field.name) == getattr(now, field.name)
            }
            if values:
                changes.append(changed(now, **values))
        return changes

    def _merge(self, merge_id: str) -> Merge:
        record = self._desk.store.record("merge", merge_id)
        assert isinstance(record, Merge)
        return record

    def _moved_visits(self, merge: Merge) -> list[Visit]:
        ids = (word.partition(":")[2] for word in merge.moved if word.startswith("visit:"))
        return [self._desk.store.visit(visit_id) for visit_id in ids]

    # -- restriction --------------------------------------------------------------------------------------------------

    def restriction(self, patient_id: str) -> Restriction | None:
        """Why and since when the patient's record is restricted, or None."""
        found = self._desk.store.select("restriction", patient_id=patient_id)
        return found[0] if found else None

    def restrict(self, patient_id: str, reason: str, *, origin: object = None) -> Restriction:
        """The record is kept and read, but nothing of it is changed or added until this is lifted. Raises Refused."""
        reason = tidy_text(reason).strip()
        if not reason:
            raise Refused("reason", "Write why the record is restricted: it becomes part of the record.")
        record = Restriction(Restriction.id_of(patient_id), patient_id, reason, self._desk.today())
        return self._desk.put(record, "restrict patient", origin=origin)

    def lift(self, patient_id: str, *, origin: object = None) -> None:
        """The record is used again."""
        record = self.restriction(patient_id)
        if record is not None:
            self._desk.take_out(record, "lift restriction", origin=origin)

    # -- a record handed out whole ------------------------------------------------------------------------------------

    def whole(self, patient_id: str) -> WholePatient:
        """All that is recorded of one patient, read now; `text` and `json` write it down."""
        store = self._desk.store
        records = {kind: tuple(store.select(kind, patient_id=patient_id)) for kind in OF_PATIENT}
        texts = {consent.text_id for consent in records["consent"]}
        return WholePatient(
            store.clinic(),
            store.patient(patient_id),
            records,
            tuple(text for text in store.select("consent_text") if text.id in texts),
            tuple(map(self._consents.as_agreed, reversed(self._consents.of(patient_id)))),
            tuple(
                WholeVisit(
                    visit,
                    self._visits.chart(visit.id),
                    {kind: tuple(store.select(kind, visit_id=visit.id)) for kind in OF_VISIT},
                )
                for visit in reversed(store.visits_of(patient_id))
            ),
            self._desk.clock(),
        )

    def _history(self, patient_id: str, progress: Callable[[int, int], bool] | None) -> History:
        """Every step of what is and was this patient's, what was removed included; of records that were merged into
        this one too."""
        store = self._desk.store
        patients, merges = [patient_id], list(store.select_ever("merge", from_id=patient_id))
        for one in patients:  # grows: what was merged may hold what was merged into it before
            into = store.select_ever("merge", into_id=one)
            merges += into
            patients += [
                merge.from_id for merge in into if not merge.undone and merge.from_id not in patients
            ]
        visits = [visit.id for one in patients for visit in store.select_ever("visit", patient_id=one)]
        ids = {
            "patient": patients,
            "merge": list(dict.fromkeys(merge.id for merge in merges)),
            "visit": [*visits, *store.visits_left(patient_id)],
            **{
                kind: [one.id for of in patients for one in store.select_ever(kind, patient_id=of)]
                for kind in OF_PATIENT
            },
            **{
                kind: [one.id for of in visits for one in store.select_ever(kind, visit_id=of)]
                for kind in OF_VISIT
            },
        }
        steps = [step for kind, found in ids.items() if found for step in store.steps_of(kind, found)]
        steps.sort(key=lambda step: step.number)
        written_by = {step.therapist_id for step in steps} | {
            getattr(step.change.after, "therapist_id", "") or "" for step in steps if step.change is not None
        }
        names = {one: store.therapist(one).name for one in written_by if one}
        return History(patient_id, tuple(steps), names, store.verify_audit(progress))

    def text(self, patient_id: str, progress: Callable[[int, int], bool] | None = None) -> str:
        """The whole record as a person reads it. The audit of all records is verified for it: `progress` is told how
        far that is, and where it says False, Cancelled is raised."""
        return as_text(self.whole(patient_id), self._history(patient_id, progress))

    def json(self, patient_id: str) -> str:
        """The whole record as another program reads it."""
        return as_json(self.whole(patient_id))

    # -- retention ----------------------------------------------------------------------------------------------------

    def proposed(self) -> tuple[Proposal, ...]:
        """The records that need not be kept any longer by the clinic's policy. Nothing is removed by itself."""
        today = self._desk.today()
        return tuple(one for one in self.in_order_of_time() if one.kept_until < today)

    def in_order_of_time(self) -> tuple[Proposal, ...]:
        """Every record with the last day on which the clinic's policy keeps it, the earliest first; none without a
        rule."""
        policy, store = self._policies.policy(), self._desk.store
        if policy.retention_years is None:
            return ()
        seen: dict[str, tuple[date, int]] = {}
        for visit in store.all_visits():  # newest first
            last, count = seen.get(visit.patient_id, (visit.date, 0))
            seen[visit.patient_id] = (last, count + 1)
        today = self._desk.today()
        patients = []
        for patient in store.select("patient"):
            made = patient.created_at.astimezone().date() if patient.created_at else today
            patients.append((patient, *seen.get(patient.id, (made, 0))))
        return in_order_of_time(patients, policy.retention_years, policy.of_age)
