"""The catalogue: muscles, their parents, unspecified groups, and ids that were renamed. Read from assets/*.tsv.

Names stand alone as a list shows them ("Upper trapezius", "Biceps femoris long head"): natural word order, no commas,
so that several can be listed in a sentence; within one the first letter is small ("R upper trapezius").
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bodymap.atlas.body import Group, Muscle

BODY_PARTS = {
    "head-jaw": "Head and jaw",
    "neck": "Neck",
    "shoulder": "Shoulder",
    "arm": "Upper arm",
    "forearm": "Forearm",
    "hand": "Hand",
    "thorax": "Chest and upper back",
    "lumbar-abdomen": "Low back and abdomen",
    "pelvis-hip": "Pelvis and hip",
    "thigh": "Thigh",
    "leg": "Lower leg",
    "foot": "Foot",
}
RISKS = {
    "P": "pleura",
    "V": "vessel",
    "N": "nerve",
    "O": "organ",
    "S": "spinal canal",
    "G": "gland",
    "E": "eye",
}
TISSUES = {
    "tendon": "Tendon",
    "fascia": "Fascia",
    "scar": "Scar",
    "ligament": "Ligament",
    "periosteum": "Periosteum",
    "perineural": "Perineural tissue",
    "other": "Other tissue",
}


class CatalogueFault(ValueError):
    """A table of the catalogue is not as it must be; the sentence names the file and the line."""


_PERSONS = ("achilles", "baker", "dupuytren", "gerdy", "hoffa", "lister")


def mid_sentence(name: str) -> str:
    """The name as it stands within a sentence: "Upper trapezius" -> "upper trapezius"; abbreviations and names of
    persons stay ("ITB", "Achilles tendon")."""
    stays = name[1:2].isupper() or name.casefold().startswith(_PERSONS)
    return name if stays else name[:1].lower() + name[1:]


def read_table(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a tab-separated table, each with "file, line n" for faults. Raises CatalogueFault."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        header = next(rows, [])
        missing = [column for column in columns if column not in header]
        if missing:
            raise CatalogueFault(f"{path.name}: the column {missing[0]!r} is missing.")
        for number, row in enumerate(rows, 2):
            if not row:
                continue
            where = f"{path.name}, line {number}"
            if len(row) != len(header):
                raise CatalogueFault(f"{where}: {len(row)} fields where there must be {len(header)}.")
            yield where, dict(zip(header, (value.strip() for value in row), strict=True))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(word for word in (part.strip() for part in text.split(";")) if word)


def _yes(text: str, where: str) -> bool:
    if text not in ("", "yes"):
        raise CatalogueFault(f"{where}: {text!r} must be yes or nothing.")
    return text == "yes"


class Catalogue:
    """Muscles and groups in the order of the tables, found by id, and the new ids of renamed muscles."""

    def __init__(
        self, muscles: Iterable[Muscle], groups: Iterable[Group], aliases: Mapping[str, str] | None = None
    ) -> None:
        self.muscles = tuple(muscles)
        self.groups = tuple(groups)
        self.aliases = dict(aliases or {})
        self._muscles = {muscle.id: muscle for muscle in self.muscles}
        self._groups = {group.id: group for group in self.groups}

    @classmethod
    def read(cls, assets_dir: Path) -> Catalogue:
        """The catalogue of muscles.tsv, groups.tsv and muscle_aliases.tsv. Raises OSError, CatalogueFault."""
        muscles = _read_muscles(assets_dir / "muscles.tsv")
        groups = _read_groups(assets_dir / "groups.tsv", muscles)
        aliases: dict[str, str] = {}
        for where, row in read_table(assets_dir / "muscle_aliases.tsv", ("old", "new")):
            if row["old"] in muscles or row["old"] in groups or row["old"] in aliases:
                raise CatalogueFault(f"{where}: {row['old']!r} is still in use or occurs twice.")
            aliases[row["old"]] = row["new"]
        made = cls(muscles.values(), groups.values(), aliases)
        for old in aliases:
            if old not in made:
                raise CatalogueFault(f"muscle_aliases.tsv: {old!r} leads to no entry of the catalogue.")
        for muscle in muscles.values():
            if muscle.parent != muscle.id and muscle.parent not in groups:
                raise CatalogueFault(
                    f"muscles.tsv: the parent {muscle.parent!r} of {muscle.id!r} is not in groups.tsv."
                )
        return made

    def resolve(self, entry_id: str) -> str:
        """The id in use today for an id of any age."""
        for _ in range(len(self.aliases)):
            if entry_id not in self.aliases:
                break
            entry_id = self.aliases[entry_id]
        return entry_id

    def __contains__(self, entry_id: object) -> bool:
        """Whether a muscle or a group has or had this id."""
        now = self.resolve(entry_id) if isinstance(entry_id, str) else ""
        return now in self._muscles or now in self._groups

    def muscle(self, muscle_id: str) -> Muscle:
        """The muscle of that id, today's or an old one. Raises KeyError."""
        return self._muscles[self.resolve(muscle_id)]

    def group(self, group_id: str) -> Group:
        """The group of that id, today's or an old one. Raises KeyError."""
        return self._groups[self.resolve(group_id)]

    def entry(self, entry_id: str) -> Muscle | Group:
        """The muscle or else the group of that id. Raises KeyError. No id is both."""
        now = self.resolve(entry_id)
        return self._muscles[now] if now in self._muscles else self._groups[now]

    def name(self, entry_id: str) -> str:
        """The name that stands alone: "Infraspinatus". Raises KeyError."""
        return self.entry(entry_id).name

    def parent_name(self, parent_id: str) -> str:
        """The name of what a count of muscles counts: "Gastrocnemius" for gastrocnemius. Raises KeyError."""
        return self.entry(parent_id).name

    def counts_as(self, entry_id: str) -> str:
        """The id that a count of muscles counts for it: a head counts as its parent, a group as one entry."""
        entry = self.entry(entry_id)
        return entry.parent if isinstance(entry, Muscle) else entry.id

    def in_body_part(self, body_part: str) -> tuple[Muscle, ...]:
        """The muscles of a body part, in the table's order."""
        return tuple(muscle for muscle in self.muscles if muscle.body_part == body_part)


