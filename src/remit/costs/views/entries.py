"""The lines of a project's costs: all of them, one, a new one, and one that is taken back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.forms import is_done
from remit.core.htmx import render_page
from remit.costs.forms import EntryForm, ReverseForm
from remit.costs.models import AccountKind, CostAccount
from remit.costs.operations.entries import enter_cost, reverse_entry
from remit.costs.policies import may_keep_costs
from remit.costs.queries import money_project, one_entry, open_entries
from remit.costs.tables import entry_table


@require_GET
def entry_list(request: ActorRequest, key: str) -> HttpResponse:
    """Show what was promised, is owed and was paid."""
    project = money_project(request.actor, key)
    table = entry_table(request, project)
    exported = table.export()
    if exported is not None:
        return exported
    context = {"project": project, "table": table, "may_keep": may_keep_costs(request.actor, project)}
    return render_page(request, "costs/entries.html", context, fragment="core/table.html")


@require_http_methods(["GET", "POST"])
def add(request: ActorRequest, key: str) -> HttpResponse:
    """Enter a cost, perhaps the invoice of what was open."""
    project = money_project(request.actor, key)
    require(may_keep_costs(request.actor, project))
    waiting = open_entries(project)
    accounts = CostAccount.objects.filter(project=project, kind=AccountKind.WORK, closed_on=None)
    settles = waiting.filter(key=request.GET.get("settles", "")).first()
    form = EntryForm(
        request.POST or None, project=project, accounts=accounts, waiting=waiting, settles=settles,
        account=request.GET.get("account", ""),
    )  # fmt: skip

    def act() -> None:
        made = enter_cost(project, actor=request.actor, **form.stated())
        messages.success(request, _("%(key)s is entered.") % {"key": made.key})

    if is_done(form, act):
        return redirect("costs:entries", key)
    context = {"project": project, "form": form, "has_accounts": accounts.exists()}
    return render(request, "costs/add_entry.html", context, status=form.status)


@require_GET
def entry(request: ActorRequest, key: str, entry_key: str) -> HttpResponse:
    """Show a line of costs: who entered it, what it settles, what is open of it."""
    shown = one_entry(request.actor, key, entry_key)
    is_reversed = shown.reverses is not None or getattr(shown, "reversed_by", None) is not None
    is_open = shown.kind == "actual" or bool(shown.open_minor)
    context = {
        "project": shown.project,
        "entry": shown,
        "reversed_by": getattr(shown, "reversed_by", None),
        "settled_by": list(shown.settled_by.order_by("pk")),
        "may_reverse": not is_reversed and is_open and may_keep_costs(request.actor, shown.project),
        "may_settle": bool(shown.open_minor) and may_keep_costs(request.actor, shown.project),
    }
    return render(request, "costs/entry.html", context)


@require_http_methods(["GET", "POST"])
def reverse(request: ActorRequest, key: str, entry_key: str) -> HttpResponse:
    """Take a line back by a line against it."""
    shown = one_entry(request.actor, key, entry_key)
    require(may_keep_costs(request.actor, shown.project))
    form = ReverseForm(request.POST or None)

    def act() -> None:
        made = reverse_entry(shown, reason=form.cleaned_data["reason"], actor=request.actor)
        messages.success(request, _("%(key)s takes it back.") % {"key": made.key})

    if is_done(form, act):
        return redirect("costs:entry", key, entry_key)
    context = {"project": shown.project, "entry": shown, "form": form}
    return render(request, "costs/reverse.html", context, status=form.status)
