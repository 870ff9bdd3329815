"""What is asked before and after the needles, by hand in the real window; then the records are read again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from bodymap.charting.events import EventKind, Harm
from bodymap.charting.outcomes import Progress, Stage
from bodymap.charting.precautions import Answer
from bodymap.charting.records import Side, Tolerance, VerbalConsent
from bodymap.store.check import check
from bodymap.store.vault import Vault
from bodymap.ui.after_page import HARMS, EventRow
from bodymap.ui.pain_scale import PainScale
from bodymap.ui.record_page import RecordPage
from bodymap.ui.segments import Segments
from tests.end_to_end.person import Person, enters, sit


def reach(person: Person, page: RecordPage, widget: QWidget) -> None:
    """Scroll the page until the widget can be pressed."""
    person.sees(widget.isVisible)
    page.ensureWidgetVisible(widget)


def chooses(person: Person, page: RecordPage, segments: Segments, value: object) -> None:
    reach(person, page, segments)
    person.click(segments.button(value))


def presses(person: Person, page: RecordPage, button: QAbstractButton) -> None:
    reach(person, page, button)
    at = QPoint(12, button.height() // 2)
    person.click(button, at)


def types(person: Person, page: RecordPage, field: QWidget, text: str) -> None:
    reach(person, page, field)
    person.click(field)
    enters(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def scores(person: Person, page: RecordPage, scale: PainScale, value: int) -> None:
    reach(person, page, scale)
    person.click(scale, QPoint(int((value + 0.5) * scale.width() / 11), scale.height() // 2))


def test_before_and_after_a_first_visit(qtbot: QtBot, tmp_path: Path) -> None:
    vault = tmp_path / "records"

    def work(person: Person) -> None:
        person.opens()
        person.adds_patient("Lindqvist", "Åsa", "3.5.1979")
        person.begins_todays_visit()
        steps = person.window.visit.steps
        person.sees(lambda: steps.ready.text().endswith("missing"))
        before = steps.before
        person.click(steps.switch.button("before"))
        person.sees(before.isVisible)
        assert not before.response.isVisible()  # there is no last visit
        presses(person, before, before.precautions.unfold)
        row = before.precautions._rows["pacemaker"]
        assert before.precautions.none.text() == "All no"
        reach(person, before, row.choice)
        person.sees(lambda: row.y() > before.precautions._rows["pregnancy"].y() > 0)
        top = row.choice.mapTo(before.precautions, QPoint(0, 0)).y()
        chooses(person, before, row.choice, Answer.YES)
        person.sees(row.detail.isVisible)
        # A second press at the same place must not answer another question.
        assert abs(row.choice.mapTo(before.precautions, QPoint(0, 0)).y() - top) < 6
        assert before.precautions.none.text() == "The rest no"
        types(person, before, row.detail, "left, 2019")
        types(person, before, row.since, "2019")
        metal = next(item for item in before.workspace.precautions.items() if item.asks_where)
        asks = before.precautions._rows[metal.id]
        chooses(person, before, asks.choice, Answer.YES)
        person.sees(asks.where.isVisible)
        types(person, before, asks.levels, "L99")
        person.sees(lambda: "L4-5" in before.precautions.refusal.text())
        asks.levels.clear()
        types(person, before, asks.levels, "L4, C5-7")
        person.sees(lambda: not before.precautions.refusal.isVisible())
        medicines = before.precautions.medicines
        for name in ("Apixaban", "Metformin"):
            types(person, before, medicines.add, name)
            person.sees(lambda name=name: not medicines.add.text())
        types(person, before, medicines.add, "apixaban")
        person.sees(lambda: "already" in before.precautions.refusal.text())
        medicines.add.clear()
        first, second = medicines.rows.values()
        types(person, before, first.dose, "5 mg")
        presses(person, before, first.thins)
        presses(person, before, second.ended)
        person.sees(lambda: len(medicines.rows) == 1)
        presses(person, before, before.precautions.none)
        person.sees(lambda: not before.precautions.none.isVisible())
        person.window.activateWindow()
        person.sees(person.window.isActiveWindow)
        person.undoes()  # one press, one step
        person.sees(before.precautions.none.isVisible)
        person.redoes()
        person.sees(lambda: not before.precautions.none.isVisible())
        # What a medicine on the list says was answered with it; what a pacemaker implies is no "rest".
        assert before.precautions._rows["blood-thinners"].choice.value() is Answer.YES
        assert "yes or no: Implant" in before.precautions.state.text()
        chooses(person, before, before.precautions._rows["implant"].choice, Answer.YES)
        chooses(person, before, before.precautions._rows["heart"].choice, Answer.NO)
        assert "pacemaker" in before.precautions.yes.text().casefold()
        presses(person, before, before.consent.taken)
        person.sees(lambda: before.consent.copy.isVisible())
        presses(person, before, before.consent.copy)
        presses(person, before, before.consent.risks)
        chooses(person, before, before.consent.verbal, VerbalConsent.GIVEN)
        types(person, before, before.pain.add, "Neck pain")
        person.sees(lambda: "Neck pain" in [row.name.text() for row in before.pain.rows.values()])
        pain = next(row for row in before.pain.rows.values() if row.name.text() == "Neck pain")
        scores(person, before, pain.scale, 6)
        types(person, before, pain.worst, "11")
        person.sees(lambda: "10" in before.pain.refusal.text())
        pain.worst.clear()
        assert not pain.over.isVisible(), "no period of nothing"
        types(person, before, pain.worst, "8,5")
        person.sees(lambda: not before.pain.refusal.isVisible())
        types(person, before, pain.period, "the last week")
        person.click(steps.switch.button("after"))
        after = steps.after
        person.sees(after.isVisible)
        pain = next(row for row in after.pain.rows.values() if row.name.text() == "Neck pain")
        scores(person, after, pain.scale, 3)
        person.sees(lambda: "6 \u2192 3" in pain.change.text())
        chooses(person, after, after.care.tolerance, Tolerance.GOOD)
        presses(person, after, after.care.aftercare)
        types(person, after, after.events.other, "felt hot")
        person.sees(lambda: not after.events.nothing.isEnabled())
        (row,) = after.events.findChildren(EventRow)
        assert not any(row.harm.button(harm).isChecked() for harm in HARMS)
        chooses(person, after, row.harm, Harm.MILD)
        types(person, after, after.visit.minutes, "25")
        types(person, after, after.visit.therapies, "exercise, heat")
        person.click(steps.switch.button("plan"))
        plan = steps.plan
        person.sees(plan.isVisible)
        types(person, plan, plan.plan.fields["diagnosis"], "Neck pain")
        types(person, plan, plan.plan.fields["visits_suggested"], "6")
        person.sees(lambda: "of 6" in plan.plan.state.text())

    sit(qtbot, ["--vault", str(vault)], work)
    with Vault.open(vault) as records:
        visit = next(records.all_visits())
        answers = {one.precaution_id: one for one in records.select("precaution_answer")}
        assert (answers["pacemaker"].answer, answers["pacemaker"].detail) == (Answer.YES, "left, 2019")
        assert answers["pacemaker"].since == "2019"
        yes = {one.precaution_id: one for one in answers.values() if one.answer is Answer.YES}
        assert len(yes) == 4
        assert "blood-thinners" in yes
        assert [one.levels for one in yes.values() if one.levels] == [("L4", "C5-7")]
        assert {one.answer for key, one in answers.items() if key not in yes} == {Answer.NO}
        taken = {one.name: one for one in records.select("medication")}
        assert (taken["Apixaban"].dose, taken["Apixaban"].thins_blood) == ("5 mg", True)
        assert taken["Metformin"].ended_on == visit.date
        assert len(records.select("screening", visit_id=visit.id)) == 1
        (consent,) = records.select("consent")
        assert (consent.copy_given, consent.risks_told, consent.given_on) == (True, True, visit.date)
        assert (visit.verbal_consent, visit.tolerance, visit.aftercare_told, visit.minutes) == (
            VerbalConsent.GIVEN,
            Tolerance.GOOD,
            True,
            25,
        )
        assert visit.other_therapies == ("exercise", "heat")
        pains = {one.stage: one for one in records.select("pain_score", visit_id=visit.id)}
        assert (pains[Stage.BEFORE].now, pains[Stage.BEFORE].worst, pains[Stage.AFTER].now) == (60, 85, 30)
        assert pains[Stage.BEFORE].period == "the last week"
        (event,) = records.select("adverse_event")
        assert (event.kind, event.severity, event.text, event.open) == (
            EventKind.OTHER,
            Harm.MILD,
            "felt hot",
            True,
        )
        (plan,) = records.select("plan")
        assert (plan.diagnosis, plan.visits_suggested, visit.plan_id) == ("Neck pain", 6, plan.id)
    assert check(vault) == []

    def second_visit(person: Person) -> None:
        """The next visit asks what became of it, and whether anything has changed."""
        person.opens()
        window = person.window
        (line,) = window.workspace.patients.find("").lines
        window.open_patient(line.id)
        first = next(iter(window.workspace.visits.of(line.id)))
        window.workspace.visits.move(first.id, day=first.date - timedelta(days=7))
        person.click(window.patients.today_button)
        person.sees(lambda: window.visit_id and window.visit_id != first.id)
        steps = window.visit.steps
        person.click(steps.switch.button("before"))
        before = steps.before
        person.sees(before.isVisible)
        presses(person, before, before.precautions.unchanged)
        person.sees(lambda: not before.precautions.unchanged.isVisible())
        chooses(person, before, before.response.progress, Progress.BETTER)
        types(person, before, before.response.soreness, "24")
        over = next(b for b in before.response.findChildren(QAbstractButton) if b.text() == "It is over")
        presses(person, before, over)
        pain = next(row for row in before.pain.rows.values() if row.name.text() == "Neck pain")
        pain.scale.setFocus()
        QTest.keyClick(pain.scale, Qt.Key.Key_1)
        QTest.keyClick(pain.scale, Qt.Key.Key_0)
        person.sees(lambda: "6 \u2192 10" in pain.change.text())
        QTest.keyClick(pain.scale, Qt.Key.Key_4)
        person.click(steps.switch.button("plan"))
        plan = steps.plan
        person.sees(plan.isVisible)
        # The new visit has joined the running plan; it can leave it, and come back.
        person.sees(lambda: "Visit 2 of 6" in plan.plan.state.text())
        presses(person, plan, plan.plan.leave)
        presses(person, plan, plan.plan.join)
        person.sees(lambda: "Visit 2 of 6" in plan.plan.state.text())
        # What is missing leads to its field.
        wanted = [m for m in window.workspace.ready.missing(window.visit_id) if m.field == "verbal_consent"]
        steps._look()
        person.click(steps.ready)
        menu = window.findChild(QMenu, "missing")
        line = next(a for a in menu.actions() if a.text() in {m.sentence for m in wanted})
        person.answers_menu(line.text())
        person.sees(lambda: steps.step == "before" and before.isVisible())
        assert before.consent.verbal.isAncestorOf(before.focusWidget())

    sit(qtbot, ["--vault", str(vault)], second_visit)
    with Vault.open(vault) as records:
        visit = next(records.all_visits())
        (screening,) = records.select("screening", visit_id=visit.id)
        (response,) = records.select("response", visit_id=visit.id)
        (event,) = records.select("adverse_event")
        (pain,) = records.select("pain_score", visit_id=visit.id)
        assert screening.unchanged
        assert (response.progress, response.soreness_hours) == (Progress.BETTER, 24)
        assert not event.open
        assert pain.now == 40
        assert visit.plan_id == records.select("plan")[0].id
    assert check(vault) == []


def test_what_is_typed_is_taken_back_from_where_it_was_typed(qtbot: QtBot, tmp_path: Path) -> None:
    """Ctrl+Z with the keyboard still in the field: it is the visit's undo, and not a key that does nothing."""

    def work(person: Person) -> None:
        person.opens()
        person.adds_patient("Lindqvist", "Åsa")
        person.begins_todays_visit()
        steps = person.window.visit.steps
        person.click(steps.switch.button("before"))
        before = steps.before
        person.sees(before.isVisible)
        person.window.activateWindow()
        person.sees(person.window.isActiveWindow)
        field = before.pain.add
        reach(person, before, field)
        person.click(field)
        enters(field, "Neck pain")
        person.key(Qt.Key.Key_Return)
        person.sees(lambda: "Neck pain" in [row.name.text() for row in before.pain.rows.values()])
        assert QApplication.focusWidget() is field
        person.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        person.sees(lambda: "Neck pain" not in [row.name.text() for row in before.pain.rows.values()])
        assert field.text() == ""
        # Half a word is still the field's own to undo.
        reach(person, before, field)
        person.click(field)
        person.sees(field.hasFocus)
        enters(field, "Kne")
        person.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert field.text() == ""

    sit(qtbot, ["--vault", str(tmp_path / "records"), "--size", "1366x768"], work)


