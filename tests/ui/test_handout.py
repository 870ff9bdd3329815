"""The handout from the menu: chosen, changed, refused, kept, saved, and recorded as given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from pytestqt.qtbot import QtBot

from bodymap.charting.records import Side
from bodymap.ui import print_dialogs
from bodymap.ui.handout_form import HandoutForm
from bodymap.ui.main_window import MainWindow
from bodymap.ui.print_dialogs import PageView

from .conftest import press


@pytest.fixture
def form(window: MainWindow, visit_id: str) -> HandoutForm:
    marks = window.workspace.marks
    marks.add(visit_id, marks.muscle("infraspinatus"), Side.RIGHT)
    window.actions_by_id["handout"].trigger()
    return window.form


def choose(form: HandoutForm, name: str) -> None:
    form.choice.setCurrentIndex(form.choice.findText(name))


def test_it_is_saved_as_pdf_and_recorded_as_given(
    form: HandoutForm, window: MainWindow, answers: Any, tmp_path: Path
) -> None:
    choose(form, "English")
    assert form.area.widget().findChildren(PageView)
    answers.file = tmp_path / "handout"
    press(form.pdf_button)
    with pdfplumber.open(tmp_path / "handout.pdf") as pdf:
        assert "infraspinatus (right)" in pdf.pages[0].extract_text().lower()
    visit = window.workspace.visits.get(window.visit_id)
    assert visit.handout == "handout in English"
    told = dict(window.workspace.telling.sections(window.visit_id))["After the treatment"]
    assert "Handout in English." in told
    assert not visit.aftercare_told, "nobody said that"
    assert "saved in handout.pdf" in window.body.bar.text()
    window.actions_by_id["handout"].trigger()
    assert window.form.choice.currentText() == "English", "the one last given comes first"


def test_words_of_ones_own_on_what_was_given_stay(
    form: HandoutForm, window: MainWindow, answers: Any, tmp_path: Path
) -> None:
    """They were written over with "English"."""
    form.close()
    events = window.workspace.events
    events.set_aftercare(window.visit_id, handout="aftercare sheet")
    for name in ("English", "English", "Deutsch"):
        window.actions_by_id["handout"].trigger()
        choose(window.form, name)
        answers.file = tmp_path / name
        press(window.form.pdf_button)
    said = "aftercare sheet; handout in English; handout in Deutsch"
    assert window.workspace.visits.get(window.visit_id).handout == said
    told = dict(window.workspace.telling.sections(window.visit_id))["After the treatment"]
    assert f"Handout: {said}." in told


def test_unknown_fields_are_said_while_typing_and_nothing_is_printed(
    form: HandoutForm, qtbot: QtBot, window: MainWindow
) -> None:
    form.text.setPlainText("Hello {pateint}")
    qtbot.waitUntil(lambda: form.refusal.isVisible())
    assert "{pateint}" in form.refusal.text()
    assert not form.print_button.isEnabled()
    assert not form.pdf_button.isEnabled()
    form.text.setPlainText("Hello {patient}")
    qtbot.waitUntil(lambda: not form.refusal.isVisible())
    assert form.print_button.isEnabled()


def test_a_text_of_the_clinics_own_is_kept_changed_and_removed(form: HandoutForm, window: MainWindow) -> None:
    handouts = window.workspace.handouts
    choose(form, "New text …")
    form.text.setPlainText("Bonjour {patient}")
    press(form.keep_button)
    assert "name" in form.refusal.text()
    form.name.setText("Français")
    press(form.keep_button)
    assert handouts.named("français").text == "Bonjour {patient}"
    assert form.choice.currentText() == "Français"
    choose(form, "Deutsch")
    form.text.setPlainText("Hallo {given}")
    press(form.keep_button)
    assert [one.name for one in handouts.all()] == ["English", "Deutsch", "Español", "Français"]
    assert handouts.named("Deutsch").text == "Hallo {given}"
    press(form.remove_button)
    assert [one.name for one in handouts.all()] == ["English", "Español", "Français"]
    choose(form, "English")
    press(form.remove_button)
    assert [one.name for one in handouts.all()] == ["Español", "Français"]


def test_without_a_printer_a_sentence_says_so_and_nothing_is_recorded(
    form: HandoutForm, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_dialogs, "printers", list)
    press(form.print_button)
    assert "no printer" in form.refusal.text()
    assert window.workspace.visits.get(window.visit_id).handout == ""
    monkeypatch.setattr(print_dialogs, "printers", lambda: ["Office"])
    sent: list[int] = []
    monkeypatch.setattr(
        print_dialogs, "send_to_printer", lambda _, pages, *__: sent.append(len(pages)) or True
    )
    form.given.setChecked(False)
    press(form.print_button)
    assert sent == [1]
    assert window.workspace.visits.get(window.visit_id).handout == ""
