"""Files that appear whole or not at all: charts, exports, pictures."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write(target: Path, data: bytes) -> None:
    """Put the data there; what was there before stays until all of it is on the disk. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files that only their owner may read; this one obeys the user's umask like any other.
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, 0o666 & ~umask)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
