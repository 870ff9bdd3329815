"""The handout for the patient: chosen, adapted, seen as it will be printed, printed, and recorded as given."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.handouts import FIELDS, with_given
from bodymap.charting.records import VisitStatus
from bodymap.drawing.handout_pages import lay_out_handout
from bodymap.drawing.pages import Page
from bodymap.settings import Preferences
from bodymap.ui.messages import MessageBar
from bodymap.ui.page_form import PageForm
from bodymap.ui.print_dialogs import file_name
from bodymap.ui.widgets import Choice, Label
from bodymap.workspace.workspace import Workspace

NEW = "New text …"


class HandoutForm(PageForm):
    """`bar` of the window tells where a file went. What is typed is printed as it stands; Keep keeps it for others."""

    what = "handout"
    kind = "Handout"

    def __init__(
        self, parent: QWidget, workspace: Workspace, visit_id: str, preferences: Preferences, bar: MessageBar
    ) -> None:
        super().__init__(parent, "Handout for the patient", preferences, bar)
        self.workspace, self.visit_id = workspace, visit_id
        self.chart = workspace.visits.chart(visit_id)
        self._fill_left()
        draft = workspace.visits.get(visit_id).status is VisitStatus.DRAFT
        self.given = QCheckBox("Record in the visit that it was given")
        self.given.setChecked(draft)
        self.given.setEnabled(draft)
        self.foot.insertWidget(0, self.given)
        self.text.textChanged.connect(self.later.start)
        self.choice.currentIndexChanged.connect(self._chosen)
        self._fill(preferences["handout"])

    # -- building ---------------------------------------------------------------------------------------------------

    def _fill_left(self) -> None:
        self.choice = Choice()
        self.choice.setAccessibleName("Handout")
        self.name = QLineEdit()
        self.name.setPlaceholderText("Name, for example the language")
        self.name.setAccessibleName("Name of the handout")
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("Text of the handout")
        known = Label("Fields: " + ", ".join(f"{{{name}}}" for name in FIELDS))
        known.setToolTip("\n".join(f"{{{name}}}: {what}" for name, what in FIELDS.items()))
        known.setProperty("role", "muted")
        known.setWordWrap(True)
        self.keep_button = self.button("Keep this text", self.keep)
        self.remove_button = self.button("Remove it", self.remove)
        row = QHBoxLayout()
        row.addWidget(self.name, 1)
        row.addWidget(self.keep_button)
        row.addWidget(self.remove_button)
        self.left.addWidget(self.choice)
        self.left.addWidget(self.text, 1)
        self.left.addWidget(known)
        self.left.addLayout(row)

    # -- the texts --------------------------------------------------------------------------------------------------

    def _fill(self, name: str) -> None:
        """List the handouts and show the one of that name, else the first."""
        handouts = self.workspace.handouts.all()
        self.choice.blockSignals(True)
        self.choice.clear()
        for handout in handouts:
            self.choice.addItem(handout.name, handout.id)
        self.choice.addItem(NEW, "")
        names = [handout.name for handout in handouts]
        self.choice.setCurrentIndex(names.index(name) if name in names else 0)
        self.choice.blockSignals(False)
        self._chosen()

    def _chosen(self, _: int = 0) -> None:
        handout_id = self.choice.currentData()
        found = self.workspace.handouts.get(handout_id) if handout_id else None
        self.name.setText(found.name if found else "")
        self.text.setPlainText(found.text if found else "")
        self.remove_button.setEnabled(found is not None)
        self.later.stop()
        self.show_page()

    def keep(self) -> None:
        """Keep name and text for the next patients."""
        try:
            kept = self.workspace.handouts.save(
                self.choice.currentData() or "", self.name.text(), self.text.toPlainText(), origin=self
            )
        except (Refused, RecordsFault) as problem:
            self.say(str(problem))
            return
        self._fill(kept.name)

    def remove(self) -> None:
        """Take the text out of the list; it stays in the records."""
        try:
            self.workspace.handouts.remove(self.choice.currentData(), origin=self)
        except RecordsFault as problem:
            self.say(str(problem))
            return
        self._fill("")

    # -- the page ---------------------------------------------------------------------------------------------------

    def pages(self) -> list[Page]:
        """The pages as they will be printed. Raises Refused, RecordsFault."""
        text = self.workspace.handouts.filled(self.text.toPlainText(), self.visit_id)
        return lay_out_handout(
            text,
            self.chart,
            self.workspace.atlas,
            paper=self.preferences["paper"],
            ink=self.preferences["ink"],
        )

    def remark(self, pages: list[Page]) -> str:
        return "This text takes more than one page." if len(pages) > 1 else ""

    def name_of_file(self) -> str:
        return file_name(self.workspace, self.visit_id, "Handout")

    def went(self) -> None:
        """It is on paper: record that it was given, where that is wanted, and be done."""
        name = self.name.text().strip() or "Handout"
        self.preferences["handout"] = self.choice.currentText() if self.choice.currentData() else ""
        if self.given.isChecked() and self.given.isEnabled():
            visit = self.workspace.visits.get(self.visit_id)
            said = with_given(visit.handout, name)
            if visit.handout != said:
                try:
                    self.workspace.events.set_aftercare(self.visit_id, visit.aftercare_told, said)
                except (Refused, RecordsFault) as problem:
                    self.say(f"The handout is on its way, but the visit does not say so: {problem}")
                    return
        self.accept()
