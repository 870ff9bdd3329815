"""The clinic's logo and colour on paper."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from bodymap.charting.faults import Refused
from bodymap.charting.logo import png_of, read_colour
from bodymap.drawing.inks import Ink, luminance, mixed

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

log = logging.getLogger(__name__)
FINE = 600 / 1200
"""Dots of the picture for each dot of the page, at most."""


def tinted(ink: Ink, accent: str) -> Ink:
    """The ink with the clinic's colour for its accents, as dark as words on white paper need; mono stays mono."""
    if not accent or ink.name == "mono":
        return ink
    try:
        colour = QColor(read_colour(accent))
    except Refused:
        return ink
    while 1.05 / (luminance(colour) + 0.05) < 4.5:
        colour = mixed(colour, QColor(0, 0, 0), 0.08)
    return replace(ink, accent=colour)


@dataclass(frozen=True, slots=True)
class Logo:
    """The clinic's logo in a rectangle (dots). It is printed as a picture without transparency, which an archive PDF
    forbids; so an SVG looks the same on every device, whatever its maker put into it."""

    kept: str = field(repr=False)
    rect: QRectF
    ink: Ink

    def paint(self, painter: QPainter) -> None:
        found = _renderer(self.kept) if not png_of(self.kept) else _image(self.kept)
        if found is None:
            return
        size = (self.rect.size() * FINE).expandedTo(QSizeF(1, 1)).toSize()
        if isinstance(found, QImage):
            if found.width() > size.width():
                smooth = Qt.TransformationMode.SmoothTransformation
                found = found.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
            size = found.size()
        image = QImage(size, QImage.Format.Format_RGB32)
        image.fill(self.ink.paper)
        inner = QPainter(image)
        inner.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(found, QImage):
            inner.drawImage(0, 0, found)
        else:
            found.render(inner, QRectF(image.rect()))
        inner.end()
        if self.ink.name == "mono":
            image = image.convertToFormat(QImage.Format.Format_Grayscale8)
        painter.save()
        hints = QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.LosslessImageRendering
        painter.setRenderHints(hints)
        painter.drawImage(self.rect, image)
        painter.restore()


def logo_size(kept: str, widest: float, tallest: float) -> QSizeF | None:
    """How large the logo stands in that room (dots), keeping its proportions; None where there is none to be shown."""
    if not kept:
        return None
    if png_of(kept):
        image = _image(kept)
        natural = QSizeF(image.size()) if image is not None else QSizeF()
    else:
        renderer = _renderer(kept)
        natural = QSizeF(renderer.viewBoxF().size()) if renderer is not None else QSizeF()
    if natural.isEmpty():
        return None
    return natural.scaled(QSizeF(widest, tallest), Qt.AspectRatioMode.KeepAspectRatio)


@lru_cache(maxsize=4)
def _image(kept: str) -> QImage | None:
    image = QImage()
    if not image.loadFromData(png_of(kept), "PNG"):
        log.warning("the logo is kept but cannot be drawn")
        return None
    return image


@lru_cache(maxsize=4)
def _renderer(kept: str) -> QSvgRenderer | None:
    from PySide6.QtSvg import QSvgRenderer  # only where a clinic has such a logo

    renderer = QSvgRenderer(QByteArray(kept.encode()))
    if not renderer.isValid():
        log.warning("the logo is kept but cannot be drawn")
        return None
    return renderer
