"""Answers to requests: approved whole, other terms proposed, refused; proposals accepted or declined.

What is given is an allocation. Whoever gives locks the rows of whom and what is given first, so that two who give at
once cannot give the same time twice.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation
from remit.core.errors import Conflict, Invalid
from remit.core.templatetags.remit import hours
from remit.people.grids import day_of
from remit.people.models import Person, PoolEntry, SkillLevel
from remit.projects.life_rules import OVER
from remit.projects.operations.parts import clean
from remit.resourcing.compute.booking import most_booked
from remit.resourcing.heads import below
from remit.resourcing.models import Allocation, AllocationState, RequestState, ResourceRequest
from remit.resourcing.operations import letters
from remit.resourcing.operations.asking import (
    LONGEST,
    MOST_WEEK,
    check_days,
    check_stands,
    locked_request,
    locked_to_settle,
    moved,
)
from remit.resourcing.operations.stock import amount_of, check_stock
from remit.resourcing.periods import Period, checked, read
from remit.resourcing.request_policies import may_answer
from remit.resourcing.request_queries import answerer_of


@dataclass(frozen=True, slots=True)
class Terms:
    """What is given: to whom it falls, how much of each a week, and when; `people` or `pieces` of the pool.

    `periods` stand in place of hours and days that are the same throughout. Of material `amount` is given on `to_date`.
    """

    minutes_per_week: int
    from_date: dt.date
    to_date: dt.date
    people: Sequence[Person] = ()
    pieces: int = 1
    periods: Sequence[Period] = ()
    amount: Decimal | None = None

    @property
    def parts(self) -> list[Period]:
        """Return the days with their hours: one part where every week is the same."""
        return list(self.periods) or [Period(self.from_date, self.to_date, self.minutes_per_week)]


def terms_of(request: ResourceRequest, people: Sequence[Person] = ()) -> Terms:
    """Return what was asked for as terms; `people` where those of a skill are wanted."""
    chosen = [request.person] if request.person is not None else list(people)
    return Terms(
        request.minutes_per_week, request.from_date, request.to_date, chosen, request.count,
        read(request.periods), request.amount,
    )  # fmt: skip


def _answerable(request: ResourceRequest, version: int, actor: Actor) -> ResourceRequest:
    """Return an open request that the actor answers, locked, as it was seen."""
    locked = locked_request(request)
    require(may_answer(actor, answerer_of(locked)))
    check_stands(locked, version, RequestState.OPEN)
    return locked


def _grantable(request: ResourceRequest, version: int, actor: Actor) -> ResourceRequest:
    """Return a request as `_answerable` does, of a project to which something can still be given."""
    locked = _answerable(request, version, actor)
    if locked.project.phase in OVER:
        raise Conflict("over", _("The project is over: refuse the request."))
    return locked


def _reason(words: str, field: str, needed: str = "") -> str:
    return clean(words, field, LONGEST["answer"], needed=needed)


def _check_person(request: ResourceRequest, person: Person, terms: Terms) -> None:
    if person.organisation_id != request.organisation_id or person.unit_id not in below(request.unit):
        message = _("%(name)s does not belong to %(unit)s or a unit below it.")
        words = {"name": person.name, "unit": request.unit.name}
        raise Invalid(message % words, field="people", code="unit")
    away = (person.joined_on is not None and person.joined_on > terms.from_date) or (
        person.left_on is not None and person.left_on < terms.to_date
    )
    if away:
        message = _("%(name)s is not here on all of these days.") % {"name": person.name}
        raise Invalid(message, field="people", code="away")
    skill = request.skill
    if skill is None:
        return
    able = SkillLevel.objects.filter(person=person, skill=skill, level__gte=request.level)
    if not able.exists():
        message = _("%(name)s does not have %(skill)s at level %(level)d.")
        told: dict[str, Any] = {"name": person.name, "skill": skill.name, "level": request.level}
        raise Invalid(message % told, field="people", code="skill")


def _whole_terms(request: ResourceRequest, terms: Terms) -> Terms:
    """Return terms with the days that their parts reach; `Invalid` for what cannot be given."""
    today = day_of(request.project.organisation)
    if request.amount is not None:
        check_days(terms.to_date, terms.to_date, today)
        return replace(terms, from_date=terms.to_date, periods=(), amount=amount_of(terms.amount))
    periods = checked(terms.periods, MOST_WEEK)
    first, last = terms.from_date, terms.to_date
    if periods:
        first, last = periods[0].from_date, periods[-1].to_date
    elif not 1 <= terms.minutes_per_week <= MOST_WEEK:
        message = _("Give more than nothing and at most a whole week.")
        raise Invalid(message, field="minutes_per_week", code="range")
    check_days(first, last, today)
    whole = replace(terms, from_date=first, to_date=last, periods=periods, amount=None)
    _check_whom(request, whole)
    return whole


def _check_whom(request: ResourceRequest, terms: Terms) -> None:
    if request.pool is not None:
        if not 1 <= terms.pieces <= request.pool.pieces or request.pool.closed_on is not None:
            message = _("There are %(count)d pieces.") % {"count": request.pool.pieces}
            raise Invalid(message, field="pieces", code="range")
        return
    if not terms.people or len({each.pk for each in terms.people}) != len(terms.people):
        raise Invalid(_("Choose the people, each once."), field="people", code="required")
    if len(terms.people) > request.count:
        message = _("At most %(count)d people are asked for.") % {"count": request.count}
        raise Invalid(message, field="people", code="count")
    for person in terms.people:
        _check_person(request, person, terms)


def _locked_rows(request: ResourceRequest, people: Sequence[Person]) -> list[Person | PoolEntry]:
    """Return whom or what is given, locked in one order for everybody."""
    if request.pool_id is not None:
        return [PoolEntry.objects.select_for_update().get(pk=request.pool_id)]
    rows = Person.objects.select_for_update(of=("self",)).filter(pk__in=[each.pk for each in people])
    return list(rows.order_by("pk"))


def _check_free(
    row: Person | PoolEntry, minutes: int, first: dt.date, last: dt.date, over_reason: str
) -> str:
    """Return the reason where more is given than there is, else nothing; `Conflict` where there is none."""
    own = {"pool": row} if isinstance(row, PoolEntry) else {"person": row}
    held = Allocation.objects.held().filter(**own, from_date__lte=last, until__gte=first)
    booked = [(each.from_date, each.ends_on, each.minutes) for each in held]
    most, day = most_booked(booked, first, last)
    if most + minutes <= row.capacity_minutes_per_week:
        return ""
    if over_reason:
        return over_reason
    message = _(
        "%(name)s has %(free)s a week free from %(day)s on, and %(wanted)s are to be given. "
        "Give less or at another time, or say why it is more than there is."
    )
    free = max(row.capacity_minutes_per_week - most, 0)
    words = {"name": row.name, "free": hours(free), "wanted": hours(minutes), "day": day.isoformat()}
    raise Conflict("booked", message % words)


def _give(request: ResourceRequest, terms: Terms, state: str, over_reason: str) -> list[Allocation]:
    """Write what is given or offered; what is offered counts only once it is accepted, and is checked then again."""
    number = request.allocations.count()
    made = []
    for row in _locked_rows(request, terms.people):
        own: dict[str, Any] = {"pool": row} if isinstance(row, PoolEntry) else {"person": row}
        for part in terms.parts:
            number += 1
            one = Allocation(
                request=request, number=number, minutes_per_week=part.minutes_per_week, amount=terms.amount,
                pieces=terms.pieces if "pool" in own else 1, from_date=part.from_date, to_date=part.to_date,
                state=state, **own,
            )  # fmt: skip
            one.over_reason = _check_left(row, one, over_reason)
            made.append(one)
    return Allocation.objects.bulk_create(made)


def _check_left(row: Person | PoolEntry, wanted: Allocation, over_reason: str) -> str:
    """Return the reason where more is given than there is, else nothing; `Conflict` where there is none."""
    if wanted.amount is None or isinstance(row, Person):
        return _check_free(row, wanted.minutes, wanted.from_date, wanted.to_date, over_reason)
    check_stock(row, wanted.amount, wanted.from_date)
    return ""


def _answered(request: ResourceRequest, actor: Actor, words: str) -> None:
    request.answered_by_name, request.answer = actor.name[:200], words
    request.answered_on = day_of(request.project.organisation)


def _names(given: Sequence[Allocation]) -> str:
    return ", ".join(dict.fromkeys(each.whose.name for each in given))


@operation("resourcing.approve_request")
def approve_request(
    request: ResourceRequest,
    *,
    version: int,
    actor: Actor,
    people: Sequence[Person] = (),
    over_reason: str = "",
) -> ResourceRequest:
    """Give what was asked for, whole; beyond the time that there is only with `over_reason`. Whoever asked is told."""
    locked = _grantable(request, version, actor)
    terms = _whole_terms(locked, terms_of(locked, people))
    if locked.pool_id is None and len(terms.people) != locked.count:
        message = _("%(count)d people are asked for: choose as many, or propose other terms.")
        raise Invalid(message % {"count": locked.count}, field="people", code="count")
    given = _give(locked, terms, AllocationState.HELD, _reason(over_reason, "over_reason"))
    _answered(locked, actor, "")
    why = given[0].over_reason if given else ""
    moved(locked, RequestState.APPROVED, actor, why, allocations=_names(given))
    letters.tell_answered(locked, actor)
    letters.tell_given(locked, given, actor)
    return locked


@operation("resourcing.propose_terms")
def propose_terms(
    request: ResourceRequest, terms: Terms, *, version: int, actor: Actor, reason: str, over_reason: str = ""
) -> ResourceRequest:
    """Offer another amount, other days or other people, saying why; whoever asked accepts or declines it."""
    locked = _grantable(request, version, actor)
    why = _reason(reason, "reason", _("Say why it is other than asked for."))
    terms = _whole_terms(locked, terms)
    offered = _give(locked, terms, AllocationState.PROPOSED, _reason(over_reason, "over_reason"))
    _answered(locked, actor, why)
    moved(locked, RequestState.PROPOSED, actor, why, allocations=_names(offered))
    letters.tell_answered(locked, actor)
    return locked


@operation("resourcing.refuse_request")
def refuse_request(request: ResourceRequest, *, version: int, actor: Actor, reason: str) -> ResourceRequest:
    """Refuse a request, saying why; whoever asked is told."""
    locked = _answerable(request, version, actor)
    why = _reason(reason, "reason", _("Say why it is refused."))
    _answered(locked, actor, why)
    moved(locked, RequestState.REFUSED, actor, why)
    letters.tell_answered(locked, actor)
    return locked


@operation("resourcing.accept_terms")
def accept_terms(request: ResourceRequest, *, version: int, actor: Actor) -> ResourceRequest:
    """Take the terms that were proposed; `Conflict` where the time was given to somebody else meanwhile."""
    locked = locked_to_settle(request, version, actor, RequestState.PROPOSED)
    if locked.project.phase in OVER:
        raise Conflict("over", _("The project is over: decline the proposal."))
    offered = list(locked.allocations.filter(state=AllocationState.PROPOSED).select_related("person", "pool"))
    rows = {row.pk: row for row in _locked_rows(locked, [each.person for each in offered if each.person])}
    for each in offered:
        row = rows[each.whose.pk]
        _check_left(row, each, each.over_reason)
        each.state = AllocationState.HELD
    Allocation.objects.bulk_update(offered, ["state"])
    moved(locked, RequestState.APPROVED, actor, allocations=_names(offered))
    letters.tell_settled(locked, answerer_of(locked), actor)
    letters.tell_given(locked, offered, actor)
    return locked


@operation("resourcing.decline_terms")
def decline_terms(request: ResourceRequest, *, version: int, actor: Actor, reason: str) -> ResourceRequest:
    """Decline the terms that were proposed, saying why; the request is over, and a new one may be made."""
    locked = locked_to_settle(request, version, actor, RequestState.PROPOSED)
    why = _reason(reason, "reason", _("Say why the proposal does not help."))
    locked.allocations.filter(state=AllocationState.PROPOSED).update(state=AllocationState.DROPPED)
    moved(locked, RequestState.DECLINED, actor, why)
    letters.tell_settled(locked, answerer_of(locked), actor, why)
    return locked
