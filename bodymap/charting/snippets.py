"""Snippets: a short word that the session note turns into the therapist's own text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Snippet:
    """`word` is what is typed after the semicolon ("nki"), `text` what it becomes, fields in braces.

    `therapist_id` None is the clinic's; `example` marks one of the starter few.
    """

    id: str
    word: str
    text: str
    therapist_id: str | None = None
    example: bool = False
    revision: int = 1
    removed: bool = False
