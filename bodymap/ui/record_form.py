"""One patient's record as a whole: saved as text or JSON, restricted with a reason, used again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bodymap import whole_file
from bodymap.charting.faults import Cancelled, RecordsFault, Refused
from bodymap.charting.wording import day as in_words
from bodymap.settings import Preferences
from bodymap.ui import messages
from bodymap.ui.messages import MessageBar
from bodymap.ui.print_dialogs import Waiting, cannot_write, documents, free_name, plain_name, saved
from bodymap.ui.widgets import button, words_label
from bodymap.workspace.workspace import Workspace


class RecordForm(QDialog):
    """`bar` of the window tells where a file went."""

    def __init__(
        self,
        parent: QWidget,
        workspace: Workspace,
        patient_id: str,
        preferences: Preferences,
        bar: MessageBar,
    ) -> None:
        super().__init__(parent)
        self.workspace, self.patient_id = workspace, patient_id
        self.preferences, self.bar = preferences, bar
        self.setWindowTitle("The whole record")
        self.setMinimumWidth(620)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 20)
        column.setSpacing(8)
        column.addWidget(words_label("The whole record", "display"))
        column.addWidget(words_label(workspace.patients.get(patient_id).name, "strong"))
        column.addWidget(
            words_label(
                "All that is recorded of this patient in one file. It is not encrypted: keep it as you keep paper."
            )
        )
        row = QHBoxLayout()
        self.text_button = button("Save as text…", lambda: self.save("txt"))
        self.json_button = button("Save as JSON…", lambda: self.save("json"))
        for one in (self.text_button, self.json_button):
            one.setAutoDefault(False)
            row.addWidget(one)
        row.addStretch(1)
        column.addLayout(row)
        column.addSpacing(8)
        self.state = words_label("")
        column.addWidget(self.state)
        row = QHBoxLayout()
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("Why the record is restricted")
        self.reason.setAccessibleName("Why the record is restricted")
        self.reason.returnPressed.connect(self.restrict)
        self.restrict_button = button("Restrict", self.restrict)
        self.lift_button = button("Use the record again", self.lift)
        row.addWidget(self.reason, 1)
        for one in (self.restrict_button, self.lift_button):
            one.setAutoDefault(False)
            row.addWidget(one)
        column.addLayout(row)
        self.refusal = words_label("", "refusal")
        column.addWidget(self.refusal)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.close_button = button("Close", self.accept, "primary")
        self.close_button.setAutoDefault(False)
        foot.addWidget(self.close_button)
        column.addLayout(foot)
        self._show()

    def _show(self) -> None:
        held = self.workspace.tidy.restriction(self.patient_id)
        if held is not None:
            since = f" since {in_words(held.since)}" if held.since else ""
            self.state.setText(f"Restricted{since}: {held.reason} Nothing of it can be changed or added.")
        else:
            self.state.setText(
                "Restricted, the record is kept and read, but nothing of it is changed or added."
            )
        self.reason.setVisible(held is None)
        self.restrict_button.setVisible(held is None)
        self.lift_button.setVisible(held is not None)
        self.refusal.setVisible(bool(self.refusal.text()))

    def restrict(self) -> None:
        """With the reason that was written."""
        self.refusal.setText("")
        try:
            self.workspace.tidy.restrict(self.patient_id, self.reason.text())
        except (Refused, RecordsFault) as problem:
            self.refusal.setText(str(problem))
        self._show()

    def lift(self) -> None:
        """The record is used again."""
        self.refusal.setText("")
        try:
            self.workspace.tidy.lift(self.patient_id)
        except (Refused, RecordsFault) as problem:
            self.refusal.setText(str(problem))
        self._show()

    def save(self, kind: str) -> None:
        """Write the record where the user says."""
        self.refusal.setText("")
        tidy = self.workspace.tidy
        name = plain_name(self.workspace.patients.get(self.patient_id).name)
        start = free_name(Path(self.preferences["chart_folder"] or documents()) / f"Record {name}.{kind}")
        title = "Save the whole record"
        target = messages.save_as(
            self, title, str(start), "Text (*.txt)" if kind == "txt" else "JSON (*.json)"
        )
        if target is None:
            return
        if not target.suffix:
            target = free_name(target.with_suffix(f".{kind}"))
        waiting = Waiting(self, 1, "Verifying the audit …", title)
        try:
            words = tidy.text(self.patient_id, waiting.step) if kind == "txt" else tidy.json(self.patient_id)
            whole_file.write(target, words.encode("utf-8"))
        except Cancelled:
            self.refusal.setText("Stopped. No file was written.")
        except RecordsFault as fault:
            self.refusal.setText(str(fault))
        except OSError as problem:
            self.refusal.setText(cannot_write(problem))
        else:
            saved(self.bar, self.preferences, f"The record is saved in {target.name}.", target)
        finally:
            waiting.close()
        self._show()
