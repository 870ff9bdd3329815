"""Leafing through the catalogue: everything is there, in its place, once."""

from __future__ import annotations

from collections import Counter

import pytest

from bodymap.atlas.atlas import Atlas
from bodymap.atlas.body import Group, Muscle
from bodymap.atlas.browse import SPECIALIST, Section, also_called, browse
from bodymap.atlas.catalogue import BODY_PARTS, Catalogue


@pytest.fixture(scope="module")
def sections(catalogue: Catalogue) -> dict[str, Section]:
    return {section.id: section for section in browse(catalogue)}


def muscles_of(section: Section) -> list[str]:
    return [
        muscle.id
        for branch in section.muscles
        for muscle in ((branch.entry,) if isinstance(branch.entry, Muscle) else branch.below)
    ]


def test_body_parts_from_head_to_foot_and_specialists_last(sections: dict[str, Section]) -> None:
    assert list(sections) == [*BODY_PARTS, SPECIALIST]
    assert [section.name for section in sections.values()][:3] == ["Head and jaw", "Neck", "Shoulder"]


def test_every_muscle_stands_in_its_body_part_once(
    sections: dict[str, Section], catalogue: Catalogue
) -> None:
    for part in BODY_PARTS:
        own = {muscle.id for muscle in catalogue.in_body_part(part) if not muscle.specialist}
        listed = Counter(muscles_of(sections[part]))
        assert own <= set(listed)
        assert max(listed.values()) == 1
        assert sections[part].count() == len(muscles_of(sections[part]))
        for extra in set(listed) - own:  # a part of a whole muscle that reaches further
            assert catalogue.group(catalogue.muscle(extra).parent).body_part == part


def test_every_group_stands_once(sections: dict[str, Section], catalogue: Catalogue) -> None:
    listed = [
        branch.entry.id
        for section in sections.values()
        for branch in (*section.groups, *section.muscles)
        if isinstance(branch.entry, Group)
    ]
    assert sorted(listed) == sorted(group.id for group in catalogue.groups)


def test_heads_stand_below_their_whole_muscle_and_members_below_their_group(
    sections: dict[str, Section],
) -> None:
    whole = {branch.entry.id: branch for branch in sections["leg"].muscles}
    assert [muscle.id for muscle in whole["gastrocnemius"].below] == [
        "gastrocnemius-medial",
        "gastrocnemius-lateral",
    ]
    assert whole["gastrocnemius"].kind == "group"
    assert whole["soleus"].kind == "muscle"
    groups = {branch.entry.id: branch for branch in sections["pelvis-hip"].groups}
    assert "rectus-femoris" in {muscle.id for muscle in groups["hip-flexors"].below}  # of the thigh
    assert "gastrocnemius" not in {branch.entry.id for branch in sections["leg"].groups}


def test_rows_are_in_the_order_of_their_names(sections: dict[str, Section]) -> None:
    for section in sections.values():
        for branches in (section.groups, section.muscles):
            names = [branch.entry.name for branch in branches]
            assert names == sorted(names)


def test_what_only_specialists_needle_stands_apart_or_is_left_out(
    sections: dict[str, Section], catalogue: Catalogue
) -> None:
    apart = [branch.entry for branch in sections[SPECIALIST].muscles]
    assert {entry.id for entry in apart} == {m.id for m in catalogue.muscles if m.specialist}
    assert "levator-ani" not in muscles_of(sections["pelvis-hip"])
    plain = browse(catalogue, specialist=False)
    assert [section.id for section in plain] == list(BODY_PARTS)
    assert all(not muscle.specialist for s in plain for b in (*s.groups, *s.muscles) for muscle in b.below)


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ("fibularis-longus", "peroneus longus"),
        ("trapezius-upper", "UT"),  # "upper trap" only shortens the name
        ("supraspinatus", "SSP"),  # SS is said of subscapularis too
        ("quadratus-lumborum", "QL"),
        ("hip-flexors", ""),
    ],
)
def test_the_other_name_that_is_shown(catalogue: Catalogue, entry: str, name: str) -> None:
    assert also_called(catalogue).get(entry, "") == name


def test_by_the_door_of_the_atlas(square_atlas: Atlas) -> None:
    assert square_atlas.browse()[0].id == "head-jaw"
    square_atlas.specialist = False
    assert len(square_atlas.browse()) == len(BODY_PARTS)
    assert square_atlas.also_called("fibularis-longus") == "peroneus longus"
    assert square_atlas.also_called("nothing") == ""
