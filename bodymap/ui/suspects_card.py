"""Where does it hurt? The muscles whose trigger points are commonly said to refer to a shaded area, beside the body."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget

from bodymap.atlas.catalogue import mid_sentence
from bodymap.charting.faults import NotNeedled, RecordsFault, Refused
from bodymap.charting.findings import FindingKind
from bodymap.charting.outcomes import PainArea
from bodymap.charting.places import Laterality
from bodymap.charting.records import Side, titled
from bodymap.charting.where_it_hurts import BodyArea, Suspect
from bodymap.ui import icons
from bodymap.ui.body_panel import BodyPanel
from bodymap.ui.visit_steps import VisitSteps
from bodymap.ui.widgets import button, empty, words_label
from bodymap.workspace.workspace import Workspace

ROW_PX = 44
MOST_ROWS = 4
"""How many muscles stand below the step before the card scrolls."""


class SuspectRow(QFrame):
    """One muscle: its name (press: show it), a finding there, a mark there."""

    def __init__(self, card: SuspectsCard, suspect: Suspect, name: str) -> None:
        super().__init__()
        self.suspect = suspect
        self._card = card
        self.setFixedHeight(ROW_PX)
        self.setToolTip(f"{', '.join(suspect.areas)} ({'; '.join(suspect.sources)})")
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(2)
        self.name = button(name, lambda: card.pointed.emit(suspect), "link")
        self.name.setAccessibleName(f"Show {name}")
        row.addWidget(self.name, 1)
        self.find = button(
            "Finding", lambda: card.found.emit(suspect), "link", f"Note an active trigger point: {name}"
        )
        self.mark = button("Mark", lambda: card.marked.emit(suspect), "link", f"Mark {name} as needled")
        for one in (self.find, self.mark):
            one.setEnabled(card.editable)
            row.addWidget(one)
        self.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The muscle lights up while the pointer is over its row."""
        if watched is self and event.type() == QEvent.Type.Enter:
            self._card.lit.emit(self.suspect)
        return super().eventFilter(watched, event)


class SuspectsCard(QFrame):
    """`lit` a muscle under the pointer, `pointed` one to be shown, `found` and `marked` one to be noted or marked."""

    lit = Signal(object)
    pointed = Signal(object)
    found = Signal(object)
    marked = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.editable = True
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 6, 8)
        column.setSpacing(2)
        head = QHBoxLayout()
        self.title = words_label("", "strong")
        head.addWidget(self.title, 1)
        cross = QToolButton()
        cross.setProperty("role", "icon")
        cross.setToolTip("Close this list")
        cross.setAccessibleName("Close")
        icons.give(cross, "close", 14, "muted")
        cross.clicked.connect(self.closed)
        head.addWidget(cross, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        self.note = words_label("Said to refer here. Reference, not diagnosis.", "small")
        column.addWidget(self.note)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.viewport().setAutoFillBackground(False)
        inner = QWidget()
        self.lines = QVBoxLayout(inner)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(0)
        self.area.setWidget(inner)
        inner.setAutoFillBackground(False)  # setWidget turns it on
        column.addWidget(self.area, 1)
        self.rows: list[SuspectRow] = []
        self._fresh = QTimer(self)
        self._fresh.setSingleShot(True)
        self._fresh.timeout.connect(self._wake)
        self.hide()

    def show_for(
        self,
        workspace: Workspace,
        areas: tuple[BodyArea, ...],
        suspects: tuple[Suspect, ...],
        *,
        editable: bool,
    ) -> None:
        """Show the muscles for these areas."""
        self.editable = editable
        self.title.setText(", ".join(area.name for area in areas) or "This place")
        empty(self.lines)
        self.rows = []
        for suspect in suspects:
            muscle = workspace.atlas.catalogue.muscle(suspect.muscle)
            side = {Laterality.RIGHT: "R ", Laterality.LEFT: "L "}.get(suspect.side, "")
            row = SuspectRow(self, suspect, f"{side}{mid_sentence(muscle.name)}" if side else muscle.name)
            self.rows.append(row)
            self.lines.addWidget(row)
        self.lines.addStretch(1)
        self.note.setText(
            "Said to refer here. Reference, not diagnosis."
            if suspects
            else "No muscle of the table is said to refer here."
        )
        self.area.setVisible(bool(suspects))
        self.area.setFixedHeight(ROW_PX * min(len(suspects), MOST_ROWS))

    def wait(self) -> None:
        """The card has just come: a press meant for what lay there before, or the second of a double click, must not
        record a finding in a muscle."""
        self._let_press(False)
        self._fresh.start(QGuiApplication.styleHints().mouseDoubleClickInterval())

    @property
    def awake(self) -> bool:
        """Whether its buttons take presses."""
        return not self._fresh.isActive()

    def _wake(self) -> None:
        self._let_press(True)

    def _let_press(self, on: bool) -> None:
        for row in self.rows:
            for one in (row.name, row.find, row.mark):
                one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not on)


class Referring(QObject):
    """Shows the card below the step while a shaded area is looked at: the step keeps its place under the hand, and the
    body stays free to light up."""

    def __init__(self, body: BodyPanel, steps: VisitSteps, unfold: Callable[[], object]) -> None:
        super().__init__(body)
        self._body, self._steps, self._unfold = body, steps, unfold
        self.card = SuspectsCard()
        view = body.view
        self.card.lit.connect(lambda one: view.seek((one.muscle,), _one_side(one)))
        self.card.pointed.connect(lambda one: view.show_muscle((one.muscle,), _one_side(one)))
        self.card.found.connect(lambda one: self._take(one, finding=True))
        self.card.marked.connect(lambda one: self._take(one, finding=False))
        self.card.closed.connect(self._close)
        body.areas.shaded.connect(self.show)

    def show(self, area: object) -> None:
        """The muscles said to refer to a shaded area, all of them lit up."""
        workspace = self._steps.workspace
        if workspace is None or not isinstance(area, PainArea):
            return
        areas, suspects = workspace.outcomes.where_does_it_hurt(area.outline)
        self.card.show_for(workspace, areas, suspects, editable=self._body.view.editable)
        self.card.wait()
        self._steps.show_beside(self.card)
        self._unfold()
        self._body.view.seek((one.muscle for one in suspects), _one_side(suspects[0]) if suspects else "")

    def _close(self) -> None:
        self._body.view.seek(())
        self._steps.hide_beside()

    def _take(self, one: Suspect, *, finding: bool) -> None:
        """A finding or a mark at the usual place of a muscle of the list."""
        workspace, visit_id, view = self._steps.workspace, self._steps.visit_id, self._body.view
        if workspace is None or not visit_id:
            return
        target, side = workspace.marks.muscle(one.muscle), Side(_one_side(one) or "right")
        try:
            if finding:
                kind = FindingKind.ACTIVE_TRIGGER_POINT
                workspace.findings.add(visit_id, kind, target, side, shown=view.plate, origin=view)
                self._body.say(f"Noted an active trigger point: {titled(target.name, side)}")
            else:
                mark = workspace.marks.add(visit_id, target, side, origin=view, usual=True, shown=view.plate)
                view.select((mark.id,), reveal=True)
                self._body.say(f"Marked {mark.title}")
        except NotNeedled as refused:
            self._body.fault(refused.asked_by(lambda: self._take(one, finding=False)))
        except Refused as refused:
            self._body.say(refused.sentence)
        except RecordsFault as fault:
            self._body.fault(fault)


def _one_side(one: Suspect) -> str:
    """right or left where the pain is on one side, else nothing."""
    return one.side.value if one.side in (Laterality.RIGHT, Laterality.LEFT) else ""
