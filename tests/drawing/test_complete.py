"""Every field of every record is on paper, or stands below with the reason why not.

Found by reflection: a field or kind of record that is added later is caught until it is printed or listed here. Words
must be found in the PDF's text; of a number, a date, a choice or a yes, another value must read otherwise.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from dataclasses import is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest

from bodymap import assets
from bodymap.atlas.atlas import Atlas
from bodymap.charting.kinds import RECORD_TYPES, field_types, optional
from bodymap.charting.records import (
    Clinic,
    EStim,
    Ltr,
    Mark,
    NeedleSize,
    Point,
    Section,
    Side,
    Target,
    TargetKind,
    Technique,
    VisitStatus,
)
from bodymap.drawing.chart_pages import lay_out
from bodymap.drawing.pages import Page, Text, write_pdf
from bodymap.store.memory import MemoryStore
from bodymap.workspace.workspace import Workspace

SETTINGS = "what a clinic or therapist keeps to work with; what came of it is in the visit"
NOT_A_VISITS: dict[str, str] = {
    "defaults": SETTINGS,
    "set": SETTINGS,
    "snippet": SETTINGS,
    "handout": SETTINGS,
    "precaution": SETTINGS,
    "precaution_answer": "follows the patient and changes; the visit prints the answers as they stood when it asked",
    "consent_text": "the patient has a copy; the chart names title and version",
    "condition": SETTINGS,
    "policy": SETTINGS,
    "merge": "how two files of one patient became one is the audit's to tell",
    "restriction": "that a file must not be used stands on the screen; it is no part of the treatment",
}
OF_THE_PROGRAM = {
    "id": "a key of the database",
    "visit_id": "a key",
    "patient_id": "a key",
    "therapist_id": "a key; the name is printed",
    "revision": "counts changes; the audit's head is printed",
    "removed": "what was removed is not printed",
    "ordinal": "the order of the list",
    "created_at": "when it was charted is the audit's to tell; of the visit it is printed",
    "complaint_id": "a key; the complaint is printed",
    "precaution_id": "a key; the question is printed as it was asked",
    "mark_id": "a key; the site's number is printed",
    "plan_id": "a key; the plan is printed",
    "text_id": "a key; title and version are printed",
    "told_in": "a key; the event is printed on both visits",
    "closed_in": "a key; that visit's chart says that it was over: tests/workspace/test_whole_record.py",
    "answered_in": "a key",
    "finding_id": "a key",
    "carried_from": "a key",
}
NOT_ON_A_CHART: dict[str, str] = {
    "clinic.narrative_style": "how the text from marks reads",
    "clinic.without_injection": "how the text from marks reads",
    "clinic.logo": "a picture: tests/drawing/test_letterhead.py",
    "clinic.accent": "a colour: tests/drawing/test_letterhead.py",
    "patient.phone": "a chart goes to others; contact is on the first page of the whole file",
    "patient.email": "as the phone",
    "patient.address": "as the phone",
    "visit.not_needled": "printed where nothing is marked: tests/workspace/test_whole_record.py",
    "visit.status": "the words Draft or Signed: test_chart_pages",
    "note.section": "its title",
    "plan.summary": "printed on the progress report: tests/drawing/test_report_pages.py",
    "plan.summary_on": "said where the summary is written: tests/ui/test_report.py",
    "mark.carried": "a hint on the screen until the mark is touched",
    "mark.point": "a place on a plate: tests/drawing/test_positions.py",
    "mark.disposition": "counted in and out as well; the words are in test_chart_pages",
    "finding.point": "a diamond on the plate: test_chart_pages",
    "mark.target.kind": "told by the name",
    "mark.target.id": "a key; the name as charted is printed",
    "mark.target.counts_as": "told by the totals",
    "finding.target.kind": "told by the name",
    "finding.target.id": "a key",
    "finding.target.counts_as": "findings are not counted",
    "needles_out.body_part": "told where in and out differ",
    "screening.asked_at": "asked at this visit, whose day is printed; the minute is in the audit",
    "override.about": "a key; what was said is printed",
    "avoid_zone.outline": "told in words; drawn on the plates: test_areas",
    "pain_area.outline": "told in words; drawn on the plates: test_areas",
    "adverse_event.point": "told by body part and side; drawn on the screen",
}


class Filled:
    """Records with something of its own in every field."""

    def __init__(self) -> None:
        self.numbers = count(1)
        self.words: dict[str, str] = {}

    def value(self, hint: Any, path: str) -> Any:
        hint, _ = optional(hint)
        number = next(self.numbers)
        if hint is str:
            word = f"canary{number}x"
            self.words[path] = word
            return word
        if get_origin(hint) is tuple:
            return (self.value(get_args(hint)[0], path),)
        if is_dataclass(hint) and isinstance(hint, type):
            return hint(**{name: self.value(of, f"{path}.{name}") for name, of in field_types(hint).items()})
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            return list(hint)[-1]
        if hint is date:
            return date(2026, 3, 1) + timedelta(days=number % 300)
        if hint is datetime:
            return datetime(2026, 3, 1, 9, 30, tzinfo=UTC) + timedelta(minutes=number)
        return {int: 1000 + number, float: 1000.5 + number, bool: True}[hint]

    def record(self, kind: str) -> Any:
        made = RECORD_TYPES[kind]
        values = {name: self.value(hint, f"{kind}.{name}") for name, hint in field_types(made).items()}
        return made(**(values | {k: v for k, v in KNOWN.items() if k in values} | FITTING.get(kind, {})))


DAY = date(2026, 2, 28)
KNOWN: dict[str, Any] = {
    "visit_id": "v",
    "patient_id": "p",
    "therapist_id": "t",
    "plan_id": "plan",
    "complaint_id": "c",
    "mark_id": "m",
    "text_id": "text",
    "removed": False,
    "section": Section.PLAN,
    # What came after the visit is not on its chart.
    "known_on": DAY,
    "ended_on": DAY,
}
FITTING: dict[str, dict[str, Any]] = {
    "visit": {"id": "v", "date": DAY, "needle_expiry": "2027-05", "status": VisitStatus.DRAFT},
    "mark": {
        "id": "m",
        "ltr": Ltr.YES,
        "side": Side.RIGHT,
        "technique": Technique.PISTONING,
        "needle": NeedleSize(287, 43),
        "point": Point("anterior", 1, 1, -80.0, 900.0),
    },
    "finding": {"side": Side.LEFT},
    "complaint": {"id": "c"},
    "plan": {"id": "plan"},
    "consent": {"id": "consent", "given_on": DAY, "withdrawn_on": None},
    "clinic": {"id": "clinic"},
    "therapist": {"id": "t"},
    "patient": {"id": "p"},
    "note": {"id": "v:plan"},
    "consent_text": {"id": "text"},
    "pain_score": {"id": "v:pain:c:after"},
    "screening": {"id": "v:screening"},
    "response": {"id": "v:response"},
    "adverse_event": {"closed_on": DAY},
}


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return Atlas(assets.folder(), None)


def pages_of(filled: dict[str, Any], atlas: Atlas) -> list[Page]:
    """The chart of these records, one of each kind, read from a store that holds just them."""
    store = MemoryStore()
    store.id = "0" * 32
    # Past the rules of what can be recorded: here every field says something.
    store._records = {record.id: record for record in filled.values()}
    workspace = Workspace(store, atlas, clock=lambda: datetime(2026, 11, 21, 20, 50, tzinfo=UTC))
    return lay_out(workspace.visits.chart("v"), atlas)


def text_of(pages: list[Page]) -> str:
    """All words of the pages, as laid out."""
    lines = [op.layout.lineAt(op.line) for page in pages for op in page.operations if isinstance(op, Text)]
    texts = [op.layout.text() for page in pages for op in page.operations if isinstance(op, Text)]
    return " ".join(
        text[line.textStart() : line.textStart() + line.textLength()]
        for line, text in zip(lines, texts, strict=True)
    )


def listed(path: str) -> bool:
    """Whether a field (kind.field or kind.field.part) stands in a list above."""
    kind, *rest = path.split(".")
    return (
        kind in NOT_A_VISITS
        or rest[-1] in OF_THE_PROGRAM
        or rest[0] in OF_THE_PROGRAM
        or path in NOT_ON_A_CHART
        or f"{kind}.{rest[0]}" in NOT_ON_A_CHART
    )


@pytest.fixture
def made() -> tuple[Filled, dict[str, Any]]:
    filling = Filled()
    return filling, {kind: filling.record(kind) for kind in RECORD_TYPES}


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext (poppler-utils)")
def test_every_word_of_every_record_is_found_in_the_pdf(
    made: tuple[Filled, dict[str, Any]], atlas: Atlas, tmp_path: Path
) -> None:
    filling, filled = made
    write_pdf(pages_of(filled, atlas), tmp_path / "chart.pdf")
    raw = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "chart.pdf"), "-"],
        capture_output=True,
        check=True,
        timeout=60,
    ).stdout.decode()
    # Long words break anywhere.
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", raw)).casefold()
    lost = []
    for path, word in filling.words.items():
        kind, field = path.split(".")[:2]
        fixed = field in KNOWN or field in FITTING.get(kind, {})
        if not listed(path) and not fixed and word not in text:
            lost.append(path)
    assert not lost, " ".join(lost)


def other(value: Any) -> Any:
    """Another value of the same kind."""
    if value is None:
        return DAY
    if isinstance(value, bool):
        return not value
    if isinstance(value, StrEnum):
        return next(one for one in type(value) if one is not value)
    if isinstance(value, datetime):
        return value + timedelta(days=1, minutes=7)
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, (int, float)):
        return value + 10
    if isinstance(value, str):
        return "another"
    if isinstance(value, tuple):
        return () if is_dataclass(value[0]) else ("another",)
    if isinstance(value, EStim):
        return EStim(on=False)
    if isinstance(value, NeedleSize):
        return NeedleSize(250, 30)
    if isinstance(value, Target):
        return Target(TargetKind.MUSCLE, "x", "Another muscle")
    raise TypeError(f"no other {type(value).__name__}")


def test_every_number_day_and_choice_is_read_on_paper(
    made: tuple[Filled, dict[str, Any]], atlas: Atlas
) -> None:
    _, filled = made
    said = text_of(pages_of(filled, atlas))
    assert text_of(pages_of(dict(filled), atlas)) == said, "the same record reads the same"
    unheard = []
    for kind, record in filled.items():
        for name in field_types(type(record)):
            path = f"{kind}.{name}"
            if listed(path):
                continue
            changed = replace(record, **{name: other(getattr(record, name))})
            if text_of(pages_of(filled | {kind: changed}, atlas)) == said:
                unheard.append(path)
    assert not unheard, " ".join(unheard)


def test_the_lists_name_only_what_there_is(made: tuple[Filled, dict[str, Any]]) -> None:
    fields = {f"{kind}.{name}" for kind, cls in RECORD_TYPES.items() for name in field_types(cls)}
    assert set(NOT_A_VISITS) <= set(RECORD_TYPES)
    assert {".".join(path.split(".")[:2]) for path in NOT_ON_A_CHART} <= fields
    assert set(OF_THE_PROGRAM) <= {path.split(".")[1] for path in fields}
    assert isinstance(made[1]["clinic"], Clinic)
    assert isinstance(made[1]["mark"], Mark)
