"""The treatment plan that the visit belongs to, what has moved since it began, and what to decide."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from bodymap.charting.courses import Moved, Series, Trend, Value
from bodymap.charting.measures import in_words as measured_words
from bodymap.charting.places import Laterality
from bodymap.charting.plans import DISCHARGED, Decision, TreatmentPlan, find_conditions
from bodymap.charting.told import NO_CHANGE
from bodymap.charting.wording import day as in_words
from bodymap.ui.mark_details import TypedField, WordField
from bodymap.ui.patients_panel import count
from bodymap.ui.record_page import Card, RecordPage, read_typed_day
from bodymap.ui.segments import Segments
from bodymap.ui.widgets import button, empty, words_label
from bodymap.workspace.workspace import Workspace

TRENDS = {
    Trend.BETTER: "better by an amount that matters",
    Trend.WORSE: "worse by an amount that matters",
    Trend.LITTLE: "changed, but by less than what matters",
    Trend.SAME: "the same",
    Trend.UNKNOWN: "",
}
_FIELDS = (
    "diagnosis",
    "icd10",
    "goals",
    "visits_suggested",
    "frequency",
    "weeks",
    "certified_on",
    "certified_until",
)


def moved_line(one: Moved) -> str:
    """Pain, neck: 6 -> 3 (-3) since the first visit, better by an amount that matters."""
    said = []
    if one.since_first is not None:
        said.append(f"{one.since_first.words} since the first visit")
        if word := TRENDS[one.since_first.trend]:
            said.append(word)
    if (
        one.since_last is not None
        and one.since_first is not None
        and one.since_last.before != one.since_first.before
    ):
        when = in_words(one.since_last.before.day) if one.skipped else "the last"
        said.append(f"{one.since_last.words} since {when}")
    return f"{one.series.name}: {', '.join(said)}" if said else ""


def left_words(series: Series, value: Value) -> str:
    """NDI, 18/50 on 31 Oct 2026: what a decision would have to go by, and was not measured again."""
    unit = series.unit if series.unit[:1] in ("/", "°", "%", "") else f" {series.unit}"
    return f"{series.name}, {measured_words(value.tenths)}{unit} on {in_words(value.day)}"


class ReviewCard(Card):
    """Due after some visits and at the planned end, asked for at any other: has it helped, and what is decided?"""

    def __init__(self, page: RecordPage) -> None:
        super().__init__("Has it helped?")
        self._page = page
        self.sentence = words_label("")
        self.column.addWidget(self.sentence)
        self.moved = words_label("", "muted")
        self.column.addWidget(self.moved)
        self.decision = Segments(
            (
                (Decision.GO_ON, "Go on", "Go on as planned"),
                (Decision.CHANGE, "Change", "Change the plan"),
                (Decision.DISCHARGE, "Discharge", "The plan ends with this visit"),
            )
        )
        self.decision.chosen.connect(self._decide)
        row = QHBoxLayout()
        row.addWidget(self.decision)
        row.addStretch(1)
        self.column.addLayout(row)
        self.note = TypedField("Why, in a few words", "why, or what follows (may stay empty)", 500)
        self.note.typed.connect(self._say_why)
        self.column.addWidget(self.note)
        self.changed = words_label("", "muted")
        self.column.addWidget(self.changed)
        self._asked_for = ""  # the visit at which it was asked for before it was due

    def ask_now(self) -> None:
        """Offer the decision at a visit at which it is not due."""
        page = self._page
        self._asked_for = page.visit_id
        page.refresh()
        self.decision.setFocus(Qt.FocusReason.OtherFocusReason)
        page.ensureWidgetVisible(self, 0, 8)

    def show_state(self, workspace: Workspace, visit_id: str, editable: bool) -> None:
        """Show whether the plan is due, what moved, and what was decided and changed."""
        due = workspace.plans.due(visit_id)
        decided = next(iter(workspace.store.select("plan_review", visit_id=visit_id)), None)
        lines = [line for one in workspace.outcomes.moved(visit_id) if (line := moved_line(one))]
        left = [left_words(series, value) for series, value in workspace.outcomes.not_repeated(visit_id)]
        planned = workspace.plans.of_visit(visit_id) is not None
        open_now = due is not None or decided is not None or (planned and self._asked_for == visit_id)
        self.setVisible(open_now or bool(lines))
        self.sentence.setText(due.sentence if due is not None else "")
        self.sentence.setVisible(due is not None)
        lines = lines or ["No value was recorded at two visits yet."]
        lines += [f"Not measured at this visit: {'; '.join(left)}"] if left else []
        self.moved.setText("\n".join(lines))
        self.decision.set_value(decided.decision if decided is not None else None)
        self.decision.setVisible(open_now)
        self.decision.setEnabled(editable)
        self.note.show_value(decided.note if decided is not None else None)
        self.note.setVisible(decided is not None)
        self.note.setEnabled(editable)
        changed = decided is not None and decided.decision is Decision.CHANGE
        words = workspace.plans.changed_at(visit_id) if changed else ""
        self.changed.setText(f"Changed: {words}." if words else f"{NO_CHANGE} Write it into the plan below.")
        self.changed.setVisible(changed)

    def _decide(self, value: object) -> None:
        assert isinstance(value, Decision)
        page = self._page
        page.attempt(self, lambda ws: ws.plans.review(page.visit_id, value, self._note(ws), origin=page))

    def _note(self, workspace: Workspace) -> str:
        """What stands recorded beside the decision: another decision leaves it."""
        decided = next(iter(workspace.store.select("plan_review", visit_id=self._page.visit_id)), None)
        return decided.note if decided is not None else ""

    def _say_why(self, text: str) -> None:
        page = self._page

        def verb(ws: Workspace) -> None:
            decided = next(iter(ws.store.select("plan_review", visit_id=page.visit_id)), None)
            if decided is not None:
                ws.plans.review(page.visit_id, decided.decision, text, origin=page)

        page.attempt(self, verb)


class PlanCard(Card):
    """The plan's fields; without one, a line to begin one or to join the one that runs."""

    def __init__(self, page: PlanPage) -> None:
        super().__init__("Treatment plan")
        self._page = page
        self.progress = button(
            "Progress…",
            page.progress_wanted.emit,
            "link",
            "The visits one after the other: how often, with what, and what followed",
        )
        self.report = button(
            "Report…", page.report_wanted.emit, "link", "For who referred the patient, or on discharge"
        )
        for one in (self.progress, self.report):
            self.head.addWidget(one)
        self.state = words_label("", "muted")
        self.column.addWidget(self.state)
        self.join = button("This visit belongs to it", self._join, "primary")
        self.column.addWidget(self.join)
        self.fields: dict[str, TypedField] = {
            "diagnosis": TypedField("Diagnosis or condition", "diagnosis or condition", 200),
            "icd10": TypedField("ICD-10-CM codes, with commas", "ICD-10 codes", 130),
            "goals": TypedField("Goals", "goals", 500),
            "visits_suggested": TypedField("Visits suggested", "visits", 3, "visits"),
            "frequency": TypedField("Frequency", "how often (weekly …)", 60),
            "weeks": TypedField("Duration in weeks", "weeks", 4, "weeks"),
            "certified_on": TypedField("Certified on", "certified on", 30),
            "certified_until": TypedField("Certified until", "until", 30),
        }
        for name, field in self.fields.items():
            field.typed.connect(lambda text, name=name: self._typed(name, text))
        self._shown_of = ""
        self.side = WordField(
            "side", [(one, one.word) for one in Laterality if one.word], Laterality.NOT_RECORDED, "Side"
        )
        self.side.said.connect(lambda value: self._change(side=value))
        self.rows: list[QWidget] = []
        for names in (
            ("diagnosis", "side"),
            ("icd10",),
            ("goals",),
            ("visits_suggested", "frequency", "weeks"),
            ("certified_on", "certified_until"),
        ):
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(6)
            for name in names:
                row.addWidget(
                    self.side if name == "side" else self.fields[name], 3 if name == "diagnosis" else 1
                )
            self.rows.append(holder)
            self.column.addWidget(holder)
        self.choices = QVBoxLayout()
        self.choices.setSpacing(0)
        self.column.addLayout(self.choices)
        self.fields["diagnosis"].textEdited.connect(self._offer)
        foot = QHBoxLayout()
        self.leave = button("Not part of this plan", self._leave, "link")
        self.end = button("End the plan", self._end, "link")
        self.decide = button("Decide…", page.decide, "link", "Go on, change or discharge at this visit")
        foot.addWidget(self.decide)
        foot.addWidget(self.leave)
        foot.addWidget(self.end)
        foot.addStretch(1)
        self.column.addLayout(foot)
        self.why = TypedField("Why the plan ended", "why it ended (may stay empty)", 500)
        self.why.typed.connect(lambda text: self._set(ended_why=text))
        self.column.addWidget(self.why)

    def show_state(self, workspace: Workspace, visit_id: str, editable: bool) -> None:
        """Show the plan of the visit, or the way to one."""
        plan = workspace.plans.of_visit(visit_id)
        offered = workspace.plans.offered(visit_id) if plan is None else None
        if plan is not None:
            ended = f" Ended {in_words(plan.ended_on)}." if plan.ended_on else ""
            self.state.setText(f"{workspace.plans.place(visit_id)}{ended}")
        elif offered is not None:
            self.state.setText(f"A plan is running: {offered.diagnosis}.")
        else:
            self.state.setText("A visit needs no plan. Write a diagnosis or condition to begin one.")
        self.join.setVisible(offered is not None)
        self.join.setEnabled(editable)
        for name, field in self.fields.items():
            # A refused text stays, with why it was, until it is put right: also when another field is recorded.
            if not (visit_id == self._shown_of and field in self._refused and field.unsettled):
                field.show_value(self._shown(plan, name))
            field.setEnabled(editable)
        self._shown_of = visit_id
        self.side.show_value(plan.side if plan is not None else Laterality.NOT_RECORDED)
        self.side.setEnabled(editable)
        for holder in self.rows[2:]:
            holder.setVisible(plan is not None)
        for holder in self.rows[:2]:
            holder.setVisible(offered is None)
        self.leave.setVisible(plan is not None)
        self.end.setVisible(plan is not None and plan.ended_on is None)
        over = plan is not None and plan.ended_on is not None
        self.why.show_value(plan.ended_why if plan is not None and plan.ended_why != DISCHARGED else None)
        decided = next(iter(workspace.store.select("plan_review", visit_id=visit_id)), None)
        # Why it was discharged at this visit is asked beside the decision.
        self.why.setVisible(over and (decided is None or decided.decision is not Decision.DISCHARGE))
        due = workspace.plans.due(visit_id) is not None
        self.decide.setVisible(plan is not None and not over and not due and decided is None)
        for one in (self.leave, self.end, self.decide, self.why):
            one.setEnabled(editable)
        empty(self.choices)

    @staticmethod
    def _shown(plan: TreatmentPlan | None, name: str) -> object:
        if plan is None:
            return None
        value = getattr(plan, name)
        return in_words(value) if name.startswith("certified") else value

    def _offer(self, text: str) -> None:
        """Conditions that hold what is being typed; a press takes one with its code."""
        empty(self.choices)
        page = self._page
        if page.workspace is None or len(text.strip()) < 2:
            return
        for one in find_conditions(text, page.workspace.plans.conditions(text))[:5]:
            words = f"{one.text}   {one.icd10}" if one.icd10 else one.text
            self.choices.addWidget(
                button(words, lambda one=one: self._take(one.text, one.icd10), "link")  # type: ignore[misc]
            )

    def _take(self, text: str, icd10: str) -> None:
        self.fields["diagnosis"].setModified(False)
        self._set(diagnosis=text, **({"icd10": icd10} if icd10 else {}))

    def _typed(self, name: str, text: str) -> None:
        page = self._page
        self._refused = [one for one in self._refused if one is not self.fields[name]]  # it is written anew
        plain = text.replace("visits", "").replace("weeks", "").strip()
        if name in ("visits_suggested", "weeks"):
            if plain and not plain.isdecimal():
                self.refuse("A whole number, please.")
                return
            self._set(**{name: int(plain) if plain else None})
        elif name.startswith("certified"):
            if page.workspace is None:
                return
            today = page.workspace.history.today()
            read: list[object] = []
            if page.attempt(self, lambda _: read.append(read_typed_day(text, today, name))):
                self._set(**{name: read[0]})
        else:
            self._set(**{name: text})

    def _set(self, **values: object) -> None:
        """Fields of the plan; the first diagnosis begins one."""
        page = self._page

        def verb(ws: Workspace) -> None:
            plan = ws.plans.of_visit(page.visit_id)
            if plan is not None:
                ws.plans.change(plan.id, origin=page, **values)
            elif values.get("diagnosis"):
                patient_id = ws.visits.get(page.visit_id).patient_id
                given = {k: v for k, v in values.items() if k != "diagnosis"}
                ws.plans.start(
                    patient_id, str(values["diagnosis"]), visit_id=page.visit_id, origin=page, **given
                )

        page.attempt(self, verb)

    def _change(self, **values: object) -> None:
        self._set(**values)

    def _join(self) -> None:
        page = self._page

        def verb(ws: Workspace) -> None:
            offered = ws.plans.offered(page.visit_id)
            if offered is not None:
                ws.plans.attach(page.visit_id, offered.id, origin=page)

        page.attempt(self, verb)

    def _leave(self) -> None:
        page = self._page
        page.attempt(self, lambda ws: ws.plans.attach(page.visit_id, "", origin=page))

    def _end(self) -> None:
        page = self._page

        def verb(ws: Workspace) -> None:
            plan = ws.plans.of_visit(page.visit_id)
            if plan is not None:
                ended = ws.plans.end(plan.id, day=ws.visits.get(page.visit_id).date, origin=page)
                page.ended.emit(
                    f"The plan for {ended.diagnosis} ended on {in_words(ended.ended_on)}; later visits do not join it.",
                    ended.patient_id,
                )

        if page.attempt(self, verb):
            page.refresh()
            self.why.setFocus(Qt.FocusReason.OtherFocusReason)
            page.ensureWidgetVisible(self.why, 0, 8)


