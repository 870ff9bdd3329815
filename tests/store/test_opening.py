"""Opening a folder: what may be wrong with it is told in sentences, and nothing that is not ours is touched."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest

from bodymap.charting.edits import EditKind, changed, created, restored
from bodymap.charting.events import AdverseEvent, EventKind, Harm
from bodymap.charting.faults import RecordsFault
from bodymap.charting.kinds import RECORD_TYPES
from bodymap.charting.records import Mark, Technique, new_id, plain
from bodymap.store import database, keys, migrations, opening, places
from bodymap.store.check import check
from bodymap.store.migrations import MIGRATIONS, Migration, known_version
from bodymap.store.vault import Vault
from tests.store.invented import Practice


def prints(folder: Path) -> dict[str, str]:
    """Each file's content, but for what the lock and a reader leave."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("in-use.") and not path.name.endswith("-shm")
    }


def fault(folder: Path, *, create: bool = False) -> RecordsFault:
    with pytest.raises(RecordsFault) as caught:
        Vault.open(folder, create=create)
    told = caught.value
    assert told.happened.endswith(".")
    assert told.next_step.endswith(".")
    return told


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A closed vault with a mark in it."""
    folder = tmp_path / "vault"
    with Vault.open(folder, create=True) as vault:
        practice = Practice(vault).begin()
        practice.do(created(practice.mark()))
    return folder


def test_missing_is_told_and_makes_nothing(tmp_path: Path) -> None:
    assert fault(tmp_path / "nowhere").kind == "missing"
    assert not (tmp_path / "nowhere").exists()
    empty = tmp_path / "empty"
    empty.mkdir()
    assert fault(empty).kind == "missing"
    assert not (empty / "records.db").exists()
    (tmp_path / "file").write_text("x")
    assert fault(tmp_path / "file" / "below", create=True).kind in ("missing", "read-only")
    assert fault(tmp_path / "file", create=True).kind == "read-only"


def test_create_opens_what_is_there(filled: Path) -> None:
    with Vault.open(filled, create=True) as vault:
        assert vault.find_patients("").total == 1


@pytest.mark.parametrize("create", [False, True])
def test_a_missing_key_file_never_becomes_a_new_key(filled: Path, create: bool) -> None:
    (filled / "keys.json").unlink()
    before = prints(filled)
    assert fault(filled, create=create).kind == "no-key"
    assert prints(filled) == before


@pytest.mark.parametrize("create", [False, True])
def test_missing_records_beside_a_key_never_become_new_ones(filled: Path, create: bool) -> None:
    (filled / "records.db").unlink()
    assert fault(filled, create=create).kind == "missing"
    assert not (filled / "records.db").exists()


def plain_sqlite(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (a)")
        connection.commit()


WRONG: dict[str, tuple[str, Callable[[Path], object]]] = {
    "plain": ("foreign", plain_sqlite),
    "text": ("foreign", lambda path: path.write_text("A letter to a friend.\n" * 400)),
    "empty": ("damaged", lambda path: path.write_bytes(b"")),
    "zeros": ("damaged", lambda path: path.write_bytes(bytes(8192))),
    "random": ("damaged", lambda path: path.write_bytes(os.urandom(40_960))),
    "header": ("damaged", lambda path: path.write_bytes(b"\xff" * 32 + path.read_bytes()[32:])),
    "cut": ("damaged", lambda path: path.write_bytes(path.read_bytes()[:1000])),
    "cut-later": ("damaged", lambda path: path.write_bytes(path.read_bytes()[:-4096])),
    "one-bit": (
        "damaged",
        lambda path: path.write_bytes(
            (d := bytearray(path.read_bytes())).__setitem__(-2000, d[-2000] ^ 1) or bytes(d)
        ),
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("create", [False, True])
def test_a_foreign_or_damaged_file_is_told_and_not_touched(filled: Path, wrong: str, create: bool) -> None:
    kind, spoil = WRONG[wrong]
    path = filled / "records.db"
    if wrong == "plain":
        path.unlink()
    spoil(path)
    before = prints(filled)
    assert fault(filled, create=create).kind == kind
    assert prints(filled) == before
    assert [finding.kind for finding in check(filled)] == [kind]


def test_a_wrong_key_is_told_and_touches_neither_file_nor_log(
    filled: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with Vault.open(filled) as vault:
        practice = Practice(vault).begin()
        practice.do(created(practice.mark()))
        # As a killed program leaves it: the log is not in the file yet.
        copy = filled.parent / "copy"
        subprocess.run([sys.executable, "-c", COPY, str(filled), str(copy)], check=True)
    assert (copy / "records.db-wal").stat().st_size > 0
    data = json.loads((copy / "keys.json").read_text())
    data["slots"][0]["key"] = base64.b64encode(bytes(32)).decode()
    (copy / "keys.json").write_text(json.dumps(data))
    before = prints(copy)
    assert fault(copy).kind == "damaged"
    assert prints(copy) == before
    assert capfd.readouterr().err == ""


COPY = "import shutil, sys; shutil.copytree(sys.argv[1], sys.argv[2])"


def test_another_application_is_foreign(filled: Path) -> None:
    key = keys.read(filled).open_key()
    db = database.connect(filled / "records.db", key, write=True)
    db.conn.execute("PRAGMA application_id = 7")
    db.close()
    before = prints(filled)
    assert fault(filled).kind == "foreign"
    assert prints(filled) == before


def test_a_newer_schema_is_refused_and_not_touched(filled: Path) -> None:
    db = database.connect(filled / "records.db", keys.read(filled).open_key(), write=True)
    db.conn.execute("INSERT INTO schema_versions VALUES (99, 'later', '2030-01-01T00:00:00.000+00:00', '9')")
    db.close()
    before = prints(filled)
    told = fault(filled)
    assert told.kind == "newer"
    assert "99" in told.happened
    assert prints(filled) == before
    assert not (filled / "backups").exists()


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (lambda data: data.update(format=2), "newer"),
        (lambda data: data.update(slots=[{"id": "a", "kind": "passphrase", "salt": "x"}]), "newer"),
        (lambda data: data["slots"][0].update(key="!!"), "no-key"),
        (lambda data: data["slots"][0].update(key="AAAA"), "no-key"),
        (lambda data: data.pop("slots"), "no-key"),
        (lambda data: data.update(slots=["x"]), "no-key"),
    ],
)
def test_key_files_that_cannot_be_used(
    filled: Path, spoil: Callable[[dict[str, object]], object], kind: str
) -> None:
    data = json.loads((filled / "keys.json").read_text())
    spoil(data)
    (filled / "keys.json").write_text(json.dumps(data))
    before = prints(filled)
    assert fault(filled).kind == kind
    assert prints(filled) == before


def test_slots_of_other_kinds_are_kept_and_skipped(filled: Path) -> None:
    data = json.loads((filled / "keys.json").read_text())
    data["slots"].insert(0, {"id": "r", "kind": "recovery", "wrapped": "…"})
    data["later"] = {"a": 1}
    (filled / "keys.json").write_text(json.dumps(data))
    with Vault.open(filled) as vault:
        assert vault.find_patients("").total == 1
    read = keys.read(filled)
    read.write(filled)
    assert json.loads((filled / "keys.json").read_text()) == data
    assert data["slots"][1]["key"] not in repr(read)


@pytest.mark.skipif(os.name == "nt", reason="no such permissions on Windows")
def test_a_key_file_that_others_can_read_is_made_private(filled: Path) -> None:
    (filled / "keys.json").chmod(0o644)
    Vault.open(filled).close()
    assert (filled / "keys.json").stat().st_mode & 0o077 == 0


# -- crashes while a vault is made


class Crash(BaseException):
    """Not an Exception: nothing may catch it and tidy up."""


@pytest.mark.parametrize("step", ["write_key", "rename"])
def test_a_crash_while_making_a_vault_heals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def crash(*_: object) -> None:
        raise Crash

    with monkeypatch.context() as patched:
        if step == "write_key":
            patched.setattr(keys.KeyFile, "write", crash)
        else:
            patched.setattr(
                opening.os,
                "replace",
                lambda a, b: crash() if str(b).endswith("records.db") else os.rename(a, b),
            )
        with pytest.raises(Crash):
            Vault.open(tmp_path / "vault", create=True)
    assert (tmp_path / "vault" / "records.db.new").exists()
    with Vault.open(tmp_path / "vault", create=True) as vault:
        Practice(vault).begin()
    assert check(tmp_path / "vault") == []
    assert not (tmp_path / "vault" / "records.db.new").exists()


def test_a_left_over_log_never_enters_new_records(filled: Path) -> None:
    (filled / "records.db").rename(filled.parent / "gone.db")
    (filled / "keys.json").unlink()
    (filled / "records.db-wal").write_bytes(os.urandom(8192))
    with Vault.open(filled, create=True) as vault:
        assert vault.find_patients("").total == 0
    assert len(list(filled.glob("records.db-wal.left-*"))) == 1


# -- migrations


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> list[Migration]:
    def apply(db: database.Database) -> None:
        db.executescript(
            "CREATE TABLE later (id TEXT PRIMARY KEY NOT NULL) STRICT; INSERT INTO later VALUES ('a');"
        )

    steps = [*MIGRATIONS, Migration(MIGRATIONS[-1].version + 1, "later", apply)]
    monkeypatch.setattr(opening, "MIGRATIONS", steps)
    return steps


def test_an_older_file_is_backed_up_and_migrated(filled: Path, next_version: list[Migration]) -> None:
    with Vault.open(filled) as vault:
        assert vault.database.conn.execute("SELECT id FROM later").fetchall() == [("a",)]
        assert vault.database.conn.execute("PRAGMA foreign_keys").fetchone()[0] == 1
        assert vault.find_patients("").total == 1
    (backup,) = (filled / "backups").iterdir()
    key = keys.read(filled).open_key()
    old = database.connect(backup, key, write=False, frozen=True)
    assert migrations.stored_version(old) == MIGRATIONS[-1].version
    assert old.conn.execute("SELECT count(*) FROM marks").fetchone()[0] == 1
    old.close()
    Vault.open(filled).close()
    assert len(list((filled / "backups").iterdir())) == 1


OLD = Path(__file__).parents[1] / "data" / "old_databases"


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A copy of what version 1 wrote."""
    folder = tmp_path / "first"
    shutil.copytree(OLD / "v1", folder)
    return folder


