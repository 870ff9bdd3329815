"""Findings of a visit in their list, and the needle that may be theirs."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from bodymap.charting.findings import FindingKind
from bodymap.charting.records import Side
from bodymap.ui.main_window import MainWindow
from tests.ui.conftest import followed, press


def findings_section(window: MainWindow) -> str:
    chart = window.workspace.visits.chart(window.visit_id)
    return dict(chart.told)["Findings"]


def test_a_mark_made_apart_is_offered_as_the_findings_needle(
    qtbot: QtBot, window: MainWindow, visit_id: str
) -> None:
    """The list offered a second mark, and nothing on paper said that the trigger point was treated."""
    ws = window.workspace
    glut = ws.marks.muscle("gluteus-medius")
    ws.findings.add(visit_id, FindingKind.ACTIVE_TRIGGER_POINT, glut, Side.RIGHT)
    followed(window)

    def offers() -> list[QPushButton]:
        buttons = window.visit.findChildren(QPushButton)
        return [one for one in buttons if one.isVisible() and one.text() in ("Needle", "By mark 2?")]

    qtbot.waitUntil(lambda: [one.text() for one in offers()] == ["Needle"])
    ws.marks.add(visit_id, glut, Side.LEFT)  # the other side's is no answer
    followed(window)
    qtbot.waitUntil(lambda: [one.text() for one in offers()] == ["Needle"])
    mark = ws.marks.add(visit_id, glut, Side.RIGHT)
    qtbot.waitUntil(lambda: [one.text() for one in offers()] == ["By mark 2?"])
    assert "needled" not in findings_section(window)  # nobody said so yet
    press(offers()[0])
    qtbot.waitUntil(lambda: not offers())
    assert ws.marks.get(mark.id).finding_id
    assert len(ws.marks.of(visit_id)) == 2
    assert "needled: site 2" in findings_section(window)
    window.undo()
    qtbot.waitUntil(lambda: [one.text() for one in offers()] == ["By mark 2?"])
    assert "needled" not in findings_section(window)
