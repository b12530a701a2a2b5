"""Issues, for programs."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.accounts.permissions import require
from remit.core.api.fields import LEFT_OUT, Day, Input, Key, Output, Version, stated
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.people.grids import day_of
from remit.projects.api_deliverables import person_named
from remit.projects.guards import visible_project
from remit.registers.models import Issue, IssueKind, IssueState, Severity
from remit.registers.operations.issues import advance_issue, change_issue, escalate_issue, raise_issue
from remit.registers.policies import (
    may_escalate,
    may_lead_issue,
    may_raise,
    may_see_registers,
    may_step,
)
from remit.registers.queries import issue_standing, issues_for, issues_of, one_issue

router = Router(tags=["Issues"])
ONE = "/projects/{key}/issues/{issue}"
PLAIN = (
    "key", "title", "description", "due_on", "raised_on", "assessment", "resolution", "closed_on", "closed_words",
    "reopened_words", "escalated_on", "escalated_words", "version",
)  # fmt: skip
Title = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(max_length=4000)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=4000)]


class IssueOut(Output):
    """An issue; `risk` is the key of what it was before it happened, `escalated_to` of whom was called."""

    key: str
    project: str
    kind: IssueKind
    title: str
    description: str
    severity: Severity
    owner: str
    due_on: dt.date
    raised_by: str | None
    raised_on: dt.date
    risk: str | None
    state: IssueState
    standing: str = Field(description="How it stands, in words.")
    assessment: str
    resolution: str
    closed_on: dt.date | None
    closed_words: str
    reopened_words: str
    escalated_on: dt.date | None
    escalated_to: str | None
    escalated_words: str
    version: int


class IssuePage(Page[IssueOut]):
    """Issues."""


class IssueQuery(ListQuery):
    """How to list and filter issues."""

    ORDERS: ClassVar = {"key": ("pk",), "due_on": ("due_on", "pk"), "severity": ("severity", "pk")}
    order_by: Literal["key", "-key", "due_on", "-due_on", "severity", "-severity"] = "key"
    state: IssueState | None = None
    owner: Annotated[str | None, Field(description="The key of a person.")] = None


class IssueIn(Input):
    """An issue that is raised."""

    kind: IssueKind = IssueKind.PROBLEM
    title: Title
    description: Text = ""
    severity: Severity
    owner: Key
    due_on: Day


class IssuePatch(Input):
    """What changes about an issue; what is left out stays."""

    version: Version | None = None
    kind: IssueKind = LEFT_OUT
    title: Title = LEFT_OUT
    description: Text = LEFT_OUT
    severity: Severity = LEFT_OUT
    owner: Key = LEFT_OUT
    due_on: Day = LEFT_OUT


class IssueStepIn(Input):
    """A step of an issue; assessing, resolving and reopening need words."""

    version: Version | None = None
    step: Literal["assess", "begin", "resolve", "close", "reopen"]
    words: Text = ""


class IssueEscalationIn(Input):
    """Why an issue needs somebody above."""

    version: Version | None = None
    reason: Words


def _out(row: Issue) -> IssueOut:
    project = row.project
    told: dict[str, Any] = {name: getattr(row, name) for name in PLAIN}
    return IssueOut(
        **told,
        project=project.key,
        kind=IssueKind(row.kind),
        severity=Severity(row.severity),
        owner=row.owner.key,
        raised_by=row.raised_by.key if row.raised_by else None,
        risk=row.risk.key if row.risk else None,
        state=IssueState(row.state),
        standing=issue_standing(row, day_of(project.organisation))[1],
        escalated_to=row.escalated_to.key if row.escalated_to else None,
    )


def _answer(request: ApiRequest, response: HttpResponse, key: str, issue: str) -> IssueOut:
    shown = one_issue(request.actor, key, issue)
    return tagged(response, _out(shown), shown.version)


def _listed(request: ApiRequest, rows: Any, query: IssueQuery) -> Page[IssueOut]:
    if query.state is not None:
        rows = rows.filter(state=query.state)
    if query.owner is not None:
        rows = rows.filter(owner__key=query.owner)
    rows = rows.select_related("raised_by", "escalated_to", "project__scope", "project__organisation")
    return paged(request, ordered(rows, query), query, IssuePage, lambda part: [_out(each) for each in part])


@router.get(
    "/issues", operation_id="list_all_issues", response=reads(IssuePage), summary="Issues of all projects"
)
def list_all_issues(request: ApiRequest, query: Query[IssueQuery]) -> Page[IssueOut]:
    """Return the issues of every project that the caller may see."""
    require(may_see_registers(request.actor))
    return _listed(request, issues_for(request.actor), query)


@router.get(
    "/projects/{key}/issues",
    operation_id="list_issues",
    response=reads(IssuePage),
    summary="Issues of a project",
)
def list_issues(request: ApiRequest, key: str, query: Query[IssueQuery]) -> Page[IssueOut]:
    """Return the register of a project's issues."""
    return _listed(request, issues_of(visible_project(request.actor, key)), query)


