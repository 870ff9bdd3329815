"""The vault keeps the contract, and what only a vault has: reopening, undo round trips, leaks, disk full."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bodymap.charting.edits import EditKind, changed, created, restored
from bodymap.charting.faults import RecordsFault
from bodymap.charting.records import Defaults, Ltr, NeedlesOut, Patient, Section, Side, new_id
from bodymap.store.audit import patch
from bodymap.store.check import check
from bodymap.store.vault import Vault
from tests.store.contract import StoreContract
from tests.store.invented import MORNING, Practice


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with Vault.open(tmp_path / "vault", create=True) as vault:
        yield vault


class TestVault(StoreContract):
    @pytest.fixture
    def store(self, vault: Vault) -> Vault:
        return vault

    @pytest.fixture(autouse=True)
    def nothing_is_wrong_afterwards(self, vault: Vault) -> Iterator[None]:
        """Whatever a test of the contract does, the audit must tell the same story as the records."""
        yield
        vault.close()
        assert check(vault.folder) == []


class TestWarmVault(TestVault):
    """The same with the find list built before anything is stored, and kept up to date from then on."""

    @pytest.fixture
    def store(self, vault: Vault) -> Vault:
        for _ in vault.warm():
            pass
        return vault


def test_everything_is_there_again(vault: Vault) -> None:
    practice = Practice(vault).begin()
    mark = practice.mark()
    done = practice.do(created(mark))
    practice.do(practice.note("Ache"))
    head = vault.audit_head()
    vault.close()
    with Vault.open(vault.folder) as again:
        assert again.marks_of(practice.visit.id) == [mark]
        assert again.note(practice.visit.id)[Section.SUBJECTIVE] == ("Ache", 1)
        assert again.edit(done.edit.id) == done.edit
        assert again.audit_head() == head
        assert again.find_patients("quill").total == 1


def test_closed_records_say_so(vault: Vault) -> None:
    vault.close()
    uses = (
        vault.clinic,
        vault.audit_head,
        lambda: vault.find_patients("x"),
        lambda: vault.like_patients(Patient("x")),
    )
    for use in uses:
        with pytest.raises(RecordsFault) as caught:
            use()
        assert caught.value.kind == "locked"
    vault.idle()


TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)


@given(TEXTS, TEXTS)
def test_a_patch_leads_both_ways(before: str, after: str) -> None:
    step = patch(before, after)
    assert step.forward(before) == after
    assert step.back(after) == before


def test_a_patch_is_no_larger_than_what_changed() -> None:
    text = "word " * 20_000
    step = patch(text, text[:50_000] + "X" + text[50_000:])
    assert (step.removed, step.inserted) == ("", "X")


FIELDS = st.one_of(
    st.fixed_dictionaries({"needles": st.integers(0, 9)}),
    st.fixed_dictionaries({"side": st.sampled_from(Side), "note": TEXTS}),
    st.fixed_dictionaries({"ltr": st.sampled_from(Ltr), "ltr_count": st.none() | st.integers(0, 9)}),
    st.fixed_dictionaries({"removed": st.booleans()}),
    TEXTS,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(FIELDS, min_size=1, max_size=8))
def test_undoing_all_and_redoing_all_comes_back(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Any]
) -> None:
    with Vault.open(tmp_path_factory.mktemp("vaults") / "vault", create=True) as vault:
        practice = Practice(vault).begin()
        mark = practice.mark()
        practice.do(created(mark))

        def current(kind: str) -> Any:
            return vault.mark(mark.id) if kind == "mark" else practice.section()

        def state() -> tuple[object, str]:
            return replace(vault.mark(mark.id), revision=0), practice.section().text

        states, done = [state()], []
        for step in steps:
            change = practice.note(step) if isinstance(step, str) else changed(vault.mark(mark.id), **step)
            done.append(practice.do(change).edit)
            states.append(state())
        for turn, edit in reversed(list(enumerate(done))):
            original = vault.edit(edit.id).changes[0]  # through the store, as after a restart
            assert original == edit.changes[0]
            if original.before is not None:  # a note is taken back by its text, not by removing it
                change = restored(original, current(original.kind))
            else:
                change = changed(current(original.kind), text="")
            practice.do(change, kind=EditKind.UNDO, of=edit.id)
            assert state() == states[turn]
        for turn, edit in enumerate(done):
            original = vault.edit(edit.id).changes[0]
            if original.before is not None:
                change = restored(original, current(original.kind), forward=True)
            else:
                change = changed(current(original.kind), text=original.after.text)
            practice.do(change, kind=EditKind.REDO, of=edit.id)
            assert state() == states[turn + 1]
        assert check(vault) == []


def test_find_gives_the_same_before_and_after_warming(vault: Vault) -> None:
    practice = Practice(vault).begin()
    for n in range(40):
        made = MORNING + timedelta(days=n % 7, seconds=n)
        practice.do(created(Patient(new_id(), f"Family{n % 13}", f"Given{n}", created_at=made)), edit=False)
        if n % 3 == 0:
            last = vault.find_patients(f"given{n}").lines[0]
            visit = replace(
                practice.visit, id=new_id(), patient_id=last.id, date=made.date(), created_at=made
            )
            practice.do(created(visit), edit=False)
    vault.close()
    for limit in (1, 5, 20, 50):
        with Vault.open(vault.folder) as cold:
            straight = cold.find_patients("", limit)
            assert not cold._list.ready
            for _ in cold.warm(7):
                pass
            assert cold.find_patients("", limit) == straight


def test_changes_made_while_the_list_warms_are_in_it(vault: Vault) -> None:
    practice = Practice(vault).begin()
    people = [Patient(new_id(), f"Family{n}", "Given") for n in range(30)]
    practice.do(*map(created, people), edit=False)
    vault.close()
    with Vault.open(vault.folder) as vault:
        practice.store = vault
        slices = vault.warm(4)
        for turn, _ in enumerate(slices):
            if turn == 2:
                practice.do(changed(people[0], family_name="Renamed"))
                practice.do(changed(people[29], family_name="Renamed too"))
                practice.do(changed(people[15], removed=True))
                practice.do(created(Patient(new_id(), "Newcomer", "Given")))
        assert vault.find_patients("renamed").total == 2
        assert vault.find_patients("family0 ").total == 0
        assert vault.find_patients("newcomer").total == 1
        assert vault.find_patients("given").total == 30


SECRETS = ("Quillfeather", "Zenobia", "QX-0815", "1971-05-09", "sciaticaesque", "Infraspinatus")


def test_no_patient_text_in_any_file_or_log(vault: Vault, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    practice = Practice(vault).begin()
    practice.do(created(practice.mark()))
    practice.do(practice.note("sciaticaesque " * 500))
    seen = set()
    for _ in range(2):
        for path in vault.folder.rglob("*"):
            if path.is_file():
                data = path.read_bytes() if not path.name.startswith("records.db") else _bytes_of(path)
                seen.add(path.name)
                for secret in SECRETS:
                    assert secret.encode() not in data, path.name
                    assert secret.encode("utf-16-le") not in data, path.name
        vault.idle()
        vault.close()
    assert {"records.db", "records.db-wal", "keys.json", "in-use.json"} <= seen
    for secret in SECRETS:
        assert secret not in caplog.text


def _bytes_of(path: Path) -> bytes:
    """Read by another process: closing a file that this one has open as a database would drop its locks."""
    import subprocess
    import sys

    code = "import sys; sys.stdout.buffer.write(open(sys.argv[1], 'rb').read())"
    return subprocess.run([sys.executable, "-c", code, str(path)], check=True, capture_output=True).stdout


def test_no_patient_text_in_faults(vault: Vault) -> None:
    practice = Practice(vault).begin()
    practice.do(practice.note("sciaticaesque"))
    stale = replace(practice.patient, family_name="Quillfeather", phone="x")
    attempts = [
        practice.transaction(changed(stale, sex="f")),
        practice.transaction(created(practice.patient)),
        practice.transaction(created(practice.mark(note="Quillfeather \udfff"))),
        practice.transaction(created(replace(practice.mark(note="sciaticaesque"), visit_id="Zenobia"))),
    ]
    for attempt in attempts:
        with pytest.raises(RecordsFault) as caught:
            vault.apply(attempt)
        chain: BaseException | None = caught.value
        while chain is not None:
            assert not any(secret in f"{chain} {chain!r}" for secret in SECRETS)
            chain = chain.__cause__ or chain.__context__


def test_the_file_refuses_erasing_and_rewriting(vault: Vault) -> None:
    practice = Practice(vault).begin()
    practice.do(created(practice.mark()))
    practice.do(practice.note("x"))
    visit_id = practice.visit.id
    practice.do(created(NeedlesOut(NeedlesOut.id_of(visit_id, "arm"), visit_id, "arm", 1)))
    practice.do(created(Defaults(Defaults.id_of(None, ""), None, "")))
    conn = vault.database.conn
    for table in ("clinic", "therapists", "patients", "visits", "marks", "note_sections", "note_patches", "edits",
                  "edit_changes", "audit", "audit_values", "schema_versions", "vault", "needles_out",
                  "defaults"):  # fmt: skip
        with pytest.raises(Exception, match=r"never erased|appended"):
            conn.execute(f"DELETE FROM {table}")
    for table, column in (
        ("audit", "action"),
        ("audit_values", "new"),
        ("edits", "name"),
        ("note_patches", "inserted"),
    ):
        with pytest.raises(Exception, match="appended"):
            conn.execute(f"UPDATE {table} SET {column} = 'x'")
    with pytest.raises(Exception, match="raises the revision"):
        conn.execute("UPDATE marks SET needles = 5")
    with pytest.raises(Exception, match=r"never erased|appended"):
        conn.execute("REPLACE INTO vault (one, id, created_at) SELECT 1, 'other', created_at FROM vault")


def test_the_connection_is_as_it_must_be(vault: Vault) -> None:
    def pragma(name: str) -> object:
        return vault.database.conn.execute(f"PRAGMA {name}").fetchone()[0]

    expected = {
        "foreign_keys": 1, "journal_mode": "wal", "synchronous": 2, "fullfsync": 1, "trusted_schema": 0,
        "cell_size_check": 1, "recursive_triggers": 1, "temp_store": 2, "application_id": 0x424D4150,
    }  # fmt: skip
    assert {name: pragma(name) for name in expected} == expected
    loose = vault.database.conn.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0"
        " AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    assert loose == []


@pytest.mark.skipif(os.name == "nt", reason="no such permissions on Windows")
def test_only_the_owner_can_read(vault: Vault) -> None:
    assert stat.S_IMODE(vault.folder.stat().st_mode) == 0o700
    for name in ("keys.json", "records.db", "records.db-wal"):
        assert stat.S_IMODE((vault.folder / name).stat().st_mode) & 0o077 == 0, name


def test_a_full_disk_loses_nothing_and_recovers(vault: Vault) -> None:
    practice = Practice(vault).begin()
    mark = practice.mark()
    practice.do(created(mark))
    pages = vault.database.conn.execute("PRAGMA page_count").fetchone()[0]
    vault.database.conn.execute(f"PRAGMA max_page_count = {pages}")
    head = vault.audit_head()
    with pytest.raises(RecordsFault) as caught:
        practice.do(practice.note("x" * 50_000), changed(practice.patient, family_name="Other"))
    assert caught.value.kind == "full"
    assert vault.audit_head() == head
    assert vault.find_patients("other").total == 0
    assert vault.marks_of(practice.visit.id) == [mark]
    vault.database.conn.execute("PRAGMA max_page_count = 1000000")
    practice.do(practice.note("y" * 50_000))
    assert check(vault) == []


def test_reads_go_by_an_index(vault: Vault) -> None:
    """No read on the way of a click walks a whole table or sorts what an index has in order already."""
    practice = Practice(vault).begin()
    mark = practice.mark()
    done = practice.do(created(mark), practice.note("x"))
    asked: list[str] = []
    conn: Any = vault.database.conn
    conn.set_trace_callback(asked.append)
    visit, patient = practice.visit, practice.patient
    vault.find_patients("")
    for _ in vault.warm():
        pass
    (
        vault.patient(patient.id),
        vault.visits_of(patient.id),
        vault.visits_on(visit.date),
        list(vault.all_visits()),
    )
    (
        vault.marks_of(visit.id),
        vault.note(visit.id),
        vault.next_ordinal(visit.id),
        vault.mark_counts([visit.id]),
    )
    vault.last_mark(practice.therapist.id), vault.edits_of(visit.id), vault.edit(done.edit.id)
    vault.last_mark_in(visit.id)
    vault.last_mark_of(patient.id, mark.target.kind, mark.target.id, visit.date)
    vault.needles_out_of(visit.id), vault.last_lot(practice.therapist.id)
    vault.defaults_of(practice.therapist.id), vault.defaults_of(None)
    practice.do(changed(mark, needles=2), practice.note("y"))
    practice.do(changed(practice.visit, date=visit.date))
    conn.set_trace_callback(None)
    queries = [text for text in asked if text.lstrip().upper().startswith(("SELECT", "UPDATE"))]
    assert len(queries) > 25
    for query in queries:
        for row in conn.execute(f"EXPLAIN QUERY PLAN {query}").fetchall():
            plan = row[3]
            # The last mark is looked for from the newest on; the audit's head is the last row.
            walks = plan.startswith("SCAN") and plan not in (
                "SCAN marks USING INDEX marks_by_age",
                "SCAN audit",
            )
            assert not walks, (query, plan)
            assert "TEMP B-TREE" not in plan, (query, plan)


def test_what_was_read_is_read_anew_once_it_is_written(tmp_path: Path) -> None:
    """Answers are kept between writes: none may outlive the write that changes it, or be changed by who got it."""
    with Vault.open(tmp_path / "kept", create=True) as vault:
        practice = Practice(vault).begin()
        mark = practice.mark(1)
        practice.do(created(mark))
        first = vault.marks_of(practice.visit.id)
        first.clear()
        assert [one.id for one in vault.marks_of(practice.visit.id)] == [mark.id]
        assert vault.last_mark(practice.therapist.id) == mark
        practice.do(changed(mark, note="later"))
        assert vault.mark(mark.id).note == "later"
        assert vault.last_mark(practice.therapist.id).note == "later"
        # A visit decides what is selected of its marks.
        practice.do(changed(vault.visit(practice.visit.id), removed=True))
        assert vault.visits_of(practice.patient.id) == []
        assert vault.visit(practice.visit.id).removed
        # What was refused changed nothing, and what is read then is what is stored.
        with pytest.raises(RecordsFault):
            practice.do(changed(mark, note="from an old reading"))
        assert vault.mark(mark.id).note == "later"
    with pytest.raises(RecordsFault):
        vault.mark(mark.id)


def test_little_of_what_was_read_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bodymap.store.vault.MOST_READ", 3)
    with Vault.open(tmp_path / "few", create=True) as vault:
        practice = Practice(vault).begin()
        for number in range(8):
            with pytest.raises(KeyError):
                vault.visit(f"unknown {number}")
            assert len(vault._read) <= 3
        assert vault.visit(practice.visit.id) == practice.visit
