"""The life of a project: its map, its method, its moves, and the reviews of its gates."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.forms import seen_version
from remit.projects.facts import project_facts
from remit.projects.forms_life import GateAskForm, GateDecisionForm, MethodChoiceForm, MoveForm, StagesForm
from remit.projects.gating import criteria_of, reviews_of
from remit.projects.guards import visible_project
from remit.projects.life_rules import FOLLOWS, FORWARD
from remit.projects.lives import life_of, route_of, shown_life
from remit.projects.method_queries import methods_of, proposed
from remit.projects.models import GateReview, GateState, Phase, Project
from remit.projects.operations.gates import (
    Stated,
    ask_gate,
    decide_gate,
    judge_criterion,
    meet_condition,
    withdraw_gate,
)
from remit.projects.operations.lives import advance_stage, choose_method, provide_document, tailor_life
from remit.projects.operations.phases import change_phase, held_phase
from remit.projects.policies import (
    may_ask_gate,
    may_change_phase,
    may_decide_gate,
    may_edit_project,
    may_judge,
    may_meet,
)
from remit.projects.signing import signatory


@require_GET
def life(request: ActorRequest, key: str) -> HttpResponse:
    """Show the whole life of a project as a map, what comes next, and its history."""
    project = visible_project(request.actor, key)
    return _life_page(request, project)


def _life_page(
    request: ActorRequest, project: Project, *, form: GateAskForm | None = None, status: int = 200
) -> HttpResponse:
    shown = shown_life(request.actor, project)
    may_ask = may_ask_gate(request.actor, project)
    context: dict[str, Any] = {
        "project": project,
        "shown": shown,
        "moves": _moves(request, project, has_gate=shown.gate is not None),
        "may_edit": may_edit_project(request.actor, project),
        "conditions": [
            (each, is_late, bool(may_meet(request.actor, each))) for each, is_late in shown.conditions
        ],
        "can_advance": _can_advance(project, shown),
    }
    if may_ask and shown.gate is not None and shown.open_review is None:
        context["form"] = form or GateAskForm(currency=project.organisation.currency)
    return render(request, "projects/life/life.html", context, status=status)


def _can_advance(project: Project, shown: Any) -> bool:
    """Return whether the project goes into a next stage without a gate."""
    if shown.life is None or shown.gate is not None or shown.following is None:
        return False
    return bool(shown.present and project.phase in FORWARD and shown.following["phase"] != Phase.CLOSED)


def _moves(request: ActorRequest, project: Project, *, has_gate: bool) -> list[dict[str, Any]]:
    """Return the moves that the actor may make now, besides those that a gate or the next stage makes."""
    sponsor = signatory(project)
    back = held_phase(project)
    found = []
    for phase in Phase.values:
        if phase not in FOLLOWS[project.phase] or (back and phase not in {back, Phase.TERMINATED}):
            continue
        is_forward = FORWARD.get(project.phase) == phase
        if is_forward and (has_gate or phase in {Phase.CHARTERED, Phase.PLANNING}):
            continue
        if may_change_phase(request.actor, project, phase, sponsor):
            found.append({"phase": phase, "label": Phase(phase).label, "is_back": phase == back})
    return found


@require_http_methods(["GET", "POST"])
def method(request: ActorRequest, key: str) -> HttpResponse:
    """Choose the method of a project."""
    project = visible_project(request.actor, key)
    require(may_edit_project(request.actor, project))
    held, methods = life_of(project), methods_of(project.organisation)
    initial = {
        "method": held.method if held else proposed(project, methods),
        "project_class": (held.project_class if held else None) or "",
        "is_change": held is not None,
    }
    form = MethodChoiceForm(request.POST or None, methods=methods, initial=initial)
    status = 200
    if request.method == "POST":
        status = Invalid.status
        if form.is_valid():
            try:
                choose_method(project, actor=request.actor, **form.stated())
            except Invalid as error:
                field = error.errors[0].field if error.errors else None
                form.add_error(field if field in form.fields else None, error.message)
            else:
                messages.success(request, _("The project follows its method from now on."))
                return redirect("projects:life", key)
    context = {"project": project, "form": form, "held": held}
    return render(request, "projects/life/method.html", context, status=status)


@require_http_methods(["GET", "POST"])
def tailor(request: ActorRequest, key: str) -> HttpResponse:
    """Change a project's own copy of its method, with a reason."""
    project = visible_project(request.actor, key)
    require(may_edit_project(request.actor, project))
    held = life_of(project)
    if held is None:
        raise Conflict("no_method", _("Choose a method for the project first."))
    form = StagesForm(request.POST or None, content=held.content, version=held.version, is_project=True)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            tailor_life(
                project, form.stated()["stages"], reason=typed["reason"], version=typed["version"],
                actor=request.actor,
            )  # fmt: skip
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("The life of the project is tailored."))
            return redirect("projects:life", key)
    context = {"project": project, "form": form, "facts": list(project_facts)}
    return render(request, "projects/life/tailor.html", context, status=form.status)


@require_POST
def move(request: ActorRequest, key: str) -> HttpResponse:
    """Lead the project into another phase."""
    project = visible_project(request.actor, key)
    phase = request.POST.get("phase", "")
    require(may_change_phase(request.actor, project, phase, signatory(project)))
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose a phase from the page."), field="phase")
    typed = form.cleaned_data
    changed = change_phase(
        project, typed["phase"], version=typed["version"], actor=request.actor, reason=typed["reason"]
    )
    messages.success(request, _("The project is now: %(phase)s.") % {"phase": changed.get_phase_display()})
    return redirect("projects:life", key)


