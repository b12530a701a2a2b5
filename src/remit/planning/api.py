"""Plans: activities, links, edits, baselines, and why a date is what it is."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from ninja import Query, Router, Status

from remit.core.api.fields import moment, stated
from remit.core.api.lists import Page, ordered, paged
from remit.core.api.problems import acts, changes, creates, reads, removes
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.errors import FieldError, Invalid, NotFound
from remit.core.plan_time import parse_minute
from remit.planning import api_edits
from remit.planning import api_schemas as say
from remit.planning.api_rows import activity_facts, edit_out, link_out, plan_out
from remit.planning.guards import existing_plan, readable_plan, visible_activity, visible_plan
from remit.planning.models import Activity, Baseline, Link, PlanEdit
from remit.planning.operations.baselines import set_baseline
from remit.planning.operations.edits import Edited, edit_plan, preview_edits, undo_edit
from remit.planning.operations.plans import create_plan
from remit.planning.operations.scheduling import schedule_plan
from remit.planning.policies import may_edit_plan
from remit.planning.queries import explained
from remit.projects.models import Project

router = Router(tags=["Plans"])

BASE = "/projects/{key}"
# names of the API for what operations call otherwise
INSIDE = {
    "constraint_date": "constraint_minute",
    "second_constraint_date": "second_constraint_minute",
    "deadline": "deadline_minute",
    "expected_finish": "expected_finish_minute",
    "external_early_start": "external_early_start_minute",
    "external_late_finish": "external_late_finish_minute",
    "suspended": "suspended_minute",
    "resumed": "resumed_minute",
}
PLAN_INSIDE = {
    "start": "start_minute",
    "status": "status_minute",
    "finish_by": "finish_by_minute",
    "must_finish_by": "must_finish_by_minute",
}


def _inside(fields: dict[str, Any]) -> dict[str, Any]:
    inside = {INSIDE.get(name, name): value for name, value in fields.items()}
    if inside.get("splits"):
        inside["splits"] = [[each["done_minutes"], each["gap_minutes"]] for each in inside["splits"]]
    return inside


@contextmanager
def said_outside(names: dict[str, str] = INSIDE) -> Iterator[None]:
    """Let errors of operations name fields as the API does."""
    back = {inner: outer for outer, inner in names.items()}
    try:
        yield
    except Invalid as error:
        errors = [FieldError(back.get(e.field, e.field), e.message, e.code) for e in error.errors]
        message = "; ".join(f"{e.field}: {e.message}" for e in errors) or error.message
        raise Invalid(message, code=error.code, errors=errors, status=error.status) from None


# the plan as a whole


@router.get(
    f"{BASE}/plan", operation_id="get_plan", response=reads(say.PlanOut), summary="The plan in figures"
)
def get_plan(request: ApiRequest, response: HttpResponse, key: str) -> say.PlanOut:
    """Return a plan's dates, counts and warnings."""
    project, plan = existing_plan(request.actor, key)
    may_edit = bool(may_edit_plan(request.actor, project))
    return tagged(response, plan_out(project, plan, may_edit=may_edit), plan.version)


@router.post(
    f"{BASE}/plan", operation_id="create_plan", response=creates(say.PlanOut), summary="Begin a plan"
)
def post_plan(request: ApiRequest, response: HttpResponse, key: str, body: say.PlanIn) -> Status[say.PlanOut]:
    """Give a project its plan, empty, with one calendar."""
    project, _plan = visible_plan(request.actor, key)
    start = None if body.start is None else parse_minute(body.start, field="start")
    plan = create_plan(project, actor=request.actor, start_minute=start)
    created(response, f"/api/v1/projects/{project.key}/plan")
    return Status(201, tagged(response, plan_out(project, plan, may_edit=True), plan.version))


@router.patch(
    f"{BASE}/plan", operation_id="change_plan", response=changes(say.PlanOut), summary="Change the plan"
)
def patch_plan(request: ApiRequest, response: HttpResponse, key: str, body: say.PlanPatch) -> say.PlanOut:
    """Change when the plan begins, its status date or how it is scheduled; the edit can be undone."""
    project, plan = existing_plan(request.actor, key)
    saw, sent = seen(request, body.version), stated(body)
    fields = {
        PLAN_INSIDE.get(name, name): parse_minute(value, field=name)
        if name in PLAN_INSIDE and value
        else value
        for name, value in sent.items()
    }
    step = {"op": "change_plan", "version": saw.version, "fields": fields}
    with (
        saw.checked(lambda: compared(sent, plan_out(project, plan, may_edit=True))),
        said_outside(PLAN_INSIDE),
    ):
        api_edits.change(project, step, request)
    _project, changed = existing_plan(request.actor, key)
    return tagged(response, plan_out(project, changed, may_edit=True), changed.version)


