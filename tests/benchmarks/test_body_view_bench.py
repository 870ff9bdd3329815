"""How long the body view keeps one waiting.

Each sample is interleaved with its yardstick: a bare widget of the same size that only blits one picture as large as
itself. The machine's own noise shows in both; the store's commit is reported apart.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from time import perf_counter

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from bodymap import assets
from bodymap.atlas.atlas import Atlas
from bodymap.atlas.geometry import inner_point
from bodymap.store.vault import Vault
from bodymap.ui.body_view import BodyView
from bodymap.workspace.workspace import Workspace

pytestmark = [
    pytest.mark.bench,
    pytest.mark.qt_log_ignore("This plugin does not support"),
    pytest.mark.timeout(600),
]

SAMPLES = 500
MARKS = 60
FRAME = 16.7
SHARP = 250.0
"""Milliseconds from the last step of a zoom until all that is seen is painted at its own scale."""
SWITCH = 100.0
"""Milliseconds from a press of the switch to the first picture of another plate or layer."""
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


class Bare(QWidget):
    """The yardstick: draws a picture of its own size."""

    paints = 0
    picture: QPixmap | None = None

    def paintEvent(self, event) -> None:
        if self.picture is None or self.picture.size() != self.size():
            self.picture = QPixmap(self.size())
            self.picture.fill(Qt.GlobalColor.gray)
        QPainter(self).drawPixmap(0, 0, self.picture)
        self.paints += 1


class Watched(BodyView):
    """The body view, counting its paints."""

    paints = 0

    def paintEvent(self, event) -> None:
        super().paintEvent(event)
        self.paints += 1


def _until_painted(widget: Bare | Watched, act: Callable[[], None]) -> float:
    """Milliseconds from the act until the widget has painted."""
    before = widget.paints
    start = perf_counter()
    act()
    while widget.paints == before and perf_counter() - start < 2:
        QApplication.processEvents()
    return (perf_counter() - start) * 1000


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def _report(what: str, ours: list[float], bare: list[float], commits: list[float] | None = None) -> float:
    line = f"{what}: n={len(ours)} median {sorted(ours)[len(ours) // 2]:.1f} p95 {_p95(ours):.1f} ms"
    line += f"; yardstick p95 {_p95(bare):.1f} ms"
    if commits:
        middle = sorted(commits)[len(commits) // 2]
        line += f"; of which commit with fsync: median {middle:.1f} p95 {_p95(commits):.1f} ms"
    print(line)
    return _p95(ours)


@pytest.fixture(params=[(1920, 1080), (3840, 2160)], ids=lambda size: f"{size[0]}x{size[1]}")
def bench(request, qtbot, tmp_path):
    random.seed(7)
    atlas = Atlas(assets.folder(), tmp_path / "cache")
    store = Vault.open(tmp_path / "records", create=True)
    workspace = Workspace(store, atlas)
    patient = workspace.patients.create(family_name="Doe", given_names="J")
    view, bare = Watched(), Bare()
    for widget in (view, bare):
        qtbot.addWidget(widget)
        widget.resize(*request.param)
        widget.show()
    view.set_workspace(workspace)
    view.set_visit(workspace.visits.create(patient.id).id)
    view.show_plate("posterior", 1)
    qtbot.waitUntil(lambda: view.sharp)
    places = [
        inner_point(region.rings)
        for region in atlas.plate("posterior").layers[1].regions
        if region.muscle and region.box[2] - region.box[0] > 25
    ]
    yield view, bare, workspace, patient.id, places, qtbot
    view.set_workspace(None)
    workspace.close()


@pytest.fixture
def marked(bench):
    """The bench, with a full visit's marks on the plate."""
    view, _, workspace, patient_id, places, qtbot = bench
    visit = workspace.visits.create(patient_id).id
    while len(workspace.marks.of(visit)) < MARKS:
        u, v = random.choice(places)
        workspace.marks.place(visit, "posterior", 1, u + random.uniform(-6, 6), v + random.uniform(-6, 6))
    view.set_visit(visit)
    qtbot.waitUntil(lambda: view.sharp)
    QApplication.processEvents()
    assert len(view._marks.marks) == MARKS
    return bench


def _poke(bare: Bare) -> float:
    return _until_painted(bare, lambda: bare.update())


