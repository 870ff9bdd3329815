"""After the needles: pain, tolerance, adverse events, aftercare, minutes, other therapies, the next visit."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QCompleter, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from bodymap.atlas.catalogue import BODY_PARTS
from bodymap.charting.events import AdverseEvent, EventKind, Harm
from bodymap.charting.outcomes import Stage
from bodymap.charting.places import Laterality
from bodymap.charting.records import Tolerance
from bodymap.charting.wording import TOLERANCES
from bodymap.charting.wording import day as in_words
from bodymap.ui.before_page import PainCard
from bodymap.ui.mark_details import TypedField, WordField
from bodymap.ui.measures_card import MeasuresCard
from bodymap.ui.record_page import Card, RecordPage, read_typed_day
from bodymap.ui.segments import Segments
from bodymap.ui.widgets import Label, button, empty, words_label
from bodymap.workspace.plans import OTHER_THERAPIES
from bodymap.workspace.workspace import Workspace

SIDES = {Laterality.RIGHT: "R", Laterality.LEFT: "L", Laterality.BOTH: "B"}
DAY_WIDE = 104
"""Pixels: "27 Nov 2026" in the largest of the program's fonts."""
HARMS = {Harm.MILD: "mild", Harm.SIGNIFICANT: "significant", Harm.SERIOUS: "serious"}


class EventRow(QWidget):
    """One adverse event: kind, severity, what was done, whether it is over."""

    def __init__(self, card: EventsCard, event: AdverseEvent, editable: bool, about: str = "") -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(words_label(f"{event.title}{about}", "strong"), 1)
        self.harm = harm = Segments(
            tuple((value, word, f"{event.title}: {word}") for value, word in HARMS.items())
        )
        harm.set_value(event.severity)
        harm.chosen.connect(lambda value: card.change(event.id, severity=value))
        head.addWidget(harm)
        column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(6)
        where = WordField("where", list(BODY_PARTS.items()), "", f"Where: {event.title}")
        where.show_value(event.body_part)
        where.said.connect(lambda part: card.change(event.id, body_part=part))
        side = Segments(
            tuple((value, word, f"{event.title}: {value.word}") for value, word in SIDES.items()), tight=True
        )
        side.set_value(event.side)
        side.chosen.connect(lambda value: card.change(event.id, side=value))
        done = TypedField(f"What was done: {event.title}", "what was done", 200)
        done.show_value(event.done)
        done.typed.connect(lambda text: card.take(event.id, "done", text, done))
        follow = TypedField(f"Follow-up: {event.title}", "follow-up", 200)
        follow.show_value(event.follow_up)
        follow.typed.connect(lambda text: card.take(event.id, "follow_up", text, follow))
        row.addWidget(side)
        row.addWidget(where, 1)
        row.addStretch(1)
        column.addLayout(row)
        texts = QHBoxLayout()  # a line of their own: whole sentences stand in them
        texts.setSpacing(6)
        texts.addWidget(done, 1)
        texts.addWidget(follow, 1)
        column.addLayout(texts)
        last = QHBoxLayout()
        last.setSpacing(6)
        noticed = TypedField(f"Day on which it was noticed: {event.title}", "day", 40)
        noticed.show_value(in_words(event.noticed_on))
        noticed.typed.connect(lambda text: card.take(event.id, "noticed_on", text, noticed))
        ended = TypedField(f"Day on which it was over: {event.title}", "still open", 40)
        ended.show_value(in_words(event.closed_on))
        ended.typed.connect(lambda text: card.take(event.id, "closed_on", text, ended))
        for word, field in (("noticed", noticed), ("over on", ended)):
            field.setFixedWidth(DAY_WIDE)
            label = Label(word)  # one that wraps would shrink to nothing beside the fields
            label.setProperty("role", "small")
            last.addWidget(label)
            last.addWidget(field)
        last.addStretch(1)
        if event.open:
            over = button(
                "It is over",
                lambda: card.close_event(event.id),
                "link",
                "Asked about at the next visit until then",
            )
        else:
            over = button("Open again", lambda: card.reopen(event.id), "link")
        remove = button(
            "Remove", lambda: card.remove(event.id), "link", "Written by mistake; undo brings it back"
        )
        last.addWidget(over)
        last.addWidget(remove)
        column.addLayout(last)
        for one in (harm, side, where, done, follow, noticed, ended, over, remove):
            one.setEnabled(editable)


