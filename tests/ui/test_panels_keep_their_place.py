"""What is said of a mark and what is said to refer to a place push nothing away from under the hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from bodymap.charting.events import EventKind
from bodymap.charting.findings import FindingKind
from bodymap.charting.outcomes import PainArea, PainKind
from bodymap.charting.places import Outline
from bodymap.charting.precautions import Answer
from bodymap.charting.records import Section, Side, Tolerance
from bodymap.ui.main_window import MainWindow
from bodymap.ui.mark_rows import ROW_PX
from tests.ui.conftest import followed, press

LEFT = Qt.MouseButton.LeftButton


def top(widget: QWidget) -> int:
    return widget.mapToGlobal(QPoint(0, 0)).y()


@pytest.mark.parametrize("details", [False, True])
def test_a_warning_at_a_mark_moves_no_row_below_the_list(
    window: MainWindow, visit_id: str, qtbot: QtBot, *, details: bool
) -> None:
    ws = window.workspace
    assert ws is not None
    ws.precautions.answer(window.patient_id, "pacemaker", Answer.YES, since="2019", visit_id=visit_id)
    quiet = ws.marks.add(visit_id, ws.marks.muscle("tibialis-anterior"), Side.RIGHT)
    loud = ws.marks.add(visit_id, ws.marks.muscle("infraspinatus"), Side.RIGHT)
    ws.marks.stimulate([loud.id], on=True)
    panel = window.visit
    if details:
        press(panel.details_button)
    ws.findings.add(
        visit_id, FindingKind.TAUT_BAND, ws.marks.muscle("infraspinatus"), Side.LEFT, origin=window.body.view
    )
    panel.select([quiet.id])
    qtbot.waitUntil(panel.findings.isVisible)
    QApplication.processEvents()
    below = [one for one in (panel.findings, panel.details, panel.needles, panel.note) if one.isVisible()]
    before = [(top(one), one.height()) for one in below]
    panel.select([loud.id])
    qtbot.waitUntil(lambda: "pacemaker" in panel.care.words.text() and panel.care.isVisible())
    QApplication.processEvents()
    words = panel.care.words
    assert words.height() >= words.heightForWidth(words.width())
    assert [(top(one), one.height()) for one in below] == before
    row = panel.list.visualRect(panel.list.marks_model().index(1, 0))
    assert panel.list.viewport().rect().contains(row)  # what was selected is still seen


def shaded(window: MainWindow) -> PainArea:
    ws = window.workspace
    assert ws is not None
    plate = ws.atlas.plate("anterior")
    u, v = -62.0, 1640.0
    corners = ((u - 20, v - 20), (u + 20, v - 20), (u + 20, v + 20), (u - 20, v + 20))
    outline = Outline.polygon("anterior", plate.version, corners)
    return ws.outcomes.add_area(window.visit_id, outline, PainKind.ACHE)


def test_the_step_stays_where_it_is_when_a_pain_is_shaded(
    window: MainWindow, visit_id: str, qtbot: QtBot
) -> None:
    ws = window.workspace
    assert ws is not None
    steps, card = window.visit.steps, window.referring.card
    steps.go_to("before")
    agrees = steps.before.consent.verbal
    qtbot.waitUntil(agrees.isVisible)
    QApplication.processEvents()
    place = top(agrees)
    window.body.areas.shaded.emit(shaded(window))
    qtbot.waitUntil(card.isVisible)
    QApplication.processEvents()
    assert steps.step == "before"
    assert agrees.isVisible()
    assert top(agrees) == place
    assert top(card) > top(steps.before) + 100
    # A press that was on its way when the card came records nothing.
    row = card.rows[0]
    assert not card.awake
    window_point = row.find.mapTo(window, row.find.rect().center())
    target = window.childAt(window_point)
    assert target is not row.find
    assert target is not None
    QTest.mouseClick(target, LEFT)
    assert not ws.findings.of(visit_id)
    qtbot.waitUntil(lambda: card.awake)
    assert window.childAt(window_point) is row.find
    press(row.find)
    assert len(ws.findings.of(visit_id)) == 1
    # It goes with the next step.
    steps.show_step("needles")
    assert not card.isVisible()


def test_muscles_said_to_refer_stay_where_they_are_while_findings_are_noted(
    window: MainWindow, visit_id: str, qtbot: QtBot
) -> None:
    """They moved by 25 pixels with the first finding."""
    window.resize(1366, 768)
    ws, card = window.workspace, window.referring.card
    window.body.areas.shaded.emit(shaded(window))
    qtbot.waitUntil(lambda: card.isVisible() and card.awake)
    settled(card)
    places = [top(row) for row in card.rows]
    for number in range(3):
        press(card.rows[number].find)
        settled(card)
        assert len(ws.findings.of(visit_id)) == number + 1
        assert [top(row) for row in card.rows] == places


# -- what is pressed leaves the row below it where it was: the next press is on its way there


def settled(step: QWidget) -> None:
    for _ in range(5):
        QApplication.processEvents()
    assert step.isVisible()


def test_well_said_by_itself_leaves_the_row_below_where_it_was(
    window: MainWindow, visit_id: str, qtbot: QtBot
) -> None:
    """ "Aftercare told" was missed: the row jumped up 40 pixels under the pointer."""
    steps = window.visit.steps
    steps.go_to("after")
    care, events = steps.after.care, steps.after.events
    qtbot.waitUntil(care.aftercare.isVisible)
    settled(care)
    places = [top(one) for one in (care.aftercare, events.nothing, events.kind)]
    press(care.tolerance.button(Tolerance.GOOD))
    settled(care)
    assert not care.all_well.isEnabled()
    assert [top(one) for one in (care.aftercare, events.nothing, events.kind)] == places
    at = care.aftercare.mapTo(window, QPoint(8, care.aftercare.height() // 2))
    assert window.childAt(at) is care.aftercare
    press(care.aftercare)
    assert window.workspace.visits.get(visit_id).aftercare_told


def test_what_the_alerts_name_keeps_its_place_once_answered(
    window: MainWindow, visit_id: str, qtbot: QtBot
) -> None:
    """The fixture's patient has a pacemaker: what it implies is asked with it, with why."""
    ws, steps = window.workspace, window.visit.steps
    steps.go_to("before")
    card = steps.before.precautions
    qtbot.waitUntil(lambda: list(card._alerted) == ["pacemaker", "implant", "heart"])
    settled(card)
    rows = card._alerted
    assert rows["heart"].why.text() == "Cardiac pacemaker or defibrillator is asked too."
    below = (rows["implant"], rows["heart"], card.none, card.medicines, steps.before.consent)
    places = [top(one) for one in below]
    for key, answer in (("pacemaker", Answer.YES), ("implant", Answer.YES)):
        press(rows[key].choice.button(answer))
        settled(card)
        assert [top(one) for one in below] == places
    press(card.none)
    settled(card)
    answers = ws.precautions.held(window.patient_id).answers
    assert answers["diabetes"].answer is Answer.NO
    assert "heart" not in answers
    assert [top(one) for one in below if one is not card.none] == [
        place for place, one in zip(places, below, strict=True) if one is not card.none
    ]
    press(rows["heart"].choice.button(Answer.NO))
    assert ws.precautions.state(visit_id).asked


