"""Handouts: fields filled in, unknown ones said, names never taken for markdown."""

from __future__ import annotations

import pytest

from bodymap.charting.faults import Refused
from bodymap.charting.handouts import (
    FIELDS,
    LONGEST,
    examples,
    filled,
    muscles_in_words,
    tidy,
    unknown_fields,
)


def test_fields_are_filled_in_and_lines_of_nothing_left_out() -> None:
    text = "Dear {patient}, { date }.\n\nNext: {next_visit}\n\n{body}\nCall {clinic} {phone}."
    made = filled(text, {"patient": "Jane  Doe", "date": "12 Nov 2026", "clinic": "C", "body": "no"})
    assert made == "Dear Jane Doe, 12 Nov 2026.\n\n\n{body}\nCall C ."


@pytest.mark.parametrize("name", ["*Jane*", "# Doe", "a_b_c", "<b>x</b>", "[x](http://y)", "`code`", "1|2"])
def test_what_is_filled_in_is_words_not_markdown(name: str) -> None:
    import re

    made = filled("{patient}", {"patient": name})
    assert re.sub(r"\\(.)", r"\1", made) == name
    assert not re.search(r"(?<!\\)[*_`\[<#|]", made)


def test_unknown_fields_are_said_each_once() -> None:
    text = "{patient} {nmae} {muscle} {nmae} {} {{date}}"
    assert unknown_fields(text) == ("nmae", "muscle", "")
    for refuse in (lambda: filled(text, {}), lambda: tidy("English", text)):
        with pytest.raises(Refused) as refused:
            refuse()
        assert "{nmae}, {muscle}" in refused.value.sentence
        assert "{next_visit}" in refused.value.sentence


def test_a_text_has_a_name_and_an_end() -> None:
    assert tidy("  Français ", " a\r\nb ") == ("Français", "a\nb")
    for name, text in ((" ", "x"), ("x", "y" * (LONGEST + 1))):
        with pytest.raises(Refused):
            tidy(name, text)


def test_muscles_are_named_once_with_their_sides() -> None:
    sites = [
        ("upper trapezius", "right"),
        ("scar", ""),
        ("upper trapezius", "left"),
        ("upper trapezius", "right"),
    ]
    assert muscles_in_words(sites) == "upper trapezius (right, left), scar"


def test_the_shipped_texts_know_their_fields_and_say_what_must_be_said() -> None:
    assert [one.name for one in examples()] == ["English", "Deutsch", "Español"]
    for one in examples():
        assert unknown_fields(one.text) == ()
        assert one.text.startswith("# ")
        for field in ("patient", "date", "muscles", "body", "clinic", "phone", "therapist", "next_visit"):
            assert f"{{{field}}}" in one.text, (one.name, field)
        assert set(FIELDS) >= {"patient"}
    english = examples()[0].text
    for words in (
        "one or two days",
        "Nothing is injected",
        "not acupuncture",
        "longer than two days",
        "short of breath",
    ):
        assert words in english
