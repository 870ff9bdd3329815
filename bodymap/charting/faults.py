"""Faults of the surroundings, told to a therapist in sentences.

A fault here is not a bug: a locked, full, read-only, damaged or foreign thing outside the program. Bugs stay
ordinary exceptions and end in the log. No fault text ever holds patient text.
"""

from __future__ import annotations

from collections.abc import Callable


class RecordsFault(Exception):
    """Something outside the program keeps the records from being used.

    `happened`, `safe` and `next_step` are whole sentences for the screen; `kind` is a stable word for tests and scripts
    (in-use, newer, foreign, damaged, missing, read-only, full, no-key, locked, changed, refused).
    """

    def __init__(self, kind: str, happened: str, safe: str = "", next_step: str = "") -> None:
        super().__init__(" ".join(part for part in (happened, safe, next_step) if part))
        self.kind = kind
        self.happened = happened
        self.safe = safe
        self.next_step = next_step


class Cancelled(Exception):
    """The user does not want the file any more; nothing was left behind."""


class Refused(ValueError):
    """A value that the record cannot hold, in a sentence; `field` names where it was given."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


class NotNeedled(Refused):
    """A mark in a visit that says that nothing was needled. `again` asks for the same mark once more, where whoever
    asked for it knows how: that is what a press on "Needle all the same" does."""

    def __init__(self, visit_id: str, sentence: str) -> None:
        super().__init__("not_needled", sentence)
        self.visit_id = visit_id
        self.again: Callable[[], object] | None = None

    def asked_by(self, again: Callable[[], object]) -> NotNeedled:
        """The same, knowing what asked for the mark."""
        self.again = again
        return self
