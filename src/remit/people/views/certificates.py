"""Certificates: what expires when, and the form of each."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.forms import seen_version
from remit.core.htmx import render_page
from remit.people.forms_staff import CertificateForm
from remit.people.grids import day_of
from remit.people.guards import own_organisation
from remit.people.leads import by_standing
from remit.people.models import Certificate, Person
from remit.people.navigation import people_tabs
from remit.people.operations.certificates import add_certificate, change_certificate, remove_certificate
from remit.people.policies import may_keep_certificates
from remit.people.staff_tables import certificates_table


@require_GET
def certificates(request: ActorRequest) -> HttpResponse:
    """Show the certificates of the people whom the actor may see, those that expire first at the top."""
    table = certificates_table(request, request.actor, day_of(own_organisation(request.actor)))
    exported = table.export()
    if exported is not None:
        return exported
    context = {"table": table, "tabs": people_tabs(request.actor, "certificates")}
    return render_page(request, "people/certificates.html", context, fragment="core/table.html")


def _require(request: ActorRequest, person: Person) -> None:
    require(by_standing(may_keep_certificates, request.actor, person))


@require_http_methods(["GET", "POST"])
def add(request: ActorRequest, key: str) -> HttpResponse:
    """Note a certificate that somebody holds."""
    person = Person.objects.visible_to(request.actor).select_related("organisation").filter(key=key).first()
    if person is None:
        raise NotFound
    _require(request, person)
    form = CertificateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_certificate(person, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("%(name)s is added.") % {"name": form.cleaned_data["name"]})
            return redirect("people:person", key)
    context = {"form": form, "person": person, "certificate": None}
    return render(request, "people/certificate.html", context, status=form.status)


def _held(request: ActorRequest, key: str) -> Certificate:
    people = Person.objects.visible_to(request.actor)
    rows = Certificate.objects.filter(person__in=people, key=key).select_related("person__organisation")
    found = rows.first()
    if found is None:
        raise NotFound
    return found


@require_http_methods(["GET", "POST"])
def certificate(request: ActorRequest, certificate_key: str) -> HttpResponse:
    """Change a certificate; a stale form is shown with both values."""
    held = _held(request, certificate_key)
    _require(request, held.person)
    form = CertificateForm(request.POST or None, certificate=held)
    if request.method == "POST" and form.is_valid():
        try:
            change_certificate(
                held, version=form.cleaned_data["version"], actor=request.actor, **form.stated()
            )
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, _held(request, certificate_key).version)
        else:
            messages.success(request, _("%(name)s is changed.") % {"name": form.cleaned_data["name"]})
            return redirect("people:person", held.person.key)
    context = {"form": form, "person": held.person, "certificate": held}
    return render(request, "people/certificate.html", context, status=form.status)


@require_POST
def remove(request: ActorRequest, certificate_key: str) -> HttpResponse:
    """Remove a certificate that was noted by mistake."""
    held = _held(request, certificate_key)
    _require(request, held.person)
    remove_certificate(held, version=seen_version(request), actor=request.actor)
    messages.success(request, _("%(name)s is removed.") % {"name": held.name})
    return redirect("people:person", held.person.key)
