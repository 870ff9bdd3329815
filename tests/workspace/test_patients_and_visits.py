"""Patients, visits and notes through the workspace's verbs."""

from __future__ import annotations

from datetime import date

import pytest

from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.records import Section
from bodymap.workspace.workspace import Workspace

TODAY = date(2026, 5, 4)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "family_name"),
        ({"family_name": "   "}, "family_name"),
        ({"family_name": "1234"}, "family_name"),
        ({"family_name": "!!!"}, "family_name"),
        ({"family_name": "x" * 201}, "family_name"),
        ({"family_name": "Doe", "date_of_birth": date(2026, 5, 5)}, "date_of_birth"),
        ({"family_name": "Doe", "date_of_birth": date(1899, 12, 31)}, "date_of_birth"),
    ],
)
def test_absurd_patients_are_refused_in_a_sentence(workspace: Workspace, values: dict, field: str) -> None:
    with pytest.raises(Refused) as refused:
        workspace.patients.create(**values)
    assert refused.value.field == field
    assert refused.value.sentence.endswith(".")
    assert workspace.patients.find("").total == 0


def test_names_are_kept_as_written(workspace: Workspace) -> None:
    for name in ("O'Brien-Łukasiewicz", "王", "ليلى", "Ng\u0300", "😀 Smith"):
        patient = workspace.patients.create(family_name=name)
        assert workspace.patients.get(patient.id).family_name
    assert workspace.patients.create(family_name="Sand\u202eoval\u2066").family_name == "Sandoval"
    assert workspace.patients.create(family_name=" Van \t der\n Berg ").family_name == "Van der Berg"


@pytest.mark.parametrize(
    "typed", ["mul", "MÜLL", "muller jorg", "jor mu", "9.1.1980", "1980-01", "n-11", "1/9/1980", "uller"]
)
def test_find_as_you_type(workspace: Workspace, typed: str) -> None:
    wanted = workspace.patients.create(
        family_name="Müller", given_names="Jörg", date_of_birth=date(1980, 1, 9), clinic_id="N-1120"
    )
    workspace.patients.create(family_name="Haddad", given_names="Leila")
    assert [line.id for line in workspace.patients.find(typed).lines] == [wanted.id]


def test_the_existing_patient_is_offered(workspace: Workspace) -> None:
    there = workspace.patients.create(family_name="Doe", given_names="Jane", date_of_birth=date(1970, 5, 3))
    assert [p.id for p in workspace.patients.like(family_name="doe", given_names="JANE")] == [there.id]
    assert (
        list(workspace.patients.like(family_name="Doe", given_names="Jane", date_of_birth=date(1971, 1, 1)))
        == []
    )
    assert list(workspace.patients.like(family_name="")) == []


def test_changing_a_patient_that_does_not_differ_writes_nothing(workspace: Workspace) -> None:
    patient = workspace.patients.create(family_name="Doe")
    told: list = []
    workspace.notices.listen(told.append)
    assert workspace.patients.change(patient.id, family_name="Doe ").revision == 1
    assert told == []
    assert workspace.patients.change(patient.id, family_name="Dow").revision == 2


def test_todays_visit_is_made_once(workspace: Workspace) -> None:
    patient = workspace.patients.create(family_name="Doe")
    visit = workspace.visits.todays(patient.id)
    assert workspace.visits.todays(patient.id).id == visit.id
    assert [v.id for v in workspace.visits.today()] == [visit.id]


def test_visits_newest_first_and_numbered(workspace: Workspace) -> None:
    patient = workspace.patients.create(family_name="Doe", date_of_birth=date(1990, 1, 1))
    older = workspace.visits.create(patient.id, date(2026, 4, 1))
    newer = workspace.visits.create(patient.id, date(2026, 5, 1))
    oldest = workspace.visits.create(patient.id, date(2026, 3, 1))
    assert [v.id for v in workspace.visits.of(patient.id)] == [newer.id, older.id, oldest.id]
    assert [workspace.visits.number(v) for v in (oldest, older, newer)] == [1, 2, 3]
    for day in (date(2026, 5, 5), date(1899, 1, 1), date(1989, 1, 1)):
        with pytest.raises(Refused):
            workspace.visits.create(patient.id, day)


def test_a_draft_moves_to_the_right_patient_and_back(workspace: Workspace, visit: str) -> None:
    right = workspace.patients.create(family_name="Right")
    wrong = workspace.visits.get(visit).patient_id
    workspace.marks.place(visit, "posterior", 1, -50.0, 50.0)
    workspace.visits.move(visit, patient_id=right.id, day=date(2026, 5, 3))
    assert [v.id for v in workspace.visits.of(right.id)] == [visit]
    assert list(workspace.visits.of(wrong)) == []
    assert len(workspace.marks.of(visit)) == 1
    workspace.history.undo(visit)
    assert workspace.visits.get(visit).patient_id == wrong
    assert workspace.visits.get(visit).date == TODAY


