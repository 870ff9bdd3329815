"""The middle of the window: which plate and layer, and the body.

What was just done, messages and the zoom buttons float over the foot of the body, so that the plate has all the
height there is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from bodymap.atlas.body import Group
from bodymap.atlas.catalogue import mid_sentence
from bodymap.charting.faults import NotNeedled, RecordsFault
from bodymap.charting.findings import FindingKind
from bodymap.drawing.inks import ink_named
from bodymap.ui import icons, theme
from bodymap.ui.announce import announce
from bodymap.ui.areas_shown import AreasShown
from bodymap.ui.body_view import BodyView
from bodymap.ui.care_line import CARE_KINDS
from bodymap.ui.findings_shown import FindingsShown, icon_of
from bodymap.ui.ghost_buttons import GhostButtons
from bodymap.ui.ghosts_shown import GhostsShown
from bodymap.ui.mark_bar import MarkBar
from bodymap.ui.messages import MessageBar
from bodymap.ui.precaution_strip import PrecautionStrip
from bodymap.ui.segments import Segments
from bodymap.ui.tissue_menu import heading, quiet_menu
from bodymap.ui.whole_body import Spot, WholeBody
from bodymap.ui.widgets import Label

if TYPE_CHECKING:
    from bodymap.atlas.aspects import Aspect
    from bodymap.atlas.geometry import Box
    from bodymap.charting.quick_entry import Preview
    from bodymap.charting.records import Mark, Point
    from bodymap.ui.muscle_browser import MuscleBrowser
    from bodymap.ui.needle_field import RecentSizes
    from bodymap.ui.quick_entry import QuickEntry
    from bodymap.workspace.changes import Changed
    from bodymap.workspace.precautions import StripItem
    from bodymap.workspace.workspace import Workspace

LAYER_WORDS = {1: "Superficial", 2: "Intermediate", 3: "Deep"}
SAID_MS = 12_000
WHOLE: Box = (-345.0, -12.0, 345.0, 1720.0)
POINT_MS = 120  # a muscle lights up when the highlight rests on its row, not on the way there
BROWSER_PX = 300
QUICK_PX = 620
QUICK_EDGE = 10  # the frame of the card, which its layout does not count
STRIP_PX, WIDE_STRIP_WIDTH = 128, 220  # how wide the precautions stand
WIDE_STRIP_PX = 900  # from here on the precautions have room for longer lines
COVERED_PX = 340  # below it switches over the body would cover too much of it
CLOSE_MM = 420.0  # how much of the body a press on the small one shows
SAID_OVER_HINT_PX = 34  # the view says in the same corner why nothing can be marked
OVERVIEW_PX = 520  # below it there is no room for the small whole body beside the plate
SWITCH_X, SWITCH_Y = 10, 36  # below the word on the patient's side
SETTLE_MS = 40  # the small body and the counts follow a mark or a pan after its own picture


def _inside(point: Point, box: Box | None) -> bool:
    return box is None or (box[0] <= point.u <= box[2] and box[1] <= point.v <= box[3])


class BodyPanel(QFrame):
    unfold_patients = Signal()
    unfold_visit = Signal()

    def __init__(self, ink: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setMinimumWidth(344)
        self._aspect = ""
        self._aspect_on: dict[str, str] = {}  # the aspect last looked at on each plate
        self._last_of: dict[str, str] = {}  # the aspect last looked at of each group
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(8, 5, 8, 5)
        head.setSpacing(6)
        self.menu_button = self._icon("menu", "Menu")
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.hide()
        self.show_patients = self._icon("open-left", "Show the patients (F6)")
        self.show_patients.hide()
        self.show_patients.clicked.connect(self.unfold_patients)
        self.plates = Segments(tight=True)
        self.plates.hide()
        self.more_plates = QToolButton()
        self.more_plates.setProperty("role", "quiet")
        self.more_plates.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more_plates.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more_plates.hide()
        self.undo_button = self._icon("undo", "Nothing to undo")
        self.redo_button = self._icon("redo", "Nothing to redo")
        self.out_button = self._icon("minus", "Farther (Ctrl+-, wheel)")
        self.fit_button = self._icon("fit", "Whole plate (Ctrl+0)")
        self.in_button = self._icon("plus", "Closer (Ctrl++, wheel)")
        self.show_visit = self._icon("open-right", "Show the visit (F7)")
        self.show_visit.hide()
        self.show_visit.clicked.connect(self.unfold_visit)
        for widget in (self.menu_button, self.show_patients, self.plates, self.more_plates):
            head.addWidget(widget)
        head.addStretch(1)
        for widget in (self.undo_button, self.redo_button):
            head.addWidget(widget)
        head.addWidget(self.show_visit)
        column.addLayout(head)
        self.banner = MessageBar()
        self.banner.closable(False)
        column.addWidget(self.banner)
        self.view = BodyView(self, ink_named(ink))
        self._beside = QHBoxLayout()  # the list of muscles, when it is open, and the body
        self._beside.setSpacing(0)
        self._beside.addWidget(self.view, 1)
        column.addLayout(self._beside, 1)
        # Over the foot of the panel rather than above the body: a message must not move what is being clicked on.
        self.bar = MessageBar(self)
        self.bar.setProperty("floating", "true")
        self.bar.shown.connect(self._place_floating)
        self.bar.installEventFilter(self)
        self.zoom = QFrame(self.view)
        self.zoom.setProperty("role", "card")
        zoom = QVBoxLayout(self.zoom)
        zoom.setContentsMargins(2, 2, 2, 2)
        zoom.setSpacing(2)
        for widget in (self.in_button, self.fit_button, self.out_button):
            zoom.addWidget(widget)
        self.find_button = QToolButton(self.view)
        self.find_button.setText("Find muscle")
        self.find_button.setToolTip("Find a muscle by name, or leaf through them (Ctrl+M)")
        self.find_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.find_button.setProperty("role", "floating")
        self.find_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.give(self.find_button, "find")
        self.find_button.hide()
        self.find_button.clicked.connect(self.open_browser)
        self.browser: MuscleBrowser | None = None  # made when it is first asked for
        self._point_soon = QTimer(self)
        self._point_soon.setSingleShot(True)
        self._point_soon.setInterval(POINT_MS)
        self._point_soon.timeout.connect(self._show_pointed)
        self._pointed_entry = ""
        self.layers = Segments(parent=self.view, upright=True)
        self.layers.hide()
        self.choices = Segments(parent=self.view, upright=True)
        self.choices.hide()
        self.choices.chosen.connect(lambda aspect: self.show_aspect(str(aspect)))
        self.areas = AreasShown(self.view)
        self.view.add_overlay(self.areas)
        self.areas.told.connect(self.say)
        self.areas.failed.connect(self.view.failed)
        self.areas.tool_changed.connect(lambda _: self._show_tool(self.findings.tool))
        self.findings = FindingsShown(self.view)
        self.view.add_overlay(self.findings)
        self.findings.told.connect(self.say)
        self.findings.failed.connect(self.view.failed)
        self.findings.tool_changed.connect(self._show_tool)
        self.ghosts = GhostsShown(self.view)
        self.view.add_overlay(self.ghosts)
        self.ghosts.told.connect(self.say)
        self.ghosts.failed.connect(self.view.failed)
        self.ghost_buttons = GhostButtons(self.view, self.ghosts)
        self.finding_button = QToolButton(self.view)
        self.finding_button.setText("Finding")
        self.finding_button.setToolTip(
            "Note what you find (trigger point, taut band …) by clicks on the body, needled or not (key F)"
        )
        self.finding_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.finding_button.setProperty("role", "floating")
        self.finding_button.setCheckable(True)
        self.finding_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.finding_button.hide()
        self.finding_button.clicked.connect(self._pick_finding)
        self.strip = PrecautionStrip(self.view)
        self.ghosts.shown.connect(self._ghosts_changed)
        self.whole = WholeBody(self.view)
        self.whole.hide()
        self.whole.chosen.connect(self._from_whole)
        self._follow = QTimer(self)
        self._follow.setSingleShot(True)
        self._follow.setInterval(SETTLE_MS)
        self._follow.timeout.connect(self._overview)
        self.mark_bar: MarkBar | None = None
        self.quick_card: QFrame | None = None  # made when the line is first asked for
        self.quick: QuickEntry | None = None
        self.view.marks_changed.connect(self._quick_follows)
        self.view.marks_changed.connect(self._follow.start)
        self.view.moved.connect(self._follow.start)
        self.view.turned.connect(self.turn)
        self.view.installEventFilter(self)
        self.said = Label(parent=self.view)
        self.said.setProperty("role", "said")
        self.said.setWordWrap(True)
        self.said.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.said.hide()
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(SAID_MS)
        self._forget.timeout.connect(lambda: self.say(""))
        self.view.said.connect(self.say)
        self.view.marks_changed.connect(self._refusal_is_over)
        self.view.plate_changed.connect(lambda plate, layer: self.show_switches())
        self.plates.chosen.connect(lambda first: self.show_group(str(first)))
        self.layers.chosen.connect(lambda layer: self.show_plate(self.view.plate, int(str(layer))))
        self.out_button.clicked.connect(self.view.zoom_out)
        self.in_button.clicked.connect(self.view.zoom_in)
        self.fit_button.clicked.connect(self.view.fit)
        self._workspace: Workspace | None = None
        slash = QShortcut(QKeySequence("/"), self.view)
        slash.setContext(Qt.ShortcutContext.WidgetShortcut)
        slash.activated.connect(self.open_quick)
        note = QShortcut(QKeySequence("F"), self.view)
        note.setContext(Qt.ShortcutContext.WidgetShortcut)
        note.activated.connect(self.note_findings)
        for number in (1, 2, 3):
            keys = QShortcut(QKeySequence(str(number)), self.view)
            keys.setContext(Qt.ShortcutContext.WidgetShortcut)
            keys.activated.connect(lambda number=number: self.show_plate(self.view.plate, number))

    @staticmethod
    def _icon(name: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("role", "icon")
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.give(button, name)
        return button

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        resized = watched is self.view and event.type() == QEvent.Type.Resize
        if resized or (watched is self.bar and event.type() == QEvent.Type.Hide):
            self._place_floating()
        return super().eventFilter(watched, event)

    def _place_floating(self) -> None:
        """A message at the foot of the body; above it the zoom buttons at the right, what was just done at the left."""
        floor = self.view.height() - 12
        if self.bar.isVisibleTo(self):
            width = min(self.width() - 16, self.bar.width_wanted(), 900)
            height = self.bar.height_for(width)
            self.bar.setGeometry((self.width() - width) // 2, self.height() - height - 8, width, height)
            self.bar.raise_()
            floor -= height + 4
        zoom_width = self.zoom.sizeHint().width() + 24
        said = zoom_floor = floor
        quick = self.quick_card is not None and self.quick_card.isVisibleTo(self)
        if self.mark_bar is not None and not quick:
            bar = self.mark_bar.place(floor)
            if not bar.isEmpty() and bar.bottom() > floor - self.zoom.sizeHint().height():
                # Beside the bar where there is room, else above it.
                if bar.left() < self.view.width() // 3:
                    said = bar.top() - 8
                if bar.right() > self.view.width() - zoom_width + 6:
                    zoom_floor = bar.top() - 8
        elif self.mark_bar is not None:
            self.mark_bar.hide()
        if self.quick_card is not None and quick:
            width = min(QUICK_PX, max(220, self.view.width() - 12 - zoom_width))
            layout = self.quick_card.layout()
            # The total: with the frame's own edge, or the line is cut at its foot.
            height = (
                layout.totalHeightForWidth(width)
                if layout.hasHeightForWidth()
                else layout.totalSizeHint().height()
            )
            self.quick_card.setGeometry(12, floor - height, width, height)
            said = floor - height - 8
        elif self.view.hint:
            said -= SAID_OVER_HINT_PX
        size = self.zoom.sizeHint()
        self.zoom.setGeometry(
            self.view.width() - size.width() - 12, zoom_floor - size.height(), size.width(), size.height()
        )
        self._place_said(said)
        foot = floor
        if (
            self.mark_bar is not None
            and self.mark_bar.isVisibleTo(self)
            and self.mark_bar.x() < self.view.width() // 3
        ):
            foot = self.mark_bar.y()
        top = self._place_switches(foot - 8)
        if self.browser is not None:
            self.browser.setFixedWidth(min(BROWSER_PX, max(self.width() // 2, 200)))
        self.whole.move(self.view.width() - self.whole.width() - 12, 36)
        self.whole.setVisible(self._workspace is not None and self.view.width() >= OVERVIEW_PX)
        self._place_strip(top, foot - 8, zoom_floor - size.height() - 8)

    _placing = False

    def _place_soon(self) -> None:
        """Place what floats once the body is painted: several things that happen in one gesture ask for it."""
        if not self._placing:
            self._placing = True
            self.view.afterwards.do(self._place_due)

    def _place_due(self) -> None:
        self._placing = False
        self.said.setVisible(bool(self.said.text()))
        self._place_floating()

    def _place_switches(self, floor: int) -> int:
        """What is chosen and switched stands below one another at the left; the tools in one row, without their words,
        where the height ends at `floor`. The height at which the next thing may stand."""
        tools = {self.finding_button: self.view.editable, **self.ghost_buttons.wanted()}
        switches = {
            self.find_button: self._workspace is not None and not self._browsing,
            self.layers: len(self.layers.values()) > 1,
            self.choices: len(self.choices.values()) > 1,
        }
        # A body that is narrow, beside the list of muscles, is not covered by switches as well.
        room = self._workspace is not None and self.view.width() >= COVERED_PX
        for part, on in {**switches, **tools}.items():
            part.setVisible(on and room)
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        shown: list[QWidget] = [part for part in (*switches, *tools) if part.isVisibleTo(self)]
        if SWITCH_Y + sum(part.sizeHint().height() + 8 for part in shown) > floor:
            style = Qt.ToolButtonStyle.ToolButtonIconOnly
        top, left = SWITCH_Y, SWITCH_X
        for tool in tools:
            tool.setToolButtonStyle(style)
        for part in shown:
            part.resize(part.sizeHint())
            in_row = style is Qt.ToolButtonStyle.ToolButtonIconOnly and part in tools
            part.move(left, top)
            if in_row:
                left += part.width() + 6
            else:
                top += part.height() + 8
        return top + (shown[-1].height() + 8 if left > SWITCH_X else 0)

    def _place_strip(self, top: int, floor: int, zoom_top: int) -> None:
        """Below the small body, where the window is wide enough for one; else below the switches."""
        self.strip.setVisible(self.strip.has_items and self.view.width() >= COVERED_PX)
        if not self.strip.isVisibleTo(self):
            return
        width = STRIP_PX if self.view.width() < WIDE_STRIP_PX else WIDE_STRIP_WIDTH
        if self.whole.isVisibleTo(self):
            top = self.whole.y() + self.whole.height() + 8
            size = self.strip.fit(width, max(60, zoom_top - top))
            self.strip.setGeometry(self.view.width() - 12 - size.width(), top, size.width(), size.height())
        else:
            size = self.strip.fit(width, max(60, floor - top))
            self.strip.setGeometry(SWITCH_X, top, size.width(), size.height())

    def _show_precautions(self) -> None:
        """Read what the strip names."""
        items: tuple[StripItem, ...] = ()
        if self._workspace is not None and self.view.visit_id:
            try:
                items = self._workspace.precautions.strip(self.view.visit_id)
            except RecordsFault as fault:
                self.fault(fault)
        self.strip.show_items(items)
        self._place_floating()

    def _place_said(self, floor: int) -> None:
        """In the corner beside the feet, in as many lines as that takes."""
        room = max(190, self.view.width() // 2 - 70)
        width = min(room, self.said.fontMetrics().horizontalAdvance(self.said.text()) + 30)
        height = self.said.heightForWidth(width)
        self.said.setGeometry(12, floor - height, width, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_floating()
        self._fit_head()

    def add_mark_bar(self, recent: RecentSizes, wanted: bool) -> None:
        """The bar of what is said most often of a mark; `recent` are the sizes it offers."""
        bar = self.mark_bar = MarkBar(self.view, recent)
        bar.wanted = wanted
        bar.workspace = self._workspace
        bar.resized.connect(self._place_floating)
        bar.said.connect(self.say)
        bar.refused.connect(self.say)
        bar.failed.connect(self.fault)

    def set_workspace(self, workspace: Workspace | None) -> None:
        self._workspace = workspace
        if self.mark_bar is not None:
            self.mark_bar.workspace = workspace
        self.forget_browser()
        self.view.set_workspace(workspace)
        self.show_switches()

    def take_visit(self, visit_id: str) -> None:
        """Show this visit's marks and findings on the body; "" shows the bare body."""
        self.bar.clear_topic("not_needled")
        if self.view.visit_id and self.view.visit_id != visit_id:
            self.view.forget_left()
        self.view.set_visit(visit_id or None)
        self.findings.show_visit(self._workspace if visit_id else None, visit_id)
        self.areas.show_visit(self._workspace if visit_id else None, visit_id)
        self._show_precautions()
        self._show_tool(None)
        self.ghosts.show_visit(self._workspace if visit_id else None, visit_id)

    def on_changed(self, changed: Changed) -> None:
        """Take in what a verb changed."""
        self.findings.on_changed(changed)
        self.areas.on_changed(changed)
        if any(changed.of(kind) for kind in CARE_KINDS) or self.view.visit_id in changed.of("visit"):
            self._show_precautions()
        self.ghosts.on_changed(changed)

    def _refusal_is_over(self) -> None:
        """That nothing was needled was taken back or undone: the sentence about it goes."""
        if not self.view.not_needled:
            self.bar.clear_topic("not_needled")

    def _needle_all_the_same(self, refused: NotNeedled) -> None:
        """What was asked for is marked, and that nothing was needled is taken back with it."""
        if (
            self._workspace is not None
            and refused.again is not None
            and refused.visit_id == self.view.visit_id
        ):
            self._workspace.visits.needled_all_the_same(refused.visit_id, refused.again)

    def _ghosts_changed(self) -> None:
        """There are others: the buttons follow once the body is painted, the counts when there is time."""
        self._place_soon()
        self._follow.start()

    # -- which aspect of the body ----------------------------------------------------------------------------

    @property
    def _aspects(self) -> dict[str, Aspect]:
        return {one.id: one for one in self._workspace.atlas.aspects} if self._workspace is not None else {}

    @property
    def aspect(self) -> str:
        """The id of the aspect shown."""
        return self._aspect

    def show_plate(self, plate: str, layer: int = 0) -> None:
        """Show this plate whole, in the nearest layer that it has; without a layer the one shown before."""
        if self._workspace is None:
            self.view.show_plate(plate, layer or 1)
        elif plate in self._workspace.atlas.plate_ids:
            layers = self._layers(plate)
            wanted = layer or self.view.layer
            if layers:
                self.view.show_plate(plate, min(layers, key=lambda one: abs(one - wanted)))
        self.show_switches()

    def show_group(self, first: str) -> None:
        """What a switch of the head stands for: the aspect of its group that was last looked at. Pressed again on an
        aspect that is shown already, it shows all of it."""
        aspects = self._aspects
        if first in aspects:
            self.show_aspect(self._last_of.get(aspects[first].group, first))

    def show_aspect(self, aspect_id: str) -> None:
        """Show this aspect: its plate, framed as the table of aspects says."""
        aspect = self._aspects.get(aspect_id)
        if aspect is None:
            return
        back = self._aspect_on.get(aspect.plate) == aspect_id
        self._aspect = aspect_id  # before the plate: the switches follow it
        if not (back and self.view.come_back(aspect.plate)):
            self.show_plate(aspect.plate)
            if aspect.box is None:
                self.view.fit()
            else:
                self.view.frame_box(aspect.box)
        self._aspect_on[aspect.plate] = aspect_id
        self._aspect = aspect_id
        self.show_switches()

    def turn(self, step: int) -> None:
        """The neighbouring aspect: round the body, or along the limb."""
        aspects = self._aspects
        here = aspects.get(self._aspect)
        if here is None:
            return
        if step > 0:
            self.show_aspect(here.next)
        else:
            self.show_aspect(next((one.id for one in aspects.values() if one.next == here.id), here.id))

    def _keep_aspect(self, aspects: dict[str, Aspect]) -> None:
        """The view may have gone to another plate by itself, to a mark or a muscle."""
        here = aspects.get(self._aspect)
        if here is None or here.plate != self.view.plate:
            here = next((one for one in aspects.values() if one.plate == self.view.plate), None)
        self._aspect = here.id if here is not None else ""
        if here is not None:
            self._last_of[here.group] = here.id
            self._aspect_on[here.plate] = here.id

    def _layers(self, plate: str) -> list[int]:
        assert self._workspace is not None
        try:
            return sorted(self._workspace.atlas.plate(plate).layers)
        except (KeyError, OSError, ValueError):
            # The view itself says that this plate cannot be shown.
            return [1]

    def show_switches(self) -> None:
        """The switches as the view stands: a plate's layers, and a group's choices, only where there are several."""
        if self._workspace is None:
            floating = (self.find_button, self.layers, self.choices, self.finding_button, self.whole)
            for switch in (self.plates, self.more_plates, *floating):
                switch.hide()
            return
        aspects = self._aspects
        self._keep_aspect(aspects)
        firsts: dict[str, Aspect] = {}
        for one in aspects.values():
            firsts.setdefault(one.group, one)
        made = False
        if self.plates.values() != [one.id for one in firsts.values()]:
            made = True
            self.plates.set_choices(
                [(one.id, one.group, f"{one.group} (Ctrl+{n})") for n, one in enumerate(firsts.values(), 1)]
            )
            self._fill_more(aspects)
        here = aspects.get(self._aspect)
        self.plates.set_value(firsts[here.group].id if here is not None else None)
        self.more_plates.setText(here.name if here is not None else "Body")
        choices = [one for one in aspects.values() if here is not None and one.group == here.group]
        if self.choices.values() != [one.id for one in choices]:
            self.choices.set_choices([(one.id, one.choice, one.name) for one in choices])
        self.choices.set_value(self._aspect)
        self._fit_head()
        made = self._show_layers() or made
        if made:
            self._order_tabs()
        self._place_floating()
        self._follow.start()

    def _fill_more(self, aspects: dict[str, Aspect]) -> None:
        """All aspects in a menu, for a body too narrow for the switches."""
        menu = QMenu(self.more_plates)
        for one in aspects.values():
            menu.addAction(one.name).triggered.connect(lambda _=False, one=one: self.show_aspect(one.id))
        self.more_plates.setMenu(menu)

    def _fit_head(self) -> None:
        """The switches of the head in one row, or all aspects in a menu where there is no room for it."""
        if self._workspace is None:
            return
        beside = [self.menu_button, self.show_patients, self.undo_button, self.redo_button, self.show_visit]
        room = self.width() - 16 - sum(one.sizeHint().width() + 6 for one in beside if one.isVisibleTo(self))
        short = self.plates.sizeHint().width() + 6 > room
        self.plates.setVisible(not short)
        self.more_plates.setVisible(short)

    def _show_layers(self) -> bool:
        """The layers of the plate from the surface down. Whether buttons were made anew."""
        layers = self._layers(self.view.plate)
        made = self.layers.values() != layers
        if made:
            self.layers.set_choices(
                [(n, LAYER_WORDS[n], f"{LAYER_WORDS[n]} muscles (key {n})") for n in layers]
            )
        self.layers.set_value(self.view.layer)
        return made

    # -- findings --------------------------------------------------------------------------------------------

    def note_findings(self) -> None:
        """Clicks note findings from now on, of the kind noted last; or they needle again."""
        if not self.view.editable:
            self.say(self.view.hint)
            return
        self.findings.choose(self.findings.last_kind if self.findings.tool is None else None)

    def _pick_finding(self) -> None:
        """The button: which kind the next clicks note; pressed again, clicks needle."""
        if self.findings.tool is not None or self.areas.tool is not None:
            self.findings.choose(None)
            self.areas.choose(None)
            return
        self._show_tool(None)
        menu = quiet_menu(self)
        menu.setObjectName("finding-kinds")
        heading(menu, "A click on the body notes …")
        self.findings.fill_kinds(menu, self.findings.choose, self.findings.last_kind)
        menu.addSeparator()
        self.areas.fill_tools(menu)
        menu.popup(self.finding_button.mapToGlobal(self.finding_button.rect().bottomLeft()))

    def _show_tool(self, kind: object) -> None:
        on = isinstance(kind, FindingKind)
        self.finding_button.setChecked(on or self.areas.tool is not None)
        shown = kind if isinstance(kind, FindingKind) else self.findings.last_kind
        self.finding_button.setIcon(icon_of(shown, self.view.ink))
        self._place_floating()

    # -- quick entry -----------------------------------------------------------------------------------------

    def open_quick(self, text: str = "") -> None:
        """The line of shorthand over the foot of the body: what Enter will add stands below it while one types.
        `text` goes behind what already stands in it."""
        if self._workspace is None:
            return
        if not self.view.editable:
            self.say(self.view.hint)
            return
        if self.quick is None:
            from bodymap.ui.quick_entry import QuickEntry

            self.quick_card = QFrame(self.view)
            self.quick_card.setProperty("role", "popup")
            inner = QVBoxLayout(self.quick_card)
            inner.setContentsMargins(8, 8, 8, 8)
            self.quick = QuickEntry(self.quick_card)
            inner.addWidget(self.quick)
            self.quick.submitted.connect(self._add_quick)
            self.quick.previewed.connect(lambda _: QTimer.singleShot(0, self._place_floating))
            self.quick.closed.connect(self.close_quick)
        assert self.quick_card is not None
        self.quick.show_visit(self._workspace, self.view.visit_id)
        if text:
            self.quick.append(text)
        self.quick_card.show()
        self._place_floating()
        self.quick_card.raise_()
        self.quick.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text:
            self.quick.line.end(False)  # one goes on writing

    def close_quick(self) -> None:
        """Back to the body."""
        if self.quick_card is not None and self.quick_card.isVisible():
            self.quick_card.hide()
            self._place_floating()
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _add_quick(self, preview: Preview) -> None:
        """Add what the line shows; a fault or refusal leaves what was typed in the line."""
        marks = self.view.add_quick(preview, again=lambda: self._add_quick(preview))
        if marks and self.quick is not None:
            self.quick.added(preview)
            named = marks[0].title if len(marks) == 1 else f"{len(marks)} marks"
            self.say(f"Added {named}{self._elsewhere(marks)}")

    def _elsewhere(self, marks: Sequence[Mark]) -> str:
        """Of marks that the plate shown does not show, where they lie: ", on the back"."""
        plates = dict.fromkeys(mark.point.plate for mark in marks if mark.point is not None)
        plates.pop(self.view.plate, None)
        if not plates or self._workspace is None:
            return ""
        names = {one.plate: one.name.lower() for one in reversed(self._workspace.atlas.aspects)}
        what = ", " if len(marks) == 1 else ", some "
        return what + " and ".join(f"on the {names.get(plate, plate)}" for plate in plates)

    def _quick_follows(self) -> None:
        """Another visit, or none: the line adds to what is open."""
        if self.quick is None or self._workspace is None:
            return
        if self.view.visit_id != self.quick.visit_id or self.view.hint:
            self.quick.show_visit(self._workspace, self.view.visit_id)
            if self.view.hint and self.quick_card is not None:
                self.quick_card.hide()
                self._place_floating()
        else:
            self.quick.refresh()

    # -- finding a muscle ------------------------------------------------------------------------------------

    def open_browser(self) -> None:
        """The muscles by name, body part and group, over the left of the body. The muscle pointed at lights up."""
        if self._workspace is None:
            return
        if self.browser is None:
            from bodymap.ui.muscle_browser import MuscleBrowser

            self.browser = MuscleBrowser(self)
            self.browser.pointed.connect(self._pointed_at)
            self.browser.chosen.connect(self._muscle_chosen)
            self.browser.closed.connect(self.close_browser)
            self.browser.set_atlas(self._workspace.atlas)
            self._beside.insertWidget(0, self.browser)
        self.browser.filter.clear()
        self.browser.show()
        self._place_floating()
        self.browser.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_browser(self) -> None:
        """Back to the body; what was lit up stays lit until Esc or a mark."""
        if self.browser is not None and self.browser.isVisible():
            self.browser.hide()
            self._place_floating()
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def _browsing(self) -> bool:
        return self.browser is not None and self.browser.isVisibleTo(self)

    def _pointed_at(self, kind: str, entry_id: str) -> None:
        self._pointed_entry = entry_id
        if entry_id:
            self._point_soon.start()
            return
        self._point_soon.stop()
        if self._browsing:
            self.view.seek(())

    def _show_pointed(self) -> None:
        self.show_entry(self._pointed_entry)

    def forget_browser(self) -> None:
        """The list of muscles is made anew when it is next asked for."""
        if self.browser is not None:
            self.close_browser()
            self.browser.deleteLater()
            self.browser = None

    def _muscle_chosen(self, kind: str, entry_id: str) -> None:
        self._point_soon.stop()
        self.close_browser()
        if self.show_entry(entry_id) and self._workspace is not None:
            self.say(f"{self._workspace.atlas.catalogue.entry(entry_id).name}: lit up. Esc puts it out.")

    def show_entry(self, entry_id: str) -> bool:
        """Light up this muscle, or all of this group, where it is best seen. False where no plate shows it."""
        if self._workspace is None or not entry_id:
            return False
        catalogue = self._workspace.atlas.catalogue
        entry = catalogue.entry(entry_id)
        members = entry.members if isinstance(entry, Group) else (entry.id,)
        shown = self.view.show_muscle([one for one in members if self._workspace.atlas.offers(one)])
        if not shown:
            self.say(f"No plate shows {mid_sentence(entry.name)}: chart it with “Add by name”.")
        return shown

    # -- the small whole body, and the counts on the switches -----------------------------------------------

    def _overview(self) -> None:
        """Counts of marks on the switches of what is not shown; where one looks, and where marks lie."""
        if self._workspace is None:
            return
        atlas, view = self._workspace.atlas, self.view
        aspects = self._aspects
        points = [mark.point for mark in view.visit_marks if mark.point is not None]
        again = self.ghosts.points()
        for switches, counts, ghosts in zip(
            (self.plates, self.choices, self.layers),
            self._counted(points, aspects),
            self._counted(again, aspects),
            strict=True,
        ):
            switches.set_counts(counts, ghosts=ghosts)
        if not self.whole.isVisibleTo(self):
            return
        if not self.whole.has_body:
            try:
                self.whole.set_body(atlas.plate("anterior"))
            except (KeyError, OSError, ValueError):
                self.whole.hide()
                return
        spots = [*self._spots(again, aspects, ghost=True), *self._spots(points, aspects)]
        self.whole.show_state(self._seen(aspects), spots, self._said_of_whole(points, again))

    def _counted(
        self, points: Sequence[Point], aspects: dict[str, Aspect]
    ) -> tuple[dict[object, int], dict[object, int], dict[object, int]]:
        """How many of the points lie behind each switch that is not chosen: groups, choices of a group, layers."""
        by_plate = Counter(point.plate for point in points)
        counts: Counter[object] = Counter()
        firsts: dict[str, str] = {}
        counted: set[str] = set()
        for one in aspects.values():
            first = firsts.setdefault(one.group, one.id)
            if one.plate != self.view.plate and one.plate not in counted:
                counted.add(
                    one.plate
                )  # a plate counts for the first group that shows it: a hand is part of Front
                counts[first] += by_plate[one.plate]
        choices: dict[object, int] = {
            one.id: sum(point.plate == one.plate and _inside(point, one.box) for point in points)
            for one in aspects.values()
            if one.id != self._aspect
        }
        here = Counter(point.layer for point in points if point.plate == self.view.plate)
        return counts, choices, {n: count for n, count in here.items() if n != self.view.layer}

    @staticmethod
    def _spots(points: Sequence[Point], aspects: dict[str, Aspect], *, ghost: bool = False) -> list[Spot]:
        """Where the points lie on the small silhouettes."""
        spots = []
        of_plate = {one.plate: one for one in reversed(aspects.values())}
        for point in points:
            if point.plate in ("anterior", "posterior"):
                spots.append(Spot(point.u, point.v, point.plate == "posterior", ghost))
            elif point.plate in of_plate:
                u0, v0, u1, v1 = of_plate[point.plate].area
                spots.append(Spot((u0 + u1) / 2, point.v if v1 - v0 > 200 else (v0 + v1) / 2, False, ghost))
        return spots

    def _seen(self, aspects: dict[str, Aspect]) -> list[tuple[bool, Box]]:
        """What is seen, on the silhouettes: the window itself on front and back, else the area of the aspect."""
        view = self.view
        if view.plate in ("anterior", "posterior"):
            if view.fitted:
                return [(view.plate == "posterior", WHOLE)]
            u0, v0, u1, v1 = view.view.shown(view.width(), view.height())
            box = (max(u0, WHOLE[0]), max(v0, WHOLE[1]), min(u1, WHOLE[2]), min(v1, WHOLE[3]))
            return [(view.plate == "posterior", box)] if box[0] < box[2] and box[1] < box[3] else []
        here = aspects.get(self._aspect)
        if here is None:
            return []
        u0, v0, u1, v1 = here.area
        return [(False, here.area), (True, (-u1, v0, -u0, v1))]

    def _said_of_whole(self, points: list[Point], again: Sequence[Point] = ()) -> str:
        here = self._aspects.get(self._aspect)
        where = here.name if here is not None else "the body"
        elsewhere = sum(point.plate != self.view.plate for point in points)
        marks = "1 mark" if elsewhere == 1 else f"{elsewhere} marks"
        said = f"The whole body. Shown: {where}." + (f" On other plates: {marks}." if elsewhere else "")
        return said + (f" As last time, not marked yet: {len(again)}." if again else "")

    def _from_whole(self, behind: bool, u: float, v: float) -> None:
        """A press on the small body: that place, close enough to work on."""
        self.show_aspect("posterior" if behind else "anterior")
        half = CLOSE_MM / 2
        self.view.frame_box((u - half, v - half, u + half, v + half))

    def _order_tabs(self) -> None:
        """Tab goes through the head from left to right, though its switches were made last."""
        plates = [self.plates.button(value) for value in self.plates.values()]
        layers = [self.layers.button(value) for value in self.layers.values()]
        switches = [*plates, self.more_plates, self.find_button, *layers, self.finding_button]
        chain = [self.menu_button, self.show_patients, *switches, self.undo_button, self.redo_button]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def say(self, text: str) -> None:
        """One quiet line, gone after a while. What the view itself says all the time is not said twice."""
        announce(self.view, text)
        if text == self.view.hint:
            text = ""
        self.said.setText(text)
        if text:
            self._place_soon()
            self._forget.start()
        else:
            self.said.hide()

    def set_theme(self) -> None:
        self.view.set_ink(ink_named(theme.tokens().name))
        self._show_tool(self.findings.tool)

    def set_undo(self, undo: str, redo: str) -> None:
        for button, word, name, keys in (
            (self.undo_button, "undo", undo, "Ctrl+Z"),
            (self.redo_button, "redo", redo, "Ctrl+Y"),
        ):
            button.setEnabled(bool(name))
            tip = f"{word.capitalize()} {name} ({keys})" if name else f"Nothing to {word}"
            button.setToolTip(tip)
            button.setAccessibleName(tip)

    def fault(self, fault: Any) -> None:
        """A fault while working: the view goes on."""
        if isinstance(fault, NotNeedled):
            again = fault.again
            actions = [("Needle all the same", lambda: self._needle_all_the_same(fault))] if again else []
            self.bar.show_message("warn", fault.sentence, actions, topic="not_needled")
            return
        text = str(fault) if isinstance(fault, RecordsFault) else "Something went wrong."
        self.bar.show_message("fault", text, topic="fault")
