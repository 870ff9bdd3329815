"""Lines as therapists write them: understood as meant, or asked where they must be; none is misread.

`quick_entry.tsv` was written before the parser was; `quick_entry_later.tsv` and `quick_entry_held_out.tsv` after it and
before it was run on them. Of the later 60 the first run asked 2 that are clear and misread none; of the 40 held out it
misread one, "lumbar erector spinae", which the catalogue lists as a name of iliocostalis lumborum alone: asked since.

Notation of `expected`, entries apart by " | ": the side (R, L, B
both, M midline), the target's id, or kind(Name) for other tissue, then what the line itself says: @level, the size,
n needles, i insertions, ltr with a count, yes or none, es with "=Hz", tech=, depth, min, and note= to the end.
"? words" is an entry that must be asked, at these words.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bodymap.atlas.atlas import Atlas
from bodymap.charting.quick_entry import Asked, Defaults, Entry, Preview, Understood, parse
from bodymap.charting.records import Ltr, NeedleSize, Side, TargetKind

DATA = Path(__file__).parent.parent / "data"
ENOUGH = 0.90
DEFAULTS = Defaults(NeedleSize(250, 40), 1, 1)
LISTS = {"quick_entry.tsv": 200, "quick_entry_later.tsv": 60, "quick_entry_held_out.tsv": 40}
MOST_ASKED = {"quick_entry_later.tsv", "quick_entry_held_out.tsv"}  # many of their lines must be asked
SIDES = {
    (Side.RIGHT,): "R",
    (Side.LEFT,): "L",
    (Side.RIGHT, Side.LEFT): "B",
    (Side.MIDLINE,): "M",
}


def lines(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def notation(entry: Understood) -> str:
    """What the entry says, in the notation of the lists."""
    target = entry.target
    name = f"{target.id}({target.name})" if target.kind is TargetKind.TISSUE else target.id
    said = [SIDES[entry.sides], name]
    if entry.level:
        said.append(f"@{entry.level}")
    if "needle" in entry.typed and entry.needle:
        said.append(f"{entry.needle}")
    if "needles" in entry.typed:
        said.append(f"n{entry.needles}")
    if "insertions" in entry.typed:
        said.append(f"i{entry.insertions}")
    if entry.ltr is not Ltr.NOT_RECORDED:
        said.append(f"ltr{entry.ltr_count or entry.ltr.value}")
    extras = entry.extras
    if extras.e_stim:
        said.append("es" if extras.hertz is None else f"es={extras.hertz:g}")
    said += [f"tech={one.replace(' ', '-')}" for one in extras.techniques]
    if extras.depth_mm is not None:
        said.append(f"depth{extras.depth_mm}")
    if extras.left_in_place is not None:
        said.append("left-in" if extras.left_in_place else "withdrawn")
    if extras.minutes is not None:
        said.append(f"min{extras.minutes}")
    if extras.position:
        said.append(f"pos={extras.position}")
    if entry.note:
        said.append(f"note={entry.note}")
    return " ".join(said)


def untyped_hold(preview: Preview) -> bool:
    """What the line does not say is the default: the size of the entry before, one needle, one insertion."""
    size = DEFAULTS.needle
    for entry in preview.entries:
        if isinstance(entry, Asked):
            return True  # its size may be meant for what follows
        if "needle" not in entry.typed and entry.needle != size:
            return False
        size = entry.needle
        needles = entry.needles if "needles" in entry.typed else 1
        insertions = entry.insertions if "insertions" in entry.typed else needles
        if (entry.needles, entry.insertions) != (needles, insertions):
            return False
    return True


def outcome(line: str, expected: str, atlas: Atlas) -> str:
    """understood, asked (as it must be), over-asked (clear, yet asked), or misread."""
    preview = parse(line, atlas, DEFAULTS)
    wanted = expected.split(" | ")
    if len(wanted) != len(preview.entries):
        return "over-asked" if not preview.understood else "misread"
    if not untyped_hold(preview):
        return "misread"
    outcomes = {_one(line, want, entry) for want, entry in zip(wanted, preview.entries, strict=True)}
    for word in ("misread", "over-asked", "asked"):
        if word in outcomes:
            return word
    return "understood"


def _one(line: str, wanted: str, entry: Entry) -> str:
    if isinstance(entry, Understood):
        return "understood" if notation(entry) == wanted else "misread"
    if not wanted.startswith("? "):
        return "over-asked"
    start = line.index(wanted[2:], entry.start)
    end = start + len(wanted[2:])
    met = any(one.start < end and start < one.end for one in entry.questions)
    return "asked" if met else "over-asked"


@pytest.mark.parametrize("name", LISTS)
def test_the_list_is_whole(name: str, atlas: Atlas) -> None:
    rows = lines(name)
    assert len(rows) == LISTS[name]
    assert len({row["line"] for row in rows}) == len(rows)
    for row in rows:
        for entry in row["expected"].split(" | "):
            if entry.startswith("? "):
                assert entry[2:] in row["line"]
            elif "(" not in entry.split(" note=")[0]:
                assert entry.split()[1] in atlas.catalogue, row


@pytest.mark.parametrize("name", LISTS)
def test_nothing_is_misread_and_most_is_understood(name: str, atlas: Atlas) -> None:
    rows = lines(name)
    met: dict[str, list[str]] = {"understood": [], "asked": [], "over-asked": [], "misread": []}
    for row in rows:
        met[outcome(row["line"], row["expected"], atlas)].append(row["line"])
    print(f"\n{name}: " + ", ".join(f"{len(found)} {word}" for word, found in met.items()))
    for word in ("misread", "over-asked"):
        for line in met[word]:
            wanted = next(row["expected"] for row in rows if row["line"] == line)
            entries = parse(line, atlas, DEFAULTS).entries
            got = [
                notation(one) if isinstance(one, Understood) else f"? {one.question.sentence}"
                for one in entries
            ]
            print(f"  {word}: {line!r}: {wanted}, got {' | '.join(got)}")
    assert met["misread"] == []
    must_ask = [row for row in rows if "? " in row["expected"].split("note=")[0]]
    assert len(met["asked"]) == len(must_ask)
    clear = len(rows) - len(must_ask)
    assert len(met["understood"]) >= ENOUGH * (clear if name in MOST_ASKED else len(rows))
