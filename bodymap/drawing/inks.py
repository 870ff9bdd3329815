"""Inks: what colour and how thick each class of a plate, a mark and a page is drawn.

Every colour is opaque, on screen too: PDF/A-1b forbids transparency, and one picture should not have two truths.
"""

from __future__ import annotations

import colorsys
import math
import zlib
from dataclasses import dataclass, replace

from PySide6.QtGui import QColor


@dataclass(frozen=True, slots=True)
class Tones:
    """The colours of one muscle: its flesh, relief away from and towards the light, fibre lines, outline."""

    fill: QColor
    shade: QColor
    light: QColor
    fibre: QColor
    edge: QColor


@dataclass(frozen=True, slots=True)
class Tissue:
    """The colours of bone, tendon and the like."""

    fill: QColor
    edge: QColor


@dataclass(frozen=True, slots=True)
class MarkTones:
    """A mark: the disc, the number on it, the rim that parts it from the plate, and the needle with its point."""

    disc: QColor
    number: QColor
    rim: QColor
    needle: QColor


@dataclass(frozen=True, slots=True)
class Ink:
    """One way to colour plates, marks and pages.

    Pen widths come twice: `screen` in device pixels (at most 1 where it can be: above it raster painting slows down
    steeply) and `points` on paper, both by name: edge, skin, fibre, line, and tissue where it is not that of edge.

    `fibre_gap` (points on paper, pixels on screen) is the least distance of fibre lines where they are drawn in black;
    0 draws all of them. `bold` says that what stands out on screen does so by wide lines and patterns.
    """

    name: str
    paper: QColor
    text: QColor
    text_quiet: QColor
    rule: QColor
    accent: QColor
    skin: Tissue
    skin_line: QColor
    bone: Tissue
    tendon: Tissue
    aponeurosis: Tissue
    fascia: Tissue
    ligament: Tissue
    line: QColor
    muscles: tuple[Tones, ...]
    muscles_under: tuple[Tones, ...]
    hover: Tones
    selected: Tones
    ghost: Tissue
    mark: MarkTones
    mark_selected: MarkTones
    mark_ghost: MarkTones
    hatch: bool
    screen: dict[str, float]
    points: dict[str, float]
    fibre_gap: float = 0.0
    bold: bool = False

    def tissue(self, kind: str) -> Tissue:
        """The colours of a class of tissue: bone, tendon, aponeurosis, fascia, ligament."""
        known = {
            "bone": self.bone,
            "tendon": self.tendon,
            "aponeurosis": self.aponeurosis,
            "fascia": self.fascia,
            "ligament": self.ligament,
        }
        return known.get(kind, self.fascia)

    def muscle(self, tone: int) -> Tones:
        """The colours of a muscle whose tone is that number (see `tone_of` and plates.tones_of); from `UNDER` on, of
        one that lies under the layer shown."""
        return (self.muscles_under if tone >= UNDER else self.muscles)[tone % len(self.muscles)]


FAMILIES = 6
"""Hues and depths that tell neighbouring muscles apart."""
SHADES = 3
"""Steps within one family, for the heads of one muscle."""

UNDER = 1000
"""Added to the tone of a muscle that lies under the layer shown and is seen between others: it recedes."""

_HEADS = "upper middle lower anterior posterior lateral medial long short clavicular sternocostal abdominal capitis"
_PARTS = "cervicis cervical thoracis thoracic lumborum lumbar oblique transverse"
_HEAD_WORDS = frozenset((*_HEADS.split(), *_PARTS.split()))


def family_of(muscle: str) -> str:
    """The name that the heads of one muscle share: deltoid for deltoid-middle, triceps for triceps-long."""
    words = muscle.split("-")
    while len(words) > 1 and words[-1] in _HEAD_WORDS:
        words.pop()
    return "-".join(words)


def tone_of(muscle: str) -> tuple[int, int]:
    """The family's number and the step within it, the same in every run, plate and layer (crc32: `hash` is salted)."""
    return zlib.crc32(family_of(muscle).encode()) % FAMILIES, zlib.crc32(muscle.encode()) % SHADES


def mixed(a: QColor, b: QColor, part: float) -> QColor:
    """a with that part of b in it, opaque."""
    return QColor(
        round(a.red() + (b.red() - a.red()) * part),
        round(a.green() + (b.green() - a.green()) * part),
        round(a.blue() + (b.blue() - a.blue()) * part),
    )


