"""Reading a line: questions in their place, answers that settle them, any text without a fall, and the time."""

from __future__ import annotations

import random
import statistics
import string
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bodymap import assets
from bodymap.atlas.atlas import Atlas
from bodymap.atlas.body import Muscle
from bodymap.charting.quick_entry import (
    LONGEST,
    REACHES,
    Asked,
    Defaults,
    Preview,
    Understood,
    complete,
    parse,
)
from bodymap.charting.records import Ltr, NeedleSize, Side, TargetKind
from tests.charting.test_quick_entry_lines import lines

DEFAULTS = Defaults(NeedleSize(250, 40))
ISSUE = "R UT x2 0.30x40 LTR3; L QL 60mm; B multifidus L4-5; suboccipitals"


def one(line: str, atlas: Atlas, defaults: Defaults = DEFAULTS) -> Understood:
    (entry,) = parse(line, atlas, defaults).entries
    assert isinstance(entry, Understood), f"{line!r}: {entry}"
    return entry


def asked(line: str, atlas: Atlas, defaults: Defaults = DEFAULTS) -> Asked:
    (entry,) = parse(line, atlas, defaults).entries
    assert isinstance(entry, Asked), f"{line!r}: {entry}"
    return entry


def at(line: str, entry: Asked) -> str:
    return line[entry.question.start : entry.question.end]


# ---- names


def test_every_name_of_the_catalogue_is_itself(atlas: Atlas) -> None:
    for entry in (*atlas.catalogue.muscles, *atlas.catalogue.groups):
        target = one(f"R {entry.name}", atlas).target
        assert target.id == entry.id
        assert target.name == entry.name
        assert (target.kind is TargetKind.MUSCLE) == isinstance(entry, Muscle)


def test_a_synonym_is_its_own_entry_or_is_asked(atlas: Atlas) -> None:
    unasked = 0
    for entry in (*atlas.catalogue.muscles, *atlas.catalogue.groups):
        for synonym in entry.synonyms:
            (read,) = parse(f"R {synonym}", atlas, DEFAULTS).entries
            if isinstance(read, Understood):
                names = {found.id for found in atlas.find(synonym) if found.score > 94}
                assert read.target.id in names, synonym
                unasked += 1
    assert unasked > 250


def test_a_group_stays_one_entry(atlas: Atlas) -> None:
    entry = one("R wrist extensors", atlas)
    assert (entry.target.kind, entry.target.id) == (TargetKind.GROUP, "wrist-extensors")
    assert entry.sides == (Side.RIGHT,)


def test_a_typing_error_is_shown_with_the_full_name(atlas: Atlas) -> None:
    entry = one("R supraspinatous", atlas)
    assert entry.words.startswith("R supraspinatus")
    assert entry.name_typed == "supraspinatous"


def test_no_slip_of_a_key_makes_another_muscle(atlas: Atlas) -> None:
    """One letter too many, too few, wrong or changed for its neighbour, in every written-out name."""
    chance = random.Random(7)
    right = total = 0
    for entry in (*atlas.catalogue.muscles, *atlas.catalogue.groups):
        for name in sorted({entry.name, *entry.synonyms}):
            at_ = chance.randrange(len(name))
            letter = chance.choice(string.ascii_lowercase)
            slip = chance.choice(
                (
                    name[:at_] + name[at_ + 1 :],
                    name[:at_] + letter + name[at_:],
                    name[:at_] + letter + name[at_ + 1 :],
                    name[:at_] + name[at_ : at_ + 2][::-1] + name[at_ + 2 :],
                )
            )
            if len(name) < 6 or slip == name:
                continue
            total += 1
            entries = parse(f"R {slip}", atlas, DEFAULTS).entries
            if len(entries) == 1 and isinstance(entries[0], Understood):
                assert entries[0].target.id in {one.id for one in atlas.find(name) if one.score > 94}, slip
                right += 1
    assert right > 0.85 * total


