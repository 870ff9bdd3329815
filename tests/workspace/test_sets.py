"""Sets: made of a visit, kept apart from it, applied as ghosts; what has gone is said and the rest applies."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bodymap import assets
from bodymap.atlas.atlas import Atlas
from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.quick_entry import parse
from bodymap.charting.records import EStim, Ltr, NeedleSize, Side, Target, TargetKind, VisitStatus
from bodymap.charting.sets import MOST_ENTRIES, SetEntry, starter_sets
from bodymap.store.memory import MemoryStore
from bodymap.store.vault import Vault
from bodymap.workspace.workspace import Workspace

RIGHT_ELBOW = ("extensor-carpi-radialis-brevis", "supinator", "brachioradialis")


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    return Atlas(assets.folder(), tmp_path_factory.mktemp("plates"))


@pytest.fixture
def ws(body: Atlas) -> Workspace:
    """On the real body: the starter collection names its muscles."""
    return Workspace(MemoryStore(), body)


@pytest.fixture
def visit(ws: Workspace) -> str:
    return ws.visits.todays(ws.patients.create(family_name="Sandoval", given_names="Mireya").id).id


@pytest.fixture
def elbow(ws: Workspace, visit: str) -> str:
    """A visit of another patient, with three marks of which results were said."""
    other = ws.patients.create(family_name="Okonkwo", given_names="Tobias")
    earlier = ws.visits.todays(other.id)
    for muscle in RIGHT_ELBOW:
        target = ws.marks.muscle(muscle)
        point = ws.marks.usual_point(target, Side.RIGHT)
        ws.marks.place_made(
            earlier.id, [(target, Side.RIGHT, point, {"needle": NeedleSize(250, 30)})], action="x", name="x"
        )
    ids = [mark.id for mark in ws.marks.of(earlier.id)]
    ws.marks.change(ids, ltr=Ltr.YES, ltr_count=2, note="strong", e_stim=EStim(hz=2.0))
    return earlier.id


def test_made_of_a_visit_in_one_step_without_results(ws: Workspace, visit: str, elbow: str) -> None:
    made = ws.sets.make(elbow, "  My   elbow ")
    assert made.name == "My elbow"
    assert [entry.target.id for entry in made.entries] == list(RIGHT_ELBOW)
    assert made.entries[0].needle == NeedleSize(250, 30)
    assert not set(SetEntry.__dataclass_fields__) & {
        "ltr",
        "ltr_count",
        "note",
        "referral",
        "tolerance",
        "e_stim",
    }
    applied = ws.sets.apply(visit, made.id)
    assert (applied.places, applied.said) == (3, "My elbow: 3 places to confirm.")
    assert ws.marks.of(visit) == []
    marks = ws.ghosts.same_as_last_time(visit)
    assert [mark.target.id for mark in marks] == list(RIGHT_ELBOW)
    assert all(mark.carried and ":" in mark.carried_from for mark in marks)
    assert all((mark.ltr, mark.note, mark.e_stim) == (Ltr.NOT_RECORDED, "", None) for mark in marks)
    ws.history.undo(visit)
    assert ws.marks.of(visit) == []
    assert len(ws.ghosts.of(visit)) == 3


def test_a_set_of_one_side_is_applied_to_the_side_chosen(ws: Workspace, visit: str, elbow: str) -> None:
    made = ws.sets.make(elbow, "My elbow")
    assert made.side is Side.RIGHT
    ws.sets.apply(visit, made.id, [Side.LEFT])
    left = ws.ghosts.of(visit)
    assert {one.side for one in left} == {Side.LEFT}
    for ghost, entry in zip(left, made.entries, strict=True):
        hit = ws.marks.under(ghost.point.plate, ghost.point.layer, ghost.point.u, ghost.point.v)
        assert (hit.region.muscle, hit.region.side) == (entry.target.id, "left")
    ws.sets.apply(visit, made.id, [Side.RIGHT, Side.LEFT])
    assert len(ws.ghosts.of(visit)) == 6, "applied anew, not once more"


def test_the_key_marks_what_the_line_says_the_set_and_then_the_last_visit(
    ws: Workspace, visit: str, elbow: str
) -> None:
    patient_id = ws.visits.get(elbow).patient_id
    earlier = ws.visits.get(elbow)
    ws.visits.move(elbow, day=earlier.date - timedelta(days=7))
    today = ws.visits.todays(patient_id).id
    headache = next(one for one in ws.sets.all() if one.name == "Tension headache")
    ws.sets.apply(today, headache.id)
    assert {mark.carried_from.split(":")[0] for mark in ws.ghosts.same_as_last_time(today)} == {"example"}
    assert len(ws.marks.of(today)) == 10
    assert len(ws.ghosts.same_as_last_time(today)) == 3


def test_only_the_marks_meant_and_of_the_clinic(ws: Workspace, elbow: str) -> None:
    one = ws.marks.of(elbow)[1]
    made = ws.sets.make(elbow, "Supinator alone", [one.id], clinics=True)
    assert [entry.target.id for entry in made.entries] == ["supinator"]
    assert made.therapist_id is None
    assert ws.sets.give_to(made.id, clinics=False).therapist_id == ws.history.therapist.id


def test_every_example_lies_on_the_body_by_the_names_of_the_catalogue(ws: Workspace, visit: str) -> None:
    starters = {one.name: one for one in starter_sets()}
    examples = [one for one in ws.sets.all() if one.example]
    assert {one.name for one in examples} == set(starters)
    assert {"Tension headache", "Tennis elbow"} <= set(starters)
    for one in examples:
        wanted = starters[one.name]
        assert [*dict.fromkeys(entry.target.id for entry in one.entries)] == list(wanted.targets)
        assert (one.side is not None) == wanted.one_sided
        for side in ((Side.RIGHT,), (Side.LEFT,)) if wanted.one_sided else ((),):
            applied = ws.sets.apply(visit, one.id, side)
            assert applied.places == len(one.entries)
            laid = [ghost for ghost in ws.ghosts.of(visit) if ghost.source == one.id]
            for ghost in laid:
                assert ghost.point is not None, ghost.title
                hit = ws.marks.under(ghost.point.plate, ghost.point.layer, ghost.point.u, ghost.point.v)
                group = ghost.target.kind is TargetKind.GROUP
                meant = ws.atlas.catalogue.group(ghost.target.id).members if group else (ghost.target.id,)
                assert hit.region.muscle in meant
                assert hit.region.side == ghost.side.value


def test_no_example_says_a_size(ws: Workspace) -> None:
    """Nothing of the collection is a size or a depth: those are the therapist's."""
    for one in ws.sets.all():
        assert all(entry.needle is None for entry in one.entries if one.example)


