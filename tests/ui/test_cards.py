"""The cards of a visit's steps: what stands beside a value, what is chosen, what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bodymap.charting import wording
from bodymap.charting.outcomes import Stage
from bodymap.charting.plans import Decision
from bodymap.charting.precautions import Answer
from bodymap.charting.records import Patient, Section
from bodymap.charting.wording import day as in_words
from bodymap.ui import theme
from bodymap.ui.main_window import MainWindow
from tests.ui.conftest import press, write


def opened(window: MainWindow, step: str, qtbot: QtBot):
    window.visit.steps.go_to(step)
    page = window.visit.steps.steps[step]
    qtbot.waitUntil(page.isVisible)
    return page


@pytest.fixture
def two_visits(window: MainWindow, patient: Patient) -> str:
    """Pain 6 at the first visit; at the second, which is open, 4 before and 3 after the needles."""
    ws = window.workspace
    assert ws is not None
    today = ws.history.today()
    first = ws.visits.create(patient.id, today - timedelta(days=7))
    ws.outcomes.set_pain(first.id, "", Stage.BEFORE, now=6)
    window.open_patient(patient.id)
    press(window.patients.today_button)
    ws.outcomes.set_pain(window.visit_id, "", Stage.BEFORE, now=4)
    ws.outcomes.set_pain(window.visit_id, "", Stage.AFTER, now=3)
    return window.visit_id


def test_what_is_compared_stands_beside_the_values_that_it_compares(
    window: MainWindow, two_visits: str, qtbot: QtBot
) -> None:
    before = opened(window, "before", qtbot)
    assert before.pain.rows[""].change.text() == "since last 6 \u2192 4 (\u22122)"
    after = opened(window, "after", qtbot)
    assert after.pain.rows[""].change.text() == "in this visit 4 \u2192 3 (\u22121)"
    plan = opened(window, "plan", qtbot)
    assert "(\u22122) since the first visit, better by an amount that matters" in plan.review.moved.text()


def typed(field, text: str) -> None:
    write(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    QApplication.processEvents()


def test_the_pain_of_last_time_is_asked_for_again_beside_a_second_complaint(
    window: MainWindow, patient: Patient, qtbot: QtBot
) -> None:
    ws = window.workspace
    assert ws is not None
    first = ws.visits.create(patient.id, ws.history.today() - timedelta(days=7))
    ws.outcomes.set_pain(first.id, "", Stage.BEFORE, now=6)
    girdle = ws.outcomes.add_complaint(patient.id, "right pelvic girdle").id
    ws.outcomes.set_pain(first.id, girdle, Stage.BEFORE, now=5)
    window.open_patient(patient.id)
    press(window.patients.today_button)
    before = opened(window, "before", qtbot)
    assert list(before.pain.rows) == ["", girdle]
    before.pain.rows[""].scale.setFocus()
    QTest.keyClick(before.pain.rows[""].scale, Qt.Key.Key_4)
    qtbot.waitUntil(lambda: before.pain.rows[""].change.text() == "since last 6 \u2192 4 (\u22122)")
    typed(before.pain.add, "pain")
    assert "there already" in before.pain.refusal.text()
    assert len(ws.outcomes.complaints(patient.id)) == 1


def test_the_period_of_best_and_worst_said_last_is_taken_again_in_one_press(
    window: MainWindow, two_visits: str, qtbot: QtBot
) -> None:
    """ "last week" was typed anew for each complaint at each visit."""
    ws = window.workspace
    assert ws is not None
    first = ws.visits.of(ws.visits.get(two_visits).patient_id)[-1].id
    ws.outcomes.set_pain(first, "", worst=8, period="last week")
    before = opened(window, "before", qtbot)
    row = before.pain.rows[""]
    assert not row.over.isVisible()
    typed(row.worst, "7")
    qtbot.waitUntil(row.again.isVisible)
    assert row.again.text() == "Again: last week"
    assert ws.outcomes.pain(two_visits)["", Stage.BEFORE].period == "", "said only once it is pressed"
    press(row.again)
    qtbot.waitUntil(lambda: row.period.text() == "last week")
    assert not row.again.isVisible()
    assert ws.outcomes.pain(two_visits)["", Stage.BEFORE].period == "last week"


def test_a_number_behind_a_complaint_is_the_pain_now_and_the_row_says_so(
    window: MainWindow, patient: Patient, qtbot: QtBot
) -> None:
    """It became part of the name."""
    ws = window.workspace
    assert ws is not None
    visit = ws.visits.create(patient.id, ws.history.today())
    window.open_visit(visit.id)
    before = opened(window, "before", qtbot)
    typed(before.pain.add, "right pelvic girdle pain 5")
    (girdle,) = ws.outcomes.complaints(patient.id)
    assert girdle.title == "right pelvic girdle pain"
    score = ws.outcomes.pain(visit.id)[girdle.id, Stage.BEFORE]
    assert score.now == 50
    assert before.pain.rows[girdle.id].change.text() == "5 as written behind the name"
    assert before.pain.add.text() == ""
    typed(before.pain.add, "right pelvic girdle pain 7")
    assert "there already" in before.pain.refusal.text(), "what was recorded is not written over"
    assert ws.outcomes.pain(visit.id)[girdle.id, Stage.BEFORE].now == 50
    typed(before.pain.add, "left knee 11")
    assert "from 0 to 10" in before.pain.refusal.text()
    assert len(ws.outcomes.complaints(patient.id)) == 1
    typed(before.pain.add, "pain at rib 7")
    assert [one.title for one in ws.outcomes.complaints(patient.id)][1:] == ["pain at rib 7"]


def test_a_complaint_of_a_later_visit_written_at_an_earlier_one_is_the_same_complaint(
    window: MainWindow, patient: Patient, qtbot: QtBot
) -> None:
    ws = window.workspace
    assert ws is not None
    first = ws.visits.create(patient.id, ws.history.today() - timedelta(days=7))
    second = ws.visits.create(patient.id, ws.history.today())
    ws.outcomes.set_pain(first.id, "", Stage.BEFORE, now=6)
    knee = ws.outcomes.add_complaint(patient.id, "Left knee").id
    ws.outcomes.set_pain(second.id, knee, Stage.BEFORE, now=5)
    window.open_visit(first.id)
    before = opened(window, "before", qtbot)
    assert list(before.pain.rows) == [""]
    typed(before.pain.add, "left  knee")
    assert list(before.pain.rows) == ["", knee]
    typed(before.pain.add, "Right ankle")
    assert [row.name.text() for row in before.pain.rows.values()] == ["Pain", "Left knee", "Right ankle"]


@pytest.fixture
def asked_before(window: MainWindow, patient: Patient) -> str:
    """A week ago pregnancy, week 22, was the one yes, and the written consent was signed; a second visit is open."""
    ws = window.workspace
    assert ws is not None
    first = ws.visits.create(patient.id, ws.history.today() - timedelta(days=7))
    ws.precautions.answer(patient.id, "pregnancy", Answer.YES, detail="week 22", visit_id=first.id)
    ws.precautions.answer(patient.id, "pacemaker", Answer.NO, visit_id=first.id)  # named in the alerts
    ws.precautions.answer_rest_no(patient.id, first.id)
    ws.consents.give(patient.id, visit_id=first.id)
    window.open_patient(patient.id)
    press(window.patients.today_button)
    return first.id


def test_a_precaution_is_found_though_a_key_slipped(window: MainWindow, visit_id: str, qtbot: QtBot) -> None:
    ws = window.workspace
    assert ws is not None
    card = opened(window, "before", qtbot).precautions

    def said_yes() -> set[str]:
        held = ws.precautions.held(window.patient_id).answers
        return {key for key, one in held.items() if one.answer is Answer.YES}

    typed(card.find, "feer of")
    assert said_yes() == {"fear"}
    assert card.find.text() == ""
    # Heart disease or a heart valve: nothing is said for whoever typed.
    typed(card.find, "heatr")
    assert said_yes() == {"fear"}
    assert "Several" in card.refusal.text()
    shown = [key for key, row in card._rows.items() if row.isVisible()]
    assert shown == ["heart-valve", "heart"]
    card.find.selectAll()
    typed(card.find, "xylophone")
    assert "No precaution on the list" in card.refusal.text()
    assert said_yes() == {"fear"}


def test_the_week_of_a_pregnancy_is_offered_as_it_is_now(
    window: MainWindow, asked_before: str, qtbot: QtBot
) -> None:
    """ "Unchanged" carried week 22 into later visits, where it was no longer true."""
    ws = window.workspace
    assert ws is not None
    said_on = in_words(ws.visits.get(asked_before).date)
    card = opened(window, "before", qtbot).precautions
    row = card.detailed["pregnancy"]
    press(card.both)
    sections = dict(ws.telling.sections(window.visit_id))
    assert f"week 22 as said on {said_on}" in sections["Precautions"]
    assert "changed at this visit" not in card.state.text()
    place = row.detail.mapTo(window, row.detail.rect().topLeft()).y()
    press(row.now)
    qtbot.waitUntil(lambda: row.detail.text() == "week 23")
    assert not row.now.isVisible()
    assert row.detail.mapTo(window, row.detail.rect().topLeft()).y() == place
    assert "Pregnancy, week 22 \u2192 week 23. The rest unchanged since" in card.state.text()
    sections = dict(ws.telling.sections(window.visit_id))
    assert "week 23" in sections["Precautions"]
    assert "as said" not in sections["Precautions"]
    assert ws.precautions.lines_at(asked_before) == ("Pregnancy (caution; week 22)",)


def test_the_week_that_is_pressed_moves_no_row(window: MainWindow, asked_before: str, qtbot: QtBot) -> None:
    """The next press, on "Unchanged, agrees", missed it by 18 pixels."""
    window.resize(1366, 768)
    card = opened(window, "before", qtbot).precautions
    row = card.detailed["pregnancy"]
    for _ in range(5):
        QApplication.processEvents()
    shown = (row.detail, card.both, card.unchanged, card.medicines)
    places = [one.mapTo(window, one.rect().topLeft()).y() for one in shown]
    press(row.now)
    qtbot.waitUntil(lambda: row.detail.text() == "week 23")
    for _ in range(5):
        QApplication.processEvents()
    assert not row.now.isVisible()
    assert card.both.isVisible()
    assert [one.mapTo(window, one.rect().topLeft()).y() for one in shown] == places


def test_a_detail_is_put_right_beside_its_yes_when_it_is_asked_again(
    window: MainWindow, asked_before: str, qtbot: QtBot
) -> None:
    ws = window.workspace
    assert ws is not None
    card = opened(window, "before", qtbot).precautions
    row = card.detailed["pregnancy"]
    assert "Pregnancy" in row.words.text()
    assert row.detail.text() == "week 22"
    assert row.now.text() == "week 23 now?"
    assert not card.yes.isVisible()
    row.detail.setFocus()
    row.detail.selectAll()
    typed(row.detail, "week 23")
    press(card.both)
    qtbot.waitUntil(lambda: card.state.text().startswith("Precautions asked about; changed at this visit"))
    assert "Pregnancy, week 22 \u2192 week 23. The rest unchanged since" in card.state.text()
    # The visit before shows what was known on its day, in words: nothing of today is written over there.
    window.open_visit(asked_before)
    opened(window, "before", qtbot)
    qtbot.waitUntil(lambda: "week 22" in card.yes.text())
    assert card.detailed == {}
    assert "week 23" not in card.yes.text()
    press(card.unfold)
    assert "as they are today" in card.state.text()


def test_risks_told_and_copy_given_say_of_which_paper_they_are(
    window: MainWindow, asked_before: str, qtbot: QtBot
) -> None:
    ws = window.workspace
    assert ws is not None
    card = opened(window, "before", qtbot).consent
    assert card.paper.isVisible()
    assert card.paper.text() == f"On {wording.day(ws.visits.get(asked_before).date)}:"
    assert card.risks.accessibleName() == f"{card.paper.text()} risks told"
    page = window.visit.steps.before
    assert page.widget().width() <= page.viewport().width(), "the line fits a laptop's panel"
    window.open_visit(asked_before)
    opened(window, "before", qtbot)
    qtbot.waitUntil(lambda: not card.paper.isVisible())
    assert card.risks.isVisible()


@pytest.mark.parametrize("fingers", [False, True])
def test_best_and_worst_are_named_when_they_are_filled(
    window: MainWindow, visit_id: str, qtbot: QtBot, *, fingers: bool
) -> None:
    if fingers:
        window.actions_by_id["fingers"].trigger()
    try:
        before = opened(window, "before", qtbot)
        row = before.pain.rows[""]
        for field, text in ((row.best, "3"), (row.worst, "8.5")):
            write(field, text)
            QTest.keyClick(field, Qt.Key.Key_Return)
        QApplication.processEvents()
        assert [word.text() for word in row.words if word.isVisible()] == ["best", "worst"]
        for one in (*row.words, row.best, row.worst):
            right = one.mapTo(before.viewport(), QPoint(one.width(), 0)).x()
            assert right <= before.viewport().width()
            assert one.width() >= min(one.sizeHint().width(), 46)
    finally:
        theme.apply("light", "off")


def test_figures_alone_are_no_adverse_event(window: MainWindow, visit_id: str, qtbot: QtBot) -> None:
    card = opened(window, "after", qtbot).events
    write(card.other, "55")
    QTest.keyClick(card.other, Qt.Key.Key_Return)
    assert not window.workspace.events.of(visit_id)
    assert card.refusal.text() == "55 does not say what happened. Write it in a few words."
    card.other.selectAll()
    QTest.keyClicks(card.other, "dizzy for 5 min")
    QTest.keyClick(card.other, Qt.Key.Key_Return)
    (event,) = window.workspace.events.of(visit_id)
    assert event.text == "dizzy for 5 min"
    assert not card.refusal.isVisible()


def test_the_ring_of_the_keys_goes_to_what_was_chosen(
    window: MainWindow, visit_id: str, qtbot: QtBot
) -> None:
    ws = window.workspace
    assert ws is not None
    plan = ws.plans.start(ws.visits.get(visit_id).patient_id, "Neck pain", visit_id=visit_id)
    ws.plans.review(visit_id, Decision.GO_ON)
    page = opened(window, "plan", qtbot)
    window.activateWindow()
    go_on = page.review.decision.button(Decision.GO_ON)
    go_on.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(go_on.hasFocus)
    discharge = page.review.decision.button(Decision.DISCHARGE)
    press(discharge)
    assert not go_on.hasFocus()
    assert discharge.hasFocus()
    assert discharge.isChecked()
    assert plan.id


def test_an_empty_note_opens_at_its_beginning(window: MainWindow, two_visits: str) -> None:
    note = window.visit.note
    press(note.tabs.button(Section.PLAN))
    QTest.keyClicks(note.fields[Section.PLAN], "Again in a week")
    assert note.save()
    ws = window.workspace
    other = next(one for one in ws.visits.of(window.patient_id) if one.id != two_visits)
    window.open_visit(other.id)
    assert note.tabs.value() is Section.SUBJECTIVE
    assert note.fields[Section.SUBJECTIVE].isVisible()
    window.open_visit(two_visits)  # it holds something: where the last one was read
    assert note.tabs.value() is Section.PLAN
