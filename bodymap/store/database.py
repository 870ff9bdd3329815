"""The encrypted database: the one place that opens and keys it, and that says what is wrong with a file.

Nothing else imports sqlite_utils or sqlcipher3. One connection per file and process: closing a second one would drop
the locks of the first (POSIX locks belong to the process).
"""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlcipher3

from bodymap.charting.faults import RecordsFault
from bodymap.store.files import disk, full, read_only

# sqlite_utils takes pysqlite3 in place of sqlite3 where it is installed; its own exceptions must be SQLCipher's.
sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = sqlcipher3.dbapi2
import sqlite_utils  # noqa: E402

log = logging.getLogger(__name__)

Database = sqlite_utils.Database
Error = sqlcipher3.Error

APPLICATION_ID = 0x424D4150  # "BMAP"
PLAIN_HEADER = b"SQLite format 3\0"
PAGE = 4096
BUSY_MS = 3000
AUTOCHECKPOINT_PAGES = 4000
"""A backstop of 16 MB: checkpoints belong into idle moments, not into a therapist's click."""


def connect(path: Path, key: bytes, *, write: bool, frozen: bool = False) -> Database:
    """Open an existing file with its key. Writes nothing to the file yet.

    `frozen` is for a copy that nobody can be writing: it is read without log and locks, and nothing appears beside it.
    Raises RecordsFault when the key does not open it.
    """
    uri = f"{path.absolute().as_uri()}?mode={'rw' if write else 'ro'}{'&immutable=1' if frozen else ''}"
    with faults(path.parent):
        connection = sqlcipher3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_MS / 1000)
        try:
            # The log goes to stderr and would say on every wrong key what the fault says in a sentence.
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            connection.execute("PRAGMA foreign_keys = ON")
            # REPLACE deletes: only with this do the triggers that refuse DELETE see it.
            connection.execute("PRAGMA recursive_triggers = ON")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            connection.close()
            raise
    return Database(connection)


def prepare_for_writing(db: Database) -> None:
    """Durability: a commit returns once the log is on the disk. Only for files known to be ours."""
    run = db.conn.execute
    mode = run("PRAGMA journal_mode = WAL").fetchone()[0]
    if mode != "wal":
        # Without a log of its own a file would still be safe, but readers would block the writer.
        log.warning("write-ahead log not available: %s", mode)
    run("PRAGMA synchronous = FULL")
    run(
        "PRAGMA fullfsync = ON"
    )  # macOS: a plain fsync leaves data in the drive's cache; elsewhere it does nothing
    run("PRAGMA checkpoint_fullfsync = ON")
    run(f"PRAGMA wal_autocheckpoint = {AUTOCHECKPOINT_PAGES}")
    run("PRAGMA journal_size_limit = 67108864")
    # Freed pages are encrypted anyway; FAST wipes them where that costs no further write.
    run("PRAGMA secure_delete = FAST")


def create(path: Path, key: bytes) -> Database:
    """A new, empty, keyed file that bears our application id. The file must not exist."""
    with faults(path.parent):
        path.touch(mode=0o600, exist_ok=False)
        db = connect(path, key, write=True)
        try:
            db.conn.execute("PRAGMA synchronous = FULL")
            db.conn.execute("PRAGMA fullfsync = ON")
            db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        except BaseException:
            db.close()
            raise
    return db


def refuse_unless_encrypted(path: Path) -> None:
    """Look at the file's first bytes, before any library touches it."""
    try:
        with path.open("rb") as file:
            head = file.read(512)
        size = path.stat().st_size
    except PermissionError as error:
        raise read_only(path.parent) from error
    except OSError as error:
        raise disk() from error
    if head.startswith(PLAIN_HEADER):
        raise foreign("it is an ordinary SQLite file that is not encrypted")
    # The start of an encrypted file is random: 64 printable characters in a row are text, not chance.
    if len(head) >= 64 and all(32 <= byte < 127 or byte in (9, 10, 13) for byte in head[:64]):
        raise foreign("it is a text")
    if size == 0:
        raise damaged("the file is empty")
    if size < PAGE or not any(head):
        raise damaged("its beginning is missing")


