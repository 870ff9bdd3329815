"""Snippets in the session note: offered at the semicolon, expanded by a blank or Tab, walked through by Tab, undone in
one step; and the form in which they are kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bodymap.charting.faults import RecordsFault
from bodymap.charting.records import Section
from bodymap.charting.snippets import LONGEST_WORD
from bodymap.ui.main_window import MainWindow
from bodymap.ui.note_editor import PlainText
from bodymap.ui.snippet_typing import SnippetTyping
from bodymap.ui.snippets_form import SnippetsForm
from tests.ui.conftest import FaultyStore, press, write
from tests.ui.test_visit import add

P = Section.PLAN
KEY = Qt.Key
NKI = "No known contraindication to needling today; asked and unchanged."
HEP = "Home programme: exercise, sets and repetitions, how often."


@pytest.fixture
def field(window: MainWindow, visit_id: str) -> PlainText:
    """The plan's field, with the keys in it."""
    press(window.visit.note.tabs.button(P))
    made = window.visit.note.fields[P]
    made.setFocus()
    return made


@pytest.fixture
def typing(window: MainWindow, field: PlainText) -> SnippetTyping:
    return window.visit.note.typing[list(Section).index(P)]


def chosen(field: PlainText) -> str:
    return field.textCursor().selectedText()


