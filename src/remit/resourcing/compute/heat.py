"""The heat map: people, or what the pool lends, by weeks, with what each has to do and the time for it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from remit.people.holidays import holidays_between
from remit.people.models import Organisation, Person, PoolEntry
from remit.resourcing.compute.allocated import allocated_weeks
from remit.resourcing.compute.capacity import capacity_table, pool_table
from remit.resourcing.compute.demand import demand_table, live_plans, number_of
from remit.resourcing.queries import agreed_absences

FULL_PERCENT = 80
# what is less than this over is rounding, in minutes
TOLERANCE = 1
_DAYS = 7


@dataclass(frozen=True, slots=True)
class Week:
    """A week of one person or of several together, in minutes: work in all plans, the time for it, what was given."""

    monday: dt.date
    work: int
    capacity: int
    allocated: int = 0

    @property
    def over(self) -> int:
        """Return by how much the work is more than the time for it; 0 where it is not."""
        more = self.work - self.capacity
        return more if more > TOLERANCE else 0

    @property
    def percent(self) -> int | None:
        """Return the work as a share of the time; None where there is none."""
        return round(100 * self.work / self.capacity) if self.capacity else None

    @property
    def is_full(self) -> bool:
        """Return whether little of the time is left."""
        return not self.over and self.percent is not None and self.percent >= FULL_PERCENT


@dataclass(frozen=True, slots=True)
class HeatRow:
    """The weeks of one person, or of one entry of the pool."""

    whose: Person | PoolEntry
    weeks: tuple[Week, ...]

    @property
    def is_pool(self) -> bool:
        """Return whether these are the weeks of an entry of the pool."""
        return isinstance(self.whose, PoolEntry)

    @property
    def over(self) -> tuple[Week, ...]:
        """Return the weeks with more work than time."""
        return tuple(week for week in self.weeks if week.over)

    @property
    def worst(self) -> Week:
        """Return the week that is furthest over."""
        return max(self.weeks, key=lambda week: week.over)


@dataclass(frozen=True, slots=True)
class Heat:
    """The rows of people or of the pool, and all of them together."""

    mondays: tuple[dt.date, ...]
    rows: tuple[HeatRow, ...]

    @property
    def over(self) -> tuple[HeatRow, ...]:
        """Return those with more work than time in some week, the worst first."""
        return tuple(sorted((row for row in self.rows if row.over), key=lambda row: -row.worst.over))

    @property
    def given(self) -> "Heat":
        """Return the same with what was given in place of what is planned."""
        rows = (
            HeatRow(row.whose, tuple(Week(week.monday, week.allocated, week.capacity) for week in row.weeks))
            for row in self.rows
        )
        return Heat(self.mondays, tuple(rows))

    @property
    def total(self) -> tuple[Week, ...]:
        """Return the weeks of all together: one person's free time makes up for nobody's excess."""
        return tuple(
            Week(
                monday,
                sum(row.weeks[at].work for row in self.rows),
                sum(row.weeks[at].capacity for row in self.rows),
                sum(row.weeks[at].allocated for row in self.rows),
            )
            for at, monday in enumerate(self.mondays)
        )


def heat_of(
    organisation: Organisation, whose: Sequence[Person | PoolEntry], first: dt.date, weeks: int
) -> Heat:
    """Return what people and the pool have to do in `weeks` weeks from that of `first` on: at most six queries.

    Work is that of live plans alone. Capacity is hours a week less public holidays and agreed leave.
    """
    monday = first - dt.timedelta(days=first.weekday())
    mondays = tuple(monday + dt.timedelta(days=_DAYS * number) for number in range(weeks))
    last = monday + dt.timedelta(days=_DAYS * weeks - 1)
    holidays = holidays_between(organisation.pk, monday, last)
    people = [each for each in whose if isinstance(each, Person)]
    shared = [each for each in whose if isinstance(each, PoolEntry)]
    capacity = np.concatenate(
        [
            capacity_table(people, agreed_absences(people, monday, last), monday, weeks, holidays=holidays),
            pool_table(shared, monday, weeks, holidays=holidays),
        ]
    ).tolist()
    every: list[Person | PoolEntry] = [*people, *shared]
    numbers = [number_of(each) for each in every]
    demand = demand_table(live_plans(organisation.pk), numbers, monday, weeks).tolist()
    given, none = allocated_weeks(numbers, mondays), [0.0] * weeks
    rows = (
        HeatRow(
            each,
            tuple(
                Week(day, round(work), can, round(own))
                for day, work, can, own in zip(
                    mondays, demand[number], capacity[number], given.get(numbers[number], none), strict=True
                )
            ),
        )
        for number, each in enumerate(every)
    )
    return Heat(mondays, tuple(rows))
