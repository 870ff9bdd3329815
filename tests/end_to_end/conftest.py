"""Each test has a home of its own: no settings, cache, log or records of whoever runs it."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def no_touch_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that touch make a touch screen, which stays until the process ends: windows after them are not about it."""
    from bodymap.ui import theme

    monkeypatch.setattr(theme, "touch_screen_there", lambda: False)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """XDG folders in the test's own folder. The cache of parsed plates is shared: it is keyed by what it holds."""
    folder = tmp_path / "home"
    for name, where in (("CONFIG", "config"), ("DATA", "data"), ("STATE", "state")):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / where))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "shared-cache"))
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("BODYMAP_DEBUG", "1")
    return folder