@router.post(
    f"{BASE}/plan/schedule",
    operation_id="schedule_plan",
    response=acts(say.ScheduledOut),
    summary="Schedule anew",
)
def post_schedule(request: ApiRequest, key: str) -> say.ScheduledOut:
    """Compute all dates anew from what is stated; what people stated stays as it is."""
    project, plan = existing_plan(request.actor, key)
    result = schedule_plan(project, actor=request.actor)
    return say.ScheduledOut(
        plan_version=plan.version,
        moved=list(result.moved_keys),
        start=moment(result.start_minute),
        finish_before=moment(result.finish_before),
        finish=moment(result.finish_minute),
        critical=result.critical_count,
    )


# activities


def _activities(request: ApiRequest, project: Project) -> Any:
    return (
        Activity.objects.visible_to(request.actor)
        .filter(project_id=project.pk)
        .select_related("accountable", "calendar", "deliverable")
    )


def _filters(query: say.ActivityQuery) -> Iterator[Q]:
    if query.q:
        yield Q(name__icontains=query.q) | Q(key__iexact=query.q)
    wanted = {
        "kind": query.kind,
        "parent__key": query.parent,
        "accountable__key": query.accountable,
        "is_critical": query.is_critical,
    }
    for name, value in wanted.items():
        if value is not None:
            yield Q(**{name: value})
    if query.is_done is not None:
        done = Q(percent_complete=100)
        yield done if query.is_done else ~done
    if query.starts_from is not None:
        yield Q(start_minute__gte=parse_minute(query.starts_from, field="starts_from"))
    if query.finishes_by is not None:
        yield Q(finish_minute__lte=parse_minute(query.finishes_by, field="finishes_by"))


@router.get(
    f"{BASE}/activities",
    operation_id="list_activities",
    response=reads(say.ActivityPage),
    summary="List activities",
    exclude_unset=True,
)
def list_activities(request: ApiRequest, key: str, query: Query[say.ActivityQuery]) -> Page[Any]:
    """Return the activities of a plan in the order of its outline, or another."""
    project, _plan = existing_plan(request.actor, key)
    try:
        rows = _activities(request, project).filter(*_filters(query))
    except Invalid as error:
        raise Invalid(error.message, errors=error.errors, status=400) from None
    wanted = {"key", *query.fields} if query.fields else None

    def read(part: list[Activity]) -> Iterable[Any]:
        for facts in activity_facts(project, part):
            yield say.ActivityRow(**{name: facts[name] for name in wanted or facts})

    return paged(request, ordered(rows, query), query, say.ActivityPage, read)


def _activity_out(project: Project, activity_key: str) -> say.ActivityOut:
    return say.ActivityOut(**activity_facts(project, [visible_activity(project, activity_key)])[0])


@router.get(
    f"{BASE}/activities/{{activity}}",
    operation_id="get_activity",
    response=reads(say.ActivityOut),
    summary="One activity",
)
def get_activity(request: ApiRequest, response: HttpResponse, key: str, activity: str) -> say.ActivityOut:
    """Return what is stated about one activity, and what was computed."""
    project, _plan = existing_plan(request.actor, key)
    answer = _activity_out(project, activity)
    return tagged(response, answer, answer.version)


@router.post(
    f"{BASE}/activities",
    operation_id="add_activity",
    response=creates(say.ActivityOut),
    summary="Add an activity",
)
def post_activity(
    request: ApiRequest, response: HttpResponse, key: str, body: say.ActivityIn
) -> Status[say.ActivityOut]:
    """Add an activity to the outline, and schedule the plan anew."""
    project = readable_plan(request.actor, key)
    step = {"op": "add", **body.model_dump(mode="json", exclude_unset=True)}
    edited = edit_plan(project, [step], actor=request.actor)
    # keys are given out in ascending order, so the new activity is the one with the highest
    newest = max(edited.touched, key=lambda each: int(each.partition("-")[2]))
    answer = _activity_out(project, newest)
    created(response, f"/api/v1/projects/{project.key}/activities/{newest}")
    return Status(201, tagged(response, answer, answer.version))


