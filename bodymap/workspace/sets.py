"""Sets: named muscles with their settings, the therapist's own, the clinic's, and a starter collection to adapt."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bodymap.charting.edits import created
from bodymap.charting.faults import Refused
from bodymap.charting.found import fold
from bodymap.charting.ghosts import Ghost, ghost_of_entry, without_current
from bodymap.charting.records import Point, Side, Target, TargetKind, Technique, Visit, new_id
from bodymap.charting.records import Position as Posture
from bodymap.charting.sets import (
    MarkSet,
    SetEntry,
    StarterSet,
    entry_of_mark,
    starter_sets,
    tidy_entries,
    tidy_name,
)
from bodymap.workspace.changes import Changed
from bodymap.workspace.desk import Desk, draft_only
from bodymap.workspace.ghosts import Ghosts
from bodymap.workspace.marks import Marks

_MIRRORED = ("anterior", "posterior")
"""Plates whose left half is their right half mirrored."""


@dataclass(frozen=True, slots=True)
class Applied:
    """How many places of a set lie on the body now, and what is to be said of the others."""

    places: int
    said: str


class Sets:
    def __init__(self, desk: Desk, marks: Marks, ghosts: Ghosts) -> None:
        self._desk = desk
        self._marks = marks
        self._ghosts = ghosts
        self._all: list[MarkSet] | None = None
        desk.notices.listen(self._heard)

    def _heard(self, changed: Changed) -> None:
        """The list is kept while nothing of it changes: it is looked through at each key."""
        if changed.of("set") or changed.of("therapist"):
            self._all = None

    # -- what there is ----------------------------------------------------------------------------------------------

    def all(self) -> list[MarkSet]:
        """The therapist's own, the clinic's, and the examples not yet changed or removed, each by name."""
        if self._all is None:
            self._all = self._read()
        return list(self._all)

    def _read(self) -> list[MarkSet]:
        store = self._desk.store
        own = list(store.select("set", therapist_id=self._desk.therapist.id))
        clinics = list(store.select("set", therapist_id=None))
        examples = [one for one in self._examples() if self._stored(one.id) is None]

        def by_name(sets: Sequence[MarkSet]) -> list[MarkSet]:
            return sorted(sets, key=lambda one: (fold(one.name), one.id))

        return [*by_name(own), *by_name(clinics), *by_name(examples)]

    def get(self, set_id: str) -> MarkSet:
        """The set, or the example, of that id; removed ones too. Raises KeyError."""
        stored = self._stored(set_id)
        if stored is not None:
            return stored
        for example in self._examples():
            if example.id == set_id:
                return example
        raise KeyError(set_id)

    def named_like(self, text: str) -> list[MarkSet]:
        """Those one of whose words starts as each word of the text does."""
        wanted = fold(text).split()
        if not wanted or len(fold(text)) < 2:
            return []
        return [
            one
            for one in self.all()
            if all(any(word.startswith(w) for word in fold(one.name).split()) for w in wanted)
        ]

    def removed_examples(self) -> list[MarkSet]:
        """Examples that were taken out."""
        stored = [self._stored(one.id) for one in self._examples()]
        return [one for one in stored if one is not None and one.removed]

    # -- verbs ------------------------------------------------------------------------------------------------------

    def make(
        self,
        visit_id: str,
        name: str,
        mark_ids: Collection[str] | None = None,
        *,
        clinics: bool = False,
        origin: object = None,
    ) -> MarkSet:
        """A set of a visit's marks, of all or of these; signed visits too. Raises Refused."""
        marks = [
            mark for mark in self._desk.store.marks_of(visit_id) if mark_ids is None or mark.id in mark_ids
        ]
        if not marks:
            raise Refused("entries", "This visit has no marks yet to make a set of.")
        made = MarkSet(
            new_id(),
            tidy_name(name, [one.name for one in self.all()]),
            None if clinics else self._desk.therapist.id,
            tidy_entries([entry_of_mark(mark) for mark in marks]),
            created_at=self._desk.clock(),
        )
        self._desk.commit([created(made)], "new set", origin=origin)
        return self.get(made.id)

    def rename(self, set_id: str, name: str, *, origin: object = None) -> MarkSet:
        """Call it otherwise. Raises Refused for no name, or another set's."""
        before = self.get(set_id)
        name = tidy_name(name, [one.name for one in self.all() if one.id != set_id])
        return self._put(replace(before, name=name), "rename set", origin)

    def set_entries(self, set_id: str, entries: Sequence[SetEntry], *, origin: object = None) -> MarkSet:
        """These are its entries now. Raises Refused."""
        return self._put(replace(self.get(set_id), entries=tidy_entries(entries)), "change set", origin)

    def add_entry(self, set_id: str, target: Target, side: Side, *, origin: object = None) -> MarkSet:
        """One more muscle, at its usual point when the set is applied."""
        before = self.get(set_id)
        entry = SetEntry(new_id(), target, side)
        return self.set_entries(set_id, (*before.entries, entry), origin=origin)

    def give_to(self, set_id: str, *, clinics: bool, origin: object = None) -> MarkSet:
        """Make it the clinic's, or this therapist's own."""
        whose = None if clinics else self._desk.therapist.id
        return self._put(replace(self.get(set_id), therapist_id=whose), "give set", origin)

    def remove(self, set_id: str, *, origin: object = None) -> None:
        """Take it out of the lists. It is kept, marked as removed; `restore` brings it back."""
        before = self.get(set_id)
        if self._stored(set_id) is None:
            # An example that never was a record becomes one that is removed, and so stays away.
            self._desk.commit([created(replace(before, removed=True))], "remove set", origin=origin)
        else:
            self._desk.take_out(before, "remove set", origin=origin)

    def restore(self, set_id: str, *, origin: object = None) -> None:
        """Bring back what was removed. Raises Refused where another set has its name by now."""
        stored = self._stored(set_id)
        if stored is not None and stored.removed:
            tidy_name(stored.name, [one.name for one in self.all()])
            self._desk.put(replace(stored, removed=False), "restore set", origin=origin)

    def restore_examples(self, *, origin: object = None) -> int:
        """Bring back the examples that were removed, as they are; how many."""
        back = self.removed_examples()
        for one in back:
            self.restore(one.id, origin=origin)
        return len(back)

    # -- applying ---------------------------------------------------------------------------------------------------

    def apply(self, visit_id: str, set_id: str, sides: Sequence[Side] = (), *, shown: str = "") -> Applied:
        """Lay the set's entries on the draft as ghosts: a set of one side on `sides`, any other as it is. What
        the set has no point for lies at its usual one: on the plate `shown` where that shows the muscle well.

        Nothing is recorded. A muscle since renamed lies there under its new name; one that is gone is said and left
        out, the rest still applies.
        """
        visit = self._desk.store.visit(visit_id)
        draft_only(visit)
        made = self.get(set_id)
        own = made.side
        ghosts: list[Ghost] = []
        gone: list[str] = []
        renamed: list[str] = []
        for entry in made.entries:
            target = self._ghosts.named_now(entry.target)
            if target is None:
                gone.append(entry.target.name)
                continue
            if fold(target.name) != fold(entry.target.name):
                renamed.append(f"{entry.target.name} is {target.name} now")
            meant = sides if own is not None and sides and entry.side is own else (entry.side,)
            for side in meant:
                point, usual = self._point(entry, target, side, shown)
                ghost = ghost_of_entry(made, entry, target, side, point, usual)
                ghosts.append(self._with_usual(ghost, visit))
        self._ghosts.lay(visit_id, ghosts)
        nowhere = sum(one.point is None for one in ghosts)
        words = [f"{made.name}: {len(ghosts)} {'place' if len(ghosts) == 1 else 'places'} to confirm"]
        if nowhere:
            words.append(f"{nowhere} without a point on the body")
        said = [", ".join(words) + ".", *(f"{one}." for one in dict.fromkeys(renamed))]
        if gone:
            names = ", ".join(dict.fromkeys(gone))
            said.append(f"Left out, because the list of muscles no longer has it: {names}.")
        return Applied(len(ghosts), " ".join(said))

    def _point(self, entry: SetEntry, target: Target, side: Side, shown: str) -> tuple[Point | None, bool]:
        """Where the entry lies on that side: where it was made, mirrored on plates that are, else the usual point; and
        whether it is that."""
        if entry.point is not None:
            if side is entry.side:
                usual = self._marks.usual_point(target, side, entry.level, entry.point.plate)
                return entry.point, entry.point == usual
            if entry.point.plate in _MIRRORED:
                return replace(entry.point, u=-entry.point.u), False
        point = self._marks.usual_point(target, side, entry.level, shown)
        return point, point is not None

    def _with_usual(self, ghost: Ghost, visit: Visit) -> Ghost:
        """What the set leaves open is what a new mark of this target takes."""
        offer = self._marks.offer(visit.id, ghost.target, side=ghost.side, visit=visit)
        values: dict[str, Any] = {}
        if ghost.needle is None and offer.needle is not None:
            values |= {"needle": offer.needle, "product": offer.product}
        if ghost.technique is Technique.NOT_RECORDED:
            values |= {"technique": without_current(offer.technique)[0]}
        if ghost.position is Posture.NOT_RECORDED:
            values |= {"position": offer.position}
        # Where nobody pointed, the point's height is the program's and suggests no level.
        level = ghost.level or ("" if ghost.usual_place else self._marks.level_at(ghost.target, ghost.point))
        return replace(ghost, level=level, **values)

    # -- inside -----------------------------------------------------------------------------------------------------

    def _put(self, record: MarkSet, action: str, origin: object) -> MarkSet:
        """An example that is changed becomes a record, and is no example any more."""
        return self._desk.put(replace(record, example=False), action, origin=origin)

    def _stored(self, set_id: str) -> MarkSet | None:
        """The record, removed or not; None where there is none."""
        try:
            found = self._desk.store.record("set", set_id)
        except KeyError:
            return None
        assert isinstance(found, MarkSet)
        return found

    def _examples(self) -> list[MarkSet]:
        """The starter collection as this therapist's: what one therapist makes of it leaves the others' alone."""
        own = self._desk.therapist.id
        return [
            MarkSet(f"example:{one.id}:{own}", one.name, own, self._entries(one), example=True)
            for one in starter_sets()
        ]

    def _entries(self, starter: StarterSet) -> tuple[SetEntry, ...]:
        sides = (Side.RIGHT,) if starter.one_sided else (Side.RIGHT, Side.LEFT)
        found = []
        for target_id in starter.targets:
            target = self._target(target_id)
            if target is not None:
                found += [SetEntry(f"{target_id}-{side.value}", target, side) for side in sides]
        return tuple(found)

    def _target(self, target_id: str) -> Target | None:
        for kind in (TargetKind.MUSCLE, TargetKind.GROUP):
            found = self._ghosts.named_now(Target(kind, target_id, ""))
            if found is not None:
                return found
        return None
