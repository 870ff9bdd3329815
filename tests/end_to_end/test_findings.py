"""What is found is noted on the body and needled by one click, in the real window; then the records are read again."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from bodymap.atlas.geometry import inner_point
from bodymap.charting.findings import FindingKind
from bodymap.charting.records import Referral
from bodymap.store.vault import Vault
from bodymap.ui.findings_list import FindingsList
from tests.end_to_end.person import LEFT, Person, sit


def place_of(person: Person, muscle: str, side: str) -> QPoint:
    view = person.window.body.view
    assert person.window.workspace is not None
    region = next(
        region
        for plate, layer, region in person.window.workspace.atlas.regions_of(muscle)
        if (plate, layer, region.side) == (view.plate, view.layer, side)
    )
    return person.pixel_of(*inner_point(region.rings))


def findings(person: Person) -> FindingsList:
    return person.window.visit.findings


def sees_lines(person: Person, count: int) -> None:
    """Wait until the list shows that many lines."""
    person.sees(lambda: [row.isVisible() for row in findings(person).rows] == [True] * count)


def begins(person: Person, plate: str = "posterior") -> None:
    person.opens()
    person.adds_patient("Sandoval", "Mireya")
    person.begins_todays_visit()
    person.turns_to(plate)


def test_noted_by_button_and_key_needled_by_a_click(qtbot: QtBot, tmp_path: Path) -> None:
    vault = tmp_path / "records"

    def work(person: Person) -> None:
        begins(person)
        window, view = person.window, person.window.body.view
        person.click(window.body.finding_button)
        person.answers_menu("Taut band")
        person.sees(lambda: window.body.findings.tool is FindingKind.TAUT_BAND)
        assert "taut band" in view.hint
        infra, gluteus = (
            place_of(person, "infraspinatus", "right"),
            place_of(person, "gluteus-maximus", "left"),
        )
        for at in (infra, gluteus):
            person.click(view, at)
        sees_lines(person, 2)
        assert person.marks() == []
        view.setFocus()
        person.key(Qt.Key.Key_Escape)
        assert window.body.findings.tool is None
        assert view.hint == ""
        # The sign itself is clicked: that needles what was found, at its place.
        person.click(view, infra)
        person.sees(lambda: person.marks() == ["R infraspinatus"])
        assert window.body.findings.needled(window.body.findings.findings[0].id)
        # F notes the same kind again; a click on the sign that is left gives it that kind and needles nothing.
        person.key(Qt.Key.Key_F)
        assert window.body.findings.tool is FindingKind.TAUT_BAND
        person.click(view, place_of(person, "latissimus-dorsi", "left"))
        sees_lines(person, 3)
        person.key(Qt.Key.Key_F)
        if shots := os.environ.get("BODYMAP_SHOTS"):
            window.resize(1366, 768)
            qtbot.wait(300)
            window.grab().save(f"{shots}/findings.png")
        rows = findings(person).rows
        person.click(next(row for row in rows if not hasattr(row, "needle")).more)
        person.answers_menu("Refers elsewhere")
        person.sees(lambda: window.body.findings.findings[0].referral is Referral.REFERRED)
        person.undoes()
        person.sees(lambda: window.body.findings.findings[0].referral is Referral.NOT_RECORDED)
        person.click(findings(person).all)
        person.sees(lambda: len(person.marks()) == 3)
        person.undoes()
        person.sees(lambda: len(person.marks()) == 1)

    sit(qtbot, ["--vault", str(vault)], work)
    with Vault.open(vault) as records:
        visit = next(records.all_visits())
        found = records.select("finding", visit_id=visit.id)
        (mark,) = records.marks_of(visit.id)
        assert [one.kind for one in found] == [FindingKind.TAUT_BAND] * 3
        assert (mark.finding_id, mark.point) == (found[0].id, found[0].point)


def test_a_sign_is_dragged_written_to_and_removed(qtbot: QtBot, tmp_path: Path) -> None:
    vault = tmp_path / "records"

    def work(person: Person) -> None:
        begins(person)
        window, view = person.window, person.window.body.view
        shown = window.body.findings
        at = place_of(person, "infraspinatus", "right")
        # The menu of a place, as the right button and a long press open it.
        QApplication.postEvent(
            view, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.mapToGlobal(at))
        )
        person.sees(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        menu = QApplication.activePopupWidget()
        kinds = next(m for m in menu.findChildren(QMenu) if m.objectName() == "finding-menu")
        QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(kinds.menuAction()).center())
        person.sees(kinds.isVisible)
        person.answers_menu("Tender point")
        person.sees(lambda: len(shown.findings) == 1)
        to = place_of(person, "trapezius-middle", "right")
        QTest.mousePress(view, LEFT, pos=at)
        for step in (0.3, 0.7, 1.0):
            QTest.mouseMove(view, (QPointF(at) + step * QPointF(to - at)).toPoint())
        QTest.mouseRelease(view, LEFT, pos=to)
        person.sees(lambda: "trapezius" in shown.findings[0].title)
        sees_lines(person, 1)
        person.click(findings(person).rows[0].more)
        person.sees(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        field = QApplication.activePopupWidget().findChild(object, "refers-to")
        person.click(field)
        QTest.keyClicks(field, "temple")
        QTest.keyClick(field, Qt.Key.Key_Return)
        person.sees(lambda: shown.findings[0].referral_to == "temple")
        sees_lines(person, 1)
        person.click(findings(person).rows[0].kind)
        person.answers_menu("Edema")
        person.sees(lambda: shown.findings[0].kind is FindingKind.EDEMA)
        sees_lines(person, 1)
        person.click(findings(person).rows[0].more)
        person.answers_menu("Remove")
        person.sees(lambda: not findings(person).isVisible())
        person.undoes()
        sees_lines(person, 1)
        assert person.marks() == []

    sit(qtbot, ["--vault", str(vault)], work)
    with Vault.open(vault) as records:
        (found,) = records.select("finding")
        assert (found.kind, found.referral, found.referral_to) == (
            FindingKind.EDEMA,
            Referral.REFERRED,
            "temple",
        )


def test_findings_on_skin_are_of_what_lies_there(qtbot: QtBot, tmp_path: Path) -> None:
    vault = tmp_path / "records"

    def work(person: Person) -> None:
        begins(person)
        view = person.window.body.view
        person.window.body.findings.choose(FindingKind.EDEMA)
        box = person.window.workspace.atlas.plate("posterior").box
        spots = (
            person.pixel_of(u, v)
            for v in range(int(box[1]) + 5, int(box[3]), 7)
            for u in range(int(box[0]) + 3, int(box[2]), 5)
        )
        spot = next(
            at for at in spots if (hit := view._hit(QPointF(at))) and hit.on_body and hit.region is None
        )
        person.click(view, spot)
        sees_lines(person, 1)
        person.click(view, QPoint(3, view.height() // 2))  # beside the body
        assert len(findings(person).rows) == 1

    sit(qtbot, ["--vault", str(vault)], work)
    with Vault.open(vault) as records:
        (found,) = records.select("finding")
        assert found.target.kind == "tissue"
