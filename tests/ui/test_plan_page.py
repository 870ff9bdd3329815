"""The treatment plan: what was typed stands there whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QStyle, QStyleOptionFrame
from pytestqt.qtbot import QtBot

from bodymap.ui import theme
from bodymap.ui.main_window import MainWindow


@pytest.fixture(autouse=True)
def usual_size() -> Iterator[None]:
    yield
    theme.apply("light", "off")


def seen_whole(field: QLineEdit) -> bool:
    """Whether all of the field's text has room in it."""
    option = QStyleOptionFrame()
    field.initStyleOption(option)
    room = field.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, field).width() - 4
    return field.fontMetrics().horizontalAdvance(field.text()) <= room


@pytest.mark.parametrize("fingers", [False, True])
def test_visits_and_weeks_show_their_whole_unit(
    window: MainWindow, visit_id: str, qtbot: QtBot, *, fingers: bool
) -> None:
    ws = window.workspace
    assert ws is not None
    if fingers:
        window.actions_by_id["fingers"].trigger()
    ws.plans.start(ws.visits.get(visit_id).patient_id, "Neck pain", visit_id=visit_id)
    window.visit.steps.show_step("plan")
    fields = window.visit.steps.steps["plan"].plan.fields
    qtbot.waitUntil(fields["weeks"].isVisible)
    for name, typed, shown in (("visits_suggested", "12", "12 visits"), ("weeks", "104", "104 weeks")):
        fields[name].setFocus()
        QTest.keyClicks(fields[name], typed)
        QTest.keyClick(fields[name], Qt.Key.Key_Return)
        QApplication.processEvents()
        assert fields[name].text() == shown
        assert seen_whole(fields[name])
    # What is typed with its unit is taken as well.
    fields["weeks"].selectAll()
    QTest.keyClicks(fields["weeks"], "6 weeks")
    QTest.keyClick(fields["weeks"], Qt.Key.Key_Return)
    plan = ws.plans.of_visit(visit_id)
    assert plan is not None
    assert (plan.visits_suggested, plan.weeks) == (12, 6)
