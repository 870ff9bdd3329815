"""Version 7: the summary of a course as the therapist words it for the progress report, with the day it was written."""

from __future__ import annotations

from bodymap.store.database import Database
from bodymap.store.migrations.m001_first import DAY

_COLUMNS = f"""
ALTER TABLE plans ADD COLUMN summary TEXT NOT NULL DEFAULT '';
ALTER TABLE plans ADD COLUMN summary_on TEXT CHECK ({DAY.format("summary_on")});
"""


def apply(db: Database) -> None:
    """Add the columns."""
    db.executescript(_COLUMNS)
