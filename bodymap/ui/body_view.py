"""The body: an anatomical plate on which the needled muscles are clicked.

A press that is released where it began marks the muscle under it. The workspace commits first; what the view then draws
is what the record holds, and only the rectangle of the new mark is painted. Two pictures lie over each other: the plate
as pixmaps (`plate_tiles`), and what changes, drawn anew within dirty rectangles: the muscle under the pointer, marks,
words.

A double click frames the muscle and takes back the mark that its first click made. The first click cannot wait
to learn whether a second one follows: marking would lag by the system's double-click time, about half a second, each
time. Keeping that mark instead would leave a needle on record that was never meant; two needles within four pixels
and half a second are not what a therapist charts. The mark is taken back by undo, so the audit tells what happened.

Positions are logical pixels of the widget, places on the plate millimetres (u, v), v upwards.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import (
    QEvent,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import (
    QBrush,
    QColor,
    QContextMenuEvent,
    QCursor,
    QEventPoint,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget

from bodymap.atlas.catalogue import mid_sentence
from bodymap.atlas.neighbours import Way, free_point, rough_point
from bodymap.charting import wording
from bodymap.charting.faults import NotNeedled, RecordsFault, Refused
from bodymap.charting.records import Mark, Side, Target, TargetKind, Visit, VisitStatus
from bodymap.drawing import fonts
from bodymap.drawing.inks import COLOUR_ON_LIGHT, Ink
from bodymap.drawing.marks import RADIUS_PX, paint_marks
from bodymap.drawing.plates import View, paint_region, pieces_of
from bodymap.ui.afterwards import Afterwards
from bodymap.ui.care_line import care_words
from bodymap.ui.chips import paint_chip
from bodymap.ui.covered import covering
from bodymap.ui.gestures import TOUCH_SLACK, Gesture, Lasso, MoveMark, Pan, Pinch, Place, PressItem, PressMark
from bodymap.ui.marks_shown import MarksShown, Shown, mark_line
from bodymap.ui.muscle_cursor import ARROWS, MuscleCursor, outline_rect, paint_outline, way_into_sight
from bodymap.ui.plate_tiles import Drawn, PlateTiles
from bodymap.ui.telling import Telling
from bodymap.ui.tissue_menu import (
    LAYER_WORDS,
    add_regions,
    add_tissues,
    beside,
    heading,
    quiet_menu,
    tissue_menu,
)
from bodymap.ui.widgets import plain_tip

if TYPE_CHECKING:
    from bodymap.atlas.atlas import Atlas
    from bodymap.atlas.body import Hit, Plate, Region
    from bodymap.atlas.geometry import Box
    from bodymap.charting.quick_entry import Preview
    from bodymap.ui.overlay import Overlay
    from bodymap.workspace.changes import Changed
    from bodymap.workspace.workspace import Workspace

log = logging.getLogger(__name__)

LARGEST_SCALE = 24.0
"""Logical pixels per millimetre at most: at 24 a mark's place is good to a twentieth of a millimetre."""
LEAST_NAME_PX = 200
"""A name shortened to less says too little."""
FRAME_SCALE = 7.0
"""The most that framing a muscle zooms in: more would show flesh without its surroundings."""
HEADER = 24.0
"""Logical pixels above the plate, when it is fitted, for the words on sides and muscle."""
MARGIN = 4.0
WHEEL_STEP = 1.2
"""Zoom of one notch of a wheel (120 eighths of a degree)."""
KEY_STEP = 1.35
PAN_STEP = 64.0
NUDGE_MM, NUDGE_FAR_MM = 1.0, 5.0
TINTED_AREA = 400_000
"""Device pixels up to which the box of the muscle under the pointer is tinted."""
SMALL_PX = 16.0
"""Logical pixels: a muscle that is narrower is framed when it is looked for."""
GHOST_OPACITY = 0.55
LONG_PRESS_MS = 550
SPRING_MS = 140
SWIPE_SECONDS = 0.5
SWIPE_PX = 90.0
DEAF_SECONDS = 0.25
"""After a double click, for how long presses mean nothing."""

NO_VISIT = "Open a visit to mark muscles."
BEGINS = "A click on a muscle begins today’s visit."
SIGNED = "This visit is signed: its marks cannot be changed."
SIDE_WORDS = {"right": "Patient’s RIGHT", "left": "Patient’s LEFT"}


class Spot(NamedTuple):
    """Where the body was pressed, whatever part of it is shown afterwards: millimetres of a plate, and the size of a
    pixel then."""

    plate: str
    layer: int
    u: float
    v: float
    mm_per_px: float


