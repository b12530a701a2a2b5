"""Pages of capacity: people by weeks, one person with the reasons of a week, and the people of a project."""

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.people.grids import day_of
from remit.people.guards import own_organisation
from remit.people.models import Level, Person, PoolEntry
from remit.people.skills import skills_of
from remit.planning.guards import readable_plan
from remit.resourcing.asked import CHOICES, asked_of, window_of
from remit.resourcing.compute import heat_of, reasons_of
from remit.resourcing.compute.allocated import given_in
from remit.resourcing.exports import heat_file
from remit.resourcing.guards import person_seen
from remit.resourcing.policies import may_see_all, may_see_project
from remit.resourcing.queries import (
    PAGE_ROWS,
    chosen_entries,
    chosen_people,
    leads_anybody,
    people_of_project,
    pool_of_project,
    units_of,
)


@require_GET
def capacity(request: ActorRequest) -> HttpResponse:
    """Show how much the people of the organisation have to do in all projects, as far as the actor may see it."""
    organisation = own_organisation(request.actor)
    may = may_see_all(request.actor)
    if not may and not leads_anybody(request.actor):
        require(may)
    today = day_of(organisation)
    window, asked, units = window_of(request.GET, today), asked_of(request.GET), units_of(organisation)
    export = request.GET.get("export", "")
    asked = replace(asked, whole=bool(export))
    whose: Sequence[Person | PoolEntry]
    if asked.of_pool:
        whose, count = chosen_entries(request.actor, units, asked)
    else:
        whose, count = chosen_people(request.actor, units, asked, today)
    heat = heat_of(organisation, whose, window.monday, window.weeks)
    exported = heat_file(export, heat)
    if exported is not None:
        return exported
    context = {
        "heat": heat.given if asked.given else heat,
        "window": window, "asked": asked, "units": units, "count": count, "choices": CHOICES,
        "skills": skills_of(request.actor), "levels": Level.choices[1:], "shows_total": True,
        "pages": -(-count // PAGE_ROWS),
    }  # fmt: skip
    return render(request, "resourcing/capacity.html", context)


@require_GET
def person(request: ActorRequest, person_key: str) -> HttpResponse:
    """Show the weeks of one person, and what each of those with too much holds."""
    organisation = own_organisation(request.actor)
    today = day_of(organisation)
    shown = person_seen(request.actor, organisation, person_key, today)
    window = window_of(request.GET, today)
    (row,) = heat_of(organisation, [shown], window.monday, window.weeks).rows
    chosen = request.GET.get("week", "")
    week = next((each for each in row.weeks if each.monday.isoformat() == chosen), None) or row.worst
    context = {
        "person": shown,
        "row": row,
        "window": window,
        "week": week,
        "reasons": reasons_of(request.actor, organisation, shown, week.monday),
        "given": given_in(request.actor, shown, week.monday),
    }
    return render(request, "resourcing/person.html", context)


@require_GET
def project(request: ActorRequest, key: str) -> HttpResponse:
    """Show how much the people of a project, and what it uses of the pool, have to do in all projects."""
    shown = readable_plan(request.actor, key)
    require(may_see_project(request.actor, shown))
    today = day_of(shown.organisation)
    window = window_of(request.GET, today)
    whose: list[Person | PoolEntry] = [*people_of_project(shown, today), *pool_of_project(shown)]
    heat = heat_of(shown.organisation, whose, window.monday, window.weeks)
    exported = heat_file(request.GET.get("export", ""), heat)
    if exported is not None:
        return exported
    context = {"project": shown, "heat": heat, "window": window, "sees_all": may_see_all(request.actor)}
    return render(request, "resourcing/project.html", context)
