"""Findings: each verb one transaction, one named undo step; a finding is needled in one gesture and stays."""

from __future__ import annotations

import pytest

from bodymap.charting import wording
from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.findings import FindingKind
from bodymap.charting.records import Ltr, NeedleSize, Referral, Side
from bodymap.workspace.workspace import Workspace
from tests.workspace.test_marks import BESIDE, LEFT_INFRA, RIGHT_INFRA, RIGHT_SKIN, RIGHT_TERES

ACTIVE, EDEMA = FindingKind.ACTIVE_TRIGGER_POINT, FindingKind.EDEMA


def test_a_finding_is_placed_on_the_muscle_and_is_no_mark(workspace: Workspace, visit: str) -> None:
    found = workspace.findings.place(visit, ACTIVE, *RIGHT_INFRA)
    assert found is not None
    assert (found.title, found.kind, found.side, found.point.v) == (
        "R infraspinatus",
        ACTIVE,
        Side.RIGHT,
        50.0,
    )
    assert list(workspace.findings.of(visit)) == [found]
    assert list(workspace.marks.of(visit)) == []
    assert workspace.history.undo_name(visit) == "the finding in R infraspinatus"
    workspace.history.undo(visit)
    assert list(workspace.findings.of(visit)) == []


def test_off_the_muscles_a_target_is_named_first(workspace: Workspace, visit: str) -> None:
    assert workspace.findings.place(visit, EDEMA, *RIGHT_SKIN) is None
    scar = workspace.marks.tissue("scar", "Scar of the shoulder")
    found = workspace.findings.place(visit, EDEMA, *RIGHT_SKIN, target=scar)
    assert wording.finding(found) == "R scar of the shoulder: edema"


def test_needling_keeps_the_finding_and_copies_no_result(workspace: Workspace, visit: str) -> None:
    first = workspace.marks.place(visit, *LEFT_INFRA)
    workspace.marks.change([first.id], needle=NeedleSize(250, 40), ltr=Ltr.YES, ltr_count=2)
    found = workspace.findings.place(visit, ACTIVE, *RIGHT_INFRA)
    workspace.findings.change([found.id], referral=Referral.REFERRED, referral_to="temple", note="hot")
    (mark,) = workspace.findings.needle([found.id])
    assert (mark.finding_id, mark.title, mark.point) == (found.id, "R infraspinatus", found.point)
    assert (mark.needle, mark.ltr, mark.referral, mark.note) == (
        NeedleSize(250, 40),
        Ltr.NOT_RECORDED,
        Referral.NOT_RECORDED,
        "",
    )
    assert len(workspace.findings.of(visit)) == 1
    workspace.history.undo(visit)
    assert [m.id for m in workspace.marks.of(visit)] == [first.id]
    assert len(workspace.findings.of(visit)) == 1


def test_several_are_needled_as_one_step_in_their_order(workspace: Workspace, visit: str) -> None:
    made = [workspace.findings.place(visit, ACTIVE, *at) for at in (RIGHT_INFRA, RIGHT_TERES, LEFT_INFRA)]
    marks = workspace.findings.needle([one.id for one in made])
    assert [m.title for m in marks] == ["R infraspinatus", "R teres minor", "L infraspinatus"]
    assert [m.ordinal for m in marks] == [1, 2, 3]
    assert workspace.history.undo_name(visit) == "needling 3 findings"
    workspace.history.undo(visit)
    assert list(workspace.marks.of(visit)) == []


def test_moving_into_another_muscle_renames_and_off_the_body_is_refused(
    workspace: Workspace, visit: str
) -> None:
    found = workspace.findings.place(visit, ACTIVE, *RIGHT_INFRA)
    assert workspace.findings.move(found.id, *RIGHT_TERES).title == "R teres minor"
    with pytest.raises(Refused):
        workspace.findings.move(found.id, *BESIDE)
    assert workspace.findings.get(found.id).point.v == 150.0
    workspace.history.undo(visit)
    assert workspace.findings.get(found.id).title == "R infraspinatus"


def test_changes_are_tidied_and_a_signed_visit_refuses_them(workspace: Workspace, visit: str) -> None:
    found = workspace.findings.place(visit, ACTIVE, *RIGHT_INFRA)
    (after,) = workspace.findings.change(
        [found.id], note="  two \n lines ", referral=Referral.REFERRED, referral_to="ear"
    )
    assert (after.note, after.referral_to) == ("two lines", "ear")
    (after,) = workspace.findings.change([found.id], referral=Referral.NONE)
    assert after.referral_to == ""
    assert workspace.findings.change([found.id], referral=Referral.NONE) == []
    sign(workspace, visit)
    for verb in (
        lambda: workspace.findings.place(visit, ACTIVE, *RIGHT_TERES),
        lambda: workspace.findings.change([found.id], note="x"),
        lambda: workspace.findings.remove([found.id]),
        lambda: workspace.findings.needle([found.id]),
    ):
        with pytest.raises(RecordsFault):
            verb()


def sign(workspace: Workspace, visit: str) -> None:
    from bodymap.charting.edits import changed
    from bodymap.charting.records import VisitStatus

    workspace.history.commit(
        [changed(workspace.visits.get(visit), status=VisitStatus.SIGNED)], "sign", scope=visit
    )


def test_removed_findings_are_kept_and_come_back(workspace: Workspace, visit: str) -> None:
    found = workspace.findings.place(visit, ACTIVE, *RIGHT_INFRA)
    workspace.findings.remove([found.id])
    assert list(workspace.findings.of(visit)) == []
    assert workspace.findings.get(found.id).removed
    workspace.history.undo(visit)
    assert [one.id for one in workspace.findings.of(visit)] == [found.id]
