from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum
from django.urls import reverse

from remit.accounts.permissions import Actor
from remit.people.models import Assignment, Person, Scope
from remit.people.queries import holders
from remit.people.registries import ScopeFacts, Undertaking, Undertakings
from remit.projects.life_rules import OVER
from remit.projects.models import Project
from remit.projects.registries import Forecast, forecasts

MOST_AT_HOME = 20
MOST_IN_REMIT = 40


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project with who answers for it, what is forecast, and the actor's own roles in it."""

    project: Project
    manager: Person | None
    forecast: Forecast
    roles: str = ""


NO_FORECAST = Forecast("grey", "")


def project_lines(projects: list[Project], roles: dict[int, str] | None = None) -> list[ProjectLine]:
    """Return each project with its manager and forecast: a constant number of queries."""
    managers = holders(project.scope_id for project in projects)
    found = forecasts(projects)
    return [
        ProjectLine(
            project,
            managers.get(project.scope_id),
            found.get(project.pk, NO_FORECAST),
            (roles or {}).get(project.scope_id, ""),
        )
        for project in projects
    ]


def my_projects(actor: Actor) -> dict[str, Any] | None:
    """Return the running projects in which the actor holds a role, those in trouble first."""
    if actor.person_id is None:
        return None
    held: dict[int, list[str]] = {}
    mine = Assignment.objects.filter(person_id=actor.person_id, ended_at__isnull=True, scope__kind="project")
    for scope_id, name in mine.values_list("scope_id", "role__name"):
        held.setdefault(scope_id, []).append(name)
    visible = (
        Project.objects.visible_to(actor).exclude(phase__in=OVER).select_related("scope", "organisation")
    )
    rows = visible.filter(scope_id__in=held)
    if not held:
        rows = visible
    lines = project_lines(list(rows[:MOST_AT_HOME]), {key: ", ".join(names) for key, names in held.items()})
    if not lines:
        return None
    worst = {"red": 0, "amber": 1, "green": 2, "grey": 3}
    return {"lines": sorted(lines, key=lambda line: worst[line.forecast.state]), "is_mine": bool(held)}


def project_frame(actor: Actor, scope: Scope) -> dict[str, Any]:
    """Return what the pages of a project need that stand at its scope: one query."""
    visible = Project.objects.visible_to(actor).select_related("scope", "organisation")
    return {"project": visible.get(scope=scope)}


def scope_facts_of(scope_ids: Sequence[int]) -> dict[int, ScopeFacts]:
    """Return how the work of projects is run and whether they are over, by their scopes: one query."""
    rows = Project.objects.filter(scope_id__in=scope_ids).values_list("scope_id", "kind", "phase")
    return {scope_id: ScopeFacts(kind, phase in OVER) for scope_id, kind, phase in rows}


def undertakings_of(actor: Actor, scope_ids: Collection[int], led_paths: Collection[str]) -> Undertakings:
    """Return the running projects at scopes, and at and below those that are led: at most six queries.

    Budgets are summed where they are led and the actor may see money, whether the project is shown or not.
    """
    led = Q(pk__in=())
    for path in led_paths:
        led |= Q(scope__path__startswith=path)
    visible = Project.objects.visible_to(actor).exclude(phase__in=OVER)
    rows = visible.filter(led | Q(scope_id__in=scope_ids))
    count = rows.count()
    if not count:
        return Undertakings()
    of_money = visible.filter(led, actor.reach("cost.view", "scope__path"))
    sums = of_money.aggregate(total=Sum("budget_minor"), stated=Count("budget_minor"), all=Count("pk"))
    found = list(rows.select_related("scope", "organisation").order_by("promised_on", "pk")[:MOST_IN_REMIT])
    lines = project_lines(found)
    shown = (_undertaking(actor, line, led_paths) for line in lines)
    hidden = visible.filter(led).count() - sums["all"] if led_paths else 0
    return Undertakings(tuple(shown), count, sums["total"] or 0, sums["stated"], hidden)


def _undertaking(actor: Actor, line: ProjectLine, led_paths: Collection[str]) -> Undertaking:
    project = line.project
    is_led = any(project.scope.path.startswith(path) for path in led_paths)
    sees = is_led and actor.can("cost.view", project.scope.path)
    return Undertaking(
        scope_id=project.scope_id,
        key=project.key,
        name=project.name,
        url=reverse("projects:detail", args=[project.key]),
        starts_on=project.starts_on,
        promised_on=project.promised_on,
        phase=str(project.get_phase_display()),
        state=line.forecast.state,
        words=line.forecast.words,
        is_led=is_led,
        budget_minor=project.budget_minor if sees else None,
        sees_budget=sees,
    )
