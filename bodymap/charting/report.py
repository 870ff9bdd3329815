"""The progress report: what is printed of a course for who referred the patient, as plain data made from the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bodymap.charting import wording
from bodymap.charting.plans import DISCHARGED, TreatmentPlan
from bodymap.charting.progress import Progress
from bodymap.charting.records import Clinic, Patient, Therapist

PROGRESS, DISCHARGE = "Progress report", "Discharge summary"
CARE = ("Precautions", "Reasons given", "E-stim", "Medicines")
"""The facts that stand below what was measured and needled: what had to be heeded."""
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


@dataclass(frozen=True, slots=True)
class Course:
    """What else a report says of a course, in lines that are ready to read; empty where nothing is recorded.

    `reached` is what was measured first and last, `not_needled` the visits without a needle and why, `reasons` why it
    was needled all the same, `events` what an athlete was treated before or after, `reviews` what was decided on the
    plan. `discharge_said` tells whether the therapist wrote why the course was ended.
    """

    reviews: tuple[str, ...] = ()
    reached: tuple[str, ...] = ()
    not_needled: tuple[str, ...] = ()
    e_stim: tuple[str, ...] = ()
    precautions: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    medicines: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    discharge_said: bool = False


NOTHING = Course()


def diagnosis_words(plan: TreatmentPlan) -> str:
    """Neck pain, right (M54.2)."""
    what = ", ".join(part for part in (plan.diagnosis, plan.side.word) if part)
    return f"{what} ({plan.icd10})" if plan.icd10 else what


def facts_of(
    plan: TreatmentPlan | None,
    days: Sequence[date],
    plans: Sequence[TreatmentPlan] = (),
    course: Course = NOTHING,
    treated: Sequence[date] | None = None,
) -> tuple[tuple[str, str], ...]:
    """Diagnosis, goals and what was reached, what was planned, what was decided, the visits and the end, precautions,
    medicines, e-stim: nothing that was not recorded.

    Without a plan those of all the patient's `plans`, in their order. `treated` are the `days` of treatments, where
    nothing was needled at some: planned visits are treatments, the others stand below with why."""
    reached = ("Measured", "; ".join(course.reached))
    not_needled = ("Not needled", "\n".join(course.not_needled))
    event = ("Event", "; ".join(course.events))
    decided = ("Decided", "\n".join(course.reviews))
    heeded = (course.precautions, course.reasons, course.e_stim, ("; ".join(course.medicines),))
    held = tuple((label, "\n".join(lines)) for label, lines in zip(CARE, heeded, strict=True))
    if plan is None:
        of_all = (
            ("Diagnosis", "; ".join(_with_course(one) for one in plans)),
            ("Goals", "; ".join(one.goals for one in plans if one.goals)),
            reached if any(one.goals for one in plans) else ("", ""),
            event,
            decided,
            ("Visits", visits_words(days)),
            not_needled,
            *held,
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
        reached if plan.goals else ("", ""),
        event,
        ("Planned", ", ".join(part for part in planned if part)),
        ("Begun", wording.day(plan.starts_on) if plan.starts_on not in days[:1] else ""),
        ("Visits", visits_words(days if treated is None else treated, planned=plan.visits_suggested)),
        not_needled,
        ("Certified", certified),
        ("Ended", _ended(plan, course.discharge_said)),
        decided,
        *held,
    )
    return tuple((label, text) for label, text in facts if text)


def _ended(plan: TreatmentPlan, said: bool) -> str:
    """21 Nov 2026, discharged. That nobody wrote why is said: who reads of an end asks for it."""
    if plan.ended_on is None:
        return ""
    parts = [wording.day(plan.ended_on), plan.ended_why]
    if plan.ended_why in ("", DISCHARGED) and not said:
        parts.append("why is not recorded")
    return ", ".join(part for part in parts if part)


def _with_course(plan: TreatmentPlan) -> str:
    """Neck pain, right (M54.2), begun 4 May 2026, ended 1 Jun 2026."""
    said = [diagnosis_words(plan)]
    said += [f"begun {wording.day(plan.starts_on)}"] if plan.starts_on else []
    said += [f"ended {wording.day(plan.ended_on)}"] if plan.ended_on else []
    return ", ".join(said)


def visits_words(days: Sequence[date], most: int = 24, *, planned: int | None = None) -> str:
    """3 of 6 planned: 13 Nov, 20 Nov, 27 Nov 2026. Of very many the first and the last."""
    of = f" of {planned} planned" if planned else ""
    if planned and len(days) > planned:
        of = f" ({planned} planned)"
    if not days:
        return f"none yet{of}"
    if len(days) > most:
        return f"{len(days)}{of}, from {wording.day(days[0])} to {wording.day(days[-1])}"
    return f"{len(days)}{of}: {wording.days(days)}"


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
    course: Course = NOTHING,
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
            plan,
            [stop.day for stop in progress.stops],
            plans,
            course,
            [stop.day for stop in progress.stops if not stop.not_needled],
        ),
        summary=summary,
        progress=progress,
        events=tuple(events),
        events_said=events_said,
        made_at=made_at,
        audit_number=audit_number,
        audit_digest=audit_digest,
    )
