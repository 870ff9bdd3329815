"""The whole mark through the workspace's verbs: what it starts with, several at once, needles in and out, the chart."""

from __future__ import annotations

from datetime import date

import pytest

from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.offers import Source, Sources
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
    VisitStatus,
)
from bodymap.store.memory import MemoryStore
from bodymap.workspace.needles import Lot
from bodymap.workspace.workspace import Workspace
from tests.workspace.test_marks import LEFT_INFRA, LEFT_SKIN, RIGHT_INFRA, RIGHT_SKIN, RIGHT_TERES

WHOLE = {
    "needle": NeedleSize(250, 40),
    "product": "Seirin J",
    "needles": 2,
    "insertions": 4,
    "technique": Technique.PISTONING,
    "position": Position.PRONE,
    "ltr": Ltr.YES,
    "ltr_count": 3,
    "time_in_place": 10,
    "depth_mm": 25,
    "disposition": Disposition.LEFT_IN_PLACE,
    "referral": Referral.REFERRED,
    "referral_to": "temple",
    "e_stim": EStim(hz=2.0, to_twitch=True),
    "tolerance": Tolerance.GOOD,
    "note": "familiar",
}
CARRIED = ("needle", "product", "needles", "insertions", "technique", "position")


def _placed(workspace: Workspace, visit: str, place: tuple, **values: object) -> Mark:
    mark = workspace.marks.place(visit, *place)
    assert mark is not None
    workspace.marks.change([mark.id], **values)
    return workspace.marks.get(mark.id)


# -- what a new mark starts with


def test_use_is_carried_over_and_results_are_not(workspace: Workspace, visit: str) -> None:
    first = _placed(workspace, visit, RIGHT_INFRA, **WHOLE)
    second = workspace.marks.place(visit, *LEFT_INFRA)
    for field, value in WHOLE.items():
        assert getattr(first, field) == value
        if field in CARRIED:
            assert getattr(second, field) == value, field
        else:
            assert getattr(second, field) == Mark.__dataclass_fields__[field].default, field
    assert workspace.marks.came_from(second.id) == Sources(
        Source.TARGET, Source.TARGET, Source.TARGET, Source.TARGET, first.id
    )
    assert workspace.marks.came_from("another") == Sources()


def test_a_muscle_takes_its_own_last_size_before_the_visits(workspace: Workspace, visit: str) -> None:
    patient = workspace.visits.get(visit).patient_id
    earlier = workspace.visits.create(patient, date(2026, 4, 27)).id
    _placed(workspace, earlier, RIGHT_INFRA, needle=NeedleSize(250, 30), position=Position.SITTING)
    _placed(workspace, visit, RIGHT_TERES, needle=NeedleSize(300, 60), technique=Technique.DEEP)
    again = workspace.marks.place(visit, *LEFT_INFRA)
    assert (again.needle, again.position, again.technique) == (
        NeedleSize(250, 30),
        Position.SITTING,
        Technique.DEEP,
    )
    sources = workspace.marks.came_from(again.id)
    assert (sources.needle, sources.technique, sources.position) == (
        Source.TARGET,
        Source.VISIT,
        Source.TARGET,
    )


def test_a_late_entry_takes_nothing_from_its_future(workspace: Workspace, visit: str) -> None:
    patient = workspace.visits.get(visit).patient_id
    _placed(workspace, visit, RIGHT_INFRA, needle=NeedleSize(250, 30), position=Position.PRONE)
    late = workspace.visits.create(patient, date(2026, 1, 5)).id
    mark = workspace.marks.place(late, *RIGHT_INFRA)
    assert mark.position is Position.NOT_RECORDED
    assert workspace.marks.came_from(mark.id).needle is Source.LAST


def test_another_patient_gives_the_size_only(workspace: Workspace, visit: str) -> None:
    _placed(workspace, visit, RIGHT_INFRA, **WHOLE)
    other = workspace.visits.todays(workspace.patients.create(family_name="Okonkwo").id).id
    mark = workspace.marks.place(other, *RIGHT_INFRA)
    assert (mark.needle, mark.needles) == (NeedleSize(250, 40), 1)
    assert (mark.technique, mark.position) == (Technique.NOT_RECORDED, Position.NOT_RECORDED)
    assert workspace.marks.came_from(mark.id) == Sources(Source.LAST, from_mark=mark_of(workspace, visit))


def mark_of(workspace: Workspace, visit: str) -> str:
    return workspace.marks.of(visit)[0].id


