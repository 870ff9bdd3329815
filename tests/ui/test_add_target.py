"""A phrase with several meanings is asked back: nothing is preselected, and Enter chooses nothing."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bodymap.charting.records import Mark, Side
from bodymap.ui.add_target import SEVERAL
from bodymap.ui.main_window import MainWindow
from tests.ui.conftest import write


def marks(window: MainWindow) -> list[Mark]:
    assert window.workspace is not None
    return list(window.workspace.marks.of(window.visit_id))


def test_enter_chooses_nothing_among_several(window: MainWindow, visit_id: str) -> None:
    field = window.visit.add
    write(field, "r pt")
    assert field.several.isVisible()
    assert field.several.text() == SEVERAL
    assert field.popup.rect().contains(field.several.geometry())
    assert not field.list.currentIndex().isValid()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert marks(window) == []
    assert field.popup.isVisible()


def test_an_arrow_chooses_one_of_several(window: MainWindow, visit_id: str) -> None:
    field = window.visit.add
    write(field, "r pt")
    QTest.keyClick(field, Qt.Key.Key_Down)
    first = field.list.model().lines[0].id
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert [(mark.target.id, mark.side) for mark in marks(window)] == [(first, Side.RIGHT)]
    assert first in ("pronator-teres", "tibialis-posterior", "fibularis-tertius")


def test_up_begins_at_the_last(window: MainWindow, visit_id: str) -> None:
    field = window.visit.add
    write(field, "teres")
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.list.currentIndex().row() == field.list.model().rowCount() - 1


def test_a_click_chooses_one_of_several_and_the_side_is_asked_in_its_place(
    window: MainWindow, visit_id: str
) -> None:
    field = window.visit.add
    write(field, "teres")
    row = field.list.visualRect(field.list.model().index(1, 0))
    QTest.mouseClick(field.list.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert field.foot.isVisible()
    assert not field.several.isVisible()
    chosen = field.list.model().lines[1].id
    QTest.keyClicks(field, "l")
    assert [(mark.target.id, mark.side) for mark in marks(window)] == [(chosen, Side.LEFT)]


def test_what_becomes_clear_is_chosen_again(window: MainWindow, visit_id: str) -> None:
    field = window.visit.add
    write(field, "r teres")
    assert field.several.isVisible()
    QTest.keyClicks(field, " mi")
    assert not field.several.isVisible()
    assert field.list.currentIndex().row() == 0
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert [mark.target.id for mark in marks(window)] == ["teres-minor"]


def test_shorthand_in_the_field_of_names_goes_on_as_quick_entry(window: MainWindow, visit_id: str) -> None:
    field = window.visit.add
    write(field, "R infraspinatus x2 0.30x40 LTR3; L QL 60mm")
    (line,) = field.list.model().lines
    assert "quick entry" in line.title
    QTest.keyClick(field, Qt.Key.Key_Return)
    quick = window.body.quick
    assert quick is not None
    assert quick.line.text() == "R infraspinatus x2 0.30x40 LTR3; L QL 60mm"
    assert field.text() == ""
    assert quick.line.selectedText() == ""  # one can write on
    assert marks(window) == []  # nothing is added before it was shown
    QTest.keyClick(quick.line, Qt.Key.Key_Return)
    assert [(mark.target.id, mark.side) for mark in marks(window)] == [
        ("infraspinatus", Side.RIGHT),
        ("quadratus-lumborum", Side.LEFT),
    ]


def test_the_line_of_quick_entry_is_whole_when_it_is_emptied(window: MainWindow, visit_id: str) -> None:
    window.body.open_quick("frobnicate; L linea alba")
    body = window.body
    line, card = body.quick.line, body.quick_card
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Backspace)
    QApplication.processEvents()
    inside = QRect(line.mapTo(card, QPoint(0, 0)), line.size())
    assert body.quick.height() >= line.height()
    assert card.contentsRect().adjusted(8, 8, -8, -8).contains(inside)


def named(window: MainWindow, plate: str, line: str) -> tuple[str, ...]:
    """What quick entry marks while this plate is shown: the plates of the marks."""
    window.body.show_plate(plate)
    window.body.open_quick(line)
    quick = window.body.quick
    assert quick is not None
    QTest.keyClick(quick.line, Qt.Key.Key_Return)
    return tuple(mark.point.plate for mark in marks(window) if mark.point is not None)


def test_a_muscle_named_in_quick_entry_stays_on_the_back_that_is_shown(
    window: MainWindow, visit_id: str
) -> None:
    assert named(window, "posterior", "R gluteus medius; L gluteus medius") == ("posterior", "posterior")


def test_tibialis_posterior_is_never_beside_the_shin(window: MainWindow, visit_id: str) -> None:
    assert named(window, "posterior", "R tib posterior 0.30x60") == ("posterior",)
    assert named(window, "anterior", "L tib posterior 0.30x60") == ("posterior", "posterior")
    assert "on the back" in window.body.said.text()


def test_a_muscle_added_by_name_stays_on_the_plate_that_is_shown(window: MainWindow, visit_id: str) -> None:
    window.body.show_plate("posterior")
    write(window.visit.add, "r gluteus medius")
    QTest.keyClick(window.visit.add, Qt.Key.Key_Return)
    (mark,) = marks(window)
    assert mark.point is not None
    assert mark.point.plate == "posterior"
