"""Requirements with their trace, for programs."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.accounts.permissions import require
from remit.core.api.fields import LEFT_OUT, Count, Input, Key, Output, Version, stated
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import acts, changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.errors import Invalid
from remit.projects.guards import visible_project
from remit.projects.models import (
    Collection,
    Deliverable,
    Need,
    Priority,
    Project,
    Requirement,
    RequirementKind,
    RequirementState,
)
from remit.projects.operations.requirements import (
    add_requirement,
    change_requirement,
    move_requirement,
    trace_requirement,
)
from remit.projects.quality_words import findings
from remit.projects.requirement_policies import may_keep_requirements
from remit.projects.requirement_queries import (
    must_share,
    one_requirement,
    orphans,
    requirements_of,
    volatility,
)

router = Router(tags=["Requirements"])
ALL = "/projects/{key}/requirements"
Statement = Annotated[str, StringConstraints(min_length=1, max_length=5_000, strip_whitespace=True)]
Long = Annotated[str, StringConstraints(max_length=5_000)]
Source = Annotated[str, StringConstraints(max_length=300)]
ForeignId = Annotated[str, StringConstraints(max_length=200)]
Keys = Annotated[list[Key], Field(max_length=200)]
Effort = Annotated[Count, Field(le=6_000_000, description="In minutes.")]
LISTS: dict[str, type[Need | Deliverable]] = {"needs": Need, "deliverables": Deliverable}


class WordingOut(Output):
    """What a requirement stated from a day on."""

    number: int
    statement: str
    acceptance_criteria: str
    priority: Priority
    said_on: dt.date
    by_name: str
    reason: str


class RequirementOut(Output):
    """A requirement with its trace, by key, and its versions; `foreign_id` is its name in other tools."""

    key: str
    statement: str
    acceptance_criteria: str
    kind: RequirementKind
    priority: Priority
    what_if_not: str
    effort_minutes: int | None
    session: str | None
    source: str
    foreign_id: str
    state: RequirementState
    agreed_on: dt.date | None
    withdrawn_on: dt.date | None
    needs: list[str]
    deliverables: list[str]
    versions: list[WordingOut]
    version: int


class RequirementPage(Page[RequirementOut]):
    """Requirements."""


class RequirementQuery(ListQuery):
    """How to list and filter requirements."""

    ORDERS: ClassVar = {"key": ("pk",), "priority": ("priority", "pk"), "state": ("state", "pk")}
    order_by: Literal["key", "-key", "priority", "-priority", "state", "-state"] = "key"
    q: Annotated[str | None, Field(max_length=200, description="A part of the statement.")] = None
    state: RequirementState | None = None
    priority: Priority | None = None


class RequirementIn(Input):
    """A new requirement; needs, deliverables and the session by key."""

    statement: Statement
    acceptance_criteria: Long = ""
    kind: RequirementKind = RequirementKind.FUNCTION
    priority: Priority = Priority.SHOULD
    what_if_not: Long = ""
    effort_minutes: Effort | None = None
    session: Key | None = None
    source: Source = ""
    foreign_id: ForeignId = ""
    needs: Keys = []
    deliverables: Keys = []


class RequirementPatch(Input):
    """What changes; what is left out stays. What was agreed needs a `reason`, such as the change request."""

    version: Version | None = None
    reason: Long = LEFT_OUT
    statement: Statement = LEFT_OUT
    acceptance_criteria: Long = LEFT_OUT
    kind: RequirementKind = LEFT_OUT
    priority: Priority = LEFT_OUT
    what_if_not: Long = LEFT_OUT
    effort_minutes: Effort | None = LEFT_OUT
    session: Key | None = LEFT_OUT
    source: Source = LEFT_OUT
    foreign_id: ForeignId = LEFT_OUT
    needs: Keys = LEFT_OUT
    deliverables: Keys = LEFT_OUT


class RequirementMoveIn(Input):
    """The state that follows, and why; withdrawing needs a reason."""

    version: Version | None = None
    state: RequirementState
    reason: Long = ""


class RequirementWordsIn(Input):
    """A wording to look at; nothing is kept."""

    statement: Annotated[str, StringConstraints(max_length=5_000)]
    acceptance_criteria: Long = ""
    kind: RequirementKind = RequirementKind.FUNCTION


class WordFindingOut(Output):
    """What is to be mended about a wording; a hint where `is_fault` is false."""

    code: str
    words: str
    wrong: str
    mend: str
    is_fault: bool


class RequirementWordsOut(Output):
    """What is to be mended, faults first."""

    findings: list[WordFindingOut]


class VolatilityOut(Output):
    """What happened to agreed requirements in the month that begins on `first`; per cent is null without a base."""

    first: dt.date
    base: int
    added: int
    changed: int
    removed: int
    percent: float | None


class RequirementMeasuresOut(Output):
    """The share of Must, what is missing an end of its trace, and how much moves month by month."""

    must_percent: int | None
    must_by_effort: bool
    needs_without_requirement: list[str]
    requirements_without_need: list[str]
    requirements_without_deliverable: list[str]
    deliverables_without_requirement: list[str]
    months: list[VolatilityOut]


def _out(each: Requirement) -> RequirementOut:
    plain = {
        name: getattr(each, name)
        for name in RequirementOut.model_fields
        if name not in {"session", "needs", "deliverables", "versions"}
    }
    return RequirementOut(
        **plain,
        session=each.collection.key if each.collection else None,
        needs=[row.key for row in each.needs.all()],
        deliverables=[row.key for row in each.deliverables.all()],
        versions=[
            WordingOut(**{name: getattr(row, name) for name in WordingOut.model_fields})
            for row in each.wordings.all()
        ],
    )


def _rows(project: Project) -> Any:
    return requirements_of(project).prefetch_related("needs", "deliverables", "wordings")


def _one(requirement: Requirement) -> RequirementOut:
    return _out(_rows(requirement.project).get(pk=requirement.pk))


def session_named(project: Project, key: str | None) -> Collection | None:
    """Return the session of a project with `key`, None for none; `Invalid` where there is none of that key."""
    if key is None:
        return None
    found: Collection | None = Collection.objects.filter(project=project, key=key).first()
    if found is None:
        raise Invalid(_("There is no session with this key."), field="session", code="unknown")
    return found


def _named(project: Project, sent: dict[str, Any]) -> dict[str, Any]:
    """Return what was sent with rows in place of their keys."""
    found = dict(sent)
    if "session" in found:
        found["collection"] = session_named(project, found.pop("session"))
    for name, model in LISTS.items():
        if name in found:
            found[name] = _of_keys(project, model, found[name], name)
    return found


def _of_keys(project: Project, model: type[Need | Deliverable], keys: Iterable[str], field: str) -> list[Any]:
    wanted = list(dict.fromkeys(keys))
    rows = list(model.objects.filter(project=project, key__in=wanted))
    missing = sorted(set(wanted) - {row.key for row in rows})
    if missing:
        message = _("There is nothing with the key %(key)s here.") % {"key": missing[0]}
        raise Invalid(message, field=field, code="unknown")
    return rows


@router.get(ALL, operation_id="list_requirements", response=reads(RequirementPage), summary="Requirements")
def list_requirements(request: ApiRequest, key: str, query: Query[RequirementQuery]) -> Page[RequirementOut]:
    """Return the requirements of a project with their trace and versions."""
    project = visible_project(request.actor, key)
    rows = _rows(project)
    if query.q:
        rows = rows.filter(statement__icontains=query.q)
    for name in ("state", "priority"):
        value = getattr(query, name)
        if value is not None:
            rows = rows.filter(**{name: value})
    return paged(request, ordered(rows, query), query, RequirementPage, lambda part: map(_out, part))


@router.post(
    ALL, operation_id="add_requirement", response=creates(RequirementOut), summary="State a requirement"
)
def post_requirement(
    request: ApiRequest, response: HttpResponse, key: str, body: RequirementIn
) -> Status[RequirementOut]:
    """State a requirement, traced to needs above and deliverables below it."""
    project = visible_project(request.actor, key)
    require(may_keep_requirements(request.actor, project))
    made = add_requirement(project, actor=request.actor, **_named(project, body.model_dump()))
    created(response, f"/api/v1/projects/{key}/requirements/{made.key}")
    return Status(201, tagged(response, _one(made), made.version))


@router.get(
    f"{ALL}/{{requirement}}",
    operation_id="get_requirement",
    response=reads(RequirementOut),
    summary="One requirement",
)
def get_requirement(
    request: ApiRequest, response: HttpResponse, key: str, requirement: str
) -> RequirementOut:
    """Return one requirement with its trace and versions."""
    found = one_requirement(request.actor, key, requirement)
    return tagged(response, _one(found), found.version)


@router.patch(
    f"{ALL}/{{requirement}}",
    operation_id="change_requirement",
    response=changes(RequirementOut),
    summary="Change a requirement",
)
def patch_requirement(
    request: ApiRequest, response: HttpResponse, key: str, requirement: str, body: RequirementPatch
) -> RequirementOut:
    """Change what a requirement states and what it is traced to."""
    found = one_requirement(request.actor, key, requirement)
    require(may_keep_requirements(request.actor, found.project))
    saw, sent = seen(request, body.version), stated(body)
    named = _named(found.project, sent)
    traced = {name: named.pop(name) for name in LISTS if name in named}
    with saw.checked(lambda: compared(sent, _one(found))):
        changed = found
        if named:
            changed = change_requirement(found, version=saw.version, actor=request.actor, **named)
        if traced:
            version = None if named else saw.version
            changed = trace_requirement(changed, version=version, actor=request.actor, **traced)
    return tagged(response, _one(changed), changed.version)


@router.post(
    f"{ALL}/{{requirement}}/state",
    operation_id="move_requirement",
    response=changes(RequirementOut),
    summary="Lead a requirement on",
)
def post_state(
    request: ApiRequest, response: HttpResponse, key: str, requirement: str, body: RequirementMoveIn
) -> RequirementOut:
    """Lead a requirement into another state; which follows which, and what must hold before, are rules."""
    found = one_requirement(request.actor, key, requirement)
    require(may_keep_requirements(request.actor, found.project))
    saw = seen(request, body.version)
    with saw.checked(lambda: compared({"state": body.state}, _one(found))):
        moved = move_requirement(
            found, body.state, version=saw.version, actor=request.actor, reason=body.reason
        )
    return tagged(response, _one(moved), moved.version)


@router.post(
    "/projects/{key}/requirement-words",
    operation_id="check_words",
    response=acts(RequirementWordsOut),
    summary="Look at a wording",
)
def post_words(request: ApiRequest, key: str, body: RequirementWordsIn) -> RequirementWordsOut:
    """Say what is to be mended about a wording, in English or German; nothing is kept."""
    visible_project(request.actor, key)
    found = findings(body.statement, acceptance_criteria=body.acceptance_criteria, kind=body.kind)
    names = WordFindingOut.model_fields
    return RequirementWordsOut(
        findings=[WordFindingOut(**{name: getattr(each, name) for name in names}) for each in found]
    )


@router.get(
    "/projects/{key}/requirement-measures",
    operation_id="get_requirement_measures",
    response=reads(RequirementMeasuresOut),
    summary="Measures of requirements",
)
def get_measures(request: ApiRequest, key: str) -> RequirementMeasuresOut:
    """Return the share of Must, what is missing an end of its trace, and how much moves."""
    project = visible_project(request.actor, key)
    share, ends = must_share(project), orphans(project)
    return RequirementMeasuresOut(
        must_percent=share.percent,
        must_by_effort=share.is_by_effort,
        needs_without_requirement=[each.key for each in ends.needs],
        requirements_without_need=[each.key for each in ends.without_need],
        requirements_without_deliverable=[each.key for each in ends.without_deliverable],
        deliverables_without_requirement=[each.key for each in ends.deliverables],
        months=[
            VolatilityOut(**{name: getattr(each, name) for name in VolatilityOut.model_fields})
            for each in volatility(project)
        ],
    )
