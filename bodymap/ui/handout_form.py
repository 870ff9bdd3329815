"""The handout for the patient: chosen, adapted, seen as it will be printed, printed, and recorded as given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.handouts import FIELDS
from bodymap.charting.records import VisitStatus
from bodymap.drawing.handout_pages import lay_out_handout
from bodymap.drawing.pages import Page, write_pdf
from bodymap.settings import Preferences
from bodymap.ui import messages, print_dialogs
from bodymap.ui.messages import MessageBar
from bodymap.ui.print_dialogs import PageView, cannot_write, documents, file_name, free_name, saved
from bodymap.workspace.workspace import Workspace

PAUSE_MS = 250
"""After the last key before the page is laid out anew."""
NEW = "New text …"


class HandoutForm(QDialog):
    """`bar` of the window tells where a file went. What is typed is printed as it stands; Keep keeps it for others."""

    def __init__(
        self, parent: QWidget, workspace: Workspace, visit_id: str, preferences: Preferences, bar: MessageBar
    ) -> None:
        super().__init__(parent)
        self.workspace, self.visit_id, self.preferences, self.bar = workspace, visit_id, preferences, bar
        self.chart = workspace.visits.chart(visit_id)
        self.views: list[PageView] = []
        self.setWindowTitle("Handout for the patient")
        self.resize(min(parent.width() - 40, 1180), max(480, parent.height() - 40))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        halves = QHBoxLayout()
        halves.setSpacing(18)
        halves.addLayout(self._left(), 5)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.area.setAccessibleName("The page as it will be printed")
        halves.addWidget(self.area, 6)
        column.addLayout(halves, 1)
        self.refusal = QLabel()
        self.refusal.setProperty("role", "refusal")
        self.refusal.setWordWrap(True)
        self.refusal.hide()
        column.addWidget(self.refusal)
        column.addLayout(self._foot())
        self.later = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self.later.timeout.connect(self.show_page)
        self.text.textChanged.connect(self.later.start)
        self.choice.currentIndexChanged.connect(self._chosen)
        self._fill(preferences["handout"])

    # -- building ---------------------------------------------------------------------------------------------------

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        self.choice = QComboBox()
        self.choice.setAccessibleName("Handout")
        self.name = QLineEdit()
        self.name.setPlaceholderText("Name, for example the language")
        self.name.setAccessibleName("Name of the handout")
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("Text of the handout")
        known = QLabel("Fields: " + ", ".join(f"{{{name}}}" for name in FIELDS))
        known.setToolTip("\n".join(f"{{{name}}}: {what}" for name, what in FIELDS.items()))
        known.setProperty("role", "muted")
        known.setWordWrap(True)
        self.keep_button = self._button("Keep this text", self.keep)
        self.remove_button = self._button("Remove it", self.remove)
        row = QHBoxLayout()
        row.addWidget(self.name, 1)
        row.addWidget(self.keep_button)
        row.addWidget(self.remove_button)
        column.addWidget(self.choice)
        column.addWidget(self.text, 1)
        column.addWidget(known)
        column.addLayout(row)
        return column

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        draft = self.workspace.visits.get(self.visit_id).status is VisitStatus.DRAFT
        self.given = QCheckBox("Record in the visit that it was given")
        self.given.setChecked(draft)
        self.given.setEnabled(draft)
        row.addWidget(self.given)
        row.addStretch(1)
        self.pdf_button = self._button("Save PDF", self.save_pdf)
        self.print_button = self._button("Print", self.print)
        self.print_button.setProperty("role", "primary")
        for button in (self._button("Close", self.reject), self.pdf_button, self.print_button):
            button.setProperty("scale", "large")
            row.addWidget(button)
        return row

    @staticmethod
    def _button(words: str, verb: Callable[[], object]) -> QPushButton:
        button = QPushButton(words)
        button.setAutoDefault(False)
        button.clicked.connect(verb)
        return button

    # -- the texts --------------------------------------------------------------------------------------------------

    def _fill(self, name: str) -> None:
        """List the handouts and show the one of that name, else the first."""
        handouts = self.workspace.handouts.all()
        self.choice.blockSignals(True)
        self.choice.clear()
        for handout in handouts:
            self.choice.addItem(handout.name, handout.id)
        self.choice.addItem(NEW, "")
        names = [handout.name for handout in handouts]
        self.choice.setCurrentIndex(names.index(name) if name in names else 0)
        self.choice.blockSignals(False)
        self._chosen()

    def _chosen(self, _: int = 0) -> None:
        handout_id = self.choice.currentData()
        found = self.workspace.handouts.get(handout_id) if handout_id else None
        self.name.setText(found.name if found else "")
        self.text.setPlainText(found.text if found else "")
        self.remove_button.setEnabled(found is not None)
        self.later.stop()
        self.show_page()

    def keep(self) -> None:
        """Keep name and text for the next patients."""
        try:
            kept = self.workspace.handouts.save(
                self.choice.currentData() or "", self.name.text(), self.text.toPlainText(), origin=self
            )
        except (Refused, RecordsFault) as problem:
            self._say(str(problem))
            return
        self._fill(kept.name)

    def remove(self) -> None:
        """Take the text out of the list; it stays in the records."""
        try:
            self.workspace.handouts.remove(self.choice.currentData(), origin=self)
        except RecordsFault as problem:
            self._say(str(problem))
            return
        self._fill("")

    def _say(self, sentence: str) -> None:
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))

    # -- the page ---------------------------------------------------------------------------------------------------

    def pages(self) -> list[Page]:
        """The pages as they will be printed. Raises Refused, RecordsFault."""
        text = self.workspace.handouts.filled(self.text.toPlainText(), self.visit_id)
        return lay_out_handout(
            text,
            self.chart,
            self.workspace.atlas,
            paper=self.preferences["paper"],
            ink=self.preferences["ink"],
        )

    def show_page(self) -> None:
        """Lay the text out and show it; what it cannot hold is said below."""
        try:
            pages = self.pages()
        except (Refused, RecordsFault) as problem:
            self._say(str(problem))
            self._can_go(False)
            return
        long = "This text takes more than one page." if len(pages) > 1 else ""
        self._say(long)
        self._can_go(True)
        ground = QWidget()
        inner = QVBoxLayout(ground)
        inner.setContentsMargins(10, 8, 10, 12)
        self.views = [PageView(page) for page in pages]
        for view in self.views:
            inner.addWidget(view, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addStretch(1)
        self.area.setWidget(ground)
        self._size_pages()

    def _size_pages(self) -> None:
        """As wide as the room beside the text, less than a scroll bar's width."""
        for view in self.views:
            view.set_width(min(900, max(260, self.area.width() - 48)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_pages()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._size_pages()

    def _can_go(self, can: bool) -> None:
        self.pdf_button.setEnabled(can)
        self.print_button.setEnabled(can)

    # -- on its way -------------------------------------------------------------------------------------------------

    def save_pdf(self) -> None:
        folder = Path(self.preferences["chart_folder"] or documents())
        start = free_name(folder / f"{file_name(self.workspace, self.visit_id, 'Handout')}.pdf")
        target = messages.save_as(self, "Save the handout as PDF", str(start), "PDF (*.pdf)")
        if target is None:
            return
        if not target.suffix:
            target = free_name(target.with_suffix(".pdf"))
        try:
            write_pdf(self.pages(), target, "Handout")
        except (Refused, RecordsFault) as problem:
            self._say(str(problem))
            return
        except OSError as problem:
            self._say(cannot_write(problem))
            return
        saved(self.bar, self.preferences, f"The handout is saved in {target.name}.", target)
        self._went()

    def print(self) -> None:
        if not print_dialogs.printers():
            self._say(
                "This computer has no printer set up. Save the handout as a PDF and print it elsewhere."
            )
            return
        try:
            if not print_dialogs.send_to_printer(self, self.pages(), self.preferences, "Handout"):
                return
        except (Refused, RecordsFault) as problem:
            self._say(str(problem))
            return
        except OSError:
            self._say("The printer did not take the handout. Nothing in the records is affected.")
            return
        self.bar.show_message("info", "The handout was sent to the printer.", topic="paper")
        self._went()

    def _went(self) -> None:
        """It is on paper: record that it was given, where that is wanted, and be done."""
        name = self.name.text().strip() or "Handout"
        self.preferences["handout"] = self.choice.currentText() if self.choice.currentData() else ""
        if self.given.isChecked() and self.given.isEnabled():
            visit = self.workspace.visits.get(self.visit_id)
            if visit.handout != name:
                try:
                    self.workspace.events.set_aftercare(self.visit_id, visit.aftercare_told, name)
                except (Refused, RecordsFault) as problem:
                    self._say(f"The handout is on its way, but the visit does not say so: {problem}")
                    return
        self.accept()
