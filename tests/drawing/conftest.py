"""A body of few simple shapes, and charts made of plain data."""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bodymap.atlas.body import Layer, Plate, Region, Shape
from bodymap.atlas.geometry import Curve
from bodymap.charting.chart import Chart, Site
from bodymap.charting.counts import Counts
from bodymap.charting.records import Point

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def _qt(qapp: object) -> None:
    """Fonts and painters need the application."""


def rectangle(u0: float, v0: float, u1: float, v1: float) -> Curve:
    """A closed rectangle; its upper edge is a cubic, so that both kinds of segments are painted."""
    xy = array("d", (u0, v0, u1, v0, u1, v1, u1, v1, (u0 + u1) / 2, v1, u0, v1))
    return Curve("MLLCZ", xy)


def stripes(u0: float, v0: float, u1: float, v1: float, count: int = 5) -> Curve:
    """Open vertical lines within the box."""
    ops, xy = "", array("d")
    for number in range(count):
        u = u0 + (u1 - u0) * (number + 0.5) / count
        ops += "ML"
        xy.extend((u, v0 + 2, u, v1 - 2))
    return Curve(ops, xy)


BODY = (-300.0, 0.0, 300.0, 1700.0)
"""The stand-in's skin in millimetres: a slab with a head's height and a man's width."""


def slab_plate(plate_id: str, right_is: int, version: int = 1) -> Plate:
    """A plate whose muscles are a ladder of rectangles on both sides. `right_is` is -1 where u < 0 is the right."""
    layers = {}
    for number in (1, 2):
        regions, relief, fibres = [], [], []
        for step in range(12):
            for side, sign in (("right", right_is), ("left", -right_is)):
                low, inner, outer = 60.0 + step * 130, 20.0, 150.0
                u0, u1 = sorted((sign * inner, sign * outer))
                box = (u0, low, u1, low + 130)
                ring = ((u0, low), (u1, low), (u1, low + 130), (u0, low + 130))
                muscle = f"muscle-{step}"
                region = Region(
                    f"layer-{number}-{muscle}-{side}",
                    muscle,
                    side,
                    plate_id,
                    number,
                    rectangle(*box),
                    (ring,),
                    box,
                    f"muscle {step}",
                )
                regions.append(region)
                relief.append(
                    Shape("", "shade", side, rectangle(u0 + 5, low + 5, u0 + 40, low + 60), of=region.id)
                )
                fibres.append(Shape("", "fibre", side, stripes(*box), of=region.id))
        layers[number] = Layer(
            number,
            bones=(Shape("spine", "bone", "midline", rectangle(-15, 100, 15, 1650), "spine", "bone"),),
            tissue_under=(Shape("band", "aponeurosis", "midline", rectangle(-18, 800, 18, 900)),),
            regions=tuple(regions),
            relief=tuple(relief),
            fibres=tuple(fibres),
            tissue_over=(Shape("strap", "tendon", "midline", rectangle(-160, 700, 160, 706)),),
            lines=(Shape("line", "line", "midline", stripes(-10, 300, 10, 500, 1)),),
        )
    skin = Shape("skin", "skin", "midline", rectangle(*BODY), "skin", "skin")
    title = {"anterior": "Anterior plate", "posterior": "Posterior plate"}.get(plate_id, plate_id)
    return Plate(
        plate_id,
        title,
        version,
        (BODY[0] - 10, BODY[1] - 10, BODY[2] + 10, BODY[3] + 10),
        (skin,),
        (Shape("navel", "skin-line", "midline", stripes(-4, 1000, 4, 1010, 1)),),
        layers,
        f"slab-{plate_id}-{version}",
    )


class SlabAtlas:
    """Two plates of slabs, as the atlas hands them out."""

    def __init__(self) -> None:
        self.plates = {"anterior": slab_plate("anterior", -1), "posterior": slab_plate("posterior", 1)}
        self.aspects = ()

    @property
    def plate_ids(self) -> tuple[str, ...]:
        return tuple(self.plates)

    def plate(self, plate_id: str) -> Plate:
        return self.plates[plate_id]


@pytest.fixture
def atlas() -> SlabAtlas:
    return SlabAtlas()


SHORT_NOTE = (
    ("Subjective", "Neck pain since Monday, worse on turning to the right."),
    ("Objective", "Cervical rotation R 55°, L 70°; a taut band in the flexor side."),
    ("Assessment", "Myofascial pain, an efficient session in the office."),
    ("Plan", "Second visit in one week."),
)


def made_sites(count: int) -> tuple[Site, ...]:
    """Sites on both plates, spread over the whole body from crown to soles."""
    sites = []
    for number in range(1, count + 1):
        plate = "anterior" if number % 2 else "posterior"
        sites.append(
            Site(
                number=number,
                target=f"Flexor carpi {number}",
                side="right" if number % 3 else "left",
                level="≈L4" if number % 4 == 0 else "",
                needle="0.30x40 mm",
                needles=1 + number % 2,
                insertions=1 + number % 5,
                ltr=("not recorded", "none", "yes (3)")[number % 3],
                note=f"note {number}a" if number % 5 == 0 else "",
                point=Point(
                    plate, 1, 1, (-1) ** number * (30 + number * 7 % 110), 40 + (number * 397) % 1620 + 0.25
                ),
            )
        )
    return tuple(sites)


def counts_for(sites: tuple[Site, ...]) -> Counts:
    return Counts(
        len(sites), len(sites), len(sites), sum(s.needles for s in sites), sum(s.insertions for s in sites)
    )


ChartMaker = Callable[..., Chart]


@pytest.fixture
def chart() -> ChartMaker:
    """Makes a chart with that many sites; any field can be given."""

    def make(count: int = 12, **given: Any) -> Chart:
        sites = given.pop("sites", made_sites(count))
        plates = tuple(
            pair
            for pair in (("anterior", 1), ("posterior", 1), ("anterior", 2), ("lost", 1))
            if any(s.point and (s.point.plate, s.point.layer) == pair for s in sites)
        )
        made = Chart(
            visit_id="v1",
            clinic_name="Riverside Physical Therapy",
            clinic_address="12 Mill Lane, Ashford",
            clinic_phone="+44 1233 496 0102",
            patient_name="Doe, Jane",
            patient_born="3 Mar 1980",
            patient_sex="female",
            patient_clinic_id="RP-20418",
            patient_alerts="Blood thinner.",
            visit_date="12 Nov 2026",
            visit_number=3,
            status="Draft, not signed",
            therapist_name="Sam Osei, PT",
            therapist_licence="PT-44821",
            sites=sites,
            plates=plates,
            counts=counts_for(sites),
            note=SHORT_NOTE,
            made_at=datetime(2026, 11, 21, 20, 50, tzinfo=UTC),
            audit_number=412,
            audit_digest="a1b2c3d4e5f60718293a4b5c6d7e8f90",
        )
        return replace(made, **given)

    return make
