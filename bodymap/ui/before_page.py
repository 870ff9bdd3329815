"""Before the needles: precautions, consent, how it went since last time, pain now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from bodymap.atlas.catalogue import BODY_PARTS
from bodymap.charting.asked_alone import AskedAlone
from bodymap.charting.consent import ConsentStanding
from bodymap.charting.events import AdverseEvent
from bodymap.charting.faults import Refused
from bodymap.charting.found import fold
from bodymap.charting.measures import in_words, pain_behind, read_pain
from bodymap.charting.outcomes import READY_ROW, PainScore, Progress, Stage
from bodymap.charting.places import Laterality
from bodymap.charting.precautions import (
    Answer,
    Precaution,
    PrecautionAnswer,
    Severity,
    answer_in_words,
    spelled_like,
    week_now,
)
from bodymap.charting.records import VerbalConsent
from bodymap.charting.wording import day as in_words_day
from bodymap.ui.care_line import SIGNS
from bodymap.ui.mark_details import TypedField, WordField
from bodymap.ui.measures_card import MeasuresCard, since_words
from bodymap.ui.medicines import Medicines
from bodymap.ui.pain_scale import PainScale
from bodymap.ui.record_page import Card, RecordPage, read_typed_day
from bodymap.ui.search_field import SearchField
from bodymap.ui.segments import Segments
from bodymap.ui.widgets import Label, button, empty, words_label
from bodymap.ui.word_field import SEVERAL
from bodymap.workspace.precautions import StripItem
from bodymap.workspace.workspace import Workspace

TOLD = ("since", "detail", "side", "body_parts", "levels")
"""What a yes tells besides itself."""
NOT_ANSWERED = PrecautionAnswer("", "", "", "")
LATER = " Some was answered anew since this visit: the list shows the answers as they are today."
SEVERITY_WORDS = {Severity.NOTE: "note", Severity.CAUTION: "caution", Severity.STOP: "stop"}


class PrecautionsCard(Card):
    """What was answered, one press for "unchanged", and the clinic's list to answer."""

    def __init__(self, page: RecordPage) -> None:
        super().__init__("Precautions")
        self._page = page
        self._open = False
        self._guessed = False
        self._rows: dict[str, PrecautionRow] = {}
        self.state = words_label("", "muted")
        self.column.addWidget(self.state)
        self.yes = words_label("")
        self.column.addWidget(self.yes)
        self.details = QVBoxLayout()
        self.details.setSpacing(2)
        self.column.addLayout(self.details)
        self.detailed: dict[str, DetailRow] = {}
        row = QHBoxLayout()
        row.setSpacing(6)
        self.both = button(
            "Unchanged, agrees",
            self._unchanged_and_agrees,
            "primary",
            "Asked again, nothing has changed, and the patient agrees to needling at this visit (F11)",
        )
        self.unchanged = button("Unchanged", self._unchanged, tip="Asked again, and nothing has changed")
        self.find = SearchField()
        self.find.setPlaceholderText("Yes to …")
        self.find.setMaxLength(60)
        self.find.setMinimumWidth(58)  # all five beside one another on a small screen
        self.find.setAccessibleName("A precaution that holds, by its name; Enter says yes to it")
        self.find.setToolTip(
            "A word of what holds (diabetes, pacemaker …): Enter says yes to the first one shown"
        )
        self.find.textChanged.connect(self._narrow)
        self.find.returnPressed.connect(self._say_yes)
        self.none = button("All no", self._all_no, tip="Every item that nobody has answered is a no")
        self.unfold = button("Ask the list", self._toggle)
        for one in (self.both, self.unchanged):
            row.addWidget(one)
        row.addWidget(self.find, 1)
        for one in (self.none, self.unfold):
            row.addWidget(one)
        self.column.addLayout(row)
        # Below the buttons: a yes that asks more must not move what is pressed next.
        self.alerted = QVBoxLayout()
        self.alerted.setSpacing(2)
        self.column.addLayout(self.alerted)
        self._alerted: dict[str, PrecautionRow] = {}
        self._asked_in = ""
        self.list = QWidget()
        self.lines = QVBoxLayout(self.list)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(2)
        self.list.hide()
        self.column.addWidget(self.list)
        self.medicines = Medicines(page, self)
        self.column.addWidget(self.medicines)
        self.overridden = words_label("", "muted")
        self.column.addWidget(self.overridden)

    def show_state(self, workspace: Workspace, visit_id: str, editable: bool) -> None:
        """Show how the visit stands with its precautions."""
        asked = workspace.precautions.state(visit_id)
        later = self._listed and workspace.precautions.told_later(visit_id)
        # What is asked by itself stands below, with why; in the open list only the sentence names it.
        self.state.setText(f"{asked.sentence if self._listed else asked.stands}{LATER if later else ''}")
        self._show_alerted(workspace, visit_id, editable)
        told = self._show_details(workspace, visit_id, editable and asked.last is not None)
        # Where details are put right the sentence says so in a second line: what stands below keeps its place.
        self.state.setMinimumHeight(2 * self.state.fontMetrics().lineSpacing() + 2 if self.detailed else 0)
        self.yes.setText(
            "\n".join(
                f"{SIGNS[item.severity]} {item.text}{f' ({item.detail})' if item.detail else ''}: "
                f"{SEVERITY_WORDS[item.severity]}"
                for item in told
                if item.key.removeprefix("precaution:")
                not in self._alerted  # they stand below, with their yes
            )
        )
        # The open list shows them itself; a line more above it would move the list under the pointer.
        self.yes.setVisible(bool(self.yes.text()) and not self._listed)
        again = asked.last is not None and not asked.asked
        agrees = workspace.visits.get(visit_id).verbal_consent is VerbalConsent.GIVEN
        self.both.setVisible(again and not agrees)
        self.unchanged.setVisible(again)
        self.unchanged.setProperty("role", "primary" if agrees else "")
        self.unchanged.style().polish(self.unchanged)
        self.none.setVisible(asked.unanswered > asked.alerted)
        self.none.setText("The rest no" if asked.some_answered else "All no")
        for one in (self.both, self.unchanged, self.none, self.find):
            one.setEnabled(editable)
        self.unfold.setText("Close the list" if self._open else "Ask the list")
        self.medicines.show_state(workspace, visit_id, editable)
        reasons = [
            f"{one.about.rstrip('.')}: {one.reason}" for one in workspace.precautions.reasons(visit_id)
        ]
        self.overridden.setText("\n".join(["Needled all the same", *reasons]))
        self.overridden.setVisible(bool(reasons))
        if self._listed:
            self._fill(workspace, visit_id, editable)

    def _show_details(self, workspace: Workspace, visit_id: str, again: bool) -> list[StripItem]:
        """Where the answers are asked about again, a detail like "week 22" stands in a field beside its yes, to be put
        right in one gesture. What holds besides; at a visit after which something was answered anew, all of it."""
        told = list(workspace.precautions.strip(visit_id))
        held = workspace.precautions.held(workspace.visits.get(visit_id).patient_id).answers
        shown: dict[str, tuple[StripItem, PrecautionAnswer]] = {}
        if again and not self._listed and not workspace.precautions.told_later(visit_id):
            for item in told:
                answer = held.get(item.key.removeprefix("precaution:"))
                if item.key.startswith("precaution:") and answer is not None and answer.detail:
                    shown[answer.precaution_id] = (item, answer)
        # A field that is being written in stays, though what it held was taken out.
        writing = {key for key, row in self.detailed.items() if row.detail.hasFocus()}
        for key in writing - set(shown):
            for item in told:
                if again and not self._listed and item.key == f"precaution:{key}" and key in held:
                    shown[key] = (item, held[key])
        order = [item.key.removeprefix("precaution:") for item in told]
        shown = {key: shown[key] for key in order if key in shown}
        if list(self.detailed) != list(shown):
            empty(self.details)
            self.detailed = {}
            for key in shown:
                row = self.detailed[key] = DetailRow(key)
                row.told.connect(self._tell)
                self.details.addWidget(row)
                row.show()  # at once: a key may lead here
        for key, (item, answer) in shown.items():
            self.detailed[key].show_answer(item, answer, workspace.visits.get(visit_id).date)
        return [item for item in told if item.key.removeprefix("precaution:") not in shown]

    def _show_alerted(self, workspace: Workspace, visit_id: str, editable: bool) -> None:
        """What the alerts, a medicine, a zone or another yes name stands by itself, with why, to be answered in one
        press; in the open list it stands there. What was answered keeps its place while the visit is open: the next
        press is meant for what stands below it."""
        patient_id = workspace.visits.get(visit_id).patient_id
        answers = workspace.precautions.held(patient_id).answers
        asked = {one.item.id: one for one in workspace.precautions.asked_alone(patient_id)}
        anew = workspace.precautions.ask_anew(visit_id)
        if anew is not None:
            asked.setdefault(anew[0].id, AskedAlone(anew[0], workspace.precautions.why_anew(anew[1])))
        if visit_id != self._asked_in or self._listed:
            self._drop_alerted([*self._alerted])
            self._asked_in = visit_id
        known = {item.id for item in workspace.precautions.items()}
        self._drop_alerted([one for one in self._alerted if one not in known])
        if not self._listed:
            for key, one in asked.items():
                if key not in self._alerted:
                    row = self._alerted[key] = self._row(one.item)
                    self.alerted.addWidget(row)
                    row.show()
        for key, row in self._alerted.items():
            if key in asked:
                row.brief(asked[key].why)
            elif answers.get(key, NOT_ANSWERED).answer is Answer.NOT_ASKED:
                row.brief("Nothing names it any more.")
            # What is asked anew is not answered by what was said before.
            again = anew is not None and key == anew[0].id
            row.show_answer(None if again else answers.get(key), editable)

    def _drop_alerted(self, keys: Iterable[str]) -> None:
        for key in keys:
            row = self._alerted.pop(key)
            self.alerted.removeWidget(row)
            row.hide()
            row.deleteLater()

    @property
    def _listed(self) -> bool:
        """Whether the list is shown: opened, or narrowed to what is being typed."""
        return self._open or bool(self.find.text().strip())

    def _row(self, item: Precaution) -> PrecautionRow:
        row = PrecautionRow(item)
        row.answered.connect(self._answer)
        row.told.connect(self._tell)
        return row

    def _narrow(self, _: str) -> None:
        """The list shows what is being typed, and closes again when nothing is."""
        page = self._page
        self.refuse("")  # it was about what stood here before
        self.list.setVisible(self._listed)
        if page.workspace is not None:
            self.show_state(page.workspace, page.visit_id, page.editable)

    def _matching(self) -> list[PrecautionRow]:
        """The rows that hold every word typed; those that begin with it first. Where there are none, those that are
        spelled nearly so."""
        words = fold(self.find.text()).split()
        found = [row for row in self._rows.values() if all(word in fold(row.item.text) for word in words)]
        self._guessed = bool(words) and not found
        if self._guessed:
            rows = list(self._rows.values())
            found = [rows[at] for at in spelled_like([row.item.text for row in rows], self.find.text())]
        return sorted(found, key=lambda row: not fold(row.item.text).startswith(words[0])) if words else found

    def _say_yes(self) -> None:
        """Enter: yes to the first row shown; the line is free for the next."""
        found = self._matching() if self.find.text().strip() else []
        if not found:
            self.refuse("No precaution on the list is called that." if self.find.text().strip() else "")
            return
        if self._guessed and len(found) > 1:
            self.refuse("Several are spelled nearly so: press Yes at the one that is meant.")
            return
        if self._write(found[0].item.id, Answer.YES):
            self.find.clear()

    def _fill(self, workspace: Workspace, visit_id: str, editable: bool) -> None:
        patient_id = workspace.visits.get(visit_id).patient_id
        answers = workspace.precautions.held(patient_id).answers
        items = [item for item in workspace.precautions.items() if item.under_age is None]
        if list(self._rows) != [item.id for item in items]:
            empty(self.lines)
            self._rows = {}
            for item in items:
                self._rows[item.id] = self._row(item)
                self.lines.addWidget(self._rows[item.id])
        for item in items:
            self._rows[item.id].show_answer(answers.get(item.id), editable)
        shown = self._matching()
        for row in self._rows.values():
            row.setVisible(row in shown)

    def _toggle(self) -> None:
        self._open = not self._open
        self.find.clear()
        self.list.setVisible(self._open)
        page = self._page
        if page.workspace is not None:
            self.show_state(page.workspace, page.visit_id, page.editable)

    def _unchanged(self) -> None:
        page = self._page
        page.attempt(self, lambda ws: ws.precautions.unchanged(page.visit_id, origin=page))

    def _unchanged_and_agrees(self) -> None:
        page = self._page
        page.attempt(self, lambda ws: ws.precautions.unchanged_and_agrees(page.visit_id, origin=page))

    def _all_no(self) -> None:
        """The rest was asked and is no: that is also that the list was asked in this visit."""
        page = self._page
        if typed := self.find.text().strip():
            # What is being said yes to is no rest.
            self.refuse(f"“{typed}” stands in “Yes to …”: Enter says yes to it. Take it out first to say no.")
            return

        def verb(ws: Workspace) -> None:
            visit = ws.visits.get(page.visit_id)
            ws.precautions.answer_rest_no(visit.patient_id, visit.id, origin=page)

        page.attempt(self, verb)

    def _answer(self, item_id: str, answer: object) -> None:
        assert isinstance(answer, Answer)
        self._write(item_id, answer)

    def _tell(self, item_id: str, values: dict[str, object]) -> None:
        self._write(item_id, None, **values)

    def _write(self, item_id: str, answer: Answer | None, **values: object) -> bool:
        """The answer with what was told before, and these values in the place of theirs; a no tells nothing."""
        page = self._page

        def verb(ws: Workspace) -> None:
            visit = ws.visits.get(page.visit_id)
            held = ws.precautions.held(visit.patient_id).answers.get(item_id)
            told: dict[str, Any] = {}
            if held is not None and answer is not Answer.NO:
                told = {name: getattr(held, name) for name in TOLD}
            anew = ws.precautions.ask_anew(visit.id)
            if answer is Answer.YES and anew is not None and anew[0].id == item_id and not told.get("detail"):
                # What it was is known: the therapist goes on from it.
                of = in_words_day(ws.visits.get(anew[1].visit_id).date)
                told["detail"] = f"{anew[1].title[:1].lower()}{anew[1].title[1:]}, {of}"
            ws.precautions.answer(
                visit.patient_id,
                item_id,
                answer or (held.answer if held is not None else Answer.YES),
                **{**told, **values},
                visit_id=visit.id,
                origin=page,
            )

        return page.attempt(self, verb)


