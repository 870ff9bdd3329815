"""Charts of a patient or a day as one file, and the picture, from the menu."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from PySide6.QtGui import QImage

from bodymap.charting.records import Side
from bodymap.drawing.pages import Text
from bodymap.ui import print_dialogs
from bodymap.ui.main_window import MainWindow


@pytest.fixture
def needled(window: MainWindow, visit_id: str) -> str:
    marks = window.workspace.marks
    marks.add(visit_id, marks.muscle("infraspinatus"), Side.RIGHT)
    marks.add(visit_id, marks.muscle("deltoid-middle"), Side.LEFT)
    return visit_id


def test_all_charts_of_a_patient_are_one_file(
    window: MainWindow, needled: str, answers: Any, tmp_path: Path
) -> None:
    window.workspace.visits.create(window.workspace.visits.get(needled).patient_id)
    answers.file = tmp_path / "file"
    window.actions_by_id["patient_file"].trigger()
    assert "2 charts are saved in file.pdf" in window.body.bar.text()
    with pdfplumber.open(tmp_path / "file.pdf") as pdf:
        assert len(pdf.pages) == 3
        assert "charts of a patient" in pdf.pages[0].extract_text()
        assert "Infraspinatus" in pdf.pages[1].extract_text()


def test_todays_charts_are_one_file_and_can_be_stopped(
    window: MainWindow, needled: str, answers: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers.file = tmp_path / "day.pdf"
    with monkeypatch.context() as stopping:
        step = print_dialogs.Waiting.step

        def stop(waiting: Any, done: int, many: int) -> bool:
            waiting.dialog.cancel()
            return step(waiting, done, many)

        stopping.setattr(print_dialogs.Waiting, "step", stop)
        window.actions_by_id["day_charts"].trigger()
    assert "Stopped" in window.body.bar.text()
    assert list(tmp_path.glob("*.pdf")) == []
    window.actions_by_id["day_charts"].trigger()
    assert (tmp_path / "day.pdf").exists()
    answers.file = tmp_path / "nowhere" / "day.pdf"
    window.actions_by_id["day_charts"].trigger()
    assert "not there any more" in window.body.bar.text()


@pytest.mark.parametrize("ending", [".png", ".svg", ""])
@pytest.mark.parametrize("named", [True, False])
def test_the_picture_has_the_name_only_where_it_was_wanted(
    named: bool, ending: str, window: MainWindow, needled: str, answers: Any, tmp_path: Path
) -> None:
    answers.yes = named
    answers.file = tmp_path / f"marks{ending}"
    window.actions_by_id["picture"].trigger()
    assert answers.asked == ["With the patient's name?"]
    file = tmp_path / f"marks{ending or '.png'}"
    assert f"saved in {file.name}" in window.body.bar.text()
    if file.suffix == ".png":
        image = QImage(str(file))
        assert image.width() > 2000
        assert not image.textKeys()
        # The name stands in the upper left; without it the first caption does, a little lower.
        dark = [image.pixelColor(x, y).lightness() < 90 for x in range(55, 400) for y in range(38, 72)]
        assert any(dark) is named
    else:
        text = file.read_text()
        patient = window.workspace.patients.get(window.workspace.visits.get(needled).patient_id)
        assert patient.family_name not in text, "letters are shapes"
        assert "<title>Needled sites</title>" in text
        assert "href" not in text.replace("xmlns:xlink", "")


def test_the_preview_stands_beside_the_visit_and_follows_what_is_recorded(
    window: MainWindow, needled: str, qtbot: Any
) -> None:
    window.actions_by_id["preview"].trigger()
    preview = window.form
    assert not preview.isModal()
    room = window.visit.mapToGlobal(window.visit.rect().topLeft()).x()
    assert preview.frameGeometry().right() <= room + 12, "the visit stays free"

    def words() -> str:
        ops = [op for view in preview.views for op in view.page.operations if isinstance(op, Text)]
        return " ".join(op.layout.text() for op in ops)

    assert "Gluteus" not in words()
    marks = window.workspace.marks
    made = marks.add(needled, marks.muscle("gluteus-medius"), Side.RIGHT)
    qtbot.waitUntil(lambda: "luteus medius" in words())
    marks.change([made.id], note="a note of the mark")
    qtbot.waitUntil(lambda: "a note of the mark" in words())
    # The same pages that are printed.
    pages = preview.paper.pages()
    assert [len(page.operations) for page in pages] == [len(view.page.operations) for view in preview.views]

    window.actions_by_id["preview"].trigger()
    assert window.form is preview, "there is one"
    other = window.workspace.visits.create(window.workspace.visits.get(needled).patient_id)
    window.open_visit(other.id)
    qtbot.waitUntil(lambda: "luteus medius" not in words())
    preview.reject()
    window.actions_by_id["preview"].trigger()
    assert window.form is not preview
    window.form.reject()
