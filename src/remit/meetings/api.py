"""Actions and the log of decisions, for programs."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.accounts.permissions import Actor, require
from remit.core.api.fields import LEFT_OUT, Count, Day, Flag, Input, Key, Output, Version, Whole, stated
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.errors import Invalid, NotFound
from remit.meetings.meeting_queries import one_meeting
from remit.meetings.models import Action, LoggedDecision
from remit.meetings.operations.actions import add_action, change_action, finish_action
from remit.meetings.operations.decisions import MOST_OPTIONS, Option, log_decision
from remit.meetings.operations.meetings import MOST_ITEMS
from remit.meetings.outcome_queries import one_matter
from remit.meetings.policies import may_change_action, may_finish_action, may_record_outcome
from remit.meetings.queries import actions_of, decision_log, one_action, one_decision
from remit.people.grids import day_of
from remit.projects.api_deliverables import person_named
from remit.projects.guards import visible_project
from remit.projects.models import Project

router = Router(tags=["Actions and decisions"])
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(max_length=20_000)]
Matter = Annotated[Whole, Field(ge=1, le=MOST_ITEMS)]
Amount = Annotated[Count, Field(description="In minor units.")]


class ActionOut(Output):
    """Something that one person does by a day."""

    key: str
    text: str
    owner: str
    due_on: dt.date
    meeting: str | None = Field(description="The meeting at which it was agreed.")
    matter: int | None = Field(description="The number of the matter there.")
    is_overdue: bool
    noted_on: dt.date
    done_on: dt.date | None
    done_words: str
    version: int


class ActionPage(Page[ActionOut]):
    """Actions."""


class ActionQuery(ListQuery):
    """How to list and filter actions."""

    ORDERS: ClassVar = {"key": ("pk",), "due_on": ("due_on", "pk")}
    order_by: Literal["key", "-key", "due_on", "-due_on"] = "key"
    owner: Annotated[str | None, Field(description="The key of a person.")] = None
    is_done: bool | None = None


class ActionIn(Input):
    """A new action; one that was agreed at a meeting names it and the number of the matter there."""

    text: Sentence
    owner: Key
    due_on: Day
    meeting: Key | None = None
    matter: Matter | None = None


class ActionPatch(Input):
    """What changes about an action while it is open."""

    version: Version | None = None
    text: Sentence = LEFT_OUT
    owner: Key = LEFT_OUT
    due_on: Day = LEFT_OUT


class ActionDoneIn(Input):
    """What came of an action."""

    version: Version | None = None
    words: Annotated[str, StringConstraints(min_length=1, max_length=20_000)]


class OptionOut(Output):
    """Something that was considered."""

    text: str
    is_taken: bool


class OptionIn(Input):
    """Something that was considered."""

    text: Sentence
    is_taken: Flag = False


class LoggedDecisionOut(Output):
    """A decision with how the project stood; `amount_minor` is null for whoever does not see money."""

    key: str
    title: str
    reasons: str
    options: list[OptionOut]
    amount_minor: int | None
    days: int | None
    decided_by: str
    authority: str
    decided_on: dt.date
    recorded_by: str
    meeting: str | None = Field(description="The meeting at which it was taken.")
    matter: int | None = Field(description="The number of the matter there.")
    supersedes: str | None
    superseded_by: str | None
    facts: dict[str, Any] = Field(description="How the project stood when it was logged; never changed.")


class LogLineOut(Output):
    """One decision of the log, wherever it was taken: in the log, at a gate, or by limits."""

    source: Literal["log", "gate", "limit"]
    key: str
    title: str
    decided_on: dt.date
    decided_by: str
    words: str
    superseded_by: str | None


class DecisionLogOut(Output):
    """Everything decided at a project, the latest first."""

    project: str
    decisions: list[LogLineOut]


class LogDecisionIn(Input):
    """A decision to be logged; the facts are taken as they stand.

    One that was taken at a meeting names it and the number of the matter there.
    """

    title: Title
    decided_by: Key
    reasons: Text = ""
    options: Annotated[list[OptionIn], Field(max_length=MOST_OPTIONS)] = []
    amount_minor: Amount | None = None
    days: Count | None = None
    decided_on: Day | None = None
    supersedes: Key | None = None
    meeting: Key | None = None
    matter: Matter | None = None


def _action(action: Action) -> ActionOut:
    today = day_of(action.project.organisation)
    return ActionOut(
        key=action.key,
        text=action.text,
        owner=action.owner.key,
        due_on=action.due_on,
        meeting=action.matter.meeting.key if action.matter else None,
        matter=action.matter.number if action.matter else None,
        is_overdue=action.done_on is None and action.due_on < today,
        noted_on=action.noted_on,
        done_on=action.done_on,
        done_words=action.done_words,
        version=action.version,
    )


def _decision(actor: Actor, decision: LoggedDecision) -> LoggedDecisionOut:
    later = getattr(decision, "superseded_by", None)
    sees_money = actor.can("cost.view", decision.project.scope.path)
    own = ("key", "title", "reasons", "days", "authority", "decided_on", "recorded_by", "facts")
    return LoggedDecisionOut(
        **{name: getattr(decision, name) for name in own},
        options=[OptionOut(**each) for each in decision.options],
        amount_minor=decision.amount_minor if sees_money else None,
        decided_by=decision.decided_by.key,
        meeting=decision.matter.meeting.key if decision.matter else None,
        matter=decision.matter.number if decision.matter else None,
        supersedes=decision.supersedes.key if decision.supersedes else None,
        superseded_by=later.key if later else None,
    )


def _recorded(request: ApiRequest, key: str, sent: dict[str, Any]) -> Project:
    """Return the project for which an outcome is recorded, and put the matter that was sent into its place."""
    project = visible_project(request.actor, key)
    number, meeting_key = sent["matter"], sent.pop("meeting")
    meeting = one_meeting(request.actor, key, meeting_key) if meeting_key is not None else None
    require(may_record_outcome(request.actor, project, meeting))
    if (meeting is None) != (number is None):
        message = _("Name both the meeting and the number of the matter, or neither.")
        raise Invalid(message, field="matter", code="needed")
    sent["matter"] = one_matter(meeting, number) if meeting is not None else None
    return project


@router.get(
    "/projects/{key}/actions",
    operation_id="list_actions",
    response=reads(ActionPage),
    summary="Actions of a project",
)
def list_actions(request: ApiRequest, key: str, query: Query[ActionQuery]) -> Page[ActionOut]:
    """Return what people have to do by a day."""
    project = visible_project(request.actor, key)
    rows = actions_of(project)
    if query.owner is not None:
        rows = rows.filter(owner__key=query.owner)
    if query.is_done is not None:
        rows = rows.filter(done_on__isnull=not query.is_done)

    def out(part: list[Any]) -> list[ActionOut]:
        for each in part:
            each.project = project
        return [_action(each) for each in part]

    return paged(request, ordered(rows, query), query, ActionPage, out)


@router.post(
    "/projects/{key}/actions",
    operation_id="add_action",
    response=creates(ActionOut),
    summary="Give somebody an action",
)
def post_action(request: ApiRequest, response: HttpResponse, key: str, body: ActionIn) -> Status[ActionOut]:
    """Give somebody something to do by a day; they are told by mail."""
    sent = body.model_dump()
    project = _recorded(request, key, sent)
    sent["owner"] = person_named(request.actor, project, sent["owner"], "owner")
    made = add_action(project, actor=request.actor, **sent)
    created(response, f"/api/v1/projects/{key}/actions/{made.key}")
    return Status(201, tagged(response, _action(made), made.version))


@router.get(
    "/projects/{key}/actions/{action}",
    operation_id="get_action",
    response=reads(ActionOut),
    summary="One action",
)
def get_action(request: ApiRequest, response: HttpResponse, key: str, action: str) -> ActionOut:
    """Return one action."""
    found = one_action(request.actor, key, action)
    return tagged(response, _action(found), found.version)


@router.patch(
    "/projects/{key}/actions/{action}",
    operation_id="change_action",
    response=changes(ActionOut),
    summary="Change an action",
)
def patch_action(
    request: ApiRequest, response: HttpResponse, key: str, action: str, body: ActionPatch
) -> ActionOut:
    """Change what is to be done, by whom or by when, while it is open."""
    found = one_action(request.actor, key, action)
    require(may_change_action(request.actor, found))
    saw, sent = seen(request, body.version), stated(body)
    named = dict(sent)
    if "owner" in named:
        named["owner"] = person_named(request.actor, found.project, named["owner"], "owner")
    with saw.checked(lambda: compared(sent, _action(one_action(request.actor, key, action)))):
        changed = change_action(found, version=saw.version, actor=request.actor, **named)
    return tagged(response, _action(changed), changed.version)


@router.post(
    "/projects/{key}/actions/{action}/done",
    operation_id="finish_action",
    response=changes(ActionOut),
    summary="Say that an action is done",
)
def post_done(
    request: ApiRequest, response: HttpResponse, key: str, action: str, body: ActionDoneIn
) -> ActionOut:
    """Say what came of an action: for its owner, and whoever gives actions here."""
    found = one_action(request.actor, key, action)
    require(may_finish_action(request.actor, found))
    saw = seen(request, body.version)
    with saw.checked():
        changed = finish_action(found, words=body.words, version=saw.version, actor=request.actor)
    return tagged(response, _action(changed), changed.version)


@router.get(
    "/projects/{key}/decisions",
    operation_id="get_decision_log",
    response=reads(DecisionLogOut),
    summary="Everything decided at a project",
)
def get_log(request: ApiRequest, key: str) -> DecisionLogOut:
    """Return the log of decisions, with those taken at gates and those that limits sent up the line, each once."""
    project = visible_project(request.actor, key)
    lines = [
        LogLineOut(
            source=each.source,  # type: ignore[arg-type]  # one of the three
            key=each.key,
            title=each.title,
            decided_on=each.decided_on,
            decided_by=each.decided_by,
            words=each.words,
            superseded_by=each.superseded_by or None,
        )
        for each in decision_log(request.actor, project)
    ]
    return DecisionLogOut(project=project.key, decisions=lines)


@router.post(
    "/projects/{key}/decisions",
    operation_id="log_decision",
    response=creates(LoggedDecisionOut),
    summary="Log a decision",
)
def post_decision(
    request: ApiRequest, response: HttpResponse, key: str, body: LogDecisionIn
) -> Status[LoggedDecisionOut]:
    """Log what somebody with the authority decided, with the facts as they stand; it is never changed."""
    sent = body.model_dump()
    project = _recorded(request, key, sent)
    sent["decided_by"] = person_named(request.actor, project, sent["decided_by"], "decided_by")
    sent["options"] = [Option(**each) for each in sent["options"]]
    if sent["supersedes"] is not None:
        sent["supersedes"] = _earlier(request.actor, key, sent["supersedes"])
    made = log_decision(project, actor=request.actor, **sent)
    created(response, f"/api/v1/projects/{key}/decisions/{made.key}")
    return Status(201, _decision(request.actor, one_decision(request.actor, key, made.key)))


def _earlier(actor: Actor, project_key: str, key: str) -> LoggedDecision:
    try:
        return one_decision(actor, project_key, key)
    except NotFound as error:
        raise Invalid(
            _("There is no such decision in this log."), field="supersedes", code="unknown"
        ) from error


@router.get(
    "/projects/{key}/decisions/{logged}",
    operation_id="get_logged_decision",
    response=reads(LoggedDecisionOut),
    summary="One decision of the log",
)
def get_decision(request: ApiRequest, key: str, logged: str) -> LoggedDecisionOut:
    """Return a decision with what was considered and the facts as they were seen."""
    return _decision(request.actor, one_decision(request.actor, key, logged))
