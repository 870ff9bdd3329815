"""The 60 points chosen by hand, asked of the picture: where a muscle is hit, its own colour is what is seen."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QPainter

from bodymap import assets
from bodymap.atlas.atlas import Atlas
from bodymap.drawing.inks import COLOUR_ON_LIGHT
from bodymap.drawing.plates import View, paint_plate, tones_in

POINTS = Path(__file__).resolve().parents[1] / "atlas" / "hits_by_hand.tsv"
PX_PER_MM = 2.0


@pytest.mark.parametrize("plate_id", ["anterior", "posterior"])
def test_what_is_hit_is_what_is_seen(qapp: object, plate_id: str) -> None:
    plate = Atlas(assets.folder()).plate(plate_id)
    u0, v0, u1, v1 = plate.box
    view = View(PX_PER_MM, -u0 * PX_PER_MM, v1 * PX_PER_MM)
    image = QImage(round((u1 - u0) * PX_PER_MM), round((v1 - v0) * PX_PER_MM), QImage.Format.Format_RGB32)
    image.fill(COLOUR_ON_LIGHT.paper)
    painter = QPainter(image)
    # So little detail that neither relief nor fibres are painted: a muscle shows its own colour alone.
    paint_plate(painter, plate, 1, COLOUR_ON_LIGHT, view, pixels_per_mm=0.1)
    painter.end()
    regions = {(region.muscle, region.side): region for region in plate.layers[1].regions}
    tones = tones_in(plate, plate.layers[1])
    asked = 0
    with POINTS.open(encoding="utf-8") as file:
        for row in csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"):
            if row["plate"] != plate_id:
                continue
            x, y = view.to_px(float(row["u"]), float(row["v"]))
            colour = COLOUR_ON_LIGHT.muscle(tones[regions[row["muscle"], row["side"]].id]).fill
            assert image.pixelColor(int(x), int(y)) == colour, row
            asked += 1
    assert asked >= 25