def test_defaults_of_therapist_and_clinic(workspace: Workspace, visit: str, store: MemoryStore) -> None:
    practice, mine = workspace.practice, workspace.practice.therapist.id
    target = workspace.marks.muscle("infraspinatus")
    practice.set_defaults(None, needle=NeedleSize(300, 40), position=Position.PRONE)
    assert workspace.marks.offer(visit, target).sources.needle is Source.CLINIC
    practice.set_defaults(mine, "infraspinatus", needle=NeedleSize(250, 25), technique=Technique.IN_SITU)
    offer = workspace.marks.offer(visit, target)
    assert (offer.needle, offer.technique, offer.position) == (
        NeedleSize(250, 25),
        Technique.IN_SITU,
        Position.PRONE,
    )
    assert (offer.sources.needle, offer.sources.position) == (Source.THERAPIST, Source.CLINIC)
    assert workspace.marks.offer(visit).needle == NeedleSize(300, 40)
    assert [held.target_id for held in practice.defaults_for("infraspinatus")] == ["infraspinatus", ""]
    audited = len(store.audited)
    practice.set_defaults(mine, "infraspinatus", needle=NeedleSize(250, 25), technique=Technique.IN_SITU)
    practice.set_defaults(mine, "teres-minor")
    assert len(store.audited) == audited, "what does not differ is not written"
    practice.set_defaults(mine, "infraspinatus")
    assert list(practice.defaults(mine)) == []
    assert workspace.marks.offer(visit, target).sources.needle is Source.CLINIC
    practice.set_defaults(mine, "infraspinatus", needle=NeedleSize(300, 75))
    assert workspace.marks.place(visit, *RIGHT_INFRA).needle == NeedleSize(300, 75)
    assert workspace.history.undo_name(visit) == "marking R infraspinatus"


def test_a_scar_takes_nothing_from_another_scar_of_the_patient(workspace: Workspace, visit: str) -> None:
    scar = workspace.marks.tissue("scar")
    first = workspace.marks.place(visit, *RIGHT_SKIN, target=scar)
    workspace.marks.change([first.id], needle=NeedleSize(200, 15))
    _placed(workspace, visit, RIGHT_INFRA, needle=NeedleSize(300, 40))
    assert workspace.marks.place(visit, *LEFT_SKIN, target=scar).needle == NeedleSize(300, 40)


# -- several at once


@pytest.mark.parametrize("field", [name for name in WHOLE if name not in ("ltr_count", "referral_to")])
def test_several_marks_change_in_one_step(
    workspace: Workspace, visit: str, store: MemoryStore, field: str
) -> None:
    ids = [workspace.marks.place(visit, *place).id for place in (RIGHT_INFRA, LEFT_INFRA, RIGHT_TERES)]
    before = [workspace.marks.get(mark_id) for mark_id in ids]
    edits, audited = len(store.edits_of(visit)), len(store.audited)
    changed = workspace.marks.change(ids, **{field: WHOLE[field]})
    assert [getattr(mark, field) for mark in changed] == [WHOLE[field]] * 3
    assert (len(store.edits_of(visit)), len(store.audited)) == (edits + 1, audited + 3)
    assert {frozenset(entry.new) for entry in store.audited[-3:]} == {frozenset({field})}
    name = workspace.history.undo(visit)
    assert name.endswith("of 3 marks")
    assert [getattr(workspace.marks.get(mark_id), field) for mark_id in ids] == [
        getattr(m, field) for m in before
    ]
    assert workspace.history.redo(visit) == name
    assert [getattr(workspace.marks.get(mark_id), field) for mark_id in ids] == [WHOLE[field]] * 3


def test_one_refusal_changes_none_of_several(workspace: Workspace, visit: str) -> None:
    first = _placed(workspace, visit, RIGHT_INFRA, referral=Referral.FAMILIAR)
    second = _placed(workspace, visit, RIGHT_TERES, referral=Referral.NONE)
    with pytest.raises(Refused):
        workspace.marks.change([first.id, second.id], referral_to="temple")
    assert workspace.marks.get(first.id) == first


def test_pain_that_went_somewhere_was_referred(workspace: Workspace, visit: str) -> None:
    familiar = _placed(workspace, visit, RIGHT_INFRA, referral=Referral.FAMILIAR)
    unsaid = workspace.marks.place(visit, *RIGHT_TERES)
    workspace.marks.change([familiar.id, unsaid.id], referral_to="temple")
    assert [(one.referral, one.referral_to) for one in workspace.marks.of(visit)] == [
        (Referral.FAMILIAR, "temple"),
        (Referral.REFERRED, "temple"),
    ]
    workspace.history.undo(visit)
    assert workspace.marks.get(unsaid.id).referral is Referral.NOT_RECORDED


def test_where_pain_went_goes_with_the_pain(workspace: Workspace, visit: str) -> None:
    mark = _placed(
        workspace, visit, RIGHT_INFRA, referral=Referral.REFERRED, referral_to="  down \n the arm "
    )
    assert mark.referral_to == "down the arm"
    workspace.marks.change([mark.id], referral=Referral.NONE)
    assert workspace.marks.get(mark.id).referral_to == ""
    workspace.history.undo(visit)
    assert workspace.marks.get(mark.id).referral_to == "down the arm"


