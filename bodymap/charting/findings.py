"""Findings: what was found in the tissue, needled or not. Placed like marks; one gesture turns one into a mark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bodymap.charting.records import Point, Referral, Side, Target, titled


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
