"""What else is recorded of marks, unfolded below the list; needles counted out in their line."""

from __future__ import annotations

from datetime import date
from itertools import combinations, pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from bodymap.charting.faults import RecordsFault
from bodymap.charting.precautions import Answer
from bodymap.charting.records import (
    Disposition,
    EStim,
    Mark,
    NeedleSize,
    Patient,
    Position,
    Referral,
    Side,
    Technique,
    Tolerance,
)
from bodymap.ui.main_window import MainWindow
from bodymap.ui.mark_rows import ROW_PX
from bodymap.ui.marks_list import TARGET
from tests.ui.conftest import FaultyStore, followed, press
from tests.ui.test_visit import add, marks


@pytest.fixture
def three(window: MainWindow, visit_id: str) -> list[Mark]:
    return add(window, "infraspinatus", "teres-minor", "gluteus-medius")


@pytest.fixture
def unfolded(window: MainWindow, three: list[Mark]) -> MainWindow:
    window.visit.list.select([three[0].id])
    press(window.visit.details_button)
    return window


def choose(combo: QComboBox, word: str) -> None:
    """By keys: the field, then the beginning of the word, then Enter."""
    assert combo.isVisible()
    combo.setFocus()
    QTest.keyClicks(combo, word)
    QTest.keyClick(combo, Qt.Key.Key_Return)


def type_in(window: MainWindow, field: str, text: str) -> None:
    line = window.visit.details.texts[field]
    assert line.isVisible()
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_it_is_folded_until_it_is_wanted(window: MainWindow, three: list[Mark]) -> None:
    assert not window.visit.details.isVisible()
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert window.visit.details.isVisible()
    assert window.visit.list.selected() == [three[-1].id]
    assert QApplication.focusWidget() is window.visit.details.words["technique"]
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert not window.visit.details.isVisible()


def test_every_field_is_set_by_keys(unfolded: MainWindow) -> None:
    window, details = unfolded, unfolded.visit.details
    for field, word in (
        ("technique", "pis"),
        ("position", "sit"),
        ("tolerance", "tol"),
        ("disposition", "left"),
        ("referral", "ref"),
    ):
        choose(details.words[field], word)
    type_in(window, "time_in_place", "10")
    type_in(window, "depth_mm", "25 mm")
    type_in(window, "referral_to", "temple")
    type_in(window, "product", "Seirin J")
    choose(details.e_stim, "e")
    type_in(window, "hz", "2,5")
    type_in(window, "pulse_us", "250")
    type_in(window, "ma", "1.2 mA")
    type_in(window, "pair", "1 with 2")
    press(details.to_twitch)
    mark = marks(window)[0]
    assert (mark.technique, mark.position, mark.tolerance, mark.disposition) == (
        Technique.PISTONING,
        Position.SITTING,
        Tolerance.GOOD,
        Disposition.LEFT_IN_PLACE,
    )
    assert (mark.time_in_place, mark.depth_mm, mark.product) == (10, 25, "Seirin J")
    assert (mark.referral, mark.referral_to) == (Referral.REFERRED, "temple")
    assert mark.e_stim == EStim(True, 2.5, 250, 1.2, True, "1 with 2")
    assert [details.texts[f].text() for f in ("time_in_place", "hz", "ma")] == ["10 min", "2.5 Hz", "1.2 mA"]
    text = window.visit.list.model().index(0, TARGET).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "e-stim 2.5 Hz" in text
    assert "tolerated well" in text
    details.e_stim.setFocus()
    QTest.keyClick(details.e_stim, Qt.Key.Key_Down)
    QTest.keyClick(details.e_stim, Qt.Key.Key_Return)
    assert marks(window)[0].e_stim == EStim(on=False)
    assert not details.settings.isVisible()
    window.undo()
    followed(window)
    assert details.texts["hz"].text() == "2.5 Hz"


