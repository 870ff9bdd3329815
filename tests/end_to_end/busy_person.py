"""A therapist who never stops, in a process of their own that the parent kills at any moment.

    python -m tests.end_to_end.busy_person FOLDER marks|note SEED

The real main(), the real window (offscreen), real events. What the program has acknowledged is said on stdout, one
line of JSON each: a mark once the click has returned, a text once the note shows "Saved".
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
import traceback
from collections.abc import Callable
from itertools import count
from typing import cast

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bodymap import app
from bodymap.atlas.geometry import inner_point
from bodymap.charting.records import Section
from bodymap.ui.main_window import MainWindow
from tests.end_to_end.person import Person


class Patience:
    """What a Person needs of pytest-qt's bot, where there is no pytest."""

    def waitUntil(self, seen: Callable[[], bool], timeout: int) -> None:
        end = time.monotonic() + timeout / 1000
        while not seen():
            if time.monotonic() > end:
                raise TimeoutError
            QApplication.processEvents()
            time.sleep(0.001)


def says(**what: str) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def marks_without_end(person: Person, chance: random.Random) -> None:
    """Click muscle after muscle on both plates; with all of them marked, begin the next patient."""
    window = person.window
    for number in count(1):
        person.adds_patient(f"Busy {number}", f"{os.getpid()}")
        person.begins_todays_visit()
        view = window.body.view
        assert window.workspace is not None
        for plate in ("anterior", "posterior"):
            if view.plate != plate:
                person.turns_to(plate)
            places = [
                person.pixel_of(*inner_point(region.rings))
                for region in window.workspace.atlas.plate(plate).layers[1].regions
            ]
            chance.shuffle(places)
            known = len(view.visit_marks)
            for at in far_apart(places):
                person.click(view, at)
                marks = view.visit_marks  # the body shows them first
                if len(marks) > known:
                    known = len(marks)
                    says(mark=marks[-1].id, title=marks[-1].title)
                QApplication.processEvents()


def far_apart(places: list[QPoint]) -> list[QPoint]:
    """Places none of which lies under the number of another's mark."""
    kept: list[QPoint] = []
    for at in places:
        if all((at - other).manhattanLength() > 40 for other in kept):
            kept.append(at)
    return kept


def writes_without_end(person: Person, chance: random.Random) -> None:
    """Type words with short and long pauses, now in one text of the note, now in another."""
    window = person.window
    if not window.visit_id:
        person.adds_patient("Writer", str(os.getpid()))
        person.begins_todays_visit()
    note = window.visit.note
    while True:
        section = chance.choice(list(Section))
        note._choose(section)
        field = note.fields[section]
        for _ in range(chance.randint(1, 6)):
            QTest.keyClicks(field, f"word{chance.randrange(1000)} ")
            QApplication.processEvents()
        # Sometimes the next word comes before the pause is over; then nothing was said to be saved.
        end = time.monotonic() + chance.choice((0.1, 0.8))
        while time.monotonic() < end:
            QApplication.processEvents()
            if not note.unsaved():
                assert note.state.text() == "Saved"
                says(visit=window.visit_id, **{s.value: note.fields[s].text() for s in Section})
                break
            time.sleep(0.002)


def main(words: list[str]) -> int:
    folder, what, seed = words
    chance = random.Random(int(seed))
    work = {"marks": marks_without_end, "note": writes_without_end}[what]

    def begin() -> None:
        window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
        person = Person(window, cast(QtBot, Patience()))
        try:
            person.opens()
            says(begun=what)
            work(person, chance)
        except BaseException:
            traceback.print_exc()
            os._exit(3)  # a fault in here must not look like the parent's kill

    QTimer.singleShot(0, begin)
    return app.main(["--vault", folder, *(["--visit", "last"] if what == "note" else [])])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
