"""A chart of 12 marks on the true plates as PDF: under 300 ms, within 0.6 times reportlab's time for a like page."""

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
from bodymap.drawing.pages import write_pdf
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
