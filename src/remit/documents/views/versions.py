"""Versions of a document: shown, added, handed out, compared, reviewed, approved, withdrawn, read."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.forms import seen_version
from remit.core.uploads import upload_was_too_large
from remit.documents.answers import as_picture, to_save
from remit.documents.differences import differing_lines
from remit.documents.forms import AnswerForm, ReviewForm, VersionForm
from remit.documents.guards import own_review, visible_document, visible_version
from remit.documents.inspection import PICTURES
from remit.documents.models import DocumentVersion
from remit.documents.operations.versions import (
    add_version,
    answer_review,
    approve_version,
    note_reading,
    send_back,
    send_to_review,
    withdraw_version,
)
from remit.documents.policies import may_answer, may_approve, may_change_document, may_read_out
from remit.documents.previews import TEXTS, text_of
from remit.documents.queries import document_lines
from remit.documents.views.documents import document_page, kept, say_kept
from remit.people.grids import day_of
from remit.projects.reach import those_who_see


@require_GET
def version(request: ActorRequest, key: str, document_key: str, version_number: int) -> HttpResponse:
    """Show one version of a document: old ones stay readable."""
    shown = visible_version(request.actor, key, document_key, version_number)
    return document_page(request, shown.document, version=shown)


def _begun(shown: DocumentVersion | None) -> dict[str, Any]:
    """Return what the form of the next version begins with: the text of the last one, where it is one."""
    if shown is None:
        return {"seen": 0}
    initial: dict[str, Any] = {"seen": shown.number}
    if shown.is_text:
        try:
            initial["text"] = text_of(shown)[0]
        except FileNotFoundError:
            initial["text"] = ""
    return initial


@require_http_methods(["GET", "POST"])
def add(request: ActorRequest, key: str, document_key: str) -> HttpResponse:
    """Add the next version, as a file or as a text."""
    document = visible_document(request.actor, key, document_key)
    require(may_change_document(request.actor, document))
    (line,) = document_lines([document], day_of(document.project.organisation))
    form = VersionForm(
        request.POST or None,
        request.FILES or None,
        initial=_begun(line.latest),
        was_too_large=upload_was_too_large(request),
    )
    status = 200
    if request.method == "POST":
        status = Invalid.status
        if form.is_valid():
            try:
                content = kept(document.project, form)
                typed = form.cleaned_data
                add_version(document, content, seen=typed["seen"], note=typed["note"], actor=request.actor)
            except Invalid as error:
                form.take(error)
            except Conflict as error:
                form.add_error(None, error.message)
                status = error.status
            else:
                say_kept(request, document, content)
                return redirect("documents:document", key, document_key)
    context = {
        "project": document.project,
        "document": document,
        "stands": line,
        "form": form,
        "limit": settings.DOCUMENT_LIMIT_BYTES,
    }
    return render(request, "documents/version.html", context, status=status)


def _saved_name(shown: DocumentVersion) -> str:
    """Return the name under which a version is saved: its own, or that of the document for a text."""
    if shown.file_name:
        return shown.file_name
    return f"{shown.document.project.key}-{shown.document.key}-{shown.number}.md"


@require_GET
def file(request: ActorRequest, key: str, document_key: str, version_number: int) -> StreamingHttpResponse:
    """Hand out the bytes of a version, to be saved."""
    shown = visible_version(request.actor, key, document_key, version_number)
    return to_save(shown, _saved_name(shown))


@require_GET
def picture(request: ActorRequest, key: str, document_key: str, version_number: int) -> StreamingHttpResponse:
    """Hand out a version that is a picture, to be shown on the page of its document."""
    shown = visible_version(request.actor, key, document_key, version_number)
    if shown.content_type not in PICTURES:
        raise NotFound
    return as_picture(shown)


@require_GET
def compare(request: ActorRequest, key: str, document_key: str) -> HttpResponse:
    """Show what differs between two versions that are texts."""
    document = visible_document(request.actor, key, document_key)
    versions = [each for each in document.versions.order_by("number") if each.content_type in TEXTS]
    numbers = {str(each.number): each for each in versions}
    last = versions[-1] if versions else None
    first = versions[-2] if len(versions) > 1 else None
    new = numbers.get(request.GET.get("to", ""), last)
    old = numbers.get(request.GET.get("from", ""), first)
    lines = None
    if old is not None and new is not None:
        try:
            lines = differing_lines(text_of(old)[0], text_of(new)[0])
        except FileNotFoundError:
            messages.error(request, _("The content of a version is no longer in the store."))
    context = {
        "project": document.project, "document": document, "versions": versions, "old": old, "new": new, "lines": lines,
    }  # fmt: skip
    return render(request, "documents/compare.html", context)


@require_POST
def review(request: ActorRequest, key: str, document_key: str, version_number: int) -> HttpResponse:
    """Send a draft to review."""
    shown = visible_version(request.actor, key, document_key, version_number)
    require(may_change_document(request.actor, shown.document))
    form = ReviewForm(request.POST, people=those_who_see(shown.document.project), version=shown.version)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            send_to_review(
                shown, reviewers=list(typed["reviewers"]), approver=typed["approver"], due_on=typed["due_on"],
                seen=typed["version"], actor=request.actor,
            )  # fmt: skip
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("Version %(number)d is in review.") % {"number": shown.number})
            return redirect("documents:document", key, document_key)
    return document_page(request, shown.document, version=shown, review_form=form)


@require_POST
def answer(request: ActorRequest, key: str, document_key: str, version_number: int) -> HttpResponse:
    """Say what one thinks of a version as its reviewer."""
    shown = visible_version(request.actor, key, document_key, version_number)
    own = own_review(request.actor, shown)
    require(may_answer(request.actor, own))
    form = AnswerForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            answer_review(own, typed["verdict"], remarks=typed["remarks"], actor=request.actor)
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("Your answer is noted."))
            return redirect("documents:document", key, document_key)
    return document_page(request, shown.document, version=shown, answer_form=form)


def _words(request: ActorRequest) -> str:
    return request.POST.get("words", "").replace("\x00", "")


@require_POST
def approve(request: ActorRequest, key: str, document_key: str, version_number: int) -> HttpResponse:
    """Make a version hold, as its approver."""
    shown = visible_version(request.actor, key, document_key, version_number)
    require(may_approve(request.actor, shown))
    approve_version(shown, seen=seen_version(request), words=_words(request), actor=request.actor)
    messages.success(request, _("Version %(number)d is approved and in force.") % {"number": shown.number})
    return redirect("documents:document", key, document_key)


@require_POST
def back(request: ActorRequest, key: str, document_key: str, version_number: int) -> HttpResponse:
    """Send a version back to its author, or take it back."""
    shown = visible_version(request.actor, key, document_key, version_number)
    if not may_approve(request.actor, shown):
        require(may_change_document(request.actor, shown.document))
    send_back(shown, seen=seen_version(request), words=_words(request), actor=request.actor)
    messages.success(request, _("Version %(number)d is a draft again.") % {"number": shown.number})
    return redirect("documents:document", key, document_key)


@require_POST
def withdraw(request: ActorRequest, key: str, document_key: str, version_number: int) -> HttpResponse:
    """Let a version hold no longer."""
    shown = visible_version(request.actor, key, document_key, version_number)
    require(may_change_document(request.actor, shown.document))
    withdraw_version(shown, seen=seen_version(request), words=_words(request), actor=request.actor)
    messages.success(request, _("Version %(number)d is withdrawn.") % {"number": shown.number})
    return redirect("documents:document", key, document_key)


@require_POST
def read(request: ActorRequest, key: str, document_key: str, version_number: int) -> HttpResponse:
    """Say that one has read what is in force."""
    shown = visible_version(request.actor, key, document_key, version_number)
    require(may_read_out(request.actor))
    note_reading(shown, actor=request.actor)
    messages.success(request, _("It is noted that you have read it."))
    return redirect("documents:document", key, document_key)