def rows_of(
    folder: Path, columns: dict[str, list[str]] | None = None
) -> dict[str, tuple[list[str], set[tuple]]]:
    """Every table's rows as they lie in the file, in these columns; without them, in all that there are."""
    db = database.connect(folder / "records.db", keys.read(folder).open_key(), write=False)
    run = db.conn.execute
    tables = [
        row[0]
        for row in run("SELECT name FROM sqlite_master WHERE type = 'table'")
        if row[0] != "sqlite_stat1"
    ]
    found = {}
    for table in tables if columns is None else columns:
        names = columns[table] if columns else [row[1] for row in run(f"PRAGMA table_info({table})")]
        found[table] = names, set(run(f"SELECT {', '.join(names)} FROM {table}").fetchall())
    db.close()
    return found


def test_version_2_leaves_every_value_of_version_1_as_it_was(first: Path) -> None:
    before = rows_of(first)
    assert len(before["marks"][1]) == 3
    assert len(before["audit"][1]) > 10
    Vault.open(first).close()
    after = rows_of(first, {table: names for table, (names, _) in before.items()})
    before.pop("schema_versions"), after.pop("schema_versions")
    assert after == before
    with Vault.open(first) as vault:
        for visit in vault.all_visits():
            for mark in vault.marks_of(visit.id):
                bare = Mark(mark.id, mark.visit_id, mark.ordinal, mark.target, mark.side)
                for field in ("product", "technique", "time_in_place", "depth_mm", "disposition", "referral",
                              "referral_to", "e_stim", "position", "tolerance"):  # fmt: skip
                    assert getattr(mark, field) == getattr(bare, field), field
            assert (visit.needles_opened, visit.needle_lot, visit.needle_expiry) == (None, "", "")


