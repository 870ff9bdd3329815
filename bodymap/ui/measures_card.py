"""Motion and named measures, one number each; what was measured before in the course stands ready to be filled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from bodymap.charting.courses import Moved
from bodymap.charting.found import fold
from bodymap.charting.measures import (
    OWN,
    PAIN,
    PSFS,
    UNNAMED,
    JointMotion,
    Measure,
    Sought,
    activity_of,
    in_words,
    own_id,
    own_measure,
    per_cent_words,
    sought,
)
from bodymap.charting.outcomes import Measured, Motion, RangeOfMotion, Stage
from bodymap.charting.places import Laterality
from bodymap.charting.wording import day as in_words_day
from bodymap.ui.mark_details import TypedField
from bodymap.ui.record_page import Card, RecordPage
from bodymap.ui.segments import Segments
from bodymap.ui.widgets import button, empty, plain_tip, words_label
from bodymap.workspace.workspace import Workspace

MOST_FOUND = 6
_BOTH = (Laterality.RIGHT, Laterality.LEFT)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is measured: a motion (`joint`, `what` its movement) or, with no joint, a measure (`what`)."""

    joint: str
    what: str
    side: Laterality
    motion: Motion = Motion.ACTIVE
    about: str = ""

    @classmethod
    def of(cls, record: RangeOfMotion | Measured) -> Item:
        if isinstance(record, RangeOfMotion):
            return cls(record.joint, record.movement, record.side, record.motion)
        return cls("", record.measure, record.side, about=record.about)

    @property
    def series(self) -> str:
        """The key of its series (`charting.courses`)."""
        if self.joint:
            return f"motion:{self.joint}:{self.what}:{self.side.value}:{self.motion.value}"
        return f"measure:{self.what}:{self.about}:{self.side.value}"

    @property
    def known(self) -> tuple[str, str]:
        return self.joint, self.what


def title_of(item: Item, known: JointMotion | Measure | None) -> str:
    """Neck rotation, right, passive."""
    name = known.name if known is not None else f"{item.joint} {item.what}".strip()
    passive = "passive" if item.joint and item.motion is Motion.PASSIVE else ""
    about = item.about or (UNNAMED if item.what == PSFS else "")
    return ", ".join(word for word in (name, about, item.side.word, passive) if word)


def told_of(known: JointMotion | Measure | None) -> str:
    """What may be written, what change matters, and by whom: for the tool tip."""
    if isinstance(known, JointMotion):
        return f"Normal {known.normal}°, {known.low}° to {known.high}° at most. {known.source}"
    if isinstance(known, Measure) and not known.source:
        return "A measure of your own: any number"
    if isinstance(known, Measure):
        matters = f" A change of {in_words(known.important)} matters." if known.important else ""
        better = "more is better" if known.better == "higher" else "less is better"
        return (
            f"{known.about[:1].upper()}{known.about[1:]}: {in_words(known.low)} to {in_words(known.high)}"
            f" {known.unit.removeprefix('/')}, {better}.{matters} {known.source}"
        ).replace("  ", " ")
    return ""


def change_words(one: Moved | None, stage: Stage) -> str:
    """since last 50 -> 60 (+10); before a value is written, what it was."""
    if one is None:
        return ""
    if stage is Stage.AFTER:
        if one.within is not None:
            return f"in this visit {one.within.words}"
        return f"before {in_words(one.before.tenths)}" if one.before is not None else ""
    if one.before is None:
        return ""  # what is compared would be the value after the needles, which stands elsewhere
    return since_words(one)


def since_words(one: Moved) -> str:
    """since last 50 -> 60 (+10) · since first 45 -> 60 (+15)."""
    short = {"since the last visit": "since last", "since the first": "since first"}
    return " · ".join(f"{short.get(when, when)} {change.words}" for change, when in one.since)


def last_words(values: Sequence[RangeOfMotion | Measured], of: date | None) -> str:
    """last 22° before, 28° after: what it was at the visit at which it was measured last. `of` is that visit's day
    where the last visit left it out."""

    def value(one: RangeOfMotion | Measured) -> str:
        return f"{one.degrees}°" if isinstance(one, RangeOfMotion) else in_words(one.tenths)

    both = len({one.stage for one in values}) > 1
    said = [
        f"{value(one)}{f' {one.stage.value}' if both else ''}"
        for one in sorted(values, key=lambda one: one.stage is Stage.AFTER)
    ]
    when = f", {in_words_day(of)}" if of else ""
    return f"last {', '.join(said)}{when}" if said else ""


