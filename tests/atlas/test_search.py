"""The search: phrases of practice, abbreviations that are never guessed, speed."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodymap.atlas.catalogue import Catalogue
from bodymap.atlas.search import Search, fold
from tests.atlas.conftest import ASSETS

with (Path(__file__).parent / "search_phrases.tsv").open(encoding="utf-8") as file:
    PHRASES = [(row["phrase"], row["expected"]) for row in csv.DictReader(file, delimiter="\t")]

SEARCH = Search(Catalogue.read(ASSETS))


@pytest.mark.parametrize(("phrase", "expected"), PHRASES)
def test_first_answer(phrase: str, expected: str) -> None:
    assert [found.id for found in SEARCH.find(phrase)][:1] == [expected]


@pytest.mark.parametrize(
    ("abbreviation", "readings"),
    [
        ("PT", {"pronator-teres", "fibularis-tertius", "tibialis-posterior"}),
        ("TA", {"tibialis-anterior", "transversus-abdominis"}),
        ("SA", {"serratus-anterior", "scalenus-anterior"}),
        ("ST", {"semitendinosus", "semispinalis-thoracis", "spinalis-thoracis"}),
        ("ED", {"extensor-digitorum", "extensor-digitorum-longus"}),
        ("PM", {"pectoralis-major", "pectoralis-minor", "psoas-major", "psoas-minor"}),
        ("PL", {"palmaris-longus", "fibularis-longus"}),
        ("LT", {"trapezius-lower", "longissimus-thoracis"}),
        ("IC", {"iliocostalis", "ischiocavernosus"}),
        ("GM", {"gluteus-maximus", "gluteus-medius", "gluteus-minimus"}),
        ("ADM", {"abductor-digiti-minimi-hand", "abductor-digiti-minimi-foot"}),
        ("QF", {"quadratus-femoris", "quadriceps"}),
        ("interossei", {"hand-interossei", "foot-interossei"}),
    ],
)
def test_an_abbreviation_gives_all_its_readings_before_anything_else(
    abbreviation: str, readings: set[str]
) -> None:
    for text in (abbreviation, abbreviation.lower()):
        found = SEARCH.find(text, 40)
        called = [answer.id for answer in found if answer.reading]
        assert readings <= set(called)
        assert called == [answer.id for answer in found[: len(called)]]


@pytest.mark.parametrize("whole", ["ES", "MF", "biceps", "RC", "IP", "glutes", "medial hamstring", "semi"])
def test_nothing_is_asked_where_one_is_meant(whole: str) -> None:
    """The group of all its readings; an abbreviation that only a Latin name's initials share; half a word."""
    assert not any(answer.reading for answer in SEARCH.find(whole, 40))


def test_whole_words_that_several_share_are_asked_back_and_half_words_are_not() -> None:
    def readings(text: str) -> set[str]:
        return {answer.id for answer in SEARCH.find(text, 40) if answer.reading}

    assert readings("teres") == {"teres-major", "teres-minor"}  # no pronator: it does not begin so
    assert readings("ter") == set()
    assert readings("long head") == {"biceps-brachii-long", "biceps-femoris-long", "triceps-long"}
    assert readings("quadratus") > {"quadratus-lumborum", "quadratus-femoris"}
    assert readings("extensor digitorum") == set()  # a name written out is meant
    assert readings("flexor digitorm") >= {"flexor-digitorum-longus", "flexor-digitorum-profundus"}


def test_what_only_specialists_needle_is_no_reading_for_the_others() -> None:
    asked = {answer.id for answer in SEARCH.find("perineum") if answer.reading}
    assert asked == {"bulbospongiosus", "ischiocavernosus"}
    assert not any(answer.reading for answer in SEARCH.find("perineum", specialist=False))
    ids = {answer.id for answer in SEARCH.find("IC", specialist=False) if answer.reading}
    assert ids == {"iliocostalis", "intercostal-external"}