class EventsCard(Card):
    """That nothing adverse happened in one press, or what did."""

    def __init__(self, page: RecordPage) -> None:
        super().__init__("Adverse events")
        self._page = page
        self._shown: tuple[tuple[AdverseEvent, ...], bool] | None = None
        self.nothing = QCheckBox("Nothing adverse happened")
        self.nothing.clicked.connect(self._nothing)
        self.column.addWidget(self.nothing)
        self.lines = QVBoxLayout()
        self.column.addLayout(self.lines)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(Label("It came to"))
        self.kind = WordField(
            "choose …",
            [(kind, kind.word) for kind in EventKind if kind is not EventKind.OTHER],
            None,
            "What happened",
        )
        self.kind.said.connect(self._add)
        row.addWidget(self.kind, 2)
        self.other = TypedField("Something else that happened", "or in your words", 100)
        self.other.typed.connect(self._add_other)
        row.addWidget(self.other, 2)
        self.column.addLayout(row)
        self._before = ""
        self.which = Segments()
        self.which.hide()
        self.column.addWidget(self.which, 0, Qt.AlignmentFlag.AlignLeft)

    def show_state(self, workspace: Workspace, visit_id: str, editable: bool) -> None:
        """Show what happened in this visit."""
        here = tuple(workspace.events.of(visit_id))
        events = (*workspace.events.told_at(visit_id), *here)
        self.nothing.setChecked(workspace.visits.get(visit_id).no_events)
        self._show_which(workspace, visit_id, editable)
        self.nothing.setEnabled(editable and not here)
        for one in (self.kind, self.other):
            one.setEnabled(editable)
        if (events, editable) != self._shown:
            self._shown = events, editable
            empty(self.lines)
            for event in events:
                day = workspace.visits.get(event.visit_id).date
                about = f" (the needles of {in_words(day)})" if event.visit_id != visit_id else ""
                self.lines.addWidget(EventRow(self, event, editable, about))
        self.kind.show_value(None)

    def _show_which(self, workspace: Workspace, visit_id: str, editable: bool) -> None:
        """Which needles it is about: today's, or those of the visit before, of which the patient tells today."""
        before = workspace.events.needled_before(visit_id)
        key = f"{visit_id} {before.id if before else ''}"
        if key != self._before:
            self._before = key
            words = [("", "After these needles", "It happened at this visit or after it")]
            if before is not None:
                day = in_words(before.date)
                words.append((before.id, f"After those of {day}", "The patient tells of it today"))
            self.which.set_choices(words)
            none_here = before is not None and not workspace.marks.of(visit_id)
            self.which.set_value(before.id if none_here and before is not None else "")
        self.which.setVisible(before is not None)
        self.which.setEnabled(editable)

    def _nothing(self, on: bool) -> None:
        self._do(lambda ws, visit_id: ws.events.nothing_happened(visit_id, on, origin=self._page))

    def _add(self, kind: object) -> None:
        if isinstance(kind, EventKind):
            self._do(lambda ws, visit_id: self._made(ws, visit_id, kind))

    def _add_other(self, text: str) -> None:
        if text.strip() and self._do(lambda ws, visit_id: self._made(ws, visit_id, EventKind.OTHER, text)):
            self.other.clear()

    def _made(self, workspace: Workspace, visit_id: str, kind: EventKind, text: str = "") -> AdverseEvent:
        of = str(self.which.value() or visit_id)
        return workspace.events.add(of, kind, text=text, told_in=visit_id, origin=self._page)

    def change(self, event_id: str, **values: object) -> None:
        """Set fields of an event."""
        self._do(lambda ws, _: ws.events.change(event_id, origin=self._page, **values))

    def take(self, event_id: str, name: str, text: str, field: TypedField) -> None:
        """What was typed into a field of an event; nothing takes a day out. The field then shows what is recorded: that
        may be what it was already, written otherwise, and what was refused before no longer stands there."""
        held: list[AdverseEvent] = []

        def verb(ws: Workspace, _: str) -> None:
            days = name in ("noticed_on", "closed_on")
            value = read_typed_day(text, ws.history.today(), name) if days else text
            held.append(ws.events.change(event_id, origin=self._page, **{name: value}))

        if self._do(verb) and isValid(field):
            value = getattr(held[0], name)
            field.show_value(value if isinstance(value, str) else in_words(value))
            if not self.unsettled():
                self.refuse("")

    def close_event(self, event_id: str) -> None:
        """It is over: on the day of the visit, whenever that is written; on the day that was typed, where one was."""
        # The press leaves the keys in the field, and closing takes the field away: what stands in it is told first, for
        # told afterwards an empty day would open the event again.
        for field in self.findChildren(TypedField):
            field.finish()

        if any(field.unsettled for field in self.findChildren(TypedField)):
            return  # a day that was refused: why stands beside it, and nothing is over by it

        def verb(ws: Workspace, visit_id: str) -> None:
            if ws.events.get(event_id).open:
                ws.events.close(event_id, closed_in=visit_id, origin=self._page)

        self._do(verb)

    def reopen(self, event_id: str) -> None:
        """It is not over after all."""
        self._do(lambda ws, _: ws.events.reopen(event_id, origin=self._page))

    def remove(self, event_id: str) -> None:
        """It was written by mistake."""
        self._do(lambda ws, _: ws.events.remove(event_id, origin=self._page))

    def _do(self, verb: Callable[[Workspace, str], object]) -> bool:
        page = self._page
        return page.attempt(self, lambda ws: verb(ws, page.visit_id))


