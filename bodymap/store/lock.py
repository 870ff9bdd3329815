"""One program at a time: a lock of the operating system on the folder, and a note beside it saying who holds it.

The lock itself ends with the process, however it ends; the note is only for the sentence that a second one is told.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import platform
from datetime import datetime
from pathlib import Path

import filelock

from bodymap.charting.faults import RecordsFault
from bodymap.charting.records import now, plain
from bodymap.store.files import fault_of_os, file_faults

LOCK_NAME = "in-use.lock"
HOLDER_NAME = "in-use.json"


class FolderLock:
    """Held from `take` to `release`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = filelock.FileLock(folder / LOCK_NAME, timeout=0, thread_local=False)

    @staticmethod
    def take(folder: Path) -> FolderLock:
        """Lock the folder, or raise RecordsFault("in-use") saying who has it."""
        lock = FolderLock(folder)
        try:
            lock._lock.acquire()
        except filelock.Timeout:
            raise _in_use(folder) from None
        except OSError as error:
            raise fault_of_os(error, folder) from error
        try:
            with file_faults(folder):
                lock._say_who()
        except BaseException:
            lock.release()
            raise
        return lock

    def _say_who(self) -> None:
        # Not synced to disk: it only matters while this process lives.
        holder = {"user": _user(), "computer": platform.node(), "since": plain(now()), "pid": os.getpid()}
        fresh = self._folder / (HOLDER_NAME + ".new")
        fresh.write_text(json.dumps(holder), encoding="utf-8")
        os.replace(fresh, self._folder / HOLDER_NAME)

    def release(self) -> None:
        """Let the folder go; harmless when done twice."""
        if not self._lock.is_locked:
            return
        with contextlib.suppress(OSError):
            (self._folder / HOLDER_NAME).unlink()
        self._lock.release()


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a process without a named user
        return "someone"


def _in_use(folder: Path) -> RecordsFault:
    """Who has the records, as far as the note can be read: it may be missing, half written or stale."""
    who, since = "another window or user", ""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        holder = json.loads((folder / HOLDER_NAME).read_text(encoding="utf-8"))
        who = f"{str(holder['user'])[:80]} on {str(holder['computer'])[:80]}"
        began = datetime.fromisoformat(holder["since"]).astimezone()
        since = f" since {began:%H:%M on %d %B %Y}"
    return RecordsFault(
        "in-use",
        f"These records are open already: {who} has had them{since}."
        if since
        else f"These records are open in {who}.",
        "Nothing was changed; what is written there is safe.",
        "Go on in the window that has them, or close it and try again here.",
    )