FAR_DEGREES = 20


def jump_words(one: Moved | None, known: JointMotion | Measure | None) -> str:
    """much lower than last time: where a number lies so far from the last one that a slip of a key is likelier than a
    change: half of a measure's range, or for a motion 20 degrees and twice as much or half. Said, never refused; both
    limits are our own."""
    if one is None or one.before is None or one.since_last is None:
        return ""
    change = one.since_last
    if isinstance(known, JointMotion):
        low, high = sorted((abs(change.before.tenths), abs(change.after.tenths)))
        far = abs(change.by) >= FAR_DEGREES * 10 and high >= 2 * low
    else:
        far = known is not None and bool(known.source) and 2 * abs(change.by) >= known.high - known.low
    return f"much {'higher' if change.by > 0 else 'lower'} than last time" if far else ""


class MeasureRow(QWidget):
    """One number: its name and change at the left, the field, and for a motion whether it hurts."""

    def __init__(self, card: MeasuresCard, item: Item, known: JointMotion | Measure | None) -> None:
        super().__init__()
        self.card, self.item = card, item
        title, told = title_of(item, known), told_of(known)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        left = QVBoxLayout()
        left.setSpacing(0)
        name = words_label(title)
        name.setToolTip(told)
        left.addWidget(name)
        self.change = words_label("", "small")
        left.addWidget(self.change)
        row.addLayout(left, 1)
        unit = "°" if isinstance(known, JointMotion) else known.unit if known is not None else ""
        self._unit = unit
        self.normal = f"normal {known.normal}°" if isinstance(known, JointMotion) else scale_of(known)
        if item.joint and item.motion is Motion.ACTIVE:  # passive stands in its name
            self.normal = f"active · {self.normal}" if self.normal else "active"
        self.field = TypedField(f"{title}, {'degrees' if unit == '°' else unit or 'number'}", unit or "…", 12)
        self.field.setToolTip(plain_tip(f"{title}\n{told}" if told else title))
        self.field.setFixedWidth(76)
        self.field.typed.connect(lambda _: card.write(self))
        self.field.returnPressed.connect(lambda: card.go_on(self))
        row.addWidget(self.field)
        self.painful = QCheckBox("painful")
        self.painful.setAccessibleName(f"{title}: painful")
        self.painful.setProperty("seldom", True)  # Tab goes from number to number, be it on a second round
        self.painful.clicked.connect(lambda _: card.write(self))
        self.painful.setVisible(bool(item.joint))
        row.addWidget(self.painful)

    def show_record(
        self, record: RangeOfMotion | Measured | None, said: str, last: str, editable: bool
    ) -> None:
        """Show what is recorded; for what is not, `last`, what it was."""
        if isinstance(record, RangeOfMotion):
            self.field.show_value(f"{record.degrees}°")
        else:
            self.field.show_value(in_words(record.tenths) if record is not None else None)
        if isinstance(record, RangeOfMotion) or record is None:
            self.painful.setChecked(record is not None and record.painful)
        self.painful.setEnabled(editable and record is not None)
        self.field.setEnabled(editable)
        parts = [self.normal, said or ("" if record is not None else last)]
        self.change.setText(" · ".join(part for part in parts if part))
        self.change.setVisible(bool(self.change.text()))

    def value(self) -> str:
        """What stands in the field, without its unit."""
        return self.without_unit(self.field.text())

    def without_unit(self, text: str) -> str:
        """What was typed, without the unit of the row."""
        return text.replace(self._unit, "").strip() if self._unit else text.strip()


