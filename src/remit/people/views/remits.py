"""What is under somebody's remit, and the charter of one assignment, to read, to print and as a PDF."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from remit.accounts.requests import ActorRequest
from remit.core.downloads import PDF, download
from remit.people.charters import charter_of, charter_pdf, facts_of
from remit.people.guards import held_assignment, visible_person
from remit.people.navigation import person_tabs
from remit.people.profile import sees_profile
from remit.people.remit import remit_of


@require_GET
def remit(request: ActorRequest, key: str) -> HttpResponse:
    """Show everything under somebody's remit, as far as the actor may see it."""
    person = visible_person(request.actor, key)
    sees = sees_profile(request.actor, person)
    context = {
        "person": person,
        "remit": remit_of(request.actor, person, sees_certificates=sees),
        "is_own": request.actor.person_id == person.pk,
        "sees_certificates": sees,
        "tabs": person_tabs(request.actor, person, "remit"),
    }
    return render(request, "people/remit.html", context)


@require_GET
def charter(request: ActorRequest, assignment_key: str) -> HttpResponse:
    """Show the charter of an assignment, to read and to print."""
    shown = charter_of(request.actor, held_assignment(request.actor, assignment_key))
    return render(request, "people/charter.html", {"charter": shown, "facts": facts_of(shown)})


@require_GET
def charter_file(request: ActorRequest, assignment_key: str) -> HttpResponse:
    """Send the charter of an assignment as a PDF."""
    shown = charter_of(request.actor, held_assignment(request.actor, assignment_key))
    return download(charter_pdf(shown), f"charter-{assignment_key}.pdf", PDF)
