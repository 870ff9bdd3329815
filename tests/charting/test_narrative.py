"""Text from marks: records and the sentence expected of them; and that it says all that was recorded and no more."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodymap.charting import wording
from bodymap.charting.findings import Finding, FindingKind
from bodymap.charting.narrative import narrative
from bodymap.charting.needles import NeedleCounts, PartCount
from bodymap.charting.records import (
    Disposition,
    EStim,
    Ltr,
    Mark,
    NarrativeStyle,
    NeedleSize,
    Position,
    Referral,
    Side,
    Target,
    TargetKind,
    Technique,
    Tolerance,
    Visit,
)

R, L, MID = Side.RIGHT, Side.LEFT, Side.MIDLINE
SENTENCES, LIST, TERSE = NarrativeStyle
THIN, LONG = NeedleSize(250, 30), NeedleSize(300, 40)
VISIT = Visit("v", "p", "t", date(2026, 5, 4))


def target(name: str) -> Target:
    return Target(TargetKind.MUSCLE, name.lower().replace(" ", "-"), name, name)


def mark(name: str, side: Side = R, **values: Any) -> Mark:
    return Mark(f"{name}{side}", "v", 1, target(name), side, **values)


def finding(kind: FindingKind, name: str, side: Side = R, **values: Any) -> Finding:
    return Finding(f"{kind}{name}{side}", "v", 1, kind, target(name), side, **values)


DONE = "Dry needling was carried out. "

ONE_MARK = (
    ({}, "In the right infraspinatus, 1 needle was inserted."),
    ({"side": L}, "In the left infraspinatus, 1 needle was inserted."),
    ({"target": target("Linea alba"), "side": MID}, "In the linea alba, 1 needle was inserted."),
    ({"target": target("ITB")}, "In the right ITB, 1 needle was inserted."),
    ({"target": target("Achilles tendon")}, "In the right Achilles tendon, 1 needle was inserted."),
    (
        {"needles": 2, "insertions": 2, "needle": LONG},
        "In the right infraspinatus, 2 needles of 0.30x40 mm were inserted.",
    ),
    ({"needle": NeedleSize(125, 13)}, "In the right infraspinatus, 1 needle of 0.125x13 mm was inserted."),
    (
        {"needle": LONG, "product": "J type"},
        "In the right infraspinatus, 1 needle of 0.30x40 mm (J type) was inserted.",
    ),
    (
        {"insertions": 5, "technique": Technique.PISTONING},
        "In the right infraspinatus, 1 needle was inserted with pistoning, 5 insertions.",
    ),
    ({"technique": Technique.DEEP}, "In the right infraspinatus, 1 needle was inserted deeply."),
    (
        {"technique": Technique.of(Technique.DEEP, Technique.PISTONING, Technique.ROTATION)},
        "In the right infraspinatus, 1 needle was inserted deeply with pistoning and rotation.",
    ),
    ({"depth_mm": 25}, "In the right infraspinatus, 1 needle was inserted at a depth of 25 mm."),
    ({"level": "L4"}, "In the right infraspinatus at ≈L4, 1 needle was inserted."),
    (
        {"level": "L4", "level_confirmed": True},
        "In the right infraspinatus at L4, 1 needle was inserted.",
    ),
    ({"ltr": Ltr.NONE}, "In the right infraspinatus, 1 needle was inserted: no local twitch response."),
    ({"ltr": Ltr.YES}, "In the right infraspinatus, 1 needle was inserted: local twitch response."),
    (
        {"ltr": Ltr.YES, "ltr_count": 1},
        "In the right infraspinatus, 1 needle was inserted: 1 local twitch response.",
    ),
    (
        {"ltr": Ltr.YES, "ltr_count": 3},
        "In the right infraspinatus, 1 needle was inserted: 3 local twitch responses.",
    ),
    (
        {"referral": Referral.NONE},
        "In the right infraspinatus, 1 needle was inserted: no pain reproduced.",
    ),
    (
        {"referral": Referral.FAMILIAR, "referral_to": "temple"},
        "In the right infraspinatus, 1 needle was inserted: familiar pain reproduced (temple).",
    ),
    (
        {"referral": Referral.REFERRED, "referral_to": "upper arm"},
        "In the right infraspinatus, 1 needle was inserted: pain referred to upper arm.",
    ),
    (
        {"disposition": Disposition.LEFT_IN_PLACE, "time_in_place": 10},
        "In the right infraspinatus, 1 needle was inserted, left in place for 10 min.",
    ),
    (
        {"disposition": Disposition.WITHDRAWN},
        "In the right infraspinatus, 1 needle was inserted, withdrawn at once.",
    ),
    ({"time_in_place": 0}, "In the right infraspinatus, 1 needle was inserted, 0 min in place."),
    (
        {"technique": Technique.E_STIM, "e_stim": EStim(hz=2, pulse_us=250, to_twitch=True, pair="1 with 2")},
        "In the right infraspinatus, 1 needle was inserted, with e-stim 2 Hz 250 µs to twitch, pair 1 with 2.",
    ),
    (
        {"technique": Technique.E_STIM},
        "In the right infraspinatus, 1 needle was inserted with e-stim.",
    ),
    ({"e_stim": EStim(on=False)}, "In the right infraspinatus, 1 needle was inserted, without e-stim."),
    (
        {"position": Position.SIDE_LYING_LEFT, "tolerance": Tolerance.FAIR},
        "In the right infraspinatus, 1 needle was inserted, with the patient side-lying left: tolerated fairly.",
    ),
    (
        {"note": "asked to stop early."},
        "In the right infraspinatus, 1 needle was inserted; asked to stop early.",
    ),
)


@pytest.mark.parametrize(("values", "sentence"), ONE_MARK, ids=lambda one: str(one)[:60])
def test_a_mark_as_a_sentence(values: dict[str, Any], sentence: str) -> None:
    assert narrative([replace(mark("Infraspinatus"), **values)]) == DONE + sentence


PRONE = {"needle": THIN, "position": Position.PRONE}
NECK = (
    mark("Upper trapezius", needles=2, insertions=2, ltr=Ltr.YES, ltr_count=3, **PRONE),
    mark("Infraspinatus", R, ltr=Ltr.NONE, **PRONE),
    mark("Infraspinatus", L, ltr=Ltr.NONE, **PRONE),
)
WHOLE = (
    (
        NECK,
        SENTENCES,
        "Dry needling was carried out with the patient prone and needles of 0.25x30 mm. "
        "In the right upper trapezius, 2 needles were inserted: 3 local twitch responses. "
        "In the right and left infraspinatus, 1 needle each was inserted: no local twitch response.",
    ),
    (
        NECK,
        LIST,
        "Dry needling, patient prone, needles 0.25x30 mm:\n"
        "- Right upper trapezius: 2 needles, 3 local twitch responses\n"
        "- Right and left infraspinatus: 1 needle each, no local twitch response",
    ),
    (
        NECK,
        TERSE,
        "DN, prone, 0.25x30: R upper trapezius x2, LTR 3; R+L infraspinatus x1 each, LTR none.",
    ),
    (
        [mark("Multifidus", level="L4"), mark("Multifidus", level="L5", level_confirmed=True)],
        SENTENCES,
        DONE + "In the right multifidus at ≈L4 and L5, 1 needle each was inserted.",
    ),
    (
        [mark("Multifidus", R, level="L4"), mark("Multifidus", L, level="L5")],
        SENTENCES,
        DONE
        + "In the right multifidus at ≈L4, 1 needle was inserted. "
        + "In the left multifidus at ≈L5, 1 needle was inserted.",
    ),
    (
        [mark("Soleus", ltr=Ltr.YES, ltr_count=2)] * 3,
        SENTENCES,
        DONE + "In the right soleus at 3 points, 1 needle each was inserted: 2 local twitch responses each.",
    ),
    (
        [mark("Soleus", L), mark("Popliteus"), mark("Soleus", R, ltr=Ltr.NONE)],
        LIST,
        "Dry needling:\n- Left soleus: 1 needle\n- Right soleus: 1 needle, no local twitch response\n"
        "- Right popliteus: 1 needle",
    ),
    (
        [
            mark("Soleus", tolerance=Tolerance.GOOD, disposition=Disposition.LEFT_IN_PLACE, time_in_place=10),
            mark(
                "Popliteus", tolerance=Tolerance.GOOD, disposition=Disposition.LEFT_IN_PLACE, time_in_place=10
            ),
        ],
        SENTENCES,
        "Dry needling was carried out with all needles left in place for 10 min. In the right soleus, 1 needle was "
        "inserted. In the right popliteus, 1 needle was inserted. Needling was tolerated well.",
    ),
    (
        [mark("Fascia", R), mark("Fascia", MID)],
        SENTENCES,
        DONE + "In the right fascia, 1 needle was inserted. In the fascia, 1 needle was inserted.",
    ),
    (
        [
            mark(
                name,
                needle=LONG,
                product="J type",
                position=Position.SUPINE,
                technique=Technique.SUPERFICIAL,
                e_stim=EStim(on=False),
            )
            for name in ("Soleus", "Popliteus")
        ],
        SENTENCES,
        "Dry needling was carried out superficially, with the patient supine and needles of 0.30x40 mm (J type), "
        "without e-stim. In the right soleus, 1 needle was inserted. In the right popliteus, 1 needle was inserted.",
    ),
    (
        [
            mark(
                "Multifidus", s, needle=LONG, technique=Technique.E_STIM, e_stim=EStim(hz=2, pair="R with L")
            )
            for s in (R, L)
        ]
        + [mark("Soleus", technique=Technique.PISTONING, insertions=4)],
        SENTENCES,
        DONE
        + "In the right and left multifidus, 1 needle of 0.30x40 mm each was inserted, with e-stim 2 Hz, "
        "pair R with L. In the right soleus, 1 needle was inserted with pistoning, 4 insertions.",
    ),
    (
        [mark("Soleus", note="cramped"), mark("Popliteus")],
        TERSE,
        "DN: R soleus x1 (cramped); R popliteus x1.",
    ),
)


@pytest.mark.parametrize(("marks", "style", "text"), WHOLE)
def test_marks_are_said_together(marks: list[Mark], style: NarrativeStyle, text: str) -> None:
    assert narrative(marks, style=style) == text


ACTIVE, BAND, EDEMA = FindingKind.ACTIVE_TRIGGER_POINT, FindingKind.TAUT_BAND, FindingKind.EDEMA
FOUND = (
    ([finding(EDEMA, "Soleus")], SENTENCES, "Edema was found in the right soleus."),
    (
        [
            finding(BAND, "Soleus", L),
            finding(BAND, "Soleus", R),
            finding(ACTIVE, "Upper trapezius", referral=Referral.REFERRED, referral_to="temple", note="hot"),
            finding(BAND, "Popliteus"),
        ],
        SENTENCES,
        "An active trigger point was found in the right upper trapezius, pain referred to temple; hot. "
        "Taut bands were found in the right and left soleus, and right popliteus.",
    ),
    (
        [finding(BAND, "Soleus"), finding(BAND, "Soleus"), finding(EDEMA, "Soleus")],
        LIST,
        "Found:\n- taut bands: right soleus (2)\n- edema: right soleus",
    ),
    (
        [finding(ACTIVE, "Multifidus", level="L4", referral=Referral.NONE), finding(BAND, "Soleus", L)],
        TERSE,
        "Found: active TrP R multifidus ≈L4, no pain reproduced; taut band L soleus.",
    ),
)


@pytest.mark.parametrize(("found", "style", "text"), FOUND)
def test_findings_are_said(found: list[Finding], style: NarrativeStyle, text: str) -> None:
    assert narrative([], found, style=style) == text


def test_needles_in_and_out_are_said_as_on_paper() -> None:
    counts = NeedleCounts((PartCount("neck", 9, 8),), opened=10)
    visit = replace(VISIT, needle_lot="A17", needle_expiry="2027-05")
    text = narrative([mark("Soleus")], counts=counts, visit=visit, style=TERSE)
    assert text == "DN: R soleus x1. Needles: opened 10, in 9, out 8, lot A17, expiry May 2027."
    said = narrative([mark("Soleus")], counts=counts, visit=visit).rsplit(". ", 1)[-1]
    assert said == "Needles: 10 opened, 9 left in place, 8 taken out, lot A17, expiry May 2027."


def test_the_clinics_wording_is_added_only_where_needles_are_told_of() -> None:
    for style, opening in (
        (SENTENCES, "Dry needling was carried out without injection."),
        (LIST, "Dry needling without injection:"),
        (TERSE, "DN without injection:"),
    ):
        assert narrative([mark("Soleus")], style=style, without_injection=True).startswith(opening)
    assert "injection" not in narrative([], [finding(EDEMA, "Soleus")], without_injection=True)


def test_nothing_recorded_is_nothing_said() -> None:
    for style in NarrativeStyle:
        assert narrative([], style=style, counts=NeedleCounts(), visit=VISIT, without_injection=True) == ""
    gone = replace(mark("Soleus"), removed=True)
    assert narrative([gone], [replace(finding(EDEMA, "Soleus"), removed=True)]) == ""


# -- every recorded value is said, and nothing else is ----------------------------------------------------------------

# Invented names and words in which none of the text's own words occur.
NAMES = ("Alphae", "Bravor", "Calix", "Dolmus", "Echor")
WORDS = ("quzz", "vorp", "wumble", "xylo")
LEVELS = ("C7", "L4-5", "T12")


@st.composite
def marks(draw: Any, one: bool = False) -> Mark:
    name = draw(st.sampled_from(NAMES))
    ltr = draw(st.sampled_from(Ltr))
    referral = draw(st.sampled_from(Referral))
    goes = referral in (Referral.FAMILIAR, Referral.REFERRED)
    stim = st.builds(
        EStim,
        hz=st.none() | st.integers(1, 1000).map(lambda n: n / 10),
        pulse_us=st.none() | st.integers(10, 999),
        ma=st.none() | st.integers(1, 99).map(lambda n: n / 10),
        to_twitch=st.booleans(),
        pair=st.sampled_from(("", *WORDS)),
    )
    return Mark(
        "m",
        "v",
        1,
        target(name),
        draw(st.sampled_from(Side)),
        level=draw(st.sampled_from(("", *LEVELS))),
        level_confirmed=draw(st.booleans()),
        needle=draw(
            st.none() | st.builds(NeedleSize, st.sampled_from((125, 250, 300)), st.integers(13, 100))
        ),
        needles=draw(st.integers(1, 4)),
        insertions=draw(st.integers(1, 6)),
        ltr=ltr,
        ltr_count=draw(st.none() | st.integers(1, 9)) if ltr is Ltr.YES else None,
        note=draw(st.sampled_from(("", *WORDS))),
        product=draw(st.sampled_from(("", *WORDS))),
        technique=draw(st.sampled_from(Technique)),
        time_in_place=draw(st.none() | st.integers(0, 180)),
        depth_mm=draw(st.none() | st.integers(0, 150)),
        disposition=draw(st.sampled_from(Disposition)),
        referral=referral,
        referral_to=draw(st.sampled_from(("", *WORDS))) if goes else "",
        e_stim=draw(st.none() | st.just(EStim(on=False)) | stim),
        position=draw(st.sampled_from(Position)),
        tolerance=draw(st.sampled_from(Tolerance)),
    )


@st.composite
def findings(draw: Any) -> Finding:
    referral = draw(st.sampled_from(Referral))
    goes = referral in (Referral.FAMILIAR, Referral.REFERRED)
    return Finding(
        "f",
        "v",
        1,
        draw(st.sampled_from(FindingKind)),
        target(draw(st.sampled_from(NAMES))),
        draw(st.sampled_from(Side)),
        level=draw(st.sampled_from(("", *LEVELS))),
        level_confirmed=draw(st.booleans()),
        referral=referral,
        referral_to=draw(st.sampled_from(("", *WORDS))) if goes else "",
        note=draw(st.sampled_from(("", *WORDS))),
    )


def values_of(one: Mark, style: NarrativeStyle) -> list[str]:
    """The recorded values of a mark, each as the text must hold it somewhere about this mark."""
    short = style is TERSE
    said = [wording.level(one), one.product, one.note, one.referral_to]
    said.append(f"x{one.needles}" if short else f"{one.needles} needle")
    if one.insertions != one.needles:
        said.append(f"{one.insertions} ins")
    said.append(str(one.needle) if one.needle else "")
    if one.ltr is Ltr.NONE:
        said.append("LTR none" if short else "no local twitch response")
    elif one.ltr is Ltr.YES and one.ltr_count:
        said.append(f"LTR {one.ltr_count}" if short else f"{one.ltr_count} local twitch response")
    elif one.ltr is Ltr.YES:
        said.append("LTR yes" if short else "local twitch response")
    said.append({"superficial": "superficial", "deep": "deep", "not_recorded": ""}.get(
        one.technique.value, wording.TECHNIQUES.get(one.technique, "")))  # fmt: skip
    said.append(f"{one.time_in_place} min" if one.time_in_place is not None else "")
    said.append(f"{one.depth_mm} mm" if one.depth_mm is not None else "")
    said.append(wording.DISPOSITIONS.get(one.disposition, ""))
    said.append({"none": "no pain reproduced", "familiar": "familiar pain"}.get(one.referral.value, ""))
    if one.referral is Referral.REFERRED:
        said.append(f"pain referred to {one.referral_to}" if one.referral_to else "referred pain")
    if one.e_stim is not None and one.e_stim.on:
        said.append(wording.e_stim(one.e_stim))
    elif one.e_stim is not None:
        said.append("without e-stim" if style is SENTENCES else "no e-stim")
    said.append({Position.OTHER: "other position"}.get(one.position, wording.POSITIONS.get(one.position, "")))
    said.append(wording.TOLERANCES.get(one.tolerance, ""))
    return [value for value in said if value]


def parts_about(text: str, name: str, style: NarrativeStyle) -> list[str]:
    """The pieces of the text that name this target."""
    between = {
        SENTENCES: r"(?<=\.) (?=[A-Z])",
        LIST: r"\n",
        TERSE: r"; |(?<=:) (?=[RLa-z])|(?<=\.) (?=[A-Z])",
    }[style]
    return [part for part in re.split(between, text) if name.lower() in part.lower()]


@given(st.lists(marks(), min_size=1, max_size=7), st.sampled_from(NarrativeStyle))
def test_every_recorded_value_is_said_of_its_muscle(made: list[Mark], style: NarrativeStyle) -> None:
    text = narrative(made, style=style)
    all_of_it = text.split(": " if style is TERSE else "\n" if style is LIST else ". ")[0]
    after = text.rstrip(".").rsplit("\n" if style is LIST else ". ", 1)[-1].lower()
    for one in made:
        side = one.side.short if style is TERSE else wording.side(one.side)
        about = [
            part
            for part in parts_about(text, one.target.name, style)
            if one.side is MID or side.lower() in part.lower()
        ]
        wanted = values_of(one, style)
        assert any(
            all(value in part or value in all_of_it or value in after for value in wanted) for part in about
        ), (wanted, text)


@given(st.lists(findings(), min_size=1, max_size=6), st.sampled_from(NarrativeStyle))
def test_every_finding_is_said_with_its_place(found: list[Finding], style: NarrativeStyle) -> None:
    text = narrative([], found, style=style)
    for one in found:
        kind = wording.FINDINGS[one.kind].replace(
            "trigger point", "TrP" if style is TERSE else "trigger point"
        )
        between = {SENTENCES: ". ", LIST: "\n", TERSE: "; "}[style]
        wanted = [kind, one.target.name.lower(), wording.level(one), one.referral_to, one.note]
        wanted.append({"none": "no pain reproduced", "familiar": "familiar pain"}.get(one.referral.value, ""))
        assert any(all(word.lower() in part.lower() for word in wanted) for part in text.split(between)), text


# The text's own words for values: each may stand there only where some record has the value.
TELLING: dict[str, Any] = {
    "superficial": lambda m: m.technique is Technique.SUPERFICIAL,
    "deep": lambda m: m.technique is Technique.DEEP,
    "in situ": lambda m: m.technique is Technique.IN_SITU,
    "pistoning": lambda m: m.technique is Technique.PISTONING,
    "rotation": lambda m: m.technique is Technique.ROTATION,
    "fanning": lambda m: m.technique is Technique.FANNING,
    "threading": lambda m: m.technique is Technique.THREADING,
    "e-stim": lambda m: m.technique is Technique.E_STIM or m.e_stim is not None,
    "Hz": lambda m: m.e_stim is not None and m.e_stim.hz is not None,
    "µs": lambda m: m.e_stim is not None and m.e_stim.pulse_us is not None,
    "mA": lambda m: m.e_stim is not None and m.e_stim.ma is not None,
    "to twitch": lambda m: m.e_stim is not None and m.e_stim.to_twitch,
    "depth": lambda m: m.depth_mm is not None,
    " min": lambda m: m.time_in_place is not None,
    "left in place": lambda m: m.disposition is Disposition.LEFT_IN_PLACE,
    "withdrawn": lambda m: m.disposition is Disposition.WITHDRAWN,
    "LTR": lambda m: m.ltr is not Ltr.NOT_RECORDED,
    "twitch response": lambda m: m.ltr is not Ltr.NOT_RECORDED,
    "no local twitch": lambda m: m.ltr is Ltr.NONE,
    "pain": lambda m: m.referral is not Referral.NOT_RECORDED,
    "familiar": lambda m: m.referral is Referral.FAMILIAR,
    "no pain": lambda m: m.referral is Referral.NONE,
    "referred": lambda m: m.referral is Referral.REFERRED,
    "prone": lambda m: m.position is Position.PRONE,
    "supine": lambda m: m.position is Position.SUPINE,
    "side-lying": lambda m: m.position in (Position.SIDE_LYING_LEFT, Position.SIDE_LYING_RIGHT),
    "sitting": lambda m: m.position is Position.SITTING,
    "other position": lambda m: m.position is Position.OTHER,
    "tolerated": lambda m: m.tolerance is not Tolerance.NOT_RECORDED,
    "tolerated well": lambda m: m.tolerance is Tolerance.GOOD,
    "≈": lambda m: m.level and not m.level_confirmed,
    "injection": lambda m: False,
    "trigger": lambda m: False,
    "Needles:": lambda m: False,
}


@given(st.lists(marks(), max_size=7), st.sampled_from(NarrativeStyle))
def test_nothing_is_said_that_was_not_recorded(made: list[Mark], style: NarrativeStyle) -> None:
    text = narrative(made, style=style, counts=NeedleCounts(), visit=VISIT)
    for word, recorded in TELLING.items():
        assert word not in text or any(recorded(one) for one in made), (word, text)
    numbers = {
        number
        for one in made
        for value in (
            one.needles, one.insertions, one.ltr_count, one.time_in_place, one.depth_mm, one.level,
            str(one.needle or ""), wording.e_stim(one.e_stim),
        )
        for number in re.findall(r"\d+(?:\.\d+)?", str(value))
    }  # fmt: skip
    same_place = {str(n) for n in range(2, len(made) + 1)}  # "at 2 points"
    assert set(re.findall(r"\d+(?:\.\d+)?", text)) <= numbers | same_place, text
    for word in (*NAMES, *WORDS):
        if word.lower() in text.lower():
            assert any(word in str(one) for one in made), (word, text)


@given(st.lists(marks(), min_size=1, max_size=7), st.sampled_from(NarrativeStyle))
def test_as_many_needles_are_said_as_were_used(made: list[Mark], style: NarrativeStyle) -> None:
    """Said together or apart, the counts add up: what stands for several says how many."""
    text = narrative(
        [replace(one, note="", product="", referral_to="", level="") for one in made], style=style
    )
    counted = 0
    for part in re.split(r"; |: (?=[RL]\b|[a-z])|\. |\n|\.$", text):
        found = re.search(r"\bx(\d+)|(\d+) needles?\b", part)
        if not found or "all needles" in part:
            continue
        sides = (
            len(re.findall(r"\bR\b|\bL\b|\bright\b|\bleft\b(?! in place)", _placed(part), re.IGNORECASE)) or 1
        )
        times = re.search(r"at (\d+) points|\((\d+)\) x", part)
        counted += int(found[1] or found[2]) * sides * int((times[1] or times[2]) if times else 1)
    assert counted == sum(one.needles for one in made), text


def _placed(part: str) -> str:
    """The beginning of a part, up to its target's name: the sides stand there."""
    ends = [match.start() for name in NAMES if (match := re.search(name, part, re.IGNORECASE))]
    return part[: min(ends)] if ends else ""
