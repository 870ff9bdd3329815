"""The visit chart: laid out once from plain data into pages.

From top to bottom: letterhead and patient, the plates that bear sites, the table of sites with its totals, the session
note, a line to sign. The first page that can hold all of it does; long tables and notes flow on.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPen

from bodymap.atlas.aspects import Aspect
from bodymap.atlas.body import Plate, Region
from bodymap.atlas.geometry import Box
from bodymap.charting.chart import Chart, Drawn, Site, named_only
from bodymap.charting.wording import moment
from bodymap.drawing import fonts
from bodymap.drawing.areas import Hatched, path_in
from bodymap.drawing.chart_plates import (
    Room,
    Row,
    Window,
    arranged,
    crowded,
    in_columns,
    view_of,
    windows_of,
    with_areas,
)
from bodymap.drawing.inks import Ink, ink_named, mixed
from bodymap.drawing.marks import RADIUS_PT, Marker, Place, Placed, paint_disc, placed
from bodymap.drawing.pages import (
    DPI,
    POINT,
    Beneath,
    Discs,
    Line,
    Page,
    Panel,
    PlateWindow,
    Rule,
    Text,
    Whereabouts,
    wrap,
)
from bodymap.drawing.plates import View, pieces_of
from bodymap.drawing.sheets import BOTTOM, FOOTER, TOP, Letterhead, Sheet, shortened

# Lengths in points; `POINT` makes dots of them.
GUTTER = 9.0
SMALL = 7.2
CAPTION = 8.2
NOTE_INDENT = 66.0
SIGN_HEIGHT = 46.0

LAYERS = {1: "superficial", 2: "intermediate", 3: "deep"}
NO_POINT = "no point on a plate"
CREDIT = "Plates CC BY-SA 4.0, muscle positions after Z-Anatomy and BodyParts3D (CC BY 4.0)"

_RIGHT = Qt.AlignmentFlag.AlignRight
_LEFT = Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class Setting:
    """How large the words of a chart are set, in points: sizes and pitches of the text and of the table, the air in a
    row and below a section; the least height of a plate that is worth printing beside them, and the most of one that
    shares its page with less than all the rest. `paired`: short sections stand side by side; `columned`: all of them
    run on in two columns, and what was done at a site stands in its row."""

    body: float
    body_pitch: float
    table: float
    table_pitch: float
    table_pad: float
    detail: float
    section_gap: float
    window_least: float
    window_most: float = math.inf
    paired: bool = False
    columned: bool = False


ROOMY = Setting(9.2, 12.3, 8.7, 10.8, 1.9, 8.0, 5.0, 150.0)
DENSE = Setting(8.0, 9.7, 8.0, 9.7, 1.2, 7.4, 3.2, 96.0)
"""For a visit that fits on one page, or on two, only so; what takes two pages anyway is set roomy."""
TIGHT = replace(DENSE, window_most=170.0, paired=True)
"""Where that is not enough: smaller pictures too, and short sections side by side."""
COLUMNED = replace(DENSE, window_least=118.0, columned=True)
"""For an ordinary visit that fits on one page only so; tried before smaller pictures are."""
COLUMNED_SMALL = replace(
    COLUMNED, body=7.6, body_pitch=9.1, table=7.8, table_pitch=9.3, table_pad=0.9, section_gap=2.6
)
MOST_PAGES = 2
"""Of a visit, where it can be: what takes more is read by nobody, and its last page gets lost."""


class PlateSource(Protocol):
    """Where plates come from: the atlas."""

    @property
    def plate_ids(self) -> Sequence[str]:
        """The plates there are."""

    @property
    def aspects(self) -> Sequence[Aspect]:
        """Where on the body each plate lies."""

    def plate(self, plate_id: str) -> Plate:
        """The plate of that id."""


def lay_out(chart: Chart, atlas: PlateSource, *, paper: str = "a4", ink: str | Ink = "colour") -> list[Page]:
    """The pages of the chart on that paper (a4, letter) in that ink (colour, mono, or an Ink)."""
    chosen = ink if isinstance(ink, Ink) else ink_named(ink)
    pages = ChartLayout(chart, atlas, paper, chosen, ROOMY).pages()
    for setting in (DENSE, COLUMNED, COLUMNED_SMALL, TIGHT):
        # Nothing makes two pages of very many.
        if 1 < len(pages) <= 2 * MOST_PAGES:
            tighter = ChartLayout(chart, atlas, paper, chosen, setting).pages()
            most = 1 if setting.columned else MOST_PAGES
            pages = tighter if len(tighter) < len(pages) and len(tighter) <= most else pages
    return pages


def printable(chart: Chart) -> tuple[Chart, int]:
    """The chart with a box for each character that cannot be printed, line ends made one kind; and how many boxes."""
    count = 0

    def clean(text: str) -> str:
        nonlocal count
        for end in ("\r\n", "\r", "\u2028", "\u2029"):
            text = text.replace(end, "\n")
        made, missing = fonts.boxed(text.expandtabs(4))
        count += missing
        return made

    def one_line(text: str) -> str:
        return " ".join(clean(text).split())

    texts = {
        name: one_line(getattr(chart, name))
        for name in (
            "clinic_name",
            "clinic_phone",
            "patient_name",
            "patient_born",
            "patient_sex",
            "patient_dominant_side",
            "patient_clinic_id",
            "patient_alerts",
            "therapist_name",
            "therapist_licence",
            "status",
            "needles",
        )
    }
    # An address is written on several lines; in the letterhead it stands on one.
    lines = (" ".join(line.split()).rstrip(",") for line in clean(chart.clinic_address).split("\n"))
    texts["clinic_address"] = ", ".join(line for line in lines if line)
    sites = tuple(
        replace(
            site,
            target=one_line(site.target),
            level=one_line(site.level),
            note=one_line(site.note),
            details=one_line(site.details),
        )
        for site in chart.sites
    )
    told, note = (
        tuple((title, clean(text).strip("\n")) for title, text in sections)
        for sections in (chart.told, chart.note)
    )
    drawn = tuple(replace(one, word=one_line(one.word)) for one in chart.drawn)
    later = chart.later[0], clean(chart.later[1])
    return replace(chart, sites=sites, drawn=drawn, told=told, note=note, later=later, **texts), count


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the table: the lines of each cell, and the site whose disc stands in front (None: plain number).

    `details` are the quiet lines below the cells, as wide as all columns but the number's.
    """

    cells: tuple[list[Line], ...]
    number: int
    on_plate: bool
    details: list[Line]

    @property
    def cell_lines(self) -> int:
        return max(1, *(len(cell) for cell in self.cells))

    @property
    def lines(self) -> int:
        return self.cell_lines + len(self.details)


@dataclass(frozen=True, slots=True)
class _Section:
    """A section of the record: the lines of its title and of its text, and what it is called and says."""

    title: list[Line]
    text: list[Line]
    called: str
    said: str

    @property
    def tall(self) -> int:
        """In lines."""
        return max(1, len(self.title), len(self.text))


_Block = tuple[_Section, ...]
"""Sections that stand side by side, mostly one."""


@dataclass(frozen=True, slots=True)
class _Flow:
    """The sections in two columns: the lines of each with the y below which each stands, and how tall they are, all in
    dots."""

    columns: tuple[tuple[tuple[Line, float], ...], ...]
    tall: float


def _tallest(block: _Block) -> int:
    return max(one.tall for one in block)


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    x: float
    width: float
    align: Qt.AlignmentFlag


