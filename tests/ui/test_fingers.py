"""Controls have the size of fingers where a touch screen is there, or where it is asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from bodymap.ui import theme
from bodymap.ui.main_window import MainWindow

LEAST_PX = 44
SMALL_BY_NATURE = {"Empty this field", "Close", "Fold this panel away (F7)"}


@pytest.fixture(autouse=True)
def usual_size() -> Iterator[None]:
    yield
    theme.apply("light", "off")


def too_small(window: MainWindow) -> list[str]:
    found = []
    for kind in (QAbstractButton, QComboBox, QLineEdit):
        for one in window.findChildren(kind):
            if one.isVisible() and one.height() < LEAST_PX and not isinstance(one.parent(), QComboBox):
                found.append(f"{type(one).__name__} {one.accessibleName() or one.text()}: {one.height()}")
    return [line for line in found if not any(name in line for name in SMALL_BY_NATURE)]


def test_every_control_of_the_window_grows_for_fingers(
    window: MainWindow, visit_id: str, qtbot: QtBot
) -> None:
    assert not theme.touch()
    assert too_small(window)
    window.actions_by_id["fingers"].trigger()
    assert theme.touch()
    assert window.actions_by_id["fingers"].isChecked()
    assert window.preferences["fingers"] == "on"
    for step in ("needles", "before", "after", "plan"):
        window.visit.steps.show_step(step)
        qtbot.waitUntil(window.visit.steps.steps[step].isVisible)
        QApplication.processEvents()
        assert too_small(window) == [], step
    # All of a visit still fits on a small laptop.
    window.visit.steps.show_step("needles")
    assert (window.width(), window.height()) == (1366, 768)
    assert window.visit.list.viewport().height() > 4 * 42
    window.actions_by_id["fingers"].trigger()
    assert not theme.touch()
    assert window.preferences["fingers"] == "off"


@pytest.mark.parametrize(("choice", "wanted"), [("on", True), ("off", False)])
def test_the_setting_comes_before_what_the_machine_has(choice: str, wanted: bool) -> None:
    assert theme.touch_wanted(choice) is wanted
