"""Leafing through the muscles: a field to filter with, and below it the body parts with their groups and muscles.

The field keeps the focus: arrows move the highlighted row, Right and Left open and close one while nothing is typed,
Enter chooses, Escape empties the field. What is typed is searched for; where several are called so, none is
highlighted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
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
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScroller,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from bodymap.atlas.atlas import Atlas
from bodymap.atlas.body import Group, Muscle
from bodymap.atlas.browse import SPECIALIST, Branch
from bodymap.atlas.catalogue import BODY_PARTS
from bodymap.atlas.search import fold
from bodymap.ui import icons, theme
from bodymap.ui.search_field import SearchField
from bodymap.ui.widgets import Label

Index = QModelIndex | QPersistentModelIndex

SEVERAL = "Several muscles are called this: choose one."
ROW_PX, TOUCH_ROW_PX = 34, 44
INDENT_PX, ARROW_PX = 16, 30
MOST_FOUND = 40


@dataclass(slots=True, eq=False)
class Row:
    """One row of the browser. `kind` is part (a body part: it only opens and closes), group, muscle or nothing."""

    kind: str
    id: str
    title: str
    detail: str = ""
    above: Row | None = None
    number: int = 0
    below: list[Row] = field(default_factory=list)

    def add(self, row: Row) -> Row:
        row.above, row.number = self, len(self.below)
        self.below.append(row)
        return row

    def depth(self) -> int:
        return 0 if self.above is None or self.above.above is None else self.above.depth() + 1


class RowsModel(QAbstractItemModel):
    """The rows below one that is never shown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.root = Row("", "", "")

    def show(self, root: Row) -> None:
        self.beginResetModel()
        self.root = root
        self.endResetModel()

    def row(self, index: Index) -> Row:
        return index.internalPointer() if index.isValid() else self.root

    def index_of(self, row: Row) -> QModelIndex:
        return self.createIndex(row.number, 0, row)

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        above = self.row(parent)
        if column or not 0 <= row < len(above.below):
            return QModelIndex()
        return self.createIndex(row, 0, above.below[row])

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        above = self.row(index).above
        return QModelIndex() if above is None or above is self.root else self.index_of(above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self.row(parent).below)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(part for part in (row.title, row.detail) if part)
        if role == Qt.ItemDataRole.UserRole:
            return row
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.row(index).kind == "nothing":
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class RowsView(QTreeView):
    """`chosen` tells a row that was clicked or entered, `pointed` the one under the pointer, or None."""

    chosen = Signal(object)
    pointed = Signal(object)

    def __init__(self, what: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.touch = False
        self.rows = RowsModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(self))
        self.setAccessibleName(what)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)  # the delegate draws the arrows and sets the rows in
        self.setItemsExpandable(True)
        self.setExpandsOnDoubleClick(False)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QTreeView { background: transparent; border: 0; }")
        self.viewport().setAutoFillBackground(False)
        self._pressed_at = QPoint()
        self._again = False
        self.clicked.connect(self._clicked)
        self.entered.connect(lambda index: self.pointed.emit(self.rows.row(index)))
        # A finger that moves scrolls; one that taps chooses.
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)

    def current(self) -> Row | None:
        index = self.currentIndex()
        return self.rows.row(index) if index.isValid() else None

    def step(self, by: int) -> None:
        """Highlight the row so many further down or up; from none, the first or the last."""
        index = self.currentIndex()
        if not index.isValid():
            index = self.rows.index(0, 0)
            while by < 0 and self.indexBelow(index).isValid():
                index = self.indexBelow(index)
            by = 0
        for _ in range(abs(by)):
            further = self.indexBelow(index) if by > 0 else self.indexAbove(index)
            if not further.isValid():
                break
            index = further
        if index.isValid() and self.rows.flags(index) & Qt.ItemFlag.ItemIsSelectable:
            self.setCurrentIndex(index)

    def page(self) -> int:
        """How many rows are seen at once, but one."""
        return max(1, self.viewport().height() // (TOUCH_ROW_PX if self.touch else ROW_PX) - 1)

    def open_or_step_in(self) -> None:
        """Open the highlighted row; an open one's first row is the next."""
        index = self.currentIndex()
        if self.isExpanded(index):
            self.step(1)
        elif self.rows.rowCount(index):
            self.expand(index)

    def close_or_step_out(self) -> None:
        """Close the highlighted row; from a closed one to the row that it belongs to."""
        index = self.currentIndex()
        if self.isExpanded(index):
            self.collapse(index)
        elif index.parent().isValid():
            self.setCurrentIndex(index.parent())

    def enter(self) -> None:
        """Choose the highlighted row, or open it where it cannot be chosen."""
        row = self.current()
        if row is None:
            return
        if row.kind == "part":
            self.setExpanded(self.currentIndex(), not self.isExpanded(self.currentIndex()))
        else:
            self.chosen.emit(row)

    def _clicked(self, index: QModelIndex) -> None:
        if self._again:
            return
        row = self.rows.row(index)
        left = self.visualRect(index).left() + row.depth() * INDENT_PX
        if row.below and (row.kind == "part" or self._pressed_at.x() < left + ARROW_PX):
            self.setExpanded(index, not self.isExpanded(index))
        elif row.kind in ("group", "muscle"):
            self.chosen.emit(row)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at, self._again = event.position().toPoint(), False
        super().mousePressEvent(event)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._again = False
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The first click has chosen already."""
        self._again = True
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)


class RowDelegate(QStyledItemDelegate):
    """Paints a row: the arrow where something is below it, the name, and the quiet second text at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        assert isinstance(view, RowsView)
        return QSize(100, TOUCH_ROW_PX if view.touch else ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        view = self.parent()
        assert isinstance(view, RowsView)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = QRectF(rect.adjusted(4, 1, -4, -1))
        current = bool(state & QStyle.StateFlag.State_Selected)
        ground = "soft" if current else "hover" if state & QStyle.StateFlag.State_MouseOver else ""
        if ground and row.kind != "nothing":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(ground))
            painter.drawRoundedRect(inner, 7, 7)
        if current and view.property("armed"):
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inner.adjusted(1, 1, -1, -1), 6, 6)
        if current and row.kind != "nothing":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawRoundedRect(QRectF(inner.left(), inner.top() + 7, 3, inner.height() - 14), 1.5, 1.5)
        left = rect.left() + 8 + row.depth() * INDENT_PX
        if row.below:
            box = QRectF(left + 3, rect.center().y() - 6.5, 14, 14)
            if not view.isExpanded(index):
                painter.save()
                painter.translate(box.center())
                painter.rotate(-90)
                box.moveCenter(QRectF(0, 0, 0, 0).center())
                icons.paint(painter, "down", box, theme.color("muted"))
                painter.restore()
            else:
                icons.paint(painter, "down", box, theme.color("muted"))
        left += ARROW_PX - 6 if row.below or row.above is not view.rows.root else 6
        weight = QFont.Weight.Normal if row.kind in ("muscle", "nothing") else QFont.Weight.DemiBold
        title, small = theme.font(15, weight), theme.font(13)
        room = rect.right() - 14 - left
        wanted = QFontMetrics(title).horizontalAdvance(row.title)
        painter.setFont(title)
        painter.setPen(theme.color("muted" if row.kind == "nothing" else "text"))
        shown = QFontMetrics(title).elidedText(row.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, rect.top(), room, rect.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        room -= wanted + 14
        if row.detail and room > 28:
            painter.setFont(small)
            painter.setPen(theme.color("muted"))
            shown = QFontMetrics(small).elidedText(row.detail, Qt.TextElideMode.ElideRight, room)
            painter.drawText(
                QRect(rect.right() - 14 - room, rect.top(), room, rect.height()),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                shown,
            )
        painter.restore()


class MuscleBrowser(QFrame):
    """`chosen` tells the kind (muscle or group) and id of what was chosen; `pointed` those of the row that is
    highlighted or under the pointer, or two empty words where there is none."""

    chosen = Signal(str, str)
    pointed = Signal(str, str)
    closed = Signal()
    """Escape was pressed with nothing typed, or the closing button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._atlas: Atlas | None = None
        self._told = ("", "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QVBoxLayout()
        head.setContentsMargins(8, 6, 8, 2)
        self.filter = FilterField(self)
        self.close_button = QToolButton()
        self.close_button.setProperty("role", "icon")
        self.close_button.setToolTip("Close (Esc)")
        self.close_button.setAccessibleName("Close the list of muscles")
        icons.give(self.close_button, "close")
        self.close_button.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.filter, 1)
        row.addWidget(self.close_button)
        head.addLayout(row)
        self.several = Label(SEVERAL)
        self.several.setProperty("role", "small")
        self.several.setWordWrap(True)
        self.several.setContentsMargins(6, 4, 6, 0)
        self.several.hide()
        head.addWidget(self.several)
        column.addLayout(head)
        self.pages = QStackedWidget()
        self.tree = RowsView("Muscles by body part", self)
        self.found = RowsView("Muscles found", self)
        for view in (self.tree, self.found):
            self.pages.addWidget(view)
            view.chosen.connect(self._choose)
            view.pointed.connect(self._hovered)
            view.selectionModel().currentChanged.connect(self._moved)
        column.addWidget(self.pages, 1)
        self.filter.textChanged.connect(self._typed)
        self.filter.key_wanted.connect(self._key)
        self.filter.armed.connect(self._arm)
        self.setFocusProxy(self.filter)

    # -- what is shown ----------------------------------------------------------------------------------------------

    def set_atlas(self, atlas: Atlas | None) -> None:
        """Show the muscles that this atlas offers."""
        self._atlas = atlas
        root = Row("", "", "")
        for section in atlas.browse() if atlas else ():
            part = root.add(Row("part", section.id, section.name, str(section.count())))
            for branch in section.groups:
                self._add(part, branch, section.id)
            for branch in section.muscles:
                self._add(part, branch, section.id)
        self.tree.rows.show(root)
        self._typed(self.filter.text())

    def set_touch(self, touch: bool) -> None:
        """Rows high enough for a finger."""
        for view in (self.tree, self.found):
            view.touch = touch
            view.scheduleDelayedItemsLayout()

    def reveal(self, entry_id: str) -> bool:
        """Open the tree at this muscle or group and highlight it; False where it is not in the tree."""
        self.filter.clear()
        row = self._row_of(self.tree.rows.root, entry_id)
        if row is None:
            return False
        above = row.above
        while above is not None and above is not self.tree.rows.root:
            self.tree.expand(self.tree.rows.index_of(above))
            above = above.above
        self.tree.setCurrentIndex(self.tree.rows.index_of(row))
        self.tree.scrollTo(self.tree.currentIndex(), RowsView.ScrollHint.PositionAtCenter)
        return True

    def view(self) -> RowsView:
        """The tree, or what was found while something is typed."""
        shown = self.pages.currentWidget()
        assert isinstance(shown, RowsView)
        return shown

    def _add(self, part: Row, branch: Branch, section: str) -> None:
        row = part.add(self._row(branch.entry, section))
        for muscle in branch.below:
            row.add(self._row(muscle, section))

    def _row(self, entry: Muscle | Group, section: str) -> Row:
        assert self._atlas is not None
        also = self._atlas.also_called(entry.id)
        if isinstance(entry, Group):
            quiet = [] if self._is_whole(entry) else ["group"]
            return Row("group", entry.id, entry.name, " · ".join([*quiet, also] if also else quiet))
        away = entry.body_part != section and section != SPECIALIST
        return Row("muscle", entry.id, entry.name, BODY_PARTS[entry.body_part] if away and not also else also)

    def _is_whole(self, group: Group) -> bool:
        """Whether it is a muscle whose heads are charted singly, rather than several muscles."""
        assert self._atlas is not None
        return all(self._atlas.catalogue.counts_as(member) == group.id for member in group.members)

    def _row_of(self, above: Row, entry_id: str) -> Row | None:
        """The muscle's own row rather than its row below a group that it is a member of."""
        found: list[tuple[int, Row]] = []
        for part in above.below:
            for row in part.below:
                if row.id == entry_id:
                    return row
                found += [(len(row.below), one) for one in row.below if one.id == entry_id]
        return min(found, key=lambda pair: pair[0])[1] if found else None

    # -- filtering --------------------------------------------------------------------------------------------------

    def _typed(self, text: str) -> None:
        asked = text.strip()
        self.several.hide()
        if not asked or self._atlas is None:
            self.pages.setCurrentWidget(self.tree)
            self.found.rows.show(Row("", "", ""))
            self._tell(self.tree.current())
            return
        root = Row("", "", "")
        several = False
        for answer in self._atlas.find(asked, MOST_FOUND):
            entry = self._atlas.catalogue.entry(answer.id)
            matched = "" if fold(answer.matched) in fold(answer.name) else answer.matched
            quiet = ["group"] if isinstance(entry, Group) and not self._is_whole(entry) else []
            quiet.append(matched or BODY_PARTS[entry.body_part])
            root.add(Row(answer.kind, answer.id, answer.name, " · ".join(quiet)))
            several = several or answer.reading
        if not root.below:
            root.add(Row("nothing", "", f"No muscle is called “{asked[:40]}”"))
        self.found.rows.show(root)
        self.pages.setCurrentWidget(self.found)
        self.several.setVisible(several)
        if not several:
            self.found.step(1)
        self._tell(self.found.current())

    # -- keys and pointer -------------------------------------------------------------------------------------------

    def _key(self, key: int) -> None:
        view = self.view()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            view.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            view.step(view.page() if key == Qt.Key.Key_PageDown else -view.page())
        elif key == Qt.Key.Key_Right:
            view.open_or_step_in()
        elif key == Qt.Key.Key_Left:
            view.close_or_step_out()
        else:
            view.enter()

    def _arm(self, on: bool) -> None:
        for view in (self.tree, self.found):
            view.setProperty("armed", on)
            view.viewport().update()

    def _moved(self, now: QModelIndex) -> None:
        self._tell(self.view().rows.row(now) if now.isValid() else None)

    def _hovered(self, row: Row | None) -> None:
        self._tell(row or self.view().current())

    def _tell(self, row: Row | None) -> None:
        told = (row.kind, row.id) if row is not None and row.kind in ("muscle", "group") else ("", "")
        if told != self._told:
            self._told = told
            self.pointed.emit(*told)

    def _choose(self, row: Row) -> None:
        if row.kind in ("muscle", "group"):
            self.chosen.emit(row.kind, row.id)


class FilterField(SearchField):
    """Hands on the keys that are meant for the rows."""

    key_wanted = Signal(int)
    armed = Signal(bool)
    MOVES = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
    ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    TURNS = (Qt.Key.Key_Right, Qt.Key.Key_Left)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.browser = parent
        self.setPlaceholderText("Muscle, group or abbreviation")
        self.setAccessibleName("Filter the muscles by name, synonym, group or abbreviation")
        self.setMaxLength(100)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (*self.MOVES, *self.ENTERS) or (key in self.TURNS and not self.text()):
            self.key_wanted.emit(key)
            event.accept()
            return
        if key == Qt.Key.Key_Escape and self.text():
            self.clear()
            event.accept()
            return
        if key == Qt.Key.Key_Escape and isinstance(self.browser, MuscleBrowser):
            self.browser.closed.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        self.armed.emit(True)
        if isinstance(self.browser, MuscleBrowser) and self.browser._atlas is not None:
            self.browser._atlas.prepare_to_find()

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self.armed.emit(False)