def refuse_unless_ours(db: Database) -> None:
    """Raise unless the opened file bears our application id."""
    found = db.conn.execute("PRAGMA application_id").fetchone()[0]
    if found != APPLICATION_ID:
        raise foreign("another program made it")


def integrity(db: Database, *, deep: bool = False) -> list[str]:
    """What is wrong with the file's pages: every page's seal and, `deep`, structure, constraints and references.

    The answers name pages, tables and constraints, never contents.
    """
    found = [
        f"page seals: {row[0]}" for row in db.conn.execute("PRAGMA cipher_integrity_check").fetchmany(20)
    ]
    if deep:
        for row in db.conn.execute("PRAGMA integrity_check(20)").fetchall():
            if row[0] != "ok":
                found.append(f"structure: {row[0]}")
        for row in db.conn.execute("PRAGMA foreign_key_check").fetchmany(20):
            found.append(f"references: a row of {row[0]} refers to a row of {row[2]} that is not there")
    return found


@contextlib.contextmanager
def faults(folder: Path) -> Iterator[None]:
    """Turn what the database library raises into a sentence. Bugs (wrong SQL, wrong use) pass through."""
    try:
        yield
    except sqlcipher3.Error as error:
        fault = fault_of(error, folder)
        if fault is None:
            raise
        raise fault from error


def fault_of(error: Exception, folder: Path) -> RecordsFault | None:
    """The sentence for an error of the database library; None for a bug of ours."""
    name: str = getattr(error, "sqlite_errorname", "") or ""
    kinds: list[tuple[str, Any]] = [
        ("SQLITE_FULL", full),
        ("SQLITE_READONLY", lambda: read_only(folder)),
        ("SQLITE_PERM", lambda: read_only(folder)),
        ("SQLITE_NOTADB", lambda: damaged("it does not open with the key that lies beside it")),
        ("SQLITE_CORRUPT", lambda: damaged("some of its pages cannot be read")),
        ("SQLITE_BUSY", busy),
        ("SQLITE_LOCKED", busy),
        ("SQLITE_CANTOPEN", lambda: read_only(folder)),
        ("SQLITE_IOERR", disk),
        ("SQLITE_CONSTRAINT", lambda: _refused(error)),
        (
            "SQLITE_TOOBIG",
            lambda: RecordsFault("refused", "This text is too long to be stored.", "Nothing was written."),
        ),
    ]
    for start, make in kinds:
        if name.startswith(start):
            fault: RecordsFault = make()
            return fault
    return None


def _refused(error: Exception) -> RecordsFault:
    # The library's message names the constraint, never a value.
    log.error("the records refused a change: %s", error)
    return RecordsFault(
        "refused",
        "The records did not take this change: it does not fit their rules.",
        "Nothing was written.",
    )


def busy() -> RecordsFault:
    return RecordsFault(
        "in-use",
        "Another program holds the records' file.",
        "Nothing was written; what is stored is unharmed.",
        "Let backup or search programs finish, and make the change again.",
    )


def foreign(what: str) -> RecordsFault:
    return RecordsFault(
        "foreign",
        f"The file records.db in this folder was not made by BodyMap: {what}.",
        "It was not touched.",
        "Choose another folder for the records, or move that file away.",
    )


def damaged(what: str) -> RecordsFault:
    return RecordsFault(
        "damaged",
        f"The file of the records is damaged, or belongs to another key: {what}.",
        "It was not touched.",
        "Copy the whole folder to a safe place first; then restore the latest backup.",
    )


def newer(found: int, known: int) -> RecordsFault:
    return RecordsFault(
        "newer",
        f"These records were last opened by a newer BodyMap (format {found}; this one knows {known}).",
        "They are unharmed and were not touched.",
        "Open them with that newer version.",
    )
