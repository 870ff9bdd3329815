"""The kinds of record there are, each by its word, and how any of them becomes plain data and back."""

from __future__ import annotations

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


def _as_kept(value: Any) -> Any:
    if isinstance(value, datetime):
        return to_millisecond(value)
    if isinstance(value, Point):
        return replace(value, u=round(value.u * 1000) / 1000, v=round(value.v * 1000) / 1000)
    if isinstance(value, EStim):
        return replace(value, hz=to_tenth(value.hz), ma=to_tenth(value.ma))
    if isinstance(value, tuple):
        return tuple(_as_kept(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        held = {name: getattr(value, name) for name in field_types(type(value))}
        kept = {name: _as_kept(one) for name, one in held.items()}
        return value if kept == held else replace(value, **kept)
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
    hint, may_be_none = optional(hint)
    if value is None:
        if may_be_none:
            return None
        raise TypeError(f"a {hint} is not None")
    if get_origin(hint) is tuple:
        (one, *_) = get_args(hint)
        return tuple(value_from_plain(one, each) for each in value)
    if is_dataclass(hint) and isinstance(hint, type):
        types = field_types(hint)
        return hint(**{name: value_from_plain(types[name], each) for name, each in value.items()})
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(value)
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is date:
        return date.fromisoformat(value)
    return value
