"""Version 2: the whole mark, needles counted out, lot and expiry, defaults for new marks.

Columns are added in place, which leaves triggers and STRICT as they are. What is added says "not recorded" of every old
row. The vocabularies that a clinic may one day extend are held to a word, not to a list.

The lists of edits and of the audit named the kinds of record that there were. A list there would have every later kind
rebuild the audit, so both are built anew once without it: copied row by row in their order, no value touched.
"""

from __future__ import annotations

from collections.abc import Sequence

from bodymap.store.database import Database

_DIGITS = "[0-9]"
_TIME = (
    "{0} IS NULL OR {0} GLOB '"
    f"{_DIGITS * 4}-{_DIGITS * 2}-{_DIGITS * 2}T{_DIGITS * 2}:{_DIGITS * 2}:{_DIGITS * 2}.{_DIGITS * 3}+00:00'"
)

_COLUMNS = """
ALTER TABLE marks ADD COLUMN product TEXT NOT NULL DEFAULT '';
ALTER TABLE marks ADD COLUMN technique TEXT NOT NULL DEFAULT 'not_recorded' CHECK (technique <> '');
ALTER TABLE marks ADD COLUMN time_in_place_min INTEGER CHECK (time_in_place_min BETWEEN 0 AND 9999);
ALTER TABLE marks ADD COLUMN depth_mm INTEGER CHECK (depth_mm BETWEEN 0 AND 9999);
ALTER TABLE marks ADD COLUMN disposition TEXT NOT NULL DEFAULT 'not_recorded'
    CHECK (disposition IN ('not_recorded', 'left_in_place', 'withdrawn'));
ALTER TABLE marks ADD COLUMN referral TEXT NOT NULL DEFAULT 'not_recorded'
    CHECK (referral IN ('not_recorded', 'none', 'familiar', 'referred'));
ALTER TABLE marks ADD COLUMN referral_to TEXT NOT NULL DEFAULT '';
ALTER TABLE marks ADD COLUMN position TEXT NOT NULL DEFAULT 'not_recorded' CHECK (position <> '');
ALTER TABLE marks ADD COLUMN tolerance TEXT NOT NULL DEFAULT 'not_recorded'
    CHECK (tolerance IN ('not_recorded', 'good', 'fair', 'poor'));
-- NULL: nothing was said of it; 0: there was none.
ALTER TABLE marks ADD COLUMN e_stim INTEGER CHECK (e_stim IN (0, 1));
ALTER TABLE marks ADD COLUMN e_stim_tenth_hz INTEGER
    CHECK (e_stim_tenth_hz IS NULL OR (e_stim IS 1 AND e_stim_tenth_hz BETWEEN 0 AND 99990));
ALTER TABLE marks ADD COLUMN e_stim_pulse_us INTEGER
    CHECK (e_stim_pulse_us IS NULL OR (e_stim IS 1 AND e_stim_pulse_us BETWEEN 0 AND 9999));
ALTER TABLE marks ADD COLUMN e_stim_tenth_ma INTEGER
    CHECK (e_stim_tenth_ma IS NULL OR (e_stim IS 1 AND e_stim_tenth_ma BETWEEN 0 AND 99990));
ALTER TABLE marks ADD COLUMN e_stim_to_twitch INTEGER NOT NULL DEFAULT 0
    CHECK (e_stim_to_twitch IN (0, 1) AND (e_stim IS 1 OR e_stim_to_twitch = 0));
ALTER TABLE marks ADD COLUMN e_stim_pair TEXT NOT NULL DEFAULT '' CHECK (e_stim IS 1 OR e_stim_pair = '');

ALTER TABLE visits ADD COLUMN needles_opened INTEGER CHECK (needles_opened BETWEEN 0 AND 999);
ALTER TABLE visits ADD COLUMN needle_lot TEXT NOT NULL DEFAULT '';
ALTER TABLE visits ADD COLUMN needle_expiry TEXT NOT NULL DEFAULT '';
-- The lot used last, found without a walk through all visits.
CREATE INDEX visits_by_lot ON visits (therapist_id, date, created_at, id) WHERE needle_lot <> '' AND removed = 0;
"""

_RECORD = """
    revision INTEGER NOT NULL CHECK (revision >= 1),
    removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))"""

