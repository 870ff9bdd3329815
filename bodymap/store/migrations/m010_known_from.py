"""Version 10: a chart says no more than was known on its day.

Medicines and avoid-zones say the day from which they were known, an adverse event the visit at which it was closed.
What an older row lacks stays empty: nobody wrote it down, and such a row is told at every visit, as it was before.
"""

from __future__ import annotations

from bodymap.store.database import Database
from bodymap.store.migrations.m001_first import DAY

_COLUMNS = f"""
ALTER TABLE medications ADD COLUMN known_on TEXT CHECK ({DAY.format("known_on")});
ALTER TABLE avoid_zones ADD COLUMN known_on TEXT CHECK ({DAY.format("known_on")});
ALTER TABLE adverse_events ADD COLUMN closed_in TEXT NOT NULL DEFAULT '';
"""


def apply(db: Database) -> None:
    """Add the columns."""
    db.executescript(_COLUMNS)
