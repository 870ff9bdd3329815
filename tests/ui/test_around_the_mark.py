"""Around a mark nothing surprises: what is removed, dragged or scrolled past takes nothing else along."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from bodymap.charting.precautions import Answer
from bodymap.charting.records import Mark, NeedleSize, Patient, Side
from bodymap.ui.bar_place import best_first
from bodymap.ui.main_window import MainWindow
from bodymap.ui.marks_list import NUMBER, SIZE
from bodymap.ui.tissue_menu import beside
from tests.ui.conftest import followed
from tests.ui.test_begun_by_a_click import LEFT, PLAIN
from tests.ui.test_mark_bar import click_muscle, marks, select, settle


@pytest.fixture
def three(window: MainWindow, patient: Patient) -> list[Mark]:
    """Three marks, the last of them on the back."""
    window.open_patient(patient.id)
    click_muscle(window, "rectus-femoris")
    click_muscle(window, "tibialis-anterior")
    window.body.view.show_plate("posterior", 1)
    click_muscle(window, "gluteus-maximus")
    return marks(window)


def place(window: MainWindow) -> tuple[str, int]:
    return window.body.view.plate, window.body.view.layer


def wheel(at: QWidget) -> None:
    """A notch of the wheel over a widget, as the system sends it."""
    here = QPointF(at.rect().center())
    event = QWheelEvent(
        here,
        QPointF(at.mapToGlobal(at.rect().center())),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        PLAIN,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(at, event)


def test_a_second_delete_on_the_body_takes_out_no_other_mark(window: MainWindow, three: list[Mark]) -> None:
    view = window.body.view
    view.select([three[0].id], reveal=True)
    settle(window)
    was = place(window)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Delete)
    QApplication.processEvents()
    assert (view.selected, window.visit.list.selected()) == ((), [])
    assert place(window) == was
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert [mark.id for mark in marks(window)] == [three[1].id, three[2].id]


def test_the_bars_key_to_remove_leaves_nothing_selected(window: MainWindow, three: list[Mark]) -> None:
    bar = window.body.mark_bar
    assert bar is not None
    window.body.view.select([three[1].id], reveal=True)
    settle(window)
    was = place(window)
    QTest.mouseClick(bar.remove, LEFT)
    QApplication.processEvents()
    assert (window.body.view.selected, window.visit.list.selected()) == ((), [])
    assert place(window) == was
    assert not bar.isVisible()


def test_in_the_list_delete_goes_on_to_the_neighbour_and_the_body_stays(
    window: MainWindow, three: list[Mark]
) -> None:
    rows = window.visit.list
    at = rows.visualRect(rows.model().index(1, NUMBER)).center()
    QTest.mouseClick(rows.viewport(), LEFT, PLAIN, at)
    was = place(window)
    QTest.keyClick(rows, Qt.Key.Key_Delete)
    QApplication.processEvents()
    assert rows.selected() == [three[2].id]
    assert window.body.view.selected == (three[2].id,)
    assert place(window) == was == ("anterior", 1)


def test_the_mark_that_is_dragged_is_the_one_selected(window: MainWindow, three: list[Mark]) -> None:
    view, bar = window.body.view, window.body.mark_bar
    assert bar is not None
    view.show_plate("anterior", 1)
    select(window, [three[0].id])
    disc = view.marks.get(three[1].id)
    assert disc is not None
    start = QPointF(*disc.placed.centre).toPoint()
    QTest.mousePress(view, LEFT, PLAIN, start)
    for step in range(1, 6):
        QTest.mouseMove(view, start + QPoint(0, 3 * step))
    assert view.selected == (three[1].id,)
    QTest.mouseRelease(view, LEFT, PLAIN, start + QPoint(0, 15))
    settle(window)
    assert window.visit.list.selected() == [three[1].id]
    assert [mark.id for mark in bar.marks] == [three[1].id]


def test_a_wheel_that_passes_over_a_size_changes_no_size(window: MainWindow, three: list[Mark]) -> None:
    size = window.visit.next.size
    size.addItems(["0.25x30", "0.30x40", "0.30x50"])
    size.setCurrentText("0.30x40")
    window.body.view.setFocus()
    for part in (size, size.lineEdit(), window.visit.next.needles.field):
        wheel(part)
    assert size.currentText() == "0.30x40"
    assert window.visit.next.needles.value() == 1
    assert window.body.view.hasFocus()


def test_the_bar_goes_while_another_step_is_shown(window: MainWindow, three: list[Mark]) -> None:
    bar, steps = window.body.mark_bar, window.visit.steps
    assert bar is not None
    select(window, [three[2].id])
    assert bar.isVisible()
    for step in ("before", "after", "plan"):
        QTest.mouseClick(steps.switch.button(step), LEFT)
        settle(window)
        assert not bar.isVisible(), step
    QTest.mouseClick(steps.switch.button("needles"), LEFT)
    settle(window)
    assert bar.isVisible()
    QTest.mouseClick(steps.switch.button("after"), LEFT)
    click_muscle(window, "gluteus-maximus", "left")
    assert bar.isVisible()  # a mark just made is meant


@pytest.mark.parametrize("what", ["mark", "body"])
def test_the_bar_is_in_nobodys_way_while_something_is_dragged(
    window: MainWindow, three: list[Mark], what: str
) -> None:
    view, bar = window.body.view, window.body.mark_bar
    assert bar is not None
    select(window, [three[2].id])
    disc = view.marks.get(three[2].id)
    assert disc is not None
    start = QPointF(*disc.placed.centre).toPoint() if what == "mark" else QPoint(view.width() // 2, 60)
    QTest.mousePress(view, LEFT, PLAIN, start)
    assert bar.isVisible()  # a press is no drag
    for step in range(1, 6):
        QTest.mouseMove(view, start + QPoint(0, 3 * step))
    assert not bar.isVisible()
    QTest.mouseRelease(view, LEFT, PLAIN, start + QPoint(0, 15))
    settle(window)
    assert bar.isVisible()


def test_the_bar_stands_off_other_marks_and_stays_while_its_mark_is_edited() -> None:
    left, right = QRect(8, 400, 200, 200), QRect(600, 400, 200, 200)
    other = QRect(50, 450, 20, 20)
    assert best_first([left, right], None, None, [other]) == [right, left]
    assert best_first([left, right], right, None, []) == [right, left]  # no reason to go back
    assert best_first([left, right], right, QPoint(590, 420), []) == [left, right]
    assert (
        best_first([left, right], right, QPoint(590, 420), [other])[0] == left
    )  # the pointer counts for more


def test_the_bar_stays_where_it_is_while_its_keys_are_used(window: MainWindow, three: list[Mark]) -> None:
    bar = window.body.mark_bar
    assert bar is not None
    select(window, [three[2].id])
    where = bar.geometry()
    for key in (bar.more, bar.more, bar.ltr[2], bar.e_stim, bar.left_in):
        QTest.mouseClick(key, LEFT)
        settle(window)
        assert bar.geometry() == where


def test_a_length_typed_alone_in_the_list_keeps_the_diameter(window: MainWindow, three: list[Mark]) -> None:
    window.workspace.marks.change([three[0].id], needle=NeedleSize(250, 40))
    window.workspace.marks.change([three[1].id], needle=NeedleSize(300, 40))
    rows = window.visit.list
    at = rows.visualRect(rows.model().index(0, SIZE)).center()
    QTest.mouseClick(rows.viewport(), LEFT, PLAIN, at)
    editor = QApplication.focusWidget()
    assert editor is not None
    QTest.keyClicks(editor, "60")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert marks(window)[0].needle == NeedleSize(250, 60)
    window.body.view.select([three[0].id, three[1].id])
    followed(window)
    QTest.mouseClick(rows.viewport(), LEFT, PLAIN, at)
    editor = QApplication.focusWidget()
    assert editor is not None
    QTest.keyClicks(editor, "50")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert [mark.needle for mark in marks(window)[:2]] == [NeedleSize(250, 60), NeedleSize(300, 40)]
    assert "how thick" in window.visit.refusal.text()


def test_a_menu_opens_beside_the_spot_that_it_is_about() -> None:
    screen, size = QRect(0, 0, 1366, 768), QSize(260, 300)
    for spot in (QPoint(400, 300), QPoint(1300, 300), QPoint(1300, 760), QPoint(20, 5)):
        menu = QRect(beside(spot, size, screen), size)
        assert screen.contains(menu)
        assert not menu.contains(spot)


def test_the_right_buttons_menu_leaves_the_spot_to_be_seen(window: MainWindow, three: list[Mark]) -> None:
    view = window.body.view
    at = QPoint(view.width() // 2, view.height() // 2)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.mapToGlobal(at))
    QApplication.sendEvent(view, event)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert not menu.geometry().contains(view.mapToGlobal(at))
    menu.close()


def test_a_stop_that_meets_a_mark_is_read_whole_and_in_bold(window: MainWindow, three: list[Mark]) -> None:
    words = window.visit.care.words
    select(window, [three[0].id])
    QApplication.processEvents()
    quiet = words.font().weight()
    workspace, visit = window.workspace, window.visit_id
    workspace.precautions.answer(window.patient_id, "pacemaker", Answer.YES, since="2019", visit_id=visit)
    workspace.marks.stimulate([three[0].id], on=True)
    QApplication.processEvents()
    QTest.qWait(0)
    assert words.text()[0] in "!✕"
    assert "pacemaker" in words.text()
    assert words.font().weight() > quiet
    assert words.height() >= words.heightForWidth(words.width())
    assert words.width() > 150
    workspace.marks.stimulate([three[0].id], on=False)
    QApplication.processEvents()
    assert words.font().weight() == quiet


def test_the_keys_of_sizes_keep_their_places_through_a_visit(window: MainWindow, three: list[Mark]) -> None:
    bar = window.body.mark_bar
    assert bar is not None
    select(window, [three[0].id])

    def keys() -> list[str]:
        return [chip.text() for chip in bar.chips if chip.isVisible()]

    before = keys()
    for chip in reversed(bar.chips[: len(before)]):
        QTest.mouseClick(chip, LEFT)
        settle(window)
    assert keys() == before
    window.workspace.marks.change([three[1].id], needle=NeedleSize(160, 15))
    select(window, [three[1].id])
    # The new size takes the place of the one used longest ago; the others stay where they are.
    assert keys() == [*before[:-1], "0.16x15"]
    select(window, [three[0].id])
    select(window, [three[1].id])
    assert keys()[:-2] == before[:-2]


def test_beneath_a_sheet_it_is_said_which_muscle_is_recorded(window: MainWindow, patient: Patient) -> None:
    window.open_patient(patient.id)
    view = window.body.view
    view.show_plate("plantar", 1)
    atlas = window.workspace.atlas
    region = next(
        one for one in atlas.plate("plantar").layers[1].regions if one.muscle == "flexor-digitorum-brevis"
    )
    u0, v0, u1, v1 = region.box
    steps = [n / 20 for n in range(1, 20)]
    u, v = next(
        (u, v)
        for u, v in ((u0 + (u1 - u0) * i, v0 + (v1 - v0) * j) for i in steps for j in steps)
        if (hit := atlas.at("plantar", 1, u, v)).region is region and hit.tissue_name == "Plantar aponeurosis"
    )
    at = QPointF(*view.view.to_px(u, v)).toPoint()
    heard: list[str] = []
    view.hovered.connect(heard.append)
    QTest.mouseMove(view, at + QPoint(1, 0))
    QTest.mouseMove(view, at)
    assert heard[-1].endswith("flexor digitorum brevis, beneath the plantar aponeurosis")
    QTest.mouseClick(view, LEFT, PLAIN, at)
    assert marks(window)[0].target.id == "flexor-digitorum-brevis"
    assert "flexor digitorum brevis is recorded" in window.body.said.text()
    assert "beneath the plantar aponeurosis" in window.body.said.text()


def test_what_a_press_notes_instead_is_seen_over_the_body_and_esc_ends_it(
    window: MainWindow, three: list[Mark]
) -> None:
    body, view, bar = window.body, window.body.view, window.body.mark_bar
    assert bar is not None
    select(window, [three[2].id])
    plain = body.finding_button.grab().toImage()
    body.findings.choose(body.findings.last_kind)
    QApplication.processEvents()
    assert view.tool_in_hand
    assert body.finding_button.isChecked()
    assert body.finding_button.grab().toImage() != plain
    strip = view.hint_rect.toAlignedRect()
    assert view.rect().contains(strip)
    covering = [bar, body.finding_button, body.layers, body.find_button, body.whole]
    assert not any(part.isVisible() and part.geometry().intersects(strip) for part in covering)
    shown = view.grab().toImage()
    at = strip.topLeft() + QPoint(5, 13)
    assert shown.pixelColor(at * shown.devicePixelRatio()) == view.ink.accent
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not view.tool_in_hand
    assert not body.finding_button.isChecked()
    assert view.selected == (three[2].id,)


@pytest.mark.parametrize("loud", [False, True])
def test_no_warning_of_what_lies_nearby_is_cut(
    window: MainWindow, three: list[Mark], loud: bool, qtbot: QtBot
) -> None:
    """Of quadratus lumborum, in the narrowest panel, it takes two lines."""
    window.resize(1366, 768)
    ws, care = window.workspace, window.visit.care
    assert ws is not None
    if loud:
        ws.precautions.answer(window.patient_id, "pacemaker", Answer.YES, visit_id=window.visit_id)
    mark = ws.marks.add(window.visit_id, ws.marks.muscle("quadratus-lumborum"), Side.RIGHT)
    if loud:
        ws.marks.stimulate([mark.id], on=True)
    select(window, [mark.id])
    risk = ws.precautions.at_risk(mark.target).sentence
    assert "pressed" in risk
    words = care.near if loud else care.words

    def whole() -> bool:
        return (
            words.isVisible()
            and words.text().endswith(risk)
            and words.height() >= words.heightForWidth(words.width())
        )

    qtbot.waitUntil(whole)
    assert (
        words.heightForWidth(words.width()) > 1.5 * words.fontMetrics().height()
    )  # in one line it would be cut
