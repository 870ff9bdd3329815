"""The report from the menu: its visits chosen, its summary changed and kept, saved as PDF."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bodymap.charting.faults import RecordsFault
from bodymap.charting.outcomes import Stage
from bodymap.charting.records import Side
from bodymap.charting.report import LONGEST_SUMMARY
from bodymap.charting.wording import day
from bodymap.ui.main_window import MainWindow
from bodymap.ui.report_form import ReportForm

from .conftest import FaultyStore, press


@pytest.fixture
def form(window: MainWindow, visit_id: str) -> ReportForm:
    ws = window.workspace
    patient = ws.visits.get(visit_id).patient_id
    ws.marks.add(visit_id, ws.marks.muscle("infraspinatus"), Side.RIGHT)
    complaint = ws.outcomes.add_complaint(patient, "Shoulder pain")
    ws.outcomes.set_pain(visit_id, complaint.id, Stage.BEFORE, now=6)
    ws.plans.start(patient, "Impingement", visit_id=visit_id)
    return opened(window)


def opened(window: MainWindow) -> ReportForm:
    window.actions_by_id["report"].trigger()
    assert isinstance(window.form, ReportForm)
    return window.form


def plan_of(window: MainWindow) -> Any:
    return window.workspace.plans.of_visit(window.visit_id)


def test_the_report_is_changed_and_saved(
    form: ReportForm, window: MainWindow, answers: Any, tmp_path: Path
) -> None:
    assert form.course.currentText() == "Visits of the plan: Impingement"
    assert "for impingement" in form.summary.toPlainText()
    form.course.setCurrentIndex(0)
    assert "for impingement" not in form.summary.toPlainText(), "these visits have a draft of their own"
    assert "not kept" in form.hint.text()
    form.course.setCurrentIndex(form.course.findData(plan_of(window).id))
    form.summary.setPlainText("In my own words.")
    press(form.kinds.button("discharge"))
    assert form.summary.toPlainText() == "In my own words."
    press(form.papers.button("letter"))
    assert window.preferences["paper"] == "letter"
    answers.file = tmp_path / "report.pdf"
    press(form.pdf_button)
    with pdfplumber.open(tmp_path / "report.pdf") as pdf:
        words = pdf.pages[0].extract_text()
        assert "In my own words." in words
        assert "discharge summary" in words
        assert "Infraspinatus, right" in words
        assert pdf.metadata["Title"] == "Discharge summary"
        assert round(pdf.pages[0].width) == 612
    assert not form.isVisible()


def test_what_was_written_is_kept_with_the_plan_and_can_be_undone(
    form: ReportForm, window: MainWindow, qtbot: QtBot
) -> None:
    form.summary.selectAll()
    QTest.keyClicks(form.summary, "Slept through five nights of seven.")
    assert plan_of(window).summary == "", "not at every key"
    form.reject()
    ws = window.workspace
    assert plan_of(window).summary == "Slept through five nights of seven."
    assert plan_of(window).summary_on == ws.history.today()
    form = opened(window)
    assert form.summary.toPlainText() == "Slept through five nights of seven."
    assert form.hint.text() == f"Written on {day(ws.history.today())}; kept with the plan."
    form.reject()
    assert ws.history.undo_name(plan_of(window).patient_id)
    ws.history.undo(plan_of(window).patient_id)
    assert plan_of(window).summary == ""


def test_a_summary_older_than_the_last_visits_says_so(form: ReportForm, window: MainWindow) -> None:
    ws = window.workspace
    form.reject()
    plan = plan_of(window)
    ws.reports.keep_summary(plan.id, "Early words.")
    ws.plans.change(plan.id, summary_on=ws.history.today() - timedelta(days=7))
    form = opened(window)
    assert "before the last visit; kept" in form.hint.text()
    press(form.again)
    assert "1 visit on" in form.summary.toPlainText()
    assert not form.again.isEnabled()
    form.reject()
    assert plan_of(window).summary == "", "the draft is made, not kept"
    assert plan_of(window).summary_on is None


def test_a_summary_that_is_too_long_is_refused_and_nothing_is_lost(
    form: ReportForm, window: MainWindow
) -> None:
    form.summary.setPlainText("w" * (LONGEST_SUMMARY + 1))
    form.reject()
    assert form.isVisible()
    assert f"may have {LONGEST_SUMMARY}" in form.refusal.text()
    form.summary.setPlainText("Short.")
    form.reject()
    assert not form.isVisible()
    assert plan_of(window).summary == "Short."


def test_a_fault_says_so_and_keeps_nobody_in(
    form: ReportForm, window: MainWindow, store: FaultyStore
) -> None:
    form.summary.setPlainText("Words that the disk does not take.")
    store.fault = RecordsFault("full", "The disk is full.", "Everything before is kept.", "Make room.")
    form.reject()
    assert form.isVisible()
    assert "The disk is full." in form.refusal.text()
    assert "close once more" in form.refusal.text()
    form.reject()
    assert not form.isVisible()
    store.fault = None
    assert plan_of(window).summary == ""


def test_an_ended_plan_is_discharged(form: ReportForm, window: MainWindow) -> None:
    form.reject()
    window.workspace.plans.end(plan_of(window).id)
    assert opened(window).kinds.value() == "discharge"
