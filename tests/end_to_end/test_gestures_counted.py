"""Two visits charted with few gestures, counted as they are made in the real window; and the counter itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from bodymap.atlas.geometry import inner_point
from bodymap.charting.records import EStim, Ltr, Technique, VisitStatus
from bodymap.charting.wording import read_needle
from bodymap.store.check import check
from bodymap.store.vault import Vault
from tests.end_to_end.gestures import LEFT, PLAIN, GestureCounter, Hand
from tests.end_to_end.person import Person, sit, today

DEEP_PISTONING = Technique.of(Technique.DEEP, Technique.PISTONING)


@dataclass(frozen=True, slots=True)
class Needled:
    """A mark of the scripted visit, as the record must hold it."""

    plate: str
    muscle: str
    side: str
    size: str
    ltr: int | None = None
    e_stim: bool = False


NECK_AND_BACK = (
    Needled("anterior", "sternocleidomastoid", "right", "0.25x30", ltr=3),
    Needled("anterior", "pectoralis-major-clavicular", "right", "0.25x30"),
    Needled("anterior", "deltoid-anterior", "left", "0.30x40"),
    Needled("posterior", "trapezius-upper", "right", "0.30x40", ltr=2),
    Needled("posterior", "latissimus-dorsi", "left", "0.30x40"),
    Needled("posterior", "gluteus-maximus", "left", "0.30x60", e_stim=True),
)
LEGS = (
    Needled("anterior", "rectus-femoris", "left", "0.30x60", ltr=1),
    Needled("anterior", "tibialis-anterior", "right", "0.30x40"),
    Needled("anterior", "tibialis-anterior", "left", "0.30x40", ltr=4),
    Needled("posterior", "gastrocnemius-lateral", "right", "0.30x40"),
    Needled("posterior", "gastrocnemius-medial", "right", "0.30x40", e_stim=True),
    Needled("posterior", "semitendinosus", "right", "0.25x30"),
)


class Charts:
    """Charts what the script says with the hands of a person, in as few gestures as the window allows."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.window = person.window
        self.hand = Hand(person.window)

    def opens_patient(self, name: str) -> None:
        """A double click on the patient in the list."""
        view = self.window.patients.list
        row = next(n for n, line in enumerate(view.lines_model().lines) if line.title == name)
        self.hand.double_click(view.viewport(), view.visualRect(view.lines_model().index(row)).center())
        self.person.sees(lambda: self.window.visit_id)

    def turns_to(self, plate: str) -> None:
        if self.window.body.view.plate != plate:
            self.hand.click(self.window.body.plates.button(plate))
            self.person.sees(lambda: self.window.body.view.plate == plate and self.window.body.view.sharp)

    def place_of(self, muscle: str, side: str) -> QPoint:
        view = self.window.body.view
        region = next(
            region
            for plate, layer, region in self.window.workspace.atlas.regions_of(muscle)
            if (plate, layer, region.side) == (view.plate, view.layer, side)
        )
        return QPointF(*view.view.to_px(*inner_point(region.rings))).toPoint()

    def needles(self, one: Needled) -> None:
        """One mark: by a click where the size that it takes is right, by dragging the size onto it where not."""
        window, bar = self.window, self.window.body.mark_bar
        self.turns_to(one.plate)
        marks = window.visit.list.marks_model().marks
        size = str(marks[-1].needle) if marks and marks[-1].needle else ""
        at = self.place_of(one.muscle, one.side)
        count = len(marks)
        if marks and size != one.size:
            self.hand.drag(self.chip(one.size), window.body.view, at)
        else:
            self.hand.click(window.body.view, at)
        self.person.sees(lambda: len(window.visit.list.marks_model().marks) == count + 1)
        self.person.sees(lambda: bar.isVisible() and bar.title.text().startswith(f"{count + 1} "))
        if str(window.visit.list.marks_model().marks[-1].needle or "") != one.size:
            self.hand.click(self.chip(one.size))
        if one.ltr is not None:
            self.hand.click(next(key for key in bar.ltr if key.text() == str(one.ltr) and key.isVisible()))
        if one.e_stim:
            self.hand.click(bar.e_stim)

    def chip(self, size: str) -> QWidget:
        bar = self.window.body.mark_bar
        return next(chip for chip in bar.chips if chip.isVisible() and chip.text() == size)


