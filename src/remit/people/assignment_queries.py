"""Reads of assignments: what one may give where, and what stands at one scope."""

import datetime as dt
from typing import Any

from django.db.models import Q

from remit.accounts.permissions import Actor
from remit.people.grids import in_office
from remit.people.models import Assignment, Person, Scope, ScopeKind


def assignable_scopes(actor: Actor) -> Any:
    """Return the scopes at which the actor may give roles, in the order of the tree."""
    reach = actor.reach("project.assign", "path")
    # administrators make administrators, and those belong to the whole organisation
    reach |= actor.reach("account.manage", "path") & Q(kind=ScopeKind.ORGANISATION)
    return Scope.objects.filter(reach & actor.within(), is_active=True).select_related("organisation")


def one_assignment(actor: Actor, key: str) -> Assignment | None:
    """Return an assignment that the actor may see, with all that its page shows; None where there is none."""
    rows = Assignment.objects.visible_to(actor).select_related(
        "person", "role", "scope__organisation", "scope__parent", "deputy"
    )
    found: Assignment | None = rows.filter(key=key).first()
    return found


def stands_in_for(visible: Any, person: Person, day: dt.date) -> Any:
    """Return those of the `visible` assignments in office for whose holder a person stands in on a day."""
    begun = Q(deputy_from=None) | Q(deputy_from__lte=day)
    lasts = Q(deputy_to=None) | Q(deputy_to__gte=day)
    return visible.filter(in_office(day), begun, lasts, deputy=person)


def beside(assignment: Assignment) -> Assignment | None:
    """Return who is named to follow a holder, or whom somebody who is named to follow comes after: one query."""
    if not assignment.only_one or assignment.ended_at is not None:
        return None
    rows = Assignment.objects.filter(role_id=assignment.role_id, scope_id=assignment.scope_id, ended_at=None)
    found: Assignment | None = rows.exclude(pk=assignment.pk).select_related("person").first()
    return found
