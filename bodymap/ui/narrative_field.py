"""How the text from marks reads in this clinic: its style, and whether it says "without injection"; with an example."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from bodymap.charting.narrative import narrative
from bodymap.charting.records import (
    Clinic,
    Ltr,
    Mark,
    NarrativeStyle,
    NeedleSize,
    Position,
    Side,
    Target,
    TargetKind,
)
from bodymap.ui.segments import Segments
from bodymap.ui.widgets import Label

STYLES = {
    NarrativeStyle.SENTENCES: ("Sentences", "Whole sentences"),
    NarrativeStyle.LIST: ("List", "A line for each muscle"),
    NarrativeStyle.TERSE: ("Terse", "As short as can be"),
}
WIDTH_PX = 420


def _sample(name: str, side: Side, **said: Any) -> Mark:
    target = Target(TargetKind.MUSCLE, name, name, name)
    return Mark(name, "", 1, target, side, needle=NeedleSize(300, 40), position=Position.PRONE, **said)


SAMPLE = (
    _sample("Infraspinatus", Side.RIGHT, needles=2, insertions=2, ltr=Ltr.YES, ltr_count=3),
    _sample("Teres minor", Side.RIGHT, ltr=Ltr.NONE),
    _sample("Teres minor", Side.LEFT, ltr=Ltr.NONE),
)


class NarrativeField(QWidget):
    def __init__(self, clinic: Clinic, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        title = Label("Text from marks, in notes, charts and copies")
        title.setProperty("role", "strong")
        column.addWidget(title)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.styles = Segments(tuple((style, *words) for style, words in STYLES.items()))
        self.styles.setAccessibleName("How the text from marks reads")
        self.styles.set_value(clinic.narrative_style)
        self.styles.chosen.connect(self._show_sample)
        row.addWidget(self.styles)
        self.without = QToolButton()
        self.without.setProperty("role", "toggle")
        self.without.setText("“without injection”")
        self.without.setToolTip("Say that nothing was injected, where a payer asks for these words")
        self.without.setCheckable(True)
        self.without.setChecked(clinic.without_injection)
        self.without.toggled.connect(self._show_sample)
        row.addWidget(self.without)
        row.addStretch(1)
        column.addLayout(row)
        column.addSpacing(3)
        self.sample = Label()
        self.sample.setProperty("role", "small")
        self.sample.setWordWrap(True)
        self.sample.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.sample.setAccessibleName("For example")
        column.addWidget(self.sample)
        self._show_sample()

    @property
    def style_chosen(self) -> NarrativeStyle:
        chosen = self.styles.value()
        assert isinstance(chosen, NarrativeStyle)
        return chosen

    @property
    def without_injection(self) -> bool:
        return self.without.isChecked()

    def _show_sample(self, *_: object) -> None:
        """What the choice makes of a few marks, in the height of the longest: the form does not jump."""
        self.sample.ensurePolished()
        heights = []
        for style in STYLES:
            self.sample.setText(narrative(SAMPLE, style=style, without_injection=True))
            heights.append(self.sample.heightForWidth(WIDTH_PX))
        self.sample.setFixedHeight(max(heights))
        self.sample.setText(
            narrative(SAMPLE, style=self.style_chosen, without_injection=self.without_injection)
        )
