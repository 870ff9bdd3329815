"""Progress: a slider leads through the patient's visits. What was needled how often up to there, with what, and what
followed in this patient. It puts things side by side; what came of what it does not say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QScrollArea,
    QSlider,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bodymap.charting.progress import Needled, Progress
from bodymap.charting.wording import day
from bodymap.drawing.inks import COLOUR_ON_DARK, COLOUR_ON_LIGHT, HIGH_CONTRAST, Ink
from bodymap.drawing.often import course_windows
from bodymap.drawing.pages import DPI, POINT, Page, to_image
from bodymap.drawing.plots import HALF_MOST
from bodymap.drawing.progress import lay_out_body
from bodymap.ui import theme
from bodymap.ui.plot_view import PlotView
from bodymap.ui.widgets import Choice, Label, plain_tip
from bodymap.workspace.workspace import Workspace

COLUMNS = ("Target", "Visits", "Last with", "In that visit and after")
LARGE_PX = 1000
"""From this height on there is room for larger words."""
TWO_PLOTS_PX = 640
"""From so many pixels on two plots of a short course stand beside each other."""
CELL_PX = 13
"""Left and right of the words in a cell of the table, at least."""
SLIDER = """
QSlider::groove:horizontal { height: 6px; border-radius: 3px; background: @edge; }
QSlider::sub-page:horizontal { height: 6px; border-radius: 3px; background: @accent; }
QSlider::handle:horizontal {
    width: 20px; height: 20px; margin: -8px 0; border-radius: 11px; background: @surface; border: 2px solid @accent;
}
QSlider::handle:horizontal:focus { border: 5px solid @accent; width: 14px; height: 14px; }
QSlider::handle:horizontal:disabled { border-color: @edge; }
QSlider::sub-page:horizontal:disabled { background: @edge; }
"""


def ink_of_theme() -> Ink:
    """The ink of the theme, on the ground of its panels."""
    inks = {"dark": COLOUR_ON_DARK, "high-contrast": HIGH_CONTRAST}
    return replace(inks.get(theme.tokens().name, COLOUR_ON_LIGHT), paper=theme.color("surface"))


class BodyOfCourse(QWidget):
    """The body as it was at one visit, laid out for the room there is. `make` makes the page for a size in points."""

    def __init__(self, make: Callable[[float, float], Page]) -> None:
        super().__init__()
        self._make = make
        self.px = 1.35
        self.page: Page | None = None
        self._picture = None
        self.setMinimumSize(260, 220)
        self.setAccessibleName("The body, shaded by how often each muscle was needled up to this visit")

    def lay_out(self) -> None:
        """Show it anew. `px` are the pixels of a point."""
        self.px = 1.35 if self.height() < LARGE_PX else 1.9
        self.page = self._make(self.width() / self.px, self.height() / self.px)
        self._picture = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.page is None:
            return
        if self._picture is None:
            ratio = self.devicePixelRatioF()
            self._picture = to_image(self.page, self.px * ratio * DPI / POINT)
            self._picture.setDevicePixelRatio(ratio)
        painter = QPainter(self)
        painter.drawImage(0, 0, self._picture)
        painter.end()


class ProgressForm(QDialog):
    """`report` opens the report of a plan ("" for all visits). Raises RecordsFault when the records cannot be read."""

    def __init__(
        self,
        parent: QWidget,
        workspace: Workspace,
        patient_id: str,
        visit_id: str,
        report: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace, self.patient_id = workspace, patient_id
        self.ink = ink_of_theme()
        self.progress = Progress((), (), ())
        self.windows = course_windows((), workspace.atlas)
        self.plots: list[PlotView] = []
        self.setWindowTitle(f"Progress of {workspace.patients.get(patient_id).name}")
        self.resize(parent.width() - 40, max(480, parent.height() - 40))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(8)
        column.addLayout(self._head(report))
        column.addLayout(self._slider_row())
        self.after = Label()
        self.after.setWordWrap(True)
        column.addWidget(self.after)
        halves = QHBoxLayout()
        halves.setSpacing(18)
        self.body = BodyOfCourse(self._body)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName("What was measured")
        self.table = self._table()
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.area, 6)
        right.addWidget(self.table, 5)
        halves.addWidget(self.body, 5)
        halves.addLayout(right, 6)
        column.addLayout(halves, 1)
        column.addLayout(self._foot())
        plan = workspace.plans.of_visit(visit_id) if visit_id else None
        self.course.setCurrentIndex(max(0, self.course.findData(plan.id if plan is not None else "")))
        self.course.currentIndexChanged.connect(lambda _: self.show_course(""))
        self.slider.valueChanged.connect(lambda _: self.show_visit())
        self.show_course(visit_id)
        self.slider.setFocus()

    # -- building -----------------------------------------------------------------------------------------------------

    def _head(self, report: Callable[[str], object] | None) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        self.title = Label()
        self.title.setProperty("role", "display")
        self.course = Choice()
        self.course.setAccessibleName("Visits")
        # However long a diagnosis is, it widens nothing.
        self.course.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.course.setMinimumContentsLength(26)
        self.course.addItem("All visits", "")
        for plan in self.workspace.plans.of(self.patient_id):
            self.course.addItem(f"Plan: {plan.diagnosis}", plan.id)
        row.addWidget(self.title)
        row.addStretch(1)
        row.addWidget(self.course)
        if self.course.count() < 2:
            self.course.hide()
        if report is not None:
            self.report_button = QPushButton("Report…")
            self.report_button.setToolTip("The report for who referred the patient")
            self.report_button.setAutoDefault(False)
            self.report_button.clicked.connect(lambda: (self.accept(), report(self.course.currentData())))
            row.addWidget(self.report_button)
        return row

    def _slider_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setPageStep(1)
        sheet = SLIDER
        for name in ("edge", "accent", "surface"):
            sheet = sheet.replace(f"@{name}", theme.color(name).name())
        self.slider.setStyleSheet(sheet)
        self.slider.setMinimumHeight(theme.px(34))
        self.slider.setAccessibleName("Visit")
        self.earlier, self.later = QPushButton("Earlier"), QPushButton("Later")
        for button, step in ((self.earlier, -1), (self.later, 1)):
            button.setAutoDefault(False)
            button.clicked.connect(
                lambda _=False, step=step: self.slider.setValue(self.slider.value() + step)
            )
        row.addWidget(self.earlier)
        row.addWidget(self.slider, 1)
        row.addWidget(self.later)
        return row

    def _table(self) -> QTableWidget:
        table = QTableWidget(0, len(COLUMNS))
        table.setHorizontalHeaderLabels(list(COLUMNS))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.verticalHeader().hide()
        table.setWordWrap(True)
        table.setShowGrid(False)
        table.setAccessibleName("What was needled, in how many visits")
        table.setStyleSheet(
            "QTableWidget::item { padding: 5px 8px; } QHeaderView::section { padding: 6px 11px; }"
        )
        header = table.horizontalHeader()
        sized, stretched = QHeaderView.ResizeMode.ResizeToContents, QHeaderView.ResizeMode.Stretch
        for column, mode in enumerate((sized, sized, stretched, stretched)):
            header.setSectionResizeMode(column, mode)
        # Rows are as high as their words need at the widths that the columns come to have.
        self._settle = QTimer(self, singleShot=True, interval=0)
        self._settle.timeout.connect(self._fit_rows)
        header.sectionResized.connect(lambda *_: self._settle.start())
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return table

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        said = Label("What stands side by side here need not have come of one another.")
        said.setProperty("role", "muted")
        close = QPushButton("Close")
        close.setProperty("scale", "large")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        foot.addWidget(said)
        foot.addStretch(1)
        foot.addWidget(close)
        return foot

    # -- a course -----------------------------------------------------------------------------------------------------

    def show_course(self, visit_id: str) -> None:
        """The chosen plan's visits, or all; that visit first, else the newest."""
        self.progress = self.workspace.reports.progress(self.patient_id, self.course.currentData() or "")
        self.windows = course_windows(self.progress.needled, self.workspace.atlas)
        stops = self.progress.stops
        ids = [stop.visit_id for stop in stops]
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(0, len(stops) - 1))
        self.slider.setValue(ids.index(visit_id) if visit_id in ids else max(0, len(ids) - 1))
        self.slider.blockSignals(False)
        self._show_plots()
        self.show_visit()

    def _show_plots(self) -> None:
        ground = QWidget()
        self._grounds = QVBoxLayout(ground)
        self._grounds.setContentsMargins(0, 0, 6, 0)
        self._grounds.setSpacing(14)
        px = 1.5 if self.height() < LARGE_PX else 2.0
        self.plots = [PlotView(plot, self.ink, px) for plot in self.progress.plots]
        short = len(self.progress.stops) <= HALF_MOST
        two = short and len(self.plots) > 1 and self.width() * 6 / 11 >= TWO_PLOTS_PX
        for start in range(0, len(self.plots), 2 if two else 1):
            row = QHBoxLayout()
            row.setSpacing(18)
            for view in self.plots[start : start + (2 if two else 1)]:
                view.chosen.connect(self.slider.setValue)
                row.addWidget(view, 1, Qt.AlignmentFlag.AlignTop)
            self._grounds.addLayout(row)
        if not self.plots:
            words = Label("No pain, motion or other measure was recorded in these visits.")
            words.setProperty("role", "muted")
            words.setWordWrap(True)
            self._grounds.addWidget(words)
        self._grounds.addStretch(1)
        self.area.setWidget(ground)
        # The table gets what the plots do not need.
        rows = range(0, len(self.plots), 2 if two else 1)
        wide = round(self.width() * 6 / 11 - 40) // (2 if two else 1)
        need = sum(
            max(v.heightForWidth(wide) for v in self.plots[r : r + (2 if two else 1)]) + 14 for r in rows
        )
        self.area.setMaximumHeight(max(60, need + 8))

    # -- a visit ------------------------------------------------------------------------------------------------------

    def show_visit(self) -> None:
        """Body, table and plots as they were at the visit of the slider."""
        stops = self.progress.stops
        number = self.slider.value()
        self.earlier.setEnabled(number > 0)
        self.later.setEnabled(number < len(stops) - 1)
        self.slider.setEnabled(len(stops) > 1)
        if not stops:
            self.title.setText("There are no visits yet")
            self.after.clear()
            self._fill(())
            return
        stop = stops[number]
        self.title.setText(f"Visit {stop.number} of {len(stops)}, {day(stop.day)}")
        self.slider.setAccessibleDescription(self.title.text())
        words = stop.followed
        self.after.setText(
            f"In this visit and after: {words}." if words else "What followed this visit is not recorded."
        )
        self.body.lay_out()
        for view in self.plots:
            view.show_at(number)
        self._fill(self.progress.until(stop.number))

    def _body(self, wide: float, tall: float) -> Page:
        stops = self.progress.stops
        number = self.slider.value()
        marks = self.workspace.store.marks_of(stops[number].visit_id) if stops else ()
        return lay_out_body(self.progress, number + 1, marks, self.windows, self.ink, wide, tall)

    def _fill(self, needled: tuple[Needled, ...]) -> None:
        stops = self.progress.stops
        self.table.setRowCount(len(needled))
        for row, one in enumerate(needled):
            last = f"{day(one.last_day)}\n{one.last}" if one.last else day(one.last_day)
            after = stops[one.visits[-1] - 1].followed
            for column, text in enumerate((one.name, str(len(one.visits)), last, after or "not recorded")):
                item = QTableWidgetItem(text)
                item.setToolTip(plain_tip(text))
                self.table.setItem(row, column, item)
        self._settle.start()

    def _fit_rows(self) -> None:
        """Each row as high as its words need. Qt measures them without the padding of the style sheet, and would cut
        what just fails to fit."""
        table = self.table
        metrics = table.fontMetrics()
        for row in range(table.rowCount()):
            need = 0
            for column in range(table.columnCount()):
                room = QRect(0, 0, max(20, table.columnWidth(column) - 2 * CELL_PX), 2000)
                item = table.item(row, column)
                words = item.text() if item is not None else ""
                need = max(need, metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, words).height())
            table.setRowHeight(row, max(theme.px(34), need + 14))
