"""The earned value of a project: all figures on the status date, and those that were kept."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.forms import is_done
from remit.core.htmx import render_page
from remit.core.tables import list_file
from remit.costs.queries import money_project
from remit.earned_value.compute.keeping import doubts_kept, figures_kept, parts_kept
from remit.earned_value.compute.standing import Nothing, Standing, shared_names, standing_of
from remit.earned_value.drawn import curves_of, indices_of
from remit.earned_value.forms import RecordForm
from remit.earned_value.operations.snapshots import record_status
from remit.earned_value.parts import KINDS, part_rows
from remit.earned_value.policies import may_measure
from remit.earned_value.queries import baseline_accounts, one_snapshot, top_elements
from remit.earned_value.shown import PartRow, doubt_lines, in_words
from remit.earned_value.tables import snapshot_table
from remit.projects.models import Project


@require_GET
def value(request: ActorRequest, key: str) -> HttpResponse:
    """Show what the work has earned: every figure with its why, each part of the work, and what is doubtful."""
    project = money_project(request.actor, key)
    found = standing_of(project)
    context: dict[str, Any] = {"project": project, "may": may_measure(request.actor, project)}
    if isinstance(found, Nothing):
        return render(request, "earned_value/nothing.html", {**context, "nothing": found})
    parts = part_rows(project, parts_kept(found), found.elements)
    exported = _file(request, project, parts)
    if exported is not None:
        return exported
    return render(
        request, "earned_value/value.html", {**context, **_shown(project, found), "parts": _titled(parts)}
    )


def _file(request: ActorRequest, project: Project, parts: dict[str, list[PartRow]]) -> HttpResponse | None:
    heads = [str(_("Part")), str(_("Name")), "BAC", "PV", "EV", "AC", "CPI", "SPI"]
    titles = _titles()
    rows = ([titles[kind], *row.plain] for kind in KINDS for row in parts[kind])
    return list_file(request.GET.get("export", ""), f"earned-value-{project.key}", heads, rows)


def _titles() -> dict[str, str]:
    return {
        "account": _("By account"),
        "element": _("By element of the plan"),
        "person": _("By accountable person"),
    }


def _titled(parts: dict[str, list[PartRow]]) -> list[tuple[str, str, list[PartRow]]]:
    titles = _titles()
    return [(kind, titles[kind], parts[kind]) for kind in KINDS]


def _shown(project: Project, found: Standing) -> dict[str, Any]:
    accounts = {each.key: f"{each.code} {each.name}" for each in found.accounts} | {"": ""}
    activities = {each.key: each.name for each in found.promises}
    return {
        "found": found,
        "chart": curves_of(found),
        "indices": indices_of(found),
        "figures": in_words(figures_kept(found), project.organisation.currency, found.ends_on),
        "doubts": list(doubt_lines(doubts_kept(found), accounts, activities)),
        "shared": shared_names(found),
        "last": found.snapshots[-1] if found.snapshots else None,
    }


@require_GET
def snapshots(request: ActorRequest, key: str) -> HttpResponse:
    """List the figures that were kept of a project."""
    project = money_project(request.actor, key)
    table = snapshot_table(request, project)
    exported = table.export()
    if exported is not None:
        return exported
    context = {"project": project, "table": table, "may": may_measure(request.actor, project)}
    return render_page(request, "earned_value/snapshots.html", context, fragment="core/table.html")


@require_GET
def snapshot(request: ActorRequest, key: str, snapshot_key: str) -> HttpResponse:
    """Show the figures of one day as they were kept."""
    shown = one_snapshot(request.actor, key, snapshot_key)
    project = shown.project
    rows = part_rows(project, shown.parts, top_elements(project))
    accounts = {each.key: f"{each.code} {each.name}" for each in baseline_accounts(project)} | {"": ""}
    context = {
        "project": project,
        "snapshot": shown,
        "figures": in_words(shown.figures, project.organisation.currency, shown.ends_on),
        "doubts": list(doubt_lines(shown.doubts, accounts, {})),
        "parts": _titled(rows),
    }
    return render(request, "earned_value/snapshot.html", context)


@require_http_methods(["GET", "POST"])
def record(request: ActorRequest, key: str) -> HttpResponse:
    """Keep the figures of a day."""
    project = money_project(request.actor, key)
    require(may_measure(request.actor, project))
    form = RecordForm(request.POST or None)
    if request.method == "POST" and not request.POST.keys() - {"csrfmiddlewaretoken"}:
        form = RecordForm({"as_of": "", "note": ""})
    made: list[Any] = []

    def act() -> None:
        typed = form.cleaned_data
        made.append(record_status(project, actor=request.actor, as_of=typed["as_of"], note=typed["note"]))

    if is_done(form, act):
        messages.success(request, _("The figures are kept as %(key)s.") % {"key": made[0].key})
        return redirect("earned_value:snapshot", key, made[0].key)
    context = {"project": project, "form": form}
    return render(request, "earned_value/record.html", context, status=form.status)
