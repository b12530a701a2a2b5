"""Issues: of all projects, of one, and one with the steps that lead it to its end."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Invalid, NotFound
from remit.core.forms import is_done
from remit.core.htmx import render_page
from remit.people.grids import day_of
from remit.projects.guards import visible_project
from remit.projects.reach import those_who_see
from remit.registers.forms_issues import EscalateForm, IssueForm, StepForm
from remit.registers.models import IssueState
from remit.registers.operations.issues import STEPS, advance_issue, change_issue, escalate_issue, raise_issue
from remit.registers.policies import (
    may_escalate,
    may_lead_issue,
    may_raise,
    may_see_registers,
    may_step,
)
from remit.registers.queries import issue_standing, one_issue
from remit.registers.tables import all_issues_table, issue_table

# what comes next, as a rule
NEXT = {"open": "assess", "assessed": "begin", "in-work": "resolve", "resolved": "close", "closed": "reopen"}


@require_GET
def all_issues(request: ActorRequest) -> HttpResponse:
    """Show the issues of every project that the actor may see, those due first."""
    require(may_see_registers(request.actor))
    table = all_issues_table(request, request.actor)
    exported = table.export()
    if exported is not None:
        return exported
    return render_page(request, "registers/all_issues.html", {"table": table}, fragment="core/table.html")


@require_GET
def of_project(request: ActorRequest, key: str) -> HttpResponse:
    """Show the register of a project's issues."""
    project = visible_project(request.actor, key)
    table = issue_table(request, project)
    exported = table.export()
    if exported is not None:
        return exported
    context = {"project": project, "table": table, "may_raise": may_raise(request.actor, project)}
    return render_page(request, "registers/issues.html", context, fragment="core/table.html")


@require_http_methods(["GET", "POST"])
def add(request: ActorRequest, key: str) -> HttpResponse:
    """Raise an issue."""
    project = visible_project(request.actor, key)
    require(may_raise(request.actor, project))
    form = IssueForm(request.POST or None, people=those_who_see(project))
    if request.method == "POST" and form.is_valid():
        try:
            made = raise_issue(project, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("%(name)s deals with it.") % {"name": made.owner.name})
            return redirect("registers:issue", key, made.key)
    context = {"project": project, "form": form}
    return render(request, "registers/add_issue.html", context, status=form.status)


@require_GET
def issue(request: ActorRequest, key: str, issue_key: str) -> HttpResponse:
    """Show an issue: what is so, who deals with it by when, and the steps that can be taken."""
    shown, actor = one_issue(request.actor, key, issue_key), request.actor
    colour, words = issue_standing(shown, day_of(shown.project.organisation))
    possible = [
        step
        for step, (sources, _state) in STEPS.items()
        if shown.state in sources and may_step(actor, shown, step)
    ]
    context = {
        "project": shown.project,
        "issue": shown,
        "colour": colour,
        "words": words,
        "severity": str(shown.get_severity_display()).partition(":")[0],
        "possible": possible,
        "next": NEXT[shown.state],
        "may_change": shown.state != IssueState.CLOSED and may_lead_issue(actor, shown),
        "may_escalate": shown.state not in {IssueState.RESOLVED, IssueState.CLOSED}
        and shown.escalated_on is None
        and may_escalate(actor, shown),
    }
    return render(request, "registers/issue.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, key: str, issue_key: str) -> HttpResponse:
    """Change an issue; a stale form is shown with both values."""
    shown = one_issue(request.actor, key, issue_key)
    require(may_lead_issue(request.actor, shown))
    form = IssueForm(request.POST or None, people=those_who_see(shown.project), issue=shown)

    def act() -> None:
        change_issue(shown, version=form.cleaned_data["version"], actor=request.actor, **form.stated())

    if is_done(form, act, lambda: one_issue(request.actor, key, issue_key).version):
        messages.success(request, _("The issue is changed."))
        return redirect("registers:issue", key, issue_key)
    context = {"project": shown.project, "issue": shown, "form": form, "heading": _("Change the issue")}
    return render(request, "registers/issue_form.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def advance(request: ActorRequest, key: str, issue_key: str, step: str) -> HttpResponse:
    """Lead an issue on by a step."""
    shown = one_issue(request.actor, key, issue_key)
    if step not in STEPS:
        raise NotFound
    require(may_step(request.actor, shown, step))
    form = StepForm(request.POST or None, issue=shown, step=step)

    def act() -> None:
        advance_issue(shown, step, actor=request.actor, **form.cleaned_data)

    if is_done(form, act, lambda: one_issue(request.actor, key, issue_key).version):
        now = one_issue(request.actor, key, issue_key)
        messages.success(
            request, _("%(key)s: %(state)s") % {"key": now.key, "state": now.get_state_display()}
        )
        return redirect("registers:issue", key, issue_key)
    headings = {
        "assess": _("Assess the issue"),
        "begin": _("Begin to work on it"),
        "resolve": _("It is resolved"),
        "close": _("Close the issue"),
        "reopen": _("Reopen the issue"),
    }
    context = {"project": shown.project, "issue": shown, "form": form, "heading": headings[step]}
    return render(request, "registers/issue_form.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def escalate(request: ActorRequest, key: str, issue_key: str) -> HttpResponse:
    """Call somebody above to an issue."""
    shown = one_issue(request.actor, key, issue_key)
    require(may_escalate(request.actor, shown))
    form = EscalateForm(request.POST or None, issue=shown)

    def act() -> None:
        escalate_issue(shown, actor=request.actor, **form.cleaned_data)

    if is_done(form, act, lambda: one_issue(request.actor, key, issue_key).version):
        now = one_issue(request.actor, key, issue_key)
        messages.success(request, _("%(name)s is called to it.") % {"name": now.escalated_to.name})  # type: ignore[union-attr]  # just escalated
        return redirect("registers:issue", key, issue_key)
    context = {"project": shown.project, "issue": shown, "form": form, "heading": _("Escalate the issue")}
    return render(request, "registers/issue_form.html", context, status=form.status)
