"""Adding a preview adds exactly what it shows, in one step, on the real body."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bodymap import assets
from bodymap.atlas.atlas import Atlas
from bodymap.charting.chart import named_only
from bodymap.charting.faults import RecordsFault
from bodymap.charting.findings import FindingKind
from bodymap.charting.quick_entry import Preview, parse
from bodymap.charting.records import EStim, Ltr, NeedleSize, Position, Side, TargetKind, Technique
from bodymap.store.memory import MemoryStore
from bodymap.workspace.workspace import Workspace
from tests.charting.test_quick_entry_lines import lines
from tests.workspace.conftest import Clock

LINE = "R UT x2 0.30x40 LTR3; L QL 60mm; B multifidus L4-5; suboccipitals; B suboccipitals"


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    return Atlas(assets.folder(), tmp_path_factory.mktemp("plates"))


@pytest.fixture
def workspace(store: MemoryStore, clock: Clock, atlas: Atlas) -> Workspace:
    return Workspace(store, atlas, clock=clock)


def preview(workspace: Workspace, visit: str, line: str) -> Preview:
    return parse(line, workspace.atlas, workspace.marks.quick_defaults(visit))


def test_the_line_of_the_issue(workspace: Workspace, visit: str) -> None:
    seen = preview(workspace, visit, LINE)
    marks = workspace.marks.add_quick(visit, seen)
    assert seen.marks == len(marks) == 6
    assert [(mark.side, mark.target.id) for mark in marks] == [
        (Side.RIGHT, "trapezius-upper"),
        (Side.LEFT, "quadratus-lumborum"),
        (Side.RIGHT, "multifidus-lumbar"),
        (Side.LEFT, "multifidus-lumbar"),
        (Side.RIGHT, "suboccipitals"),
        (Side.LEFT, "suboccipitals"),
    ]
    first, second, third, *_, last = marks
    assert (first.needles, first.insertions, first.needle) == (2, 2, NeedleSize(300, 40))
    assert (first.ltr, first.ltr_count) == (Ltr.YES, 3)
    assert second.needle == NeedleSize(300, 60)
    assert (third.level, third.level_confirmed) == ("L4-5", True)
    assert last.target.kind is TargetKind.GROUP
    assert [mark.ordinal for mark in marks] == list(range(1, 7))
    assert list(workspace.marks.of(visit)) == marks
    assert seen.left_over == "suboccipitals"


def test_it_is_one_undo_step(workspace: Workspace, visit: str) -> None:
    before = list(workspace.marks.of(visit))
    told: list[object] = []
    workspace.notices.listen(told.append)
    workspace.marks.add_quick(visit, preview(workspace, visit, LINE))
    assert len(told) == 1
    assert workspace.history.undo_name(visit) == "adding 6 marks"
    workspace.history.undo(visit)
    assert list(workspace.marks.of(visit)) == before
    workspace.history.redo(visit)
    assert len(workspace.marks.of(visit)) == 6


def test_points_lie_where_the_muscle_is(workspace: Workspace, visit: str) -> None:
    right, left = workspace.marks.add_quick(visit, preview(workspace, visit, "B infraspinatus"))
    for mark in (right, left):
        assert mark.point is not None
        hit = workspace.atlas.at(mark.point.plate, mark.point.layer, mark.point.u, mark.point.v)
        assert hit.region is not None
        assert (hit.region.muscle, hit.region.side) == ("infraspinatus", mark.side.value)


@pytest.mark.parametrize(
    ("line", "level"),
    [("R lumbar multifidus L2", "L2"), ("L lumbar multifidus L5", "L5"), ("R longissimus thoracis T9", "T9")],
)
def test_a_level_that_was_said_is_where_the_point_lies(
    workspace: Workspace, visit: str, line: str, level: str
) -> None:
    (mark,) = workspace.marks.add_quick(visit, preview(workspace, visit, line))
    assert mark.point is not None
    point = mark.point
    assert workspace.atlas.level(point.plate, point.v, mark.target.id) == level == mark.level
    hit = workspace.atlas.at(point.plate, point.layer, point.u, point.v)
    assert hit.on_body
    assert hit.side == mark.side.value
    if level != "L2":  # there others hide it
        assert hit.region is not None
        assert hit.region.muscle == mark.target.id


def test_a_level_that_was_not_said_is_not_made_up(workspace: Workspace, visit: str) -> None:
    (mark,) = workspace.marks.add_quick(visit, preview(workspace, visit, "R lumbar multifidus"))
    assert mark.point is not None
    assert mark.level == ""


def test_what_is_not_said_is_the_default(workspace: Workspace, visit: str) -> None:
    workspace.marks.set_next(visit, NeedleSize(250, 30), 3, 4)
    seen = preview(workspace, visit, "R UT; L QL x1")
    one, other = workspace.marks.add_quick(visit, seen)
    assert (one.needle, one.needles, one.insertions) == (NeedleSize(250, 30), 3, 4)
    assert (other.needle, other.needles, other.insertions) == (NeedleSize(250, 30), 1, 1)
    assert "3 needles" in seen.understood[0].words
    assert "4 insertions" in seen.understood[0].words


def test_other_tissue_and_what_no_plate_shows_has_no_point(workspace: Workspace, visit: str) -> None:
    marks = workspace.marks.add_quick(visit, preview(workspace, visit, "R Achilles tendon; linea alba; L PI"))
    assert [mark.point for mark in marks] == [None] * len(marks)
    assert marks[1].side is Side.MIDLINE
    assert marks[0].target.counts_as is None


def test_what_is_said_besides_has_its_fields_and_a_second_technique_stands_in_the_note(
    workspace: Workspace, visit: str
) -> None:
    (mark,) = workspace.marks.add_quick(
        visit, preview(workspace, visit, "R UT pistoning e-stim 2 Hz 10 min # jumped")
    )
    assert mark.note == "jumped"
    assert (mark.technique, mark.e_stim, mark.time_in_place) == (Technique.PISTONING, EStim(hz=2), 10)


def test_nothing_understood_adds_nothing(workspace: Workspace, visit: str) -> None:
    told: list[object] = []
    workspace.notices.listen(told.append)
    for line in ("", "   ", ";;", "foo", "UT", "R PT"):
        assert workspace.marks.add_quick(visit, preview(workspace, visit, line)) == []
    assert told == []
    assert workspace.history.undo_name(visit) == ""


def test_one_mark_is_named_in_undo(workspace: Workspace, visit: str) -> None:
    workspace.marks.add_quick(visit, preview(workspace, visit, "R UT"))
    assert workspace.history.undo_name(visit) == "adding R upper trapezius"


def test_a_signed_visit_is_refused(workspace: Workspace, visit: str, store: MemoryStore) -> None:
    from dataclasses import replace

    from bodymap.charting.edits import Change, Transaction
    from bodymap.charting.records import VisitStatus

    seen = preview(workspace, visit, "R UT")
    before = store.visit(visit)
    signed = replace(before, status=VisitStatus.SIGNED, revision=before.revision + 1)
    store.apply(
        Transaction((Change(before, signed),), workspace.history.clock(), before.therapist_id, "sign")
    )
    with pytest.raises(RecordsFault):
        workspace.marks.add_quick(visit, seen)
    assert not workspace.marks.of(visit)


LINES = [row["line"] for name in ("quick_entry.tsv", "quick_entry_later.tsv") for row in lines(name)]
PIECES = sorted({piece for line in LINES for piece in line.split(" ")})
texts = st.one_of(
    st.lists(st.sampled_from(LINES), max_size=5).map("; ".join),
    st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join),
    st.text(max_size=60),
)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts)
def test_adding_adds_exactly_what_the_preview_shows(atlas: Atlas, text: str) -> None:
    store = MemoryStore()
    workspace = Workspace(store, atlas, clock=Clock())
    visit = workspace.visits.todays(workspace.patients.create(family_name="Sandoval").id).id
    workspace.marks.set_next(visit, NeedleSize(200, 25), 2, 3)
    seen = preview(workspace, visit, text)
    workspace.marks.add_quick(visit, seen)
    shown = [
        (e.target, side, e.level, e.needle, e.needles, e.insertions, e.ltr, e.ltr_count)
        for e in seen.understood
        for side in e.sides
    ]
    kept = [
        (m.target, m.side, m.level, m.needle, m.needles, m.insertions, m.ltr, m.ltr_count)
        for m in workspace.marks.of(visit)
    ]
    assert kept == shown
    assert len(kept) == seen.marks
    # Every word of the note was in the preview, too.
    for entry, mark in zip(
        (e for e in seen.understood for _ in e.sides), workspace.marks.of(visit), strict=True
    ):
        assert all(part in entry.words for part in mark.note.split("; ") if part not in entry.note)
    if kept:
        workspace.history.undo(visit)
    assert not workspace.marks.of(visit)


def test_a_muscle_named_takes_what_it_took_last_time_and_the_preview_says_so(
    workspace: Workspace, visit: str
) -> None:
    """This muscle's last mark in this patient comes before the entry before it; results never come along."""
    said = "R infraspinatus 0.25x30 x2 pistoning prone LTR3"
    (before,) = workspace.marks.add_quick(visit, preview(workspace, visit, said))
    workspace.marks.change([before.id], product="Seirin J")
    line = "L glut med 0.30x60; L infraspinatus; R infraspinatus 0.30x40 deep"
    seen = preview(workspace, visit, line)
    _, second, third = seen.understood
    assert second.details == ("0.25x30 mm Seirin J", "2 needles", "pistoning", "prone")
    assert third.details[0] == "0.30x40 mm"
    assert "deep" in third.details
    assert "pistoning" not in third.details
    gluteus, left, right = workspace.marks.add_quick(visit, seen)
    assert (left.needle, left.product, left.needles) == (NeedleSize(250, 30), "Seirin J", 2)
    assert (left.technique, left.position) == (Technique.PISTONING, Position.PRONE)
    assert (left.ltr, left.ltr_count) == (Ltr.NOT_RECORDED, None)
    assert (right.needle, right.product, right.technique) == (NeedleSize(300, 40), "", Technique.DEEP)
    assert gluteus.needle == NeedleSize(300, 60)


