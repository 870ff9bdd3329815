"""Counting what a person does: clicks, drags, key chords, typed words, as an application-wide event filter sees them.

A gesture is a click, a drag, a key chord, or one typed word; a double click is one click. What is in doubt is counted:
each notch of a wheel, each touch, each repeat of a held key.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QInputMethodEvent, QKeyEvent, QMouseEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
_MODIFIERS = (
    Qt.Key.Key_Control,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Alt,
    Qt.Key.Key_Meta,
    Qt.Key.Key_AltGr,
)
_CHORDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
_T = QEvent.Type
_SINGLE = {
    _T.Wheel: "wheel",
    _T.TouchBegin: "touch",
    _T.TabletPress: "pen",
    _T.NativeGesture: "touchpad",
    _T.Drop: "drop",
}


class GestureCounter(QObject):
    """Counts from `begin` on. `seen` lists the gestures in their order, `doubles` how many of the clicks were double
    ones."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.doubles = 0
        self._buttons: dict[Qt.MouseButton, int] = {}  # those that are down, and the time of their press
        self._last_press: tuple[QPoint, Qt.MouseButton] | None = None
        self._key: tuple[int, QEvent.Type, QObject] | None = None  # the press that is on its way
        self._single: tuple[QEvent.Type, int, QObject] | None = None
        self._word: QObject | None = None  # the field in which a word is being typed

    @property
    def count(self) -> int:
        return len(self.seen)

    def begin(self) -> None:
        QApplication.instance().installEventFilter(self)

    def end(self) -> None:
        QApplication.instance().removeEventFilter(self)

    def _add(self, what: str) -> None:
        self._word = None
        self.seen.append(what)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(event, QMouseEvent):
            self._mouse(kind, event)
        elif kind in _SINGLE:
            # Told to the window, then to what lies in it and up from there; sent to a widget, to that one and up.
            when = getattr(event, "timestamp", int)()
            before, self._single = self._single, (kind, when, watched)
            risen = before is not None and before[:2] == (kind, when) and _is_below(before[2], watched)
            if not risen:
                self._add(_SINGLE[kind])
        elif kind in (_T.ShortcutOverride, _T.KeyPress) and isinstance(event, QKeyEvent):
            if not isinstance(watched, QWindow):
                self._press(watched, kind, event)
        elif kind == _T.KeyRelease and isinstance(event, QKeyEvent):
            if self._key is not None and self._key[0] == event.key():
                self._key = None
        elif (
            kind == _T.InputMethod
            and isinstance(event, QInputMethodEvent)
            and (words := event.commitString().split())
        ):
            for word in words:
                self._add(f"word {word}")
        return False

    # -- the mouse --------------------------------------------------------------------------------------------------

    def _mouse(self, kind: QEvent.Type, event: QMouseEvent) -> None:
        button = event.button()
        if kind == _T.MouseButtonRelease:
            self._buttons.pop(button, None)
        elif kind in (_T.MouseButtonPress, _T.MouseButtonDblClick):
            if event.deviceType() == QInputDevice.DeviceType.TouchScreen:
                return  # made of a touch, which was counted
            at = event.globalPosition().toPoint()
            double = kind == _T.MouseButtonDblClick or bool(
                event.flags() & Qt.MouseEventFlag.MouseEventCreatedDoubleClick
            )
            if self._buttons.get(button) == event.timestamp():
                return  # the same press on its way from the window to what lies in it, and up from there
            self._buttons[button] = event.timestamp()
            near = self._last_press is not None and (at - self._last_press[0]).manhattanLength() <= 8
            if double and near and self._last_press is not None and self._last_press[1] == button:
                self.doubles += 1
                self._last_press = None  # a third press is a click of its own
                return
            self._last_press = (at, button)
            self._add(f"press {button.name} at {at.x()}, {at.y()}")

    # -- keys -------------------------------------------------------------------------------------------------------

    def _press(self, watched: QObject, kind: QEvent.Type, event: QKeyEvent) -> None:
        key = event.key()
        if key in _MODIFIERS:
            return
        before, self._key = self._key, (key, kind, watched)
        if before is not None and before[0] == key:
            follows = before[1] == _T.ShortcutOverride and kind == _T.KeyPress
            risen = before[1] == kind and _is_ancestor(watched, before[2])
            if follows or risen:
                return
        text = event.text()
        writes = (
            isinstance(watched, QWidget)
            and watched.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
            and text.isprintable()
            and bool(text)
            and not event.modifiers() & _CHORDS
        )
        if not writes:
            self._add(f"key {Qt.Key(key).name} {event.modifiers().name}")
        elif text.isspace():
            self._word = None
        elif self._word is not watched:
            self._add("word")
            self._word = watched


def _is_below(before: QObject, now: QObject) -> bool:
    """Whether an event that was told to `before` is told to `now` on its way: from window to widget, or to a parent."""
    return (isinstance(before, QWindow) and not isinstance(now, QWindow)) or _is_ancestor(now, before)


def _is_ancestor(one: QObject, of: QObject) -> bool:
    above = of.parent()
    while above is not None:
        if above is one:
            return True
        above = above.parent()
    return False


class Hand:
    """Moves the mouse and presses keys as a window system tells it: to the window, which finds what lies there."""

    def __init__(self, window: QWidget) -> None:
        self.window = window

    def _place(self, widget: QWidget, at: QPoint | None) -> QPoint:
        assert widget.isVisible(), f"{widget} cannot be seen"
        assert widget.isEnabled(), f"{widget} is off"
        at = at or widget.rect().center()
        place = widget.mapTo(self.window, at)
        lies = self.window.childAt(place)
        assert lies is not None
        assert lies is widget or widget.isAncestorOf(lies), f"{lies} lies over {widget}"
        return place

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        place = self._place(widget, at)
        QTest.mouseClick(self.window.windowHandle(), LEFT, PLAIN, place)
        QApplication.processEvents()

    def double_click(self, widget: QWidget, at: QPoint | None = None) -> None:
        QTest.mouseDClick(self.window.windowHandle(), LEFT, PLAIN, self._place(widget, at))
        QApplication.processEvents()

    def drag(self, widget: QWidget, onto: QWidget, at: QPoint) -> None:
        start, end = self._place(widget, None), self._place(onto, at)
        handle = self.window.windowHandle()
        QTest.mousePress(handle, LEFT, PLAIN, start)
        for step in range(1, 6):
            QTest.mouseMove(handle, (QPointF(start) + QPointF(end - start) * step / 5).toPoint())
        QTest.mouseRelease(handle, LEFT, PLAIN, end)
        QApplication.processEvents()

    def chord(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)
        QApplication.processEvents()

    def types(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), text)
        QApplication.processEvents()
