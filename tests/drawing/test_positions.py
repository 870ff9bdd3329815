"""Marks all over the body, printed on the true plates, and measured in the PDF's content stream.

Where a site lies on paper is compared with outlines of muscles that were measured apart from our plates. They are no
part of the project; without them this is skipped.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from PySide6.QtGui import QColor
from shapely import LineString, Polygon
from shapely import Point as Place
from shapely.ops import unary_union

from bodymap import assets
from bodymap.atlas.atlas import Atlas
from bodymap.atlas.body import Plate
from bodymap.atlas.geometry import Box, Curve
from bodymap.charting.chart import Site
from bodymap.charting.records import Point
from bodymap.drawing.chart_pages import lay_out
from bodymap.drawing.inks import COLOUR_ON_LIGHT
from bodymap.drawing.pages import write_pdf

from .conftest import ChartMaker

OUTLINES = Path(__file__).parents[3] / "shared" / "anatomy" / "outlines.json"
ON_ONE_CHART = 25
HALF_A_MILLIMETRE = 0.5 * 72 / 25.4


class Measured:
    """The measured outline of each muscle's right half: what shows of it in a layer."""

    def __init__(self) -> None:
        self.views: dict[str, Any] = json.loads(OUTLINES.read_text())
        self.made: dict[tuple[str, int, str], Any] = {}

    def outline(self, plate: str, layer: int, muscle: str, side: str) -> Any:
        """In millimetres of the plate; None where it was not measured. The left is the right, mirrored."""
        view = plate.replace("left_", "right_")
        key = (view, layer, muscle)
        if key not in self.made:
            found = self.views.get(view, {}).get("layers", {}).get(str(layer), {}).get(muscle)
            rings = found["outlines"] if found else []
            solid = [
                Polygon(r["points"] if "points" in r else r["outline"]) for r in rings if not r.get("hole")
            ]
            self.made[key] = unary_union([p.buffer(0) for p in solid]) if solid else None
        right = self.made[key]
        if right is None or side == "right":
            return right
        from shapely.affinity import scale

        return (
            scale(right, xfact=-1.0, origin=(0, 0))
            if side == "left"
            else unary_union([right, scale(right, xfact=-1.0, origin=(0, 0))])
        )


def _same(value: Any, wanted: QColor) -> bool:
    parts = value if isinstance(value, (tuple, list)) else (value,)
    return tuple(round(part * 255) for part in parts) == (wanted.red(), wanted.green(), wanted.blue())


def random_sites(atlas: Atlas, measured: Measured, count: int) -> list[Site]:
    """Presses all over all plates and layers, as a therapist makes them; those on muscles that were measured there."""
    dice = random.Random(20261127)
    sites: list[Site] = []
    while len(sites) < count:
        plate = atlas.plate(dice.choice(atlas.plate_ids))
        layer = dice.choice(sorted(plate.layers))
        region = dice.choice(plate.layers[layer].regions)
        u, v = dice.uniform(region.box[0], region.box[2]), dice.uniform(region.box[1], region.box[3])
        u, v = round(u, 3), round(v, 3)
        hit = atlas.at(plate.id, layer, u, v).region
        if hit is None or not hit.muscle:
            continue
        outline = measured.outline(plate.id, layer, hit.muscle, hit.side)
        if outline is None or not outline.contains(Place(u, v)):
            continue  # our plates part muscles a little otherwise here: nothing that paper could answer for
        sites.append(
            Site(
                number=len(sites) % ON_ONE_CHART + 1,
                target=atlas.catalogue.name(hit.muscle),
                side=hit.side,
                level="",
                needle="0.30x40 mm",
                needles=1,
                insertions=1,
                ltr="none",
                note="",
                point=Point(plate.id, plate.version, layer, u, v),
                target_id=hit.muscle,
            )
        )
    return sites


def ends_box(curve: Curve) -> Box:
    """Around the ends of the curve's segments: that is what pdfplumber takes a path's box from."""
    us, vs, at = [], [], 0
    for op in curve.ops:
        if op != "Z":
            at += 6 if op == "C" else 2
            us.append(curve.xy[at - 2])
            vs.append(curve.xy[at - 1])
    return min(us), min(vs), max(us), max(vs)


def numbers_in(chars: Sequence[Any]) -> list[int]:
    """The numbers on discs, in the order in which they are painted."""
    found: list[tuple[str, Any]] = []
    for char in chars:
        if not (_same(char["non_stroking_color"], COLOUR_ON_LIGHT.mark.number) and char["text"].isdigit()):
            continue
        last = found[-1][1] if found else None
        if (
            last is not None
            and abs(char["top"] - last["top"]) < 0.1
            and 0 <= char["x0"] - last["x1"] + 0.3 < 1
        ):
            found[-1] = (found[-1][0] + char["text"], char)
        else:
            found.append((char["text"], char))
    return [int(text) for text, _ in found]


