"""The consent text on paper, from the consent card: filled in, with lines to sign; nothing is recorded by it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pdfplumber
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bodymap.charting import wording
from bodymap.ui.consent_form import ConsentForm
from bodymap.ui.main_window import MainWindow
from bodymap.ui.print_dialogs import PageView

from .conftest import press, write


def paper(window: MainWindow, qtbot: QtBot) -> ConsentForm:
    window.visit.steps.show_step("before")
    before = window.visit.steps.before
    qtbot.waitUntil(lambda: before.isVisible() and before.consent.print_button.isVisible())
    press(before.consent.print_button)
    qtbot.waitUntil(lambda: isinstance(window.form, ConsentForm))
    return window.form


def saved(form: ConsentForm, answers: Any, target: Path) -> tuple[str, list[Any]]:
    answers.file = target
    press(form.pdf_button)
    with pdfplumber.open(target) as pdf:
        return "\n".join(page.extract_text() for page in pdf.pages), list(pdf.pages)


def test_the_text_that_is_shipped_is_filled_in_on_one_page(
    window: MainWindow, visit_id: str, qtbot: QtBot, answers: Any, tmp_path: Path
) -> None:
    patient = window.workspace.patients.get(window.patient_id)
    form = paper(window, qtbot)
    assert form.area.widget().findChildren(PageView)
    text, pages = saved(form, answers, tmp_path / "consent.pdf")
    assert len(pages) == 1
    assert f"Patient: {patient.name}" in text
    assert "{" not in text
    assert "version 1" in text
    assert text.count("Signature of the patient") == 1
    assert window.workspace.consents.of(patient.id) == (), "printing is no consent"


def test_a_text_of_the_clinic_gets_a_head_and_lines_to_sign(
    window: MainWindow, visit_id: str, qtbot: QtBot, answers: Any, tmp_path: Path
) -> None:
    ws = window.workspace
    patient = ws.patients.get(window.patient_id)
    ws.consents.new_version(
        "Needles", "\n\n".join(f"Paragraph {n}. " + "All is told. " * 20 for n in range(30))
    )
    text, pages = saved(paper(window, qtbot), answers, tmp_path / "long.pdf")
    assert len(pages) > 1
    assert patient.name in pages_text(pages[0], text)
    last = text.rsplit("Paragraph 29", 1)[1]
    assert f"Signature of the patient, {patient.name}" in last
    assert "Signature of the therapist" in last
    assert f"page {len(pages)} of {len(pages)}" in last


def pages_text(page: Any, text: str) -> str:
    """The words of the first page, which come before its foot."""
    return text.split("page 1 of", 1)[0]


def test_consent_of_a_visit_written_up_later_says_its_day_and_can_be_of_another(
    window: MainWindow, visit_id: str, qtbot: QtBot
) -> None:
    ws = window.workspace
    today = ws.history.today()
    ws.visits.move(visit_id, day=today - timedelta(days=21))
    window.visit.steps.show_step("before")
    consent = window.visit.steps.before.consent
    qtbot.waitUntil(consent.taken.isVisible)
    assert wording.day(today - timedelta(days=21)) in consent.taken.text()
    assert "today" not in consent.both.text()
    write(consent.signed_on, (today - timedelta(days=1)).isoformat())
    QTest.keyClick(consent.signed_on, Qt.Key.Key_Return)
    assert "after" in consent.refusal.text() or "later" in consent.refusal.text()
    assert not ws.consents.of(window.patient_id)
    consent.signed_on.clear()
    write(consent.signed_on, (today - timedelta(days=30)).isoformat())
    QTest.keyClick(consent.signed_on, Qt.Key.Key_Return)
    [given] = ws.consents.of(window.patient_id)
    assert given.given_on == today - timedelta(days=30)
    assert not consent.taken.isVisible()
