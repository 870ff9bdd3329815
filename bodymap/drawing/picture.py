"""The body with a visit's marks as a picture for a mail or a slide, PNG or SVG, with or without the patient's name.

Laid out like a page of the chart, so that the same windows show the same places; without name nothing on it, and
nothing in the file, tells whose body it is.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QBuffer, QIODevice, QRect, QRectF, QSize
from PySide6.QtGui import QPainter

from bodymap.charting.chart import Chart, Site
from bodymap.drawing import fonts
from bodymap.drawing.chart_pages import CREDIT, ROOMY, ChartLayout, PlateSource
from bodymap.drawing.chart_plates import Room, arranged
from bodymap.drawing.inks import Ink, ink_named
from bodymap.drawing.pages import DPI, POINT, Page, Panel, Text, to_image, wrap

WIDE, TALL = 760.0, 470.0
"""Points: the proportions of a slide."""
EDGE = 20.0
ROW = 13.0
PNG_DPI = 200


def lay_out_picture(chart: Chart, atlas: PlateSource, *, name: bool, ink: str | Ink = "colour") -> Page:
    """One page with the windows, the list of sites, and above them patient and day where `name` says so."""
    chosen = ink if isinstance(ink, Ink) else ink_named(ink)
    return _PictureLayout(chart, atlas, name, chosen).page()


def as_png(page: Page) -> bytes:
    """The picture as PNG, of 200 dots an inch."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not to_image(page, PNG_DPI).save(buffer, "PNG"):
        raise OSError("the picture could not be made")
    return buffer.data().data()


def as_svg(page: Page) -> bytes:
    """The picture as SVG: shapes and text, nothing that refers elsewhere."""
    from PySide6.QtSvg import QSvgGenerator  # only who wants an SVG waits for it

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    maker = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    maker.setOutputDevice(buffer)
    maker.setTitle("Needled sites")
    maker.setDescription("")
    # In tenths of a point: numbers as short as they can be, and exact enough.
    scale = 10 / POINT
    size = QSize(round(page.width * scale), round(page.height * scale))
    maker.setSize(size)
    maker.setViewBox(QRect(0, 0, size.width(), size.height()))
    maker.setResolution(720)
    painter = QPainter()
    if not painter.begin(maker):
        raise OSError("the picture could not be made")
    painter.fillRect(QRectF(0, 0, size.width(), size.height()), "white")
    painter.scale(scale, scale)
    for operation in page.operations:
        if isinstance(operation, Text):
            operation.paint_outlines(painter)
        else:
            operation.paint(painter)
    painter.end()
    made = buffer.data().data()
    # The numbers are text: where the typeface is missing, another without serifs.
    return made.replace(b'font-family="Source Sans Pro"', b'font-family="Source Sans Pro, Arial, sans-serif"')


class _PictureLayout(ChartLayout):
    def __init__(self, chart: Chart, atlas: PlateSource, name: bool, ink: Ink) -> None:
        super().__init__(replace(chart, clinic_accent="", found=(), drawn=()), atlas, "a4", ink, ROOMY)
        self.name = name
        self.width, self.height = WIDE * POINT, TALL * POINT
        self.left, self.right = EDGE * POINT, self.width - EDGE * POINT
        self.room_wide = self.right - self.left

    def page(self) -> Page:
        ink = self.ink
        self.made = [Page(self.width, self.height)]
        self.put(Panel(QRectF(0, 0, self.width, self.height), ink.paper, None))
        self.y = EDGE * 0.7 * POINT
        if self.name:
            self._title()
        columns = min(3, max(1, -(-len(self.chart.sites) // 6)))
        listed = self._listed(columns)
        tall = len(listed) * ROW * POINT
        self.bottom = self.height - (EDGE * 0.5 + 9) * POINT - tall - 4 * POINT
        self._rows()
        y = self.bottom + 4 * POINT
        wide = self.room_wide / columns
        for row in listed:
            for column, site in enumerate(row):
                self._site(site, self.left + column * wide, y, wide)
            y += ROW * POINT
        credit = wrap(f"{CREDIT}.", self.font(6.2), self.room_wide)
        self.lines(credit, self.left, self.height - (EDGE * 0.5 + 7) * POINT, 8, 6.2, ink.text_quiet)
        return self.made[0]

    def _title(self) -> None:
        who = self.chart.patient_name or "Name not entered"
        text = f"{who}  ·  {self.chart.visit_date}"
        bold = [(0, len(who), self.font(12, fonts.SEMIBOLD))]
        title = wrap(text, self.font(10), self.room_wide, spans=bold)
        self.y = self.lines(title[:1], self.left, self.y, 15, 12) + 2 * POINT

    def _rows(self) -> None:
        """The windows, as large as the picture has room for them."""
        if not self.windows:
            none = wrap("No site has a place on the body.", self.font(10), self.room_wide)
            self.lines(none, self.left, self.y + 10 * POINT, 13, 10, self.ink.text_quiet)
            return
        room = Room(
            wide=self.room_wide,
            one_page=self.bottom - self.y,
            page=self.bottom - self.y,
            over=26 * POINT,
            gap=9 * POINT,
            least=40 * POINT,
            number=0.0,
            life=DPI / 25.4,
        )
        self.put_rows(arranged(self.windows, room), room)

    def _listed(self, columns: int) -> list[list[Site]]:
        """The sites in rows, read down the columns."""
        sites = self.chart.sites
        rows = -(-len(sites) // columns) if sites else 0
        return [[sites[k] for k in range(row, len(sites), rows)] for row in range(rows)]

    def _site(self, site: Site, x: float, y: float, wide: float) -> None:
        level = f" {site.level}" if site.level else ""
        side = f", {site.side}" if site.side else ""
        text = f"{site.number}  {site.target}{level}{side}"
        bold = [(0, len(str(site.number)), self.font(9, fonts.BOLD))]
        self.lines(wrap(text, self.font(9), wide - 6 * POINT, spans=bold)[:1], x, y, ROW, 9)
