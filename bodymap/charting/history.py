"""Who wrote and changed what of a patient's record, when, and what it said before: each step of the audit in words.

A step says from what to what. Typing is not told letter by letter: what one person wrote of a part of a note in one
sitting is one line.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher
from enum import Enum
from typing import Any, NamedTuple

from bodymap.charting.audit import ChainState, Step
from bodymap.charting.consent import Consent
from bodymap.charting.edits import Change
from bodymap.charting.events import AdverseEvent, EventKind
from bodymap.charting.findings import Finding
from bodymap.charting.kinds import Record, kind_of
from bodymap.charting.measures import in_words, measures, motions, own_measure
from bodymap.charting.outcomes import Complaint, Measured, PainArea, PainScore, RangeOfMotion
from bodymap.charting.places import Laterality, Outline, part_in_words
from bodymap.charting.plans import TreatmentPlan
from bodymap.charting.precautions import (
    Answer,
    Medication,
    Override,
    PrecautionAnswer,
    Screening,
    answer_in_words,
    changes_since,
)
from bodymap.charting.records import (
    EStim,
    Mark,
    NeedleSize,
    NeedlesOut,
    NoteSection,
    Patient,
    Point,
    Target,
    Technique,
    Visit,
)
from bodymap.charting.tidying import Merge, Restriction
from bodymap.charting.wording import (
    DISPOSITIONS,
    FINDINGS,
    POSITIONS,
    REFERRALS,
    TOLERANCES,
    day,
    e_stim,
    moment,
    technique,
)
from bodymap.charting.zones import AvoidZone, ZoneKind

SITTING = timedelta(minutes=30)
"""What one person writes of a part of a note without a longer pause is one sitting."""
NOTHING = "not recorded"

UNTOLD = {
    "": frozenset({"id", "revision", "removed", "created_at", "ordinal"}),
    "visit": frozenset({"patient_id"}),
    "mark": frozenset({"visit_id", "carried_from", "carried", "usual_place"}),
    "finding": frozenset({"visit_id", "usual_place"}),
    "needles_out": frozenset({"visit_id", "body_part"}),
    "precaution_answer": frozenset({"patient_id", "precaution_id", "text", "answered_on", "answered_in"}),
    "screening": frozenset({"visit_id", "asked_at", "answers"}),
    "override": frozenset({"visit_id", "about", "text", "mark_id"}),
    "medication": frozenset({"patient_id"}),
    "avoid_zone": frozenset({"patient_id"}),
    "consent": frozenset({"patient_id", "text_id"}),
    "complaint": frozenset({"patient_id"}),
    "pain_score": frozenset({"visit_id", "complaint_id", "stage"}),
    "pain_area": frozenset({"visit_id"}),
    "motion": frozenset({"visit_id", "joint", "movement", "side", "motion", "stage"}),
    "measured": frozenset({"visit_id", "measure", "about", "side", "stage"}),
    "response": frozenset({"visit_id"}),
    "plan": frozenset({"patient_id"}),
    "plan_review": frozenset({"visit_id", "plan_id"}),
    "adverse_event": frozenset({"visit_id"}),
    "restriction": frozenset({"patient_id"}),
}
"""Fields that are no statement of anybody, by kind ("" for all); or that the title or a line of its own tells."""

FIELDS: dict[str, dict[str, str]] = {
    "patient": {
        "family_name": "family name",
        "given_names": "given names",
        "date_of_birth": "date of birth",
        "sex": "sex",
        "clinic_id": "clinic id",
        "phone": "phone",
        "email": "e-mail",
        "address": "address",
        "alerts": "alerts",
        "dominant_side": "dominant side",
    },
    "visit": {
        "therapist_id": "therapist",
        "date": "day of the visit",
        "status": "status",
        "needles_opened": "needles opened",
        "needle_lot": "needle lot",
        "needle_expiry": "needle expiry",
        "plan_id": "treatment plan",
        "minutes": "time in minutes",
        "other_therapies": "other therapies",
        "event": "event",
        "event_date": "date of the event",
        "next_visit": "next visit",
        "verbal_consent": "verbal consent",
        "tolerance": "tolerance",
        "no_events": "nothing adverse happened",
        "aftercare_told": "aftercare told",
        "handout": "handout",
        "not_needled": "why nothing was needled",
    },
    "mark": {
        "target": "needled",
        "side": "side",
        "point": "place",
        "level": "level",
        "level_confirmed": "level confirmed",
        "needle": "size",
        "needles": "needles",
        "insertions": "insertions",
        "ltr": "LTR",
        "ltr_count": "twitches",
        "note": "note",
        "product": "product",
        "technique": "technique",
        "time_in_place": "minutes in place",
        "depth_mm": "depth in mm",
        "disposition": "needles",
        "referral": "pain reproduced",
        "referral_to": "pain felt in",
        "e_stim": "e-stim",
        "position": "position",
        "tolerance": "tolerance",
        "finding_id": "needled for",
    },
    "finding": {
        "kind": "found",
        "target": "place",
        "side": "side",
        "point": "place",
        "level": "level",
        "level_confirmed": "level confirmed",
        "referral": "pain reproduced",
        "referral_to": "pain felt in",
        "note": "note",
    },
    "needles_out": {"counted": "needles"},
    "precaution_answer": {
        "answer": "answer",
        "since": "since",
        "detail": "told",
        "side": "side",
        "body_parts": "where",
        "levels": "levels",
    },
    "screening": {"unchanged": "unchanged since last asked", "note": "note"},
    "override": {"reason": "reason"},
    "medication": {
        "name": "name",
        "dose": "dose",
        "thins_blood": "thins blood",
        "since": "since",
        "known_on": "known from",
        "ended_on": "ended",
        "note": "note",
    },
    "avoid_zone": {
        "kind": "kind",
        "outline": "outline",
        "text": "what",
        "side": "side",
        "severity": "care",
        "since": "since",
        "known_on": "known from",
        "ended_on": "ended",
    },
    "consent": {
        "text_version": "version of the text",
        "given_on": "given on",
        "therapist_id": "taken by",
        "form": "form",
        "copy_given": "copy given",
        "risks_told": "risks told in person",
        "expires": "valid until",
        "withdrawn_on": "withdrawn",
        "note": "note",
    },
    "complaint": {
        "text": "what",
        "side": "side",
        "body_part": "body part",
        "since": "since",
        "ended_on": "over",
    },
    "pain_score": {"now": "now", "best": "best", "worst": "worst", "period": "over"},
    "pain_area": {
        "outline": "outline",
        "kind": "kind",
        "complaint_id": "complaint",
        "side": "side",
        "note": "note",
    },
    "motion": {"degrees": "measured", "painful": "painful", "note": "note"},
    "measured": {"tenths": "value", "note": "note"},
    "response": {
        "progress": "progress",
        "soreness_hours": "hours of soreness",
        "bruise": "bruise",
        "helped": "what helped",
        "note": "note",
    },
    "plan": {
        "diagnosis": "diagnosis",
        "side": "side",
        "icd10": "ICD-10",
        "goals": "goals",
        "visits_suggested": "visits planned",
        "frequency": "frequency",
        "weeks": "weeks planned",
        "starts_on": "begins on",
        "certified_on": "certified from",
        "certified_until": "certified until",
        "ended_on": "ended",
        "ended_why": "why it ended",
        "summary": "summary",
        "summary_on": "summary written on",
    },
    "plan_review": {"decision": "decision", "note": "note"},
    "adverse_event": {
        "kind": "kind",
        "severity": "how grave",
        "text": "what happened",
        "point": "place",
        "body_part": "body part",
        "side": "side",
        "done": "done",
        "follow_up": "follow-up",
        "told_in": "told at the visit of",
        "noticed_on": "noticed on",
        "closed_on": "over",
        "closed_in": "said to be over at the visit of",
    },
    "restriction": {"reason": "reason", "since": "since"},
}
"""What a field is called, by kind, in the order in which fields are told."""

_ENDS = {
    ("medication", "ended_on"): ("ended", "still taken"),
    ("avoid_zone", "ended_on"): ("ended", "still there"),
    ("plan", "ended_on"): ("ended", "going on"),
    ("complaint", "ended_on"): ("over", "still there"),
    ("adverse_event", "closed_on"): ("over", "still open"),
    ("consent", "withdrawn_on"): ("withdrawn", "not withdrawn"),
}
"""Fields whose day says that something came to its end: the word for that, and how it stood before."""

_BEGUN = {
    "patient": "written",
    "visit": "begun",
    "mark": "marked",
    "finding": "found",
    "consent": "taken",
    "screening": "",
    "needles_out": "",
    "pain_score": "",
    "motion": "",
    "measured": "",
    "override": "",
    "plan_review": "",
    "restriction": "",
}
"""How a new record is told after its title; "written" for kinds that are not named."""
_SAID = {"undo": "undone: ", "redo": "done again: "}
"""What stands before a step that took another one back, or did it again."""
MERGES = {"merge patients": "over", "unmerge patients": "back"}
"""What became of a visit in a merge and when that was taken back, by the audit's action."""


