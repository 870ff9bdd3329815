"""Who wrote and changed what, as the whole record tells it: two visits of an invented patient, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bodymap import assets
from bodymap.atlas.atlas import Atlas
from bodymap.charting.consent import ConsentForm
from bodymap.charting.edits import changed, created
from bodymap.charting.events import EventKind, Harm
from bodymap.charting.history import FIELDS, UNTOLD
from bodymap.charting.kinds import RECORD_TYPES
from bodymap.charting.places import Laterality, Outline
from bodymap.charting.precautions import Answer
from bodymap.charting.records import (
    EStim,
    Mark,
    NeedleSize,
    Point,
    Section,
    Side,
    Target,
    TargetKind,
    Therapist,
    new_id,
)
from bodymap.charting.whole_patient import OF_PATIENT, OF_VISIT
from bodymap.charting.wording import moment
from bodymap.store.memory import MemoryStore
from bodymap.store.vault import Vault
from bodymap.workspace.workspace import Workspace
from tests.workspace.conftest import Clock


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return Atlas(assets.folder())


@pytest.fixture
def ws(atlas: Atlas, clock: Clock, tmp_path: Path) -> Iterator[Workspace]:
    """On records as they are kept: the audit is read back from the file."""
    workspace = Workspace(Vault.open(tmp_path / "records", create=True), atlas, clock=clock)
    workspace.practice.change_therapist(workspace.history.therapist.id, name="Dana Whitfield", licence="PT 1")
    yield workspace
    workspace.close()


@pytest.fixture
def patient(ws: Workspace) -> str:
    born = date(1980, 1, 1)
    return ws.patients.create(family_name="Sandoval", given_names="Mireya", date_of_birth=born).id


def place(ws: Workspace, visit_id: str, **values: object) -> Mark:
    target = Target(TargetKind.MUSCLE, "infraspinatus", "Infraspinatus", "infraspinatus")
    made = Mark(new_id(), visit_id, ws.store.next_ordinal(visit_id), target, Side.RIGHT, **values)  # type: ignore[arg-type]
    ws.history.commit([created(made)], "place mark", scope=visit_id, name="placing R infraspinatus")
    return made


def section(ws: Workspace, patient_id: str) -> str:
    """WRITTEN AND CHANGED of the whole record, without the last line of the file."""
    return ws.tidy.text(patient_id).partition("WRITTEN AND CHANGED:\n")[2].rpartition("\n\nWritten ")[0]


def group(ws: Workspace, patient_id: str, title: str) -> list[str]:
    """The lines under a title, each without when and by whom it was."""
    (found,) = [part for part in section(ws, patient_id).split("\n\n") if part.startswith(f"{title}\n")]
    return [
        re.sub(r"^\d+ \w+ \d{4} \d\d:\d\d .*?, Dana Whitfield: ", "", line) for line in found.split("\n")[1:]
    ]


def test_each_step_of_two_visits_is_told_from_and_to(ws: Workspace, patient: str, clock: Clock) -> None:
    first = ws.visits.todays(patient).id
    begun = moment(clock.moment)
    mark = place(ws, first, needle=NeedleSize(250, 40), point=Point("posterior", 1, 1, 60, 1300))
    ws.marks.change([mark.id], needle=NeedleSize(300, 50))
    ws.history.undo(first)
    ws.history.redo(first)
    ws.marks.move(mark.id, "posterior", 1, 60, 1310)
    ws.visits.move(first, day=date(2026, 5, 3))
    medicine = ws.precautions.add_medication(patient, "Apixaban", dose="5 mg", thins_blood=True)
    zone = ws.precautions.add_zone(patient, Outline.circle("anterior", 1, -100, 1300, 30), text="port")
    event = ws.events.add(first, EventKind.DROWSINESS, Harm.MILD)
    clock.moment += timedelta(days=7)
    second = ws.visits.todays(patient).id
    ws.precautions.answer(patient, "pacemaker", Answer.NO, visit_id=second)
    ws.precautions.answer(patient, "pacemaker", Answer.YES, since="2019", visit_id=second)
    ws.precautions.end_medication(medicine.id)
    ws.precautions.end_zone(zone.id)
    ws.events.close(event.id)

    visit = group(ws, patient, "OF THE VISIT OF 3 May 2026")
    told = [
        "Visit of 4 May 2026 begun",
        "R infraspinatus marked: size 0.25x40",
        "R infraspinatus: size 0.25x40 -> 0.30x50",
        "undone: R infraspinatus: size 0.30x50 -> 0.25x40",
        "done again: R infraspinatus: size 0.25x40 -> 0.30x50",
        "R infraspinatus: needled Infraspinatus -> Lower trapezius;"
        " place posterior plate, 60 by 1300 mm -> posterior plate, 60 by 1310 mm (moved 10 mm)",
        "Visit of 4 May 2026: day of the visit 4 May 2026 -> 3 May 2026",
        "Drowsiness written: how grave mild; noticed on 3 May 2026",
        "Drowsiness: still open -> over on 11 May 2026",
    ]
    assert visit == told
    of_patient = group(ws, patient, "OF THE PATIENT")
    assert "Medicine Apixaban: still taken -> ended on 11 May 2026" in of_patient
    assert "Avoid-zone, port: still there -> ended on 11 May 2026" in of_patient
    assert "Cardiac pacemaker or defibrillator: no -> yes (since 2019)" in of_patient
    assert f"{begun}, Dana Whitfield: Visit of 4 May 2026 begun" in section(ws, patient)
    # How many lines there are, and that the audit holds.
    head, _, body = section(ws, patient).partition("\n\n")
    lines = [line for line in body.split("\n") if re.match(r"\d", line)]
    assert head.startswith(f"{len(lines)} lines, told from the audit")
    state = ws.store.verify_audit()
    assert f"all {state.head.number} entries of the clinic's audit hold" in head
    assert state.head.digest in head


def test_a_note_is_told_by_sittings_and_as_it_read_before(ws: Workspace, patient: str, clock: Clock) -> None:
    visit = ws.visits.todays(patient).id
    for text in ("Neck", "Neck hurts", "Neck hurts\nworse at night"):
        ws.notes.save(visit, Section.SUBJECTIVE, text)
    clock.moment += timedelta(hours=1)
    ws.notes.save(visit, Section.SUBJECTIVE, "Neck hurts since Monday\nworse at night")
    ws.notes.save(visit, Section.PLAN, "Again")
    clock.moment += timedelta(days=1)
    ws.notes.save(visit, Section.SUBJECTIVE, "Neck hurts since Monday\nnever")
    ws.notes.save(visit, Section.PLAN, "")
    assert group(ws, patient, "OF THE VISIT OF 4 May 2026")[1:] == [
        "S written, 25 characters",
        "S changed: 2 words added",
        "P written, 5 characters",
        "S changed: 3 words taken out, 1 added",
        "    It read before:",
        "    | Neck hurts since Monday",
        "    | worse at night",
        "    It read then:",
        "    | Neck hurts since Monday",
        "    | never",
        "P taken out: 1 word",
        "    It read before:",
        "    | Again",
        "    It read then:",
        "    | (nothing)",
    ]
    # Three saves within minutes are one line, with the time of the first and the last.
    assert re.search(r"UTC\S* to \d\d:\d\d, Dana Whitfield: S written", section(ws, patient))


def test_what_was_typed_never_looks_like_a_line_of_the_audit(ws: Workspace, patient: str) -> None:
    visit = ws.visits.todays(patient).id
    forged = "x\n\nOF THE PATIENT\n4 May 2026 09:00 UTC, Dana Whitfield: forged\u2028forged again"
    ws.events.add(visit, EventKind.OTHER, Harm.MILD, text=forged, done=forged)
    ws.notes.save(visit, Section.SUBJECTIVE, forged)
    ws.history.therapist = ws.history.put(Therapist(new_id(), "Noor Haddad"), "new therapist")
    ws.notes.save(visit, Section.SUBJECTIVE, "")
    lines = section(ws, patient).splitlines()
    assert "    | 4 May 2026 09:00 UTC, Dana Whitfield: forged" in lines
    assert not [
        line for line in lines if "forged" in line and line.startswith(("4 May 2026 09:00", "forged"))
    ]
    assert lines.count("OF THE PATIENT") == 1


def test_e_stim_is_told_by_its_settings(ws: Workspace, patient: str) -> None:
    visit = ws.visits.todays(patient).id
    mark = place(ws, visit)
    ws.marks.change([mark.id], e_stim=EStim(hz=2, to_twitch=True))
    ws.marks.change([mark.id], e_stim=EStim(on=False))
    lines = group(ws, patient, "OF THE VISIT OF 4 May 2026")
    assert any("e-stim not recorded -> 2 Hz to twitch" in line for line in lines)
    assert any("e-stim 2 Hz to twitch -> none" in line for line in lines)


def test_what_somebody_else_changed_is_told_as_it_read_before(ws: Workspace, patient: str) -> None:
    visit = ws.visits.todays(patient).id
    ws.notes.save(visit, Section.ASSESSMENT, "Better")
    other = Therapist(new_id(), "Noor Haddad")
    ws.history.commit([created(other)], "new therapist")
    ws.history.therapist = other
    ws.notes.save(visit, Section.ASSESSMENT, "Worse")
    text = section(ws, patient)
    assert "Noor Haddad: A changed: 1 word taken out, 1 added\n    It read before:\n    | Better" in text


def test_restricted_merged_and_separated_are_told_without_another_patients_name(
    ws: Workspace, patient: str
) -> None:
    double = ws.patients.create(family_name="Sandoval", given_names="M.").id
    visit = ws.visits.todays(double).id
    place(ws, visit)
    merge = ws.tidy.merge(double, patient)
    text = section(ws, patient)
    assert "Another record of this patient was merged into this one: 1 visit went over" in text
    assert "The visit came over from another record of this patient" in text
    assert "R infraspinatus marked" in text
    assert "OF THE RECORD THAT WAS MERGED INTO THIS ONE (Sandoval, M.)" in text
    ws.tidy.unmerge(merge.id)
    text = section(ws, patient)
    assert "Taken back: another record of this patient was merged into this one" in text
    assert "The visit went back to another record of this patient" in text
    assert "THAT IS NO LONGER IN THIS RECORD" in text
    assert "R infraspinatus marked" not in text
    stranger = ws.patients.create(family_name="Okafor").id
    ws.visits.move(visit, patient_id=stranger)
    ws.visits.move(visit, day=date(2026, 5, 2))
    assert "The visit went to the record of another patient" in section(ws, double)
    assert "The visit came from the record of another patient" in section(ws, stranger)
    for one in (double, patient):
        assert "Okafor" not in ws.tidy.text(one)
        assert "2 May 2026" not in ws.tidy.text(one)
    assert "day of the visit 4 May 2026 -> 2 May 2026" in section(ws, stranger)
    ws.tidy.restrict(patient, "asked for")
    ws.tidy.lift(patient)
    of_patient = group(ws, patient, "OF THE PATIENT")
    assert of_patient[-2:] == [
        "The record was restricted: “asked for”",
        "The restriction was lifted (“asked for”)",
    ]


def test_a_visit_that_was_taken_out_is_still_told(ws: Workspace, patient: str) -> None:
    visit = ws.visits.todays(patient).id
    ws.notes.save(visit, Section.OBJECTIVE, "Seen")
    ws.visits.remove(visit)
    lines = group(ws, patient, "OF THE VISIT OF 4 May 2026, which was taken out of the lists")
    assert lines == ["Visit of 4 May 2026 begun", "O written, 4 characters", "Visit of 4 May 2026 taken out"]


def test_an_audit_that_does_not_hold_is_said(atlas: Atlas, clock: Clock) -> None:
    store = MemoryStore()
    ws = Workspace(store, atlas, clock=clock)
    patient = ws.patients.create(family_name="Sandoval").id
    entry = store.audited[1]
    store.audited[1] = replace(entry, entry=replace(entry.entry, action="nothing"))
    assert "THE CHAIN OF THE AUDIT DOES NOT HOLD from entry 2 on" in ws.tidy.text(patient)


def test_a_consent_stands_as_recorded_with_nothing_left_to_fill_in(ws: Workspace, patient: str) -> None:
    given = ws.consents.give(patient, copy_given=True)
    text = ws.tidy.text(patient)
    assert "Signed on paper on 4 May 2026." in text
    assert "A copy was given to the patient: yes." in text
    assert "taken by Dana Whitfield; risks told in person: not recorded; copy given: yes" in text
    assert "____" not in text
    assert "[ ]" not in text
    ws.consents.change(given.id, form=ConsentForm.SCREEN, copy_given=False, risks_told=True)
    text = ws.tidy.text(patient)
    assert "Signed on paper" not in text
    assert "A copy was given to the patient: not recorded." in text
    assert (
        "form paper -> screen; copy given yes -> not recorded; risks told in person not recorded -> yes"
        in text
    )
    # The form on paper is as it was.
    assert "____" in ws.consents.printable(patient)[1]
    assert "[ ]" in ws.consents.printable(patient)[1]


def test_other_lines_to_write_on_and_boxes_of_a_clinics_own_text(ws: Workspace, patient: str) -> None:
    ws.consents.new_version(
        "Consent",
        "I agree.\nDate ........ Signature ........\nWitness: ______\n[ ] Photos may be taken.\nBye ...",
    )
    ws.consents.give(patient)
    text = ws.tidy.text(patient)
    # One sentence for the signing, whatever the form had to be filled in by hand; a box that nobody recorded stays.
    assert "I agree.\nSigned on paper on 4 May 2026.\n[ ] Photos may be taken.\nBye ...\n" in text


def test_every_field_of_every_kind_has_its_words(ws: Workspace) -> None:
    """A field that is added later is told too, or said to be none that is told."""
    for kind in ("patient", "visit", *OF_PATIENT, *OF_VISIT):
        if kind == "note":
            continue
        names = {field.name for field in fields(RECORD_TYPES[kind])}
        assert names == set(FIELDS[kind]) | (names & (UNTOLD[""] | UNTOLD.get(kind, frozenset()))), kind
        assert not set(FIELDS[kind]) & UNTOLD.get(kind, frozenset()), kind


def test_what_was_changed_while_nothing_else_is_known(ws: Workspace, patient: str) -> None:
    """Particulars, complaint and plan: each from -> to, and what was entered by mistake with what it said."""
    ws.patients.change(patient, phone="555 0100")
    ws.patients.change(patient, phone="555 0199")
    complaint = ws.outcomes.add_complaint(patient, "Neck pain", side=Laterality.RIGHT)
    visit = ws.visits.todays(patient).id
    ws.outcomes.set_pain(visit, complaint.id, now=6)
    ws.outcomes.set_pain(visit, complaint.id, now=4)
    medicine = ws.precautions.add_medication(patient, "Apixaban", dose="5 mg")
    ws.history.commit([changed(medicine, removed=True)], "change medicines")
    of_patient = group(ws, patient, "OF THE PATIENT")
    assert "Particulars of Sandoval, Mireya: phone “555 0100” -> “555 0199”" in of_patient
    assert "Medicine Apixaban taken out: dose “5 mg”; known from 4 May 2026" in of_patient
    of_visit = group(ws, patient, "OF THE VISIT OF 4 May 2026")
    assert "Pain before the needles, Neck pain, right: now 6/10 -> 4/10" in of_visit
