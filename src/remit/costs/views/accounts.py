"""The budget of a project: its accounts, how it moved, and one account with its costs."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Invalid, NotAllowed
from remit.core.forms import is_done, seen_version
from remit.core.htmx import render_page
from remit.costs.forms import AccountForm, MoveForm
from remit.costs.models import CostAccount
from remit.costs.operations.accounts import change_account, move_budget, open_account, set_account_closed
from remit.costs.policies import may_keep_costs
from remit.costs.queries import entries_of, may_move, money_project, moves_of, one_account, totals_of
from remit.costs.tables import account_table, move_table, standing
from remit.projects.deliverable_queries import people_for

MOST_LINES = 20
LEAST = 1
"""The smallest sum: whoever may not move it may move none."""


@require_GET
def budget(request: ActorRequest, key: str) -> HttpResponse:
    """Show the budget of a project: how it is distributed, what is used, what is left."""
    project = money_project(request.actor, key)
    table = account_table(request, project)
    exported = table.export()
    if exported is not None:
        return exported
    context = {
        "project": project,
        "table": table,
        "totals": totals_of(project),
        "moves": list(moves_of(project)[:5]),
        "may_keep": may_keep_costs(request.actor, project),
        "may_move": may_move(request.actor, project, LEAST),
    }
    return render_page(request, "costs/budget.html", context, fragment="core/table.html")


@require_GET
def moves(request: ActorRequest, key: str) -> HttpResponse:
    """Show how the budget of a project moved, and why."""
    project = money_project(request.actor, key)
    table = move_table(request, project)
    exported = table.export()
    if exported is not None:
        return exported
    context = {"project": project, "table": table, "may_move": may_move(request.actor, project, LEAST)}
    return render_page(request, "costs/moves.html", context, fragment="core/table.html")


@require_http_methods(["GET", "POST"])
def move(request: ActorRequest, key: str) -> HttpResponse:
    """Move budget from one account to another."""
    project = money_project(request.actor, key)
    require(may_move(request.actor, project, LEAST))
    rows = CostAccount.objects.filter(project=project, closed_on=None)
    form = MoveForm(request.POST or None, project=project, accounts=rows, into=request.GET.get("into", ""))

    def act() -> None:
        move_budget(project, actor=request.actor, **form.stated())

    status = 0
    try:
        if is_done(form, act):
            messages.success(request, _("The budget is moved."))
            return redirect("costs:budget", key)
    except NotAllowed as error:
        # the form was theirs to fill in, so it says why this sum is not, and keeps what was typed
        form.add_error("amount", f"{error.message} " + _("It is for: %(who)s.") % {"who": error.who_may})
        status = error.status
    context = {"project": project, "form": form, "totals": totals_of(project)}
    return render(request, "costs/move.html", context, status=status or form.status)


@require_http_methods(["GET", "POST"])
def add(request: ActorRequest, key: str) -> HttpResponse:
    """Open an account."""
    project = money_project(request.actor, key)
    require(may_keep_costs(request.actor, project))
    form = AccountForm(request.POST or None, people=people_for(request.actor, project))
    if request.method == "POST" and form.is_valid():
        try:
            made = open_account(project, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("%(name)s is opened. Now move budget into it.") % {"name": made})
            return redirect("costs:account", key, made.key)
    context = {"project": project, "form": form, "heading": _("Open an account")}
    return render(request, "costs/form.html", context, status=form.status)


@require_GET
def account(request: ActorRequest, key: str, account_key: str) -> HttpResponse:
    """Show an account: who answers for it, what is left of its budget and why, its latest costs and moves."""
    shown = one_account(request.actor, key, account_key)
    project = shown.project
    colour, words = standing(shown)
    lines = entries_of(project).filter(account=shown)
    context: dict[str, Any] = {
        "project": project,
        "account": shown,
        "colour": colour,
        "words": words,
        "lines": list(lines.order_by("-on", "-pk")[:MOST_LINES]),
        "moves": list(
            (moves_of(project).filter(source=shown) | moves_of(project).filter(target=shown))[:MOST_LINES]
        ),
        "may_keep": may_keep_costs(request.actor, project),
        "may_move": may_move(request.actor, project, LEAST),
    }
    return render(request, "costs/account.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, key: str, account_key: str) -> HttpResponse:
    """Change an account; a stale form is shown with both values."""
    shown = one_account(request.actor, key, account_key)
    require(may_keep_costs(request.actor, shown.project))
    form = AccountForm(request.POST or None, people=people_for(request.actor, shown.project), account=shown)

    def act() -> None:
        change_account(shown, version=form.cleaned_data["version"], actor=request.actor, **form.stated())

    if is_done(form, act, lambda: one_account(request.actor, key, account_key).version):
        messages.success(request, _("The account is changed."))
        return redirect("costs:account", key, account_key)
    context = {"project": shown.project, "form": form, "heading": _("Change the account"), "account": shown}
    return render(request, "costs/form.html", context, status=form.status)


@require_POST
def close(request: ActorRequest, key: str, account_key: str) -> HttpResponse:
    """Close an account, or open it again."""
    shown = one_account(request.actor, key, account_key)
    require(may_keep_costs(request.actor, shown.project))
    is_closed = request.POST.get("is_closed") == "yes"
    set_account_closed(shown, is_closed=is_closed, version=seen_version(request), actor=request.actor)
    said = _("%(name)s is closed.") if is_closed else _("%(name)s is open again.")
    messages.success(request, said % {"name": shown})
    return redirect("costs:account", key, account_key)