def test_what_version_1_wrote_is_changed_undone_and_still_checks(first: Path) -> None:
    with Vault.open(first) as vault:
        practice = Practice(vault)
        practice.therapist = vault.therapists()[0]
        practice.visit = next(v for v in vault.all_visits() if vault.marks_of(v.id))
        mark = vault.marks_of(practice.visit.id)[0]
        done = practice.do(changed(mark, technique=Technique.PISTONING, depth_mm=20))
        practice.do(
            restored(vault.edit(done.edit.id).changes[0], vault.mark(mark.id)),
            kind=EditKind.UNDO,
            of=done.edit.id,
        )
        old = [vault.edit(line.id) for line in vault.edits_of(practice.visit.id)]
        assert old[-1].changes[0].before.technique is Technique.PISTONING
        assert replace(vault.mark(mark.id), revision=0) == replace(mark, revision=0)
    assert check(first) == []


@pytest.mark.parametrize("column", ["technique", "depth_mm", "e_stim", "tolerance"])
def test_a_value_slipped_into_an_old_row_is_found(first: Path, column: str) -> None:
    """The audit of version 1 does not name these fields, and so says that nothing was recorded."""
    Vault.open(first).close()
    db = database.connect(first / "records.db", keys.read(first).open_key(), write=True)
    run = db.conn.execute
    guard = run("SELECT sql FROM sqlite_master WHERE name = 'marks_rise_by_one'").fetchone()[0]
    run("DROP TRIGGER marks_rise_by_one")
    run(f"UPDATE marks SET {column} = CASE typeof({column}) WHEN 'text' THEN 'good' ELSE 1 END")
    run(guard)
    db.close()
    assert "record" in {finding.kind for finding in check(first)}


