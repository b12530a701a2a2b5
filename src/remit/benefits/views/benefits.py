"""Outcomes: of all projects, of one, and one with its reviews, its values over time, and its owner."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.benefits.chart import value_chart
from remit.benefits.forms import BenefitForm, OwnerForm
from remit.benefits.models import Benefit
from remit.benefits.operations.benefits import add_benefit, change_benefit, hand_over_benefit, remove_benefit
from remit.benefits.policies import may_care_for, may_keep_benefits, may_see_benefits
from remit.benefits.queries import offered, one_benefit, review_lines, standing_of, values_over_time
from remit.benefits.tables import benefit_table, project_table
from remit.core.errors import Conflict, Invalid
from remit.core.figures import in_unit
from remit.core.forms import seen_version
from remit.core.htmx import render_page
from remit.people.grids import day_of
from remit.projects.deliverable_queries import people_for
from remit.projects.guards import visible_project
from remit.projects.policies import READ_ONLY


@require_GET
def benefit_list(request: ActorRequest) -> HttpResponse:
    """Show every outcome that the actor may see, those whose review is due first."""
    require(may_see_benefits(request.actor))
    table = benefit_table(request, request.actor)
    exported = table.export()
    if exported is not None:
        return exported
    return render_page(request, "benefits/list.html", {"table": table}, fragment="core/table.html")


@require_GET
def of_project(request: ActorRequest, key: str) -> HttpResponse:
    """Show the outcomes of a project, and what its charter and its feasibility study offer as one."""
    project = visible_project(request.actor, key)
    table = project_table(request, project)
    exported = table.export()
    if exported is not None:
        return exported
    may_keep = may_keep_benefits(request.actor, project)
    context = {
        "project": project,
        "table": table,
        "may_keep": may_keep,
        "offered": offered(project) if may_keep else [],
    }
    return render_page(request, "benefits/project.html", context, fragment="core/table.html")


@require_http_methods(["GET", "POST"])
def add(request: ActorRequest, key: str) -> HttpResponse:
    """State an outcome, perhaps beginning with a line of the charter or the feasibility study."""
    project = visible_project(request.actor, key)
    require(may_keep_benefits(request.actor, project))
    line = request.GET.get("line", "")
    source = line if line in offered(project) else ""
    form = BenefitForm(request.POST or None, people=people_for(request.actor, project), source=source)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_benefit(project, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("%(key)s is kept. Now plan its reviews.") % {"key": made.key})
            return redirect("benefits:plan", made.key)
    context = {"project": project, "form": form}
    return render(request, "benefits/add.html", context, status=form.status)


@require_GET
def benefit(request: ActorRequest, benefit_key: str) -> HttpResponse:
    """Show an outcome: who answers, how it stands, its values over time, its reviews."""
    shown = one_benefit(request.actor, benefit_key)
    project, actor = shown.project, request.actor
    colour, words = standing_of(shown, day_of(project.organisation))
    baseline = (shown.baseline_on, shown.baseline_value)
    target = (shown.target_on, shown.target_value)
    is_pursued, lines = shown.stopped_on is None, review_lines(actor, shown)
    is_measured = any(each.review.done_on is not None for each in lines)
    context = {
        "benefit": shown,
        "project": project if actor.can("project.view", project.scope.path) else None,
        "colour": colour,
        "words": words,
        "chart": value_chart(baseline, target, values_over_time(shown), shown.unit),
        "baseline": in_unit(shown.baseline_value, shown.unit),
        "target": in_unit(shown.target_value, shown.unit),
        "lines": lines,
        "may_keep": is_pursued and may_keep_benefits(actor, project),
        "may_remove": is_pursued and not is_measured and may_keep_benefits(actor, project),
        "may_care": is_pursued and may_care_for(actor, shown),
        "is_over": project.phase in READ_ONLY,
    }
    return render(request, "benefits/benefit.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, benefit_key: str) -> HttpResponse:
    """Change an outcome; a stale form is shown with both values."""
    shown = one_benefit(request.actor, benefit_key)
    require(may_keep_benefits(request.actor, shown.project))
    form = BenefitForm(request.POST or None, people=people_for(request.actor, shown.project), benefit=shown)
    if request.method == "POST" and form.is_valid():
        try:
            change_benefit(shown, version=form.cleaned_data["version"], actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, one_benefit(request.actor, benefit_key).version)
        else:
            messages.success(request, _("The outcome is changed."))
            return redirect("benefits:benefit", benefit_key)
    context = {"benefit": shown, "form": form, "heading": _("Change the outcome")}
    return render(request, "benefits/form.html", context, status=form.status)


@require_POST
def remove(request: ActorRequest, benefit_key: str) -> HttpResponse:
    """Remove an outcome that was entered by mistake."""
    shown = one_benefit(request.actor, benefit_key)
    require(may_keep_benefits(request.actor, shown.project))
    remove_benefit(shown, version=seen_version(request), actor=request.actor)
    messages.success(request, _("%(key)s is removed.") % {"key": benefit_key})
    return redirect("benefits:of_project", shown.project.key)


@require_http_methods(["GET", "POST"])
def hand_over(request: ActorRequest, benefit_key: str) -> HttpResponse:
    """Hand an outcome over to another owner."""
    shown = one_benefit(request.actor, benefit_key)
    require(may_care_for(request.actor, shown))
    form = OwnerForm(request.POST or None, people=people_for(request.actor, shown.project), benefit=shown)
    if request.method == "POST" and form.is_valid():
        try:
            changed = hand_over_benefit(shown, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, one_benefit(request.actor, benefit_key).version)
        else:
            messages.success(request, _("%(name)s answers for it now.") % {"name": changed.owner.name})
            # whoever handed it over may not see it any more
            sees = Benefit.objects.visible_to(request.actor).filter(pk=changed.pk).exists()
            return redirect("benefits:benefit", benefit_key) if sees else redirect("home")
    context = {"benefit": shown, "form": form, "heading": _("Hand it over")}
    return render(request, "benefits/form.html", context, status=form.status)
