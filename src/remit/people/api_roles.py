"""The catalogue of roles: read, changed, compared, asked, acknowledged."""

from typing import Annotated, Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from remit.accounts.permissions import require
from remit.core.api.fields import stated
from remit.core.api.lists import Page, ordered, paged
from remit.core.api.problems import acts, changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.errors import Invalid, NotFound
from remit.core.registries import capabilities
from remit.people.api import assignment_out
from remit.people.api_role_schemas import (
    AcknowledgeIn,
    AxisOut,
    BorderOut,
    CapabilitiesOut,
    CapabilityOut,
    ComparisonOut,
    DifferenceOut,
    HitOut,
    HolderOut,
    PartOut,
    RetireIn,
    RoleAnswerOut,
    RoleAnswersOut,
    RoleIn,
    RoleOut,
    RolePage,
    RolePatch,
    RoleQuery,
    RoleVersionOut,
    RoleVersionsOut,
    RowOut,
    TestOut,
    WaitingQuery,
)
from remit.people.api_schemas import AssignmentOut, AssignmentPage
from remit.people.guards import own_organisation
from remit.people.models import Assignment, Role
from remit.people.operations.assignments import acknowledge_role
from remit.people.operations.roles import add_role, change_role, reinstate_role, retire_role
from remit.people.policies import may_acknowledge, may_edit_roles
from remit.people.role_answers import Hit
from remit.people.role_comparison import FEWEST, MOST, Part, Row, compare
from remit.people.role_queries import Reply, replies, roles_of, version_steps, waiting_for, whose

router = Router(tags=["Roles and assignments"])


def _out(role: Role) -> RoleOut:
    return RoleOut.model_validate(role, from_attributes=True)


def _found(request: ApiRequest, code: str) -> Role:
    role: Role | None = roles_of(request.actor).filter(code=code).select_related("organisation").first()
    if role is None:
        raise NotFound
    return role


@router.get(
    "/roles", operation_id="list_roles", response=reads(RolePage), summary="List the roles of the catalogue"
)
def list_roles(request: ApiRequest, query: Query[RoleQuery]) -> Page[RoleOut]:
    """Return the roles that the organisation knows; they are open to everybody in it."""
    rows = roles_of(request.actor)
    if query.family is not None:
        rows = rows.filter(family=query.family)
    if query.scope_kind is not None:
        rows = rows.filter(scope_kind=query.scope_kind)
    if query.is_retired is not None:
        rows = rows.filter(retired_on__isnull=not query.is_retired)
    return paged(request, ordered(rows, query), query, RolePage, lambda part: map(_out, part))


@router.get("/roles/{code}", operation_id="get_role", response=reads(RoleOut), summary="One role")
def get_role(request: ApiRequest, response: HttpResponse, code: str) -> RoleOut:
    """Return what a role is for, what it decides, and which rights it gives."""
    role = _found(request, code)
    return tagged(response, _out(role), role.version)


@router.post("/roles", operation_id="add_role", response=creates(RoleOut), summary="Add a role")
def post_role(request: ApiRequest, response: HttpResponse, body: RoleIn) -> Status[RoleOut]:
    """Add a role of the organisation's own."""
    require(may_edit_roles(request.actor))
    role = add_role(own_organisation(request.actor), actor=request.actor, **body.model_dump(mode="json"))
    created(response, f"/api/v1/roles/{role.code}")
    return Status(201, tagged(response, _out(role), role.version))


@router.patch("/roles/{code}", operation_id="change_role", response=changes(RoleOut), summary="Change a role")
def patch_role(request: ApiRequest, response: HttpResponse, code: str, body: RolePatch) -> RoleOut:
    """Change a role: it becomes the next version, which its holders are asked to acknowledge."""
    require(may_edit_roles(request.actor))
    role, saw = _found(request, code), seen(request, body.version)
    whole = body.model_dump(mode="json")  # its lines with what they leave out
    sent = {name: whole[name] for name in stated(body)}
    told = {name: value for name, value in sent.items() if name in RoleOut.model_fields}
    with saw.checked(lambda: compared(told, _out(_found(request, code)))):
        change_role(role, version=saw.version, actor=request.actor, **sent)
    changed = _found(request, code)
    return tagged(response, _out(changed), changed.version)


@router.post(
    "/roles/{code}/retire", operation_id="retire_role", response=changes(RoleOut), summary="Retire a role"
)
def post_retire(request: ApiRequest, response: HttpResponse, code: str, body: RetireIn) -> RoleOut:
    """Retire a role: it is not given any more; whoever holds it keeps it until the assignment ends."""
    require(may_edit_roles(request.actor))
    role, saw = _found(request, code), seen(request, body.version)
    with saw.checked():
        retire_role(role, version=saw.version, actor=request.actor)
    changed = _found(request, code)
    return tagged(response, _out(changed), changed.version)


@router.post(
    "/roles/{code}/reinstate",
    operation_id="reinstate_role",
    response=changes(RoleOut),
    summary="Bring a role back",
)
def post_reinstate(request: ApiRequest, response: HttpResponse, code: str, body: RetireIn) -> RoleOut:
    """Bring a retired role back, so that it can be given again."""
    require(may_edit_roles(request.actor))
    role, saw = _found(request, code), seen(request, body.version)
    with saw.checked():
        reinstate_role(role, version=saw.version, actor=request.actor)
    changed = _found(request, code)
    return tagged(response, _out(changed), changed.version)


