"""What is changed on a later day stands on the visit's chart with the day on which it was written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bodymap.charting.edits import created
from bodymap.charting.events import EventKind, Harm
from bodymap.charting.later import MOST
from bodymap.charting.records import Ltr, Mark, NeedleSize, Section, Side, Target, TargetKind, new_id
from bodymap.store.vault import Vault
from bodymap.workspace.workspace import Workspace
from tests.workspace.conftest import Clock, SquareAtlas


@pytest.fixture
def ws(workspace: Workspace) -> Workspace:
    workspace.practice.change_therapist(workspace.history.therapist.id, name="Dana Whitfield", licence="PT 1")
    return workspace


@pytest.fixture
def kept(clock: Clock, tmp_path: Path) -> Iterator[Workspace]:
    """On records as they are kept: the audit is read back from the file."""
    vault = Vault.open(tmp_path / "records", create=True)
    workspace = Workspace(vault, SquareAtlas(), clock=clock)  # type: ignore[arg-type]
    yield workspace
    workspace.close()


@pytest.fixture
def visit(ws: Workspace) -> str:
    patient = ws.patients.create(family_name="Sandoval", given_names="Mireya")
    return ws.visits.todays(patient.id).id


def place(ws: Workspace, visit_id: str, side: Side = Side.RIGHT) -> Mark:
    target = Target(TargetKind.MUSCLE, "infraspinatus", "Infraspinatus", "infraspinatus")
    made = Mark(new_id(), visit_id, ws.store.next_ordinal(visit_id), target, side, needle=NeedleSize(300, 50))
    ws.history.commit([created(made)], "place mark", scope=visit_id, name="placing R infraspinatus")
    return made


def part(ws: Workspace, visit_id: str) -> tuple[str, list[str]]:
    title, text = ws.visits.chart(visit_id).later
    return title, text.splitlines()


def test_a_result_changed_weeks_later_is_dated_when_it_was_written(
    ws: Workspace, visit: str, clock: Clock
) -> None:
    mark = place(ws, visit)
    ws.marks.change([mark.id], ltr=Ltr.NONE)
    ws.marks.change([mark.id], ltr=Ltr.YES)
    assert part(ws, visit) == ("", [])
    clock.moment += timedelta(days=21)
    assert part(ws, visit) == ("", [])
    ws.marks.change([mark.id], ltr=Ltr.NONE)
    assert part(ws, visit) == (
        "Changed after that day",
        ["Changed on 25 May 2026: R infraspinatus: LTR yes -> none."],
    )
    # Put back on the same day, nothing reads otherwise than it did.
    ws.history.undo(visit)
    assert part(ws, visit) == ("", [])
    clock.moment += timedelta(days=1)
    ws.marks.remove([mark.id])
    assert part(ws, visit)[1] == ["Changed on 26 May 2026: R infraspinatus taken out: size 0.30x50; LTR yes."]


def test_what_was_not_recorded_is_added_not_changed(ws: Workspace, visit: str, clock: Clock) -> None:
    mark = place(ws, visit)
    clock.moment += timedelta(days=1)
    ws.marks.change([mark.id], ltr=Ltr.NONE)
    place(ws, visit, Side.LEFT)
    ws.notes.save(visit, Section.PLAN, "Again in a week")
    title, lines = part(ws, visit)
    assert title == "Written later"
    assert lines == [
        "Added on 5 May 2026: R infraspinatus: LTR none.",
        "Added on 5 May 2026: L infraspinatus marked: size 0.30x50.",
        "Added on 5 May 2026: Plan, 4 words.",
    ]


def test_a_chart_begun_on_a_later_day_is_no_correction(ws: Workspace, visit: str, clock: Clock) -> None:
    patient = ws.visits.get(visit).patient_id
    late = ws.visits.create(patient, date(2026, 5, 2)).id
    mark = place(ws, late)
    ws.marks.change([mark.id], ltr=Ltr.NONE)
    clock.moment += timedelta(days=1)
    assert ws.visits.chart(late).charted_on == "4 May 2026"
    assert part(ws, late) == ("", [])
    ws.marks.change([mark.id], ltr=Ltr.YES)
    assert part(ws, late)[1] == ["Changed on 5 May 2026: R infraspinatus: LTR none -> yes."]


def test_a_note_shows_what_it_read_before(ws: Workspace, visit: str, clock: Clock) -> None:
    ws.notes.save(visit, Section.OBJECTIVE, "Blood pressure 95/60 lying.\nPale.")
    ws.notes.save(visit, Section.ASSESSMENT, "word " * 120)
    clock.moment += timedelta(days=1)
    for text in ("Blood pressure 9", "Blood pressure 90/60 lying.\nPale."):
        ws.notes.save(visit, Section.OBJECTIVE, text)
    ws.notes.save(visit, Section.ASSESSMENT, "other " * 120)
    clock.moment += timedelta(days=1)
    ws.notes.save(visit, Section.OBJECTIVE, "Blood pressure 90/60 lying.\nPale. Better after water.")
    assert part(ws, visit) == (
        "Changed after that day",
        [
            "Changed on 5 May 2026: Objective: “… Blood pressure 95/60” -> “… Blood pressure 90/60”",
            "Changed on 5 May 2026: Assessment: 120 words taken out, 120 words put in;"
            " the text before is in the whole record.",
            "Added on 6 May 2026: Objective: “… lying. Pale. Better after water.”",
        ],
    )


def test_who_else_changed_it_is_named(ws: Workspace, visit: str, clock: Clock) -> None:
    mark = place(ws, visit)
    clock.moment += timedelta(days=1)
    ws.practice.choose(ws.practice.add_therapist("Ann Lee", "PT 2").id)
    ws.marks.change([mark.id], needles=2)
    assert part(ws, visit)[1] == ["Changed on 5 May 2026, by Ann Lee: R infraspinatus: needles 1 -> 2."]


def test_an_event_told_later_is_not_told_twice(ws: Workspace, visit: str, clock: Clock) -> None:
    place(ws, visit)
    ws.events.nothing_happened(visit)
    clock.moment += timedelta(days=7)
    second = ws.visits.todays(ws.visits.get(visit).patient_id).id
    told = ws.events.add(visit, EventKind.BRUISING, Harm.MILD, told_in=second, noticed_on=date(2026, 5, 5))
    clock.moment += timedelta(days=7)
    ws.events.close(told.id, date(2026, 5, 12))
    # The event is told as one of 11 May by itself; that the statement left the chart is said.
    withdrawn = "Changed on 11 May 2026: nothing adverse happened yes -> not recorded."
    assert part(ws, visit)[1] == [withdrawn]
    ws.events.change(told.id, severity=Harm.SIGNIFICANT)
    changed = "Changed on 18 May 2026: Bruising: how grave mild -> significant."
    assert part(ws, visit)[1] == [withdrawn, changed]
    # It stands on the chart of the visit at which it was told, too.
    assert part(ws, second)[1][-1] == changed


def test_many_changes_are_counted_and_corrections_come_first(ws: Workspace, visit: str, clock: Clock) -> None:
    mark = place(ws, visit)
    clock.moment += timedelta(days=1)
    for _ in range(MOST + 3):
        place(ws, visit, Side.LEFT)
    ws.marks.change([mark.id], needles=3)
    title, lines = part(ws, visit)
    assert title == "Changed after that day"
    assert len(lines) == MOST + 1
    assert "Changed on 5 May 2026: R infraspinatus: needles 1 -> 3." in lines
    assert lines[-1] == "And 4 more, in the whole record."


def test_it_is_read_from_the_file_without_looking_through_the_audit(kept: Workspace, clock: Clock) -> None:
    visit = kept.visits.todays(kept.patients.create(family_name="Sandoval").id).id
    mark = place(kept, visit)
    clock.moment += timedelta(days=21)
    kept.marks.change([mark.id], ltr=Ltr.NONE)
    assert part(kept, visit)[1] == ["Added on 25 May 2026: R infraspinatus: LTR none."]
    assert isinstance(kept.store, Vault)
    asked: list[str] = []
    connection = kept.store.database.conn
    connection.set_trace_callback(asked.append)
    kept.telling.later(visit)
    connection.set_trace_callback(None)
    of_audit = [one for one in asked if "FROM audit" in one and "record_id" in one]
    assert of_audit
    for one in of_audit:
        said = [row[-1] for row in connection.execute(f"EXPLAIN QUERY PLAN {one}")]
        assert all(step.startswith("SEARCH") for step in said), said


def test_the_whole_record_tells_it_with_the_visit(ws: Workspace, visit: str, clock: Clock) -> None:
    """The visit's part showed what had been changed as if it had always stood there; the history came long after it."""
    mark = place(ws, visit)
    ws.marks.change([mark.id], ltr=Ltr.NONE)
    clock.moment += timedelta(days=21)
    ws.marks.change([mark.id], ltr=Ltr.YES)
    title, text = ws.visits.chart(visit).later
    assert f"{title}:\n{text}" in ws.tidy.text(ws.visits.get(visit).patient_id)
