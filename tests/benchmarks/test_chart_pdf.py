"""Charts on the true plates as PDF. Of 12 marks: under 300 ms, within 0.6 times reportlab's time for a like page.

Of 60: under 500 ms. A file of 200 visits: under 30 s, and its memory does not grow with the visits."""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bodymap import assets
from bodymap.atlas.atlas import Atlas
from bodymap.drawing.chart_pages import lay_out
from bodymap.drawing.files import Front, Part, write_file
from bodymap.drawing.pages import write_pdf
from bodymap.drawing.sheets import Letterhead
from tests.benchmarks import chart_yardstick
from tests.drawing.conftest import chart  # noqa: F401 (a fixture)

SAMPLES = int(os.environ.get("BODYMAP_BENCH_SAMPLES", "500"))
WARM_UP = 5


@pytest.mark.bench
@pytest.mark.timeout(1800)
def test_a_chart_of_twelve_marks_as_pdf(qapp: object, chart, tmp_path: Path) -> None:  # type: ignore[no-untyped-def] # noqa: F811
    atlas = Atlas(assets.folder(), None)
    made = chart(12)
    chart_yardstick.register()
    pages = lay_out(made, atlas)
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(SAMPLES + WARM_UP):
        start = time.perf_counter()
        write_pdf(lay_out(made, atlas), tmp_path / "ours.pdf")
        between = time.perf_counter()
        chart_yardstick.write(pages, tmp_path / "theirs.pdf")
        ours.append(between - start)
        theirs.append(time.perf_counter() - between)
    median, yardstick = (1000 * statistics.median(times[WARM_UP:]) for times in (ours, theirs))
    p95 = 1000 * statistics.quantiles(ours[WARM_UP:], n=20)[-1] if SAMPLES > 1 else median
    ratio = median / yardstick
    print(
        f"\nchart as PDF: median {median:.0f} ms, p95 {p95:.0f} ms; reportlab {yardstick:.0f} ms; ratio {ratio:.2f}"
    )
    assert median < 300
    assert ratio <= 0.6


@pytest.mark.bench
@pytest.mark.timeout(600)
def test_a_chart_of_sixty_marks_as_pdf(qapp: object, chart, tmp_path: Path) -> None:  # type: ignore[no-untyped-def] # noqa: F811
    atlas = Atlas(assets.folder(), None)
    made = chart(60)
    times = []
    for _ in range(min(SAMPLES, 40) + WARM_UP):
        start = time.perf_counter()
        write_pdf(lay_out(made, atlas), tmp_path / "chart.pdf")
        times.append(time.perf_counter() - start)
    median = 1000 * statistics.median(times[WARM_UP:])
    print(f"\nchart of 60 marks as PDF: median {median:.0f} ms")
    assert median < 500


@pytest.mark.bench
@pytest.mark.timeout(600)
def test_a_file_of_two_hundred_visits_takes_half_a_minute_and_no_more_memory_than_fifty(
    qapp: object,
    chart,  # type: ignore[no-untyped-def] # noqa: F811
    tmp_path: Path,
) -> None:
    atlas = Atlas(assets.folder(), None)
    front = Front(Letterhead("Clinic"), "Charts", "Doe, Jane", (), (("No.", 1.0),))
    held: list[int] = []

    def step(done: int, _: int) -> bool:
        held.append(_resident())
        return True

    parts = [
        Part(f"Visit {n}", (str(n),), lambda n=n: lay_out(chart(8 + n % 9), atlas)) for n in range(1, 201)
    ]
    start = time.perf_counter()
    pages = write_file(front, parts, tmp_path / "file.pdf", progress=step)
    took = time.perf_counter() - start
    size = (tmp_path / "file.pdf").stat().st_size / 1e6
    print(
        f"\n200 visits, {pages} pages, {size:.0f} MB: {took:.1f} s; "
        f"held after 20: {held[19] / 1e6:.0f} MB, after 200: {held[199] / 1e6:.0f} MB"
    )
    assert took < 30
    assert held[199] - held[19] < 60e6


def _resident() -> int:
    """The bytes of memory that this process holds now (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
