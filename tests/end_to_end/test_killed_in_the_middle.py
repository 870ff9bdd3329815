"""The program is killed while a therapist marks or writes: what it had acknowledged is in the records afterwards."""

from __future__ import annotations

import json
import random
import subprocess
import time
from pathlib import Path

import pytest

from bodymap.charting.records import Section
from bodymap.store.check import check
from bodymap.store.vault import Vault
from tests.end_to_end.person import main_py, python

SECTIONS = [section.value for section in Section]


def killed_sitting(
    folder: Path, what: str, chance: random.Random, most: int, span: float
) -> list[dict[str, str]]:
    """Start a busy person, kill the process after some acknowledgements; everything it acknowledged."""
    child = subprocess.Popen(
        [python(), "-m", "tests.end_to_end.busy_person", str(folder), what, str(chance.randrange(10**6))],
        cwd=main_py().parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stderr is not None
    lines = [child.stdout.readline() for _ in range(1 + chance.randint(1, most))]
    # Anywhere within the next click or words, not only right after an acknowledgement.
    time.sleep(chance.random() * span)
    child.kill()
    rest, said = child.communicate()
    assert child.returncode == -9, said
    # Qt's offscreen platform says this of windows with a smallest size.
    assert [line for line in said.splitlines() if "This plugin does not support" not in line] == []
    acknowledged = [json.loads(line) for line in [*lines, *rest.split("\n")[:-1]]]
    assert acknowledged[0] == {"begun": what}
    return acknowledged[1:]


def sound_by_command(folder: Path) -> None:
    """A second process says that the records are sound."""
    ran = subprocess.run(
        [python(), str(main_py()), "check", "--vault", str(folder)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout


def kill_while_marking(folder: Path, kills: int, seed: int) -> int:
    chance = random.Random(seed)
    acknowledged: dict[str, str] = {}
    for turn in range(kills):
        for line in killed_sitting(folder, "marks", chance, most=40, span=0.05):
            acknowledged[line["mark"]] = line["title"]
        with Vault.open(folder) as vault:
            stored = {
                mark.id: mark.title for visit in vault.all_visits() for mark in vault.marks_of(visit.id)
            }
            assert check(vault) == []
        assert {i: t for i, t in acknowledged.items() if stored.get(i) != t} == {}
        # Committed, killed before it could be said: one a sitting at most.
        assert len(stored) - len(acknowledged) <= turn + 1
    sound_by_command(folder)
    return len(acknowledged)


def kill_while_writing(folder: Path, kills: int, seed: int) -> int:
    chance = random.Random(seed)
    seen = 0
    for _ in range(kills):
        lines = killed_sitting(folder, "note", chance, most=3, span=0.9)
        seen += len(lines)
        with Vault.open(folder) as vault:
            note = vault.note(lines[-1]["visit"])
            assert check(vault) == []
        for section in Section:
            # The driver only ever adds at the end: what was saved is the beginning of what is there.
            assert note[section][0].startswith(lines[-1][section.value]), section
    sound_by_command(folder)
    return seen


def test_marks_survive_a_kill(tmp_path: Path) -> None:
    assert kill_while_marking(tmp_path / "records", 3, seed=11) > 3


def test_saved_words_of_the_note_survive_a_kill(tmp_path: Path) -> None:
    assert kill_while_writing(tmp_path / "records", 3, seed=12) >= 3


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_marks_survive_fifty_kills(tmp_path: Path) -> None:
    assert kill_while_marking(tmp_path / "records", 50, seed=13) > 50


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_saved_words_of_the_note_survive_fifty_kills(tmp_path: Path) -> None:
    assert kill_while_writing(tmp_path / "records", 50, seed=14) >= 50
