"""The atlas as GeoJSON: one feature a muscle's region, in millimetres of the plate, v upwards (not degrees)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bodymap import whole_file
from bodymap.atlas.atlas import Atlas
from bodymap.atlas.body import Region
from bodymap.atlas.geometry import Ring, polygons

DECIMALS = 3  # micrometres


def _ring(ring: Ring) -> list[list[float]]:
    """A ring as GeoJSON wants it: the first point again at the end."""
    points = [[round(u, DECIMALS), round(v, DECIMALS)] for u, v in ring]
    return [*points, points[0]]


def feature(region: Region, name: str) -> dict[str, Any]:
    """One region with its muscle, side, view, layer and name."""
    shapes = [[_ring(ring) for ring in polygon] for polygon in polygons(region.rings)]
    if len(shapes) == 1:
        geometry: dict[str, Any] = {"type": "Polygon", "coordinates": shapes[0]}
    else:
        geometry = {"type": "MultiPolygon", "coordinates": shapes}
    return {
        "type": "Feature",
        "id": f"{region.plate}/{region.id}",
        "properties": {
            "muscle": region.muscle,
            "side": region.side,
            "view": region.plate,
            "layer": region.layer,
            "name": name,
        },
        "geometry": geometry,
    }


def collection(atlas: Atlas) -> dict[str, Any]:
    """Every region of a muscle on every plate, both sides. Shapes that only show the way are left out."""
    features = []
    for plate_id in atlas.plate_ids:
        plate = atlas.plate(plate_id)
        for number in sorted(plate.layers):
            for region in plate.layers[number].regions:
                if region.muscle:
                    known = region.muscle in atlas.catalogue
                    name = atlas.catalogue.name(region.muscle) if known else region.name or region.muscle
                    features.append(feature(region, name))
    return {"type": "FeatureCollection", "features": features}


def write_atlas(atlas: Atlas, path: Path) -> int:
    """Writes the atlas to a GeoJSON file and returns the number of regions. Raises OSError."""
    found = collection(atlas)
    whole_file.write(path, json.dumps(found, separators=(",", ":")).encode() + b"\n")
    return len(found["features"])
