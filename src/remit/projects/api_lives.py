"""Methods, the life of a project, and the reviews of its gates."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Status

from remit.accounts.permissions import Actor, require
from remit.core.api.problems import acts, changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.errors import Invalid, NotFound
from remit.people.grids import day_of
from remit.people.guards import own_organisation
from remit.people.models import Person
from remit.projects.api_life_schemas import (
    DocumentIn,
    GateCriterionIn,
    GateDecisionIn,
    GateIn,
    GateOut,
    GatesOut,
    LifeOut,
    LifePatch,
    MethodChoiceIn,
    MethodIn,
    MethodOut,
    MethodsOut,
    MetIn,
    StageAdvanceIn,
)
from remit.projects.api_record_schemas import SeenIn
from remit.projects.gating import criteria_of, reviews_of
from remit.projects.guards import visible_project
from remit.projects.lives import life_of, route_of, shown_life
from remit.projects.method_queries import Method, methods_of, versions_of
from remit.projects.models import GateReview, Phase, Project, ProjectLife
from remit.projects.operations.gates import (
    Stated,
    ask_gate,
    decide_gate,
    judge_criterion,
    meet_condition,
    withdraw_gate,
)
from remit.projects.operations.lives import (
    advance_stage,
    choose_method,
    edit_method,
    provide_document,
    tailor_life,
)
from remit.projects.policies import may_read_methods

router = Router(tags=["Life of projects"])


def _method(method: Method) -> MethodOut:
    content = method.content
    return MethodOut(
        code=method.code,
        name=content["name"],
        summary=content.get("summary", ""),
        number=method.number,
        reason=method.reason,
        changed_by=method.changed_by,
        stages=content["stages"],
    )


def _life(actor: Actor, project: Project) -> LifeOut:
    shown = shown_life(actor, project)
    life = shown.life
    kept = life.documents if life else {}
    steps: list[Any] = [
        {
            "day": each.day,
            "from_phase": each.from_phase,
            "to_phase": each.to_phase,
            "stage": each.stage,
            "reason": each.reason,
            "by": each.by_name,
            "review": each.review.number if each.review else None,
        }
        for each in shown.steps
    ]
    return LifeOut(
        phase=Phase(project.phase),
        method=life.method if life else None,
        method_version=life.method_version if life else None,
        stage=life.stage if life else None,
        project_class=shown.project_class,
        tailored=life.tailored if life else "",
        next=shown.next_step,
        stages=life.content["stages"] if life else [],
        documents={
            stage: {name: each["where"] for name, each in found.items()} for stage, found in kept.items()
        },
        steps=steps,
        version=life.version if life else None,
    )


def _gate(actor: Actor, review: GateReview, life: ProjectLife | None) -> GateOut:
    route = route_of(review, life)
    today = day_of(review.project.organisation)
    sees = actor.can("cost.view", review.project.scope.path)
    names = ("number", "gate", "name", "stage", "state", "note", "asked_at", "words", "decided_on", "version")
    found: dict[str, Any] = {name: getattr(review, name) for name in names}
    people = {"asked_by": review.asked_by, "decided_by": review.decided_by}
    people["waits_for"] = route.decider if route else None
    found |= {name: person.key if person else None for name, person in people.items()}
    found["amount_minor"] = review.amount_minor if sees else None
    found["answer"] = review.answer or None
    fields = ("number", "text", "is_entry", "is_met", "why", "fact", "by")
    found["criteria"] = [{name: getattr(each, name) for name in fields} for each in criteria_of(review)]
    stated = ("number", "text", "due_on", "met_on", "met_words", "version")
    found["conditions"] = [
        {name: getattr(each, name) for name in stated}
        | {"owner": each.owner.key, "is_overdue": each.met_on is None and each.due_on < today}
        for each in review.conditions.all()
    ]
    return GateOut(**found)


def _one(actor: Actor, review: GateReview) -> GateOut:
    return _gate(actor, review, life_of(review.project))


def _review(project: Project, number: int) -> GateReview:
    found = next((each for each in reviews_of(project) if each.number == number), None)
    if found is None:
        raise NotFound
    return found


@router.get("/methods", operation_id="list_methods", response=reads(MethodsOut), summary="List methods")
def list_methods(request: ApiRequest) -> MethodsOut:
    """Return the methods that projects can follow."""
    require(may_read_methods(request.actor))
    items: list[Any] = [
        {
            "code": each.code,
            "name": each.name,
            "summary": each.content.get("summary", ""),
            "number": each.number,
            "stages": len(each.content["stages"]),
        }
        for each in methods_of(own_organisation(request.actor))
    ]
    return MethodsOut(items=items)


@router.get("/methods/{method}", operation_id="get_method", response=reads(MethodOut), summary="One method")
def get_method(request: ApiRequest, method: str) -> MethodOut:
    """Return the present version of a method with its stages and gates."""
    require(may_read_methods(request.actor))
    found = versions_of(own_organisation(request.actor), method)
    if not found:
        raise NotFound
    return _method(found[0])


@router.put(
    "/methods/{method}", operation_id="edit_method", response=acts(MethodOut), summary="Edit a method"
)
def put_method(request: ApiRequest, method: str, body: MethodIn) -> MethodOut:
    """Keep the next version of a method, or the first of a new one; projects keep their copies."""
    require(may_read_methods(request.actor))
    organisation = own_organisation(request.actor)
    versions = versions_of(organisation, method)
    present = versions[0].content if versions else {"kinds": []}
    content = {**present, **body.model_dump(include={"name", "summary", "stages"})}
    edit_method(organisation, method, content, number=body.number, reason=body.reason, actor=request.actor)
    return _method(versions_of(organisation, method)[0])


@router.get(
    "/projects/{key}/life", operation_id="get_life", response=reads(LifeOut), summary="The life of a project"
)
def get_life(request: ApiRequest, response: HttpResponse, key: str) -> LifeOut:
    """Return the life of a project: its stages, where it stands, what comes next, what was."""
    answer = _life(request.actor, visible_project(request.actor, key))
    return tagged(response, answer, answer.version or 1)


@router.post(
    "/projects/{key}/life", operation_id="choose_method", response=creates(LifeOut), summary="Choose a method"
)
def post_life(request: ApiRequest, response: HttpResponse, key: str, body: MethodChoiceIn) -> Status[LifeOut]:
    """Give a project its own copy of a method."""
    project = visible_project(request.actor, key)
    choose_method(
        project, body.method, actor=request.actor, reason=body.reason, project_class=body.project_class
    )
    created(response, f"/api/v1/projects/{key}/life")
    answer = _life(request.actor, project)
    return Status(201, tagged(response, answer, answer.version or 1))


@router.patch(
    "/projects/{key}/life", operation_id="tailor_life", response=changes(LifeOut), summary="Tailor the life"
)
def patch_life(request: ApiRequest, response: HttpResponse, key: str, body: LifePatch) -> LifeOut:
    """Change a project's own copy of its method, with a reason."""
    project = visible_project(request.actor, key)
    saw = seen(request, body.version)
    stages = body.model_dump()["stages"]
    with saw.checked(lambda: compared({"stages": stages}, _life(request.actor, project))):
        tailor_life(project, stages, reason=body.reason, version=saw.version, actor=request.actor)
    answer = _life(request.actor, project)
    return tagged(response, answer, answer.version or 1)


