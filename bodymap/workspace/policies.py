"""The clinic's policy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bodymap.charting.faults import Refused
from bodymap.charting.policy import Policy, Requirement
from bodymap.workspace.changes import Changed
from bodymap.workspace.desk import Desk


class Policies:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._policy: Policy | None = None
        desk.notices.listen(self._forget)

    def _forget(self, changed: Changed) -> None:
        if changed.of("policy"):
            self._policy = None

    def policy(self) -> Policy:
        """The clinic's policy; the default until one is set."""
        if self._policy is None:
            self._policy = next(iter(self._desk.store.select("policy")), Policy())
        return self._policy

    def change(self, *, origin: object = None, **values: Any) -> Policy:
        """The policy with these fields changed. Raises Refused."""
        self._policy = None  # read anew: another window may have changed other fields of it
        policy = replace(self.policy(), **values)
        unknown = [word for word in policy.requires if word not in set(Requirement)]
        if unknown:
            raise Refused("requires", "The policy asks for something that this program does not know.")
        for field, value, low, high, words in (
            (
                "consent_months",
                policy.consent_months,
                1,
                120,
                "A consent holds 1 to 120 months, or without end.",
            ),
            (
                "review_visits",
                policy.review_visits,
                0,
                99,
                "A plan is looked at again after 1 to 99 visits; 0 for never.",
            ),
            (
                "retention_years",
                policy.retention_years,
                1,
                100,
                "Records are kept 1 to 100 years, or without end.",
            ),
            ("of_age", policy.of_age, 14, 25, "People come of age between 14 and 25 years."),
        ):
            if value is not None and not low <= value <= high:
                raise Refused(field, words)
        return self._desk.put(policy, "change policy", origin=origin)

    def require(self, requirement: Requirement, wanted: bool = True, *, origin: object = None) -> Policy:
        """One requirement put on the policy or taken off it."""
        self._policy = None
        requires = [word for word in self.policy().requires if word != requirement.value]
        if wanted:
            requires.append(requirement.value)
        return self.change(requires=tuple(r.value for r in Requirement if r.value in requires), origin=origin)
