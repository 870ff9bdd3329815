"""What goes into a file of many charts: all visits of a patient, or all of a day. No widgets: the command line too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from bodymap.charting.records import Patient, Visit, VisitStatus
from bodymap.charting.wording import day as in_words
from bodymap.charting.wording import moment
from bodymap.drawing.chart_pages import lay_out
from bodymap.drawing.files import Front, Part
from bodymap.drawing.pages import Page
from bodymap.drawing.sheets import Letterhead, address_line, one_line
from bodymap.workspace.workspace import Workspace


def patient_file(workspace: Workspace, patient_id: str, paper: str, ink: str) -> tuple[Front, list[Part]]:
    """The whole file of a patient, the oldest visit first. Raises KeyError, RecordsFault."""
    patient = workspace.patients.get(patient_id)
    visits = list(reversed(workspace.visits.of(patient_id)))
    counts = workspace.visits.mark_counts(visits)
    parts = [
        Part(
            f"{in_words(visit.date)}, visit {number}",
            (
                str(number),
                in_words(visit.date),
                str(counts.get(visit.id, 0)),
                _who(workspace, visit),
                _state(visit),
            ),
            _pages(workspace, visit, paper, ink),
        )
        for number, visit in enumerate(visits, 1)
    ]
    columns = (("No.", 0.5), ("Visit", 1.3), ("Sites", 0.7), ("Therapist", 2.2), ("State", 1.0))
    front = Front(
        letterhead_of(workspace),
        "Dry needling: charts of a patient",
        one_line(patient.name) or "Name not entered",
        _facts(patient, len(visits)),
        columns,
        f"Printed {moment(workspace.history.clock())}",
    )
    return front, parts


def day_file(workspace: Workspace, day: date, paper: str, ink: str) -> tuple[Front, list[Part]]:
    """All charts of a day, in the order in which the visits were begun. Raises RecordsFault."""
    visits = list(reversed(workspace.store.visits_on(day)))
    counts = workspace.visits.mark_counts(visits)
    parts = []
    for visit in visits:
        name = one_line(workspace.patients.get(visit.patient_id).name) or "Name not entered"
        cells = (name, str(counts.get(visit.id, 0)), _who(workspace, visit), _state(visit))
        parts.append(Part(name, cells, _pages(workspace, visit, paper, ink)))
    front = Front(
        letterhead_of(workspace),
        "Dry needling: charts of a day",
        in_words(day),
        (("Visits", str(len(visits))),),
        (("Patient", 2.2), ("Sites", 0.7), ("Therapist", 2.0), ("State", 1.0)),
        f"Printed {moment(workspace.history.clock())}",
    )
    return front, parts


def _pages(workspace: Workspace, visit: Visit, paper: str, ink: str) -> Callable[[], Sequence[Page]]:
    return lambda: lay_out(workspace.visits.chart(visit.id), workspace.atlas, paper=paper, ink=ink)


def _who(workspace: Workspace, visit: Visit) -> str:
    return one_line(workspace.practice.therapist_of(visit.therapist_id).name)


def _state(visit: Visit) -> str:
    return "signed" if visit.status is VisitStatus.SIGNED else "draft"


def letterhead_of(workspace: Workspace) -> Letterhead:
    """Whose paper it is."""
    clinic = workspace.practice.clinic()
    return Letterhead(
        one_line(clinic.name),
        address_line(clinic.address),
        one_line(clinic.phone),
        clinic.logo,
        clinic.accent,
    )


def _facts(patient: Patient, visits: int) -> tuple[tuple[str, str], ...]:
    return (
        ("Date of birth", in_words(patient.date_of_birth)),
        ("Sex", one_line(patient.sex)),
        ("Dominant side", one_line(patient.dominant_side)),
        ("Clinic id", one_line(patient.clinic_id)),
        ("Phone", one_line(patient.phone)),
        ("Email", one_line(patient.email)),
        ("Address", address_line(patient.address)),
        ("Alerts", one_line(patient.alerts)),
        ("Visits", str(visits)),
    )
