"""Contact sheets: sheet.py FOLDER writes all plates in all layers, front and back in each ink, the others in colour.

Painted by the program itself, so that what is looked at is what is printed. Needs PySide6.
"""

import os
import pathlib
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from PySide6.QtGui import QGuiApplication, QImage, QPainter  # noqa: E402

from bodymap.atlas.plates import load_plate  # noqa: E402
from bodymap.drawing.images import render_plate  # noqa: E402
from bodymap.drawing.inks import ink_named  # noqa: E402

BODY = ("anterior", "posterior")
REST = ("right_lateral", "right_arm_lateral", "right_leg_medial", "plantar", "dorsal_foot")
TALL = 1500  # pixels
GAP = 24


def row(pictures, paper, tall):
    """The pictures side by side on one paper, all `tall` pixels high."""
    wide = sum(one.width() for one in pictures) + GAP * (len(pictures) + 1)
    sheet = QImage(wide, tall + 2 * GAP, QImage.Format.Format_RGB32)
    sheet.fill(paper)
    painter = QPainter(sheet)
    x = GAP
    for one in pictures:
        painter.drawImage(x, GAP + (tall - one.height()) // 2, one)
        x += one.width() + GAP
    painter.end()
    return sheet


def layers(names, ink, tall):
    """Each plate in each of its layers."""
    made = []
    for name in names:
        plate = load_plate(ROOT / "assets" / "plates" / f"{name}.svg")
        made += [render_plate(plate, number, ink, tall) for number in sorted(plate.layers)]
    return made


def main():
    out = pathlib.Path(sys.argv[1])
    application = QGuiApplication([])
    for word in ("colour", "dark", "mono"):
        ink = ink_named(word)
        row(layers(BODY, ink, TALL), ink.paper, TALL).save(str(out / f"{word}.png"))
    ink = ink_named("colour")
    tall = TALL * 2 // 3
    upright = row(layers(REST[:3], ink, tall), ink.paper, tall)
    feet = row(layers(REST[3:], ink, tall // 2), ink.paper, tall // 2)
    both = QImage(
        max(upright.width(), feet.width()), upright.height() + feet.height(), QImage.Format.Format_RGB32
    )
    both.fill(ink.paper)
    painter = QPainter(both)
    painter.drawImage((both.width() - upright.width()) // 2, 0, upright)
    painter.drawImage((both.width() - feet.width()) // 2, upright.height(), feet)
    painter.end()
    both.save(str(out / "side_arm_leg_foot.png"))
    del application


if __name__ == "__main__":
    main()
