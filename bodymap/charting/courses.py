"""How outcomes moved: values in the order of the visits, the change since the last and the first, whether it matters.

A value stands for its visit as it was before the needles, else as it was after: visits are compared before with before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bodymap.charting.events import AdverseEvent, EventKind
from bodymap.charting.measures import PAIN, PSFS, UNNAMED, JointMotion, Measure, in_words, own_measure
from bodymap.charting.outcomes import (
    Complaint,
    Measured,
    Motion,
    PainScore,
    Progress,
    RangeOfMotion,
    Response,
    Stage,
)
from bodymap.charting.records import Ltr, Mark, Visit
from bodymap.charting.wording import day

MOTION_CHANGE = 60
"""Tenths of a degree: more than the 5 degrees by which two readings of a goniometer may differ by measuring alone."""


_Head = tuple[str, str, str, int | None, str]


class Trend(StrEnum):
    """Whether it got better or worse by an amount that matters, changed by less, or not at all."""

    BETTER = "better"
    WORSE = "worse"
    LITTLE = "little"
    SAME = "same"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a series, in tenths of its unit."""

    visit_id: str
    day: date
    stage: Stage
    tenths: int


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one thing over a patient's visits, the oldest first. `key` is stable: what it is of, without the
    visit. `important` is the change that matters in tenths, None where no source gives one."""

    key: str
    name: str
    unit: str
    better: str
    important: int | None
    source: str
    values: tuple[Value, ...]

    def at(self, visit_id: str, stage: Stage) -> Value | None:
        return next((v for v in self.values if (v.visit_id, v.stage) == (visit_id, stage)), None)


@dataclass(frozen=True, slots=True)
class Change:
    """From one value to another. `by` is in tenths, positive where the number rose."""

    before: Value
    after: Value
    by: int
    trend: Trend

    @property
    def words(self) -> str:
        """6 -> 3 (-3)."""
        sign = "+" if self.by > 0 else ""
        return (
            f"{in_words(self.before.tenths)} \u2192 {in_words(self.after.tenths)} ({sign}{in_words(self.by)})"
        )


@dataclass(frozen=True, slots=True)
class Moved:
    """How one series stands at a visit: its value before and after the needles, the change within the visit, since the
    last visit that has a value, and since the first. From visit to visit like is compared with like: what was measured
    before the needles with what was measured before them, and after with after only where nothing was before.
    `skipped`: the last visit left it out, so that `since_last` is since an earlier one."""

    series: Series
    before: Value | None
    after: Value | None
    within: Change | None
    since_last: Change | None
    since_first: Change | None
    skipped: bool = False

    @property
    def since(self) -> tuple[tuple[Change, str], ...]:
        """Each change from visit to visit once, with since when: since the last visit, since 31 Oct 2026, since the
        first."""
        found = []
        if self.since_last is not None:
            when = day(self.since_last.before.day) if self.skipped else "the last visit"
            found.append((self.since_last, f"since {when}"))
        if self.since_first is not None and (
            self.since_last is None or self.since_first.before != self.since_last.before
        ):
            found.append((self.since_first, "since the first"))
        return tuple(found)


def trend_of(by: int, better: str, important: int | None) -> Trend:
    """What a change by so many tenths means where "lower" or "higher" is better and so much matters."""
    if by == 0:
        return Trend.SAME
    if important is None:
        return Trend.UNKNOWN
    if abs(by) < important:
        return Trend.LITTLE
    return Trend.BETTER if (by < 0) == (better == "lower") else Trend.WORSE


def change_between(series: Series, before: Value, after: Value) -> Change:
    """From one value of the series to another."""
    by = after.tenths - before.tenths
    return Change(before, after, by, trend_of(by, series.better, series.important))


def moved(series: Series, visit: Visit, order: Sequence[str]) -> Moved:
    """How the series stands at this visit. `order` lists the patient's visits, the oldest first."""
    before, after = series.at(visit.id, Stage.BEFORE), series.at(visit.id, Stage.AFTER)
    here = before or after
    place = {visit_id: index for index, visit_id in enumerate(order)}
    earlier = [
        v
        for v in series.values
        if here is not None
        and v.stage is here.stage
        and place.get(v.visit_id, len(order)) < place.get(visit.id, len(order))
    ]
    earlier.sort(key=lambda v: place[v.visit_id])
    here_at = place.get(visit.id, len(order))
    return Moved(
        series,
        before,
        after,
        change_between(series, before, after) if before and after else None,
        change_between(series, earlier[-1], here) if earlier and here else None,
        change_between(series, earlier[0], here) if earlier and here else None,
        bool(earlier) and place[earlier[-1].visit_id] != here_at - 1,
    )


