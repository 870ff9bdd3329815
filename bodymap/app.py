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
from bodymap.cli import OUR_FAULT, WELL, WRONG_USE, WrongUse, complain, writable
from bodymap.composition import kept, make_atlas, open_workspace, save_png

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

    from bodymap.atlas.atlas import Atlas
    from bodymap.workspace.workspace import Workspace

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
    from bodymap import commands

    return commands.run(arguments)


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


# -- with Qt -------------------------------------------------------------------------------------------------------


def _window(arguments: Namespace) -> int:
    """Show the window until it is closed, or until its picture is taken."""
    if arguments.screenshot:
        writable(arguments.screenshot)
        if arguments.vault is None and (arguments.patient or arguments.visit):
            raise WrongUse("Say which records: --vault DIR.")
    _display(arguments)
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication(["bodymap"])
    kept.append(application)
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
    kept.append(window)
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


def _start_log() -> None:
    import platformdirs

    from bodymap import logbook

    logbook.start(Path(platformdirs.user_log_dir("BodyMap", appauthor=False)))


def _picture_when_ready(window: object, file: Path, application: object, status: list[int]) -> None:
    def take() -> None:
        try:
            save_png(window.grab().toImage(), file)  # type: ignore[attr-defined]
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
