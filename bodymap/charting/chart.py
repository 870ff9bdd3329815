"""The chart: what is printed of a visit, as plain data made from the record and from nothing on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bodymap.charting import wording
from bodymap.charting.counts import Counts, counts_of
from bodymap.charting.findings import Finding
from bodymap.charting.places import Outline
from bodymap.charting.records import (
    Clinic,
    Ltr,
    Mark,
    Patient,
    Point,
    Section,
    TargetKind,
    Therapist,
    Visit,
    VisitStatus,
)
from bodymap.charting.visit_text import SECTION_TITLES, sections


@dataclass(frozen=True, slots=True)
class Site:
    """One mark as the chart's table and plates show it. `point` is None for a mark without a place on a plate;
    `details` is the line of what else was recorded, empty where nothing was; `target_id` finds the muscle's shape.
    `letter` names a finding, which has no number (0) and no row in the table. `usual_place`: the muscle was named and
    not pointed at, so that the program set the point."""

    number: int
    target: str
    side: str
    level: str
    needle: str
    needles: int
    insertions: int
    ltr: str
    note: str
    point: Point | None
    details: str = ""
    target_id: str = ""
    letter: str = ""
    usual_place: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """An area on a plate as the chart shows it: where it hurts, or (`zone`) an avoid-zone. `word` says what
    it is. `carried` where it was drawn on another plate and is shown on this one too."""

    outline: Outline
    word: str
    zone: bool = False
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A visit ready for layout. `plates` names each plate and layer that bears sites, in the order of the plates;
    `audit_number` and `audit_digest` are the head of the audit's chain when the chart was made. `needles` says what
    is known of the visit's needles, `needles_differ` that those left in place and those counted out are not as
    many. `found` are findings with a place, `drawn` areas on the plates, `told` the sections, title and text, that
    stand before the session note; `begun` is when the record was, `charted_on` the day of that where it is later
    than the visit's; `later` the title and the text of what was written after that, which stands below the note."""

    visit_id: str
    clinic_name: str
    clinic_address: str
    clinic_phone: str
    patient_name: str
    patient_born: str
    patient_sex: str
    patient_clinic_id: str
    patient_alerts: str
    visit_date: str
    visit_number: int
    status: str
    therapist_name: str
    therapist_licence: str
    sites: tuple[Site, ...]
    plates: tuple[tuple[str, int], ...]
    counts: Counts
    note: tuple[tuple[str, str], ...]
    made_at: datetime
    audit_number: int
    audit_digest: str
    needles: str = ""
    needles_differ: str = ""
    patient_dominant_side: str = ""
    begun: str = ""
    told: tuple[tuple[str, str], ...] = ()
    clinic_logo: str = ""
    clinic_accent: str = ""
    found: tuple[Site, ...] = ()
    not_needled: str = ""
    drawn: tuple[Drawn, ...] = ()
    charted_on: str = ""
    later: tuple[str, str] = ("", "")


def sites_of(marks: Sequence[Mark], *, ltr_asked: bool = False) -> tuple[Site, ...]:
    """The marks in order, numbered from 1. `ltr_asked`: the clinic wants it said, so that it is printed where it was
    not (a column in which nothing was recorded is left out otherwise)."""
    return tuple(
        Site(
            number=number,
            target=mark.target.name,
            side=wording.side(mark.side),
            level=wording.level(mark),
            needle=wording.needle(mark.needle),
            needles=mark.needles,
            insertions=mark.insertions,
            ltr="not noted"
            if ltr_asked and mark.ltr is Ltr.NOT_RECORDED and mark.target.kind is not TargetKind.TISSUE
            else wording.ltr(mark),
            note=mark.note,
            point=mark.point,
            details=wording.details(mark),
            target_id=mark.target.id,
            usual_place=mark.usual_place,
        )
        for number, mark in enumerate(marks, 1)
    )


