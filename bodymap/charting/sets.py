"""Sets: named muscles with their settings ("Tension headache"), made from a visit and applied as ghosts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bodymap.charting.records import Disposition, NeedleSize, Point, Position, Side, Target, Technique


@dataclass(frozen=True, slots=True)
class SetEntry:
    """One mark that the set offers: where and with what, never what came of it. `id` is unique within the set."""

    id: str
    target: Target
    side: Side
    point: Point | None = None
    level: str = ""
    needle: NeedleSize | None = None
    needles: int = 1
    insertions: int = 1
    product: str = ""
    technique: Technique = Technique.NOT_RECORDED
    position: Position = Position.NOT_RECORDED
    disposition: Disposition = Disposition.NOT_RECORDED


@dataclass(frozen=True, slots=True)
class MarkSet:
    """A named set. `therapist_id` None is the clinic's; `example` marks one of the starter collection, to adapt."""

    id: str
    name: str
    therapist_id: str | None = None
    entries: tuple[SetEntry, ...] = ()
    note: str = ""
    example: bool = False
    created_at: datetime | None = None
    revision: int = 1
    removed: bool = False
