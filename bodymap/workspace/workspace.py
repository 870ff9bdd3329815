"""All that a user does with one set of records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from bodymap.atlas.atlas import Atlas
from bodymap.charting.later import as_section
from bodymap.charting.policy import Requirement
from bodymap.charting.records import now
from bodymap.workspace.consents import Consents
from bodymap.workspace.desk import Desk
from bodymap.workspace.events import Events
from bodymap.workspace.findings import Findings
from bodymap.workspace.ghosts import Ghosts
from bodymap.workspace.handouts import Handouts
from bodymap.workspace.marks import Marks
from bodymap.workspace.needles import Needles
from bodymap.workspace.notes import Notes
from bodymap.workspace.outcomes import Outcomes
from bodymap.workspace.patients import Patients
from bodymap.workspace.plans import Plans
from bodymap.workspace.policies import Policies
from bodymap.workspace.practice import Practice
from bodymap.workspace.precautions import Precautions
from bodymap.workspace.protocol import RecordsStore
from bodymap.workspace.ready import Ready
from bodymap.workspace.reports import Reports
from bodymap.workspace.sets import Sets
from bodymap.workspace.snippets import Snippets
from bodymap.workspace.telling import Telling
from bodymap.workspace.tidy import Tidy
from bodymap.workspace.visits import Visits


class Workspace:
    """The verbs, by subject. `invented` says that these are invented patients to look around with.

    `history` undoes and redoes by scope (a visit's id); `notices` tells what changed.
    """

    def __init__(
        self,
        store: RecordsStore,
        atlas: Atlas,
        *,
        place: str = "",
        invented: bool = False,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self.store = store
        self.atlas = atlas
        self.place = place
        self.invented = invented
        self.history = Desk(store, clock)
        self.notices = self.history.notices
        self.patients = Patients(self.history)
        self.needles = Needles(self.history, atlas)
        self.visits = Visits(self.history, atlas.plate_ids, self.needles)
        self.marks = Marks(self.history, atlas)
        self.findings = Findings(self.history, atlas, self.marks)
        self.ghosts = Ghosts(self.history, self.marks)
        self.sets = Sets(self.history, self.marks, self.ghosts)
        self.notes = Notes(self.history)
        self.practice = Practice(self.history)
        self.handouts = Handouts(self.history)
        self.policies = Policies(self.history)
        self.precautions = Precautions(self.history, atlas, self.needles)
        self.consents = Consents(self.history, self.policies)
        self.outcomes = Outcomes(self.history, atlas)
        self.plans = Plans(self.history, self.policies)
        self.events = Events(self.history)
        self.reports = Reports(self.history, atlas, self.plans, self.outcomes, self.precautions)
        self.ready = Ready(
            self.history,
            atlas,
            self.policies,
            self.precautions,
            self.consents,
            self.outcomes,
            self.plans,
            self.events,
            self.needles,
        )
        self.telling = Telling(
            self.history,
            self.precautions,
            self.consents,
            self.outcomes,
            self.plans,
            self.events,
            self.policies,
        )
        self.visits.also_told = self.telling.sections
        self.visits.also_drawn = self.telling.drawn
        self.visits.also_later = lambda visit_id: as_section(self.telling.later(visit_id))
        self.visits.ltr_asked = lambda: Requirement.TWITCH.value in self.policies.policy().requires
        self.tidy = Tidy(self.history, self.policies, self.consents, self.visits)
        self.snippets = Snippets(self.history)

    def warm(self) -> Iterator[None]:
        """Get ready for finding patients, a few milliseconds at each step, so that the window stays alive."""
        return self.store.warm()

    def idle(self) -> None:
        """Housekeeping for quiet moments."""
        self.store.idle()

    def close(self) -> None:
        """Let go of the records."""
        self.store.close()
