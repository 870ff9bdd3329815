"""What a new mark starts with, and where each part of it comes from.

Only how a needle is used is carried over: size with its product, counts, technique, position. Results (twitch,
tolerance, referral, note) never are; e-stim, depth and time in place are said anew each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bodymap.charting.records import Defaults, Mark, NeedleSize, Position, Side, Technique


class Source(StrEnum):
    """Where a value of a new mark comes from."""

    NOWHERE = "nowhere"
    SET = "set"
    """Said for the next mark."""
    TARGET = "target"
    """The last mark of this muscle or group in this patient."""
    VISIT = "visit"
    """The visit's last mark."""
    THERAPIST = "therapist"
    """The therapist's defaults."""
    CLINIC = "clinic"
    """The clinic's defaults."""
    LAST = "last"
    """The therapist's last mark in any patient: for the size only."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where needle (with its product), counts, technique and position come from. `from_mark` is the id of the mark that
    the size comes from, "" where it comes from none."""

    needle: Source = Source.NOWHERE
    counts: Source = Source.NOWHERE
    technique: Source = Source.NOWHERE
    position: Source = Source.NOWHERE
    from_mark: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a new mark takes."""

    needle: NeedleSize | None = None
    product: str = ""
    needles: int = 1
    insertions: int = 1
    technique: Technique = Technique.NOT_RECORDED
    position: Position = Position.NOT_RECORDED
    sources: Sources = Sources()


def offered(
    *,
    side: Side | None = None,
    target: Mark | None,
    visit: Mark | None,
    last: Mark | None,
    defaults: Sequence[Defaults] = (),
    said: tuple[NeedleSize | None, int, int] | None = None,
) -> Offer:
    """The first source that says something of a field gives it, each field by itself.

    `target` is this muscle's last mark in this patient, `visit` the visit's last mark, `last` the therapist's last mark
    anywhere; the counts come from `target` alone. `defaults` are those that hold for the target, the closest first.
    `said` is what was set for this mark; `side` its side: nobody is needled on the side on which the other was reached.
    """
    marks = [(source, mark) for source, mark in ((Source.TARGET, target), (Source.VISIT, visit)) if mark]
    habits: list[tuple[Source, Mark | Defaults]] = [
        *marks,
        *((Source.CLINIC if held.therapist_id is None else Source.THERAPIST, held) for held in defaults),
    ]
    anywhere = [(Source.LAST, last)] if last else []
    offer, sources = Offer(), Sources()
    for source, held in (*habits, *anywhere):
        if held.needle is not None:
            offer = replace(offer, needle=held.needle, product=held.product)
            sources = replace(sources, needle=source, from_mark=held.id if isinstance(held, Mark) else "")
            break
    if (
        target is not None
    ):  # how many needles another muscle got, or another patient, says nothing of this one
        offer = replace(offer, needles=target.needles, insertions=target.insertions)
        sources = replace(sources, counts=Source.TARGET)
    for source, held in habits:
        if held.technique is not Technique.NOT_RECORDED:
            offer, sources = replace(offer, technique=held.technique), replace(sources, technique=source)
            break
    for source, held in habits:
        if held.position is not Position.NOT_RECORDED and not _of_other_side(held, side):
            offer, sources = replace(offer, position=held.position), replace(sources, position=source)
            break
    if said is not None:
        # Another size than the one that was there is another needle: its maker is not known.
        product = offer.product if said[0] == offer.needle else ""
        offer = replace(offer, needle=said[0], product=product, needles=said[1], insertions=said[2])
        sources = replace(sources, needle=Source.SET, counts=Source.SET, from_mark="")
    return replace(offer, sources=sources)


def _of_other_side(held: Mark | Defaults, side: Side | None) -> bool:
    """Whether a patient who lay on one side did so for a mark of the other."""
    return (
        isinstance(held, Mark)
        and held.position in (Position.SIDE_LYING_LEFT, Position.SIDE_LYING_RIGHT)
        and {held.side, side} == {Side.LEFT, Side.RIGHT}
    )


def closest(target_id: str, own: Sequence[Defaults], clinic: Sequence[Defaults]) -> list[Defaults]:
    """Those of the defaults that hold for this target: said of it before said of every target, the therapist's before
    the clinic's."""
    return [
        held
        for wanted in dict.fromkeys((target_id, ""))
        for whose in (own, clinic)
        for held in whose
        if held.target_id == wanted
    ]
