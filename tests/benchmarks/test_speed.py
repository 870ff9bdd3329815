"""What a therapist waits for: a click, a keystroke, the start. Each beside a yardstick measured in the same run; and
the memory that the atlas takes.

The program runs in its own environment (.venv), where no tool's numpy slows its start, and keeps its compiled modules
as it does for whoever uses it (in a folder of their own): a machine that builds may forbid Python to write them, and
every start would then compile all sources anew.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = [pytest.mark.bench, pytest.mark.timeout(1800)]

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]
SAMPLES = int(os.environ.get("BODYMAP_BENCH_SAMPLES", "500"))
STARTS = int(os.environ.get("BODYMAP_BENCH_STARTS", "25"))
FRAME_MS = 16.7
ATLAS_MB = 150


def python() -> str:
    """The program's own environment; the tools' where that is not made."""
    for own in (CHECKOUT / ".venv" / "bin" / "python", CHECKOUT / ".venv" / "Scripts" / "python.exe"):
        if own.exists():
            return str(own)
    return sys.executable


def run(script: str, *words: str, **environment: str) -> dict[str, list[float]]:
    ran = subprocess.run(
        [python(), str(HERE / script), *words],
        env={
            **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
            "PYTHONPYCACHEPREFIX": str(CHECKOUT / "build" / "compiled"),
            "QT_QPA_PLATFORM": "offscreen",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    return json.loads(ran.stdout.splitlines()[-1])


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def say(what: str, times: dict[str, list[float]]) -> None:
    print(f"\n{what}, {len(next(iter(times.values())))} samples")
    for name, found in times.items():
        print(f"  {name:10} median {statistics.median(found):7.2f} ms   p95 {p95(found):7.2f} ms")


def test_click_to_committed_and_painted() -> None:
    times = run("clicks.py", str(SAMPLES))
    say("click to committed and painted, 1920x1080", times)
    assert p95(times["click"]) < FRAME_MS


def test_a_visit_of_two_hundred_marks_with_twenty_before_it() -> None:
    times = run("crowded_visit.py", str(max(SAMPLES // 2, 100)))
    say("200 marks on the plate, 20 earlier visits, 1920x1080", times)
    for name, found in times.items():
        if name != "fsync":
            assert p95(found) < FRAME_MS, name


def test_find_as_you_type() -> None:
    times = run("finding.py", str(SAMPLES))
    say("a keystroke among 100,000 patients", times)
    assert p95(times["keystroke"]) < 16


def test_find_a_muscle() -> None:
    times = run("naming.py")
    prepare = times.pop("prepare")[0]
    say("a muscle by name: each phrase of practice and its beginnings", times)
    ratio = statistics.median(times["search"]) / statistics.median(times["yardstick"])
    print(f"  made ready in {prepare:.1f} ms, before the first; search / plain pass: {ratio:.1f}")
    assert p95(times["search"]) < 10
    assert ratio < 30


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux how much memory it holds")
def test_memory_of_the_whole_atlas(tmp_path: Path) -> None:
    """The whole program with every plate read and every layer painted; the first time from the SVG files."""
    for how in ("from the SVG files", "as cached by the first start"):
        told = {name: found[0] for name, found in run("remembering.py", str(tmp_path / "plates")).items()}
        print(f"\nmemory of the whole atlas, {told['layers']:.0f} layers, {how}")
        print(
            f"  bare Qt {told['bare']:.0f} MB, with the atlas {told['with atlas']:.0f}, at most {told['at most']:.0f}"
        )
        assert told["layers"] > 20
        assert told["at most"] < ATLAS_MB


def test_start(tmp_path: Path) -> None:
    vault = tmp_path / "records"
    subprocess.run([python(), str(CHECKOUT / "main.py"), "demo", str(vault)], check=True, capture_output=True)
    homes = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    starts: dict[str, list[float]] = {"bare": [], "window": [], "plate": [], "ready": []}
    for number in range(STARTS + 2):
        bare = run("starting.py", "bare", START=str(time.clock_gettime_ns(time.CLOCK_MONOTONIC)), **homes)
        ours = run(
            "starting.py",
            "bodymap",
            str(vault),
            START=str(time.clock_gettime_ns(time.CLOCK_MONOTONIC)),
            **homes,
        )
        if number >= 2:  # the first starts fill the caches
            starts["bare"].append(bare["window"])
            starts["window"].append(ours["window"])
            starts["plate"].append(ours["plate"])
            starts["ready"].append(ours["ready"])
    ratio = statistics.median(a / b for a, b in zip(starts["window"], starts["bare"], strict=True))
    say("start, from the process's beginning", starts)
    print(f"  first window / bare window: {ratio:.2f}")
    assert ratio <= 1.6
    assert statistics.median(starts["plate"]) < 400
