"""Invented patients to look around with. None of them is or was a real person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from bodymap.charting.outcomes import Progress, Stage
from bodymap.charting.places import Laterality
from bodymap.charting.precautions import Answer
from bodymap.charting.records import Ltr, Mark, NeedleSize, Section, Side
from bodymap.workspace.workspace import Workspace


@dataclass(frozen=True)
class _Needled:
    """One mark: muscle or group id, sides ("R", "L", "RL"), size, needles, twitches (None: not recorded), note."""

    target: str
    sides: str
    size: tuple[int, int] = (300, 40)
    needles: int = 1
    twitches: int | None = None
    note: str = ""


@dataclass(frozen=True)
class _Visit:
    days_ago: int
    needled: tuple[_Needled, ...]
    note: dict[Section, str] = field(default_factory=dict)
    pain: tuple[int, int] | None = None
    rotation: tuple[int, int] | None = None
    soreness_hours: int | None = None


@dataclass(frozen=True)
class _Course:
    """What follows a patient: the complaint with its side, what is answered yes and since when, the plan's goals with
    the visits suggested, an event with the days until it."""

    complaint: str
    side: Laterality
    yes: dict[str, str] = field(default_factory=dict)
    plan: tuple[str, int] | None = None
    event: tuple[str, int] | None = None


@dataclass(frozen=True)
class _Person:
    values: dict[str, object]
    visits: tuple[_Visit, ...] = ()
    course: _Course | None = None


S, O, A, P = Section.SUBJECTIVE, Section.OBJECTIVE, Section.ASSESSMENT, Section.PLAN  # noqa: E741

PEOPLE = (
    _Person(
        {
            "family_name": "Sandoval",
            "given_names": "Mireya",
            "date_of_birth": date(1986, 4, 17),
            "sex": "female",
            "clinic_id": "N-1042",
            "phone": "555 0142",
            "dominant_side": "right",
        },
        (
            _Visit(
                14,
                (
                    _Needled("trapezius-upper", "R", (250, 30), 2, 2),
                    _Needled("levator-scapulae", "R", (250, 30), 1, 1),
                ),
                {
                    S: "Neck stiff on the right for three weeks, worse at the desk. Pain 6 of 10.",
                    P: "Again in a week.",
                },
                pain=(6, 4),
                rotation=(50, 58),
            ),
            _Visit(
                7,
                (
                    _Needled("trapezius-upper", "RL", (250, 30), 1, 2),
                    _Needled("infraspinatus", "R", (300, 40), 1, 1),
                    _Needled("suboccipitals", "R", (250, 30), 1),
                ),
                {
                    S: "Better for four days, sore for one. Pain 4 of 10.",
                    P: "Again in a week; chin tucks twice a day.",
                },
                pain=(4, 3),
                rotation=(60, 66),
                soreness_hours=24,
            ),
            _Visit(
                0,
                (
                    _Needled("trapezius-upper", "R", (250, 30), 2, 3, "patient's familiar headache"),
                    _Needled("trapezius-upper", "L", (250, 30), 1, 1),
                    _Needled("infraspinatus", "R", (300, 40), 2, 2),
                    _Needled("deltoid-posterior", "R", (300, 40), 1, 0),
                    _Needled("pectoralis-major-clavicular", "R", (250, 30), 1, 1),
                    _Needled("sternocleidomastoid", "R", (200, 25), 1, None),
                    _Needled("latissimus-dorsi", "R", (300, 50), 1, 1),
                    _Needled("suboccipitals", "R", (250, 30), 1, None),
                ),
                {
                    S: "Neck much freer since the last visit; right shoulder still aches when she reaches overhead. "
                    "Pain 3 of 10.",
                    O: "Taut bands in the right upper trapezius and infraspinatus; rotation to the right 70 degrees.",
                    A: "Responding well. Needling was tolerated without complaint.",
                    P: "Strengthening of the lower trapezius, two sets of twelve a day. Next visit in ten days.",
                },
                pain=(3, 1),
                rotation=(70, 74),
                soreness_hours=12,
            ),
        ),
        _Course("Neck pain", Laterality.RIGHT, plan=("Work at the desk for a day without pain.", 6)),
    ),
    _Person(
        {
            "family_name": "Okonkwo",
            "given_names": "Tobias Adeyemi",
            "date_of_birth": date(1994, 11, 3),
            "sex": "male",
            "clinic_id": "N-1077",
            "dominant_side": "left",
        },
        (
            _Visit(
                3,
                (
                    _Needled("gastrocnemius-medial", "L", (300, 50), 2, 2),
                    _Needled("gastrocnemius-lateral", "L", (300, 50), 1, 1),
                    _Needled("tibialis-anterior", "L", (250, 40), 1, 1),
                ),
                {
                    S: "Calf tight after hill runs; half marathon in nine days.",
                    P: "Once more before the race.",
                },
                pain=(5, 3),
            ),
        ),
        _Course("Calf tightness", Laterality.LEFT, event=("Half marathon", 6)),
    ),
    _Person(
        {
            "family_name": "Lindqvist",
            "given_names": "Åsa",
            "date_of_birth": date(1958, 2, 29 - 1),
            "sex": "female",
            "clinic_id": "N-0931",
            "alerts": "Cardiac pacemaker: no e-stim.",
        },
        (
            _Visit(
                21,
                (
                    _Needled("gluteus-medius", "RL", (300, 60), 1, 1),
                    _Needled("lumbar-paraspinals", "R", (300, 50), 1, None, "L4"),
                ),
                {S: "Low back pain on getting up.", P: "Every two weeks."},
                pain=(6, 4),
            ),
        ),
        _Course(
            "Low back pain",
            Laterality.BOTH,
            yes={"pacemaker": "2019", "implant": "2019", "heart": "2019", "blood-thinners": "2020"},
        ),
    ),
    _Person(
        {
            "family_name": "Brannigan-Whitlock",
            "given_names": "Cornelius",
            "date_of_birth": date(1971, 7, 30),
            "clinic_id": "N-1103",
        },
        (
            _Visit(
                1,
                (_Needled("extensor-carpi-radialis-brevis", "R", (200, 25), 2, 2),),
                {S: "Tennis elbow, right."},
            ),
        ),
    ),
    _Person(
        {
            "family_name": "Müller",
            "given_names": "Jörg",
            "date_of_birth": date(1980, 1, 9),
            "clinic_id": "N-1120",
        }
    ),
    _Person(
        {
            "family_name": "王",
            "given_names": "秀英",
            "date_of_birth": date(1990, 12, 24),
            "clinic_id": "N-1121",
        }
    ),
    _Person(
        {
            "family_name": "Haddad",
            "given_names": "ليلى",
            "date_of_birth": date(2001, 6, 12),
            "clinic_id": "N-1128",
        }
    ),
)


def fill(workspace: Workspace) -> None:
    """Write the invented patients, their visits and notes into empty records, through a therapist's own verbs."""
    workspace.practice.change_clinic(
        "Harbour Street Physical Therapy (invented)", "12 Harbour Street\nSpringfield", "555 0100"
    )
    therapist = workspace.practice.therapist
    workspace.practice.change_therapist(therapist.id, "Dana Whitfield, PT, DPT", "PT 00000")
    today = workspace.history.today()
    for person in reversed(PEOPLE):
        patient = workspace.patients.create(**person.values)
        complaint = ""
        for number, planned in enumerate(person.visits):
            visit = workspace.visits.create(patient.id, today - timedelta(days=planned.days_ago))
            if person.course is not None:
                if number == 0:
                    complaint = _begin(workspace, patient.id, visit.id, person.course)
                _tell(workspace, visit.id, complaint, planned, first=number == 0)
            for needled in planned.needled:
                for letter in needled.sides:
                    _mark(workspace, visit.id, needled, Side.RIGHT if letter == "R" else Side.LEFT)
            for section, text in planned.note.items():
                workspace.notes.save(visit.id, section, text)


