"""The import of a plan as long work."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.core.errors import Conflict, NotFound
from remit.interchange.models import ImportReport
from remit.interchange.operations.beginning import KIND
from remit.interchange.operations.imports import import_plan
from remit.interchange.operations.uploads import open_upload, remove_upload
from remit.jobs.models import Job
from remit.jobs.registries import JobKind, Run
from remit.people.models import Scope
from remit.projects.models import Project


def run_import(run: Run) -> Mapping[str, Any]:
    """Do an import that was started; its report is the result."""
    stated = run.parameters
    try:
        source = open_upload(stated["upload"])
    except FileNotFoundError:
        message = _("The file is no longer there: choose it once more.")
        raise Conflict("upload_gone", message) from None
    with source:
        report = import_plan(
            source,
            stated["file_name"],
            actor=run.actor,
            name=stated["name"],
            progress=run,
            conclude=lambda made: run.conclude(_result(made)),
            **_where(run),
        )
    return _result(report)


def _where(run: Run) -> dict[str, Any]:
    """Return the target, if its owner may still see it."""
    stated = run.parameters
    found: dict[str, Any]
    if stated["project"] is not None:
        rows = Project.objects.visible_to(run.actor).select_related("scope", "organisation")
        found = {"project": rows.filter(pk=stated["project"]).first()}
    else:
        scopes = Scope.objects.visible_to(run.actor).select_related("organisation")
        found = {"parent": scopes.filter(pk=stated["parent"]).first()}
    if None in found.values():
        raise NotFound(_("The place that it was meant for is gone, or you may no longer see it."))
    return found


def _result(report: ImportReport) -> dict[str, Any]:
    return {"project": report.project_key, "import": report.number, "counts": report.counts}


def _report_url(job: Job) -> str:
    return reverse("interchange:report", args=[job.result["project"], job.result["import"]])


def _again_url(job: Job) -> str:
    key = job.parameters.get("project_key")
    return reverse("interchange:project_import", args=[key]) if key else reverse("interchange:upload")


def _tidy(job: Job) -> None:
    remove_upload(job.parameters["upload"])


IMPORT = JobKind(
    code=KIND,
    label=gettext_lazy("Import of a plan"),
    run=run_import,
    stages={
        "reading": gettext_lazy("Reading the file"),
        "checking": gettext_lazy("Checking the plan"),
        "writing": gettext_lazy("Writing the plan"),
        "scheduling": gettext_lazy("Computing every date"),
    },
    repeats=True,  # all of it is one transaction, which concludes the job as well
    result_url=_report_url,
    again_url=_again_url,
    tidy=_tidy,
)
