"""Avoid-zones: places of a patient's body that are not needled, drawn once and shown always."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bodymap.atlas.body import Plate, Region
from bodymap.atlas.geometry import contains, rings_of
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

    @property
    def in_sentence(self) -> str:
        """The joint replacement: what one is about to draw."""
        return "the zone to avoid" if self is ZoneKind.OTHER else f"the {self.word.lower()}"


@dataclass(frozen=True, slots=True)
class AvoidZone:
    """One drawn zone of a patient. `text` says what it is ("port, right chest"); `ended_on` is when it was no longer
    there (a sensor moved, a wound healed), `known_on` the day of the visit at which it was drawn, None where nobody
    wrote it down. `side` is the patient's."""

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
    known_on: date | None = None


LONGEST_OUTLINE = 2_000


def in_force(zone: AvoidZone, day: date) -> bool:
    """Whether the zone was known, and still there, on that day."""
    if zone.removed or (zone.known_on is not None and day < zone.known_on):
        return False
    return zone.ended_on is None or day <= zone.ended_on


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
    return _polygon_area([(one.u, one.v) for one in outline.corners])


def _polygon_area(ring: list[tuple[float, float]]) -> float:
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))
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


def sample(outline: Outline, count: int = 120) -> tuple[tuple[float, float], ...]:
    """Points spread evenly over the outline (millimetres), about so many; its middle at least."""
    us, vs = [corner.u for corner in outline.corners], [corner.v for corner in outline.corners]
    low_u, high_u = min(us) - outline.radius, max(us) + outline.radius
    low_v, high_v = min(vs) - outline.radius, max(vs) + outline.radius
    step = math.sqrt(max((high_u - low_u) * (high_v - low_v), 1e-6) / count)
    found = [
        (u, v)
        for u in _spread(low_u, high_u, step)
        for v in _spread(low_v, high_v, step)
        if inside(outline, u, v)
    ]
    return tuple(found) or ((sum(us) / len(us), sum(vs) / len(vs)),)


def _spread(low: float, high: float, step: float) -> list[float]:
    count = max(1, round((high - low) / step))
    return [low + (high - low) * (index + 0.5) / count for index in range(count)]


# -- from one plate to another

SMALLEST = 25.0
"""Square millimetres below which a carried-over piece is not shown."""
MARGIN = 5.0
"""Millimetres of height added above and below a zone carried over: plates are drawn, not measured on the patient."""
WITHOUT_HEIGHT = frozenset({"plantar", "dorsal_foot"})
"""Plates whose v is no height."""
_MOST_CORNERS = 200


FAIR, MOSTLY, SOME = 0.5, 0.5, 0.1
"""A fair share: half of the zone; or half of the muscle at that height, where at least a tenth of the zone lies."""
RIM = 20.0
"""Millimetres from the outline of the body within which a zone may reach round it."""
FACING = frozenset(
    {
        frozenset({"anterior", "posterior"}),
        frozenset({"right_lateral", "right_leg_medial"}),
        frozenset({"left_lateral", "left_leg_medial"}),
    }
)
"""Plates that look at each other: they share no more of a muscle than what lies at the outline of the body."""


@dataclass(frozen=True, slots=True)
class Touched:
    """What a zone covers of a muscle on its plate: between which heights, what share of the zone lies on the muscle,
    what share of the muscle at those heights lies under the zone; some of its points under the zone."""

    low: float
    high: float
    of_zone: float
    of_muscle: float
    points: tuple[tuple[float, float], ...] = ()

    def to(self, source: Plate, plate_id: str) -> bool:
        """Whether that is enough to show the muscle on another plate, see `carried_over`."""
        fair = self.of_zone >= FAIR or (self.of_muscle >= MOSTLY and self.of_zone >= SOME)
        if not fair or frozenset({source.id, plate_id}) not in FACING:
            return fair
        return _at_the_rim(source, self.points)


