"""The progress report: what is printed of a course for who referred the patient, as plain data made from the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bodymap.charting import wording
from bodymap.charting.plans import TreatmentPlan
from bodymap.charting.progress import Progress
from bodymap.charting.records import Clinic, Patient, Therapist

PROGRESS, DISCHARGE = "Progress report", "Discharge summary"
LONGEST_SUMMARY = 2_000
"""Characters: the rest of the report has to stay on one or two pages."""


@dataclass(frozen=True, slots=True)
class Report:
    """A course ready for layout. `kind` is its title; `facts` are labels and texts of the plan and its visits;
    `summary` is the therapist's, else the draft; `events` a line for each adverse event, `events_said` what is known of
    them. `audit_number` and `audit_digest` are the head of the audit's chain when the report was made."""

    kind: str
    clinic_name: str
    clinic_address: str
    clinic_phone: str
    clinic_logo: str
    clinic_accent: str
    patient_name: str
    patient_born: str
    patient_sex: str
    patient_clinic_id: str
    therapist_name: str
    therapist_licence: str
    facts: tuple[tuple[str, str], ...]
    summary: str
    progress: Progress
    events: tuple[str, ...]
    events_said: str
    made_at: datetime
    audit_number: int
    audit_digest: str


def diagnosis_words(plan: TreatmentPlan) -> str:
    """Neck pain, right (M54.2)."""
    what = ", ".join(part for part in (plan.diagnosis, plan.side.word) if part)
    return f"{what} ({plan.icd10})" if plan.icd10 else what


def facts_of(
    plan: TreatmentPlan | None,
    days: Sequence[date],
    plans: Sequence[TreatmentPlan] = (),
    *,
    reviews: Sequence[str] = (),
    precautions: Sequence[str] = (),
) -> tuple[tuple[str, str], ...]:
    """Diagnosis, goals, what was planned, what was decided (`reviews`), the visits and the end, the precautions that
    hold, a line each: nothing that was not recorded.

    Without a plan those of all the patient's `plans`, in their order."""
    visits = ("Visits", visits_words(days))
    held = ("Precautions", "\n".join(precautions))
    if plan is None:
        of_all = (
            ("Diagnosis", "; ".join(_with_course(one) for one in plans)),
            ("Goals", "; ".join(one.goals for one in plans if one.goals)),
            ("Decided", "\n".join(reviews)),
            visits,
            held,
        )
        return tuple((label, text) for label, text in of_all if text)
    planned = [f"{plan.visits_suggested} visits" if plan.visits_suggested else "", plan.frequency]
    planned += [f"{plan.weeks} weeks" if plan.weeks else ""]
    certified = wording.day(plan.certified_on)
    if plan.certified_until:
        certified += f" to {wording.day(plan.certified_until)}"
    facts = (
        ("Diagnosis", diagnosis_words(plan)),
        ("Goals", plan.goals),
        ("Planned", ", ".join(part for part in planned if part)),
        ("Begun", wording.day(plan.starts_on) if plan.starts_on not in days[:1] else ""),
        visits,
        ("Certified", certified),
        ("Ended", ", ".join(part for part in (wording.day(plan.ended_on), plan.ended_why) if part)),
        ("Decided", "\n".join(reviews)),
        held,
    )
    return tuple((label, text) for label, text in facts if text)


def _with_course(plan: TreatmentPlan) -> str:
    """Neck pain, right (M54.2), begun 4 May 2026, ended 1 Jun 2026."""
    said = [diagnosis_words(plan)]
    said += [f"begun {wording.day(plan.starts_on)}"] if plan.starts_on else []
    said += [f"ended {wording.day(plan.ended_on)}"] if plan.ended_on else []
    return ", ".join(said)


def visits_words(days: Sequence[date], most: int = 24) -> str:
    """3: 13 Nov, 20 Nov, 27 Nov 2026. Of very many the first and the last."""
    if not days:
        return "none yet"
    if len(days) > most:
        return f"{len(days)}, from {wording.day(days[0])} to {wording.day(days[-1])}"
    words = []
    for index, one in enumerate(days):
        last_of_year = index + 1 == len(days) or days[index + 1].year != one.year
        words.append(wording.day(one) if last_of_year else wording.day(one).rsplit(" ", 1)[0])
    return f"{len(days)}: {', '.join(words)}"


def report_of(
    *,
    kind: str,
    clinic: Clinic,
    patient: Patient,
    therapist: Therapist,
    plan: TreatmentPlan | None,
    plans: Sequence[TreatmentPlan] = (),
    progress: Progress,
    summary: str,
    events: Sequence[str],
    events_said: str,
    made_at: datetime,
    audit_number: int,
    audit_digest: str,
    reviews: Sequence[str] = (),
    precautions: Sequence[str] = (),
) -> Report:
    """The report of a plan's visits, or without a plan of all the patient's, with all of their `plans`."""
    return Report(
        kind=kind,
        clinic_name=clinic.name,
        clinic_address=clinic.address,
        clinic_phone=clinic.phone,
        clinic_logo=clinic.logo,
        clinic_accent=clinic.accent,
        patient_name=patient.name,
        patient_born=wording.day(patient.date_of_birth),
        patient_sex=patient.sex,
        patient_clinic_id=patient.clinic_id,
        therapist_name=therapist.name,
        therapist_licence=therapist.licence,
        facts=facts_of(
            plan, [stop.day for stop in progress.stops], plans, reviews=reviews, precautions=precautions
        ),
        summary=summary,
        progress=progress,
        events=tuple(events),
        events_said=events_said,
        made_at=made_at,
        audit_number=audit_number,
        audit_digest=audit_digest,
    )
