"""The session note: four plain texts, saved while they are typed."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.records import Section
from bodymap.charting.visit_text import SECTION_TITLES
from bodymap.settings import Preferences
from bodymap.ui.clipboard import ConfidentialText
from bodymap.ui.derived_text import DerivedText
from bodymap.ui.segments import Segments
from bodymap.ui.snippet_typing import SnippetTyping
from bodymap.ui.widgets import Label, refusal_line
from bodymap.workspace.changes import Changed
from bodymap.workspace.workspace import Workspace

PAUSE_MS = 600
LONGEST_WAIT_MS = 5_000  # someone who types without a pause is saved all the same
RETRY_MS = 4_000
DERIVE_MS = 60  # several changes in a row make the text from marks anew once
DERIVE_LONG_MS, LONG_TEXT = (
    500,
    6_000,
)  # a long text (characters) waits for a pause: it takes longer than a picture
MOST_LENT_PX = 150  # what the list of marks lends to the text from marks
FIELD_PX = 84  # what the text from marks leaves to the field below it: four lines
STACKED_FIELD_PX = 88  # and to each of the four with its title where they stand below each other
STACKED_PX = 470  # from this height on the four texts stand below each other

DERIVED_FROM = ("mark", "finding", "needles_out", "visit")
"""The kinds of record that the text from marks is made of, with the clinic."""

HINTS = {
    Section.SUBJECTIVE: "What the patient says",
    Section.OBJECTIVE: "What you found",
    Section.ASSESSMENT: "What you make of it",
    Section.PLAN: "What comes next",
}


class PlainText(ConfidentialText):
    """Plain text only, whatever is pasted; Tab goes on to the next field."""

    def __init__(self, section: Section, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.section = section
        self.setTabChangesFocus(True)
        self.setPlaceholderText(HINTS[section])
        self.setAccessibleName(f"{SECTION_TITLES[section]}: {HINTS[section]}")
        self.setMinimumHeight(52)

    def fill(self, text: str) -> None:
        """Show this text, with the place to write at its end: whoever comes back to a note goes on with it."""
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def text(self) -> str:
        """The text as typed. Qt's own plain text would turn unbreakable blanks into common ones."""
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            self.insertPlainText(source.text())


