"""Version 11: a mark and a finding say whether their point was set by the program at the muscle's usual place.

Of older rows nobody wrote it down: they say nothing of it, as before.
"""

from __future__ import annotations

from bodymap.store.database import Database

_COLUMNS = """
ALTER TABLE marks ADD COLUMN usual_place INTEGER NOT NULL DEFAULT 0
    CHECK (usual_place IN (0, 1) AND (usual_place = 0 OR plate IS NOT NULL));
ALTER TABLE findings ADD COLUMN usual_place INTEGER NOT NULL DEFAULT 0
    CHECK (usual_place IN (0, 1) AND (usual_place = 0 OR plate IS NOT NULL));
"""


def apply(db: Database) -> None:
    """Add the columns."""
    db.executescript(_COLUMNS)
