"""Findings: placed on a plate or added by name, moved, changed, removed, needled. Each verb is one undo step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from bodymap.atlas.atlas import Atlas
from bodymap.charting.edits import Change, changed, created
from bodymap.charting.faults import Refused
from bodymap.charting.findings import Finding, FindingKind
from bodymap.charting.records import Mark, Point, Referral, Side, Target, TargetKind, new_id
from bodymap.charting.rules import tidy_line
from bodymap.workspace.desk import Desk, draft_only
from bodymap.workspace.marks import Marks

_WORDS = {
    "kind": "kind",
    "referral": "referred pain",
    "referral_to": "referred pain",
    "note": "note",
    "level": "level",
    "level_confirmed": "level",
    "side": "side",
    "target": "place",
}


class Findings:
    def __init__(self, desk: Desk, atlas: Atlas, marks: Marks) -> None:
        self._desk = desk
        self._atlas = atlas
        self._marks = marks

    def of(self, visit_id: str) -> Sequence[Finding]:
        """The visit's findings, in the order they were made."""
        found: list[Finding] = list(self._desk.store.select("finding", visit_id=visit_id))
        return sorted(found, key=lambda one: (one.ordinal, one.id))

    def get(self, finding_id: str) -> Finding:
        found = self._desk.store.record("finding", finding_id)
        assert isinstance(found, Finding)
        return found

    # -- verbs ------------------------------------------------------------------------------------------------------

    def place(
        self,
        visit_id: str,
        kind: FindingKind,
        plate: str,
        layer: int,
        u: float,
        v: float,
        *,
        mm_per_px: float = 0.0,
        target: Target | None = None,
        origin: object = None,
    ) -> Finding | None:
        """One finding at the press. Without a `target` the muscle under it is meant; None where there is none."""
        hit = self._marks.under(plate, layer, u, v, mm_per_px)
        side = Side(hit.side)
        if target is None:
            if hit.region is None or not hit.region.muscle:
                return None
            target, side = self._marks.muscle(hit.region.muscle), Side(hit.region.side)
        point = self._marks.point(plate, layer, u, v)
        return self._make(visit_id, kind, target, side, point, origin)

    def add(
        self,
        visit_id: str,
        kind: FindingKind,
        target: Target,
        side: Side,
        *,
        shown: str = "",
        origin: object = None,
    ) -> Finding:
        """A finding named rather than pointed at: at the muscle's usual point, or without one; on the plate `shown`
        where that shows the muscle well."""
        point = self._marks.usual_point(target, side, shown=shown)
        return self._make(visit_id, kind, target, side, point, origin, usual=point is not None)

    def move(
        self,
        finding_id: str,
        plate: str,
        layer: int,
        u: float,
        v: float,
        *,
        mm_per_px: float = 0.0,
        origin: object = None,
    ) -> Finding:
        """Put the finding elsewhere; over another muscle it takes that muscle's name. Raises Refused off the body."""
        before = self.get(finding_id)
        draft_only(self._desk.store.visit(before.visit_id))
        hit = self._marks.under(plate, layer, u, v, mm_per_px)
        if not hit.on_body:
            raise Refused("point", "That is beside the body: the finding stays where it was.")
        values: dict[str, Any] = {"point": self._marks.point(plate, layer, u, v), "usual_place": False}
        if hit.region is not None and hit.region.muscle and before.target.kind is not TargetKind.TISSUE:
            values |= {"target": self._marks.muscle(hit.region.muscle), "side": Side(hit.region.side)}
        elif before.target.kind is TargetKind.TISSUE:
            values["side"] = Side(hit.side)
        if not before.level_confirmed:
            after = replace(before, **values)
            values["level"] = self._marks.level_at(after.target, after.point)
        self._desk.commit(
            [changed(before, **values)],
            "move finding",
            scope=before.visit_id,
            name=f"move of the finding in {before.title}",
            origin=origin,
        )
        return self.get(finding_id)

    def change(self, finding_ids: Iterable[str], *, origin: object = None, **values: Any) -> list[Finding]:
        """Set these fields on one or several findings, as one undo step. Raises Refused for what cannot be held."""
        for name, longest, what in (("note", 2_000, "This note"), ("referral_to", 200, "This place")):
            if isinstance(values.get(name), str):
                values[name] = tidy_line(values[name], longest, name, what)
        if values.get("referral") in (Referral.NONE, Referral.NOT_RECORDED):
            values["referral_to"] = ""
        changes: list[Change] = []
        for before in map(self.get, finding_ids):
            if replace(before, **values) != before:
                changes.append(changed(before, **values))
        if not changes:
            return []
        word = next((word for name, word in _WORDS.items() if name in values), "change")
        self._commit(changes, "change finding", f"{word} of {_named(changes)}", origin)
        return [self.get(change.id) for change in changes]

    def remove(self, finding_ids: Iterable[str], *, origin: object = None) -> None:
        """Take findings out of the visit, as one undo step. They are kept, marked as removed."""
        changes = [changed(one, removed=True) for one in map(self.get, finding_ids) if not one.removed]
        if changes:
            self._commit(changes, "remove finding", f"removal of {_named(changes)}", origin)

    def needle(self, finding_ids: Iterable[str], *, origin: object = None) -> list[Mark]:
        """A mark where each finding lies, with what a new mark of its target takes; one transaction, one undo step.

        The finding stays: it was found, and then needled. Its referral is what palpation gave, and so is not copied.
        """
        found = [self.get(finding_id) for finding_id in finding_ids]
        if not found:
            return []
        return self._marks.place_made(
            found[0].visit_id,
            [(one.target, one.side, one.point, {"level": one.level, "level_confirmed": one.level_confirmed,
                                               "usual_place": one.usual_place,
                                               "finding_id": one.id}) for one in found],
            action="needle finding",
            name=f"needling {_named_records(found)}",
            origin=origin,
        )  # fmt: skip

    def say_treated(self, finding_id: str, mark_id: str, *, origin: object = None) -> Mark:
        """This mark, made apart from the finding, was its needle; one undo step."""
        return self._marks.change([mark_id], origin=origin, finding_id=self.get(finding_id).id)[0]

    # -- inside -----------------------------------------------------------------------------------------------------

    def _make(
        self,
        visit_id: str,
        kind: FindingKind,
        target: Target,
        side: Side,
        point: Point | None,
        origin: object,
        *,
        usual: bool = False,
    ) -> Finding:
        draft_only(self._desk.store.visit(visit_id))
        made = Finding(
            new_id(),
            visit_id,
            1 + max((one.ordinal for one in self.of(visit_id)), default=0),
            kind,
            target,
            side,
            point,
            level="" if usual else self._marks.level_at(target, point),
            usual_place=usual,
            created_at=self._desk.clock(),
        )
        self._desk.commit(
            [created(made)],
            "place finding",
            scope=visit_id,
            name=f"the finding in {made.title}",
            origin=origin,
        )
        return self.get(made.id)

    def _commit(self, changes: Sequence[Change], action: str, name: str, origin: object) -> None:
        first = changes[0].after
        assert isinstance(first, Finding)
        draft_only(self._desk.store.visit(first.visit_id))
        self._desk.commit(changes, action, scope=first.visit_id, name=name, origin=origin)


def _named(changes: Sequence[Change]) -> str:
    return _named_records([change.before for change in changes if isinstance(change.before, Finding)])


def _named_records(found: Sequence[Finding]) -> str:
    return f"the finding in {found[0].title}" if len(found) == 1 else f"{len(found)} findings"
