"""Setting up: once, healing after an interruption, with sentences for what the machine lacks."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bodymap import bootstrap, system_libraries

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose requirements are empty, so that setting it up needs no network."""
    (tmp_path / "requirements.txt").write_text("# nothing\n")
    monkeypatch.setattr(bootstrap, "CHECKOUT", tmp_path)
    return tmp_path


def test_the_second_time_does_nothing_until_the_requirements_change(
    checkout: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    python = bootstrap.environment(".venv")
    assert subprocess.call([python, "-c", "pass"]) == 0
    assert "Setting up" in capfd.readouterr().out
    before = sorted(path.stat().st_mtime_ns for path in (checkout / ".venv").rglob("*"))
    assert bootstrap.environment(".venv") == python
    assert capfd.readouterr().out == ""
    assert sorted(path.stat().st_mtime_ns for path in (checkout / ".venv").rglob("*")) == before

    left_over = checkout / ".venv" / "left-over"
    left_over.touch()
    (checkout / "requirements.txt").write_text("# nothing else\n")
    bootstrap.environment(".venv")
    assert not left_over.exists()


@pytest.mark.skipif(os.name == "nt", reason="process groups")
def test_killed_in_the_middle_it_heals_once_even_for_two_at_once(checkout: Path) -> None:
    shutil.copytree(CHECKOUT / "bodymap", checkout / "bodymap")
    command = [sys.executable, "-c", "from bodymap import bootstrap; bootstrap.environment('.venv')"]
    killed = subprocess.Popen(command, cwd=checkout, start_new_session=True, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while not (checkout / ".venv" / "pyvenv.cfg").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    assert (checkout / ".venv").exists()
    assert not (checkout / ".venv" / bootstrap.STAMP).exists()

    both = [subprocess.Popen(command, cwd=checkout, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted("ready" in text for text in said) == [False, True]
    assert subprocess.call([bootstrap.environment(".venv"), "-m", "pip", "--version"]) == 0


def test_what_pip_cannot_install_is_a_sentence_and_leaves_nothing_to_trust(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    (checkout / "requirements.txt").write_text("bodymap-nowhere==1 --hash=sha256:" + "0" * 64 + "\n")
    with pytest.raises(bootstrap.SetUpFailed, match=r"is the network there.*run it again"):
        bootstrap.environment(".venv")
    assert not (checkout / ".venv" / bootstrap.STAMP).exists()


def test_a_missing_library_is_named_with_its_apt_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(system_libraries.ALWAYS, "libnowhere.so.7", "libnowhere7")
    monkeypatch.setattr(bootstrap, "_may_install", lambda: False)
    assert bootstrap.main(["run"]) == 1
    said = capsys.readouterr().err
    assert "libnowhere.so.7" in said
    assert "apt-get install --no-install-recommends libnowhere7" in said
    assert "Traceback" not in said


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere the wheels bring everything")
def test_the_table_names_every_library_that_the_platforms_need() -> None:
    """What Qt's own files ask for, read from them, is in the table, in Qt's folder, or part of every system."""
    import PySide6

    qt = Path(PySide6.__file__).parent / "Qt"
    files = [
        qt / "lib" / f"libQt6{name}.so.6" for name in ("Core", "Gui", "Widgets", "DBus", "Svg", "XcbQpa")
    ]
    files += [qt / "plugins" / "platforms" / f"libq{name}.so" for name in ("offscreen", "xcb")]
    part_of_every_system = {
        "libc.so.6",
        "libm.so.6",
        "libstdc++.so.6",
        "libgcc_s.so.1",
        "libpthread.so.0",
        "libdl.so.2",
    }
    known = {**system_libraries.ALWAYS, **system_libraries.X11}
    missing = set()
    for file in files:
        for name in needed_by(file):
            ships = (qt / "lib" / name).exists() or name.startswith("ld-linux")
            if not (ships or name in known or name in part_of_every_system):
                missing.add(f"{file.name} needs {name}")
    assert not missing


def needed_by(file: Path) -> list[str]:
    """The DT_NEEDED entries of a 64-bit little-endian ELF file."""
    import struct

    data = file.read_bytes()
    assert data[:6] == b"\x7fELF\x02\x01", file
    section_start, size, count = (
        *struct.unpack_from("<Q", data, 40),
        *struct.unpack_from("<HH", data, 58),
    )
    sections = [struct.unpack_from("<IIQQQQIIQQ", data, section_start + size * i) for i in range(count)]
    names = []
    for kind, start, length, link in ((s[1], s[4], s[5], s[6]) for s in sections):
        if kind != 6:  # SHT_DYNAMIC
            continue
        strings = sections[link][4]
        for at in range(start, start + length, 16):
            tag, value = struct.unpack_from("<QQ", data, at)
            if tag == 1:  # DT_NEEDED
                end = data.index(b"\0", strings + value)
                names.append(data[strings + value : end].decode())
    return names


def test_the_requirements_files_name_no_index_and_no_machine() -> None:
    for name in bootstrap.ENVIRONMENTS.values():
        text = (CHECKOUT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "index-url" not in text
        assert "find-links" not in text
        entries = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert entries
        assert all("==" in line and line.endswith("\\") for line in entries), name
