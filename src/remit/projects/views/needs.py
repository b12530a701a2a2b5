"""Needs and sessions of a project: listed, noted and changed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid
from remit.projects.deliverable_queries import people_for
from remit.projects.forms_requirements import CollectionForm, NeedForm
from remit.projects.guards import visible_project
from remit.projects.models import Collection, Need
from remit.projects.operations.needs import add_collection, add_need, change_collection, change_need
from remit.projects.requirement_navigation import requirement_tabs
from remit.projects.requirement_policies import may_keep_requirements
from remit.projects.requirement_queries import one_collection, one_need


@require_http_methods(["GET", "POST"])
def needs(request: ActorRequest, key: str) -> HttpResponse:
    """Show what is needed with what comes of it; note another."""
    project = visible_project(request.actor, key)
    may = may_keep_requirements(request.actor, project)
    form = NeedForm(request.POST or None, project=project)
    if request.method == "POST":
        require(may)
        if form.is_valid():
            try:
                made = add_need(project, actor=request.actor, **form.stated())
            except Invalid as error:
                form.take(error)
            else:
                messages.success(request, _("%(name)s is added.") % {"name": made.key})
                return redirect("projects:needs", key)
    rows = Need.objects.filter(project=project).select_related("collection").prefetch_related("requirements")
    context = {
        "project": project,
        "needs": rows,
        "form": form,
        "may_keep": may,
        "tabs": requirement_tabs(project, "needs"),
    }
    return render(request, "projects/requirements/needs.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def need(request: ActorRequest, key: str, need_key: str) -> HttpResponse:
    """Show one need with the requirements that come of it; whoever keeps them changes it."""
    shown = one_need(request.actor, key, need_key)
    may = may_keep_requirements(request.actor, shown.project)
    form = NeedForm(request.POST or None, project=shown.project, need=shown)
    if request.method == "POST":
        require(may)
        if form.is_valid():
            try:
                change_need(shown, version=form.cleaned_data["version"], actor=request.actor, **form.stated())
            except Invalid as error:
                form.take(error)
            except Conflict as error:
                form.take_conflict(error, one_need(request.actor, key, need_key).version)
            else:
                messages.success(request, _("%(name)s is changed.") % {"name": shown.key})
                return redirect("projects:need", key, need_key)
    context = {
        "project": shown.project,
        "need": shown,
        "requirements": shown.requirements.all(),
        "form": form,
        "may_keep": may,
        "tabs": requirement_tabs(shown.project, ""),
    }
    return render(request, "projects/requirements/need.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def collections(request: ActorRequest, key: str) -> HttpResponse:
    """Show the sessions with what came of them; note another."""
    project = visible_project(request.actor, key)
    may = may_keep_requirements(request.actor, project)
    form = CollectionForm(request.POST or None, people=people_for(request.actor, project))
    if request.method == "POST":
        require(may)
        if form.is_valid():
            try:
                made = add_collection(project, actor=request.actor, **form.stated())
            except Invalid as error:
                form.take(error)
            else:
                messages.success(request, _("%(name)s is added.") % {"name": made.key})
                return redirect("projects:collection", key, made.key)
    rows = Collection.objects.filter(project=project).prefetch_related("needs", "requirements", "people")
    context = {
        "project": project,
        "collections": rows,
        "form": form,
        "may_keep": may,
        "tabs": requirement_tabs(project, "collections"),
    }
    return render(request, "projects/requirements/collections.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def collection(request: ActorRequest, key: str, collection_key: str) -> HttpResponse:
    """Show one session: who, how, what was said, what came of it; whoever keeps them changes it."""
    shown = one_collection(request.actor, key, collection_key)
    may = may_keep_requirements(request.actor, shown.project)
    people = people_for(request.actor, shown.project)
    form = CollectionForm(request.POST or None, people=people, collection=shown)
    if request.method == "POST":
        require(may)
        if form.is_valid():
            try:
                change_collection(
                    shown, version=form.cleaned_data["version"], actor=request.actor, **form.stated()
                )
            except Invalid as error:
                form.take(error)
            except Conflict as error:
                form.take_conflict(error, one_collection(request.actor, key, collection_key).version)
            else:
                messages.success(request, _("%(name)s is changed.") % {"name": shown.key})
                return redirect("projects:collection", key, collection_key)
    context = {
        "project": shown.project,
        "collection": shown,
        "needs": shown.needs.all(),
        "requirements": shown.requirements.all(),
        "people": shown.people.all(),
        "form": form,
        "may_keep": may,
        "tabs": requirement_tabs(shown.project, ""),
    }
    return render(request, "projects/requirements/collection.html", context, status=form.status)