def test_an_example_that_is_changed_becomes_ones_own(ws: Workspace) -> None:
    example = next(one for one in ws.sets.all() if one.name == "Tennis elbow")
    kept = ws.sets.set_entries(example.id, example.entries[:2])
    assert (kept.id, kept.example, len(kept.entries)) == (example.id, False, 2)
    assert [one.name for one in ws.sets.all()].count("Tennis elbow") == 1
    assert ws.sets.rename(kept.id, "Elbow, mine").name == "Elbow, mine"


def test_removed_and_brought_back(ws: Workspace, elbow: str) -> None:
    example = next(one for one in ws.sets.all() if one.name == "Knee pain")
    ws.sets.remove(example.id)
    made = ws.sets.make(elbow, "My elbow")
    ws.sets.remove(made.id)
    assert not {"Knee pain", "My elbow"} & {one.name for one in ws.sets.all()}
    assert [one.name for one in ws.sets.removed_examples()] == ["Knee pain"]
    assert ws.sets.restore_examples() == 1
    ws.sets.restore(made.id)
    back = {one.name: one for one in ws.sets.all()}
    assert {"Knee pain", "My elbow"} <= set(back)
    assert back["Knee pain"].example


@pytest.mark.parametrize("name", ["", "   ", "…", "tension HEADACHE", "x" * 81])
def test_a_name_that_cannot_be_is_refused_in_a_sentence(ws: Workspace, elbow: str, name: str) -> None:
    before = len(ws.sets.all())
    with pytest.raises(Refused) as refused:
        ws.sets.make(elbow, name)
    assert refused.value.sentence.endswith(".") or "“" in refused.value.sentence
    assert len(ws.sets.all()) == before


def test_a_set_of_nothing_or_too_much_is_refused(ws: Workspace, visit: str, elbow: str) -> None:
    with pytest.raises(Refused, match="no marks"):
        ws.sets.make(visit, "Empty")
    made = ws.sets.make(elbow, "My elbow")
    with pytest.raises(Refused, match="at least one"):
        ws.sets.set_entries(made.id, [])
    with pytest.raises(Refused):
        ws.sets.set_entries(made.id, [replace(made.entries[0], id=str(n)) for n in range(MOST_ENTRIES + 1)])
    with pytest.raises(KeyError):
        ws.sets.apply(visit, "no such set")