class ChartLayout(Sheet):
    """One run of the layout: a cursor that goes down the pages."""

    def __init__(self, chart: Chart, atlas: PlateSource, paper: str, ink: Ink, setting: Setting) -> None:
        self.set = setting
        self._alone = False  # whether nothing stands below the table
        self.chart, self.missing = printable(chart)
        made = self.chart
        clinic = Letterhead(
            made.clinic_name, made.clinic_address, made.clinic_phone, made.clinic_logo, made.clinic_accent
        )
        super().__init__(clinic, paper, ink)
        self.atlas = atlas
        windows, self.remarks = self._sort_sites()
        self.areas, self.untold = self._sort_areas()
        boxes = [(plate, one.outline.box) for plate, one in self.areas if not one.carried]
        self.windows, self.small = with_areas(windows, boxes)
        self.on_plates = {site.number for window in self.windows for site in window.numbered}

    # -- what is shown where ---------------------------------------------------------------------------------------

    def _sort_sites(self) -> tuple[list[Window], dict[int, str]]:
        """The windows to draw, and for each site that is on none of them the reason in words."""
        plates: dict[str, Plate] = {}
        on_plate: dict[str, list[Site]] = {}
        remarks: dict[int, str] = {}
        ids = set(self.atlas.plate_ids)
        for site in (*self.chart.sites, *self.chart.found):
            point = site.point
            if point is None:
                remarks[site.number] = NO_POINT
                continue
            if point.plate not in ids:
                remarks[site.number] = "its plate is not in this atlas"
                continue
            try:
                plate = plates.setdefault(point.plate, self.atlas.plate(point.plate))
            except (OSError, ValueError):
                # A plate file that is damaged or gone must not keep a record from being printed.
                remarks[site.number] = "its plate could not be read"
                continue
            if plate.version != point.plate_version:
                remarks[site.number] = f"marked on version {point.plate_version} of its plate"
            elif point.layer not in plate.layers:
                remarks[site.number] = "its layer is not on the plate"
            elif not _inside(point.u, point.v, plate.box):
                remarks[site.number] = "its point lies outside the plate"
            else:
                on_plate.setdefault(point.plate, []).append(site)
        remarks.pop(0, None)  # a finding that has no place here is told in words
        order = dict.fromkeys(plate for plate, _ in self.chart.plates if plate in on_plate)
        return windows_of([(plates[plate], on_plate[plate]) for plate in order]), remarks

    def _sort_areas(self) -> tuple[list[tuple[Plate, Drawn]], bool]:
        """The areas with their plates, and whether one lies on a plate that is not held as it was any more."""
        found, lost = [], False
        for one in self.chart.drawn:
            try:
                plate = self.atlas.plate(one.outline.plate)
            except (KeyError, OSError, ValueError):
                lost = True
                continue
            if plate.version == one.outline.plate_version and _meets(one.outline.box, plate.box):
                found.append((plate, one))
            else:
                lost = True
        return found, lost

    # -- pages -----------------------------------------------------------------------------------------------------

    def pages(self) -> list[Page]:
        rows, columns = self._table()
        note = self._paired(self._note())
        flow = self._flow(note) if self.set.columned and note else None
        self._alone = not note
        self._new_page()
        table = self._table_tall(rows)
        self._plates(table, table + self._below_table(note if flow is None else (), flow))
        self._put_table(rows, columns)
        self._put_needles()
        if flow is None:
            self._put_note(note)
        else:
            self._put_flow(flow)
        self._put_end()
        for number, page in enumerate(self.made, 1):
            self._page_number(page, number)
            self._foot(page)
        return self.made

    def _new_page(self) -> None:
        self.made.append(Page(self.width, self.height))
        self.y = TOP * POINT
        if len(self.made) == 1:
            self._letterhead()
        else:
            self._running_head()

    def _need(self, height: float) -> bool:
        """Go to a new page unless that many dots are left; whether it did."""
        if self.y + height <= self.bottom + 0.5:
            return False
        self._new_page()
        return True

    def _page_number(self, page: Page, number: int) -> None:
        text = f"Page {number} of {len(self.made)}"
        line = wrap(text, self.font(8.2, tabular=True), 120 * POINT, _RIGHT)[0]
        page.operations.append(line.at(self.right - 120 * POINT, (TOP + 8.6) * POINT, self.ink.text_quiet))

    def _letterhead(self) -> None:
        chart, ink = self.chart, self.ink
        y = self.clinic_head("Dry needling: visit chart")
        badge = wrap(chart.status, self.font(8.6, fonts.SEMIBOLD), 120 * POINT)
        wide_badge = max((line.width for line in badge), default=0) + 14 * POINT
        patient = wrap(
            shortened(chart.patient_name) or "Name not entered",
            self.font(16, fonts.SEMIBOLD),
            self.room_wide - wide_badge - 14 * POINT,
        )
        if badge:
            draft = chart.status.lower().startswith("draft")
            rect = QRectF(
                self.right - wide_badge, y + 3 * POINT, wide_badge, (len(badge) * 10.8 + 4.4) * POINT
            )
            self.put(Panel(rect, None if draft else ink.accent, ink.accent, 0.8 * POINT, 2.4 * POINT))
            self.lines(
                badge,
                rect.left() + 7 * POINT,
                rect.top() + 2.0 * POINT,
                10.8,
                8.6,
                ink.accent if draft else ink.paper,
            )
        y = self.lines(patient, self.left, y, 19.5, 16)
        y += 3 * POINT
        y = self._facts(y)
        if chart.patient_alerts:
            y = self._alerts(y)
        self.y = y + 8 * POINT

    def _facts(self, y: float) -> float:
        """The patient's and the visit's facts in one row: small label above, value below."""
        chart = self.chart
        who = ", ".join(part for part in (chart.therapist_name, chart.therapist_licence) if part)
        facts = [
            fact
            for fact in (
                ("Date of birth", chart.patient_born),
                ("Sex", chart.patient_sex),
                ("Dominant side", chart.patient_dominant_side),
                ("Clinic id", chart.patient_clinic_id),
                ("Visit", f"{chart.visit_date}, no. {chart.visit_number}"),
                ("Charted on", chart.charted_on),
                ("Therapist", who),
            )
            if fact[1]
        ]
        label_font, font = self.font(SMALL), self.font(9.4)
        room = self.room_wide - GUTTER * POINT * (len(facts) - 1)
        needs = [
            max(
                wrap(label, label_font, 10_000 * POINT)[0].width,
                wrap(shortened(value), font, 10_000 * POINT)[0].width,
            )
            + 1
            for label, value in facts
        ]
        # Each as wide as it needs; where that is too much, the long ones break.
        most = max(needs)
        while sum(min(need, most) for need in needs) > room:
            most *= 0.96
        wides = [min(need, most) for need in needs]
        spare = (room - sum(wides)) / max(1, len(facts) - 1)
        x = self.left
        below = y
        for (label, value), wide in zip(facts, wides, strict=True):
            at = self.lines(wrap(label, label_font, wide), x, y, 9.4, SMALL, self.ink.text_quiet)
            below = max(below, self.lines(wrap(shortened(value), font, wide), x, at, 12, 9.4))
            x += wide + spare + GUTTER * POINT
        return below

    def _alerts(self, y: float) -> float:
        """What the patient's file warns of, in a tinted panel with a bar: seen first, readable in black and white."""
        ink = self.ink
        word = "Alerts  "
        text = word + self.chart.patient_alerts
        inner = self.room_wide - 18 * POINT
        lines = wrap(text, self.font(9.2), inner, spans=[(0, len(word), self.font(9.2, fonts.BOLD))])
        if len(lines) > _ALERT_LINES:
            # The head of the page keeps its size: the whole text then stands before the session note.
            lines = [
                *lines[:_ALERT_LINES],
                *wrap("continued below the table", self.font(8.2, italic=True), inner),
            ]
        y += 5 * POINT
        tall = (len(lines) * self.set.body_pitch + 6) * POINT
        self.put(
            Panel(QRectF(self.left, y, self.room_wide, tall), mixed(ink.paper, ink.accent, 0.07), None),
            Panel(QRectF(self.left, y, 2.4 * POINT, tall), ink.accent, None),
        )
        self.lines(lines, self.left + 10 * POINT, y + 3 * POINT, self.set.body_pitch, 9.2)
        return y + tall

    def _running_head(self) -> None:
        """The head of the pages after the first: whose record this is, in full."""
        chart, ink = self.chart, self.ink
        y = self.y
        wide = self.room_wide - 130 * POINT
        clinic = wrap(shortened(chart.clinic_name) or "Dry needling: visit chart", self.font(8.2), wide)
        y = self.lines(clinic, self.left, y, 10.6, 8.2, ink.text_quiet)
        name = shortened(chart.patient_name) or "Name not entered"
        facts = [
            f"born {chart.patient_born}" if chart.patient_born else "",
            f"clinic id {shortened(chart.patient_clinic_id)}" if chart.patient_clinic_id else "",
            f"visit {chart.visit_date}, no. {chart.visit_number}",
            f"charted on {chart.charted_on}" if chart.charted_on else "",
            shortened(chart.therapist_name),
            chart.status,
        ]
        text = "  ·  ".join([name, *(fact for fact in facts if fact)])
        bold = [(0, len(name), self.font(9.2, fonts.BOLD))]
        y = self.lines(wrap(text, self.font(9.2), self.room_wide, spans=bold), self.left, y + POINT, 12, 9.2)
        y += 4 * POINT
        self.put(Rule(self.left, y, self.right, y, ink.accent, 0.9 * POINT))
        self.y = y + 9 * POINT

    def _foot(self, page: Page) -> None:
        """Plates and their versions, the credit; the audit's head and when this was printed."""
        chart, ink = self.chart, self.ink
        printed = moment(chart.made_at)
        versions = {
            f"{window.plate.id} v{window.plate.version}": None for window in (*self.windows, *self.small)
        }
        first = f"Plates: {', '.join(versions)}. {CREDIT}." if versions else ""
        second = f"Begun {chart.begun}  ·  " if chart.begun else ""
        second += f"Printed {printed}  ·  audit entry {chart.audit_number}"
        if chart.audit_digest:
            second += f", digest {chart.audit_digest[:16]}"
        y = self.height - (BOTTOM + FOOTER - 8) * POINT
        page.operations.append(Rule(self.left, y, self.right, y, ink.rule, 0.4 * POINT))
        size = 6.8
        y += 3 * POINT
        for text in (first, second):
            for line in wrap(text, self.font(size), self.room_wide)[:2]:
                page.operations.append(line.at(self.left, y + 6.6 * POINT, ink.text_quiet))
                y += 8.8 * POINT

    # -- plates ----------------------------------------------------------------------------------------------------

    def _table_tall(self, rows: Sequence[_Row]) -> float:
        """The whole table with its totals and the line of the needles, in dots."""
        tall = (
            _HEAD_TALL
            + sum(row.lines * self.set.table_pitch + 2 * self.set.table_pad for row in rows)
            + _TOTALS_TALL
        )
        return (tall + self._needles_tall()) * POINT

    def _below_table(self, note: Sequence[_Block], flow: _Flow | None) -> float:
        """What everything below the table needs, in dots, if it all stands on one page."""
        tall = sum(_tallest(block) * self.set.body_pitch + self.set.section_gap for block in note) * POINT
        tall += flow.tall if flow is not None else 0.0
        return tall + self._sign_height() + self._sentence_height()

    def _plates(self, table: float, rest: float) -> None:
        """The windows, in the rows in which they come out largest; `table` and `rest` are what it and all that stands
        below the windows needs (dots)."""
        legend = self._legend()
        if not self.windows:
            self._put_small(self.small)
            self._put_legend(legend)
            return
        beside = (_SMALL_WIDE + GUTTER) * POINT if self.small else 0.0
        room = Room(
            wide=self.room_wide - beside,
            one_page=self.bottom - self.y - rest - self._legend_tall(legend),
            page=self.bottom - self.y,
            over=_WINDOW_OVER * POINT,
            gap=GUTTER * POINT,
            least=self.set.window_least * POINT,
            number=_NUMBER_TALL * POINT,
            life=DPI / 25.4,
            most=self.set.window_most * POINT,
        )
        rows = arranged(self.windows, room)
        used = sum(row.tall + room.over for row in rows)
        with_table = self.bottom - self.y - table - self._legend_tall(legend)
        if room.one_page < used and with_table < used:
            # Not all goes on this page: the table does, whole, where the pictures may be so much smaller.
            rows = arranged(self.windows, replace(room, one_page=with_table))
        self.put_rows(rows, room)
        self._put_legend(legend)

    def put_rows(self, rows: Sequence[Row], room: Room) -> None:
        """The windows row by row, each with its caption; beside them, small, those of areas alone."""
        left, small = list(self.windows), list(self.small)
        for row in rows:
            group, left = left[: len(row.wide)], left[len(row.wide) :]
            self._need(row.tall + room.over)
            x = self.left
            for window, wide in zip(group, row.wide, strict=True):
                rect = QRectF(x, self.y + _CAPTION_TALL * POINT, wide, row.tall)
                self._window(window, rect)
                x += wide + room.gap
            if small:
                here = max(1, int((row.tall + room.over) / ((_SMALL_LEAST + _WINDOW_OVER) * POINT)))
                ones, small = small[:here], small[here:]
                tall = min(_SMALL_TALL * POINT, (row.tall + room.over) / len(ones) - room.over)
                for number, window in enumerate(ones):
                    top = self.y + _CAPTION_TALL * POINT + number * (tall + room.over)
                    self._window(
                        window, QRectF(self.right - _SMALL_WIDE * POINT, top, _SMALL_WIDE * POINT, tall)
                    )
            self.y += row.tall + room.over
        self._put_small(small)

    def _put_small(self, windows: Sequence[Window]) -> None:
        """Small windows in a row of their own."""
        many = max(1, int((self.room_wide + GUTTER * POINT) / ((_SMALL_WIDE + GUTTER) * POINT)))
        for start in range(0, len(windows), many):
            self._need((_SMALL_TALL + _WINDOW_OVER) * POINT)
            for number, window in enumerate(windows[start : start + many]):
                x = self.left + number * (_SMALL_WIDE + GUTTER) * POINT
                self._window(
                    window,
                    QRectF(x, self.y + _CAPTION_TALL * POINT, _SMALL_WIDE * POINT, _SMALL_TALL * POINT),
                )
            self.y += (_SMALL_TALL + _WINDOW_OVER) * POINT

    def _legend(self) -> list[tuple[bool, str]]:
        """What the hatchings mean that stand on the plates: whether it is a zone's, and the words."""
        pains = list(dict.fromkeys(one.word for _, one in self.areas if not one.zone))
        zones = list(dict.fromkeys(one.word for _, one in self.areas if one.zone))
        found = []
        if pains:
            # A tingling is no pain: it is named by its own word.
            hurts = [word for word in pains if word not in ("tingling", "numbness")]
            kinds = "" if hurts == ["pain"] else f" ({', '.join(hurts)})"
            said = [f"where it hurts{kinds}"] if hurts else []
            said += [word for word in pains if word not in hurts]
            found.append((False, f"striped: {', '.join(said)}"))
        if zones:
            text = f"crossed: avoid-zone{'s' if len(zones) > 1 else ''} ({'; '.join(zones)})"
            plates = {window.plate.id for window in self.windows}
            if any(one.carried and plate.id in plates for plate, one in self.areas):
                text += "; on a plate on which it was not drawn, the same muscle at its height"
            found.append((True, text))
        return found

    def _legend_lines(self, legend: Sequence[tuple[bool, str]]) -> list[tuple[bool, list[Line]]]:
        wide = self.room_wide - _SWATCH_WIDE * POINT
        return [(zone, wrap(text, self.font(SMALL), wide)) for zone, text in legend]

    def _legend_tall(self, legend: Sequence[tuple[bool, str]]) -> float:
        """In dots; both stand in one line where they fit."""
        lines = self._legend_lines(legend)
        if not lines:
            return 0.0
        return (_LEGEND_TALL + 9 * (self._legend_rows(lines) - 1)) * POINT

    def _legend_rows(self, lines: Sequence[tuple[bool, list[Line]]]) -> int:
        across = sum(max(one.width for one in text) + _SWATCH_WIDE * POINT for _, text in lines)
        return 1 if across <= self.room_wide else sum(len(text) for _, text in lines)

    def _put_legend(self, legend: Sequence[tuple[bool, str]]) -> None:
        """A line below the pictures, each hatching with a sample of it."""
        lines = self._legend_lines(legend)
        if not lines:
            return
        tall = self._legend_tall(legend)
        self._need(tall)
        # In the air below the pictures.
        x, y = self.left, self.y - _LEGEND_UP * POINT
        in_one = self._legend_rows(lines) == 1
        for zone, text in lines:
            sample = QRectF(x + 1 * POINT, y + 1 * POINT, 15 * POINT, 8 * POINT)
            path = QPainterPath()
            path.addRect(sample)
            around = sample.adjusted(-POINT, -POINT, POINT, POINT)
            self.put(Hatched(path, zone, self.ink, around, POINT))
            below = self.lines(text, x + 20 * POINT, y, 9, SMALL)
            if in_one:
                x += max(one.width for one in text) + _SWATCH_WIDE * POINT
            else:
                y = below
        self.y += tall

    def _window(self, window: Window, rect: QRectF) -> None:
        ink = self.ink
        rect = self._caption(window, rect)
        view, placed_markers, fine = self._numbers(window, rect)
        shown = PlateWindow(window.plate, window.layer, ink, rect, view)
        self.put(shown)
        beneath = _regions_beneath(window)
        if beneath:
            self.put(Beneath(shown, beneath))
        areas = [
            Hatched(path_in(one.outline, view), one.zone, ink, rect, POINT)
            for plate, one in self.areas
            if plate.id == window.plate.id
        ]
        areas = [one for one in areas if one.legible]
        self.put(*sorted(areas, key=lambda one: one.zone))
        self.put(Panel(rect, None, ink.rule, 0.5 * POINT))
        keep_clear = [*(one.tip for one in placed_markers), *(one.centre for one in placed_markers)]
        findings = self._findings(window, view, keep_clear)
        keep_clear += [one.place for one in findings]
        keep_clear += [place for one in areas for place in one.places]
        taken = self._sides(window, view, rect, keep_clear)
        if window.is_part:
            self._whereabouts(window, shown, keep_clear, taken)
        self.put(*findings, Discs(tuple(placed_markers), ink, RADIUS_PT * POINT, fine))

    def _findings(self, window: Window, view: View, discs: Sequence[Place]) -> list[Lettered]:
        """The findings of the window, each with its letter at the side where no disc is near."""
        found = []
        for site in window.lettered:
            if site.point is None:
                continue
            x, y = view.to_px(site.point.u, site.point.v)
            line = wrap(site.letter, self.font(8.2, fonts.BOLD), 30 * POINT)[0]

            def crowd(way: int, x: float = x, y: float = y) -> int:
                return sum(math.dist((x + way * 7 * POINT, y), disc) < 9 * POINT for disc in discs)

            way = min((1, -1), key=crowd)
            left = x + 4.6 * POINT if way > 0 else x - 4.6 * POINT - line.width
            words = line.at(left, y + 2.8 * POINT, self.ink.text)
            paper = QRectF(left - 0.8 * POINT, y - 4 * POINT, line.width + 1.6 * POINT, 8 * POINT)
            found.append(Lettered((x, y), words, paper, self.ink))
        return found

    def _caption(self, window: Window, rect: QRectF) -> QRectF:
        """What the window shows, and which sites lie deeper than its layer; what is left of the window below it."""
        title = window.plate.title.removesuffix(" plate") or window.plate.id
        text = f"{title}, {_layer(window.layer)} layer" if window.sites else title
        deeper = [
            f"{', '.join(str(site.number) for site in sites)} {_layer(layer)}"
            for layer, sites in window.deeper.items()
        ]
        if deeper:
            text += f"; hatched beneath: {'; '.join(deeper)}"
        if window.lettered:
            text += "; ◇ found"
        short = text.replace(" layer; hatched beneath: ", "; beneath: ")
        bold = len(title)

        def wrapped(text: str, size: float) -> list[Line]:
            spans = [(0, bold, self.font(size, fonts.SEMIBOLD))]
            return wrap(text, self.font(size), rect.width(), spans=spans)

        caption, size, pitch = wrapped(text, CAPTION), CAPTION, 10.5
        if len(caption) > 1:
            caption, size, pitch = wrapped(text, SMALL), SMALL, 8.0
        if len(caption) > 2:
            caption = wrapped(short, SMALL)
        # No number is left out: what needs more lines than there is room above takes it from the picture.
        rect = rect.adjusted(0, max(0, len(caption) - 2) * pitch * POINT, 0, 0)
        self.lines(caption, rect.left(), rect.top() - (pitch * len(caption) + 1.5) * POINT, pitch, size)
        return rect

    def _numbers(self, window: Window, rect: QRectF) -> tuple[View, list[Placed], bool]:
        """How the window's plate lies on the page, and where the numbers stand: beside their points; where these
        crowd, in a column on either side, on thin leaders (then the last value is True)."""
        radius, margin = RADIUS_PT * POINT, 3 * POINT
        markers = [
            Marker(site.number, site.point.u, site.point.v)
            for site in window.numbered
            if site.point is not None
        ]
        x, y, wide, tall = rect.getRect()
        view = view_of(window, x, y, wide, tall, margin)
        beside = placed(markers, view, radius, (rect.left(), rect.top(), rect.right(), rect.bottom()))
        if not crowded([one.tip for one in beside], [one.centre for one in beside], radius):
            return view, beside, False
        column = 3.2 * radius
        view = view_of(window, x + column, y, wide - 2 * column, tall, margin)
        tips = [view.to_px(marker.u, marker.v) for marker in markers]
        half = _NUMBER_TALL / 2 * POINT
        centres = in_columns(
            tips,
            rect.left() + 1.6 * radius,
            rect.right() - 1.6 * radius,
            rect.top() + _SIDES_TALL * POINT,
            rect.bottom() - half / 2,
            _NUMBER_TALL * POINT,
        )
        if centres is None:
            return view_of(window, x, y, wide, tall, margin), beside, False
        found = [Placed(m, tip, centre) for m, tip, centre in zip(markers, tips, centres, strict=True)]
        return view, found, True

    def _whereabouts(
        self, window: Window, shown: PlateWindow, keep_clear: Sequence[Place], taken: Sequence[QRectF]
    ) -> None:
        """A small whole body in the corner where it hides least, with a frame around what the window shows."""
        found = self._small_body(window, shown.box)
        if found is None:
            return
        plate, area = found
        rect = shown.rect
        u0, v0, u1, v1 = plate.box
        tall = min(64 * POINT, 0.36 * rect.height())
        wide = max(tall * (u1 - u0) / (v1 - v0), 16 * POINT)
        pad = 3 * POINT
        corners = [
            QRectF(x, y, wide, tall)
            for y in (rect.bottom() - pad - tall, rect.top() + pad)
            for x in (rect.left() + pad, rect.right() - pad - wide)
        ]

        def hides(corner: QRectF) -> float:
            near = corner.adjusted(-6 * POINT, -6 * POINT, 6 * POINT, 6 * POINT)
            cost = 20.0 * sum(near.contains(*place) for place in keep_clear)
            cost += 8.0 * sum(near.intersects(one) for one in taken)
            return cost + _body_share(window, shown.view, corner)

        corner = min(corners, key=hides)
        self.put(Panel(corner, self.ink.paper, self.ink.rule, 0.4 * POINT))
        view = View.fit(plate.box, wide, tall, 2 * POINT).moved(corner.left(), corner.top())
        self.put(Whereabouts(plate, area, view, self.ink))

    def _small_body(self, window: Window, box: Box) -> tuple[Plate, Box] | None:
        """A plate of a whole body, and where on it the window's part (mm of its plate) lies; None where unknown."""
        plate = window.plate
        shown = (
            max(box[0], plate.box[0]),
            max(box[1], plate.box[1]),
            min(box[2], plate.box[2]),
            min(box[3], plate.box[3]),
        )
        if plate.box[3] - plate.box[1] > 1200:
            return plate, shown
        aspect = next((a for a in self.atlas.aspects if a.plate == plate.id), None)
        if aspect is None or "anterior" not in self.atlas.plate_ids:
            return None
        try:
            body = self.atlas.plate("anterior")
        except (OSError, ValueError):
            return None
        # Heights are the body's on every plate but those of the foot, which are seen from below and above.
        low, high = max(shown[1], aspect.area[1]), min(shown[3], aspect.area[3])
        if high - low < 30 or plate.box[1] < -50:
            return body, aspect.area
        return body, (aspect.area[0], low, aspect.area[2], high)

    def _sides(self, window: Window, view: View, rect: QRectF, keep_clear: Sequence[Place]) -> list[QRectF]:
        """R and L of the PATIENT at the edges of the window where they are, in words too; where they stand.

        They stand in the upper corners, or in the lower ones where they hide less there.
        """
        narrow = rect.width() < 165 * POINT  # the head would stand between the words
        pad, pitch = 5 * POINT, 8.2 if narrow else 12.0
        room = rect.width() / 2 - pad
        labels: list[tuple[bool, list[Line], float]] = []
        for side, on_left in sides_of(window, PlateWindow(window.plate, 0, self.ink, rect, view).box).items():
            letter = side[0].upper()
            align = _LEFT if on_left else _RIGHT
            if not window.sites:
                lines = wrap(letter, self.font(8.2, fonts.BOLD), room, align)
            elif narrow:
                lines = wrap(letter, self.font(10.5, fonts.BOLD), room, align)
                lines += wrap(f"patient's\n{side}", self.font(6.6), room, align)
            else:
                bold = [(0, 1, self.font(10.5, fonts.BOLD))]
                lines = wrap(f"{letter} (patient's {side})", self.font(SMALL), room, align, spans=bold)
            labels.append((on_left, lines, max(line.width for line in lines)))
        if not labels:
            return []
        tall = (pitch * max(len(lines) for _, lines, _ in labels) + (3 if narrow else 1.5)) * POINT

        def papers(top: float) -> list[QRectF]:
            edges = [rect.left() + pad if left else rect.right() - pad - wide for left, _, wide in labels]
            return [
                QRectF(edge - 2 * POINT, top, wide + 4 * POINT, tall)
                for edge, (_, _, wide) in zip(edges, labels, strict=True)
            ]

        def hides(top: float) -> float:
            cost = 0.0
            for paper in papers(top):
                near = paper.adjusted(-5 * POINT, -5 * POINT, 5 * POINT, 5 * POINT)
                cost += 20.0 * sum(near.contains(*place) for place in keep_clear)
                cost += _body_share(window, view, paper)
            return cost

        upper, lower = rect.top() + 2.5 * POINT, rect.bottom() - 2.5 * POINT - tall
        top = min((upper, lower), key=hides)
        for (on_left, lines, _), paper in zip(labels, papers(top), strict=True):
            # Clear paper under the words where the body reaches into both corners.
            self.put(Panel(paper, self.ink.paper, None))
            x = rect.left() + pad if on_left else rect.right() - pad - room
            self.lines(lines, x, top + (1.7 if narrow else 0) * POINT, pitch, 7.4 if narrow else 10)
        return papers(top)

    # -- table -----------------------------------------------------------------------------------------------------

    def _table(self) -> tuple[list[_Row], list[_Column]]:
        """The rows, wrapped, and the columns; what was done at a site in its row where that is lower in all."""
        made = self._table_of(beside=False)
        if self.set.columned and self.chart.sites:
            beside = self._table_of(beside=True)
            if sum(row.lines for row in beside[0]) < sum(row.lines for row in made[0]):
                return beside
        return made

    def _table_of(self, *, beside: bool) -> tuple[list[_Row], list[_Column]]:
        """The rows, wrapped, and the columns, as wide as what they hold needs. `beside`: the details stand in the
        column of the notes."""
        texts = [self._cells(site) for site in self.chart.sites]
        if beside:
            texts = [
                (*row[:_NOTE], "; ".join(part for part in (site.details, row[_NOTE]) if part))
                for site, row in zip(self.chart.sites, texts, strict=True)
            ]
        plain, head = self.font(self.set.table, tabular=True), self.font(SMALL, fonts.SEMIBOLD)

        def natural(text: str, font: QFont) -> float:
            lines = wrap(text, font, 10_000 * POINT)
            return max((line.width for line in lines), default=0.0)

        # A column in which nothing was recorded is not printed.
        kept = [
            number
            for number, title in enumerate(_TITLES)
            if title not in _OPTIONAL or any(row[number] not in ("", "not recorded") for row in texts)
        ]
        widths = {}
        for number in kept:
            need = max([natural(_TITLES[number], head), *(natural(row[number], plain) for row in texts)])
            widths[number] = min(need + 1, _MOST[number] * POINT)
        widths[0] = max(widths[0], 2.4 * RADIUS_PT * POINT)
        gap = GUTTER * POINT
        free = self.room_wide - gap * (len(kept) - 1)
        free -= sum(width for number, width in widths.items() if number not in (_TARGET, _NOTE))
        noted = widths.get(_NOTE, 0.0)
        # Target and note share what is left: the target gets what it needs, up to more than half of it.
        if widths[_TARGET] + noted > free:
            widths[_TARGET] = min(widths[_TARGET], max(free * 0.56, free - noted))
        if _NOTE in kept:
            widths[_NOTE] = free - widths[_TARGET]
        else:
            loose = max(0.0, free - widths[_TARGET]) / (len(kept) - 1)
            for number in kept[1:]:
                widths[number] += loose
        columns = []
        x = self.left
        for number in kept:
            columns.append(_Column(_TITLES[number], x, widths[number], _ALIGN[number]))
            x += widths[number] + gap
        rows = [
            _Row(
                tuple(
                    wrap(row[number], plain, column.width, column.align)
                    for number, column in zip(kept[1:], columns[1:], strict=True)
                ),
                site.number,
                site.number in self.on_plates,
                wrap(site.details, self.font(self.set.detail), self.right - columns[1].x)
                if site.details and not beside
                else [],
            )
            for site, row in zip(self.chart.sites, texts, strict=True)
        ]
        return rows, columns

    def _cells(self, site: Site) -> tuple[str, ...]:
        remark = self.remarks.get(site.number, "")
        note = f"{remark}; {site.note}" if remark and site.note else remark or site.note
        return (
            str(site.number),
            site.target,
            site.side,
            site.level,
            site.needle,
            str(site.needles),
            str(site.insertions),
            site.ltr,
            note,
        )

    def _put_table(self, rows: Sequence[_Row], columns: Sequence[_Column]) -> None:
        ink = self.ink
        if not rows:
            said = "No sites are recorded for this visit."
            if self.chart.not_needled:
                said = f"Nothing was needled at this visit: {self.chart.not_needled}"
            # Of a visit at which nothing was needled it is what matters most: the strongest line of the page.
            strong = bool(self.chart.not_needled)
            size, pitch = (11.2, 14.4) if strong else (self.set.body, self.set.body_pitch)
            text = wrap(said, self.font(size, fonts.BOLD) if strong else self.font(size), self.room_wide)
            self._need((pitch * len(text) + 8) * POINT)
            shade = ink.text if strong else ink.text_quiet
            self.y = self.lines(text, self.left, self.y, pitch, size, shade) + 8 * POINT
            return
        # It does not break where it can move whole.
        whole = self._table_tall(rows) - self._needles_tall() * POINT
        if self.windows and whole <= self._body_tall():
            self._need(whole)
        first = rows[0].lines * self.set.table_pitch + 2 * self.set.table_pad
        self._need((_HEAD_TALL + min(first, 60) + self.set.table_pitch) * POINT)
        self._table_head(columns)
        for row in rows:
            tall = (row.lines * self.set.table_pitch + 2 * self.set.table_pad) * POINT
            # With nothing below the table its last row keeps the signature company.
            after = (
                self._end_tall() if self._alone and row is rows[-1] and tall < self._body_tall() / 2 else 0.0
            )
            if self.y + tall + after > self.bottom:
                if tall > self._body_tall():
                    self._put_tall_row(row, columns)
                    continue
                self._new_page()
                self._table_head(columns)
            self._put_row(row, columns, 0, row.lines)
            self._row_rule()
        self._totals()

    def _body_tall(self) -> float:
        """The height for rows on a page that holds nothing else."""
        return self.bottom - (TOP + 60 + _HEAD_TALL) * POINT

    def _put_row(self, row: _Row, columns: Sequence[_Column], start: int, stop: int) -> None:
        """Put the row's lines from start to stop."""
        y = self.y + self.set.table_pad * POINT
        self._site_number(row, columns[0], y)
        if start and not row.cells[0][start:stop]:
            again = wrap("continued", self.font(SMALL), columns[1].width)
            self.lines(again, columns[1].x, y, self.set.table_pitch, SMALL, self.ink.text_quiet)
        for cell, column in zip(row.cells, columns[1:], strict=True):
            self.lines(cell[start:stop], column.x, y, self.set.table_pitch, self.set.table)
        below = max(start, row.cell_lines)
        self.lines(
            row.details[below - row.cell_lines : max(0, stop - row.cell_lines)],
            columns[1].x,
            y + (below - start) * self.set.table_pitch * POINT,
            self.set.table_pitch,
            self.set.detail,
            self.ink.text_quiet,
        )
        self.y += ((stop - start) * self.set.table_pitch + 2 * self.set.table_pad) * POINT

    def _site_number(self, row: _Row, column: _Column, y: float) -> None:
        """The number as the plate shows it, on its disc; plain where no plate shows it."""
        middle = column.x + column.width / 2
        if row.on_plate:
            centre = (middle, y + self.set.table_pitch / 2 * POINT)
            disc = Placed(Marker(row.number, 0, 0), centre, centre)
            self.put(_TableDisc(disc, self.ink, RADIUS_PT * 1.02 * POINT))
            return
        font = self.font(self.set.table, fonts.SEMIBOLD, tabular=True)
        number = wrap(str(row.number), font, column.width, Qt.AlignmentFlag.AlignHCenter)
        self.lines(number, column.x, y, self.set.table_pitch, self.set.table)

    def _put_tall_row(self, row: _Row, columns: Sequence[_Column]) -> None:
        """A row taller than a page flows over pages, line by line."""
        done = 0
        while done < row.lines:
            fits = int(
                (self.bottom - self.y - 2 * self.set.table_pad * POINT) / (self.set.table_pitch * POINT)
            )
            if fits < min(2, row.lines - done):
                self._new_page()
                self._table_head(columns)
                continue
            stop = min(row.lines, done + fits)
            self._put_row(row, columns, done, stop)
            done = stop
        self._row_rule()

    def _row_rule(self) -> None:
        self.put(Rule(self.left, self.y, self.right, self.y, self.ink.rule, 0.35 * POINT))

    def _table_head(self, columns: Sequence[_Column]) -> None:
        font = self.font(SMALL, fonts.SEMIBOLD)
        for column in columns:
            title = wrap(column.title, font, column.width + 1 * POINT, column.align)
            self.lines(title[:1], column.x, self.y, 10.5, SMALL, self.ink.text_quiet)
        self.y += _HEAD_TALL * POINT
        self.put(Rule(self.left, self.y, self.right, self.y, self.ink.text, 0.6 * POINT))

    def _totals(self) -> None:
        counts = self.chart.counts
        text = "  ·  ".join(
            _many(number, word)
            for number, word in (
                (counts.entries, "site"),
                (counts.muscles, "muscle"),
                (counts.needles, "needle"),
                (counts.insertions, "insertion"),
            )
        )
        self._need(_TOTALS_TALL * POINT)
        label = "Total  "
        line = wrap(
            label + text,
            self.font(self.set.table),
            self.room_wide,
            spans=[(0, 5, self.font(self.set.table, fonts.BOLD))],
        )
        self.lines(line, self.left, self.y + 3 * POINT, self.set.table_pitch, self.set.table)
        self.y += _TOTALS_TALL * POINT

    def _needles(self) -> list[Line]:
        """What is known of the visit's needles, and that in and out differ; no line where nothing is."""
        chart, plain = self.chart, self.font(self.set.table)
        found: list[Line] = []
        for label, text in (
            ("Needles", chart.needles),
            ("Places", named_only(chart)),
            ("Check", chart.needles_differ),
        ):
            if text:
                bold = [(0, len(label), self.font(self.set.table, fonts.BOLD))]
                found += wrap(f"{label}  {text}", plain, self.room_wide, spans=bold)
        return found

    def _needles_tall(self) -> float:
        lines = self._needles()
        return len(lines) * self.set.table_pitch + _NEEDLES_GAP if lines else 0.0

    def _put_needles(self) -> None:
        lines = self._needles()
        if not lines:
            return
        self._need(self._needles_tall() * POINT)
        # Close below the totals, where there are any.
        top = self.y - (_NEEDLES_UP * POINT if self.chart.sites else 0)
        self.lines(lines, self.left, top, self.set.table_pitch, self.set.table)
        self.y += self._needles_tall() * POINT

    # -- note and end ----------------------------------------------------------------------------------------------

    def _note(self) -> list[_Section]:
        """Each section as wide as the page."""
        wide = self.room_wide - NOTE_INDENT * POINT
        return [
            _Section(
                wrap(title, self.font(self.set.body, fonts.SEMIBOLD), (NOTE_INDENT - 5) * POINT),
                wrap(text, self.font(self.set.body), wide),
                title,
                text,
            )
            for title, text in (
                *self._alerts_again(),
                *self.chart.told,
                *self.chart.note,
                *([self.chart.later] if self.chart.later[1] else []),
            )
        ]

    def _alerts_again(self) -> list[tuple[str, str]]:
        """The alerts in full where they are too long for the head of the page."""
        inner = self.room_wide - 18 * POINT
        if len(wrap("Alerts  " + self.chart.patient_alerts, self.font(9.2), inner)) <= _ALERT_LINES:
            return []
        return [("Alerts", self.chart.patient_alerts)]

    def _paired(self, note: Sequence[_Section]) -> list[_Block]:
        """The sections in rows: two short ones side by side where the setting has it so and that saves room."""
        if not self.set.paired:
            return [(one,) for one in note]
        wide = self._half() - NOTE_INDENT * POINT
        blocks: list[_Block] = []
        left = list(note)
        while left:
            one = left.pop(0)
            if left:
                pair = tuple(
                    replace(part, text=wrap(part.said, self.font(self.set.body), wide))
                    for part in (one, left[0])
                )
                if _tallest(pair) < min(_PAIRED_MOST, one.tall + left[0].tall):
                    blocks.append(pair)
                    left.pop(0)
                    continue
            blocks.append((one,))
        return blocks

    def _flow(self, note: Sequence[_Block]) -> _Flow:
        """The sections as two columns of much the same height, read down the left one and on at the right."""
        body = self.font(self.set.body)
        pitch, gap = self.set.body_pitch * POINT, self.set.section_gap * POINT
        lines: list[tuple[Line, bool]] = []  # each with whether a section ends with it
        breaks: list[int] = []  # after how many lines the column may end
        for (section,) in note:
            first, _, rest = section.said.partition("\n")
            bold = [(0, len(section.called), self.font(self.set.body, fonts.BOLD))]
            made = wrap(f"{section.called}   {first}", body, self._column(), spans=bold)
            made += wrap(rest, body, self._column())
            # Neither the first line of a text nor its last stands apart from its neighbour.
            breaks += [len(lines) + n for n in range(2, len(made) - 1)] + [len(lines) + len(made)]
            lines += [(one, one is made[-1]) for one in made]
        tall = [pitch + (gap if ends else 0.0) for _, ends in lines]
        split = min(breaks, key=lambda k: (max(sum(tall[:k]), sum(tall[k:])), -k))
        columns = []
        for part in (range(split), range(split, len(lines))):
            y, column = 0.0, []
            for n in part:
                column.append((lines[n][0], y))
                y += tall[n]
            columns.append(tuple(column))
        return _Flow(tuple(columns), max(sum(tall[:split]), sum(tall[split:])))

    def _column(self) -> float:
        return (self.room_wide - 2 * GUTTER * POINT) / 2

    def _put_flow(self, flow: _Flow) -> None:
        self._need(flow.tall + self._end_tall())
        for number, column in enumerate(flow.columns):
            x = self.left + number * (self._column() + 2 * GUTTER * POINT)
            for line, y in column:
                self.lines([line], x, self.y + y, self.set.body_pitch, self.set.body)
        self.y += flow.tall

    def _half(self) -> float:
        return (self.room_wide - GUTTER * POINT) / 2

    def _put_pair(self, block: _Block) -> None:
        """Sections side by side, whole."""
        self._need(_tallest(block) * self.set.body_pitch * POINT)
        below = self.y
        for number, one in enumerate(block):
            x = self.left + number * (self._half() + GUTTER * POINT)
            for lines, left, ink in (
                (one.title, x, self.ink.accent),
                (one.text, x + NOTE_INDENT * POINT, self.ink.text),
            ):
                below = max(below, self.lines(lines, left, self.y, self.set.body_pitch, self.set.body, ink))
        self.y = below + self.set.section_gap * POINT

    def _put_note(self, note: Sequence[_Block]) -> None:
        indent = self.left + NOTE_INDENT * POINT
        pitch = self.set.body_pitch * POINT
        for block in note:
            last = block is note[-1]
            whole = _tallest(block) * pitch + self.set.section_gap * POINT
            # The signature never stands alone: the end of the last section goes with it.
            parted = last and self.y + whole <= self.bottom < self.y + whole + self._end_tall()
            if len(block) > 1 or (parted and _tallest(block) <= 4):
                self._need(whole + (self._end_tall() if last else 0.0))
            if len(block) > 1:
                self._put_pair(block)
                continue
            (section,) = block
            title, text = section.title, section.text
            if len(text) <= _WHOLE_MOST:
                self._need(_tallest(block) * pitch)
            # A title never stands alone at the foot, nor a single line of a longer text.
            self._need(max(min(2, len(text)), len(title)) * self.set.body_pitch * POINT)
            done = 0
            below_title = self.y + len(title) * self.set.body_pitch * POINT
            while done < len(text):
                fits = max(1, int((self.bottom - self.y) / (self.set.body_pitch * POINT) + 0.01))
                stop = min(len(text), done + fits)
                if len(text) - stop == 1 and stop - done > 2:
                    stop -= 1
                ends = self.y + (stop - done) * pitch + self.set.section_gap * POINT + self._end_tall()
                if last and stop == len(text) and ends > self.bottom and stop - done > 4:
                    stop -= 2
                self.lines(title, self.left, self.y, self.set.body_pitch, self.set.body, self.ink.accent)
                if done:
                    again = wrap("continued", self.font(SMALL), NOTE_INDENT * POINT)
                    self.lines(
                        again,
                        self.left,
                        self.y + len(title) * self.set.body_pitch * POINT,
                        9,
                        SMALL,
                        self.ink.text_quiet,
                    )
                self.y = self.lines(text[done:stop], indent, self.y, self.set.body_pitch, self.set.body)
                done = stop
                if done < len(text):
                    self._new_page()
                    below_title = 0.0
            self.y = max(self.y, below_title) + self.set.section_gap * POINT

    def _sentences(self) -> list[str]:
        said = []
        older = [n for n, why in self.remarks.items() if why != NO_POINT]
        if self.untold:
            said.append(
                "An area was drawn on a plate that this program no longer holds as it was: it is told in words only."
            )
        if older:
            said.append(
                f"{_sites(older)} {'was' if len(older) == 1 else 'were'} marked on plates that this program no longer "
                "holds as they were, and so "
                f"{'stands' if len(older) == 1 else 'stand'} in the table only."
            )
        if self.missing:
            said.append(
                f"{_many(self.missing, 'character')} could not be printed and {_is(self.missing)} shown as "
                f"{fonts.BOX}; the record itself holds what was written."
            )
        return said

    def _sentence_lines(self) -> list[Line]:
        found: list[Line] = []
        for sentence in self._sentences():
            found += wrap(sentence, self.font(8.2, italic=False), self.room_wide)
        return found

    def _sentence_height(self) -> float:
        lines = self._sentence_lines()
        return (len(lines) * 10.6 + 6) * POINT if lines else 0.0

    def _end_tall(self) -> float:
        """What stands below the last section, and below the table where there is none (dots)."""
        tall = self._sentence_height() + self._sign_height()
        return tall + (_TOTALS_TALL + self._needles_tall()) * POINT if self._alone else tall

    def _put_end(self) -> None:
        """What has to be said about the print itself, then the line to sign; the signature keeps them company."""
        lines = self._sentence_lines()
        self._need(self._sentence_height() + self._sign_height())
        if lines:
            self.y = self.lines(lines, self.left, self.y, 10.6, 8.2, self.ink.text_quiet) + 6 * POINT
        self._sign()

    def _sign_height(self) -> float:
        """Room for the hand, or for a long name in print (dots)."""
        chart = self.chart
        wide = (self.room_wide - 32 * POINT) * 0.4
        who = shortened(", ".join(part for part in (chart.therapist_name, chart.therapist_licence) if part))
        return max(SIGN_HEIGHT, len(wrap(who, self.font(9.2), wide)) * 11 + 22) * POINT

    def _sign(self) -> None:
        """Name and licence in print, a line for the hand, a line for the date: at the foot of the last page."""
        chart, ink = self.chart, self.ink
        line_y = self.bottom - 15 * POINT
        gap = 16 * POINT
        parts = (0.4, 0.36, 0.24)
        share = self.room_wide - 2 * gap
        who = shortened(", ".join(part for part in (chart.therapist_name, chart.therapist_licence) if part))
        labels = ("Therapist, licence no.", "Signature", "Date")
        x = self.left
        for label, part in zip(labels, parts, strict=True):
            wide = share * part
            self.put(Rule(x, line_y, x + wide, line_y, ink.text, 0.5 * POINT))
            self.lines(wrap(label, self.font(SMALL), wide), x, line_y + 2 * POINT, 9, SMALL, ink.text_quiet)
            if label == labels[0] and who:
                name = wrap(who, self.font(9.2), wide)
                self.lines(name, x, line_y - (len(name) * 11 + 2) * POINT, 11, 9.2)
            x += wide + gap
        self.y = self.bottom