def test_settings_of_the_e_stim_are_set_one_by_one(workspace: Workspace, visit: str) -> None:
    ids = [workspace.marks.place(visit, *place).id for place in (RIGHT_INFRA, RIGHT_TERES)]
    workspace.marks.stimulate(ids[:1], hz=2.04, pair=" 1  with 2 ")
    workspace.marks.stimulate(ids, to_twitch=True)
    assert [workspace.marks.get(mark_id).e_stim for mark_id in ids] == [
        EStim(True, 2.0, to_twitch=True, pair="1 with 2"),
        EStim(to_twitch=True),
    ]
    assert workspace.history.undo_name(visit) == "e-stim of 2 marks"
    workspace.marks.stimulate(ids, on=False)
    assert {workspace.marks.get(mark_id).e_stim for mark_id in ids} == {EStim(on=False)}
    with pytest.raises(Refused):
        workspace.marks.stimulate(ids, hz=5000)
    workspace.marks.change(ids, e_stim=None)
    assert workspace.marks.get(ids[0]).e_stim is None


# -- needles


def test_needles_are_counted_in_by_marks_and_out_by_body_part(workspace: Workspace, visit: str) -> None:
    needles = workspace.needles
    assert needles.remaining(visit) == {}
    _placed(workspace, visit, RIGHT_INFRA, needles=2, disposition=Disposition.LEFT_IN_PLACE)
    _placed(workspace, visit, RIGHT_TERES, needles=1, disposition=Disposition.LEFT_IN_PLACE)
    group = workspace.marks.add(visit, workspace.marks.group("suboccipitals"), Side.LEFT)
    workspace.marks.change([group.id], needles=2, disposition=Disposition.LEFT_IN_PLACE)
    _placed(workspace, visit, LEFT_INFRA, needles=4, disposition=Disposition.WITHDRAWN)
    assert needles.remaining(visit) == {"shoulder": 3, "neck": 2}
    assert needles.difference(visit) == "5 needles are still in: shoulder 3, neck 2."
    needles.count_out(visit, "shoulder")
    assert needles.remaining(visit) == {"neck": 2}
    needles.count_out(visit, "neck", 1)
    counts = needles.count_out(visit, "neck", 2)
    assert (counts.left_in, counts.out, counts.settled) == (5, 5, True)
    assert needles.difference(visit) == ""
    workspace.marks.remove([group.id])
    assert needles.remaining(visit) == {"neck": -2}


def test_counting_out_is_undone_and_done_again(workspace: Workspace, visit: str, store: MemoryStore) -> None:
    needles = workspace.needles
    _placed(workspace, visit, RIGHT_INFRA, needles=3, disposition=Disposition.LEFT_IN_PLACE)
    needles.count_out(visit, "shoulder", 1)
    needles.count_out(visit, "shoulder", 3)
    audited = len(store.audited)
    needles.count_out(visit, "shoulder", 3)
    assert len(store.audited) == audited
    assert workspace.history.undo(visit) == "count of needles out of shoulder"
    assert needles.counts(visit).out == 1
    workspace.history.undo(visit)
    assert needles.remaining(visit) == {"shoulder": 3}
    workspace.history.redo(visit)
    assert needles.counts(visit).out == 1
    workspace.history.undo(visit)
    needles.count_out(visit, "shoulder")
    assert needles.remaining(visit) == {}
    workspace.history.undo(visit)
    assert needles.remaining(visit) == {"shoulder": 3}


def test_one_number_for_the_whole_body_holds_until_a_part_is_counted(
    workspace: Workspace, visit: str
) -> None:
    needles = workspace.needles
    _placed(workspace, visit, RIGHT_INFRA, needles=3, disposition=Disposition.LEFT_IN_PLACE)
    assert needles.count_out(visit, "").settled
    assert not needles.count_out(visit, "", 2).settled
    assert needles.difference(visit) == "3 needles are left in place, but 2 counted out."
    assert needles.count_out(visit, "shoulder").whole is None
    assert needles.difference(visit) == ""
    assert workspace.history.undo(visit) == "count of needles out of shoulder"
    assert needles.counts(visit).whole == 2


def test_tissue_belongs_to_the_body_part_around_it(workspace: Workspace, visit: str) -> None:
    scar = workspace.marks.tissue("scar")
    near = workspace.marks.place(visit, *RIGHT_INFRA, target=scar, side=Side.RIGHT)
    far = workspace.marks.add(visit, scar, Side.RIGHT)
    assert (workspace.needles.part_of(near), workspace.needles.part_of(far)) == ("shoulder", "elsewhere")
    workspace.marks.change([far.id], disposition=Disposition.LEFT_IN_PLACE)
    assert workspace.needles.difference(visit) == "1 needle is still in: elsewhere 1."
    workspace.needles.count_out(visit, "elsewhere")
    assert workspace.needles.remaining(visit) == {}