def test_the_words_on_the_way_are_no_statements(unfolded: MainWindow, store: FaultyStore) -> None:
    window, combo = unfolded, unfolded.visit.details.words["position"]
    audited = len(store.audited)
    combo.setFocus()
    QTest.keyClicks(combo, "side-lying")
    for _ in range(2):
        QTest.keyClick(combo, Qt.Key.Key_Up)
    assert len(store.audited) == audited
    QTest.keyClick(combo, Qt.Key.Key_Tab)
    assert marks(window)[0].position is Position.PRONE
    assert len(store.audited) == audited + 1
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    window.visit.list.selectRow(1)  # said of the mark that was selected then
    assert [mark.position for mark in marks(window)[:2]] == [Position.SUPINE, Position.NOT_RECORDED]
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    QTest.keyClick(combo, Qt.Key.Key_Down)
    window.visit.finish_edit()
    assert marks(window)[1].position is Position.PRONE


def test_tab_goes_along_the_rows(unfolded: MainWindow) -> None:
    details = unfolded.visit.details
    details.words["technique"].setFocus()
    seen = []
    for _ in range(10):
        seen.append(QApplication.focusWidget())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    words, texts = details.words, details.texts
    assert seen == [words["technique"], details.technique.more, words["position"], words["tolerance"],
                    words["disposition"], texts["time_in_place"], texts["depth_mm"], words["referral"],
                    texts["referral_to"], texts["product"]]  # fmt: skip


def test_several_techniques_are_said_together_and_one_is_taken_away(unfolded: MainWindow) -> None:
    details = unfolded.visit.details

    def toggle(word: str) -> None:
        press(details.technique.more)
        menu = QApplication.activePopupWidget()
        action = next(a for a in menu.actions() if a.text() == word)
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())

    choose(details.words["technique"], "pis")
    toggle("deep")
    assert marks(unfolded)[0].technique is Technique("deep+pistoning")
    assert details.words["technique"].currentText() == "deep, pistoning"
    toggle("rotation")
    toggle("pistoning")
    assert marks(unfolded)[0].technique.parts == (Technique.DEEP, Technique.ROTATION)
    unfolded.undo()
    followed(unfolded)
    assert details.words["technique"].currentText() == "deep, pistoning, rotation"
    details.words["technique"].said.emit(Technique.FANNING)  # a word of the list stands for itself alone
    assert marks(unfolded)[0].technique is Technique.FANNING
    assert details.words["technique"].findText("deep, pistoning, rotation") == -1


def test_several_marks_are_set_at_once_and_undone_at_once(window: MainWindow, three: list[Mark]) -> None:
    window.workspace.marks.change([three[0].id], technique=Technique.DEEP, time_in_place=5)
    window.visit.list.selectAll()
    press(window.visit.details_button)
    details = window.visit.details
    assert details.words["technique"].placeholderText() == "Technique: several"
    assert details.words["position"].placeholderText() == "Position"
    assert details.texts["time_in_place"].placeholderText() == "several"
    choose(details.words["technique"], "fan")
    assert {mark.technique for mark in marks(window)} == {Technique.FANNING}
    assert {mark.time_in_place for mark in marks(window)} == {5, None}
    window.undo()
    assert [mark.technique for mark in marks(window)] == [
        Technique.DEEP,
        Technique.NOT_RECORDED,
        Technique.NOT_RECORDED,
    ]


def test_what_cannot_be_is_refused_in_place_and_what_seldom_is_is_asked(unfolded: MainWindow) -> None:
    window = unfolded
    type_in(window, "time_in_place", "200")
    assert window.visit.refusal.text() == "Time in place: 0 to 180 minutes."
    assert marks(window)[0].time_in_place is None
    type_in(window, "depth_mm", "deep")
    assert "for example 25" in window.visit.refusal.text()
    window.workspace.marks.change([marks(window)[0].id], needle=NeedleSize(300, 40))
    type_in(window, "depth_mm", "45")
    assert marks(window)[0].depth_mm == 45
    assert window.visit.refusal.text().endswith("Is it right?")
    type_in(window, "depth_mm", "30")
    assert window.visit.refusal.text() == ""
    window.workspace.marks.change([marks(window)[0].id], referral=Referral.NONE)
    type_in(window, "referral_to", "temple")
    assert "familiar or referred" in window.visit.refusal.text()