KILLED = """
import os, signal, sys
from bodymap.store import database, opening
from bodymap.store.vault import Vault

stop, seen, real = int(sys.argv[2]), 0, database.prepare_for_writing

def watched(db):
    real(db)
    def count(statement):
        global seen
        seen += 1
        if seen == stop:
            os.kill(os.getpid(), signal.SIGKILL)
    db.conn.set_trace_callback(count)

database.prepare_for_writing = watched
Vault.open(sys.argv[1]).close()
print(seen)
"""


@pytest.mark.skipif(os.name == "nt", reason="no such signal on Windows")
def test_a_migration_killed_in_the_middle_leaves_version_1_as_it_was(first: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(first, whole)
    ran = subprocess.run(
        [sys.executable, "-c", KILLED, str(whole), "0"], capture_output=True, text=True, check=True
    )
    statements = int(ran.stdout)
    assert statements > 40
    before = rows_of(first)
    for stop in (4, statements // 4, statements // 2, statements * 2 // 3, statements - 12):
        folder = tmp_path / f"killed-{stop}"
        shutil.copytree(first, folder)
        killed = subprocess.run([sys.executable, "-c", KILLED, str(folder), str(stop)], capture_output=True)
        assert killed.returncode == -signal.SIGKILL
        db = opening.open_records(folder, create=False, migrations=MIGRATIONS[:1])
        found = migrations.stored_version(db)
        db.close()
        assert found == 1, stop
        assert rows_of(folder) == before, stop
        assert len(list((folder / "backups").glob(f"format-1-before-{known_version()}-*.db"))) == 1
        Vault.open(folder).close()
        assert check(folder) == []


def test_the_guards_of_the_tables_built_anew_stand(first: Path) -> None:
    with Vault.open(first) as vault:
        run = vault.database.conn.execute
        for table in ("audit", "edit_changes"):
            with pytest.raises(Exception, match="appended"):
                run(f"DELETE FROM {table}")
            with pytest.raises(Exception, match="appended"):
                run(f"UPDATE {table} SET revision = 2")
        with pytest.raises(Exception, match="raises the revision"):
            run("UPDATE marks SET depth_mm = 5")
        tables = {row[0] for row in run("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert not {"audit_2", "edit_changes_2"} & tables


def test_a_failing_migration_leaves_the_file_as_it_was(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def apply(db: database.Database) -> None:
        db.executescript("CREATE TABLE half (a TEXT) STRICT; DROP TRIGGER marks_rise_by_one;")
        raise RuntimeError("a bug")

    with monkeypatch.context() as patched:
        patched.setattr(opening, "MIGRATIONS", [*MIGRATIONS, Migration(known_version() + 1, "broken", apply)])
        with pytest.raises(RuntimeError):
            Vault.open(filled)
    with Vault.open(filled) as vault:
        assert vault.database["half"].exists() is False
    assert check(filled) == []


def test_a_migration_that_breaks_references_is_not_committed(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def apply(db: database.Database) -> None:
        db.executescript("DROP TRIGGER visits_are_never_erased; DELETE FROM visits;")

    monkeypatch.setattr(opening, "MIGRATIONS", [*MIGRATIONS, Migration(known_version() + 1, "broken", apply)])
    with pytest.raises(RuntimeError, match="dangling"):
        Vault.open(filled)
    monkeypatch.undo()
    assert check(filled) == []


@pytest.mark.parametrize("frozen", sorted(OLD.glob("v*")), ids=lambda path: path.name)
def test_vaults_of_every_version_open(frozen: Path, tmp_path: Path) -> None:
    """What a released version wrote stays readable for ever, down to its undo steps and its audit."""
    folder = tmp_path / "vault"
    shutil.copytree(frozen, folder)
    told = json.loads((folder / "told.json").read_text(encoding="utf-8"))
    with Vault.open(folder) as vault:
        assert {line.name for line in vault.find_patients("").lines} == set(told["patients"])
        visits = list(vault.all_visits())
        assert [visit.date.isoformat() for visit in visits] == told["visits"]
        assert [[mark.title for mark in vault.marks_of(visit.id)] for visit in visits] == told["marks"]
        assert {section.value: text for section, (text, _) in vault.note(visits[0].id).items()} == told[
            "note"
        ]
        assert [line.name for line in vault.edits_of(visits[0].id)] == told["edits"]
        for line in vault.edits_of(visits[0].id):
            assert vault.edit(line.id).changes
        for kind, records in told.get("records", {}).items():
            for record_id, held in records.items():
                now = plain(vault.record(kind, record_id))
                unsaid = {name: now[name] for name in now.keys() - held.keys()}
                assert now == {**held, **unsaid}
                # What the old version did not know is as in a fresh record.
                fresh = {f.name: plain(f.default) for f in fields(RECORD_TYPES[kind])}
                assert unsaid == {name: fresh[name] for name in unsaid}
        assert vault.audit_head().digest == told["head"]
        # And every step that the audit holds can still be told, up to the record as it stands now.
        for kind in RECORD_TYPES:
            ids = [record.id for record in vault.select_ever(kind)] if kind != "clinic" else []
            steps = vault.steps_of(kind, ids)
            stands = {step.record_id: step.change.after for step in steps if step.change is not None}
            assert stands == {record_id: vault.record(kind, record_id) for record_id in ids}
            assert all(step.change is not None for step in steps)
        assert vault.verify_audit().broken_at is None
    assert check(folder) == []


# -- one at a time

HOLD = """
import sys
from bodymap.store.vault import Vault
vault = Vault.open(sys.argv[1])
print("open", flush=True)
sys.stdin.readline()
"""


@contextlib.contextmanager
def held_by_another(folder: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_second_opener_is_told_who_has_them(filled: Path) -> None:
    with held_by_another(filled) as process:
        holder = json.loads((filled / "in-use.json").read_text())
        assert holder["pid"] == process.pid
        told = fault(filled)
        assert told.kind == "in-use"
        assert f"{holder['user']} on {holder['computer']}" in told.happened
        assert "since" in told.happened
        assert [finding.kind for finding in check(filled)] == ["in-use"]
        (filled / "in-use.json").write_text("{half")
        assert fault(filled).kind == "in-use"
        process.send_signal(signal.SIGKILL)
        process.wait()
        # The system's lock ended with the process, whatever its note says.
        Vault.open(filled).close()


def test_a_second_opener_in_the_same_process(filled: Path) -> None:
    with Vault.open(filled) as vault:
        assert fault(filled).kind == "in-use"
        practice = Practice(vault).begin()
        practice.do(created(practice.mark()))
    Vault.open(filled).close()


# -- places


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root to mount")
def test_a_read_only_disk_and_a_full_one(tmp_path: Path, filled: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(disk)], capture_output=True
    ).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        shutil.copytree(filled, disk / "vault")
        with Vault.open(disk / "vault") as vault:
            assert any("free" in sentence for sentence in vault.warnings())
            practice = Practice(vault).begin()
            (disk / "filler").write_bytes(bytes(shutil.disk_usage(disk).free - 600_000))
            marks = []

            def chart_on() -> None:
                for ordinal in range(1, 2000):
                    mark = practice.mark(ordinal, note="n" * 500)
                    practice.do(created(mark))
                    marks.append(mark)

            with pytest.raises(RecordsFault) as caught:
                chart_on()
            assert caught.value.kind == "full"
            assert marks
            assert vault.marks_of(practice.visit.id) == marks
            assert vault.next_ordinal(practice.visit.id) == len(marks) + 1
            (disk / "filler").unlink()
            last = practice.mark(len(marks) + 1)
            practice.do(created(last))
            assert vault.marks_of(practice.visit.id)[-1] == last
        assert check(disk / "vault") == []
        free = shutil.disk_usage(disk).free
        (disk / "filler").write_bytes(bytes(free))
        assert fault(disk / "new", create=True).kind == "full"
        (disk / "filler").unlink()
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        assert fault(disk / "vault").kind == "read-only"
        assert fault(disk / "other", create=True).kind == "read-only"
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize(
    ("name", "program"),
    [
        ("Dropbox", "Dropbox"),
        ("OneDrive - Clinic", "OneDrive"),
        ("Google Drive", "Google Drive"),
        ("Mobile Documents", "iCloud"),
        ("Nextcloud", "Nextcloud"),
    ],
)
def test_a_synchronised_folder_is_warned_about(tmp_path: Path, name: str, program: str) -> None:
    with Vault.open(tmp_path / name / "vault", create=True) as vault:
        assert program in " ".join(vault.warnings())


def test_a_synchronised_folder_is_known_by_what_it_holds(tmp_path: Path) -> None:
    assert places.synchronised_by(tmp_path) is None
    (tmp_path / ".stfolder").mkdir()
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert places.synchronised_by(tmp_path / "a" / "b") == "Syncthing"


def test_a_network_drive_is_known_by_its_mount(tmp_path: Path) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(
        f"22 1 8:1 / / rw - ext4 /dev/sda rw\n23 22 0:5 / {tmp_path / 'net drive'} rw - cifs //s/x rw\n".replace(
            "net drive", "net\\040drive"
        )
    )
    (tmp_path / "net drive" / "vault").mkdir(parents=True)
    assert places._linux_file_system(tmp_path / "net drive" / "vault", table) == "cifs"
    assert places._linux_file_system(tmp_path, table) == "ext4"
    assert not places.on_network(tmp_path)


@pytest.mark.parametrize("create", [False, True])
def test_a_folder_full_of_other_things_never_becomes_records(tmp_path: Path, create: bool) -> None:
    (tmp_path / "letter.txt").write_text("Dear friend,")
    before, rights = prints(tmp_path), tmp_path.stat().st_mode
    assert fault(tmp_path, create=create).kind == "foreign"
    assert (prints(tmp_path), tmp_path.stat().st_mode) == (before, rights)


def test_what_systems_leave_in_a_folder_does_not_matter(tmp_path: Path) -> None:
    for name in (".DS_Store", "desktop.ini", "Thumbs.db"):
        (tmp_path / name).write_text("")
    Vault.open(tmp_path, create=True).close()
    assert (tmp_path / "records.db").exists()


def test_version_8_leaves_the_severity_that_an_older_event_says(tmp_path: Path) -> None:
    """It was preselected then; whether somebody meant it nobody can tell any more, so the row keeps what it says."""
    folder = tmp_path / "seventh"
    shutil.copytree(OLD / "v7", folder)
    before = rows_of(folder)
    names, old = before["adverse_events"]
    assert {row[names.index("severity")] for row in old} - {"not_recorded"}
    with Vault.open(folder) as vault:
        assert vault.database.conn.execute("SELECT max(version) FROM schema_versions").fetchone()[0] >= 8
        made = next(vault.all_visits())
        practice = Practice(vault)
        practice.therapist, practice.visit = vault.therapists()[0], made
        practice.do(created(AdverseEvent(new_id(), made.id, EventKind.BRUISING)))
        assert Harm.NOT_RECORDED in {one.severity for one in vault.select("adverse_event")}
    after = rows_of(folder, {table: names for table, (names, _) in before.items()})
    assert old < after["adverse_events"][1]
    for table, (_, rows) in before.items():
        if table not in ("schema_versions", "vault"):
            assert rows <= after[table][1], table
    assert check(folder) == []
