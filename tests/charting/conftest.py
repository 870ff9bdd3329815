"""The real body: quick entry is about its names."""

from __future__ import annotations

import pytest

from bodymap import assets
from bodymap.atlas.atlas import Atlas


@pytest.fixture(scope="session")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    return Atlas(assets.folder(), tmp_path_factory.mktemp("plates"))
