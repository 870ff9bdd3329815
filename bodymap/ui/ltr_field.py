"""The local twitch response of a mark: not recorded, none, yes, or how many."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from bodymap.charting.records import Ltr
from bodymap.ui.segments import Segments

Response = tuple[Ltr, int | None]


class LtrField(QFrame):
    """One press answers: `answered` tells the response. Keys: n none, y yes, 1-99 and Enter how many, - not said."""

    answered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAutoFillBackground(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 0, 3, 0)
        row.setSpacing(4)
        self.answers = Segments(
            (
                (Ltr.NOT_RECORDED, "–", "Not recorded (-)"),
                (Ltr.NONE, "none", "No twitch (N)"),
                (Ltr.YES, "yes", "Twitched (Y)"),
            )
        )
        for value in (Ltr.NOT_RECORDED, Ltr.NONE, Ltr.YES):
            self.answers.button(value).setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.answers.button(Ltr.NOT_RECORDED).setAccessibleName("Twitch response not recorded")
        self.answers.chosen.connect(lambda value: self.answered.emit((value, None)))
        row.addWidget(self.answers)
        self.how_many = QLineEdit()
        self.how_many.setPlaceholderText("how many")
        self.how_many.setAccessibleName("How many twitches")
        self.how_many.setValidator(QIntValidator(0, 99, self.how_many))
        self.how_many.setMaxLength(2)
        self.how_many.setFixedWidth(84)
        row.addWidget(self.how_many)
        # A press on a part that takes no focus would hand it up to the list, which closes the editor.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self.how_many)
        self.how_many.installEventFilter(self)

    def set_response(self, ltr: Ltr, count: int | None) -> None:
        self.answers.set_value(ltr)
        self.how_many.setText(str(count) if count else "")

    def response(self) -> Response:
        """What stands in the control."""
        if self.how_many.text().strip("0"):
            return Ltr.YES, int(self.how_many.text())
        value = self.answers.value()
        return (value if isinstance(value, Ltr) else Ltr.NOT_RECORDED), None

    def eventFilter(self, watched: object, event: object) -> bool:
        """Letters answer at once; figures go into the field."""
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                # Taken here: passed on, it would reach the list, which opens the cell again.
                self.answered.emit(self.response())
                return True
            answer = {"n": Ltr.NONE, "y": Ltr.YES, "-": Ltr.NOT_RECORDED}.get(event.text().casefold())
            if answer is not None:
                self.answered.emit((answer, None))
                return True
        return bool(super().eventFilter(watched, event))