class CareCard(Card):
    """How the patient bore it, and what was told and given to take home."""

    def __init__(self, page: RecordPage) -> None:
        super().__init__("Tolerance and aftercare")
        self._page = page
        self.all_well = button(
            "Tolerated well, nothing adverse, aftercare told",
            self._all_well,
            tip="Says all three of this visit; each can be said otherwise by itself",
        )
        self.column.addWidget(self.all_well, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.tolerance = Segments(
            tuple(
                (value, word.removeprefix("tolerated "), word.capitalize())
                for value, word in TOLERANCES.items()
            )
        )
        self.tolerance.chosen.connect(self._tolerance)
        row.addWidget(self.tolerance)
        self.aftercare = QCheckBox("aftercare told")
        self.aftercare.clicked.connect(self._aftercare)
        row.addWidget(self.aftercare)
        self.handout = TypedField("Handout given", "handout given", 100)
        self.handout.typed.connect(self._handout)
        row.addWidget(self.handout, 1)
        self.column.addLayout(row)

    def show_state(self, workspace: Workspace, visit_id: str, editable: bool) -> None:
        """Show what was said."""
        visit = workspace.visits.get(visit_id)
        self.tolerance.set_value(visit.tolerance)
        self.aftercare.setChecked(visit.aftercare_told)
        self.handout.show_value(visit.handout)
        # Only where nothing of it was said: what a person said is not said over.
        said = visit.tolerance is not Tolerance.NOT_RECORDED or visit.no_events or visit.aftercare_told
        # Greyed, not hidden: what is pressed next stands below it.
        self.all_well.setVisible(editable)
        self.all_well.setEnabled(not said and not workspace.events.of(visit_id))
        for one in (self.tolerance, self.aftercare, self.handout):
            one.setEnabled(editable)

    def _all_well(self) -> None:
        page = self._page
        page.attempt(self, lambda ws: ws.events.all_well(page.visit_id, origin=page))

    def _tolerance(self, value: object) -> None:
        assert isinstance(value, Tolerance)
        page = self._page
        page.attempt(self, lambda ws: ws.events.set_tolerance(page.visit_id, value, origin=page))

    def _aftercare(self, on: bool) -> None:
        page = self._page
        page.attempt(self, lambda ws: ws.events.set_aftercare(page.visit_id, on, origin=page))

    def _handout(self, text: str) -> None:
        page = self._page

        def verb(ws: Workspace) -> None:
            told = ws.visits.get(page.visit_id).aftercare_told
            ws.events.set_aftercare(page.visit_id, told, handout=text, origin=page)

        page.attempt(self, verb)


class VisitCard(Card):
    """Minutes, other therapies of the visit, the next visit, and an athlete's event."""

    def __init__(self, page: RecordPage) -> None:
        super().__init__("This visit")
        self._page = page
        first = QHBoxLayout()
        first.setSpacing(6)
        self.minutes = TypedField("Minutes of the visit", "minutes", 7, "min")
        self.minutes.setFixedWidth(84)
        self.minutes.typed.connect(self._minutes)
        self.next = TypedField("Next visit, a day", "next visit (4 Dec …)", 40)
        self.next.typed.connect(self._next)
        self.event = TypedField(
            "Event that an athlete is treated before or after, by its name",
            "an athlete’s event: city run",
            80,
        )
        self.event.typed.connect(lambda _: self._event())
        self.event_day = TypedField("Day of the event", "its day", 40)
        self.event_day.setFixedWidth(104)
        self.event_day.typed.connect(lambda _: self._event())
        for field, stretch in ((self.minutes, 0), (self.next, 1)):
            first.addWidget(field, stretch)
        self.column.addLayout(first)
        second = QHBoxLayout()
        second.setSpacing(6)
        second.addWidget(self.event, 1)
        second.addWidget(self.event_day)
        self.column.addLayout(second)
        self.therapies = TypedField(
            "Other therapies, parted by commas", "other therapies (exercise, heat …)", 300
        )
        self.therapies.typed.connect(self._therapies)
        self.therapies.setCompleter(QCompleter(list(OTHER_THERAPIES), self.therapies))
        self.column.addWidget(self.therapies)

    def show_state(self, workspace: Workspace, visit_id: str, editable: bool) -> None:
        """Show what was said."""
        visit = workspace.visits.get(visit_id)
        self.minutes.show_value(visit.minutes)
        self.next.show_value(in_words(visit.next_visit))
        self.event.show_value(visit.event)
        self.event_day.show_value(in_words(visit.event_date))
        self.therapies.show_value(", ".join(visit.other_therapies))
        for one in (self.minutes, self.next, self.event, self.event_day, self.therapies):
            one.setEnabled(editable)

    def _minutes(self, text: str) -> None:
        page = self._page
        page.attempt(
            self,
            lambda ws: ws.plans.set_minutes(page.visit_id, text.replace("min", "").strip(), origin=page),
        )

    def _next(self, text: str) -> None:
        page = self._page
        page.attempt(
            self,
            lambda ws: ws.plans.set_next_visit(
                page.visit_id, read_typed_day(text, ws.history.today(), "next_visit"), origin=page
            ),
        )

    def _event(self) -> None:
        page, name, day = self._page, self.event.text(), self.event_day.text()
        asked: list[str] = []

        def verb(ws: Workspace) -> None:
            read = read_typed_day(day, ws.history.today(), "event_date")
            asked.append(ws.plans.set_event(page.visit_id, name, read, origin=page))

        if page.attempt(self, verb) and asked[0]:
            self.ask(asked[0])

    def _therapies(self, text: str) -> None:
        page = self._page
        page.attempt(self, lambda ws: ws.plans.set_therapies(page.visit_id, text.split(","), origin=page))


class AfterPage(RecordPage):
    """The cards of what is said after the needles."""

    kinds = frozenset(
        {
            "visit",
            "patient",
            "complaint",
            "pain_score",
            "adverse_event",
            "motion",
            "measured",
        }
    )

    def build(self) -> None:
        self.pain = PainCard(self, Stage.AFTER)
        self.care = CareCard(self)
        self.events = EventsCard(self)
        self.measures = MeasuresCard(self, Stage.AFTER)
        self.visit = VisitCard(self)
        for card in (self.pain, self.care, self.events, self.measures, self.visit):
            card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            self.column.addWidget(card)

    def firsts(self) -> tuple[QWidget, ...]:
        return tuple(row.scale for row in self.pain.rows.values())

    def field(self, name: str, about: str = "") -> QWidget | None:
        pain = self.pain.rows.get(about) or next(iter(self.pain.rows.values()), None)
        return {
            "pain_after": pain.scale if pain is not None else None,
            "tolerance": self.care.tolerance,
            "aftercare": self.care.aftercare,
            "events": self.events.nothing,
            "minutes": self.visit.minutes,
            "next_visit": self.visit.next,
        }.get(name)

    def refresh(self) -> None:
        assert self.workspace is not None
        for card in (self.pain, self.care, self.events, self.measures, self.visit):
            card.show_state(self.workspace, self.visit_id, self.editable)
