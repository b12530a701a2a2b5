"""The making of an archive as long work."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.closure.models import Archive
from remit.closure.operations.archives import KIND, make_archive
from remit.core.errors import NotFound
from remit.jobs.registries import JobKind, Run
from remit.projects.models import Project


def run_archive(run: Run) -> Mapping[str, Any]:
    """Make an archive that was asked for; its key is the result."""
    stated = run.parameters
    rows = Project.objects.visible_to(run.actor).select_related("scope", "organisation")
    project = rows.filter(pk=stated["project"]).first()
    if project is None:
        raise NotFound(_("The project is gone, or you may no longer see it."))

    def conclude(archive: Archive) -> None:
        run.conclude(_result(archive))

    made = make_archive(
        project,
        holds=stated["holds"],
        years=stated["years"],
        actor=run.actor,
        progress=run,
        conclude=conclude,
    )
    return _result(made)


def _result(archive: Archive) -> dict[str, Any]:
    return {"archive": archive.key, "project": archive.project.key}


ARCHIVE = JobKind(
    code=KIND,
    label=gettext_lazy("Archive of a project"),
    run=run_archive,
    stages={
        "tables": gettext_lazy("Writing the registers"),
        "history": gettext_lazy("Writing the history"),
        "papers": gettext_lazy("Printing the formal records"),
        "files": gettext_lazy("Adding files"),
    },
    repeats=True,  # the row that keeps it concludes the job in one transaction
    result_url=lambda job: reverse("closure:archive", args=[job.result["archive"]]),
    again_url=lambda job: reverse("closure:project_archives", args=[job.parameters["project_key"]]),
)
