"""Where the plates, the catalogue, icons and texts lie: a checkout, an installed wheel, or a bundle."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

_HERE = Path(__file__).resolve().parent


class AssetMissing(Exception):
    """A file that belongs to the program is not there: the installation is damaged, the records are not."""


@cache
def folder() -> Path:
    """The folder of the assets.

    A checkout wins over `_assets`, so that a wheel unpacked into it cannot hide a plate being redrawn.
    """
    candidates = [_HERE.parent / "assets", _HERE / "_assets"]
    bundle = getattr(sys, "_MEIPASS", None)  # set by PyInstaller's loader
    if bundle is not None:
        candidates = [Path(bundle) / "bodymap" / "_assets"]
    elif not (_HERE.parent / "pyproject.toml").is_file():
        # Installed: a folder called assets beside the package is somebody else's.
        candidates = [_HERE / "_assets"]
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise AssetMissing(
        f"BodyMap's plates and texts are missing from {candidates[-1]}. "
        "Install BodyMap again; the records are untouched."
    )


def path(*parts: str) -> Path:
    """The file or folder `parts` of the assets, e.g. path("plates", "anterior.svg")."""
    found = folder().joinpath(*parts)
    if not found.exists():
        raise AssetMissing(
            f"BodyMap's file {'/'.join(parts)} is missing from {folder()}. "
            "Install BodyMap again; the records are untouched."
        )
    return found
