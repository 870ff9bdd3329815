"""Version 9: a visit at which nothing was needled says so, and why.

A visit without marks may be one that nobody has charted yet, or one at which the therapist decided against needles. An
older visit says nothing of it.
"""

from __future__ import annotations

from bodymap.store.database import Database

_COLUMNS = """
ALTER TABLE visits ADD COLUMN not_needled TEXT NOT NULL DEFAULT '';
"""


def apply(db: Database) -> None:
    """Add the column."""
    db.executescript(_COLUMNS)
