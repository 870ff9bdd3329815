"""The wheel, built from the sdist and installed where there is no checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist of this checkout and the wheel made from that sdist."""
    source = tmp_path_factory.mktemp("source") / "bodymap"
    # Building in the checkout itself would need it writable, and would take in whatever lies about there.
    left_out = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "demo")
    shutil.copytree(CHECKOUT, source, ignore=left_out)
    out = tmp_path_factory.mktemp("dist")
    # --no-isolation: hatchling comes from this environment, so that the test needs no network.
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=out)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a new environment in which the wheel is installed."""
    place = tmp_path_factory.mktemp("installed") / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    commands = place / ("Scripts" if os.name == "nt" else "bin")
    python = commands / ("python.exe" if os.name == "nt" else "python")
    (wheel,) = built.glob("*.whl")
    # --no-deps and the .pth: the dependencies are those of this environment, which are the locked ones.
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--no-deps",
        "--no-index",
        "--quiet",
    ]
    subprocess.run([*pip, str(wheel)], check=True, env={**os.environ, "PIP_NO_INPUT": "1"})
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    site = place / ("Lib/site-packages" if os.name == "nt" else f"lib/{version}/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    return commands


def run(installed: Path, *words: str, where: Path) -> subprocess.CompletedProcess[str]:
    """Run an installed command in a folder that is not the checkout."""
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    surroundings |= {"QT_QPA_PLATFORM": "offscreen", "XDG_CACHE_HOME": str(where), "PYTHONSAFEPATH": "1"}
    command = [str(installed / words[0]), *words[1:]]
    return subprocess.run(command, cwd=where, env=surroundings, capture_output=True, text=True)


def test_the_wheel_has_the_assets_and_the_licence_and_no_drawing_aids(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for file in (CHECKOUT / "assets").rglob("*"):
        inside = file.relative_to(CHECKOUT / "assets").as_posix()
        if file.is_file() and "__pycache__" not in inside:
            wanted = not inside.startswith("plates/drawing/")
            assert (f"bodymap/_assets/{inside}" in names) == wanted, inside
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests", "assets", "packaging"))]


def test_the_sdist_is_enough_to_build_from_and_to_run(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "LICENSE", "main.py", "bodymap/__init__.py", "PKG-INFO"} <= names
    assert any(name.startswith("assets/plates/") for name in names)
    assert not [name for name in names if name.startswith((".venv", "tests/", "demo/"))]


def test_the_command_runs_without_a_checkout(installed: Path, tmp_path: Path) -> None:
    done = run(installed, "bodymap", "--help", where=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "--screenshot" in done.stdout
    code = "import bodymap, bodymap.assets as a; print(bodymap.__file__); print(a.folder())"
    done = run(installed, "python", "-c", code, where=tmp_path)
    assert done.returncode == 0, done.stderr
    for place in done.stdout.splitlines():
        assert Path(place).is_relative_to(installed.parent)


def test_invented_patients_window_and_paper_without_a_checkout(installed: Path, tmp_path: Path) -> None:
    records, picture, chart = tmp_path / "records", tmp_path / "window.png", tmp_path / "chart.pdf"
    window = ["--vault", str(records), "--visit", "last", "--screenshot", str(picture)]
    for words in (
        ["demo", str(records)],
        ["chart", "--vault", str(records), "--visit", "last", "--pdf", str(chart)],
        [*window, "--size", "1366x768"],
    ):
        done = run(installed, "bodymap", *words, where=tmp_path)
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
    assert chart.read_bytes().startswith(b"%PDF")
    assert picture.read_bytes().startswith(b"\x89PNG")
