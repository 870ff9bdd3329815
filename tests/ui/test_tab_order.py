"""Tab goes on as the visit's panel is read, also where a field that is left makes rows anew."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from bodymap.charting.events import EventKind, Harm
from bodymap.charting.outcomes import Stage
from bodymap.charting.wording import day as in_words
from bodymap.ui.main_window import MainWindow
from bodymap.ui.mark_details import TypedField
from bodymap.ui.record_page import RecordPage
from bodymap.ui.word_field import WordField


def open_step(window: MainWindow, qtbot: QtBot, step: str) -> RecordPage:
    window.actions_by_id[f"step_{step}"].trigger()
    page = getattr(window.visit.steps, step)
    qtbot.waitUntil(page.isVisible)
    QApplication.processEvents()
    return page


def named(page: QWidget, name: str) -> TypedField:
    [field] = [
        one for one in page.findChildren(TypedField) if one.accessibleName() == name and one.isVisible()
    ]
    return field


def focus() -> QWidget:
    field = QApplication.focusWidget()
    assert field is not None
    return field


def tab(back: bool = False) -> None:
    QTest.keyClick(focus(), Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab)


def test_tab_from_a_field_that_was_refused_goes_to_the_next(
    window: MainWindow, visit_id: str, qtbot: QtBot
) -> None:
    page = open_step(window, qtbot, "before")
    row = page.pain.rows[""]
    row.worst.setFocus()
    QTest.keyClicks(row.worst, "11")
    tab()
    assert page.pain.refusal.text()
    assert focus() is page.pain.add
    tab(back=True)
    assert focus() is row.worst
    tab(back=True)
    assert focus() is row.best


def test_an_adverse_event_is_written_with_the_keys_alone(
    window: MainWindow, visit_id: str, qtbot: QtBot
) -> None:
    window.workspace.events.add(visit_id, EventKind.BRUISING)
    page = open_step(window, qtbot, "after")
    title = window.workspace.events.of(visit_id)[0].title
    (where,) = (one for one in page.findChildren(WordField) if one.accessibleName() == f"Where: {title}")
    where.setFocus()
    QTest.keyClicks(where, "Shou")
    tab()
    QApplication.processEvents()
    [event] = window.workspace.events.of(visit_id)
    assert (event.body_part, event.severity) == ("shoulder", Harm.NOT_RECORDED)
    for text in ("pressed for 2 min", "ask at the next visit"):
        QTest.keyClicks(focus(), text)
        tab()
        QApplication.processEvents()
    [event] = window.workspace.events.of(visit_id)
    assert (event.body_part, event.done, event.follow_up) == (
        "shoulder",
        "pressed for 2 min",
        "ask at the next visit",
    )
    assert page.isAncestorOf(focus())


def test_what_was_refused_stays_with_its_reason_while_the_next_field_is_saved(
    window: MainWindow, visit_id: str, qtbot: QtBot
) -> None:
    window.workspace.events.add(visit_id, EventKind.BRUISING)
    page = open_step(window, qtbot, "after")
    title = window.workspace.events.of(visit_id)[0].title
    day = f"Day on which it was noticed: {title}"
    named(page, day).setFocus()
    named(page, day).selectAll()
    QTest.keyClicks(focus(), "the next morning")
    tab()
    assert page.events.refusal.text()
    named(page, f"What was done: {title}").setFocus()
    QTest.keyClicks(focus(), "pressed for 2 min")
    tab()
    QApplication.processEvents()
    assert named(page, day).text() == "the next morning"
    assert page.events.refusal.text()
    assert focus() is named(page, f"Follow-up: {title}")
    noticed = named(page, day)
    noticed.setFocus()
    noticed.selectAll()
    today = window.workspace.visits.get(visit_id).date
    # The day that is recorded already, written otherwise than it is shown.
    QTest.keyClicks(noticed, in_words(today).lower())
    tab()
    QApplication.processEvents()
    assert not page.events.refusal.text()
    assert named(page, day).text() == in_words(today)
    assert window.workspace.events.of(visit_id)[0].noticed_on == today


@pytest.mark.parametrize("step", ["before", "after", "plan"])
def test_tab_goes_through_all_of_a_step_and_back(
    window: MainWindow, visit_id: str, qtbot: QtBot, step: str
) -> None:
    window.workspace.outcomes.set_pain(visit_id, "", Stage.BEFORE, now=6)
    page = open_step(window, qtbot, step)
    page.first_field().setFocus()
    met = [focus()]
    while page.isAncestorOf(focus()) and len(met) < 80:
        tab()
        met.append(focus())
    inside = [one for one in met if page.isAncestorOf(one)]
    assert len(set(map(id, inside))) == len(inside)
    tops = [one.mapTo(page.widget(), one.rect().center()).y() for one in inside]
    assert tops == sorted(tops) or all(later > earlier - 60 for earlier, later in pairwise(tops))
    assert window.visit.isAncestorOf(met[-1]), "from the step on to the note"


def test_another_visit_opens_at_the_top_of_its_pages(window: MainWindow, visit_id: str, qtbot: QtBot) -> None:
    window.resize(1366, 640)
    page = open_step(window, qtbot, "before")
    bar = page.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    other = window.workspace.visits.create(window.workspace.patients.create(family_name="Holm").id)
    window.open_visit(other.id)
    assert bar.value() == 0