class NoteEditor(QWidget):
    """`state_changed` tells saved, typing or failed with a sentence; `room_changed` that it wants another height."""

    state_changed = Signal(str, str)
    room_changed = Signal()

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self.workspace: Workspace | None = None
        self.visit_id = ""
        self._dirty: set[Section] = set()
        self._seen: dict[Section, str] = {}  # each text as it was last known to be stored
        self._filling = False
        self._since = QElapsedTimer()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.title = Label("Session note")
        self.title.setProperty("role", "strong")
        head.addWidget(self.title)
        self.tabs = Segments(
            tuple((s, SECTION_TITLES[s], f"{SECTION_TITLES[s]}: {HINTS[s]}") for s in Section)
        )
        self.tabs.chosen.connect(self._choose)
        head.addWidget(self.tabs)
        head.addStretch(1)
        self.state = Label()
        self.state.setProperty("role", "small")
        head.addWidget(self.state)
        column.addLayout(head)
        self.trouble = refusal_line()
        column.addWidget(self.trouble)
        self.fields: dict[Section, PlainText] = {}
        self.typing: list[SnippetTyping] = []
        self._labels: dict[Section, QLabel] = {}
        for section in Section:
            label = Label(SECTION_TITLES[section])
            label.setProperty("role", "heading")
            label.hide()
            column.addWidget(label)
            if section is Section.OBJECTIVE:
                self.derived = DerivedText()
                self.derived.folded.connect(self._keep_folded)
                column.addWidget(self.derived)
            field = PlainText(section)
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            field.textChanged.connect(lambda section=section: self._typed(section))
            field.hide()
            self.typing.append(SnippetTyping(field, lambda: self.workspace, lambda: self.visit_id))
            column.addWidget(field, 1)
            self.fields[section], self._labels[section] = field, label
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.save)
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.setInterval(RETRY_MS)
        self._retry.timeout.connect(self.save)
        self._derive = QTimer(self)
        self._derive.setSingleShot(True)
        # Not at once: a click whose picture is due is painted first.
        self._derive_next = QTimer(self)
        self._derive_next.setSingleShot(True)
        self._derive_next.setInterval(0)
        self._derive.timeout.connect(self._derive_next.start)
        self._derive_next.timeout.connect(self._show_derived)
        self._stale = False
        self._stacked = False
        self._section = self._used_last()
        self._arrange()

    # -- which fields are seen --------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        self.tabs.set_value(self._section)
        self.tabs.setVisible(not self._stacked)
        for section, field in self.fields.items():
            self._labels[section].setVisible(self._stacked)
            field.setVisible(self._stacked or section is self._section)
        wanted = self._preferences["derived_text"] or ("open" if self._stacked else "folded")
        self.derived.fold(wanted == "folded")
        self._give_room()
        if self._stale and self._derived_wanted():
            self._show_derived()
        self._place_derived()
        self._mark_filled()

    def resizeEvent(self, event: QResizeEvent) -> None:
        stacked = self.height() >= STACKED_PX
        if stacked is not self._stacked:
            self._stacked = stacked
            self._arrange()
        self._give_room()
        narrow = self.width() < 470 and not stacked
        self.title.setVisible(not narrow)
        super().resizeEvent(event)

    def _used_last(self) -> Section:
        try:
            return Section(self._preferences["note_section"])
        except ValueError:
            return Section.SUBJECTIVE

    def _choose(self, section: object) -> None:
        assert isinstance(section, Section)
        self._section = section
        self._preferences["note_section"] = section.value
        by_keys = self.tabs.isAncestorOf(QApplication.focusWidget() or self)
        self._arrange()
        if not by_keys:
            # Whoever goes from tab to tab with the arrows stays there; Tab leads into the text.
            self.fields[section].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_section(self, section: Section) -> None:
        """That part of the note, the keys in it."""
        self.tabs.set_value(section)
        self._choose(section)
        self.fields[section].setFocus(Qt.FocusReason.OtherFocusReason)

    def _mark_filled(self) -> None:
        """A dot says which texts hold something, so that none is overlooked behind a tab."""
        for section, field in self.fields.items():
            filled = not field.document().isEmpty()
            text = SECTION_TITLES[section] + (" •" if filled else "")
            button = self.tabs.button(section)
            if button.text() != text:
                button.setText(text)

    # -- the text from marks ----------------------------------------------------------------------------------------

    def _derived_wanted(self) -> bool:
        return self._stacked or self._section is Section.OBJECTIVE

    def _show_derived(self) -> None:
        """Make the text from marks anew; while its part is not seen, when it next is."""
        self._derive.stop()
        self._derive_next.stop()
        self._stale = not self._derived_wanted()
        if self._stale:
            return
        text = ""
        if self.workspace is not None and self.visit_id:
            try:
                text = self.workspace.visits.narrative(self.visit_id)
            except RecordsFault as fault:
                text = f"The text from marks cannot be made now: {fault.happened}"
        self.derived.show_text(text)
        self._place_derived()

    def _place_derived(self) -> None:
        self.derived.setVisible(self._derived_wanted() and bool(self.derived.text()))
        self.room_changed.emit()

    def more_wanted(self) -> int:
        """Pixels that the unfolded text from marks asks for beside the height the note has otherwise, so that the
        field below keeps its own; the same in every part and however long the text, or the parts would move when one of
        them is pressed. None where the four texts stand below each other: there it has room."""
        return 0 if self._stacked or self.derived.is_folded() else MOST_LENT_PX

    def _give_room(self) -> None:
        """The text from marks may have what the fields do not need: they come first."""
        fields = 4 * STACKED_FIELD_PX if self._stacked else FIELD_PX + 6
        self.derived.set_room(self.height() - 40 - fields)

    def _keep_folded(self, folded: bool) -> None:
        self._preferences["derived_text"] = "folded" if folded else "open"
        self.room_changed.emit()

    def texts(self) -> dict[Section, str]:
        """The four texts as they stand in the fields, saved or not."""
        return {section: field.text() for section, field in self.fields.items()}

    # -- a visit ----------------------------------------------------------------------------------------------------

    def show_visit(self, workspace: Workspace | None, visit_id: str, *, editable: bool = True) -> None:
        """Show this visit's note. What was typed before must be saved first (`save`)."""
        self._pause.stop()
        self._retry.stop()
        another = visit_id != self.visit_id
        self.workspace, self.visit_id = workspace, visit_id
        texts = workspace.notes.of(visit_id) if workspace and visit_id else {}
        if another:
            # A note is begun at its beginning; one that holds something is read where the last one was.
            self._section = self._used_last() if any(texts.values()) else Section.SUBJECTIVE
            self._arrange()
        self._seen = dict(texts)
        self._filling = True
        try:
            for section, field in self.fields.items():
                field.fill(texts.get(section, ""))
                field.setReadOnly(not editable)
        finally:
            self._filling = False
        self._dirty.clear()
        for typing in self.typing:
            typing.stop()
        self._show_derived()
        self._say("saved" if any(texts.values()) else "empty")
        self._mark_filled()

    def on_changed(self, changed: Changed) -> None:
        """Take in a text that was changed elsewhere, unless it is being typed here; and what marks now say."""
        about_it = changed.scope == self.visit_id and any(changed.of(kind) for kind in DERIVED_FROM)
        if about_it or changed.of("clinic"):
            long = len(self.derived.text()) > LONG_TEXT
            self._derive.start(DERIVE_LONG_MS if long else DERIVE_MS)
        if changed.origin is self or changed.scope != self.visit_id or not changed.of("note"):
            return
        assert self.workspace is not None
        for section, text in self.workspace.notes.of(self.visit_id).items():
            if section not in self._dirty and self.fields[section].text() != text:
                self._filling = True
                self.fields[section].fill(text)
                self._filling = False
            if section not in self._dirty:
                self._seen[section] = text
        self._mark_filled()

    # -- saving -----------------------------------------------------------------------------------------------------

    def _typed(self, section: Section) -> None:
        if self._filling:
            return
        if not self._dirty:
            self._since.start()
        self._dirty.add(section)
        self._mark_filled()
        if self.state.text() != "…" and self.trouble.isHidden():
            self._say("typing")
        if not self._pause.isActive() or self._since.elapsed() < LONGEST_WAIT_MS:
            self._pause.start()

    def unsaved(self) -> bool:
        return bool(self._dirty)

    def save(self) -> bool:
        """Have what was typed committed now; False where it could not be: the text stays and is tried again."""
        self._pause.stop()
        if self.workspace is None or not self.visit_id:
            self._dirty.clear()
            return True
        elsewhere = ""
        for section in [s for s in Section if s in self._dirty]:
            try:
                try:
                    self._save_part(self.workspace, section)
                except RecordsFault as fault:
                    if fault.kind != "changed" or not self._put_together(self.workspace, section):
                        raise
                    self._save_part(self.workspace, section)
                    part = SECTION_TITLES[section]
                    elsewhere = f"{part} was written in another window as well. Both texts stand here now."
            except Refused as refused:
                self._say("failed", refused.sentence)
                return False
            except RecordsFault as fault:
                self._say(
                    "failed",
                    f"The note is not saved yet: {fault.happened} What you typed stays here; saving is tried again.",
                )
                self._retry.start()
                return False
            self._dirty.discard(section)
        self._retry.stop()
        self._say("saved", elsewhere)
        return True

    def _save_part(self, workspace: Workspace, section: Section) -> None:
        text = self.fields[section].text()
        workspace.notes.save(self.visit_id, section, text, seen=self._seen.get(section), origin=self)
        self._seen[section] = workspace.notes.of(self.visit_id)[section]
        # What is typed after a pause is an undo step of its own: one Ctrl+Z must not take a whole paragraph away.
        self.fields[section].document().setModified(False)

    def _put_together(self, workspace: Workspace, section: Section) -> bool:
        """What another window has written, and below it what was typed here since; False where nothing was."""
        field, seen = self.fields[section], self._seen.get(section, "")
        stored, typed = workspace.notes.of(self.visit_id)[section], field.text()
        if stored == seen:
            return False
        own = typed[len(seen) :] if typed.startswith(seen) else typed
        parts = [part for part in (stored.rstrip("\n"), own.strip("\n")) if part]
        self._filling = True
        field.fill("\n".join(parts))
        self._filling = False
        self._seen[section] = stored
        return True

    def _say(self, state: str, sentence: str = "") -> None:
        self.state.setText({"saved": "Saved", "typing": "…", "failed": "Not saved", "empty": ""}[state])
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))
        self.state_changed.emit(state, sentence)
