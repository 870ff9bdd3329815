"""Version 3: findings, sets of marks, snippets; what a mark was carried over from; how a clinic's text reads.

Columns are added in place. What is added says of every old row that nothing was carried over or found.
"""

from __future__ import annotations

from bodymap.store.database import Database
from bodymap.store.migrations.m001_first import TIME
from bodymap.store.migrations.m002_whole_mark import record_guards

_COLUMNS = """
ALTER TABLE clinic ADD COLUMN narrative_style TEXT NOT NULL DEFAULT 'sentences' CHECK (narrative_style <> '');
ALTER TABLE clinic ADD COLUMN without_injection INTEGER NOT NULL DEFAULT 0 CHECK (without_injection IN (0, 1));

-- The id of the earlier mark or of the set's entry; and whether nobody has touched the mark since it was taken over.
ALTER TABLE marks ADD COLUMN carried_from TEXT NOT NULL DEFAULT '';
ALTER TABLE marks ADD COLUMN carried INTEGER NOT NULL DEFAULT 0
    CHECK (carried IN (0, 1) AND (carried = 0 OR carried_from <> ''));
ALTER TABLE marks ADD COLUMN finding_id TEXT NOT NULL DEFAULT '';
"""

_RECORD = """
    revision INTEGER NOT NULL CHECK (revision >= 1),
    removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))"""

_TABLES = f"""
CREATE TABLE findings (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    visit_id TEXT NOT NULL REFERENCES visits (id) DEFERRABLE INITIALLY DEFERRED,
    ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
    kind TEXT NOT NULL CHECK (kind <> ''),
    target_kind TEXT NOT NULL CHECK (target_kind IN ('muscle', 'group', 'tissue')),
    target_id TEXT NOT NULL,
    target_name TEXT NOT NULL,
    counts_as TEXT,
    side TEXT NOT NULL CHECK (side IN ('right', 'left', 'midline')),
    plate TEXT,
    plate_version INTEGER CHECK (plate_version >= 1),
    layer INTEGER CHECK (layer BETWEEN 1 AND 3),
    u_um INTEGER CHECK (u_um BETWEEN -10000000 AND 10000000),
    v_um INTEGER CHECK (v_um BETWEEN -10000000 AND 10000000),
    level TEXT NOT NULL,
    level_confirmed INTEGER NOT NULL CHECK (level_confirmed IN (0, 1)),
    referral TEXT NOT NULL CHECK (referral IN ('not_recorded', 'none', 'familiar', 'referred')),
    referral_to TEXT NOT NULL,
    note TEXT NOT NULL,
    created_at TEXT CHECK ({TIME.format("created_at")}),{_RECORD},
    CHECK ((plate IS NULL) + (plate_version IS NULL) + (layer IS NULL) + (u_um IS NULL) + (v_um IS NULL) IN (0, 5))
) STRICT;
CREATE INDEX findings_by_visit ON findings (visit_id, removed, ordinal, id);

-- Without a therapist a set or a snippet is the clinic's. The entries are a JSON list, in the order of the set.
CREATE TABLE mark_sets (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    name TEXT NOT NULL,
    therapist_id TEXT REFERENCES therapists (id) DEFERRABLE INITIALLY DEFERRED,
    entries TEXT NOT NULL CHECK (json_type(entries) = 'array'),
    note TEXT NOT NULL,
    example INTEGER NOT NULL CHECK (example IN (0, 1)),
    created_at TEXT CHECK ({TIME.format("created_at")}),{_RECORD}
) STRICT;

CREATE TABLE snippets (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    word TEXT NOT NULL CHECK (word <> ''),
    text TEXT NOT NULL,
    therapist_id TEXT REFERENCES therapists (id) DEFERRABLE INITIALLY DEFERRED,
    example INTEGER NOT NULL CHECK (example IN (0, 1)),{_RECORD}
) STRICT;
"""

RECORD_TABLES = ("findings", "mark_sets", "snippets")


def apply(db: Database) -> None:
    """Add the columns and tables, and the guards of the new tables."""
    db.executescript(_COLUMNS + _TABLES + record_guards(RECORD_TABLES))
