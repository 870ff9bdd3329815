"""The marks of a visit, one row each, edited in their row. Painted rows; an editor exists only while it is used."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QScroller,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from bodymap.charting import wording
from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.records import Ltr, Mark, Side
from bodymap.charting.rules import RESULTS
from bodymap.ui.ltr_field import LtrField
from bodymap.ui.mark_rows import (
    HEADS,
    INSERTIONS,
    LEVEL,
    LTR,
    NEEDLES,
    NOTE,
    NUMBER,
    ROW_PX,
    SIDE,
    SIZE,
    TARGET,
    TIPS,
    WIDTHS,
    MarkRows,
)
from bodymap.ui.needle_field import NeedleField, RecentSizes
from bodymap.ui.segments import Segments
from bodymap.ui.stepper import Stepper
from bodymap.ui.widgets import plain_tip
from bodymap.workspace.changes import Changed
from bodymap.workspace.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex
# Made once: the view asks for them for every cell that it paints.
_CAN_SELECT = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_CAN_EDIT = _CAN_SELECT | Qt.ItemFlag.ItemIsEditable
WIDE_PX = 640
TIGHT_PX = 450


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each run of neighbours."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1] = runs[-1][0], row
        else:
            runs.append((row, row))
    return runs


class MarksModel(QAbstractTableModel):
    """The marks as rows. It reads single marks anew when they change, never the whole list."""

    refused = Signal(str)
    failed = Signal(object)
    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.workspace: Workspace | None = None
        self.visit_id = ""
        self.marks: list[Mark] = []
        self.editable = True
        # By target, a mark of nothing but what the defaults say.
        self._usual: dict[str, Mark] = {}
        self.usual_known = 0
        """Counts how often the defaults have changed."""
        # Which rows one edit changes: set by the view to the rows selected.
        self.together: list[str] = []
        # The same as it was when the editor was opened: who selects others meanwhile has not said it of those.
        self.meant: list[str] = []

    def show(self, workspace: Workspace | None, visit_id: str) -> None:
        self.beginResetModel()
        self.workspace, self.visit_id = workspace, visit_id
        self._usual.clear()
        self.usual_known += 1
        self.marks = list(workspace.marks.of(visit_id)) if workspace and visit_id else []
        self.together = []
        self.endResetModel()
        self.changed.emit()

    def row_of(self, mark_id: str) -> int:
        """The row of that mark, or -1."""
        return next((row for row, mark in enumerate(self.marks) if mark.id == mark_id), -1)

    def take_in(self, mark_ids: Iterable[str]) -> list[str]:
        """Read these marks anew; the ids of those that came to the list."""
        assert self.workspace is not None
        rows = {mark.id: row for row, mark in enumerate(self.marks)}
        gone: list[int] = []
        came: list[Mark] = []
        for mark_id in mark_ids:
            mark = self.workspace.marks.get(mark_id)
            row = rows.get(mark_id, -1)
            if mark.visit_id != self.visit_id:
                continue
            if mark.removed:
                if row >= 0:
                    gone.append(row)
            elif row >= 0:
                self.marks[row] = mark
                self.dataChanged.emit(self.index(row, 0), self.index(row, NOTE))
            else:
                came.append(mark)
        length = len(self.marks)
        # Neighbours go and come together: ten that "same as last time" made are one change of the view, not ten.
        for first, last in reversed(_runs(sorted(gone))):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self.marks[first : last + 1]
            self.endRemoveRows()
        came.sort(key=lambda mark: mark.ordinal)
        at = [bisect_left(self.marks, mark.ordinal, key=lambda one: one.ordinal) for mark in came]
        for first in reversed([n for n in range(len(at)) if n == 0 or at[n] != at[n - 1]]):
            together = came[first : first + at.count(at[first])]
            self.beginInsertRows(QModelIndex(), at[first], at[first] + len(together) - 1)
            self.marks[at[first] : at[first]] = together
            self.endInsertRows()
        moved = (gone and min(gone) < length - len(gone)) or (at and at[0] < length - len(gone))
        if moved and self.marks:
            self.dataChanged.emit(self.index(0, NUMBER), self.index(len(self.marks) - 1, NUMBER))
        self.changed.emit()
        return [mark.id for mark in came]

    # -- what the view asks -----------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.marks)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, way: Qt.Orientation, role: int = 0) -> Any:
        if way == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return HEADS[section]
            if role == Qt.ItemDataRole.ToolTipRole:
                return TIPS[section]
            if role == Qt.ItemDataRole.TextAlignmentRole and section in (TARGET, NOTE):
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _CAN_EDIT if self.editable and index.column() != NUMBER else _CAN_SELECT

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        mark = self.marks[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            text = self.text(index.row(), index.column())
            if role == Qt.ItemDataRole.DisplayRole:
                return text
            unusual = index.column() == SIZE and wording.unusual_needle(mark.needle)
            more = index.column() == TARGET and ", ".join(
                part for part in (wording.carried(mark), wording.details(mark)) if part
            )
            return f"{HEADS[index.column()]}: {text}{', unusual' if unusual else ''}{f', {more}' if more else ''}"
        if role == Qt.ItemDataRole.UserRole:
            return mark
        if role == Qt.ItemDataRole.ToolTipRole:
            if index.column() == SIZE:
                return wording.unusual_needle(mark.needle) or None
            if index.column() == TARGET:
                name = mark.target.name if mark.point else f"{mark.target.name}: no point on a plate"
                return plain_tip(
                    "\n".join(part for part in (name, wording.carried(mark), wording.details(mark)) if part)
                )
            if index.column() == NOTE:
                return plain_tip(mark.note) or "Write a note on this mark"
        return None

    def text(self, row: int, column: int) -> str:
        """What the cell says."""
        mark = self.marks[row]
        if column == NUMBER:
            return str(row + 1)
        if column == SIDE:
            return mark.side.short or "mid"
        if column == TARGET:
            return mark.target.name
        if column == LEVEL:
            return wording.level(mark)
        if column == SIZE:
            return str(mark.needle) if mark.needle else "not set"
        if column == NEEDLES:
            return str(mark.needles)
        if column == INSERTIONS:
            return str(mark.insertions)
        if column == LTR:
            return "–" if mark.ltr is Ltr.NOT_RECORDED else _short_ltr(mark)
        return mark.note

    def details(self, mark: Mark) -> str:
        """What else was recorded of the mark, without what the defaults say anyway."""
        target = mark.target.id
        if target not in self._usual:
            held = self.workspace.practice.defaults_for(target) if self.workspace else ()
            bare = Mark("", "", 1, mark.target, mark.side)
            self._usual[target] = replace(
                bare,
                product=next((d.product for d in held if d.needle is not None), ""),
                technique=next(
                    (d.technique for d in held if d.technique.value != "not_recorded"), bare.technique
                ),
                position=next(
                    (d.position for d in held if d.position.value != "not_recorded"), bare.position
                ),
            )
        return wording.details(mark, self._usual[target])

    def forget_usual(self) -> None:
        """The defaults are others now: what differs from them is shown."""
        self._usual.clear()
        self.usual_known += 1
        if self.marks:
            self.dataChanged.emit(self.index(0, TARGET), self.index(len(self.marks) - 1, TARGET))

    def change(self, row: int, **values: Any) -> bool:
        """Set this on the row's mark, and how it was needled on all selected marks where the row is one of several.
        What came of it is the row's alone: over eight rows it would replace what was recorded of seven, unseen."""
        assert self.workspace is not None
        mark = self.marks[row]
        ids = [one for one in self.meant if self.row_of(one) >= 0] if mark.id in self.meant else [mark.id]
        if any(field in RESULTS for field in values):
            ids = [mark.id]
        try:
            self.workspace.marks.change(ids, origin=self, **values)
        except Refused as refused:
            self.refused.emit(refused.sentence)
            return False
        except RecordsFault as fault:
            self.failed.emit(fault)
            return False
        self.refused.emit("")
        return True


