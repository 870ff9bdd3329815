"""Make a vault of invented patients with the program as it stands: `python -m tests.data.old_databases.freeze v1`.

Run once for each version of the schema, when it is released, and never again: the point is that what an old program
wrote is still read. told.json says what a reader must find. The patients are invented; the key is no secret.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from bodymap.charting.edits import EditKind, changed, created, restored
from bodymap.charting.kinds import RECORD_TYPES
from bodymap.charting.records import (
    Defaults,
    Disposition,
    EStim,
    Ltr,
    NeedleSize,
    NeedlesOut,
    Patient,
    Point,
    Position,
    Referral,
    Section,
    Side,
    Target,
    TargetKind,
    Technique,
    Tolerance,
    Visit,
    new_id,
    plain,
)
from bodymap.store.vault import Vault
from tests.store.invented import MORNING, Practice
from tests.store.test_kinds import full

WRITTEN_OUT = frozenset(
    {"clinic", "therapist", "patient", "visit", "note", "mark", "needles_out", "defaults"}
)


def freeze(folder: Path) -> None:
    with Vault.open(folder, create=True) as vault:
        practice = Practice(vault).begin()
        practice.do(changed(vault.clinic(), name="Nadel & Faden", address="1 Example Way"), edit=False)
        other = Patient(
            new_id(), "Łukasiewicz-O'Neill", "Zoë 美玲", None, alerts="pacemaker", created_at=MORNING
        )
        later = Visit(
            new_id(), practice.patient.id, practice.therapist.id, date(2026, 3, 9), created_at=MORNING
        )
        practice.do(created(other), created(later), edit=False)
        practice.visit = later
        mark = practice.mark(1)
        practice.do(created(mark), action="Place mark")
        practice.do(changed(mark, ltr=Ltr.YES, ltr_count=3), action="Set LTR")
        group = practice.mark(
            2,
            target=Target(TargetKind.GROUP, "suboccipitals", "Suboccipitals"),
            side=Side.LEFT,
            point=None,
            level="C1",
        )
        scar = practice.mark(
            3,
            target=Target(TargetKind.TISSUE, "scar", "Scar"),
            side=Side.MIDLINE,
            point=Point("anterior", 1, 2, 0.5, 900.25),
        )
        practice.do(created(group), created(scar), action="Add two")
        practice.do(practice.note("Ache behind the shoulder."), action="Save note")
        practice.do(practice.note("Ache behind the right shoulder 针."), action="Save note")
        practice.do(practice.note("Again in a week.", Section.PLAN), action="Save note")
        moved = practice.do(changed(scar, point=replace(scar.point, u=1.75)), action="Move scar")
        practice.do(
            restored(moved.edit.changes[0], vault.mark(scar.id)),
            kind=EditKind.UNDO,
            of=moved.edit.id,
            action="Move scar",
        )
        practice.do(changed(vault.mark(group.id), removed=True), action="Remove mark")
        practice.do(changed(vault.visit(later.id), date=later.date + timedelta(days=1)), action="Move visit")
        whole = practice.mark(
            4,
            product="Seirin J",
            technique=Technique.IN_SITU,
            time_in_place=10,
            depth_mm=25,
            disposition=Disposition.LEFT_IN_PLACE,
            referral=Referral.REFERRED,
            referral_to="temple 針",
            e_stim=EStim(True, 2.5, 250, 1.2, True, "1 with 2"),
            position=Position.SIDE_LYING_LEFT,
            tolerance=Tolerance.GOOD,
        )
        out = NeedlesOut(NeedlesOut.id_of(later.id, "shoulder"), later.id, "shoulder", 1)
        therapist_id = practice.therapist.id
        own = Defaults(
            Defaults.id_of(therapist_id, "infraspinatus"),
            therapist_id,
            "infraspinatus",
            NeedleSize(250, 40),
            "Seirin J",
            Technique.PISTONING,
            Position.PRONE,
        )
        clinics = Defaults(Defaults.id_of(None, ""), None, "", NeedleSize(300, 40))
        practice.do(created(whole), action="Place mark")
        practice.do(changed(whole, e_stim=EStim(on=False), referral=Referral.FAMILIAR), action="Set e-stim")
        practice.do(created(out), action="Count out")
        practice.do(changed(out, counted=2), action="Count out")
        practice.do(created(own), created(clinics), edit=False)
        practice.do(
            changed(vault.visit(later.id), needles_opened=4, needle_lot="A 17/ä", needle_expiry="2027-05"),
            action="Set lot",
        )
        # Of every other kind one record with all its fields said.
        others = {kind: full(kind, practice) for kind in RECORD_TYPES if kind not in WRITTEN_OUT}
        for record in others.values():
            practice.do(created(record), action="Make one of each")
        visits = list(vault.all_visits())
        told = {
            "patients": [line.name for line in vault.find_patients("").lines],
            "visits": [visit.date.isoformat() for visit in visits],
            "marks": [[mark.title for mark in vault.marks_of(visit.id)] for visit in visits],
            "note": {section.value: text for section, (text, _) in vault.note(visits[0].id).items()},
            "edits": [line.name for line in vault.edits_of(visits[0].id)],
            "records": {
                kind: {record_id: plain(vault.record(kind, record_id)) for record_id in ids}
                for kind, ids in {
                    "visit": [later.id],
                    "mark": [mark.id, group.id, scar.id, whole.id],
                    "needles_out": [out.id],
                    "defaults": [own.id, clinics.id],
                    **{kind: [record.id] for kind, record in others.items()},
                }.items()
            },
            "head": vault.audit_head().digest,
        }
    (folder / "told.json").write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    (folder / "in-use.lock").unlink(missing_ok=True)


if __name__ == "__main__":
    freeze(Path(__file__).parent / sys.argv[1])
