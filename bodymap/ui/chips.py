"""Words on a piece of paper of their own, readable over any plate: sides, names, hints.

They are kept as pictures: each step of a zoom paints them again, and shaping the words took a twentieth of a frame.
"""

from __future__ import annotations

from math import ceil, floor
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

_KEPT = 64


class _Look(NamedTuple):
    """All that a chip's picture depends on."""

    text: str
    font: str
    width: float
    height: float
    colour: int
    fill: int
    rim: int | None
    pixels: float


_pictures: dict[_Look, QPixmap] = {}


def paint_chip(
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: QFont,
    colour: QColor,
    fill: QColor,
    rim: QColor | None,
    pixels: float,
) -> None:
    """Paint the words in the middle of the rectangle (logical pixels), each line cut with dots where it is too long.

    `pixels` are the device pixels of a logical one; the rectangle's corner falls on a whole one of them.
    """
    look = _Look(
        text,
        font.key(),
        rect.width(),
        rect.height(),
        colour.rgba(),
        fill.rgba(),
        rim.rgba() if rim is not None else None,
        pixels,
    )
    picture = _pictures.pop(look, None)
    if picture is None:
        picture = _picture(look, font)
    _pictures[look] = picture
    while len(_pictures) > _KEPT:
        del _pictures[next(iter(_pictures))]
    painter.drawPixmap(QPointF(floor(rect.x() * pixels) / pixels, floor(rect.y() * pixels) / pixels), picture)


def _picture(look: _Look, font: QFont) -> QPixmap:
    picture = QPixmap(ceil(look.width * look.pixels) + 1, ceil(look.height * look.pixels) + 1)
    picture.setDevicePixelRatio(look.pixels)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor.fromRgba(look.rim), 1) if look.rim is not None else Qt.PenStyle.NoPen)
    painter.setBrush(QColor.fromRgba(look.fill))
    rect = QRectF(0, 0, look.width, look.height)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    painter.setFont(font)
    painter.setPen(QColor.fromRgba(look.colour))
    metrics, right = QFontMetricsF(font), Qt.TextElideMode.ElideRight
    shown = [metrics.elidedText(line, right, look.width - 12) for line in look.text.split("\n")]
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, "\n".join(shown))
    painter.end()
    return picture
