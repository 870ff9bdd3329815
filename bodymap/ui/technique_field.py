"""What the needle did: one word, or several by the plus beside it ("deep, pistoning")."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton

from bodymap.charting import wording
from bodymap.charting.records import Technique
from bodymap.ui import icons
from bodymap.ui.tissue_menu import heading, quiet_menu
from bodymap.ui.word_field import WordField


class TechniqueField(QHBoxLayout):
    """`said` tells the technique chosen. A word of the list stands for itself alone; the plus adds one or takes it
    away."""

    said = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._value: object = Technique.NOT_RECORDED
        # A row and no widget: the keys go to what is in it, one after the other, like to all the fields around.
        self.setSpacing(1)
        self.word = WordField("Technique", tuple(wording.TECHNIQUES.items()), Technique.NOT_RECORDED)
        self.word.said.connect(self.said)
        self.addWidget(self.word, 1)
        self.more = QToolButton()
        self.more.setProperty("role", "icon")
        # The words need the room beside it: "deep, pistoning".
        self.more.setStyleSheet(
            "QToolButton { min-width: 22px; min-height: 32px; }"
            "QToolButton:focus { min-width: 20px; min-height: 30px; }"
        )
        self.more.setToolTip("Another technique besides")
        self.more.setAccessibleName("Another technique besides")
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        icons.give(self.more, "plus", 16)
        self.more.clicked.connect(self._offer)
        self.addWidget(self.more)

    def show_value(self, value: object) -> None:
        """Show this technique, or that several marks differ."""
        self._value = value
        several = isinstance(value, Technique) and len(value.parts) > 1
        self.word.offer_last((value, wording.technique(value)) if several else None)  # type: ignore[arg-type]
        self.word.show_value(value)
        self.word.setToolTip(wording.technique(value) if several else "Technique")  # type: ignore[arg-type]

    def finish(self) -> None:
        """Say what keys have led to."""
        self.word.finish()

    def _offer(self) -> None:
        held = self._value.parts if isinstance(self._value, Technique) else ()
        menu = quiet_menu(self.more)
        menu.setObjectName("techniques-menu")
        heading(menu, "Techniques")
        for one, word in wording.TECHNIQUES.items():
            action = menu.addAction(word)
            action.setCheckable(True)
            action.setChecked(one in held)
            action.triggered.connect(lambda on, one=one: self._toggle(one, on))
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))

    def _toggle(self, one: Technique, on: bool) -> None:
        held = self._value.parts if isinstance(self._value, Technique) else ()
        self.said.emit(
            Technique.of(*held, one) if on else Technique.of(*(other for other in held if other is not one))
        )
