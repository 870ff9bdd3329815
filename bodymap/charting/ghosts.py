"""Ghosts: marks of an earlier visit, or entries of a set, that lie on the body until they are confirmed.

A ghost is neither record nor paper. Confirmed it becomes a mark with muscle, side, point, size, counts, technique and
position; results (twitch, tolerance, referred pain, note) are never copied, and e-stim, depth and how long the needle
stayed are asked again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from bodymap.charting import wording
from bodymap.charting.courses import Followed
from bodymap.charting.records import (
    Disposition,
    EStim,
    Ltr,
    Mark,
    NeedleSize,
    Point,
    Position,
    Side,
    Target,
    Technique,
    titled,
)
from bodymap.charting.sets import MarkSet, SetEntry


@dataclass(frozen=True, slots=True)
class Again:
    """What of an earlier mark is asked again rather than copied: e-stim, depth, how long the needle stayed."""

    e_stim: EStim | None = None
    depth_mm: int | None = None
    time_in_place: int | None = None
    disposition: Disposition = Disposition.NOT_RECORDED
    technique: Technique = Technique.NOT_RECORDED

    @property
    def words(self) -> str:
        """e-stim 2 Hz, left in place 10 min, depth 25 mm; nothing where there is nothing to ask."""
        stayed = wording.DISPOSITIONS.get(self.disposition, "")
        if self.time_in_place is not None:
            minutes = f"{self.time_in_place} min"
            stayed = f"{stayed} {minutes}" if stayed else f"{minutes} in place"
        current = wording.e_stim(self.e_stim)
        if not current and self.technique is not Technique.NOT_RECORDED:
            current = wording.TECHNIQUES[self.technique]
        depth = f"depth {self.depth_mm} mm" if self.depth_mm is not None else ""
        return ", ".join(part for part in (current, stayed, depth) if part)

    @property
    def kinds(self) -> tuple[str, ...]:
        """What of a needle it sets, without the values: e-stim, time, depth."""
        current = self.e_stim is not None or self.technique is not Technique.NOT_RECORDED
        stayed = self.time_in_place is not None or self.disposition is not Disposition.NOT_RECORDED
        held = (("e-stim", current), ("time in place", stayed), ("depth", self.depth_mm is not None))
        return tuple(word for word, there in held if there)

    def without_current(self) -> Again:
        """The same but for e-stim."""
        return replace(self, e_stim=None, technique=Technique.NOT_RECORDED)

    def open_in(self, mark: Mark) -> Again:
        """What of it has not been said of this mark since."""
        # Whoever has said how long the needle stayed has answered for what became of it, and the other way round.
        stayed = mark.time_in_place is not None or mark.disposition is not Disposition.NOT_RECORDED
        return Again(
            self.e_stim if mark.e_stim is None else None,
            self.depth_mm if mark.depth_mm is None else None,
            None if stayed else self.time_in_place,
            Disposition.NOT_RECORDED if stayed else self.disposition,
            self.technique
            if Technique.E_STIM not in mark.technique.parts and mark.e_stim is None
            else Technique.NOT_RECORDED,
        )

    def values(self, mark: Mark) -> dict[str, Any]:
        """The fields that "again" sets on this mark; its other techniques stay."""
        bare = Again()
        names = ("e_stim", "depth_mm", "time_in_place", "disposition", "technique")
        found = {name: getattr(self, name) for name in names if getattr(self, name) != getattr(bare, name)}
        if "technique" in found:
            found["technique"] = Technique.of(mark.technique, self.technique)
        return found


@dataclass(frozen=True)
class Ghost:
    """One place that may be needled again. `id` is the earlier mark's id, or "SET:ENTRY".

    `source` is the visit's or set's id and `from_set` tells which; `origin` says it in words ("20 Nov 2026", "Tension
    headache"). `age` is 0 for the last visit and for a set, 1 for the visit before, and so on. `mark` is the earlier
    mark itself, None for a set's entry.
    """

    id: str
    source: str
    origin: str
    target: Target
    side: Side
    point: Point | None = None
    level: str = ""
    level_confirmed: bool = False
    needle: NeedleSize | None = None
    needles: int = 1
    insertions: int = 1
    product: str = ""
    technique: Technique = Technique.NOT_RECORDED
    position: Position = Position.NOT_RECORDED
    usual_place: bool = False
    from_set: bool = False
    age: int = 0
    day: date | None = None
    again: Again = field(default_factory=Again)
    mark: Mark | None = None

    @property
    def title(self) -> str:
        """R infraspinatus."""
        return titled(self.target.name, self.side)

    @cached_property
    def place(self) -> Where:
        """What makes two ghosts, or a ghost and a mark, the same place."""
        return _place(self.target, self.side, self.point, self.level)


# Plain values: hashing enumerations and records for 400 places at each click takes longer than all else about them.
Where = tuple[str | int | float, ...]


def _place(target: Target, side: Side, point: Point | None, level: str) -> Where:
    if point is None:
        return target.kind.value, target.id, side.value, level
    at = point.plate, point.plate_version, point.layer, point.u, point.v
    return target.kind.value, target.id, side.value, *at


def without_current(technique: Technique) -> tuple[Technique, Technique]:
    """What is taken over of a technique, and what is asked again: e-stim."""
    current = [one for one in technique.parts if one is Technique.E_STIM]
    return Technique.of(*(one for one in technique.parts if one is not Technique.E_STIM)), Technique.of(
        *current
    )


def ghost_of_mark(mark: Mark, day: date, age: int, target: Target) -> Ghost:
    """The ghost of an earlier visit's mark; `target` as the catalogue names it now."""
    # E-stim as a technique would say that there was current again.
    kept, stimulated = without_current(mark.technique)
    on = mark.e_stim is not None and mark.e_stim.on
    return Ghost(
        mark.id,
        mark.visit_id,
        wording.day(day),
        target,
        mark.side,
        mark.point,
        mark.level,
        mark.level_confirmed,
        mark.needle,
        mark.needles,
        mark.insertions,
        mark.product,
        kept,
        mark.position,
        usual_place=mark.usual_place,
        age=age,
        day=day,
        again=Again(
            mark.e_stim if on else None,
            mark.depth_mm,
            mark.time_in_place,
            mark.disposition,
            stimulated,
        ),
        mark=mark,
    )


def ghost_of_entry(
    made: MarkSet, entry: SetEntry, target: Target, side: Side, point: Point | None, usual_place: bool = False
) -> Ghost:
    """The ghost of a set's entry, on this side at this point, which may be the muscle's usual place."""
    kept, stimulated = without_current(entry.technique)
    return Ghost(
        entry_ghost_id(made.id, entry.id, side),
        made.id,
        made.name,
        target,
        side,
        point,
        entry.level,
        bool(entry.level),
        entry.needle,
        entry.needles,
        entry.insertions,
        entry.product,
        kept,
        entry.position,
        usual_place=usual_place,
        from_set=True,
        again=Again(
            disposition=entry.disposition,
            technique=stimulated,
        ),
    )


def entry_ghost_id(set_id: str, entry_id: str, side: Side) -> str:
    """The id of the ghost of a set's entry on that side."""
    return f"{set_id}:{entry_id}:{side.value}"


def mark_of(ghost: Ghost, mark_id: str, visit_id: str, ordinal: int, at: datetime) -> Mark:
    """The mark that confirming the ghost makes: where and with what, nothing of what came of it."""
    return Mark(
        mark_id,
        visit_id,
        ordinal,
        ghost.target,
        ghost.side,
        ghost.point,
        level=ghost.level,
        level_confirmed=ghost.level_confirmed,
        needle=ghost.needle,
        needles=ghost.needles,
        insertions=ghost.insertions,
        product=ghost.product,
        technique=ghost.technique,
        position=ghost.position,
        carried_from=ghost.id,
        carried=True,
        usual_place=ghost.usual_place,
        created_at=at,
    )


def left_over(ghosts: Iterable[Ghost], marks: Sequence[Mark], dismissed: Collection[str] = ()) -> list[Ghost]:
    """Those that are still ghosts: not confirmed in this visit, not dismissed, and each place once.

    The newest visit comes first and stands for earlier ones at its places. A mark of this visit at the very same place
    is that place needled, whatever it was carried over from; but two marks of one earlier visit are two, also where
    they lie on one spot, as those of the quick entry do.
    """
    ghosts = list(ghosts)
    sources = {ghost.id: ghost.source for ghost in ghosts}
    taken = {mark.carried_from for mark in marks if mark.carried_from}
    # By place, which visit (or set) it is known from already; "" for a mark of this visit that came from none of them.
    places: dict[Where, str] = {}
    for mark in marks:
        places[_place(mark.target, mark.side, mark.point, mark.level)] = sources.get(mark.carried_from, "")
    found = []
    for ghost in ghosts:
        known = places.setdefault(ghost.place, ghost.source)
        if known == ghost.source and ghost.id not in taken and ghost.id not in dismissed:
            found.append(ghost)
    return found


def at_once(ghosts: Iterable[Ghost]) -> list[Ghost]:
    """Those that one key confirms: a set's, because it was laid there just now, else the last visit's."""
    newest = [ghost for ghost in ghosts if ghost.age == 0]
    return [ghost for ghost in newest if ghost.from_set] or newest


def followed_words(ghost: Ghost, followed: Followed | None) -> str:
    """What followed, as the record holds it: "pain 6 → 3, 3 LTR, sore 24 h"; nothing where nobody said."""
    said = []
    if followed is not None:
        # The twitches of this place stand below; the visit's would be said of all of them.
        said = replace(followed, marks_with_twitch=0).words.split("; ")
    at = 1 if said and said[0].startswith("pain") else 0
    if ghost.mark is not None and ghost.mark.ltr is Ltr.YES:
        said.insert(at, f"{ghost.mark.ltr_count} LTR" if ghost.mark.ltr_count else "LTR")
    elif ghost.mark is not None and ghost.mark.ltr is Ltr.NONE:
        said.insert(at, "no LTR")
    return ", ".join(word for word in said if word)


def ghost_words(ghost: Ghost, followed: str = "") -> str:
    """R infraspinatus · 0.30x40 · 20 Nov 2026: 3 LTR, sore 24 h."""
    size = f"{ghost.needle}" if ghost.needle else ""
    if ghost.needle and ghost.needles > 1:
        size += f" · {ghost.needles} needles"
    level = ghost.level if ghost.level_confirmed or not ghost.level else f"≈{ghost.level}"
    title = f"{ghost.title} {level}" if level else ghost.title
    origin = f"{ghost.origin}: {followed}" if followed else ghost.origin
    return " · ".join(part for part in (title, size, origin) if part)
