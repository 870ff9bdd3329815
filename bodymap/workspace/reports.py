"""Progress: a course put together from the records for the screen and for the report, and the report's summary."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from bodymap.atlas.atlas import Atlas
from bodymap.atlas.body import Group
from bodymap.charting.faults import Refused
from bodymap.charting.measures import measures
from bodymap.charting.plans import Decision, TreatmentPlan
from bodymap.charting.precautions import taken_on
from bodymap.charting.progress import Progress, draft, events_sentence, not_needled, progress_of, reached
from bodymap.charting.records import Point, Therapist
from bodymap.charting.report import (
    DISCHARGE,
    LONGEST_SUMMARY,
    PROGRESS,
    Course,
    Report,
    diagnosis_words,
    report_of,
)
from bodymap.charting.rules import tidy_text
from bodymap.charting.told import decision_words, event_lines, medicine_words
from bodymap.charting.wording import day, e_stim
from bodymap.charting.wording import days as in_days
from bodymap.workspace.desk import Desk

if TYPE_CHECKING:
    from bodymap.workspace.outcomes import Outcomes
    from bodymap.workspace.plans import Plans
    from bodymap.workspace.precautions import Precautions


class Reports:
    def __init__(
        self, desk: Desk, atlas: Atlas, plans: Plans, outcomes: Outcomes, precautions: Precautions
    ) -> None:
        self._desk, self._atlas, self._plans, self._outcomes = desk, atlas, plans, outcomes
        self._precautions = precautions

    def progress(self, patient_id: str, plan_id: str = "") -> Progress:
        """The visits of a plan, or all of the patient's, as a course; read now."""
        visits = (
            self._plans.visits(plan_id)
            if plan_id
            else tuple(reversed(self._desk.store.visits_of(patient_id)))
        )
        return progress_of(
            visits,
            {visit.id: self._desk.store.marks_of(visit.id) for visit in visits},
            self._outcomes.series(patient_id),
            self._outcomes.what_followed(patient_id),
            measures(),
            muscles_of=self._muscles_of,
            usual=self._usual,
        )

    def _muscles_of(self, target_id: str) -> Sequence[str]:
        """The muscles by whose shapes a target is shown: a group's, else its own, under today's id."""
        catalogue = self._atlas.catalogue
        if target_id not in catalogue:
            return (target_id,)
        entry = catalogue.entry(target_id)
        return entry.members if isinstance(entry, Group) else (entry.id,)

    def _usual(self, target_id: str, side: str) -> Point | None:
        """Where a target without a place of its own is usually needled: a picture of it has to be somewhere."""
        for muscle in self._muscles_of(target_id):
            found = self._atlas.usual_point(muscle, side)
            if found is not None:
                plate, layer, u, v = found
                return Point(plate, self._atlas.plate(plate).version, layer, u, v)
        return None

    def report(
        self, patient_id: str, plan_id: str = "", *, discharge: bool = False, summary: str | None = None
    ) -> Report:
        """What is printed of the plan, or of all the patient's visits, read anew; with this summary, else the one that
        is kept with the plan, else the draft. Raises KeyError."""
        store = self._desk.store
        patient = store.patient(patient_id)
        plan = self._plan(patient_id, plan_id)
        progress = self.progress(patient_id, plan_id)
        events = self._events(progress)
        if summary is None:
            summary = plan.summary if plan is not None and plan.summary else self._draft(plan, progress)
        head = store.audit_head()
        return report_of(
            kind=DISCHARGE if discharge else PROGRESS,
            clinic=store.clinic(),
            patient=patient,
            therapist=self._therapist(progress),
            plan=plan,
            plans=tuple(reversed(self._plans.of(patient_id))),
            progress=progress,
            summary=summary,
            events=events,
            events_said=events_sentence(progress.stops, events),
            made_at=self._desk.clock(),
            audit_number=head.number,
            audit_digest=head.digest,
            course=self._course(patient_id, progress),
        )

    def _course(self, patient_id: str, progress: Progress) -> Course:
        """What else is said of the course: each line of what was recorded at its visits."""
        visit_ids = [stop.visit_id for stop in progress.stops]
        days = [stop.day for stop in progress.stops]
        taken = [
            medicine_words(one, days[-1])
            for one in self._precautions.medications(patient_id, ended=True)
            if any(taken_on(one, day) for day in days)
        ]
        # An event told again with another day is the same one.
        events = {
            visit.event: visit.event_date
            for visit in map(self._desk.store.visit, visit_ids)
            if visit.event or visit.event_date
        }
        return Course(
            reviews=self._reviews(progress),
            reached=reached(progress.plots),
            not_needled=not_needled(progress.stops),
            e_stim=self._e_stim(progress),
            precautions=self._precautions.lines_over(visit_ids),
            reasons=self._precautions.reasons_over(visit_ids),
            medicines=tuple(taken),
            events=tuple(", ".join(p for p in (name, day(on)) if p) for name, on in events.items()),
            discharge_said=any(
                one.decision is Decision.DISCHARGE and one.note
                for visit_id in visit_ids
                for one in self._desk.store.select("plan_review", visit_id=visit_id)
            ),
        )

    def _e_stim(self, progress: Progress) -> tuple[str, ...]:
        """At which visits e-stim was used and how, at which it was kept off, at which nobody said; and what speaks
        against it. Nothing where it was no matter at all."""
        used: dict[str, list[date]] = {}
        off, silent = list[date](), list[date]()
        against: dict[str, None] = {}
        for stop in progress.stops:
            marks = self._desk.store.marks_of(stop.visit_id)
            against |= dict.fromkeys(self._precautions.against_e_stim(stop.visit_id))
            how: dict[str, list[str]] = {}
            for mark in marks:
                if mark.e_stim is not None and mark.e_stim.on:
                    with_what = e_stim(mark.e_stim).removeprefix("e-stim").strip()
                    how.setdefault(with_what or "settings not recorded", []).append(mark.title)
            if how:
                words = "; ".join(
                    f"{', '.join(dict.fromkeys(titles))}: {said}" for said, titles in how.items()
                )
                used.setdefault(words, []).append(stop.day)
            elif marks:
                (off if all(mark.e_stim is not None for mark in marks) else silent).append(stop.day)
        if not used and not off and not against:
            return ()
        lines = [f"Used on {in_days(days)} ({words})." for words, days in used.items()]
        lines += [f"Kept off on {in_days(off)}, as was said at each mark."] if off else []
        lines += [f"None is recorded on {in_days(silent)}."] if silent else []
        lines += [f"Against it: {', '.join(against)}."] if against else []
        return tuple(lines)

    def _reviews(self, progress: Progress) -> tuple[str, ...]:
        """What was decided on the plan at each visit that looked at it, the therapist's words on it, and what was
        changed: whether goals were met stands there where it was said."""
        lines = []
        for stop in progress.stops:
            review = next(iter(self._desk.store.select("plan_review", visit_id=stop.visit_id)), None)
            if words := decision_words(review, self._plans.changed_at(stop.visit_id)):
                lines.append(f"{day(stop.day)}: {words}")
        return tuple(lines)

    def draft(self, patient_id: str, plan_id: str = "") -> str:
        """A summary made from what was counted and measured, for the therapist to go on from."""
        return self._draft(self._plan(patient_id, plan_id), self.progress(patient_id, plan_id))

    def _draft(self, plan: TreatmentPlan | None, progress: Progress) -> str:
        return draft(progress, diagnosis_words(plan) if plan is not None else "", self._events(progress))

    def _plan(self, patient_id: str, plan_id: str) -> TreatmentPlan | None:
        """The plan of that id. Raises KeyError for one that is not this patient's."""
        if not plan_id:
            return None
        plan = self._plans.get(plan_id)
        if plan.patient_id != patient_id:
            raise KeyError(plan_id)
        return plan

    def _therapist(self, progress: Progress) -> Therapist:
        """Who charted the newest visit."""
        if not progress.stops:
            return self._desk.therapist
        store = self._desk.store
        return store.therapist(store.visit(progress.stops[-1].visit_id).therapist_id)

    def _events(self, progress: Progress) -> tuple[str, ...]:
        """A line for each adverse event, with the day of the visit that it is about."""
        return tuple(
            f"Visit of {day(stop.day)}: {line}"
            for stop in progress.stops
            for line in event_lines(self._desk.store.select("adverse_event", visit_id=stop.visit_id))
        )

    def keep_summary(self, plan_id: str, text: str, *, origin: object = None) -> TreatmentPlan:
        """Keep the therapist's summary with the plan and the day it was written; "" goes back to the draft. One undo
        step of the patient. Raises Refused for one that would fill the report."""
        text = tidy_text(text).strip()
        if len(text) > LONGEST_SUMMARY:
            raise Refused(
                "summary",
                f"This summary has {len(text)} characters. It may have {LONGEST_SUMMARY}: the report stays short.",
            )
        plan = self._plans.get(plan_id)
        if text == plan.summary:
            return plan
        return self._plans.change(
            plan_id, summary=text, summary_on=self._desk.today() if text else None, origin=origin
        )

    def visits_since_summary(self, plan_id: str) -> int:
        """How many visits of the plan the kept summary does not know of."""
        plan = self._plans.get(plan_id)
        if plan.summary_on is None:
            return 0
        return sum(1 for visit in self._plans.visits(plan_id) if visit.date > plan.summary_on)

    def newest_plan(self, patient_id: str = "") -> TreatmentPlan | None:
        """The plan of the newest visit that has one (of this patient, of anybody for ""), else the one begun last."""
        store = self._desk.store
        for visit in store.visits_of(patient_id) if patient_id else store.all_visits():
            if visit.plan_id:
                return self._plans.get(visit.plan_id)
        every: Sequence[TreatmentPlan] = store.select("plan")
        own = [plan for plan in every if patient_id in ("", plan.patient_id)]
        return max(own, key=lambda plan: (str(plan.starts_on), plan.id), default=None)
