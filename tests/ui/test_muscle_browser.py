"""Leafing through the muscles with keys, mouse and finger."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bodymap import assets
from bodymap.atlas.atlas import Atlas
from bodymap.atlas.catalogue import BODY_PARTS
from bodymap.ui import theme
from bodymap.ui.muscle_browser import ARROW_PX, ROW_PX, SEVERAL, TOUCH_ROW_PX, MuscleBrowser, Row, RowsView
from tests.ui.conftest import write


class Told:
    """What the browser said, in order."""

    def __init__(self, browser: MuscleBrowser) -> None:
        self.chosen: list[tuple[str, str]] = []
        self.pointed: list[tuple[str, str]] = []
        browser.chosen.connect(lambda kind, one: self.chosen.append((kind, one)))
        browser.pointed.connect(lambda kind, one: self.pointed.append((kind, one)))


@pytest.fixture
def browser(qtbot: QtBot, atlas: Atlas) -> MuscleBrowser:
    theme.apply("light")
    made = MuscleBrowser()
    qtbot.addWidget(made)
    atlas.specialist = True  # a window of another test has set it as its settings say
    made.set_atlas(atlas)
    made.resize(340, 620)
    made.show()
    made.filter.setFocus()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def told(browser: MuscleBrowser) -> Told:
    return Told(browser)


def seen(view: RowsView) -> list[Row]:
    """The rows that are open to view, from the top."""
    rows, index = [], view.rows.index(0, 0)
    while index.isValid():
        rows.append(view.rows.row(index))
        index = view.indexBelow(index)
    return rows


def click(view: RowsView, row: Row, x: int = 150) -> None:
    """A click on that row, which is scrolled to first."""
    index = view.rows.index_of(row)
    view.scrollTo(index)
    where = QPoint(x, view.visualRect(index).center().y())
    assert view.viewport().rect().contains(where)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)


def row_called(view: RowsView, title: str) -> Row:
    return next(row for row in seen(view) if row.title == title)


def test_body_parts_are_closed_at_first_and_nothing_is_highlighted(browser: MuscleBrowser) -> None:
    assert [row.title for row in seen(browser.tree)] == [*BODY_PARTS.values(), "For specialists"]
    assert browser.tree.current() is None
    assert row_called(browser.tree, "Foot").detail == "13"


def test_keys_open_move_and_choose(browser: MuscleBrowser, told: Told) -> None:
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right):
        QTest.keyClick(browser.filter, key)
    row = browser.tree.current()
    assert row is not None
    assert (row.kind, row.id) == ("part", "shoulder")
    assert told.pointed == []
    QTest.keyClick(browser.filter, Qt.Key.Key_Right)
    assert told.pointed == [("group", "pectorals")]
    QTest.keyClick(browser.filter, Qt.Key.Key_Down)
    QTest.keyClick(browser.filter, Qt.Key.Key_Return)
    assert told.chosen == [("group", "rhomboids")]
    QTest.keyClick(browser.filter, Qt.Key.Key_Right)
    QTest.keyClick(browser.filter, Qt.Key.Key_Right)
    QTest.keyClick(browser.filter, Qt.Key.Key_Return)
    assert told.chosen[1:] == [("muscle", "rhomboid-major")]
    for _ in range(2):
        QTest.keyClick(browser.filter, Qt.Key.Key_Left)
    assert [row.title for row in seen(browser.tree)].count("Rhomboid major") == 1  # the group is closed
    for _ in range(2):
        QTest.keyClick(browser.filter, Qt.Key.Key_Left)
    assert len(seen(browser.tree)) == len(BODY_PARTS) + 1
    assert told.pointed[-1] == ("", "")


def test_enter_opens_a_body_part_and_never_chooses_it(browser: MuscleBrowser, told: Told) -> None:
    QTest.keyClick(browser.filter, Qt.Key.Key_Down)
    QTest.keyClick(browser.filter, Qt.Key.Key_Return)
    assert "Masseter" in [row.title for row in seen(browser.tree)]
    QTest.keyClick(browser.filter, Qt.Key.Key_Return)
    assert "Masseter" not in [row.title for row in seen(browser.tree)]
    assert told.chosen == []


def test_a_click_opens_and_chooses(browser: MuscleBrowser, told: Told) -> None:
    tree = browser.tree
    click(tree, row_called(tree, "Lower leg"))
    click(tree, row_called(tree, "Gastrocnemius"), x=8 + 16 + ARROW_PX // 2)
    assert told.chosen == []  # its arrow only opens it
    click(tree, row_called(tree, "Medial gastrocnemius"))
    click(tree, row_called(tree, "Gastrocnemius"))
    assert told.chosen == [("muscle", "gastrocnemius-medial"), ("group", "gastrocnemius")]


def test_a_double_click_chooses_once(browser: MuscleBrowser, told: Told) -> None:
    tree = browser.tree
    click(tree, row_called(tree, "Lower leg"))
    index = tree.rows.index_of(row_called(tree, "Soleus"))
    tree.scrollTo(index)
    where = tree.visualRect(index).center()
    for act in (QTest.mouseClick, QTest.mouseDClick, QTest.mouseRelease):
        act(tree.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert told.chosen == [("muscle", "soleus")]


def test_what_is_typed_is_searched_for(browser: MuscleBrowser, told: Told) -> None:
    write(browser.filter, "pirif")
    row = browser.view().current()
    assert row is not None
    assert (row.title, row.detail) == ("Piriformis", "Pelvis and hip")
    assert told.pointed[-1] == ("muscle", "piriformis")
    QTest.keyClick(browser.filter, Qt.Key.Key_Return)
    assert told.chosen == [("muscle", "piriformis")]
    QTest.keyClick(browser.filter, Qt.Key.Key_Escape)
    assert browser.view() is browser.tree
    assert told.pointed[-1] == ("", "")


def test_the_old_name_is_said_beside_the_new(browser: MuscleBrowser) -> None:
    write(browser.filter, "peroneus long")
    assert [(row.title, row.detail) for row in seen(browser.found)][:1] == [
        ("Fibularis longus", "peroneus longus")
    ]
    browser.reveal("fibularis-longus")
    assert row_called(browser.tree, "Fibularis longus").detail == "peroneus longus"


def test_several_of_one_name_are_several_rows_and_none_is_highlighted(
    browser: MuscleBrowser, told: Told
) -> None:
    write(browser.filter, "pt")
    assert browser.several.isVisible()
    assert browser.several.text() == SEVERAL
    ids = [row.id for row in seen(browser.found)]
    assert {"pronator-teres", "tibialis-posterior", "fibularis-tertius"} == set(ids[:3])
    assert browser.found.current() is None
    QTest.keyClick(browser.filter, Qt.Key.Key_Return)
    assert told.chosen == []
    QTest.keyClick(browser.filter, Qt.Key.Key_Down)
    QTest.keyClick(browser.filter, Qt.Key.Key_Return)
    assert told.chosen == [("muscle", ids[0])]
    browser.filter.clear()
    assert not browser.several.isVisible()


def test_a_click_on_what_was_found_chooses(browser: MuscleBrowser, told: Told) -> None:
    write(browser.filter, "teres")
    click(browser.found, seen(browser.found)[1])
    assert told.chosen == [("muscle", seen(browser.found)[1].id)]


def test_nothing_of_that_name_says_so_and_chooses_nothing(browser: MuscleBrowser, told: Told) -> None:
    write(browser.filter, "qqqqxx")
    (row,) = seen(browser.found)
    assert row.title == "No muscle is called “qqqqxx”"
    QTest.keyClick(browser.filter, Qt.Key.Key_Down)
    QTest.keyClick(browser.filter, Qt.Key.Key_Return)
    click(browser.found, row)
    assert told.chosen == []


def test_the_tree_is_left_as_it_was_while_something_is_typed(browser: MuscleBrowser) -> None:
    browser.reveal("soleus")
    opened = [row.id for row in seen(browser.tree)]
    write(browser.filter, "QL")
    browser.filter.clear()
    assert [row.id for row in seen(browser.tree)] == opened
    row = browser.tree.current()
    assert row is not None
    assert row.id == "soleus"


def test_the_row_under_the_pointer_is_told_and_then_the_highlighted_one_again(
    browser: MuscleBrowser, told: Told, qtbot: QtBot
) -> None:
    QTest.mouseMove(browser.filter, QPoint(5, 5))  # wherever a test before this one left it
    QApplication.processEvents()
    told.pointed.clear()
    browser.reveal("soleus")
    assert told.pointed == [("muscle", "soleus")]
    tree = browser.tree
    index = tree.rows.index_of(row_called(tree, "Popliteus"))
    QTest.mouseMove(tree.viewport(), tree.visualRect(index).center())
    qtbot.waitUntil(lambda: told.pointed[-1] == ("muscle", "popliteus"))
    QTest.mouseMove(browser.filter, QPoint(5, 5))
    QApplication.processEvents()
    QApplication.sendEvent(tree, QEvent(QEvent.Type.Leave))
    assert told.pointed[-1] == ("muscle", "soleus")


@pytest.mark.parametrize(("entry", "part"), [("gastrocnemius-medial", "leg"), ("rotator-cuff", "shoulder")])
def test_a_muscle_is_revealed_in_its_own_place(browser: MuscleBrowser, entry: str, part: str) -> None:
    assert browser.reveal(entry)
    row = browser.tree.current()
    assert row is not None
    assert row.id == entry
    above = row
    while above.kind != "part":
        assert above.above is not None
        above = above.above
    assert above.id == part
    assert not browser.reveal("nothing")


def test_rows_for_a_finger_are_44_pixels_high(browser: MuscleBrowser, qtbot: QtBot) -> None:
    tree = browser.tree
    first = tree.rows.index(0, 0)
    assert tree.visualRect(first).height() == ROW_PX
    browser.set_touch(True)
    qtbot.waitUntil(lambda: tree.visualRect(first).height() == TOUCH_ROW_PX)
    assert TOUCH_ROW_PX >= 44


def test_what_only_specialists_needle_is_left_out_on_wish(browser: MuscleBrowser, atlas: Atlas) -> None:
    plain = Atlas(assets.folder())
    plain.specialist = False
    browser.set_atlas(plain)
    assert "For specialists" not in [row.title for row in seen(browser.tree)]
    write(browser.filter, "levator ani")
    assert "levator-ani" not in [row.id for row in seen(browser.found)]


def test_page_keys_go_through_what_is_seen(browser: MuscleBrowser) -> None:
    browser.reveal("soleus")
    rows = seen(browser.tree)
    QTest.keyClick(browser.filter, Qt.Key.Key_PageUp)
    assert (
        browser.tree.current() is rows[max(0, [row.id for row in rows].index("soleus") - browser.tree.page())]
    )
