"""One quiet line at the right moment: what lies at risk at a mark, and what of the patient's precautions meets it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout

from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.meetings import Meeting, MeetingKind, also, by_severity, not_reasoned
from bodymap.charting.precautions import Severity
from bodymap.ui import theme
from bodymap.ui.widgets import Label, plain_tip

if TYPE_CHECKING:
    from bodymap.charting.records import Mark, Visit
    from bodymap.workspace.precautions import ReasonOffered
    from bodymap.workspace.workspace import Workspace

SIGNS = {Severity.NOTE: "•", Severity.CAUTION: "!", Severity.STOP: "✕"}
"""A sign for each severity besides its words: nothing is told by colour alone."""
CARE_KINDS = ("precaution", "precaution_answer", "avoid_zone", "medication", "override", "patient")
"""Records that change what is said at a mark."""
OFFER_LETTERS = 72
"""Of a reason that is offered again, with when and where: more would not fit the panel; the tool tip says it whole."""
CATALOGUE = "BodyMap's catalogue of muscles (general anatomical knowledge)"
SOURCES = {
    MeetingKind.PRECAUTION: "the clinic's list of precautions",
    MeetingKind.ZONE: "this patient's avoid-zones",
    MeetingKind.BOTH_SIDES: "BN 121, 5.1",
}


def meetings_at(
    workspace: Workspace, mark: Mark, marks: Sequence[Mark], visit: Visit | None = None
) -> tuple[Meeting, ...]:
    """What holds at this mark, the gravest first; and that both sides of the thorax are needled, where this mark is
    among those. `marks` are the visit's."""
    precautions = workspace.precautions
    met = precautions.at_mark(mark, visit)
    if "pleura" not in precautions.at_risk(mark.target, mark.level).flags:
        return met
    return by_severity((*met, *workspace.precautions.of_the_visit(marks)))


def care_words(workspace: Workspace, mark: Mark, marks: Sequence[Mark]) -> str:
    """The line in words: "! Pacemaker: e-stim, R infraspinatus. Nearby: suprascapular n."; "" for nothing."""
    said = [f"{SIGNS[one.severity]} {one.sentence}" for one in meetings_at(workspace, mark, marks)]
    risk = workspace.precautions.at_risk(mark.target, mark.level).sentence
    return " ".join([*said, risk] if risk else said)


def unreasoned_at(
    workspace: Workspace, visit_id: str, chosen: Sequence[Mark], marks: Sequence[Mark]
) -> tuple[Meeting, ...]:
    """What holds in the visit and nobody gave a reason for, the gravest first: any of it at the marks chosen; where
    none is chosen what says stop and what holds for the visit as a whole, for a caution is said at its mark. `marks`
    are the visit's."""
    precautions = workspace.precautions
    if not chosen and not any(item.severity is Severity.STOP for item in precautions.strip(visit_id)):
        whole = workspace.precautions.of_the_visit(marks)
        return not_reasoned(whole, precautions.overrides(visit_id)) if whole else ()
    ids = {mark.id for mark in chosen}
    met = not_reasoned(precautions.in_visit(visit_id), precautions.overrides(visit_id))
    return by_severity(
        one
        for one in met
        if (one.mark_id in ids if ids else one.severity is Severity.STOP or not one.mark_id)
    )


