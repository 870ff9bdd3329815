"""Ready? What the policy requires and a visit lacks; its counts; what follows the patient to a next visit."""

from __future__ import annotations

from dataclasses import dataclass

from bodymap.atlas.atlas import Atlas
from bodymap.charting.consent import ConsentState
from bodymap.charting.counts import CodeAdvice, Counts, code_advice, counts_of
from bodymap.charting.events import AdverseEvent
from bodymap.charting.meetings import not_reasoned
from bodymap.charting.outcomes import Complaint
from bodymap.charting.plans import ReviewDue, TreatmentPlan
from bodymap.charting.policy import Missing, VisitFacts, missing
from bodymap.charting.records import Section
from bodymap.workspace.consents import Consents
from bodymap.workspace.desk import Desk
from bodymap.workspace.events import Events
from bodymap.workspace.needles import NAMES, Needles
from bodymap.workspace.outcomes import Outcomes
from bodymap.workspace.plans import Plans
from bodymap.workspace.policies import Policies
from bodymap.workspace.precautions import Asked, Precautions


@dataclass(frozen=True, slots=True)
class Follows:
    """What follows the patient to this visit and is asked or offered there."""

    precautions: Asked
    consent: ConsentState
    complaints: tuple[Complaint, ...]
    open_events: tuple[AdverseEvent, ...]
    plan: TreatmentPlan | None
    plan_offered: TreatmentPlan | None
    review: ReviewDue | None
    first_visit: bool


class Ready:
    def __init__(
        self,
        desk: Desk,
        atlas: Atlas,
        policies: Policies,
        precautions: Precautions,
        consents: Consents,
        outcomes: Outcomes,
        plans: Plans,
        events: Events,
        needles: Needles,
    ) -> None:
        self._desk = desk
        self._atlas = atlas
        self._policies = policies
        self._precautions = precautions
        self._consents = consents
        self._outcomes = outcomes
        self._plans = plans
        self._events = events
        self._needles = needles

    def missing(self, visit_id: str) -> tuple[Missing, ...]:
        """What the clinic's policy requires and this visit lacks, each line with the field it leads to."""
        return missing(self._policies.policy(), self.facts(visit_id))

    def facts(self, visit_id: str) -> VisitFacts:
        """What of the visit the policy looks at, read now. For when the list is looked at, not for every click."""
        store = self._desk.store
        visit = store.visit(visit_id)
        marks = tuple(store.marks_of(visit_id))
        order = [one.id for one in reversed(store.visits_of(visit.patient_id))]
        asked = self._precautions.state(visit_id)
        note = store.note(visit_id)
        return VisitFacts(
            visit=visit,
            visit_number=order.index(visit_id) + 1 if visit_id in order else 1,
            marks=marks,
            consent=self._consents.state(visit_id),
            screened=asked.asked,
            unanswered=asked.unanswered,
            may_thin=self._precautions.thinning_asked(visit),
            unreasoned=not_reasoned(
                self._precautions.in_visit(visit_id), self._precautions.overrides(visit_id)
            ),
            response_recorded=self._outcomes.response(visit_id) is not None,
            open_events=tuple(
                # One that is told at this very visit was asked about.
                event
                for event in self._events.open_of(visit.patient_id, visit_id)
                if event.told_in != visit_id
            ),
            events_here=self._events.of(visit_id),
            complaints=self._outcomes.complaints_at(visit_id),
            pain_rows=self._outcomes.pain_required(visit_id),
            pains=tuple(self._outcomes.pain(visit_id).values()),
            ranges=self._outcomes.ranges(visit_id),
            needles_differ=self._needles.counts(visit_id, marks).difference(NAMES),
            note_written=any(text.strip() for text, _ in note.values()),
            note_lacks=tuple(
                section for section in (Section.ASSESSMENT, Section.PLAN) if not note[section][0].strip()
            ),
            therapist_named=bool(store.therapist(visit.therapist_id).name.strip()),
            plan=self._plans.of_visit(visit_id),
            review=self._plans.due(visit_id),
        )

    def follows(self, visit_id: str) -> Follows:
        """What follows the patient to this visit: asked about or offered when it is opened."""
        visit = self._desk.store.visit(visit_id)
        visits = self._desk.store.visits_of(visit.patient_id)
        return Follows(
            precautions=self._precautions.state(visit_id),
            consent=self._consents.state(visit_id),
            complaints=self._outcomes.complaints_at(visit_id),
            open_events=self._events.open_of(visit.patient_id, visit_id),
            plan=self._plans.of_visit(visit_id),
            plan_offered=self._plans.offered(visit_id),
            review=self._plans.due(visit_id),
            first_visit=bool(visits) and visits[-1].id == visit_id,
        )

    # -- counts -------------------------------------------------------------------------------------------------------

    def counts(self, visit_id: str) -> Counts:
        """Muscles, entries, needles, insertions."""
        return counts_of(self._desk.store.marks_of(visit_id))

    def codes(self, visit_id: str) -> CodeAdvice | None:
        """The CPT codes under both readings, as advice; None where the clinic has switched that off."""
        if self._policies.policy().without_billing_help:
            return None
        return code_advice(self._desk.store.marks_of(visit_id), self._name)

    def _name(self, parent_id: str) -> str:
        try:
            return self._atlas.catalogue.parent_name(parent_id)
        except KeyError:
            return parent_id.replace("-", " ")