def test_what_a_card_refuses_is_said_where_one_looks(qtbot: QtBot, tmp_path: Path) -> None:
    def work(person: Person) -> None:
        person.opens()
        person.adds_patient("Lindqvist", "Åsa")
        person.begins_todays_visit()
        steps = person.window.visit.steps
        person.click(steps.switch.button("before"))
        before = steps.before
        person.sees(before.isVisible)
        (row,) = before.pain.rows.values()
        presses(person, before, before.precautions.unfold)
        person.sees(lambda: row.mapTo(before.viewport(), QPoint(0, 0)).y() > before.viewport().height())
        person.window.activateWindow()
        person.sees(person.window.isActiveWindow)
        before.ensureWidgetVisible(row.best, 0, 0)  # at the lower edge
        person.click(row.best)
        enters(row.best, "11")
        QTest.keyClick(row.best, Qt.Key.Key_Return)
        person.sees(before.pain.refusal.isVisible)
        seen = QRect(QPoint(0, 0), before.viewport().size())
        refusal = before.pain.refusal
        person.sees(
            lambda: seen.contains(QRect(refusal.mapTo(before.viewport(), QPoint(0, 0)), refusal.size()))
        )
        # What was refused is written over, not added to.
        person.sees(row.best.hasFocus)
        enters(row.best, "3")
        QTest.keyClick(row.best, Qt.Key.Key_Return)
        person.sees(lambda: not refusal.isVisible())
        assert row.best.text() == "3"

    sit(qtbot, ["--vault", str(tmp_path / "records"), "--size", "1366x768"], work)


