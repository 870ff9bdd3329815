"""The menus of the body view: other tissue where no muscle is, and what lies at a place from the surface down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget, QWidgetAction

from bodymap.atlas.catalogue import TISSUES
from bodymap.drawing import fonts
from bodymap.ui.widgets import Label, line_in_menu

if TYPE_CHECKING:
    from bodymap.atlas.body import Hit, Region
    from bodymap.charting.records import Target
    from bodymap.workspace.marks import Marks

LONGEST_HEADING = 60
SPOT_PX = 28
"""What stays free around the place that a menu is about."""
LAYER_WORDS = {1: "superficial", 2: "intermediate", 3: "deep"}


def quiet_menu(parent: QWidget) -> QMenu:
    """A menu that a click elsewhere only closes: that click must not mark what happens to lie under it."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setToolTipsVisible(True)
    return menu


def beside(spot: QPoint, size: QSize, screen: QRect) -> QPoint:
    """Where a menu of this size opens so that the spot it is about is still seen, on the screen as far as that goes."""
    x = spot.x() + SPOT_PX
    if x + size.width() > screen.right() and spot.x() - SPOT_PX - size.width() >= screen.left():
        x = spot.x() - SPOT_PX - size.width()
    top = min(spot.y() - SPOT_PX, screen.bottom() - size.height())
    return QPoint(x, max(screen.top(), top))


def heading(menu: QMenu, text: str) -> None:
    """A line that says what the menu is about; it cannot be chosen."""
    label = Label(text if len(text) <= LONGEST_HEADING else text[: LONGEST_HEADING - 1].rstrip() + "…", menu)
    label.setObjectName("menu-heading")
    label.setContentsMargins(14, 6, 14, 4)
    label.setFont(fonts.font(14, fonts.SEMIBOLD))
    action = QWidgetAction(menu)
    action.setDefaultWidget(label)
    action.setEnabled(False)
    menu.addAction(action)
    # The action is disabled so that the arrow keys pass it; its words should not look it.
    label.setEnabled(True)


def tissue_here(hit: Hit) -> tuple[str, str]:
    """Kind of tissue and its name for what lies at the press first; ("", "") on bare skin.

    Bone is needled at its periosteum; an aponeurosis is fascia.
    """
    name = hit.tissue_name[:1].upper() + hit.tissue_name[1:]
    if hit.tissue == "bone":
        return "periosteum", f"Periosteum: {hit.tissue_name}" if name else ""
    if hit.tissue in ("tendon", "fascia", "ligament"):
        return hit.tissue, name
    return "", ""


def target_here(marks: Marks, hit: Hit) -> Target:
    """What lies at the press as a target, where that is no muscle: the tissue drawn there, or the skin over it."""
    kind, name = tissue_here(hit)
    return marks.tissue(kind, name) if kind else marks.tissue("other", "Skin and subcutaneous tissue")


def add_tissues(menu: QMenu, marks: Marks, hit: Hit, chosen: Callable[[Target], None]) -> None:
    """Fill the menu with other tissue; what lies at the place comes first, under its own name."""
    kind, name = tissue_here(hit)
    if kind:
        first = menu.addAction(name or TISSUES[kind])
        first.triggered.connect(lambda: chosen(marks.tissue(kind, name)))
        menu.setDefaultAction(first)
        menu.addSeparator()
    for other, word in TISSUES.items():
        if other == "other" or (other == kind and not name):
            continue
        action = menu.addAction(word)
        action.triggered.connect(lambda _=False, other=other: chosen(marks.tissue(other)))
    _add_named(menu, marks, chosen)


def _add_named(menu: QMenu, marks: Marks, chosen: Callable[[Target], None]) -> None:
    """The last line takes words of the therapist's own; Enter marks them."""
    field, action = line_in_menu(menu, "other-tissue", "Other: name it, then Enter", 100)
    field.setAccessibleName("Other tissue: name it, then Enter")
    menu.addAction(action)

    def take() -> None:
        text = field.text()
        menu.close()
        chosen(marks.tissue("other", text))

    field.returnPressed.connect(take)


def tissue_menu(
    parent: QWidget,
    marks: Marks,
    hit: Hit,
    title: str,
    deeper: Sequence[tuple[str, Region]],
    chosen: Callable[[Target], None],
    chosen_region: Callable[[Region], None],
    pointed: Callable[[Region | None], None],
) -> QMenu:
    """What a press on skin, bone or tendon offers. `deeper` are muscles that lie under the place, with their names."""
    menu = quiet_menu(parent)
    menu.setObjectName("tissue-menu")
    heading(menu, title)
    add_tissues(menu, marks, hit, chosen)
    if deeper:
        menu.addSeparator()
        add_regions(menu, deeper, chosen_region, pointed)
    return menu


def add_regions(
    menu: QMenu,
    regions: Sequence[tuple[str, Region]],
    chosen: Callable[[Region], None],
    pointed: Callable[[Region | None], None],
    verb: str = "{} ({})",
) -> list[QAction]:
    """A line for each region: its name and its depth. `pointed` hears which line is pointed at, None at the end."""
    actions = []
    menu.aboutToHide.connect(lambda: pointed(None))
    for name, region in regions:
        action = menu.addAction(verb.format(name, LAYER_WORDS.get(region.layer, str(region.layer))))
        action.triggered.connect(lambda _=False, region=region: chosen(region))
        action.hovered.connect(lambda region=region: pointed(region))
        actions.append(action)
    return actions
