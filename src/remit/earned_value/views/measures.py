"""How the work of a project is measured: all activities, one of them, and the project's own rule."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Invalid
from remit.core.forms import is_done
from remit.costs.models import AccountKind, CostAccount
from remit.costs.queries import money_project
from remit.earned_value.compute.rules import rule_rows
from remit.earned_value.forms import ManyForm, MeasureForm, TermsForm
from remit.earned_value.models import ActivityMeasure, MeasureRule
from remit.earned_value.operations.measures import change_terms, set_measures
from remit.earned_value.policies import may_measure
from remit.earned_value.queries import measures_of, one_activity, terms_of
from remit.planning.models import ActivityKind
from remit.projects.models import Project


def _accounts(project: Project) -> Any:
    return CostAccount.objects.filter(project=project).exclude(kind=AccountKind.RESERVE).order_by("code")


@require_http_methods(["GET", "POST"])
def rules(request: ActorRequest, key: str) -> HttpResponse:
    """Show how each activity is measured, and state it of those that are ticked."""
    project = money_project(request.actor, key)
    may = may_measure(request.actor, project)
    form = ManyForm(request.POST or None, accounts=_accounts(project))
    keys = request.POST.getlist("activities")

    def act() -> None:
        stated = form.stated()
        if not stated:
            raise Invalid(_("Choose a rule or an account for what is ticked."), field="rule", code="required")
        set_measures(project, keys, actor=request.actor, **stated)

    if request.method == "POST":
        require(may)
        if is_done(form, act):
            words = ngettext("%(n)d activity is measured so.", "%(n)d activities are measured so.", len(keys))
            messages.success(request, words % {"n": len(keys)})
            return redirect("earned_value:rules", key)
    terms = terms_of(project)
    context = {
        "project": project,
        "rows": rule_rows(project),
        "form": form,
        "may": may,
        "ticked": set(keys),
        "default": MeasureRule(terms.default_rule).label,
    }
    return render(request, "earned_value/rules.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def measure(request: ActorRequest, key: str, activity_key: str) -> HttpResponse:
    """State how one activity is measured."""
    activity = one_activity(request.actor, key, activity_key)
    project = activity.project
    require(may_measure(request.actor, project))
    is_summary = activity.kind == ActivityKind.SUMMARY

    def stands() -> ActivityMeasure:
        blank = ActivityMeasure(project=project, activity_key=activity_key, version=0)
        return measures_of(project).get(activity_key, blank)

    form = MeasureForm(
        request.POST or None, accounts=_accounts(project), measure=stands(), is_summary=is_summary
    )

    def act() -> None:
        set_measures(
            project,
            [activity_key],
            actor=request.actor,
            version=form.cleaned_data["version"],
            **form.stated(),
        )

    if is_done(form, act, lambda: stands().version):
        messages.success(request, _("%(key)s is measured so.") % {"key": activity_key})
        return redirect("earned_value:rules", key)
    context = {"project": project, "form": form, "activity": activity, "is_summary": is_summary}
    return render(request, "earned_value/measure.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def settings(request: ActorRequest, key: str) -> HttpResponse:
    """State how activities are measured that state nothing, and whether figures are kept weekly."""
    project = money_project(request.actor, key)
    require(may_measure(request.actor, project))
    form = TermsForm(request.POST or None, terms=terms_of(project))

    def act() -> None:
        change_terms(project, version=form.cleaned_data["version"], actor=request.actor, **form.stated())

    if is_done(form, act, lambda: terms_of(project).version):
        messages.success(request, _("The settings are saved."))
        return redirect("earned_value:rules", key)
    return render(
        request, "earned_value/settings.html", {"project": project, "form": form}, status=form.status
    )
