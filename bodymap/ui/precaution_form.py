"""What one precaution of the clinic's list meets: muscles and groups, body parts, risks near a muscle, techniques."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from bodymap.atlas.catalogue import BODY_PARTS
from bodymap.charting import wording
from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.meetings import FLAG_WORDS
from bodymap.charting.precautions import Precaution
from bodymap.charting.records import Technique
from bodymap.ui.add_target import Picked, TargetField
from bodymap.ui.fields_dialog import FieldsDialog
from bodymap.ui.mark_details import TypedField
from bodymap.ui.widgets import button, empty, refusal_line, words_label
from bodymap.workspace.workspace import Workspace

TECHNIQUES = {one.value: word for one, word in wording.TECHNIQUES.items() if one is not Technique.E_STIM}
RISKS = {**FLAG_WORDS, "non_compressible": "bleeding cannot be pressed on"}
BESIDES = {"e_stim": "e-stim", "everywhere": "every mark", "asks_where": "only where the patient has it"}
LONGEST_REASON = 500


class PrecautionForm(FieldsDialog):
    """Each press is recorded at once, for all patients from then on; `changed` tells that something was."""

    changed = Signal()

    def __init__(self, parent: QWidget, workspace: Workspace, item_id: str) -> None:
        super().__init__(parent)
        self.workspace, self.item_id = workspace, item_id
        self.setWindowTitle("What a precaution meets")
        self.resize(800, min(680, max(480, parent.height())))
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 20, 28, 18)
        column.setSpacing(8)
        self.title = words_label("", "display")
        column.addWidget(self.title)
        self.says = words_label("", "muted")
        column.addWidget(self.says)
        page = QWidget()
        page.setAutoFillBackground(False)
        self._inside = QVBoxLayout(page)
        self._inside.setContentsMargins(0, 4, 10, 4)
        self._inside.setSpacing(6)
        self._heading("Why it matters, in the clinic's words")
        self.reason = TypedField("Why it matters", "shown where it is said", LONGEST_REASON)
        self.reason.typed.connect(lambda text: self._change(reason=text))
        self._inside.addWidget(self.reason)
        self.besides = self._ticks("In general", BESIDES, "", 3)
        self._heading("Muscles and groups")
        self.add = TargetField()
        self.add.setPlaceholderText("Add a muscle or group by name")
        self.add.setAccessibleName("Add a muscle or group that this precaution meets, by name")
        self.add.set_workspace(workspace)
        self.add.list.offers_both = False
        self.add.list.sides_offered = False
        self.add.picked.connect(self._picked)
        self._inside.addWidget(self.add)
        self.targets = QGridLayout()
        self.targets.setHorizontalSpacing(18)
        self.targets.setVerticalSpacing(0)
        self._inside.addLayout(self.targets)
        self.removes: dict[str, QPushButton] = {}
        self.body_parts = self._ticks("Parts of the body", BODY_PARTS, "body_parts", 3)
        self.flags = self._ticks("What lies near the muscle", RISKS, "flags", 3)
        self.techniques = self._ticks("Techniques", TECHNIQUES, "techniques", 4)
        self._inside.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(page)
        area.viewport().setAutoFillBackground(False)
        column.addWidget(area, 1)
        self.refusal = refusal_line()
        column.addWidget(self.refusal)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.close_button = button("Done", self.accept, "primary")
        self.close_button.setAutoDefault(False)
        foot.addWidget(self.close_button)
        column.addLayout(foot)
        self.refresh()
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- building ---------------------------------------------------------------------------------------------------

    def _heading(self, words: str) -> None:
        if self._inside.count():
            self._inside.addSpacing(6)
        self._inside.addWidget(words_label(words, "strong"))

    def _ticks(self, title: str, words: Mapping[str, str], field: str, columns: int) -> dict[str, QCheckBox]:
        """A box for each word. Those of a `field` are the words in it; without one each is a field of its own."""
        self._heading(title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(6)
        made: dict[str, QCheckBox] = {}
        for number, (value, word) in enumerate(words.items()):
            box = QCheckBox(word)
            box.setAccessibleName(f"{title}: {word}")
            box.setSizePolicy(
                QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed
            )  # columns as wide as others
            box.clicked.connect(lambda on, value=value: self._ticked(field, value, on))
            grid.addWidget(box, number // columns, number % columns)
            made[value] = box
        for place in range(columns):
            grid.setColumnStretch(place, 1)
        self._inside.addLayout(grid)
        return made

    # -- what is shown ----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the item as it stands."""
        try:
            item = self.workspace.precautions.item(self.item_id)
        except KeyError:
            self.reject()  # removed meanwhile
            return
        self.title.setText(item.text)
        self.says.setText(self.workspace.precautions.meets_in_words(item))
        self.reason.show_value(item.reason)
        for field, boxes in (
            ("body_parts", self.body_parts),
            ("flags", self.flags),
            ("techniques", self.techniques),
        ):
            for value, box in boxes.items():
                box.setChecked(value in getattr(item, field))
        for field, box in self.besides.items():
            box.setChecked(bool(getattr(item, field)))
        self._show_targets(item)

    def _show_targets(self, item: Precaution) -> None:
        named = self.workspace.precautions.targets(item)
        if [one for one, _ in named] == list(self.removes):
            return
        empty(self.targets)
        self.removes = {}
        for number, (target_id, name) in enumerate(named):
            row = QHBoxLayout()
            group = ", group" if target_id in item.groups else ""
            row.addWidget(words_label(f"{name}{group}"), 1)
            gone = button("Remove", lambda one=target_id: self._remove(one), "quiet")  # type: ignore[misc]
            gone.setAutoDefault(False)
            gone.setAccessibleName(f"Remove {name}")
            row.addWidget(gone)
            self.removes[target_id] = gone
            self.targets.addLayout(row, number // 2, number % 2)
        for place in (0, 1):
            self.targets.setColumnStretch(place, 1)

    # -- what is said -----------------------------------------------------------------------------------------------

    def _attempt(self, verb: Callable[[], object]) -> None:
        try:
            verb()
        except Refused as refused:
            sentence = refused.sentence
        except RecordsFault as fault:
            sentence = str(fault)
        else:
            sentence = ""
            self.changed.emit()
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))
        self.refresh()

    def _change(self, **values: object) -> None:
        self._attempt(lambda: self.workspace.precautions.change_item(self.item_id, origin=self, **values))

    def _ticked(self, field: str, value: str, on: bool) -> None:
        if not field:
            self._change(**{value: on})
            return
        held = getattr(self.workspace.precautions.item(self.item_id), field)
        self._change(**{field: (*held, value) if on else tuple(one for one in held if one != value)})

    def _picked(self, picked: object) -> None:
        assert isinstance(picked, Picked)
        self._attempt(lambda: self.workspace.precautions.add_target(self.item_id, picked.target, origin=self))

    def _remove(self, target_id: str) -> None:
        self._attempt(lambda: self.workspace.precautions.remove_target(self.item_id, target_id, origin=self))
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def done(self, result: int) -> None:
        """What stands in the field of the reason is kept."""
        self.reason.finish()
        super().done(result)
