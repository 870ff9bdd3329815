"""Phrases of practice: the expected muscle first, or the question which one is meant.

`search_phrases.tsv` and `search_phrases_held_out.tsv` were written before the search was tuned,
`search_phrases_later.tsv` after the last rule was. `first`: one of the ids (|) is the first answer, and nothing is
asked back; `ask`: all of the ids (;) are offered among the rows that the field shows, and which is meant is asked.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bodymap.atlas.catalogue import Catalogue
from bodymap.atlas.search import Search
from tests.atlas.conftest import ASSETS

DATA = Path(__file__).parent.parent / "data"
ENOUGH = 0.97
ROWS = 9  # that the field shows at once
LISTS = {"search_phrases.tsv": 150, "search_phrases_held_out.tsv": 60, "search_phrases_later.tsv": 60}

SEARCH = Search(Catalogue.read(ASSETS))


def phrases(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def answered(phrase: str, kind: str, expected: str) -> bool:
    found = SEARCH.find(phrase, ROWS)
    readings = {answer.id for answer in found if answer.reading}
    if kind == "ask":
        return bool(readings) and readings.issuperset(expected.split(";"))
    return bool(found) and not readings and found[0].id in expected.split("|")


@pytest.mark.parametrize("name", LISTS)
def test_the_lists_are_whole(name: str, catalogue: Catalogue) -> None:
    rows = phrases(name)
    assert len(rows) == LISTS[name]
    assert len({row["phrase"].casefold() for row in rows}) == len(rows)
    for row in rows:
        assert row["kind"] in ("first", "ask")
        ids = row["expected"].split(";" if row["kind"] == "ask" else "|")
        assert (len(ids) > 1) or row["kind"] == "first"
        assert all(one in catalogue for one in ids), row["phrase"]


def test_no_phrase_stands_in_two_lists() -> None:
    everywhere = [row["phrase"].casefold() for name in LISTS for row in phrases(name)]
    assert len(set(everywhere)) == len(everywhere)


@pytest.mark.parametrize("name", LISTS)
def test_what_is_meant_comes_first_or_is_asked(name: str) -> None:
    rows = phrases(name)
    missed = [row for row in rows if not answered(row["phrase"], row["kind"], row["expected"])]
    print(f"\n{name}: {len(rows) - len(missed)} of {len(rows)}")
    for row in missed:
        got = [f"{found.id}{'?' if found.reading else ''}" for found in SEARCH.find(row["phrase"], 4)]
        print(f"  {row['phrase']!r}: {row['kind']} {row['expected']}, got {', '.join(got) or 'nothing'}")
    assert len(missed) <= (1 - ENOUGH) * len(rows)
