"""Visits: opened, moved while they are drafts, taken out; and the chart that is printed of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bodymap.charting.chart import Chart, Drawn, chart_of
from bodymap.charting.edits import Change, changed, created
from bodymap.charting.faults import Refused
from bodymap.charting.kinds import RECORD_TYPES
from bodymap.charting.narrative import narrative
from bodymap.charting.needles import needle_line
from bodymap.charting.records import NoteSection, Patient, Section, Visit, VisitStatus, new_id
from bodymap.charting.rules import check_visit_day, tidy_line
from bodymap.charting.told import Told
from bodymap.charting.visit_text import sections, visit_text
from bodymap.charting.wording import day as day_in_words
from bodymap.workspace.desk import Desk, draft_only
from bodymap.workspace.needles import NAMES, Needles


def todays_visit(desk: Desk, patient_id: str) -> Visit | None:
    """The patient's visit of today: the draft, else the one that is signed already."""
    of_today = [visit for visit in desk.store.visits_of(patient_id) if visit.date == desk.today()]
    drafts = (visit for visit in of_today if visit.status is VisitStatus.DRAFT)
    return next(drafts, of_today[0] if of_today else None)


def fresh_visit(desk: Desk, patient_id: str, day: date | None = None) -> Visit:
    """A draft visit of that day, else of today, which nothing has committed yet. Raises Refused for a day that cannot
    be."""
    patient = desk.store.patient(patient_id)
    day = day or desk.today()
    check_visit_day(day, desk.today(), patient.date_of_birth)
    # What has not ended goes on: the visit joins the running plan, and is taken off it in one gesture.
    running = [
        plan
        for plan in desk.store.select("plan", patient_id=patient_id)
        if plan.ended_on is None and (plan.starts_on is None or plan.starts_on <= day)
    ]
    plan_id = running[-1].id if running else ""
    return Visit(new_id(), patient_id, desk.therapist.id, day, created_at=desk.clock(), plan_id=plan_id)


