"""Where a precaution and a mark meet, what lies at risk near a muscle, and what is said of it.

A reminder names the structure or the precaution, never a depth, and blocks nothing. The pairs are CLINICAL.md's
("Screening", "Hazards by muscle"); the clinic's list may say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bodymap.atlas.body import Group, Muscle
from bodymap.charting.chart import age_on
from bodymap.charting.precautions import (
    Answer,
    Medication,
    Override,
    Precaution,
    PrecautionAnswer,
    Severity,
    taken_on,
)
from bodymap.charting.records import EStim, Mark, Patient, Side, TargetKind, Technique, Visit

BLOOD_THINNERS = "blood-thinners"
"""The item that a medicine said to thin blood answers by itself."""

FLAG_WORDS: Mapping[str, str] = {
    "pleura": "lung and pleura",
    "vessel": "blood vessels",
    "nerve": "nerves",
    "organ": "organs",
    "spinal_canal": "spinal canal",
    "gland": "glands",
    "eye": "eye",
    "non_compressible": "bleeding there cannot be pressed on",
    "paraspinal": "beside the spine",
}
"""What a precaution's `flags` may hold, and how the structure is called."""

FLAG_SHORT: Mapping[str, str] = {
    **FLAG_WORDS,
    "non_compressible": "vessels that cannot be pressed on",
    "paraspinal": "the spine",
}
"""The same behind "near"."""

_RISKS = {
    "P": "pleura",
    "V": "vessel",
    "N": "nerve",
    "O": "organ",
    "S": "spinal_canal",
    "G": "gland",
    "E": "eye",
}
_REGIONS = {"C": 7, "T": 12, "L": 5, "S": 4}
VERTEBRAE = tuple(f"{letter}{number}" for letter, last in _REGIONS.items() for number in range(1, last + 1))
"""C1 to S4, downwards."""


E_STIM = "e-stim"
OF_E_STIM = ":e-stim"
"""Ends the key of a precaution that current meets: a reason for the needle alone is none for current that follows."""


def item_of(key: str) -> str:
    """The key of what is met, whatever of a mark meets it: precaution:pregnancy of precaution:pregnancy:e-stim."""
    return key.removesuffix(OF_E_STIM)


class MeetingKind(StrEnum):
    PRECAUTION = "precaution"
    ZONE = "zone"
    BOTH_SIDES = "both_sides"


@dataclass(frozen=True, slots=True)
class Needled:
    """What is known of a needled place: the muscles that may be meant (all members of a group), what they count as,
    the body part, the side, the level, and what the needle does."""

    side: Side
    body_part: str = ""
    muscles: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    level: str = ""
    technique: Technique = Technique.NOT_RECORDED
    e_stim: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """A reason for care that holds for a mark, or (`mark_id` "") for a visit as a whole. `key` is what an override is
    about, `title` what it is, `sentence` what is said at the mark, `why` the clinic's reason."""

    key: str
    kind: MeetingKind
    severity: Severity
    title: str
    sentence: str
    why: str = ""
    mark_id: str = ""


@dataclass(frozen=True, slots=True)
class AtRisk:
    """What lies near a muscle: `structures` as the catalogue names them, `flags` as precautions do."""

    structures: str = ""
    flags: frozenset[str] = frozenset()

    @property
    def non_compressible(self) -> bool:
        return "non_compressible" in self.flags

    @property
    def sentence(self) -> str:
        """Nearby: suprascapular n. Bleeding here cannot be pressed on. Nothing where nothing is listed."""
        said = f"Nearby: {self.structures.rstrip('.')}." if self.structures else ""
        pressed = "Bleeding here cannot be pressed on." if self.non_compressible else ""
        return " ".join(part for part in (said, pressed) if part)


def flags_of(muscle: Muscle) -> frozenset[str]:
    """The muscle's hazards in the words of `FLAG_WORDS`."""
    found = {_RISKS[letter] for letter in muscle.risk_flags}
    found |= {"non_compressible"} if muscle.non_compressible else set()
    return frozenset(found | ({"paraspinal"} if muscle.paraspinal else set()))


