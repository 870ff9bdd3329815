"""Needles of a visit: opened, left in place and counted out again, their lot and expiry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bodymap.atlas.atlas import Atlas
from bodymap.atlas.catalogue import BODY_PARTS
from bodymap.charting.edits import Change, changed, created
from bodymap.charting.faults import Refused
from bodymap.charting.needles import ELSEWHERE, NeedleCounts, counts_of_needles, read_expiry
from bodymap.charting.records import Mark, NeedlesOut, TargetKind, Visit
from bodymap.charting.rules import tidy_line
from bodymap.workspace.desk import Desk, draft_only

NAMES: Mapping[str, str] = {**BODY_PARTS, ELSEWHERE: "Elsewhere"}
"""The body parts in words."""
_NEAR_MM = 60.0


@dataclass(frozen=True, slots=True)
class Lot:
    """Lot and expiry (ISO text) as printed on the packets."""

    lot: str = ""
    expiry: str = ""


class Needles:
    def __init__(self, desk: Desk, atlas: Atlas) -> None:
        self._desk = desk
        self._atlas = atlas

    def counts(self, visit_id: str, marks: Sequence[Mark] | None = None) -> NeedleCounts:
        """Opened, left in and counted out, by body part in the order of the marks. `marks` are the visit's marks where
        the caller has just read them."""
        store = self._desk.store
        visit = store.visit(visit_id)
        marks = store.marks_of(visit_id) if marks is None else marks
        return counts_of_needles(visit, marks, store.needles_out_of(visit_id), self.part_of)

    def remaining(self, visit_id: str) -> dict[str, int]:
        """How many needles are still in, by body part; below zero where more came out than were left in. Parts where
        in and out agree are left out, all of them where a count over the whole body agrees."""
        counts = self.counts(visit_id)
        if counts.settled:
            return {}
        return {part.body_part: part.remaining for part in counts.parts if part.remaining}

    def difference(self, visit_id: str) -> str:
        """A sentence while in and out differ, else nothing."""
        return self.counts(visit_id).difference(NAMES)

    def part_of(self, mark: Mark) -> str:
        """The body part that a mark belongs to: its muscle's or group's, for other tissue that of the muscle nearby."""
        catalogue, target = self._atlas.catalogue, mark.target
        try:
            if target.kind is TargetKind.MUSCLE:
                return catalogue.muscle(target.id).body_part
            if target.kind is TargetKind.GROUP:
                return catalogue.group(target.id).body_part
            if mark.point is not None:
                point = mark.point
                hit = self._atlas.at(point.plate, point.layer, point.u, point.v, _NEAR_MM, 10 * _NEAR_MM)
                if hit.region is not None and hit.region.muscle:
                    return catalogue.muscle(hit.region.muscle).body_part
        except (KeyError, ValueError, OSError):
            # A muscle or plate that this program no longer has, or cannot read: the needle is still to be counted.
            return ELSEWHERE
        return ELSEWHERE

    # -- verbs ------------------------------------------------------------------------------------------------------

    def count_out(
        self, visit_id: str, body_part: str, n: int | None = None, *, origin: object = None
    ) -> NeedleCounts:
        """So many needles have come out of the body part in all, all that are in where no number is given. One undo
        step.

        `body_part` "" is one number for the whole body; it holds until a body part is counted after it. Raises Refused.
        """
        draft_only(self._desk.store.visit(visit_id))
        if body_part and body_part not in NAMES:
            raise Refused("body_part", "Needles are counted out of a body part, or of the whole body.")
        counts = self.counts(visit_id)
        if n is None:
            n = next((part.left_in for part in counts.parts if part.body_part == body_part), 0)
            n = n if body_part else counts.left_in
        if not 0 <= n <= 999:
            raise Refused("counted", "Needles counted out: a number from 0 to 999.")
        held = {out.body_part: out for out in self._desk.store.needles_out_of(visit_id)}
        changes = self._counted(visit_id, body_part, n)
        if body_part and "" in held:
            changes.append(changed(held[""], removed=True))
        if changes:
            where = NAMES[body_part].lower() if body_part else "the whole body"
            self._desk.commit(
                changes,
                "count needles out",
                scope=visit_id,
                name=f"count of needles out of {where}",
                origin=origin,
            )
        return self.counts(visit_id)

    def _counted(self, visit_id: str, body_part: str, n: int) -> list[Change]:
        record_id = NeedlesOut.id_of(visit_id, body_part)
        try:
            before = self._desk.store.record("needles_out", record_id)
        except KeyError:
            return [created(NeedlesOut(record_id, visit_id, body_part, n))]
        assert isinstance(before, NeedlesOut)
        if (before.counted, before.removed) == (n, False):
            return []
        return [changed(before, counted=n, removed=False)]

    def set_opened(self, visit_id: str, opened: int | None, *, origin: object = None) -> Visit:
        """How many needles were opened; None for not recorded. One undo step. Raises Refused."""
        if opened is not None and not 0 <= opened <= 999:
            raise Refused("needles_opened", "Needles opened: a number from 0 to 999.")
        return self._set(visit_id, "number of needles opened", origin, needles_opened=opened)

    def set_lot(self, visit_id: str, lot: str, expiry: str = "", *, origin: object = None) -> Visit:
        """Lot and expiry of the visit's needles, as typed from the packet. One undo step. Raises Refused.

        The lot that the therapist used last brings its expiry: the same packet is not read twice."""
        lot, expires = tidy_line(lot, 60, "needle_lot", "This lot"), read_expiry(expiry)
        last = self._desk.store.last_lot(self._desk.store.visit(visit_id).therapist_id)
        if not expires and last is not None and last.id != visit_id and lot == last.needle_lot:
            expires = last.needle_expiry
        return self._set(visit_id, "lot of the needles", origin, needle_lot=lot, needle_expiry=expires)

    def offered_lot(self, visit_id: str) -> Lot:
        """Lot and expiry that the therapist used last, for a visit that names none; nothing where there is none."""
        store = self._desk.store
        visit = store.visit(visit_id)
        if visit.needle_lot or visit.needle_expiry:
            return Lot()
        last = store.last_lot(visit.therapist_id)
        return Lot(last.needle_lot, last.needle_expiry) if last is not None else Lot()

    def _set(self, visit_id: str, name: str, origin: object, **values: Any) -> Visit:
        before = self._desk.store.visit(visit_id)
        draft_only(before)
        if replace(before, **values) != before:
            self._desk.commit(
                [changed(before, **values)], "change needles", scope=visit_id, name=name, origin=origin
            )
        return self._desk.store.visit(visit_id)
