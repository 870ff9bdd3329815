"""The second visit of eight marks: the patient opened, one key; one by a click, several by a lasso; read again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bodymap.charting.records import EStim, Ltr, Mark
from bodymap.store.check import check
from bodymap.store.vault import Vault
from tests.end_to_end.gestures import GestureCounter, Hand
from tests.end_to_end.person import LEFT, Person, sit

EIGHT = (
    ("posterior", "trapezius-upper", "right"),
    ("posterior", "trapezius-upper", "left"),
    ("posterior", "latissimus-dorsi", "left"),
    ("posterior", "gluteus-maximus", "right"),
    ("posterior", "semitendinosus", "right"),
    ("posterior", "gastrocnemius-medial", "right"),
    ("anterior", "rectus-femoris", "left"),
    ("anterior", "tibialis-anterior", "right"),
)


def charts_eight_a_week_ago(person: Person) -> None:
    person.opens()
    person.adds_patient("Sandoval", "Mireya")
    visit_id = person.begins_todays_visit()
    for plate, muscle, side in EIGHT:
        if person.window.body.view.plate != plate:
            person.turns_to({"anterior": "anterior", "posterior": "posterior"}[plate])
        person.needles(muscle, side)
    workspace = person.window.workspace
    marks = workspace.marks.of(visit_id)
    workspace.marks.change([marks[0].id], ltr=Ltr.YES, ltr_count=3)
    workspace.marks.change([marks[3].id], e_stim=EStim(hz=2.0))
    workspace.visits.move(visit_id, day=workspace.history.today() - timedelta(days=7))
    person.click(person.window.patients.back_button)


@pytest.fixture
def vault(qtbot: QtBot, tmp_path: Path) -> Path:
    """Records with one visit of eight marks, a week old."""
    made = tmp_path / "records"
    sit(qtbot, ["--vault", str(made), "--size", "1366x768"], charts_eight_a_week_ago)
    return made


def visits_of(vault: Path) -> tuple[list[Mark], list[Mark]]:
    """Today's marks and the earlier ones, from the records opened again."""
    with Vault.open(vault) as records:
        [patient_id] = {visit.patient_id for visit in records.all_visits()}
        visits = records.visits_of(patient_id)
        assert len(visits) == 2
        return list(records.marks_of(visits[0].id)), list(records.marks_of(visits[1].id))


def opens_today(person: Person) -> None:
    """A double click on the patient."""
    person.opens()
    view = person.window.patients.list
    person.sees(lambda: view.lines_model().lines)
    lines = view.lines_model().lines
    row = next(n for n, line in enumerate(lines) if line.title == "Sandoval, Mireya")
    Hand(person.window).double_click(view.viewport(), view.visualRect(view.lines_model().index(row)).center())
    person.sees(lambda: person.window.visit_id and person.window.body.ghosts.ghosts)


def place_of(person: Person, mark: int) -> QPoint:
    """Where the ghost of that mark of the last visit lies."""
    ghosts = person.window.body.ghosts
    ghost = ghosts.ghosts[mark]
    return QPointF(*person.window.body.view.view.to_px(ghost.point.u, ghost.point.v)).toPoint()


