"""A question or a notice that must be answered before going on."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from bodymap.ui.widgets import Label


class Question(QDialog):
    """Accepted for the first answer; rejected for the second, Esc, or closing."""

    def __init__(self, parent: QWidget, text: str, detail: str, yes: str, no: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("BodyMap")
        self.setFixedWidth(460)
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 24, 26, 20)
        column.setSpacing(10)
        for words, role in ((text, "title"), (detail, "lead")):
            label = Label(words)
            label.setProperty("role", role)
            label.setWordWrap(True)
            label.setVisible(bool(words))
            column.addWidget(label)
        column.addSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        if no:
            refuse = QPushButton(no)
            refuse.setProperty("scale", "large")
            refuse.clicked.connect(self.reject)
            # Enter pressed without reading must not be what loses something.
            refuse.setProperty("role", "primary")
            refuse.setDefault(True)
            row.addWidget(refuse)
        agree = QPushButton(yes)
        agree.setProperty("scale", "large")
        if not no:
            agree.setProperty("role", "primary")
            agree.setDefault(True)
        agree.clicked.connect(self.accept)
        row.addWidget(agree)
        column.addLayout(row)
