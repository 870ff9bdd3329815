"""What new marks start with: for all of them and for single muscles and groups, the therapist's and the clinic's.

Each field is kept when it is left, like everything else in the program; there is nothing to save and nothing to cancel.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from bodymap.charting import wording
from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.records import Defaults, Position, TargetKind, Technique
from bodymap.ui.add_target import Picked, TargetField
from bodymap.ui.fields_dialog import FieldsDialog
from bodymap.ui.lines import Line, LinesView
from bodymap.ui.mark_details import TypedField
from bodymap.ui.needle_field import NeedleField, RecentSizes
from bodymap.ui.segments import Segments
from bodymap.ui.technique_field import TechniqueField
from bodymap.ui.widgets import Label
from bodymap.ui.word_field import WordField
from bodymap.workspace.workspace import Workspace

EVERY = ""
"""The target of the defaults for all marks."""


class DefaultsForm(FieldsDialog):
    def __init__(
        self, parent: QWidget, workspace: Workspace, recent: RecentSizes, target_id: str = EVERY
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._target = target_id
        self.setWindowTitle("Defaults of new marks")
        self.setMinimumSize(760, 470)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 20)
        column.setSpacing(6)
        head = QHBoxLayout()
        title = Label("Defaults of new marks")
        title.setProperty("role", "display")
        head.addWidget(title, 1)
        name = workspace.practice.therapist.name
        self.whose = Segments(
            (
                (False, "Mine", f"Those of {name or 'the therapist'}"),
                (True, "The clinic’s", "Those of all therapists of this clinic"),
            )
        )
        self.whose.set_value(False)
        self.whose.chosen.connect(lambda _: self.refresh())
        head.addWidget(self.whose, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(head)
        about = Label(
            "A mark takes these where neither this patient’s last mark of the muscle nor the visit’s last mark "
            "says it. A muscle’s own come before those for all, yours before the clinic’s."
        )
        about.setProperty("role", "muted")
        about.setWordWrap(True)
        column.addWidget(about)
        column.addSpacing(6)
        body = QHBoxLayout()
        body.setSpacing(18)
        body.addLayout(self._targets(), 5)
        body.addWidget(self._fields(recent), 6)
        column.addLayout(body, 1)
        column.addSpacing(8)
        row = QHBoxLayout()
        row.addStretch(1)
        self.close_button = QPushButton("Done")
        self.close_button.setProperty("role", "primary")
        self.close_button.setProperty("scale", "large")
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.accept)
        row.addWidget(self.close_button)
        column.addLayout(row)
        self.refresh()

    # -- building ---------------------------------------------------------------------------------------------------

    def _targets(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setSpacing(6)
        self.add = TargetField()
        self.add.setPlaceholderText("Add a muscle or group")
        self.add.setAccessibleName("Add a muscle or group by name")
        self.add.set_workspace(self.workspace)
        self.add.list.offers_both = False
        self.add.picked.connect(self._picked)
        left.addWidget(self.add)
        self.targets = LinesView("Muscles and groups with defaults of their own")
        for told in (self.targets.chosen, self.targets.opened):
            told.connect(lambda line: self.show_target(line.id))
        left.addWidget(self.targets, 1)
        return left

    def _fields(self, recent: RecentSizes) -> QWidget:
        card = QFrame()
        card.setProperty("role", "card")
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        grid = QGridLayout(card)
        grid.setContentsMargins(18, 14, 18, 14)
        grid.setVerticalSpacing(8)
        grid.setHorizontalSpacing(14)
        self.title = Label()
        self.title.setProperty("role", "title")
        self.title.setWordWrap(True)
        grid.addWidget(self.title, 0, 0, 1, 2)
        self.size_field = NeedleField(recent)
        self.size_field.lineEdit().editingFinished.connect(self._say_size)
        self.size_field.activated.connect(self._say_size)
        self.product = TypedField("Product: maker and kind of the needle", "maker and kind", 100)
        self.product.typed.connect(lambda text: self._say(product=text))
        self.technique = TechniqueField()
        self.technique.said.connect(lambda value: self._say(technique=value))
        self.position = WordField("Position", tuple(wording.POSITIONS.items()), Position.NOT_RECORDED)
        self.position.said.connect(lambda value: self._say(position=value))
        for row, (words, field) in enumerate(
            (
                ("Needle size", self.size_field),
                ("Product", self.product),
                ("Technique", self.technique),
                ("Position", self.position),
            ),
            1,
        ):
            grid.addWidget(Label(words), row, 0)
            if isinstance(field, TechniqueField):
                grid.addLayout(field, row, 1)
            else:
                grid.addWidget(field, row, 1)
        self.refusal = Label()
        self.refusal.setProperty("role", "refusal")
        self.refusal.setWordWrap(True)
        self.refusal.setMinimumHeight(36)
        self.refusal.setAlignment(Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.refusal, 5, 0, 1, 2)
        grid.setRowStretch(6, 1)
        self.remove_button = QPushButton("Remove these defaults")
        self.remove_button.setProperty("role", "quiet")
        self.remove_button.setAutoDefault(False)
        self.remove_button.clicked.connect(self._remove)
        grid.addWidget(self.remove_button, 7, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(1, 1)
        return card

    # -- what is shown ----------------------------------------------------------------------------------------------

    @property
    def _therapist_id(self) -> str | None:
        """Whose defaults are shown: the therapist's id, None for the clinic."""
        return None if self.whose.value() else self.workspace.practice.therapist.id

    def _held(self) -> dict[str, Defaults]:
        return {held.target_id: held for held in self.workspace.practice.defaults(self._therapist_id)}

    def _name(self, target_id: str) -> str:
        if target_id == EVERY:
            return "All marks"
        try:
            name = self.workspace.atlas.catalogue.entry(target_id).name
        except KeyError:
            return target_id  # a muscle of a newer catalogue
        return name[:1].upper() + name[1:]

    def refresh(self) -> None:
        """Read the defaults anew."""
        try:
            held = self._held()
        except RecordsFault as fault:
            self._refuse(str(fault))
            return
        ids = [EVERY, *sorted(held.keys() - {EVERY}, key=self._name)]
        if self._target not in ids:
            ids.append(self._target)  # asked for, and nothing is said of it yet
        self.targets.show_lines(
            [
                Line(
                    "target",
                    one,
                    self._name(one),
                    in_words(held[one]) if one in held else "nothing set",
                    current=one == self._target,
                )
                for one in ids
            ]
        )
        self.targets.setCurrentIndex(self.targets.lines_model().index(ids.index(self._target)))
        shown = held.get(self._target) or Defaults("", self._therapist_id, self._target)
        self.title.setText(self._name(self._target))
        self.size_field.set_size(shown.needle)
        self.product.show_value(shown.product)
        self.technique.show_value(shown.technique)
        self.position.show_value(shown.position)
        self.remove_button.setEnabled(self._target in held)

    def show_target(self, target_id: str) -> None:
        """Show the defaults of this muscle or group, "" for those of all."""
        self.finish()
        self._target = target_id
        self._refuse("")
        self.refresh()

    def _picked(self, picked: object) -> None:
        assert isinstance(picked, Picked)
        if picked.target.kind is TargetKind.TISSUE:
            self._refuse(
                f"{picked.target.name} is no muscle: its marks take the defaults for all. Nothing was changed."
            )
            return
        self.show_target(picked.target.id)
        self.size_field.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what is set ------------------------------------------------------------------------------------------------

    def _refuse(self, sentence: str) -> None:
        self.refusal.setText(sentence)

    def _say_size(self, *_: object) -> None:
        try:
            size = self.size_field.size_typed()
        except Refused as refused:
            self._refuse(refused.sentence)
            return
        if self._say(needle=size):
            sentence = wording.unusual_needle(size)
            self._refuse(f"{sentence} Is it right?" if sentence else "")

    def _say(self, **values: Any) -> bool:
        """Keep this; whether it could be kept."""
        held = self._held().get(self._target)
        now = {
            "needle": held.needle if held else None,
            "product": held.product if held else "",
            "technique": held.technique if held else Technique.NOT_RECORDED,
            "position": held.position if held else Position.NOT_RECORDED,
        }
        wanted: dict[str, Any] = {**now, **values}
        if wanted != now:
            try:
                self.workspace.practice.set_defaults(self._therapist_id, self._target, origin=self, **wanted)
            except (Refused, RecordsFault) as fault:
                self._refuse(fault.sentence if isinstance(fault, Refused) else str(fault))
                return False
            self._refuse("")
            self.refresh()
        return True

    def _remove(self) -> None:
        try:
            self.workspace.practice.set_defaults(self._therapist_id, self._target, origin=self)
        except RecordsFault as fault:
            self._refuse(str(fault))
            return
        self._target = EVERY
        self.refresh()

    def finish(self) -> None:
        """Keep what stands in a field that still has the keys."""
        for field in (self.product, self.technique, self.position):
            field.finish()
        if self.size_field.lineEdit().isModified():
            self._say_size()

    def done(self, result: int) -> None:
        self.finish()
        super().done(result)


def in_words(held: Defaults) -> str:
    """0.30x40 mm · deep · prone."""
    parts = [
        wording.needle(held.needle),
        held.product,
        wording.technique(held.technique),
        wording.POSITIONS.get(held.position, ""),
    ]
    return " · ".join(part for part in parts if part)