@dataclass(frozen=True, slots=True)
class Lettered:
    """A finding on a plate: a hollow diamond whose middle is the place (dots), and its letter on paper."""

    place: Place
    words: Text
    paper: QRectF
    ink: Ink

    def paint(self, painter: QPainter) -> None:
        x, y = self.place
        reach = 3.1 * POINT
        corners = [QPointF(x, y - reach), QPointF(x + reach, y), QPointF(x, y + reach), QPointF(x - reach, y)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.ink.paper)
        painter.drawRoundedRect(self.paper, 1.5 * POINT, 1.5 * POINT)
        for colour, width in ((self.ink.paper, 2.4), (self.ink.mark.needle, 1.0)):
            painter.setPen(QPen(colour, width * POINT))
            painter.setBrush(self.ink.paper)
            painter.drawPolygon(corners)
        self.words.paint(painter)


@dataclass(frozen=True, slots=True)
class _TableDisc:
    """A site's disc in the table: the plate's disc without its needle."""

    disc: Placed
    ink: Ink
    radius: float

    def paint(self, painter: QPainter) -> None:
        paint_disc(painter, self.disc, self.ink, self.radius, paper=True)


_TITLES = ("No.", "Target", "Side", "Level", "Needle", "Needles", "Insertions", "LTR", "Note")
_TARGET, _NOTE = 1, 8
# The twitch response stays: that nobody said whether there was one is read from the chart, not from a missing column.
_OPTIONAL = ("Level", "Needle", "Note")
# The most that a column may take, in points; target and note share what the others leave.
_MOST = (24.0, 150.0, 48.0, 46.0, 62.0, 40.0, 48.0, 58.0, 10_000.0)
_ALIGN = (
    Qt.AlignmentFlag.AlignHCenter,
    _LEFT,
    _LEFT,
    _LEFT,
    _LEFT,
    _RIGHT,
    _RIGHT,
    _LEFT,
    _LEFT,
)
_HEAD_TALL = 12.5
_TOTALS_TALL = 22.0
_NEEDLES_GAP, _NEEDLES_UP = 1.0, 6.5
_ALERT_LINES = 7
_WHOLE_MOST = 8  # lines of a text that goes to the next page rather than break
_PAIRED_MOST = 9  # lines of sections side by side: eyes must find back to the second
_CAPTION_TALL = 17.5
_WINDOW_OVER = 26.0  # caption above a window, air below
_SMALL_WIDE, _SMALL_TALL, _SMALL_LEAST = 92.0, 104.0, 66.0  # a picture of a part that was not needled
_SWATCH_WIDE = 34.0  # a sample of a hatching and the air around its words
_LEGEND_TALL, _LEGEND_UP = 8.0, 5.0
_NUMBER_TALL = 10.9  # what a number takes in a column
_SIDES_TALL = 15.0  # the words right and left above a column


