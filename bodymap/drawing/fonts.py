"""The typeface of screen and paper: Source Sans, loaded once from its own package, the system's fonts behind it."""

from __future__ import annotations

import importlib.util
import unicodedata
from functools import lru_cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QRawFont, QTextLayout

FAMILY = "Source Sans Pro"
FILES = ("Regular", "Semibold", "Bold", "It", "SemiboldIt")

REGULAR = QFont.Weight.Normal
SEMIBOLD = QFont.Weight.DemiBold
BOLD = QFont.Weight.Bold

BOX = "\N{BALLOT BOX}"
"""What stands on paper for a character that no font holds; Source Sans has it, so it is embedded and can be copied."""

_loaded_for: list[int] = []
_family: list[str] = [""]


def load() -> str:
    """Load the typeface for this application, once, and return its family ("" where only the system's fonts serve)."""
    application = QGuiApplication.instance()
    if application is None:
        raise RuntimeError("fonts need a QGuiApplication first")
    if id(application) not in _loaded_for:
        # The package is found, not imported: importing it globs its folder for nothing.
        spec = importlib.util.find_spec("font_source_sans_pro")
        if spec is not None and spec.origin:
            folder = Path(spec.origin).parent / "files"
            for name in FILES:
                # TrueType rather than CFF: Qt embeds a TrueType subset as it is, CFF only after converting it.
                QFontDatabase.addApplicationFont(str(folder / f"SourceSansPro-{name}.ttf"))
        _loaded_for[:] = [id(application)]
        _family[:] = [FAMILY if QFontDatabase.hasFamily(FAMILY) else ""]
        _printable.cache_clear()
    return _family[0]


def font(
    pixels: float,
    weight: QFont.Weight = REGULAR,
    *,
    italic: bool = False,
    paper: bool = False,
    tabular: bool = False,
) -> QFont:
    """A font of that height in pixels (on paper: in units of the page).

    Paper lays out with hinting off, so that lines break alike on every device, and without ligatures, which would
    be extracted from the PDF as one strange character. Tabular figures are all equally wide, for columns.
    """
    family = load()
    made = QFont(family) if family else QFont()
    made.setPixelSize(max(1, round(pixels)))
    made.setWeight(weight)
    made.setItalic(italic)
    if paper:
        made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        for tag in ("liga", "clig", "dlig", "calt"):
            made.setFeature(QFont.Tag(tag), 0)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def clusters(text: str) -> list[str]:
    """The text in pieces that a reader takes for one character: a base with its accents, a joined emoji."""
    pieces: list[str] = []
    joined = False
    for character in text:
        extends = (
            unicodedata.category(character) in ("Mn", "Me", "Mc", "Cf")
            or "\U0001f3fb" <= character <= "\U0001f3ff"  # skin tones
            or "\ufe00" <= character <= "\ufe0f"  # presentation selectors
        )
        flags = len(pieces[-1]) == 1 and _is_flag(pieces[-1]) and _is_flag(character) if pieces else False
        if pieces and (extends or joined or flags) and pieces[-1] not in ("\n", "\t"):
            pieces[-1] += character
        else:
            pieces.append(character)
        # Only a picture is continued across a joiner; in Indic and Arabic text it shapes two letters.
        joined = character == "\u200d" and ord(pieces[-1][0]) >= 0x2190
    return pieces


def _is_flag(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def missing(text: str) -> list[str]:
    """The characters of the text, in order and each time they occur, that no font here can put on paper."""
    load()
    if all(_printable(character) for character in set(text)):
        return []
    return [piece for piece in clusters(text) if not _printable(piece)]


def boxed(text: str) -> tuple[str, int]:
    """The text with a box for each character that cannot be printed, and how many those are."""
    load()
    if all(_printable(character) for character in set(text)):
        return text, 0
    count = 0
    pieces = []
    for piece in clusters(text):
        if _printable(piece):
            pieces.append(piece)
        else:
            pieces.append(BOX)
            count += 1
    return "".join(pieces), count


@lru_cache(maxsize=8192)
def _printable(piece: str) -> bool:
    """Whether the piece reaches the paper and can be read back from a PDF.

    Some font must hold it as outlines: colour bitmaps (most emoji) vanish from a PDF. Characters above U+FFFF would be
    painted, but Qt's PDF cannot say what they are, so they would vanish from the copied text: they count as missing.
    """
    if piece in ("\n", "\t") or piece.isspace():
        return True
    if any(
        unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn") or character > "\uffff"
        for character in piece
    ):
        return False
    visible = [c for c in piece if unicodedata.category(c) != "Cf" and not "\ufe00" <= c <= "\ufe0f"]
    if not visible:
        return True
    layout = QTextLayout("".join(visible), font(40, paper=True))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    drawn = False
    for run in layout.glyphRuns():
        raw: QRawFont = run.rawFont()
        for glyph in run.glyphIndexes():
            if glyph == 0:
                return False
            drawn = drawn or not raw.pathForGlyph(glyph).isEmpty()
    return drawn