@pytest.mark.parametrize(
    ("line", "ids"),
    [
        ("R PT", {"Pronator teres", "Tibialis posterior", "Fibularis tertius"}),
        ("L GM", {"Gluteus maximus", "Gluteus medius", "Gluteus minimus"}),
        ("R paraspinals", {"Cervical paraspinals", "Thoracic paraspinals", "Lumbar paraspinals"}),
        ("R abductor magnus", {"Adductor magnus"}),
        ("R rectus", {"Rectus femoris", "Rectus abdominis"}),
        ("R short head biceps", {"Biceps brachii short head", "Biceps femoris short head"}),
        ("R low back", {"Lumbar paraspinals"}),
        ("L flexor digitorum", {"Flexor digitorum longus", "Flexor digitorum brevis"}),
    ],
)
def test_what_several_are_called_is_asked(line: str, ids: set[str], atlas: Atlas) -> None:
    entry = asked(line, atlas)
    assert {reading.text for reading in entry.question.readings} >= ids
    assert at(line, entry) == line[2:]


def test_two_muscles_in_one_entry_are_asked_and_made_two(atlas: Atlas) -> None:
    for line in ("R UT LS", "R UT and LS", "R UT & LS", "R UT, LS"):
        preview = parse(line, atlas, DEFAULTS)
        (entry,) = preview.asked
        settled = parse(preview.answered(entry.question, entry.question.readings[0]), atlas, DEFAULTS)
        assert [(e.sides, e.target.id) for e in settled.understood] == [
            ((Side.RIGHT,), "trapezius-upper"),
            ((Side.RIGHT,), "levator-scapulae"),
        ]


def test_lt_is_a_side_before_a_name_and_asked_elsewhere(atlas: Atlas) -> None:
    assert one("LT UT", atlas).sides == (Side.LEFT,)
    assert one("Lt. infraspinatus", atlas).sides == (Side.LEFT,)
    for line in ("LT", "R LT", "UT LT", "LT LT", "LT 0.30x40", "R LT UT"):
        entry = asked(line, atlas)
        assert any("lower trapezius" in reading.label for q in entry.questions for reading in q.readings), (
            line
        )


# ---- sides


@pytest.mark.parametrize("words", ["linea alba", "nuchal ligament"])
def test_what_lies_on_the_midline_has_no_side(words: str, atlas: Atlas) -> None:
    assert one(words, atlas).sides == (Side.MIDLINE,)
    for side in ("R", "L", "B"):
        entry = asked(f"{side} {words}", atlas)
        assert at(f"{side} {words}", entry) == side
        assert "midline" in entry.question.sentence


def test_a_paired_muscle_is_not_on_the_midline(atlas: Atlas) -> None:
    asked("midline UT", atlas)
    assert one("midline scar", atlas).sides == (Side.MIDLINE,)


def test_a_side_that_is_missing_is_asked(atlas: Atlas) -> None:
    preview = parse("UT x2", atlas, DEFAULTS)
    (entry,) = preview.asked
    lines_ = [preview.answered(entry.question, reading) for reading in entry.question.readings]
    sides = [one(line, atlas).sides for line in lines_]
    assert sides == [(Side.RIGHT,), (Side.LEFT,), (Side.RIGHT, Side.LEFT)]
    assert all(one(line, atlas).needles == 2 for line in lines_)


# ---- levels


def test_every_paraspinal_muscle_has_its_reach(atlas: Atlas) -> None:
    rows = [row.name for row in atlas.levels.rows]
    paraspinal = {muscle.id for muscle in atlas.catalogue.muscles if muscle.paraspinal}
    assert paraspinal <= REACHES.keys()
    for entry_id, (first, last) in REACHES.items():
        assert atlas.catalogue.entry(entry_id).paraspinal
        assert rows.index(first) < rows.index(last)


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("L4", "L4"),
        ("L4-5", "L4-5"),
        ("L4/5", "L4-5"),
        ("L4-L5", "L4-5"),
        ("l4/l5", "L4-5"),
        ("L5/S1", "L5-S1"),
        ("T12-L1", "T12-L1"),
        ("T4..T7", "T4-7"),
        ("T4-T7", "T4-7"),
        ("Th4", "T4"),
        ("@L4", "L4"),
        ("C5-6", "C5-6"),
    ],
)
def test_levels(said: str, level: str, atlas: Atlas) -> None:
    assert one(f"R multifidus {said}", atlas).level == level
    assert one(f"{said} multifidus R", atlas).level == level


