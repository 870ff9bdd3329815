"""Look at a plate: preview.py PLATE.svg LAYER OUT.png [--height PX] [--box U0 V0 U1 V1] [--grid MM]

For looking only; the program has its own painter. Boxes are in millimetres of the body frame.
"""

import argparse
import re
import xml.etree.ElementTree as ET
import zlib

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QGuiApplication,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QTransform,
)

SVG = "{http://www.w3.org/2000/svg}"
FILLS = {
    "skin": "#ece2d8", "bone": "#e6dabb", "tendon": "#f4ecdf", "aponeurosis": "#f0e2d3", "fascia": "#eee3d3",
    "ligament": "#efe6d2",
}  # fmt: skip


def painter_path(d):
    path = QPainterPath()
    for command, body in re.findall(r"([MLCZ])([^MLCZ]*)", d):
        n = [float(x) for x in re.findall(r"-?\d*\.?\d+", body)]
        if command == "M":
            path.moveTo(n[0], n[1])
        elif command == "L":
            path.lineTo(n[0], n[1])
        elif command == "C":
            path.cubicTo(QPointF(n[0], n[1]), QPointF(n[2], n[3]), QPointF(n[4], n[5]))
        else:
            path.closeSubpath()
    return path


def tone(name):
    """A muted brick red, a little different for each muscle."""
    seed = zlib.crc32(name.encode())
    hue = 8 + (seed % 7) * 1.6
    return QColor.fromHslF(hue / 360, 0.36 + (seed >> 4) % 5 * 0.025, 0.53 + (seed >> 8) % 7 * 0.022)


def paint(p, element, kind, scale):
    path = painter_path(element.get("d"))
    of = element.get("data-muscle") or element.get("data-name") or ""
    ink = QPen(QColor("#6d3a33"), 0.9)
    ink.setCosmetic(True)
    ink.setJoinStyle(Qt.RoundJoin)
    if kind == "skin":
        pen = QPen(QColor("#b9aa98"), 1.0)
        pen.setCosmetic(True)
        p.setPen(pen)
        p.setBrush(QColor(FILLS[kind]))
    elif kind in FILLS:
        pen = QPen(QColor("#a8977a" if kind == "bone" else "#94705c"), 0.7)
        pen.setCosmetic(True)
        p.setPen(pen)
        p.setBrush(QColor(FILLS[kind]))
    elif kind == "muscle":
        p.setPen(ink)
        p.setBrush(tone(of))
    elif kind == "shade":
        p.setPen(Qt.NoPen)
        p.setBrush(QColor(74, 22, 24, 30))
    elif kind == "light":
        p.setPen(Qt.NoPen)
        p.setBrush(QColor(255, 236, 222, 36))
    else:
        colour = QColor(104, 44, 38, 120) if kind == "fibre" else QColor("#8a7468")
        pen = QPen(colour, 0.32 if kind == "fibre" else 0.5)
        pen.setCapStyle(Qt.RoundCap)
        p.setPen(pen)
        p.setBrush(QBrush(Qt.NoBrush))
    p.drawPath(path)


def render(file, layer, height, box, grid=0):
    root = ET.parse(file).getroot()
    u0, v0, u1, v1 = box
    scale = height / (v1 - v0)
    image = QImage(round((u1 - u0) * scale), height, QImage.Format_RGB32)
    image.fill(QColor("white"))
    p = QPainter(image)
    p.setRenderHint(QPainter.Antialiasing)
    frame = QTransform().scale(scale, scale).translate(-u0, v1)
    mirror = QTransform().scale(-1, 1) * frame
    for group in root.iter(SVG + "g"):
        name = group.get("id")
        if name != "body" and not (name.startswith(f"layer-{layer}-")):
            continue
        for element in group.findall(SVG + "path"):
            for view in (frame,) if element.get("data-side") == "midline" else (frame, mirror):
                p.setTransform(view)
                paint(p, element, element.get("class"), scale)
    if grid:
        p.resetTransform()
        p.setFont(QFont("sans", 7))
        for k in range(int(u0 // grid), int(u1 // grid) + 1):
            p.setPen(QColor(0, 0, 255, 70))
            p.drawLine(round((k * grid - u0) * scale), 0, round((k * grid - u0) * scale), height)
            p.setPen(QColor(0, 0, 200))
            p.drawText(QRectF((k * grid - u0) * scale + 1, 1, 40, 12), str(k * grid))
        for k in range(int(v0 // grid), int(v1 // grid) + 1):
            y = round((v1 - k * grid) * scale)
            p.setPen(QColor(0, 0, 255, 70))
            p.drawLine(0, y, image.width(), y)
            p.setPen(QColor(0, 0, 200))
            p.drawText(QRectF(1, y - 12, 40, 12), str(k * grid))
    p.end()
    return image


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("plate")
    ap.add_argument("layer", type=int)
    ap.add_argument("out")
    ap.add_argument("--height", type=int, default=1600)
    ap.add_argument("--box", type=float, nargs=4, default=(-345, -10, 345, 1722))
    ap.add_argument("--grid", type=int, default=0)
    a = ap.parse_args()
    app = QGuiApplication([])
    render(a.plate, a.layer, a.height, a.box, a.grid).save(a.out)
    del app


if __name__ == "__main__":
    main()
