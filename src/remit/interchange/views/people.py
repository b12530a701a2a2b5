"""People from a file and into one: what it would change, taking it in, what came of it, taking it back."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.downloads import download
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.uploads import upload_was_too_large
from remit.interchange.compute.people_files import COLUMNS
from remit.interchange.compute.sheets import WrongRows
from remit.interchange.forms import PeopleFileForm
from remit.interchange.models import PeopleImport
from remit.interchange.operations.people import import_people, preview_people, undo_people_import
from remit.interchange.operations.uploads import keep_upload, open_upload, remove_upload
from remit.interchange.people_export import FORMATS, export_people
from remit.interchange.people_lines import import_lines, preview_lines
from remit.people.guards import own_organisation
from remit.people.policies import may_edit_people

SALT = "remit.people-import"
PREVIEW_SECONDS = 24 * 3600
MOST_LISTED = 500


@require_http_methods(["GET", "POST"])
def upload(request: ActorRequest) -> HttpResponse:
    """Choose a file of people; what it would change is shown before anything is."""
    require(may_edit_people(request.actor))
    organisation = own_organisation(request.actor)
    if request.method == "GET":
        return _form(request, PeopleFileForm())
    form = PeopleFileForm(request.POST, request.FILES, was_too_large=upload_was_too_large(request))
    if not form.is_valid():
        return _form(request, form, status=422)
    file = form.cleaned_data["file"]
    try:
        changes = preview_people(file, file.name or "", organisation, actor=request.actor)
    except WrongRows as error:
        return _form(request, form, wrong=error, status=error.status)
    except Invalid as error:
        form.take(error)
        return _form(request, form, status=error.status)
    return _preview(request, preview_lines(changes), _token(request, file, changes.digest))


def _form(
    request: ActorRequest, form: PeopleFileForm, *, wrong: WrongRows | None = None, status: int = 200
) -> HttpResponse:
    done = PeopleImport.objects.filter(request.actor.within()).defer("changes", "before")
    context = {"form": form, "wrong": wrong, "columns": COLUMNS, "imports": done[:20]}
    return render(request, "interchange/people_import.html", context, status=status)


def _token(request: ActorRequest, file: UploadedFile[bytes], digest: str) -> str:
    """Lay the file aside and return what brings it back to whoever sent it."""
    file.seek(0)
    stated = [keep_upload(file), file.name or "", digest, request.actor.user_id]
    return signing.dumps(stated, salt=SALT)


def _preview(request: ActorRequest, shown: Mapping[str, Any], token: str, status: int = 200) -> HttpResponse:
    context = {**shown, "token": token, "most": MOST_LISTED}
    return render(request, "interchange/people_preview.html", context, status=status)


@require_POST
def confirm(request: ActorRequest) -> HttpResponse:
    """Take in the file that was previewed, if it would still do what was shown."""
    require(may_edit_people(request.actor))
    organisation = own_organisation(request.actor)
    upload_name, file_name, digest = _seen(request)
    try:
        source = open_upload(upload_name)
    except FileNotFoundError:
        message = _("The file is no longer there: choose it once more.")
        raise Conflict("upload_gone", message) from None
    with source:
        try:
            done = import_people(source, file_name, organisation, actor=request.actor, seen=digest)
        except Conflict as error:
            if error.code != "preview_stale":
                raise
            messages.warning(request, error.message)
            source.seek(0)
            changes = preview_people(source, file_name, organisation, actor=request.actor)
            again = [upload_name, file_name, changes.digest, request.actor.user_id]
            token = signing.dumps(again, salt=SALT)
            return _preview(request, preview_lines(changes), token, error.status)
    remove_upload(upload_name)
    words = _("%(file)s is taken in: %(added)d added, %(changed)d changed.")
    messages.success(request, words % {"file": done.file_name, "added": done.added, "changed": done.changed})
    return redirect("interchange:people_import", done.number)


def _seen(request: ActorRequest) -> tuple[str, str, str]:
    """Return upload, file name and digest of the preview that was sent back; `Conflict` for anything else."""
    try:
        stated = signing.loads(request.POST.get("preview", ""), salt=SALT, max_age=PREVIEW_SECONDS)
        name, file_name, digest, user_id = stated
    except (signing.BadSignature, ValueError):
        user_id = None
    if user_id is None or user_id != request.actor.user_id:
        raise Conflict("upload_gone", _("The preview is too old: choose the file once more."))
    return name, file_name, digest


def _visible(request: ActorRequest, number: int) -> PeopleImport:
    require(may_edit_people(request.actor))
    done = PeopleImport.objects.filter(request.actor.within(), number=number).first()
    if done is None:
        raise NotFound
    return done


@require_GET
def report(request: ActorRequest, number: int) -> HttpResponse:
    """Show whom an import added and what it changed about whom."""
    done = _visible(request, number)
    context = {"done": done, **import_lines(done), "most": MOST_LISTED}
    return render(request, "interchange/people_report.html", context)


@require_POST
def undo(request: ActorRequest, number: int) -> HttpResponse:
    """Take a whole import of people back."""
    done = undo_people_import(_visible(request, number), actor=request.actor)
    messages.success(request, _("The import of %(file)s is taken back.") % {"file": done.file_name})
    return redirect("interchange:people_import", number)


@require_GET
def export(request: ActorRequest, suffix: str) -> HttpResponse:
    """Hand out the people whom the actor may see, as a file that the import reads."""
    own_organisation(request.actor)
    if suffix not in FORMATS:
        raise NotFound
    file = export_people(request.actor, suffix)
    return download(file.content, file.name, file.media_type)
