"""What stands of the audit outside the records: the head of its chain."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AuditHead:
    """The newest link of the audit's chain: its number (0 when empty) and its hash in hexadecimal."""

    number: int
    digest: str
