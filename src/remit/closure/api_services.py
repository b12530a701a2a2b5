"""The handover of a project to operations, for programs."""

import datetime as dt
from typing import Annotated

from django.http import HttpResponse
from ninja import Router, Status
from pydantic import StringConstraints

from remit.accounts.permissions import Actor, require
from remit.closure.models import ServiceHandover, ServiceState
from remit.closure.operations.service_handovers import (
    answer_service_handover,
    begin_service_handover,
    change_service_handover,
    propose_service_handover,
    waive_service_handover,
)
from remit.closure.service_content import LONGEST, LONGEST_ANSWER, MONEY, NAMES
from remit.closure.service_policies import may_see_run_cost
from remit.closure.service_queries import gaps_of, project_of_service, service_of
from remit.core.api.fields import LEFT_OUT, Flag, Input, Key, Output, Version, stated
from remit.core.api.problems import changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.errors import NotFound
from remit.projects.api_deliverables import person_named
from remit.projects.guards import visible_project
from remit.projects.models import Project
from remit.projects.policies import may_edit_project

router = Router(tags=["Handover to operations"])
ONE = "/projects/{key}/service-handover"
Told = Annotated[str, StringConstraints(max_length=LONGEST)]
Words = Annotated[str, StringConstraints(max_length=LONGEST_ANSWER)]


class ServiceHandoverOut(Output):
    """A handover; `run_cost` is null for whom costs are not, `missing` names what it lacks to be proposed."""

    project: str
    state: ServiceState
    owner: str | None
    service_levels: str
    run_cost: str | None
    known_errors: str
    support: str
    training: str
    spares: str
    warranty: str
    acceptance_test: str
    missing: list[str]
    decided_by: str
    decided_on: dt.date | None
    answer: str
    version: int


class ServiceHandoverPatch(Input):
    """What changes about a handover; what is left out stays."""

    version: Version | None = None
    owner: Key | None = LEFT_OUT
    service_levels: Told = LEFT_OUT
    run_cost: Told = LEFT_OUT
    known_errors: Told = LEFT_OUT
    support: Told = LEFT_OUT
    training: Told = LEFT_OUT
    spares: Told = LEFT_OUT
    warranty: Told = LEFT_OUT
    acceptance_test: Told = LEFT_OUT


class ServiceHandoverSeenIn(Input):
    """The version that was seen."""

    version: Version | None = None


class ServiceHandoverAnswerIn(Input):
    """What the service owner says to a handover; a refusal says why."""

    version: Version | None = None
    accept: Flag
    answer: Words = ""


class ServiceHandoverWaiverIn(Input):
    """Why a handover is waived."""

    version: Version | None = None
    answer: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_ANSWER)]


def _begun(project: Project) -> ServiceHandover:
    row = service_of(project)
    if row is None:
        raise NotFound
    return row


def _out(actor: Actor, project: Project) -> ServiceHandoverOut:
    row = _begun(project)
    told = {name: getattr(row, name) for name in NAMES}
    if not may_see_run_cost(actor, row):
        told[MONEY] = None
    return ServiceHandoverOut(
        **told, project=project.key, state=ServiceState(row.state), owner=row.owner.key if row.owner else None,
        missing=gaps_of(row), decided_by=row.decided_by_name, decided_on=row.decided_on, answer=row.answer,
        version=row.version,
    )  # fmt: skip


@router.get(
    ONE,
    operation_id="get_service_handover",
    response=reads(ServiceHandoverOut),
    summary="The handover to operations",
)
def get_service(request: ApiRequest, response: HttpResponse, key: str) -> ServiceHandoverOut:
    """Return the handover of a project to operations."""
    answer = _out(request.actor, project_of_service(request.actor, key))
    return tagged(response, answer, answer.version)


@router.post(
    ONE,
    operation_id="begin_service_handover",
    response=creates(ServiceHandoverOut),
    summary="Begin the handover to operations",
)
def post_service(request: ApiRequest, response: HttpResponse, key: str) -> Status[ServiceHandoverOut]:
    """Begin the handover of a project to operations; a project has one."""
    project = visible_project(request.actor, key)
    begin_service_handover(project, actor=request.actor)
    created(response, f"/api/v1/projects/{key}/service-handover")
    answer = _out(request.actor, project)
    return Status(201, tagged(response, answer, answer.version))


@router.patch(
    ONE,
    operation_id="change_service_handover",
    response=changes(ServiceHandoverOut),
    summary="Write the handover to operations",
)
def patch_service(
    request: ApiRequest, response: HttpResponse, key: str, body: ServiceHandoverPatch
) -> ServiceHandoverOut:
    """Change fields of a handover that is a draft or was refused."""
    project = visible_project(request.actor, key)
    require(may_edit_project(request.actor, project))
    row = _begun(project)
    saw, sent = seen(request, body.version), stated(body)
    named = dict(sent)
    if named.get("owner") is not None:
        named["owner"] = person_named(request.actor, project, named["owner"], "owner")
    with saw.checked(lambda: compared(sent, _out(request.actor, project))):
        change_service_handover(row, version=saw.version, actor=request.actor, **named)
    answer = _out(request.actor, project)
    return tagged(response, answer, answer.version)


@router.post(
    f"{ONE}/propose",
    operation_id="propose_service_handover",
    response=changes(ServiceHandoverOut),
    summary="Propose the handover to its service owner",
)
def post_proposal(
    request: ApiRequest, response: HttpResponse, key: str, body: ServiceHandoverSeenIn
) -> ServiceHandoverOut:
    """Propose the handover to its service owner; refused while something is missing."""
    project = visible_project(request.actor, key)
    require(may_edit_project(request.actor, project))
    row, saw = _begun(project), seen(request, body.version)
    with saw.checked(lambda: compared({}, _out(request.actor, project))):
        propose_service_handover(row, version=saw.version, actor=request.actor)
    answer = _out(request.actor, project)
    return tagged(response, answer, answer.version)


@router.post(
    f"{ONE}/answer",
    operation_id="answer_service_handover",
    response=changes(ServiceHandoverOut),
    summary="Accept the handover or refuse it",
)
def post_service_answer(
    request: ApiRequest, response: HttpResponse, key: str, body: ServiceHandoverAnswerIn
) -> ServiceHandoverOut:
    """Accept the proposed handover as its service owner, or refuse it with the reason."""
    project = project_of_service(request.actor, key)
    row, saw = _begun(project), seen(request, body.version)
    with saw.checked(lambda: compared({}, _out(request.actor, project))):
        answer_service_handover(
            row, accept=body.accept, answer=body.answer, version=saw.version, actor=request.actor
        )
    answer = _out(request.actor, project)
    return tagged(response, answer, answer.version)


@router.post(
    f"{ONE}/waive",
    operation_id="waive_service_handover",
    response=changes(ServiceHandoverOut),
    summary="Waive the handover",
)
def post_waiver(
    request: ApiRequest, response: HttpResponse, key: str, body: ServiceHandoverWaiverIn
) -> ServiceHandoverOut:
    """Do without the handover, as whoever stands above its service owner."""
    project = visible_project(request.actor, key)
    row, saw = _begun(project), seen(request, body.version)
    with saw.checked(lambda: compared({}, _out(request.actor, project))):
        waive_service_handover(row, answer=body.answer, version=saw.version, actor=request.actor)
    answer = _out(request.actor, project)
    return tagged(response, answer, answer.version)
