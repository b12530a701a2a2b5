"""Archives: of a project, of all, one with what may be done with it, and the verification of a file."""

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.closure.archive_answers import sent_archive
from remit.closure.archive_format import Proof, verify_archive
from remit.closure.archive_queries import (
    archive_lines,
    archives_of,
    line_of,
    may_be_held,
    visible_archive,
)
from remit.closure.forms import ArchiveForm, ReasonForm, VerifyForm
from remit.closure.models import Archive, ArchiveState
from remit.closure.operations.archives import (
    answer_deletion,
    begin_archive,
    hold_archive,
    lift_hold,
    open_archive,
    propose_deletion,
)
from remit.closure.policies import (
    may_confirm_deletion,
    may_keep_archive,
    may_make_archive,
    may_read_archive,
    may_see_archives,
)
from remit.closure.tables import archive_table
from remit.core.errors import Invalid
from remit.core.forms import seen_version
from remit.core.htmx import render_page
from remit.people.grids import day_of
from remit.projects.guards import visible_project
from remit.projects.models import Project

_BLOCK = 1 << 20


@require_GET
def archive_list(request: ActorRequest) -> HttpResponse:
    """Show the archives that the actor may see."""
    require(may_see_archives(request.actor))
    table = archive_table(request, request.actor)
    exported = table.export()
    if exported is not None:
        return exported
    return render_page(request, "closure/archives.html", {"table": table}, fragment="core/table.html")


def _of_project(
    request: ActorRequest, project: Project, form: ArchiveForm | None = None, status: int = 200
) -> HttpResponse:
    may = may_make_archive(request.actor, project)
    context = {
        "project": project,
        "lines": archive_lines(archives_of(project)),
        "may_make": may,
        "form": form or ArchiveForm(choices=may_be_held(request.actor, project)),
    }
    return render(request, "closure/project_archives.html", context, status=status)


@require_http_methods(["GET", "POST"])
def project_archives(request: ActorRequest, key: str) -> HttpResponse:
    """Show the archives of a project, and start the making of another."""
    project = visible_project(request.actor, key)
    if request.method != "POST":
        return _of_project(request, project)
    require(may_make_archive(request.actor, project))
    form = ArchiveForm(request.POST, choices=may_be_held(request.actor, project))
    if not form.is_valid():
        return _of_project(request, project, form, Invalid.status)
    job = begin_archive(project, actor=request.actor, **form.cleaned_data)
    return redirect(f"{reverse('jobs:job', args=[job.key])}?follow=1")


def _page(
    request: ActorRequest, archive: Archive, *, form: ReasonForm | None = None, proof: Proof | None = None
) -> HttpResponse:
    today = day_of(archive.project.organisation)
    context: dict[str, Any] = {
        "archive": archive,
        "project": archive.project,
        "line": line_of(archive),
        "may_read": may_read_archive(request.actor, archive),
        "may_keep": may_keep_archive(request.actor, archive),
        "may_confirm": may_confirm_deletion(request.actor, archive),
        "is_over": today > archive.retain_until,
        "sees_project": request.actor.can("project.view", archive.project.scope.path),
        "form": form or ReasonForm(initial={"version": archive.version}),
        "proof": proof,
        "agrees": proof is not None and proof.sha256 == archive.sha256,
    }
    return render(request, "closure/archive.html", context, status=form.status if form else 200)


@require_GET
def archive(request: ActorRequest, archive_key: str) -> HttpResponse:
    """Show an archive: what it holds, until when it is kept, and what may be done with it."""
    return _page(request, visible_archive(request.actor, archive_key))


@require_GET
def archive_file(request: ActorRequest, archive_key: str) -> HttpResponseBase:
    """Send the file of an archive to whoever may see all that it holds."""
    found = visible_archive(request.actor, archive_key)
    require(may_read_archive(request.actor, found))
    return sent_archive(found)


@require_POST
def verify_kept(request: ActorRequest, archive_key: str) -> HttpResponse:
    """Compare every byte of a kept archive with what its manifest demands, and with what Remit noted."""
    found = visible_archive(request.actor, archive_key)
    with open_archive(found) as source:
        return _page(request, found, proof=_proof(source))


def _proof(source: Any) -> Proof:
    """Verify a file from wherever it is stored."""
    with tempfile.NamedTemporaryFile() as beside:
        while block := source.read(_BLOCK):
            beside.write(block)
        beside.flush()
        return verify_archive(Path(beside.name))


@require_http_methods(["GET", "POST"])
def verify(request: ActorRequest) -> HttpResponse:
    """Verify the file of an archive that was sent: nothing of it is kept."""
    require(may_see_archives(request.actor))
    form = VerifyForm(request.POST, request.FILES) if request.method == "POST" else VerifyForm()
    context: dict[str, Any] = {"form": form, "limit_mb": settings.IMPORT_LIMIT_BYTES >> 20}
    if request.method == "POST" and form.is_valid():
        sent: UploadedFile[bytes] | None = form.cleaned_data["file"]
        if sent is None:
            form.add_error("file", _("Choose the file of an archive. One that is too large is not taken."))
        else:
            proof = _proof(sent)
            kept = Archive.objects.visible_to(request.actor).filter(sha256=proof.sha256).first()
            context |= {"proof": proof, "kept": kept, "name": sent.name}
    status = Invalid.status if form.is_bound and form.errors else 200
    return render(request, "closure/verify.html", context, status=status)


def _with_reason(request: ActorRequest, archive_key: str, act: Any, said: str) -> HttpResponse:
    found = visible_archive(request.actor, archive_key)
    require(may_keep_archive(request.actor, found))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    try:
        act(found, actor=request.actor, **form.cleaned_data)
    except Invalid as error:
        form.take(error)
        return _page(request, found, form=form)
    messages.success(request, said)
    return redirect("closure:archive", archive_key)


@require_POST
def hold(request: ActorRequest, archive_key: str) -> HttpResponse:
    """Put an archive on legal hold."""
    return _with_reason(request, archive_key, hold_archive, _("The archive is on legal hold."))


@require_POST
def lift(request: ActorRequest, archive_key: str) -> HttpResponse:
    """Lift the legal hold of an archive."""
    return _with_reason(request, archive_key, lift_hold, _("The legal hold is lifted."))


@require_POST
def propose(request: ActorRequest, archive_key: str) -> HttpResponse:
    """Propose to delete an archive whose time is over."""
    said = _("The deletion is proposed; a second person decides on it.")
    return _with_reason(request, archive_key, propose_deletion, said)


@require_POST
def confirm(request: ActorRequest, archive_key: str) -> HttpResponse:
    """Delete an archive as a second person, or drop the proposal."""
    found = visible_archive(request.actor, archive_key)
    require(may_confirm_deletion(request.actor, found))
    confirms = request.POST.get("answer") == "delete"
    changed = answer_deletion(found, confirm=confirms, version=seen_version(request), actor=request.actor)
    is_gone = changed.state == ArchiveState.DELETED
    messages.success(request, _("The archive is deleted.") if is_gone else _("The archive is kept."))
    return redirect("closure:archive", archive_key)
