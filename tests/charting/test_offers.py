"""What a new mark starts with: the order of the sources, each field by itself, and what is never carried over."""

from __future__ import annotations

from dataclasses import fields, replace

from bodymap.charting.offers import Offer, Source, Sources, closest, offered
from bodymap.charting.records import (
    Defaults,
    Disposition,
    EStim,
    Ltr,
    Mark,
    NeedleSize,
    Position,
    Referral,
    Side,
    Target,
    TargetKind,
    Technique,
    Tolerance,
)

BARE = Mark("m", "v", 1, Target(TargetKind.MUSCLE, "infraspinatus", "Infraspinatus"), Side.RIGHT)


def _mark(id: str, length: int, **values: object) -> Mark:
    return replace(BARE, id=id, needle=NeedleSize(300, length), **values)


def _default(whose: str | None, target: str, length: int | None = None, **values: object) -> Defaults:
    needle = NeedleSize(300, length) if length else None
    return Defaults(Defaults.id_of(whose, target), whose, target, needle, **values)


def test_the_first_mark_ever_has_no_size() -> None:
    assert offered(target=None, visit=None, last=None) == Offer()
    assert Offer().needle is None
    assert Offer().sources == Sources()


def test_the_size_comes_from_the_first_source_that_has_one() -> None:
    target, visit, last = _mark("target", 30), _mark("visit", 40), _mark("last", 50)
    own, clinics = _default("t", "", 60), _default(None, "", 75)
    steps = [
        ({"target": target, "visit": visit, "last": last, "defaults": [own, clinics]}, 30, Source.TARGET),
        ({"target": BARE, "visit": visit, "last": last, "defaults": [own, clinics]}, 40, Source.VISIT),
        ({"target": None, "visit": None, "last": last, "defaults": [own, clinics]}, 60, Source.THERAPIST),
        ({"target": None, "visit": None, "last": last, "defaults": [clinics]}, 75, Source.CLINIC),
        ({"target": None, "visit": None, "last": last}, 50, Source.LAST),
    ]
    for given, length, source in steps:
        offer = offered(**given)
        assert offer.needle == NeedleSize(300, length)
        assert offer.sources.needle is source
        marks = {Source.TARGET: "target", Source.VISIT: "visit", Source.LAST: "last"}
        assert offer.sources.from_mark == marks.get(source, "")


def test_each_field_falls_through_by_itself() -> None:
    offer = offered(
        target=_mark("target", 30, product="J"),
        visit=_mark("visit", 40, needles=3, technique=Technique.PISTONING),
        last=None,
        defaults=[_default("t", "", 60, technique=Technique.DEEP, position=Position.PRONE)],
    )
    assert (offer.needle, offer.product, offer.needles) == (NeedleSize(300, 30), "J", 1)
    assert (offer.technique, offer.position) == (Technique.PISTONING, Position.PRONE)
    assert offer.sources == Sources(Source.TARGET, Source.TARGET, Source.VISIT, Source.THERAPIST, "target")


def test_technique_and_position_never_come_from_another_patient() -> None:
    last = _mark("last", 50, technique=Technique.FANNING, position=Position.SITTING, needles=2)
    offer = offered(target=None, visit=None, last=last)
    assert (offer.needles, offer.technique, offer.position) == (
        1,
        Technique.NOT_RECORDED,
        Position.NOT_RECORDED,
    )


def test_results_are_never_carried_over() -> None:
    whole = _mark(
        "whole",
        30,
        ltr=Ltr.YES,
        ltr_count=3,
        note="familiar",
        time_in_place=10,
        depth_mm=20,
        disposition=Disposition.LEFT_IN_PLACE,
        referral=Referral.REFERRED,
        referral_to="temple",
        e_stim=EStim(hz=2.0),
        tolerance=Tolerance.POOR,
    )
    offer = offered(target=whole, visit=whole, last=whole)
    carried = {"needle", "product", "needles", "insertions", "technique", "position", "sources"}
    assert {field.name for field in fields(offer)} == carried


def test_what_was_set_for_this_mark_comes_before_all() -> None:
    target = _mark("target", 30, product="J", technique=Technique.DEEP)
    offer = offered(target=target, visit=None, last=None, said=(NeedleSize(250, 25), 2, 4))
    assert (offer.needle, offer.needles, offer.insertions) == (NeedleSize(250, 25), 2, 4)
    assert offer.product == "", "another size is another needle"
    assert offer.technique is Technique.DEEP
    assert (offer.sources.needle, offer.sources.from_mark) == (Source.SET, "")
    same = offered(target=target, visit=None, last=None, said=(NeedleSize(300, 30), 2, 4))
    assert same.product == "J"


def test_what_is_said_of_a_muscle_comes_before_what_is_said_of_all() -> None:
    own = [_default("t", ""), _default("t", "soleus"), _default("t", "gracilis")]
    clinic = [_default(None, ""), _default(None, "soleus")]
    assert closest("soleus", own, clinic) == [own[1], clinic[1], own[0], clinic[0]]
    assert closest("", own, clinic) == [own[0], clinic[0]]


def test_how_many_needles_another_muscle_got_says_nothing_of_this_one() -> None:
    offer = offered(target=None, visit=_mark("visit", 40, needles=3, insertions=5), last=None)
    assert (offer.needle, offer.needles, offer.insertions) == (NeedleSize(300, 40), 1, 1)
    assert offer.sources.counts is Source.NOWHERE