def _read_muscles(path: Path) -> dict[str, Muscle]:
    columns = (
        "id name latin fma_id body_part parent synonyms innervation caution position risk_flags "
        "non_compressible specialist paraspinal"
    )
    muscles: dict[str, Muscle] = {}
    for where, row in read_table(path, tuple(columns.split())):
        if not row["id"] or not row["name"] or row["id"] in muscles:
            raise CatalogueFault(f"{where}: the id is missing or occurs twice, or the name is missing.")
        flags = frozenset(row["risk_flags"].split(",")) if row["risk_flags"] else frozenset()
        if not flags <= RISKS.keys() or row["body_part"] not in BODY_PARTS:
            raise CatalogueFault(f"{where}: a risk flag or the body part {row['body_part']!r} is unknown.")
        muscles[row["id"]] = Muscle(
            id=row["id"],
            name=row["name"],
            latin=row["latin"],
            fma_id=row["fma_id"],
            body_part=row["body_part"],
            parent=row["parent"] or row["id"],
            synonyms=_listed(row["synonyms"]),
            innervation=row["innervation"],
            caution=row["caution"],
            position=row["position"],
            risk_flags=flags,
            non_compressible=_yes(row["non_compressible"], where),
            specialist=_yes(row["specialist"], where),
            paraspinal=_yes(row["paraspinal"], where),
        )
    return muscles


def _read_groups(path: Path, muscles: dict[str, Muscle]) -> dict[str, Group]:
    groups: dict[str, Group] = {}
    for where, row in read_table(path, ("id", "name", "body_part", "members", "synonyms", "paraspinal")):
        if not row["id"] or not row["name"] or row["id"] in groups or row["id"] in muscles:
            raise CatalogueFault(f"{where}: the id is missing or in use already, or the name is missing.")
        members = _listed(row["members"])
        unknown = [member for member in members if member not in muscles]
        if unknown or not members or row["body_part"] not in BODY_PARTS:
            raise CatalogueFault(
                f"{where}: a member ({', '.join(unknown) or 'none given'}) or the body part is unknown."
            )
        groups[row["id"]] = Group(
            id=row["id"],
            name=row["name"],
            body_part=row["body_part"],
            members=members,
            synonyms=_listed(row["synonyms"]),
            paraspinal=_yes(row["paraspinal"], where),
        )
    return groups
