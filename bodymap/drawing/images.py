"""Pictures of plates, for files."""

from __future__ import annotations

from PySide6.QtGui import QImage, QPainter

from bodymap.atlas.body import Plate
from bodymap.drawing.inks import Ink
from bodymap.drawing.plates import View, paint_plate


def render_plate(plate: Plate, layer: int, ink: Ink, height_px: int) -> QImage:
    """The whole plate at that height in pixels, on the ink's paper. Raises KeyError for a layer it does not have."""
    u0, v0, u1, v1 = plate.box
    width_px = max(1, round(height_px * (u1 - u0) / (v1 - v0)))
    image = QImage(width_px, height_px, QImage.Format.Format_RGB32)
    image.fill(ink.paper)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_plate(painter, plate, layer, ink, View.fit(plate.box, width_px, height_px))
    painter.end()
    return image
