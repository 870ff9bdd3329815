"""Plots: values become places as the tables say, every value that has room is printed, odd courses break nothing."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from bodymap.charting.progress import Pair, Plot
from bodymap.drawing.inks import COLOUR_ON_DARK, COLOUR_ON_LIGHT, HIGH_CONTRAST, MONO, Ink
from bodymap.drawing.often import STEPS, Swatch, legend, step_of
from bodymap.drawing.pages import POINT, Text
from bodymap.drawing.plots import PlotShapes, date_words, draw_plot, labelled, places, span_of, ticks_of

START = date(2026, 3, 2)


def plot(
    *pairs: tuple[int | None, int | None],
    important: int | None = 20,
    scale: tuple[int, int] | None = (0, 100),
    name: str = "Neck pain",
    unit: str = "/10",
    key: str = "pain:c",
) -> Plot:
    low, high = scale or (None, None)
    return Plot(
        key,
        name,
        unit,
        "lower",
        important,
        "Farrar 2001",
        tuple(START + timedelta(days=7 * n) for n in range(len(pairs))),
        tuple(Pair(*pair) for pair in pairs),
        low,
        high,
    )


def test_values_lie_where_the_axis_says() -> None:
    made = places(plot((60, 40), (None, None), (30, None), (20, 20)), 100, 10, 500, 110)
    assert made.xs == (150, 250, 350, 450)
    assert made.before == ((0, 150, 50), (2, 350, 80), (3, 450, 90))
    assert made.after == ((0, 150, 70), (3, 450, 90))
    assert made.runs == (((350, 80), (450, 90)),), "across the gap nothing is joined"
    assert made.ticks == ((0, 110), (50, 60), (100, 10))
    assert made.band == (30, 70), "from 8 to 4 around the first 6"


@pytest.mark.parametrize(
    ("pairs", "important", "scale", "span", "ticks"),
    [
        (((60, None),), 20, (0, 100), (0, 100), (0, 50, 100)),
        (((500, 580), (700, 740)), 60, None, (400, 800), (400, 500, 600, 700, 800)),
        (((380, None), (650, None)), 90, (0, 800), (200, 800), (200, 400, 600, 800)),
        (((5, None),), None, (0, 300), (0, 10), (0, 10)),
        (((200, None),), 50, (0, 1200), (150, 250), (150, 200, 250)),
        (((-50, None), (100, None)), 60, None, (-200, 100), (-200, -100, 0, 100)),
        (((790, None),), 90, (0, 800), (700, 800), (700, 750, 800)),
    ],
)
def test_the_axis_reaches_as_far_as_values_and_band_need(
    pairs: tuple[tuple[int | None, int | None], ...],
    important: int | None,
    scale: tuple[int, int] | None,
    span: tuple[int, int],
    ticks: tuple[int, ...],
) -> None:
    made = plot(*pairs, important=important, scale=scale)
    low, high = span_of(made)
    assert ((low, high), ticks_of(low, high)) == (span, ticks)
    values = [value for pair in pairs for value in pair if value is not None]
    assert low <= min(values)
    assert high >= max(values)
    if scale is not None:
        assert scale[0] <= low
        assert high <= scale[1]
    assert 2 <= len(ticks_of(low, high)) <= 6
    shown = places(made, 0, 0, 100, 100)
    assert all(0 <= y <= 100 for _, _, y in (*shown.before, *shown.after))
    if shown.band is not None:
        assert 0 <= shown.band[0] < shown.band[1] <= 100


@pytest.mark.parametrize(
    ("many", "pitch", "need", "which"),
    [
        (0, 10, 20, ()),
        (1, 10, 20, (0,)),
        (4, 20, 20, (0, 1, 2, 3)),
        (5, 10, 20, (0, 2, 4)),
        (6, 10, 20, (0, 2, 5)),
        (200, 1, 50, (0, 50, 100, 199)),
        (2, 5, 20, (0,)),
    ],
)
def test_labels_stand_where_they_have_room(
    many: int, pitch: float, need: float, which: tuple[int, ...]
) -> None:
    found = labelled(many, pitch, need)
    assert found == which
    assert all((b - a) * pitch >= need for a, b in itertools.pairwise(found))


def test_dates_name_the_year_only_where_there_are_several() -> None:
    assert date_words([START]) == ("2 Mar",)
    assert date_words([date(2025, 12, 30), date(2026, 1, 6)]) == ("30 Dec 25", "6 Jan 26")


def words_of(made: Plot, wide: float = 500.0) -> list[str]:
    drawn = draw_plot(made, 0, 0, wide * POINT, COLOUR_ON_LIGHT)
    return [op.layout.text() for op in drawn.operations if isinstance(op, Text)]


@pytest.mark.parametrize("many", [3, 9, 17, 40, 120, 200])
@pytest.mark.parametrize("wide", [240.0, 460.0, 507.0])
def test_no_date_touches_the_next(many: int, wide: float) -> None:
    made = plot(*(((n * 7) % 100, None) for n in range(many)))
    drawn = draw_plot(made, 0, 0, wide * POINT, COLOUR_ON_LIGHT)
    dates = set(date_words(made.days))
    spans = [
        (op.x, op.x + op.layout.lineAt(op.line).naturalTextWidth())
        for op in drawn.operations
        if isinstance(op, Text) and op.layout.text() in dates
    ]
    assert len(spans) >= 2
    assert all(after[0] - before[1] >= POINT for before, after in itertools.pairwise(spans))


def test_every_value_stands_below_its_visit() -> None:
    pairs = tuple((99 - 5 * n, 95 - 5 * n) for n in range(16))
    words = words_of(plot(*pairs))
    for before, after in pairs:
        for value in (before, after):
            assert f"{value / 10:.1f}".removesuffix(".0") in words
    assert {"before", "after", "2 Mar", "15 Jun"} <= set(words)
    assert any("Lower is better. Band: less than 2" in word for word in words)


@pytest.mark.parametrize("ink", [COLOUR_ON_LIGHT, COLOUR_ON_DARK, MONO, HIGH_CONTRAST], ids=lambda i: i.name)
@pytest.mark.parametrize(
    "made",
    [
        plot((60, None)),
        plot((None, 40)),
        plot((None, None)),
        plot(*(((n * 7) % 100, (n * 3) % 100) for n in range(200))),
        plot((60, 40), name="Pain, " + "x" * 200),
        plot((0, 0), (0, 0), scale=None, important=None, unit="kg"),
    ],
    ids=["one", "only-after", "none", "200", "long-name", "all-the-same"],
)
def test_odd_courses_are_painted_within_their_room(made: Plot, ink: Ink) -> None:
    drawn = draw_plot(made, 0, 0, 240 * POINT, ink, at=0)
    assert 60 * POINT < drawn.tall < 240 * POINT
    for op in drawn.operations:
        if isinstance(op, Text):
            line = op.layout.lineAt(op.line)
            assert op.x >= -1
            assert op.x + line.naturalTextWidth() <= 246 * POINT
            assert op.baseline <= drawn.tall
    (shapes,) = [op for op in drawn.operations if isinstance(op, PlotShapes)]
    assert shapes.area.width() > 150 * POINT
    image = QImage(480, 480, QImage.Format.Format_RGB32)
    image.fill(ink.paper)
    painter = QPainter(image)
    painter.scale(2 / POINT, 2 / POINT)
    for op in drawn.operations:
        op.paint(painter)
    painter.end()
    assert any(
        image.pixelColor(x, y) != QColor(ink.paper) for x in range(0, 480, 3) for y in range(0, 200, 3)
    )


def faxed(paint: object, wide: int, tall: int) -> list[list[bool]]:
    """Which dots are black at 200 dots an inch, each black or white."""
    image = QImage(wide, tall, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(200 / 72 / POINT, 200 / 72 / POINT)
    paint(painter)  # type: ignore[operator]
    painter.end()
    return [[image.pixelColor(x, y).lightness() < 128 for x in range(wide)] for y in range(tall)]


def test_dot_ring_and_band_are_told_apart_after_a_fax() -> None:
    area = QRectF(0, 0, 180 * POINT, 100 * POINT)
    laid = places(
        plot((60, 20), (None, None), (60, 20)), area.left(), area.top(), area.right(), area.bottom()
    )
    dots = faxed(PlotShapes(laid, area, MONO).paint, 500, 290)

    def dot_at(x: float, y: float) -> bool:
        return dots[round(y / POINT * 200 / 72)][round(x / POINT * 200 / 72)]

    (_, x, y), *_ = laid.before
    assert dot_at(x, y), "before is filled"
    (_, x, y), *_ = laid.after
    assert not dot_at(x, y), "after is a ring"
    assert laid.band is not None
    top, bottom = (round(edge / POINT * 200 / 72) for edge in laid.band)
    inside = sum(dots[row][column] for row in range(top + 3, bottom - 3) for column in range(200, 300))
    above = sum(dots[row][column] for row in range(5, top - 5) for column in range(200, 300))
    share = inside / (100 * (bottom - top - 6))
    assert 0.05 < share < 0.5, "hatched: neither lost nor black"
    assert above < inside / 5


def test_shades_are_denser_the_oftener_after_a_fax() -> None:
    shares = []
    for step in range(STEPS):
        rect = QRectF(2 * POINT, 2 * POINT, 40 * POINT, 40 * POINT)
        dots = faxed(Swatch(rect, step, MONO).paint, 120, 120)
        shares.append(sum(map(sum, dots)) / (111 * 111))
    assert all(b - a > 0.06 for a, b in itertools.pairwise(shares)), shares
    assert shares[-1] > 0.95


@pytest.mark.parametrize(
    ("most", "said"),
    [
        (0, ()),
        (1, ((1, "1 visit"),)),
        (2, ((1, "1 visit"), (2, "2 visits"))),
        (4, ((0, "1 visit"), (1, "2 visits"), (2, "3 visits"), (3, "4 visits"))),
        (3, ((1, "1 visit"), (2, "2 visits"), (3, "3 visits"))),
        (12, ((0, "1 to 3 visits"), (1, "4 to 6 visits"), (2, "7 to 9 visits"), (3, "10 to 12 visits"))),
    ],
)
def test_the_shades_and_their_words(most: int, said: tuple[tuple[int, str], ...]) -> None:
    assert legend(most) == said
    assert all(step_of(most, most) == STEPS - 1 for most in range(3, 300))


def test_a_visit_that_is_looked_at_is_marked() -> None:
    drawn = draw_plot(plot((60, 40), (50, 30)), 0, 0, 300 * POINT, COLOUR_ON_LIGHT, at=1)
    (shapes,) = [op for op in drawn.operations if isinstance(op, PlotShapes)]
    assert shapes.at == 1
    assert QPointF(drawn.xs[1], 0).x() == shapes.made.xs[1]
