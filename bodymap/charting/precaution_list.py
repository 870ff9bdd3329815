"""The list of precautions as a file: the one that is shipped, and one that a clinic brings along."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from bodymap import assets
from bodymap.atlas.catalogue import CatalogueFault, read_table
from bodymap.charting.faults import Refused
from bodymap.charting.precautions import Precaution, Severity
from bodymap.charting.rules import tidy_line

_COLUMNS = (
    "id text severity reason muscles groups body_parts techniques flags e_stim everywhere asks_where under_age"
    " source"
)
LONGEST_LIST = 500


@cache
def shipped() -> tuple[Precaution, ...]:
    """The seed list (assets/precautions.tsv), in its order."""
    return read_shipped(assets.path("precautions.tsv"))


def read_shipped(path: Path) -> tuple[Precaution, ...]:
    """The items of a table of ours. Raises OSError, CatalogueFault."""
    items: list[Precaution] = []
    for where, row in read_table(path, tuple(_COLUMNS.split())):
        try:
            items.append(_item(row, len(items) + 1))
        except ValueError:
            raise CatalogueFault(f"{where}: a word or a number is not one that precautions have.") from None
    return tuple(items)


def _item(row: dict[str, str], ordinal: int) -> Precaution:
    return Precaution(
        id=row["id"],
        text=row["text"],
        severity=Severity(row["severity"]),
        reason=row["reason"],
        muscles=_listed(row["muscles"]),
        groups=_listed(row["groups"]),
        body_parts=_listed(row["body_parts"]),
        techniques=_listed(row["techniques"]),
        flags=_listed(row["flags"]),
        e_stim=row["e_stim"] == "yes",
        everywhere=row["everywhere"] == "yes",
        asks_where=row["asks_where"] == "yes",
        under_age=int(row["under_age"]) if row["under_age"] else None,
        ordinal=ordinal,
        example=True,
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(word for word in (part.strip() for part in text.split(";")) if word)


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import: the new items, the texts that were on the list (or twice in the file) already, and the
    words in the column of severities that are none."""

    items: tuple[Precaution, ...]
    doubles: tuple[str, ...]
    not_severities: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """3 precautions were added. 2 were on the list already: pregnancy, epilepsy."""
        count = len(self.items)
        said = f"{count} {'precaution was' if count == 1 else 'precautions were'} added."
        if self.doubles:
            count = len(self.doubles)
            said += f" {count} {'was' if count == 1 else 'were'} on the list already: {_some(self.doubles)}."
        if self.not_severities:
            said += (
                f" A severity is note, caution or stop; what says {_some(self.not_severities)} became a note."
            )
        return said


def _some(words: Sequence[str]) -> str:
    return ", ".join(words[:5]) + (" ..." if len(words) > 5 else "")


@dataclass(frozen=True, slots=True)
class ReadList:
    """The lines of a clinic's file, and the words in its column of severities that are none."""

    items: tuple[Precaution, ...]
    not_severities: tuple[str, ...] = ()


def read_list(text: str) -> ReadList:
    """A clinic's own list: a text a line, or a table with a header that names at least `text` (or `precaution`); cells
    by tab, comma or semicolon. Severities are note, caution, stop; what is none of them is a note. Raises Refused."""
    lines = [line for line in text.lstrip("\ufeff").replace("\0", "").splitlines() if line.strip()]
    if not lines:
        raise Refused("file", "There is no precaution in this file: it is empty. Nothing was changed.")
    if len(lines) > LONGEST_LIST + 1:
        raise Refused("file", f"This list is longer than {LONGEST_LIST} lines. Nothing was changed.")
    header, delimiter = _header(lines[0])
    if not header:
        return ReadList(tuple(Precaution("", one) for line in lines if (one := _text(line))))
    found, strange = [], dict[str, None]()
    for row in csv.DictReader(lines[1:], header, delimiter=delimiter):
        name = _text(row.get("text") or "")
        if name:
            word = (row.get("severity") or "").strip().casefold()
            if word and word not in set(Severity):
                strange[tidy_line(word, 500, "file")[:30]] = None
            severity = Severity(word) if word in set(Severity) else Severity.NOTE
            found.append(Precaution("", name, severity, tidy_line(row.get("reason") or "", 500, "file")))
    return ReadList(tuple(found), tuple(strange))


def _header(line: str) -> tuple[list[str], str]:
    """The columns that the first line names and what parts them; none where it is a precaution itself."""
    for delimiter in "\t;,":
        names = [name.strip(' "').casefold() for name in line.split(delimiter)]
        if "text" not in names and len(names) > 1 and "precaution" in names:
            names[names.index("precaution")] = "text"
        if "text" in names:
            return names, delimiter
    return [], ""


def _text(text: str) -> str:
    return tidy_line(text, 200, "file", "A precaution of this list")


def take_in(found: ReadList, known: Sequence[Precaution], fresh_id: Callable[[], str]) -> Imported:
    """The items that are new, numbered after those known; doubles told apart whatever their capitals and blanks."""
    seen = {item.text.casefold() for item in known}
    ordinal = max((item.ordinal for item in known), default=0)
    new: list[Precaution] = []
    doubles: list[str] = []
    for item in found.items:
        if item.text.casefold() in seen:
            doubles.append(item.text)
            continue
        seen.add(item.text.casefold())
        ordinal += 1
        new.append(replace(item, id=fresh_id(), ordinal=ordinal))
    return Imported(tuple(new), tuple(dict.fromkeys(doubles)), found.not_severities)