def test_a_medicine_and_an_event_that_were_asked_about_keep_their_place(
    window: MainWindow, qtbot: QtBot
) -> None:
    ws = window.workspace
    patient_id = ws.patients.create(family_name="Ito").id
    earlier = ws.visits.create(patient_id, day=date.today() - timedelta(days=7))
    ws.events.add(earlier.id, EventKind.BRUISING)
    ws.events.add(earlier.id, EventKind.HEADACHE)
    ws.precautions.add_medication(patient_id, "Apixaban", visit_id=earlier.id)
    window.open_patient(patient_id)
    press(window.patients.today_button)
    steps = window.visit.steps
    steps.go_to("before")
    page = steps.before
    qtbot.waitUntil(lambda: len(page.response.asked) == 2)
    settled(page.response)
    row = next(iter(page.precautions.medicines.rows.values()))
    below = (page.precautions.medicines.add, page.consent, page.response)
    places = [top(one) for one in below]
    press(row.no)
    settled(page)
    assert [top(one) for one in below] == places
    first, second = page.response.asked.values()
    page.ensureWidgetVisible(second)
    settled(page)
    first.day.setFocus()
    places = [top(one) for one in (second, page.pain)]
    QTest.keyClick(first.day, Qt.Key.Key_Return)
    settled(page)
    assert first.words.text().endswith(": over")
    assert [top(one) for one in (second, page.pain)] == places
    assert [one.open for one in ws.events.of(earlier.id)] == [False, True]


# -- the note


@pytest.mark.parametrize("height", [748, 768, 900])
def test_the_parts_of_the_note_lie_where_they_lay(
    window: MainWindow, visit_id: str, qtbot: QtBot, height: int
) -> None:
    """They jumped by 64 pixels whenever the note was pressed: the next press on Plan wrote into Assessment."""
    window.resize(1366, height)
    window.activateWindow()
    panel, note, tabs = window.visit, window.visit.note, window.visit.note.tabs
    settled(note)
    place, text = top(tabs), note.fields[Section.SUBJECTIVE]
    for step in ("before", "after", "plan", "needles"):
        panel.steps.go_to(step)
        settled(note)
        assert top(tabs) == place
        # Tab, from the first field of the form through the note and beyond it, and back.
        seen: set[bool] = set()
        for key in [Qt.Key.Key_Tab] * 40 + [Qt.Key.Key_Backtab] * 8:
            QTest.keyClick(QApplication.focusWidget() or window, key)
            QApplication.processEvents()
            seen.add(text.hasFocus())
            assert top(tabs) == place
        assert True in seen
        # A press on a part: the next one lands where it was aimed at.
        for part in (Section.PLAN, Section.ASSESSMENT, Section.OBJECTIVE, Section.SUBJECTIVE):
            press(tabs.button(part))
            settled(note)
            assert note.fields[part].hasFocus()
            assert top(tabs) == place
        QTest.mouseClick(text.viewport(), LEFT)
        QTest.keyClicks(text, "Slept well. ")
        settled(note)
        assert top(tabs) == place
        assert text.height() >= 3 * text.fontMetrics().lineSpacing()
        QTest.mouseClick(window.body.view, LEFT, pos=QPoint(3, 300))
        settled(note)
        assert top(tabs) == place
    assert text.text() == "Slept well. " * 4


