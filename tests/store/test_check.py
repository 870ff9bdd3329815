"""Tampering with the key in hand and the guards taken out: check finds it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bodymap.charting.edits import changed, created
from bodymap.store import audit, database, keys
from bodymap.store.check import check
from bodymap.store.migrations import guards
from bodymap.store.vault import Vault
from tests.store.invented import Practice


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Vault.open(tmp_path / "vault", create=True) as vault:
        practice = Practice(vault).begin()
        mark = practice.mark()
        practice.do(created(mark))
        practice.do(changed(mark, needles=2))
        practice.do(practice.note("First words"))
        practice.do(practice.note("First and last words"))
        practice.do(changed(vault.clinic(), name="Clinic"), edit=False)
    return tmp_path / "vault"


def tamper(folder: Path, statement: str, values: tuple[object, ...] = ()) -> int:
    """Raw SQL with the guards taken out and put back, as someone with the key could."""
    db = database.connect(folder / "records.db", keys.read(folder).open_key(), write=True)
    conn: Any = db.conn
    conn.execute("PRAGMA foreign_keys = OFF")
    for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        conn.execute(f"DROP TRIGGER {name}")
    touched: int = conn.execute(statement, values).rowcount
    db.executescript(guards())
    db.close()
    assert touched != 0, "the statement must meet a row"
    return touched


def kinds(folder: Path) -> set[str]:
    return {finding.kind for finding in check(folder)}


def test_nothing_is_found_where_nothing_is_wrong(folder: Path) -> None:
    assert check(folder) == []
    with Vault.open(folder) as vault:
        assert check(vault) == []


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE marks SET needles = 7", "record"),
        ("UPDATE marks SET u_um = u_um + 1", "record"),
        ("UPDATE marks SET removed = 1", "record"),
        ("UPDATE marks SET revision = revision + 1", "record"),
        ("UPDATE patients SET date_of_birth = '1971-05-10'", "record"),
        ("UPDATE note_sections SET text = text || ' more'", "record"),
        ("UPDATE clinic SET phone = '1'", "record"),
        ("DELETE FROM marks", "record"),
        ("DELETE FROM note_patches WHERE revision = 1", "record"),
        ("INSERT INTO therapists VALUES ('x', 'New', '', 1, 0)", "record"),
        ("UPDATE visits SET patient_id = 'nobody'", "structure"),
        ("UPDATE audit SET action = 'nothing' WHERE number = 4", "chain"),
        ("UPDATE audit SET at = '2020-01-01T00:00:00.000+00:00' WHERE number = 4", "chain"),
        ("UPDATE audit SET hash = previous WHERE number = 4", "chain"),
        ("UPDATE audit SET digest_new = previous WHERE number = 4", "chain"),
        ("DELETE FROM audit WHERE number = 4", "chain"),
        ("DELETE FROM audit WHERE number = 1", "chain"),
        ("DELETE FROM audit WHERE number > 6", "head"),
        ("DELETE FROM audit", "head"),
        ("UPDATE audit_values SET new = '{}' WHERE number = 4", "value"),
        ("UPDATE audit_values SET old = '{}' WHERE number = 5", "value"),
        ("UPDATE audit_values SET old = NULL, salt_old = NULL WHERE number = 5", "value"),
        ("UPDATE audit_values SET salt_new = zeroblob(16) WHERE number = 4", "value"),
        ("DELETE FROM audit_values WHERE number = 4", "erased"),
    ],
)
def test_tampering_is_found(folder: Path, statement: str, kind: str) -> None:
    tamper(folder, statement)
    assert kind in kinds(folder)
    assert kind in kinds(folder), "opening and closing the records must not wipe the evidence"


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE audit SET action = 'nothing' WHERE number = 4", 4),
        ("DELETE FROM audit WHERE number = 4", 5),
        ("DELETE FROM audit WHERE number > 6", 7),
        ("UPDATE audit_values SET new = '{}' WHERE number = 4", 4),
        ("UPDATE audit_values SET old = '{}' WHERE number = 5", 5),
        ("DELETE FROM audit_values WHERE number = 4", None),
    ],
)
def test_verifying_the_chain_says_where_it_breaks(
    folder: Path, statement: str, broken_at: int | None
) -> None:
    tamper(folder, statement)
    with Vault.open(folder) as vault:
        assert vault.verify_audit().broken_at == broken_at


def test_steps_after_erased_values_say_that_they_cannot_be_told(folder: Path) -> None:
    tamper(folder, "DELETE FROM audit_values WHERE number = 4")
    with Vault.open(folder) as vault:
        (mark,) = vault.select_ever("mark")
        assert [step.change for step in vault.steps_of("mark", [mark.id])] == [None, None]


def test_the_chain_stands_without_erased_values(folder: Path) -> None:
    tamper(folder, "DELETE FROM audit_values WHERE number = 4")
    assert kinds(folder) == {"erased"} | ({"structure"} & kinds(folder))
    assert "chain" not in kinds(folder)


def test_a_dropped_guard_is_found(folder: Path) -> None:
    db = database.connect(folder / "records.db", keys.read(folder).open_key(), write=True)
    db.conn.execute("DROP TRIGGER audit_refuse_update")
    db.close()
    assert kinds(folder) == {"structure"}


def test_a_chain_written_anew_is_betrayed_by_the_head_beside_it(folder: Path) -> None:
    """The strongest forger: changes a record and rewrites its audit, values, digests and every later hash."""
    with Vault.open(folder) as vault:
        vault_id = vault.id
    tamper(
        folder,
        "UPDATE audit_values SET new = replace(new, '\"needles\":2', '\"needles\":3') WHERE number = 5",
    )
    tamper(folder, "UPDATE marks SET needles = 3")
    db = database.connect(folder / "records.db", keys.read(folder).open_key(), write=True)
    conn = db.conn
    for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        conn.execute(f"DROP TRIGGER {name}")
    previous = audit.genesis(vault_id)
    rows = conn.execute(
        "SELECT a.number, at, therapist_id, action, kind, record_id, revision, digest_old, salt_new, new"
        " FROM audit a JOIN audit_values v ON v.number = a.number ORDER BY a.number"
    ).fetchall()
    for row in rows:
        entry = audit.Entry(*row[:2], row[2] or "", *row[3:8], audit.digest(row[8], row[9]), previous)
        conn.execute(
            "UPDATE audit SET digest_new = ?, previous = ?, hash = ? WHERE number = ?",
            (entry.digest_new, previous, entry.hash(), entry.number),
        )
        previous = entry.hash()
    db.executescript(guards())
    db.close()
    assert kinds(folder) == {"head"}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.unlink(),
        lambda path: path.write_text("{"),
        lambda path: path.write_text(json.dumps({**json.loads(path.read_text()), "vault": "other"})),
        lambda path: path.write_text(json.dumps({**json.loads(path.read_text()), "hash": "0" * 64})),
    ],
)
def test_a_spoilt_head_is_found(folder: Path, spoil: Callable[[Path], object]) -> None:
    with Vault.open(folder) as vault:
        spoil(folder / "audit-head.json")
        assert [finding.kind for finding in check(vault)] == ["head"]


def test_findings_hold_no_patient_text(folder: Path) -> None:
    tamper(folder, "UPDATE patients SET family_name = family_name || 'x'")
    tamper(folder, "UPDATE note_sections SET text = 'Quillfeather'")
    for finding in check(folder):
        assert "Quill" not in str(finding)
        assert "words" not in str(finding)
