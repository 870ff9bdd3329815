"""Version 6: the answers as they stood when precautions were asked about, with the screening of that visit.

A JSON list; empty where a program of version 4 or 5 asked.
"""

from __future__ import annotations

from bodymap.store.database import Database

_COLUMNS = """
ALTER TABLE screenings ADD COLUMN answers TEXT NOT NULL DEFAULT '[]' CHECK (json_type(answers) = 'array');
"""


def apply(db: Database) -> None:
    """Add the column."""
    db.executescript(_COLUMNS)
