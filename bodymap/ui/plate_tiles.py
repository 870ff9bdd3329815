"""The painted plate as pixmaps: sharp tiles where there was time to paint them, scaled older ones until then.

A plate takes tens of milliseconds to paint, a frame has sixteen. So the plate is kept as square tiles per (plate,
layer, ink, scale) in device pixels. Whoever asks to have a rectangle drawn gets at once what there is: sharp tiles,
else those of the scale shown before, else a small picture of the whole plate. What is missing is painted in slices,
one a turn of the event loop, so that nothing ever waits for it.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from time import perf_counter

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QTimer, Signal
from PySide6.QtGui import QPainter, QPixmap, QRegion

from bodymap.atlas.body import Plate
from bodymap.drawing.inks import Ink
from bodymap.drawing.plates import View, paint_plate

TILE = 256
"""Edge of a tile in device pixels. At 512 the fullest tiles took longer than a slice may."""
SLICE = 0.006
"""Seconds of painting a turn of the event loop."""
SETTLE_MS = 70
"""Milliseconds without a further zoom before sharp tiles are begun: a tile painted in mid-zoom is thrown away."""
GAP_MS = 10
"""Milliseconds after a pan before missing tiles are begun."""
LARGEST_CACHE = 192 * 2**20
"""Bytes of tiles kept; a 4K picture takes 33 MB."""
WHOLE_HEIGHT = 1500
"""The most device pixels that the small picture of the whole plate is high."""
WHOLES_KEPT = 8


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
    """The whole plate at `scale` device pixels per millimetre; its corner is the box's upper left."""

    pixmap: QPixmap
    scale: float


def snapped(view: View, plate: Plate) -> View:
    """The view (device pixels) moved by less than a pixel, so that tiles fall on whole pixels and stay sharp."""
    left, top = view.to_px(plate.box[0], plate.box[3])
    return view.moved(round(left) - left, round(top) - top)


