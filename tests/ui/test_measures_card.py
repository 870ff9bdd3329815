"""A motion or measure is found by the words people use, with its side and number in the same line."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from bodymap.charting.courses import Trend
from bodymap.charting.outcomes import Motion, Stage
from bodymap.charting.places import Laterality
from bodymap.charting.records import Patient
from bodymap.charting.wording import day as in_words_day
from bodymap.ui.main_window import MainWindow
from bodymap.ui.measures_card import MeasuresCard
from tests.ui.conftest import press, write


@pytest.fixture
def card(window: MainWindow, visit_id: str, qtbot: QtBot) -> MeasuresCard:
    window.visit.steps.go_to("before")
    found = window.visit.steps.before.measures
    qtbot.waitUntil(found.isVisible)
    return found


def finds(card: MeasuresCard, text: str) -> None:
    card.find.setFocus()
    QTest.keyClicks(card.find, text)
    QTest.keyClick(card.find, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("text", "joint", "movement", "sides"),
    [
        ("lumbar flexion", "trunk", "flexion", ["not_recorded"]),
        ("low back extension", "trunk", "extension", ["not_recorded"]),
        ("lumbar side bending", "trunk", "lateral-flexion", ["right", "left"]),
        ("cervical rotation left", "neck", "rotation", ["left"]),
        ("neck rotation", "neck", "rotation", ["right", "left"]),
        ("R shoulder er", "shoulder", "external-rotation", ["right"]),
        ("ankle df l", "ankle", "dorsiflexion", ["left"]),
        ("slr left", "hip", "straight-leg-raise", ["left"]),
        ("hallux extension", "great-toe", "extension", ["right", "left"]),
    ],
)
def test_a_motion_is_found_as_it_is_called(
    card: MeasuresCard, text: str, joint: str, movement: str, sides: list[str]
) -> None:
    finds(card, text)
    assert [(one.joint, one.what, one.side.value) for one in card.rows] == [
        (joint, movement, side) for side in sides
    ]
    assert not card.find.text()


def test_tab_goes_from_number_to_number_on_a_second_round_too(
    window: MainWindow, visit_id: str, card: MeasuresCard, qtbot: QtBot
) -> None:
    """It stopped at "painful", which is there once a number is: what was typed next was lost."""
    for movement in ("flexion", "extension", "rotation"):
        window.workspace.outcomes.set_motion(visit_id, "neck", movement, Laterality.NOT_RECORDED, "10")
    qtbot.waitUntil(
        lambda: len(card.rows) == 3 and all(row.painful.isEnabled() for row in card.rows.values())
    )
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for numbers in (("20", "22", "30"), ("25", "24", "35")):
        rows = [*card.rows.values()]
        rows[0].field.setFocus()
        rows[0].field.selectAll()
        for number in numbers:
            QTest.keyClicks(window.focusWidget(), number)
            QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
            QApplication.processEvents()
        assert sorted(one.degrees for one in window.workspace.outcomes.ranges(visit_id)) == sorted(
            map(int, numbers)
        )
    # Whether it hurts is still reached by keys.
    seen = set()
    for _ in range(12):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        seen.add(window.focusWidget())
    assert {row.painful for row in card.rows.values()} <= seen


def test_one_line_records_side_kind_and_number(window: MainWindow, visit_id: str, card: MeasuresCard) -> None:
    finds(card, "passive hip ir right 35°")
    [motion] = window.workspace.outcomes.ranges(visit_id)
    assert (motion.joint, motion.movement, motion.side, motion.motion, motion.degrees) == (
        "hip",
        "internal-rotation",
        Laterality.RIGHT,
        Motion.PASSIVE,
        35,
    )


def test_who_moves_the_joint_is_seen_before_it_is_written_and_a_straight_leg_raise_is_passive(
    window: MainWindow, visit_id: str, card: MeasuresCard
) -> None:
    """It was written as active, which nobody had said."""
    card.find.setFocus()
    QTest.keyClicks(card.find, "slr left 70")
    assert card.motion.value() is Motion.PASSIVE
    QTest.keyClick(card.find, Qt.Key.Key_Return)
    QTest.keyClicks(card.find, "slr right 60")
    next(one for one in card.motion.findChildren(QToolButton) if one.text() == "Active").click()
    card.find.setFocus()
    QTest.keyClick(card.find, Qt.Key.Key_Return)
    QTest.keyClicks(card.find, "lumbar flexion")
    assert card.motion.value() is Motion.ACTIVE
    QTest.keyClick(card.find, Qt.Key.Key_Return)
    found = {(one.side.value, one.motion, one.degrees) for one in window.workspace.outcomes.ranges(visit_id)}
    assert found == {("left", Motion.PASSIVE, 70), ("right", Motion.ACTIVE, 60)}
    shown = {item.what: row.change.text() for item, row in card.rows.items()}
    assert shown["flexion"].startswith("active · normal")
    text = dict(window.workspace.telling.sections(visit_id))["Outcomes"]
    assert "Straight leg raise, left, passive: before 70°" in text
    assert "Straight leg raise, right (active): before 60°" in text


def test_a_number_for_two_sides_is_asked_and_one_beyond_the_joint_refused(
    window: MainWindow, visit_id: str, card: MeasuresCard
) -> None:
    finds(card, "neck rotation 60")
    assert [one.side for one in card.rows] == [Laterality.RIGHT, Laterality.LEFT]
    assert not window.workspace.outcomes.ranges(visit_id)
    finds(card, "lumbar flexion 400")
    assert not window.workspace.outcomes.ranges(visit_id)
    assert "Trunk flexion" in card.refusal.text()
    # Written over where it stands, whose number it is has not changed.
    types(window, "40")
    (motion,) = window.workspace.outcomes.ranges(visit_id)
    assert (motion.joint, motion.degrees) == ("trunk", 40)
    assert not card.refusal.isVisible()


def types(window: MainWindow, *lines: str) -> None:
    """Keys where the keys are, each line with Enter, and the event loop's next turn after it."""
    for line in lines:
        for key in line:
            QTest.keyClicks(window.focusWidget(), key)
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
        QApplication.processEvents()