class MeasuresCard(Card):
    """The numbers of one stage. Rows stand ready for what was measured before; others are found by name."""

    def __init__(self, page: RecordPage, stage: Stage) -> None:
        super().__init__("Motion and measures" if stage is Stage.BEFORE else "Motion and measures after")
        self._page, self.stage = page, stage
        self.rows: dict[Item, MeasureRow] = {}
        self._shown_of = ""
        self._added: dict[str, list[Item]] = {}  # by visit: rows that were asked for and hold nothing yet
        self._asked: list[Item] = []  # added without a number: the next numbers in the line are theirs
        self._taken_as: dict[Item, str] = {}  # what a per cent was taken as
        self.lines = QVBoxLayout()
        self.lines.setSpacing(4)
        self.column.addLayout(self.lines)
        self.asks = words_label("", "small")
        self.asks.hide()
        self.column.addWidget(self.asks)
        self.find = TypedField("Find a motion or measure to add", "Add: neck rotation, NDI, grip …", 60)
        self.find.textEdited.connect(self._offer)
        self.find.returnPressed.connect(self._take_first)
        self.column.addWidget(self.find)
        self.how = QWidget()
        how = QHBoxLayout(self.how)
        how.setContentsMargins(0, 0, 0, 0)
        how.setSpacing(6)
        self.side = Segments(
            (
                (Laterality.BOTH, "Both", "A row for each side"),
                (Laterality.RIGHT, "Right", "The patient's right"),
                (Laterality.LEFT, "Left", "The patient's left"),
            ),
            tight=True,
        )
        self.side.set_value(Laterality.BOTH)
        self.motion = Segments(
            (
                (Motion.ACTIVE, "Active", "The patient moves the joint"),
                (Motion.PASSIVE, "Passive", "The therapist moves the joint"),
            ),
            tight=True,
        )
        self.motion.set_value(Motion.ACTIVE)
        self.motion.chosen.connect(lambda _: self._say_motion())
        self._asked_of_what = ""  # the line of which it was asked which activity is meant
        self._motion_said = False  # who moves the joint was chosen for what is being added
        self.about = TypedField(
            "Of what, where a measure is taken of several things", "of what (lifting the child …)", 200
        )
        for one in (self.side, self.motion):
            how.addWidget(one)
        how.addWidget(self.about, 1)
        self.how.hide()
        self.column.addWidget(self.how)
        self.found = QVBoxLayout()
        self.found.setSpacing(0)
        self.column.addLayout(self.found)

    # -- what is shown ----------------------------------------------------------------------------------------------

    def show_state(self, workspace: Workspace, visit_id: str, editable: bool) -> None:
        """Show the numbers of this stage, and rows for those of earlier visits."""
        if visit_id != self._shown_of:
            self._shown_of = visit_id
            self.refuse("")
            self._asked, self._taken_as = [], {}
            self.find.clear()
            self._offer("")
        outcomes = workspace.outcomes
        here = [*outcomes.ranges(visit_id), *outcomes.measured(visit_id)]
        records = {Item.of(one): one for one in here if one.stage is self.stage}
        moved = {one.series.key: one for one in outcomes.moved(visit_id)}
        was = self._was(workspace, visit_id)
        before = self.stage is Stage.BEFORE
        # Before the needles all that was measured in the course stands ready; after them what was so last time.
        ready = [
            item
            for item, (skipped, ones) in was.items()
            if before or (skipped is None and any(one.stage is self.stage for one in ones))
        ]
        if self.stage is Stage.AFTER:
            ready = [*(Item.of(one) for one in here if one.stage is Stage.BEFORE), *ready]
        wanted = self._in_order({*ready, *records, *self._added.get(visit_id, [])})
        if set(wanted) != set(self.rows):
            self._build(wanted)
        for item, row in self.rows.items():
            skipped, ones = was.get(item, (None, []))
            row.show_record(
                records.get(item),
                " · ".join(
                    words
                    for words in (
                        self._taken_as.get(item, ""),
                        change_words(moved.get(item.series), self.stage),
                        jump_words(moved.get(item.series), self._known(item))
                        if self.stage is Stage.BEFORE
                        else "",
                    )
                    if words
                ),
                last_words(ones, skipped),
                editable,
            )
        self.find.setEnabled(editable)
        self._show_asked()

    def _in_order(self, items: set[Item]) -> list[Item]:
        """Motions and then measures as their tables have them, right before left, active before passive."""
        workspace = self._page.workspace
        assert workspace is not None
        motions = {key: n for n, key in enumerate(workspace.outcomes.known_motions())}
        measures = {key: n for n, key in enumerate(workspace.outcomes.known_measures())}

        def place(item: Item) -> tuple[object, ...]:
            number = motions.get(item.known) if item.joint else measures.get(item.what)
            sides = list(Laterality).index(item.side)
            return not item.joint, 999 if number is None else number, item.about, item.motion.value, sides

        return sorted(items, key=place)

    @staticmethod
    def _was(
        workspace: Workspace, visit_id: str
    ) -> dict[Item, tuple[date | None, list[RangeOfMotion | Measured]]]:
        """What was measured besides pain at earlier visits of the course, each as it was last: the visit's day where a
        later one measured and left it out, and the values before and after its needles."""
        found: dict[Item, tuple[date | None, list[RangeOfMotion | Measured]]] = {}
        for number, (visit, records) in enumerate(workspace.outcomes.measured_before(visit_id)):
            values: dict[Item, list[RangeOfMotion | Measured]] = {}
            for one in records:
                values.setdefault(Item.of(one), []).append(one)
            for item, ones in values.items():
                found.setdefault(item, (visit.date if number else None, ones))
        return found

    def _build(self, wanted: list[Item]) -> None:
        """Rows for these; those that stand stay, for one may be typing in them."""
        for item in [one for one in self.rows if one not in wanted]:
            gone = self.rows.pop(item)
            self.lines.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, item in enumerate(wanted):
            if item not in self.rows:
                row = MeasureRow(self, item, self._known(item))
                self.rows[item] = row
                self.lines.insertWidget(place, row)
                row.show()  # now: keys go to it with the next turn of the event loop
        self.rows = {item: self.rows[item] for item in wanted}
        # Tab goes from number to number; whether it hurts comes after them.
        order: list[QWidget] = [row.field for row in self.rows.values()]
        order += [row.painful for row in self.rows.values() if row.item.joint]
        order.append(self.find)
        for one, then in pairwise(order):
            QWidget.setTabOrder(one, then)

    def _known(self, item: Item) -> JointMotion | Measure | None:
        workspace = self._page.workspace
        assert workspace is not None
        if item.joint:
            return workspace.outcomes.known_motions().get(item.known)
        return workspace.outcomes.known_measures().get(item.what) or own_measure(item.what)

    def first_field(self) -> QWidget:
        """Where a number can be written: the first row without one, else the finding of another."""
        waiting = (row.field for row in self.rows.values() if not row.field.text())
        return next(waiting, next((row.field for row in self.rows.values()), self.find))

    # -- what is written --------------------------------------------------------------------------------------------

    def write(self, row: MeasureRow) -> bool:
        """Record the row's number, or take it back where it was emptied. Whether it was done."""
        return self._write(row.item, row.value(), painful=row.painful.isChecked())

    def _write(self, item: Item, text: str, *, painful: bool) -> bool:
        page, stage, known = self._page, self.stage, self._known(item)
        taken_as = per_cent_words(known, text) if isinstance(known, Measure) else ""

        def verb(ws: Workspace) -> None:
            if item.joint:
                ws.outcomes.set_motion(
                    page.visit_id,
                    item.joint,
                    item.what,
                    item.side,
                    text,
                    motion=item.motion,
                    stage=stage,
                    painful=painful,
                    origin=page,
                )
            else:
                ws.outcomes.set_measure(
                    page.visit_id,
                    item.what,
                    text,
                    about=item.about,
                    side=item.side,
                    stage=stage,
                    origin=page,
                )

        self._keep(item)
        self._taken_as[item] = taken_as
        done = page.attempt(self, verb, f"{taken_as}." if taken_as else "")
        if not done:
            self._taken_as[item] = ""
        return done

    def go_on(self, row: MeasureRow) -> None:
        """To the next number; after the last to the finding of another. Never to a tick, which Enter would press. What
        was refused is written anew where it stands."""
        row.field.finish()
        if row.field.unsettled:
            return
        rows = list(self.rows.values())
        rest = rows[rows.index(row) + 1 :]
        (rest[0].field if rest else self.find).setFocus(Qt.FocusReason.TabFocusReason)

    def _keep(self, item: Item) -> None:
        """The row stays though its number is taken back."""
        kept = self._added.setdefault(self._page.visit_id, [])
        if item not in kept:
            kept.append(item)

    # -- finding another --------------------------------------------------------------------------------------------

    def _matches(self, text: str) -> list[JointMotion | Measure]:
        workspace = self._page.workspace
        words = sought(text).words
        if workspace is None or not words:
            return []
        known: list[JointMotion | Measure] = [*workspace.outcomes.known_motions().values()]
        known += [one for one in workspace.outcomes.known_measures().values() if one.id != PAIN]
        found = [
            one
            for one in known
            if all(any(part.startswith(word) for part in _words_of(one)) for word in words)
        ]
        # Behind the name of a measure that is taken of several things stands of which.
        found += [
            one for one in known if isinstance(one, Measure) and activity_of(text, one) and one not in found
        ]
        return found[:MOST_FOUND]

    def _offer(self, text: str) -> None:
        """What is called so; a press adds it. A number is none of them where one is asked for."""
        empty(self.found)
        number = self._is_answer(text)
        matches = [] if number else self._matches(text)
        self.how.setVisible(bool(matches))
        self.about.setVisible(any(isinstance(one, Measure) and one.several for one in matches))
        self.side.setVisible(any(one.sided for one in matches))
        motions = [one for one in matches if isinstance(one, JointMotion)]
        self.motion.setVisible(bool(motions))
        self._motion_said = self._motion_said and bool(text.strip())
        if motions and not self._motion_said:
            # What Enter would write is seen before it is written.
            self.motion.set_value(self._moved_by(motions[0], sought(text)))
        for one in matches:
            name = one.name
            if isinstance(one, JointMotion):
                passive = "passive, " if one.usual is Motion.PASSIVE else ""
                name = f"{one.name}, {passive}normal {one.normal}°"
            if isinstance(one, Measure):
                name = f"{one.name}: {one.about.partition(',')[0]}"
            made = button(name, lambda one=one: self.add(one), "link", told_of(one))  # type: ignore[misc]
            self.found.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        if text.strip() and not matches and not number:
            none = words_label("No motion or measure on the list is called so.", "muted")
            self.found.addWidget(none)
            if own := own_id(_before_number(text)):
                self.found.addWidget(
                    button(
                        f"Record \u201c{own.removeprefix(OWN)}\u201d as a measure of your own",
                        lambda: self.add_own(own),
                        "link",
                        "A number without unit or range; it stands ready at this patient's next visit",
                    ),
                    0,
                    Qt.AlignmentFlag.AlignLeft,
                )
            QTimer.singleShot(0, none, lambda: self._page.ensureWidgetVisible(none, 0, 8))

    def _say_motion(self) -> None:
        self._motion_said = True

    def _moved_by(self, known: JointMotion, said: Sought, side: Laterality | None = None) -> Motion:
        """Who moves the joint: as the line says, as was chosen, as the row has it that stands ready from the last
        visit, else as this motion is usually measured."""
        chosen = self.motion.value() if self._motion_said else None
        if said.motion or isinstance(chosen, Motion):
            return said.motion or chosen  # type: ignore[return-value]
        sides = (side,) if side is not None else (said.side, *_BOTH, Laterality.NOT_RECORDED)
        ready = (
            item.motion
            for item in self.rows
            if item.known == (known.joint, known.movement) and item.side in sides
        )
        return next(ready, known.usual)

    def _take_first(self) -> None:
        """Enter. Whatever it takes, the line is free for the next: keys that went into the new row now and stayed here
        another time would write one thing into the number of another."""
        text = self.find.text()
        if self._is_answer(text):
            self._answer(text)
            return
        matches = self._matches(text)
        if matches and not self._asks_of_what(matches[0]):
            self.add(matches[0])

    def _asks_of_what(self, known: JointMotion | Measure) -> bool:
        """Whether it has to be said of which activity, and nobody has; Enter once more takes it without."""
        text = self.find.text()
        said = isinstance(known, Measure) and (activity_of(text, known) or self.about.text().strip())
        if not isinstance(known, Measure) or known.id != PSFS or said or self._asked_of_what == text:
            return False
        self._asked_of_what = text
        self.refuse("")
        self.ask(
            "Of which activity? Write it behind: PSFS turning in bed 3; or mean. Enter takes it without."
        )
        return True

    def add_own(self, measure_id: str) -> None:
        """A row for a measure that is on no list; a number behind its name is recorded."""
        page = self._page
        if page.workspace is None or not page.editable:
            return
        text = self.find.text()
        item = Item("", measure_id, Laterality.NOT_RECORDED)
        self._keep(item)
        self._asked = [item]
        self.show_state(page.workspace, page.visit_id, page.editable)
        value = text[len(_before_number(text)) :].strip()
        if value:
            self._answer(value, item)
        else:
            self._free("")

    def add(self, known: JointMotion | Measure) -> None:
        """Rows for it. A number in the same line is theirs; where none is, the line asks for it."""
        page = self._page
        if page.workspace is None or not page.editable:
            return
        # What the line says goes before what is chosen below it.
        said = sought(self.find.text())
        side = said.side or self.side.value()
        sides = _BOTH if side is Laterality.BOTH else (side,)
        if not known.sided:
            sides = (Laterality.NOT_RECORDED,)
        made = []
        for one in sides:
            assert isinstance(one, Laterality)
            if isinstance(known, JointMotion):
                item = Item(known.joint, known.movement, one, self._moved_by(known, said, one))
            else:
                about = activity_of(self.find.text(), known) or self.about.text().strip()
                item = Item("", known.id, one, about=about if known.several else "")
            self._keep(item)
            made.append(item)
        self._asked = made
        self.ask("")
        self.show_state(page.workspace, page.visit_id, page.editable)
        self.about.clear()
        if said.value and len(made) == 1 and not _is_name(self.find.text(), known):
            # One row and its number in one line; of two sides nobody knows which.
            self._answer(said.value, made[0])
        else:
            self._free("")

    def _is_answer(self, text: str) -> bool:
        """Whether this is a number, and one is asked for."""
        item = self._asked_next()
        if item is None:
            return False
        known = self._known(item)
        unit = known.unit if isinstance(known, Measure) else "°"
        return bool(re.fullmatch(rf"[+\-\u2212]?\d+([.,]\d+)?\s*(°|%|/\d+|{re.escape(unit)})?", text.strip()))

    def _asked_next(self) -> Item | None:
        """Whose number the line asks for: added without one, and still without."""
        waiting = (item for item in self._asked if item in self.rows and not self.rows[item].field.text())
        return next(waiting, None)

    def _answer(self, text: str, item: Item | None = None) -> None:
        """Record the number asked for; one that is refused stays in the line, to be written over."""
        item = item or self._asked_next()
        if item is None:
            return
        row = self.rows[item]
        self.find.setText(text)  # not empty until it is recorded: why not stays said
        done = self._write(item, row.without_unit(text), painful=row.painful.isChecked())
        self._free("" if done else text)

    def _free(self, text: str) -> None:
        """The keys are in the line, with nothing in it or with what is to be written over."""
        self.find.setText(text)
        self.find.setModified(False)
        self._offer("")
        self._show_asked()
        self.find.selectAll()
        QTimer.singleShot(0, self.find, lambda: _go_to(self._page, self.find))

    def _show_asked(self) -> None:
        """Which number the line asks for."""
        item = self._asked_next()
        if item is not None:
            known = self._known(item)
            unit = "degrees" if item.joint else known.unit if isinstance(known, Measure) else ""
            of = f" ({unit})" if unit else ""
            self.asks.setText(f"Next number: {title_of(item, known)}{of}. Or write what else you measured.")
        self.asks.setVisible(item is not None)


