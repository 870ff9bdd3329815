"""Change notices: after each verb, which records changed and who asked, so that a panel need not reload itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bodymap.charting.edits import Change

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Changed:
    """Ids by kind (clinic, therapist, patient, visit, note, mark), the visit or scope, and who asked (any object)."""

    ids: dict[str, tuple[str, ...]] = field(default_factory=dict)
    scope: str = ""
    origin: object = None

    def of(self, kind: str) -> tuple[str, ...]:
        return self.ids.get(kind, ())

    @staticmethod
    def from_changes(changes: Iterable[Change], scope: str, origin: object) -> Changed:
        ids: dict[str, list[str]] = {}
        for change in changes:
            ids.setdefault(change.kind, []).append(change.id)
        return Changed({kind: tuple(found) for kind, found in ids.items()}, scope, origin)


Listener = Callable[[Changed], None]


class Notices:
    """Tells each listener of each change, in the order they asked to be told."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Hear of every change from now on; the answer, called, stops it."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def tell(self, changed: Changed) -> None:
        """What is told is committed already: a listener that fails is logged and the others still hear of it."""
        for listener in list(self._listeners):
            try:
                listener(changed)
            except Exception:
                log.exception("a listener failed")
