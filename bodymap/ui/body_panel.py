"""The middle of the window: which plate and layer, and the body.

What was just done, messages and the zoom buttons float over the foot of the body, so that the plate has all the
height there is.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from bodymap.charting.faults import RecordsFault
from bodymap.drawing.inks import ink_named
from bodymap.ui import icons, theme
from bodymap.ui.announce import announce
from bodymap.ui.body_view import BodyView
from bodymap.ui.messages import MessageBar
from bodymap.ui.segments import Segments
from bodymap.workspace.workspace import Workspace

PLATE_WORDS = {"anterior": "Front", "posterior": "Back"}
LAYER_WORDS = {1: "Superficial", 2: "Intermediate", 3: "Deep"}
SAID_MS = 12_000
SAID_OVER_HINT_PX = 34  # the view says in the same corner why nothing can be marked
NARROW_PX = 492  # below it the layers are called 1, 2, 3


def plate_word(plate_id: str) -> str:
    """The word on the switch: Front, Back; other plates by their id in words."""
    return PLATE_WORDS.get(plate_id, plate_id.replace("_", " ").capitalize())


class BodyPanel(QFrame):
    unfold_patients = Signal()
    unfold_visit = Signal()

    def __init__(self, ink: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setMinimumWidth(344)
        self._narrow = False
        self._layers_shown: list[tuple[int, str, str]] = []
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
        self.plates = Segments()
        self.plates.hide()
        self.layers = Segments()
        self.layers.hide()
        self.undo_button = self._icon("undo", "Nothing to undo")
        self.redo_button = self._icon("redo", "Nothing to redo")
        self.out_button = self._icon("minus", "Farther (Ctrl+-, wheel)")
        self.fit_button = self._icon("fit", "Whole plate (Ctrl+0)")
        self.in_button = self._icon("plus", "Closer (Ctrl++, wheel)")
        self.show_visit = self._icon("open-right", "Show the visit (F7)")
        self.show_visit.hide()
        self.show_visit.clicked.connect(self.unfold_visit)
        for widget in (self.menu_button, self.show_patients, self.plates, self.layers):
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
        column.addWidget(self.view, 1)
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
        self.view.installEventFilter(self)
        self.said = QLabel(self.view)
        self.said.setProperty("role", "said")
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self.said.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.said.hide()
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(SAID_MS)
        self._forget.timeout.connect(lambda: self.say(""))
        self.view.said.connect(self.say)
        self.view.plate_changed.connect(lambda plate, layer: self.show_switches())
        self.plates.chosen.connect(lambda plate: self.show_plate(str(plate)))
        self.layers.chosen.connect(lambda layer: self.show_plate(self.view.plate, int(str(layer))))
        self.out_button.clicked.connect(self.view.zoom_out)
        self.in_button.clicked.connect(self.view.zoom_in)
        self.fit_button.clicked.connect(self.view.fit)
        self._workspace: Workspace | None = None
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
        size = self.zoom.sizeHint()
        self.zoom.setGeometry(
            self.view.width() - size.width() - 12, floor - size.height(), size.width(), size.height()
        )
        self._place_said(floor - (SAID_OVER_HINT_PX if self.view.hint else 0))

    def _place_said(self, floor: int) -> None:
        """In the corner beside the feet, in as many lines as that takes."""
        room = max(190, self.view.width() // 2 - 70)
        width = min(room, self.said.fontMetrics().horizontalAdvance(self.said.text()) + 30)
        height = self.said.heightForWidth(width)
        self.said.setGeometry(12, floor - height, width, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_floating()
        narrow = self.width() < NARROW_PX
        if narrow is not self._narrow:
            self._narrow = narrow
            self.show_switches()

    def set_workspace(self, workspace: Workspace | None) -> None:
        self._workspace = workspace
        self.view.set_workspace(workspace)
        self.show_switches()

    def show_plate(self, plate: str, layer: int = 0) -> None:
        """Show this plate, in the nearest layer that it has; without a layer the one shown before."""
        if self._workspace is None:
            self.view.show_plate(plate, layer or 1)
        elif plate in self._workspace.atlas.plate_ids:
            layers = self._layers(plate)
            wanted = layer or self.view.layer
            if layers:
                self.view.show_plate(plate, min(layers, key=lambda one: abs(one - wanted)))
        self.show_switches()

    def _layers(self, plate: str) -> list[int]:
        assert self._workspace is not None
        try:
            return sorted(self._workspace.atlas.plate(plate).layers)
        except (KeyError, OSError, ValueError):
            # The view itself says that this plate cannot be shown.
            return [1]

    def show_switches(self) -> None:
        """The switches as the view stands: a plate's layers only where there are several."""
        if self._workspace is None:
            self.plates.hide()
            self.layers.hide()
            return
        ids = tuple(self._workspace.atlas.plate_ids)
        made = False
        if tuple(self.plates.values()) != ids:
            made = True
            self.plates.set_choices(
                [
                    (plate, plate_word(plate), f"{plate_word(plate)} (Ctrl+{n})")
                    for n, plate in enumerate(ids, 1)
                ]
            )
        self.plates.set_value(self.view.plate)
        self.plates.show()
        layers = self._layers(self.view.plate)
        wanted = [
            (n, str(n) if self._narrow else LAYER_WORDS[n], f"{LAYER_WORDS[n]} muscles (key {n})")
            for n in layers
        ]
        if self._layers_shown != wanted:
            self._layers_shown = wanted
            made = True
            self.layers.set_choices(wanted)
        self.layers.set_value(self.view.layer)
        self.layers.setVisible(len(layers) > 1)
        if made:
            self._order_tabs()

    def _order_tabs(self) -> None:
        """Tab goes through the head from left to right, though its switches were made last."""
        switches = [part.button(value) for part in (self.plates, self.layers) for value in part.values()]
        chain = [self.menu_button, self.show_patients, *switches, self.undo_button, self.redo_button]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def say(self, text: str) -> None:
        """One quiet line, gone after a while. What the view itself says all the time is not said twice."""
        announce(self.view, text)
        if text == self.view.hint:
            text = ""
        self.said.setText(text)
        self.said.setVisible(bool(text))
        if text:
            self._place_floating()
            self._forget.start()

    def set_theme(self) -> None:
        self.view.set_ink(ink_named(theme.tokens().name))

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
        text = str(fault) if isinstance(fault, RecordsFault) else "Something went wrong."
        self.bar.show_message("fault", text, topic="fault")
