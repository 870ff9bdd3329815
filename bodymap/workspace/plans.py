"""Treatment plans: the course that visits belong to, looked at again, and what else a visit says of the course."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bodymap.charting.edits import Change, changed, created
from bodymap.charting.faults import Refused
from bodymap.charting.plans import (
    DISCHARGED,
    Condition,
    Decision,
    KnownCondition,
    PlanReview,
    ReviewDue,
    TreatmentPlan,
    check_plan,
    event_ahead,
    event_asked_about,
    event_name,
    find_conditions,
    plan_changes,
    read_icd10,
    review_due,
    shipped_conditions,
    treatments,
    visit_of_plan,
)
from bodymap.charting.records import Visit, new_id
from bodymap.charting.rules import tidy_line, tidy_text
from bodymap.charting.wording import day as day_in_words
from bodymap.workspace.desk import Desk, draft_only
from bodymap.workspace.policies import Policies

OTHER_THERAPIES = (
    "manual therapy",
    "stretching",
    "strengthening exercise",
    "home exercise",
    "joint mobilisation",
    "massage",
    "heat",
    "cold",
    "taping",
    "education",
)
"""What is offered; a visit may name others."""
LONGEST_VISIT = 480


class Plans:
    def __init__(self, desk: Desk, policies: Policies) -> None:
        self._desk = desk
        self._policies = policies

    def get(self, plan_id: str) -> TreatmentPlan:
        record = self._desk.store.record("plan", plan_id)
        assert isinstance(record, TreatmentPlan)
        return record

    def of(self, patient_id: str) -> tuple[TreatmentPlan, ...]:
        """The patient's plans, the newest first."""
        return tuple(reversed(self._desk.store.select("plan", patient_id=patient_id)))

    def running(self, patient_id: str) -> tuple[TreatmentPlan, ...]:
        """Those that have not ended."""
        return tuple(plan for plan in self.of(patient_id) if plan.ended_on is None)

    def of_visit(self, visit_id: str) -> TreatmentPlan | None:
        """The plan that the visit belongs to."""
        plan_id = self._desk.store.visit(visit_id).plan_id
        return self.get(plan_id) if plan_id else None

    def offered(self, visit_id: str) -> TreatmentPlan | None:
        """The running plan that a visit without one may join: the newest that is not over by its day."""
        visit = self._desk.store.visit(visit_id)
        return None if visit.plan_id else next(iter(self.running(visit.patient_id)), None)

    def start(
        self, patient_id: str, diagnosis: str, *, visit_id: str = "", origin: object = None, **values: Any
    ) -> TreatmentPlan:
        """A new plan; the visit, where one is given, belongs to it. `values` are fields of `TreatmentPlan`. One undo
        step, of the patient. Raises Refused."""
        visit = self._draft(visit_id) if visit_id else None
        plan = self._tidy(
            TreatmentPlan(
                new_id(), patient_id, diagnosis, starts_on=visit.date if visit else self._desk.today()
            ),
            values,
        )
        changes: list[Change] = [created(plan)]
        if visit is not None:
            changes.append(changed(visit, plan_id=plan.id))
        self._desk.commit(
            changes, "new plan", scope=patient_id, name=f"plan for {plan.diagnosis.lower()}", origin=origin
        )
        return plan

    def change(self, plan_id: str, *, origin: object = None, **values: Any) -> TreatmentPlan:
        """The plan with these fields changed. Raises Refused."""
        before = self.get(plan_id)
        return self._put(self._tidy(before, values), "change of the plan", origin)

    def end(
        self, plan_id: str, why: str = "", day: date | None = None, *, origin: object = None
    ) -> TreatmentPlan:
        """The plan is over; later visits do not join it."""
        plan = self._tidy(self.get(plan_id), {"ended_on": day or self._desk.today(), "ended_why": why})
        return self._put(plan, "end of the plan", origin)

    def reopen(self, plan_id: str, *, origin: object = None) -> TreatmentPlan:
        """The plan goes on after all."""
        return self._put(replace(self.get(plan_id), ended_on=None, ended_why=""), "plan goes on", origin)

    def remove(self, plan_id: str, *, origin: object = None) -> None:
        """A plan made by mistake, taken out; its visits stay, without it."""
        plan = self.get(plan_id)
        visits = [v for v in self._desk.store.visits_of(plan.patient_id) if v.plan_id == plan_id]
        for visit in visits:
            draft_only(visit)
        changes: list[Change] = [changed(plan, removed=True), *(changed(v, plan_id="") for v in visits)]
        self._desk.commit(
            changes, "change plan", scope=plan.patient_id, name="removal of the plan", origin=origin
        )

    def _tidy(self, plan: TreatmentPlan, values: dict[str, Any]) -> TreatmentPlan:
        plan = replace(plan, **values)
        plan = replace(
            plan,
            diagnosis=tidy_line(plan.diagnosis, 200, "diagnosis"),
            icd10=read_icd10(plan.icd10),
            goals=tidy_text(plan.goals).strip(),
            frequency=tidy_line(plan.frequency, 100, "frequency"),
            ended_why=tidy_line(plan.ended_why, 500, "ended_why"),
        )
        check_plan(plan, self._desk.today())
        return plan

    def _put(self, plan: TreatmentPlan, name: str, origin: object) -> TreatmentPlan:
        return self._desk.put(plan, "change plan", scope=plan.patient_id, name=name, origin=origin)

    # -- the visit in its course --------------------------------------------------------------------------------------

    def visits(self, plan_id: str) -> tuple[Visit, ...]:
        """The plan's visits, the oldest first."""
        plan = self.get(plan_id)
        return tuple(v for v in reversed(self._desk.store.visits_of(plan.patient_id)) if v.plan_id == plan_id)

    def number(self, visit_id: str) -> int:
        """The visit's number in its plan, from 1; 0 for a visit without one. Where nothing was needled, that of the
        treatments before it."""
        plan_id = self._desk.store.visit(visit_id).plan_id
        visits = self.visits(plan_id) if plan_id else ()
        return treatments(visits, self._without(visits)).get(visit_id, 0)

    def place(self, visit_id: str) -> str:
        """Which visit of its plan it is, in a sentence: Visit 2 of 4 of this plan. "" without a plan."""
        plan = self.of_visit(visit_id)
        if plan is None:
            return ""
        needled = visit_id not in self._without([self._desk.store.visit(visit_id)])
        return visit_of_plan(self.number(visit_id), plan.visits_suggested, needled)

    def _without(self, visits: Iterable[Visit]) -> frozenset[str]:
        """The ids of those at which nothing was needled."""
        marks_of = self._desk.store.marks_of
        return frozenset(
            one.id for one in visits if one.not_needled and one.without_needles(marks_of(one.id))
        )

    def attach(self, visit_id: str, plan_id: str = "", *, origin: object = None) -> Visit:
        """The visit belongs to this plan, "" to none. One undo step."""
        visit = self._draft(visit_id)
        if plan_id and self.get(plan_id).patient_id != visit.patient_id:
            raise Refused("plan", "This plan is another patient's.")
        return self._put_visit(replace(visit, plan_id=plan_id), "plan of the visit", origin)

    def set_minutes(self, visit_id: str, minutes: str | int | None, *, origin: object = None) -> Visit:
        """How long the visit took, as typed; None or "" for not recorded. Raises Refused."""
        visit = self._draft(visit_id)
        text = str(minutes if minutes is not None else "").strip().removesuffix("min").strip()
        if text and not (text.isdigit() and int(text) <= LONGEST_VISIT):
            raise Refused("minutes", f"Minutes: a number from 0 to {LONGEST_VISIT}.")
        return self._put_visit(replace(visit, minutes=int(text) if text else None), "minutes", origin)

    def set_therapies(self, visit_id: str, therapies: Iterable[str], *, origin: object = None) -> Visit:
        """What else was done in this visit, each once. One undo step."""
        visit = self._draft(visit_id)
        named = dict.fromkeys(tidy_line(one, 100, "other_therapies") for one in therapies)
        return self._put_visit(
            replace(visit, other_therapies=tuple(one for one in named if one)), "other therapies", origin
        )

    def set_event(self, visit_id: str, event: str, day: date | None = None, *, origin: object = None) -> str:
        """What an athlete is treated before or after, with its date. One undo step.

        A question where the date is unusual, else ""; it is recorded as said."""
        visit = self._draft(visit_id)
        name = event_name(tidy_line(event, 200, "event"))
        record = replace(visit, event=name, event_date=day)
        self._put_visit(record, "event", origin)
        return event_asked_about(record.event, day, visit.date)

    def event_of(self, visit: Visit) -> tuple[str, date | None]:
        """The athlete's event that the visit is about, told at it or at an earlier one (`charting.plans`)."""
        return event_ahead(self._desk.store.visits_of(visit.patient_id), visit)

    def set_next_visit(self, visit_id: str, day: date | None, *, origin: object = None) -> Visit:
        """When the patient comes again. Raises Refused for a day before this visit."""
        visit = self._draft(visit_id)
        if day is not None and day <= visit.date:
            raise Refused("next_visit", "The next visit lies after this one. Check the date.")
        return self._put_visit(replace(visit, next_visit=day), "next visit", origin)

    def _draft(self, visit_id: str) -> Visit:
        visit = self._desk.store.visit(visit_id)
        draft_only(visit)
        return visit

    def _put_visit(self, visit: Visit, name: str, origin: object) -> Visit:
        return self._desk.put(visit, f"set {name}", scope=visit.id, name=name, origin=origin)

    # -- looked at again ----------------------------------------------------------------------------------------------

    def due(self, visit_id: str) -> ReviewDue | None:
        """Whether the visit's plan is due to be looked at again. What moved is `outcomes.moved(visit_id)`."""
        visit = self._desk.store.visit(visit_id)
        if not visit.plan_id:
            return None
        reviews: Sequence[PlanReview] = self._desk.store.select("plan_review", plan_id=visit.plan_id)
        visits = self.visits(visit.plan_id)
        return review_due(
            self.get(visit.plan_id),
            visit,
            visits,
            reviews,
            self._policies.policy().review_visits,
            self._without(visits),
        )

    def review(
        self, visit_id: str, decision: Decision, note: str = "", *, origin: object = None
    ) -> PlanReview:
        """What was decided at this visit: go on, change, or discharge, which ends the plan on the visit's day."""
        visit = self._draft(visit_id)
        if not visit.plan_id:
            raise Refused("plan", "This visit belongs to no plan.")
        record = PlanReview(
            PlanReview.id_of(visit_id), visit_id, visit.plan_id, decision, tidy_text(note).strip()
        )
        changes = [self._desk.change_to(record)]
        plan = self.get(visit.plan_id)
        if decision is Decision.DISCHARGE and plan.ended_on is None:
            changes.append(changed(plan, ended_on=visit.date, ended_why=DISCHARGED))
        made = [change for change in changes if change is not None]
        if made:
            self._desk.commit(made, "review plan", scope=visit_id, name="decision on the plan", origin=origin)
        return record

    def changed_at(self, visit_id: str) -> str:
        """What was changed in the visit's plan from the visit's beginning until the plan's next one was begun, as the
        audit has it: visits planned: 4 → 6. At the visit with which the plan began, and where the decision to change it
        was written after a later visit was begun, only what was changed after that decision. "" for nothing."""
        store = self._desk.store
        visit = store.visit(visit_id)
        steps = store.steps_of("plan", [visit.plan_id]) if visit.plan_id else ()
        if len(steps) < 2:
            return ""
        begun: dict[str, int] = {}
        for step in store.steps_of("visit", [one.id for one in self.visits(visit.plan_id)]):
            begun.setdefault(step.record_id, step.number)
        start = begun.get(visit_id, 0)
        decided = next(
            (
                step.number
                for step in store.steps_of("plan_review", [PlanReview.id_of(visit_id)])
                if step.change is not None
                and isinstance(step.change.after, PlanReview)
                and step.change.after.decision is Decision.CHANGE
            ),
            0,
        )
        until = min((number for number in begun.values() if number > start), default=None)
        late = until is not None and decided > until
        if late or start < steps[0].number:
            start = decided
            until = min((number for number in begun.values() if number > start), default=None)
        if not start:
            return ""
        before = after = None
        written = None
        for step in steps:
            if step.change is None or not isinstance(step.change.after, TreatmentPlan):
                return ""  # what it was cannot be told any more
            if step.number <= start:
                before = after = step.change.after
            elif until is None or step.number < until:
                if before is not None and plan_changes(after or before, step.change.after):
                    written = step.at.astimezone().date()
                after = step.change.after
        if before is None or after is None:
            return ""
        changes = plan_changes(before, after)
        later = f" (written on {day_in_words(written)})" if written and written > visit.date else ""
        return f"{changes}{later}" if changes else ""

    # -- conditions ---------------------------------------------------------------------------------------------------

    def conditions(self, text: str = "") -> tuple[KnownCondition, ...]:
        """The clinic's own conditions and those that are shipped, found as one types."""
        own = [KnownCondition(one.text, one.icd10) for one in self._desk.store.select("condition")]
        return find_conditions(text, (*own, *shipped_conditions()))

    def add_condition(self, text: str, icd10: str = "", *, origin: object = None) -> KnownCondition:
        """A condition of the clinic's own. Raises Refused."""
        text, icd10 = tidy_line(text, 200, "text"), read_icd10(icd10)
        if not text:
            raise Refused("text", "Write the condition in a few words.")
        if not any(one.text.casefold() == text.casefold() for one in self.conditions()):
            self._desk.put(Condition(new_id(), text, icd10), "new condition", origin=origin)
        return KnownCondition(text, icd10)

    def remove_condition(self, text: str, *, origin: object = None) -> None:
        """A condition of the clinic's own, off the list again."""
        for one in self._desk.store.select("condition", text=text):
            self._desk.take_out(one, "remove condition", origin=origin)
