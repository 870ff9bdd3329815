"""Where the folder of the records lies: what is worth a warning about it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

LOW_SPACE = 200 * 1024 * 1024

# What a synchronising program leaves in the folder it looks after, and how such folders are usually called.
_MARKS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".stfolder": "Syncthing",
    ".sync": "Resilio Sync",
    ".owncloudsync.log": "ownCloud",
    ".nextcloudsync.log": "Nextcloud",
    ".tmp.drivedownload": "Google Drive",
    ".tmp.driveupload": "Google Drive",
    "desktop.ini.onedrive": "OneDrive",
}
_MARK_STARTS = {"._sync_": "Nextcloud", ".sync_": "Nextcloud"}
_NAMES = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "mobile documents": "iCloud",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "syncthing": "Syncthing",
    "pcloud": "pCloud",
    "box sync": "Box",
    "creative cloud files": "Creative Cloud",
}
_NETWORK = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "9p",
        "afs",
        "ncpfs",
        "ceph",
        "glusterfs",
        "lustre",
        "davfs",
        "sshfs",
        "rclone",
    }
)


def warnings(folder: Path) -> tuple[str, ...]:
    """Sentences about a place that is not a safe home for records. They warn; they refuse nothing."""
    found = []
    if program := synchronised_by(folder):
        found.append(
            f"This folder is synchronised by {program}, which can damage records that are in use and keeps copies"
            " elsewhere. Move the records to a folder that is not synchronised."
        )
    if on_network(folder):
        found.append(
            "This folder lies on a network drive, where records can be damaged when the connection breaks."
            " Move them to a drive of this computer."
        )
    if (free := _free(folder)) is not None and free < LOW_SPACE:
        found.append(
            f"Only {free // (1024 * 1024)} MB are free on this disk. Free some space before charting goes on."
        )
    return tuple(found)


def synchronised_by(folder: Path) -> str | None:
    """The program that synchronises this folder, by what it leaves there or by the name of a folder above."""
    place = folder.absolute()
    for part in (place, *place.parents):
        name = part.name.casefold()
        for known, program in _NAMES.items():
            # "OneDrive - Clinic", "Dropbox (Personal)", "GoogleDrive-name@..."
            if name == known or name.startswith((f"{known} -", f"{known} (", f"{known}-")):
                return program
        try:
            inside = (
                [entry.name.casefold() for entry in os.scandir(part)] if part != Path(part.anchor) else []
            )
        except OSError:
            continue
        for entry in inside:
            if entry in _MARKS:
                return _MARKS[entry]
            for start, program in _MARK_STARTS.items():
                if entry.startswith(start) and entry.endswith((".db", ".db-wal", ".db-shm")):
                    return program
        if part == Path.home():
            break
    return None


def on_network(folder: Path) -> bool:
    """Whether the folder lies on a network file system, as far as this system tells."""
    if sys.platform == "win32":
        import ctypes

        anchor = folder.absolute().anchor
        return anchor.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(anchor) == 4
    return _linux_file_system(folder, Path("/proc/self/mountinfo")) in _NETWORK


def _linux_file_system(folder: Path, table: Path) -> str:
    """The type of the file system that holds the folder; empty where the table cannot be read."""
    try:
        lines = table.read_text(encoding="utf-8", errors="replace").splitlines()
        place = os.path.realpath(folder)
    except OSError:
        return ""
    best, kind = -1, ""
    for line in lines:
        left, _, right = line.partition(" - ")
        fields = left.split(" ")
        if len(fields) < 5 or not right:
            continue
        mount = fields[4].replace("\\040", " ")
        if (place == mount or place.startswith(mount.rstrip("/") + "/")) and len(mount) >= best:
            best, kind = len(mount), right.split(" ")[0]
    return kind.removeprefix("fuse.")


def _free(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None
