"""Precautions: the clinic's list, what a patient answered, avoid-zones, medicines, and where they meet a mark.

What a click needs is kept for each patient and read again only when something of it changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bodymap.atlas.atlas import Atlas
from bodymap.atlas.body import Group, Muscle
from bodymap.atlas.catalogue import BODY_PARTS, mid_sentence
from bodymap.charting.asked_alone import AskedAlone, asked_alone, thinners_named
from bodymap.charting.edits import Change, created
from bodymap.charting.events import AdverseEvent, like_fainting
from bodymap.charting.faults import Refused
from bodymap.charting.medicines import NOT_THINNING, may_thin
from bodymap.charting.meetings import (
    BLOOD_THINNERS,
    FLAG_WORDS,
    AtRisk,
    Meeting,
    MeetingKind,
    Needled,
    Reasoned,
    answers_that_hold,
    at_risk,
    both_sides,
    by_severity,
    item_of,
    meetings_of,
    meets_in_words,
    members_at,
    needled,
    not_reasoned,
    over_the_lung,
    override_of,
    reasons_told,
    vertebrae,
)
from bodymap.charting.places import Laterality, Outline, check_body_parts
from bodymap.charting.precaution_list import Imported, read_list, shipped, take_in
from bodymap.charting.precautions import (
    Answer,
    Medication,
    Override,
    Precaution,
    PrecautionAnswer,
    Screened,
    Screening,
    Severity,
    answer_in_words,
    as_said,
    changes_since,
    taken_on,
)
from bodymap.charting.records import (
    Mark,
    Point,
    Side,
    Target,
    TargetKind,
    Technique,
    VerbalConsent,
    Visit,
    new_id,
)
from bodymap.charting.rules import tidy_line, tidy_text
from bodymap.charting.where_it_hurts import areas_under, lies_at
from bodymap.charting.wording import day as day_in_words
from bodymap.charting.wording import days as in_days
from bodymap.charting.zones import (
    AvoidZone,
    ZoneKind,
    carried_over,
    check_outline,
    in_force,
    inside,
    sample,
    side_of,
)
from bodymap.workspace.changes import Changed
from bodymap.workspace.desk import Desk, changed_meanwhile, draft_only
from bodymap.workspace.needles import Needles

_TECHNIQUES = frozenset(one.value for one in Technique if len(one.parts) == 1)
_KEPT = ("precaution_answer", "avoid_zone", "medication", "screening", "patient", "precaution", "merge")

FAINTING = ("reaction", "fainting")
"""Items of the list of which one holds after a faint; the first that the clinic asks is asked."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is known of a patient: the answers as told by item, zones, medicines (ended ones too)."""

    answers: Mapping[str, PrecautionAnswer]
    zones: tuple[AvoidZone, ...]
    medications: tuple[Medication, ...]


@dataclass(frozen=True, slots=True)
class StripItem:
    """One precaution as the strip over the body shows it."""

    severity: Severity
    text: str
    detail: str = ""
    key: str = ""


def _in_words(item: StripItem) -> str:
    """Cardiac pacemaker (stop; since 2019)."""
    return f"{item.text} ({item.severity.value}{f'; {item.detail}' if item.detail else ''})"


@dataclass(frozen=True, slots=True)
class ReasonOffered:
    """A reason that was given for the same before, and at how many marks of this visit one press gives it again. `day`
    is that of the earlier visit; None where it was given at other marks of this one."""

    reason: str
    day: date | None
    marks: int

    @property
    def words(self) -> str:
        """Again, as on 7 Nov 2026, for all 8 marks: “cardiologist agrees”."""
        when = f"as on {day_in_words(self.day)}" if self.day is not None else "as at the others"
        where = f", for all {self.marks} marks" if self.marks > 1 else ""
        return f"Again, {when}{where}: “{self.reason}”"


@dataclass(frozen=True, slots=True)
class Asked:
    """How a visit stands with its precautions. `asked`: in this visit. `last` is when they were last asked about before
    it, None for never. `unanswered` counts the items that nobody has answered, `alerted` those of them that the alerts
    name; `some_answered`: not all of them. `sentence` says it all, `stands` without what is asked by itself."""

    asked: bool
    unchanged: bool
    last: date | None
    unanswered: int
    sentence: str
    some_answered: bool
    alerted: int
    stands: str