@pytest.mark.parametrize(
    ("line", "target"),
    [
        ("R multifidus L5", "multifidus-lumbar"),
        ("R multifidus C5", "multifidus-cervical"),
        ("R multifidus T6", "multifidus-thoracic"),
        ("R multifidus T12", "multifidus"),  # the thoracic and the lumbar part meet there
        ("R multifidus T10-L2", "multifidus"),
        ("R multifidus", "multifidus"),
        ("R rotatores L3", "rotatores-lumbar"),
        ("L longissimus L4", "longissimus-lumbar"),
        ("L iliocostalis L3", "iliocostalis-lumborum"),
        ("L semispinalis T10", "semispinalis-thoracis"),
        ("L semispinalis C5", "semispinalis"),  # of the head or of the neck
        ("B lumbar paraspinals L4", "lumbar-paraspinals"),  # several muscles, not parts of one
        ("B erector spinae L4", "erector-spinae"),
    ],
)
def test_with_a_level_the_part_of_a_muscle_that_lies_there_is_meant(
    line: str, target: str, atlas: Atlas
) -> None:
    entry = one(line, atlas)
    assert entry.target.id == target
    assert entry.target.name == atlas.catalogue.name(target)
    said = line.split()[-1]
    assert entry.level == (said if said[-1].isdigit() else "")


@pytest.mark.parametrize(
    "line",
    [
        "R lumbar multifidus T2",
        "L cervical multifidus L4",
        "R UT C5",
        "L QL L3",
        "R multifidus L6",
        "R multifidus C9",
        "R multifidus L5-4",
        "R multifidus L4 S1",
        "B lumbar paraspinals C2",
        "R thoracic multifidus L4-5",
    ],
)
def test_a_level_that_is_not_there_is_asked_in_its_place(line: str, atlas: Atlas) -> None:
    entry = asked(line, atlas)
    assert any(character.isdigit() for character in at(line, entry))


# ---- sizes, counts, twitches


@pytest.mark.parametrize(
    "said",
    [
        "0.30x40",
        ".30x40",
        ".30 x 40",
        "0,30x40",
        "30x40",
        "0.30x40mm",
        "0.30 × 40 mm",
        "0.3x40",
        "0.30mm x 40mm",
    ],
)
def test_sizes(said: str, atlas: Atlas) -> None:
    assert one(f"R UT {said}", atlas).needle == NeedleSize(300, 40)


def test_half_a_size_keeps_the_other_half(atlas: Atlas) -> None:
    assert one("R UT 60mm", atlas).needle == NeedleSize(250, 60)
    assert one("R UT 0.30", atlas).needle == NeedleSize(300, 40)
    none = Defaults()
    for line in ("R UT 60mm", "R UT 0.30"):
        preview = parse(line, atlas, none)
        (entry,) = preview.asked
        assert entry.question.readings
        settled = preview.answered(entry.question, entry.question.readings[0])
        assert one(settled, atlas, none).needle is not None


@pytest.mark.parametrize(
    "said", ["0.50x40", "0.30x120", "0.11x40", "0.30x12", "0.36x40", "9mm", "120mm", "0.45"]
)
def test_an_unusual_size_is_asked_and_can_be_right(said: str, atlas: Atlas) -> None:
    line = f"R UT {said}"
    preview = parse(line, atlas, DEFAULTS)
    (entry,) = preview.asked
    assert at(line, entry) == said
    settled = preview.answered(entry.question, entry.question.readings[0])
    assert one(settled, atlas).needle is not None


@pytest.mark.parametrize(
    "said", ["2x40", "40x0.30", "x40", "0.30x37.5", "12x 40mm", "3000x40", "0.30x900", "2 x 40"]
)
def test_what_could_be_a_size_or_a_count_is_asked(said: str, atlas: Atlas) -> None:
    asked(f"R UT {said}", atlas)


@pytest.mark.parametrize(
    ("said", "needles", "insertions"),
    [
        ("x2", 2, 2),
        ("2x", 2, 2),
        ("× 2", 2, 2),
        ("2n", 2, 2),
        ("2 needles", 2, 2),
        ("needles: 2", 2, 2),
        ("3 insertions", 1, 3),
        ("1 needle 3 insertions", 1, 3),
    ],
)
def test_counts(said: str, needles: int, insertions: int, atlas: Atlas) -> None:
    entry = one(f"R UT {said}", atlas)
    assert (entry.needles, entry.insertions) == (needles, insertions)


