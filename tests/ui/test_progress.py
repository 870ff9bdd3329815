"""Progress: the slider leads through the visits; counts, settings and what followed are those of the record."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from bodymap.charting.outcomes import Stage
from bodymap.charting.records import NeedleSize, Patient, Side
from bodymap.drawing.pages import Discs
from bodymap.drawing.report_pages import Plot, Shaded
from bodymap.ui.main_window import MainWindow
from bodymap.ui.progress_form import ProgressForm

from .conftest import press


def test_the_slider_leads_through_the_visits(window: MainWindow, visit_id: str, qtbot: QtBot) -> None:
    ws = window.workspace
    today = ws.visits.get(visit_id)
    first = ws.visits.create(today.patient_id, today.date - timedelta(days=7))
    complaint = ws.outcomes.add_complaint(today.patient_id, "Shoulder pain")
    for visit, muscles, pain in (
        (first, ("infraspinatus",), 7),
        (today, ("infraspinatus", "deltoid-middle"), 4),
    ):
        for muscle in muscles:
            place = ws.atlas.usual_point(muscle, "right")
            mark = ws.marks.place(visit.id, *place, target=ws.marks.muscle(muscle), side=Side.RIGHT)
            ws.marks.change([mark.id], needle=NeedleSize(300, 40 if visit is first else 50))
        ws.outcomes.set_pain(visit.id, complaint.id, Stage.BEFORE, now=pain)
    window.actions_by_id["progress"].trigger()
    form = window.form

    def rows() -> list[list[str]]:
        table = form.table
        return [
            [table.item(row, column).text() for column in range(table.columnCount())]
            for row in range(table.rowCount())
        ]

    assert form.slider.value() == 1
    assert form.title.text().startswith("Visit 2 of 2")
    assert [row[:2] for row in rows()] == [["Infraspinatus, right", "2"], ["Middle deltoid, right", "1"]]
    assert "0.30x50" in rows()[0][2]
    operations = form.view.page.operations
    assert len([op for op in operations if isinstance(op, Plot)]) == 1
    assert {r.muscle for op in operations if isinstance(op, Shaded) for r, _ in op.regions} == {
        "infraspinatus",
        "deltoid-middle",
    }
    assert not form.later.isEnabled()

    qtbot.keyClick(form.slider, Qt.Key.Key_Left)
    assert form.title.text().startswith("Visit 1 of 2")
    assert [row[:2] for row in rows()] == [["Infraspinatus, right", "1"]]
    assert "0.30x40" in rows()[0][2]
    assert "next visit 4" in form.after.text(), "what followed"
    assert "next visit 4" in rows()[0][3]
    numbers = [
        m.marker.number for op in form.view.page.operations if isinstance(op, Discs) for m in op.markers
    ]
    assert numbers == [1]
    assert not [op for op in form.view.page.operations if isinstance(op, Plot)], "one value is no course"
    press(form.later)
    assert form.slider.value() == 1


def test_a_patient_without_visits_is_told_so(window: MainWindow, patient: Patient, qtbot: QtBot) -> None:
    form = ProgressForm(window, window.workspace, patient.id, "")
    qtbot.addWidget(form)
    assert form.title.text() == "There are no visits yet"
    assert not form.slider.isEnabled()
