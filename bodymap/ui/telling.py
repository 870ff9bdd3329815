"""The body view's one line to assistive technology: all of it is imported only once somebody listens."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible

if TYPE_CHECKING:
    from PySide6.QtGui import QAccessibleInterface

    from bodymap.ui.body_accessible import Teller
    from bodymap.ui.body_view import BodyView

_installed = False


class Telling:
    """`look` is called after every change that may matter. Without anybody listening it costs one question."""

    def __init__(self, view: BodyView) -> None:
        self._view = weakref.ref(view)
        self._teller: Teller | None = None
        _install()

    def look(self) -> None:
        """Tell what is not as it was told last."""
        if not QAccessible.isActive():
            return
        if self._teller is None:
            from bodymap.ui.body_accessible import Teller

            view = self._view()
            assert view is not None
            self._teller = Teller(view)
        self._teller.look()


def _install() -> None:
    """Offer the interface of body views to Qt; once, and before anybody asks for one."""
    global _installed
    if not _installed:
        _installed = True
        QAccessible.installFactory(_made)


def _made(class_name: str, of: QObject) -> QAccessibleInterface | None:
    if class_name != "BodyView" or of is None:
        return None
    from bodymap.ui.body_accessible import offered

    return offered(of)  # type: ignore[arg-type]