@router.get(
    "/roles/{code}/versions",
    operation_id="list_role_versions",
    response=reads(RoleVersionsOut),
    summary="Versions of a role",
)
def get_versions(request: ApiRequest, code: str) -> RoleVersionsOut:
    """Return every version of a role and what it changed, the newest first."""
    role = _found(request, code)
    items = [
        RoleVersionOut(
            number=step.version.number,
            changed_at=step.version.changed_at,
            changed_by=step.version.changed_by,
            note=step.version.note,
            differences=[
                DifferenceOut(field=each.field, removed=list(each.removed), added=list(each.added))
                for each in step.differences
            ],
        )
        for step in version_steps(role)
    ]
    return RoleVersionsOut(role=role.code, version=role.version, items=items)


@router.get(
    "/capabilities",
    operation_id="list_capabilities",
    response=reads(CapabilitiesOut),
    summary="Rights that a role may give",
)
def list_capabilities(request: ApiRequest) -> CapabilitiesOut:
    """Return every right with what it lets one do."""
    del request  # they are the same for everybody
    items = [
        CapabilityOut(code=each.code, label=str(each.label), explanation=str(each.explanation))
        for each in capabilities
    ]
    return CapabilitiesOut(items=items)


@router.get(
    "/role-comparison",
    operation_id="compare_roles",
    response=reads(ComparisonOut),
    summary="Compare two to four roles",
)
def get_comparison(
    request: ApiRequest,
    role: Annotated[list[str], Query(..., description="Codes of two to four roles.")],
    area: str = "",
) -> ComparisonOut:
    """Return what is the same, what differs and what follows from it, computed from the catalogue."""
    codes = list(dict.fromkeys(role))
    if not FEWEST <= len(codes) <= MOST:
        message = _("Compare %(fewest)d to %(most)d roles.") % {"fewest": FEWEST, "most": MOST}
        raise Invalid(message, field="role", code="count", status=400)
    found = {each.code: each for each in roles_of(request.actor).filter(code__in=codes)}
    if len(found) < len(codes):
        raise NotFound
    shown = compare([found[code] for code in codes], area=area)
    return ComparisonOut(
        roles=codes,
        axes=[
            AxisOut(
                name=axis.name,
                label=axis.label,
                values=list(axis.values),
                is_same=axis.is_same,
                consequence=axis.consequence,
            )
            for axis in shown.axes
        ],
        parts=[_part(part) for part in shown.parts],
        borders=[BorderOut(role=each.role.code, text=each.text, to=each.to.code) for each in shown.borders],
        tests=[
            TestOut(
                roles=sorted(each.roles),
                difference=str(each.difference),
                test=str(each.test),
                answer=str(each.answer),
            )
            for each in shown.tests
        ],
    )


def _part(part: Part) -> PartOut:
    return PartOut(name=part.name, shared=_rows(part.shared), different=_rows(part.different))


def _rows(rows: tuple[Row, ...]) -> list[RowOut]:
    return [
        RowOut(text=row.text, area=row.area, held=list(row.held), consequence=row.consequence) for row in rows
    ]


@router.get(
    "/role-answers", operation_id="ask_role", response=reads(RoleAnswersOut), summary="Is it in my role?"
)
def get_answers(
    request: ApiRequest,
    q: Annotated[str, Query(..., min_length=1, max_length=200)],
    role: str | None = None,
) -> RoleAnswersOut:
    """Answer whether something is in the roles that the caller holds, or in the one named, and whose it is."""
    if role is not None:
        _found(request, role)
    found = replies(request.actor, q, [role] if role else [])
    near = found[0].answer.near if found else ()
    return RoleAnswersOut(
        question=q,
        answers=[_answer(each) for each in found],
        whose=[] if found else [each.code for each in whose(request.actor, q)],
        near=[_hit(each) for each in near],
    )


def _hit(hit: Hit) -> HitOut:
    return HitOut(role=hit.line.role.code, kind=hit.line.kind, text=hit.line.text, fit=round(hit.score, 3))


def _answer(reply: Reply) -> RoleAnswerOut:
    answer = reply.answer
    return RoleAnswerOut(
        role=answer.role.code,
        is_own=reply.is_own,
        verdict=answer.verdict,
        decided_by=_hit(answer.decided_by) if answer.decided_by else None,
        whose=[each.code for each in answer.whose],
        people=[
            HolderOut(
                person=each.person.key, name=each.person.name, role=each.role.code, scope=each.scope.key
            )
            for each in reply.people
        ],
    )


@router.get(
    "/acknowledgements",
    operation_id="list_acknowledgements",
    response=reads(AssignmentPage),
    summary="Roles that wait to be read",
)
def list_acknowledgements(request: ApiRequest, query: Query[WaitingQuery]) -> Page[AssignmentOut]:
    """Return the caller's assignments whose role, as it stands now, they have not acknowledged."""
    rows: Any = waiting_for(request.actor).select_related("person", "role", "scope", "deputy")
    return paged(request, ordered(rows, query), query, AssignmentPage, lambda part: map(assignment_out, part))


@router.post(
    "/assignments/{key}/acknowledge",
    operation_id="acknowledge_role",
    response=acts(AssignmentOut),
    summary="Acknowledge a role",
)
def post_acknowledge(request: ApiRequest, key: str, body: AcknowledgeIn) -> AssignmentOut:
    """Say that the caller has read this version of a role of theirs and takes it on."""
    rows = Assignment.objects.visible_to(request.actor).filter(key=key)
    held = rows.select_related("person", "role", "scope", "deputy").first()
    if held is None:
        raise NotFound
    require(may_acknowledge(request.actor, held))
    return assignment_out(acknowledge_role(held, version=body.role_version, actor=request.actor))
