"""What the clinic sets for all its visits: policy, precautions, consent text, conditions; and its own rates."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.policy import Requirement
from bodymap.charting.precautions import Precaution, Severity
from bodymap.ui import messages
from bodymap.ui.mark_details import TypedField
from bodymap.ui.segments import Segments
from bodymap.ui.widgets import Label, button, empty, words_label
from bodymap.workspace.workspace import Workspace

REQUIRED = {
    Requirement.MARKS: "at least one mark", Requirement.CONSENT: "written consent that holds",
    Requirement.VERBAL_CONSENT: "whether the patient agreed", Requirement.PRECAUTIONS: "precautions asked",
    Requirement.OVERRIDES: "a reason where needled all the same", Requirement.RESPONSE: "how it went since last time",
    Requirement.OPEN_EVENTS: "open events asked about", Requirement.PAIN_BEFORE: "pain before",
    Requirement.PAIN_AFTER: "pain after", Requirement.MOTION: "range of motion",
    Requirement.NEEDLE_SIZE: "each needle's size", Requirement.TWITCH: "whether each twitched (LTR)",
    Requirement.NEEDLES_OUT: "needles in and out alike", Requirement.LOT: "the needles' lot and expiry",
    Requirement.TOLERANCE: "how it was borne", Requirement.EVENTS: "whether anything adverse happened",
    Requirement.AFTERCARE: "aftercare told", Requirement.NOTE: "a session note",
    Requirement.ASSESSMENT: "assessment and plan in the note", Requirement.PLAN: "a treatment plan",
    Requirement.CONDITION: "a diagnosis or a complaint",
    Requirement.DIAGNOSIS: "a diagnosis code", Requirement.REVIEW: "the plan looked at again when due",
    Requirement.CERTIFICATION: "the plan's certification", Requirement.MINUTES: "minutes",
    Requirement.NEXT_VISIT: "the next visit", Requirement.THERAPIST: "the therapist's name",
}  # fmt: skip
SEVERITIES = ((Severity.NOTE, "Note", ""), (Severity.CAUTION, "Caution", ""), (Severity.STOP, "Stop", ""))


class ClinicLists(QDialog):
    """One window of pages; what is changed is recorded at once. `refusal` says what was not taken, `news` what was."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.setWindowTitle("Clinic's lists and policy")
        self.resize(900, min(660, max(480, parent.height() - 60)))
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 20, 28, 18)
        column.setSpacing(8)
        column.addWidget(words_label("Clinic's lists and policy", "display"))
        self.pages = QStackedWidget()
        built = {
            "Policy": self._policy(),
            "Precautions": self._precautions(),
            "Consent text": self._consent(),
            "Conditions": self._conditions(),
            "Adverse events": self._rates(),
        }
        self.switch = Segments([(name, name, "") for name in built])
        self.switch.set_value("Policy")
        names = list(built)
        self.switch.chosen.connect(lambda name: self.pages.setCurrentIndex(names.index(str(name))))
        row = QHBoxLayout()
        row.addWidget(self.switch)
        row.addStretch(1)
        column.addLayout(row)
        for page in built.values():
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setFrameShape(QScrollArea.Shape.NoFrame)
            area.setWidget(page)
            area.viewport().setAutoFillBackground(False)
            page.setAutoFillBackground(False)
            self.pages.addWidget(area)
        column.addWidget(self.pages, 1)
        self.refusal, self.news = words_label("", "refusal"), words_label("", "muted")
        for label in (self.refusal, self.news):
            label.hide()
            column.addWidget(label)
        foot = QHBoxLayout()
        foot.addStretch(1)
        close = button("Close", self.accept, "primary")
        close.setAutoDefault(False)
        foot.addWidget(close)
        column.addLayout(foot)
        self._show_policy()
        self._show_precautions()
        self._show_conditions()

    @staticmethod
    def _page() -> tuple[QWidget, QVBoxLayout]:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 4, 10, 4)
        column.setSpacing(8)
        return page, column

    def attempt(self, verb: Callable[[], object], news: str = "") -> bool:
        """Do it; say why not, or what was done."""
        try:
            verb()
        except Refused as refused:
            news, sentence = "", refused.sentence
        except RecordsFault as fault:
            news, sentence = "", f"{fault} What you typed is still here."
        else:
            sentence = ""
        for label, words in ((self.refusal, sentence), (self.news, news)):
            label.setText(words)
            label.setVisible(bool(words))
        return not sentence

    # -- policy -----------------------------------------------------------------------------------------------------

    def _policy(self) -> QWidget:
        page, column = self._page()
        column.addWidget(
            words_label("What is asked for at each visit. Nothing of it blocks charting.", "muted")
        )
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        self.requirements: dict[Requirement, QCheckBox] = {}
        for number, (requirement, words) in enumerate(REQUIRED.items()):
            tick = QCheckBox(words)
            tick.clicked.connect(
                lambda on, one=requirement: self.attempt(lambda: self.workspace.policies.require(one, on))
            )
            self.requirements[requirement] = tick
            grid.addWidget(tick, number // 2, number % 2)
        column.addLayout(grid)
        fields = QGridLayout()
        self.numbers: dict[str, TypedField] = {}
        for row, (name, words, hint) in enumerate(
            (
                ("consent_months", "Months that a written consent holds; empty for no end", "no end"),
                ("review_visits", "Look at a plan again after so many visits; 0 for never", "0"),
                (
                    "retention_years",
                    "Years that records are kept after the last visit; empty for no end",
                    "no end",
                ),
            )
        ):
            field = TypedField(words, hint, 4)
            field.setFixedWidth(90)
            field.typed.connect(lambda text, name=name: self._number(name, text))
            self.numbers[name] = field
            fields.addWidget(Label(words), row, 0)
            fields.addWidget(field, row, 1)
        fields.setColumnStretch(0, 1)
        column.addLayout(fields)
        self.billing = QCheckBox("Show what the counts mean for billing in the USA, as advice")
        self.billing.clicked.connect(
            lambda on: self.attempt(lambda: self.workspace.policies.change(without_billing_help=not on))
        )
        column.addWidget(self.billing)
        column.addStretch(1)
        return page

    def _number(self, name: str, text: str) -> None:
        text = text.strip()
        if text and not text.isdecimal():
            self.attempt(lambda: _refuse(name, "A whole number, please."))
            return
        value = int(text) if text else 0 if name == "review_visits" else None
        if self.attempt(lambda: self.workspace.policies.change(**{name: value})):
            self._show_policy()

    def _show_policy(self) -> None:
        policy = self.workspace.policies.policy()
        for requirement, tick in self.requirements.items():
            tick.setChecked(requirement.value in policy.requires)
        for name, field in self.numbers.items():
            field.show_value(getattr(policy, name))
        self.billing.setChecked(not policy.without_billing_help)

    # -- precautions ------------------------------------------------------------------------------------------------

    def _precautions(self) -> QWidget:
        page, column = self._page()
        head = QHBoxLayout()
        self.new_item = QLineEdit()
        self.new_item.setPlaceholderText("Another precaution, then Enter")
        self.new_item.setAccessibleName("Another precaution")
        self.new_item.setMaxLength(200)
        self.new_item.returnPressed.connect(self._add_item)
        head.addWidget(self.new_item, 1)
        self.import_button = button(
            "Bring in a list…", self._import, tip="A text file, one precaution a line"
        )
        self.import_button.setAutoDefault(False)
        head.addWidget(self.import_button)
        column.addLayout(head)
        self.items = QVBoxLayout()
        self.items.setSpacing(6)
        column.addLayout(self.items)
        column.addStretch(1)
        self.item_rows: dict[str, PrecautionEditor] = {}
        return page

    def _show_precautions(self) -> None:
        items = [one for one in self.workspace.precautions.items() if one.under_age is None]
        if list(self.item_rows) != [one.id for one in items]:
            empty(self.items)
            self.item_rows = {one.id: PrecautionEditor(self, one) for one in items}
            for row in self.item_rows.values():
                self.items.addWidget(row)
        for one in items:
            self.item_rows[one.id].show_item(one, self.workspace.precautions.meets_in_words(one))

    def _add_item(self) -> None:
        text = self.new_item.text()
        if self.attempt(
            lambda: self.workspace.precautions.add_item(text, everywhere=True), "Added at the end."
        ):
            self.new_item.clear()
            self._show_precautions()

    def change_item(self, item_id: str, **values: object) -> None:
        """Set fields of a precaution, for all patients from now on."""
        if self.attempt(lambda: self.workspace.precautions.change_item(item_id, **values)):
            self._show_precautions()

    def edit_meets(self, item_id: str) -> None:
        """Muscles, body parts, risks and techniques, in a form of their own over this one."""
        from bodymap.ui.precaution_form import PrecautionForm

        self.form = PrecautionForm(self, self.workspace, item_id)
        self.form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form.changed.connect(self._show_precautions)
        self.form.open()

    def remove_item(self, item_id: str) -> None:
        """It is asked about no more."""
        said = "It is asked about no more. What patients answered stays on their records."
        if self.attempt(lambda: self.workspace.precautions.remove_item(item_id), said):
            self._show_precautions()

    def _import(self) -> None:
        chosen = messages.choose_file(self, "A list of precautions", "", "Text (*.txt *.csv *.tsv)")
        if chosen is None:
            return
        said: list[str] = []

        def verb() -> None:
            try:
                text = chosen.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as problem:
                raise Refused("file", "This file cannot be read as text. Nothing was changed.") from problem
            said.append(self.workspace.precautions.import_items(text).sentence)

        if self.attempt(verb):
            self.attempt(lambda: None, said[0])
            self._show_precautions()

    # -- consent ----------------------------------------------------------------------------------------------------

    def _consent(self) -> QWidget:
        page, column = self._page()
        text = self.workspace.consents.current_text()
        self.version = words_label("", "muted")
        column.addWidget(self.version)
        self.title = QLineEdit(text.title)
        self.title.setAccessibleName("Title of the consent text")
        self.text = QPlainTextEdit(text.text)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("Consent text")
        column.addWidget(self.title)
        column.addWidget(self.text, 1)
        column.addWidget(
            words_label(
                "{patient}, {born}, {therapist}, {licence}, {clinic} and {date} are filled in. How it looks on"
                " paper: Print… on a visit's consent card.",
                "small",
            )
        )
        row = QHBoxLayout()
        self.keep = button("Make this the new version", self._new_version)
        self.keep.setAutoDefault(False)
        row.addStretch(1)
        row.addWidget(self.keep)
        column.addLayout(row)
        self._show_version()
        return page

    def _show_version(self) -> None:
        text = self.workspace.consents.current_text()
        example = " It is an example: have your own checked." if text.example else ""
        self.version.setText(
            f"Version {text.version}. Patients who agreed to an earlier one agreed to that one.{example}"
        )

    def _new_version(self) -> None:
        consents = self.workspace.consents
        if self.attempt(
            lambda: consents.new_version(self.title.text(), self.text.toPlainText()),
            "The new version holds from now on.",
        ):
            self._show_version()

    # -- conditions -------------------------------------------------------------------------------------------------

    def _conditions(self) -> QWidget:
        page, column = self._page()
        column.addWidget(
            words_label("The clinic's own, offered with those that are there for a plan.", "muted")
        )
        row = QHBoxLayout()
        self.condition = QLineEdit()
        self.condition.setPlaceholderText("Another condition")
        self.condition.setAccessibleName("Another condition")
        self.code = QLineEdit()
        self.code.setPlaceholderText("ICD-10, if one fits")
        self.code.setAccessibleName("ICD-10-CM code of the condition")
        self.code.setFixedWidth(160)
        for field in (self.condition, self.code):
            field.returnPressed.connect(self._add_condition)
        row.addWidget(self.condition, 1)
        row.addWidget(self.code)
        column.addLayout(row)
        self.own = QVBoxLayout()
        column.addLayout(self.own)
        column.addStretch(1)
        return page

    def _show_conditions(self) -> None:
        empty(self.own)
        for one in self.workspace.store.select("condition"):
            row = QHBoxLayout()
            row.addWidget(words_label(f"{one.text}   {one.icd10}".strip()), 1)
            gone = button("Remove", lambda text=one.text: self._remove_condition(text), "quiet")  # type: ignore[misc]
            gone.setAutoDefault(False)
            gone.setAccessibleName(f"Remove {one.text}")
            row.addWidget(gone)
            self.own.addLayout(row)

    def _add_condition(self) -> None:
        text, code = self.condition.text(), self.code.text()
        if self.attempt(lambda: self.workspace.plans.add_condition(text, code)):
            self.condition.clear()
            self.code.clear()
            self._show_conditions()

    def _remove_condition(self, text: str) -> None:
        if self.attempt(lambda: self.workspace.plans.remove_condition(text)):
            self._show_conditions()

    # -- rates ------------------------------------------------------------------------------------------------------

    def _rates(self) -> QWidget:
        page, column = self._page()
        events = self.workspace.events
        rates = events.rates()
        visits, told = (rates[0].visits, rates[0].treatments) if rates else (0, 0)
        column.addWidget(
            words_label(
                f"{visits} visits have marks; of {told} it was said whether anything adverse happened. Rates are of"
                " those, beside the published ones.",
                "muted",
            )
        )
        for one in (*events.severity_rates(), *rates):
            column.addWidget(words_label(one.sentence))
        column.addStretch(1)
        return page


class PrecautionEditor(QWidget):
    """One item: its text, how grave it is, what it meets."""

    def __init__(self, owner: ClinicLists, item: Precaution) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(4)
        row = QHBoxLayout()
        self.text = TypedField("Text of the precaution", "text", 200)
        self.text.typed.connect(lambda text: owner.change_item(item.id, text=text))
        row.addWidget(self.text, 1)
        self.severity = Segments(SEVERITIES, tight=True)
        self.severity.chosen.connect(lambda value: owner.change_item(item.id, severity=value))
        row.addWidget(self.severity)
        self.remove = button("Remove", lambda: owner.remove_item(item.id), "quiet")
        self.remove.setAutoDefault(False)
        self.remove.setAccessibleName(f"Remove {item.text}")
        row.addWidget(self.remove)
        column.addLayout(row)
        meets = QHBoxLayout()
        meets.setSpacing(14)
        self.ticks: dict[str, QCheckBox] = {}
        for name, words in (("everywhere", "every mark"), ("e_stim", "e-stim"), ("asks_where", "asks where")):
            self.ticks[name] = QCheckBox(words)
            self.ticks[name].setAccessibleName(f"{item.text}: {words}")
            self.ticks[name].clicked.connect(lambda on, name=name: owner.change_item(item.id, **{name: on}))
            meets.addWidget(self.ticks[name])
        self.more = words_label("", "small")
        meets.addWidget(self.more, 1)
        self.meets = button("What it meets…", lambda: owner.edit_meets(item.id))
        self.meets.setAutoDefault(False)
        self.meets.setAccessibleName(f"What {item.text} meets: muscles, body parts, risks, techniques")
        meets.addWidget(self.meets)
        column.addLayout(meets)

    def show_item(self, item: Precaution, said: str) -> None:
        """Show the item as it stands, and what is said of what it meets."""
        self.text.show_value(item.text)
        self.severity.set_value(item.severity)
        for name, tick in self.ticks.items():
            tick.setChecked(bool(getattr(item, name)))
        self.more.setText(said)
        self.more.setAlignment(Qt.AlignmentFlag.AlignVCenter)


def _refuse(field: str, sentence: str) -> None:
    raise Refused(field, sentence)
