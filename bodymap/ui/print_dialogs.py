"""The visit's chart on its way to paper: preview, printer, PDF. All of them paint the same laid out pages."""

from __future__ import annotations

import errno
import logging
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QStandardPaths, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QProgressDialog,
    QPushButton,
    QScrollArea,
    QScroller,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bodymap.charting.faults import Cancelled, RecordsFault
from bodymap.drawing.chart_pages import lay_out
from bodymap.drawing.pages import DPI, Page, paint_pages_to, write_pdf
from bodymap.settings import Preferences
from bodymap.ui import icons, messages, theme
from bodymap.ui.messages import MessageBar
from bodymap.ui.segments import Segments
from bodymap.ui.widgets import Label
from bodymap.workspace.changes import Changed
from bodymap.workspace.workspace import Workspace

if TYPE_CHECKING:
    from bodymap.drawing.files import Front, Part

log = logging.getLogger(__name__)
PAPERS = (("a4", "A4", "210 x 297 mm"), ("letter", "Letter", "8.5 x 11 inches"))
INKS = (
    ("colour", "Colour", "Muscles in colour"),
    ("mono", "Black and white", "For printers without colour, and fax"),
)


class Paper:
    """The chart of one visit, laid out for the paper and ink that the user last chose."""

    def __init__(
        self, window: QWidget, workspace: Workspace, visit_id: str, preferences: Preferences, bar: MessageBar
    ) -> None:
        self.window, self.workspace, self.visit_id = window, workspace, visit_id
        self.preferences, self.bar = preferences, bar

    def pages(self) -> list[Page]:
        """The pages, read anew from the records. Raises RecordsFault."""
        chart = self.workspace.visits.chart(self.visit_id)
        return lay_out(
            chart, self.workspace.atlas, paper=self.preferences["paper"], ink=self.preferences["ink"]
        )

    def preview(self, room: int) -> Preview | None:
        """Show the pages; from there they go to a printer or a file. `room` is how many pixels of the window's left
        they may cover: beside them stands the visit."""
        try:
            dialog = Preview(self.window, self)
        except RecordsFault as fault:
            self.bar.show_message("fault", str(fault), topic="paper")
            return None
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show_beside(room)
        return dialog

    def save_pdf(self) -> Path | None:
        """Write the chart where the user says; where it went is said, with a way to its folder."""
        folder = Path(self.preferences["chart_folder"] or documents())
        start = free_name(folder / f"{file_name(self.workspace, self.visit_id)}.pdf")
        target = messages.save_as(self.window, "Save the chart as PDF", str(start), "PDF (*.pdf)")
        if target is None:
            return None
        if not target.suffix:
            target = target.with_suffix(".pdf")
            if target.exists() and not messages.ask(
                self.window, "Replace this file?", f"{target.name} is there already.", "Replace it"
            ):
                return None
        try:
            write_pdf(self.pages(), target)
        except RecordsFault as fault:
            self.bar.show_message("fault", str(fault), topic="paper")
            return None
        except OSError as problem:
            self.bar.show_message(
                "fault", cannot_write(problem), [("Try again", self.save_pdf)], topic="paper"
            )
            return None
        saved(self.bar, self.preferences, f"The chart is saved in {target.name}.", target)
        return target

    def save_picture(self) -> Path | None:
        """Write the body with the marks as PNG or SVG, with or without the patient's name, where the user says."""
        named = messages.ask(
            self.window,
            "With the patient's name?",
            "A picture without name says neither whose body it is nor when it was needled.",
            "With name",
            "Without name",
        )
        folder = Path(self.preferences["chart_folder"] or documents())
        name = file_name(self.workspace, self.visit_id, "Marks") if named else "Marks"
        start = free_name(folder / f"{name}.png")
        target = messages.save_as(
            self.window, "Save a picture of the marks", str(start), "PNG (*.png);;SVG (*.svg)"
        )
        if target is None:
            return None
        if target.suffix.lower() not in (".png", ".svg"):
            target = target.with_name(f"{target.name}.png")
            if target.exists() and not messages.ask(
                self.window, "Replace this file?", f"{target.name} is there already.", "Replace it"
            ):
                return None
        from bodymap import whole_file
        from bodymap.drawing.picture import as_png, as_svg, lay_out_picture

        try:
            chart = self.workspace.visits.chart(self.visit_id)
            page = lay_out_picture(chart, self.workspace.atlas, name=named, ink=self.preferences["ink"])
            whole_file.write(target, as_svg(page) if target.suffix.lower() == ".svg" else as_png(page))
        except RecordsFault as fault:
            self.bar.show_message("fault", str(fault), topic="paper")
            return None
        except OSError as problem:
            self.bar.show_message(
                "fault", cannot_write(problem), [("Try again", self.save_picture)], topic="paper"
            )
            return None
        saved(self.bar, self.preferences, f"The picture is saved in {target.name}.", target)
        return target

    def print(self) -> bool:
        """Print on a printer that the user chooses; without any printer a PDF is offered instead."""
        if not printers():
            self.bar.show_message(
                "warn",
                "This computer has no printer set up. Save the chart as a PDF and print it elsewhere, or set one up.",
                [("Save PDF", self.save_pdf)],
                topic="paper",
            )
            return False
        try:
            if not send_to_printer(self.window, self.pages(), self.preferences, "Visit chart"):
                return False
        except RecordsFault as fault:
            self.bar.show_message("fault", str(fault), topic="paper")
            return False
        except OSError:
            self.bar.show_message(
                "fault",
                "The printer did not take the chart. Nothing in the records is affected.",
                [("Try again", self.print), ("Save PDF", self.save_pdf)],
                topic="paper",
            )
            return False
        self.bar.show_message("info", "The chart was sent to the printer.", topic="paper")
        return True