class BodyView(QWidget):
    """One plate and layer with the marks of one visit. `origin` of all it does in the workspace is the view itself."""

    selection_changed = Signal(object)
    """The ids of the selected marks, a tuple."""
    plate_changed = Signal(str, int)
    """Plate and layer now shown."""
    said = Signal(str)
    """One quiet line: what was done, or why not."""
    failed = Signal(object)
    """A RecordsFault: nothing was drawn, because nothing was committed."""
    hovered = Signal(str)
    """What lies under the pointer ("R infraspinatus", "skin, left"), or nothing."""
    marks_changed = Signal()
    """The visit's marks, that there are none of purpose, or which visit is open, have changed."""
    moved = Signal()
    """Another part of the plate is seen: panned, zoomed or resized."""
    grasped = Signal(bool)
    """A mark begins to be dragged or the body to be panned; or that has ended."""
    turned = Signal(int)
    """A swipe: 1 asks for the next aspect of the body, -1 for the one before."""
    mark_hovered = Signal(str)
    """The mark under the pointer now: its id, or nothing."""
    mark_activated = Signal(str)
    """A mark was double-clicked, or Enter pressed on it: its id."""
    placed = Signal(str)
    """A press or Enter made this mark."""
    default_wanted = Signal(str)
    """This mark's size, technique and position are to be the defaults of its muscle."""
    visit_begun = Signal(str)
    """A press at a patient without an open visit marked in this one, of today: it is to be opened."""

    def __init__(self, parent: QWidget | None = None, ink: Ink = COLOUR_ON_LIGHT) -> None:
        super().__init__(parent)
        self.setObjectName("body-view")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 200)

        self._ink = ink
        self._atlas: Atlas | None = None
        self._workspace: Workspace | None = None
        self._stop_listening: Callable[[], None] | None = None
        self._visit: Visit | None = None
        self._wanted = ("anterior", 1)
        self._plate: Plate | None = None
        self._layer = 1
        self._pointed: Region | None = None
        self._sought: tuple[frozenset[str], str] = (
            frozenset(),
            "",
        )  # muscles looked for, and the side or both
        self._lit: tuple[Region, ...] = ()
        self._peeled = 0
        self._trouble = ""

        # Of each plate left for another: layer, whether it was fitted, scale, and where its middle lay (mm).
        self._left_at: dict[str, tuple[int, bool, float, tuple[float, float]]] = {}
        self._exact = View(1.0, 0.0, 0.0)  # device pixels, before it is snapped to whole ones
        self._view = View(1.0, 0.0, 0.0)  # logical pixels, as drawn
        self._fitted = True
        self._home: View | None = None  # the view that an aspect's frame gave, while nothing has moved it
        self._zoomed_at: QPointF | None = None

        self._marks = MarksShown()
        self.says_care = True
        """Whether what holds at a mark is said with it: where nothing else on the screen says it."""
        self.afterwards = Afterwards(self)
        """What waits for this picture: panels take in there what a gesture on the body changed."""
        self._holding = 0  # depth of `laid_out_once`
        self._layout_due = False
        self._overlays: list[Overlay] = []
        self._patient = ""
        self._hover_item: tuple[Overlay, str] | None = None
        self._selected: tuple[str, ...] = ()
        self._drag: tuple[str, float, float] | None = None
        self._drag_word = ""
        self._drag_refused = False
        self._spring: QVariantAnimation | None = None

        self._muscle = MuscleCursor(lambda: self.muscles)
        self._muscles: tuple[tuple[str, str, int, bool], tuple[Region, ...]] = (("", "", 0, False), ())
        self._outlined: Region | None = None  # the current muscle, while it is seen
        self._outlined_word = ""
        self._gesture: Gesture | None = None
        self._space = False
        self._pointer: QPointF | None = None
        self._hover: Region | None = None
        self._hover_word = ""
        self._hover_mark = ""
        self._first_click: tuple[str, str] | None = None  # mark and edit of the click before
        self._keeps_focus_frame = self._framed = False
        self._deaf_until = 0.0
        self._tap: tuple[float, QPointF] | None = None
        self._touched_at: tuple[float, QPointF, bool] | None = (
            None  # when, where, whether a swipe may turn the body
        )
        self._menu: QMenu | None = None

        self._tiles = PlateTiles(self)
        self._tiles.painted.connect(self._tile_painted)
        self._tiles.finished.connect(self._sharp_again)
        self._long_press = QTimer(self)
        self._long_press.setSingleShot(True)
        self._long_press.setInterval(LONG_PRESS_MS)
        self._long_press.timeout.connect(self._long_pressed)
        self._telling = Telling(self)
        self._describe()

    # -- overlays --------------------------------------------------------------------------------------------

    def add_overlay(self, overlay: Overlay) -> None:
        """Show this kind of thing on the body as well. Earlier ones are painted first and asked last."""
        self._overlays.append(overlay)
        overlay.changed.connect(self._overlay_changed)
        overlay.lay_out(self.plate, self._layer, self._view)
        self.update()

    def _overlay_changed(self, rects: object) -> None:
        if isinstance(rects, list):
            for rect in rects:
                self.update(rect.toAlignedRect())
        else:
            self.update()
        self._hover_again()

    def _item_at(self, at: QPointF, reach: float, *, under: bool) -> tuple[Overlay, str] | None:
        """The overlay's item that a press is meant for: of those above the marks, or of those `under` them."""
        for overlay in reversed(self._overlays):
            if overlay.under_marks is under and (item := overlay.at(at, reach)):
                return overlay, item
        return None

    def _set_hover_item(self, found: tuple[Overlay, str] | None) -> None:
        if found != self._hover_item:
            before, self._hover_item = self._hover_item, found
            if before is not None and (found is None or found[0] is not before[0]):
                before[0].hover("")
            if found is not None:
                found[0].hover(found[1])

    @property
    def editable(self) -> bool:
        """Whether a draft visit is open whose record may be changed."""
        return self._visit is not None and self._visit.status is VisitStatus.DRAFT

    # -- what is shown ---------------------------------------------------------------------------------------

    @property
    def plate(self) -> str:
        """The id of the plate shown, or to be shown once there is an atlas."""
        return self._wanted[0]

    @property
    def layer(self) -> int:
        return self._wanted[1]

    @property
    def selected(self) -> tuple[str, ...]:
        """The ids of the selected marks."""
        return self._selected

    @property
    def view(self) -> View:
        """How the plate lies in the widget, in logical pixels."""
        return self._view

    @property
    def fitted(self) -> bool:
        """Whether all of the plate is shown."""
        return self._fitted

    @property
    def sharp(self) -> bool:
        """Whether all that is seen is painted at its own scale (no interim picture)."""
        return self._tiles.sharp

    def set_atlas(self, atlas: Atlas | None) -> None:
        """Show the body even before there are records."""
        if atlas is self._atlas:
            return
        self._atlas = atlas
        self._plate = None
        self._open_plate(*self._wanted, refit=True)

    def set_workspace(self, workspace: Workspace | None) -> None:
        """Work on these records from now on, with no visit open; None lets go of the old ones and keeps the body."""
        if self._stop_listening:
            self._stop_listening()
            self.destroyed.disconnect(self._stop_listening)
            self._stop_listening = None
        self.cancel_gesture()
        self._workspace = workspace
        if workspace is not None:
            self._stop_listening = workspace.notices.listen(self._heard)
            # A view that is gone must not be told any more.
            self.destroyed.connect(self._stop_listening)
            self.set_atlas(workspace.atlas)
        self.set_visit(None)

    def set_visit(self, visit_id: str | None) -> None:
        """Show the marks of this visit; None shows the bare body."""
        self.cancel_gesture()
        if visit_id and visit_id != self.visit_id:
            self._leave_muscle()  # Enter at the next patient must not mark what was meant at the last one
        self._first_click = None
        self._visit = None
        marks: Sequence[Mark] = ()
        if visit_id is not None and self._workspace is not None:
            try:
                self._visit = self._workspace.visits.get(visit_id)
                marks = self._workspace.marks.of(visit_id)
            except RecordsFault as fault:
                self._visit, marks = None, ()
                self.failed.emit(fault)
        self._marks.take(marks)
        self._lay_out()
        self._select(())
        self._describe()
        self._telling.look()
        self.update()
        self.marks_changed.emit()

    @property
    def ink(self) -> Ink:
        """Colours of plate, marks and words."""
        return self._ink

    def set_ink(self, ink: Ink) -> None:
        """Colours of plate, marks and words."""
        if ink is not self._ink:
            self._ink = ink
            self._show_view(self._exact)

    def show_plate(self, plate_id: str, layer: int = 1) -> None:
        """Show this plate and layer. Another layer of the same plate keeps the view; another plate is fitted."""
        if (plate_id, layer) == self._wanted and (self._plate is not None or self._atlas is None):
            return
        self._open_plate(plate_id, layer, refit=plate_id != self.plate)

    def come_back(self, plate_id: str) -> bool:
        """Show this plate as it was left for another one: layer, zoom and place. False where it was not shown yet."""
        left = self._left_at.get(plate_id)
        if left is None or plate_id == self.plate:
            return False
        layer, fitted, scale, (u, v) = left
        self.show_plate(plate_id, layer)
        if not fitted and self._plate is not None:
            middle, dpr = self._middle(), self._dpr
            self._fitted = False
            self._show_view(View(scale, middle.x() * dpr - u * scale, middle.y() * dpr + v * scale))
        return True

    def forget_left(self) -> None:
        """Another patient: every plate is met whole again."""
        self._left_at.clear()

    def _open_plate(self, plate_id: str, layer: int, *, refit: bool) -> None:
        self.cancel_gesture()
        if self._plate is not None and self._plate.id != plate_id:
            middle = self._middle() * self._dpr
            place = self._exact.to_mm(middle.x(), middle.y())
            self._left_at[self._plate.id] = (self._layer, self._fitted, self._exact.scale, place)
        self._trouble = ""
        plate = None
        if self._atlas is not None:
            try:
                plate = self._atlas.plate(plate_id)
            except (KeyError, OSError, ValueError):
                # No patient text can be in these: they are about the program's own files.
                log.exception("plate %s", plate_id)
                self._trouble = "This plate cannot be shown: its file is missing or damaged."
        if plate is not None and layer not in plate.layers:
            layer = min(plate.layers, key=lambda number: abs(number - layer))
        changed = (plate_id, layer) != self._wanted
        self._wanted = (plate_id, layer)
        self._plate, self._layer = plate, layer
        self._muscle.turn(plate.id if plate is not None else "")
        self._outlined = None
        self._set_hover(None, "")
        if plate is not None and (refit or self._fitted):
            self.fit()
        else:
            self._show_view(self._exact)
        self._describe()
        self._show_muscle()
        if changed:
            self._pointed = None
            self._light_up()
            self.plate_changed.emit(plate_id, layer)
        self._hover_again()
        self._telling.look()

    def select(self, ids: Iterable[str], reveal: bool = False) -> None:
        """Select these marks. `reveal` brings the first of them into sight, plate, layer and place, unless one of them
        is in sight already: to choose all rows is no wish to look elsewhere."""
        wanted = tuple(dict.fromkeys(mark_id for mark_id in ids if self._marks.number(mark_id)))
        if reveal and wanted and not any(map(self._sees, wanted[1:])):
            mark = self._marks.mark(wanted[0])
            if mark is not None and mark.point is not None:
                self.show_plate(mark.point.plate, mark.point.layer)
                self._bring_into_sight(mark.point.u, mark.point.v)
        self._select(wanted)

    def _sees(self, mark_id: str) -> bool:
        """Whether this mark is shown: on this plate and layer, within the window."""
        mark = self._marks.mark(mark_id)
        point = mark.point if mark is not None else None
        if (
            point is None
            or self._plate is None
            or (point.plate, point.layer) != (self._plate.id, self._layer)
        ):
            return False
        x, y = self._view.to_px(point.u, point.v)
        return 0 <= x <= self.width() and HEADER <= y <= self.height()

    def _select(self, ids: tuple[str, ...]) -> None:
        if ids == self._selected:
            return
        self._selected = ids
        self._lay_out_and_update()
        self._light_up()
        mark = self._marks.mark(ids[0]) if len(ids) == 1 else None
        region = self._region_of(mark.target.id, mark.side.value) if mark is not None else None
        if region is not None:
            self._muscle.put(region)  # from there the arrows go on once the mark is let go
        self._show_muscle()
        self._telling.look()
        self.selection_changed.emit(ids)

    # -- the view: fit, zoom, pan ----------------------------------------------------------------------------

    def fit(self) -> None:
        """Show the whole plate."""
        self._fitted = True
        if self._plate is not None:
            self._show_view(self._fit_view())

    def zoom_in(self) -> None:
        self.zoom_about(self._middle(), KEY_STEP)

    def zoom_out(self) -> None:
        self.zoom_about(self._middle(), 1 / KEY_STEP)

    def frame_muscle(self, muscle_id: str, side: str) -> bool:
        """Show this muscle large: here if this layer has it, else where it is best seen. False: it is on no plate."""
        if self._atlas is None:
            return False
        region = self._region_of(muscle_id, side)
        if region is None:
            try:
                place = self._atlas.usual_point(muscle_id, side)
            except KeyError:
                place = None
            if place is None:
                return False
            self.show_plate(place[0], place[1])
            region = self._region_of(muscle_id, side)
            if region is None:
                return False
        self._frame(region)
        return True

    def _region_of(self, muscle_id: str, side: str) -> Region | None:
        """The muscle in the layer shown."""
        if self._plate is None:
            return None
        for region in self._plate.layers[self._layer].regions:
            if region.muscle == muscle_id and region.side in (side, "midline"):
                return region
        return None

    def _point_at(self, region: Region | None) -> None:
        """A muscle pointed at in a menu shows through what covers it, until the menu is gone."""
        self._pointed = region
        self._light_up()

    # -- muscles lit up --------------------------------------------------------------------------------------

    def seek(self, muscles: Iterable[str], side: str = "") -> None:
        """Light these muscles up (on one side, or on both), on every plate and through what covers them, until Esc,
        a mark, or others are sought. Nothing is moved; `show_muscle` does that."""
        self._sought = (frozenset(muscles), side)
        self._light_up()

    @property
    def sought(self) -> frozenset[str]:
        """The ids of the muscles that are lit up because they were looked for."""
        return self._sought[0]

    def show_muscle(self, muscles: Sequence[str], side: str = "") -> bool:
        """Light these muscles up where they are best seen. Stays on this plate and layer if the first of them shows.

        False: none of them is on any plate.
        """
        if self._atlas is None:
            return False
        side = side or "right"
        region = next((r for m in muscles if (r := self._region_of(m, side)) is not None), None)
        if region is None:
            place = next(
                (p for m in muscles if (p := self._atlas.usual_point(m, side)) is not None),
                None,
            )
            if place is None:
                self.seek(())
                return False
            self.show_plate(place[0], place[1])
            region = next((r for m in muscles if (r := self._region_of(m, side)) is not None), None)
        self.seek(muscles)
        if region is not None:
            self._muscle.put(region)  # from here the arrows go on
            self._bring_region_into_sight(region)
        return True

    def _bring_region_into_sight(self, region: Region) -> None:
        """Frame it if it is too small to be seen well as the plate lies, else pan as little as need be."""
        u0, v0, u1, v1 = region.box
        if min(u1 - u0, v1 - v0) * self._view.scale < SMALL_PX:
            self._frame(region)
        else:
            self._bring_into_sight((u0 + u1) / 2, (v0 + v1) / 2)

    def _light_up(self) -> None:
        """Find what is lit up: a muscle pointed at in a menu, those sought, and those of selected marks that this plate
        and layer do not show as marks."""
        lit: dict[str, Region] = {}
        if self._plate is not None:
            wanted: list[tuple[str, str]] = [(muscle, self._sought[1]) for muscle in self._sought[0]]
            for mark_id in self._selected:
                mark = self._marks.mark(mark_id)
                point = mark.point if mark is not None else None
                shown = point is not None and (point.plate, point.layer) == (self._plate.id, self._layer)
                if mark is not None and mark.target.kind is TargetKind.MUSCLE and not shown:
                    wanted.append((mark.target.id, mark.side.value))
            for muscle, side in wanted:
                for region in self._best_regions(muscle, side):
                    lit[region.id] = region
            if self._pointed is not None and self._pointed.layer != self._layer:
                lit[self._pointed.id] = self._pointed
        now = tuple(lit.values())
        if now == self._lit:
            return
        for region in (*self._lit, *now):
            self.update(self._region_rect(region))
        self._lit = now

    def _best_regions(self, muscle: str, side: str) -> list[Region]:
        """The muscle on each side asked for: in this layer, else in the nearest layer that has it."""
        assert self._plate is not None
        layers = sorted(self._plate.layers, key=lambda number: (abs(number - self._layer), number))
        found: dict[str, Region] = {}
        for number in layers:
            for region in self._plate.layers[number].regions:
                if region.muscle == muscle and (not side or region.side in (side, "midline")):
                    found.setdefault(region.side, region)
        return list(found.values())

    def _frame(self, region: Region) -> None:
        u0, v0, u1, v1 = region.box
        width, height = max(1.0, self.width() * 0.62), max(1.0, (self.height() - HEADER) * 0.62)
        scale = min(width / max(1.0, u1 - u0), height / max(1.0, v1 - v0), FRAME_SCALE)
        self._centre_on((u0 + u1) / 2, (v0 + v1) / 2, max(scale, self._fit_view().scale / self._dpr))

    def frame_box(self, box: Box) -> None:
        """Show this part of the plate (mm) as large as it fits."""
        if self._plate is None:
            return
        dpr = self._dpr
        height = max(1.0, self.height() - HEADER)
        framed = View.fit(box, self.width() * dpr, height * dpr, MARGIN * dpr).moved(0, HEADER * dpr)
        if framed.scale <= self._fit_view().scale:
            self.fit()
            return
        self._fitted = False
        self._show_view(framed)
        self._home = self._exact

    def _centre_on(self, u: float, v: float, scale: float) -> None:
        """Put (u, v) in the middle at that many logical pixels per millimetre."""
        dpr = self._dpr
        middle = self._middle()
        device = scale * dpr
        self._fitted = False
        self._show_view(View(device, middle.x() * dpr - u * device, middle.y() * dpr + v * device))

    def _bring_into_sight(self, u: float, v: float) -> None:
        """Pan as little as need be until (u, v) stands clear of the edges."""
        if self._plate is None:
            return
        x, y = self._view.to_px(u, v)
        clear = min(60.0, self.width() / 4, self.height() / 4)
        dx = max(0.0, clear - x) - max(0.0, x - (self.width() - clear))
        dy = max(0.0, clear + HEADER - y) - max(0.0, y - (self.height() - clear))
        if dx or dy:
            self.pan_by(dx, dy)

    def _middle(self) -> QPointF:
        return QPointF(self.width() / 2, (self.height() + HEADER) / 2)

    @property
    def _dpr(self) -> float:
        return self.devicePixelRatioF()

    def _fit_view(self) -> View:
        """The view (device pixels) of the whole plate below the header."""
        assert self._plate is not None
        dpr = self._dpr
        height = max(1.0, self.height() - HEADER)
        fitted = View.fit(self._plate.box, self.width() * dpr, height * dpr, MARGIN * dpr)
        return fitted.moved(0, HEADER * dpr)

    def pan_by(self, dx: float, dy: float) -> None:
        """Move the plate by logical pixels."""
        if self._plate is None or not (dx or dy):
            return
        self._fitted = False
        self._show_view(self._exact.moved(dx * self._dpr, dy * self._dpr))

    def zoom_about(self, at: QPointF, factor: float) -> None:
        """Scale the plate within its limits; what lies under `at` stays there. At the lower limit it is fitted."""
        if self._plate is None or factor <= 0:
            return
        dpr = self._dpr
        least = self._fit_view().scale
        scale = min(max(self._exact.scale * factor, least), max(LARGEST_SCALE * dpr, least))
        if scale <= least * 1.0001:
            if not self._fitted:
                self.fit()
            return
        if math.isclose(scale, self._exact.scale, rel_tol=1e-9):
            return
        self._fitted = False
        if at != self._zoomed_at:
            # Zooming on at one place goes on from the exact view: whole pixels would add up. At another place it starts
            # from what is seen.
            self._exact = View(self._view.scale * dpr, self._view.x * dpr, self._view.y * dpr)
        self._show_view(self._exact.zoom_at(at.x() * dpr, at.y() * dpr, scale / self._exact.scale))
        self._zoomed_at = QPointF(at)

    def _held(self, view: View) -> View:
        """The view moved so far that the plate cannot be lost: it covers half of the widget, or all of it is seen."""
        if self._plate is None:
            return view
        u0, v0, u1, v1 = self._plate.box
        width, height = self.width() * self._dpr, self.height() * self._dpr
        left, top = view.to_px(u0, v1)
        right, bottom = view.to_px(u1, v0)
        return view.moved(_held_by(left, right, width), _held_by(top, bottom, height))

    def _show_view(self, view: View) -> None:
        """Draw the plate under this view (device pixels)."""
        dpr = self._dpr
        if self._plate is None:
            self._tiles.show(None, view, QRect())
            self._marks.lay_out("", 1, self._view)
            self._lay_out_overlays()
            self.update()
            return
        self._zoomed_at = None
        self._exact = self._held(view)
        seen = QRect(0, 0, math.ceil(self.width() * dpr), math.ceil(self.height() * dpr))
        drawn = self._tiles.show(Drawn(self._plate, self._layer, self._ink), self._exact, seen)
        self._view = View(drawn.scale / dpr, drawn.x / dpr, drawn.y / dpr)
        self._lay_out()
        self._lay_out_overlays()
        self.update()
        self.moved.emit()

    def _tile_painted(self, rect: QRect) -> None:
        self.update(self._logical(rect))

    def _sharp_again(self) -> None:
        """The interim picture goes without the tint of the muscle under the pointer; now there is time for it."""
        if self._hover is not None:
            self.update(self._region_rect(self._hover))

    def _logical(self, rect: QRect) -> QRect:
        dpr = self._dpr
        return QRectF(rect.x() / dpr, rect.y() / dpr, rect.width() / dpr, rect.height() / dpr).toAlignedRect()

    # -- marks -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        plate = self._plate.id if self._plate else ""
        self._marks.lay_out(plate, self._layer, self._view, self._selected, self._hover_mark, self._drag)

    def _lay_out_overlays(self) -> None:
        plate = self._plate.id if self._plate else ""
        for overlay in self._overlays:
            overlay.lay_out(plate, self._layer, self._view)

    @contextmanager
    def laid_out_once(self) -> Iterator[None]:
        """What is taken in and selected within is laid out at the end, in one go: among 200 marks that is what a click
        costs most. Nothing is painted meanwhile."""
        self._holding += 1
        try:
            yield
        finally:
            self._holding -= 1
            if not self._holding and self._layout_due:
                self._layout_due = False
                self._lay_out_and_update()
                self._telling.look()

    def _lay_out_and_update(self) -> None:
        """Lay the marks out anew and paint only where that changed something."""
        if self._holding:
            self._layout_due = True
            return
        before = self._marks.shown
        self._lay_out()
        for rect in self._marks.changed_since(before):
            self.update(rect.toAlignedRect())

    def _heard(self, changed: Changed) -> None:
        """A change notice: what is committed is shown, whoever asked for it."""
        if self._visit is None or self._workspace is None:
            return
        try:
            if self._visit.id in changed.of("visit"):
                before, self._visit = self._visit, self._workspace.visits.get(self._visit.id)
                self._describe()
                self.update()
                if before.not_needled != self._visit.not_needled:
                    self.marks_changed.emit()
            if changed.of("mark") and (changed.scope == self._visit.id or not changed.scope):
                self._take_marks(self._with(changed.of("mark")))
        except RecordsFault as fault:
            self.failed.emit(fault)

    def _with(self, changed_ids: Sequence[str]) -> list[Mark]:
        """The visit's marks with these read anew: a visit of 60 marks is not read again for each click."""
        assert self._workspace is not None
        assert self._visit is not None
        known = {mark.id: mark for mark in self._marks.marks}
        for mark_id in changed_ids:
            mark = self._workspace.marks.get(mark_id)
            if mark.removed or mark.visit_id != self._visit.id:
                known.pop(mark_id, None)
            else:
                known[mark_id] = mark
        return sorted(known.values(), key=lambda mark: (mark.ordinal, mark.id))

    def _take_marks(self, marks: Sequence[Mark]) -> None:
        self._marks.take(marks)
        kept = tuple(mark_id for mark_id in self._selected if self._marks.number(mark_id))
        self._lay_out_and_update()
        self._select(kept)
        self._light_up()
        self._describe()
        self._telling.look()
        self.marks_changed.emit()

    @property
    def not_needled(self) -> bool:
        """Whether the visit shown says that nothing was needled."""
        return self._visit is not None and self._visit.without_needles(self._marks.marks)

    @property
    def visit_marks(self) -> tuple[Mark, ...]:
        """The marks of the visit, in the order of their numbers."""
        return self._marks.marks

    def set_patient(self, patient_id: str) -> None:
        """Whose visit a click begins while none is open; nobody's for ""."""
        if patient_id != self._patient:
            self._patient = patient_id
            self._describe()
            self.update()

    def _may_place(self) -> bool:
        """Whether a press may mark: in the open draft, or in the visit of today that it begins."""
        return self._begins or self._may_change()

    @property
    def _begins(self) -> bool:
        return self._visit is None and self._workspace is not None and bool(self._patient)

    def _may_change(self) -> bool:
        """Whether there is an open draft; if not, says what to do."""
        if self._visit is None or self._workspace is None:
            self.said.emit(NO_VISIT)
            return False
        if self._visit.status is not VisitStatus.DRAFT:
            self.said.emit(SIGNED)
            return False
        return True

    def _try(self, verb: Callable[[], object], again: Callable[[], object] | None = None) -> object:
        """Do a verb of the workspace; its answer, or None after a fault or refusal, which is passed on. `again` asks
        for the same once more, where the visit says that nothing was needled."""
        try:
            return verb()
        except NotNeedled as refused:
            self.failed.emit(refused.asked_by(again) if again is not None else refused)
        except Refused as refused:
            self.said.emit(refused.sentence)
        except RecordsFault as fault:
            self.failed.emit(fault)
        return None

    @property
    def _mm_per_px(self) -> float:
        return 1.0 / self._view.scale

    def _hit(self, at: QPointF) -> Hit | None:
        if self._plate is None or self._atlas is None:
            return None
        u, v = self._view.to_mm(at.x(), at.y())
        # The same reach as a press has, so that what lights up is what a click would mark.
        px = self._mm_per_px
        return self._atlas.at(self._plate.id, self._layer, u, v, 6 * px, 12 * px)

    def place_at(
        self,
        at: QPointF,
        target: Target | None = None,
        layer: int | None = None,
        *,
        select: bool = True,
        said: Mapping[str, Any] | None = None,
    ) -> Mark | None:
        """Mark what lies at `at`; None where nothing was marked. The mark is drawn when this returns.

        With no visit open it goes into the patient's visit of today. `said` are fields that the gesture itself says.
        """
        if self._plate is None or not self._may_place():
            return None
        spot = Spot(self._plate.id, layer or self._layer, *self._view.to_mm(at.x(), at.y()), self._mm_per_px)
        return self._place(spot, target, layer, select=select, said=said)

    def _place(
        self,
        at: Spot,
        target: Target | None,
        layer: int | None,
        *,
        select: bool,
        said: Mapping[str, Any] | None,
    ) -> Mark | None:
        if not self._may_place():
            return None
        assert self._workspace is not None
        workspace, begins = self._workspace, self._begins
        visits_before = len(workspace.visits.of(self._patient)) if begins else 0
        place = workspace.marks.place_today if begins else workspace.marks.place
        with self.laid_out_once():
            mark = self._try(
                lambda: place(
                    self._patient if begins else self.visit_id,
                    at.plate,
                    at.layer,
                    at.u,
                    at.v,
                    mm_per_px=at.mm_per_px,
                    target=target,
                    said=said,
                    origin=self,
                ),
                again=lambda: self._place(at, target, layer, select=select, said=said),
            )
            if not isinstance(mark, Mark):
                return None
            self.seek(())
            if begins:
                self.visit_begun.emit(mark.visit_id)
            if select:
                self._select((mark.id,))
        where = f" ({LAYER_WORDS[layer]} layer)" if layer and layer != self._layer else ""
        before = workspace.marks.as_before(mark.id)
        marked = f"arked {self._name_of(mark)}{where}{f', {before}' if before else ''}"
        # Beside the body it stands below the marks; said here too it would cover what is clicked next.
        if self.says_care and (care := care_words(workspace, mark, self._marks.marks)):
            marked += f". {care}"
        if begins and len(workspace.visits.of(self._patient)) > visits_before:
            self.said.emit(f"Today’s visit begun; undo takes it back too. M{marked}")
        else:
            self.said.emit(f"Today’s visit opened. M{marked}" if begins else f"M{marked}")
        self.placed.emit(mark.id)
        return mark

    @property
    def visit_id(self) -> str:
        """The id of the visit that is open, or nothing."""
        return self._visit.id if self._visit is not None else ""

    def add_quick(self, preview: Preview, again: Callable[[], object] | None = None) -> list[Mark]:
        """Add what a line of quick entry shows, as one undo step; nothing after a refusal or fault: it is passed on,
        with what asks for it `again` in a visit that says that nothing was needled."""
        if not self._may_change():
            return []
        assert self._workspace is not None
        workspace, visit_id = self._workspace, self.visit_id
        marks = self._try(
            lambda: workspace.marks.add_quick(visit_id, preview, shown=self.plate, origin=self), again=again
        )
        if not isinstance(marks, list):
            return []
        self._select(tuple(mark.id for mark in marks))
        return marks

    def point_at(self, at: QPointF | None) -> None:
        """Light up what lies there, as the pointer would: something is being dragged over it; None for nothing."""
        if at is not None:
            self._hover_at(at)
        else:
            self._set_hover(None, "")
            self._set_hover_mark("")

    def say_at(self, at: QPointF, values: Mapping[str, Any], words: str) -> Mark | None:
        """What was dropped there said of the mark there, or of a new mark of the muscle there. One undo step."""
        shown = self._marks.at(at.x(), at.y())
        if shown is None:
            hit = self._hit(at)
            if hit is None or hit.region is None or not hit.region.muscle:
                self.said.emit("Drop it on a muscle or on a mark.")
                return None
            return self.place_at(at, said=values)
        if not self._may_change():
            return None
        assert self._workspace is not None
        workspace, mark_id = self._workspace, shown.mark.id
        changed = self._try(lambda: workspace.marks.change([mark_id], origin=self, **values))
        if not isinstance(changed, list):
            return None
        self._select((mark_id,))
        self.said.emit(f"{shown.mark.title}: {words}")
        return self._marks.mark(mark_id)

    def remove_selected(self) -> None:
        """Take the selected marks out of the visit, as one undo step."""
        if not self._selected or not self._may_change():
            return
        assert self._workspace is not None
        workspace, ids = self._workspace, self._selected
        first = self._marks.mark(ids[0])
        what = self._name_of(first) if len(ids) == 1 and first else f"{len(ids)} marks"

        def remove() -> bool:
            workspace.marks.remove(ids, origin=self)
            return True

        if self._try(remove):
            self.said.emit(f"Removed {what}")

    @staticmethod
    def _name_of(mark: Mark) -> str:
        return f"{mark.title} {wording.level(mark)}" if mark.level else mark.title

    # -- gestures: what they ask of the view -----------------------------------------------------------------

    def click(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """A click on the body marks; beside it, it lets the selection go."""
        self._first_click = None
        hit = self._hit(at)
        if hit is None:
            return
        if not hit.on_body:
            self._select(())
            return
        if not self._may_place():
            return
        if any(overlay.click(at) for overlay in reversed(self._overlays)):
            return
        if hit.region is not None and hit.region.muscle:
            mark = self.place_at(at)
            if mark is not None:
                assert self._workspace is not None
                line = self._workspace.history.stacks(mark.visit_id).to_undo
                self._first_click = (mark.id, line.id if line else "")
                if over := self._covering(hit):
                    self.said.emit(
                        f"{self._name_of(mark)} is recorded: it lies beneath the {over}. For the {over} itself, "
                        "undo, then right-click there: Other tissue here."
                    )
            return
        self._offer_tissue(at, hit)

    def click_mark(self, mark_id: str, modifiers: Qt.KeyboardModifier) -> None:
        """A click on a mark selects it; with Ctrl or Shift it joins or leaves the selection."""
        if not self._marks.number(mark_id):
            return  # taken out meanwhile
        more = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if not modifiers & more:
            self._select((mark_id,))
        elif mark_id in self._selected:
            self._select(tuple(one for one in self._selected if one != mark_id))
        else:
            self._select((*self._selected, mark_id))

    def lift_mark(self, mark_id: str) -> None:
        """What is taken hold of is what keys and details are about; one of several selected leaves them so."""
        if self.editable and mark_id not in self._selected and self._marks.number(mark_id):
            self._select((mark_id,))

    def tip_of(self, mark_id: str) -> QPointF:
        """Where the mark's needle points."""
        one = self._marks.get(mark_id)
        return QPointF(*one.placed.tip) if one else QPointF()

    def drag_mark(self, mark_id: str, tip: QPointF) -> None:
        """Show the mark with its point there and what it would be called; nothing is committed."""
        mark = self._marks.mark(mark_id)
        if mark is None:
            return
        if self._visit is None or self._visit.status is not VisitStatus.DRAFT:
            self.cancel_gesture()
            self._may_change()
            return
        u, v = self._view.to_mm(tip.x(), tip.y())
        hit = self._hit(tip)
        old = (
            self._drag_label_rect()
        )  # measured by the old word: a shorter one would leave pieces of it behind
        self._drag_word, self._drag_refused = self._word_for_drop(mark, hit)
        self._drag = (mark_id, u, v)
        self._lay_out_and_update()
        for rect in (old, self._drag_label_rect()):
            self.update(rect.toAlignedRect())
        self._set_hover(hit.region if hit and not self._drag_refused else None, self._drag_word)
        self.setCursor(
            Qt.CursorShape.ForbiddenCursor if self._drag_refused else Qt.CursorShape.ClosedHandCursor
        )

    def _word_for_drop(self, mark: Mark, hit: Hit | None) -> tuple[str, bool]:
        """What the mark would be called if it were dropped there, and whether it would be refused."""
        if hit is None or not hit.on_body:
            return "beside the body", True
        if mark.target.kind is TargetKind.MUSCLE:
            if hit.region is not None and hit.region.muscle:
                return self._region_name(hit.region), False
            if hit.side not in (mark.side.value, "midline") and mark.side is not Side.MIDLINE:
                return "the patient’s other side", True
        elif mark.target.kind is TargetKind.TISSUE:
            short = Side(hit.side).short
            name = mid_sentence(mark.target.name)
            return (f"{short} {name}" if short else mark.target.name), False
        return mark.title, False

    def drop_mark(self, mark_id: str, tip: QPointF) -> None:
        """Have the mark moved there; refused, it springs back and the reason is said."""
        mark = self._marks.mark(mark_id)
        if mark is None or self._plate is None or self._workspace is None or mark.point is None:
            self.end_drag()
            return
        u, v = self._view.to_mm(tip.x(), tip.y())
        if self._move(mark, self._layer, u, v):
            self.end_drag()
        else:
            self._spring_back(mark_id)

    def _move(self, mark: Mark, layer: int, u: float, v: float) -> bool:
        assert self._workspace is not None
        assert self._plate is not None
        workspace, plate = self._workspace, self._plate.id
        after = self._try(
            lambda: workspace.marks.move(mark.id, plate, layer, u, v, mm_per_px=self._mm_per_px, origin=self)
        )
        if not isinstance(after, Mark):
            return False
        if (after.target.id, after.side) != (mark.target.id, mark.side):
            self.said.emit(f"Moved to {self._name_of(after)}: it was {mark.title}")
        else:
            self.said.emit(f"Moved {self._name_of(after)}")
        return True

    def end_drag(self) -> None:
        """Show the dragged mark where the record has it."""
        if self._spring is not None:
            self._spring.stop()
            self._spring = None
        if self._drag is None:
            return
        old = self._drag_label_rect()
        self._drag = None
        self._drag_word, self._drag_refused = "", False
        self._lay_out_and_update()
        self.update(old.toAlignedRect())
        self._hover_again()

    def _spring_back(self, mark_id: str) -> None:
        """Let the mark return to its place, quickly but visibly, so that the refusal is seen where one looks."""
        mark = self._marks.mark(mark_id)
        if self._drag is None or mark is None or mark.point is None:
            self.end_drag()
            return
        self.update(self._drag_label_rect().toAlignedRect())
        self._drag_word = ""
        start = QPointF(self._drag[1], self._drag[2])
        end = QPointF(mark.point.u, mark.point.v)
        spring = QVariantAnimation(self)
        spring.setDuration(SPRING_MS)
        spring.setStartValue(start)
        spring.setEndValue(end)

        def step(at: QPointF) -> None:
            self._drag = (mark_id, at.x(), at.y())
            self._lay_out_and_update()

        spring.valueChanged.connect(step)
        spring.finished.connect(self.end_drag)
        self._spring = spring
        spring.start()

    def cancel_gesture(self) -> bool:
        """Give up what is under way; whether there was anything."""
        self._long_press.stop()
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.cancel()
            self.grasped.emit(False)
        had_spring = self._spring is not None
        if had_spring:
            self.end_drag()
        self._set_cursor()
        return gesture is not None or had_spring

    def _begin(self, gesture: Gesture) -> None:
        self.cancel_gesture()
        self._leave_muscle()
        self._gesture = gesture
        if gesture.hides_hover:
            self._set_hover(None, "")
        self._set_cursor()

    def _go_on(self, at: QPointF) -> None:
        if self._gesture is None:
            return
        before = self._gesture
        after = before.move(at)
        if self._gesture is not before:
            return  # cancelled on the way
        if after is not before:
            self._long_press.stop()
            self._gesture = after
            if after.hides_hover and not isinstance(after, PressMark) and self._drag is None:
                self._set_hover(None, "")
            if self._drag is None:
                self._set_cursor()
            if isinstance(after, Pan | MoveMark):
                self.grasped.emit(True)

    def _end(self, at: QPointF) -> None:
        self._long_press.stop()
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.finish(at)
        self._set_cursor()
        self.grasped.emit(False)
        if not isinstance(gesture, Place):
            # After a click the muscle stays lit until the pointer moves: one rectangle less to paint.
            self._hover_again()

    def _press_gesture(self, at: QPointF, modifiers: Qt.KeyboardModifier, touch: bool = False) -> Gesture:
        slack = {"slack": TOUCH_SLACK} if touch else {}
        reach = 12.0 if touch else 4.0
        tool = next((one for one in reversed(self._overlays) if one.draws()), None)
        if tool is not None:
            return Lasso(self, at, tool, lambda: self.click(at, modifiers), **slack)
        item = self._item_at(at, reach, under=False)
        shown = self._marks.at(at.x(), at.y(), reach) if item is None else None
        if shown is not None:
            return PressMark(self, at, shown.mark.id, modifiers, **slack)
        item = item or self._item_at(at, reach, under=True)
        if item is not None:
            return PressItem(self, at, *item, modifiers, **slack)
        looping = next((one for one in reversed(self._overlays) if one.takes_lasso(modifiers)), None)
        if looping is not None:
            return Lasso(self, at, looping, lambda: self.click(at, modifiers), **slack)
        return Place(self, at, modifiers, **slack)

    # -- mouse -----------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        at = event.position()
        button = event.button()
        self._keeps_focus_frame = False
        self._update_frame()
        if self._plate is None or self._gesture is not None or monotonic() < self._deaf_until:
            return
        if button == Qt.MouseButton.MiddleButton or (button == Qt.MouseButton.LeftButton and self._space):
            self._begin(Pan(self, at))
        elif button == Qt.MouseButton.LeftButton:
            self._begin(self._press_gesture(at, event.modifiers()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self._pointer = event.position()
        if self._gesture is not None:
            self._go_on(event.position())
        elif event.buttons() == Qt.MouseButton.NoButton:
            self._hover_at(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if self._gesture is not None and event.button() in (
            Qt.MouseButton.LeftButton,
            Qt.MouseButton.MiddleButton,
        ):
            self._end(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton and not self._space:
            self._double_click(event.position())
        elif event.button() == Qt.MouseButton.MiddleButton:
            self.mousePressEvent(event)

    def _double_click(self, at: QPointF) -> None:
        """On a mark: activate it. On a muscle: frame it, and take back what the first click marked. On paper: fit."""
        # The third of three quick clicks would mark whatever came to lie there.
        self._deaf_until = monotonic() + DEAF_SECONDS
        first, self._first_click = self._first_click, None
        shown = self._marks.at(at.x(), at.y())
        if shown is not None and (first is None or shown.mark.id != first[0]):
            self._select((shown.mark.id,))
            self.mark_activated.emit(shown.mark.id)
            return
        if first is not None:
            self._take_back(*first)
        hit = self._hit(at)
        if hit is None or not hit.on_body:
            self.fit()
        elif hit.region is not None:
            self._frame(hit.region)
            self.said.emit(f"Framed {self._region_name(hit.region)}")

    def _take_back(self, mark_id: str, edit_id: str) -> None:
        """Undo the first click's mark, unless anything was done since."""
        if self._workspace is None or self._visit is None or not edit_id:
            return
        workspace, visit_id = self._workspace, self._visit.id
        line = workspace.history.stacks(visit_id).to_undo
        if line is not None and line.id == edit_id:
            self._try(lambda: workspace.history.undo(visit_id, origin=self))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel zooms at the pointer, with Shift it pans, with Alt it peels the layers.

        Two fingers on a touchpad pan, with Ctrl they zoom.
        """
        event.accept()
        if self._plate is None:
            return
        angle, pixels = event.angleDelta(), event.pixelDelta()
        modifiers = event.modifiers()
        if modifiers & Qt.KeyboardModifier.AltModifier:
            # Some systems turn Alt+wheel sideways.
            self._peel(angle.y() or angle.x())
            return
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        touchpad = not pixels.isNull() and event.phase() != Qt.ScrollPhase.NoScrollPhase
        if touchpad and not control:
            self.pan_by(pixels.x(), pixels.y())
        elif shift and not control:
            # Some systems turn Shift+wheel sideways themselves.
            self.pan_by(0.0, (angle.y() or angle.x()) / 120 * PAN_STEP)
        elif angle.x() and not angle.y():
            self.pan_by(angle.x() / 120 * PAN_STEP, 0.0)
        elif angle.y():
            self.zoom_about(event.position(), WHEEL_STEP ** (angle.y() / 120))
        if self._gesture is None:
            self._hover_at(event.position())

    def _peel(self, eighths: int) -> None:
        """One layer deeper for a notch towards the hand, one shallower for a notch away. A notch is 120."""
        assert self._plate is not None
        self._peeled += eighths
        layers = sorted(self._plate.layers)
        while abs(self._peeled) >= 120:
            step = -1 if self._peeled > 0 else 1
            self._peeled += 120 * step
            at = layers.index(self._layer) + step
            if 0 <= at < len(layers):
                self.show_plate(self._plate.id, layers[at])

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        if self._gesture is None:
            self._set_hover(None, "")
            self._set_hover_mark("")
            self._set_hover_item(None)
        super().leaveEvent(event)

    # -- touch and touchpads ---------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if kind in (
            QEvent.Type.TouchBegin,
            QEvent.Type.TouchUpdate,
            QEvent.Type.TouchEnd,
            QEvent.Type.TouchCancel,
        ):
            return self._touched(event)
        if kind == QEvent.Type.NativeGesture:
            return self._native_gesture(event)
        if kind == QEvent.Type.ToolTip:
            return self._tool_tip(event)
        if kind == QEvent.Type.DevicePixelRatioChange:
            self._refit()
        return super().event(event)

    def _touched(self, event: QTouchEvent) -> bool:
        """One finger acts like the mouse, two pinch; a second finger cancels what the first began."""
        event.accept()
        kind = event.type()
        if self._plate is None:
            return True
        points = [p for p in event.points() if p.state() != QEventPoint.State.Released]
        if kind == QEvent.Type.TouchCancel:
            self.cancel_gesture()
        elif kind == QEvent.Type.TouchEnd:
            if isinstance(self._gesture, Pinch):
                self._gesture = None
            elif self._gesture is not None and event.points():
                at = event.points()[0].position()
                if not self._swiped(at):
                    self._tapped(at)
        elif len(points) >= 2:
            first, second = points[0].position(), points[1].position()
            if isinstance(self._gesture, Pinch):
                self._gesture.spread(first, second)
            else:
                self._begin(Pinch(self, first, second))
        elif points:
            at = points[0].position()
            if isinstance(self._gesture, Pinch):
                # One finger has gone: the other goes on panning, and never marks.
                self._begin(Pan(self, at))
            elif kind == QEvent.Type.TouchBegin:
                whole = self._fitted or self._home == self._exact
                self._touched_at = (monotonic(), QPointF(at), whole)
                self._begin(self._press_gesture(at, Qt.KeyboardModifier.NoModifier, touch=True))
                self._long_press.start()
            else:
                self._go_on(at)
        return True

    def _swiped(self, at: QPointF) -> bool:
        """Whether a finger that was lifted there had swiped: quickly, sideways, over an aspect shown whole.

        A plate that was zoomed is panned by the same movement.
        """
        if self._touched_at is None or not isinstance(self._gesture, Pan):
            return False
        when, where, whole = self._touched_at
        step = at - where
        quick = monotonic() - when < SWIPE_SECONDS
        if not (whole and quick and abs(step.x()) > max(SWIPE_PX, 2 * abs(step.y()))):
            return False
        self.cancel_gesture()
        self.fit()  # the finger panned a plate that was shown whole: it is left so
        self.turned.emit(1 if step.x() < 0 else -1)
        return True

    def _tapped(self, at: QPointF) -> None:
        """A finger was lifted; the second of two quick taps at one place is a double click."""
        hints = QGuiApplication.styleHints()
        click = isinstance(self._gesture, Place | PressMark | PressItem)
        if click and self._tap is not None:
            when, where = self._tap
            near = (at - where).manhattanLength() < 2 * TOUCH_SLACK
            if near and (monotonic() - when) * 1000 < hints.mouseDoubleClickInterval():
                self._tap = None
                self.cancel_gesture()
                self._double_click(at)
                return
        self._tap = (monotonic(), QPointF(at)) if click else None
        self._end(at)
        self._set_hover(None, "")

    def _long_pressed(self) -> None:
        """A finger that rests opens the menu that the right button opens."""
        gesture = self._gesture
        if isinstance(gesture, Place | PressMark | PressItem):
            at = gesture.origin
            self.cancel_gesture()
            looping = next((one for one in reversed(self._overlays) if one.takes_long_press()), None)
            if isinstance(gesture, Place) and looping is not None:
                # Lifted where it rests the finger opens the menu; dragged on it draws a loop.
                self._begin(Lasso(self, at, looping, lambda: self._open_menu(at), TOUCH_SLACK))
                return
            self._open_menu(at)

    def _native_gesture(self, event: QNativeGestureEvent) -> bool:
        kind = event.gestureType()
        event.accept()
        if kind == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_about(event.position(), max(0.1, 1.0 + event.value()))
        elif kind == Qt.NativeGestureType.PanNativeGesture:
            self.pan_by(event.delta().x(), event.delta().y())
        elif kind == Qt.NativeGestureType.SmartZoomNativeGesture:
            if self._fitted:
                self._double_click(event.position())
            else:
                self.fit()
        else:
            event.ignore()
            return False
        return True

    # -- keys ------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        event.accept()
        if key == Qt.Key.Key_Escape:
            if not self.cancel_gesture() and not any(one.escape() for one in reversed(self._overlays)):
                if self._selected:
                    self._select(())
                elif self._sought[0]:
                    self.seek(())
                elif not self._leave_muscle():
                    event.ignore()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and key in (*ARROWS, *_TABS):
            if key in ARROWS:
                self._pan_by_key(ARROWS[key], shift)
            else:
                super().focusNextPrevChild(key == Qt.Key.Key_Tab and not shift)
        elif event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_selected()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.zoom_out()
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._space = True
                self._set_cursor()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and len(self._selected) == 1:
            self.mark_activated.emit(self._selected[0])
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.turned.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._meant_by_key is not None:
            if not event.isAutoRepeat():
                self.mark_muscle(self._meant_by_key)
        elif key in ARROWS:
            self._arrow(ARROWS[key], shift)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self._set_cursor()
            event.accept()
        else:
            super().keyReleaseEvent(event)

    def _arrow(self, way: Way, far: bool) -> None:
        """Nudge the selected mark by 1 mm (Shift: 5 mm); with none selected, go to the next muscle (Shift: pan)."""
        if self._gesture is not None:
            return
        mark = self._marks.mark(self._selected[0]) if len(self._selected) == 1 else None
        if mark is None or mark.point is None or self._marks.get(mark.id) is None:
            if far:
                self._pan_by_key(way, far)
            else:
                self._next_muscle(way)
            return
        if not self._may_change():
            return
        right, up = _STEPS[way]
        step = NUDGE_FAR_MM if far else NUDGE_MM
        u, v = mark.point.u + right * step, mark.point.v + up * step
        if self._move(mark, mark.point.layer, u, v):
            self._bring_into_sight(u, v)

    def _pan_by_key(self, way: Way, far: bool) -> None:
        """Look further in that direction; Shift: farther."""
        right, up = _STEPS[way]
        step = PAN_STEP * (4 if far else 1)
        self.pan_by(-right * step, up * step)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from mark to mark of the visit, whichever plate bears it, and after the last one to the next widget.

        Ctrl+Tab goes there at once.
        """
        ids = [mark.id for mark in self._marks.marks if mark.point is not None]
        if ids and self.hasFocus() and self._plate is not None:
            self._keeps_focus_frame = True
            current = self._selected[0] if len(self._selected) == 1 else ""
            if current in ids:
                index = ids.index(current) + (1 if forward else -1)
            else:
                index = 0 if forward else len(ids) - 1
            if 0 <= index < len(ids):
                self.select((ids[index],), reveal=True)
                return True
        return super().focusNextPrevChild(forward)

    # the current muscle

    @property
    def _meant_by_key(self) -> Region | None:
        """The current muscle, while the arrows and Enter are meant for it: no mark is selected, the focus is here."""
        muscle = self._muscle
        return muscle.region if muscle.on and not self._selected and self.hasFocus() else None

    def _next_muscle(self, way: Way) -> None:
        """The first arrow shows where one is, the next ones go on from there."""
        if self._plate is None:
            return
        muscle = self._muscle
        if self._meant_by_key is not None:
            muscle.move(way)
        elif muscle.region is None or not outline_rect(muscle.region, self._view).intersects(self.rect()):
            # Neither was here before nor came from a mark: in the middle of what is seen.
            middle = self._middle()
            muscle.place_near(*self._view.to_mm(middle.x(), middle.y()))
        muscle.on = muscle.region is not None
        self._select(())
        self._show_muscle(reveal=True)

    def go_to_muscle(self, region: Region) -> None:
        """Make a muscle of this layer the current one, as the arrows would."""
        self._muscle.put(region)
        self._muscle.on = True
        self._select(())
        self._show_muscle(reveal=True)

    def _show_muscle(self, reveal: bool = False) -> None:
        """Outline, light and name the current muscle, or no longer. `reveal` pans until it is in sight."""
        region, before = self._meant_by_key, self._outlined
        if region is not None and reveal:
            inside = rough_point(region)
            self.pan_by(*way_into_sight(region, inside, self._view, self.width(), self.height(), HEADER))
            x, y = self._view.to_px(*inside)
            if self.childAt(round(x), round(y)) is not None:
                self.pan_by(self._middle().x() - x, self._middle().y() - y)  # out from under a button
        if region is before:
            return
        self._outlined = region
        for one in (before, region):
            if one is not None:
                self.update(outline_rect(one, self._view))
        self._telling.look()
        if region is None:
            if self._hover is before:
                self._set_hover(None, "")
            return
        self._outlined_word = self._word_of(region, rough_point(region)[1])
        self._set_hover_mark("")
        self._set_hover(region, self._outlined_word)

    def _leave_muscle(self) -> bool:
        """The mouse or Escape has the say again; whether a muscle was shown as the current one."""
        was, self._muscle.on = self._meant_by_key is not None, False
        self._show_muscle()
        return was

    def mark_muscle(self, region: Region) -> Mark | None:
        """Mark a muscle of this layer at its usual point, or beside the marks that are there.

        The mark is not selected: arrows go on to the next muscle, and Enter marks once more.
        """
        if self._plate is None or self._atlas is None or not self._may_place():
            return None
        atlas, plate, layer = self._atlas, self._plate.id, self._layer
        taken = [
            (mark.point.u, mark.point.v)
            for mark in self._marks.marks
            if mark.point is not None and mark.point.plate == plate
        ]
        u, v = free_point(region, taken, lambda u, v: atlas.at(plate, layer, u, v).region is region)
        mark = self.place_at(
            QPointF(*self._view.to_px(u, v)), select=False, said={"usual_place": True, "level": ""}
        )
        if mark is not None:
            self._bring_into_sight(u, v)
        return mark

    def focusInEvent(self, event) -> None:
        reason = event.reason()
        # A window or menu that comes and goes does not change how the focus got here.
        if reason not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self._keeps_focus_frame = reason in (
                Qt.FocusReason.TabFocusReason,
                Qt.FocusReason.BacktabFocusReason,
                Qt.FocusReason.ShortcutFocusReason,
            )
        # Qt's own would paint the whole body again for the frame.
        self._update_frame()
        if reason == Qt.FocusReason.MouseFocusReason:
            self._muscle.on = False
        self._show_muscle()

    def focusOutEvent(self, event) -> None:
        self._space = False
        self._set_cursor()
        self._update_frame()
        self._show_muscle()

    def hideEvent(self, event) -> None:
        self.cancel_gesture()
        super().hideEvent(event)

    # -- hover -----------------------------------------------------------------------------------------------

    def _hover_again(self) -> None:
        """What lies under the pointer may have changed although the pointer did not move."""
        if self._pointer is not None and self._gesture is None and self.underMouse():
            self._hover_at(self._pointer)

    def _hover_at(self, at: QPointF) -> None:
        self._pointer = QPointF(at)
        if self._plate is None:
            return
        item = self._item_at(at, 4.0, under=False)
        shown = self._marks.at(at.x(), at.y()) if item is None else None
        if shown is None and item is None:
            item = self._item_at(at, 4.0, under=True)
        self._set_hover_item(item)
        if shown is not None:
            self._set_hover_mark(shown.mark.id)
            self._set_hover(None, mark_line(shown.number, shown.mark))
        elif item is not None:
            self._set_hover_mark("")
            self._set_hover(None, item[0].word(item[1]))
        else:
            self._set_hover_mark("")
            hit = self._hit(at)
            self._set_hover(hit.region if hit else None, self._word(hit, at))
        self._set_cursor()

    def _word(self, hit: Hit | None, at: QPointF) -> str:
        """R infraspinatus; Achilles tendon, left; skin, left; nothing on paper."""
        if hit is None or not hit.on_body:
            return ""
        if hit.region is not None:
            name = self._word_of(hit.region, self._view.to_mm(at.x(), at.y())[1])
            over = self._covering(hit)
            return f"{name}, beneath the {over}" if over else name
        what = hit.tissue_name or hit.tissue or "skin"
        return f"{what[:1].upper()}{what[1:]}, {hit.side}"

    def _covering(self, hit: Hit) -> str:
        """The sheet over the muscle that a press here records."""
        if hit.region is None or not hit.region.muscle or self._atlas is None:
            return ""
        return covering(hit, self._atlas.catalogue.muscle(hit.region.muscle).name)

    def _word_of(self, region: Region, v: float) -> str:
        """The region's name, with the level of its height v where it is named with one."""
        name = self._region_name(region)
        if self._atlas is not None and self._plate is not None and region.muscle:
            level = self._atlas.level(self._plate.id, v, region.muscle)
            if level:
                name += f" ≈{level}"
        return name

    def _region_name(self, region: Region) -> str:
        name = region.name
        if region.muscle and self._atlas is not None:
            try:
                name = self._atlas.catalogue.muscle(region.muscle).name
            except KeyError:
                name = name or region.muscle
        short = Side(region.side).short
        return f"{short} {mid_sentence(name)}" if short else name

    def _set_hover(self, region: Region | None, word: str) -> None:
        if region is None and not word and self._outlined is not None:
            # Nothing under the pointer: the current muscle is what is lit.
            region, word = self._outlined, self._outlined_word
        if region is not self._hover:
            for one in (self._hover, region):
                if one is not None:
                    self.update(self._region_rect(one))
            self._hover = region
        if word != self._hover_word:
            self.update(self._word_rect(self._hover_word).toAlignedRect())
            self._hover_word = word
            self.update(self._word_rect(word).toAlignedRect())
            self.hovered.emit(word)

    def _set_hover_mark(self, mark_id: str) -> None:
        if mark_id != self._hover_mark:
            self._hover_mark = mark_id
            self._lay_out_and_update()
            self.mark_hovered.emit(mark_id)

    def _region_rect(self, region: Region) -> QRect:
        u0, v0, u1, v1 = region.box
        x0, y0 = self._view.to_px(u0, v1)
        x1, y1 = self._view.to_px(u1, v0)
        rect = QRectF(x0, y0, x1 - x0, y1 - y0).adjusted(-3, -3, 3, 3) & QRectF(self.rect())
        return rect.toAlignedRect()

    def _set_cursor(self) -> None:
        shape = Qt.CursorShape.ArrowCursor
        if self._gesture is not None and self._gesture.cursor is not None:
            shape = self._gesture.cursor
        elif self._space:
            shape = Qt.CursorShape.OpenHandCursor
        elif self._hover_mark or self._hover_item is not None:
            shape = Qt.CursorShape.PointingHandCursor
        elif self._hover is not None and (self._visit is not None or self._begins):
            shape = Qt.CursorShape.CrossCursor
        if self.cursor().shape() != shape:
            self.setCursor(QCursor(shape))

    def _tool_tip(self, event: QHelpEvent) -> bool:
        """A mark says its line; ghosts also where they are."""
        at = event.position() if hasattr(event, "position") else QPointF(event.pos())
        shown = self._marks.at(at.x(), at.y(), ghosts=True)
        if shown is None or self._gesture is not None:
            QToolTip.hideText()
            event.ignore()
            return True
        line = mark_line(shown.number, shown.mark)
        if not shown.here and shown.mark.point is not None:
            line += f" · in the {LAYER_WORDS.get(shown.mark.point.layer, '')} layer"
        QToolTip.showText(event.globalPos(), plain_tip(line), self, shown.extent.toAlignedRect())
        return True

    # -- menus -----------------------------------------------------------------------------------------------

    def _offer_tissue(self, at: QPointF, hit: Hit) -> None:
        """A press on skin, bone or tendon: what other tissue was needled? Nothing is kept unless one is chosen."""
        assert self._workspace is not None
        title = f"{self._word(hit, at)}: what was needled?"
        menu = tissue_menu(
            self,
            self._workspace.marks,
            hit,
            title,
            [(name, region) for name, region in self._through(at) if region.layer != self._layer],
            lambda target: self._choose(at, target),
            lambda region: self._choose_region(at, region),
            self._point_at,
        )
        self._popup(menu, at)

    def _choose(self, at: QPointF, target: Target) -> None:
        self.place_at(at, target)

    def _choose_region(self, at: QPointF, region: Region) -> None:
        self.place_at(at, layer=region.layer)

    def _through(self, at: QPointF) -> list[tuple[str, Region]]:
        """The muscles at the place from the surface down, with their names."""
        if self._plate is None or self._atlas is None:
            return []
        u, v = self._view.to_mm(at.x(), at.y())
        regions = self._atlas.through(self._plate.id, u, v)
        return [(self._region_name(region), region) for region in regions if region.muscle]

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()
        at = QPointF(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            shown = self._marks.get(self._selected[0]) if self._selected else None
            at = QPointF(*shown.placed.centre) if shown else self._middle()
        self.cancel_gesture()
        self._open_menu(at)

    def _open_menu(self, at: QPointF) -> None:
        if self._plate is None:
            return
        item = self._item_at(at, 4.0, under=False)
        shown = self._marks.at(at.x(), at.y(), ghosts=True) if item is None else None
        if shown is None:
            item = item or self._item_at(at, 4.0, under=True)
        menu: QMenu | None
        if item is not None:
            menu = self._item_menu(*item)
        else:
            menu = self._mark_menu(shown) if shown is not None else self._place_menu(at)
        if menu is not None:
            self._popup(menu, at)

    def _item_menu(self, overlay: Overlay, item: str) -> QMenu:
        """Right click on an item of an overlay: what it offers."""
        menu = quiet_menu(self)
        menu.setObjectName("item-menu")
        heading(menu, overlay.word(item))
        overlay.fill_menu(item, menu)
        return menu

    def _mark_menu(self, shown: Shown) -> QMenu:
        """Right click on a mark: select, frame, remove."""
        menu = quiet_menu(self)
        menu.setObjectName("mark-menu")
        heading(menu, f"{shown.number} · {self._name_of(shown.mark)}")
        mark = shown.mark
        menu.addAction("Select").triggered.connect(lambda: self.select((mark.id,), reveal=True))
        if mark.target.kind is TargetKind.MUSCLE:
            menu.addAction("Frame the muscle").triggered.connect(
                lambda: self.frame_muscle(mark.target.id, mark.side.value)
            )
        if not shown.here:
            menu.addAction("Show its layer").triggered.connect(lambda: self.select((mark.id,), reveal=True))
        if mark.target.kind is not TargetKind.TISSUE:
            menu.addAction(f"Make this the default for {mid_sentence(mark.target.name)}").triggered.connect(
                lambda: self.default_wanted.emit(mark.id)
            )
        several = mark.id in self._selected and len(self._selected) > 1
        remove = menu.addAction(f"Remove {len(self._selected)} marks" if several else "Remove")
        remove.setEnabled(self._visit is not None and self._visit.status is VisitStatus.DRAFT)

        def take_out() -> None:
            if not several:
                self._select((mark.id,))
            self.remove_selected()

        remove.triggered.connect(take_out)
        return menu

    def _place_menu(self, at: QPointF) -> QMenu | None:
        """Right click on the body: the muscles here from the surface down, other tissue, framing."""
        hit = self._hit(at)
        if hit is None or not hit.on_body:
            return None
        through = self._through(at)
        menu = quiet_menu(self)
        menu.setObjectName("place-menu")
        heading(menu, self._word(hit, at))
        draft = self._visit is not None and self._visit.status is VisitStatus.DRAFT
        actions = add_regions(
            menu, through, lambda region: self._choose_region(at, region), self._point_at, "Mark {} ({})"
        )
        if self._workspace is not None:
            tissues = menu.addMenu("Other tissue here")
            add_tissues(tissues, self._workspace.marks, hit, lambda target: self._choose(at, target))
            actions.append(tissues.menuAction())
        for action in actions:
            action.setEnabled(draft or self._begins)
        for overlay in self._overlays:
            overlay.fill_place_menu(at, menu)
        if not draft:
            heading(menu, self.hint)
        if hit.region is not None:
            region = hit.region
            menu.addSeparator()
            menu.addAction(f"Frame {self._region_name(region)}").triggered.connect(
                lambda: self._frame(region)
            )
        if not self._fitted:
            menu.addAction("Fit the whole plate").triggered.connect(self.fit)
        return menu

    def _popup(self, menu: QMenu, at: QPointF) -> None:
        self._menu = menu
        menu.destroyed.connect(self._menu_gone)
        spot = self.mapToGlobal(at.toPoint())
        menu.popup(beside(spot, menu.sizeHint(), self.screen().availableGeometry()))

    def _menu_gone(self) -> None:
        self._menu = None

    # -- painting --------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        old = event.oldSize()
        grown = event.size() - old if old.isValid() else QSize(0, 0)
        self._refit(grown.width() / 2, grown.height() / 2)

    def _refit(self, dx: float = 0.0, dy: float = 0.0) -> None:
        """After a new size: what was fitted stays fitted, what was framed keeps its scale and its middle (moved by
        dx, dy logical pixels)."""
        if self._plate is None:
            return
        fitted = self._fit_view()
        # From the view in logical pixels: the exact one may still count the pixels of another screen.
        dpr = self._dpr
        kept = View(self._view.scale * dpr, (self._view.x + dx) * dpr, (self._view.y + dy) * dpr)
        if self._fitted or kept.scale < fitted.scale:
            self._fitted = True
            self._show_view(fitted)
        else:
            self._show_view(kept)

    def sizeHint(self) -> QSize:
        return QSize(640, 720)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        region = event.region()
        if self._plate is None:
            self._paint_empty(painter)
            return
        self._paint_plate(painter, region)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._hover is not None and region.intersects(self._region_rect(self._hover)):
            self._paint_hover(painter, self._hover)
        if self._outlined is not None and region.intersects(outline_rect(self._outlined, self._view)):
            paint_outline(painter, self._plate, self._outlined, self._ink, self._view)
        for lit in self._lit:
            if not region.intersects(self._region_rect(lit)):
                continue
            if lit.layer == self._layer:
                self._paint_lit(painter, lit)
            else:
                paint_region(painter, self._plate, lit, self._ink, self._view, "ghost")
        for overlay in self._overlays:
            if overlay.under_marks:
                overlay.paint(painter, region, self._ink)
        whole = region.rectCount() == 1
        touched = [
            one.placed
            for one in self._marks.within(region.boundingRect())
            if whole or region.intersects(one.box)
        ]
        # Marks of other layers lie under the others, faintly: what one marks now is what one looks at.
        ghosts = [one for one in touched if one.marker.state == "ghost"]
        if ghosts:
            painter.setOpacity(1.0 if self._ink.bold else GHOST_OPACITY)
            paint_marks(painter, ghosts, self._ink, RADIUS_PX, pixels=self._dpr)
            painter.setOpacity(1.0)
            touched = [one for one in touched if one.marker.state != "ghost"]
        paint_marks(painter, touched, self._ink, RADIUS_PX, pixels=self._dpr)
        for overlay in self._overlays:
            if not overlay.under_marks:
                overlay.paint(painter, region, self._ink)
        self._paint_words(painter, region)

    def _paint_plate(self, painter: QPainter, region: QRegion) -> None:
        """The plate's tiles. The painter counts device pixels meanwhile: a tile drawn scaled is no blit."""
        dpr = self._dpr
        painter.save()
        if dpr != 1.0:
            painter.scale(1 / dpr, 1 / dpr)
        rects = []
        for rect in region:
            left, top = math.floor(rect.x() * dpr), math.floor(rect.y() * dpr)
            right = math.ceil((rect.x() + rect.width()) * dpr)
            bottom = math.ceil((rect.y() + rect.height()) * dpr)
            rects.append(QRect(left, top, right - left, bottom - top))
        self._tiles.draw(painter, rects)
        painter.restore()

    def _paint_hover(self, painter: QPainter, region: Region) -> None:
        """The muscle under the pointer: its outline, and a tint that lets relief and fibres through.

        One that fills a large part of the screen gets the outline alone, and each one while zooming: tinting it would
        take a frame by itself, and so large a flood says nothing more. Its fibres are not drawn anew: at high zoom
        that takes 20 ms.
        """
        path = pieces_of(self._plate, self._layer).by_region[region.id].path
        rect = self._region_rect(region)
        painter.save()
        painter.setTransform(self._view.transform(), True)
        small = rect.width() * rect.height() * self._dpr**2 < TINTED_AREA
        if self._ink.bold:
            # Told by stripes and a wide line, not by a tint.
            if small and not self._tiles.busy:
                painter.fillPath(path, self._ink.hover.fill)
                painter.fillPath(path, QBrush(self._ink.hover.edge, Qt.BrushStyle.BDiagPattern))
        elif small and not self._tiles.busy:
            # White lifts the flesh and keeps its hue; a tint of the accent would turn it grey.
            tint = QColor(255, 255, 255, 96 if self._ink.paper.lightness() > 127 else 44)
            painter.fillPath(path, tint)
        pen = QPen(self._ink.accent, 3 if self._ink.bold else 2)
        if self._tiles.busy:
            # A long outline takes a quarter of a frame to stroke; a hairline keeps it in sight until all is sharp.
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            pen.setWidth(1)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        painter.restore()

    def _paint_lit(self, painter: QPainter, region: Region) -> None:
        """A muscle looked for: a strong outline on a light one, so that it stands out on any flesh, and a tint."""
        path = pieces_of(self._plate, self._layer).by_region[region.id].path
        painter.save()
        painter.setTransform(self._view.transform(), True)
        if self._ink.bold:
            painter.fillPath(path, QBrush(self._ink.accent, Qt.BrushStyle.DiagCrossPattern))
        elif not self._tiles.busy:
            tint = QColor(self._ink.accent)
            tint.setAlpha(110)
            painter.fillPath(path, tint)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((self._ink.paper, 5), (self._ink.accent, 2.5)):
            pen = QPen(colour, width)
            pen.setCosmetic(True)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPath(path)
        painter.restore()

    def _paint_empty(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), self._ink.paper)
        painter.setPen(self._ink.text_quiet)
        painter.setFont(fonts.font(15))
        text = self._trouble or ("The body is being opened …" if self._atlas is None else "No plate")
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)

    # words over the plate

    def _side_words(self) -> tuple[str, str]:
        """What stands at the left and at the right edge of the picture: the PATIENT's sides as this plate has them."""
        if self._plate is None:
            return "", ""
        if self._plate.right_sign > 0:
            return SIDE_WORDS["left"], SIDE_WORDS["right"]
        if self._plate.right_sign < 0:
            return SIDE_WORDS["right"], SIDE_WORDS["left"]
        for regions in (layer.regions for layer in self._plate.layers.values()):
            for region in regions:
                return SIDE_WORDS.get(region.side, ""), ""
        return "", ""

    def _side_rects(self) -> list[tuple[QRectF, str]]:
        left, right = self._side_words()
        rects = []
        if left:
            rects.append((QRectF(8, 7, _side_width(left), 22), left))
        if right:
            width = _side_width(right)
            rects.append((QRectF(self.width() - 8 - width, 7, width, 22), right))
        return rects

    def _between_sides(self) -> tuple[float, float]:
        """From where to where there is room between the words for the sides."""
        middle = self.width() / 2
        sides = [rect for rect, _ in self._side_rects()]
        left = max((rect.right() for rect in sides if rect.center().x() < middle), default=0.0) + 12
        right = min((rect.left() for rect in sides if rect.center().x() >= middle), default=self.width()) - 12
        return left, right

    def _word_rect(self, word: str) -> QRectF:
        """Where the name of what lies under the pointer stands: between the sides, shortened if need be, for below them
        are search and small body; only in a narrow window below them."""
        if not word:
            return QRectF()
        middle = self.width() / 2
        left, right = self._between_sides()
        width = _word_width(word)
        # What a press does instead of marking stands between the sides.
        if not self.tool_in_hand and (width <= right - left or right - left >= LEAST_NAME_PX):
            width = min(width, right - left)
            return QRectF(max(left, min(middle - width / 2, right - width)), 5, width, 26)
        top = self.hint_rect.bottom() + 3 if self.tool_in_hand else 34
        left, right = self._free_beside(top, 26)
        width = min(width, right - left)
        return QRectF(max(left, min(middle - width / 2, right - width)), top, width, 26)

    def _free_beside(self, top: float, height: float) -> tuple[float, float]:
        """From where to where no switch at the left and nothing at the right lies over this line."""
        left, right, row = 8.0, self.width() - 8.0, QRectF(0, top, self.width(), height)
        for one in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            where = QRectF(one.geometry())
            if one.isVisible() and where.intersects(row):
                if where.center().x() < self.width() / 2:
                    left = max(left, where.right() + 6)
                else:
                    right = min(right, where.left() - 6)
        return (left, right) if right - left >= LEAST_NAME_PX else (8.0, self.width() - 8.0)

    def _drag_label_rect(self) -> QRectF:
        """Beside a dragged mark: what it would be called."""
        if self._drag is None or not self._drag_word:
            return QRectF()
        x, y = self._view.to_px(self._drag[1], self._drag[2])
        width = _word_width(self._drag_word)
        left = x + 26 if x + 30 + width < self.width() else x - 26 - width
        top = min(max(y - 4, 36.0), self.height() - 34.0)
        return QRectF(left, top, width, 26)

    @property
    def pointer(self) -> QPoint | None:
        """Where the pointer is over the body, else None."""
        return self._pointer.toPoint() if self._pointer is not None else None

    @property
    def hint(self) -> str:
        """What stands in the lower corner, clear of the feet, while nothing can be marked."""
        if self._visit is None:
            return BEGINS if self._begins else NO_VISIT if self._workspace is not None else ""
        if self._visit.status is not VisitStatus.DRAFT:
            return SIGNED
        return next((hint for overlay in self._overlays if (hint := overlay.hint())), "")

    @property
    def tool_in_hand(self) -> bool:
        """Whether a press does something other than mark a muscle: it is to be seen before one presses."""
        may = self._visit is not None and self._visit.status is VisitStatus.DRAFT
        return may and any(overlay.hint() for overlay in self._overlays)

    @property
    def hint_rect(self) -> QRectF:
        """Where the hint stands: at the foot; while another tool is in hand at the head, where no bar covers it."""
        if not self.tool_in_hand:
            return QRectF(12, self.height() - 38, _side_width(self.hint) + 4, 26)
        left, right = self._between_sides()
        lines = self.hint_lines
        width = min(max(map(_side_width, lines)) + 4, self.width() - 16)
        tall = 26 + 18 * (len(lines) - 1)
        # What the hand does is read whole: between the words for the sides, in two lines, at last below them at the
        # right, for at the left stand the switches.
        if width <= right - left:
            return QRectF((left + right - width) / 2, 5, width, tall)
        return QRectF(self.width() - 8 - width, 34, width, tall)

    @property
    def hint_lines(self) -> list[str]:
        """The hint, each sentence in a line of its own where all of it does not go between the sides."""
        left, right = self._between_sides()
        if not self.tool_in_hand or _side_width(self.hint) + 4 <= right - left:
            return [self.hint]
        return self.hint.replace(". ", ".\n").split("\n")

    def _paint_words(self, painter: QPainter, region: QRegion) -> None:
        ink, pixels = self._ink, self._dpr
        for rect, word in self._side_rects():
            if region.intersects(rect.toAlignedRect()):
                paint_chip(painter, rect, word, _side_font(), ink.text_quiet, ink.paper, None, pixels)
        rect = self._word_rect(self._hover_word)
        if self._hover_word and self._drag is None and region.intersects(rect.toAlignedRect()):
            paint_chip(painter, rect, self._hover_word, _word_font(), ink.text, ink.paper, ink.rule, pixels)
        rect = self._drag_label_rect()
        if not rect.isEmpty() and region.intersects(rect.toAlignedRect()):
            if self._drag_refused:
                paint_chip(
                    painter, rect, self._drag_word, _word_font(), ink.text_quiet, ink.paper, ink.rule, pixels
                )
            else:
                paint_chip(painter, rect, self._drag_word, _word_font(), ink.paper, ink.accent, None, pixels)
        hint = self.hint
        if hint:
            rect = self.hint_rect
            if region.intersects(rect.toAlignedRect()):
                if self.tool_in_hand:
                    said = "\n".join(self.hint_lines)
                    paint_chip(painter, rect, said, _side_font(), ink.paper, ink.accent, None, pixels)
                else:
                    paint_chip(painter, rect, hint, _side_font(), ink.text, ink.paper, ink.rule, pixels)
        if self.hasFocus() and self._keeps_focus_frame:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(ink.accent, 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _update_frame(self) -> None:
        """Paint the four edges again where the focus frame comes or goes: together they cost a whole picture."""
        framed = self.hasFocus() and self._keeps_focus_frame
        if framed is self._framed:
            return
        self._framed = framed
        width, height = self.width(), self.height()
        for rect in (
            QRect(0, 0, width, 3),
            QRect(0, height - 3, width, 3),
            QRect(0, 0, 3, height),
            QRect(width - 3, 0, 3, height),
        ):
            self.update(rect)

    # -- for those who listen rather than look (body_accessible) ---------------------------------------------

    @property
    def muscles(self) -> tuple[Region, ...]:
        """The regions of this layer that can be marked; the same tuple as long as they are the same."""
        if self._plate is None or self._atlas is None:
            return ()
        key = (self._plate.id, self._plate.digest, self._layer, self._atlas.specialist)
        if key != self._muscles[0]:
            offers = self._atlas.offers
            regions = self._plate.layers[self._layer].regions
            self._muscles = key, tuple(one for one in regions if one.muscle and offers(one.muscle))
        return self._muscles[1]

    @property
    def marks(self) -> MarksShown:
        return self._marks

    @property
    def current_muscle(self) -> Region | None:
        """The muscle that keys are meant for, while the body has the focus and no mark is selected."""
        return self._outlined

    def region_at(self, at: QPointF) -> Region | None:
        """The muscle that a press at that pixel would mark."""
        hit = self._hit(at)
        return hit.region if hit is not None and hit.region is not None and hit.region.muscle else None

    def name_in_words(self, region: Region) -> str:
        """Right infraspinatus."""
        name = self._region_name(region)
        side = Side(region.side)
        return f"{side.value.capitalize()} {name.removeprefix(f'{side.short} ')}" if side.short else name

    def known_as(self, muscle_id: str) -> str:
        """The id in use today of a muscle charted under any id."""
        return self._atlas.catalogue.resolve(muscle_id) if self._atlas is not None else muscle_id

    def _describe(self) -> None:
        """Name and description for assistive technology: plate, layer, visit, how many marks."""
        title = self._plate.title if self._plate is not None else self.plate
        self.setAccessibleName(f"Body: {title}, {LAYER_WORDS.get(self._layer, self._layer)} layer")
        if self._visit is None:
            self.setAccessibleDescription(BEGINS if self._begins else NO_VISIT)
            return
        count = len(self._marks.marks)
        marks = "no marks" if not count else "1 mark" if count == 1 else f"{count} marks"
        status = "" if self._visit.status is VisitStatus.DRAFT else ", signed"
        self.setAccessibleDescription(f"Visit of {wording.day(self._visit.date)}{status}, {marks}")


_STEPS: dict[Way, tuple[int, int]] = {"left": (-1, 0), "right": (1, 0), "up": (0, 1), "down": (0, -1)}
_TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


# Asking the font database for a family takes 0.3 ms; a frame cannot afford it a dozen times.
@cache
def _side_font() -> QFont:
    return fonts.font(12.5, fonts.SEMIBOLD)


@cache
def _word_font() -> QFont:
    return fonts.font(15, fonts.SEMIBOLD)


@lru_cache(maxsize=512)
def _side_width(word: str) -> float:
    """Logical pixels that a word on the patient's sides takes, with its margins."""
    return QFontMetricsF(_side_font()).horizontalAdvance(word) + 16


@lru_cache(maxsize=512)
def _word_width(word: str) -> float:
    """Logical pixels that the name of a muscle takes, with its margins."""
    return QFontMetricsF(_word_font()).horizontalAdvance(word) + 24


def _held_by(low: float, high: float, room: float) -> float:
    """How far to move a stretch so that it covers half of the room, or lies in it as a whole where it is shorter."""
    least = min(high - low, room / 2)
    if high < least:
        return least - high
    if low > room - least:
        return room - least - low
    return 0.0
