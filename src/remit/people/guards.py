"""Fetch and authorise in one call, so that no page can forget it."""

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.people.assignment_queries import one_assignment
from remit.people.models import Assignment, Organisation, Person, Role, Scope
from remit.people.role_queries import roles_of


def own_organisation(actor: Actor) -> Organisation:
    """Return the organisation that the actor belongs to; `NotFound` for a sign-in that belongs to nobody."""
    if actor.organisation_id is None:
        raise NotFound
    return Organisation.objects.get(pk=actor.organisation_id)


def answering_scope(actor: Actor, key: str) -> Scope:
    """Return the scope with `key` if the actor may see who answers for what there; `NotFound` otherwise."""
    found: Scope | None = (
        Scope.objects.answering_to(actor).select_related("organisation").filter(key=key).first()
    )
    if found is None:
        raise NotFound
    return found


def visible_person(actor: Actor, key: str) -> Person:
    """Return the person with `key` whom the actor may see; `NotFound` otherwise."""
    rows = Person.objects.visible_to(actor).select_related("unit", "line_manager", "organisation")
    found: Person | None = rows.filter(key=key).first()
    if found is None:
        raise NotFound
    return found


def held_assignment(actor: Actor, key: str) -> Assignment:
    """Return the assignment with `key` that the actor may see; `NotFound` otherwise."""
    found = one_assignment(actor, key)
    if found is None:
        raise NotFound
    return found


def visible_role(actor: Actor, code: str) -> Role:
    """Return a role of the actor's organisation; `NotFound` otherwise."""
    found: Role | None = roles_of(actor).filter(code=code).select_related("organisation").first()
    if found is None:
        raise NotFound
    return found