@router.get(ONE, operation_id="get_issue", response=reads(IssueOut), summary="One issue")
def get_issue(request: ApiRequest, response: HttpResponse, key: str, issue: str) -> IssueOut:
    """Return an issue with what was said at its steps."""
    return _answer(request, response, key, issue)


@router.post(
    "/projects/{key}/issues", operation_id="raise_issue", response=creates(IssueOut), summary="Raise an issue"
)
def post_issue(request: ApiRequest, response: HttpResponse, key: str, body: IssueIn) -> Status[IssueOut]:
    """Raise an issue; its owner is told."""
    project = visible_project(request.actor, key)
    require(may_raise(request.actor, project))
    sent = body.model_dump()
    sent["owner"] = person_named(request.actor, project, sent["owner"], "owner")
    made = raise_issue(project, actor=request.actor, **sent)
    created(response, f"/api/v1/projects/{key}/issues/{made.key}")
    return Status(201, _answer(request, response, key, made.key))


@router.patch(ONE, operation_id="change_issue", response=changes(IssueOut), summary="Change an issue")
def patch_issue(
    request: ApiRequest, response: HttpResponse, key: str, issue: str, body: IssuePatch
) -> IssueOut:
    """Change an issue until it is closed; owner and day are for whoever keeps the register."""
    row = one_issue(request.actor, key, issue)
    require(may_lead_issue(request.actor, row))
    saw, sent = seen(request, body.version), stated(body)
    taken = dict(sent)
    if "owner" in taken:
        taken["owner"] = person_named(request.actor, row.project, taken["owner"], "owner")
    with saw.checked(lambda: compared(sent, _out(one_issue(request.actor, key, issue)))):
        change_issue(row, version=saw.version, actor=request.actor, **taken)
    return _answer(request, response, key, issue)


@router.post(
    f"{ONE}/steps", operation_id="advance_issue", response=changes(IssueOut), summary="Lead an issue on"
)
def post_step(
    request: ApiRequest, response: HttpResponse, key: str, issue: str, body: IssueStepIn
) -> IssueOut:
    """Take a step: assess, begin, resolve, close, reopen. Its owner does not close it."""
    row = one_issue(request.actor, key, issue)
    require(may_step(request.actor, row, body.step))
    saw = seen(request, body.version)
    with saw.checked():
        advance_issue(row, body.step, words=body.words, version=saw.version, actor=request.actor)
    return _answer(request, response, key, issue)


@router.post(
    f"{ONE}/escalation",
    operation_id="escalate_issue",
    response=changes(IssueOut),
    summary="Escalate an issue",
)
def post_escalation(
    request: ApiRequest, response: HttpResponse, key: str, issue: str, body: IssueEscalationIn
) -> IssueOut:
    """Call the manager of the project to an issue, or its sponsor; its work goes on."""
    row = one_issue(request.actor, key, issue)
    require(may_escalate(request.actor, row))
    saw = seen(request, body.version)
    with saw.checked():
        escalate_issue(row, reason=body.reason, version=saw.version, actor=request.actor)
    return _answer(request, response, key, issue)
