"""A plot of one measure on the screen: painted by the same operations as on paper, in the colours of the theme."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bodymap.charting.progress import Plot
from bodymap.drawing.inks import Ink
from bodymap.drawing.pages import POINT
from bodymap.drawing.plots import DrawnPlot, draw_plot


class PlotView(QWidget):
    """`chosen` tells the index of the visit that was pressed. `px` are the pixels of a point: at 1.5 the smallest words
    of a plot, 7 points, are 10.5 pixels high."""

    chosen = Signal(int)

    def __init__(self, plot: Plot, ink: Ink, px: float = 1.5) -> None:
        super().__init__()
        self.plot, self.ink, self.px, self.at = plot, ink, px, -1
        self.drawn: DrawnPlot | None = None
        self.setAccessibleName(plot.name)
        self.setAccessibleDescription(plot.words)
        self.setToolTip(plot.source and f"Change that matters after {plot.source}")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_at(self, index: int) -> None:
        """This visit is the one that is looked at."""
        if index != self.at:
            self.at = index
            self._lay_out()

    def _lay_out(self) -> None:
        self.drawn = self._draw(self.width())
        self.update()

    def _draw(self, width: int) -> DrawnPlot:
        wide = max(180.0, width / self.px) * POINT
        return draw_plot(self.plot, 0, 0, wide, self.ink, at=self.at)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self._draw(width).tall / POINT * self.px) + 4

    def sizeHint(self) -> QSize:
        return QSize(420, self.heightForWidth(420))

    def minimumSizeHint(self) -> QSize:
        return QSize(280, 120)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.drawn is None:
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.scale(self.px / POINT, self.px / POINT)
        for operation in self.drawn.operations:
            operation.paint(painter)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press takes the nearest visit."""
        if event.button() is Qt.MouseButton.LeftButton and self.drawn is not None and self.drawn.xs:
            x = event.position().x() / self.px * POINT
            xs = self.drawn.xs
            self.chosen.emit(min(range(len(xs)), key=lambda index: abs(xs[index] - x)))
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
