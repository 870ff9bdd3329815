"""Snippets: where a word counts as typed, what it becomes, and in what order its places are gone through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodymap.charting.faults import Refused
from bodymap.charting.records import Mark, Side, Target, TargetKind
from bodymap.charting.snippets import EXAMPLES, Snippet, Stop, expand, known_of, tidy, typed_word


@pytest.mark.parametrize(
    ("before", "word"),
    [
        (";nki", "nki"),
        ("Better. ;nki", "nki"),
        ("(;nki", "nki"),
        ("\t;", ""),
        ("pain;nki", None),
        ("pain; worse", None),
        ("pain ; ", None),
        (";;nki", None),
        (";nki.", None),
        (";" + "x" * 21, None),
        ("", None),
    ],
)
def test_a_word_is_typed_only_after_a_semicolon_of_its_own(before: str, word: str | None) -> None:
    assert typed_word(before) == word


def test_fields_are_filled_in_or_are_places_to_write_in() -> None:
    made = expand("{side} {muscles}: {2:how often}, {1:how long}.{0} End", {"side": "right", "muscles": ""})
    assert made.text == "right muscles: how often, how long. End"
    assert [made.text[s.start : s.start + s.length] for s in made.stops] == [
        "how long",
        "how often",
        "muscles",
    ]
    assert made.text[: made.end].endswith("how long.")


def test_braces_that_are_no_field_stay_as_they_are() -> None:
    text = "{} {Big} {1 {a b} }{"
    assert (expand(text, {}).text, expand(text, {}).stops) == (text, ())


def test_a_text_without_fields_is_written_on_at_its_end() -> None:
    assert (expand("plain", {}).stops, expand("plain", {}).end) == ((), 5)
    assert expand("{1}", {}).stops == (Stop(0, 0),)


def mark(name: str, side: Side, needles: int = 1) -> Mark:
    return Mark(name, "v", 1, Target(TargetKind.MUSCLE, name, name, name), side, needles=needles)


def test_what_a_visit_fills_in() -> None:
    right, left, mid = Side.RIGHT, Side.LEFT, Side.MIDLINE
    assert known_of([mark("Soleus", right, 2), mark("Popliteus", right)], 3, "4 May 2026") == {
        "muscles": "soleus and popliteus",
        "side": "right",
        "needles": "3",
        "visit": "3",
        "date": "4 May 2026",
    }
    mixed = known_of([mark("Soleus", right), mark("Soleus", left), mark("Linea alba", mid)], 1, "")
    assert (mixed["muscles"], mixed["side"]) == ("right and left soleus and linea alba", "right and left")
    assert not any(known_of([], 0, "").values())


@pytest.mark.parametrize("word", ["", "  ", ";", "two words", "a.b", "x" * 21, "na_me"])
def test_a_word_that_cannot_be_typed_is_refused(word: str) -> None:
    with pytest.raises(Refused) as refused:
        tidy("", word, "text", ())
    assert refused.value.field == "word"


def test_a_word_is_taken_once_and_an_empty_text_refused() -> None:
    held = [Snippet("1", "nki", "x")]
    with pytest.raises(Refused, match="already"):
        tidy("2", "NKI", "text", held)
    assert tidy("1", ";nki ", "\ntext\n", held) == ("nki", "text")
    with pytest.raises(Refused) as refused:
        tidy("1", "nki", " \n ", held)
    assert refused.value.field == "text"


def test_the_examples_can_be_typed_as_they_are() -> None:
    for example in EXAMPLES:
        assert tidy("", example.word, example.text, [one for one in EXAMPLES if one is not example])
        assert "{" not in expand(example.text, {}).text


@given(st.text(alphabet="ab{}:0123 \n🙂", max_size=40), st.text(alphabet="xy{}", max_size=5))
def test_whatever_is_written_its_places_lie_in_what_it_becomes(text: str, muscles: str) -> None:
    made = expand(text.replace("ab", "{muscles}"), {"muscles": muscles})
    assert 0 <= made.end <= len(made.text)
    for stop in made.stops:
        assert 0 <= stop.start <= stop.start + stop.length <= len(made.text)
    if "{" not in text and "ab" not in text:
        assert (made.text, made.stops, made.end) == (text, (), len(text))


@given(st.text(alphabet="ab;{( \n", max_size=12))
def test_no_word_is_found_within_another(before: str) -> None:
    word = typed_word(before.rsplit("\n", 1)[-1])
    if word is not None:
        ahead = before.rsplit("\n", 1)[-1][: -len(word) - 1]
        assert before.endswith(f";{word}")
        assert not ahead[-1:].isalnum()
        assert ahead[-1:] != ";"
