"""Patients: made, changed, found, never erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from bodymap.charting.edits import changed, created
from bodymap.charting.faults import Refused
from bodymap.charting.found import FoundPatients
from bodymap.charting.records import Patient, new_id
from bodymap.charting.rules import LONGEST_NAME, check_patient, tidy_line, tidy_text
from bodymap.workspace.desk import Desk


class Patients:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def get(self, patient_id: str) -> Patient:
        return self._desk.store.patient(patient_id)

    def called(self, text: str) -> Patient:
        """The patient with this id or clinic id, as a command is given them. Raises KeyError for none, Refused where
        several patients have that clinic id."""
        try:
            return self.get(text)
        except KeyError:
            pass
        wanted = text.strip().casefold()
        found: list[Patient] = [
            one
            for one in self._desk.store.select("patient")
            if wanted and not one.removed and one.clinic_id.casefold() == wanted
        ]
        if len(found) > 1:
            raise Refused(
                "patient",
                f"{len(found)} patients have this clinic id. Give the id that `visits --json` names.",
            )
        if not found:
            raise KeyError(text)
        return found[0]

    def find(self, text: str = "", limit: int = 50) -> FoundPatients:
        """The patient list as one types. Empty text lists those seen most recently."""
        return self._desk.store.find_patients(text, limit)

    def like(self, **values: Any) -> Sequence[Patient]:
        """Those on record who may be the same person as these fields describe; none for fields without a name."""
        patient = self._tidy(Patient(values.pop("id", "") or new_id()), values)
        return self._desk.store.like_patients(patient) if patient.name or patient.clinic_id else ()

    def create(self, *, origin: object = None, **values: Any) -> Patient:
        """A new patient of these fields. Raises Refused for what a record cannot hold."""
        patient = replace(self._tidy(Patient(new_id()), values), created_at=self._desk.clock())
        check_patient(patient, self._desk.today())
        # No undo step: years later, at the patient's page, undo must not take the patient away with all the visits.
        self._desk.commit([created(patient)], "new patient", scope=patient.id, origin=origin)
        return patient

    def change(self, patient_id: str, *, origin: object = None, **values: Any) -> Patient:
        """The patient with these fields changed. Raises Refused; nothing is written where nothing differs."""
        before = self.get(patient_id)
        after = self._tidy(before, values)
        if after == before:
            return before
        check_patient(after, self._desk.today())
        change = changed(
            before, **{f.name: getattr(after, f.name) for f in fields(after) if f.name != "revision"}
        )
        self._desk.commit(
            [change], "change patient", scope=patient_id, name="change of the patient", origin=origin
        )
        return self.get(patient_id)

    @staticmethod
    def _tidy(patient: Patient, values: dict[str, Any]) -> Patient:
        tidied: dict[str, Any] = {}
        for name, value in values.items():
            if isinstance(value, str):
                several = name in ("address", "alerts")
                longest = LONGEST_NAME if name.endswith(("_name", "_names", "_id")) else 2_000
                value = tidy_text(value).strip() if several else tidy_line(value, longest, name, "This entry")
            tidied[name] = value
        return replace(patient, **tidied)
