"""Text from marks: what was found and needled, as the objective part of a note says it, in the style of the clinic.

The text says every value that was recorded and nothing besides. What nobody recorded is not mentioned; "none" is a
finding and is. It is made anew from the records wherever it is read and stored nowhere, least of all as typed text.

Marks that are alike but for their side, level or point are said together ("1 needle each"). What holds for every mark
of the visit (position, size, technique ...) is said once, ahead of them or after them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from bodymap.atlas.catalogue import mid_sentence
from bodymap.charting import wording
from bodymap.charting.findings import Finding, FindingKind
from bodymap.charting.needles import NeedleCounts, expiry_in_words, needle_line
from bodymap.charting.records import (
    Disposition,
    Ltr,
    Mark,
    NarrativeStyle,
    Position,
    Referral,
    Side,
    TargetKind,
    Technique,
    Tolerance,
    Visit,
)

SENTENCES, LIST, TERSE = NarrativeStyle.SENTENCES, NarrativeStyle.LIST, NarrativeStyle.TERSE


def narrative(
    marks: Iterable[Mark],
    findings: Iterable[Finding] = (),
    *,
    counts: NeedleCounts | None = None,
    visit: Visit | None = None,
    style: NarrativeStyle = SENTENCES,
    without_injection: bool = False,
) -> str:
    """What marks, findings and needle counts say, in that style; removed records are left out. `visit` gives lot and
    expiry. Nothing where nothing was recorded."""
    held = [mark for mark in marks if not mark.removed]
    found = [finding for finding in findings if not finding.removed]
    needles = _needles(counts, visit, style) if counts is not None and visit is not None else ""
    text = _Text(style, without_injection)
    parts = [*text.findings(found), *text.needling(held)]
    if needles:
        parts.append(f"Needles: {needles}.")
    if visit is not None and visit.without_needles(held):
        parts.append(f"No dry needling at this visit: {visit.not_needled.rstrip('.')}.")
    return ("\n" if style is LIST else " ").join(parts)


# -- places -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """One target with its sides; on each of them the same levels, each with how many times it came up."""

    name: str
    sides: tuple[Side, ...]
    levels: tuple[tuple[str, int], ...]

    @property
    def times(self) -> int:
        """How many records this place stands for."""
        return len(self.sides) * sum(times for _, times in self.levels)

    def words(self, style: NarrativeStyle, one: str = "") -> str:
        """right and left lumbar multifidus at ≈L4 and L5. `one` is what several at one place are called."""
        terse = style is TERSE
        names = [
            side.short if terse else wording.side(side) for side in self.sides if side is not Side.MIDLINE
        ]
        side = "+".join(names) if terse else " and ".join(names)
        name = self.name if not side and not terse and style is not SENTENCES else mid_sentence(self.name)
        said = f"{side} {name}".strip()
        named = [(level, times) for level, times in self.levels if level]
        several = sum(times for level, times in self.levels if not level)
        if named:
            joined = _and([f"{level} ({times})" if times > 1 else level for level, times in named])
            said += f" {joined}" if terse else f" at {joined}"
        if several > 1:
            said += f" ({several})" if terse or not one else f" at {several} {one}"
        return said


def _places(records: Sequence[Mark | Finding]) -> list[_Place]:
    """The places of records that are otherwise alike, in the order in which they first come up.

    Records with and without a level are never joined, nor the midline with a side, nor sides whose levels differ: each
    place says what it stands for and no more.
    """
    sides: dict[tuple[TargetKind, str, str, bool, bool], dict[Side, dict[str, int]]] = {}
    for record in records:
        about = record.target
        target = (about.kind, about.id, about.name, bool(record.level), record.side is Side.MIDLINE)
        levels = sides.setdefault(target, {}).setdefault(record.side, {})
        level = wording.level(record)
        levels[level] = levels.get(level, 0) + 1
    made = []
    for target, by_side in sides.items():
        alike: dict[tuple[tuple[str, int], ...], list[Side]] = {}
        for side, levels in by_side.items():
            alike.setdefault(tuple(levels.items()), []).append(side)
        made += [_Place(target[2], _ordered(one), levels) for levels, one in alike.items()]
    return made


def _ordered(sides: Sequence[Side]) -> tuple[Side, ...]:
    """Right before left, as clinicians say it."""
    return tuple(side for side in (Side.RIGHT, Side.LEFT, Side.MIDLINE) if side in sides)


def _alike(
    records: Sequence[Any], key: Callable[[Any], Hashable], near: Callable[[Any], Hashable]
) -> list[list[Any]]:
    """Records of equal `key` together, and those that are `near` next to each other, in order of appearance."""
    groups: dict[Hashable, dict[Hashable, list[Any]]] = {}
    for record in records:
        groups.setdefault(near(record), {}).setdefault(key(record), []).append(record)
    return [together for group in groups.values() for together in group.values()]


# -- the words --------------------------------------------------------------------------------------------------------

_FOUND_ONE = {
    FindingKind.ACTIVE_TRIGGER_POINT: "an active trigger point",
    FindingKind.LATENT_TRIGGER_POINT: "a latent trigger point",
    FindingKind.TAUT_BAND: "a taut band",
    FindingKind.TENDER_POINT: "a tender point",
    FindingKind.RAISED_TONE: "raised tone",
    FindingKind.EDEMA: "edema",
}
_UNCOUNTED = (FindingKind.RAISED_TONE, FindingKind.EDEMA)
_FOUND_TERSE = {
    FindingKind.ACTIVE_TRIGGER_POINT: "active TrP",
    FindingKind.LATENT_TRIGGER_POINT: "latent TrP",
}
_HOW = {
    Technique.SUPERFICIAL: "superficially",
    Technique.DEEP: "deeply",
    Technique.IN_SITU: "in situ",
    Technique.PISTONING: "with pistoning",
    Technique.ROTATION: "with rotation",
    Technique.FANNING: "with fanning",
    Technique.THREADING: "with threading",
    Technique.E_STIM: "with e-stim",
}
_ADVERBS = ("superficially", "deeply", "in situ", "without e-stim")
# What can be said once for all marks, with the value that says nothing. Time goes with what became of the needle.
_SHARED: tuple[tuple[tuple[str, ...], tuple[Any, ...]], ...] = (
    (("position",), (Position.NOT_RECORDED,)),
    (("needle",), (None,)),
    (("product",), ("",)),
    (("technique",), (Technique.NOT_RECORDED,)),
    (("disposition", "time_in_place"), (Disposition.NOT_RECORDED, None)),
    (("e_stim",), (None,)),
    (("tolerance",), (Tolerance.NOT_RECORDED,)),
)
_values = attrgetter(
    "needle", "needles", "insertions", "product", "technique", "depth_mm", "disposition", "time_in_place", "position",
    "e_stim", "ltr", "ltr_count", "referral", "referral_to", "tolerance", "note",
)  # fmt: skip


class _Text:
    """One run: the parts of the text in one style."""

    def __init__(self, style: NarrativeStyle, without_injection: bool) -> None:
        self.style = style
        self.without = " without injection" if without_injection else ""

    # -- findings ---------------------------------------------------------------------------------------------------

    def findings(self, found: Sequence[Finding]) -> list[str]:
        """What was found, kind by kind."""
        if not found:
            return []
        together = _alike(
            found, lambda f: (f.kind, f.referral, f.referral_to, f.note), lambda f: _rank(FindingKind, f.kind)
        )
        together.sort(key=lambda group: _rank(FindingKind, group[0].kind))
        said = [self._finding(group) for group in together]
        if self.style is SENTENCES:
            return [f"{one}." for one in said]
        return (
            ["Found:", *(f"- {one}" for one in said)]
            if self.style is LIST
            else [f"Found: {'; '.join(said)}."]
        )

    def _finding(self, group: Sequence[Finding]) -> str:
        first, places = group[0], _places(group)
        where = _and([place.words(self.style) for place in places])
        extra = [self._referral(first)]
        if self.style is TERSE:
            what = _FOUND_TERSE.get(first.kind, wording.FINDINGS[first.kind])
            return _with_note(", ".join(_kept([f"{what} {where}", *extra])), first.note, within=True)
        several = len(group) > 1 and first.kind not in _UNCOUNTED
        if self.style is LIST:
            what = wording.FINDINGS[first.kind] + ("s" if several else "")
            return _with_note(", ".join(_kept([f"{what}: {where}", *extra])), first.note)
        what = f"{wording.FINDINGS[first.kind]}s were" if several else f"{_FOUND_ONE[first.kind]} was"
        words = ", ".join(_kept([f"{what} found in the {where}", *extra]))
        return _with_note(_capital(words), first.note)

    # -- needling ---------------------------------------------------------------------------------------------------

    def needling(self, marks: Sequence[Mark]) -> list[str]:
        """What was needled: what holds for all of it, then muscle by muscle, then how it was borne."""
        if not marks:
            return []
        shared, rest = _lifted(marks)
        groups = _alike(
            rest,
            lambda m: (m.target, bool(m.level), _values(m)),
            lambda m: m.target,
        )
        said = [self._needled(group[0], place) for group in groups for place in _places(group)]
        opening = self._opening(shared)
        tolerated = wording.TOLERANCES.get(shared.tolerance, "") if shared is not None else ""
        if self.style is SENTENCES:
            after = [f"Needling was {tolerated}."] if tolerated else []
            return [f"{opening}.", *(f"{one}." for one in said), *after]
        after = [f"{_capital(tolerated)}."] if tolerated else []
        if self.style is LIST:
            return [f"{opening}:", *(f"- {one}" for one in said), *after]
        return [f"{opening}: {'; '.join(said)}.", *after]

    def _opening(self, shared: Mark | None) -> str:
        name = "DN" if self.style is TERSE else "Dry needling"
        if self.style is SENTENCES:
            return self._opening_sentence(shared)
        head = f"{name}{self.without}"
        if shared is None:
            return head
        size = wording.needle(shared.needle)
        size = str(shared.needle or "") if self.style is TERSE else f"needles {size}" if size else ""
        how = [self._technique(shared), self._disposition(shared), self._e_stim(shared)]
        return ", ".join(_kept([head, self._position(shared), size, shared.product, *how]))

    def _opening_sentence(self, shared: Mark | None) -> str:
        """Dry needling was carried out superficially, with the patient prone, needles of 0.30x40 mm and e-stim 2 Hz."""
        head = f"Dry needling was carried out{self.without}"
        if shared is None:
            return head
        size = wording.needle(shared.needle)
        needles = f"needles of {size}" if size else ""
        if shared.product:
            needles = f"{needles or 'needles'} ({shared.product})"
        left = self._disposition(shared)
        ways = [
            self._position(shared),
            needles,
            self._technique(shared),
            f"all needles {left}" if left else "",
            self._e_stim(shared),
        ]
        with_ = [way.removeprefix("with ") for way in _kept(ways) if way not in _ADVERBS]
        adverbs = [way for way in _kept(ways) if way in _ADVERBS]
        said = _kept([*adverbs[:1], f"with {_and(with_)}" if with_ else "", *adverbs[1:]])
        return f"{head}{',' if self.without and said else ''} {', '.join(said)}".rstrip()

    def _needled(self, mark: Mark, place: _Place) -> str:
        """What was done at a place and what came of it. `mark` stands for all that are alike there."""
        each = " each" if place.times > 1 else ""
        where = place.words(self.style, "points")
        size, count = wording.needle(mark.needle), mark.needles
        needles = f"{_many(count, 'needle')}{each}"
        insertions = f"{_many(mark.insertions, 'insertion')}{each}" if mark.insertions != count else ""
        results = [self._ltr(mark, each), self._referral(mark), wording.TOLERANCES.get(mark.tolerance, "")]
        ways = [
            self._technique(mark),
            self._depth(mark),
            self._position(mark),
            self._disposition(mark),
            self._e_stim(mark),
        ]
        if self.style is TERSE:
            insertions = f"{mark.insertions} ins.{each}" if insertions else ""
            done = [f"{where} x{count}{each}", str(mark.needle or ""), mark.product, insertions]
            return _with_note(", ".join(_kept([*done, *ways, *results])), mark.note, within=True)
        if self.style is LIST:
            done = [f"{needles} {size}".strip(), mark.product, insertions]
            words = ", ".join(_kept([*done, *ways, *results]))
            return _with_note(f"{_capital(where)}: {words}", mark.note)
        needles = _many(count, "needle") + (f" of {size}" if size else "")
        if mark.product:
            needles += f" ({mark.product})"
        how = f"{needles}{each} {'was' if count == 1 else 'were'} inserted"
        technique = self._technique(mark)
        how = " ".join(_kept([how, technique, self._depth(mark)]))
        if insertions:
            how += f", {insertions}" if "with " in technique else f" with {insertions}"
        told = ", ".join(_kept([f"In the {where}", how, *ways[2:]]))
        came = ", ".join(_kept(results))
        return _with_note(f"{told}: {came}" if came else told, mark.note)

    def _technique(self, mark: Mark) -> str:
        technique = wording.without_e_stim(mark)
        if self.style is not SENTENCES:
            return wording.technique(technique)
        # "deeply with pistoning and rotation"
        words = [_HOW[part] for part in technique.parts]
        with_ = [word.removeprefix("with ") for word in words if word.startswith("with ")]
        how = [word for word in words if not word.startswith("with ")]
        return " ".join(_kept([" and ".join(how), f"with {' and '.join(with_)}" if with_ else ""]))

    def _depth(self, mark: Mark) -> str:
        if mark.depth_mm is None:
            return ""
        return f"at a depth of {mark.depth_mm} mm" if self.style is SENTENCES else f"depth {mark.depth_mm} mm"

    def _position(self, mark: Mark) -> str:
        if mark.position is Position.NOT_RECORDED:
            return ""
        word = "in another position" if mark.position is Position.OTHER else wording.POSITIONS[mark.position]
        if self.style is TERSE:
            return wording.POSITIONS[mark.position]
        return f"with the patient {word}" if self.style is SENTENCES else f"patient {word}"

    def _disposition(self, mark: Mark) -> str:
        time = f"{mark.time_in_place} min" if mark.time_in_place is not None else ""
        word = wording.DISPOSITIONS.get(mark.disposition, "")
        if time and mark.disposition is Disposition.LEFT_IN_PLACE:
            return f"{word} {time}" if self.style is TERSE else f"{word} for {time}"
        return ", ".join(_kept([word, f"{time} in place" if time else ""]))

    def _e_stim(self, mark: Mark) -> str:
        said = wording.e_stim(mark.e_stim)
        if self.style is not SENTENCES or not said:
            return said
        return "without e-stim" if mark.e_stim is not None and not mark.e_stim.on else f"with {said}"

    def _ltr(self, mark: Mark, each: str) -> str:
        if mark.ltr is Ltr.NOT_RECORDED:
            return ""
        if self.style is TERSE:
            return "LTR none" if mark.ltr is Ltr.NONE else f"LTR {mark.ltr_count or 'yes'}{each}"
        if mark.ltr is Ltr.NONE:
            return "no local twitch response"
        response = "local twitch response"
        return f"{_many(mark.ltr_count, response)}{each}" if mark.ltr_count else f"{response}{each}"

    def _referral(self, record: Mark | Finding) -> str:
        where = record.referral_to
        if record.referral is Referral.REFERRED and where:
            return f"pain referred to {where}"
        if record.referral is Referral.FAMILIAR:
            word = "familiar pain" if self.style is TERSE else "familiar pain reproduced"
            return f"{word} ({where})" if where else word
        return wording.REFERRALS.get(record.referral, "")


def _needles(counts: NeedleCounts, visit: Visit, style: NarrativeStyle) -> str:
    """10 opened, 9 left in place, 9 taken out, lot A17: what is known of the visit's needles."""
    if style is TERSE:
        return needle_line(counts, visit).replace(" · ", ", ")
    said = [f"{counts.opened} opened"] if counts.opened is not None else []
    if counts.left_in or counts.out or counts.whole is not None:
        said += [f"{counts.left_in} left in place", f"{counts.out} taken out"]
    if visit.needle_lot:
        said.append(f"lot {visit.needle_lot}")
    if visit.needle_expiry:
        said.append(f"expiry {expiry_in_words(visit.needle_expiry)}")
    return ", ".join(said)


