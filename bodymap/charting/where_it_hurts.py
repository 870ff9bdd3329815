"""Where does it hurt? From a shaded area to the muscles whose trigger points are commonly said to refer there.

Reference, not diagnosis: general knowledge in our own words, each line with its source (assets/refers_to.tsv). The
areas are boxes on the plates, in millimetres from the midline and of height (assets/pain_areas.tsv); they overlap.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bodymap import assets
from bodymap.atlas.catalogue import CatalogueFault, read_table
from bodymap.charting.places import Laterality, Outline
from bodymap.charting.zones import sample

LEAST_SHARE = 0.15
"""An area counts where at least this part of the shading lies in it."""


@dataclass(frozen=True, slots=True)
class PainBox:
    """One box of an area on one plate: millimetres from the midline, whatever the side, and of height."""

    plate: str
    u_from: float
    u_to: float
    v_from: float
    v_to: float

    def holds(self, u: float, v: float) -> bool:
        return self.u_from <= abs(u) <= self.u_to and self.v_from <= v <= self.v_to


@dataclass(frozen=True, slots=True)
class BodyArea:
    """A part of the body as a patient points at it."""

    id: str
    name: str
    boxes: tuple[PainBox, ...]


@dataclass(frozen=True, slots=True)
class Refers:
    """A line of the table: a muscle said to refer to an area, `often` where it is among the first to look at."""

    area: str
    muscle: str
    often: bool
    source: str


@dataclass(frozen=True, slots=True)
class Suspect:
    """A muscle to look at, with the side of the pain, and the areas (names) that it is said to refer to."""

    muscle: str
    side: Laterality
    areas: tuple[str, ...]
    often: bool
    sources: tuple[str, ...]


@cache
def body_areas() -> tuple[BodyArea, ...]:
    """The areas, from the head downwards."""
    return read_areas(assets.path("pain_areas.tsv"))


@cache
def referrals() -> tuple[Refers, ...]:
    """The table, in its order."""
    return read_referrals(assets.path("refers_to.tsv"), {area.id for area in body_areas()})


def read_areas(path: Path) -> tuple[BodyArea, ...]:
    """Raises OSError, CatalogueFault."""
    names: dict[str, str] = {}
    boxes: dict[str, list[PainBox]] = {}
    for where, row in read_table(path, ("area", "name", "plate", "u_from", "u_to", "v_from", "v_to")):
        try:
            box = PainBox(row["plate"], *(float(row[name]) for name in ("u_from", "u_to", "v_from", "v_to")))
        except ValueError:
            raise CatalogueFault(f"{where}: a length is not a number.") from None
        if not (box.u_from < box.u_to and box.v_from < box.v_to):
            raise CatalogueFault(f"{where}: the box encloses nothing.")
        names.setdefault(row["area"], row["name"])
        boxes.setdefault(row["area"], []).append(box)
    return tuple(BodyArea(area, names[area], tuple(found)) for area, found in boxes.items())


def read_referrals(path: Path, areas: set[str]) -> tuple[Refers, ...]:
    """Raises OSError, CatalogueFault."""
    found = []
    for where, row in read_table(path, ("area", "muscle", "often", "source")):
        if row["area"] not in areas or row["often"] not in ("", "yes") or not row["source"]:
            raise CatalogueFault(f"{where}: the area is unknown, often is not yes, or the source is missing.")
        found.append(Refers(row["area"], row["muscle"], row["often"] == "yes", row["source"]))
    return tuple(found)


def areas_under(outline: Outline, areas: Iterable[BodyArea] | None = None) -> tuple[BodyArea, ...]:
    """The areas that are shaded, the one most shaded first."""
    points = sample(outline)
    found = []
    for order, area in enumerate(body_areas() if areas is None else areas):
        boxes = [box for box in area.boxes if box.plate == outline.plate]
        inside = sum(1 for u, v in points if any(box.holds(u, v) for box in boxes))
        if inside and inside / len(points) >= LEAST_SHARE:
            found.append((-inside, order, area))
    return tuple(area for _, _, area in sorted(found, key=lambda one: one[:2]))


_FACES = {
    "anterior": "front",
    "posterior": "back",
    "right_lateral": "side",
    "left_lateral": "side",
    "plantar": "sole",
    "dorsal_foot": "back of the foot",
}


def lies_at(outline: Outline, side: Laterality, said: str = "", *, on_chest: bool = False) -> str:
    """Where an outline lies, in words: left chest, front. As much of it as the table of areas and the plate can say,
    without what was `said` of it already. `on_chest`: most of it covers muscle of the chest, where the table's boxes of
    chest and shoulder overlap."""
    under = areas_under(outline)
    name = under[0].name.lower() if under else ""
    if on_chest and "shoulder" in name:
        name = "chest"
    face = _FACES.get(outline.plate, "")
    if name and (" of the " in f" {name} " or side.word in ("", "both sides", "midline")):
        where = ", ".join(
            part for part in (name, side.word) if part
        )  # left front of the shoulder would mislead
    else:
        where = " ".join(part for part in (side.word, name) if part)
    # A name that says front or back itself needs no other word for it.
    if any(word in name.split() for word in ("front", "back", "side", "sole", "foot")):
        face = ""
    return ", ".join(part for part in (where, face) if part and part not in said.lower())


def suspects(
    areas: Sequence[BodyArea], side: Laterality, table: Iterable[Refers] | None = None
) -> tuple[Suspect, ...]:
    """The muscles said to refer to these areas: those said of more of them and more often first."""
    names = {area.id: area.name for area in areas}
    weights = {area.id: len(areas) - index for index, area in enumerate(areas)}
    lines: dict[str, list[Refers]] = {}
    for line in referrals() if table is None else table:
        if line.area in names:
            lines.setdefault(line.muscle, []).append(line)
    order = {muscle: index for index, muscle in enumerate(lines)}

    def weight(muscle: str) -> tuple[int, int]:
        return -sum(weights[line.area] * (2 if line.often else 1) for line in lines[muscle]), order[muscle]

    return tuple(
        Suspect(
            muscle,
            side,
            tuple(names[line.area] for line in lines[muscle]),
            any(line.often for line in lines[muscle]),
            tuple(dict.fromkeys(line.source for line in lines[muscle])),
        )
        for muscle in sorted(lines, key=weight)
    )
