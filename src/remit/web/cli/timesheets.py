"""The command on the hours of a project."""

import argparse

from remit.accounts.permissions import require
from remit.timesheets.hours import hour_text
from remit.timesheets.policies import may_see_project_time
from remit.timesheets.project_time import Period, Worked, project_time
from remit.web.cli.console import Console
from remit.web.cli.organisations import named_project

FIGURES = ("actual", "waiting", "planned", "remaining")


def timesheets(given: argparse.Namespace, console: Console) -> None:
    """Say how long was worked on a project, by activity and by person, beside what is planned."""
    actor, project = named_project(given)
    require(may_see_project_time(actor, project))
    found = project_time(project, Period())
    planned = (
        "nothing planned" if found.total.planned is None else f"planned {hour_text(found.total.planned)}"
    )
    lines = [f"{project.key} {project.name}: worked {hour_text(found.total.actual)}, {planned}"]
    for kind, rows in (("activity", found.activities), ("person", found.people)):
        lines += [_line(each, kind) for each in rows if each.actual or each.waiting]
    told = {
        "project": project.key,
        **_facts(found.total),
        "off_activity_minutes": found.off_activity,
        "activities": [{"key": each.key, "name": each.name, **_facts(each)} for each in found.activities],
        "people": [{"key": each.key, "name": each.name, **_facts(each)} for each in found.people],
    }
    console.result(told, *lines)


def _line(row: Worked, kind: str) -> str:
    waiting = f", {hour_text(row.waiting)} waiting" if row.waiting else ""
    planned = f" of {hour_text(row.planned)} planned" if row.planned is not None else ""
    name = f"{row.key} {row.name}".strip() if kind == "activity" else row.name
    return f"  {name}: {hour_text(row.actual)}{planned}{waiting}"


def _facts(row: Worked) -> dict[str, int | None]:
    return {f"{name}_minutes": getattr(row, name) for name in FIGURES}
