"""The table of actions: what the menus and the shortcuts are made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from bodymap.charting.found import fold


@dataclass(frozen=True, slots=True)
class Row:
    """One action. `menu` is where it stands; `group` makes it one of several of which one holds; a `-` draws a rule."""

    id: str
    text: str
    keys: tuple[str, ...] = ()
    menu: str = ""
    checkable: bool = False
    rule_before: bool = False


TABLE: tuple[Row, ...] = (
    Row("new_patient", "New patient", ("Ctrl+N",), "Patients"),
    Row("find", "Find a patient", ("Ctrl+F",), "Patients"),
    Row("todays_visit", "Today's visit", ("Ctrl+T",), "Patients"),
    Row("edit_patient", "Edit patient", ("Ctrl+E",), "Patients"),
    Row("progress", "Progress…", ("Ctrl+Shift+V",), "Patients", rule_before=True),
    Row("report", "Report of the course…", ("Ctrl+Shift+R",), "Patients"),
    Row("whole_record", "The whole record: save, restrict…", (), "Patients"),
    Row("merge_records", "Merge with another record…", (), "Patients"),
    Row("patient_file", "Save all charts of the patient as PDF…", (), "Patients"),
    Row("day_charts", "Save today's charts as PDF…", (), "Patients"),
    Row("hide_names", "Hide other patients' names", ("F8",), "Patients", checkable=True, rule_before=True),
    Row("undo", "Undo", ("Ctrl+Z",), "Visit"),
    Row("redo", "Redo", ("Ctrl+Y", "Ctrl+Shift+Z"), "Visit"),
    Row("step_before", "Before the needles: precautions, consent, pain", ("F3",), "Visit", rule_before=True),
    Row("step_needles", "Needles: marks and findings", ("F4",), "Visit"),
    Row("step_after", "After the needles: pain, events, aftercare", ("F5",), "Visit"),
    Row("step_plan", "Treatment plan", ("F10",), "Visit"),
    Row("decide", "Decide on the plan: go on, change, discharge…", (), "Visit"),
    Row("unchanged_agrees", "Precautions unchanged, the patient agrees", ("F11",), "Visit"),
    Row("agrees", "The patient agrees to needling", ("F12",), "Visit"),
    Row("add_target", "Add a target by name", ("Ctrl+K",), "Visit", rule_before=True),
    Row("quick_entry", "Quick entry", ("Ctrl+L",), "Visit"),
    Row("same_again", "Same as last time", ("Ctrl+R",), "Visit"),
    Row("sets", "Sets…", ("Ctrl+Shift+K",), "Visit"),
    Row("make_set", "Make a set of these marks", (), "Visit"),
    Row("mark_details", "Details of the marks", ("Ctrl+D",), "Visit"),
    Row("preview", "Preview the chart", ("Ctrl+Shift+P",), "Visit", rule_before=True),
    Row("pdf", "Save the chart as PDF…", ("Ctrl+Shift+S",), "Visit"),
    Row("print", "Print the chart…", ("Ctrl+P",), "Visit"),
    Row("handout", "Handout for the patient…", ("Ctrl+Shift+H",), "Visit"),
    Row("consent_paper", "Consent on paper…", (), "Visit"),
    Row("picture", "Save a picture of the marks…", (), "Visit"),
    Row("copy_visit", "Copy the visit as text", ("Ctrl+Shift+C",), "Visit", rule_before=True),
    Row("copy_subjective", "Copy the subjective part", ("Alt+Shift+S",), "Visit"),
    Row("copy_objective", "Copy the objective part", ("Alt+Shift+O",), "Visit"),
    Row("copy_assessment", "Copy the assessment", ("Alt+Shift+A",), "Visit"),
    Row("copy_plan", "Copy the plan", ("Alt+Shift+P",), "Visit"),
    Row("move_visit", "Move to another date or patient…", (), "Visit", rule_before=True),
    Row("remove_visit", "Remove this visit", (), "Visit"),
    Row("find_muscle", "Find a muscle", ("Ctrl+M",), "Body"),
    Row("zoom_in", "Closer", ("Ctrl++", "Ctrl+="), "Body"),
    Row("zoom_out", "Farther", ("Ctrl+-",), "Body"),
    Row("fit", "Whole plate", ("Ctrl+0",), "Body"),
    Row("specialist", "Pelvic floor and perineum (specialist)", (), "Body", checkable=True, rule_before=True),
    Row("fold_patients", "Patients", ("F6",), "View", checkable=True),
    Row("fold_visit", "Visit", ("F7",), "View", checkable=True),
    Row("mark_bar", "Mark bar", ("F9",), "View", checkable=True),
    Row("theme_light", "Light", (), "View", checkable=True, rule_before=True),
    Row("theme_dark", "Dark", (), "View", checkable=True),
    Row("theme_high-contrast", "High contrast", (), "View", checkable=True),
    Row("theme_system", "As the computer", (), "View", checkable=True),
    Row("fingers", "Large targets for fingers", (), "View", checkable=True, rule_before=True),
    Row("practice", "Clinic and therapist…", (), "Records"),
    Row("clinic_lists", "Clinic's lists and policy…", (), "Records"),
    Row("retention", "Records past their time…", (), "Records"),
    Row("defaults", "Defaults of new marks…", (), "Records"),
    Row("snippets", "Snippets…", (), "Records"),
    Row("other_folder", "Open records in another folder…", (), "Records", rule_before=True),
    Row("look_around", "Look around with invented patients", (), "Records"),
    Row("own_records", "Back to my records", (), "Records"),
    Row("commands", "Find a command…", ("Ctrl+Shift+A",), ""),
    Row("keys", "Keys and gestures", ("F1",), ""),
    Row("about", "About BodyMap", (), "", rule_before=True),
    Row("quit", "Close BodyMap", ("Ctrl+Q",), "", rule_before=True),
)

ANSWERS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("sign", "lock"), "A visit cannot be signed in BodyMap yet: print its chart and sign that."),
)
"""What is looked for and is no command yet: beginnings of the words that ask for it, and what to do instead."""


def answer_to(typed: str) -> str:
    """The sentence for what was typed where it asks for what cannot be done yet, "" otherwise."""
    words = fold(typed).split()
    return next(
        (
            sentence
            for beginnings, sentence in ANSWERS
            if any(word.startswith(beginning) for word in words for beginning in beginnings)
        ),
        "",
    )


MENUS = ("Patients", "Visit", "Body", "View", "Records")


class Actions:
    """The actions of one window. Each calls the function given for its id; one without a function is an error."""

    def __init__(self, window: QWidget, verbs: dict[str, Callable[[], object]]) -> None:
        self._made: dict[str, QAction] = {}
        for row in TABLE:
            action = QAction(row.text, window)
            action.setShortcuts([QKeySequence(keys) for keys in row.keys])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setCheckable(row.checkable)
            action.triggered.connect(lambda _=False, do=verbs[row.id]: do())
            window.addAction(action)
            self._made[row.id] = action

    def __getitem__(self, name: str) -> QAction:
        return self._made[name]

    def enable(self, names: Iterable[str], on: bool) -> None:
        for name in names:
            self._made[name].setEnabled(on)

    def by_subject(self, extra: dict[str, list[QAction]]) -> dict[str, list[QAction]]:
        """Every action under the title of its menu, in the order of the menus; the last without a title under
        "BodyMap"."""
        subjects = {title: list(extra.get(title, [])) for title in MENUS}
        subjects["BodyMap"] = []
        for row in TABLE:
            subjects[row.menu or "BodyMap"].append(self._made[row.id])
        return subjects

    def fill(self, menu: QMenu, extra: dict[str, list[QAction]]) -> None:
        """The one menu of the window: a submenu for each subject. `extra` adds actions made elsewhere (the plates)."""
        for title in MENUS:
            part = menu.addMenu(title)
            for action in extra.get(title, []):
                part.addAction(action)
            if extra.get(title):
                part.addSeparator()
            self._add(part, title)
        menu.addSeparator()
        self._add(menu, "")

    def _add(self, menu: QMenu, title: str) -> None:
        for row in TABLE:
            if row.menu == title:
                if row.rule_before:
                    menu.addSeparator()
                menu.addAction(self._made[row.id])
