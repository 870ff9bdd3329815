"""The clinic's logo and colour: chosen, seen as on paper, taken out again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from bodymap.charting.faults import Refused
from bodymap.charting.logo import MOST_BYTES, read_colour, read_logo
from bodymap.charting.records import Clinic
from bodymap.drawing.inks import COLOUR_ON_LIGHT
from bodymap.drawing.letterhead import Logo, logo_size, tinted
from bodymap.ui import messages, theme


class Letterhead(QWidget):
    """`logo` is the chosen picture's file, b"" where it was taken out, None where nothing was changed; `accent` is the
    colour. `say` shows a sentence where a picture is refused."""

    def __init__(self, clinic: Clinic, say: Callable[[str], None]) -> None:
        super().__init__()
        self.logo: bytes | None = None
        self.accent = clinic.accent
        self._say = say
        self.sample = Sample(clinic.logo, clinic.accent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 6)
        row.setSpacing(8)
        row.addWidget(self.sample, 1)
        self.choose = self._button(row, "Logo …", self.choose_logo)
        self.colour = self._button(row, "Colour …", self.choose_colour)
        self.plain = self._button(row, "None", self.take_out)
        self.plain.setToolTip("No logo, and BodyMap's own colour")
        self.plain.setEnabled(bool(clinic.logo or clinic.accent))

    @staticmethod
    def _button(row: QHBoxLayout, words: str, verb: Callable[[], None]) -> QPushButton:
        button = QPushButton(words)
        button.setAutoDefault(False)
        button.clicked.connect(verb)
        row.addWidget(button)
        return button

    def choose_logo(self) -> None:
        file = messages.choose_file(self, "Logo of the clinic", "", "Pictures (*.png *.svg)")
        if file is None:
            return
        try:
            with file.open("rb") as opened:
                data = opened.read(MOST_BYTES + 1)
        except OSError:
            self._say("This file cannot be read. Nothing was changed; choose another one.")
            return
        try:
            kept = read_logo(data)
            if logo_size(kept, 100, 100) is None:
                raise Refused("logo", "This picture cannot be drawn. Choose a PNG or SVG file.")
        except Refused as refused:
            self._say(refused.sentence)
            return
        self._say("")
        self.logo = data
        self._show(kept, self.accent)

    def choose_colour(self) -> None:
        start = self.accent or COLOUR_ON_LIGHT.accent.name()
        chosen = messages.choose_colour(self, "Colour of the letterhead", start)
        if chosen is not None:
            self.accent = read_colour(chosen)
            self._show(self.sample.kept, self.accent)

    def take_out(self) -> None:
        self.logo, self.accent = b"", ""
        self._say("")
        self._show("", "")

    def _show(self, kept: str, accent: str) -> None:
        self.plain.setEnabled(bool(kept or accent))
        self.sample.show_letterhead(kept, accent)


class Sample(QWidget):
    """The logo and the rule below it in the colour, on white, as the chart has them."""

    def __init__(self, kept: str, accent: str) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_letterhead(kept, accent)

    def show_letterhead(self, kept: str, accent: str) -> None:
        self.kept, self.accent = kept, accent
        said = [words for words, there in (("logo", kept), (f"colour {accent}", accent)) if there]
        self.setAccessibleName(f"Letterhead: {', '.join(said) if said else 'no logo'}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(170, 52)

    def paintEvent(self, event: QPaintEvent) -> None:
        ink = tinted(COLOUR_ON_LIGHT, self.accent)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), ink.paper)
        painter.setPen(QColor(theme.color("line")))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        size = logo_size(self.kept, self.width() - 16, self.height() - 18)
        if size is not None:
            Logo(self.kept, QRectF(8, 6, size.width(), size.height()), ink).paint(painter)
        else:
            painter.setPen(ink.text_quiet)
            painter.drawText(self.rect().adjusted(8, 0, 0, -6), Qt.AlignmentFlag.AlignVCenter, "No logo")
        painter.fillRect(QRectF(8, self.height() - 9, self.width() - 16, 2), ink.accent)
        painter.end()
