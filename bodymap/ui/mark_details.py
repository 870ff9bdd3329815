"""What else is recorded of the marks selected: technique, position, time, depth, pain, e-stim. Below the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from bodymap.atlas.catalogue import mid_sentence
from bodymap.charting import wording
from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.records import EStim, Mark, Target, TargetKind
from bodymap.charting.rules import asked_about, results_replaced
from bodymap.ui.technique_field import TechniqueField
from bodymap.ui.word_field import SEVERAL, WordField
from bodymap.workspace.workspace import Workspace


class TypedField(QLineEdit):
    """A text or a number with its unit in grey. `typed` tells what was typed when it is left or Enter is pressed."""

    typed = Signal(str)
    shown = Signal()
    """What is recorded was shown, or something was typed: whether the two agree may be another matter now."""

    def __init__(self, name: str, hint: str, longest: int, unit: str = "") -> None:
        super().__init__()
        self._hint, self._unit = hint, unit
        self._shown = ""
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setPlaceholderText(hint)
        # What is shown holds the unit too: `longest` is about what is typed.
        self.setMaxLength(longest + (len(unit) + 1 if unit else 0))
        self.setMinimumWidth(44)
        self.editingFinished.connect(self.finish)
        self.textChanged.connect(lambda _: self.shown.emit())

    def show_value(self, value: object) -> None:
        """Show this unless something else is being typed here."""
        if self.hasFocus() and self.isModified():
            return
        self.setPlaceholderText("several" if value is SEVERAL else self._hint)
        shown = wording.number(value) if isinstance(value, float) else value
        self._shown = (
            "" if value is SEVERAL or value is None else f"{shown} {self._unit}" if self._unit else str(shown)
        )
        self.setText(self._shown)
        self.setCursorPosition(0)
        self.shown.emit()

    @property
    def unsettled(self) -> bool:
        """Whether something else stands here than what is recorded: being typed, or refused."""
        return self.text() != self._shown

    def event(self, event: QEvent) -> bool:
        """What was typed here is recorded once it was told: undo is then the visit's, not the field's, which would
        swallow the keys and do nothing."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            undoes = event.matches(QKeySequence.StandardKey.Undo) or event.matches(
                QKeySequence.StandardKey.Redo
            )
            if undoes and not self.isModified():
                event.ignore()
                return False
        return super().event(event)

    def finish(self) -> None:
        """Tell what was typed since it was shown."""
        if self.isModified():
            self.setModified(False)
            self.typed.emit(self.text())
            if self.hasFocus():
                self.selectAll()  # after Enter, what was mistyped or refused is written over


COMPACT = "QLineEdit, QComboBox { min-height: 28px; } QLineEdit:focus, QComboBox:focus { min-height: 26px; }"
LEAST_PX = 40
"""One row: what the details keep where warnings and the list want the height."""


class DetailsRoom(QScrollArea):
    """Holds the details: as high as they are where there is room, else they scroll. Squeezed, their fields lay over
    one another."""

    def __init__(self, details: MarkDetails) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(details)
        QApplication.instance().focusChanged.connect(self._follow)

    def sizeHint(self) -> QSize:
        return self.widget().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.widget().minimumSizeHint().width(), LEAST_PX)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _follow(self, _old: object, new: object) -> None:
        """The field that has the keys is in sight."""
        if isinstance(new, QWidget) and self.widget().isAncestorOf(new):
            self.ensureWidgetVisible(new, 0, 6)


