"""Measures the search for a muscle over every phrase of practice and each of its beginnings: naming.py; prints JSON.

Interleaved with a yardstick: one plain pass over the same names in Python, which a search cannot do without.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))


def main() -> None:
    from bodymap.atlas.atlas import Atlas

    with (ROOT / "tests" / "data" / "search_phrases.tsv").open(encoding="utf-8", newline="") as file:
        phrases = [row["phrase"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    beginnings = [phrase[:length] for phrase in phrases for length in range(1, len(phrase) + 1)]
    atlas = Atlas(ROOT / "assets")
    entries = (*atlas.catalogue.muscles, *atlas.catalogue.groups)
    names = [name.casefold() for entry in entries for name in (entry.name, *entry.synonyms)]
    start = time.perf_counter()
    atlas.prepare_to_find()
    times = {"search": [], "yardstick": [], "prepare": [1000 * (time.perf_counter() - start)]}
    for text in beginnings:
        start = time.perf_counter()
        atlas.find(text)
        times["search"].append(1000 * (time.perf_counter() - start))
        start = time.perf_counter()
        [name for name in names if text in name or name.startswith(text)]
        times["yardstick"].append(1000 * (time.perf_counter() - start))
    print(json.dumps(times))


if __name__ == "__main__":
    main()
