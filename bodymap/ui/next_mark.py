"""What the next mark takes: size, needles, insertions. Shown above the list and set there."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.wording import unusual_needle
from bodymap.ui.needle_field import NeedleField, RecentSizes
from bodymap.ui.stepper import Stepper
from bodymap.workspace.workspace import Workspace


class NextMark(QFrame):
    """`refused` tells a sentence, or nothing once it no longer holds; `size_set` a size that a person set here."""

    refused = Signal(str)
    failed = Signal(object)
    size_set = Signal(object)

    def __init__(self, recent: RecentSizes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recent = recent
        self.workspace: Workspace | None = None
        self.visit_id = ""
        self._insertions = 1
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        tip = (
            "Next mark: what the next click on the body takes where its muscle has no earlier mark in this patient; "
            "set here, it holds for the next mark whatever its muscle"
        )
        self.size = NeedleField(recent)
        self.size.setFixedWidth(108)
        self.size.setToolTip(tip)
        self.size.lineEdit().setAccessibleName("Needle size of the next mark")
        self.size.lineEdit().setPlaceholderText("no size")
        row.addWidget(self.size)
        self.needles = Stepper(1, 99, "needles")
        self.needles.setFixedWidth(108)
        self.needles.setToolTip(tip)
        row.addWidget(self.needles)
        self.size.lineEdit().editingFinished.connect(self._set)
        self.size.activated.connect(self._set)
        self.needles.stepped.connect(self._set_needles)
        self.needles.refused.connect(self.refused)

    def show_next(self, workspace: Workspace | None, visit_id: str) -> None:
        """Show what the next mark of this visit takes."""
        self.workspace, self.visit_id = workspace, visit_id
        if workspace is None or not visit_id:
            return
        needle, needles, self._insertions = workspace.marks.next_needle(visit_id)
        recent = self._recent.all()
        if [self.size.itemText(i) for i in range(self.size.count())] != recent:
            typed = self.size.currentText()
            self.size.blockSignals(True)
            self.size.clear()
            self.size.addItems(recent)
            self.size.setCurrentIndex(-1)
            self.size.setCurrentText(typed)
            self.size.blockSignals(False)
        if not self.size.lineEdit().hasFocus():
            self.size.set_size(needle)
        self.needles.set_value(needles)
        word = "needle" if needles == 1 else "needles"
        also = f", {self._insertions} insertions" if self._insertions != needles else ""
        self.needles.field.setToolTip(f"Next mark: {needles} {word}{also}")

    def _set_needles(self, value: int) -> None:
        self._insertions = value
        self._set()

    def _set(self, *_: object) -> None:
        if self.workspace is None or not self.visit_id:
            return
        try:
            needle = self.size.size_typed()
            wanted = (needle, self.needles.value(), self._insertions)
            if wanted != self.workspace.marks.next_needle(self.visit_id):
                self.workspace.marks.set_next(self.visit_id, *wanted)
                self._recent.used([needle])
                if needle is not None:
                    self.size_set.emit(needle)
        except Refused as refused:
            self.refused.emit(refused.sentence)
            return
        except RecordsFault as fault:
            self.failed.emit(fault)
            return
        sentence = unusual_needle(needle)
        self.refused.emit(f"{sentence} Is it right?" if sentence else "")
        self.show_next(self.workspace, self.visit_id)
        # As it was understood, also where the keys still are.
        self.size.set_size(needle)
