"""The key file, keys.json: one random key per vault, wrapped by slots.

{"format": 1, "vault": ID, "slots": [{"id", "kind": "open", "created", "key": base64}, ...]}

An open slot holds the key as it is; only the file's owner can read the file. Slots of other kinds (passphrase,
recovery) belong to newer programs: they are kept and skipped.
"""

from __future__ import annotations

import base64
import binascii
import json
import logging
import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bodymap.charting.faults import RecordsFault
from bodymap.charting.records import new_id, now, plain
from bodymap.store.files import file_faults, write_durably

log = logging.getLogger(__name__)

FILE_NAME = "keys.json"
FORMAT = 1
KEY_BYTES = 32


@dataclass(frozen=True)
class KeyFile:
    """The slots of one vault. What a newer program added to the file is kept as it is."""

    vault_id: str
    slots: tuple[Mapping[str, Any], ...]
    other: Mapping[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        # The generated one would show the key in a log or a traceback.
        return f"KeyFile({self.vault_id}, {len(self.slots)} slots)"

    @staticmethod
    def fresh() -> KeyFile:
        """A key file for a new vault: one random key in an open slot."""
        slot = {
            "id": new_id(),
            "kind": "open",
            "created": plain(now()),
            "key": base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode(),
        }
        return KeyFile(new_id(), (slot,))

    def open_key(self) -> bytes:
        """The vault's key from the first open slot."""
        for slot in self.slots:
            if slot.get("kind") != "open":
                continue
            try:
                key = base64.b64decode(str(slot.get("key", "")), validate=True)
            except binascii.Error:
                continue
            if len(key) == KEY_BYTES:
                return key
        if any(slot.get("kind") == "open" for slot in self.slots):
            raise _damaged()
        raise RecordsFault(
            "newer",
            "These records are locked in a way this version of BodyMap does not know.",
            "They are unharmed and were not touched.",
            "Open them with a newer BodyMap.",
        )

    def write(self, folder: Path) -> None:
        """Put it into the folder, durably, readable by its owner alone."""
        data = {"format": FORMAT, "vault": self.vault_id, "slots": list(self.slots), **self.other}
        with file_faults(folder):
            write_durably(folder / FILE_NAME, json.dumps(data, indent=2).encode() + b"\n")


def read(folder: Path) -> KeyFile:
    """The folder's key file. A missing one is a fault of its own: a new key would never open the old records."""
    path = folder / FILE_NAME
    with file_faults(folder):
        try:
            raw = path.read_bytes()
        except FileNotFoundError:
            raise missing() from None
        _keep_private(path)
    try:
        data = json.loads(raw)
        version, vault_id, slots = data.pop("format"), data.pop("vault"), data.pop("slots")
        readable = (
            isinstance(vault_id, str) and isinstance(slots, list) and all(isinstance(s, dict) for s in slots)
        )
    except (ValueError, KeyError, AttributeError, TypeError):
        raise _damaged() from None
    if not isinstance(version, int) or not readable or not vault_id:
        raise _damaged()
    if version > FORMAT:
        raise RecordsFault(
            "newer",
            "The key file of these records was written by a newer BodyMap.",
            "The records are unharmed and were not touched.",
            "Open them with that newer version.",
        )
    return KeyFile(vault_id, tuple(slots), data)


def _keep_private(path: Path) -> None:
    """An open slot is only as good as its file's permissions: a copy or a restore may have widened them."""
    if os.name == "nt":
        return
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        try:
            path.chmod(0o600)
            log.warning("the key file could be read by others; it no longer can")
        except OSError:
            log.warning("the key file can be read by others and its permissions cannot be changed")


def missing() -> RecordsFault:
    return RecordsFault(
        "no-key",
        f"The key file of these records ({FILE_NAME}) is missing.",
        "The records are still there and were not touched, but without their key nobody can read them.",
        f"Put {FILE_NAME} back into the folder from a backup.",
    )


def _damaged() -> RecordsFault:
    return RecordsFault(
        "no-key",
        f"The key file of these records ({FILE_NAME}) is damaged.",
        "The records are still there and were not touched, but without their key nobody can read them.",
        f"Put {FILE_NAME} back into the folder from a backup.",
    )
