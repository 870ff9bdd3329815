"""Every kind of record goes in and comes out of both stores the same, field by field, and through plain data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest

from bodymap.charting.consent import Consent, ConsentText
from bodymap.charting.edits import EditKind, changed, created, restored
from bodymap.charting.events import AdverseEvent, EventKind
from bodymap.charting.faults import RecordsFault
from bodymap.charting.findings import Finding, FindingKind
from bodymap.charting.kinds import RECORD_TYPES, field_types, from_plain, kind_of, optional
from bodymap.charting.outcomes import (
    Complaint,
    Measured,
    Motion,
    PainArea,
    PainScore,
    RangeOfMotion,
    Response,
    Stage,
)
from bodymap.charting.places import Laterality, Outline
from bodymap.charting.plans import TreatmentPlan
from bodymap.charting.policy import Policy
from bodymap.charting.precautions import Answer, PrecautionAnswer, Screening
from bodymap.charting.records import NoteSection, Point, Section, Side, Target, TargetKind, plain
from bodymap.charting.tidying import Merge, Restriction
from bodymap.charting.zones import AvoidZone, ZoneKind
from bodymap.store.check import check
from bodymap.store.memory import MemoryStore
from bodymap.store.rows import TABLES
from bodymap.store.vault import Vault
from tests.store.invented import Practice


@pytest.fixture(params=["memory", "vault"])
def practice(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Practice]:
    store: Any = MemoryStore() if request.param == "memory" else Vault.open(tmp_path / "r", create=True)
    yield Practice(store).begin()
    store.close()
    if request.param == "vault":
        assert check(tmp_path / "r") == []


def told(hint: Any, name: str, practice: Practice) -> Any:
    """A value of that type that is not what an empty record has."""
    hint, _ = optional(hint)
    known = {
        "visit_id": practice.visit.id,
        "patient_id": practice.patient.id,
        "therapist_id": practice.therapist.id,
        "section": Section.PLAN,
        "revision": 1,
        "removed": False,
        "layer": 2,
        "diameter_um": 250,
        "needle_expiry": "2027-05",
    }
    if name in known:
        return known[name]
    if get_origin(hint) is tuple:
        return (told(get_args(hint)[0], name, practice),)
    if is_dataclass(hint) and isinstance(hint, type):
        return hint(**{field: told(of, field, practice) for field, of in field_types(hint).items()})
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return list(hint)[-1]
    made = {str: f"{name} 針\n", int: 7, float: 7.5, bool: True, date: date(2026, 2, 28)}
    return made[hint] if hint in made else datetime(2026, 2, 28, 9, 30, 1, 5000, tzinfo=UTC)


def full(kind: str, practice: Practice) -> Any:
    """A record of that kind with every field said."""
    made = RECORD_TYPES[kind]
    record = made(**{name: told(hint, name, practice) for name, hint in field_types(made).items()})
    if kind == "clinic":
        return replace(record, id="clinic", revision=2)
    if hasattr(made, "id_of"):
        names = made.id_of.__code__.co_varnames[: made.id_of.__code__.co_argcount]
        return replace(record, id=made.id_of(*(getattr(record, name) for name in names)))
    return record


@pytest.mark.parametrize("kind", RECORD_TYPES)
def test_every_field_of_every_kind_comes_back(practice: Practice, kind: str) -> None:
    record = full(kind, practice)
    change = changed(practice.store.clinic(), **values_of(record)) if kind == "clinic" else created(record)
    for field in fields(record):
        if field.default is not MISSING and field.name not in ("id", "revision", "removed"):
            assert getattr(record, field.name) != field.default, f"{field.name} says nothing"
    done = practice.do(change)
    assert practice.store.record(kind, record.id) == record
    assert kind_of(record) == kind
    assert from_plain(kind, plain(record)) == record
    if not isinstance(record, NoteSection):
        assert practice.store.edit(done.edit.id).changes[0].after == record
    assert record in practice.store.select(kind)
    practice.do(
        restored(done.edit.changes[0], practice.store.record(kind, record.id)),
        kind=EditKind.UNDO,
        of=done.edit.id,
    )
    if kind != "clinic":
        assert record.id not in {one.id for one in practice.store.select(kind)}


def values_of(record: Any) -> dict[str, Any]:
    return {f.name: getattr(record, f.name) for f in fields(record) if f.name not in ("id", "revision")}


def test_the_columns_are_those_of_the_file(tmp_path: Path) -> None:
    with Vault.open(tmp_path / "r", create=True) as vault:
        run = vault.database.conn.execute
        for table in TABLES.values():
            in_file = {row[1] for row in run(f"PRAGMA table_info({table.name})")}
            assert set(table.columns) == in_file, table.name
        assert set(TABLES) == set(RECORD_TYPES)


def finding(practice: Practice, record_id: str, **values: Any) -> Finding:
    target = Target(TargetKind.MUSCLE, "infraspinatus", "Infraspinatus", "infraspinatus")
    return Finding(record_id, practice.visit.id, 1, FindingKind.TAUT_BAND, target, Side.RIGHT, **values)


def test_what_is_selected_by_its_fields_comes_in_the_order_it_was_made(practice: Practice) -> None:
    for name in ("c", "a", "b"):
        practice.do(created(finding(practice, name)))
    practice.do(changed(practice.store.record("finding", "c"), note="changed"))
    practice.do(changed(practice.store.record("finding", "a"), removed=True))
    store = practice.store
    assert [one.id for one in store.select("finding", visit_id=practice.visit.id)] == ["c", "b"]
    assert list(store.select("finding", visit_id="another")) == []
    assert [one.id for one in store.select("finding", note="changed")] == ["c"]
    assert list(store.select("snippet", therapist_id=None)) == []
    with pytest.raises(KeyError):
        store.select("finding", colour="red")


@pytest.mark.parametrize(
    "values",
    [
        {"point": Point("anterior", 1, 4, 0, 0)},
        {"point": Point("anterior", 1, 1, float("nan"), 0)},
        {"ordinal": 0},
        {"note": "half \ud83d"},
        {"visit_id": "unknown"},
    ],
    ids=lambda values: next(iter(values)),
)
def test_a_finding_that_cannot_be_is_refused(practice: Practice, values: dict[str, Any]) -> None:
    with pytest.raises(RecordsFault):
        practice.do(created(replace(finding(practice, "one"), **values)))
    assert list(practice.store.select("finding")) == []


OUTLINE = Outline.polygon("anterior", 1, [(0, 0), (10, 0), (0, 10)])
LINE = replace(OUTLINE, corners=OUTLINE.corners[:2])
NO_CIRCLE = replace(OUTLINE, corners=OUTLINE.corners[:1])
FAR = Outline.polygon("anterior", 1, [(0, 0), (10, 0), (0, 90_000)])


def whole_record(practice: Practice) -> dict[str, Any]:
    """A record of each kind that version 4 brought and that has more to refuse than its texts."""
    visit, patient = practice.visit.id, practice.patient.id
    pain = PainScore.id_of(visit, "c", Stage.BEFORE)
    motion = RangeOfMotion.id_of(visit, "knee", "flexion", Laterality.LEFT, Motion.ACTIVE, Stage.AFTER)
    measured = Measured.id_of(visit, "ndi", "", Laterality.LEFT, Stage.AFTER)
    return {
        "pain": PainScore(pain, visit, "c", Stage.BEFORE, 65),
        "area": PainArea("area", visit, OUTLINE),
        "zone": AvoidZone("zone", patient, ZoneKind.PORT, OUTLINE),
        "motion": RangeOfMotion(
            motion, visit, "knee", "flexion", Laterality.LEFT, Motion.ACTIVE, Stage.AFTER, 90
        ),
        "measured": Measured(measured, visit, "ndi", "", Laterality.LEFT, Stage.AFTER, 200),
        "response": Response(Response.id_of(visit), visit, soreness_hours=24),
        "plan": TreatmentPlan("plan", patient, "Neck pain", visits_suggested=6),
        "answer": PrecautionAnswer(PrecautionAnswer.id_of(patient, "x"), patient, "x", "X", Answer.YES),
        "screening": Screening(Screening.id_of(visit), visit),
        "text": ConsentText("text", 1, "Title", "Text"),
        "consent": Consent("consent", patient, "text", 1, date(2026, 3, 2)),
        "event": AdverseEvent("event", visit, EventKind.BRUISING),
        "policy": Policy(),
        "merge": Merge("merge", "a", "b"),
        "restriction": Restriction(Restriction.id_of(patient), patient, "asked for"),
        "complaint": Complaint("complaint", patient, "Neck pain"),
    }


REFUSED = [
    ("pain", {"now": 101}),
    ("pain", {"worst": -1}),
    ("pain", {"stage": Stage.AFTER}),  # the id says before
    ("pain", {"visit_id": "unknown"}),
    ("area", {"outline": LINE}),
    ("area", {"outline": NO_CIRCLE}),
    ("area", {"outline": FAR}),
    ("area", {"outline": replace(OUTLINE, plate_version=0)}),
    ("area", {"note": "half \ud83d"}),
    ("zone", {"outline": LINE}),
    ("zone", {"patient_id": "unknown"}),
    ("zone", {"outline": replace(OUTLINE, radius_um=-1)}),
    ("motion", {"degrees": 361}),
    ("motion", {"joint": "elbow"}),
    ("measured", {"tenths": 100_000}),
    ("measured", {"about": "stairs"}),
    ("response", {"soreness_hours": -1}),
    ("response", {"soreness_hours": 100_000}),
    ("plan", {"visits_suggested": -1}),
    ("plan", {"weeks": 100_000}),
    ("plan", {"patient_id": "unknown"}),
    ("answer", {"precaution_id": "y"}),
    ("answer", {"detail": "half \ud83d"}),
    ("screening", {"visit_id": "unknown", "id": "unknown:screening"}),
    ("text", {"version": 0}),
    ("consent", {"text_version": 0}),
    ("consent", {"therapist_id": "unknown"}),
    ("event", {"point": Point("anterior", 1, 4, 0, 0)}),
    ("policy", {"id": "another"}),
    ("policy", {"review_visits": -1}),
    ("merge", {"into_id": "a"}),
    ("restriction", {"patient_id": "unknown"}),
    ("complaint", {"ordinal": 0}),
]


@pytest.mark.parametrize(("name", "values"), REFUSED, ids=lambda one: str(one)[:40])
def test_what_no_store_can_hold_is_refused(practice: Practice, name: str, values: dict[str, Any]) -> None:
    sound = whole_record(practice)[name]
    broken = replace(sound, **values)
    with pytest.raises(RecordsFault):
        practice.do(created(broken))
    assert list(practice.store.select(kind_of(broken))) == []
    practice.do(created(sound))
    assert list(practice.store.select(kind_of(sound))) == [sound]
