"""The composition root: the only place that knows both the store and the window."""

from __future__ import annotations

import errno
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bodymap import assets, cli
from bodymap.charting.faults import RecordsFault, Refused
from bodymap.cli import WrongUse, complain, dump, folder_of, out, writable

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QMainWindow

    from bodymap.atlas.atlas import Atlas
    from bodymap.charting.chart import Chart
    from bodymap.charting.records import Visit
    from bodymap.workspace.workspace import Workspace

WELL, FINDING, WRONG_USE, OUR_FAULT = 0, 1, 2, 70
AFTERWARDS_MS = 150


def main(words: Sequence[str] | None = None) -> int:
    """Run BodyMap with these words (the command line's unless given); the exit status."""
    try:
        arguments = cli.parse(sys.argv[1:] if words is None else words)
        return _run(arguments)
    except WrongUse as wrong:
        complain(str(wrong))
        return WRONG_USE
    except (RecordsFault, Refused, assets.AssetMissing) as fault:
        complain(str(fault))
        return WRONG_USE
    except BrokenPipeError:
        # Whoever read the output has gone; the interpreter must not complain about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return WELL
    except OSError as problem:
        why = _WHY.get(problem.errno or 0)
        if why is None:
            return _fault_of_ours(problem)
        complain(f"The file was not written: {why} Nothing else was changed.")
        return WRONG_USE
    except Exception as error:
        if isinstance(error, ImportError) and not (error.name or "").startswith("bodymap"):
            # The machine lacks something, Qt's libraries most likely: bodymap.__main__ says what to install.
            raise
        return _fault_of_ours(error)


_WHY = {
    errno.ENOSPC: "the disk is full.",
    errno.EDQUOT: "the disk is full.",
    errno.EFBIG: "the disk is full.",
    errno.EACCES: "the folder cannot be written to.",
    errno.EPERM: "the folder cannot be written to.",
    errno.EROFS: "the disk cannot be written to.",
    errno.ENOENT: "its folder is not there.",
}


def _fault_of_ours(error: Exception) -> int:
    from bodymap import logbook

    # What the message says may quote a patient: only the type and the places are written down.
    _start_log()
    logbook.log.error("unexpected: %s", logbook.places(type(error), error.__traceback__))
    complain(
        f"BodyMap met a fault of its own ({type(error).__name__}). What was saved is safe. "
        "Please start it again; if it returns, send the log to whoever looks after BodyMap."
    )
    if os.environ.get("BODYMAP_DEBUG"):
        raise error
    return OUR_FAULT


def _run(arguments: Namespace) -> int:
    if arguments.passphrase_fd is not None:
        raise WrongUse("Passphrases come with a later version of BodyMap.")
    if arguments.command is None:
        return _window(arguments)
    if arguments.command in cli.LATER:
        raise WrongUse(cli.LATER[arguments.command])
    return {
        "demo": _demo,
        "visits": _visits,
        "chart": _chart,
        "charts": _charts,
        "picture": _picture,
        "handout": _handout,
        "report": _report,
        "atlas": _atlas,
        "export": _export,
        "check": _check,
    }[arguments.command](arguments)


# -- what everything is made of ------------------------------------------------------------------------------------


def make_atlas() -> Atlas:
    """The body, with parsed plates kept in the user's cache folder."""
    import platformdirs

    from bodymap.atlas.atlas import Atlas

    return Atlas(assets.folder(), Path(platformdirs.user_cache_dir("BodyMap", appauthor=False)) / "plates")


def open_workspace(folder: Path, atlas: Atlas, *, create: bool, invented: bool = False) -> Workspace:
    """The records in that folder. Raises RecordsFault."""
    from bodymap.store.vault import Vault
    from bodymap.workspace.workspace import Workspace

    store = Vault.open(folder, create=create)
    try:
        return Workspace(store, atlas, place=str(folder), invented=invented)
    except BaseException:
        store.close()
        raise


