"""What a mark may hold, what is asked about, and how what was typed is read."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodymap.charting.events import AdverseEvent, EventKind
from bodymap.charting.faults import Refused
from bodymap.charting.places import Laterality
from bodymap.charting.precautions import Answer, PrecautionAnswer, answer_in_words
from bodymap.charting.records import (
    Disposition,
    EStim,
    Ltr,
    Mark,
    NeedleSize,
    Position,
    Referral,
    Side,
    Target,
    TargetKind,
    Technique,
    Tolerance,
)
from bodymap.charting.rules import asked_about, check_mark
from bodymap.charting.wording import (
    DISPOSITIONS,
    POSITIONS,
    REFERRALS,
    TECHNIQUES,
    TOLERANCES,
    details,
    read_measure,
    read_needle,
)

BARE = Mark("m", "v", 1, Target(TargetKind.MUSCLE, "infraspinatus", "Infraspinatus"), Side.RIGHT)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"time_in_place": -1}, "time_in_place"),
        ({"time_in_place": 181}, "time_in_place"),
        ({"depth_mm": -1}, "depth_mm"),
        ({"depth_mm": 151}, "depth_mm"),
        ({"referral_to": "temple"}, "referral_to"),
        ({"referral": Referral.NONE, "referral_to": "temple"}, "referral_to"),
        ({"e_stim": EStim(hz=0.0)}, "e_stim"),
        ({"e_stim": EStim(hz=1000.5)}, "e_stim"),
        ({"e_stim": EStim(pulse_us=9)}, "e_stim"),
        ({"e_stim": EStim(pulse_us=2001)}, "e_stim"),
        ({"e_stim": EStim(ma=100.1)}, "e_stim"),
        ({"e_stim": EStim(on=False, to_twitch=True)}, "e_stim"),
        ({"ltr": Ltr.NONE, "ltr_count": 1}, "ltr"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(values: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        check_mark(replace(BARE, **values))
    assert refused.value.field == field
    assert refused.value.sentence.count(".") - refused.value.sentence.count("0.1") == 1


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"time_in_place": 0, "depth_mm": 0},
        {"time_in_place": 180, "depth_mm": 150},
        {"referral": Referral.FAMILIAR, "referral_to": "temple"},
        {"e_stim": EStim(on=False)},
        {"e_stim": EStim(True, 0.1, 10, 0.1, True, "1 with 2")},
        {"e_stim": EStim(True, 1000.0, 2000, 100.0)},
        # Asked about, never refused.
        {"needle": NeedleSize(400, 125), "depth_mm": 130},
    ],
)
def test_what_can_be_is_taken(values: dict[str, Any]) -> None:
    check_mark(replace(BARE, **values))


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        ({}, []),
        ({"needle": NeedleSize(120, 13)}, []),
        ({"needle": NeedleSize(350, 100), "depth_mm": 100}, []),
        ({"needle": NeedleSize(110, 40)}, ["needle"]),
        ({"needle": NeedleSize(360, 40)}, ["needle"]),
        ({"needle": NeedleSize(300, 12)}, ["needle"]),
        ({"needle": NeedleSize(300, 101)}, ["needle"]),
        ({"needle": NeedleSize(300, 40), "depth_mm": 41}, ["depth_mm"]),
        ({"depth_mm": 90}, []),
        ({"disposition": Disposition.WITHDRAWN, "time_in_place": 10}, ["time_in_place"]),
        ({"disposition": Disposition.WITHDRAWN, "time_in_place": 0}, []),
        ({"disposition": Disposition.LEFT_IN_PLACE, "time_in_place": 10}, []),
        ({"disposition": Disposition.WITHDRAWN, "technique": Technique.IN_SITU}, ["technique"]),
        (
            {
                "disposition": Disposition.WITHDRAWN,
                "technique": Technique.of(Technique.DEEP, Technique.IN_SITU),
            },
            ["technique"],
        ),
        ({"disposition": Disposition.WITHDRAWN, "technique": Technique.PISTONING}, []),
        ({"disposition": Disposition.LEFT_IN_PLACE, "technique": Technique.IN_SITU}, []),
        ({"technique": Technique.IN_SITU}, []),
        ({"needle": NeedleSize(400, 30), "depth_mm": 31}, ["needle", "depth_mm"]),
    ],
)
def test_what_seldom_is_is_asked_about(values: dict[str, Any], asked: list[str]) -> None:
    questions = asked_about(replace(BARE, **values))
    assert [question.field for question in questions] == asked
    assert all(question.sentence.endswith("?") for question in questions)


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("time_in_place", "10", 10),
        ("time_in_place", " 10 min", 10),
        ("time_in_place", "10 minutes", 10),
        ("time_in_place", "", None),
        ("depth_mm", "25mm", 25),
        ("hz", "2,5", 2.5),
        ("hz", "100 Hz", 100.0),
        ("hz", ".5", 0.5),
        ("pulse_us", "250 µs", 250),
        ("pulse_us", "250 us", 250),
        ("ma", "1.2 mA", 1.2),
    ],
)
def test_measures_as_people_write_them(field: str, typed: str, value: float | None) -> None:
    assert read_measure(field, typed) == value


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("time_in_place", "ten"),
        ("time_in_place", "10 mm"),
        ("time_in_place", "2.5"),
        ("depth_mm", "2 cm"),
        ("depth_mm", "-3"),
        ("depth_mm", "2.5"),
        ("hz", "2 mA"),
        ("ma", "2/100"),
        ("pulse_us", "1e3"),
    ],
)
def test_what_is_no_measure_is_refused_with_an_example(field: str, typed: str) -> None:
    with pytest.raises(Refused, match="for example"):
        read_measure(field, typed)


@given(st.sampled_from(["time_in_place", "depth_mm", "hz", "pulse_us", "ma"]), st.text(max_size=12))
def test_whatever_is_typed_is_a_number_or_refused(field: str, typed: str) -> None:
    try:
        value = read_measure(field, typed)
    except Refused:
        return
    assert (value is None) == (not typed.strip())


@given(
    st.integers(12, 35), st.integers(13, 100), st.sampled_from([".", ","]), st.sampled_from(["x", " × ", "*"])
)
def test_a_comma_is_a_point(hundredths: int, length: int, mark: str, times: str) -> None:
    assert read_needle(f"0{mark}{hundredths:02}{times}{length}") == NeedleSize(hundredths * 10, length)


def test_every_word_of_the_vocabularies_is_worded() -> None:
    for words, said in (
        (Technique, TECHNIQUES),
        (Disposition, DISPOSITIONS),
        (Referral, REFERRALS),
        (Position, POSITIONS),
        (Tolerance, TOLERANCES),
    ):
        assert {word for word in words if word.value != "not_recorded"} == said.keys()
        assert len(set(said.values())) == len(said)


def test_details_say_what_was_recorded_and_nothing_else() -> None:
    whole = replace(
        BARE,
        product="Seirin J",
        technique=Technique.PISTONING,
        e_stim=EStim(True, 2.0, 250, 1.2, True, "1 with 2"),
        depth_mm=25,
        disposition=Disposition.LEFT_IN_PLACE,
        time_in_place=10,
        position=Position.PRONE,
        referral=Referral.REFERRED,
        referral_to="temple",
        tolerance=Tolerance.GOOD,
    )
    assert details(BARE) == ""
    assert details(whole) == (
        "Seirin J · pistoning · e-stim 2 Hz 250 µs 1.2 mA to twitch, pair 1 with 2 · depth 25 mm · left in place"
        " · 10 min · prone · referred to temple · tolerated well"
    )
    assert details(whole, whole) == (
        "e-stim 2 Hz 250 µs 1.2 mA to twitch, pair 1 with 2 · depth 25 mm · left in place · 10 min · referred to temple"
        " · tolerated well"
    )
    assert details(replace(BARE, e_stim=EStim(on=False))) == "no e-stim"
    assert details(replace(BARE, technique=Technique.E_STIM, e_stim=EStim(hz=2.5))) == "e-stim 2.5 Hz"
    assert details(replace(BARE, technique=Technique.E_STIM)) == "e-stim"
    assert details(replace(BARE, referral=Referral.FAMILIAR, referral_to="eye")) == "familiar pain: eye"
    assert details(replace(BARE, referral=Referral.NONE, time_in_place=0)) == "0 min · no pain reproduced"


def test_several_techniques_are_one_value_of_one_text() -> None:
    both = Technique.of(Technique.PISTONING, Technique.DEEP)
    assert both.value == "deep+pistoning"
    assert Technique(both.value) is both
    assert both.parts == (Technique.DEEP, Technique.PISTONING)
    assert Technique.of(both, Technique.DEEP) is both
    assert Technique.of() is Technique.NOT_RECORDED
    assert Technique.of(Technique.DEEP) is Technique.DEEP
    assert len(set(Technique)) == 9  # the vocabulary stays what it was
    assert pickle.loads(pickle.dumps(both)) is both
    assert copy.deepcopy(both) is both


@pytest.mark.parametrize(
    "text",
    ["pistoning+deep", "deep+deep", "deep+", "+deep", "deep+sideways", "deep+not_recorded", "deep pistoning"],
)
def test_what_no_program_of_ours_writes_is_no_technique(text: str) -> None:
    with pytest.raises(ValueError, match="not a valid Technique"):
        Technique(text)


def test_several_techniques_in_words() -> None:
    deep = Technique.of(Technique.DEEP, Technique.PISTONING, Technique.E_STIM)
    assert details(replace(BARE, technique=deep)) == "deep, pistoning, e-stim"
    assert details(replace(BARE, technique=deep, e_stim=EStim(hz=2))) == "deep, pistoning · e-stim 2 Hz"


def test_parts_of_the_body_are_called_as_the_list_calls_them() -> None:
    event = AdverseEvent("e", "v", EventKind.BRUISING, side=Laterality.RIGHT, body_part="pelvis-hip")
    assert event.title == "Bruising, right, pelvis and hip"
    answer = PrecautionAnswer(
        "a",
        "p",
        "lymphoedema",
        "Lymphoedema",
        Answer.YES,
        side=Laterality.LEFT,
        body_parts=("head-jaw", "leg"),
    )
    assert answer_in_words(answer) == "left head and jaw, lower leg"
