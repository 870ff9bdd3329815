"""The walls of DESIGN.md's house, held from three sides, and each side shown to notice a hole.

A fresh process imports every room and looks at what came along (it sees what a room really loads, however it was
written); import-linter reads every import statement (it sees those inside functions, and chains over several
rooms); ruff's banned-api marks the line while it is being written.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
QT = {"PySide6", "shiboken6"}
SQL = {"sqlite_utils", "sqlcipher3", "sqlite3", "_sqlite3", "pysqlite3"}

ROOMS = {  # room -> what must not come along
    "atlas": QT | SQL,
    "charting": QT | SQL,
    "workspace": QT | SQL,
    "exchange": QT | SQL,
    "store": QT,
    "settings": QT | SQL,
    "logbook": QT | SQL,
    "cli": QT | SQL,
    "assets": QT | SQL,
    "bootstrap": QT | SQL,
    "system_libraries": QT | SQL,
    "drawing": SQL,
    "ui": SQL,
}

IMPORT_ALL = """
import importlib, json, pkgutil, sys
room, banned = sys.argv[1], set(json.loads(sys.argv[2]))
top = importlib.import_module("bodymap." + room)
names = [top.__name__]
if hasattr(top, "__path__"):
    names += [found.name for found in pkgutil.walk_packages(top.__path__, top.__name__ + ".")]
found = []
for name in names:
    importlib.import_module(name)
    came = banned & {module.partition(".")[0] for module in sys.modules}
    if came:
        found.append(name + " brings " + ", ".join(sorted(came)))
        break
print(json.dumps(found))
"""


def loaded(tree: Path, room: str) -> list[str]:
    """What a fresh process finds loaded, that must not be, once every module of `room` is imported."""
    command = [sys.executable, "-c", IMPORT_ALL, room, json.dumps(sorted(ROOMS[room]))]
    # PYTHONPATH, not the current folder alone: a run from elsewhere must not find an installed bodymap instead.
    done = subprocess.run(
        command,
        cwd=tree,
        env={"PYTHONPATH": str(tree), "PATH": "", "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout.splitlines()[-1])
    return found


def linted(tree: Path) -> str:
    """What import-linter has to say about `tree`; empty when every contract is kept."""
    code = "from importlinter.cli import lint_imports_command as lint; lint()"
    command = [sys.executable, "-c", code, "--no-cache"]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def banned(tree: Path) -> str:
    """What ruff's banned-api rule has to say about `tree`; empty when nothing."""
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--select", "TID251", "bodymap"]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.parametrize("room", ROOMS)
def test_a_fresh_process_finds_nothing_foreign_in(room: str) -> None:
    assert loaded(CHECKOUT, room) == []


def test_the_imports_run_one_way() -> None:
    assert linted(CHECKOUT) == ""


def test_no_line_imports_what_its_room_may_not() -> None:
    assert banned(CHECKOUT) == ""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the house in which a test may make a hole."""
    shutil.copytree(
        CHECKOUT / "bodymap", tmp_path / "bodymap", ignore=shutil.ignore_patterns("__pycache__", "_assets")
    )
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    return tmp_path


HOLES = [  # where, the hole, the guards that must notice
    ("charting/hole.py", "from PySide6.QtCore import QPointF", {"process", "linter", "ruff"}),
    ("atlas/hole.py", "import sqlite_utils", {"process", "linter", "ruff"}),
    ("workspace/hole.py", "import sqlcipher3", {"process", "linter", "ruff"}),
    ("exchange/hole.py", "import sqlite3", {"process", "linter", "ruff"}),
    ("store/hole.py", "import PySide6.QtCore", {"process", "linter"}),
    ("drawing/hole.py", "import sqlite3", {"process", "linter"}),
    ("ui/hole.py", "import sqlcipher3", {"process", "linter"}),
    # Not at the top of the module: only those who read the source can see it.
    ("charting/hole.py", "def hidden():\n    import PySide6.QtGui", {"linter", "ruff"}),
    # Not an import statement: only the process that runs it can.
    ("atlas/hole.py", "import importlib\nimportlib.import_module('PySide6.QtCore')", {"process"}),
    # Over another room.
    ("workspace/hole.py", "import bodymap.store", {"linter"}),
    ("workspace/hole.py", "import bodymap.drawing", {"linter"}),
    ("ui/hole.py", "import bodymap.store", {"linter"}),
    ("ui/hole.py", "import bodymap.exchange", {"linter"}),
    ("store/hole.py", "import bodymap.atlas", {"linter"}),
    ("store/hole.py", "import bodymap.workspace", {"linter"}),
    ("exchange/hole.py", "import bodymap.store", {"linter"}),
    ("drawing/hole.py", "import bodymap.workspace", {"linter"}),
    ("charting/hole.py", "import bodymap.workspace", {"linter"}),
    ("atlas/hole.py", "import bodymap.charting", {"linter"}),
    ("bootstrap.py", "import filelock", {"linter"}),
    # A drawer.
    ("helpers.py", "", {"linter"}),
]


@pytest.mark.parametrize(("place", "hole", "noticed_by"), HOLES, ids=[f"{p}-{h[:40]}" for p, h, _ in HOLES])
def test_a_hole_is_noticed(copy: Path, place: str, hole: str, noticed_by: set[str]) -> None:
    file = copy / "bodymap" / place
    with file.open("a", encoding="utf-8") as source:
        source.write(f"\n{hole}\n")
    room = file.relative_to(copy / "bodymap").parts[0].removesuffix(".py")
    if "process" in noticed_by:
        assert loaded(copy, room)
    if "linter" in noticed_by:
        assert "broken" in linted(copy)
    if "ruff" in noticed_by:
        assert "TID251" in banned(copy)


def test_what_only_binds_files_is_not_loaded_to_print_one_chart() -> None:
    """pikepdf, what it needs, and the reader of handouts load where they are used."""
    code = (
        "import sys; import bodymap.ui.print_dialogs, bodymap.drawing.files, bodymap.ui.chart_files; "
        "print([name for name in ('pikepdf', 'lxml', 'PIL', 'markdown_it') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == "[]"
