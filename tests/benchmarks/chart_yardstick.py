"""The yardstick of the paper benchmark: the page of a chart again, written with reportlab.

A like page: the same plates with the same paths inside the same windows, the same lines of text in the same typeface,
the same rules, panels and discs. Reportlab gets the layout for nothing; only writing is measured for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtGui import QColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from bodymap.atlas.body import Region, Shape
from bodymap.atlas.geometry import Box, Curve
from bodymap.drawing.pages import POINT, Discs, Page, Panel, PlateWindow, Rule, Text
from bodymap.drawing.plates import FIBRES_FROM, tones_in

FACE = "Yardstick"


def register() -> None:
    """Load the typeface, once: reportlab's users do so at start."""
    import font_source_sans_pro

    folder = Path(font_source_sans_pro.__file__).parent / "files"
    pdfmetrics.registerFont(TTFont(FACE, str(folder / "SourceSansPro-Regular.ttf")))


def write(pages: Sequence[Page], path: Path) -> None:
    """Write the laid out pages with reportlab."""
    canvas = Canvas(str(path), pagesize=(pages[0].width / POINT, pages[0].height / POINT), pageCompression=1)
    for page in pages:
        tall = page.height / POINT
        for operation in page.operations:
            if isinstance(operation, Text):
                line = operation.layout.lineAt(operation.line)
                text = operation.layout.text()[line.textStart() : line.textStart() + line.textLength()]
                size = operation.layout.font().pixelSize() / POINT
                canvas.setFont(FACE, size)
                canvas.setFillColorRGB(*_rgb(operation.colour))
                canvas.drawString((operation.x + line.x()) / POINT, tall - operation.baseline / POINT, text)
            elif isinstance(operation, Rule):
                canvas.setStrokeColorRGB(*_rgb(operation.colour))
                canvas.setLineWidth(operation.width / POINT)
                at = [operation.x0, operation.y0, operation.x1, operation.y1]
                x0, y0, x1, y1 = (value / POINT for value in at)
                canvas.line(x0, tall - y0, x1, tall - y1)
            elif isinstance(operation, Panel):
                rect = operation.rect
                canvas.setFillColorRGB(*_rgb(operation.fill or QColor("white")))
                canvas.rect(
                    rect.left() / POINT,
                    tall - rect.bottom() / POINT,
                    rect.width() / POINT,
                    rect.height() / POINT,
                    stroke=operation.edge is not None,
                    fill=operation.fill is not None,
                )
            elif isinstance(operation, PlateWindow):
                _plate(canvas, operation, tall)
            elif isinstance(operation, Discs):
                for one in operation.markers:
                    x, y = one.centre[0] / POINT, tall - one.centre[1] / POINT
                    canvas.line(one.tip[0] / POINT, tall - one.tip[1] / POINT, x, y)
                    canvas.setFillColorRGB(*_rgb(operation.ink.mark.disc))
                    canvas.circle(x, y, operation.radius / POINT, fill=1)
                    canvas.circle(one.tip[0] / POINT, tall - one.tip[1] / POINT, 1, fill=1)
                    canvas.setFillColorRGB(1, 1, 1)
                    canvas.drawCentredString(x, y - 2, str(one.marker.number))
        canvas.showPage()
    canvas.save()


def _rgb(colour: QColor) -> tuple[float, float, float]:
    return colour.redF(), colour.greenF(), colour.blueF()


def _plate(canvas: Canvas, window: PlateWindow, tall: float) -> None:
    layer, ink, box = window.plate.layers[window.layer], window.ink, window.box
    tones = tones_in(window.plate, layer)
    canvas.saveState()
    clip = canvas.beginPath()
    rect = window.rect
    clip.rect(rect.left() / POINT, tall - rect.bottom() / POINT, rect.width() / POINT, rect.height() / POINT)
    canvas.clipPath(clip, stroke=0)
    scale = window.view.scale / POINT
    canvas.translate(window.view.x / POINT, tall - window.view.y / POINT)
    canvas.scale(scale, scale)

    def paint(
        curves: Iterable[Shape | Region], fill: QColor | None, edge: QColor | None, points: float
    ) -> None:
        if fill is not None:
            canvas.setFillColorRGB(*_rgb(fill))
        if edge is not None:
            canvas.setStrokeColorRGB(*_rgb(edge))
        canvas.setLineWidth(points / scale)
        for one in curves:
            if _meets(_box_of(one.curve), box):
                path = _path(canvas, one.curve)
                canvas.drawPath(path, stroke=edge is not None, fill=fill is not None)

    widths = ink.points
    paint(window.plate.skin, ink.skin.fill, ink.skin.edge, widths["skin"])
    paint(window.plate.skin_lines, None, ink.skin_line, widths["line"])
    for tissue in (*layer.bones, *layer.tissue_under):
        paint((tissue,), ink.tissue(tissue.kind).fill, ink.tissue(tissue.kind).edge, widths["edge"])
    for region in layer.regions:
        paint((region,), ink.muscle(tones[region.id]).fill, ink.muscle(tones[region.id]).edge, widths["edge"])
    for shade in layer.relief:
        paint((shade,), ink.muscle(tones.get(shade.of, 0)).shade, None, 0)
    if window.view.scale * 300 / 1200 >= FIBRES_FROM:
        for fibre in layer.fibres:
            paint((fibre,), None, ink.muscle(tones.get(fibre.of, 0)).fibre, widths["fibre"])
    for tissue in layer.tissue_over:
        paint((tissue,), ink.tissue(tissue.kind).fill, ink.tissue(tissue.kind).edge, widths["edge"])
    paint(layer.lines, None, ink.line, widths["line"])
    canvas.restoreState()


_boxes: dict[int, Box] = {}


def _box_of(curve: Curve) -> Box:
    """Around the curve's points; kept, since ours keeps it too."""
    found = _boxes.get(id(curve))
    if found is None:
        us, vs = curve.xy[0::2], curve.xy[1::2]
        found = _boxes[id(curve)] = (min(us), min(vs), max(us), max(vs))
    return found


def _meets(a: Box, b: Box) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def _path(canvas: Canvas, curve: Curve) -> object:
    path = canvas.beginPath()
    xy, at = curve.xy, 0
    for op in curve.ops:
        if op == "C":
            path.curveTo(*xy[at : at + 6])
            at += 6
        elif op == "L":
            path.lineTo(xy[at], xy[at + 1])
            at += 2
        elif op == "M":
            path.moveTo(xy[at], xy[at + 1])
            at += 2
        else:
            path.close()
    return path
