"""What is told of the audit outside the records: the head of its chain, whether it holds, and its steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bodymap.charting.edits import Change


@dataclass(frozen=True, slots=True)
class AuditHead:
    """The newest link of the audit's chain: its number (0 when empty) and its hash in hexadecimal."""

    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class ChainState:
    """What verifying the audit's chain found: `broken_at` is the number of the first entry that does not hold, None
    where all do. `head` is the entry at its end."""

    head: AuditHead
    broken_at: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the audit with the record before and after it. `change` is None where that cannot be told any more:
    its values, or those of an entry before it, were erased or altered."""

    number: int
    at: datetime
    therapist_id: str
    action: str
    kind: str
    record_id: str
    change: Change | None
