"""A guard is real when breaking what it guards turns it red.

Each line of mutations.tsv breaks one thing in a copy of the checkout and names the test that must then fail:
file <TAB> text as it stands <TAB> text put in its place <TAB> the test (a pytest id) <TAB> what the guard is for.
In the texts \\n is a line end.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
LIST = Path(__file__).with_name("mutations.tsv")


@dataclass(frozen=True)
class Mutation:
    file: str
    before: str
    after: str
    test: str
    guard: str


def _listed() -> list[Mutation]:
    lines = [line for line in LIST.read_text().splitlines() if line.strip() and not line.startswith("#")]
    return [Mutation(*(cell.replace("\\n", "\n") for cell in line.split("\t"))) for line in lines]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mutated") / "checkout"
    ignore = shutil.ignore_patterns(".git", ".venv*", "__pycache__", ".*_cache", "demo", "dist", "build")
    shutil.copytree(CHECKOUT, folder, ignore=ignore)
    return folder


@pytest.mark.parametrize("mutation", _listed(), ids=lambda m: m.guard)
def test_every_mutation_still_applies(mutation: Mutation) -> None:
    """Quick, and part of every run: a list whose lines no longer match the code guards nothing."""
    assert (CHECKOUT / mutation.file).read_text().count(mutation.before) == 1
    test_file, _, name = mutation.test.partition("::")
    assert (CHECKOUT / test_file).is_file()
    assert not name or f"def {name.split('::')[-1].split('[')[0]}(" in (CHECKOUT / test_file).read_text()


@pytest.mark.soak
@pytest.mark.parametrize("mutation", _listed(), ids=lambda m: m.guard)
def test_the_guard_turns_red(mutation: Mutation, copy: Path) -> None:
    file = copy / mutation.file
    sound = file.read_text()
    try:
        file.write_text(sound.replace(mutation.before, mutation.after))
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-m", "", mutation.test],
            cwd=copy,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
    finally:
        file.write_text(sound)
    assert ran.returncode == 1, f"{mutation.test} did not notice: {ran.stdout[-2000:]}"
