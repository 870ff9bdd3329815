"""Two workspaces on one store, open on the same visit: what both write is kept, or a sentence says why not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bodymap import assets
from bodymap.atlas.atlas import Atlas
from bodymap.charting.faults import RecordsFault
from bodymap.charting.outcomes import Stage
from bodymap.charting.policy import Requirement
from bodymap.charting.precautions import Answer, Severity
from bodymap.charting.records import Ltr, Section, Side
from bodymap.store.check import check
from bodymap.store.memory import MemoryStore
from bodymap.store.vault import Vault
from bodymap.workspace.workspace import Workspace


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return Atlas(assets.folder())


@pytest.fixture(params=["memory", "vault"])
def two(request: Any, atlas: Atlas, tmp_path: Path) -> Iterator[tuple[Workspace, Workspace]]:
    """Two workspaces over one store, the second having looked at nothing yet."""
    if request.param == "memory":
        store = MemoryStore()
        yield Workspace(store, atlas), Workspace(store, atlas)
        return
    with Vault.open(tmp_path / "r", create=True) as vault:
        yield Workspace(vault, atlas), Workspace(vault, atlas)
    assert check(tmp_path / "r") == []


@pytest.fixture
def visit(two: tuple[Workspace, Workspace]) -> str:
    """Today's visit, looked at in both."""
    one, other = two
    visit_id = one.visits.todays(one.patients.create(family_name="Kim").id).id
    patient_id = one.visits.get(visit_id).patient_id
    for workspace in (one, other):
        assert workspace.notes.of(visit_id)[Section.PLAN] == ""
        assert not workspace.precautions.held(patient_id).answers
        workspace.precautions.items()
        workspace.policies.policy()
    return visit_id


def refused(verb: Any) -> str:
    with pytest.raises(RecordsFault) as caught:
        verb()
    assert caught.value.kind == "changed"
    return str(caught.value)


def test_a_note_is_not_written_over(two: tuple[Workspace, Workspace], visit: str) -> None:
    one, other = two
    one.notes.save(visit, Section.PLAN, "Again in a week.", seen="")
    said = refused(lambda: other.notes.save(visit, Section.PLAN, "Stretch.", seen=""))
    assert said.startswith("This part of the note was written in another window in the meantime.")
    assert one.notes.of(visit)[Section.PLAN] == "Again in a week."
    assert other.notes.save(visit, Section.PLAN, "Again in a week. Stretch.", seen="Again in a week.")
    # Another part is another text, and the same words twice are no quarrel.
    assert other.notes.save(visit, Section.OBJECTIVE, "Taut.", seen="")
    assert not one.notes.save(visit, Section.OBJECTIVE, "Taut.", seen="")


def test_marks_of_both_stand_side_by_side(two: tuple[Workspace, Workspace], visit: str) -> None:
    one, other = two
    first = one.marks.add(visit, one.marks.muscle("infraspinatus"), Side.RIGHT)
    second = other.marks.add(visit, other.marks.muscle("infraspinatus"), Side.RIGHT)
    assert (first.ordinal, second.ordinal) == (1, 2)
    one.marks.change([first.id], needles=3)
    other.marks.change([first.id], ltr=Ltr.NONE)
    now = one.marks.get(first.id)
    assert (now.needles, now.ltr) == (3, Ltr.NONE)
    one.marks.remove([first.id])
    said = refused(lambda: other.marks.change([first.id], needles=9))
    assert said.startswith("The mark R infraspinatus was removed in the meantime.")
    other.marks.remove([first.id])  # it is gone already, as was wanted
    assert [mark.id for mark in one.store.marks_of(visit)] == [second.id]
    assert one.marks.get(first.id).needles == 3


def test_an_answer_is_not_written_over(two: tuple[Workspace, Workspace], visit: str) -> None:
    one, other = two
    patient = one.visits.get(visit).patient_id
    one.precautions.answer(patient, "pregnancy", Answer.YES, detail="week 20", visit_id=visit)
    said = refused(lambda: other.precautions.answer(patient, "pregnancy", Answer.NO, visit_id=visit))
    assert said.startswith("“Pregnancy” was answered in another window in the meantime: yes, week 20.")
    assert one.precautions.held(patient).answers["pregnancy"].answer is Answer.YES
    # Now it has been seen, and may be answered anew.
    other.precautions.answer(patient, "pregnancy", Answer.NO, visit_id=visit)
    assert "pregnancy" in {one.precaution_id for one in other.precautions.held(patient).answers.values()}


