"""Avoid-zones: places of a patient's body that are not needled, drawn once and shown always."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bodymap.charting.faults import Refused
from bodymap.charting.places import Laterality, Outline
from bodymap.charting.precautions import Severity


class ZoneKind(StrEnum):
    IMPLANT = "implant"
    JOINT_REPLACEMENT = "joint_replacement"
    PACEMAKER = "pacemaker"
    PORT = "port"
    PUMP = "pump"
    STIMULATOR = "stimulator"
    SENSOR = "sensor"
    SHUNT = "shunt"
    SCAR = "scar"
    WOUND = "wound"
    INFECTION = "infection"
    LYMPHOEDEMA = "lymphoedema"
    NUMB = "numb"
    INJECTION = "injection"
    OTHER = "other"

    @property
    def word(self) -> str:
        """Joint replacement: as the strip says it where nothing else was written."""
        words = {
            "numb": "Numb skin",
            "other": "Avoid-zone",
            "infection": "Local infection",
            "injection": "Recent injection",
        }
        return words.get(self.value, self.value.replace("_", " ").capitalize())


@dataclass(frozen=True, slots=True)
class AvoidZone:
    """One drawn zone of a patient. `text` says what it is ("port, right chest"); `ended_on` is when it was no longer
    there (a sensor moved, a wound healed). `side` is the patient's."""

    id: str
    patient_id: str
    kind: ZoneKind
    outline: Outline
    text: str = ""
    side: Laterality = Laterality.NOT_RECORDED
    severity: Severity = Severity.CAUTION
    since: str = ""
    ended_on: date | None = None
    revision: int = 1
    removed: bool = False


LONGEST_OUTLINE = 2_000


def in_force(zone: AvoidZone, day: date) -> bool:
    """Whether the zone is still there on that day."""
    return not zone.removed and (zone.ended_on is None or day <= zone.ended_on)


def check_outline(outline: Outline) -> None:
    """An outline encloses something on the body. Raises Refused."""
    if outline.is_circle:
        if not 1 <= outline.radius <= 500:
            raise Refused("outline", "Draw the area a little larger: its radius is 1 to 500 mm.")
    elif not 3 <= len(outline.corners) <= LONGEST_OUTLINE:
        raise Refused("outline", "Draw around an area: a line or a single point encloses nothing.")
    elif area(outline) < 1:
        raise Refused("outline", "Draw around an area: this outline encloses nothing.")
    if any(abs(corner.u) > 5000 or abs(corner.v) > 5000 for corner in outline.corners):
        raise Refused("outline", "This area is not on the body.")


def area(outline: Outline) -> float:
    """Square millimetres."""
    if outline.is_circle:
        return math.pi * outline.radius**2
    corners = outline.corners
    twice = sum(a.u * b.v - b.u * a.v for a, b in zip(corners, (*corners[1:], corners[0]), strict=True))
    return abs(twice) / 2


def inside(outline: Outline, u: float, v: float) -> bool:
    """Whether a point of the same plate lies in the outline (millimetres; even-odd)."""
    corners = outline.corners
    if outline.is_circle:
        return math.hypot(u - corners[0].u, v - corners[0].v) <= outline.radius
    within = False
    for a, b in zip(corners, (*corners[1:], corners[0]), strict=True):
        if (a.v > v) != (b.v > v) and u < a.u + (v - a.v) / (b.v - a.v) * (b.u - a.u):
            within = not within
    return within