def test_what_came_after_the_last_needles_is_told_at_a_visit_without_any(
    qtbot: QtBot, tmp_path: Path
) -> None:
    vault = tmp_path / "records"

    def work(person: Person) -> None:
        person.opens()
        patient = person.adds_patient("Meadow", "Clara", "3.5.1990")
        window = person.window
        today = window.workspace.history.today()
        last = window.workspace.visits.create(patient, today - timedelta(days=8))
        window.workspace.marks.add(last.id, window.workspace.marks.muscle("gluteus-medius"), Side.RIGHT)
        person.begins_todays_visit()
        none = window.visit.none
        person.click(none.ask)
        QTest.keyClicks(none.reason, "contractions after the last needling")
        QTest.keyClick(none.reason, Qt.Key.Key_Return)
        person.sees(lambda: "contractions" in none.words.text())
        steps = window.visit.steps
        person.click(steps.switch.button("after"))
        after = steps.after
        person.sees(after.isVisible)
        assert after.events.which.value() == last.id, (
            "nothing is needled today: it can only be about the last"
        )
        types(person, after, after.events.other, "contractions in the evening")
        person.sees(lambda: len(after.events.findChildren(EventRow)) == 1)
        assert after.events.nothing.isEnabled(), "of today's visit nothing was said by it"
        (row,) = after.events.findChildren(EventRow)
        chooses(person, after, row.harm, Harm.MILD)
        person.sees(lambda: after.events.lines.itemAt(0).widget() is not row)
        row = after.events.lines.itemAt(0).widget()
        named = "Day on which it was noticed"
        noticed = next(f for f in row.findChildren(QLineEdit) if f.accessibleName().startswith(named))
        noticed.clear()
        types(person, after, noticed, (today - timedelta(days=8)).isoformat())
        person.sees(lambda: not after.events.refusal.isVisible())

    sit(qtbot, ["--vault", str(vault)], work)
    with Vault.open(vault) as records:
        older, newer = sorted(records.all_visits(), key=lambda visit: visit.date)
        (event,) = records.select("adverse_event")
        assert (event.visit_id, event.told_in, event.noticed_on) == (older.id, newer.id, older.date)
        assert event.severity is Harm.MILD
        assert newer.not_needled == "contractions after the last needling"
