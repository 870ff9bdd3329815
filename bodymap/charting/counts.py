"""Counts of a visit: entries, distinct named muscles, needles, insertions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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


@dataclass(frozen=True, slots=True)
class CodeAdvice:
    """What the count of muscles means for billing in the USA, as advice: the code where left and right of a muscle are
    one, and where they are two (payers differ). "" for no muscle. `named` are the muscles counted."""

    muscles: int
    code: str
    muscles_by_side: int
    code_by_side: str
    named: tuple[str, ...]

    @property
    def agree(self) -> bool:
        return self.code == self.code_by_side

    @property
    def sentence(self) -> str:
        """3 muscles: CPT 20561. Or, by the two readings, both codes with their counts."""
        if not self.code:
            return "No muscle is named: neither CPT 20560 nor 20561 fits."
        if self.agree:
            return f"{_muscles(self.muscles)}: CPT {self.code}."
        return (
            f"{_muscles(self.muscles)} where left and right count once: CPT {self.code}. "
            f"{_muscles(self.muscles_by_side)} where each side counts: CPT {self.code_by_side}. The payer decides."
        )


def code_for(muscles: int) -> str:
    """20560 for one or two muscles needled without injection, 20561 for three or more; one code a visit (APTA 2020)."""
    return "" if muscles < 1 else "20560" if muscles <= 2 else "20561"


def code_advice(marks: Iterable[Mark], name_of: Callable[[str], str] = str) -> CodeAdvice:
    """The codes under both readings. `name_of` tells the name of what a count counts ("gastrocnemius")."""
    held = [mark for mark in marks if not mark.removed]
    counts = counts_of(held)
    parents = dict.fromkeys(mark.target.counts_as for mark in held if mark.target.counts_as)
    return CodeAdvice(
        counts.muscles,
        code_for(counts.muscles),
        counts.muscles_by_side,
        code_for(counts.muscles_by_side),
        tuple(name_of(parent) for parent in parents),
    )


def _muscles(count: int) -> str:
    return "1 muscle" if count == 1 else f"{count} muscles"