@pytest.mark.parametrize(
    ("said", "ltr", "count"),
    [
        ("LTR3", Ltr.YES, 3),
        ("LTR 3", Ltr.YES, 3),
        ("LTR x3", Ltr.YES, 3),
        ("3 LTR", Ltr.YES, 3),
        ("LTR", Ltr.YES, None),
        ("LTR yes", Ltr.YES, None),
        ("LTR+", Ltr.YES, None),
        ("twitch", Ltr.YES, None),
        ("LTR none", Ltr.NONE, None),
        ("LTR no", Ltr.NONE, None),
        ("LTR-", Ltr.NONE, None),
        ("no LTR", Ltr.NONE, None),
        ("LTR0", Ltr.NONE, None),
        ("without twitch", Ltr.NONE, None),
        ("2 twitches", Ltr.YES, 2),
    ],
)
def test_twitches(said: str, ltr: Ltr, count: int | None, atlas: Atlas) -> None:
    for line in (f"R UT {said}", f"R UT {said} 0.30x40", f"{said} R UT", f"R UT {said}, 10 min"):
        entry = one(line, atlas)
        assert (entry.ltr, entry.ltr_count) == (ltr, count), line


@pytest.mark.parametrize("line", ["R UT LTR3 x2 0.30x40", "R UT LTR 3 x2 0.30x40", "R UT x2 0.30x40 LTR3"])
def test_twitches_beside_counts(line: str, atlas: Atlas) -> None:
    entry = one(line, atlas)
    assert (entry.ltr_count, entry.needles, entry.needle) == (3, 2, NeedleSize(300, 40))


@pytest.mark.parametrize(
    "line", ["R UT no e-stim", "R VL w/o e-stim", "no R UT", "avoid R UT", "R UT no pistoning"]
)
def test_what_is_not_done_is_never_turned_into_what_is(line: str, atlas: Atlas) -> None:
    preview = parse(line, atlas, DEFAULTS)
    (entry,) = preview.asked
    for reading in entry.question.readings:
        settled = one(preview.answered(entry.question, reading), atlas)
        assert not settled.extras.e_stim
        assert not settled.extras.techniques
        assert settled.note


@pytest.mark.parametrize("said", ["LTR 2x", "2x LTR", "x2 LTR", "- LTR", "LTR3 no LTR", "LTR?", "LTR 3 4"])
def test_unclear_twitches_are_asked(said: str, atlas: Atlas) -> None:
    asked(f"R UT {said}", atlas)


def test_a_note_goes_to_the_end_of_its_entry(atlas: Atlas) -> None:
    first, second = parse('R UT # tender; x2 "ok; then" L QL', atlas, DEFAULTS).entries
    assert isinstance(first, Understood)
    assert first.note == "tender"
    assert isinstance(second, Understood)
    assert (second.note, second.target.id) == ("ok; then", "quadratus-lumborum")
    assert one('R UT "sore', atlas).note == "sore"


def test_both_sides_say_what_each_side_gets(atlas: Atlas) -> None:
    entry = one("B QL x2 0.30x60 LTR3", atlas)
    assert one("B QL x2 each 0.30x60", atlas).needles == 2
    assert entry.words == "R and L quadratus lumborum, 0.30x60 mm, 2 needles each side, LTR 3 each side"


def test_what_is_asked_does_not_keep_the_rest(atlas: Atlas) -> None:
    preview = parse(ISSUE, atlas, DEFAULTS)
    assert [entry.words for entry in preview.understood] == [
        "R upper trapezius, 0.30x40 mm, 2 needles, LTR 3",
        "L quadratus lumborum, 0.30x60 mm",
        "R and L lumbar multifidus L4-5, 0.30x60 mm as the mark before",
    ]
    assert preview.marks == 4
    assert preview.left_over == "suboccipitals"


