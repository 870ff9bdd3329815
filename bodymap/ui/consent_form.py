"""The written consent on its way to paper: seen as it will be printed, printed or saved, to be signed by hand."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from bodymap.charting.wording import day as in_words
from bodymap.drawing.consent_pages import lay_out_consent
from bodymap.drawing.pages import Page
from bodymap.settings import Preferences
from bodymap.ui.chart_files import letterhead_of
from bodymap.ui.messages import MessageBar
from bodymap.ui.page_form import PageForm
from bodymap.ui.print_dialogs import file_name
from bodymap.ui.widgets import words_label
from bodymap.workspace.workspace import Workspace


class ConsentForm(PageForm):
    """That it is printed says nothing of consent: it is recorded when the patient has signed."""

    what = "consent"
    kind = "Consent"

    def __init__(
        self, parent: QWidget, workspace: Workspace, visit_id: str, preferences: Preferences, bar: MessageBar
    ) -> None:
        super().__init__(parent, "Consent on paper", preferences, bar)
        self.workspace, self.visit_id = workspace, visit_id
        text = workspace.consents.current_text()
        self.left.addWidget(words_label("Consent on paper", "display"))
        self.left.addWidget(words_label(f"{text.title}, version {text.version}", "strong"))
        self.left.addWidget(
            words_label(
                "Print it, have it signed, then press Signed today on the consent card. Printing alone records nothing."
            )
        )
        if text.example:
            self.left.addWidget(
                words_label(
                    "This text is an example. Have the clinic's own text checked before you use it.", "muted"
                )
            )
        self.left.addStretch(1)
        self.show_page()

    def pages(self) -> list[Page]:
        """The clinic's newest text, filled in for this patient and the visit's day."""
        ws = self.workspace
        visit = ws.visits.get(self.visit_id)
        patient = ws.patients.get(visit.patient_id)
        text = ws.consents.current_text()
        title, filled = ws.consents.printable(patient.id, visit.date, text)
        therapist = ws.practice.therapist
        facts = [("Patient", patient.name)]
        if patient.date_of_birth:
            facts.append(("Born", in_words(patient.date_of_birth)))
        facts += [("Date", in_words(visit.date)), ("Therapist", therapist.name)]
        # A text that names and lets sign by itself needs no second head and no second lines.
        signs = "signature" in text.text.casefold()
        return lay_out_consent(
            letterhead_of(ws),
            title,
            filled,
            [] if "{patient}" in text.text else facts,
            sign=() if signs else (patient.name, therapist.name),
            version=f"{text.title}, version {text.version}",
            paper=self.preferences["paper"],
            ink=self.preferences["ink"],
        )

    def name_of_file(self) -> str:
        return file_name(self.workspace, self.visit_id, "Consent")
