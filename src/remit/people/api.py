"""People, roles, assignments and the organisation."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from remit.accounts.permissions import Actor
from remit.core.api.fields import stated
from remit.core.api.lists import Page, ordered, paged
from remit.core.api.problems import changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.errors import Invalid, NotAllowed, NotFound
from remit.people.api_schemas import (
    AssignmentIn,
    AssignmentOut,
    AssignmentPage,
    AssignmentPatch,
    AssignmentQuery,
    EndIn,
    OrganisationOut,
    PersonIn,
    PersonOut,
    PersonPage,
    PersonPatch,
    PersonQuery,
    ScopeOut,
    ScopePage,
    ScopeQuery,
    SuccessorIn,
)
from remit.people.api_units import unit_out
from remit.people.models import Assignment, Organisation, Person, Role, Scope, StructureType, Unit
from remit.people.operations.assignment_changes import change_assignment
from remit.people.operations.assignments import assign_role, end_assignment
from remit.people.operations.people import add_person, change_person
from remit.people.operations.successors import name_successor

router = Router(tags=["People"])
roles = Router(tags=["Roles and assignments"])


def _organisation(actor: Actor) -> Organisation:
    found = Organisation.objects.filter(actor.within("pk")).first() if actor.organisation_id else None
    if found is None:
        raise NotAllowed(_("Nobody of an organisation stands behind this sign-in."), _("an administrator"))
    return found


def _person_out(person: Person) -> PersonOut:
    return PersonOut(
        key=person.key,
        name=person.name,
        email=person.email,
        title=person.title,
        unit=person.unit.key if person.unit else None,
        line_manager=person.line_manager.key if person.line_manager else None,
        capacity_minutes_per_week=person.capacity_minutes_per_week,
        is_external=person.is_external,
        joined_on=person.joined_on,
        left_on=person.left_on,
        version=person.version,
    )


def _people(actor: Actor) -> Any:
    return Person.objects.visible_to(actor).select_related("unit", "line_manager")


def _found(rows: Any, field: str, **named: str) -> Any:
    """Return the visible row that a body names, or say which field names nothing."""
    row = rows.filter(**named).first()
    if row is None:
        (value,) = named.values()
        raise Invalid(
            _("There is nothing here with the key %(key)s.") % {"key": value}, field=field, code="unknown"
        )
    return row


def _references(request: ApiRequest, sent: dict[str, Any]) -> dict[str, Any]:
    """Return `sent` with the units and people that its keys name."""
    found = dict(sent)
    if sent.get("unit") is not None:
        units = Unit.objects.filter(request.actor.within())
        found["unit"] = _found(units, "unit", key=sent["unit"])
    if sent.get("line_manager") is not None:
        found["line_manager"] = _found(_people(request.actor), "line_manager", key=sent["line_manager"])
    return found


@router.get("/people", operation_id="list_people", response=reads(PersonPage), summary="List people")
def list_people(request: ApiRequest, query: Query[PersonQuery]) -> Page[PersonOut]:
    """Return the people whom the caller may see."""
    rows = _people(request.actor)
    if query.q:
        rows = rows.filter(Q(name__icontains=query.q) | Q(email__icontains=query.q))
    if query.unit is not None:
        rows = rows.filter(unit__key=query.unit)
    if query.is_external is not None:
        rows = rows.filter(is_external=query.is_external)
    if query.present_on is not None:
        rows = rows.present(query.present_on)
    return paged(request, ordered(rows, query), query, PersonPage, lambda part: map(_person_out, part))


def _visible_person(actor: Actor, key: str) -> Person:
    person: Person | None = _people(actor).filter(key=key).first()
    if person is None:
        raise NotFound
    return person


@router.get("/people/{key}", operation_id="get_person", response=reads(PersonOut), summary="One person")
def get_person(request: ApiRequest, response: HttpResponse, key: str) -> PersonOut:
    """Return one person."""
    person = _visible_person(request.actor, key)
    return tagged(response, _person_out(person), person.version)


@router.post("/people", operation_id="add_person", response=creates(PersonOut), summary="Add a person")
def post_person(request: ApiRequest, response: HttpResponse, body: PersonIn) -> Status[PersonOut]:
    """Add somebody to the organisation; this gives no right and no sign-in."""
    organisation = _organisation(request.actor)
    person = add_person(organisation, actor=request.actor, **_references(request, body.model_dump()))
    created(response, f"/api/v1/people/{person.key}")
    return Status(201, tagged(response, _person_out(person), person.version))


@router.patch(
    "/people/{key}", operation_id="change_person", response=changes(PersonOut), summary="Change a person"
)
def patch_person(request: ApiRequest, response: HttpResponse, key: str, body: PersonPatch) -> PersonOut:
    """Change what is stated about somebody; rights and sign-in stay as they are."""
    person = _visible_person(request.actor, key)
    saw, sent = seen(request, body.version), stated(body)
    with saw.checked(lambda: compared(sent, _person_out(_visible_person(request.actor, key)))):
        change_person(person, version=saw.version, actor=request.actor, **_references(request, sent))
    changed = _visible_person(request.actor, key)
    return tagged(response, _person_out(changed), changed.version)


def assignment_out(assignment: Assignment) -> AssignmentOut:
    """Return an assignment; person, role, scope and deputy must have been read with it."""
    return AssignmentOut(
        key=assignment.key,
        person=assignment.person.key,
        person_name=assignment.person.name,
        role=assignment.role.code,
        scope=assignment.scope.key,
        scope_name=assignment.scope.name,
        from_date=assignment.from_date,
        to_date=assignment.to_date,
        allocation_percent=assignment.allocation_percent,
        money_limit_minor=assignment.money_limit_minor,
        days_limit=assignment.days_limit,
        deputy=assignment.deputy.key if assignment.deputy else None,
        deputy_from=assignment.deputy_from,
        deputy_to=assignment.deputy_to,
        separation_reason=assignment.separation_reason,
        ended_at=assignment.ended_at,
        acknowledged_version=assignment.acknowledged_version,
        acknowledged_at=assignment.acknowledged_at,
        role_version=assignment.role.version,
        version=assignment.version,
    )


def _assignments(actor: Actor) -> Any:
    return Assignment.objects.visible_to(actor).select_related("person", "role", "scope", "deputy")


@roles.get(
    "/assignments",
    operation_id="list_assignments",
    response=reads(AssignmentPage),
    summary="List role assignments",
)
def list_assignments(request: ApiRequest, query: Query[AssignmentQuery]) -> Page[AssignmentOut]:
    """Return who holds which role where, ended assignments included."""
    rows = _assignments(request.actor)
    wanted = {"person__key": query.person, "role__code": query.role, "scope__key": query.scope}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    if query.in_force_on is not None:
        rows = rows.in_force(query.in_force_on)
    return paged(request, ordered(rows, query), query, AssignmentPage, lambda part: map(assignment_out, part))


@roles.post(
    "/assignments",
    operation_id="assign_role",
    response=creates(AssignmentOut),
    summary="Give somebody a role",
)
def post_assignment(request: ApiRequest, response: HttpResponse, body: AssignmentIn) -> Status[AssignmentOut]:
    """Give somebody a role at a scope; nobody gives rights that are not theirs to give."""
    actor = request.actor
    sent = body.model_dump(exclude={"person", "role", "scope", "deputy"})
    assignment = assign_role(
        _found(_people(actor), "person", key=body.person),
        _found(Role.objects.filter(actor.within()), "role", code=body.role),
        _found(Scope.objects.visible_to(actor), "scope", key=body.scope),
        deputy=_found(_people(actor), "deputy", key=body.deputy) if body.deputy is not None else None,
        actor=actor,
        **sent,
    )
    created(response, f"/api/v1/assignments/{assignment.key}")
    return Status(201, tagged(response, assignment_out(assignment), assignment.version))


def _assignment(actor: Actor, key: str) -> Assignment:
    assignment: Assignment | None = _assignments(actor).filter(key=key).first()
    if assignment is None:
        raise NotFound
    return assignment


@roles.get(
    "/assignments/{key}",
    operation_id="get_assignment",
    response=reads(AssignmentOut),
    summary="One assignment",
)
def get_assignment(request: ApiRequest, response: HttpResponse, key: str) -> AssignmentOut:
    """Return one assignment."""
    assignment = _assignment(request.actor, key)
    return tagged(response, assignment_out(assignment), assignment.version)


@roles.patch(
    "/assignments/{key}",
    operation_id="change_assignment",
    response=changes(AssignmentOut),
    summary="Change an assignment",
)
def patch_assignment(
    request: ApiRequest, response: HttpResponse, key: str, body: AssignmentPatch
) -> AssignmentOut:
    """Change its last day, share, limits or deputy; its holder may name the deputy alone."""
    assignment = _assignment(request.actor, key)
    saw, sent = seen(request, body.version), stated(body)
    found = dict(sent)
    if sent.get("deputy") is not None:
        found["deputy"] = _found(_people(request.actor), "deputy", key=sent["deputy"])
    with saw.checked(lambda: compared(sent, assignment_out(_assignment(request.actor, key)))):
        change_assignment(assignment, version=saw.version, actor=request.actor, **found)
    changed = _assignment(request.actor, key)
    return tagged(response, assignment_out(changed), changed.version)


@roles.post(
    "/assignments/{key}/end",
    operation_id="end_assignment",
    response=changes(AssignmentOut),
    summary="End an assignment",
)
def post_end(request: ApiRequest, response: HttpResponse, key: str, body: EndIn) -> AssignmentOut:
    """End an assignment now: its rights end at once, its history stays."""
    assignment = _assignment(request.actor, key)
    saw = seen(request, body.version)
    with saw.checked(lambda: compared({"version": saw.version}, assignment_out(assignment))):
        ended = end_assignment(assignment, actor=request.actor, version=saw.version, reason=body.reason)
    return tagged(response, assignment_out(ended), ended.version)


@roles.post(
    "/assignments/{key}/successor",
    operation_id="name_successor",
    response=changes(AssignmentOut),
    summary="Name a successor",
)
def post_successor(request: ApiRequest, response: HttpResponse, key: str, body: SuccessorIn) -> AssignmentOut:
    """Let somebody follow from the day after a last day; the answer is the assignment that ends with it."""
    assignment = _assignment(request.actor, key)
    person = _found(_people(request.actor), "person", key=body.person)
    saw = seen(request, body.version)
    with saw.checked(lambda: compared({"version": saw.version}, assignment_out(assignment))):
        name_successor(assignment, person, last_day=body.last_day, version=saw.version, actor=request.actor)
    changed = _assignment(request.actor, key)
    return tagged(response, assignment_out(changed), changed.version)


@roles.get("/scopes", operation_id="list_scopes", response=reads(ScopePage), summary="List scopes")
def list_scopes(request: ApiRequest, query: Query[ScopeQuery]) -> Page[ScopeOut]:
    """Return the organisation, programmes and projects at which the caller may see something."""
    rows = Scope.objects.visible_to(request.actor).select_related("parent")
    if query.kind is not None:
        rows = rows.filter(kind=query.kind)
    return paged(
        request,
        ordered(rows, query),
        query,
        ScopePage,
        lambda part: (
            ScopeOut(
                key=scope.key,
                kind=scope.kind,
                name=scope.name,
                parent=scope.parent.key if scope.parent else None,
                is_active=scope.is_active,
            )
            for scope in part
        ),
    )


@roles.get(
    "/organisation",
    operation_id="get_organisation",
    response=reads(OrganisationOut),
    summary="The organisation",
)
def get_organisation(request: ApiRequest, response: HttpResponse) -> OrganisationOut:
    """Return the caller's organisation and its units."""
    organisation = _organisation(request.actor)
    units = (
        Unit.objects.filter(request.actor.within()).select_related("parent", "head").order_by("name", "pk")
    )
    answer = OrganisationOut(
        name=organisation.name,
        currency=organisation.currency,
        country=organisation.country,
        time_zone=organisation.time_zone,
        structure=StructureType(organisation.structure),
        minutes_per_day=organisation.minutes_per_day,
        minutes_per_week=organisation.minutes_per_week,
        fiscal_month=organisation.fiscal_month,
        status_date=organisation.status_date,
        is_demo=organisation.is_demo,
        units=[unit_out(unit) for unit in units],
        version=organisation.version,
    )
    return tagged(response, answer, organisation.version)
