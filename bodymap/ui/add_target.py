"""Any target by name: a search field with the answers below it, each with the sides to choose from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from bodymap.atlas.catalogue import TISSUES
from bodymap.charting.found import fold
from bodymap.charting.records import Side, Target, TargetKind
from bodymap.charting.sets import MarkSet
from bodymap.ui import theme
from bodymap.ui.lines import Index, Line, LinesModel
from bodymap.ui.search_field import SearchField
from bodymap.ui.widgets import Label
from bodymap.workspace.workspace import Workspace

_SIDE = re.compile(r"^\s*(r|l|b|both|right|left|re|li)[\s.]+(?=\S)", re.IGNORECASE)
_SIDES = {"r": "right", "right": "right", "re": "right", "l": "left", "left": "left", "li": "left"}
MIDLINE = ("mid", (Side.MIDLINE,))
BUTTONS = (("R", (Side.RIGHT,)), ("L", (Side.LEFT,)), ("both", (Side.RIGHT, Side.LEFT)))
SEVERAL = "Several muscles are called this: choose one."
ROW_PX = 42
BUTTON_PX = 46


@dataclass(frozen=True, slots=True)
class Picked:
    """A target and the side meant; None where the side was left open."""

    target: Target
    side: Side | None


@dataclass(frozen=True, slots=True)
class Answer:
    """A target that the text may mean. `matched`: the words that did, where they are not the name. `reading`: several
    are called this, and which of them is meant is not guessed. `set` is a set of that name instead of a target."""

    target: Target
    matched: str = ""
    reading: bool = False
    set: MarkSet | None = None


def sides_and_rest(text: str) -> tuple[tuple[Side, ...], str]:
    """ "r infra" is the right and "infra"; without a side both come back empty-handed: ((), "infra")."""
    match = _SIDE.match(text)
    if not match:
        return (), text.strip()
    word = match[1].casefold()
    sides = (Side(_SIDES[word]),) if word in _SIDES else (Side.RIGHT, Side.LEFT)
    return sides, text[match.end() :].strip()


def answers(workspace: Workspace, text: str, limit: int = 9) -> list[Answer]:
    """Targets that the text may mean, best first."""
    found: list[Answer] = []
    wanted = fold(text)
    if not wanted:
        return []
    for answer in workspace.atlas.find(text)[:limit]:
        make = workspace.marks.group if answer.kind == "group" else workspace.marks.muscle
        if answer.kind in ("group", "muscle"):
            matched = "" if fold(answer.matched) in fold(answer.name) else answer.matched
            found.append(Answer(make(answer.id), matched, answer.reading))
        elif answer.id in TISSUES:
            found.append(Answer(workspace.marks.tissue(answer.id)))
    for kind, name in TISSUES.items():
        if fold(name).startswith(wanted) or wanted.startswith(fold(name).split()[0]):
            target = workspace.marks.tissue(kind, text if fold(text) != fold(name) and " " in text else "")
            if all(target.id != other.target.id for other in found):
                found.append(Answer(target))
    return found[:limit]


class AnswersView(QListView):
    """The answers below the field. `pressed_on` tells a row and the sides of the button there, or those typed."""

    pressed_on = Signal(int, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(LinesModel(self))
        self.setItemDelegate(AnswerDelegate(self))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Targets found")
        self.sides: tuple[Side, ...] = ()
        self.offers_both = True
        self.sides_offered = True  # False where a side means nothing

    def button_at(self, index: Index, where: QPoint) -> tuple[Side, ...]:
        """The sides of the button at this place of the row, or none."""
        for place, (_, sides) in self.buttons(self.visualRect(index), index.data(Qt.ItemDataRole.UserRole)):
            if place.contains(where):
                return sides
        return ()

    def buttons(self, rect: QRect, line: Line) -> list[tuple[QRect, tuple[str, tuple[Side, ...]]]]:
        """Where the sides stand in a row: the midline for other tissue, both sides where a mark each can be made."""
        if line.kind in ("heading", "set", "shorthand") or not self.sides_offered:
            return []
        offered = [one for one in BUTTONS if self.offers_both or len(one[1]) == 1]
        if line.kind == "tissue":
            offered.append(MIDLINE)
        left = rect.right() - len(offered) * BUTTON_PX - 4
        return [
            (QRect(left + n * BUTTON_PX, rect.top() + 4, BUTTON_PX - 4, rect.height() - 8), one)
            for n, one in enumerate(offered)
        ]

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        where = event.position().toPoint()
        index = self.indexAt(where)
        if index.isValid():
            self.setCurrentIndex(index)
            self.pressed_on.emit(index.row(), self.button_at(index, where) or self.sides)
        event.accept()


class AnswerDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect  # type: ignore[attr-defined]
        view = self.parent()
        assert isinstance(view, AnswersView)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("soft"))
            painter.drawRoundedRect(rect.adjusted(2, 1, -2, -1), 6, 6)
            painter.setBrush(theme.color("accent"))
            painter.drawRoundedRect(QRect(rect.left() + 2, rect.top() + 9, 3, rect.height() - 18), 1.5, 1.5)
        box = rect.adjusted(12, 3, -BUTTON_PX * len(view.buttons(rect, line)) - 14, -3)
        title, detail = theme.font(15, QFont.Weight.DemiBold), theme.font(13)
        painter.setPen(theme.color("text"))
        painter.setFont(title)
        half = box.height() // 2
        top = QRect(box.left(), box.top(), box.width(), half if line.detail else box.height())
        elided = QFontMetrics(title).elidedText(line.title, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, elided)
        if line.detail:
            painter.setFont(detail)
            painter.setPen(theme.color("muted"))
            low = QRect(box.left(), box.top() + half, box.width(), half)
            elided = QFontMetrics(detail).elidedText(line.detail, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(low, Qt.AlignmentFlag.AlignVCenter, elided)
        painter.setFont(theme.font(13, QFont.Weight.DemiBold))
        for place, (text, sides) in view.buttons(rect, line):
            on = view.sides == sides
            painter.setPen(QPen(theme.color("accent" if on else "edge"), 1))
            painter.setBrush(theme.color("accent" if on else "surface"))
            painter.drawRoundedRect(place, 6, 6)
            painter.setPen(theme.color("on_accent" if on else "text"))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()


class TargetField(SearchField):
    """`picked` tells a target with one side (twice for both sides), or with none where the side is kept as it is."""

    picked = Signal(object)
    both_picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace: Workspace | None = None
        self._found: list[Answer] = []
        self.setMaxLength(100)
        self.setAccessibleName("Target by name, with r or l before it for the side")
        # A child of the window rather than a window of its own: some systems do not let a window place itself.
        self.popup = QFrame()
        self.popup.setProperty("role", "popup")
        self.popup.hide()
        self.destroyed.connect(self.popup.deleteLater)
        column = QVBoxLayout(self.popup)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(0)
        self.list = AnswersView(self.popup)
        self.list.setProperty("role", "plain")
        column.addWidget(self.list)
        self.list.pressed_on.connect(self._pressed)
        self.several = Label(SEVERAL)
        self.several.setProperty("role", "small")
        self.several.setContentsMargins(8, 4, 8, 6)
        self.several.hide()
        column.addWidget(self.several)
        self.foot = Label()
        self.foot.setProperty("role", "strong")
        self.foot.setContentsMargins(8, 4, 8, 6)
        self.foot.hide()
        column.addWidget(self.foot)
        self.textEdited.connect(self._search)

    def set_workspace(self, workspace: Workspace | None) -> None:
        self.workspace = workspace

    def _search(self, text: str) -> None:
        if self.workspace is None:
            return
        sides, rest = sides_and_rest(text)
        self._found = self._answers(rest)
        self.list.sides = sides
        lines = [
            self._set_line(answer.set)
            if answer.set is not None
            else Line(t.kind.value, t.id, t.name[:1].upper() + t.name[1:], self._detail(t, answer.matched))
            for answer in self._found
            for t in (answer.target,)
        ]
        model = self.list.model()
        assert isinstance(model, LinesModel)
        if not lines and rest:
            lines = [self._nothing_called(rest)]
        model.show(lines)
        if not lines:
            self.popup.hide()
            return
        several = any(answer.reading for answer in self._found)
        self.several.setVisible(several)
        if not several:  # else nothing is chosen before someone chooses
            self.list.setCurrentIndex(model.index(0))
        window = self.window()
        if self.popup.parentWidget() is not window:
            self.popup.setParent(window)
        width = max(self.width(), 400)
        said = [label for label in (self.several, self.foot) if label.isVisibleTo(self.popup)]
        height = len(lines) * ROW_PX + 10 + sum(label.sizeHint().height() for label in said)
        corner = self.mapTo(window, QPoint(0, self.height() + 3))
        if corner.y() + height > window.height() and corner.y() - self.height() - height > 6:
            corner.setY(corner.y() - self.height() - height - 6)
        corner.setX(max(4, min(corner.x(), window.width() - width - 4)))
        self.popup.setGeometry(QRect(corner, QSize(width, height)))
        self.popup.show()
        self.popup.raise_()

    def _nothing_called(self, rest: str) -> Line:
        return Line("heading", "", f"No target is called “{rest[:40]}”")

    def _answers(self, rest: str) -> list[Answer]:
        return answers(self.workspace, rest) if self.workspace is not None else []

    @staticmethod
    def _set_line(made: MarkSet) -> Line:
        kind = "set" if made.side is None else "sided set"
        places = "1 place" if len(made.entries) == 1 else f"{len(made.entries)} places"
        return Line(
            kind, made.id, made.name, f"set, {places}" + (", example to adapt" if made.example else "")
        )

    @staticmethod
    def _detail(target: Target, matched: str) -> str:
        if target.kind is TargetKind.GROUP:
            return "group, muscle not specified" + (f" · {matched}" if matched else "")
        if target.kind is TargetKind.TISSUE:
            return "other tissue"
        return matched

    def _pick(self, row: int, sides: tuple[Side, ...]) -> None:
        if not 0 <= row < len(self._found):
            return
        target = self._found[row].target
        self.popup.hide()
        self.clear()
        if len(sides) == 2:
            self.both_picked.emit(target)
        for side in sides or (None,):
            self.picked.emit(Picked(target, side))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self.popup.isVisible():
            row = self.list.currentIndex().row()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                if row < 0 and key == Qt.Key.Key_Up:
                    row = 0  # nothing is chosen yet: up is the last
                row = (row + (1 if key == Qt.Key.Key_Down else -1)) % max(1, len(self._found))
                self.list.setCurrentIndex(self.list.model().index(row, 0))
                return
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._enter(row)
                return
            if key == Qt.Key.Key_Escape:
                self.popup.hide()
                return
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def _enter(self, row: int) -> None:
        """Without a side typed: the side is kept where a mark is changed; where one is added it is asked for."""
        self._pick(row, self.list.sides)

    def _pressed(self, row: int, sides: tuple[Side, ...]) -> None:
        self._pick(row, sides) if sides else self._enter(row)

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        if self.workspace is not None:
            self.workspace.atlas.prepare_to_find()

    def focusOutEvent(self, event: Any) -> None:
        self.popup.hide()
        super().focusOutEvent(event)

    def hideEvent(self, event: Any) -> None:
        self.popup.hide()
        super().hideEvent(event)


class AddTarget(TargetField):
    """The field that adds marks. Enter without a side arms the sides: R, L or B then adds. With `offers_sets` sets are
    found as well: `set_picked` tells a set's id and the sides meant. What is no name may be a line of quick entry:
    `shorthand` tells it."""

    set_picked = Signal(str, object)
    shorthand = Signal(str)
    offers_sets = False
    MOST_SETS = 3

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("Add by name: r infraspinatus, l gm, suboccipitals, scar…")
        self.setToolTip("Any muscle, synonym, group or other tissue; r or l before it is the side (Ctrl+K)")
        self._asking = False

    def _answers(self, rest: str) -> list[Answer]:
        found = super()._answers(rest)
        if self.offers_sets and self.workspace is not None:
            sets = self.workspace.sets.named_like(rest)[: self.MOST_SETS]
            as_answers = [Answer(Target(TargetKind.GROUP, one.id, one.name), set=one) for one in sets]
            # A muscle is what is meant nearly always: sets stand below.
            found = [*found[: 9 - len(as_answers)], *as_answers]
        return found

    def _pick(self, row: int, sides: tuple[Side, ...]) -> None:
        made = self._found[row].set if 0 <= row < len(self._found) else None
        if made is None:
            super()._pick(row, sides)
            return
        self.popup.hide()
        self.clear()
        self.set_picked.emit(made.id, sides)

    def _nothing_called(self, rest: str) -> Line:
        return Line(
            "shorthand", "", "Enter: read it as quick entry (Ctrl+L)", f"No target is called “{rest[:40]}”"
        )

    def _search(self, text: str) -> None:
        self._ask(False)
        super()._search(text)

    def _ask(self, on: bool) -> None:
        """Ask for the side where one looks: at the foot of the answers."""
        if on is self._asking:
            return
        self._asking = on
        self.foot.setText("Which side? R, L, B for both, M for the midline" if on else "")
        self.foot.setVisible(on)
        if on:
            self.several.hide()
            self.popup.resize(self.popup.width(), self.popup.height() + self.foot.sizeHint().height())

    def _pressed(self, row: int, sides: tuple[Side, ...]) -> None:
        # A side typed ahead of shorthand ("R UT x2; L QL") is not the side of all of it.
        super()._pressed(row, sides) if self._found else self._enter(row)

    def _enter(self, row: int) -> None:
        text = self.text()
        if not self._found and text.strip():
            self.popup.hide()
            self.clear()
            self.shorthand.emit(text)
            return
        if self.list.sides:
            self._pick(row, self.list.sides)
            return
        if not 0 <= row < len(self._found):
            return
        made = self._found[row].set
        if made is not None and made.side is None:
            self._pick(row, ())
            return
        self._ask(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._asking and self.popup.isVisible():
            sides = {
                "r": (Side.RIGHT,),
                "l": (Side.LEFT,),
                "b": (Side.RIGHT, Side.LEFT),
                "m": (Side.MIDLINE,),
            }.get(event.text().casefold())
            if sides:
                self._ask(False)
                self._pick(self.list.currentIndex().row(), sides)
                return
        super().keyPressEvent(event)
