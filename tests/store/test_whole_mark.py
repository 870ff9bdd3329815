"""Every field of a mark, a visit, a count and defaults goes in and comes out of both stores the same, undone too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bodymap.charting.edits import EditKind, changed, created, restored
from bodymap.charting.kinds import as_kept, from_plain, kind_of
from bodymap.charting.records import (
    Defaults,
    Disposition,
    EStim,
    Ltr,
    Mark,
    NeedleSize,
    NeedlesOut,
    Position,
    Referral,
    Technique,
    Tolerance,
    new_id,
    plain,
)
from bodymap.store import audit
from bodymap.store.check import check
from bodymap.store.memory import MemoryStore
from bodymap.store.vault import Vault
from tests.store.invented import Practice

TECHNIQUES = [*Technique, Technique.of(Technique.DEEP, Technique.PISTONING), Technique.of(*Technique)]
TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
SIZES = st.none() | st.builds(NeedleSize, st.integers(50, 2000), st.integers(1, 300))
MEASURES = st.none() | st.integers(0, 9_999)
CURRENTS = st.none() | st.floats(0, 9_999, allow_subnormal=False)
E_STIMS = (
    st.none()
    | st.just(EStim(on=False))
    | st.builds(EStim, st.just(True), CURRENTS, MEASURES, CURRENTS, st.booleans(), TEXTS)
)
MARK_VALUES = {
    "needle": SIZES,
    "needles": st.integers(0, 999),
    "insertions": st.integers(0, 999),
    "ltr": st.sampled_from(Ltr),
    "ltr_count": st.none() | st.integers(0, 999),
    "note": TEXTS,
    "product": TEXTS,
    "technique": st.sampled_from(TECHNIQUES),
    "time_in_place": MEASURES,
    "depth_mm": MEASURES,
    "disposition": st.sampled_from(Disposition),
    "referral": st.sampled_from(Referral),
    "referral_to": TEXTS,
    "e_stim": E_STIMS,
    "position": st.sampled_from(Position),
    "tolerance": st.sampled_from(Tolerance),
}
SOME = st.fixed_dictionaries({}, optional=MARK_VALUES)
SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]


@contextmanager
def memory(_: object) -> Iterator[Any]:
    yield MemoryStore()


@contextmanager
def vault(factory: pytest.TempPathFactory) -> Iterator[Any]:
    with Vault.open(factory.mktemp("vaults") / "vault", create=True) as opened:
        yield opened
        assert check(opened) == []


STORES = pytest.mark.parametrize("opened", [memory, vault])


def test_every_field_of_a_mark_is_tried() -> None:
    said_when_placed = {"id", "visit_id", "ordinal", "target", "side", "point", "level", "level_confirmed"}
    # carried_from, carried and finding_id: in test_kinds.
    kept_by_the_program = {
        "created_at",
        "revision",
        "removed",
        "carried_from",
        "carried",
        "finding_id",
        "usual_place",
    }
    assert {f.name for f in fields(Mark)} == MARK_VALUES.keys() | said_when_placed | kept_by_the_program


@STORES
@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
@given(steps=st.lists(SOME, min_size=1, max_size=6))
def test_marks_round_trip_undo_and_redo(
    opened: Any, tmp_path_factory: pytest.TempPathFactory, steps: list[dict[str, Any]]
) -> None:
    with opened(tmp_path_factory) as store:
        practice = Practice(store).begin()
        mark = practice.mark(**steps[0])
        practice.do(created(mark))
        assert store.mark(mark.id) == as_kept(mark)
        states, done = [], []
        for values in steps[1:]:
            states.append(replace(store.mark(mark.id), revision=0))
            done.append(practice.do(changed(store.mark(mark.id), **values)))
            assert replace(store.mark(mark.id), revision=0) == replace(
                as_kept(replace(states[-1], **values)), revision=0
            )
        last = replace(store.mark(mark.id), revision=0)
        for state, step in reversed(list(zip(states, done, strict=True))):
            original = store.edit(step.edit.id).changes[0]
            practice.do(restored(original, store.mark(mark.id)), kind=EditKind.UNDO, of=step.edit.id)
            assert replace(store.mark(mark.id), revision=0) == state
        for step in done:
            original = store.edit(step.edit.id).changes[0]
            practice.do(
                restored(original, store.mark(mark.id), forward=True), kind=EditKind.REDO, of=step.edit.id
            )
        assert replace(store.mark(mark.id), revision=0) == last


@STORES
@settings(max_examples=15, deadline=None, suppress_health_check=SLOW)
@given(
    visit=st.fixed_dictionaries(
        {"needles_opened": st.none() | st.integers(0, 999), "needle_lot": TEXTS, "needle_expiry": TEXTS}
    ),
    parts=st.dictionaries(TEXTS, st.integers(0, 999), max_size=4),
    defaults=st.dictionaries(
        TEXTS,
        st.fixed_dictionaries(
            {},
            optional={
                "needle": SIZES,
                "product": TEXTS,
                "technique": st.sampled_from(TECHNIQUES),
                "position": st.sampled_from(Position),
            },
        ),
        max_size=4,
    ),
    own=st.booleans(),
)
def test_visits_counts_and_defaults_round_trip(
    opened: Any, tmp_path_factory: pytest.TempPathFactory, visit: Any, parts: Any, defaults: Any, own: bool
) -> None:
    with opened(tmp_path_factory) as store:
        practice = Practice(store).begin()
        whose = practice.therapist.id if own else None
        made = [
            replace(practice.visit, id=new_id(), **visit),
            *(
                NeedlesOut(NeedlesOut.id_of(practice.visit.id, part), practice.visit.id, part, counted)
                for part, counted in parts.items()
            ),
            *(
                Defaults(Defaults.id_of(whose, target), whose, target, **given)
                for target, given in defaults.items()
            ),
        ]
        done = practice.do(*map(created, made))
        for record in made:
            assert store.record(kind_of(record), record.id) == record
        assert store.edit(done.edit.id) == done.edit
        assert {held.body_part: held.counted for held in store.needles_out_of(practice.visit.id)} == parts
        assert [held.target_id for held in store.defaults_of(whose)] == sorted(defaults)


@given(SOME)
def test_plain_and_back(values: dict[str, Any]) -> None:
    mark = as_kept(Practice(MemoryStore()).mark(**values))
    assert from_plain("mark", plain(mark)) == mark


def test_an_edit_written_before_these_fields_reads_as_not_recorded() -> None:
    mark = Practice(MemoryStore()).mark()
    old = {
        name: value
        for name, value in plain(mark).items()
        if name not in ("product", "technique", "time_in_place", "depth_mm", "disposition", "referral", "referral_to",
                        "e_stim", "position", "tolerance")
    }  # fmt: skip
    assert from_plain("mark", old) == mark


def test_the_audit_names_only_what_a_change_changed() -> None:
    mark = Practice(MemoryStore()).mark()
    old, new = audit.values_of(changed(mark, technique=Technique.PISTONING, e_stim=EStim(hz=2.0)))
    assert old == {"technique": "not_recorded", "e_stim": None}
    assert new == {
        "technique": "pistoning",
        "e_stim": {"on": True, "hz": 2.0, "pulse_us": None, "ma": None, "to_twitch": False, "pair": ""},
    }
