"""Shared libraries that Qt takes from the system, and the Debian package that brings each.

Wheels bring Qt itself, but not these. A missing one shows as an ImportError or, for a window, as a program
that ends without a word from Python; so they are looked for in the only way that is sure: by loading them.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping

# What Qt's libraries and its offscreen platform are linked against.
ALWAYS = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}

# What the xcb platform adds: a window on an X display.
X11 = {
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}

# The print dialog's list of printers: without it Qt shows the window and offers PDF only.
PRINTING = {"libcups.so.2": "libcups2"}

# What the wayland platform adds.
WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}


def has_display(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether a window can be shown: always on Windows and macOS, with an X or Wayland display elsewhere."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def needed(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The libraries this session needs (library -> Debian package); none where the wheels bring all."""
    if not sys.platform.startswith("linux"):
        return {}
    wanted = dict(ALWAYS)
    if environ.get("QT_QPA_PLATFORM", "").split(":")[0] in ("offscreen", "minimal"):
        return wanted
    if environ.get("DISPLAY"):
        wanted.update(X11)
    if environ.get("WAYLAND_DISPLAY"):
        wanted.update(WAYLAND)
    return wanted


def missing(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Those of the needed libraries that do not load."""
    return {name: package for name, package in needed(environ).items() if not _loads(name)}


def apt_line(packages: set[str]) -> str:
    """The command that brings packages on Debian and Ubuntu."""
    return "apt-get install --no-install-recommends " + " ".join(sorted(packages))


def sentence(gone: Mapping[str, str]) -> str:
    """What is missing and what to do about it."""
    return (
        f"Qt cannot start: this system lacks {', '.join(sorted(gone))}. "
        f"On Debian or Ubuntu, as root: {apt_line(set(gone.values()))}"
    )


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