def test_a_point_that_nobody_pointed_at_says_so_until_it_is_moved(workspace: Workspace, visit: str) -> None:
    """On paper a point set by the program looks like one that a hand has set."""
    marks = workspace.marks
    named = marks.add_quick(visit, preview(workspace, visit, "R UT; L QL; lig nuchae"))
    first, second = (one for one in named if one.point is not None)
    assert first.usual_place
    assert second.usual_place
    assert not any(one.usual_place for one in named if one.point is None)
    pointed = marks.place(visit, "posterior", 1, second.point.u + 3, second.point.v)
    assert not pointed.usual_place
    assert (
        named_only(workspace.visits.chart(visit))
        == "1 and 2 lie at their muscle's usual place: the muscles were named, not pointed at."
    )
    assert first.point is not None
    marks.move(first.id, first.point.plate, first.point.layer, first.point.u + 1, first.point.v)
    assert named_only(workspace.visits.chart(visit)).startswith("2 lies at its muscle's usual place")
    workspace.history.undo(visit)
    assert marks.get(first.id).usual_place


def test_same_as_last_time_and_a_needled_finding_keep_that_nobody_pointed(
    workspace: Workspace, visit: str, clock: Clock
) -> None:
    found = workspace.findings.add(
        visit, FindingKind.ACTIVE_TRIGGER_POINT, workspace.marks.muscle("infraspinatus"), Side.RIGHT
    )
    (needled,) = workspace.findings.needle([found.id])
    assert needled.usual_place
    workspace.marks.add_quick(visit, preview(workspace, visit, "L QL"))
    clock.moment += timedelta(days=7)
    later = workspace.visits.create(workspace.visits.get(visit).patient_id)
    again = workspace.ghosts.same_as_last_time(later.id)
    assert again
    assert all(one.usual_place for one in workspace.marks.of(later.id))


def test_what_another_muscle_gave_is_said_of_in_the_preview(workspace: Workspace, visit: str) -> None:
    """A needle of 50 mm came into the sternocleidomastoid from the muscle before it in the line, unseen."""
    _, sternal = preview(workspace, visit, "R multifidus C5-6 0.30x50 x2; R SCM").understood
    assert sternal.details == ("0.30x50 mm as the mark before",)
    workspace.marks.add_quick(visit, preview(workspace, visit, "R infraspinatus 0.25x30 x3 in situ"))
    (other,) = preview(workspace, visit, "L soleus").understood
    assert other.details == ("0.25x30 mm as the mark before", "in situ as the mark before")
    (own,) = preview(workspace, visit, "L infraspinatus").understood
    assert own.details == ("0.25x30 mm", "3 needles", "in situ")
    (typed,) = preview(workspace, visit, "L soleus 0.30x40 deep").understood
    assert typed.details == ("0.30x40 mm", "deep")
