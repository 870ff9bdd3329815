"""Opening records: what the window asks of the program around it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from bodymap.atlas.atlas import Atlas
from bodymap.workspace.workspace import Workspace


class Opener(Protocol):
    """How the window comes by a workspace. Both verbs raise RecordsFault with a sentence and a way on."""

    @property
    def atlas(self) -> Atlas:
        """The body, which can be shown before there are records."""

    @property
    def default_folder(self) -> Path:
        """Where this user's records lie unless another folder is chosen."""

    def open(self, folder: Path, *, create: bool = True) -> Workspace:
        """The records in that folder; made there if the folder is empty or missing and `create` says so."""

    def look_around(self) -> Workspace:
        """Invented patients in a folder of their own that goes when the program ends."""

    def warnings(self, folder: Path) -> list[str]:
        """Sentences about a folder that is no good place for records (synced, on a network)."""
