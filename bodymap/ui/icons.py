"""The few icons, drawn as strokes on a grid of 24 by 24 in the colour of the text around them."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QWidget

from bodymap.ui import theme

# M x y, L x y, C x y x y x y, Z; O x y r is a circle.
STROKES = {
    "menu": "M 4 7 L 20 7 M 4 12 L 20 12 M 4 17 L 20 17",
    "more": "O 5 12 0.9 O 12 12 0.9 O 19 12 0.9",
    "undo": "M 9 6 L 4 11 L 9 16 M 4 11 L 14 11 C 18 11 20 13.5 20 16 C 20 17.4 19.4 18.6 18.5 19.5",
    "redo": "M 15 6 L 20 11 L 15 16 M 20 11 L 10 11 C 6 11 4 13.5 4 16 C 4 17.4 4.6 18.6 5.5 19.5",
    "plus": "M 12 5 L 12 19 M 5 12 L 19 12",
    "minus": "M 5 12 L 19 12",
    "fit": "M 4 9 L 4 4 L 9 4 M 15 4 L 20 4 L 20 9 M 20 15 L 20 20 L 15 20 M 9 20 L 4 20 L 4 15",
    "fold-left": "M 4 5 L 20 5 L 20 19 L 4 19 Z M 9.5 5 L 9.5 19 M 16 9.5 L 13.5 12 L 16 14.5",
    "fold-right": "M 4 5 L 20 5 L 20 19 L 4 19 Z M 14.5 5 L 14.5 19 M 8 9.5 L 10.5 12 L 8 14.5",
    "open-left": "M 4 5 L 20 5 L 20 19 L 4 19 Z M 9.5 5 L 9.5 19 M 13.5 9.5 L 16 12 L 13.5 14.5",
    "open-right": "M 4 5 L 20 5 L 20 19 L 4 19 Z M 14.5 5 L 14.5 19 M 10.5 9.5 L 8 12 L 10.5 14.5",
    "find": "O 10.5 10.5 6 M 15 15 L 20 20",
    "back": "M 14.5 5.5 L 8 12 L 14.5 18.5",
    "down": "M 5.5 9 L 12 15.5 L 18.5 9",
    "unfold": "M 9 5.5 L 15.5 12 L 9 18.5",
    "close": "M 6 6 L 18 18 M 18 6 L 6 18",
    "note": "M 6 4 L 18 4 L 18 20 L 6 20 Z M 9 9 L 15 9 M 9 12.5 L 15 12.5 M 9 16 L 12.5 16",
    "note-none": "M 6 4 L 18 4 L 18 20 L 6 20 Z M 12 9 L 12 15 M 9 12 L 15 12",
    "info": "O 12 12 8.5 M 12 11 L 12 16.5 M 12 7.3 L 12 7.8",
    "warn": "M 12 3.5 L 21.5 20 L 2.5 20 Z M 12 9.5 L 12 14.5 M 12 16.9 L 12 17.4",
    "fault": "M 8.2 3 L 15.8 3 L 21 8.2 L 21 15.8 L 15.8 21 L 8.2 21 L 3 15.8 L 3 8.2 Z M 8.8 8.8 L 15.2 15.2"
    " M 15.2 8.8 L 8.8 15.2",
    "again": "M 19 12 C 19 8 16 5 12 5 C 8.5 5 5.8 7.3 5.1 10.5 M 19.2 7 L 19 12 L 14.4 11.2"
    " M 5 13.6 C 5.6 16.8 8.5 19 12 19 C 14 19 15.8 18.2 17.1 16.8",
    "lasso": "M 4 10 C 4 6.5 7.5 4.5 12 4.5 C 16.5 4.5 20 6.5 20 10"
    " C 20 13.5 16.5 15.5 12 15.5 C 10.3 15.5 8.8 15.2 7.5 14.6"
    " M 9 13.2 C 8 15.5 5.5 14.8 6 13 C 6.5 11.4 9.3 12 9 14.2 C 8.8 16.4 6.5 17.6 6.8 20",
    "pen": "M 5 19 L 6 15 L 15.5 5.5 L 18.5 8.5 L 9 18 Z M 13.5 7.5 L 16.5 10.5",
    "print": "M 7 9 L 7 4 L 17 4 L 17 9 M 7 17 L 4 17 L 4 9 L 20 9 L 20 17 L 17 17 M 7 14 L 17 14 L 17 20 L 7 20 Z",
    "patients": "O 9 8.5 3.5 M 3 19.5 C 3 15.5 6 13.8 9 13.8 C 12 13.8 15 15.5 15 19.5"
    " M 15.5 5.3 C 17.4 5.6 18.6 7 18.6 8.6 C 18.6 10.2 17.4 11.5 15.8 11.8 M 17.5 14.2 C 19.7 14.8 21 16.6 21 19.5",
    "trash": "M 5 7 L 19 7 M 10 7 L 10 4 L 14 4 L 14 7 M 7 7 L 8 20 L 16 20 L 17 7 M 10.3 10.5 L 10.7 16.5"
    " M 13.7 10.5 L 13.3 16.5",
}


@lru_cache(maxsize=64)
def path(name: str) -> QPainterPath:
    """The icon's strokes on its grid of 24."""
    made = QPainterPath()
    words = iter(STROKES[name].split())
    for word in words:
        if word == "Z":
            made.closeSubpath()
        elif word == "O":
            x, y, r = (float(next(words)) for _ in range(3))
            made.addEllipse(QPointF(x, y), r, r)
        elif word == "C":
            made.cubicTo(*(float(next(words)) for _ in range(6)))
        else:
            x, y = float(next(words)), float(next(words))
            made.moveTo(x, y) if word == "M" else made.lineTo(x, y)
    return made


def paint(painter: QPainter, name: str, rect: QRectF, color: QColor) -> None:
    """Draw the icon into the rectangle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / 24, rect.height() / 24)
    painter.setPen(
        QPen(color, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.setBrush(color if name == "more" else Qt.BrushStyle.NoBrush)
    painter.drawPath(path(name))
    painter.restore()


def pixmap(name: str, color: QColor, px: int, ratio: float = 2.0) -> QPixmap:
    made = QPixmap(round(px * ratio), round(px * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    paint(painter, name, QRectF(0, 0, px, px), color)
    painter.end()
    return made


def icon(name: str, px: int = 20, ink: str = "text") -> QIcon:
    """The icon in the theme's colour, paler where its button is off."""
    made = QIcon(pixmap(name, theme.color(ink), px))
    made.addPixmap(pixmap(name, theme.off(), px), QIcon.Mode.Disabled)
    return made


def give(button: QAbstractButton, name: str, px: int = 20, ink: str = "text") -> None:
    """Give the button this icon, now and after each change of theme (`refresh`)."""
    button.setProperty("icon_name", name)
    button.setProperty("icon_px", px)
    button.setProperty("icon_ink", ink)
    button.setIcon(icon(name, px, ink))
    button.setIconSize(QSize(px, px))


def refresh(root: QWidget) -> None:
    """Draw every icon under `root` anew in the theme's colours."""
    for button in root.findChildren(QAbstractButton):
        name = button.property("icon_name")
        if name:
            button.setIcon(icon(name, button.property("icon_px"), button.property("icon_ink")))
