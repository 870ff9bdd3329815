"""Version 5: the clinic's logo and colour, and its handouts for patients."""

from __future__ import annotations

from bodymap.store.database import Database
from bodymap.store.migrations.m002_whole_mark import record_guards

_COLUMNS = """
-- The picture as it is printed: SVG text, or a PNG in base64 (charting/logo.py).
ALTER TABLE clinic ADD COLUMN logo TEXT NOT NULL DEFAULT '';
ALTER TABLE clinic ADD COLUMN accent TEXT NOT NULL DEFAULT '';
"""

_TABLES = """
CREATE TABLE handouts (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    text TEXT NOT NULL,
    example INTEGER NOT NULL CHECK (example IN (0, 1)),
    revision INTEGER NOT NULL CHECK (revision >= 1),
    removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))
) STRICT;
"""

RECORD_TABLES = ("handouts",)


def apply(db: Database) -> None:
    """Add the columns and the table, and the guards of the new table."""
    db.executescript(_COLUMNS + _TABLES + record_guards(RECORD_TABLES))
