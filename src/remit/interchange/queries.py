"""Reads of imports: what pages show of a report, in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
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
    stored: int
    computed: int | None
    reason: str


def has_plan_content(project: Project) -> bool:
    """Return whether the plan of a project holds anything that an import would be mixed with."""
    models = (Activity, Link, Resource, Baseline)
    return any(model.objects.filter(project_id=project.pk).exists() for model in models)


def reports_of(actor: Actor, project: Project) -> Any:
    """Return the imports into a project that the actor may see, the latest first."""
    return ImportReport.objects.visible_to(actor).filter(project=project).order_by("-number")


def parents_for(actor: Actor) -> list[Scope]:
    """Return the scopes below which the actor may start projects, in the order of the tree."""
    reach = actor.reach("project.create", "path") & actor.within()
    return list(Scope.objects.filter(reach, kind__in=PARENT_KINDS, is_active=True).order_by("path"))


def reason_text(code: str, by: str) -> str:
    """Return in words why a date differs."""
    known = code if code in Reason.values else Reason.UNEXPLAINED
    return str(Reason(known).label) % {"by": by}


def difference_rows(report: ImportReport) -> list[Difference]:
    """Return the dates of a report that differ, in words."""
    fields = {"start": _("Start"), "finish": _("Finish")}
    return [
        Difference(
            key=row["key"],
            name=row["name"],
            field=fields.get(row["field"], row["field"]),
            stored=row["stored"],
            computed=row["computed"],
            reason=reason_text(row["reason"], row.get("by", "")),
        )
        for row in report.differences
    ]
