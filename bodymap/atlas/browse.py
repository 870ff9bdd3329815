"""The catalogue as one leafs through it: body parts from head to foot, with their groups and their muscles."""

from __future__ import annotations

from dataclasses import dataclass

from bodymap.atlas.body import Group, Muscle
from bodymap.atlas.catalogue import BODY_PARTS, Catalogue
from bodymap.atlas.search import fold

SPECIALIST = "specialist"


@dataclass(frozen=True, slots=True)
class Branch:
    """A row: a muscle, a whole muscle with its heads, or a group with its members."""

    entry: Muscle | Group
    below: tuple[Muscle, ...] = ()

    @property
    def kind(self) -> str:
        return "group" if isinstance(self.entry, Group) else "muscle"


@dataclass(frozen=True, slots=True)
class Section:
    """A body part. `groups` are those that leave the muscle unspecified, with all their members, of whatever body part;
    `muscles` are all of the body part's own, each once: a head below its whole muscle where that belongs here too.
    Both by name. What only specialists needle stands apart, in a section of its own at the end."""

    id: str
    name: str
    groups: tuple[Branch, ...]
    muscles: tuple[Branch, ...]

    def count(self) -> int:
        """How many muscles are here, heads and parts counted singly."""
        return sum(1 if isinstance(branch.entry, Muscle) else len(branch.below) for branch in self.muscles)


def browse(catalogue: Catalogue, specialist: bool = True) -> tuple[Section, ...]:
    """The sections in the order of the body. `specialist` False leaves out what only specialists needle."""
    wholes = {muscle.parent for muscle in catalogue.muscles if muscle.parent != muscle.id}
    sections: list[Section] = []
    for part, name in BODY_PARTS.items():
        groups: list[Branch] = []
        muscles: list[Branch] = []
        here: set[str] = set()
        for group in catalogue.groups:
            if group.body_part != part:
                continue
            members = tuple(catalogue.muscle(member) for member in group.members)
            if not specialist:
                members = tuple(member for member in members if not member.specialist)
            if group.id in wholes:
                muscles.append(Branch(group, members))
                here.update(member.id for member in members)
            elif members:
                groups.append(Branch(group, members))
        muscles += [
            Branch(muscle)
            for muscle in catalogue.in_body_part(part)
            if muscle.id not in here and not muscle.specialist
        ]
        sections.append(Section(part, name, _by_name(groups), _by_name(muscles)))
    apart = [Branch(muscle) for muscle in catalogue.muscles if muscle.specialist]
    if specialist and apart:
        sections.append(Section(SPECIALIST, "For specialists", (), _by_name(apart)))
    return tuple(sections)


def _by_name(branches: list[Branch]) -> tuple[Branch, ...]:
    return tuple(sorted(branches, key=lambda branch: branch.entry.name))


def also_called(catalogue: Catalogue) -> dict[str, str]:
    """For each entry the first other name that is its own and says more than the name does ("peroneus longus", "QL").

    Left out are a name that another entry has too and one that only shortens the words ("supra", "upper trap").
    """
    entries: list[Muscle | Group] = [*catalogue.muscles, *catalogue.groups]
    owners: dict[str, set[str]] = {}
    for entry in entries:
        for name in (entry.name, *entry.synonyms):
            owners.setdefault(fold(name), set()).add(entry.id)
    found: dict[str, str] = {}
    for entry in entries:
        words = fold(entry.name).split()
        for name in entry.synonyms:
            said = fold(name).split()
            shortens = all(any(word.startswith(short) for word in words) for short in said)
            if len(owners[fold(name)]) == 1 and not shortens:
                found[entry.id] = name
                break
    return found
