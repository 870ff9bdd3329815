"""Where a bar over the body stands: where it covers the least of what is clicked next, and steadily there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, QRect

NEAR_PX = 40
"""Around the pointer: what is clicked next lies there more often than elsewhere."""


def best_first(
    places: Iterable[QRect], last: QRect | None, pointer: QPoint | None, marks: Sequence[QRect]
) -> list[QRect]:
    """These places, the best first: away from the pointer, then over as few of the visit's marks as can be; of equals
    the one where it stood `last`, so that it goes from place to place no oftener than it must."""
    near = (
        QRect(pointer - QPoint(NEAR_PX, NEAR_PX), pointer + QPoint(NEAR_PX, NEAR_PX)) if pointer else QRect()
    )

    def worse(where: QRect) -> tuple[bool, int, bool]:
        covered = sum(where.intersects(mark) for mark in marks)
        return where.intersects(near), covered, last is None or where.left() != last.left()

    return sorted(places, key=worse)