def test_answers_lead_on(atlas: Atlas) -> None:
    """Whatever is answered, the question is settled: none comes back, and in a few steps none is left."""
    for line in [row["line"] for name in ("quick_entry.tsv", "quick_entry_later.tsv") for row in lines(name)]:
        for choice in range(9):
            text, steps = line, 0
            while steps < 7:
                preview = parse(text, atlas, DEFAULTS)
                question = next((e.question for e in preview.asked if e.question.readings), None)
                if question is None:
                    break
                readings = question.readings
                settled = preview.answered(question, readings[min(choice, len(readings) - 1)])
                assert settled != text, (line, question)
                text, steps = settled, steps + 1
            assert steps < 7, (line, text)


@pytest.mark.parametrize(
    ("line", "settled"),
    [
        ("R UT/LS 0.30x40", "R UT; R LS 0.30x40"),
        ("R UT 0.30x40x2", "R UT 0.30x40, x2"),
        ("R UT 2x30x40", "R UT 0.30x40, x2"),
        ("R UT 2 x 0.30x40 LTR3", "R UT 0.30x40, x2 LTR3"),
        ("R UT x2 no e-stim 10 min", "R UT x2 #no e-stim 10 min"),
        ("R infra? x2", "R Infraspinatus x2"),
        ("R UT and L QL", "R UT and; L QL"),
        ("R infraspinatus, teres minor", "R infraspinatus,; R teres minor"),
        ("R UT | L UT", "R UT; L UT"),
        ("R multifidus L 4-5", "R multifidus L4-5"),
        ("R UT 2x40", "R UT x2 40mm"),
        ("R linea alba", "linea alba"),
    ],
)
def test_the_first_answer(line: str, settled: str, atlas: Atlas) -> None:
    preview = parse(line, atlas, DEFAULTS)
    (entry,) = preview.asked
    answered = preview.answered(entry.question, entry.question.readings[0])
    assert answered == settled
    assert not parse(answered, atlas, DEFAULTS).asked


# ---- completion


def test_completion_at_the_cursor(atlas: Atlas) -> None:
    line = "R UT; L bra 0.30x40"
    done = complete(line, 11, atlas)
    assert line[done.start : done.end] == "bra"
    assert [suggestion.text for suggestion in done.suggestions][:2] == ["brachialis", "brachioradialis"]
    assert [s.reading for s in complete("R pt", 4, atlas).suggestions][:3] == [True] * 3
    assert [s.text for s in complete("R UT pis", 8, atlas).suggestions] == ["pistoning"]
    for empty in ("", "R ", "R UT # bra", "R UT 0.30x40"):
        assert complete(empty, len(empty), atlas).suggestions == ()


def test_what_is_inserted_is_understood(atlas: Atlas) -> None:
    for start in ("bra", "glu", "mul", "flex", "pec", "tib", "supra", "rect", "semi", "ext"):
        done = complete(f"R {start}", 2 + len(start), atlas)
        for suggestion in done.suggestions:
            one(f"R {suggestion.text} x2", atlas)


# ---- any text

SAMPLES = [row["line"] for name in ("quick_entry.tsv", "quick_entry_later.tsv") for row in lines(name)]
PIECES = sorted(
    {piece for line in SAMPLES for piece in line.replace(";", " ; ").replace(",", " , ").split(" ")}
)
ATLAS = Atlas(assets.folder())

texts = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
    st.tuples(st.sampled_from(SAMPLES), st.integers(0, 60), st.text(max_size=4)).map(
        lambda t: t[0][: t[1]] + t[2] + t[0][t[1] :]
    ),
    st.text(alphabet='RLBxX×.,;:#"“”()[]+-–/0123456789mLTRntes \n\t', max_size=60),
)


def check(preview: Preview, text: str) -> None:
    last = 0
    for entry in preview.entries:
        assert last <= entry.start < entry.end <= len(text)
        last = entry.end
        if isinstance(entry, Asked):
            assert entry.questions
            for question in entry.questions:
                assert entry.start <= question.start < question.end <= entry.end
                assert question.sentence
                assert len(question.readings) <= 9
            continue
        assert entry.sides
        assert len(set(entry.sides)) == len(entry.sides)
        assert 1 <= entry.needles <= 99
        assert 1 <= entry.insertions <= 999
        assert entry.ltr_count is None or (entry.ltr is Ltr.YES and 1 <= entry.ltr_count <= 99)
        assert entry.words


