"""Progress: the slider leads through the visits; counts, settings and what followed are those of the record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bodymap.charting.outcomes import Stage
from bodymap.charting.places import Laterality
from bodymap.charting.records import NeedleSize, Patient, Side
from bodymap.drawing.often import Often
from bodymap.drawing.pages import Discs
from bodymap.drawing.plots import PlotShapes
from bodymap.ui.main_window import MainWindow
from bodymap.ui.progress_form import ProgressForm
from bodymap.ui.report_form import ReportForm

from .conftest import press


@pytest.fixture
def form(window: MainWindow, visit_id: str) -> ProgressForm:
    """Two visits of a plan a week apart, and one before it; pain 7 and 4."""
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
        ws.outcomes.set_motion(visit.id, "neck", "rotation", Laterality.RIGHT, 40 + pain)
    window.actions_by_id["progress"].trigger()
    assert isinstance(window.form, ProgressForm)
    return window.form


def rows(form: ProgressForm) -> list[list[str]]:
    table = form.table
    return [
        [table.item(row, column).text() for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def shaded(form: ProgressForm) -> dict[str, int]:
    """How often, by muscle, as the body shows it."""
    assert form.body.page is not None
    found = [op for op in form.body.page.operations if isinstance(op, Often)]
    return {shade.region.muscle: shade.count for op in found for shade in op.shades}


def numbers(form: ProgressForm) -> list[int]:
    assert form.body.page is not None
    return sorted(
        m.marker.number for op in form.body.page.operations if isinstance(op, Discs) for m in op.markers
    )


def test_the_slider_leads_through_the_visits(form: ProgressForm, qtbot: QtBot) -> None:
    assert form.slider.value() == 1
    assert form.title.text().startswith("Visit 2 of 2")
    assert [row[:2] for row in rows(form)] == [["Infraspinatus, right", "2"], ["Middle deltoid, right", "1"]]
    assert "0.30x50" in rows(form)[0][2]
    assert shaded(form) == {"infraspinatus": 2, "deltoid-middle": 1}
    assert numbers(form) == [1, 2]
    assert not form.later.isEnabled()

    qtbot.keyClick(form.slider, Qt.Key.Key_Left)
    assert form.title.text().startswith("Visit 1 of 2")
    assert [row[:2] for row in rows(form)] == [["Infraspinatus, right", "1"]]
    assert "0.30x40" in rows(form)[0][2]
    assert "next visit 4" in form.after.text(), "what followed"
    assert "next visit 4" in rows(form)[0][3]
    assert shaded(form) == {"infraspinatus": 1}
    assert numbers(form) == [1]
    press(form.later)
    assert form.slider.value() == 1


def test_no_word_of_the_table_is_cut(form: ProgressForm, qtbot: QtBot) -> None:
    table = form.table
    qtbot.waitUntil(lambda: table.rowCount() == 2 and not form._settle.isActive())
    for width in (900, 1000, 1366):
        form.resize(width, 700)
        qtbot.waitUntil(lambda: not form._settle.isActive())
        for row in range(table.rowCount()):
            for column in range(table.columnCount()):
                room = QRect(0, 0, table.columnWidth(column) - 22, 2000)
                words = table.item(row, column).text()
                flags = Qt.TextFlag.TextWordWrap
                need = table.fontMetrics().boundingRect(room, flags, words).height()
                assert need + 10 <= table.rowHeight(row), (width, words)


def test_plots_show_the_whole_course_and_a_press_takes_the_visit(form: ProgressForm, qtbot: QtBot) -> None:
    pain, rotation = form.plots
    qtbot.waitUntil(lambda: pain.drawn is not None and pain.width() > 200)
    assert pain.plot.name == "Shoulder pain"
    assert "before 7/10" in pain.accessibleDescription()
    assert (pain.at, rotation.at) == (1, 1)
    assert pain.drawn is not None
    x = round(pain.drawn.xs[0] / (1200 / 72) * pain.px)
    QTest.mouseClick(pain, Qt.MouseButton.LeftButton, pos=QPoint(x + 4, 60))
    assert form.slider.value() == 0
    assert (pain.at, rotation.at) == (0, 0)
    (shapes,) = [op for op in rotation.drawn.operations if isinstance(op, PlotShapes)]
    assert shapes.at == 0


def test_a_plan_is_a_course_of_its_own_and_leads_to_its_report(
    form: ProgressForm, window: MainWindow
) -> None:
    ws = window.workspace
    patient = ws.visits.get(window.visit_id).patient_id
    plan = ws.plans.start(patient, "Impingement", visit_id=window.visit_id)
    form.reject()
    window.actions_by_id["progress"].trigger()
    form = window.form
    assert form.course.currentText() == "Plan: Impingement"
    assert form.title.text().startswith("Visit 1 of 1")
    form.course.setCurrentIndex(form.course.findData(""))
    assert form.title.text().startswith("Visit 2 of 2")
    form.course.setCurrentIndex(form.course.findData(plan.id))
    press(form.report_button)
    assert isinstance(window.form, ReportForm)
    assert window.form.course.currentData() == plan.id
    assert not form.isVisible()


def test_the_plan_page_leads_to_both(window: MainWindow, visit_id: str, qtbot: QtBot) -> None:
    window.visit.steps.go_to("plan")
    card = window.visit.steps.plan.plan
    qtbot.waitUntil(lambda: card.progress.isVisible())
    press(card.progress)
    assert isinstance(window.form, ProgressForm)
    window.form.reject()
    press(card.report)
    assert isinstance(window.form, ReportForm)


def test_a_patient_without_visits_is_told_so(window: MainWindow, patient: Patient, qtbot: QtBot) -> None:
    form = ProgressForm(window, window.workspace, patient.id, "")
    qtbot.addWidget(form)
    form.show()
    assert form.title.text() == "There are no visits yet"
    assert not form.slider.isEnabled()
    assert rows(form) == []


def test_long_words_widen_nothing(form: ProgressForm, window: MainWindow, qtbot: QtBot) -> None:
    ws = window.workspace
    patient = ws.visits.get(window.visit_id).patient_id
    form.reject()
    ws.plans.start(patient, "d" * 200, visit_id=window.visit_id)
    complaint = ws.outcomes.add_complaint(patient, "x" * 200)
    ws.outcomes.set_pain(window.visit_id, complaint.id, Stage.BEFORE, now=3)
    for what in ("progress", "report"):
        window.actions_by_id[what].trigger()
        shown = window.form
        qtbot.waitUntil(shown.isVisible)
        assert shown.minimumSizeHint().width() <= window.width() - 40
        assert shown.width() <= window.width() - 40
        shown.reject()