class CareLine(QFrame):
    """Shows the line for one mark, or for several or none what nobody gave a reason for: a caution or stop without one
    asks for it in the same line.

    `shown` tells whether there is anything to say; `failed` a fault, `said` what was kept.
    """

    shown = Signal(bool)
    failed = Signal(object)
    said = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._workspace: Workspace | None = None
        self._mark: Mark | None = None
        self._visit_id = ""
        self._marks: Sequence[Mark] = ()
        self._chosen: Sequence[Mark] = ()
        self._open: Meeting | None = None
        self._offered: ReasonOffered | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.words = Label()
        self.words.setWordWrap(True)
        self.words.setProperty("role", "small")
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addWidget(self.words)
        self.near = Label()
        self.near.setWordWrap(True)
        self.near.setProperty("role", "small")
        self.near.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.near.hide()
        told.addWidget(self.near)
        self.again = QPushButton()
        self.again.setProperty("role", "link")
        self.again.setStyleSheet(
            f"QPushButton {{ min-height: {theme.px(22)}px; font-size: 13px; text-align: left; }}"
        )
        self.again.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.again.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.again.clicked.connect(self._again)
        self.again.hide()
        told.addWidget(self.again)
        row.addLayout(told, 1)
        self.why = QPushButton("Reason…")
        self.why.setProperty("role", "link")
        self.why.setStyleSheet(f"QPushButton {{ min-height: {theme.px(22)}px; font-size: 13px; }}")
        self.why.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.why.setToolTip("Why this is needled all the same: kept with the visit")
        self.why.clicked.connect(self.ask)
        row.addWidget(self.why)
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.reason.setPlaceholderText("why all the same, then Enter")
        self.reason.setAccessibleName("The reason for needling all the same")
        self.reason.setStyleSheet("QLineEdit { min-height: 24px; } QLineEdit:focus { min-height: 22px; }")
        self.reason.returnPressed.connect(self._keep)
        self.reason.installEventFilter(self)
        row.addWidget(self.reason, 1)
        self.reason.hide()
        self.hide()

    def show_mark(
        self, workspace: Workspace | None, mark: Mark | None, marks: Sequence[Mark] = (), *, editable: bool
    ) -> None:
        """Say what holds at this mark of the visit's `marks`; nothing for None. A reason that is being written is not
        taken away."""
        if self.reason.isVisible() and self.reason.hasFocus():
            return
        self._workspace, self._mark, self._marks, self._open = workspace, mark, marks, None
        self._visit_id = mark.visit_id if mark is not None else ""
        self.reason.hide()
        if workspace is None or mark is None or mark.removed:
            self._show((), (), "")
            return
        met = meetings_at(workspace, mark, marks)
        risk = workspace.precautions.at_risk(mark.target, mark.level).sentence
        open_ones = not_reasoned(met, workspace.precautions.overrides(mark.visit_id)) if met else ()
        words = [
            f"{SIGNS[one.severity]} {one.sentence}"
            + ("" if one in open_ones or one.severity is Severity.NOTE else " Reason given.")
            for one in met
        ]
        tips = [
            " ".join(
                part
                for part in (
                    f"{one.severity.value.capitalize()}: {one.sentence}",
                    one.why,
                    f"({SOURCES[one.kind]})",
                )
                if part
            )
            for one in met
        ]
        tips += [f"{risk} ({CATALOGUE})"] if risk else []
        self._open = open_ones[0] if open_ones and editable else None
        self._show(met, words, "\n".join(tips), risk)

    def show_several(
        self,
        workspace: Workspace | None,
        visit_id: str,
        chosen: Sequence[Mark],
        marks: Sequence[Mark],
        *,
        editable: bool,
    ) -> None:
        """No mark or several are selected: marks added or confirmed together meet precautions as one alone does."""
        if self.reason.isVisible() and self.reason.hasFocus():
            return
        self._workspace, self._mark, self._open = workspace, None, None
        self._visit_id, self._chosen, self._marks = visit_id, chosen, marks
        self.reason.hide()
        met = unreasoned_at(workspace, visit_id, chosen, marks) if workspace is not None and visit_id else ()
        told = {one.key: one for one in reversed(met)}
        words = [
            f"{SIGNS[one.severity]} {also(one.sentence, sum(other.key == key for other in met) - 1)}"
            for key, one in reversed(told.items())
        ]
        tips = [
            " ".join(part for part in (one.sentence, one.why, f"({SOURCES[one.kind]})") if part)
            for one in met
        ]
        self._open = met[0] if met and editable else None
        self._show(met, words, "\n".join(tips))

    def _show(self, met: Sequence[Meeting], told: Sequence[str], tip: str, risk: str = "") -> None:
        """A caution or a stop stands in heavier type, each in a line of its own; what merely lies nearby is quiet. Both
        are read whole: the list above gives way."""
        gravest = max(
            (one.severity for one in met), key=lambda severity: severity.rank, default=Severity.NOTE
        )
        loud = "" if gravest is Severity.NOTE else gravest.value
        if self.words.property("loud") != loud:
            self.words.setProperty("loud", loud)
            self.words.setContentsMargins(*((8, 3, 8, 3) if loud else (0, 0, 0, 0)))
            self.words.style().polish(self.words)
        self.near.setText(risk)
        self.near.setToolTip(tip)
        self.near.setVisible(bool(loud and risk))
        words = "\n".join(told) if loud else " ".join([*told, risk] if risk else told)
        self.words.setText(words)
        self.words.setToolTip(tip)
        self.words.setAccessibleName(words)
        self.why.setVisible(self._open is not None)
        self._offer()
        self.setVisible(bool(words))
        self.shown.emit(bool(words))

    def _offer(self) -> None:
        """The last reason for what is open stands below it, to be given again in one press."""
        workspace = self._workspace
        self._offered = (
            workspace.precautions.reason_offered(self._visit_id, self._open)
            if workspace is not None and self._open is not None
            else None
        )
        self.again.setVisible(self._offered is not None)
        if self._offered is not None and self._open is not None:
            words = self._offered.words
            self.again.setText(words if len(words) <= OFFER_LETTERS else f"{words[:OFFER_LETTERS]}…”")
            self.again.setToolTip(plain_tip(f"{self._open.title}: {words}"))
            self.again.setAccessibleName(f"{self._open.title}: {words}")

    def _again(self) -> None:
        if self._offered is not None:
            self._give(self._offered.reason)

    def ask(self) -> None:
        """Open the field for the reason, where one is asked for."""
        if self._open is None or self._workspace is None:
            return
        self.reason.setText(self._workspace.precautions.last_reason(self._visit_id, self._open))
        self.reason.setToolTip(plain_tip(self._open.sentence))
        self.reason.setPlaceholderText(f"{self._open.title}: why all the same, then Enter")
        self.why.hide()
        self.again.hide()
        self.reason.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reason.selectAll()

    def _keep(self) -> None:
        self._give(self.reason.text())

    def _give(self, reason: str) -> None:
        workspace, meeting = self._workspace, self._open
        if workspace is None or meeting is None:
            return
        try:
            given = workspace.precautions.give_reason(self._visit_id, meeting, reason, origin=self)
        except Refused as refused:
            self.said.emit(refused.sentence)
            return
        except RecordsFault as fault:
            self.failed.emit(fault)
            return
        self.reason.clearFocus()
        self.reason.hide()
        many = f"the {len(given)} marks that it holds for" if len(given) > 1 else "this mark"
        self.said.emit(f"The reason is kept for {many if meeting.mark_id else 'the visit'}.")
        self._show_again()

    def _show_again(self) -> None:
        if self._mark is not None:
            self.show_mark(self._workspace, self._mark, self._marks, editable=True)
        else:
            self.show_several(self._workspace, self._visit_id, self._chosen, self._marks, editable=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape gives the reason up."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and event.key() == Qt.Key.Key_Escape:
            self.reason.clearFocus()
            self._show_again()
            return True
        return super().eventFilter(watched, event)
