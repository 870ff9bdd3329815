"""The schema's versions: append-only. A released migration never changes; what comes later gets a module of its own.

The first runs on every new vault, the later ones also on existing ones, after a verified backup.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from bodymap.charting.records import now, plain
from bodymap.store.database import Database, newer
from bodymap.store.migrations import (
    m001_first,
    m002_whole_mark,
    m003_findings_and_sets,
    m004_whole_record,
    m005_letterhead,
    m006_answers_as_asked,
    m007_summary,
    m008_said_not_assumed,
    m009_not_needled,
    m010_known_from,
    m011_usual_place,
)


@dataclass(frozen=True)
class Migration:
    """One step of the schema: `apply` runs inside the runner's transaction."""

    version: int
    name: str
    apply: Callable[[Database], None]


MIGRATIONS: Sequence[Migration] = (
    Migration(1, "first", m001_first.apply),
    Migration(2, "whole mark", m002_whole_mark.apply),
    Migration(3, "findings and sets", m003_findings_and_sets.apply),
    Migration(4, "whole record", m004_whole_record.apply),
    Migration(5, "letterhead", m005_letterhead.apply),
    Migration(6, "answers as asked", m006_answers_as_asked.apply),
    Migration(7, "summary", m007_summary.apply),
    Migration(8, "said, not assumed", m008_said_not_assumed.apply),
    Migration(9, "not needled", m009_not_needled.apply),
    Migration(10, "known from", m010_known_from.apply),
    Migration(11, "usual place", m011_usual_place.apply),
)

RECORD_TABLES = (
    *m001_first.RECORD_TABLES,
    *m002_whole_mark.RECORD_TABLES,
    *m003_findings_and_sets.RECORD_TABLES,
    *m004_whole_record.RECORD_TABLES,
    *m005_letterhead.RECORD_TABLES,
)
APPEND_ONLY = m001_first.APPEND_ONLY


def guards() -> str:
    """The SQL of every trigger that a file of the newest version holds."""
    later = [table for table in RECORD_TABLES if table not in m001_first.RECORD_TABLES]
    return m001_first.triggers() + m002_whole_mark.record_guards(later)


def known_version(migrations: Sequence[Migration] = MIGRATIONS) -> int:
    return migrations[-1].version


def stored_version(db: Database) -> int:
    """The schema version of an opened file; 0 for one without a schema."""
    run = db.conn.execute
    if (
        run("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_versions'").fetchone()
        is None
    ):
        return 0
    return int(run("SELECT coalesce(max(version), 0) FROM schema_versions").fetchone()[0])


def migrate(db: Database, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring the file to the newest version, all steps in one transaction."""
    found = stored_version(db)
    if found > known_version(migrations):
        raise newer(found, known_version(migrations))
    if found == known_version(migrations):
        return
    run = db.conn.execute
    # Rebuilding a table needs this off; it cannot be changed within the transaction. Checked before the commit.
    run("PRAGMA foreign_keys = OFF")
    try:
        with db.atomic():
            for step in migrations:
                if step.version <= found:
                    continue
                step.apply(db)
                run(
                    "INSERT INTO schema_versions (version, name, applied_at, program) VALUES (?, ?, ?, ?)",
                    (step.version, step.name, plain(now()), _program()),
                )
            broken = run("PRAGMA foreign_key_check").fetchone()
            if broken is not None:
                raise RuntimeError(f"migration left a dangling reference in {broken[0]}")
    finally:
        run("PRAGMA foreign_keys = ON")


def _program() -> str:
    try:
        return version("bodymap")
    except PackageNotFoundError:
        return "checkout"
