"""The plate's pixmaps: what they show is what painting the plate at once would show."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter, QRegion

from bodymap import assets
from bodymap.atlas.atlas import Atlas
from bodymap.drawing.inks import COLOUR_ON_DARK, COLOUR_ON_LIGHT
from bodymap.drawing.plates import View, paint_plate
from bodymap.ui import plate_tiles
from bodymap.ui.plate_tiles import HIGH, TILE_BYTES, WIDE, Drawn, PlateTiles, _blocks

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
    assert len(painted) <= 2 * (SEEN.width() // WIDE + SEEN.height() // HIGH + 2)


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


@pytest.mark.parametrize("most", [20 * TILE_BYTES, 0], ids=["20 tiles", "less than two pictures"])
def test_the_cache_has_an_end_and_what_it_uses_again_is_painted_anew(qtbot, tiles, plate, monkeypatch, most):
    monkeypatch.setattr(plate_tiles, "LARGEST_CACHE", most)
    for scale in (2.0, 2.5, 3.0, 3.5, 2.0):
        drawn = tiles.show(Drawn(plate, 1, COLOUR_ON_LIGHT), View(scale, 300.0, 1100 * scale), SEEN)
        qtbot.waitUntil(lambda: tiles.sharp)
        assert _unlike(_drawn_by(tiles), _painted(plate, 1, COLOUR_ON_LIGHT, drawn)) == 0
    assert len(tiles._tiles) <= 24


def test_a_hole_in_what_is_drawn_stays_as_it_was(qtbot, tiles, plate):
    """A card that lies over the body is not painted over, and leaves no seam in the interim picture around it."""
    view = View(1.3, 300.0, 1500.0)
    tiles.show(Drawn(plate, 1, COLOUR_ON_LIGHT), view, SEEN)
    qtbot.waitUntil(lambda: tiles.sharp)
    tiles.show(Drawn(plate, 1, COLOUR_ON_LIGHT), view.zoom_at(310.0, 260.0, 0.8), SEEN)
    hole = QRect(211, 97, 150, 83)
    at_once, around = _drawn_by(tiles), QImage(SEEN.size(), QImage.Format.Format_RGB32)
    around.fill(QColor("#00ff00"))
    painter = QPainter(around)
    painter.setClipRegion(QRegion(SEEN) - QRegion(hole))
    tiles.draw(painter, list(QRegion(SEEN) - QRegion(hole)))
    painter.end()
    for x in range(SEEN.width()):
        for y in range(SEEN.height()):
            wanted = 0xFF00FF00 if hole.contains(x, y) else at_once.pixel(x, y)
            assert around.pixel(x, y) == wanted, (x, y)


@pytest.mark.parametrize("seed", range(20))
def test_blocks_cover_each_cell_once(seed):
    chosen = random.Random(seed)
    cells = {(chosen.randrange(7), chosen.randrange(6)) for _ in range(chosen.randrange(1, 40))}
    covered = [
        (column, row)
        for c0, r0, c1, r1 in _blocks(cells)
        for column in range(c0, c1)
        for row in range(r0, r1)
    ]
    assert sorted(covered) == sorted(cells)


def test_cells_around_a_corner_are_two_blocks_and_all_together_one():
    full = [(column, row) for column in range(5) for row in range(4)]
    assert _blocks(full) == [(0, 0, 5, 4)]
    edge = [(column, row) for column, row in full if column == 4 or row == 0]
    assert sorted(_blocks(edge)) == [(0, 0, 5, 1), (4, 1, 5, 4)]


def test_a_shift_of_a_millimetre_turns_the_guard_red(qtbot, tiles, plate):
    drawn = tiles.show(Drawn(plate, 1, COLOUR_ON_LIGHT), View(3.0, 300.0, 3200.0), SEEN)
    qtbot.waitUntil(lambda: tiles.sharp)
    assert _unlike(_drawn_by(tiles), _painted(plate, 1, COLOUR_ON_LIGHT, drawn.moved(3, 0))) > 0
