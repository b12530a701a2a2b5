"""Leave: who is away in a month, what waits for a decision, asking, deciding and taking back."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.forms import seen_version
from remit.people.absence_sheets import absences_file
from remit.people.absences import own_absences, to_decide, visible_absences
from remit.people.away_calendar import absences_of_month, month, month_of
from remit.people.forms_absences import LeaveForm
from remit.people.grids import day_of
from remit.people.guards import own_organisation
from remit.people.holidays import holidays_between
from remit.people.leads import Ladder, ladder_of
from remit.people.models import Absence, AbsenceState, Person, Unit
from remit.people.navigation import people_tabs
from remit.people.operations.absences import OPEN, cancel_leave, decide_leave, request_leave
from remit.people.policies import (
    may_cancel_leave,
    may_decide_leave,
    may_request_leave,
    may_see_why_absent,
)


def _reasons(request: ActorRequest, ladder: Ladder) -> frozenset[int]:
    """Return the people of whom the actor may see why they are away."""
    if may_see_why_absent(request.actor, 0, is_lead=False):
        return frozenset(ladder.people)
    own = request.actor.person_id
    return frozenset([own, *ladder.below(own)]) if own is not None else frozenset()


@require_GET
def absences(request: ActorRequest) -> HttpResponse:
    """Show who is away in a month, as far as the actor may see it; as CSV or XLSX too."""
    organisation = own_organisation(request.actor)
    today, ladder = day_of(organisation), ladder_of(organisation)
    first = month_of(request.GET.get("month", ""), today)
    unit = request.GET.get("unit", "").replace("\x00", "")[:16]
    rows = absences_of_month(request.actor, ladder, first, unit)
    seen = _reasons(request, ladder)
    exported = absences_file(request.GET.get("export", ""), rows, seen)
    if exported is not None:
        return exported
    holidays = holidays_between(organisation.pk, first, first + dt.timedelta(days=31))
    context = {
        "month": month(rows, first, today, seen, holidays=holidays),
        "this_month": f"{first:%Y-%m}",
        "unit": unit,
        "units": Unit.objects.filter(request.actor.within(), closed_on=None),
        "waiting": to_decide(request.actor, ladder),
        "mine": own_absences(request.actor, today),
        "tabs": people_tabs(request.actor, "absences"),
    }
    return render(request, "people/absences.html", context)


@require_http_methods(["GET", "POST"])
def ask(request: ActorRequest) -> HttpResponse:
    """Ask for leave, or note it for somebody above whom one stands."""
    organisation = own_organisation(request.actor)
    ladder = ladder_of(organisation)
    people = _askable(request, ladder)
    form = LeaveForm(request.POST or None, people=people, initial=_asked_for(request, people))
    if request.method == "POST" and form.is_valid():
        stated = form.stated()
        person = stated.pop("person")
        try:
            made = request_leave(person, actor=request.actor, **stated)
        except Invalid as error:
            form.take(error)
        else:
            lead = ladder.nearest(person.pk)
            messages.success(request, _said(made, lead))
            return redirect("people:absence", made.key)
    return render(request, "people/leave.html", {"form": form}, status=form.status)


def _askable(request: ActorRequest, ladder: Ladder) -> list[Person]:
    """Return those for whom the actor may ask or note, the actor first."""
    own = request.actor.person_id
    found = [
        person
        for person in ladder.people.values()
        if may_request_leave(request.actor, person, is_lead=ladder.is_above(own, person.pk))
    ]
    return sorted(found, key=lambda person: (person.pk != own, person.name))


def _asked_for(request: ActorRequest, people: list[Person]) -> dict[str, Any]:
    key = request.GET.get("person", "")
    return {"person": next((each.pk for each in people if each.key == key), people[0].pk if people else None)}


def _said(made: Absence, lead: Person | None) -> str:
    if made.state == AbsenceState.APPROVED:
        return _("The absence of %(name)s is noted.") % {"name": made.person.name}
    if lead is None:
        return _("You have asked for leave. Nobody stands above you: an administrator decides.")
    return _("You have asked for leave. %(name)s decides.") % {"name": lead.name}


def _absence(request: ActorRequest, key: str) -> tuple[Absence, Ladder]:
    ladder = ladder_of(own_organisation(request.actor))
    rows = visible_absences(request.actor, ladder).filter(key=key)
    found = rows.select_related("person__organisation", "decided_by").first()
    if found is None:
        raise NotFound
    return found, ladder


@require_GET
def absence(request: ActorRequest, absence_key: str) -> HttpResponse:
    """Show one absence: whoever stands above decides here, and whoever asked takes it back."""
    return _shown(request, absence_key)


def _shown(request: ActorRequest, key: str, error: str = "", status: int = 200) -> HttpResponse:
    found, ladder = _absence(request, key)
    is_lead = ladder.is_above(request.actor.person_id, found.person_id)
    lead = ladder.nearest(found.person_id)
    decides = may_decide_leave(request.actor, found.person, is_lead=is_lead, has_lead=lead is not None)
    is_open = found.state in OPEN
    context = {
        "absence": found,
        "lead": lead,
        "sees_why": may_see_why_absent(request.actor, found.person_id, is_lead=is_lead),
        "may_decide": found.state == AbsenceState.REQUESTED and decides,
        "may_cancel": is_open and may_cancel_leave(request.actor, found.person, is_lead=is_lead),
        "error": error,
    }
    return render(request, "people/absence.html", context, status=status)


@require_POST
def decide(request: ActorRequest, absence_key: str) -> HttpResponse:
    """Agree to a request for leave, or decline it with a reason."""
    found, _ladder = _absence(request, absence_key)
    is_approved = request.POST.get("answer") == "agree"
    reason = request.POST.get("reason", "").replace("\x00", "")
    try:
        decide_leave(
            found, is_approved=is_approved, version=seen_version(request), actor=request.actor, reason=reason
        )
    except (Conflict, Invalid) as error:
        return _shown(request, absence_key, error.message, error.status)
    messages.success(request, _("Agreed.") if is_approved else _("Declined."))
    return redirect("people:absences")


@require_POST
def cancel(request: ActorRequest, absence_key: str) -> HttpResponse:
    """Take leave back."""
    found, ladder = _absence(request, absence_key)
    require(
        may_cancel_leave(
            request.actor, found.person, is_lead=ladder.is_above(request.actor.person_id, found.person_id)
        )
    )
    try:
        cancel_leave(found, version=seen_version(request), actor=request.actor)
    except Conflict as error:
        return _shown(request, absence_key, error.message, error.status)
    messages.success(request, _("Taken back."))
    return redirect("people:absences")
