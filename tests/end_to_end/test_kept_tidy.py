"""Patients kept tidy by hand in the real window: a double merged, separated, merged again; old records listed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bodymap.charting.records import Section
from bodymap.charting.tidying import Keep
from bodymap.store.check import check
from bodymap.store.vault import Vault
from tests.end_to_end.person import Person, sit


def test_a_double_is_merged_separated_and_merged_for_good(qtbot: QtBot, tmp_path: Path) -> None:
    vault = tmp_path / "records"
    ids: dict[str, str] = {}

    def first(person: Person) -> None:
        person.opens()
        window = person.window
        ids["kept"] = person.adds_patient("Sandoval", "Mireya", "3.5.1979")
        person.begins_todays_visit()
        person.needles("rectus-femoris", "right")
        person.click(window.patients.back_button)
        ids["double"] = person.adds_patient("Sandoval-Ruiz", "Mireya", "5.3.1979")
        person.begins_todays_visit()
        person.needles("rectus-femoris", "left")
        person.writes(Section.PLAN, "Again in a week.")
        person.click(window.patients.back_button)
        window.open_patient(ids["kept"])
        window.actions_by_id["merge_records"].trigger()
        person.sees(lambda: window.form is not None and window.form.isVisible())
        form = window.form
        form.activateWindow()
        person.sees(form.find.hasFocus)
        QTest.keyClicks(form.find, "ruiz")
        QTest.keyClick(form.find, Qt.Key.Key_Return)
        person.sees(form.comparing.isVisible)
        person.click(form.choices["Date of birth"][Keep.OTHER])
        person.click(form.merge_button)
        person.sees(lambda: "1 visit came over" in window.body.bar.text())
        person.press_button("Separate again")
        person.sees(lambda: "stands by itself" in window.body.bar.text())
        assert window.workspace.patients.get(ids["kept"]).date_of_birth == date(1979, 5, 3)
        window.actions_by_id["merge_records"].trigger()
        person.sees(lambda: window.form is not form and window.form.isVisible())
        again = window.form
        again.activateWindow()
        QTest.keyClicks(again.find, "ruiz")
        QTest.keyClick(again.find, Qt.Key.Key_Return)
        person.sees(again.comparing.isVisible)
        person.click(again.choices["Date of birth"][Keep.OTHER])
        person.click(again.merge_button)
        person.sees(lambda: "1 visit came over" in window.body.bar.text())

    sit(qtbot, ["--vault", str(vault)], first)
    with Vault.open(vault) as records:
        kept = records.patient(ids["kept"])
        assert (kept.name, kept.date_of_birth) == ("Sandoval, Mireya", date(1979, 3, 5))
        assert records.patient(ids["double"]).removed
        visits = records.visits_of(ids["kept"])
        assert sorted(records.marks_of(visit.id)[0].side.value for visit in visits) == ["left", "right"]
        assert "Again in a week." in {records.note(visit.id)[Section.PLAN][0] for visit in visits}
    assert check(vault) == []

    def after_a_restart(person: Person) -> None:
        """The way back is there still, with the particulars as they were."""
        person.opens()
        window = person.window
        window.open_patient(ids["kept"])
        window.actions_by_id["merge_records"].trigger()
        person.sees(lambda: window.form is not None and window.form.isVisible())
        (back,) = window.form.separate_buttons.values()
        person.click(back)
        person.sees(lambda: "stands by itself" in window.body.bar.text())

    sit(qtbot, ["--vault", str(vault)], after_a_restart)
    with Vault.open(vault) as records:
        assert records.patient(ids["kept"]).date_of_birth == date(1979, 5, 3)
        assert not records.patient(ids["double"]).removed
        assert [len(records.visits_of(ids[who])) for who in ("kept", "double")] == [1, 1]
    assert check(vault) == []


def test_old_records_are_listed_and_all_of_them_stay(qtbot: QtBot, tmp_path: Path) -> None:
    vault = tmp_path / "records"

    def work(person: Person) -> None:
        person.opens()
        window = person.window
        patient_id = person.adds_patient("Okonkwo", "Tobias", "1.1.1970")
        window.workspace.visits.create(patient_id, date(2010, 3, 1))
        window.actions_by_id["retention"].trigger()
        person.sees(lambda: window.form is not None and window.form.isVisible())
        form = window.form
        form.activateWindow()
        person.sees(form.numbers["retention_years"].hasFocus)
        QTest.keyClicks(form.numbers["retention_years"], "7")
        QTest.keyClick(form.numbers["retention_years"], Qt.Key.Key_Return)
        person.sees(lambda: form.state.text() == "1 record is past the time.")
        person.click(form.close_button)

    sit(qtbot, ["--vault", str(vault)], work)
    with Vault.open(vault) as records:
        assert records.find_patients("Okonkwo").total == 1
        assert records.select("policy")[0].retention_years == 7
    assert check(vault) == []
