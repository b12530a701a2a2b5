"""Requests of projects for people and for what is shared: asked, withdrawn; what all steps of one begin with."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid, NotFound, stale
from remit.core.keys import next_key
from remit.people.grids import day_of
from remit.people.models import Level, Person, Unit
from remit.people.operations.organisation import space_of
from remit.projects.models import Project
from remit.projects.operations.parts import check_fields, clean, whole, worded
from remit.projects.operations.records import locked_project
from remit.resourcing.models import AllocationState, RequestState, ResourceRequest
from remit.resourcing.operations import letters
from remit.resourcing.operations.stock import amount_of
from remit.resourcing.periods import Period, checked
from remit.resourcing.request_policies import may_ask, may_settle
from remit.resourcing.request_queries import answerer_of

FIELDS = (
    "person", "skill", "level", "pool", "unit", "count", "minutes_per_week", "from_date", "to_date", "what_for",
    "activity", "periods", "amount",
)  # fmt: skip
LONGEST = {"what_for": 300, "answer": 500}
MOST_PEOPLE_ASKED, MOST_WEEK, MOST_DAYS = 50, 7 * 24 * 60, 3 * 366
RELATED = ("asked_by__user", "unit__head", "person__unit", "skill", "pool__unit", "activity")


def about_request(request: ResourceRequest) -> About:
    """Return how the record names a request."""
    label = f"{request.key} {request.wanted}"[:300]
    return About("resource-request", request.key, label, request.organisation_id, request.project.scope.path)


def locked_request(request: ResourceRequest) -> ResourceRequest:
    """Return a request, locked, as it stands."""
    rows = ResourceRequest.objects.select_for_update(of=("self",))
    related = ("project__scope", "project__organisation", *RELATED)
    locked: ResourceRequest | None = rows.select_related(*related).filter(pk=request.pk).first()
    if locked is None:
        raise NotFound
    return locked


def check_stands(locked: ResourceRequest, version: int, *states: str) -> None:
    """Raise `Conflict` where a locked request is another than was seen, or in none of `states`, if any are named."""
    if locked.version != version:
        raise stale(_("Somebody answered or changed this request meanwhile."), {}, locked, worded)
    if states and locked.state not in states:
        message = _("This request is over or waits for somebody else: %(state)s.")
        raise Conflict("state", message % {"state": locked.get_state_display()})


def locked_to_settle(request: ResourceRequest, version: int, actor: Actor, *states: str) -> ResourceRequest:
    """Return a request that the actor may settle, locked, as it was seen and in one of `states`."""
    locked = locked_request(request)
    require(may_settle(actor, locked))
    check_stands(locked, version, *states)
    return locked


def moved(request: ResourceRequest, state: str, actor: Actor, why: str = "", **more: Any) -> ResourceRequest:
    """Bring a locked request into a state, and record it inside a running operation."""
    before, request.state = request.state, state
    request.version += 1
    request.save()
    changes = {"state": [before, state]} | {name: ["", worded(value)] for name, value in more.items()}
    record(actor, about_request(request), changes, reason=why)
    return request


def check_days(first: dt.date, last: dt.date, today: dt.date) -> None:
    """Raise `Invalid` for days that are out of order, over, or further apart than three years."""
    if last < first:
        message = _("The last day lies before the first: choose a later one.")
        raise Invalid(message, field="to_date", code="order")
    if last < today:
        raise Invalid(_("Choose a last day that is still to come."), field="to_date", code="past")
    if (last - first).days > MOST_DAYS:
        raise Invalid(_("At most three years at once."), field="to_date", code="range")


def _owner(request: ResourceRequest) -> Unit:
    """Return the unit that owns what is asked for; `Invalid` where nobody or nothing, or more than one, is named."""
    named = [name for name in ("person", "skill", "pool") if getattr(request, name) is not None]
    if len(named) != 1:
        message = _("Ask for one of three: somebody by name, people of a skill, or something of the pool.")
        raise Invalid(message, field=named[1] if named else "person", code="one")
    if request.person is not None and request.person.unit is None:
        message = _("%(name)s belongs to no unit, so nobody could answer: put them into one first.")
        raise Invalid(message % {"name": request.person.name}, field="person", code="unit")
    owner: Unit | None = None
    if request.person is not None:
        owner = request.person.unit
    elif request.pool is not None:
        owner = request.pool.unit
    elif request.unit_id is not None:
        owner = request.unit
    if owner is None or owner.organisation_id != request.organisation_id or owner.closed_on is not None:
        raise Invalid(_("Choose the open unit whose people are wanted."), field="unit", code="required")
    return owner


def _check_wanted(request: ResourceRequest, today: dt.date) -> None:
    person, pool, skill = request.person, request.pool, request.skill
    for name, each in (("person", person), ("pool", pool), ("skill", skill)):
        if each is not None and each.organisation_id != request.organisation_id:
            raise Invalid(_("Choose something of this organisation."), field=name, code="unknown")
    if person is not None:
        request.count = 1
        if person.is_gone(today):
            raise Invalid(_("Choose somebody who is here."), field="person", code="left")
    if pool is not None and pool.closed_on is not None:
        message = _("%(name)s is closed: what is closed is not given.")
        raise Invalid(message % {"name": pool.name}, field="pool", code="closed")
    is_material = pool is not None and not pool.is_lent
    most = 1 if is_material else pool.pieces if pool is not None else MOST_PEOPLE_ASKED
    request.count = 1 if is_material else whole(request.count, "count", most)
    if skill is None:
        request.level = 0
    elif request.level not in Level.values[1:]:
        raise Invalid(_("Choose a level from 1 to 5."), field="level", code="range")


def _day_needed(day: dt.date | None, field: str) -> dt.date:
    if day is None:
        raise Invalid(_("Choose a day."), field=field, code="required")
    return day


def _check_how_much(request: ResourceRequest, periods: Iterable[Period], today: dt.date) -> None:
    """Check and set how much is wanted when: material by a day, else hours a week, the same or in periods."""
    if request.pool is not None and not request.pool.is_lent:
        request.amount = amount_of(request.amount)
        request.from_date = request.to_date = _day_needed(request.to_date, "to_date")
        request.minutes_per_week, request.periods = 0, []
    elif request.amount is not None:
        message = _("An amount is for material alone: state hours a week.")
        raise Invalid(message, field="amount", code="kind")
    elif found := checked(periods, MOST_WEEK):
        request.periods = [each.stored for each in found]
        request.from_date, request.to_date = found[0].from_date, found[-1].to_date
        request.minutes_per_week = max(each.minutes_per_week for each in found)
    else:
        request.periods = []
        request.minutes_per_week = whole(request.minutes_per_week, "minutes_per_week", MOST_WEEK)
        request.from_date = _day_needed(request.from_date, "from_date")
        request.to_date = _day_needed(request.to_date, "to_date")
    check_days(request.from_date, request.to_date, today)


def _told(request: ResourceRequest, name: str) -> str:
    """Return a field of a request as the record states it."""
    if name == "periods":
        return "; ".join(f"{first} – {last}: {minutes}" for first, last, minutes in request.periods)
    return worded(getattr(request, name))


@operation("resourcing.ask_for_resources")
def ask_for_resources(project: Project, *, actor: Actor, **stated: Any) -> ResourceRequest:
    """Ask a unit for somebody, for people of a skill or for something of the pool; the one who answers is told.

    `stated` are fields of `FIELDS`; only a person asks. `unit` counts where people of a skill are wanted, `periods`
    stand in place of hours and days that are the same throughout, and `amount` is for material, needed on `to_date`.
    """
    locked = locked_project(project)
    require(may_ask(actor, locked))
    check_fields(stated, FIELDS)
    if actor.person_id is None:
        raise Invalid(_("Only a person asks for resources."), code="person")
    today = day_of(locked.organisation)
    periods = stated.get("periods", ())
    made = ResourceRequest(organisation_id=locked.organisation_id, project=locked, **stated)
    made.asked_by, made.asked_on = Person.objects.get(pk=actor.person_id), today
    made.unit = _owner(made)
    _check_wanted(made, today)
    _check_how_much(made, periods, today)
    made.what_for = clean(made.what_for, "what_for", LONGEST["what_for"], needed=_("Say what it is for."))
    if made.activity is not None and made.activity.project_id != locked.pk:
        raise Invalid(_("Choose an activity of this project."), field="activity", code="unknown")
    answers = answerer_of(made)
    if answers is None:
        message = _("Nobody but you heads %(unit)s or a unit above it: somebody else is to be named first.")
        raise Invalid(message % {"unit": made.unit.name}, field="unit", code="head")
    made.key = next_key(space_of(locked.organisation_id), "RR")
    made.save(force_insert=True)
    record(actor, about_request(made), {name: ["", _told(made, name)] for name in stated})
    letters.tell_asked(made, answers, actor)
    return made


@operation("resourcing.withdraw_request")
def withdraw_request(request: ResourceRequest, *, version: int, actor: Actor) -> ResourceRequest:
    """Take a request back that is not settled; the one who answers is told."""
    locked = locked_to_settle(request, version, actor, RequestState.OPEN, RequestState.PROPOSED)
    locked.allocations.filter(state=AllocationState.PROPOSED).update(state=AllocationState.DROPPED)
    moved(locked, RequestState.WITHDRAWN, actor)
    letters.tell_withdrawn(locked, answerer_of(locked), actor)
    return locked
