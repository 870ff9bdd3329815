"""Rows and records: which columns a kind of record has, and how its values go in and come out.

The kinds that every click reads are written out, for speed; the others are read off their dataclass (`columns`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from bodymap.charting.consent import Consent, ConsentText
from bodymap.charting.events import AdverseEvent
from bodymap.charting.findings import Finding
from bodymap.charting.handouts import Handout
from bodymap.charting.kinds import Record
from bodymap.charting.outcomes import Complaint, Measured, PainArea, PainScore, RangeOfMotion, Response
from bodymap.charting.plans import Condition, PlanReview, TreatmentPlan
from bodymap.charting.policy import Policy
from bodymap.charting.precautions import Medication, Override, Precaution, PrecautionAnswer, Screening
from bodymap.charting.records import (
    Clinic,
    Defaults,
    Disposition,
    EStim,
    Ltr,
    Mark,
    NarrativeStyle,
    NeedleSize,
    NeedlesOut,
    NoteSection,
    Patient,
    Point,
    Position,
    Referral,
    Section,
    Side,
    Target,
    TargetKind,
    Technique,
    Therapist,
    Tolerance,
    VerbalConsent,
    Visit,
    VisitStatus,
    plain,
)
from bodymap.charting.sets import MarkSet
from bodymap.charting.snippets import Snippet
from bodymap.charting.tidying import Merge, Restriction
from bodymap.charting.zones import AvoidZone
from bodymap.store.columns import Row, Table, json_text, table_of


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _clinic_row(c: Clinic) -> Row:
    return (
        c.id,
        c.name,
        c.address,
        c.phone,
        c.narrative_style.value,
        int(c.without_injection),
        c.logo,
        c.accent,
        c.revision,
        int(c.removed),
    )


def _clinic(r: Row) -> Clinic:
    return Clinic(r[0], r[1], r[2], r[3], NarrativeStyle(r[4]), bool(r[5]), r[6], r[7], r[8], bool(r[9]))


def _therapist_row(t: Therapist) -> Row:
    return (t.id, t.name, t.licence, t.revision, int(t.removed))


def _therapist(r: Row) -> Therapist:
    return Therapist(r[0], r[1], r[2], r[3], bool(r[4]))


def _patient_row(p: Patient) -> Row:
    return (
        p.id,
        p.family_name,
        p.given_names,
        plain(p.date_of_birth),
        p.sex,
        p.clinic_id,
        p.phone,
        p.email,
        p.address,
        p.alerts,
        p.dominant_side,
        plain(p.created_at),
        p.revision,
        int(p.removed),
    )


def _patient(r: Row) -> Patient:
    return Patient(
        r[0],
        r[1],
        r[2],
        _day(r[3]),
        r[4],
        r[5],
        r[6],
        r[7],
        r[8],
        r[9],
        r[10],
        _moment(r[11]),
        r[12],
        bool(r[13]),
    )


def _visit_row(v: Visit) -> Row:
    return (
        v.id,
        v.patient_id,
        v.therapist_id,
        v.date.isoformat(),
        v.status.value,
        plain(v.created_at),
        v.needles_opened,
        v.needle_lot,
        v.needle_expiry,
        v.plan_id,
        v.minutes,
        json_text(plain(v.other_therapies)),
        v.event,
        plain(v.event_date),
        plain(v.next_visit),
        v.verbal_consent.value,
        v.tolerance.value,
        int(v.no_events),
        int(v.aftercare_told),
        v.handout,
        v.not_needled,
        v.revision,
        int(v.removed),
    )


def _visit(r: Row) -> Visit:
    return Visit(
        r[0],
        r[1],
        r[2],
        date.fromisoformat(r[3]),
        VisitStatus(r[4]),
        _moment(r[5]),
        r[6],
        r[7],
        r[8],
        r[9],
        r[10],
        () if r[11] == "[]" else tuple(json.loads(r[11])),
        r[12],
        _day(r[13]),
        _day(r[14]),
        VerbalConsent(r[15]),
        Tolerance(r[16]),
        bool(r[17]),
        bool(r[18]),
        r[19],
        r[20],
        r[21],
        bool(r[22]),
    )


def _note_row(n: NoteSection) -> Row:
    return (n.id, n.visit_id, n.section.value, n.text, n.revision, int(n.removed))


def _note(r: Row) -> NoteSection:
    return NoteSection(r[0], r[1], Section(r[2]), r[3], r[4], bool(r[5]))


def _size_row(size: NeedleSize | None) -> Row:
    return (size.diameter_um, size.length_mm) if size is not None else (None, None)


def _size(diameter_um: int | None, length_mm: int | None) -> NeedleSize | None:
    return NeedleSize(diameter_um, length_mm) if diameter_um is not None and length_mm is not None else None


def _e_stim_row(e: EStim | None) -> Row:
    if e is None:
        return (None, None, None, None, 0, "")
    return (int(e.on), _tenths(e.hz), e.pulse_us, _tenths(e.ma), int(e.to_twitch), e.pair)


def _tenths(value: float | None) -> int | None:
    return None if value is None else round(value * 10)


def _e_stim(r: Row) -> EStim | None:
    if r[0] is None:
        return None
    hz, ma = (None if tenths is None else tenths / 10 for tenths in (r[1], r[3]))
    return EStim(bool(r[0]), hz, r[2], ma, bool(r[4]), r[5])


def _mark_row(m: Mark) -> Row:
    point: Row = (None,) * 5
    if m.point is not None:
        p = m.point
        point = (p.plate, p.plate_version, p.layer, round(p.u * 1000), round(p.v * 1000))
    return (
        m.id,
        m.visit_id,
        m.ordinal,
        m.target.kind.value,
        m.target.id,
        m.target.name,
        m.target.counts_as,
        m.side.value,
        *point,
        m.level,
        int(m.level_confirmed),
        *_size_row(m.needle),
        m.needles,
        m.insertions,
        m.ltr.value,
        m.ltr_count,
        m.note,
        m.product,
        m.technique.value,
        m.time_in_place,
        m.depth_mm,
        m.disposition.value,
        m.referral.value,
        m.referral_to,
        *_e_stim_row(m.e_stim),
        m.position.value,
        m.tolerance.value,
        m.carried_from,
        int(m.carried),
        m.finding_id,
        int(m.usual_place),
        plain(m.created_at),
        m.revision,
        int(m.removed),
    )


def _mark(r: Row) -> Mark:
    return Mark(
        r[0],
        r[1],
        r[2],
        Target(TargetKind(r[3]), r[4], r[5], r[6]),
        Side(r[7]),
        Point(r[8], r[9], r[10], r[11] / 1000, r[12] / 1000) if r[8] is not None else None,
        r[13],
        bool(r[14]),
        _size(r[15], r[16]),
        r[17],
        r[18],
        Ltr(r[19]),
        r[20],
        r[21],
        r[22],
        Technique(r[23]),
        r[24],
        r[25],
        Disposition(r[26]),
        Referral(r[27]),
        r[28],
        _e_stim(r[29:35]),
        Position(r[35]),
        Tolerance(r[36]),
        r[37],
        bool(r[38]),
        r[39],
        bool(r[40]),
        _moment(r[41]),
        r[42],
        bool(r[43]),
    )


def _needles_out_row(n: NeedlesOut) -> Row:
    return (n.id, n.visit_id, n.body_part, n.counted, n.revision, int(n.removed))


def _needles_out(r: Row) -> NeedlesOut:
    return NeedlesOut(r[0], r[1], r[2], r[3], r[4], bool(r[5]))


def _defaults_row(d: Defaults) -> Row:
    return (
        d.id,
        d.therapist_id,
        d.target_id,
        *_size_row(d.needle),
        d.product,
        d.technique.value,
        d.position.value,
        d.revision,
        int(d.removed),
    )


def _defaults(r: Row) -> Defaults:
    return Defaults(
        r[0], r[1], r[2], _size(r[3], r[4]), r[5], Technique(r[6]), Position(r[7]), r[8], bool(r[9])
    )


def _table(
    kind: str, name: str, columns: str, to_row: Callable[[Any], Row], to_record: Callable[[Row], Record]
) -> Table:
    return Table(kind, name, (*columns.split(), "revision", "removed"), to_row, to_record)


TABLES: dict[str, Table] = {
    table.kind: table
    for table in (
        _table(
            "clinic",
            "clinic",
            "id name address phone narrative_style without_injection logo accent",
            _clinic_row,
            _clinic,
        ),
        _table("therapist", "therapists", "id name licence", _therapist_row, _therapist),
        _table(
            "patient",
            "patients",
            "id family_name given_names date_of_birth sex clinic_id phone email address alerts dominant_side"
            " created_at",
            _patient_row,
            _patient,
        ),
        _table(
            "visit",
            "visits",
            "id patient_id therapist_id date status created_at needles_opened needle_lot needle_expiry plan_id minutes"
            " other_therapies event event_date next_visit verbal_consent tolerance no_events aftercare_told handout"
            " not_needled",
            _visit_row,
            _visit,
        ),
        _table("note", "note_sections", "id visit_id section text", _note_row, _note),
        _table(
            "mark",
            "marks",
            "id visit_id ordinal target_kind target_id target_name counts_as side plate plate_version layer u_um v_um"
            " level level_confirmed needle_diameter_um needle_length_mm needles insertions ltr ltr_count note"
            " product technique time_in_place_min depth_mm disposition referral referral_to e_stim e_stim_tenth_hz"
            " e_stim_pulse_us e_stim_tenth_ma e_stim_to_twitch e_stim_pair position tolerance carried_from carried"
            " finding_id usual_place created_at",
            _mark_row,
            _mark,
        ),
        _table(
            "needles_out",
            "needles_out",
            "id visit_id body_part counted",
            _needles_out_row,
            _needles_out,
        ),
        _table(
            "defaults",
            "defaults",
            "id therapist_id target_id needle_diameter_um needle_length_mm product technique position",
            _defaults_row,
            _defaults,
        ),
        table_of("finding", "findings", Finding),
        table_of("set", "mark_sets", MarkSet),
        table_of("snippet", "snippets", Snippet),
        table_of("precaution", "precautions", Precaution),
        table_of("precaution_answer", "precaution_answers", PrecautionAnswer),
        table_of("screening", "screenings", Screening),
        table_of("override", "overrides", Override),
        table_of("medication", "medications", Medication),
        table_of("avoid_zone", "avoid_zones", AvoidZone),
        table_of("consent_text", "consent_texts", ConsentText),
        table_of("consent", "consents", Consent),
        table_of("complaint", "complaints", Complaint),
        table_of("pain_score", "pain_scores", PainScore),
        table_of("pain_area", "pain_areas", PainArea),
        table_of("motion", "motions", RangeOfMotion),
        table_of("measured", "measured", Measured),
        table_of("response", "responses", Response),
        table_of("plan", "plans", TreatmentPlan),
        table_of("plan_review", "plan_reviews", PlanReview),
        table_of("condition", "conditions", Condition),
        table_of("adverse_event", "adverse_events", AdverseEvent),
        table_of("policy", "policies", Policy),
        table_of("merge", "merges", Merge),
        table_of("restriction", "restrictions", Restriction),
        table_of("handout", "handouts", Handout),
    )
}
