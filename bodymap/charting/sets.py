"""Sets: named muscles with their settings ("Tension headache"), made from a visit and applied as ghosts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from bodymap import assets
from bodymap.atlas.catalogue import read_table
from bodymap.charting.faults import Refused
from bodymap.charting.found import fold
from bodymap.charting.records import (
    Disposition,
    Mark,
    NeedleSize,
    Point,
    Position,
    Side,
    Target,
    Technique,
    new_id,
)
from bodymap.charting.rules import tidy_line


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

    @property
    def side(self) -> Side | None:
        """The one side that all entries beside the midline lie on: the set is applied to either, or to both. None where
        the set is applied as it is."""
        sides = {entry.side for entry in self.entries} - {Side.MIDLINE}
        return sides.pop() if len(sides) == 1 else None


LONGEST_NAME = 80
MOST_ENTRIES = 200


def entry_of_mark(mark: Mark) -> SetEntry:
    """What of a mark a set offers: where and with what, never what came of it."""
    return SetEntry(
        new_id(),
        mark.target,
        mark.side,
        mark.point,
        # A level that nobody confirmed is this patient's body, not the set's intent.
        mark.level if mark.level_confirmed else "",
        mark.needle,
        mark.needles,
        mark.insertions,
        mark.product,
        mark.technique,
        mark.position,
        mark.disposition,
    )


def tidy_name(name: str, others: Collection[str]) -> str:
    """The name in one line. Raises Refused without one, and for one that another set has."""
    name = tidy_line(name, LONGEST_NAME, "name", "This name")
    if not any(letter.isalnum() for letter in name):
        raise Refused("name", "A set needs a name, for example “Tension headache”.")
    if fold(name) in {fold(other) for other in others}:
        raise Refused("name", f"There is a set called “{name}” already. Choose another name.")
    return name


def tidy_entries(entries: Sequence[SetEntry]) -> tuple[SetEntry, ...]:
    """The entries. Raises Refused for a set without any, or with too many to be one."""
    if not entries:
        raise Refused("entries", "A set needs at least one muscle. To take the whole set out, remove it.")
    if len(entries) > MOST_ENTRIES:
        raise Refused("entries", f"A set holds up to {MOST_ENTRIES} places.")
    return tuple(entries)


@dataclass(frozen=True, slots=True)
class StarterSet:
    """One of the starter collection: its catalogue ids, on one side that is chosen on applying, or on both."""

    id: str
    name: str
    one_sided: bool
    targets: tuple[str, ...]


@cache
def starter_sets() -> tuple[StarterSet, ...]:
    """assets/mark_sets.tsv, in its order: examples to adapt, not advice."""
    columns = ("id", "name", "sides", "targets")
    return tuple(
        StarterSet(row["id"], row["name"], row["sides"] == "one", tuple(row["targets"].split()))
        for _, row in read_table(assets.path("mark_sets.tsv"), columns)
    )
