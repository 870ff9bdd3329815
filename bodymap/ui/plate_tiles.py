"""The painted plate as pixmaps: sharp tiles where there was time to paint them, scaled older ones until then.

A plate takes tens of milliseconds to paint, a frame has sixteen. So the plate is kept as tiles per (plate, layer, ink,
scale) in device pixels. Whoever asks to have a rectangle drawn gets at once what there is: sharp tiles,
else those of the scale shown before, else a small picture of the whole plate. What is missing is painted in slices,
one a turn of the event loop, so that nothing ever waits for it.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPixmap, QRegion

from bodymap.drawing.plates import View, paint_plate

if TYPE_CHECKING:
    from bodymap.atlas.body import Plate
    from bodymap.drawing.inks import Ink

WIDE, HIGH = 1024, 256
"""Width and height of a tile in device pixels. Smaller ones cost more by being many than by what is drawn in them; wide
ones are scaled faster, their rows being longer, and at twice the height the fullest took longer than a slice may."""
TILE_BYTES = WIDE * HIGH * 4
SLICE = 0.006
"""Seconds of painting a turn of the event loop."""
SETTLE_MS = 70
"""Milliseconds without a further zoom before sharp tiles are begun: a tile painted in mid-zoom is thrown away."""
GAP_MS = 10
"""Milliseconds after a pan before missing tiles are begun."""
LARGEST_CACHE = 128 * 2**20
"""Bytes of tiles kept, or what two pictures take, if that is more; one at 4K takes about 40 MB."""
WHOLE_HEIGHT = 1500
"""The most device pixels that the small picture of the whole plate is high."""
WHOLES_KEPT = 8
WHOLE_MARGIN = 4
"""Pixels of paper around that small picture: enlarged, it covers the pixels that the plate's edge runs through."""

Cell = tuple[int, int]
"""Column and row of a tile, from the plate's upper left corner."""
Block = tuple[int, int, int, int]
"""A rectangle of tiles: first column, first row, and the column and row after the last."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn: one layer of one plate in one ink."""

    plate: Plate
    layer: int
    ink: Ink

    @property
    def key(self) -> tuple[str, str, int, str]:
        return self.plate.id, self.plate.digest, self.layer, self.ink.name


@dataclass(frozen=True, slots=True)
class _Whole:
    """The whole plate at `scale` device pixels per millimetre; the box begins `WHOLE_MARGIN` pixels from its corner."""

    pixmap: QPixmap
    scale: float


def snapped(view: View, plate: Plate) -> View:
    """The view (device pixels) moved by less than a pixel, so that tiles fall on whole pixels and stay sharp."""
    left, top = view.to_px(plate.box[0], plate.box[3])
    return view.moved(round(left) - left, round(top) - top)


def _place(corner: QPoint, block: Block, ratio: float = 1.0) -> QRect:
    """Where the tiles of a plate lie that is drawn from that corner, enlarged by `ratio`.

    Edges are rounded from the grid, not from a tile's own size: neighbours meet without a seam.
    """
    left, right = round(block[0] * WIDE * ratio), round(block[2] * WIDE * ratio)
    top, bottom = round(block[1] * HIGH * ratio), round(block[3] * HIGH * ratio)
    return QRect(corner.x() + left, corner.y() + top, right - left, bottom - top)


def _blocks(cells: Iterable[Cell]) -> list[Block]:
    """The cells as few rectangles: runs of a row, those of the same columns in rows that follow joined.

    Rectangles, because a scaled pixmap is only drawn fast under a clip that is one.
    """
    rows: dict[int, list[int]] = {}
    for column, row in cells:
        rows.setdefault(row, []).append(column)
    made: list[Block] = []
    open_blocks: dict[tuple[int, int], int] = {}  # columns -> first row, of blocks that end at `next_row`
    next_row = 0
    for row in sorted(rows):
        runs: list[tuple[int, int]] = []
        for column in sorted(rows[row]):
            if runs and runs[-1][1] == column:
                runs[-1] = (runs[-1][0], column + 1)
            else:
                runs.append((column, column + 1))
        going_on = open_blocks if row == next_row else {}
        made += [
            (a, top, b, next_row)
            for (a, b), top in open_blocks.items()
            if (a, b) not in going_on or (a, b) not in runs
        ]
        open_blocks = {run: going_on.get(run, row) for run in runs}
        next_row = row + 1
    return made + [(a, top, b, next_row) for (a, b), top in open_blocks.items()]


