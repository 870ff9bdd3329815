"""An avoid-zone is drawn as what it is, and says in the therapist's words what that is."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from bodymap.charting.findings import FindingKind
from bodymap.charting.outcomes import PainKind
from bodymap.charting.zones import AvoidZone, ZoneKind
from bodymap.ui.body_view import _side_width
from bodymap.ui.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton


def draws(window: MainWindow, kind: ZoneKind, u: float = 0.0, v: float = 890.0, radius: float = 25.0) -> None:
    """Draw around a place of the plate shown."""
    window.body.areas.choose(kind)
    view = window.body.view
    middle, reach = view.view.to_px(u, v), radius * view.view.scale
    points = [
        QPoint(
            round(middle[0] + reach * math.cos(math.pi * step / 12)),
            round(middle[1] + reach * math.sin(math.pi * step / 12)),
        )
        for step in range(25)
    ]
    QTest.mousePress(view, LEFT, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(view, point)
    QTest.mouseRelease(view, LEFT, pos=points[-1])


def zones(window: MainWindow) -> list[AvoidZone]:
    assert window.workspace is not None
    return [one for one in window.workspace.precautions.held(window.patient_id).zones if not one.removed]


@pytest.fixture
def scar(window: MainWindow, visit_id: str, qtbot: QtBot) -> MainWindow:
    """A scar just drawn, its field waiting for words."""
    window.body.show_plate("anterior")
    draws(window, ZoneKind.SCAR)
    qtbot.waitUntil(lambda: window.body.areas.field is not None and window.body.areas.field.isVisible())
    return window


@pytest.mark.parametrize("width", [980, 1366])
def test_the_strip_says_what_is_drawn_and_is_not_cut(window: MainWindow, visit_id: str, width: int) -> None:
    window.resize(width, 768)
    QApplication.processEvents()
    body, view = window.body, window.body.view
    sides = [rect for rect, _ in view._side_rects()]
    for kind in (*ZoneKind, *PainKind):
        body.areas.choose(kind)
        if isinstance(kind, ZoneKind) and kind is not ZoneKind.OTHER:
            assert kind.word.lower() in view.hint
        assert "Esc: back to needles" in view.hint
        assert view.rect().toRectF().contains(view.hint_rect)
        assert all(_side_width(line) <= view.hint_rect.width() for line in view.hint_lines)
        assert not any(view.hint_rect.intersects(rect) for rect in sides)
        over = [body.find_button, body.layers, body.finding_button]
        strip = view.hint_rect.toAlignedRect()
        assert not any(one.isVisible() and one.geometry().intersects(strip) for one in over), view.hint
    body.areas.choose(None)
    body.findings.choose(FindingKind.ACTIVE_TRIGGER_POINT)
    assert all(_side_width(line) <= view.hint_rect.width() for line in view.hint_lines)


def test_a_zone_takes_words_of_its_own_and_says_them_everywhere(scar: MainWindow, qtbot: QtBot) -> None:
    areas, ws = scar.body.areas, scar.workspace
    field = areas.field
    assert field is not None
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClicks(field, "caesarean scar")
    QTest.keyClick(field, Qt.Key.Key_Return)
    (zone,) = zones(scar)
    assert (zone.kind, zone.text) == (ZoneKind.SCAR, "caesarean scar")
    assert areas.word(zone.id) == "Avoid-zone: caesarean scar"
    qtbot.waitUntil(lambda: "caesarean scar" in scar.body.strip.toolTip())
    assert ws is not None
    assert [one.text for one in ws.precautions.strip(scar.visit_id)] == ["caesarean scar"]
    chart = ws.visits.chart(scar.visit_id)
    assert {one.word for one in chart.drawn if one.zone} == {"caesarean scar"}
    assert "aesarean scar" in str(chart.told)
    assert scar.body.view.hasFocus()  # the keys go to the body again


def test_esc_leaves_the_word_of_the_kind(scar: MainWindow) -> None:
    field = scar.body.areas.field
    assert field is not None
    QTest.keyClicks(field, "x")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    (zone,) = zones(scar)
    assert zone.text == ""
    assert scar.body.areas.word(zone.id) == "Avoid-zone: Scar"


def test_a_press_elsewhere_keeps_what_was_written(scar: MainWindow, qtbot: QtBot) -> None:
    field = scar.body.areas.field
    assert field is not None
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClicks(field, "hernia repair")
    scar.visit.add.setFocus(Qt.FocusReason.MouseFocusReason)
    qtbot.waitUntil(lambda: [zone.text for zone in zones(scar)] == ["hernia repair"])


def test_the_words_are_changed_by_a_right_click(scar: MainWindow, qtbot: QtBot) -> None:
    areas = scar.body.areas
    assert areas.field is not None
    QTest.keyClicks(areas.field, "appendix")
    QTest.keyClick(areas.field, Qt.Key.Key_Return)
    (zone,) = zones(scar)
    menu = QMenu()
    areas.fill_menu(zone.id, menu)
    next(one for one in menu.actions() if "words" in one.text()).trigger()
    field = areas.field
    assert field is not None
    assert field.text() == "appendix"
    QTest.keyClicks(field, "appendectomy 2011")  # what was there is chosen, and written over
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert [one.text for one in zones(scar)] == ["appendectomy 2011"]
    scar.undo()
    assert [one.text for one in zones(scar)] == ["appendix"]


def test_the_field_goes_with_the_zone_and_another_plate_keeps_what_was_written(scar: MainWindow) -> None:
    areas, view = scar.body.areas, scar.body.view
    field = areas.field
    assert field is not None
    scar.resize(1000, 600)
    QApplication.processEvents()
    (shown,) = areas._areas
    assert field.geometry().contains(shown.chip.center().toPoint())
    assert view.rect().contains(field.geometry())
    QTest.keyClicks(field, "hernia repair")
    scar.body.show_plate("posterior")
    assert areas.field is None
    assert [one.text for one in zones(scar)] == ["hernia repair"]