class DetailRow(QWidget):
    """One yes that is asked about again, its detail in a field. `told` tells the item and what was told."""

    told = Signal(str, object)

    def __init__(self, item_id: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.words = words_label("")
        self.detail = TypedField("", "details (which, how …)", 200)
        self.detail.typed.connect(lambda text: self.told.emit(item_id, {"detail": text}))
        row.addWidget(self.words, 3)
        self.now = button("", lambda: self.told.emit(item_id, {"detail": self._now}), "link")
        self.now.hide()
        row.addWidget(self.now)
        row.addWidget(self.detail, 2)
        self._now = ""

    def show_answer(self, item: StripItem, answer: PrecautionAnswer, day: date) -> None:
        """Show what was answered; of a pregnancy, offer the week that it is on the visit's day."""
        self._now = week_now(answer, day)
        self.now.setVisible(bool(self._now))
        if self._now:
            # Pressed, it leaves its room: the words beside it would take one line less and all below move up.
            policy = self.now.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            self.now.setSizePolicy(policy)
        if self._now and answer.answered_on is not None:
            self.now.setText(f"{self._now} now?")
            self.now.setToolTip(
                f"{answer.detail} was said on {in_words_day(answer.answered_on)}; reckoned from that day. "
                "A press writes it."
            )
        rest = answer_in_words(replace(answer, detail=""))
        self.words.setText(
            f"{SIGNS[item.severity]} {item.text}{f' ({rest})' if rest else ''}: {SEVERITY_WORDS[item.severity]}"
        )
        self.detail.setAccessibleName(f"Details, as they are now: {item.text}")
        self.detail.setToolTip(f"What was told of {item.text.lower()}; write over it what is otherwise now")
        self.detail.show_value(answer.detail)


class PrecautionRow(QWidget):
    """One item of the list: its text, no or yes; for a yes the details, since when, and where for items that ask it.
    `answered` tells item and answer, `told` the item and the fields of what was told."""

    answered = Signal(str, object)
    told = Signal(str, object)

    def __init__(self, item: Precaution) -> None:
        super().__init__()
        self.item = item
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(6)
        text = words_label(item.text)
        text.setToolTip(item.reason)
        row.addWidget(text, 1)
        self.choice = Segments(
            (
                (Answer.NO, "No", f"{item.text}: no"),
                (Answer.YES, "Yes", f"{item.text}: yes ({SEVERITY_WORDS[item.severity]})"),
            )
        )
        self.choice.chosen.connect(lambda answer: self.answered.emit(item.id, answer))
        row.addWidget(self.choice)
        column.addLayout(row)
        self.more = QWidget()
        more = QVBoxLayout(self.more)
        more.setContentsMargins(0, 0, 0, 4)
        more.setSpacing(4)
        first, where = QHBoxLayout(), QHBoxLayout()
        self.detail = self._text("detail", "Details", "details (which, how …)", 200)
        self.since = self._text("since", "Since when", "since", 100)
        self.since.setFixedWidth(110)
        first.addWidget(self.detail, 1)
        first.addWidget(self.since)
        self.side = WordField(
            "side",
            [(one, one.word) for one in Laterality if one.word],
            Laterality.NOT_RECORDED,
            f"Side: {item.text}",
        )
        self.side.said.connect(lambda side: self._tell(side=side))
        self.part = WordField("body part", list(BODY_PARTS.items()), "", f"Body part: {item.text}")
        self.part.said.connect(lambda part: self._tell(body_parts=(part,) if part else ()))
        self.levels = self._text("levels", "Vertebral levels", "levels (L4, C5-7 …)", 60)
        self.where = QWidget()
        where.setContentsMargins(0, 0, 0, 0)
        for one in (self.side, self.part, self.levels):
            where.addWidget(one, 1)
        self.where.setLayout(where)
        more.addLayout(first)
        more.addWidget(self.where)
        if not item.asks_where:
            self.where.hide()  # not setVisible(True): what has no parent yet would be a window of its own for a moment
        self.more.hide()
        column.addWidget(self.more)
        self.why = words_label("", "muted")
        self.why.hide()
        column.addWidget(self.why)
        self._brief = False

    def brief(self, why: str) -> None:
        """No and yes alone, with why it is asked: details have their place in the list."""
        self._brief = True
        self.why.setText(why)
        self.why.show()
        self.choice.setToolTip(why)

    def _text(self, name: str, words: str, hint: str, longest: int) -> TypedField:
        field = TypedField(f"{words}: {self.item.text}", hint, longest)

        def typed(text: str) -> None:
            listed = tuple(part.strip() for part in text.split(",") if part.strip())
            self._tell(**{name: listed if name == "levels" else text})

        field.typed.connect(typed)
        return field

    def _tell(self, **values: object) -> None:
        self.told.emit(self.item.id, values)

    def show_answer(self, held: PrecautionAnswer | None, editable: bool) -> None:
        """Show what was answered."""
        answer = held.answer if held is not None else Answer.NOT_ASKED
        self.choice.set_value(answer)
        self.choice.setEnabled(editable)
        self.more.setVisible(answer is Answer.YES and not self._brief)
        self.more.setEnabled(editable)
        if held is not None:
            self.detail.show_value(held.detail)
            self.since.show_value(held.since)
            self.levels.show_value(", ".join(held.levels))
            self.side.show_value(held.side)
            parts = held.body_parts
            self.part.show_value(SEVERAL if len(parts) > 1 else parts[0] if parts else "")


class ConsentCard(Card):
    """The written consent as it stands on the visit's day, and what the patient said at the visit."""

    print_wanted = Signal()

    def __init__(self, page: RecordPage) -> None:
        super().__init__("Consent")
        self._page = page
        self.state = words_label("", "muted")
        self.column.addWidget(self.state)
        row = QHBoxLayout()
        row.setSpacing(6)
        self.both = button(
            "Signed today, agrees",
            self._given_and_agrees,
            tip="The patient has signed the clinic's text at this visit, and agrees to needling at it",
        )
        self.taken = button(
            "Signed today, on paper",
            self._given,
            tip="The patient has signed the clinic's text at this visit",
        )
        self.paper = Label("")
        self.paper.hide()
        self.risks = QCheckBox("risks told")
        self.risks.setToolTip("The risks were told in person, besides the written text")
        self.risks.toggled.connect(self._risks)
        self.copy = QCheckBox("copy given")
        self.copy.toggled.connect(self._copy)
        self.withdraw = button(
            "Patient withdraws it", self._withdraw, "quiet", "The patient takes the consent back"
        )
        self.print_button = button(
            "Print…",
            self.print_wanted.emit,
            "quiet",
            "The clinic's text with this patient's name, to be signed",
        )
        self.signed_on = TypedField("Written consent was signed on another day", "or on (6 Nov …)", 40)
        self.signed_on.setFixedWidth(112)
        self.signed_on.typed.connect(self._given_on)
        for one in (
            self.both,
            self.taken,
            self.signed_on,
            self.paper,
            self.risks,
            self.copy,
            self.withdraw,
            self.print_button,
        ):
            row.addWidget(one)
        row.addStretch(1)
        self.column.addLayout(row)
        # In the line of the title: on a laptop the pain below is to be seen without scrolling.
        self.head.addWidget(Label("At this visit"))
        self.verbal = Segments(
            (
                (VerbalConsent.GIVEN, "Agrees", "The patient agrees to needling at this visit"),
                (VerbalConsent.REFUSED, "Declines", "The patient does not agree at this visit"),
            )
        )
        self.verbal.chosen.connect(self._say)
        self.head.addWidget(self.verbal)

    def show_state(self, workspace: Workspace, visit_id: str, editable: bool) -> None:
        """Show how consent stands."""
        state = workspace.consents.state(visit_id)
        self.state.setText(state.sentence)
        visit = workspace.visits.get(visit_id)
        said = visit.verbal_consent
        # A visit written up later: its day stands on the button, for that is what is recorded.
        day = "today" if visit.date == workspace.history.today() else in_words_day(visit.date)
        self.both.setText("Signed today, agrees" if day == "today" else f"Signed {day}, agrees")
        self.taken.setText("Signed today, on paper" if day == "today" else f"Signed {day}")
        self.signed_on.show_value("")
        for one in (self.both, self.taken, self.signed_on):
            one.setVisible(not state.valid or state.older_text)
            one.setEnabled(editable)
        if said is not VerbalConsent.NOT_RECORDED:
            self.both.hide()
        valid = state.standing is ConsentStanding.VALID and state.consent is not None
        self.copy.setVisible(valid)
        self.risks.setVisible(valid)
        self.withdraw.setVisible(valid)
        self.paper.hide()
        if state.consent is not None and valid:
            for box, on in (
                (self.copy, state.consent.copy_given),
                (self.risks, state.consent.risks_told),
            ):
                box.blockSignals(True)
                box.setChecked(on)
                box.blockSignals(False)
            # They belong to the paper: at a later visit they do not say that it was told or given again.
            own = state.consent.given_on == visit.date
            self.paper.setText("" if own else f"On {in_words_day(state.consent.given_on)}:")
            self.paper.setVisible(not own)
            for box, words in ((self.risks, "risks told"), (self.copy, "copy given")):
                box.setAccessibleName(f"{self.paper.text()} {words}".strip())
            by = workspace.consents.taken_by(state.consent)
            self.state.setText(f"{state.sentence} Taken by {by}." if by else state.sentence)
        for one in (self.risks, self.copy, self.withdraw, self.verbal):
            one.setEnabled(editable)
        self.verbal.set_value(said)

    def _given(self, *, agrees: bool = False) -> None:
        page = self._page
        page.attempt(
            self,
            lambda ws: ws.consents.give(
                ws.visits.get(page.visit_id).patient_id, visit_id=page.visit_id, agrees=agrees, origin=page
            ),
        )

    def _given_on(self, text: str) -> None:
        """The patient signed on that day, before this visit."""
        page = self._page

        def verb(ws: Workspace) -> None:
            day = read_typed_day(text, ws.history.today(), "day")
            if day is not None:
                patient_id = ws.visits.get(page.visit_id).patient_id
                ws.consents.give(patient_id, day=day, visit_id=page.visit_id, origin=page)

        if text.strip():
            page.attempt(self, verb)

    def _given_and_agrees(self) -> None:
        self._given(agrees=True)

    def _copy(self, on: bool) -> None:
        self._on_consent(lambda ws, consent_id: ws.consents.change(consent_id, copy_given=on))

    def _risks(self, on: bool) -> None:
        self._on_consent(lambda ws, consent_id: ws.consents.change(consent_id, risks_told=on))

    def _withdraw(self) -> None:
        self._on_consent(
            lambda ws, consent_id: ws.consents.withdraw(consent_id, ws.visits.get(self._page.visit_id).date)
        )

    def _on_consent(self, verb: Callable[[Workspace, str], object]) -> None:
        page = self._page

        def do(ws: Workspace) -> None:
            consent = ws.consents.state(page.visit_id).consent
            if consent is not None:
                verb(ws, consent.id)

        page.attempt(self, do)

    def _say(self, value: object) -> None:
        page = self._page
        assert isinstance(value, VerbalConsent)
        page.attempt(self, lambda ws: ws.consents.say(page.visit_id, value, origin=page))


class ResponseCard(Card):
    """What the patient says of the last visit, and whether what went wrong then is over."""

    def __init__(self, page: RecordPage) -> None:
        super().__init__("Since the last visit")
        self._page = page
        row = QHBoxLayout()
        row.setSpacing(6)
        self.progress = Segments(
            ((Progress.BETTER, "Better", ""), (Progress.SAME, "Same", ""), (Progress.WORSE, "Worse", ""))
        )
        self.progress.chosen.connect(self._progress)
        row.addWidget(self.progress)
        self.soreness = TypedField("Soreness in hours, 0 for none", "sore for … h", 6, "h")
        self.soreness.setFixedWidth(104)
        self.soreness.typed.connect(
            lambda text: self._respond(soreness_hours=text.replace("h", "").strip() or None)
        )
        row.addWidget(self.soreness)
        self.bruise = Segments(
            ((True, "Bruise", "There was a bruise"), (False, "None", "There was no bruise"))
        )
        self.bruise.chosen.connect(lambda value: self._respond(bruise=bool(value)))
        row.addWidget(self.bruise)
        row.addStretch(1)
        self.column.addLayout(row)
        # At the right of the title: nothing below moves when it is offered.
        tip = "The kind and whose needles are filled in; the rest is said under After"
        self.record = button("", self._record, "link", tip)
        keeps = self.record.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)
        self.record.setSizePolicy(keeps)
        self.record.hide()
        self.head.addWidget(self.record)
        self.helped = TypedField("What helped", "what helped", 200)
        self.helped.typed.connect(lambda text: self._respond(helped=text))
        self.column.addWidget(self.helped)
        self.asked: dict[str, OverRow] = {}
        self.events = QVBoxLayout()
        self.column.addLayout(self.events)

    def show_state(self, workspace: Workspace, visit_id: str, editable: bool) -> None:
        """Show what was said; the card stands only where there was a visit before."""
        visit = workspace.visits.get(visit_id)
        first = workspace.visits.number(visit) <= 1
        events = {one.id: one for one in workspace.events.asked_over(visit_id)}
        self.setVisible(not first or bool(events))
        told = workspace.outcomes.response(visit_id)
        self.progress.set_value(told.progress if told is not None else None)
        self.soreness.show_value(told.soreness_hours if told is not None else None)
        bruise = told.bruise if told is not None else None
        # Told as an adverse event it is said: nobody is asked for it again.
        self.bruise.set_value(True if bruise is None and workspace.events.bruised_since(visit_id) else bruise)
        found = workspace.events.to_record(visit_id) if editable else None
        if found is not None:
            kind, before = found
            what = kind.word[:1].lower() + kind.word[1:]
            self.record.setText(f"Record as event: {what}, {in_words_day(before.date)}")
        self.record.setVisible(found is not None)
        self.helped.show_value(told.helped if told is not None else "")
        for one in (self.progress, self.soreness, self.bruise, self.helped):
            one.setEnabled(editable)
        if list(self.asked) != list(events):
            empty(self.events)
            self.asked = {}
            for event in events.values():
                row = self.asked[event.id] = OverRow(event.title)
                row.over.clicked.connect(
                    lambda _=False, event_id=event.id, field=row.day: self._over(event_id, field)
                )
                self.events.addWidget(row)
                row.show()
        for event in events.values():
            day = in_words_day(workspace.visits.get(event.visit_id).date)
            self.asked[event.id].show_event(f"{event.title}, {day}", event, visit.date, editable)

    def _record(self) -> None:
        page = self._page
        page.attempt(self, lambda ws: ws.events.record_answer(page.visit_id, origin=page))

    def _progress(self, value: object) -> None:
        assert isinstance(value, Progress)
        self._respond(progress=value)

    def _respond(self, **values: object) -> None:
        page = self._page
        page.attempt(self, lambda ws: ws.outcomes.respond(page.visit_id, origin=page, **values))  # type: ignore[arg-type]

    def _over(self, event_id: str, field: TypedField) -> None:
        """Over on the day that stands in the field: this visit's, unless another was written there."""
        page = self._page

        def verb(ws: Workspace) -> None:
            said = read_typed_day(field.text(), ws.history.today(), "closed_on")
            event = ws.events.close(event_id, said, closed_in=page.visit_id, origin=page)
            of = in_words_day(ws.visits.get(event.visit_id).date)
            page.ended.emit(
                f"{event.title} of {of}: over on {in_words_day(event.closed_on)}. This visit's chart says so.",
                event.told_in or event.visit_id,
            )

        page.attempt(self, verb)


