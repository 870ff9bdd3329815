"""Version 4: precautions, consent, outcomes, plans, adverse events, the policy, merged and restricted patients.

Measures are whole numbers: tenths of a score, degrees, micrometres. Visits gain columns in place; what is added says of
every old visit that nothing was recorded. References to a plan, a complaint or a precaution are ids without a foreign
key, as a mark's finding is: what they lead to is never erased.
"""

from __future__ import annotations

from bodymap.store.database import Database
from bodymap.store.migrations.m001_first import DAY, TIME
from bodymap.store.migrations.m002_whole_mark import record_guards

_COLUMNS = f"""
ALTER TABLE visits ADD COLUMN plan_id TEXT NOT NULL DEFAULT '';
ALTER TABLE visits ADD COLUMN minutes INTEGER CHECK (minutes BETWEEN 0 AND 9999);
ALTER TABLE visits ADD COLUMN other_therapies TEXT NOT NULL DEFAULT '[]'
    CHECK (json_type(other_therapies) = 'array');
ALTER TABLE visits ADD COLUMN event TEXT NOT NULL DEFAULT '';
ALTER TABLE visits ADD COLUMN event_date TEXT CHECK ({DAY.format("event_date")});
ALTER TABLE visits ADD COLUMN next_visit TEXT CHECK ({DAY.format("next_visit")});
ALTER TABLE visits ADD COLUMN verbal_consent TEXT NOT NULL DEFAULT 'not_recorded'
    CHECK (verbal_consent IN ('not_recorded', 'given', 'refused'));
ALTER TABLE visits ADD COLUMN tolerance TEXT NOT NULL DEFAULT 'not_recorded' CHECK (tolerance <> '');
ALTER TABLE visits ADD COLUMN no_events INTEGER NOT NULL DEFAULT 0 CHECK (no_events IN (0, 1));
ALTER TABLE visits ADD COLUMN aftercare_told INTEGER NOT NULL DEFAULT 0 CHECK (aftercare_told IN (0, 1));
ALTER TABLE visits ADD COLUMN handout TEXT NOT NULL DEFAULT '';
"""

_RECORD = """
    revision INTEGER NOT NULL CHECK (revision >= 1),
    removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))"""

