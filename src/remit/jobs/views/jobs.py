"""Long work: how far it is, what came of it, and stopping it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from remit.accounts.requests import ActorRequest
from remit.core.htmx import redirected, wants_fragment
from remit.jobs.guards import visible_job
from remit.jobs.operations.jobs import cancel_job
from remit.jobs.operations.upkeep import KEPT
from remit.jobs.policies import may_cancel_job
from remit.jobs.queries import jobs_for, sees_those_of_others, standing

PER_PAGE = 50


@require_GET
def job_list(request: ActorRequest) -> HttpResponse:
    """List one's long work; all of the organisation's for an administrator."""
    page = Paginator(jobs_for(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(standing(each), may_cancel_job(request.actor, each)) for each in page]
    context = {
        "page": page,
        "rows": rows,
        "is_open": any(each.job.is_open for each, _may in rows),
        "sees_others": sees_those_of_others(request.actor),
        "days_kept": KEPT.days,
    }
    return render(request, "jobs/list.html", context)


@require_GET
def job(request: ActorRequest, key: str) -> HttpResponse:
    """Show how one piece of long work stands. Who follows it from its start is led to its result."""
    shown = standing(visible_job(request.actor, key))
    follows = request.GET.get("follow") == "1"
    if follows and shown.result_url:
        return redirected(request, shown.result_url)
    if wants_fragment(request):
        if not shown.job.is_open:  # the rest of the page, whichever it is, says something else then as well
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return render(request, "jobs/_progress.html", {"standing": shown, "follows": follows})
    may_cancel = may_cancel_job(request.actor, shown.job)
    ended = shown.job.ended_at
    context = {
        "standing": shown,
        "may_cancel": may_cancel,
        "follows": follows,
        "kept_until": ended + KEPT if ended is not None else None,
    }
    return render(request, "jobs/job.html", context)


@require_POST
def cancel(request: ActorRequest, key: str) -> HttpResponse:
    """Stop one piece of long work."""
    stopped = cancel_job(visible_job(request.actor, key), actor=request.actor)
    if stopped.is_open:
        messages.info(request, _("%(what)s will stop in a moment.") % {"what": stopped.label})
    else:
        messages.success(request, _("%(what)s is stopped. Nothing of it was kept.") % {"what": stopped.label})
    return redirect("jobs:job", key)
