"""Handouts for patients: the clinic's texts, and those that came with BodyMap until they are changed or removed."""

from __future__ import annotations

from collections.abc import Sequence

from bodymap.charting.edits import changed, created
from bodymap.charting.faults import Refused
from bodymap.charting.handouts import Handout, examples, filled, muscles_in_words, tidy
from bodymap.charting.records import new_id
from bodymap.charting.wording import day, side
from bodymap.workspace.desk import Desk


class Handouts:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def all(self) -> Sequence[Handout]:
        """The handouts there are: those made of the shipped ones in their order, then the others by name. A kept one
        stands in the place of the example it was made of."""
        kept: list[Handout] = list(self._desk.store.select("handout"))
        shipped = [example for example in examples() if self._stored(example.id) is None]
        order = {example.id: number for number, example in enumerate(examples())}
        return sorted(
            (*kept, *shipped), key=lambda one: (order.get(one.id, len(order)), one.name.casefold(), one.id)
        )

    def get(self, handout_id: str) -> Handout:
        """Raises KeyError."""
        return {one.id: one for one in self.all()}[handout_id]

    def named(self, name: str) -> Handout | None:
        """The handout of that name, however it is written; the first where none is named."""
        every = self.all()
        if not name:
            return next(iter(every), None)
        return next((one for one in every if one.name.casefold() == name.casefold()), None)

    def save(self, handout_id: str, name: str, text: str, *, origin: object = None) -> Handout:
        """Keep the text under that id, a new one for "". Raises Refused for unknown fields or no name."""
        name, text = tidy(name, text)
        stored = self._stored(handout_id) if handout_id else None
        if stored is None:
            stored = Handout(handout_id or new_id(), name, text)
            self._desk.commit([created(stored)], "new handout", origin=origin)
        elif (stored.name, stored.text, stored.removed) != (name, text, False):
            change = changed(stored, name=name, text=text, removed=False)
            self._desk.commit([change], "change handout", origin=origin)
        return self.get(stored.id)

    def remove(self, handout_id: str, *, origin: object = None) -> None:
        """Take it out of the list; it is kept, marked as removed."""
        stored = self._stored(handout_id)
        if stored is None:
            example = self.get(handout_id)
            stored = Handout(example.id, example.name, example.text, example=True)
            self._desk.commit([created(stored)], "new handout", origin=origin)
        if not stored.removed:
            self._desk.commit([changed(stored, removed=True)], "remove handout", origin=origin)

    def text_for(self, handout: Handout, visit_id: str) -> str:
        """The handout's text with the visit's fields filled in. Raises Refused for fields that are not known."""
        return self.filled(handout.text, visit_id)

    def filled(self, text: str, visit_id: str) -> str:
        """A text, not yet kept perhaps, with the visit's fields filled in."""
        store = self._desk.store
        visit = store.visit(visit_id)
        patient, clinic = store.patient(visit.patient_id), store.clinic()
        marks = store.marks_of(visit_id)
        if visit.without_needles(marks):
            raise Refused(
                "visit",
                "Nothing was needled at this visit, and a handout tells the patient about needling. None is made.",
            )
        values = {
            "patient": " ".join(part for part in (patient.given_names, patient.family_name) if part),
            "given": patient.given_names,
            "date": day(visit.date),
            "muscles": muscles_in_words((mark.target.name, side(mark.side)) for mark in marks),
            "clinic": clinic.name,
            "address": ", ".join(line.strip() for line in clinic.address.splitlines() if line.strip()),
            "phone": clinic.phone,
            "therapist": store.therapist(visit.therapist_id).name,
            "next_visit": day(visit.next_visit),
        }
        return filled(text, values)

    def _stored(self, handout_id: str) -> Handout | None:
        try:
            found = self._desk.store.record("handout", handout_id)
        except KeyError:
            return None
        return found if isinstance(found, Handout) else None
