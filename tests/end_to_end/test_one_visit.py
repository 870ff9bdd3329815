"""One visit from an empty machine to a printed chart, as a therapist does it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pdfplumber
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bodymap.atlas.geometry import bounds, inner_point
from bodymap.charting.records import Section
from tests.end_to_end.person import Person, main_py, python, sit, today

NEEDLED = [
    ("anterior", "pectoralis-major-clavicular", "right", "R pectoralis major clavicular part"),
    ("anterior", "rectus-femoris", "left", "L rectus femoris"),
    ("anterior", "tibialis-anterior", "right", "R tibialis anterior"),
    ("posterior", "trapezius-upper", "right", "R upper trapezius"),
    ("posterior", "latissimus-dorsi", "left", "L latissimus dorsi"),
    ("posterior", "gluteus-maximus", "left", "L gluteus maximus"),
]


def command(*words: str | Path) -> str:
    """What a second process says of the records."""
    ran = subprocess.run(
        [python(), str(main_py()), *map(str, words)], capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_from_an_empty_machine_to_a_printed_chart(qtbot: QtBot, tmp_path: Path) -> None:
    vault = tmp_path / "records"

    def first_sitting(person: Person) -> None:
        person.opens()
        assert person.window.patients.first_button.isVisible()
        assert person.window.patients.look_button.isVisible()
        person.adds_patient("Sandoval", "Mireya", "17.4.1986")
        person.begins_todays_visit()
        for plate, muscle, side, title in NEEDLED:
            if person.window.body.view.plate != plate:
                person.turns_to(plate)
            assert person.needles(muscle, side) == title
        person.edits(0, "size", "0,25x30")
        person.edits(3, "size", "0.30x40")
        person.edits(3, "needles", "2")
        person.edits(3, "note", "familiar headache")
        person.writes(Section.SUBJECTIVE, "Neck stiff for three weeks.")
        person.writes(Section.PLAN, "Again in a week.")

    assert sit(qtbot, ["--vault", str(vault)], first_sitting) == 0

    [visit] = json.loads(command("visits", "--vault", vault, "--json"))
    assert (visit["patient"], visit["date"], visit["marks"]) == ("Sandoval, Mireya", today(), 6)

    def second_sitting(person: Person) -> None:
        person.opens()
        person.sees(lambda: person.window.visit_id)
        assert person.marks() == [title for *_, title in NEEDLED]
        marks = person.window.visit.list.marks_model().marks
        assert [str(mark.needle) if mark.needle else "" for mark in marks] == [
            "0.25x30",
            "",
            "",
            "0.30x40",
            "",
            "",
        ]
        assert (marks[3].needles, marks[3].insertions, marks[3].note) == (2, 2, "familiar headache")
        assert person.window.visit.note.fields[Section.PLAN].text() == "Again in a week."
        person.undoes()
        person.sees(lambda: person.window.visit.list.marks_model().marks[3].note == "")

    assert sit(qtbot, ["--vault", str(vault), "--visit", "last"], second_sitting) == 0

    for paper, width in (("a4", 595), ("letter", 612)):
        pdf = tmp_path / f"{paper}.pdf"
        command("chart", "--vault", vault, "--visit", "last", "--pdf", pdf, "--paper", paper)
        with pdfplumber.open(pdf) as document:
            text = "\n".join(page.extract_text() for page in document.pages)
            assert abs(float(document.pages[0].width) - width) < 1
        for wanted in (
            "Sandoval, Mireya",
            "17 Apr 1986",
            "Upper trapezius right 0.30x40 mm 2 2",
            "Gluteus maximus left",
            "6 sites",
            "Neck stiff for three weeks.",
            "Again in a week.",
            "Draft, not signed",
        ):
            assert wanted in text, wanted
        assert "familiar headache" not in text
    assert "sound" in command("check", "--vault", vault)


def test_undo_and_redo_by_key_and_after_a_restart(qtbot: QtBot, tmp_path: Path) -> None:
    vault = tmp_path / "records"

    def charts(person: Person) -> None:
        person.opens()
        person.adds_patient("Okonkwo", "Tobias")
        person.begins_todays_visit()
        person.needles("pectoralis-major-clavicular", "right")
        person.needles("rectus-femoris", "left")
        person.window.body.view.setFocus()
        person.undoes()
        person.sees(lambda: person.marks() == ["R pectoralis major clavicular part"])

    def redoes(person: Person) -> None:
        person.opens()
        person.sees(lambda: person.window.visit_id)
        redo = person.window.body.redo_button
        assert "L rectus femoris" in redo.toolTip()
        person.click(redo)
        person.sees(lambda: len(person.marks()) == 2)
        person.undoes()
        person.undoes()
        person.sees(lambda: person.marks() == [])

    sit(qtbot, ["--vault", str(vault)], charts)
    sit(qtbot, ["--vault", str(vault), "--visit", "last"], redoes)


def test_a_mark_is_dragged_and_removed_on_the_body(qtbot: QtBot, tmp_path: Path) -> None:
    def work(person: Person) -> None:
        person.opens()
        person.adds_patient("Lindqvist", "Åsa")
        person.begins_todays_visit()
        person.turns_to("posterior")
        person.needles("gluteus-maximus", "right")
        view = person.window.body.view
        mark = person.window.visit.list.marks_model().marks[0]
        atlas = person.window.workspace.atlas
        calf = next(
            r
            for p, n, r in atlas.regions_of("gastrocnemius-lateral")
            if (p, n, r.side) == ("posterior", 1, "right")
        )
        start, end = person.pixel_of(mark.point.u, mark.point.v), person.pixel_of(*inner_point(calf.rings))
        QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
        for step in range(1, 6):
            QTest.mouseMove(view, start + (end - start) * step / 5)
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
        person.sees(lambda: person.marks() == ["R lateral gastrocnemius"])
        person.undoes()
        person.sees(lambda: person.marks() == ["R gluteus maximus"])
        view.select([mark.id])
        view.setFocus()
        person.key(Qt.Key.Key_Delete)
        person.sees(lambda: person.marks() == [])
        person.undoes()
        person.sees(lambda: person.marks() == ["R gluteus maximus"])

    sit(qtbot, ["--vault", str(tmp_path / "records")], work)


def test_a_group_and_a_tendon_are_charted_with_a_point(qtbot: QtBot, tmp_path: Path) -> None:
    def work(person: Person) -> None:
        person.opens()
        person.adds_patient("Haddad", "ليلى")
        person.begins_todays_visit()
        field = person.window.visit.add
        person.types(field, "l suboccip")
        person.key(Qt.Key.Key_Return)
        person.sees(lambda: person.marks() == ["L suboccipitals"])
        # What is named rather than pointed at lies at its usual place, where it can be dragged from.
        (group,) = person.window.visit.list.marks_model().marks
        view = person.window.body.view
        person.sees(
            lambda: (view.plate, view.layer) == (group.point.plate, group.point.layer) == ("posterior", 3)
        )
        assert "no point" not in person.window.body.said.text()
        person.click(person.window.body.layers.button(1))
        person.turns_to("posterior")
        person.sees(lambda: view.layer == 1 and view.sharp)
        layer = person.window.workspace.atlas.plate("posterior").layers[1]
        tissue = (*layer.tissue_under, *layer.tissue_over)
        tendon = next(s for s in tissue if s.name == "Achilles tendon" and s.side == "right")
        u0, v0, u1, _v1 = bounds(tendon.curve)
        atlas = person.window.workspace.atlas
        across = [
            u
            for u in range(int(u0), int(u1))
            if atlas.at("posterior", 1, u, v0 + 60).tissue_name == tendon.name
        ]
        at = person.pixel_of(across[len(across) // 2], v0 + 60)
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        person.sees(lambda: QApplication.activePopupWidget() is not None)
        QTest.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Escape)
        person.sees(lambda: QApplication.activePopupWidget() is None)
        assert len(person.marks()) == 1
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        person.answers_menu("Scar")
        person.sees(lambda: len(person.marks()) == 2)
        assert person.marks()[1] == "R scar"
        mark = person.window.visit.list.marks_model().marks[1]
        assert abs(mark.point.v - (v0 + 60)) < 3

    sit(qtbot, ["--vault", str(tmp_path / "records")], work)
