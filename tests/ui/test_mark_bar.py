"""The mark bar: one press says one thing of the marks it is about, and one undo takes it back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QDeadlineTimer, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from bodymap.charting.faults import RecordsFault
from bodymap.charting.records import Disposition, Ltr, Mark, Patient
from bodymap.ui.main_window import MainWindow
from bodymap.ui.mark_bar import KEY_PX, Key, MarkBar
from tests.ui.conftest import FaultyStore, press
from tests.ui.test_begun_by_a_click import LEFT, PLAIN, muscle_at, sign
from tests.ui.test_begun_by_a_click import click_muscle as bare_click

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def bar(window: MainWindow, patient: Patient) -> MarkBar:
    """The bar over one mark just made by a click."""
    window.open_patient(patient.id)
    click_muscle(window, "rectus-femoris")
    assert window.body.mark_bar is not None
    return window.body.mark_bar


def settle(window: MainWindow) -> None:
    """The bar follows a mark after its own picture: wait until it has."""
    bar = window.body.mark_bar
    assert bar is not None
    deadline = QDeadlineTimer(3000)
    while bar._soon.isActive() and not deadline.hasExpired():
        QApplication.processEvents()
    assert not bar._soon.isActive()


def click_muscle(window: MainWindow, muscle: str, side: str = "right") -> None:
    bare_click(window, muscle, side)
    settle(window)


def select(window: MainWindow, ids: list[str]) -> None:
    window.body.view.select(ids)
    settle(window)


def marks(window: MainWindow) -> list[Mark]:
    return list(window.workspace.marks.of(window.visit_id))


def undo(window: MainWindow) -> None:
    window.undo()
    settle(window)


def chip(bar: MarkBar, size: str) -> Key:
    return next(one for one in bar.chips if one.text() == size and one.isVisible())


def drag(window: MainWindow, key: Key, to: QPoint, *, give_up: bool = False) -> None:
    """Press the key, drag it to a place of the body view, let go there (or press Esc first)."""
    view, start = window.body.view, key.rect().center()
    end = key.mapFrom(window, view.mapTo(window, to))
    QTest.mousePress(key, LEFT, PLAIN, start)
    for step in range(1, 5):
        QTest.mouseMove(key, start + (end - start) * step / 4)
    if give_up:
        QTest.keyClick(key, Qt.Key.Key_Escape)
    QTest.mouseRelease(key, LEFT, PLAIN, end)


def test_it_stands_below_the_mark_just_made_and_names_it(window: MainWindow, bar: MarkBar) -> None:
    assert bar.isVisible()
    assert bar.title.text() == "1 · R rectus femoris"
    assert bar.geometry().bottom() > window.body.view.height() - 40
    assert window.body.view.hasFocus() or not bar.isAncestorOf(QApplication.focusWidget())


def test_every_key_is_large_enough_for_a_finger_and_has_a_name(window: MainWindow, bar: MarkBar) -> None:
    QApplication.processEvents()
    keys = [key for key in bar.findChildren(Key) if key.isVisible()]
    assert len(keys) > 14
    for key in keys:
        assert min(key.width(), key.height()) >= KEY_PX, key.toolTip()
        assert key.accessibleName()
        assert bar.rect().contains(key.geometry()), key.toolTip()


@pytest.mark.parametrize(("width", "height"), [(980, 560), (1280, 720), (1366, 768), (2560, 1440)])
def test_no_key_covers_another_at_any_width(
    make_window: Callable[..., MainWindow], width: int, height: int
) -> None:
    window = make_window(width, height)
    patient = window.workspace.patients.create(family_name="Sandoval")
    window.open_patient(patient.id)
    click_muscle(window, "rectus-femoris")
    bar = window.body.mark_bar
    QApplication.processEvents()
    assert window.body.view.rect().contains(bar.geometry())
    rects = [
        key.rect().translated(key.mapTo(bar, QPoint())) for key in bar.findChildren(Key) if key.isVisible()
    ]
    for number, one in enumerate(rects):
        assert bar.rect().contains(one)
        assert not any(one.intersects(other) for other in rects[number + 1 :])


def test_one_press_is_one_answer_and_one_undo(window: MainWindow, bar: MarkBar) -> None:
    for key, said in (
        (bar.ltr[4], (Ltr.YES, 3)),
        (bar.ltr[1], (Ltr.NONE, None)),
        (bar.ltr[0], (Ltr.NOT_RECORDED, None)),
    ):
        press(key)
        [mark] = marks(window)
        assert (mark.ltr, mark.ltr_count) == said
        assert key.isChecked()
    undo(window)
    assert marks(window)[0].ltr is Ltr.NONE
    assert bar.ltr[1].isChecked()
    undo(window)
    assert marks(window)[0].ltr_count == 3
    undo(window)
    assert marks(window)[0].ltr is Ltr.NOT_RECORDED


def test_size_needles_e_stim_and_what_became_of_the_needle(window: MainWindow, bar: MarkBar) -> None:
    press(chip(bar, "0.30x40"))
    press(bar.more)
    press(bar.more)
    press(bar.fewer)
    press(bar.e_stim)
    press(bar.left_in)
    [mark] = marks(window)
    assert str(mark.needle) == "0.30x40"
    assert (mark.needles, mark.insertions) == (2, 2)
    assert mark.e_stim is not None
    assert mark.e_stim.on
    assert mark.disposition is Disposition.LEFT_IN_PLACE
    assert (bar.count.number, bar.count.word) == ("2", "needles")
    press(bar.left_in)  # pressed again it is not said any more
    press(bar.e_stim)
    [mark] = marks(window)
    assert mark.disposition is Disposition.NOT_RECORDED
    assert mark.e_stim is None
    for _ in range(9):  # eight presses after the visit was begun with its mark
        undo(window)
    assert not window.visit_id


def test_what_was_done_is_said(window: MainWindow, bar: MarkBar) -> None:
    press(bar.ltr[4])
    assert window.body.said.text() == "R rectus femoris: LTR 3"
    press(bar.more)
    assert window.body.said.text() == "R rectus femoris: 2 needles"


def test_several_marks_at_once_are_one_undo_step(window: MainWindow, bar: MarkBar) -> None:
    click_muscle(window, "rectus-femoris", "left")
    press(bar.more)
    select(window, [mark.id for mark in marks(window)])
    assert bar.title.text() == "2 marks"
    assert bar.count.number == "1–2"
    press(chip(bar, "0.30x60"))
    press(bar.ltr[3])
    press(bar.more)
    assert [(str(m.needle), m.ltr_count, m.needles) for m in marks(window)] == [
        ("0.30x60", 2, 2),
        ("0.30x60", 2, 3),
    ]
    undo(window)
    assert [m.needles for m in marks(window)] == [1, 2]
    undo(window)
    assert [m.ltr for m in marks(window)] == [Ltr.NOT_RECORDED] * 2
    press(bar.remove)
    assert marks(window) == []
    assert not bar.isVisible()
    undo(window)
    assert len(marks(window)) == 2


def test_marks_that_differ_show_nothing_chosen(window: MainWindow, bar: MarkBar) -> None:
    press(bar.ltr[4])
    click_muscle(window, "rectus-femoris", "left")
    select(window, [mark.id for mark in marks(window)])
    assert not any(key.isChecked() for key in (*bar.ltr, bar.more_ltr))


def test_chords_do_all_of_it_and_a_bare_digit_never_records_a_twitch(
    window: MainWindow, bar: MarkBar
) -> None:
    view = window.body.view
    view.setFocus()
    for key in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_1):
        QTest.keyClick(view, key)
    assert marks(window)[0].ltr is Ltr.NOT_RECORDED
    assert view.layer == 1
    QTest.keyClick(view, Qt.Key.Key_7, ALT)
    assert (marks(window)[0].ltr, marks(window)[0].ltr_count) == (Ltr.YES, 7)
    assert bar.more_ltr.text() == "7"
    assert bar.more_ltr.isChecked()
    QTest.keyClick(view, Qt.Key.Key_0, ALT)
    assert marks(window)[0].ltr is Ltr.NONE
    QTest.keyClick(view, Qt.Key.Key_Minus, ALT)
    assert marks(window)[0].ltr is Ltr.NOT_RECORDED
    QTest.keyClick(view, Qt.Key.Key_Up, ALT)
    QTest.keyClick(view, Qt.Key.Key_E, ALT)
    QTest.keyClick(view, Qt.Key.Key_O, ALT)
    QTest.keyClick(view, Qt.Key.Key_2, CTRL | Qt.KeyboardModifier.ShiftModifier)
    [mark] = marks(window)
    assert (mark.needles, mark.e_stim is not None, mark.disposition) == (2, True, Disposition.WITHDRAWN)
    assert str(mark.needle) == bar.chips[1].text()


def test_every_chord_stands_in_a_tool_tip(bar: MarkBar) -> None:
    told = " ".join(key.toolTip() for key in bar.findChildren(Key))
    for keys in (
        "Alt+-",
        "Alt+0",
        "Alt+1",
        "Alt+4",
        "Alt+9",
        "Alt+E",
        "Alt+I",
        "Alt+O",
        "Alt+Up",
        "Alt+Down",
    ):
        assert keys in told
    for keys in ("Ctrl+Shift+1", "Delete", "Esc"):
        assert keys in told


def test_the_chords_mean_nothing_while_the_bar_is_away(window: MainWindow, bar: MarkBar) -> None:
    QTest.keyClick(window.body.view, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    QTest.keyClick(window.body.view, Qt.Key.Key_3, ALT)
    assert marks(window)[0].ltr is Ltr.NOT_RECORDED


def test_a_chord_in_the_note_records_nothing(window: MainWindow, bar: MarkBar) -> None:
    field = next(iter(window.visit.note.fields.values()))
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_3, ALT)
    assert marks(window)[0].ltr is Ltr.NOT_RECORDED


def test_more_twitches_and_another_size_from_their_menus(window: MainWindow, bar: MarkBar) -> None:
    press(bar.more_ltr)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(a for a in menu.actions() if a.text().startswith("8"))
    QTest.mouseClick(menu, LEFT, PLAIN, menu.actionGeometry(action).center())
    assert marks(window)[0].ltr_count == 8
    press(bar.more_sizes)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    line = menu.findChild(QLineEdit, "other-size")
    QTest.keyClicks(line, "0,16 x 15")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert str(marks(window)[0].needle) == "0.16x15"
    assert chip(bar, "0.16x15").isChecked()
    press(bar.more_sizes)
    line = QApplication.activePopupWidget().findChild(QLineEdit, "other-size")
    QTest.keyClicks(line, "forty")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert str(marks(window)[0].needle) == "0.16x15"
    # Refused, it stays as typed with the reason below it; mended, it is taken.
    menu = QApplication.activePopupWidget()
    why = menu.findChild(QLabel, "menu-refusal")
    assert (line.text(), line.isVisible(), why.isVisible()) == ("forty", True, True)
    assert "0.30x40" in why.text()
    assert menu.rect().contains(why.geometry())
    line.selectAll()
    QTest.keyClicks(line, "40")
    assert not why.isVisible()
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert str(marks(window)[0].needle) == "0.16x40"  # a length alone
    assert QApplication.activePopupWidget() is None


def test_an_unusual_size_is_asked_about_and_kept(window: MainWindow, bar: MarkBar) -> None:
    press(bar.more_sizes)
    line = QApplication.activePopupWidget().findChild(QLineEdit, "other-size")
    QTest.keyClicks(line, "0.40x40")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert str(marks(window)[0].needle) == "0.40x40"
    assert "unusual" in window.body.said.text()


def test_a_size_keeps_its_place_while_others_are_used(window: MainWindow, bar: MarkBar) -> None:
    before = [one.text() for one in bar.chips if one.isVisible()]
    assert len(before) >= 3
    for size in reversed(before):
        press(chip(bar, size))
        assert [one.text() for one in bar.chips if one.isVisible()] == before
    assert str(marks(window)[0].needle) == before[0]


def test_it_never_lies_on_a_mark_that_it_is_about(window: MainWindow, bar: MarkBar) -> None:
    view = window.body.view
    for muscle in ("tibialis-anterior", "pectoralis-major-clavicular", "rectus-femoris"):
        click_muscle(window, muscle)
        QApplication.processEvents()
        [mark_id] = view.selected
        shown = view.marks.get(mark_id)
        assert not bar.geometry().intersects(shown.extent.toAlignedRect()), muscle
        assert view.rect().contains(bar.geometry())
    select(window, [mark.id for mark in marks(window)[1:]])
    for mark in marks(window)[1:]:
        assert not bar.geometry().intersects(view.marks.get(mark.id).extent.toAlignedRect())


def test_it_leaves_a_mark_that_is_panned_under_it(window: MainWindow, bar: MarkBar, qtbot: QtBot) -> None:
    view = window.body.view
    [mark_id] = view.selected
    view.zoom_in()
    tip = view.marks.get(mark_id).placed.tip
    view.pan_by(0, bar.geometry().center().y() - tip[1])
    qtbot.waitUntil(
        lambda: not bar.geometry().intersects(view.marks.get(mark_id).extent.toAlignedRect()), timeout=3000
    )


def test_esc_the_cross_and_a_click_beside_the_body_fold_it_away(window: MainWindow, bar: MarkBar) -> None:
    view = window.body.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    select(window, [marks(window)[0].id])
    assert bar.isVisible()
    press(bar.fold_key)
    assert not bar.isVisible()
    assert view.selected  # folded away, not let go of
    click_muscle(window, "rectus-femoris", "left")
    assert bar.isVisible()
    bar.ltr[1].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(bar.ltr[1], Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert view.hasFocus()


def test_the_setting_leaves_it_away(window: MainWindow, bar: MarkBar) -> None:
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert not bar.isVisible()
    click_muscle(window, "rectus-femoris", "left")
    assert not bar.isVisible()
    assert window.preferences["mark_bar"] is False
    QTest.keyClick(window, Qt.Key.Key_F9)
    settle(window)
    assert bar.isVisible()


def test_a_mark_made_by_keys_has_it_too(window: MainWindow, patient: Patient) -> None:
    window.open_patient(patient.id)
    press(window.patients.today_button)
    view, bar = window.body.view, window.body.mark_bar
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    [mark] = marks(window)
    assert not view.selected
    settle(window)
    assert bar.title.text() == f"1 · {mark.title}"
    QTest.keyClick(view, Qt.Key.Key_2, ALT)
    assert marks(window)[0].ltr_count == 2
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    QTest.keyClick(view, Qt.Key.Key_Return)  # the current muscle is still the current one
    assert len(marks(window)) == 2


def test_it_goes_with_the_visit_and_is_not_there_on_a_signed_one(
    window: MainWindow, bar: MarkBar, patient: Patient
) -> None:
    visit_id = window.visit_id
    press(window.patients.back_button)
    assert not bar.isVisible()
    sign(window, visit_id)
    window.open_visit(visit_id)
    select(window, [mark.id for mark in marks(window)])
    assert not bar.isVisible()


def test_the_line_of_quick_entry_takes_its_place(window: MainWindow, bar: MarkBar) -> None:
    window.body.open_quick()
    assert not bar.isVisible()
    window.body.close_quick()
    assert bar.isVisible()


def test_a_size_dragged_onto_a_muscle_marks_it_in_one_undo_step(window: MainWindow, bar: MarkBar) -> None:
    press(chip(bar, "0.30x40"))
    drag(window, chip(bar, "0.30x60"), muscle_at(window, "pectoralis-major-clavicular"))
    assert [(m.title, str(m.needle)) for m in marks(window)] == [
        ("R rectus femoris", "0.30x40"),
        ("R pectoralis major clavicular part", "0.30x60"),
    ]
    assert window.workspace.marks.came_from(marks(window)[1].id).needle.value == "set"
    undo(window)
    assert [m.title for m in marks(window)] == ["R rectus femoris"]


def test_a_key_dragged_onto_a_mark_says_it_of_that_one(window: MainWindow, bar: MarkBar) -> None:
    click_muscle(window, "pectoralis-major-clavicular")
    view = window.body.view
    first = marks(window)[0]
    drag(window, bar.ltr[4], QPointF(*view.marks.get(first.id).placed.tip).toPoint())
    assert [(m.title, m.ltr_count) for m in marks(window)] == [
        ("R rectus femoris", 3),
        ("R pectoralis major clavicular part", None),
    ]
    assert view.selected == (first.id,)
    undo(window)
    assert marks(window)[0].ltr is Ltr.NOT_RECORDED


def test_a_key_dropped_elsewhere_or_given_up_says_nothing(window: MainWindow, bar: MarkBar) -> None:
    before = marks(window)
    drag(window, bar.ltr[4], QPoint(30, window.body.view.height() // 2))
    assert window.body.said.text() == "Drop it on a muscle or on a mark."
    drag(window, bar.ltr[4], muscle_at(window, "pectoralis-major-clavicular"), give_up=True)
    drag(window, bar.ltr[4], bar.geometry().center())
    assert marks(window) == before
    assert bar._carried is None


def test_a_fault_says_so_and_the_keys_show_what_the_record_holds(
    window: MainWindow, bar: MarkBar, store: FaultyStore
) -> None:
    store.fault = RecordsFault("full", "The disk is full.", "What was saved is safe.", "Make room.")
    press(bar.ltr[4])
    store.fault = None
    assert "disk is full" in window.body.bar.text()
    assert marks(window)[0].ltr is Ltr.NOT_RECORDED
    assert bar.ltr[0].isChecked()
    assert not bar.ltr[4].isChecked()


def test_a_chord_straight_after_the_click_means_the_new_mark(window: MainWindow, bar: MarkBar) -> None:
    bare_click(window, "pectoralis-major-clavicular")
    QTest.keyClick(window.body.view, Qt.Key.Key_3, ALT)
    assert [mark.ltr_count for mark in marks(window)] == [None, 3]
    assert bar.title.text() == "2 · R pectoralis major clavicular part"


def test_a_press_between_two_keys_marks_nothing_below(window: MainWindow, bar: MarkBar) -> None:
    settle(window)
    before = len(window.workspace.marks.of(window.visit_id))
    gaps = [
        QPoint(x, y)
        for x in range(1, bar.width() - 1, 3)
        for y in range(1, bar.height() - 1, 3)
        if bar.childAt(x, y) is None
    ]
    assert gaps
    for gap in gaps[:: max(1, len(gaps) // 60)]:
        QTest.mouseClick(window.windowHandle(), LEFT, pos=bar.mapTo(window, gap))
    assert len(window.workspace.marks.of(window.visit_id)) == before


def test_it_does_not_come_down_when_the_message_below_it_goes(
    qtbot: QtBot, window: MainWindow, visit_id: str
) -> None:
    """A press on the message's cross, made as the message went by itself, took the mark out."""
    click_muscle(window, "deltoid-anterior")
    bar, message = window.body.mark_bar, window.body.bar
    qtbot.waitUntil(bar.isVisible)
    message.show_message("info", "The visit was moved to 7 Nov 2026.", [("Undo", lambda: None)])
    settle(window)
    lifted = bar.geometry()
    assert lifted.bottom() < message.y()
    message.clear()
    settle(window)
    assert bar.geometry() == lifted
    # Nor for another mark: what was pressed of the last one lies where it lay.
    click_muscle(window, "vastus-medialis")
    settle(window)
    assert bar.geometry().bottom() == lifted.bottom()
    # In another visit it stands at the foot again.
    other = window.workspace.patients.create(family_name="Okonkwo")
    window.open_patient(other.id)
    press(window.patients.today_button)
    click_muscle(window, "vastus-medialis")
    settle(window)
    assert bar.geometry().bottom() > lifted.bottom()


def test_results_of_several_that_are_replaced_are_counted_and_one_undo_brings_them_back(
    window: MainWindow, bar: MarkBar
) -> None:
    press(bar.ltr[4])
    click_muscle(window, "rectus-femoris", "left")
    select(window, [mark.id for mark in marks(window)])
    press(bar.ltr[3])
    assert window.body.said.text() == "2 marks: LTR 2; replaces 1 recorded result"
    undo(window)
    assert [mark.ltr_count for mark in marks(window)] == [3, None]
