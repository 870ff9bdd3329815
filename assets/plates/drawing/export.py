"""Muscle regions of plates as GeoJSON (right side): export.py OUT.geojson PLATE.svg ..."""

import json
import pathlib
import sys

import shapes
from shapely.geometry import mapping


def main():
    out, *files = sys.argv[1:]
    features = []
    for file in files:
        root = shapes.load(file)
        for layer in (1, 2, 3):
            for path in shapes.paths(root, f"layer-{layer}-muscles"):
                if path.get("data-muscle"):
                    features.append({
                        "type": "Feature",
                        "properties": {
                            "muscle": path.get("data-muscle"), "view": root.get("data-plate"), "layer": layer,
                            "side": "midline" if path.get("data-side") == "midline" else "right",
                        },
                        "geometry": mapping(shapes.polygon(path.get("d"))),
                    })  # fmt: skip
    pathlib.Path(out).write_text(json.dumps({"type": "FeatureCollection", "features": features}))


if __name__ == "__main__":
    main()
