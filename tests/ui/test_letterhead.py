"""The letterhead is chosen in the form, refused in a sentence, kept in the records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from bodymap.ui import messages
from bodymap.ui.practice_form import PracticeForm
from tests.charting.test_logo import LEAF, SVG, svg


def press(qtbot: QtBot, button: Any) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_logo_and_colour_are_chosen_kept_and_taken_out(
    qtbot: QtBot, window: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = window.workspace.practice
    good, bad = tmp_path / "logo.svg", tmp_path / "bad.svg"
    good.write_bytes(svg(LEAF))
    bad.write_bytes(svg(f"<script>x</script>{LEAF}"))
    form = PracticeForm(window, window.workspace)
    qtbot.addWidget(form)
    form.show()
    chosen = [bad, good]
    monkeypatch.setattr(messages, "choose_file", lambda *_: chosen.pop(0))
    monkeypatch.setattr(messages, "choose_colour", lambda *_: "#2A7F62")
    press(qtbot, form.letterhead.choose)
    assert "program" in form.refusal.text()
    assert form.refusal.isVisible()
    press(qtbot, form.letterhead.choose)
    assert not form.refusal.isVisible()
    press(qtbot, form.letterhead.colour)
    press(qtbot, form.save_button)
    assert (practice.clinic().logo, practice.clinic().accent) == (SVG.format(LEAF), "#2a7f62")

    form = PracticeForm(window, window.workspace)
    qtbot.addWidget(form)
    form.show()
    press(qtbot, form.save_button)
    assert practice.clinic().logo, "saved without a change: the logo stays"
    form = PracticeForm(window, window.workspace)
    qtbot.addWidget(form)
    form.show()
    press(qtbot, form.letterhead.plain)
    press(qtbot, form.save_button)
    assert (practice.clinic().logo, practice.clinic().accent) == ("", "")
