"""How the rows of the list of marks look.

A mark that comes makes the list paint all its rows again. They are kept as pictures, so that only those are written
anew that look different.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QCursor, QFont, QFontMetrics, QPainter, QPalette, QPen, QPixmap

from bodymap.charting import wording
from bodymap.charting.records import Ltr
from bodymap.ui import icons, theme

if TYPE_CHECKING:
    from bodymap.charting.records import Mark
    from bodymap.ui.marks_list import MarksView

NUMBER, SIDE, TARGET, LEVEL, SIZE, NEEDLES, INSERTIONS, LTR, NOTE = range(9)
HEADS = ("#", "Side", "Target", "Level", "Needle", "Needles", "Insert.", "LTR", "Note")
TIPS = (
    "The number on the body and on paper",
    "The patient's side",
    "The muscle, group or other tissue",
    "Vertebral level; ≈ until you confirm it",
    "Diameter by length in millimetres",
    "How many needles",
    "How many insertions (one needle may go in at several places)",
    "Local twitch response",
    "Note on this mark",
)
WIDTHS = {NUMBER: 32, SIDE: 36, LEVEL: 46, SIZE: 72, NEEDLES: 54, INSERTIONS: 50, LTR: 56, NOTE: 36}
ROW_PX = 42
ROWS_KEPT = 60
"""Rows kept as pictures: what stands on a tall screen."""


_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)


class MarkRows:
    """Paints the rows of this view. Rectangles are logical pixels of its viewport, or of the row where it says so."""

    def __init__(self, view: MarksView) -> None:
        self._view = view
        self._pictures: dict[str, tuple[Mark, tuple[object, ...], QPixmap]] = {}

    def paint(self, painter: QPainter, seen: QRect) -> None:
        """Paint the rows that lie in that rectangle."""
        view = self._view
        model = view.marks_model()
        first, last = view.rowAt(seen.top()), view.rowAt(seen.bottom())
        if first < 0:
            return
        scale = painter.device().devicePixelRatio()
        # Between whole pixels a picture would be blurred; beside an open editor cells make room.
        whole, editor = scale == int(scale), view.editor_rect()
        columns = self._columns()
        chosen = {index.row() for index in view.selectionModel().selectedRows()}
        at = view.viewport().mapFromGlobal(QCursor.pos())
        pointed = view.rowAt(at.y()) if view.viewport().underMouse() and view.columnAt(at.x()) == NOTE else -1
        about = (scale, view.note_is_wide(), model.usual_known, theme.tokens(), theme.touch(), *columns)
        for row in range(first, (last if last >= 0 else model.rowCount() - 1) + 1):
            rect = QRect(0, view.rowViewportPosition(row), view.viewport().width(), view.rowHeight(row))
            state = row in chosen, row == pointed
            if whole and not editor.intersects(rect):
                painter.drawPixmap(rect.topLeft(), self._picture(rect.size(), row, state, about, columns))
            else:
                self._paint_row(painter, rect, row, state, columns, editor)
        if view.hasFocus() and view.currentIndex().isValid():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("focus"), 2))
            rect = view.visualRect(view.currentIndex())
            painter.drawRoundedRect(QRectF(rect).adjusted(2, 4, -2, -5), 5, 5)

    def _columns(self) -> tuple[tuple[int, int, int], ...]:
        """The columns shown: which, where each begins, its width."""
        view = self._view
        return tuple(
            (column, view.columnViewportPosition(column), view.columnWidth(column))
            for column in range(len(HEADS))
            if not view.isColumnHidden(column)
        )

    def _picture(
        self,
        size: QSize,
        row: int,
        state: tuple[bool, bool],
        about: tuple[object, ...],
        columns: tuple[tuple[int, int, int], ...],
    ) -> QPixmap:
        mark = self._view.marks_model().marks[row]
        about = (row, state, size.width(), size.height(), *about)
        known = self._pictures.pop(mark.id, None)
        if known is None or known[0] is not mark or known[1] != about:
            scale = self._view.viewport().devicePixelRatioF()
            picture = QPixmap(size * scale)
            picture.setDevicePixelRatio(scale)
            picture.fill(self._view.palette().color(QPalette.ColorRole.Base))
            painter = QPainter(picture)
            self._paint_row(painter, QRect(QPoint(0, 0), size), row, state, columns, QRect())
            painter.end()
            known = mark, about, picture
        self._pictures[mark.id] = known
        while len(self._pictures) > ROWS_KEPT:
            del self._pictures[next(iter(self._pictures))]
        return known[2]

    def _paint_row(
        self,
        painter: QPainter,
        rect: QRect,
        row: int,
        state: tuple[bool, bool],
        columns: tuple[tuple[int, int, int], ...],
        editor: QRect,
    ) -> None:
        """The row in that rectangle, free of the editor where one is open."""
        model = self._view.marks_model()
        mark, (selected, pointed) = model.marks[row], state
        painter.save()
        if selected:
            painter.fillRect(rect, theme.color("soft"))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.color("accent"))
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        for column, left, width in columns:
            cell = QRect(rect.left() + left, rect.top(), width, rect.height())
            if column == TARGET:
                self._paint_target(painter, cell, mark, editor)
            elif column == NOTE:
                self._paint_note(painter, cell, mark, selected or pointed)
            elif text := model.text(row, column):
                self._paint_value(painter, cell, mark, column, text, editor)
        painter.restore()

    def _paint_value(
        self, painter: QPainter, rect: QRect, mark: Mark, column: int, text: str, editor: QRect
    ) -> None:
        """Number, side, level, size, counts or twitch response."""
        colour = "text"
        if (
            column == NUMBER
            or (column == SIZE and mark.needle is None)
            or (column == LTR and mark.ltr is Ltr.NOT_RECORDED)
            or (column == LEVEL and not mark.level_confirmed)
        ):
            colour = "muted"
        if column == SIZE and wording.unusual_needle(mark.needle):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(theme.color("warn"))
            painter.setPen(QPen(theme.color("on_warn"), 1))
            painter.drawRoundedRect(QRectF(rect).adjusted(2, 9, -2, -9), 5, 5)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            colour = "on_warn"
        if column == NUMBER or not _covered(rect, editor):
            small = column == NUMBER or (column == SIZE and mark.needle is None)
            weight = QFont.Weight.DemiBold if column in (NUMBER, SIDE) else QFont.Weight.Normal
            painter.setFont(theme.font(13 if small else 14, weight))
            painter.setPen(theme.color(colour))
            painter.drawText(rect, _CENTRE, text)

    def _paint_target(self, painter: QPainter, rect: QRect, mark: Mark, editor: QRect) -> None:
        """The name, and below it what is to be said: no point, the note where it has no column of its own."""
        box = rect.adjusted(4, 2, -4, -3)
        if _covered(rect, editor):
            # Beside an editor that comes from the left or from the right; one that lies over all of it hides it.
            if editor.left() <= rect.left():
                box.setLeft(max(box.left(), editor.right() + 6))
            else:
                box.setRight(min(box.right(), editor.left() - 6))
            if box.width() < 30:
                return
        model = self._view.marks_model()
        below = " · ".join(
            part
            for part in (
                "" if mark.point else "no point",
                wording.carried(mark),
                "" if self._view.note_is_wide() else mark.note,
                model.details(mark),
            )
            if part
        )
        font = theme.font(14, QFont.Weight.DemiBold)
        metrics = QFontMetrics(font)
        name = mark.target.name[:1].upper() + mark.target.name[1:]
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        if not below:
            if metrics.horizontalAdvance(name) <= box.width():
                painter.drawText(box, _MIDDLE, name)
                return
            small = theme.font(13, QFont.Weight.DemiBold)
            painter.setFont(small)
            wrap = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
            needed = QFontMetrics(small).boundingRect(box, wrap, name)
            if needed.width() > box.width() or needed.height() > box.height():
                name = QFontMetrics(small).elidedText(name, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, wrap, name)
            return
        half = box.height() // 2
        top, low = (
            QRect(box.left(), box.top(), box.width(), half),
            QRect(box.left(), box.top() + half, box.width(), half),
        )
        painter.drawText(
            top,
            Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(name, Qt.TextElideMode.ElideRight, box.width()),
        )
        small = theme.font(13)
        painter.setFont(small)
        painter.setPen(theme.color("muted"))
        painter.drawText(
            low,
            Qt.AlignmentFlag.AlignVCenter,
            QFontMetrics(small).elidedText(below, Qt.TextElideMode.ElideRight, box.width()),
        )

    def _paint_note(self, painter: QPainter, rect: QRect, mark: Mark, offered: bool) -> None:
        if self._view.note_is_wide():
            font = theme.font(13)
            painter.setFont(font)
            painter.setPen(theme.color("text" if mark.note else "muted"))
            text = mark.note or ("Note" if offered else "")
            box = rect.adjusted(6, 0, -6, 0)
            painter.drawText(
                box,
                Qt.AlignmentFlag.AlignVCenter,
                QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width()),
            )
            return
        ink = "accent" if mark.note else "muted" if offered else "edge"
        place = QRectF(rect.center().x() - 9, rect.center().y() - 9, 19, 19)
        icons.paint(painter, "note" if mark.note else "note-none", place, theme.color(ink))


def _covered(rect: QRect, editor: QRect) -> bool:
    """Whether the open editor lies over part of this cell: half a number is worse than none."""
    return editor.intersects(rect.adjusted(4, 0, -4, 0))
