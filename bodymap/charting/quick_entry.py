"""Quick entry: a line of shorthand read into the marks that it will make, or into questions where it is not clear.

`R UT x2 0.30x40 LTR3; L QL 60mm; B multifidus L4-5`: entries end at ";" or a line end, and at a comma where the next
part has a side and a name of its own. Nothing is guessed: a side that is missing, a name that several muscles bear, a
level that the muscle does not reach, a word that means nothing here is asked in its place, and the other entries hold.

`parse` is called at every keystroke. All offsets are into the line as it was given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol
from weakref import WeakKeyDictionary

from bodymap.atlas.body import Found, Group
from bodymap.atlas.catalogue import TISSUES, Catalogue, mid_sentence
from bodymap.atlas.levels import Levels
from bodymap.atlas.levels import between as between_levels
from bodymap.atlas.search import EXACT_INITIALS, fold
from bodymap.charting import wording
from bodymap.charting.offers import Offer, Source
from bodymap.charting.records import Ltr, NeedleSize, Position, Side, Target, TargetKind, Technique
from bodymap.charting.rules import tidy_line

LONGEST = 2_000  # characters of a line that are read
MOST_ENTRIES = 60
EXACT = 94.5  # of the search: a whole name, synonym or abbreviation
BEGUN = 68.0  # of the search: the beginnings of words
APART = 9.0  # how far the best beginning stands before the next one
ERROR = 48.0  # of the search: the least likeness of a typing error that is taken (80 of 100)
ERROR_APART = 3.0  # and how far it stands before the next one (5 of 100)
ERROR_LETTERS = 5
LONGEST_NAME = 8  # words
MOST_READINGS = 9  # one digit each
MOST_BY_X = 12  # "x12" is a count, "x13" could be a length

RIGHT, LEFT, BOTH, MIDLINE = (Side.RIGHT,), (Side.LEFT,), (Side.RIGHT, Side.LEFT), (Side.MIDLINE,)


class Body(Protocol):
    """What of the atlas is asked: names, levels, and the search."""

    @property
    def catalogue(self) -> Catalogue: ...
    @property
    def levels(self) -> Levels: ...
    def find(self, text: str, limit: int = 12) -> list[Found]: ...


# ---- what comes out


@dataclass(frozen=True, slots=True)
class Defaults:
    """What an entry takes that does not say it: what `offer` says of its target, the size of the entry before it in the
    line, else what stands here."""

    needle: NeedleSize | None = None
    needles: int = 1
    insertions: int = 1
    offer: Callable[[Target, Side | None], Offer] | None = None
    """What a mark of that target would take that is placed on the body."""


_FROM = {Source.VISIT: "as the mark before", Source.LAST: "as for the last patient"}


@dataclass(frozen=True, slots=True)
class Extras:
    """What a line may say beyond target, side, level, size, counts, LTR and note. Nothing of it has a default."""

    techniques: tuple[str, ...] = ()
    minutes: int | None = None
    depth_mm: int | None = None
    e_stim: bool = False
    hertz: float | None = None
    left_in_place: bool | None = None
    position: str = ""

    def words(self) -> tuple[str, ...]:
        """As the preview says it."""
        said = [*self.techniques]
        if self.depth_mm is not None:
            said.append(f"depth {self.depth_mm} mm")
        if self.left_in_place is not None:
            said.append("left in place" if self.left_in_place else "withdrawn at once")
        if self.e_stim:
            said.append("e-stim" if self.hertz is None else f"e-stim {self.hertz:g} Hz")
        if self.minutes is not None:
            said.append(f"{self.minutes} min")
        if self.position:
            said.append(self.position)
        return tuple(said)


@dataclass(frozen=True, slots=True)
class Understood:
    """An entry that Enter adds: one mark for each side. `start` and `end` are its part of the line.

    `typed` names the fields that the line says itself (needle, needles, insertions); the others are defaults. So are
    `product`, `technique` and `position`: what the line says of the last two stands in `extras`.
    `name_typed` is the name as it was typed, where the target is called otherwise.
    """

    start: int
    end: int
    target: Target
    sides: tuple[Side, ...]
    level: str = ""
    needle: NeedleSize | None = None
    needles: int = 1
    insertions: int = 1
    ltr: Ltr = Ltr.NOT_RECORDED
    ltr_count: int | None = None
    extras: Extras = Extras()
    note: str = ""
    typed: frozenset[str] = frozenset()
    name_typed: str = ""
    product: str = ""
    technique: Technique = Technique.NOT_RECORDED
    position: Position = Position.NOT_RECORDED
    taken: Mapping[str, str] = field(default_factory=dict)
    """Of needle and technique those that another muscle gave, with the words for that: nobody said them of this one."""

    @property
    def title(self) -> str:
        """R upper trapezius; R and L multifidus L4-5: whose full name it is."""
        sides = " and ".join(side.short for side in self.sides if side.short)
        name = mid_sentence(self.target.name)
        if self.target.kind is TargetKind.TISSUE and fold(self.target.id) not in fold(name):
            name += f" ({self.target.id})"
        return " ".join(part for part in (sides, name, self.level) if part)

    @property
    def details(self) -> tuple[str, ...]:
        """All else that the mark will hold, in words."""
        said = []
        if self.needle:
            size = f"{self.needle} mm{f' {self.product}' if self.product else ''}"
            said.append(f"{size} {self.taken.get('needle', '')}".rstrip())
        each = " each side" if len(self.sides) > 1 else ""
        if self.needles != 1:
            said.append(f"{self.needles} needles{each}")
        if self.insertions != self.needles:
            said.append(f"{self.insertions} insertion{'' if self.insertions == 1 else 's'}{each}")
        if self.ltr is Ltr.YES:
            said.append(f"LTR {self.ltr_count}{each}" if self.ltr_count else "LTR yes")
        elif self.ltr is Ltr.NONE:
            said.append("LTR none")
        if self.technique is not Technique.NOT_RECORDED:
            said.append(f"{wording.technique(self.technique)} {self.taken.get('technique', '')}".rstrip())
        if self.position is not Position.NOT_RECORDED:
            said.append(wording.POSITIONS[self.position])
        said += self.extras.words()
        if self.note:
            said.append(f"“{self.note}”")
        return tuple(said)

    @property
    def words(self) -> str:
        return ", ".join((self.title, *self.details))


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer to a question: `text` put in the place of what was asked."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is not understood, where, and what it may mean. `about` is "name" where the muscle itself is not clear."""

    start: int
    end: int
    sentence: str
    readings: tuple[Reading, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """An entry that Enter does not add. `start` and `end` are its part of the line; the questions lie within."""

    start: int
    end: int
    questions: tuple[Question, ...]

    @property
    def question(self) -> Question:
        """The one to be answered first."""
        return self.questions[0]


Entry = Understood | Asked


@dataclass(frozen=True, slots=True)
class Preview:
    """What a line says: what Enter will add, and what is asked."""

    line: str = ""
    entries: tuple[Entry, ...] = ()

    @property
    def understood(self) -> tuple[Understood, ...]:
        return tuple(one for one in self.entries if isinstance(one, Understood))

    @property
    def asked(self) -> tuple[Asked, ...]:
        return tuple(one for one in self.entries if isinstance(one, Asked))

    @property
    def marks(self) -> int:
        """How many marks Enter will add."""
        return sum(len(one.sides) for one in self.understood)

    @property
    def left_over(self) -> str:
        """The line once what is understood was added: what is asked."""
        return "; ".join(self.line[one.start : one.end] for one in self.asked)

    def answered(self, question: Question, reading: Reading) -> str:
        """The line with this answer in the question's place."""
        before, after = self.line[: question.start].rstrip(), self.line[question.end :].lstrip()
        text = reading.text.strip()
        if not text:
            return f"{before} {after}".strip()
        gap = "" if text[:1] in ";," else " "
        tail = "" if after[:1] in (";", ",", "\n") else " "
        return f"{before}{gap}{text}{tail}{after}".strip()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word to go on with: `text` replaces the line between the completion's ends. `reading`: one of several that
    are called what was typed, and which is meant must be chosen."""

    text: str
    label: str
    detail: str = ""
    reading: bool = False


@dataclass(frozen=True, slots=True)
class Completion:
    start: int
    end: int
    suggestions: tuple[Suggestion, ...] = ()


# ---- the vocabulary

TECHNIQUES = {
    "superficial": "superficial|superficially",
    "deep": "deep",
    "in situ": r"in[ -]?situ|static",
    "pistoning": r"piston(?:ing|ed)?|fast in[ -](?:and[ -])?(?:fast[ -])?out",
    "rotation": "rotation|rotated|rotating|winding|wound",
    "fanning": "fanning|fanned",
    "threading": "threading|threaded",
}
POSITIONS = {
    "prone": "prone",
    "supine": "supine",
    "side-lying": r"side[ -]?lying",
    "seated": "seated|sitting",
}
OFFERED_WORDS = (*TECHNIQUES, "e-stim", "LTR", "left in place", *POSITIONS)
_DEPTHS = ("superficial", "deep")  # techniques that are also words of names

# Other tissue that goes by a name without its kind in it; whatever ends in a kind needs no entry.
TISSUE_NAMES = {
    "achilles": ("tendon", "Achilles tendon"),
    "tendo achillis": ("tendon", "Achilles tendon"),
    "itb": ("fascia", "Iliotibial band"),
    "it band": ("fascia", "Iliotibial band"),
    "iliotibial band": ("fascia", "Iliotibial band"),
    "iliotibial tract": ("fascia", "Iliotibial band"),
    "tlf": ("fascia", "Thoracolumbar fascia"),
    "linea alba": ("fascia", "Linea alba"),
    "ligamentum nuchae": ("ligament", "Nuchal ligament"),
    "nuchal ligament": ("ligament", "Nuchal ligament"),
    "supraspinous ligament": ("ligament", "Supraspinous ligament"),
    "interspinous ligament": ("ligament", "Interspinous ligament"),
    "pubic symphysis": ("ligament", "Pubic symphysis"),
    "plantar aponeurosis": ("fascia", "Plantar aponeurosis"),
}
ON_THE_MIDLINE = frozenset(
    ("Linea alba", "Nuchal ligament", "Supraspinous ligament", "Interspinous ligament", "Pubic symphysis")
)
_KINDS = {
    "tendon": "tendon",
    "tendons": "tendon",
    "fascia": "fascia",
    "scar": "scar",
    "scars": "scar",
    "ligament": "ligament",
    "periosteum": "periosteum",
    "perineural": "perineural",
}

REACHES = {
    "splenius-capitis": ("C1", "T4"),
    "splenius-cervicis": ("C1", "T6"),
    "semispinalis-capitis": ("C1", "T7"),
    "semispinalis-cervicis": ("C2", "T6"),
    "longissimus-capitis": ("C1", "T5"),
    "longissimus-cervicis": ("C2", "T5"),
    "iliocostalis-cervicis": ("C4", "T6"),
    "spinalis-cervicis": ("C2", "T3"),
    "multifidus-cervical": ("C2", "T1"),
    "rotatores-cervical": ("C2", "T1"),
    "iliocostalis-thoracis": ("C7", "T12"),
    "longissimus-thoracis": ("T1", "L2"),
    "spinalis-thoracis": ("T1", "L3"),
    "semispinalis-thoracis": ("C6", "T12"),
    "multifidus-thoracic": ("C7", "L1"),
    "rotatores-thoracic": ("C7", "L1"),
    "levatores-costarum": ("C7", "T12"),
    "iliocostalis-lumborum": ("T6", "S4"),
    "longissimus-lumbar": ("T12", "S4"),
    "multifidus-lumbar": ("T11", "S4"),
    "rotatores-lumbar": ("T12", "S1"),
    "interspinales": ("C1", "S1"),
    "intertransversarii": ("C1", "S1"),
    # Groups that are named for a part of the spine reach as far as their name, not as their longest member.
    "cervical-paraspinals": ("C1", "T1"),
    "thoracic-paraspinals": ("C7", "L1"),
    "lumbar-paraspinals": ("T12", "S4"),
}
"""Between which levels an entry with levels can be needled: its attachments, rounded outwards. Other groups reach as
far as their members."""

IN_PARTS = frozenset(("multifidus", "rotatores", "longissimus", "iliocostalis", "semispinalis", "spinalis"))
"""Muscles that the catalogue has in parts along the spine: named with a level, the part of that level is meant."""


# ---- reading one entry

_END = r"(?=$|[\s,;)\]])"
_NUMBER = r"\d+(?:[.,]\d+)?|[.,]\d+"
_I = re.IGNORECASE


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(f"(?:{text}){_END}", _I)


_BLANK = re.compile(r"[\s,]+")
_FILLER = _pattern(r"with|w/|using|(?:at|@)(?=\s(?:th|[ctls])\.?\d)|muscles?|needling|dn|tdn|[-=]>|[-–—•*.→]")
_SIZE = re.compile(
    rf"({_NUMBER})(?:(?<=[.,]\d\d)\s?mm)?(?:\s?[x×*]|\s[x×*]\s)\s?({_NUMBER})(?:\s?mm(?![a-z]))?(!)?(?:\s?needles?(?!\s?\d))?{_END}",
    _I,
)
_SIZE_TIMES = _pattern(
    rf"({_NUMBER})\s?[x×*]\s?({_NUMBER})(?:mm)?(?:[x×*]\s?|\s[x×*]\s)({_NUMBER})(?:\s?mm)?"
)
_EACH = r"(?:\s(?:each|per)(?:\sside)?)?"
_COUNT_X = _pattern(rf"(?:[x×]\s?(\d{{1,3}})|(\d{{1,3}})[x×]){_EACH}")
_NEEDLES = _pattern(rf"(?:(\d{{1,3}})\s?(?:needles?|n|ndl|ndls)|needles?\s?[:=]?\s?(\d{{1,3}})){_EACH}")
_INSERTIONS = _pattern(r"(\d{1,4})\s?(?:insertions?|ins)|insertions?\s?[:=]?\s?(\d{1,4})")
_LENGTH = _pattern(r"(\d{1,3})\s?mm(!)?")
_DIAMETER = _pattern(r"(0?[.,]\d{1,3})(?:\s?mm)?(!)?")
_TWITCH = r"(?:LTRs?|twitch(?:es)?(?:\s(?:response|obtained))?|local twitch(?:\sresponses?)?)"
_NOT_OF_SIZE = r"(?![.,]?\d|[x×])(?!\s?(?:mm|needles?|n\b|insertions?|ins\b|min|hz|sec|%))"
_LTR_ASKED = _pattern(rf"(?:\d{{1,2}}[x×]|[x×]\s?\d{{1,2}})\s{_TWITCH}(?!\s?[x×:=]?\s?\d)|[-–]\s{_TWITCH}")
_LTR_TIMES = _pattern(rf"{_TWITCH}\s\d{{1,2}}[x×]")
_LTR_NONE = _pattern(
    rf"(?:no|without|w/o|zero|neg\.?|negative|0)\s{_TWITCH}|[-–]{_TWITCH}"
    rf"|{_TWITCH}\s?[:=]?\s?\(?(?:none|no|n|neg\.?|negative|nil|absent|0)\)?|{_TWITCH}[-–]|{_TWITCH}\s?\([-–]\)"
)
_LTR_YES = _pattern(
    rf"(?:\+|\(\+\)|pos\.?|positive|yes)\s?{_TWITCH}"
    rf"|{_TWITCH}\s?[:=]?\s?\(?(?:yes|y|pos\.?|positive|present|\++)\)?"
)
_LTR_COUNT = re.compile(
    rf"(\d{{1,2}})\s?{_TWITCH}{_END}"
    rf"|{_TWITCH}\s?[:=]?\s?(?:[x×]\s?)?(?:(\d{{1,2}})|\((\d{{1,2}})\)){_NOT_OF_SIZE}{_END}",
    _I,
)
_LTR = _pattern(_TWITCH)
_HZ = rf"({_NUMBER})\s?hz"
_STIM_WORD = r"e[ -]?stim(?:ulation)?|electro[ -]?stim(?:ulation)?|electrical stim(?:ulation)?"
_STIM = _pattern(rf"(?:{_HZ}\s)?(?:{_STIM_WORD})(?:\s?[:@,]?\s?{_HZ})?")
_ES = _pattern(rf"(?:{_HZ}\s)?ES(?:\s?[:@,]?\s?{_HZ})?")
_HERTZ = _pattern(_HZ)
_MINUTES = _pattern(r"(?:for\s)?(\d{1,4})\s?(?:mins?\.?|minutes?)")
_DEPTH = _pattern(r"depth\s?(?:of\s)?[:=]?\s?(\d{1,3})(?:\s?mm)?|(\d{1,3})\s?mm\sdepth(?!\s?\d)")
_MM_DEEP = _pattern(r"(\d{1,3})\s?mm\sdeep")
_LEFT_IN = _pattern(r"left in(?:\splace|\ssitu)?|in place|(withdrawn(?:\sat once)?|in and out|in/out)")
_VERTEBRA = r"(?:th|[ctls])"
_LEVEL = _pattern(
    rf"(?:@\s?|levels?\s)?({_VERTEBRA})\.?(\d{{1,2}})"
    rf"(?:\s?(?:-|–|—|/|\.\.\.?|…|to|through)\s?({_VERTEBRA})(\d{{1,2}})|(?:-|–|—|/|\.\.\.?|…)(\d{{1,2}}))?"
)
_TECHNIQUE = {name: _pattern(words) for name, words in TECHNIQUES.items()}
_POSITION = {name: _pattern(words) for name, words in POSITIONS.items()}
_LT = _pattern(r"lt\.?|\(lt\.?\)")
_SIDE_WORDS: tuple[tuple[tuple[Side, ...], str], ...] = (
    (
        BOTH,
        r"r\s?[+&/]\s?l|l\s?[+&/]\s?r|right (?:and|&) left|left (?:and|&) right|r and l|l and r"
        r"|b[.:]?|bl|b/l|bil\.?|bilat\.?|bilateral|bilaterally|both(?:\ssides)?",
    ),
    (RIGHT, r"r[.:]?|rt[.:]?|right(?:\sside)?:?"),
    (LEFT, r"l[.:]?|left(?:\sside)?:?"),
    (MIDLINE, r"midline"),
)
_SIDES = tuple((sides, _pattern(rf"(?:{words})|\((?:{words})\)")) for sides, words in _SIDE_WORDS)
_WORD = re.compile(r"[^\s,;()\[\]]+")
_GAP = re.compile(r"[^\S\n]+")
_IN_BRACKETS = re.compile(r"[(\[]\s*([^\s()\[\]]*)\s*[)\]]")
_BRACKET = re.compile(r"[()\[\]]")
_JOINERS = frozenset(("and", "&", "+"))
_ERECTORS = re.compile(r"\b(?:erectors?(?: spinae)?|es)\b")
_NEGATION = re.compile(r"\b(?:no|not|without|w/o|never|avoid|avoided|skip|skipped|except|un\w+|none)\b", _I)
_NOTE = re.compile(r'#\s*([^\n]*)|["“”]([^"“”]*)(?:["“”]|$)', re.DOTALL)
_SPACED_LEVEL = re.compile(
    rf"([ctl])\s(\d{{1,2}})(?:[-/](\d{{1,2}}))?{_END}(?!\s?(?:x|×|mm|needle|n\b|ins|min|hz|LTR|twitch|of\b))",
    _I,
)
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class _Word:
    start: int
    end: int
    text: str


@dataclass(slots=True)
class _Reading:
    """What one entry says, collected from left to right."""

    start: int
    end: int
    runs: list[list[_Word]] = field(default_factory=list)
    sides: list[tuple[tuple[Side, ...], int, int]] = field(default_factory=list)
    lt: list[tuple[int, int]] = field(default_factory=list)
    size: tuple[int | None, int | None, int, int] | None = None  # micrometres, millimetres, from, to
    sure: bool = False
    needles: int | None = None
    insertions: int | None = None
    levels: list[tuple[str, int, int]] = field(default_factory=list)
    ltr: Ltr | None = None
    ltr_count: int | None = None
    techniques: list[tuple[str, int, int]] = field(default_factory=list)
    minutes: int | None = None
    depth: tuple[int, int, int] | None = None
    e_stim: bool = False
    hertz: float | None = None
    hertz_at: tuple[int, int] | None = None
    left_in: bool | None = None
    position: str = ""
    note: str = ""
    note_at: int | None = None
    questions: list[Question] = field(default_factory=list)

    def ask(self, start: int, end: int, sentence: str, *readings: Reading, about: str = "") -> None:
        self.questions.append(Question(start, end, sentence, readings[:MOST_READINGS], about))

    def ask_twice(self, start: int, end: int, what: str) -> None:
        self.ask(start, end, f"{what} is said twice.", Reading("leave this out", ""))


def _float(text: str) -> float:
    return float(text.replace(",", "."))


class _Lexicon:
    """All that the catalogue calls by name, folded, and the answers of the search so far."""

    def __init__(self, body: Body) -> None:
        catalogue = body.catalogue
        self.names: set[str] = set()
        for muscle in catalogue.muscles:
            self.names.update(map(fold, (muscle.name, muscle.latin, *muscle.synonyms)))
        for group in catalogue.groups:
            self.names.update(map(fold, (group.name, *group.synonyms)))
        self.names.discard("")
        self.long_names = {name for name in (*self.names, *TISSUE_NAMES) if " " in name}
        self.beginnings = {name.split()[0] for name in self.long_names}
        self.words = {word for name in self.names for word in name.split() if len(word) > 3}
        self.longest = min(LONGEST_NAME, max((len(name.split()) for name in self.names), default=1))
        self.found: dict[tuple[bool, str], list[Found]] = {}


_LEXICONS: WeakKeyDictionary[Catalogue, _Lexicon] = WeakKeyDictionary()


def _lexicon(body: Body) -> _Lexicon:
    known = _LEXICONS.get(body.catalogue)
    if known is None:
        known = _LEXICONS[body.catalogue] = _Lexicon(body)
    return known


class _Names:
    """Names of one body, found once."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.lexicon = _lexicon(body)
        self._specialist = bool(getattr(body, "specialist", True))

    def find(self, text: str) -> list[Found]:
        key = (self._specialist, fold(text)[:100])
        known = self.lexicon.found.get(key)
        if known is None:
            if len(self.lexicon.found) > 5_000:
                self.lexicon.found.clear()
            known = self.lexicon.found[key] = self.body.find(text[:100], 12)
        return known

    def of_its_own(self, found: Found) -> set[str]:
        """The ids that come along with this answer: a group's members and the groups wholly within it."""
        entry = self.body.catalogue.entry(found.id)
        if not isinstance(entry, Group):
            return {found.id}
        members = set(entry.members)
        inside = {group.id for group in self.body.catalogue.groups if members.issuperset(group.members)}
        return {found.id} | members | inside

    def meant(self, text: str) -> Found | None:
        """The one entry that this names beyond doubt, or none."""
        found = self.find(text)
        if not found or any(one.reading for one in found):
            return None
        top = found[0]
        if top.kind == "muscle" and _ERECTORS.search(fold(text)):
            return None  # "lumbar erector spinae" are several, whichever of them the catalogue lists it under
        if top.score > EXACT:
            # Two letters that stand in no list of abbreviations are anybody's.
            return None if top.score == EXACT_INITIALS and len(fold(text)) < 3 else top
        own = self.of_its_own(top)
        others = [one.score for one in found if one.id not in own]
        second = max(others, default=0.0)
        letters = len(fold(text).replace(" ", ""))
        if top.score >= BEGUN:
            if letters < 4 or second > top.score - APART:
                return None
            # "low back" is a part of the body, and only begins "low back paraspinals"; "bicep fem" is on its way.
            said, whole = set(fold(text).split()), set(fold(top.matched).split())
            return None if said < whole else top
        if top.score < ERROR or second > top.score - ERROR_APART or letters < ERROR_LETTERS:
            return None
        called = set(fold(f"{top.name} {top.matched}").split())
        # "abductor magnus": a word of other names, so not a slip of the keys.
        if any(word in self.lexicon.words and word not in called for word in fold(text).split()):
            return None
        return top

    def candidates(self, text: str) -> list[Found]:
        """Those to choose from: the search's readings, else what begins so or is spelled nearly so."""
        found = self.find(text)
        readings = [one for one in found if one.reading]
        if _ERECTORS.search(fold(text)):
            found = [*found[:4], *(one for one in self.find("erector spinae")[:1] if one not in found)]
            return found[:MOST_READINGS]
        return (readings or [one for one in found if one.score >= BEGUN] or found)[:MOST_READINGS]


class _Reader:
    """Reads the entry that lies between two offsets of the line."""

    def __init__(self, line: str, names: _Names) -> None:
        self.line = line
        self.names = names

    # -- from left to right

    def scan(self, start: int, end: int) -> _Reading:
        got = _Reading(start, end)
        at, run_open = start, False
        text = self.line
        while at < end:
            blank = _BLANK.match(text, at, end)
            if blank:
                run_open = run_open and "," not in blank[0]
                at = blank.end()
                continue
            note = _NOTE.match(text, at, end)
            if note:
                at = self._note(got, note)
                continue
            bracketed = _IN_BRACKETS.match(text, at, end)
            if bracketed and bracketed[1].isdecimal():
                run_open = False
                self._odd(got, _Word(at, bracketed.end(), bracketed[0]))
                at = bracketed.end()
                continue
            name = self._long_name(at, end)
            if name:
                if run_open:
                    got.runs[-1].extend(name)
                else:
                    got.runs.append(name)
                run_open = True
                at = name[-1].end
                continue
            after = self._feature(got, at, end)
            if after > at:
                run_open, at = False, after
                continue
            filler = _FILLER.match(text, at, end)
            if filler:
                at = filler.end()
                continue
            bracket = _BRACKET.match(text, at, end)
            if bracket:
                run_open, at = False, bracket.end()
                continue
            found = _WORD.match(text, at, end)
            assert found is not None
            word = _Word(at, found.end(), found[0])
            if not _LETTER.search(word.text) and word.text not in _JOINERS:
                run_open = False
                self._odd(got, word)
            elif run_open:
                got.runs[-1].append(word)
            else:
                got.runs.append([word])
                run_open = True
            at = word.end
        for run in got.runs:
            while run and run[0].text.casefold() in _JOINERS:
                del run[0]
            while run and run[-1].text.casefold() in _JOINERS:
                del run[-1]
        got.runs = [run for run in got.runs if run]
        return got

    @staticmethod
    def _note(got: _Reading, match: re.Match[str]) -> int:
        """From # to the end, or what is quoted; an open quote goes to the end."""
        text = match[1] if match[1] is not None else match[2]
        got.note = tidy_line(f"{got.note} {text}".strip())
        if got.note_at is None:
            got.note_at = match.start()
        return match.end()

    def _long_name(self, at: int, end: int) -> list[_Word] | None:
        """A name of at least two words that begins here, word for word."""
        words: list[_Word] = []
        place = at
        while place < end and len(words) < self.names.lexicon.longest:
            match = _WORD.match(self.line, place, end)
            if not match:
                break
            words.append(_Word(place, match.end(), match[0]))
            if len(words) == 1 and fold(match[0]).split(" ")[0] not in self.names.lexicon.beginnings:
                return None
            gap = _GAP.match(self.line, match.end(), end)
            if not gap:
                break
            place = gap.end()
        for count in range(len(words), 0, -1):
            folded = fold(" ".join(word.text for word in words[:count]))
            # "L/S" and "L+R" fold to two letters that are a side or a level, not a name.
            if len(folded) > 3 and folded in self.names.lexicon.long_names:
                return words[:count]
        return None

    def _odd(self, got: _Reading, word: _Word) -> None:
        """A number or a sign that says nothing by itself."""
        readings: list[Reading] = []
        if word.text.isdecimal():
            number = int(word.text)
            if 1 <= number <= MOST_BY_X:
                readings.append(Reading(f"{number} needle{'s' if number > 1 else ''}", f"x{number}"))
                readings.append(Reading(f"LTR {number}", f"LTR{number}"))
            if 13 <= number <= 100:
                readings.append(Reading(f"{number} mm long", f"{number}mm"))
            readings.append(Reading(f"{number} min", f"{number} min"))
        elif re.fullmatch(r"\(\d{1,2}\)", word.text):
            number = int(word.text[1:-1])
            readings.append(Reading(f"{number} needles", f"x{number}"))
            readings.append(Reading(f"LTR {number}", f"LTR{number}"))
        elif word.text in ("/", "|", "\\"):
            readings.append(Reading("a new entry", ";"))
        readings.append(Reading("leave it out", ""))
        got.ask(word.start, word.end, f"What does “{word.text}” say?", *readings)

    def _feature(self, got: _Reading, at: int, end: int) -> int:
        """Takes in what begins here and is no name; where it ends, or `at`."""
        first = self.line[at]
        if first.isdigit() or first in ".,x×X*@(+-–":
            take: tuple[Callable[[_Reading, int, int], int], ...] = (
                self._take_ltr,
                self._take_stim,
                self._take_numbers,
                self._take_level,
                self._take_side,
            )
        else:
            take = (
                self._take_ltr,
                self._take_stim,
                self._take_words,
                self._take_numbers,
                self._take_level,
                self._take_side,
            )
        for one in take:
            after = one(got, at, end)
            if after > at:
                return after
        return at

    def _take_ltr(self, got: _Reading, at: int, end: int) -> int:
        text = self.line
        for pattern in (_LTR_ASKED, _LTR_TIMES):
            match = pattern.match(text, at, end)
            if match:
                number = re.search(r"\d+", match[0])
                readings = [Reading("LTR none", "LTR none")] if number is None else []
                if number is not None:
                    readings.append(Reading(f"LTR {number[0]}", f"LTR{number[0]}"))
                    readings.append(Reading(f"{number[0]} needles, LTR yes", f"x{number[0]}, LTR yes"))
                else:
                    readings.append(Reading("LTR yes", "LTR yes"))
                got.ask(at, match.end(), "How many twitches are meant?", *readings)
                return match.end()
        for pattern, value in (
            (_LTR_NONE, Ltr.NONE),
            (_LTR_YES, Ltr.YES),
            (_LTR_COUNT, None),
            (_LTR, Ltr.YES),
        ):
            match = pattern.match(text, at, end)
            if not match:
                continue
            count: int | None = None
            if value is None:
                count = int(match[1] or match[2] or match[3])
                value = Ltr.YES if count else Ltr.NONE
            if got.ltr is not None:
                got.ask_twice(at, match.end(), "The twitch response")
            got.ltr, got.ltr_count = value, count or None
            return match.end()
        return at

    def _take_stim(self, got: _Reading, at: int, end: int) -> int:
        match = _STIM.match(self.line, at, end)
        if not match:
            # Without a name before it, ES is erector spinae.
            match = _ES.match(self.line, at, end)
            if not match or not (got.runs or match[1] or match[2]):
                match = None
        if match:
            if got.e_stim:
                got.ask_twice(at, match.end(), "E-stim")
            got.e_stim = True
            if match[1] and match[2]:
                got.ask_twice(at, match.end(), "The frequency")
            said = match[1] or match[2]
            if said:
                self._hertz(got, said, at, match.end())
            return match.end()
        match = _HERTZ.match(self.line, at, end)
        if match:
            self._hertz(got, match[1], at, match.end())
            return match.end()
        return at

    def _hertz(self, got: _Reading, said: str, start: int, end: int) -> None:
        value = _float(said)
        if got.hertz is not None:
            got.ask_twice(start, end, "The frequency")
        elif not 0 < value <= 1000:
            got.ask(start, end, f"{said} Hz lies outside 0-1000 Hz.", Reading("leave it out", ""))
        got.hertz, got.hertz_at = value, (start, end)

    def _take_words(self, got: _Reading, at: int, end: int) -> int:
        text = self.line
        match = _LEFT_IN.match(text, at, end)
        if match:
            value = match[1] is None
            if got.left_in is not None:
                got.ask_twice(at, match.end(), "Left in or withdrawn")
            got.left_in = value
            return match.end()
        for name, pattern in _TECHNIQUE.items():
            match = pattern.match(text, at, end)
            if match:
                if name not in (known for known, _, _ in got.techniques):
                    got.techniques.append((name, at, match.end()))
                return match.end()
        for name, pattern in _POSITION.items():
            match = pattern.match(text, at, end)
            if match:
                if got.position:
                    got.ask_twice(at, match.end(), "The position")
                got.position = name
                return match.end()
        return at

    def _take_numbers(self, got: _Reading, at: int, end: int) -> int:
        text = self.line
        match = _MINUTES.match(text, at, end)
        if match:
            value = int(match[1])
            if got.minutes is not None:
                got.ask_twice(at, match.end(), "The time")
            elif not 1 <= value <= 120:
                got.ask(at, match.end(), f"{value} minutes lie outside 1-120.", Reading("leave it out", ""))
            got.minutes = value
            return match.end()
        match = _MM_DEEP.match(text, at, end)
        if match:
            number = match[1]
            got.ask(
                at,
                match.end(),
                f"Is {number} mm the depth, or the needle's length?",
                Reading(f"depth {number} mm", f"depth {number}"),
                Reading(f"{number} mm needle, deep", f"{number}mm, deep"),
            )
            return match.end()
        match = _DEPTH.match(text, at, end)
        if match:
            value = int(match[1] or match[2])
            if got.depth is not None:
                got.ask_twice(at, match.end(), "The depth")
            elif not 1 <= value <= 100:
                got.ask(
                    at, match.end(), f"A depth of {value} mm lies outside 1-100.", Reading("leave it out", "")
                )
            got.depth = (value, at, match.end())
            return match.end()
        match = _COUNT_X.match(text, at, end)
        if match:
            value = int(match[1] or match[2])
            if match[2] and _COUNT_TIMES_SIZE.match(text, at, end):  # 30x 40
                size = _SIZE.match(text, at, end)
                if size and value <= MOST_BY_X:
                    length = int(_float(size[2]))
                    got.ask(
                        at,
                        size.end(),
                        f"Is {value} a count or a diameter?",
                        Reading(f"{value} needles of {length} mm", f"x{value} {length}mm"),
                        Reading(f"0.{value}x{length} mm", f"0.{value}x{length}"),
                    )
                    return size.end()
                return self._take_size(got, at, end)
            if value > MOST_BY_X:
                readings = [Reading(f"{value} needles", f"{value} needles")] if value <= 99 else []
                if 13 <= value <= 100:
                    readings.append(Reading(f"{value} mm long", f"{value}mm"))
                got.ask(at, match.end(), f"Does “{match[0]}” count needles?", *readings)
            else:
                self._count(got, value, at, match.end())
            return match.end()
        match = _INSERTIONS.match(text, at, end)
        if match:
            value = int(match[1] or match[2])
            if got.insertions is not None:
                got.ask_twice(at, match.end(), "The number of insertions")
            elif not 1 <= value <= 999:
                got.ask(at, match.end(), "Insertions are 1 to 999.", Reading("leave it out", ""))
            got.insertions = value
            return match.end()
        match = _NEEDLES.match(text, at, end)
        if match:
            self._count(got, int(match[1] or match[2]), at, match.end())
            return match.end()
        return self._take_size(got, at, end)

    def _count(self, got: _Reading, value: int, start: int, end: int) -> None:
        if got.needles is not None:
            got.ask_twice(start, end, "The number of needles")
        elif not 1 <= value <= 99:
            got.ask(start, end, "Needles are 1 to 99.", Reading("leave it out", ""))
        got.needles = value

    def _take_size(self, got: _Reading, at: int, end: int) -> int:
        text = self.line
        match = _SIZE.match(text, at, end)
        if match:
            return self._whole_size(got, match, at)
        match = _SIZE_TIMES.match(text, at, end)
        if match:
            return self._size_and_count(got, match, at)
        match = _LENGTH.match(text, at, end)
        if match:
            self._size(got, None, int(match[1]), at, match.end(), bool(match[2]))
            return match.end()
        match = _DIAMETER.match(text, at, end)
        if match:
            self._size(got, round(_float(match[1]) * 1000), None, at, match.end(), bool(match[2]))
            return match.end()
        return at

    @staticmethod
    def _size_and_count(got: _Reading, match: re.Match[str], at: int) -> int:
        """0.30x40x2, 2x0.30x40: which of the three numbers counts is asked."""
        one, two, three = match[1], match[2], match[3]
        readings: list[Reading] = []
        for thick, long, count in ((one, two, three), (two, three, one)):
            if not (long.isdecimal() and count.isdecimal() and 1 <= int(count) <= MOST_BY_X):
                continue
            wide = int(thick) / 100 if thick.isdecimal() else _float(thick)
            if 0.12 <= wide <= 0.35 and 13 <= int(long) <= 100:
                said = f"{count} needle{'' if count == '1' else 's'}"
                readings.append(Reading(f"{wide:.2f}x{long} mm, {said}", f"{wide:.2f}x{long}, x{count}"))
        readings.append(Reading("leave it out", ""))
        got.ask(at, match.end(), "A size and a count?", *readings)
        return match.end()

    def _whole_size(self, got: _Reading, match: re.Match[str], at: int) -> int:
        first, second, sure = match[1], match[2], bool(match[3])
        written = match[0].strip()
        length = _float(second)
        if first.isdecimal() and len(first) == 1:  # "2x40": a needle of 2 mm there is not
            readings = []
            if 13 <= length <= 100 and length == int(length) and first != "0":
                readings.append(Reading(f"{first} needles of {int(length)} mm", f"x{first} {int(length)}mm"))
            got.ask(at, match.end(), f"What does “{written}” say?", *readings)
            return match.end()
        if first.isdecimal() and _float(second) < 1:
            thick, long = _float(second), int(first)
            readings = []
            if 0.12 <= thick <= 0.35 and 13 <= long <= 100:
                readings.append(Reading(f"{thick:.2f}x{long} mm", f"{thick:.2f}x{long}"))
            elif 1 <= long <= MOST_BY_X:
                readings.append(Reading(f"{long} needles of {thick:g} mm", f"x{long} {second}"))
            got.ask(at, match.end(), "Diameter first, then length: is this meant?", *readings)
            return match.end()
        # 30x40 and 030x40 are hundredths of a millimetre.
        thick = (
            int(first) / 100 if first.isdecimal() and len(first) <= 3 and int(first) < 100 else _float(first)
        )
        if length != int(length):
            got.ask(
                at, match.end(), "The length is in whole millimetres, 13 to 100.", Reading("leave it out", "")
            )
            return match.end()
        self._size(got, round(thick * 1000), int(length), at, match.end(), sure)
        return match.end()

    def _size(self, got: _Reading, um: int | None, mm: int | None, start: int, end: int, sure: bool) -> None:
        odd = (um is not None and not 120 <= um <= 350) or (mm is not None and not 13 <= mm <= 100)
        if odd and not sure:
            written = self.line[start:end].strip()
            readings = []
            if (um is None or 50 <= um <= 1000) and (mm is None or 5 <= mm <= 200):
                kept = re.sub(r"\s?needles?$", "", written, flags=_I)
                readings.append(Reading(f"{kept} is right", f"{kept}!"))
            readings.append(Reading("leave it out", ""))
            got.ask(
                start, end, "Needles are 0.12-0.35 mm thick and 13-100 mm long. Is this right?", *readings
            )
        elif odd and not ((um is None or 50 <= um <= 1000) and (mm is None or 5 <= mm <= 200)):
            got.ask(start, end, "No needle has this size.", Reading("leave it out", ""))
        if got.size is not None:
            old_um, old_mm, old_start, _ = got.size
            if (um is not None and old_um is not None) or (mm is not None and old_mm is not None):
                got.ask_twice(start, end, "The needle's size")
                return
            um, mm, start = um or old_um, mm or old_mm, old_start
        got.size, got.sure = (um, mm, start, end), got.sure or sure

    def _take_level(self, got: _Reading, at: int, end: int) -> int:
        match = _LEVEL.match(self.line, at, end)
        if not match:
            match = _SPACED_LEVEL.match(self.line, at, end)
            if match:
                level = _vertebra(match[1], match[2]) + (f"-{match[3]}" if match[3] else "")
                got.ask(at, match.end(), f"Is the level {level} meant?", Reading(level, level))
                return match.end()
            return at
        upper = _vertebra(match[1], match[2])
        lower = _vertebra(match[3] or match[1], match[4] or match[5]) if match[4] or match[5] else ""
        rows = [row.name for row in self.names.body.levels.rows]
        unknown = next((name for name in (upper, lower) if name and name not in rows), "")
        if unknown:
            got.ask(at, match.end(), f"There is no level {unknown}.", Reading("leave it out", ""))
            return match.end()
        if lower:
            first, last = rows.index(upper), rows.index(lower)
            if first >= last:
                turned = between_levels(lower, upper) if first > last else upper
                got.ask(at, match.end(), "Levels go from above downwards.", Reading(turned, turned))
                return match.end()
            upper = between_levels(upper, lower)
        got.levels.append((upper, at, match.end()))
        return match.end()

    def _take_side(self, got: _Reading, at: int, end: int) -> int:
        match = _LT.match(self.line, at, end)
        if match:
            got.lt.append((at, match.end()))
            return match.end()
        for sides, pattern in _SIDES:
            match = pattern.match(self.line, at, end)
            if match:
                got.sides.append((sides, at, match.end()))
                return match.end()
        return at

    # -- what it means

    def entry(self, got: _Reading, last: NeedleSize | None, defaults: Defaults) -> Entry:
        """The entry as understood, or the questions that it leaves. `last` is the size of the entry before it."""
        start, end = got.start, got.end
        self._settle_lt(got)
        target, name_at = self._target(got)
        sides = self._sides(got, target, name_at)
        level = self._level(got, target)
        if target is not None and level:
            target = self._part(target, level)
        side = sides[0] if len(sides) == 1 else None
        offer = defaults.offer(target, side) if defaults.offer is not None and target is not None else Offer()
        # The muscle's own last size comes before that of the entry before it; what is said of all muscles comes last.
        own = offer.sources.needle in (Source.SET, Source.TARGET)
        size = offer.needle if own or last is None else last
        needle = self._needle(got, size)
        product = offer.product if got.size is None and needle == offer.needle else ""
        self._check(got, target, needle)
        if got.questions:
            asked = sorted(got.questions, key=lambda one: one.start)
            return Asked(start, end, tuple(asked))
        assert target is not None
        counted = offer if offer.sources.counts is not Source.NOWHERE else defaults
        needles = counted.needles if got.needles is None else got.needles
        if got.insertions is not None:
            insertions = got.insertions
        else:
            insertions = counted.insertions if got.needles is None else needles
        typed = {
            name
            for name, value in (
                ("needle", got.size),
                ("needles", got.needles),
                ("insertions", got.insertions),
            )
            if value is not None
        }
        name_typed = " ".join(word.text for run in got.runs for word in run)
        taken = {}
        habit = offer.sources.needle in (Source.THERAPIST, Source.CLINIC) and needle == offer.needle
        if got.size is None and needle is not None and not own and not habit:
            taken["needle"] = _FROM.get(offer.sources.needle if last is None else Source.VISIT, "")
        if not got.techniques and offer.sources.technique is Source.VISIT:
            taken["technique"] = _FROM[Source.VISIT]
        return Understood(
            start=start,
            end=end,
            target=target,
            sides=sides,
            level=level,
            needle=needle,
            needles=needles,
            insertions=insertions,
            ltr=got.ltr or Ltr.NOT_RECORDED,
            ltr_count=got.ltr_count,
            extras=Extras(
                techniques=tuple(name for name, _, _ in got.techniques),
                minutes=got.minutes,
                depth_mm=got.depth[0] if got.depth else None,
                e_stim=got.e_stim,
                hertz=got.hertz,
                left_in_place=got.left_in,
                position=got.position,
            ),
            note=got.note,
            typed=frozenset(typed),
            product=product,
            technique=Technique.NOT_RECORDED if got.techniques else offer.technique,
            position=Position.NOT_RECORDED if got.position else offer.position,
            name_typed="" if fold(name_typed) == fold(target.name) else name_typed,
            taken=taken,
        )

    def _settle_lt(self, got: _Reading) -> None:
        """LT before a name is the left side; where it could be lower trapezius it is asked."""
        for start, end in got.lt:
            text = self.line[start:end]
            before = any(run[0].start > start for run in got.runs)
            after = any(run[0].start < start for run in got.runs)
            if before and not after and not got.sides and len(got.lt) == 1:
                got.sides.append((LEFT, start, end))
                continue
            readings = [Reading("left side", "L")]
            lead = "; " if after else ""
            readings += [
                Reading(mid_sentence(one.name), f"{lead}{one.name}") for one in self.names.candidates("LT")
            ]
            if got.runs:
                readings.append(Reading("leave it out", ""))
            elif got.sides:
                del readings[0]
            got.ask(start, end, f"Is “{text}” the left side or a muscle?", *readings)

    def _target(self, got: _Reading) -> tuple[Target | None, tuple[int, int]]:
        if not got.runs:
            whole = (got.start, got.end)
            if not got.lt:
                got.ask(*whole, "Which muscle?")
            return None, whole
        words = [word for run in got.runs for word in run]
        at = (words[0].start, words[-1].end)
        if len(words) > LONGEST_NAME:
            got.ask(*at, "This is no name of a muscle.", Reading("leave it out", ""))
            return None, at
        text = " ".join(word.text for word in words)
        if "?" in text:
            sure = self.names.meant(text)
            name = mid_sentence(sure.name) if sure else ""
            got.ask(*at, "Is this sure?", *([Reading(name, sure.name)] if sure else []), about="name")
            return None, at
        tissue = self._tissue(words)
        found = self.names.find(text)
        top = found[0].score if found else 0.0
        if tissue is not None and len(got.runs) == 1 and top < BEGUN:
            return tissue, at
        meant = self.names.meant(text)
        if meant is not None and (len(got.runs) == 1 or meant.score > EXACT):
            return self._named(got, meant, at, words), at
        several = any(one.reading and one.score >= BEGUN for one in found)
        if len(got.runs) == 1 and (top > EXACT or several):  # a name, and several bear it
            self._ask_which(got, text, at)
            return None, at
        return self._parts(got, words, text, at)

    def _parts(
        self, got: _Reading, words: list[_Word], text: str, at: tuple[int, int]
    ) -> tuple[Target | None, tuple[int, int]]:
        """The words are no name together: a name and something else, or nothing that is known."""
        if len(got.runs) > 1:
            phrase = " ".join(word.text for word in got.runs[0])
            meant = self.names.meant(phrase)
            if meant is not None and meant.score > EXACT:
                return self._first_of_several(got, meant)
        for count in range(len(words) - 1, 0, -1):
            for first in range(len(words) - count + 1):
                some = words[first : first + count]
                phrase = " ".join(word.text for word in some)
                if fold(phrase) not in self.names.lexicon.names:
                    continue
                inner = (some[0].start, some[-1].end)
                rest = [*words[:first], *words[first + count :]]
                self._ask_rest(got, rest, some)
                meant = self.names.meant(phrase)
                if meant is None:
                    self._ask_which(got, phrase, inner)
                    return None, inner
                return self._named(got, meant, inner, some), inner
        if len(got.runs) > 1:
            words = got.runs[0]
            at = (words[0].start, words[-1].end)
            text = " ".join(word.text for word in words)
            meant = self.names.meant(text)
            if meant is not None:
                return self._first_of_several(got, meant)
        self._ask_which(got, text, at)
        return None, at

    def _first_of_several(self, got: _Reading, meant: Found) -> tuple[Target | None, tuple[int, int]]:
        """The first words are a name; what the others are is asked."""
        name = got.runs[0]
        self._ask_rest(got, [word for run in got.runs[1:] for word in run], name)
        at = (name[0].start, name[-1].end)
        return self._named(got, meant, at, name), at

    def _ask_rest(self, got: _Reading, rest: list[_Word], name: list[_Word]) -> None:
        """Something beside the name: another muscle, or a word that means nothing here."""
        before = [word for word in rest if word.start < name[0].start]
        asked = before or rest
        start, end = asked[0].start, asked[-1].end
        text = self.line[start:end]
        phrases = [
            phrase.strip(" &+,")
            for phrase in re.split(r",|\s&\s|\s\+\s|\band\b", text, flags=_I)
            if phrase.strip(" &+,")
        ]
        muscles = [self.names.meant(phrase) for phrase in phrases[:LONGEST_NAME]]
        readings: list[Reading] = []
        others = [one for one in muscles if one is not None]
        if not before and others and len(others) == len(phrases) and len(got.sides) < 2:
            side = self.line[got.sides[0][1] : got.sides[0][2]] if got.sides else ""
            names = " and ".join(mid_sentence(one.name) for one in others)
            text = "".join(f"; {side} {phrase}" for phrase in phrases).replace("  ", " ")
            readings.append(Reading(f"{side} {names} too".strip(), text))
        elif not before and not any(others) and not self.line[end : got.end].strip():
            readings.append(Reading("a note", f"#{text}"))
        if _NEGATION.search(self.line[start:end]):
            # "no e-stim" without its "no" would say the opposite.
            if before:
                got.ask(
                    start, end, f"“{self.line[start:end]}”: what is not done needs no entry.", about="name"
                )
            else:
                rest_of_it = self.line[start : got.end]
                note = Reading("a note", f"#{rest_of_it.replace('#', ' ')}")
                got.ask(start, got.end, f"“{rest_of_it}”: as a note?", note)
            return
        readings.append(Reading("leave it out", ""))
        text = self.line[start:end]
        sentence = f"“{text}”: a second muscle?" if others else f"“{text}” is not understood."
        got.ask(start, end, sentence, *readings, about="name")

    def _ask_which(self, got: _Reading, text: str, at: tuple[int, int]) -> None:
        found = self.names.candidates(text)
        readings = tuple(Reading(mid_sentence(one.name), one.name) for one in found)
        several = any(one.reading or one.score >= BEGUN for one in found)
        if several:
            sentence = f"Which “{text}” is meant?"
        elif found:
            sentence = f"“{text}” is not known. Is one of these meant?"
        else:
            sentence = f"No muscle is called “{text}”."
        parts = text.split("/")
        meant = [self.names.meant(part) for part in parts] if 1 < len(parts) < 5 and not several else []
        both = [one for one in meant if one is not None]
        if both and len(both) == len(parts):
            side = self.line[got.sides[0][1] : got.sides[0][2]] if got.sides else ""
            label = " and ".join(mid_sentence(one.name) for one in both)
            readings = (Reading(label, f"; {side} ".join(part.strip() for part in parts)), *readings)
        tissue = self._tissue(self._words(*at))
        if tissue is not None:
            readings = (*readings, Reading(f"{mid_sentence(tissue.name)} (other tissue)", tissue.name))
        got.ask(*at, sentence, *readings, about="name")

    def _words(self, start: int, end: int) -> list[_Word]:
        return [_Word(m.start(), m.end(), m[0]) for m in _WORD.finditer(self.line, start, end)]

    def _tissue(self, words: list[_Word]) -> Target | None:
        """Other tissue: what is called so, or a few words that end in its kind ("supraspinatus tendon")."""
        text = " ".join(word.text for word in words)
        known = TISSUE_NAMES.get(fold(text))
        if known:
            return Target(TargetKind.TISSUE, *known, None)
        kind = _KINDS.get(fold(words[-1].text)) if words else None
        if kind is None or len(words) > 5 or any(not _LETTER.search(word.text) for word in words):
            return None
        name = tidy_line(text)[:100]
        if len(words) == 1:
            name = TISSUES[kind]
        return Target(TargetKind.TISSUE, kind, name[:1].upper() + name[1:], None)

    def _named(self, got: _Reading, found: Found, at: tuple[int, int], words: list[_Word]) -> Target | None:
        catalogue = self.names.body.catalogue
        entry = catalogue.entry(found.id)
        kind = TargetKind.GROUP if isinstance(entry, Group) else TargetKind.MUSCLE
        if found.score <= EXACT:
            # "deep hip rotatrs": the word that was taken for a technique is part of the name.
            own = set(fold(f"{entry.name} {' '.join(entry.synonyms)}").split())
            for technique, start, _ in got.techniques:
                if technique in _DEPTHS and technique in own and start < at[0]:
                    name = mid_sentence(entry.name)
                    got.ask(start, at[1], f"Is {name} meant?", Reading(name, entry.name))
        return Target(kind, entry.id, entry.name, catalogue.counts_as(entry.id))

    def _sides(self, got: _Reading, target: Target | None, name_at: tuple[int, int]) -> tuple[Side, ...]:
        midline_only = target is not None and target.name in ON_THE_MIDLINE
        midline = target is not None and target.kind is TargetKind.TISSUE
        if len(got.sides) > 1:
            _, start, end = got.sides[1]
            first = self.line[got.sides[0][1] : got.sides[0][2]]
            readings = [Reading(f"only {first}", "")]
            if {got.sides[0][0], got.sides[1][0]} == {RIGHT, LEFT} and len(got.sides) == 2:
                gap = self.line[got.sides[0][2] : start]
                if not gap.strip(" ,"):
                    got.ask(got.sides[0][1], end, "Which side?", *_side_readings(""))
                    return ()
            if any(run[0].start < start for run in got.runs) and any(run[0].start > end for run in got.runs):
                own = self.line[start:end]
                readings.insert(0, Reading("an entry of its own", f"; {own}"))
            got.ask(start, end, "A second side is said here.", *readings)
            return ()
        if not got.sides:
            if midline_only:
                return MIDLINE
            if target is not None:
                text = self.line[slice(*name_at)]
                got.ask(*name_at, "Which side?", *_side_readings(text, midline))
            return ()
        sides, start, end = got.sides[0]
        if midline_only and sides != MIDLINE:
            assert target is not None
            sentence = f"{target.name} lies on the midline: it has no right and left."
            got.ask(start, end, sentence, Reading("midline", ""))
            return ()
        if sides == MIDLINE and target is not None and not midline:
            got.ask(start, end, f"{target.name} has a right and a left.", *_side_readings(""))
            return ()
        return sides

    def _level(self, got: _Reading, target: Target | None) -> str:
        if not got.levels or target is None:
            return ""
        if len(got.levels) > 1:
            rows = [row.name for row in self.names.body.levels.rows]
            (one, start, _), (other, _, end) = got.levels[0], got.levels[-1]
            readings: list[Reading] = []
            if "-" not in one + other and rows.index(one) < rows.index(other):
                readings.append(
                    Reading(f"one entry, {between_levels(one, other)}", between_levels(one, other))
                )
            first, last = got.levels[1][1:]
            readings_second = (Reading(f"only {one}", ""),)
            adjoining = not self.line[got.levels[0][2] : got.levels[1][1]].strip(" ,&+")
            if adjoining and len(got.levels) == 2 and readings:
                got.ask(start, end, "Several levels in one entry.", *readings)
            else:
                got.ask(first, last, "A second level is said here.", *readings_second)
            return ""
        level, start, end = got.levels[0]
        catalogue = self.names.body.catalogue
        if target.kind is TargetKind.TISSUE or not catalogue.entry(target.id).paraspinal:
            sentence = f"{target.name} is not charted with a vertebral level."
            got.ask(start, end, sentence, Reading("leave it out", ""))
            return ""
        rows = [row.name for row in self.names.body.levels.rows]
        first_row, last_row = _reach(catalogue, target.id, rows)
        upper, lower = _ends(level)
        if not first_row <= rows.index(upper) <= rows.index(lower) <= last_row:
            reach = f"{rows[first_row]} to {rows[last_row]}"
            sentence = f"{target.name} does not reach {level} (it lies at {reach})."
            got.ask(start, end, sentence, Reading(f"leave out {level}", ""))
            return ""
        return level

    def _part(self, target: Target, level: str) -> Target:
        """The part of a muscle along the spine that lies at this level, as a press there names it: lumbar multifidus at
        L5. The muscle itself where two parts meet (multifidus at T12)."""
        if target.id not in IN_PARTS:
            return target
        catalogue = self.names.body.catalogue
        rows = [row.name for row in self.names.body.levels.rows]
        upper, lower = (rows.index(one) for one in _ends(level))
        reach = {part: _reach(catalogue, part, rows) for part in catalogue.group(target.id).members}
        there = [part for part, (first, last) in reach.items() if first <= lower and upper <= last]
        if len(there) != 1 or not reach[there[0]][0] <= upper <= lower <= reach[there[0]][1]:
            return target
        part = catalogue.muscle(there[0])
        return Target(TargetKind.MUSCLE, part.id, part.name, part.parent)

    def _needle(self, got: _Reading, last: NeedleSize | None) -> NeedleSize | None:
        if got.size is None:
            return last
        um, mm, start, end = got.size
        if um is None or mm is None:
            if last is None:
                text = self.line[start:end].strip()
                if um is None:
                    readings = [Reading(f"{d}x{mm} mm", f"{d}x{mm}") for d in ("0.25", "0.30")]
                    got.ask(start, end, f"How thick is the needle of {text}?", *readings)
                else:
                    readings = [Reading(f"{text}x{one} mm", f"{text}x{one}") for one in (30, 40, 50, 60)]
                    got.ask(start, end, f"How long is the needle of {text}?", *readings)
                return None
            um, mm = um or last.diameter_um, mm or last.length_mm
        return NeedleSize(um, mm)

    def _check(self, got: _Reading, target: Target | None, needle: NeedleSize | None) -> None:
        """What does not go together."""
        if got.needles and got.insertions and got.insertions < got.needles:
            got.ask(
                got.start,
                got.end,
                f"{got.needles} needles need at least {got.needles} insertions.",
            )
        if got.hertz is not None and not got.e_stim and got.hertz_at:
            said = f"e-stim {got.hertz:g} Hz"
            got.ask(*got.hertz_at, "A frequency without e-stim.", Reading(said, said))
        if got.depth and needle and got.depth[0] > needle.length_mm:
            value, start, end = got.depth
            got.ask(start, end, f"{value} mm is deeper than the needle is long.", Reading("leave it out", ""))
        depths = [one for one in got.techniques if one[0] in _DEPTHS]
        if len(depths) > 1:
            got.ask(depths[1][1], depths[1][2], "Superficial or deep?", Reading(f"only {depths[0][0]}", ""))


_COUNT_TIMES_SIZE = re.compile(rf"[1-9]\d[x×]\s(?:1[3-9]|[2-9]\d|100)(?:\s?mm)?{_END}", _I)


def _side_readings(name: str, midline: bool = False) -> tuple[Reading, ...]:
    sides = [("right", "R"), ("left", "L"), ("both sides", "B")] + (
        [("midline", "midline")] if midline else []
    )
    return tuple(Reading(label, f"{word} {name}".strip()) for label, word in sides)


def _vertebra(letter: str, number: str) -> str:
    return f"{'T' if letter.casefold() == 'th' else letter.upper()}{int(number)}"


def _ends(level: str) -> tuple[str, str]:
    """The first and the last vertebra of L4, L4-5 or L5-S1."""
    upper, _, lower = level.partition("-")
    if not lower:
        return upper, upper
    return upper, lower if lower[0].isalpha() else upper[0] + lower


def _reach(catalogue: Catalogue, entry_id: str, rows: list[str]) -> tuple[int, int]:
    """The first and the last row of levels at which this entry can be needled."""
    entry = catalogue.entry(entry_id)
    known = REACHES.get(entry.id)
    if known:
        return rows.index(known[0]), rows.index(known[1])
    if isinstance(entry, Group):
        spans = [_reach(catalogue, member, rows) for member in entry.members]
        return min(span[0] for span in spans), max(span[1] for span in spans)
    return 0, len(rows) - 1


# ---- the line


def _spans(line: str) -> Iterator[tuple[int, int]]:
    """The parts between ";" and line ends, blanks trimmed; a closed quote keeps what is in it together."""
    start = place = 0
    text = line[:LONGEST]
    while place <= len(text):
        sign = text[place] if place < len(text) else "\n"
        if sign in '"“' and (place == start or text[place - 1].isspace() or text[place - 1] in ",;"):
            close = re.compile('["”]').search(text, place + 1)
            if close and "\n" not in text[place : close.start()]:
                place = close.end()
                continue
        if sign in ";\n\r\u2028\u2029":
            inner = text[start:place]
            if inner.strip(" \t,"):
                left = len(inner) - len(inner.lstrip())
                yield start + left, start + len(inner.rstrip())
            start = place + 1
        place += 1


_COMMA = re.compile(r",(?=\s|[^\W\d])")
_QUOTE = re.compile(r'(?:^|\s)[#"“]')


def _split_at_commas(reader: _Reader, start: int, end: int) -> Iterator[_Reading]:
    """The entries between two semicolons: a comma ends one where the next part has a side and a name of its own."""
    line = reader.line
    note = _QUOTE.search(line, start, end)
    cuts = [m.start() for m in _COMMA.finditer(line, start, note.start() if note else end)]
    if not cuts:
        yield reader.scan(start, end)
        return
    named = False
    first = start
    edges = [start, *(cut + 1 for cut in cuts), end + 1]
    for number, (left, right) in enumerate(pairwise(edges)):
        part = reader.scan(left, min(right - 1, end))
        stands = bool(part.runs) and bool(part.sides or part.lt)
        if number and named and stands:
            yield _trimmed(reader, first, left - 1)
            first, named = left, False
        named = named or bool(part.runs)
    yield _trimmed(reader, first, end)


def _trimmed(reader: _Reader, start: int, end: int) -> _Reading:
    text = reader.line[start:end]
    return reader.scan(start + len(text) - len(text.lstrip(" \t,")), start + len(text.rstrip(" \t,")))


def parse(line: str, body: Body, defaults: Defaults | None = None) -> Preview:
    """What the line says. Never raises for any text."""
    defaults = defaults or Defaults()
    reader = _Reader(line, _Names(body))
    entries: list[Entry] = []
    last = defaults.needle
    for start, end in _spans(line):
        for got in _split_at_commas(reader, start, end):
            if got.start >= got.end:
                continue
            entry = reader.entry(got, last, defaults)
            entries.append(entry)
            if isinstance(entry, Understood):
                last = entry.needle
            elif got.size and got.size[0] and got.size[1]:
                size = NeedleSize(got.size[0], got.size[1])
                # One that is itself asked about is not what the next entry means.
                last = last if wording.unusual_needle(size) else size
            if len(entries) >= MOST_ENTRIES:
                break
    covered = entries[-1].end if entries else 0
    rest = line[covered:].strip(" \t\r\n;,\u2028\u2029")
    if rest and (len(line) > LONGEST or len(entries) >= MOST_ENTRIES):
        at = line.index(rest, covered)
        question = Question(at, len(line), "The line is too long: what follows is not read.")
        entries.append(Asked(at, len(line), (question,)))
    return Preview(line, tuple(entries))


# ---- completion


def complete(line: str, cursor: int, body: Body, limit: int = 9) -> Completion:
    """What the name or word that ends at the cursor may become."""
    cursor = max(0, min(cursor, len(line)))
    nothing = Completion(cursor, cursor)
    names = _Names(body)
    reader = _Reader(line, names)
    for start, end in _spans(line):
        if not start <= cursor <= end:
            continue
        got = next(
            (one for one in _split_at_commas(reader, start, end) if one.start <= cursor <= one.end), None
        )
        if got is None or (got.note_at is not None and cursor > got.note_at):
            return nothing
        run = next((run for run in got.runs if run[0].start < cursor <= run[-1].end), None)
        if run is None:
            return nothing
        words = [word for word in run if word.start < cursor]
        first, last = words[0].start, max(cursor, words[-1].end)
        text = line[first:cursor]
        made: list[Suggestion] = []
        if len(words) > 1 or any(one is not run for one in got.runs):
            word = line[words[-1].start : cursor].casefold()
            made += [
                Suggestion(one, one, "technique" if one in TECHNIQUES else "")
                for one in OFFERED_WORDS
                if len(word) > 1 and one.casefold().startswith(word)
            ]
            if made:
                first = words[-1].start
        if not made:
            for found in names.find(text)[:limit]:
                same = fold(found.matched) in fold(found.name)
                kind = "group, muscle not specified" if found.kind == "group" else ""
                detail = " · ".join(part for part in (kind, "" if same else found.matched) if part)
                name = mid_sentence(found.name)
                made.append(Suggestion(name, found.name, detail, found.reading))
            if len(made) == 1 and fold(made[0].text) == fold(text):
                return nothing
        return Completion(first, last, tuple(made[:limit]))
    return nothing
