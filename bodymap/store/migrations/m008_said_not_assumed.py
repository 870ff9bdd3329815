"""Version 8: what was never said is no longer taken for said.

The severity of an adverse event may be "not_recorded". The column holds any word, so that no row changes and an older
one says what it said; the number keeps an older BodyMap, which knows no such word, from opening the file. A written
consent says whether the risks were told; an older one says nothing of it.
"""

from __future__ import annotations

from bodymap.store.database import Database

_COLUMNS = """
ALTER TABLE consents ADD COLUMN risks_told INTEGER NOT NULL DEFAULT 0 CHECK (risks_told IN (0, 1));
"""


def apply(db: Database) -> None:
    """Add the column."""
    db.executescript(_COLUMNS)