def at_risk(entry: Muscle | Group, members: Iterable[Muscle] = ()) -> AtRisk:
    """What lies near a muscle, or near any of a group's members."""
    if isinstance(entry, Muscle):
        return AtRisk(entry.caution, flags_of(entry))
    members = tuple(members)
    words = dict.fromkeys(
        word for muscle in members for word in (part.strip() for part in muscle.caution.split(";")) if word
    )
    return AtRisk("; ".join(words), frozenset().union(*(flags_of(muscle) for muscle in members)))


REGIONS: Mapping[str, str] = {"C": "cervical", "T": "thoracic", "L": "lumbar", "S": "lumbar"}
"""Which members of a group that runs along the spine lie at a level, by its letter: their ids end so."""


def members_at(members: Iterable[Muscle], level: str) -> tuple[Muscle, ...]:
    """The members of a group that lie at a mark's level: at L4 no vertebral artery is near the multifidus. All of them
    without a level, and where none is named after a part of the spine."""
    held = tuple(members)
    regions = {REGIONS[letter] for letter in re.findall(r"[CTLS](?=\d)", level)}
    there = tuple(one for one in held if any(one.id.endswith(f"-{region}") for region in regions))
    return there or held


def needled(mark: Mark, entry: Muscle | Group | None, members: Iterable[Muscle], body_part: str) -> Needled:
    """A mark as precautions see it. `entry` is what the catalogue has of its target (None for other tissue or a muscle
    that this program does not know), `members` the muscles of a group, `body_part` where it lies."""
    muscles: set[str] = set()
    groups: set[str] = set()
    flags: frozenset[str] = frozenset()
    members = (entry,) if isinstance(entry, Muscle) else members_at(members, mark.level)
    if mark.target.kind is TargetKind.MUSCLE:
        muscles.add(mark.target.id)
    elif mark.target.kind is TargetKind.GROUP:
        groups.add(mark.target.id)
    for muscle in members:
        muscles.add(muscle.id)
        groups.add(muscle.parent)
        flags |= flags_of(muscle)
    return Needled(
        side=mark.side,
        body_part=body_part,
        muscles=frozenset(muscles),
        groups=frozenset(groups),
        flags=flags,
        level=mark.level,
        technique=mark.technique,
        e_stim=Technique.E_STIM in mark.technique.parts or (mark.e_stim or EStim(on=False)).on,
    )


def vertebrae(level: str) -> frozenset[str]:
    """The vertebrae that a level names: C7, L4-5 (two), L5-S1, T4-7 (four). Empty for what names none."""
    upper, _, lower = level.strip().upper().replace("–", "-").replace(" ", "").partition("-")
    if lower and not lower[0].isalpha() and upper:
        lower = upper[0] + lower
    lower = lower or upper
    if upper not in VERTEBRAE or lower not in VERTEBRAE:
        return frozenset()
    first, last = sorted((VERTEBRAE.index(upper), VERTEBRAE.index(lower)))
    return frozenset(VERTEBRAE[first : last + 1])


def meets(item: Precaution, answer: PrecautionAnswer, place: Needled) -> str:
    """What of the place a precaution that was answered yes meets, in words; nothing where they do not meet.

    Any of what the item names is enough. Where the answer says where, only what lies there is met; an item that names
    nothing and asks where meets what lies there.
    """
    if answer.answer is not Answer.YES:
        return ""
    said_where = bool(answer.body_parts or answer.levels) or answer.side.one_sided
    if item.asks_where and said_where and not _lies_there(answer, place):
        return ""
    if item.e_stim and place.e_stim:
        return E_STIM
    for technique in place.technique.parts:
        if technique in item.techniques:
            return technique.value.replace("_", " ")
    if item.muscles and place.muscles & set(item.muscles):
        return "this muscle"
    if item.groups and place.groups & set(item.groups):
        return "this muscle"
    if place.body_part and place.body_part in item.body_parts:
        return "this part of the body"
    for flag in item.flags:
        if flag in place.flags:
            return FLAG_WORDS.get(flag, flag)
    if item.everywhere:
        return "every needle"
    names_nothing = not (
        item.muscles or item.groups or item.body_parts or item.techniques or item.flags or item.e_stim
    )
    if names_nothing and item.asks_where and said_where:
        return "this place"
    return ""


