"""How somebody meets what is expected and grows: between them and their line manager."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid, NotFound
from remit.people.expectations import growth_of, one_action, one_review, templates_of
from remit.people.forms_growth import GrowthActionForm, ReviewForm
from remit.people.guards import visible_person
from remit.people.models import Met, Person, Role
from remit.people.navigation import person_tabs
from remit.people.operations.growth import (
    add_growth_action,
    assess_expectations,
    begin_review,
    change_growth_action,
)
from remit.people.policies import may_see_growth
from remit.people.role_queries import present_roles
from remit.people.skills import skills_of


def _role(request: ActorRequest) -> Role | None:
    code = request.GET.get("role", "").replace("\x00", "")[:40]
    if not code:
        return None
    found = next((each for each in present_roles(request.actor) if each.code == code), None)
    if found is None:
        raise NotFound
    return found


def _page(request: ActorRequest, person: Person, form: GrowthActionForm, status: int = 200) -> HttpResponse:
    templates = templates_of(request.actor).filter(retired_on=None)
    context: dict[str, Any] = {
        "person": person,
        "growth": growth_of(request.actor, person, _role(request)),
        "is_own": request.actor.person_id == person.pk,
        "templates": templates,
        "form": form,
        "tabs": person_tabs(request.actor, person, "growth"),
    }
    return render(request, "people/growth/person.html", context, status=status)


@require_GET
def growth(request: ActorRequest, key: str) -> HttpResponse:
    """Show reviews, actions and the way to another role."""
    person = visible_person(request.actor, key)
    require(may_see_growth(request.actor, person))
    skill = request.GET.get("skill", "").replace("\x00", "")[:16]
    form = GrowthActionForm(skills=skills_of(request.actor), initial={"skill": skill})
    return _page(request, person, form)


@require_POST
def begin(request: ActorRequest, key: str) -> HttpResponse:
    """Begin a review by a template."""
    person = visible_person(request.actor, key)
    require(may_see_growth(request.actor, person))
    stated = request.POST.get("template", "").replace("\x00", "")[:16]
    template = templates_of(request.actor).filter(key=stated).first()
    if template is None:
        raise Invalid(_("Choose by what."), field="template", code="required")
    made = begin_review(person, template, actor=request.actor)
    return redirect("people:review", made.key)


@require_POST
def add_action(request: ActorRequest, key: str) -> HttpResponse:
    """Agree on something to do to grow."""
    person = visible_person(request.actor, key)
    require(may_see_growth(request.actor, person))
    form = GrowthActionForm(request.POST, skills=skills_of(request.actor))
    if form.is_valid():
        try:
            add_growth_action(person, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("It is agreed."))
            return redirect("people:growth", key)
    return _page(request, person, form, form.status)


@require_http_methods(["GET", "POST"])
def action(request: ActorRequest, action_key: str) -> HttpResponse:
    """Show an action; change it, or say that it is done."""
    shown = one_action(request.actor, action_key)
    form = GrowthActionForm(request.POST or None, action=shown)
    if request.method == "POST" and form.is_valid():
        try:
            change_growth_action(
                shown, version=form.cleaned_data["version"], actor=request.actor, **form.stated()
            )
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, one_action(request.actor, action_key).version)
        else:
            messages.success(request, _("The action is changed."))
            return redirect("people:growth", shown.person.key)
    return render(request, "people/growth/action.html", {"shown": shown, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def review(request: ActorRequest, review_key: str) -> HttpResponse:
    """Show a review; let the actor fill the own side until both are done."""
    shown = one_review(request.actor, review_key)
    form = None
    if not shown.is_complete and shown.mine is not None:
        form = ReviewForm(request.POST or None, review=shown.review, side=shown.mine)
    status = 200
    if request.method == "POST" and form is None:
        raise Conflict("closed", _("Both have said what they think: begin a new review."))
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            assess_expectations(
                shown.review,
                levels=form.levels(),
                note=form.cleaned_data["note"],
                is_done="done" in request.POST,
                version=form.cleaned_data["version"],
                actor=request.actor,
            )
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            status = error.status
            fresh = one_review(request.actor, review_key)
            form.take_conflict(error, fresh.mine.version if fresh.mine is not None else 1)
        else:
            messages.success(request, _("What you think is kept."))
            return redirect("people:review", review_key)
    if form is not None and status == 200:  # noqa: PLR2004 - an answer's number
        status = form.status
    context = {"shown": shown, "form": form, "levels": Met.choices}
    return render(request, "people/growth/review.html", context, status=status)
