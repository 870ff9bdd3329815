"""One button copies the visit as text; the menu beside it a part alone."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from bodymap.charting.faults import RecordsFault
from bodymap.charting.records import Section
from bodymap.charting.visit_text import SECTION_TITLES, sections
from bodymap.ui import clipboard, icons
from bodymap.ui.note_editor import NoteEditor
from bodymap.workspace.workspace import Workspace

WHOLE_KEYS = "Ctrl+Shift+C"
KEYS = {section: f"Alt+Shift+{SECTION_TITLES[section][0]}" for section in Section}
"""As the table of actions has them: the menu only shows them."""


class CopyVisit(QWidget):
    """`said` tells what was copied, `failed` a fault; `about_to_copy` asks to keep what is open in a field."""

    said = Signal(str)
    failed = Signal(object)
    about_to_copy = Signal()

    def __init__(self, note: NoteEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note = note
        self.workspace: Workspace | None = None
        self.visit_id = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.button = QPushButton("Copy")
        self.button.setToolTip(f"Copy the visit as text, without the patient's name ({_native(WHOLE_KEYS)})")
        self.button.setAccessibleName("Copy the visit as text")
        self.button.clicked.connect(lambda: self.copy())
        self.parts = QPushButton()
        self.parts.setToolTip("Copy one part of the note")
        self.parts.setAccessibleName("Copy one part of the note")
        self.parts.setFixedWidth(44)
        icons.give(self.parts, "down", 16)
        for button in (self.button, self.parts):
            button.setProperty("scale", "large")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        self.menu = QMenu(self)
        self.menu.addAction(f"Whole visit\t{_native(WHOLE_KEYS)}", lambda: self.copy())
        self.menu.addSeparator()
        for section in Section:
            words = f"{SECTION_TITLES[section]}\t{_native(KEYS[section])}"
            self.menu.addAction(words, lambda section=section: self.copy(section))
        self.parts.setMenu(self.menu)

    def set_visit(self, workspace: Workspace | None, visit_id: str) -> None:
        self.workspace, self.visit_id = workspace, visit_id

    def copy(self, part: Section | str | None = None) -> None:
        """Copy the visit, or that part of it: as it stands on the screen, saved or not."""
        if self.workspace is None or not self.visit_id:
            return
        self.about_to_copy.emit()
        section = Section(part) if part else None
        visits = self.workspace.visits
        try:
            parts = sections(self._note.texts(), visits.narrative(self.visit_id))
            text = visits.text_of(self.visit_id, parts, section)
        except RecordsFault as fault:
            self.failed.emit(fault)
            return
        if not text:
            where = f"{SECTION_TITLES[section]} is empty" if section else "There is nothing in this visit yet"
            self.said.emit(f"{where}: nothing was copied.")
            return
        clipboard.copy(text)
        self.said.emit(f"Copied: {SECTION_TITLES[section].lower()}." if section else _whole(parts))


def _native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def _whole(parts: Mapping[Section, str]) -> str:
    """What was copied, for the status line."""
    names = [SECTION_TITLES[one].lower() for one in parts]
    listed = " and ".join(name for name in (", ".join(names[:-1]), names[-1]) if name)
    return f"Copied the session note: {listed}, without the patient's name."
