"""The mark bar: what is said most often of the mark just made, or of those selected, each in one press of a large key.

It floats at the foot of the body: in one row below the feet where the window is wide, else as a card in the corner
beside the legs, so that it lies on as little of the body as can be; and it goes elsewhere where it would lie on a mark
that it is about. A key pressed is one edit of all those marks and one undo step. Dragged onto a muscle a key marks it
with what the key says, dragged onto a mark it says it of that one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bodymap.charting import wording
from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.records import Disposition, EStim, Ltr, Mark, NeedleSize
from bodymap.charting.rules import asked_about, results_replaced
from bodymap.ui import icons, theme
from bodymap.ui.bar_place import best_first
from bodymap.ui.tissue_menu import heading, quiet_menu
from bodymap.ui.widgets import Label, RefusalInMenu, line_in_menu

if TYPE_CHECKING:
    from bodymap.ui.body_view import BodyView
    from bodymap.ui.needle_field import RecentSizes
    from bodymap.workspace.workspace import Workspace

KEY_PX = 44
GAP_PX = 2
EDGE_PX = 8
CHIPS = 6
USUAL_SIZES = ("0.30x40", "0.25x30", "0.30x60", "0.30x50")
"""Offered until a therapist's own are known."""
DRAG_PX = 8
CLEAR_PX = 6
"""What stays free between the bar and a mark that it is about."""
ONE_LINE_PX = 64
"""How high a message of one line is at most: the bar stays above where it was."""
FOLLOW_MS = 40
"""The bar follows a mark or a pan after its own picture; what its keys mean follows at once."""
PART_PX = 8
"""Between the groups of a row."""
WIDE_CHIPS, UPRIGHT_CHIPS = 4, 3
UPRIGHT_ROWS = 5


@dataclass(frozen=True, slots=True)
class Saying:
    """What a key says of a mark: fields of it, and the words for the status line."""

    words: str
    values: Mapping[str, Any] = field(default_factory=dict)


class Key(QToolButton):
    """A key of the bar. `dragged` tells where on the screen it is being dragged to, `dropped` where it was let go."""

    dragged = Signal(QPoint)
    dropped = Signal(QPoint)
    given_up = Signal()

    def __init__(self, text: str, tip: str, saying: Saying | None = None) -> None:
        super().__init__()
        self.saying = saying
        self._measured, self._wide = ("", ""), 0
        self.setProperty("role", "key")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCheckable(saying is not None)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setText(text)
        self.say_tip(tip)
        self._from: QPoint | None = None
        self._dragging = False

    def say_tip(self, tip: str) -> None:
        """Tool tip and accessible name; the keys stand in brackets."""
        if self.toolTip() != tip:
            self.setToolTip(tip)
            self.setAccessibleName(tip.split(" (")[0])

    def sizeHint(self) -> QSize:
        # Asked dozens of times at each press: measured once for each text.
        key = self.text(), self.font().key()
        if key != self._measured:
            bold = QFont(self.font())
            bold.setWeight(QFont.Weight.DemiBold)
            self._measured, self._wide = key, QFontMetrics(bold).horizontalAdvance(key[0]) + 14
        return QSize(max(KEY_PX, self._wide), KEY_PX)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._from = event.globalPosition().toPoint() if self.saying is not None else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.globalPosition().toPoint()
        if self._from is not None and not self._dragging and (at - self._from).manhattanLength() > DRAG_PX:
            self._dragging = True
            self.setDown(False)
        if self._dragging:
            self.dragged.emit(at)
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragging, self._dragging, self._from = self._dragging, False, None
        if dragging:
            self.dropped.emit(event.globalPosition().toPoint())
            event.accept()
            return
        super().mouseReleaseEvent(event)

    def give_up(self) -> bool:
        """Esc while it is dragged: nothing is said. Whether it was."""
        was, self._dragging, self._from = self._dragging, False, None
        if was:
            self.given_up.emit()
        return was

    def hideEvent(self, event: QHideEvent) -> None:
        self.give_up()
        super().hideEvent(event)