# -- small things -----------------------------------------------------------------------------------------------------


def _lifted(marks: Sequence[Mark]) -> tuple[Mark | None, list[Mark]]:
    """What holds for every mark, as a mark of nothing else; and the marks without it. None where that is nothing, as
    for a single mark."""
    if len(marks) < 2:
        return None, list(marks)
    first = marks[0]
    shared: dict[str, Any] = {}
    for names, nothing in _SHARED:
        values = tuple(getattr(first, name) for name in names)
        if values != nothing and all(tuple(getattr(m, name) for name in names) == values for m in marks):
            shared |= dict(zip(names, values, strict=True))
    if not shared:
        return None, list(marks)
    bare = Mark("", "", 0, first.target, first.side)
    without = {name: getattr(bare, name) for name in shared}
    e_stim_said = shared.get("e_stim") is not None and shared["e_stim"].on
    if e_stim_said and "technique" not in shared:
        # The settings said for all say "e-stim" too; whoever has the technique need not say it again.
        marks = [
            replace(m, technique=wording.without_e_stim(replace(m, e_stim=shared["e_stim"]))) for m in marks
        ]
    return replace(bare, **shared), [replace(mark, **without) for mark in marks]


def _rank(kinds: Iterable[Hashable], kind: Hashable) -> int:
    return list(kinds).index(kind)


def _kept(parts: Iterable[str]) -> list[str]:
    return [part for part in parts if part]


def _and(parts: Sequence[str]) -> str:
    """a; a and b; a, b and c."""
    if any(" and " in part for part in parts) and len(parts) > 1:
        # "right and left soleus, and right popliteus": where one of them is a pair already.
        return ", and ".join([", ".join(parts[:-1]), parts[-1]])
    return " and ".join(_kept([", ".join(parts[:-1]), parts[-1]])) if parts else ""


def _many(count: int | None, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _with_note(text: str, note: str, *, within: bool = False) -> str:
    """The therapist's own words last, as they were written but for the full stop that follows anyway; `within` a line
    whose parts are set off by semicolons, in brackets."""
    own = note.strip().removesuffix(".")
    if not own:
        return text
    return f"{text} ({own})" if within else f"{text}; {own}"
