"""What was acknowledged is on the disk: killed writers, and the order of system calls."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bodymap.store.check import check
from bodymap.store.vault import Vault
from tests.store.invented import Practice

WRITER = """
import sys
from dataclasses import replace
from bodymap.charting.edits import created
from bodymap.store.vault import Vault
from tests.store.invented import Practice
vault = Vault.open(sys.argv[1])
if sys.argv[3:] == ["OFF"]:
    vault.database.conn.execute("PRAGMA synchronous = OFF")
practice = Practice(vault)
practice.patient = vault.patient(vault.find_patients("").lines[0].id)
practice.visit = vault.visits_of(practice.patient.id)[0]
practice.therapist = vault.therapists()[0]
first = vault.next_ordinal(practice.visit.id)
for ordinal in range(first, first + int(sys.argv[2])):
    mark = practice.mark(ordinal)
    practice.do(created(mark), practice.note(f"note {ordinal} " * (ordinal % 50)))
    sys.stdout.write(f"ack {mark.id}\\n")
    sys.stdout.flush()
    if ordinal % 40 == 0:
        vault.idle()
sys.stdin.readline()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Vault.open(tmp_path / "vault", create=True) as vault:
        Practice(vault).begin()
    return tmp_path / "vault"


def kill_writers(folder: Path, kills: int) -> int:
    """Let writers mark and kill each after some acknowledgements; all of these marks must be there."""
    chance = random.Random(4)
    acknowledged: list[str] = []
    for _ in range(kills):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder), "100000"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdout is not None
        for _ in range(chance.randint(1, 60)):
            acknowledged.append(writer.stdout.readline().split()[1])
        # Anywhere within the next commits, not only right after an acknowledgement.
        time.sleep(chance.random() * 0.004)
        writer.kill()
        acknowledged += [line.split()[1] for line in writer.stdout.read().split("\n")[:-1]]
        writer.wait()
    with Vault.open(folder) as vault:
        stored = {mark.id for visit in vault.all_visits() for mark in vault.marks_of(visit.id)}
        lost = set(acknowledged) - stored
        assert not lost
        assert len(stored - set(acknowledged)) <= kills  # committed, killed before saying so
        assert check(vault) == []
    return len(acknowledged)


def test_killed_writers_lose_nothing(folder: Path) -> None:
    assert kill_writers(folder, 5) >= 5


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_fifty_killed_writers_lose_nothing(folder: Path) -> None:
    assert kill_writers(folder, 50) >= 50


def unsynced_acknowledgements(trace: str) -> tuple[int, int]:
    """(acknowledgements, those without a completed sync of the log between them and the last write to it)."""
    log_handles: set[str] = set()
    dirty, acknowledged, early = True, 0, 0
    for line in trace.splitlines():
        if match := re.search(r'open(?:at)?\(.*"[^"]*records\.db-wal".*\)\s+= (\d+)', line):
            log_handles.add(match[1])
        elif match := re.search(r"(pwrite64|write|ftruncate|fdatasync|fsync)\((\d+)[,)]", line):
            call, handle = match[1], match[2]
            if handle in log_handles:
                if call in ("fsync", "fdatasync"):
                    assert re.search(r"= 0$", line.rstrip()), line
                    dirty = False
                else:
                    dirty = True
            elif call == "write" and handle == "1" and '"ack ' in line:
                acknowledged += 1
                early += dirty
                dirty = True  # each acknowledgement needs a write and a sync of its own
    return acknowledged, early


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("synchronous", ["FULL", "OFF"])
def test_the_log_is_synced_before_each_acknowledgement(
    folder: Path, tmp_path: Path, synchronous: str
) -> None:
    trace = tmp_path / "trace"
    calls = "trace=openat,open,write,pwrite64,ftruncate,fsync,fdatasync"
    command = [
        "strace",
        "-o",
        str(trace),
        "-e",
        calls,
        sys.executable,
        "-c",
        WRITER,
        str(folder),
        "12",
        synchronous,
    ]
    done = subprocess.run(command, input="\n", capture_output=True, text=True)
    if done.returncode and "ptrace" in done.stderr.lower():
        pytest.skip("tracing is not allowed here")
    assert done.returncode == 0, done.stderr
    acknowledged, early = unsynced_acknowledgements(trace.read_text())
    assert acknowledged == 12
    # Under OFF the very same reading of the trace turns red: that is what shows that it sees anything.
    assert early == (0 if synchronous == "FULL" else 12)
