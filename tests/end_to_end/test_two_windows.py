"""A second window on records that are open: it says who has them, writes nothing, and takes up the visit afterwards."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bodymap.charting.precautions import Answer
from bodymap.charting.records import Section
from bodymap.store.check import check
from bodymap.store.vault import Vault
from tests.end_to_end.person import Person, main_py, python, sit


def test_another_process_is_told_and_nothing_is_lost(qtbot: QtBot, tmp_path: Path) -> None:
    vault = tmp_path / "records"
    told: list[subprocess.CompletedProcess[str]] = []

    def work(person: Person) -> None:
        person.opens()
        window = person.window
        person.adds_patient("Sandoval", "Mireya")
        person.begins_todays_visit()
        person.needles("rectus-femoris", "right")
        person.writes(Section.PLAN, "Again in a week.")
        for words in (
            ["visits", "--vault", str(vault)],
            ["chart", "--vault", str(vault), "--visit", "last", "--pdf", str(tmp_path / "chart.pdf")],
            ["--vault", str(vault), "--visit", "last", "--screenshot", str(tmp_path / "second.png")],
        ):
            told.append(
                subprocess.run(
                    [python(), str(main_py()), *words],
                    capture_output=True,
                    text=True,
                    env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
                    timeout=60,
                    check=False,
                )
            )
        # The first goes on as if nothing had been.
        person.needles("rectus-femoris", "left")
        person.writes(Section.PLAN, " Stretch.")
        person.click(window.visit.steps.switch.button("before"))
        page = window.visit.steps.before
        person.sees(page.isVisible)
        page.precautions.find.setFocus()
        QTest.keyClicks(page.precautions.find, "pacem")
        QTest.keyClick(page.precautions.find, Qt.Key.Key_Return)
        person.sees(lambda: "pacemaker" in page.precautions.yes.text().casefold())

    sit(qtbot, ["--vault", str(vault)], work)
    for run in told:
        assert run.returncode != 0
        assert "open already" in run.stderr, run.stderr
        assert "Traceback" not in run.stderr
    assert not (tmp_path / "chart.pdf").exists()
    with Vault.open(vault) as records:
        (visit,) = records.all_visits()
        assert [mark.side.value for mark in records.marks_of(visit.id)] == ["right", "left"]
        assert records.note(visit.id)[Section.PLAN][0] == "Again in a week. Stretch."
        (answer,) = records.select("precaution_answer")
        assert answer.answer is Answer.YES
    assert check(vault) == []


def test_the_second_window_takes_up_the_visit_once_the_first_lets_go(qtbot: QtBot, tmp_path: Path) -> None:
    vault = tmp_path / "records"

    def before(person: Person) -> None:
        person.opens()
        person.adds_patient("Sandoval", "Mireya")
        person.begins_todays_visit()
        person.writes(Section.PLAN, "Again in a week.")

    sit(qtbot, ["--vault", str(vault)], before)
    held = Vault.open(vault)

    def second(person: Person) -> None:
        window = person.window
        person.sees(lambda: window._fault_page is not None and window._fault_page.isVisible())
        page = window._fault_page
        assert "open already" in page.happened.text()
        assert "what is written there is safe" in page.safe.text()
        held.close()
        person.click(page.again_button)
        person.opens()
        person.sees(lambda: len(window.patients.list.lines_model().lines) > 1)
        QTest.keyClicks(QApplication.focusWidget() or window.patients.find_field, "sando")
        QTest.keyClick(window.patients.find_field, Qt.Key.Key_Return)
        person.sees(lambda: window.visit_id)
        assert window.visit.note.fields[Section.PLAN].text() == "Again in a week."
        person.needles("rectus-femoris", "left")

    sit(qtbot, ["--vault", str(vault)], second)
    with Vault.open(vault) as records:
        (visit,) = records.all_visits()
        assert len(records.marks_of(visit.id)) == 1
    assert check(vault) == []
