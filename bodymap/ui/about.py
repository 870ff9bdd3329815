"""What this program is, whose drawings and libraries it rests on, and under which licences."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

import bodymap
from bodymap.ui.widgets import Label

CREDIT = (
    "Muscle positions after Z-Anatomy (CC BY-SA 4.0), itself based on BodyParts3D, © The Database Center for Life "
    "Science (CC BY 4.0). The plates are licensed CC BY-SA 4.0."
)
LICENCES = (
    "BodyMap itself: Apache License 2.0. Qt and PySide6: LGPL 3. SQLCipher: BSD; SQLite: public domain. sqlite-utils: "
    "Apache 2.0. Source Sans: SIL Open Font License 1.1. platformdirs, RapidFuzz: MIT. filelock: public domain."
)
PROMISE = (
    "Nothing leaves this computer unless you send it. BodyMap records and reminds; it gives no safe depth and makes no "
    "diagnosis. Judgement stays with the therapist."
)


class About(QDialog):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("About BodyMap")
        self.setFixedWidth(520)
        column = QVBoxLayout(self)
        column.setContentsMargins(30, 24, 30, 20)
        column.setSpacing(4)
        python = ".".join(map(str, sys.version_info[:3]))
        version = getattr(bodymap, "__version__", "")
        for words, role in (
            ("BodyMap", "display"),
            (f"Version {version} · Python {python} · Qt {qVersion()}", "muted"),
            (PROMISE, "lead"),
            ("The plates", "heading"),
            (CREDIT, ""),
            ("Licences", "heading"),
            (LICENCES, ""),
        ):
            if role in ("heading", "lead"):
                column.addSpacing(8)
            label = Label(words)
            label.setProperty("role", role)
            label.setWordWrap(True)
            label.setFixedWidth(460)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label)
        column.addSpacing(10)
        row = QHBoxLayout()
        row.addStretch(1)
        close = QPushButton("Close")
        close.setProperty("scale", "large")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row.addWidget(close)
        column.addLayout(row)