class OverRow(QWidget):
    """An event that is asked about: over, and since when. Once it is, the row stays as it says so: the next press is
    meant for what stands below it."""

    def __init__(self, title: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.words = words_label("")
        row.addWidget(self.words, 1)
        self.day = TypedField(f"Day on which it was over: {title}", "over on", 40)
        self.day.setFixedWidth(104)
        row.addWidget(self.day)
        self.over = QPushButton("It is over")
        self.over.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.over.setToolTip("Over on this day; it is asked about no more")
        row.addWidget(self.over)
        # Enter in the field closes it too: the day is all that there is to say.
        self.day.returnPressed.connect(self.over.click)
        self._shown: tuple[object, ...] = ()

    def show_event(self, told: str, event: AdverseEvent, visit: date, editable: bool) -> None:
        """Show how it stands with it."""
        shown = (told, event.closed_on, visit, editable)
        if shown == self._shown:
            return  # the day may be half written
        self._shown = shown
        self.words.setText(f"{told}: over now?" if event.open else f"{told}: over")
        self.day.show_value(in_words_day(event.closed_on or visit))
        self.day.setReadOnly(
            not event.open
        )  # not off: that would send the keys elsewhere, and the page with them
        self.day.setEnabled(editable)
        self.over.setEnabled(editable and event.open)


PERIODS = ("the last 24 hours", "the last week", "since the last visit", "the last month")
"""Offered for the period of best and worst pain; any other is written."""


class PainRow(QWidget):
    """One complaint: its name, the scale, best and worst, and what it was before."""

    def __init__(self, card: PainCard, complaint_id: str, title: str) -> None:
        super().__init__()
        self.card, self.complaint_id = card, complaint_id
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        head = QHBoxLayout()
        self.name = words_label(title, "strong", wrap=False)
        self.change = words_label("", "small", wrap=False)
        self.change.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.name)
        head.addWidget(self.change, 1)
        column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(6)
        self.scale = PainScale(f"Pain now: {title}")
        self.scale.told.connect(lambda value: self._set(now=value))
        row.addWidget(self.scale, 1)
        self.best = TypedField("Best of the period, 0 to 10", "", 4)
        self.worst = TypedField("Worst of the period, 0 to 10", "", 4)
        self.words: list[Label] = []
        for field, name in ((self.best, "best"), (self.worst, "worst")):
            field.setFixedWidth(46)
            field.typed.connect(lambda text, name=name: self._set(**{name: text}))
            # Beside the field, not only in it: once it is filled two figures would stand there without a word.
            word = Label(name)
            word.setProperty("role", "small")
            self.words.append(word)
            row.addWidget(word)
            row.addWidget(field)
        column.addLayout(row)
        self.over = QWidget()
        over = QHBoxLayout(self.over)
        over.setContentsMargins(0, 0, 0, 0)
        over.setSpacing(6)
        word = Label("best and worst over")
        word.setProperty("role", "small")
        self.again = button("", lambda: self._set(period=self._offered), "link", "As it was said last")
        self._offered = ""
        over.addStretch(1)
        over.addWidget(self.again)
        over.addWidget(word)
        self.period = TypedField(f"Period of best and worst: {title}", "the last week …", 100)
        self.period.setFixedWidth(190)
        self.period.setCompleter(QCompleter(list(PERIODS), self.period))
        self.period.typed.connect(lambda text: self._set(period=text))
        over.addWidget(self.period)
        self.over.hide()
        column.addWidget(self.over)

    def show_period(self, score: PainScore | None, last: str, editable: bool) -> None:
        """Asked for as soon as there is a best or worst; until then it would be one field too many. Where none is said
        yet, the one said last (`last`) is offered."""
        told = score is not None and not (score.best is None and score.worst is None)
        self.period.show_value(score.period if score is not None else "")
        self.period.setEnabled(editable)
        self._offered = last
        self.again.setText(f"Again: {last}")
        self.again.setVisible(bool(told and last and editable and score is not None and not score.period))
        self.over.setVisible(told)

    def _set(self, **values: object) -> None:
        page, stage = self.card.page, self.card.stage
        page.attempt(
            self.card,
            lambda ws: ws.outcomes.set_pain(
                page.visit_id,
                self.complaint_id,
                stage,
                origin=page,
                **values,  # type: ignore[arg-type]
            ),
        )


