"""What a precaution of the clinic's list meets, edited on the screen; and a list that is brought in with doubles."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from bodymap.charting.precautions import Answer, Severity
from bodymap.charting.records import Side
from bodymap.ui import messages
from bodymap.ui.clinic_lists import ClinicLists
from bodymap.ui.main_window import MainWindow
from bodymap.ui.precaution_form import PrecautionForm

from .conftest import press


@pytest.fixture
def lists(window: MainWindow, qtbot: QtBot) -> ClinicLists:
    window.actions_by_id["clinic_lists"].trigger()
    qtbot.waitUntil(window.form.isVisible)
    press(window.form.switch.button("Precautions"))
    qtbot.waitUntil(window.form.new_item.isVisible)
    return window.form


def opens(lists: ClinicLists, item_id: str, qtbot: QtBot) -> PrecautionForm:
    row = lists.item_rows[item_id]
    qtbot.waitUntil(row.meets.isVisible)
    press(row.meets)
    qtbot.waitUntil(lists.form.isVisible)
    lists.form.activateWindow()
    qtbot.waitUntil(lists.form.isActiveWindow)
    return lists.form


def tick(box: QCheckBox) -> None:
    assert box.isVisible()
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))


def add(form: PrecautionForm, name: str) -> None:
    form.add.setFocus()
    QTest.keyClicks(form.add, name)
    QTest.keyClick(form.add, Qt.Key.Key_Return)


def test_muscles_groups_parts_risks_and_techniques_are_chosen(
    lists: ClinicLists, window: MainWindow, qtbot: QtBot
) -> None:
    precautions = window.workspace.precautions
    form = opens(lists, "diabetes", qtbot)
    assert form.says.text() == "Shown over the body, and said at no mark."
    assert form.add.hasFocus()
    add(form, "infraspinatus")
    add(form, "suboccipitals")
    assert list(form.removes) == ["suboccipitals", "infraspinatus"]
    item = precautions.item("diabetes")
    assert item.groups == ("suboccipitals",)
    assert {"infraspinatus", "obliquus-capitis-superior"} <= set(item.muscles)
    add(form, "infraspinatus")
    assert form.refusal.text() == "This precaution meets infraspinatus already."
    assert form.refusal.isVisible()
    add(form, "scar")
    assert "neither" in form.refusal.text()
    tick(form.body_parts["foot"])
    tick(form.body_parts["leg"])
    tick(form.flags["nerve"])
    tick(form.techniques["pistoning"])
    tick(form.besides["e_stim"])
    assert not form.refusal.isVisible()
    assert form.says.text() == (
        "Said at marks of suboccipitals, infraspinatus; at foot, lower leg; near nerves; with pistoning, e-stim."
    )
    item = precautions.item("diabetes")
    assert (item.body_parts, item.flags, item.techniques) == (("foot", "leg"), ("nerve",), ("pistoning",))
    tick(form.body_parts["foot"])
    assert precautions.item("diabetes").body_parts == ("leg",)
    qtbot.waitUntil(form.removes["suboccipitals"].isVisible)
    press(form.removes["suboccipitals"])
    assert precautions.item("diabetes").muscles == ("infraspinatus",)
    assert precautions.item("diabetes").groups == ()
    form.reason.setFocus()
    form.reason.selectAll()
    QTest.keyClicks(form.reason, "Feeling may be less.")
    press(form.close_button)  # what still stood in the field is kept
    assert precautions.item("diabetes").reason == "Feeling may be less."
    assert lists.item_rows["diabetes"].more.text().startswith("Said at marks of infraspinatus;")


def test_what_is_chosen_is_said_at_the_mark(
    lists: ClinicLists, window: MainWindow, visit_id: str, qtbot: QtBot
) -> None:
    ws = window.workspace
    ws.precautions.answer(window.patient_id, "diabetes", Answer.YES, visit_id=visit_id)
    inside = ws.marks.add(visit_id, ws.marks.muscle("obliquus-capitis-superior"), Side.RIGHT)
    outside = ws.marks.add(visit_id, ws.marks.muscle("infraspinatus"), Side.RIGHT)
    whole = ws.marks.add(visit_id, ws.marks.group("suboccipitals"), Side.LEFT)
    assert ws.precautions.at_mark(inside) == ()
    form = opens(lists, "diabetes", qtbot)
    add(form, "suboccipitals")
    assert [one.title for one in ws.precautions.at_mark(inside)] == ["Diabetes"]
    assert [one.title for one in ws.precautions.at_mark(whole)] == ["Diabetes"]
    assert ws.precautions.at_mark(outside) == ()
    tick(form.besides["everywhere"])
    assert ws.precautions.at_mark(outside)
    assert form.says.text() == "Said at every mark."


def test_shipped_items_are_named_as_a_clinic_would(window: MainWindow) -> None:
    precautions = window.workspace.precautions
    said = {item.id: precautions.meets_in_words(item) for item in precautions.items()}
    assert said["laminectomy"] == "Said at marks of multifidus, rotatores where the patient has it."
    assert said["pregnancy"] == ("Said at marks at low back and abdomen, pelvis and hip; with e-stim.")
    assert said["blood-thinners"] == "Said at marks near vessels that cannot be pressed on."
    assert said["lymphoedema"] == "Said at marks where the patient has it."
    assert said["no-consent"] == "Said at every mark."
    assert all(words.endswith(".") and "_" not in words for words in said.values())


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"muscles": ("no-such-muscle",)}, "by their names"),
        ({"groups": ("no-such-group",)}, "by their names"),
        ({"body_parts": ("wing",)}, "part of the body"),
        ({"flags": ("luck",)}, "risks"),
        ({"techniques": ("hammering",)}, "techniques"),
    ],
)
def test_what_nobody_knows_is_refused(window: MainWindow, values: dict[str, tuple[str]], said: str) -> None:
    precautions = window.workspace.precautions
    before = precautions.item("diabetes")
    with pytest.raises(ValueError, match=said):
        precautions.change_item("diabetes", **values)
    with pytest.raises(ValueError, match=said):
        precautions.add_item("Gout", **values)
    assert precautions.item("diabetes") == before


DOUBLES = (
    "Precaution;Severity;Reason\n"
    "Gout;caution;Painful joints.\n"
    "  PREGNANCY  ;stop;\n"
    "gout;stop;\n"
    "Keloid;grave;Scars grow.\n"
    "\n"
    ";;\n"
    "Haemophilia;STOP\n"
)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_list_with_doubles_is_met_with_a_sentence_and_nothing_is_lost(
    lists: ClinicLists,
    window: MainWindow,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    line_end: str,
    mark: str,
) -> None:
    precautions = window.workspace.precautions
    before = precautions.items()
    file = tmp_path / "ours.csv"
    file.write_bytes((mark + DOUBLES.replace("\n", line_end)).encode())
    monkeypatch.setattr(messages, "choose_file", lambda *_: file)
    press(lists.import_button)
    after = precautions.items()
    assert after[: len(before)] == before  # what was there is as it was, pregnancy a caution still
    assert [(item.text, item.severity, item.reason) for item in after[len(before) :]] == [
        ("Gout", Severity.CAUTION, "Painful joints."),
        ("Keloid", Severity.NOTE, "Scars grow."),
        ("Haemophilia", Severity.STOP, ""),
    ]
    assert lists.news.isVisible()
    assert lists.news.text() == (
        "3 precautions were added. 2 were on the list already: PREGNANCY, gout."
        " A severity is note, caution or stop; what says grave became a note."
    )
    press(lists.import_button)
    assert precautions.items() == after
    assert lists.news.text().startswith("0 precautions were added. 5 were on the list already:")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"),
        (b"\n \n", "it is empty"),
        (b"Gout\n" + b"x" * 300 + b"\n", "longer than 200"),
        (b"\xff\xfe\x00\x01", "cannot be read as text"),
        (b"".join(b"item %d\n" % n for n in range(502)), "longer than 500 lines"),
    ],
)
def test_a_list_that_cannot_be_taken_changes_nothing(
    lists: ClinicLists,
    window: MainWindow,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    content: bytes,
    said: str,
) -> None:
    before = window.workspace.precautions.items()
    file = tmp_path / "ours.txt"
    file.write_bytes(content)
    monkeypatch.setattr(messages, "choose_file", lambda *_: file)
    press(lists.import_button)
    assert said in lists.refusal.text()
    assert lists.refusal.isVisible()
    assert window.workspace.precautions.items() == before
