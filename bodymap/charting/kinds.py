"""The kinds of record there are, each by its word, and how any of them becomes plain data and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from bodymap.charting.consent import Consent, ConsentText
from bodymap.charting.events import AdverseEvent
from bodymap.charting.findings import Finding
from bodymap.charting.handouts import Handout
from bodymap.charting.outcomes import Complaint, Measured, PainArea, PainScore, RangeOfMotion, Response
from bodymap.charting.plans import Condition, PlanReview, TreatmentPlan
from bodymap.charting.policy import Policy
from bodymap.charting.precautions import Medication, Override, Precaution, PrecautionAnswer, Screening
from bodymap.charting.records import (
    Clinic,
    Defaults,
    EStim,
    Mark,
    NeedlesOut,
    NoteSection,
    Patient,
    Point,
    Therapist,
    Visit,
    field_names,
    to_millisecond,
    to_tenth,
)
from bodymap.charting.sets import MarkSet
from bodymap.charting.snippets import Snippet
from bodymap.charting.tidying import Merge, Restriction
from bodymap.charting.zones import AvoidZone

Record = (
    Clinic
    | Therapist
    | Patient
    | Visit
    | NoteSection
    | Mark
    | NeedlesOut
    | Defaults
    | Finding
    | MarkSet
    | Snippet
    | Precaution
    | PrecautionAnswer
    | Screening
    | Override
    | Medication
    | AvoidZone
    | ConsentText
    | Consent
    | Complaint
    | PainScore
    | PainArea
    | RangeOfMotion
    | Measured
    | Response
    | TreatmentPlan
    | PlanReview
    | Condition
    | AdverseEvent
    | Policy
    | Merge
    | Restriction
    | Handout
)
RECORD_TYPES: dict[str, type[Any]] = {
    "clinic": Clinic,
    "therapist": Therapist,
    "patient": Patient,
    "visit": Visit,
    "note": NoteSection,
    "mark": Mark,
    "needles_out": NeedlesOut,
    "defaults": Defaults,
    "finding": Finding,
    "set": MarkSet,
    "snippet": Snippet,
    "precaution": Precaution,
    "precaution_answer": PrecautionAnswer,
    "screening": Screening,
    "override": Override,
    "medication": Medication,
    "avoid_zone": AvoidZone,
    "consent_text": ConsentText,
    "consent": Consent,
    "complaint": Complaint,
    "pain_score": PainScore,
    "pain_area": PainArea,
    "motion": RangeOfMotion,
    "measured": Measured,
    "response": Response,
    "plan": TreatmentPlan,
    "plan_review": PlanReview,
    "condition": Condition,
    "adverse_event": AdverseEvent,
    "policy": Policy,
    "merge": Merge,
    "restriction": Restriction,
    "handout": Handout,
}
_KINDS = {cls: kind for kind, cls in RECORD_TYPES.items()}


def kind_of(record: Record) -> str:
    """The word for the record's type: "mark" for a Mark. Raises TypeError for what is no record."""
    try:
        return _KINDS[type(record)]
    except KeyError:
        raise TypeError(f"not a record: {type(record).__name__}") from None


def as_kept(record: Record) -> Record:
    """The record as every store keeps it: points to the micrometre, times to the millisecond in UTC, currents and
    frequencies to the tenth. Raises ValueError or OverflowError for what is no number."""
    kept: Record = _as_kept(record)
    return kept


_KEPT_AS_IT_IS = frozenset({str, int, float, bool, date, NoneType})


def _as_kept(value: Any) -> Any:
    """The value as it is kept; the same object where nothing of it changes."""
    if type(value) in _KEPT_AS_IT_IS or isinstance(value, StrEnum):
        return value
    if isinstance(value, datetime):
        return to_millisecond(value)
    if isinstance(value, Point):
        u, v = round(value.u * 1000) / 1000, round(value.v * 1000) / 1000
        return value if (u, v) == (value.u, value.v) else replace(value, u=u, v=v)
    if isinstance(value, EStim):
        hz, ma = to_tenth(value.hz), to_tenth(value.ma)
        return value if (hz, ma) == (value.hz, value.ma) else replace(value, hz=hz, ma=ma)
    if isinstance(value, tuple):
        return tuple(_as_kept(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for name in field_names(type(value)):
            held = getattr(value, name)
            kept = _as_kept(held)
            if kept is not held and kept != held:
                changed[name] = kept
        return replace(value, **changed) if changed else value
    return value


@cache
def field_types(cls: type[Any]) -> dict[str, Any]:
    """The fields of a record or of a part of one, in order, with the types of their values."""
    hints = get_type_hints(cls)
    return {field.name: hints[field.name] for field in fields(cls)}


def optional(hint: Any) -> tuple[Any, bool]:
    """The type without None, and whether None was allowed."""
    if get_origin(hint) not in (Union, UnionType):
        return hint, False
    parts = [part for part in get_args(hint) if part is not NoneType]
    if len(parts) != 1:
        raise TypeError(f"a field is of one type or None, not {hint}")
    return parts[0], True


def from_plain(kind: str, data: dict[str, Any]) -> Record:
    """The record of that kind from what `plain` made. What an older program wrote lacks the later fields: they are what
    they are in a fresh record. Raises KeyError, TypeError or ValueError on other data."""
    record: Record = value_from_plain(RECORD_TYPES[kind], data)
    return record


def value_from_plain(hint: Any, value: Any) -> Any:
    """A value of that type from plain data. Raises KeyError, TypeError or ValueError where it is none."""
    return _reader(hint)(value)


@cache
def _reader(hint: Any) -> Callable[[Any], Any]:
    """What makes a value of that type from plain data: found once for each type, for undo reads whole records."""
    bare, may_be_none = optional(hint)
    read = _bare_reader(bare)

    def reader(value: Any) -> Any:
        if value is not None:
            return read(value)
        if may_be_none:
            return None
        raise TypeError(f"a {bare} is not None")

    return reader


def _bare_reader(hint: Any) -> Callable[[Any], Any]:
    if get_origin(hint) is tuple:
        (one, *_) = get_args(hint)
        return lambda value: tuple(_reader(one)(each) for each in value)
    if is_dataclass(hint) and isinstance(hint, type):
        types = field_types(hint)
        return lambda value: hint(**{name: _reader(types[name])(each) for name, each in value.items()})
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    if hint is datetime:
        return datetime.fromisoformat
    if hint is date:
        return date.fromisoformat
    return lambda value: value