def series_of(
    visits: Iterable[Visit],
    complaints: Iterable[Complaint],
    pains: Iterable[PainScore],
    ranges: Iterable[RangeOfMotion],
    measured: Iterable[Measured],
    measures: Mapping[str, Measure],
    motions: Mapping[tuple[str, str], JointMotion],
) -> tuple[Series, ...]:
    """All that was measured of a patient as series: pain of each complaint, motions, measures."""
    order = sorted(visits, key=lambda v: (v.date, v.created_at.isoformat() if v.created_at else "", v.id))
    place = {visit.id: index for index, visit in enumerate(order)}
    days = {visit.id: visit.date for visit in order}
    names = {complaint.id: complaint.title for complaint in complaints}
    values: dict[str, list[Value]] = {}
    heads: dict[str, _Head] = {}

    def take(key: str, head: _Head, record: PainScore | RangeOfMotion | Measured, tenths: int) -> None:
        if record.visit_id in days and not record.removed:
            heads.setdefault(key, head)
            values.setdefault(key, []).append(
                Value(record.visit_id, days[record.visit_id], record.stage, tenths)
            )

    scale = measures.get(PAIN)
    for pain in pains:
        if pain.now is not None:
            head = (
                _pain_of(names.get(pain.complaint_id, "")),
                "/10",
                "lower",
                scale.important if scale else None,
                scale.source if scale else "",
            )
            take(f"pain:{pain.complaint_id}", head, pain, pain.now)
    for motion in ranges:
        known = motions.get((motion.joint, motion.movement))
        name = known.name if known else f"{motion.joint} {motion.movement}".capitalize()
        words = [name, motion.side.word, "passive" if motion.motion is Motion.PASSIVE else ""]
        head = (
            ", ".join(w for w in words if w),
            "°",
            known.better if known else "higher",
            MOTION_CHANGE,
            known.source if known else "",
        )
        key = f"motion:{motion.joint}:{motion.movement}:{motion.side.value}:{motion.motion.value}"
        take(key, head, motion, motion.degrees * 10)
    for one in measured:
        measure = measures.get(one.measure) or own_measure(one.measure)
        # "3 of 10" of the patient's own activities says nothing without the activity.
        about = one.about or (UNNAMED if one.measure == PSFS else "")
        words = [measure.name if measure else one.measure, about, one.side.word]
        head = (
            ", ".join(w for w in words if w),
            measure.unit if measure else "",
            measure.better if measure else "higher",
            measure.important if measure else None,
            measure.source if measure else "",
        )
        take(f"measure:{one.measure}:{one.about}:{one.side.value}", head, one, one.tenths)
    return tuple(
        Series(
            key,
            *heads[key],
            tuple(sorted(found, key=lambda v: (place[v.visit_id], v.stage is Stage.AFTER))),
        )
        for key, found in values.items()
    )


def _pain_of(complaint: str) -> str:
    """Neck pain, right; but "Pain, calf tightness": the name of the series."""
    if not complaint or any(word in complaint.casefold() for word in ("pain", "ache")):
        return complaint or "Pain"
    return f"Pain, {complaint[:1].lower()}{complaint[1:]}"


# -- what followed an earlier visit


@dataclass(frozen=True, slots=True)
class Followed:
    """What followed the needles of one visit: twitches, pain before and after and at the next visit (tenths, of the
    complaint that hurt most), and what the patient said at the next visit. None and "" where nobody said."""

    visit_id: str
    twitches: int
    marks_with_twitch: int
    marks: int
    pain_before: int | None = None
    pain_after: int | None = None
    pain_next: int | None = None
    progress: Progress = Progress.NOT_RECORDED
    soreness_hours: int | None = None
    bruise: bool | None = None
    events: tuple[EventKind, ...] = ()

    @property
    def words(self) -> str:
        """Pain 6 -> 3, next visit 4; LTR in 3 of 5; better; sore 24 h."""
        said = []
        if self.pain_before is not None or self.pain_after is not None:
            ends = [in_words(v) if v is not None else "?" for v in (self.pain_before, self.pain_after)]
            said.append(f"pain {ends[0]} \u2192 {ends[1]}")
        if self.pain_next is not None:
            said.append(f"next visit {in_words(self.pain_next)}")
        if self.marks_with_twitch:
            said.append(f"LTR in {self.marks_with_twitch} of {self.marks}")
        if self.progress is not Progress.NOT_RECORDED:
            said.append(self.progress.value)
        if self.soreness_hours is not None:
            said.append(f"sore {self.soreness_hours} h" if self.soreness_hours else "not sore")
        if self.bruise or EventKind.BRUISING in self.events:
            said.append("bruise")
        said += [kind.value.replace("_", " ") for kind in self.events if kind is not EventKind.BRUISING]
        return "; ".join(said)


def what_followed(
    visit: Visit,
    marks: Iterable[Mark],
    pains: Iterable[PainScore],
    next_pains: Iterable[PainScore] = (),
    response: Response | None = None,
    events: Iterable[AdverseEvent] = (),
) -> Followed:
    """What followed this visit's needles. `next_pains` and `response` are those of the patient's next visit."""
    held = [mark for mark in marks if not mark.removed]
    answered = [mark for mark in held if mark.ltr is Ltr.YES]
    before, after = _worst(pains)
    next_before = {p.complaint_id: p.now for p in next_pains if p.stage is Stage.BEFORE and not p.removed}
    said = response if response is not None and not response.removed else None
    return Followed(
        visit.id,
        sum(mark.ltr_count or 1 for mark in answered),
        len(answered),
        len(held),
        before[1] if before else None,
        after,
        next_before.get(before[0]) if before else None,
        said.progress if said else Progress.NOT_RECORDED,
        said.soreness_hours if said else None,
        said.bruise if said else None,
        tuple(dict.fromkeys(event.kind for event in events if not event.removed)),
    )


def _worst(pains: Iterable[PainScore]) -> tuple[tuple[str, int | None] | None, int | None]:
    """The complaint that hurt most before, and what it was after."""
    before: dict[str, int] = {}
    after: dict[str, int] = {}
    for pain in pains:
        if pain.now is not None and not pain.removed:
            (before if pain.stage is Stage.BEFORE else after)[pain.complaint_id] = pain.now
    if before:
        worst = max(before, key=lambda complaint: before[complaint])
        return (worst, before[worst]), after.get(worst)
    if after:
        worst = max(after, key=lambda complaint: after[complaint])
        return (worst, None), after[worst]
    return None, None
