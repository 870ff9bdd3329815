"""Ghosts on the body: rings where the last visits needled. A click confirms one, a lasso those within it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QRegion
from PySide6.QtWidgets import QMenu

from bodymap.charting.faults import NotNeedled, RecordsFault, Refused
from bodymap.drawing.ghosts import RADIUS_PX, ghost_radius, paint_ghost
from bodymap.drawing.plates import View
from bodymap.ui.overlay import Overlay

if TYPE_CHECKING:
    from bodymap.charting.ghosts import Ghost
    from bodymap.charting.records import Mark, Point, Side
    from bodymap.drawing.inks import Ink
    from bodymap.settings import Preferences
    from bodymap.ui.body_view import BodyView
    from bodymap.workspace.changes import Changed
    from bodymap.workspace.workspace import Workspace

OTHER_LAYER = 0.5
"""Opacity of ghosts that lie in another layer than the one shown."""
EARLIER = 0.6
"""Opacity of the ghosts of the visit before the last; older ones fade further."""
FAINTEST = 0.25


class Ring(NamedTuple):
    """A ghost of the plate shown: its centre and the pixels (logical) that its ring may touch."""

    ghost: Ghost
    x: float
    y: float
    rect: QRectF
    box: QRect

    @property
    def centre(self) -> QPointF:
        return QPointF(self.x, self.y)


class GhostsShown(Overlay):
    """Ghosts as an overlay of the body view. `shown` tells that there are others now, `told` a quiet line, `failed` a
    RecordsFault, `tool_changed` whether drags draw a lasso.
    """

    shown = Signal()
    told = Signal(str)
    failed = Signal(object)
    tool_changed = Signal(bool)

    def __init__(self, view: BodyView) -> None:
        super().__init__(view)
        self._view = view
        self._workspace: Workspace | None = None
        self._visit_id = ""
        self._preferences: Preferences | None = None
        self.ghosts: tuple[Ghost, ...] = ()
        self._here: tuple[Ghost, ...] = ()
        self._rings: dict[str, Ring] = {}  # of those, by id; found when they are asked for
        self._rings_here: tuple[Ring, ...] | None = (
            None  # of all those, in their order; None: to be found anew
        )
        self._by_id: dict[str, Ghost] = {}
        self._plate, self._layer, self._mapping = "", 1, View(1.0, 0.0, 0.0)
        self._hovered = ""
        self._lasso: QPolygonF | None = None
        self.lassoing = False
        view.marks_changed.connect(self.read)

    def remember_in(self, preferences: Preferences) -> None:
        """Where it is remembered whether ghosts are shown."""
        self._preferences = preferences

    # -- what is shown ---------------------------------------------------------------------------------------

    @property
    def hidden(self) -> bool:
        """Whether ghosts are not to be seen; they can still be confirmed by key."""
        return self._preferences is not None and bool(self._preferences["ghosts_hidden"])

    def set_hidden(self, hidden: bool) -> None:
        """Show ghosts no longer, or again; remembered."""
        if self._preferences is not None and hidden != self.hidden:
            self._preferences["ghosts_hidden"] = hidden
            self.choose_lasso(False)
            self._sort()
            self.changed.emit(None)
            self.shown.emit()

    def show_visit(self, workspace: Workspace | None, visit_id: str) -> None:
        """Show this visit's ghosts; without one, none."""
        self._workspace, self._visit_id = workspace, visit_id
        self.choose_lasso(False)
        self.read()

    def on_changed(self, changed: Changed) -> None:
        """Take in what a verb changed, unless it is a mark of the visit: the view tells that itself."""
        if set(changed.ids) & {"visit", "set"} or (changed.of("mark") and changed.scope != self._visit_id):
            self.read()

    def read(self) -> None:
        """What is a ghost now, given the visit's marks."""
        found: Sequence[Ghost] = ()
        if self._workspace is not None and self._visit_id and self._view.editable:
            try:
                found = self._workspace.ghosts.of(self._visit_id, self._view.visit_marks)
            except RecordsFault as fault:
                self.failed.emit(fault)
        if self._view.not_needled:
            # Last time is not offered to somebody who is sent away; a set was laid to be needled.
            found = [one for one in found if one.from_set]
        if tuple(found) != self.ghosts:
            before = {one.id: one for one in self._here}
            self.ghosts = tuple(found)
            self._by_id = {one.id: one for one in self.ghosts}
            self._sort()
            after = {one.id: one for one in self._here}
            self.changed.emit(
                [self._ring(before.get(one) or after[one]).rect for one in before.keys() ^ after]
            )
        self.shown.emit()

    def lay_out(self, plate: str, layer: int, view: View) -> None:
        turned = (plate, layer) != (self._plate, self._layer)
        if view != self._mapping:
            self._rings.clear()
            self._rings_here = None
        self._plate, self._layer, self._mapping = plate, layer, view
        if turned:
            self._sort()

    def _sort(self) -> None:
        """Those of the plate shown; the newest last, so that it lies on top."""
        here = [one for one in self.ghosts if one.point is not None and one.point.plate == self._plate]
        self._here = () if self.hidden else tuple(reversed(here))
        self._rings_here = None

    @property
    def visible(self) -> tuple[Ghost, ...]:
        """The ghosts on the plate shown, those of all layers."""
        return self._here

    @property
    def workspace(self) -> Workspace | None:
        return self._workspace

    @property
    def visit_id(self) -> str:
        return self._visit_id

    @property
    def editable(self) -> bool:
        """Whether the visit shown is a draft."""
        return bool(self._visit_id) and self._view.editable

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks of the visit shown, in the order of their numbers."""
        return self._view.visit_marks

    @property
    def selected(self) -> tuple[str, ...]:
        """The ids of the marks selected."""
        return self._view.selected

    def newest(self) -> list[Ghost]:
        """Those of the last visit, and of sets."""
        return [one for one in self.ghosts if one.age == 0]

    def points(self) -> list[Point]:
        """Where those lie, unless they are hidden."""
        return [] if self.hidden else [one.point for one in self.newest() if one.point is not None]

    def _ring(self, ghost: Ghost) -> Ring:
        ring = self._rings.get(ghost.id)
        if ring is None or ring.ghost is not ghost:
            assert ghost.point is not None
            x, y = self._mapping.to_px(ghost.point.u, ghost.point.v)
            reach = RADIUS_PX + 5.0
            rect = QRectF(x - reach, y - reach, 2 * reach, 2 * reach)
            ring = self._rings[ghost.id] = Ring(ghost, x, y, rect, rect.toAlignedRect())
        return ring

    def _all_rings(self) -> tuple[Ring, ...]:
        if self._rings_here is None:
            self._rings_here = tuple(map(self._ring, self._here))
        return self._rings_here

    def rect_of(self, item: str) -> QRectF:
        ghost = self._by_id.get(item)
        return self._ring(ghost).rect if ghost is not None and ghost.point is not None else QRectF()

    def paint(self, painter: QPainter, region: QRegion, ink: Ink) -> None:
        seen = region.boundingRect()
        # Plain numbers first: of two hundred rings a click has two painted anew.
        reach = RADIUS_PX + 6.0
        left, right = seen.left() - reach, seen.right() + reach
        top, low = seen.top() - reach, seen.bottom() + reach
        for ring in self._all_rings():
            if not (left <= ring.x <= right and top <= ring.y <= low) or not region.intersects(ring.box):
                continue
            ghost = ring.ghost
            painter.setOpacity(self._opacity(ghost, ink))
            paint_ghost(
                painter,
                ring.centre,
                ink,
                dpr=self._view.devicePixelRatioF(),
                age=ghost.age,
                from_set=ghost.from_set,
                hovered=ghost.id == self._hovered,
            )
        painter.setOpacity(1.0)
        if self._lasso is not None:
            painter.setPen(QPen(ink.ghost.edge, 1.6, Qt.PenStyle.DashLine))
            fill = QColor(ink.ghost.fill)
            fill.setAlphaF(0.12)
            painter.setBrush(fill)
            painter.drawPolygon(self._lasso)

    def _opacity(self, ghost: Ghost, ink: Ink) -> float:
        if ink.bold or ghost.id == self._hovered:
            return 1.0
        assert ghost.point is not None
        faint = 1.0 if ghost.age == 0 else max(FAINTEST, EARLIER - 0.08 * (ghost.age - 1))
        return faint if ghost.point.layer == self._layer else faint * OTHER_LAYER

    # -- pointer ---------------------------------------------------------------------------------------------

    def at(self, at: QPointF, reach: float) -> str:
        best, distance = "", math.inf
        x, y, beyond = at.x(), at.y(), max(0.0, reach - 4.0)
        furthest = RADIUS_PX + beyond
        for ring in self._all_rings():
            if abs(x - ring.x) > furthest or abs(y - ring.y) > furthest:
                continue
            ghost = ring.ghost
            assert ghost.point is not None
            # One of another layer leaves the press to the muscle that is seen there.
            if ghost.point.layer != self._layer:
                continue
            away = math.hypot(x - ring.x, y - ring.y)
            # Of two at one place the newest is meant: it comes last.
            if away <= ghost_radius(ghost.age) + beyond and away <= distance:
                best, distance = ghost.id, away
        return best

    def word(self, item: str) -> str:
        ghost = self._by_id.get(item)
        if ghost is None or self._workspace is None:
            return ""
        return f"{self._workspace.ghosts.words(ghost)} · click: again today"

    def hover(self, item: str) -> None:
        if item != self._hovered:
            before, self._hovered = self._hovered, item
            self.changed.emit([self.rect_of(one) for one in (before, item) if one])

    def press(self, item: str, modifiers: Qt.KeyboardModifier) -> None:
        """A click confirms."""
        self.confirm([item])

    def place_of(self, item: str) -> QPointF:
        ghost = self._by_id.get(item)
        return self._ring(ghost).centre if ghost is not None and ghost.point is not None else QPointF()

    # -- lasso -----------------------------------------------------------------------------------------------

    def choose_lasso(self, on: bool) -> None:
        """From now on a drag draws a lasso, or pans the plate again."""
        on = on and bool(self.ghosts)
        if on != self.lassoing:
            self.lassoing = on
            self.tool_changed.emit(on)
            self.changed.emit(None)

    def takes_lasso(self, modifiers: Qt.KeyboardModifier) -> bool:
        wanted = self.lassoing or bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        return wanted and bool(self._here) and self._view.editable

    def takes_long_press(self) -> bool:
        return bool(self._here) and self._view.editable

    def lasso(self, path: Sequence[QPointF]) -> None:
        before = self._lasso
        self._lasso = QPolygonF(list(path)) if path else None
        rects = [
            one.boundingRect().adjusted(-3, -3, 3, 3) for one in (before, self._lasso) if one is not None
        ]
        self.changed.emit(rects)

    def lassoed(self, path: Sequence[QPointF]) -> None:
        self.lasso(())
        loop = QPolygonF(list(path))
        within = [
            one.id
            for one in self._here
            if loop.containsPoint(self._ring(one).centre, Qt.FillRule.OddEvenFill)
        ]
        self.choose_lasso(False)
        if within:
            self.confirm(within)
        else:
            self.told.emit("Nothing of an earlier visit lies within the loop.")

    def hint(self) -> str:
        return "Draw a loop round what is needled again. Esc: back to needles." if self.lassoing else ""

    def escape(self) -> bool:
        was, _ = self.lassoing, self.choose_lasso(False)
        return was

    # -- verbs -----------------------------------------------------------------------------------------------

    def confirm(self, ghost_ids: Sequence[str]) -> None:
        """Marks of these ghosts."""
        workspace, visit_id = self._workspace, self._visit_id
        if workspace is not None and self._may_change():
            known = self._by_id
            with self._view.laid_out_once():
                self._show_confirmed(
                    self._do(
                        lambda: workspace.ghosts.confirm(
                            visit_id, ghost_ids, marks=self.marks, origin=self._view
                        ),
                        again=lambda: self.confirm(ghost_ids),
                    )
                    or (),
                    known,
                )

    def same_as_last_time(self) -> None:
        """All of a set where one lies on the body, else of the last visit."""
        workspace, visit_id = self._workspace, self._visit_id
        if workspace is None or not visit_id or not self._may_change():
            return
        known = self._by_id
        marks = self._do(
            lambda: workspace.ghosts.same_as_last_time(visit_id, marks=self.marks, origin=self._view),
            again=self.same_as_last_time,
        )
        if marks is None:
            return
        self._show_confirmed(marks, known)
        if not marks:
            if self._view.visit_marks:
                self.told.emit("All of the last visit is marked already.")
            else:
                self.told.emit("There is no earlier visit with marks.")

    def set_laid(self, sentence: str) -> None:
        """A set was laid on the visit: it is shown, whatever was hidden, and what is to be said of it is said."""
        before = {one.id for one in self.ghosts}
        self.set_hidden(False)
        self.read()
        laid = [one.point for one in self.newest() if one.from_set and one.point is not None]
        came = [one.point for one in self.newest() if one.from_set and one.point and one.id not in before]
        where = self._lead_to(came or laid)
        self.told.emit(f"{sentence} {where}" if where else sentence)

    def _lead_to(self, points: Sequence[Point]) -> str:
        """Show the plate on which most of these lie, the one shown where it has as many; how many lie on which, in
        words, where it is more than one: "6 on the back, 2 on the left side"."""
        if not points or self._workspace is None:
            return ""
        counts = Counter(point.plate for point in points)
        most = max(counts, key=lambda plate: (counts[plate], plate == self._view.plate))
        if most != self._view.plate:
            layer, _ = Counter(point.layer for point in points if point.plate == most).most_common(1)[0]
            self._view.show_plate(most, layer)
        if len(counts) == 1:
            return ""
        names = {one.plate: one.name.lower() for one in reversed(self._workspace.atlas.aspects)}
        said = [f"{number} on the {names.get(plate, plate)}" for plate, number in counts.most_common()]
        return f"{', '.join(said)}."

    def lay_set(self, set_id: str, sides: Sequence[Side]) -> None:
        """Lay a set on the visit."""
        workspace, visit_id = self._workspace, self._visit_id
        if workspace is None or not self._may_change():
            return
        try:
            applied = workspace.sets.apply(visit_id, set_id, sides, shown=self._view.plate)
        except (Refused, RecordsFault) as fault:
            self.told.emit(str(fault))
            return
        self.set_laid(applied.said)

    def say_again(self, mark_ids: Sequence[str], *, current: bool = True) -> None:
        """E-stim (where `current` is meant too), depth and time of these marks as they were last time."""
        workspace, visit_id = self._workspace, self._visit_id
        if workspace is not None and self._may_change():
            self._do(
                lambda: workspace.ghosts.say_again(visit_id, mark_ids, current=current, origin=self._view)
            )

    def dismiss(self, ghost_ids: Sequence[str]) -> None:
        """Not this time: they lie there no longer. Nothing is recorded."""
        if self._workspace is not None and ghost_ids:
            self._workspace.ghosts.dismiss(self._visit_id, ghost_ids)
            self.read()

    def _show_confirmed(self, marks: Sequence[Mark], known: Mapping[str, Ghost]) -> None:
        """Say what was marked; `known` are the ghosts as they lay before, for they tell what it was marked from."""
        if marks:
            self._view.select([marks[-1].id] if len(marks) == 1 else [])
            said = f"Marked {marks[0].title}" if len(marks) == 1 else f"Marked {len(marks)}"
            of = [known[mark.carried_from] for mark in marks if mark.carried_from in known]
            sets = dict.fromkeys(one.origin for one in of if one.from_set)
            if len(sets) == 1 and all(one.from_set for one in of):
                self.told.emit(f"{said} from the set {next(iter(sets))}. Undo takes it back.")
            else:
                self.told.emit(f"{said} as before. Undo takes it back.")

    def _may_change(self) -> bool:
        if not self._view.editable:
            self.told.emit(self._view.hint)
        return self._view.editable

    def _do(
        self, verb: Callable[[], list[Mark]], again: Callable[[], object] | None = None
    ) -> list[Mark] | None:
        """The marks; None after a refusal or fault, which is passed on. `again` asks for them once more."""
        try:
            return verb()
        except NotNeedled as refused:
            self.failed.emit(refused.asked_by(again) if again is not None else refused)
        except Refused as refused:
            self.told.emit(refused.sentence)
        except RecordsFault as fault:
            self.failed.emit(fault)
        return None

    # -- menus -----------------------------------------------------------------------------------------------

    def fill_menu(self, item: str, menu: QMenu) -> None:
        ghost = self._by_id.get(item)
        if ghost is None:
            return
        first = menu.addAction("Needle it again")
        first.triggered.connect(lambda: self.confirm([item]))
        menu.setDefaultAction(first)
        same = [one.id for one in self.ghosts if one.source == ghost.source]
        if len(same) > 1:
            menu.addAction(f"All {len(same)} of {ghost.origin}").triggered.connect(lambda: self.confirm(same))
        menu.addSeparator()
        menu.addAction("Not this time").triggered.connect(lambda: self.dismiss([item]))
        if len(same) > 1:
            menu.addAction(f"Nothing of {ghost.origin} this time").triggered.connect(
                lambda: self.dismiss(same)
            )
        menu.addSeparator()
        menu.addAction("Hide all of earlier visits").triggered.connect(lambda: self.set_hidden(True))
