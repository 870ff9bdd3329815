"""The rule of how long records are kept, and those past their time: listed with the reason, never removed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bodymap.charting.tidying import Proposal
from bodymap.ui.main_window import MainWindow
from bodymap.ui.patients_panel import HIDDEN
from bodymap.ui.record_form import RecordForm
from bodymap.ui.retention_form import RetentionForm

from .conftest import press


@pytest.fixture
def old(window: MainWindow) -> dict[str, str]:
    """Three invented patients seen long ago, by name, and one of now."""
    ws, made = window.workspace, {}
    for name, born, seen in (
        ("Adult", date(1970, 1, 1), date(2010, 3, 1)),
        ("Child", date(1996, 6, 1), date(2004, 3, 1)),
        ("Ageless", None, date(2012, 3, 1)),
        ("Recent", date(1980, 1, 1), ws.history.today()),
    ):
        made[name] = ws.patients.create(family_name=name, date_of_birth=born).id
        ws.visits.create(made[name], seen)
    return made


@pytest.fixture
def form(window: MainWindow, old: dict[str, str], qtbot: QtBot) -> RetentionForm:
    window.actions_by_id["retention"].trigger()
    qtbot.waitUntil(window.form.isVisible)
    return window.form


def rows(form: RetentionForm) -> dict[str, Any]:
    return {line.title: line for line in form.list.lines_model().lines}


def enter(form: RetentionForm, name: str, text: str) -> None:
    field = form.numbers[name]
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_a_rule_lists_the_records_past_it_and_says_why(form: RetentionForm, window: MainWindow) -> None:
    assert form.state.text() == "No rule is set: records are kept without end."
    assert rows(form) == {}
    assert not form.open_button.isEnabled()
    enter(form, "retention_years", "10")
    assert form.state.text() == "3 records are past the time."
    found = rows(form)
    assert list(found) == ["Adult", "Ageless", "Child"]  # the longest past first
    assert found["Adult"].detail == "Last visit 1 Mar 2010; kept 10 years after it."
    assert found["Adult"].tail == "kept until 1 Mar 2020"
    assert found["Child"].detail == (
        "Last visit 1 Mar 2004, as a minor; of age on 1 Jun 2014; kept 10 years after that."
    )
    assert found["Child"].tail == "kept until 1 Jun 2024"
    assert "date of birth not recorded" in found["Ageless"].detail
    enter(form, "of_age", "25")
    assert window.workspace.policies.policy().of_age == 25
    assert list(rows(form)) == ["Adult", "Ageless"]
    enter(form, "retention_years", "100")
    assert form.state.text().startswith("No record is past its time. The next one is so after 1 Mar 21")
    enter(form, "retention_years", "")
    assert window.workspace.policies.policy().retention_years is None
    assert form.isVisible()


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("retention_years", "ten", "whole number"),
        ("retention_years", "0", "1 to 100"),
        ("retention_years", "101", "1 to 100"),
        ("of_age", "9", "between 14 and 25"),
        ("of_age", "", "whole number"),
        ("of_age", "-5", "whole number"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(
    form: RetentionForm, window: MainWindow, name: str, typed: str, said: str
) -> None:
    window.workspace.policies.change(retention_years=7)
    form.refresh()
    enter(form, name, typed)
    assert said in form.refusal.text()
    assert form.refusal.isVisible()
    policy = window.workspace.policies.policy()
    assert (policy.retention_years, policy.of_age) == (7, 18)
    assert len(rows(form)) == 3
    enter(form, name, "20")
    assert not form.refusal.isVisible()


def test_a_record_is_saved_restricted_and_opened_from_the_list(
    form: RetentionForm, window: MainWindow, old: dict[str, str], answers: Any, tmp_path: Path, qtbot: QtBot
) -> None:
    enter(form, "retention_years", "10")
    form.activateWindow()
    form.list.setFocus()
    QTest.keyClick(form.list, Qt.Key.Key_Down)
    assert form.chosen_id() == old["Ageless"]
    press(form.whole_button)
    inner = form.form
    assert isinstance(inner, RecordForm)
    qtbot.waitUntil(inner.isVisible)
    answers.file = tmp_path / "ageless.txt"
    press(inner.text_button)
    assert "Ageless" in answers.file.read_text(encoding="utf-8")
    inner.reason.setText("The court asked to keep it.")
    press(inner.restrict_button)
    press(inner.close_button)
    assert rows(form)["Ageless"].low_tail == "restricted"
    assert form.chosen_id() == old["Ageless"]  # nothing moved under the hand
    QTest.keyClick(form.list, Qt.Key.Key_Return)
    assert window.patient_id == old["Ageless"]
    assert window.workspace.patients.find("").total == 4


def test_names_that_are_hidden_stay_so(window: MainWindow, old: dict[str, str], qtbot: QtBot) -> None:
    window.workspace.policies.change(retention_years=10)
    window.actions_by_id["hide_names"].trigger()
    window.actions_by_id["retention"].trigger()
    qtbot.waitUntil(window.form.isVisible)
    assert set(rows(window.form)) == {HIDDEN}


def test_why_speaks_of_a_record_without_visits(window: MainWindow) -> None:
    patient = window.workspace.patients.create(family_name="Never", date_of_birth=date(1970, 1, 1))
    said = Proposal(patient, date(2010, 3, 1), 0, date(2011, 3, 1), 1).why
    assert said == "No visit; record made 1 Mar 2010; kept 1 year after it."
