"""The report of a patient's course, read anew from the store."""

from __future__ import annotations

from bodymap.charting.report import Report, report_of
from bodymap.workspace.desk import Desk
from bodymap.workspace.outcomes import Outcomes


class Reports:
    def __init__(self, desk: Desk, outcomes: Outcomes) -> None:
        self._desk = desk
        self._outcomes = outcomes

    def report(
        self,
        patient_id: str,
        plan_id: str = "",
        *,
        until: str = "",
        discharge: bool = False,
        summary: str | None = None,
    ) -> Report:
        """Of the visits of that plan, or of all the patient's visits, up to the visit `until`. Raises KeyError."""
        store = self._desk.store
        visits = [one for one in reversed(store.visits_of(patient_id)) if plan_id in ("", one.plan_id)]
        if until:
            ids = [one.id for one in visits]
            visits = visits[: ids.index(until) + 1]
        plans = [one for one in store.select("plan", patient_id=patient_id) if one.id == plan_id]
        therapist = visits[-1].therapist_id if visits else self._desk.therapist.id
        return report_of(
            clinic=store.clinic(),
            patient=store.patient(patient_id),
            therapist=store.therapist(therapist),
            plan=plans[0] if plans else None,
            visits=visits,
            marks={visit.id: store.marks_of(visit.id) for visit in visits},
            series=self._outcomes.series(patient_id),
            events=[event for visit in visits for event in store.select("adverse_event", visit_id=visit.id)],
            made_at=self._desk.clock(),
            discharge=discharge,
            summary=summary,
        )
