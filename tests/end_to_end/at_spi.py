"""Acting as a screen reader: the accessibility bus of a real X display, spoken to by busctl."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bodymap import system_libraries

ROOT = Path(__file__).parents[2]
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
ACCESSIBLE, ACTION, COMPONENT = (f"org.a11y.atspi.{name}" for name in ("Accessible", "Action", "Component"))
REGISTRY = "org.a11y.atspi.Registry"
FOCUSED, SELECTED = 12, 23
"""Bits of GetState."""
UP, DOWN, LEFT, RIGHT, RETURN, TAB, ESCAPE = 0xFF52, 0xFF54, 0xFF51, 0xFF53, 0xFF0D, 0xFF09, 0xFF1B


def missing() -> str:
    """What this machine lacks, in words; nothing where it can be done."""
    gone = [name for name in ("Xvfb", "dbus-daemon", "dbus-monitor", "busctl") if shutil.which(name) is None]
    if not any(Path(launcher).exists() for launcher in LAUNCHERS):
        gone.append("at-spi2-core")
    # Half of what a window on X needs is no reason to fail: the program itself says what it lacks.
    gone += sorted(system_libraries.missing({"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":0"}))
    return f"not installed: {', '.join(gone)}" if gone else ""


@dataclass(frozen=True)
class Thing:
    """An accessible object on the bus."""

    bus: Bus
    service: str
    path: str

    def _get(self, interface: str, name: str) -> Any:
        answer = self.bus.call(
            self.service, self.path, "org.freedesktop.DBus.Properties", "Get", "ss", interface, name
        )
        return answer[0]["data"]

    @property
    def name(self) -> str:
        return str(self._get(ACCESSIBLE, "Name"))

    @property
    def role(self) -> str:
        return str(self.bus.call(self.service, self.path, ACCESSIBLE, "GetRoleName")[0])

    @property
    def children(self) -> list[Thing]:
        found = self.bus.call(self.service, self.path, ACCESSIBLE, "GetChildren")[0]
        return [Thing(self.bus, service, path) for service, path in found]

    @property
    def parent(self) -> Thing:
        service, path = self._get(ACCESSIBLE, "Parent")
        return Thing(self.bus, service, path)

    def has(self, state: int) -> bool:
        words = self.bus.call(self.service, self.path, ACCESSIBLE, "GetState")[0]
        return bool(words[state // 32] >> state % 32 & 1)

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, width, height on the screen."""
        return tuple(self.bus.call(self.service, self.path, COMPONENT, "GetExtents", "u", "0")[0])

    def at(self, x: int, y: int) -> Thing:
        service, path = self.bus.call(
            self.service, self.path, COMPONENT, "GetAccessibleAtPoint", "iiu", str(x), str(y), "0"
        )[0]
        return Thing(self.bus, service, path)

    @property
    def actions(self) -> list[str]:
        return [row[0] for row in self.bus.call(self.service, self.path, ACTION, "GetActions")[0]]

    def do(self, action: str) -> None:
        self.bus.call(self.service, self.path, ACTION, "DoAction", "i", str(self.actions.index(action)))

    def find(self, fits: Callable[[Thing], bool], deep: int = 12) -> Thing | None:
        """The first object below this one that fits."""
        for child in self.children if deep else ():
            found = child if fits(child) else child.find(fits, deep - 1)
            if found is not None:
                return found
        return None


@dataclass(frozen=True)
class Bus:
    """A D-Bus, by its address."""

    address: str

    def call(self, service: str, path: str, interface: str, method: str, *arguments: str) -> list[Any]:
        """The answer's values. Raises CalledProcessError where the object is not there (any more)."""
        done = subprocess.run(
            ["busctl", f"--address={self.address}", "--json=short", "--timeout=10", "call",
             service, path, interface, method, *arguments],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return list(json.loads(done.stdout)["data"]) if done.stdout.strip() else []

    @property
    def programs(self) -> list[Thing]:
        return Thing(self, REGISTRY, "/org/a11y/atspi/accessible/root").children

    def key(self, symbol: int) -> None:
        """A key pressed and released on the X display, as a screen reader may send it."""
        self.call(
            REGISTRY, "/org/a11y/atspi/registry/deviceeventcontroller", "org.a11y.atspi.DeviceEventController",
            "GenerateKeyboardEvent", "isu", str(symbol), "", "3",
        )  # fmt: skip


def eventually(what: Callable[[], object], seconds: float = 20.0) -> Any:
    """Wait until it is so; the value."""
    until = time.monotonic() + seconds
    while True:
        try:
            value = what()
        except subprocess.CalledProcessError:
            value = None  # not on the bus yet, or gone from it
        if value:
            return value
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.05)


@contextmanager
def desktop(folder: Path) -> Iterator[dict[str, str]]:
    """An X display with a session bus of its own, as the environment of programs that run on it."""
    with ExitStack() as ends:
        environment = dict(os.environ)
        for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
            environment.pop(name, None)
        for name in ("RUNTIME_DIR", "CONFIG_HOME", "DATA_HOME", "STATE_HOME", "CACHE_HOME"):
            (folder / name.lower()).mkdir(mode=0o700, parents=True)
            environment[f"XDG_{name}"] = str(folder / name.lower())
        environment["HOME"] = str(folder)
        read, write = os.pipe()
        ends.enter_context(
            running(["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
                    environment, pass_fds=(write,))
        )  # fmt: skip
        os.close(write)
        with os.fdopen(read) as told:
            environment["DISPLAY"] = f":{told.readline().strip()}"
        session = ends.enter_context(
            running(["dbus-daemon", "--session", "--nofork", "--print-address=1"], environment,
                    stdout=subprocess.PIPE, text=True)
        )  # fmt: skip
        assert session.stdout is not None
        environment["DBUS_SESSION_BUS_ADDRESS"] = session.stdout.readline().strip()
        environment["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
        yield environment


def accessibility_bus(environment: dict[str, str]) -> Bus:
    session = Bus(environment["DBUS_SESSION_BUS_ADDRESS"])
    return Bus(session.call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")[0])


@contextmanager
def listening(bus: Bus, notes: Path) -> Iterator[Callable[[], str]]:
    """What the programs tell of what happens: all events so far, as dbus-monitor writes them.

    Qt sends events only while a client that lives has asked for them; busctl's calls are each a client of their own.
    """
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    rule = "type='signal',interface='org.a11y.atspi.Event.Object'"
    with (
        notes.open("w") as file,
        running(["dbus-monitor", "--address", bus.address, rule], dict(os.environ), stdout=file),
    ):
        ear = QDBusConnection.connectToBus(bus.address, "ear")
        ask = QDBusMessage.createMethodCall(
            REGISTRY, "/org/a11y/atspi/registry", "org.a11y.atspi.Registry", "RegisterEvent"
        )
        ask.setArguments(["object:"])
        ear.call(ask)
        eventually(lambda: "NameAcquired" in notes.read_text())
        try:
            yield lambda: notes.read_text()
        finally:
            QDBusConnection.disconnectFromBus("ear")


@contextmanager
def running(command: list[str], environment: dict[str, str], **more: Any) -> Iterator[subprocess.Popen[Any]]:
    """The program, ended with the block."""
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, **more)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def bodymap(*arguments: str) -> list[str]:
    return [sys.executable, str(ROOT / "main.py"), *arguments]
