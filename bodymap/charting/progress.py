"""A course as it went: its visits in order, what was needled at each and how often, what was measured, what followed.

Screen and progress report are made from this one thing. It says what came after what, never what caused it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bodymap.atlas.catalogue import mid_sentence
from bodymap.charting import wording
from bodymap.charting.courses import Change, Followed, Series, Trend, Value, change_between
from bodymap.charting.measures import Measure, in_words
from bodymap.charting.meetings import VERTEBRAE
from bodymap.charting.outcomes import Stage
from bodymap.charting.records import Ltr, Mark, Point, TargetKind, Visit

PAIN_RANGE = (0, 100)


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit of the course. `number` counts from 1 in the course; `followed` is what came after it, in words;
    `not_needled` why nothing was needled at it."""

    visit_id: str
    number: int
    day: date
    sites: int
    needles: int
    followed: str = ""
    nothing_happened: bool = False
    not_needled: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """One visit's values before and after the needles, in tenths; None where nothing was measured."""

    before: int | None = None
    after: int | None = None

    @property
    def shown(self) -> int | None:
        """What stands for the visit: before, else after."""
        return self.before if self.before is not None else self.after


@dataclass(frozen=True, slots=True)
class Plot:
    """One thing measured over the course: a pair for each visit, gaps included. `low` and `high` are the ends of its
    scale in tenths, None where it has none that a reader knows; `important` the change that matters."""

    key: str
    name: str
    unit: str
    better: str
    important: int | None
    source: str
    days: tuple[date, ...]
    pairs: tuple[Pair, ...]
    low: int | None = None
    high: int | None = None

    @property
    def is_motion(self) -> bool:
        return self.key.startswith("motion:")

    @property
    def first(self) -> int | None:
        """The value that the others are compared with: the first visit's."""
        return next((pair.shown for pair in self.pairs if pair.shown is not None), None)

    @property
    def has_after(self) -> bool:
        return any(pair.after is not None for pair in self.pairs)

    def value_words(self, tenths: int) -> str:
        """6/10, 50°, 12 kg."""
        unit = self.unit if self.unit[:1] in ("/", "°", "%", "") else f" {self.unit}"
        return f"{in_words(tenths)}{unit}"

    @property
    def band_words(self) -> str:
        """What the band around the first value says; nothing where no source gives a change that matters."""
        if self.important is None or self.first is None:
            return ""
        much = self.value_words(self.important).replace("/10", "").split("/")[0]
        if self.is_motion:
            return f"Band: less than {much} from the first value, as readings vary"
        return f"Band: less than {much} from the first value, too little to matter"

    @property
    def words(self) -> str:
        """All of it in a sentence, for who does not see the plot."""
        said = []
        for day, pair in zip(self.days, self.pairs, strict=True):
            ends = [("before", pair.before), ("after", pair.after)]
            values = [f"{word} {self.value_words(value)}" for word, value in ends if value is not None]
            said.append(f"{wording.day(day)} {', '.join(values) or 'not measured'}")
        return f"{self.name}: {'; '.join(said)}."