def measured_on(
    page: Any, titles: dict[str, str], plates: dict[str, Plate]
) -> list[tuple[int, str, float, float, float]]:
    """Of each site on the page: number, the plate named above it, u and v in millimetres, points a millimetre."""
    ink = COLOUR_ON_LIGHT
    windows = [
        r for r in page.rects if r["stroke"] and _same(r["stroking_color"], ink.rule) and r["height"] > 110
    ]
    skins = [c for c in page.curves if c["fill"] and _same(c["non_stroking_color"], ink.skin.fill)]
    dots = [
        c
        for c in page.curves
        if c["fill"]
        and _same(c["non_stroking_color"], ink.mark.needle)
        and c["width"] < 3
        and c["height"] < 3
    ]
    found = []
    for number, dot in zip(numbers_in(page.chars), dots, strict=False):
        x, y = (dot["x0"] + dot["x1"]) / 2, (dot["top"] + dot["bottom"]) / 2
        (window,) = [w for w in windows if w["x0"] <= x <= w["x1"] and w["top"] <= y <= w["bottom"]]
        caption = "".join(
            c["text"]
            for c in page.chars
            if window["top"] - 20 < c["top"] < window["top"] - 2 and window["x0"] - 1 < c["x0"] < window["x1"]
        )
        (plate,) = {titles[title] for title in titles if caption.startswith(f"{title},")}
        boxes = [ends_box(shape.curve) for shape in plates[plate].skin]
        widest = max(range(len(boxes)), key=lambda i: boxes[i][2] - boxes[i][0])
        u0, v0, u1, v1 = boxes[widest]
        # The skin that belongs to the window: of the right proportions, larger than a small body, nearest to it.
        fits = [
            s
            for s in skins
            if abs(s["width"] / s["height"] - (u1 - u0) / (v1 - v0)) < 0.01
            and s["height"] > 66
            and s["x0"] < window["x1"]
            and s["x1"] > window["x0"]
            and s["top"] < window["bottom"]
            and s["bottom"] > window["top"]
        ]
        for skin in fits:
            scale = skin["width"] / (u1 - u0)
            found.append(
                (number, plate, u0 + (x - skin["x0"]) / scale, v0 + (skin["bottom"] - y) / scale, scale)
            )
    return found


@pytest.mark.skipif(not OUTLINES.exists(), reason="the measured outlines are not here")
@pytest.mark.timeout(600)
@pytest.mark.parametrize("count", [100, pytest.param(500, marks=pytest.mark.soak)])
def test_marks_are_printed_in_their_muscles_on_the_right_side(
    count: int, chart: ChartMaker, tmp_path: Path
) -> None:
    atlas, measured = Atlas(assets.folder(), None), Measured()
    plates = {plate: atlas.plate(plate) for plate in atlas.plate_ids}
    titles = {plate.title.removesuffix(" plate"): name for name, plate in plates.items()}
    sites = random_sites(atlas, measured, count)
    assert {site.point.plate for site in sites if site.point} == set(plates)
    seen = 0
    for start in range(0, count, ON_ONE_CHART):
        own = tuple(sites[start : start + ON_ONE_CHART])
        bearing = dict.fromkeys((s.point.plate, s.point.layer) for s in own if s.point)
        made = chart(sites=own, plates=tuple(bearing), note=())
        write_pdf(lay_out(made, atlas), tmp_path / "chart.pdf")
        with pdfplumber.open(tmp_path / "chart.pdf") as pdf:
            places = [place for page in pdf.pages for place in measured_on(page, titles, plates)]
        for site in own:
            assert site.point is not None
            mine = [p for p in places if p[0] == site.number and p[1] == site.point.plate]
            assert mine, (site.number, site.point)
            outline = measured.outline(site.point.plate, site.point.layer, site.target_id, site.side)
            # Of several skins in the neighbourhood one is the window's own.
            away = min(outline.distance(Place(u, v)) * scale for _, _, u, v, scale in mine)
            off = min(
                LineString([(u, v), (site.point.u, site.point.v)]).length * scale
                for _, _, u, v, scale in mine
            )
            assert away < HALF_A_MILLIMETRE, (site.target, site.side, site.point)
            assert off < HALF_A_MILLIMETRE, (site.target, site.side, site.point)
            seen += 1
    assert seen == count
