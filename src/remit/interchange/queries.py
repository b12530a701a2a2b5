"""Reads of imports: what pages show of a report, in words."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from remit.accounts.permissions import Actor
from remit.core.plan_time import from_minute
from remit.interchange.models import ImportReport, Reason
from remit.people.models import Scope, ScopeKind
from remit.planning.models import Activity, Baseline, Link, Resource
from remit.projects.models import Project

PARENT_KINDS = (ScopeKind.ORGANISATION, ScopeKind.PORTFOLIO, ScopeKind.PROGRAMME)


@dataclass(frozen=True, slots=True)
class Difference:
    """One date that differs, in words."""

    key: str
    name: str
    field: str
    stored: str
    computed: str
    reason: str


def has_plan_content(project: Project) -> bool:
    """Return whether the plan of a project holds anything that an import would be mixed with."""
    models = (Activity, Link, Resource, Baseline)
    return any(model.objects.filter(project_id=project.pk).exists() for model in models)


def reports_of(actor: Actor, project: Project) -> Any:
    """Return the imports into a project that the actor may see, the latest first."""
    return ImportReport.objects.visible_to(actor).filter(project=project).order_by("-number")


def parents_for(actor: Actor) -> Any:
    """Return the scopes below which the actor may start projects, in the order of the tree."""
    reach = actor.reach("project.create", "path") & actor.within()
    return Scope.objects.filter(reach, kind__in=PARENT_KINDS, is_active=True).order_by("path")


def earlier_import(actor: Actor, report: ImportReport) -> ImportReport | None:
    """Return an import of the very same file before this one that still stands, if the actor may see it."""
    same = ImportReport.objects.visible_to(actor).filter(sha256=report.sha256, undone_at=None)
    earlier: ImportReport | None = same.filter(number__lt=report.number).order_by("-number").first()
    return earlier


def count_lines(report: ImportReport) -> list[tuple[str, int]]:
    """Return what an import kept, each kind with its name and number; kinds without any are left away."""
    names = {
        "activities": _("Activities"),
        "summaries": _("of these, summaries"),
        "milestones": _("of these, milestones"),
        "links": _("Links"),
        "calendars": _("Calendars"),
        "resources": _("Resources"),
        "assignments": _("Assignments"),
        "baselines": _("Baselines"),
    }
    return [(name, report.counts[kind]) for kind, name in names.items() if report.counts.get(kind)]


def reason_lines(report: ImportReport) -> list[tuple[str, int]]:
    """Return how many dates differ for each reason, the most frequent first."""
    counted = Counter(row["reason"] for row in report.differences)
    return [(reason_text(code, _("another activity")), count) for code, count in counted.most_common()]


def overview(actor: Actor, project: Project) -> dict[str, Any] | None:
    """Return the latest import into a project for its overview; nothing where there was none."""
    latest = reports_of(actor, project).filter(undone_at=None).first()
    return None if latest is None else {"project": project, "report": latest}


def reason_text(code: str, by: str) -> str:
    """Return in words why a date differs."""
    known = code if code in Reason.values else Reason.UNEXPLAINED
    return str(Reason(known).label) % {"by": by}


def moment_text(minute: int | None) -> str:
    """Return a plan minute to the minute: dates that differ often do so by hours."""
    if minute is None:
        return ""
    return date_format(from_minute(minute), pgettext("date format", "D j M Y, H:i"))


def difference_rows(report: ImportReport) -> list[Difference]:
    """Return the dates of a report that differ, in words."""
    fields = {"start": _("Start"), "finish": _("Finish")}
    return [
        Difference(
            key=row["key"],
            name=row["name"],
            field=fields.get(row["field"], row["field"]),
            stored=moment_text(row["stored"]),
            computed=moment_text(row["computed"]),
            reason=reason_text(row["reason"], row.get("by", "")),
        )
        for row in report.differences
    ]
