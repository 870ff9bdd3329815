"""Choose each muscle's tone on every plate and write ../tones.json: tones.py. To be run after a plate is redrawn.

The program would choose the same tones itself, but that takes as long as painting the plate. Needs PySide6.
"""

import json
import os
import pathlib
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from bodymap.atlas.atlas import Atlas  # noqa: E402
from bodymap.drawing.plates import tones_of  # noqa: E402


def chosen():
    """By the digest of the plate: muscle to tone."""
    atlas = Atlas(ROOT / "assets")
    plates = [atlas.plate(name) for name in atlas.plate_ids]
    return {plate.digest: tones_of(one.regions for one in plate.layers.values()) for plate in plates}


if __name__ == "__main__":
    (ROOT / "assets" / "plates" / "tones.json").write_text(
        json.dumps(chosen(), indent=0, sort_keys=True) + "\n", encoding="utf-8"
    )
