"""Who charts and whose letterhead: the therapists and the clinic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bodymap.charting.edits import Change, changed, created
from bodymap.charting.faults import Refused
from bodymap.charting.logo import read_colour, read_logo
from bodymap.charting.offers import closest
from bodymap.charting.records import (
    Clinic,
    Defaults,
    Mark,
    NarrativeStyle,
    NeedleSize,
    Position,
    TargetKind,
    Technique,
    Therapist,
    new_id,
)
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

    # -- what new marks start with ----------------------------------------------------------------------------------

    def defaults(self, therapist_id: str | None) -> Sequence[Defaults]:
        """The therapist's defaults, or the clinic's for None, by target."""
        return self._desk.store.defaults_of(therapist_id)

    def defaults_for(self, target_id: str) -> Sequence[Defaults]:
        """What holds for new marks of this target, the closest first."""
        store = self._desk.store
        return closest(target_id, store.defaults_of(self._desk.therapist.id), store.defaults_of(None))

    def set_defaults(
        self,
        therapist_id: str | None,
        target_id: str = "",
        *,
        needle: NeedleSize | None = None,
        product: str = "",
        technique: Technique = Technique.NOT_RECORDED,
        position: Position = Position.NOT_RECORDED,
        origin: object = None,
    ) -> None:
        """What new marks of this target ("" for all) start with: the therapist's, or the clinic's for None.

        With nothing given there are none any more. Audited; not an undo step of any visit.
        """
        values: dict[str, Any] = {
            "needle": needle,
            "product": tidy_line(product, 100, "product", "The product"),
            "technique": technique,
            "position": position,
        }
        record_id = Defaults.id_of(therapist_id, target_id)
        bare = Defaults(record_id, therapist_id, target_id)
        wanted = replace(bare, **values)
        try:
            before = self._desk.store.record("defaults", record_id)
        except KeyError:
            if wanted == bare:
                return
            change: Change = created(wanted)
        else:
            change = changed(before, **values, removed=wanted == bare)
            if replace(change.after, revision=before.revision) == before:
                return
        self._desk.commit([change], "change defaults", origin=origin)

    def set_defaults_from(self, mark: Mark, *, origin: object = None) -> Defaults:
        """The therapist's defaults for the mark's muscle or group, as the mark says them; what it does not say stays as
        it was. Raises Refused for other tissue and for a mark that says nothing of size, technique and position."""
        if mark.target.kind is TargetKind.TISSUE:
            raise Refused("target", "Only a muscle or a group has defaults of its own.")
        record_id = Defaults.id_of(self.therapist.id, mark.target.id)
        bare = Defaults(record_id, self.therapist.id, mark.target.id)
        before = next((one for one in self.defaults(self.therapist.id) if one.id == record_id), bare)
        said: dict[str, Any] = {}
        if mark.needle is not None:
            said |= {"needle": mark.needle, "product": mark.product}
        if mark.technique is not Technique.NOT_RECORDED:
            said["technique"] = mark.technique
        if mark.position is not Position.NOT_RECORDED:
            said["position"] = mark.position
        if not said:
            raise Refused(
                "mark", f"{mark.title} has no size, technique or position yet that could be a default."
            )
        after = replace(before, **said)
        self.set_defaults(
            after.therapist_id,
            after.target_id,
            needle=after.needle,
            product=after.product,
            technique=after.technique,
            position=after.position,
            origin=origin,
        )
        return after

    def clinic(self) -> Clinic:
        return self._desk.store.clinic()

    def change_clinic(
        self,
        name: str,
        address: str,
        phone: str,
        *,
        narrative_style: NarrativeStyle | None = None,
        without_injection: bool | None = None,
        logo: bytes | None = None,
        accent: str | None = None,
        origin: object = None,
    ) -> Clinic:
        """What the charts' head says of the clinic, and how its text from marks reads; None leaves that as it is.

        `logo` is a picture's file (b"" for none). Raises Refused for a picture or colour that cannot be."""
        before = self.clinic()
        values: dict[str, Any] = {
            "name": tidy_line(name, 200, "name"),
            "address": tidy_text(address).strip(),
            "phone": tidy_line(phone, 100, "phone"),
            "narrative_style": before.narrative_style if narrative_style is None else narrative_style,
            "without_injection": before.without_injection if without_injection is None else without_injection,
        }
        if logo is not None:
            values["logo"] = read_logo(logo) if logo else ""
        if accent is not None:
            values["accent"] = read_colour(accent)
        if replace(before, **values) != before:
            self._desk.commit([changed(before, **values)], "change clinic", origin=origin)
        return self.clinic()
