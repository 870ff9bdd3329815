"""Ghosts on the body: the marks of earlier visits that are taken over one by one, several, or all at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bodymap.charting.courses import Followed, what_followed
from bodymap.charting.edits import created
from bodymap.charting.ghosts import (
    Again,
    Ghost,
    at_once,
    followed_words,
    ghost_of_mark,
    ghost_words,
    left_over,
    mark_of,
)
from bodymap.charting.outcomes import Response
from bodymap.charting.records import Mark, Target, TargetKind, Visit, VisitStatus, new_id
from bodymap.charting.rules import check_mark
from bodymap.workspace.changes import Changed
from bodymap.workspace.desk import Desk
from bodymap.workspace.marks import Marks

MOST_VISITS = 20
"""How many earlier visits lie on the body. What is older is in the list of visits."""


@dataclass(frozen=True, slots=True)
class LastTime:
    """The last visit: its id, its day in words, and how many marks it has."""

    visit_id: str
    day: str
    marks: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked again of a mark that was carried over: its id, and what the earlier mark had."""

    mark: Mark
    again: Again


class Ghosts:
    """What lies on a visit as ghosts. What was read of earlier visits is kept until one of them changes; what was
    dismissed is kept until the records are closed, and never in them."""

    def __init__(self, desk: Desk, marks: Marks) -> None:
        self._desk = desk
        self._marks = marks
        self._earlier: dict[str, tuple[Ghost, ...]] = {}
        self._laid: dict[str, tuple[Ghost, ...]] = {}
        self._dismissed: dict[str, set[str]] = {}
        self._not_again: set[str] = set()
        self._followed: dict[str, Followed | None] = {}
        desk.notices.listen(self._heard)
        marks.taken_out = self._not_wanted

    def _not_wanted(self, visit_id: str, marks: Sequence[Mark]) -> None:
        """What was marked from a set and is taken out by hand is not offered by the set again."""
        laid = {one.id for one in self._laid.get(visit_id, ())}
        if gone := laid & {mark.carried_from for mark in marks}:
            self.dismiss(visit_id, gone)

    def _heard(self, changed: Changed) -> None:
        """Keep what was read as long as only the visit itself changes."""
        if set(changed.ids) - {"mark", "note", "finding", "needles_out", "set"}:
            self._earlier.clear()
            self._followed.clear()
        elif changed.of("mark"):
            for visit_id in [one for one in self._earlier if one != changed.scope]:
                del self._earlier[visit_id]
            self._followed.clear()

    # -- what lies there --------------------------------------------------------------------------------------------

    def of(self, visit_id: str, marks: Sequence[Mark] | None = None) -> list[Ghost]:
        """The ghosts of a draft, a set's first, then the last visit's, then earlier ones; none of a signed visit.

        `marks` are the visit's own where the caller has them.
        """
        laid, earlier = self._laid.get(visit_id, ()), self._of_earlier(visit_id)
        if not laid and not earlier:
            return []
        if marks is None:
            marks = self._desk.store.marks_of(visit_id)
        return left_over((*laid, *earlier), marks, self._dismissed.get(visit_id, ()))

    def last_time(self, visit_id: str) -> LastTime | None:
        """The newest earlier visit with marks, as it lies on this draft; None where there is none."""
        newest = [one for one in self._of_earlier(visit_id) if one.age == 0]
        return LastTime(newest[0].source, newest[0].origin, len(newest)) if newest else None

    def _before(self, visit_id: str) -> list[Visit]:
        visit = self._desk.store.visit(visit_id)
        known = list(self._desk.store.visits_of(visit.patient_id))
        at = next((n for n, one in enumerate(known) if one.id == visit_id), None)
        return [] if at is None else known[at + 1 :]

    def _of_earlier(self, visit_id: str) -> tuple[Ghost, ...]:
        if visit_id not in self._earlier:
            self._earlier[visit_id] = self._read_earlier(visit_id)
        return self._earlier[visit_id]

    def _read_earlier(self, visit_id: str) -> tuple[Ghost, ...]:
        visit = self._desk.store.visit(visit_id)
        if visit.status is not VisitStatus.DRAFT:
            return ()
        found: list[Ghost] = []
        age = 0
        names: dict[Target, Target] = {}
        for before in self._before(visit_id):
            marks = self._desk.store.marks_of(before.id)
            if not marks:
                continue
            for mark in marks:
                if mark.target not in names:
                    names[mark.target] = self.named_now(mark.target) or mark.target
                found.append(ghost_of_mark(mark, before.date, age, names[mark.target]))
            age += 1
            if age == MOST_VISITS:
                break
        return tuple(found)

    def named_now(self, target: Target) -> Target | None:
        """The target under the id and name that the catalogue gives it today; None where it is no longer there."""
        try:
            if target.kind is TargetKind.MUSCLE:
                return self._marks.muscle(target.id)
            if target.kind is TargetKind.GROUP:
                return self._marks.group(target.id)
        except KeyError:
            return None
        return target

    def words(self, ghost: Ghost) -> str:
        """The ghost in one line, with what followed."""
        return ghost_words(ghost, self.followed(ghost))

    def followed(self, ghost: Ghost) -> str:
        """What followed the needle at this place, in words; nothing for a set's entry."""
        if ghost.mark is None:
            return ""
        if ghost.source not in self._followed:
            self._followed[ghost.source] = self._read_followed(ghost.source)
        return followed_words(ghost, self._followed[ghost.source])

    def _read_followed(self, visit_id: str) -> Followed | None:
        store = self._desk.store
        visit = store.visit(visit_id)
        known = list(store.visits_of(visit.patient_id))
        at = next((n for n, one in enumerate(known) if one.id == visit_id), 0)
        after = known[at - 1] if at else None
        response: Response | None = None
        if after is not None:
            response = next(iter(store.select("response", visit_id=after.id)), None)
        return what_followed(
            visit,
            (),
            store.select("pain_score", visit_id=visit_id),
            store.select("pain_score", visit_id=after.id) if after is not None else (),
            response,
            store.select("adverse_event", visit_id=visit_id),
        )

    # -- verbs ------------------------------------------------------------------------------------------------------

    def confirm(
        self,
        visit_id: str,
        ghost_ids: Iterable[str],
        *,
        marks: Sequence[Mark] | None = None,
        origin: object = None,
    ) -> list[Mark]:
        """Marks of these ghosts, in the order in which they lie; one transaction, one undo step. What is no ghost any
        more is passed over. `marks` are the visit's own where the caller has them: a click does not read 200 of them.
        """
        wanted = set(ghost_ids)
        return self._confirm(visit_id, [one for one in self.of(visit_id, marks) if one.id in wanted], origin)

    def same_as_last_time(
        self, visit_id: str, *, marks: Sequence[Mark] | None = None, origin: object = None
    ) -> list[Mark]:
        """All that one key confirms: of a set where one lies on the body, else of the last visit."""
        return self._confirm(visit_id, at_once(self.of(visit_id, marks)), origin)

    def _confirm(self, visit_id: str, ghosts: Sequence[Ghost], origin: object) -> list[Mark]:
        self._desk.to_be_needled(self._desk.store.visit(visit_id))
        if not ghosts:
            return []
        ordinal, at = self._desk.store.next_ordinal(visit_id), self._desk.clock()
        marks = [mark_of(one, new_id(), visit_id, ordinal + n, at) for n, one in enumerate(ghosts)]
        for mark in marks:
            check_mark(mark)
        sources = {one.source for one in ghosts}
        if len(marks) == 1:
            name = f"confirming {marks[0].title}"
        else:
            name = f"confirming {len(marks)} marks"
            name += f" as on {ghosts[0].origin}" if len(sources) == 1 and not ghosts[0].from_set else ""
        self._desk.commit(
            [created(mark) for mark in marks], "confirm ghosts", scope=visit_id, name=name, origin=origin
        )
        return marks

    def dismiss(self, visit_id: str, ghost_ids: Iterable[str]) -> None:
        """These are no ghosts of this visit any more, until the records are opened again. Nothing is recorded."""
        self._dismissed.setdefault(visit_id, set()).update(ghost_ids)

    def bring_back(self, visit_id: str) -> None:
        """What was dismissed lies there again."""
        self._dismissed.pop(visit_id, None)

    # -- what is asked again ----------------------------------------------------------------------------------------

    def asked(self, visit_id: str, marks: Sequence[Mark] | None = None) -> list[Asked]:
        """The visit's carried marks whose earlier mark had e-stim, a depth or a time of which nothing was said yet."""
        if marks is None:
            marks = self._desk.store.marks_of(visit_id)
        carried = [mark for mark in marks if mark.carried_from and mark.id not in self._not_again]
        if not carried:
            return []
        known = {one.id: one for one in (*self._laid.get(visit_id, ()), *self._of_earlier(visit_id))}
        found = []
        for mark in carried:
            ghost = known.get(mark.carried_from)
            if ghost is not None and (again := ghost.again.open_in(mark)).words:
                found.append(Asked(mark, again))
        return found

    def say_again(
        self, visit_id: str, mark_ids: Iterable[str], *, current: bool = True, origin: object = None
    ) -> list[Mark]:
        """E-stim (where `current` is meant too), depth and time of these marks as last time; one undo step."""
        wanted = set(mark_ids)
        values = {
            one.mark.id: (one.again if current else one.again.without_current()).values(one.mark)
            for one in self.asked(visit_id)
            if one.mark.id in wanted
        }
        return self._marks.set_each(values, word="settings as last time", origin=origin)

    def not_again(self, mark_ids: Iterable[str]) -> None:
        """Do not ask this again of these marks. Nothing is recorded: no e-stim is a statement of its own."""
        self._not_again.update(mark_ids)

    def lay(self, visit_id: str, ghosts: Sequence[Ghost]) -> None:
        """These of a set lie on the visit as well; those of the same set laid before go."""
        sources = {one.source for one in ghosts}
        before = [one for one in self._laid.get(visit_id, ()) if one.source not in sources]
        self._laid[visit_id] = (*ghosts, *before)
        dismissed = self._dismissed.get(visit_id)
        if dismissed:
            dismissed.difference_update(one.id for one in ghosts)