def test_the_rest_no_leaves_what_the_other_answered(two: tuple[Workspace, Workspace], visit: str) -> None:
    one, other = two
    patient = one.visits.get(visit).patient_id
    one.precautions.answer(patient, "epilepsy", Answer.YES, visit_id=visit)
    other.precautions.answer(patient, "diabetes", Answer.YES, visit_id=visit)
    other.precautions.answer_rest_no(patient, visit)
    assert one.precautions.answer_rest_no(patient, visit) == 0
    answers = {a.precaution_id: a.answer for a in one.store.select("precaution_answer", patient_id=patient)}
    assert {key for key, answer in answers.items() if answer is Answer.YES} == {"epilepsy", "diabetes"}
    (screening,) = one.store.select("screening", visit_id=visit)
    said = {answer.text for answer in screening.answers if answer.answer is Answer.YES}
    assert said == {"Epilepsy", "Diabetes"}


def test_what_stood_when_it_was_asked_is_what_stands(two: tuple[Workspace, Workspace], visit: str) -> None:
    """The other window asks about precautions without having seen the newest answer."""
    one, other = two
    patient = one.visits.get(visit).patient_id
    one.precautions.answer(patient, "epilepsy", Answer.YES, visit_id=visit)
    screening = other.precautions.asked(visit)
    assert [answer.text for answer in screening.answers] == ["Epilepsy"]


def test_outcomes_and_consent_of_both_are_kept(two: tuple[Workspace, Workspace], visit: str) -> None:
    one, other = two
    one.outcomes.set_pain(visit, "", Stage.BEFORE, now=6)
    other.outcomes.set_pain(visit, "", Stage.BEFORE, worst=9)
    (score,) = one.store.select("pain_score", visit_id=visit)
    assert (score.now, score.worst) == (60, 90)
    patient = one.visits.get(visit).patient_id
    one.consents.give(patient, visit_id=visit)
    other.consents.say(visit)
    assert one.consents.state(visit).valid
    assert one.visits.get(visit).verbal_consent.value == "given"


def test_the_clinics_list_and_policy_keep_both_changes(two: tuple[Workspace, Workspace], visit: str) -> None:
    one, other = two
    one.precautions.change_item("diabetes", severity=Severity.STOP)
    other.precautions.change_item("diabetes", reason="Feeling may be less.")
    item = one.store.select("precaution")[0]
    assert (item.severity, item.reason) == (Severity.STOP, "Feeling may be less.")
    one.precautions.import_items("Gout\nKeloid\n")
    taken = other.precautions.import_items("Keloid\nGout\nRecent flight\n")
    assert ([item.text for item in taken.items], taken.doubles) == (["Recent flight"], ("Keloid", "Gout"))
    one.policies.change(retention_years=10)
    other.policies.require(Requirement.MINUTES)
    policy = other.policies.policy()
    assert (policy.retention_years, "minutes" in policy.requires) == (10, True)


def test_a_visit_that_was_removed_takes_nothing_more(two: tuple[Workspace, Workspace], visit: str) -> None:
    one, other = two
    one.notes.save(visit, Section.PLAN, "Again in a week.")
    one.visits.remove(visit)
    for verb in (
        lambda: other.marks.add(visit, other.marks.muscle("soleus"), Side.LEFT),
        lambda: other.notes.save(visit, Section.PLAN, "More.", seen="Again in a week."),
        lambda: other.consents.say(visit),
        lambda: other.precautions.asked(visit),
    ):
        assert "taken out of the lists in the meantime" in refused(verb)
    other.history.undo(visit)
    other.marks.add(visit, other.marks.muscle("soleus"), Side.LEFT)


def test_a_restriction_holds_in_both(two: tuple[Workspace, Workspace], visit: str) -> None:
    one, other = two
    patient = one.visits.get(visit).patient_id
    other.marks.add(visit, other.marks.muscle("soleus"), Side.LEFT)
    one.tidy.restrict(patient, "Asked by the patient.")
    with pytest.raises(RecordsFault, match="restricted"):
        other.marks.add(visit, other.marks.muscle("soleus"), Side.LEFT)
    one.tidy.lift(patient)
    other.marks.add(visit, other.marks.muscle("soleus"), Side.LEFT)
