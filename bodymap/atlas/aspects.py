"""The aspects of the body that the screen's switches offer: whole plates, and framed parts of a plate.

A hand, the face and the neck need no plates of their own: they are parts of the front and back plates, framed so large
that finger-width muscles can be clicked (assets/aspects.tsv).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bodymap.atlas.catalogue import CatalogueFault, read_table
from bodymap.atlas.geometry import Box


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing to look at. `group` is the word of its switch (Hand), `choice` its own word among several (R palm).

    `box` frames a part of the plate (mm of the plate), None shows all of it. `area` is where it lies on the body seen
    from the front (mm of the anterior plate). `next` is the aspect a swipe to the left leads to: round the body, or
    along the limb.
    """

    id: str
    name: str
    group: str
    choice: str
    plate: str
    box: Box | None
    area: Box
    next: str


COLUMNS = ("id", "name", "group", "choice", "plate", "box", "area", "next")


def read_aspects(assets_dir: Path) -> tuple[Aspect, ...]:
    """The rows of aspects.tsv, in the order of the switches. Raises OSError, CatalogueFault."""
    made: dict[str, Aspect] = {}
    ends: dict[str, str] = {}
    for where, row in read_table(assets_dir / "aspects.tsv", COLUMNS):
        if row["id"] in made:
            raise CatalogueFault(f"{where}: {row['id']!r} occurs twice.")
        area = _box(row["area"], where)
        if area is None:
            raise CatalogueFault(f"{where}: area must be four numbers.")
        made[row["id"]] = Aspect(
            row["id"],
            row["name"],
            row["group"],
            row["choice"],
            row["plate"],
            _box(row["box"], where),
            area,
            row["next"],
        )
        ends[row["id"]] = where
    for one in made.values():
        if one.next not in made:
            raise CatalogueFault(f"{ends[one.id]}: there is no aspect {one.next!r}.")
    return tuple(made.values())


def _box(text: str, where: str) -> Box | None:
    if not text:
        return None
    try:
        u0, v0, u1, v1 = (float(word) for word in text.split())
    except ValueError:
        raise CatalogueFault(f"{where}: {text!r} must be four numbers: u0 v0 u1 v1.") from None
    if u1 <= u0 or v1 <= v0:
        raise CatalogueFault(f"{where}: the box {text!r} must have a width and a height.")
    return (u0, v0, u1, v1)
