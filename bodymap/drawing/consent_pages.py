"""The clinic's consent text on paper: whose it is, the text, who took it, lines to sign."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bodymap.drawing import fonts
from bodymap.drawing.inks import Ink, ink_named
from bodymap.drawing.pages import POINT, Page, Rule, wrap
from bodymap.drawing.sheets import BOTTOM, TOP, Letterhead, Sheet, one_line

SIZES = (11.0, 10.5, 10.0, 9.5)
"""Points: the first at which all stands on one page; the last flows on."""
WRITING = 16.0
"""Points above a line that is written on."""
BLANK = re.compile(r"_{5,}")
SIGN_TALL = 118.0
"""Points that the lines to sign take; they are never parted from one another."""


def lay_out_consent(
    letterhead: Letterhead,
    title: str,
    text: str,
    facts: Sequence[tuple[str, str]],
    *,
    version: str,
    sign: Sequence[str] = (),
    paper: str = "a4",
    ink: str | Ink = "colour",
) -> list[Page]:
    """The pages of a text whose fields are filled in. `facts` say whose consent it is, `sign` names the
    patient and the therapist who sign; both empty where the text itself has them."""
    chosen = ink if isinstance(ink, Ink) else ink_named(ink)
    made: list[Page] = []
    for size in SIZES:
        made = _ConsentSheet(letterhead, paper, chosen, size).pages(title, text, facts, version, sign)
        if len(made) == 1:
            break
    return made


class _ConsentSheet(Sheet):
    def __init__(self, letterhead: Letterhead, paper: str, ink: Ink, size: float) -> None:
        super().__init__(letterhead, paper, ink)
        self.size = size

    def pages(
        self, title: str, text: str, facts: Sequence[tuple[str, str]], version: str, sign: Sequence[str]
    ) -> list[Page]:
        self._new_page()
        heading = wrap(one_line(title), self.font(17, fonts.SEMIBOLD), self.room_wide)
        self.y = self.lines(heading, self.left, self.y + 4 * POINT, 21, 17, self.ink.accent) + 5 * POINT
        for name, value in facts:
            label = wrap(name, self.font(9.5), 110 * POINT)
            self.lines(label[:1], self.left, self.y, 15, 9.5, self.ink.text_quiet)
            told = wrap(one_line(value), self.font(11, fonts.SEMIBOLD), self.room_wide - 110 * POINT)
            self.y = self.lines(told, self.left + 110 * POINT, self.y, 15, 11)
        self.y += 9 * POINT
        made, _ = fonts.boxed(text.expandtabs(4))
        for paragraph in made.split("\n"):
            self._paragraph(paragraph.strip())
        if sign:
            self._sign(sign)
        for number, page in enumerate(self.made, 1):
            foot = f"{version}  ·  page {number} of {len(self.made)}"
            line = wrap(foot, self.font(7.5), self.room_wide)
            page.operations.append(
                line[0].at(self.left, self.height - (BOTTOM - 4) * POINT, self.ink.text_quiet)
            )
        return self.made

    def _new_page(self) -> None:
        self.made.append(Page(self.width, self.height))
        self.y = TOP * POINT
        self.y = self.clinic_head("Consent to dry needling")

    def _paragraph(self, text: str) -> None:
        """One paragraph; an empty line is half a line's room."""
        pitch = self.size * 1.36
        if not text:
            self.y += pitch * 0.5 * POINT
            return
        if BLANK.search(text):
            self._to_fill(text, pitch)
            return
        lines = wrap(text, self.font(self.size), self.room_wide)
        while lines:
            fits = int((self.bottom - self.y) / (pitch * POINT))
            if fits < min(2, len(lines)):
                self._new_page()
                continue
            self.y = self.lines(lines[:fits], self.left, self.y, pitch, self.size)
            lines = lines[fits:]

    def _to_fill(self, text: str, pitch: float) -> None:
        """Words with a blank to write in by hand: room above, and a line to the margin where it stands last."""
        words = BLANK.sub("", text).strip() if BLANK.search(text).end() == len(text) else text  # type: ignore[union-attr]
        if self.y + (pitch + WRITING) * POINT > self.bottom:
            self._new_page()
        self.y += WRITING * POINT
        lines = wrap(words, self.font(self.size), self.room_wide - 150 * POINT)
        end = self.lines(lines, self.left, self.y, pitch, self.size)
        if words != text:
            left = self.left + max(line.width for line in lines[-1:]) + 6 * POINT
            self.put(Rule(left, end - 3 * POINT, self.right, end - 3 * POINT, self.ink.text, 0.7 * POINT))
        self.y = end

    def _sign(self, names: Sequence[str]) -> None:
        """A line to sign and one for the date for each of these, together on one page."""
        if self.y + SIGN_TALL * POINT > self.bottom:
            self._new_page()
        self.y += 8 * POINT
        date_left = self.right - 120 * POINT
        for name, what in zip(names, ("Signature of the patient", "Signature of the therapist"), strict=True):
            self.y += 32 * POINT
            for left, right in ((self.left, date_left - 18 * POINT), (date_left, self.right)):
                self.put(Rule(left, self.y, right, self.y, self.ink.text, 0.7 * POINT))
            said = ", ".join(part for part in (what, one_line(name)) if part)
            below = self.y + 2 * POINT
            room = date_left - self.left - 18 * POINT
            self.lines(wrap(said, self.font(8.5), room)[:1], self.left, below, 11, 8.5, self.ink.text_quiet)
            self.lines(wrap("Date", self.font(8.5), room), date_left, below, 11, 8.5, self.ink.text_quiet)
            self.y += 14 * POINT
