"""The forms that add somebody and change what is stated about somebody."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid, NotFound
from remit.people.forms import PersonForm
from remit.people.guards import own_organisation
from remit.people.models import Person
from remit.people.operations.people import add_person, change_person
from remit.people.policies import may_edit_people


@require_http_methods(["GET", "POST"])
def add(request: ActorRequest) -> HttpResponse:
    """Add somebody to the organisation."""
    require(may_edit_people(request.actor))
    organisation = own_organisation(request.actor)
    form = PersonForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        try:
            person = add_person(organisation, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            words = _("%(name)s is added. A role gives rights, an invitation the sign-in.")
            messages.success(request, words % {"name": person.name})
            return redirect("people:person", person.key)
    return render(request, "people/edit.html", {"form": form, "person": None}, status=form.status)


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, key: str) -> HttpResponse:
    """Change what is stated about somebody; a stale form is shown with both values."""
    person = _visible(request, key)
    require(may_edit_people(request.actor))
    form = PersonForm(request.POST or None, organisation=own_organisation(request.actor), person=person)
    if request.method == "POST" and form.is_valid():
        try:
            change_person(person, version=form.cleaned_data["version"], actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, _visible(request, key).version)
        else:
            messages.success(request, _("What is stated about %(name)s is changed.") % {"name": person.name})
            return redirect("people:person", key)
    return render(request, "people/edit.html", {"form": form, "person": person}, status=form.status)


def _visible(request: ActorRequest, key: str) -> Person:
    person: Person | None = Person.objects.visible_to(request.actor).filter(key=key).first()
    if person is None:
        raise NotFound
    return person
