"""Fetch and authorise in one call, so that no page of an import can forget it."""

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.interchange.models import ImportReport
from remit.planning.guards import visible_plan
from remit.projects.models import Project


def visible_report(actor: Actor, key: str, number: int) -> tuple[Project, ImportReport]:
    """Return an import into the project with `key`; `NotFound` where there is none that the actor may see."""
    project, _plan = visible_plan(actor, key)
    report = ImportReport.objects.visible_to(actor).filter(project=project, number=number).first()
    if report is None:
        raise NotFound
    return project, report
