"""What plans ask of people: sums in arrays are those of rows, and are never older than the plan."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.accounts.permissions import system_actor
from remit.conftest import MONDAY, World
from remit.people.absences import capacity
from remit.people.models import Absence, Person
from remit.planning.compute import PlanTimes
from remit.planning.models import Plan, PlanCalendar
from remit.planning.operations.edits import edit_plan
from remit.projects.models import Phase, Project
from remit.resourcing.compute import capacity_table, demand_table, live_plans
from remit.resourcing.compute.demand import _summed, week_number, weekly_work
from remit.resourcing.tests.making import DAY, staffed

SYSTEM = system_actor()
WEEK = [[[540, 720], [750, 1020]]] * 5 + [[], []]
BEGIN = 20_604 * 1440  # a Monday


def plan_times() -> PlanTimes:
    calendars = [
        PlanCalendar(pk=1, name="Days", week=WEEK, exceptions=[[20_606, 20_608, [], "Fair"]]),
        PlanCalendar(pk=2, name="Nights", week=[[[0, 360], [1200, 1440]]] * 7, exceptions=[]),
    ]
    return PlanTimes(Plan(calendar_id=1, start_minute=BEGIN), calendars)


@st.composite
def rows(draw: st.DrawFn) -> tuple[object, ...]:
    start = BEGIN + draw(st.integers(0, 60 * 1440))
    finish = start + draw(st.integers(0, 40 * 1440))
    work, units = draw(st.integers(1, 20_000)), draw(st.sampled_from([10, 50, 100, 150, 300]))
    own, other = draw(st.sampled_from([None, 1, 2])), draw(st.sampled_from([None, 1, 2]))
    person = draw(st.integers(1, 3))
    contour = draw(st.sampled_from(["flat", "flat", "bell"]))
    delay, elapsed = draw(st.sampled_from([0, 0, 90])), draw(st.sampled_from([False, False, True]))
    return (1, person, None, own, 9, units, work, delay, start, finish, other, elapsed, contour, [], [], 600)


@given(st.lists(rows(), max_size=12))
@settings(max_examples=60)
def test_work_summed_at_once_is_the_work_of_each_row_together(drawn: list[tuple[object, ...]]) -> None:
    times = plan_times()
    expected: dict[tuple[object, int], float] = {}
    for row in drawn:
        for week, minutes in weekly_work(row, times).items():
            expected[row[1], week] = expected.get((row[1], week), 0.0) + minutes
    found = _summed(drawn, times)
    got = dict(zip(zip(found.people.tolist(), found.weeks.tolist(), strict=True), found.minutes, strict=True))
    for at in expected.keys() | got.keys():
        assert got.get(at, 0.0) == pytest.approx(expected.get(at, 0.0), abs=0.01)


@st.composite
def persons(draw: st.DrawFn) -> tuple[Person, list[Absence]]:
    joined, left = draw(st.integers(-10, 30)), draw(st.none() | st.integers(30, 60))
    person = Person(
        pk=draw(st.integers(1, 5)),
        capacity_minutes_per_week=draw(st.integers(0, 3000)),
        joined_on=MONDAY + dt.timedelta(days=joined) if joined else None,
        left_on=None if left is None else MONDAY + dt.timedelta(days=left),
    )
    away = [
        Absence(
            person_id=person.pk,
            from_date=MONDAY + dt.timedelta(days=begin),
            to_date=MONDAY + dt.timedelta(days=begin + length),
            from_midday=draw(st.booleans()),
            until_midday=length > 0 and draw(st.booleans()),
        )
        for begin, length in draw(st.lists(st.tuples(st.integers(-9, 40), st.integers(0, 9)), max_size=4))
    ]
    return person, away


@given(persons(), st.sets(st.integers(0, 30), max_size=3))
def test_the_time_of_many_is_the_time_of_each(drawn: tuple[Person, list[Absence]], free: set[int]) -> None:
    person, away = drawn
    holidays = {MONDAY + dt.timedelta(days=day) for day in free}
    expected = [each.left for each in capacity(person, away, MONDAY, 6, holidays=holidays)]
    (found,) = capacity_table([person], away, MONDAY, 6, holidays=holidays).tolist()
    # each part is rounded there, the rest of the week here
    assert all(abs(one - other) <= 2 for one, other in zip(found, expected, strict=True))


@pytest.mark.django_db
def test_work_follows_the_plan_and_ends_with_the_project(world: World) -> None:
    staffed(world, world.project)
    ada = [world.person("Ada").pk]

    def asked() -> list[float]:
        (found,) = demand_table(live_plans(world.organisation.pk), ada, MONDAY, 3).tolist()
        return [round(each) for each in found]

    assert asked() == [5 * DAY, 0, 0]
    assert week_number(MONDAY) == week_number(MONDAY + dt.timedelta(days=6))
    activity = world.project.activities.get(name="Dig")
    fields = {"duration_minutes": 8 * DAY}
    edit_plan(
        world.project,
        [{"op": "change", "key": activity.key, "version": activity.version, "fields": fields}],
        actor=SYSTEM,
    )
    assert sum(asked()) > 5 * DAY
    assert asked()[1] > 0
    Project.objects.filter(pk=world.project.pk).update(phase=Phase.CLOSED)
    assert asked() == [0, 0, 0]
