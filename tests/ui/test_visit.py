"""A visit: marks edited in their rows, targets by name, undo by name, the note that saves itself, moving, removing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from bodymap.charting.faults import RecordsFault
from bodymap.charting.policy import Requirement
from bodymap.charting.records import Ltr, Mark, NeedleSize, Patient, Section, Side
from bodymap.ui.main_window import MainWindow
from bodymap.ui.mark_rows import MarkRows, _covered
from bodymap.ui.marks_list import INSERTIONS, LTR, NEEDLES, NOTE, NUMBER, SIDE, SIZE, TARGET
from bodymap.ui.practice_form import PracticeForm
from tests.ui.conftest import Answers, FaultyStore, followed, press, write


def marks(window: MainWindow) -> list[Mark]:
    return list(window.workspace.marks.of(window.visit_id))


def add(window: MainWindow, *muscles: str) -> list[Mark]:
    """Marks by name, as any part of the program would make them."""
    return [
        window.workspace.marks.add(window.visit_id, window.workspace.marks.muscle(muscle), Side.RIGHT)
        for muscle in muscles
    ]


def click(
    window: MainWindow, row: int, column: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> QWidget:
    """A click on a cell; the widget that then has the focus (the cell's editor, where it has one)."""
    view = window.visit.list
    place = view.visualRect(view.model().index(row, column)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, keys, place)
    focus = QApplication.focusWidget()
    assert focus is not None
    return focus


@pytest.fixture
def three(window: MainWindow, visit_id: str) -> list[Mark]:
    return add(window, "infraspinatus", "teres-minor", "gluteus-medius")


def test_size_needles_insertions_and_note_are_edited_in_the_row(
    window: MainWindow, three: list[Mark]
) -> None:
    editor = click(window, 0, SIZE)
    QTest.keyClicks(editor, "0,30 x 40")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    editor = click(window, 0, NEEDLES)
    QTest.keyClicks(editor, "2")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    editor = click(window, 0, INSERTIONS)
    QTest.keyClick(editor, Qt.Key.Key_Up)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    editor = click(window, 0, NOTE)
    QTest.keyClicks(editor, "familiar headache")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    mark = marks(window)[0]
    assert (mark.needle, mark.needles, mark.insertions) == (NeedleSize(300, 40), 2, 3)
    assert mark.note == "familiar headache"
    assert window.visit.counts.text() == "3 sites · 3 muscles · 4 needles · 5 insertions"


def test_what_stands_in_an_open_editor_is_kept_when_the_visit_is_left(
    window: MainWindow, three: list[Mark]
) -> None:
    visit_id = window.visit_id
    QTest.keyClicks(click(window, 0, NOTE), "familiar headache")
    press(window.patients.back_button)
    assert window.workspace.marks.of(visit_id)[0].note == "familiar headache"


def test_no_size_is_refused_in_place_and_can_be_mended(window: MainWindow, three: list[Mark]) -> None:
    editor = click(window, 0, SIZE)
    QTest.keyClicks(editor, "thick")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert window.visit.refusal.text().startswith("Write the needle as")
    assert editor.isVisible()
    editor.lineEdit().selectAll()
    QTest.keyClicks(editor, ".25x30")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert marks(window)[0].needle == NeedleSize(250, 30)
    assert window.visit.refusal.text() == ""


def test_an_unusual_size_is_taken_and_said_quietly(window: MainWindow, three: list[Mark]) -> None:
    editor = click(window, 0, SIZE)
    QTest.keyClicks(editor, "0.40x125")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert marks(window)[0].needle == NeedleSize(400, 125)
    assert "unusual needle" in window.visit.refusal.text()


@pytest.mark.parametrize(
    ("keys", "said"),
    [("n", (Ltr.NONE, None)), ("y", (Ltr.YES, None)), ("3\r", (Ltr.YES, 3)), ("-", (Ltr.NOT_RECORDED, None))],
)
def test_the_twitch_response_takes_one_key(
    window: MainWindow, three: list[Mark], keys: str, said: tuple[Ltr, int | None]
) -> None:
    window.workspace.marks.change([three[0].id], ltr=Ltr.YES, ltr_count=7)
    editor = click(window, 0, LTR)
    for key in keys:
        QTest.keyClick(editor, Qt.Key.Key_Return) if key == "\r" else QTest.keyClicks(editor, key)
    assert (marks(window)[0].ltr, marks(window)[0].ltr_count) == said
    assert window.visit.list.state() is not QAbstractItemView.State.EditingState  # answered, not asked again


@pytest.mark.parametrize("typed", ["1234", "100", "1.5", "many"])
def test_a_number_of_twitches_that_is_none_is_said_and_not_cut(
    window: MainWindow, three: list[Mark], typed: str
) -> None:
    editor = click(window, 0, LTR)
    # n and y answer as keys: words are pasted.
    QTest.keyClicks(editor, typed) if typed[0].isdecimal() else editor.insert(typed)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert marks(window)[0].ltr is Ltr.NOT_RECORDED
    assert f"and {typed} is not" in window.visit.refusal.text()
    assert window.visit.refusal.isVisible()
    QTest.keyClicks(editor, "3")  # over what was refused
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert (marks(window)[0].ltr, marks(window)[0].ltr_count) == (Ltr.YES, 3)
    assert not window.visit.refusal.text()


def test_a_number_of_needles_that_is_none_is_said_and_not_cut(window: MainWindow, three: list[Mark]) -> None:
    field = click(window, 0, NEEDLES)
    for typed, leaves in (("1234", False), ("0", False), ("100", True)):
        field.selectAll()
        QTest.keyClicks(field, typed)
        if leaves:
            window.visit.list.setFocus()
            QApplication.processEvents()
        else:
            QTest.keyClick(field, Qt.Key.Key_Return)
        assert f"and {typed} is not" in window.visit.refusal.text()
        assert marks(window)[0].needles == 1
    field = click(window, 0, NEEDLES)
    QTest.keyClicks(field, "4")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert marks(window)[0].needles == 4
    assert not window.visit.refusal.text()
    # The same beside the list, where a figure holds as it is typed.
    counts = window.visit.next.needles
    was = counts.value()
    counts.field.setFocus()
    counts.field.selectAll()
    QTest.keyClicks(counts.field, "1234")
    QTest.keyClick(counts.field, Qt.Key.Key_Return)
    assert "and 1234 is not" in window.visit.refusal.text()
    assert counts.value() == was
    assert window.workspace.marks.next_needle(window.visit_id)[1] == was


def test_no_twitch_at_all_is_none(window: MainWindow, three: list[Mark]) -> None:
    editor = click(window, 0, LTR)
    QTest.keyClicks(editor, "0")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert marks(window)[0].ltr is Ltr.NONE


def test_the_twitch_response_takes_one_press(window: MainWindow, three: list[Mark]) -> None:
    editor = click(window, 1, LTR).parentWidget()
    press(editor.answers.button(Ltr.NONE))
    assert marks(window)[1].ltr is Ltr.NONE


def test_several_rows_are_changed_at_once_and_undone_at_once(window: MainWindow, three: list[Mark]) -> None:
    click(window, 0, NUMBER)
    click(window, 2, NUMBER, Qt.KeyboardModifier.ShiftModifier)
    editor = click(window, 1, SIZE)
    QTest.keyClicks(editor, "0.25x50")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert {mark.needle for mark in marks(window)} == {NeedleSize(250, 50)}
    assert window.actions_by_id["undo"].text() == "Undo needle size of 3 marks"
    press(window.body.undo_button)
    assert {mark.needle for mark in marks(window)} == {None}


def test_the_side_is_changed_in_the_row(window: MainWindow, three: list[Mark]) -> None:
    editor = click(window, 0, SIDE).parentWidget()
    press(editor.button(Side.LEFT))
    assert marks(window)[0].side is Side.LEFT


@pytest.mark.parametrize("column", [SIDE, LTR, SIZE, NEEDLES])
def test_a_field_left_as_it_was_opened_says_nothing_of_rows_selected_since(
    window: MainWindow, three: list[Mark], column: int
) -> None:
    """The left one's field was opened, then all were selected, then the focus went elsewhere: all became left."""
    verbs = window.workspace.marks
    verbs.change([three[0].id], side=Side.LEFT, needle=NeedleSize(250, 40), needles=2)
    verbs.change([three[0].id], ltr=Ltr.YES, ltr_count=3)
    before = marks(window)
    click(window, 0, column)
    window.visit.list.selectAll()
    window.body.view.setFocus()
    window.visit.finish_edit()
    assert marks(window) == before


def test_the_side_is_changed_by_keys_and_the_list_has_them_again(
    window: MainWindow, three: list[Mark]
) -> None:
    view = window.visit.list
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, SIDE))
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert marks(window)[0].side is Side.RIGHT  # the arrow only goes there
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert marks(window)[0].side is Side.LEFT
    assert view.hasFocus()
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClicks(QApplication.focusWidget(), "r")
    assert marks(window)[0].side is Side.RIGHT
    assert view.hasFocus()


