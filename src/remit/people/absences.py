"""Who is away when, and how much time that leaves: what is agreed counts, and nothing else."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from remit.accounts.permissions import Actor
from remit.people.leads import Ladder
from remit.people.models import Absence, AbsenceState, Organisation, Person
from remit.people.policies import may_see_skills

WORKING_DAYS = 5
# longer than this somebody's duties need another pair of hands (rules of responsibility, section 5)
LONG_DAYS = 10
WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Away:
    """A stretch of days in which somebody is away throughout, joined from absences that follow one another."""

    person_id: int
    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        """Return how many working days it takes, Monday to Friday."""
        return working_days(self.first, self.last)


def absent_between(
    organisation: Organisation, first: dt.date, last: dt.date, people: Collection[int] | None = None
) -> dict[int, list[Away]]:
    """Return by person the stretches of agreed absence that touch the days from `first` to `last`: one query.

    Absences that follow each other without a working day between them are one stretch, as long as it is, also
    beyond the days asked for as far as absences touch them.
    """
    rows = Absence.objects.filter(
        person__organisation=organisation,
        state=AbsenceState.APPROVED,
        from_date__lte=last + WEEK * 8,
        to_date__gte=first - WEEK * 8,
    )
    if people is not None:
        rows = rows.filter(person_id__in=people)
    found: defaultdict[int, list[Away]] = defaultdict(list)
    for person_id, begins, ends in rows.order_by("person_id", "from_date").values_list(
        "person_id", "from_date", "to_date"
    ):
        stretches = found[person_id]
        if stretches and not _working_days_between(stretches[-1].last, begins):
            stretches[-1] = Away(person_id, stretches[-1].first, max(ends, stretches[-1].last))
        else:
            stretches.append(Away(person_id, begins, ends))
    touching = {
        person_id: [each for each in stretches if each.first <= last and each.last >= first]
        for person_id, stretches in found.items()
    }
    return {person_id: stretches for person_id, stretches in touching.items() if stretches}


def _working_days_between(one: dt.date, other: dt.date) -> int:
    day = dt.timedelta(days=1)
    return working_days(one + day, other - day)


def working_days(first: dt.date, last: dt.date) -> int:
    """Return how many days from `first` to `last`, both included, are Monday to Friday; 0 where there are none."""
    if last < first:
        return 0
    weeks, rest = divmod((last - first).days + 1, 7)
    begin = first.weekday()
    return weeks * WORKING_DAYS + sum((begin + number) % 7 < WORKING_DAYS for number in range(rest))


def away_long(
    organisation: Organisation,
    day: dt.date,
    *,
    longer_than: int = LONG_DAYS,
    people: Collection[int] | None = None,
) -> dict[int, Away]:
    """Return by person the stretch of more than `longer_than` working days in which they are away on `day`."""
    found = absent_between(organisation, day, day, people)
    return {
        person_id: each
        for person_id, stretches in found.items()
        for each in stretches
        if each.days > longer_than
    }


def halves_on(absence: Absence, day: dt.date) -> int:
    """Return how many halves of a day an absence takes: 0, 1 or 2."""
    if not absence.from_date <= day <= absence.to_date:
        return 0
    less = (day == absence.from_date and absence.from_midday) + (
        day == absence.to_date and absence.until_midday
    )
    return 2 - less


@dataclass(frozen=True, slots=True)
class Week:
    """A week of working time in minutes: `full` by the contract, `away` and `public` holidays of it."""

    monday: dt.date
    full: int
    away: int
    public: int = 0

    @property
    def left(self) -> int:
        """Return what is left to work in."""
        return self.full - self.away - self.public


def capacity(
    person: Person,
    absences: Iterable[Absence],
    first: dt.date,
    weeks: int,
    *,
    holidays: Collection[dt.date] = (),
) -> list[Week]:
    """Return `weeks` weeks of working time from the Monday before `first`; `absences` are those agreed.

    A day is a fifth of the hours a week, Monday to Friday; a half day is half of it. Days before the first and
    after the last day at work have none. On public `holidays` nobody works, and nobody is away.
    """
    rows = list(absences)
    monday = first - dt.timedelta(days=first.weekday())
    found = []
    for number in range(weeks):
        begin = monday + WEEK * number
        days = [begin + dt.timedelta(days=each) for each in range(WORKING_DAYS)]
        here = [day for day in days if _at_work(person, day)]
        full = round(person.capacity_minutes_per_week * len(here) / WORKING_DAYS)
        worked = [day for day in here if day not in holidays]
        halves = sum(min(2, sum(halves_on(each, day) for each in rows)) for day in worked)
        public = round(person.capacity_minutes_per_week * (len(here) - len(worked)) / WORKING_DAYS)
        away = round(person.capacity_minutes_per_week * halves / (2 * WORKING_DAYS))
        found.append(Week(begin, full, away, public))
    return found


def _at_work(person: Person, day: dt.date) -> bool:
    return (person.joined_on is None or day >= person.joined_on) and (
        person.left_on is None or day <= person.left_on
    )


def visible_absences(actor: Actor, ladder: Ladder) -> QuerySet[Absence]:
    """Return the absences that the actor may see: one's own, those below, and what is agreed of colleagues."""
    rows = Absence.objects.filter(actor.within("person__organisation_id"))
    if actor.is_system or actor.can_anywhere("people.edit"):
        return rows
    own = Q(person_id=actor.person_id)
    if actor.person_id is not None:
        own |= Q(person_id__in=ladder.below(actor.person_id))
    if may_see_skills(actor):
        own |= Q(state=AbsenceState.APPROVED)
    return rows.filter(own)


def own_absences(actor: Actor, day: dt.date) -> list[Absence]:
    """Return what the actor asked for or was given from `day` on: one query."""
    if actor.person_id is None:
        return []
    rows = Absence.objects.filter(person_id=actor.person_id, to_date__gte=day)
    return list(rows.filter(state__in=[AbsenceState.REQUESTED, AbsenceState.APPROVED]))


def to_decide(actor: Actor, ladder: Ladder) -> list[Absence]:
    """Return the requests that wait for the actor's decision, the earliest first: one query."""
    if actor.person_id is None:
        return []
    below = set(ladder.below(actor.person_id))
    if actor.can_anywhere("people.edit"):
        below |= {each for each in ladder.people if ladder.nearest(each) is None} - {actor.person_id}
    rows = Absence.objects.filter(person_id__in=below, state=AbsenceState.REQUESTED, person__left_on=None)
    return list(rows.select_related("person"))
