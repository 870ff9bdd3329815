"""The mark bar: what is said most often of the mark just made, or of those selected, each in one press of a large key.

It floats at the foot of the body and moves up where it would lie on a mark that it is about. A key pressed is one edit
of all those marks and one undo step. Dragged onto a muscle a key marks it with what the key says, dragged onto a mark
it says it of that one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

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
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from bodymap.charting import wording
from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.records import Disposition, EStim, Ltr, Mark, NeedleSize
from bodymap.charting.rules import asked_about
from bodymap.ui import icons, theme
from bodymap.ui.body_view import BodyView
from bodymap.ui.elided import Elided
from bodymap.ui.needle_field import RecentSizes
from bodymap.ui.tissue_menu import heading, quiet_menu
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
FOLLOW_MS = 40
"""The bar follows a mark or a pan after its own picture; what its keys mean follows at once."""
LTR_UNSAID = "LTR –"
PART_PX = 8
"""Between the parts of a row."""


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
        self.setProperty("role", "key")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCheckable(saying is not None)
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
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        return QSize(max(KEY_PX, QFontMetrics(bold).horizontalAdvance(self.text()) + 14), KEY_PX)

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

    def __init__(self) -> None:
        super().__init__()
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
        self.setProperty("role", "markbar")
        self.setAccessibleName("Mark bar")
        self.hide()
        self._view = view
        self._recent = recent
        self.workspace: Workspace | None = None
        self.wanted = True
        """Whether it is shown at all: a setting."""
        self.marks: list[Mark] = []
        self._placed = ""
        self._folded: tuple[str, ...] = ()
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
        view.installEventFilter(self)

    # -- building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE_PX, 3, EDGE_PX, EDGE_PX)
        column.setSpacing(GAP_PX)
        head = QHBoxLayout()
        head.setContentsMargins(2, 0, 2, 0)
        head.setSpacing(10)
        self.title = Elided()
        self.title.setProperty("role", "strong")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setMinimumHeight(22)
        head.addWidget(self.title, 1)
        self.how = QLabel("Drag a key onto a muscle or a mark")
        self.how.setProperty("role", "small")
        head.addWidget(self.how)
        column.addLayout(head)
        self._lines = [QHBoxLayout() for _ in range(3)]
        for line in self._lines:
            line.setSpacing(PART_PX)
            column.addLayout(line)
        self.twitches, self.stim, self.sizes, self.counts, self.places, self.ends = (
            QWidget(self) for _ in range(6)
        )
        self._build_twitches(self._row(self.twitches), self._row(self.stim))
        self._build_needles(self._row(self.sizes), self._row(self.counts), self._row(self.places))
        self._build_ends(self._row(self.ends))

    @staticmethod
    def _row(part: QWidget) -> QHBoxLayout:
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_PX)
        return row

    def _key(self, row: QBoxLayout, text: str, tip: str, saying: Saying) -> Key:
        key = Key(text, tip, saying)
        key.clicked.connect(lambda: self._press(key))
        key.dragged.connect(lambda at: self._carry(key, at))
        key.dropped.connect(lambda at: self._drop(key, at))
        key.given_up.connect(self._stop_carrying)
        row.addWidget(key)
        return key

    def _build_twitches(self, row: QHBoxLayout, stim: QHBoxLayout) -> None:
        self.word = QLabel("LTR")
        self.word.setProperty("role", "small")
        self.word.setToolTip("Local twitch response")
        self.word.setContentsMargins(2, 0, 4, 0)
        row.addWidget(self.word)
        self.ltr = [
            self._key(
                row,
                "–",
                "Twitch response not recorded (Alt+-)",
                Saying("LTR not recorded", {"ltr": Ltr.NOT_RECORDED, "ltr_count": None}),
            ),
            self._key(
                row, "none", "No twitch (Alt+0)", Saying("LTR none", {"ltr": Ltr.NONE, "ltr_count": None})
            ),
        ]
        for count in range(1, 5):
            tip = f"{count} twitch{'es' if count > 1 else ''} (Alt+{count})"
            self.ltr.append(self._key(row, str(count), tip, _twitched(count)))
        self.more_ltr = Key("5+", "More twitches, or twitched without a count (Alt+5 to Alt+9)")
        self.more_ltr.setCheckable(True)
        self.more_ltr.clicked.connect(self._offer_twitches)
        row.addWidget(self.more_ltr)
        self.e_stim = self._key(stim, "e-stim", "E-stim (Alt+E)", Saying("e-stim", {"e_stim": EStim()}))

    def _build_needles(self, sizes: QHBoxLayout, counts: QHBoxLayout, places: QHBoxLayout) -> None:
        self.chips = [self._key(sizes, "", "", Saying("")) for _ in range(CHIPS)]
        self.more_sizes = Key("…", "Another size")
        self.more_sizes.clicked.connect(self._offer_sizes)
        sizes.addWidget(self.more_sizes)
        self.fewer = Key("", "Fewer needles (Alt+Down)")
        self.more = Key("", "More needles (Alt+Up)")
        self.count = Count()
        icons.give(self.fewer, "minus", 18)
        icons.give(self.more, "plus", 18)
        self.fewer.clicked.connect(lambda: self._step(-1))
        self.more.clicked.connect(lambda: self._step(1))
        for part in (self.fewer, self.count, self.more):
            counts.addWidget(part)
        self.left_in = self._key(
            places,
            "left in",
            "Left in place (Alt+I)",
            Saying("left in place", {"disposition": Disposition.LEFT_IN_PLACE}),
        )
        self.out = self._key(
            places,
            "out",
            "Withdrawn at once (Alt+O)",
            Saying("withdrawn at once", {"disposition": Disposition.WITHDRAWN}),
        )

    def _build_ends(self, row: QHBoxLayout) -> None:
        self.remove = Key("", "Remove (Delete)")
        icons.give(self.remove, "trash", 20)
        self.remove.clicked.connect(self._remove)
        self.fold_key = Key("", "Fold this bar away (Esc)")
        icons.give(self.fold_key, "close", 18)
        self.fold_key.clicked.connect(self.fold)
        row.addWidget(self.remove)
        row.addWidget(self.fold_key)

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
        self._placed = ""
        self.refresh()

    def _just_placed(self, mark_id: str) -> None:
        """Also a mark made by keys, which stays unselected so that the arrows go on from it."""
        if mark_id not in self._view.selected:
            self._placed = mark_id
            self.refresh()

    def refresh(self) -> None:
        """Be about the marks selected, or the one just made, from now on, and show it soon; go where there is none."""
        view = self._view
        wanted = view.selected or ((self._placed,) if self._placed else ())
        self.marks = [mark for mark in map(view.marks.mark, wanted) if mark is not None]
        ids = tuple(mark.id for mark in self.marks)
        if ids != self._folded:
            self._folded = ()
        if not self.marks or not view.editable or self._folded or not self.wanted:
            self.leave()
            return
        self._soon.start()

    def show_now(self) -> None:
        """Show what the record says of the marks, where it leaves them free."""
        self._soon.stop()
        if self.marks and self._view.editable and not self._folded and self.wanted:
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
        self._show_more_twitches()
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

    def _show_more_twitches(self) -> None:
        """The key of the menu says a count that has no key of its own."""
        ltr = self._common(lambda mark: (mark.ltr, mark.ltr_count))
        most = 3 if self.ltr[-1].isHidden() else 4
        other = ltr is not None and ltr[0] is Ltr.YES and (ltr[1] is None or ltr[1] > most)
        self.more_ltr.setChecked(other)
        text = (str(ltr[1]) if ltr[1] else "yes") if other else f"{most + 1}+"
        if self.more_ltr.text() != text:
            self.more_ltr.setText(text)

    def _sizes(self, room: int) -> list[str]:
        """The sizes used lately, then usual ones, the mark's own among them; by thickness and length, so that a size
        keeps its place while the others are used."""
        held = list(dict.fromkeys([*self._recent.all(), *USUAL_SIZES]))[:room]
        own = [str(mark.needle) for mark in self.marks if mark.needle]
        if own and own[0] not in held:
            held[-1] = own[0]
        return sorted(held, key=_by_measure)

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

    _room_for_chips = 3
    _as_arranged: tuple[tuple[QWidget, ...], ...] = ()

    def place(self, floor: int) -> QRect:
        """Stand on `floor` (pixels of the view), or as far above it as leaves the marks free; where it stands then.

        Shown by this, so that it never appears in a wrong place first.
        """
        if not self.marks or self._folded or not self.wanted or not self._view.editable:
            return QRect()
        if not self.isVisibleTo(self._view) and self._soon.isActive():
            return QRect()  # it is not known yet what it is to show
        width = self._arrange(self._view.width() - 2 * EDGE_PX)
        height = self.sizeHint().height()
        left = (self._view.width() - width) // 2
        taken = [
            one.extent.toAlignedRect().adjusted(-CLEAR_PX, -CLEAR_PX, CLEAR_PX, CLEAR_PX)
            for mark in self.marks
            if (one := self._view.marks.get(mark.id)) is not None
        ]
        foot = QRect(left, floor - height, width, height)
        where = foot
        while any(where.intersects(one) for one in taken):
            # Above the highest mark that is in the way, and look again.
            above = min(one.top() for one in taken if where.intersects(one))
            where = QRect(left, above - height, width, height)
            if where.top() < EDGE_PX:
                where = foot  # marks from head to foot: there is no place that is clear of all of them
                break
        self.setGeometry(where)
        if not self.isVisibleTo(self._view):
            self.show()
            self.raise_()
        return where

    def _arrange(self, room: int) -> int:
        """In one row where there is room for it, else in two or three; its width. Where even those are short of room
        the word LTR moves into the first key, then the key for four twitches into the menu of more."""
        inner = room - 2 * EDGE_PX - 2
        chip = max((one.sizeHint().width() for one in self.chips if one.text()), default=60) + GAP_PX
        least = 2 * chip + KEY_PX
        width = {part: part.sizeHint().width() for part in self._parts()}
        four, word = self.ltr[-1].sizeHint().width() + GAP_PX, self.word.sizeHint().width() + GAP_PX
        self.ltr[0].setText("–")
        keys = GAP_PX * 6 + sum(key.sizeHint().width() for key in (*self.ltr, self.more_ltr))
        self.ltr[0].setText(LTR_UNSAID)
        merged = GAP_PX * 6 + sum(key.sizeHint().width() for key in (*self.ltr, self.more_ltr))
        twitches = word + keys
        after = width[self.stim] + width[self.ends] + 2 * PART_PX
        low = width[self.counts] + width[self.places] + 2 * PART_PX
        wide = twitches + after + low + 2 * chip + least + PART_PX <= inner
        three = not wide and (merged - four + after > inner or least + low > inner)
        tight = not wide and twitches + after > inner
        self.word.setHidden(tight)
        self.ltr[0].setText(LTR_UNSAID if tight else "–")
        self.ltr[-1].setHidden(merged > inner if three else tight and merged + after > inner)
        if wide:
            beside = twitches + after + low + PART_PX
            lines: tuple[tuple[QWidget, ...], ...] = (self._parts(),)
        elif three:
            beside = width[self.counts] + PART_PX
            lines = (
                (self.twitches,),
                (self.stim, self.places, self.ends),
                (self.sizes, self.counts),
            )
        else:
            beside = low
            lines = ((self.twitches, self.stim, self.ends), (self.sizes, self.counts, self.places))
        self._room_for_chips = min(CHIPS, max(2, (inner - beside - KEY_PX) // chip))
        self._show_sizes()
        self._show_more_twitches()
        if lines != self._as_arranged:
            self._as_arranged = lines
            self._lay(lines)
        self.how.setVisible(inner > 420)
        self.layout().activate()
        return min(room, self.layout().sizeHint().width())

    def _parts(self) -> tuple[QWidget, ...]:
        return (self.twitches, self.stim, self.sizes, self.counts, self.places, self.ends)

    def _lay(self, lines: tuple[tuple[QWidget, ...], ...]) -> None:
        for line in self._lines:
            while line.takeAt(0) is not None:
                pass
        for line, parts in zip(self._lines, lines, strict=False):
            for part in parts:
                if part is self.ends:
                    line.addStretch(1)
                line.addWidget(part)
            if self.ends not in parts:
                line.addStretch(1)

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
        ids = [mark.id for mark in self.marks]
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
        for count in (*range(4 if self.ltr[-1].isHidden() else 5, 11), 12, 15, 20):
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
                    lambda _=False, size=size: self._say_size(size)
                )
        line = QLineEdit()
        line.setObjectName("other-size")
        line.setPlaceholderText("0.30x40, then Enter")
        line.setAccessibleName("Needle size, diameter by length in millimetres, then Enter")
        line.setMaxLength(30)
        holder = QWidget(menu)
        row = QHBoxLayout(holder)
        row.setContentsMargins(8, 3, 8, 5)
        row.addWidget(line)
        holder.setFocusProxy(line)
        action = QWidgetAction(menu)
        action.setDefaultWidget(holder)
        menu.addAction(action)

        def take() -> None:
            menu.close()
            self._say_size(line.text())

        line.returnPressed.connect(take)
        self._popup(menu, self.more_sizes)
        line.setFocus(Qt.FocusReason.PopupFocusReason)

    def _say_size(self, text: str) -> None:
        try:
            size = wording.read_needle(text)
        except Refused as refused:
            self.refused.emit(refused.sentence)
            return
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
            self._carried = QLabel(key.saying.words, self._view)
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


def _twitched(count: int) -> Saying:
    return Saying(f"LTR {count}", {"ltr": Ltr.YES, "ltr_count": count})


def _by_measure(size: str) -> tuple[int, int]:
    needle = wording.read_needle(size)
    return (needle.diameter_um, needle.length_mm) if needle else (0, 0)
