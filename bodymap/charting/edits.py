"""Edits: reversible changes, and the one transaction that carries them to the store.

An edit is one undo step. It keeps each record before and after. Undo does not put the old record back blindly: it puts
back the fields that this edit changed onto the record as it stands now. The list of edits outlives a restart; which one
comes next is worked out from the list itself (`Stacks`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from bodymap.charting.kinds import Record, kind_of


class EditKind(StrEnum):
    DO = "do"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class Change:
    """One record before (None: it is new) and after. `after.revision` is the one before plus one."""

    before: Record | None
    after: Record

    @property
    def kind(self) -> str:
        return kind_of(self.after)

    @property
    def id(self) -> str:
        return self.after.id


@dataclass(frozen=True, slots=True)
class Edit:
    """One undo step of a scope (a visit's id). `of` names the edit that an undo or redo is about."""

    id: str
    scope: str
    name: str
    changes: tuple[Change, ...]
    at: datetime
    therapist_id: str
    kind: EditKind = EditKind.DO
    of: str | None = None


@dataclass(frozen=True, slots=True)
class EditLine:
    """An edit without its changes: enough to know what undo and redo would do."""

    id: str
    name: str
    kind: EditKind
    of: str | None


@dataclass(frozen=True, slots=True)
class Transaction:
    """What the store commits at once: records, their audit rows, and the edit if it can be undone.

    `action` is a short verb phrase for the audit, without patient text ("place mark", "save note").
    """

    changes: tuple[Change, ...]
    at: datetime
    therapist_id: str
    action: str
    edit: Edit | None = None


def changed(record: Record, **values: Any) -> Change:
    """The change of `record` to these values, its revision raised by one."""
    return Change(record, replace(record, revision=record.revision + 1, **values))


def created(record: Record) -> Change:
    """The change that brings a new record in."""
    return Change(None, replace(record, revision=1))


def restored(original: Change, current: Record, *, forward: bool = False) -> Change:
    """The change that takes `original` back (or, `forward`, does it again) on the record as it stands now."""
    source, other = (original.after, original.before) if forward else (original.before, original.after)
    if source is None:
        return changed(current, removed=True)
    if other is None:
        # The edit created the record; doing it again brings it back as it was made.
        return changed(current, removed=False)
    values = {
        f.name: getattr(source, f.name)
        for f in fields(source)
        if f.name != "revision" and getattr(source, f.name) != getattr(other, f.name)
    }
    return changed(current, **values)


class Stacks:
    """What can be undone and redone, worked out from the edits in the order they were made."""

    def __init__(self, lines: Iterable[EditLine] = ()) -> None:
        self._undo: list[EditLine] = []
        self._redo: list[EditLine] = []
        for line in lines:
            self.add(line)

    def add(self, line: EditLine) -> None:
        """Take in the next edit."""
        if line.kind is EditKind.DO:
            self._undo.append(line)
            self._redo.clear()
            return
        source, sink = (self._undo, self._redo) if line.kind is EditKind.UNDO else (self._redo, self._undo)
        for index in range(len(source) - 1, -1, -1):
            if source[index].id == line.of:
                sink.append(source.pop(index))
                return

    @property
    def to_undo(self) -> EditLine | None:
        return self._undo[-1] if self._undo else None

    @property
    def to_redo(self) -> EditLine | None:
        return self._redo[-1] if self._redo else None