class Opening:
    """How the window comes by a workspace (workspace.opening.Opener)."""

    @cached_property
    def atlas(self) -> Atlas:
        return make_atlas()

    @property
    def default_folder(self) -> Path:
        import platformdirs

        return Path(platformdirs.user_data_dir("BodyMap", appauthor=False)) / "records"

    def open(self, folder: Path, *, create: bool = True) -> Workspace:
        return open_workspace(folder, self.atlas, create=create)

    def look_around(self) -> Workspace:
        import atexit
        import shutil
        import tempfile

        from bodymap.workspace import invented

        folder = Path(tempfile.mkdtemp(prefix="bodymap-invented-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        workspace = open_workspace(folder, self.atlas, create=True, invented=True)
        invented.fill(workspace)
        return workspace

    def warnings(self, folder: Path) -> list[str]:
        from bodymap.store.places import warnings

        return warnings(folder)


# -- commands without a window -------------------------------------------------------------------------------------


def _demo(arguments: Namespace) -> int:
    from bodymap.workspace import invented

    folder: Path = arguments.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongUse(f"{folder} is not empty; name a new folder for the invented patients.")
    workspace = open_workspace(folder, make_atlas(), create=True)
    try:
        invented.fill(workspace)
    finally:
        workspace.close()
    out(f"Invented patients are in {folder}. Look at them with: --vault {folder}")
    return WELL


def _visits(arguments: Namespace) -> int:
    from bodymap.charting.wording import day

    workspace = open_workspace(folder_of(arguments), make_atlas(), create=False)
    try:
        visits = list(workspace.store.all_visits())
        counts = workspace.visits.mark_counts(visits)
        rows = []
        for visit in visits:
            patient = workspace.patients.get(visit.patient_id)
            rows.append(
                {
                    "id": visit.id,
                    "date": visit.date.isoformat(),
                    "patient_id": patient.id,
                    "patient": patient.name,
                    "therapist": workspace.practice.therapist_of(visit.therapist_id).name,
                    "status": visit.status.value,
                    "marks": counts.get(visit.id, 0),
                    "plan_id": visit.plan_id,
                }
            )
    finally:
        workspace.close()
    if arguments.json:
        dump(rows)
        return WELL
    for visit, row in zip(visits, rows, strict=True):
        out(
            f"{row['id']}  {day(visit.date):>11}  {row['status']:<6}  {row['marks']:>3} marks  {row['patient']}"
        )
    if not rows:
        out("There are no visits in these records yet.")
    return WELL


def visit_named(workspace: Workspace, name: str) -> Visit:
    """The visit of that id, or the newest for "last". Raises WrongUse in a sentence."""
    if name == "last":
        newest = workspace.visits.last()
        if newest is None:
            raise WrongUse("There are no visits in these records yet.")
        return newest
    try:
        return workspace.visits.get(name)
    except KeyError:
        raise WrongUse("There is no visit with that id; `visits` lists them.") from None


def _chart(arguments: Namespace) -> int:
    file = writable(arguments.pdf)
    atlas = make_atlas()
    workspace = open_workspace(folder_of(arguments), atlas, create=False)
    try:
        chart: Chart = workspace.visits.chart(visit_named(workspace, arguments.visit).id)
    finally:
        workspace.close()
    _without_window()
    from bodymap.drawing.chart_pages import lay_out
    from bodymap.drawing.pages import write_pdf

    write_pdf(lay_out(chart, atlas, paper=arguments.paper, ink=arguments.ink), file)
    out(f"The chart is in {file}.")
    return WELL


def _picture(arguments: Namespace) -> int:
    file = writable(arguments.file)
    if file.suffix.lower() not in (".png", ".svg"):
        raise WrongUse("A picture is a .png or a .svg file.")
    atlas = make_atlas()
    workspace = open_workspace(folder_of(arguments), atlas, create=False)
    try:
        chart = workspace.visits.chart(visit_named(workspace, arguments.visit).id)
    finally:
        workspace.close()
    _without_window()
    from bodymap import whole_file
    from bodymap.drawing.picture import as_png, as_svg, lay_out_picture

    page = lay_out_picture(chart, atlas, name=arguments.name, ink=arguments.ink)
    whole_file.write(file, as_svg(page) if file.suffix.lower() == ".svg" else as_png(page))
    out(f"The picture is in {file}.")
    return WELL


def _handout(arguments: Namespace) -> int:
    file = writable(arguments.pdf)
    atlas = make_atlas()
    workspace = open_workspace(folder_of(arguments), atlas, create=False)
    try:
        visit = visit_named(workspace, arguments.visit)
        handout = workspace.handouts.named(arguments.text)
        if handout is None:
            names = ", ".join(one.name for one in workspace.handouts.all())
            raise WrongUse(f"There is no handout of that name; there are: {names}.")
        chart = workspace.visits.chart(visit.id)
        text = workspace.handouts.filled(handout.text, visit.id)
    finally:
        workspace.close()
    _without_window()
    from bodymap.drawing.handout_pages import lay_out_handout
    from bodymap.drawing.pages import write_pdf

    write_pdf(lay_out_handout(text, chart, atlas, paper=arguments.paper, ink=arguments.ink), file, "Handout")
    out(f"The handout is in {file}.")
    return WELL


def _report(arguments: Namespace) -> int:
    file = writable(arguments.pdf)
    if not arguments.of and not arguments.plan:
        raise WrongUse("Say of what: --of with a patient's id, or --plan with a plan's id or last.")
    atlas = make_atlas()
    workspace = open_workspace(folder_of(arguments), atlas, create=False)
    try:
        patient_id, plan_id = arguments.of, arguments.plan
        try:
            if plan_id == "last":
                newest = workspace.reports.newest_plan(patient_id)
                if newest is None:
                    raise WrongUse("There is no treatment plan in these records yet.")
                plan_id = newest.id
            if plan_id and not patient_id:
                patient_id = workspace.plans.get(plan_id).patient_id
            report = workspace.reports.report(patient_id, plan_id, discharge=arguments.discharge)
        except KeyError:
            raise WrongUse("There is no such patient or plan; `visits --json` names them.") from None
    finally:
        workspace.close()
    if not report.progress.stops:
        raise WrongUse("There is no visit to report on.")
    _without_window()
    from bodymap.drawing.pages import write_pdf
    from bodymap.drawing.report_pages import lay_out_report

    write_pdf(lay_out_report(report, atlas, paper=arguments.paper, ink=arguments.ink), file, report.kind)
    out(f"The report is in {file}.")
    return WELL


def _charts(arguments: Namespace) -> int:
    file = writable(arguments.pdf)
    workspace = open_workspace(folder_of(arguments), make_atlas(), create=False)
    try:
        _without_window()
        from bodymap.drawing.files import write_file
        from bodymap.ui.chart_files import day_file, patient_file

        paper, ink = arguments.paper, arguments.ink
        if arguments.of:
            try:
                front, parts = patient_file(workspace, arguments.of, paper, ink)
            except KeyError:
                raise WrongUse("There is no patient with that id; `visits --json` names them.") from None
        else:
            front, parts = day_file(workspace, arguments.day, paper, ink)
        if not parts:
            raise WrongUse("There is no visit to print.")
        pages = write_file(front, parts, file, paper=paper, ink=ink)
    finally:
        workspace.close()
    out(f"{len(parts)} {'chart' if len(parts) == 1 else 'charts'}, {pages} pages, are in {file}.")
    return WELL


def _export(arguments: Namespace) -> int:
    from bodymap import whole_file

    file = writable(arguments.text or arguments.json)
    workspace = open_workspace(folder_of(arguments), make_atlas(), create=False)
    try:
        tidy, patient_id = workspace.tidy, arguments.patient
        try:
            whole = tidy.text(patient_id) if arguments.text else tidy.json(patient_id)
        except KeyError:
            raise WrongUse("There is no patient with that id; `visits --json` lists them.") from None
    finally:
        workspace.close()
    whole_file.write(file, whole.encode())
    out(f"The patient's whole record is in {file}. It is not encrypted.")
    return WELL


def _atlas(arguments: Namespace) -> int:
    atlas = make_atlas()
    if arguments.verb == "export":
        from bodymap.exchange.geojson import write_atlas

        regions = write_atlas(atlas, writable(arguments.file))
        out(f"{regions} regions are in {arguments.file}.")
        return WELL
    if arguments.verb == "pdf":
        file = writable(arguments.file)
        _without_window()
        from bodymap.drawing.atlas_pages import lay_out_atlas
        from bodymap.drawing.pages import write_pdf

        pages = lay_out_atlas(atlas, paper=arguments.paper, ink=arguments.ink)
        write_pdf(pages, file, "Muscle atlas")
        out(f"The atlas, {len(pages)} pages, is in {file}.")
        return WELL
    if arguments.plate not in atlas.plate_ids:
        raise WrongUse(f"There is no plate {arguments.plate}; there are: {', '.join(atlas.plate_ids)}.")
    plate = atlas.plate(arguments.plate)
    if arguments.layer not in plate.layers:
        raise WrongUse(f"The plate {plate.id} has the layers {', '.join(map(str, sorted(plate.layers)))}.")
    if arguments.verb == "render":
        file = writable(arguments.png)
        _without_window()
        from bodymap.drawing.images import render_plate
        from bodymap.drawing.inks import ink_named

        image = render_plate(plate, arguments.layer, ink_named(arguments.ink), arguments.height)
        _save_png(image, file)
        out(f"The picture is in {file}.")
        return WELL
    hit = atlas.at(arguments.plate, arguments.layer, arguments.u, arguments.v)
    if hit.region is None:
        out(f"{hit.tissue or 'skin'} {hit.side}" if hit.on_body else "nothing")
        return WELL if hit.on_body else FINDING
    level = atlas.level(plate.id, arguments.v, hit.region.muscle)
    out(" ".join(part for part in (hit.region.muscle or hit.region.name, hit.region.side, level) if part))
    return WELL


def _check(arguments: Namespace) -> int:
    from bodymap.store.check import check

    findings = check(folder_of(arguments))
    if arguments.json:
        dump({"findings": [{"kind": finding.kind, "sentence": finding.sentence} for finding in findings]})
    else:
        for finding in findings:
            out(finding.sentence)
        if not findings:
            out("The records are sound: the database, every record and the audit's chain.")
    return FINDING if findings else WELL


# -- with Qt -------------------------------------------------------------------------------------------------------


def _without_window() -> object:
    """A QGuiApplication that needs no display; the one there is, where there is one."""
    from PySide6.QtGui import QGuiApplication

    existing = QGuiApplication.instance()
    if existing is not None:
        return existing
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _kept.append(QGuiApplication(["bodymap"]))
    return _kept[-1]


# Qt's objects die with their Python wrappers; these live as long as the program.
_kept: list[object] = []


def _window(arguments: Namespace) -> int:
    """Show the window until it is closed, or until its picture is taken."""
    if arguments.screenshot:
        writable(arguments.screenshot)
        if arguments.vault is None and (arguments.patient or arguments.visit):
            raise WrongUse("Say which records: --vault DIR.")
    _display(arguments)
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication(["bodymap"])
    _kept.append(application)
    application.setApplicationName("BodyMap")
    application.setApplicationDisplayName("BodyMap")
    application.setDesktopFileName("bodymap")

    from bodymap.settings import Preferences
    from bodymap.ui.main_window import MainWindow

    preferences = Preferences.load()
    if arguments.screenshot:
        # A picture shows what was asked for, not what somebody last left on the screen.
        preferences = Preferences.unsaved()
    window = MainWindow(Opening(), preferences, folder=arguments.vault)
    _kept.append(window)
    window.start_at(
        patient=arguments.patient or "",
        visit=arguments.visit or "",
        plate=arguments.plate or "",
        layer=arguments.layer or 0,
    )
    if arguments.theme:
        window.set_theme(arguments.theme)
    if arguments.size:
        window.resize(*arguments.size)
    status = [WELL]
    if arguments.screenshot:
        _picture_when_ready(window, arguments.screenshot, application, status)
    window.show()
    from PySide6.QtCore import QTimer

    give_back: list[Callable[[], None]] = []

    def afterwards() -> None:
        _start_log()
        give_back.append(_close_when_told_to_end(window))

    # What nobody waits for comes after the first picture.
    later = QTimer(window, singleShot=True)
    later.timeout.connect(afterwards)
    later.start(AFTERWARDS_MS)
    try:
        ended: int = application.exec()
    finally:
        for give in give_back:
            give()
    return status[0] or ended


def _close_when_told_to_end(window: QMainWindow) -> Callable[[], None]:
    """Log-out and shutdown end programs by a signal: what is being typed is saved first, as when the window is closed.

    Python runs its handlers only between two steps of its own, and Qt's loop may make none for a long time: the socket
    that `set_wakeup_fd` writes to wakes it.
    """
    import signal
    import socket

    from PySide6.QtCore import QSocketNotifier

    if sys.platform == "win32":
        return lambda: None  # there Qt itself is asked to end the session, and closes the window
    ours, signals = socket.socketpair()
    for end in (ours, signals):
        end.setblocking(False)
    try:
        signal.set_wakeup_fd(signals.fileno(), warn_on_full_buffer=False)
    except ValueError:
        return lambda: None  # not the main thread: somebody else looks after signals
    numbers = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)

    def asked_to_end() -> None:
        if set(ours.recv(64)) & {int(number) for number in numbers}:
            window.close()

    # The window is closed by the event loop, never from within the handler: that may run between any two steps of a
    # change that is just being saved.
    handlers = [signal.signal(number, lambda *_: None) for number in numbers]
    woken = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read)
    woken.activated.connect(asked_to_end)

    def give_back() -> None:
        woken.setEnabled(False)
        signal.set_wakeup_fd(-1)
        for number, handler in zip(numbers, handlers, strict=True):
            signal.signal(number, handler)
        ours.close()
        signals.close()

    return give_back