class MarkDetails(QFrame):
    """Shows and sets the fields of the marks selected, all of them at once. `refused` tells a sentence, or nothing."""

    refused = Signal(str)
    failed = Signal(object)
    said = Signal(str)
    """What was done, where that is worth saying."""
    default_wanted = Signal(str)
    """This mark is to be the default of its muscle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName("Details of the marks selected")
        self.workspace: Workspace | None = None
        self.marks: list[Mark] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(5, 4, 5, 4)
        grid.setSpacing(3)
        # Five rows above which the list still shows four of its own, on a laptop of 768 pixels.
        self.setStyleSheet(COMPACT)
        self.words: dict[str, WordField] = {}
        self.texts: dict[str, TypedField] = {}
        self.technique = TechniqueField()
        self.technique.said.connect(lambda value: self._change(technique=value))
        self.words["technique"] = self.technique.word
        grid.addLayout(self.technique, 0, 0)
        for row, column, field, words, name, tip in (
            (0, 1, "position", wording.POSITIONS, "Position", ""),
            (0, 2, "tolerance", wording.TOLERANCES, "Tolerance", ""),
            (1, 0, "disposition", wording.DISPOSITIONS, "Left in", "Left in place or withdrawn at once"),
            (2, 0, "referral", wording.REFERRALS, "Pain", "Familiar or referred pain"),
        ):
            self._word(grid, row, column, field, name, words, tip)
        self._measure(grid, 1, 1, "time_in_place", "Time in place in minutes", "minutes", "min")
        self._measure(grid, 1, 2, "depth_mm", "Depth in millimetres", "depth in mm", "mm")
        self._text(grid, 2, 1, "referral_to", "Where the pain went", "where to", 200)
        self._text(grid, 2, 2, "product", "Product: maker and kind of the needle", "product", 100)
        self.e_stim = WordField("E-stim", ((True, "e-stim"), (False, "no e-stim")), None)
        self.e_stim.said.connect(self._say_e_stim)
        grid.addWidget(self.e_stim, 3, 0)
        self.settings = QWidget()
        row = QHBoxLayout(self.settings)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for field, name, hint in (
            ("hz", "Frequency in hertz", "Hz"),
            ("pulse_us", "Pulse width in microseconds", "µs"),
            ("ma", "Current in milliamperes", "mA"),
        ):
            self.texts[field] = TypedField(name, hint, 12, hint)
            self.texts[field].typed.connect(lambda text, field=field: self._say_setting(field, text))
            # Five settings share two columns: the figures need the room more than the frame does.
            self.texts[field].setStyleSheet(
                "QLineEdit { padding: 0 4px; } QLineEdit:focus { padding: 0 3px; }"
            )
            row.addWidget(self.texts[field], 2)
        self.to_twitch = QCheckBox("to twitch")
        self.to_twitch.clicked.connect(lambda on: self._stimulate(to_twitch=on))
        row.addWidget(self.to_twitch)
        self.texts["pair"] = TypedField("Which needles are paired", "pair", 100)
        self.texts["pair"].typed.connect(lambda text: self._stimulate(pair=text))
        row.addWidget(self.texts["pair"], 3)
        grid.addWidget(self.settings, 3, 1, 1, 2)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        self.default_button = QPushButton()
        self.default_button.setProperty("role", "link")
        self.default_button.setStyleSheet(
            "QPushButton { min-height: 22px; } QPushButton:focus { min-height: 20px; }"
        )
        self.default_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.default_button.clicked.connect(lambda: self.default_wanted.emit(self.marks[-1].id))
        grid.addWidget(self.default_button, 4, 0, 1, 3, Qt.AlignmentFlag.AlignLeft)
        self._keep_order()

    def _word(
        self,
        grid: QGridLayout,
        row: int,
        column: int,
        field: str,
        name: str,
        words: dict[Any, str],
        tip: str,
    ) -> None:
        # Each vocabulary's own word for what was not recorded.
        unsaid = type(next(iter(words)))("not_recorded")
        self.words[field] = WordField(name, tuple(words.items()), unsaid, tip)
        self.words[field].said.connect(lambda value: self._change(**{field: value}))
        grid.addWidget(self.words[field], row, column)

    def _text(
        self, grid: QGridLayout, row: int, column: int, field: str, name: str, hint: str, longest: int
    ) -> None:
        self.texts[field] = TypedField(name, hint, longest)
        self.texts[field].typed.connect(lambda text: self._change(**{field: text}))
        grid.addWidget(self.texts[field], row, column)

    def _measure(
        self, grid: QGridLayout, row: int, column: int, field: str, name: str, hint: str, unit: str
    ) -> None:
        self.texts[field] = TypedField(name, hint, 12, unit)
        self.texts[field].typed.connect(lambda text: self._say_measure(field, text))
        grid.addWidget(self.texts[field], row, column)

    def _keep_order(self) -> None:
        """Tab goes along the rows."""
        w, t = self.words, self.texts
        order = [w["technique"], self.technique.more, w["position"], w["tolerance"], w["disposition"],
                 t["time_in_place"], t["depth_mm"], w["referral"], t["referral_to"], t["product"], self.e_stim,
                 t["hz"], t["pulse_us"], t["ma"], self.to_twitch, t["pair"], self.default_button]  # fmt: skip
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
        self.setFocusProxy(order[0])

    # -- what is shown ----------------------------------------------------------------------------------------------

    def show_marks(self, workspace: Workspace | None, marks: Sequence[Mark], *, editable: bool) -> None:
        """Show what these marks have in common; what is set here is set on all of them."""
        if [mark.id for mark in marks] != [mark.id for mark in self.marks]:
            self.finish()  # what was being said was said of the others
        self.workspace, self.marks = workspace, list(marks)
        self.setEnabled(bool(marks) and editable)
        shown = {**self.words, "technique": self.technique}
        for field, word in shown.items():
            word.show_value(self._common(lambda mark, field=field: getattr(mark, field)))
        for field in ("time_in_place", "depth_mm", "referral_to", "product"):
            self.texts[field].show_value(self._common(lambda mark, field=field: getattr(mark, field)))
        stims = [mark.e_stim for mark in self.marks]
        self.e_stim.show_value(self._common(lambda mark: mark.e_stim.on if mark.e_stim else None))
        on = bool(stims) and all(stim is not None and stim.on for stim in stims)
        self.settings.setVisible(on)
        for field in ("hz", "pulse_us", "ma", "pair"):
            self.texts[field].show_value(
                self._common(lambda mark, field=field: getattr(mark.e_stim or EStim(), field))
            )
        self.to_twitch.setChecked(on and all(stim is not None and stim.to_twitch for stim in stims))
        target = self._common(lambda mark: mark.target)
        self.default_button.setVisible(isinstance(target, Target) and target.kind is not TargetKind.TISSUE)
        if isinstance(target, Target):
            self.default_button.setText(f"Make this the default for {mid_sentence(target.name)}")

    def finish(self) -> None:
        """Keep what stands in a field that still has the keys: the visit is about to be left, printed or undone."""
        for field in (*self.words.values(), self.e_stim, *self.texts.values()):
            field.finish()

    def _common(self, of: Callable[[Mark], Any]) -> Any:
        values = [of(mark) for mark in self.marks]
        if not values:
            return None
        return values[0] if all(value == values[0] for value in values) else SEVERAL

    # -- what is set ------------------------------------------------------------------------------------------------

    def _say_measure(self, field: str, text: str) -> None:
        self._try(
            lambda ws, ids: ws.marks.change(ids, origin=self, **{field: wording.read_measure(field, text)})
        )

    def _say_setting(self, field: str, text: str) -> None:
        self._try(
            lambda ws, ids: ws.marks.stimulate(ids, origin=self, **{field: wording.read_measure(field, text)})
        )

    def _say_e_stim(self, on: object) -> None:
        if on is None:
            self._change(e_stim=None)
        else:
            self._stimulate(on=on)

    def _change(self, **values: Any) -> None:
        self._try(lambda ws, ids: ws.marks.change(ids, origin=self, **values))

    def _stimulate(self, **settings: Any) -> None:
        self._try(lambda ws, ids: ws.marks.stimulate(ids, origin=self, **settings))

    def _try(self, verb: Callable[[Workspace, list[str]], list[Mark]]) -> None:
        """Do it; show what stands in the record afterwards, and what is to be asked of it."""
        workspace = self.workspace
        if workspace is None or not self.marks:
            return
        held = list(self.marks)
        ids = [mark.id for mark in held]
        before = {question for mark in self.marks for question in asked_about(mark)}
        try:
            changed = verb(workspace, ids)
        except Refused as refused:
            self.refused.emit(refused.sentence)
        except RecordsFault as fault:
            self.failed.emit(fault)
        else:
            asked = [
                q for mark_id in ids for q in asked_about(workspace.marks.get(mark_id)) if q not in before
            ]
            self.refused.emit(asked[0].sentence if asked else "")
            if len(ids) > 1 and (replaced := results_replaced(held, changed)):
                self.said.emit(f"{len(ids)} marks: {replaced}")
        self.show_marks(workspace, [workspace.marks.get(mark_id) for mark_id in ids], editable=True)