def _many(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _sites(numbers: Sequence[int]) -> str:
    """Site 4; Sites 4 and 7; Sites 4, 5 and 7."""
    if len(numbers) == 1:
        return f"Site {numbers[0]}"
    return f"Sites {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def _meets(a: Box, b: Box) -> bool:
    return a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1]


def _inside(u: float, v: float, box: Box, slack: float = 20.0) -> bool:
    return box[0] - slack <= u <= box[2] + slack and box[1] - slack <= v <= box[3] + slack


def _layer(number: int) -> str:
    return LAYERS.get(number, f"{number}th")


def _regions_beneath(window: Window) -> tuple[Region, ...]:
    """The shapes of what was needled below the layer shown: the target's own, else the one that holds the point."""
    found: dict[str, Region] = {}
    for layer, sites in window.deeper.items():
        regions = window.plate.layers[layer].regions
        by_region = pieces_of(window.plate, layer).by_region
        for site in sites:
            assert site.point is not None
            at = QPointF(site.point.u, site.point.v)
            own = [r for r in regions if r.muscle == site.target_id and r.side in (site.side, "midline")]
            held = [r for r in (*own, *regions) if by_region[r.id].path.contains(at)]
            for region in (held or own)[:1]:
                found[region.id] = region
    return tuple(found.values())