def save_patient_file(
    window: QWidget, workspace: Workspace, patient_id: str, preferences: Preferences, bar: MessageBar
) -> Path | None:
    """All charts of a patient as one PDF, where the user says."""
    from bodymap.ui.chart_files import patient_file

    name = plain_name(workspace.patients.get(patient_id).name)

    def again() -> Path | None:
        return _save_many(
            window,
            lambda: patient_file(workspace, patient_id, preferences["paper"], preferences["ink"]),
            f"Charts {name}",
            preferences,
            bar,
            again,
        )

    return again()


def save_day_charts(
    window: QWidget, workspace: Workspace, preferences: Preferences, bar: MessageBar
) -> Path | None:
    """All charts of today as one PDF, where the user says."""
    from bodymap.ui.chart_files import day_file

    day = workspace.history.today()

    def again() -> Path | None:
        return _save_many(
            window,
            lambda: day_file(workspace, day, preferences["paper"], preferences["ink"]),
            f"Charts of {day.isoformat()}",
            preferences,
            bar,
            again,
        )

    return again()


def _save_many(
    window: QWidget,
    make: Callable[[], tuple[Front, list[Part]]],
    name: str,
    preferences: Preferences,
    bar: MessageBar,
    again: Callable[[], object],
) -> Path | None:
    """Write these charts as one file, with a way to stop; what became of it is said."""
    from bodymap.drawing.files import write_file

    try:
        front, parts = make()
    except RecordsFault as fault:
        bar.show_message("fault", str(fault), topic="paper")
        return None
    if not parts:
        bar.show_message("warn", "There is no visit to print yet.", topic="paper")
        return None
    start = free_name(Path(preferences["chart_folder"] or documents()) / f"{name}.pdf")
    target = messages.save_as(window, "Save the charts as PDF", str(start), "PDF (*.pdf)")
    if target is None:
        return None
    if not target.suffix:
        target = free_name(target.with_suffix(".pdf"))
    waiting = Waiting(window, len(parts))
    try:
        write_file(
            front,
            parts,
            target,
            paper=preferences["paper"],
            ink=preferences["ink"],
            progress=waiting.step,
        )
    except Cancelled:
        bar.show_message("info", "Stopped. No file was written.", topic="paper")
        return None
    except RecordsFault as fault:
        bar.show_message("fault", str(fault), topic="paper")
        return None
    except OSError as problem:
        bar.show_message("fault", cannot_write(problem), [("Try again", again)], topic="paper")
        return None
    finally:
        waiting.close()
    many = "1 chart is" if len(parts) == 1 else f"{len(parts)} charts are"
    saved(bar, preferences, f"{many} saved in {target.name}.", target)
    return target


class Waiting:
    """How far something long is, with a button to stop; shown where it takes longer than half a second."""

    def __init__(
        self, window: QWidget, many: int, words: str = "Writing the charts …", title: str = "Charts as PDF"
    ) -> None:
        self.dialog = QProgressDialog(words, "Stop", 0, many, window)
        self.dialog.setWindowTitle(title)
        self.dialog.setWindowModality(Qt.WindowModality.WindowModal)
        self.dialog.setMinimumDuration(500)
        self.dialog.setAutoReset(False)

    def step(self, done: int, many: int) -> bool:
        """Show how far it is; whether to go on. Modal, so nothing but the dialog is answered meanwhile."""
        self.dialog.setMaximum(many)
        self.dialog.setValue(done)
        QCoreApplication.processEvents()
        return not self.dialog.wasCanceled()

    def close(self) -> None:
        self.dialog.close()
        self.dialog.deleteLater()