@settings(max_examples=600)
@given(texts)
def test_any_text_is_read_and_every_offset_lies_in_the_line(text: str) -> None:
    preview = parse(text, ATLAS, DEFAULTS)
    assert preview.line == text
    check(preview, text)
    for entry in preview.asked[:2]:
        for reading in entry.question.readings[:3]:
            settled = preview.answered(entry.question, reading)
            check(parse(settled, ATLAS, DEFAULTS), settled)


@settings(max_examples=200)
@given(texts, st.integers(-3, 90))
def test_any_cursor_is_answered(text: str, cursor: int) -> None:
    done = complete(text, cursor, ATLAS)
    assert 0 <= done.start <= done.end <= len(text)


@settings(max_examples=200)
@given(st.lists(st.sampled_from(SAMPLES), min_size=1, max_size=6))
def test_an_entry_is_read_the_same_beside_others(several: list[str]) -> None:
    """Only the size is handed on, from one entry to the next."""
    together = parse("; ".join(several), ATLAS, DEFAULTS)
    apart = [entry for line in several for entry in parse(line, ATLAS, DEFAULTS).entries]
    assert [type(entry) for entry in together.entries] == [type(entry) for entry in apart]
    for one_, other in zip(together.entries, apart, strict=True):
        if isinstance(one_, Understood) and isinstance(other, Understood):
            assert (one_.target, one_.sides, one_.level, one_.needles) == (
                other.target,
                other.sides,
                other.level,
                other.needles,
            )


def test_a_line_that_is_too_long_says_so(atlas: Atlas) -> None:
    text = "R UT; " * 2_000
    began = time.perf_counter()
    preview = parse(text, atlas, DEFAULTS)
    assert time.perf_counter() - began < 1
    check(preview, text)
    assert preview.asked
    assert "too long" in preview.asked[-1].question.sentence
    check(parse("x" * (LONGEST + 50), atlas, DEFAULTS), "x" * (LONGEST + 50))


# ---- the time it takes


def keystrokes() -> list[float]:
    """Milliseconds for each letter of a long line, read and completed, on names that were never looked up before: the
    best of three times each."""
    line = (
        "R UT x2 0.30x40 LTR3; L quadratus lumborum 60mm e-stim 2 Hz; B multifidus L4-5; L sternoclydomastoid "
        "0.20x30 no LTR; R gluteus medius 0.30x60 pistoning depth 40 # jumped; R biceps femoris long head x3"
    )
    runs: list[list[float]] = []
    for _ in range(3):
        fresh = Atlas(assets.folder())
        fresh.prepare_to_find()
        parse("R", fresh, DEFAULTS)
        times = []
        for length in range(1, len(line) + 1):
            began = time.perf_counter()
            parse(line[:length], fresh, DEFAULTS)
            complete(line[:length], length, fresh)
            times.append((time.perf_counter() - began) * 1000)
        runs.append(times)
    best = [min(three) for three in zip(*runs, strict=True)]
    p95 = statistics.quantiles(best, n=20)[-1]
    print(f"\nkeystroke: median {statistics.median(best):.2f} ms, p95 {p95:.2f} ms, most {max(best):.2f} ms")
    return best


def test_a_keystroke_is_read_at_once() -> None:
    """On a busy machine too."""
    assert statistics.median(keystrokes()) < 10


@pytest.mark.bench
def test_every_keystroke_is_read_in_time() -> None:
    assert max(keystrokes()) < 10


def test_a_size_that_is_itself_asked_about_is_not_taken_by_the_next_entry(atlas: Atlas) -> None:
    line = "L splenius capitis 0.9x500; R upper trapezius; L soleus 0.30x60; R soleus"
    bad, trapezius, soleus, other = parse(line, atlas, DEFAULTS).entries
    assert isinstance(bad, Asked)
    assert isinstance(trapezius, Understood)
    assert trapezius.needle == NeedleSize(250, 40)
    assert isinstance(soleus, Understood)
    assert isinstance(other, Understood)
    assert other.needle == NeedleSize(300, 60)
