"""Memory of the whole atlas, told on standard output in megabytes.

remembering.py FOLDER: a plain Qt program's memory, then what it holds and at most held once every plate has been read
(the folder caches what was read, as the program does), its paths are made, the search is ready, and every layer has
been painted.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def memory(name: str) -> float:
    """VmRSS, what the process holds in memory now, or VmHWM, the most that it ever held; in MB."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise LookupError(name)


def main() -> None:
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtWidgets import QApplication

    QApplication(["remembering"])
    height = 1000
    picture = QImage(QSize(height, height), QImage.Format.Format_RGB32)
    picture.fill(0)
    told = {"bare": [memory("VmRSS")]}

    from bodymap import assets
    from bodymap.atlas.atlas import Atlas
    from bodymap.drawing.inks import COLOUR_ON_LIGHT
    from bodymap.drawing.plates import View, paint_plate

    atlas = Atlas(assets.folder(), Path(sys.argv[1]))
    layers = 0
    for plate_id in atlas.plate_ids:
        plate = atlas.plate(plate_id)
        for layer in plate.layers:
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_plate(painter, plate, layer, COLOUR_ON_LIGHT, View.fit(plate.box, height, height))
            painter.end()
            layers += 1
    atlas.prepare_to_find()
    assert atlas.find("infraspinatus")
    told |= {"with atlas": [memory("VmRSS")], "at most": [memory("VmHWM")], "layers": [layers]}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
