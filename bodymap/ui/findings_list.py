"""The visit's findings below the marks: one line each, needled by a press."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bodymap.charting import wording
from bodymap.charting.findings import Finding
from bodymap.charting.records import Referral
from bodymap.ui import icons, theme
from bodymap.ui.elided import Elided
from bodymap.ui.findings_shown import FindingsShown, icon_of
from bodymap.ui.tissue_menu import quiet_menu
from bodymap.ui.widgets import Label, line_in_menu

ROW_PX = 38
MOST_ROWS = 3
"""Rows shown before the list scrolls, on a large screen: the marks and the note need the height."""


class _Row(QFrame):
    """One finding: its sign (press: another kind), where and what, needle it, more."""

    def __init__(self, shown: FindingsShown, finding: Finding, editable: bool) -> None:
        super().__init__()
        self.finding = finding
        perhaps = shown.perhaps(finding.id)
        self.says = (finding, shown.needled(finding.id), perhaps, editable, shown.ink.name)
        self._shown = shown
        self.setFixedHeight(theme.px(ROW_PX))
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 2, 0)
        row.setSpacing(6)
        words = wording.FINDINGS[finding.kind]
        self.kind = QToolButton()
        self.kind.setProperty("role", "icon")
        self.kind.setIcon(icon_of(finding.kind, shown.ink))
        self.kind.setIconSize(QSize(20, 20))
        self.kind.setToolTip(f"{words[:1].upper()}{words[1:]}: press for another kind")
        self.kind.setAccessibleName(f"Kind of the finding in {finding.title}: {words}")
        self.kind.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.kind.clicked.connect(self._open_kinds)
        row.addWidget(self.kind)
        text = Elided(wording.finding(finding))
        text.setToolTip(wording.finding(finding))
        text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(text, 1)
        if shown.needled(finding.id):
            done = Label("needled")
            done.setProperty("role", "small")
            row.addWidget(done)
        else:
            # A mark of the same muscle that was made apart from it: a second one is hardly meant.
            self.needle = QPushButton(f"By mark {perhaps}?" if perhaps else "Needle")
            self.needle.setProperty("role", "link")
            self.needle.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            if perhaps:
                self.needle.setToolTip(
                    f"Say that mark {perhaps} needled this finding; the chart says it then"
                )
                self.needle.setAccessibleName(f"Mark {perhaps} needled the finding in {finding.title}")
                self.needle.clicked.connect(lambda: shown.say_treated(finding.id))
            else:
                self.needle.setToolTip("Make a mark of this finding")
                self.needle.setAccessibleName(f"Needle the finding in {finding.title}")
                self.needle.clicked.connect(lambda: shown.needle([finding.id]))
            row.addWidget(self.needle)
        self.more = QToolButton()
        self.more.setProperty("role", "icon")
        self.more.setToolTip("Referred pain, note, remove")
        self.more.setAccessibleName(f"More about the finding in {finding.title}")
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.give(self.more, "more", 18)
        self.more.clicked.connect(self._open)
        row.addWidget(self.more)
        if not editable:
            for button in (*self.findChildren(QToolButton), *self.findChildren(QPushButton)):
                button.setEnabled(False)

    def _open_kinds(self) -> None:
        menu = quiet_menu(self)
        finding = self.finding
        self._shown.fill_kinds(menu, lambda kind: self._shown.set_kind(finding.id, kind), finding.kind)
        menu.popup(self.kind.mapToGlobal(self.kind.rect().bottomLeft()))

    def _open(self) -> None:
        """The menu of the sign on the body, and two lines to write in."""
        menu = quiet_menu(self)
        menu.setObjectName("finding-more")
        self._shown.fill_menu(self.finding.id, menu)
        menu.insertSeparator(menu.actions()[-1])
        self._field(
            menu, "refers-to", "Refers to (temple, elbow …), then Enter", self.finding.referral_to, 200
        )
        self._field(menu, "finding-note", "Note, then Enter", self.finding.note, 2_000)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _field(self, menu: QMenu, name: str, hint: str, text: str, longest: int) -> None:
        field, action = line_in_menu(menu, name, hint, longest, text)
        field.setMinimumWidth(280)
        menu.insertAction(menu.actions()[-1], action)

        def take() -> None:
            typed = field.text()
            menu.close()
            if name == "finding-note":
                self._shown.change(self.finding.id, note=typed)
            elif typed.strip():
                self._shown.change(self.finding.id, referral=Referral.REFERRED, referral_to=typed)
            else:
                self._shown.change(self.finding.id, referral_to="")

        field.returnPressed.connect(take)


class FindingsList(QFrame):
    """Stands there while the visit has findings."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: FindingsShown | None = None
        self.editable = True
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        self.title = QToolButton()
        self.title.setProperty("role", "derived")
        self.title.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.title.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.title.clicked.connect(self._press)
        head.addWidget(self.title)
        head.addStretch(1)
        self.all = QPushButton("Needle all")
        self.all.setProperty("role", "link")
        self.all.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.all.clicked.connect(self._needle_all)
        head.addWidget(self.all)
        column.addLayout(head)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.inner = QWidget()
        self.rows_layout = QVBoxLayout(self.inner)
        self.rows_layout.setContentsMargins(0, 0, 0, 0)
        self.rows_layout.setSpacing(0)
        self.area.setWidget(self.inner)
        self.area.viewport().setBackgroundRole(QPalette.ColorRole.NoRole)
        column.addWidget(self.area)
        self._most, self._least, self.folded = MOST_ROWS, False, False
        self._fold(on=False)
        self.hide()

    def set_room(self, most: int, *, least: bool) -> None:
        """How many lines are shown at most; with `least` they are folded until their head is pressed."""
        self._most = most
        if least is not self._least:
            self._least = least
            self._fold(on=least)
        self._fit()

    def _press(self) -> None:
        self._fold(on=not self.folded)

    def _fold(self, *, on: bool) -> None:
        self.folded = on
        self.area.setVisible(not on)
        icons.give(self.title, "unfold" if on else "down", 14)
        self.title.setToolTip("Show the findings" if on else "Fold the findings away")

    def _fit(self) -> None:
        self.area.setFixedHeight(theme.px(ROW_PX) * min(len(self.rows), self._most) + 2)

    def follow(self, shown: FindingsShown) -> None:
        """Show what this overlay shows."""
        self._shown = shown
        shown.shown.connect(lambda _: self.refresh())

    @property
    def rows(self) -> list[_Row]:
        """The lines, from above."""
        widgets = [self.rows_layout.itemAt(i).widget() for i in range(self.rows_layout.count())]
        return [widget for widget in widgets if isinstance(widget, _Row)]

    def refresh(self) -> None:
        """The findings as they stand: lines are made anew only where something changed."""
        shown = self._shown
        if shown is None:
            return
        # A line that says the same stays: whoever works by keys keeps the place.
        held = {row.says: row for row in self.rows}
        for row in held.values():
            self.rows_layout.removeWidget(row)
        for finding in shown.findings:
            kept = held.pop(
                (
                    finding,
                    shown.needled(finding.id),
                    shown.perhaps(finding.id),
                    self.editable,
                    shown.ink.name,
                ),
                None,
            )
            self.rows_layout.addWidget(kept if kept is not None else _Row(shown, finding, self.editable))
        for row in held.values():
            row.hide()
            row.deleteLater()
        count = len(shown.findings)
        left = [one for one in shown.findings if not (shown.needled(one.id) or shown.perhaps(one.id))]
        self.title.setText(f"Findings · {count}")
        self.all.setVisible(len(left) > 1 and self.editable)
        self._fit()
        self.setVisible(bool(count))

    def _needle_all(self) -> None:
        if self._shown is not None:
            shown = self._shown
            left = [one.id for one in shown.findings if not (shown.needled(one.id) or shown.perhaps(one.id))]
            self._shown.needle(left)
