"""Ghosts: what an earlier visit left to be confirmed; one transaction, one undo step; results are never copied."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bodymap.charting.faults import RecordsFault
from bodymap.charting.outcomes import Stage
from bodymap.charting.precautions import Answer
from bodymap.charting.records import (
    Disposition,
    EStim,
    Ltr,
    Mark,
    NeedleSize,
    Position,
    Referral,
    Side,
    Technique,
    Tolerance,
)
from bodymap.store.memory import MemoryStore
from bodymap.workspace.changes import Changed
from bodymap.workspace.workspace import Workspace
from tests.workspace.test_marks import LEFT_INFRA, RIGHT_INFRA, RIGHT_TERES


@pytest.fixture
def last(workspace: Workspace) -> list[Mark]:
    """A visit a week ago with three marks, of which all that can be said was said."""
    patient = workspace.patients.create(family_name="Sandoval", given_names="Mireya")
    day = workspace.history.today() - timedelta(days=7)
    visit = workspace.visits.create(patient.id, day)
    marks = [workspace.marks.place(visit.id, *at) for at in (RIGHT_INFRA, RIGHT_TERES, LEFT_INFRA)]
    workspace.marks.change(
        [marks[0].id],
        needle=NeedleSize(250, 40),
        product="Fine",
        needles=2,
        insertions=3,
        technique=Technique.E_STIM,
        position=Position.PRONE,
        ltr=Ltr.YES,
        ltr_count=3,
        referral=Referral.REFERRED,
        referral_to="arm",
        tolerance=Tolerance.FAIR,
        note="sore for a while",
        e_stim=EStim(hz=2.0),
        depth_mm=25,
        time_in_place=10,
        disposition=Disposition.LEFT_IN_PLACE,
    )
    return list(workspace.marks.of(visit.id))


@pytest.fixture
def today(workspace: Workspace, last: list[Mark]) -> str:
    patient_id = workspace.visits.get(last[0].visit_id).patient_id
    return workspace.visits.todays(patient_id).id


def test_the_last_visit_lies_on_todays_draft(workspace: Workspace, last: list[Mark], today: str) -> None:
    ghosts = workspace.ghosts.of(today)
    assert [(one.id, one.point, one.age) for one in ghosts] == [(mark.id, mark.point, 0) for mark in last]
    time = workspace.ghosts.last_time(today)
    assert (time.visit_id, time.day, time.marks) == (last[0].visit_id, "27 Apr 2026", 3)
    assert list(workspace.marks.of(today)) == [], "ghosts are no record"
    assert workspace.ghosts.of(last[0].visit_id) == [], "what came later is no ghost of an earlier visit"


def test_a_confirmed_mark_takes_where_and_with_what_and_no_result(
    workspace: Workspace, last: list[Mark], today: str
) -> None:
    (made,) = workspace.ghosts.confirm(today, [last[0].id])
    assert made == workspace.marks.get(made.id)
    kept = ("target", "side", "point", "level", "needle", "product", "needles", "insertions", "position")
    assert all(getattr(made, name) == getattr(last[0], name) for name in kept)
    assert (made.carried_from, made.carried) == (last[0].id, True)
    bare = Mark(
        made.id, today, 1, made.target, made.side, created_at=made.created_at, carried_from=last[0].id,
        carried=True, **{name: getattr(made, name) for name in kept if name not in ("target", "side")},
    )  # fmt: skip
    assert made == bare, "twitch, tolerance, referral, note, e-stim, depth, time, and e-stim as a technique"


def test_all_at_once_is_one_transaction_and_one_undo_step(
    workspace: Workspace, store: MemoryStore, last: list[Mark], today: str
) -> None:
    told: list[Changed] = []
    workspace.notices.listen(told.append)
    marks = workspace.ghosts.same_as_last_time(today)
    assert [mark.carried_from for mark in marks] == [mark.id for mark in last]
    assert [mark.ordinal for mark in marks] == [1, 2, 3]
    assert len(told) == 1
    assert workspace.history.undo_name(today) == "confirming 3 marks as on 27 Apr 2026"
    assert workspace.ghosts.of(today) == []
    workspace.history.undo(today)
    assert list(workspace.marks.of(today)) == []
    assert len(workspace.ghosts.of(today)) == 3, "what was taken back is a ghost again"
    workspace.history.redo(today)
    assert len(workspace.marks.of(today)) == 3
    assert workspace.ghosts.same_as_last_time(today) == [], "nothing is marked twice"
    assert len(workspace.marks.of(today)) == 3


def test_touched_it_is_carried_no_longer_and_undo_brings_that_back(
    workspace: Workspace, last: list[Mark], today: str
) -> None:
    first, second, third = workspace.ghosts.same_as_last_time(today)
    workspace.marks.change([first.id], ltr=Ltr.NONE)
    workspace.marks.move(second.id, *LEFT_INFRA[:2], -40.0, 40.0)
    workspace.marks.step_needles([third.id], 1)
    assert [mark.carried for mark in workspace.marks.of(today)] == [False, False, False]
    assert all(mark.carried_from for mark in workspace.marks.of(today))
    assert workspace.ghosts.of(today) == [], "a mark that was moved is still the one confirmed"
    workspace.history.undo(today)
    assert [mark.carried for mark in workspace.marks.of(today)] == [False, False, True]
    workspace.history.redo(today)
    assert not workspace.marks.get(third.id).carried


def test_what_changes_nothing_touches_nothing(workspace: Workspace, last: list[Mark], today: str) -> None:
    (made,) = workspace.ghosts.confirm(today, [last[0].id])
    workspace.marks.change([made.id], needle=made.needle)
    assert workspace.marks.get(made.id).carried


def test_earlier_visits_are_older_and_the_same_place_lies_there_once(
    workspace: Workspace, last: list[Mark], today: str
) -> None:
    patient_id = workspace.visits.get(today).patient_id
    before = workspace.visits.create(patient_id, date(2026, 3, 2))
    again = workspace.marks.place(before.id, *RIGHT_INFRA)
    other = workspace.marks.place(before.id, *RIGHT_INFRA[:2], -20.0, 20.0)
    assert again.point == last[0].point
    ages = {one.id: one.age for one in workspace.ghosts.of(today)}
    assert ages == {**{mark.id: 0 for mark in last}, other.id: 1}
    assert len(workspace.ghosts.same_as_last_time(today)) == 3, "the key confirms the last visit alone"
    assert [one.id for one in workspace.ghosts.of(today)] == [other.id]


def test_a_mark_made_by_hand_at_the_very_place_is_that_place(
    workspace: Workspace, last: list[Mark], today: str
) -> None:
    workspace.marks.place(today, *RIGHT_INFRA)
    assert [one.id for one in workspace.ghosts.of(today)] == [mark.id for mark in last[1:]]


def test_what_is_asked_again(workspace: Workspace, last: list[Mark], today: str) -> None:
    made, *_ = workspace.ghosts.same_as_last_time(today)
    (asked,) = workspace.ghosts.asked(today)
    assert asked.mark.id == made.id
    assert asked.again.words == "e-stim 2 Hz, left in place 10 min, depth 25 mm"
    workspace.ghosts.say_again(today, [made.id])
    after = workspace.marks.get(made.id)
    assert (after.e_stim, after.depth_mm, after.time_in_place, after.disposition, after.technique) == (
        EStim(hz=2.0),
        25,
        10,
        Disposition.LEFT_IN_PLACE,
        Technique.E_STIM,
    )
    assert (after.ltr, after.tolerance, after.note) == (Ltr.NOT_RECORDED, Tolerance.NOT_RECORDED, "")
    assert not after.carried
    assert workspace.ghosts.asked(today) == []
    workspace.history.undo(today)
    assert workspace.marks.get(made.id).e_stim is None
    assert len(workspace.ghosts.asked(today)) == 1


def test_of_several_techniques_e_stim_alone_is_asked_again(
    workspace: Workspace, last: list[Mark], today: str
) -> None:
    both = Technique.of(Technique.DEEP, Technique.E_STIM)
    workspace.marks.change([last[0].id], technique=both)
    made, *_ = workspace.ghosts.same_as_last_time(today)
    assert made.technique is Technique.DEEP
    workspace.ghosts.say_again(today, [made.id])
    assert workspace.marks.get(made.id).technique is both


def test_what_was_said_already_is_not_asked(workspace: Workspace, last: list[Mark], today: str) -> None:
    made, *_ = workspace.ghosts.same_as_last_time(today)
    workspace.marks.stimulate([made.id], on=False)
    assert [one.again.words for one in workspace.ghosts.asked(today)] == ["left in place 10 min, depth 25 mm"]
    workspace.ghosts.not_again([made.id])
    assert workspace.ghosts.asked(today) == []
    assert workspace.marks.get(made.id).depth_mm is None


def test_dismissed_it_lies_there_no_longer_and_nothing_is_recorded(
    workspace: Workspace, last: list[Mark], today: str
) -> None:
    edits = len(workspace.store.edits_of(today))
    workspace.ghosts.dismiss(today, [last[1].id])
    assert [one.id for one in workspace.ghosts.of(today)] == [last[0].id, last[2].id]
    assert [mark.carried_from for mark in workspace.ghosts.same_as_last_time(today)] == [
        last[0].id,
        last[2].id,
    ]
    assert len(workspace.store.edits_of(today)) == edits + 1
    workspace.ghosts.bring_back(today)
    assert [one.id for one in workspace.ghosts.of(today)] == [last[1].id]


def test_a_place_on_another_drawing_of_the_plate_stays_where_it_is(
    workspace: Workspace, store: MemoryStore, last: list[Mark], today: str
) -> None:
    old = replace(last[0].point, plate_version=7)
    workspace.marks.set_each({last[0].id: {"point": old}}, word="point")
    (made,) = workspace.ghosts.confirm(today, [last[0].id])
    assert made.point == old


def test_a_muscle_that_is_gone_keeps_the_name_it_was_charted_under(
    workspace: Workspace, last: list[Mark], today: str
) -> None:
    catalogue = workspace.atlas.catalogue
    catalogue.muscles[:] = [one for one in catalogue.muscles if one.id != "infraspinatus"]
    made = workspace.ghosts.same_as_last_time(today)
    assert [mark.title for mark in made] == [mark.title for mark in last]


def test_a_signed_visit_has_no_ghosts_and_takes_none(
    workspace: Workspace, store: MemoryStore, last: list[Mark], today: str
) -> None:
    from bodymap.charting.records import VisitStatus

    workspace.ghosts.of(today)
    visit = workspace.visits.get(today)
    workspace.history.put(replace(visit, status=VisitStatus.SIGNED), "sign")
    assert workspace.ghosts.of(today) == []
    with pytest.raises(RecordsFault):
        workspace.ghosts.confirm(today, [last[0].id])


def test_bad_input_confirms_nothing(workspace: Workspace, last: list[Mark], today: str) -> None:
    edits = len(workspace.store.edits_of(today))
    assert workspace.ghosts.confirm(today, []) == []
    assert workspace.ghosts.confirm(today, ["nonsense", "", last[0].visit_id]) == []
    assert len(workspace.store.edits_of(today)) == edits
    assert len(workspace.ghosts.confirm(today, [last[0].id, last[0].id, "nonsense"])) == 1


def test_another_patients_visits_are_no_ghosts(workspace: Workspace, last: list[Mark]) -> None:
    other = workspace.patients.create(family_name="Okonkwo", given_names="Tobias")
    visit = workspace.visits.todays(other.id)
    assert workspace.ghosts.of(visit.id) == []
    assert workspace.ghosts.confirm(visit.id, [mark.id for mark in last]) == []


def test_what_followed_is_told_as_the_record_holds_it(
    workspace: Workspace, last: list[Mark], today: str
) -> None:
    first, second, *_ = workspace.ghosts.of(today)
    assert workspace.ghosts.followed(first) == "3 LTR"
    assert workspace.ghosts.words(first) == "R infraspinatus · 0.25x40 · 2 needles · 27 Apr 2026: 3 LTR"
    assert workspace.ghosts.followed(second) == ""
    patient_id = workspace.visits.get(today).patient_id
    pain = workspace.outcomes.add_complaint(patient_id, "Shoulder pain")
    workspace.outcomes.set_pain(last[0].visit_id, pain.id, Stage.BEFORE, now="6")
    workspace.outcomes.set_pain(last[0].visit_id, pain.id, Stage.AFTER, now="3")
    workspace.outcomes.respond(today, soreness_hours="24")
    assert workspace.ghosts.followed(first) == "pain 6 → 3, 3 LTR, sore 24 h"
    assert workspace.ghosts.followed(second) == "pain 6 → 3, sore 24 h"


def test_a_change_of_the_earlier_visit_is_followed(
    workspace: Workspace, last: list[Mark], today: str
) -> None:
    assert len(workspace.ghosts.of(today)) == 3
    workspace.marks.remove([last[0].id])
    assert len(workspace.ghosts.of(today)) == 2
    workspace.visits.remove(last[0].visit_id)
    assert workspace.ghosts.of(today) == []
    assert workspace.ghosts.last_time(today) is None


def test_confirming_reads_the_earlier_visits_once(
    workspace: Workspace, store: MemoryStore, last: list[Mark], today: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    marks_of = store.marks_of
    monkeypatch.setattr(store, "marks_of", lambda visit_id: read.append(visit_id) or marks_of(visit_id))
    workspace.ghosts.of(today)
    read.clear()
    for mark in last:
        workspace.ghosts.confirm(today, [mark.id])
    assert set(read) == {today}, "no earlier visit is read again for a click"
    assert len(read) <= len(last)
    workspace.history.undo(today)
    have = list(workspace.marks.of(today))
    read.clear()
    assert len(workspace.ghosts.confirm(today, [last[2].id], marks=have)) == 1
    assert read == [], "and none where the marks are given"
    assert Side.RIGHT is last[0].side


def test_e_stim_is_not_said_of_many_where_a_precaution_meets_it(
    workspace: Workspace, last: list[Mark], today: str
) -> None:
    """One press put current back onto all marks of a patient with a pacemaker."""
    assert not workspace.precautions.against_current(today)
    patient_id = workspace.visits.get(today).patient_id
    workspace.precautions.answer(patient_id, "pacemaker", Answer.YES)
    assert workspace.precautions.against_current(today)
    made, *_ = workspace.ghosts.same_as_last_time(today)
    workspace.ghosts.say_again(today, [made.id], current=False)
    after = workspace.marks.get(made.id)
    assert (after.e_stim, after.technique) == (None, made.technique)
    assert (after.depth_mm, after.time_in_place) == (25, 10)
    assert [one.again.kinds for one in workspace.ghosts.asked(today)] == [("e-stim",)]


def test_two_marks_of_one_visit_on_one_spot_are_two(
    workspace: Workspace, last: list[Mark], today: str
) -> None:
    """Quick entry puts both needles of a muscle at its usual point: of 0.20x25 and 0.16x25 the second was dropped."""
    visit_id = last[0].visit_id
    place = [(mark.target, mark.side, mark.point) for mark in last][1]
    workspace.marks.place_made(
        visit_id, [(*place, {"needle": NeedleSize(160, 25)})], action="place mark", name="mark"
    )
    ghosts = workspace.ghosts.of(today)
    assert [one.needle and one.needle.diameter_um for one in ghosts][-1] == 160
    workspace.ghosts.confirm(today, [ghosts[1].id])
    assert ghosts[-1].id in [one.id for one in workspace.ghosts.of(today)]
    workspace.ghosts.same_as_last_time(today)
    assert len(workspace.marks.of(today)) == len(last) + 1
    assert workspace.ghosts.of(today) == []