@pytest.mark.parametrize("script", [NECK_AND_BACK, LEGS], ids=["neck and back", "legs"])
@pytest.mark.parametrize("size", ["1366x768", "1920x1080"])
def test_a_first_visit_of_six_muscles_in_twelve_gestures(
    qtbot: QtBot, tmp_path: Path, script: Sequence[Needled], size: str
) -> None:
    assert len({one.plate for one in script}) == 2
    assert len({one.size for one in script}) == 3
    assert sum(one.ltr is not None for one in script) == 2
    assert sum(one.e_stim for one in script) == 1
    vault = tmp_path / "records"

    def before(person: Person) -> None:
        person.opens()
        person.adds_patient("Sandoval", "Mireya")
        person.click(person.window.patients.back_button)
        person.adds_patient("Okonkwo", "Tobias")

    sit(qtbot, ["--vault", str(vault), "--size", size], before)
    counter = GestureCounter()

    def visit(person: Person) -> None:
        person.opens()
        person.sees(lambda: len(person.window.patients.list.lines_model().lines) > 2)
        edits: list[str] = []
        person.window.workspace.notices.listen(lambda changed: edits.append(str(changed.ids)))
        charts = Charts(person)
        counter.begin()
        try:
            charts.opens_patient("Sandoval, Mireya")
            for one in script:
                charts.needles(one)
        finally:
            counter.end()
        assert len(edits) <= counter.count, "something was charted that no gesture said"

    sit(qtbot, ["--vault", str(vault), "--size", size], visit)
    assert counter.count <= 12, counter.seen
    assert counter.doubles == 1, "only the patient is double-clicked"

    with Vault.open(vault) as records:
        [charted] = list(records.all_visits())
        assert records.patient(charted.patient_id).name == "Sandoval, Mireya"
        assert (charted.date.isoformat(), charted.status) == (today(), VisitStatus.DRAFT)
        marks = records.marks_of(charted.id)
        for mark, one in zip(marks, script, strict=True):
            assert (mark.target.id, mark.side.value) == (one.muscle, one.side)
            assert mark.point is not None
            assert mark.point.plate == one.plate
            assert str(mark.needle) == one.size
            assert (mark.needles, mark.insertions) == (1, 1)
            wanted = (Ltr.NOT_RECORDED, None) if one.ltr is None else (Ltr.YES, one.ltr)
            assert (mark.ltr, mark.ltr_count) == wanted
            assert mark.e_stim == (EStim() if one.e_stim else None)
    assert check(vault) == []


LAST_TIME = (
    *NECK_AND_BACK,
    Needled("posterior", "infraspinatus", "right", "0.25x30", ltr=2),
    Needled("anterior", "masseter", "left", "0.20x30", e_stim=True),
)


