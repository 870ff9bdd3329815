"""What was typed is shown as it was typed: no label and no tool tip reads it as markup."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from bodymap import ui
from bodymap.ui.main_window import MainWindow
from bodymap.ui.widgets import Label, plain_tip
from tests.ui.conftest import press

HOSTILE = '<img src="//elsewhere/picture.png"><b>Mireya</b>'


def test_no_place_makes_a_label_that_reads_markup() -> None:
    made = []
    for path in Path(ui.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "QLabel":
                made.append(f"{path.name}:{node.lineno}")
            if isinstance(node, ast.ClassDef) and path.name != "widgets.py":
                made += [f"{path.name}:{node.name}" for base in node.bases if ast.unparse(base) == "QLabel"]
    assert made == []


def test_a_patient_with_markup_in_every_field_is_shown_letter_by_letter(window: MainWindow) -> None:
    assert window.workspace is not None
    patient = window.workspace.patients.create(family_name=HOSTILE, given_names=HOSTILE, alerts=HOSTILE)
    window.open_patient(patient.id)
    press(window.patients.today_button)
    assert window.workspace.store.visit(window.visit_id).patient_id == patient.id

    labels = [label for label in window.findChildren(QLabel) if HOSTILE in label.text()]
    tips = [widget.toolTip() for widget in window.findChildren(QWidget) if "elsewhere" in widget.toolTip()]

    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
    assert len(labels) >= 3
    assert tips
    assert not [tip for tip in tips if "<img" in tip or "<b>" in tip]


@pytest.mark.parametrize("text", ["", "Pacemaker", "5 < 6 & 7", "a\nb"])
def test_a_tip_without_markup_stays_as_it_is(text: str) -> None:
    assert plain_tip(text) == text


def test_a_tip_with_markup_is_escaped(window: MainWindow) -> None:
    label = Label("x", window)
    label.setToolTip(HOSTILE)
    assert "&lt;img" in label.toolTip()
    assert "<img" not in label.toolTip()