def _hls(hue: float, lightness: float, saturation: float) -> QColor:
    """A colour from hue in degrees, lightness and saturation 0-1."""
    red, green, blue = colorsys.hls_to_rgb((hue % 360) / 360, min(1, max(0, lightness)), saturation)
    return QColor(round(red * 255), round(green * 255), round(blue * 255))


# Hue in degrees, lightness, saturation: brick to rose, close together so that the body stays one calm thing.
_FLESH = (
    (8, 0.665, 0.38),
    (360, 0.715, 0.36),
    (14, 0.7, 0.38),
    (3, 0.635, 0.33),
    (11, 0.74, 0.4),
    (358, 0.665, 0.3),
)


_STEPS = (-0.024, 0.0, 0.022)
"""Lightness of the steps within one family."""


def _likeness(one: int, other: int) -> float:
    """How much alike two tones look, from 1 (the same) towards 0."""
    (hue_a, light_a, _), (hue_b, light_b, _) = _FLESH[one // SHADES], _FLESH[other // SHADES]
    turn = abs((hue_a - hue_b + 180) % 360 - 180)
    lift = light_a + _STEPS[one % SHADES] - light_b - _STEPS[other % SHADES]
    return math.exp(-1.3 * math.hypot(turn / 8.0, lift / 0.035))


LIKENESS = tuple(
    tuple(_likeness(one, other) for other in range(FAMILIES * SHADES)) for one in range(FAMILIES * SHADES)
)
"""How much alike two tones look, from 1 (the same) towards 0, by their numbers."""


def _flesh(
    lift: float, contrast: float, colour: float, edge: tuple[float, float, float]
) -> tuple[Tones, ...]:
    """Tones of all families: `lift` moves lightness, `contrast` scales relief and fibres, `colour` saturation."""
    made = []
    for hue, lightness, full in _FLESH:
        saturation = full * colour
        for step in range(SHADES):
            base = lightness + lift + _STEPS[step]
            made.append(
                Tones(
                    fill=_hls(hue, base, saturation),
                    shade=_hls(hue - 3, base - 0.075 * contrast, saturation * 0.94),
                    light=_hls(hue + 5, base + 0.062 * contrast, saturation * 1.08),
                    fibre=_hls(hue - 2, base - 0.088 * contrast, saturation * 0.92),
                    edge=_hls(*edge),
                )
            )
    return tuple(made)


def _receding(muscles: tuple[Tones, ...], ground: QColor, part: float) -> tuple[Tones, ...]:
    """The same with that part of the ground's colour in them; outlines stay as they are."""
    return tuple(
        Tones(
            fill=mixed(tones.fill, ground, part),
            shade=mixed(tones.shade, ground, part),
            light=mixed(tones.light, ground, part),
            fibre=mixed(tones.fibre, ground, part),
            edge=tones.edge,
        )
        for tones in muscles
    )


def _greys() -> tuple[Tones, ...]:
    """Six tints that a photocopier still parts, in three near steps; the outlines survive a fax, the tints need not."""
    made = []
    for base in (212, 226, 204, 234, 219, 197):
        for step in (-5, 0, 5):
            made.append(
                Tones(
                    fill=_grey(base + step),
                    shade=_grey(base + step - 26),
                    light=_grey(min(250, base + step + 18)),
                    fibre=_grey(0),
                    edge=_grey(0),
                )
            )
    return tuple(made)


def _grey(level: int) -> QColor:
    return QColor(level, level, level)


LEVELS = (0.82, 0.52, 0.32, 0.19)
"""Luminances of muscles in high contrast: each 1.5 times the next, the darkest still 4.5 times the black outlines."""


def _of_luminance(hue: float, saturation: float, wanted: float) -> QColor:
    """The colour of that hue and saturation whose relative luminance (WCAG 2) is the one wanted."""
    low, high = 0.0, 1.0
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (middle, high) if luminance(_hls(hue, middle, saturation)) < wanted else (low, middle)
    return _hls(hue, (low + high) / 2, saturation)


def luminance(colour: QColor) -> float:
    """Relative luminance as WCAG 2 defines it, 0 to 1."""
    parts = [
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4
        for c in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _bold_flesh(part: float) -> tuple[Tones, ...]:
    """Four flat luminances, neighbours never the same by name; `part` of white makes those recede that lie under."""
    made = []
    for family in range(FAMILIES):
        for step in range(SHADES):
            level = LEVELS[(family + step) % len(LEVELS)]
            fill = mixed(_of_luminance(14, 0.45, level), _grey(255), part)
            made.append(Tones(fill, fill, fill, mixed(fill, _grey(0), 0.16), _grey(0)))
    return tuple(made)


_SCREEN = {"edge": 1.0, "skin": 1.0, "fibre": 1.0, "line": 1.0}
_POINTS = {"edge": 0.28, "skin": 0.55, "fibre": 0.14, "line": 0.3}

_LIGHT_FLESH = _flesh(0.0, 1.0, 1.0, (5, 0.41, 0.33))

COLOUR_ON_LIGHT = Ink(
    name="colour-on-light",
    paper=QColor("#ffffff"),
    text=QColor("#1d2329"),
    text_quiet=QColor("#5d6770"),
    rule=QColor("#c9d0d6"),
    accent=QColor("#0f5470"),
    skin=Tissue(QColor("#f4e9e1"), QColor("#b39c8c")),
    skin_line=QColor("#c4aa99"),
    bone=Tissue(QColor("#efe6cf"), QColor("#b3a37f")),
    tendon=Tissue(QColor("#ece9e0"), QColor("#aaa498")),
    aponeurosis=Tissue(QColor("#e4dfd4"), QColor("#aba293")),
    fascia=Tissue(QColor("#dcd5c8"), QColor("#a69b8a")),
    ligament=Tissue(QColor("#e4e0d2"), QColor("#a49d8a")),
    line=QColor("#a18f80"),
    muscles=_LIGHT_FLESH,
    muscles_under=_receding(_LIGHT_FLESH, QColor("#f4e9e1"), 0.42),
    hover=Tones(
        QColor("#8fc1cf"), QColor("#7bb1c0"), QColor("#a8d0db"), QColor("#74a9b8"), QColor("#0f5470")
    ),
    selected=Tones(
        QColor("#5d9fb4"), QColor("#4d8ea3"), QColor("#77b3c5"), QColor("#47879c"), QColor("#0a3f55")
    ),
    ghost=Tissue(QColor("#7e4d78"), QColor("#5d2f5a")),
    mark=MarkTones(QColor("#0f3d52"), QColor("#ffffff"), QColor("#ffffff"), QColor("#0b2a38")),
    mark_selected=MarkTones(QColor("#ffb020"), QColor("#1d1400"), QColor("#0b2a38"), QColor("#0b2a38")),
    mark_ghost=MarkTones(QColor("#ffffff"), QColor("#0f3d52"), QColor("#0f3d52"), QColor("#5d6770")),
    hatch=False,
    screen=_SCREEN,
    points=_POINTS,
)

_DARK_FLESH = _flesh(-0.21, 0.9, 0.72, (4, 0.2, 0.34))

COLOUR_ON_DARK = Ink(
    name="colour-on-dark",
    paper=QColor("#161c1d"),
    text=QColor("#e8ecef"),
    text_quiet=QColor("#9aa5ae"),
    rule=QColor("#3a434b"),
    accent=QColor("#6cc3dd"),
    skin=Tissue(QColor("#38322f"), QColor("#7b6c63")),
    skin_line=QColor("#6a5c54"),
    bone=Tissue(QColor("#b9ae93"), QColor("#7b7159")),
    tendon=Tissue(QColor("#b7b0a5"), QColor("#7d756b")),
    aponeurosis=Tissue(QColor("#a8a096"), QColor("#756d64")),
    fascia=Tissue(QColor("#978d83"), QColor("#6c635b")),
    ligament=Tissue(QColor("#a9a394"), QColor("#736d5f")),
    line=QColor("#6b6058"),
    muscles=_DARK_FLESH,
    muscles_under=_receding(_DARK_FLESH, QColor("#38322f"), 0.42),
    hover=Tones(
        QColor("#4d93a8"), QColor("#418296"), QColor("#61a6ba"), QColor("#3d7b8e"), QColor("#b9e4f0")
    ),
    selected=Tones(
        QColor("#66b9d0"), QColor("#55a5bc"), QColor("#80cade"), QColor("#4f9cb2"), QColor("#e2f6fb")
    ),
    ghost=Tissue(QColor("#b98ab4"), QColor("#dbb4d7")),
    mark=MarkTones(QColor("#e9f4f8"), QColor("#0b2a38"), QColor("#0b1a22"), QColor("#ffffff")),
    mark_selected=MarkTones(QColor("#ffb020"), QColor("#1d1400"), QColor("#fff4dc"), QColor("#fff4dc")),
    mark_ghost=MarkTones(QColor("#161c1d"), QColor("#e9f4f8"), QColor("#e9f4f8"), QColor("#9aa5ae")),
    hatch=False,
    screen=_SCREEN,
    points=_POINTS,
)

_GREYS = _greys()
# Black lines stay black: a tint of black would be dots on paper and nothing after a fax.
_GREYS_UNDER = tuple(replace(tones, fibre=_grey(0)) for tones in _receding(_GREYS, _grey(255), 0.55))

MONO = Ink(
    name="mono",
    paper=_grey(255),
    text=_grey(20),
    text_quiet=_grey(64),
    rule=_grey(124),
    accent=_grey(20),
    skin=Tissue(_grey(255), _grey(0)),
    skin_line=_grey(0),
    bone=Tissue(_grey(255), _grey(0)),
    tendon=Tissue(_grey(255), _grey(0)),
    aponeurosis=Tissue(_grey(250), _grey(0)),
    fascia=Tissue(_grey(246), _grey(0)),
    ligament=Tissue(_grey(250), _grey(0)),
    line=_grey(0),
    muscles=_GREYS,
    muscles_under=_GREYS_UNDER,
    hover=Tones(_grey(170), _grey(150), _grey(190), _grey(60), _grey(0)),
    selected=Tones(_grey(140), _grey(120), _grey(160), _grey(40), _grey(0)),
    ghost=Tissue(_grey(60), _grey(0)),
    mark=MarkTones(_grey(0), _grey(255), _grey(255), _grey(0)),
    mark_selected=MarkTones(_grey(255), _grey(0), _grey(0), _grey(0)),
    mark_ghost=MarkTones(_grey(255), _grey(0), _grey(0), _grey(96)),
    hatch=True,
    screen=_SCREEN,
    points={"edge": 0.46, "skin": 0.8, "fibre": 0.34, "line": 0.4},
    fibre_gap=2.4,
)

_BLACK, _WHITE = _grey(0), _grey(255)

# For screen. White paper, black outlines, four flat luminances of flesh; what stands out does so by lines and patterns.
HIGH_CONTRAST = Ink(
    name="high-contrast",
    paper=_WHITE,
    text=_BLACK,
    text_quiet=_grey(40),
    rule=_BLACK,
    accent=QColor("#00257a"),
    skin=Tissue(_WHITE, _BLACK),
    skin_line=_grey(90),
    bone=Tissue(_WHITE, _grey(118)),
    tendon=Tissue(_WHITE, _grey(118)),
    aponeurosis=Tissue(_WHITE, _grey(118)),
    fascia=Tissue(_WHITE, _grey(118)),
    ligament=Tissue(_WHITE, _grey(118)),
    line=_grey(60),
    muscles=_bold_flesh(0.0),
    muscles_under=_bold_flesh(0.6),
    hover=Tones(QColor("#ffe45c"), QColor("#ffe45c"), QColor("#ffe45c"), _BLACK, _BLACK),
    selected=Tones(QColor("#ffd000"), QColor("#ffd000"), QColor("#ffd000"), _BLACK, _BLACK),
    ghost=Tissue(_BLACK, _BLACK),
    mark=MarkTones(_BLACK, _WHITE, _WHITE, _BLACK),
    mark_selected=MarkTones(QColor("#ffe45c"), _BLACK, _BLACK, _BLACK),
    mark_ghost=MarkTones(_WHITE, _BLACK, _BLACK, _BLACK),
    hatch=True,
    screen={"edge": 1.5, "tissue": 1.0, "skin": 1.5, "fibre": 1.0, "line": 1.0},
    points={"edge": 0.6, "skin": 0.9, "fibre": 0.2, "line": 0.4},
    bold=True,
)

INKS: dict[str, Ink] = {ink.name: ink for ink in (COLOUR_ON_LIGHT, COLOUR_ON_DARK, MONO, HIGH_CONTRAST)}


def ink_named(name: str) -> Ink:
    """The ink by its name, or by what the command line says for paper: colour, mono. Raises KeyError on others."""
    return INKS[
        {"colour": "colour-on-light", "light": "colour-on-light", "dark": "colour-on-dark"}.get(name, name)
    ]
