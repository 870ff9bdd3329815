"""The treatment plan: what was typed stands there whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QStyle, QStyleOptionFrame, QToolButton
from pytestqt.qtbot import QtBot

from bodymap.ui import theme
from bodymap.ui.main_window import MainWindow


@pytest.fixture(autouse=True)
def usual_size() -> Iterator[None]:
    yield
    theme.apply("light", "off")


def seen_whole(field: QLineEdit) -> bool:
    """Whether all of the field's text has room in it."""
    option = QStyleOptionFrame()
    field.initStyleOption(option)
    room = field.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, field).width() - 4
    return field.fontMetrics().horizontalAdvance(field.text()) <= room


@pytest.mark.parametrize("fingers", [False, True])
def test_visits_and_weeks_show_their_whole_unit(
    window: MainWindow, visit_id: str, qtbot: QtBot, *, fingers: bool
) -> None:
    ws = window.workspace
    assert ws is not None
    if fingers:
        window.actions_by_id["fingers"].trigger()
    ws.plans.start(ws.visits.get(visit_id).patient_id, "Neck pain", visit_id=visit_id)
    window.visit.steps.show_step("plan")
    fields = window.visit.steps.steps["plan"].plan.fields
    qtbot.waitUntil(fields["weeks"].isVisible)
    for name, typed, shown in (("visits_suggested", "12", "12 visits"), ("weeks", "104", "104 weeks")):
        fields[name].setFocus()
        QTest.keyClicks(fields[name], typed)
        QTest.keyClick(fields[name], Qt.Key.Key_Return)
        QApplication.processEvents()
        assert fields[name].text() == shown
        assert seen_whole(fields[name])
    # What is typed with its unit is taken as well.
    fields["weeks"].selectAll()
    QTest.keyClicks(fields["weeks"], "6 weeks")
    QTest.keyClick(fields["weeks"], Qt.Key.Key_Return)
    plan = ws.plans.of_visit(visit_id)
    assert plan is not None
    assert (plan.visits_suggested, plan.weeks) == (12, 6)


def test_a_plan_can_be_decided_on_at_any_visit_and_says_what_was_changed(
    window: MainWindow, visit_id: str, qtbot: QtBot
) -> None:
    """It was offered only at the second or third visit and at the end."""
    ws = window.workspace
    assert ws is not None
    plan = ws.plans.start(ws.visits.get(visit_id).patient_id, "Neck pain", visit_id=visit_id, goals="Sleep")
    window.visit.steps.show_step("plan")
    page = window.visit.steps.plan
    qtbot.waitUntil(page.plan.decide.isVisible)
    assert not page.review.decision.isVisible()
    page.plan.decide.click()
    qtbot.waitUntil(page.review.decision.isVisible)
    change = next(one for one in page.review.findChildren(QToolButton) if one.text() == "Change")
    change.click()
    qtbot.waitUntil(page.review.note.isVisible)
    assert page.review.changed.text().startswith("No change of the plan was written.")
    page.review.note.setFocus()
    QTest.keyClicks(page.review.note, "slower than hoped")
    QTest.keyClick(page.review.note, Qt.Key.Key_Return)
    page.plan.fields["goals"].setFocus()
    page.plan.fields["goals"].selectAll()
    QTest.keyClicks(page.plan.fields["goals"], "Sleep five nights")
    QTest.keyClick(page.plan.fields["goals"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Sleep \u2192 Sleep five nights" in page.review.changed.text())
    (review,) = ws.store.select("plan_review", visit_id=visit_id)
    assert (review.note, review.plan_id) == ("slower than hoped", plan.id)
    # From anywhere, by its name.
    window.visit.steps.show_step("needles")
    window.actions_by_id["decide"].trigger()
    qtbot.waitUntil(page.review.decision.isVisible)


def test_ending_a_plan_asks_why_and_waits_for_no_answer(
    window: MainWindow, visit_id: str, qtbot: QtBot
) -> None:
    ws = window.workspace
    assert ws is not None
    plan = ws.plans.start(ws.visits.get(visit_id).patient_id, "Neck pain", visit_id=visit_id)
    window.visit.steps.show_step("plan")
    page = window.visit.steps.plan
    qtbot.waitUntil(page.plan.end.isVisible)
    page.plan.end.click()
    qtbot.waitUntil(page.plan.why.hasFocus)
    assert ws.plans.get(plan.id).ended_on is not None
    assert "why is not recorded" in dict(ws.reports.report(plan.patient_id, plan.id).facts)["Ended"]
    QTest.keyClicks(page.plan.why, "moved away")
    QTest.keyClick(page.plan.why, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ws.plans.get(plan.id).ended_why == "moved away")
    assert dict(ws.reports.report(plan.patient_id, plan.id).facts)["Ended"].endswith(", moved away")


def test_several_codes_are_taken_and_a_refused_one_stays_while_other_fields_are_filled(
    window: MainWindow, visit_id: str, qtbot: QtBot
) -> None:
    """The field cut the second code off, and what was refused was gone once the goals were written."""
    ws = window.workspace
    assert ws is not None
    plan = ws.plans.start(ws.visits.get(visit_id).patient_id, "Calf and hip pain", visit_id=visit_id)
    window.visit.steps.show_step("plan")
    card = window.visit.steps.plan.plan
    code, goals = card.fields["icd10"], card.fields["goals"]
    qtbot.waitUntil(code.isVisible)
    code.setFocus()
    QTest.keyClicks(code, "M62.831, hip")
    QTest.keyClick(code, Qt.Key.Key_Tab)
    goals.setFocus()
    QTest.keyClicks(goals, "Run")
    QTest.keyClick(goals, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ws.plans.get(plan.id).goals == "Run")
    QApplication.processEvents()
    assert code.text() == "M62.831, hip"
    assert card.refusal.isVisible()
    assert "\u201chip\u201d is no ICD-10-CM code" in card.refusal.text()
    code.setFocus()
    code.selectAll()
    QTest.keyClicks(code, "m62831, M25.551")
    QTest.keyClick(code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ws.plans.get(plan.id).icd10 == "M62.831, M25.551")
    QApplication.processEvents()
    assert code.text() == "M62.831, M25.551"
    assert seen_whole(code)
    assert not card.refusal.isVisible()
