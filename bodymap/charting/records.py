"""The records of a visit: frozen, plain, typed. Rows, screens, paper and exchange are all made from these.

Findings, sets and what else there is stand in modules of their own; `kinds` holds the list of all.

Times are UTC with offset. Lengths on the body are millimetres of the body frame, v upwards. Every record carries a
`revision` that starts at 1 and rises by one with each change, and `removed`: nothing is ever erased.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Any


def new_id() -> str:
    """A fresh record id: 32 hexadecimal digits, made by the caller so that a retry is harmless."""
    return uuid.uuid4().hex


def now() -> datetime:
    """This moment, UTC, to the millisecond (what the store keeps)."""
    return to_millisecond(datetime.now(UTC))


def to_millisecond(moment: datetime) -> datetime:
    """The moment in UTC, cut to the millisecond."""
    if moment.tzinfo is UTC and not moment.microsecond % 1000:
        return moment
    utc = moment.astimezone(UTC)
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)


Day = date
"""A calendar day, for records one of whose fields is called `date`."""


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


class Technique(StrEnum):
    """What the needle did. A clinic's own words come later; these are the ones in common use.

    Several at once are a value too ("deep+pistoning"), made by `of` of the single ones: the record holds one text, as
    it did before there were several, so that every record and audit entry of then reads as it was written.
    """

    NOT_RECORDED = "not_recorded"
    SUPERFICIAL = "superficial"
    DEEP = "deep"
    IN_SITU = "in_situ"
    PISTONING = "pistoning"
    ROTATION = "rotation"
    FANNING = "fanning"
    THREADING = "threading"
    E_STIM = "e_stim"

    def __reduce_ex__(self, protocol: object) -> tuple[type[Technique], tuple[str]]:
        """By value: early releases of Python 3.11 pickle by name, which several at once have none of."""
        return self.__class__, (self._value_,)

    @property
    def parts(self) -> tuple[Technique, ...]:
        """The single techniques; none where nothing was recorded."""
        if self is Technique.NOT_RECORDED:
            return ()
        return tuple(Technique(one) for one in self.value.split("+"))

    @classmethod
    def of(cls, *techniques: Technique) -> Technique:
        """These together, in the order of the vocabulary, each once."""
        held = {part for one in techniques for part in one.parts}
        return cls("+".join(one.value for one in cls if one in held) or cls.NOT_RECORDED)

    @classmethod
    def _missing_(cls, value: object) -> Technique | None:
        """Several as one value, made the first time it is met and the same object ever after, as enum.Flag does it.

        Only in the order of the vocabulary and each once: two texts for one thing would be two things to a signature.
        """
        if not isinstance(value, str) or "+" not in value:
            return None
        words = value.split("+")
        order = [one.value for one in cls if one is not cls.NOT_RECORDED]
        if [one for one in order if one in words] != words:
            return None
        made = str.__new__(cls, value)
        made._name_ = value.upper()
        made._value_ = value
        cls._value2member_map_[value] = made
        return made


class Disposition(StrEnum):
    """What became of a mark's needles: left in place for a while, or withdrawn at once. Those left are counted in."""

    NOT_RECORDED = "not_recorded"
    LEFT_IN_PLACE = "left_in_place"
    WITHDRAWN = "withdrawn"


class Referral(StrEnum):
    """The pain that the needle reproduced: none, the patient's familiar one, or one referred elsewhere."""

    NOT_RECORDED = "not_recorded"
    NONE = "none"
    FAMILIAR = "familiar"
    REFERRED = "referred"


class Position(StrEnum):
    """How the patient lay or sat. Side-lying right is lying on the right side."""

    NOT_RECORDED = "not_recorded"
    PRONE = "prone"
    SUPINE = "supine"
    SIDE_LYING_RIGHT = "side_lying_right"
    SIDE_LYING_LEFT = "side_lying_left"
    SITTING = "sitting"
    OTHER = "other"


class Tolerance(StrEnum):
    """How the patient bore it."""

    NOT_RECORDED = "not_recorded"
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


class NarrativeStyle(StrEnum):
    """How the text that marks write of themselves reads: sentences, a list, or as terse as can be."""

    SENTENCES = "sentences"
    LIST = "list"
    TERSE = "terse"


class VerbalConsent(StrEnum):
    """What the patient said to needling at the visit itself."""

    NOT_RECORDED = "not_recorded"
    GIVEN = "given"
    REFUSED = "refused"


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
class EStim:
    """Electrical stimulation through the needle: `hz` in hertz and `ma` in milliamperes, both kept to the tenth,
    `pulse_us` in microseconds; `to_twitch` where the current was turned up until the muscle twitched. `pair` says in
    words which needles were connected. `on` False is the statement that there was none.
    """

    on: bool = True
    hz: float | None = None
    pulse_us: int | None = None
    ma: float | None = None
    to_twitch: bool = False
    pair: str = ""


