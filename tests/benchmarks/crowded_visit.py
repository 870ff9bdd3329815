"""Measures what a hand does in a visit of 200 marks on one plate: crowded_visit.py SAMPLES; prints JSON (milliseconds).

The patient has 20 earlier visits, whose marks lie on the same plate as ghosts. Each sample is one event made as the
window system makes it, to the end of the body's painting ("then": what follows it in lists and counts); where the body
is not painted, to the moment when the event loop has nothing left to do. The record is read back after it.
Interleaved with each: a bare fsync of a 4 kB append in the same folder, which is the floor of whatever is committed.

click      a click that marks a muscle
undo       Ctrl+Z of it, of the press, of a confirmed ghost
press      a press in the mark bar
confirm    a click on a ghost
all        Ctrl+R: the ghosts of the last visit, ten at once
undo all   Ctrl+Z of those ten
key        a key in the line of quick entry
note       a key in the session note
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

MARKS, EARLIER, EARLIER_MARKS = 200, 20, 10
WARM_UP = 10
LEFT, PLAIN, CTRL = (
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
)
LINE = "R UT x2 0.30x40 LTR3; L QL 60mm; B multifidus L4-5; suboccipitals; l glut med deep pistoning"


def main(samples: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="bodymap-bench-"))
    for name in ("CONFIG", "DATA", "STATE"):
        os.environ[f"XDG_{name}_HOME"] = str(folder / name)
    application = QApplication(["bench"])

    from bodymap.app import Opening
    from bodymap.charting.records import NeedleSize, Section
    from bodymap.settings import Preferences
    from bodymap.ui.main_window import MainWindow

    painted = ends_of_painting()
    window = MainWindow(Opening(), Preferences.unsaved(), folder=folder / "records")
    window.resize(1920, 1080)
    window.show()
    ready: list[bool] = []
    window.ready.connect(lambda: ready.append(True))
    while not ready:
        application.processEvents()
    workspace, view = window.workspace, window.body.view
    chance = random.Random(5)
    patient = workspace.patients.create(family_name="Bench")
    plate, layer = view.plate, view.layer
    regions = [
        region
        for muscle in workspace.atlas.catalogue.muscles
        for where, depth, region in workspace.atlas.regions_of(muscle.id)
        if (where, depth) == (plate, layer)
    ]

    def fill(visit_id: str, number: int) -> None:
        """Marks at random places of random muscles of the plate shown."""
        made = 0
        while made < number:
            region = chance.choice(regions)
            u0, v0, u1, v1 = region.box
            u, v = chance.uniform(u0, u1), chance.uniform(v0, v1)
            if workspace.atlas.at(plate, layer, u, v).region is region:
                workspace.marks.place(visit_id, plate, layer, u, v)
                made += 1

    today = workspace.history.today()
    for number in range(EARLIER, 0, -1):
        earlier = workspace.visits.create(patient.id, today - timedelta(days=7 * number))
        workspace.marks.set_next(earlier.id, NeedleSize(300, 40), 1, 1)
        fill(earlier.id, EARLIER_MARKS)
    visit = workspace.visits.create(patient.id)
    fill(visit.id, MARKS)
    window.open_visit(visit.id)
    while not view.sharp:
        application.processEvents()
    settle(application)

    bar = window.body.mark_bar
    times: dict[str, list[float]] = {
        name: []
        for name in ("click", "undo", "press", "confirm", "all", "undo all", "key", "note", "then", "fsync")
    }
    log = os.open(folder / "fsync", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    typed = 0
    field = window.visit.note.fields[Section.SUBJECTIVE]

    followed: list[float] = []
    view.afterwards.began.connect(lambda: followed.append(time.perf_counter()))

    def timed(name: str, do: object) -> None:
        painted.clear()
        followed.clear()
        start = time.perf_counter()
        do()
        application.processEvents()
        end = time.perf_counter()
        body = [at for at in painted if not followed or at <= followed[0]]
        if followed and body:
            times[name].append(body[-1] - start)
            times["then"].append(end - body[-1])
        else:
            times[name].append(end - start)

    for _ in range(samples + WARM_UP):
        before = len(workspace.marks.of(visit.id))
        at = free_place(window, workspace, chance)
        timed("click", lambda at=at: QTest.mouseClick(view, LEFT, PLAIN, at))
        assert len(workspace.marks.of(visit.id)) == before + 1, "the click marked nothing"
        settle(application)
        key = bar.ltr[4]
        assert key.isVisible()
        timed("press", lambda key=key: QTest.mouseClick(key, LEFT, PLAIN, key.rect().center()))
        assert workspace.marks.of(visit.id)[-1].ltr_count == 3, "the bar said nothing"
        settle(application)
        view.setFocus()
        for _twice in range(2):
            timed("undo", lambda: QTest.keyClick(view, Qt.Key.Key_Z, CTRL))
            settle(application)
        assert len(workspace.marks.of(visit.id)) == before, "nothing was undone"
        ghost = free_ghost(window, chance)
        timed("confirm", lambda ghost=ghost: QTest.mouseClick(view, LEFT, PLAIN, ghost))
        assert len(workspace.marks.of(visit.id)) == before + 1, "the click confirmed nothing"
        settle(application)
        timed("undo", lambda: QTest.keyClick(view, Qt.Key.Key_Z, CTRL))
        settle(application)
        timed("all", lambda: QTest.keyClick(view, Qt.Key.Key_R, CTRL))
        assert len(workspace.marks.of(visit.id)) == before + EARLIER_MARKS, "not all were confirmed"
        settle(application)
        timed("undo all", lambda: QTest.keyClick(view, Qt.Key.Key_Z, CTRL))
        settle(application)
        assert len(workspace.marks.of(visit.id)) == before, "nothing was undone"
        window.body.open_quick()
        settle(application)
        line = window.body.quick.line
        line.setText(LINE[:typed])
        application.processEvents()
        timed("key", lambda line=line, typed=typed: QTest.keyClicks(line, LINE[typed]))
        assert line.text().startswith(LINE[: typed + 1]), "the key wrote nothing"
        typed = (typed + 1) % len(LINE)
        line.clear()
        window.body.close_quick()
        field.setFocus()
        settle(application)
        timed("note", lambda: QTest.keyClicks(field, "a"))
        settle(application)
        os.write(log, b"x" * 4096)
        start = time.perf_counter()
        os.fsync(log)
        times["fsync"].append(time.perf_counter() - start)
    print(json.dumps({name: [1000 * t for t in found[WARM_UP:]] for name, found in times.items()}))
    window.close()


def ends_of_painting() -> list[float]:
    """When the body was painted: filled from now on. To be asked for before there is a window."""
    from bodymap.ui.body_view import BodyView

    ends: list[float] = []
    paint = BodyView.paintEvent

    def painting(self: BodyView, event: object) -> None:
        paint(self, event)
        ends.append(time.perf_counter())

    BodyView.paintEvent = painting
    return ends


def settle(application: QApplication) -> None:
    """Let what follows a gesture after its own picture happen: counts on switches, the bar, the note's pause."""
    end = time.perf_counter() + 0.06
    while time.perf_counter() < end:
        application.processEvents()
        time.sleep(0.002)


