"""The charter and the feasibility study of a project: versions, handing in, decisions."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from ninja import Query, Router, Status

from remit.accounts.permissions import Actor
from remit.core.api.fields import stated
from remit.core.api.problems import changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.errors import NotFound
from remit.projects import charter_content, feasibility_content
from remit.projects.api_record_schemas import (
    CharterAnswerIn,
    CharterPatch,
    ProjectCharterOut,
    RecordQuery,
    SeenIn,
    StudyAnswerIn,
    StudyOptionOut,
    StudyOut,
    StudyPatch,
)
from remit.projects.charter_content import MONEY
from remit.projects.charters import charters_of
from remit.projects.compute import Worth, worths
from remit.projects.feasibility import studies_of
from remit.projects.feasibility_content import verdict
from remit.projects.formal_records import R, numbered, stated_of
from remit.projects.guards import visible_project
from remit.projects.models import Project
from remit.projects.operations.charters import answer_charter, begin_charter, change_charter, submit_charter
from remit.projects.operations.feasibility import answer_study, begin_study, change_study, submit_study

router = Router(tags=["Charter and feasibility"])


def _chosen(versions: Sequence[R], number: int | None) -> R:
    found = numbered(versions, number)
    if found is None:
        raise NotFound
    return found


def _charter(actor: Actor, project: Project, number: int | None = None) -> ProjectCharterOut:
    versions = charters_of(project)
    row = _chosen(versions, number)
    content = charter_content.blank() | row.content
    if not actor.can("cost.view", project.scope.path):
        content |= dict.fromkeys(MONEY)
    return ProjectCharterOut(**content, **stated_of(row, versions, charter_content.missing(row.content)))


def _study(actor: Actor, project: Project, number: int | None = None) -> StudyOut:
    versions = studies_of(project)
    row = _chosen(versions, number)
    content = row.content
    sees = actor.can("cost.view", project.scope.path)
    figures: list[Worth | None] = [*worths(content)] if sees else [None] * len(content["options"])
    options = [_option(each, worth) for each, worth in zip(content["options"], figures, strict=True)]
    mean = verdict(content)
    shown = content | {"options": options, "verdict": None if mean is None else str(mean)}
    return StudyOut(**shown, **stated_of(row, versions, feasibility_content.missing(content)))


def _option(option: dict[str, Any], worth: Worth | None) -> StudyOptionOut:
    figures: dict[str, Any] = dict.fromkeys(StudyOptionOut.model_fields)
    if worth is not None:
        figures |= {
            "costs": option["costs"],
            "benefits": option["benefits"],
            "npv_minor": int(worth.npv.value or 0),
            "irr": worth.irr.figure.value,
            "irr_rates": list(worth.irr.rates),
            "payback_years": worth.payback.value,
            "discounted_payback_years": worth.discounted_payback.value,
            "benefit_cost_ratio": worth.ratio.value,
            "sensitivity": [
                {
                    "what": each.what,
                    "less_minor": each.less_minor,
                    "more_minor": each.more_minor,
                    "break_even": each.break_even,
                }
                for each in worth.swings
            ],
        }
    told = {"name": option["name"], "about": option["about"], "is_nothing": bool(option.get("is_nothing"))}
    return StudyOptionOut(**figures | told)


@router.get(
    "/projects/{key}/charter",
    operation_id="get_project_charter",
    response=reads(ProjectCharterOut),
    summary="The charter",
)
def get_charter(
    request: ApiRequest, response: HttpResponse, key: str, query: Query[RecordQuery]
) -> ProjectCharterOut:
    """Return a version of the charter."""
    answer = _charter(request.actor, visible_project(request.actor, key), query.number)
    return tagged(response, answer, answer.version)


@router.post(
    "/projects/{key}/charter",
    operation_id="begin_charter",
    response=creates(ProjectCharterOut),
    summary="Begin a version of the charter",
)
def post_charter(request: ApiRequest, response: HttpResponse, key: str) -> Status[ProjectCharterOut]:
    """Begin the next version of the charter from the one before."""
    project = visible_project(request.actor, key)
    begin_charter(project, actor=request.actor)
    created(response, f"/api/v1/projects/{key}/charter")
    answer = _charter(request.actor, project)
    return Status(201, tagged(response, answer, answer.version))


@router.patch(
    "/projects/{key}/charter",
    operation_id="change_charter",
    response=changes(ProjectCharterOut),
    summary="Write the charter",
)
def patch_charter(
    request: ApiRequest, response: HttpResponse, key: str, body: CharterPatch
) -> ProjectCharterOut:
    """Change fields of the draft."""
    project = visible_project(request.actor, key)
    saw, sent = seen(request, body.version), stated(body)
    with saw.checked(lambda: compared(sent, _charter(request.actor, project))):
        row = _chosen(charters_of(project), None)
        change_charter(row, version=saw.version, actor=request.actor, **sent)
    answer = _charter(request.actor, project)
    return tagged(response, answer, answer.version)


@router.post(
    "/projects/{key}/charter/submit",
    operation_id="submit_charter",
    response=changes(ProjectCharterOut),
    summary="Hand the charter in",
)
def post_charter_submit(
    request: ApiRequest, response: HttpResponse, key: str, body: SeenIn
) -> ProjectCharterOut:
    """Hand the draft in for the sponsor's signature; refused while something is missing."""
    project = visible_project(request.actor, key)
    saw = seen(request, body.version)
    with saw.checked(lambda: compared({}, _charter(request.actor, project))):
        submit_charter(_chosen(charters_of(project), None), version=saw.version, actor=request.actor)
    answer = _charter(request.actor, project)
    return tagged(response, answer, answer.version)


