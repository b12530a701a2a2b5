"""Fetch and authorise in one call, so that no page can forget it."""

from remit.core.errors import NotFound
from remit.projects.models import Project
from remit.reporting.models import LightOverride, OverrideState, StatusReport


def report_at(project: Project, number: int) -> StatusReport:
    """Return a report of a project that the actor was found to see; `NotFound` where there is none."""
    found: StatusReport | None = StatusReport.objects.filter(project=project, number=number).first()
    if found is None:
        raise NotFound
    found.project = project
    return found


def waiting_light(project: Project, light: str) -> LightOverride:
    """Return what was set by hand for a light and waits for its answer; `NotFound` where nothing does."""
    rows = LightOverride.objects.filter(project=project, light=light, state=OverrideState.WAITING)
    found: LightOverride | None = rows.first()
    if found is None:
        raise NotFound
    return found