def test_measures_in_a_row_are_written_without_looking_where_the_keys_are(
    window: MainWindow, visit_id: str, card: MeasuresCard
) -> None:
    card.find.setFocus()
    types(
        window, "cervical rotation left 60", "cervical side bending right 25", "NDI 36", "grip", "31,5", "28"
    )
    outcomes = window.workspace.outcomes
    assert window.focusWidget() is card.find
    assert not card.find.text()
    assert not card.refusal.isVisible()
    motions = {(one.movement, one.side): one.degrees for one in outcomes.ranges(visit_id)}
    assert motions == {("rotation", Laterality.LEFT): 60, ("lateral-flexion", Laterality.RIGHT): 25}
    assert {(one.measure, one.side.value): one.tenths for one in outcomes.measured(visit_id)} == {
        ("ndi", "not_recorded"): 360,
        ("grip", "right"): 315,
        ("grip", "left"): 280,
    }


def test_what_was_added_without_a_number_is_asked_for_it_side_by_side(
    window: MainWindow, visit_id: str, card: MeasuresCard
) -> None:
    card.find.setFocus()
    types(window, "neck rotation")
    assert window.focusWidget() is card.find
    assert card.asks.isVisible()
    assert card.asks.text().startswith("Next number: Neck rotation, right (degrees)")
    types(window, "200")
    assert "beyond" in card.refusal.text()
    assert not window.workspace.outcomes.ranges(visit_id)
    types(window, "40")  # over what was refused: still the right side's
    assert card.asks.text().startswith("Next number: Neck rotation, left")
    types(window, "65°")
    assert not card.asks.isVisible()
    assert {one.side: one.degrees for one in window.workspace.outcomes.ranges(visit_id)} == {
        Laterality.RIGHT: 40,
        Laterality.LEFT: 65,
    }
    types(window, "70")  # nobody's number now
    assert len(window.workspace.outcomes.ranges(visit_id)) == 2


