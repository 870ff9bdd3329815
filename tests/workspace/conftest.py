"""A workspace on the store in memory, over a body of two square muscles."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bodymap.atlas.body import Group, Hit, Muscle, Region
from bodymap.atlas.geometry import Curve
from bodymap.store.memory import MemoryStore
from bodymap.workspace.workspace import Workspace


def _muscle(id: str, name: str, parent: str = "") -> Muscle:
    return Muscle(id, name, "", "", "shoulder", parent or id, (), "", "", "", frozenset(), False, False)


@dataclass
class SquareCatalogue:
    muscles: list[Muscle] = field(
        default_factory=lambda: [
            _muscle("infraspinatus", "Infraspinatus"),
            _muscle("teres-minor", "Teres minor"),
            _muscle("trapezius-upper", "Trapezius, upper part", "trapezius"),
        ]
    )

    def muscle(self, id: str) -> Muscle:
        return {m.id: m for m in self.muscles}[id]

    def group(self, id: str) -> Group:
        return {"suboccipitals": Group("suboccipitals", "Suboccipitals", "neck", (), ())}[id]


class SquareAtlas:
    """u from -100 to 0 is the patient's right. v from 0 to 100 infraspinatus, 100 to 200 teres minor, to 300 skin."""

    plate_ids = ("anterior", "posterior")

    def __init__(self) -> None:
        self.catalogue = SquareCatalogue()

    @dataclass
    class _Plate:
        version: int = 1

    def plate(self, id: str) -> _Plate:
        return self._Plate()

    def at(
        self, plate: str, layer: int, u: float, v: float, reach_mm: float = 0, narrow_mm: float = 0
    ) -> Hit:
        side = "right" if u < 0 else "left"
        if not (-100 <= u <= 100 and 0 <= v <= 300):
            return Hit(None, False, False, side, "", "")
        if v > 200:
            return Hit(None, False, True, side, "skin", "")
        muscle = "infraspinatus" if v < 100 else "teres-minor"
        empty = Curve("", __import__("array").array("d"))
        return Hit(
            Region(f"r-{muscle}", muscle, side, plate, layer, empty, (), (0, 0, 0, 0)),
            False,
            True,
            side,
            "",
            "",
        )

    def level(self, plate: str, v: float, muscle: str) -> str:
        return ""


class Clock:
    """A minute passes each time it is read."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.moment += timedelta(minutes=1)
        return self.moment


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workspace(store: MemoryStore, clock: Clock) -> Workspace:
    return Workspace(store, SquareAtlas(), clock=clock)  # type: ignore[arg-type]


@pytest.fixture
def visit(workspace: Workspace) -> str:
    patient = workspace.patients.create(family_name="Sandoval", given_names="Mireya")
    return workspace.visits.todays(patient.id).id
