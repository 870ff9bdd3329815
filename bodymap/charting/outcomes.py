"""Outcomes: what was measured before and after. Pain, where it hurts, motion, named measures, the answer to last time.

Values are whole numbers of tenths (pain 6.5 is 65) and whole degrees, so that what is signed compares equal for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bodymap.charting.found import fold
from bodymap.charting.places import Laterality, Outline


class Stage(StrEnum):
    """Before or after the needles of this visit."""

    BEFORE = "before"
    AFTER = "after"


class Motion(StrEnum):
    """Who moves the joint: the patient or the therapist."""

    ACTIVE = "active"
    PASSIVE = "passive"


class PainKind(StrEnum):
    """What it feels like; the common words of a pain drawing."""

    PAIN = "pain"
    ACHE = "ache"
    BURNING = "burning"
    STABBING = "stabbing"
    TINGLING = "tingling"
    NUMBNESS = "numbness"


class Progress(StrEnum):
    """How it went after the last visit."""

    NOT_RECORDED = "not_recorded"
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something that a patient complains of; it follows the patient until it has ended. `ordinal` orders them."""

    id: str
    patient_id: str
    text: str
    side: Laterality = Laterality.NOT_RECORDED
    body_part: str = ""
    since: str = ""
    ended_on: date | None = None
    ordinal: int = 1
    revision: int = 1
    removed: bool = False

    @property
    def title(self) -> str:
        """Neck pain, right."""
        return ", ".join(part for part in (self.text, self.side.word) if part)


@dataclass(frozen=True, slots=True)
class PainScore:
    """Pain of one complaint before or after, 0 to 10 in tenths; `best` and `worst` over `period` ("last week").
    Its id is "VISIT:pain:COMPLAINT:STAGE"."""

    id: str
    visit_id: str
    complaint_id: str
    stage: Stage
    now: int | None = None
    best: int | None = None
    worst: int | None = None
    period: str = ""
    revision: int = 1
    removed: bool = False

    @staticmethod
    def id_of(visit_id: str, complaint_id: str, stage: Stage) -> str:
        return f"{visit_id}:pain:{complaint_id}:{stage.value}"


@dataclass(frozen=True, slots=True)
class PainArea:
    """Where it hurts, shaded on the body, and what it feels like. `complaint_id` "" belongs to no complaint."""

    id: str
    visit_id: str
    outline: Outline
    kind: PainKind = PainKind.PAIN
    complaint_id: str = ""
    side: Laterality = Laterality.NOT_RECORDED
    note: str = ""
    revision: int = 1
    removed: bool = False


@dataclass(frozen=True, slots=True)
class RangeOfMotion:
    """One motion of a joint in whole degrees. `joint` and `movement` are ids of assets/motions.tsv or the therapist's
    own words. Its id is "VISIT:motion:JOINT:MOVEMENT:SIDE:MOTION:STAGE"."""

    id: str
    visit_id: str
    joint: str
    movement: str
    side: Laterality
    motion: Motion
    stage: Stage
    degrees: int
    painful: bool = False
    note: str = ""
    revision: int = 1
    removed: bool = False

    @staticmethod
    def id_of(
        visit_id: str, joint: str, movement: str, side: Laterality, motion: Motion, stage: Stage
    ) -> str:
        return f"{visit_id}:motion:{joint}:{movement}:{side.value}:{motion.value}:{stage.value}"


@dataclass(frozen=True, slots=True)
class Measured:
    """The value of a named measure (assets/measures.tsv) in tenths of its unit. `about` says of what, where a measure
    is taken several times ("lifting the child"). Its id is "VISIT:measure:MEASURE:ABOUT:SIDE:STAGE"."""

    id: str
    visit_id: str
    measure: str
    about: str
    side: Laterality
    stage: Stage
    tenths: int
    note: str = ""
    revision: int = 1
    removed: bool = False

    @staticmethod
    def id_of(visit_id: str, measure: str, about: str, side: Laterality, stage: Stage) -> str:
        return f"{visit_id}:measure:{measure}:{about}:{side.value}:{stage.value}"


@dataclass(frozen=True, slots=True)
class Response:
    """What the patient says of the last visit, told at this one. Soreness in hours, 0 for none; `bruise` None until it
    is said. Its id is "VISIT:response"."""

    id: str
    visit_id: str
    progress: Progress = Progress.NOT_RECORDED
    soreness_hours: int | None = None
    bruise: bool | None = None
    helped: str = ""
    note: str = ""
    revision: int = 1
    removed: bool = False

    @staticmethod
    def id_of(visit_id: str) -> str:
        return f"{visit_id}:response"


READY_ROW = "Pain"
"""What pain of no complaint in particular (its complaint_id is "") is called where it is asked for."""


def same_name(one: str, other: str) -> bool:
    """Whether two complaints are called alike, however they were typed."""
    return fold(" ".join(one.split())) == fold(" ".join(other.split()))


def same_complaints(complaints: Iterable[Complaint], pains: Iterable[PainScore]) -> Mapping[str, str]:
    """Complaints of one name are one complaint: the id that stands for each that is not its own. One called "Pain" is
    what the ready row asks for (id ""). One that is over is not the one that begins anew, and where a visit has numbers
    under both they were meant apart."""
    scored: dict[str, set[tuple[str, Stage]]] = {}
    for pain in pains:
        if not pain.removed:
            scored.setdefault(pain.complaint_id, set()).add((pain.visit_id, pain.stage))
    heads = [(READY_ROW, "")]
    found: dict[str, str] = {}
    for one in sorted(complaints, key=lambda one: (one.ordinal, one.id)):
        if one.ended_on is not None:
            continue
        head = next((head for name, head in heads if same_name(name, one.title)), None)
        here = scored.get(one.id, set())
        if head is None or here & scored.get(head, set()):
            heads.append((one.title, one.id))
            continue
        found[one.id] = head
        scored.setdefault(head, set()).update(here)
    return found
