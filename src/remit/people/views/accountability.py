"""The map of accountability as a picture, and the same in words; the way up from one object."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from remit.accounts.requests import ActorRequest
from remit.core.errors import NotFound
from remit.people.accountability import chart_of_person, everything_of, map_of, way_up
from remit.people.chart_layout import BOX_HEIGHT, BOX_WIDTH, layout
from remit.people.guards import answering_scope, own_organisation
from remit.people.models import Person

MOST_PEOPLE = 12


@require_GET
def accountability(request: ActorRequest) -> HttpResponse:
    """Show who answers for each scope, or all that one person answers for; searched and begun by the address."""
    organisation = own_organisation(request.actor)
    asked = {
        name: request.GET.get(name, "").replace("\x00", "").strip()[:200] for name in ("q", "top", "person")
    }
    people = Person.objects.visible_to(request.actor).select_related("organisation")
    person = people.filter(key=asked["person"]).first() if asked["person"] else None
    if asked["person"] and person is None:
        raise NotFound
    found = everything_of(request.actor, person) if person is not None else None
    if found is not None:
        shown = chart_of_person(found, asked["q"])
    else:
        shown = map_of(request.actor, organisation, search=asked["q"], top=asked["top"])
    context = {
        "q": asked["q"],
        "person": person,
        "everything": found,
        "chart": shown,
        "picture": layout(shown.roots),
        "people": people.filter(name__icontains=asked["q"])[:MOST_PEOPLE]
        if asked["q"] and not person
        else (),
        "way": way_up(request.actor, answering_scope(request.actor, shown.top))[1:] if shown.top else (),
        "box_width": BOX_WIDTH,
        "box_height": BOX_HEIGHT,
    }
    return render(request, "people/accountability.html", context)


@require_GET
def row_up(request: ActorRequest, scope_key: str, row_key: str) -> HttpResponse:
    """Show who answers for a responsibility, and then for what it belongs to, up to the top."""
    scope = answering_scope(request.actor, scope_key)
    steps = way_up(request.actor, scope, row_key=row_key)
    return render(request, "people/way_up.html", {"steps": steps, "scope": scope})


@require_GET
def activity_up(request: ActorRequest, scope_key: str, activity_key: str) -> HttpResponse:
    """Show who answers for an activity, and then for what it belongs to, up to the top."""
    scope = answering_scope(request.actor, scope_key)
    steps = way_up(request.actor, scope, work_key=activity_key)
    return render(request, "people/way_up.html", {"steps": steps, "scope": scope})
