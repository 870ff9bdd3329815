"""The text from marks above the objective field: it follows the marks, folds, leaves the field its room, is never typed
text; and what keeps copied text out of clipboard histories."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bodymap.charting.findings import FindingKind
from bodymap.charting.records import Ltr, Mark, NarrativeStyle, NeedleSize, Section, Side
from bodymap.ui import clipboard
from bodymap.ui.main_window import MainWindow
from tests.ui.conftest import FaultyStore, press, write
from tests.ui.test_visit import add

O = Section.OBJECTIVE  # noqa: E741
INFRA = "Dry needling was carried out. In the right infraspinatus, 1 needle was inserted."


@pytest.fixture
def objective(window: MainWindow, visit_id: str) -> MainWindow:
    """The window with the objective part shown."""
    press(window.visit.note.tabs.button(O))
    return window


def derived(window: MainWindow) -> str:
    block = window.visit.note.derived
    return block.text() if block.isVisible() else ""


def test_it_follows_marks_findings_and_the_clinics_style(qtbot: QtBot, objective: MainWindow) -> None:
    window = objective
    assert derived(window) == ""
    (mark,) = add(window, "infraspinatus")
    qtbot.waitUntil(lambda: derived(window) == INFRA)
    window.workspace.marks.change([mark.id], needle=NeedleSize(300, 40), ltr=Ltr.NONE)
    qtbot.waitUntil(lambda: "0.30x40 mm was inserted: no local twitch response" in derived(window))
    window.workspace.findings.add(
        window.visit_id, FindingKind.EDEMA, window.workspace.marks.muscle("soleus"), Side.LEFT
    )
    qtbot.waitUntil(lambda: derived(window).startswith("Edema was found in the left soleus."))
    window.workspace.practice.change_clinic("", "", "", narrative_style=NarrativeStyle.TERSE)
    qtbot.waitUntil(lambda: "R infraspinatus x1, 0.30x40, LTR none." in derived(window))
    for _ in range(4):  # finding, two fields, the mark itself: by undo there is nothing to say again
        window.undo()
    qtbot.waitUntil(lambda: derived(window) == "")


def test_what_was_typed_is_not_touched_and_what_was_derived_not_stored(
    qtbot: QtBot, objective: MainWindow, store: FaultyStore
) -> None:
    window = objective
    write(window.visit.note.fields[O], "Rotation 70 degrees.")
    add(window, "infraspinatus")
    qtbot.waitUntil(lambda: derived(window) == INFRA)
    assert window.visit.note.save()
    assert store.note(window.visit_id)[O][0] == "Rotation 70 degrees."
    assert window.visit.note.fields[O].text() == "Rotation 70 degrees."


def test_it_cannot_be_typed_into_but_read_by_keys(qtbot: QtBot, objective: MainWindow) -> None:
    window = objective
    add(window, "infraspinatus")
    qtbot.waitUntil(lambda: derived(window) == INFRA)
    press(window.visit.note.derived.head)
    view = window.visit.note.derived.view
    write(view, "x")
    assert view.toPlainText() == INFRA
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == INFRA
    assert "x-kde-passwordManagerHint" in QApplication.clipboard().mimeData().formats()


def test_it_is_another_visits_text_with_another_visit(qtbot: QtBot, objective: MainWindow) -> None:
    window = objective
    add(window, "infraspinatus")
    qtbot.waitUntil(lambda: derived(window) == INFRA)
    other = window.workspace.patients.create(family_name="Okonkwo")
    window.open_patient(other.id)
    press(window.patients.today_button)
    assert derived(window) == ""


def test_typing_never_makes_it_anew(
    qtbot: QtBot, objective: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = objective
    add(window, "infraspinatus")
    qtbot.waitUntil(lambda: derived(window) == INFRA)
    made: list[str] = []
    monkeypatch.setattr(window.workspace.visits, "narrative", lambda visit_id: made.append(visit_id) or "")
    write(window.visit.note.fields[O], "Rotation 70 degrees.")
    assert window.visit.note.save()
    assert not window.visit.note._derive.isActive()
    assert made == []


def test_while_its_part_is_not_seen_it_is_not_made(
    qtbot: QtBot, window: MainWindow, visit_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    narrative = window.workspace.visits.narrative
    monkeypatch.setattr(
        window.workspace.visits, "narrative", lambda visit: made.append(visit) or narrative(visit)
    )
    press(window.visit.note.tabs.button(Section.PLAN))
    add(window, "infraspinatus")
    qtbot.waitUntil(lambda: not window.visit.note._derive.isActive())
    assert made == []
    press(window.visit.note.tabs.button(O))
    assert derived(window) == INFRA


@pytest.fixture
def eight(qtbot: QtBot, objective: MainWindow) -> list[Mark]:
    """Enough marks for a text of several lines."""
    names = (
        "infraspinatus",
        "teres-minor",
        "soleus",
        "popliteus",
        "masseter",
        "pronator-teres",
        "gracilis",
        "sartorius",
    )
    made = add(objective, *names)
    qtbot.waitUntil(lambda: "sartorius" in derived(objective))
    return made


def test_on_a_laptop_it_is_folded_and_unfolding_leaves_the_field_its_room(
    qtbot: QtBot, objective: MainWindow, eight: list[Mark]
) -> None:
    note, window = objective.visit.note, objective
    field, block = note.fields[O], note.derived
    assert block.is_folded()
    assert block.begins.isVisible()
    before = field.height()
    press(block.head)
    qtbot.waitUntil(lambda: block.view.isVisible() and block.view.height() > 60 and field.height() >= before)
    assert window.visit.list.height() >= 112
    press(block.head)
    qtbot.waitUntil(lambda: field.height() == before)
    assert window.preferences["derived_text"] == "folded"


def test_unfolded_it_moves_no_part_of_the_note_when_another_is_pressed(
    qtbot: QtBot, objective: MainWindow, eight: list[Mark]
) -> None:
    note = objective.visit.note
    before = note.height()
    press(note.derived.head)
    qtbot.waitUntil(lambda: note.height() > before)
    unfolded = note.height()
    for section in (Section.PLAN, O, Section.SUBJECTIVE):
        press(note.tabs.button(section))
        QApplication.processEvents()
        assert note.height() == unfolded
    press(note.tabs.button(O))
    press(note.derived.head)
    qtbot.waitUntil(lambda: note.height() == before)


def test_on_a_large_screen_it_is_open(qtbot: QtBot, objective: MainWindow, eight: list[Mark]) -> None:
    objective.resize(2560, 1440)
    block = objective.visit.note.derived
    qtbot.waitUntil(lambda: block.view.isVisible() and block.view.height() >= block.wanted())
    assert all(field.height() >= 52 for field in objective.visit.note.fields.values())


def test_a_fault_of_the_records_is_said_in_its_place(
    qtbot: QtBot, objective: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bodymap.charting.faults import RecordsFault

    def fail(visit_id: str) -> str:
        raise RecordsFault("damaged", "The records cannot be read.", "", "")

    monkeypatch.setattr(objective.workspace.visits, "narrative", fail)
    add(objective, "infraspinatus")
    qtbot.waitUntil(lambda: "cannot be made now: The records cannot be read." in derived(objective))


# -- copying ----------------------------------------------------------------------------------------------------------


def test_one_button_copies_the_visit_as_it_stands_on_the_screen(qtbot: QtBot, objective: MainWindow) -> None:
    window = objective
    add(window, "infraspinatus")
    write(window.visit.note.fields[O], "Rotation 70 degrees.")  # not saved yet
    press(window.visit.copy.button)
    text = QApplication.clipboard().text()
    assert text.endswith(f"Objective:\n{INFRA}\n\nRotation 70 degrees.")
    assert "Sandoval" not in text
    assert window.body.said.text() == "Copied the session note: objective, without the patient's name."


@pytest.mark.parametrize("section", list(Section))
def test_a_part_is_copied_by_its_key(
    qtbot: QtBot, window: MainWindow, visit_id: str, section: Section
) -> None:
    window.workspace.notes.save(visit_id, section, "Only this.")
    QTest.keyClick(
        window,
        Qt.Key[f"Key_{section.value[0].upper()}"],
        Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert QApplication.clipboard().text() == "Only this."
    assert window.body.said.text() == f"Copied: {section.value}."


def test_the_visit_is_copied_by_its_key_and_a_part_from_the_menu(window: MainWindow, visit_id: str) -> None:
    window.workspace.notes.save(visit_id, Section.PLAN, "Again in a week.")
    chord = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_C, chord)
    assert QApplication.clipboard().text().endswith("Plan:\nAgain in a week.")
    window.visit.copy.menu.actions()[-1].trigger()
    assert QApplication.clipboard().text() == "Again in a week."


def test_nothing_to_copy_leaves_the_clipboard_alone(window: MainWindow, visit_id: str) -> None:
    QApplication.clipboard().setText("before")
    press(window.visit.copy.button)
    assert QApplication.clipboard().text() == "before"
    assert window.body.said.text() == "There is nothing in this visit yet: nothing was copied."
    window.visit.copy.copy(Section.PLAN)
    assert window.body.said.text() == "Plan is empty: nothing was copied."


def test_what_is_open_in_a_cell_is_copied_too(qtbot: QtBot, window: MainWindow, visit_id: str) -> None:
    from bodymap.ui.marks_list import NOTE
    from tests.ui.test_visit import click

    add(window, "infraspinatus")
    QTest.keyClicks(click(window, 0, NOTE), "familiar headache")
    QTest.keyClick(
        window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert "familiar headache" in QApplication.clipboard().text()


def test_copied_text_asks_to_be_kept_out_of_histories(window: MainWindow, visit_id: str) -> None:
    window.workspace.notes.save(visit_id, Section.PLAN, "Again in a week.")
    press(window.visit.copy.button)
    data = QApplication.clipboard().mimeData()
    windows = 'application/x-qt-windows-mime;value="{}"'
    assert bytes(data.data(windows.format("CanIncludeInClipboardHistory")).data()) == bytes(4)
    assert bytes(data.data(windows.format("CanUploadToCloudClipboard")).data()) == bytes(4)
    assert windows.format("ExcludeClipboardContentFromMonitorProcessing") in data.formats()
    assert "org.nspasteboard.ConcealedType" in data.formats()
    assert bytes(data.data("x-kde-passwordManagerHint").data()) == b"secret"


def test_what_is_cut_by_hand_from_the_note_does_so_too(window: MainWindow, visit_id: str) -> None:
    press(window.visit.note.tabs.button(Section.PLAN))
    field = window.visit.note.fields[Section.PLAN]
    write(field, "Again")
    QTest.keyClick(field, Qt.Key.Key_Return)
    write(field, "in a week.")
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == ""
    assert QApplication.clipboard().text() == "Again\nin a week."
    assert set(clipboard.MARKS) <= set(QApplication.clipboard().mimeData().formats())


def test_a_program_that_ends_with_copied_text_ends_well() -> None:
    script = (
        "from PySide6.QtWidgets import QApplication; app = QApplication([]); "
        "from bodymap.ui import clipboard; clipboard.copy('text')"
    )
    root = Path(clipboard.__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", script], cwd=root, timeout=60, check=False).returncode == 0


def test_the_clinics_choice_is_made_by_example_and_holds(
    qtbot: QtBot, objective: MainWindow, visit_id: str
) -> None:
    window = objective
    add(window, "infraspinatus")
    window.forms.edit_practice()
    form = window.form
    assert form.narrative.sample.text().startswith("Dry needling was carried out with the patient prone")
    press(form.narrative.styles.button(NarrativeStyle.TERSE))
    form.narrative.without.click()
    assert form.narrative.sample.text().startswith("DN without injection, prone, 0.30x40:")
    assert form.height() < 700
    press(form.save_button)
    qtbot.waitUntil(lambda: derived(window) == "DN without injection: R infraspinatus x1.")
    clinic = window.workspace.practice.clinic()
    assert (clinic.narrative_style, clinic.without_injection) == (NarrativeStyle.TERSE, True)


def test_the_menu_shows_the_keys_that_hold(window: MainWindow, visit_id: str) -> None:
    from bodymap.ui.copy_visit import KEYS, WHOLE_KEYS

    keys = {
        action: window.actions_by_id[action].shortcut().toString() for action in ("copy_visit", "copy_plan")
    }
    assert keys == {"copy_visit": WHOLE_KEYS, "copy_plan": KEYS[Section.PLAN]}
