"""The switches over the body that are about ghosts: seen or not, and the lasso."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from bodymap.ui import icons
from bodymap.ui.ghosts_shown import GhostsShown


class GhostButtons:
    """Two buttons over the body, there only while there are ghosts."""

    def __init__(self, view: QWidget, shown: GhostsShown) -> None:
        self._shown = shown
        self.show_button = self._made(view, "again")
        self.show_button.clicked.connect(lambda on: shown.set_hidden(not on))
        self.lasso_button = self._made(view, "lasso")
        self.lasso_button.setText("Lasso")
        self.lasso_button.setToolTip(
            "Draw a loop round what is needled again (with the mouse also: hold Shift and drag)"
        )
        self.lasso_button.clicked.connect(shown.choose_lasso)
        shown.tool_changed.connect(self.lasso_button.setChecked)

    @staticmethod
    def _made(view: QWidget, icon: str) -> QToolButton:
        button = QToolButton(view)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setProperty("role", "floating")
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.give(button, icon)
        button.hide()
        return button

    def wanted(self) -> dict[QWidget, bool]:
        """Which of them are to be seen now, with their words made true."""
        shown = self._shown
        last = sum(one.age == 0 and not one.from_set for one in shown.ghosts)
        sets = sum(one.from_set for one in shown.ghosts)
        number = last or sets or len(shown.ghosts)
        self.show_button.setText(f"{'Last time' if last else 'Set' if sets else 'Earlier'} {number}")
        self.show_button.setChecked(not shown.hidden)
        tip = (
            "shown as broken rings; press to hide them" if not shown.hidden else "hidden; press to show them"
        )
        self.show_button.setToolTip(
            f"What was needled at earlier visits: {tip}. A click on a ring needles it again."
        )
        self.show_button.setAccessibleName(f"{self.show_button.text()} not marked yet")
        return {
            self.show_button: bool(shown.ghosts),
            self.lasso_button: bool(shown.ghosts) and not shown.hidden,
        }
