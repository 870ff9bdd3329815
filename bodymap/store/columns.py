"""Tables read off a record's dataclass: one column a field, in the order of the fields.

A target, a point and a needle's size take several columns each, so that SQL can ask about them; tuples and other parts
are JSON text. Floats have no column: what a signature covers must compare equal for ever, so measures are whole numbers
of a small enough unit (points are whole micrometres).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, get_origin

from bodymap.charting.kinds import Record, field_types, optional, value_from_plain
from bodymap.charting.records import NeedleSize, Point, Target, TargetKind, plain

Row = Sequence[Any]


@dataclass(frozen=True)
class Table:
    """One kind of record: its table, its columns in order, and the way in and out. The SQL is made once."""

    kind: str
    name: str
    columns: tuple[str, ...]
    to_row: Callable[[Any], Row]
    to_record: Callable[[Row], Record]

    def select(self, rest: str) -> str:
        return (
            f"SELECT {', '.join(f'{self.name}.{column}' for column in self.columns)} FROM {self.name} {rest}"
        )

    @cached_property
    def insert(self) -> str:
        return f"INSERT INTO {self.name} ({', '.join(self.columns)}) VALUES ({', '.join('?' * len(self.columns))})"

    @cached_property
    def update(self) -> str:
        """Takes the row, then the id and the revision it must still have."""
        return f"UPDATE {self.name} SET {', '.join(f'{c} = ?' for c in self.columns)} WHERE id = ? AND revision = ?"


@dataclass(frozen=True)
class _Field:
    """How one field goes into its columns and comes out of them."""

    name: str
    columns: tuple[str, ...]
    to_values: Callable[[Any], Row]
    to_value: Callable[[Row], Any]


def table_of(kind: str, name: str, made: Any) -> Table:
    """The table of a kind of record. Raises TypeError for a field that no column can hold."""
    parts = [_field(field, hint) for field, hint in field_types(made).items()]

    def to_row(record: Any) -> Row:
        return tuple(value for part in parts for value in part.to_values(getattr(record, part.name)))

    def to_record(row: Row) -> Record:
        values, start = {}, 0
        for part in parts:
            end = start + len(part.columns)
            values[part.name] = part.to_value(row[start:end])
            start = end
        record: Record = made(**values)
        return record

    return Table(kind, name, tuple(column for part in parts for column in part.columns), to_row, to_record)


def _field(name: str, hint: Any) -> _Field:
    bare, _ = optional(hint)
    if bare in _PARTS:
        columns, to_values, to_value = _PARTS[bare]
        names = columns if name in ("target", "point", "needle") else tuple(f"{name}_{c}" for c in columns)
        return _Field(name, names, to_values, to_value)
    if get_origin(bare) is tuple or is_dataclass(bare):
        return _Field(
            name,
            (name,),
            lambda value: (None if value is None else json_text(plain(value)),),
            lambda row: value_from_plain(hint, None if row[0] is None else json.loads(row[0])),
        )
    if bare is bool:
        return _Field(
            name,
            (name,),
            lambda value: (None if value is None else int(value),),
            lambda row: None if row[0] is None else bool(row[0]),
        )
    if bare in (str, int):
        return _Field(name, (name,), lambda value: (value,), lambda row: row[0])
    if bare in (date, datetime) or (isinstance(bare, type) and issubclass(bare, StrEnum)):
        return _Field(
            name, (name,), lambda value: (plain(value),), lambda row: value_from_plain(hint, row[0])
        )
    raise TypeError(f"no column holds the field {name}: {hint}")


def json_text(value: Any) -> str:
    """Plain data as the text of a JSON column."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _target_values(target: Target | None) -> Row:
    return (None,) * 4 if target is None else (target.kind.value, target.id, target.name, target.counts_as)


def _target(row: Row) -> Target | None:
    return None if row[0] is None else Target(TargetKind(row[0]), row[1], row[2], row[3])


def _point_values(point: Point | None) -> Row:
    if point is None:
        return (None,) * 5
    return (point.plate, point.plate_version, point.layer, round(point.u * 1000), round(point.v * 1000))


def _point(row: Row) -> Point | None:
    return None if row[0] is None else Point(row[0], row[1], row[2], row[3] / 1000, row[4] / 1000)


def _size_values(size: NeedleSize | None) -> Row:
    return (None, None) if size is None else (size.diameter_um, size.length_mm)


def _size(row: Row) -> NeedleSize | None:
    return None if row[0] is None else NeedleSize(row[0], row[1])


_PARTS: dict[Any, tuple[tuple[str, ...], Callable[[Any], Row], Callable[[Row], Any]]] = {
    Target: (("target_kind", "target_id", "target_name", "counts_as"), _target_values, _target),
    Point: (("plate", "plate_version", "layer", "u_um", "v_um"), _point_values, _point),
    NeedleSize: (("needle_diameter_um", "needle_length_mm"), _size_values, _size),
}