_TABLES = f"""
CREATE TABLE needles_out (
    id TEXT PRIMARY KEY NOT NULL CHECK (id = visit_id || ':out:' || body_part),
    visit_id TEXT NOT NULL REFERENCES visits (id) DEFERRABLE INITIALLY DEFERRED,
    body_part TEXT NOT NULL,
    counted INTEGER NOT NULL CHECK (counted BETWEEN 0 AND 999),{_RECORD},
    UNIQUE (visit_id, body_part)
) STRICT;

-- Without a therapist they are the clinic's; with target_id '' they hold for every target.
CREATE TABLE defaults (
    id TEXT PRIMARY KEY NOT NULL CHECK (id = 'defaults:' || ifnull(therapist_id, '') || ':' || target_id),
    therapist_id TEXT REFERENCES therapists (id) DEFERRABLE INITIALLY DEFERRED,
    target_id TEXT NOT NULL,
    needle_diameter_um INTEGER CHECK (needle_diameter_um BETWEEN 50 AND 2000),
    needle_length_mm INTEGER CHECK (needle_length_mm BETWEEN 1 AND 300),
    product TEXT NOT NULL,
    technique TEXT NOT NULL CHECK (technique <> ''),
    position TEXT NOT NULL CHECK (position <> ''),{_RECORD},
    CHECK ((needle_diameter_um IS NULL) = (needle_length_mm IS NULL))
) STRICT;
CREATE INDEX defaults_by_therapist ON defaults (therapist_id, target_id);
"""

_EDIT_CHANGES = """
CREATE TABLE edit_changes_2 (
    edit_number INTEGER NOT NULL REFERENCES edits (number) DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL CHECK (position >= 0),
    kind TEXT NOT NULL CHECK (kind <> ''),
    record_id TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    before TEXT CHECK (before IS NULL OR json_valid(before)),
    after TEXT NOT NULL CHECK (json_valid(after)),
    PRIMARY KEY (edit_number, position)
) STRICT, WITHOUT ROWID;
INSERT INTO edit_changes_2 (edit_number, position, kind, record_id, revision, before, after)
    SELECT edit_number, position, kind, record_id, revision, before, after FROM edit_changes
    ORDER BY edit_number, position;
DROP TABLE edit_changes;
ALTER TABLE edit_changes_2 RENAME TO edit_changes;
"""

_AUDIT = f"""
CREATE TABLE audit_2 (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    at TEXT NOT NULL CHECK ({_TIME.format("at")}),
    therapist_id TEXT REFERENCES therapists (id) DEFERRABLE INITIALLY DEFERRED,
    action TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind <> ''),
    record_id TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    digest_old TEXT CHECK (length(digest_old) = 64),
    digest_new TEXT NOT NULL CHECK (length(digest_new) = 64),
    previous TEXT NOT NULL CHECK (length(previous) = 64),
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    UNIQUE (record_id, revision, kind)
) STRICT;
INSERT INTO audit_2
    (number, at, therapist_id, action, kind, record_id, revision, digest_old, digest_new, previous, hash)
    SELECT number, at, therapist_id, action, kind, record_id, revision, digest_old, digest_new, previous, hash
    FROM audit ORDER BY number;
DROP TABLE audit;
ALTER TABLE audit_2 RENAME TO audit;
"""

RECORD_TABLES = ("needles_out", "defaults")
REBUILT = ("edit_changes", "audit")


def record_guards(tables: Sequence[str] = RECORD_TABLES) -> str:
    """The guards of tables of records: never erased, a revision at a time."""
    return "".join(
        f"CREATE TRIGGER {table}_are_never_erased BEFORE DELETE ON {table} "
        f"BEGIN SELECT raise(ABORT, 'records are never erased'); END;\n"
        f"CREATE TRIGGER {table}_rise_by_one BEFORE UPDATE ON {table} "
        f"WHEN NEW.revision <> OLD.revision + 1 OR NEW.id <> OLD.id "
        f"BEGIN SELECT raise(ABORT, 'a change raises the revision by one'); END;\n"
        for table in tables
    )


def _append_guards() -> str:
    """Those of the tables built anew: a dropped table takes its triggers with it."""
    return "".join(
        f"CREATE TRIGGER {table}_refuse_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT raise(ABORT, 'only ever appended to'); END;\n"
        for table in REBUILT
        for verb in ("UPDATE", "DELETE")
    )


def apply(db: Database) -> None:
    """Add the columns and tables, build the two lists anew, set the guards again."""
    db.executescript(_COLUMNS + _TABLES + _EDIT_CHANGES + _AUDIT + record_guards() + _append_guards())
