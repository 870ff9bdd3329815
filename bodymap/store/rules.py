"""What every store refuses, whatever it keeps the records in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from bodymap.charting.edits import Change, Edit, Transaction
from bodymap.charting.faults import RecordsFault
from bodymap.charting.findings import Finding
from bodymap.charting.kinds import Record, as_kept
from bodymap.charting.records import (
    Clinic,
    Defaults,
    EStim,
    Mark,
    NeedleSize,
    NeedlesOut,
    NoteSection,
    Point,
    Visit,
    to_millisecond,
)
from bodymap.charting.sets import MarkSet
from bodymap.charting.snippets import Snippet

MAX_COUNT = 999
MAX_MEASURE = 9_999
"""The most that minutes, millimetres, hertz, microseconds and milliamperes may be in any store."""


def changed_meanwhile() -> RecordsFault:
    """The record was changed by someone else since it was read."""
    return RecordsFault(
        "changed",
        "This was changed in the meantime.",
        "Nothing was written; what is stored is unharmed.",
        "Look at it as it stands now and make the change again.",
    )


def refused(why: str) -> RecordsFault:
    """The change does not fit the rules of the records."""
    return RecordsFault("refused", f"The records did not take this change: {why}.", "Nothing was written.")


def kept(transaction: Transaction) -> Transaction:
    """The transaction as stores keep it (micrometres, milliseconds), checked for what no store can hold."""
    changes = tuple(_kept(change) for change in transaction.changes)
    for change in changes:
        _check(change)
    edit = transaction.edit
    if edit is not None:
        edit = Edit(
            edit.id,
            edit.scope,
            edit.name,
            tuple(_kept(change) for change in edit.changes),
            to_millisecond(edit.at),
            edit.therapist_id,
            edit.kind,
            edit.of,
        )
        for text in (edit.id, edit.scope, edit.name):
            _check_text(text)
        if any(change not in changes for change in edit.changes):
            raise refused("its undo step is about other changes than it makes")
    _check_text(transaction.action)
    return Transaction(
        changes, to_millisecond(transaction.at), transaction.therapist_id, transaction.action, edit
    )


def _kept(change: Change) -> Change:
    try:
        return _rounded(change)
    except (ValueError, OverflowError):  # not a number, or infinite
        raise refused("a place or a current in it is no number") from None


def _rounded(change: Change) -> Change:
    return Change(as_kept(change.before) if change.before is not None else None, as_kept(change.after))


def _check(change: Change) -> None:
    before, after = change.before, change.after
    if before is not None and (type(before) is not type(after) or before.id != after.id):
        raise refused("it turns one record into another")
    if after.revision != (before.revision if before is not None else 0) + 1:
        raise refused("its revision does not follow the one before")
    if isinstance(after, NoteSection) and after.id != NoteSection.id_of(after.visit_id, after.section):
        raise refused("the note's id is not its visit and section")
    if isinstance(after, Clinic) and after.id != "clinic":
        raise refused("there is one clinic")
    if isinstance(after, Mark):
        _check_mark(after)
    elif isinstance(after, Visit):
        if after.needles_opened is not None and not 0 <= after.needles_opened <= MAX_COUNT:
            raise refused("the count of needles opened is out of range")
    elif isinstance(after, NeedlesOut):
        if after.id != NeedlesOut.id_of(after.visit_id, after.body_part):
            raise refused("the count's id is not its visit and body part")
        if not 0 <= after.counted <= MAX_COUNT:
            raise refused("a count of needles is out of range")
    elif isinstance(after, Defaults):
        if after.id != Defaults.id_of(after.therapist_id, after.target_id):
            raise refused("the defaults' id is not their therapist and target")
        _check_size(after.needle)
    elif isinstance(after, Finding):
        if after.ordinal < 1:
            raise refused("a finding's number starts at 1")
    elif isinstance(after, MarkSet):
        for entry in after.entries:
            _check_counts(entry.needles, entry.insertions)
            _check_size(entry.needle)
            _check_point(entry.point)
    elif isinstance(after, Snippet) and not after.word:
        raise refused("a snippet has a word")
    _check_point(getattr(after, "point", None))
    for text in _texts(after):
        _check_text(text)


def _check_mark(mark: Mark) -> None:
    _check_counts(mark.needles, mark.insertions)
    if mark.ltr_count is not None and not 0 <= mark.ltr_count <= MAX_COUNT:
        raise refused("a count of twitches is out of range")
    if mark.ordinal < 1:
        raise refused("a mark's number starts at 1")
    _check_size(mark.needle)
    for measure in (mark.time_in_place, mark.depth_mm):
        if measure is not None and not 0 <= measure <= MAX_MEASURE:
            raise refused("a time or a depth is out of range")
    if mark.e_stim is not None:
        _check_e_stim(mark.e_stim)
    if mark.carried and not mark.carried_from:
        raise refused("it is carried over from nowhere")


def _check_point(point: Point | None) -> None:
    if point is not None and not (
        1 <= point.layer <= 3
        and point.plate_version >= 1
        and abs(point.u) <= 10_000
        and abs(point.v) <= 10_000
    ):
        raise refused("the point lies on no plate")


def _check_counts(needles: int, insertions: int) -> None:
    if not (0 <= needles <= MAX_COUNT and 0 <= insertions <= MAX_COUNT):
        raise refused("a count of needles is out of range")


def _check_size(needle: NeedleSize | None) -> None:
    if needle is not None and not (50 <= needle.diameter_um <= 2000 and 1 <= needle.length_mm <= 300):
        raise refused("the needle's size is out of range")


def _check_e_stim(e_stim: EStim) -> None:
    for measure in (e_stim.hz, e_stim.pulse_us, e_stim.ma):
        if measure is not None and not 0 <= measure <= MAX_MEASURE:
            raise refused("a setting of the e-stim is out of range")
    if not e_stim.on and e_stim != EStim(on=False):
        raise refused("e-stim that was not used has no settings")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif hasattr(value, "__dataclass_fields__"):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


def _check_text(text: str) -> None:
    # Half of a surrogate pair, as broken pasted text brings it: no file or page could hold it. Not by trying to encode:
    # that error would carry the text itself into logs.
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise refused("it holds a broken character that cannot be stored")


def references(record: Record) -> Iterator[tuple[str, str]]:
    """The (kind, id) of the records that must exist for this one to stand."""
    if (visit_id := getattr(record, "visit_id", None)) is not None:
        yield "visit", visit_id
    if (patient_id := getattr(record, "patient_id", None)) is not None:
        yield "patient", patient_id
    if (therapist_id := getattr(record, "therapist_id", None)) is not None:
        yield "therapist", therapist_id
