"""Draw the context art of the body plates: skin, bones, tendons, fasciae; everything but muscles.

    python context.py ANATOMY_DIR

writes context_anterior.svg and context_posterior.svg beside this file, in the plate format (../README.md),
and tells how much of the measured anatomy the skin leaves out. All lengths are millimetres of the body frame.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import context_bones
import context_skin
import context_tissue
from context_curves import Sheet, spline

HERE = Path(__file__).parent
LIMIT = 400_000


def skin_polygon() -> list[tuple[float, float]]:
    """The skin's right half as a polygon (mm), for measuring."""
    out = []
    half = context_skin.outline()
    for a, b, c, d in spline(half, False):
        for i in range(8):
            t = i / 8
            s = 1 - t
            out.append(
                tuple(s**3 * a[k] + 3 * s * s * t * b[k] + 3 * s * t * t * c[k] + t**3 * d[k] for k in (0, 1))
            )
    return [*out, half[-1][:2]]


def left_out(outlines: dict) -> list[tuple[str, float]]:
    """What of the measured muscles and bones lies outside the skin, in square millimetres, worst first."""
    from shapely.geometry import Polygon, box

    skin = Polygon(skin_polygon()).buffer(0).union(box(-2, 780, 0, 1712))
    worst = {}
    for layer in "123":
        view = outlines["anterior"]
        shapes = {name: m["outlines"] for name, m in view["layers"][layer].items()}
        shapes["bones"] = view["bones"][layer]
        for name, parts in shapes.items():
            for part in parts:
                if part["hole"] or len(part["points"]) < 3:
                    continue
                out = Polygon(part["points"]).buffer(0).intersection(box(-400, -10, 0, 1800)).difference(skin)
                if out.area > 3:
                    c = out.centroid
                    worst[f"{name} near ({c.x:.0f}, {c.y:.0f})"] = out.area
    return sorted(worst.items(), key=lambda x: -x[1])


def build(levels: dict) -> dict[str, str]:
    """The two files by name."""
    front, back = Sheet("anterior"), Sheet("posterior")
    for sheet in (front, back):
        context_skin.draw_skin(sheet)
    context_skin.draw_anterior_lines(front)
    context_skin.draw_posterior_lines(back)
    context_bones.draw_anterior(front)
    context_bones.draw_posterior(back, levels)
    context_tissue.draw_anterior(front)
    context_tissue.draw_posterior(back)
    return {f"context_{s.plate}.svg": s.svg() for s in (front, back)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("anatomy_dir", type=Path, help="folder of landmarks.json and outlines.json")
    here = parser.parse_args().anatomy_dir
    levels = json.loads((here / "landmarks.json").read_text())["levels"]
    for name, text in build(levels).items():
        (HERE / name).write_text(text)
        print(f"{name}: {len(text) / 1000:.0f} kB, {text.count('<path')} paths")
        if len(text) > LIMIT:
            return 1
    for where, area in left_out(json.loads((here / "outlines.json").read_text()))[:12]:
        print(f"outside the skin: {where}: {area:.0f} mm2")
    return 0


if __name__ == "__main__":
    sys.exit(main())