def _lies_there(answer: PrecautionAnswer, place: Needled) -> bool:
    if not answer.side.covers(place.side.value):
        return False
    if answer.body_parts and place.body_part not in answer.body_parts:
        return False
    named = frozenset[str]().union(*(vertebrae(level) for level in answer.levels))
    here = vertebrae(place.level)
    # A mark without a level, or a level that cannot be read, may lie there: better one reminder too many.
    return not named or not here or bool(named & here)


def answers_that_hold(
    items: Sequence[Precaution],
    answers: Mapping[str, PrecautionAnswer],
    medications: Iterable[Medication],
    patient: Patient,
    visit: Visit,
) -> dict[str, PrecautionAnswer]:
    """The answers as they hold on the visit's day, by item: what was told, and what date of birth and medicines say.

    A no that the record contradicts becomes a yes that says why; what was told is not changed by it.
    """
    held = dict(answers)
    thinning = [m.name for m in medications if m.thins_blood and taken_on(m, visit.date)]
    age = age_on(patient.date_of_birth, visit.date)
    for item in items:
        detail = ""
        if item.id == BLOOD_THINNERS and thinning:
            detail = f"takes {', '.join(thinning)}"
        elif item.under_age is not None and age is not None and age < item.under_age:
            detail = f"{age} years old"
        told = held.get(item.id)
        if detail and (told is None or told.answer is not Answer.YES):
            held[item.id] = PrecautionAnswer(
                PrecautionAnswer.id_of(patient.id, item.id),
                patient.id,
                item.id,
                item.text,
                Answer.YES,
                detail=detail,
            )
    return held


def meetings_of(
    mark: Mark, place: Needled, items: Iterable[Precaution], answers: Mapping[str, PrecautionAnswer]
) -> tuple[Meeting, ...]:
    """What holds for this mark, the gravest first, in the order of the list otherwise."""
    found = []
    for item in items:
        answer = answers.get(item.id)
        what = meets(item, answer, place) if answer is not None else ""
        if answer is not None and what:
            detail = f" ({answer.detail})" if answer.detail else ""
            found.append(
                Meeting(
                    f"precaution:{item.id}{OF_E_STIM if what == E_STIM else ''}",
                    MeetingKind.PRECAUTION,
                    item.severity,
                    item.text,
                    f"{item.text}{detail}: {what}, {mark.title}.",
                    item.reason,
                    mark.id,
                )
            )
    return by_severity(found)


# The pleura reaches from about the neck of the first rib to that of the twelfth.
_AWAY_FROM_LUNG = re.compile(r"[LS]\d|C[1-6]\b")


def over_the_lung(place: Needled) -> bool:
    """Whether a needle there may reach the pleura; along the whole spine where its level lies at the lung."""
    return "pleura" in place.flags and not _AWAY_FROM_LUNG.match(place.level)


def both_sides(places: Iterable[Needled]) -> Meeting | None:
    """Needles over the lung on both sides in one visit are themselves a reason for care (BN 121, 5.1). A muscle that
    runs along the whole spine counts where its level lies at the lung."""
    sides = {place.side for place in places if over_the_lung(place)}
    if not {Side.RIGHT, Side.LEFT} <= sides:
        return None
    return Meeting(
        "both_sides:pleura",
        MeetingKind.BOTH_SIDES,
        Severity.CAUTION,
        "Both sides of the thorax",
        "Muscles over the lung are needled on both sides in this visit.",
        "A pneumothorax on both sides at once is an emergency.",
    )


def by_severity(meetings: Iterable[Meeting]) -> tuple[Meeting, ...]:
    """The gravest first; what is equally grave stays in its order."""
    return tuple(sorted(meetings, key=lambda meeting: -meeting.severity.rank))


def meets_in_words(item: Precaution, name_of: Callable[[str], str]) -> str:
    """At which marks a precaution is said: Said at marks of infraspinatus; in the neck; near the lung and pleura; with
    e-stim. `name_of` tells how a muscle, a group or a body part is called within a sentence."""
    where = " where the patient has it" if item.asks_where else ""
    if item.everywhere:
        return f"Said at every mark{where}."
    parts = []
    if item.muscles or item.groups:
        parts.append("of " + _listed([name_of(one) for one in (*item.groups, *item.muscles)]))
    if item.body_parts:
        parts.append("at " + _listed([name_of(one) for one in item.body_parts]))
    if item.flags:
        parts.append("near " + _listed([FLAG_SHORT.get(one, one) for one in item.flags]))
    with_what = [one.replace("_", " ") for one in item.techniques] + (["e-stim"] if item.e_stim else [])
    if with_what:
        parts.append("with " + _listed(with_what))
    if parts:
        return f"Said at marks {'; '.join(parts)}{where}."
    return f"Said at marks{where}." if where else "Shown over the body, and said at no mark."


