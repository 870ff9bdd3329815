"""What was written into a visit's record after its day: late entries and corrections, each dated when it was written,
in the words of the record's history. What was put back within one day by one person is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from bodymap.charting.audit import ChainState, Step
from bodymap.charting.edits import Change
from bodymap.charting.events import AdverseEvent
from bodymap.charting.history import MERGES, History, Teller
from bodymap.charting.kinds import Record
from bodymap.charting.records import NoteSection, Visit
from bodymap.charting.visit_text import SECTION_TITLES
from bodymap.charting.wording import day

MOST = 8
"""Lines on a chart: more are read by nobody there, and the whole record has them all."""
LONGEST_QUOTE = 200
LONGEST_LINE = 320
IN_WHOLE = "the text before is in the whole record"
CHANGED, ADDED = "Changed after that day", "Written later"


@dataclass(frozen=True, slots=True)
class Later:
    """What one person changed, or (`added`) wrote anew, on one later day; `by` is "" for the visit's own therapist."""

    number: int
    on: date
    by: str
    added: bool
    said: str

    @property
    def line(self) -> str:
        """Changed on 21 Nov 2026, by Ann Lee: R infraspinatus: LTR none -> yes."""
        by = f", by {self.by}" if self.by else ""
        said = " / ".join(part.strip() for part in self.said.splitlines() if part.strip())
        if len(said) > LONGEST_LINE:
            said = f"{said[:LONGEST_LINE]}… (all of it is in the whole record)"
        end = "" if said.endswith((".", "”", ")")) else "."
        return f"{'Added' if self.added else 'Changed'} on {day(self.on)}{by}: {said}{end}"


def charted_until(visit: Visit) -> date:
    """The last day on which what is written is the visit's own charting: its day, or the later one on which the record
    was begun, which its chart names."""
    begun = visit.created_at.astimezone().date() if visit.created_at is not None else visit.date
    return max(visit.date, begun)


def later_changes(
    visit: Visit,
    steps: Sequence[Step],
    names: Mapping[str, str],
    known: Iterable[tuple[str, Record]],
    chain: ChainState,
) -> tuple[Later, ...]:
    """All that `steps`, every step of the visit's records, changed after its day, in the order in which that was.
    `names` are therapists' by id, `known` records (with their kinds) that others name."""
    teller = Teller(History(visit.patient_id, tuple(steps), names, chain), known)
    of_record: dict[tuple[str, str], list[Step]] = {}
    for step in steps:
        of_record.setdefault((step.kind, step.record_id), []).append(step)
    found = [one for own in of_record.values() for one in _of_record(visit, own, teller)]
    return tuple(sorted(found, key=lambda one: one.number))


def as_section(later: Sequence[Later]) -> tuple[str, str]:
    """The title and the text of the part of a chart; ("", "") where nothing was changed later. Where there is more than
    fits, corrections stand before what was only added."""
    if not later:
        return "", ""
    chosen = sorted(sorted(later, key=lambda one: one.added)[:MOST], key=lambda one: one.number)
    lines = [one.line for one in chosen]
    if len(later) > MOST:
        lines.append(f"And {len(later) - MOST} more, in the whole record.")
    return (ADDED if all(one.added for one in later) else CHANGED), "\n".join(lines)


def _of_record(visit: Visit, steps: Sequence[Step], teller: Teller) -> Iterable[Later]:
    """What became of one record, by day and person: typing and trying are not told step by step."""
    until, own = charted_until(visit), visit.therapist_id
    first = steps[0].change.after if steps[0].change is not None else None
    if isinstance(first, AdverseEvent) and first.told_in and first.told_in != visit.id:
        # Told at a later visit: the chart says so by the event itself.
        until = max(until, steps[0].at.astimezone().date())

    def together(step: Step) -> tuple[date, str, bool]:
        return step.at.astimezone().date(), step.therapist_id, _is_clerical(step)

    for (on, therapist_id, clerical), run in groupby(steps, together):
        ones = list(run)
        if on <= until or clerical:
            continue
        by = "" if therapist_id == own else teller.name(therapist_id) or "a therapist without a name"
        start, end = ones[0].change, ones[-1].change
        if start is None or end is None:
            yield Later(ones[0].number, on, by, False, teller.said(ones[0]))
            continue
        for added, said in _said(visit, ones[-1], start.before, end.after, teller):
            yield Later(ones[0].number, on, by, added, said)


