"""A plate that went out with a release is not drawn otherwise under the same version: marks were made on it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PLATES = Path(__file__).resolve().parents[2] / "assets" / "plates"


def checked(plate: Path, *words: str) -> tuple[int, str]:
    pytest.importorskip("shapely")
    ran = subprocess.run(
        [sys.executable, PLATES / "drawing" / "check.py", PLATES.parent / "muscles.tsv", plate, *words],
        capture_output=True,
        text=True,
    )
    return ran.returncode, ran.stdout + ran.stderr


@pytest.fixture
def plate(tmp_path: Path) -> Path:
    file = tmp_path / "dorsal_foot.svg"
    file.write_text((PLATES / "dorsal_foot.svg").read_text())
    return file


def redraw(plate: Path, what: str) -> None:
    """Move the first point of the first path of that class by a hundredth of a millimetre."""
    text = plate.read_text()
    at = text.index(f'class="{what}"')
    start = text.index(' d="M', at) + len(' d="M')
    end = min(text.index(" ", start), text.index("-", start + 1))
    plate.write_text(f"{text[:start]}{float(text[start:end]) + 0.01:.2f}{text[end:]}")


def test_a_version_is_written_down_and_written_anew_until_it_is_released(plate: Path) -> None:
    status, said = checked(plate)
    assert status == 1
    assert "version 1 is not in versions.tsv" in said
    assert checked(plate, "--record")[0] == 0
    assert checked(plate)[0] == 0
    redraw(plate, "muscle")
    assert "drawn otherwise than versions.tsv says" in checked(plate)[1]
    assert checked(plate, "--record")[0] == 0

    kept = plate.parent / "versions.tsv"
    kept.write_text(kept.read_text().rstrip("\n") + "1.0.0\n")
    redraw(plate, "muscle")
    for words in ((), ("--record",)):
        status, said = checked(plate, *words)
        assert status == 1
        assert "version 1 went out with 1.0.0 and is drawn otherwise now: raise data-version" in said
    plate.write_text(plate.read_text().replace('data-version="1"', 'data-version="2"'))
    assert checked(plate, "--record")[0] == 0
    assert checked(plate)[0] == 0
    plate.write_text(plate.read_text().replace('data-version="2"', 'data-version="1"'))
    assert "version 1 is older than 2" in checked(plate)[1]


def test_fibres_may_change_within_a_version(plate: Path) -> None:
    assert checked(plate, "--record")[0] == 0
    redraw(plate, "fibre")
    assert "versions.tsv" not in checked(plate)[1]
