"""Small widgets that many places share: labels, refusals, buttons, a menu's line to type in.

Labels here show the characters that they are given. Qt's own label reads as markup what looks like it, and what was
typed about a patient could then change how it looks, or make the program read a file or a network address.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6 import QtGui  # the markup functions of Qt stand in its QtGui part only
from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QWidget,
    QWidgetAction,
)

REFUSAL_PX = 240


class Label(QLabel):
    """A label whose text and tool tip are never read as markup."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def setToolTip(self, text: str) -> None:
        super().setToolTip(plain_tip(text))


def words_label(text: str, role: str = "", *, wrap: bool = True) -> Label:
    """A label of plain words, in as many lines as it takes."""
    label = Label(text)
    label.setWordWrap(wrap)
    if role:
        label.setProperty("role", role)
    if wrap:
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


def refusal_line() -> Label:
    """Where a form says in red why something was not taken; hidden while there is nothing to say."""
    label = Label()
    label.setProperty("role", "refusal")
    label.setWordWrap(True)
    label.hide()
    return label


def plain_tip(text: str) -> str:
    """A tool tip that shows these characters: as they are, or escaped where Qt would read them as markup."""
    return QtGui.Qt.convertFromPlainText(text) if QtGui.Qt.mightBeRichText(text) else text


def button(text: str, verb: Callable[[], object], role: str = "", tip: str = "") -> QPushButton:
    """A button that does this."""
    made = QPushButton(text)
    if role:
        made.setProperty("role", role)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setToolTip(tip)
    made.clicked.connect(lambda: verb())
    return made


class Choice(QComboBox):
    """A list to choose from. A wheel that passes over it scrolls what lies below: it changes and takes nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def line_in_menu(
    menu: QMenu, name: str, hint: str, longest: int, text: str = ""
) -> tuple[QLineEdit, QWidgetAction]:
    """A line of a menu to type in, and the action to put where it belongs. `name` is its object name, `longest` how
    many characters it takes. Enter closes no menu: whoever asks for the line does."""
    holder = QWidget(menu)
    row = QHBoxLayout(holder)
    row.setContentsMargins(8, 3, 8, 5)
    field = QLineEdit(text, holder)
    field.setObjectName(name)
    field.setPlaceholderText(hint)
    field.setAccessibleName(hint)
    field.setMaxLength(longest)
    row.addWidget(field)
    holder.setFocusProxy(field)
    action = QWidgetAction(menu)
    action.setDefaultWidget(holder)
    return field, action


class RefusalInMenu:
    """Below a menu's line: why what was typed is not taken. It goes with the next key."""

    def __init__(self, menu: QMenu, line: QLineEdit) -> None:
        self._menu, self._line = menu, line
        self.words = refusal_line()
        self.words.setObjectName("menu-refusal")
        self.words.setContentsMargins(14, 2, 14, 6)
        self.words.setFixedWidth(REFUSAL_PX)
        self._action = QWidgetAction(menu)
        self._action.setDefaultWidget(self.words)
        self._action.setVisible(False)
        menu.addAction(self._action)
        line.textEdited.connect(lambda: self.say(""))

    def say(self, sentence: str) -> None:
        foot = self._menu.geometry().bottom()
        self.words.setText(sentence)
        self.words.setFixedHeight(max(1, self.words.heightForWidth(REFUSAL_PX)))
        self._action.setVisible(bool(sentence))
        self.words.setVisible(bool(sentence))  # a menu leaves the widget of a hidden action where it was
        self._line.setProperty("refused", bool(sentence))
        self._line.style().polish(self._line)
        self._line.setAccessibleDescription(sentence)
        # It opened above its key: it grows upward, or it would lie on the key.
        self._menu.adjustSize()
        self._menu.move(self._menu.x(), max(0, foot + 1 - self._menu.height()))


def empty(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            empty(inner)
