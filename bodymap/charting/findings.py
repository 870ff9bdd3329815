"""Findings: what was found in the tissue, needled or not. Placed like marks; one gesture turns one into a mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bodymap.charting.records import Mark, Point, Referral, Side, Target, titled


class FindingKind(StrEnum):
    """What was found; the common terms of palpation (CLINICAL.md, findings)."""

    ACTIVE_TRIGGER_POINT = "active_trigger_point"
    LATENT_TRIGGER_POINT = "latent_trigger_point"
    TAUT_BAND = "taut_band"
    TENDER_POINT = "tender_point"
    RAISED_TONE = "raised_tone"
    EDEMA = "edema"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found at one place of a visit. `ordinal` orders a visit's findings.

    `target` is where it lies (a muscle, a group, other tissue). Which marks were made of it is told by the marks
    (`Mark.finding_id`), so that taking the mark back leaves the finding as it was. `usual_place`: its muscle was named
    and not pointed at, and so the program set the point.
    """

    id: str
    visit_id: str
    ordinal: int
    kind: FindingKind
    target: Target
    side: Side
    point: Point | None = None
    level: str = ""
    level_confirmed: bool = False
    referral: Referral = Referral.NOT_RECORDED
    referral_to: str = ""
    note: str = ""
    usual_place: bool = False
    created_at: datetime | None = None
    revision: int = 1
    removed: bool = False

    @property
    def title(self) -> str:
        """R infraspinatus: as undo and lists name its place."""
        return titled(self.target.name, self.side)


def perhaps_of(findings: Sequence[Finding], marks: Sequence[Mark]) -> dict[str, Mark]:
    """By the finding's id, the mark that may be its needle: made apart from it, of the same muscle and side, at the
    same level where both have one. That it is, the therapist says; each mark is asked about for one finding."""
    treated = {mark.finding_id for mark in marks if mark.finding_id}
    free = [mark for mark in marks if not mark.finding_id]
    found: dict[str, Mark] = {}
    for one in findings:
        if one.id in treated:
            continue
        for mark in free:
            level = not one.level or not mark.level or one.level == mark.level
            if (mark.target.id, mark.target.name, mark.side) == (
                one.target.id,
                one.target.name,
                one.side,
            ) and level:
                found[one.id] = mark
                free.remove(mark)
                break
    return found