def _body_share(window: Window, view: View, rect: QRectF) -> float:
    """How much of that rectangle (dots) the body fills, 0 to 1, looked up at a few points."""
    skins = [piece.path for piece in pieces_of(window.plate, window.layer).skin]
    steps = (0.1, 0.37, 0.63, 0.9)
    hits = 0
    for across in steps:
        for down in steps:
            u, v = view.to_mm(rect.left() + across * rect.width(), rect.top() + down * rect.height())
            hits += any(skin.contains(QPointF(u, v)) for skin in skins)
    return hits / len(steps) ** 2


def sides_of(window: Window, box: Box) -> dict[str, bool]:
    """For each of the patient's sides that the box (mm) shows: whether it lies on the left of the picture."""
    middles: dict[str, list[float]] = {}
    seen: set[str] = set()
    for region in window.plate.layers[window.layer].regions:
        if region.side in ("right", "left"):
            middles.setdefault(region.side, []).append((region.box[0] + region.box[2]) / 2)
            across = min(region.box[2], box[2]) - max(region.box[0], box[0])
            if across > 15 and min(region.box[3], box[3]) > max(region.box[1], box[1]):
                seen.add(region.side)
    means = {side: sum(values) / len(values) for side, values in middles.items()}
    on_left = {side: len(means) < 2 or mean == min(means.values()) for side, mean in means.items()}
    return {side: left for side, left in on_left.items() if side in seen}
