"""The log: what went wrong, for whoever mends the program. It never holds patient text.

An exception's message may quote what was typed, so only its type and the places it passed through are written.
"""

from __future__ import annotations

import logging
import logging.handlers
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

log = logging.getLogger("bodymap")

# Called after an unexpected fault was logged: the window says so in a sentence.
listeners: list[Callable[[], None]] = []


class _Formatter(logging.Formatter):
    def formatException(self, ei: object) -> str:
        assert isinstance(ei, tuple)
        return places(ei[0], ei[2])


def places(kind: type[BaseException] | None, trace: TracebackType | None) -> str:
    """The exception's type and each file, line and function it passed through; never its message."""
    lines = [f"  {Path(f.filename).name}:{f.lineno} in {f.name}" for f in traceback.extract_tb(trace)]
    return "\n".join([*lines, kind.__name__ if kind else "no exception"])


def start(folder: Path) -> Path:
    """Write the log into this folder from now on, 3 files of 500 kB at most; the file's path."""
    file = folder / "bodymap.log"
    root = logging.getLogger()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            file, maxBytes=500_000, backupCount=2, encoding="utf-8"
        )
    except OSError:
        # A log that cannot be written keeps nobody from charting.
        handler = logging.NullHandler()
    handler.setFormatter(_Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    sys.excepthook = _unexpected
    threading.excepthook = lambda args: _unexpected(args.exc_type, args.exc_value, args.exc_traceback)
    return file


def _unexpected(kind: type[BaseException], value: BaseException | None, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, value or kind(), trace)
        return
    log.error("unexpected: %s", places(kind, trace))
    for listener in list(listeners):
        listener()
