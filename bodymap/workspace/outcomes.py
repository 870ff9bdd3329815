"""Outcomes: complaints and their pain, where it hurts, motion, measures, the answer to the last visit, how it moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bodymap.atlas.atlas import Atlas
from bodymap.charting.courses import Followed, Moved, Series, Value, moved, series_of, what_followed
from bodymap.charting.faults import Refused
from bodymap.charting.measures import (
    JointMotion,
    Measure,
    measures,
    motions,
    own_measure,
    read_degrees,
    read_measure,
    read_pain,
)
from bodymap.charting.outcomes import (
    READY_ROW,
    Complaint,
    Measured,
    Motion,
    PainArea,
    PainKind,
    PainScore,
    Progress,
    RangeOfMotion,
    Response,
    Stage,
    same_complaints,
    same_name,
)
from bodymap.charting.places import Laterality, Outline, check_body_parts
from bodymap.charting.records import Visit, new_id
from bodymap.charting.rules import tidy_line, tidy_text
from bodymap.charting.where_it_hurts import BodyArea, Suspect, areas_under, suspects
from bodymap.charting.zones import check_outline, side_of
from bodymap.workspace.changes import Changed
from bodymap.workspace.desk import Desk, draft_only

COURSE = timedelta(days=90)
"""How long measures are asked for again where no plan says which visits belong together."""
_MEASURED = ("pain_score", "motion", "measured")
_KEPT = (*_MEASURED, "complaint", "visit")


class _Unsaid:
    """A value that was not given, where None is a value."""


UNSAID = _Unsaid()
Typed = str | int | float | None | _Unsaid


class Outcomes:
    def __init__(self, desk: Desk, atlas: Atlas) -> None:
        self._desk = desk
        self._atlas = atlas
        self._series: dict[str, tuple[Series, ...]] = {}
        self._same: dict[str, Mapping[str, str]] = {}
        self._records: dict[tuple[str, str], Sequence[Any]] = {}
        desk.notices.listen(self._forget)

    def _forget(self, changed: Changed) -> None:
        if any(changed.of(kind) for kind in _KEPT):
            self._series.clear()
            self._same.clear()
        for kind in _MEASURED:
            for record_id in changed.of(kind):  # "VISIT:..."
                self._records.pop((kind, record_id.partition(":")[0]), None)

    def _of(self, kind: str, visit_id: str) -> Sequence[Any]:
        """A visit's pains, motions or measures, read once and kept until one of them changes: a patient of many years
        is not read anew for each number."""
        key = (kind, visit_id)
        if key not in self._records:
            self._records[key] = self._desk.store.select(kind, visit_id=visit_id)
        return self._records[key]

    def _draft(self, visit_id: str) -> Visit:
        visit = self._desk.store.visit(visit_id)
        draft_only(visit)
        return visit

    # -- complaints (follow the patient) ------------------------------------------------------------------------------

    def complaints(self, patient_id: str, *, ended: bool = False) -> tuple[Complaint, ...]:
        """What the patient complains of, in order; with `ended`, what is over too."""
        stored: Sequence[Complaint] = self._desk.store.select("complaint", patient_id=patient_id)
        kept = [one for one in stored if ended or one.ended_on is None]
        return tuple(sorted(kept, key=lambda one: (one.ordinal, one.id)))

    def complaints_at(self, visit_id: str) -> tuple[Complaint, ...]:
        """Those that pain is asked for at this visit: not over by its day."""
        visit = self._desk.store.visit(visit_id)
        return tuple(
            one
            for one in self.complaints(visit.patient_id, ended=True)
            if one.ended_on is None or visit.date <= one.ended_on
        )

    def add_complaint(
        self,
        patient_id: str,
        text: str,
        *,
        side: Laterality = Laterality.NOT_RECORDED,
        body_part: str = "",
        since: str = "",
        origin: object = None,
    ) -> Complaint:
        """A new complaint after those there are. Raises Refused for one that is there."""
        text = self._text(text)
        check_body_parts([body_part])
        known = self.complaints(patient_id, ended=True)
        if any(c.ended_on is None and same_name(c.text, text) and c.side == side for c in known):
            raise Refused("text", "This complaint is there already.")
        ordinal = 1 + max((one.ordinal for one in known), default=0)
        record = Complaint(
            new_id(), patient_id, text, side, body_part, tidy_line(since, 100, "since"), None, ordinal
        )
        return self._put_complaint(record, f"complaint {record.title}", origin)

    def change_complaint(self, complaint_id: str, *, origin: object = None, **values: Any) -> Complaint:
        """The complaint with these fields changed; `ended_on` with a day ends it, None takes that back."""
        if "text" in values:
            values["text"] = self._text(values["text"])
        if "since" in values:
            values["since"] = tidy_line(values["since"], 100, "since")
        check_body_parts([values.get("body_part", "")])
        before = self._complaint(complaint_id)
        return self._put_complaint(replace(before, **values), f"change of {before.title}", origin)

    def end_complaint(
        self, complaint_id: str, day: date | None = None, *, origin: object = None
    ) -> Complaint:
        """It is over: not asked for at later visits."""
        return self.change_complaint(complaint_id, ended_on=day or self._desk.today(), origin=origin)

    def remove_complaint(self, complaint_id: str, *, origin: object = None) -> None:
        """One written by mistake, taken out."""
        record = self._complaint(complaint_id)
        self._desk.take_out(
            record,
            "change complaint",
            scope=record.patient_id,
            name=f"removal of {record.title}",
            origin=origin,
        )

    def _text(self, text: str) -> str:
        text = tidy_line(text, 200, "text", "This complaint")
        if not text:
            raise Refused("text", "Write what the patient complains of, in a few words.")
        return text

    def _complaint(self, complaint_id: str) -> Complaint:
        record = self._desk.store.record("complaint", complaint_id)
        assert isinstance(record, Complaint)
        return record

    def _put_complaint(self, record: Complaint, name: str, origin: object) -> Complaint:
        return self._desk.put(record, "change complaint", scope=record.patient_id, name=name, origin=origin)

    # -- pain ---------------------------------------------------------------------------------------------------------

    def pain(self, visit_id: str) -> dict[tuple[str, Stage], PainScore]:
        """What was said of pain in this visit, by complaint and stage; of complaints of one name by the id that stands
        for them."""
        stored: Sequence[PainScore] = self._of("pain_score", visit_id)
        if not stored:
            return {}
        same = self._same_of(self._desk.store.visit(visit_id).patient_id)
        return {(one.complaint_id, one.stage): one for one in map(_under(same), stored)}

    def _same_of(self, patient_id: str) -> Mapping[str, str]:
        """Which complaints are one: see `same_complaints`. Read once and kept until something of it changes."""
        if patient_id not in self._same:
            pains = [
                one
                for visit in self._desk.store.visits_of(patient_id)
                for one in self._of("pain_score", visit.id)
            ]
            self._same[patient_id] = same_complaints(self._named(patient_id, pains), pains)
        return self._same[patient_id]

    def pain_rows(self, visit_id: str) -> tuple[tuple[str, str], ...]:
        """What pain is asked for at this visit, id and name: what has a number here, and what visits before it asked
        for; the ready row (id "") where last time had it, and where there is no other. What was first told at a later
        visit is not asked for at this one."""
        visit = self._desk.store.visit(visit_id)
        visits = self._desk.store.visits_of(visit.patient_id)  # the newest first
        order = [one.id for one in visits]
        place = order.index(visit_id) if visit_id in order else 0
        told = self._told(visit.patient_id)
        here = told.get(visit_id, frozenset())
        until = set[str]().union(*(told[one] for one in order[place:]), here)
        later = set[str]().union(*(told[one] for one in order[:place])) - until
        same = self._same_of(visit.patient_id)
        named = "" in same.values() and not any("" in keys for keys in told.values())
        rows = [
            (one.id, one.title)
            for one in self.complaints_at(visit_id)
            if one.id not in same and (one.id in until or (one.id not in later and (place == 0 or not here)))
        ]
        last = next((told[one] for one in order[place + 1 :] if told[one]), frozenset())
        if not rows or "" in here or "" in last or named:
            rows.insert(0, ("", READY_ROW))
        return tuple(rows)

    def _told(self, patient_id: str) -> dict[str, frozenset[str]]:
        """What pain was told of at each of the patient's visits."""
        same = self._same_of(patient_id)
        return {
            visit.id: frozenset(
                same.get(one.complaint_id, one.complaint_id) for one in self._of("pain_score", visit.id)
            )
            for visit in self._desk.store.visits_of(patient_id)
        }

    def pain_required(self, visit_id: str) -> tuple[tuple[str, str], ...]:
        """Those of `pain_rows` that a policy may ask for: a visit that was followed by another is not asked again for
        the ready row that it did without."""
        visit = self._desk.store.visit(visit_id)
        rows = self.pain_rows(visit_id)
        told = self._told(visit.patient_id)  # the newest first
        order = [*told]
        newer = order[: order.index(visit_id)] if visit_id in told else []
        here = told.get(visit_id, frozenset())
        if here and "" not in here and any(told[one] for one in newer):
            return tuple(row for row in rows if row[0])
        return rows

    def called(self, patient_id: str, text: str) -> str | None:
        """The id under which pain of a complaint of that name is kept, "" for the ready row's; None where there is
        none of that name."""
        if same_name(text, READY_ROW):
            return ""
        same = self._same_of(patient_id)
        return next(
            (same.get(one.id, one.id) for one in self.complaints(patient_id) if same_name(one.title, text)),
            None,
        )

    def set_pain(
        self,
        visit_id: str,
        complaint_id: str,
        stage: Stage = Stage.BEFORE,
        *,
        now: Typed = UNSAID,
        best: Typed = UNSAID,
        worst: Typed = UNSAID,
        period: str | None = None,
        origin: object = None,
    ) -> PainScore:
        """Pain of a complaint, 0 to 10 as typed ("6", 6.5); None or "" takes a value back. One undo step.

        `complaint_id` "" is pain of no complaint in particular. Raises Refused.
        """
        self._draft(visit_id)
        same = self._same_of(self._desk.store.visit(visit_id).patient_id)
        under = same.get(complaint_id, complaint_id)
        # Written before under another complaint of this name, it stays where it is.
        known = next(
            (
                one
                for one in self._of("pain_score", visit_id)
                if one.stage is stage and same.get(one.complaint_id, one.complaint_id) == under
            ),
            None,
        )
        record = known or PainScore(PainScore.id_of(visit_id, under, stage), visit_id, under, stage)
        values: dict[str, Any] = {}
        for field, value in (("now", now), ("best", best), ("worst", worst)):
            if not isinstance(value, _Unsaid):
                values[field] = None if value is None or value == "" else read_pain(value, field)
        if period is not None:
            values["period"] = tidy_line(period, 100, "period")
        record = replace(record, **values, removed=False)
        if record.best is not None and record.worst is not None and record.best > record.worst:
            raise Refused("best", "The best pain cannot be more than the worst. Check both numbers.")
        empty = record.now is None and record.best is None and record.worst is None
        name = self._complaint(complaint_id).title if complaint_id else "pain"
        return self._desk.put(
            replace(record, removed=empty),
            "record pain",
            scope=visit_id,
            name=f"pain {stage.value}, {name}",
            origin=origin,
        )

    def last_period(self, visit_id: str) -> str:
        """The period of best and worst pain that was said last: at this visit, else at the newest before it."""
        visit = self._desk.store.visit(visit_id)
        for one in (visit, *self._before(visit)):
            said = [pain.period for pain in self._of("pain_score", one.id) if pain.period]
            if said:
                return str(said[-1])
        return ""

    # -- where it hurts -----------------------------------------------------------------------------------------------

    def areas(self, visit_id: str) -> tuple[PainArea, ...]:
        """The areas shaded in this visit."""
        return tuple(self._desk.store.select("pain_area", visit_id=visit_id))

    def add_area(
        self,
        visit_id: str,
        outline: Outline,
        kind: PainKind = PainKind.PAIN,
        *,
        complaint_id: str = "",
        side: Laterality = Laterality.NOT_RECORDED,
        note: str = "",
        origin: object = None,
    ) -> PainArea:
        """An area as drawn; its side is where it was drawn unless one is given. One undo step. Raises Refused."""
        self._draft(visit_id)
        check_outline(outline)
        if side is Laterality.NOT_RECORDED:
            side = side_of(outline, self._atlas.plate(outline.plate))
        record = PainArea(new_id(), visit_id, outline, kind, complaint_id, side, tidy_line(note, 500, "note"))
        return self._put_area(record, "pain area", origin)

    def change_area(self, area_id: str, *, origin: object = None, **values: Any) -> PainArea:
        """The area with these fields changed; `outline` too."""
        if "outline" in values:
            check_outline(values["outline"])
        if "note" in values:
            values["note"] = tidy_line(values["note"], 500, "note")
        return self._put_area(replace(self._area(area_id), **values), "change of the pain area", origin)

    def remove_area(self, area_id: str, *, origin: object = None) -> None:
        record = self._area(area_id)
        self._draft(record.visit_id)
        self._desk.take_out(
            record, "change pain area", scope=record.visit_id, name="removal of the pain area", origin=origin
        )

    def where_does_it_hurt(self, outline: Outline) -> tuple[tuple[BodyArea, ...], tuple[Suspect, ...]]:
        """The parts of the body that are shaded, and the muscles whose trigger points are commonly said to refer there,
        on the side of the pain: reference, not diagnosis. Muscles that only specialists needle as the setting says."""
        areas = areas_under(outline)
        found = suspects(areas, side_of(outline, self._atlas.plate(outline.plate)))
        return areas, tuple(one for one in found if self._atlas.offers(one.muscle))

    def _area(self, area_id: str) -> PainArea:
        record = self._desk.store.record("pain_area", area_id)
        assert isinstance(record, PainArea)
        return record

    def _put_area(self, record: PainArea, name: str, origin: object) -> PainArea:
        self._draft(record.visit_id)
        return self._desk.put(record, "change pain area", scope=record.visit_id, name=name, origin=origin)

    # -- motion -------------------------------------------------------------------------------------------------------

    def known_motions(self) -> Mapping[tuple[str, str], JointMotion]:
        """The motions there are, by joint and movement, with normal values and sources."""
        return motions()

    def ranges(self, visit_id: str) -> tuple[RangeOfMotion, ...]:
        """The motions measured in this visit, in the order they were first written."""
        return tuple(self._desk.store.select("motion", visit_id=visit_id))

    def set_motion(
        self,
        visit_id: str,
        joint: str,
        movement: str,
        side: Laterality,
        degrees: str | int | None,
        *,
        motion: Motion | None = None,
        stage: Stage = Stage.BEFORE,
        painful: bool = False,
        note: str = "",
        origin: object = None,
    ) -> RangeOfMotion | None:
        """Degrees as typed ("95", 95, "-5"); None or "" takes the value back. Where it is not said who moves the joint,
        it is as that motion is usually measured. One undo step. Raises Refused beyond what the joint can reach."""
        self._draft(visit_id)
        known = motions().get((joint, movement))
        motion = motion or (known.usual if known else Motion.ACTIVE)
        name = f"{known.name if known else f'{joint} {movement}'} {stage.value}"
        record_id = RangeOfMotion.id_of(visit_id, joint, movement, side, motion, stage)
        if degrees is None or degrees == "":
            self._take_out("motion", record_id, visit_id, name, origin)
            return None
        record = RangeOfMotion(
            record_id,
            visit_id,
            joint,
            movement,
            side,
            motion,
            stage,
            read_degrees(degrees, known),
            painful,
            tidy_line(note, 500, "note"),
        )
        return self._desk.put(record, "record motion", scope=visit_id, name=name, origin=origin)

    # -- measures -----------------------------------------------------------------------------------------------------

    def known_measures(self) -> Mapping[str, Measure]:
        """The measures there are, by id, with range, important change and source."""
        return measures()

    def measured(self, visit_id: str) -> tuple[Measured, ...]:
        """The values of named measures in this visit."""
        return tuple(self._desk.store.select("measured", visit_id=visit_id))

    def set_measure(
        self,
        visit_id: str,
        measure: str,
        value: str | int | float | None,
        *,
        about: str = "",
        side: Laterality = Laterality.NOT_RECORDED,
        stage: Stage = Stage.BEFORE,
        note: str = "",
        origin: object = None,
    ) -> Measured | None:
        """A measure's value as typed; None or "" takes it back. One undo step. Raises Refused beyond its range."""
        self._draft(visit_id)
        known = measures().get(measure) or own_measure(measure)
        if known is None:
            raise Refused("measure", "This measure is not on the list.")
        about = tidy_line(about, 200, "about")
        name = f"{known.name} {stage.value}"
        record_id = Measured.id_of(visit_id, measure, about, side, stage)
        if value is None or value == "":
            self._take_out("measured", record_id, visit_id, name, origin)
            return None
        record = Measured(
            record_id,
            visit_id,
            measure,
            about,
            side,
            stage,
            read_measure(known, value),
            tidy_line(note, 500, "note"),
        )
        return self._desk.put(record, "record measure", scope=visit_id, name=name, origin=origin)

    def _take_out(self, kind: str, record_id: str, visit_id: str, name: str, origin: object) -> None:
        try:
            record = self._desk.store.record(kind, record_id)
        except KeyError:
            return
        self._desk.take_out(record, f"record {kind}", scope=visit_id, name=name, origin=origin)

    # -- the answer to the last visit ---------------------------------------------------------------------------------

    def response(self, visit_id: str) -> Response | None:
        """What the patient said at this visit of the last one."""
        try:
            found = self._desk.store.record("response", Response.id_of(visit_id))
        except KeyError:
            return None
        return found if isinstance(found, Response) and not found.removed else None

    def respond(
        self,
        visit_id: str,
        *,
        progress: Progress | None = None,
        soreness_hours: str | int | _Unsaid | None = UNSAID,
        bruise: bool | _Unsaid | None = UNSAID,
        helped: str | None = None,
        note: str | None = None,
        origin: object = None,
    ) -> Response:
        """What the patient says of the last visit; what is not given stays as it is. One undo step. Raises Refused."""
        self._draft(visit_id)
        values: dict[str, Any] = {}
        if progress is not None:
            values["progress"] = progress
        if not isinstance(soreness_hours, _Unsaid):
            values["soreness_hours"] = _hours(soreness_hours)
        if not isinstance(bruise, _Unsaid):
            values["bruise"] = bruise
        if helped is not None:
            values["helped"] = tidy_text(helped).strip()
        if note is not None:
            values["note"] = tidy_text(note).strip()
        record = self.response(visit_id) or Response(Response.id_of(visit_id), visit_id)
        return self._desk.put(
            replace(record, **values),
            "record response",
            scope=visit_id,
            name="response to the last visit",
            origin=origin,
        )

    def course(self, visit_id: str) -> tuple[Visit, ...]:
        """The earlier visits of the same course, the newest first: those of the visit's plan, whenever; of other plans'
        none, and where either has no plan those of the last 90 days (our own limit)."""
        here = self._desk.store.visit(visit_id)
        return tuple(
            one
            for one in self._before(here)
            if (here.plan_id and one.plan_id == here.plan_id)
            or (here.date - one.date <= COURSE and not (here.plan_id and one.plan_id))
        )

    def _before(self, visit: Visit) -> tuple[Visit, ...]:
        visits = self._desk.store.visits_of(visit.patient_id)  # the newest first
        place = next((n for n, one in enumerate(visits) if one.id == visit.id), len(visits))
        return tuple(visits[place + 1 :])

    def measured_before(self, visit_id: str) -> tuple[tuple[Visit, Sequence[RangeOfMotion | Measured]], ...]:
        """What stands ready to be measured again: of each visit of the course, the newest first, what was measured at
        it besides pain; where that is nothing, of the newest visit at which something was, whenever it was."""
        course = {one.id for one in self.course(visit_id)}
        found: list[tuple[Visit, Sequence[RangeOfMotion | Measured]]] = []
        for visit in self._before(self._desk.store.visit(visit_id)):
            if visit.id in course or not found:
                values: tuple[RangeOfMotion | Measured, ...] = (
                    *self.ranges(visit.id),
                    *self.measured(visit.id),
                )
                found += [(visit, values)] if values else []
        return tuple(found)

    def not_repeated(self, visit_id: str) -> tuple[tuple[Series, Value], ...]:
        """What was measured in the course and is not at this visit, each with its last value."""
        visit = self._desk.store.visit(visit_id)
        order = [one.id for one in reversed(self.course(visit_id))]
        asked = {f"pain:{complaint_id}" for complaint_id, _ in self.pain_rows(visit_id)}
        found = []
        for series in self.series(visit.patient_id):
            if series.key.startswith("pain:") and series.key not in asked:
                continue
            if any(value.visit_id == visit_id for value in series.values):
                continue
            known = [value for value in series.values if value.visit_id in order]
            if known:
                found.append((series, max(known, key=lambda one: order.index(one.visit_id))))
        return tuple(found)

    # -- how it moved -------------------------------------------------------------------------------------------------

    def series(self, patient_id: str) -> tuple[Series, ...]:
        """All that was measured of the patient, by what it is of; read once and kept until something of it changes."""
        if patient_id not in self._series:
            store = self._desk.store
            visits = store.visits_of(patient_id)

            def of(kind: str) -> list[Any]:
                # The oldest first: what was measured later moves nothing that a chart has printed already.
                return [one for visit in reversed(visits) for one in self._of(kind, visit.id)]

            pains = of("pain_score")
            self._series[patient_id] = series_of(
                visits,
                self._named(patient_id, pains),
                [*map(_under(self._same_of(patient_id)), pains)],
                of("motion"),
                of("measured"),
                measures(),
                motions(),
            )
        return self._series[patient_id]

    def _named(self, patient_id: str, pains: Sequence[PainScore]) -> tuple[Complaint, ...]:
        """The complaints that these pains are of: the patient's, and those of a visit that was moved here."""
        own = self.complaints(patient_id, ended=True)
        known = {one.id for one in own}
        others = dict.fromkeys(
            p.complaint_id for p in pains if p.complaint_id and p.complaint_id not in known
        )
        return (*own, *(self._complaint(complaint_id) for complaint_id in others))

    def moved(self, visit_id: str) -> tuple[Moved, ...]:
        """How each series stands at this visit: within it, since the last visit and since the first."""
        visit = self._desk.store.visit(visit_id)
        order = [one.id for one in reversed(self._desk.store.visits_of(visit.patient_id))]
        return tuple(moved(series, visit, order) for series in self.series(visit.patient_id))

    def what_followed(self, patient_id: str) -> dict[str, Followed]:
        """What followed each of the patient's visits, by visit: twitches, pain, the next visit's answer, events."""
        store = self._desk.store
        visits = list(reversed(store.visits_of(patient_id)))
        pains = {visit.id: tuple(self.pain(visit.id).values()) for visit in visits}
        found = {}
        for index, visit in enumerate(visits):
            after = visits[index + 1] if index + 1 < len(visits) else None
            found[visit.id] = what_followed(
                visit,
                store.marks_of(visit.id),
                pains[visit.id],
                pains[after.id] if after else (),
                self.response(after.id) if after else None,
                store.select("adverse_event", visit_id=visit.id),
            )
        return found


def _under(same: Mapping[str, str]) -> Callable[[PainScore], PainScore]:
    """A pain under the id that stands for its complaint."""

    def under(pain: PainScore) -> PainScore:
        head = same.get(pain.complaint_id)
        return pain if head is None else replace(pain, complaint_id=head)

    return under


def _hours(value: str | int | None) -> int | None:
    if value is None or value == "":
        return None
    text = str(value).strip().removesuffix("h").strip()
    if not text.isdigit() or int(text) > 720:
        raise Refused("soreness_hours", "Soreness is a number of hours from 0 to 720.")
    return int(text)
