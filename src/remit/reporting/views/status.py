"""How a project stands: its lights and one page in plain words, what was reported, and by what it is judged."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.downloads import PDF, download
from remit.core.errors import Conflict, Invalid, NotFound
from remit.projects.guards import visible_project
from remit.projects.models import Project
from remit.projects.signing import sponsor_of
from remit.reporting.contents import content_of
from remit.reporting.forms import LightAnswerForm, LightForm, ReportForm, TermsForm
from remit.reporting.guards import report_at, waiting_light
from remit.reporting.models import LightCode, OverrideState
from remit.reporting.operations.lights import answer_light, end_light, set_light
from remit.reporting.operations.reports import begin_range, change_terms, report_status
from remit.reporting.policies import may_countersign, may_report, may_set_terms
from remit.reporting.queries import reports_of, status_of, terms_of
from remit.reporting.shown import cost_words, page_pdf, people_at, shown_report, verdict, when_words


def _shown(
    request: ActorRequest,
    project: Project,
    *,
    report_form: ReportForm | None = None,
    answer_form: LightAnswerForm | None = None,
    status_code: int = 200,
) -> HttpResponse:
    status = status_of(request.actor, project)
    content = content_of(status, status.last)
    may = may_report(request.actor, project)
    waiting = next(
        (
            each.override
            for each in status.lights
            if each.override and each.override.state == OverrideState.WAITING
        ),
        None,
    )
    sponsor = sponsor_of(project)
    may_answer = waiting is not None and may_countersign(request.actor, waiting, sponsor)
    sees = request.actor.can("cost.view", project.scope.path)
    context: dict[str, Any] = {
        "project": project,
        "status": status,
        "content": content,
        "verdict": verdict(status),
        "when": when_words(content),
        "cost": cost_words(content, project.organisation.currency) if sees else "",
        "may_report": may,
        "may_set_terms": may_set_terms(request.actor, project, sponsor),
        "waiting": waiting if may_answer else None,
        "answer_form": (answer_form or LightAnswerForm(initial={"version": waiting.version}))
        if waiting is not None and may_answer
        else None,
        "report_form": (report_form or ReportForm(people=people_at(project))) if may else None,
        "reports": reports_of(project),
    }
    return render(request, "reporting/status.html", context, status=status_code)


@require_GET
def status(request: ActorRequest, key: str) -> HttpResponse:
    """Show how a project stands now: five lights with their reasons, and four questions answered in plain words."""
    return _shown(request, visible_project(request.actor, key))


@require_GET
def page(request: ActorRequest, key: str) -> HttpResponse:
    """Send how a project stands now as one sheet of PDF."""
    project = visible_project(request.actor, key)
    return download(page_pdf(request.actor, project), f"status-{project.key}.pdf", PDF)


@require_POST
def report_now(request: ActorRequest, key: str) -> HttpResponse:
    """Report how a project stands now."""
    project = visible_project(request.actor, key)
    require(may_report(request.actor, project))
    form = ReportForm(request.POST, people=people_at(project))
    if form.is_valid():
        try:
            made = report_status(
                project, actor=request.actor, words=form.cleaned_data["words"], to=form.cleaned_data["to"]
            )
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("Report %(number)d is kept and sent.") % {"number": made.number})
            return redirect("reporting:report", key, made.number)
    return _shown(request, project, report_form=form, status_code=Invalid.status)


@require_GET
def report(request: ActorRequest, key: str, number: int) -> HttpResponse:
    """Show a status as it was reported."""
    project = visible_project(request.actor, key)
    found = report_at(project, number)
    context = {"project": project, "report": found, "shown": shown_report(request.actor, found)}
    return render(request, "reporting/report.html", context)


@require_POST
def work_out(request: ActorRequest, key: str) -> HttpResponse:
    """Work out between which days a project ends."""
    project = visible_project(request.actor, key)
    require(may_report(request.actor, project))
    job = begin_range(project, actor=request.actor)
    return redirect(f"{reverse('jobs:job', args=[job.key])}?follow=1")


@require_http_methods(["GET", "POST"])
def terms(request: ActorRequest, key: str) -> HttpResponse:
    """Say by what the status is judged and how often it is reported."""
    project = visible_project(request.actor, key)
    require(may_set_terms(request.actor, project, sponsor_of(project)))
    stands = terms_of(project)
    form = TermsForm(request.POST or None, terms=stands)
    status_code = 200
    if request.method == "POST":
        status_code = Invalid.status
        if form.is_valid():
            stated = dict(form.cleaned_data)
            try:
                change_terms(project, version=stated.pop("version"), actor=request.actor, **stated)
            except Invalid as error:
                form.take(error)
            except Conflict as error:
                form.take_conflict(error, terms_of(project).version)
                status_code = error.status
            else:
                messages.success(request, _("The status is judged by this from now on."))
                return redirect("reporting:status", key)
    return render(request, "reporting/terms.html", {"project": project, "form": form}, status=status_code)


@require_http_methods(["GET", "POST"])
def light(request: ActorRequest, key: str, light: str) -> HttpResponse:
    """Show what a light rests on, and set it by hand."""
    project = visible_project(request.actor, key)
    if light not in LightCode.values:
        raise NotFound
    may = may_report(request.actor, project)
    form = LightForm(request.POST or None)
    status_code = 200
    if request.method == "POST":
        require(may)
        status_code = Invalid.status
        if form.is_valid():
            try:
                made = set_light(project, light, actor=request.actor, **form.cleaned_data)
            except Invalid as error:
                form.take(error)
            else:
                messages.success(request, _set_words(str(made.state)))
                return redirect("reporting:status", key)
    shown = next(each for each in status_of(request.actor, project).lights if each.light.code == light)
    context = {"project": project, "shown": shown, "form": form if may else None}
    return render(request, "reporting/light.html", context, status=status_code)


def _set_words(state: str) -> str:
    if state == OverrideState.WAITING:
        return _("Better news than the rule has waits for the sponsor; until then the rule holds.")
    return _("The light is set.")


@require_POST
def answer(request: ActorRequest, key: str, light: str) -> HttpResponse:
    """Agree to a light that waits, or refuse it."""
    project = visible_project(request.actor, key)
    waiting = waiting_light(project, light)
    require(may_countersign(request.actor, waiting, sponsor_of(project)))
    form = LightAnswerForm(request.POST)
    if form.is_valid():
        agree = request.POST.get("agree") == "yes"
        typed = form.cleaned_data
        try:
            answer_light(
                waiting, agree=agree, version=typed["version"], actor=request.actor, answer=typed["answer"]
            )
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("You agreed to the light.") if agree else _("You refused the light."))
            return redirect("reporting:status", key)
    return _shown(request, project, answer_form=form, status_code=Invalid.status)


@require_POST
def end(request: ActorRequest, key: str, light: str) -> HttpResponse:
    """Let a light follow its rule again."""
    project = visible_project(request.actor, key)
    require(may_report(request.actor, project))
    if light not in LightCode.values:
        raise NotFound
    end_light(project, light, actor=request.actor)
    messages.success(request, _("The light follows its rule again."))
    return redirect("reporting:status", key)