@pytest.mark.parametrize("end", [KEY.Key_Tab, KEY.Key_Space])
def test_a_word_becomes_the_text_and_undo_brings_it_back_in_one_step(
    window: MainWindow, field: PlainText, end: Qt.Key
) -> None:
    write(field, "Today: ;nki")
    QTest.keyClick(field, end)
    after = " " if end == KEY.Key_Space else ""
    assert field.text() == f"Today: {NKI}{after}"
    assert QApplication.focusWidget() is field
    write(field, "X")
    assert field.text() == f"Today: {NKI}{after}X"
    QTest.keyClick(field, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "Today: ;nki"
    QTest.keyClick(field, KEY.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == f"Today: {NKI}{after}"


@pytest.mark.parametrize("before", ["pain;nki", ";;nki", "a;nki", ";nkix", "5;nki"])
def test_nothing_is_expanded_within_a_word(field: PlainText, before: str) -> None:
    write(field, before)
    QTest.keyClick(field, KEY.Key_Space)
    assert field.text() == f"{before} "


def test_nothing_is_expanded_before_a_letter(field: PlainText, typing: SnippetTyping) -> None:
    write(field, "foo")
    QTest.keyClick(field, KEY.Key_Home)
    write(field, ";nki")
    QTest.keyClick(field, KEY.Key_Space)
    assert field.text() == ";nki foo"


def test_an_unknown_word_stays_as_it_is_and_tab_leads_on(window: MainWindow, field: PlainText) -> None:
    write(field, ";qq")
    QTest.keyClick(field, KEY.Key_Tab)
    assert field.text() == ";qq"
    assert QApplication.focusWidget() is not field


def test_tab_goes_through_the_places_and_then_on(
    window: MainWindow, field: PlainText, typing: SnippetTyping
) -> None:
    field.insertPlainText("🙂 ")  # two places of a text cursor
    write(field, ";hep")
    QTest.keyClick(field, KEY.Key_Space)
    assert (field.text(), chosen(field)) == (f"🙂 {HEP}", "exercise")
    write(field, "chin tucks daily")
    QTest.keyClick(field, KEY.Key_Tab)
    assert chosen(field) == "sets and repetitions"
    QTest.keyClick(field, KEY.Key_Backtab)
    QTest.keyClick(field, KEY.Key_Tab)
    assert chosen(field) == "sets and repetitions"
    write(field, "2 x 12")
    QTest.keyClick(field, KEY.Key_Tab)
    assert chosen(field) == "how often"
    write(field, "twice a day")
    QTest.keyClick(field, KEY.Key_Tab)
    assert field.text() == "🙂 Home programme: chin tucks daily, 2 x 12, twice a day."
    assert field.textCursor().atEnd()
    assert not typing.walking
    QTest.keyClick(field, KEY.Key_Tab)
    assert QApplication.focusWidget() is not field


def test_the_text_is_saved_as_what_it_became(qtbot: QtBot, window: MainWindow, field: PlainText) -> None:
    write(field, ";nki")
    QTest.keyClick(field, KEY.Key_Tab)
    assert window.visit.note.save()
    assert window.workspace.notes.of(window.visit_id)[P] == NKI


def test_the_visit_fills_its_fields_in(window: MainWindow, field: PlainText) -> None:
    add(window, "infraspinatus", "teres-minor")
    write(field, ";tol")
    QTest.keyClick(field, KEY.Key_Tab)
    assert field.text().startswith("Needling of the infraspinatus and teres minor was tolerated well;")
    assert chosen(field) == "well"


def test_leaving_the_places_gives_tab_its_meaning_back(field: PlainText, typing: SnippetTyping) -> None:
    write(field, "Before. ;hep")
    QTest.keyClick(field, KEY.Key_Tab)
    assert typing.walking
    QTest.keyClick(field, KEY.Key_Home)
    assert not typing.walking
    write(field, ";hep")
    QTest.keyClick(field, KEY.Key_Tab)  # before a letter: nothing to expand
    assert QApplication.focusWidget() is not field


def test_escape_and_undo_end_the_places(field: PlainText, typing: SnippetTyping) -> None:
    write(field, ";hep")
    QTest.keyClick(field, KEY.Key_Tab)
    QTest.keyClick(field, KEY.Key_Escape)
    assert not typing.walking
    QTest.keyClick(field, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == ";hep"
    QTest.keyClick(field, KEY.Key_Tab)
    QTest.keyClick(field, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (field.text(), typing.walking) == (";hep", False)


# -- what is offered --------------------------------------------------------------------------------------------------


def shown(typing: SnippetTyping) -> list[str]:
    if not typing.popup.isVisible():
        return []
    return [line.title for line in typing.list.lines_model().lines]


def test_the_semicolon_offers_them_and_letters_narrow(field: PlainText, typing: SnippetTyping) -> None:
    write(field, ";")
    assert shown(typing) == [";after", ";con", ";hep", ";next", ";nki", ";tol"]
    write(field, "n")
    assert shown(typing) == [";next", ";nki"]
    QTest.keyClick(field, KEY.Key_Backspace)
    assert len(shown(typing)) == 6
    write(field, "zz")
    assert shown(typing) == []


def test_arrows_and_enter_take_one(field: PlainText, typing: SnippetTyping) -> None:
    write(field, ";n")
    QTest.keyClick(field, KEY.Key_Down)
    QTest.keyClick(field, KEY.Key_Return)
    assert field.text() == NKI
    assert shown(typing) == []


def test_a_bare_semicolon_leaves_enter_and_tab_alone(field: PlainText, typing: SnippetTyping) -> None:
    write(field, "Stretch ;")
    QTest.keyClick(field, KEY.Key_Return)
    assert field.text() == "Stretch ;\n"
    assert shown(typing) == []
    write(field, ";")
    QTest.keyClick(field, KEY.Key_Down)
    QTest.keyClick(field, KEY.Key_Return)
    assert field.text().startswith("Stretch ;\nTold to expect soreness")


def test_a_press_takes_one(field: PlainText, typing: SnippetTyping) -> None:
    write(field, ";n")
    row = typing.list.visualRect(typing.list.lines_model().index(1))
    QTest.mouseClick(typing.list.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert field.text() == NKI
    assert QApplication.focusWidget() is field


def test_escape_declines_until_another_word(field: PlainText, typing: SnippetTyping) -> None:
    write(field, ";nk")
    QTest.keyClick(field, KEY.Key_Escape)
    assert shown(typing) == []
    write(field, "i")
    QTest.keyClick(field, KEY.Key_Space)
    assert field.text() == ";nki "
    write(field, ";nki")
    assert shown(typing) == [";nki"]


def test_they_are_offered_to_who_types_and_not_to_who_undoes_or_comes_by(
    window: MainWindow, field: PlainText, typing: SnippetTyping
) -> None:
    write(field, ";nki")
    QTest.keyClick(field, KEY.Key_Space)
    QTest.keyClick(field, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (field.text(), shown(typing)) == (";nki", [])
    write(field, " ;h")
    assert shown(typing) == [";hep"]
    QTest.keyClick(field, KEY.Key_Home)
    assert shown(typing) == []
    write(field, ";")
    press(window.visit.note.tabs.button(Section.SUBJECTIVE))
    assert not typing.popup.isVisible()


def test_in_a_note_of_many_lines_a_keystroke_reads_the_records_once_a_word(
    window: MainWindow, field: PlainText, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[int] = []
    every = window.workspace.snippets.all
    monkeypatch.setattr(window.workspace.snippets, "all", lambda: reads.append(1) or every())
    write(field, "Some words before it. ")
    assert reads == []
    write(field, ";next")
    assert len(reads) == 1


def test_records_that_cannot_be_read_leave_the_word_as_it_is(
    window: MainWindow, field: PlainText, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> list[object]:
        raise RecordsFault("damaged", "The records cannot be read.", "", "")

    monkeypatch.setattr(window.workspace.snippets, "all", fail)
    write(field, ";nki")
    QTest.keyClick(field, KEY.Key_Space)
    assert field.text() == ";nki "


# -- the form ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def form(window: MainWindow, visit_id: str) -> SnippetsForm:
    window.actions_by_id["snippets"].trigger()
    assert isinstance(window.form, SnippetsForm)
    return window.form


def rows(form: SnippetsForm) -> list[str]:
    return [line.title for line in form.list.lines_model().lines]


def choose(form: SnippetsForm, title: str) -> None:
    place = form.list.visualRect(form.list.lines_model().index(rows(form).index(title)))
    QTest.mouseClick(form.list.viewport(), Qt.MouseButton.LeftButton, pos=place.center())


def test_one_is_made_and_typed(window: MainWindow, form: SnippetsForm, visit_id: str) -> None:
    press(form.new_button)
    QTest.keyClicks(QApplication.focusWidget(), "rom")
    write(form.text, "Rotation ")
    press(form.fields[""])
    assert form.text.textCursor().selectedText() == "what"
    QTest.keyClicks(form.text, "degrees")
    QTest.keyClick(form.text, KEY.Key_End)
    QTest.keyClicks(form.text, " on the ")
    press(form.fields["side"])
    press(form.done_button)
    assert window.workspace.snippets.named("rom").text == "Rotation {1:degrees} on the {side}"
    press(window.visit.note.tabs.button(P))
    field = window.visit.note.fields[P]
    write(field, ";rom")
    QTest.keyClick(field, KEY.Key_Tab)
    assert (field.text(), chosen(field)) == ("Rotation degrees on the side", "degrees")


def test_what_was_changed_is_kept_with_the_next_row(window: MainWindow, form: SnippetsForm) -> None:
    choose(form, ";nki")
    form.text.selectAll()
    QTest.keyClicks(form.text, "Asked: nothing new.")
    choose(form, ";hep")
    assert form.word.text() == "hep"
    assert window.workspace.snippets.named("nki").text == "Asked: nothing new."


def test_a_word_that_is_taken_is_refused_in_place_and_nothing_is_lost(
    window: MainWindow, form: SnippetsForm
) -> None:
    press(form.new_button)
    QTest.keyClicks(form.word, "nki")
    QTest.keyClicks(form.text, "Mine.")
    choose(form, ";hep")
    assert "already" in form.refusal.text()
    assert (form.word.text(), form.text.toPlainText()) == ("nki", "Mine.")
    form.word.selectAll()
    QTest.keyClicks(form.word, "mine")
    press(form.done_button)
    assert window.workspace.snippets.named("mine").text == "Mine."


def test_one_is_removed_and_brought_back(window: MainWindow, form: SnippetsForm) -> None:
    choose(form, ";nki")
    press(form.remove_button)
    assert ";nki" not in rows(form)
    assert form.news.text() == "Removed ;nki."
    press(form.back_button)
    assert ";nki" in rows(form)
    assert form.word.text() == "nki"
    assert not form.back_button.isVisible()


def test_all_can_be_removed_and_the_form_is_still_of_use(window: MainWindow, form: SnippetsForm) -> None:
    while form.remove_button.isEnabled():
        press(form.remove_button)
    assert rows(form) == []
    QTest.keyClicks(form.word, "one")
    QTest.keyClicks(form.text, "Text.")
    press(form.done_button)
    assert [one.word for one in window.workspace.snippets.all()] == ["one"]


def test_escape_keeps_too_and_leaves_what_cannot_be_kept_the_second_time(
    window: MainWindow, form: SnippetsForm
) -> None:
    press(form.new_button)
    QTest.keyClicks(form.word, "x" * LONGEST_WORD)
    QTest.keyClick(form.word, KEY.Key_Escape)
    assert form.isVisible()
    assert form.refusal.text() == "Write what the word is to become."
    QTest.keyClick(form, KEY.Key_Escape)
    assert not form.isVisible()


def test_a_fault_is_said_and_what_was_typed_stays(
    window: MainWindow, form: SnippetsForm, store: FaultyStore
) -> None:
    press(form.new_button)
    QTest.keyClicks(form.word, "rom")
    QTest.keyClicks(form.text, "Free.")
    store.fault = RecordsFault("full", "The disk is full.", "", "")
    press(form.done_button)
    assert form.isVisible()
    assert "What you typed is still here." in form.refusal.text()
    store.fault = None
    press(form.done_button)
    assert window.workspace.snippets.named("rom").text == "Free."
