"""Where a file is saved, typed as people type it into Qt's own dialog."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from bodymap.ui import messages
from bodymap.ui.save_dialog import SaveDialog


@pytest.fixture
def typed(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], tuple[Path | None, list[str]]]:
    """What comes of words typed into the dialog: the file, None where it stays open, and what was said."""
    home, here = tmp_path / "home", tmp_path / "here"
    home.mkdir()
    here.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    said: list[str] = []
    monkeypatch.setattr(messages, "tell", lambda _p, text, detail="": said.append(f"{text} {detail}"))
    monkeypatch.setattr(messages, "ask", lambda _p, text, *_: said.append(text) or False)
    parent = QWidget()
    qtbot.addWidget(parent)

    def work(words: str) -> tuple[Path | None, list[str]]:
        dialog = SaveDialog(parent, "Save the chart as PDF", str(here / "Chart.pdf"), "PDF (*.pdf)")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.open()
        qtbot.waitUntil(dialog.isVisible)
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, words)
        QTest.keyClick(field, Qt.Key.Key_Return)
        made = None if dialog.isVisible() else dialog.target()
        dialog.close()
        return made, said

    return work


def test_a_name_a_full_path_and_a_home_are_taken_with_their_ending(
    typed: Callable[[str], tuple[Path | None, list[str]]], tmp_path: Path
) -> None:
    assert typed("v4")[0] == tmp_path / "here" / "v4.pdf"
    assert typed(str(tmp_path / "here" / "v3.pdf"))[0] == tmp_path / "here" / "v3.pdf"
    assert typed("~/v5")[0] == tmp_path / "home" / "v5.pdf"


def test_a_folder_that_is_not_there_is_said(
    typed: Callable[[str], tuple[Path | None, list[str]]], tmp_path: Path
) -> None:
    made, said = typed(str(tmp_path / "gone" / "v3.pdf"))
    assert made is None
    assert "no such folder" in said[0]
    assert "nothing was saved" in said[0]


def test_a_file_that_is_there_is_asked_about_with_the_ending_that_it_gets(
    typed: Callable[[str], tuple[Path | None, list[str]]], tmp_path: Path
) -> None:
    (tmp_path / "here" / "v6.pdf").write_text("kept")
    made, said = typed("v6")
    assert made is None
    assert said == ["Replace this file?"]