class PlateTiles(QObject):
    """The tiles of the plates shown lately. All rectangles and views are in device pixels of the widget."""

    painted = Signal(QRect)
    """A rectangle of the widget (device pixels) has become sharp."""
    finished = Signal()
    """All that is seen is sharp."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tiles: OrderedDict[tuple, QPixmap] = OrderedDict()
        self._bytes = 0
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
        self._wanted: list[tuple[int, int]] = []

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
        elif zoomed and not self._missing():
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
        self._bytes = 0
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
        for rect in rects:
            on_plate = rect & self._plate_rect(self._view.scale)
            if on_plate != rect:
                for piece in QRegion(rect) - QRegion(on_plate):
                    painter.fillRect(piece, paper)
            if on_plate.isEmpty():
                continue
            lacking = QRegion()
            ready = []
            for column, row in self._cells(on_plate, self._view.scale):
                place = QRect(corner.x() + column * TILE, corner.y() + row * TILE, TILE, TILE)
                part = place & on_plate
                tile = self._tiles.get((held, column, row))
                if tile is None:
                    lacking += part
                else:
                    ready.append((part, tile, part.translated(-place.topLeft())))
            if not lacking.isEmpty():
                self._draw_older(painter, lacking)
            # Sharp ones last: older tiles reach over the edges of what is missing.
            for part, tile, source in ready:
                painter.drawPixmap(part.topLeft(), tile, source)

    def _draw_older(self, painter: QPainter, region: QRegion) -> None:
        """Fill the region with scaled pixels of the scale shown before, else of the whole plate's small picture."""
        assert self._drawn is not None
        corner = self._corner()
        box = region.boundingRect()
        if self._older_scale:
            ratio = self._view.scale / self._older_scale
            older = (self._drawn.key, round(self._older_scale, 9))
            inner = QRect(
                math.floor((box.left() - corner.x()) / ratio),
                math.floor((box.top() - corner.y()) / ratio),
                math.ceil(box.width() / ratio) + 1,
                math.ceil(box.height() / ratio) + 1,
            )
            ready = []
            for column in range(max(0, inner.left() // TILE), inner.right() // TILE + 1):
                for row in range(max(0, inner.top() // TILE), inner.bottom() // TILE + 1):
                    tile = self._tiles.get((older, column, row))
                    if tile is None:
                        continue
                    # Edges are rounded from the grid, not from the tile's own size: neighbours meet without a seam.
                    left = corner.x() + round(column * TILE * ratio)
                    top = corner.y() + round(row * TILE * ratio)
                    right = corner.x() + round((column + 1) * TILE * ratio)
                    bottom = corner.y() + round((row + 1) * TILE * ratio)
                    place = QRect(left, top, right - left, bottom - top)
                    if region.intersects(place):
                        ready.append((place, tile))
                        region = region - QRegion(place)
            self._draw_whole(painter, region)
            # Whole tiles into whole rectangles, cut by the clip: a part scaled by itself may lack its last row.
            painter.save()
            painter.setClipRect(box)
            for place, tile in ready:
                painter.drawPixmap(place, tile)
            painter.restore()
        else:
            self._draw_whole(painter, region)

    def _draw_whole(self, painter: QPainter, region: QRegion) -> None:
        assert self._drawn is not None
        whole = self._wholes.get(self._drawn.key)
        corner = self._corner()
        if region.isEmpty():
            return
        painter.save()
        painter.setClipRegion(region)
        for part in region:
            # Paper first: at the plate's own edge the picture may end within a pixel.
            painter.fillRect(part, self._drawn.ink.paper)
            if whole is None:
                continue
            ratio = self._view.scale / whole.scale
            # Two pixels more, cut by the clip: the last row of a part scaled by itself may be lacking.
            part = part.adjusted(-2, -2, 2, 2)
            source = QRectF(
                (part.left() - corner.x()) / ratio,
                (part.top() - corner.y()) / ratio,
                part.width() / ratio,
                part.height() / ratio,
            )
            painter.drawPixmap(QRectF(part), whole.pixmap, source)
        painter.restore()

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
        tile = self._painted(
            View(scale, -box[0] * scale - column * TILE, box[3] * scale - row * TILE), TILE, TILE
        )
        self._keep(column, row, tile)
        corner = self._corner()
        place = QRect(corner.x() + column * TILE, corner.y() + row * TILE, TILE, TILE)
        self.painted.emit(place & self._seen)

    def _painted(self, view: View, width: int, height: int) -> QPixmap:
        assert self._drawn is not None
        pixmap = QPixmap(width, height)
        pixmap.fill(self._drawn.ink.paper)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Three pixels more, for pens whose path lies just outside.
        u0, v0, u1, v1 = view.shown(width, height)
        more = 3 / view.scale
        clip = (u0 - more, v0 - more, u1 + more, v1 + more)
        paint_plate(painter, self._drawn.plate, self._drawn.layer, self._drawn.ink, view, clip)
        painter.end()
        return pixmap

    def _paint_whole(self) -> None:
        """Paint the whole plate small, at once, so that a plate never appears as bare paper."""
        assert self._drawn is not None
        u0, v0, u1, v1 = self._drawn.plate.box
        tallest = WHOLE_HEIGHT / max(1e-6, max(v1 - v0, u1 - u0))
        scale = min(self._view.scale, tallest)
        width, height = math.ceil((u1 - u0) * scale), math.ceil((v1 - v0) * scale)
        pixmap = self._painted(View(scale, -u0 * scale, v1 * scale), max(1, width), max(1, height))
        self._wholes[self._drawn.key] = _Whole(pixmap, scale)
        self._wholes.move_to_end(self._drawn.key)
        while len(self._wholes) > WHOLES_KEPT:
            self._wholes.popitem(last=False)
        if scale == self._view.scale:
            # It is the sharp picture already: cut the tiles from it instead of painting them again.
            for column, row in self._cells(self._plate_rect(scale), scale):
                tile = QPixmap(TILE, TILE)
                tile.fill(self._drawn.ink.paper)
                painter = QPainter(tile)
                painter.drawPixmap(QPoint(-column * TILE, -row * TILE), pixmap)
                painter.end()
                self._keep(column, row, tile)

    def _keep(self, column: int, row: int, tile: QPixmap) -> None:
        self._tiles[(self._held_scale(), column, row)] = tile
        self._bytes += TILE * TILE * 4
        while self._bytes > LARGEST_CACHE and len(self._tiles) > 1:
            self._tiles.popitem(last=False)
            self._bytes -= TILE * TILE * 4

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

    def _cells(self, rect: QRect, scale: float) -> list[tuple[int, int]]:
        """Column and row of the tiles that the rectangle meets."""
        rect = rect & self._plate_rect(scale)
        if rect.isEmpty():
            return []
        corner = self._corner()
        columns = range((rect.left() - corner.x()) // TILE, (rect.right() - corner.x()) // TILE + 1)
        rows = range((rect.top() - corner.y()) // TILE, (rect.bottom() - corner.y()) // TILE + 1)
        return [(column, row) for column in columns for row in rows]

    def _missing(self) -> list[tuple[int, int]]:
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
                x = corner.x() + (column + 0.5) * TILE - middle.x()
                y = corner.y() + (row + 0.5) * TILE - middle.y()
                lacking.append((x * x + y * y, column, row))
        lacking.sort(reverse=True)
        return [(column, row) for _, column, row in lacking]
