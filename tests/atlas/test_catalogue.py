"""The catalogue hangs together: ids, parents, groups, aliases, and names that can stand in a sentence."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bodymap.atlas.body import Muscle
from bodymap.atlas.catalogue import BODY_PARTS, RISKS, Catalogue, CatalogueFault, mid_sentence
from tests.atlas.conftest import ASSETS


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    for table in ASSETS.glob("*.tsv"):
        shutil.copy(table, tmp_path)
    return tmp_path


def test_every_muscle_is_there(catalogue: Catalogue) -> None:
    assert len(catalogue.muscles) == 179
    assert len({muscle.id for muscle in catalogue.muscles}) == 179


def test_ids_names_and_fma(catalogue: Catalogue) -> None:
    for entry in (*catalogue.muscles, *catalogue.groups):
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.id)
        assert re.fullmatch(r"[A-Z][a-z]+( [a-z]+)*", entry.name), entry.name
        assert entry.body_part in BODY_PARTS
        assert len(set(entry.synonyms)) == len(entry.synonyms)
    for muscle in catalogue.muscles:
        assert muscle.latin
        assert muscle.innervation
        assert muscle.position
        assert re.fullmatch(r"(FMA\d{4,6})?", muscle.fma_id)
        assert muscle.risk_flags <= RISKS.keys()
    names = [entry.name for entry in (*catalogue.muscles, *catalogue.groups)]
    assert len(set(names)) == len(names)
    used = [muscle.fma_id for muscle in catalogue.muscles if muscle.fma_id]
    assert len(set(used)) == len(used)


def test_each_risk_flag_has_its_structure_in_words(catalogue: Catalogue) -> None:
    words = {
        "P": "pleura",
        "V": r"arter|vessel|\bvv?\.|venous|arch|vascular|sheath|bundle",
        "N": r"\bnn?\.|plexus|bundle|nerve|CN |vascular|trunk|sheath|PIN",
        "S": "spinal c|dura|foramen magnum",
        "G": "gland|parotid|thyroid",
        "E": "eye",
    }
    for muscle in catalogue.muscles:
        for flag, pattern in words.items():
            assert flag not in muscle.risk_flags or re.search(pattern, muscle.caution), (muscle.id, flag)
        assert ("pleura" in muscle.caution) == ("P" in muscle.risk_flags), muscle.id


def test_each_structure_in_words_has_its_risk_flag(catalogue: Catalogue) -> None:
    words = {
        "P": r"pleura|lung",
        "V": r"arter|vessel|\bvv?\.|\bvein|\barch\b|carotid sheath|bundle",
        "N": r"\bnn?\.|\bnerves?\b|plexus|bundle|\bCN |trunk|\bPIN\b",
        "O": r"kidney|bowel|peritone|bladder|rectum|trachea|pharynx|larynx|urethra|pelvic cavity",
        "S": "spinal c|dura",
        "G": "gland|thyroid",
        "E": r"\beye",
    }
    for muscle in catalogue.muscles:
        for flag, pattern in words.items():
            assert flag in muscle.risk_flags or not re.search(pattern, muscle.caution), (muscle.id, flag)


def test_parents_are_groups_of_their_parts(catalogue: Catalogue) -> None:
    parents = {muscle.parent for muscle in catalogue.muscles if muscle.parent != muscle.id}
    assert {"trapezius", "deltoid", "gastrocnemius", "biceps-femoris", "pectoralis-major"} <= parents
    for parent in parents:
        members = {muscle.id for muscle in catalogue.muscles if muscle.parent == parent}
        assert set(catalogue.group(parent).members) == members
    assert catalogue.parent_name("gastrocnemius") == "Gastrocnemius"
    assert catalogue.parent_name("soleus") == "Soleus"


def test_unspecified_groups_of_practice(catalogue: Catalogue) -> None:
    wanted = (
        "suboccipitals cervical-paraspinals thoracic-paraspinals lumbar-paraspinals wrist-extensors wrist-flexors "
        "deep-hip-rotators hip-flexors adductors peroneals hamstrings quadriceps scalenes rotator-cuff"
    )
    for group_id in wanted.split():
        assert len(catalogue.group(group_id).members) > 1


def test_a_head_counts_as_its_parent_and_a_group_as_one(catalogue: Catalogue) -> None:
    assert catalogue.counts_as("gastrocnemius-medial") == "gastrocnemius"
    assert catalogue.counts_as("gastrocnemius") == "gastrocnemius"
    assert catalogue.counts_as("soleus") == "soleus"
    assert catalogue.counts_as("suboccipitals") == "suboccipitals"


def test_levels_are_named_beside_the_spine_only(catalogue: Catalogue) -> None:
    assert catalogue.muscle("multifidus-thoracic").paraspinal
    assert catalogue.group("lumbar-paraspinals").paraspinal
    assert not catalogue.muscle("quadratus-lumborum").paraspinal
    for group in catalogue.groups:
        members = [catalogue.muscle(member) for member in group.members]
        assert group.paraspinal == all(member.paraspinal for member in members), group.id


def test_specialist_muscles_are_perineal(catalogue: Catalogue) -> None:
    assert {muscle.id for muscle in catalogue.muscles if muscle.specialist} == {
        "levator-ani",
        "bulbospongiosus",
        "ischiocavernosus",
        "transverse-perineal-superficial",
    }


def test_names_in_a_sentence() -> None:
    assert mid_sentence("Upper trapezius") == "upper trapezius"
    assert mid_sentence("TFL") == "TFL"
    assert mid_sentence("") == ""


def test_body_parts(catalogue: Catalogue) -> None:
    assert sum(len(catalogue.in_body_part(part)) for part in BODY_PARTS) == 179


def test_an_alias_leads_to_todays_id(tables: Path) -> None:
    (tables / "muscle_aliases.tsv").write_text(
        "old\tnew\nperoneus-longus\tperoneus-magnus\nperoneus-magnus\tfibularis-longus\n"
    )
    catalogue = Catalogue.read(tables)
    muscle = catalogue.muscle("peroneus-longus")
    assert isinstance(muscle, Muscle)
    assert muscle.id == "fibularis-longus"
    assert catalogue.name("peroneus-magnus") == "Fibularis longus"
    assert "peroneus-longus" in catalogue
    assert "nothing" not in catalogue
    with pytest.raises(KeyError):
        catalogue.entry("nothing")


@pytest.mark.parametrize(
    ("table", "old", "new", "says"),
    [
        ("muscles.tsv", "\nsoleus\t", "\nplantaris\t", "occurs twice"),
        ("muscles.tsv", "\tleg\t", "\tshin\t", "'shin' is unknown"),
        ("muscles.tsv", "\tgastrocnemius\t", "\tgastroc\t", "'gastroc'"),
        ("muscles.tsv", "caution", "cautions", "'caution' is missing"),
        ("muscles.tsv", "\nsoleus\tSoleus", "\nsoleus", "fields where there must be"),
        ("groups.tsv", "\nscalenes\t", "\nsoleus\t", "in use already"),
        ("groups.tsv", "scalenus-medius", "scalenus-minimus", "scalenus-minimus"),
        ("muscle_aliases.tsv", "old\tnew\n", "old\tnew\nsoleus\tplantaris\n", "still in use"),
        ("muscle_aliases.tsv", "old\tnew\n", "old\tnew\na\tb\nb\ta\n", "leads to no entry"),
    ],
)
def test_a_broken_table_is_refused_in_a_sentence(
    tables: Path, table: str, old: str, new: str, says: str
) -> None:
    text = (tables / table).read_text()
    assert old in text
    (tables / table).write_text(text.replace(old, new, 1))
    with pytest.raises(CatalogueFault) as caught:
        Catalogue.read(tables)
    assert table.split("_")[0].split(".")[0] in str(caught.value)
    assert says in str(caught.value)
    assert str(caught.value).endswith(".")
