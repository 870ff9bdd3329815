"""The whole record from the menu: saved as text and JSON, restricted with a reason, used again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bodymap.charting.faults import RecordsFault
from bodymap.ui import print_dialogs
from bodymap.ui.main_window import MainWindow

from .conftest import press


def test_a_record_is_saved_restricted_and_used_again(
    window: MainWindow, visit_id: str, answers: Any, tmp_path: Path
) -> None:
    ws, patient_id = window.workspace, window.patient_id
    window.actions_by_id["whole_record"].trigger()
    form = window.form
    name = ws.patients.get(patient_id).family_name
    answers.file = tmp_path / "record"
    press(form.text_button)
    assert name in (tmp_path / "record.txt").read_text(encoding="utf-8")
    press(form.json_button)
    assert json.loads((tmp_path / "record.json").read_text(encoding="utf-8"))
    press(form.restrict_button)
    assert "why" in form.refusal.text()
    assert form.refusal.isVisible()
    form.reason.setText("Asked by the patient.")
    press(form.restrict_button)
    assert "Asked by the patient." in form.state.text()
    with pytest.raises(RecordsFault, match="restricted"):
        ws.visits.create(patient_id)
    press(form.lift_button)
    assert ws.tidy.restriction(patient_id) is None
    assert form.reason.isVisible()


def test_the_text_is_the_one_of_the_command_and_can_be_stopped(
    window: MainWindow, visit_id: str, answers: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ws, patient_id = window.workspace, window.patient_id
    window.actions_by_id["whole_record"].trigger()
    form = window.form
    answers.file = tmp_path / "record.txt"
    press(form.text_button)
    saved, _, _ = answers.file.read_text(encoding="utf-8").rpartition("\n\nWritten ")
    made, _, _ = ws.tidy.text(patient_id).rpartition("\n\nWritten ")
    assert saved == made
    assert "WRITTEN AND CHANGED:" in saved
    answers.file = tmp_path / "stopped.txt"
    monkeypatch.setattr(print_dialogs.Waiting, "step", lambda *of: False)
    press(form.text_button)
    assert form.refusal.text() == "Stopped. No file was written."
    assert form.refusal.isVisible()
    assert not answers.file.exists()
