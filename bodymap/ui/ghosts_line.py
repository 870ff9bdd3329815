"""One calm line above the marks: what was needled last time and takes one key to needle again; what is asked again."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QToolButton, QWidget

from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.records import Mark
from bodymap.charting.sets import LONGEST_NAME
from bodymap.charting.wording import whence
from bodymap.ui import icons
from bodymap.ui.elided import Elided
from bodymap.ui.ghosts_shown import GhostsShown
from bodymap.ui.patients_panel import count
from bodymap.workspace.ghosts import Asked


class GhostsLine(QFrame):
    """`failed` tells a RecordsFault."""

    failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: GhostsShown | None = None
        self._asked: list[Asked] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 0, 0)
        row.setSpacing(4)
        self.text = Elided()
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.text, 1)
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setPlaceholderText("Name of the set, for example Tennis elbow")
        self.name.setAccessibleName("Name of the set")
        self.name.returnPressed.connect(self._keep_set)
        self.name.installEventFilter(self)
        self.name.hide()
        row.addWidget(self.name, 2)
        self._named: list[str] | None = None  # of which marks a set is being named; None for none
        self.first, self.second = QPushButton(), QPushButton()
        for button, pressed in ((self.first, self._first), (self.second, self._second)):
            button.setProperty("role", "link")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(pressed)
            row.addWidget(button)
        self.away = QToolButton()
        self.away.setProperty("role", "icon")
        self.away.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.give(self.away, "close", 18)
        self.away.clicked.connect(self._away)
        row.addWidget(self.away)
        self.hide()

    def follow(self, shown: GhostsShown) -> None:
        """Speak of these ghosts from now on."""
        self._shown = shown
        shown.shown.connect(self.refresh)

    def refresh(self) -> None:
        """Say what there is to say, or take no room."""
        if self._named is not None:
            return
        shown = self._shown
        if shown is None or shown.workspace is None or not shown.editable:
            self.hide()
            return
        marks = shown.marks
        ghosts = shown.newest()
        try:
            self._asked = shown.workspace.ghosts.asked(shown.visit_id, marks)
            last = shown.workspace.ghosts.last_time(shown.visit_id) if ghosts else None
        except RecordsFault as fault:
            self.failed.emit(fault)
            return
        laid = [one for one in ghosts if one.from_set]
        if laid:
            name = laid[0].origin if len({one.source for one in laid}) == 1 else "Sets"
            self._say(
                f"{name}: {count(len(laid), 'place')} on the body.", "Mark all (Ctrl+R)", "Not this time"
            )
        elif last is not None and not marks:
            left = "" if len(ghosts) == last.marks else f", {len(ghosts)} left"
            self._say(
                f"Last visit {last.day}: {count(last.marks, 'mark')}{left}.",
                "Same as last time (Ctrl+R)",
                "Not this time",
            )
        elif self._asked:
            self._ask(self._asked[0], marks)
        else:
            self.hide()

    def _say(self, text: str, first: str, away: str, second: str = "") -> None:
        self.text.setText(text)
        self.text.setToolTip(text)
        self.first.setText(first)
        self.second.setText(second)
        self.second.setVisible(bool(second))
        self.away.setToolTip(away)
        self.away.setAccessibleName(away)
        self.setAccessibleName(text)
        self.show()

    def _ask(self, asked: Asked, marks: tuple[Mark, ...]) -> None:
        number = next((n for n, mark in enumerate(marks, 1) if mark.id == asked.mark.id), 0)
        bulk, _ = self._bulk()
        kinds = dict.fromkeys(kind for one in bulk for kind in one.again.kinds)
        self._say(
            f"{number} {asked.mark.title}, {whence(asked.mark)} {asked.again.words}: again?",
            "Again",
            f"Not again in {asked.mark.title}: ask no more",
            f"{', '.join(kinds)} in {count(len(bulk), 'mark')}" if len(bulk) > 1 else "",
        )

    def _bulk(self) -> tuple[list[Asked], bool]:
        """What one press says of all that are asked, and whether e-stim is among it: not where a pacemaker or a
        pregnancy meets it, for there it is said mark by mark."""
        shown = self._shown
        if shown is None or shown.workspace is None:
            return [], False
        if not shown.workspace.precautions.against_current(shown.visit_id):
            return self._asked, True
        bare = [replace(one, again=one.again.without_current()) for one in self._asked]
        return [one for one in bare if one.again.words], False

    @property
    def asking(self) -> bool:
        """Whether the line asks what of the last time holds again."""
        return bool(self._asked) and self.first.text() == "Again"

    def ask_name(self) -> None:
        """Ask in place what a set of the visit's marks is to be called: of those selected, where several are."""
        shown = self._shown
        if shown is None or shown.workspace is None or not shown.visit_id:
            return
        if not shown.marks:
            shown.told.emit("This visit has no marks yet to make a set of.")
            return
        chosen = [one for one in shown.selected if any(mark.id == one for mark in shown.marks)]
        self._named = chosen if len(chosen) > 1 else [mark.id for mark in shown.marks]
        self._say(f"A set of {count(len(self._named), 'mark')}:", "Keep", "No set")
        self.name.clear()
        self.name.show()
        self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _keep_set(self) -> None:
        shown, named = self._shown, self._named
        if shown is None or shown.workspace is None or named is None:
            return
        try:
            made = shown.workspace.sets.make(shown.visit_id, self.name.text(), named)
        except Refused as refused:
            self.text.setText(refused.sentence)
            self.text.setToolTip(refused.sentence)
            shown.told.emit(refused.sentence)
            return
        except RecordsFault as fault:
            self.failed.emit(fault)
            return
        self.give_up_name()
        shown.told.emit(f"Kept as the set “{made.name}”. Ctrl+Shift+K lays it on the body.")

    def give_up_name(self) -> None:
        """No set is named any more."""
        self._named = None
        self.name.hide()
        self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in the name: no set."""
        if watched is self.name and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() == Qt.Key.Key_Escape:
                self.give_up_name()
                return True
        return super().eventFilter(watched, event)

    def _first(self) -> None:
        if self._shown is None:
            return
        if self._named is not None:
            self._keep_set()
            return
        if self.asking:
            self._shown.say_again([self._asked[0].mark.id])
        else:
            self._shown.same_as_last_time()

    def _second(self) -> None:
        if self._shown is not None:
            bulk, current = self._bulk()
            self._shown.say_again([one.mark.id for one in bulk], current=current)

    def _away(self) -> None:
        shown = self._shown
        if shown is None or shown.workspace is None:
            return
        if self._named is not None:
            self.give_up_name()
            return
        if self.asking:
            shown.workspace.ghosts.not_again([self._asked[0].mark.id])
            self.refresh()
            return
        newest = shown.newest()
        laid = [one.id for one in newest if one.from_set]
        shown.dismiss(laid or [one.id for one in newest])
