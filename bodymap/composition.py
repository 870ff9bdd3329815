"""What everything is made of: the atlas, the records, a Qt that needs no display."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from bodymap import assets

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from bodymap.atlas.atlas import Atlas
    from bodymap.workspace.workspace import Workspace


def make_atlas() -> Atlas:
    """The body, with parsed plates kept in the user's cache folder."""
    import platformdirs

    from bodymap.atlas.atlas import Atlas

    return Atlas(assets.folder(), Path(platformdirs.user_cache_dir("BodyMap", appauthor=False)) / "plates")


def open_workspace(folder: Path, atlas: Atlas, *, create: bool, invented: bool = False) -> Workspace:
    """The records in that folder. Raises RecordsFault."""
    from bodymap.store.vault import Vault
    from bodymap.workspace.workspace import Workspace

    store = Vault.open(folder, create=create)
    try:
        return Workspace(store, atlas, place=str(folder), invented=invented)
    except BaseException:
        store.close()
        raise


# Qt's objects die with their Python wrappers; these live as long as the program.
kept: list[object] = []


def without_window() -> object:
    """A QGuiApplication that needs no display; the one there is, where there is one."""
    from PySide6.QtGui import QGuiApplication

    existing = QGuiApplication.instance()
    if existing is not None:
        return existing
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    kept.append(QGuiApplication(["bodymap"]))
    return kept[-1]


def save_png(image: QImage, file: Path) -> None:
    """Raises OSError; the file appears whole or not at all."""
    from PySide6.QtCore import QBuffer, QIODevice

    from bodymap import whole_file

    made = QBuffer()
    made.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(made, "PNG")
    whole_file.write(file, made.data().data())
