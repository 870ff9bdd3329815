"""Marks: each verb one transaction, one named undo step."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.records import Ltr, NeedleSize, Side
from bodymap.store.memory import MemoryStore
from bodymap.workspace.workspace import Workspace
from tests.workspace.conftest import Clock, SquareAtlas

RIGHT_INFRA = ("posterior", 1, -50.0, 50.0)
RIGHT_TERES = ("posterior", 1, -50.0, 150.0)
LEFT_INFRA = ("posterior", 1, 50.0, 50.0)
RIGHT_SKIN = ("posterior", 1, -50.0, 250.0)
LEFT_SKIN = ("posterior", 1, 50.0, 250.0)
BESIDE = ("posterior", 1, -500.0, 50.0)


def test_a_press_on_a_muscle_makes_one_mark(workspace: Workspace, visit: str) -> None:
    mark = workspace.marks.place(visit, *RIGHT_INFRA)
    assert mark is not None
    assert [mark] == list(workspace.marks.of(visit))
    assert (mark.target.id, mark.target.name, mark.target.counts_as) == (
        "infraspinatus",
        "Infraspinatus",
        "infraspinatus",
    )
    assert mark.side is Side.RIGHT
    assert mark.title == "R infraspinatus"
    assert (mark.point.u, mark.point.v, mark.point.plate_version) == (-50.0, 50.0, 1)
    assert mark.ltr is Ltr.NOT_RECORDED


def test_a_press_on_skin_makes_none_until_tissue_is_chosen(workspace: Workspace, visit: str) -> None:
    assert workspace.marks.place(visit, *RIGHT_SKIN) is None
    assert list(workspace.marks.of(visit)) == []
    mark = workspace.marks.place(
        visit, *RIGHT_SKIN, target=workspace.marks.tissue("scar", "Scar over the scapula")
    )
    assert mark is not None
    assert (mark.title, mark.target.counts_as) == ("R scar over the scapula", None)


def test_size_and_count_come_from_the_last_mark_results_do_not(workspace: Workspace, visit: str) -> None:
    first = workspace.marks.place(visit, *RIGHT_INFRA)
    workspace.marks.change(
        [first.id],
        needle=NeedleSize(250, 40),
        needles=2,
        insertions=4,
        ltr=Ltr.YES,
        ltr_count=3,
        note="familiar",
    )
    second = workspace.marks.place(visit, *LEFT_INFRA)
    assert (second.needle, second.needles, second.insertions) == (NeedleSize(250, 40), 2, 4)
    assert (second.ltr, second.ltr_count, second.note) == (Ltr.NOT_RECORDED, None, "")
    other = workspace.patients.create(family_name="Okonkwo")
    third = workspace.marks.place(workspace.visits.todays(other.id).id, *RIGHT_INFRA)
    assert third.needle == NeedleSize(250, 40)


def test_dragging_into_another_muscle_renames_in_one_step(workspace: Workspace, visit: str) -> None:
    mark = workspace.marks.place(visit, *RIGHT_INFRA)
    moved = workspace.marks.move(mark.id, *RIGHT_TERES)
    assert (moved.title, moved.point.v) == ("R teres minor", 150.0)
    assert workspace.history.undo_name(visit) == "move of R infraspinatus"
    workspace.history.undo(visit)
    back = workspace.marks.get(mark.id)
    assert (back.title, back.point.v) == ("R infraspinatus", 50.0)
    workspace.history.redo(visit)
    assert workspace.marks.get(mark.id).title == "R teres minor"


def test_a_move_off_the_body_or_across_it_is_refused(workspace: Workspace, visit: str) -> None:
    mark = workspace.marks.place(visit, *RIGHT_INFRA)
    for place in (BESIDE, LEFT_SKIN):
        with pytest.raises(Refused):
            workspace.marks.move(mark.id, *place)
    assert workspace.marks.get(mark.id) == mark
    assert workspace.marks.move(mark.id, *RIGHT_SKIN).title == "R infraspinatus"


def test_a_mark_without_a_point(workspace: Workspace, visit: str) -> None:
    mark = workspace.marks.add(visit, workspace.marks.group("suboccipitals"), Side.LEFT)
    assert (mark.point, mark.title, mark.target.counts_as) == (None, "L suboccipitals", "suboccipitals")


def test_several_marks_change_and_go_in_one_step(workspace: Workspace, visit: str) -> None:
    ids = [workspace.marks.place(visit, *place).id for place in (RIGHT_INFRA, LEFT_INFRA, RIGHT_TERES)]
    workspace.marks.change(ids, needles=2)
    assert workspace.history.undo(visit) == "number of needles of 3 marks"
    assert [m.needles for m in workspace.marks.of(visit)] == [1, 1, 1]
    workspace.marks.remove(ids[:2])
    assert [m.id for m in workspace.marks.of(visit)] == ids[2:]
    assert workspace.history.undo(visit) == "removal of 2 marks"
    assert [m.id for m in workspace.marks.of(visit)] == ids


def test_what_a_mark_cannot_hold_is_refused(workspace: Workspace, visit: str) -> None:
    mark = workspace.marks.place(visit, *RIGHT_INFRA)
    for values in (
        {"needles": 0},
        {"needles": 100},
        {"insertions": 0},
        {"ltr": Ltr.YES, "ltr_count": 0},
        {"ltr_count": 3},
    ):
        with pytest.raises(Refused):
            workspace.marks.change([mark.id], **values)
    assert workspace.marks.get(mark.id) == mark
    workspace.marks.change([mark.id], ltr=Ltr.YES, ltr_count=3)
    workspace.marks.change([mark.id], ltr=Ltr.NONE)
    assert workspace.marks.get(mark.id).ltr_count is None


def test_nothing_is_told_when_the_commit_fails(workspace: Workspace, visit: str, store: MemoryStore) -> None:
    told: list[object] = []
    workspace.notices.listen(told.append)
    store.failing = RecordsFault("full", "The disk is full.")
    with pytest.raises(RecordsFault):
        workspace.marks.place(visit, *RIGHT_INFRA)
    assert told == []
    assert workspace.history.undo_name(visit) == ""
    store.failing = None
    workspace.marks.place(visit, *RIGHT_INFRA)
    assert len(told) == 1


def test_a_notice_says_what_changed_and_who_asked(workspace: Workspace, visit: str) -> None:
    told: list = []
    workspace.notices.listen(told.append)
    mark = workspace.marks.place(visit, *RIGHT_INFRA, origin="body")
    assert (told[0].of("mark"), told[0].scope, told[0].origin) == ((mark.id,), visit, "body")


def test_undo_outlives_the_workspace(
    workspace: Workspace, visit: str, store: MemoryStore, clock: Clock
) -> None:
    workspace.marks.place(visit, *RIGHT_INFRA)
    workspace.marks.place(visit, *RIGHT_TERES)
    workspace.history.undo(visit)
    again = Workspace(store, SquareAtlas(), clock=clock)  # type: ignore[arg-type]
    assert again.history.redo_name(visit) == "marking R teres minor"
    assert again.history.undo_name(visit) == "marking R infraspinatus"
    again.history.undo(visit)
    assert list(again.marks.of(visit)) == []
    again.history.redo(visit)
    again.history.redo(visit)
    assert [m.target.id for m in again.marks.of(visit)] == ["infraspinatus", "teres-minor"]


def test_a_new_edit_ends_what_could_be_redone(workspace: Workspace, visit: str) -> None:
    workspace.marks.place(visit, *RIGHT_INFRA)
    workspace.history.undo(visit)
    workspace.marks.place(visit, *LEFT_INFRA)
    assert workspace.history.redo_name(visit) == ""
    assert workspace.history.redo(visit) == ""
    assert [m.title for m in workspace.marks.of(visit)] == ["L infraspinatus"]


ACTIONS = st.lists(
    st.tuples(st.sampled_from(["place", "move", "change", "remove", "undo", "redo"]), st.integers(0, 5)),
    max_size=25,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTIONS)
def test_undoing_everything_and_redoing_it_comes_back_to_the_same(actions: list[tuple[str, int]]) -> None:
    store = MemoryStore()
    workspace = Workspace(store, SquareAtlas(), clock=Clock())  # type: ignore[arg-type]
    visit = workspace.visits.todays(workspace.patients.create(family_name="Sandoval").id).id

    def seen() -> list[tuple[object, ...]]:
        return [(m.id, m.title, m.point, m.needles, m.note) for m in workspace.marks.of(visit)]

    empty = seen()
    for verb, number in actions:
        marks = workspace.marks.of(visit)
        if verb == "place":
            workspace.marks.place(visit, "posterior", 1, -90.0 + number * 30, 50.0 + 20 * number)
        elif verb == "undo":
            workspace.history.undo(visit)
        elif verb == "redo":
            workspace.history.redo(visit)
        elif marks:
            mark = marks[number % len(marks)]
            if verb == "move":
                workspace.marks.move(mark.id, "posterior", 1, mark.point.u, float(10 + number * 30))
            elif verb == "change":
                workspace.marks.change([mark.id], needles=1 + number)
            else:
                workspace.marks.remove([mark.id])
    full = seen()
    undone = 0
    while workspace.history.undo(visit):
        undone += 1
    assert seen() == empty
    for _ in range(undone):
        workspace.history.redo(visit)
    assert seen() == full


def test_what_is_set_for_the_next_mark_holds_for_that_one_mark(workspace: Workspace, visit: str) -> None:
    target = workspace.marks.muscle("infraspinatus")
    workspace.marks.set_next(visit, NeedleSize(300, 50), 2, 3)
    assert workspace.marks.next_needle(visit) == (NeedleSize(300, 50), 2, 3)
    first = workspace.marks.add(visit, target, Side.RIGHT)
    assert (first.needle, first.needles, first.insertions) == (NeedleSize(300, 50), 2, 3)
    workspace.marks.change([first.id], needle=NeedleSize(250, 30))
    assert workspace.marks.next_needle(visit) == (NeedleSize(250, 30), 1, 1), "counts are the muscle's own"
    with pytest.raises(Refused):
        workspace.marks.set_next(visit, None, 0, 1)