@require_POST
def advance(request: ActorRequest, key: str) -> HttpResponse:
    """Go on into the next stage."""
    project = visible_project(request.actor, key)
    require(may_edit_project(request.actor, project))
    advance_stage(project, version=seen_version(request), actor=request.actor)
    return redirect("projects:life", key)


@require_POST
def document(request: ActorRequest, key: str) -> HttpResponse:
    """Say where a document of a stage lies."""
    project = visible_project(request.actor, key)
    require(may_edit_project(request.actor, project))
    typed = {name: request.POST.get(name, "").replace("\x00", "") for name in ("stage", "document", "where")}
    provide_document(
        project, typed["stage"], typed["document"], where=typed["where"], version=seen_version(request),
        actor=request.actor,
    )  # fmt: skip
    return redirect("projects:life", key)


@require_POST
def ask(request: ActorRequest, key: str) -> HttpResponse:
    """Ask for the review of the gate ahead."""
    project = visible_project(request.actor, key)
    require(may_ask_gate(request.actor, project))
    form = GateAskForm(request.POST, currency=project.organisation.currency)
    if not form.is_valid():
        return _life_page(request, project, form=form, status=Invalid.status)
    review = ask_gate(project, actor=request.actor, **form.stated())
    return redirect("projects:gate", key, review.number)


def _review(project: Project, number: int) -> GateReview:
    found = next((each for each in reviews_of(project) if each.number == number), None)
    if found is None:
        raise NotFound
    return found


@require_GET
def gate(request: ActorRequest, key: str, number: int) -> HttpResponse:
    """Show a review: criteria with evidence, who decides, and the decision."""
    project = visible_project(request.actor, key)
    return _gate_page(request, project, _review(project, number))


def _gate_page(
    request: ActorRequest, project: Project, review: GateReview, *, form: Any = None, status: int = 200
) -> HttpResponse:
    held = life_of(project)
    route = route_of(review, held)
    decider = route.decider if route else None
    is_open = review.state == GateState.OPEN
    may = is_open and may_decide_gate(request.actor, decider)
    criteria = criteria_of(review)
    context: dict[str, Any] = {
        "project": project,
        "review": review,
        "criteria": criteria,
        "met": sum(1 for each in criteria if each.is_met),
        "route": route,
        "decider": decider,
        "may_judge": is_open and may_judge(request.actor, review, decider),
        "may_withdraw": is_open and may_ask_gate(request.actor, project),
        "sees_money": request.actor.can("cost.view", project.scope.path),
        "form": form,
    }
    if may and form is None:
        context["form"] = GateDecisionForm(organisation=project.organisation, version=review.version)
    return render(request, "projects/life/gate.html", context, status=status)


@require_POST
def judge(request: ActorRequest, key: str, number: int) -> HttpResponse:
    """Judge one criterion of a review."""
    project = visible_project(request.actor, key)
    review = _review(project, number)
    route = route_of(review, life_of(project))
    require(may_judge(request.actor, review, route.decider if route else None))
    place = request.POST.get("criterion", "")
    if not (place.isascii() and place.isdecimal()):
        raise Invalid(_("There is no such criterion."), field="criterion", code="unknown")
    judge_criterion(
        review, int(place[:4]), is_met=request.POST.get("is_met") == "yes",
        evidence=request.POST.get("evidence", "").replace("\x00", ""), version=seen_version(request),
        actor=request.actor,
    )  # fmt: skip
    return redirect("projects:gate", key, number)


@require_POST
def decide(request: ActorRequest, key: str, number: int) -> HttpResponse:
    """Decide at a gate."""
    project = visible_project(request.actor, key)
    review = _review(project, number)
    route = route_of(review, life_of(project))
    require(may_decide_gate(request.actor, route.decider if route else None))
    form = GateDecisionForm(request.POST, organisation=project.organisation, version=review.version)
    status = Invalid.status
    if form.is_valid():
        typed = form.cleaned_data
        try:
            stated = [Stated(*each) for each in form.conditions()]
            decided = decide_gate(
                review, typed["answer"], version=typed["version"], actor=request.actor, words=typed["words"],
                conditions=stated, on=typed["on"],
            )  # fmt: skip
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            status = error.status
            form.take_conflict(error, _review(project, number).version)
        else:
            words = {"gate": decided.gate, "answer": decided.get_answer_display()}
            messages.success(request, _("Gate %(gate)s: %(answer)s.") % words)
            return redirect("projects:gate", key, number)
    return _gate_page(request, project, _review(project, number), form=form, status=status)


@require_POST
def withdraw(request: ActorRequest, key: str, number: int) -> HttpResponse:
    """Take a review back."""
    project = visible_project(request.actor, key)
    review = _review(project, number)
    require(may_ask_gate(request.actor, project))
    withdraw_gate(review, version=seen_version(request), actor=request.actor)
    messages.success(request, _("It is withdrawn."))
    return redirect("projects:life", key)


@require_POST
def condition(request: ActorRequest, key: str, number: int, place: int) -> HttpResponse:
    """Say that a condition of a review is met."""
    project = visible_project(request.actor, key)
    review = _review(project, number)
    found = review.conditions.filter(number=place).select_related("owner").first()
    if found is None:
        raise NotFound
    found.review = review
    require(may_meet(request.actor, found))
    words = request.POST.get("words", "").replace("\x00", "")
    meet_condition(found, words=words, version=seen_version(request), actor=request.actor)
    return redirect("projects:life", key)
