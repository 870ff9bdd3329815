"""After the needles: how it was borne, what went wrong and whether it is over, aftercare, the clinic's rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bodymap.charting.edits import Change, changed, created
from bodymap.charting.events import (
    AdverseEvent,
    EventKind,
    Harm,
    Rate,
    SeverityRate,
    check_event,
    check_words,
    published_rates,
    rates_of,
    severity_rates_of,
)
from bodymap.charting.outcomes import Progress, Response
from bodymap.charting.places import Laterality, check_body_parts
from bodymap.charting.records import Point, Tolerance, Visit, new_id
from bodymap.charting.rules import check_point, tidy_line, tidy_text
from bodymap.workspace.desk import Desk, draft_only


class Events:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # -- adverse events (an event follows the patient until it is closed) ---------------------------------------------

    def of(self, visit_id: str) -> tuple[AdverseEvent, ...]:
        """Those of this visit's needles."""
        return tuple(self._desk.store.select("adverse_event", visit_id=visit_id))

    def told_at(self, visit_id: str) -> tuple[AdverseEvent, ...]:
        """Those of an earlier visit's needles that were told at this one."""
        return tuple(self._desk.store.select("adverse_event", told_in=visit_id))

    def needled_before(self, visit_id: str) -> Visit | None:
        """The patient's last visit with needles before this one: what happened since is about those."""
        store = self._desk.store
        visits = store.visits_of(store.visit(visit_id).patient_id)
        at = next((n for n, one in enumerate(visits) if one.id == visit_id), len(visits))
        return next((one for one in visits[at + 1 :] if store.marks_of(one.id)), None)

    def to_record(self, visit_id: str) -> tuple[EventKind, Visit] | None:
        """What the answers on the last visit say that is an adverse event and is none of that visit's yet, and that
        visit; soreness is what needles are expected to leave."""
        before = self.needled_before(visit_id)
        try:
            said = self._desk.store.record("response", Response.id_of(visit_id))
        except KeyError:
            return None
        if before is None or not isinstance(said, Response) or said.removed:
            return None
        kinds = {event.kind for event in self.of(before.id)}
        answers = (
            (EventKind.BRUISING, said.bruise is True),
            (EventKind.AGGRAVATION, said.progress is Progress.WORSE),
        )
        return next(((kind, before) for kind, yes in answers if yes and kind not in kinds), None)

    def record_answer(self, visit_id: str, *, origin: object = None) -> AdverseEvent | None:
        """Have that as an event of the last needles, told at this visit. On which day it was noticed nobody said. One
        undo step; None where there is nothing to record."""
        found = self.to_record(visit_id)
        if found is None:
            return None
        kind, before = found
        return self.add(before.id, kind, told_in=visit_id, noticed=False, origin=origin)

    def bruised_since(self, visit_id: str) -> bool:
        """Whether a bruise of the last needles stands among the adverse events: it need not be said again."""
        before = self.needled_before(visit_id)
        return before is not None and any(event.kind is EventKind.BRUISING for event in self.of(before.id))

    def open_of(self, patient_id: str, before_visit: str = "") -> tuple[AdverseEvent, ...]:
        """The patient's events that are not closed; with a visit, those of visits before it: what it asks about."""
        visits = list(reversed(self._desk.store.visits_of(patient_id)))
        ids = [visit.id for visit in visits]
        if before_visit in ids:
            ids = ids[: ids.index(before_visit)]
        return tuple(event for visit_id in ids for event in self.of(visit_id) if event.open)

    def add(
        self,
        visit_id: str,
        kind: EventKind,
        severity: Harm = Harm.NOT_RECORDED,
        *,
        text: str = "",
        point: Point | None = None,
        body_part: str = "",
        side: Laterality = Laterality.NOT_RECORDED,
        done: str = "",
        follow_up: str = "",
        told_in: str = "",
        noticed_on: date | None = None,
        noticed: bool = True,
        closed: bool = False,
        origin: object = None,
    ) -> AdverseEvent:
        """An event of this visit's needles, written now or (`told_in`) at a later visit; of a signed visit too, for it
        is no change of what was signed. `closed` where it was over at once; without `noticed` the day on which it was
        noticed stays open. Raises Refused."""
        check_words(text)
        told = told_in if told_in != visit_id else ""
        day = noticed_on or self._desk.store.visit(told or visit_id).date
        event = AdverseEvent(
            new_id(),
            visit_id,
            kind,
            severity,
            tidy_line(text, 500, "text"),
            point,
            body_part,
            side,
            tidy_text(done).strip(),
            tidy_text(follow_up).strip(),
            told,
            day if noticed else None,
            day if closed else None,
        )
        self._check(event)
        changes: list[Change] = [created(event)]
        visit = self._desk.store.visit(visit_id)
        if visit.no_events and visit.status.value == "draft":
            changes.append(changed(visit, no_events=False))
        self._desk.commit(
            changes, "adverse event", scope=self._scope(event), name=event.title.lower(), origin=origin
        )
        return event

    def change(self, event_id: str, *, origin: object = None, **values: Any) -> AdverseEvent:
        """The event with these fields changed. Raises Refused."""
        for field in ("text", "done", "follow_up"):
            if field in values:
                values[field] = tidy_text(values[field]).strip()
        check_words(values.get("text", ""))
        event = replace(self._event(event_id), **values)
        self._check(event)
        return self._desk.put(
            event,
            "change adverse event",
            scope=self._scope(event),
            name=f"change of {event.title.lower()}",
            origin=origin,
        )

    def close(
        self,
        event_id: str,
        day: date | None = None,
        follow_up: str | None = None,
        *,
        closed_in: str = "",
        origin: object = None,
    ) -> AdverseEvent:
        """It is over since that day, as was said at the visit `closed_in`, whose day it is unless one is given; else
        today. It is not asked about any more. Raises Refused."""
        if day is None and closed_in:
            day = self._desk.store.visit(closed_in).date
        at = closed_in if closed_in != self._event(event_id).visit_id else ""
        values: dict[str, Any] = {"closed_on": day or self._desk.today(), "closed_in": at}
        if follow_up is not None:
            values["follow_up"] = tidy_text(follow_up).strip()
        return self.change(event_id, **values, origin=origin)

    def reopen(self, event_id: str, *, origin: object = None) -> AdverseEvent:
        return self.change(event_id, closed_on=None, closed_in="", origin=origin)

    def closed_at(self, visit_id: str) -> tuple[AdverseEvent, ...]:
        """The events of earlier visits that were said to be over at this one; where it is not known at which, at the
        first that was on that day or later."""
        store = self._desk.store
        visits = list(reversed(store.visits_of(store.visit(visit_id).patient_id)))
        found = []
        for number, earlier in enumerate(visits):
            if earlier.id == visit_id:
                break
            for event in self.of(earlier.id):
                if event.closed_on is None:
                    continue
                # Over by the end of the visit itself: that visit's own chart says so.
                later = [one.id for one in visits[number + 1 :] if earlier.date < event.closed_on <= one.date]
                if (event.closed_in or next(iter(later), "")) == visit_id:
                    found.append(event)
        return tuple(found)

    def asked_over(self, visit_id: str) -> tuple[AdverseEvent, ...]:
        """The events of earlier visits that this one asks about, in their order: those that are open, and those that
        were said to be over here."""
        store, over = self._desk.store, {one.id for one in self.closed_at(visit_id)}
        visits = [one.id for one in reversed(store.visits_of(store.visit(visit_id).patient_id))]
        earlier = visits[: visits.index(visit_id)] if visit_id in visits else visits
        return tuple(one for known in earlier for one in self.of(known) if one.open or one.id in over)

    def remove(self, event_id: str, *, origin: object = None) -> None:
        """One written by mistake, taken out."""
        event = self._event(event_id)
        self._desk.take_out(
            event,
            "change adverse event",
            scope=self._scope(event),
            name=f"removal of {event.title.lower()}",
            origin=origin,
        )

    def _scope(self, event: AdverseEvent) -> str:
        return event.told_in or event.visit_id

    def get(self, event_id: str) -> AdverseEvent:
        """The event as it is recorded. Raises KeyError for none."""
        return self._event(event_id)

    def _event(self, event_id: str) -> AdverseEvent:
        record = self._desk.store.record("adverse_event", event_id)
        assert isinstance(record, AdverseEvent)
        return record

    def _check(self, event: AdverseEvent) -> None:
        check_event(event, self._desk.store.visit(event.visit_id).date, self._desk.today())
        check_point(event.point)
        check_body_parts([event.body_part])

    # -- what a visit says of after the needles -----------------------------------------------------------------------

    def nothing_happened(self, visit_id: str, said: bool = True, *, origin: object = None) -> Visit:
        """The statement that nothing adverse happened, or that statement taken back. One key, one undo step."""
        return self._set(visit_id, "nothing adverse", origin, no_events=said)

    def all_well(self, visit_id: str, *, handout: str | None = None, origin: object = None) -> Visit:
        """Borne well, nothing adverse, aftercare told: what is true of most visits, said by one key that names all
        three. One undo step; each can be said otherwise by itself."""
        values: dict[str, Any] = {"tolerance": Tolerance.GOOD, "no_events": True, "aftercare_told": True}
        if self.of(visit_id):
            del values["no_events"]
        if handout is not None:
            values["handout"] = tidy_line(handout, 200, "handout")
        return self._set(visit_id, "all well", origin, **values)

    def set_tolerance(self, visit_id: str, tolerance: Tolerance, *, origin: object = None) -> Visit:
        """How the patient bore the visit as a whole."""
        return self._set(visit_id, "tolerance", origin, tolerance=tolerance)

    def set_aftercare(
        self, visit_id: str, told: bool = True, handout: str | None = None, *, origin: object = None
    ) -> Visit:
        """Aftercare was told; `handout` names what was given to take home."""
        values: dict[str, Any] = {"aftercare_told": told}
        if handout is not None:
            values["handout"] = tidy_line(handout, 200, "handout")
        return self._set(visit_id, "aftercare", origin, **values)

    def _set(self, visit_id: str, name: str, origin: object, **values: Any) -> Visit:
        visit = self._desk.store.visit(visit_id)
        draft_only(visit)
        return self._desk.put(
            replace(visit, **values), f"set {name}", scope=visit_id, name=name, origin=origin
        )

    # -- rates --------------------------------------------------------------------------------------------------------

    def rates(self, since: date | None = None, until: date | None = None) -> tuple[Rate, ...]:
        """The clinic's own rates with their denominators beside the published ones, over the visits of these days."""
        visits, with_marks, events = self._counted(since, until)
        return rates_of(visits, with_marks, events, published_rates())

    def severity_rates(
        self, since: date | None = None, until: date | None = None
    ) -> tuple[SeverityRate, ...]:
        """The same by how grave an event was at most: mild, or worse."""
        return severity_rates_of(*self._counted(since, until))

    def _counted(
        self, since: date | None, until: date | None
    ) -> tuple[list[Visit], set[str], Sequence[AdverseEvent]]:
        """The visits of these days, the ids of those with a mark, and all events."""
        store = self._desk.store
        visits = [
            visit
            for visit in store.all_visits()
            if (since is None or since <= visit.date) and (until is None or visit.date <= until)
        ]
        counts = store.mark_counts([visit.id for visit in visits])
        return visits, {id for id, count in counts.items() if count}, store.select("adverse_event")
