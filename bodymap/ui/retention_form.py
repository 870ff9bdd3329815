"""How long records are kept, and those past their time. They are only listed, with what may be done: nothing here, and
nothing by itself, removes a record."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.tidying import Proposal
from bodymap.charting.wording import day as in_words
from bodymap.settings import Preferences
from bodymap.ui.fields_dialog import FieldsDialog
from bodymap.ui.lines import Line, LinesView
from bodymap.ui.mark_details import TypedField
from bodymap.ui.messages import MessageBar
from bodymap.ui.patients_panel import HIDDEN, count, short
from bodymap.ui.widgets import Label, button, refusal_line, words_label
from bodymap.workspace.workspace import Workspace

MOST_SHOWN = 500
RULES = (
    ("retention_years", "Years that a record is kept after the last visit", "no end"),
    ("of_age", "Of age at; for who was seen younger the years begin then", "18"),
)


class RetentionForm(FieldsDialog):
    """`open_wanted` tells the id of a patient whose record is to be opened; `bar` of the window where a file went."""

    open_wanted = Signal(str)

    def __init__(
        self, parent: QWidget, workspace: Workspace, preferences: Preferences, bar: MessageBar
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.preferences, self.bar = preferences, bar
        self.past: tuple[Proposal, ...] = ()
        self.setWindowTitle("Records past their time")
        self.resize(760, min(620, max(480, parent.height() - 60)))
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 20)
        column.setSpacing(8)
        column.addWidget(words_label("Records past their time", "display"))
        column.addWidget(
            words_label(
                "Which records the clinic need not keep any longer, by its own rule. BodyMap removes none of them: it "
                "says which are due, and the clinic decides.",
                "muted",
            )
        )
        column.addSpacing(4)
        column.addLayout(self._rules())
        self.refusal = refusal_line()
        column.addWidget(self.refusal)
        self.state = words_label("", "strong")
        column.addWidget(self.state)
        self.list = LinesView("Records past their time")
        self.list.setProperty("role", "")
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_chosen())
        self.list.opened.connect(lambda line: self._open(line.id))
        column.addWidget(self.list, 1)
        self.more = words_label("", "small")
        column.addWidget(self.more)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.open_button = button("Open the record", lambda: self._open(self.chosen_id()))
        self.whole_button = button("Save or restrict…", self._whole)
        self.whole_button.setToolTip(
            "The whole record as a file, to hand out or to keep; or restricted with a reason"
        )
        self.close_button = button("Close", self.accept, "primary")
        for one in (self.open_button, self.whole_button, self.close_button):
            one.setAutoDefault(False)
            one.setProperty("scale", "large")
        row.addWidget(self.open_button)
        row.addWidget(self.whole_button)
        row.addStretch(1)
        row.addWidget(self.close_button)
        column.addLayout(row)
        self.refresh()
        first = self.list if self.past else self.numbers["retention_years"]
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _rules(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        self.numbers: dict[str, TypedField] = {}
        for row, (name, words, hint) in enumerate(RULES):
            field = TypedField(words, hint, 4)
            field.setFixedWidth(90)
            field.typed.connect(lambda text, name=name: self._number(name, text))
            self.numbers[name] = field
            label = Label(words)
            label.setBuddy(field)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        return grid

    # -- what is shown ----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read rule and records anew; the one that was chosen stays so."""
        chosen = self.chosen_id()
        tidy = self.workspace.tidy
        try:
            policy = self.workspace.policies.policy()
            today = self.workspace.history.today()
            everyone = tidy.in_order_of_time()
            self.past = tuple(one for one in everyone if one.kept_until < today)
            lines = [self._line(one) for one in self.past[:MOST_SHOWN]]
        except RecordsFault as fault:
            self._refuse(str(fault))
            return
        for name, field in self.numbers.items():
            field.show_value(getattr(policy, name))
        if policy.retention_years is None:
            said = "No rule is set: records are kept without end."
        elif self.past:
            said = f"{count(len(self.past), 'record is', 'records are')} past the time."
        elif everyone:
            said = f"No record is past its time. The next one is so after {in_words(everyone[0].kept_until)}."
        else:
            said = "There are no records yet."
        self.state.setText(said)
        self.list.show_lines(lines)
        for row, line in enumerate(lines):
            if line.id == chosen:
                self.list.setCurrentIndex(self.list.lines_model().index(row))
        more = len(self.past) - len(lines)
        self.more.setText(f"The {len(lines)} longest past are shown; {more:,} more are." if more else "")
        self.more.setVisible(bool(more))
        self._show_chosen()

    def _line(self, one: Proposal) -> Line:
        restriction = self.workspace.tidy.restriction(one.patient.id)
        hidden = self.preferences["names_hidden"]
        return Line(
            "patient",
            one.patient.id,
            HIDDEN if hidden else short(one.patient.name, 60),
            one.why,
            tail=f"kept until {in_words(one.kept_until)}",
            low_tail="restricted" if restriction else count(one.visits, "visit") if one.visits else "",
        )

    def chosen_id(self) -> str:
        """The patient of the row that is chosen, or nothing."""
        line = self.list.line_at(self.list.currentIndex())
        return line.id if line else ""

    def _show_chosen(self) -> None:
        for one in (self.open_button, self.whole_button):
            one.setEnabled(bool(self.chosen_id()))

    # -- verbs ------------------------------------------------------------------------------------------------------

    def _number(self, name: str, text: str) -> None:
        text = text.strip()
        self._refuse("")
        try:
            if (text and not text.isdecimal()) or (name == "of_age" and not text):
                raise Refused(name, "A whole number, please.")
            self.workspace.policies.change(origin=self, **{name: int(text) if text else None})
        except (Refused, RecordsFault) as problem:
            self._refuse(str(problem))
            return
        self.refresh()

    def _open(self, patient_id: str) -> None:
        if patient_id:
            self.accept()
            self.open_wanted.emit(patient_id)

    def _whole(self) -> None:
        """The form of the whole record over this one; what was restricted there is shown here."""
        if not self.chosen_id():
            return
        from bodymap.ui.record_form import RecordForm

        self.form = RecordForm(self, self.workspace, self.chosen_id(), self.preferences, self.bar)
        self.form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form.finished.connect(lambda _: self.refresh())
        self.form.open()

    def _refuse(self, sentence: str) -> None:
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))

    def done(self, result: int) -> None:
        """What stands in a field that still has the keys is kept."""
        for field in self.numbers.values():
            field.finish()
        super().done(result)
