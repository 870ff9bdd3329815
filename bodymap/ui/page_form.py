"""A form beside the page that it makes: what is written at the left stands on paper at the right, and goes from there
to a printer or a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from bodymap.charting.faults import RecordsFault, Refused
from bodymap.drawing.pages import Page, write_pdf
from bodymap.settings import Preferences
from bodymap.ui import messages, print_dialogs
from bodymap.ui.messages import MessageBar
from bodymap.ui.print_dialogs import PageView, cannot_write, documents, free_name, saved
from bodymap.ui.widgets import refusal_line

PAUSE_MS = 250
"""After the last key before the pages are laid out anew."""


class PageForm(QDialog):
    """`what` is the thing's name ("handout"), `kind` the title of its file. Subclasses fill `left` and `foot`, say what
    the pages are and how the file is called, and hear when it went to paper."""

    what = "page"
    kind = "Page"

    def __init__(self, parent: QWidget, title: str, preferences: Preferences, bar: MessageBar) -> None:
        super().__init__(parent)
        self.preferences, self.bar = preferences, bar
        self.views: list[PageView] = []
        self.setWindowTitle(title)
        self.resize(min(parent.width() - 40, 1180), max(480, parent.height() - 40))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        halves = QHBoxLayout()
        halves.setSpacing(18)
        self.left = QVBoxLayout()
        self.left.setSpacing(6)
        halves.addLayout(self.left, 5)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.area.setAccessibleName("The page as it will be printed")
        halves.addWidget(self.area, 6)
        column.addLayout(halves, 1)
        self.refusal = refusal_line()
        column.addWidget(self.refusal)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        self.pdf_button = self.button("Save PDF", self.save_pdf)
        self.print_button = self.button("Print", self.print)
        self.print_button.setProperty("role", "primary")
        self.foot.addStretch(1)
        for button in (self.button("Close", self.reject), self.pdf_button, self.print_button):
            button.setProperty("scale", "large")
            self.foot.addWidget(button)
        column.addLayout(self.foot)
        self.later = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self.later.timeout.connect(self.show_page)

    @staticmethod
    def button(words: str, verb: Callable[[], object]) -> QPushButton:
        made = QPushButton(words)
        made.setAutoDefault(False)
        made.clicked.connect(verb)
        return made

    # -- what subclasses say --------------------------------------------------------------------------------

    def pages(self) -> list[Page]:
        """The pages as they will be printed. Raises Refused, RecordsFault."""
        raise NotImplementedError

    def name_of_file(self) -> str:
        raise NotImplementedError

    def remark(self, pages: list[Page]) -> str:
        """What there is to say of the pages; nothing for nothing."""
        return ""

    def went(self) -> None:
        """It is on paper, or in a file."""
        self.accept()

    # -- the page --------------------------------------------------------------------------------

    def say(self, sentence: str) -> None:
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))

    def show_page(self) -> None:
        """Lay the pages out and show them; what they cannot hold is said below."""
        try:
            pages = self.pages()
        except (Refused, RecordsFault) as problem:
            self.say(str(problem))
            self._can_go(False)
            return
        self.say(self.remark(pages))
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

    def _can_go(self, can: bool) -> None:
        self.pdf_button.setEnabled(can)
        self.print_button.setEnabled(can)

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

    # -- on its way --------------------------------------------------------------------------------

    def save_pdf(self) -> None:
        folder = Path(self.preferences["chart_folder"] or documents())
        start = free_name(folder / f"{self.name_of_file()}.pdf")
        target = messages.save_as(self, f"Save the {self.what} as PDF", str(start), "PDF (*.pdf)")
        if target is None:
            return
        if not target.suffix:
            target = free_name(target.with_suffix(".pdf"))
        try:
            write_pdf(self.pages(), target, self.kind)
        except (Refused, RecordsFault) as problem:
            self.say(str(problem))
            return
        except OSError as problem:
            self.say(cannot_write(problem))
            return
        saved(self.bar, self.preferences, f"The {self.what} is saved in {target.name}.", target)
        self.went()

    def print(self) -> None:
        if not print_dialogs.printers():
            self.say(
                f"This computer has no printer set up. Save the {self.what} as a PDF and print it elsewhere."
            )
            return
        try:
            if not print_dialogs.send_to_printer(self, self.pages(), self.preferences, self.kind):
                return
        except (Refused, RecordsFault) as problem:
            self.say(str(problem))
            return
        except OSError:
            self.say(f"The printer did not take the {self.what}. Nothing in the records is affected.")
            return
        self.bar.show_message("info", f"The {self.what} was sent to the printer.", topic="paper")
        self.went()
