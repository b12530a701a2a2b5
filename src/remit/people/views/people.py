"""Who is in the organisation, and what each answers for."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.htmx import render_page
from remit.people.guards import own_organisation, visible_person
from remit.people.models import Assignment, Person
from remit.people.navigation import organisation_tabs, people_tabs, person_tabs
from remit.people.policies import may_edit_organisation, may_edit_people, may_see_organisation
from remit.people.profile import profile
from remit.people.queries import closed_units, unit_tree
from remit.people.tables import people_table


@require_GET
def people(request: ActorRequest) -> HttpResponse:
    """Show the people whom the actor may see."""
    table = people_table(request, request.actor)
    exported = table.export()
    if exported is not None:
        return exported
    context = {
        "table": table,
        "may_edit": may_edit_people(request.actor),
        "tabs": people_tabs(request.actor, "people"),
    }
    return render_page(request, "people/people.html", context, fragment="core/table.html")


@require_GET
def person(request: ActorRequest, key: str) -> HttpResponse:
    """Show one person and what he or she answers for, as far as the actor may see it."""
    shown = visible_person(request.actor, key)
    rows = Assignment.objects.visible_to(request.actor).filter(person=shown)
    held = list(rows.select_related("role", "scope", "deputy"))
    present = [each for each in held if each.ended_at is None]
    context = {
        "person": shown,
        "present": present,
        "past": [each for each in held if each.ended_at is not None],
        "reports": Person.objects.visible_to(request.actor).filter(line_manager=shown, left_on=None),
        "may_edit": may_edit_people(request.actor),
        "tabs": person_tabs(request.actor, shown, "person"),
        **profile(request.actor, shown),
    }
    return render(request, "people/person.html", context)


@require_GET
def organisation(request: ActorRequest) -> HttpResponse:
    """Show the organisation: its units with their heads, its people, its settings."""
    require(may_see_organisation(request.actor))
    shown = own_organisation(request.actor)
    context = {
        "shown": shown,
        "units": unit_tree(shown),
        "closed": closed_units(shown),
        "may_edit": may_edit_organisation(request.actor),
        "tabs": organisation_tabs("organisation"),
    }
    return render(request, "people/organisation.html", context)
