"""Version 1: the records of one visit, their edits, and the audit.

Times are ISO 8601 text in UTC with milliseconds, dates ISO text: readable in any tool, and they sort. Points are whole
micrometres: what a signature covers must compare equal for ever, and a float that went through a printed form may not.
References are checked at the commit, so that a transaction may bring its records in any order.
"""

from __future__ import annotations

from bodymap.store.database import Database

_DIGITS = "[0-9]"
TIME = (
    "{0} IS NULL OR {0} GLOB '"
    f"{_DIGITS * 4}-{_DIGITS * 2}-{_DIGITS * 2}T{_DIGITS * 2}:{_DIGITS * 2}:{_DIGITS * 2}.{_DIGITS * 3}+00:00'"
)
DAY = "{0} IS NULL OR {0} IS date({0})"
_RECORD = """
    revision INTEGER NOT NULL CHECK (revision >= 1),
    removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))"""

TABLES = f"""
CREATE TABLE schema_versions (
    version INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    applied_at TEXT NOT NULL CHECK ({TIME.format("applied_at")}),
    program TEXT NOT NULL
) STRICT;

CREATE TABLE vault (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL CHECK (id <> ''),
    created_at TEXT NOT NULL CHECK ({TIME.format("created_at")})
) STRICT;

CREATE TABLE clinic (
    id TEXT PRIMARY KEY NOT NULL CHECK (id = 'clinic'),
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    phone TEXT NOT NULL,{_RECORD}
) STRICT;

CREATE TABLE therapists (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    name TEXT NOT NULL,
    licence TEXT NOT NULL,{_RECORD}
) STRICT;

CREATE TABLE patients (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    family_name TEXT NOT NULL,
    given_names TEXT NOT NULL,
    date_of_birth TEXT CHECK ({DAY.format("date_of_birth")}),
    sex TEXT NOT NULL,
    clinic_id TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    address TEXT NOT NULL,
    alerts TEXT NOT NULL,
    dominant_side TEXT NOT NULL,
    created_at TEXT CHECK ({TIME.format("created_at")}),{_RECORD}
) STRICT;
CREATE INDEX patients_by_age ON patients (removed, created_at, id);

CREATE TABLE visits (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    patient_id TEXT NOT NULL REFERENCES patients (id) DEFERRABLE INITIALLY DEFERRED,
    therapist_id TEXT NOT NULL REFERENCES therapists (id) DEFERRABLE INITIALLY DEFERRED,
    date TEXT NOT NULL CHECK ({DAY.format("date")}),
    status TEXT NOT NULL CHECK (status IN ('draft', 'signed')),
    created_at TEXT CHECK ({TIME.format("created_at")}),{_RECORD}
) STRICT;
CREATE INDEX visits_by_patient ON visits (patient_id, removed, date, created_at, id);
CREATE INDEX visits_by_date ON visits (removed, date, created_at, id);
CREATE INDEX visits_by_therapist ON visits (therapist_id);

CREATE TABLE note_sections (
    id TEXT PRIMARY KEY NOT NULL CHECK (id = visit_id || ':' || section),
    visit_id TEXT NOT NULL REFERENCES visits (id) DEFERRABLE INITIALLY DEFERRED,
    section TEXT NOT NULL CHECK (section IN ('subjective', 'objective', 'assessment', 'plan')),
    text TEXT NOT NULL,{_RECORD},
    UNIQUE (visit_id, section)
) STRICT;

-- How each revision of a note came from the one before: its whole history, and what undo of a note is read from.
CREATE TABLE note_patches (
    note_id TEXT NOT NULL REFERENCES note_sections (id) DEFERRABLE INITIALLY DEFERRED,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    start INTEGER NOT NULL CHECK (start >= 0),
    removed TEXT NOT NULL,
    inserted TEXT NOT NULL,
    PRIMARY KEY (note_id, revision)
) STRICT;

CREATE TABLE marks (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    visit_id TEXT NOT NULL REFERENCES visits (id) DEFERRABLE INITIALLY DEFERRED,
    ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
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
    needle_diameter_um INTEGER CHECK (needle_diameter_um BETWEEN 50 AND 2000),
    needle_length_mm INTEGER CHECK (needle_length_mm BETWEEN 1 AND 300),
    needles INTEGER NOT NULL CHECK (needles BETWEEN 0 AND 999),
    insertions INTEGER NOT NULL CHECK (insertions BETWEEN 0 AND 999),
    ltr TEXT NOT NULL CHECK (ltr IN ('not_recorded', 'none', 'yes')),
    ltr_count INTEGER CHECK (ltr_count BETWEEN 0 AND 999),
    note TEXT NOT NULL,
    created_at TEXT CHECK ({TIME.format("created_at")}),{_RECORD},
    CHECK ((plate IS NULL) + (plate_version IS NULL) + (layer IS NULL) + (u_um IS NULL) + (v_um IS NULL) IN (0, 5)),
    CHECK ((needle_diameter_um IS NULL) = (needle_length_mm IS NULL))
) STRICT;
CREATE INDEX marks_by_visit ON marks (visit_id, removed, ordinal, id);
CREATE INDEX marks_by_age ON marks (created_at, ordinal, id);

-- Muscle ids never change in records; a renamed one is found by its old id here.
CREATE TABLE muscle_aliases (
    old_id TEXT PRIMARY KEY NOT NULL CHECK (old_id <> ''),
    muscle_id TEXT NOT NULL CHECK (muscle_id <> '' AND muscle_id <> old_id),
    since TEXT NOT NULL CHECK ({TIME.format("since")})
) STRICT;

CREATE TABLE edits (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (id <> ''),
    scope TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo')),
    of TEXT REFERENCES edits (id) DEFERRABLE INITIALLY DEFERRED,
    at TEXT NOT NULL CHECK ({TIME.format("at")}),
    therapist_id TEXT REFERENCES therapists (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX edits_by_scope ON edits (scope, number);
CREATE INDEX edits_by_of ON edits (of) WHERE of IS NOT NULL;

-- Records as JSON before and after. A note's text is left out: note_patches leads to it from its revision.
CREATE TABLE edit_changes (
    edit_number INTEGER NOT NULL REFERENCES edits (number) DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL CHECK (position >= 0),
    kind TEXT NOT NULL CHECK (kind IN ('clinic', 'therapist', 'patient', 'visit', 'note', 'mark')),
    record_id TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    before TEXT CHECK (before IS NULL OR json_valid(before)),
    after TEXT NOT NULL CHECK (json_valid(after)),
    PRIMARY KEY (edit_number, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    at TEXT NOT NULL CHECK ({TIME.format("at")}),
    therapist_id TEXT REFERENCES therapists (id) DEFERRABLE INITIALLY DEFERRED,
    action TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('clinic', 'therapist', 'patient', 'visit', 'note', 'mark')),
    record_id TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    digest_old TEXT CHECK (length(digest_old) = 64),
    digest_new TEXT NOT NULL CHECK (length(digest_new) = 64),
    previous TEXT NOT NULL CHECK (length(previous) = 64),
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    UNIQUE (record_id, revision, kind)
) STRICT;

-- A table of its own: a lawful erasure empties it for some entries and leaves the chain, which hashes digests, whole.
CREATE TABLE audit_values (
    number INTEGER PRIMARY KEY REFERENCES audit (number) DEFERRABLE INITIALLY DEFERRED,
    salt_old BLOB,
    old TEXT,
    salt_new BLOB NOT NULL,
    new TEXT NOT NULL,
    CHECK ((salt_old IS NULL) = (old IS NULL))
) STRICT;

INSERT INTO clinic (id, name, address, phone, revision, removed) VALUES ('clinic', '', '', '', 1, 0);
"""

RECORD_TABLES = ("clinic", "therapists", "patients", "visits", "note_sections", "marks")
APPEND_ONLY = ("schema_versions", "vault", "note_patches", "edits", "edit_changes", "audit", "audit_values")


def triggers() -> str:
    """What the program must never do, refused by the file itself: also to a bug, or to another program with the key."""
    parts = []
    for table in RECORD_TABLES:
        parts.append(
            f"CREATE TRIGGER {table}_are_never_erased BEFORE DELETE ON {table} "
            f"BEGIN SELECT raise(ABORT, 'records are never erased'); END;\n"
            f"CREATE TRIGGER {table}_rise_by_one BEFORE UPDATE ON {table} "
            f"WHEN NEW.revision <> OLD.revision + 1 OR NEW.id <> OLD.id "
            f"BEGIN SELECT raise(ABORT, 'a change raises the revision by one'); END;\n"
        )
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            parts.append(
                f"CREATE TRIGGER {table}_refuse_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT raise(ABORT, 'only ever appended to'); END;\n"
            )
    return "".join(parts)


def apply(db: Database) -> None:
    """Make the tables and triggers."""
    db.executescript(TABLES + triggers())
