"""Simulations as they are read."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.core.plan_time import to_day
from remit.planning.guards import existing_plan
from remit.planning.models import Activity, Plan
from remit.planning.queries import plan_summary
from remit.projects.models import Project
from remit.registers.models import Risk, RiskState
from remit.registers.policies import sees_money
from remit.simulations.models import Driver, Simulation


def promise_of(plan: Plan) -> int:
    """Return the minute at which a plan was promised to end: of its current baseline, else of the plan itself."""
    told = plan_summary(plan)
    return told.baseline_finish_minute or plan.finish_minute or plan.start_minute


def promised_day(plan: Plan) -> dt.date:
    """Return the day on which a plan was promised to end: a finish at midnight ends the day before."""
    return to_day(promise_of(plan) - 1)


def simulations_of(actor: Actor, project: Project) -> Any:
    """Return what the actor may see of a project's simulations, the newest first."""
    return Simulation.objects.visible_to(actor).filter(project_id=project.pk)


def one_simulation(actor: Actor, project_key: str, key: str) -> tuple[Project, Plan, Simulation]:
    """Return a project, its plan and a simulation that the actor may see; `NotFound` otherwise."""
    project, plan = existing_plan(actor, project_key)
    found: Simulation | None = simulations_of(actor, project).filter(key=key).first()
    if found is None:
        raise NotFound
    found.project = project
    return project, plan, found


def money_in(actor: Actor, simulation: Simulation) -> dict[str, Any] | None:
    """Return the sums of a simulation for whoever may see what the project costs; None for others."""
    if not sees_money(actor, simulation.project):
        return None
    found: dict[str, Any] = simulation.money
    return found


@dataclass(frozen=True, slots=True)
class RiskOfPlan:
    """An open risk with the activities that it acts on, as keys; `version` is 0 where nobody said any."""

    risk: Risk
    activities: Sequence[str]
    version: int


def drivers_of(project: Project) -> list[RiskOfPlan]:
    """Return the open risks of a project and what they act on: two queries."""
    said = {each.risk_id: each for each in Driver.objects.filter(project=project)}
    rows = Risk.objects.filter(project=project).exclude(state__in=(RiskState.CLOSED, RiskState.DRAFT))
    found = []
    for risk in rows.select_related("owner").order_by("pk"):
        risk.project = project
        driver = said.get(risk.pk)
        found.append(RiskOfPlan(risk, driver.activities if driver else [], driver.version if driver else 0))
    return found


def named_in(simulation: Simulation) -> tuple[dict[str, str], dict[str, str]]:
    """Return the names of the activities and the events of the risks that a simulation speaks of, by their keys."""
    figures = simulation.figures
    keys = [each["key"] for each in figures["activities"]]
    activities = Activity.objects.filter(project_id=simulation.project_id, key__in=keys)
    risks = Risk.objects.filter(
        project_id=simulation.project_id, key__in=[each["key"] for each in figures["risks"]]
    )
    return dict(activities.values_list("key", "name")), dict(risks.values_list("key", "event"))
