"""The rest of a visit's record in words: for the chart, for text, for a record handed out whole."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta

from bodymap.charting.audit import ChainState
from bodymap.charting.chart import Drawn
from bodymap.charting.later import Later, charted_until, later_changes
from bodymap.charting.meetings import MeetingKind
from bodymap.charting.outcomes import RangeOfMotion
from bodymap.charting.plans import PlanReview
from bodymap.charting.policy import Requirement
from bodymap.charting.told import Told, ToldFacts, told
from bodymap.charting.whole_patient import OF_VISIT
from bodymap.workspace.consents import Consents
from bodymap.workspace.desk import Desk
from bodymap.workspace.events import Events
from bodymap.workspace.outcomes import Outcomes
from bodymap.workspace.plans import Plans
from bodymap.workspace.policies import Policies
from bodymap.workspace.precautions import Precautions


class Telling:
    def __init__(
        self,
        desk: Desk,
        precautions: Precautions,
        consents: Consents,
        outcomes: Outcomes,
        plans: Plans,
        events: Events,
        policies: Policies,
    ) -> None:
        self._desk = desk
        self._precautions = precautions
        self._consents = consents
        self._outcomes = outcomes
        self._plans = plans
        self._events = events
        self._policies = policies

    def sections(self, visit_id: str) -> Told:
        """Titles and texts of what is recorded of the visit besides marks, findings and session note, read now."""
        store = self._desk.store
        visit = store.visit(visit_id)
        held = self._precautions.held(visit.patient_id)
        consent = self._consents.state(visit_id)
        by = consent.consent.therapist_id if consent.consent else None
        asked, screening = self._precautions.state(visit_id), self._precautions.screening(visit_id)
        reviews = [
            one for one in store.select("plan_review", visit_id=visit_id) if isinstance(one, PlanReview)
        ]
        facts = ToldFacts(
            visit=visit,
            event=self._plans.event_of(visit),
            plan=self._plans.of_visit(visit_id),
            plan_place=self._plans.place(visit_id),
            review=reviews[0] if reviews else None,
            plan_changed=self._plans.changed_at(visit_id),
            consent=consent,
            consent_required=Requirement.CONSENT.value in self._policies.policy().requires,
            taken_by=store.therapist(by).name if by else "",
            unchanged=bool(screening and screening.unchanged),
            answers=screening.answers if screening else (),
            asked=asked.sentence if asked.asked else "",
            asked_note=screening.note if screening else "",
            medications=held.medications,
            zones=held.zones,
            on_chest=frozenset(zone.id for zone in held.zones if self._precautions.on_chest(zone.outline)),
            in_zones=[one for one in self._precautions.in_visit(visit_id) if one.kind is MeetingKind.ZONE],
            reasons=self._precautions.reasons(visit_id),
            response=self._outcomes.response(visit_id),
            complaints=self._outcomes.complaints(visit.patient_id, ended=True),
            pains=tuple(self._outcomes.pain(visit_id).values()),
            areas=self._outcomes.areas(visit_id),
            ranges=self._outcomes.ranges(visit_id),
            measured=self._outcomes.measured(visit_id),
            moved=self._outcomes.moved(visit_id),
            events=self._events.of(visit_id),
            told_on=self._told_on(visit_id),
            reported=[(one, store.visit(one.visit_id).date) for one in self._events.told_at(visit_id)],
            unreasoned=self._precautions.unreasoned(visit_id),
            not_stimulated=self._not_stimulated(visit_id),
            e_stim_denied=all(mark.e_stim is not None for mark in store.marks_of(visit_id)),
            marks=store.marks_of(visit_id),
            severities={item.id: item.severity for item in self._precautions.items()},
            changed=frozenset(self._precautions.changed(visit_id)),
            closed=[(one, store.visit(one.visit_id).date) for one in self._events.closed_at(visit_id)],
        )
        return told(facts, self._normal)

    def drawn(self, visit_id: str) -> tuple[Drawn, ...]:
        """Where it hurt and the avoid-zones of the visit's day: each area on the plate on which it was
        drawn, zones on the other plates that bear marks too, where they touch these."""
        store = self._desk.store
        visit = store.visit(visit_id)
        found = [Drawn(area.outline, area.kind.value) for area in self._outcomes.areas(visit_id)]
        marked = (*store.marks_of(visit_id), *store.select("finding", visit_id=visit_id))
        plates = dict.fromkeys(mark.point.plate for mark in marked if mark.point is not None)
        for zone in self._precautions.zones(visit.patient_id, visit.date):
            word = zone.text or zone.kind.word
            found.append(Drawn(zone.outline, word, zone=True))
            found += [
                Drawn(outline, word, zone=True, carried=True)
                for plate in plates
                if plate != zone.outline.plate
                for outline in self._precautions.outlines(zone, plate)
            ]
        return tuple(found)

    def later(self, visit_id: str) -> tuple[Later, ...]:
        """What was written into the visit's record after its day, read from the audit of its own records."""
        store = self._desk.store
        visit = store.visit(visit_id)
        if charted_until(visit) >= self._desk.today():
            return ()
        ids = {
            "visit": [visit_id],
            **{kind: [one.id for one in store.select_ever(kind, visit_id=visit_id)] for kind in OF_VISIT},
        }
        ids["adverse_event"] += [one.id for one in store.select_ever("adverse_event", told_in=visit_id)]
        until = charted_until(visit)
        since = datetime(until.year, until.month, until.day).astimezone() + timedelta(days=1)
        # Two hours before, for a night in which clocks are changed; to the day it is told from the steps.
        touched = {
            kind: store.touched_since(kind, found, since - timedelta(hours=2)) for kind, found in ids.items()
        }
        steps = [step for kind, found in touched.items() if found for step in store.steps_of(kind, found)]
        if not steps:
            return ()
        steps.sort(key=lambda step: step.number)
        written_by = {step.therapist_id for step in steps} | {
            getattr(step.change.after, "therapist_id", "") or "" for step in steps if step.change is not None
        }
        names = {one: store.therapist(one).name for one in written_by if one}
        known = [
            (kind, one)
            for kind in ("complaint", "plan", "visit")
            for one in store.select_ever(kind, patient_id=visit.patient_id)
        ]
        known += [(kind, store.record(kind, one)) for kind in ("mark", "finding") for one in ids[kind]]
        if touched["screening"]:  # told against the one before it
            visits = store.visits_of(visit.patient_id)
            known += [
                ("screening", one) for of in visits for one in store.select("screening", visit_id=of.id)
            ]
        return later_changes(visit, steps, names, known, ChainState(store.audit_head()))

    def _told_on(self, visit_id: str) -> dict[str, date]:
        """The days on which events of this visit's needles were told at a later visit, by the event's id."""
        found = {}
        for event in self._events.of(visit_id):
            if event.told_in:
                with suppress(KeyError):  # a visit that is not among these records
                    found[event.id] = self._desk.store.visit(event.told_in).date
        return found

    def _not_stimulated(self, visit_id: str) -> frozenset[str]:
        """The precautions that speak against e-stim, where there were needles and none of them carried current."""
        marks = self._desk.store.marks_of(visit_id)
        if not marks or any(self._precautions.needled(mark).e_stim for mark in marks):
            return frozenset()
        return frozenset(item.id for item in self._precautions.items() if item.e_stim)

    def _normal(self, motion: RangeOfMotion) -> int | None:
        known = self._outcomes.known_motions().get((motion.joint, motion.movement))
        return known.normal if known else None
