"""Medicines: name and dose from one line, both corrected, and of some it is asked whether they thin the blood."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bodymap.charting.precautions import Medication
from bodymap.ui.main_window import MainWindow
from bodymap.ui.medicines import Medicines
from tests.ui.conftest import press, write


@pytest.fixture
def medicines(window: MainWindow, visit_id: str, qtbot: QtBot) -> Medicines:
    window.visit.steps.go_to("before")
    found = window.visit.steps.before.precautions.medicines
    qtbot.waitUntil(found.isVisible)
    return found


def recorded(window: MainWindow) -> list[Medication]:
    return list(window.workspace.precautions.medications(window.patient_id))


def enters(field, text: str) -> None:
    field.selectAll()
    write(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_one_line_is_name_and_dose_and_both_can_be_corrected(
    window: MainWindow, medicines: Medicines
) -> None:
    enters(medicines.add, "metformin 500 mg twice daily")
    (one,) = recorded(window)
    assert (one.name, one.dose) == ("metformin", "500 mg twice daily")
    (row,) = medicines.rows.values()
    assert not row.question.isVisible()
    enters(row.dose, "850 mg")
    enters(row.name, "gliclazide")
    (one,) = recorded(window)
    assert (one.name, one.dose) == ("gliclazide", "850 mg")
    enters(row.name, "gliclazide 30 mg")
    (one,) = recorded(window)
    assert (one.name, one.dose) == ("gliclazide", "30 mg")
    # Neither nameless nor twice.
    refusal = window.visit.steps.before.precautions.refusal
    enters(medicines.add, "Metformin")
    second = list(medicines.rows.values())[1]
    enters(second.name, "gliclazide")
    assert "already" in refusal.text()
    assert [one.name for one in recorded(window)] == ["gliclazide", "Metformin"]
    enters(second.name, "Metformin")
    assert not refusal.isVisible()


def test_whether_it_thins_the_blood_is_asked_and_never_decided(
    window: MainWindow, medicines: Medicines, qtbot: QtBot
) -> None:
    enters(medicines.add, "apixaban 5 mg")
    (row,) = medicines.rows.values()
    assert row.question.isVisible()
    assert not recorded(window)[0].thins_blood
    press(row.yes)
    assert recorded(window)[0].thins_blood
    assert row.thins.isChecked()
    assert not row.yes.isEnabled()  # it keeps its place
    window.undo()
    qtbot.waitUntil(row.yes.isEnabled)
    press(row.no)
    (one,) = recorded(window)
    assert (one.thins_blood, one.note) == (False, "does not thin blood")
    assert not row.no.isEnabled()
    row.thins.click()
    (one,) = recorded(window)
    assert (one.thins_blood, one.note) == (True, "")
