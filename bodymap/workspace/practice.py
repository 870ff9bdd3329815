"""Who charts and whose letterhead: the therapists and the clinic."""

from __future__ import annotations

from collections.abc import Sequence

from bodymap.charting.edits import changed, created
from bodymap.charting.records import Clinic, Therapist, new_id
from bodymap.charting.rules import tidy_line, tidy_text
from bodymap.workspace.desk import Desk


class Practice:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def therapist(self) -> Therapist:
        """Who charts now."""
        return self._desk.therapist

    def therapists(self) -> Sequence[Therapist]:
        return self._desk.store.therapists()

    def therapist_of(self, therapist_id: str) -> Therapist:
        return self._desk.store.therapist(therapist_id)

    def choose(self, therapist_id: str) -> None:
        """From now on this therapist charts."""
        self._desk.therapist = self._desk.store.therapist(therapist_id)

    def add_therapist(self, name: str, licence: str = "", *, origin: object = None) -> Therapist:
        therapist = Therapist(new_id(), tidy_line(name, 200, "name"), tidy_line(licence, 100, "licence"))
        self._desk.commit([created(therapist)], "new therapist", origin=origin)
        return therapist

    def change_therapist(
        self, therapist_id: str, name: str, licence: str, *, origin: object = None
    ) -> Therapist:
        before = self._desk.store.therapist(therapist_id)
        name, licence = tidy_line(name, 200, "name"), tidy_line(licence, 100, "licence")
        if (name, licence) != (before.name, before.licence):
            self._desk.commit(
                [changed(before, name=name, licence=licence)], "change therapist", origin=origin
            )
        after = self._desk.store.therapist(therapist_id)
        if self._desk.therapist.id == therapist_id:
            self._desk.therapist = after
        return after

    def clinic(self) -> Clinic:
        return self._desk.store.clinic()

    def change_clinic(self, name: str, address: str, phone: str, *, origin: object = None) -> Clinic:
        before = self.clinic()
        after = (tidy_line(name, 200, "name"), tidy_text(address).strip(), tidy_line(phone, 100, "phone"))
        if after != (before.name, before.address, before.phone):
            change = changed(before, name=after[0], address=after[1], phone=after[2])
            self._desk.commit([change], "change clinic", origin=origin)
        return self.clinic()
