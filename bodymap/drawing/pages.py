"""Pages: what stands on paper, laid out once and painted alike on printer, preview, PDF and picture.

Everything is measured in dots of 1/1200 inch. Text is laid out in dots with hinting off, so that a line breaks at the
same word at any resolution (laid out at 300 dpi, nine of ten lines break differently).
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPainterPath,
    QPdfWriter,
    QPen,
    QTextLayout,
    QTextOption,
)

from bodymap import whole_file
from bodymap.atlas.body import Plate, Region
from bodymap.atlas.geometry import Box
from bodymap.drawing.inks import Ink
from bodymap.drawing.marks import Placed, paint_marks
from bodymap.drawing.plates import View, paint_plate, paint_region, path_of

DPI = 1200
POINT = DPI / 72
MILLIMETRE = DPI / 25.4
_LEADER_DOT = 0.95  # points

PAPERS: dict[str, QPageSize.PageSizeId] = {
    "a4": QPageSize.PageSizeId.A4,
    "letter": QPageSize.PageSizeId.Letter,
}


def paper_size(paper: str) -> tuple[float, float]:
    """Width and height of the paper in dots. Raises KeyError on a paper that is not a4 or letter."""
    # In whole points, as the PDF's page box is.
    size = QPageSize(PAPERS[paper]).sizePoints()
    return size.width() * POINT, size.height() * POINT


class Operation(Protocol):
    """One thing on a page."""

    def paint(self, painter: QPainter) -> None:
        """Paint it, in dots."""


@dataclass(frozen=True, slots=True)
class Text:
    """One line of a laid out text, with its left edge and baseline in dots."""

    layout: QTextLayout
    line: int
    x: float
    baseline: float
    colour: QColor

    def paint(self, painter: QPainter) -> None:
        line = self.layout.lineAt(self.line)
        painter.setPen(self.colour)
        line.draw(painter, QPointF(self.x, self.baseline - line.ascent()))

    def paint_outlines(self, painter: QPainter) -> None:
        """Paint the letters as shapes, for a picture whose reader may lack the typeface."""
        line = self.layout.lineAt(self.line)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colour)
        for run in line.glyphRuns():
            raw = run.rawFont()
            for glyph, place in zip(run.glyphIndexes(), run.positions(), strict=True):
                path = raw.pathForGlyph(glyph)
                path.translate(self.x + place.x(), self.baseline - line.ascent() - line.y() + place.y())
                painter.drawPath(path)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line; `width` in dots."""

    x0: float
    y0: float
    x1: float
    y1: float
    colour: QColor
    width: float

    def paint(self, painter: QPainter) -> None:
        pen = QPen(self.colour, self.width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(self.x0, self.y0), QPointF(self.x1, self.y1))


@dataclass(frozen=True, slots=True)
class Panel:
    """A rectangle: filled, outlined, or both; `width` and `radius` in dots."""

    rect: QRectF
    fill: QColor | None
    edge: QColor | None
    width: float = 0.0
    radius: float = 0.0

    def paint(self, painter: QPainter) -> None:
        painter.setPen(QPen(self.edge, self.width) if self.edge is not None else Qt.PenStyle.NoPen)
        painter.setBrush(self.fill if self.fill is not None else Qt.BrushStyle.NoBrush)
        if self.radius:
            painter.drawRoundedRect(self.rect, self.radius, self.radius)
        else:
            painter.drawRect(self.rect)


@dataclass(frozen=True, slots=True)
class PlateWindow:
    """A part of a plate seen through a window of the page: `rect` in dots, `view` from millimetres to dots."""

    plate: Plate
    layer: int
    ink: Ink
    rect: QRectF
    view: View

    @property
    def box(self) -> Box:
        """What the window shows, in millimetres of the plate."""
        u0, v1 = self.view.to_mm(self.rect.left(), self.rect.top())
        u1, v0 = self.view.to_mm(self.rect.right(), self.rect.bottom())
        return u0, v0, u1, v1

    def paint(self, painter: QPainter) -> None:
        painter.save()
        painter.setClipRect(self.rect, Qt.ClipOperation.IntersectClip)
        paint_plate(
            painter,
            self.plate,
            self.layer,
            self.ink,
            self.view,
            self.box,
            point=POINT,
            pixels_per_mm=self.view.scale * 300 / DPI,  # the detail that a printer of 300 dpi can hold
        )
        painter.restore()


