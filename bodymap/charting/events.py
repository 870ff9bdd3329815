"""Adverse events: what went wrong, how grave, what was done, and whether it is over.

Kinds and severities are those of CLINICAL.md (Brady 2014; Physiotherapy Alberta).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from bodymap import assets
from bodymap.atlas.catalogue import read_table
from bodymap.charting.faults import Refused
from bodymap.charting.places import Laterality, part_in_words
from bodymap.charting.records import Point, Visit


class EventKind(StrEnum):
    BLEEDING = "bleeding"
    BRUISING = "bruising"
    PAIN_DURING = "pain_during"
    PAIN_AFTER = "pain_after"
    AGGRAVATION = "aggravation"
    DROWSINESS = "drowsiness"
    HEADACHE = "headache"
    NAUSEA = "nausea"
    FAINTING = "fainting"
    FORGOTTEN_NEEDLE = "forgotten_needle"
    BROKEN_NEEDLE = "broken_needle"
    SKIN_REACTION = "skin_reaction"
    NUMBNESS = "numbness"
    PNEUMOTHORAX_SUSPECTED = "pneumothorax_suspected"
    OTHER = "other"

    @property
    def word(self) -> str:
        """Pain during the treatment: as lists say it."""
        words = {
            "pain_during": "Pain during the treatment",
            "pain_after": "Pain after the treatment",
            "aggravation": "Symptoms got worse",
            "pneumothorax_suspected": "Pneumothorax suspected",
        }
        return words.get(self.value, self.value.replace("_", " ").capitalize())


class Harm(StrEnum):
    """Mild; significant (needs medical care or interferes with activity); serious (admission to hospital).

    From the least to the gravest. How grave it was is said by a person: until then it is not recorded, never mild.
    """

    NOT_RECORDED = "not_recorded"
    MILD = "mild"
    SIGNIFICANT = "significant"
    SERIOUS = "serious"


@dataclass(frozen=True, slots=True)
class AdverseEvent:
    """One adverse event of a visit; open, and asked about at the next visits, until `closed_on`.

    `visit_id` is the visit whose needles it is about, `told_in` the id of the visit at which it was told, "" for the
    same; `closed_in` likewise the visit at which it was said to be over. `text` is for kind other and for what needs
    more words.
    """

    id: str
    visit_id: str
    kind: EventKind
    severity: Harm = Harm.NOT_RECORDED
    text: str = ""
    point: Point | None = None
    body_part: str = ""
    side: Laterality = Laterality.NOT_RECORDED
    done: str = ""
    follow_up: str = ""
    told_in: str = ""
    noticed_on: date | None = None
    closed_on: date | None = None
    revision: int = 1
    removed: bool = False
    closed_in: str = ""

    @property
    def open(self) -> bool:
        return self.closed_on is None and not self.removed

    @property
    def title(self) -> str:
        """Pain after, left calf: as lists and undo name it."""
        where = ", ".join(part for part in (self.side.word, part_in_words(self.body_part)) if part)
        what = self.text if self.kind is EventKind.OTHER and self.text else self.kind.word
        return ", ".join(part for part in (what, where) if part)


_FAINT = re.compile(
    r"\b(faint|dizz|light[- ]?headed|(pre-?)?syncop|vasovagal|collaps|(pass|black)(ed|es|ing)? out)",
    re.IGNORECASE,
)


def like_fainting(event: AdverseEvent) -> bool:
    """Whether it was a faint or near one, by its kind or in its words. It is for asking, not for answering."""
    return event.kind is EventKind.FAINTING or bool(_FAINT.search(event.text))


def check_words(text: str) -> None:
    """What happened is said in words: figures alone are a slip into the wrong field. Raises Refused."""
    if text.strip() and not any(sign.isalpha() for sign in text):
        raise Refused("text", f"{text.strip()} does not say what happened. Write it in a few words.")


def check_event(event: AdverseEvent, visit_date: date, today: date) -> None:
    """An event follows the visit that it is about and is closed no earlier, by today. Raises Refused."""
    if event.kind is EventKind.OTHER and not event.text:
        raise Refused("text", "Write in a few words what happened.")
    for field, day in (("noticed_on", event.noticed_on), ("closed_on", event.closed_on)):
        if day is not None and day > today:
            raise Refused(
                field, "This date lies in the future. What happened is written when it has happened."
            )
        if day is not None and day < visit_date:
            raise Refused(
                field,
                "This date lies before the visit. An event is written at the visit whose needles it is about.",
            )
    if event.closed_on is not None and event.noticed_on is not None and event.closed_on < event.noticed_on:
        raise Refused("closed_on", "The event would be over before it was noticed. Check both dates.")


# -- rates


@dataclass(frozen=True, slots=True)
class Published:
    """A rate that was published: so many per 10,000 of `of` (treatments), and where."""

    kind: EventKind
    per_10000: int
    of: int
    source: str


@dataclass(frozen=True, slots=True)
class Rate:
    """A clinic's own rate of one kind beside the published one. `treatments` are the visits about which something was
    said (an event, or that there was none); `visits` all that have a mark. A rate is never shown without them."""

    kind: EventKind
    events: int
    treatments: int
    visits: int
    published: Published | None

    @property
    def sentence(self) -> str:
        """Bruising: 3 of 41 treatments (7.3%). Published: 7.55% of 7,629 (Brady 2014)."""
        said = f"{self.kind.word}: {self.events} of {self.treatments} treatments"
        if self.treatments:
            said += f" ({100 * self.events / self.treatments:.1f}%)"
        if self.published is not None:
            share = f"{self.published.per_10000 / 100:.2f}"
            said += f". Published: {share}% of {self.published.of:,} ({self.published.source})"
        return f"{said}."


@cache
def published_rates() -> tuple[Published, ...]:
    """assets/event_rates.tsv, in its order."""
    columns = ("kind", "per_10000", "of", "source")
    return tuple(
        Published(EventKind(row["kind"]), int(row["per_10000"]), int(row["of"]), row["source"])
        for _, row in read_table(assets.path("event_rates.tsv"), columns)
    )


def rates_of(
    visits: Iterable[Visit],
    with_marks: Collection[str],
    events: Iterable[AdverseEvent],
    published: Sequence[Published],
) -> tuple[Rate, ...]:
    """The clinic's rates: in how many treatments each kind happened. A kind counts once a visit.

    A visit about which nobody said anything is no treatment without events: it is left out of the denominator.
    """
    needled = {visit.id: visit for visit in visits if visit.id in with_marks and not visit.removed}
    happened: dict[EventKind, set[str]] = {}
    for event in events:
        if not event.removed and event.visit_id in needled:
            happened.setdefault(event.kind, set()).add(event.visit_id)
    told = {visit.id for visit in needled.values() if visit.no_events}
    told |= {visit_id for ids in happened.values() for visit_id in ids}
    known = {rate.kind: rate for rate in published}
    kinds = [*known, *(kind for kind in EventKind if kind in happened and kind not in known)]
    return tuple(
        Rate(kind, len(happened.get(kind, ())), len(told), len(needled), known.get(kind)) for kind in kinds
    )


@dataclass(frozen=True, slots=True)
class SeverityRate:
    """In how many treatments the gravest event was mild, or (significant) worse than mild; `treatments` and `visits` as
    for `Rate`, `published` the share that was published, of how many sessions and where."""

    severity: Harm
    events: int
    treatments: int
    visits: int
    published: str
    of: int
    source: str

    @property
    def sentence(self) -> str:
        """Mild at most: in 3 of 41 treatments (7.3%). Published: 36.7% of 20,464 sessions (Boyce 2020)."""
        what = "Mild at most" if self.severity is Harm.MILD else "Significant or serious"
        said = f"{what}: in {self.events} of {self.treatments} treatments"
        said += f" ({100 * self.events / self.treatments:.1f}%)" if self.treatments else ""
        return f"{said}. Published: {self.published} of {self.of:,} sessions ({self.source})."


def severity_rates_of(
    visits: Iterable[Visit], with_marks: Collection[str], events: Iterable[AdverseEvent]
) -> tuple[SeverityRate, ...]:
    """The clinic's rates by severity beside the published ones (assets/event_severities.tsv). A visit counts once, by
    its gravest event; one of whose events nobody said how grave they were is left out, as are visits about which
    nothing was said."""
    needled = {visit.id: visit for visit in visits if visit.id in with_marks and not visit.removed}
    gravest: dict[str, Harm] = {}
    for event in events:
        if not event.removed and event.visit_id in needled:
            known = gravest.get(event.visit_id, Harm.NOT_RECORDED)
            gravest[event.visit_id] = max(known, event.severity, key=list(Harm).index)
    gravest = {visit_id: harm for visit_id, harm in gravest.items() if harm is not Harm.NOT_RECORDED}
    told = set(gravest) | {visit.id for visit in needled.values() if visit.no_events}
    columns = ("severity", "share", "of", "source")
    found = []
    for _, row in read_table(assets.path("event_severities.tsv"), columns):
        mild = row["severity"] == Harm.MILD
        count = sum(1 for harm in gravest.values() if (harm is Harm.MILD) == mild)
        found.append(
            SeverityRate(
                Harm(row["severity"]),
                count,
                len(told),
                len(needled),
                row["share"],
                int(row["of"]),
                row["source"],
            )
        )
    return tuple(found)
