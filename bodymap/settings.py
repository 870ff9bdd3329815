"""What the program remembers between starts: sizes, theme, the folder last used. Never patient text. No Qt."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

# Every setting there is, with what holds until it is set. The type of the default is the type of the setting.
SETTINGS: dict[str, Any] = {
    "theme": "system",  # light, dark, high-contrast, system
    "fingers": "auto",  # whether controls have the size of fingers: on, off, auto (where there is a touch screen)
    "folder": "",  # the records last used; empty: the default folder
    "window": "",  # the window's place and size, as Qt writes it (base64)
    "patients_folded": False,
    "patients_width": 0,  # 0: chosen by the width of the window
    "visit_folded": False,
    "visit_width": 0,
    "mark_bar": True,  # whether the bar of the selected marks is shown
    "ghosts_hidden": False,  # whether what was needled at earlier visits is not shown on the body
    "note_height": 0,
    "note_section": "subjective",
    "derived_text": "",  # open, folded; empty: open where there is room for it
    "names_hidden": False,
    "specialist": False,  # whether muscles that only specialists needle are offered
    "recent_sizes": [],  # needle sizes as typed, newest first
    "paper": "a4",  # a4, letter
    "ink": "colour",  # colour, mono
    "chart_folder": "",  # where a chart was last saved
    "handout": "",  # the name of the handout last given
}


def settings_path() -> Path:
    """The file of this user's settings."""
    from platformdirs import user_config_dir

    return Path(user_config_dir("BodyMap", appauthor=False)) / "settings.json"


class Preferences:
    """The settings of one user. A file that is missing, damaged or from another version costs only the settings."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._values = dict(SETTINGS)
        if path is not None:
            self._read(path)

    @staticmethod
    def load() -> Preferences:
        """The settings of this user, kept with every change."""
        return Preferences(settings_path())

    @staticmethod
    def unsaved() -> Preferences:
        """Settings as they are before anything was set, kept nowhere."""
        return Preferences(None)

    def _read(self, path: Path) -> None:
        try:
            read = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return
        except (OSError, ValueError) as problem:
            log.warning("settings could not be read: %s", type(problem).__name__)
            return
        for name, value in read.items() if isinstance(read, dict) else ():
            if name in SETTINGS and type(value) is type(SETTINGS[name]):
                self._values[name] = value

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __setitem__(self, name: str, value: Any) -> None:
        """Set and keep. Raises KeyError or TypeError for what is no setting."""
        if type(value) is not type(SETTINGS[name]):
            raise TypeError(f"{name} is a {type(SETTINGS[name]).__name__}")
        if self._values[name] != value:
            self._values[name] = value
            if self.path is not None:
                self._save(self.path)

    def _save(self, path: Path) -> None:
        """Write beside, then put in place: a crash leaves the old file or the new one. A full disk costs a setting."""
        import tempfile  # takes 10 ms, which the first picture need not wait for

        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".settings-")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump({k: v for k, v in self._values.items() if v != SETTINGS[k]}, file, indent=1)
                os.replace(beside, path)
            except BaseException:
                Path(beside).unlink(missing_ok=True)
                raise
        except OSError as problem:
            log.warning("settings could not be kept: %s", type(problem).__name__)
