"""The visit as text: derived ahead of typed, neither stored as the other; on paper, copied, and part by part."""

from __future__ import annotations

from bodymap.charting.findings import FindingKind
from bodymap.charting.records import Ltr, NarrativeStyle, NeedleSize, Section
from bodymap.workspace.workspace import Workspace
from tests.workspace.test_marks import LEFT_INFRA, RIGHT_INFRA, RIGHT_TERES

S, O, P = Section.SUBJECTIVE, Section.OBJECTIVE, Section.PLAN  # noqa: E741


def charted(workspace: Workspace, visit: str) -> str:
    """Two marks, a finding and a typed objective; the text that comes of marks and finding."""
    for at in (RIGHT_INFRA, LEFT_INFRA):
        mark = workspace.marks.place(visit, *at)
        workspace.marks.change([mark.id], needle=NeedleSize(300, 40), ltr=Ltr.NONE)
    workspace.findings.place(visit, FindingKind.TAUT_BAND, *RIGHT_TERES)
    workspace.notes.save(visit, O, "Rotation 70 degrees.")
    return (
        "A taut band was found in the right teres minor. "
        "Dry needling was carried out with needles of 0.30x40 mm. "
        "In the right and left infraspinatus, 1 needle each was inserted: no local twitch response."
    )


def test_it_follows_marks_and_findings_and_leaves_what_was_typed(workspace: Workspace, visit: str) -> None:
    assert workspace.visits.narrative(visit) == ""
    text = charted(workspace, visit)
    assert workspace.visits.narrative(visit) == text
    workspace.history.undo(visit)  # the finding
    assert workspace.visits.narrative(visit) == text.split(". ", 1)[1]
    assert workspace.notes.of(visit)[O] == "Rotation 70 degrees."


def test_on_paper_it_stands_ahead_of_what_was_typed(workspace: Workspace, visit: str) -> None:
    text = charted(workspace, visit)
    workspace.notes.save(visit, P, "Again in a week.")
    note = dict(workspace.visits.chart(visit).note)
    assert note == {"Objective": f"{text}\n\nRotation 70 degrees.", "Plan": "Again in a week."}


def test_the_clinics_style_and_wording_hold_at_once(workspace: Workspace, visit: str) -> None:
    charted(workspace, visit)
    clinic = workspace.practice.change_clinic(
        "", "", "", narrative_style=NarrativeStyle.TERSE, without_injection=True
    )
    assert (clinic.narrative_style, clinic.without_injection) == (NarrativeStyle.TERSE, True)
    assert workspace.visits.narrative(visit) == (
        "Found: taut band R teres minor. DN without injection, 0.30x40: R+L infraspinatus x1 each, LTR none."
    )
    assert workspace.practice.change_clinic("Harbour", "", "").narrative_style is NarrativeStyle.TERSE


def test_the_whole_visit_as_text_names_nobody(workspace: Workspace, visit: str) -> None:
    text = charted(workspace, visit)
    workspace.notes.save(visit, S, "Neck stiff.\n")
    assert workspace.visits.text(visit) == (
        "Dry needling visit, 4 May 2026\n\n"
        "Subjective:\nNeck stiff.\n\n"
        f"Objective:\n{text}\n\nRotation 70 degrees."
    )
    assert "Sandoval" not in workspace.visits.text(visit)


def test_one_part_is_copied_as_it_is(workspace: Workspace, visit: str) -> None:
    text = charted(workspace, visit)
    assert workspace.visits.text(visit, O) == f"{text}\n\nRotation 70 degrees."
    assert workspace.visits.text(visit, S) == ""


def test_an_empty_visit_is_no_text(workspace: Workspace, visit: str) -> None:
    assert workspace.visits.text(visit) == ""
