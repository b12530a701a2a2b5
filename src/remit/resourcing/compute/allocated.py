"""What projects were given of people and of the pool, week by week, beside what their plans ask of them."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.templatetags.remit import day as day_words
from remit.core.templatetags.remit import hours
from remit.people.models import Person, PoolEntry, PoolKind
from remit.planning.models import Plan
from remit.projects.models import Project
from remit.resourcing.compute.booking import minutes_in
from remit.resourcing.compute.demand import demand_table, number_of, sums_of
from remit.resourcing.models import Allocation

_WEEK = dt.timedelta(days=7)
AHEAD_WEEKS = 52
# less than this is rounding, in minutes
TOLERANCE = 30


def held_of(numbers: Collection[int], first: dt.date, last: dt.date) -> list[Allocation]:
    """Return what is given of people and of the pool, by their numbers, that touches some days: one query."""
    own = Q(person__in=[each for each in numbers if each > 0]) | Q(
        pool__in=[-each for each in numbers if each < 0]
    )
    rows = Allocation.objects.held().filter(own, from_date__lte=last, until__gte=first)
    return list(rows.select_related("request__project", "person", "pool").order_by("from_date", "pk"))


def _spread(rows: Sequence[Allocation], mondays: Sequence[dt.date]) -> dict[int, list[float]]:
    found: dict[int, list[float]] = {}
    for each in rows:
        own = found.setdefault(number_of(each.whose), [0.0] * len(mondays))
        booked = (each.from_date, each.ends_on, each.minutes)
        first = max((each.from_date - mondays[0]).days // 7, 0)
        last = min((each.ends_on - mondays[0]).days // 7, len(mondays) - 1)
        for at in range(first, last + 1):
            own[at] += minutes_in(mondays[at], booked)
    return found


def allocated_weeks(numbers: Collection[int], mondays: Sequence[dt.date]) -> dict[int, list[float]]:
    """Return the minutes given in each of the weeks from `mondays`, by number; nothing where nothing is: one query."""
    if not numbers or not mondays:
        return {}
    return _spread(held_of(numbers, mondays[0], mondays[-1] + _WEEK), mondays)


def given_in(
    actor: Actor, whose: Person | PoolEntry, monday: dt.date
) -> list[tuple[Allocation, Project | None]]:
    """Return what is given of somebody or something in a week, each with its project where the actor may see that."""
    rows = held_of([number_of(whose)], monday, monday + _WEEK - dt.timedelta(days=1))
    seen = Project.objects.visible_to(actor).filter(pk__in=[each.request.project_id for each in rows])
    found = {each.pk: each for each in seen}
    return [(each, found.get(each.request.project_id)) for each in rows]


@dataclass(frozen=True, slots=True)
class AllocationFinding:
    """Where a plan and what its project was given part: `kind` is beyond, past, unused or without."""

    kind: str
    whose: Person | PoolEntry
    weeks: int
    minutes: int
    first: dt.date

    @property
    def words(self) -> str:
        """Return what is found in a sentence."""
        said = {
            "beyond": _(
                "%(name)s is planned with %(hours)s more than was given, from the week of %(day)s on."
            ),
            "past": _(
                "%(name)s is planned with %(hours)s after what was given ends, from the week of %(day)s on."
            ),
            "unused": _(
                "%(name)s was given %(hours)s for which nothing is planned, from the week of %(day)s on."
            ),
            "without": _(
                "%(name)s is planned with %(hours)s and was never given, from the week of %(day)s on."
            ),
        }[self.kind]
        return said % {"name": self.whose.name, "hours": hours(self.minutes), "day": day_words(self.first)}


def findings_of(project: Project, today: dt.date) -> list[AllocationFinding]:
    """Return where the plan of a project differs from what it was given in the next year: at most six queries.

    Nothing where the project never asked: it does not work with requests.
    """
    plan = Plan.objects.filter(project=project).first()
    if plan is None or not project.resource_requests.exists():
        return []
    monday = today - dt.timedelta(days=today.weekday())
    mondays = [monday + _WEEK * number for number in range(AHEAD_WEEKS)]
    given = Allocation.objects.held().filter(request__project=project, until__gte=monday, amount=None)
    rows = list(given.select_related("person", "pool", "request"))
    whose = {number_of(each.whose): each.whose for each in rows}
    whose |= _planned(plan)
    spread, numbers = _spread(rows, mondays), list(whose)
    planned = demand_table([plan], numbers, monday, AHEAD_WEEKS).tolist()
    found: list[AllocationFinding] = []
    for at, number in enumerate(numbers):
        found += _judged(whose[number], planned[at], spread.get(number), mondays)
    return found


def _planned(plan: Plan) -> dict[int, Person | PoolEntry]:
    """Return who and what a plan works with, by number."""
    numbers = {int(each) for sums in sums_of([plan]) for each in sums.people}
    people = Person.objects.filter(pk__in=[each for each in numbers if each > 0])
    shared = PoolEntry.objects.exclude(kind=PoolKind.MATERIAL)
    pool = shared.filter(pk__in=[-each for each in numbers if each < 0])
    every: list[Person | PoolEntry] = [*people, *pool]
    return {number_of(each): each for each in every}


def _judged(
    whose: Person | PoolEntry,
    planned: Sequence[float],
    given: Sequence[float] | None,
    mondays: Sequence[dt.date],
) -> Iterator[AllocationFinding]:
    if given is None:
        weeks = {at: work for at, work in enumerate(planned) if work > TOLERANCE}
        yield from _told("without", whose, weeks, mondays)
        return
    last = max((at for at, minutes in enumerate(given) if minutes), default=-1)
    parts: dict[str, dict[int, float]] = {"beyond": {}, "past": {}, "unused": {}}
    for at, (work, can) in enumerate(zip(planned, given, strict=True)):
        if work - can > TOLERANCE:
            parts["past" if at > last else "beyond"][at] = work - can
        elif can > TOLERANCE and work < 1:
            parts["unused"][at] = can
    for kind, weeks in parts.items():
        yield from _told(kind, whose, weeks, mondays)


def _told(
    kind: str, whose: Person | PoolEntry, weeks: dict[int, float], mondays: Sequence[dt.date]
) -> Iterator[Any]:
    if weeks:
        yield AllocationFinding(kind, whose, len(weeks), round(sum(weeks.values())), mondays[min(weeks)])