@dataclass(frozen=True, slots=True)
class Group:
    """The lines about one thing (the patient, one visit), in the order in which they happened."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """What one person did at one time, in words; `until` where it went on, `below` what stands under it in full."""

    at: datetime
    until: datetime
    by: str
    said: str
    below: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """3 Nov 2026 14:05 UTC, Dana Whitfield: S written, 214 characters."""
        when = moment(self.at)
        if moment(self.until) != when:
            here = self.at.astimezone().date() == self.until.astimezone().date()
            when += f" to {self.until.astimezone():%H:%M}" if here else f" to {moment(self.until)}"
        # One line, whatever was written: what a person typed must not look like a line of the audit.
        said = " / ".join(self.said.splitlines())
        parts = [f"{when}, {self.by or 'a therapist without a name'}: {said}"]
        for title, text in self.below:
            parts += [f"    {title}", *(f"    | {one}".rstrip() for one in text.splitlines())]
        return "\n".join(parts)


@dataclass(frozen=True, slots=True)
class History:
    """The steps of a patient's record, in order. `patient_id` is whose it is; `names` are therapists' by id."""

    patient_id: str
    steps: tuple[Step, ...]
    names: Mapping[str, str]
    chain: ChainState


def history_as_text(history: History) -> str:
    """The whole section: what it is and whether the audit holds, then each group under its title."""
    groups = Teller(history).groups()
    count = sum(len(group.lines) for group in groups)
    head = history.chain.head
    many = "1 line" if count == 1 else f"{count} lines"
    said = [f"{many}, told from the audit, from what -> to what."]
    if history.chain.broken_at is None:
        said.append(
            f"The chain of the audit was verified when this was written: all {head.number} entries of the clinic's"
            f" audit hold. The last has the hash {head.digest}."
        )
    else:
        said.append(
            f"THE CHAIN OF THE AUDIT DOES NOT HOLD from entry {history.chain.broken_at} on: what is told here may"
            " have been altered outside BodyMap. `bodymap check` says more."
        )
    said.append("Printing, saving and exporting change nothing of the record and are not in the audit.")
    parts = ["WRITTEN AND CHANGED:\n" + " ".join(said)]
    parts += ["\n".join((group.title, *group.lines)) for group in groups]
    return "\n\n".join(parts)


class Difference(NamedTuple):
    """How a field differs: in words from -> to; `added` is what it says now where it said nothing before."""

    said: str
    added: str = ""


class Teller:
    """Steps in words. `known` are records, with their kinds, that the steps' records name and that are not among
    them."""

    def __init__(self, history: History, known: Iterable[tuple[str, Record]] = ()) -> None:
        self._history = history
        self._now: dict[tuple[str, str], Any] = {(kind, one.id): one for kind, one in known}
        for step in history.steps:
            if step.change is not None:
                self._now[step.kind, step.record_id] = step.change.after
        merges = (one for (kind, _), one in self._now.items() if kind == "merge")
        self._merged = {one.from_id for one in merges if not one.undone} - {history.patient_id}
        """The records that went into this one."""

    def groups(self) -> list[Group]:
        """The patient first, then each visit from the first to the last, then records that were merged into this."""
        about: dict[tuple[str, str], list[Step]] = {}
        for step in self._history.steps:
            about.setdefault(self._about(step), []).append(step)
        visits = sorted((which for which in about if which[0] == "visit"), key=self._day_of)
        order = [("patient", self._history.patient_id), *visits]
        order += [which for which in about if which not in order]
        found = []
        for which in order:
            lines = tuple(line.text for line in self._lines(about.get(which, ())))
            if lines:
                found.append(Group(self._title(which), lines))
        return found

    def _about(self, step: Step) -> tuple[str, str]:
        """The visit or patient that a step is about."""
        now = self._now.get((step.kind, step.record_id))
        if step.kind == "visit":
            return "visit", step.record_id
        if visit_id := getattr(now, "visit_id", ""):
            return "visit", str(visit_id)
        whose = step.record_id if step.kind == "patient" else getattr(now, "patient_id", "")
        # What came over in a merge belongs to this patient now; only what stayed with the other record is told there.
        return "patient", str(whose) if whose in self._merged else self._history.patient_id

    def _day_of(self, which: tuple[str, str]) -> tuple[date, str]:
        visit = self._now.get(which)
        return (visit.date if isinstance(visit, Visit) else date.max), which[1]

    def _title(self, which: tuple[str, str]) -> str:
        now = self._now.get(which)
        if which[0] == "patient":
            if which[1] == self._history.patient_id:
                return "OF THE PATIENT"
            return f"OF THE RECORD THAT WAS MERGED INTO THIS ONE ({now.name if isinstance(now, Patient) else '?'})"
        if not isinstance(now, Visit):
            return "OF A VISIT"
        if now.patient_id not in (self._history.patient_id, *self._merged):
            return f"OF A VISIT OF {day(self._first_day(which[1]))} THAT IS NO LONGER IN THIS RECORD"
        return f"OF THE VISIT OF {day(now.date)}" + (
            ", which was taken out of the lists" if now.removed else ""
        )

    def _first_day(self, visit_id: str) -> date | None:
        """The day that a visit had first in this record: one that it was given elsewhere is not this patient's."""
        for step in self._history.steps:
            after = step.change.after if step.change is not None else None
            if (
                isinstance(after, Visit)
                and after.id == visit_id
                and after.patient_id == self._history.patient_id
            ):
                return after.date
        return None

    # -- lines

    def _lines(self, steps: Iterable[Step]) -> list[Line]:
        found: list[tuple[int, Line]] = []
        sections: dict[str, list[Step]] = {}
        answers: dict[tuple[datetime, str, str], list[Step]] = {}
        for step in steps:
            if step.kind == "note":
                sections.setdefault(step.record_id, []).append(step)
            elif step.kind == "precaution_answer":
                answers.setdefault((step.at, step.action, step.therapist_id), []).append(step)
            else:
                said = self.said(step)
                if said:
                    found.append((step.number, self._line(step, said)))
        for together in answers.values():
            said = "; ".join(self._answers(together))
            if said:
                first = together[0]
                found.append((first.number, self._line(first, said)))
        for written in sections.values():
            found += ((first, line) for first, line in self._sittings(written))
        return [line for _, line in sorted(found, key=lambda one: one[0])]

    def _line(self, step: Step, said: str) -> Line:
        before = _SAID.get(step.action, "")
        if before and said[1:2].islower():
            said = said[:1].lower() + said[1:]
        return Line(step.at, step.at, self.name(step.therapist_id), before + said)

    def name(self, therapist_id: str | None) -> str:
        return self._history.names.get(therapist_id or "", "")

    def said(self, step: Step) -> str:
        """What the step did; "" for one that is told by another."""
        if step.change is None:
            return f"{_KINDS.get(step.kind, 'A part of the record')}: what was written can no longer be told"
        before, after = step.change.before, step.change.after
        special = self._special(step, before, after)
        if special is not None:
            return special
        title = self.named(before if before is not None else after)
        if before is None:
            begun = _BEGUN.get(step.kind, "written")
            return _joined(f"{title} {begun}".strip(), self._content(after))
        said = self._differences(step.kind, before, after)
        if after.removed and not before.removed:
            return _joined(f"{title} taken out", [*said, *self._content(before)])
        if before.removed and not after.removed:
            return _joined(f"{title} brought back", said)
        return _joined(title, said) if said else ""

    def _special(self, step: Step, before: Record | None, after: Record) -> str | None:
        """What is told in a sentence of its own; None for what is told field by field."""
        if isinstance(after, Visit):
            was = before.patient_id if isinstance(before, Visit) else ""
            ours = {self._history.patient_id, *self._merged}
            stays = self._now[step.kind, step.record_id].patient_id in ours
            if before is not None and was != after.patient_id and (was in ours or after.patient_id in ours):
                moved, whose = ("came", "from") if after.patient_id in ours else ("went", "to")
                more = self._differences("visit", before, after) if stays else []
                said = f"The visit {moved} {whose} the record of another patient"
                if step.action in MERGES:
                    said = f"The visit {moved} {MERGES[step.action]} {whose} another record of this patient"
                return _joined(said, more)
            if not stays:  # what was written there is the other patient's
                return (
                    f"Visit of {day(after.date)} begun" if before is None and after.patient_id in ours else ""
                )
        if isinstance(after, Merge):
            what = "Another record of this patient was merged into this one"
            if after.from_id == self._history.patient_id:
                what = "This record was merged into another one of this patient"
            visits = sum(word.startswith("visit:") for word in after.moved)
            many = "1 visit" if visits == 1 else f"{visits} visits"
            return (
                f"{what}: {many} went over"
                if not after.undone
                else f"Taken back: {what[0].lower()}{what[1:]}"
            )
        if isinstance(after, Restriction) and before is not None and after.removed != before.removed:
            return (
                f"The restriction was lifted ({_quoted(before.reason)})"  # type: ignore[union-attr]
                if after.removed
                else f"The record was restricted: {_quoted(after.reason)}"
            )
        if isinstance(after, Restriction) and before is None:
            return f"The record was restricted: {_quoted(after.reason)}"
        if isinstance(after, PrecautionAnswer) and not after.removed:
            return self._answer(before, after)
        if isinstance(after, Screening) and not after.removed:
            return self._screening(before, after)
        return None

    def _answers(self, steps: Iterable[Step]) -> list[str]:
        """Answers of one time; those that were no from the first under one word, for they are most of the list."""
        no, said = [], []
        for step in steps:
            match step.change:
                case Change(before=None, after=PrecautionAnswer(answer=Answer.NO, removed=False) as one) if (
                    not answer_in_words(one)
                ):
                    no.append(one.text)
                case _:
                    said.append(self.said(step))
        return [part for part in said if part] + ([f"Answered no: {'; '.join(no)}"] if no else [])

    def _answer(self, before: Record | None, after: PrecautionAnswer) -> str:
        def said(one: PrecautionAnswer) -> str:
            more = answer_in_words(one)
            return _word(one.answer) + (f" ({more})" if more else "")

        if not isinstance(before, PrecautionAnswer) or before.removed:
            return f"{after.text}: {said(after)}"
        return "" if said(before) == said(after) else f"{after.text}: {said(before)} -> {said(after)}"

    def _screening(self, before: Record | None, after: Screening) -> str:
        yes = [one for one in after.answers if one.answer is Answer.YES]
        if not isinstance(before, Screening) or before.removed:
            many = len(after.answers)
            said = ["1 answer stood then" if many == 1 else f"{many} answers stood then"]
            said += [f"yes to {'; '.join(one.text for one in yes)}"] if yes else []
            changes = self._changed_since(after) if after.unchanged else []
            said += [f"changed: {one}" for one in changes]
            rest = "the rest " if changes else ""
            said += [f"{rest}unchanged since last asked"] if after.unchanged else []
            said += [f"note {_quoted(after.note)}"] if after.note else []
            return _joined("Precautions asked about", said)
        said = self._differences("screening", before, after)
        was = {one.precaution_id: one for one in before.answers}
        for one in after.answers:
            old = was.get(one.precaution_id)
            of, to = (_screened(old) if old is not None else NOTHING), _screened(one)
            said += [f"{one.text} {of} -> {to}"] if of != to else []
        return _joined("Precautions asked about", said) if said else ""

    def _changed_since(self, after: Screening) -> list[str]:
        """What the screening holds otherwise than the one before it, in words."""

        def place(screening: Screening) -> tuple[date, str] | None:
            visit = self._now.get(("visit", screening.visit_id))
            return (visit.date, visit.created_at.isoformat() if visit.created_at else "") if visit else None

        here = place(after)
        earlier = [
            (at, one)
            for (kind, _), one in self._now.items()
            if kind == "screening" and not one.removed and (at := place(one)) and here and at < here
        ]
        if not earlier:
            return []
        before = max(earlier, key=lambda found: found[0])[1]
        return [*changes_since(before.answers, after.answers).values()]

    def _content(self, record: Record) -> list[str]:
        """What a record says: its fields but for those that are as in a fresh one, or that its title tells."""
        kind = kind_of(record)
        fresh = {field.name: field.default for field in fields(record) if field.default is not MISSING}
        told = _IN_TITLE.get(kind, frozenset())
        found = []
        for name, word in FIELDS[kind].items():
            value = getattr(record, name)
            if name in told or (name in fresh and value == fresh[name]) or isinstance(value, Outline):
                continue
            if ends := _ENDS.get((kind, name)):
                found.append(f"{ends[0]} on {day(value)}")
            else:
                found.append(f"{word} {self._value(name, value)}")
        return found

    def _differences(self, kind: str, before: Record, after: Record) -> list[str]:
        """Each field that differs, from -> to."""
        return [one.said for one in self.differing(kind, before, after)]

    def differing(self, kind: str, before: Record, after: Record) -> list[Difference]:
        """Each field that differs."""
        found = []
        for name, word in FIELDS[kind].items():
            old, new = getattr(before, name), getattr(after, name)
            if old == new:
                continue
            if ends := _ENDS.get((kind, name)):
                came, stood = ends
                of, to = (f"{came} on {day(one)}" if one is not None else stood for one in (old, new))
                found.append(Difference(f"{of} -> {to}"))
            elif isinstance(new, Outline):
                found.append(Difference("the outline was drawn anew"))
            else:
                of, to = self._value(name, old), self._value(name, new)
                added = f"{word} {to}" if of == NOTHING else ""
                found.append(Difference(f"{word} {of} -> {to}{_distance(old, new)}", added))
        return found

    def _value(self, name: str, value: Any) -> str:
        """A field's value as the chart says it."""
        if name == "therapist_id":
            return self.name(value) or NOTHING
        if name in _IDS:
            return self._called(_IDS[name], value) if value else NOTHING
        if name == "degrees":
            return f"{value}°"
        if name in ("now", "best", "worst") and isinstance(value, int):
            return f"{in_words(value)}/10"
        if name == "tenths":
            return in_words(value)
        if name == "given_on" or isinstance(value, date):
            return day(value) or NOTHING
        if value is False and name != "bruise":  # a statement that nobody made, not its contrary
            return NOTHING
        return _word(value)

    def _called(self, kind: str, record_id: str) -> str:
        """What a record that another one names is called now; its kind where it is not this patient's."""
        match self._now.get((kind, record_id)):
            case Visit(date=of):
                return day(of)
            case TreatmentPlan(diagnosis=what):
                return what
            case Complaint(title=what) | Finding(title=what):
                return what
        return _KINDS[kind].lower()

    def named(self, record: Record) -> str:
        """What a record is called in a line, as it stood."""
        title = getattr(record, "title", "")
        match record:
            case Patient():
                return f"Particulars of {record.name or 'the patient'}"
            case Visit():
                return f"Visit of {day(record.date)}"
            case Finding():
                return f"{title}, {FINDINGS[record.kind]},"
            case Mark() | AdverseEvent():
                return str(title)
            case Complaint():
                return f"Complaint, {title},"
            case NeedlesOut():
                return f"Needles counted out, {part_in_words(record.body_part) or 'whole body'}"
            case Medication():
                return f"Medicine {record.name}"
            case AvoidZone():
                return f"Avoid-zone, {record.text or record.kind.word},"
            case Consent():
                return f"Written consent of {day(record.given_on)}"
            case TreatmentPlan():
                return f"Treatment plan, {record.diagnosis},"
            case Override():
                mark = self._now.get(("mark", record.mark_id))
                at = f", at {mark.title}" if isinstance(mark, Mark) else ""
                return f"Reason for needling all the same ({record.text.rstrip('.')}){at}"
            case PainScore():
                of = self._now.get(("complaint", record.complaint_id))
                what = of.title if isinstance(of, Complaint) else "pain"
                return f"Pain {record.stage.value} the needles, {what}"
            case PainArea():
                return f"Pain drawing, {record.kind.value}"
            case RangeOfMotion():
                known = motions().get((record.joint, record.movement))
                name = known.name if known else f"{record.joint} {record.movement}"
                return _list(
                    name, _side(record.side), record.motion.value, f"{record.stage.value} the needles"
                )
            case Measured():
                measure = measures().get(record.measure) or own_measure(record.measure)
                name = measure.name if measure else record.measure
                return _list(name, record.about, _side(record.side), f"{record.stage.value} the needles")
        return _KINDS[kind_of(record)]

    # -- notes

    def _sittings(self, steps: Sequence[Step]) -> Iterator[tuple[int, Line]]:
        """The steps of one section as one line for each sitting of one person."""
        begun = steps[0]
        sitting: list[Step] = []
        for step in steps:
            last = sitting[-1] if sitting else None
            if last is not None and (
                step.therapist_id != last.therapist_id or step.at - last.at > SITTING or step.change is None
            ):
                yield self._sitting(sitting, begun)
                sitting = []
            sitting.append(step)
        yield self._sitting(sitting, begun)

    def _sitting(self, steps: Sequence[Step], begun: Step) -> tuple[int, Line]:
        first, last = steps[0], steps[-1]
        by = self.name(first.therapist_id)
        if first.change is None or last.change is None:
            return first.number, Line(first.at, last.at, by, self.said(first))
        was, is_ = first.change.before, last.change.after
        assert isinstance(is_, NoteSection)
        before, after = (was.text if isinstance(was, NoteSection) else ""), is_.text
        letter = is_.section.value[0].upper()
        said = f"{letter} {_rewritten(before, after)}"
        later = first.at.astimezone().date() != begun.at.astimezone().date()
        below: tuple[tuple[str, str], ...] = ()
        # What was written in one go is what stands; what somebody came back to is told as it read before.
        if before and before != after and (later or first.therapist_id != begun.therapist_id):
            below = (("It read before:", before), ("It read then:", after or "(nothing)"))
        return first.number, Line(first.at, last.at, by, said, below)


