"""A body of squares, and the true assets."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bodymap.atlas.atlas import Atlas
from bodymap.atlas.body import Plate
from bodymap.atlas.catalogue import Catalogue
from bodymap.atlas.plates import read_svg

HERE = Path(__file__).parent
ASSETS = HERE.parent.parent / "assets"
SQUARE = HERE / "square.svg"


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.read(ASSETS)


@pytest.fixture(scope="session")
def square() -> Plate:
    return read_svg(SQUARE.read_bytes(), SQUARE.name)


@pytest.fixture
def square_assets(tmp_path: Path) -> Path:
    """The true tables beside one plate of squares."""
    folder = tmp_path / "assets"
    (folder / "plates").mkdir(parents=True)
    shutil.copy(SQUARE, folder / "plates")
    for table in ASSETS.glob("*.tsv"):
        shutil.copy(table, folder)
    return folder


@pytest.fixture
def square_atlas(square_assets: Path, tmp_path: Path) -> Atlas:
    return Atlas(square_assets, tmp_path / "cache")
