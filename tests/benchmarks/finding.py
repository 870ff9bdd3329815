"""Measures find as you type in the real window among 100,000 invented patients: finding.py KEYSTROKES; prints JSON.

A keystroke's clock stops when the event loop has nothing left to paint. Interleaved: the same keystroke in a bare line
edit above an empty list.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QVBoxLayout, QWidget

PATIENTS = 100_000
ONSETS = (
    "B",
    "Br",
    "D",
    "F",
    "G",
    "H",
    "K",
    "L",
    "M",
    "N",
    "P",
    "R",
    "S",
    "St",
    "T",
    "V",
    "W",
    "Sch",
    "Tr",
    "Øst",
)
MIDDLES = ("a", "e", "i", "o", "u", "ar", "en", "il", "ö", "um", "an", "el")
ENDS = ("ton", "berg", "mann", "ski", "sen", "ley", "ova", "ez", "ini", "worth", "quist", "da")
GIVEN = (
    "Ada",
    "Ben",
    "Chloé",
    "Dmitri",
    "Ewa",
    "Farid",
    "Grace",
    "Hiro",
    "Inés",
    "Jörg",
    "Kemal",
    "Lena",
    "Mae",
)


def people(chance: random.Random) -> list[dict[str, object]]:
    """Invented people with names as unlike and as alike as real ones."""
    return [
        {
            "family_name": chance.choice(ONSETS) + chance.choice(MIDDLES) + chance.choice(ENDS),
            "given_names": f"{chance.choice(GIVEN)} {chance.choice(GIVEN)}",
            "date_of_birth": date(1930, 1, 1) + timedelta(days=chance.randrange(33_000)),
            "clinic_id": f"N-{number:06}",
        }
        for number in range(PATIENTS)
    ]


def main(keystrokes: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="bodymap-bench-"))
    for name in ("CONFIG", "DATA", "STATE"):
        os.environ[f"XDG_{name}_HOME"] = str(folder / name)
    application = QApplication(["bench"])

    from bodymap.app import Opening
    from bodymap.charting.edits import Transaction, created
    from bodymap.charting.records import Patient, new_id, now
    from bodymap.composition import make_atlas, open_workspace
    from bodymap.settings import Preferences
    from bodymap.ui.main_window import MainWindow

    chance = random.Random(7)
    listed = people(chance)
    filling = open_workspace(folder / "records", make_atlas(), create=True)
    for first in range(0, PATIENTS, 2_000):
        changes = tuple(created(Patient(new_id(), **values)) for values in listed[first : first + 2_000])
        filling.store.apply(Transaction(changes, now(), filling.practice.therapist.id, "new patient"))
    filling.close()

    window = MainWindow(Opening(), Preferences.unsaved(), folder=folder / "records")
    window.resize(1366, 768)
    window.show()
    ready: list[bool] = []
    window.ready.connect(lambda: ready.append(True))
    while not ready:
        application.processEvents()
    opened = time.perf_counter()
    field = window.patients.find_field
    field.setFocus()
    # The list is folded in idle time after the start; a person needs seconds to come to the first keystroke.
    while time.perf_counter() - opened < 8:
        application.processEvents()

    bare = QWidget()
    column = QVBoxLayout(bare)
    line = QLineEdit()
    column.addWidget(line)
    column.addWidget(QListWidget())
    bare.resize(1366, 768)
    bare.show()
    application.processEvents()

    times: dict[str, list[float]] = {"keystroke": [], "yardstick": []}
    while len(times["keystroke"]) < keystrokes:
        person = chance.choice(listed)
        text = chance.choice(
            [
                str(person["family_name"])[:6],
                f"{str(person['given_names'])[:3]} {str(person['family_name'])[:4]}",
                f"{person['date_of_birth']:%d.%m.%Y}",
                str(person["clinic_id"]),
                str(person["family_name"])[1:],
            ]
        )
        field.clear()
        line.clear()
        application.processEvents()
        for letter in text:
            if not letter.isascii():
                continue
            for name, where in (("keystroke", field), ("yardstick", line)):
                start = time.perf_counter()
                QTest.keyClick(where, letter)
                application.processEvents()
                times[name].append(time.perf_counter() - start)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    print(json.dumps({name: [1000 * t for t in found] for name, found in times.items()}))
    window.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
