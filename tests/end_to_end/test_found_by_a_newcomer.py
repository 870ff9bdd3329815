"""Faults met by a newcomer and by bad input, each as the test that its mending turns green."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from bodymap.charting.faults import RecordsFault
from bodymap.charting.records import Section
from bodymap.store.files import full
from bodymap.ui import messages, print_dialogs
from bodymap.ui.body_view import BodyView
from bodymap.ui.main_window import MainWindow
from bodymap.ui.patient_form import PatientForm
from tests.end_to_end.person import COLUMNS, Person, enters, main_py, python, sit
from tests.end_to_end.test_one_visit import command


def charted(person: Person, family: str = "Sandoval") -> tuple[str, str]:
    """A new patient with a visit of one mark; (patient, visit)."""
    person.opens()
    patient = person.adds_patient(family, "Mireya", "17.4.1986")
    visit = person.begins_todays_visit()
    person.needles("rectus-femoris", "left")
    return patient, visit


def form_of(window: MainWindow) -> PatientForm:
    window.forms.new_patient()
    return next(f for f in window.findChildren(PatientForm) if f.isVisible())


# -- undo ----------------------------------------------------------------------------------------------------------


def test_undo_on_the_patients_page_never_takes_a_patient_with_visits_away(
    qtbot: QtBot, tmp_path: Path
) -> None:
    def work(person: Person) -> None:
        patient, _visit = charted(person)
        window = person.window
        assert window.workspace is not None
        window.open_patient(patient)  # the patient's page, with no visit open
        window.undo()
        assert not window.workspace.patients.get(patient).removed
        assert window.workspace.patients.find("sandoval").total == 1

    sit(qtbot, ["--vault", str(tmp_path / "records")], work)


def test_a_new_patient_taken_back_can_be_had_again(qtbot: QtBot, tmp_path: Path) -> None:
    def work(person: Person) -> None:
        person.opens()
        patient = person.adds_patient("Sandoval", "Mireya")
        window = person.window
        assert window.workspace is not None
        window.undo()
        if window.workspace.patients.get(patient).removed:
            window.redo()
        assert not window.workspace.patients.get(patient).removed

    sit(qtbot, ["--vault", str(tmp_path / "records")], work)


def test_undo_at_a_patient_never_changes_another_patients_record(qtbot: QtBot, tmp_path: Path) -> None:
    def work(person: Person) -> None:
        _patient, visit = charted(person)
        window = person.window
        assert window.workspace is not None
        window.remove_visit()
        form = form_of(window)
        enters(form.fields["family_name"], "Okonkwo")
        person.click(form.save_button)
        other = window.patient_id
        window.undo()
        assert window.workspace.visits.get(visit).removed
        assert window.patient_id in ("", other)

    sit(qtbot, ["--vault", str(tmp_path / "records")], work)


# -- a disk that fills up ------------------------------------------------------------------------------------------


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """Files of this process stop growing at this size, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_chart_that_does_not_fit_on_the_disk_leaves_the_old_file_and_says_so(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "chart.pdf"
    monkeypatch.setattr(messages, "save_as", lambda *_: target)

    def work(person: Person) -> None:
        charted(person)
        person.window.forms.save_pdf()
        before = target.read_bytes()
        assert before.rstrip().endswith(b"%%EOF")
        # Nothing of the records is written from here on.
        with no_file_above(len(before) // 2):
            person.window.forms.save_pdf()
        assert target.read_bytes().rstrip().endswith(b"%%EOF")
        assert "saved" not in person.window.body.bar.text()

    sit(qtbot, ["--vault", str(tmp_path / "records")], work)


def test_the_chart_command_says_that_the_disk_is_full(tmp_path: Path) -> None:
    command("demo", tmp_path / "records")
    ran = subprocess.run(
        [python(), str(main_py()), "chart", "--vault", "records", "--visit", "last", "--pdf", "chart.pdf"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        # Below what a chart needs; reading the records grows no file.
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000)),
    )
    assert (ran.returncode, ran.stdout) == (2, "")


def test_the_export_says_that_the_disk_is_full(tmp_path: Path) -> None:
    target = tmp_path / "regions.geojson"
    ran = subprocess.run(
        [python(), str(main_py()), "atlas", "export", str(target)],
        capture_output=True,
        text=True,
        check=False,
        env={k: v for k, v in os.environ.items() if k != "BODYMAP_DEBUG"} | {"XDG_CACHE_HOME": str(tmp_path)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )
    assert ran.returncode == 2, ran.stderr
    assert not target.exists()


def test_a_fault_is_no_longer_said_once_a_change_was_saved(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(person: Person) -> None:
        charted(person)
        assert person.window.workspace is not None
        store = person.window.workspace.store

        def refuse(_transaction: object) -> None:
            raise full()

        view = person.window.body.view
        with monkeypatch.context() as patched:
            patched.setattr(store, "apply", refuse)
            region = next(
                r
                for p, n, r in person.window.workspace.atlas.regions_of("tibialis-anterior")
                if (p, n, r.side) == ("anterior", 1, "right")
            )
            x0, y0, x1, y1 = region.box
            person.click(view, person.pixel_of((x0 + x1) / 2, (y0 + y1) / 2))
        assert "disk is full" in person.window.body.bar.text()
        person.needles("tibialis-anterior", "right")
        assert "disk is full" not in person.window.body.bar.text()

    sit(qtbot, ["--vault", str(tmp_path / "records")], work)


# -- being ended ---------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_the_end_of_the_session_saves_what_is_being_typed(tmp_path: Path) -> None:
    folder = tmp_path / "records"
    script = """
        import sys, time
        from PySide6.QtCore import QTimer
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication
        from bodymap import app
        from bodymap.charting.records import Section
        from tests.end_to_end.busy_person import Patience
        from tests.end_to_end.person import Person

        def begin():
            window = QApplication.topLevelWidgets()[0].window()
            person = Person(window, Patience())
            person.opens()
            person.adds_patient("Writer", "One")
            person.begins_todays_visit()
            window.visit.note._choose(Section.SUBJECTIVE)
            QTest.keyClicks(window.visit.note.fields[Section.SUBJECTIVE], "Last words before the end.")
            sys.stdout.write("typed\\n")
            sys.stdout.flush()

        QTimer.singleShot(0, begin)
        sys.exit(app.main(["--vault", sys.argv[1]]))
    """
    child = subprocess.Popen(
        [python(), "-c", textwrap.dedent(script), str(folder)],
        cwd=main_py().parent,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "typed\n"
    # Signals are minded from a moment after the first picture on; the typing may have been quicker.
    minded = Path(f"/proc/{child.pid}/status")
    end = time.monotonic() + 20
    while minded.exists() and time.monotonic() < end:
        caught = next(line for line in minded.read_text().splitlines() if line.startswith("SigCgt:"))
        if int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1:
            break
        time.sleep(0.01)
    child.send_signal(signal.SIGTERM)
    try:
        child.wait(20)
    finally:
        child.kill()
        child.communicate()
    visit = json.loads(command("visits", "--vault", folder, "--json"))[0]["id"]
    pdf = tmp_path / "chart.pdf"
    command("chart", "--vault", folder, "--visit", visit, "--pdf", pdf)
    import pdfplumber

    with pdfplumber.open(pdf) as document:
        assert "Last words before the end." in document.pages[0].extract_text()


# -- people alike --------------------------------------------------------------------------------------------------


def test_a_duplicate_is_offered_to_whoever_types_fast(qtbot: QtBot, tmp_path: Path) -> None:
    def work(person: Person) -> None:
        charted(person)
        window = person.window
        assert window.workspace is not None
        window.open_patient(window.patient_id)
        form = form_of(window)
        for key, text in (
            ("family_name", "Sandoval"),
            ("given_names", "Mireya"),
            ("date_of_birth", "17.4.1986"),
        ):
            person.fills(form, key, text)
        person.click(form.save_button)
        assert window.workspace.patients.find("sandoval").total == 1
        form.done(0)

    sit(qtbot, ["--vault", str(tmp_path / "records")], work)


# -- what is said, and where it stands -----------------------------------------------------------------------------


def test_a_warning_about_the_folder_outlives_the_first_visit(qtbot: QtBot, tmp_path: Path) -> None:
    def work(person: Person) -> None:
        person.opens()
        assert "Dropbox" in person.window.body.banner.text()
        person.adds_patient("Sandoval", "Mireya")
        person.begins_todays_visit()
        seen = " ".join(label.text() for label in person.window.findChildren(QLabel) if label.isVisible())
        assert "Dropbox" in seen

    sit(qtbot, ["--vault", str(tmp_path / "Dropbox" / "records")], work)


def test_the_page_of_faults_shows_its_whole_sentences(qtbot: QtBot, tmp_path: Path) -> None:
    page = messages.FaultPage()
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    fault = RecordsFault(
        "in-use",
        "These records are open already: root on vm has had them since 22:31 on 21 November 2026.",
        "Nothing was changed; what is written there is safe.",
        "Go on in the window that has them, or close it and try again here.",
    )
    page.show_fault(fault, tmp_path)
    QApplication.processEvents()
    for label in (page.happened, page.safe, page.next_step):
        assert label.height() >= label.heightForWidth(label.width())


def test_the_smallest_window_shows_the_whole_visit(qtbot: QtBot, tmp_path: Path) -> None:
    def work(person: Person) -> None:
        charted(person)
        window = person.window
        window.resize(window.minimumSize())
        QApplication.processEvents()
        visit = window.visit
        assert visit.mapTo(window, visit.rect().topRight()).x() < window.width()

    sit(qtbot, ["--vault", str(tmp_path / "records")], work)


def test_a_chart_is_first_offered_a_folder_that_exists(tmp_path: Path, home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    assert Path(print_dialogs.documents()).is_dir()


@pytest.mark.qt_log_level_fail("CRITICAL")  # the assertion below is what fails
def test_escape_leaves_the_twitch_editor_without_a_warning(
    qtbot: QtBot, tmp_path: Path, qtlog: object
) -> None:
    def work(person: Person) -> None:
        charted(person)
        view = person.window.visit.list
        index = view.model().index(0, COLUMNS["ltr"])
        person.click(view.viewport(), view.visualRect(index).center())
        person.sees(lambda: (f := QApplication.focusWidget()) not in (None, view) and view.isAncestorOf(f))
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
        QApplication.processEvents()
        said = [record.message for record in qtlog.records]  # type: ignore[attr-defined]
        assert not [line for line in said if "does not belong to this view" in line]

    sit(qtbot, ["--vault", str(tmp_path / "records")], work)


class LabelsLeft(QObject):
    """Where the label of a dragged mark was painted and has not been painted over since."""

    def __init__(self, view: BodyView) -> None:
        super().__init__()
        self.view = view
        self.left = QRegion()
        self.painted = 0
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.left -= event.region()
            label = self.view._drag_label_rect().toRect()
            self.painted += not label.isEmpty()
            self.left += event.region().intersected(label)
        return False


def test_dragging_a_mark_leaves_no_pieces_of_labels_behind(qtbot: QtBot, tmp_path: Path) -> None:
    def work(person: Person) -> None:
        person.opens()
        person.adds_patient("Sandoval", "Mireya")
        person.begins_todays_visit()
        person.needles("pectoralis-major-clavicular", "right")
        view = person.window.body.view
        labels = LabelsLeft(view)
        [mark] = view._marks.shown
        at = QPointF(*mark.placed.centre).toPoint()
        QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        for _ in range(40):
            at += QPoint(1, 10)
            QTest.mouseMove(view, at)
            QApplication.processEvents()
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        QApplication.processEvents()
        assert labels.painted > 10
        assert labels.left.isEmpty()

    sit(qtbot, ["--vault", str(tmp_path / "records")], work)


# -- a drive that is not there -------------------------------------------------------------------------------------


def test_records_gone_from_the_remembered_folder_are_said_to_be_missing(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    monkeypatch.setattr(messages, "choose_folder", lambda *_: drive)

    def chooses(person: Person) -> None:
        person.opens()
        person.window.choose_folder()
        charted(person)

    def finds(person: Person) -> None:
        person.sees(lambda: person.window._fault_page is not None or person.window.workspace is not None)
        assert person.window.workspace is None

    sit(qtbot, [], chooses)
    drive.rename(tmp_path / "unplugged")
    drive.mkdir()
    sit(qtbot, [], finds)


# -- permissions ---------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to become somebody else")
def test_records_that_were_read_only_for_a_while_can_be_written_again(tmp_path: Path) -> None:
    script = """
        import os, sys
        from pathlib import Path
        from bodymap import app
        from bodymap.charting.faults import RecordsFault
        atlas = app.make_atlas()
        import bodymap.store.vault, bodymap.workspace.workspace, bodymap.store.opening
        os.setgroups([]); os.setresgid(65534, 65534, 65534); os.setresuid(65534, 65534, 65534)
        folder = Path(sys.argv[1])
        db = folder / "records.db"
        app.open_workspace(folder, atlas, create=True).close()
        db.chmod(0o400)
        try:
            workspace = app.open_workspace(folder, atlas, create=False)
        except RecordsFault:
            pass
        else:
            workspace.close()
        db.chmod(0o600)
        workspace = app.open_workspace(folder, atlas, create=False)
        workspace.patients.create(family_name="Sandoval")
        workspace.close()
    """
    folder = Path(tempfile.mkdtemp(prefix="bodymap-test-"))
    try:
        os.chown(folder, 65534, 65534)
        ran = subprocess.run(
            [python(), "-c", textwrap.dedent(script), str(folder)],
            cwd=main_py().parent,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
    finally:
        shutil.rmtree(folder)


def test_long_and_foreign_texts_are_kept_as_typed(qtbot: QtBot, tmp_path: Path) -> None:
    text = "Pain 👍, 王小明 says: محمد العربية; שלום. ½ ≤ ✓\n" + "The quick brown fox. " * 5_000

    def work(person: Person) -> None:
        person.opens()
        person.adds_patient("王小明", "محمد 🙂")
        person.begins_todays_visit()
        person.writes(Section.SUBJECTIVE, text)

    def again(person: Person) -> None:
        person.opens()
        person.sees(lambda: person.window.visit_id)
        assert person.window.visit.note.fields[Section.SUBJECTIVE].text() == text

    vault = str(tmp_path / "records")
    sit(qtbot, ["--vault", vault], work)
    sit(qtbot, ["--vault", vault, "--visit", "last"], again)