class Precautions:
    def __init__(self, desk: Desk, atlas: Atlas, needles: Needles) -> None:
        self._risks: dict[tuple[TargetKind, str, str], AtRisk] = {}  # the catalogue does not change
        self._desk = desk
        self._atlas = atlas
        self._needles = needles
        self._items: tuple[Precaution, ...] | None = None
        self._held: dict[str, Held] = {}
        self._fainted: dict[str, tuple[tuple[AdverseEvent, date, date], ...]] = {}
        self._carried: dict[tuple[Outline, str], tuple[Outline, ...]] = {}
        self._on_chest: dict[Outline, bool] = {}
        desk.notices.listen(self._forget)

    def _forget(self, changed: Changed) -> None:
        if changed.of("precaution"):
            self._items = None
        if any(changed.of(kind) for kind in ("adverse_event", "visit", "merge")):
            self._fainted.clear()
        if any(changed.of(kind) for kind in _KEPT):
            self._held.clear()

    # -- the clinic's list --------------------------------------------------------------------------------------------

    def items(self) -> tuple[Precaution, ...]:
        """The clinic's list in its order: what was shipped, as the clinic changed it and added to it."""
        if self._items is None:
            stored = {item.id: item for item in self._desk.store.select("precaution")}
            known = {item.id for item in shipped()}
            kept = [stored.get(item.id, item) for item in shipped() if not self._is_removed(item.id, stored)]
            added = [item for item in stored.values() if item.id not in known]
            self._items = tuple(sorted([*kept, *added], key=lambda item: item.ordinal))
        return self._items

    def _is_removed(self, item_id: str, stored: Mapping[str, Precaution]) -> bool:
        if item_id in stored:
            return False
        try:
            return self._desk.store.record("precaution", item_id).removed
        except KeyError:
            return False

    def item(self, item_id: str) -> Precaution:
        """The item as it stands now. Raises KeyError."""
        for item in self.items():
            if item.id == item_id:
                return item
        raise KeyError(item_id)

    def add_item(
        self, text: str, severity: Severity = Severity.NOTE, *, origin: object = None, **values: Any
    ) -> Precaution:
        """A new item at the end of the list; `values` are fields of `Precaution`. Raises Refused for a double."""
        self._items = None  # read anew: another window may have written since
        text = self._new_text(text)
        self._check_meets(values)
        ordinal = 1 + max((item.ordinal for item in self.items()), default=0)
        item = Precaution(new_id(), text, severity, **{"ordinal": ordinal, **values})
        return self._desk.put(item, "change precautions", origin=origin)

    def change_item(self, item_id: str, *, origin: object = None, **values: Any) -> Precaution:
        """The item with these fields changed, for all patients from now on. Raises Refused."""
        self._items = None
        before = self.item(item_id)
        if "text" in values and values["text"] != before.text:
            values["text"] = self._new_text(values["text"], but=item_id)
        if "reason" in values:
            values["reason"] = tidy_text(values["reason"]).strip()
        self._check_meets(values, before)
        return self._desk.put(replace(before, **values, example=False), "change precautions", origin=origin)

    def add_target(self, item_id: str, target: Target, *, origin: object = None) -> Precaution:
        """The item meets this muscle too; of a group each of its muscles, and a mark that names the group alone. Raises
        Refused for other tissue and for what is met already."""
        item = self.item(item_id)
        entry, members = self._entry(target)
        name = mid_sentence(target.name)
        if entry is None:
            raise Refused(
                "muscles", f"A precaution meets muscles and groups; {name} is neither. Draw a zone for it."
            )
        if isinstance(entry, Group):
            muscles = [one.id for one in members if one.id not in item.muscles]
            groups = [] if entry.id in item.groups else [entry.id]
        else:
            muscles, groups = [] if entry.id in item.muscles else [entry.id], []
        if not muscles and not groups:
            raise Refused("muscles", f"This precaution meets {name} already.")
        return self.change_item(
            item_id, origin=origin, muscles=(*item.muscles, *muscles), groups=(*item.groups, *groups)
        )

    def targets(self, item: Precaution) -> tuple[tuple[str, str], ...]:
        """What the item meets, as the clinic would name it: id and name, a group for all its muscles where all of them
        are met, then each muscle that stands by itself. What this program does not know is named by its id."""
        found, covered = [], set[str]()
        for group_id in item.groups:
            members = self._members(group_id)
            if members and members <= set(item.muscles):
                covered |= members
            found.append((group_id, self.name_of(group_id)))
        found += [(one, self.name_of(one)) for one in item.muscles if one not in covered]
        return tuple(found)

    def remove_target(self, item_id: str, target_id: str, *, origin: object = None) -> Precaution:
        """The item no longer meets this muscle, or this group and those muscles of it that no other group names."""
        item = self.item(item_id)
        groups = tuple(one for one in item.groups if one != target_id)
        gone = {target_id}
        if target_id in item.groups and self._members(target_id) <= set(item.muscles):
            kept = set[str]().union(*(self._members(one) for one in groups))
            gone |= self._members(target_id) - kept
        muscles = tuple(one for one in item.muscles if one not in gone)
        return self.change_item(item_id, origin=origin, muscles=muscles, groups=groups)

    def meets_in_words(self, item: Precaution) -> str:
        """At which marks the item is said, in a sentence; groups stand for all their muscles."""
        named = [one for one, _ in self.targets(item)]
        short = replace(
            item,
            groups=tuple(one for one in named if one in item.groups),
            muscles=tuple(one for one in named if one not in item.groups),
        )
        return meets_in_words(short, lambda one: mid_sentence(self.name_of(one)))

    def name_of(self, known_id: str) -> str:
        """How a muscle, a group or a body part is called; its id where this program does not know it."""
        if known_id in BODY_PARTS:
            return BODY_PARTS[known_id]
        try:
            return self._atlas.catalogue.name(known_id)
        except KeyError:
            return known_id.replace("-", " ")

    def _members(self, group_id: str) -> set[str]:
        try:
            entry = self._atlas.catalogue.entry(group_id)
        except KeyError:
            return set()
        return set(entry.members) if isinstance(entry, Group) else set()

    def _check_meets(self, values: Mapping[str, Any], before: Precaution | None = None) -> None:
        """Raise Refused for muscles, groups, body parts, techniques or risks that nobody knows; what the item named
        before may stay, though this program does not know it."""
        check_body_parts(values.get("body_parts", ()), "body_parts")
        for field, known, words in (
            ("flags", FLAG_WORDS, "Choose the risks near a muscle from the list."),
            ("techniques", _TECHNIQUES, "Choose techniques from the list."),
        ):
            held = getattr(before, field) if before else ()
            if any(one not in known and one not in held for one in values.get(field, ())):
                raise Refused(field, words)
        for field in ("muscles", "groups"):
            held = getattr(before, field) if before else ()
            for one in values.get(field, ()):
                if one not in held and one not in self._atlas.catalogue:
                    raise Refused(field, "Choose muscles and groups by their names.")

    def remove_item(self, item_id: str, *, origin: object = None) -> None:
        """The item is asked about no more. What patients answered stays on their records."""
        self._items = None
        item = self.item(item_id)
        try:
            self._desk.current(item)
        except KeyError:
            self._desk.put(item, "change precautions", origin=origin)
        self._desk.take_out(item, "change precautions", origin=origin)

    def import_items(self, text: str, *, origin: object = None) -> Imported:
        """Items from the text of a file: a line each, or a table with a header. Doubles are left out and said."""
        self._items = None
        taken = take_in(read_list(text), self.items(), new_id)
        changes = [change for item in taken.items if (change := self._desk.change_to(item))]
        if changes:
            self._desk.commit(changes, "import precautions", origin=origin)
        return taken

    def _new_text(self, text: str, but: str = "") -> str:
        text = tidy_line(text, 200, "text", "This precaution")
        if not text:
            raise Refused("text", "A precaution needs a text: write what is asked about.")
        if any(item.text.casefold() == text.casefold() and item.id != but for item in self.items()):
            raise Refused("text", "This precaution is on the list already.")
        return text

    # -- what a patient answered --------------------------------------------------------------------------------------

    def held(self, patient_id: str) -> Held:
        """What is known of the patient; read once and kept until something of it changes."""
        if patient_id not in self._held:
            select = self._desk.store.select
            self._held[patient_id] = Held(
                {one.precaution_id: one for one in select("precaution_answer", patient_id=patient_id)},
                tuple(select("avoid_zone", patient_id=patient_id)),
                tuple(select("medication", patient_id=patient_id)),
            )
        return self._held[patient_id]

    def answer(
        self,
        patient_id: str,
        precaution_id: str,
        answer: Answer,
        *,
        since: str = "",
        detail: str = "",
        side: Laterality = Laterality.NOT_RECORDED,
        body_parts: Iterable[str] = (),
        levels: Iterable[str] = (),
        visit_id: str = "",
        origin: object = None,
    ) -> PrecautionAnswer:
        """What the patient says to one item, at that visit if one is given. It follows the patient. With the last
        item the visit has been asked, in the same undo step."""
        item = self.item(precaution_id)
        body_parts = tuple(body_parts)
        check_body_parts(body_parts, "body_parts")
        named = tuple(tidy_line(level, 10, "levels").upper() for level in levels)
        if not all(vertebrae(level) for level in named):
            raise Refused("levels", "Write vertebral levels like L4, L4-5 or C5-7.")
        record = PrecautionAnswer(
            PrecautionAnswer.id_of(patient_id, precaution_id),
            patient_id,
            precaution_id,
            item.text,
            answer,
            tidy_line(since, 100, "since"),
            tidy_line(detail, 500, "detail"),
            side,
            body_parts,
            named,
            self._day(visit_id),
            visit_id,
        )
        self._refuse_unseen(patient_id, item)
        last = answer is not Answer.NOT_ASKED and visit_id and self._open_items(patient_id) == [precaution_id]
        self._commit_answers(
            [record],
            visit_id,
            f"answer on {item.text.lower()}",
            origin,
            asked=bool(last),
            more=self._medicines_answered(record, visit_id) if precaution_id == BLOOD_THINNERS else (),
        )
        return self.held(patient_id).answers[precaution_id]

    def _medicines_answered(self, said: PrecautionAnswer, visit_id: str) -> list[Change]:
        """What a first answer on blood thinners says of the medicines, so that it is not asked twice: with a no none
        that was asked about thins the blood; with a yes the only one that can be meant does, be it on the list or named
        by the alerts alone, as was said where it was asked."""
        if BLOOD_THINNERS in self._answered(said.patient_id):
            return []
        today = self._desk.today()
        taken = [one for one in self.held(said.patient_id).medications if taken_on(one, today)]
        asked = [one for one in taken if self.asks_if_thinning(one)]
        records: list[Medication] = []
        if said.answer is Answer.NO:
            records = [self._said_of(one, False) for one in asked]
        elif said.answer is Answer.YES and not any(one.thins_blood for one in taken):
            named = thinners_named(self._desk.store.patient(said.patient_id).alerts)
            if len(asked) == 1:
                records = [self._said_of(asked[0], True)]
            elif not asked and len(named) == 1:
                day = self._day(visit_id)
                records = [Medication(new_id(), said.patient_id, named[0], thins_blood=True, known_on=day)]
        return [change for record in records if (change := self._desk.change_to(record))]

    def _answered(self, patient_id: str) -> set[str]:
        held = self.held(patient_id).answers
        return {key for key, one in held.items() if one.answer is not Answer.NOT_ASKED}

    def answer_rest_no(self, patient_id: str, visit_id: str = "", *, origin: object = None) -> int:
        """Every item that nobody has answered is a no, and so the visit has been asked; one undo step. How many they
        were. What alerts, medicines, zones or another yes name is left to be answered by itself: a no beside them would
        be wrong."""
        self._held.pop(patient_id, None)  # read anew: what another window answered meanwhile is no "rest"
        alerted = {item.id for item in self.alerted(patient_id)}
        if visit_id and (anew := self.ask_anew(visit_id)):
            alerted |= {anew[0].id} & set(self._open_items(patient_id))
        left = set(self._open_items(patient_id)) - alerted
        records: list[PrecautionAnswer] = []
        for item in self.items():
            if item.id not in left:
                continue
            records.append(
                PrecautionAnswer(
                    PrecautionAnswer.id_of(patient_id, item.id),
                    patient_id,
                    item.id,
                    item.text,
                    Answer.NO,
                    answered_on=self._day(visit_id),
                    answered_in=visit_id,
                )
            )
        if records:
            self._commit_answers(records, visit_id, "no to all other precautions", origin, asked=not alerted)
        return len(records)

    def _refuse_unseen(self, patient_id: str, item: Precaution) -> None:
        """Raise RecordsFault("changed") where somebody else has answered the item since it was last looked at here."""
        seen = self._held.pop(patient_id, None)
        now = self.held(patient_id).answers.get(item.id)
        if seen is None or now is None or seen.answers.get(item.id) == now:
            return
        said = f"{now.answer.value.replace('_', ' ')}, {words}" if (words := answer_in_words(now)) else ""
        said = said or now.answer.value.replace("_", " ")
        raise changed_meanwhile(f"“{item.text}” was answered in another window in the meantime: {said}.")

    def _open_items(self, patient_id: str) -> list[str]:
        """The items that nobody has answered. A question of age is answered by the date of birth."""
        held = self.held(patient_id).answers
        return [
            item.id
            for item in self.items()
            if item.under_age is None and (item.id not in held or held[item.id].answer is Answer.NOT_ASKED)
        ]

    def alerted(self, patient_id: str) -> tuple[Precaution, ...]:
        """The items that nobody has answered and that are asked by themselves: no "rest" may say no to them."""
        return tuple(one.item for one in self.asked_alone(patient_id))

    def asked_alone(self, patient_id: str) -> tuple[AskedAlone, ...]:
        """The same, each with why: the alerts name it, a medicine, a zone that is drawn, or another yes."""
        today, held = self._desk.today(), self.held(patient_id)
        return asked_alone(
            self.items(),
            held.answers,
            self._desk.store.patient(patient_id).alerts,
            [one for one in held.medications if taken_on(one, today)],
            [one.kind for one in held.zones if in_force(one, today)],
        )

    def ask_anew(self, visit_id: str) -> tuple[Precaution, AdverseEvent] | None:
        """The item that an earlier visit's faint, or near one, puts in question, and that event: "unchanged" would pass
        over it. None where it is known, or was answered since the event was told."""
        store = self._desk.store
        visit = store.visit(visit_id)
        if visit.patient_id not in self._fainted:
            self._fainted[visit.patient_id] = tuple(
                (event, one.date, store.visit(event.told_in).date if event.told_in else one.date)
                for one in store.visits_of(visit.patient_id)
                for event in store.select("adverse_event", visit_id=one.id)
                if like_fainting(event)
            )
        fainted = self._fainted[visit.patient_id]
        items = {item.id: item for item in self.items() if item.id in FAINTING} if fainted else {}
        held = self.held(visit.patient_id).answers
        item = next((items[one] for one in FAINTING if one in items), None)
        if item is None or any(one in held and held[one].answer is Answer.YES for one in items):
            return None
        on = held[item.id].answered_on if item.id in held else None
        for event, of, told in fainted:
            if of < visit.date and told <= visit.date and (on is None or on <= of or on < told):
                return item, event
        return None

    def why_anew(self, event: AdverseEvent) -> str:
        """The needles of 7 Nov 2026: dizziness."""
        of = day_in_words(self._desk.store.visit(event.visit_id).date)
        return f"The needles of {of}: {event.title[:1].lower()}{event.title[1:]}."

    def _commit_answers(
        self,
        records: Sequence[PrecautionAnswer],
        visit_id: str,
        name: str,
        origin: object,
        *,
        asked: bool = False,
        more: Sequence[Change] = (),
    ) -> None:
        """The answers, and with them the visit's screening as it stands then (made, where `asked`) and what `more` the
        same press says."""
        patient_id = records[0].patient_id
        changes = [change for record in records if (change := self._desk.change_to(record))]
        changes += more
        known = self.screening(visit_id) if visit_id else None
        if visit_id and (known or asked):
            draft_only(self._desk.store.visit(visit_id))
            answers = {**self.held(patient_id).answers, **{one.precaution_id: one for one in records}}
            screening = known or Screening(Screening.id_of(visit_id), visit_id, asked_at=self._desk.clock())
            day = self._desk.store.visit(visit_id).date
            change = self._desk.change_to(replace(screening, answers=self._screened(answers, day)))
            changes += [change] if change else []
        if changes:
            self._desk.commit(changes, "answer precautions", scope=patient_id, name=name, origin=origin)

    def _screened(self, answers: Mapping[str, PrecautionAnswer], day: date) -> tuple[Screened, ...]:
        order = {item.id: item.ordinal for item in self.items()}
        said = [one for one in answers.values() if one.answer is not Answer.NOT_ASKED]
        return tuple(
            Screened(one.precaution_id, one.text, one.answer, answer_in_words(as_said(one, day)))
            for one in sorted(said, key=lambda one: order.get(one.precaution_id, len(order)))
        )

    def asked(
        self, visit_id: str, *, unchanged: bool = False, note: str = "", origin: object = None
    ) -> Screening:
        """Precautions were asked about in this visit. One undo step of the visit."""
        visit = self._desk.store.visit(visit_id)
        draft_only(visit)
        return self._desk.put(
            self._asked_now(visit, unchanged, note),
            "ask precautions",
            scope=visit_id,
            name="question about precautions",
            origin=origin,
        )

    def _asked_now(self, visit: Visit, unchanged: bool, note: str = "") -> Screening:
        self._held.pop(visit.patient_id, None)  # the answers as they stand, not as they were last looked at
        return Screening(
            Screening.id_of(visit.id),
            visit.id,
            unchanged,
            tidy_line(note, 500, "note"),
            self._desk.clock(),
            self._screened(self.held(visit.patient_id).answers, visit.date),
        )

    def unchanged(self, visit_id: str, *, origin: object = None) -> Screening:
        """Asked again, and nothing has changed: one key."""
        return self.asked(visit_id, unchanged=True, origin=origin)

    def unchanged_and_agrees(self, visit_id: str, *, origin: object = None) -> None:
        """Asked again, nothing has changed, and the patient agrees to needling at this visit: both in one undo step.
        Raises Refused where precautions were never asked about."""
        visit = self._desk.store.visit(visit_id)
        draft_only(visit)
        state = self.state(visit_id)
        if state.last is None:
            raise Refused(
                "precautions", "Precautions have not been asked about before: ask the list first (F3)."
            )
        said = [] if state.asked else [self._desk.change_to(self._asked_now(visit, unchanged=True))]
        said.append(self._desk.change_to(replace(visit, verbal_consent=VerbalConsent.GIVEN)))
        if changes := [change for change in said if change is not None]:
            self._desk.commit(
                changes,
                "ask precautions, verbal consent",
                scope=visit_id,
                name="precautions unchanged, and consent",
                origin=origin,
            )

    def state(self, visit_id: str) -> Asked:
        """How the visit stands with its precautions."""
        store = self._desk.store
        visit = store.visit(visit_id)
        here = self.screening(visit_id)
        last = before[0] if (before := self._asked_before(visit)) else None
        changes = "; ".join(self.changed(visit_id).values())
        unanswered = len(self._open_items(visit.patient_id))
        askable = sum(1 for item in self.items() if item.under_age is None)
        alerted = [item.text for item in self.alerted(visit.patient_id)]
        anew = self.ask_anew(visit_id)
        if here is not None:
            since = f" since {day_in_words(last)}" if last else ""
            if changes:
                rest = f". The rest unchanged{since}." if here.unchanged else "."
                said = f"Precautions asked about; changed at this visit: {changes}{rest}"
            else:
                said = f"Precautions asked about{f', unchanged{since}' if here.unchanged else ''}."
        elif last is not None:
            said = f"Precautions were last asked about on {day_in_words(last)}."
            said += f" Changed at this visit: {changes}. The rest unchanged?" if changes else " Unchanged?"
        elif unanswered < askable:
            said = f"{askable - unanswered} of {askable} precautions answered."
        else:
            said = "Precautions have not been asked about yet."
        stands = said
        if alerted:
            said += f" Still to be answered, yes or no: {'; '.join(alerted)}."
        if anew is not None:
            said += f" {self.why_anew(anew[1])} Answer yes or no: {anew[0].text}."
            alerted += [anew[0].text] if anew[0].id in self._open_items(visit.patient_id) else []
        return Asked(
            here is not None,
            bool(here and here.unchanged),
            last,
            unanswered,
            said,
            unanswered < askable,
            len(set(alerted)),
            stands,
        )

    def _asked_before(self, visit: Visit) -> tuple[date, Screening] | None:
        """When precautions were asked about before this visit, and how they stood then."""
        visits = list(self._desk.store.visits_of(visit.patient_id))  # the newest first
        at = next((number for number, one in enumerate(visits) if one.id == visit.id), -1)
        for earlier in visits[at + 1 :]:
            if earlier.date <= visit.date and (found := self.screening(earlier.id)):
                return earlier.date, found
        return None

    def changed(self, visit_id: str) -> dict[str, str]:
        """What is answered otherwise at this visit than when it was asked about before, in words by item: read from how
        the answers stood, not from what was pressed."""
        visit = self._desk.store.visit(visit_id)
        before = self._asked_before(visit)
        if before is None:
            return {}
        here = self.screening(visit_id)
        if here is not None:
            return changes_since(before[1].answers, here.answers)
        return changes_since(before[1].answers, self._screened(self._told_by(visit), visit.date))

    # -- as it was known on a visit's day

    def _told_by(self, visit: Visit) -> dict[str, PrecautionAnswer]:
        """The answers as they were known at the visit: what was told at a later one is not among them."""
        found = dict(self.held(visit.patient_id).answers)
        later = [
            one for one in found.values() if one.answered_on is not None and visit.date < one.answered_on
        ]
        if not later:
            return found
        here = self.screening(visit.id)
        if here is None:
            before = self._asked_before(visit)
            here = before[1] if before is not None else None
        stood = {one.precaution_id: one for one in (here.answers if here is not None else ())}
        for one in later:
            then = stood.get(one.precaution_id)
            if then is None:
                del found[one.precaution_id]
            else:
                found[one.precaution_id] = PrecautionAnswer(
                    one.id, one.patient_id, one.precaution_id, then.text, then.answer, detail=then.detail
                )
        return found

    def told_later(self, visit_id: str) -> bool:
        """Whether something was answered anew after this visit: the list shows what holds now, not then."""
        visit = self._desk.store.visit(visit_id)
        return any(
            one.answered_on is not None and visit.date < one.answered_on
            for one in self.held(visit.patient_id).answers.values()
        )

    def screening(self, visit_id: str) -> Screening | None:
        """What was asked in this visit, with the answers as they stood; None where nothing was."""
        try:
            found = self._desk.store.record("screening", Screening.id_of(visit_id))
        except KeyError:
            return None
        return found if isinstance(found, Screening) and not found.removed else None

    def _day(self, visit_id: str) -> date:
        return self._desk.store.visit(visit_id).date if visit_id else self._desk.today()

    # -- what holds in a visit ----------------------------------------------------------------------------------------

    def strip(self, visit_id: str) -> tuple[StripItem, ...]:
        """What the strip over the body shows, the gravest first: every yes, every zone that is still there; at an
        earlier visit as it was known on its day."""
        visit = self._desk.store.visit(visit_id)
        held = self.held(visit.patient_id)
        held = replace(held, answers=self._told_by(visit))
        found = [
            StripItem(
                item.severity,
                item.text,
                answer_in_words(as_said(answers[item.id], visit.date)),
                f"precaution:{item.id}",
            )
            for answers in (self._answers(visit, held),)
            for item in self.items()
            if item.id in answers and answers[item.id].answer is Answer.YES
        ]
        found += [
            StripItem(
                zone.severity,
                zone.text or zone.kind.word,
                lies_at(zone.outline, zone.side, zone.text, on_chest=self.on_chest(zone.outline)),
                f"zone:{zone.id}",
            )
            for zone in held.zones
            if in_force(zone, visit.date)
        ]
        return tuple(sorted(found, key=lambda item: -item.severity.rank))

    def lines_at(self, visit_id: str) -> tuple[str, ...]:
        """What the strip shows, in words: Cardiac pacemaker (stop; since 2019)."""
        return tuple(_in_words(item) for item in self.strip(visit_id))

    def lines_over(self, visit_ids: Sequence[str]) -> tuple[str, ...]:
        """What held at these visits, the oldest first, with the day it was answered yes and, where it no longer holds
        at the last one, the day from which it did not: Pregnancy (caution; week 23), answered yes on 31 Oct 2026."""
        strips = [{item.key: item for item in self.strip(one)} for one in visit_ids]
        lines: dict[tuple[bool, int, str], str] = {}
        for key in dict.fromkeys(key for held in strips for key in held):
            held_at = [number for number, held in enumerate(strips) if key in held]
            begun, last = held_at[-1], held_at[-1]
            while begun - 1 in held_at:
                begun -= 1
            line = _in_words(strips[last][key])
            answered = self._answered_yes(visit_ids[begun], key)
            line += f", answered yes on {day_in_words(answered)}" if answered else ""
            over = last + 1 < len(strips)
            if over:
                line += f", no longer on {day_in_words(self._day(visit_ids[last + 1]))}"
            lines[over, -strips[last][key].severity.rank, key] = line
        return tuple(lines[one] for one in sorted(lines, key=lambda one: one[:2]))

    def _answered_yes(self, visit_id: str, key: str) -> date | None:
        """The day on which what held at the visit was answered; None for what no answer says (age, a medicine, a
        zone)."""
        visit = self._desk.store.visit(visit_id)
        told = self._told_by(visit).get(key.removeprefix("precaution:"))
        if told is None or told.answer is not Answer.YES:
            return None
        # A detail that was told later leaves the day of the yes where it was.
        return min(told.answered_on or visit.date, visit.date)

    def against_e_stim(self, visit_id: str) -> tuple[str, ...]:
        """What speaks against e-stim at the visit, in words: Pregnancy (caution)."""
        items = {f"precaution:{item.id}" for item in self.items() if item.e_stim}
        return tuple(f"{one.text} ({one.severity.value})" for one in self.strip(visit_id) if one.key in items)

    def reasons_over(self, visit_ids: Sequence[str]) -> tuple[str, ...]:
        """Why it was needled all the same at these visits, a line for each reason with its days, and where no reason
        was given for what asks to stop: Cardiac pacemaker (stop), 31 Oct, 7 Nov 2026: by agreement with cardiology."""
        days: dict[tuple[int, str, str], list[date]] = {}
        for visit_id in visit_ids:
            day, strip = self._day(visit_id), {item.key: item for item in self.strip(visit_id)}
            there = {mark.id for mark in self._desk.store.marks_of(visit_id)}
            for one in self.overrides(visit_id):
                if one.removed or (one.mark_id and one.mark_id not in there):
                    continue
                item = strip.get(item_of(one.about))
                name = f"{item.text} ({item.severity.value})" if item else one.text.rstrip(".")
                key = (-item.severity.rank if item else 0, name, one.reason)
                days.setdefault(key, [])
                days[key] += [day] if day not in days[key] else []
            for met in self.unreasoned(visit_id):
                if met.severity is Severity.STOP:
                    key = (-met.severity.rank, f"{met.title} (stop)", "no reason is recorded")
                    days.setdefault(key, [])
                    days[key] += [day] if day not in days[key] else []
        return tuple(
            f"{name}, {in_days(days[rank, name, reason])}: {reason}"
            for rank, name, reason in sorted(days, key=lambda one: one[0])
        )

    def _answers(self, visit: Visit, held: Held) -> dict[str, PrecautionAnswer]:
        patient = self._desk.store.patient(visit.patient_id)
        # As they were known on the visit's day: a detail told later is none of an earlier visit's.
        return answers_that_hold(self.items(), self._told_by(visit), held.medications, patient, visit)

    def at_mark(self, mark: Mark, visit: Visit | None = None) -> tuple[Meeting, ...]:
        """What holds for this mark, the gravest first: precautions and avoid-zones. `visit` where it was just read."""
        visit = visit or self._desk.store.visit(mark.visit_id)
        held = self.held(visit.patient_id)
        return self._met(mark, visit, held, self._said_yes(visit, held))

    def against_current(self, visit_id: str) -> bool:
        """Whether anything was said yes to that meets e-stim (a pacemaker, a pregnancy): then it is said of one mark at
        a time, never of many at once."""
        visit = self._desk.store.visit(visit_id)
        return any(item.e_stim for item, _ in self._said_yes(visit, self.held(visit.patient_id)))

    def _said_yes(self, visit: Visit, held: Held) -> tuple[tuple[Precaution, PrecautionAnswer], ...]:
        """The items of which something holds on that day: of a long list two or three."""
        answers = self._answers(visit, held)
        return tuple(
            (item, answers[item.id])
            for item in self.items()
            if item.id in answers and answers[item.id].answer is Answer.YES
        )

    def _met(
        self,
        mark: Mark,
        visit: Visit,
        held: Held,
        yes: Sequence[tuple[Precaution, PrecautionAnswer]],
    ) -> tuple[Meeting, ...]:
        if not yes and not held.zones:
            return ()
        answers = {item.id: answer for item, answer in yes}
        met = meetings_of(mark, self.needled(mark), [item for item, _ in yes], answers) if yes else ()
        zones = [
            Meeting(
                f"zone:{zone.id}",
                MeetingKind.ZONE,
                zone.severity,
                zone.text or zone.kind.word,
                f"{zone.text or zone.kind.word}: {mark.title} {where}.",
                "",
                mark.id,
            )
            for zone in held.zones
            if mark.point is not None
            and in_force(zone, visit.date)
            and (where := self._where_in_zone(zone, mark.point))
        ]
        return by_severity((*zones, *met))

    def _where_in_zone(self, zone: AvoidZone, point: Point) -> str:
        """How the point lies in the zone, in words; nothing where it does not."""
        for outline in self.outlines(zone, point.plate):
            if inside(outline, point.u, point.v):
                if outline is zone.outline:
                    return "lies in this avoid-zone"
                return "may lie in this avoid-zone: the same muscle at its height"
        return ""

    def on_chest(self, outline: Outline) -> bool:
        """Whether most of what it covers is muscle of the chest: a pacemaker lies on pectoralis major, and the front of
        the shoulder begins at the deltoid."""
        if outline not in self._on_chest:
            if not any("shoulder" in area.name.lower() for area in areas_under(outline)[:1]):
                return False  # nothing to doubt, and no plate to read for it
            try:
                hits = [self._atlas.at(outline.plate, 1, u, v) for u, v in sample(outline)]
            except (KeyError, ValueError, OSError):
                hits = []  # a plate that this program no longer has, or cannot read
            muscles = [hit.region.muscle for hit in hits if hit.region is not None and hit.region.muscle]
            chest = sum(muscle.startswith("pectoralis-") for muscle in muscles)
            self._on_chest[outline] = 2 * chest > len(muscles)
        return self._on_chest[outline]

    def outlines(self, zone: AvoidZone, plate: str) -> tuple[Outline, ...]:
        """The zone as it touches a plate: as drawn, or carried over; worked out once for each zone and plate."""
        if zone.outline.plate == plate:
            return (zone.outline,)
        key = (zone.outline, plate)
        if key not in self._carried:
            try:
                made = carried_over(
                    zone.outline, self._atlas.plate(zone.outline.plate), self._atlas.plate(plate)
                )
            except (KeyError, ValueError, OSError):
                made = ()  # a plate that this program no longer has, or cannot read: shown where it was drawn
            self._carried[key] = made
        return self._carried[key]

    def in_visit(self, visit_id: str) -> tuple[Meeting, ...]:
        """All that holds in the visit: for each mark, then for the visit as a whole."""
        store = self._desk.store
        visit = store.visit(visit_id)
        marks = store.marks_of(visit_id)
        held = self.held(visit.patient_id)
        yes = self._said_yes(visit, held)
        found = [meeting for mark in marks for meeting in self._met(mark, visit, held, yes)]
        return (*found, *self.of_the_visit(marks))

    def unreasoned(self, visit_id: str) -> tuple[Meeting, ...]:
        """What was met at the visit without a reason being given. A yes told at a later visit, where the answer at this
        one was no, met nothing at this one."""
        visit, screening = self._desk.store.visit(visit_id), self.screening(visit_id)
        answers = self.held(visit.patient_id).answers
        told_later = {
            one.precaution_id
            for one in (screening.answers if screening else ())
            if one.answer is Answer.NO
            and (now := answers.get(one.precaution_id)) is not None
            and now.answer is Answer.YES
            and now.answered_on is not None
            and now.answered_on > visit.date
        }
        return not_reasoned(
            (
                met
                for met in self.in_visit(visit_id)
                if item_of(met.key).removeprefix("precaution:") not in told_later
            ),
            self.overrides(visit_id),
        )

    def of_the_visit(self, marks: Iterable[Mark]) -> tuple[Meeting, ...]:
        """What holds for the visit as a whole, of whose marks these are: needles over the lung on both sides."""
        # The first of each side is enough: of 200 marks few are looked at further.
        found: dict[Side, Needled] = {}
        for one in marks:
            if one.side in found or "pleura" not in self.at_risk(one.target, one.level).flags:
                continue
            if over_the_lung(place := self.needled(one)):
                found[one.side] = place
                if (whole := both_sides(found.values())) is not None:
                    return (whole,)
        return ()

    def needled(self, mark: Mark) -> Needled:
        """The mark as precautions see it."""
        entry, members = self._entry(mark.target)
        return needled(mark, entry, members, self._needles.part_of(mark))

    def at_risk(self, target: Target, level: str = "") -> AtRisk:
        """What lies near a target, at that level of the spine; nothing for other tissue."""
        key = target.kind, target.id, level if target.kind is TargetKind.GROUP else ""
        held = self._risks.get(key)
        if held is None:
            entry, members = self._entry(target)
            held = at_risk(entry, members_at(members, level)) if entry is not None else AtRisk()
            self._risks[key] = held
        return held

    def _entry(self, target: Target) -> tuple[Muscle | Group | None, tuple[Muscle, ...]]:
        catalogue = self._atlas.catalogue
        try:
            if target.kind is TargetKind.MUSCLE:
                return catalogue.muscle(target.id), ()
            if target.kind is TargetKind.GROUP:
                group = catalogue.group(target.id)
                return group, tuple(catalogue.muscle(member) for member in group.members)
        except KeyError:
            pass  # charted by a program that knew more muscles than this one
        return None, ()

    # -- reasons ------------------------------------------------------------------------------------------------------

    def overrides(self, visit_id: str) -> Sequence[Override]:
        return self._desk.store.select("override", visit_id=visit_id)

    def reasons(self, visit_id: str) -> tuple[Reasoned, ...]:
        """The reasons for needling all the same, as they are read."""
        return reasons_told(self.overrides(visit_id), self._desk.store.marks_of(visit_id))

    def give_reason(
        self, visit_id: str, meeting: Meeting, reason: str, *, origin: object = None
    ) -> tuple[Override, ...]:
        """The therapist's reason for needling all the same: kept at each mark of the visit at which the same holds and
        none was given, or for the visit as a whole where it is about that. A mark that is made later is asked about
        again. One undo step. Raises Refused where nothing is written."""
        draft_only(self._desk.store.visit(visit_id))
        reason = tidy_text(reason).strip()
        if not reason:
            raise Refused("reason", "Write the reason in a few words: it becomes part of the record.")
        known = self.overrides(visit_id)
        others = (one for one in self.in_visit(visit_id) if one.key == meeting.key)
        open_ones = {one.mark_id: one for one in (meeting, *others)}
        changes: list[Change] = []
        for one in open_ones.values():
            before = override_of(one, known)
            if before is None:
                at = self._desk.clock()
                changes.append(
                    created(Override(new_id(), visit_id, one.key, one.sentence, reason, one.mark_id, at))
                )
            elif one is open_ones[meeting.mark_id]:
                change = self._desk.change_to(replace(before, reason=reason, text=one.sentence))
                changes += [change] if change is not None else []
        if changes:
            name = f"reason on {meeting.title.lower()}"
            self._desk.commit(changes, "give reason", scope=visit_id, name=name, origin=origin)
        return tuple(change.after for change in changes if isinstance(change.after, Override))

    def last_reason(self, visit_id: str, meeting: Meeting) -> str:
        """The reason given for the same at other marks of this visit, else at the patient's newest earlier visit, to
        take over; "" where there is none."""
        return self._last_given(visit_id, meeting)[0]

    def _last_given(self, visit_id: str, meeting: Meeting) -> tuple[str, date | None]:
        """That reason, and the day of the earlier visit; None for this one."""
        visit = self._desk.store.visit(visit_id)
        here = [one.reason for one in self.overrides(visit_id) if one.about == meeting.key]
        if here:
            return here[-1], None
        for earlier in self._desk.store.visits_of(visit.patient_id):
            if earlier.id != visit_id and earlier.date <= visit.date:
                for one in self.overrides(earlier.id):
                    if one.about == meeting.key:
                        return one.reason, earlier.date
        return "", None

    def reason_offered(self, visit_id: str, meeting: Meeting) -> ReasonOffered | None:
        """The last reason for the same, to be given again in one press at every mark that has none; None where none
        was ever given to this patient."""
        reason, day = self._last_given(visit_id, meeting)
        if not reason:
            return None
        known = self.overrides(visit_id)
        met = (one for one in self.in_visit(visit_id) if one.key == meeting.key)
        open_ones = {one.mark_id for one in met if override_of(one, known) is None}
        return ReasonOffered(reason, day, len(open_ones | {meeting.mark_id}))

    def take_back(self, override_id: str, *, origin: object = None) -> None:
        """The reason taken out again."""
        record = self._desk.store.record("override", override_id)
        assert isinstance(record, Override)
        draft_only(self._desk.store.visit(record.visit_id))
        self._desk.take_out(record, "give reason", scope=record.visit_id, name="reason", origin=origin)

    # -- avoid-zones --------------------------------------------------------------------------------------------------

    def zones(self, patient_id: str, day: date | None = None) -> tuple[AvoidZone, ...]:
        """The patient's zones that are there on that day (today)."""
        day = day or self._desk.today()
        return tuple(zone for zone in self.held(patient_id).zones if in_force(zone, day))

    def zones_on(
        self, patient_id: str, plate: str, day: date | None = None
    ) -> tuple[tuple[AvoidZone, Outline], ...]:
        """The zones that touch a plate, each with its outline there (drawn on it, or carried over from another)."""
        return tuple(
            (zone, outline) for zone in self.zones(patient_id, day) for outline in self.outlines(zone, plate)
        )

    def add_zone(
        self,
        patient_id: str,
        outline: Outline,
        kind: ZoneKind = ZoneKind.OTHER,
        *,
        text: str = "",
        side: Laterality = Laterality.NOT_RECORDED,
        severity: Severity = Severity.CAUTION,
        since: str = "",
        visit_id: str = "",
        origin: object = None,
    ) -> AvoidZone:
        """A zone as drawn, at that visit if one is given: visits before its day do not know it. Its side is where it
        was drawn unless one is given. It follows the patient."""
        check_outline(outline)
        if side is Laterality.NOT_RECORDED:
            side = side_of(outline, self._atlas.plate(outline.plate))
        zone = AvoidZone(
            new_id(),
            patient_id,
            kind,
            outline,
            tidy_line(text, 200, "text"),
            side,
            severity,
            tidy_line(since, 100, "since"),
            known_on=self._day(visit_id),
        )
        return self._put_zone(zone, "avoid-zone", origin)

    def change_zone(self, zone_id: str, *, origin: object = None, **values: Any) -> AvoidZone:
        """The zone with these fields changed; `outline` too."""
        if "outline" in values:
            check_outline(values["outline"])
        values = {k: tidy_line(v, 200, k) if type(v) is str else v for k, v in values.items()}
        return self._put_zone(replace(self._zone(zone_id), **values), "change of the avoid-zone", origin)

    def end_zone(
        self, zone_id: str, day: date | None = None, *, visit_id: str = "", origin: object = None
    ) -> AvoidZone:
        """From the day after that day (the visit's, else today) on it is no longer there; earlier visits keep it."""
        zone = replace(self._zone(zone_id), ended_on=day or self._day(visit_id))
        return self._put_zone(zone, "end of the avoid-zone", origin)

    def remove_zone(self, zone_id: str, *, origin: object = None) -> None:
        """A zone drawn by mistake, taken out."""
        zone = self._zone(zone_id)
        self._desk.take_out(
            zone, "change avoid-zone", scope=zone.patient_id, name="removal of the avoid-zone", origin=origin
        )

    def _zone(self, zone_id: str) -> AvoidZone:
        zone = self._desk.store.record("avoid_zone", zone_id)
        assert isinstance(zone, AvoidZone)
        return zone

    def _put_zone(self, zone: AvoidZone, name: str, origin: object) -> AvoidZone:
        return self._desk.put(zone, "change avoid-zone", scope=zone.patient_id, name=name, origin=origin)

    # -- medicines ----------------------------------------------------------------------------------------------------

    def medications(self, patient_id: str, *, ended: bool = False) -> tuple[Medication, ...]:
        """What the patient takes; with `ended`, what was taken too."""
        today = self._desk.today()
        return tuple(
            one
            for one in self.held(patient_id).medications
            if ended or one.ended_on is None or today <= one.ended_on
        )

    def add_medication(
        self,
        patient_id: str,
        name: str,
        *,
        dose: str = "",
        thins_blood: bool = False,
        since: str = "",
        note: str = "",
        visit_id: str = "",
        origin: object = None,
    ) -> Medication:
        """A medicine as told, at that visit if one is given: visits before its day do not know it. Raises Refused for
        one without a name or one that is on the list."""
        day, named = self._day(visit_id), tidy_line(name, 200, "name").casefold()
        known = next((one for one in self.medications(patient_id) if one.name.casefold() == named), None)
        if known is not None and known.known_on is not None and day < known.known_on:
            # Written down at a later visit already: now it is said of this one too.
            return self.change_medication(known.id, known_on=day, origin=origin)
        name = self._medicine_name(patient_id, name)
        record = Medication(
            new_id(),
            patient_id,
            name,
            tidy_line(dose, 200, "dose"),
            thins_blood,
            tidy_line(since, 100, "since"),
            None,
            tidy_line(note, 500, "note"),
            known_on=day,
        )
        return self._put_medicine(record, f"medicine {name}", origin)

    def change_medication(self, medication_id: str, *, origin: object = None, **values: Any) -> Medication:
        """The medicine with these fields changed. Raises Refused for a name that is empty or of another one."""
        values = {k: tidy_line(v, 500, k) if isinstance(v, str) else v for k, v in values.items()}
        before = self._medicine(medication_id)
        if "name" in values:
            values["name"] = self._medicine_name(before.patient_id, values["name"], before.id)
        return self._put_medicine(replace(before, **values), f"change of {before.name}", origin)

    def asks_if_thinning(self, medicine: Medication) -> bool:
        """Whether it is to be asked if this medicine thins the blood: by its name it may, and nobody said so or not."""
        return may_thin(medicine.name) and not medicine.thins_blood and NOT_THINNING not in medicine.note

    def thinning_asked(self, visit: Visit) -> tuple[str, ...]:
        """The medicines of which it is asked at the visit whether they thin the blood, by name."""
        taken = (one for one in self.held(visit.patient_id).medications if taken_on(one, visit.date))
        return tuple(one.name for one in taken if self.asks_if_thinning(one))

    def say_thinning(
        self, medication_id: str, thins: bool, *, visit_id: str = "", origin: object = None
    ) -> Medication:
        """The therapist says whether it thins the blood. Of what may, a no is kept in words, so that it is not asked
        again and who reads the record sees that it was. A yes answers the precaution too, also where it was a no
        before the medicine was known; one undo step."""
        before = self._medicine(medication_id)
        said = self._said_of(before, thins)
        item = next((one for one in self.items() if one.id == BLOOD_THINNERS), None)
        held = self.held(before.patient_id).answers.get(BLOOD_THINNERS)
        if not thins or item is None or (held is not None and held.answer is Answer.YES):
            return self.change_medication(medication_id, thins_blood=thins, note=said.note, origin=origin)
        answer = PrecautionAnswer(
            PrecautionAnswer.id_of(before.patient_id, item.id),
            before.patient_id,
            item.id,
            item.text,
            Answer.YES,
            answered_on=self._day(visit_id),
            answered_in=visit_id,
        )
        change = self._desk.change_to(said)
        self._commit_answers(
            [answer],
            visit_id,
            f"answer on {item.text.lower()}",
            origin,
            asked=bool(visit_id) and self._open_items(before.patient_id) == [item.id],
            more=[change] if change is not None else [],
        )
        return self._medicine(medication_id)

    @staticmethod
    def _said_of(before: Medication, thins: bool) -> Medication:
        parts = [part for part in before.note.split("; ") if part and part != NOT_THINNING]
        if not thins and may_thin(before.name):
            parts.append(NOT_THINNING)
        return replace(before, thins_blood=thins, note="; ".join(parts))

    def _medicine_name(self, patient_id: str, name: str, but: str = "") -> str:
        name = tidy_line(name, 200, "name")
        if not name:
            raise Refused("name", "Write the medicine's name.")
        others = (one for one in self.medications(patient_id) if one.id != but)
        if any(one.name.casefold() == name.casefold() for one in others):
            raise Refused("name", "This medicine is on the list already.")
        return name

    def end_medication(
        self, medication_id: str, day: date | None = None, *, visit_id: str = "", origin: object = None
    ) -> Medication:
        """Not taken after that day (the visit's, else today)."""
        return self.change_medication(medication_id, ended_on=day or self._day(visit_id), origin=origin)

    def remove_medication(self, medication_id: str, *, origin: object = None) -> None:
        """One written by mistake, taken out."""
        record = self._medicine(medication_id)
        self._desk.take_out(
            record,
            "change medicines",
            scope=record.patient_id,
            name=f"removal of {record.name}",
            origin=origin,
        )

    def _medicine(self, medication_id: str) -> Medication:
        record = self._desk.store.record("medication", medication_id)
        assert isinstance(record, Medication)
        return record

    def _put_medicine(self, record: Medication, name: str, origin: object) -> Medication:
        return self._desk.put(record, "change medicines", scope=record.patient_id, name=name, origin=origin)