def test_a_muscle_renamed_lies_there_under_its_new_name_one_gone_is_said(
    ws: Workspace, visit: str, elbow: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = ws.sets.make(elbow, "My elbow")
    old = Target(TargetKind.MUSCLE, "supinator-brevis", "Short supinator", "supinator-brevis")
    gone = Target(TargetKind.MUSCLE, "fifth-extensor", "Fifth extensor", "fifth-extensor")
    entries = [made.entries[0], replace(made.entries[1], target=old), replace(made.entries[2], target=gone)]
    ws.sets.set_entries(made.id, entries)
    monkeypatch.setitem(ws.atlas.catalogue.aliases, "supinator-brevis", "supinator")
    applied = ws.sets.apply(visit, made.id)
    assert applied.places == 2
    assert "Short supinator is Supinator now." in applied.said
    assert "Left out, because the list of muscles no longer has it: Fifth extensor." in applied.said
    marks = ws.ghosts.same_as_last_time(visit)
    assert [mark.target.id for mark in marks] == [RIGHT_ELBOW[0], "supinator"]


def test_a_set_is_not_laid_on_a_signed_visit(ws: Workspace, visit: str) -> None:
    ws.history.put(replace(ws.visits.get(visit), status=VisitStatus.SIGNED), "sign")
    with pytest.raises(RecordsFault):
        ws.sets.apply(visit, ws.sets.all()[0].id)
    assert ws.ghosts.of(visit) == []


def test_found_by_the_start_of_its_words(ws: Workspace) -> None:
    assert [one.name for one in ws.sets.named_like("ten elb")] == ["Tennis elbow"]
    assert ws.sets.named_like("t") == []
    assert ws.sets.named_like("  ") == []
    assert ws.sets.named_like("infraspinatus") == []


def test_sets_stand_in_the_records_when_they_are_opened_again(body: Atlas, tmp_path: Path) -> None:
    with_sets = Workspace(Vault.open(tmp_path / "records", create=True), body)
    patient = with_sets.patients.create(family_name="Sandoval", given_names="Mireya")
    visit = with_sets.visits.todays(patient.id)
    target = with_sets.marks.muscle("supinator")
    with_sets.marks.add(visit.id, target, Side.LEFT)
    with_sets.sets.make(visit.id, "Left one")
    example = next(one for one in with_sets.sets.all() if one.name == "Hip pain")
    with_sets.sets.remove(example.id)
    headache = next(one for one in with_sets.sets.all() if one.name == "Tension headache")
    with_sets.sets.apply(visit.id, headache.id)
    assert len(with_sets.ghosts.same_as_last_time(visit.id)) == 10
    with_sets.close()
    again = Workspace(Vault.open(tmp_path / "records"), body)
    names = [one.name for one in again.sets.all()]
    assert names[0] == "Left one"
    assert "Hip pain" not in names
    assert len(again.marks.of(visit.id)) == 11
    assert again.ghosts.of(visit.id) == [], "what was laid is not kept"
    again.close()


def test_what_is_taken_out_of_a_set_is_not_offered_again(ws: Workspace, visit: str) -> None:
    made = next(one for one in ws.sets.all() if one.name == "Tennis elbow")
    ws.sets.apply(visit, made.id, (Side.RIGHT,))
    marks = ws.ghosts.same_as_last_time(visit)
    assert len(marks) > 2
    ws.marks.remove([marks[0].id])
    assert ws.ghosts.of(visit) == []
    # Undo is no statement: what it brings back or takes away is where it was before.
    ws.history.undo(visit)
    assert len(ws.marks.of(visit)) == len(marks)
    ws.history.undo(visit)
    assert [one.id for one in ws.ghosts.of(visit)] == [one.carried_from for one in marks[1:]]
    # Laid again, all of it lies there.
    ws.sets.apply(visit, made.id, (Side.RIGHT,))
    assert len(ws.ghosts.of(visit)) == len(marks)


def test_low_back_pain_lies_where_the_low_back_is_needled(ws: Workspace, visit: str) -> None:
    """The set laid the lumbar multifidus over the sacrum, and the note said S2."""
    (low_back,) = (one for one in ws.sets.all() if one.name == "Low back pain")
    ws.sets.apply(visit, low_back.id)
    marks = ws.ghosts.same_as_last_time(visit)
    multifidus = [mark for mark in marks if mark.target.id == "multifidus-lumbar"]
    assert [mark.side for mark in multifidus] == [Side.RIGHT, Side.LEFT]
    points = [mark.point for mark in multifidus if mark.point is not None]
    there = {ws.atlas.level(point.plate, point.v, "multifidus-lumbar").lstrip("≈") for point in points}
    assert there <= {"L4", "L4-5", "L5"}
    # The height is the program's: nobody said a level.
    assert {(mark.level, mark.usual_place) for mark in multifidus} == {("", True)}


def test_a_set_keeps_the_places_of_its_visit_and_makes_no_level_up(ws: Workspace, visit: str) -> None:
    """Muscles that were typed lay on another plate when their set was laid, at a level that nobody had said."""
    line = parse("L splenius capitis; L semispinalis capitis", ws.atlas, ws.marks.quick_defaults(visit))
    marks = ws.marks.add_quick(visit, line, shown="posterior")
    made = ws.sets.make(visit, "Neck")
    later = ws.visits.create(ws.patients.create(family_name="Kim").id)
    ws.sets.apply(later.id, made.id, (Side.LEFT,))
    again = ws.ghosts.same_as_last_time(later.id)
    assert [one.point for one in again] == [one.point for one in marks]
    assert {(one.level, one.usual_place) for one in again} == {("", True)}
