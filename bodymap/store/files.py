"""Small files beside the database, written so that a crash leaves the old one or the new one, never half of one."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from bodymap.charting.faults import RecordsFault


def sync_folder(folder: Path) -> None:
    """Make names in the folder durable. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(handle: int) -> None:
    """fsync; on macOS the call that also empties the drive's own cache."""
    full = None
    if os.uname().sysname == "Darwin" if hasattr(os, "uname") else False:
        import fcntl

        full = getattr(fcntl, "F_FULLFSYNC", None)
        if full is not None:
            with contextlib.suppress(OSError):
                fcntl.fcntl(handle, full)
                return
    os.fsync(handle)


def write_durably(path: Path, data: bytes) -> None:
    """Replace the file's content in one step; only its owner can read it."""
    fresh = path.with_name(path.name + ".new")
    with contextlib.suppress(FileNotFoundError):
        fresh.unlink()
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(handle, view) :]
            sync_file(handle)
        finally:
            os.close(handle)
        os.replace(fresh, path)
    except BaseException:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise
    sync_folder(path.parent)


@contextlib.contextmanager
def file_faults(folder: Path) -> Iterator[None]:
    """Turn what the system says about files into a sentence."""
    try:
        yield
    except OSError as error:
        raise fault_of_os(error, folder) from error


def fault_of_os(error: OSError, folder: Path) -> RecordsFault:
    """The sentence for a system error about a file of the records' folder."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return full()
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return read_only(folder)
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return RecordsFault(
            "missing",
            f"The folder of the records cannot be reached: {folder}.",
            "Nothing was changed.",
            "If it lies on a drive of its own, connect that drive; otherwise choose the folder where the records are.",
        )
    return disk()


def full() -> RecordsFault:
    return RecordsFault(
        "full",
        "The disk is full.",
        "Everything recorded so far is safe; the last change was not written.",
        "Free some space on this disk and make the change again.",
    )


def read_only(folder: Path) -> RecordsFault:
    return RecordsFault(
        "read-only",
        f"The folder of the records cannot be written to: {folder}.",
        "Nothing was changed.",
        "Allow your account to write to this folder, or choose another folder for the records.",
    )


def disk() -> RecordsFault:
    return RecordsFault(
        "disk",
        "The disk answered with an error.",
        "The last change was not written; what was recorded before it is kept.",
        "Check that the drive is connected and healthy, make a backup, and make the change again.",
    )
