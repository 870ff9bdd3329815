"""Vertebral levels as therapists count them: by the tips of the spinous processes felt from behind.

Heights are millimetres of the body frame (assets/levels.tsv). C1-L5 are measured on the body that the plates are
drawn from; S1-S4 are divided evenly between the tip of L5 and the top of the coccyx. From T4 to T11 a tip lies about
one vertebra below its body, so a level named here is that of the tip, and only approximate until confirmed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bodymap.atlas.catalogue import CatalogueFault, read_table

AT_TIP = 0.25  # of the way to the next tip, within which a height still counts as that tip's level


@dataclass(frozen=True, slots=True)
class Level:
    """A vertebra: the height of its spinous tip, and of its body where it has one of its own (mm)."""

    name: str
    tip: float
    body_centre: float | None
    body_top: float | None
    body_bottom: float | None


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels from C1 downwards."""

    rows: tuple[Level, ...]

    @classmethod
    def read(cls, assets_dir: Path) -> Levels:
        """The levels of levels.tsv. Raises OSError, CatalogueFault."""
        columns = ("level", "spinous_tip_mm", "body_centre_mm", "body_top_mm", "body_bottom_mm")
        rows: list[Level] = []
        for where, row in read_table(assets_dir / "levels.tsv", columns):
            try:
                tip, *body = (float(row[column]) if row[column] else None for column in columns[1:])
            except ValueError:
                raise CatalogueFault(f"{where}: a height is not a number.") from None
            if tip is None or (rows and tip >= rows[-1].tip):
                raise CatalogueFault(f"{where}: the spinous tips must fall from each level to the next.")
            rows.append(Level(row["level"], tip, *body))
        if len(rows) < 2:
            raise CatalogueFault("levels.tsv: it must list at least two levels.")
        return cls(tuple(rows))

    def at(self, v: float) -> str:
        """The level at height v (mm): "L4" beside a tip, "L4-5" or "L5-S1" between two, "" off the spine."""
        rows = self.rows
        above, below = rows[0].tip - rows[1].tip, rows[-2].tip - rows[-1].tip
        if v >= rows[0].tip:
            return rows[0].name if v - rows[0].tip <= above / 2.0 else ""
        for upper, lower in pairwise(rows):
            if v >= lower.tip:
                way = (upper.tip - v) / (upper.tip - lower.tip)
                if way <= AT_TIP:
                    return upper.name
                return lower.name if way >= 1.0 - AT_TIP else between(upper.name, lower.name)
        return rows[-1].name if rows[-1].tip - v <= below / 2.0 else ""

    def tip(self, name: str) -> float:
        """The height of a level's spinous tip (mm). Raises KeyError."""
        for row in self.rows:
            if row.name == name:
                return row.tip
        raise KeyError(name)

    def height(self, level: str) -> float:
        """The height of a level or of a run of levels: L4 at its tip, L4-5, L5-S1 and T4-7 midway. Raises KeyError."""
        upper, _, lower = level.partition("-")
        if not lower:
            return self.tip(upper)
        return (self.tip(upper) + self.tip(lower if lower[0].isalpha() else upper[0] + lower)) / 2.0


def between(upper: str, lower: str) -> str:
    """L4 and L5 make "L4-5"; L5 and S1 make "L5-S1"."""
    return f"{upper}-{lower[1:] if upper[0] == lower[0] else lower}"