@router.post(
    "/projects/{key}/life/advance",
    operation_id="advance_stage",
    response=changes(LifeOut),
    summary="Go on to the next stage",
)
def post_advance(request: ApiRequest, response: HttpResponse, key: str, body: StageAdvanceIn) -> LifeOut:
    """Lead a project into the next stage where no gate stands between."""
    project = visible_project(request.actor, key)
    saw = seen(request, body.version)
    with saw.checked(lambda: compared({}, _life(request.actor, project))):
        advance_stage(project, version=saw.version, actor=request.actor, reason=body.reason)
    answer = _life(request.actor, visible_project(request.actor, key))
    return tagged(response, answer, answer.version or 1)


@router.post(
    "/projects/{key}/life/documents",
    operation_id="provide_document",
    response=changes(LifeOut),
    summary="Say where a document lies",
)
def post_document(request: ApiRequest, response: HttpResponse, key: str, body: DocumentIn) -> LifeOut:
    """Say where a document of a stage lies."""
    project = visible_project(request.actor, key)
    saw = seen(request, body.version)
    with saw.checked(lambda: compared({}, _life(request.actor, project))):
        provide_document(
            project, body.stage, body.document, where=body.where, version=saw.version, actor=request.actor
        )
    answer = _life(request.actor, project)
    return tagged(response, answer, answer.version or 1)


@router.get(
    "/projects/{key}/gates", operation_id="list_gates", response=reads(GatesOut), summary="Reviews of gates"
)
def list_gates(request: ApiRequest, key: str) -> GatesOut:
    """Return the reviews of a project's gates, the latest first."""
    project = visible_project(request.actor, key)
    life = life_of(project)
    return GatesOut(items=[_gate(request.actor, each, life) for each in reviews_of(project)])


