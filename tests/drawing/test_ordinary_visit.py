"""A visit as therapists chart it every day, through the workspace, on the true plates: it takes one page."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from bodymap import assets
from bodymap.atlas.atlas import Atlas
from bodymap.charting.chart import Chart
from bodymap.charting.outcomes import Stage
from bodymap.charting.places import Laterality
from bodymap.charting.precautions import Answer
from bodymap.charting.records import Disposition, Ltr, NeedleSize, Position, Section, Side, Technique
from bodymap.drawing.chart_pages import lay_out
from bodymap.drawing.pages import POINT, Page, PlateWindow, Text
from bodymap.store.memory import MemoryStore
from bodymap.workspace.workspace import Workspace

NECK = (
    ("trapezius-upper", Side.RIGHT),
    ("trapezius-upper", Side.LEFT),
    ("levator-scapulae", Side.RIGHT),
    ("splenius-capitis", Side.RIGHT),
    ("splenius-cervicis", Side.RIGHT),
    ("sternocleidomastoid", Side.RIGHT),
    ("scalenus-anterior", Side.RIGHT),
    ("infraspinatus", Side.RIGHT),
)
LEG = (
    ("gluteus-medius", Side.RIGHT),
    ("gluteus-maximus", Side.RIGHT),
    ("piriformis", Side.RIGHT),
    ("gastrocnemius-medial", Side.RIGHT),
    ("gastrocnemius-lateral", Side.RIGHT),
    ("soleus", Side.RIGHT),
    ("vastus-lateralis", Side.RIGHT),
    ("tensor-fasciae-latae", Side.RIGHT),
)
NOTE = {
    Section.SUBJECTIVE: "Stiff in the morning, worse on turning right while driving; pain on two days. " * 3,
    Section.OBJECTIVE: "Taut bands, tender to pressure; motion limited at its end, firm end feel. " * 3,
    Section.ASSESSMENT: "Myofascial pain, improving as expected over the course so far; no red flags were found.",
    Section.PLAN: "Continue weekly, stretch daily, strengthening as shown, walk half an hour, review at visit three.",
}


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    return Atlas(assets.folder(), tmp_path_factory.mktemp("plates"))


def visit_of(body: Atlas, needled: tuple[tuple[str, Side], ...]) -> Chart:
    """A first visit, whose chart is the longest: what was answered no is listed."""
    ws = Workspace(MemoryStore(), body)
    ws.practice.change_therapist(ws.practice.therapist.id, "Dr. Mara Voss, PT, DPT", "PT-30417")
    ws.practice.change_clinic(name="Harbour Physio", address="1 Quay, Springfield", phone="555 0100")
    patient = ws.patients.create(
        family_name="Lindqvist", given_names="Harriet", date_of_birth=date(1971, 3, 14), alerts="pacemaker"
    ).id
    visit = ws.visits.create(patient, ws.history.today()).id
    ws.precautions.answer(patient, "pacemaker", Answer.YES, since="2021", visit_id=visit)
    ws.precautions.answer_rest_no(patient, visit)
    ws.consents.give(patient, visit_id=visit, copy_given=True, agrees=True)
    ws.plans.start(patient, "Neck pain", visit_id=visit, icd10="M54.2", visits_suggested=6)
    for name in ("neck pain", "headache"):
        complaint = ws.outcomes.add_complaint(patient, name)
        ws.outcomes.set_pain(visit, complaint.id, now=6, worst=8, period="last week")
        ws.outcomes.set_pain(visit, complaint.id, Stage.AFTER, now=3)
    for side, degrees in ((Laterality.RIGHT, "45"), (Laterality.LEFT, "50")):
        ws.outcomes.set_motion(visit, "neck", "rotation", side, degrees)
    ws.outcomes.set_measure(visit, "ndi", "20")
    ws.outcomes.set_measure(visit, "hit6", "58")
    for muscle, side in needled:
        mark = ws.marks.add(visit, ws.marks.muscle(muscle), side, usual=True)
        ws.marks.change(
            [mark.id],
            needle=NeedleSize(250, 40),
            ltr=Ltr.YES,
            technique=Technique.IN_SITU,
            disposition=Disposition.LEFT_IN_PLACE,
            position=Position.PRONE,
        )
    ws.needles.set_lot(visit, "LX2291", "03/2099")
    ws.events.all_well(visit, handout="After dry needling")
    for section, text in NOTE.items():
        ws.notes.save(visit, section, text.strip())
    assert 110 <= sum(len(text.split()) for text in NOTE.values()) <= 140
    return ws.visits.chart(visit)


def words_on(page: Page) -> str:
    found = []
    for one in page.operations:
        if isinstance(one, Text):
            line = one.layout.lineAt(one.line)
            found.append(one.layout.text()[line.textStart() : line.textStart() + line.textLength()].strip())
    return " ".join(found)


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("needled", [NECK, LEG], ids=["neck", "leg"])
def test_an_ordinary_visit_takes_one_legible_page(
    body: Atlas, needled: tuple[tuple[str, Side], ...], paper: str
) -> None:
    chart = visit_of(body, needled)
    pages = lay_out(chart, body, paper=paper)
    assert len(pages) == 1
    said = words_on(pages[0])
    for _, text in (*chart.told, *chart.note):
        for word in text.split():
            assert word in said, word
    for site in chart.sites:
        assert site.target in said
        assert site.details in said
    sizes = [one.layout.font().pixelSize() for one in pages[0].operations if isinstance(one, Text)]
    assert min(sizes) >= 6.5 * POINT
    pictures = [one for one in pages[0].operations if isinstance(one, PlateWindow)]
    assert len(pictures) >= 2
    assert min(one.rect.height() for one in pictures) >= 110 * POINT
    # Nothing lies over the foot or over anything else of its column.
    texts = [one for one in pages[0].operations if isinstance(one, Text)]
    assert max(one.baseline for one in texts) < pages[0].height - 20 * POINT
    spots = sorted((round(one.x), one.baseline) for one in texts)
    for (x, y), (other, below) in pairwise(spots):
        assert x != other or below - y > 5 * POINT or below == y