@pytest.mark.parametrize(
    ("phrase", "first"),
    [
        ("upper fibers of trapezius", "trapezius-upper"),
        ("Upper fibres of trapezius", "trapezius-upper"),
        ("tensor fascia lata", "tensor-fasciae-latae"),
        ("fibularis longus", "fibularis-longus"),
        ("peroneus longus", "fibularis-longus"),
        ("peronaeus longus", "fibularis-longus"),
        ("first dorsal interosseus", "dorsal-interossei-hand"),
    ],
)
def test_both_spellings_are_the_same_name(phrase: str, first: str) -> None:
    found = SEARCH.find(phrase)[0]
    assert found.id == first
    assert found.score > 97.0  # and no guess


def test_a_group_comes_with_its_members() -> None:
    found = [answer.id for answer in SEARCH.find("suboccipitals", 5)]
    assert found[0] == "suboccipitals"
    assert set(found[1:]) == set(Catalogue.read(ASSETS).group("suboccipitals").members)


def test_what_matched_is_said() -> None:
    (first, *_) = SEARCH.find("peroneus longus")
    assert (first.kind, first.name, first.matched) == ("muscle", "Fibularis longus", "peroneus longus")
    assert SEARCH.find("rotator cuff")[0].kind == "group"


def test_every_name_latin_name_and_synonym_finds_its_own(catalogue: Catalogue) -> None:
    for entry in (*catalogue.muscles, *catalogue.groups):
        assert SEARCH.find(entry.name)[0].id == entry.id
        for synonym in entry.synonyms:
            assert entry.id in {found.id for found in SEARCH.find(synonym, 40)}, synonym
    for muscle in catalogue.muscles:
        assert muscle.id in {found.id for found in SEARCH.find(muscle.latin, 5)}, muscle.latin


def test_specialist_muscles_can_be_left_out() -> None:
    assert "levator-ani" in {found.id for found in SEARCH.find("levator ani")}
    assert "levator-ani" not in {found.id for found in SEARCH.find("levator ani", specialist=False)}


def test_nothing_asked_nothing_found() -> None:
    assert SEARCH.find("") == []
    assert SEARCH.find("  - ") == []
    assert SEARCH.find("soleus", 0) == []
    assert SEARCH.find("zzzzqqqq") == []
    assert SEARCH.find("筋") == []


@given(st.text(max_size=60))
def test_any_text_is_borne(text: str) -> None:
    answers = SEARCH.find(text, 12)
    assert len(answers) <= 12
    assert [a.score for a in answers] == sorted((a.score for a in answers), reverse=True)
    assert len({a.id for a in answers}) == len(answers)


def test_folding() -> None:
    assert fold("  Scalène, Médius ") == "scalene medius"


def test_speed() -> None:
    """Under 10 ms at the median over all phrases, on a busy machine too."""
    SEARCH.find("warm")
    times = []
    for phrase, _ in PHRASES:
        start = time.perf_counter()
        SEARCH.find(phrase)
        times.append(time.perf_counter() - start)
    assert sorted(times)[len(times) // 2] < 0.010


def test_what_is_looked_at_is_all_that_can_answer() -> None:
    """Only terms that begin as the question does are compared; looking at every one of them finds no more."""
    everything = Search(Catalogue.read(ASSETS))
    terms, bags = everything._terms, set(range(len(everything._bags)))
    everything._worth_a_look = lambda *_: terms  # type: ignore[method-assign]
    everything.__dict__["_bag_words"] = type("All", (), {"under": lambda self, _: bags})()
    asked = [phrase for phrase, _ in PHRASES]
    asked += [name[:length] for name, _ in PHRASES[::5] for length in range(1, len(name))]
    asked += [" ".join(reversed(phrase.split())) for phrase, _ in PHRASES[::3]]
    for text in asked:
        assert SEARCH.find(text) == everything.find(text), text
