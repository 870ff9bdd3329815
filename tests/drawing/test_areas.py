"""Areas drawn on the body as the chart's plates show them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF

from bodymap.charting.chart import Drawn, Site
from bodymap.charting.places import Outline
from bodymap.charting.records import Point
from bodymap.drawing.areas import Hatched
from bodymap.drawing.chart_pages import lay_out
from bodymap.drawing.pages import DPI, Discs, Page, PlateWindow, Text, to_images

from .conftest import ChartMaker, SlabAtlas
from .conftest import made_sites as sites

HURTS = Drawn(Outline.polygon("anterior", 1, [(-120, 1000), (-40, 1000), (-40, 1100), (-120, 1100)]), "ache")
AVOIDED = Drawn(Outline.circle("anterior", 1, 80, 1050, 40), "Port", zone=True)


def windows(page: Page) -> list[PlateWindow]:
    return [one for one in page.operations if isinstance(one, PlateWindow)]


def hatched(page: Page) -> list[Hatched]:
    """Those on plates; the samples of the legend are no larger than a word."""
    return [
        one for one in page.operations if isinstance(one, Hatched) and one.window.height() > 30 * DPI / 72
    ]


def texts(page: Page) -> list[str]:
    found = []
    for one in page.operations:
        if isinstance(one, Text):
            line = one.layout.lineAt(one.line)
            found.append(one.layout.text()[line.textStart() : line.textStart() + line.textLength()])
    return found


def on_front(count: int) -> tuple[Site, ...]:
    """Sites on both sides of the belly."""
    return tuple(
        replace(site, point=Point("anterior", 1, 1, (-1) ** k * 60.0, 1000.0 + 40 * k))
        for k, site in enumerate(sites(count))
    )


def test_an_area_and_a_zone_lie_under_the_marks_where_they_were_drawn(
    chart: ChartMaker, atlas: SlabAtlas
) -> None:
    (page,) = lay_out(chart(sites=on_front(4), drawn=(AVOIDED, HURTS)), atlas)
    (window,) = windows(page)
    hurts, avoided = hatched(page)
    assert (hurts.zone, avoided.zone) == (False, True)
    assert avoided.path.contains(QPointF(*window.view.to_px(80, 1050)))
    assert not avoided.path.contains(QPointF(*window.view.to_px(80, 1100)))
    assert hurts.path.contains(QPointF(*window.view.to_px(-80, 1050)))
    order = page.operations
    (discs,) = (one for one in order if isinstance(one, Discs))
    assert order.index(window) < order.index(hurts) < order.index(avoided) < order.index(discs)
    said = texts(page)
    assert "striped: where it hurts (ache)" in said
    assert "crossed: avoid-zone (Port)" in said


def test_a_plate_without_a_needle_is_shown_small(chart: ChartMaker, atlas: SlabAtlas) -> None:
    back = Drawn(Outline.circle("posterior", 1, 60, 1200, 30), "tingling")
    (page,) = lay_out(chart(sites=on_front(4), drawn=(back,)), atlas)
    front, small = windows(page)
    assert (front.plate.id, small.plate.id) == ("anterior", "posterior")
    assert small.rect.width() < front.rect.width() / 3
    assert front.rect.right() <= small.rect.left() < small.rect.right() <= page.width
    (area,) = hatched(page)
    assert small.rect.contains(area.path.boundingRect())
    assert "striped: tingling" in texts(page)


def test_an_area_that_reaches_out_is_shown_whole(chart: ChartMaker, atlas: SlabAtlas) -> None:
    (alone,) = lay_out(chart(sites=on_front(1)), atlas)
    (window,) = windows(alone)
    u0, v0, u1, v1 = window.box
    edge = Drawn(Outline.circle("anterior", 1, (u0 + u1) / 2, v1 + 5, 15), "pain")
    (page,) = lay_out(chart(sites=on_front(1), drawn=(edge,)), atlas)
    (grown,) = windows(page)
    (area,) = hatched(page)
    assert grown.rect.contains(area.path.boundingRect())
    assert "striped: where it hurts" in texts(page)
    far = Drawn(Outline.circle("anterior", 1, 0, 1650 if v0 < 600 else 60, 15), "pain")
    (page,) = lay_out(chart(sites=on_front(1), drawn=(far,)), atlas)
    assert len(windows(page)) == 2


def test_a_visit_without_needles_shows_where_it_hurt(chart: ChartMaker, atlas: SlabAtlas) -> None:
    (page,) = lay_out(chart(sites=(), drawn=(HURTS, AVOIDED)), atlas)
    (window,) = windows(page)
    assert all(window.rect.contains(one.path.boundingRect()) for one in hatched(page))


def test_an_area_of_an_older_plate_is_not_drawn_and_that_is_said(chart: ChartMaker, atlas: SlabAtlas) -> None:
    old = Drawn(Outline.circle("anterior", 7, 0, 1050, 40), "pain")
    (page,) = lay_out(chart(sites=on_front(2), drawn=(old,)), atlas)
    assert not hatched(page)
    assert any("told in words only" in text for text in texts(page))
    assert not any("striped" in text for text in texts(page))


@pytest.mark.parametrize("zone", [False, True])
def test_after_a_fax_both_hatchings_are_still_there(zone: bool, chart: ChartMaker, atlas: SlabAtlas) -> None:
    """Where the muscle is bare white and black: many short runs along a line through the area, and not all black."""
    area = Drawn(Outline.circle("anterior", 1, 80, 1050, 45), "x", zone=zone)
    pages = lay_out(chart(sites=on_front(2), drawn=(area,)), atlas, ink="mono")
    (image,) = to_images(pages, 200)
    (window,) = windows(pages[0])
    middle = window.view.to_px(80, 1050)
    reach = 30 * window.view.scale * 200 / DPI
    x, y = (round(value * 200 / DPI) for value in middle)
    row = [image.pixelColor(round(x + k), y).lightness() < 128 for k in range(-round(reach), round(reach))]
    changes = sum(a != b for a, b in pairwise(row))
    assert changes >= (4 if reach < 30 else 6)
    assert 0.05 < sum(row) / len(row) < 0.6


def test_a_zone_carried_over_is_shown_where_needles_are_and_says_so(
    chart: ChartMaker, atlas: SlabAtlas
) -> None:
    over = Drawn(Outline.circle("posterior", 1, 60, 1050, 30), "Port", zone=True, carried=True)
    pages = lay_out(chart(sites=on_front(4), drawn=(AVOIDED, over)), atlas)
    assert [one.plate.id for one in windows(pages[0])] == ["anterior"]
    assert not any("same muscle" in text for text in texts(pages[0]))
    over = replace(over, outline=Outline.circle("anterior", 1, -60, 1050, 30))
    pages = lay_out(chart(sites=on_front(4), drawn=(replace(AVOIDED, outline=over.outline), over)), atlas)
    assert len(hatched(pages[0])) == 2
    assert any("the same muscle at its height" in text for text in texts(pages[0]))


def test_the_rim_of_a_zone_beyond_the_frame_is_not_drawn(chart: ChartMaker, atlas: SlabAtlas) -> None:
    """A scar over the Achilles tendon, carried to the front, stood there as a black sliver at the lower edge."""

    def with_zone_at(v: float) -> tuple[PlateWindow, int]:
        area = Drawn(Outline.circle("anterior", 1, 60, v, 30), "Scar", zone=True, carried=True)
        (page,) = lay_out(chart(sites=on_front(4), drawn=(area,)), atlas)
        (window,) = windows(page)
        return window, len(hatched(page))

    window, _ = with_zone_at(1050)
    _, bottom = window.view.to_mm(window.rect.center().x(), window.rect.bottom())
    assert [with_zone_at(bottom + up)[1] for up in (-30.5, -29, 0, 60)] == [0, 0, 1, 1]
    assert with_zone_at(bottom)[0].view == window.view
