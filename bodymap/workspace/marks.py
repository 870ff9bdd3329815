"""Marks: placed on a plate or added by name, moved, changed, removed. Each verb is one transaction, one undo step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bodymap.atlas.atlas import Atlas
from bodymap.atlas.body import Hit
from bodymap.atlas.catalogue import TISSUES
from bodymap.charting.edits import Change, changed, created
from bodymap.charting.faults import Refused
from bodymap.charting.offers import Offer, Source, Sources, closest, offered
from bodymap.charting.quick_entry import Defaults, Preview, Understood
from bodymap.charting.records import (
    Disposition,
    EStim,
    Ltr,
    Mark,
    NeedleSize,
    Point,
    Position,
    Referral,
    Side,
    Target,
    TargetKind,
    Technique,
    Visit,
    VisitStatus,
    new_id,
    to_tenth,
)
from bodymap.charting.rules import check_mark, tidy_line
from bodymap.charting.wording import day as day_in_words
from bodymap.workspace.desk import Desk, changed_meanwhile, draft_only
from bodymap.workspace.visits import fresh_visit, todays_visit

_FIELD_WORDS = {
    "needle": "needle size",
    "needles": "number of needles",
    "insertions": "insertions",
    "ltr": "twitch response",
    "ltr_count": "twitch response",
    "note": "note",
    "product": "needle product",
    "technique": "technique",
    "time_in_place": "time in place",
    "depth_mm": "depth",
    "disposition": "needles left in place",
    "referral": "referred pain",
    "referral_to": "referred pain",
    "e_stim": "e-stim",
    "position": "position",
    "tolerance": "tolerance",
    "side": "side",
    "level": "level",
    "level_confirmed": "level",
    "target": "target",
}


def _tidy_e_stim(e_stim: EStim) -> EStim:
    return replace(
        e_stim,
        hz=to_tenth(e_stim.hz),
        ma=to_tenth(e_stim.ma),
        pair=tidy_line(e_stim.pair, 100, "e_stim", "The pairing"),
    )


class Marks:
    def __init__(self, desk: Desk, atlas: Atlas) -> None:
        self._desk = desk
        self._atlas = atlas
        self._next: dict[str, tuple[NeedleSize | None, int, int]] = {}
        self._came_from: dict[str, Sources] = {}
        self.taken_out: Callable[[str, Sequence[Mark]], None] = lambda visit_id, marks: None
        """Told of marks that are about to be taken out by hand, which undo is not."""

    def of(self, visit_id: str) -> Sequence[Mark]:
        """The visit's marks, in the order of their numbers."""
        return self._desk.store.marks_of(visit_id)

    def get(self, mark_id: str) -> Mark:
        return self._desk.store.mark(mark_id)

    # -- targets ----------------------------------------------------------------------------------------------------

    def muscle(self, muscle_id: str) -> Target:
        """The muscle as a target, named as the catalogue names it now. Raises KeyError for an unknown id."""
        muscle = self._atlas.catalogue.muscle(muscle_id)
        return Target(TargetKind.MUSCLE, muscle.id, muscle.name, muscle.parent)

    def group(self, group_id: str) -> Target:
        """A group left unspecified: one entry, counted as one."""
        group = self._atlas.catalogue.group(group_id)
        return Target(TargetKind.GROUP, group.id, group.name, group.id)

    def tissue(self, kind: str, name: str = "") -> Target:
        """Other tissue that a needle is for, by kind, in the therapist's words where given ("Achilles tendon")."""
        if kind not in TISSUES:
            raise KeyError(kind)
        return Target(TargetKind.TISSUE, kind, tidy_line(name, 100, "target") or TISSUES[kind], None)

    # -- verbs ------------------------------------------------------------------------------------------------------

    def under(self, plate: str, layer: int, u: float, v: float, mm_per_px: float = 0.0) -> Hit:
        """What a press at (u, v) millimetres meets: within 6 pixels of a region less than 12 pixels wide counts."""
        return self._atlas.at(plate, layer, u, v, 6 * mm_per_px, 12 * mm_per_px)

    def place(
        self,
        visit_id: str,
        plate: str,
        layer: int,
        u: float,
        v: float,
        *,
        mm_per_px: float = 0.0,
        target: Target | None = None,
        side: Side | None = None,
        said: Mapping[str, Any] | None = None,
        origin: object = None,
    ) -> Mark | None:
        """One mark at the press, with what `offer` says of its target, committed when this returns.

        Without a `target` the muscle under the press is meant; None where there is none (skin, bone, tendon). `said`
        are fields of the mark that the press itself said (a size dropped on the muscle).
        """
        hit = self.under(plate, layer, u, v, mm_per_px)
        if target is None:
            if hit.region is None or not hit.region.muscle:
                return None
            target, side = self.muscle(hit.region.muscle), Side(hit.region.side)
        visit = self._desk.store.visit(visit_id)
        return self._placed(
            visit, target, side or Side(hit.side), self.point(plate, layer, u, v), said, origin
        )

    def place_today(
        self,
        patient_id: str,
        plate: str,
        layer: int,
        u: float,
        v: float,
        *,
        mm_per_px: float = 0.0,
        target: Target | None = None,
        side: Side | None = None,
        said: Mapping[str, Any] | None = None,
        origin: object = None,
    ) -> Mark | None:
        """The same at a patient of whom no visit is open: in today's draft. Where there is none it is begun with the
        mark, in the same transaction and undo step. Raises Refused where today's visit is signed already."""
        hit = self.under(plate, layer, u, v, mm_per_px)
        if target is None:
            if hit.region is None or not hit.region.muscle:
                return None
            target, side = self.muscle(hit.region.muscle), Side(hit.region.side)
        visit = todays_visit(self._desk, patient_id)
        if visit is not None and visit.status is not VisitStatus.DRAFT:
            raise Refused("visit", "Today's visit is signed. “Begin today's visit” begins another one today.")
        point = self.point(plate, layer, u, v)
        begun = visit is None
        visit = visit or fresh_visit(self._desk, patient_id)
        return self._placed(visit, target, side or Side(hit.side), point, said, origin, begun=begun)

    def _placed(
        self,
        visit: Visit,
        target: Target,
        side: Side,
        point: Point,
        said: Mapping[str, Any] | None,
        origin: object,
        begun: bool = False,
    ) -> Mark:
        mark = self._new(visit.id, target, side, point, visit=visit)
        if said:
            mark = _with_said(mark, said)
            check_mark(mark)
            if "needle" in said:
                self._came_from[mark.id] = replace(self._came_from[mark.id], needle=Source.SET, from_mark="")
        changes = [created(mark)]
        name = f"marking {mark.title}"
        if begun:
            changes.insert(0, created(visit))
            name += " in a visit begun with it"
        self._desk.commit(changes, "place mark", scope=visit.id, name=name, origin=origin)
        self._next.pop(visit.id, None)
        return mark

    def add(
        self,
        visit_id: str,
        target: Target,
        side: Side,
        *,
        usual: bool = False,
        shown: str = "",
        origin: object = None,
    ) -> Mark:
        """A mark without a point: for what no plate shows, or what is named rather than pointed at. With `usual` it
        lies at its muscle's usual point; on the plate `shown` where that shows the muscle well."""
        point = self.usual_point(target, side, shown=shown) if usual else None
        mark = self._new(visit_id, target, side, point)
        if point is not None:
            # The height of a point that the program set suggests no level.
            mark = replace(mark, usual_place=True, level="")
        self._desk.commit(
            [created(mark)], "add mark", scope=visit_id, name=f"adding {mark.title}", origin=origin
        )
        self._next.pop(visit_id, None)
        return mark

    def quick_defaults(self, visit_id: str) -> Defaults:
        """What a quick entry takes that does not say it: the same as a mark that is placed. Read once for each target:
        each key reads the line anew."""
        offers: dict[tuple[Target, Side | None], Offer] = {}

        def offer(target: Target, side: Side | None) -> Offer:
            held = offers.get((target, side))
            if held is None:
                held = offers[target, side] = self.offer(visit_id, target, side=side)
            return held

        return Defaults(*self.next_needle(visit_id), offer)

    def add_quick(
        self, visit_id: str, preview: Preview, *, shown: str = "", origin: object = None
    ) -> list[Mark]:
        """The marks that the preview shows, no more and no less: one for each side of what is understood in it.

        Each lies at its muscle's usual point (on the plate `shown` where that shows the muscle well), at the height of
        the level where one was said, or without a point where no plate shows it. One transaction, one undo step;
        nothing where nothing is understood.
        """
        self._desk.to_be_needled(self._desk.store.visit(visit_id))
        ordinal = self._desk.store.next_ordinal(visit_id)
        marks: list[Mark] = []
        for entry in preview.understood:
            for side in entry.sides:
                mark = self._quick(visit_id, entry, side, ordinal + len(marks), shown)
                check_mark(mark)
                marks.append(mark)
        if not marks:
            return []
        named = marks[0].title if len(marks) == 1 else f"{len(marks)} marks"
        self._desk.commit(
            [created(mark) for mark in marks],
            "quick entry",
            scope=visit_id,
            name=f"adding {named}",
            origin=origin,
        )
        self._next.pop(visit_id, None)
        return [self.get(mark.id) for mark in marks]

    def move(
        self,
        mark_id: str,
        plate: str,
        layer: int,
        u: float,
        v: float,
        *,
        mm_per_px: float = 0.0,
        origin: object = None,
    ) -> Mark:
        """Put the mark elsewhere. Over another muscle it takes that muscle's name, in the same undo step.

        Off its muscle but on the body it keeps its name. Raises Refused off the body, or where a muscle's mark would
        end on the patient's other side without a muscle to say so.
        """
        before = self.get(mark_id)
        draft_only(self._desk.store.visit(before.visit_id))
        hit = self.under(plate, layer, u, v, mm_per_px)
        if not hit.on_body:
            raise Refused("point", "That is beside the body: the mark stays where it was.")
        values: dict[str, Any] = {"point": self.point(plate, layer, u, v), "usual_place": False}
        if before.target.kind is TargetKind.MUSCLE and hit.region and hit.region.muscle:
            side = Side(hit.region.side)
            if (hit.region.muscle, side) != (before.target.id, before.side):
                values |= {"target": self.muscle(hit.region.muscle), "side": side}
        elif before.target.kind is not TargetKind.MUSCLE:
            values["side"] = Side(hit.side)
        elif hit.side not in (before.side.value, "midline") and before.side is not Side.MIDLINE:
            raise Refused("point", "That is the patient's other side: drop the mark on a muscle there.")
        after = replace(before, **values)
        if not before.level_confirmed:
            values["level"] = self.level_at(after.target, after.point)
        change = _touched(before, values)
        self._desk.commit(
            [change], "move mark", scope=before.visit_id, name=f"move of {before.title}", origin=origin
        )
        return self.get(mark_id)

    def change(self, mark_ids: Iterable[str], *, origin: object = None, **values: Any) -> list[Mark]:
        """Set these fields on one or several marks, as one undo step. Raises Refused for what a mark cannot hold."""
        if isinstance(values.get("note"), str):
            values["note"] = tidy_line(values["note"], 2_000, "note", "This note")
        for name, longest, what in (("product", 100, "The product"), ("referral_to", 200, "This place")):
            if isinstance(values.get(name), str):
                values[name] = tidy_line(values[name], longest, name, what)
        if "ltr" in values and values["ltr"] is not Ltr.YES:
            values["ltr_count"] = None
        if values.get("referral") in (Referral.NONE, Referral.NOT_RECORDED):
            values["referral_to"] = ""
        if values.get("e_stim") is not None:
            values["e_stim"] = _tidy_e_stim(values["e_stim"])
        word = next((w for f, w in _FIELD_WORDS.items() if f in values), "change")

        def said(mark: Mark) -> dict[str, Any]:
            """Pain that went somewhere was referred; whether it was familiar as well is said by itself."""
            where = values.get("referral_to") and "referral" not in values
            if where and mark.referral is Referral.NOT_RECORDED:
                return {**values, "referral": Referral.REFERRED}
            return values

        return self._change(mark_ids, word, said, origin)

    def stimulate(self, mark_ids: Iterable[str], *, origin: object = None, **settings: Any) -> list[Mark]:
        """Set these settings of the e-stim (hz, pulse_us, ma, to_twitch, pair) on one or several marks, each keeping
        its others, as one undo step; `on=False` says that there was none."""

        def made(mark: Mark) -> dict[str, Any]:
            if settings.get("on") is False:
                return {"e_stim": EStim(on=False)}
            before = mark.e_stim if mark.e_stim is not None and mark.e_stim.on else EStim()
            return {"e_stim": _tidy_e_stim(replace(before, **settings))}

        return self._change(mark_ids, _FIELD_WORDS["e_stim"], made, origin)

    def set_each(
        self, values: Mapping[str, Mapping[str, Any]], *, word: str, origin: object = None
    ) -> list[Mark]:
        """Set on each of these marks, by id, its own fields, as one undo step that `word` names."""
        return self._change(values, word, lambda mark: dict(values[mark.id]), origin)

    def step_needles(self, mark_ids: Iterable[str], by: int, *, origin: object = None) -> list[Mark]:
        """More or fewer needles for each of the marks, 1 to 99, as one undo step. Insertions go along where there was
        one for each needle."""

        def made(mark: Mark) -> dict[str, Any]:
            needles = min(99, max(1, mark.needles + by))
            values = {"needles": needles}
            if mark.insertions == mark.needles:
                values["insertions"] = needles
            return values

        return self._change(mark_ids, _FIELD_WORDS["needles"], made, origin)

    def _change(
        self,
        mark_ids: Iterable[str],
        word: str,
        values_of: Callable[[Mark], dict[str, Any]],
        origin: object,
    ) -> list[Mark]:
        """One undo step that sets on each mark what `values_of` says of it."""
        changes: list[Change] = []
        for mark_id in mark_ids:
            before = self.get(mark_id)
            if before.removed:
                raise changed_meanwhile(f"The mark {before.title} was removed in the meantime.")
            values = self._on_that_side(before, values_of(before))
            after = replace(before, **values)
            if after != before:
                check_mark(after)
                changes.append(_touched(before, values))
        if not changes:
            return []
        scope = self._scope(changes)
        draft_only(self._desk.store.visit(scope))
        self._desk.commit(
            changes, "change mark", scope=scope, name=f"{word} of {self._named(changes)}", origin=origin
        )
        return [self.get(change.id) for change in changes]

    def _on_that_side(self, mark: Mark, values: dict[str, Any]) -> dict[str, Any]:
        """With another side the point goes to the same place there: list and picture must not contradict each other."""
        sides = {mark.side, values.get("side", mark.side)}
        if mark.point is None or "point" in values or sides != {Side.RIGHT, Side.LEFT}:
            return values
        place = self._atlas.mirrored(mark.point.plate, mark.point.u)
        if place is None:
            return values
        plate, u = place
        return {**values, "point": self.point(plate, mark.point.layer, u, mark.point.v)}

    def remove(self, mark_ids: Iterable[str], *, origin: object = None) -> None:
        """Take marks out of the visit, as one undo step. They are kept, marked as removed."""
        changes = [changed(mark, removed=True) for mark in map(self.get, mark_ids) if not mark.removed]
        if not changes:
            return
        scope = self._scope(changes)
        draft_only(self._desk.store.visit(scope))
        self.taken_out(scope, [change.before for change in changes if isinstance(change.before, Mark)])
        self._desk.commit(
            changes, "remove mark", scope=scope, name=f"removal of {self._named(changes)}", origin=origin
        )

    def offer(
        self,
        visit_id: str,
        target: Target | None = None,
        *,
        side: Side | None = None,
        visit: Visit | None = None,
    ) -> Offer:
        """What the next mark of this target takes, and where from; without a target what any next mark takes.

        What `set_next` said, else this muscle's last mark in this patient, else the visit's last mark, else the
        defaults of the therapist, else the clinic's; size and counts at last from the therapist's last mark anywhere.
        `visit` is given where it is not committed yet.
        """
        store, therapist_id = self._desk.store, self._desk.therapist.id
        before = None
        if target is not None and target.kind is not TargetKind.TISSUE:
            visit = visit or store.visit(visit_id)
            before = store.last_mark_of(visit.patient_id, target.kind, target.id, visit.date)
        return offered(
            side=side,
            target=before,
            visit=store.last_mark_in(visit_id),
            last=store.last_mark(therapist_id),
            defaults=closest(
                target.id if target is not None else "",
                store.defaults_of(therapist_id),
                store.defaults_of(None),
            ),
            said=self._next.get(visit_id),
        )

    def came_from(self, mark_id: str) -> Sources:
        """Where the values of a mark came from when it was made; nowhere for marks made before this start."""
        return self._came_from.get(mark_id, Sources())

    def as_before(self, mark_id: str) -> str:
        """In words where a mark's size came from an earlier visit: "0.25x30 as on 27 Apr 2026", or from the visit of
        another patient, which nobody said for this one: "0.25x30 as for the last patient"; else nothing."""
        from_mark = self.came_from(mark_id).from_mark
        if not from_mark:
            return ""
        mark, before = self.get(mark_id), self.get(from_mark)
        if before.visit_id == mark.visit_id or mark.needle is None:
            return ""
        visit = self._desk.store.visit(before.visit_id)
        if visit.patient_id != self._desk.store.visit(mark.visit_id).patient_id:
            return f"{mark.needle} as for the last patient"
        return f"{mark.needle} as on {day_in_words(visit.date)}"

    def next_needle(self, visit_id: str) -> tuple[NeedleSize | None, int, int]:
        """Size, needles and insertions that the next mark takes where its muscle has none of its own."""
        offer = self.offer(visit_id)
        return offer.needle, offer.needles, offer.insertions

    def set_next(self, visit_id: str, needle: NeedleSize | None, needles: int, insertions: int) -> None:
        """What the next mark of this visit takes. Kept in memory until that mark is made. Raises Refused."""
        probe = Mark("", visit_id, 1, Target(TargetKind.TISSUE, "other", ""), Side.MIDLINE)
        check_mark(replace(probe, needle=needle, needles=needles, insertions=insertions))
        self._next[visit_id] = (needle, needles, insertions)

    def place_made(
        self,
        visit_id: str,
        wanted: Sequence[tuple[Target, Side, Point | None, dict[str, Any]]],
        *,
        action: str,
        name: str,
        origin: object = None,
    ) -> list[Mark]:
        """Marks of these targets at these points, each with what `offer` says and then the fields that are given;
        one transaction, one undo step."""
        ordinal = self._desk.store.next_ordinal(visit_id)
        marks = []
        for number, (target, side, point, values) in enumerate(wanted):
            mark = replace(self._new(visit_id, target, side, point, ordinal + number), **values)
            check_mark(mark)
            marks.append(mark)
        if marks:
            self._desk.commit(
                [created(mark) for mark in marks], action, scope=visit_id, name=name, origin=origin
            )
            self._next.pop(visit_id, None)
        return marks

    # -- inside -----------------------------------------------------------------------------------------------------

    def _new(
        self,
        visit_id: str,
        target: Target,
        side: Side,
        point: Point | None,
        ordinal: int = 0,
        visit: Visit | None = None,
    ) -> Mark:
        visit = visit or self._desk.store.visit(visit_id)
        self._desk.to_be_needled(visit)
        offer = self.offer(visit_id, target, side=side, visit=visit)
        mark = Mark(
            new_id(),
            visit_id,
            ordinal or self._desk.store.next_ordinal(visit_id),
            target,
            side,
            point,
            level=self.level_at(target, point),
            needle=offer.needle,
            needles=offer.needles,
            insertions=offer.insertions,
            product=offer.product,
            technique=offer.technique,
            position=offer.position,
            created_at=self._desk.clock(),
        )
        check_mark(mark)
        self._came_from[mark.id] = offer.sources
        return mark

    def _quick(self, visit_id: str, entry: Understood, side: Side, ordinal: int, shown: str) -> Mark:
        point = self.usual_point(entry.target, side, entry.level, shown)
        return Mark(
            new_id(),
            visit_id,
            ordinal,
            entry.target,
            side,
            point,
            level=entry.level,
            level_confirmed=bool(entry.level),
            needle=entry.needle,
            needles=entry.needles,
            insertions=entry.insertions,
            ltr=entry.ltr,
            ltr_count=entry.ltr_count,
            product=entry.product,
            usual_place=point is not None,
            **{"technique": entry.technique, "position": entry.position, **_said(entry)},
            created_at=self._desk.clock(),
        )

    def usual_point(self, target: Target, side: Side, level: str = "", shown: str = "") -> Point | None:
        """Where a muscle that is named rather than pointed at is marked, at the height of the level where one is said;
        a group where the member in its midst is. On the plate `shown` where that shows it well. None for other
        tissue, or what is on no plate."""
        if target.kind is TargetKind.GROUP:
            found = self._atlas.usual_point_of_group(target.id, side.value, level, shown)
        elif target.kind is TargetKind.MUSCLE:
            found = self._atlas.usual_point(target.id, side.value, shown)
            if found is not None and level:
                found = self._atlas.point_at_level(target.id, side.value, level, shown) or found
        else:
            return None
        return self.point(*found) if found else None

    def level_at(self, target: Target, point: Point | None) -> str:
        """The vertebral level that the point suggests for a muscle that is named with one, else nothing."""
        if point is None or target.kind is not TargetKind.MUSCLE:
            return ""
        return self._atlas.level(point.plate, point.v, target.id)

    def point(self, plate: str, layer: int, u: float, v: float) -> Point:
        """That place (mm) on the plate as it is drawn today, to the micrometre."""
        return Point(plate, self._atlas.plate(plate).version, layer, round(u, 3), round(v, 3))

    @staticmethod
    def _scope(changes: Sequence[Change]) -> str:
        first = changes[0].after
        assert isinstance(first, Mark)
        return first.visit_id

    @staticmethod
    def _named(changes: Sequence[Change]) -> str:
        first = changes[0].before
        assert isinstance(first, Mark)
        return first.title if len(changes) == 1 else f"{len(changes)} marks"


