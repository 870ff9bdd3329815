"""The records: frozen, plain, typed. Rows, screens, paper and exchange are all made from these.

Times are UTC with offset. Lengths on the body are millimetres of the body frame, v upwards. Every record carries a
`revision` that starts at 1 and rises by one with each change, and `removed`: nothing is ever erased.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any


def new_id() -> str:
    """A fresh record id: 32 hexadecimal digits, made by the caller so that a retry is harmless."""
    return uuid.uuid4().hex


def now() -> datetime:
    """This moment, UTC, to the millisecond (what the store keeps)."""
    return to_millisecond(datetime.now(UTC))


def to_millisecond(moment: datetime) -> datetime:
    """The moment in UTC, cut to the millisecond."""
    utc = moment.astimezone(UTC)
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)


class Side(StrEnum):
    """The PATIENT's side."""

    RIGHT = "right"
    LEFT = "left"
    MIDLINE = "midline"

    @property
    def short(self) -> str:
        """R, L, or nothing for the midline."""
        return {"right": "R", "left": "L"}.get(self.value, "")


class TargetKind(StrEnum):
    MUSCLE = "muscle"
    GROUP = "group"
    TISSUE = "tissue"


class Ltr(StrEnum):
    """Local twitch response. Not recorded until it is said; none is a finding."""

    NOT_RECORDED = "not_recorded"
    NONE = "none"
    YES = "yes"


class VisitStatus(StrEnum):
    DRAFT = "draft"
    SIGNED = "signed"


class Section(StrEnum):
    """The four parts of the session note."""

    SUBJECTIVE = "subjective"
    OBJECTIVE = "objective"
    ASSESSMENT = "assessment"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Target:
    """What a mark needles. `name` is the name as charted and never changes with the catalogue.

    `id` is a muscle id, a group id, or a kind of tissue (tendon, fascia, scar, ligament, periosteum, perineural,
    other).
    `counts_as` is the muscle that a count of muscles counts (a head counts as its parent); None for other tissue.
    """

    kind: TargetKind
    id: str
    name: str
    counts_as: str | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A place on a plate, in millimetres of the plate's (u, v), v upwards, kept to the micrometre."""

    plate: str
    plate_version: int
    layer: int
    u: float
    v: float


@dataclass(frozen=True, slots=True)
class NeedleSize:
    """Diameter in micrometres (300 is 0.30 mm) and length in whole millimetres."""

    diameter_um: int
    length_mm: int

    def __str__(self) -> str:
        """0.30x40, as it is written on the packet."""
        text = f"{self.diameter_um / 1000:.3f}"
        return f"{text[:-1] if text.endswith('0') else text}x{self.length_mm}"


@dataclass(frozen=True, slots=True)
class Clinic:
    """Whose letterhead the chart carries. There is one; its id is "clinic"."""

    id: str = "clinic"
    name: str = ""
    address: str = ""
    phone: str = ""
    revision: int = 1
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Therapist:
    id: str
    name: str = ""
    licence: str = ""
    revision: int = 1
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Patient:
    id: str
    family_name: str = ""
    given_names: str = ""
    date_of_birth: date | None = None
    sex: str = ""
    clinic_id: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    alerts: str = ""
    dominant_side: str = ""
    created_at: datetime | None = None
    revision: int = 1
    removed: bool = False

    @property
    def name(self) -> str:
        """Family name, given names: as lists and paper show it."""
        return ", ".join(part for part in (self.family_name, self.given_names) if part)


@dataclass(frozen=True, slots=True)
class Visit:
    id: str
    patient_id: str
    therapist_id: str
    date: date
    status: VisitStatus = VisitStatus.DRAFT
    created_at: datetime | None = None
    revision: int = 1
    removed: bool = False


@dataclass(frozen=True, slots=True)
class NoteSection:
    """One of the four texts of a visit's session note. Its id is "VISIT:SECTION"."""

    id: str
    visit_id: str
    section: Section
    text: str = ""
    revision: int = 1
    removed: bool = False

    @staticmethod
    def id_of(visit_id: str, section: Section) -> str:
        return f"{visit_id}:{section.value}"


@dataclass(frozen=True, slots=True)
class Mark:
    """One needled place of a visit. `ordinal` orders the marks; the number shown is the rank among those kept."""

    id: str
    visit_id: str
    ordinal: int
    target: Target
    side: Side
    point: Point | None = None
    level: str = ""
    level_confirmed: bool = False
    needle: NeedleSize | None = None
    needles: int = 1
    insertions: int = 1
    ltr: Ltr = Ltr.NOT_RECORDED
    ltr_count: int | None = None
    note: str = ""
    created_at: datetime | None = None
    revision: int = 1
    removed: bool = False

    @property
    def title(self) -> str:
        """R infraspinatus: as undo and lists name it."""
        name = self.target.name
        if not self.side.short:
            return name
        # Abbreviations keep their capitals: "L ITB", but "R infraspinatus".
        return f"{self.side.short} {name if name[1:2].isupper() else name[:1].lower() + name[1:]}"


Record = Clinic | Therapist | Patient | Visit | NoteSection | Mark
RECORD_TYPES: dict[str, type[Any]] = {
    "clinic": Clinic,
    "therapist": Therapist,
    "patient": Patient,
    "visit": Visit,
    "note": NoteSection,
    "mark": Mark,
}


def kind_of(record: Record) -> str:
    """The word for the record's type: clinic, therapist, patient, visit, note or mark."""
    for kind, cls in RECORD_TYPES.items():
        if type(record) is cls:
            return kind
    raise TypeError(f"not a record: {type(record).__name__}")


def as_kept(record: Record) -> Record:
    """The record as every store keeps it: points to the micrometre, times to the millisecond in UTC."""
    values: dict[str, Any] = {}
    created_at = getattr(record, "created_at", None)
    if created_at is not None:
        values["created_at"] = to_millisecond(created_at)
    if isinstance(record, Mark) and record.point is not None:
        point = record.point
        values["point"] = replace(point, u=round(point.u * 1000) / 1000, v=round(point.v * 1000) / 1000)
    return replace(record, **values) if values else record


def plain(value: Any) -> Any:
    """A record as JSON-ready data: dictionaries, strings, numbers; dates as ISO text."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds")
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "__dataclass_fields__"):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    return value


def from_plain(kind: str, data: dict[str, Any]) -> Record:
    """The record of that kind from what `plain` made. Raises KeyError, TypeError or ValueError on other data."""
    values = dict(data)
    for key in ("date_of_birth", "date"):
        if values.get(key):
            values[key] = date.fromisoformat(values[key])
    if values.get("created_at"):
        values["created_at"] = datetime.fromisoformat(values["created_at"])
    if kind == "visit":
        values["status"] = VisitStatus(values["status"])
    elif kind == "note":
        values["section"] = Section(values["section"])
    elif kind == "mark":
        target = values["target"]
        values["target"] = Target(**{**target, "kind": TargetKind(target["kind"])})
        values["side"] = Side(values["side"])
        values["ltr"] = Ltr(values["ltr"])
        if values.get("point"):
            values["point"] = Point(**values["point"])
        if values.get("needle"):
            values["needle"] = NeedleSize(**values["needle"])
    made: Record = RECORD_TYPES[kind](**values)
    return made