def _begin(workspace: Workspace, patient_id: str, visit_id: str, course: _Course) -> str:
    """What a first visit asks and agrees; the complaint's id."""
    for item, since in course.yes.items():
        workspace.precautions.answer(patient_id, item, Answer.YES, since=since, visit_id=visit_id)
    workspace.precautions.answer_rest_no(patient_id, visit_id)
    workspace.consents.give(patient_id, visit_id=visit_id, copy_given=True)
    if course.plan is not None:
        goals, visits = course.plan
        workspace.plans.start(
            patient_id,
            course.complaint,
            visit_id=visit_id,
            side=course.side,
            goals=goals,
            visits_suggested=visits,
            frequency="weekly",
        )
    if course.event is not None:
        event, days = course.event
        workspace.plans.set_event(visit_id, event, workspace.history.today() + timedelta(days=days))
    return workspace.outcomes.add_complaint(patient_id, course.complaint, side=course.side).id


def _tell(workspace: Workspace, visit_id: str, complaint: str, planned: _Visit, *, first: bool) -> None:
    """What every visit says besides marks and note."""
    if not first:
        workspace.precautions.unchanged(visit_id)
    workspace.consents.say(visit_id)
    if planned.soreness_hours is not None:
        workspace.outcomes.respond(
            visit_id, progress=Progress.BETTER, soreness_hours=planned.soreness_hours, bruise=False
        )
    for stage, index in ((Stage.BEFORE, 0), (Stage.AFTER, 1)):
        if planned.pain is not None:
            workspace.outcomes.set_pain(visit_id, complaint, stage, now=planned.pain[index])
        if planned.rotation is not None:
            workspace.outcomes.set_motion(
                visit_id, "neck", "rotation", Laterality.RIGHT, planned.rotation[index], stage=stage
            )
    workspace.events.all_well(visit_id)


def _mark(workspace: Workspace, visit_id: str, needled: _Needled, side: Side) -> Mark:
    marks = workspace.marks
    known = {muscle.id for muscle in workspace.atlas.catalogue.muscles}
    target = marks.muscle(needled.target) if needled.target in known else marks.group(needled.target)
    mark = marks.add(visit_id, target, side, usual=True)
    twitch = Ltr.NOT_RECORDED if needled.twitches is None else Ltr.YES if needled.twitches else Ltr.NONE
    marks.change(
        [mark.id],
        needle=NeedleSize(*needled.size),
        needles=needled.needles,
        insertions=needled.needles,
        ltr=twitch,
        ltr_count=needled.twitches or None,
        note=needled.note,
    )
    return mark
