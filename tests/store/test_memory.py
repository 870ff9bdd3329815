"""The store in memory keeps the contract."""

from __future__ import annotations

import pytest

from bodymap.charting.edits import created
from bodymap.charting.faults import RecordsFault
from bodymap.store.memory import MemoryStore
from tests.store.contract import StoreContract
from tests.store.invented import Practice


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def store(self) -> MemoryStore:
        return MemoryStore()

    def test_it_can_play_a_fault(self, practice: Practice) -> None:
        practice.store.failing = RecordsFault("full", "The disk is full.")
        with pytest.raises(RecordsFault):
            practice.do(created(practice.mark()))
        assert practice.store.marks_of(practice.visit.id) == []
