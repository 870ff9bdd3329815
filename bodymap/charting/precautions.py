"""Precautions: the clinic's list, what a patient answered, what was overridden, medication.

The list starts as assets/precautions.tsv and is the clinic's to change: a stored record of the same id stands in the
place of the shipped one. What a precaution meets is any of what it names; one that names nothing is shown and meets no
mark by itself.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from bodymap.charting.found import fold
from bodymap.charting.places import Laterality, part_in_words
from bodymap.charting.wording import day as day_in_words


class Severity(StrEnum):
    """How much care a precaution asks for, as the clinic sets it. Even stop never blocks charting: it asks why."""

    NOTE = "note"
    CAUTION = "caution"
    STOP = "stop"

    @property
    def rank(self) -> int:
        """0 to 2, the gravest last."""
        return list(Severity).index(self)


class Answer(StrEnum):
    NOT_ASKED = "not_asked"
    NO = "no"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class Precaution:
    """One item of the clinic's list, `reason` why it matters in the clinic's words.

    It meets a mark of any of these `muscles` or `groups` (ids), `body_parts`, `techniques`, of a muscle with any of
    these `flags` (pleura, vessel, nerve, organ, spinal_canal, gland, eye, non_compressible, paraspinal), or with e-stim
    (`e_stim`); every mark with `everywhere`. `asks_where`: the answer says which side, body part or level, and only
    marks there are met. `under_age`: answered by the date of birth for patients younger than so many years.
    """

    id: str
    text: str
    severity: Severity = Severity.NOTE
    reason: str = ""
    muscles: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    body_parts: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    e_stim: bool = False
    everywhere: bool = False
    asks_where: bool = False
    under_age: int | None = None
    ordinal: int = 1
    example: bool = False
    revision: int = 1
    removed: bool = False


@dataclass(frozen=True, slots=True)
class PrecautionAnswer:
    """What a patient answered to one item; it follows the patient. `text` is the item as it was asked.

    `since` and `detail` are as told. `answered_on` is the day of this answer; when it was last asked again and stood
    unchanged is told by the screenings. `side`, `body_parts` and `levels` say where, for items that ask.
    Its id is "PATIENT:PRECAUTION".
    """

    id: str
    patient_id: str
    precaution_id: str
    text: str
    answer: Answer = Answer.NOT_ASKED
    since: str = ""
    detail: str = ""
    side: Laterality = Laterality.NOT_RECORDED
    body_parts: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    answered_on: date | None = None
    answered_in: str = ""
    revision: int = 1
    removed: bool = False

    @staticmethod
    def id_of(patient_id: str, precaution_id: str) -> str:
        return f"{patient_id}:{precaution_id}"


@dataclass(frozen=True, slots=True)
class Screened:
    """One answer as it stood when precautions were asked about."""

    precaution_id: str
    text: str
    answer: Answer
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Screening:
    """That precautions were asked about in a visit; `unchanged` where nothing had changed since they were last.

    `answers` are all answers as they stood then: what is answered anew later changes no earlier visit.
    Its id is "VISIT:screening".
    """

    id: str
    visit_id: str
    unchanged: bool = False
    note: str = ""
    asked_at: datetime | None = None
    answers: tuple[Screened, ...] = ()
    revision: int = 1
    removed: bool = False

    @staticmethod
    def id_of(visit_id: str) -> str:
        return f"{visit_id}:screening"


def changes_since(before: Sequence[Screened], after: Sequence[Screened]) -> dict[str, str]:
    """What was answered otherwise than it stood before, in words by item: Low blood pressure, no → yes. A no to what
    was never asked before is no change; nothing can be said where it was not kept how things stood."""
    if not before:
        return {}
    # When a week was said is no change of it.
    was, after = (
        {one.precaution_id: replace(one, detail=_AS_SAID.sub("", one.detail)) for one in before},
        [replace(one, detail=_AS_SAID.sub("", one.detail)) for one in after],
    )

    def words(one: Screened) -> str:
        return f"{one.answer.value}{f' ({one.detail})' if one.detail else ''}"

    found = {}
    for one in after:
        old = was.get(one.precaution_id)
        if old is None:
            if one.answer is Answer.YES:
                found[one.precaution_id] = f"{one.text}, new: {words(one)}"
        elif old.answer is one.answer and old.detail and one.detail and old.detail != one.detail:
            found[one.precaution_id] = f"{one.text}, {old.detail} \u2192 {one.detail}"
        elif (old.answer, old.detail) != (one.answer, one.detail):
            found[one.precaution_id] = f"{one.text}, {words(old)} \u2192 {words(one)}"
    return found


@dataclass(frozen=True, slots=True)
class Override:
    """That a therapist needled despite what was said, and why. `about` is the key of what was met (`Meeting.key`),
    `text` what was said, `mark_id` the mark, "" for the visit as a whole."""

    id: str
    visit_id: str
    about: str
    text: str
    reason: str
    mark_id: str = ""
    created_at: datetime | None = None
    revision: int = 1
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Medication:
    """One medicine that a patient takes, as told. `thins_blood` is the therapist's statement, never worked out.

    `known_on` is the day from which it was known, that of the visit at which it was told; None where nobody wrote it
    down, and then it counts at every visit.
    """

    id: str
    patient_id: str
    name: str
    dose: str = ""
    thins_blood: bool = False
    since: str = ""
    ended_on: date | None = None
    note: str = ""
    revision: int = 1
    removed: bool = False
    known_on: date | None = None


def taken_on(medicine: Medication, day: date) -> bool:
    """Whether the medicine was known and taken on that day."""
    if medicine.removed or (medicine.known_on is not None and day < medicine.known_on):
        return False
    return medicine.ended_on is None or day <= medicine.ended_on


LONGEST_PREGNANCY = 42
"""Weeks: a later one is not offered. From 42 completed weeks on a pregnancy is post-term (WHO)."""
_WEEK = re.compile(
    r"\b(?:weeks?|wks?)\s*(?P<week>\d{1,2})(?:\+(?P<days>[0-6]))?\b"
    r"|\b(?P<week2>\d{1,2})(?:\+(?P<days2>[0-6]))?(?P<th>st|nd|rd|th)?\s*(?:weeks?|wks?)\b",
    re.IGNORECASE,
)
_AS_SAID = re.compile(r" as said on \d{1,2} \w+ \d{4}")


def _week_said(answer: PrecautionAnswer, day: date) -> tuple[re.Match[str], str] | None:
    """Where a pregnancy's week stands in what was told on an earlier day, and which it is on this one; None where it
    is the same, and for a week that was told with a day of its own (24 weeks on 2 Nov 2026)."""
    if (
        answer.answer is not Answer.YES
        or "pregnan" not in answer.text.casefold()
        or answer.answered_on is None
    ):
        return None
    found = list(_WEEK.finditer(answer.detail))
    if len(found) != 1 or re.search(r"\d{4}", answer.detail):
        return None
    match, passed = found[0], (day - answer.answered_on).days
    week, days = match["week"] or match["week2"], match["days"] or match["days2"]
    weeks, over = divmod(int(week) * 7 + int(days or 0) + passed, 7)
    now = str(weeks) if days is None else f"{weeks}+{over}"
    said = week if days is None else f"{week}+{days}"
    return (match, now) if passed > 0 and now != said else None


def week_now(answer: PrecautionAnswer, day: date) -> str:
    """What was told of a pregnancy with the week reckoned from the day on which it was said, to be offered: week 23 of
    14 Nov is week 24 on 21 Nov. "" where there is nothing to reckon."""
    said = _week_said(answer, day)
    if said is None:
        return ""
    match, now = said
    if int(now.partition("+")[0]) > LONGEST_PREGNANCY:
        return ""
    if match["th"]:  # 24th and 23rd end otherwise
        return f"{answer.detail[: match.start()]}week {now}{answer.detail[match.end() :]}"
    start = match.start("week") if match["week"] else match.start("week2")
    end = max(match.end(name) for name in ("week", "days", "week2", "days2"))
    return f"{answer.detail[:start]}{now}{answer.detail[end:]}"


def as_said(answer: PrecautionAnswer, day: date) -> PrecautionAnswer:
    """The answer as it may be read on that day: a week of pregnancy that has passed says on which day it was told."""
    if _week_said(answer, day) is None:
        return answer
    return replace(answer, detail=f"{answer.detail} as said on {day_in_words(answer.answered_on)}")


def answer_in_words(answer: PrecautionAnswer) -> str:
    """What was told with an answer: takes it daily, right forearm, L4, since 2019. Nothing where nothing was."""
    where = " ".join([answer.side.word, ", ".join(part_in_words(part) for part in answer.body_parts)]).strip()
    parts = [answer.detail, where, ", ".join(answer.levels)]
    parts += [f"since {answer.since}"] if answer.since else []
    return ", ".join(part for part in parts if part)


COMMON_STEMS = frozenset(
    {
        "blood",
        "disea",
        "disor",
        "earli",
        "treat",
        "withi",
        "needl",
        "certa",
        "condi",
        "other",
        "weeks",
        "month",
        "years",
        "recen",
        "joint",
        "local",
        "react",
        "press",
        "easil",
        "extre",
    }
)
"""Beginnings of words that name no precaution by themselves."""


def named_in(item: str, text: str) -> bool:
    """Whether a text names a precaution: it has a word that begins as one of the item's longer words does. "Faints"
    names fainting, and "no pacemaker" a pacemaker: it is for asking, not for answering."""

    def stems(words: str) -> set[str]:
        return {word[:5] for word in re.findall(r"[^\W\d_]{5,}", words.casefold())} - COMMON_STEMS

    def short(words: str) -> set[str]:
        return set(re.findall(r"\b[^\W\d_]{4}\b", words.casefold()))

    named = stems(item)
    # "Fear of needles" has no longer word of its own.
    return bool(named & stems(text)) if named else bool(short(item) & short(text))


def spelled_like(items: Sequence[str], typed: str) -> list[int]:
    """The indices of the precautions that have words most like all those typed: one slip of a key in four letters or
    more, two in eight or more. "Feer of" is like fear of needles; shorter words must stand there as they are."""
    from rapidfuzz.distance import OSA

    def slips(word: str, other: str) -> float:
        if len(word) < 4:
            return 0.0 if other.startswith(word) else math.inf
        most = 1 if len(word) < 8 else 2
        # A whole word before one that is not yet written out.
        begun = [(other, 0.0), *((other[: len(word) + more], 0.5) for more in (-1, 0, 1))]
        found = ((OSA.distance(word, one, score_cutoff=most), less) for one, less in begun)
        return min((far + less for far, less in found if far <= most), default=math.inf)

    words = fold(typed).split()
    if not words:
        return []
    far = [
        sum(
            min((slips(word, other) for other in re.findall(r"\w+", fold(item))), default=math.inf)
            for word in words
        )
        for item in items
    ]
    best = min(far, default=math.inf)
    return [index for index, one in enumerate(far) if one == best] if best < math.inf else []
