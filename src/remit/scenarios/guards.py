"""Fetch and authorise in one call, so that no page can forget it."""

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.planning.guards import existing_plan
from remit.planning.models import Plan
from remit.projects.models import Project
from remit.scenarios.models import LevellingProposal, Scenario


def visible_proposal(actor: Actor, key: str, proposal_key: str) -> tuple[Project, Plan, LevellingProposal]:
    """Return a project, its plan and the proposal with that key; `NotFound` otherwise."""
    project, plan = existing_plan(actor, key)
    rows = LevellingProposal.objects.visible_to(actor)
    found: LevellingProposal | None = rows.filter(project_id=project.pk, key=proposal_key).first()
    if found is None:
        raise NotFound
    found.project = project
    return project, plan, found


def visible_scenario(actor: Actor, key: str, scenario_key: str) -> tuple[Project, Plan, Scenario]:
    """Return a project, its plan and the scenario with that key; `NotFound` otherwise."""
    project, plan = existing_plan(actor, key)
    rows = Scenario.objects.visible_to(actor)
    found: Scenario | None = rows.filter(project_id=project.pk, key=scenario_key).first()
    if found is None:
        raise NotFound
    found.project = project
    return project, plan, found