_KINDS = {
    "patient": "Particulars",
    "visit": "Another visit",
    "note": "Note",
    "mark": "Mark",
    "finding": "A finding",
    "needles_out": "Needles counted out",
    "precaution_answer": "Precaution",
    "screening": "Precautions asked about",
    "override": "Reason for needling all the same",
    "medication": "Medicine",
    "avoid_zone": "Avoid-zone",
    "consent": "Written consent",
    "complaint": "A complaint",
    "pain_score": "Pain",
    "pain_area": "Pain drawing",
    "motion": "Range of motion",
    "measured": "Measure",
    "response": "Response to the last visit",
    "plan": "A treatment plan",
    "plan_review": "Decision on the plan",
    "adverse_event": "Adverse event",
    "restriction": "Restriction",
    "merge": "Merge",
}
_IDS = {
    "plan_id": "plan",
    "finding_id": "finding",
    "complaint_id": "complaint",
    "told_in": "visit",
    "closed_in": "visit",
}
"""Fields that name another record, with its kind."""
_IN_TITLE = {
    "visit": frozenset({"date", "therapist_id"}),
    "mark": frozenset({"target", "side", "point"}),
    "finding": frozenset({"kind", "target", "side", "point"}),
    "medication": frozenset({"name"}),
    "avoid_zone": frozenset({"text"}),
    "complaint": frozenset({"text", "side"}),
    "consent": frozenset({"given_on"}),
    "plan": frozenset({"diagnosis"}),
    "pain_area": frozenset({"kind"}),
    "adverse_event": frozenset({"kind", "side", "body_part", "point"}),
}
"""Fields that a new record's title tells, or (its place) that say nothing in a line."""


