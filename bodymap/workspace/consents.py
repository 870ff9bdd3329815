"""Consent: the clinic's texts, a patient's written consents, and what was said at the visit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bodymap.charting.consent import (
    Consent,
    ConsentForm,
    ConsentState,
    ConsentText,
    as_recorded,
    check_before_visit,
    check_consent,
    consent_on,
    expiry_of,
    filled,
    starter,
)
from bodymap.charting.edits import Change, created
from bodymap.charting.faults import Refused
from bodymap.charting.records import Therapist, VerbalConsent, Visit, new_id
from bodymap.charting.rules import tidy_line, tidy_text
from bodymap.charting.wording import day as day_in_words
from bodymap.workspace.desk import Desk, draft_only
from bodymap.workspace.policies import Policies

_UNKNOWN = "(not recorded)"
FORMS = {ConsentForm.PAPER: "on paper", ConsentForm.SCREEN: "on the screen"}


class Consents:
    def __init__(self, desk: Desk, policies: Policies) -> None:
        self._desk = desk
        self._policies = policies

    # -- the clinic's text --------------------------------------------------------------------------------------------

    def texts(self) -> tuple[ConsentText, ...]:
        """Every version, the newest first; the starter where the clinic has none of its own yet."""
        stored: Sequence[ConsentText] = self._desk.store.select("consent_text")
        return tuple(sorted(stored, key=lambda text: -text.version)) or (starter(),)

    def current_text(self) -> ConsentText:
        return self.texts()[0]

    def text_of(self, consent: Consent) -> ConsentText:
        """The very text that was agreed to."""
        record = self._desk.store.record("consent_text", consent.text_id)
        assert isinstance(record, ConsentText)
        return record

    def new_version(self, title: str, text: str, *, origin: object = None) -> ConsentText:
        """The clinic's text from now on. Versions that patients agreed to stay as they were. Raises Refused."""
        title, text = tidy_line(title, 200, "title"), tidy_text(text).strip()
        if not text:
            raise Refused("text", "A consent needs a text. The version before stays in use.")
        current = self.current_text()
        if (title, text) == (current.title, current.text):
            return current
        changes = self._kept(current)
        record = ConsentText(new_id(), current.version + 1, title, text, self._desk.today())
        self._desk.commit([*changes, created(record)], "new consent text", origin=origin)
        return record

    def _kept(self, text: ConsentText) -> list[Change]:
        """The shipped text becomes a record of the clinic as soon as it is used: what was agreed to is kept."""
        try:
            self._desk.current(text)
        except KeyError:
            return [created(text)]
        return []

    def printable(
        self, patient_id: str, day: date | None = None, text: ConsentText | None = None
    ) -> tuple[str, str]:
        """Title and text with the patient, the therapist, the clinic and the date filled in, ready for paper."""
        text = text or self.current_text()
        values = self._values(patient_id, self._desk.therapist, day or self._desk.today())
        return filled(text.title, values), filled(text.text, values)

    def as_agreed(self, consent: Consent) -> str:
        """The text as the patient agreed to it, with who took the consent and its day filled in and no line left to
        write on, and what is recorded of it above: for the whole record as a person reads it."""
        store = self._desk.store
        text = self.text_of(consent)
        taken = store.therapist(consent.therapist_id) if consent.therapist_id else None
        said = [f"Given on {day_in_words(consent.given_on)}, {FORMS[consent.form]}"]
        said += [f"taken by {taken.name}"] if taken is not None and taken.name else []
        said += [f"risks told in person: {'yes' if consent.risks_told else 'not recorded'}"]
        said += [f"copy given: {'yes' if consent.copy_given else 'not recorded'}"]
        said += [f"valid until {day_in_words(consent.expires)}"] if consent.expires else []
        said += [f"withdrawn on {day_in_words(consent.withdrawn_on)}"] if consent.withdrawn_on else []
        said += [consent.note] if consent.note else []
        values = self._values(consent.patient_id, taken, consent.given_on)
        head = f"CONSENT, VERSION {consent.text_version}: {filled(text.title, values, _UNKNOWN)}"
        return f"{head}\n{'; '.join(said)}.\n\n{filled(as_recorded(text.text, consent), values, _UNKNOWN)}"

    def _values(self, patient_id: str, therapist: Therapist | None, day: date) -> dict[str, str]:
        patient = self._desk.store.patient(patient_id)
        return {
            "patient": patient.name,
            "born": day_in_words(patient.date_of_birth),
            "therapist": therapist.name if therapist is not None else "",
            "licence": therapist.licence if therapist is not None else "",
            "clinic": self._desk.store.clinic().name,
            "date": day_in_words(day),
        }

    # -- a patient's consents -----------------------------------------------------------------------------------------

    def of(self, patient_id: str) -> tuple[Consent, ...]:
        """The patient's written consents, the newest first."""
        stored: Sequence[Consent] = self._desk.store.select("consent", patient_id=patient_id)
        return tuple(sorted(stored, key=lambda one: (one.given_on, one.id), reverse=True))

    def state(self, visit_id: str) -> ConsentState:
        """How written consent stands on the visit's day."""
        visit = self._desk.store.visit(visit_id)
        return consent_on(self.of(visit.patient_id), visit.date, self.current_text().version)

    def give(
        self,
        patient_id: str,
        *,
        day: date | None = None,
        visit_id: str = "",
        text: ConsentText | None = None,
        therapist_id: str | None = None,
        form: ConsentForm = ConsentForm.PAPER,
        copy_given: bool = False,
        note: str = "",
        agrees: bool = False,
        origin: object = None,
    ) -> Consent:
        """The patient agreed to the text (the newest) on that day: the visit's where one is given, else today. Who
        charts took it; how long it holds is the clinic's policy. `agrees`: the patient also said so at that visit, in
        the same undo step. Raises Refused."""
        text = text or self.current_text()
        visit = self._desk.store.visit(visit_id) if visit_id else None
        day = day or (visit.date if visit else self._desk.today())
        consent = Consent(
            new_id(),
            patient_id,
            text.id,
            text.version,
            day,
            therapist_id or self._desk.therapist.id,
            form,
            copy_given,
            expires=expiry_of(day, self._policies.policy().consent_months),
            note=tidy_line(note, 500, "note"),
        )
        self._check(consent)
        if visit is not None:
            check_before_visit(consent, visit.date)
        changes = [*self._kept(text), created(consent)]
        if visit is not None and agrees:
            draft_only(visit)
            change = self._desk.change_to(replace(visit, verbal_consent=VerbalConsent.GIVEN))
            changes += [change] if change else []
        self._desk.commit(
            changes,
            "written consent",
            scope=patient_id,
            name="written consent",
            origin=origin,
        )
        return consent

    def taken_by(self, consent: Consent) -> str:
        """The name of who took it; "" where that is not recorded."""
        return self._desk.store.therapist(consent.therapist_id).name if consent.therapist_id else ""

    def change(self, consent_id: str, *, origin: object = None, **values: Any) -> Consent:
        """The consent with these fields changed. Raises Refused."""
        if "note" in values:
            values["note"] = tidy_line(values["note"], 500, "note")
        consent = replace(self._consent(consent_id), **values)
        self._check(consent)
        return self._desk.put(
            consent,
            "change consent",
            scope=consent.patient_id,
            name="change of the written consent",
            origin=origin,
        )

    def withdraw(self, consent_id: str, day: date | None = None, *, origin: object = None) -> Consent:
        """From that day (today) on the consent no longer holds."""
        return self.change(consent_id, withdrawn_on=day or self._desk.today(), origin=origin)

    def remove(self, consent_id: str, *, origin: object = None) -> None:
        """One entered by mistake, taken out."""
        consent = self._consent(consent_id)
        self._desk.take_out(
            consent,
            "change consent",
            scope=consent.patient_id,
            name="removal of the written consent",
            origin=origin,
        )

    def _consent(self, consent_id: str) -> Consent:
        record = self._desk.store.record("consent", consent_id)
        assert isinstance(record, Consent)
        return record

    def _check(self, consent: Consent) -> None:
        patient = self._desk.store.patient(consent.patient_id)
        check_consent(consent, self._desk.today(), patient.date_of_birth)

    # -- at the visit -------------------------------------------------------------------------------------------------

    def say(
        self, visit_id: str, said: VerbalConsent = VerbalConsent.GIVEN, *, origin: object = None
    ) -> Visit:
        """What the patient said at this visit: one key. One undo step."""
        visit = self._desk.store.visit(visit_id)
        draft_only(visit)
        return self._desk.put(
            replace(visit, verbal_consent=said),
            "verbal consent",
            scope=visit_id,
            name="verbal consent",
            origin=origin,
        )