def free_ghost(window: QWidget, chance: random.Random) -> QPoint:
    """A pixel of a ghost that no mark and no part of the window lies over."""
    view, ghosts = window.body.view, window.body.ghosts
    while True:
        one = chance.choice(ghosts.ghosts)
        at = QPointF(*view.view.to_px(one.point.u, one.point.v)).toPoint()
        bare = view.rect().contains(at) and window.childAt(view.mapTo(window, at)) is view
        if bare and view.marks.at(at.x(), at.y()) is None and ghosts.at(QPointF(at), 4.0):
            return at


def free_place(window: QWidget, workspace: object, chance: random.Random) -> QPoint:
    """A pixel inside a muscle that no mark and no part of the window lies over."""
    view = window.body.view
    while True:
        at = QPoint(chance.randrange(20, view.width() - 20), chance.randrange(20, view.height() - 20))
        u, v = view.view.to_mm(at.x(), at.y())
        hit = workspace.marks.under(view.plate, view.layer, u, v)
        bare = window.childAt(view.mapTo(window, at)) is view
        if window.body.ghosts.at(QPointF(at), 4.0):
            continue
        far = all((QPointF(at) - QPointF(*one.placed.tip)).manhattanLength() > 6 for one in view.marks.shown)
        if (
            hit.region is not None
            and hit.region.muscle
            and bare
            and far
            and view.marks.at(at.x(), at.y()) is None
        ):
            return at


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