@dataclass(frozen=True, slots=True)
class Beneath:
    """Muscles that lie under the layer that a window shows: hatched, with a dashed outline, cut to the window."""

    window: PlateWindow
    regions: tuple[Region, ...]

    def paint(self, painter: QPainter) -> None:
        window = self.window
        painter.save()
        painter.setClipRect(window.rect, Qt.ClipOperation.IntersectClip)
        for region in self.regions:
            paint_region(painter, window.plate, region, window.ink, window.view, "ghost", point=POINT)
        painter.restore()


@dataclass(frozen=True, slots=True)
class Discs:
    """Numbered marks; places and `radius` in dots. `fine`: numbers far from their points, on thin leaders."""

    markers: tuple[Placed, ...]
    ink: Ink
    radius: float
    fine: bool = False

    def paint(self, painter: QPainter) -> None:
        paint_marks(painter, self.markers, self.ink, self.radius, paper=True, fine=self.fine)


@dataclass(frozen=True, slots=True)
class Leaders:
    """Lines from names to muscles, each through its elbow and with a dot at its end, in dots."""

    lines: tuple[tuple[tuple[float, float], ...], ...]
    ink: Ink

    def paint(self, painter: QPainter) -> None:
        paths = []
        for points in self.lines:
            path = QPainterPath(QPointF(*points[0]))
            for point in points[1:]:
                path.lineTo(QPointF(*point))
            paths.append(path)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # The white beside a line parts it from the plate's own lines; all of it first, so that it cuts no other leader.
        bold = 1.35 if self.ink.hatch else 1.0  # among black lines a leader needs more weight
        for colour, width in ((self.ink.paper, 1.1 * bold), (self.ink.text, 0.36 * bold)):
            pen = QPen(colour, width * POINT)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            for path in paths:
                painter.drawPath(path)
        painter.setPen(QPen(self.ink.paper, 0.4 * POINT * bold))
        painter.setBrush(self.ink.text)
        for points in self.lines:
            painter.drawEllipse(QPointF(*points[-1]), _LEADER_DOT * bold * POINT, _LEADER_DOT * bold * POINT)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A small whole body with a frame around the part that a page shows."""

    plate: Plate
    area: Box
    view: View
    ink: Ink

    def paint(self, painter: QPainter) -> None:
        painter.save()
        painter.setTransform(self.view.transform(), True)
        unit = POINT / self.view.scale
        painter.setPen(QPen(self.ink.text_quiet, (0.55 if self.ink.hatch else 0.3) * unit))
        painter.setBrush(self.ink.skin.fill)
        for skin in self.plate.skin:
            painter.drawPath(path_of(skin.curve))
        u0, v0, u1, v1 = self.area
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.ink.accent, 1.0 * unit, j=Qt.PenJoinStyle.MiterJoin))
        painter.drawRect(QRectF(u0, v0, u1 - u0, v1 - v0))
        painter.restore()


@dataclass(slots=True)
class Page:
    """One page: its size in dots and what is painted on it, in order."""

    width: float
    height: float
    operations: list[Operation] = field(default_factory=list)


def paint_page(painter: QPainter, page: Page) -> None:
    """Paint the page with a painter whose unit is the dot (1/1200 inch) and whose origin is the paper's corner."""
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    for operation in page.operations:
        operation.paint(painter)
    painter.restore()


def paint_pages_to(device: QPagedPaintDevice, pages: Sequence[Page]) -> None:
    """Paint all pages on a printer or PDF writer. Raises OSError where the device refuses."""
    painter = QPainter()
    if not painter.begin(device):
        raise OSError("the printer or file could not be opened")
    try:
        for number, page in enumerate(pages):
            if number and not device.newPage():
                raise OSError("the printer stopped before the last page")
            paint_on(painter, device, page)
    finally:
        finished = painter.end()
    if not finished:
        raise OSError("the last page could not be finished")


def paint_on(painter: QPainter, device: QPagedPaintDevice, page: Page) -> None:
    """Paint the page on the page of the device where the painter stands."""
    painter.save()
    _scale_to_dots(painter, device)
    paint_page(painter, page)
    painter.restore()


def _scale_to_dots(painter: QPainter, device: QPagedPaintDevice) -> None:
    """Unit: dot; origin: the corner of the paper, also on a printer that starts at its margin."""
    dpi_x, dpi_y = device.logicalDpiX(), device.logicalDpiY()
    layout = device.pageLayout()
    if layout.mode() == QPageLayout.Mode.StandardMode:
        corner = layout.paintRectPixels(dpi_x).topLeft()
        painter.translate(-corner.x(), -corner.y())
    painter.scale(dpi_x / DPI, dpi_y / DPI)