def muscles_under(outline: Outline, plate: Plate) -> dict[tuple[str, str], Touched]:
    """The muscles at the surface under an outline of that plate, by id and side.

    A zone over the midline is not drawn so evenly that it says one thing of the right and another of the left: there
    a muscle of both sides is taken as one.
    """
    hits: dict[tuple[str, str], list[tuple[float, float]]] = {}
    regions = plate.layers[1].regions if 1 in plate.layers else ()
    points = sample(outline, 300)
    for u, v in points:
        # Later regions are painted over earlier ones: the last that holds the point is what is seen.
        for region in reversed(regions):
            low_u, low_v, high_u, high_v = region.box
            if low_u <= u <= high_u and low_v <= v <= high_v and contains(region.rings, u, v):
                if region.muscle:
                    hits.setdefault((region.muscle, region.side), []).append((u, v))
                break
    of_both = side_of(outline, plate) in (Laterality.BOTH, Laterality.MIDLINE)
    each = area(outline) / len(points)
    found: dict[tuple[str, str], Touched] = {}
    for muscle, side in hits:
        sides = {side, "right", "left"} if of_both and side in ("right", "left") else {side}
        under = [point for one in sorted(sides) for point in hits.get((muscle, one), ())]
        heights = [v for _, v in under]
        low, high = min(heights), max(heights)
        there = sum(
            _area_between(region, low - each**0.5 / 2, high + each**0.5 / 2)
            for region in regions
            if region.muscle == muscle and region.side in sides
        )
        found[muscle, side] = Touched(
            low,
            high,
            len(under) / len(points),
            min(1.0, len(under) * each / max(there, 1e-6)),
            tuple(under[:: max(1, len(under) // _LOOKED_AT)]),
        )
        if len(sides) > 1:
            found |= {(muscle, one): found[muscle, side] for one in sides}
    return found


_LOOKED_AT = 40
_AROUND = tuple((RIM * math.cos(turn * math.pi / 4), RIM * math.sin(turn * math.pi / 4)) for turn in range(8))


def _at_the_rim(plate: Plate, points: Iterable[tuple[float, float]]) -> bool:
    """Whether the body ends so near to one of these that what lies there may reach round it."""
    skin = [rings_of(shape.curve, 1.0) for shape in plate.skin]
    return any(
        not any(contains(rings, u + du, v + dv) for rings in skin) for u, v in points for du, dv in _AROUND
    )


def _area_between(region: Region, low: float, high: float) -> float:
    """Square millimetres of a region between two heights."""
    pieces = (_between(list(ring), low, high) for ring in region.rings)
    return sum(_polygon_area(piece) for piece in pieces if len(piece) >= 3)


def carried_over(outline: Outline, source: Plate, to: Plate) -> tuple[Outline, ...]:
    """A zone of one plate as it touches another: the same muscles on the same side, at the same height.

    Only muscles of which the zone covers a fair share are carried: those on which half of the zone lies, and those of
    which half of what the plate shows at that height lies under the zone (and not for a sliver: a tenth of the zone
    at least). A zone over rectus abdominis that runs a little over the rim of the obliques says nothing of the flanks.
    From the front to the back, and from the outer to the inner side, the zone must also reach near the outline of the
    body: these plates share no more of a muscle than what lies there.

    What the front shows of a muscle may lie on its back or side too; which of it the zone covers there no drawing can
    tell, so all of the muscle at that height is shown. Nothing for plates without a height of the body.
    """
    if source.id == to.id or source.id in WITHOUT_HEIGHT or to.id in WITHOUT_HEIGHT or 1 not in to.layers:
        return ()
    touched = muscles_under(outline, source)
    found = []
    for region in to.layers[1].regions:
        under = touched.get((region.muscle, region.side))
        if under is None or not under.to(source, to.id):
            continue
        low, high = under.low - MARGIN, under.high + MARGIN
        if region.box[1] > high or region.box[3] < low:
            continue
        for ring in region.rings:
            piece = _between(list(ring), low, high)
            if len(piece) < 3:
                continue
            every = max(1, len(piece) // _MOST_CORNERS)
            made = Outline.polygon(to.id, to.version, piece[::every])
            if len(made.corners) >= 3 and area(made) >= SMALLEST:
                found.append(made)
    return tuple(found)


def _between(ring: list[tuple[float, float]], low: float, high: float) -> list[tuple[float, float]]:
    """The part of a ring between two heights (Sutherland and Hodgman)."""
    for bound, keep in ((low, 1), (high, -1)):
        cut: list[tuple[float, float]] = []
        for (u0, v0), (u1, v1) in zip(ring, ring[1:] + ring[:1], strict=True):
            in0, in1 = (v0 - bound) * keep >= 0, (v1 - bound) * keep >= 0
            if in0:
                cut.append((u0, v0))
            if in0 != in1:
                cut.append((u0 + (bound - v0) / (v1 - v0) * (u1 - u0), bound))
        ring = cut
        if not ring:
            return []
    return ring


def side_of(outline: Outline, plate: Plate) -> Laterality:
    """The PATIENT's side that an outline of this plate lies on; both where a fifth or more lies on either."""
    if plate.mirror is None:
        regions = [region for layer in plate.layers.values() for region in layer.regions]
        return Laterality(regions[0].side) if regions else Laterality.NOT_RECORDED
    offsets = [(u - plate.mirror) * plate.right_sign for u, _ in sample(outline)]
    if all(abs(offset) <= MIDLINE for offset in offsets):
        return Laterality.MIDLINE
    right = sum(1 for offset in offsets if offset > 0) / len(offsets)
    if 0.2 <= right <= 0.8:
        return Laterality.BOTH
    return Laterality.RIGHT if right > 0.5 else Laterality.LEFT


MIDLINE = 10.0
"""Millimetres from the midline within which an outline is on neither side."""