def test_click_to_committed_and_painted(bench, monkeypatch):
    view, bare, workspace, patient_id, places, _ = bench
    commits: list[float] = []
    apply = workspace.store.apply

    def timed(transaction) -> None:
        start = perf_counter()
        apply(transaction)
        commits.append((perf_counter() - start) * 1000)

    monkeypatch.setattr(workspace.store, "apply", timed)
    ours: list[float] = []
    yard: list[float] = []
    placed: list[float] = []
    while len(ours) < SAMPLES:
        u, v = random.choice(places)
        x, y = view.view.to_px(u + random.uniform(-8, 8), v + random.uniform(-8, 8))
        at = QPoint(round(x), round(y))
        QTest.mouseMove(view, at)
        QApplication.processEvents()
        hit = view._hit(QPointF(at))
        if view._marks.at(at.x(), at.y()) or hit is None or hit.region is None or not hit.region.muscle:
            continue
        count = len(view._marks.marks)
        QTest.mousePress(view, LEFT, NONE, at)
        commits.clear()
        ours.append(_until_painted(view, lambda at=at: QTest.mouseRelease(view, LEFT, NONE, at)))
        placed += commits
        assert len(view._marks.marks) == count + 1
        yard.append(_poke(bare))
        if count >= 59:
            view.set_visit(workspace.visits.create(patient_id).id)
            QApplication.processEvents()
    assert _report("click to committed and painted", ours, yard, placed) < FRAME


@pytest.mark.parametrize("scale", [None, 3.0, 8.0])
def test_hover(marked, scale):
    view, bare, _, _, places, qtbot = marked
    ours: list[float] = []
    yard: list[float] = []
    while len(ours) < SAMPLES:
        u, v = random.choice(places)
        if scale is not None and len(ours) % 10 == 0:
            view._centre_on(u, v, scale)
            qtbot.waitUntil(lambda: view.sharp)
            QApplication.processEvents()
        if scale is None:
            x, y = view.view.to_px(u, v)
        else:
            x, y = random.uniform(0, view.width() - 1), random.uniform(0, view.height() - 1)
        hit = view._hit(QPointF(int(x), int(y)))
        if hit is None or hit.region is view._hover:
            continue
        at = QPoint(int(x), int(y))
        ours.append(_until_painted(view, lambda at=at: QTest.mouseMove(view, at)))
        yard.append(_poke(bare))
    assert _report(f"hover at {scale or 'fit'}", ours, yard) < FRAME


@pytest.mark.parametrize("scale", [3.0, 8.0])
def test_pan(marked, scale):
    """Dragging the plate about, at a speed of a hand: the edge that comes into sight is interim until there is time."""
    view, bare, _, _, places, qtbot = marked
    ours: list[float] = []
    yard: list[float] = []
    while len(ours) < SAMPLES:
        view._centre_on(*random.choice(places), scale)
        qtbot.waitUntil(lambda: view.sharp)
        dx, dy = random.choice([(24, 0), (0, 24), (-17, 17), (-24, 0), (0, -24)])
        for _ in range(25):
            ours.append(_until_painted(view, lambda dx=dx, dy=dy: view.pan_by(dx, dy)))
            yard.append(_poke(bare))
    assert _report(f"pan at {scale}", ours, yard) < FRAME


def _wheel(view, at: QPointF, delta: int) -> None:
    event = QWheelEvent(
        at, QPointF(view.mapToGlobal(at)), QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton,
        NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def test_zoom_shows_an_interim_picture_and_is_soon_sharp(marked):
    view, bare, _, _, places, _ = marked
    steps: list[float] = []
    yard: list[float] = []
    sharp: list[float] = []
    while len(steps) < SAMPLES:
        view.fit()
        _wait_sharp(view)
        at = QPointF(*view.view.to_px(*random.choice(places)))
        for delta, count in ((120, 5), (120, 5), (-120, 5), (120, 4), (-120, 9)):
            for _ in range(count):
                steps.append(_until_painted(view, lambda at=at, delta=delta: _wheel(view, at, delta)))
                yard.append(_poke(bare))
            sharp.append(_wait_sharp(view))
    p95 = _report("zoom by a notch, interim picture", steps, yard)
    worst = _report("sharp after the last notch", sharp, yard)
    assert p95 < FRAME
    assert worst < SHARP


def _wait_sharp(view) -> float:
    start = perf_counter()
    while not view.sharp and perf_counter() - start < 5:
        QApplication.processEvents()
    assert view.sharp
    return (perf_counter() - start) * 1000


def test_switching_plate_or_layer(marked):
    """First pictures, each plate and layer seen for the first time by its view, and again."""
    view, bare, workspace, _, _, _ = marked
    first: list[float] = []
    again: list[float] = []
    yard: list[float] = []
    everything = [(p, n) for p in workspace.atlas.plate_ids for n in workspace.atlas.plate(p).layers]
    for turn in range(12):
        view._tiles.forget()
        for times in (first, again):
            for plate, layer in random.sample(everything, len(everything)):
                if (view.plate, view.layer) == (plate, layer):
                    continue
                times.append(_until_painted(view, lambda p=plate, n=layer: view.show_plate(p, n)))
                yard.append(_poke(bare))
                if turn % 2:
                    _wait_sharp(view)
    assert _report("another plate or layer, first sight", first, yard) < SWITCH
    assert _report("another plate or layer, seen before", again, yard) < SWITCH