@router.post(
    "/projects/{key}/charter/answer",
    operation_id="answer_charter",
    response=changes(ProjectCharterOut),
    summary="Sign the charter or send it back",
)
def post_charter_answer(
    request: ApiRequest, response: HttpResponse, key: str, body: CharterAnswerIn
) -> ProjectCharterOut:
    """Sign the version that waits, as its sponsor, or send it back with a reason."""
    project = visible_project(request.actor, key)
    saw = seen(request, body.version)
    with saw.checked(lambda: compared({}, _charter(request.actor, project))):
        answer_charter(
            _chosen(charters_of(project), None), sign=body.sign, version=saw.version, actor=request.actor,
            answer=body.answer, on=body.on,
        )  # fmt: skip
    answer = _charter(request.actor, project)
    return tagged(response, answer, answer.version)


@router.get(
    "/projects/{key}/feasibility",
    operation_id="get_study",
    response=reads(StudyOut),
    summary="The feasibility study",
)
def get_study(request: ApiRequest, response: HttpResponse, key: str, query: Query[RecordQuery]) -> StudyOut:
    """Return a version of the feasibility study with the figures of its options."""
    answer = _study(request.actor, visible_project(request.actor, key), query.number)
    return tagged(response, answer, answer.version)


@router.post(
    "/projects/{key}/feasibility",
    operation_id="begin_study",
    response=creates(StudyOut),
    summary="Begin a version of the study",
)
def post_study(request: ApiRequest, response: HttpResponse, key: str) -> Status[StudyOut]:
    """Begin the next version of the study from the one before."""
    project = visible_project(request.actor, key)
    begin_study(project, actor=request.actor)
    created(response, f"/api/v1/projects/{key}/feasibility")
    answer = _study(request.actor, project)
    return Status(201, tagged(response, answer, answer.version))


@router.patch(
    "/projects/{key}/feasibility",
    operation_id="change_study",
    response=changes(StudyOut),
    summary="Write the study",
)
def patch_study(request: ApiRequest, response: HttpResponse, key: str, body: StudyPatch) -> StudyOut:
    """Change fields of the draft."""
    project = visible_project(request.actor, key)
    saw, sent = seen(request, body.version), stated(body)
    with saw.checked(lambda: compared(sent, _study(request.actor, project))):
        change_study(_chosen(studies_of(project), None), version=saw.version, actor=request.actor, **sent)
    answer = _study(request.actor, project)
    return tagged(response, answer, answer.version)


@router.post(
    "/projects/{key}/feasibility/submit",
    operation_id="submit_study",
    response=changes(StudyOut),
    summary="Hand the study in",
)
def post_study_submit(request: ApiRequest, response: HttpResponse, key: str, body: SeenIn) -> StudyOut:
    """Hand the draft in to be decided on; refused while something is missing."""
    project = visible_project(request.actor, key)
    saw = seen(request, body.version)
    with saw.checked(lambda: compared({}, _study(request.actor, project))):
        submit_study(_chosen(studies_of(project), None), version=saw.version, actor=request.actor)
    answer = _study(request.actor, project)
    return tagged(response, answer, answer.version)


@router.post(
    "/projects/{key}/feasibility/answer",
    operation_id="answer_study",
    response=changes(StudyOut),
    summary="Decide on the study",
)
def post_study_answer(request: ApiRequest, response: HttpResponse, key: str, body: StudyAnswerIn) -> StudyOut:
    """Agree to the version that waits, refuse it or send it back: whoever it has gone to, never its author."""
    project = visible_project(request.actor, key)
    saw = seen(request, body.version)
    with saw.checked(lambda: compared({}, _study(request.actor, project))):
        answer_study(
            _chosen(studies_of(project), None), state=body.state, version=saw.version, actor=request.actor,
            answer=body.answer, on=body.on,
        )  # fmt: skip
    answer = _study(request.actor, project)
    return tagged(response, answer, answer.version)
