"""Training: who is to be trained in what, when, and who is not yet."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid
from remit.people.forms_training import SessionForm, TrainingForm
from remit.people.guards import own_organisation, visible_person
from remit.people.models import Training
from remit.people.navigation import role_tabs
from remit.people.operations.training import (
    add_training,
    add_training_session,
    change_training,
    note_training,
)
from remit.people.policies import may_keep_any_training, may_keep_training, may_note_training
from remit.people.role_queries import roles_of
from remit.people.training import one_training, reports, trainable_scopes, trainings_of


@require_GET
def trainings(request: ActorRequest) -> HttpResponse:
    """Show every training with how many are missing it."""
    organisation = own_organisation(request.actor)
    rows = list(trainings_of(request.actor))
    open_ones = [each for each in rows if each.retired_on is None]
    context = {
        "reports": reports(request.actor, open_ones, organisation) if open_ones else [],
        "retired": [each for each in rows if each.retired_on is not None],
        "may_add": may_keep_any_training(request.actor),
        "tabs": role_tabs("training"),
    }
    return render(request, "people/training/all.html", context)


@require_http_methods(["GET", "POST"])
def add(request: ActorRequest) -> HttpResponse:
    """State what whoever is to be trained in."""
    require(may_keep_any_training(request.actor))
    roles = roles_of(request.actor).filter(retired_on=None).order_by("name")
    scopes = trainable_scopes(request.actor)
    form = TrainingForm(request.POST or None, roles=roles, scopes=scopes)
    form.initial["scope"] = request.GET.get("scope", "").replace("\x00", "")[:16]
    if request.method == "POST" and form.is_valid():
        try:
            made = add_training(own_organisation(request.actor), actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("%(name)s is added.") % {"name": made.subject})
            return redirect("people:training", made.key)
    return render(request, "people/training/edit.html", {"form": form, "training": None}, status=form.status)


def _page(
    request: ActorRequest, shown: Training, form: TrainingForm, session: SessionForm, status: int
) -> HttpResponse:
    (report,) = reports(request.actor, [shown], shown.organisation)
    context: dict[str, Any] = {
        "report": report,
        "training": shown,
        "form": form,
        "session": session,
        "may_keep": may_keep_training(request.actor, shown.scope),
        "own_key": next((each.key for each in report.untrained if each.pk == request.actor.person_id), None),
    }
    return render(request, "people/training/one.html", context, status=status)


@require_http_methods(["GET", "POST"])
def training(request: ActorRequest, training_key: str) -> HttpResponse:
    """Show a training with who is missing it; whoever keeps it, changes it."""
    shown = one_training(request.actor, training_key)
    form = TrainingForm(request.POST or None, training=shown)
    if request.method == "POST":
        require(may_keep_training(request.actor, shown.scope))
        if form.is_valid():
            try:
                change_training(
                    shown, version=form.cleaned_data["version"], actor=request.actor, **form.stated()
                )
            except Invalid as error:
                form.take(error)
            except Conflict as error:
                form.take_conflict(error, one_training(request.actor, training_key).version)
            else:
                messages.success(request, _("%(name)s is changed.") % {"name": form.cleaned_data["subject"]})
                return redirect("people:training", training_key)
    return _page(request, shown, form, SessionForm(), form.status)


@require_POST
def add_session(request: ActorRequest, training_key: str) -> HttpResponse:
    """Name a day on which a training is held."""
    shown = one_training(request.actor, training_key)
    require(may_keep_training(request.actor, shown.scope))
    session = SessionForm(request.POST)
    if session.is_valid():
        try:
            add_training_session(shown, actor=request.actor, **session.cleaned_data)
        except Invalid as error:
            session.take(error)
        else:
            messages.success(request, _("The session is added."))
            return redirect("people:training", training_key)
    return _page(request, shown, TrainingForm(training=shown), session, session.status)


@require_POST
def note(request: ActorRequest, training_key: str) -> HttpResponse:
    """Note that somebody was trained."""
    shown = one_training(request.actor, training_key)
    person = visible_person(request.actor, request.POST.get("person", "").replace("\x00", "")[:16])
    require(may_note_training(request.actor, shown, person))
    note_training(shown, person, actor=request.actor)
    messages.success(request, _("%(name)s is trained.") % {"name": person.name})
    return redirect("people:training", training_key)
