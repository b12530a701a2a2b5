"""The hours of a project: by activity and by person, beside what the plan has; as CSV and XLSX too."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Invalid
from remit.core.tables import list_file
from remit.people.grids import day_of
from remit.projects.guards import visible_project
from remit.projects.models import Project
from remit.timesheets.hours import hour_text
from remit.timesheets.policies import may_see_project_time
from remit.timesheets.project_time import Period, ProjectTime, Worked, project_time
from remit.timesheets.queries import monday_of


@require_GET
def of_project(request: ActorRequest, key: str) -> HttpResponse:
    """Show what was worked on a project in a period."""
    project = visible_project(request.actor, key)
    require(may_see_project_time(request.actor, project))
    period = Period(_day(request, "since"), _day(request, "until"))
    found = project_time(project, period)
    exported = _file(request, project, found)
    if exported is not None:
        return exported
    today, shows_all = day_of(project.organisation), request.GET.get("of") == "all"
    context = {
        "project": project,
        "time": found,
        "period": period,
        "activities": [_texts(each, period) for each in found.activities if each.has_hours or shows_all],
        "hidden": 0 if shows_all else sum(not each.has_hours for each in found.activities),
        "people": [_texts(each, period) for each in found.people],
        "total": _texts(found.total, period),
        "off": hour_text(found.off_activity),
        "month": today.replace(day=1),
        "four_weeks": monday_of(today) - dt.timedelta(weeks=4),
    }
    return render(request, "timesheets/project.html", context)


def _day(request: ActorRequest, name: str) -> dt.date | None:
    text = request.GET.get(name, "")
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Invalid(_("Write a day as 2026-12-18."), field=name, code="day", status=400) from None


def _texts(row: Worked, period: Period) -> dict[str, Any]:
    """Return a row as it is shown: what is left and forecast only where all weeks are counted."""
    whole = period.is_all

    def text(minutes: int | None, *, shown: bool = True) -> str:
        return hour_text(minutes) if shown and minutes is not None else ""

    return {
        "key": row.key,
        "name": row.name,
        "actual": text(row.actual),
        "waiting": text(row.waiting) if row.waiting else "",
        "planned": text(row.planned),
        "remaining": text(row.remaining, shown=whole),
        "forecast": text(row.forecast, shown=whole),
        "over": text(row.over, shown=whole),
        "is_over": whole and (row.over or 0) > 0,
    }


def _file(request: ActorRequest, project: Project, found: ProjectTime) -> HttpResponse | None:
    heads = [
        _("Of"), _("Key"), _("Name"), _("Worked (h)"), _("Waiting (h)"), _("Planned (h)"), _("Remaining (h)"),
    ]  # fmt: skip

    def row(kind: str, each: Worked) -> list[object]:
        sums = (each.actual, each.waiting, each.planned, each.remaining)
        return [kind, each.key, each.name, *("" if value is None else round(value / 60, 2) for value in sums)]

    rows = [row(_("activity"), each) for each in found.activities]
    rows += [row(_("person"), each) for each in found.people]
    return list_file(request.GET.get("export", ""), f"hours-{project.key}", heads, rows)
