"""Measures click to committed and painted in the real window: clicks.py SAMPLES; prints JSON (milliseconds).

The window is 1920x1080, offscreen. A click is a press and a release at a random place of a random muscle. The clock
stops when the event loop has nothing left to paint. After it stopped, a second connection (opened before, closed at
the end) must see the row and the window's own surface must show another pixel at the needle's tip. Interleaved with
each click: the yardstick, a plain widget that inserts one row into an encrypted table and paints a small square; and a
bare fsync of a 4 kB append in the same folder.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

MARKS_A_VISIT = 24
WARM_UP = 20


class Plain(QWidget):
    """The yardstick's widget: a row and a square for each click."""

    def __init__(self, db: object) -> None:
        super().__init__()
        self.db = db
        self.squares: list[QPoint] = []

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        self.db.execute("INSERT INTO clicks (x, y) VALUES (?, ?)", (at.x(), at.y()))
        self.db.commit()
        self.squares = [*self.squares[-50:], at]
        self.update(QRect(at.x() - 8, at.y() - 8, 16, 16))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor("white"))
        for square in self.squares:
            painter.fillRect(QRect(square.x() - 6, square.y() - 6, 12, 12), QColor("black"))


def main(samples: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="bodymap-bench-"))
    for name in ("CONFIG", "DATA", "STATE"):
        os.environ[f"XDG_{name}_HOME"] = str(folder / name)
    application = QApplication(["bench"])

    from sqlcipher3 import dbapi2

    from bodymap.app import Opening
    from bodymap.settings import Preferences
    from bodymap.store import keys
    from bodymap.ui.main_window import MainWindow

    window = MainWindow(Opening(), Preferences.unsaved(), folder=folder / "records")
    window.resize(1920, 1080)
    window.show()
    ready: list[bool] = []
    window.ready.connect(lambda: ready.append(True))
    while not ready:
        application.processEvents()
    workspace = window.workspace
    view = window.body.view
    patient = workspace.patients.create(family_name="Bench")

    key = keys.read(folder / "records").open_key()
    second = dbapi2.connect(str(folder / "records" / "records.db"))
    second.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    bare = dbapi2.connect(str(folder / "plain.db"))
    bare.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    bare.execute("PRAGMA journal_mode = WAL")
    bare.execute("PRAGMA synchronous = FULL")
    bare.execute("CREATE TABLE clicks (x INTEGER, y INTEGER) STRICT")
    bare.commit()
    plain = Plain(bare)
    plain.resize(1920, 1080)
    plain.show()
    application.processEvents()

    chance = random.Random(20)
    times: dict[str, list[float]] = {"click": [], "yardstick": [], "fsync": []}
    log = os.open(folder / "fsync", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    taken = 0
    while taken < samples + WARM_UP:
        if taken % MARKS_A_VISIT == 0:
            visit = workspace.visits.create(patient.id)
            window.open_visit(visit.id)
            while not view.sharp:
                application.processEvents()
            application.processEvents()
        at = _free_place(window, workspace, chance)
        before = {mark.id for mark in workspace.marks.of(visit.id)}
        picture = _surface(window, view, at)
        start = time.perf_counter()
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        application.processEvents()
        stop = time.perf_counter()
        seen = {row[0] for row in second.execute("SELECT id FROM marks WHERE visit_id = ?", (visit.id,))}
        assert len(seen - before) == 1, "a second connection does not see the mark"
        assert _surface(window, view, at) != picture, "nothing was painted"
        times["click"].append(stop - start)

        start = time.perf_counter()
        QTest.mouseClick(plain, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        application.processEvents()
        times["yardstick"].append(time.perf_counter() - start)

        os.write(log, b"x" * 4096)
        start = time.perf_counter()
        os.fsync(log)
        times["fsync"].append(time.perf_counter() - start)
        taken += 1
    second.close()
    print(json.dumps({name: [1000 * t for t in found[WARM_UP:]] for name, found in times.items()}))
    window.close()


def _surface(window: QWidget, view: QWidget, at: QPoint) -> bytes:
    """The pixels around a place of the view as they stand on the window's surface, without painting anything."""
    corner = view.mapTo(window, at)
    grabbed = window.screen().grabWindow(window.winId(), corner.x() - 12, corner.y() - 30, 24, 42).toImage()
    return bytes(grabbed.constBits())


def _free_place(window: object, workspace: object, chance: random.Random) -> QPoint:
    """A pixel inside a muscle, 40 pixels or more from every mark, so that the click makes a mark and takes none."""
    view = window.body.view
    marks = [m.point for m in workspace.marks.of(window.visit_id) if m.point]
    tips = [QPointF(*view.view.to_px(p.u, p.v)) for p in marks if p.plate == view.plate]
    while True:
        at = QPoint(chance.randrange(20, view.width() - 20), chance.randrange(20, view.height() - 20))
        u, v = view.view.to_mm(at.x(), at.y())
        hit = workspace.marks.under(view.plate, view.layer, u, v)
        far = all((tip - QPointF(at)).manhattanLength() > 40 for tip in tips)
        # What floats over the body takes the click, or hides the mark.
        bare = window.childAt(view.mapTo(window, at)) is view and not window.body.said.geometry().contains(at)
        if hit.region is not None and hit.region.muscle and far and bare:
            return at


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