def _is_clerical(step: Step) -> bool:
    """Two records of one patient that were merged, or separated again: nothing of the visit was changed."""
    return step.action in MERGES


def _said(
    visit: Visit, last: Step, before: Record | None, after: Record, teller: Teller
) -> Iterable[tuple[bool, str]]:
    """Whether something was only added, and what; nothing where all was put back."""
    was: Any = before
    if isinstance(after, NoteSection):
        yield from _note(was.text if isinstance(was, NoteSection) and not was.removed else "", after)
        return
    if before is None or was.removed:
        if not after.removed:
            yield before is None, teller.said(replace(last, action="", change=Change(before, after)))
        return
    if isinstance(after, AdverseEvent) and isinstance(was, AdverseEvent):
        if was.closed_on is None and after.closed_on is not None and after.closed_on > visit.date:
            # Over since: the charts tell by the event itself when, and at which visit that was said.
            was = replace(was, closed_on=after.closed_on, closed_in=after.closed_in)
        was = replace(was, closed_in=after.closed_in)
    told = teller.differing(last.kind, was, after) if not after.removed else []
    if told and all(one.added for one in told):
        said = "; ".join(one.added for one in told)
        yield True, said if isinstance(after, Visit) else f"{teller.named(was)}: {said}"
        return
    said = teller.said(replace(last, action="", change=Change(was, after)))
    if isinstance(after, Visit):  # whose chart this is needs no saying
        said = said.removeprefix(f"{teller.named(was)}: ")
    if said:
        yield False, said


def _note(before: str, note: NoteSection) -> Iterable[tuple[bool, str]]:
    """A part of the note: what was added to it in full, what was changed as it read before; long texts by length."""
    title, after = SECTION_TITLES[note.section], "" if note.removed else note.text
    old, new = ([*re.finditer(r"\S+", text)] for text in (before, after))
    words, there = [one.group() for one in old], [one.group() for one in new]
    if words == there:
        return
    if not words:
        yield True, f"{title}, {_length(there)}"
        return
    start = _alike(words, there)
    end = _alike(words[start:][::-1], there[start:][::-1])
    out, put = old[start : len(old) - end], new[start : len(new) - end]
    gone = before[out[0].start() : out[-1].end()] if out else ""
    came = after[put[0].start() : put[-1].end()] if put else ""
    if max(len(gone), len(came)) > LONGEST_QUOTE:
        if out:
            taken = f"{_length(words[start : len(words) - end])} taken out"
            added = f", {_length(there[start : len(there) - end])} put in" if put else ""
            yield False, f"{title}: {taken}{added}; {IN_WHOLE}"
        else:
            yield True, f"{title}, {_length(there[start : len(there) - end])}"
    elif not out:
        yield True, f"{title}: {_quoted(came, there, start)}"
    elif not put:
        yield False, f"{title}: {_quoted(gone, words, start)} taken out"
    else:
        yield False, f"{title}: {_quoted(gone, words, start)} -> {_quoted(came, there, start)}"


def _quoted(text: str, words: Sequence[str], start: int) -> str:
    """In quotation marks on one line, after the two words before it: a word alone says nothing of where it stood."""
    lead = " ".join(words[max(0, start - 2) : start])
    flat = " / ".join(part.strip() for part in text.splitlines() if part.strip())
    return f"“{f'… {lead} ' if lead else ''}{flat}”"


def _length(words: Sequence[str]) -> str:
    return "1 word" if len(words) == 1 else f"{len(words)} words"


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two texts share at their start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (here, there) in pairs if here != there), min(len(one), len(other)))