def saved(bar: MessageBar, preferences: Preferences, words: str, target: Path) -> None:
    """Say where the file is, with a way to it and to its folder."""
    preferences["chart_folder"] = str(target.parent)
    bar.show_message(
        "info",
        words,
        [
            ("Open it", lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))),
            ("Open its folder", lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(target.parent)))),
        ],
        topic="paper",
    )


def printers() -> list[str]:
    """The names of the printers that this computer has."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return list(QPrinterInfo.availablePrinterNames())


def send_to_printer(window: QWidget, pages: Sequence[Page], preferences: Preferences, name: str) -> bool:
    """Print the pages on a printer that the user chooses; whether one was chosen. Raises OSError.

    `name` is seen in queues: it says nothing about the patient.
    """
    from PySide6.QtGui import QPageLayout, QPageSize
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    size = QPageSize.PageSizeId.Letter if preferences["paper"] == "letter" else QPageSize.PageSizeId.A4
    printer.setPageSize(QPageSize(size))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setDocName(name)
    if preferences["ink"] == "mono":
        printer.setColorMode(QPrinter.ColorMode.GrayScale)
    printer.setFromTo(1, len(pages))
    if not choose_printer(window, printer, len(pages)):
        return False
    first, last = printer.fromPage() or 1, printer.toPage() or len(pages)
    paint_pages_to(printer, pages[first - 1 : last])
    return True


def choose_printer(window: QWidget, printer: object, pages: int) -> bool:
    """The system's print dialog; tests replace it."""
    from PySide6.QtPrintSupport import QPrintDialog

    dialog = QPrintDialog(printer, window)  # type: ignore[call-overload]
    dialog.setMinMax(1, pages)
    return dialog.exec() == QDialog.DialogCode.Accepted


def file_name(workspace: Workspace, visit_id: str, what: str = "Chart") -> str:
    """Chart Doe Jane 2026-11-12: the therapist chooses where it goes, and must find it again."""
    visit = workspace.visits.get(visit_id)
    name = plain_name(workspace.patients.get(visit.patient_id).name)
    return f"{what} {name} {visit.date.isoformat()}".replace("  ", " ")


def plain_name(name: str) -> str:
    """A patient's name as every system allows it in a file's name."""
    return re.sub(r"[^\w\s.-]", "", name.replace(",", "")).strip()[:60].strip(". ")


