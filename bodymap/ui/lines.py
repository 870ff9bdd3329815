"""Lists of two-line rows: patients, today's visits, a patient's visits. Painted, so that a long list costs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QScroller, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from bodymap.ui import theme

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Line:
    """One row. `kind` heading is a title between rows; others can be chosen. Tails stand at the right end."""

    kind: str
    id: str
    title: str
    detail: str = ""
    tail: str = ""
    current: bool = False
    low_tail: str = ""


class LinesModel(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()

    def show(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            current = "open" if line.current and role == Qt.ItemDataRole.AccessibleTextRole else ""
            return ", ".join(
                part for part in (line.title, line.detail, line.tail, line.low_tail, current) if part
            )
        if role == Qt.ItemDataRole.UserRole:
            return line
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.lines[index.row()].kind == "heading":
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class LinesView(QListView):
    """`chosen` tells a row that was clicked or taken with the space bar, `opened` one on which Enter was pressed."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "plain")
        self.setAccessibleName(what)
        self.setModel(LinesModel(self))
        self.setItemDelegate(LineDelegate(self))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.pressed_at = QPoint()  # where on the screen a row was last pressed
        self.clicked.connect(self._choose)
        # A finger that moves scrolls; one that taps chooses.
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these rows; the first that can be chosen becomes the one that Enter takes."""
        self.lines_model().show(lines)
        for row, line in enumerate(lines):
            if line.kind != "heading":
                self.setCurrentIndex(self.lines_model().index(row))
                break

    def lines_model(self) -> LinesModel:
        model = self.model()
        assert isinstance(model, LinesModel)
        return model

    def step(self, by: int) -> None:
        """Make the next row up or down that can be chosen the current one."""
        row, lines = self.currentIndex().row() + by, self.lines_model().lines
        while 0 <= row < len(lines) and lines[row].kind == "heading":
            row += by
        if 0 <= row < len(lines):
            self.setCurrentIndex(self.lines_model().index(row))

    def open_current(self) -> None:
        """What Enter does."""
        line = self.line_at(self.currentIndex())
        if line is not None:
            self.opened.emit(line)

    def choose_current(self) -> None:
        self._choose(self.currentIndex())

    def _choose(self, index: Index) -> None:
        line = self.line_at(index)
        if line is not None:
            self.chosen.emit(line)

    def line_at(self, index: Index) -> Line | None:
        """The row there, if it can be chosen."""
        line = self.lines_model().lines[index.row()] if index.isValid() else None
        return None if line is None or line.kind == "heading" else line

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed_at = event.globalPosition().toPoint()
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
            event.accept()
            return
        if event.key() == Qt.Key.Key_Space:
            self.choose_current()
            event.accept()
            return
        super().keyPressEvent(event)


class LineDelegate(QStyledItemDelegate):
    """Paints a row: title in bold, detail below it, tail at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: Line = index.data(Qt.ItemDataRole.UserRole)
        return QSize(100, 34 if line.kind == "heading" else 50 if line.detail else theme.px(38))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        view = self.parent()
        painter.save()
        if line.kind == "heading":
            painter.setFont(theme.font(12, QFont.Weight.DemiBold))
            painter.setPen(theme.color("muted"))
            painter.drawText(rect.adjusted(14, 8, -14, -2), Qt.AlignmentFlag.AlignVCenter, line.title)
            painter.drawText(
                rect.adjusted(14, 8, -14, -2),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                line.tail,
            )
            painter.restore()
            return
        inner = QRectF(rect.adjusted(4, 1, -4, -1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = "soft" if line.current else "hover" if state & QStyle.StateFlag.State_MouseOver else ""
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(ground))
            painter.drawRoundedRect(inner, 7, 7)
        focused = isinstance(view, QWidget) and (view.hasFocus() or view.property("armed"))
        if focused and state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inner.adjusted(1, 1, -1, -1), 6, 6)
        if line.current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawRoundedRect(QRectF(inner.left(), inner.top() + 9, 3, inner.height() - 18), 1.5, 1.5)
        box = rect.adjusted(14, 5 if line.detail else 0, -14, -5 if line.detail else 0)
        top = QRect(box.left(), box.top(), box.width(), box.height() // 2 if line.detail else box.height())
        width = top.width()
        if line.tail:
            small = theme.font(13)
            tail_width = QFontMetrics(small).horizontalAdvance(line.tail)
            painter.setFont(small)
            painter.setPen(theme.color("muted"))
            painter.drawText(top, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, line.tail)
            width -= tail_width + 10
        bold = theme.font(15, QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(theme.color("text"))
        title = QFontMetrics(bold).elidedText(line.title, Qt.TextElideMode.ElideRight, width)
        painter.drawText(
            QRect(top.left(), top.top(), width, top.height()), Qt.AlignmentFlag.AlignVCenter, title
        )
        if line.detail:
            small = theme.font(13)
            painter.setFont(small)
            painter.setPen(theme.color("muted"))
            low = QRect(box.left(), top.bottom() + 1, box.width(), box.height() - top.height())
            width = low.width()
            if line.low_tail:
                painter.drawText(
                    low, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, line.low_tail
                )
                width -= QFontMetrics(small).horizontalAdvance(line.low_tail) + 10
            text = QFontMetrics(small).elidedText(line.detail, Qt.TextElideMode.ElideRight, width)
            painter.drawText(low, Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()
