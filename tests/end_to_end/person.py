"""Acting as the therapist: the real main(), the real window, real events where a hand would make them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from bodymap import app, composition
from bodymap.atlas.geometry import inner_point
from bodymap.charting.records import Section
from bodymap.ui.day_field import DayField
from bodymap.ui.main_window import MainWindow
from bodymap.ui.marks_list import INSERTIONS, LTR, NEEDLES, NOTE, SIZE
from bodymap.ui.patient_form import PatientForm

LEFT = Qt.MouseButton.LeftButton
COLUMNS = {"size": SIZE, "needles": NEEDLES, "insertions": INSERTIONS, "ltr": LTR, "note": NOTE}


class Person:
    """A therapist at the window. Every verb makes the events a hand makes and waits for what an eye would see."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot

    # -- looking ----------------------------------------------------------------------------------------------------

    def sees(self, what: Callable[[], object]) -> None:
        """Wait until it is so."""
        self.qtbot.waitUntil(lambda: bool(what()), timeout=10_000)

    def marks(self) -> list[str]:
        """The lines of the marks list, as "R infraspinatus"."""
        return [mark.title for mark in self.window.visit.list.marks_model().marks]

    # -- hands ------------------------------------------------------------------------------------------------------

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        assert widget.isVisible(), f"{widget.objectName() or type(widget).__name__} cannot be seen"
        assert widget.isEnabled()
        QTest.mouseClick(widget, LEFT, Qt.KeyboardModifier.NoModifier, at or widget.rect().center())

    def press_button(self, text: str) -> None:
        """Click the visible button with this text."""
        found = [b for b in self.window.findChildren(QAbstractButton) if b.text() == text and b.isVisible()]
        assert found, f"no button {text!r}"
        self.click(found[0])

    def types(self, widget: QWidget, text: str) -> None:
        self.click(widget)
        enters(widget, text)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        target = QApplication.focusWidget() or self.window
        QTest.keyClick(target, key, modifiers)

    # -- work -------------------------------------------------------------------------------------------------------

    def opens(self) -> None:
        """Wait until the records are open and the body is painted."""
        self.sees(lambda: self.window.workspace is not None and self.window.body.view.sharp)

    def adds_patient(self, family: str, given: str, born: str = "") -> str:
        """New patient by the first button there is; the id of the patient then open."""
        panel = self.window.patients
        self.click(panel.first_button if panel.first_button.isVisible() else panel.new_button)
        self.sees(lambda: self._form() is not None)
        form = self._form()
        assert form is not None
        for key, text in (("family_name", family), ("given_names", given), ("date_of_birth", born)):
            if text:
                self.fills(form, key, text)
        self.click(form.save_button)
        self.sees(lambda: self.window.patient_id)
        # Without a window manager nobody gives the window its keys back.
        self.window.activateWindow()
        self.sees(self.window.isActiveWindow)
        return self.window.patient_id

    def fills(self, form: PatientForm, key: str, text: str) -> None:
        """Type into a field of the patient's form, with the keyboard where it would be."""
        field = form.fields[key]
        enters(field.field if isinstance(field, DayField) else field, text)

    def _form(self) -> PatientForm | None:
        return next((f for f in self.window.findChildren(PatientForm) if f.isVisible()), None)

    def begins_todays_visit(self) -> str:
        self.click(self.window.patients.today_button)
        self.sees(lambda: self.window.visit_id and self.window.visit.list.isVisible())
        return self.window.visit_id

    def turns_to(self, plate: str) -> None:
        """Front or Back, by its button, or in the menu of a body too narrow for buttons."""
        body = self.window.body
        if body.plates.isVisible():
            self.click(body.plates.button(plate))
        else:
            menu = body.more_plates.menu()
            menu.popup(body.more_plates.mapToGlobal(body.more_plates.rect().bottomLeft()))
            name = next(one.name for one in self.window.workspace.atlas.aspects if one.id == plate)
            action = next(action for action in menu.actions() if action.text() == name)
            QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
            # Without a window manager nobody gives the window its keys back.
            self.window.activateWindow()
            self.sees(self.window.isActiveWindow)
        self.sees(lambda: self.window.body.view.plate == plate and self.window.body.view.sharp)

    def pixel_of(self, u: float, v: float) -> QPoint:
        x, y = self.window.body.view.view.to_px(u, v)
        return QPointF(x, y).toPoint()

    def needles(self, muscle: str, side: str) -> str:
        """Click the muscle where it is best seen on the plate and layer shown; the new mark's title."""
        view = self.window.body.view
        assert self.window.workspace is not None
        regions = {
            region.side: region
            for plate, layer, region in self.window.workspace.atlas.regions_of(muscle)
            if (plate, layer) == (view.plate, view.layer)
        }
        before = len(self.marks())
        self.click(view, self.pixel_of(*inner_point(regions[side].rings)))
        self.sees(lambda: len(self.marks()) == before + 1)
        return self.marks()[-1]

    def edits(self, row: int, what: str, text: str) -> None:
        """Edit a cell of the marks list in place, ended by Enter."""
        view = self.window.visit.list
        index = view.model().index(row, COLUMNS[what])
        view.scrollTo(index)
        self.click(view.viewport(), view.visualRect(index).center())
        self.sees(lambda: (f := QApplication.focusWidget()) not in (None, view) and view.isAncestorOf(f))
        field = QApplication.focusWidget()
        self.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(field, text)
        self.key(Qt.Key.Key_Return)

    def writes(self, section: Section, text: str) -> None:
        """Type into a section of the session note; wait until it says that it is saved."""
        note = self.window.visit.note
        note._choose(section)
        self.types(note.fields[section], text)
        self.sees(lambda: not note.unsaved())

    def undoes(self) -> None:
        self.window.body.view.setFocus()
        self.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    def redoes(self) -> None:
        self.window.body.view.setFocus()
        self.key(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)

    def answers_menu(self, text: str) -> None:
        """Choose from the menu that is open."""
        self.sees(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        action = next(a for a in menu.actions() if a.text().replace("&", "") == text)
        QTest.mouseClick(menu, LEFT, Qt.KeyboardModifier.NoModifier, menu.actionGeometry(action).center())
        self.sees(lambda: QApplication.activePopupWidget() is not menu)
        # Without a window manager nobody gives the window its keys back.
        self.window.activateWindow()
        self.sees(self.window.isActiveWindow)


def sit(qtbot: QtBot, words: Sequence[str], work: Callable[[Person], None]) -> int:
    """Start the program with these words, do the work, close the window; the exit status. Raises what work raised."""
    raised: list[BaseException] = []

    def begin() -> None:
        window = next(
            w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()
        )
        try:
            work(Person(window, qtbot))
        except BaseException as error:
            raised.append(error)
        finally:
            window.close()
            QApplication.quit()

    QTimer.singleShot(0, begin)
    try:
        status = app.main(list(words))
    finally:
        for window in [w for w in composition.kept if isinstance(w, MainWindow)]:
            composition.kept.remove(window)
            # At once: a failed test's traceback would keep the window alive, and it would work on through the next.
            shiboken6.delete(window)
        # Closing the last window posts a quit besides ours; left over, it would end every event loop to come.
        QCoreApplication.removePostedEvents(QApplication.instance(), QEvent.Type.Quit.value)
    if raised:
        raise raised[0]
    return status


def enters(widget: QWidget, text: str) -> None:
    """Type the text: by key where a key makes it, by input method as Arabic or Chinese is typed."""
    if text.isascii():
        QTest.keyClicks(widget, text)
        return
    composed = QInputMethodEvent()
    composed.setCommitString(text)
    QApplication.sendEvent(widget, composed)


def python() -> str:
    return sys.executable


def today() -> str:
    return date.today().isoformat()


def main_py() -> Path:
    return Path(__file__).resolve().parents[2] / "main.py"
