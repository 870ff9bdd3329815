"""From a folder to an open database: make it, recognise it, bring it up to date, or say why not.

A new vault is built beside its place and takes its name last, after its key is on the disk:
`records.db.new` complete -> `keys.json` -> `records.db`. So whatever a crash leaves tells its own story: without a key
file there is nothing worth keeping, with both the last step is done again, and a key file alone means that records
have gone missing, which must never be answered with a new, empty vault.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bodymap.charting.faults import RecordsFault
from bodymap.charting.records import now, plain
from bodymap.store import database, keys
from bodymap.store.database import Database
from bodymap.store.files import file_faults, read_only, sync_file, sync_folder
from bodymap.store.migrations import MIGRATIONS, Migration, known_version, migrate, stored_version

log = logging.getLogger(__name__)

FILE_NAME = "records.db"
BACKUPS = "backups"
CHECKED_AT_OPENING = 8 * 1024 * 1024
"""Up to this size each start verifies every page's seal (about 3 ms a megabyte); larger files leave it to `check`."""


# What may lie in a folder that holds no records: our own lock and copies, and what systems leave anywhere.
_NO_MATTER = {
    "in-use.lock",
    "in-use.json",
    "audit-head.json",
    BACKUPS,
    "desktop.ini",
    "Thumbs.db",
    "lost+found",
}


def refuse_others_folder(folder: Path) -> None:
    """Before anything is written: raise RecordsFault("foreign") for a folder full of other things, without records.

    Somebody who chose Documents, or mistyped a path, must not find a database sown between their files.
    """
    with file_faults(folder):
        names = {entry.name for entry in folder.iterdir()}
    if names & {FILE_NAME, FILE_NAME + ".new", keys.FILE_NAME}:
        return
    others = {name for name in names - _NO_MATTER if not name.startswith((".", FILE_NAME))}
    if others:
        raise RecordsFault(
            "foreign",
            f"There are no records in {folder}, but other files are.",
            "Nothing was changed.",
            "Choose the folder where the records are, or a new, empty folder to start records in.",
        )


def open_records(folder: Path, *, create: bool, migrations: Sequence[Migration] | None = None) -> Database:
    """The folder's database, ready to be written. The caller holds the folder's lock."""
    migrations = MIGRATIONS if migrations is None else migrations
    path = folder / FILE_NAME
    with file_faults(folder):
        if not path.exists():
            _bring_about(folder, create=create, migrations=migrations)
        database.refuse_unless_encrypted(path)
        if not (os.access(path, os.W_OK) and os.access(folder, os.W_OK)):
            # Opened all the same, it would leave files beside it that refuse writing for ever after.
            raise read_only(folder)
        key = keys.read(folder).open_key()
        _recognise(path, key, migrations)
        db = database.connect(path, key, write=True)
        try:
            with database.faults(folder):
                database.prepare_for_writing(db)
                migrate(db, migrations)
        except BaseException:
            db.close()
            raise
    return db


def _bring_about(folder: Path, *, create: bool, migrations: Sequence[Migration]) -> None:
    path, fresh = folder / FILE_NAME, folder / (FILE_NAME + ".new")
    has_key = (folder / keys.FILE_NAME).exists()
    if has_key and not fresh.exists():
        raise RecordsFault(
            "missing",
            f"The file of the records ({FILE_NAME}) is missing from this folder, though its key is here.",
            "Nothing was changed.",
            f"Put {FILE_NAME} back from a backup, or choose another folder to start anew.",
        )
    if not has_key:
        if not create:
            raise RecordsFault(
                "missing",
                f"There are no records in this folder: {folder}.",
                "Nothing was changed.",
                "Choose the folder where they are, or start new records here.",
            )
        _build(fresh, migrations)
    # A log without its file belongs to records that were deleted; read into the new ones it would destroy them.
    for rest in ("-wal", "-shm", "-journal"):
        orphan = folder / (FILE_NAME + rest)
        if orphan.exists():
            orphan.replace(folder / f"{FILE_NAME}{rest}.left-{datetime.now(UTC):%Y%m%dT%H%M%S}")
    os.replace(fresh, path)
    sync_folder(folder)


def _build(fresh: Path, migrations: Sequence[Migration]) -> None:
    """A complete, empty database under its provisional name, then its key file."""
    for rest in ("", "-wal", "-shm", "-journal"):
        with contextlib.suppress(FileNotFoundError):
            fresh.with_name(fresh.name + rest).unlink()
    made = keys.KeyFile.fresh()
    with database.faults(fresh.parent):
        db = database.create(fresh, made.open_key())
        try:
            migrate(db, migrations)
            with db.atomic():
                db.conn.execute(
                    "INSERT INTO vault (one, id, created_at) VALUES (1, ?, ?)", (made.vault_id, plain(now()))
                )
        finally:
            db.close()
    sync_folder(fresh.parent)
    made.write(fresh.parent)


def _recognise(path: Path, key: bytes, migrations: Sequence[Migration]) -> None:
    """Read-only, before anything is written: ours, sound, and not newer. Backs up a file that will be migrated."""
    log_file = path.with_name(path.name + "-wal")
    # With a log waiting, pages of the file itself may be half written: the log holds them whole.
    settled = not log_file.exists() or log_file.stat().st_size == 0
    # Nobody else can write while the folder is locked: without a log the file can be read as frozen, which leaves
    # nothing beside it.
    db = database.connect(path, key, write=False, frozen=settled)
    try:
        with database.faults(path.parent):
            database.refuse_unless_ours(db)
            found, known = stored_version(db), known_version(migrations)
            if found > known:
                raise database.newer(found, known)
            if found < 1 or db.conn.execute("SELECT 1 FROM vault").fetchone() is None:
                raise database.damaged("it is not complete")
            if settled and path.stat().st_size <= CHECKED_AT_OPENING and database.integrity(db):
                raise database.damaged("some of its pages have been altered")
    finally:
        db.close()
    if found < known:
        back_up_before_migrating(path, key, found, known)


def back_up_before_migrating(path: Path, key: bytes, found: int, known: int) -> Path:
    """A verified copy of the file as it is. Called with no connection open: copying would drop its locks."""
    db = database.connect(path, key, write=True)
    try:
        with database.faults(path.parent):
            busy = db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        db.close()
    if busy:
        raise database.busy()
    backups = path.parent / BACKUPS
    backups.mkdir(mode=0o700, exist_ok=True)
    copy = backups / f"format-{found}-before-{known}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.db"
    part = copy.with_name(copy.name + ".part")
    try:
        with path.open("rb") as source, part.open("xb") as sink:
            os.chmod(part, 0o600)
            shutil.copyfileobj(source, sink, 1 << 20)
            sink.flush()
            sync_file(sink.fileno())
        verified = database.connect(part, key, write=False, frozen=True)
        try:
            with database.faults(path.parent):
                sound = not database.integrity(verified) and stored_version(verified) == found
        finally:
            verified.close()
        if not sound:
            raise database.damaged("a copy of it could not be verified")
        os.replace(part, copy)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
    sync_folder(backups)
    log.info("backed up format %d before migrating to %d", found, known)
    return copy
