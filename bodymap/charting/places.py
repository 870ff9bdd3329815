"""Places on the body that are more than a point: an outline on a plate, and the side that something is on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bodymap.atlas.catalogue import BODY_PARTS
from bodymap.charting.faults import Refused


class Laterality(StrEnum):
    """The PATIENT's side of something that may also be on both. Not recorded until it is said."""

    NOT_RECORDED = "not_recorded"
    RIGHT = "right"
    LEFT = "left"
    BOTH = "both"
    MIDLINE = "midline"

    @property
    def word(self) -> str:
        """Right, left, both sides, midline; nothing where it is not recorded."""
        return {"not_recorded": "", "both": "both sides"}.get(self.value, self.value)

    @property
    def one_sided(self) -> bool:
        """Whether one side is named, so that what lies on the other is not meant."""
        return self in (Laterality.RIGHT, Laterality.LEFT, Laterality.MIDLINE)

    def covers(self, side: str) -> bool:
        """Whether something of that side (right, left or midline) is meant. What names no side means any."""
        return self in (Laterality.NOT_RECORDED, Laterality.BOTH) or self.value == side


def part_in_words(part: str) -> str:
    """A part of the body as the list calls it, within a sentence: pelvis and hip."""
    words = BODY_PARTS.get(part, part.replace("-", " "))
    return words[:1].lower() + words[1:]


@dataclass(frozen=True, slots=True)
class Corner:
    """A point of an outline, in whole micrometres of the plate, v upwards."""

    u_um: int
    v_um: int

    @property
    def u(self) -> float:
        """Millimetres."""
        return self.u_um / 1000

    @property
    def v(self) -> float:
        """Millimetres."""
        return self.v_um / 1000


@dataclass(frozen=True, slots=True)
class Outline:
    """An area drawn on a plate: a polygon of three corners or more, or one corner and a radius (micrometres)."""

    plate: str
    plate_version: int
    corners: tuple[Corner, ...]
    radius_um: int = 0

    @staticmethod
    def polygon(plate: str, plate_version: int, points: Iterable[tuple[float, float]]) -> Outline:
        """The polygon through these points in millimetres."""
        return Outline(
            plate, plate_version, tuple(Corner(round(u * 1000), round(v * 1000)) for u, v in points)
        )

    @staticmethod
    def circle(plate: str, plate_version: int, u: float, v: float, radius: float) -> Outline:
        """The circle around a point, all in millimetres."""
        return Outline(
            plate, plate_version, (Corner(round(u * 1000), round(v * 1000)),), round(radius * 1000)
        )

    @property
    def is_circle(self) -> bool:
        return len(self.corners) == 1

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Least and greatest u and v that it reaches: u0, v0, u1, v1 in millimetres."""
        us, vs = [one.u for one in self.corners], [one.v for one in self.corners]
        reach = self.radius
        return min(us) - reach, min(vs) - reach, max(us) + reach, max(vs) + reach

    @property
    def radius(self) -> float:
        """Millimetres; 0 for a polygon."""
        return self.radius_um / 1000


LIMBS: Mapping[str, tuple[str, ...]] = {
    "arm": ("shoulder", "arm", "forearm", "hand"),
    "leg": ("thigh", "leg", "foot"),
}
"""What is meant by "that limb" (lymphoedema): the body parts of a whole arm or leg."""


def check_body_parts(parts: Iterable[str], field: str = "body_part") -> None:
    """Each is a body part of the catalogue; "" is none. Raises Refused."""
    if any(part and part not in BODY_PARTS for part in parts):
        raise Refused(field, "Choose a part of the body from the list.")