def write_pdf(pages: Sequence[Page], path: str | os.PathLike[str], title: str = "Visit chart") -> None:
    """Write the pages as PDF/A-1b: vectors, selectable text, embedded fonts, no word of the patient in the metadata.

    The file appears whole or not at all. Raises OSError.
    """
    if not pages:
        raise ValueError("a PDF needs a page")
    # Made in memory: QPdfWriter does not say that the disk of its file was full.
    made = QBuffer()
    made.open(QIODevice.OpenModeFlag.ReadWrite)
    writer = QPdfWriter(made)
    _set_up(writer, pages[0].width, pages[0].height, title)
    paint_pages_to(writer, pages)
    whole_file.write(Path(path), _CHARACTER_MAP.sub(lambda found: named_spaces(found[0]), made.data().data()))


def set_up(writer: QPdfWriter, paper: str, title: str) -> None:
    """Make it an archive PDF (A-1b) of that paper, with no word of a patient in the metadata."""
    _set_up(writer, *paper_size(paper), title)


def _set_up(writer: QPdfWriter, width: float, height: float, title: str) -> None:
    writer.setPdfVersion(QPagedPaintDevice.PdfVersion.PdfVersion_A1b)
    writer.setTitle(title)
    writer.setCreator("BodyMap")
    writer.setResolution(DPI)
    size = QPageSize(
        QSizeF(width / POINT, height / POINT),
        QPageSize.Unit.Point,
        "",
        QPageSize.SizeMatchPolicy.FuzzyMatch,
    )
    writer.setPageLayout(
        QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    )


_CHARACTER_MAP = re.compile(rb"begincmap.*?endcmap", re.DOTALL)


def named_spaces(character_map: bytes) -> bytes:
    """A font's character map with its spaces copied as spaces.

    Qt names each glyph after the lowest character that it stands for; it draws tabs as spaces, so every space would be
    copied as a tab. No tab is ever printed (they are laid out as spaces). The names are plain text of one length.
    """
    return character_map.replace(b"<0009>", b"<0020>")


def to_images(pages: Sequence[Page], dpi: float) -> list[QImage]:
    """The pages as pictures, on white, for the preview and for PNG files."""
    return [to_image(page, dpi) for page in pages]


def to_image(page: Page, dpi: float) -> QImage:
    """One page as a picture on white."""
    image = QImage(round(page.width * dpi / DPI), round(page.height * dpi / DPI), QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(dpi / 0.0254))
    image.setDotsPerMeterY(round(dpi / 0.0254))
    image.fill(QColor(255, 255, 255))
    painter = QPainter(image)
    painter.scale(dpi / DPI, dpi / DPI)
    paint_page(painter, page)
    painter.end()
    return image


@dataclass(frozen=True, slots=True)
class Line:
    """One line of wrapped text, not yet on a page."""

    layout: QTextLayout
    index: int

    @property
    def width(self) -> float:
        """The natural width in dots."""
        return self.layout.lineAt(self.index).naturalTextWidth()

    @property
    def text(self) -> str:
        line = self.layout.lineAt(self.index)
        # Positions count UTF-16 units; characters above U+FFFF never get here (fonts.boxed).
        return self.layout.text()[line.textStart() : line.textStart() + line.textLength()]

    def at(self, x: float, baseline: float, colour: QColor) -> Text:
        return Text(self.layout, self.index, x, baseline, colour)


_WRAP = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere


def wrap(
    text: str,
    font: QFont,
    width: float,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    spans: Sequence[tuple[int, int, QFont]] = (),
) -> list[Line]:
    """The text broken into lines of at most that width in dots; each "\\n" starts a new one, an empty text is none.

    Every paragraph gets a layout of its own, so that the time grows with the text and not with its square. `spans`
    (start, length, font) set parts of a text without line breaks in another font.
    """
    if not text:
        return []
    option = QTextOption(align)
    option.setWrapMode(_WRAP)
    lines: list[Line] = []
    for paragraph in text.split("\n"):
        layout = QTextLayout(paragraph, font)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        if spans:
            layout.setFormats([_span(*span) for span in spans])
        layout.beginLayout()
        while True:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            line.setPosition(QPointF(0, 0))
        layout.endLayout()
        lines.extend(Line(layout, index) for index in range(max(1, layout.lineCount())))
    return lines


def _span(start: int, length: int, font: QFont) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length = start, length
    form = made.format
    form.setFont(font)
    made.format = form
    return made