@router.patch(
    f"{BASE}/activities/{{activity}}",
    operation_id="change_activity",
    response=changes(say.ActivityOut),
    summary="Change an activity",
)
def patch_activity(
    request: ApiRequest, response: HttpResponse, key: str, activity: str, body: say.ActivityPatch
) -> say.ActivityOut:
    """Change what is stated about an activity, and schedule the plan anew."""
    project, _plan = existing_plan(request.actor, key)
    visible_activity(project, activity)
    saw, sent = seen(request, body.version), stated(body)
    step = {"op": "change", "key": activity, "version": saw.version, "fields": _inside(sent)}
    with saw.checked(lambda: compared(sent, _activity_out(project, activity))), said_outside():
        api_edits.change(project, step, request)
    answer = _activity_out(project, activity)
    return tagged(response, answer, answer.version)


@router.delete(
    f"{BASE}/activities/{{activity}}",
    operation_id="remove_activity",
    response=removes(say.EditOut),
    summary="Remove an activity",
)
def delete_activity(request: ApiRequest, key: str, activity: str) -> say.EditOut:
    """Remove an activity with all that stands below it and its links; the edit can be undone."""
    project, _plan = existing_plan(request.actor, key)
    visible_activity(project, activity)
    step: dict[str, Any] = {"op": "remove", "key": activity}
    return api_edits.remove(project, step, request)


# links


def _links(request: ApiRequest, project: Project) -> Any:
    rows = Link.objects.visible_to(request.actor).filter(project_id=project.pk)
    return rows.select_related("predecessor", "successor")


@router.get(f"{BASE}/links", operation_id="list_links", response=reads(say.LinkPage), summary="List links")
def list_links(request: ApiRequest, key: str, query: Query[say.LinkQuery]) -> Page[say.LinkOut]:
    """Return the links of a plan, and which of them drive dates."""
    project, _plan = existing_plan(request.actor, key)
    wanted = {
        "predecessor__key": query.predecessor,
        "successor__key": query.successor,
        "is_driving": query.is_driving,
    }
    rows = _links(request, project).filter(
        **{name: value for name, value in wanted.items() if value is not None}
    )
    return paged(request, ordered(rows, query), query, say.LinkPage, lambda part: map(link_out, part))


@router.post(
    f"{BASE}/links", operation_id="add_link", response=creates(say.LinkOut), summary="Link two activities"
)
def post_link(request: ApiRequest, response: HttpResponse, key: str, body: say.LinkIn) -> Status[say.LinkOut]:
    """Let one activity wait for another, and schedule the plan anew."""
    project, _plan = existing_plan(request.actor, key)
    edit_plan(project, [{"op": "link", **body.model_dump(mode="json")}], actor=request.actor)
    named = {"predecessor__key": body.predecessor, "successor__key": body.successor, "kind": body.kind}
    link = _links(request, project).get(**named)
    created(response, f"/api/v1/projects/{project.key}/links?predecessor={body.predecessor}")
    return Status(201, tagged(response, link_out(link), link.version))


@router.delete(
    f"{BASE}/links/{{link}}", operation_id="remove_link", response=acts(say.EditOut), summary="Remove a link"
)
def delete_link(request: ApiRequest, key: str, link: str) -> say.EditOut:
    """Let an activity wait no longer; the edit can be undone."""
    project, _plan = existing_plan(request.actor, key)
    if not _links(request, project).filter(key=link).exists():
        raise NotFound
    return edit_out(project, edit_plan(project, [{"op": "unlink", "key": link}], actor=request.actor))


# edits


def step_sent(step: Any) -> dict[str, Any]:
    """Return a step of an edit as operations take it."""
    sent: dict[str, Any] = step.model_dump(mode="json", exclude_unset=True)
    if step.op == "change":
        sent["fields"] = _inside(sent["fields"])
    return sent