def test_a_removed_visit_comes_back_by_undo(workspace: Workspace, visit: str) -> None:
    patient = workspace.visits.get(visit).patient_id
    workspace.visits.remove(visit)
    assert list(workspace.visits.of(patient)) == []
    workspace.history.undo(visit)
    assert [v.id for v in workspace.visits.of(patient)] == [visit]


def test_notes_are_saved_section_by_section(workspace: Workspace, visit: str) -> None:
    assert workspace.notes.save(visit, Section.PLAN, "Again in a week.")
    assert not workspace.notes.save(visit, Section.PLAN, "Again in a week.")
    long = "Zeile ünïcode 😀\r\n" * 6000
    assert workspace.notes.save(visit, Section.SUBJECTIVE, long)
    assert workspace.notes.of(visit)[Section.SUBJECTIVE] == long.replace("\r\n", "\n")
    assert workspace.notes.save(visit, Section.SUBJECTIVE, "")
    assert workspace.notes.of(visit) == {
        Section.SUBJECTIVE: "",
        Section.OBJECTIVE: "",
        Section.ASSESSMENT: "",
        Section.PLAN: "Again in a week.",
    }
    assert workspace.history.undo_name(visit) == ""


def test_the_chart_reads_the_record(workspace: Workspace, visit: str) -> None:
    workspace.marks.place(visit, "posterior", 1, -50.0, 50.0)
    workspace.marks.place(visit, "anterior", 1, -50.0, 150.0)
    workspace.notes.save(visit, Section.PLAN, "Again in a week.")
    chart = workspace.visits.chart(visit)
    assert [(s.number, s.target, s.side) for s in chart.sites] == [
        (1, "Infraspinatus", "right"),
        (2, "Teres minor", "right"),
    ]
    assert chart.plates == (("anterior", 1), ("posterior", 1))
    assert chart.note == (
        (
            "Objective",
            "Dry needling was carried out. In the right infraspinatus, 1 needle was inserted. "
            "In the right teres minor, 1 needle was inserted.",
        ),
        ("Plan", "Again in a week."),
    )
    assert chart.audit_number > 0
    assert chart.status == "Draft, not signed"


def test_who_charts(workspace: Workspace) -> None:
    first = workspace.practice.therapist
    workspace.practice.change_therapist(first.id, "Dana Whitfield, PT", "PT 1")
    assert workspace.practice.therapist.name == "Dana Whitfield, PT"
    second = workspace.practice.add_therapist("Ravi Oduya, PT")
    workspace.practice.choose(second.id)
    patient = workspace.patients.create(family_name="Doe")
    assert workspace.visits.todays(patient.id).therapist_id == second.id


def test_a_signed_visit_is_not_changed(workspace: Workspace, visit: str) -> None:
    from dataclasses import replace

    from bodymap.charting.edits import Change, Transaction
    from bodymap.charting.records import VisitStatus

    record = workspace.visits.get(visit)
    signed = replace(record, status=VisitStatus.SIGNED, revision=record.revision + 1)
    workspace.store.apply(
        Transaction(
            (Change(record, signed),), workspace.history.clock(), workspace.practice.therapist.id, "sign"
        )
    )
    for verb in (
        lambda: workspace.marks.place(visit, "posterior", 1, -50.0, 50.0),
        lambda: workspace.notes.save(visit, Section.PLAN, "x"),
        lambda: workspace.visits.move(visit, day=date(2026, 5, 1)),
        lambda: workspace.visits.remove(visit),
    ):
        with pytest.raises(RecordsFault) as fault:
            verb()
        assert fault.value.kind == "locked"


def test_undo_takes_back_what_was_done_last_of_visit_and_patient(workspace: Workspace, visit: str) -> None:
    history, patient_id = workspace.history, workspace.visits.get(visit).patient_id
    workspace.patients.change(patient_id, phone="555 0100")
    opened = history.steps
    assert history.scope_to_undo(visit, patient_id, opened) == visit
    assert history.scope_to_undo(visit, patient_id) == patient_id
    workspace.marks.place(visit, "posterior", 1, -50.0, 50.0)
    workspace.patients.change(patient_id, phone="555 0199")
    assert history.scope_to_undo(visit, patient_id, opened) == patient_id
    history.undo(patient_id)
    # What was written about the patient before the visit was opened is not taken back from within it.
    assert history.scope_to_undo(visit, patient_id, opened) == visit
    assert history.scope_to_redo(visit, patient_id, opened) == patient_id
    history.undo(visit)
    assert history.scope_to_redo(visit, patient_id, opened) == visit
    history.redo(visit)
    assert history.scope_to_redo(visit, patient_id, opened) == patient_id
    workspace.marks.place(visit, "posterior", 1, 50.0, 50.0)
    # Something else was done since: what was undone of the patient is not done again from the visit.
    assert history.scope_to_redo(visit, patient_id, opened) == visit