class CodesCard(Card):
    """What the counts mean for billing in the USA, as advice; off by one setting of the clinic."""

    def __init__(self, page: RecordPage) -> None:
        super().__init__("Counts")
        self.counts = words_label("")
        self.advice = words_label("", "muted")
        self.column.addWidget(self.counts)
        self.column.addWidget(self.advice)

    def show_state(self, workspace: Workspace, visit_id: str, editable: bool) -> None:
        """Show the visit's counts and what they may be billed as."""
        counts = workspace.ready.counts(visit_id)
        self.counts.setText(
            ", ".join(
                (
                    count(counts.entries, "site"),
                    count(counts.muscles, "muscle"),
                    count(counts.needles, "needle"),
                    count(counts.insertions, "insertion"),
                )
            )
        )
        advice = workspace.ready.codes(visit_id)
        named = f" Counted: {', '.join(advice.named)}." if advice is not None and advice.named else ""
        self.advice.setText(f"{advice.sentence}{named} Advice, not billing." if advice is not None else "")
        self.advice.setVisible(advice is not None)


class PlanPage(RecordPage):
    """The cards of the course that the visit belongs to. `progress_wanted` and `report_wanted` ask for its windows."""

    progress_wanted = Signal()
    report_wanted = Signal()

    kinds = frozenset(
        [
            "visit",
            "patient",
            "plan",
            "plan_review",
            "pain_score",
            "motion",
            "measured",
            "mark",
            "policy",
            "condition",
        ]
    )

    def build(self) -> None:
        self.review = ReviewCard(self)
        self.plan = PlanCard(self)
        self.codes = CodesCard(self)
        for card in (self.review, self.plan, self.codes):
            card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            self.column.addWidget(card)

    def firsts(self) -> tuple[QWidget, ...]:
        return self.plan.join, self.plan.fields["diagnosis"]

    def decide(self) -> None:
        """Offer to decide on the plan at this visit; where it has none, the way to one."""
        self._look()
        if self.workspace is None or not self.visit_id:
            return
        if self.workspace.plans.of_visit(self.visit_id) is not None:
            self.review.ask_now()
        else:
            self.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    def field(self, name: str, about: str = "") -> QWidget | None:
        return {
            "plan": self.plan.fields["diagnosis"],
            "diagnosis": self.plan.fields["icd10"],
            "review": self.review.decision,
            "certification": self.plan.fields["certified_on"],
        }.get(name)

    def refresh(self) -> None:
        assert self.workspace is not None
        for card in (self.review, self.plan, self.codes):
            card.show_state(self.workspace, self.visit_id, self.editable)