class Count(QWidget):
    """A number over its word: 2 needles."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.number, self.word = "", ""
        self.setFixedSize(KEY_PX, KEY_PX)

    def show_count(self, number: str, word: str) -> None:
        if (number, word) != (self.number, self.word):
            self.number, self.word = number, word
            self.setAccessibleName(f"{number} {word}")
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font(15, QFont.Weight.DemiBold))
        painter.setPen(theme.color("text"))
        painter.drawText(QRectF(0, 3, KEY_PX, 22), Qt.AlignmentFlag.AlignCenter, self.number)
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("muted"))
        painter.drawText(QRectF(0, 23, KEY_PX, 17), Qt.AlignmentFlag.AlignCenter, self.word)


class MarkBar(QFrame):
    """`said` tells what was done, `refused` a sentence, `failed` a fault; `resized` that it wants another place."""

    said = Signal(str)
    refused = Signal(str)
    failed = Signal(object)
    resized = Signal()

    def __init__(self, view: BodyView, recent: RecentSizes) -> None:
        super().__init__(view)
        # A press between two keys is meant for a key: below it lies a muscle, and it would be marked unseen.
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setProperty("role", "markbar")
        self.setAccessibleName("Keys for the mark")
        self.hide()
        self._view = view
        self._recent = recent
        self.workspace: Workspace | None = None
        self.wanted = True
        """Whether it is shown at all: a setting."""
        self.marks: list[Mark] = []
        self._placed = ""
        self._folded: tuple[str, ...] = ()
        self._aside = self._under_way = False
        self._held: list[str] = []
        self._carried: QLabel | None = None
        self.setCursor(Qt.CursorShape.ArrowCursor)  # not the body's cross
        self._build()
        self._make_shortcuts()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(FOLLOW_MS)
        self._soon.timeout.connect(self.show_now)
        view.selection_changed.connect(self._selected)
        view.marks_changed.connect(self.refresh)
        view.placed.connect(self._just_placed)
        view.moved.connect(lambda: self.isVisibleTo(view) and self._soon.start())
        view.grasped.connect(self._grasped)
        view.installEventFilter(self)

    # -- building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE_PX, 3, EDGE_PX, EDGE_PX)
        column.setSpacing(GAP_PX)
        head = QHBoxLayout()
        head.setContentsMargins(2, 0, 2, 0)
        head.setSpacing(10)
        self.title = Label()
        self.title.setProperty("role", "strong")
        self.title.setWordWrap(True)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        head.addWidget(self.title, 1)
        self.how = Label("Drag a key onto a muscle or a mark")
        self.how.setProperty("role", "small")
        head.addWidget(self.how)
        column.addLayout(head)
        self._lines = [QHBoxLayout() for _ in range(UPRIGHT_ROWS)]
        for line in self._lines:
            line.setSpacing(GAP_PX)
            column.addLayout(line)
        self._build_twitches()
        self._build_needles()
        self.remove = self._plain("trash", "Remove (Delete)", self._remove)
        self.fold_key = self._plain("close", "Fold this bar away (Esc)", self.fold)

    def _plain(self, icon: str, tip: str, do: Callable[[], object]) -> Key:
        """A key that does something other than saying it of the marks."""
        key = Key("", tip)
        key.setParent(self)
        icons.give(key, icon, 18)
        key.clicked.connect(lambda: do())
        return key

    def _key(self, text: str, tip: str, saying: Saying) -> Key:
        key = Key(text, tip, saying)
        key.setParent(self)
        key.clicked.connect(lambda: self._press(key))
        key.dragged.connect(lambda at: self._carry(key, at))
        key.dropped.connect(lambda at: self._drop(key, at))
        key.given_up.connect(self._stop_carrying)
        return key

    def _build_twitches(self) -> None:
        self.word = Label("LTR", self)
        self.word.setProperty("role", "small")
        self.word.setToolTip("Local twitch response")
        self.word.setContentsMargins(2, 0, 4, 0)
        unsaid = Saying("LTR not recorded", {"ltr": Ltr.NOT_RECORDED, "ltr_count": None})
        none = Saying("LTR none", {"ltr": Ltr.NONE, "ltr_count": None})
        self.ltr = [
            self._key("–", "Twitch response not recorded (Alt+-)", unsaid),
            self._key("none", "No twitch (Alt+0)", none),
        ]
        for count in range(1, 5):
            tip = f"{count} twitch{'es' if count > 1 else ''} (Alt+{count})"
            self.ltr.append(self._key(str(count), tip, _twitched(count)))
        self.more_ltr = Key("5+", "More twitches, or twitched without a count (Alt+5 to Alt+9)")
        self.more_ltr.setParent(self)
        self.more_ltr.setCheckable(True)
        self.more_ltr.clicked.connect(self._offer_twitches)
        self.e_stim = self._key("e-stim", "E-stim (Alt+E)", Saying("e-stim", {"e_stim": EStim()}))

    def _build_needles(self) -> None:
        self.chips = [self._key("", "", Saying("")) for _ in range(CHIPS)]
        self.more_sizes = Key("…", "Another size")
        self.more_sizes.setParent(self)
        self.more_sizes.clicked.connect(self._offer_sizes)
        self.fewer = self._plain("minus", "Fewer needles (Alt+Down)", lambda: self._step(-1))
        self.count = Count(self)
        self.more = self._plain("plus", "More needles (Alt+Up)", lambda: self._step(1))
        left = Saying("left in place", {"disposition": Disposition.LEFT_IN_PLACE})
        out = Saying("withdrawn at once", {"disposition": Disposition.WITHDRAWN})
        self.left_in = self._key("left in", "Left in place (Alt+I)", left)
        self.out = self._key("out", "Withdrawn at once (Alt+O)", out)

    def _make_shortcuts(self) -> None:
        """Chords only: bare digits choose a layer of the body, and must never record a twitch."""
        wanted: list[tuple[str, Callable[[], object]]] = [
            ("Alt+-", lambda: self._press(self.ltr[0])),
            ("Alt+E", lambda: self._press(self.e_stim)),
            ("Alt+I", lambda: self._press(self.left_in)),
            ("Alt+O", lambda: self._press(self.out)),
            ("Alt+Up", lambda: self._step(1)),
            ("Alt+Down", lambda: self._step(-1)),
        ]
        for count in range(10):
            saying = self.ltr[1].saying if count == 0 else _twitched(count)
            wanted.append((f"Alt+{count}", lambda saying=saying: self._say(saying)))
        for place, chip in enumerate(self.chips, 1):
            wanted.append(
                (f"Ctrl+Shift+{place}", lambda chip=chip: chip.isVisibleTo(self) and self._press(chip))
            )
        self._shortcuts = []
        for keys, do in wanted:
            shortcut = QShortcut(QKeySequence(keys), self._view)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda do=do: self._meant() and do())
            self._shortcuts.append(shortcut)

    def _meant(self) -> bool:
        """Whether keys mean anything: the bar is there, or about to be."""
        return self.isVisible() or self._soon.isActive()

    # -- which marks ------------------------------------------------------------------------------------------------

    def _selected(self, ids: Sequence[str]) -> None:
        self._placed, self._aside = "", False
        self.refresh()

    def _just_placed(self, mark_id: str) -> None:
        """Also a mark made by keys, which stays unselected so that the arrows go on from it."""
        if mark_id not in self._view.selected:
            self._placed, self._aside = mark_id, False
            self.refresh()

    def refresh(self) -> None:
        """Be about the marks selected, or the one just made, from now on, and show it soon; go where there is none."""
        view = self._view
        wanted = view.selected or ((self._placed,) if self._placed else ())
        self.marks = [mark for mark in map(view.marks.mark, wanted) if mark is not None]
        ids = tuple(mark.id for mark in self.marks)
        if ids != self._folded:
            self._folded = ()
        if not self._may_show:
            self.leave()
            return
        self._soon.start()

    @property
    def _may_show(self) -> bool:
        there = bool(self.marks) and self._view.editable and self.wanted
        return there and not (self._folded or self._aside or self._under_way)

    def step_aside(self, aside: bool) -> None:
        """Another step of the visit is shown, or that of the needles again. A mark chosen meanwhile brings it back."""
        self._aside = aside
        self.refresh()

    def _grasped(self, on: bool) -> None:
        """While a mark is dragged or the body is moved it lies in the way of both."""
        self._under_way = on
        self.refresh()

    def show_now(self) -> None:
        """Show what the record says of the marks, where it leaves them free."""
        self._soon.stop()
        if self._may_show:
            self._show_marks()
            self.resized.emit()

    def leave(self) -> None:
        """Go out of sight; the keys go back to the body."""
        self._soon.stop()
        if self.isVisibleTo(self._view):
            had_keys = self.isAncestorOf(QApplication.focusWidget() or self._view)
            self.hide()
            if had_keys:
                self._view.setFocus(Qt.FocusReason.OtherFocusReason)
            self.resized.emit()

    def fold(self) -> None:
        """Out of sight until another mark is meant."""
        self._folded = tuple(mark.id for mark in self.marks)
        self._placed = ""
        self.leave()

    def _common(self, of: Callable[[Mark], Any]) -> Any:
        """What all of the marks say; None where they differ."""
        values = {of(mark) for mark in self.marks}
        return values.pop() if len(values) == 1 else None

    def _show_marks(self) -> None:
        first = self.marks[0]
        if len(self.marks) == 1:
            title = f"{self._view.marks.number(first.id)} · {first.title}"
            if first.level:
                title += f" {wording.level(first)}"
        else:
            title = f"{len(self.marks)} marks"
        if self.title.text() != title:
            self.title.setText(title)
            self.title.setToolTip(title)
        ltr = self._common(lambda mark: (mark.ltr, mark.ltr_count))
        for key in self.ltr:
            assert key.saying is not None
            key.setChecked(ltr == (key.saying.values["ltr"], key.saying.values["ltr_count"]))
        self._show_more_twitches(ltr)
        self.e_stim.setChecked(bool(self._common(lambda mark: mark.e_stim is not None and mark.e_stim.on)))
        disposition = self._common(lambda mark: mark.disposition)
        self.left_in.setChecked(disposition is Disposition.LEFT_IN_PLACE)
        self.out.setChecked(disposition is Disposition.WITHDRAWN)
        counts = [mark.needles for mark in self.marks]
        low, high = min(counts), max(counts)
        self.count.show_count(
            str(low) if low == high else f"{low}–{high}", "needle" if high == 1 else "needles"
        )
        self.fewer.setEnabled(high > 1)
        self.remove.say_tip("Remove (Delete)" if len(self.marks) == 1 else "Remove these marks (Delete)")
        self._show_sizes()

    def _show_more_twitches(self, ltr: tuple[Ltr, int | None] | None) -> None:
        """The key of the menu says a count that has no key of its own."""
        other = ltr is not None and ltr[0] is Ltr.YES and (ltr[1] is None or ltr[1] > 4)
        self.more_ltr.setChecked(other)
        self.more_ltr.setText((str(ltr[1]) if ltr[1] else "yes") if ltr is not None and other else "5+")

    def _sizes(self, room: int) -> Sequence[str]:
        """The sizes used lately, then usual ones, by thickness and length. All through a visit each keeps its place: a
        mark's own size that has no key takes that of the size used longest ago."""
        lately = list(dict.fromkeys([*self._recent.all(), *USUAL_SIZES]))
        of = (self._view.visit_id, room)
        if of != self._sizes_of:
            self._sizes_of, self._held = of, sorted(lately[:room], key=_by_measure)
        own = next((str(mark.needle) for mark in self.marks if mark.needle), "")
        if own and own not in self._held:
            oldest = max(self._held, key=lambda size: lately.index(size) if size in lately else len(lately))
            self._held[self._held.index(oldest)] = own
        return self._held

    def _show_sizes(self) -> None:
        size = self._common(lambda mark: mark.needle)
        sizes = self._sizes(self._room_for_chips)
        for place, chip in enumerate(self.chips):
            chip.setVisible(place < len(sizes))
            if place >= len(sizes):
                continue
            needle = wording.read_needle(sizes[place])
            chip.setChecked(needle is not None and needle == size)
            if chip.text() != sizes[place]:
                chip.setText(sizes[place])
                chip.say_tip(f"{sizes[place]} mm (Ctrl+Shift+{place + 1})")
                chip.saying = Saying(f"{sizes[place]} mm", {"needle": needle})
                chip.updateGeometry()

    # -- where it stands --------------------------------------------------------------------------------------------

    _room_for_chips = UPRIGHT_CHIPS
    _wide: bool | None = None
    _stands_for: tuple[str, ...] = ()
    _stood: QRect = QRect()
    _sizes_of: tuple[str, int] = ("", 0)

    def place(self, floor: int) -> QRect:
        """Stand on `floor` (pixels of the view), or as far above it as leaves the marks free; where it stands then.

        Shown by this, so that it never appears in a wrong place first.
        """
        if not self._may_show:
            return QRect()
        if not self.isVisibleTo(self._view) and self._soon.isActive():
            return QRect()  # it is not known yet what it is to show
        view = self._view
        floor = self._floor_kept(floor)
        wide = self._arrange(view.width() - 2 * EDGE_PX)
        width = min(self.layout().sizeHint().width(), view.width() - 2 * EDGE_PX)
        fits = self.title.fontMetrics().horizontalAdvance(self.title.text()) <= width - 2 * EDGE_PX - 8
        self.title.setFixedHeight(22 if wide or fits else 38)
        height = self.layout().sizeHint().height()
        taken = [
            one.extent.toAlignedRect().adjusted(-CLEAR_PX, -CLEAR_PX, CLEAR_PX, CLEAR_PX)
            for mark in self.marks
            if (one := view.marks.get(mark.id)) is not None
        ]
        left, right = EDGE_PX, view.width() - EDGE_PX - width
        for where in self._places(
            [
                QRect(x, floor - height, width, height)
                for x in ([(left + right) // 2] if wide else [left, right])
            ]
        ):
            if not any(where.intersects(one) for one in taken):
                break
        else:
            where = _above(QRect((left + right) // 2 if wide else left, floor - height, width, height), taken)
        self._stands_for, self._stood = tuple(mark.id for mark in self.marks), where
        self.setGeometry(where)
        if not self.isVisibleTo(self._view):
            self.show()
            self.raise_()
        return where

    _floor = (0, 0, "")  # what it stands on, how high the view was then, and in which visit

    def _floor_kept(self, floor: int) -> int:
        """It gives way to a message below it, but does not come down again when that goes: a press meant for the
        message's cross would meet the key that takes the mark out. Nor does it for the next mark of the visit, where it
        was one line: its keys are where they were when the last mark was made."""
        kept, height, visit_id = self._floor
        same = tuple(mark.id for mark in self.marks) == self._stands_for and self.isVisibleTo(self._view)
        little = visit_id == self._view.visit_id and floor - kept <= ONE_LINE_PX
        if (same or little) and height == self._view.height():
            floor = min(floor, kept)
        self._floor = floor, self._view.height(), self._view.visit_id
        return floor

    def _places(self, places: list[QRect]) -> list[QRect]:
        """The best first. While the same marks are meant it stays: it must not go away under the hand."""
        view, ids = self._view, tuple(mark.id for mark in self.marks)
        if ids == self._stands_for:
            return sorted(places, key=lambda where: where.left() != self._stood.left())
        others = [one.extent.toAlignedRect() for one in view.marks.shown]
        return best_first(places, self._stood, view.pointer, others)

    def _arrange(self, room: int) -> bool:
        """In one row where there is room for that, else upright in rows of four. Whether it is one row."""
        inner = room - 2 * EDGE_PX - 2
        chip = max((one.sizeHint().width() for one in self.chips if one.text()), default=60) + GAP_PX
        twitches, stim = [self.word, *self.ltr, self.more_ltr], [self.e_stim]
        counts, places = [self.fewer, self.count, self.more], [self.left_in, self.out]
        ends = [self.remove, self.fold_key]
        fixed = [*twitches, *stim, self.more_sizes, *counts, *places, *ends]
        taken = sum(part.sizeHint().width() + GAP_PX for part in fixed) + 5 * PART_PX
        wide = taken + WIDE_CHIPS * chip <= inner
        self._room_for_chips = min(CHIPS, (inner - taken) // chip) if wide else UPRIGHT_CHIPS
        self._show_sizes()
        if wide is not self._wide:
            self._wide = wide
            self.word.setVisible(wide)
            self.how.setVisible(wide)
            self.ltr[0].setText("–" if wide else "LTR –")
            sizes: list[QWidget] = [*self.chips, self.more_sizes]
            if wide:
                self._lay([[twitches, stim, sizes, counts, places, ends]])
            else:
                self._lay(
                    [
                        [self.ltr[:4]],
                        [[*self.ltr[4:], self.more_ltr, *stim]],
                        [self.chips],
                        [[self.more_sizes, *counts]],
                        [[*places, *ends]],
                    ]
                )
        self.layout().activate()
        return wide

    def _lay(self, lines: Sequence[Sequence[Sequence[QWidget]]]) -> None:
        """Lines of groups of keys, and Tab along them."""
        for line in self._lines:
            while line.takeAt(0) is not None:
                pass
        order: list[QWidget] = []
        for line, groups in zip(self._lines, lines, strict=False):
            for number, group in enumerate(groups):
                if number:
                    line.addSpacing(PART_PX)
                for part in group:
                    line.addWidget(part, 0 if len(lines) == 1 else 1)
                    order.append(part)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    # -- what is said -----------------------------------------------------------------------------------------------

    def _press(self, key: Key) -> None:
        """Say what the key says; where all of the marks say so already, take it back to not recorded."""
        saying = key.saying
        if saying is None or not self.marks:
            return
        [(name, value), *_] = saying.values.items()
        if name == "e_stim":
            if self._common(lambda mark: mark.e_stim is not None and mark.e_stim.on):
                self._say(Saying("e-stim not recorded", {"e_stim": None}))
            else:
                self._do(
                    lambda ws, ids: ws.marks.stimulate(ids, on=True, origin=self), saying.words
                )  # keeps settings that some of them have
        elif name == "disposition" and self._common(lambda mark: mark.disposition) is value:
            self._say(Saying("left in place or not: not recorded", {"disposition": Disposition.NOT_RECORDED}))
        else:
            self._say(saying)

    def _say(self, saying: Saying | None) -> None:
        if saying is None:
            return
        self._do(lambda ws, ids: ws.marks.change(ids, origin=self, **saying.values), saying.words)
        if isinstance(size := saying.values.get("needle"), NeedleSize):
            self._recent.used([size])

    def _step(self, by: int) -> None:
        self._do(lambda ws, ids: ws.marks.step_needles(ids, by, origin=self), "")

    def _do(self, verb: Callable[[Workspace, list[str]], Sequence[Mark]], words: str) -> None:
        """One verb on all of the marks; then what was done, or what is worth asking, in the status line."""
        if self.workspace is None or not self.marks:
            return
        held = list(self.marks)
        ids = [mark.id for mark in held]
        asked = {question for mark in self.marks for question in asked_about(mark)}
        try:
            changed = verb(self.workspace, ids)
        except Refused as refused:
            self.refused.emit(refused.sentence)
        except RecordsFault as fault:
            self.failed.emit(fault)
        else:
            questions = [q.sentence for mark in changed for q in asked_about(mark) if q not in asked]
            if questions:
                self.said.emit(questions[0])
            elif changed:
                named = changed[0].title if len(ids) == 1 else f"{len(ids)} marks"
                if not words:
                    words = "1 needle" if changed[0].needles == 1 else f"{changed[0].needles} needles"
                if len(ids) > 1 and (replaced := results_replaced(held, changed)):
                    words = f"{words}; {replaced}"
                self.said.emit(f"{named}: {words}")
        self.refresh()
        self.show_now()

    def _remove(self) -> None:
        if self._placed and not self._view.selected:
            self._view.select((self._placed,))
        self._view.remove_selected()

    # -- the menus --------------------------------------------------------------------------------------------------

    def _offer_twitches(self) -> None:
        self.show_now()  # the press has turned the key; it shows what the record says
        menu = quiet_menu(self)
        menu.setObjectName("twitches-menu")
        heading(menu, "Twitch responses")
        for count in (*range(5, 11), 12, 15, 20):
            keys = f"\tAlt+{count}" if count < 10 else ""
            menu.addAction(f"{count}{keys}").triggered.connect(
                lambda _=False, count=count: self._say(_twitched(count))
            )
        menu.addSeparator()
        menu.addAction("Twitched, not counted").triggered.connect(
            lambda: self._say(Saying("LTR yes", {"ltr": Ltr.YES, "ltr_count": None}))
        )
        self._popup(menu, self.more_ltr)

    def _offer_sizes(self) -> None:
        menu = quiet_menu(self)
        menu.setObjectName("sizes-menu")
        heading(menu, "Needle size")
        shown = {chip.text() for chip in self.chips if chip.isVisibleTo(self)}
        for size in dict.fromkeys([*self._recent.all(), *USUAL_SIZES]):
            if size not in shown:
                menu.addAction(f"{size} mm").triggered.connect(
                    lambda _=False, size=size: self._say_size(wording.read_needle(size))
                )
        line, action = line_in_menu(menu, "other-size", "0.30x40 or a length, then Enter", 30)
        line.setAccessibleName("Needle size, diameter by length in millimetres, then Enter")
        menu.addAction(action)
        why = RefusalInMenu(menu, line)

        def take() -> None:
            """What is no size stays as typed, with the reason below it."""
            try:
                size = wording.read_needle(line.text(), self._present_size())
            except Refused as refused:
                why.say(refused.sentence)
                return
            menu.close()
            self._say_size(size)

        line.returnPressed.connect(take)
        self._popup(menu, self.more_sizes)
        line.setFocus(Qt.FocusReason.PopupFocusReason)

    def _present_size(self) -> NeedleSize | None:
        """A size of the marks' one diameter; None where they differ in that or have none."""
        held = [mark.needle for mark in self.marks]
        return held[0] if len({size and size.diameter_um for size in held}) == 1 else None

    def _say_size(self, size: NeedleSize | None) -> None:
        if size is not None:
            self._say(Saying(f"{size} mm", {"needle": size}))

    @staticmethod
    def _popup(menu: QMenu, key: QWidget) -> None:
        at = key.mapToGlobal(QPoint(0, 0))
        menu.popup(at - QPoint(0, menu.sizeHint().height() + 4))

    # -- keys dragged onto the body ---------------------------------------------------------------------------------

    def _carry(self, key: Key, at: QPoint) -> None:
        """The key's words go with the pointer; what it would be dropped on lights up."""
        if self._carried is None:
            assert key.saying is not None
            self._carried = Label(key.saying.words, self._view)
            self._carried.setProperty("role", "carried")
            self._carried.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._carried.adjustSize()
            self._carried.show()
            self._carried.raise_()
            key.grabKeyboard()
        here = self._view.mapFromGlobal(at)
        self._carried.move(here + QPoint(14, -self._carried.height() - 6))
        self._view.point_at(None if self._over_bar(here) else QPointF(here))

    def _over_bar(self, here: QPoint) -> bool:
        return self.geometry().contains(here) or not self._view.rect().contains(here)

    def _drop(self, key: Key, at: QPoint) -> None:
        self._stop_carrying()
        here = self._view.mapFromGlobal(at)
        if key.saying is None or self._over_bar(here):
            return
        mark = self._view.say_at(QPointF(here), key.saying.values, key.saying.words)
        if mark is not None and isinstance(size := key.saying.values.get("needle"), NeedleSize):
            self._recent.used([size])
        self.refresh()
        self.show_now()

    def _stop_carrying(self) -> None:
        if self._carried is not None:
            self._carried.hide()
            self._carried.deleteLater()
            self._carried = None
            self._view.point_at(None)
            if (grabber := QWidget.keyboardGrabber()) is not None:
                grabber.releaseKeyboard()

    # -- Esc --------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if not any(key.give_up() for key in self.findChildren(Key)):
                self.fold()
            event.accept()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc on the body folds it away where no mark is selected that Esc would let go of."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self._meant()
            and not self._view.selected
        ):
            self.fold()
            return True
        return super().eventFilter(watched, event)


def _above(where: QRect, taken: Sequence[QRect]) -> QRect:
    """That place, moved up until it lies on none of those; where nothing is free up to the top, that place."""
    here = where
    while hit := [one for one in taken if here.intersects(one)]:
        here = QRect(here.left(), min(one.top() for one in hit) - here.height(), here.width(), here.height())
        if here.top() < EDGE_PX:
            return where
    return here


def _twitched(count: int) -> Saying:
    return Saying(f"LTR {count}", {"ltr": Ltr.YES, "ltr_count": count})


def _by_measure(size: str) -> tuple[int, int]:
    needle = wording.read_needle(size)
    return (needle.diameter_um, needle.length_mm) if needle else (0, 0)