def test_counts_that_cannot_be_are_refused(workspace: Workspace, visit: str) -> None:
    for part, n in (("shoulder", -1), ("shoulder", 1000), ("tail", 1)):
        with pytest.raises(Refused):
            workspace.needles.count_out(visit, part, n)
    for opened in (-1, 1000):
        with pytest.raises(Refused):
            workspace.needles.set_opened(visit, opened)
    with pytest.raises(Refused):
        workspace.needles.set_lot(visit, "A17", "some day")


def test_lot_and_expiry_once_a_visit_the_last_ones_offered(workspace: Workspace, visit: str) -> None:
    needles = workspace.needles
    assert needles.offered_lot(visit) == Lot()
    needles.set_lot(visit, " A 17 ", "05/27")
    needles.set_opened(visit, 4)
    kept = workspace.visits.get(visit)
    assert (kept.needle_lot, kept.needle_expiry, kept.needles_opened) == ("A 17", "2027-05", 4)
    assert needles.offered_lot(visit) == Lot(), "a visit that names its lot is offered none"
    other = workspace.visits.todays(workspace.patients.create(family_name="Okonkwo").id).id
    assert needles.offered_lot(other) == Lot("A 17", "2027-05")
    assert workspace.visits.get(other).needle_lot == "", "an offer is no record"
    assert workspace.history.undo(visit) == "number of needles opened"
    assert workspace.history.undo(visit) == "lot of the needles"
    assert workspace.visits.get(visit).needle_lot == ""


def test_a_signed_visit_counts_nothing_any_more(workspace: Workspace, visit: str, store: MemoryStore) -> None:
    from bodymap.charting.edits import Transaction, changed

    signed = changed(workspace.visits.get(visit), status=VisitStatus.SIGNED)
    store.apply(Transaction((signed,), workspace.history.clock(), workspace.practice.therapist.id, "sign"))
    for verb in (
        lambda: workspace.needles.count_out(visit, "shoulder", 1),
        lambda: workspace.needles.set_lot(visit, "A17"),
        lambda: workspace.needles.set_opened(visit, 1),
    ):
        with pytest.raises(RecordsFault) as caught:
            verb()
        assert caught.value.kind == "locked"


# -- the chart


def test_the_chart_holds_all_of_it(workspace: Workspace, visit: str) -> None:
    _placed(workspace, visit, RIGHT_INFRA, **WHOLE)
    bare = workspace.marks.place(visit, *RIGHT_TERES)
    workspace.marks.change(
        [bare.id], technique=Technique.NOT_RECORDED, position=Position.NOT_RECORDED, product=""
    )
    workspace.needles.set_lot(visit, "A17", "2027-05")
    chart = workspace.visits.chart(visit)
    assert chart.sites[0].details == (
        "Seirin J · pistoning · e-stim 2 Hz to twitch · depth 25 mm · left in place · 10 min · prone"
        " · referred to temple · tolerated well"
    )
    assert chart.sites[1].details == ""
    assert chart.needles == "in 2 · out 0 · lot A17 · expiry May 2027"
    assert chart.needles_differ == "2 needles are still in: shoulder 2."
    assert (chart.counts.needles, chart.counts.insertions) == (3, 5)
    workspace.needles.count_out(visit, "shoulder")
    chart = workspace.visits.chart(visit)
    assert (chart.needles, chart.needles_differ) == ("in 2 · out 2 · lot A17 · expiry May 2027", "")


def test_a_chart_of_nothing_recorded_says_nothing_of_needles(workspace: Workspace, visit: str) -> None:
    workspace.marks.place(visit, *RIGHT_INFRA)
    chart = workspace.visits.chart(visit)
    assert (chart.needles, chart.needles_differ, chart.sites[0].details) == ("", "", "")


def test_a_size_that_comes_from_another_patient_says_so(workspace: Workspace, visit: str) -> None:
    marks = workspace.marks
    marks.set_next(visit, NeedleSize(250, 40), 1, 1)
    marks.add(visit, marks.muscle("infraspinatus"), Side.RIGHT)
    other = workspace.visits.create(workspace.patients.create(family_name="Holm").id)
    first = marks.add(other.id, marks.muscle("teres-minor"), Side.RIGHT)
    assert first.needle == NeedleSize(250, 40)
    assert marks.as_before(first.id) == "0.25x40 as for the last patient"
    second = marks.add(other.id, marks.muscle("teres-minor"), Side.LEFT)
    assert marks.as_before(second.id) == ""
