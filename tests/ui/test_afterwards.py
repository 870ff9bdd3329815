"""What a gesture on the body brings about beside it comes once the body is painted, and before anything else."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bodymap.ui.afterwards import Afterwards
from bodymap.ui.main_window import MainWindow
from tests.ui.conftest import followed
from tests.ui.test_begun_by_a_click import click_muscle


class Paints(QObject):
    """What was painted or listed, in order."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.seen: list[str] = []
        self._window = window
        window.body.view.installEventFilter(self)
        window.visit.list.marks_model().rowsInserted.connect(lambda *_: self.seen.append("list"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.seen.append("body")
        return super().eventFilter(watched, event)


def test_the_body_is_painted_before_the_list_takes_in_a_mark(
    qtbot: QtBot, window: MainWindow, visit_id: str
) -> None:
    qtbot.waitUntil(lambda: window.body.view.sharp)
    QApplication.processEvents()
    paints = Paints(window)
    click_muscle(window, "deltoid-anterior")
    qtbot.waitUntil(lambda: "list" in paints.seen)
    assert "body" in paints.seen[: paints.seen.index("list")]
    assert window.visit.list.selected() == list(window.body.view.selected)


def test_leaving_the_visit_catches_up_first(qtbot: QtBot, window: MainWindow, visit_id: str) -> None:
    click_muscle(window, "deltoid-anterior")
    assert window.leave_visit()
    assert not window.body.view.afterwards.due
    assert len(window.visit.list.marks_model().marks) == 1


def test_undo_names_what_it_would_undo_next(qtbot: QtBot, window: MainWindow, visit_id: str) -> None:
    click_muscle(window, "deltoid-anterior")
    click_muscle(window, "vastus-medialis")
    window.undo()
    followed(window)
    assert window.actions_by_id["undo"].text() == "Undo marking R anterior deltoid"
    assert window.actions_by_id["redo"].text() == "Redo marking R vastus medialis"


def test_a_failure_keeps_nothing_else_from_being_done(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    later, done = Afterwards(), []

    def fails() -> None:
        raise RuntimeError

    later.do(fails)
    later.do(lambda: done.append("first"))
    later.do(lambda: later.do(lambda: done.append("second")))
    assert done == []
    qtbot.waitUntil(lambda: done == ["first", "second"])
    assert not later.due
    assert "what follows a gesture failed" in caplog.text