def _touched(mark: Mark, values: Mapping[str, Any]) -> Change:
    """The change of a mark by the user: what was carried over counts as looked at from now on."""
    return changed(mark, **(dict(values) | {"carried": False} if mark.carried else dict(values)))


def _with_said(mark: Mark, said: Mapping[str, Any]) -> Mark:
    """The mark with these fields. Another size is another needle: its maker is not known."""
    values = dict(said)
    if "needle" in said and said["needle"] != mark.needle:
        values.setdefault("product", "")
    return replace(mark, **values)


_TECHNIQUES = {
    "superficial": Technique.SUPERFICIAL,
    "deep": Technique.DEEP,
    "in situ": Technique.IN_SITU,
    "pistoning": Technique.PISTONING,
    "rotation": Technique.ROTATION,
    "fanning": Technique.FANNING,
    "threading": Technique.THREADING,
}
_POSITIONS = {"prone": Position.PRONE, "supine": Position.SUPINE, "seated": Position.SITTING}


def _said(entry: Understood) -> dict[str, Any]:
    """The mark's fields that a line of quick entry said besides. What a field cannot hold stands in the note:
    side-lying without its side."""
    extras = entry.extras
    words: list[str] = []
    values: dict[str, Any] = {}
    if extras.techniques:
        values["technique"] = Technique.of(*(_TECHNIQUES[one] for one in extras.techniques))
    if extras.minutes is not None:
        values["time_in_place"] = extras.minutes
    if extras.depth_mm is not None:
        values["depth_mm"] = extras.depth_mm
    if extras.e_stim:
        values["e_stim"] = EStim(hz=extras.hertz)
    if extras.left_in_place is not None:
        values["disposition"] = Disposition.LEFT_IN_PLACE if extras.left_in_place else Disposition.WITHDRAWN
    if extras.position in _POSITIONS:
        values["position"] = _POSITIONS[extras.position]
    elif extras.position:
        words.append(extras.position)
    if entry.note:
        words.append(entry.note)
    return {**values, "note": tidy_line("; ".join(words))}
