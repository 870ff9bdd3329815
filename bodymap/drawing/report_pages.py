"""The report of a course on one or two pages: facts, summary, the body shaded by how often, plots, events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from bodymap.atlas.body import Plate, Region
from bodymap.charting.courses import Series
from bodymap.charting.measures import in_words
from bodymap.charting.outcomes import Stage
from bodymap.charting.report import Needled, Report, ends
from bodymap.charting.wording import day, moment
from bodymap.drawing import fonts
from bodymap.drawing.chart_pages import CREDIT, PlateSource
from bodymap.drawing.inks import Ink, ink_named, mixed
from bodymap.drawing.pages import POINT, Page, Panel, PlateWindow, Rule, wrap
from bodymap.drawing.plates import View, pieces_of
from bodymap.drawing.sheets import (
    BOTTOM,
    FOOTER,
    TOP,
    Letterhead,
    Sheet,
    address_line,
    one_line,
    shortened,
)

BODY_TALL = 232.0
PLOT_TALL, PLOT_GAP = 116.0, 16.0
MOST_NEEDLED, MOST_PLOTS = 14, 8
SIGN = 42.0
_RIGHT = Qt.AlignmentFlag.AlignRight


def lay_out_report(
    report: Report, atlas: PlateSource, *, paper: str = "a4", ink: str | Ink = "colour"
) -> list[Page]:
    """The pages of the report."""
    chosen = ink if isinstance(ink, Ink) else ink_named(ink)
    return ReportLayout(report, atlas, paper, chosen).pages()


@dataclass(frozen=True, slots=True)
class Shaded:
    """Muscles of a window filled by how often they were needled: each with its share of the most, 0 to 1."""

    window: PlateWindow
    regions: tuple[tuple[Region, float], ...]

    def paint(self, painter: QPainter) -> None:
        window = self.window
        painter.save()
        painter.setClipRect(window.rect, Qt.ClipOperation.IntersectClip)
        painter.setTransform(window.view.transform(), True)
        pen = QPen(window.ink.text, 0.4 * POINT / window.view.scale)
        for region, share in self.regions:
            painter.setPen(pen)
            painter.setBrush(shade(window.ink, share))
            painter.drawPath(pieces_of(window.plate, region.layer).by_region[region.id].path)
        painter.restore()


def shade(ink: Ink, share: float) -> QColor:
    """The tint for that share of the most: three steps that a photocopier parts."""
    step = 0.3 if share <= 1 / 3 else 0.62 if share <= 2 / 3 else 1.0
    return mixed(ink.paper, ink.accent if ink.name != "mono" else QColor(30, 30, 30), step)


@dataclass(frozen=True, slots=True)
class Plot:
    """Values over visits in a rectangle (dots): filled points before the needles, hollow ones after; a dashed line
    where the first value would have changed by as much as matters."""

    rect: QRectF
    points: tuple[tuple[float, float, bool], ...]
    dashed: float | None
    ink: Ink

    def paint(self, painter: QPainter) -> None:
        ink, rect = self.ink, self.rect
        painter.save()
        painter.setPen(QPen(ink.rule, 0.5 * POINT))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topLeft(), rect.bottomLeft())
        if self.dashed is not None:
            pen = QPen(ink.text_quiet, 0.6 * POINT)
            pen.setDashPattern([5, 4])
            painter.setPen(pen)
            painter.drawLine(QPointF(rect.left(), self.dashed), QPointF(rect.right(), self.dashed))
        befores = [(x, y) for x, y, after in self.points if not after]
        path = QPainterPath()
        for number, (x, y) in enumerate(befores):
            if number:
                path.lineTo(x, y)
            else:
                path.moveTo(x, y)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink.accent, (1.1 if len(self.points) <= 60 else 0.6) * POINT))
        painter.drawPath(path)
        # A hundred visits in a hand's width: smaller points, or they would be one band.
        radius = (2.1 if len(self.points) <= 60 else 1.0) * POINT
        for x, y, after in self.points:
            painter.setPen(QPen(ink.accent, 0.9 * POINT if radius > 1.5 * POINT else 0.4 * POINT))
            painter.setBrush(ink.paper if after else ink.accent)
            painter.drawEllipse(QPointF(x, y), radius, radius)
        painter.restore()


class ReportLayout(Sheet):
    body_tall = BODY_TALL

    def __init__(self, report: Report, atlas: PlateSource, paper: str, ink: Ink) -> None:
        clinic = report.clinic
        head = Letterhead(
            one_line(clinic.name),
            address_line(clinic.address),
            one_line(clinic.phone),
            clinic.logo,
            clinic.accent,
        )
        super().__init__(head, paper, ink)
        self.report, self.atlas = report, atlas

    def pages(self) -> list[Page]:
        self._new_page()
        self._facts()
        self._paragraph("Summary", self.report.summary)
        self._what_was_needled()
        self.plots(MOST_PLOTS)
        self._lines("Adverse events", self.report.events)
        self._sign()
        for number, page in enumerate(self.made, 1):
            self._foot(page, number)
        return self.made

    def _new_page(self) -> None:
        self.made.append(Page(self.width, self.height))
        self.y = TOP * POINT
        self.y = self.clinic_head(f"Dry needling: {self.report.kind.lower()}")
        name = shortened(one_line(self.report.patient_name)) or "Name not entered"
        if len(self.made) == 1:
            self.y = self.lines(
                wrap(name, self.font(16, fonts.SEMIBOLD), self.room_wide), self.left, self.y, 19.5, 16
            )
        else:
            self.y = self.lines(
                wrap(name, self.font(9.2, fonts.BOLD), self.room_wide)[:1], self.left, self.y, 12, 9.2
            )
        self.y += 4 * POINT

    def _need(self, tall: float) -> None:
        if self.y + tall > self.bottom:
            self._new_page()

    def _facts(self) -> None:
        for label, text in self.report.facts:
            lines = wrap(
                "\n".join(one_line(line) for line in text.splitlines()),
                self.font(9.2),
                self.room_wide - 76 * POINT,
            )
            self._need(len(lines[:6]) * 12.3 * POINT)
            self.lines(
                wrap(label, self.font(8.2), 74 * POINT), self.left, self.y, 12.3, 8.2, self.ink.text_quiet
            )
            self.y = self.lines(lines[:6], self.left + 76 * POINT, self.y, 12.3, 9.2)
        self.y += 6 * POINT

    def _head(self, title: str, below: float) -> None:
        """A section's title, with room for what follows it on the same page."""
        self._need(16 * POINT + below)
        words = wrap(title, self.font(10.5, fonts.SEMIBOLD), self.room_wide)
        self.y = self.lines(words, self.left, self.y, 15, 10.5, self.ink.accent) + 1 * POINT

    def _paragraph(self, title: str, text: str) -> None:
        clean = "\n".join(one_line(line) for line in text.splitlines())
        lines = wrap(clean, self.font(9.8), self.room_wide) if clean.strip() else []
        if not lines:
            return
        self._head(title, 26 * POINT)
        while lines:
            fits = max(1, int((self.bottom - self.y) / (13.4 * POINT)))
            self.y = self.lines(lines[:fits], self.left, self.y, 13.4, 9.8)
            lines = lines[fits:]
            if lines:
                self._new_page()
        self.y += 7 * POINT

    # -- the body and the table beside it ------------------------------------------------------------------------------

    def _what_was_needled(self) -> None:
        needled = self.report.needled
        if not needled:
            return
        self._head("What was needled, in how many visits", (BODY_TALL + 16) * POINT)
        top = self.y
        windows = self.bodies(needled, top)
        right = windows[-1].rect.right() if windows else self.left
        self._table(needled, right + 14 * POINT, top)
        self.y = max(self.y, top + (BODY_TALL + 16) * POINT) + 4 * POINT

    def bodies(self, needled: Sequence[Needled], top: float) -> list[PlateWindow]:
        """Front and back, each muscle filled by its share of the most; their windows."""
        x, most = self.left, max((one.visits for one in needled), default=0)
        windows: list[PlateWindow] = []
        for plate_id in ("anterior", "posterior"):
            try:
                plate = self.atlas.plate(plate_id)
            except (KeyError, OSError, ValueError):
                continue
            tall = self.body_tall * POINT
            wide = tall * (plate.box[2] - plate.box[0]) / (plate.box[3] - plate.box[1])
            rect = QRectF(x, top, wide, tall)
            # The body recedes, so that what was needled stands out by its tint alone.
            pale = replace(self.ink, muscles=self.ink.muscles_under)
            if pale.fibre_gap:
                pale = replace(pale, fibre_gap=7.0, points={n: 0.45 * w for n, w in pale.points.items()})
            window = PlateWindow(plate, 1, pale, rect, View.fit(plate.box, wide, tall).moved(x, top))
            shaded = [
                (region, one.visits / most) for one in reversed(needled) for region in _regions(plate, one)
            ]
            windows.append(window)
            self.put(window, Shaded(window, tuple(shaded)))
            for side, on_left in (("right", plate_id == "anterior"), ("left", plate_id != "anterior")):
                letter = wrap(side[0].upper(), self.font(9, fonts.BOLD), 12 * POINT)
                self.lines(
                    letter, rect.left() + 3 * POINT if on_left else rect.right() - 10 * POINT, top, 11, 9
                )
            x += wide + 6 * POINT
        if most:
            self._legend(most, top + (self.body_tall + 3) * POINT)
        return windows

    def _legend(self, most: int, y: float) -> None:
        x = self.left
        steps = sorted({max(1, most * k // 3) for k in (1, 2, 3)})
        low = 1
        for high in steps:
            box = QRectF(x, y + 2 * POINT, 9 * POINT, 7 * POINT)
            self.put(Panel(box, shade(self.ink, high / most), self.ink.text, 0.3 * POINT))
            words = f"{low}" if low == high else f"{low} to {high}"
            words += " visits" if high == steps[-1] and most > 1 else " visit" if most == 1 else ""
            line = wrap(words, self.font(7.6), 80 * POINT)
            self.lines(line, x + 12 * POINT, y, 11, 7.6)
            x += 12 * POINT + line[0].width + 10 * POINT
            low = high + 1

    def _table(self, needled: Sequence[Needled], x: float, top: float) -> None:
        wide = self.right - x
        y = top
        quiet, small = self.ink.text_quiet, self.font(7.2)
        self.lines(wrap("Target", small, wide), x, y, 10, 7.2, quiet)
        self.lines(wrap("Visits", small, 34 * POINT, _RIGHT), self.right - 34 * POINT, y, 10, 7.2, quiet)
        y += 11 * POINT
        self.put(Rule(x, y, self.right, y, self.ink.text, 0.6 * POINT))
        for one in needled[:MOST_NEEDLED]:
            name = f"{one_line(one.name)}, {one.side}" if one.side else one_line(one.name)
            line = wrap(name, self.font(8.7), wide - 38 * POINT)[:1]
            self.lines(line, x, y + 1.5 * POINT, 11, 8.7)
            number = wrap(str(one.visits), self.font(8.7, tabular=True), 34 * POINT, _RIGHT)
            self.lines(number, self.right - 34 * POINT, y + 1.5 * POINT, 11, 8.7)
            y += 12.5 * POINT
            last = " · ".join(part for part in (f"last {one.last_on}", one_line(one.last)) if part)
            if len(needled) <= 9:
                y = (
                    self.lines(wrap(last, self.font(7.2), wide)[:1], x, y - 0.5 * POINT, 9, 7.2, quiet)
                    + POINT
                )
            self.put(Rule(x, y, self.right, y, self.ink.rule, 0.3 * POINT))
        if len(needled) > MOST_NEEDLED:
            rest = f"and {len(needled) - MOST_NEEDLED} more, less often"
            y = self.lines(wrap(rest, self.font(7.6, italic=True), wide), x, y + POINT, 11, 7.6, quiet)
        self.y = max(self.y, y)

    # -- plots ---------------------------------------------------------------------------------------------------------

    def plots(self, most: int) -> None:
        """Up to so many plots, of what was measured at more than one visit."""
        shown = [one for one in self.report.series if len({v.visit_id for v in one.values}) > 1][:most]
        if not shown:
            return
        self._head("What was measured", (PLOT_TALL + 20) * POINT)
        said = (
            "Filled: before the needles; hollow: after. Dashed: a change from the first value that matters."
        )
        self.y = self.lines(
            wrap(said, self.font(7.6), self.room_wide), self.left, self.y, 10, 7.6, self.ink.text_quiet
        )
        wide = (self.room_wide - PLOT_GAP * POINT) / 2
        for start in range(0, len(shown), 2):
            self._need((PLOT_TALL + 8) * POINT)
            for column, series in enumerate(shown[start : start + 2]):
                self._plot(series, self.left + column * (wide + PLOT_GAP * POINT), wide)
            self.y += (PLOT_TALL + 8) * POINT

    def _plot(self, series: Series, x: float, wide: float) -> None:
        quiet = self.ink.text_quiet
        first, last = ends(series)
        unit = series.unit if series.unit[:1] in ("/", "°", "%", "") else f" {series.unit}"
        head = f"{one_line(series.name)}: {in_words(first.tenths)} → {in_words(last.tenths)}{unit}"
        bold = self.font(8.7, fonts.SEMIBOLD)
        self.lines(wrap(head, bold, wide)[:1], x, self.y + 3 * POINT, 11, 8.7)
        rect = QRectF(x + 24 * POINT, self.y + 19 * POINT, wide - 34 * POINT, (PLOT_TALL - 34) * POINT)
        dashed = None
        if series.important is not None:
            dashed = first.tenths + series.important * (-1 if series.better == "lower" else 1)
        values = [value.tenths for value in series.values] + ([dashed] if dashed is not None else [])
        low, high = min(values), max(values)
        if series.unit == "/10":
            low, high = 0, 100
        high = high if high > low else low + 10
        order = [visit_id for visit_id, _ in self.report.visits]
        days = dict(self.report.visits)
        span = max(1, len(order) - 1)

        def at(visit_id: str, tenths: float) -> tuple[float, float]:
            along = rect.left() + (0.03 + 0.94 * order.index(visit_id) / span) * rect.width()
            return along, rect.bottom() - (tenths - low) / (high - low) * rect.height() * 0.94

        points = tuple((*at(v.visit_id, v.tenths), v.stage is Stage.AFTER) for v in series.values)
        line = None if dashed is None else at(order[0], dashed)[1]
        for tenths in (low, high):
            y = at(order[0], tenths)[1]
            label = wrap(in_words(tenths), self.font(7.2), 20 * POINT, _RIGHT)
            self.lines(label, x, y - 5 * POINT, 10, 7.2, quiet)
        ends_of = (series.values[0].visit_id, series.values[-1].visit_id)
        for visit_id, align in zip(ends_of, (Qt.AlignmentFlag.AlignLeft, _RIGHT), strict=True):
            label = wrap(day(days[visit_id]), self.font(7.2), rect.width(), align)
            self.lines(label, rect.left(), rect.bottom() + 2 * POINT, 10, 7.2, quiet)
        self.put(Plot(rect, points, line, self.ink))

    # -- the end -------------------------------------------------------------------------------------------------------

    def _lines(self, title: str, lines: Sequence[str]) -> None:
        if not lines:
            return
        self._head(title, 13 * POINT)
        for text in lines:
            for line in wrap(one_line(text), self.font(9.2), self.room_wide):
                self._need(12.3 * POINT)
                self.y = self.lines([line], self.left, self.y, 12.3, 9.2)
        self.y += 6 * POINT

    def _sign(self) -> None:
        self._need(SIGN * POINT)
        y = self.bottom - 15 * POINT
        x = self.left
        share = self.room_wide - 32 * POINT
        for label, part in (("Therapist, licence no.", 0.4), ("Signature", 0.36), ("Date", 0.24)):
            wide = share * part
            self.put(Rule(x, y, x + wide, y, self.ink.text, 0.5 * POINT))
            self.lines(wrap(label, self.font(7.2), wide), x, y + 2 * POINT, 9, 7.2, self.ink.text_quiet)
            if part == 0.4 and self.report.therapist:
                who = wrap(shortened(one_line(self.report.therapist)), self.font(9.2), wide)
                self.lines(who, x, y - (len(who) * 11 + 2) * POINT, 11, 9.2)
            x += wide + 16 * POINT

    def _foot(self, page: Page, number: int) -> None:
        y = self.height - (BOTTOM + FOOTER - 8) * POINT
        page.operations.append(Rule(self.left, y, self.right, y, self.ink.rule, 0.4 * POINT))
        first = f"Printed {moment(self.report.made_at)}  ·  {CREDIT}"
        line = wrap(first, self.font(6.8), self.room_wide - 70 * POINT)[0]
        page.operations.append(line.at(self.left, y + 10 * POINT, self.ink.text_quiet))
        text = f"Page {number} of {len(self.made)}"
        line = wrap(text, self.font(8.2, tabular=True), 68 * POINT, _RIGHT)[0]
        page.operations.append(line.at(self.right - 68 * POINT, y + 11 * POINT, self.ink.text_quiet))


def _regions(plate: Plate, needled: Needled) -> list[Region]:
    """The muscle's shape on that side, in the shallowest layer that shows most of it."""
    found: list[tuple[float, int, Region]] = []
    for number, layer in sorted(plate.layers.items()):
        for region in layer.regions:
            if region.muscle == needled.target_id and region.side in (needled.side, "midline"):
                box = region.box
                found.append(((box[2] - box[0]) * (box[3] - box[1]), number, region))
    if not found:
        return []
    most = max(area for area, _, _ in found)
    layer = min(number for area, number, _ in found if area >= 0.5 * most)
    return [region for _, number, region in found if number == layer]
