"""Programmes and projects of the demo, and their roles."""

import datetime as dt
from typing import Any

from remit.people.models import Assignment, Scope
from remit.people.operations.organisation import create_programme, root_scope
from remit.projects.models import Project
from remit.projects.operations.projects import create_project
from remit.web.demo.firm import STATUS_DATE, Firm
from remit.web.demo.undertakings import DEPUTIES, LIMITS, PROGRAMMES, Undertaking

APPOINTED = dt.date(2025, 9, 1)
PENCE = 100


def load_programmes(firm: Firm) -> dict[str, Scope]:
    """Make the programmes, each with its manager and its owner; return their scopes by name."""
    scopes = {}
    for name, manager, owner in PROGRAMMES:
        scope = create_programme(firm.organisation, name=name, actor=firm.actor("Seun Bakare"))
        for role, holder in (("programme-manager", manager), ("programme-sponsor", owner)):
            firm.assign(holder, role, scope, APPOINTED, **_entrusted(firm, holder, role))
        scopes[name] = scope
    return scopes


def load_project(firm: Firm, each: Undertaking, programmes: dict[str, Scope]) -> Project:
    """Start a project and put people into its roles."""
    parent = programmes[each.programme] if each.programme else root_scope(firm.organisation)
    project = create_project(
        parent,
        name=each.name,
        starts_on=each.starts_on,
        promised_on=each.promised_on,
        kind=each.kind,
        unique_result=each.result,
        budget_minor=each.budget * PENCE,
        phase=each.first_phase,
        actor=firm.actor("Seun Bakare"),
    )
    since = each.starts_on - dt.timedelta(days=14)
    for role, holder in (("sponsor", each.sponsor), ("project-manager", each.manager)):
        firm.assign(holder, role, project.scope, since, **_entrusted(firm, holder, role))
    firm.assign(each.leader, "project-leader", project.scope, since)
    for role, name in each.others:
        firm.assign(name, role, project.scope, since)
    for name in each.team:
        firm.assign(name, "team-member", project.scope, each.starts_on, to_date=_released_on(project))
    return project


def _entrusted(firm: Firm, holder: str, role: str) -> dict[str, Any]:
    """Return what somebody decides alone in a role, and who stands in."""
    money, days = LIMITS[role]
    deputy = DEPUTIES.get(holder)
    return {
        "money_limit_minor": money * PENCE,
        "days_limit": days,
        "deputy": firm.people[deputy] if deputy else None,
    }


def join_project(firm: Firm, project: Project, name: str) -> None:
    """Make somebody who does work in a project a member of its team, unless a role is held there already."""
    held = Assignment.objects.filter(person=firm.people[name], scope=project.scope, ended_at__isnull=True)
    if not held.exists():
        last = _released_on(project)
        firm.assign(name, "team-member", project.scope, project.starts_on, to_date=last)


def _released_on(project: Project) -> dt.date | None:
    """Return the last day of a team whose project has ended by now."""
    last = project.promised_on
    return last if last is not None and last < STATUS_DATE else None