@router.post(
    f"{BASE}/plan/edits", operation_id="edit_plan", response=acts(say.EditOut), summary="Edit the plan"
)
def post_edits(request: ApiRequest, key: str, body: say.EditsIn) -> say.EditOut:
    """Do several edits at once, all or none, or tell with `preview` what they would lead to."""
    project, _plan = existing_plan(request.actor, key)
    steps = [step_sent(each) for each in body.edits]

    def read(edited: Edited) -> say.EditOut:
        return edit_out(project, edited)

    with said_outside():
        if body.preview:
            return preview_edits(project, steps, actor=request.actor, read=read)
        return read(edit_plan(project, steps, actor=request.actor))


@router.get(
    f"{BASE}/plan/edits", operation_id="list_edits", response=reads(say.EditPage), summary="List edits"
)
def list_edits(request: ApiRequest, key: str, query: Query[say.EditQuery]) -> Page[say.EditRow]:
    """Return the edits of a plan, each of which can be undone by its number."""
    project, _plan = existing_plan(request.actor, key)
    rows = PlanEdit.objects.visible_to(request.actor).filter(project_id=project.pk)
    rows = rows.select_related("undoes", "undone_by").defer(
        "inverse", "undoes__inverse", "undone_by__inverse"
    )
    return paged(request, ordered(rows, query), query, say.EditPage, lambda part: map(_edit_row, part))


def _edit_row(edit: PlanEdit) -> say.EditRow:
    undone_by: PlanEdit | None = getattr(edit, "undone_by", None)
    return say.EditRow(
        number=edit.number,
        label=edit.label,
        actor_key=edit.actor_key,
        actor_name=edit.actor_name,
        at=edit.at,
        undoes=edit.undoes.number if edit.undoes else None,
        undone_by=undone_by.number if undone_by else None,
    )


@router.post(
    f"{BASE}/plan/undo", operation_id="undo_edit", response=acts(say.EditOut), summary="Undo an edit"
)
def post_undo(request: ApiRequest, key: str, body: say.UndoIn) -> say.EditOut:
    """Take an edit back by its number; undoing the undoing does it again."""
    project, _plan = existing_plan(request.actor, key)
    return edit_out(project, undo_edit(project, body.edit, actor=request.actor))


# baselines and reasons


def _baseline_out(baseline: Baseline) -> say.BaselineOut:
    return say.BaselineOut.model_validate(baseline, from_attributes=True)


@router.get(
    f"{BASE}/baselines",
    operation_id="list_baselines",
    response=reads(say.BaselinePage),
    summary="List baselines",
)
def list_baselines(request: ApiRequest, key: str, query: Query[say.BaselineQuery]) -> Page[say.BaselineOut]:
    """Return the baselines of a plan, the newest first."""
    project, _plan = existing_plan(request.actor, key)
    rows = Baseline.objects.visible_to(request.actor).filter(project_id=project.pk)
    return paged(
        request, ordered(rows, query), query, say.BaselinePage, lambda part: map(_baseline_out, part)
    )


@router.post(
    f"{BASE}/baselines",
    operation_id="set_baseline",
    response=creates(say.BaselineOut),
    summary="Set a baseline",
)
def post_baseline(
    request: ApiRequest, response: HttpResponse, key: str, body: say.BaselineIn
) -> Status[say.BaselineOut]:
    """Freeze the present dates as the current baseline."""
    project, _plan = existing_plan(request.actor, key)
    baseline = set_baseline(project, body.name, actor=request.actor)
    created(response, f"/api/v1/projects/{project.key}/baselines")
    return Status(201, _baseline_out(baseline))


@router.get(
    f"{BASE}/plan/why/{{activity}}",
    operation_id="explain_activity",
    response=reads(say.WhyOut),
    summary="Why this date?",
)
def get_why(request: ApiRequest, key: str, activity: str) -> say.WhyOut:
    """Return what holds an activity where it stands, step by step back to what nothing else holds."""
    project, plan = existing_plan(request.actor, key)
    found = explained(plan, visible_activity(project, activity))
    return say.WhyOut(
        activity=activity,
        reasons=[
            say.ReasonOut(
                key=each.key,
                name=each.name,
                start=moment(each.start_minute),
                finish=moment(each.finish_minute),
                sentence=each.sentence,
                is_critical=each.is_critical,
            )
            for each in found.reasons
        ],
        accountable_key=found.accountable.key if found.accountable else None,
        accountable_name=found.accountable.name if found.accountable else None,
        accountable_by=found.accountable_by,
        float_sentence=found.float_sentence,
        length_sentences=list(found.lengths),
    )