def _display(arguments: Namespace) -> None:
    """Make sure of a place for the window: Qt itself would end the process, with nothing left to catch."""
    if os.environ.get("QT_QPA_PLATFORM"):
        return
    from bodymap import system_libraries

    if not system_libraries.has_display():
        if not arguments.screenshot:
            raise WrongUse(
                "There is no display to open a window on; add --screenshot FILE for a picture of it, "
                "or use a command that needs no window (see --help)."
            )
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        return
    gone = system_libraries.missing()
    if gone:
        raise WrongUse(system_libraries.sentence(gone))


def _save_png(image: QImage, file: Path) -> None:
    """Raises OSError; the file appears whole or not at all."""
    from PySide6.QtCore import QBuffer, QIODevice

    from bodymap import whole_file

    made = QBuffer()
    made.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(made, "PNG")
    whole_file.write(file, made.data().data())


def _start_log() -> None:
    import platformdirs

    from bodymap import logbook

    logbook.start(Path(platformdirs.user_log_dir("BodyMap", appauthor=False)))


def _picture_when_ready(window: object, file: Path, application: object, status: list[int]) -> None:
    def take() -> None:
        try:
            _save_png(window.grab().toImage(), file)  # type: ignore[attr-defined]
        except OSError as problem:
            complain(
                f"The picture was not written: {_WHY.get(problem.errno or 0, 'the file could not be made.')}"
            )
            status[0] = WRONG_USE
        window.close()  # type: ignore[attr-defined]
        application.quit()  # type: ignore[attr-defined]

    def refuse(fault: RecordsFault) -> None:
        complain(str(fault))
        status[0] = WRONG_USE
        window.close()  # type: ignore[attr-defined]
        application.quit()  # type: ignore[attr-defined]

    window.ready.connect(take)  # type: ignore[attr-defined]
    window.not_opened.connect(refuse)  # type: ignore[attr-defined]
