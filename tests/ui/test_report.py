"""The report from the menu: its visits chosen, its summary changed, saved as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pdfplumber
from pytestqt.qtbot import QtBot

from bodymap.charting.outcomes import Stage
from bodymap.charting.records import Side
from bodymap.ui.main_window import MainWindow

from .conftest import press


def test_the_report_is_changed_and_saved(
    window: MainWindow, visit_id: str, answers: Any, qtbot: QtBot, tmp_path: Path
) -> None:
    ws = window.workspace
    patient = ws.visits.get(visit_id).patient_id
    marks = ws.marks
    marks.add(visit_id, marks.muscle("infraspinatus"), Side.RIGHT)
    complaint = ws.outcomes.add_complaint(patient, "Shoulder pain")
    ws.outcomes.set_pain(visit_id, complaint.id, Stage.BEFORE, now=6)
    plan = ws.plans.start(patient, "Impingement", visit_id=visit_id)
    window.actions_by_id["report"].trigger()
    form = window.form
    assert form.course.currentText() == "Visits of the plan: Impingement"
    assert "1 visit with dry needling for Impingement" in form.summary.toPlainText()
    form.course.setCurrentIndex(0)
    assert "for Impingement" not in form.summary.toPlainText(), "what nobody wrote follows the facts"
    form.course.setCurrentIndex(form.course.findData(plan.id))
    form.summary.setPlainText("In my own words.")
    press(form.kinds.button("discharge"))
    assert form.summary.toPlainText() == "In my own words."
    answers.file = tmp_path / "report.pdf"
    press(form.pdf_button)
    with pdfplumber.open(tmp_path / "report.pdf") as pdf:
        words = pdf.pages[0].extract_text()
        assert "In my own words." in words
        assert "discharge summary" in words
        assert "Infraspinatus, right" in words
        assert pdf.metadata["Title"] == "Discharge summary"
    window.actions_by_id["report"].trigger()
    form = window.form
    form.summary.setPlainText("x")
    press(form.again)
    assert "1 visit with dry needling" in form.summary.toPlainText()
    qtbot.waitUntil(lambda: not form.later.isActive())
