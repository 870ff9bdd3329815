"""Tab goes through a panel as it is read, whatever was made first.

Qt's own chain has the order of making: rows that are made later stand at its end, and Tab from the last of them leads
to the window's first button. So a panel is asked for its fields in the order of its layouts each time.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QStackedWidget, QWidget


def step(panel: QWidget, *, forward: bool) -> bool:
    """Put the keys into the next field of the panel, or the one before; False at its end or when they are elsewhere."""
    order = list(fields(panel))
    now = panel.window().focusWidget()
    while now is not None and now not in order and now is not panel:
        now = now.parentWidget()
    if now not in order:
        return False
    at = order.index(now) + (1 if forward else -1)
    if not 0 <= at < len(order):
        return False
    order[at].setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    return True


def fields(widget: QWidget) -> Iterator[QWidget]:
    """What Tab stops at within the widget, in the order of its layouts; what is said seldom (the property `seldom`) at
    the end of its card."""
    late: list[QWidget] = []
    yield from _fields(widget, late)
    yield from late


def _fields(widget: QWidget, late: list[QWidget]) -> Iterator[QWidget]:
    for child in _children(widget):
        if child.isHidden() or child.isWindow():
            continue
        stops = child.focusPolicy().value & Qt.FocusPolicy.TabFocus.value and child.isEnabled()
        if stops and child.focusProxy() is None:
            if child.property("seldom"):
                late.append(child)
            else:
                yield child
        if child.property("role") == "card":
            yield from fields(child)
        else:
            yield from _fields(child, late)


def _children(widget: QWidget) -> list[QWidget]:
    """The widgets directly within it: as its layout has them, then what lies in it without a layout."""
    laid: list[QWidget] = []
    if isinstance(widget, QStackedWidget):
        return [one] if (one := widget.currentWidget()) is not None else []
    if (layout := widget.layout()) is not None:
        laid += _of(layout)
    free = [one for one in widget.children() if isinstance(one, QWidget) and one not in laid]
    return laid + sorted(free, key=lambda one: (one.y(), one.x()))


def _of(layout: QLayout) -> list[QWidget]:
    found: list[QWidget] = []
    numbers = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        numbers.sort(key=lambda number: layout.getItemPosition(number)[:2])  # row by row
    for number in numbers:
        item = layout.itemAt(number)
        if (widget := item.widget()) is not None:
            found.append(widget)
        elif (inner := item.layout()) is not None:
            found += _of(inner)
    return found