_TABLES = f"""
-- The clinic's list; what it meets stands in JSON lists of ids.
CREATE TABLE precautions (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    text TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity <> ''),
    reason TEXT NOT NULL,
    muscles TEXT NOT NULL CHECK (json_type(muscles) = 'array'),
    groups TEXT NOT NULL CHECK (json_type(groups) = 'array'),
    body_parts TEXT NOT NULL CHECK (json_type(body_parts) = 'array'),
    techniques TEXT NOT NULL CHECK (json_type(techniques) = 'array'),
    flags TEXT NOT NULL CHECK (json_type(flags) = 'array'),
    e_stim INTEGER NOT NULL CHECK (e_stim IN (0, 1)),
    everywhere INTEGER NOT NULL CHECK (everywhere IN (0, 1)),
    asks_where INTEGER NOT NULL CHECK (asks_where IN (0, 1)),
    under_age INTEGER CHECK (under_age >= 0),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
    example INTEGER NOT NULL CHECK (example IN (0, 1)),{_RECORD}
) STRICT;

CREATE TABLE precaution_answers (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    patient_id TEXT NOT NULL REFERENCES patients (id) DEFERRABLE INITIALLY DEFERRED,
    precaution_id TEXT NOT NULL,
    text TEXT NOT NULL,
    answer TEXT NOT NULL CHECK (answer <> ''),
    since TEXT NOT NULL,
    detail TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side <> ''),
    body_parts TEXT NOT NULL CHECK (json_type(body_parts) = 'array'),
    levels TEXT NOT NULL CHECK (json_type(levels) = 'array'),
    answered_on TEXT CHECK ({DAY.format("answered_on")}),
    answered_in TEXT NOT NULL,{_RECORD}
) STRICT;
CREATE INDEX precaution_answers_by_patient ON precaution_answers (patient_id, removed);

-- One a visit: that precautions were asked about, and whether nothing had changed.
CREATE TABLE screenings (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    visit_id TEXT NOT NULL REFERENCES visits (id) DEFERRABLE INITIALLY DEFERRED,
    unchanged INTEGER NOT NULL CHECK (unchanged IN (0, 1)),
    note TEXT NOT NULL,
    asked_at TEXT CHECK ({TIME.format("asked_at")}),{_RECORD}
) STRICT;
CREATE INDEX screenings_by_visit ON screenings (visit_id, removed);

CREATE TABLE overrides (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    visit_id TEXT NOT NULL REFERENCES visits (id) DEFERRABLE INITIALLY DEFERRED,
    about TEXT NOT NULL,
    text TEXT NOT NULL,
    reason TEXT NOT NULL,
    mark_id TEXT NOT NULL,
    created_at TEXT CHECK ({TIME.format("created_at")}),{_RECORD}
) STRICT;
CREATE INDEX overrides_by_visit ON overrides (visit_id, removed);

CREATE TABLE medications (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    patient_id TEXT NOT NULL REFERENCES patients (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL,
    dose TEXT NOT NULL,
    thins_blood INTEGER NOT NULL CHECK (thins_blood IN (0, 1)),
    since TEXT NOT NULL,
    ended_on TEXT CHECK ({DAY.format("ended_on")}),
    note TEXT NOT NULL,{_RECORD}
) STRICT;
CREATE INDEX medications_by_patient ON medications (patient_id, removed);

-- Outlines are JSON: plate, version, corners and radius in whole micrometres.
CREATE TABLE avoid_zones (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    patient_id TEXT NOT NULL REFERENCES patients (id) DEFERRABLE INITIALLY DEFERRED,
    kind TEXT NOT NULL CHECK (kind <> ''),
    outline TEXT NOT NULL CHECK (json_type(outline) = 'object'),
    text TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side <> ''),
    severity TEXT NOT NULL CHECK (severity <> ''),
    since TEXT NOT NULL,
    ended_on TEXT CHECK ({DAY.format("ended_on")}),{_RECORD}
) STRICT;
CREATE INDEX avoid_zones_by_patient ON avoid_zones (patient_id, removed);

CREATE TABLE consent_texts (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    version INTEGER NOT NULL CHECK (version >= 1),
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    made_on TEXT CHECK ({DAY.format("made_on")}),
    example INTEGER NOT NULL CHECK (example IN (0, 1)),{_RECORD}
) STRICT;

CREATE TABLE consents (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    patient_id TEXT NOT NULL REFERENCES patients (id) DEFERRABLE INITIALLY DEFERRED,
    text_id TEXT NOT NULL,
    text_version INTEGER NOT NULL CHECK (text_version >= 0),
    given_on TEXT NOT NULL CHECK ({DAY.format("given_on")}),
    therapist_id TEXT REFERENCES therapists (id) DEFERRABLE INITIALLY DEFERRED,
    form TEXT NOT NULL CHECK (form <> ''),
    copy_given INTEGER NOT NULL CHECK (copy_given IN (0, 1)),
    expires TEXT CHECK ({DAY.format("expires")}),
    withdrawn_on TEXT CHECK ({DAY.format("withdrawn_on")}),
    note TEXT NOT NULL,{_RECORD}
) STRICT;
CREATE INDEX consents_by_patient ON consents (patient_id, removed);

CREATE TABLE complaints (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    patient_id TEXT NOT NULL REFERENCES patients (id) DEFERRABLE INITIALLY DEFERRED,
    text TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side <> ''),
    body_part TEXT NOT NULL,
    since TEXT NOT NULL,
    ended_on TEXT CHECK ({DAY.format("ended_on")}),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 1),{_RECORD}
) STRICT;
CREATE INDEX complaints_by_patient ON complaints (patient_id, removed);

-- Tenths of the 0 to 10 scale.
CREATE TABLE pain_scores (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    visit_id TEXT NOT NULL REFERENCES visits (id) DEFERRABLE INITIALLY DEFERRED,
    complaint_id TEXT NOT NULL,
    stage TEXT NOT NULL CHECK (stage <> ''),
    now INTEGER CHECK (now BETWEEN 0 AND 100),
    best INTEGER CHECK (best BETWEEN 0 AND 100),
    worst INTEGER CHECK (worst BETWEEN 0 AND 100),
    period TEXT NOT NULL,{_RECORD}
) STRICT;
CREATE INDEX pain_scores_by_visit ON pain_scores (visit_id, removed);

CREATE TABLE pain_areas (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    visit_id TEXT NOT NULL REFERENCES visits (id) DEFERRABLE INITIALLY DEFERRED,
    outline TEXT NOT NULL CHECK (json_type(outline) = 'object'),
    kind TEXT NOT NULL CHECK (kind <> ''),
    complaint_id TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side <> ''),
    note TEXT NOT NULL,{_RECORD}
) STRICT;
CREATE INDEX pain_areas_by_visit ON pain_areas (visit_id, removed);

-- Whole degrees; below zero is short of the neutral position.
CREATE TABLE motions (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    visit_id TEXT NOT NULL REFERENCES visits (id) DEFERRABLE INITIALLY DEFERRED,
    joint TEXT NOT NULL,
    movement TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side <> ''),
    motion TEXT NOT NULL CHECK (motion <> ''),
    stage TEXT NOT NULL CHECK (stage <> ''),
    degrees INTEGER NOT NULL CHECK (degrees BETWEEN -360 AND 360),
    painful INTEGER NOT NULL CHECK (painful IN (0, 1)),
    note TEXT NOT NULL,{_RECORD}
) STRICT;
CREATE INDEX motions_by_visit ON motions (visit_id, removed);

-- Tenths of the measure's unit.
CREATE TABLE measured (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    visit_id TEXT NOT NULL REFERENCES visits (id) DEFERRABLE INITIALLY DEFERRED,
    measure TEXT NOT NULL,
    about TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side <> ''),
    stage TEXT NOT NULL CHECK (stage <> ''),
    tenths INTEGER NOT NULL,
    note TEXT NOT NULL,{_RECORD}
) STRICT;
CREATE INDEX measured_by_visit ON measured (visit_id, removed);

CREATE TABLE responses (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    visit_id TEXT NOT NULL REFERENCES visits (id) DEFERRABLE INITIALLY DEFERRED,
    progress TEXT NOT NULL CHECK (progress <> ''),
    soreness_hours INTEGER CHECK (soreness_hours >= 0),
    bruise INTEGER CHECK (bruise IN (0, 1)),
    helped TEXT NOT NULL,
    note TEXT NOT NULL,{_RECORD}
) STRICT;
CREATE INDEX responses_by_visit ON responses (visit_id, removed);

CREATE TABLE plans (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    patient_id TEXT NOT NULL REFERENCES patients (id) DEFERRABLE INITIALLY DEFERRED,
    diagnosis TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side <> ''),
    icd10 TEXT NOT NULL,
    goals TEXT NOT NULL,
    visits_suggested INTEGER CHECK (visits_suggested >= 0),
    frequency TEXT NOT NULL,
    weeks INTEGER CHECK (weeks >= 0),
    starts_on TEXT CHECK ({DAY.format("starts_on")}),
    certified_on TEXT CHECK ({DAY.format("certified_on")}),
    certified_until TEXT CHECK ({DAY.format("certified_until")}),
    ended_on TEXT CHECK ({DAY.format("ended_on")}),
    ended_why TEXT NOT NULL,{_RECORD}
) STRICT;
CREATE INDEX plans_by_patient ON plans (patient_id, removed);

CREATE TABLE plan_reviews (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    visit_id TEXT NOT NULL REFERENCES visits (id) DEFERRABLE INITIALLY DEFERRED,
    plan_id TEXT NOT NULL,
    decision TEXT NOT NULL CHECK (decision <> ''),
    note TEXT NOT NULL,{_RECORD}
) STRICT;
CREATE INDEX plan_reviews_by_visit ON plan_reviews (visit_id, removed);

CREATE TABLE conditions (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    text TEXT NOT NULL,
    icd10 TEXT NOT NULL,{_RECORD}
) STRICT;

CREATE TABLE adverse_events (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    visit_id TEXT NOT NULL REFERENCES visits (id) DEFERRABLE INITIALLY DEFERRED,
    kind TEXT NOT NULL CHECK (kind <> ''),
    severity TEXT NOT NULL CHECK (severity <> ''),
    text TEXT NOT NULL,
    plate TEXT,
    plate_version INTEGER CHECK (plate_version >= 1),
    layer INTEGER CHECK (layer BETWEEN 1 AND 3),
    u_um INTEGER CHECK (u_um BETWEEN -10000000 AND 10000000),
    v_um INTEGER CHECK (v_um BETWEEN -10000000 AND 10000000),
    body_part TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side <> ''),
    done TEXT NOT NULL,
    follow_up TEXT NOT NULL,
    told_in TEXT NOT NULL,
    noticed_on TEXT CHECK ({DAY.format("noticed_on")}),
    closed_on TEXT CHECK ({DAY.format("closed_on")}),{_RECORD},
    CHECK ((plate IS NULL) + (plate_version IS NULL) + (layer IS NULL) + (u_um IS NULL) + (v_um IS NULL) IN (0, 5))
) STRICT;
CREATE INDEX adverse_events_by_visit ON adverse_events (visit_id, removed);

CREATE TABLE policies (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    requires TEXT NOT NULL CHECK (json_type(requires) = 'array'),
    consent_months INTEGER CHECK (consent_months >= 0),
    review_visits INTEGER NOT NULL CHECK (review_visits >= 0),
    without_billing_help INTEGER NOT NULL CHECK (without_billing_help IN (0, 1)),
    certification INTEGER NOT NULL CHECK (certification IN (0, 1)),
    retention_years INTEGER CHECK (retention_years >= 0),
    of_age INTEGER NOT NULL CHECK (of_age >= 0),{_RECORD}
) STRICT;

CREATE TABLE merges (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    from_id TEXT NOT NULL,
    into_id TEXT NOT NULL,
    moved TEXT NOT NULL CHECK (json_type(moved) = 'array'),
    copied TEXT NOT NULL CHECK (json_type(copied) = 'array'),
    signed TEXT NOT NULL CHECK (json_type(signed) = 'array'),
    made_at TEXT CHECK ({TIME.format("made_at")}),
    undone INTEGER NOT NULL CHECK (undone IN (0, 1)),{_RECORD}
) STRICT;

CREATE TABLE restrictions (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    patient_id TEXT NOT NULL REFERENCES patients (id) DEFERRABLE INITIALLY DEFERRED,
    reason TEXT NOT NULL,
    since TEXT CHECK ({DAY.format("since")}),{_RECORD}
) STRICT;
CREATE INDEX restrictions_by_patient ON restrictions (patient_id, removed);
"""

RECORD_TABLES = (
    "precautions",
    "precaution_answers",
    "screenings",
    "overrides",
    "medications",
    "avoid_zones",
    "consent_texts",
    "consents",
    "complaints",
    "pain_scores",
    "pain_areas",
    "motions",
    "measured",
    "responses",
    "plans",
    "plan_reviews",
    "conditions",
    "adverse_events",
    "policies",
    "merges",
    "restrictions",
)


def apply(db: Database) -> None:
    """Add the columns and tables, and the guards of the new tables."""
    db.executescript(_COLUMNS + _TABLES + record_guards(RECORD_TABLES))