def test_where_the_pain_went_is_kept_before_its_kind_is_said(unfolded: MainWindow, three: list[Mark]) -> None:
    """It was refused, and gone with the next row."""
    window = unfolded
    line = window.visit.details.texts["referral_to"]
    line.setFocus()
    QTest.keyClicks(line, "temple")
    window.visit.list.select([three[1].id])
    window.visit.select([three[1].id])
    mark = window.workspace.marks.get(three[0].id)
    assert (mark.referral, mark.referral_to) == (Referral.REFERRED, "temple")
    assert window.visit.refusal.text() == ""
    assert window.workspace.marks.get(three[1].id).referral_to == ""
    # Pain that was familiar stays so.
    window.workspace.marks.change([three[1].id], referral=Referral.FAMILIAR)
    type_in(window, "referral_to", "arm")
    mark = window.workspace.marks.get(three[1].id)
    assert (mark.referral, mark.referral_to) == (Referral.FAMILIAR, "arm")


def test_a_wheel_that_passes_over_changes_nothing(unfolded: MainWindow) -> None:
    combo = unfolded.visit.details.words["technique"]
    wheel = QWheelEvent(
        QPointF(5, 5), combo.mapToGlobal(QPointF(5, 5)), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(combo, wheel)
    assert marks(unfolded)[0].technique is Technique.NOT_RECORDED


def test_the_details_follow_what_is_selected_and_what_is_undone(
    unfolded: MainWindow, three: list[Mark]
) -> None:
    details = unfolded.visit.details
    choose(details.words["technique"], "rot")
    unfolded.visit.list.selectRow(1)
    assert details.words["technique"].currentIndex() == -1
    unfolded.visit.list.selectRow(0)
    assert details.words["technique"].currentText() == "rotation"
    unfolded.undo()
    followed(unfolded)
    assert details.words["technique"].currentIndex() == -1
    unfolded.workspace.marks.remove([three[0].id])
    assert unfolded.visit.details.isVisible()


def test_what_the_defaults_say_is_not_repeated_in_the_row(window: MainWindow, visit_id: str) -> None:
    practice = window.workspace.practice
    practice.set_defaults(practice.therapist.id, technique=Technique.PISTONING, position=Position.PRONE)
    mark, other = add(window, "infraspinatus", "teres-minor")
    window.workspace.marks.change([other.id], technique=Technique.DEEP, tolerance=Tolerance.FAIR)
    model = window.visit.list.marks_model()
    assert mark.technique is Technique.PISTONING
    assert [model.details(held) for held in model.marks] == ["", "deep · tolerated fairly"]


# -- needles


def test_needles_are_counted_out_by_a_press_for_each_body_part(
    unfolded: MainWindow, three: list[Mark]
) -> None:
    window, line = unfolded, unfolded.visit.needles
    window.visit.list.selectAll()
    choose(window.visit.details.words["disposition"], "left")
    assert line.count.text() == "in 3 · out 0"
    assert line.count.toolTip() == "3 needles are still in: shoulder 2, pelvis and hip 1."
    assert [action.text() for action in line.out.menu().actions()] == [
        "Shoulder: 2 out",
        "Pelvis and hip: 1 out",
        "All 3 out",
    ]
    line.out.menu().actions()[0].trigger()
    assert line.count.text() == "in 3 · out 2"
    assert line.out.text() == "Pelvis and hip: 1 out"
    press(line.out)
    assert line.count.text() == "in 3 = out 3"
    assert not line.out.isVisible()
    window.undo()
    followed(window)
    assert line.count.text() == "in 3 · out 2"
    press(window.visit.details_button)
    assert line.isVisible(), "it says so until it is resolved, unfolded or not"


def test_the_last_lot_is_offered_while_needles_are_in_place(
    unfolded: MainWindow, patient: Patient, three: list[Mark]
) -> None:
    """There was no room for both."""
    window, line = unfolded, unfolded.visit.needles
    window.resize(1366, 768)
    earlier = window.workspace.visits.create(patient.id, date(2026, 1, 5)).id
    window.workspace.needles.set_lot(earlier, "A17", "2099-05")
    window.workspace.marks.change([three[2].id], disposition=Disposition.LEFT_IN_PLACE)
    window.visit.show_visit(window.workspace, window.visit_id)
    for _ in range(5):
        QApplication.processEvents()
    assert line.out.text() == "Pelvis and hip: 1 out"
    assert line.offer.text() == "Lot A17?"
    assert "May 2099" in line.offer.toolTip()
    shown = [one for one in (line.count, line.out, line.offer, line.lot) if one.isVisible()]
    assert len(shown) == 4
    assert all(one.width() >= one.minimumSizeHint().width() for one in shown)
    assert all(a.geometry().right() < b.geometry().left() for a, b in pairwise(shown))
    assert line.mapTo(window.visit, line.rect().topRight()).x() <= window.visit.width()
    press(line.offer)
    visit = window.workspace.visits.get(window.visit_id)
    assert (visit.needle_lot, visit.needle_expiry) == ("A17", "2099-05")
    assert line.expiry.isVisible()
    press(line.out)


def test_lot_and_expiry_are_typed_once_and_the_last_ones_offered(
    unfolded: MainWindow, patient: Patient
) -> None:
    window, line = unfolded, unfolded.visit.needles
    earlier = window.workspace.visits.create(patient.id, date(2026, 1, 5)).id
    window.workspace.needles.set_lot(earlier, "A17", "2099-05")
    window.visit.show_visit(window.workspace, window.visit_id)
    assert line.offer.text() == "Lot A17 · May 2099?"
    press(line.offer)
    visit = window.workspace.visits.get(window.visit_id)
    assert (visit.needle_lot, visit.needle_expiry) == ("A17", "2099-05")
    assert (line.lot.text(), line.expiry.text()) == ("A17", "May 2099")
    assert not line.offer.isVisible()
    assert line.expiry.isVisible()
    for text, said in (("soon", "as on the packet"), ("01/2020", "expired before this visit")):
        line.expiry.setFocus()
        line.expiry.selectAll()
        QTest.keyClicks(line.expiry, text)
        QTest.keyClick(line.expiry, Qt.Key.Key_Return)
        assert said in window.visit.refusal.text()
    assert window.workspace.visits.get(window.visit_id).needle_expiry == "2020-01"


def test_a_full_disk_shows_what_stands_in_the_record(unfolded: MainWindow, store: FaultyStore) -> None:
    details = unfolded.visit.details
    store.fault = RecordsFault("full", "The disk is full.")
    choose(details.words["technique"], "pis")
    store.fault = None
    assert details.words["technique"].currentIndex() == -1
    assert marks(unfolded)[0].technique is Technique.NOT_RECORDED


def test_where_a_size_came_from_is_said_with_the_mark(
    window: MainWindow, visit_id: str, patient: Patient
) -> None:
    ws = window.workspace
    earlier = ws.visits.create(patient.id, date(2026, 1, 5)).id
    first = ws.marks.add(earlier, ws.marks.muscle("infraspinatus"), Side.LEFT)
    ws.marks.change([first.id], needle=NeedleSize(250, 30))
    mark = ws.marks.add(visit_id, ws.marks.muscle("infraspinatus"), Side.RIGHT)
    assert ws.marks.as_before(mark.id) == "0.25x30 as on 5 Jan 2026"
    again = ws.marks.add(visit_id, ws.marks.muscle("infraspinatus"), Side.LEFT)
    assert ws.marks.as_before(again.id) == ""


def test_a_result_set_on_several_says_how_many_it_replaces(window: MainWindow, three: list[Mark]) -> None:
    for mark in three[:2]:
        window.workspace.marks.change([mark.id], tolerance=Tolerance.POOR)
    window.visit.list.selectAll()
    press(window.visit.details_button)
    details = window.visit.details
    choose(details.words["position"], "prone")
    assert "replaces" not in window.body.said.text()  # a position is no result
    choose(details.words["tolerance"], "tol")
    assert {mark.tolerance for mark in marks(window)} == {Tolerance.GOOD}
    assert window.body.said.text() == "3 marks: replaces 2 recorded results"


def test_lot_and_expiry_stand_there_as_soon_as_anything_is_marked(window: MainWindow, visit_id: str) -> None:
    """Where all needles were withdrawn at once nothing is counted: a visit went out without its lot."""
    assert not window.visit.needles.isVisible()
    mark = add(window, "infraspinatus")[0]
    window.workspace.marks.change([mark.id], disposition=Disposition.WITHDRAWN)
    assert not window.visit.details.isVisible()
    assert window.visit.needles.lot.isVisible()
    window.undo()
    window.undo()
    followed(window)
    assert not window.visit.needles.isVisible()


def test_in_situ_and_withdrawn_at_once_is_asked_and_led_to(window: MainWindow, three: list[Mark]) -> None:
    """The technique was carried over from last time, the rest was said today: the paper said both."""
    window.workspace.marks.change([three[1].id], technique=Technique.IN_SITU)
    window.visit.list.select([three[1].id])
    press(window.visit.details_button)
    details = window.visit.details
    choose(details.words["disposition"], "withdrawn")
    assert "R teres minor: withdrawn at once, but the technique says in situ" in window.visit.refusal.text()
    press(window.visit.details_button)
    window.visit.list.select([three[0].id])
    asked = [
        one for one in window.workspace.ready.missing(window.visit_id) if "Mark 2: withdrawn" in one.sentence
    ]
    window.visit.steps.lead_to(asked[0])
    assert QApplication.focusWidget() is details.words["disposition"]
    assert window.visit.list.selected() == [three[1].id]
    details.words["disposition"].said.emit(Disposition.LEFT_IN_PLACE)
    assert not [one for one in window.workspace.ready.missing(window.visit_id) if "Mark 2" in one.sentence]


@pytest.mark.parametrize("warned", [False, True])
def test_unfolded_on_a_laptop_four_rows_stay_and_no_field_lies_on_another(
    window: MainWindow, visit_id: str, patient: Patient, qtbot: QtBot, *, warned: bool
) -> None:
    """The list kept two rows, and under two warnings the fields were pushed into each other."""
    muscles = ("multifidus-lumbar", "longissimus-thoracis", "quadratus-lumborum", "gluteus-medius", "soleus")
    made = add(window, *muscles)
    if warned:
        for item in window.workspace.precautions.items():
            if item.id in ("pacemaker", "blood-thinners"):
                window.workspace.precautions.answer(patient.id, item.id, Answer.YES)
        window.workspace.marks.stimulate([made[0].id], on=True)
    window.visit.list.select([made[0].id])
    press(window.visit.details_button)
    panel, details = window.visit, window.visit.details
    panel.select([made[0].id])
    qtbot.waitUntil(lambda: panel.list.viewport().height() >= 4 * ROW_PX)
    fields = [one for one in (*details.words.values(), *details.texts.values()) if one.isVisible()]
    places = [QRect(one.mapTo(details, QPoint(0, 0)), one.size()) for one in fields]
    assert not any(one.intersects(other) for one, other in combinations(places, 2))
    assert panel.details_room.geometry().bottom() < panel.needles.geometry().top()
    # What lies below comes into sight with the keys.
    details.texts["product"].setFocus()
    QTest.keyClick(details.texts["product"], Qt.Key.Key_Tab)
    assert details.e_stim.hasFocus()
    assert not details.e_stim.visibleRegion().isEmpty()
    assert details.e_stim.visibleRegion().boundingRect().height() == details.e_stim.height()


def test_one_press_says_that_all_were_withdrawn_at_once(window: MainWindow, three: list[Mark]) -> None:
    """Nothing was left in, and no word stood there that the needles came out."""
    line = window.visit.needles
    followed(window)
    assert line.withdrawn.isVisible()
    assert line.withdrawn.text() == "3 marks: withdrawn at once"
    press(line.withdrawn)
    followed(window)
    assert {mark.disposition for mark in marks(window)} == {Disposition.WITHDRAWN}
    assert not line.withdrawn.isVisible()
    window.undo()
    followed(window)
    assert {mark.disposition for mark in marks(window)} == {Disposition.NOT_RECORDED}
