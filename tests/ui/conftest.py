"""A real window over the store in memory and the real body, with the questions answered by the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from bodymap import assets
from bodymap.atlas.atlas import Atlas
from bodymap.charting.faults import RecordsFault
from bodymap.charting.records import Clinic, Patient
from bodymap.settings import Preferences
from bodymap.store.memory import MemoryStore
from bodymap.ui import messages
from bodymap.ui.main_window import MainWindow
from bodymap.workspace.workspace import Workspace


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform complains of windows with a fixed size, and of menus."""
    for item in items:
        if "tests/ui" in Path(str(item.fspath)).as_posix() and not item.get_closest_marker("qt_log_ignore"):
            item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support"))


@pytest.fixture(autouse=True)
def no_touch_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that touch make a touch screen, which stays until the process ends: windows after them are not about it."""
    from bodymap.ui import theme

    monkeypatch.setattr(theme, "touch_screen_there", lambda: False)


def followed(window: MainWindow) -> None:
    """Wait until the panels have taken in what was done on the body: they do it once that is painted."""
    while window.body.view.afterwards.due:
        QApplication.processEvents()


class FaultyStore(MemoryStore):
    """The store in memory, refusing to write while `fault` is set."""

    fault: RecordsFault | None = None

    def apply(self, transaction: object) -> None:
        if self.fault:
            raise self.fault
        super().apply(transaction)  # type: ignore[arg-type]


class MemoryOpener:
    """Opens records in memory; `fault` is what opening meets, `stores` are kept by folder as files would be."""

    default_folder = Path("/records-in-memory")

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.fault: RecordsFault | None = None
        self.sentences: list[str] = []
        self.stores: dict[Path, FaultyStore] = {}

    def open(self, folder: Path, *, create: bool = True) -> Workspace:
        if self.fault:
            raise self.fault
        return Workspace(self.stores.setdefault(folder, FaultyStore()), self.atlas, place=str(folder))

    def look_around(self) -> Workspace:
        workspace = Workspace(FaultyStore(), self.atlas, invented=True)
        workspace.patients.create(family_name="Invented", given_names="Iris")
        return workspace

    def warnings(self, folder: Path) -> list[str]:
        return self.sentences


class Answers:
    """Stands in for every question: what is to be answered, and what was asked."""

    def __init__(self) -> None:
        self.yes = True
        self.folder: Path | None = None
        self.file: Path | None = None
        self.asked: list[str] = []

    def ask(self, parent: QWidget, question: str, detail: str, yes: str, no: str = "Cancel") -> bool:
        self.asked.append(question)
        return self.yes

    def tell(self, parent: QWidget, text: str, detail: str = "") -> None:
        self.asked.append(text)

    def choose_folder(self, parent: QWidget, title: str, start: str) -> Path | None:
        return self.folder

    def save_as(self, parent: QWidget, title: str, start: str, kind: str) -> Path | None:
        return self.file


@pytest.fixture(scope="session")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    return Atlas(assets.folder(), tmp_path_factory.mktemp("plates"))


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    made = Answers()
    for name in ("ask", "tell", "choose_folder", "save_as"):
        monkeypatch.setattr(messages, name, getattr(made, name))
    return made


@pytest.fixture
def opener(atlas: Atlas) -> MemoryOpener:
    return MemoryOpener(atlas)


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return Preferences(tmp_path / "settings.json")


@pytest.fixture
def make_window(
    qtbot: QtBot, opener: MemoryOpener, preferences: Preferences, answers: Answers
) -> Iterator[Callable[..., MainWindow]]:
    made: list[MainWindow] = []

    def make(width: int = 1366, height: int = 768) -> MainWindow:
        window = MainWindow(opener, preferences)
        made.append(window)
        window.resize(width, height)
        window.show()
        qtbot.waitUntil(lambda: window.workspace is not None or window._fault_page is not None)
        return window

    yield make
    answers.yes = True
    for window in made:
        window.close()
        window.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window()


@pytest.fixture
def patient(window: MainWindow) -> Patient:
    assert window.workspace is not None
    return window.workspace.patients.create(
        family_name="Sandoval", given_names="Mireya", alerts="Pacemaker", clinic_id="N-1042"
    )


@pytest.fixture
def visit_id(window: MainWindow, patient: Patient) -> str:
    """The visit of today, open in the window."""
    window.open_patient(patient.id)
    press(window.patients.today_button)
    return window.visit_id


@pytest.fixture
def store(window: MainWindow) -> FaultyStore:
    assert window.workspace is not None
    assert isinstance(window.workspace.store, FaultyStore)
    return window.workspace.store


def press(button: QWidget) -> None:
    """A click on the button, which must be there to be seen."""
    assert button.isVisible(), f"{button} is not shown"
    assert button.isEnabled(), f"{button} is off"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def write(field: QWidget, text: str) -> None:
    """Keys into the field, which must be there to be seen."""
    assert field.isVisible(), f"{field} is not shown"
    field.setFocus()
    QTest.keyClicks(field, text)


def clinic_of(window: MainWindow) -> Clinic:
    assert window.workspace is not None
    return window.workspace.practice.clinic()