class PainCard(Card):
    """Pain of each complaint, before or after the needles, with the change beside it."""

    def __init__(self, page: RecordPage, stage: Stage) -> None:
        super().__init__("Pain now" if stage is Stage.BEFORE else "Pain after")
        self.page, self.stage = page, stage
        self.rows: dict[str, PainRow] = {}
        self._asked_for: tuple[str, dict[str, str]] = ("", {})  # by name, at that visit
        self._written: dict[
            tuple[str, str], str
        ] = {}  # pain that stood behind a name, by visit and complaint
        self.lines = QVBoxLayout()
        self.lines.setSpacing(8)
        self.column.addLayout(self.lines)
        self.add = TypedField("Another complaint", "Another complaint (right knee 5 …), then Enter", 120)
        self.add.typed.connect(self._add)
        self.column.addWidget(self.add)
        if stage is Stage.AFTER:
            self.add.hide()

    def show_state(self, workspace: Workspace, visit_id: str, editable: bool) -> None:
        """Show the scores of this stage."""
        complaints = [*workspace.outcomes.pain_rows(visit_id)]
        pains = workspace.outcomes.pain(visit_id)
        if self._asked_for[0] != visit_id:
            self._asked_for = (visit_id, {})
        there = {complaint_id for complaint_id, _ in complaints}
        if self._asked_for[1]:
            patient_id = workspace.visits.get(visit_id).patient_id
            kept = {"", *(one.id for one in workspace.outcomes.complaints(patient_id))}  # not undone since
            complaints += [
                row for row in self._asked_for[1].items() if row[0] in kept and row[0] not in there
            ]
        if [(key, row.name.text()) for key, row in self.rows.items()] != complaints:
            empty(self.lines)
            self.rows = {}
            for complaint_id, title in complaints:
                row = PainRow(self, complaint_id, title)
                self.rows[complaint_id] = row
                self.lines.addWidget(row)
                row.show()  # at once: a key may lead here
        moved = {one.series.key: one for one in workspace.outcomes.moved(visit_id)}
        last_period = workspace.outcomes.last_period(visit_id) if self.stage is Stage.BEFORE else ""
        for complaint_id, row in self.rows.items():
            score = pains.get((complaint_id, self.stage))
            row.scale.show_tenths(score.now if score is not None else None)
            for field, value in ((row.best, "best"), (row.worst, "worst")):
                tenths = getattr(score, value) if score is not None else None
                field.show_value(in_words(tenths) if tenths is not None else None)
                field.setVisible(self.stage is Stage.BEFORE)
                field.setEnabled(editable)
            for word in row.words:
                word.setVisible(self.stage is Stage.BEFORE)
            row.show_period(score if self.stage is Stage.BEFORE else None, last_period, editable)
            row.scale.setEnabled(editable)
            one = moved.get(f"pain:{complaint_id}")
            said = []
            if one is not None:
                if self.stage is Stage.AFTER and one.within is not None:
                    said.append(f"in this visit {one.within.words}")
                # From visit to visit the values before the needles are compared: beside them, not beside those after.
                if self.stage is Stage.BEFORE and one.before is not None:
                    said += [words] if (words := since_words(one)) else []
            written = self._written.get((visit_id, complaint_id), "")
            if written and score is not None and score.now is not None and in_words(score.now) == written:
                said.insert(0, f"{written} as written behind the name")
            row.change.setText(" · ".join(said))
        self.add.setEnabled(editable)

    def _add(self, line: str) -> None:
        page = self.page
        text, pain = pain_behind(line)

        def verb(ws: Workspace) -> None:
            patient_id = ws.visits.get(page.visit_id).patient_id
            known = ws.outcomes.called(patient_id, text)
            if pain:
                read_pain(pain)  # refused before anything is written
            scored = ws.outcomes.pain(page.visit_id).get((known or "", self.stage))
            if known is not None and known in self.rows and (not pain or (scored and scored.now is not None)):
                raise Refused("text", "This complaint is there already.")
            # A name that there was before is the same complaint: its course goes on.
            title = READY_ROW
            if known is None:
                known = ws.outcomes.add_complaint(patient_id, text, origin=page).id
            if known:
                title = next(one.title for one in ws.outcomes.complaints(patient_id) if one.id == known)
            self._asked_for[1][known] = title
            if pain:
                # A number behind the name is the pain now, as it is in the line of motions.
                self._written[page.visit_id, known] = in_words(read_pain(pain))
                ws.outcomes.set_pain(page.visit_id, known, self.stage, now=pain, origin=page)
            page.refresh()

        if text.strip() and page.attempt(self, verb):
            self.add.setText("")  # unlike clear() nothing that the field itself would undo


