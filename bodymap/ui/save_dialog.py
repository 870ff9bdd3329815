"""Where a file is to be saved: the system's dialog, or Qt's own where the system has none.

Qt's own takes what is typed itself, word for word, and where it cannot it does nothing and says nothing. So what is
typed there is read here: a name, a path in full, one that begins with ~; what cannot be is said in a sentence.
"""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from bodymap.ui import messages


class SaveDialog(QFileDialog):
    """`kind` is what files there are, as Qt writes it: "PDF (*.pdf);;Text (*.txt)"; the first is taken by default."""

    def __init__(self, parent: QWidget, title: str, start: str, kind: str) -> None:
        super().__init__(parent, title, str(Path(start).parent), kind)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setFileMode(QFileDialog.FileMode.AnyFile)
        self.selectFile(Path(start).name)
        self._target: Path | None = None

    def target(self) -> Path | None:
        """What was chosen."""
        files = self.selectedFiles()
        return self._target or (Path(files[0]) if files else None)

    def accept(self) -> None:
        """Save or Enter in Qt's own dialog; a system's dialog looks after itself and has no such field."""
        field = self.findChild(QLineEdit, "fileNameEdit")
        typed = field.text().strip() if field is not None else ""
        if not typed:
            super().accept()
            return
        target = Path(self.directory().absolutePath()) / Path(typed).expanduser()
        if target.is_dir():
            self.setDirectory(str(target))
            if field is not None:
                field.clear()
            return
        if typed.endswith(("/", os.sep)) or not target.parent.is_dir():
            folder = target if typed.endswith(("/", os.sep)) else target.parent
            messages.tell(
                self,
                "There is no such folder.",
                f"{folder} does not exist, so nothing was saved. Choose a folder that is there, or make it first.",
            )
            return
        if not target.suffix:
            target = target.with_name(target.name + self._suffix())
        if target.exists() and not messages.ask(
            self, "Replace this file?", f"{target.name} is there already.", "Replace it"
        ):
            return
        self._target = target
        self.done(QFileDialog.DialogCode.Accepted)

    def _suffix(self) -> str:
        """.pdf of "PDF (*.pdf)"."""
        _, _, pattern = self.selectedNameFilter().partition("(*")
        return pattern.partition(")")[0].split(" ")[0]