def test_a_refused_number_keeps_the_keys_and_its_sentence_goes_with_it(
    window: MainWindow, visit_id: str, card: MeasuresCard
) -> None:
    card.find.setFocus()
    types(window, "NDI 22")
    (row,) = card.rows.values()
    for keys in ("\b", "22"):  # emptied; left as it was
        row.field.setFocus()
        row.field.selectAll()
        types(window, "much")
        assert window.focusWidget() is row.field
        assert "for example 25" in card.refusal.text()
        assert card.refusal.isVisible()
        row.field.selectAll()
        if keys == "\b":
            QTest.keyClick(row.field, Qt.Key.Key_Backspace)
            QTest.keyClick(row.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
            row.field.selectAll()
            QTest.keyClicks(row.field, "22")
        else:
            types(window, "22")
        assert not card.refusal.isVisible()
    (ndi,) = window.workspace.outcomes.measured(visit_id)
    assert ndi.tenths == 220


def test_a_motion_written_again_without_its_sign_is_what_it_was(
    window: MainWindow, visit_id: str, card: MeasuresCard, qtbot: QtBot
) -> None:
    card.find.setFocus()
    types(window, "neck rotation left 60")
    (row,) = card.rows.values()
    window.activateWindow()
    row.field.setFocus()
    qtbot.waitUntil(row.field.hasFocus)
    row.field.selectAll()
    types(window, "600")
    assert card.refusal.isVisible()
    types(window, "60")
    assert row.field.text() == "60°"
    assert not card.refusal.isVisible()


def test_a_per_cent_of_points_is_taken_and_said(
    window: MainWindow, visit_id: str, card: MeasuresCard
) -> None:
    card.find.setFocus()
    types(window, "NDI 36%")
    (row,) = card.rows.values()
    (ndi,) = window.workspace.outcomes.measured(visit_id)
    assert (ndi.tenths, row.field.text()) == (180, "18")
    assert "36% is 18 of 50" in row.change.text()
    row.field.setFocus()
    row.field.selectAll()
    types(window, "20")
    assert "36%" not in row.change.text()


def test_what_is_on_no_list_is_said_where_it_is_seen(card: MeasuresCard, qtbot: QtBot) -> None:
    finds(card, "wiggling of ears")
    said = [one for one in card.findChildren(QLabel) if "called so" in one.text()][-1]
    page = card._page
    qtbot.waitUntil(
        lambda: page.viewport().rect().contains(said.mapTo(page.viewport(), said.rect().center()))
    )
    assert not card.rows


def test_beside_a_measure_stands_what_its_number_means(card: MeasuresCard) -> None:
    finds(card, "ndi")
    (row,) = card.rows.values()
    assert "0 to 50, higher is worse, a change of" in row.change.text()
    assert "[" in row.change.text()  # and whose figure that is


def test_psfs_names_its_activity_and_asks_for_it_once(
    window: MainWindow, visit_id: str, card: MeasuresCard
) -> None:
    """3 of 10 of what?"""
    outcomes = window.workspace.outcomes
    finds(card, "PSFS turning in bed 3")
    assert [(one.about, one.tenths) for one in outcomes.measured(visit_id)] == [("turning in bed", 30)]
    finds(card, "PSFS 5")
    assert len(outcomes.measured(visit_id)) == 1
    assert card.refusal.text().startswith("Of which activity?")
    assert card.find.text() == "PSFS 5"
    card.find.selectAll()
    QTest.keyClicks(card.find, "PSFS lifting left arm 5.5")
    QTest.keyClick(card.find, Qt.Key.Key_Return)
    assert not card.refusal.text()
    finds(card, "PSFS 6")
    QTest.keyClick(card.find, Qt.Key.Key_Return)
    found = {(one.about, one.tenths) for one in outcomes.measured(visit_id)}
    assert found == {("turning in bed", 30), ("lifting left arm", 55), ("", 60)}
    told = dict(window.workspace.telling.sections(visit_id))["Outcomes"]
    assert "PSFS, turning in bed: before 3/10" in told
    assert "PSFS, activity not named: before 6/10" in told


def test_pgq_is_known_and_a_measure_on_no_list_is_added_where_it_is_refused(
    window: MainWindow, visit_id: str, card: MeasuresCard, qtbot: QtBot
) -> None:
    outcomes = window.workspace.outcomes
    finds(card, "PGQ 46")
    card.find.setFocus()
    QTest.keyClicks(card.find, "bed mobility score 12")
    QTest.keyClick(card.find, Qt.Key.Key_Return)
    assert [one.measure for one in outcomes.measured(visit_id)] == ["pgq"], "a slip of a key makes no measure"

    def offered() -> list[QPushButton]:
        made = [one for one in card.findChildren(QPushButton) if "a measure of your own" in one.text()]
        return [one for one in made if one.isVisible()]

    qtbot.waitUntil(lambda: len(offered()) == 1)
    (own,) = offered()
    assert own.text() == "Record \u201cbed mobility score\u201d as a measure of your own"
    own.click()
    assert outcomes.measured(visit_id)[-1].tenths == 120
    told = dict(window.workspace.telling.sections(visit_id))["Outcomes"]
    assert "PGQ: before 46%" in told
    assert "bed mobility score: before 12." in told
    # It stands ready at the next visit, without a verdict on what changed.
    visit = window.workspace.visits.get(visit_id)
    later = window.workspace.visits.create(visit.patient_id, visit.date).id
    outcomes.set_measure(later, "own bed mobility score", "15")
    (moved,) = (one for one in outcomes.moved(later) if one.series.name == "bed mobility score")
    assert moved.since_first is not None
    assert moved.since_first.words == "12 \u2192 15 (+3)"
    assert moved.since_first.trend is Trend.UNKNOWN


def test_a_number_far_from_the_last_one_is_said_to_be(
    window: MainWindow, visit_id: str, card: MeasuresCard, qtbot: QtBot
) -> None:
    """LEFS 62 then 1, dorsiflexion 11 then 33 passed in silence."""
    ws = window.workspace
    now = ws.visits.get(visit_id)
    before = ws.visits.create(now.patient_id, now.date - timedelta(days=7)).id
    for name, value in (("lefs", "62"), ("odi", "38")):
        ws.outcomes.set_measure(before, name, value)
    for movement, degrees in (("dorsiflexion", "11"), ("plantarflexion", "40")):
        ws.outcomes.set_motion(before, "ankle", movement, Laterality.RIGHT, degrees)
    finds(card, "LEFS 1")
    finds(card, "ODI 20")
    finds(card, "ankle df right 33")
    finds(card, "ankle plantarflexion right 62")
    said = {item.what: row.change.text() for item, row in card.rows.items()}
    assert said["lefs"].endswith("since last 62 \u2192 1 (\u221261) · much lower than last time")
    assert said["dorsiflexion"].endswith("much higher than last time")
    assert "than last time" not in said["odi"] + said["plantarflexion"]


def test_what_one_visit_left_out_stands_ready_at_the_next(
    window: MainWindow, patient: Patient, qtbot: QtBot
) -> None:
    """NDI measured at the first visit and skipped at the second was offered no more at the third."""
    ws = window.workspace
    assert ws is not None
    today = ws.history.today()
    first, second = (ws.visits.create(patient.id, today - timedelta(days=days)).id for days in (14, 7))
    ws.outcomes.set_measure(first, "ndi", 18)
    for stage, degrees in ((Stage.BEFORE, 22), (Stage.AFTER, 28)):
        ws.outcomes.set_motion(second, "hip", "internal-rotation", Laterality.RIGHT, degrees, stage=stage)
    plan = ws.plans.start(patient.id, "Neck pain", visit_id=first)
    ws.plans.attach(second, plan.id)
    window.open_patient(patient.id)
    press(window.patients.today_button)
    ws.plans.attach(window.visit_id, plan.id)
    window.visit.steps.go_to("before")
    card = window.visit.steps.before.measures
    qtbot.waitUntil(lambda: len(card.rows) == 2)
    rows = {item.what: row for item, row in card.rows.items()}
    assert rows["ndi"].change.text().endswith(f"last 18, {in_words_day(today - timedelta(days=14))}")
    assert rows["internal-rotation"].change.text().endswith("last 22\u00b0 before, 28\u00b0 after")
    window.visit.steps.go_to("plan")
    review = window.visit.steps.steps["plan"].review
    review.ask_now()
    qtbot.waitUntil(review.isVisible)
    assert f"NDI, 18/50 on {in_words_day(today - timedelta(days=14))}" in review.moved.text()
    window.visit.steps.go_to("before")
    qtbot.waitUntil(card.isVisible)
    write(rows["ndi"].field, "9")
    QTest.keyClick(rows["ndi"].field, Qt.Key.Key_Return)
    since = f"since {in_words_day(today - timedelta(days=14))} 18 \u2192 9 (\u22129)"
    qtbot.waitUntil(lambda: rows["ndi"].change.text().split(" · ")[-1] == since)
    told = dict(ws.telling.sections(window.visit_id))["Outcomes"]
    assert f"NDI: before 9/50; \u22129 since {in_words_day(today - timedelta(days=14))}." in told


def test_a_course_is_its_plan_or_the_last_weeks(window: MainWindow, patient: Patient) -> None:
    ws = window.workspace
    assert ws is not None
    today = ws.history.today()
    old, other, bare, here = (
        ws.visits.create(patient.id, today - timedelta(days=days)).id for days in (300, 60, 30, 0)
    )
    assert [one.id for one in ws.outcomes.course(here)] == [bare, other]
    mine, knee = (ws.plans.start(patient.id, name) for name in ("Neck pain", "Knee pain"))
    ws.plans.attach(old, mine.id)
    ws.plans.attach(other, knee.id)
    ws.plans.attach(here, mine.id)
    assert [one.id for one in ws.outcomes.course(here)] == [bare, old]


@pytest.mark.parametrize("text", ["hit6", "HIT-6", "hit 6", "hit6 60", "hit-6 60", "hit 6 60"])
def test_a_name_with_a_number_is_found_however_it_is_written(
    window: MainWindow, visit_id: str, card: MeasuresCard, text: str
) -> None:
    finds(card, text)
    assert [item.what for item in card.rows] == ["hit6"]
    assert not card.refusal.isVisible()
    assert [one.tenths for one in window.workspace.outcomes.measured(visit_id)] == (
        [600] if "60" in text else []
    )
