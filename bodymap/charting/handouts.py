"""Handouts: what a patient takes home, written by the clinic as a text with fields."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Handout:
    """`text` is markdown with fields in braces ({patient}, {muscles}); `example` marks one that came with BodyMap."""

    id: str
    name: str
    text: str = ""
    example: bool = False
    revision: int = 1
    removed: bool = False
