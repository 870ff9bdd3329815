"""Nothing shows itself as a window of its own for a moment: it would flash, and take the keys from the window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from bodymap.ui.main_window import MainWindow

from .conftest import press


class Watch(QObject):
    """Every widget that is shown as a window and is no dialog."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if shown and not isinstance(watched, QDialog):
            self.seen.append(type(watched).__name__)
        return False


@pytest.fixture
def watch(window: MainWindow, visit_id: str) -> Iterator[Watch]:
    made = Watch()
    QApplication.instance().installEventFilter(made)
    yield made
    QApplication.instance().removeEventFilter(made)


def test_the_steps_of_a_visit_show_no_window(window: MainWindow, watch: Watch, qtbot: QtBot) -> None:
    for step in ("before", "after", "plan", "needles"):
        press(window.visit.steps.switch.button(step))
        qtbot.waitUntil(window.visit.steps.steps[step].isVisible)
    press(window.visit.steps.switch.button("before"))
    press(window.visit.steps.before.precautions.unfold)
    qtbot.waitUntil(window.visit.steps.before.precautions.list.isVisible)
    assert watch.seen == []


@pytest.mark.parametrize(
    "name",
    [
        "clinic_lists",
        "practice",
        "defaults",
        "snippets",
        "sets",
        "handout",
        "report",
        "progress",
        "consent_paper",
        "whole_record",
        "merge_records",
        "retention",
    ],
)
def test_a_form_is_one_window(window: MainWindow, watch: Watch, qtbot: QtBot, name: str) -> None:
    window.actions_by_id[name].trigger()
    qtbot.waitUntil(window.form.isVisible)
    QApplication.processEvents()
    assert watch.seen == []
    window.form.reject()


def test_a_key_leads_into_the_first_field_from_the_first_time_on(
    window: MainWindow, visit_id: str, qtbot: QtBot
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    steps = window.visit.steps
    for step, first in (
        ("before", lambda: steps.before.precautions.find),
        ("after", lambda: steps.after.pain.rows[""].scale),
        ("plan", lambda: steps.plan.plan.fields["diagnosis"]),
    ):
        steps.go_to(step)
        assert first().hasFocus()
