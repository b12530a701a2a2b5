"""The plan as a whole: its workspace, its list of activities, its baselines, its edits."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid
from remit.core.plan_time import start_of_day
from remit.core.templatetags.remit import RING
from remit.people.models import Person
from remit.planning.chart_strings import translated_chart_strings
from remit.planning.forms import BaselineForm, PlanStartForm
from remit.planning.guards import existing_plan, visible_plan
from remit.planning.models import Baseline, PlanEdit
from remit.planning.operations.baselines import set_baseline
from remit.planning.operations.edits import undo_edit
from remit.planning.operations.plans import create_plan
from remit.planning.policies import may_edit_plan, may_set_baseline
from remit.planning.queries import baseline_comparison, plan_sheet, plan_summary
from remit.planning.registries import refused_baseline

SHOWN_EDITS = 100


@require_http_methods(["GET", "POST"])
def workspace(request: ActorRequest, key: str) -> HttpResponse:
    """Show the chart; without a plan, offer to begin one or to import it."""
    project, plan = visible_plan(request.actor, key)
    may = may_edit_plan(request.actor, project)
    if request.method == "POST":
        require(may)
    if plan is not None:
        people = Person.objects.visible_to(request.actor).order_by("name").values_list("key", "name", "pk")
        context = {
            "project": project,
            "plan": plan,
            "summary": plan_summary(plan),
            "may_edit": may,
            "people": [[key, name, pk % RING + 1] for key, name, pk in people],
            "strings": translated_chart_strings(),
        }
        return render(request, "planning/workspace.html", context)
    form = PlanStartForm(request.POST or None, initial={"start": project.starts_on})
    if request.method == "POST" and form.is_valid():
        create_plan(project, actor=request.actor, start_minute=start_of_day(form.cleaned_data["start"]))
        messages.success(request, _("The plan begins. Press Insert to add its first activity."))
        return redirect("planning:workspace", key)
    status = 422 if form.errors else 200
    return render(
        request, "planning/begin.html", {"project": project, "form": form, "may_edit": may}, status=status
    )


@require_http_methods(["GET", "POST"])
def baselines(request: ActorRequest, key: str) -> HttpResponse:
    """Show the baselines and how far the plan has moved from the current one; set a new one."""
    project, plan = existing_plan(request.actor, key)
    may = may_set_baseline(request.actor, project)
    if request.method == "POST":
        require(may)
    form = BaselineForm(request.POST or None)
    status = Invalid.status if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            baseline = set_baseline(project, form.cleaned_data["name"], actor=request.actor)
        except (Conflict, Invalid) as error:
            form.add_error("name", error.message)
            status = error.status
        else:
            messages.success(request, _("Baseline %(number)d is set.") % {"number": baseline.number})
            return redirect("planning:baselines", key)
    context = {
        "project": project,
        "plan": plan,
        "form": form,
        "baselines": Baseline.objects.filter(project=project),
        "comparison": baseline_comparison(plan),
        "may_set": may,
        "refused": refused_baseline(project) if may else "",
    }
    return render(request, "planning/baselines.html", context, status=status)


@require_GET
def sheet(request: ActorRequest, key: str) -> HttpResponse:
    """Show the whole plan as a table with bars, for paper."""
    project, plan = existing_plan(request.actor, key)
    context = {"project": project, "plan": plan, "sheet": plan_sheet(plan)}
    return render(request, "planning/sheet.html", context)


@require_GET
def edit_log(request: ActorRequest, key: str) -> HttpResponse:
    """Show the latest edits of the plan, each of which can be taken back."""
    project, plan = existing_plan(request.actor, key)
    rows = PlanEdit.objects.filter(project=project).select_related("undone_by", "undoes")
    context = {
        "project": project,
        "plan": plan,
        "edits": rows[:SHOWN_EDITS],
        "may_edit": may_edit_plan(request.actor, project),
    }
    return render(request, "planning/edit_log.html", context)


@require_POST
def undo_from_log(request: ActorRequest, key: str, number: int) -> HttpResponse:
    """Take one edit of the list back."""
    project, _plan = existing_plan(request.actor, key)
    messages.success(request, undo_edit(project, number, actor=request.actor).label)
    return redirect("planning:edit_log", key)
