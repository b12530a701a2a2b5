"""Change requests made for tests whose matter they are not."""

import datetime as dt
from typing import Any

from remit.accounts.permissions import Actor, system_actor
from remit.changes.models import ChangeRequest
from remit.changes.operations.requests import Impact, advance_change, assess_change, raise_change
from remit.core.keys import next_key
from remit.people.models import Person
from remit.projects.models import Project
from remit.projects.operations.parts import space_in

MONDAY = dt.date(2026, 6, 1)
STATED: dict[str, Any] = {
    "title": "A second door",
    "description": "A door on the north side, as the first",
    "reason": "The fire brigade asks for it",
    "cause": "regulation",
    "kind": "scope",
}
IMPACT = Impact(5, 1_000_000, 600)


def a_change(project: Project, owner: Person, *, actor: Actor | None = None, **more: Any) -> ChangeRequest:
    return raise_change(project, owner=owner, actor=actor or system_actor(), **STATED | more)


def a_submitted_change(project: Project, owner: Person, **more: Any) -> ChangeRequest:
    made = a_change(project, owner, **more)
    return advance_change(made, "submit", words="", version=1, actor=system_actor())


def an_assessed_change(
    project: Project, owner: Person, impact: Impact = IMPACT, **more: Any
) -> ChangeRequest:
    made = a_submitted_change(project, owner, **more)
    return assess_change(made, impact, version=2, actor=system_actor())


def a_kept_change(project: Project, owner: Person, said: str = "", **more: Any) -> ChangeRequest:
    """Keep a request whose owner need not see the project, assessed unless stated; all its texts may be `said`."""
    names = (
        "description", "reason", "scope_impact", "risk_impact", "quality_impact", "benefit_impact", "advice",
        "decided_words", "ratified_words", "implemented_words", "verified_words", "closed_words",
    )  # fmt: skip
    known = STATED | {"raised_on": MONDAY, "state": "assessed", "assessed_on": MONDAY, "days": 5}
    known |= {"cost_minor": 1_000_000} | (dict.fromkeys(names, said) | {"title": said} if said else {})
    made: ChangeRequest = ChangeRequest.objects.create(
        project=project, key=next_key(space_in(project), "CR"), owner=owner, **known | more
    )
    return made