def _listed(words: Sequence[str], most: int = 6) -> str:
    """a, b, c and 4 more."""
    more = len(words) - most
    return ", ".join(words) if more <= 0 else f"{', '.join(words[:most])} and {more} more"


def override_of(meeting: Meeting, overrides: Iterable[Override]) -> Override | None:
    """The reason that was given for going on: for this mark, or for the visit as a whole."""
    about = [one for one in overrides if _is_about(one, meeting.key) and not one.removed]
    for_mark = [one for one in about if one.mark_id and one.mark_id == meeting.mark_id]
    for_visit = [one for one in about if not one.mark_id]
    return next(iter(for_mark or for_visit), None)


def _is_about(override: Override, key: str) -> bool:
    # Reasons of older records name the item alone: what they were given for stands in their text.
    return override.about == key or (
        key.endswith(OF_E_STIM) and override.about == item_of(key) and f": {E_STIM}" in override.text
    )


def not_reasoned(meetings: Iterable[Meeting], overrides: Collection[Override]) -> tuple[Meeting, ...]:
    """Cautions and stops without a reason; notes need none."""
    return tuple(
        meeting
        for meeting in meetings
        if meeting.severity is not Severity.NOTE and override_of(meeting, overrides) is None
    )


@dataclass(frozen=True, slots=True)
class Reasoned:
    """A reason for needling all the same: what it is about, in a sentence that names its marks, and for how many marks
    besides the first it was given."""

    about: str
    reason: str
    more: int = 0


def reasons_told(overrides: Iterable[Override], marks: Sequence[Mark]) -> tuple[Reasoned, ...]:
    """The reasons as they are read: one line where one reason was given for several marks. Those of marks that were
    taken out of the visit again (`marks` are those in it, in their order) are left out."""
    there = {mark.id for mark in marks}
    found: dict[tuple[str, str], list[Override]] = {}
    for one in overrides:
        if not one.removed and (not one.mark_id or one.mark_id in there):
            found.setdefault((one.about, one.reason), []).append(one)
    return tuple(
        Reasoned(at_marks(ones[0].text, [one.mark_id for one in ones], marks), reason, len(ones) - 1)
        for (_, reason), ones in found.items()
    )


def at_marks(sentence: str, mark_ids: Sequence[str], marks: Sequence[Mark]) -> str:
    """A sentence on the first of these marks, said of them all: Pacemaker: e-stim, marks 1, 3-5. `marks` are those of
    the visit, whose numbers they bear on the chart; all of them are "all 8 marks"."""
    if len(mark_ids) < 2:
        return sentence
    numbers = [number for number, mark in enumerate(marks, 1) if mark.id in mark_ids]
    if len(numbers) == len(marks):
        words = "both marks" if len(marks) == 2 else f"all {len(marks)} marks"
    else:
        words = marks_in_words(numbers)
    title = next((mark.title for mark in marks if mark.id == mark_ids[0]), "")
    before, found, after = sentence.rpartition(title) if title else (sentence, "", "")
    if not found:  # the mark was named anew since
        return f"{sentence.rstrip('.')} ({words})."
    return f"{before}{words}{after.replace(' lies in ', ' lie in ', 1)}"


def marks_in_words(numbers: Sequence[int]) -> str:
    """Mark 4; marks 1, 3-5, 8; by the numbers that they bear on the chart, rising."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = [f"{run[0]}-{run[-1]}" if len(run) > 2 else ", ".join(str(one) for one in run) for run in runs]
    return f"mark{'s' if len(numbers) > 1 else ''} {', '.join(said)}"


def also(sentence: str, more: int) -> str:
    """The sentence, and that the same holds at others: ..., R infraspinatus (and at 2 more)."""
    return f"{sentence.rstrip('.')} (and at {more} more)." if more else sentence
