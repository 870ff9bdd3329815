"""Needles in and out, and expiries as packets print them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodymap.charting.faults import Refused
from bodymap.charting.needles import (
    NeedleCounts,
    PartCount,
    asked_about_visit,
    counts_of_needles,
    expiry_in_words,
    last_day,
    needle_line,
    read_expiry,
)
from bodymap.charting.records import Disposition, Mark, NeedlesOut, Side, Target, TargetKind, Visit

VISIT = Visit("v", "p", "t", date(2026, 5, 4))
NAMES = {"shoulder": "Shoulder", "pelvis-hip": "Pelvis and hip"}


def _mark(part: str, needles: int, left: bool = True, removed: bool = False) -> Mark:
    target = Target(TargetKind.MUSCLE, part, part)
    disposition = Disposition.LEFT_IN_PLACE if left else Disposition.WITHDRAWN
    return Mark(part, "v", 1, target, Side.RIGHT, needles=needles, disposition=disposition, removed=removed)


def _out(part: str, counted: int) -> NeedlesOut:
    return NeedlesOut(NeedlesOut.id_of("v", part), "v", part, counted)


def _counts(*held: Mark | NeedlesOut) -> NeedleCounts:
    marks = [one for one in held if isinstance(one, Mark)]
    outs = [one for one in held if isinstance(one, NeedlesOut)]
    return counts_of_needles(VISIT, marks, outs, lambda mark: mark.target.id)


def test_only_needles_left_in_place_are_in() -> None:
    counts = _counts(
        _mark("shoulder", 2),
        _mark("shoulder", 1),
        _mark("shoulder", 5, left=False),
        _mark("pelvis-hip", 4, removed=True),
    )
    assert counts.parts == (PartCount("shoulder", 3, 0),)
    assert (counts.left_in, counts.out, counts.remaining, counts.settled) == (3, 0, 3, False)


def test_nothing_is_counted_in_by_guess() -> None:
    unsaid = replace(_mark("shoulder", 2), disposition=Disposition.NOT_RECORDED, time_in_place=10)
    assert _counts(unsaid).left_in == 0


def test_nothing_left_in_is_settled_and_says_nothing() -> None:
    counts = _counts(_mark("shoulder", 2, left=False))
    assert counts.settled
    assert counts.difference(NAMES) == ""
    assert needle_line(counts, VISIT) == ""


@pytest.mark.parametrize(
    ("held", "sentence"),
    [
        ([_mark("shoulder", 1)], "1 needle is still in: shoulder 1."),
        (
            [_mark("shoulder", 2), _mark("pelvis-hip", 1), _out("shoulder", 2)],
            "1 needle is still in: pelvis and hip 1.",
        ),
        ([_mark("shoulder", 2), _out("shoulder", 2)], ""),
        (
            [_mark("shoulder", 2), _out("shoulder", 3)],
            "1 more needle was counted out than left in place: shoulder 1.",
        ),
        (
            [_mark("shoulder", 3), _out("shoulder", 1), _out("pelvis-hip", 2)],
            "2 needles are still in: shoulder 2. "
            "2 more needles were counted out than left in place: pelvis and hip 2.",
        ),
        ([_mark("shoulder", 2), _mark("pelvis-hip", 1), _out("", 3)], ""),
        (
            [_mark("shoulder", 2), _mark("pelvis-hip", 1), _out("", 2)],
            "3 needles are left in place, but 2 counted out.",
        ),
    ],
)
def test_it_says_so_while_in_and_out_differ(held: list, sentence: str) -> None:
    counts = _counts(*held)
    assert counts.difference(NAMES) == sentence
    assert counts.settled == (not sentence)


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9))),
    st.dictionaries(st.sampled_from("abcd"), st.integers(0, 9)),
)
def test_what_remains_is_what_is_in_less_what_came_out(marks: list, outs: dict) -> None:
    counts = _counts(*(_mark(part, n) for part, n in marks), *(_out(part, n) for part, n in outs.items()))
    assert counts.remaining == sum(n for _, n in marks) - sum(outs.values())
    assert counts.remaining == sum(part.remaining for part in counts.parts)
    assert counts.settled == (counts.difference({}) == "")


def test_the_line_on_paper_says_what_was_recorded() -> None:
    counts = _counts(_mark("shoulder", 9), _out("shoulder", 9))
    assert needle_line(counts, VISIT) == "in 9 · out 9"
    told = replace(VISIT, needle_lot="A17", needle_expiry="2027-05")
    assert (
        needle_line(replace(counts, opened=10), told)
        == "opened 10 · in 9 · out 9 · lot A17 · expiry May 2027"
    )
    assert needle_line(NeedleCounts(), told) == "lot A17 · expiry May 2027"


@pytest.mark.parametrize(
    ("typed", "kept", "words"),
    [
        ("2027-05", "2027-05", "May 2027"),
        ("2027-5", "2027-05", "May 2027"),
        ("05/2027", "2027-05", "May 2027"),
        ("05/27", "2027-05", "May 2027"),
        ("5.2027", "2027-05", "May 2027"),
        ("May 2027", "2027-05", "May 2027"),
        ("2027-05-31", "2027-05-31", "31 May 2027"),
        ("31.5.2027", "2027-05-31", "31 May 2027"),
        ("31 may 27", "2027-05-31", "31 May 2027"),
        ("", "", ""),
    ],
)
def test_expiries_as_packets_print_them(typed: str, kept: str, words: str) -> None:
    assert read_expiry(typed) == kept
    assert expiry_in_words(kept) == words


@pytest.mark.parametrize("typed", ["soon", "2027", "2027-13", "31.2.2027", "5/6/2027", "1999-01", "xx 2027"])
def test_what_is_no_expiry_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="as on the packet"):
        read_expiry(typed)


def test_a_month_lasts_to_its_end_and_an_expired_lot_is_asked_about() -> None:
    assert last_day("2028-02") == date(2028, 2, 29)
    assert last_day("") is None
    for expiry, asked in (("", 0), ("2026-05", 0), ("2026-05-04", 0), ("2026-04", 1), ("2026-05-03", 1)):
        assert len(asked_about_visit(replace(VISIT, needle_expiry=expiry))) == asked, expiry