def _short_ltr(mark: Mark) -> str:
    if mark.ltr is Ltr.YES:
        return f"yes ×{mark.ltr_count}" if mark.ltr_count else "yes"
    return "none"


class MarksView(QTableView):
    """`selection_changed` tells the ids of the selected marks when a person selects; `removal_wanted` on Delete."""

    selection_changed = Signal(object)
    removal_wanted = Signal(object)

    def __init__(self, recent: RecentSizes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = True
        self.setModel(MarksModel(self))
        self._delegate = MarkDelegate(recent, self)
        self.setItemDelegate(self._delegate)
        self._rows = MarkRows(self)
        self.setAccessibleName("Marks of this visit")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setFixedHeight(26)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setMinimumSectionSize(24)
        for column, width in WIDTHS.items():
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, width)
        head.setSectionResizeMode(TARGET, QHeaderView.ResizeMode.Stretch)
        self.setColumnHidden(LEVEL, True)
        self.marks_model().changed.connect(self._show_level)
        self.clicked.connect(self._edit_if_alone)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.selectionModel().selectionChanged.connect(self._selected)

    def finish_edit(self) -> None:
        """Keep what stands in an open editor: the visit is about to be left, printed or undone."""
        delegate = self.itemDelegate()
        assert isinstance(delegate, MarkDelegate)
        delegate.finish()

    def marks_model(self) -> MarksModel:
        model = self.model()
        assert isinstance(model, MarksModel)
        return model

    def selected(self) -> list[str]:
        """The ids of the selected marks, in the order of their numbers."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.marks_model().marks[row].id for row in rows]

    def select(self, ids: Sequence[str], *, reveal: bool = True) -> None:
        """Select these marks without telling so: another view told it."""
        model = self.marks_model()
        rows = [row for row in map(model.row_of, ids) if row >= 0]
        if rows and sorted(rows) == sorted(index.row() for index in self.selectionModel().selectedRows()):
            return
        self._told = False
        try:
            chosen = QItemSelection()
            for row in rows:
                chosen.select(model.index(row, 0), model.index(row, NOTE))
            self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            if rows:
                self.selectionModel().setCurrentIndex(
                    model.index(rows[-1], max(self.currentIndex().column(), SIZE)),
                    QItemSelectionModel.SelectionFlag.NoUpdate,
                )
                if reveal:
                    self._bring_into_sight(rows[-1])
        finally:
            self._told = True
        model.together = self.selected()

    def take_in(self, mark_ids: Iterable[str]) -> list[str]:
        """Read these marks anew; the ids of those that came. What goes hands its selection on to no other mark: a
        second Delete would take out one that nobody chose."""
        model = self.marks_model()
        before = self.selected()
        self._told = False
        try:
            came = model.take_in(mark_ids)
        finally:
            self._told = True
        kept = [mark_id for mark_id in before if model.row_of(mark_id) >= 0]
        if self.selected() != kept:
            self.select(kept, reveal=False)
        return came

    def reveal(self, mark_id: str) -> None:
        row = self.marks_model().row_of(mark_id)
        if row >= 0:
            self._bring_into_sight(row)

    def go_to(self, column: int) -> None:
        """The keys are for that cell of the row that is selected."""
        here = self.marks_model().index(self.currentIndex().row(), column)
        if here.isValid():
            self.selectionModel().setCurrentIndex(here, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _bring_into_sight(self, row: int) -> None:
        # The scroll bar learns of a new row only with the next turn of the event loop; it is needed now.
        self.updateGeometries()
        self.scrollTo(self.marks_model().index(row, 0))

    def _selected(self) -> None:
        self.marks_model().together = self.selected()
        if self._told:
            self.selection_changed.emit(self.selected())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press into one of several selected rows keeps them selected: a size is set on all of them."""
        index = self.indexAt(event.position().toPoint())
        several = len(self.selectionModel().selectedRows()) > 1 and self.selectionModel().isSelected(index)
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if several and plain and index.isValid() and index.column() not in (NUMBER, TARGET):
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.edit(index)
            event.accept()
            return
        super().mousePressEvent(event)

    def _edit_if_alone(self, index: Index) -> None:
        """A click into a cell opens its editor; a click on number or target only selects the row."""
        if (
            index.column() in (NUMBER, TARGET)
            or QApplication.keyboardModifiers() != Qt.KeyboardModifier.NoModifier
        ):
            return
        if self.state() != QAbstractItemView.State.EditingState:
            self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.selected():
            self.removal_wanted.emit(self.selected())
            event.accept()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.edit(self.currentIndex())
            event.accept()
            return
        super().keyPressEvent(event)

    def _show_level(self) -> None:
        """The column for levels stands where there is room, or where a mark has one; that for insertions goes where
        the names would have none, unless it says something else than that for needles."""
        tight = self.viewport().width() < TIGHT_PX
        goes = tight and all(mark.insertions == mark.needles for mark in self.marks_model().marks)
        if goes is not self.isColumnHidden(INSERTIONS):
            self.setColumnHidden(INSERTIONS, goes)
        wanted = self.viewport().width() >= WIDE_PX or any(mark.level for mark in self.marks_model().marks)
        if wanted is self.isColumnHidden(LEVEL):
            self.setColumnHidden(LEVEL, not wanted)

    def resizeEvent(self, event: Any) -> None:
        """With room to spare the note stands in its own column; otherwise under the target, with a button for it."""
        room = self.viewport().width() - sum(WIDTHS.values()) + WIDTHS[NOTE]
        wide = self.viewport().width() >= WIDE_PX
        self.setColumnWidth(NOTE, room * 48 // 100 if wide else WIDTHS[NOTE])
        self._show_level()
        super().resizeEvent(event)

    def note_is_wide(self) -> bool:
        """Whether the note has a column of its own."""
        return self.columnWidth(NOTE) > WIDTHS[NOTE]

    def editor_rect(self) -> QRect:
        """Where an open editor lies on the viewport; an empty rectangle where none is open."""
        return self._delegate.over()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows are painted as a whole: cell by cell, eighty a list, they would take half a frame."""
        painter = QPainter(self.viewport())
        self._rows.paint(painter, event.rect())


class MarkDelegate(QStyledItemDelegate):
    """Paints the cells and makes their editors, which are wider than the cells: fingers need room."""

    def __init__(self, recent: RecentSizes, view: MarksView) -> None:
        super().__init__(view)
        self._recent = recent
        self._view = view
        self._open: QWidget | None = None
        QApplication.instance().focusChanged.connect(self._focus_moved)
        view.marks_model().modelAboutToBeReset.connect(self._forget)
        view.marks_model().rowsAboutToBeRemoved.connect(self._forget)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(WIDTHS.get(index.column(), 100), ROW_PX)

    def over(self) -> QRect:
        """Where an open editor lies on the rows; an empty rectangle where none is open."""
        return self._open.geometry() if self._open is not None and self._open.isVisible() else QRect()

    # -- editing ----------------------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        marks = self._view.marks_model()
        marks.meant = [one.id for one in self._edited_with(index.data(Qt.ItemDataRole.UserRole))]
        self._open = self._make_editor(parent, index)
        return self._open

    def _make_editor(self, parent: QWidget, index: Index) -> QWidget:
        mark: Mark = index.data(Qt.ItemDataRole.UserRole)
        column = index.column()
        if column == SIDE:
            sides = SideField()
            sides.chosen.connect(lambda _: self._said(holder))
            holder = Holder(parent, sides)
            return holder
        if column == LTR:
            field = LtrField(parent)
            field.answered.connect(lambda response: self._answered(field, response))
            field.refused.connect(self._view.marks_model().refused)
            return field
        if column in (NEEDLES, INSERTIONS):
            counts = Stepper(1, 99, "needles") if column == NEEDLES else Stepper(1, 999, "insertions")
            counts.refused.connect(self._view.marks_model().refused)
            return Holder(parent, counts)
        if column == SIZE:
            return NeedleField(self._recent, parent)
        if column == TARGET:
            from bodymap.ui.add_target import TargetField

            target = TargetField(parent)
            target.set_workspace(self._view.marks_model().workspace)
            target.list.offers_both = False  # this one mark has one side
            target.picked.connect(lambda found: self._picked(target, found))
            return target
        line = QLineEdit(parent)
        line.setMaxLength(2_000 if column == NOTE else 20)
        line.setPlaceholderText("Note on this mark" if column == NOTE else "L4")
        line.setAccessibleName(f"{HEADS[column]} of mark {index.row() + 1}, {mark.title}")
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        mark: Mark = index.data(Qt.ItemDataRole.UserRole)
        column = index.column()
        if isinstance(editor, LtrField):
            editor.set_response(mark.ltr, mark.ltr_count)
        elif isinstance(editor, NeedleField):
            editor.set_size(mark.needle)
            if len({one.needle and one.needle.diameter_um for one in self._edited_with(mark)}) > 1:
                editor.present = None  # a length alone would change how thick the others are said to be
            editor.lineEdit().selectAll()
        elif isinstance(editor, Holder) and isinstance(editor.inner, Stepper):
            editor.inner.set_value(mark.needles if column == NEEDLES else mark.insertions)
            editor.inner.field.selectAll()
        elif isinstance(editor, Holder) and isinstance(editor.inner, Segments):
            editor.inner.set_value(mark.side)
            editor.inner.button(mark.side).setFocus()
        elif isinstance(editor, QLineEdit) and column in (LEVEL, NOTE):
            editor.setText(mark.level if column == LEVEL else mark.note)
            editor.selectAll() if column == LEVEL else editor.end(False)
        elif isinstance(editor, QLineEdit):
            editor.setText(mark.target.name)
            editor.selectAll()

    def _edited_with(self, mark: Mark) -> list[Mark]:
        """The marks that an edit of this one changes."""
        model = self._view.marks_model()
        return (
            [one for one in model.marks if one.id in model.together] if mark.id in model.together else [mark]
        )

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        """Keep what the editor holds. One left as it was opened has said nothing, least of all of other rows."""
        marks, row, column = self._view.marks_model(), index.row(), index.column()
        mark = marks.marks[row]
        said = bool(editor.property("said"))
        if isinstance(editor, LtrField):
            try:
                ltr, count = editor.response()
            except Refused as refused:
                marks.refused.emit(refused.sentence)
                return
            if said or (ltr, count) != (mark.ltr, mark.ltr_count):
                marks.change(row, ltr=ltr, ltr_count=count)
        elif isinstance(editor, NeedleField):
            try:
                size = editor.size_typed()
            except Refused as refused:
                marks.refused.emit(refused.sentence)
                return
            if size == mark.needle and not editor.lineEdit().isModified():
                return
            if marks.change(row, needle=size):
                self._recent.used([size])
                marks.refused.emit(wording.unusual_needle(size))
        elif isinstance(editor, Holder) and isinstance(editor.inner, Stepper):
            value = editor.inner.value()
            if editor.inner.dropped:
                return  # what was typed last is no count: nothing was said, and why not stands below
            if value == (mark.needles if column == NEEDLES else mark.insertions):
                return
            if column == NEEDLES and mark.insertions == mark.needles and mark.id:
                # One insertion a needle is the rule: the two go together until they were told apart.
                marks.change(row, needles=value, insertions=value)
            else:
                marks.change(row, **{"needles" if column == NEEDLES else "insertions": value})
        elif isinstance(editor, Holder) and isinstance(editor.inner, Segments):
            if said or editor.inner.value() != mark.side:
                marks.change(row, side=editor.inner.value())
        elif isinstance(editor, QLineEdit) and column == NOTE:
            if editor.text() != mark.note:
                marks.change(row, note=editor.text())
        elif isinstance(editor, QLineEdit) and column == LEVEL:
            level = editor.text().strip()
            if level == mark.level and mark.level_confirmed is bool(level):
                return
            marks.change(row, level=level, level_confirmed=bool(level))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRect(option.rect)  # type: ignore[attr-defined]
        area = self._view.viewport().rect()
        hint = editor.sizeHint()
        width = {
            SIDE: hint.width(),
            LTR: hint.width(),
            SIZE: 118,
            NEEDLES: 116,
            INSERTIONS: 124,
            LEVEL: 76,
        }.get(index.column(), 0)
        if index.column() == TARGET:
            width = area.right() - rect.left()
        elif index.column() == NOTE:
            width = (
                rect.width() if self._view.note_is_wide() else area.width() - WIDTHS[NUMBER] - WIDTHS[SIDE]
            )
        rect.setWidth(max(width, 40))
        rect.setHeight(max(36, min(ROW_PX, hint.height())))
        rect.moveTop(option.rect.top() + (ROW_PX - rect.height()) // 2)  # type: ignore[attr-defined]
        if index.column() not in (TARGET,):
            rect.moveLeft(option.rect.center().x() - rect.width() // 2)  # type: ignore[attr-defined]
        rect.moveLeft(max(2, min(rect.left(), area.right() - rect.width() - 2)))
        editor.setGeometry(rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter commits and closes at once. A size that is none stays open as typed; the sentence stands below."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key == Qt.Key.Key_Escape and editor is self._open:
                self._open = None  # given up: the focus that moves on must not keep it after all
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(editor, QWidget):
                if self._view.currentIndex().column() == TARGET:
                    return False  # the field takes the target found by itself
                if editor is self._open and self._holds(editor):
                    self._done(editor)
                return True
            if (
                key == Qt.Key.Key_Tab
                and isinstance(editor, NeedleField | LtrField)
                and not self._holds(editor)
            ):
                return True
        return super().eventFilter(editor, event)

    def _holds(self, editor: QWidget) -> bool:
        """Whether what was typed can be held; if not, the reason is said."""
        if isinstance(editor, NeedleField | LtrField):
            try:
                editor.size_typed() if isinstance(editor, NeedleField) else editor.response()
            except Refused as refused:
                self._view.marks_model().refused.emit(refused.sentence)
                return False
        return True

    def finish(self) -> None:
        """Keep and close the open editor, if there is one; what cannot be held is left behind."""
        if self._open is not None:
            self._done(self._open)

    def _forget(self, *_: object) -> None:
        """The rows are going, and the open editor with them."""
        self._open = None

    def _focus_moved(self, _old: object, new: object) -> None:
        """An editor made of several parts is left when the focus goes to none of them."""
        editor = self._open
        parted = isinstance(editor, Holder | LtrField) and isinstance(new, QWidget)
        if parted and new is not editor and not editor.isAncestorOf(new):
            self._done(editor)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        if editor is self._open:
            self._open = None
        super().destroyEditor(editor, index)
        # What stood beside the editor was left out for it: the row is painted whole again, not only where it lay.
        self._view.viewport().update()

    def _done(self, editor: QWidget) -> None:
        if editor is not self._open:
            return
        self._open = None
        had_keys = editor.isAncestorOf(QApplication.focusWidget() or self._view)
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if had_keys:
            # The list itself sees to that only where the editor is one field.
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answered(self, editor: LtrField, response: tuple[Ltr, int | None]) -> None:
        editor.set_response(*response)
        self._said(editor)

    def _said(self, editor: QWidget) -> None:
        """An answer was pressed, be it the one that stood there: it holds for all that the editor was opened for."""
        editor.setProperty("said", True)
        self._done(editor)

    def _picked(self, editor: QWidget, found: Any) -> None:
        marks = self._view.marks_model()
        row = self._view.currentIndex().row()
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        values: dict[str, Any] = {"target": found.target}
        if found.side is not None:
            values["side"] = found.side
        marks.change(row, **values)


class SideField(Segments):
    """R, L or mid: a press answers, and so does the letter. The arrows only go there; Enter takes it."""

    def __init__(self) -> None:
        super().__init__(
            (
                (Side.RIGHT, "R", "Right (R)"),
                (Side.LEFT, "L", "Left (L)"),
                (Side.MIDLINE, "mid", "Midline (M)"),
            )
        )
        for side in self.values():
            self.button(side).installEventFilter(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        side = {"r": Side.RIGHT, "l": Side.LEFT, "m": Side.MIDLINE}.get(event.text().casefold())
        if side is None:
            super().keyPressEvent(event)
            return
        self.set_value(side)
        self.chosen.emit(side)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A button of a group is pressed by the arrows that lead to it; here that would be the answer already. So would
        the second press of a double click on the cell: the field has just opened under it."""
        if event.type() == QEvent.Type.MouseButtonDblClick:
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
            if step:
                sides = self.values()
                here = sides.index(self.value()) if self.value() in sides else 0
                side = sides[min(max(here + step, 0), len(sides) - 1)]
                self.set_value(side)
                self.button(side).setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)


class Holder(QFrame):
    """Carries an editor over its neighbours on a ground of its own."""

    def __init__(self, parent: QWidget, inner: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAutoFillBackground(True)
        self.inner = inner
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 0, 1, 0)
        row.addWidget(inner)
        # A press on a part that takes no focus would hand it up to the list, which closes the editor.
        inner.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # The innermost: the key that opens the editor is given to the proxy, not on to the proxy's own.
        self.setFocusProxy(inner.focusProxy() or inner)


def marks_changed(changed: Changed, visit_id: str) -> tuple[str, ...]:
    """The marks of this visit that a verb changed."""
    return changed.of("mark") if changed.scope == visit_id else ()
