"""Patient text on the clipboard: to be pasted once, not to be kept in a history or sent to other devices.

What the text carries for that besides itself is asked of whoever watches the clipboard; each system has its own words,
and a program that does not know them ignores them.
"""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QStringListModel
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

_WINDOWS = 'application/x-qt-windows-mime;value="{}"'
_NO = bytes(4)  # a DWORD of 0
MARKS = {
    # Windows: not seen by what monitors the clipboard, not in its history (Win+V), not on the account's other devices.
    _WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): b"1",
    _WINDOWS.format("CanIncludeInClipboardHistory"): _NO,
    _WINDOWS.format("CanUploadToCloudClipboard"): _NO,
    # macOS: the convention of clipboard managers.
    "org.nspasteboard.ConcealedType": b"1",
    # KDE's Klipper, and what follows it.
    "x-kde-passwordManagerHint": b"secret",
}


def confidential(text: str) -> QMimeData:
    """The text with what keeps it out of histories.

    Qt itself makes the object: one that Python made crashes the program when it ends, for the clipboard lets go of it
    only after Python is gone (PySide 6.11).
    """
    model = QStringListModel([""])
    data = model.mimeData([model.index(0)])
    data.clear()
    data.setText(text)
    for kind, value in MARKS.items():
        data.setData(kind, value)
    return data


def copy(text: str) -> None:
    """Put the text on the clipboard."""
    QGuiApplication.clipboard().setMimeData(confidential(text))


class ConfidentialText(QPlainTextEdit):
    """A field whose text, cut or copied from it by hand, is kept out of histories too."""

    def createMimeDataFromSelection(self) -> QMimeData:
        # Qt's own words for line ends within a selection.
        chosen = self.textCursor().selectedText()
        return confidential(chosen.replace("\u2029", "\n").replace("\u2028", "\n"))
