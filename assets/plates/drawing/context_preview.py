"""Look at the context art: python context_preview.py PLATE LAYER OUT.png [u0 v0 u1 v1 px_per_mm]

Right half and its mirror image are painted as the program paints them; the window is in millimetres.
"""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPainterPath, QPen, QTransform

FILLS = {
    "skin": "#ece4db",
    "bone": "#f5eeda",
    "tendon": "#e6e9e4",
    "aponeurosis": "#e3e7e4",
    "fascia": "#dde3e2",
    "ligament": "#d9e0de",
}
PENS = {
    "skin": ("#b9aa9c", 1.0),
    "skin-line": ("#b7a798", 1.0),
    "bone": ("#a8987a", 0.9),
    "line": ("#b3a386", 0.8),
}
TISSUE_PEN = ("#9fb0ae", 0.8)


def painter_path(d: str) -> QPainterPath:
    """The path of absolute M L C Z data."""
    path = QPainterPath()
    for command, rest in re.findall(r"([MLCZ])([^MLCZ]*)", d):
        n = [float(x) for x in rest.split()]
        p = [QPointF(n[i], n[i + 1]) for i in range(0, len(n), 2)]
        if command == "M":
            path.moveTo(p[0])
        elif command == "L":
            path.lineTo(p[0])
        elif command == "C":
            path.cubicTo(*p)
        else:
            path.closeSubpath()
    return path


def paint(painter: QPainter, root: ET.Element, layer: str) -> None:
    space = "{http://www.w3.org/2000/svg}"
    for group in root.findall(f"{space}g"):
        if group.get("id") not in ("body", f"layer-{layer}"):
            continue
        for item in group.iter(f"{space}path"):
            kind = item.get("class")
            if kind == "skin-line" and layer != "1" and (item.get("data-name") or "").startswith("Face"):
                continue
            path = painter_path(item.get("d"))
            colour, width = PENS.get(kind, TISSUE_PEN)
            pen = QPen(QColor(colour), width, Qt.SolidLine, Qt.RoundCap, Qt.RoundJoin)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.setBrush(QColor(FILLS[kind]) if kind in FILLS else Qt.NoBrush)
            painter.drawPath(path)
            if item.get("data-side") != "midline":
                painter.drawPath(QTransform.fromScale(-1, 1).map(path))


def main() -> None:
    plate, layer, out, *window = sys.argv[1:]
    u0, v0, u1, v1, scale = [float(x) for x in window] or (-360, -10, 360, 1730, 0.9)
    app = QGuiApplication(sys.argv[:1])
    root = ET.parse(Path(__file__).parent / f"context_{plate}.svg").getroot()
    image = QImage(int((u1 - u0) * scale), int((v1 - v0) * scale), QImage.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.Antialiasing)
    painter.scale(scale, scale)
    painter.translate(-u0, v1)
    paint(painter, root, layer)
    painter.end()
    image.save(out)
    del app


if __name__ == "__main__":
    main()
