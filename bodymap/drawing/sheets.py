"""A sheet of the clinic: letterhead, fonts, margins. Charts, lists of contents and handouts are made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont

from bodymap.drawing import fonts
from bodymap.drawing.inks import Ink
from bodymap.drawing.letterhead import Logo, logo_size, tinted
from bodymap.drawing.pages import POINT, Line, Operation, Page, Rule, paper_size, wrap

# Lengths in points; `POINT` makes dots of them.
SIDE, TOP, BOTTOM, FOOTER = 43.0, 34.0, 26.0, 24.0
LOGO_WIDE, LOGO_TALL = 130.0, 34.0


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Whose paper it is; every text printable, on one line."""

    name: str = ""
    address: str = ""
    phone: str = ""
    logo: str = ""
    accent: str = ""


class Sheet:
    """One run of a layout: a cursor `y` (dots) that goes down the pages."""

    def __init__(self, letterhead: Letterhead, paper: str, ink: Ink) -> None:
        self.letterhead = letterhead
        self.ink = tinted(ink, letterhead.accent)
        self.width, self.height = paper_size(paper)
        self.left = SIDE * POINT
        self.right = self.width - SIDE * POINT
        self.room_wide = self.right - self.left
        self.bottom = self.height - (BOTTOM + FOOTER) * POINT
        self.made: list[Page] = []
        self.y = 0.0
        self.fonts: dict[tuple[float, int, bool, bool], QFont] = {}

    def font(
        self, size: float, weight: QFont.Weight = fonts.REGULAR, italic: bool = False, tabular: bool = False
    ) -> QFont:
        """A font of that size in points."""
        key = (size, weight.value, italic, tabular)
        if key not in self.fonts:
            self.fonts[key] = fonts.font(size * POINT, weight, italic=italic, paper=True, tabular=tabular)
        return self.fonts[key]

    def put(self, *operations: Operation) -> None:
        self.made[-1].operations.extend(operations)

    def lines(
        self,
        lines: Sequence[Line],
        x: float,
        y: float,
        pitch: float,
        size: float,
        colour: QColor | None = None,
    ) -> float:
        """Put the lines below y (dots); pitch and size in points. Returns the y below the last."""
        colour = colour or self.ink.text
        # The first baseline stands where a line of that pitch has it, whatever fallback font a word needs.
        drop = ((pitch - size) / 2 + size * 0.79) * POINT
        for number, line in enumerate(lines):
            self.put(line.at(x, y + number * pitch * POINT + drop, colour))
        return y + len(lines) * pitch * POINT

    def clinic_head(self, what: str) -> float:
        """Logo, name and address of the clinic, and at the right what the sheet is; the y (dots) below its rule."""
        clinic, ink = self.letterhead, self.ink
        wide = self.room_wide - 130 * POINT
        y, left = self.y, self.left
        size = logo_size(clinic.logo, LOGO_WIDE * POINT, LOGO_TALL * POINT)
        if size is not None:
            top = y - 5 * POINT
            self.put(Logo(clinic.logo, QRectF(left, top, size.width(), size.height()), ink))
            left += size.width() + 9 * POINT
            wide -= size.width() + 9 * POINT
        name = wrap(shortened(clinic.name), self.font(11.5, fonts.SEMIBOLD), wide)
        y = self.lines(name, left, y - 2 * POINT, 14, 11.5, ink.accent)
        contact = "  ·  ".join(shortened(part) for part in (clinic.address, clinic.phone) if part)
        y = self.lines(wrap(contact, self.font(8.2), wide), left, y, 10.6, 8.2, ink.text_quiet)
        if size is not None:
            y = max(y, top + size.height())
        # Without a letterhead the page still says what it is.
        said = wrap(what, self.font(8.2), 130 * POINT, Qt.AlignmentFlag.AlignRight)
        self.lines(said, self.right - 130 * POINT, self.y + 11.2 * POINT, 10.6, 8.2, ink.text_quiet)
        y = max(y, self.y + 22.5 * POINT) + 5 * POINT
        self.put(Rule(self.left, y, self.right, y, ink.accent, 0.9 * POINT))
        return y + 7 * POINT


def shortened(text: str) -> str:
    """At most 240 characters: no honest name is longer, and a head must leave room for the page."""
    return text if len(text) <= 240 else f"{text[:239]}…"


def one_line(text: str) -> str:
    """The text on one line, with a box for what cannot be printed."""
    return " ".join(fonts.boxed(text.expandtabs(4))[0].split())


def address_line(text: str) -> str:
    """An address, written on several lines, on one."""
    lines = (" ".join(line.split()).rstrip(",") for line in fonts.boxed(text)[0].splitlines())
    return ", ".join(line for line in lines if line)