# -- the step of the needles at its fullest


def overlapping(inside: QWidget) -> list[tuple[str, str]]:
    """Pairs of widgets of this column that lie over one another."""
    layout = inside.layout()
    shown = [
        one
        for one in inside.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if one.isVisible() and not one.isWindow()
    ]
    assert layout is not None
    return [
        (type(one).__name__, type(other).__name__)
        for number, one in enumerate(shown)
        for other in shown[number + 1 :]
        if one.geometry().intersects(other.geometry())
    ]


@pytest.mark.parametrize("details", [False, True])
@pytest.mark.parametrize("height", [748, 768])
def test_nothing_lies_over_the_list_when_all_is_shown(
    window: MainWindow, visit_id: str, qtbot: QtBot, *, details: bool, height: int
) -> None:
    """What lies nearby was drawn over the last rows of the list."""
    ws, panel = window.workspace, window.visit
    window.resize(1366, height)
    for item in ("pacemaker", "pregnancy"):
        ws.precautions.answer(window.patient_id, item, Answer.YES, visit_id=visit_id)
    names = ("infraspinatus", "teres-minor", "soleus", "popliteus", "masseter", "gracilis", "sartorius")
    made = [ws.marks.add(visit_id, ws.marks.muscle(name), Side.RIGHT) for name in names]
    ws.marks.stimulate([made[0].id, made[4].id], on=True)
    for name in ("infraspinatus", "soleus", "sartorius"):
        ws.findings.add(
            visit_id, FindingKind.TAUT_BAND, ws.marks.muscle(name), Side.LEFT, origin=window.body.view
        )
    qtbot.waitUntil(lambda: panel.findings.isVisible() and len(panel.findings.rows) == 3)
    if details:
        press(panel.details_button)
        followed(window)
    for mark in (made[0], made[4], made[6]):
        panel.select([mark.id])
        for _ in range(6):
            QApplication.processEvents()
        if mark is made[0]:
            qtbot.waitUntil(lambda: "pacemaker" in panel.care.words.text())
            assert panel.care.words.text().count("\n") == 1
        assert overlapping(panel.marks_part) == []
        assert panel.list.viewport().height() >= 4 * ROW_PX
        row = panel.list.visualRect(
            panel.list.marks_model().index(panel.list.marks_model().row_of(mark.id), 0)
        )
        assert panel.list.viewport().rect().contains(row)
        # The last rows are what lies under the pointer there.
        at = panel.list.viewport().mapTo(window, QPoint(60, panel.list.viewport().height() - 4))
        assert window.childAt(at) is panel.list.viewport()
        if not details:
            # Nothing has to be scrolled for: count-out and lot are in sight.
            low = panel.needles.mapTo(window, panel.needles.rect().bottomLeft()).y()
            assert low < panel.note.mapTo(window, QPoint(0, 0)).y()
    # The findings are one press away.
    assert panel.findings.area.isVisible() is not details
    if details:
        press(panel.findings.title)
        qtbot.waitUntil(panel.findings.area.isVisible)
        for _ in range(6):
            QApplication.processEvents()
        assert overlapping(panel.marks_part) == []
        assert panel.list.viewport().height() >= 4 * ROW_PX


def test_rows_stay_under_the_pointer_while_marks_are_selected(
    window: MainWindow, visit_id: str, qtbot: QtBot
) -> None:
    """A warning that came and went moved the rows between two presses with Ctrl."""
    ws, panel = window.workspace, window.visit
    ws.precautions.answer(window.patient_id, "pacemaker", Answer.YES, visit_id=visit_id)
    names = ("infraspinatus", "teres-minor", "soleus", "popliteus", "masseter", "gracilis", "sartorius",
             "pronator-teres", "tibialis-anterior", "plantaris", "psoas-major", "iliacus")  # fmt: skip
    made = [ws.marks.add(visit_id, ws.marks.muscle(name), Side.RIGHT) for name in names]
    ws.marks.stimulate([made[-2].id], on=True)
    view = panel.list
    qtbot.waitUntil(lambda: len(view.marks_model().marks) == len(names))
    panel.select([made[-2].id])
    for _ in range(6):
        QApplication.processEvents()
    view.scrollToBottom()
    places = None
    for row in (11, 10, 9, 10, 11, 8):
        rect = view.visualRect(view.marks_model().index(row, 1))
        QTest.mouseClick(view.viewport(), LEFT, Qt.KeyboardModifier.ControlModifier, rect.center())
        for _ in range(6):
            QApplication.processEvents()
        now = [top(view), view.height(), view.visualRect(view.marks_model().index(8, 1)).top()]
        assert places in (None, now)
        places = now
