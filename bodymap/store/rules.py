"""What every store refuses, whatever it keeps the records in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bodymap.charting.consent import Consent, ConsentText
from bodymap.charting.edits import Change, Edit, Transaction
from bodymap.charting.faults import RecordsFault
from bodymap.charting.findings import Finding
from bodymap.charting.kinds import Record, as_kept
from bodymap.charting.outcomes import Measured, PainScore, RangeOfMotion, Response
from bodymap.charting.places import Outline
from bodymap.charting.plans import TreatmentPlan
from bodymap.charting.policy import Policy
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
    field_names,
    to_millisecond,
)
from bodymap.charting.sets import MarkSet
from bodymap.charting.snippets import Snippet
from bodymap.charting.tidying import Merge

MAX_COUNT = 999
MAX_CORNERS = 2_000
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
    # An undo step is about the same changes: they are rounded once.
    known = {id(change): one for change, one in zip(transaction.changes, changes, strict=True)}
    for change in changes:
        _check(change)
    edit = transaction.edit
    if edit is not None:
        edit = Edit(
            edit.id,
            edit.scope,
            edit.name,
            tuple(known.get(id(change)) or _kept(change) for change in edit.changes),
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
        _check_measures(after.minutes)
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
    elif isinstance(after, Snippet):
        if not after.word:
            raise refused("a snippet has a word")
    else:
        _check_whole_record(after)
    _check_point(getattr(after, "point", None))
    for text in _texts(after):
        _check_text(text)


def _check_whole_record(after: Record) -> None:
    """The kinds of version 4. What a field may mean is charting's to say; here only what no store can hold."""
    _check_id(after)
    if (ordinal := getattr(after, "ordinal", None)) is not None and ordinal < 1:
        raise refused("a number in a list starts at 1")
    if isinstance(outline := getattr(after, "outline", None), Outline):
        _check_outline(outline)
    if isinstance(after, PainScore):
        if any(not 0 <= score <= 100 for score in (after.now, after.best, after.worst) if score is not None):
            raise refused("pain is a number from 0 to 10")
    elif isinstance(after, RangeOfMotion):
        if abs(after.degrees) > 360:
            raise refused("a motion is out of range")
    elif isinstance(after, Measured):
        if abs(after.tenths) > 10 * MAX_MEASURE:
            raise refused("a measured value is out of range")
    elif isinstance(after, Response):
        _check_measures(after.soreness_hours)
    elif isinstance(after, TreatmentPlan):
        _check_measures(after.visits_suggested, after.weeks)
    elif isinstance(after, Policy):
        _check_measures(after.consent_months, after.review_visits, after.retention_years, after.of_age)
    elif isinstance(after, ConsentText):
        if after.version < 1:
            raise refused("the versions of a text start at 1")
    elif isinstance(after, Consent):
        if after.text_version < 1:
            raise refused("the versions of a text start at 1")
    elif isinstance(after, Merge) and after.from_id == after.into_id:
        raise refused("a record cannot be merged with itself")


def _check_id(record: Record) -> None:
    """A record whose id is made of its fields has the id of its fields."""
    made = getattr(type(record), "id_of", None)
    if made is None:
        return
    names = made.__code__.co_varnames[: made.__code__.co_argcount]
    if record.id != made(*(getattr(record, name) for name in names)):
        raise refused("its id is not made of its fields")


def _check_measures(*measures: int | None) -> None:
    if any(measure is not None and not 0 <= measure <= MAX_MEASURE for measure in measures):
        raise refused("a number in it is out of range")


def _check_outline(outline: Outline) -> None:
    if outline.plate_version < 1 or any(
        abs(at) > 10_000_000 for corner in outline.corners for at in (corner.u_um, corner.v_um)
    ):
        raise refused("the outline lies on no plate")
    if not 0 <= outline.radius_um <= 2_000_000 or len(outline.corners) > MAX_CORNERS:
        raise refused("the outline is out of range")
    if len(outline.corners) < 3 and (len(outline.corners) != 1 or outline.radius_um == 0):
        raise refused("an outline has three corners, or one and a radius")


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
    if mark.usual_place and mark.point is None:
        raise refused("it lies nowhere, and so at no usual place")


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
        for name in field_names(value.__class__):
            yield from _texts(getattr(value, name))


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
