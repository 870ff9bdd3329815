"""What every store of records must do. Each store's test module inherits it and brings a `store` fixture."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from bodymap.charting.edits import Change, EditKind, EditLine, Transaction, changed, created, restored
from bodymap.charting.faults import RecordsFault
from bodymap.charting.records import (
    Clinic,
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
    Therapist,
    Tolerance,
    Visit,
    VisitStatus,
    new_id,
)
from bodymap.workspace.protocol import RecordsStore
from tests.store.invented import MORNING, Practice


class StoreContract:
    """Subclasses define the fixture `store`, empty but for what a new store holds."""

    @pytest.fixture
    def practice(self, store: Any) -> Practice:
        return Practice(store).begin()

    # -- a new store

    def test_satisfies_the_protocol(self, store: Any) -> None:
        for name in vars(RecordsStore):
            if not name.startswith("_"):
                assert callable(getattr(store, name)), name

    def test_is_empty_when_new(self, store: Any) -> None:
        assert store.clinic() == Clinic()
        assert list(store.therapists()) == []
        assert list(store.all_visits()) == []
        assert store.find_patients("").total == 0
        assert store.find_patients("x").lines == ()
        assert store.audit_head().number == 0
        assert list(store.edits_of("anything")) == []

    def test_unknown_ids_are_key_errors(self, store: Any) -> None:
        for read in (
            store.therapist,
            store.patient,
            store.visit,
            store.mark,
            store.note,
            store.marks_of,
            store.edit,
        ):
            with pytest.raises(KeyError):
                read("unknown")
        for kind in ("clinic", "therapist", "patient", "visit", "note", "mark", "needles_out", "defaults"):
            with pytest.raises(KeyError):
                store.record(kind, "unknown")

    def test_reads_of_nothing_are_empty(self, store: Any) -> None:
        assert list(store.visits_of("unknown")) == []
        assert store.next_ordinal("unknown") == 1
        assert store.last_mark("unknown") is None
        assert store.mark_counts(["unknown"]) == {"unknown": 0}
        assert store.mark_counts([]) == {}

    # -- records as they were given

    def test_every_field_comes_back(self, practice: Practice) -> None:
        store = practice.store
        patient = Patient(
            new_id(),
            "O'Brien-Łukasz",
            "Зоя 美玲 \u202b\u05d0\u202c",
            date(1899, 12, 31),
            "f",
            "ä/1",
            "+1 (2)",
            "a@b.example",
            "Line 1\nLine 2",
            "nickel 🪡\0end",
            "left",
            MORNING,
        )
        full = practice.mark(
            target=Target(TargetKind.TISSUE, "scar", "Scar, knee", None),
            point=Point("anterior", 3, 2, -0.001, 1799.999),
            level="L4-5",
            level_confirmed=True,
            needle=NeedleSize(120, 100),
            needles=0,
            insertions=12,
            ltr=Ltr.YES,
            ltr_count=4,
            note='";--',
            product="Seirin J 針",
            technique=Technique.FANNING,
            time_in_place=0,
            depth_mm=35,
            disposition=Disposition.LEFT_IN_PLACE,
            referral=Referral.REFERRED,
            referral_to="temple, eye",
            e_stim=EStim(True, 2.5, 250, 1.0, True, "1 with 2"),
            position=Position.SIDE_LYING_LEFT,
            tolerance=Tolerance.FAIR,
        )
        none = practice.mark(3, e_stim=EStim(on=False))
        bare = practice.mark(2, point=None, needle=None, created_at=None)
        therapist = Therapist(new_id(), "B", "")
        visit = replace(
            practice.visit, id=new_id(), needles_opened=0, needle_lot="L 7/ä", needle_expiry="2027-05"
        )
        out = NeedlesOut(NeedlesOut.id_of(practice.visit.id, "shoulder"), practice.visit.id, "shoulder", 3)
        own = Defaults(
            Defaults.id_of(practice.therapist.id, "soleus"),
            practice.therapist.id,
            "soleus",
            NeedleSize(250, 60),
            "J",
            Technique.IN_SITU,
            Position.PRONE,
        )
        clinics = Defaults(Defaults.id_of(None, ""), None, "")
        practice.do(created(patient), created(full), created(bare), created(therapist), created(none))
        practice.do(*map(created, (visit, out, own, clinics)), edit=False)
        assert store.mark(none.id) == none
        assert store.visit(visit.id) == visit
        for kind, record in (("needles_out", out), ("defaults", own), ("defaults", clinics), ("mark", full)):
            assert store.record(kind, record.id) == record
        assert store.patient(patient.id) == patient
        assert store.mark(full.id) == full
        assert store.mark(bare.id) == bare
        assert store.visit(practice.visit.id) == practice.visit
        assert [t.name for t in store.therapists()] == ["B", "Vera Nadel"]
        practice.do(
            changed(store.clinic(), name="Needle & Thread", address="1 Way\nTown", phone="1"), edit=False
        )
        assert store.clinic() == Clinic("clinic", "Needle & Thread", "1 Way\nTown", "1", revision=2)

    def test_points_are_kept_to_the_micrometre_and_times_in_utc(self, practice: Practice) -> None:
        local = datetime(2026, 3, 2, 9, 0, 0, 1999, tzinfo=timezone(timedelta(hours=1)))
        mark = practice.mark(point=Point("posterior", 1, 1, 1.23456789, -0.0004), created_at=local)
        practice.do(created(mark))
        kept = practice.store.mark(mark.id)
        assert (kept.point.u, kept.point.v) == (1.235, 0.0)
        assert kept.created_at == datetime(2026, 3, 2, 8, 0, 0, 1000, tzinfo=UTC)
        # What the caller still holds, unrounded, is a sound start for the next change.
        practice.do(changed(replace(mark), needles=2))
        assert practice.store.mark(mark.id).needles == 2

    def test_any_order_within_a_transaction(self, store: Any) -> None:
        practice = Practice(store)
        mark = practice.mark()
        practice.do(*map(created, (mark, practice.visit, practice.patient, practice.therapist)))
        assert store.marks_of(practice.visit.id) == [mark]

    def test_the_note_in_four_sections(self, practice: Practice) -> None:
        assert practice.store.note(practice.visit.id) == dict.fromkeys(Section, ("", 0))
        practice.do(practice.note("Shoulder"))
        practice.do(practice.note("Shoulder aches"))
        practice.do(practice.note("Again", Section.PLAN))
        note = practice.store.note(practice.visit.id)
        assert note[Section.SUBJECTIVE] == ("Shoulder aches", 2)
        assert note[Section.PLAN] == ("Again", 1)
        assert note[Section.OBJECTIVE] == ("", 0)

    def test_a_note_of_100_000_characters(self, practice: Practice) -> None:
        long = "Nadel 針 🪡 " * 10_000
        first = practice.do(practice.note(long))
        second = practice.do(practice.note(long[:50_000] + "!" + long[50_000:]))
        assert practice.store.note(practice.visit.id)[Section.SUBJECTIVE][0].count("!") == 1
        assert practice.store.edit(first.edit.id) == first.edit
        assert practice.store.edit(second.edit.id) == second.edit

    # -- lists

    def test_marks_by_ordinal_without_the_removed(self, practice: Practice) -> None:
        store = practice.store
        marks = [practice.mark(n) for n in (3, 1, 2)]
        practice.do(*map(created, marks))
        practice.do(changed(marks[0], removed=True))
        assert [m.ordinal for m in store.marks_of(practice.visit.id)] == [1, 2]
        assert store.next_ordinal(practice.visit.id) == 4
        assert store.mark(marks[0].id).removed
        assert store.mark_counts([practice.visit.id, "other"]) == {practice.visit.id: 2, "other": 0}

    def test_the_last_mark_of_a_therapist(self, practice: Practice) -> None:
        other = Therapist(new_id(), "Other")
        visit = Visit(new_id(), practice.patient.id, other.id, date(2026, 3, 3))
        theirs = replace(practice.mark(), visit_id=visit.id, created_at=MORNING + timedelta(days=9))
        first, second = practice.mark(1), practice.mark(2)
        practice.do(created(other), created(visit), created(theirs), created(second), created(first))
        last = practice.store.last_mark(practice.therapist.id)
        assert last == max((first, second), key=lambda m: m.created_at)
        practice.do(changed(last, removed=True))
        assert practice.store.last_mark(practice.therapist.id).id in {first.id, second.id} - {last.id}

    def test_the_last_mark_of_a_target_in_a_patient(self, practice: Practice) -> None:
        store, day = practice.store, practice.visit.date

        def last(target: str = "infraspinatus", until: date = day, patient: str = "") -> str | None:
            found = store.last_mark_of(patient or practice.patient.id, TargetKind.MUSCLE, target, until)
            return found.id if found else None

        assert last() is None
        before = replace(practice.visit, id=new_id(), date=day - timedelta(days=7))
        late_entry = replace(practice.visit, id=new_id(), date=day - timedelta(days=3))
        left = replace(practice.mark(2, side=Side.LEFT), visit_id=before.id)
        first = replace(practice.mark(1), visit_id=before.id)
        # Written later, but about an earlier day.
        entered = replace(practice.mark(1), visit_id=late_entry.id, created_at=MORNING + timedelta(days=30))
        other = practice.mark(1, target=Target(TargetKind.TISSUE, "infraspinatus", "No muscle"))
        practice.do(*map(created, (before, late_entry, first, left, entered, other)))
        assert last() == entered.id
        assert last(until=before.date) == left.id
        assert last(until=before.date - timedelta(days=1)) is None
        assert last("teres-minor") is None
        assert last(patient="somebody else") is None
        assert store.last_mark_in(before.id) == left
        assert store.last_mark_in("unknown") is None
        practice.do(changed(entered, removed=True), changed(left, removed=True))
        assert last() == first.id
        assert store.last_mark_in(before.id) == first
        assert store.last_mark_in(late_entry.id) is None
        practice.do(changed(before, removed=True))
        assert last() is None

    def test_needles_counted_out(self, practice: Practice) -> None:
        store, visit = practice.store, practice.visit
        assert list(store.needles_out_of(visit.id)) == []
        parts = [
            NeedlesOut(NeedlesOut.id_of(visit.id, part), visit.id, part, 2) for part in ("neck", "arm", "")
        ]
        practice.do(*map(created, parts))
        assert [held.body_part for held in store.needles_out_of(visit.id)] == ["", "arm", "neck"]
        practice.do(changed(parts[1], removed=True))
        assert [held.body_part for held in store.needles_out_of(visit.id)] == ["", "neck"]
        for wrong in ({"id": "elsewhere"}, {"counted": -1}, {"counted": 1000}, {"visit_id": "nobody's"}):
            with pytest.raises(RecordsFault) as caught:
                practice.do(
                    created(replace(parts[0], **{"id": f"{visit.id}:out:leg", "body_part": "leg", **wrong}))
                )
            assert caught.value.kind == "refused"

    def test_the_lot_used_last(self, practice: Practice) -> None:
        store, day = practice.store, practice.visit.date
        assert store.last_lot(practice.therapist.id) is None
        visits = [
            replace(practice.visit, id=new_id(), date=day - timedelta(days=ago), needle_lot=lot)
            for ago, lot in ((3, "B"), (9, "A"), (1, ""))
        ]
        practice.do(*map(created, visits))
        assert store.last_lot(practice.therapist.id).needle_lot == "B"
        assert store.last_lot("another") is None
        practice.do(changed(visits[0], removed=True))
        assert store.last_lot(practice.therapist.id).needle_lot == "A"

    def test_defaults_of_a_therapist_and_of_the_clinic(self, practice: Practice) -> None:
        store, mine = practice.store, practice.therapist.id
        made = [
            Defaults(Defaults.id_of(whose, target), whose, target)
            for whose, target in ((mine, "soleus"), (mine, ""), (None, "soleus"))
        ]
        practice.do(*map(created, made))
        assert [held.target_id for held in store.defaults_of(mine)] == ["", "soleus"]
        assert [held.target_id for held in store.defaults_of(None)] == ["soleus"]
        practice.do(changed(made[0], removed=True))
        assert [held.target_id for held in store.defaults_of(mine)] == [""]
        for wrong in ({"id": "x"}, {"needle": NeedleSize(300, 0)}, {"target_id": "gracilis"}):
            with pytest.raises(RecordsFault) as caught:
                practice.do(created(replace(Defaults(Defaults.id_of(None, ""), None, ""), **wrong)))
            assert caught.value.kind == "refused"

    def test_visits_newest_first(self, practice: Practice) -> None:
        store = practice.store
        day = practice.visit.date
        more = [
            Visit(
                new_id(), practice.patient.id, practice.therapist.id, day + timedelta(days=1), created_at=None
            ),
            Visit(
                new_id(),
                practice.patient.id,
                practice.therapist.id,
                day,
                created_at=MORNING + timedelta(hours=1),
            ),
            Visit(
                new_id(),
                practice.patient.id,
                practice.therapist.id,
                day - timedelta(days=1),
                created_at=MORNING,
            ),
        ]
        practice.do(*map(created, more), edit=False)
        expected = [more[0].id, more[1].id, practice.visit.id, more[2].id]
        assert [v.id for v in store.visits_of(practice.patient.id)] == expected
        assert [v.id for v in store.all_visits()] == expected
        assert [v.id for v in store.visits_on(day)] == expected[1:3]
        practice.do(changed(more[1], removed=True))
        assert [v.id for v in store.visits_on(day)] == [practice.visit.id]

    def test_a_visit_moves_to_another_patient_and_date(self, practice: Practice) -> None:
        store = practice.store
        right = Patient(new_id(), "Right", "One")
        practice.do(created(right))
        practice.do(
            changed(practice.visit, patient_id=right.id, date=date(2026, 2, 1), status=VisitStatus.SIGNED)
        )
        assert list(store.visits_of(practice.patient.id)) == []
        assert [v.id for v in store.visits_of(right.id)] == [practice.visit.id]
        assert store.find_patients("right").lines[0].last_visit == date(2026, 2, 1)
        assert store.find_patients("quill").lines[0].visits == 0

    # -- refusals

    def test_a_stale_change_is_refused_whole(self, practice: Practice) -> None:
        mark, other = practice.mark(), practice.mark(2)
        practice.do(created(mark))
        practice.do(changed(mark, needles=2))
        head = practice.store.audit_head()
        with pytest.raises(RecordsFault) as caught:
            practice.do(created(other), changed(mark, needles=3))
        assert caught.value.kind == "changed"
        assert practice.store.mark(mark.id).needles == 2
        with pytest.raises(KeyError):
            practice.store.mark(other.id)
        assert practice.store.audit_head() == head
        assert len(practice.store.edits_of(practice.visit.id)) == 2

    def test_a_change_from_another_content_is_refused(self, practice: Practice) -> None:
        mark = practice.mark()
        practice.do(created(mark))
        with pytest.raises(RecordsFault, match="in the meantime"):
            practice.do(changed(replace(mark, note="never stored"), needles=2))

    @pytest.mark.parametrize(
        "wrong",
        [
            {"needles": -1},
            {"insertions": 1000},
            {"ltr_count": -1},
            {"ordinal": 0},
            {"needle": NeedleSize(3, 40)},
            {"needle": NeedleSize(300, 0)},
            {"point": Point("posterior", 1, 4, 0, 0)},
            {"point": Point("posterior", 0, 1, 0, 0)},
            {"point": Point("posterior", 1, 1, float("nan"), 0)},
            {"point": Point("posterior", 1, 1, 0, float("inf"))},
            {"visit_id": "nobody's"},
            {"note": "broken \ud800"},
            {"time_in_place": -1},
            {"depth_mm": 10_000},
            {"e_stim": EStim(hz=-0.1)},
            {"e_stim": EStim(ma=float("nan"))},
            {"e_stim": EStim(pulse_us=10_000)},
            {"e_stim": EStim(on=False, hz=2.0)},
            {"referral_to": "broken \udfff"},
        ],
    )
    def test_what_does_not_fit_is_refused(self, practice: Practice, wrong: dict[str, Any]) -> None:
        head = practice.store.audit_head()
        mark = replace(practice.mark(), **wrong)
        with pytest.raises(RecordsFault) as caught:
            practice.do(created(mark))
        assert caught.value.kind == "refused"
        assert practice.store.audit_head() == head
        practice.do(created(practice.mark()))

    def test_references_must_exist(self, practice: Practice) -> None:
        with pytest.raises(RecordsFault) as caught:
            practice.do(created(Visit(new_id(), "nobody", practice.therapist.id, date(2026, 1, 1))))
        assert caught.value.kind == "refused"
        with pytest.raises(RecordsFault) as caught:
            practice.store.apply(Transaction((created(practice.mark()),), MORNING, "nobody", "place mark"))
        assert caught.value.kind == "refused"

    def test_a_revision_that_jumps_is_refused(self, practice: Practice) -> None:
        mark = practice.mark()
        practice.do(created(mark))
        with pytest.raises(RecordsFault):
            practice.do(Change(mark, replace(mark, revision=3)))

    # -- retries

    def test_the_same_transaction_again_is_harmless(self, practice: Practice) -> None:
        mark = practice.mark()
        for transaction in (
            practice.transaction(created(mark)),
            practice.transaction(changed(mark, needles=2), edit=False),
            practice.transaction(practice.note("Text")),
        ):
            practice.store.apply(transaction)
            head = practice.store.audit_head()
            practice.store.apply(transaction)
            assert practice.store.audit_head() == head
        assert len(practice.store.edits_of(practice.visit.id)) == 2

    def test_a_retry_is_harmless_also_after_later_changes(self, practice: Practice) -> None:
        mark = practice.mark()
        first = practice.do(created(mark))
        practice.do(changed(mark, needles=3))
        practice.store.apply(first)
        assert practice.store.mark(mark.id).needles == 3

    def test_another_edit_under_the_same_id_is_refused(self, practice: Practice) -> None:
        first = practice.do(created(practice.mark()))
        other = practice.transaction(created(practice.mark(2)))
        with pytest.raises(RecordsFault):
            practice.store.apply(replace(other, edit=replace(other.edit, id=first.edit.id)))

    # -- edits and audit

    def test_edits_come_back_in_order_with_their_changes(self, practice: Practice) -> None:
        mark = practice.mark()
        done = [
            practice.do(created(mark), action="place"),
            practice.do(practice.note("One"), action="save"),
            practice.do(practice.note("One two"), practice.note("Plan", Section.PLAN), action="save"),
            practice.do(changed(mark, ltr=Ltr.YES, ltr_count=2), action="set"),
            practice.do(practice.note("two"), action="save"),
        ]
        undo = practice.do(
            restored(done[3].edit.changes[0], practice.store.mark(mark.id)),
            kind=EditKind.UNDO,
            of=done[3].edit.id,
        )
        store = practice.store
        assert list(store.edits_of(practice.visit.id)) == [
            EditLine(t.edit.id, t.edit.name, t.edit.kind, t.edit.of) for t in (*done, undo)
        ]
        for transaction in (*done, undo):
            assert store.edit(transaction.edit.id) == transaction.edit
        assert store.mark(mark.id).ltr is Ltr.NOT_RECORDED
        assert list(store.edits_of("another scope")) == []

    def test_every_change_has_its_audit_entry(self, practice: Practice) -> None:
        before = practice.store.audit_head()
        assert before.number == 3
        practice.do(created(practice.mark()), practice.note("x"))
        after = practice.store.audit_head()
        assert after.number == 5
        assert after.digest != before.digest
        assert len(after.digest) == 64

    # -- finding patients

    def people(self, practice: Practice) -> dict[str, Patient]:
        people = {
            "mueller": Patient(new_id(), "Müller-Lee", "Anna Maria", date(1980, 2, 1), clinic_id="A-17"),
            "muller": Patient(new_id(), "Muller", "Bob", date(1990, 12, 24), clinic_id="A-18"),
            "lukasz": Patient(new_id(), "Kowalski", "Łukasz", None, clinic_id=""),
            "obrien": Patient(new_id(), "O'Brien", "Samuel", date(1955, 7, 30)),
            "amulet": Patient(new_id(), "Damulet", "Eve", date(2001, 1, 1)),
        }
        practice.do(*map(created, people.values()), edit=False)
        return people

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("mul", ["muller", "mueller", "amulet"]),
            ("MÜLLER", ["muller", "mueller"]),
            ("lee", ["mueller"]),
            ("anna müll", ["mueller"]),
            ("Müller-Lee, Anna", ["mueller"]),
            ("lukasz", ["lukasz"]),
            ("ŁUK", ["lukasz"]),
            ("o'b", ["obrien"]),
            ("brien", ["obrien"]),
            ("1980-02", ["mueller"]),
            ("1.2.1980", ["mueller"]),
            ("2/1/1980", ["mueller"]),
            ("24.12.", ["muller"]),
            ("a-1", ["muller", "mueller"]),
            ("A-18 bob", ["muller"]),
            ("  mul   bob ", ["muller"]),
            ("zzz", []),
            ("mul zzz", []),
            (",", None),
        ],
    )
    def test_find_by_any_part(self, practice: Practice, text: str, expected: list[str] | None) -> None:
        people = self.people(practice)
        found = practice.store.find_patients(text)
        if expected is None:
            assert found.total == len(people) + 1
            return
        names = {person.id: name for name, person in people.items()}
        assert [names.get(line.id) for line in found.lines] == expected
        assert found.total == len(expected)

    def test_find_gives_the_first_and_how_many_in_all(self, practice: Practice) -> None:
        self.people(practice)
        found = practice.store.find_patients("m", limit=2)
        assert len(found.lines) == 2
        assert found.total == 4  # Müller-Lee, Muller, Samuel, Damulet
        assert practice.store.find_patients("m", limit=0).lines == ()

    def test_find_follows_changes(self, practice: Practice) -> None:
        people = self.people(practice)
        store = practice.store
        assert store.find_patients("bob").total == 1
        bob = changed(people["muller"], given_names="Robert", family_name="Zeller")
        practice.do(bob)
        assert store.find_patients("bob").total == 0
        assert [line.name for line in store.find_patients("zel").lines] == ["Zeller, Robert"]
        practice.do(changed(bob.after, removed=True))
        assert store.find_patients("zel").total == 0
        practice.do(Change(store.patient(people["muller"].id), replace(bob.after, revision=4)))
        assert store.find_patients("zel").total == 1

    def test_empty_text_lists_those_seen_most_recently(self, practice: Practice) -> None:
        people = self.people(practice)
        order = [people["amulet"], people["lukasz"], people["obrien"]]
        for days, person in enumerate(order):
            visit = Visit(new_id(), person.id, practice.therapist.id, date(2026, 4, 1) + timedelta(days=days))
            practice.do(created(visit))
        found = practice.store.find_patients("", limit=4)
        assert [line.id for line in found.lines] == [
            people["obrien"].id,
            people["lukasz"].id,
            people["amulet"].id,
            practice.patient.id,
        ]
        assert found.total == 6
        assert found.lines[0].visits == 1
        assert found.lines[0].last_visit == date(2026, 4, 3)

    def test_like_patients(self, practice: Practice) -> None:
        people = self.people(practice)
        like = practice.store.like_patients
        assert [p.id for p in like(Patient(new_id(), "MULLER", "böb"))] == [people["muller"].id]
        assert [p.id for p in like(Patient(new_id(), "Muller", "Bob", date(1990, 12, 24)))] == [
            people["muller"].id
        ]
        assert list(like(Patient(new_id(), "Muller", "Bob", date(1990, 12, 25)))) == []
        assert [p.id for p in like(Patient(new_id(), "Someone", clinic_id=" a-17 "))] == [
            people["mueller"].id
        ]
        assert [p.id for p in like(Patient(new_id(), "Kowalski", "Lukasz", date(1960, 1, 1)))] == [
            people["lukasz"].id
        ]
        assert list(like(people["muller"])) == []
        assert list(like(Patient(new_id()))) == []

    # -- the audit read back

    def test_the_steps_of_records_as_they_were(self, practice: Practice) -> None:
        store = practice.store
        mark, other = practice.mark(), practice.mark(2)
        done = [
            practice.do(created(mark), created(other), action="place"),
            practice.do(changed(mark, needles=2), action="change"),
            practice.do(changed(store.mark(mark.id), removed=True), action="remove"),
        ]
        written = [practice.do(practice.note(text)).changes[0] for text in ("One", "One two", "two")]
        steps = store.steps_of("mark", [mark.id, "unknown"])
        assert [step.change for step in steps] == [transaction.changes[0] for transaction in done]
        assert [step.action for step in steps] == ["place", "change", "remove"]
        assert [step.at for step in steps] == [transaction.at for transaction in done]
        assert {step.therapist_id for step in steps} == {practice.therapist.id}
        note = store.steps_of("note", [written[0].id])
        assert [step.change for step in note] == written
        assert [step.number for step in note] == sorted(step.number for step in note)
        assert [one.id for one in store.select_ever("mark", visit_id=practice.visit.id)] == [
            mark.id,
            other.id,
        ]
        assert list(store.steps_of("mark", [])) == []
        with pytest.raises(KeyError):
            store.select_ever("mark", nothing="x")

    def test_the_records_that_were_touched_since(self, practice: Practice) -> None:
        store, mark, other = practice.store, practice.mark(), practice.mark(2)
        practice.do(created(mark), created(other), action="place")
        since = practice.do(changed(other, needles=2), action="change").at
        ids = ["unknown", other.id, mark.id]
        assert list(store.touched_since("mark", ids, since)) == [other.id]
        assert list(store.touched_since("mark", ids, since + timedelta(milliseconds=1))) == []
        assert list(store.touched_since("finding", ids, since)) == []

    def test_visits_that_went_to_another_patient(self, practice: Practice) -> None:
        store, other = practice.store, Patient(new_id(), "Other")
        practice.do(created(other))
        assert list(store.visits_left(practice.patient.id)) == []
        practice.do(changed(practice.visit, patient_id=other.id))
        assert list(store.visits_left(practice.patient.id)) == [practice.visit.id]
        assert list(store.visits_left(other.id)) == []
        practice.do(changed(store.visit(practice.visit.id), patient_id=practice.patient.id))
        assert list(store.visits_left(practice.patient.id)) == []
        assert list(store.visits_left(other.id)) == [practice.visit.id]

    def test_the_audit_verifies(self, practice: Practice) -> None:
        practice.do(created(practice.mark()))
        state = practice.store.verify_audit()
        assert state.broken_at is None
        assert state.head == practice.store.audit_head()

    def test_close_twice(self, practice: Practice) -> None:
        practice.store.close()
        practice.store.close()