def chart_of(
    *,
    clinic: Clinic,
    patient: Patient,
    visit: Visit,
    visit_number: int,
    therapist: Therapist,
    marks: Sequence[Mark],
    note: Mapping[Section, str],
    plate_order: Sequence[str],
    made_at: datetime,
    audit_number: int,
    audit_digest: str,
    needles: str = "",
    needles_differ: str = "",
    findings: Sequence[Finding] = (),
    derived: str = "",
    told: Sequence[tuple[str, str]] = (),
    ltr_asked: bool = False,
    drawn: Sequence[Drawn] = (),
    later: tuple[str, str] = ("", ""),
) -> Chart:
    """The chart of a visit. `derived` is the text from marks, which stands ahead of the objective part; `told` what
    else is recorded of the visit, under titles (`told.told`).
    `plate_order` sorts the plates that bear sites; unknown plates come last.
    """
    order = {plate: index for index, plate in enumerate(plate_order)}
    points = [one.point for one in marks] + [one.point for one in findings]
    bearing = {(point.plate, point.layer) for point in points if point}
    return Chart(
        visit_id=visit.id,
        clinic_name=clinic.name,
        clinic_address=clinic.address,
        clinic_phone=clinic.phone,
        patient_name=patient.name,
        patient_born=wording.day(patient.date_of_birth),
        patient_sex=patient.sex,
        patient_clinic_id=patient.clinic_id,
        patient_alerts=patient.alerts,
        visit_date=wording.day(visit.date),
        visit_number=visit_number,
        status="Draft, not signed" if visit.status is VisitStatus.DRAFT else "Signed",
        therapist_name=therapist.name,
        therapist_licence=therapist.licence,
        sites=sites_of(marks, ltr_asked=ltr_asked),
        plates=tuple(sorted(bearing, key=lambda pair: (order.get(pair[0], len(order)), pair))),
        counts=counts_of(marks),
        note=tuple((SECTION_TITLES[s], text) for s, text in sections(note, derived).items()),
        made_at=made_at,
        audit_number=audit_number,
        audit_digest=audit_digest,
        needles=needles,
        needles_differ=needles_differ,
        patient_dominant_side=patient.dominant_side,
        begun=wording.moment(visit.created_at),
        charted_on=charted_later(visit),
        clinic_logo=clinic.logo,
        clinic_accent=clinic.accent,
        told=(*told, *told_of(findings, marks)),
        found=found_of(findings),
        not_needled=visit.not_needled if visit.without_needles(marks) else "",
        drawn=tuple(drawn),
        later=later,
    )


def charted_later(visit: Visit) -> str:
    """The day on which the record was begun where that is a later one than the visit's; else nothing."""
    if visit.created_at is None:
        return ""
    begun = visit.created_at.astimezone().date()
    return wording.day(begun) if begun > visit.date else ""


def letter(number: int) -> str:
    """a to z, then aa, ab ...: how findings are named on plates and in words. `number` counts from 0."""
    before, last = divmod(number, 26)
    return (letter(before - 1) if before else "") + chr(ord("a") + last)


def named_only(chart: Chart) -> str:
    """Which points nobody pointed at: a reader takes a point on a body for one that a hand has set."""
    of = [str(one.number) for one in chart.sites if one.usual_place]
    of += [one.letter for one in chart.found if one.usual_place]
    if not of:
        return ""
    if len(of) == len(chart.sites) + len(chart.found) > 1:
        return "all lie at their muscle's usual place: the muscles were named, not pointed at."
    if len(of) == 1:
        return f"{of[0]} lies at its muscle's usual place: the muscle was named, not pointed at."
    said = f"{', '.join(of[:-1])} and {of[-1]}"
    return f"{said} lie at their muscle's usual place: the muscles were named, not pointed at."


def found_of(findings: Sequence[Finding]) -> tuple[Site, ...]:
    """The findings that have a place on a plate."""
    return tuple(
        Site(
            0,
            found.target.name,
            wording.side(found.side),
            wording.level(found),
            "",
            0,
            0,
            "",
            "",
            found.point,
            target_id=found.target.id,
            letter=letter(number),
            usual_place=found.usual_place,
        )
        for number, found in enumerate(findings)
        if found.point is not None
    )


def told_of(findings: Sequence[Finding], marks: Sequence[Mark] = ()) -> tuple[tuple[str, str], ...]:
    """The sections between table and session note: nothing that was not recorded. That a finding was needled is said
    where a mark arose from it or the therapist said so, not where both lie in one muscle."""

    def needled(found: Finding) -> str:
        sites = [str(number) for number, mark in enumerate(marks, 1) if mark.finding_id == found.id]
        return f"; needled: site{'' if len(sites) == 1 else 's'} {', '.join(sites)}" if sites else ""

    lines = (
        f"{letter(number)}  {wording.finding(found)}{needled(found)}" for number, found in enumerate(findings)
    )
    sections = {"Findings": "\n".join(lines)}
    return tuple((title, text) for title, text in sections.items() if text.strip())


def age_on(born: date | None, day: date) -> int | None:
    """Whole years of age on that day."""
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
