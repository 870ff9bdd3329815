"""The plate's pixmaps: what they show is what painting the plate at once would show."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from bodymap import assets
from bodymap.atlas.atlas import Atlas
from bodymap.drawing.inks import COLOUR_ON_DARK, COLOUR_ON_LIGHT
from bodymap.drawing.plates import View, paint_plate
from bodymap.ui import plate_tiles
from bodymap.ui.plate_tiles import TILE, Drawn, PlateTiles

SEEN = QRect(0, 0, 600, 500)


@pytest.fixture(scope="module")
def plate(tmp_path_factory):
    return Atlas(assets.folder(), tmp_path_factory.mktemp("plates")).plate("posterior")


@pytest.fixture
def tiles(qapp):
    made = PlateTiles()
    yield made
    made.forget()


def _drawn_by(tiles: PlateTiles) -> QImage:
    image = QImage(SEEN.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    tiles.draw(painter, [SEEN])
    painter.end()
    return image


def _painted(plate, layer, ink, view) -> QImage:
    image = QImage(SEEN.size(), QImage.Format.Format_RGB32)
    image.fill(ink.paper)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_plate(painter, plate, layer, ink, view)
    painter.end()
    return image


def _unlike(a: QImage, b: QImage) -> int:
    """How many of the sampled pixels differ clearly."""
    count = 0
    for x in range(0, a.width(), 3):
        for y in range(0, a.height(), 3):
            one, other = a.pixelColor(x, y), b.pixelColor(x, y)
            count += abs(one.red() - other.red()) + abs(one.blue() - other.blue()) > 30
    return count


@pytest.mark.parametrize("scale", [0.27, 1.3, 6.1])
@pytest.mark.parametrize("ink", [COLOUR_ON_LIGHT, COLOUR_ON_DARK], ids=lambda ink: ink.name)
def test_tiles_show_what_painting_at_once_shows(qtbot, tiles, plate, scale, ink):
    view = View(scale, 300.0, 250.0 + 1000 * scale)
    drawn = tiles.show(Drawn(plate, 1, ink), view, SEEN)
    qtbot.waitUntil(lambda: tiles.sharp)
    assert _unlike(_drawn_by(tiles), _painted(plate, 1, ink, drawn)) == 0


def test_after_a_pan_too_and_only_what_came_into_sight_is_painted(qtbot, tiles, plate):
    tiles.show(Drawn(plate, 1, COLOUR_ON_LIGHT), View(3.0, 300.0, 3200.0), SEEN)
    qtbot.waitUntil(lambda: tiles.sharp)
    painted = []
    tiles.painted.connect(painted.append)
    drawn = tiles.show(Drawn(plate, 1, COLOUR_ON_LIGHT), View(3.0, 280.4, 3160.7), SEEN)
    qtbot.waitUntil(lambda: tiles.sharp)
    assert _unlike(_drawn_by(tiles), _painted(plate, 1, COLOUR_ON_LIGHT, drawn)) == 0
    assert len(painted) <= 2 * (SEEN.width() // TILE + SEEN.height() // TILE + 2)


def test_after_a_zoom_something_like_it_is_there_at_once(qtbot, tiles, plate):
    tiles.show(Drawn(plate, 1, COLOUR_ON_LIGHT), View(2.0, 300.0, 2200.0), SEEN)
    qtbot.waitUntil(lambda: tiles.sharp)
    drawn = tiles.show(Drawn(plate, 1, COLOUR_ON_LIGHT), View(2.4, 300.0, 2590.0), SEEN)
    rough = _drawn_by(tiles)
    assert not tiles.sharp
    sharp = _painted(plate, 1, COLOUR_ON_LIGHT, drawn)
    samples = (SEEN.width() // 3) * (SEEN.height() // 3)
    assert 0 < _unlike(rough, sharp) < 0.15 * samples
    qtbot.waitUntil(lambda: tiles.sharp)
    assert _unlike(_drawn_by(tiles), sharp) == 0


def test_a_plate_never_appears_as_bare_paper(tiles, plate):
    tiles.show(Drawn(plate, 1, COLOUR_ON_LIGHT), View(8.0, 300.0, 8250.0), SEEN)
    rough = _drawn_by(tiles)
    flesh = sum(
        rough.pixelColor(x, y) != COLOUR_ON_LIGHT.paper
        for x in range(0, SEEN.width(), 20)
        for y in range(0, SEEN.height(), 20)
    )
    assert flesh > 300


@pytest.mark.parametrize("ratio", [0.3, 0.58, 0.69, 0.83, 1.2, 1.44, 1.73, 2.6, 9.0])
def test_interim_pictures_leave_no_pixel_out(qtbot, tiles, plate, ratio):
    view = View(1.3, 300.0, 1500.0)
    tiles.show(Drawn(plate, 1, COLOUR_ON_LIGHT), view, SEEN)
    qtbot.waitUntil(lambda: tiles.sharp)
    for at in ((301.0, 222.0), (17.0, 480.0)):
        tiles.show(Drawn(plate, 1, COLOUR_ON_LIGHT), view.zoom_at(*at, ratio), SEEN)
        image = QImage(SEEN.size(), QImage.Format.Format_RGB32)
        image.fill(QColor("#00ff00"))
        painter = QPainter(image)
        tiles.draw(painter, [SEEN])
        painter.end()
        bare = sum(image.pixel(x, y) == 0xFF00FF00 for x in range(SEEN.width()) for y in range(SEEN.height()))
        assert bare == 0


def test_the_cache_has_an_end(qtbot, tiles, plate, monkeypatch):
    monkeypatch.setattr(plate_tiles, "LARGEST_CACHE", 30 * TILE * TILE * 4)
    for scale in (2.0, 2.5, 3.0, 3.5):
        tiles.show(Drawn(plate, 1, COLOUR_ON_LIGHT), View(scale, 300.0, 1100 * scale), SEEN)
        qtbot.waitUntil(lambda: tiles.sharp)
    assert len(tiles._tiles) <= 30
    assert tiles._bytes == len(tiles._tiles) * TILE * TILE * 4


def test_a_shift_of_a_millimetre_turns_the_guard_red(qtbot, tiles, plate):
    drawn = tiles.show(Drawn(plate, 1, COLOUR_ON_LIGHT), View(3.0, 300.0, 3200.0), SEEN)
    qtbot.waitUntil(lambda: tiles.sharp)
    assert _unlike(_drawn_by(tiles), _painted(plate, 1, COLOUR_ON_LIGHT, drawn.moved(3, 0))) > 0
