"""The window: opening, faults, folding, themes, settings, paper."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from bodymap.charting.faults import RecordsFault
from bodymap.drawing.inks import HIGH_CONTRAST
from bodymap.settings import Preferences
from bodymap.ui import icons, print_dialogs, theme
from bodymap.ui.lines import LinesModel
from bodymap.ui.main_window import MainWindow
from tests.ui.conftest import Answers, MemoryOpener, followed, press, write


def test_ready_is_told_once_the_plate_is_painted(
    qtbot: QtBot, opener: MemoryOpener, preferences: Preferences, answers: Answers
) -> None:
    window = MainWindow(opener, preferences)
    qtbot.addWidget(window)
    assert window.workspace is None  # the window comes first
    with qtbot.waitSignal(window.ready):
        window.show()
    assert window.workspace is not None
    assert window.body.view.sharp


@pytest.mark.parametrize("kind", ["in-use", "newer", "foreign", "damaged", "missing", "read-only"])
def test_records_that_cannot_be_opened_are_said_on_a_page_with_ways_on(
    make_window: Callable[..., MainWindow], opener: MemoryOpener, kind: str
) -> None:
    opener.fault = RecordsFault(kind, "What happened.", "What is safe.", "What to do.")
    window = make_window()
    page = window._fault_page
    assert page.isVisible()
    assert [page.happened.text(), page.safe.text(), page.next_step.text()] == [
        "What happened.",
        "What is safe.",
        "What to do.",
    ]
    opener.fault = None
    press(page.again_button)
    assert window.workspace is not None
    assert window.split.isVisible()


def test_a_long_fault_is_read_to_its_end(
    make_window: Callable[..., MainWindow], opener: MemoryOpener
) -> None:
    opener.fault = RecordsFault("damaged", "What happened. " * 20, "What is safe. " * 9, "What to do. " * 30)
    page = make_window()._fault_page
    QApplication.processEvents()
    for label in (page.happened, page.safe, page.next_step, page.folder):
        assert label.height() >= label.heightForWidth(label.width())


def test_from_the_fault_page_another_folder_is_chosen_and_remembered(
    make_window: Callable[..., MainWindow], opener: MemoryOpener, answers: Answers, tmp_path: Path
) -> None:
    opener.fault = RecordsFault("foreign", "This folder holds something else.")
    window = make_window()
    opener.fault = None
    answers.folder = tmp_path
    press(window._fault_page.folder_button)
    assert window.workspace.place == str(tmp_path)
    assert window.preferences["folder"] == str(tmp_path)


def test_from_the_fault_page_one_may_look_around(
    make_window: Callable[..., MainWindow], opener: MemoryOpener
) -> None:
    opener.fault = RecordsFault("damaged", "These records are damaged.")
    window = make_window()
    press(window._fault_page.look_button)
    assert window.workspace.invented


def test_a_remembered_folder_that_is_gone_is_not_made_anew(
    make_window: Callable[..., MainWindow], preferences: Preferences, opener: MemoryOpener, tmp_path: Path
) -> None:
    preferences["folder"] = str(tmp_path / "gone")
    window = make_window()
    assert "is not there" in window._fault_page.happened.text()
    assert opener.stores == {}


def test_a_folder_that_is_no_good_place_is_said(
    make_window: Callable[..., MainWindow], opener: MemoryOpener
) -> None:
    opener.sentences = ["This folder is synced."]
    assert make_window().body.banner.text() == "This folder is synced."


def test_panels_fold_and_are_remembered(
    make_window: Callable[..., MainWindow], preferences: Preferences
) -> None:
    window = make_window()
    press(window.patients.fold_button)
    QTest.keyClick(window, Qt.Key.Key_F7)
    assert not window.patients.isVisible()
    assert not window.visit.isVisible()
    window.close()
    again = Preferences(preferences.path)
    assert (again["patients_folded"], again["visit_folded"]) == (True, True)
    second = make_window()
    assert not second.patients.isVisible()
    press(second.body.show_patients)
    assert second.patients.isVisible()


def test_everything_of_a_visit_is_seen_at_1366_by_768(window: MainWindow, visit_id: str) -> None:
    right, low = window.width(), window.height()
    assert (right, low) == (1366, 768)
    shown = [
        window.patients.find_field,
        window.body.plates,
        window.body.undo_button,
        window.body.in_button,
        window.visit.next.size,
        window.visit.add,
        window.visit.list,
        window.visit.note.tabs,
        window.visit.note.fields[next(iter(window.visit.note.fields))],
        window.visit.print_button,
    ]
    for widget in shown:
        corner = widget.mapTo(window, widget.rect().bottomRight())
        assert widget.isVisible()
        assert corner.x() < right
        assert corner.y() < low
    assert window.body.view.height() > 600
    assert window.visit.list.viewport().height() >= 8 * 42


def test_themes_switch_and_are_remembered(window: MainWindow) -> None:
    window.set_theme("dark")
    dark = QApplication.palette().color(QPalette.ColorRole.Window).lightness()
    window.set_theme("light")
    light = QApplication.palette().color(QPalette.ColorRole.Window).lightness()
    assert dark < 60 < 200 < light
    assert window.preferences["theme"] == "light"


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_high_contrast_has_its_own_body_and_is_remembered(window: MainWindow) -> None:
    window.actions_by_id["theme_high-contrast"].trigger()
    assert window.preferences["theme"] == "high-contrast"
    assert window.body.view._ink is HIGH_CONTRAST
    assert window.actions_by_id["theme_high-contrast"].isChecked()
    assert theme.off() != theme.color("line"), "what cannot be used is not as black as what can"


@pytest.mark.parametrize(
    ("contrast", "scheme", "name"),
    [
        (Qt.ContrastPreference.NoPreference, Qt.ColorScheme.Light, "light"),
        (Qt.ContrastPreference.NoPreference, Qt.ColorScheme.Dark, "dark"),
        (Qt.ContrastPreference.NoPreference, Qt.ColorScheme.Unknown, "light"),
        (Qt.ContrastPreference.HighContrast, Qt.ColorScheme.Light, "high-contrast"),
        (Qt.ContrastPreference.HighContrast, Qt.ColorScheme.Dark, "high-contrast"),
    ],
)
def test_as_the_computer_wants_it(
    monkeypatch: pytest.MonkeyPatch, contrast: Qt.ContrastPreference, scheme: Qt.ColorScheme, name: str
) -> None:
    class Hints:
        """What the system would say; offscreen there is none to ask."""

        def accessibility(self) -> Hints:
            return self

        def contrastPreference(self) -> Qt.ContrastPreference:
            return contrast

        def colorScheme(self) -> Qt.ColorScheme:
            return scheme

    monkeypatch.setattr(theme.QGuiApplication, "styleHints", Hints)
    assert theme.wanted("system").name == name
    assert theme.wanted("light").name == "light"


def test_a_message_says_its_kind_by_a_shape(window: MainWindow) -> None:
    """As a photocopy sees it."""
    shapes = set()
    for kind in ("info", "warn", "fault"):
        window.body.bar.show_message(kind, "Something is so.")
        picture = window.body.bar.sign.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        ground = picture.pixelColor(0, 0).red()
        shapes.add(
            tuple(
                abs(picture.pixelColor(x, y).red() - ground) > 50
                for x in range(picture.width())
                for y in range(picture.height())
            )
        )
        assert window.body.bar.sign.accessibleName()
    assert len(shapes) == 3


def test_a_written_note_and_none_have_two_shapes() -> None:
    assert icons.path("note") != icons.path("note-none")


def test_the_open_visit_is_told_to_those_who_listen(window: MainWindow, visit_id: str) -> None:
    texts = [
        str(model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole))
        for model in window.patients.findChildren(LinesModel)
        for row in range(model.rowCount())
    ]
    assert any(text.endswith(", open") for text in texts)


@pytest.mark.parametrize(
    ("t", "least"),
    [(theme.LIGHT, 4.5), (theme.DARK, 4.5), (theme.HIGH_CONTRAST, 7)],
    ids=["light", "dark", "high-contrast"],
)
def test_text_can_be_read(t: theme.Tokens, least: float) -> None:
    for ink, ground in (
        ("text", "window"), ("text", "surface"), ("text", "soft"), ("text", "hover"), ("text", "sunken"),
        ("muted", "window"), ("muted", "surface"), ("muted", "soft"), ("accent", "surface"), ("accent", "sunken"),
        ("on_accent", "accent"), ("on_info", "info"), ("on_warn", "warn"), ("on_fault", "fault"),
        ("on_fault", "window"), ("on_fault", "surface"),
    ):  # fmt: skip
        assert contrast(getattr(t, ink), getattr(t, ground)) >= least, (ink, ground)
    for ground in ("surface", "window"):
        assert contrast(t.edge, getattr(t, ground)) >= 3, ground
        assert contrast(t.focus, getattr(t, ground)) >= 3, ground


def test_the_menu_holds_every_action_and_no_shortcut_twice(window: MainWindow) -> None:
    from bodymap.ui.actions import TABLE

    window._fill_menu()
    keys = [key for row in TABLE for key in row.keys]
    assert len(keys) == len(set(keys))
    texts = {
        action.text() for menu in window.menu.findChildren(type(window.menu)) for action in menu.actions()
    }
    assert "Front" in texts
    assert "Clinic and therapist…" in texts


def test_ctrl_2_shows_the_back(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.body.view.plate == "posterior"
    assert window.body.plates.value() == "posterior"


def test_clinic_and_therapist_are_kept(window: MainWindow) -> None:
    window.forms.edit_practice()
    write(window.form.therapist, "Dana Whitfield, PT")
    write(window.form.clinic, "Harbour Street")
    press(window.form.save_button)
    assert window.workspace.practice.therapist.name == "Dana Whitfield, PT"
    assert window.workspace.practice.clinic().name == "Harbour Street"


FORMS = [
    "new_patient",
    "edit_patient",
    "move_visit",
    "whole_record",
    "progress",
    "preview",
    "handout",
    "consent_paper",
    "report",
    "practice",
    "clinic_lists",
    "defaults",
    "snippets",
    "sets",
    "commands",
    "keys",
    "about",
]


@pytest.mark.parametrize("action", FORMS)
def test_what_was_opened_is_gone_once_it_is_closed(
    window: MainWindow, visit_id: str, qtbot: QtBot, action: str
) -> None:
    window.actions_by_id[action].trigger()
    assert window.form.isVisible()
    window.form.close()
    qtbot.waitUntil(lambda: not window.findChildren(QDialog))
    assert window.visit_id == visit_id


# -- paper ----------------------------------------------------------------------------------------------------------


def test_the_chart_is_saved_as_pdf_and_its_folder_remembered(
    window: MainWindow, visit_id: str, answers: Answers, tmp_path: Path
) -> None:
    answers.file = tmp_path / "chart"
    press(window.visit.pdf_button)
    assert (tmp_path / "chart.pdf").read_bytes().startswith(b"%PDF")
    assert window.preferences["chart_folder"] == str(tmp_path)
    assert "chart.pdf" in window.body.bar.text()


def test_a_name_without_ending_never_replaces_a_file_silently(
    window: MainWindow, visit_id: str, answers: Answers, tmp_path: Path
) -> None:
    (tmp_path / "chart.pdf").write_bytes(b"mine")
    answers.file, answers.yes = tmp_path / "chart", False
    press(window.visit.pdf_button)
    assert answers.asked == ["Replace this file?"]
    assert (tmp_path / "chart.pdf").read_bytes() == b"mine"


def test_a_folder_that_cannot_be_written_is_said(
    window: MainWindow, visit_id: str, answers: Answers, tmp_path: Path
) -> None:
    answers.file = tmp_path / "gone" / "chart.pdf"
    press(window.visit.pdf_button)
    assert "The records are not affected" in window.body.bar.text()


def test_the_preview_shows_the_pages_and_remembers_the_paper(window: MainWindow, visit_id: str) -> None:
    press(window.visit.preview_button)
    dialog = window.form
    first = dialog.views[0].page
    press(dialog.papers.button("letter"))
    assert dialog.views[0].page.width > first.width
    assert window.preferences["paper"] == "letter"
    dialog.views[0].grab()
    dialog.reject()


def test_without_a_printer_a_sentence_offers_the_pdf(
    window: MainWindow, visit_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtPrintSupport import QPrinterInfo

    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    press(window.visit.print_button)
    assert "no printer" in window.body.bar.text()
    assert [button.text() for button in window.body.bar.buttons()] == ["Save PDF"]


def test_a_free_name_is_offered(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").touch()
    (tmp_path / "a (2).pdf").touch()
    assert print_dialogs.free_name(tmp_path / "a.pdf") == tmp_path / "a (3).pdf"


# -- settings -------------------------------------------------------------------------------------------------------


def test_damaged_settings_cost_only_the_settings(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    for text in ("", "{", "[]", '{"theme": 3, "visit_folded": "yes", "strange": 1}'):
        file.write_text(text)
        assert Preferences(file)["theme"] == "system"
    Preferences(file)["theme"] = "dark"
    assert json.loads(file.read_text()) == {"theme": "dark"}


def test_a_setting_of_another_type_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        Preferences(tmp_path / "s.json")["theme"] = 1
    with pytest.raises(KeyError):
        Preferences(tmp_path / "s.json")["patient"] = "x"


def test_a_narrow_window_offers_the_plates_in_a_menu(make_window: Callable[..., MainWindow]) -> None:
    window = make_window(1100, 640)
    body = window.body
    assert not body.plates.isVisible()
    assert body.more_plates.isVisible()
    assert body.more_plates.text() == "Front"
    assert body.layers.button(1).text() == "Superficial"
    names = {action.text(): action for action in body.more_plates.menu().actions()}
    assert len(names) == len(window.workspace.atlas.aspects)
    names["Back"].trigger()
    assert body.view.plate == "posterior"
    assert body.more_plates.text() == "Back"
    window.fold("visit", True)
    assert body.plates.isVisible()
    assert not body.more_plates.isVisible()


def test_a_message_never_moves_the_body(window: MainWindow, visit_id: str) -> None:
    before = window.body.view.geometry()
    window.body.bar.show_message("warn", "A sentence.", [("Do it", lambda: None)])
    QApplication.processEvents()
    assert window.body.view.geometry() == before
    window.body.bar.clear()


def test_the_chart_goes_to_the_printer_that_was_chosen(
    window: MainWindow, visit_id: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    file = tmp_path / "printed.pdf"

    def choose(parent: object, printer: QPrinter, pages: int) -> bool:
        assert printer.docName() == "Visit chart"  # no word of the patient in the printer's queue
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(file))
        return True

    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(lambda: ["Office"]))
    monkeypatch.setattr(print_dialogs, "choose_printer", choose)
    press(window.visit.print_button)
    assert window.body.bar.text() == "The chart was sent to the printer."
    assert file.read_bytes().startswith(b"%PDF")


def test_what_is_typed_last_is_on_paper(
    window: MainWindow, visit_id: str, answers: Answers, tmp_path: Path
) -> None:
    import pdfplumber

    write(window.visit.note.fields[next(iter(window.visit.note.fields))], "Typed just now")
    answers.file = tmp_path / "chart.pdf"
    press(window.visit.pdf_button)
    with pdfplumber.open(answers.file) as pdf:
        assert "Typed just now" in "".join(page.extract_text() for page in pdf.pages)


def test_records_that_fail_while_working_are_said_and_the_window_goes_on(
    window: MainWindow, patient: object, store: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(patient_id: str) -> None:
        raise RecordsFault("damaged", "This page of the records is damaged.", "The rest is safe.")

    with monkeypatch.context() as broken:
        broken.setattr(store, "patient", fail)
        QTest.keyClick(window.patients.find_field, Qt.Key.Key_Return)
    assert "damaged" in window.body.bar.text()
    QTest.keyClick(window.patients.find_field, Qt.Key.Key_Return)
    assert window.patient_id


@pytest.mark.parametrize(("width", "height"), [(980, 560), (1280, 720), (1366, 768)])
def test_all_panels_have_room(make_window: Callable[..., MainWindow], width: int, height: int) -> None:
    window = make_window(width, height)
    QApplication.processEvents()
    assert window.width() == width
    assert window.visit.mapTo(window, window.visit.rect().bottomRight()).x() < width
    if width >= 1280:
        assert window.body.layers.button(1).text() == "Superficial"


def test_what_was_done_is_said_over_the_body_and_the_plate_has_all_the_height(
    window: MainWindow, visit_id: str
) -> None:
    assert window.body.view.geometry().bottom() == window.body.rect().bottom()
    window.body.say("Moved to R pectoralis major clavicular part: it was R sternocleidomastoid")
    followed(window)
    said = window.body.said
    assert window.body.view.rect().contains(said.geometry())
    assert said.height() >= said.heightForWidth(said.width())
    window.body.bar.show_message("fault", "A long sentence. " * 20, [("Do it", lambda: None)])
    assert said.geometry().bottom() < window.body.bar.y() - window.body.view.y()
    assert window.body.zoom.geometry().bottom() < window.body.bar.y() - window.body.view.y()
    window.body.bar.clear()


def test_tab_goes_through_the_head_from_left_to_right(window: MainWindow, visit_id: str) -> None:
    window.patients.visits.setFocus()
    seen = []
    for _ in range(5):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    body = window.body
    head = [body.plates.button("anterior"), body.find_button, body.layers.button(1), body.finding_button]
    assert seen[:4] == head
    assert seen[4] is body.view or seen[4] is body.undo_button


def test_who_charts_is_asked_for_in_the_head_of_the_visit_not_over_the_body(
    window: MainWindow, visit_id: str
) -> None:
    assert not window.body.bar.isVisible()
    press(window.visit.name_button)
    write(window.form.therapist, "Dana Whitfield, PT")
    press(window.form.save_button)
    assert not window.visit.name_button.isVisible()
    assert "Dana Whitfield, PT" in window.visit.when.text()


def test_words_in_the_fields_for_the_next_mark_are_whole(window: MainWindow, visit_id: str) -> None:
    window.resize(1366, 768)
    line = window.visit.next.size.lineEdit()
    assert line.placeholderText()
    QApplication.processEvents()
    room = line.contentsRect().width() - 6  # the line's own margins
    assert line.fontMetrics().horizontalAdvance(line.placeholderText()) <= room
