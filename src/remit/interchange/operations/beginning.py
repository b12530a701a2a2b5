"""Imports that are asked for from outside: small ones are done at once, others become long work."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from remit.accounts.permissions import Actor
from remit.interchange.compute.reading import clean_name, too_large
from remit.interchange.models import ImportReport
from remit.interchange.operations.imports import allow, check_name, import_plan
from remit.interchange.operations.uploads import keep_upload, remove_upload
from remit.jobs.models import OPEN, Job
from remit.jobs.operations.jobs import start_job
from remit.people.models import Scope
from remit.projects.models import Project

KIND = "interchange.import_plan"


def begin_import(
    file: UploadedFile[bytes],
    *,
    actor: Actor,
    project: Project | None = None,
    parent: Scope | None = None,
    name: str = "",
) -> ImportReport | Job:
    """Import a file that was sent: return the report of a small one, and for a larger one the job that does it.

    What is refused whatever the file holds is refused now: `NotAllowed`, `Conflict` and `Invalid` as of
    `import_plan`. A file counts as small up to `IMPORT_AT_ONCE_BYTES`: about a second of work.
    """
    file_name = file.name or ""
    size = file.size or 0
    where: dict[str, Any] = {"project": project, "parent": parent, "name": name}
    if size <= settings.IMPORT_AT_ONCE_BYTES:
        return import_plan(file, file_name, actor=actor, **where)
    allow(actor, project, parent)
    check_name(name)
    if size > settings.IMPORT_LIMIT_BYTES:
        raise too_large(settings.IMPORT_LIMIT_BYTES)
    upload = keep_upload(file)
    job: Job | None = None
    try:
        job = _start(upload, file_name, actor, project, parent, name)
    finally:
        if job is None:
            remove_upload(upload)
    return job


def _start(
    upload: str, file_name: str, actor: Actor, project: Project | None, parent: Scope | None, name: str
) -> Job:
    target = project.scope if project is not None else parent
    stated = {
        "upload": upload,
        "file_name": clean_name(file_name),
        "project": project.pk if project is not None else None,
        "parent": parent.pk if parent is not None else None,
        "name": name,
        "project_key": project.key if project is not None else "",
    }
    return start_job(
        KIND,
        label=clean_name(file_name),
        scope_path=target.path if target is not None else "",
        parameters=stated,
        actor=actor,
    )


def uploads_waited_for() -> list[str]:
    """Return the files that an import still needs."""
    waiting = Job.objects.filter(kind=KIND, state__in=OPEN).values_list("parameters", flat=True)
    return [str(each.get("upload", "")) for each in waiting]
