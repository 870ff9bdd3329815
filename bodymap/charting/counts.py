"""Counts of a visit: entries, distinct named muscles, needles, insertions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bodymap.charting.records import Mark


@dataclass(frozen=True, slots=True)
class Counts:
    """`muscles` counts distinct named muscles, heads and parts as their parent, left and right of one muscle once;
    `muscles_by_side` counts left and right apart. Other tissue counts as no muscle."""

    entries: int
    muscles: int
    muscles_by_side: int
    needles: int
    insertions: int


def counts_of(marks: Iterable[Mark]) -> Counts:
    """The counts over these marks; removed ones are left out."""
    held = [mark for mark in marks if not mark.removed]
    named = {mark.target.counts_as for mark in held if mark.target.counts_as}
    sided = {(mark.target.counts_as, mark.side) for mark in held if mark.target.counts_as}
    return Counts(
        entries=len(held),
        muscles=len(named),
        muscles_by_side=len(sided),
        needles=sum(mark.needles for mark in held),
        insertions=sum(mark.insertions for mark in held),
    )
