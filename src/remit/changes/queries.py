"""Reads of change requests: of a project, of all that one may see, and of what waits for somebody."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.changes.deciding import ways_of_changes
from remit.changes.models import ChangeRequest, ChangeState
from remit.changes.steps import OPEN
from remit.core.errors import NotFound
from remit.core.templatetags.remit import day
from remit.people.grids import day_of
from remit.people.models import Organisation
from remit.projects.guards import visible_project
from remit.projects.models import Project
from remit.projects.policies import READ_ONLY
from remit.projects.querysets import PartQuerySet

MOST_AT_HOME, MOST_IN_OVERVIEW = 20, 5
PEOPLE = (
    "raised_by",
    "assessed_by",
    "decided_by",
    "ratified_by",
    "implemented_by",
    "verified_by",
    "decision",
    "scenario",
    "baseline",
)
COLOURS = {
    ChangeState.DRAFT: "grey",
    ChangeState.REJECTED: "grey",
    ChangeState.DEFERRED: "grey",
    ChangeState.CLOSED: "grey",
    ChangeState.VERIFIED: "green",
    ChangeState.IMPLEMENTED: "green",
}


def changes_of(project: Project) -> PartQuerySet:
    """Return the change requests of a project, with their owners."""
    rows: PartQuerySet = ChangeRequest.objects.filter(project=project).select_related("owner")
    return rows


def changes_for(actor: Actor) -> PartQuerySet:
    """Return the change requests of all projects that the actor may see."""
    rows: PartQuerySet = ChangeRequest.objects.visible_to(actor)
    return rows.select_related("owner", "project__scope", "project__organisation")


def one_change(actor: Actor, project_key: str, key: str) -> ChangeRequest:
    """Return a change request of a project that the actor may see; `NotFound` otherwise."""
    project = visible_project(actor, project_key)
    found: ChangeRequest | None = changes_of(project).select_related(*PEOPLE).filter(key=key).first()
    if found is None:
        raise NotFound
    found.project = project
    return found


def change_standing(change: ChangeRequest, today: dt.date) -> tuple[str, str]:
    """Return colour and words of how a request stands."""
    state = str(change.get_state_display())
    if change.awaits_ratification and change.ratify_by is not None:
        if change.ratify_by < today:
            return "red", _("ratification overdue")
        return "amber", _("to be ratified until %(day)s") % {"day": day(change.ratify_by)}
    if change.state == ChangeState.DEFERRED and change.deferred_to is not None:
        late = change.deferred_to < today
        return ("amber" if late else "grey"), _("deferred to %(day)s") % {"day": day(change.deferred_to)}
    return COLOURS.get(ChangeState(change.state), "amber"), state


def overview(_actor: Actor, project: Project) -> dict[str, Any] | None:
    """Return what the project's page says of its open changes, or None where it has none: one query."""
    today = day_of(project.organisation)
    rows = list(changes_of(project).filter(state__in=OPEN).order_by("pk"))
    if not rows:
        return None
    for each in rows:
        each.project = project
    told = [(each, *change_standing(each, today)) for each in rows]
    late = sum(colour == "red" for _each, colour, _words in told)
    told.sort(key=lambda each: each[1] != "red")
    return {"project": project, "changes": told[:MOST_IN_OVERVIEW], "open": len(rows), "late": late}


def my_changes(actor: Actor) -> dict[str, Any] | None:
    """Return the changes that wait for the actor: to be decided, ratified or assessed; or None."""
    if actor.person_id is None or actor.organisation_id is None:
        return None
    alive = changes_for(actor).exclude(project__phase__in=READ_ONLY).order_by("pk")
    mine = list(alive.filter(state=ChangeState.SUBMITTED, owner_id=actor.person_id)[:MOST_AT_HOME])
    asked = list(alive.filter(state=ChangeState.ASSESSED))
    urgent = list(alive.filter(is_emergency=True, ratified_on=None).exclude(state=ChangeState.REJECTED))
    routes = ways_of_changes([*asked, *urgent])

    def for_me(each: ChangeRequest) -> bool:
        decider = routes[each.pk].decider
        return decider is not None and decider.pk == actor.person_id

    decide, ratify = ([each for each in rows if for_me(each)][:MOST_AT_HOME] for rows in (asked, urgent))
    if not (mine or decide or ratify):
        return None
    today = day_of(Organisation.objects.get(pk=actor.organisation_id))
    late = [each.ratify_by is not None and each.ratify_by < today for each in ratify]
    return {
        "assess": mine,
        "decide": decide,
        "ratify": list(zip(ratify, late, strict=True)),
        "overdue": sum(late),
    }