def free_name(wanted: Path) -> Path:
    """The name, or with a number behind it where a file is there already."""
    if not wanted.exists():
        return wanted
    return next(
        path
        for number in range(2, 10_000)
        if not (path := wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")).exists()
    )


def documents() -> str:
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    # Qt names the folder even where it is not there; a dialog would then open in the working directory.
    return documents if documents and Path(documents).is_dir() else str(Path.home())


def cannot_write(problem: OSError) -> str:
    log.warning("a chart could not be written: %s", type(problem).__name__)
    why = {
        errno.ENOSPC: "The disk is full.",
        errno.EACCES: "This folder cannot be written to.",
        errno.EROFS: "This disk cannot be written to.",
        errno.ENOENT: "This folder is not there any more.",
    }.get(problem.errno or 0, "The file could not be written.")
    return f"{why} The records are not affected. Choose another folder."


LIVE_MS = 300
"""After a change before the pages are laid out anew: a mark and its note are one."""


class PageView(QWidget):
    """One page as it will be printed, painted from its operations at the size shown."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = page
        self._picture = None

    def set_width(self, width: int) -> None:
        self.setFixedSize(width, round(width * self.page.height / self.page.width))
        self._picture = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        from bodymap.drawing.pages import to_image

        if self._picture is None:
            ratio = self.devicePixelRatioF()
            self._picture = to_image(self.page, self.width() * ratio / (self.page.width / DPI))
            self._picture.setDevicePixelRatio(ratio)
        painter = QPainter(self)
        painter.drawImage(0, 0, self._picture)
        painter.setPen(theme.color("line"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class Preview(QDialog):
    """The pages below each other, with paper and ink to choose; beside the visit, and laid out anew when it changes.

    Raises RecordsFault when the record cannot be read.
    """

    def __init__(self, parent: QWidget, paper: Paper) -> None:
        super().__init__(parent)
        self.paper = paper
        self.setWindowTitle("Preview of the chart")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 12, 8)
        head.setSpacing(8)
        self.papers = Segments(PAPERS)
        self.inks = Segments(INKS)
        self.papers.set_value(paper.preferences["paper"])
        self.inks.set_value(paper.preferences["ink"])
        self.papers.chosen.connect(lambda value: self._choose("paper", str(value)))
        self.inks.chosen.connect(lambda value: self._choose("ink", str(value)))
        self.many = Label()
        self.many.setProperty("role", "muted")
        out, into = self._zoom("minus", "Smaller", 1 / 1.25), self._zoom("plus", "Larger", 1.25)
        close = QPushButton("Close")
        close.clicked.connect(self.reject)
        close.setAutoDefault(False)
        pdf = QPushButton("Save PDF")
        pdf.setAutoDefault(False)
        pdf.clicked.connect(lambda: self._go(paper.save_pdf))
        go = QPushButton("Print chart")
        go.setProperty("role", "primary")
        go.setDefault(True)
        go.clicked.connect(lambda: self._go(paper.print))
        for widget in (self.papers, self.inks, out, into, self.many):
            head.addWidget(widget)
        head.addStretch(1)
        for widget in (close, pdf, go):
            widget.setProperty("scale", "large")
            head.addWidget(widget)
        column.addLayout(head)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.area, 1)
        QScroller.grabGesture(self.area.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self._scale = 1.0
        self.views: list[PageView] = []
        self._show(paper.pages())
        go.setFocus()
        self._later = QTimer(self, singleShot=True, interval=LIVE_MS)
        self._later.timeout.connect(self.refresh)
        stop = paper.workspace.notices.listen(self._heard)
        self.finished.connect(lambda _: stop())
        self.destroyed.connect(lambda _: stop())

    def show_beside(self, room: int) -> None:
        """Over the list of patients and the body, so that the visit can be written while the page is looked at."""
        parent = self.parentWidget()
        self.resize(min(max(620, room - 16), 1000), max(460, parent.height() - 24))
        self.move(parent.mapToGlobal(QPoint(8, 12)))
        self.show()
        self.activateWindow()

    def follow(self, visit_id: str) -> None:
        """Show this visit from now on."""
        if visit_id != self.paper.visit_id:
            self.paper.visit_id = visit_id
            self._later.start()

    def _heard(self, changed: Changed) -> None:
        """Something was recorded: of this visit, or what stands on every chart."""
        self._later.start()

    def refresh(self) -> None:
        """Lay the pages out anew, and stay where the reader is."""
        at = self.area.verticalScrollBar().value()
        try:
            self._show(self.paper.pages())
        except RecordsFault as fault:
            self.many.setText(str(fault))
            return
        except KeyError:
            self.reject()  # the visit is not in these records
            return
        # The bar knows its range only once the new pages have their place.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self.area.verticalScrollBar().setValue(at)

    def _zoom(self, icon: str, tip: str, factor: float) -> QToolButton:
        button = QToolButton()
        button.setProperty("role", "icon")
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        icons.give(button, icon)
        button.clicked.connect(lambda: self._zoomed(factor))
        return button

    def _zoomed(self, factor: float) -> None:
        self._scale = min(2.5, max(0.4, self._scale * factor))
        self._size_pages()

    def _show(self, pages: Sequence[Page]) -> None:
        ground = QWidget()
        inner = QVBoxLayout(ground)
        inner.setContentsMargins(20, 14, 20, 20)
        inner.setSpacing(16)
        self.views = [PageView(page) for page in pages]
        for view in self.views:
            inner.addWidget(view, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addStretch(1)
        self.area.setWidget(ground)
        self.many.setText("1 page" if len(pages) == 1 else f"{len(pages)} pages")
        self._size_pages()

    def _size_pages(self) -> None:
        width = round(min(self.area.width() - 70, 860) * self._scale)
        for view in self.views:
            view.set_width(max(200, width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_pages()

    def _choose(self, which: str, value: str) -> None:
        self.paper.preferences[which] = value
        try:
            self._show(self.paper.pages())
        except RecordsFault as fault:
            self.many.setText(str(fault))

    def _go(self, verb: object) -> None:
        if verb():  # type: ignore[operator]
            self.accept()
        elif self.paper.bar.topic == "paper":
            # What stood in the way is said in the window's message bar.
            self.reject()
