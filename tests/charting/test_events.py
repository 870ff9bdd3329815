"""Which adverse events read as a faint or near one."""

from __future__ import annotations

import pytest

from bodymap.charting.events import AdverseEvent, EventKind, like_fainting


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (EventKind.FAINTING, "", True),
        (EventKind.OTHER, "Dizzy, near faint", True),
        (EventKind.OTHER, "light-headed for a minute", True),
        (EventKind.NAUSEA, "then nearly passed out", True),
        (EventKind.OTHER, "vasovagal", True),
        (EventKind.DROWSINESS, "", False),
        (EventKind.OTHER, "contractions", False),
        (EventKind.BRUISING, "a blackened spot", False),
    ],
)
def test_what_reads_as_a_faint(kind: EventKind, text: str, expected: bool) -> None:
    assert like_fainting(AdverseEvent("e", "v", kind, text=text)) is expected