def test_a_figure_typed_on_a_cell_is_taken(window: MainWindow, three: list[Mark]) -> None:
    view = window.visit.list
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, NEEDLES))
    QTest.keyClicks(view, "3")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert (marks(window)[0].needles, marks(window)[0].insertions) == (3, 3)
    assert view.hasFocus()


def test_what_is_given_up_by_esc_is_not_kept(window: MainWindow, three: list[Mark]) -> None:
    editor = click(window, 0, NEEDLES)
    QTest.keyClicks(editor, "7")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert marks(window)[0].needles == 1
    assert window.visit.list.hasFocus()


def test_arrows_go_from_tab_to_tab_of_the_note(window: MainWindow, visit_id: str) -> None:
    note = window.visit.note
    first, second = list(note.fields)[:2]
    note.tabs.button(first).setFocus()
    QTest.keyClick(note.tabs.button(first), Qt.Key.Key_Right)
    assert note.fields[second].isVisible()
    assert note.tabs.button(second).hasFocus()
    QTest.keyClick(note.tabs.button(second), Qt.Key.Key_Tab)
    assert note.fields[second].hasFocus()


def test_the_target_is_changed_by_name(window: MainWindow, three: list[Mark]) -> None:
    click(window, 0, TARGET)
    QTest.keyClick(window.visit.list, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    editor.selectAll()
    QTest.keyClicks(editor, "supraspinatus")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert marks(window)[0].target.id == "supraspinatus"
    assert marks(window)[0].side is Side.RIGHT


def test_delete_removes_and_undo_names_and_brings_back(window: MainWindow, three: list[Mark]) -> None:
    click(window, 0, NUMBER)
    QTest.keyClick(window.visit.list, Qt.Key.Key_Delete)
    assert [mark.id for mark in marks(window)] == [three[1].id, three[2].id]
    assert window.visit.list.marks_model().rowCount() == 2
    assert window.actions_by_id["undo"].text() == "Undo removal of R infraspinatus"
    assert "Undo removal of R infraspinatus" in window.body.undo_button.toolTip()
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    followed(window)
    assert window.visit.list.marks_model().marks[0].id == three[0].id
    assert window.actions_by_id["redo"].text() == "Redo removal of R infraspinatus"


def test_list_and_body_select_each_other(window: MainWindow, visit_id: str) -> None:
    plate, layer, u, v = window.workspace.atlas.usual_point("deltoid-anterior", "right")
    mark = window.workspace.marks.place(visit_id, plate, layer, u, v)
    other = add(window, "infraspinatus")[0]
    click(window, 0, NUMBER)
    assert window.body.view.selected == (mark.id,)
    window.body.view.select([other.id])
    followed(window)
    assert window.visit.list.selected() == [other.id]


def test_the_next_mark_takes_what_is_set_for_it(window: MainWindow, visit_id: str) -> None:
    size = window.visit.next.size.lineEdit()
    write(size, "0.30x50")
    QTest.keyClick(size, Qt.Key.Key_Return)
    press(window.visit.next.needles.more)
    mark = add(window, "infraspinatus")[0]
    assert (mark.needle, mark.needles) == (NeedleSize(300, 50), 2)
    assert window.preferences["recent_sizes"][0] == "0.30x50"


@pytest.mark.parametrize(
    ("typed", "made"),
    [
        ("r infrasp\r", [("infraspinatus", Side.RIGHT)]),
        ("l infrasp\r", [("infraspinatus", Side.LEFT)]),
        ("infrasp\rb", [("infraspinatus", Side.RIGHT), ("infraspinatus", Side.LEFT)]),
        ("suboccipitals\rm", [("suboccipitals", Side.MIDLINE)]),
    ],
)
def test_any_target_is_added_by_name(
    window: MainWindow, visit_id: str, typed: str, made: list[tuple[str, Side]]
) -> None:
    field = window.visit.add
    field.setFocus()
    for key in typed:
        QTest.keyClick(field, Qt.Key.Key_Return) if key == "\r" else QTest.keyClicks(field, key)
    assert [(mark.target.id, mark.side) for mark in marks(window)] == made
    atlas = window.workspace.atlas
    for mark in marks(window):
        if mark.side is Side.MIDLINE:
            # A group of two sides has no place in the middle.
            assert mark.point is None
            assert "no point" in window.visit.list.model().index(0, TARGET).data(Qt.ItemDataRole.ToolTipRole)
        else:
            hit = atlas.at(mark.point.plate, mark.point.layer, mark.point.u, mark.point.v).region
            assert (hit.muscle, hit.side) == (mark.target.id, mark.side.value)


def test_other_tissue_is_added_by_name(window: MainWindow, visit_id: str) -> None:
    write(window.visit.add, "l scar")
    QTest.keyClick(window.visit.add, Qt.Key.Key_Return)
    assert [(mark.target.id, mark.side) for mark in marks(window)] == [("scar", Side.LEFT)]


def test_where_no_side_is_typed_it_is_asked_for_below_the_answers(window: MainWindow, visit_id: str) -> None:
    field = window.visit.add
    write(field, "infrasp")
    row = field.list.visualRect(field.list.model().index(0, 0))
    QTest.mouseClick(field.list.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert marks(window) == []
    assert field.foot.isVisible()
    assert field.popup.rect().contains(field.foot.geometry())
    QTest.keyClicks(field, "r")
    assert [mark.side for mark in marks(window)] == [Side.RIGHT]
    write(field, "infrasp")
    assert not field.foot.isVisible()


def test_tissue_of_the_midline_is_added_by_its_button(window: MainWindow, visit_id: str) -> None:
    field = window.visit.add
    write(field, "scar")
    rect = field.list.visualRect(field.list.model().index(0, 0))
    places = {word: place for place, (word, _) in field.list.buttons(rect, field.list.model().lines[0])}
    QTest.mouseClick(field.list.viewport(), Qt.MouseButton.LeftButton, pos=places["mid"].center())
    assert [(mark.target.id, mark.side) for mark in marks(window)] == [("scar", Side.MIDLINE)]


def test_ctrl_z_in_the_empty_field_takes_back_what_it_added(window: MainWindow, visit_id: str) -> None:
    field = window.visit.add
    write(field, "r infrasp")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert len(marks(window)) == 1
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert marks(window) == []


def test_a_size_set_after_the_first_marks_is_offered_for_them(window: MainWindow, three: list[Mark]) -> None:
    size = window.visit.next.size
    size.setFocus()
    QTest.keyClicks(size.lineEdit(), "0,30 x 40")
    QTest.keyClick(size.lineEdit(), Qt.Key.Key_Return)
    assert size.currentText() == "0.30x40"  # as it was understood
    assert window.body.bar.text() == "3 marks have no needle size yet."
    press(window.body.bar.buttons()[0])
    assert {mark.needle for mark in marks(window)} == {NeedleSize(300, 40)}
    press(window.body.undo_button)
    assert {mark.needle for mark in marks(window)} == {None}


def test_no_half_number_looks_out_from_under_an_editor(window: MainWindow, three: list[Mark]) -> None:
    view = window.visit.list
    click(window, 0, NEEDLES)
    covered = [c for c in range(view.model().columnCount()) if not view.isColumnHidden(c)]
    covered = [c for c in covered if _covered(view.visualRect(view.model().index(0, c)), view.editor_rect())]
    assert NEEDLES in covered
    assert SIDE not in covered
    assert not _covered(view.visualRect(view.model().index(1, NEEDLES)), view.editor_rect())


def test_nothing_of_that_name_says_so(window: MainWindow, visit_id: str) -> None:
    write(window.visit.add, "qqqqxx")
    assert "No target is called" in window.visit.add.list.model().index(0, 0).data()
    QTest.keyClick(window.visit.add, Qt.Key.Key_Return)
    assert marks(window) == []


# -- the note -------------------------------------------------------------------------------------------------------


def subjective(window: MainWindow) -> QWidget:
    return window.visit.note.fields[Section.SUBJECTIVE]


def test_undo_in_the_note_takes_back_what_was_typed_after_the_last_pause(
    window: MainWindow, visit_id: str, qtbot: QtBot
) -> None:
    field = subjective(window)
    field.setFocus()
    QTest.keyClicks(field, "Neck pain for three weeks.")
    qtbot.waitUntil(
        lambda: window.workspace.notes.of(visit_id)[Section.SUBJECTIVE] == "Neck pain for three weeks."
    )
    QTest.keyClicks(field, " Worse turning right.")
    qtbot.waitUntil(lambda: window.workspace.notes.of(visit_id)[Section.SUBJECTIVE].endswith("right."))
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "Neck pain for three weeks."
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == ""


def test_the_note_is_saved_within_a_pause(window: MainWindow, visit_id: str, qtbot: QtBot) -> None:
    write(subjective(window), "Neck pain")
    qtbot.waitUntil(
        lambda: window.workspace.notes.of(visit_id)[Section.SUBJECTIVE] == "Neck pain", timeout=1500
    )
    assert window.visit.note.state.text() == "Saved"


def test_the_note_is_saved_before_the_visit_is_left(window: MainWindow, visit_id: str) -> None:
    write(subjective(window), "Neck pain")
    press(window.patients.back_button)
    assert window.workspace.notes.of(visit_id)[Section.SUBJECTIVE] == "Neck pain"


def test_the_note_is_saved_before_closing(window: MainWindow, visit_id: str, store: FaultyStore) -> None:
    write(subjective(window), "Neck pain")
    window.close()
    assert store.note(visit_id)[Section.SUBJECTIVE][0] == "Neck pain"


def test_a_failed_save_keeps_the_text_says_so_and_tries_again(
    window: MainWindow, visit_id: str, store: FaultyStore, qtbot: QtBot, answers: Answers
) -> None:
    window.visit.note._retry.setInterval(50)
    store.fault = RecordsFault("full", "The disk is full.")
    write(subjective(window), "Neck pain")
    qtbot.waitUntil(window.visit.note.trouble.isVisible)
    assert "The disk is full." in window.visit.note.trouble.text()
    answers.yes = False
    press(window.patients.back_button)
    assert answers.asked == ["The note could not be saved"]
    assert window.visit_id == visit_id
    assert subjective(window).text() == "Neck pain"
    store.fault = None
    qtbot.waitUntil(lambda: window.workspace.notes.of(visit_id)[Section.SUBJECTIVE] == "Neck pain")
    assert not window.visit.note.trouble.isVisible()


def test_undo_in_the_note_is_the_fields_own(window: MainWindow, three: list[Mark]) -> None:
    write(subjective(window), "Neck")
    QTest.keyClick(subjective(window), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert subjective(window).text() == ""
    assert len(marks(window)) == 3


def test_the_four_texts_are_kept_apart(window: MainWindow, visit_id: str) -> None:
    for section in Section:
        press(window.visit.note.tabs.button(section))
        write(window.visit.note.fields[section], section.value)
    assert window.visit.note.save()
    assert window.workspace.notes.of(visit_id) == {section: section.value for section in Section}


# -- the visit itself -----------------------------------------------------------------------------------------------


def test_a_visit_is_moved_to_another_day_and_back(window: MainWindow, visit_id: str) -> None:
    today = window.workspace.history.today()
    window.forms.move_visit()
    window.form.day.field.clear()
    write(window.form.day.field, (today - timedelta(days=1)).isoformat())
    press(window.form.move_button)
    assert window.workspace.visits.get(visit_id).date == today - timedelta(days=1)
    press(window.body.bar.buttons()[0])
    assert window.workspace.visits.get(visit_id).date == today


def test_a_visit_is_not_moved_into_the_future(window: MainWindow, visit_id: str) -> None:
    window.forms.move_visit()
    window.form.day.field.clear()
    write(window.form.day.field, "2999-01-01")
    press(window.form.move_button)
    assert window.form.refusal.text().startswith("This date lies in the future")
    window.form.reject()


def test_a_visit_is_moved_to_another_patient(window: MainWindow, visit_id: str) -> None:
    other = window.workspace.patients.create(family_name="Doe", given_names="Jane")
    window.forms.move_visit()
    write(window.form.find, "doe")
    QTest.keyClick(window.form.find, Qt.Key.Key_Return)
    press(window.form.move_button)
    assert window.workspace.visits.get(visit_id).patient_id == other.id
    assert window.visit.who.text() == "Doe, Jane"
    assert window.patients.name.text() == "Doe, Jane"


def test_a_removed_visit_comes_back_by_undo(window: MainWindow, three: list[Mark], patient: Patient) -> None:
    visit_id = window.visit_id
    window.visit.remove_action.trigger()
    assert window.visit_id == ""
    assert window.workspace.visits.of(patient.id) == []
    assert "Nothing is erased" in window.body.bar.text()
    press(window.body.bar.buttons()[0])
    assert window.visit_id == visit_id
    assert len(window.visit.list.marks_model().marks) == 3


# -- bad input ------------------------------------------------------------------------------------------------------


def test_a_note_of_100_000_characters_is_kept(window: MainWindow, visit_id: str) -> None:
    text = ("Neck pain since Monday. " * 50 + "\n") * 84
    subjective(window).setPlainText(text)
    assert window.visit.note.save()
    assert window.workspace.notes.of(visit_id)[Section.SUBJECTIVE] == text
    assert len(text) > 100_000


@pytest.mark.parametrize("text", ["頸部疼痛", "ألم في الرقبة", "🙂 better", "a\u00a0b"])
def test_every_script_is_kept_as_typed(window: MainWindow, visit_id: str, text: str) -> None:
    subjective(window).insertPlainText(text)
    assert window.visit.note.save()
    assert window.workspace.notes.of(visit_id)[Section.SUBJECTIVE] == text


def test_only_plain_text_is_pasted(window: MainWindow, visit_id: str) -> None:
    from PySide6.QtCore import QMimeData

    mime = QMimeData()
    mime.setHtml("<b>bold</b>")
    mime.setText("bold")
    subjective(window).insertFromMimeData(mime)
    assert subjective(window).text() == "bold"


def test_sixty_marks_stay_in_order_and_the_newest_is_in_sight(window: MainWindow, visit_id: str) -> None:
    made = add(window, *["infraspinatus"] * 60)
    view = window.visit.list
    assert [mark.id for mark in view.marks_model().marks] == [mark.id for mark in made]
    last = view.visualRect(view.model().index(59, 0))
    assert view.viewport().rect().contains(last.center())
    assert window.visit.counts.text().startswith("60 sites · 1 muscle · 60 needles")


def test_an_unusual_size_for_the_next_mark_is_asked_about(window: MainWindow, visit_id: str) -> None:
    line = window.visit.next.size.lineEdit()
    for typed, said in (("0.40x40", "unusual"), ("0,30 x 40", "")):
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, typed)
        QTest.keyClick(line, Qt.Key.Key_Return)
        assert said in window.visit.refusal.text()
        assert bool(window.visit.refusal.text()) is bool(said)
    assert str(window.workspace.marks.next_needle(visit_id)[0]) == "0.30x40"


def test_a_note_that_is_come_back_to_goes_on_at_its_end(window: MainWindow, visit_id: str) -> None:
    assert window.workspace is not None
    window.workspace.notes.save(visit_id, Section.SUBJECTIVE, "Neck stiff.")
    window.open_visit(visit_id)
    note = window.visit.note
    note._choose(Section.SUBJECTIVE)
    QTest.keyClicks(note.fields[Section.SUBJECTIVE], " Better.")
    assert note.save()
    assert window.workspace.notes.of(visit_id)[Section.SUBJECTIVE] == "Neck stiff. Better."


def painted_anew(window: MainWindow) -> QImage:
    """The rows as they look when each cell is painted for itself."""
    view = window.visit.list
    rows = MarkRows(view)
    image = QImage(view.viewport().size(), QImage.Format.Format_RGB32)
    image.fill(view.palette().color(QPalette.ColorRole.Base))
    painter = QPainter(image)
    for row, mark in enumerate(view.marks_model().marks):
        rect = QRect(0, view.rowViewportPosition(row), view.viewport().width(), view.rowHeight(row))
        state = (mark.id in view.selected(), False)
        if rect.intersects(view.viewport().rect()):
            rows._paint_row(painter, rect, row, state, rows._columns(), QRect())
    painter.end()
    return image


@pytest.mark.parametrize("column", [SIDE, LTR, SIZE, NEEDLES, NOTE])
def test_a_row_is_painted_whole_again_when_its_editor_closes(
    window: MainWindow, three: list[Mark], column: int
) -> None:
    """Beside the editor half words were left out, and stayed out until the pointer came by."""
    view = window.visit.list
    painted: list[QRect] = []

    class Painted(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                painted.append(event.region().boundingRect())
            return False

    editor = click(window, 1, column)
    QApplication.processEvents()
    rect = QRect(0, view.rowViewportPosition(1), view.viewport().width(), view.rowHeight(1))
    watcher = Painted()
    view.viewport().installEventFilter(watcher)
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    QApplication.processEvents()
    view.viewport().removeEventFilter(watcher)
    assert any(one.contains(rect) for one in painted)


def test_rows_kept_as_pictures_look_as_if_they_were_painted_anew(window: MainWindow, visit_id: str) -> None:
    one, two, three = add(window, "infraspinatus", "gluteus-medius", "soleus")
    workspace = window.workspace
    view = window.visit.list

    def shown() -> QImage:
        window.visit.add.setFocus()  # the frame of the current cell is not part of the picture
        QApplication.processEvents()
        return view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)

    assert shown() == painted_anew(window)
    before = shown()
    workspace.marks.change([two.id], needle=NeedleSize(900, 40), note="sore here", ltr=Ltr.YES, ltr_count=2)
    assert shown() == painted_anew(window) != before
    window.body.view.select([one.id])
    assert shown() == painted_anew(window)
    workspace.marks.change([three.id], product="Seirin J")
    said = shown()
    workspace.practice.set_defaults(None, needle=NeedleSize(300, 40), product="Seirin J")
    assert shown() == painted_anew(window) != said, "what the defaults say anyway is not repeated"
    workspace.marks.remove([one.id])
    assert shown() == painted_anew(window), "the numbers move up"
    window.set_theme("dark")
    assert shown() == painted_anew(window)
    window.set_theme("light")
    window.resize(2400, 1300)
    assert shown() == painted_anew(window), "the note has its own column"


def test_marks_that_come_and_go_together_change_the_list_run_by_run(
    window: MainWindow, visit_id: str, qtmodeltester: object
) -> None:
    model = window.visit.list.marks_model()
    held = add(
        window, "infraspinatus", "teres-minor", "gluteus-medius", "soleus", "popliteus", "deltoid-middle"
    )
    went: list[tuple[int, int]] = []
    came: list[tuple[int, int]] = []
    model.rowsRemoved.connect(lambda _, first, last: went.append((first, last)))
    model.rowsInserted.connect(lambda _, first, last: came.append((first, last)))
    window.workspace.marks.remove([held[one].id for one in (4, 1, 2)])
    assert model.marks == marks(window)
    assert went == [(4, 4), (1, 2)]
    press(window.body.undo_button)
    followed(window)
    assert model.marks == marks(window)
    assert sorted(came) == [(1, 2), (2, 2)], "from the foot up, so that rows above keep their places"
    assert [model.text(row, NUMBER) for row in range(6)] == ["1", "2", "3", "4", "5", "6"]
    press(window.body.redo_button)
    followed(window)
    assert model.marks == marks(window)
    qtmodeltester.check(model)


def test_another_side_in_the_list_takes_the_point_along(window: MainWindow, visit_id: str) -> None:
    ws = window.workspace
    for muscle in ("infraspinatus", "gluteus-medius", "extensor-carpi-radialis-brevis"):
        place = ws.atlas.usual_point(muscle, "right")
        mark = ws.marks.place(visit_id, *place)
        assert mark.side is Side.RIGHT
        ws.marks.change([mark.id], side=Side.LEFT)
        moved = ws.marks.get(mark.id)
        hit = ws.atlas.at(moved.point.plate, moved.point.layer, moved.point.u, moved.point.v)
        assert (hit.region.muscle, hit.region.side) == (moved.target.id, "left")
        press(window.body.undo_button)
        assert ws.marks.get(mark.id).point == mark.point
        assert ws.marks.get(mark.id).side is Side.RIGHT


def test_a_double_click_on_the_side_opens_it_and_changes_nothing(
    window: MainWindow, three: list[Mark]
) -> None:
    click(window, 0, SIDE)
    left = next(
        button
        for button in window.visit.list.findChildren(QToolButton)
        if button.text() == "L" and button.isVisible()
    )
    at, button = QPointF(left.rect().center()), Qt.MouseButton.LeftButton
    # What the window system makes of the second press: the field has just opened under the pointer.
    for kind in (QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonRelease):
        buttons = button if kind == QEvent.Type.MouseButtonDblClick else Qt.MouseButton.NoButton
        place = QPointF(left.mapToGlobal(left.rect().center()))
        QApplication.sendEvent(
            left, QMouseEvent(kind, at, place, button, buttons, Qt.KeyboardModifier.NoModifier)
        )
    QApplication.processEvents()
    assert marks(window)[0].side is Side.RIGHT
    QTest.mouseClick(left, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert marks(window)[0].side is Side.LEFT


def test_a_note_made_higher_by_hand_is_so_at_every_step(
    window: MainWindow, visit_id: str, qtbot: QtBot
) -> None:
    window.resize(1366, 768)
    panel = window.visit
    QApplication.processEvents()
    before = panel.note.height()
    handle = panel.split.handle(1)
    at = handle.rect().center()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(handle, at - QPoint(0, 60))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=at - QPoint(0, 60))
    qtbot.waitUntil(lambda: panel.note.height() > before + 40)
    chosen = panel.note.height()
    for step in ("before", "after", "plan", "needles"):
        panel.steps.go_to(step)
        QApplication.processEvents()
        assert panel.note.height() == chosen


def test_what_the_note_lacks_leads_to_its_part_and_a_missing_name_to_where_it_is_written(
    qtbot: QtBot, window: MainWindow, visit_id: str
) -> None:
    ws, steps, note = window.workspace, window.visit.steps, window.visit.note
    for section in (Section.SUBJECTIVE, Section.ASSESSMENT):
        ws.notes.save(visit_id, section, "As told.")

    def chosen(requirement: Requirement) -> None:
        qtbot.waitUntil(lambda: any(one.requirement is requirement for one in steps._missing))
        press(steps.ready)
        menu = window.findChild(QMenu, "missing")
        (sentence,) = (one.sentence for one in steps._missing if one.requirement is requirement)
        (line,) = (one for one in menu.actions() if one.text() == sentence)
        menu.close()
        line.trigger()

    chosen(Requirement.ASSESSMENT)
    qtbot.waitUntil(note.fields[Section.PLAN].hasFocus)
    chosen(Requirement.THERAPIST)
    qtbot.waitUntil(lambda: isinstance(window.form, PracticeForm) and window.form.isVisible())


def test_what_marks_lack_leads_to_its_cell_and_leaves_the_body_as_it_is(
    qtbot: QtBot, window: MainWindow, visit_id: str
) -> None:
    """ "Whether it twitched" led to the needle's size, and the body was shown whole."""
    ws, steps, view = window.workspace, window.visit.steps, window.body.view
    for name, shown in (("multifidus-lumbar", "posterior"), ("tibialis-anterior", "anterior")):
        ws.marks.add(visit_id, ws.marks.muscle(name), Side.RIGHT, usual=True, shown=shown)
    followed(window)
    window.body.show_plate("anterior")
    view.zoom_about(QPointF(view.width() * 0.4, view.height() * 0.8), 3.0)
    held = view.plate, view._exact
    requirement = Requirement.TWITCH
    ws.policies.require(requirement, True)
    qtbot.waitUntil(lambda: any(one.requirement is requirement for one in steps._missing))
    steps.lead_to(next(one for one in steps._missing if one.requirement is requirement))
    followed(window)
    here = window.visit.list.currentIndex()
    assert (here.row(), here.column()) == (0, LTR)
    assert window.visit.list.hasFocus()
    assert view.selected == (marks(window)[0].id,)
    assert (view.plate, view._exact) == held
    QTest.keyClicks(window.visit.list, "2")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert marks(window)[0].ltr_count == 2


def test_a_visit_with_all_that_the_policy_asks_for_promises_no_more(
    qtbot: QtBot, window: MainWindow, visit_id: str
) -> None:
    for requirement in Requirement:
        window.workspace.policies.require(requirement, False)
    qtbot.waitUntil(lambda: window.visit.steps.ready.text() == "Policy met")


@pytest.mark.parametrize("by_key", [False, True])
def test_a_result_typed_in_one_row_is_that_rows_alone(
    window: MainWindow, three: list[Mark], by_key: bool
) -> None:
    """All rows were still selected from setting their position: a twitch typed in one replaced those of the others."""
    window.workspace.marks.change([three[0].id], ltr=Ltr.YES, ltr_count=2, note="referred to the arm")
    view = window.visit.list
    view.selectAll()
    for column, text in ((LTR, "4"), (NOTE, "deep ache")):
        if by_key:
            view.setFocus()
            view.selectionModel().setCurrentIndex(
                view.model().index(1, column), QItemSelectionModel.SelectionFlag.NoUpdate
            )
            QTest.keyClick(view, Qt.Key.Key_Return)
            editor = QApplication.focusWidget()
        else:
            editor = click(window, 1, column)
        QTest.keyClicks(editor, text)
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert len(view.selected()) == 3
    assert [(mark.ltr, mark.ltr_count, mark.note) for mark in marks(window)] == [
        (Ltr.YES, 2, "referred to the arm"),
        (Ltr.YES, 4, "deep ache"),
        (Ltr.NOT_RECORDED, None, ""),
    ]
