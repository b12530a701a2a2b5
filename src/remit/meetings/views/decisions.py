"""The log of decisions of a project, and one with the facts as they were seen."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid
from remit.meetings.forms import DecisionForm
from remit.meetings.models import LoggedDecision
from remit.meetings.operations.decisions import log_decision
from remit.meetings.policies import may_keep_outcomes, may_record_outcome
from remit.meetings.queries import decision_log, one_decision
from remit.meetings.seen import worded
from remit.meetings.views.origins import draft_address, origin
from remit.projects.deliverable_queries import people_for
from remit.projects.guards import visible_project


@require_GET
def decisions(request: ActorRequest, key: str) -> HttpResponse:
    """Show everything that was decided at a project, the latest first."""
    project = visible_project(request.actor, key)
    context = {
        "project": project,
        "lines": decision_log(request.actor, project),
        "may_keep": may_keep_outcomes(request.actor, project),
    }
    return render(request, "meetings/decisions.html", context)


@require_http_methods(["GET", "POST"])
def log(request: ActorRequest, key: str) -> HttpResponse:
    """Write down a decision."""
    project = visible_project(request.actor, key)
    matter = origin(request, key)
    require(may_record_outcome(request.actor, project, matter.meeting if matter else None))
    form = DecisionForm(
        request.POST or None,
        people=people_for(request.actor, project),
        open_ones=LoggedDecision.objects.filter(project=project, superseded_by=None),
        currency=project.organisation.currency,
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = log_decision(project, matter=matter, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.add_error("supersedes" if error.code == "superseded" else None, error.message)
        else:
            messages.success(
                request, _("%(key)s is in the log, with the facts as they stand.") % {"key": made.key}
            )
            if matter is not None:
                return redirect(draft_address(matter))
            return redirect("meetings:decision", key, made.key)
    elif request.method == "GET":
        form.initial["supersedes"] = request.GET.get("supersedes", "")[:16]
        form.initial["decided_on"] = matter.meeting.day if matter else None
    context = {"project": project, "form": form, "matter": matter}
    return render(request, "meetings/log.html", context, status=form.status)


@require_GET
def decision(request: ActorRequest, key: str, logged_key: str) -> HttpResponse:
    """Show one decision with what was considered and the facts as they were seen."""
    shown = one_decision(request.actor, key, logged_key)
    project = shown.project
    context = {
        "project": project,
        "decision": shown,
        "later": getattr(shown, "superseded_by", None),
        "seen_on": parse_date(shown.facts.get("day", "")) or shown.recorded_at,
        "facts": worded(shown.facts, project.organisation.minutes_per_day),
        "sees_money": request.actor.can("cost.view", project.scope.path),
        "may_keep": may_keep_outcomes(request.actor, project),
    }
    return render(request, "meetings/decision.html", context)