def _joined(title: str, said: Sequence[str]) -> str:
    title = title.rstrip(",")
    return f"{title}: {'; '.join(said)}" if said else title


def _list(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _side(side: Laterality) -> str:
    return side.word


def _screened(one: Any) -> str:
    return _word(one.answer) + (f" ({one.detail})" if one.detail else "")


def _quoted(text: str) -> str:
    """Free text in quotation marks, on one line: it may hold an arrow or a semicolon of its own."""
    return f"“{' / '.join(part.strip() for part in text.splitlines() if part.strip())}”"


_TABLES: tuple[Mapping[Any, str], ...] = (DISPOSITIONS, REFERRALS, POSITIONS, TOLERANCES, FINDINGS)


def _word(value: Any) -> str:
    """A value in words, whatever it is of."""
    known: tuple[tuple[type | tuple[type, ...], Callable[[Any], str]], ...] = (
        (bool, lambda one: "yes" if one else "no"),
        (Technique, lambda one: technique(one) or NOTHING),
        (Laterality, lambda one: one.word or NOTHING),
        ((ZoneKind, EventKind), lambda one: one.word.lower()),
        (Enum, _of_table),
        (Target, lambda one: one.name),
        (NeedleSize, str),
        (EStim, lambda one: e_stim(one).removeprefix("e-stim").strip(" ,") or "yes" if one.on else "none"),
        (Point, lambda one: f"{one.plate.replace('-', ' ')} plate, {one.u:.0f} by {one.v:.0f} mm"),
        (tuple, lambda one: ", ".join(part_in_words(str(part)) for part in one) or NOTHING),
        (date, day),
        (str, lambda one: _quoted(one) if one.strip() else NOTHING),
    )
    for kind, worded in known:
        if isinstance(value, kind):
            return worded(value)
    return NOTHING if value is None else str(value)


def _of_table(value: Any) -> str:
    for table in _TABLES:
        if value in table and type(value) is type(next(iter(table))):
            return table[value]
    return str(value.value).replace("_", " ")


def _distance(old: Any, new: Any) -> str:
    """How far a place was moved on its plate."""
    if not isinstance(old, Point) or not isinstance(new, Point) or old.plate != new.plate:
        return ""
    return f" (moved {math.hypot(new.u - old.u, new.v - old.v):.0f} mm)"


def _rewritten(before: str, after: str) -> str:
    """Written, 214 characters; changed: 3 words taken out, 12 added."""
    if before == after:
        return "changed and put back as it was"
    if not before:
        return f"written, {len(after)} characters"
    out, added = _words_changed(before, after)
    if not after:
        return f"taken out: {_words(out)}"
    if not out and not added:
        return "changed: spaces and line ends only"
    said = [f"{_words(out)} taken out"] if out else []
    said += [f"{_words(added) if not out else added} added"] if added else []
    return f"changed: {', '.join(said)}"


def _words(count: int) -> str:
    return "1 word" if count == 1 else f"{count} words"


def _words_changed(before: str, after: str) -> tuple[int, int]:
    """How many words went and how many came."""
    old, new = (re.findall(r"\S+", text) for text in (before, after))
    # What stands alike at both ends is most of a long note, and need not be compared word by word.
    start = _alike(old, new)
    old, new = old[start:], new[start:]
    end = _alike(old[::-1], new[::-1])
    old, new = old[: len(old) - end], new[: len(new) - end]
    if len(old) * len(new) > 4_000_000:
        return len(old), len(new)
    same = sum(block.size for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks())
    return len(old) - same, len(new) - same


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two texts share at their start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (here, there) in pairs if here != there), min(len(one), len(other)))
