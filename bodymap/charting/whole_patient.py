"""All that is recorded of one patient, as plain records in the order in which they are read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bodymap.charting.chart import Chart, Site, named_only
from bodymap.charting.history import History, history_as_text
from bodymap.charting.records import Clinic, Patient, Visit, plain
from bodymap.charting.wording import day, moment

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
    """A patient with every record that names them by kind, the consent texts as they are kept and (`agreed`, the oldest
    first) as they were agreed to, and the visits, the oldest first."""

    clinic: Clinic
    patient: Patient
    records: Mapping[str, tuple[Any, ...]]
    consent_texts: tuple[Any, ...]
    agreed: tuple[str, ...]
    visits: tuple[WholeVisit, ...]
    made_at: datetime


def as_json(whole: WholePatient) -> str:
    """Every record as it is kept, as JSON that any program reads."""
    data = {
        "format": "bodymap-patient-1",
        "made_at": plain(whole.made_at),
        "clinic": plain(whole.clinic),
        "patient": plain(whole.patient),
        "records": {kind: plain(found) for kind, found in whole.records.items() if found},
        "consent_texts": plain(whole.consent_texts),
        "visits": [
            {
                "visit": plain(one.visit),
                "records": {kind: plain(found) for kind, found in one.records.items() if found},
            }
            for one in whole.visits
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def as_text(whole: WholePatient, history: History) -> str:
    """The whole record as a person reads it: the patient, what was agreed to, each visit from the first to the last,
    who wrote and changed what."""
    patient = whole.patient
    head = [
        "\n".join(part for part in (whole.clinic.name, whole.clinic.address, whole.clinic.phone) if part),
        f"Record of {patient.name}",
        "\n".join(
            f"{title}: {value}"
            for title, value in (
                ("Born", day(patient.date_of_birth)),
                ("Sex", patient.sex),
                ("Clinic id", patient.clinic_id),
                ("Dominant side", patient.dominant_side),
                ("Phone", patient.phone),
                ("E-mail", patient.email),
                ("Address", patient.address.replace("\n", ", ")),
                ("Alerts", patient.alerts.replace("\n", ", ")),
            )
            if value
        ),
    ]
    parts = [part for part in head if part]
    parts += whole.agreed
    parts += [_visit_as_text(one) for one in whole.visits]
    parts.append(history_as_text(history))
    many = "1 visit" if len(whole.visits) == 1 else f"{len(whole.visits)} visits"
    parts.append(f"Written {moment(whole.made_at)}. {many}.")
    return "\n\n".join(parts) + "\n"


def _visit_as_text(one: WholeVisit) -> str:
    chart = one.chart
    title = f"VISIT {chart.visit_number}, {chart.visit_date} ({chart.status.lower()})"
    by = ", ".join(part for part in (chart.therapist_name, chart.therapist_licence) if part)
    title += f", charted on {chart.charted_on}" if chart.charted_on else ""
    parts = [title + (f"\n{by}" if by else "")]
    if chart.sites:
        parts.append("Needled:\n" + "\n".join(_site_as_text(site) for site in chart.sites))
    if chart.needles or chart.needles_differ:
        parts.append("\n".join(part for part in (f"Needles: {chart.needles}", chart.needles_differ) if part))
    if places := named_only(chart):
        parts.append(f"Places: {places}")
    parts += [f"{name}:\n{text}" for name, text in (*chart.told, *chart.note, chart.later) if text]
    return "\n\n".join(parts)


def _site_as_text(site: Site) -> str:
    many = "1 needle" if site.needles == 1 else f"{site.needles} needles"
    more = [site.needle, many, f"{site.insertions} insertions" if site.insertions != site.needles else ""]
    more += [f"LTR {site.ltr}", site.details, site.note]
    name = ", ".join(part for part in (site.target, site.side, site.level) if part)
    return f"{site.number}. {name}: {'; '.join(part for part in more if part)}"
