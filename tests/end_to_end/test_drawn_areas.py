"""Where it hurts is shaded and leads to muscles; zones to keep away from are drawn once and shown on every plate."""

from __future__ import annotations

import math
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from bodymap.charting.findings import FindingKind
from bodymap.charting.outcomes import PainKind
from bodymap.charting.zones import ZoneKind, inside
from bodymap.store.check import check
from bodymap.store.vault import Vault
from bodymap.ui.areas_shown import thinned
from tests.end_to_end.person import LEFT, Person, sit


def begins(person: Person, plate: str) -> None:
    person.opens()
    person.adds_patient("Lindqvist", "Åsa")
    person.begins_todays_visit()
    person.turns_to(plate)


def chooses_tool(person: Person, kinds: str, text: str) -> None:
    """The Finding button, then a submenu, then what to draw."""
    body = person.window.body
    person.click(body.finding_button)
    person.sees(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    inner = next(m for m in menu.findChildren(QMenu) if m.objectName() == kinds)
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(inner.menuAction()).center())
    person.sees(inner.isVisible)
    person.answers_menu(text)


def draws_around(person: Person, u: float, v: float, radius: float, turns: float = 1.0) -> None:
    view = person.window.body.view
    middle, reach = person.pixel_of(u, v), radius * view.view.scale
    points = [
        QPoint(
            round(middle.x() + reach * math.cos(2 * math.pi * turns * step / 24)),
            round(middle.y() + reach * math.sin(2 * math.pi * turns * step / 24)),
        )
        for step in range(25)
    ]
    QTest.mousePress(view, LEFT, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(view, point)
    QTest.mouseRelease(view, LEFT, pos=points[-1])


def test_a_shaded_pain_leads_to_muscles_a_finding_and_a_mark(qtbot: QtBot, tmp_path: Path) -> None:
    vault = tmp_path / "records"

    def work(person: Person) -> None:
        begins(person, "anterior")
        body = person.window.body
        chooses_tool(person, "pain-kinds", "Ache")
        person.sees(lambda: body.areas.tool is PainKind.ACHE)
        assert "Draw around" in body.view.hint
        # The patient's right temple: at the left of the picture.
        draws_around(person, -62.0, 1640.0, 22.0)
        card = person.window.referring.card
        person.sees(card.isVisible)
        assert body.areas.tool is None
        assert person.marks() == []
        names = [row.name.text() for row in card.rows]
        assert any("temporalis" in name for name in names)
        assert all(name.startswith("R ") for name in names)
        row = next(row for row in card.rows if "temporalis" in row.name.text())
        assert "Simons" in row.toolTip()
        person.sees(row.isVisible)
        person.sees(lambda: card.awake)
        card.area.ensureWidgetVisible(row)
        person.click(row.find)
        person.sees(lambda: [f.kind for f in body.findings.findings] == [FindingKind.ACTIVE_TRIGGER_POINT])
        person.click(row.mark)
        person.sees(lambda: person.marks() == ["R temporalis"])
        person.click(person.window.visit.steps.switch.button("needles"))
        person.sees(person.window.visit.list.isVisible)
        person.undoes()
        person.undoes()
        person.sees(lambda: not body.findings.findings)
        assert len(body.areas._pains) == 1
        person.undoes()
        person.sees(lambda: not body.areas._pains)

    sit(qtbot, ["--vault", str(vault)], work)
    assert check(vault) == []


def test_a_zone_is_shown_on_every_plate_and_meets_the_mark(qtbot: QtBot, tmp_path: Path) -> None:
    vault = tmp_path / "records"

    def work(person: Person) -> None:
        begins(person, "anterior")
        body = person.window.body
        chooses_tool(person, "zone-kinds", "Port")
        draws_around(person, -70.0, 1330.0, 45.0)
        person.sees(lambda: len(body.areas._areas) == 1)
        person.sees(lambda: body.strip.isVisible())
        assert "Port" in body.strip.toolTip()
        person.needles("pectoralis-major-sternocostal", "right")
        person.sees(lambda: "avoid-zone" in person.window.visit.care.words.text())
        body.show_plate("right_lateral")
        person.sees(lambda: any(one.kind == "zone" for one in body.areas._areas))
        # Undo takes back what was done last: the mark of the visit, then the zone of the patient, and both come again.
        person.undoes()
        person.sees(lambda: person.marks() == [])
        person.undoes()
        person.sees(lambda: not body.strip.isVisible())
        person.redoes()
        person.sees(lambda: body.strip.isVisible())
        person.redoes()
        person.sees(lambda: len(person.marks()) == 1)
        body.show_plate("plantar")
        person.sees(lambda: not body.areas._areas)

    sit(qtbot, ["--vault", str(vault)], work)
    with Vault.open(vault) as records:
        (zone,) = records.select("avoid_zone")
        assert zone.kind is ZoneKind.PORT
        assert inside(zone.outline, -70.0, 1330.0)
        assert 4 <= len(zone.outline.corners) <= 25
    assert check(vault) == []


def test_a_stroke_that_encloses_nothing_and_one_given_up_leave_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    def work(person: Person) -> None:
        begins(person, "posterior")
        body, view = person.window.body, person.window.body.view
        body.areas.choose(PainKind.PAIN)
        person.click(view, person.pixel_of(-60, 1300))
        person.sees(lambda: "encloses nothing" in body.said.text())
        assert body.areas.tool is PainKind.PAIN
        QTest.mousePress(view, LEFT, pos=person.pixel_of(-60, 1300))
        QTest.mouseMove(view, person.pixel_of(-90, 1330))
        view.setFocus()
        QTest.keyClick(view, Qt.Key.Key_Escape)
        QTest.mouseRelease(view, LEFT, pos=person.pixel_of(-90, 1330))
        assert not body.areas._points
        QTest.keyClick(view, Qt.Key.Key_Escape)
        assert body.areas.tool is None
        assert not body.areas._pains
        assert person.marks() == []

    sit(qtbot, ["--vault", str(tmp_path / "records")], work)


def test_a_trembling_line_keeps_its_course_and_few_corners() -> None:
    wave = [(float(x), 0.2 * math.sin(x * 3)) for x in range(200)]
    assert thinned(wave, 0.5) == [wave[0], wave[-1]]
    corner = [*((float(x), 0.0) for x in range(50)), *((49.0, float(y)) for y in range(50))]
    assert thinned(corner, 0.5) == [(0.0, 0.0), (49.0, 0.0), (49.0, 49.0)]
    assert thinned([(1.0, 1.0)], 0.5) == [(1.0, 1.0)]
