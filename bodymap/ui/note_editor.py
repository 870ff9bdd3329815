"""The session note: four plain texts, saved while they are typed."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.records import Section
from bodymap.charting.visit_text import SECTION_TITLES
from bodymap.settings import Preferences
from bodymap.ui.segments import Segments
from bodymap.workspace.changes import Changed
from bodymap.workspace.workspace import Workspace

PAUSE_MS = 600
LONGEST_WAIT_MS = 5_000  # someone who types without a pause is saved all the same
RETRY_MS = 4_000
STACKED_PX = 470  # from this height on the four texts stand below each other

HINTS = {
    Section.SUBJECTIVE: "What the patient says",
    Section.OBJECTIVE: "What you found",
    Section.ASSESSMENT: "What you make of it",
    Section.PLAN: "What comes next",
}


class PlainText(QPlainTextEdit):
    """Plain text only, whatever is pasted; Tab goes on to the next field."""

    def __init__(self, section: Section, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.section = section
        self.setTabChangesFocus(True)
        self.setPlaceholderText(HINTS[section])
        self.setAccessibleName(f"{SECTION_TITLES[section]}: {HINTS[section]}")
        self.setMinimumHeight(52)

    def text(self) -> str:
        """The text as typed. Qt's own plain text would turn unbreakable blanks into common ones."""
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            self.insertPlainText(source.text())


class NoteEditor(QWidget):
    """`state_changed` tells saved, typing or failed with a sentence; `failed` tells the fault behind it."""

    state_changed = Signal(str, str)

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self.workspace: Workspace | None = None
        self.visit_id = ""
        self._dirty: set[Section] = set()
        self._filling = False
        self._since = QElapsedTimer()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.title = QLabel("Session note")
        self.title.setProperty("role", "strong")
        head.addWidget(self.title)
        self.tabs = Segments(
            tuple((s, SECTION_TITLES[s], f"{SECTION_TITLES[s]}: {HINTS[s]}") for s in Section)
        )
        self.tabs.chosen.connect(self._choose)
        head.addWidget(self.tabs)
        head.addStretch(1)
        self.state = QLabel()
        self.state.setProperty("role", "small")
        head.addWidget(self.state)
        column.addLayout(head)
        self.trouble = QLabel()
        self.trouble.setProperty("role", "refusal")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        column.addWidget(self.trouble)
        self.fields: dict[Section, PlainText] = {}
        self._labels: dict[Section, QLabel] = {}
        for section in Section:
            label = QLabel(SECTION_TITLES[section])
            label.setProperty("role", "heading")
            label.hide()
            field = PlainText(section)
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            field.textChanged.connect(lambda section=section: self._typed(section))
            field.hide()
            column.addWidget(label)
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
        self._stacked = False
        try:
            self._section = Section(preferences["note_section"])
        except ValueError:
            self._section = Section.SUBJECTIVE
        self._arrange()

    # -- which fields are seen --------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        self.tabs.set_value(self._section)
        self.tabs.setVisible(not self._stacked)
        for section, field in self.fields.items():
            self._labels[section].setVisible(self._stacked)
            field.setVisible(self._stacked or section is self._section)
        self._mark_filled()

    def resizeEvent(self, event: QResizeEvent) -> None:
        stacked = self.height() >= STACKED_PX
        if stacked is not self._stacked:
            self._stacked = stacked
            self._arrange()
        narrow = self.width() < 470 and not stacked
        self.title.setVisible(not narrow)
        super().resizeEvent(event)

    def _choose(self, section: object) -> None:
        assert isinstance(section, Section)
        self._section = section
        self._preferences["note_section"] = section.value
        by_keys = self.tabs.isAncestorOf(QApplication.focusWidget() or self)
        self._arrange()
        if not by_keys:
            # Whoever goes from tab to tab with the arrows stays there; Tab leads into the text.
            self.fields[section].setFocus(Qt.FocusReason.OtherFocusReason)

    def _mark_filled(self) -> None:
        """A dot says which texts hold something, so that none is overlooked behind a tab."""
        for section, field in self.fields.items():
            filled = not field.document().isEmpty()
            text = SECTION_TITLES[section] + (" •" if filled else "")
            button = self.tabs.button(section)
            if button.text() != text:
                button.setText(text)

    # -- a visit ----------------------------------------------------------------------------------------------------

    def show_visit(self, workspace: Workspace | None, visit_id: str, *, editable: bool = True) -> None:
        """Show this visit's note. What was typed before must be saved first (`save`)."""
        self._pause.stop()
        self._retry.stop()
        self.workspace, self.visit_id = workspace, visit_id
        texts = workspace.notes.of(visit_id) if workspace and visit_id else {}
        self._filling = True
        try:
            for section, field in self.fields.items():
                field.setPlainText(texts.get(section, ""))
                field.setReadOnly(not editable)
        finally:
            self._filling = False
        self._dirty.clear()
        self._say("saved" if any(texts.values()) else "empty")
        self._mark_filled()

    def on_changed(self, changed: Changed) -> None:
        """Take in a text that was changed elsewhere, unless it is being typed here."""
        if changed.origin is self or changed.scope != self.visit_id or not changed.of("note"):
            return
        assert self.workspace is not None
        for section, text in self.workspace.notes.of(self.visit_id).items():
            if section not in self._dirty and self.fields[section].text() != text:
                self._filling = True
                self.fields[section].setPlainText(text)
                self._filling = False
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
        for section in [s for s in Section if s in self._dirty]:
            try:
                self.workspace.notes.save(self.visit_id, section, self.fields[section].text(), origin=self)
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
        self._say("saved")
        return True

    def _say(self, state: str, sentence: str = "") -> None:
        self.state.setText({"saved": "Saved", "typing": "…", "failed": "Not saved", "empty": ""}[state])
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))
        self.state_changed.emit(state, sentence)
