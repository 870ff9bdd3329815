"""A visit as text: the four parts of the note, the text from marks ahead of what was typed in the objective part.

The two are joined only where they are read together, on paper and in what is copied; neither is stored as the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bodymap.charting import wording
from bodymap.charting.records import Section

SECTION_TITLES = {
    Section.SUBJECTIVE: "Subjective",
    Section.OBJECTIVE: "Objective",
    Section.ASSESSMENT: "Assessment",
    Section.PLAN: "Plan",
}


def sections(note: Mapping[Section, str], derived: str) -> dict[Section, str]:
    """The parts that hold something, in their order: `note` as typed, and `derived` first in the objective part."""
    texts = {section: note.get(section, "").strip("\n") for section in Section}
    objective = (derived, texts[Section.OBJECTIVE])
    texts[Section.OBJECTIVE] = "\n\n".join(text for text in objective if text.strip())
    return {section: text for section, text in texts.items() if text.strip()}


def visit_text(day: date, parts: Mapping[Section, str], wanted: Sequence[Section] = tuple(Section)) -> str:
    """The wanted parts as text to paste into another record; all of them under their titles and the visit's date, one
    alone as it is. Nothing where they hold nothing.

    The patient's name is not in it: the record it is pasted into has it, and text that strays names nobody.
    """
    held = [(section, parts[section]) for section in wanted if section in parts]
    if not held or len(wanted) == 1:
        return held[0][1] if held else ""
    titled = [f"{SECTION_TITLES[section]}:\n{text}" for section, text in held]
    return "\n\n".join([f"Dry needling visit, {wording.day(day)}", *titled])
