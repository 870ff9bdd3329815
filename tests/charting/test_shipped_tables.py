"""The clinical tables that are shipped say only what the rest of the program knows."""

from __future__ import annotations

import pytest

from bodymap.atlas.atlas import Atlas
from bodymap.atlas.body import Group
from bodymap.atlas.catalogue import BODY_PARTS
from bodymap.charting.consent import FIELDS, filled, starter
from bodymap.charting.events import EventKind, published_rates
from bodymap.charting.faults import Refused
from bodymap.charting.measures import measures, motions
from bodymap.charting.meetings import FLAG_WORDS
from bodymap.charting.plans import find_conditions, read_icd10, shipped_conditions
from bodymap.charting.precaution_list import shipped
from bodymap.charting.records import Technique
from bodymap.charting.where_it_hurts import body_areas, referrals


def test_precautions_name_what_there_is(atlas: Atlas) -> None:
    items = shipped()
    assert len({item.id for item in items}) == len(items) >= 25
    assert len({item.text.casefold() for item in items}) == len(items)
    parents = {muscle.parent for muscle in atlas.catalogue.muscles}
    for item in items:
        assert item.reason.endswith("."), item.id
        for muscle in item.muscles:
            assert not isinstance(atlas.catalogue.entry(muscle), Group)
        for group in item.groups:
            assert group in parents or isinstance(atlas.catalogue.entry(group), Group)
        assert set(item.body_parts) <= set(BODY_PARTS)
        assert set(item.flags) <= set(FLAG_WORDS)
        assert set(item.techniques) <= set(Technique)


def test_the_seed_list_of_the_clinic_guides_is_there() -> None:
    texts = " ".join(item.text.casefold() for item in shipped())
    for word in (
        "pregnancy",
        "low blood pressure",
        "frailty",
        "six weeks",
        "tumour",
        "blood thinners",
        "immune",
        "diabetes",
        "pacemaker",
        "fear of needles",
        "skin",
        "consent",
        "reaction",
        "lymph",
        "infection",
        "wound",
        "joint replacement",
        "port",
        "pump",
        "stimulator",
        "sensor",
        "shunt",
        "breast implant",
        "fillers",
        "laminectomy",
        "pneumothorax",
        "heart valve",
        "faint",
        "loss of feeling",
        "recent injection",
        "epilepsy",
        "nickel",
        "vascular",
        "under 18",
    ):
        assert word in texts, word


def test_every_referral_is_of_a_muscle_that_can_be_marked(atlas: Atlas) -> None:
    for line in referrals():
        atlas.catalogue.muscle(line.muscle)
    pairs = [(line.area, line.muscle) for line in referrals()]
    assert len(set(pairs)) == len(pairs)
    assert {line.area for line in referrals()} == {area.id for area in body_areas()}
    for area in body_areas():
        assert any(line.often for line in referrals() if line.area == area.id)


def test_every_area_lies_on_the_body(atlas: Atlas) -> None:
    for area in body_areas():
        for box in area.boxes:
            u0, v0, u1, v1 = atlas.plate(box.plate).box
            assert box.v_from < v1, area.id
            assert box.v_to > v0, area.id
            assert box.u_from < max(abs(u0), abs(u1)), area.id


def test_measures_and_motions_have_sources() -> None:
    for measure in measures().values():
        assert measure.source
        assert measure.step in (1, 10)
        assert measure.important is None or 0 < measure.important < measure.high - measure.low
    assert {"nprs", "psfs", "ndi", "odi", "lefs", "quickdash", "grip"} <= set(measures())
    for motion in motions().values():
        assert motion.body_part in BODY_PARTS
        assert motion.source


def test_rates_are_those_that_were_published() -> None:
    assert {rate.kind: rate.per_10000 for rate in published_rates()} == {
        EventKind.BRUISING: 755,
        EventKind.BLEEDING: 465,
        EventKind.PAIN_DURING: 301,
        EventKind.PAIN_AFTER: 219,
        EventKind.AGGRAVATION: 88,
        EventKind.DROWSINESS: 26,
        EventKind.HEADACHE: 14,
        EventKind.NAUSEA: 13,
    }
    assert {rate.of for rate in published_rates()} == {7629}


def test_conditions_are_found_by_any_word_or_code() -> None:
    for condition in shipped_conditions():
        assert read_icd10(condition.icd10) == condition.icd10
    assert len({one.text for one in shipped_conditions()}) == len(shipped_conditions())
    for typed, first in (
        ("neck", "Neck pain"),
        ("epicond lat right", "Tennis elbow, right"),
        ("m72.2", "Plantar fasciitis"),
        ("frozen left", "Frozen shoulder, left"),
        ("TMJ both", "Jaw joint pain, both sides"),
    ):
        assert find_conditions(typed, shipped_conditions())[0].text == first


def test_the_starter_text_says_what_it_must_and_fills_in() -> None:
    text = starter().text
    for said in (
        "not acupuncture",
        "Your insurance may not pay",
        "lung",
        "withdraw",
        "copy was given",
        "training",
        "two days",
    ):
        assert said in text, said
    values = dict.fromkeys(FIELDS, "VALUE")
    whole = filled(text, values)
    assert "{" not in whole
    assert "____" in filled(text, {})
    assert filled("{patient} {other}", {"patient": "{date}"}) == "{date} {other}"


def test_several_codes_of_a_plan_are_read_each_once_and_the_wrong_one_is_named() -> None:
    assert read_icd10("m62831, M25.551") == "M62.831, M25.551"
    assert read_icd10(" m542;m542 m25511\nG44.2 ,") == "M54.2, M25.511, G44.2"
    assert read_icd10("m54 2") == "M54.2"
    assert read_icd10("") == ""
    with pytest.raises(Refused, match="\u201chip\u201d is no ICD-10-CM code"):
        read_icd10("M62.831, hip")
    with pytest.raises(Refused, match="13 codes"):
        read_icd10(", ".join(f"M54.{n}" for n in range(9)) + ", M25.1, M25.2, M25.3, M25.4")