class PlateTiles(QObject):
    """The tiles of the plates shown lately. All rectangles and views are in device pixels of the widget."""

    painted = Signal(QRect)
    """A rectangle of the widget (device pixels) has become sharp."""
    finished = Signal()
    """All that is seen is sharp."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tiles: OrderedDict[tuple, QPixmap] = OrderedDict()
        self._wholes: OrderedDict[tuple, _Whole] = OrderedDict()
        self._drawn: Drawn | None = None
        self._view = View(1.0, 0.0, 0.0)
        self._older_scale = 0.0
        self._seen = QRect()
        self._slices = QTimer(self)
        self._slices.setInterval(0)
        self._slices.timeout.connect(self._paint_slice)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._slices.start)
        self._wanted: list[Cell] = []

    # -- what is shown -----------------------------------------------------------------------------------------------

    def show(self, drawn: Drawn | None, view: View, seen: QRect) -> View:
        """From now on this is shown, under this view, within `seen`. The answer is the view that tiles are drawn under.

        Painting of what is missing begins soon: at once after a pan, once it has settled after a zoom.
        """
        if drawn is None:
            self._drawn = None
            self._stop()
            return view
        same = self._drawn is not None and self._drawn.key == drawn.key
        zoomed = same and not math.isclose(view.scale, self._view.scale, rel_tol=1e-9)
        if not same:
            self._older_scale = 0.0
        elif zoomed and not self._wanted:
            self._older_scale = self._view.scale
        first = not same and not self._has_whole(drawn)
        self._drawn, self._view, self._seen = drawn, snapped(view, drawn.plate), QRect(seen)
        if first:
            self._paint_whole()
        self._wanted = self._missing()
        if not self._wanted:
            self._stop()
            self.finished.emit()
        elif zoomed:
            self._slices.stop()
            self._settle.start(SETTLE_MS)
        else:
            # What there is is drawn first; a pan that goes on is not kept waiting by the painting of its edge.
            self._slices.stop()
            if not self._settle.isActive():
                self._settle.start(GAP_MS)
        return self._view

    @property
    def sharp(self) -> bool:
        """Whether all that is seen is drawn at its own scale."""
        return self._drawn is not None and not self._missing()

    @property
    def busy(self) -> bool:
        """Whether tiles are still to be painted; cheaper to ask than `sharp`."""
        return bool(self._wanted)

    def forget(self) -> None:
        """Let all pixmaps go."""
        self._stop()
        self._tiles.clear()
        self._wholes.clear()
        self._drawn = None

    def _stop(self) -> None:
        self._slices.stop()
        self._settle.stop()
        self._wanted = []

    # -- drawing -----------------------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, rects: Iterable[QRect]) -> None:
        """Draw these rectangles. The painter must count device pixels (no scaling, no antialiasing)."""
        if self._drawn is None:
            return
        paper = self._drawn.ink.paper
        corner = self._corner()
        held = self._held_scale()
        plate_rect = self._plate_rect(self._view.scale)
        for rect in rects:
            on_plate = rect & plate_rect
            if on_plate != rect:
                for piece in QRegion(rect) - QRegion(on_plate):
                    painter.fillRect(piece, paper)
            if on_plate.isEmpty():
                continue
            lacking = []
            for column, row in self._cells(on_plate, self._view.scale):
                tile = self._tiles.get((held, column, row))
                if tile is None:
                    lacking.append((column, row))
                    continue
                place = QRect(corner.x() + column * WIDE, corner.y() + row * HIGH, WIDE, HIGH)
                part = place & on_plate
                painter.drawPixmap(part.topLeft(), tile, part.translated(-place.topLeft()))
            for block in _blocks(lacking):
                self._draw_older(painter, _place(corner, block) & on_plate)

    def _draw_older(self, painter: QPainter, rect: QRect) -> None:
        """Fill the rectangle with scaled pixels of the scale shown before, else of the whole plate's small picture."""
        assert self._drawn is not None
        painter.save()
        painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        if not self._older_scale:
            self._draw_whole(painter, rect)
        else:
            corner = self._corner()
            ratio = self._view.scale / self._older_scale
            older = (self._drawn.key, round(self._older_scale, 9))
            first = (
                math.floor((rect.left() - corner.x()) / ratio),
                math.floor((rect.top() - corner.y()) / ratio),
            )
            # A pixel more: rounded, a tile's place may begin half a pixel before itself.
            last = (
                math.floor((rect.right() + 1 - corner.x()) / ratio),
                math.floor((rect.bottom() + 1 - corner.y()) / ratio),
            )
            ready, lacking = [], []
            for column in range(first[0] // WIDE, last[0] // WIDE + 1):
                for row in range(first[1] // HIGH, last[1] // HIGH + 1):
                    tile = self._tiles.get((older, column, row))
                    if tile is None:
                        lacking.append((column, row))
                    else:
                        ready.append((_place(corner, (column, row, column + 1, row + 1), ratio), tile))
            for block in _blocks(lacking):
                self._draw_whole(painter, _place(corner, block, ratio) & rect)
            # Whole tiles into whole rectangles, cut by the clip: a part scaled by itself may lack its last row.
            for place, tile in ready:
                painter.drawPixmap(place, tile)
        painter.restore()

    def _draw_whole(self, painter: QPainter, rect: QRect) -> None:
        """Fill the rectangle, and up to two pixels more, from the whole plate's small picture."""
        assert self._drawn is not None
        if rect.isEmpty():
            return
        whole = self._wholes.get(self._drawn.key)
        ratio = self._view.scale / whole.scale if whole is not None else 0.0
        if whole is None or ratio < 0.5:
            # Made smaller, its margin of paper may be less than a pixel.
            painter.fillRect(rect, self._drawn.ink.paper)
        if whole is None:
            return
        corner = self._corner()
        # Two pixels more, cut by the clip: the last row of a part scaled by itself may be lacking.
        part = QRectF(rect.adjusted(-2, -2, 2, 2))
        source = QRectF(
            (part.left() - corner.x()) / ratio + WHOLE_MARGIN,
            (part.top() - corner.y()) / ratio + WHOLE_MARGIN,
            part.width() / ratio,
            part.height() / ratio,
        )
        painter.drawPixmap(part, whole.pixmap, source)

    # -- painting ----------------------------------------------------------------------------------------------------

    def _paint_slice(self) -> None:
        """Paint missing tiles for about SLICE seconds, those nearest the middle first."""
        until = perf_counter() + SLICE
        while self._wanted:
            column, row = self._wanted.pop()
            self._paint_tile(column, row)
            if perf_counter() >= until:
                break
        if not self._wanted:
            self._slices.stop()
            self.finished.emit()

    def _paint_tile(self, column: int, row: int) -> None:
        assert self._drawn is not None
        scale = self._view.scale
        box = self._drawn.plate.box
        tile = self._blank_tile()
        self._paint_on(tile, View(scale, -box[0] * scale - column * WIDE, box[3] * scale - row * HIGH))
        self._keep(column, row, tile)
        corner = self._corner()
        place = QRect(corner.x() + column * WIDE, corner.y() + row * HIGH, WIDE, HIGH)
        self.painted.emit(place & self._seen)

    def _paint_on(self, pixmap: QPixmap, view: View) -> None:
        assert self._drawn is not None
        pixmap.fill(self._drawn.ink.paper)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Three pixels more, for pens whose path lies just outside.
        u0, v0, u1, v1 = view.shown(pixmap.width(), pixmap.height())
        more = 3 / view.scale
        clip = (u0 - more, v0 - more, u1 + more, v1 + more)
        paint_plate(painter, self._drawn.plate, self._drawn.layer, self._drawn.ink, view, clip)
        painter.end()

    def _paint_whole(self) -> None:
        """Paint the whole plate small, at once, so that a plate never appears as bare paper."""
        assert self._drawn is not None
        u0, v0, u1, v1 = self._drawn.plate.box
        tallest = WHOLE_HEIGHT / max(1e-6, max(v1 - v0, u1 - u0))
        scale = min(self._view.scale, tallest)
        width, height = max(1, math.ceil((u1 - u0) * scale)), max(1, math.ceil((v1 - v0) * scale))
        pixmap = QPixmap(width + 2 * WHOLE_MARGIN, height + 2 * WHOLE_MARGIN)
        self._paint_on(pixmap, View(scale, -u0 * scale + WHOLE_MARGIN, v1 * scale + WHOLE_MARGIN))
        self._wholes[self._drawn.key] = _Whole(pixmap, scale)
        self._wholes.move_to_end(self._drawn.key)
        while len(self._wholes) > WHOLES_KEPT:
            self._wholes.popitem(last=False)
        if scale == self._view.scale:
            # It is the sharp picture already: cut the tiles from it instead of painting them again.
            for column, row in self._cells(self._plate_rect(scale), scale):
                tile = self._blank_tile()
                tile.fill(self._drawn.ink.paper)
                painter = QPainter(tile)
                painter.drawPixmap(QPoint(-column * WIDE - WHOLE_MARGIN, -row * HIGH - WHOLE_MARGIN), pixmap)
                painter.end()
                self._keep(column, row, tile)

    def _blank_tile(self) -> QPixmap:
        """A pixmap to paint a tile on: once the cache is full, the one of it that has not been seen for longest.

        Reused, because memory that the system has to provide first takes longer to touch than a tile to paint.
        """
        one_picture = (self._seen.width() // WIDE + 2) * (self._seen.height() // HIGH + 2)
        most = max(LARGEST_CACHE // TILE_BYTES, 2 * one_picture)
        tile = None
        while len(self._tiles) >= most:
            _, tile = self._tiles.popitem(last=False)
        return tile if tile is not None else QPixmap(WIDE, HIGH)

    def _keep(self, column: int, row: int, tile: QPixmap) -> None:
        self._tiles[(self._held_scale(), column, row)] = tile

    # -- where things lie --------------------------------------------------------------------------------------------

    def _has_whole(self, drawn: Drawn) -> bool:
        return drawn.key in self._wholes

    def _held_scale(self) -> tuple:
        assert self._drawn is not None
        return self._drawn.key, round(self._view.scale, 9)

    def _corner(self) -> QPoint:
        """The plate's upper left corner in the widget; whole pixels, because the view is snapped."""
        assert self._drawn is not None
        left, top = self._view.to_px(self._drawn.plate.box[0], self._drawn.plate.box[3])
        return QPoint(round(left), round(top))

    def _plate_rect(self, scale: float) -> QRect:
        assert self._drawn is not None
        u0, v0, u1, v1 = self._drawn.plate.box
        corner = self._corner()
        return QRect(corner.x(), corner.y(), math.ceil((u1 - u0) * scale), math.ceil((v1 - v0) * scale))

    def _cells(self, rect: QRect, scale: float) -> list[Cell]:
        """The tiles that the rectangle meets."""
        rect = rect & self._plate_rect(scale)
        if rect.isEmpty():
            return []
        corner = self._corner()
        columns = range((rect.left() - corner.x()) // WIDE, (rect.right() - corner.x()) // WIDE + 1)
        rows = range((rect.top() - corner.y()) // HIGH, (rect.bottom() - corner.y()) // HIGH + 1)
        return [(column, row) for column in columns for row in rows]

    def _missing(self) -> list[Cell]:
        """The tiles that are seen and not painted, the one nearest the middle last."""
        if self._drawn is None:
            return []
        held = self._held_scale()
        corner = self._corner()
        middle = self._seen.center()
        lacking = []
        for column, row in self._cells(self._seen, self._view.scale):
            key = (held, column, row)
            if key in self._tiles:
                self._tiles.move_to_end(key)
            else:
                x = corner.x() + (column + 0.5) * WIDE - middle.x()
                y = corner.y() + (row + 0.5) * HIGH - middle.y()
                lacking.append((x * x + y * y, column, row))
        lacking.sort(reverse=True)
        return [(column, row) for _, column, row in lacking]
