"""The sets: found, laid on the body, renamed, their places changed, removed. One small screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.found import fold
from bodymap.charting.records import Side, titled
from bodymap.charting.sets import LONGEST_NAME, MarkSet, SetEntry
from bodymap.ui import icons
from bodymap.ui.add_target import Picked, TargetField
from bodymap.ui.elided import Elided
from bodymap.ui.lines import Index, Line, LinesView
from bodymap.ui.patients_panel import count
from bodymap.ui.search_field import SearchField
from bodymap.ui.segments import Segments
from bodymap.ui.widgets import Label, refusal_line
from bodymap.workspace.workspace import Workspace

HOW = (
    "A set lies on the body as broken squares until you confirm them: a click for one, Ctrl+R for all. The examples "
    "are there to be adapted; what you change becomes your own."
)
SIDES = {"right": (Side.RIGHT,), "left": (Side.LEFT,), "both": (Side.RIGHT, Side.LEFT)}


class SetsForm(QDialog):
    """`laid` tells a sentence once a set lies on the body."""

    laid = Signal(str)

    def __init__(self, parent: QWidget, workspace: Workspace, visit_id: str, *, editable: bool) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._visit_id = visit_id if editable else ""
        self.shown = ""
        """The plate that is looked at while a set is laid."""
        self._set: MarkSet | None = None
        self._removed = ""
        self.setWindowTitle("Sets")
        self.resize(860, 600)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 20)
        column.setSpacing(4)
        title = Label("Sets")
        title.setProperty("role", "display")
        column.addWidget(title)
        how = Label(HOW)
        how.setProperty("role", "muted")
        how.setWordWrap(True)
        column.addWidget(how)
        column.addSpacing(10)
        halves = QHBoxLayout()
        halves.setSpacing(20)
        halves.addLayout(self._left(), 4)
        halves.addLayout(self._right(), 5)
        column.addLayout(halves, 1)
        column.addSpacing(10)
        column.addLayout(self._foot())
        self._fill()
        self.find.setFocus()

    # -- building ---------------------------------------------------------------------------------------------------

    def _left(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setSpacing(8)
        self.find = SearchField()
        self.find.setPlaceholderText("Find a set")
        self.find.setAccessibleName("Find a set by name")
        self.find.textChanged.connect(lambda _: self._fill())
        self.find.returnPressed.connect(self._enter)
        left.addWidget(self.find)
        self.list = LinesView("Sets")
        self.list.setProperty("role", "")
        self.list.selectionModel().currentChanged.connect(self._row_changed)
        self.list.opened.connect(lambda _: self._enter())
        left.addWidget(self.list, 1)
        return left

    def _right(self) -> QVBoxLayout:
        right = QVBoxLayout()
        right.setSpacing(8)
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setAccessibleName("Name of the set")
        self.name.editingFinished.connect(self._rename)
        right.addWidget(self.name)
        self.whose = Segments(
            [(False, "Mine", "Only you see it"), (True, "The clinic’s", "All therapists see it")]
        )
        self.whose.chosen.connect(lambda clinics: self._give(bool(clinics)))
        row = QHBoxLayout()
        row.addWidget(self.whose)
        row.addStretch(1)
        right.addLayout(row)
        self.places = QVBoxLayout()
        self.places.setContentsMargins(6, 4, 4, 4)
        self.places.setSpacing(0)
        inner = QWidget()
        inner.setLayout(self.places)
        self.scroll = QScrollArea()
        self.scroll.setWidgetResizable(True)
        self.scroll.setWidget(inner)
        self.scroll.setProperty("role", "")
        right.addWidget(self.scroll, 1)
        self.add = TargetField()
        self.add.setPlaceholderText("Add: r infraspinatus, l gm, suboccipitals…")
        self.add.setAccessibleName("Add a muscle or group to the set, with r or l before it for the side")
        self.add.set_workspace(self.workspace)
        self.add.picked.connect(self._add)
        right.addWidget(self.add)
        self.refusal = refusal_line()
        right.addWidget(self.refusal)
        return right

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.remove_button = self._button("Remove", self.remove)
        row.addWidget(self.remove_button)
        self.back_button = self._button("Bring it back", self.bring_back, "link")
        self.back_button.hide()
        row.addWidget(self.back_button)
        self.examples_button = self._button("Restore the examples", self.restore_examples, "link")
        row.addWidget(self.examples_button)
        row.addStretch(1)
        self.lay_label = Label("Lay on the body:")
        row.addWidget(self.lay_label)
        self.lay: dict[str, QPushButton] = {}
        for side, words in (("right", "Right"), ("left", "Left"), ("both", "Both"), ("", "Lay on the body")):
            button = self._button(words, lambda side=side: self.apply(side), "primary")
            self.lay[side] = button
            row.addWidget(button)
        self.close_button = self._button("Done", self.accept)
        row.addWidget(self.close_button)
        return row

    @staticmethod
    def _button(words: str, verb: Callable[[], object], role: str = "") -> QPushButton:
        button = QPushButton(words)
        button.setAutoDefault(False)
        button.setProperty("role", role)
        if role != "link":
            button.setProperty("scale", "large")
        button.clicked.connect(lambda: verb())
        return button

    # -- what is shown ----------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        """The rows anew, those that the text finds; the one shown stays the current one where it is among them."""
        text = self.find.text().strip()
        found = self.workspace.sets.all()
        if text:
            wanted = fold(text).split()
            found = [one for one in found if all(word in fold(one.name) for word in wanted)]
        at = next((n for n, one in enumerate(found) if self._set and one.id == self._set.id), 0)
        lines = [self._line(one, current=n == at) for n, one in enumerate(found)]
        lines = lines or [Line("heading", "", "No set is called so")]
        self.list.selectionModel().blockSignals(True)
        self.list.lines_model().show(lines)
        self.list.setCurrentIndex(self.list.lines_model().index(at, 0))
        self.list.selectionModel().blockSignals(False)
        self.list.viewport().update()
        self._show(found[at] if found else None)

    @staticmethod
    def _line(one: MarkSet, current: bool) -> Line:
        whose = "example" if one.example else "the clinic’s" if one.therapist_id is None else ""
        side = "either side" if one.side is not None else ""
        return Line(
            "set",
            one.id,
            one.name,
            ", ".join(p for p in (count(len(one.entries), "place"), side) if p),
            whose,
            current=current,
        )

    def _show(self, one: MarkSet | None) -> None:
        self._set = one
        self.name.setText(one.name if one else "")
        self.whose.set_value(None if one is None else one.therapist_id is None)
        while (item := self.places.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()  # at once: it may be the row whose button was pressed
                widget.deleteLater()
        for entry in one.entries if one else ():
            made = self._place(entry)
            self.places.addWidget(made)
            made.show()
        self.places.addStretch(1)
        for widget in (self.name, self.whose, self.add, self.remove_button):
            widget.setEnabled(one is not None)
        self.examples_button.setVisible(bool(self.workspace.sets.removed_examples()))
        can, sided = bool(self._visit_id and one), bool(one and one.side is not None)
        self.lay_label.setVisible(can and sided)
        for side, button in self.lay.items():
            button.setVisible(can and (sided if side else not sided))

    def _place(self, entry: SetEntry) -> QWidget:
        """One entry: side (pressed it changes), name and settings, remove."""
        line = QFrame()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        side = QPushButton(entry.side.short or "mid")
        side.setAutoDefault(False)
        side.setProperty("role", "quiet")
        side.setFixedWidth(46)
        side.setToolTip("Press for the other side")
        title = titled(entry.target.name, entry.side)
        side.setAccessibleName(f"Side of {title}: press for the other side")
        side.clicked.connect(lambda: self._turn(entry))
        row.addWidget(side)
        text = f"{entry.target.name[:1].upper()}{entry.target.name[1:]}"
        if entry.level:
            text += f" {entry.level}"
        if entry.needle is not None:
            text += f" · {entry.needle}"
        if entry.needles > 1:
            text += f" · {entry.needles} needles"
        now = self.workspace.ghosts.named_now(entry.target)
        if now is None:
            text += " · no longer in the list of muscles"
        elif fold(now.name) != fold(entry.target.name):
            text += f" · {now.name} now"
        words = Elided(text)
        words.setToolTip(text)
        row.addWidget(words, 1)
        out = QToolButton()
        out.setProperty("role", "icon")
        out.setToolTip("Take it out of the set")
        out.setAccessibleName(f"Take {title} out of the set")
        icons.give(out, "close", 18)
        out.clicked.connect(lambda: self._take_out(entry))
        row.addWidget(out)
        return line

    def _row_changed(self, current: Index, before: Index) -> None:
        line = self.list.lines_model().lines[current.row()] if current.isValid() else None
        if line is not None and line.kind == "set" and (self._set is None or line.id != self._set.id):
            self._rename()
            self._set = self.workspace.sets.get(line.id)
            self._fill()

    # -- verbs ------------------------------------------------------------------------------------------------------

    def _do(self, verb: Callable[[], object]) -> bool:
        """Do it and show what there is now; a refusal or fault is said in place."""
        try:
            made = verb()
        except (Refused, RecordsFault) as fault:
            self._refuse(fault.sentence if isinstance(fault, Refused) else str(fault))
            return False
        self._refuse("")
        if isinstance(made, MarkSet):
            self._set = made
        self._fill()
        return True

    def _rename(self) -> None:
        one, name = self._set, self.name.text()
        if (
            one is not None
            and name != one.name
            and not self._do(lambda: self.workspace.sets.rename(one.id, name))
        ):
            self.name.setText(one.name)

    def _give(self, clinics: bool) -> None:
        one = self._set
        if one is not None:
            self._do(lambda: self.workspace.sets.give_to(one.id, clinics=clinics))

    def _change(self, entries: list[SetEntry]) -> None:
        one = self._set
        if one is not None:
            self._do(lambda: self.workspace.sets.set_entries(one.id, entries))

    def _turn(self, entry: SetEntry) -> None:
        other = {Side.RIGHT: Side.LEFT, Side.LEFT: Side.RIGHT}.get(entry.side)
        if other is not None and self._set is not None:
            # Where it lies on the other side is worked out when the set is applied.
            turned = replace(entry, side=other, point=None)
            self._change([turned if one.id == entry.id else one for one in self._set.entries])

    def _take_out(self, entry: SetEntry) -> None:
        if self._set is not None:
            self._change([one for one in self._set.entries if one.id != entry.id])

    def _add(self, picked: object) -> None:
        assert isinstance(picked, Picked)
        one = self._set
        if one is not None:
            side = picked.side or one.side or Side.RIGHT
            self._do(lambda: self.workspace.sets.add_entry(one.id, picked.target, side))

    def remove(self) -> None:
        """Take the set out; it can be brought back as long as the form is open."""
        one = self._set
        if one is not None and self._do(lambda: self.workspace.sets.remove(one.id)):
            self._removed = one.id
            self.back_button.setText(f"Bring back “{one.name}”")
            self.back_button.show()

    def bring_back(self) -> None:
        back = self._removed
        if self._do(lambda: self.workspace.sets.restore(back)):
            self.back_button.hide()
            self._set = self.workspace.sets.get(back)
            self._fill()

    def restore_examples(self) -> None:
        if self._do(self.workspace.sets.restore_examples):
            self.back_button.hide()

    def _enter(self) -> None:
        """Enter in the field or on a row: laid on the body where no side has to be chosen, else the sides are next."""
        if self._set is None or not self._visit_id:
            return
        if self._set.side is None:
            self.apply("")
        else:
            self.lay["right"].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def apply(self, side: str) -> None:
        """Lay the set on the body of the open visit."""
        one = self._set
        if one is None or not self._visit_id:
            return
        try:
            applied = self.workspace.sets.apply(self._visit_id, one.id, SIDES.get(side, ()), shown=self.shown)
        except (Refused, RecordsFault) as fault:
            self._refuse(str(fault))
            return
        self.accept()
        self.laid.emit(applied.said)

    def _refuse(self, sentence: str) -> None:
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))