@dataclass(frozen=True, slots=True)
class Clinic:
    """Whose letterhead the chart carries. There is one; its id is "clinic". `logo` is a picture as charting.logo keeps
    it, `accent` the letterhead's colour (#0f5470), both empty for none. `narrative_style` and `without_injection`
    (whether the words "without injection" are added) are how the text from marks reads in this clinic."""

    id: str = "clinic"
    name: str = ""
    address: str = ""
    phone: str = ""
    narrative_style: NarrativeStyle = NarrativeStyle.SENTENCES
    without_injection: bool = False
    logo: str = ""
    accent: str = ""
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
    """One treatment. `needles_opened` is None until it is said. `needle_lot` and `needle_expiry` are as printed on the
    packets; the expiry is ISO text, a day ("2027-05-31") or a month ("2027-05").

    `plan_id` is the treatment plan that the visit belongs to, "" for none. `minutes` is how long it took. `event` is
    what an athlete is treated before or after, with its date. `handout` names what was given to take home. `no_events`
    is the statement that nothing adverse happened; without it, and without an event, nothing was said. `not_needled`
    is the reason for needling nothing; it stands as long as nothing is marked (`without_needles`).
    """

    id: str
    patient_id: str
    therapist_id: str
    date: date
    status: VisitStatus = VisitStatus.DRAFT
    created_at: datetime | None = None
    needles_opened: int | None = None
    needle_lot: str = ""
    needle_expiry: str = ""
    plan_id: str = ""
    minutes: int | None = None
    other_therapies: tuple[str, ...] = ()
    event: str = ""
    event_date: Day | None = None
    next_visit: Day | None = None
    verbal_consent: VerbalConsent = VerbalConsent.NOT_RECORDED
    tolerance: Tolerance = Tolerance.NOT_RECORDED
    no_events: bool = False
    aftercare_told: bool = False
    handout: str = ""
    not_needled: str = ""
    revision: int = 1
    removed: bool = False

    def without_needles(self, marks: Collection[object]) -> bool:
        """Whether it was decided to needle nothing, and nothing of the visit is marked."""
        return bool(self.not_needled) and not marks


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
    """One needled place of a visit. `ordinal` orders the marks; the number shown is the rank among those kept.

    `time_in_place` is in minutes, `depth_mm` in millimetres as the therapist recorded it. What nobody said is "not
    recorded", None or empty: nothing is taken for granted.

    `carried_from` is the id of the earlier mark (or of the set's entry) that this one was taken over from, `carried`
    whether nobody has touched it since; `finding_id` the finding that it was made of. `usual_place`: its muscle was
    named and not pointed at, and so the program set the point where that muscle is usually needled.
    """

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
    product: str = ""
    technique: Technique = Technique.NOT_RECORDED
    time_in_place: int | None = None
    depth_mm: int | None = None
    disposition: Disposition = Disposition.NOT_RECORDED
    referral: Referral = Referral.NOT_RECORDED
    referral_to: str = ""
    e_stim: EStim | None = None
    position: Position = Position.NOT_RECORDED
    tolerance: Tolerance = Tolerance.NOT_RECORDED
    carried_from: str = ""
    carried: bool = False
    finding_id: str = ""
    usual_place: bool = False
    created_at: datetime | None = None
    revision: int = 1
    removed: bool = False

    @property
    def title(self) -> str:
        """R infraspinatus: as undo and lists name it."""
        return titled(self.target.name, self.side)


@dataclass(frozen=True, slots=True)
class NeedlesOut:
    """How many needles of a visit were counted out of a body part. `body_part` "" is a count over the whole body.
    Its id is "VISIT:out:BODY PART"."""

    id: str
    visit_id: str
    body_part: str
    counted: int = 0
    revision: int = 1
    removed: bool = False

    @staticmethod
    def id_of(visit_id: str, body_part: str) -> str:
        return f"{visit_id}:out:{body_part}"


@dataclass(frozen=True, slots=True)
class Defaults:
    """What new marks of a muscle (or group) start with; `target_id` "" is for every target. `therapist_id` None is the
    clinic's. Its id is "defaults:THERAPIST:TARGET"."""

    id: str
    therapist_id: str | None
    target_id: str
    needle: NeedleSize | None = None
    product: str = ""
    technique: Technique = Technique.NOT_RECORDED
    position: Position = Position.NOT_RECORDED
    revision: int = 1
    removed: bool = False

    @staticmethod
    def id_of(therapist_id: str | None, target_id: str) -> str:
        return f"defaults:{therapist_id or ''}:{target_id}"


def titled(name: str, side: Side) -> str:
    """R infraspinatus: a target's name and side as undo and lists say them."""
    if not side.short:
        return name
    # Abbreviations keep their capitals: "L ITB", but "R infraspinatus".
    return f"{side.short} {name if name[1:2].isupper() else name[:1].lower() + name[1:]}"


def to_tenth(value: float | None) -> float | None:
    """The value to one decimal place."""
    return None if value is None else round(value * 10) / 10


_AS_IT_IS = frozenset({str, int, float, bool, NoneType})


@cache
def field_names(cls: Any) -> tuple[str, ...]:
    """The names of a record's fields, in order; asked for with every write."""
    return tuple(field.name for field in fields(cls))


def plain(value: Any) -> Any:
    """A record as JSON-ready data: dictionaries, strings, numbers; dates as ISO text."""
    if type(value) in _AS_IT_IS:
        return value
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in field_names(value.__class__)}
    return value
