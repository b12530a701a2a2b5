"""Documents of a project: what is needed and what there is, one with its versions, new ones, and what is changed."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid
from remit.core.forms import seen_version
from remit.core.htmx import render_page
from remit.core.uploads import upload_was_too_large
from remit.documents.begin import free_places, initial_for, templates_for
from remit.documents.forms import AnswerForm, DocumentForm, ReviewForm, limit_words
from remit.documents.guards import visible_document
from remit.documents.inspection import Inspected, told_in_words
from remit.documents.inspection.inspecting import too_large
from remit.documents.models import Document, DocumentVersion, VersionState
from remit.documents.operations.contents import keep_file, keep_text
from remit.documents.operations.documents import (
    LONGEST_TITLE,
    begin_document,
    change_document,
    remove_document,
)
from remit.documents.operations.versions import add_version
from remit.documents.policies import (
    may_answer,
    may_approve,
    may_change_document,
    may_keep_documents,
    may_restrict,
)
from remit.documents.previews import preview_of
from remit.documents.queries import document_lines, needed_of, readers_of
from remit.documents.tables import document_table
from remit.people.grids import day_of
from remit.people.models import Person
from remit.projects.guards import visible_project
from remit.projects.models import Project
from remit.projects.reach import those_who_see

OPEN_STATES = (VersionState.DRAFT, VersionState.REVIEW)


@require_GET
def documents(request: ActorRequest, key: str) -> HttpResponse:
    """Show what the life of the project asks for, with what is missing, and the list of all documents."""
    project = visible_project(request.actor, key)
    table = document_table(request, request.actor, project)
    exported = table.export()
    if exported is not None:
        return exported
    stages = needed_of(request.actor, project)
    context = {
        "project": project,
        "table": table,
        "stages": stages,
        "missing": sum(each.missing for each in stages if each.standing != "ahead"),
        "may_keep": may_keep_documents(request.actor, project),
        "limit": settings.DOCUMENT_LIMIT_BYTES,
        "limit_words": limit_words(),
    }
    return render_page(request, "documents/all.html", context, fragment="core/table.html")


def _form(
    request: ActorRequest, project: Project, document: Document | None = None, initial: Any = None
) -> DocumentForm:
    return DocumentForm(
        request.POST or None,
        request.FILES or None,
        people=those_who_see(project),
        places=free_places(request.actor, project, document),
        may_restrict=bool(may_restrict(request.actor, project)),
        document=document,
        initial=initial,
        was_too_large=upload_was_too_large(request),
    )


def _self(request: ActorRequest) -> Person | None:
    """Return whoever sends the request, as a person of the organisation."""
    number = request.actor.person_id
    return Person.objects.filter(pk=number).first() if number is not None else None


@require_http_methods(["GET", "POST"])
def add(request: ActorRequest, key: str) -> HttpResponse:
    """Begin a document, with a file, a text, or nothing yet."""
    project = visible_project(request.actor, key)
    require(may_keep_documents(request.actor, project))
    initial = initial_for(request.actor, project, request.GET)
    own = _self(request)
    form = _form(request, project, initial={"owner": own.key if own else "", **initial})
    if request.method == "POST" and form.is_valid():
        try:
            content = kept(project, form) if form.has_content else None
            made = begin_document(project, actor=request.actor, **form.stated())
            if content is not None:
                add_version(made, content, seen=0, actor=request.actor)
        except Invalid as error:
            form.take(error)
        else:
            say_kept(request, made, content)
            return redirect("documents:document", key, made.key)
    context = {
        "project": project,
        "form": form,
        "document": None,
        "templates": templates_for(project.organisation, initial.get("placed", "").partition("/")[2]),
        "chosen": initial.get("template"),
        "placed": initial.get("placed", ""),
        "limit": settings.DOCUMENT_LIMIT_BYTES,
    }
    return render(request, "documents/edit.html", context, status=form.status)


def kept(project: Project, form: Any) -> Inspected:
    """Return what a form with content holds, in the store."""
    file = form.cleaned_data.get("file")
    if file is not None:
        return keep_file(project.organisation, file, file.name or "")
    return keep_text(project.organisation, form.cleaned_data["text"])


def say_kept(request: ActorRequest, document: Document, content: Inspected | None) -> None:
    """Say that a document is there, and what its content has that people should know."""
    messages.success(request, _("%(key)s is kept.") % {"key": document.key})
    for code in content.told if content is not None else ():
        messages.warning(request, told_in_words(code))


@require_POST
def upload(request: ActorRequest, key: str) -> HttpResponse:
    """Begin a document from a file that was dropped: its name is the title, whoever drops it is the owner."""
    project = visible_project(request.actor, key)
    require(may_keep_documents(request.actor, project))
    owner = _self(request)
    file = request.FILES.get("file")
    if upload_was_too_large(request):
        raise too_large(settings.DOCUMENT_LIMIT_BYTES)
    if file is None or owner is None:
        raise Invalid(_("Choose a file."), field="file", code="required")
    content = keep_file(project.organisation, file, file.name or "")
    title = content.name.rpartition(".")[0][:LONGEST_TITLE]
    made = begin_document(project, title=title, owner=owner, actor=request.actor)
    add_version(made, content, seen=0, actor=request.actor)
    say_kept(request, made, content)
    return redirect("documents:document", key, made.key)


@require_GET
def document(request: ActorRequest, key: str, document_key: str) -> HttpResponse:
    """Show one document: the version in force or the latest, its reviews, who has read it, and every version."""
    return document_page(request, visible_document(request.actor, key, document_key))


def document_page(
    request: ActorRequest,
    shown: Document,
    *,
    version: DocumentVersion | None = None,
    review_form: ReviewForm | None = None,
    answer_form: AnswerForm | None = None,
) -> HttpResponse:
    """Return the page of a document with the version asked for, and with forms that were refused."""
    project = shown.project
    (line,) = document_lines([shown], day_of(project.organisation))
    seen = version or line.shown
    open_version = line.latest if line.latest and line.latest.state in OPEN_STATES else None
    may = may_change_document(request.actor, shown)
    readers = readers_of(shown, line.approved)
    context: dict[str, Any] = {
        "project": project,
        "document": shown,
        "stands": line,
        "shown": seen,
        "open_version": open_version if open_version != seen else None,
        "versions": list(shown.versions.select_related("author", "decided_by")),
        "readers": readers,
        "to_read": _is_to_read(request, line.approved, seen, readers),
        "may_change": may,
        "answer_form": answer_form or AnswerForm(),
        "review_form": review_form,
    }
    if seen is not None:
        seen.document = shown
        context |= _seen_context(request, seen)
        if may and seen.state == VersionState.DRAFT and review_form is None:
            context["review_form"] = ReviewForm(people=those_who_see(project), version=seen.version)
    status = next((422 for form in (review_form, answer_form) if form is not None and form.errors), 200)
    return render(request, "documents/one.html", context, status=status)


def _seen_context(request: ActorRequest, seen: DocumentVersion) -> dict[str, Any]:
    """Return what the page shows of one version: what it says, its reviews, and what the actor can do with it."""
    reviews = list(seen.reviews.select_related("reviewer"))
    for each in reviews:
        each.of = seen
    is_open = seen.state == VersionState.REVIEW
    return {
        "preview": preview_of(seen),
        "told": [told_in_words(code) for code in seen.told],
        "reviews": reviews,
        "can_answer": is_open and any(may_answer(request.actor, each) for each in reviews),
        "can_approve": is_open and may_approve(request.actor, seen),
    }


def _is_to_read(request: ActorRequest, approved: Any, shown: Any, readers: Any) -> bool:
    """Return whether the actor looks at what is in force, is asked to read it, and has not said so."""
    if approved is None or shown is None or approved.pk != shown.pk or not request.actor.token_may_write:
        return False
    own = next((each for each in readers if each.person.pk == request.actor.person_id), None)
    return own is not None and own.read_on is None


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, key: str, document_key: str) -> HttpResponse:
    """Change what a document is, who answers for it and who reads it; a stale form is shown with both values."""
    shown = visible_document(request.actor, key, document_key)
    require(may_change_document(request.actor, shown))
    form = _form(request, shown.project, shown)
    if request.method == "POST" and form.is_valid():
        try:
            change_document(shown, version=form.cleaned_data["version"], actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, visible_document(request.actor, key, document_key).version)
        else:
            messages.success(request, _("%(key)s is changed.") % {"key": shown.key})
            return redirect("documents:document", key, document_key)
    context = {"project": shown.project, "form": form, "document": shown}
    return render(request, "documents/edit.html", context, status=form.status)


@require_POST
def remove(request: ActorRequest, key: str, document_key: str) -> HttpResponse:
    """Remove a document that never had a version."""
    shown = visible_document(request.actor, key, document_key)
    require(may_change_document(request.actor, shown))
    remove_document(shown, version=seen_version(request), actor=request.actor)
    messages.success(request, _("%(key)s is removed.") % {"key": shown.key})
    return redirect("documents:list", key)
