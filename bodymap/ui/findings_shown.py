"""The visit's findings on the body: signs that are placed, dragged, and needled by a click."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap, QRegion
from PySide6.QtWidgets import QMenu

from bodymap.charting import wording
from bodymap.charting.faults import NotNeedled, RecordsFault, Refused
from bodymap.charting.findings import Finding, FindingKind, perhaps_of
from bodymap.charting.records import Referral
from bodymap.drawing.findings import RADIUS_PX, paint_finding
from bodymap.drawing.plates import View
from bodymap.ui.overlay import Overlay
from bodymap.ui.tissue_menu import target_here

if TYPE_CHECKING:
    from bodymap.drawing.inks import Ink
    from bodymap.ui.body_view import BodyView
    from bodymap.workspace.changes import Changed
    from bodymap.workspace.workspace import Workspace

_FAINT = 0.55
"""Opacity of findings that lie in another layer than the one shown."""


class FindingsShown(Overlay):
    """Findings as an overlay of the body view. `tool` is the kind that the next clicks on the body note; None needles.

    `shown` tells the visit's findings after each change, `told` a quiet line, `failed` a RecordsFault.
    """

    shown = Signal(object)
    told = Signal(str)
    failed = Signal(object)
    tool_changed = Signal(object)

    def __init__(self, view: BodyView) -> None:
        super().__init__(view)
        self._view = view
        self._workspace: Workspace | None = None
        self._visit_id = ""
        self.findings: tuple[Finding, ...] = ()
        self._needled: frozenset[str] = frozenset()
        self._perhaps: dict[str, tuple[str, int]] = {}  # of findings not needled: a mark's id and number
        self._plate, self._layer, self._mapping = "", 1, View(1.0, 0.0, 0.0)
        self._hovered = ""
        self._dragged: tuple[str, float, float] | None = None
        self.tool: FindingKind | None = None
        self.last_kind = FindingKind.ACTIVE_TRIGGER_POINT

    @property
    def ink(self) -> Ink:
        """The colours of the body."""
        return self._view.ink

    # -- what is shown ---------------------------------------------------------------------------------------

    def show_visit(self, workspace: Workspace | None, visit_id: str) -> None:
        """Show this visit's findings; without one, none."""
        self._workspace, self._visit_id = workspace, visit_id
        self.choose(None)
        self.read()

    def on_changed(self, changed: Changed) -> None:
        """Take in what a verb changed."""
        if changed.of("finding") or (changed.of("mark") and self.findings):
            self.read()

    def read(self) -> None:
        """Read the findings anew, and which of them marks were made of."""
        found: Sequence[Finding] = ()
        needled: frozenset[str] = frozenset()
        perhaps: dict[str, tuple[str, int]] = {}
        if self._workspace is not None and self._visit_id:
            found = self._workspace.findings.of(self._visit_id)
            if found:
                marks = self._workspace.marks.of(self._visit_id)
                needled = frozenset(mark.finding_id for mark in marks if mark.finding_id)
                numbers = {mark.id: number for number, mark in enumerate(marks, 1)}
                perhaps = {
                    finding: (mark.id, numbers[mark.id]) for finding, mark in perhaps_of(found, marks).items()
                }
        if (tuple(found), needled, perhaps) == (self.findings, self._needled, self._perhaps):
            return
        self.findings, self._needled, self._perhaps = tuple(found), needled, perhaps
        self.changed.emit(None)
        self.shown.emit(self.findings)

    def needled(self, finding_id: str) -> bool:
        """Whether a mark was made of this finding."""
        return finding_id in self._needled

    def perhaps(self, finding_id: str) -> int:
        """The number of the mark that may be its needle and was made apart from it; 0 for none."""
        return self._perhaps.get(finding_id, ("", 0))[1]

    def say_treated(self, finding_id: str) -> None:
        """That mark was its needle."""
        workspace, (mark_id, number) = self._workspace, self._perhaps.get(finding_id, ("", 0))
        if workspace is not None and mark_id:
            self._do(
                lambda: workspace.findings.say_treated(finding_id, mark_id, origin=self._view),
                lambda mark: f"Mark {number}, {mark.title}, needled this finding",
            )

    def lay_out(self, plate: str, layer: int, view: View) -> None:
        self._plate, self._layer, self._mapping = plate, layer, view

    def _here(self) -> list[Finding]:
        return [one for one in self.findings if one.point is not None and one.point.plate == self._plate]

    def _centre(self, found: Finding) -> QPointF:
        assert found.point is not None
        u, v = found.point.u, found.point.v
        if self._dragged is not None and self._dragged[0] == found.id:
            u, v = self._dragged[1:]
        return QPointF(*self._mapping.to_px(u, v))

    def _state(self, found: Finding) -> str:
        if found.id == self._hovered:
            return "hover"
        return "needled" if found.id in self._needled else ""

    def paint(self, painter: QPainter, region: QRegion, ink: Ink) -> None:
        for found in self._here():
            if region.intersects(self._rect(found).toAlignedRect()):
                assert found.point is not None
                painter.setOpacity(1.0 if found.point.layer == self._layer or ink.bold else _FAINT)
                paint_finding(
                    painter, found.kind, self._centre(found), RADIUS_PX, ink, state=self._state(found)
                )
        painter.setOpacity(1.0)

    def _rect(self, found: Finding) -> QRectF:
        centre, reach = self._centre(found), RADIUS_PX * 1.8
        return QRectF(centre.x() - reach, centre.y() - reach, 2 * reach, 2 * reach)

    def rect_of(self, item: str) -> QRectF:
        found = self._find(item)
        return self._rect(found) if found is not None and found.point is not None else QRectF()

    def _find(self, finding_id: str) -> Finding | None:
        return next((one for one in self.findings if one.id == finding_id), None)

    # -- pointer ---------------------------------------------------------------------------------------------

    def at(self, at: QPointF, reach: float) -> str:
        best, distance = "", RADIUS_PX * 1.1 + max(0.0, reach - 4.0)
        for found in self._here():
            assert found.point is not None
            # One that was needled lies under its mark; one of another layer leaves the press to what is seen there.
            if found.id in self._needled or found.point.layer != self._layer:
                continue
            centre = self._centre(found)
            away = math.hypot(at.x() - centre.x(), at.y() - centre.y())
            if away <= distance:
                best, distance = found.id, away
        return best

    def word(self, item: str) -> str:
        found = self._find(item)
        if found is None:
            return ""
        line = wording.finding(found)
        return f"{line} · click needles it" if self._view.editable and self.tool is None else line

    def hover(self, item: str) -> None:
        if item != self._hovered:
            before, self._hovered = self._hovered, item
            self.changed.emit([self.rect_of(one) for one in (before, item) if one])

    def press(self, item: str, modifiers: Qt.KeyboardModifier) -> None:
        """A click needles what was found; while findings are noted, it is given the kind that is being noted."""
        if self._workspace is None or not self._may_change():
            return
        if self.tool is not None:
            self.set_kind(item, self.tool)
        else:
            self.needle([item])

    def place_of(self, item: str) -> QPointF:
        found = self._find(item)
        return self._centre(found) if found is not None and found.point is not None else QPointF()

    def drag(self, item: str, at: QPointF) -> bool:
        if not self._view.editable:
            return False
        before = self.rect_of(item)
        self._dragged = (item, *self._mapping.to_mm(at.x(), at.y()))
        self.changed.emit([before, self.rect_of(item)])
        return True

    def drop(self, item: str, at: QPointF) -> None:
        workspace = self._workspace
        if workspace is None:
            return
        u, v = self._mapping.to_mm(at.x(), at.y())
        plate, layer, mm = self._plate, self._layer, 1.0 / self._mapping.scale
        self._do(
            lambda: workspace.findings.move(item, plate, layer, u, v, mm_per_px=mm, origin=self._view),
            lambda found: f"Moved the finding: {wording.finding(found)}",
        )

    def end_drag(self) -> None:
        if self._dragged is not None:
            before = self.rect_of(self._dragged[0])
            item, self._dragged = self._dragged[0], None
            self.changed.emit([before, self.rect_of(item)])

    # -- noting ----------------------------------------------------------------------------------------------

    def choose(self, kind: FindingKind | None) -> None:
        """From now on a click on the body notes this kind of finding; None: it needles again."""
        if kind is not None:
            self.last_kind = kind
        if kind is not self.tool:
            self.tool = kind
            self.tool_changed.emit(kind)
            self.changed.emit(None)

    def hint(self) -> str:
        if self.tool is None:
            return ""
        return f"A click notes: {wording.FINDINGS[self.tool]}. Esc: back to needles."

    def escape(self) -> bool:
        was, _ = self.tool is not None, self.choose(None)
        return was

    def click(self, at: QPointF) -> bool:
        if self.tool is None:
            return False
        self.place(self.tool, at)
        return True

    def place(self, kind: FindingKind, at: QPointF) -> None:
        """Note a finding of this kind in the muscle at that pixel."""
        workspace, visit_id = self._workspace, self._visit_id
        if workspace is None or not visit_id or not self._may_change():
            return
        self.last_kind = kind
        u, v = self._mapping.to_mm(at.x(), at.y())
        plate, layer, mm = self._plate, self._layer, 1.0 / self._mapping.scale

        def noted() -> Finding | None:
            found = workspace.findings.place(
                visit_id, kind, plate, layer, u, v, mm_per_px=mm, origin=self._view
            )
            if found is None:
                # Skin, bone, tendon: what lies there is named as it is for a mark.
                hit = workspace.marks.under(plate, layer, u, v, mm)
                if not hit.on_body:
                    return None
                target = target_here(workspace.marks, hit)
                found = workspace.findings.place(
                    visit_id, kind, plate, layer, u, v, mm_per_px=mm, target=target, origin=self._view
                )
            return found

        self._do(noted, lambda found: f"Noted {wording.finding(found)}")

    def needle(self, finding_ids: Sequence[str]) -> None:
        """Make marks of these findings."""
        workspace = self._workspace
        if workspace is not None:
            marks = self._do(
                lambda: workspace.findings.needle(finding_ids, origin=self._view),
                None,
                again=lambda: self.needle(finding_ids),
            )
            if isinstance(marks, list) and marks:
                self._view.select([mark.id for mark in marks])
                self.told.emit(f"Marked {marks[0].title}" if len(marks) == 1 else f"Marked {len(marks)}")

    def set_kind(self, finding_id: str, kind: FindingKind) -> None:
        """Say that it is of this kind."""
        self.change(finding_id, kind=kind)

    def change(self, finding_id: str, **values: object) -> None:
        """Set these fields of a finding."""
        workspace = self._workspace
        if workspace is not None:
            self._do(lambda: workspace.findings.change([finding_id], origin=self._view, **values), None)

    def remove(self, finding_id: str) -> None:
        """Take a finding out of the visit."""
        workspace, found = self._workspace, self._find(finding_id)
        if workspace is None or found is None:
            return
        self._do(
            lambda: workspace.findings.remove([finding_id], origin=self._view) or found,
            lambda _: f"Removed the finding in {found.title}. Undo brings it back.",
        )

    def _may_change(self) -> bool:
        if not self._view.editable:
            self.told.emit(self._view.hint)
        return self._view.editable

    def _do(
        self,
        verb: Callable[[], object],
        said: Callable[..., str] | None,
        again: Callable[[], object] | None = None,
    ) -> object:
        """Do a verb; its answer, or None after a refusal or fault, which is passed on."""
        try:
            answer = verb()
        except NotNeedled as refused:
            self.failed.emit(refused.asked_by(again) if again is not None else refused)
            return None
        except Refused as refused:
            self.told.emit(refused.sentence)
            return None
        except RecordsFault as fault:
            self.failed.emit(fault)
            return None
        if said is not None and answer is not None:
            self.told.emit(said(answer))
        return answer

    # -- menus -----------------------------------------------------------------------------------------------

    def fill_menu(self, item: str, menu: QMenu) -> None:
        found = self._find(item)
        if found is None:
            return
        editable = self._view.editable
        first = menu.addAction("Needle it")
        first.triggered.connect(lambda: self.needle([item]))
        first.setEnabled(editable and item not in self._needled)
        menu.setDefaultAction(first)
        menu.addSeparator()
        self.fill_kinds(menu, lambda kind: self.set_kind(item, kind), found.kind)
        menu.addSeparator()
        for referral, word in _REFERRALS.items():
            action = menu.addAction(word)
            action.setCheckable(True)
            action.setChecked(found.referral is referral)
            action.triggered.connect(lambda _=False, r=referral: self.change(item, referral=r))
        menu.addSeparator()
        menu.addAction("Remove").triggered.connect(lambda: self.remove(item))
        for action in menu.actions()[1:]:
            action.setEnabled(editable and action.isEnabled())

    def fill_kinds(
        self, menu: QMenu, chosen: Callable[[FindingKind], None], current: FindingKind | None = None
    ) -> None:
        """A line for each kind, with its sign."""
        for kind, words in wording.FINDINGS.items():
            action = menu.addAction(icon_of(kind, self._view.ink), words[:1].upper() + words[1:])
            if kind is current:
                font = action.font()
                font.setBold(True)
                action.setFont(font)
            action.triggered.connect(lambda _=False, kind=kind: chosen(kind))

    def fill_place_menu(self, at: QPointF, menu: QMenu) -> None:
        here = menu.addMenu("Finding here")
        here.setObjectName("finding-menu")
        self.fill_kinds(here, lambda kind: self.place(kind, at))
        here.setEnabled(self._view.editable)


_REFERRALS = {
    Referral.FAMILIAR: "Familiar pain",
    Referral.REFERRED: "Refers elsewhere",
    Referral.NONE: "No referred pain",
}


def icon_of(kind: FindingKind, ink: Ink, px: int = 20) -> QIcon:
    """The sign of a kind, for menus and lists."""
    made = QPixmap(px * 2, px * 2)
    made.setDevicePixelRatio(2.0)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_finding(painter, kind, QPointF(px / 2, px / 2), px * 0.36, ink)
    painter.end()
    return QIcon(made)
