"""All that is recorded of one patient, as plain records in the order in which they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bodymap.charting.chart import Chart
from bodymap.charting.records import Clinic, Patient, Visit

OF_PATIENT = ("precaution_answer", "avoid_zone", "medication", "consent", "complaint", "plan", "restriction")
"""The kinds that name their patient, besides visits."""
OF_VISIT = (
    "finding",
    "mark",
    "needles_out",
    "note",
    "screening",
    "override",
    "pain_score",
    "pain_area",
    "motion",
    "measured",
    "response",
    "plan_review",
    "adverse_event",
)
"""The kinds that name their visit."""


@dataclass(frozen=True, slots=True)
class WholeVisit:
    """A visit with its chart and every record that names it, by kind."""

    visit: Visit
    chart: Chart
    records: Mapping[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class WholePatient:
    """A patient with every record that names them by kind, the texts agreed to, and the visits, the oldest first."""

    clinic: Clinic
    patient: Patient
    records: Mapping[str, tuple[Any, ...]]
    consent_texts: tuple[Any, ...]
    visits: tuple[WholeVisit, ...]
    made_at: datetime
