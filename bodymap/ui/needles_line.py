"""Needles of the visit in one line: how many are in, counted out by a press, lot and expiry."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QWidget

from bodymap.charting.faults import RecordsFault, Refused
from bodymap.charting.needles import PartCount, asked_about_visit, expiry_in_words
from bodymap.charting.records import Disposition, Mark
from bodymap.ui.mark_details import TypedField
from bodymap.ui.patients_panel import count
from bodymap.ui.widgets import Label
from bodymap.workspace.needles import NAMES
from bodymap.workspace.workspace import Workspace


class NeedlesLine(QFrame):
    """Stands there as soon as anything is marked, counted or given a lot, and while `wanted`: needles that were all
    withdrawn at once have a lot too.

    `refused` tells a sentence, or nothing once it no longer holds.
    """

    refused = Signal(str)
    failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace: Workspace | None = None
        self.visit_id = ""
        self.wanted = False
        self._editable = True
        self._parts: list[PartCount] = []
        self._unsaid: list[str] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.count = Label()
        row.addWidget(self.count)
        self.out = QPushButton()
        self.out.clicked.connect(self._press)
        self.out.hide()
        row.addWidget(self.out)
        self.withdrawn = QPushButton()
        self.withdrawn.setProperty("role", "link")
        self.withdrawn.setToolTip("Of the marks of which nothing was said: no needle stayed in place")
        self.withdrawn.clicked.connect(self._withdraw)
        self.withdrawn.hide()
        row.addWidget(self.withdrawn)
        row.addStretch(1)
        self.offer = QPushButton()
        self.offer.setProperty("role", "link")
        self.offer.clicked.connect(self._take_offer)
        row.addWidget(self.offer)
        self.lot = TypedField("Lot of the needles", "lot", 60)
        self.expiry = TypedField("Expiry of the needles", "expiry", 20)
        for field, width in ((self.lot, 92), (self.expiry, 86)):
            field.setFixedWidth(width)
            field.typed.connect(self._say_lot)
            row.addWidget(field)

    def show_needles(
        self,
        workspace: Workspace | None,
        visit_id: str,
        *,
        editable: bool,
        marks: Sequence[Mark] | None = None,
    ) -> None:
        """Show this visit's needles; `marks` are its marks where they have just been read."""
        self.workspace, self.visit_id, self._editable = workspace, visit_id, editable
        if workspace is None or not visit_id:
            self.hide()
            return
        visit, counts = workspace.visits.get(visit_id), workspace.needles.counts(visit_id, marks)
        sentence = counts.difference(NAMES)
        counted = bool(counts.left_in or counts.out or counts.whole is not None)
        self.count.setText(
            f"in {counts.left_in} {'=' if counts.settled else '·'} out {counts.out}" if counted else "Needles"
        )
        role = "refusal" if sentence else "small"
        if self.count.property("role") != role:
            self.count.setProperty("role", role)
            self.count.style().polish(self.count)
        self.count.setToolTip(sentence or "Needles left in place and needles counted out")
        parts = [part for part in counts.parts if part.remaining > 0] if counts.whole is None else []
        if parts != self._parts:
            self._parts = parts
            self._show_button()
        offered = workspace.needles.offered_lot(visit_id)
        words = " · ".join(part for part in (offered.lot, expiry_in_words(offered.expiry)) if part)
        offers = bool(offered.lot) and editable
        self.lot.show_value(visit.needle_lot)
        self.expiry.show_value(expiry_in_words(visit.needle_expiry))
        # Beside the needles that are in place there is no room for all: the expiry goes with the lot that is offered.
        brief = offers and bool(self._parts)
        self.offer.setText(f"Lot {offered.lot if brief else words}?")
        self.offer.setToolTip(f"Lot {words}, used last: press to record it for this visit")
        self.offer.setVisible(offers)
        self.expiry.setVisible(not (brief and not self.expiry.text() and not self.expiry.hasFocus()))
        for widget in (self.out, self.lot, self.expiry):
            widget.setEnabled(editable)
        if marks is None:
            marks = workspace.marks.of(visit_id)
        self._unsaid = [
            one.id for one in marks if one.needles and one.disposition is Disposition.NOT_RECORDED
        ]
        self.withdrawn.setText(f"{count(len(self._unsaid), 'mark')}: withdrawn at once")
        # While needles are in, counting them out comes first.
        self.withdrawn.setVisible(bool(self._unsaid) and editable and not self._parts)
        self.setVisible(counted or bool(visit.needle_lot) or bool(marks) or self.wanted)

    def finish(self) -> None:
        """Keep a lot or an expiry that is still being typed."""
        self.lot.finish()
        self.expiry.finish()

    def _show_button(self) -> None:
        """One body part is counted out by the press itself, several by a press on one of them."""
        self.out.setVisible(bool(self._parts))
        if self.out.menu() is not None:
            self.out.menu().deleteLater()
            self.out.setMenu(None)
        if len(self._parts) == 1:
            part = self._parts[0]
            self.out.setText(f"{NAMES[part.body_part]}: {part.remaining} out")
            return
        total = sum(part.remaining for part in self._parts)
        self.out.setText(f"Count out {total}…")
        menu = QMenu(self.out)
        for part in self._parts:
            menu.addAction(
                f"{NAMES[part.body_part]}: {part.remaining} out",
                lambda _=False, name=part.body_part: self._count_out(name),
            )
        menu.addAction(f"All {total} out", lambda: self._count_out(""))
        self.out.setMenu(menu)

    def _press(self) -> None:
        if len(self._parts) == 1:
            self._count_out(self._parts[0].body_part)

    def _count_out(self, body_part: str) -> None:
        self._try(lambda ws: ws.needles.count_out(self.visit_id, body_part, origin=self))

    def _withdraw(self) -> None:
        ids = list(self._unsaid)
        self._try(lambda ws: ws.marks.change(ids, disposition=Disposition.WITHDRAWN, origin=self))

    def _say_lot(self, _: str) -> None:
        lot, expiry = self.lot.text(), self.expiry.text()
        self._try(lambda ws: ws.needles.set_lot(self.visit_id, lot, expiry, origin=self))

    def _take_offer(self) -> None:
        def take(workspace: Workspace) -> None:
            offered = workspace.needles.offered_lot(self.visit_id)
            workspace.needles.set_lot(self.visit_id, offered.lot, offered.expiry, origin=self)

        self._try(take)

    def _try(self, verb: Callable[[Workspace], object]) -> None:
        if self.workspace is None or not self.visit_id:
            return
        try:
            verb(self.workspace)
        except Refused as refused:
            # What was typed stays, to be mended.
            self.refused.emit(refused.sentence)
            return
        except RecordsFault as fault:
            self.failed.emit(fault)
            return
        asked = asked_about_visit(self.workspace.visits.get(self.visit_id))
        self.refused.emit(asked[0].sentence if asked else "")
        self.show_needles(self.workspace, self.visit_id, editable=self._editable)