@dataclass(frozen=True, slots=True)
class Needled:
    """One target on one side over the course. `visits` are the numbers of the visits that needled it, `settings` and
    `days` theirs in the same order; `points` where its marks lie, the newest first, or where such a target is usually
    needled; `muscles` whose shapes it is shown by: its own, or those of a group; `levels` at which it was, downwards,
    those that nobody confirmed with a sign."""

    target_id: str
    target: str
    side: str
    visits: tuple[int, ...]
    settings: tuple[str, ...]
    days: tuple[date, ...]
    points: tuple[Point, ...] = ()
    muscles: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Upper trapezius, right."""
        return ", ".join(part for part in (f"{self.target[:1].upper()}{self.target[1:]}", self.side) if part)

    @property
    def last(self) -> str:
        """With what it was needled last."""
        return self.settings[-1]

    @property
    def last_day(self) -> date:
        return self.days[-1]

    def until(self, number: int) -> Needled | None:
        """The same as it stood at that visit; None where it had not been needled yet."""
        many = sum(1 for visit in self.visits if visit <= number)
        if not many:
            return None
        return replace(self, visits=self.visits[:many], settings=self.settings[:many], days=self.days[:many])


@dataclass(frozen=True, slots=True)
class Progress:
    """The whole course, the oldest visit first; what was needled most often stands first."""

    stops: tuple[Stop, ...]
    plots: tuple[Plot, ...]
    needled: tuple[Needled, ...]

    def until(self, number: int) -> tuple[Needled, ...]:
        """What had been needled from the first to that visit, the most often first."""
        return _by_often(found for one in self.needled if (found := one.until(number)) is not None)


def _by_often(needled: Iterable[Needled]) -> tuple[Needled, ...]:
    return tuple(
        sorted(needled, key=lambda one: (-len(one.visits), one.target.casefold(), one.side, one.target_id))
    )


def progress_of(
    visits: Sequence[Visit],
    marks: Mapping[str, Sequence[Mark]],
    series: Iterable[Series],
    followed: Mapping[str, Followed],
    measures: Mapping[str, Measure],
    *,
    muscles_of: Callable[[str], Sequence[str]] = lambda target_id: (target_id,),
    usual: Callable[[str, str], Point | None] = lambda target_id, side: None,
) -> Progress:
    """The course of these visits, the oldest first; `marks` and `followed` by visit. `muscles_of` names the muscles
    that a target is shown by, `usual` a place for one that was marked without any."""
    stops = tuple(
        Stop(
            visit.id,
            number,
            visit.date,
            len(marks.get(visit.id, ())),
            sum(mark.needles for mark in marks.get(visit.id, ())),
            followed[visit.id].words if visit.id in followed else "",
            visit.no_events,
            visit.not_needled if visit.without_needles(marks.get(visit.id, ())) else "",
        )
        for number, visit in enumerate(visits, 1)
    )
    plots = (_plot(one, visits, measures) for one in series)
    return Progress(
        stops,
        tuple(plot for plot in plots if plot.first is not None),
        _needled(visits, marks, muscles_of, usual),
    )


def _plot(series: Series, visits: Sequence[Visit], measures: Mapping[str, Measure]) -> Plot:
    pairs = []
    for visit in visits:
        before, after = series.at(visit.id, Stage.BEFORE), series.at(visit.id, Stage.AFTER)
        pairs.append(Pair(before.tenths if before else None, after.tenths if after else None))
    kind, *rest = series.key.split(":")
    low: int | None = None
    high: int | None = None
    if kind == "pain":
        low, high = PAIN_RANGE
    elif kind == "measure" and (measure := measures.get(rest[0])) is not None:
        low, high = measure.low, measure.high
    return Plot(
        series.key,
        series.name,
        series.unit,
        series.better,
        series.important,
        series.source,
        tuple(visit.date for visit in visits),
        tuple(pairs),
        low,
        high,
    )


def _needled(
    visits: Sequence[Visit],
    marks: Mapping[str, Sequence[Mark]],
    muscles_of: Callable[[str], Sequence[str]],
    usual: Callable[[str, str], Point | None],
) -> tuple[Needled, ...]:
    held: dict[tuple[str, str, str], list[tuple[int, Visit, Mark]]] = {}
    for number, visit in enumerate(visits, 1):
        for mark in marks.get(visit.id, ()):
            # Other tissue has no id of its own muscle: its name tells one from another.
            name = mark.target.name if mark.target.kind is TargetKind.TISSUE else ""
            key = (mark.target.id, wording.side(mark.side), name)
            held.setdefault(key, []).append((number, visit, mark))
    found = []
    for (target_id, side, _), rows in held.items():
        # Of several marks in one visit the last one speaks for it.
        last_in = {number: (visit, mark) for number, visit, mark in rows}
        mark = rows[-1][2]
        # The newest first: what is shown where only one place can be.
        points = tuple(row[2].point for row in reversed(rows) if row[2].point is not None)
        muscles: tuple[str, ...] = ()
        if mark.target.kind is not TargetKind.TISSUE:
            muscles = tuple(muscles_of(target_id))
            place = usual(target_id, side) if not points else None
            points = (place,) if place is not None else points
        found.append(
            Needled(
                target_id,
                mark.target.name,
                side,
                tuple(last_in),
                tuple(settings(mark) for _, mark in last_in.values()),
                tuple(visit.date for visit, _ in last_in.values()),
                points,
                muscles,
                _levels(row[2] for row in rows),
            )
        )
    return _by_often(found)


def _levels(marks: Iterable[Mark]) -> tuple[str, ...]:
    """L4, ≈L5: each level once, downwards; one that was confirmed anywhere is."""
    said: dict[str, str] = {}
    for mark in marks:
        if mark.level and (mark.level not in said or mark.level_confirmed):
            said[mark.level] = wording.level(mark)
    return tuple(said[level] for level in VERTEBRAE if level in said)


def settings(mark: Mark) -> str:
    """0.25x30 mm, 2 needles, pistoning, LTR yes (3): how the mark was needled."""
    said = [
        wording.needle(mark.needle),
        f"{mark.needles} needles" if mark.needles != 1 else "",
        wording.technique(mark.technique),
        f"depth {mark.depth_mm} mm" if mark.depth_mm is not None else "",
        f"LTR {wording.ltr(mark)}" if mark.ltr is not Ltr.NOT_RECORDED else "",
    ]
    return ", ".join(part for part in said if part)


# -- the summary's draft


def _compared(plot: Plot) -> list[int | None]:
    """Of each visit the value that is compared: before the needles where two visits were measured then, else whatever
    there is."""
    before = [pair.before for pair in plot.pairs]
    if sum(value is not None for value in before) > 1:
        return before
    return [pair.shown for pair in plot.pairs]


def change_over(plot: Plot) -> Change | None:
    """From the first value to the last one of another visit, before compared with before."""
    ends = [
        (number, Value(str(number), day, Stage.BEFORE, value))
        for number, (day, value) in enumerate(zip(plot.days, _compared(plot), strict=True))
        if value is not None
    ]
    if len(ends) < 2:
        return None
    series = Series(plot.key, plot.name, plot.unit, plot.better, plot.important, plot.source, ())
    return change_between(series, ends[0][1], ends[-1][1])


def change_words(plot: Plot) -> str:
    """Neck pain, right 6/10 -> 3/10 (-3; better, by at least the 2 that matter)."""
    change = change_over(plot)
    if change is None:
        day, pair = next(
            (day, pair) for day, pair in zip(plot.days, plot.pairs, strict=True) if pair.shown is not None
        )
        values = ((pair.before, "before"), (pair.after, "after"))
        said = [f"{plot.value_words(value)} {word}" for value, word in values if value is not None]
        once = f" (measured once, on {wording.day(day)})" if len(plot.days) > 1 else ""
        return f"{plot.name} {', '.join(said)} the needles{once}"
    ends = f"{plot.value_words(change.before.tenths)} \u2192 {plot.value_words(change.after.tenths)}"
    if (change.before.day, change.after.day) != (plot.days[0], plot.days[-1]):
        ends += f" from {wording.day(change.before.day)} to {wording.day(change.after.day)}"
    meaning = meaning_of(change, plot)
    unit = plot.unit if plot.unit in ("°", "%") else ""
    by = f"{'+' if change.by > 0 else ''}{in_words(change.by)}{unit}" if change.by else "unchanged"
    return f"{plot.name} {ends} ({by}{'; ' if meaning else ''}{meaning})"


def ends_words(plot: Plot) -> str:
    """Neck pain, right 6/10 → 3/10: what was measured first and last, as it is set beside goals."""
    change = change_over(plot)
    if change is None:
        value = next((pair.shown for pair in plot.pairs if pair.shown is not None), None)
        return f"{plot.name} {plot.value_words(value)} (once)" if value is not None else ""
    return (
        f"{plot.name} {plot.value_words(change.before.tenths)} \u2192 {plot.value_words(change.after.tenths)}"
    )


def reached(plots: Sequence[Plot], most: int = 10) -> tuple[str, ...]:
    """The first and the last value of all that was measured; of very much, of what the summary names."""
    shown = plots if len(plots) <= most else _worth_saying(plots)
    return tuple(words for plot in shown if (words := ends_words(plot)))


def meaning_of(change: Change, plot: Plot) -> str:
    """What a change means, without saying where it came from."""
    if plot.important is None or change.trend in (Trend.SAME, Trend.UNKNOWN):
        return ""
    if plot.is_motion:
        if change.trend is Trend.LITTLE:
            return "no more than readings vary"
        return f"{change.trend.value}, by more than readings vary"
    matters = f"{in_words(plot.important)} that {'matters' if plot.important == 10 else 'matter'}"
    return (
        f"less than the {matters}"
        if change.trend is Trend.LITTLE
        else f"{change.trend.value}, by at least the {matters}"
    )


_NAMED = 6
"""Targets that the summary names; of more it says how many."""


def _worth_saying(plots: Sequence[Plot]) -> tuple[Plot, ...]:
    """What the summary names: each named measure, each pain, and the motions that moved by more than readings vary; of
    motions alone that did not, the first few."""

    def moved(plot: Plot) -> bool:
        change = change_over(plot)
        return change is not None and change.trend in (Trend.BETTER, Trend.WORSE)

    measured = [plot for plot in plots if plot.key.startswith("measure:")]
    motions = [plot for plot in plots if plot.is_motion]
    rest = [plot for plot in plots if plot not in measured and plot not in motions]
    return (*measured, *rest, *(plot for plot in motions if moved(plot))) or tuple(motions[:4])


def draft(progress: Progress, diagnosis: str, events: Sequence[str]) -> str:
    """A summary to begin with: what was counted and measured, in the order in which a referrer asks."""
    stops = progress.stops
    if not stops:
        return "No visit has been recorded yet."
    many = "1 visit" if len(stops) == 1 else f"{len(stops)} visits"
    when = (
        f"on {wording.day(stops[0].day)}"
        if stops[0].day == stops[-1].day
        else f"from {wording.day(stops[0].day)} to {wording.day(stops[-1].day)}"
    )
    said = [f"{many} {when} for {diagnosis[:1].lower()}{diagnosis[1:]}." if diagnosis else f"{many} {when}."]
    said += [f"Not needled: {'; '.join(lines)}."] if (lines := not_needled(stops)) else []
    if progress.plots:
        shown = _worth_saying(progress.plots)
        # Where something was measured after the needles only, the sentence claims less.
        before = all(pair.before is not None or pair.after is None for plot in shown for pair in plot.pairs)
        ends = (
            "before the needles of the first and the last visit"
            if before
            else "at the first and the last visit"
        )
        when = f"Measured {ends}" if len(stops) > 1 else "Measured"
        said.append(f"{when}: {'; '.join(change_words(plot) for plot in shown)}.")
    if progress.needled:
        most = len(progress.needled[0].visits)
        often = [one for one in progress.needled if len(one.visits) == most]
        names = ", ".join(f"{one.side} {mid_sentence(one.target)}".strip() for one in often[:_NAMED])
        names += f" and {len(often) - _NAMED} more" if len(often) > _NAMED else ""
        times = "once" if most == 1 else f"at {most} of {len(stops)} visits"
        said.append(f"Needled most often: {names} ({times})." if most > 1 else f"Needled: {names} ({times}).")
    said.append(events_sentence(stops, events))
    return " ".join(said)


def not_needled(stops: Sequence[Stop]) -> tuple[str, ...]:
    """The visits without a needle, and why: 14 Nov 2026 (contractions)."""
    return tuple(
        f"{wording.day(stop.day)} ({stop.not_needled.rstrip('.') or 'nothing is marked, why is not recorded'})"
        for stop in stops
        if not stop.sites
    )


def events_sentence(stops: Sequence[Stop], events: Sequence[str]) -> str:
    """What is known of adverse events; that nothing was said is not that nothing happened."""
    stated = sum(1 for stop in stops if stop.nothing_happened)
    if events:
        return (
            "1 adverse event was recorded."
            if len(events) == 1
            else f"{len(events)} adverse events were recorded."
        )
    if stated == len(stops) and stops:
        return "Nothing adverse happened." if stated == 1 else "Nothing adverse happened at any visit."
    if stated:
        return f"No adverse event was recorded; that nothing happened was stated at {stated} of {len(stops)} visits."
    return "No adverse event was recorded."
