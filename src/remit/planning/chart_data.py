"""A plan, and what an edit changed about it, as the chart reads them."""

import hashlib
from typing import Any

from remit.accounts.permissions import Decision
from remit.comments.queries import open_counts
from remit.planning.models import Plan
from remit.planning.operations.edits import Edited
from remit.planning.queries import COLUMNS, calendar_data, plan_links, plan_rows, project_data
from remit.projects.models import Project


def chart_of(project: Project, plan: Plan, may: Decision) -> dict[str, Any]:
    """Return the whole plan for the chart, and whether its reader may change it."""
    links = plan_links(project)
    rows, _order = plan_rows(plan, links)
    return {
        "version": plan.version,
        "project": project_data(project, plan),
        "calendar": calendar_data(plan.calendar),
        "may_edit": bool(may),
        "may_edit_reason": may.reason,
        "columns": COLUMNS,
        "rows": rows,
        "links": links,
        "comments": said_about(project),
    }


def said_about(project: Project) -> dict[str, Any]:
    """Return how many comments on activities are open, by key, with a stamp that differs when they do: one query."""
    counts = open_counts(project, "T-")
    stamp = hashlib.sha256(repr(sorted(counts.items())).encode()).hexdigest()[:16]
    return {"stamp": stamp, "counts": counts}


def answer_of(project: Project, edited: Edited) -> dict[str, Any]:
    """Return what an edit changed, as the chart takes it: `rows`, and of others the columns of SHIFT."""
    plan = Plan.objects.select_related("calendar").get(project_id=project.pk)
    plan.project = project
    whole = edited.outline_changed
    told = [key for key in edited.touched if key not in edited.shifts]
    links = plan_links(project) if edited.links_changed else None
    rows, order = plan_rows(plan, links, only=None if whole else told)
    result = edited.rescheduled
    before, after = result.finish_before, result.finish_minute
    return {
        "version": edited.plan_version,
        "edit": edited.number,
        "label": edited.label,
        "rows": rows,
        "shifts": [] if whole else [[key, *shift] for key, shift in edited.shifts.items()],
        "removed": edited.removed,
        "order": order if edited.outline_changed else None,
        "links": links,
        "driving": result.driving,
        "project": project_data(project, plan),
        "consequence": {
            "finish_before": before,
            "finish_after": after,
            "shift_minutes": after - before if before is not None else 0,
            "activities_moved": len(result.moved_keys),
            "critical_after": result.critical_count,
        },
    }