class BeforePage(RecordPage):
    """The cards of what is asked before the needles. `consent_wanted`: the consent is to go to paper."""

    consent_wanted = Signal()

    kinds = frozenset(
        [
            "visit",
            "patient",
            "precaution",
            "precaution_answer",
            "screening",
            "medication",
            "override",
            "avoid_zone",
            "consent",
            "consent_text",
            "complaint",
            "pain_score",
            "response",
            "adverse_event",
            "motion",
            "measured",
        ]
    )

    def build(self) -> None:
        self.precautions = PrecautionsCard(self)
        self.consent = ConsentCard(self)
        self.consent.print_wanted.connect(self.consent_wanted)
        self.response = ResponseCard(self)
        self.pain = PainCard(self, Stage.BEFORE)
        self.measures = MeasuresCard(self, Stage.BEFORE)
        for card in (self.precautions, self.consent, self.pain, self.response, self.measures):
            card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            self.column.addWidget(card)

    def firsts(self) -> tuple[QWidget, ...]:
        card = self.precautions
        return card.both, card.unchanged, card.find

    def field(self, name: str, about: str = "") -> QWidget | None:
        pain = self.pain.rows.get(about) or next(iter(self.pain.rows.values()), None)
        return {
            "precautions": self.precautions.unchanged
            if self.precautions.unchanged.isVisibleTo(self)
            else self.precautions.find,
            "consent": self.consent.taken,
            "verbal_consent": self.consent.verbal,
            "response": self.response.progress,
            "event": self.response,
            "pain_before": pain.scale if pain is not None else None,
            "motion": self.measures.first_field(),
        }.get(name)

    def refresh(self) -> None:
        assert self.workspace is not None
        for card in (self.precautions, self.consent, self.pain, self.response, self.measures):
            card.show_state(self.workspace, self.visit_id, self.editable)