class Visits:
    def __init__(self, desk: Desk, plate_order: Sequence[str], needles: Needles) -> None:
        self._desk = desk
        self._needles = needles
        self._plate_order = tuple(plate_order)
        self.also_told: Callable[[str], Told] = lambda visit_id: ()
        """What else the chart tells of a visit; the workspace joins it in."""
        self.also_drawn: Callable[[str], Sequence[Drawn]] = lambda visit_id: ()
        """The areas on the plates; joined in likewise."""
        self.also_later: Callable[[str], tuple[str, str]] = lambda visit_id: ("", "")
        """What was written after the visit's day; joined in likewise."""
        self.ltr_asked: Callable[[], bool] = lambda: False
        """Whether the clinic's policy wants the twitch response said; joined in likewise."""

    def get(self, visit_id: str) -> Visit:
        return self._desk.store.visit(visit_id)

    def of(self, patient_id: str) -> Sequence[Visit]:
        """The patient's visits, newest first."""
        return self._desk.store.visits_of(patient_id)

    def number(self, visit: Visit) -> int:
        """The visit's number among the patient's, 1 for the oldest."""
        known = [v.id for v in self.of(visit.patient_id)]
        return len(known) - known.index(visit.id) if visit.id in known else 0

    def today(self) -> Sequence[Visit]:
        """Every patient's visits of today, newest first."""
        return self._desk.store.visits_on(self._desk.today())

    def last(self) -> Visit | None:
        """The newest visit of all."""
        return next(iter(self._desk.store.all_visits()), None)

    def mark_counts(self, visits: Sequence[Visit]) -> dict[str, int]:
        return self._desk.store.mark_counts([visit.id for visit in visits])

    def create(self, patient_id: str, day: date | None = None, *, origin: object = None) -> Visit:
        """A new draft visit, today unless another day is given. Raises Refused for a day that cannot be."""
        visit = fresh_visit(self._desk, patient_id, day)
        self._desk.commit([created(visit)], "new visit", origin=origin)
        return visit

    def todays(self, patient_id: str, *, another: bool = True, origin: object = None) -> Visit:
        """The patient's draft of today, made if there is none: what one click opens.

        Where today's is signed already another one is begun, or, without `another`, the signed one is meant.
        """
        visit = todays_visit(self._desk, patient_id)
        if visit is None or (another and visit.status is not VisitStatus.DRAFT):
            return self.create(patient_id, origin=origin)
        return visit

    def is_empty(self, visit_id: str) -> bool:
        """Whether nothing was ever said of the visit: no records of its own but empty notes, and none of its fields
        set."""
        visit = self.get(visit_id)
        if visit.status is not VisitStatus.DRAFT or visit.removed or visit.revision > 1:
            return False
        for kind, made in RECORD_TYPES.items():
            if "visit_id" in made.__dataclass_fields__:
                held = self._desk.store.select(kind, visit_id=visit_id)
                if any(not (isinstance(one, NoteSection) and not one.text) for one in held):
                    return False
        return True

    def say_not_needled(self, visit_id: str, reason: str, *, origin: object = None) -> Visit:
        """That nothing was needled, and why; "" takes it back. One undo step. Raises Refused where marks stand, and for
        a reason of more than 200 characters."""
        before = self.get(visit_id)
        draft_only(before)
        said = tidy_line(reason, 200, "not_needled", "This reason")
        if said and self._desk.store.marks_of(visit_id):
            raise Refused(
                "not_needled",
                "Muscles are marked in this visit. Take the marks out first, or leave them: they are what is printed.",
            )
        name = "no needling at this visit" if said else "no needling taken back"
        return self._desk.put(
            replace(before, not_needled=said), "change visit", scope=visit_id, name=name, origin=origin
        )

    def needled_all_the_same(self, visit_id: str, ask: Callable[[], object]) -> None:
        """Do what `ask` does; the marks it makes take back, in the same undo step, that nothing was needled."""
        with self._desk.needled_all_the_same(visit_id):
            ask()

    def move(
        self, visit_id: str, *, patient_id: str | None = None, day: date | None = None, origin: object = None
    ) -> Visit:
        """A draft made for the wrong patient or day, put right; audited, and one undo step."""
        before = self.get(visit_id)
        draft_only(before)
        values: dict[str, Any] = {}
        if patient_id and patient_id != before.patient_id:
            values["patient_id"] = patient_id
            values["plan_id"] = ""  # the plan is the other patient's
        if day and day != before.date:
            values["date"] = day
        if not values:
            return before
        patient: Patient = self._desk.store.patient(patient_id or before.patient_id)
        check_visit_day(day or before.date, self._desk.today(), patient.date_of_birth)
        name = "move to another patient" if "patient_id" in values else "change of the date"
        changes: list[Change] = [changed(before, **values)]
        if "date" in values:
            changes += self._days_along(before, values["date"])
            if "patient_id" not in values:
                changes += self._known_along(before, values["date"])
        self._desk.commit(changes, "move visit", scope=visit_id, name=name, origin=origin)
        return self.get(visit_id)

    def _days_along(self, before: Visit, day: date) -> list[Change]:
        """Adverse events that were told at the visit and bear its day bear the new one: it was never typed. What is
        dated otherwise stays, unless it would then lie before the visit that it is about."""
        found: list[Change] = []
        store = self._desk.store
        for visit in store.visits_of(before.patient_id):
            # What was told here of an earlier visit's needles lies no earlier than that visit.
            least = day if visit.id == before.id else visit.date
            for event in store.select("adverse_event", visit_id=visit.id):
                if event.removed or (event.told_in or event.visit_id) != before.id:
                    continue
                values = {
                    field: max(day, least)
                    for field in ("noticed_on", "closed_on")
                    if (said := getattr(event, field)) is not None and (said == before.date or said < least)
                }
                if values:
                    found.append(changed(event, **values))
        return found

    def _known_along(self, before: Visit, day: date) -> list[Change]:
        """Medicines and zones that were told at the visit bear its day, and bear an earlier one with it: else its own
        chart would no longer list them."""
        select = self._desk.store.select
        held = (
            *select("medication", patient_id=before.patient_id),
            *select("avoid_zone", patient_id=before.patient_id),
        )
        return [
            changed(one, known_on=day) for one in held if one.known_on == before.date and day < before.date
        ]

    def remove(self, visit_id: str, *, origin: object = None) -> None:
        """Take a draft out of the lists. It is kept, marked as removed, and undo of its scope brings it back."""
        before = self.get(visit_id)
        draft_only(before)
        self._desk.commit(
            [changed(before, removed=True)],
            "remove visit",
            scope=visit_id,
            name=f"removal of the visit of {day_in_words(before.date)}",
            origin=origin,
        )

    def narrative(self, visit_id: str) -> str:
        """What marks, findings and needle counts say, in the clinic's style. Made anew at each call, never stored."""
        store = self._desk.store
        clinic, marks = store.clinic(), store.marks_of(visit_id)
        found = sorted(store.select("finding", visit_id=visit_id), key=lambda one: (one.ordinal, one.id))
        return narrative(
            marks,
            found,
            counts=self._needles.counts(visit_id, marks),
            visit=store.visit(visit_id),
            style=clinic.narrative_style,
            without_injection=clinic.without_injection,
        )

    def text(self, visit_id: str, section: Section | None = None) -> str:
        """The visit as text to paste elsewhere, or one part of it; nothing where it holds nothing."""
        note = {one: text for one, (text, _) in self._desk.store.note(visit_id).items()}
        return self.text_of(visit_id, sections(note, self.narrative(visit_id)), section)

    def text_of(self, visit_id: str, parts: Mapping[Section, str], section: Section | None = None) -> str:
        """The same of parts that the caller has, such as a note that is still being typed."""
        return visit_text(self.get(visit_id).date, parts, (section,) if section else tuple(Section))

    def chart(self, visit_id: str) -> Chart:
        """What is printed of the visit, read anew from the store."""
        store = self._desk.store
        visit = store.visit(visit_id)
        head = store.audit_head()
        needles = self._needles.counts(visit_id)
        note = {section: text for section, (text, _) in store.note(visit_id).items()}
        return chart_of(
            clinic=store.clinic(),
            patient=store.patient(visit.patient_id),
            visit=visit,
            visit_number=self.number(visit),
            therapist=store.therapist(visit.therapist_id),
            marks=store.marks_of(visit_id),
            note={section: note.get(section, "") for section in Section},
            plate_order=self._plate_order,
            made_at=self._desk.clock(),
            audit_number=head.number,
            audit_digest=head.digest,
            needles=needle_line(needles, visit),
            needles_differ=needles.difference(NAMES),
            findings=sorted(
                store.select("finding", visit_id=visit_id), key=lambda one: (one.ordinal, one.id)
            ),
            derived=self.narrative(visit_id),
            told=self.also_told(visit_id),
            ltr_asked=self.ltr_asked(),
            drawn=self.also_drawn(visit_id),
            later=self.also_later(visit_id),
        )
