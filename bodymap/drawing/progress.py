"""The picture of a course up to one of its visits, for the screen: the body shaded by how often, this visit's needles
on it, and beside it what was measured. Laid out like paper, painted by the same operations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF

from bodymap.charting.records import Mark
from bodymap.charting.report import Report
from bodymap.drawing.chart_pages import PlateSource
from bodymap.drawing.inks import Ink
from bodymap.drawing.marks import Marker, placed
from bodymap.drawing.pages import POINT, Discs, Page, Panel, PlateWindow
from bodymap.drawing.report_pages import ReportLayout

WIDE, TALL = 356.0, 700.0
"""Points; what is not used of the height is cut off."""
BODY = 262.0
DISC = 4.2


def lay_out_progress(report: Report, marks: Sequence[Mark], atlas: PlateSource, ink: Ink) -> Page:
    """One page: front and back, below them up to four plots. `report` is of the visits so far, `marks` are the last
    one's."""
    return _Progress(report, marks, atlas, ink).page()


class _Progress(ReportLayout):
    body_tall = BODY

    def __init__(self, report: Report, marks: Sequence[Mark], atlas: PlateSource, ink: Ink) -> None:
        plain = replace(report.clinic, logo="", accent="")
        super().__init__(replace(report, clinic=plain), atlas, "a4", ink)
        self.marks = marks
        self.width, self.height = WIDE * POINT, TALL * POINT
        self.left, self.right = 8 * POINT, self.width - 8 * POINT
        self.room_wide = self.right - self.left
        self.bottom = self.height

    def page(self) -> Page:
        self.made = [Page(self.width, self.height)]
        self.put(Panel(QRectF(0, 0, self.width, self.height), self.ink.paper, None))
        self.y = 4 * POINT
        # Both bodies in the middle of the page.
        left = self.left
        self.left += max(0.0, (self.room_wide - 2 * 0.4 * BODY * POINT) / 2)
        windows = self.bodies(self.report.needled, self.y)
        self.left = left
        for window in windows:
            self._discs(window)
        self.y += (BODY + 18) * POINT
        self.plots(most=4)
        self.made[0].height = self.y + 4 * POINT
        return self.made[0]

    def _discs(self, window: PlateWindow) -> None:
        """This visit's needles that lie on the plate, by their numbers in the list."""
        markers = [
            Marker(number, mark.point.u, mark.point.v)
            for number, mark in enumerate(self.marks, 1)
            if mark.point is not None
            and (mark.point.plate, mark.point.plate_version) == (window.plate.id, window.plate.version)
        ]
        rect = window.rect
        bounds = (rect.left(), rect.top(), rect.right(), rect.bottom())
        found = placed(markers, window.view, DISC * POINT, bounds)
        self.put(Discs(tuple(found), self.ink, DISC * POINT))
