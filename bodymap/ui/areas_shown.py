"""Areas drawn on the body: where it hurts (a visit's), zones to keep away from (the patient's, on every plate)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QRegion,
)
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.outcomes import PainArea, PainKind
from bodymap.charting.places import Outline
from bodymap.charting.wording import day
from bodymap.charting.zones import AvoidZone, ZoneKind
from bodymap.drawing import fonts
from bodymap.drawing.areas import paint_area, path_in
from bodymap.drawing.plates import View
from bodymap.ui.overlay import Overlay

if TYPE_CHECKING:
    from bodymap.drawing.inks import Ink
    from bodymap.ui.body_view import BodyView
    from bodymap.workspace.changes import Changed
    from bodymap.workspace.workspace import Workspace

SLACK_PX = 1.5
"""How far a stroke that is kept may lie from the one that was drawn: what a hand trembles by is not recorded."""
CHIP_PX = 20.0
AREA_KINDS = frozenset({"pain_area", "avoid_zone", "visit"})


def thinned(points: Sequence[tuple[float, float]], slack: float) -> list[tuple[float, float]]:
    """The stroke with as few corners as keep it within `slack` of where it was drawn (same unit as the points)."""
    if len(points) < 3:
        return list(points)
    (x0, y0), (x1, y1) = points[0], points[-1]
    length = math.hypot(x1 - x0, y1 - y0)
    worst, at = 0.0, 0
    for index in range(1, len(points) - 1):
        x, y = points[index]
        away = (
            abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / length
            if length > 1e-9
            else math.hypot(x - x0, y - y0)
        )
        if away > worst:
            worst, at = away, index
    if worst <= slack:
        return [points[0], points[-1]]
    return [*thinned(points[: at + 1], slack)[:-1], *thinned(points[at:], slack)]


@dataclass(frozen=True, slots=True)
class Area:
    """One area as this plate shows it. `kind` is pain or zone; `path` in pixels, `chip` where its word stands."""

    id: str
    kind: str
    word: str
    path: QPainterPath
    chip: QRectF


class WordsField(QLineEdit):
    """`left` tells once what stands in it when Enter is pressed or the keys go elsewhere; None after Esc. It is gone
    then."""

    left = Signal(object)

    def __init__(self, parent: QWidget, zone_id: str, text: str) -> None:
        super().__init__(text, parent)
        self.zone_id = zone_id
        self.setMaxLength(200)
        self.setAccessibleName("What this avoid-zone is, in your words")
        self._done = False

    def leave(self, text: str | None) -> None:
        """Be gone, telling this."""
        if self._done:
            return
        self._done = True
        had_keys = self.hasFocus()
        self.hide()
        if had_keys:
            self.parentWidget().setFocus(Qt.FocusReason.OtherFocusReason)
        self.left.emit(text)
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.leave(self.text())
        elif event.key() == Qt.Key.Key_Escape:
            self.leave(None)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.leave(self.text())


class AreasShown(Overlay):
    """`tool` is what the next stroke on the body draws: a kind of pain, or of zone; None draws nothing.

    `told` a quiet line, `ended` what has vanished and the scope of its undo,
    `failed` a RecordsFault, `tool_changed` the tool, `shaded` the pain area just drawn.
    """

    told = Signal(str)
    ended = Signal(str, str)
    failed = Signal(object)
    tool_changed = Signal(object)
    shaded = Signal(object)

    def __init__(self, view: BodyView) -> None:
        super().__init__(view)
        self._view = view
        self._workspace: Workspace | None = None
        self._visit_id = self._patient_id = ""
        self._plate = ""
        self._mapping = View(1.0, 0.0, 0.0)
        self._pains: tuple[PainArea, ...] = ()
        self._zones: tuple[tuple[AvoidZone, Outline], ...] = ()
        self._zones_of: tuple[str, str] = ("", "")
        self._areas: tuple[Area, ...] = ()
        self._hovered = ""
        self._points: list[QPointF] = []
        self.tool: PainKind | ZoneKind | None = None
        self.field: WordsField | None = None
        """The field of a zone's words while it is open."""

    # -- what is shown ---------------------------------------------------------------------------------------

    def show_visit(self, workspace: Workspace | None, visit_id: str) -> None:
        """Show this visit's pain areas and its patient's zones; without one, none."""
        self._workspace, self._visit_id = workspace, visit_id
        self.choose(None)
        self.read()

    def on_changed(self, changed: Changed) -> None:
        """Take in what a verb changed."""
        if any(changed.of(kind) for kind in AREA_KINDS):
            self.read()

    def read(self) -> None:
        """Read areas and zones anew."""
        self._pains, self._patient_id, self._zones_of = (), "", ("", "")
        if self._workspace is not None and self._visit_id:
            try:
                self._patient_id = self._workspace.visits.get(self._visit_id).patient_id
                self._pains = tuple(self._workspace.outcomes.areas(self._visit_id))
            except RecordsFault as fault:
                self.failed.emit(fault)
        self.lay_out(self._plate, 1, self._mapping)
        self.changed.emit(None)

    def lay_out(self, plate: str, layer: int, view: View) -> None:
        self._plate, self._mapping = plate, view
        if self._zones_of != (self._patient_id, plate):
            # Carrying a zone over to another plate takes a while: once for each plate, not for each pan.
            self._zones_of, self._zones = (self._patient_id, plate), ()
            if self._workspace is not None and self._patient_id and plate:
                visit = self._workspace.visits.get(self._visit_id)
                self._zones = tuple(self._workspace.precautions.zones_on(self._patient_id, plate, visit.date))
        areas = [
            self._area(one.id, "pain", one.kind.value, one.outline)
            for one in self._pains
            if one.outline.plate == plate
        ]
        areas += [
            self._area(zone.id, "zone", zone.text or zone.kind.word, outline) for zone, outline in self._zones
        ]
        self._areas = tuple(areas)
        self._place_field()

    def _area(self, area_id: str, kind: str, word: str, outline: Outline) -> Area:
        path = path_in(outline, self._mapping)
        box = path.boundingRect()
        width = QFontMetricsF(_font()).horizontalAdvance(word) + 14
        chip = QRectF(box.center().x() - width / 2, box.top() - CHIP_PX / 2, width, CHIP_PX)
        return Area(area_id, kind, word, path, chip)

    def paint(self, painter: QPainter, region: QRegion, ink: Ink) -> None:
        for one in self._areas:
            if region.intersects(self._rect(one).toAlignedRect()):
                self._paint(painter, one, ink)
        if self._points:
            painter.setPen(QPen(ink.accent, 2, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygonF(self._points))

    def _paint(self, painter: QPainter, one: Area, ink: Ink) -> None:
        paint_area(painter, one.path, ink, zone=one.kind == "zone")
        painter.setPen(QPen(ink.accent if one.id == self._hovered else ink.rule, 1))
        painter.setBrush(ink.paper)
        painter.drawRoundedRect(one.chip.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setFont(_font())
        painter.setPen(ink.text)
        painter.drawText(one.chip, Qt.AlignmentFlag.AlignCenter, one.word)

    def _rect(self, one: Area) -> QRectF:
        return one.path.boundingRect().united(one.chip).adjusted(-4, -4, 4, 4)

    def rect_of(self, item: str) -> QRectF:
        return next((self._rect(one) for one in self._areas if one.id == item), QRectF())

    # -- pointer: the word of an area is what is pressed, the muscles under it stay free --------------------

    def at(self, at: QPointF, reach: float) -> str:
        for one in reversed(self._areas):
            if one.chip.adjusted(-reach / 2, -reach / 2, reach / 2, reach / 2).contains(at):
                return one.id
        return ""

    def word(self, item: str) -> str:
        one = next((one for one in self._areas if one.id == item), None)
        if one is None:
            return ""
        return f"Avoid-zone: {one.word}" if one.kind == "zone" else f"Pain area: {one.word}"

    def hover(self, item: str) -> None:
        if item != self._hovered:
            before, self._hovered = self._hovered, item
            self.changed.emit([self.rect_of(one) for one in (before, item) if one])

    def press(self, item: str, modifiers: Qt.KeyboardModifier) -> None:
        """A press on a pain area's word shows the muscles said to refer there; on a zone's word it says what it is."""
        pain = next((one for one in self._pains if one.id == item), None)
        if pain is not None:
            self.shaded.emit(pain)
        else:
            self.told.emit(self.word(item))

    # -- drawing ---------------------------------------------------------------------------------------------

    def choose(self, tool: PainKind | ZoneKind | None) -> None:
        """The next stroke draws this; None: strokes pan again."""
        if tool is not self.tool:
            self.tool = tool
            self.lasso(())
            self.tool_changed.emit(tool)
            self.changed.emit(None)

    def hint(self) -> str:
        if self.tool is None:
            return ""
        what = "where it hurts" if isinstance(self.tool, PainKind) else self.tool.in_sentence
        return f"Draw around {what}. Esc: back to needles."

    def escape(self) -> bool:
        was = self.tool is not None
        self.choose(None)
        return was

    def draws(self) -> bool:
        return self.tool is not None and self._view.editable

    def click(self, at: QPointF) -> bool:
        if self.tool is None:
            return False
        self.told.emit("Draw around an area: a line or a single point encloses nothing.")
        return True

    def lasso(self, path: Sequence[QPointF]) -> None:
        before, self._points = self._points, list(path)
        # Only what was added is painted: a stroke over the whole body must not paint the body with each step.
        fresh = self._points[-2:] if path and len(self._points) > len(before) else [*before, *self._points]
        if fresh:
            self.changed.emit([QPolygonF(fresh).boundingRect().adjusted(-4, -4, 4, 4)])

    def lassoed(self, path: Sequence[QPointF]) -> None:
        self.lasso(())
        workspace, tool = self._workspace, self.tool
        if workspace is None or tool is None:
            return
        points = [self._mapping.to_mm(one.x(), one.y()) for one in path]
        corners = thinned(points, SLACK_PX / self._mapping.scale)
        if len(corners) < 3:
            self.click(path[-1])
            return
        version = workspace.atlas.plate(self._plate).version
        outline = Outline.polygon(self._plate, version, corners)
        if isinstance(tool, PainKind):
            area = self._do(
                lambda: workspace.outcomes.add_area(self._visit_id, outline, tool, origin=self._view)
            )
            if isinstance(area, PainArea):
                self.choose(None)
                self.told.emit(
                    f"Shaded: {tool.value}. Its word on the body opens what is said to refer there."
                )
                self.shaded.emit(area)
        else:
            zone = self._do(
                lambda: workspace.precautions.add_zone(
                    self._patient_id, outline, tool, visit_id=self._visit_id, origin=self._view
                )
            )
            if isinstance(zone, AvoidZone):
                self.choose(None)
                self.told.emit(
                    f"{zone.kind.word}: shown on every plate it touches, at every visit from this day on."
                )
                self.ask_words(zone.id)

    def _do(self, verb: Callable[[], object]) -> object:
        try:
            return verb()
        except Refused as refused:
            self.told.emit(refused.sentence)
        except RecordsFault as fault:
            self.failed.emit(fault)
        return None

    # -- a zone in a few words -------------------------------------------------------------------------------

    def ask_words(self, zone_id: str) -> None:
        """A field in the place of the zone's word: what it is, in the therapist's words. Enter or a press elsewhere
        keeps them; Esc, or nothing written, leaves the word of its kind."""
        known = next((zone for zone, _ in self._zones if zone.id == zone_id), None)
        shown = next((one for one in self._areas if one.id == zone_id), None)
        if known is None or shown is None or not self._view.editable:
            return
        self.field = field = WordsField(self._view, zone_id, known.text)
        field.setPlaceholderText(f"{known.kind.word}: in your words, then Enter")
        field.left.connect(lambda text: self._keep_words(zone_id, text))
        self._place_field()
        field.show()
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()

    def _place_field(self) -> None:
        """Over the zone's word, wherever that stands now; on another plate what was written is kept."""
        field = self.field
        if field is None:
            return
        shown = next((one for one in self._areas if one.id == field.zone_id), None)
        if shown is None:
            field.leave(field.text())
            return
        room = self._view.size()
        width = max(220, field.fontMetrics().horizontalAdvance(field.placeholderText()) + 30)
        width, height = min(width, room.width() - 16), field.sizeHint().height()
        left = min(max(8, round(shown.chip.center().x() - width / 2)), room.width() - width - 8)
        top = min(max(8, round(shown.chip.center().y() - height / 2)), room.height() - height - 8)
        field.setGeometry(left, top, width, height)

    def _keep_words(self, zone_id: str, text: str | None) -> None:
        """What was written, None where it was given up."""
        self.field = None
        workspace = self._workspace
        if workspace is None or text is None:
            return
        held = workspace.precautions.held(self._patient_id).zones
        known = next((one for one in held if one.id == zone_id and not one.removed), None)
        if known is None or text.strip() == known.text:
            return
        zone = self._do(lambda: workspace.precautions.change_zone(zone_id, text=text, origin=self._view))
        if isinstance(zone, AvoidZone):
            self.told.emit(f"The avoid-zone is called: {zone.text or zone.kind.word}.")

    # -- menus -----------------------------------------------------------------------------------------------

    def fill_tools(self, menu: QMenu) -> None:
        """What can be drawn: where it hurts by its kind, zones by theirs."""
        pains = menu.addMenu("Where it hurts …")
        pains.setObjectName("pain-kinds")
        for pain in PainKind:
            pains.addAction(pain.value.capitalize()).triggered.connect(lambda _=False, k=pain: self.choose(k))
        zones = menu.addMenu("A zone to keep away from …")
        zones.setObjectName("zone-kinds")
        for zone in ZoneKind:
            zones.addAction(zone.word).triggered.connect(lambda _=False, k=zone: self.choose(k))

    def fill_menu(self, item: str, menu: QMenu) -> None:
        workspace = self._workspace
        if workspace is None:
            return
        pain = next((one for one in self._pains if one.id == item), None)
        editable = self._view.editable
        if pain is not None:
            menu.addAction("Muscles said to refer here").triggered.connect(lambda: self.shaded.emit(pain))
            menu.addSeparator()
            for kind in PainKind:
                action = menu.addAction(kind.value.capitalize())
                action.setCheckable(True)
                action.setChecked(kind is pain.kind)
                action.setEnabled(editable)
                action.triggered.connect(
                    lambda _=False, k=kind: self._do(lambda: workspace.outcomes.change_area(item, kind=k))
                )
            menu.addSeparator()
            remove = menu.addAction("Remove this area")
            remove.triggered.connect(lambda: self._do(lambda: workspace.outcomes.remove_area(item)))
        else:
            words = menu.addAction("What it is, in your words …")
            words.setEnabled(editable)
            words.triggered.connect(lambda: self.ask_words(item))
            menu.addSeparator()
            end = menu.addAction("No longer there (kept on earlier visits)")
            end.triggered.connect(lambda: self._end_zone(item))
            remove = menu.addAction("Remove: drawn by mistake")
            remove.triggered.connect(lambda: self._remove_zone(item))
            end.setEnabled(editable)
        remove.setEnabled(editable)

    def _end_zone(self, item: str) -> None:
        workspace, visit_id = self._workspace, self._visit_id
        if workspace is None:
            return
        zone = self._do(lambda: workspace.precautions.end_zone(item, visit_id=visit_id))
        if isinstance(zone, AvoidZone):
            self.ended.emit(
                f"{zone.text or zone.kind.word}: there until {day(zone.ended_on)}, no longer after that. Charts up to "
                "that day show it.",
                zone.patient_id,
            )

    def _remove_zone(self, item: str) -> None:
        workspace, patient_id = self._workspace, self._patient_id
        known = next((zone for zone, _ in self._zones if zone.id == item), None)
        if workspace is None or known is None:
            return

        def verb() -> bool:
            workspace.precautions.remove_zone(item)
            return True

        if self._do(verb):
            self.ended.emit(
                f"{known.text or known.kind.word}: taken out of this patient's record, at every visit.",
                patient_id,
            )


def _font():
    return fonts.font(12.5, fonts.SEMIBOLD)