@router.post(
    "/projects/{key}/gates", operation_id="ask_gate", response=creates(GateOut), summary="Ask for a review"
)
def post_gate(request: ApiRequest, response: HttpResponse, key: str, body: GateIn) -> Status[GateOut]:
    """Ask for the review of the gate at the end of the present stage."""
    project = visible_project(request.actor, key)
    review = ask_gate(project, actor=request.actor, note=body.note, amount_minor=body.amount_minor)
    created(response, f"/api/v1/projects/{key}/gates/{review.number}")
    return Status(201, _shown(request, response, key, review.number))


def _shown(request: ApiRequest, response: HttpResponse, key: str, number: int) -> GateOut:
    answer = _one(request.actor, _review(visible_project(request.actor, key), number))
    return tagged(response, answer, answer.version)


@router.get(
    "/projects/{key}/gates/{number}", operation_id="get_gate", response=reads(GateOut), summary="One review"
)
def get_gate(request: ApiRequest, response: HttpResponse, key: str, number: int) -> GateOut:
    """Return a review with its criteria as they stand."""
    return _shown(request, response, key, number)


@router.post(
    "/projects/{key}/gates/{number}/criteria/{criterion}",
    operation_id="judge_criterion",
    response=changes(GateOut),
    summary="Judge a criterion",
)
def post_criterion(
    request: ApiRequest, response: HttpResponse, key: str, number: int, criterion: int, body: GateCriterionIn
) -> GateOut:
    """Say whether a criterion is met and on what that rests."""
    review = _review(visible_project(request.actor, key), number)
    saw = seen(request, body.version)
    with saw.checked(lambda: compared({}, _one(request.actor, review))):
        judge_criterion(
            review, criterion, is_met=body.is_met, evidence=body.evidence, version=saw.version,
            actor=request.actor,
        )  # fmt: skip
    return _shown(request, response, key, number)


@router.post(
    "/projects/{key}/gates/{number}/decide",
    operation_id="decide_gate",
    response=changes(GateOut),
    summary="Decide at a gate",
)
def post_decision_at_gate(
    request: ApiRequest, response: HttpResponse, key: str, number: int, body: GateDecisionIn
) -> GateOut:
    """Decide at a gate: whoever it waits for, never whoever asked."""
    review = _review(visible_project(request.actor, key), number)
    saw = seen(request, body.version)
    conditions = [
        Stated(each.text, _owner(request.actor, each.owner), each.due_on) for each in body.conditions
    ]
    with saw.checked(lambda: compared({}, _one(request.actor, review))):
        decide_gate(
            review, body.answer, version=saw.version, actor=request.actor, words=body.words,
            conditions=conditions, on=body.on,
        )  # fmt: skip
    return _shown(request, response, key, number)


def _owner(actor: Actor, key: str) -> Person:
    found: Person | None = Person.objects.visible_to(actor).filter(key=key, left_on=None).first()
    if found is None:
        message = _("There is nothing here with the key %(key)s.") % {"key": key}
        raise Invalid(message, field="owner", code="unknown")
    return found


@router.post(
    "/projects/{key}/gates/{number}/withdraw",
    operation_id="withdraw_gate",
    response=changes(GateOut),
    summary="Withdraw a review",
)
def post_withdrawal_of_gate(
    request: ApiRequest, response: HttpResponse, key: str, number: int, body: SeenIn
) -> GateOut:
    """Take a review back before anybody decides."""
    review = _review(visible_project(request.actor, key), number)
    saw = seen(request, body.version)
    with saw.checked(lambda: compared({}, _one(request.actor, review))):
        withdraw_gate(review, version=saw.version, actor=request.actor)
    return _shown(request, response, key, number)


@router.post(
    "/projects/{key}/gates/{number}/conditions/{condition}",
    operation_id="meet_condition",
    response=changes(GateOut),
    summary="Say that a condition is met",
)
def post_met(
    request: ApiRequest, response: HttpResponse, key: str, number: int, condition: int, body: MetIn
) -> GateOut:
    """Say that a condition is met, and by what: its owner or the project manager."""
    review = _review(visible_project(request.actor, key), number)
    found = review.conditions.filter(number=condition).select_related("owner").first()
    if found is None:
        raise NotFound
    saw = seen(request, body.version)
    with saw.checked(lambda: compared({}, _one(request.actor, review))):
        meet_condition(found, words=body.words, version=saw.version, actor=request.actor)
    return _shown(request, response, key, number)
