"""Risks and issues made for tests whose matter they are not."""

import datetime as dt
from decimal import Decimal
from typing import Any

from remit.accounts.permissions import Actor, system_actor
from remit.core.keys import next_key
from remit.people.models import Person
from remit.projects.models import Project
from remit.projects.operations.parts import space_in
from remit.registers.models import Issue, Risk
from remit.registers.operations.assessing import assess_risk, plan_response
from remit.registers.operations.issues import raise_issue
from remit.registers.operations.risks import raise_risk
from remit.registers.scoring import Size

FAR, MONDAY = dt.date(2098, 6, 30), dt.date(2026, 6, 1)
STATED: dict[str, Any] = {
    "category": "suppliers",
    "cause": "The only supplier moves its works",
    "event": "Gateways come late",
    "effect": "Three sites cannot move",
}
SIZE = Size(Decimal("0.4"), cost_band=3)
LEFT = Size(Decimal("0.1"), cost_band=3)


def a_risk(project: Project, owner: Person, *, actor: Actor | None = None, **more: Any) -> Risk:
    return raise_risk(project, owner=owner, actor=actor or system_actor(), **STATED | more)


def an_assessed_risk(project: Project, owner: Person, size: Size = SIZE, **more: Any) -> Risk:
    return assess_risk(a_risk(project, owner, **more), size, version=1, actor=system_actor())


def an_answered_risk(project: Project, owner: Person, **more: Any) -> Risk:
    return plan_response(
        an_assessed_risk(project, owner, **more), strategy="reduce", response="A second supplier", residual=LEFT,
        version=2, actor=system_actor(),
    )  # fmt: skip


def an_issue(project: Project, owner: Person, *, actor: Actor | None = None, **more: Any) -> Issue:
    stated = {"title": "The crane is broken", "severity": "2-high", "due_on": FAR} | more
    return raise_issue(project, owner=owner, actor=actor or system_actor(), **stated)


def a_kept_risk(project: Project, owner: Person, said: str = "", **more: Any) -> Risk:
    """Keep a risk whose owner need not see the project, open and assessed; all its texts may be `said`."""
    texts = dict.fromkeys(("cause", "event", "effect", "trigger", "note", "response", "review_words"), said)
    stated = STATED | {name: value for name, value in texts.items() if value}
    bands = {
        "probability": Decimal("0.4"),
        "probability_band": 3,
        "cost_band": 3,
        "impact_band": 3,
        "score": 9,
    }
    known = stated | bands | {"state": "open", "raised_on": MONDAY, "assessed_on": MONDAY}
    made: Risk = Risk.objects.create(
        project=project, key=next_key(space_in(project), "RK"), owner=owner, **known | more
    )
    return made


def a_kept_issue(project: Project, owner: Person, said: str = "", **more: Any) -> Issue:
    """Keep an issue whose owner need not see the project; all its texts may be `said`."""
    names = ("description", "assessment", "resolution", "closed_words", "reopened_words", "escalated_words")
    known: dict[str, Any] = {"title": said or "The crane is broken", "severity": "2-high", "due_on": FAR}
    known |= {"raised_on": MONDAY, **dict.fromkeys(names, said)}
    made: Issue = Issue.objects.create(
        project=project, key=next_key(space_in(project), "IS"), owner=owner, **known | more
    )
    return made