def _go_to(page: RecordPage, field: QWidget) -> None:
    """Once the row has its place."""
    page.ensureWidgetVisible(field, 0, 60)
    field.setFocus(Qt.FocusReason.OtherFocusReason)


def _before_number(text: str) -> str:
    """What was typed, without a number at its end."""
    return re.sub(r"(?<=\S)\s+[+\-\u2212]?\d{1,4}([.,]\d)?\s*$", "", text.rstrip())


def scale_of(known: Measure | None) -> str:
    """0 to 50, higher is worse, a change of 7.5 matters [Vernon 1991]: what a number means, beside it."""
    if known is None or not known.source:
        return ""
    said = [f"{in_words(known.low)} to {in_words(known.high)}", f"higher is {_BETTER[known.better]}"]
    said += [f"a change of {in_words(known.important)} matters"] if known.important else []
    return f"{', '.join(said)} [{known.source}]"


_BETTER = {"higher": "better", "lower": "worse"}


def _run_together(text: str) -> str:
    return re.sub(r"[\s-]", "", fold(text))


def _is_name(text: str, known: JointMotion | Measure) -> bool:
    """Whether all of it is the name: the number in "HIT 6" is no value."""
    return _run_together(text) == _run_together(known.name)


def _words_of(one: JointMotion | Measure) -> list[str]:
    """The words by which it is found, a name with a hyphen also run together (hit6); ROM is what therapists call all
    motions."""
    more = one.about if isinstance(one, Measure) else f"{one.joint} rom {one.also}"
    more += f" {_run_together(one.name)}" if "-" in one.name else ""
    return fold(f"{one.name} {more}").replace("-", " ").replace("(", "").replace(")", "").split()
