"""The progress report: laid out once from plain data, for whoever referred the patient.

First what was found, in a few sentences; then the plots, the body shaded by how often, the table of what was needled,
adverse events, what had to be heeded, a line to sign. One page for an ordinary course, two for a long one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from bodymap.atlas.body import Plate
from bodymap.charting.progress import Needled, Plot
from bodymap.charting.report import CARE, Report
from bodymap.charting.wording import day, moment
from bodymap.drawing import fonts
from bodymap.drawing.chart_pages import CREDIT, PlateSource
from bodymap.drawing.chart_plates import Window, view_of
from bodymap.drawing.inks import Ink, ink_named, mixed
from bodymap.drawing.often import (
    Often,
    Swatch,
    course_windows,
    legend,
    shades_on,
    sides_at_ends,
    step_of,
    title_of,
    widths_of,
)
from bodymap.drawing.pages import POINT, Line, Page, Panel, Rule, wrap
from bodymap.drawing.plots import HALF_MOST, draw_plot
from bodymap.drawing.sheets import BOTTOM, FOOTER, TOP, Letterhead, Sheet, address_line, shortened

# Lengths in points; `POINT` makes dots of them.
BODY, PITCH = 9.2, 12.3
SMALL = 7.2
LABEL_WIDE = 62.0
GAP = 18.0
SIZES = ((176.0, 66.0), (150.0, 66.0), (128.0, 60.0), (108.0, 52.0))
"""How high the body and the area of a plot are: the first with which all stands on the fewest pages."""
ROW = 13.4
ROWS_MOST = 18
"""Rows of the table of targets; what was needled seldom is then named in a sentence."""
GRID_MOST = 16
"""Visits that the table shows one by one."""
SIGN_TALL = 44.0


def lay_out_report(
    report: Report, atlas: PlateSource, *, paper: str = "a4", ink: str | Ink = "colour"
) -> list[Page]:
    """The pages of the report on that paper (a4, letter) in that ink (colour, mono, or an Ink)."""
    chosen = ink if isinstance(ink, Ink) else ink_named(ink)
    made: list[Page] = []
    for sizes in SIZES:
        pages = _ReportLayout(report, atlas, paper, chosen, sizes).pages()
        if not made or len(pages) < len(made):
            made = pages
        if len(made) == 1:
            break
    return made


def printable(report: Report) -> tuple[Report, int]:
    """The report with a box for each character that cannot be printed, and how many those are."""
    count = 0

    def clean(text: str) -> str:
        nonlocal count
        made, missing = fonts.boxed(text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4))
        count += missing
        return made

    def line(text: str) -> str:
        return " ".join(clean(text).split())

    names = "clinic_name clinic_phone patient_name patient_born patient_sex patient_clinic_id therapist_name"
    texts = {name: line(getattr(report, name)) for name in (*names.split(), "therapist_licence")}
    address = clean(report.clinic_address)
    progress = replace(
        report.progress,
        plots=tuple(replace(plot, name=line(plot.name)) for plot in report.progress.plots),
        needled=tuple(
            replace(one, target=line(one.target), settings=tuple(line(text) for text in one.settings))
            for one in report.progress.needled
        ),
    )
    return (
        replace(
            report,
            clinic_address=address_line(address),
            facts=tuple((label, clean(text)) for label, text in report.facts),
            summary=clean(report.summary),
            events=tuple(line(text) for text in report.events),
            progress=progress,
            **texts,
        ),
        count,
    )


@dataclass(frozen=True, slots=True)
class _Dots:
    """In the table, a filled dot for each visit that needled the target, a small one for each that did not (dots)."""

    places: tuple[tuple[float, bool], ...]
    y: float
    ink: Ink

    def paint(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for x, held in self.places:
            painter.setBrush(self.ink.accent if held else self.ink.rule)
            radius = (2.5 if held else 0.7) * POINT
            painter.drawEllipse(QPointF(x, self.y), radius, radius)


def _width(text: str, font: QFont) -> float:
    """How wide the text is on one line (dots); more than any page for one of several lines."""
    return math.inf if "\n" in text else max((line.width for line in wrap(text, font, 1e7)), default=0.0)


class _ReportLayout(Sheet):
    """One run of the layout: a cursor that goes down the pages."""

    def __init__(
        self, report: Report, atlas: PlateSource, paper: str, ink: Ink, sizes: tuple[float, float]
    ) -> None:
        self.body_tall, self.area_tall = sizes
        self.report, self.missing = printable(report)
        made = self.report
        super().__init__(
            Letterhead(
                made.clinic_name, made.clinic_address, made.clinic_phone, made.clinic_logo, made.clinic_accent
            ),
            paper,
            ink,
        )
        self.atlas = atlas
        self.plates: list[Plate] = []
        self.thinned = False
        self.events_told = False  # beside the body

    def pages(self) -> list[Page]:
        self._new_page()
        self._facts([fact for fact in self.report.facts if fact[0] not in CARE])
        self._summary()
        self._plots()
        self._needled()
        self._events()
        self._care()
        self._end()
        for number, page in enumerate(self.made, 1):
            self._foot(page, number)
        return self.made

    # -- head --------------------------------------------------------------------------------------------------------

    def _new_page(self) -> None:
        self.made.append(Page(self.width, self.height))
        self.y = TOP * POINT
        report, ink = self.report, self.ink
        name = shortened(report.patient_name) or "Name not entered"
        if len(self.made) > 1:
            said = [
                f"born {report.patient_born}" if report.patient_born else "",
                f"clinic id {shortened(report.patient_clinic_id)}" if report.patient_clinic_id else "",
                report.kind,
            ]
            text = "  ·  ".join([name, *(part for part in said if part)])
            bold = [(0, len(name), self.font(BODY, fonts.BOLD))]
            lines = wrap(text, self.font(BODY), self.room_wide - 70 * POINT, spans=bold)
            self.y = self.lines(lines, self.left, self.y, 12, BODY) + 4 * POINT
            self.put(Rule(self.left, self.y, self.right, self.y, ink.accent, 0.9 * POINT))
            self.y += 10 * POINT
            return
        self.y = self.clinic_head(f"Dry needling: {report.kind.lower()}")
        lines = wrap(name, self.font(16, fonts.SEMIBOLD), self.room_wide)
        self.y = self.lines(lines, self.left, self.y, 19.5, 16)
        who = ", ".join(part for part in (report.therapist_name, report.therapist_licence) if part)
        said = [
            f"Born {report.patient_born}" if report.patient_born else "",
            report.patient_sex,
            f"Clinic id {shortened(report.patient_clinic_id)}" if report.patient_clinic_id else "",
            f"Therapist {shortened(who)}" if who else "",
        ]
        text = "   ·   ".join(part for part in said if part)
        self.y = self.lines(
            wrap(text, self.font(BODY), self.room_wide), self.left, self.y, PITCH, BODY, ink.text_quiet
        )
        self.y += 8 * POINT

    def _need(self, height: float) -> bool:
        """Go to a new page unless that many dots are left; whether it did."""
        if self.y + height <= self.bottom + 0.5:
            return False
        self._new_page()
        return True

    def _title(self, text: str, keep: float) -> None:
        """The head of a part; `keep` dots of what follows stay with it."""
        self._need(19 * POINT + keep)
        lines = wrap(text, self.font(10.6, fonts.SEMIBOLD), self.room_wide)
        self.y = self.lines(lines, self.left, self.y, 14, 10.6, self.ink.accent) + 4 * POINT

    def _care(self) -> None:
        """What had to be heeded: precautions and why it was needled all the same, e-stim, medicines."""
        facts = [fact for fact in self.report.facts if fact[0] in CARE]
        if facts:
            self._title("What had to be heeded", 2 * PITCH * POINT)
            self._facts(facts)

    def _facts(self, facts: list[tuple[str, str]]) -> None:
        """Diagnosis, goals, what was planned, the visits: label and text, short ones two in a row."""
        half = (self.room_wide - GAP * POINT) / 2
        while facts:
            row = [facts.pop(0)]
            short = half - LABEL_WIDE * POINT
            if facts and all(_width(text, self.font(BODY)) <= short for _, text in (row[0], facts[0])):
                row.append(facts.pop(0))
            y = self.y
            for column, (label, text) in enumerate(row):
                left = column * (half + GAP * POINT)
                wide = (short if len(row) == 2 else self.room_wide - LABEL_WIDE * POINT) + 1
                name = wrap(label, self.font(SMALL + 1), LABEL_WIDE * POINT)
                self.y = y
                self._flow(wrap(text, self.font(BODY), wide), left / POINT + LABEL_WIDE, name, left / POINT)
        self.y += 6 * POINT

    def _flow(
        self, lines: Sequence[Line], indent: float = 0.0, label: Sequence[Line] = (), at: float = 0.0
    ) -> None:
        """Lines of text over as many pages as they need, the label at `at` beside the first (points)."""
        left = list(lines)
        first = True
        while left:
            fits = int((self.bottom - self.y) / (PITCH * POINT) + 0.01)
            if fits < min(2, len(left)):
                self._new_page()
                continue
            if first:
                self.lines(label[:1], self.left + at * POINT, self.y, PITCH, SMALL + 1, self.ink.text_quiet)
                first = False
            self.y = self.lines(left[:fits], self.left + indent * POINT, self.y, PITCH, BODY)
            left = left[fits:]

    def _summary(self) -> None:
        """How the therapist sums it up, in a panel: read first."""
        text = self.report.summary.strip()
        if not text:
            return
        ink = self.ink
        size, pitch = 10.0, 13.6
        lines = wrap(text, self.font(size), self.room_wide - 22 * POINT)
        while lines:
            room = int((self.bottom - self.y - 12 * POINT) / (pitch * POINT))
            if room < min(3, len(lines)):
                self._new_page()
                continue
            part, lines = lines[:room], lines[room:]
            tall = (len(part) * pitch + 11) * POINT
            tint = ink.paper if ink.hatch else mixed(ink.paper, ink.accent, 0.06)
            rect = QRectF(self.left, self.y, self.room_wide, tall)
            self.put(
                Panel(rect, tint, ink.rule if ink.hatch else None, 0.5 * POINT),
                Panel(QRectF(self.left, self.y, 2.4 * POINT, tall), ink.accent, None),
            )
            self.lines(part, self.left + 12 * POINT, self.y + 5 * POINT, pitch, size)
            self.y += tall + 12 * POINT

    # -- plots -------------------------------------------------------------------------------------------------------

    def _plots(self) -> None:
        plots = self.report.progress.plots
        if not plots:
            self._flow(
                wrap(
                    "No pain, motion or other measure was recorded in this course.",
                    self.font(BODY),
                    self.room_wide,
                ),
                0,
            )
            self.y += 8 * POINT
            return
        half = len(self.report.progress.stops) <= HALF_MOST and len(plots) > 1
        wide = (self.room_wide - GAP * POINT) / 2 if half else self.room_wide
        rows: list[Sequence[Plot]] = (
            [plots[i : i + 2] for i in range(0, len(plots), 2)] if half else [(plot,) for plot in plots]
        )
        for number, row in enumerate(rows):
            trial = [draw_plot(plot, 0, 0, wide, self.ink, area_tall=self.area_tall) for plot in row]
            head = max(one.head for one in trial)
            tall = max(one.tall - one.head for one in trial) + head
            if number == 0:
                self._title("What was measured", tall)
            else:
                self._need(tall)
            x = self.left
            for plot in row:
                drawn = draw_plot(plot, x, self.y, wide, self.ink, area_tall=self.area_tall, head=head)
                self.put(*drawn.operations)
                self.thinned = self.thinned or drawn.thinned
                x += wide + GAP * POINT
            self.y += tall + 12 * POINT

    # -- what was needled --------------------------------------------------------------------------------------------

    def _needled(self) -> None:
        needled = self.report.progress.needled
        if not needled:
            self._title("What was needled", 0)
            self._flow(wrap("No needling was recorded in this course.", self.font(BODY), self.room_wide), 0)
            self.y += 8 * POINT
            return
        windows = course_windows(needled, self.atlas)
        self.plates = list({window.plate.id: window.plate for window in windows}.values())
        rows = self._rows(needled)
        tall = self.body_tall
        self._title("What was needled, and how often", (tall + 30) * POINT if windows else 40 * POINT)
        if windows:
            self._bodies(windows, tall)
        self._table(rows, needled)

    def _bodies(self, windows: Sequence[Window], tall: float) -> None:
        """The windows side by side, each as wide as its part of the body needs; below them what the shades say."""
        progress = self.report.progress
        most = max(len(one.visits) for one in progress.needled)
        gap = 9.0 * POINT
        wides = widths_of(windows, tall * POINT, self.room_wide, gap)
        x, deeper, top = self.left, False, self.y
        for window, wide in zip(windows, wides, strict=True):
            rect = QRectF(x, self.y, wide, tall * POINT)
            view = view_of(window, x, self.y, wide, tall * POINT, 2 * POINT)
            shades = shades_on(window.plate, progress.needled, most)
            layer = min(window.plate.layers)
            deeper = deeper or any(shade.region.layer > layer for shade in shades)
            self.put(
                Often(window.plate, layer, shades, self.ink, rect, view),
                Panel(rect, None, self.ink.rule, 0.5 * POINT),
            )
            self._caption(window, rect)
            x += wide + gap
        self._events_beside(x, top, tall * POINT)
        self.y += tall * POINT + 13 * POINT
        self._key(most, deeper)

    def _caption(self, window: Window, rect: QRectF) -> None:
        """Below a part of the body: what it is, and at its ends which of the patient's sides lies there."""
        font, quiet = self.font(SMALL), self.ink.text_quiet
        title = wrap(title_of(window.plate), font, rect.width())[:1]
        y = rect.bottom() + 2 * POINT
        ends = sides_at_ends(window.plate)
        if not ends:
            self.lines(title, rect.left(), y, 9.4, SMALL, quiet)
            return
        self.lines(title, rect.center().x() - title[0].width / 2, y, 9.4, SMALL, quiet)
        for word, right in zip(ends, (False, True), strict=True):
            line = wrap(word if rect.width() > 110 * POINT else word[:1], font, rect.width())
            self.lines(
                line, rect.right() - line[0].width if right else rect.left(), y, 9.4, SMALL, self.ink.text
            )

    def _events_beside(self, x: float, top: float, tall: float) -> None:
        """Adverse events beside the body, where it leaves them room."""
        x += 8 * POINT
        wide = self.right - x
        lines = [
            line for text in self._event_texts() for line in wrap(text, self.font(BODY), max(wide, POINT))
        ]
        if wide < 120 * POINT or len(lines) * PITCH * POINT > tall:
            return
        title = wrap("Adverse events", self.font(10.6, fonts.SEMIBOLD), wide)
        self.lines(title[:1], x, top - 18 * POINT, 14, 10.6, self.ink.accent)
        self.lines(lines, x, top - 2 * POINT, PITCH, BODY)
        self.events_told = True

    def _key(self, most: int, deeper: bool) -> None:
        """The shades in their order, each with its words."""
        # Wider than those of the table: there hatching needs room to be told apart.
        x, size = self.left, 12.0 * POINT
        for step, words in legend(most):
            self.put(Swatch(QRectF(x, self.y + 1.7 * POINT, size, 8 * POINT), step, self.ink))
            line = wrap(words, self.font(SMALL + 0.8), self.room_wide)
            self.lines(line, x + size + 3.5 * POINT, self.y, 11, SMALL + 0.8)
            x += size + line[0].width + 16 * POINT
        if deeper:
            words = "Dashed outline: lies under other muscles"
            self.lines(
                wrap(words, self.font(SMALL + 0.8), self.right - x),
                x,
                self.y,
                11,
                SMALL + 0.8,
                self.ink.text_quiet,
            )
        self.y += 17 * POINT

    @staticmethod
    def _rows(needled: Sequence[Needled]) -> Sequence[Needled]:
        return needled if len(needled) <= ROWS_MOST else needled[: ROWS_MOST - 1]

    def _table(self, rows: Sequence[Needled], needled: Sequence[Needled]) -> None:
        stops = self.report.progress.stops
        most = max(len(one.visits) for one in needled)
        grid = len(stops) <= GRID_MOST
        pitch = min(17.0, 150.0 / max(1, len(stops)))
        grid_wide = pitch * len(stops) if grid else 0.0
        wide = self.room_wide / POINT
        name_wide = wide * 0.36
        count_x = name_wide + 2
        grid_x = count_x + 52
        last_x = grid_x + grid_wide + (10 if grid else 0)

        def head() -> None:
            font = self.font(SMALL, fonts.SEMIBOLD)
            heads = [("Target", 13.0), ("Visits", count_x), ("Last needled with", last_x)]
            for text, x in heads:
                line = wrap(text, font, 200 * POINT)
                self.lines(line[:1], self.left + x * POINT, self.y, 10.5, SMALL, self.ink.text_quiet)
            if grid:
                for number in range(1, len(stops) + 1):
                    line = wrap(str(number), font, 40 * POINT)
                    x = self.left + (grid_x + (number - 0.5) * pitch) * POINT - line[0].width / 2
                    self.lines(line, x, self.y, 10.5, SMALL, self.ink.text_quiet)
            self.y += 12 * POINT
            self.put(Rule(self.left, self.y, self.right, self.y, self.ink.text, 0.6 * POINT))

        self._need((12 + 2 * ROW) * POINT)
        head()
        for one in rows:
            where = f" ({', '.join(one.levels)})" if one.levels else ""
            name = wrap(f"{one.name}{where}", self.font(8.7), (name_wide - 13 - 4) * POINT)
            said = ", ".join(part for part in (one.last, day(one.last_day)) if part)
            last = wrap(said, self.font(8.0), (wide - last_x) * POINT)
            tall = (max(len(name) * 10.6, len(last) * 9.8) + 2.8) * POINT
            if self._need(tall):
                head()
            step = step_of(len(one.visits), most)
            self.put(Swatch(QRectF(self.left, self.y + 3.2 * POINT, 7 * POINT, 7 * POINT), step, self.ink))
            self.lines(name, self.left + 13 * POINT, self.y + 1.4 * POINT, 10.6, 8.7)
            count = wrap(f"{len(one.visits)} of {len(stops)}", self.font(8.7, tabular=True), 60 * POINT)
            self.lines(count, self.left + count_x * POINT, self.y + 1.4 * POINT, 10.6, 8.7)
            if grid:
                places = tuple(
                    (self.left + (grid_x + (number - 0.5) * pitch) * POINT, number in one.visits)
                    for number in range(1, len(stops) + 1)
                )
                self.put(_Dots(places, self.y + 6.7 * POINT, self.ink))
            self.lines(last, self.left + last_x * POINT, self.y + 1.4 * POINT, 9.8, 8.0, self.ink.text_quiet)
            self.y += tall
            self.put(Rule(self.left, self.y, self.right, self.y, self.ink.rule, 0.35 * POINT))
        rest = needled[len(rows) :]
        if rest:
            self.y += 3 * POINT
            words = "; ".join(f"{one.name} ({len(one.visits)})" for one in rest)
            self._flow(wrap(f"And, with the number of visits: {words}.", self.font(BODY), self.room_wide), 0)
        self.y += 9 * POINT

    # -- events and end ----------------------------------------------------------------------------------------------

    def _event_texts(self) -> tuple[str, ...]:
        return self.report.events or (self.report.events_said,)

    def _events(self) -> None:
        if self.events_told:
            return
        self._title("Adverse events", PITCH * POINT)
        for text in self._event_texts():
            self._flow(wrap(text, self.font(BODY), self.room_wide), 0)
        self.y += 8 * POINT

    def _remarks(self) -> list[Line]:
        """What has to be said about the print itself."""
        said = []
        sources = dict.fromkeys(
            plot.source
            for plot in self.report.progress.plots
            if plot.band_words and not plot.is_motion and plot.source
        )
        if sources:
            said.append(f"Changes that matter after: {'; '.join(sources)}.")
        if self.thinned:
            said.append("Not every value found room below its point; all of them are in the visit charts.")
        if self.missing:
            many = "1 character" if self.missing == 1 else f"{self.missing} characters"
            said.append(
                f"{many} could not be printed and {'is' if self.missing == 1 else 'are'} shown as {fonts.BOX}; the"
                " record itself holds what was written."
            )
        return [line for text in said for line in wrap(text, self.font(8.0), self.room_wide)]

    def _end(self) -> None:
        remarks = self._remarks()
        self._need((10.6 * len(remarks) + SIGN_TALL) * POINT)
        self.lines(remarks, self.left, self.y, 10.6, 8.0, self.ink.text_quiet)
        report, ink = self.report, self.ink
        line_y = self.bottom - 15 * POINT
        gap, parts = 16 * POINT, (0.4, 0.36, 0.24)
        share = self.room_wide - 2 * gap
        who = shortened(", ".join(part for part in (report.therapist_name, report.therapist_licence) if part))
        x = self.left
        for label, part in zip(("Therapist, licence no.", "Signature", "Date"), parts, strict=True):
            wide = share * part
            self.put(Rule(x, line_y, x + wide, line_y, ink.text, 0.5 * POINT))
            self.lines(wrap(label, self.font(SMALL), wide), x, line_y + 2 * POINT, 9, SMALL, ink.text_quiet)
            if part == parts[0] and who:
                name = wrap(who, self.font(BODY), wide)[-3:]
                self.lines(name, x, line_y - (len(name) * 11 + 2) * POINT, 11, BODY)
            x += wide + gap

    def _foot(self, page: Page, number: int) -> None:
        """Plates and credit, when it was printed, the audit's head; the page's number above."""
        report, ink = self.report, self.ink
        versions = ", ".join(f"{plate.id} v{plate.version}" for plate in self.plates)
        first = f"Plates: {versions}. {CREDIT}." if versions else ""
        second = f"Printed {moment(report.made_at)}  ·  audit entry {report.audit_number}"
        if report.audit_digest:
            second += f", digest {report.audit_digest[:16]}"
        y = self.height - (BOTTOM + FOOTER - 8) * POINT
        page.operations.append(Rule(self.left, y, self.right, y, ink.rule, 0.4 * POINT))
        y += 3 * POINT
        for text in (first, second):
            for line in wrap(text, self.font(6.8), self.room_wide)[:2]:
                page.operations.append(line.at(self.left, y + 6.6 * POINT, ink.text_quiet))
                y += 8.8 * POINT
        words = f"Page {number} of {len(self.made)}"
        line = wrap(words, self.font(8.2, tabular=True), 60 * POINT, Qt.AlignmentFlag.AlignRight)[0]
        page.operations.append(line.at(self.right - 60 * POINT, (TOP + 8.6) * POINT, ink.text_quiet))
