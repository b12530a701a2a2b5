"""Working out between which days a project ends, as long work: the first time the engine may have to be compiled."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.core.errors import NotFound
from remit.jobs.models import Job
from remit.jobs.registries import JobKind, Run
from remit.projects.models import Project
from remit.reporting.operations.reports import RANGE, work_out_range


def run_range(run: Run) -> Mapping[str, Any]:
    """Work out the days of the project named in the job."""
    rows = Project.objects.visible_to(run.actor).select_related("scope", "organisation")
    project = rows.filter(pk=run.parameters["project"]).first()
    if project is None:
        raise NotFound(_("The project is gone, or you may no longer see it."))
    run.step(0, 1, "simulating")
    work_out_range(project, actor=run.actor)
    return {"project": project.key}


def _status_url(job: Job) -> str:
    return reverse("reporting:status", args=[job.parameters["project_key"]])


FINISH = JobKind(
    code=RANGE,
    label=gettext_lazy("Between which days a project ends"),
    run=run_range,
    stages={"simulating": gettext_lazy("Simulating the plan")},
    result_url=_status_url,
    again_url=_status_url,
)