@pytest.mark.parametrize("opens", ["double click", "keys"])
def test_a_repeat_visit_of_eight_marks_in_three_gestures(qtbot: QtBot, tmp_path: Path, opens: str) -> None:
    vault = tmp_path / "records"
    points: dict[str, object] = {}

    def before(person: Person) -> None:
        """A visit of a week ago, which nobody counts."""
        person.opens()
        patient_id = person.adds_patient("Sandoval", "Mireya")
        workspace = person.window.workspace
        day = workspace.history.today() - timedelta(days=7)
        visit = workspace.visits.create(patient_id, day)
        for one in LAST_TIME:
            where, layer, region = next(
                (plate, layer, region)
                for plate, layer, region in workspace.atlas.regions_of(one.muscle)
                if (plate, layer, region.side) == (one.plate, 1, one.side)
            )
            mark = workspace.marks.place(visit.id, where, layer, *inner_point(region.rings))
            workspace.marks.change([mark.id], needle=read_needle(one.size), technique=DEEP_PISTONING)
            if one.ltr is not None:
                workspace.marks.change([mark.id], ltr=Ltr.YES, ltr_count=one.ltr)
            if one.e_stim:
                workspace.marks.stimulate([mark.id], on=True, hz=2)
            points[one.muscle] = mark.point

    sit(qtbot, ["--vault", str(vault)], before)
    assert len(points) == 8
    counter = GestureCounter()

    def again(person: Person) -> None:
        person.opens()
        person.sees(lambda: len(person.window.patients.list.lines_model().lines) > 1)
        charts = Charts(person)
        counter.begin()
        try:
            if opens == "double click":
                charts.opens_patient("Sandoval, Mireya")
            else:
                charts.hand.types("sando")
                charts.hand.chord(Qt.Key.Key_Return)
            person.sees(lambda: person.window.visit_id)
            charts.hand.chord(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
            person.sees(lambda: len(person.marks()) == 8)
        finally:
            counter.end()

    sit(qtbot, ["--vault", str(vault)], again)
    assert counter.count <= 3, counter.seen

    with Vault.open(vault) as records:
        now, last = list(records.all_visits())
        assert now.date.isoformat() == today()
        before_ids = {mark.target.id: mark.id for mark in records.marks_of(last.id)}
        marks = records.marks_of(now.id)
        assert sorted(mark.target.id for mark in marks) == sorted(one.muscle for one in LAST_TIME)
        for mark in marks:
            one = next(one for one in LAST_TIME if one.muscle == mark.target.id)
            assert (mark.side.value, str(mark.needle)) == (one.side, one.size)
            assert mark.point == points[one.muscle]
            assert mark.technique is DEEP_PISTONING
            assert (mark.carried_from, mark.carried) == (before_ids[one.muscle], True)
            # Nothing that is a result is copied, and e-stim is asked again.
            assert (mark.ltr, mark.ltr_count, mark.e_stim, mark.note) == (Ltr.NOT_RECORDED, None, None, "")
        assert len(records.edits_of(now.id)) == 1, "one undo step"
    assert check(vault) == []


# -- the counter: what it must not miss -------------------------------------------------------------------------------


class Board(QWidget):
    """A field and a button, and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.resize(300, 200)
        column = QVBoxLayout(self)
        self.field, self.button = QLineEdit(), QPushButton("Press")
        column.addWidget(self.field)
        column.addWidget(self.button)


@pytest.fixture
def board(qtbot: QtBot) -> Board:
    made = Board()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def counter(board: Board) -> Iterator[GestureCounter]:
    made = GestureCounter()
    made.begin()
    yield made
    made.end()


@pytest.mark.parametrize("where", ["window", "widget"])
def test_clicks_are_counted_one_by_one(board: Board, counter: GestureCounter, where: str) -> None:
    target = board.windowHandle() if where == "window" else board.button
    at = board.button.geometry().center() if where == "window" else board.button.rect().center()
    for number in range(1, 6):
        QTest.mouseClick(target, LEFT, PLAIN, at)
        QApplication.processEvents()
        assert counter.count == number
    QTest.mouseClick(target, Qt.MouseButton.RightButton, PLAIN, at)
    QApplication.processEvents()
    assert counter.count == 6


def test_a_double_click_is_one_and_a_third_click_is_another(board: Board, counter: GestureCounter) -> None:
    hand = Hand(board)
    hand.double_click(board.button)
    assert (counter.count, counter.doubles) == (1, 1)
    hand.click(board.button)
    assert counter.count == 2
    hand.double_click(board.field)
    assert (counter.count, counter.doubles) == (3, 2)


def test_a_drag_is_one_and_hovering_is_none(board: Board, counter: GestureCounter) -> None:
    hand = Hand(board)
    for x in range(20, 200, 20):
        QTest.mouseMove(board.windowHandle(), QPoint(x, 20))
    assert counter.count == 0
    hand.drag(board.button, board.field, QPoint(20, 5))
    assert counter.count == 1


def test_a_press_outside_any_button_and_one_that_nothing_answers_count(
    board: Board, counter: GestureCounter
) -> None:
    board.button.setEnabled(False)
    QTest.mouseClick(board.windowHandle(), LEFT, PLAIN, board.button.geometry().center())
    QTest.mouseClick(board.windowHandle(), LEFT, PLAIN, QPoint(2, 2))
    QApplication.processEvents()
    assert counter.count == 2


def test_words_chords_and_keys(board: Board, counter: GestureCounter) -> None:
    hand = Hand(board)
    board.field.setFocus()
    hand.types("R infraspinatus 0.30x40")
    assert counter.count == 3
    hand.chord(Qt.Key.Key_Return)
    hand.chord(Qt.Key.Key_Backspace)
    hand.chord(Qt.Key.Key_Backspace)
    assert counter.count == 6
    hand.types("again")
    hand.chord(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    hand.types("more")
    assert counter.count == 9
    board.button.setFocus()
    hand.types("ab")  # on a button letters are no word
    hand.chord(Qt.Key.Key_Space)
    assert counter.count == 12


def test_a_word_begun_in_another_field_is_another_word(board: Board, counter: GestureCounter) -> None:
    hand = Hand(board)
    other = QLineEdit(board)
    other.show()
    board.field.setFocus()
    hand.types("half")
    other.setFocus()
    hand.types("half")
    assert counter.count == 2


def test_a_chord_that_a_shortcut_takes_is_counted(board: Board, counter: GestureCounter) -> None:
    from PySide6.QtGui import QKeySequence, QShortcut

    fired: list[int] = []
    shortcut = QShortcut(QKeySequence("Ctrl+R"), board)
    shortcut.activated.connect(lambda: fired.append(1))
    board.activateWindow()
    board.field.setFocus()
    hand = Hand(board)
    for number in range(1, 4):
        hand.chord(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
        assert (len(fired), counter.count) == (number, number)


def test_a_wheel_a_touch_and_a_held_key_are_counted(board: Board, counter: GestureCounter) -> None:
    from PySide6.QtGui import QKeyEvent, QPointingDevice, QWheelEvent

    for _ in range(3):
        wheel = QWheelEvent(
            QPointF(20, 20),
            QPointF(board.mapToGlobal(QPoint(20, 20))),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            PLAIN,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(board.button, wheel)
    assert counter.count == 3
    device = QTest.createTouchDevice()
    assert isinstance(device, QPointingDevice)
    QTest.touchEvent(board, device).press(0, QPoint(20, 20), board).commit()
    QTest.touchEvent(board, device).release(0, QPoint(20, 20), board).commit()
    assert counter.count == 4, counter.seen
    before = counter.count
    board.button.setFocus()
    for repeated in (False, True, True):
        QApplication.sendEvent(
            board.button,
            QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_F9, PLAIN, "", repeated, 1),
        )
    assert counter.count == before + 3, counter.seen[before:]
