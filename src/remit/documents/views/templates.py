"""Templates of documents: the list, and what each holds."""

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid
from remit.core.forms import seen_version
from remit.core.uploads import upload_was_too_large
from remit.documents.answers import to_save
from remit.documents.begin import templates_for, text_of_template
from remit.documents.forms import TemplateForm
from remit.documents.guards import visible_template
from remit.documents.inspection import Inspected
from remit.documents.models import DocumentTemplate
from remit.documents.operations.contents import keep_file, keep_text
from remit.documents.operations.templates import add_template, change_template, remove_template
from remit.documents.policies import may_keep_templates, may_see_templates
from remit.people.guards import own_organisation
from remit.people.models import Organisation
from remit.people.operations.organisation import root_scope


@require_GET
def templates(request: ActorRequest) -> HttpResponse:
    """Show what documents of the organisation can begin with."""
    require(may_see_templates(request.actor))
    organisation = own_organisation(request.actor)
    context = {
        "templates": templates_for(organisation),
        "may_keep": may_keep_templates(request.actor, root_scope(organisation)),
    }
    return render(request, "documents/templates.html", context)


def _content(organisation: Organisation, form: TemplateForm) -> Inspected | None:
    """Return what the form holds, in the store; None where nothing was given."""
    if not form.has_content:
        return None
    file = form.cleaned_data.get("file")
    if file is not None:
        return keep_file(organisation, file, file.name or "")
    return keep_text(organisation, form.cleaned_data["text"])


@require_http_methods(["GET", "POST"])
def add_one(request: ActorRequest) -> HttpResponse:
    """Add a template."""
    organisation = own_organisation(request.actor)
    require(may_keep_templates(request.actor, root_scope(organisation)))
    form = TemplateForm(
        request.POST or None, request.FILES or None, was_too_large=upload_was_too_large(request)
    )
    if request.method == "POST" and form.is_valid():
        try:
            # an empty text is refused where it is looked at
            content = _content(organisation, form) or keep_text(organisation, "")
            made = add_template(organisation, content, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("%(name)s is added.") % {"name": made.name})
            return redirect("documents:templates")
    return render(request, "documents/template.html", {"form": form, "template": None}, status=form.status)


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, template_key: str) -> HttpResponse:
    """Change a template; a stale form is shown with both values."""
    shown = visible_template(request.actor, template_key)
    require(may_keep_templates(request.actor, root_scope(shown.organisation)))
    text = text_of_template(shown)
    form = TemplateForm(
        request.POST or None,
        request.FILES or None,
        template=shown,
        text=text,
        was_too_large=upload_was_too_large(request),
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_template(
                shown, version=form.cleaned_data["version"], content=_content(shown.organisation, form),
                actor=request.actor, **form.stated(),
            )  # fmt: skip
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, visible_template(request.actor, template_key).version)
        else:
            messages.success(request, _("%(name)s is changed.") % {"name": form.cleaned_data["name"]})
            return redirect("documents:templates")
    return render(request, "documents/template.html", {"form": form, "template": shown}, status=form.status)


@require_POST
def remove(request: ActorRequest, template_key: str) -> HttpResponse:
    """Remove a template; documents that began with it stay."""
    shown = visible_template(request.actor, template_key)
    require(may_keep_templates(request.actor, root_scope(shown.organisation)))
    remove_template(shown, version=seen_version(request), actor=request.actor)
    messages.success(request, _("%(name)s is removed.") % {"name": shown.name})
    return redirect("documents:templates")


@require_GET
def file(request: ActorRequest, template_key: str) -> StreamingHttpResponse:
    """Hand out what a template holds, to be saved."""
    shown: DocumentTemplate = visible_template(request.actor, template_key)
    name = shown.file_name or f"{shown.key}.md"
    return to_save(shown, name)
