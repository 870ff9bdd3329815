"""The local twitch response of a mark: not recorded, none, yes, or how many."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from bodymap.charting.faults import Refused
from bodymap.charting.records import Ltr
from bodymap.ui.segments import Segments

Response = tuple[Ltr, int | None]
MOST = 99


class LtrField(QFrame):
    """One press answers: `answered` tells the response. Keys: n none, y yes, 1-99 and Enter how many, - not said.
    `refused` tells the sentence for what is no number of twitches; it stands as it was typed."""

    answered = Signal(object)
    refused = Signal(str)

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
        # Longer than any answer: what is too long is said, not cut to a number that nobody meant.
        self.how_many.setMaxLength(20)
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
        """What stands in the control. Raises Refused for what is no number of twitches."""
        typed = self.how_many.text().strip()
        if typed:
            if not (typed.isascii() and typed.isdecimal()) or int(typed) > MOST:
                raise Refused(
                    "ltr_count",
                    f"How many twitches is a whole number up to {MOST}, and {typed} is not. Write it anew.",
                )
            return (Ltr.YES, int(typed)) if int(typed) else (Ltr.NONE, None)
        value = self.answers.value()
        return (value if isinstance(value, Ltr) else Ltr.NOT_RECORDED), None

    def eventFilter(self, watched: object, event: object) -> bool:
        """Letters answer at once; figures go into the field."""
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                # Taken here: passed on, it would reach the list, which opens the cell again.
                try:
                    said = self.response()
                except Refused as refused:
                    self.refused.emit(refused.sentence)
                    self.how_many.selectAll()  # written over by what is typed next
                    return True
                self.answered.emit(said)
                return True
            answer = {"n": Ltr.NONE, "y": Ltr.YES, "-": Ltr.NOT_RECORDED}.get(event.text().casefold())
            if answer is not None:
                self.answered.emit((answer, None))
                return True
        return bool(super().eventFilter(watched, event))
