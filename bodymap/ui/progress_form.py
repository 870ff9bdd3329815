"""Progress: a slider leads through the patient's visits. What was needled how often up to there, with what, and what
followed in this patient. It puts things side by side; what came of what it does not say."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QSlider,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bodymap.charting.courses import Followed
from bodymap.charting.report import Needled
from bodymap.charting.wording import day
from bodymap.drawing.inks import COLOUR_ON_DARK, COLOUR_ON_LIGHT
from bodymap.drawing.progress import lay_out_progress
from bodymap.ui import theme
from bodymap.ui.print_dialogs import PageView
from bodymap.workspace.workspace import Workspace

COLUMNS = ("Target", "Visits", "Last with", "After the last time")


class ProgressForm(QDialog):
    """Raises RecordsFault when the records cannot be read."""

    def __init__(self, parent: QWidget, workspace: Workspace, patient_id: str, visit_id: str) -> None:
        super().__init__(parent)
        self.workspace, self.patient_id = workspace, patient_id
        self.visits = list(reversed(workspace.visits.of(patient_id)))
        self.followed: dict[str, Followed] = workspace.outcomes.what_followed(patient_id)
        self.setWindowTitle("Progress")
        self.resize(min(parent.width() - 40, 1240), max(480, parent.height() - 40))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        self.title = QLabel()
        self.title.setProperty("role", "display")
        column.addWidget(self.title)
        column.addLayout(self._slider_row())
        self.after = QLabel()
        self.after.setWordWrap(True)
        column.addWidget(self.after)
        halves = QHBoxLayout()
        halves.setSpacing(18)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.area.setAccessibleName("The body, and what was measured, up to this visit")
        self.table = self._table()
        halves.addWidget(self.area, 5)
        halves.addWidget(self.table, 6)
        column.addLayout(halves, 1)
        foot = QHBoxLayout()
        said = QLabel("What stands side by side here need not have come of one another.")
        said.setProperty("role", "muted")
        close = QPushButton("Close")
        close.setProperty("scale", "large")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        foot.addWidget(said)
        foot.addStretch(1)
        foot.addWidget(close)
        column.addLayout(foot)
        self.view: PageView | None = None
        ids = [visit.id for visit in self.visits]
        start = ids.index(visit_id) if visit_id in ids else len(ids) - 1
        self.slider.setValue(max(0, start))
        self.slider.valueChanged.connect(lambda _: self.show_visit())
        self.show_visit()
        self.slider.setFocus()

    def _slider_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, max(0, len(self.visits) - 1))
        self.slider.setPageStep(1)
        self.slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.slider.setTickInterval(1)
        self.slider.setAccessibleName("Visit")
        for words, step in (("Earlier", -1), ("Later", 1)):
            button = QPushButton(words)
            button.setAutoDefault(False)
            button.clicked.connect(
                lambda _=False, step=step: self.slider.setValue(self.slider.value() + step)
            )
            if step < 0:
                self.earlier = button
                row.addWidget(button)
                row.addWidget(self.slider, 1)
            else:
                self.later = button
                row.addWidget(button)
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
            "QTableWidget::item { padding: 5px 8px; } QHeaderView::section { padding: 6px 8px; }"
        )
        header = table.horizontalHeader()
        for column, mode in enumerate(
            (
                QHeaderView.ResizeMode.ResizeToContents,
                QHeaderView.ResizeMode.ResizeToContents,
                QHeaderView.ResizeMode.Stretch,
                QHeaderView.ResizeMode.Stretch,
            )
        ):
            header.setSectionResizeMode(column, mode)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return table

    # -- a visit ------------------------------------------------------------------------------------------------------

    def show_visit(self) -> None:
        """Body, table and plots up to the visit of the slider."""
        if not self.visits:
            self.title.setText("There are no visits yet")
            self.slider.setEnabled(False)
            for button in (self.earlier, self.later):
                button.setEnabled(False)
            return
        number = self.slider.value()
        visit = self.visits[number]
        report = self.workspace.reports.report(self.patient_id, until=visit.id)
        self.title.setText(f"Visit {number + 1} of {len(self.visits)}, {day(visit.date)}")
        self.earlier.setEnabled(number > 0)
        self.later.setEnabled(number < len(self.visits) - 1)
        words = self.followed[visit.id].words
        self.after.setText(
            f"After this visit: {words}." if words else "What followed this visit is not recorded."
        )
        ink = COLOUR_ON_DARK if theme.tokens().name == "dark" else COLOUR_ON_LIGHT
        marks = self.workspace.store.marks_of(visit.id)
        self.view = PageView(lay_out_progress(report, marks, self.workspace.atlas, ink))
        self.area.setWidget(self.view)
        self._size_view()
        self._fill(report.needled)

    def _fill(self, needled: tuple[Needled, ...]) -> None:
        self.table.setRowCount(len(needled))
        for row, one in enumerate(needled):
            name = f"{one.name}, {one.side}" if one.side else one.name
            last = f"{one.last_on}: {one.last}" if one.last else one.last_on
            after = self.followed[one.last_in].words if one.last_in in self.followed else ""
            for column, text in enumerate((name, str(one.visits), last, after or "not recorded")):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(row, column, item)
        self.table.resizeRowsToContents()

    def _size_view(self) -> None:
        """All of it in sight where that leaves it large enough to read."""
        if self.view is not None:
            page = self.view.page
            whole = (self.area.height() - 12) * page.width / page.height
            self.view.set_width(round(min(760, max(260, self.area.width() - 28), max(420, whole))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_view()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._size_view()
        self.table.resizeRowsToContents()
