"""Quiet moments: the list is made ready while nobody types, in steps, and not a step more once stopped."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from bodymap.charting.faults import RecordsFault
from bodymap.ui import quiet


class Records:
    """Counts the steps taken; `fault` is met at the third."""

    def __init__(self, fault: RecordsFault | None = None) -> None:
        self.steps = 0
        self.rested = 0
        self.fault = fault

    def warm(self) -> Iterator[None]:
        for _ in range(5):
            self.steps += 1
            if self.fault and self.steps == 3:
                raise self.fault
            yield

    def idle(self) -> None:
        self.rested += 1


def test_it_warms_and_rests_by_itself(qtbot: QtBot, monkeypatch) -> None:
    monkeypatch.setattr(quiet, "START_MS", 0)
    monkeypatch.setattr(quiet, "REST_MS", 20)
    owner, records = QObject(), Records()
    work = quiet.QuietWork(owner, records)
    qtbot.waitUntil(lambda: records.steps == 5 and records.rested > 0)
    work.stop()


def test_typing_comes_first(qtbot: QtBot, monkeypatch) -> None:
    monkeypatch.setattr(quiet, "START_MS", 0)
    monkeypatch.setattr(quiet, "PAUSE_S", 3600.0)
    owner, records, field = QObject(), Records(), QLineEdit()
    qtbot.addWidget(field)
    field.show()
    work = quiet.QuietWork(owner, records)
    QTest.keyClick(field, Qt.Key.Key_A)
    turns: list[int] = []
    work._steps.timeout.connect(lambda: turns.append(records.steps))
    qtbot.waitUntil(lambda: len(turns) >= 3)
    assert records.steps == 0
    work.stop()


def test_a_fault_is_for_who_asks(qtbot: QtBot, monkeypatch) -> None:
    monkeypatch.setattr(quiet, "START_MS", 0)
    owner, records = QObject(), Records(RecordsFault("disk", "The disk does not answer."))
    work = quiet.QuietWork(owner, records)
    qtbot.waitUntil(lambda: records.steps == 3)
    qtbot.waitUntil(lambda: not work._steps.isActive())
    work.stop()


def test_stopped_it_takes_no_step_more(qtbot: QtBot, monkeypatch) -> None:
    monkeypatch.setattr(quiet, "START_MS", 0)
    owner, records = QObject(), Records()
    quiet.QuietWork(owner, records).stop()
    seen: list[int] = []
    from PySide6.QtCore import QTimer

    QTimer.singleShot(0, lambda: seen.append(records.steps))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [0]
