"""What the pages of a visit share: a column of cards that scrolls by itself, and verbs whose refusals are said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from bodymap.charting.days import read_day
from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.wording import day as in_words
from bodymap.ui.day_field import day_first
from bodymap.ui.mark_details import TypedField
from bodymap.ui.widgets import Label, words_label
from bodymap.workspace.changes import Changed
from bodymap.workspace.workspace import Workspace


class Card(QFrame):
    """One subject of a page: its title, in a line with what stands at its right, and a column below.

    `refuse` says in red, inside the card, why something was not taken. It goes when the field that it is about holds
    nothing, or what is recorded.
    """

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 7, 10, 9)
        column.setSpacing(6)
        self.head = QHBoxLayout()
        self.head.setSpacing(6)
        self.title = Label(title)
        self.title.setProperty("role", "strong")
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        column.addLayout(self.head)
        self.column = QVBoxLayout()
        self.column.setSpacing(6)
        column.addLayout(self.column)
        self._refused: list[TypedField] = []
        self.refusal = words_label("", "refusal")
        self.refusal.hide()
        column.addWidget(self.refusal)

    def refuse(self, sentence: str) -> None:
        """Say why something was not taken; nothing once it no longer holds."""
        self.ask(sentence)
        if not sentence:
            return
        self._refused = [field for field in self.findChildren(TypedField) if field.unsettled]
        for field in self._refused:
            field.shown.connect(self._settle, Qt.ConnectionType.UniqueConnection)

    def ask(self, sentence: str) -> None:
        """Say in red what is to be looked at, though it was taken; nothing once it no longer holds."""
        self._refused = []
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))
        if sentence:
            QTimer.singleShot(0, self, self._show_refusal)  # it has its place once the card is laid out anew

    @Slot()
    def _settle(self) -> None:
        """The refusal goes once what it was about no longer stands there."""
        if self._refused and not any(isValid(field) and field.unsettled for field in self._refused):
            self.refuse("")

    def unsettled(self) -> bool:
        """Whether something stands in a field of the card that is not recorded: why not stays said beside it."""
        return any(field.unsettled for field in self.findChildren(TypedField) if field.isVisible())

    def _show_refusal(self) -> None:
        """Below the fold of a small screen nobody would read it."""
        page = self.parentWidget()
        while page is not None and not isinstance(page, QScrollArea):
            page = page.parentWidget()
        if page is not None and self.refusal.isVisible():
            page.ensureWidgetVisible(self.refusal, 0, 8)


class _Kept:
    """Where the keys are on a page, and what was typed there that is not recorded: rows that are made anew with what
    changed must lose neither. A field is known by what it is called."""

    def __init__(self, inside: QWidget) -> None:
        self._inside = inside
        focus = QApplication.focusWidget()
        self._focus = focus if focus is not None and inside.isAncestorOf(focus) else None
        names = self._by_name()
        self._focus_name = next((name for name, one in names.items() if one is self._focus), None)
        self._typed = {
            name: (one, one.text())
            for name, one in names.items()
            if isinstance(one, TypedField) and one.unsettled
        }

    def _by_name(self) -> dict[tuple[str, int], QWidget]:
        """The fields that can be seen, each with its name and which of that name it is."""
        count: dict[str, int] = {}
        found = {}
        for one in self._inside.findChildren(QWidget):
            # "Where: Bruising, shoulder": what a row is about may have changed with it.
            name = one.accessibleName().partition(":")[0]
            if not name and isinstance(one, QAbstractButton):
                name = one.text()
            if name and one.isVisibleTo(self._inside) and one.focusPolicy() != Qt.FocusPolicy.NoFocus:
                count[name] = count.get(name, 0) + 1
                found[name, count[name]] = one
        return found

    def put_back(self) -> None:
        """What was typed stands in the new field again, and the keys are there."""
        names = self._by_name()
        for name, (before, text) in self._typed.items():
            now = names.get(name)
            if isinstance(now, TypedField) and now is not before:
                now.setText(text)
        now = names.get(self._focus_name) if self._focus_name is not None else None
        if now is not None and now is not self._focus and now is not QApplication.focusWidget():
            now.setFocus(Qt.FocusReason.TabFocusReason)


class RecordPage(QScrollArea):
    """A page of cards about one visit. Subclasses build in `build` and show in `refresh`; `kinds` names the records
    whose change concerns them. `said` tells a quiet line, `ended` a sentence on what has vanished from the page and the
    scope in which undo brings it back, `failed` a fault."""

    said = Signal(str)
    ended = Signal(str, str)
    failed = Signal(object)

    kinds: frozenset[str] = frozenset()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace: Workspace | None = None
        self.visit_id = ""
        self.editable = False
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        inner = QWidget()
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, 8, 4)
        self.column.setSpacing(8)
        self.setWidget(inner)
        inner.setAutoFillBackground(False)  # setWidget turns it on
        self._built = False

    def build(self) -> None:
        """Make the cards; called when the page is first shown."""

    def refresh(self) -> None:
        """Show the visit as it is recorded."""

    def show_visit(self, workspace: Workspace | None, visit_id: str, *, editable: bool) -> None:
        """Show this visit. What a page shows is read when the page is looked at."""
        if visit_id != self.visit_id:
            # What lies under the pointer at the next patient is what lay there at the last visit's beginning.
            self.verticalScrollBar().setValue(0)
        self.workspace, self.visit_id, self.editable = workspace, visit_id, editable
        if self.isVisible():
            self._look()

    def on_changed(self, changed: Changed) -> None:
        """Take in what a verb changed."""
        if self.isVisible() and self._built and any(changed.of(kind) for kind in self.kinds):
            self._look()

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self._look()

    def _look(self) -> None:
        if self.workspace is None or not self.visit_id:
            return
        if not self._built:
            self._built = True
            self.build()
            self.column.addStretch(1)
        kept = _Kept(self.widget())
        try:
            self.refresh()
        except RecordsFault as fault:
            self.failed.emit(fault)
        # At once: a layout shows what it is given with the next turn of the event loop, and until then the key that
        # led here finds no field to go to.
        for one in self.widget().findChildren(QWidget):
            if (
                one.isHidden()
                and not one.isWindow()
                and not one.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
            ):
                one.show()
        kept.put_back()

    def field(self, name: str, about: str = "") -> QWidget | None:
        """The widget of a field that `charting.policy.Missing` names; None for one that is not on this page."""
        return None

    def firsts(self) -> tuple[QWidget, ...]:
        """The fields that a key leads to, the likeliest first; the first of them that can be used now is taken."""
        return ()

    def first_field(self) -> QWidget:
        """The field that keys go to when a key leads here."""
        self._look()
        for one in self.firsts():
            if one.isVisibleTo(self) and one.isEnabled():
                return one
        return self

    def reveal(self, name: str, about: str = "") -> None:
        """Bring a field into sight, with the keys in it."""
        self._look()
        found = self.field(name, about)
        if found is not None:
            self.ensureWidgetVisible(found, 0, 60)
            found.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def finish(self) -> None:
        """Keep what is being typed: the visit is about to be left."""
        focus = self.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            focus.clearFocus()

    def attempt(self, card: Card, verb: Callable[[Workspace], object], said: str = "") -> bool:
        """Do a verb; a refusal is said in the card. Whether it was done."""
        if self.workspace is None or not self.visit_id:
            return False
        try:
            verb(self.workspace)
        except Refused as refused:
            card.refuse(refused.sentence)
            return False
        except RecordsFault as fault:
            if fault.kind == "changed":
                self._look()  # as it stands now, which is what the sentence asks to look at
            self.failed.emit(fault)
            return False
        if card.unsettled():
            self._look()  # what was typed as it is recorded already ("60" for 60°) stands there as it is shown
        if not card.unsettled():
            card.refuse("")
        if said:
            self.said.emit(said)
        return True


def read_typed_day(text: str, today: date, field: str) -> date | None:
    """The day that was typed, None for nothing; without a year the one closest to today. Raises Refused(field, ...)."""
    if not text.strip():
        return None
    try:
        reading = read_day(text, day_first=day_first(), today=today)
        return reading.day if reading is not None else None
    except Refused:
        pass
    found = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            reading = read_day(f"{text.strip()} {year}", day_first=day_first(), today=today)
        except Refused as refused:
            raise Refused(field, f"This is no date. Write it like {in_words(today)}.") from refused
        if reading is not None:
            found.append(reading.day)
    return min(found, key=lambda day: abs((day - today).days))
