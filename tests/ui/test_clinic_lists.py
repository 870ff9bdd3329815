"""The clinic's lists and policy, from the menu: each page changes the records at once and says what it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit
from pytestqt.qtbot import QtBot

from bodymap.charting.policy import Requirement
from bodymap.charting.precautions import Severity
from bodymap.ui import messages
from bodymap.ui.clinic_lists import REQUIRED, ClinicLists
from bodymap.ui.main_window import MainWindow

from .conftest import press


@pytest.fixture
def form(window: MainWindow, qtbot: QtBot) -> ClinicLists:
    window.actions_by_id["clinic_lists"].trigger()
    qtbot.waitUntil(window.form.isVisible)
    return window.form


def turn(form: ClinicLists, qtbot: QtBot, page: str, seen: Any) -> None:
    press(form.switch.button(page))
    qtbot.waitUntil(seen.isVisible)


def tick(box: QCheckBox) -> None:
    assert box.isVisible()
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(12, box.height() // 2))


def enter(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_the_policy_is_set(form: ClinicLists, window: MainWindow) -> None:
    assert set(REQUIRED) == set(Requirement)
    policies = window.workspace.policies
    tick(form.requirements[Requirement.MOTION])
    tick(form.requirements[Requirement.CONSENT])
    assert "motion" in policies.policy().requires
    assert "consent" not in policies.policy().requires
    enter(form.numbers["consent_months"], "500")
    assert "120 months" in form.refusal.text()
    assert form.refusal.isVisible()
    assert policies.policy().consent_months == 12
    enter(form.numbers["consent_months"], "24")
    enter(form.numbers["retention_years"], "ten")
    assert form.refusal.isVisible()
    enter(form.numbers["retention_years"], "10")
    tick(form.billing)
    policy = policies.policy()
    assert (policy.consent_months, policy.retention_years, policy.without_billing_help) == (24, 10, True)
    assert not form.refusal.isVisible()


def test_precautions_are_added_changed_removed_and_brought_in(
    form: ClinicLists, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    turn(form, qtbot, "Precautions", form.new_item)
    precautions = window.workspace.precautions
    count = len(precautions.items())
    enter(form.new_item, "Needle phobia")
    added = precautions.items()[-1]
    assert added.text == "Needle phobia"
    enter(form.new_item, "needle PHOBIA")
    assert form.refusal.isVisible()
    assert len(precautions.items()) == count + 1
    row = form.item_rows[added.id]
    qtbot.waitUntil(row.isVisible)
    press(row.severity.button(Severity.STOP))
    tick(row.ticks["e_stim"])
    assert (precautions.item(added.id).severity, precautions.item(added.id).e_stim) == (Severity.STOP, True)
    brought = tmp_path / "list.txt"
    monkeypatch.setattr(messages, "choose_file", lambda *_: brought)
    brought.write_text("Needle phobia\nKeloid\nkeloid\n", encoding="utf-8")
    press(form.import_button)
    assert [item.text for item in precautions.items()][-2:] == ["Needle phobia", "Keloid"]
    assert "1 precaution was added" in form.news.text()
    assert "already" in form.news.text()
    brought.write_bytes(b"\xff\xfe\x00")
    press(form.import_button)
    assert "cannot be read" in form.refusal.text()
    gone = form.item_rows[added.id]
    qtbot.waitUntil(gone.isVisible)
    press(gone.remove)
    assert added.id not in {item.id for item in precautions.items()}


def test_consent_text_conditions_and_rates(form: ClinicLists, window: MainWindow, qtbot: QtBot) -> None:
    turn(form, qtbot, "Consent text", form.keep)
    before = window.workspace.consents.current_text().version
    form.text.setPlainText("I agree. {patient}")
    press(form.keep)
    text = window.workspace.consents.current_text()
    assert (text.version, text.text) == (before + 1, "I agree. {patient}")
    assert f"Version {text.version}" in form.version.text()
    turn(form, qtbot, "Conditions", form.condition)
    form.code.setText("nonsense")
    enter(form.condition, "Runner's hip")
    assert "ICD-10" in form.refusal.text()
    enter(form.code, "M25.551")
    assert window.workspace.plans.conditions("runner's hip")[0].icd10 == "M25.551"
    press(form.switch.button("Adverse events"))
    assert "Published" in " ".join(
        label.text() for label in form.pages.currentWidget().findChildren(type(form.news))
    )
