"""What is expected of whoever holds a role, and which skills the role takes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid
from remit.people.expectations import one_template, templates_of
from remit.people.forms_growth import ExpectationsForm, RoleSkillsForm
from remit.people.guards import own_organisation, visible_role
from remit.people.navigation import role_tabs
from remit.people.operations.growth import (
    add_expectations,
    add_standard_expectations,
    change_expectations,
    set_role_skills,
)
from remit.people.policies import may_edit_roles
from remit.people.role_queries import roles_of
from remit.people.role_skills import profile_of, stated_levels
from remit.people.skills import skills_of
from remit.people.standard_expectations import STANDARD


@require_GET
def expectations(request: ActorRequest) -> HttpResponse:
    """Show what is expected, role by role."""
    rows = list(templates_of(request.actor))
    there = {(each.role.code, each.seniority) for each in rows}
    context = {
        "rows": [each for each in rows if each.retired_on is None],
        "retired": [each for each in rows if each.retired_on is not None],
        "lacks_standard": any((each.role, each.seniority) not in there for each in STANDARD),
        "may_edit": may_edit_roles(request.actor),
        "tabs": role_tabs("expectations"),
    }
    return render(request, "people/growth/expectations.html", context)


@require_POST
def add_standard(request: ActorRequest) -> HttpResponse:
    """Add the expectations that Remit brings along."""
    require(may_edit_roles(request.actor))
    add_standard_expectations(own_organisation(request.actor), actor=request.actor)
    messages.success(request, _("The standard expectations are added: word them as you wish."))
    return redirect("people:expectations")


@require_http_methods(["GET", "POST"])
def add(request: ActorRequest) -> HttpResponse:
    """State what is expected of a role."""
    require(may_edit_roles(request.actor))
    roles = roles_of(request.actor).filter(retired_on=None).order_by("name")
    form = ExpectationsForm(request.POST or None, roles=roles)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_expectations(own_organisation(request.actor), actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("%(name)s is added.") % {"name": made.name})
            return redirect("people:expectation", made.key)
    context = {"form": form, "template": None, "may_edit": True}
    return render(request, "people/growth/expectation.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def expectation(request: ActorRequest, expectation_key: str) -> HttpResponse:
    """Show what is expected; whoever may, words it anew."""
    shown = one_template(request.actor, expectation_key)
    may_edit = may_edit_roles(request.actor)
    form = ExpectationsForm(request.POST or None, template=shown)
    if request.method == "POST":
        require(may_edit)
        if form.is_valid():
            try:
                change_expectations(
                    shown, version=form.cleaned_data["version"], actor=request.actor, **form.stated()
                )
            except Invalid as error:
                form.take(error)
            except Conflict as error:
                form.take_conflict(error, one_template(request.actor, expectation_key).version)
            else:
                messages.success(request, _("%(name)s is changed.") % {"name": form.cleaned_data["name"]})
                return redirect("people:expectations")
    context = {"form": form, "template": shown, "may_edit": may_edit}
    return render(request, "people/growth/expectation.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def role_skills(request: ActorRequest, code: str) -> HttpResponse:
    """Show which skills a role takes; whoever may, states them."""
    role = visible_role(request.actor, code)
    may_edit = may_edit_roles(request.actor)
    profile = profile_of(role)
    form = RoleSkillsForm(
        request.POST or None,
        skills=list(skills_of(request.actor)),
        levels=stated_levels(role),
        version=profile.version if profile else 0,
    )
    if request.method == "POST":
        require(may_edit)
        if form.is_valid():
            try:
                set_role_skills(
                    role, form.levels(), version=form.cleaned_data["version"], actor=request.actor
                )
            except Conflict as error:
                fresh = profile_of(role)
                form.take_conflict(error, fresh.version if fresh else 0)
            else:
                messages.success(request, _("The skills of %(role)s are stated.") % {"role": role.name})
                return redirect("people:role", code)
    status = 409 if form.is_bound and form.errors else 200
    context = {"role": role, "form": form, "may_edit": may_edit}
    return render(request, "people/growth/role_skills.html", context, status=status)
