"""Saying something to whoever listens rather than looks."""

from __future__ import annotations

import re

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

_SIDE = re.compile(r"(?<![\w.])([RL]) (?=[A-Za-z])")


def announce(widget: QWidget, text: str, urgent: bool = False) -> None:
    """Have a screen reader speak this, sides in words; `urgent` interrupts. Nothing where none is running."""
    if text and QAccessible.isActive():
        from PySide6.QtGui import QAccessibleAnnouncementEvent

        event = QAccessibleAnnouncementEvent(widget, spoken(text))
        if urgent:
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)


def spoken(text: str) -> str:
    """Marked R infraspinatus -> Marked right infraspinatus: a letter alone is easily misheard."""
    return _SIDE.sub(lambda found: {"R": "right ", "L": "left "}[found[1]], text)
