"""The organisation's words: read by everybody in it, kept by whoever may."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import condition, require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.forms import seen_version
from remit.core.htmx import render_page
from remit.people.forms_glossary import TermForm
from remit.people.guards import own_organisation
from remit.people.models import Term
from remit.people.operations.glossary import add_standard_terms, add_term, change_term, remove_term
from remit.people.policies import may_edit_glossary
from remit.people.queries import chosen_meanings, told_terms

LONGEST_SEARCH = 200


def _term(request: ActorRequest, slug: str) -> Term:
    found = told_terms(request.actor).select_related("organisation").filter(slug=slug).first()
    if found is None:
        raise NotFound
    return found


@require_GET
def glossary(request: ActorRequest) -> HttpResponse:
    """Show the terms with what each means here; filtered by a part of a word or a definition."""
    typed = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    context = {
        "terms": told_terms(request.actor, typed),
        "typed": typed,
        "may_edit": may_edit_glossary(request.actor),
    }
    return render_page(request, "people/glossary.html", context, fragment="people/glossary_list.html")


@require_GET
def term(request: ActorRequest, slug: str) -> HttpResponse:
    """Show what a term means here, and what others mean by it."""
    context = {"term": _term(request, slug), "may_edit": may_edit_glossary(request.actor)}
    return render(request, "people/term.html", context)


def _etag(request: ActorRequest) -> str:
    versions = told_terms(request.actor).prefetch_related(None).values_list("pk", "version")
    return f'"{hash((request.actor.organisation_id, tuple(versions)))}"'


@require_GET
@condition(etag_func=_etag)
def words(request: ActorRequest) -> HttpResponse:
    """Return every word with its term's address and meaning, for the question marks beside words."""
    found = [
        {"word": word, "slug": slug, "means": text} for word, slug, text in chosen_meanings(request.actor)
    ]
    response = JsonResponse({"words": found, "label": _("What is “{word}”?")})
    patch_cache_control(response, private=True, max_age=300)
    return response


@require_http_methods(["GET", "POST"])
def add(request: ActorRequest) -> HttpResponse:
    """Add a term."""
    require(may_edit_glossary(request.actor))
    organisation = own_organisation(request.actor)
    form = TermForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = add_term(organisation, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("%(name)s is added.") % {"name": added.name})
            return redirect("people:term", added.slug)
    return render(request, "people/term_edit.html", {"form": form, "term": None}, status=form.status)


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, slug: str) -> HttpResponse:
    """Change a term and its definitions."""
    require(may_edit_glossary(request.actor))
    shown = _term(request, slug)
    form = TermForm(request.POST or None, term=shown)
    if request.method == "POST" and form.is_valid():
        try:
            change_term(shown, version=form.cleaned_data["version"], actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, _term(request, slug).version)
        else:
            messages.success(request, _("%(name)s is changed.") % {"name": form.cleaned_data["name"]})
            return redirect("people:term", slug)
    return render(request, "people/term_edit.html", {"form": form, "term": shown}, status=form.status)


@require_POST
def remove(request: ActorRequest, slug: str) -> HttpResponse:
    """Remove a term; the record keeps what it said."""
    require(may_edit_glossary(request.actor))
    shown = _term(request, slug)
    remove_term(shown, version=seen_version(request), actor=request.actor)
    messages.success(request, _("%(name)s is removed.") % {"name": shown.name})
    return redirect("people:glossary")


@require_POST
def add_standard(request: ActorRequest) -> HttpResponse:
    """Add the terms that Remit brings along."""
    require(may_edit_glossary(request.actor))
    try:
        count = add_standard_terms(own_organisation(request.actor), actor=request.actor)
    except Conflict as error:
        messages.info(request, error.message)
    else:
        message = ngettext("%(count)d term is added.", "%(count)d terms are added.", count)
        messages.success(request, message % {"count": count})
    return redirect("people:glossary")