def test_the_whole_visit_in_two_gestures(qtbot: QtBot, vault: Path) -> None:
    counter = GestureCounter()

    def work(person: Person) -> None:
        person.opens()
        counter.begin()
        try:
            opens_today(person)
            line = person.window.visit.ghosts
            assert line.isVisible()
            assert "8 marks" in line.text.text()
            assert line.first.text() == "Same as last time (Ctrl+R)"
            Hand(person.window).chord(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
            person.sees(lambda: len(person.marks()) == 8)
        finally:
            counter.end()
        assert "e-stim 2 Hz: again?" in line.text.text()
        assert not person.window.body.ghosts.ghosts

    sit(qtbot, ["--vault", str(vault), "--size", "1366x768"], work)
    assert counter.count <= 3, counter.seen
    now, before = visits_of(vault)
    assert [(m.target.id, m.side, m.point, m.needle) for m in now] == [
        (m.target.id, m.side, m.point, m.needle) for m in before
    ]
    assert [m.carried_from for m in now] == [m.id for m in before]
    assert all(m.carried and m.ltr is Ltr.NOT_RECORDED and m.e_stim is None for m in now)
    assert check(vault) == []


def test_a_click_on_a_ring_confirms_it_and_undo_takes_it_back(qtbot: QtBot, vault: Path) -> None:
    def work(person: Person) -> None:
        opens_today(person)
        person.turns_to("posterior")
        view = person.window.body.view
        at = place_of(person, 3)
        QTest.mouseMove(view, at)
        person.sees(lambda: "click: again today" in view._hover_word)
        person.click(view, at)
        person.sees(lambda: person.marks() == ["R gluteus maximus"])
        mark_id = person.window.workspace.marks.of(person.window.visit_id)[0].id
        assert person.window.workspace.marks.get(mark_id).carried
        person.undoes()
        person.sees(lambda: person.marks() == [])
        person.sees(lambda: len(person.window.body.ghosts.ghosts) == 8)
        person.click(view, at)
        person.sees(lambda: person.marks() == ["R gluteus maximus"])
        person.press_button("Again")
        person.sees(
            lambda: not person.window.visit.ghosts.isVisible() or not person.window.visit.ghosts.asking
        )

    sit(qtbot, ["--vault", str(vault), "--size", "1366x768"], work)
    (mark,), before = visits_of(vault)
    assert (mark.carried_from, mark.carried) == (before[3].id, False)
    assert mark.e_stim == EStim(hz=2.0)


@pytest.mark.parametrize("how", ["shift", "button"])
def test_a_lasso_confirms_several_as_one_step(qtbot: QtBot, vault: Path, how: str) -> None:
    def work(person: Person) -> None:
        opens_today(person)
        person.turns_to("posterior")
        body, view = person.window.body, person.window.body.view
        if how == "button":
            person.click(body.ghost_buttons.lasso_button)
            assert body.ghosts.lassoing
        held = Qt.KeyboardModifier.ShiftModifier if how == "shift" else Qt.KeyboardModifier.NoModifier
        places = [place_of(person, n) for n in (0, 1)]
        left, right = min(p.x() for p in places) - 25, max(p.x() for p in places) + 25
        top, low = min(p.y() for p in places) - 25, max(p.y() for p in places) + 25
        corners = [QPoint(left, top), QPoint(right, top), QPoint(right, low), QPoint(left, low)]
        QTest.mousePress(view, LEFT, held, corners[0])
        for corner in (*corners[1:], corners[0]):
            QTest.mouseMove(view, corner)
        QTest.mouseRelease(view, LEFT, held, corners[0])
        person.sees(lambda: len(person.marks()) == 2)
        assert not body.ghosts.lassoing
        name = person.window.workspace.history.undo_name(person.window.visit_id)
        assert name.startswith("confirming 2 marks")

    sit(qtbot, ["--vault", str(vault), "--size", "1366x768"], work)
    now, before = visits_of(vault)
    assert [m.carried_from for m in now] == [before[0].id, before[1].id]


def test_left_alone_they_are_no_record_and_hidden_they_stay_hidden(qtbot: QtBot, vault: Path) -> None:
    def hides(person: Person) -> None:
        opens_today(person)
        assert person.window.body.ghosts.visible
        person.click(person.window.body.ghost_buttons.show_button)
        person.sees(lambda: not person.window.body.ghosts.visible)
        person.window.body.view.setFocus()
        person.turns_to("posterior")
        before = len(person.marks())
        person.needles("gluteus-maximus", "left")
        assert len(person.marks()) == before + 1

    def looks(person: Person) -> None:
        opens_today(person)
        assert person.window.body.ghosts.hidden
        assert not person.window.body.ghosts.visible

    sit(qtbot, ["--vault", str(vault), "--size", "1366x768"], hides)
    sit(qtbot, ["--vault", str(vault), "--size", "1366x768"], looks)
    now, _before = visits_of(vault)
    assert [m.title for m in now] == ["L gluteus maximus"]
    assert not now[0].carried_from


def test_a_set_made_of_a_visit_is_laid_on_another_patient(qtbot: QtBot, vault: Path) -> None:
    def work(person: Person) -> None:
        opens_today(person)
        window = person.window
        person.click(window.visit.ghosts.first)
        person.sees(lambda: len(person.marks()) == 8)
        window.visit.more.menu().actions()[1].trigger()
        line = window.visit.ghosts
        person.sees(line.name.isVisible)
        QTest.keyClicks(line.name, "Tension headache")
        QTest.keyClick(line.name, Qt.Key.Key_Return)
        assert "There is a set called" in line.text.text(), "an example has that name"
        QTest.keyClicks(line.name, " of mine")
        QTest.keyClick(line.name, Qt.Key.Key_Return)
        person.sees(lambda: not line.name.isVisible())
        person.click(window.patients.back_button)
        person.adds_patient("Okonkwo", "Tobias")
        person.begins_todays_visit()
        window.body.view.setFocus()
        person.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(window.visit.add, "of mine")
        QTest.keyClick(window.visit.add, Qt.Key.Key_Return)
        person.sees(lambda: len(window.body.ghosts.ghosts) == 8)
        assert person.marks() == []
        assert "Tension headache of mine: 8 places" in line.text.text()
        person.click(line.first)
        person.sees(lambda: len(person.marks()) == 8)

    sit(qtbot, ["--vault", str(vault), "--size", "1366x768"], work)
    with Vault.open(vault) as records:
        [made] = records.select("set")
        by_name = {records.patient(v.patient_id).family_name: v for v in records.all_visits()}
        marks = records.marks_of(by_name["Okonkwo"].id)
    assert made.name == "Tension headache of mine"
    assert [m.carried_from.split(":")[0] for m in marks] == [made.id] * 8
    assert all(m.ltr is Ltr.NOT_RECORDED and m.carried for m in marks)
    assert check(vault) == []


def test_an_example_by_its_name_on_the_side_typed(qtbot: QtBot, vault: Path) -> None:
    def work(person: Person) -> None:
        opens_today(person)
        window = person.window
        person.types(window.visit.add, "l tennis elb")
        QTest.keyClick(window.visit.add, Qt.Key.Key_Return)
        person.sees(lambda: any(one.from_set for one in window.body.ghosts.ghosts))
        laid = [one for one in window.body.ghosts.ghosts if one.from_set]
        assert {one.side.short for one in laid} == {"L"}
        line = window.visit.ghosts
        assert line.text.text().startswith("Tennis elbow: 5 places")
        person.click(line.away)
        person.sees(lambda: not any(one.from_set for one in window.body.ghosts.ghosts))
        assert len(window.body.ghosts.ghosts) == 8, "the last visit lies there still"

    sit(qtbot, ["--vault", str(vault), "--size", "1366x768"], work)
    with Vault.open(vault) as records:
        assert len(list(records.all_visits())) == 1, "nothing was said of today's visit, so there is none"
