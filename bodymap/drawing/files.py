"""Many charts as one PDF: a day's, or all of one patient. A list of contents first, bookmarks, links to the pages.

Charts are read, laid out and painted one after the other into one growing file, so that the memory does not grow with
their number, and fonts are embedded once. The finished file appears whole or not at all.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPdfWriter

from bodymap.charting.faults import Cancelled
from bodymap.drawing import fonts
from bodymap.drawing.inks import Ink, ink_named
from bodymap.drawing.pages import POINT, Line, Page, Rule, named_spaces, paint_on, set_up, wrap
from bodymap.drawing.sheets import BOTTOM, TOP, Letterhead, Sheet, shortened

log = logging.getLogger(__name__)
ROW_TALL = 15.5
FACT_WIDE = 92.0


@dataclass(frozen=True, slots=True)
class Part:
    """One chart of a file: its bookmark, its row in the contents (cells), and its pages, made when they are needed."""

    title: str
    cells: tuple[str, ...]
    pages: Callable[[], Sequence[Page]]


@dataclass(frozen=True, slots=True)
class Front:
    """What stands before the charts: a title, facts (label and text) and the titles of the contents' columns, each with
    its share of the width. `made` says when, in words."""

    letterhead: Letterhead
    kind: str
    title: str
    facts: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, float], ...]
    made: str = ""


def write_file(
    front: Front,
    parts: Sequence[Part],
    path: str | os.PathLike[str],
    *,
    paper: str = "a4",
    ink: str | Ink = "colour",
    progress: Callable[[int, int], bool] = lambda done, all: True,
) -> int:
    """Write the parts as one PDF; how many pages it has. `progress` hears of each part that is done and of how many
    there are, and answers whether to go on. Raises Cancelled, OSError."""
    target = Path(path)
    chosen = ink if isinstance(ink, Ink) else ink_named(ink)
    # Beside the target: the same disk, so that a full one is met now, and the same care that the user takes of it.
    handle, name = mkstemp(prefix=".bodymap-", suffix=".pdf", dir=target.parent)
    os.close(handle)
    growing, finished = Path(name), Path(name).with_suffix(".whole")
    try:
        starts, pages = _paint(front, parts, growing, paper, chosen, progress)
        _bind(growing, finished, front, parts, starts)
        os.replace(finished, target)
    finally:
        for left in (growing, finished):
            with suppress(FileNotFoundError):
                left.unlink()
    return pages


def _paint(
    front: Front,
    parts: Sequence[Part],
    file: Path,
    paper: str,
    ink: Ink,
    progress: Callable[[int, int], bool],
) -> tuple[list[int], int]:
    """Paint contents and charts; the page (from 0) on which each part begins, and how many pages there are.

    How many pages the contents take is known before what stands on them: their rows are of one height. They are painted
    last, when the pages are known, and bound first.
    """
    contents = _contents_tall(front, len(parts), paper, ink)
    writer = QPdfWriter(str(file))
    set_up(writer, paper, front.kind)
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError("the file could not be opened")
    starts: list[int] = []
    at = contents
    try:
        for number, part in enumerate(parts):
            starts.append(at)
            for page in part.pages():
                if at > contents:
                    _next(writer)
                at += 1
                paint_on(painter, writer, _stamped(page, at, ink))
            if not progress(number + 1, len(parts)):
                raise Cancelled
        for page in lay_out_front(front, parts, starts, at, paper=paper, ink=ink):
            if at > contents or starts:
                _next(writer)
            paint_on(painter, writer, page)
    finally:
        painter.end()
    return starts, at


def _next(writer: QPdfWriter) -> None:
    if not writer.newPage():
        raise OSError("the file could not be continued")


def _stamped(page: Page, number: int, ink: Ink) -> Page:
    """The page with its number in the file, at the foot."""
    line = wrap(f"File page {number}", fonts.font(6.8 * POINT, paper=True), 90 * POINT, _RIGHT)[0]
    stamp = line.at(page.width - (43 + 90) * POINT, page.height - (BOTTOM + 7.4) * POINT, ink.text_quiet)
    return Page(page.width, page.height, [*page.operations, stamp])


_RIGHT = Qt.AlignmentFlag.AlignRight


# -- the contents ----------------------------------------------------------------------------------------------------


def lay_out_front(
    front: Front, parts: Sequence[Part], starts: Sequence[int], pages: int, *, paper: str, ink: Ink
) -> list[Page]:
    """The list of contents; `starts` are the pages (from 0) on which the parts begin."""
    return _FrontLayout(front, paper, ink).pages(parts, starts, pages)


def _contents_tall(front: Front, rows: int, paper: str, ink: Ink) -> int:
    return len(_FrontLayout(front, paper, ink).pages([Part("", (), tuple)] * rows, [0] * rows, 0))


@dataclass(slots=True)
class _Placed:
    """Where a row of the contents stands: page of the contents, and its upper edge in dots."""

    page: int
    top: float


class _FrontLayout(Sheet):
    def __init__(self, front: Front, paper: str, ink: Ink) -> None:
        super().__init__(front.letterhead, paper, ink)
        self.front = front
        self.placed: list[_Placed] = []

    def pages(self, parts: Sequence[Part], starts: Sequence[int], pages: int) -> list[Page]:
        self._new_page()
        for part, start in zip(parts, starts, strict=True):
            if self.y + ROW_TALL * POINT > self.bottom:
                self._new_page()
            self._row(part, start)
        if not parts:
            empty = wrap("There are no visits.", self.font(9.2), self.room_wide)
            self.y = self.lines(empty, self.left, self.y + 4 * POINT, 12.3, 9.2, self.ink.text_quiet)
        for number, page in enumerate(self.made, 1):
            text = f"{pages} pages  ·  {self.front.made}  ·  File page {number}"
            line = wrap(text, self.font(6.8), self.room_wide, _RIGHT)[0]
            page.operations.append(
                line.at(self.left, self.height - (BOTTOM + 7.4) * POINT, self.ink.text_quiet)
            )
        return self.made

    def _new_page(self) -> None:
        self.made.append(Page(self.width, self.height))
        self.y = TOP * POINT
        front = self.front
        self.y = self.clinic_head(front.kind)
        if len(self.made) == 1:
            title = wrap(shortened(front.title), self.font(16, fonts.SEMIBOLD), self.room_wide)
            self.y = self.lines(title, self.left, self.y, 19.5, 16) + 4 * POINT
            for label, text in front.facts:
                self._fact(label, text)
            self.y += 8 * POINT
        else:
            title = wrap(shortened(front.title), self.font(9.2, fonts.BOLD), self.room_wide)
            self.y = self.lines(title[:1], self.left, self.y, 12, 9.2) + 4 * POINT
        self._cells([name for name, _ in front.columns], "Page", 7.2, self.ink.text_quiet)
        self.y += 12.5 * POINT
        self.put(Rule(self.left, self.y, self.right, self.y, self.ink.text, 0.6 * POINT))

    def _fact(self, label: str, text: str) -> None:
        if not text:
            return
        name = wrap(label, self.font(8.2), FACT_WIDE * POINT)
        self.lines(name[:1], self.left, self.y, 12.3, 8.2, self.ink.text_quiet)
        # However long an address or a warning is, the contents stay on their pages.
        lines = wrap(text, self.font(9.2), self.room_wide - FACT_WIDE * POINT)[:4]
        self.y = self.lines(lines, self.left + FACT_WIDE * POINT, self.y, 12.3, 9.2)

    def _row(self, part: Part, start: int) -> None:
        self.placed.append(_Placed(len(self.made) - 1, self.y))
        self.y += 2 * POINT
        self._cells(list(part.cells), str(start + 1), 9.2, self.ink.text)
        self.y += (ROW_TALL - 2) * POINT
        self.put(Rule(self.left, self.y, self.right, self.y, self.ink.rule, 0.35 * POINT))

    def _cells(self, cells: Sequence[str], page: str, size: float, colour: object) -> None:
        room = self.room_wide - 40 * POINT
        whole = sum(share for _, share in self.front.columns)
        x = self.left
        for cell, (_, share) in zip(cells, self.front.columns, strict=False):
            wide = room * share / whole
            self.lines(self._one(cell, size, wide - 8 * POINT), x, self.y, 11, size, colour)
            x += wide
        number = wrap(page, self.font(size, tabular=True), 40 * POINT, _RIGHT)
        self.lines(number[:1], self.right - 40 * POINT, self.y, 11, size, colour)

    def _one(self, text: str, size: float, wide: float) -> list[Line]:
        """The text on one line, with an ellipsis where it is longer."""
        lines = wrap(text, self.font(size), wide)
        while len(lines) > 1:
            text = f"{lines[0].text.rstrip(' …')[:-1]}…"
            lines = wrap(text, self.font(size), wide)
        return lines


# -- bound -----------------------------------------------------------------------------------------------------------


def _bind(painted: Path, finished: Path, front: Front, parts: Sequence[Part], starts: Sequence[int]) -> None:
    """Contents first, a bookmark for each part, a link from each row. Raises OSError where the file is not whole."""
    import pikepdf  # 25 ms that only who binds a file waits for

    try:
        with pikepdf.open(painted) as pdf:
            contents = _contents_of(front, parts, starts, pdf)
            for _ in range(len(contents.made)):
                # They were painted last.
                page = pdf.pages[-1]
                del pdf.pages[-1]
                pdf.pages.insert(0, page)
            for thing in pdf.objects:
                if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
                    map_ = thing.ToUnicode
                    map_.write(named_spaces(map_.read_bytes()))
            with pdf.open_outline() as outline:
                outline.root.append(pikepdf.OutlineItem("Contents", 0))
                outline.root += [
                    pikepdf.OutlineItem(part.title, start) for part, start in zip(parts, starts, strict=True)
                ]
            _link(pdf, contents, starts)
            pdf.Root.PageMode = pikepdf.Name.UseOutlines
            pdf.save(finished, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    except pikepdf.PdfError as broken:
        log.warning("a file of charts could not be bound: %s", type(broken).__name__)
        raise OSError("the file could not be written whole") from broken


def _contents_of(front: Front, parts: Sequence[Part], starts: Sequence[int], pdf: object) -> _FrontLayout:
    """The contents laid out again, for where their rows stand."""
    box = pdf.pages[0].mediabox  # type: ignore[attr-defined]
    paper = "letter" if abs(float(box[2]) - 612) < 2 else "a4"
    layout = _FrontLayout(front, paper, ink_named("mono"))
    layout.pages(parts, starts, 0)
    return layout


def _link(pdf: object, contents: _FrontLayout, starts: Sequence[int]) -> None:
    import pikepdf

    for placed, start in zip(contents.placed, starts, strict=True):
        page = pdf.pages[placed.page]  # type: ignore[attr-defined]
        high = (contents.height - placed.top) / POINT
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=[contents.left / POINT, high - ROW_TALL, contents.right / POINT, high],
            Border=[0, 0, 0],
            F=4,
            Dest=[pdf.pages[start].obj, pikepdf.Name.Fit],  # type: ignore[attr-defined]
        )
        if "/Annots" not in page:
            page.Annots = pikepdf.Array()
        page.Annots.append(pdf.make_indirect(link))  # type: ignore[attr-defined]
